"""A cell's text to an exact figure, with the sign or currency that stands in it. What could be read in two ways is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from perfsite.records.quantities import CURRENCIES, MAX_DIGITS, Trouble, fold_width, parse_number
from perfsite.scoring.exact import as_decimal


class Figure(NamedTuple):
    """A value and what stands beside it: `unit` is "%" or "", `currencies` are those that a mark can mean."""

    value: Decimal
    unit: str = ""
    currencies: frozenset[str] = frozenset()


class Refused(NamedTuple):
    """Why a text is no figure: the hint of PS155."""

    hint: str


_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_DOLLARS = frozenset(("USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MXN")) & CURRENCIES
_YEN = frozenset(("CNY", "JPY")) & CURRENCIES
# Marks and words for currencies, the longer before those that they contain.
_MARKS: tuple[tuple[str, frozenset[str]], ...] = (
    ("US$", frozenset(("USD",))), ("HK$", frozenset(("HKD",))), ("NT$", frozenset(("TWD",))), ("CN¥", frozenset(("CNY",))),
    ("人民币", frozenset(("CNY",))), ("美元", frozenset(("USD",))), ("港元", frozenset(("HKD",))), ("港币", frozenset(("HKD",))),
    ("欧元", frozenset(("EUR",))), ("日元", frozenset(("JPY",))), ("英镑", frozenset(("GBP",))), ("RMB", frozenset(("CNY",))),
    ("元", frozenset(("CNY",))), ("¥", _YEN), ("$", _DOLLARS), ("€", frozenset(("EUR",))), ("£", frozenset(("GBP",))),
    ("₩", frozenset(("KRW",))),
)  # fmt: skip
_CODE_BEFORE = re.compile(r"([A-Z]{3})(?![A-Z])\s*", re.ASCII)
_CODE_AFTER = re.compile(r"\s*(?<![A-Z])([A-Z]{3})\Z", re.ASCII)
_POINT = re.compile(
    r"(?:[0-9]+|[0-9]{1,3}(?:(?P<group>[,' ])[0-9]{3})(?:(?P=group)[0-9]{3})*)(?:\.[0-9]+)?\Z", re.ASCII
)
_COMMA = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:(?P<group>[.' ])[0-9]{3})(?:(?P=group)[0-9]{3})*)(?:,[0-9]+)?\Z", re.ASCII)
_MAGNITUDE = re.compile(r"(.*?)\s*(千万|百万|亿|万|千)\Z", re.DOTALL)


@lru_cache(maxsize=65536)
def read_figure(text: str, decimal: str = "point") -> Figure | Refused:
    """A number as people and spreadsheets write it.

    `decimal` is `point` or `comma`. Thousands may be grouped, by threes; a negative may stand in parentheses; 万 and 亿
    count. A number with an exponent is refused: a spreadsheet has rounded it.
    """
    rest = fold_width(text).translate(_SPACES).strip()
    negative = False
    enclosed = re.fullmatch(r"\((.+)\)", rest)
    if enclosed is not None:
        rest, negative = enclosed[1].strip(), True
    rest, currencies, clash = _without_marks(rest)
    if clash:
        return Refused("marks")
    signed = re.match(r"[+-]", rest)
    if signed is not None:
        if negative:
            return Refused("")
        negative, rest = signed[0] == "-", rest[1:].strip()
        if not currencies:
            rest, currencies, clash = _without_marks(rest)
    unit = "%" if rest.endswith("%") else ""
    rest = rest.removesuffix("%").rstrip()
    value = _number(rest, decimal)
    if isinstance(value, Refused):
        return value
    if clash or (unit and currencies):
        return Refused("marks")
    return Figure(-value if negative and value else value, unit, currencies)


def _without_marks(text: str) -> tuple[str, frozenset[str], bool]:
    """The text without the currency beside it, and whether it names two."""
    found: list[frozenset[str]] = []
    for _ in range(2):
        code = _CODE_BEFORE.match(text) or _CODE_AFTER.search(text)
        if code is not None and code[1] in CURRENCIES:
            found.append(frozenset((code[1],)))
            text = (text[: code.start()] + text[code.end() :]).strip()
            continue
        for mark, currencies in _MARKS:
            if text.startswith(mark) or text.endswith(mark):
                found.append(currencies)
                text = (text.removeprefix(mark) if text.startswith(mark) else text.removesuffix(mark)).strip()
                break
    if not found:
        return text, frozenset(), False
    common = frozenset.intersection(*found)
    return text, common, not common


def _number(text: str, decimal: str) -> Decimal | Refused:
    magnitude = _MAGNITUDE.match(text)
    digits, tail = (magnitude[1], magnitude[2]) if magnitude is not None else (text, "")
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+", digits, re.ASCII):
        return Refused("exponent")
    if not (_COMMA if decimal == "comma" else _POINT).match(digits):
        other = (_POINT if decimal == "comma" else _COMMA).match(digits)
        if other is not None and re.search("[.,]", digits):
            return Refused("decimal")
        return Refused("grouping" if re.fullmatch(r"[0-9.,' ]+", digits) else "")
    plain = re.sub(r"[.' ]", "", digits).replace(",", ".") if decimal == "comma" else re.sub(r"[,' ]", "", digits)
    if sum(char.isdigit() for char in plain) > MAX_DIGITS:
        return Refused("long")
    value = parse_number(plain + tail)
    return Refused("") if isinstance(value, Trouble) else value


def written(value: Decimal, unit: str, currency: str = "") -> str:
    """A figure as a table of records has it: exact, without grouping, with its currency or percent sign."""
    return f"{currency} {value:f}" if currency else f"{value:f}{unit}"


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum to its last digit, whatever the precision of the context, with as many decimals as any of the values."""
    summed = list(values)
    return _as_decimal(sum(map(Fraction, summed), Fraction(0)), max(map(decimals, summed), default=0))


def exact_product(one: Decimal, other: Decimal) -> Decimal:
    """The product to its last digit."""
    return _as_decimal(Fraction(one) * Fraction(other), 0)


def decimals(value: Decimal) -> int:
    """How many decimals a value is written with."""
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _as_decimal(value: Fraction, places: int) -> Decimal:
    found = as_decimal(value, places)
    assert found is not None, "sums and products of decimals have an end"
    return found
