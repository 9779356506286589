"""Files to records: which kind and id a file's records have, and each of them read by its noun."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass, field, fields, replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from perfsite.diagnostics import Diagnostic, Fix, Phrase, closest
from perfsite.project import SITE_FILE
from perfsite.records.fields import read_fields, shape_of
from perfsite.records.forms import DEVICE_NAMES, ID, mended_id, report_bad_id
from perfsite.records.kinds import FOLDERS, KINDS
from perfsite.records.reader import Reader, Settings
from perfsite.records.record import Origin, Record
from perfsite.records.references import Ref
from perfsite.records.site import Site, UnreadSite
from perfsite.sources import Mapping, Node, Scalar, Sequence, SourceFile, is_blank, read_source, span_of, suffix_of
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

    def nothing(self, kinds: Iterable[type[Record]], problem: Diagnostic) -> list[Draft]:
        """No records, for this reason."""
        self.problems.append(problem)
        self.open_kinds.update(noun.kind for noun in kinds)
        return []


def plan_units(files: Iterable[str], languages: tuple[str, ...]) -> tuple[list[Unit], list[Diagnostic]]:
    """Joins each table to the YAML file of its name and each translated text to its original."""
    present = set(files)
    units: dict[str, Unit] = {}
    problems: list[Diagnostic] = []
    for file in sorted(present):
        suffix = suffix_of(file)
        stem = file.removesuffix(suffix)
        base, dot, lang = stem.rpartition(".")
        if suffix == ".md" and dot and "/" not in lang and f"{base}.md" in present:
            if lang in languages[1:]:
                continue
            problems.append(
                Diagnostic(
                    "PS214",
                    whole_file(file),
                    {"language": lang, "languages": ", ".join(f"`{name}`" for name in languages[1:])},
                )
            )
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
    kinds, stem = place_of(unit.file, folder, read)
    parsed = {}
    for file in unit.files:
        source, problems = read_source(file, sources[file])
        read.problems.extend(problems)
        if source is not None:
            parsed[file] = source
    if len(parsed) < len(unit.files) or not kinds:
        read.open_kinds.update(noun.kind for noun in kinds or KINDS.values())
        return [], read
    return _drafts(unit, parsed, kinds, stem, language, read), read


def _drafts(
    unit: Unit,
    parsed: MappingABC[str, SourceFile],
    kinds: tuple[type[Record], ...],
    stem: str,
    language: str,
    read: UnitRead,
) -> list[Draft]:
    main = parsed[unit.file]
    if main.form == "table":
        if all(noun.rows for noun in kinds):
            needed = f"{unit.file.removesuffix('.csv')}.yml"
            shared = [
                f"`{spec.key}: …`"
                for spec in shape_of(kinds[0]).fields.values()
                if spec.required and spec.key != kinds[0].rows
            ]
            fields = Phrase("、".join(shared), ", ".join(shared))
            return read.nothing(kinds, Diagnostic("PS213", whole_file(unit.file), {"file": needed, "fields": fields}))
        return _each(main.rows, kinds, read)
    if isinstance(main.root, Sequence):
        if unit.table:
            return read.nothing(kinds, Diagnostic("PS213", whole_file(unit.file), hint="list"))
        strays = [item for item in main.root.items if not isinstance(item, Mapping)]
        read.problems.extend(Diagnostic("PS201", span_of(item), hint="item") for item in strays)
        if strays:
            read.open_kinds.update(noun.kind for noun in kinds)
        return _each([item for item in main.root.items if isinstance(item, Mapping)], kinds, read)
    if not isinstance(main.root, Mapping):
        assert main.root is not None
        return read.nothing(kinds, _not_fields(main.root))
    if not main.root.entries and main.body is None:
        return read.nothing(kinds, Diagnostic("PS405", whole_file(unit.file), hint="file"))
    noun = _noun(main.root, kinds)
    if unit.table and not noun.rows:
        return _each(_share(main.root, parsed[unit.table].rows, unit, read), kinds, read)
    root = main.root
    if unit.table:
        root = _with_rows(root, noun, parsed[unit.table].rows, unit, read)
    if main.form == "markdown":
        root = _with_body(root, unit, {file: (part.root, part.body) for file, part in parsed.items()}, language, read)
    return [_draft(noun, root, stem)]


def _with_rows(root: Mapping, noun: type[Record], rows: tuple[Mapping, ...], unit: Unit, read: UnitRead) -> Mapping:
    """Adds the rows of the table as the field that they are read into."""
    given = root.key(noun.rows)
    if given is not None:
        arguments = {"field": noun.rows, "file": unit.table}
        read.problems.append(Diagnostic("PS213", span_of(given), arguments, hint="both"))
        return root
    start = (unit.table, 1, 1, 1, 1)
    return root._replace(entries=(*root.entries, (Scalar(noun.rows, *start), Sequence(rows, *start))))


def _share(root: Mapping, rows: tuple[Mapping, ...], unit: Unit, read: UnitRead) -> list[Mapping]:
    """The rows of a table, each with the fields that the file beside it gives to all of them."""
    columns = {key.text: key for key, _ in rows[0].entries} if rows else {}
    for key, _ in root.entries:
        if key.text in columns:
            arguments = {"field": key.text, "file": unit.file}
            read.problems.append(Diagnostic("PS213", span_of(columns[key.text]), arguments, hint="both"))
    added = tuple(entry for entry in root.entries if entry[0].text not in columns)
    return [row._replace(entries=(*row.entries, *added)) for row in rows]


def _draft(noun: type[Record], root: Mapping, stem: str) -> Draft:
    stated = root.value("id")
    if isinstance(stated, Scalar) and stated.text:
        return Draft(noun, stated.text.strip(), root, stated)
    return Draft(noun, stem, root, None)


def place_of(file: str, folder: str, read: UnitRead) -> tuple[tuple[type[Record], ...], str]:
    """The kinds that a file may hold and the id that its path gives: the folders below the kind's, joined by hyphens."""
    inside = file[len(folder) + 1 :] if folder else file
    parts = inside.split("/")
    stem = parts[-1].removesuffix(suffix_of(file))
    if len(parts) == 1:
        read.problems.append(Diagnostic("PS305", whole_file(file), {"file": file}, hint="top"))
        return (), stem
    kinds = FOLDERS.get(parts[0])
    if kinds is None:
        near = closest(parts[0], FOLDERS)
        arguments = {
            "folder": parts[0],
            "folders": ", ".join(f"`{name}`" for name in FOLDERS),
            "suggestion": near or "",
        }
        read.problems.append(Diagnostic("PS305", whole_file(file), arguments, hint="suggest" if near else ""))
        return (), stem
    return kinds, "-".join([*parts[1:-1], stem])


def _noun(node: Mapping, kinds: tuple[type[Record], ...]) -> type[Record]:
    """The kind that is stated, or the one whose telling field is there, or the first of the folder."""
    stated = node.value("kind")
    named = KINDS.get(stated.text) if isinstance(stated, Scalar) else None
    return named if named in kinds else noun_by_fields(lambda name: _gives(node, name), kinds)


def noun_by_fields(gives: Callable[[str], bool], kinds: tuple[type[Record], ...]) -> type[Record]:
    """The kind whose telling field is given, or the first."""
    for noun in kinds[1:]:
        if any(
            gives(name)
            for name, spec in shape_of(noun).fields.items()
            if spec.required and name not in shape_of(kinds[0]).fields
        ):
            return noun
    return kinds[0]


def _gives(node: Mapping, name: str) -> bool:
    value = node.value(name)
    return value is not None and not is_blank(value)


def _each(rows: Iterable[Mapping], kinds: tuple[type[Record], ...], read: UnitRead) -> list[Draft]:
    drafts = []
    for row in rows:
        stated = row.value("id")
        if isinstance(stated, Scalar) and stated.text:
            drafts.append(Draft(_noun(row, kinds), stated.text.strip(), row, stated))
            continue
        # A misspelt `id` is reported as the unknown key that it is.
        near = next((key for key, _ in row.entries if _means_id(key.text)), None)
        if near is not None:
            span = span_of(near)
            hint = "suggest" if near.text.isascii() else "label"
            arguments = {"key": near.text, "suggestion": "id", "mended": "id"}
            read.problems.append(Diagnostic("PS402", span, arguments, hint, Fix(span, "id", certain=True)))
        elif stated is not None and not is_blank(stated):
            read.problems.append(Diagnostic("PS405", span_of(row.key("id") or row), {"field": "id"}))
        else:
            read.problems.append(Diagnostic("PS306", span_of(stated if stated is not None else row)))
        read.open_kinds.update(noun.kind for noun in kinds)
    return drafts


def _means_id(key: str) -> bool:
    """Whether a key is a misspelt `id` and no field of its own."""
    return key in ("编号", "工号", "代码", "编码") or (
        key != "id" and key.strip().casefold() in ("id", "ids", "id_", "_id", "di", "i d", "ｉｄ")
    )


def _not_fields(root: Node) -> Diagnostic:
    colon = re.match(r"[\w\u3400-\u9fff]+\s*([：:])", root.text) if isinstance(root, Scalar) else None
    if colon is not None:
        # Every line lacks its colon; a reader needs to be told once. Plain text keeps the columns of its first line.
        span = Span(root.file, root.line, root.column + colon.start(1), root.line, root.column + colon.end(1))
        if colon[1] == ":":
            return Diagnostic("PS201", span, {}, "space", Fix(span, ": ", certain=True))
        return Diagnostic("PS203", span, {"character": "：", "mended": ":"}, "", Fix(span, ": ", certain=True))
    return Diagnostic("PS201", span_of(root), hint="not-fields")


def _with_body(
    root: Mapping, unit: Unit, parsed: MappingABC[str, tuple[Node | None, Scalar | None]], language: str, read: UnitRead
) -> Mapping:
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
                    read.problems.append(
                        Diagnostic(
                            "PS402", span_of(key), {"key": key.text, "choices": "`translation_of`"}, "translation"
                        )
                    )
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
    kinds = [noun.kind for noun in FOLDERS.get(draft.noun.folder, ())] or [draft.noun.kind]
    if isinstance(stated, Scalar) and stated.text not in kinds and not is_blank(stated):
        near = closest(stated.text, kinds) or (kinds[0] if len(kinds) == 1 else None)
        listed = ", ".join(f"`{kind}`" for kind in kinds)
        reader.report(
            "PS427", stated, {"text": stated.text, "choices": listed}, hint="suggest" if near else "", mended=near
        )
    sound = is_id(draft.id)
    if not sound and draft.id_node is not None:
        report_bad_id(draft.id, draft.id_node, reader)
    elif not sound:
        _report_file_name(draft, origin, reader)
    values = read_fields(node, shape_of(draft.noun), reader, ignore=frozenset(("id", "kind")))
    if not sound:
        return None, reader.problems
    name_own_kind(values, draft.noun)
    required = {spec.attribute: None for spec in shape_of(draft.noun).fields.values() if spec.required}
    record = draft.noun(**{**required, **values}, id=draft.id, origin=origin, incomplete=reader.lost)
    return record, [_of(problem, record.address) for problem in reader.problems]


def is_id(text: str) -> bool:
    return ID.match(text) is not None and text not in DEVICE_NAMES


def name_own_kind(values: dict[str, Any], noun: type[Record]) -> None:
    """What a record replaces is of its own kind, which the form of the field does not know."""
    replaced = values.get("replaces")
    if replaced is not None and replaced.kind == "self":
        values["replaces"] = Ref(noun.kind, replaced.id)


def _report_file_name(draft: Draft, origin: Origin, reader: Reader) -> None:
    """The name of a file, or of a folder around it, makes no id."""
    mended = mended_id(draft.id)
    path = PurePosixPath(origin.file)
    stem, suffix = path.stem, path.suffix
    new = mended_id(stem)
    # Where it is the folder whose name is at fault, another name for the file would not help.
    if new is not None and new != stem and mended is not None:
        arguments = {"id": stem, "mended": f"{new}{suffix}"}
        reader.report("PS304", whole_file(origin.file), arguments, hint="file")
    else:
        report_bad_id(draft.id, whole_file(origin.file), reader, mend=False)


def _of(problem: Diagnostic, address: str) -> Diagnostic:
    return Diagnostic(
        problem.code,
        problem.span,
        problem.arguments,
        problem.hint,
        problem.fix,
        problem.related,
        problem.severity,
        address,
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
    if not root.entries:
        return None, [Diagnostic("PS405", whole_file(file), hint="file")]
    languages: tuple[str, ...] = ("zh", "en")
    given = root.value("languages")
    is_certain = given is None
    if isinstance(given, Sequence):
        named = tuple(item.text for item in given.items if isinstance(item, Scalar) and item.text in languages)
        is_certain = len(named) == len(given.items)
        languages = tuple(dict.fromkeys(named if is_certain else (*named, *languages))) or languages
    draft = Draft(Site, "site", root, None)
    record, problems = read_record(draft, Origin(file), Settings(languages))
    assert isinstance(record, Site)
    if not record.languages:
        if not problems:
            problems.append(Diagnostic("PS405", span_of(root.key("languages") or root), {"field": "languages"}))
        record = replace(record, languages=languages, incomplete=True)
    if record.incomplete and not is_certain:
        known = {one.name: getattr(record, one.name) for one in fields(record)}
        record = UnreadSite(**{**known, "languages": languages})
    return record, problems


def drafts_again(unit: Unit, sources: MappingABC[str, bytes], folder: str, language: str) -> list[Draft]:
    """The drafts of a unit that was read before: places are not kept with values, since problems are few."""
    if unit.file.rsplit("/", 1)[-1] == SITE_FILE:
        source, _ = read_source(unit.file, sources[unit.file])
        root = source.root if source is not None else None
        return [Draft(Site, "site", root, None)] if isinstance(root, Mapping) else []
    return draft_unit(unit, sources, folder, language)[0]


def digest(text: str) -> str:
    """The first eight hexadecimal digits of a text's SHA-256, by which a translation names its original."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:8]
