"""Dates, numbers and money → text as a reader of the language writes them. Digits are never rounded and never a float.

Chinese amounts from ten thousand on are written with 万 and 亿 where that keeps every digit within two decimals
(11,960,000 → 1,196万元), and in full otherwise (36,000.00元): the written digits are what somebody's pay depends on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Context, Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_currency_name, get_decimal_symbol, get_group_symbol
from markupsafe import Markup

NO_BREAK = "\u00a0"
_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_TAGS = {"zh": "zh-CN", "en": "en"}
_DATE_FORMS = {
    "zh": {"long": "y年M月d日", "short": "y-MM-dd", "day": "M月d日", "month": "y年M月", "weekday": "y年M月d日 EEEE"},
    "en": {"long": "d MMMM y", "short": "d MMM y", "day": "d MMMM", "month": "MMMM y", "weekday": "EEEE d MMMM y"},
}
# Wide enough that no arithmetic here ever rounds: the sources bound a number's length far below it.
_EXACT = Context(prec=400)
_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)


def locale_of(language: str) -> Locale:
    """The conventions that a site's language follows."""
    return Locale.parse(_LOCALES.get(language, language.replace("-", "_")))


def language_tag(language: str) -> str:
    """The value of `lang` (BCP 47) for a site's language."""
    return _TAGS.get(language, language)


class Formats:
    """How one language writes quantities. Methods are safe to call some hundred thousand times in a build."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = locale_of(language)
        self._chinese = self._locale.language == "zh"
        decimal, group = get_decimal_symbol(self._locale), get_group_symbol(self._locale)
        self._symbols = None if (decimal, group) == (".", ",") else str.maketrans({".": decimal, ",": group})
        self._date = lru_cache(maxsize=20_000)(self._format_date)
        self._currency_name = lru_cache(maxsize=256)(self._find_currency_name)
        self._money = lru_cache(maxsize=20_000)(self._format_money)

    def date(self, value: dt.date, form: str = "long") -> str:
        """2026年7月1日 / 1 July 2026. Forms: long, short (tables), day (no year), month, weekday."""
        return self._date(value.date() if isinstance(value, dt.datetime) else value, form)

    def moment(self, value: dt.datetime) -> str:
        """A date with its time of day, as the value states it: no zone is converted."""
        between = " " if self._chinese else ", "
        return f"{self._date(value.date(), 'long')}{between}{value.hour:02d}:{value.minute:02d}"

    def stretch(
        self, start: dt.date | None, end: dt.date | None, write: Callable[[dt.date, str], str] | None = None
    ) -> str:
        """From a day to a day, either of which may be open: 2026年7月1日至9月30日 / 1 July to 30 September 2026.

        `write` says a day in one of the forms of `date`, where it is to be more than words.
        """
        write = write or self._date
        if start is None:
            if end is None:
                return ""
            return f"至{write(end, 'long')}" if self._chinese else f"until {write(end, 'long')}"
        if end is None:
            return f"自{write(start, 'long')}起" if self._chinese else f"from {write(start, 'long')}"
        if start == end:
            return write(start, "long")
        same_year = start.year == end.year
        if self._chinese:
            return f"{write(start, 'long')}至{write(end, 'day' if same_year else 'long')}"
        return f"{write(start, 'day' if same_year else 'long')} to {write(end, 'long')}"

    def number(self, value: int | Decimal) -> str:
        """Every digit as it stands, grouped by thousands; a minus sign, not a hyphen."""
        text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"
        if text[0] == "-":
            text = "\u2212" + text[1:]
        return text.translate(self._symbols) if self._symbols else text

    def percent(self, fraction: Decimal) -> str:
        """0.15 → 15%. Trailing zeros go, since they come from the division by a hundred and mean nothing."""
        return f"{self.number(strip_zeros(_EXACT.multiply(fraction, Decimal(100))))}%"

    def amount(self, value: Decimal) -> str:
        """A number that may be large: Chinese in 万 or 亿 where that stays exact and short."""
        if self._chinese and _is_whole(value):
            for size, unit in ((_YI, "亿"), (_WAN, "万")):
                if abs(value) >= size and _EXACT.remainder(value, size / 100) == 0:
                    return f"{self.number(strip_zeros(_EXACT.divide(value, size)))}{unit}"
        return self.number(value)

    def money(self, value: Decimal, currency: str = "CNY") -> str:
        """1,196万元 / CNY 11,960,000."""
        return self._money(str(value), currency)

    def _format_money(self, digits: str, currency: str) -> str:
        # Kept by the digits: amounts that are equal may have different decimals.
        value = Decimal(digits)
        if self._chinese:
            return f"{self.amount(value)}{self._currency_name(currency)}"
        return f"{currency}{NO_BREAK}{self.number(value)}"

    def listing(self, texts: Iterable[str]) -> str:
        """甲、乙和丙 / A, B and C. Markup among the items makes the whole Markup, the rest escaped."""
        items = list(texts)
        if any(isinstance(item, Markup) for item in items):
            pattern = format_list([f"\x00{index}\x00" for index in range(len(items))], locale=self._locale)
            pieces = pattern.split("\x00")
            return Markup("").join(
                items[int(piece)] if index % 2 else Markup.escape(piece) for index, piece in enumerate(pieces)
            )
        return format_list(items, locale=self._locale)

    def _format_date(self, value: dt.date, form: str) -> str:
        forms = _DATE_FORMS.get(self.language)
        if forms is not None:
            return format_date(value, forms[form], locale=self._locale)
        return format_date(value, "long" if form in ("long", "weekday") else "medium", locale=self._locale)

    def _find_currency_name(self, currency: str) -> str:
        return "元" if currency == "CNY" else str(get_currency_name(currency, locale=self._locale))


def strip_zeros(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 15.00 → 15, 1E+2 → 100."""
    stripped = value.normalize(_EXACT)
    return stripped.quantize(Decimal(1), context=_EXACT) if _is_whole(stripped) else stripped


def _is_whole(value: Decimal) -> bool:
    """Written without decimals: 30,000 and not 30,000.00."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= 0
