"""Names in a column to the people or teams of the site: by id, e-mail address or declared alias, never by likeness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfsite.diagnostics import closest
from perfsite.records.import_mapping import WhoseColumn
from perfsite.records.library import Library
from perfsite.records.people import Person, Team
from perfsite.records.references import Ref


@dataclass(frozen=True, slots=True)
class Owners:
    """Who goes by which text. A text that means two is kept with both, so that it can be told."""

    known: dict[str, tuple[Ref, ...]]

    def find(self, text: str) -> tuple[Ref, ...]:
        return self.known.get(text) or self.known.get(_mail(text)) or ()

    def near(self, text: str) -> str | None:
        """What might have been meant; it is shown, and never taken."""
        return closest(text, (name for name in self.known if not name.startswith("@")))


def owners_of(library: Library, column: WhoseColumn) -> Owners:
    found: dict[str, dict[Ref, None]] = {}
    records: tuple[Person | Team, ...]
    records = library.of(Person) if column.is_ == "person" else library.of(Team)
    for record in records:
        if isinstance(record, Person) and record.erased is not None:
            continue
        for name in _names(record, column.by):
            found.setdefault(name, {})[record.ref] = None
    return Owners({name: tuple(refs) for name, refs in found.items()})


def _names(record: Person | Team, by: tuple[str, ...]) -> Iterator[str]:
    if "id" in by:
        yield record.id
        yield record.address
    if "email" in by and isinstance(record, Person) and record.email is not None:
        yield _mail(record.email)
    if "alias" in by:
        yield from (alias.strip() for alias in record.aliases)


def _mail(text: str) -> str:
    """An address apart from all other names; case makes no difference in one."""
    return f"@{text.strip().casefold()}"
