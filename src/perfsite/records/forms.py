"""The forms a field's value can take. A form reads a node into a value, or reports why it cannot.

Forms know nothing of kinds of records; the nouns are put together from them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from perfsite.diagnostics import Phrase, closest
from perfsite.records.quantities import (
    Quantity,
    Trouble,
    fold_width,
    parse_date,
    parse_duration,
    parse_moment,
    parse_money,
    parse_number,
    parse_percent,
    parse_quantity,
)
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.sources import Mapping, Node, Scalar, Sequence
from perfsite.sources.nodes import Route
from perfsite.span import Span

if TYPE_CHECKING:
    from perfsite.records.reader import Reader

T = TypeVar("T")

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z", re.ASCII)
DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))]
)
MAX_TEXT = 20_000
MAX_LINE = 500

_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "＂": "＂", "”": "”"}
_DASHES = str.maketrans({"–": "-", "—": "-", "－": "-", "‐": "-"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value inside a record: where it is, what form it has, what it is, who may see it."""

    route: Route
    form: Form[Any]
    value: Any


class Form(Generic[T]):
    """Reads one node. Returns None after reporting; None is never a value."""

    name: Phrase

    def read(self, node: Node, reader: Reader) -> T | None:
        raise NotImplementedError

    def walk(self, value: T, route: Route) -> Iterator[Leaf]:
        """The leaves below a value, for checks that look at every text or reference."""
        yield Leaf(route, self, value)


def scalar_text(node: Node, form: Form[Any], reader: Reader) -> str | None:
    """The one word or number that stands at `node`, without the Chinese quotation marks that some keyboards add."""
    if not isinstance(node, Scalar):
        found = (
            Phrase("一个列表", "a list") if isinstance(node, Sequence) else Phrase("一组字段", "a group of fields")
        )
        reader.report("PS403", node, {"expected": form.name, "found": found})
        return None
    text = node.text.strip()
    if reader.is_empty(node) or not text:
        reader.report("PS405", node, {"expected": form.name}, hint="value")
        return None
    if text[0] in _QUOTES and text[-1] == _QUOTES[text[0]] and len(text) > 1:
        reader.report("PS209", node, {"text": text}, mended=text[1:-1])
        return None
    return text


class Scalarlike(Form[T]):
    """A form of one word or number, read from its text."""

    def read(self, node: Node, reader: Reader) -> T | None:
        text = scalar_text(node, self, reader)
        return None if text is None else self.parse(text, node, reader)

    def parse(self, text: str, node: Node, reader: Reader) -> T | None:
        raise NotImplementedError

    def trouble(self, trouble: Trouble, text: str, node: Node, reader: Reader) -> None:
        arguments = {"text": text, "expected": self.name, **dict(trouble.arguments)}
        reader.report(trouble.code, node, arguments, hint=trouble.hint, mended=trouble.mended)


class Parsed(Scalarlike[T]):
    """A form whose text one of the quantity parsers understands."""

    def __init__(self, name: Phrase, parser: Callable[[str], T | Trouble]) -> None:
        self.name = name
        self.parser = parser

    def parse(self, text: str, node: Node, reader: Reader) -> T | None:
        value = self.parser(text)
        if isinstance(value, Trouble):
            self.trouble(value, text, node, reader)
            return None
        if not text.isascii() and fold_width(text) != text:
            reader.report("PS425", node, {"text": text}, mended=fold_width(text), lost=False)
        return value


class MoneyForm(Parsed[Quantity]):
    """An amount with its currency. The site's currency is offered where none is written."""

    def __init__(self) -> None:
        super().__init__(Phrase("带币种的金额，如 `CNY 30,000`", "an amount with its currency, such as `CNY 30,000`"), parse_money)

    def parse(self, text: str, node: Node, reader: Reader) -> Quantity | None:
        value = parse_money(text, reader.settings.currency)
        if isinstance(value, Trouble):
            self.trouble(value, text, node, reader)
            return None
        return super().parse(text, node, reader)


NUMBER: Form[Decimal] = Parsed(Phrase("数字，如 `1,200.5` 或 `120万`", "a number, such as `1,200.5`"), parse_number)
PERCENT: Form[Quantity] = Parsed(Phrase("百分比，如 `15%`", "a percentage, such as `15%`"), parse_percent)
QUANTITY: Form[Quantity] = Parsed(
    Phrase("数字、百分比或金额", "a number, a percentage or an amount of money"), parse_quantity
)
MONEY: Form[Quantity] = MoneyForm()
DURATION: Form[Quantity] = Parsed(
    Phrase("时长，如 `12 months` 或 `5 working days`", "a length of time, such as `12 months` or `5 working days`"), parse_duration
)
DATE: Form[dt.date] = Parsed(Phrase("日期，如 `2026-07-01`", "a date, such as `2026-07-01`"), parse_date)
MOMENT: Form[dt.datetime] = Parsed(
    Phrase("带时区的时间，如 `2026-10-08T09:30+08:00`", "a time with its offset, such as `2026-10-08T09:30+08:00`"), parse_moment
)


class Whole(Scalarlike[int]):
    """A whole number within bounds."""

    def __init__(self, least: int = 0, most: int = 1_000_000) -> None:
        self.least, self.most = least, most
        self.name = Phrase("整数", "a whole number")

    def parse(self, text: str, node: Node, reader: Reader) -> int | None:
        value = parse_number(text)
        if isinstance(value, Trouble):
            self.trouble(value, text, node, reader)
            return None
        if value != value.to_integral_value() or not self.least <= value <= self.most:
            reader.report("PS426", node, {"text": text, "least": str(self.least), "most": f"{self.most:,}"})
            return None
        return int(value)


class Flag(Scalarlike[bool]):
    """Yes or no, in the words people use."""

    name = Phrase("`true` 或 `false`", "`true` or `false`")
    words = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}

    def parse(self, text: str, node: Node, reader: Reader) -> bool | None:
        found = self.words.get(text.casefold())
        if found is None:
            reader.report("PS427", node, {"text": text, "choices": "`true`, `false`"})
        return found


class Word(Scalarlike[str]):
    """One of a few words. Its Chinese label is answered with the word itself."""

    def __init__(self, **choices: tuple[str, str]) -> None:
        self.choices = {key.replace("_", " ").strip() if key != "half_up" else key: Phrase(*label) for key, label in choices.items()}
        self.name = Phrase(
            "以下之一：" + "、".join(f"`{word}`" for word in self.choices),
            "one of " + ", ".join(f"`{word}`" for word in self.choices),
        )

    @classmethod
    def of(cls, choices: dict[str, tuple[str, str]]) -> Word:
        word = cls()
        word.choices = {key: Phrase(*label) for key, label in choices.items()}
        word.name = Phrase(
            "以下之一：" + "、".join(f"`{key}`" for key in choices), "one of " + ", ".join(f"`{key}`" for key in choices)
        )
        return word

    def parse(self, text: str, node: Node, reader: Reader) -> str | None:
        if text in self.choices:
            return text
        listed = ", ".join(f"`{word}`" for word in self.choices)
        by_label = next((key for key, label in self.choices.items() if text in (label.zh, label.en)), None)
        mended = by_label or closest(text, self.choices)
        hint = "label" if by_label and text == self.choices[by_label].zh else "suggest" if mended else ""
        reader.report("PS427", node, {"text": text, "choices": listed}, hint=hint, mended=mended)
        return None


class Plain(Scalarlike[str]):
    """A short text that is not translated: a name of a report, a digest, an address."""

    def __init__(self, name: Phrase | None = None, pattern: str | None = None) -> None:
        self.name = name or Phrase("一行文字", "a line of text")
        self.pattern = re.compile(pattern) if pattern else None

    def parse(self, text: str, node: Node, reader: Reader) -> str | None:
        if len(text) > MAX_LINE:
            reader.report("PS406", node, {"length": f"{len(text):,}", "limit": str(MAX_LINE)})
            return None
        if self.pattern is not None and not self.pattern.fullmatch(text):
            reader.report("PS404", node, {"text": text, "expected": self.name})
            return None
        return text


class IdForm(Scalarlike[str]):
    """An id: lower-case letters, digits and hyphens, at most 64, and no name that Windows keeps for devices."""

    name = Phrase("编号，如 `net-revenue`", "an id, such as `net-revenue`")

    def parse(self, text: str, node: Node, reader: Reader) -> str | None:
        if ID.match(text) and text not in DEVICE_NAMES:
            return text
        report_bad_id(text, node, reader)
        return None


def report_bad_id(text: str, at: Node | Span, reader: Reader, *, mend: bool = True) -> None:
    if text in DEVICE_NAMES:
        reader.report("PS304", at, {"id": text}, hint="device")
        return
    mended = mended_id(text)
    reader.report("PS304", at, {"id": text}, mended=mended if mend else None, hint="mended" if mended and mend else "")


def mended_id(text: str) -> str | None:
    """The id that was surely meant, or None."""
    folded = fold_width(text).translate(_DASHES).strip().casefold()
    folded = re.sub(r"[\s_./]+", "-", folded).strip("-")
    return folded if ID.match(folded) and folded not in DEVICE_NAMES else None


class Reference(Scalarlike[Ref]):
    """A reference to a record of one of `kinds`: `id`, or `kind/id` where several kinds would do.

    The kind "self" stands for the kind of the record that refers.
    """

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds
        example = f"{kinds[0]}/…" if len(kinds) > 1 else "…"
        self.name = Phrase(f"对记录的引用，如 `{example}`", f"a reference to a record, such as `{example}`")

    def parse(self, text: str, node: Node, reader: Reader) -> Ref | None:
        kind, slash, name = text.partition("/")
        if not slash:
            kind, name = (self.kinds[0] if len(self.kinds) == 1 else ""), text
        elif kind not in self.kinds and self.kinds != ("self",):
            choices = ", ".join(f"`{choice}/…`" for choice in self.kinds)
            near = closest(kind, self.kinds)
            mended = f"{near}/{name}" if near and ID.match(name) else None
            if len(self.kinds) == 1 and ID.match(name) and not near:
                reader.report("PS303", node, {"text": text, "choices": choices})
            else:
                reader.report("PS303", node, {"text": text, "choices": choices}, hint="suggest" if mended else "", mended=mended)
            return None
        if not ID.match(name):
            separated = re.split(r"[，、]", name)
            if len(separated) > 1 and all(mended_id(part) for part in separated):
                reader.report("PS203", node, {"character": "，", "mended": ", "}, mended=text.replace("，", ", ").replace("、", ", "))
                return None
            mended = mended_id(name)
            prefix = f"{kind}/" if slash else ""
            reader.report("PS304", node, {"id": name}, mended=f"{prefix}{mended}" if mended else None, hint="mended" if mended else "")
            return None
        return Ref(kind, name)


class TextForm(Form[Text]):
    """Text in each language: `{zh: …, en: …}`, or a bare string in the site's first language."""

    def __init__(self, *, prose: bool = False) -> None:
        self.prose = prose
        self.limit = MAX_TEXT if prose else MAX_LINE
        self.name = Phrase("文字，如 `{zh: 净销售额, en: Net revenue}`", "text, such as `{zh: 净销售额, en: Net revenue}`")

    def read(self, node: Node, reader: Reader) -> Text | None:
        if isinstance(node, Scalar):
            if reader.is_empty(node) or not node.text.strip():
                reader.report("PS405", node, {"expected": self.name}, hint="value")
                return None
            text = self._text(node, reader)
            return None if text is None else Text(((reader.settings.language, text),))
        if isinstance(node, Sequence):
            reader.report("PS403", node, {"expected": self.name, "found": Phrase("一个列表", "a list")})
            return None
        return self._versions(node, reader)

    def _versions(self, node: Mapping, reader: Reader) -> Text | None:
        found: dict[str, str] = {}
        languages = reader.settings.languages
        sound = True
        for key, value in node.entries:
            if key.text not in languages:
                sound = False
                self._odd_key(key, value, node, reader)
            elif key.text in found:
                sound = False
                reader.report("PS212", key, {"field": key.text})
            elif reader.is_empty(value) or (isinstance(value, Scalar) and not value.text.strip()):
                sound = False
                reader.report("PS405", key, {"field": key.text})
            elif not isinstance(value, Scalar):
                sound = False
                reader.report("PS403", value, {"expected": self.name, "found": Phrase("一组字段", "a group of fields")}, hint="braces")
            else:
                text = self._text(value, reader)
                sound = sound and text is not None
                found[key.text] = text or ""
        if not sound:
            return None
        if not found:
            reader.report("PS405", node, {"expected": self.name}, hint="value")
            return None
        return Text(tuple((lang, found[lang]) for lang in languages if lang in found))

    def _odd_key(self, key: Scalar, value: Node, node: Mapping, reader: Reader) -> None:
        if "：" in key.text and reader.is_empty(value):
            at = key.text.index("：")
            if "\n" not in key.text and not key.style:
                span = Span(key.file, key.line, key.column + at, key.line, key.column + at + 1)
                reader.report("PS203", span, {"character": "：", "mended": ":"}, mended=": ")
            else:
                reader.report("PS203", key, {"character": "：", "mended": ":"})
        elif reader.is_empty(value):
            reader.report("PS210", key, {"text": key.text})
        else:
            languages = ", ".join(f"`{lang}`" for lang in reader.settings.languages)
            names = {"中文": "zh", "cn": "zh", "chinese": "zh", "英文": "en", "english": "en", "zh-cn": "zh", "zh_cn": "zh", "en-us": "en"}
            near = names.get(key.text.casefold()) or closest(key.text, reader.settings.languages)
            near = near if near in reader.settings.languages and node.key(near) is None else None
            reader.report("PS407", key, {"key": key.text, "languages": languages}, hint="suggest" if near else "", mended=near)

    def _text(self, node: Scalar, reader: Reader) -> str | None:
        text = node.text.strip()
        if not self.prose and text[0] in _QUOTES and text[-1] == _QUOTES[text[0]] and not node.style and text.count(text[0]) == 1:
            reader.report("PS209", node, {"text": text}, mended=text[1:-1])
            return None
        if len(text) > self.limit:
            reader.report("PS406", node, {"length": f"{len(text):,}", "limit": f"{self.limit:,}"})
            return None
        return text


TEXT: Form[Text] = TextForm()
PROSE: Form[Text] = TextForm(prose=True)
ID_FORM: Form[str] = IdForm()
FLAG: Form[bool] = Flag()
PLAIN: Form[str] = Plain()


class ListOf(Form[tuple[T, ...]]):
    """A list of values of one form. A cell of a table holds a list with `;` between its items."""

    def __init__(self, inner: Form[T], *, single: bool = False) -> None:
        self.inner = inner
        self.single = single
        self.name = Phrase("列表", "a list")

    def read(self, node: Node, reader: Reader) -> tuple[T, ...] | None:
        if isinstance(node, Scalar) and node.style == "cell":
            cells = [node._replace(text=part.strip()) for part in re.split(r"[;；]", node.text) if part.strip()]
            node = Sequence(tuple(cells), *node[1:6])
        if self.single and not isinstance(node, Sequence):
            node = Sequence((node,), node.file, node.line, node.column, node.end_line, node.end_column)
        if not isinstance(node, Sequence):
            if isinstance(node, Scalar) and reader.is_empty(node):
                reader.report("PS405", node, {"expected": self.name}, hint="value")
            elif isinstance(node, Scalar) and not node.style and "\n" not in node.text:
                mended = "[" + re.sub(r"\s*[，、;；]\s*", ", ", node.text) + "]"
                reader.report("PS408", node, {"text": node.text}, mended=mended)
            else:
                reader.report("PS408", node, {"text": ""}, hint="dash")
            return None
        values = [self.inner.read(item, reader) for item in node.items]
        return tuple(value for value in values if value is not None)

    def walk(self, value: tuple[T, ...], route: Route) -> Iterator[Leaf]:
        for index, item in enumerate(value):
            yield from self.inner.walk(item, (*route, index))


class MapOf(Form[tuple[tuple[str, T], ...]]):
    """Values under ids that the author chooses, in the author's order."""

    def __init__(self, inner: Form[T], *, key: re.Pattern[str] = ID) -> None:
        self.inner = inner
        self.key = key
        self.name = Phrase("一组带编号的字段", "fields under ids of your own")

    def read(self, node: Node, reader: Reader) -> tuple[tuple[str, T], ...] | None:
        if not isinstance(node, Mapping):
            found = Phrase("一个列表", "a list") if isinstance(node, Sequence) else Phrase("一个值", "a single value")
            reader.report("PS403", node, {"expected": self.name, "found": found})
            return None
        values: dict[str, T] = {}
        seen: dict[str, Scalar] = {}
        for key, value in node.entries:
            if "：" in key.text and reader.is_empty(value):
                reader.report("PS203", key, {"character": "：", "mended": ":"}, mended=key.text.replace("：", ": "))
                continue
            if not self.key.match(key.text):
                report_bad_id(key.text, key, reader)
                continue
            if key.text in seen:
                reader.report("PS212", key, {"field": key.text})
                continue
            seen[key.text] = key
            if reader.is_empty(value):
                reader.report("PS405", key, {"field": key.text})
                continue
            read = self.inner.read(value, reader)
            if read is not None:
                values[key.text] = read
        return tuple(values.items())

    def walk(self, value: tuple[tuple[str, T], ...], route: Route) -> Iterator[Leaf]:
        for key, item in value:
            yield from self.inner.walk(item, (*route, key))
