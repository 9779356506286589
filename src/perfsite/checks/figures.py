"""The figures that a text in Chinese or English states: percentages, and amounts with 万, 亿, million and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from perfsite.records.quantities import fold_width

_MAGNITUDES = {
    "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "万亿": 12,
    "thousand": 3, "million": 6, "billion": 9, "bn": 9,
}  # fmt: skip
# Readings that are possible but not sure: enough to find the counterpart of a figure, too little to ask for one.
_LOOSE = {"k": 3, "m": 6}
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.])([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?)"
    r"(?:\s*(万亿|百亿|十亿|千万|百万|十万|亿|万|千(?![克米瓦])|thousand\b|million\b|billion\b|bn\b|%|per ?cent\b|个?百分点|percentage points?\b)"
    r"|([km])(?![A-Za-z]))?",
    re.IGNORECASE,
)
# A digit before what may be the first letter of a unit: what must be there for a figure to have one.
_MAYBE = re.compile(r"\d\s*[%％万亿十百千个tmbpTMBPＡ-Ｚａ-ｚ]")
_CHINESE = re.compile(r"(百分之)?([零〇一二两三四五六七八九十百千]+)(万亿|亿|万|成)?")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100,
}  # fmt: skip
_ENGLISH_NUMBER = re.compile(
    rf"\b({'|'.join(_ENGLISH)})\b(?:[ -](hundred|thousand|million|billion|per ?cent|percent))?", re.IGNORECASE
)
# Shares that are said in words, as percentages.
_SHARES = {
    50: r"一半|半数|减半|\bhalf\b|\bhalve", 100: r"全部|全额|翻番|翻一番|\ball\b|\bfull|\bdouble|\bwhole\b",
    25: r"\bquarter\b", 75: r"\bthree[ -]quarters\b", 20: r"\bfifth\b", 10: r"\btenth\b|\b10th\b",
}  # fmt: skip
_SHARE_WORDS = {value: re.compile(words, re.IGNORECASE) for value, words in _SHARES.items()}
_FRACTION = re.compile(r"([一二三四五六七八九十]+)分之([一二三四五六七八九十]+)")
_REDUCED = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])?折")
# Rounded to fewer digits than this, two figures would be said to agree too soon.
_LEAST_DIGITS = 3
# What is longer is no figure that anybody would compare.
_MOST_DIGITS = 20
# How close two figures stand in a range, counted in characters.
_RANGE = 7


class Figure(NamedTuple):
    """A figure as it is written, and its value; that of a percentage is the number before the sign."""

    text: str
    value: Decimal


def stated_figures(text: str) -> Iterator[Figure]:
    """The figures that the other language must state too: those with a percent sign or a magnitude."""
    if _MAYBE.search(text) is None:
        return
    for match in _FIGURE.finditer(fold_width(text)):
        number, unit, _ = match.groups()
        if unit is None or len(number) > _MOST_DIGITS:
            continue
        value = Decimal(number.replace(",", ""))
        yield Figure(text[match.start() : match.end()].strip(), value.scaleb(_MAGNITUDES.get(unit.casefold(), 0)))


def possible_values(text: str) -> frozenset[Decimal]:
    """Every value that this text can be read to state, in figures or in words."""
    folded = fold_width(text)
    return frozenset((*_in_figures(folded), *_in_chinese(folded), *_in_english(folded)))


def is_stated(value: Decimal, values: frozenset[Decimal]) -> bool:
    """Whether one of the values is this one, or is it rounded: 850.24万 may be 8.50 million in the other language."""
    return value in values or any(_rounds_to(value, other) or _rounds_to(other, value) for other in values)


def _rounds_to(value: Decimal, coarse: Decimal) -> bool:
    digits = coarse.as_tuple()
    exponent = digits.exponent
    if not isinstance(exponent, int) or len(digits.digits) < _LEAST_DIGITS or value.adjusted() > coarse.adjusted() + 1:
        return False
    return value.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP) == coarse


def _in_figures(text: str) -> Iterator[Decimal]:
    following, start = "", len(text) + _RANGE
    for match in reversed(list(_FIGURE.finditer(text))):
        number, unit, loose = match.groups()
        if len(number) > _MOST_DIGITS:
            continue
        value = Decimal(number.replace(",", ""))
        yield value
        yield value.scaleb(_MAGNITUDES.get((unit or "").casefold(), 0))
        yield value.scaleb(_LOOSE.get((loose or "").casefold(), 0))
        # "3 to 5 million" and "3、4和5万" state all figures in the unit of the last.
        following = (unit or following if start - match.end() < _RANGE else unit or "").casefold()
        start = match.start()
        yield value.scaleb(_MAGNITUDES.get(following, 0))


def _in_chinese(text: str) -> Iterator[Decimal]:
    for match in _CHINESE.finditer(text):
        if len(match.group(2)) > _MOST_DIGITS:
            continue
        value, unit = _chinese_number(match.group(2)), match.group(3) or ""
        yield value
        yield value.scaleb(1) if unit == "成" else value.scaleb(_MAGNITUDES.get(unit, 0))
    for match in _FRACTION.finditer(text):
        yield round(_chinese_number(match.group(2)) * 100 / _chinese_number(match.group(1)), 2)
    for match in _REDUCED.finditer(text):
        share = Decimal(_DIGITS[match.group(1)] * 10 + _DIGITS.get(match.group(2) or "", 0))
        yield from (share, 100 - share)


def _in_english(text: str) -> Iterator[Decimal]:
    for match in _ENGLISH_NUMBER.finditer(text):
        value, unit = Decimal(_ENGLISH[match.group(1).casefold()]), (match.group(2) or "").casefold()
        yield value
        yield value.scaleb(2 if unit == "hundred" else _MAGNITUDES.get(unit, 0))
    for share, words in _SHARE_WORDS.items():
        if words.search(text):
            yield Decimal(share)


def _chinese_number(text: str) -> Decimal:
    """三百五十 is 350; a row of digits such as 二〇二六 is read as one."""
    if not any(char in _UNITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return Decimal(total + digit)
