"""Writes the fields of one noun as a JSON Schema, in the words and forms by which editors complete, explain and check.

The YAML language server is what most editors ask; what it makes of a schema is held by tests/editor.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from perfsite.diagnostics import CODES, Phrase
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
from perfsite.records.kinds import KINDS
from perfsite.records.quantities import DURATION_UNITS
from perfsite.records.record import Record
from perfsite.records.requirement import PeriodCountForm
from perfsite.records.reward import SortKeyForm

Schema: TypeAlias = dict[str, Any]
Names: TypeAlias = Mapping[str, Mapping[str, str]]

# Longer lists of ids slow an editor down more than they help.
MOST_CHOICES = 2000
_FIGURE = ["string", "number"]
# A YAML parser may make true or false of a word that stands without quotes. Said in this way, since an editor would offer
# both wherever a schema names the type.
_TRUE_OR_FALSE = {"if": {"type": "boolean"}, "else": {"not": {}}}

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


@dataclass(slots=True)
class SchemaWriter:
    """Writes schemas in one language. What is used more than once goes to `parts`, by name."""

    lang: str
    languages: tuple[str, ...]
    names: Names
    parts: Schema = field(default_factory=dict)
    # The name of the field that is being written.
    label: str = ""

    def form(self, form: Form[Any]) -> Schema:
        for known, types, pattern in _PATTERNS:
            if form is known:
                return {"type": types if len(types) > 1 else types[0], **self._pattern(pattern, form)}
        for kind, write in self._writers():
            if isinstance(form, kind):
                written: Schema = write(form)
                return written
        return _any_scalar()

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
        return {"pattern": f"^(?:{pattern})$", "patternErrorMessage": self._expected(form)}

    def _expected(self, form: Form[Any]) -> str:
        expected = form.name(self.lang)
        return f"应为{expected}。" if self.lang == "zh" else f"Expects {expected}."

    def _struct(self, form: Struct[Any]) -> Schema:
        name = form.noun.__name__
        if name not in self.parts:
            self.parts[name] = {}
            # An editor names a group by its title: that of the field where it was first met.
            self.parts[name] = {"title": self.label, **self.fields(form.noun)}
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
                "errorMessage": self._expected(form),
                "properties": dict.fromkeys(self.languages, one),
                "minProperties": 1,
                "additionalProperties": False,
            }
            self.parts[name] = {"anyOf": [each, *one["anyOf"]], "defaultSnippets": self._in_each_language(form.prose)}
        return {"$ref": f"#/$defs/{name}"}

    def _in_each_language(self, prose: bool) -> list[Schema]:
        """A text in every language of the site, to fill in: in braces, or a line for each where it may be longer."""
        blanks = [f"{lang}: ${{{number}}}" for number, lang in enumerate(self.languages, 1)]
        body = "".join(f"\n  {blank}" for blank in blanks) if prose else f"{{{', '.join(blanks)}}}"
        return [{"label": f"{{{', '.join(f'{lang}: …' for lang in self.languages)}}}", "bodyText": body}]

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
        if form.pattern is None:
            return _any_scalar(minLength=1, maxLength=MAX_LINE)
        return {"type": _FIGURE, "maxLength": MAX_LINE, **self._pattern(_portable(form.pattern.pattern), form)}

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
            schema["allOf"] = [part for choice in shape.choices for part in self._choice(choice)]
        return schema

    def _choice(self, choice: Choice) -> list[Schema]:
        """One of some keys at least, where it has to be, and no two of them; each said in the words of `check`."""
        listed = ", ".join(f"`{key}`" for key in choice.keys)
        needed = CODES["PS410"].message(self.lang).format(choices=listed)
        given: list[Schema] = [{"required": [key], "errorMessage": needed} for key in choice.keys]
        clash = CODES["PS409"].message(self.lang)
        return [
            *([{"anyOf": given}] if choice.required else ()),
            *(
                {
                    "if": {"required": [first, second]},
                    "then": {"properties": {second: False}, "errorMessage": clash.format(field=second, other=first)},
                }
                for first, second in itertools.combinations(choice.keys, 2)
            ),
        ]

    def _field(self, spec: FieldSpec, default: Any) -> Schema:
        self.label = spec.label(self.lang)
        form = self.form(spec.form)
        if "$ref" in form:
            # An editor writes the colon behind the name of a field only where it sees, without following a reference, of
            # what type its value is.
            is_group = isinstance(spec.form, Struct) and not spec.form.shorthand
            form = {"type": "object", "allOf": [form]} if is_group else {"anyOf": [form]}
        schema = {**self.described(spec.label, spec.help, spec.form.name), **form}
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
            "x-title": both(label),
            "x-description": both(description),
        }

    def record(self, noun: type[Record], *, partial: bool = False) -> Schema:
        """One record of a kind: its fields, and the id and kind that it may state."""
        schema = self.fields(noun, partial=partial)
        own = {"id": {**self.described(*_ID_WORDS, ID_FORM.name), **self.form(ID_FORM)}}
        if noun.kind in KINDS:
            expected = Phrase(f"`{noun.kind}`", f"`{noun.kind}`")
            own["kind"] = {**self.described(*_KIND_WORDS, expected), "const": noun.kind}
        schema["properties"] = {**own, **schema["properties"]}
        return {"title": noun.noun(self.lang), "x-title": both(noun.noun), **schema}


def both(phrase: Phrase) -> dict[str, str]:
    return {"zh": phrase.zh, "en": phrase.en}


def _any_scalar(**bounds: int) -> Schema:
    """A word or number, whatever a YAML parser makes of it."""
    return {"anyOf": [{"type": _FIGURE, **bounds}, _TRUE_OR_FALSE]}


def _bare_text(form: TextForm) -> Schema:
    return _any_scalar(minLength=1, maxLength=form.limit)


def _portable(pattern: str) -> str:
    """A pattern of Python's in the words that ECMAScript has too; anchors are put around it anyway."""
    return re.sub(r"\\Z$", "", pattern)


__all__ = ["Names", "Schema", "SchemaWriter", "both"]
