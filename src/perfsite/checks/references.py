"""References lead to records that exist, of a kind that can stand there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.diagnostics import Diagnostic, Fix, Phrase, closest, is_slip_of_id
from perfsite.records.kinds import KINDS
from perfsite.records.library import Library, Mention
from perfsite.records.reader import quoted_alike
from perfsite.sources import Scalar


def check_references(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """A misspelt id, a kind left out, a record that is not there."""
    for mention in library.mentions:
        if library.find(mention.ref) is None:
            problem = _missing(library, mention)
            if problem is not None:
                yield problem


def _missing(library: Library, mention: Mention) -> Diagnostic | None:
    record, ref, kinds = mention.record, mention.ref, mention.kinds
    span = library.span(record, *mention.route)
    if not ref.kind:
        holders = [kind for kind in kinds if ref.id in library.records.get(kind, {})]
        choices = ", ".join(f"`{kind}/{ref.id}`" for kind in (holders or kinds))
        mended = f"{holders[0]}/{ref.id}" if len(holders) == 1 else None
        return Diagnostic(
            "PS303",
            span,
            {"text": ref.id, "choices": choices, "mended": mended or ""},
            "which" if mended is None else "which-suggest",
            Fix(span, quoted_alike_at(library, mention, mended), not library.open_kinds.intersection(kinds))
            if mended
            else None,
            record=record.address,
        )
    if ref.kind in library.open_kinds:
        # Some record of this kind could not be read at all; it may well be this one.
        return None
    choices_of_kind = library.records.get(ref.kind, {})
    near = closest(ref.id, choices_of_kind)
    spelt = f"{ref.kind}/{near}" if len(kinds) > 1 else near
    arguments: dict[str, str | Phrase] = {
        "noun": KINDS[ref.kind].noun,
        "id": ref.id,
        **({"mended": spelt} if spelt else {}),
    }
    fix = None
    if near is not None and spelt:
        certain = is_slip_of_id(ref.id, near, choices_of_kind)
        fix = Fix(span, quoted_alike_at(library, mention, spelt), certain)
    return Diagnostic("PS302", span, arguments, "suggest" if near else "", fix, record=record.address)


def quoted_alike_at(library: Library, mention: Mention, text: str) -> str:
    """A text as it would be written in place of a reference."""
    node = library.node(mention.record, *mention.route)
    return quoted_alike(node, text) if isinstance(node, Scalar) else text
