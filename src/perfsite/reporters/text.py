"""Problems as a person reads them: the sentence, the place, the line with marks under it, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfsite.diagnostics import Diagnostic, Phrase, Severity
from perfsite.reporters.colors import paint
from perfsite.reporters.excerpt import Excerpt, Lines
from perfsite.reporters.summary import summarise
from perfsite.reporters.words import SEVERITIES, advice, label, message, visible
from perfsite.span import Span

_HELP = Phrase("建议", "help")
_COLUMN = Phrase("（`{name}` 列）", " (column `{name}`)")
_MORE = Phrase(
    "`perfsite explain {code}` 给出写错与写对的例子。", "`perfsite explain {code}` shows a wrong and a right example."
)
_SEPARATOR = Phrase("：", ": ")
_FULL_STOP = Phrase("。", ".")


def report_text(problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool) -> str:
    """Every problem with its excerpt, then how many there are."""
    lines = Lines(sources)
    blocks = [_block(problem, lines, lang, color=color) for problem in problems]
    blocks.append(_closing(problems, lang, color=color))
    return "\n".join(blocks)


def _block(problem: Diagnostic, lines: Lines, lang: str, *, color: bool) -> str:
    style = "error" if problem.severity is Severity.ERROR else "warning"
    severity = SEVERITIES[problem.severity](lang)
    separator = _SEPARATOR(lang)
    head = paint(f"{problem.code} {severity}", style, color)
    out = [f"{head}{separator}{paint(message(problem, lang), 'strong', color)}"]
    out += _placed(problem.span, lines, lang, style, color=color)
    for related in problem.related:
        out.append(f"  {label(related.label, lang)}{separator.rstrip()}")
        out += _placed(related.span, lines, lang, "help", color=color, indent=4)
    what_to_do = advice(problem, lang)
    if what_to_do:
        out.append(f"  {paint(_HELP(lang), 'help', color)}{separator}{what_to_do}")
    return "\n".join(out) + "\n"


def _placed(span: Span, lines: Lines, lang: str, style: str, *, color: bool, indent: int = 2) -> list[str]:
    margin = " " * indent
    column = lines.table_column(span)
    where = _COLUMN(lang).format(name=visible(column)) if column else ""
    out = [f"{margin}{paint(visible(span.place), 'place', color)}{where}"]
    excerpt = lines.excerpt(span)
    if excerpt is not None:
        out += _drawn(excerpt, margin, style, color=color)
    return out


def _drawn(excerpt: Excerpt, margin: str, style: str, *, color: bool) -> list[str]:
    number = str(excerpt.number)
    bar = paint("|", "quiet", color)
    gutter = " " * len(number)
    offset = len(excerpt.marks) - len(excerpt.marks.lstrip())
    marks = " " * offset + paint(excerpt.marks[offset:], style, color)
    return [
        f"{margin}  {paint(number, 'quiet', color)} {bar} {excerpt.line}",
        f"{margin}  {gutter} {bar} {marks}",
    ]


def _closing(problems: Sequence[Diagnostic], lang: str, *, color: bool) -> str:
    """The last lines: how many there are, and where to read more about the first of them."""
    if not problems:
        return paint(f"{summarise(problems, lang)}{_FULL_STOP(lang)}".capitalize(), "good", color) + "\n"
    style = "error" if any(problem.severity is Severity.ERROR for problem in problems) else "warning"
    more = _MORE(lang).format(code=problems[0].code)
    return f"{paint(f'{summarise(problems, lang)}{_FULL_STOP(lang)}', style, color)}\n{paint(more, 'quiet', color)}\n"
