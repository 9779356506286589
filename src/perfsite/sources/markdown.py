"""A Markdown file to its front matter (YAML) and its body. Rendering is not done here."""

from __future__ import annotations

from perfsite.diagnostics import Diagnostic
from perfsite.sources.nodes import Mapping, Node, Scalar
from perfsite.sources.yaml import parse_yaml
from perfsite.span import Span


def parse_markdown(file: str, text: str) -> tuple[Node | None, Scalar | None, list[Diagnostic]]:
    """The front matter between two `---` lines, and the text below it, both with places in the whole file."""
    if not text.startswith("---\n"):
        body = _body(file, text, 1)
        return Mapping((), file, 1, 1, 1, 1), body, []
    end = text.find("\n---", 3)
    while end >= 0 and text[end + 4 : end + 5] not in ("", "\n"):
        end = text.find("\n---", end + 4)
    if end < 0:
        return None, None, [Diagnostic("PS206", Span(file, 1, 1, 1, 4))]
    front, problems = parse_yaml(file, "\n" + text[4 : end + 1])
    if front is not None and not isinstance(front, Mapping):
        return None, None, [Diagnostic("PS201", Span(file, 2, 1, 2, 1), hint="front-matter")]
    line = text.count("\n", 0, end + 1) + 2
    return front, _body(file, text[end + 5 :], line), problems


def _body(file: str, text: str, line: int) -> Scalar | None:
    """The text without the blank lines around it, or None where there is none."""
    lines = text.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
        line += 1
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        return None
    return Scalar("\n".join(lines), file, line, 1, line + len(lines) - 1, len(lines[-1]) + 1, "body")
