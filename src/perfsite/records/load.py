"""A project's files to its library: the site first, then every record, each id once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perfsite.diagnostics import Diagnostic, Phrase, Related
from perfsite.records.kinds import KINDS
from perfsite.records.library import Documents, Library
from perfsite.records.read import Unit, UnitRead, plan_units, read_site, read_unit
from perfsite.records.reader import Settings
from perfsite.records.record import Record
from perfsite.records.site import Site
from perfsite.records.texts import Text
from perfsite.span import whole_file


def settings_of(site: Site) -> Settings:
    return Settings(site.languages, site.currency)


def load_site(file: str, raw: bytes) -> tuple[Site, list[Diagnostic]]:
    """The site, or where it cannot be read a plain one, so that the problems of all other files show too."""
    site, problems = read_site(file, raw)
    if site is None:
        from perfsite.records.record import Origin

        site = Site(id="site", origin=Origin(file), title=Text((("zh", "perfsite"),)), incomplete=True)
    return site, problems


def load_library(
    site: Site, files: Iterable[str], sources: Mapping[str, bytes], folder: str, read: Mapping[str, UnitRead] | None = None
) -> tuple[Library, list[Diagnostic]]:
    """All records below `folder`, with the problems of their form. `read` are units that are known already."""
    settings = settings_of(site)
    units, problems = plan_units(files, site.languages)
    parts = []
    for unit in units:
        known = None if read is None else read.get(unit.file)
        parts.append(known or read_unit(unit, sources, settings, folder))
    library, repeated = gather(site, units, parts, sources, folder)
    return library, [*problems, *(problem for part in parts for problem in part.problems), *repeated]


def gather(
    site: Site, units: Iterable[Unit], parts: Iterable[UnitRead], sources: Mapping[str, bytes], folder: str
) -> tuple[Library, list[Diagnostic]]:
    """Records by kind and id. Of two with one id the first in the order of the files stays."""
    records: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    open_kinds: set[str] = set()
    repeated: list[tuple[Record, Record]] = []
    for part in parts:
        open_kinds |= part.open_kinds
        for record in part.records:
            first = records[record.kind].setdefault(record.id, record)
            if first is not record:
                repeated.append((record, first))
    documents = Documents(sources, {unit.file: unit for unit in units}, folder, site.default_language)
    library = Library(site, records, documents, frozenset(open_kinds))
    return library, [_repeated_id(library, second, first) for second, first in repeated]


def _repeated_id(library: Library, second: Record, first: Record) -> Diagnostic:
    here = library.span(second, "id")
    there = library.span(first, "id")
    label = Phrase("第一次用在这里", "first used here")
    # An id that comes from the file's name stands nowhere in the text.
    if not _states_id(library, second):
        here = whole_file(second.origin.file)
    if not _states_id(library, first):
        there = whole_file(first.origin.file)
    return Diagnostic(
        "PS301", here, {"noun": second.noun, "id": second.id}, related=(Related(there, label),), record=second.address
    )


def _states_id(library: Library, record: Record) -> bool:
    span = library.span(record, "id")
    raw = library.documents.sources[span.file].decode("utf-8-sig", "replace").splitlines()
    line = raw[span.line - 1] if span.line <= len(raw) else ""
    return line[span.column - 1 :].startswith(record.id) or line[span.column - 1 :].startswith(('"', "'"))
