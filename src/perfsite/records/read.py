"""Files to records: which kind and id a file's records have, and each of them read by its noun."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping as MappingABC
from dataclasses import dataclass, field
from typing import NamedTuple

from perfsite.diagnostics import Diagnostic, closest
from perfsite.records.fields import read_fields, shape_of
from perfsite.records.forms import DEVICE_NAMES, ID, report_bad_id
from perfsite.records.kinds import FOLDERS, KINDS
from perfsite.records.reader import Reader, Settings
from perfsite.records.record import Origin, Record
from perfsite.records.site import Site
from perfsite.sources import Mapping, Node, Scalar, Sequence, read_source, span_of
from perfsite.sources.nodes import Route, follow
from perfsite.span import Span, whole_file


class Unit(NamedTuple):
    """The files that are read as one: a record's file, the table beside it, the translations of its text."""

    file: str
    table: str = ""
    translations: tuple[tuple[str, str], ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(name for name in (self.file, self.table, *(file for _, file in self.translations)) if name)


class Draft(NamedTuple):
    """A record before it is read: its kind, the id that it goes by, and its node with all companions joined in."""

    noun: type[Record]
    id: str
    node: Mapping
    id_node: Scalar | None


@dataclass(slots=True)
class UnitRead:
    """What one unit holds. `open_kinds` are the kinds of which something could not be read at all."""

    records: list[Record] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    open_kinds: set[str] = field(default_factory=set)


def plan_units(files: Iterable[str], languages: tuple[str, ...]) -> tuple[list[Unit], list[Diagnostic]]:
    """Joins each table to the YAML file of its name and each translated text to its original."""
    present = set(files)
    units: dict[str, Unit] = {}
    problems: list[Diagnostic] = []
    for file in sorted(present):
        stem, suffix = os.path.splitext(file)
        base, dot, lang = stem.rpartition(".")
        if suffix == ".md" and dot and "/" not in lang and f"{base}.md" in present:
            if lang in languages[1:]:
                continue
            problems.append(Diagnostic("PS214", whole_file(file), {"language": lang, "languages": ", ".join(f"`{name}`" for name in languages[1:])}))
            continue
        if suffix == ".csv" and (f"{stem}.yml" in present or f"{stem}.yaml" in present):
            continue
        if suffix in (".yml", ".yaml") and f"{stem}.csv" in present:
            units[file] = Unit(file, table=f"{stem}.csv")
        elif suffix == ".md":
            found = tuple((name, f"{stem}.{name}.md") for name in languages[1:] if f"{stem}.{name}.md" in present)
            units[file] = Unit(file, translations=found)
        else:
            units[file] = Unit(file)
    return list(units.values()), problems


def draft_unit(unit: Unit, sources: MappingABC[str, bytes], folder: str, language: str) -> tuple[list[Draft], UnitRead]:
    """The records of a unit as nodes. `folder` is the records' folder, relative to the project's root."""
    read = UnitRead()
    kinds, stem = _place(unit.file, folder, read)
    parsed = {}
    for file in unit.files:
        source, problems = read_source(file, sources[file])
        read.problems.extend(problems)
        if source is not None:
            parsed[file] = source
    if len(parsed) < len(unit.files) or not kinds:
        read.open_kinds.update(noun.kind for noun in kinds or KINDS.values())
        return [], read
    main = parsed[unit.file]
    if main.form == "table":
        if all(noun.rows for noun in kinds):
            read.problems.append(Diagnostic("PS213", whole_file(unit.file), {"file": f"{os.path.splitext(unit.file)[0]}.yml"}))
            read.open_kinds.update(noun.kind for noun in kinds)
            return [], read
        return _each(main.rows, kinds, read), read
    root = main.root
    if isinstance(root, Sequence):
        if unit.table:
            read.problems.append(Diagnostic("PS213", whole_file(unit.file), hint="list"))
            return [], read
        rows = []
        for item in root.items:
            if isinstance(item, Mapping):
                rows.append(item)
            else:
                read.problems.append(Diagnostic("PS201", span_of(item), hint="item"))
        return _each(rows, kinds, read), read
    if not isinstance(root, Mapping):
        assert root is not None
        read.problems.append(_not_fields(root))
        read.open_kinds.update(noun.kind for noun in kinds)
        return [], read
    noun = _noun(root, kinds)
    if unit.table and not noun.rows:
        shared = root.entries
        rows = []
        for row in parsed[unit.table].rows:
            own = {key.text for key, _ in row.entries}
            for key, _ in shared:
                if key.text in own:
                    cell = row.key(key.text)
                    assert cell is not None
                    read.problems.append(Diagnostic("PS213", span_of(cell), {"field": key.text, "file": unit.file}, hint="both"))
            rows.append(row._replace(entries=(*row.entries, *(entry for entry in shared if entry[0].text not in own))))
        return _each(rows, kinds, read), read
    if unit.table:
        table = parsed[unit.table].rows
        key = Scalar(noun.rows, unit.table, 1, 1, 1, 1)
        rows_node = Sequence(tuple(table), unit.table, 1, 1, 1, 1)
        if root.key(noun.rows) is not None:
            given = root.key(noun.rows)
            assert given is not None
            read.problems.append(Diagnostic("PS213", span_of(given), {"field": noun.rows, "file": unit.table}, hint="both"))
        else:
            root = root._replace(entries=(*root.entries, (key, rows_node)))
    if main.form == "markdown":
        root = _with_body(root, unit, {file: (source.root, source.body) for file, source in parsed.items()}, language, read)
    return [_draft(noun, root, stem)], read


def _draft(noun: type[Record], root: Mapping, stem: str) -> Draft:
    stated = root.value("id")
    if isinstance(stated, Scalar) and stated.text:
        return Draft(noun, stated.text.strip(), root, stated)
    return Draft(noun, stem, root, None)


def _place(file: str, folder: str, read: UnitRead) -> tuple[tuple[type[Record], ...], str]:
    """The kinds that a file may hold and the id that its path gives: the folders below the kind's, joined by hyphens."""
    inside = file[len(folder) + 1 :] if folder else file
    parts = inside.split("/")
    stem = os.path.splitext(parts[-1])[0]
    if len(parts) == 1:
        read.problems.append(Diagnostic("PS305", whole_file(file), {"file": file}, hint="top"))
        return (), stem
    kinds = FOLDERS.get(parts[0])
    if kinds is None:
        near = closest(parts[0], FOLDERS)
        arguments = {"folder": parts[0], "folders": ", ".join(f"`{name}`" for name in FOLDERS), "suggestion": near or ""}
        read.problems.append(Diagnostic("PS305", whole_file(file), arguments, hint="suggest" if near else ""))
        return (), stem
    return kinds, "-".join([*parts[1:-1], stem])


def _noun(node: Mapping, kinds: tuple[type[Record], ...]) -> type[Record]:
    """The kind that is stated, or the one whose telling field is there, or the first of the folder."""
    stated = node.value("kind")
    if isinstance(stated, Scalar) and stated.text in KINDS:
        return KINDS[stated.text]
    for noun in kinds[1:]:
        if any(node.key(name) is not None for name, spec in shape_of(noun).fields.items() if spec.required and name not in shape_of(kinds[0]).fields):
            return noun
    return kinds[0]


def _each(rows: Iterable[Mapping], kinds: tuple[type[Record], ...], read: UnitRead) -> list[Draft]:
    drafts = []
    for row in rows:
        stated = row.value("id")
        if isinstance(stated, Scalar) and stated.text:
            drafts.append(Draft(_noun(row, kinds), stated.text.strip(), row, stated))
            continue
        # A misspelt `id` is reported as the unknown key that it is.
        near = [key for key, _ in row.entries if closest(key.text, ["id"]) or key.text in ("编号", "ID", "工号")]
        if near:
            read.problems.append(Diagnostic("PS402", span_of(near[0]), {"key": near[0].text, "suggestion": "id", "mended": "id"}, "label" if near[0].text in ("编号", "工号") else "suggest"))
        else:
            read.problems.append(Diagnostic("PS306", span_of(row)))
        read.open_kinds.update(noun.kind for noun in kinds)
    return drafts


def _not_fields(root: Node) -> Diagnostic:
    if isinstance(root, Scalar) and "：" in root.text:
        at = root.text.index("：")
        line = root.line + root.text.count("\n", 0, at)
        column = root.column + at if line == root.line else at - root.text.rfind("\n", 0, at)
        span = Span(root.file, line, column, line, column + 1)
        return Diagnostic("PS203", span, {"character": "：", "mended": ":"})
    return Diagnostic("PS201", span_of(root), hint="not-fields")


def _with_body(root: Mapping, unit: Unit, parsed: MappingABC[str, tuple[Node | None, Scalar | None]], language: str, read: UnitRead) -> Mapping:
    """Adds the Markdown texts as the field `body`, in each language that has a file."""
    bodies: list[tuple[Scalar, Node]] = []
    digests: list[tuple[Scalar, Node]] = []
    own = parsed[unit.file][1]
    if own is not None:
        bodies.append((own._replace(text=language, style=""), own))
    for lang, file in unit.translations:
        front, body = parsed[file]
        if body is not None:
            bodies.append((body._replace(text=lang, style=""), body))
        if isinstance(front, Mapping):
            for key, value in front.entries:
                if key.text == "translation_of":
                    digests.append((key._replace(text=lang), value))
                else:
                    read.problems.append(Diagnostic("PS402", span_of(key), {"key": key.text, "choices": "`translation_of`"}, "translation"))
    entries = list(root.entries)
    if bodies:
        first = bodies[0][1]
        assert isinstance(first, Scalar)
        entries.append((first._replace(text="body", style=""), Mapping(tuple(bodies), *first[1:6])))
    if digests:
        key = digests[0][0]
        entries.append((key._replace(text="translation_of"), Mapping(tuple(digests), *key[1:6])))
    return root._replace(entries=tuple(entries))


def read_unit(unit: Unit, sources: MappingABC[str, bytes], settings: Settings, folder: str) -> UnitRead:
    """All records of a unit, with every problem of their form."""
    drafts, read = draft_unit(unit, sources, folder, settings.language)
    for position, draft in enumerate(drafts):
        record, problems = read_record(draft, Origin(unit.file, position), settings)
        read.problems.extend(problems)
        if record is not None:
            read.records.append(record)
        else:
            read.open_kinds.add(draft.noun.kind)
    return read


def read_record(draft: Draft, origin: Origin, settings: Settings) -> tuple[Record | None, list[Diagnostic]]:
    """One record. Without a usable id there is none."""
    reader = Reader(settings)
    node = draft.node
    stated = node.value("kind")
    if isinstance(stated, Scalar) and stated.text not in KINDS:
        near = closest(stated.text, KINDS)
        reader.report("PS427", stated, {"text": stated.text, "choices": ", ".join(f"`{kind}`" for kind in KINDS)}, hint="suggest" if near else "", mended=near)
    if not ID.match(draft.id) or draft.id in DEVICE_NAMES:
        report_bad_id(draft.id, draft.id_node or whole_file(origin.file), reader, mend=draft.id_node is not None)
        return None, reader.problems
    values = read_fields(node, shape_of(draft.noun), reader, ignore=frozenset(("id", "kind")))
    required = {spec.attribute: None for spec in shape_of(draft.noun).fields.values() if spec.required}
    record = draft.noun(**{**required, **values}, id=draft.id, origin=origin, incomplete=reader.lost)
    return record, [_of(problem, record.address) for problem in reader.problems]


def _of(problem: Diagnostic, address: str) -> Diagnostic:
    return Diagnostic(
        problem.code, problem.span, problem.arguments, problem.hint, problem.fix, problem.related, problem.severity, address
    )


def read_site(file: str, raw: bytes) -> tuple[Site | None, list[Diagnostic]]:
    """perfsite.yml. Its languages are needed before its texts can be read, so they are looked at first."""
    source, problems = read_source(file, raw)
    if source is None:
        return None, problems
    root = source.root
    if not isinstance(root, Mapping):
        assert root is not None
        return None, [_not_fields(root)]
    languages: tuple[str, ...] = ("zh", "en")
    given = root.value("languages")
    if isinstance(given, Sequence):
        named = tuple(item.text for item in given.items if isinstance(item, Scalar) and item.text in ("zh", "en"))
        languages = tuple(dict.fromkeys(named)) or languages
    draft = Draft(Site, "site", root, None)
    record, problems = read_record(draft, Origin(file), Settings(languages))
    assert isinstance(record, Site)
    return record, problems


def locate(unit: Unit, sources: MappingABC[str, bytes], folder: str, language: str, origin: Origin, route: Route, *, key: bool = False) -> Span:
    """Where a value of a record stands, found by reading its files again: problems are few, values are many."""
    if unit.file.rsplit("/", 1)[-1] == "perfsite.yml":
        source, _ = read_source(unit.file, sources[unit.file])
        node = source.root if source is not None else None
        return follow(node, route, key=key) if node is not None else whole_file(unit.file)
    drafts, _ = draft_unit(unit, sources, folder, language)
    if origin.position >= len(drafts):
        return whole_file(origin.file)
    return follow(drafts[origin.position].node, route, key=key)


def digest(text: str) -> str:
    """The first eight hexadecimal digits of a text's SHA-256, by which a translation names its original."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:8]
