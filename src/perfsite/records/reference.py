"""The declarations of the nouns to a reference in Markdown: every kind, every field, what it means and who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.fields import FieldSpec, Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf, Reference, TextForm, Word
from perfsite.records.import_mapping import ImportMapping
from perfsite.records.kinds import KINDS
from perfsite.records.record import Record
from perfsite.records.site import Site

_HEAD = Phrase("| 字段 | 含义 | 写法 | 可见 |", "| field | meaning | value | seen by |")
_COMMON = Phrase("任何记录都可以写的字段", "Fields that any record may carry")
_FOLDER = Phrase("文件夹：`content/{folder}/`。", "Folder: `content/{folder}/`.")
_SITE_FILE = Phrase("文件：仓库根目录的 `perfsite.yml`。", "File: `perfsite.yml`, at the root of the repository.")
_MAPPINGS = Phrase(
    "文件夹：仓库根目录的 `imports/`，不属于站点。",
    "Folder: `imports/`, at the root of the repository; no part of the site.",
)
_TABLE = Phrase("同名的 `.csv` 里，一行是一项 `{rows}`。", "In a `.csv` of the same name, each row is one of `{rows}`.")
_REQUIRED = Phrase("**必填**", "**required**")
_ONE_OF = Phrase("{keys} 中要写一个。", "One of {keys} is given.")
_AT_MOST_ONE_OF = Phrase("{keys} 中最多写一个。", "At most one of {keys} is given.")
_GROUP = Phrase("[`{place}`](#{anchor})", "[`{place}`](#{anchor})")
_LIST = Phrase("列表，每项：{one}", "list, each: {one}")
_ONE_OR_LIST = Phrase("一个或列表：{one}", "one, or a list of: {one}")
_BY_ID = Phrase("按编号，每个：{one}", "by id, each: {one}")
_OR = Phrase("{one}，或 {other}", "{one}, or {other}")
_TEXT = Phrase("文字", "text")
_MARKDOWN = Phrase("文字（Markdown）", "text (Markdown)")
_SAME_KIND = Phrase("同类记录的编号", "id of a record of the same kind")
_ID_OF = Phrase("{noun}的编号", "id of {noun}")
_SEEN = {
    "everyone": Phrase("所有人", "everyone"),
    "managers": Phrase("管理者", "managers"),
    "hr": Phrase("人力资源", "HR"),
}

_PLACES: dict[type[Any], Phrase] = {Site: _SITE_FILE, ImportMapping: _MAPPINGS}


def reference(lang: str, *kinds: str) -> str:
    """The reference of some kinds, or of all with the site and what any record may carry."""
    writer = _Writer(lang)
    parts: list[str] = []
    if not kinds:
        parts += [f"## {_COMMON(lang)}\n", *writer.tables("record", Record)]
    alone: dict[str, type[Record]] = {"site": Site, "import": ImportMapping}
    named = kinds or (*alone, *KINDS)
    nouns: list[type[Record]] = [alone.get(kind) or KINDS[kind] for kind in named]
    for noun in nouns:
        parts += writer.kind(noun)
    return "\n".join(parts)


@dataclass(slots=True)
class _Writer:
    """Remembers which groups have been described, so that each stands in one place."""

    lang: str
    places: dict[type[Any], str] = field(default_factory=dict)

    def kind(self, noun: type[Record]) -> Iterator[str]:
        names = f"{noun.noun.zh} · {noun.noun.en}" if self.lang == "zh" else f"{noun.noun.en} · {noun.noun.zh}"
        yield f"## `{noun.kind}` {names}\n"
        where = _PLACES.get(noun, _FOLDER)(self.lang).format(folder=noun.folder)
        table = _TABLE(self.lang).format(rows=noun.rows) if noun.rows else ""
        yield f"{where}{' ' if self.lang == 'en' and table else ''}{table}\n"
        yield from self.tables(noun.kind, noun)

    def tables(self, place: str, noun: type[Any]) -> Iterator[str]:
        """The table of a noun's fields, then those of the groups in it that have not been described yet."""
        waiting: list[tuple[str, type[Any]]] = []
        common = shape_of(Record).fields if noun is not Record and issubclass(noun, Record) else {}
        yield _HEAD(self.lang)
        yield "|---|---|---|---|"
        shape = shape_of(noun)
        for key, spec in shape.fields.items():
            known = common.get(key)
            if known is not None and (known.label, known.required) == (spec.label, spec.required) and key != "title":
                continue
            inner = _group(spec.form)
            if inner is not None and inner not in self.places:
                path = f"{place}.{key}{_steps(spec.form)}"
                self.places[inner] = path
                waiting.append((path, inner))
            yield self._row(spec)
        yield ""
        for choice in shape.choices:
            words = _ONE_OF if choice.required else _AT_MOST_ONE_OF
            comma = "、" if self.lang == "zh" else ", "
            yield words(self.lang).format(keys=comma.join(f"`{key}`" for key in choice.keys)) + "\n"
        for path, inner in waiting:
            yield f"### `{path}`\n"
            yield from self.tables(path, inner)

    def _row(self, spec: FieldSpec) -> str:
        colon = "：" if self.lang == "zh" else ". "
        meaning = spec.label(self.lang) + (f"{colon}{spec.help(self.lang)}" if spec.help(self.lang) else "")
        required = f" {_REQUIRED(self.lang)}" if spec.required else ""
        written = _cell(self._written(spec.form))
        return f"| `{spec.key}` | {_cell(meaning)} | {written}{required} | {_SEEN[spec.audience](self.lang)} |"

    def _written(self, form: Form[Any]) -> str:
        """What stands there; for lists and maps, of what."""
        if isinstance(form, ListOf):
            one = self._written(form.inner)
            return (_ONE_OR_LIST if form.single else _LIST)(self.lang).format(one=one)
        if isinstance(form, MapOf):
            return _BY_ID(self.lang).format(one=self._written(form.inner))
        if isinstance(form, Struct):
            place = self.places[form.noun]
            link = _GROUP(self.lang).format(place=place, anchor=_anchor(place))
            if not form.shorthand:
                return link
            return _OR(self.lang).format(one=self._written(form.shape.fields[form.shorthand].form), other=link)
        if isinstance(form, TextForm):
            return (_MARKDOWN if form.prose else _TEXT)(self.lang)
        if isinstance(form, Reference):
            return self._to(form)
        if isinstance(form, Word):
            comma = "、" if self.lang == "zh" else ", "
            return comma.join(_word(word, label(self.lang)) for word, label in form.choices.items())
        return form.name(self.lang)

    def _to(self, form: Reference) -> str:
        if form.kinds == ("self",):
            return _SAME_KIND(self.lang)
        if len(form.kinds) == 1:
            return _ID_OF(self.lang).format(noun=KINDS[form.kinds[0]].noun(self.lang))
        return (" 或 " if self.lang == "zh" else " or ").join(f"`{kind}/…`" for kind in form.kinds)


def _word(word: str, label: str) -> str:
    """A word, with what it means where the word itself does not say so."""
    return f"`{word}`" if label.casefold() == word.casefold() else f"`{word}` {label}"


def _group(form: Form[Any]) -> type[Any] | None:
    """The noun of a group of fields, however deep in lists and maps it stands."""
    while isinstance(form, ListOf | MapOf):
        form = form.inner
    return form.noun if isinstance(form, Struct) else None


def _steps(form: Form[Any]) -> str:
    """How a path goes on through lists and maps: `[]` for each item, `.*` for each id."""
    steps = ""
    while isinstance(form, ListOf | MapOf):
        steps += "[]" if isinstance(form, ListOf) else ".*"
        form = form.inner
    return steps


def _anchor(place: str) -> str:
    """The anchor that GitHub and GitLab give to a heading with this path in it."""
    return "".join(char for char in place.lower() if char.isalnum() or char in "-_")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
