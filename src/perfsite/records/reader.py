"""The state of reading one record: where problems go, what the site's languages are, whether a value was lost."""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from perfsite.diagnostics import Diagnostic, Fix, Phrase, Related
from perfsite.sources import Mapping, Node, Scalar, span_of
from perfsite.span import Span

if TYPE_CHECKING:
    from perfsite.records.fields import Shape


@dataclass(frozen=True, slots=True)
class Settings:
    """What reading needs to know of the site before any other record is read."""

    languages: tuple[str, ...] = ("zh", "en")
    currency: str = ""
    declared: bool = True

    @property
    def language(self) -> str:
        """The language of bare strings."""
        return self.languages[0]


def quoted_alike(node: Scalar, text: str) -> str:
    """A text as it would be written in place of a scalar: in the same quotation marks, or in those that a cell needs."""
    if node.style == "cell":
        was_quoted = node.line == node.end_line and node.end_column - node.column == len(node.text) + 2
        return '"' + text.replace('"', '""') + '"' if was_quoted or any(char in text for char in ',"\n') else text
    if node.style == "'":
        return "'" + text.replace("'", "''") + "'"
    if node.style == '"':
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


EMPTY = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(slots=True)
class Reader:
    """Collects the problems of one record. `lost` is set once a value could not be read."""

    settings: Settings
    problems: list[Diagnostic] = field(default_factory=list)
    lost: bool = False
    # The groups of fields that are being read, from the outermost: what each may hold, what stands in it, and under
    # which of its keys the reading is. A field that stands too deep is recognised by them.
    around: list[tuple[Shape, Mapping, str]] = field(default_factory=list)
    # Fields that stand in the wrong group, by the group in which they were meant: they are not missing there.
    strayed: dict[int, set[str]] = field(default_factory=dict)

    def report(
        self,
        code: str,
        at: Node | Span,
        arguments: MappingABC[str, str | Phrase] | None = None,
        *,
        hint: str = "",
        mended: str | None = None,
        sure: bool = False,
        related: tuple[Related, ...] = (),
        lost: bool = True,
    ) -> None:
        """A problem at a node or span. `lost=False` keeps the record whole.

        `mended` replaces exactly the text there, in the quotation marks that stand around it; `sure` says that it can be
        nothing else.
        """
        span = at if isinstance(at, Span) else span_of(at)
        fix = None
        given = dict(arguments or {})
        if mended is not None:
            given.setdefault("mended", mended)
            # A text of several lines would lose its form.
            certain = sure and not (isinstance(at, Scalar) and (at.style in ("|", ">") or at.line != at.end_line))
            fix = Fix(span, quoted_alike(at, mended) if isinstance(at, Scalar) else mended, certain)
        self.problems.append(Diagnostic(code, span, given, hint, fix, related))
        self.lost = self.lost or lost

    def is_empty(self, node: Node) -> bool:
        """Whether the author wrote the key and nothing after it."""
        return type(node) is Scalar and not node.style and node.text in EMPTY

    def stray(self, group: Mapping, key: str) -> None:
        """Remembers that a field of `group` was found elsewhere."""
        self.strayed.setdefault(id(group), set()).add(key)
