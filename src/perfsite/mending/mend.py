"""Certain mended text to mended files, in memory: round by round until nothing changes, and only what proves harmless.

What is mended can show what was hidden: a file that could not be read, a record that was not whole. That is no harm. A
problem at the mended place itself, or in a record that was whole before, is: then it is left to its author.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from perfsite.diagnostics import Diagnostic
from perfsite.mending.compare import says_the_same
from perfsite.pipeline import Loaded, amended, examine
from perfsite.records.references import ref_of
from perfsite.sources import read_source
from perfsite.sources.splice import Place, Splice, Text, moved, without_overlap, written

# A slip inside a slip inside a slip is mended in as many rounds; what takes more goes round in a circle.
MAX_ROUNDS = 12
# How often it is tried again without what did harm, before all of it is left alone.
MAX_ATTEMPTS = 12

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Mended:
    """A problem that is mended: as it was when its turn came, with the text that is written."""

    problem: Diagnostic


@dataclass(frozen=True, slots=True)
class NotMended:
    """A problem that is left although its mended text is certain: `because` arises then; None where another value changes."""

    problem: Diagnostic
    because: Diagnostic | None


@dataclass(frozen=True, slots=True)
class Mending:
    """What would be written, by file, and how the project would be then."""

    texts: Mapping[str, bytes]
    mended: tuple[Mended, ...]
    not_mended: tuple[NotMended, ...]
    loaded: Loaded
    problems: tuple[Diagnostic, ...]


def mend(loaded: Loaded, problems: Sequence[Diagnostic], as_of: dt.date, may_mend: Callable[[str], bool]) -> Mending:
    """Mends what is certain among the problems of a project, in the files that may be mended. Nothing is written."""
    refused: dict[_Key, NotMended] = {}
    steps: list[_Step] = []
    for _ in range(MAX_ATTEMPTS):
        attempt = _Attempt(loaded, problems, as_of, may_mend, frozenset(refused))
        harm = attempt.run()
        if not harm:
            return attempt.outcome(tuple(refused.values()))
        refused |= harm
        steps = attempt.steps
    everything = {step.key: NotMended(step.problem, None) for step in steps}
    return Mending({}, (), tuple({**everything, **refused}.values()), loaded, tuple(problems))


def is_mendable(problem: Diagnostic, may_mend: Callable[[str], bool]) -> bool:
    """Whether its mended text is certain and lies in its own file, which may be mended. It may still turn out to do harm."""
    fix, file = problem.fix, problem.span.file
    return fix is not None and fix.certain and all(edit.span.file == file for edit in fix.edits) and may_mend(file)


@dataclass(slots=True)
class _Step:
    """One problem mended, and where what was written for it stands by now.

    `blindly`: in a file that could not be read then, so that nobody knew yet what its line says.
    """

    problem: Diagnostic
    key: _Key
    places: list[Place]
    blindly: bool


@dataclass(slots=True)
class _Attempt:
    """All rounds, without the mendings that were found to do harm."""

    loaded: Loaded
    before: Sequence[Diagnostic]
    as_of: dt.date
    may_mend: Callable[[str], bool]
    refused: frozenset[_Key]
    state: Loaded = field(init=False)
    found: Sequence[Diagnostic] = field(init=False)
    steps: list[_Step] = field(default_factory=list)

    def run(self) -> dict[_Key, NotMended]:
        """Mends until nothing is left to mend, and returns what did harm; nothing where all is well."""
        self.state, self.found = self.loaded, self.before
        first = 0
        for _ in range(MAX_ROUNDS):
            texts: dict[str, bytes] = {}
            first = len(self.steps)
            for file, due in self._due().items():
                after = self._mend_file(file, due)
                if after is None:
                    return {key: NotMended(problem, None) for problem, key in due}
                texts |= after
            if not texts:
                return self._harm()
            self.state = amended(self.state, texts)
            self.found = examine(self.state, self.as_of)
        return {step.key: NotMended(step.problem, None) for step in self.steps[first:]}

    def outcome(self, not_mended: tuple[NotMended, ...]) -> Mending:
        old, new = self.loaded.library.documents.sources, self.state.library.documents.sources
        changed = dict.fromkeys(step.problem.span.file for step in self.steps)
        texts = {file: new[file] for file in sorted(changed) if new[file] != old[file]}
        mended = tuple(Mended(step.problem) for step in self.steps)
        return Mending(texts, mended, not_mended, self.state, tuple(self.found))

    def _due(self) -> dict[str, list[tuple[Diagnostic, _Key]]]:
        """The problems to mend now, by file."""
        due: dict[str, list[tuple[Diagnostic, _Key]]] = {}
        sources = self.state.library.documents.sources
        for problem in self.found:
            file = problem.span.file
            if file not in sources or not is_mendable(problem, self.may_mend):
                continue
            key = _key(problem, sources[file])
            if key not in self.refused:
                due.setdefault(file, []).append((problem, key))
        return due

    def _mend_file(self, file: str, due: Sequence[tuple[Diagnostic, _Key]]) -> dict[str, bytes] | None:
        """The bytes of a file with all of this mended that can be mended at once; None if it would say something else."""
        before = self.state.library.documents.sources[file]
        text = Text(before)
        taken, splices = without_overlap(text, (problem for problem, _ in due))
        if not taken:
            return {}
        after = text.spliced(splices)
        if says_the_same(file, before, splices, after) is False:
            return None
        new = written(splices)
        for step in self.steps:
            if step.problem.span.file == file:
                step.places = [moved(place, splices) for place in step.places]
        keys = {id(problem): key for problem, key in due}
        blindly = read_source(file, before)[0] is None
        for problem in taken:
            self.steps.append(_Step(problem, keys[id(problem)], _places_of(problem, text, splices, new), blindly))
        return {file: after}

    def _harm(self) -> dict[_Key, NotMended]:
        """The steps that led to a problem that was not there before."""
        harm: dict[_Key, NotMended] = {}
        known = Counter(map(_kind_of, self.before))
        by_file: dict[str, list[_Step]] = {}
        for step in self.steps:
            by_file.setdefault(step.problem.span.file, []).append(step)
        for problem in self.found if self.steps else ():
            kind = _kind_of(problem)
            if known[kind] > 0 and not self._touching(problem, by_file.get(problem.span.file, [])):
                known[kind] -= 1
                continue
            for step in self._to_blame(problem, by_file):
                harm.setdefault(step.key, NotMended(step.problem, problem))
        return harm

    def _to_blame(self, problem: Diagnostic, by_file: Mapping[str, list[_Step]]) -> Iterable[_Step]:
        steps = by_file.get(problem.span.file)
        if steps is None:
            # In another file: what follows from a record that was not whole was only hidden.
            return [step for step in self.steps if self._was_whole(step.problem.record)]
        touching = self._touching(problem, steps)
        if not self._was_whole(problem.record):
            # What a text lacks in another language it lacked before.
            return [] if problem.code.startswith("PS9") else touching
        if touching:
            return touching
        return [step for step in steps if step.problem.record == problem.record] or steps

    def _touching(self, problem: Diagnostic, steps: Sequence[_Step]) -> list[_Step]:
        """The steps that wrote where a problem stands; on the same line, where the file could not be read then or cannot now."""
        if not steps:
            return []
        file = problem.span.file
        raw = self.state.library.documents.sources[file]
        text = Text(raw)
        place = text.place(problem.span)
        lines = text.lines_of(place)
        lost = read_source(file, raw)[0] is None
        return [
            step
            for step in steps
            if any((lines if step.blindly or lost else place).overlaps(one) for one in step.places)
        ]

    def _was_whole(self, address: str) -> bool:
        ref = ref_of(address)
        record = self.loaded.library.records.get(ref.kind, {}).get(ref.id)
        return record is not None and not record.incomplete


def _places_of(problem: Diagnostic, text: Text, splices: Sequence[Splice], new: Sequence[Place]) -> list[Place]:
    assert problem.fix is not None
    own = set(text.splices(problem.fix.edits))
    return [place for splice, place in zip(splices, new, strict=True) if splice in own]


def _kind_of(problem: Diagnostic) -> tuple[str, str, str]:
    return (problem.span.file, problem.code, problem.record)


def _key(problem: Diagnostic, raw: bytes) -> _Key:
    """What stays the same of a problem from one attempt to the next, whatever else is mended around it."""
    fix = problem.fix
    assert fix is not None
    text = Text(raw)
    return (problem.span.file, problem.code, text.text[slice(*text.lines_of(text.place(fix.span)))].strip(), fix.text)
