"""The declarations of a kind to the text of a new record: what is needed is there, what is possible stands behind a #."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from perfsite.diagnostics import Phrase
from perfsite.records.fields import FieldSpec, shape_of
from perfsite.records.forms import Word
from perfsite.records.library import Library
from perfsite.records.read import digest
from perfsite.records.record import BODY_TO_WRITE, Record
from perfsite.scaffold.placeholders import Placeholders
from perfsite.scaffold.yaml import Entry, in_line, lines_of

_HOW_TO = Phrase(
    "没有 # 的字段要填；前面有 # 的可以不写，用到时去掉 #。",
    "Fill in the fields without a #. Those behind a # are optional: remove the # where you need one.",
)


@dataclass(frozen=True, slots=True)
class NewRecord:
    """The files of a record that is about to be: one, or for a text in two languages two. Paths begin in the content folder."""

    address: str
    files: dict[str, str]

    @property
    def file(self) -> str:
        """The one to open first."""
        return next(iter(self.files))


def draft_record(noun: type[Record], name: str, library: Library, today: dt.date) -> NewRecord:
    """A new record. `name` is its id, or a path below the kind's folder, such as `2026-q4/west`.

    Comments are in the site's first language. Records that are there already stand in as examples.
    """
    lang = library.site.default_language
    placeholders = Placeholders(library, today, noun)
    address = f"{noun.kind}/{name.replace('/', '-')}"
    text = _head(noun, address, lang) + "\n".join(_fields(noun, placeholders, lang))
    if noun.kind != "page":
        return NewRecord(address, {f"{noun.folder}/{name}.yml": text})
    body = f"{BODY_TO_WRITE(lang)}\n"
    files = {f"{noun.folder}/{name}.md": f"---\n{text}---\n{body}"}
    for other in library.site.languages[1:]:
        files[f"{noun.folder}/{name}.{other}.md"] = (
            f"---\ntranslation_of: {digest(body)}\n---\n{BODY_TO_WRITE(other)}\n"
        )
    return NewRecord(address, files)


def _head(noun: type[Record], address: str, lang: str) -> str:
    return f"# {noun.noun(lang)} {address}\n# {_HOW_TO(lang)}\n\n"


def _fields(noun: type[Record], placeholders: Placeholders, lang: str) -> list[str]:
    """Every field with the words about it: first those to fill in, then the others, each on a line behind its #."""
    # The longer text of a Markdown file stands below its fields, and translations are marked by digests there.
    specs = [spec for key, spec in shape_of(noun).fields.items() if key not in ("body", "translation_of")]
    active = placeholders.active(noun)
    lines: list[str] = []
    for spec in sorted(specs, key=lambda spec: spec.key not in active):
        value = placeholders.value(noun, spec)
        lines.append(f"# {words_of(spec, lang)}")
        if spec.key in active:
            lines += lines_of(Entry(spec.key, value))
        else:
            lines.append(f"#{spec.key}: {in_line(value)}")
        lines.append("")
    return lines


def words_of(spec: FieldSpec, lang: str) -> str:
    """A field's label and help on one line, with the words that can stand there unless the help names them."""
    colon, comma, stop, gap = ("：", "、", "。", "") if lang == "zh" else (": ", ", ", ".", " ")
    parts = [spec.help(lang)] if spec.help(lang) else []
    if (
        isinstance(spec.form, Word)
        and len(spec.form.choices) > 1
        and f"`{next(iter(spec.form.choices))}`" not in spec.help(lang)
    ):
        parts.append(comma.join(_choice(word, label(lang)) for word, label in spec.form.choices.items()) + stop)
    return spec.label(lang) + (colon + gap.join(parts) if parts else "")


def _choice(word: str, label: str) -> str:
    return word if label == word else f"{word} ({label})" if label.isascii() else f"{word} {label}"
