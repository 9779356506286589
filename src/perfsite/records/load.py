"""A project's files to its library: the site first, then every record, each id once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from perfsite.diagnostics import Diagnostic, Phrase, Related
from perfsite.records.apart import Shelf, read_units
from perfsite.records.kinds import KINDS
from perfsite.records.library import Documents, Library
from perfsite.records.memory import Memory
from perfsite.records.read import Unit, UnitRead, plan_units, read_site
from perfsite.records.reader import Settings
from perfsite.records.record import Origin, Record
from perfsite.records.site import Site, UnreadSite
from perfsite.records.texts import Text
from perfsite.sources import span_of
from perfsite.span import Span, whole_file


def settings_of(site: Site) -> Settings:
    return Settings(site.languages, site.currency)


def load_site(file: str, raw: bytes) -> tuple[Site, list[Diagnostic]]:
    """The site, or where it cannot be read a plain one, so that the problems of all other files show too."""
    site, problems = read_site(file, raw)
    return site or _plain_site(file), problems


def linked_site(file: str) -> tuple[Site, list[Diagnostic]]:
    """The same where a link stands in place of the file: as with records it is told, and nothing that it leads to."""
    return _plain_site(file), [Diagnostic("PS104", whole_file(file))]


def _plain_site(file: str) -> Site:
    return UnreadSite(id="site", origin=Origin(file), title=Text((("zh", "perfsite"),)), incomplete=True)


def load_library(
    site: Site,
    files: Iterable[str],
    sources: Mapping[str, bytes],
    folder: str,
    known: Mapping[Unit, UnitRead] | None = None,
    memory: Memory | None = None,
    jobs: int = 1,
) -> tuple[Library, list[Diagnostic], dict[Unit, UnitRead]]:
    """All records below `folder`, with the problems of their form, and what was read of each unit.

    `known` are units of which no file has changed since they were read under the same settings, `memory` what was
    worked out of their records. Many units are read by as many processes as there are `jobs`.
    """
    settings = settings_of(site)
    units, problems = plan_units(files, site.languages)
    if not site.has_languages:
        problems = []
    known = known or {}
    shelf = Shelf([unit for unit in units if unit not in known], sources, settings, folder)
    fresh = dict(zip(shelf.units, read_units(shelf, jobs), strict=True))
    read = {unit: known.get(unit) or fresh[unit] for unit in units}
    library, repeated = gather(site, read, sources, folder, memory)
    return library, [*problems, *(problem for part in read.values() for problem in part.problems), *repeated], read


def gather(
    site: Site,
    read: Mapping[Unit, UnitRead],
    sources: Mapping[str, bytes],
    folder: str,
    memory: Memory | None = None,
) -> tuple[Library, list[Diagnostic]]:
    """Records by kind and id. Of two with one id the first in the order of the files stays."""
    records: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    open_kinds: set[str] = set()
    repeated: list[tuple[Record, Record]] = []
    for part in read.values():
        open_kinds |= part.open_kinds
        for record in part.records:
            first = records[record.kind].setdefault(record.id, record)
            if first is not record:
                repeated.append((record, first))
                # Which of the two counts is not known: nothing is to be concluded from either.
                records[record.kind][record.id] = replace(first, incomplete=True)
                # The id that one of them should have had is missing somewhere.
                open_kinds.add(record.kind)
    documents = Documents(sources, {unit.file: unit for unit in read}, folder, site.default_language)
    library = Library(site, records, documents, frozenset(open_kinds), Memory(memory))
    return library, [_repeated_id(library, second, first) for second, first in repeated]


def _repeated_id(library: Library, second: Record, first: Record) -> Diagnostic:
    related = (Related(_id_span(library, first), Phrase("第一次用在这里", "first used here")),)
    arguments: dict[str, str | Phrase] = {"noun": second.noun, "id": second.id}
    return Diagnostic("PS301", _id_span(library, second), arguments, related=related, record=second.address)


def _id_span(library: Library, record: Record) -> Span:
    """Where a record says its id; one that comes from the file's name stands nowhere in the text."""
    draft = library.documents.draft(record)
    if draft is None or draft.id_node is None:
        return whole_file(record.origin.file)
    return span_of(draft.id_node)
