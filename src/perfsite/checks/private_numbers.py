"""No telephone, identity or bank card number stands in any text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from perfsite.checks.problem import place_in_text, problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.quantities import fold_width
from perfsite.records.record import Record
from perfsite.records.texts import Text
from perfsite.sources.nodes import Route

# Digits that could be one number, with the separators that people put into one. What stands in an address or a
# longer word is something else.
_RUN = re.compile(r"(?<![\w./=@#-])(?:\+|\(0)?\d(?:[ )-]{0,2}\d){6,19}[Xx]?(?![\w])(?!\.\d)", re.ASCII)
# What must be there for the above to find anything, in full width too; most texts are passed over with this.
_MAYBE = re.compile(r"[0-9０-９](?:[^\w\n]{0,2}[0-9０-９]){6}")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}\Z", re.ASCII)
_LANDLINE = re.compile(r"\(?0\d{2,3}[ )-]{1,2}\d{3,4}[ -]?\d{4}\Z", re.ASCII)
_ABROAD = re.compile(r"\+\d[\d -]{7,}\Z", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# Fields whose form is a digest, an address or a name in another system.
_ELSEWHERE = frozenset(("sha256", "translation_of", "url", "web", "email", "base_url"))


class PrivateNumber(NamedTuple):
    code: str
    text: str


def private_numbers(text: str) -> Iterator[PrivateNumber]:
    """Telephone, identity and card numbers in a text, as they are written there."""
    folded = fold_width(text)
    for match in _RUN.finditer(folded):
        code = _kind_of(match.group())
        if code is not None:
            yield PrivateNumber(code, text[match.start() : match.end()])


def _kind_of(run: str) -> str | None:
    digits = re.sub(r"\D", "", run)
    if _is_identity(digits + ("X" if run[-1] in "Xx" else "")):
        return "PS802"
    if run[-1] in "Xx":
        return None
    if 16 <= len(digits) <= 19 and digits[0] in "3456" and _luhn(digits):
        return "PS803"
    if _MOBILE.match(digits) or _LANDLINE.match(run) or (_ABROAD.match(run) and 9 <= len(digits) <= 15):
        return "PS801"
    return None


def _is_identity(number: str) -> bool:
    """A resident identity number: region, day of birth and check digit (GB 11643), or the older form of 15 digits."""
    if not number[:2].isdigit() or not 11 <= int(number[:2]) <= 82:
        return False
    if len(number) == 15 and number.isdigit():
        return _is_day(f"19{number[6:12]}")
    if len(number) != 18 or not number[:17].isdigit() or not _is_day(number[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return "10X98765432"[total % 11] == number[17]


def _is_day(text: str) -> bool:
    try:
        return 1900 <= dt.date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2100
    except ValueError:
        return False


def _luhn(digits: str) -> bool:
    """The check of card numbers (ISO/IEC 7812)."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(value - 9 if value > 9 else value for value in doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def check_private_numbers(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """Wherever a text is. The site's own telephone is there to be called."""
    contact = library.site.contact
    public = re.sub(r"\D", "", contact.phone) if contact is not None and contact.phone else None
    of_record = library.memory.of(("private numbers", public), lambda record: tuple(_record(library, record, public)))
    for record in (library.site, *library.all()):
        yield from of_record(record)


def _record(library: Library, record: Record, public: str | None) -> Iterator[Diagnostic]:
    for leaf in library.leaves_of(record):
        for route, text in _texts(leaf.route, leaf.value):
            seen: dict[str, int] = {}
            for number in private_numbers(text):
                nth = seen[number.text] = seen.get(number.text, -1) + 1
                if public is not None and re.sub(r"\D", "", fold_width(number.text)) == public:
                    continue
                place = place_in_text(library, record, route, number.text, nth)
                yield problem(library, record, place, number.code, {"masked": _masked(number.text)})


def _texts(route: Route, value: object) -> Iterator[tuple[Route, str]]:
    """What of a value may hold such a number, with its route."""
    if isinstance(value, Text):
        for lang, text in value:
            if _MAYBE.search(text) is not None:
                yield (*route, lang), text
    elif isinstance(value, str) and len(value) >= 7 and _MAYBE.search(value) and not _ELSEWHERE.intersection(route):
        yield route, value


def _masked(number: str) -> str:
    """Enough to find it, not enough to use it: a problem may be read by more people than the text."""
    digits = re.sub(r"\D", "", fold_width(number))
    return f"{digits[:3]}…{digits[-2:]}"
