"""Names from outside the repository: a table of ids and names, joined to the people who have none written down.

The roster's own text is never quoted in a problem: what is kept out of the repository stays out of reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.texts import Text
from perfsite.sources import Mapping as MappingNode
from perfsite.sources import Scalar, read_source

ROSTER = "roster.csv"


def join_roster(library: Library, raw: bytes | None) -> tuple[Library, list[Diagnostic]]:
    """The library with the roster's names. `raw` is None where the file could not be read."""
    site = library.site
    path = site.roster or ""
    at = library.span(site, "roster")
    if raw is None:
        return library, [Diagnostic("PS001", at, {"path": path})]
    source, problems = read_source(ROSTER, raw)
    if source is None:
        lines = sorted({problem.span.line for problem in problems})
        return library, [Diagnostic("PS001", at, {"path": path, "line": str(line)}, "form") for line in lines]
    names, missing = _names(source.rows, site.languages)
    if missing:
        return library, [Diagnostic("PS001", at, {"path": path, "column": missing}, "column")]
    people = {id: _named(person, names) for id, person in library.records["person"].items()}
    return replace(library, records={**library.records, "person": people}), []


def _names(rows: tuple[MappingNode, ...], languages: tuple[str, ...]) -> tuple[dict[str, tuple[Text, str | None]], str]:
    """Names by id, or the column that is not there. A bare `name` is in the site's first language."""
    found: dict[str, tuple[Text, str | None]] = {}
    for row in rows:
        id, surname = _cell(row, "id"), _cell(row, "surname")
        if not id:
            return {}, "id"
        name = row.value("name")
        if isinstance(name, Scalar):
            versions = {languages[0]: name.text}
        elif isinstance(name, MappingNode):
            versions = {key.text: value.text for key, value in name.entries if isinstance(value, Scalar)}
        else:
            return {}, "name"
        known = tuple((lang, versions[lang]) for lang in languages if lang in versions)
        if not known:
            return {}, f"name.{languages[0]}"
        found[id] = (Text(known), surname or None)
    return found, ""


def _cell(row: MappingNode, key: str) -> str:
    value = row.value(key)
    return value.text.strip() if isinstance(value, Scalar) else ""


def _named(person: object, names: Mapping[str, tuple[Text, str | None]]) -> Person:
    assert isinstance(person, Person)
    # A roster that is kept elsewhere may still have the name of somebody who was erased here.
    if person.name is not None or person.erased is not None or person.id not in names:
        return person
    name, surname = names[person.id]
    return replace(person, name=name, surname=person.surname or surname)
