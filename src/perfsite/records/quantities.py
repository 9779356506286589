"""Quantities as people write them, read exactly: `15%`, `1,200,000`, `120万`, `CNY 3万`, `12 months`, `2026-07-01`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from perfsite.diagnostics import Phrase

# ISO 4217, the currencies in circulation.
CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY"
    " COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR"
    " ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK"
    " MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF"
    " SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU"
    " UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split()
)

# Units of time that a duration may be given in, with the words people write for them.
DURATION_UNITS: dict[str, tuple[str, ...]] = {
    "working days": ("working days", "working day", "个工作日", "工作日"),
    "days": ("days", "day", "天", "日", "个自然日"),
    "weeks": ("weeks", "week", "周", "个星期"),
    "months": ("months", "month", "个月"),
    "quarters": ("quarters", "quarter", "个季度", "季度"),
    "years": ("years", "year", "年"),
    "hours": ("hours", "hour", "小时", "个小时", "学时"),
    "periods": ("periods", "period", "个周期", "期"),
}
_UNIT_OF = {word: unit for unit, words in DURATION_UNITS.items() for word in words}
_MAGNITUDES = {"": 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_LOOSE_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z|(\d{4})(\d{2})(\d{2})\Z", re.ASCII
)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?\Z", re.ASCII)
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(千万|百万|亿|万|千)?\Z", re.ASCII)
_MONEY = re.compile(r"([A-Z]{3})\s*(.+)\Z", re.ASCII | re.DOTALL)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5, 0x2212: 0x2D, 0x3002: 0x2E}
MAX_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact value with its unit: "" for a plain number, "%", an ISO 4217 currency, or a unit of time.

    A percentage keeps the number before the sign: `15%` has the value 15; `fraction` is 0.15.
    """

    value: Decimal
    unit: str = ""

    @property
    def fraction(self) -> Decimal:
        return self.value.scaleb(-2) if self.unit == "%" else self.value

    @property
    def is_money(self) -> bool:
        return len(self.unit) == 3 and self.unit.isupper()

    def __str__(self) -> str:
        text = f"{self.value:,f}"
        if not self.unit:
            return text
        if self.unit == "%":
            return f"{text}%"
        return f"{self.unit} {text}" if self.is_money else f"{text} {self.unit}"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a text is not the quantity it should be: a code, its arguments, and the mended text where it is certain."""

    code: str
    hint: str = ""
    mended: str | None = None
    arguments: tuple[tuple[str, str | Phrase], ...] = ()


def fold_width(text: str) -> str:
    """Full-width digits, letters and punctuation as their ASCII forms; nothing else changes."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def parse_number(text: str) -> Decimal | Trouble:
    """A plain number, with grouping commas and 万 or 亿 if the author likes; never a float, NaN or other script's digits."""
    folded = fold_width(text).strip()
    match = _NUMBER.match(folded)
    if match is None:
        return _not_a_number(folded)
    sign, whole, decimals, magnitude = match.groups()
    digits = whole.replace(",", "")
    if len(digits) + len(decimals or "") > MAX_DIGITS:
        return Trouble("PS421", "too-long", arguments=(("limit", str(MAX_DIGITS)),))
    return Decimal(f"{sign}{digits}{decimals or ''}").scaleb(_MAGNITUDES[magnitude or ""])


def _not_a_number(text: str) -> Trouble:
    if re.match(r"\d{1,3}:\d{2}(:\d{2})?\Z", text, re.ASCII):
        return Trouble("PS421", "time")
    if re.match(r"[+-]?[\d_]+(\.[\d_]+)?\Z", text, re.ASCII):
        return Trouble("PS421", "underscore", text.replace("_", ""))
    if re.match(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+\Z", text, re.ASCII):
        value = Decimal(text) if len(text) < 12 else None
        return Trouble("PS421", "exponent", f"{value:f}" if value is not None and abs(value.adjusted()) < 16 else None)
    if re.match(r"[+-]?\d[\d,]*(\.\d+)?\s*(千万|百万|亿|万|千)?\Z", text, re.ASCII):
        match = re.match(r"([+-]?)([\d,]+)(\.\d+)?(.*)\Z", text, re.ASCII)
        assert match is not None
        digits = match.group(2).replace(",", "")
        mended = f"{match.group(1)}{int(digits):,}{match.group(3) or ''}{match.group(4)}" if len(digits) < 25 else None
        return Trouble("PS421", "grouping", mended)
    if re.match(r"[+-]?\d+(\.\d+)?\s*(k|K|m|M|w|W)\Z", text, re.ASCII):
        return Trouble("PS421", "magnitude")
    return Trouble("PS421")


def parse_percent(text: str) -> Quantity | Trouble:
    """A percentage with its sign; `0.15` is asked about, since it could be meant as 15% or as 0.15%."""
    folded = fold_width(text).strip()
    if folded.endswith("%"):
        value = parse_number(folded[:-1])
        return value if isinstance(value, Trouble) else Quantity(value, "%")
    value = parse_number(folded)
    if isinstance(value, Trouble):
        return Trouble("PS422") if not value.hint else value
    if abs(value) <= 1 and "." in folded:
        return Trouble("PS422", "fraction", f"{(value * 100).normalize():f}%")
    return Trouble("PS422", "sign", f"{folded}%")


def parse_money(text: str, currency: str = "") -> Quantity | Trouble:
    """An amount with its currency first, `CNY 3万`. `currency` is what the site would have us suggest."""
    folded = fold_width(text).strip()
    match = _MONEY.match(folded)
    if match is not None:
        code, rest = match.groups()
        if code == "RMB":
            return Trouble("PS423", "rmb", f"CNY {rest}")
        if code not in CURRENCIES:
            return Trouble("PS423", "unknown-currency", arguments=(("currency", code),))
        value = parse_number(rest)
        if isinstance(value, Trouble):
            return Trouble(value.code, value.hint, None if value.mended is None else f"{code} {value.mended}", value.arguments)
        return Quantity(value, code)
    signed = re.match(r"[¥]\s*(.+)\Z", folded) or re.match(r"(.+?)\s*(?:元|人民币|块)\Z", folded) or re.match(r"(?:人民币)\s*(.+)\Z", folded)
    if signed is not None:
        value = parse_number(signed.group(1))
        if not isinstance(value, Trouble):
            return Trouble("PS423", "sign", f"CNY {signed.group(1).strip()}")
        return value
    after = re.match(r"(.+?)\s*([A-Z]{3})\Z", folded)
    if after is not None and after.group(2) in CURRENCIES and not isinstance(parse_number(after.group(1)), Trouble):
        return Trouble("PS423", "order", f"{after.group(2)} {after.group(1)}")
    value = parse_number(folded)
    if isinstance(value, Trouble):
        return Trouble("PS423", "form") if not value.hint else value
    return Trouble("PS423", "missing", f"{currency} {folded}" if currency else None)


def parse_quantity(text: str) -> Quantity | Trouble:
    """A number, percentage, amount of money or duration, as the text itself says."""
    folded = fold_width(text).strip()
    if folded.endswith("%"):
        return parse_percent(folded)
    if re.match(r"[A-Z]{3}\b", folded, re.ASCII) or re.match(r"[¥人]", folded) or folded.endswith("元"):
        return parse_money(folded)
    value = parse_number(folded)
    if not isinstance(value, Trouble):
        return Quantity(value)
    duration = parse_duration(folded)
    return duration if isinstance(duration, Quantity) else value


def parse_duration(text: str) -> Quantity | Trouble:
    """A whole or decimal number of a unit of time: `12 months`, `5 working days`, `10 个工作日`."""
    folded = fold_width(text).strip()
    match = re.match(r"(\d+(?:\.\d+)?)\s*(\D+)\Z", folded, re.ASCII)
    if match is None:
        return Trouble("PS424", "unit" if re.match(r"\d+\Z", folded, re.ASCII) else "", arguments=(("number", folded),))
    unit = _UNIT_OF.get(match.group(2).strip().casefold())
    if unit is None:
        return Trouble("PS424", arguments=(("number", match.group(1)),))
    return Quantity(Decimal(match.group(1)), unit)


def parse_date(text: str) -> dt.date | Trouble:
    """A day as `YYYY-MM-DD`. Other ways to write one are answered with this one."""
    folded = fold_width(text).strip()
    match = _DATE.match(folded)
    if match is not None:
        year, month, day = (int(part) for part in match.groups())
        return _day(year, month, day, folded)
    loose = _LOOSE_DATE.match(folded)
    if loose is not None:
        year, month, day = (int(part) for part in loose.groups() if part)
        found = _day(year, month, day, folded)
        return found if isinstance(found, Trouble) else Trouble("PS411", "form", found.isoformat())
    return Trouble("PS411")


def _day(year: int, month: int, day: int, text: str) -> dt.date | Trouble:
    if not 1900 <= year <= 2199:
        return Trouble("PS412", "year", arguments=(("text", text),))
    if not 1 <= month <= 12:
        return Trouble("PS412", "month", arguments=(("text", text), ("month", str(month))))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        return Trouble(
            "PS412", "day", f"{year}-{month:02}-{last:02}", (("text", text), ("month", f"{year}-{month:02}"), ("last", str(last)))
        )
    return dt.date(year, month, day)


def parse_moment(text: str) -> dt.datetime | Trouble:
    """A day and time with its offset from UTC, `2026-10-08T09:30+08:00`."""
    folded = fold_width(text).strip()
    match = _MOMENT.match(folded)
    if match is None:
        return Trouble("PS413")
    day = parse_date(match.group(1))
    if isinstance(day, Trouble):
        return day
    if int(match.group(2)) > 23 or int(match.group(3)) > 59 or int(match.group(4) or 0) > 59:
        return Trouble("PS413")
    if match.group(5) is None:
        return Trouble("PS413", "offset", f"{day}T{match.group(2)}:{match.group(3)}+08:00")
    offset = match.group(5)
    if offset == "Z":
        zone = dt.UTC
    else:
        hours, minutes = int(offset[1:3]), int(offset[4:6])
        if hours > 14 or minutes > 59:
            return Trouble("PS413")
        delta = dt.timedelta(hours=hours, minutes=minutes)
        zone = dt.timezone(-delta if offset[0] == "-" else delta)
    return dt.datetime(day.year, day.month, day.day, int(match.group(2)), int(match.group(3)), int(match.group(4) or 0), tzinfo=zone)
