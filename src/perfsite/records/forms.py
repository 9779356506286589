"""The forms a field's value can take. A form reads a node into a value, or reports why it cannot.

Forms know nothing of kinds of records; the nouns are put together from them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from perfsite.diagnostics import Diagnostic, Fix, Phrase, closest, is_slip
from perfsite.records.meant import told_by
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
from perfsite.sources import Mapping, Node, Scalar, Sequence, is_blank, span_of
from perfsite.sources.nodes import Route
from perfsite.span import Span

if TYPE_CHECKING:
    from perfsite.records.reader import Reader

T = TypeVar("T")

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z", re.ASCII)
DEVICE_NAMES = frozenset(["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))])
MAX_TEXT = 20_000
MAX_LINE = 500

# Quotation marks that Chinese keyboards type; either may stand at either end by mistake, or pair with a plain one.
_QUOTES = "“”„‟‘’「」『』＂＇"
_PLAIN_QUOTES = "\"'"
# What Word makes of a hyphen at the beginning of a line.
_WORD_DASH = re.compile(r"[—–−‐•·●]\s*(?=\S)")
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
    # Whether a value is one word, in which no comma can stand.
    is_word: bool = False

    def read(self, node: Node, reader: Reader) -> T | None:
        raise NotImplementedError

    def walk(self, value: T, route: Route) -> Iterator[Leaf]:
        """The leaves below a value, for checks that look at every text or reference."""
        yield Leaf(route, self, value)


def scalar_text(node: Node, form: Form[Any], reader: Reader) -> str | None:
    """The one word or number that stands at `node`, without the Chinese quotation marks that some keyboards add."""
    if not isinstance(node, Scalar):
        found = Phrase("一个列表", "a list") if isinstance(node, Sequence) else Phrase("一组字段", "a group of fields")
        reader.report("PS403", node, {"expected": form.name, "found": found})
        return None
    text = node.text.strip()
    if not text or reader.is_empty(node):
        reader.report("PS405", node, {"expected": form.name}, hint="value")
        return None
    if text.isascii():
        return text
    if text[0] in _QUOTES or text[-1] in _QUOTES:
        reader.report("PS209", node, {"text": text}, mended=text.strip(_QUOTES + _PLAIN_QUOTES).strip(), sure=True)
        return None
    return text


def part_of(node: Scalar, start: int, length: int = 1) -> Span:
    """The place of some characters of a scalar, or the whole scalar where they cannot be told apart in the file."""
    quotes = 1 if node.style in ("'", '"') or (node.style == "cell" and _is_quoted_cell(node)) else 0
    written_as_is = node.line == node.end_line and node.end_column - node.column == len(node.text) + 2 * quotes
    if not written_as_is:
        return span_of(node)
    column = node.column + quotes + start
    return Span(node.file, node.line, column, node.line, column + length)


def _is_quoted_cell(node: Scalar) -> bool:
    return node.line == node.end_line and node.end_column - node.column == len(node.text) + 2


# A field whose comma and colon were both typed with a Chinese keyboard is swallowed by the text before it.
_SWALLOWED = re.compile(r"([，,、；;])\s*([\w\u3400-\u9fff]+)\s*[：:]")


def may_swallow(node: Node) -> bool:
    """Whether a look at it is worth while: most values are plain ASCII or a sentence without such punctuation."""
    if type(node) is not Scalar or node.style or node.text.isascii():
        return False
    return _SWALLOWED.search(node.text) is not None


def report_swallowed(node: Node, keys: Container[str], reader: Reader) -> set[str]:
    """Reports fields that stand inside the text before them, as in `{zh: 净销售额，en：Net revenue}`; returns them."""
    if not isinstance(node, Scalar) or node.style:
        return set()
    found = [match for match in _SWALLOWED.finditer(node.text) if match[2] in keys]
    if found:
        first = found[0]
        mended = "," if node.text[first.end(1) : first.end(1) + 1] == " " else ", "
        arguments = {"character": first[1], "mended": ","}
        if first[1] == ",":
            colon = first.end() - 1
            reader.report(
                "PS203", part_of(node, colon), {"character": node.text[colon], "mended": ":"}, mended=": ", sure=True
            )
        else:
            reader.report("PS203", part_of(node, first.start(1)), arguments, mended=mended, sure=True)
    return {match[2] for match in found}


def cut_off(node: Mapping, known: Callable[[str], bool]) -> dict[int, list[Scalar]]:
    """The rests of texts that a comma inside braces has cut off, `{en: Net, of tax}`, by the entry that they belong to.

    Such a rest looks like a field without a value.
    """
    found: dict[int, list[Scalar]] = {}
    begun: int | None = None
    for index, (key, value) in enumerate(node.entries):
        valueless = isinstance(value, Scalar) and (value.line, value.column) == (key.end_line, key.end_column)
        if not valueless:
            whole = isinstance(value, Scalar) and not value.style and value.line == value.end_line
            begun = index if whole else None
        elif begun is not None and node.entries[begun][1].line == key.line and not key.style:
            colon = re.search("[：∶:]", key.text)
            if not known(key.text.strip()) and not (colon and known(key.text[: colon.start()].strip())):
                found.setdefault(begun, []).append(key)
    return found


def report_cut_off(value: Node, rests: list[Scalar], reader: Reader) -> None:
    """Reports a text that a comma inside braces has cut off, with the whole of it in quotation marks."""
    assert isinstance(value, Scalar)
    text, column = value.text, value.end_column
    for rest in rests:
        text += "," + " " * max(rest.column - column - 1, 0) + rest.text
        column = rest.end_column
    span = Span(value.file, value.line, value.column, value.line, column)
    if re.match(r"[^,]*\d(?:,\d+)+\D*\Z", text, re.ASCII):
        trouble = parse_quantity(text)
        if isinstance(trouble, Trouble) and trouble.mended is not None:
            reader.report(
                trouble.code,
                span,
                {"text": text},
                hint=trouble.hint,
                mended=trouble.mended,
                sure=_is_certain(trouble, reader),
            )
            return
    quote = "'" if '"' in text else '"'
    reader.report("PS210", span, {"text": rests[0].text}, mended=f"{quote}{text}{quote}", sure=True)


def report_colon(key: Scalar, value: Node, known: Callable[[str], bool], reader: Reader) -> str | None:
    """Reports a key that holds its value too, `zh：净销售额` or `zh:净销售额`, if it is one; returns the key meant."""
    if not (isinstance(value, Scalar) and not value.text):
        return None
    match = re.match(r"\s*[“\"]?([^：∶:]*?)[”\"]?\s*([：∶:])\s*", key.text)
    if match is None or (match[2] == ":" and not known(match[1])):
        return None
    at = part_of(key, match.start(2))
    if match[2] == ":":
        reader.report("PS201", at, hint="space", mended=": ", sure=True)
    else:
        after = key.text[match.start(2) + 1 : match.start(2) + 2]
        reader.report(
            "PS203", at, {"character": match[2], "mended": ":"}, mended=":" if after == " " else ": ", sure=True
        )
    return match[1]


def report_inline(node: Scalar, known: Callable[[str], bool], reader: Reader) -> bool:
    """Reports a field that was taken for a text, `from：2026-07-01` where fields are expected, if `node` is that."""
    end = Scalar("", node.file, node.end_line, node.end_column, node.end_line, node.end_column)
    return not node.style and report_colon(node, end, known, reader) is not None


def _is_certain(trouble: Trouble, reader: Reader) -> bool:
    """元 and ¥ are the money of several countries: where the site counts in another currency, they may mean that one."""
    currency = reader.settings.currency
    foreign = trouble.code == "PS423" and currency != "" and not (trouble.mended or "").startswith(currency)
    return trouble.certain and not foreign


class Scalarlike(Form[T]):
    """A form of one word or number, read from its text."""

    def read(self, node: Node, reader: Reader) -> T | None:
        text = scalar_text(node, self, reader)
        return None if text is None else self.parse(text, node, reader)

    def parse(self, text: str, node: Node, reader: Reader) -> T | None:
        raise NotImplementedError

    def trouble(self, trouble: Trouble, text: str, node: Node, reader: Reader) -> None:
        arguments = {"text": text, "expected": self.name, **dict(trouble.arguments)}
        reader.report(
            trouble.code, node, arguments, hint=trouble.hint, mended=trouble.mended, sure=_is_certain(trouble, reader)
        )


class Parsed(Scalarlike[T]):
    """A form whose text one of the quantity parsers understands."""

    def __init__(self, name: Phrase, parser: Callable[[str], T | Trouble]) -> None:
        self.name = name
        self.parser = parser

    def parse(self, text: str, node: Node, reader: Reader) -> T | None:
        value = self.parser(text)
        if isinstance(value, Trouble):
            if not self._explain(text, value, node, reader):
                self.trouble(value, text, node, reader)
            return None
        report_width(text, node, reader)
        return value

    def _explain(self, text: str, trouble: Trouble, node: Node, reader: Reader) -> bool:
        """Reports what stands around a figure that could be read without it; whether something does."""
        if report_comment(text, lambda before: not isinstance(self.parser(before), Trouble), node, reader):
            return True
        found = None if trouble.mended is not None else told_by(text, self.parser)
        if found is not None and found.code == "PS421" and trouble.code == "PS411":
            found = replace(found, code="PS411", hint="range" if found.hint == "range" else "mended")
        if found is not None:
            self.trouble(found, text, node, reader)
        return found is not None


def report_comment(text: str, is_value: Callable[[str], bool], node: Node, reader: Reader) -> bool:
    """Reports a comment that has become a part of the value before it, `2026-q3 // 第三季度`; whether there is one."""
    found = re.match(r"(.*?[^\s#/])(?:#+|\s*//)[ \t]*(.*)", text)
    if found is None or not isinstance(node, Scalar) or node.style or not is_value(found[1]):
        return False
    sign = "//" if text[found.end(1) :].lstrip().startswith("//") else "#"
    arguments = {"text": found[1], "character": sign}
    hint = "comment" if sign == "#" else "slashes"
    reader.report("PS201", node, arguments, hint=hint, mended=f"{found[1]} # {found[2]}", sure=True)
    return True


def report_width(text: str, node: Node, reader: Reader) -> None:
    """Warns of full-width digits or signs in a value that was understood."""
    if not text.isascii() and fold_width(text) != text:
        reader.report("PS425", node, {"text": text}, mended=fold_width(text), sure=True, lost=False)


class MoneyForm(Parsed[Quantity]):
    """An amount with its currency. The site's currency is offered where none is written."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("带币种的金额，如 `CNY 30,000`", "an amount with its currency, such as `CNY 30,000`"), parse_money
        )

    def parse(self, text: str, node: Node, reader: Reader) -> Quantity | None:
        value = parse_money(text, reader.settings.currency)
        if isinstance(value, Trouble):
            if not self._explain(text, value, node, reader):
                self.trouble(value, text, node, reader)
            return None
        report_width(text, node, reader)
        return value


NUMBER: Form[Decimal] = Parsed(Phrase("数字，如 `1,200.5` 或 `120万`", "a number, such as `1,200.5`"), parse_number)
PERCENT: Form[Quantity] = Parsed(Phrase("百分比，如 `15%`", "a percentage, such as `15%`"), parse_percent)
QUANTITY: Form[Quantity] = Parsed(
    Phrase("数字、百分比或金额", "a number, a percentage or an amount of money"), parse_quantity
)
MONEY: Form[Quantity] = MoneyForm()
DURATION: Form[Quantity] = Parsed(
    Phrase("时长，如 `12 months` 或 `5 working days`", "a length of time, such as `12 months` or `5 working days`"),
    parse_duration,
)
DATE: Form[dt.date] = Parsed(Phrase("日期，如 `2026-07-01`", "a date, such as `2026-07-01`"), parse_date)
MOMENT: Form[dt.datetime] = Parsed(
    Phrase("带时区的时间，如 `2026-10-08T09:30+08:00`", "a time with its offset, such as `2026-10-08T09:30+08:00`"),
    parse_moment,
)


class Whole(Scalarlike[int]):
    """A whole number within bounds."""

    is_word = True

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
        report_width(text, node, reader)
        return int(value)


class Flag(Scalarlike[bool]):
    """Yes or no, in the words people use."""

    name = Phrase("`true` 或 `false`", "`true` or `false`")
    words: ClassVar[dict[str, bool]] = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
    slips: ClassVar[dict[str, str]] = {
        "1": "true", "0": "false", "on": "true", "off": "false", "y": "true", "n": "false", "t": "true", "f": "false",
        "√": "true", "✓": "true", "×": "false", "对": "true", "有": "true", "无": "false", "不是": "false",
    }  # fmt: skip

    def parse(self, text: str, node: Node, reader: Reader) -> bool | None:
        found = self.words.get(text.casefold())
        if found is None:
            meant = self.slips.get(text.casefold()) or closest(text, ("true", "false", "yes", "no"))
            hint = "suggest" if meant else ""
            sure = text.casefold() in self.slips or (meant is not None and is_slip(text, meant, self.words))
            reader.report(
                "PS427", node, {"text": text, "choices": "`true`, `false`"}, hint=hint, mended=meant, sure=sure
            )
        return found


class Word(Scalarlike[str]):
    """One of a few words. Its Chinese label is answered with the word itself.

    `same` are words that would mean what another one does: two words for one meaning would be read as two meanings.
    """

    is_word = True

    def __init__(self, choices: dict[str, tuple[str, str]], same: dict[str, str] | None = None) -> None:
        self.choices = {key: Phrase(*label) for key, label in choices.items()}
        self.same = same or {}
        self.name = Phrase(
            "以下之一：" + "、".join(f"`{key}`" for key in choices),
            "one of " + ", ".join(f"`{key}`" for key in choices),
        )

    @classmethod
    def of(cls, choices: dict[str, tuple[str, str]], same: dict[str, str] | None = None) -> Word:
        return cls(choices, same)

    def parse(self, text: str, node: Node, reader: Reader) -> str | None:
        if text in self.choices:
            return text
        listed = ", ".join(f"`{word}`" for word in self.choices)
        if text in self.same:
            arguments = {"text": text, "choices": listed}
            reader.report("PS427", node, arguments, hint="same", mended=self.same[text])
            return None
        by_label = next((key for key, label in self.choices.items() if text in (label.zh, label.en)), None)
        bare = text.strip(",，;；。、.")
        mended = by_label or closest(bare, self.choices)
        sure = mended is not None and (self._is_label_of_one(text) if by_label else is_slip(bare, mended, self.choices))
        hint = "label" if by_label and text == self.choices[by_label].zh else "suggest" if mended else ""
        reader.report("PS427", node, {"text": text, "choices": listed}, hint=hint, mended=mended, sure=sure)
        return None

    def _is_label_of_one(self, text: str) -> bool:
        return sum(text in (label.zh, label.en) for label in self.choices.values()) == 1


class Plain(Scalarlike[str]):
    """A short text that is not translated: a name of a report, a digest, an address."""

    def __init__(self, name: Phrase | None = None, pattern: str | None = None) -> None:
        self.name = name or Phrase("一行文字", "a line of text")
        self.pattern = re.compile(pattern) if pattern else None
        self.is_word = pattern is not None

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

    is_word = True

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
    folded = fold_width(text).translate(_DASHES).strip(" ,;:、，；。\"'“”").casefold()
    folded = re.sub(r"[\s_./]+", "-", folded).strip("-")
    return folded if ID.match(folded) and folded not in DEVICE_NAMES else None


# What a reference to a record of a kind may look like.
_EXAMPLES = {
    "actuals": "2026-q4-revenue", "calendar": "cn", "criteria": "s1-to-s2", "goal": "2026-q4-east-revenue", "ladder": "sales",
    "metric": "net-revenue", "period": "2026-q4", "person": "p-001", "reward": "quarterly-bonus", "role": "account-manager",
    "rule": "account-manager", "team": "east", "training": "key-account-planning",
}  # fmt: skip


class Reference(Scalarlike[Ref]):
    """A reference to a record of one of `kinds`: `id`, or `kind/id` where several kinds would do.

    The kind "self" stands for the kind of the record that refers.
    """

    is_word = True

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds
        example = _EXAMPLES.get(kinds[0], "…")
        if len(kinds) > 1:
            example = f"{kinds[0]}/{example}"
        self.name = Phrase(f"对记录的引用，如 `{example}`", f"a reference to a record, such as `{example}`")

    def parse(self, text: str, node: Node, reader: Reader) -> Ref | None:
        kind, slash, name = text.partition("/")
        if not slash:
            kind, name = (self.kinds[0] if len(self.kinds) == 1 else ""), text
        if ID.match(name) and (not slash or kind in self.kinds or self.kinds == ("self",)):
            return Ref(kind, name)
        if not report_comment(text, self._is_reference, node, reader):
            self._explain(text, kind if slash else "", name, node, reader)
        return None

    def _is_reference(self, text: str) -> bool:
        kind, slash, name = text.rpartition("/")
        return ID.match(name) is not None and (kind in self.kinds if slash else len(self.kinds) == 1)

    def _explain(self, text: str, kind: str, name: str, node: Node, reader: Reader) -> None:
        between = re.match(rf"({'|'.join(map(re.escape, self.kinds))})\s*[／\\:：\s]\s*(?=\S)", text)
        if between is not None and ID.match(text[between.end() :]):
            meant = f"{between[1]}/{text[between.end() :]}"
            reader.report("PS404", node, {"text": text, "expected": self.name}, hint="mended", mended=meant, sure=True)
        elif kind and kind not in self.kinds and self.kinds != ("self",):
            choices = ", ".join(f"`{choice}/…`" for choice in self.kinds)
            near = closest(kind, self.kinds) if ID.match(name) else None
            mended = f"{near}/{name}" if near else None
            reader.report(
                "PS303",
                node,
                {"text": text, "choices": choices},
                hint="suggest" if near else "",
                mended=mended,
                sure=near is not None and is_slip(kind, near, self.kinds),
            )
        else:
            parts = re.split(r"[，、]", name)
            if (
                len(parts) > 1
                and isinstance(node, Scalar)
                and all(mended_id(part.rpartition("/")[2]) for part in parts)
            ):
                at = min(found for found in (text.find("，"), text.find("、")) if found >= 0)
                reader.report(
                    "PS203", part_of(node, at), {"character": text[at], "mended": ","}, mended=", ", sure=True
                )
                return
            mended = mended_id(name)
            whole = f"{kind}/{mended}" if kind else mended
            # Which records it may lead to is known once all are read; see checks/titles.py.
            kinds = () if self.kinds == ("self",) else (kind,) if kind else self.kinds
            reader.report(
                "PS304",
                node,
                {"id": name, "kinds": " ".join(kinds), "spelt": "kind" if kind or len(kinds) > 1 else "id"},
                mended=whole if mended else None,
                hint="mended" if mended else "",
                # Whether it exists is another question: what is not there is no mended text.
                sure=True,
            )


_LANGUAGE_SLIPS = {
    "中文": "zh", "中": "zh", "汉语": "zh", "cn": "zh", "ch": "zh", "chinese": "zh", "zh-cn": "zh", "zh_cn": "zh", "zh-hans": "zh",
    "英文": "en", "英": "en", "英语": "en", "english": "en", "eng": "en", "en-us": "en", "en_us": "en", "en-gb": "en", "us": "en",
}  # fmt: skip


class TextForm(Form[Text]):
    """Text in each language: `{zh: …, en: …}`, or a bare string in the site's first language."""

    def __init__(self, *, prose: bool = False) -> None:
        self.prose = prose
        self.limit = MAX_TEXT if prose else MAX_LINE
        self.name = Phrase(
            "文字，如 `{zh: 净销售额, en: Net revenue}`", "text, such as `{zh: 净销售额, en: Net revenue}`"
        )

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
        known = True
        for key, _ in node.entries:
            known = known and key.text in languages
        rests = {} if known else cut_off(node, languages.__contains__)
        stray = {id(key) for keys in rests.values() for key in keys}
        for index, (key, value) in enumerate(node.entries):
            if is_blank(value) or id(key) in stray:
                continue
            text = None
            if key.text not in languages:
                self._odd_key(key, value, node, reader)
            elif key.text in found:
                reader.report("PS212", key, {"field": key.text})
            elif index in rests:
                found[key.text] = ""
                report_cut_off(value, rests[index], reader)
            else:
                text = self._version(key, value, reader)
                found[key.text] = text or ""
            sound = sound and text is not None
        if not sound:
            return None
        if not found:
            reader.report("PS405", node, {"expected": self.name}, hint="value")
            return None
        return Text(tuple((lang, found[lang]) for lang in languages if lang in found))

    def _version(self, key: Scalar, value: Node, reader: Reader) -> str | None:
        if not isinstance(value, Scalar):
            found = Phrase("一组字段", "a group of fields")
            reader.report("PS403", value, {"expected": self.name, "found": found}, hint="braces")
            return None
        if not value.text.strip() or reader.is_empty(value):
            reader.report("PS405", key, {"field": key.text})
            return None
        return self._text(value, reader)

    def _odd_key(self, key: Scalar, value: Node, node: Mapping, reader: Reader) -> None:
        if not report_colon(key, value, reader.settings.languages.__contains__, reader):
            languages = ", ".join(f"`{lang}`" for lang in reader.settings.languages)
            slip = _LANGUAGE_SLIPS.get(key.text.strip().casefold())
            near = slip or closest(key.text, reader.settings.languages)
            near = near if near in reader.settings.languages and node.key(near) is None else None
            reader.report(
                "PS407",
                key,
                {"key": key.text, "languages": languages},
                hint="suggest" if near else "",
                mended=near,
                sure=slip is not None,
            )

    def _text(self, node: Scalar, reader: Reader) -> str | None:
        text = node.text.strip()
        if not self.prose and not node.style and _in_wrong_quotes(text):
            reader.report("PS209", node, {"text": text}, mended=text[1:-1].strip())
            return None
        if may_swallow(node) and report_swallowed(node, reader.settings.languages, reader):
            return None
        if len(text) > self.limit:
            reader.report("PS406", node, {"length": f"{len(text):,}", "limit": f"{self.limit:,}"})
            return None
        return text


def _in_wrong_quotes(text: str) -> bool:
    """Whether a text stands as a whole in quotation marks of which one is Chinese, and has none inside."""
    ends = _QUOTES + _PLAIN_QUOTES
    wrapped = len(text) > 2 and text[0] in ends and text[-1] in ends and (text[0] in _QUOTES or text[-1] in _QUOTES)
    return wrapped and not any(char in ends for char in text[1:-1])


TEXT: Form[Text] = TextForm()
PROSE: Form[Text] = TextForm(prose=True)
ID_FORM: Form[str] = IdForm()
FLAG: Form[bool] = Flag()
PLAIN: Form[str] = Plain()
WEB_ADDRESS: Form[str] = Plain(Phrase("以 http(s) 开头的网址", "an address that begins with http(s)"), r"https?://\S+")


class ListOf(Form[tuple[T, ...]]):
    """A list of values of one form. A cell of a table holds a list with `;` between its items."""

    def __init__(self, inner: Form[T], *, single: bool = False) -> None:
        self.inner = inner
        self.single = single
        self.name = Phrase("列表", "a list")

    def read(self, node: Node, reader: Reader) -> tuple[T, ...] | None:
        if isinstance(node, Scalar) and node.style == "cell":
            node = _items_of_cell(node)
        if self.single and not isinstance(node, Sequence):
            if isinstance(node, Scalar) and self._is_several(node, reader):
                return None
            node = Sequence((node,), node.file, node.line, node.column, node.end_line, node.end_column)
        if not isinstance(node, Sequence):
            if isinstance(node, Scalar) and reader.is_empty(node):
                reader.report("PS405", node, {"expected": self.name}, hint="value")
            elif isinstance(node, Scalar) and re.match(r"-[^\s-]", node.text) and not node.style:
                sign = Span(node.file, node.line, node.column, node.line, node.column + 1)
                # A number below zero looks the same, and further items would be taken for the end of the first.
                sure = node.line == node.end_line and not node.text[1].isdigit()
                reader.report("PS201", sign, hint="dash", mended="- ", sure=sure)
            elif isinstance(node, Scalar) and (dash := _WORD_DASH.match(node.text)) and not node.style:
                mended = "-" if node.text[1:2] == " " else "- "
                arguments = {"character": node.text[0], "mended": "-"}
                place = Span(node.file, node.line, node.column, node.line, node.column + 1)
                sure = re.match(r"[\d.,]+[%％千万亿]?(?:\s|\Z)", node.text[dash.end() :]) is None
                reader.report("PS203", place, arguments, hint="sign", mended=mended, sure=sure)
            elif isinstance(node, Scalar) and not node.style and "\n" not in node.text:
                words = re.split(r"\s*[，、,;；]\s*", node.text.strip(" 【】［］「」[]"))
                mended = "[" + ", ".join(filter(None, words)) + "]"
                # A text may contain such a comma.
                reader.report(
                    "PS408", node, {"text": node.text}, mended=mended, sure=self.inner.is_word or len(words) == 1
                )
            else:
                reader.report("PS408", node, {"text": ""}, hint="dash")
            return None
        items = [item for item in node.items if not is_blank(item) and not self._report_wide_comma(item, reader)]
        values = [self.inner.read(item, reader) for item in items]
        return tuple(value for value in values if value is not None)

    def _is_several(self, node: Scalar, reader: Reader) -> bool:
        """Reports one text that is several values, `p-001、p-002`, each of which could stand there by itself."""
        if not self.inner.is_word or node.line != node.end_line:
            return False
        words = re.split(r"\s*[，、,;；]\s*|\s*(?:和|及|与)\s*|\s+(?:and|&)\s+", node.text.strip(" 【】［］「」[]"))
        if len(words) < 2 or not all(words):
            return False
        trial = type(reader)(reader.settings)
        values = [self.inner.read(node._replace(text=word), trial) for word in words]
        if trial.problems or None in values:
            return False
        mended = "[" + ", ".join(words) + "]"
        # Quotation marks around the whole would make one text of it again.
        span = span_of(node)
        arguments = {"text": node.text, "mended": mended}
        reader.problems.append(Diagnostic("PS408", span, arguments, "several", Fix(span, mended, certain=True)))
        reader.lost = True
        return True

    def _report_wide_comma(self, item: Node, reader: Reader) -> bool:
        """Reports two words that a Chinese comma has made one, `[zh，en]`. A text may contain such a comma."""
        if not (self.inner.is_word and isinstance(item, Scalar)) or item.style or item.text.isascii():
            return False
        wide = re.search(r"(?<=\S)([，、；])\s*(?=\S)", item.text)
        if wide is None:
            return False
        reader.report(
            "PS203", part_of(item, wide.start(1)), {"character": wide[1], "mended": ","}, mended=", ", sure=True
        )
        return True

    def walk(self, value: tuple[T, ...], route: Route) -> Iterator[Leaf]:
        for index, item in enumerate(value):
            yield from self.inner.walk(item, (*route, index))


def _items_of_cell(cell: Scalar) -> Sequence:
    """The items of a list in a cell, parted by `;`, each at its own place."""
    items = []
    for match in re.finditer(r"[^;；]+", cell.text):
        text = match.group().strip()
        if text:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            place = part_of(cell, start, len(text))
            items.append(Scalar(text, *place, "cell"))
    return Sequence(tuple(items), *cell[1:6])


class MapOf(Form[tuple[tuple[str, T], ...]]):
    """Values under ids that the author chooses, in the author's order."""

    def __init__(self, inner: Form[T], *, key: re.Pattern[str] = ID) -> None:
        self.inner = inner
        self.key = key
        self.name = Phrase("一组带编号的字段", "fields under ids of your own")

    def read(self, node: Node, reader: Reader) -> tuple[tuple[str, T], ...] | None:
        if not isinstance(node, Mapping):
            found = Phrase("一个列表", "a list") if isinstance(node, Sequence) else Phrase("一个值", "a single value")
            if not (
                isinstance(node, Scalar) and report_inline(node, lambda text: self.key.match(text) is not None, reader)
            ):
                reader.report("PS403", node, {"expected": self.name, "found": found})
            return None
        values: dict[str, T] = {}
        seen: dict[str, Scalar] = {}
        for key, value in node.entries:
            if is_blank(value):
                continue
            if report_colon(key, value, lambda text: self.key.match(text) is not None, reader):
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
