"""The declarations of the nouns to JSON Schemas, by which editors complete, explain and check while someone types.

A schema says what can be said of one record alone; what takes the whole repository is the business of `check`. Every
value may be a string, as `check` reads it, or whatever a YAML parser makes of it: 15, 1.5, true.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import quote

from perfsite.diagnostics import Phrase
from perfsite.records.import_mapping import ImportMapping
from perfsite.records.kinds import FOLDERS, KINDS
from perfsite.records.library import Library
from perfsite.records.record import Record, title
from perfsite.records.schema_writer import Names, Schema, SchemaWriter, both
from perfsite.records.site import Site

Tables: TypeAlias = Mapping[str, tuple[str, ...]]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SITE, IMPORT = "site", "import"
# What is written like a record and is none of the site's: each file holds one.
_ALONE: Mapping[str, type[Record]] = {SITE: Site, IMPORT: ImportMapping}


def names_of(library: Library, lang: str) -> Names:
    """The ids of a site by kind, each with the title of its record."""
    return {
        kind: {id: title(record, lang) for id, record in sorted(records.items())}
        for kind, records in library.records.items()
    }


def tables_of(library: Library) -> Tables:
    """The YAML files that stand beside a table of records, by the kind of its rows: they hold what all rows share."""
    found: dict[str, list[str]] = {}
    documents = library.documents
    for unit in documents.units.values():
        if unit.table and unit.file.endswith((".yml", ".yaml")):
            folder = unit.file.removeprefix(f"{documents.folder}/").partition("/")[0]
            for noun in FOLDERS.get(folder, ()):
                if not noun.rows:
                    found.setdefault(noun.kind, []).append(unit.file)
    return {kind: tuple(sorted(paths)) for kind, paths in found.items()}


def record_schema(
    *kinds: str,
    lang: str,
    languages: tuple[str, ...] = ("zh", "en"),
    names: Names | None = None,
    tables: Tables | None = None,
    partial: bool = False,
) -> Schema:
    """The schema of files that hold records of these kinds, one or a list of them; of perfsite.yml for "site", of a mapping for "import".

    `names` are the ids that a site has, `tables` its files beside tables, which may lack what the rows say. With
    `partial`, the schema is of such a file alone.
    """
    writer = SchemaWriter(lang, languages, names or {})
    nouns = [_ALONE.get(kind) or KINDS[kind] for kind in kinds]
    head: Schema = {"$schema": DIALECT, "$id": f"urn:perfsite:{':'.join(kinds)}{':shared' if partial else ''}"}
    words = Phrase("、".join(noun.noun.zh for noun in nouns), ", ".join(noun.noun.en for noun in nouns))
    head |= {"title": words(lang), "x-title": both(words)}
    one: list[Schema] = []
    for noun in nouns:
        writer.parts[f"record-{noun.kind}"] = writer.record(noun, partial=partial)
        one.append({"$ref": f"#/$defs/record-{noun.kind}"})
    several: Schema = {"type": "array", "items": {**(one[0] if len(one) == 1 else {"anyOf": one}), "required": ["id"]}}
    choices = one if partial or set(kinds) <= _ALONE.keys() else [*one, several]
    for noun in () if partial else nouns:
        paths = (tables or {}).get(noun.kind, ())
        if paths:
            writer.parts[f"shared-{noun.kind}"] = writer.record(noun, partial=True)
        choices += [_only_in(path, {"$ref": f"#/$defs/shared-{noun.kind}"}) for path in paths]
    return {**head, "anyOf": choices, "$defs": dict(sorted(writer.parts.items()))}


def _only_in(path: str, schema: Schema) -> Schema:
    """A schema that holds for one file, by a keyword of the YAML language server; to other programs it holds anywhere."""
    return {"if": {"filePatternAssociation": f"/{quote(path)}"}, "then": schema, "else": {"not": {}}}


def schema_files(
    lang: str, *, languages: tuple[str, ...] = ("zh", "en"), names: Names | None = None, tables: Tables | None = None
) -> dict[str, Schema]:
    """Every schema by the name of its file: one a kind, one for what rows of a table share, one a folder of several."""
    found: dict[str, Schema] = {}
    for kind in (*_ALONE, *KINDS):
        found[f"{kind}.schema.json"] = record_schema(kind, lang=lang, languages=languages, names=names, tables=tables)
    for kind, noun in KINDS.items():
        if not noun.rows:
            shared = record_schema(kind, lang=lang, languages=languages, names=names, partial=True)
            found[f"{kind}.shared.schema.json"] = shared
    for folder, nouns in FOLDERS.items():
        if len(nouns) > 1:
            kinds = [noun.kind for noun in nouns]
            found[f"{folder}.schema.json"] = record_schema(
                *kinds, lang=lang, languages=languages, names=names, tables=tables
            )
    return found


__all__ = [
    "DIALECT",
    "IMPORT",
    "SITE",
    "Names",
    "Schema",
    "Tables",
    "names_of",
    "record_schema",
    "schema_files",
    "tables_of",
]
