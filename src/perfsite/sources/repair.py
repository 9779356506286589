"""What an author meant where YAML cannot be read: likely slips of the hand, each believed only once it proves true.

libyaml reports the place at which it gave up, which is seldom the place of the slip. So the usual slips are looked for
around it, and the text is read again with each of them mended: one that lets the reading go further is the cause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import yaml
from yaml._yaml import CParser

from perfsite.diagnostics import Diagnostic, Fix
from perfsite.diagnostics import Edit as Mending
from perfsite.span import Span

MAX_PROBLEMS = 10
MAX_LINES_BACK = 8
# Each guess costs a reading of the text: this bounds what a bad file can cost.
MAX_CHARACTERS = 12_000_000

_KEY = r"[A-Za-z_\u3400-\u9fff][\w./-]*"
_LEAD = re.compile(r"\s*(?:- +)*")
_ITEM = re.compile(r"( *)((?:- +)*)")
_WIDE_COLON = re.compile(rf"^\s*(?:- +)*[\"'“”]?{_KEY}(?: {_KEY})?[\"'“”]?\s*([：∶﹕])\s*")
_GLUED_COLON = re.compile(rf"^\s*(?:- +)*{_KEY}(:)(?=[^\s:/])")
_EQUALS = re.compile(rf"^\s*(?:- +)*{_KEY}( ?[=＝] ?)(?=\S)")
_NO_COLON = re.compile(r"^\s*(?:- +)*([A-Za-z_]\w*)( +)(?=\S)")
_DASHES = re.compile(r"^\s*([—–－‐−•·●*]) ?(?=\S)")
_GLUED_DASH = re.compile(r"^\s*(-)(?=[^\s-])")
_BRACKETS = {"｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]"}
_FLOW = re.compile(r"^\s*(?:- +)*(?:[^\s:：#\"']+\s*[:：]\s*)?[\[{｛［【]")
_NEXT_KEY = re.compile(r"([，,、])\s*(?=[A-Za-z_]\w*\s*[:：])")
_FIELD_BEFORE = re.compile(r"[{,]\s*[A-Za-z_]\w*\Z")
_NO_COMMA = re.compile(r"(?<=[^\s,{\[:])( +)(?=[A-Za-z_]{2,}: )")
_NO_COMMA_OUTSIDE = re.compile(r"(?<=[}\]])(\s*)(?=[{\[])")
_ENTRY = re.compile(rf"(?:- +)*[\"']?{_KEY}[\"']?:(?: |$)|- ")
_VALUE = re.compile(r"^(\s*(?:- +)*(?:[^\s:：#\"'{\[][^:：{\[]*: +)?)(\S.*?)\s*$")
_FLOW_VALUE = re.compile(r"[{,]\s*[\w-]+: +([^\s\"'{\[].*?)(?=\s*(?:,\s*[\w-]+: |\}+\]*,?\s*$|\}\s*,\s*\{))")
_OPEN_QUOTE = re.compile(r"(?:(?<=: )|(?<=- )|(?<=[\[{,])|(?<=[\[{,] )|^\s*)([\"'])")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


class Edit(NamedTuple):
    """Characters `start` to `end` of a line (all counted from 0) become `text`."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A slip that could have been made, and what to edit to see whether it was."""

    problem: Diagnostic
    edits: tuple[Edit, ...]

    @property
    def is_daring(self) -> bool:
        """Whether it has to explain everything to be believed."""
        return self.problem.hint in ("indentation", "colon", "item")


class Failure(NamedTuple):
    """Where and why libyaml gave up."""

    line: int
    column: int
    opened: tuple[int, int] | None
    context: str
    problem: str

    @property
    def place(self) -> tuple[int, int]:
        """How far the text could be read. What follows an open quotation mark was not read at all."""
        if "quoted scalar" in self.context and self.opened is not None:
            return self.opened
        return (self.line, self.column)


def explain(file: str, text: str, error: yaml.MarkedYAMLError) -> list[Diagnostic]:
    """Why the text cannot be read, at the place where its author would mend it. At least one problem."""
    lines = text.split("\n")
    failure = _failure(error, lines)
    problems: list[Diagnostic] = []
    done: list[Edit] = []
    budget = MAX_CHARACTERS
    while len(problems) < MAX_PROBLEMS:
        found, budget = _cause(file, lines, failure, budget)
        if found is None:
            break
        guess, lines, rest = found
        problems.append(_where_it_was(guess.problem, done))
        done.extend(guess.edits)
        if rest is None:
            break
        failure = rest
    return problems or [_as_libyaml_says(file, lines, failure)]


def _cause(
    file: str, lines: list[str], failure: Failure, budget: int
) -> tuple[tuple[Guess, list[str], Failure | None] | None, int]:
    """The guess that proves true, with the text that it leads to and where that fails in turn."""
    best: tuple[Guess, list[str], Failure] | None = None
    size = sum(map(len, lines)) + len(lines)
    tried: set[tuple[Edit, ...]] = set()
    for guess in _guesses(file, lines, failure):
        if guess.edits in tried:
            continue
        tried.add(guess.edits)
        if budget < size:
            break
        budget -= size
        mended = _apply(lines, guess.edits)
        rest = _read(mended)
        if rest is None:
            return (guess, mended, None), budget
        # A line moved or cut in two often only moves the trouble on; the plain slips are believed for that alone.
        further = rest.place > failure.place and not guess.is_daring
        if further and (best is None or rest.place > best[2].place):
            best = (guess, mended, rest)
    return best, budget


def _apply(lines: list[str], edits: Iterable[Edit]) -> list[str]:
    mended = list(lines)
    for line, start, end, text in sorted(edits, reverse=True):
        mended[line] = mended[line][:start] + text + mended[line][end:]
    return mended


def _read(lines: list[str]) -> Failure | None:
    parser = CParser("\n".join(lines))
    depth = 0
    try:
        while (event := parser.get_event()) is not None:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > 64:
                    return None
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.MarkedYAMLError as error:
        return _failure(error, lines)
    except yaml.reader.ReaderError:
        return Failure(0, 0, None, "", "")
    finally:
        parser.dispose()
    return None


def _failure(error: yaml.MarkedYAMLError, lines: list[str]) -> Failure:
    mark = error.problem_mark or error.context_mark
    opened = error.context_mark
    return Failure(
        min(mark.line, len(lines) - 1) if mark else 0,
        mark.column if mark else 0,
        (min(opened.line, len(lines) - 1), opened.column) if opened else None,
        error.context or "",
        error.problem or "",
    )


def _where_it_was(problem: Diagnostic, done: list[Edit]) -> Diagnostic:
    """The problem with its columns as they are in the file, before the edits that led to it."""
    if not any(edit.line + 1 in (problem.span.line, problem.span.end_line) for edit in done):
        return problem
    fix = problem.fix
    if fix is not None:
        also = tuple(Mending(_back(edit.span, done), edit.text) for edit in fix.also)
        fix = replace(fix, span=_back(fix.span, done), also=also)
    return replace(problem, span=_back(problem.span, done), fix=fix)


def _back(span: Span, done: list[Edit]) -> Span:
    column, end = span.column, span.end_column
    for line, start, stop, text in reversed(done):
        moved = len(text) - (stop - start)
        if line + 1 == span.line and start + len(text) < column:
            column -= moved
        if line + 1 == span.end_line and start + len(text) < end:
            end -= moved
    return span._replace(column=column, end_column=max(end, column) if span.line == span.end_line else end)


# --- The slips, from the plainest to those that are only worth a try -------------------------------------------------


def _guesses(file: str, lines: list[str], failure: Failure) -> Iterator[Guess]:
    indexes = _lines_to_look_at(lines, failure)
    finders: tuple[tuple[Callable[[str, list[str], int], Iterator[Guess]], ...], ...] = (
        (_tabs, _wide_spaces, _wide_colons, _glued_colons, _flow_punctuation, _unclosed, _extra, _dashes),
        (_missing_commas, _bare_values, _equals, _missing_dashes),
        (_odd_indentation,),
        (_indentation,),
        (_missing_colons,),
    )
    for phase in finders:
        for index in indexes:
            for finder in phase:
                yield from finder(file, lines, index)


def _lines_to_look_at(lines: list[str], failure: Failure) -> list[int]:
    """The lines that could hold the slip, the likeliest first."""
    first = failure.opened[0] if failure.opened is not None else failure.line
    indexes = [first] if "simple key" in failure.context or "quoted" in failure.context else []
    indexes.append(failure.line)
    if failure.line + 1 < len(lines) and "simple key" not in failure.context and "block" not in failure.context:
        indexes.append(failure.line + 1)
    above = (index for index in range(min(failure.line, len(lines) - 1) - 1, -1, -1) if lines[index].strip())
    indexes.extend(index for index, _ in zip(above, range(MAX_LINES_BACK), strict=False))
    indexes.append(first)
    return list(dict.fromkeys(indexes))


def _guess(
    file: str,
    code: str,
    line: int,
    start: int,
    end: int,
    text: str,
    hint: str = "",
    *,
    certain: bool = False,
    **arguments: str,
) -> Guess:
    span = _span(file, Edit(line, start, end, text))
    return Guess(Diagnostic(code, span, arguments, hint, Fix(span, text, certain)), (Edit(line, start, end, text),))


def _span(file: str, edit: Edit) -> Span:
    return Span(file, edit.line + 1, edit.start + 1, edit.line + 1, edit.end + 1)


def _together(file: str, edits: tuple[Edit, ...], first: Edit) -> Fix:
    """The edits of one slip, of which the `first` is shown."""
    others = tuple(Mending(_span(file, edit), edit.text) for edit in edits if edit != first)
    return Fix(_span(file, first), first.text, certain=True, also=others)


def _tabs(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    line = lines[index]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" not in indent:
        return
    start = indent.index("\t")
    span = Span(file, index + 1, start + 1, index + 1, len(indent) + 1)
    # All tabs of the file are one slip: an editor's setting.
    tabbed = [(at, other[: len(other) - len(other.lstrip(" \t"))]) for at, other in enumerate(lines)]
    tabbed = [(at, lead) for at, lead in tabbed if "\t" in lead]
    # Beside lines with spaces nobody can say how wide a tab was meant to be.
    mixed = any(other.startswith(" ") for other in lines)
    for width in (2, 4, 8):
        edits = tuple(Edit(at, 0, len(lead), lead.replace("\t", " " * width)) for at, lead in tabbed)
        fix = None if mixed else _together(file, edits, next(edit for edit in edits if edit.line == index))
        yield Guess(Diagnostic("PS202", span, fix=fix), edits)
    for width in range(0, len(indent) * 2 + 4, 2):
        fix = None if mixed else Fix(Span(file, index + 1, 1, index + 1, len(indent) + 1), " " * width)
        yield Guess(Diagnostic("PS202", span, fix=fix), (Edit(index, 0, len(indent), " " * width),))


def _wide_spaces(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    line = lines[index]
    indent = line[: len(line) - len(line.lstrip())]
    if wide := re.search("[\u3000\u00a0]+", indent):
        for width in (2, 1):
            text = " " * len(wide.group()) * width
            yield _guess(file, "PS202", index, wide.start(), wide.end(), text, "wide", certain=True)
    for after in re.finditer("(?<=:)[\u3000\u00a0]+|(?<=-)[\u3000\u00a0]+", line):
        yield _guess(file, "PS202", index, after.start(), after.end(), " ", "wide", certain=True)


def _wide_colons(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    line = lines[index]
    if match := _WIDE_COLON.match(line):
        at = match.start(1)
        text = ":" if line[at + 1 : at + 2] in (" ", "") else ": "
        yield _guess(file, "PS203", index, at, at + 1, text, certain=True, character=line[at], mended=":")


def _glued_colons(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    if match := _GLUED_COLON.match(lines[index]):
        yield _guess(file, "PS201", index, match.start(1), match.end(1), ": ", "space", certain=True)


def _flow_punctuation(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    """Full-width brackets, commas, colons and quotation marks in `{…}` and `[…]`."""
    line = lines[index]
    if not _FLOW.match(line) and not line.lstrip().startswith(("}", "]", "｝", "］", "】")):
        return
    bare = _QUOTED.sub(lambda found: " " * len(found.group()), line)
    wide = [at for at, char in enumerate(bare) if char in _BRACKETS]
    if wide:
        span = Span(file, index + 1, wide[0] + 1, index + 1, wide[0] + 2)
        mended = _BRACKETS[bare[wide[0]]]
        edits = tuple(Edit(index, at, at + 1, _BRACKETS[bare[at]]) for at in wide)
        problem = Diagnostic(
            "PS203", span, {"character": bare[wide[0]], "mended": mended}, fix=_together(file, edits, edits[0])
        )
        yield Guess(problem, edits)
        yield _guess(file, "PS203", index, wide[0], wide[0] + 1, mended, character=bare[wide[0]], mended=mended)
    # A comma before the name of a field is surely meant as one; any other only perhaps.
    sure = [match.start(1) for match in _NEXT_KEY.finditer(bare) if match[1] != ","]
    perhaps = [at for at, char in enumerate(bare) if char in "，、：∶﹕" and at not in sure]
    for at in (*sure, *perhaps):
        mended = ":" if bare[at] in "：∶﹕" else ","
        text = mended if bare[at + 1 : at + 2] == " " else f"{mended} "
        certain = at in sure or (mended == ":" and _FIELD_BEFORE.search(bare[:at]) is not None)
        yield _guess(file, "PS203", index, at, at + 1, text, certain=certain, character=bare[at], mended=mended)


def _unclosed(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    """A quotation mark or bracket without its other half."""
    line = lines[index]
    for match in _OPEN_QUOTE.finditer(line):
        at, mark = match.start(1), match[1]
        rest = line[at + 1 :]
        opening = Span(file, index + 1, at + 1, index + 1, at + 2)
        for other in re.finditer("[”“＂’‘]", rest):
            half = at + 1 + other.start()
            yield _guess(
                file, "PS203", index, half, half + 1, mark, "sign", certain=True, character=other.group(), mended=mark
            )
        ends = [found.start() for found in re.finditer(r"\s*,\s*[\w-]+: |\s*[}\]]+,?\s*$|\s+#.*$|\s*$", rest)]
        for end in dict.fromkeys(ends):
            place = Span(file, index + 1, at + end + 2, index + 1, at + end + 2)
            problem = Diagnostic("PS201", opening, hint="quote", fix=Fix(place, mark))
            yield Guess(problem, (Edit(index, at + 1 + end, at + 1 + end, mark),))
    stack = _open_brackets(line)
    if stack:
        at = stack[-1]
        closers = "".join("]" if line[bracket] == "[" else "}" for bracket in reversed(stack))
        ends = [len(line.rstrip())]
        if comment := re.search(r"\s+#.*$", line):
            ends.insert(0, comment.start())
        # `[{a: 1, b: [2}]`: the bracket that is missing stands before one that is there.
        ends.extend(closed for closed, char in enumerate(line) if char in "]}" and closed > at)
        for end in ends:
            for text in (closers, closers[:1]):
                place = Span(file, index + 1, end + 1, index + 1, end + 1)
                opening = Span(file, index + 1, at + 1, index + 1, at + 2)
                yield Guess(
                    Diagnostic(
                        "PS201", opening, hint="bracket", fix=Fix(place, text, certain=len(ends) == len(stack) == 1)
                    ),
                    (Edit(index, end, end, text),),
                )


def _open_brackets(line: str) -> list[int]:
    """The places of the brackets that the line opens and does not close, outside quotation marks."""
    bare = _QUOTED.sub(lambda found: " " * len(found.group()), line)
    if not _FLOW.match(bare):
        return []
    stack: list[int] = []
    for at, char in enumerate(bare):
        if char in "[{":
            stack.append(at)
        elif char in "]}" and stack and bare[stack[-1]] == {"]": "[", "}": "{"}[char]:
            stack.pop()
    return stack


def _extra(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    """Punctuation after a value that is complete without it."""
    match = re.search(r"(?<=[\"'\]}])\s*([,，;；。、\]}])\s*$", lines[index])
    if match is not None:
        yield _guess(
            file,
            "PS201",
            index,
            match.start(1),
            match.end(1),
            "",
            "extra",
            certain=match[1] not in "]}",
            character=match[1],
        )


def _dashes(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    line = lines[index]
    if match := _DASHES.match(line):
        end = match.end()
        # Before a digit it may be the sign of a number.
        certain = not line[end : end + 1].isdigit()
        problem = _guess(
            file, "PS203", index, match.start(1), end, "- ", "sign", certain=certain, character=match[1], mended="-"
        )
        yield replace(
            problem, problem=replace(problem.problem, span=problem.problem.span._replace(end_column=match.end(1) + 1))
        )
    if match := _GLUED_DASH.match(line):
        certain = not line[match.end(1) : match.end(1) + 1].isdigit()
        yield _guess(file, "PS201", index, match.start(1), match.end(1), "- ", "dash", certain=certain)


def _missing_commas(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    line = lines[index]
    if not _FLOW.match(line):
        return
    for match in (*_NO_COMMA_OUTSIDE.finditer(line), *_NO_COMMA.finditer(line)):
        yield _guess(file, "PS201", index, match.start(1), match.end(1), ", ", "comma", certain=True)


def _missing_dashes(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    """An item of a list without its `- `, beside others that have theirs."""
    own = _indent(lines[index])
    above = (at for at in range(index - 1, -1, -1) if lines[at].strip() and _indent(lines[at]) <= own)
    before = next(above, None)
    if before is None or not lines[before].startswith(" " * own + "- ") or lines[index].startswith(" " * own + "-"):
        return
    span = Span(file, index + 1, own + 1, index + 1, len(lines[index].rstrip()) + 1)
    place = Span(file, index + 1, own + 1, index + 1, own + 1)
    yield Guess(
        Diagnostic("PS201", span, hint="item-dash", fix=Fix(place, "- ", certain=True)), (Edit(index, own, own, "- "),)
    )


def _bare_values(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    """A text that YAML takes for something else unless it is put in quotation marks."""
    line = lines[index]
    spans = [match.span(1) for match in _FLOW_VALUE.finditer(line)] if _FLOW.match(line) else []
    if match := _VALUE.match(line):
        spans.append(match.span(2))
    for start, end in spans:
        value = line[start:end]
        comment = re.search(r"\s+#.*$", value)
        for text in dict.fromkeys((value, value[: comment.start()] if comment else value)):
            found = _why_quotes(file, index, start, text)
            if found is not None:
                hint, place, arguments = found
                whole = Span(file, index + 1, start + 1, index + 1, start + len(text) + 1)
                mended = _quoted(text)
                # Quotation marks show that the two fields are the trouble; they are not what is meant.
                fix = None if hint == "two-fields" else Fix(whole, mended, _is_surely_a_text(text))
                problem = Diagnostic("PS201", place, {**arguments, "mended": mended}, hint, fix)
                yield Guess(problem, (Edit(index, start, start + len(text), mended),))


def _is_surely_a_text(value: str) -> bool:
    """Whether quotation marks are what is meant, and not a list, a block of text, or a group of fields."""
    return re.match(r"- |[|>?]|[a-z_]+\s*:", value) is None


def _why_quotes(file: str, index: int, start: int, value: str) -> tuple[str, Span, dict[str, str]] | None:
    """Why a value has to be in quotation marks, and where that shows."""

    def place(at: int, length: int = 1) -> Span:
        return Span(file, index + 1, start + at + 1, index + 1, start + at + length + 1)

    first = value[0]
    if first in "\"'":
        if len(value) > 1 and value[-1] == first:
            inner = value.find(first, 1)
            return ("inner-quote", place(inner), {}) if 0 < inner < len(value) - 1 else None
        closing = value.find(first, 1)
        return ("after-quote", place(closing + 1, len(value) - closing - 1), {}) if closing > 0 else None
    if first in "[{":
        closing = value.rfind("]" if first == "[" else "}")
        return ("after-bracket", place(0), {"character": first}) if closing > 0 else None
    if first in "@`%&*!|>?" or value.startswith("- "):
        return "character", place(0), {"character": first}
    colon = value.find(": ") if ": " in value else len(value) - 1 if value.endswith(":") else -1
    if colon > 0:
        two = re.search(rf"[,，;；]\s*{_KEY}: ", value)
        return ("two-fields" if two else "second-colon"), place(colon), {}
    return None


def _quoted(value: str) -> str:
    """The text in quotation marks, in those that it does not contain."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _equals(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    if match := _EQUALS.match(lines[index]):
        yield _guess(file, "PS201", index, match.start(1), match.end(1), ": ", "colon", certain=True)


def _missing_colons(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    line = lines[index]
    if match := _NO_COLON.match(line):
        span = Span(file, index + 1, match.start(1) + 1, index + 1, len(line.rstrip()) + 1)
        gap = Span(file, index + 1, match.start(2) + 1, index + 1, match.start(2) + 1)
        yield Guess(
            Diagnostic("PS201", span, hint="colon", fix=Fix(gap, ":", certain=True)),
            (Edit(index, match.start(2), match.start(2), ":"),),
        )
    elif re.match(rf"^\s*(?:- +)*{_KEY}\s*$", line):
        end = len(line.rstrip())
        start = len(line) - len(line.lstrip())
        span = Span(file, index + 1, start + 1, index + 1, end + 1)
        yield Guess(Diagnostic("PS201", span, hint="colon"), (Edit(index, end, end, ":"),))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _odd_indentation(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    """A line that stands out from both its neighbours, or by an odd number of spaces from the next."""
    line, own = lines[index], _indent(lines[index])
    around = [
        next((at for at in way if lines[at].strip()), None)
        for way in (range(index - 1, -1, -1), range(index + 1, len(lines)))
    ]
    if not _ENTRY.match(line.strip()) or around[1] is None:
        return
    after = _indent(lines[around[1]])
    before = after if around[0] is None else _indent(lines[around[0]])
    if after != own and (before == after or (own % 2 and not after % 2)):
        span = Span(file, index + 1, own + 1, index + 1, len(line.rstrip()) + 1)
        fix = Fix(Span(file, index + 1, 1, index + 1, own + 1), " " * after)
        yield Guess(Diagnostic("PS201", span, hint="indentation", fix=fix), (_moved(line, index, after - own),))


def _indentation(file: str, lines: list[str], index: int) -> Iterator[Guess]:
    line = lines[index]
    text = line.strip()
    if not text or text.startswith("#"):
        return
    own = len(line) - len(line.lstrip(" "))
    above = next((at for at in range(index - 1, -1, -1) if lines[at].strip()), None)
    if above is None:
        return
    opens = lines[above].rstrip().endswith((":", "|", ">", "|-", ">-"))
    is_entry = _ENTRY.match(text) is not None
    if not is_entry and not opens:
        return
    span = Span(file, index + 1, own + 1, index + 1, len(line.rstrip()) + 1)
    for target in _targets(lines, index, own, opens=opens):
        fix = Fix(Span(file, index + 1, 1, index + 1, own + 1), " " * target)
        for block in _blocks(lines, index, own):
            edits = tuple(_moved(lines[at], at, target - own) for at in block)
            yield Guess(Diagnostic("PS201", span, hint="indentation", fix=fix), edits)


def _targets(lines: list[str], index: int, own: int, *, opens: bool) -> list[int]:
    """Where the line could have been meant to begin, the nearest first."""
    found: dict[int, None] = {}
    lowest = 1_000_000
    for at in range(index - 1, max(index - 40, -1), -1):
        if not lines[at].strip():
            continue
        match = _ITEM.match(lines[at])
        assert match is not None
        places = [len(match[1]), *(len(match[1]) + mark.end() for mark in re.finditer(r"- +", match[2]))]
        if opens and not found:
            found.setdefault(places[-1] + 2)
        for place in reversed(places):
            if place < lowest or at == index - 1:
                found.setdefault(place)
        lowest = min(lowest, places[0])
        if places[0] == 0:
            break
    return sorted((place for place in found if place != own), key=lambda place: abs(place - own))


def _blocks(lines: list[str], index: int, own: int) -> Iterator[range]:
    """The line alone, with what is indented below it, and with what stands beside it."""
    ends = []
    for at_least in (own + 1, own):
        end = index + 1
        while end < len(lines) and (
            not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip(" ")) >= at_least
        ):
            end += 1
        ends.append(end)
    yield from (range(index, end) for end in dict.fromkeys((*ends, index + 1)))


def _moved(line: str, index: int, by: int) -> Edit:
    if not line.strip():
        return Edit(index, 0, 0, "")
    return Edit(index, 0, 0, " " * by) if by > 0 else Edit(index, 0, min(-by, len(line) - len(line.lstrip(" "))), "")


# --- What is left when no slip explains it -----------------------------------------------------------------------------


def _as_libyaml_says(file: str, lines: list[str], failure: Failure) -> Diagnostic:
    number, column = failure.line, failure.column
    line = lines[number]
    if not line.strip() and number > 0:
        number = max(at for at in range(number + 1) if lines[at].strip() or at == 0)
        line = lines[number]
        column = len(line.rstrip())
    span = Span(file, number + 1, column + 1, number + 1, column + 2)
    opened = None
    if failure.opened is not None:
        row, place = failure.opened
        opened = Span(file, row + 1, place + 1, row + 1, place + 2)
    if opened is not None and "quoted scalar" in failure.context:
        return Diagnostic(
            "PS201",
            span if "escape" in failure.problem else opened,
            hint="escape" if "escape" in failure.problem else "quote",
        )
    if opened is not None and "flow" in failure.context:
        return Diagnostic("PS201", opened, hint="bracket")
    if opened is not None and "could not find expected ':'" in failure.problem:
        stray = lines[opened.line - 1].rstrip()
        return Diagnostic("PS201", opened._replace(end_column=max(len(stray), opened.column) + 1), hint="colon")
    if "mapping values are not allowed" in failure.problem:
        return Diagnostic("PS201", span, {"mended": '"…"'}, hint="second-colon")
    if "cannot start any token" in failure.problem:
        return Diagnostic("PS201", span, {"character": line[column : column + 1], "mended": '"…"'}, hint="character")
    if "did not find expected key" in failure.problem or "block" in failure.problem or "block" in failure.context:
        start = len(line) - len(line.lstrip())
        return Diagnostic(
            "PS201",
            Span(file, number + 1, start + 1, number + 1, max(len(line.rstrip()), start + 1) + 1),
            hint="indentation",
        )
    return Diagnostic("PS201", span)
