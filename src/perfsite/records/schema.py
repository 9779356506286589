"""The declarations of the nouns to JSON Schemas, by which editors complete, explain and check while someone types.

A schema says what can be said of one record alone; what takes the whole repository is the business of `check`. Every
value may be a string, as `check` reads it, or whatever a YAML parser makes of it: 15, 1.5, true.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from perfsite.diagnostics import Phrase
from perfsite.records.fields import Choice, FieldSpec, Struct, shape_of
from perfsite.records.forms import (
    DATE,
    DURATION,
    ID,
    ID_FORM,
    MAX_LINE,
    MOMENT,
    MONEY,
    NUMBER,
    PERCENT,
    QUANTITY,
    Flag,
    Form,
    ListOf,
    MapOf,
    Plain,
    Reference,
    TextForm,
    Whole,
    Word,
)
from perfsite.records.import_mapping import ImportMapping
from perfsite.records.kinds import FOLDERS, KINDS
from perfsite.records.library import Library
from perfsite.records.quantities import DURATION_UNITS
from perfsite.records.record import Record, title
from perfsite.records.requirement import PeriodCountForm
from perfsite.records.reward import SortKeyForm
from perfsite.records.site import Site

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SITE, IMPORT = "site", "import"
# What is written like a record and is none of the site's: each file holds one.
_ALONE: Mapping[str, type[Record]] = {SITE: Site, IMPORT: ImportMapping}
# Longer lists of ids slow an editor down more than they help.
MOST_CHOICES = 2000
# What a YAML parser may make of a word or number that stands without quotes.
_ANY_SCALAR = ["string", "number", "boolean"]
_FIGURE = ["string", "number"]

_ID = "[a-z0-9][a-z0-9-]{0,63}"
_DIGITS = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\s*(?:千万|百万|亿|万|千)?"
_PERCENT = rf"{_DIGITS}\s*%"
_MONEY = rf"[A-Z]{{3}}\s*{_DIGITS}"
_UNITS = "|".join(sorted((word for words in DURATION_UNITS.values() for word in words), key=len, reverse=True))
_DURATION = rf"[0-9]+(?:\.[0-9]+)?\s*(?:{_UNITS})"
_DAY = "(?:19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]"

# Forms that are one of a kind, by their identity.
_PATTERNS: tuple[tuple[Form[Any], list[str], str], ...] = (
    (NUMBER, _FIGURE, _DIGITS),
    (PERCENT, ["string"], _PERCENT),
    (QUANTITY, _FIGURE, f"{_DIGITS}|{_PERCENT}|{_MONEY}|{_DURATION}"),
    (MONEY, ["string"], _MONEY),
    (DURATION, ["string"], _DURATION),
    (DATE, ["string"], _DAY),
    (MOMENT, ["string"], rf"{_DAY}[T ][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})"),
    (ID_FORM, ["string", "integer"], _ID),
)
_ID_WORDS = Phrase("编号", "Id"), Phrase("不写时取自文件名。", "Taken from the file's name where it is left out.")
_KIND_WORDS = Phrase("种类", "Kind"), Phrase("不写时取自文件夹。", "Taken from the folder where it is left out.")

Names: TypeAlias = Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class _Writer:
    """Writes schemas in one language. What is used more than once goes to `parts`, by name."""

    lang: str
    languages: tuple[str, ...]
    names: Names
    parts: Schema = field(default_factory=dict)

    def form(self, form: Form[Any]) -> Schema:
        for known, types, pattern in _PATTERNS:
            if form is known:
                return {"type": types if len(types) > 1 else types[0], **self._pattern(pattern, form)}
        for kind, write in self._writers():
            if isinstance(form, kind):
                written: Schema = write(form)
                return written
        return {"type": _ANY_SCALAR}

    def _writers(self) -> tuple[tuple[type[Form[Any]], Callable[[Any], Schema]], ...]:
        return (
            (Struct, self._struct),
            (ListOf, self._list),
            (MapOf, self._map),
            (TextForm, self._text),
            (Reference, self._reference),
            (Word, self._word),
            (Whole, self._whole),
            (
                Flag,
                lambda form: {"enum": [True, False, *form.words]},
            ),
            (Plain, self._plain),
            (PeriodCountForm, self._period_count),
            (SortKeyForm, lambda form: {"type": "string", **self._pattern(r"\S+ (?:ascending|descending)", form)}),
        )

    def _pattern(self, pattern: str, form: Form[Any]) -> Schema:
        """A pattern, with what editors say where a value does not match: the form in words, not the pattern."""
        expected = form.name(self.lang)
        return {
            "pattern": f"^(?:{pattern})$",
            "patternErrorMessage": f"应为{expected}。" if self.lang == "zh" else f"Expects {expected}.",
        }

    def _struct(self, form: Struct[Any]) -> Schema:
        name = form.noun.__name__
        if name not in self.parts:
            self.parts[name] = {}
            self.parts[name] = self.fields(form.noun)
        group: Schema = {"$ref": f"#/$defs/{name}"}
        if not form.shorthand:
            return group
        # The shorthand is for a bare value: a text in several languages stands under its own field.
        bare = form.shape.fields[form.shorthand].form
        return {"anyOf": [_bare_text(bare) if isinstance(bare, TextForm) else self.form(bare), group]}

    def _list(self, form: ListOf[Any]) -> Schema:
        inner = self.form(form.inner)
        several: Schema = {"type": "array", "items": inner}
        return {"anyOf": [inner, several]} if form.single else several

    def _map(self, form: MapOf[Any]) -> Schema:
        pattern = f"^{_ID}$" if form.key is ID else f"^(?:{_portable(form.key.pattern)})$"
        return {"type": "object", "patternProperties": {pattern: self.form(form.inner)}, "additionalProperties": False}

    def _text(self, form: TextForm) -> Schema:
        name = "Prose" if form.prose else "Line"
        if name not in self.parts:
            one = _bare_text(form)
            each = {
                "type": "object",
                "properties": dict.fromkeys(self.languages, one),
                "minProperties": 1,
                "additionalProperties": False,
            }
            self.parts[name] = {"anyOf": [one, each]}
        return {"$ref": f"#/$defs/{name}"}

    def _reference(self, form: Reference) -> Schema:
        """The records that are there as choices, and any other id too: it may be about to be written."""
        name = "to-" + "-or-".join(form.kinds)
        if name not in self.parts:
            several = len(form.kinds) > 1
            known = [
                (f"{kind}/{id}" if several else id, title)
                for kind in form.kinds
                for id, title in self.names.get(kind, {}).items()
            ]
            prefix = "[a-z-]+/" if form.kinds == ("self",) else f"(?:{'|'.join(form.kinds)})/"
            free = {"type": ["string", "integer"], **self._pattern(f"(?:{prefix})?{_ID}", form)}
            if 0 < len(known) <= MOST_CHOICES:
                choices = {"enum": [value for value, _ in known], "enumDescriptions": [title for _, title in known]}
                self.parts[name] = {"anyOf": [choices, free]}
            else:
                self.parts[name] = free
        return {"$ref": f"#/$defs/{name}"}

    def _word(self, form: Word) -> Schema:
        described = [label(self.lang) for label in form.choices.values()]
        return {"type": "string", "enum": list(form.choices), "enumDescriptions": described}

    def _whole(self, form: Whole) -> Schema:
        return {
            "type": ["integer", "string"],
            "minimum": form.least,
            "maximum": form.most,
            **self._pattern(_DIGITS, form),
        }

    def _plain(self, form: Plain) -> Schema:
        schema: Schema = {"type": _ANY_SCALAR, "minLength": 1, "maxLength": MAX_LINE}
        return schema if form.pattern is None else {**schema, **self._pattern(_portable(form.pattern.pattern), form)}

    def _period_count(self, form: PeriodCountForm) -> Schema:
        english = r"[0-9]+ of (?:the )?last [0-9]+ periods?"
        chinese = r"(?:最近|近)\s*[0-9]+\s*(?:个周期|期)中?(?:的)?\s*[0-9]+\s*(?:个|期|次)?"
        return {"type": "string", **self._pattern(f"{english}|{chinese}", form), "examples": ["2 of last 4 periods"]}

    def fields(self, noun: type[Any], *, partial: bool = False) -> Schema:
        """The fields of a noun. A `partial` one may leave any out, as what the rows of a table share."""
        shape = shape_of(noun)
        defaults = {item.name: item.default for item in dataclasses.fields(noun)}
        schema: Schema = {
            "type": "object",
            "properties": {spec.key: self._field(spec, defaults[spec.attribute]) for spec in shape.fields.values()},
            "additionalProperties": False,
        }
        if partial:
            return schema
        # A table beside the file fills the field that the noun reads rows into.
        rows = getattr(noun, "rows", "")
        required = [spec.key for spec in shape.fields.values() if spec.required and spec.key != rows]
        if required:
            schema["required"] = required
        if shape.choices:
            schema["allOf"] = [_choice(choice) for choice in shape.choices]
        return schema

    def _field(self, spec: FieldSpec, default: Any) -> Schema:
        schema = {**self.described(spec.label, spec.help, spec.form.name), **self.form(spec.form)}
        return {**schema, "default": default} if isinstance(default, str | int) else schema

    def described(self, label: Phrase, help: Phrase, expected: Phrase) -> Schema:
        """The words about a field: in the language asked for where editors look, in both for other programs."""
        description = Phrase(
            f"{help.zh}应为{expected.zh}。", f"{help.en}{' ' if help.en else ''}Expects {expected.en}."
        )
        return {
            "title": label(self.lang),
            "description": description(self.lang),
            "markdownDescription": description(self.lang),
            "x-title": _both(label),
            "x-description": _both(description),
        }

    def record(self, noun: type[Record], *, partial: bool = False) -> Schema:
        """One record of a kind: its fields, and the id and kind that it may state."""
        schema = self.fields(noun, partial=partial)
        own = {"id": {**self.described(*_ID_WORDS, ID_FORM.name), **self.form(ID_FORM)}}
        if noun.kind in KINDS:
            expected = Phrase(f"`{noun.kind}`", f"`{noun.kind}`")
            own["kind"] = {**self.described(*_KIND_WORDS, expected), "const": noun.kind}
        schema["properties"] = {**own, **schema["properties"]}
        return {"title": noun.noun(self.lang), "x-title": _both(noun.noun), **schema}


def _both(phrase: Phrase) -> dict[str, str]:
    return {"zh": phrase.zh, "en": phrase.en}


def _bare_text(form: TextForm) -> Schema:
    return {"type": _ANY_SCALAR, "minLength": 1, "maxLength": form.limit}


def _choice(choice: Choice) -> Schema:
    """Exactly one of some keys, or at most one."""
    given: list[Schema] = [{"required": [key]} for key in choice.keys]
    return {"oneOf": given if choice.required else [*given, {"not": {"anyOf": given}}]}


def _portable(pattern: str) -> str:
    """A pattern of Python's in the words that ECMAScript has too; anchors are put around it anyway."""
    return re.sub(r"\\Z$", "", pattern)


def names_of(library: Library, lang: str) -> Names:
    """The ids of a site by kind, each with the title of its record."""
    return {
        kind: {id: title(record, lang) for id, record in sorted(records.items())}
        for kind, records in library.records.items()
    }


def record_schema(
    *kinds: str, lang: str, languages: tuple[str, ...] = ("zh", "en"), names: Names | None = None, partial: bool = False
) -> Schema:
    """The schema of files that hold records of these kinds, one or a list of them; of perfsite.yml for "site", of a mapping for "import".

    `names` are the ids that a site has. With `partial`, the file beside a table, which holds what all rows share.
    """
    writer = _Writer(lang, languages, names or {})
    nouns = [_ALONE.get(kind) or KINDS[kind] for kind in kinds]
    head: Schema = {"$schema": DIALECT, "$id": f"urn:perfsite:{':'.join(kinds)}{':shared' if partial else ''}"}
    words = Phrase("、".join(noun.noun.zh for noun in nouns), ", ".join(noun.noun.en for noun in nouns))
    head |= {"title": words(lang), "x-title": _both(words)}
    one: list[Schema] = []
    for noun in nouns:
        writer.parts[f"record-{noun.kind}"] = writer.record(noun, partial=partial)
        one.append({"$ref": f"#/$defs/record-{noun.kind}"})
    several: Schema = {"type": "array", "items": {**(one[0] if len(one) == 1 else {"anyOf": one}), "required": ["id"]}}
    choices = one if partial or set(kinds) <= _ALONE.keys() else [*one, several]
    return {**head, "anyOf": choices, "$defs": dict(sorted(writer.parts.items()))}


def schema_files(
    lang: str, *, languages: tuple[str, ...] = ("zh", "en"), names: Names | None = None
) -> dict[str, Schema]:
    """Every schema by the name of its file: one a kind, one for what rows of a table share, one a folder of several."""
    found: dict[str, Schema] = {}
    for kind in (*_ALONE, *KINDS):
        found[f"{kind}.schema.json"] = record_schema(kind, lang=lang, languages=languages, names=names)
    for kind, noun in KINDS.items():
        if not noun.rows:
            shared = record_schema(kind, lang=lang, languages=languages, names=names, partial=True)
            found[f"{kind}.shared.schema.json"] = shared
    for folder, nouns in FOLDERS.items():
        if len(nouns) > 1:
            kinds = [noun.kind for noun in nouns]
            found[f"{folder}.schema.json"] = record_schema(*kinds, lang=lang, languages=languages, names=names)
    return found


__all__ = ["DIALECT", "IMPORT", "SITE", "Names", "Schema", "names_of", "record_schema", "schema_files"]
