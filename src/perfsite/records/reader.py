"""The state of reading one record: where problems go, what the site's languages are, whether a value was lost."""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from dataclasses import dataclass, field

from perfsite.diagnostics import Diagnostic, Fix, Phrase, Related
from perfsite.sources import Node, Scalar, span_of
from perfsite.span import Span


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


@dataclass(slots=True)
class Reader:
    """Collects the problems of one record. `lost` is set once a value could not be read."""

    settings: Settings
    problems: list[Diagnostic] = field(default_factory=list)
    lost: bool = False

    def report(
        self,
        code: str,
        at: Node | Span,
        arguments: MappingABC[str, str | Phrase] | None = None,
        *,
        hint: str = "",
        mended: str | None = None,
        related: tuple[Related, ...] = (),
        lost: bool = True,
    ) -> None:
        """A problem at a node or span. `mended` replaces exactly the text there. `lost=False` keeps the record whole."""
        span = at if isinstance(at, Span) else span_of(at)
        fix = None if mended is None else Fix(span, mended)
        given = dict(arguments or {})
        if mended is not None:
            given.setdefault("mended", mended)
        self.problems.append(Diagnostic(code, span, given, hint, fix, related))
        self.lost = self.lost or lost

    def is_empty(self, node: Node) -> bool:
        """Whether the author wrote the key and nothing after it."""
        return isinstance(node, Scalar) and not node.style and node.text in ("", "~", "null")
