"""A recomputed recipient to a table for people: each figure once, in the order of the calculation, with who says so.

The tree of steps is the only source. What it repeats — a figure that two results rest on, a rounding, a condition with
what follows from it — is one line here; what has no name of its own stands in the formula of the line that uses it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.library import Library
from perfsite.records.references import Ref
from perfsite.records.rule import ROUNDINGS
from perfsite.scoring.captions import NO_FIGURE, Captions
from perfsite.scoring.cases import SHARE_OF_AMOUNT, SHARE_OF_TOTAL, Case, currency_stated
from perfsite.scoring.compile import AMOUNT, COEFFICIENT, GRADE, SHARE, TOTAL
from perfsite.scoring.evaluate import Step, Value
from perfsite.scoring.exceptions import excepted_figures
from perfsite.scoring.explain import called, passes_on
from perfsite.scoring.grounds import Place
from perfsite.scoring.limits import EARNED
from perfsite.scoring.lines import CONDITION, EXCEPTION, UNKNOWN, UNMET, Explanation, Line
from perfsite.scoring.published import BASIS, PART, RANK, published_figures
from perfsite.scoring.recomputed import Figure, Recomputation, Recomputed

ELIGIBILITY = "eligibility"

_EXCEPTED = Phrase("声明了例外，以公布的为准", "an exception is declared, and what is published counts")
_UNRANKED = Phrase("按标准不在排名之列", "not among those who are ranked by the standard")
_PARTS = {
    ELIGIBILITY: Phrase("资格", "eligibility"),
    BASIS: Phrase("计提基数", "basis"),
    RANK: Phrase("名次", "rank"),
    TOTAL: Phrase("总分", "total"),
    GRADE: Phrase("等级", "grade"),
    COEFFICIENT: Phrase("系数", "coefficient"),
    AMOUNT: Phrase("金额", "amount"),
}


def explain(library: Library, found: Recomputation) -> tuple[Explanation, ...]:
    """Every recipient of a result who can be named, in the order of the record."""
    recomputed = {one.index: one for one in found.recipients}
    explained = []
    for index, recipient in enumerate(found.award.recipients):
        who = recipient.person or recipient.team
        if who is None:
            continue
        one = recomputed.get(index)
        if one is None or found.case is None:
            explained.append(_unknown(found, index, who))
        else:
            explained.append(_Table(library, found, found.case, one).explanation())
    return tuple(explained)


def _unknown(found: Recomputation, index: int, who: Ref) -> Explanation:
    """All that can be said where a standard is lacking: which figures are published, and why none is explained."""
    recipient = found.award.recipients[index]
    units = {AMOUNT: recipient.amount, BASIS: recipient.basis, PART: recipient.share}
    lines = []
    for name, (_, value) in published_figures(found.award, recipient).items():
        stated = units.get(name)
        label, unit = _PARTS.get(name, Phrase(name, name)), stated.unit if stated is not None else ""
        lines.append(Line(name, name, UNKNOWN, label, None, value, unit, trouble=found.trouble))
    parts = tuple((line.part, line.label) for line in lines)
    return Explanation(found.award, index, who, tuple(lines), parts, recipient.exception)


@dataclass
class _Table:
    """The lines of one recipient, as they are written one after another."""

    library: Library
    found: Recomputation
    case: Case
    one: Recomputed
    lines: list[Line] = field(default_factory=list)
    # By the key of a step, the line that shows its figure.
    written: dict[Any, int] = field(default_factory=dict)
    keys: dict[int, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.award = self.found.award
        self.recipient = self.award.recipients[self.one.index]
        amount, stated = self.recipient.amount, currency_stated(self.case.reward)
        # What is computed is in the currency of the standard, whatever the published amount says.
        amount = replace(amount, unit=stated) if amount is not None and stated else amount
        self.captions = Captions(self.library, self.case, amount)
        self.wording = self.captions.wording
        self.published = published_figures(self.award, self.recipient)
        self.excepted = excepted_figures(self.one.exception, self.case, self.published)
        self.figures = {figure.name: figure for figure in self.one.figures}

    def explanation(self) -> Explanation:
        self._eligibility()
        names = [name for name in self.case.program.names if name != AMOUNT]
        order = (ELIGIBILITY, BASIS, *names, RANK, PART, AMOUNT)
        for name in order[1:]:
            self._result(name)
        # A figure that is not published itself is met where the next one asks for it.
        lines = sorted(self.lines, key=lambda line: order.index(line.part))
        parts = dict.fromkeys(line.part for line in lines)
        return Explanation(
            self.award,
            self.one.index,
            self.one.who,
            tuple(lines),
            tuple((part, self._part(part)) for part in parts),
            self.one.exception,
        )

    def _part(self, name: str) -> Phrase:
        return _PARTS.get(name) or self.wording.label(name)

    # The results

    def _result(self, name: str) -> None:
        figure, step = self.figures.get(name), self.one.steps.get(name)
        if name in self.excepted and name in self.published:
            self._taken_as_published(name, self.published[name][1])
        elif name in (BASIS, PART) and figure is not None and figure.step is not None:
            self._basis(name, figure, figure.step)
        elif name == RANK and figure is not None:
            self._rank(figure)
        elif step is not None and step.value is not None:
            self._walk(step, name)
            if figure is not None:
                place = self.written[self._key(step)]
                self.lines[place] = replace(self.lines[place], published=figure)
        elif name == RANK and name in self.published and self.found.ranking is None:
            clause, value = Place(self.case.reward, ("winners",)), self.published[name][1]
            self._add(RANK, RANK, UNMET, self._part(RANK), _UNRANKED, value, clause=clause)
        elif name in self.published and self.published[name][1] is not None:
            trouble = self.one.troubles.get(name) or self.one.trouble or self.found.ranking
            about = self.wording.label(trouble.name) if trouble is not None else None
            value = self.published[name][1]
            self._add(name, name, UNKNOWN, self._part(name), None, value, trouble=trouble, about=about)

    def _taken_as_published(self, name: str, value: Value) -> None:
        place = Place(self.award, ("recipients", self.one.index, "exception"))
        step = self.one.steps.get(name)
        if step is not None:
            self.written[self._key(step)] = len(self.lines)
        elif name == PART:
            # What is computed asks for it as an input.
            self.written[SHARE] = len(self.lines)
        working, standard = _EXCEPTED, self.one.otherwise.get(name)
        if standard is not None and standard.value is not None:
            given = self.wording.figure(name, standard.value)
            working = Phrase(f"按标准为 {given}；{working.zh}", f"{given} by the standard; {working.en}")
        self._add(name, name, EXCEPTION, self._part(name), working, value, clause=place)

    def _basis(self, name: str, figure: Figure, step: Step) -> None:
        self.written[self._key(step)] = len(self.lines)
        self._input(step, name, self._part(name))
        self.lines[-1] = replace(self.lines[-1], published=figure)

    def _rank(self, figure: Figure) -> None:
        winners = self.case.reward.winners
        assert winners is not None
        keys = []
        for key in winners.by:
            name = f"{key.by}/actual"
            found = self.one.inputs.get(name)
            if key.by not in self.case.program.names and found is not None:
                self._walk(Step("given", name, (), found.value), RANK)
            words = self.wording.label(key.by)
            way = Phrase("从高到低", "descending") if key.descending else Phrase("从低到高", "ascending")
            keys.append(Phrase(f"{words.zh}{way.zh}", f"{words.en} {way.en}"))
        working = Phrase("，再按".join(key.zh for key in keys), ", then ".join(key.en for key in keys))
        clause = Place(self.case.reward, ("winners", "by"))
        working = Phrase(f"按{working.zh}", f"by {working.en}")
        self._add(RANK, RANK, RANK, self._part(RANK), working, figure.computed, clause=clause, published=figure)

    def _eligibility(self) -> None:
        reward = self.case.reward
        if reward.eligibility is None:
            return
        eligible, unmet = self.one.eligible, self.one.unmet
        named = called(unmet) if unmet is not None else None
        if eligible:
            working = Phrase("符合全部条件", "all conditions are met")
        elif named is None:
            working = Phrase("要由人判断", "for people to decide")
        elif eligible is None:
            working = Phrase(f"要由人判断：{named.zh}", f"for people to decide: {named.en}")
        else:
            working = Phrase(f"不符合：{named.zh}", f"not met: {named.en}")
        clause = Place(reward, (ELIGIBILITY,))
        excused = self.one.exception is not None and not self.excepted
        if excused and not eligible:
            clause = Place(self.award, ("recipients", self.one.index, "exception"))
        label = Phrase("是否符合条件", "whether eligible")
        operation = EXCEPTION if excused and not eligible else UNMET if eligible is False else CONDITION
        self._add(ELIGIBILITY, ELIGIBILITY, operation, label, working, None, clause=clause)

    # The steps of a result

    def _walk(self, step: Step, part: str) -> None:
        key = self._key(step)
        if key in self.written:
            return
        if step.operation == "result":
            # The grade before limits is a step toward the grade.
            self._walk(step.of[0], GRADE if step.name == EARNED else step.name)
            self.written[key] = self.written[self._key(step.of[0])]
        elif step.operation == "given":
            self.written[key] = len(self.lines)
            self._input(step, part)
        elif step.operation == "choose":
            self._choice(step, part)
        elif passes_on(step):
            self._walk(step.of[0], part)
            self.written[key] = self.written[self._key(step.of[0])]
        elif step.operation == "limit":
            self._walk(step.of[0], part)
            self.written[key] = len(self.lines)
            self._work(step, part, self.wording.operation(step))
        elif step.operation == "round" and step.value is not None and self._has_line(step.of[0]):
            self._rounded(step, part)
        else:
            for inner in step.of:
                self._walk(inner, part)
            # What has no line of its own stands in the formula of the line to come.
            self.written[key] = len(self.lines)
            if step.name and (step.value is not None or step.operation == "required"):
                self._work(step, part, self.wording.operation(step))

    def _has_line(self, step: Step) -> bool:
        """Whether a step is a line of its own that nothing else has written yet, so that its rounding joins it."""
        return bool(step.name) and step.operation not in ("choose", "number") and self._key(step) not in self.written

    def _rounded(self, step: Step, part: str) -> None:
        self._walk(step.of[0], part)
        place = self.written[self._key(step)] = self.written[self._key(step.of[0])]
        mode = ROUNDINGS.choices[step.data["mode"]]
        places = step.data["places"]
        words = Phrase(f"{places} 位小数，{mode.zh}", f"{places} decimal{'' if places == 1 else 's'}, {mode.en}")
        self.lines[place] = replace(self.lines[place], rounded=step.value, rounding=words)

    def _choice(self, step: Step, part: str) -> None:
        """A condition with what follows: the change that a gate or a modifier makes is in the same line."""
        for inner in step.of[:1]:
            self._walk(inner, part)
        working = self.wording.operation(step)
        if len(step.of) == 1:
            working = NO_FIGURE
        elif step.of[1].clause == step.clause and step.of[1].operation not in ("number", "word"):
            changed = step.of[1]
            for inner in changed.of:
                self._walk(inner, part)
            formula = self.wording.operation(changed)
            working = Phrase(f"{working.zh}；{formula.zh}", f"{working.en}; {formula.en}")
        else:
            self._walk(step.of[1], part)
        self.written[self._key(step)] = len(self.lines)
        self._work(step, part, working)

    def _work(self, step: Step, part: str, working: Phrase | None) -> None:
        self._add(
            part,
            step.name,
            step.operation,
            self.captions.label(step, part),
            working,
            step.value,
            unit=self.captions.unit(step.name),
            clause=self.captions.clause(step, part),
        )

    def _input(self, step: Step, part: str, label: Phrase | None = None) -> None:
        found = self.one.inputs.get(step.name)
        evidence = found.parts if found is not None else ()
        share = step.name in (SHARE_OF_TOTAL, SHARE_OF_AMOUNT)
        # What rests on no row, such as that nothing was paid before, stands where the standard asks for it.
        clause = None if evidence and not share else self.captions.clause(step, part)
        self._add(
            part,
            step.name,
            "given",
            label or self.wording.label(step.name),
            self.captions.origin(step, evidence),
            step.value,
            unit=self.captions.unit(step.name),
            clause=clause,
            evidence=() if share else evidence,
        )

    def _add(
        self, part: str, name: str, operation: str, label: Phrase, working: Phrase | None, value: Value, **more: Any
    ) -> None:
        more.setdefault("unit", self.captions.unit(name))
        self.lines.append(Line(part, name, operation, label, working, value, **more))

    def _key(self, step: Step) -> Any:
        """Steps that show the same figure have the same key, even where each was computed on its own."""
        if id(step) not in self.keys:
            if "/" in step.name:
                self.keys[id(step)] = step.name
            else:
                inner = tuple(self._key(part) for part in step.of)
                self.keys[id(step)] = (step.operation, step.name, step.clause, inner)
        return self.keys[id(step)]
