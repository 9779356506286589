"""A Markdown file to its front matter (YAML) and its body. Rendering is not done here."""

from __future__ import annotations

import re

from perfsite.diagnostics import Diagnostic, Fix
from perfsite.sources.nodes import Mapping, Node, Scalar
from perfsite.sources.yaml import parse_yaml
from perfsite.span import Span

_OPENING = re.compile(r"\n*---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_ALMOST_CLOSING = re.compile(r"^([-–—－―]{2,})[ \t]*$", re.MULTILINE)
_UNOPENED = re.compile(r"\n*[A-Za-z_]\w*: .*\n(?:[A-Za-z_ -].*\n)*---[ \t]*\n")
_ALMOST = re.compile(r"\n*([-–—－―]+)[ \t]*\n[\w\"'].*[:：]")


def parse_markdown(file: str, text: str) -> tuple[Node | None, Scalar | None, list[Diagnostic]]:
    """The front matter between two `---` lines, and the text below it, both with places in the whole file."""
    opening = _OPENING.match(text)
    if opening is None:
        almost = _ALMOST.match(text)
        if almost is not None:
            line = text.count("\n", 0, almost.start(1)) + 1
            span = Span(file, line, 1, line, len(almost[1]) + 1)
            return (
                None,
                None,
                [Diagnostic("PS206", span, {"text": almost[1]}, "dashes", Fix(span, "---", certain=True))],
            )
        if _UNOPENED.match(text):
            span = Span(file, 1, 1, 1, 1)
            return None, None, [Diagnostic("PS206", span, {}, "unopened", Fix(span, "---\n", certain=True))]
        return Mapping((), file, 1, 1, 1, 1), _body(file, text, 1), []
    above = text.count("\n", 0, opening.end())
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        almost = _ALMOST_CLOSING.search(text, opening.end())
        if almost is not None:
            line = text.count("\n", 0, almost.start()) + 1
            span = Span(file, line, 1, line, len(almost[1]) + 1)
            return (
                None,
                None,
                [Diagnostic("PS206", span, {"text": almost[1]}, "dashes", Fix(span, "---", certain=True))],
            )
        return None, None, [Diagnostic("PS206", Span(file, above, 1, above, 4))]
    # Blank lines stand for what is above, so that the places are those of the whole file.
    front, problems = parse_yaml(file, "\n" * above + text[opening.end() : closing.start()])
    if front is not None and not isinstance(front, Mapping):
        return None, None, [Diagnostic("PS201", Span(file, above + 1, 1, above + 1, 1), hint="front-matter")]
    line = text.count("\n", 0, closing.start()) + 2
    return front, _body(file, text[closing.end() + 1 :], line), problems


def _body(file: str, text: str, line: int) -> Scalar | None:
    """The text without the blank lines around it, or None where there is none."""
    kept = text.lstrip("\n \t")
    # Spaces at the beginning of the first line with a text belong to it: they may make it a block of code.
    start = text.rfind("\n", 0, len(text) - len(kept)) + 1
    lines = text[start:].rstrip().split("\n")
    if not lines[0].strip():
        return None
    first = line + text.count("\n", 0, start)
    return Scalar("\n".join(lines), file, first, 1, first + len(lines) - 1, len(lines[-1]) + 1, "body")
