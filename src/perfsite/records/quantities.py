"""Quantities as people write them, read exactly: `15%`, `1,200,000`, `120万`, `CNY 3万`, `12 months`, `2026-07-01`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfsite.diagnostics import Phrase, closest, is_slip

# ISO 4217, the currencies in circulation.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD
    TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a list of 155 strings would hide what it holds
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
# What people write for a unit that can only mean one; `月` and `日` alone name a day of the calendar rather than a length.
_UNIT_SLIPS = {
    "月": "months",
    "个年": "years",
    "年度": "years",
    "季": "quarters",
    "星期": "weeks",
    "礼拜": "weeks",
    "个月份": "months",
    "business days": "working days",
    "business day": "working days",
    "work days": "working days",
    "workdays": "working days",
    "working-days": "working days",
    "workday": "working days",
    "个工作天": "working days",
    "工作天": "working days",
    "mos": "months",
    "mo": "months",
    "mths": "months",
    "yr": "years",
    "yrs": "years",
    "wks": "weeks",
    "wk": "weeks",
    "hrs": "hours",
    "hr": "hours",
    "h": "hours",
    "d": "days",
    "y": "years",
    "w": "weeks",
    "qtrs": "quarters",
}
_MAGNITUDES = {"": 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}

FIRST_YEAR, LAST_YEAR = 1900, 2199
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_LOOSE_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\Z|(\d{4})(\d{2})(\d{2})\Z", re.ASCII
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
# `Oct 1, 2026` and `1 October 2026`.
_NAMED_DATE = re.compile(
    rf"(?P<first>{_MONTH})\s+(?P<second>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<last>\d{{4}})\Z"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<month>{_MONTH})[\s,-]+(?P<year>\d{{4}})\Z",
    re.ASCII | re.IGNORECASE,
)
_DASHES = str.maketrans("–—−‐", "----")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?\Z", re.ASCII)
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(千万|百万|亿|万|千)?\Z", re.ASCII)
_MONEY = re.compile(r"([A-Z]{3})\s*(.+)\Z", re.ASCII | re.DOTALL)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xFFE5: 0xA5,
    0x2212: 0x2D,
    0x3002: 0x2E,
}
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
    """Why a text is not the quantity it should be: a code, its arguments, and the text that was probably meant.

    `certain` where nothing else can have been meant.
    """

    code: str
    hint: str = ""
    mended: str | None = None
    arguments: tuple[tuple[str, str | Phrase], ...] = ()
    certain: bool = False


def fold_width(text: str) -> str:
    """Full-width digits, letters and punctuation as their ASCII forms; nothing else changes."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Decimal | Trouble:
    """A plain number, with grouping commas and 万 or 亿 if the author likes; never a float, NaN or other script's digits."""
    folded = fold_width(text).strip()
    match = _NUMBER.match(folded)
    if match is None:
        return _not_a_number(folded)
    sign, whole, decimals, magnitude = match.groups()
    digits = whole.replace(",", "")
    if len(digits) + len((decimals or ".")[1:]) > MAX_DIGITS:
        return Trouble("PS421", "too-long", arguments=(("limit", str(MAX_DIGITS)),))
    # Every zero that was written is kept: 1.10万 is 11000, and 1.10 stays 1.10.
    value = Decimal(f"{sign}{digits}{decimals or ''}")
    value = value or abs(value)  # -0 is 0
    return value if magnitude is None else _times(value, _MAGNITUDES[magnitude])


def _times(value: Decimal, places: int) -> Decimal:
    """The value times a power of ten, written out: never as 3E+4."""
    moved = value.scaleb(places)
    return Decimal(f"{moved:f}")


def _not_a_number(text: str) -> Trouble:
    if re.match(r"\d{1,3}:\d{2}(:\d{2})?\Z", text, re.ASCII):
        return Trouble("PS421", "time")
    if "_" in text and re.match(r"[+-]?\d[\d_]*(\.[\d_]+)?\Z", text, re.ASCII):
        plain = text.replace("_", "")
        return Trouble("PS421", "underscore", plain if isinstance(parse_number(plain), Decimal) else None, certain=True)
    if re.match(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+\Z", text, re.ASCII):
        value = Decimal(text) if len(text) < 12 else None
        mended = f"{value:f}" if value is not None and abs(value.adjusted()) < 16 else None
        # A spreadsheet writes so what it has rounded for show: the digits that it left out are not in the file.
        return Trouble("PS421", "exponent", mended)
    match = re.match(r"([+-]?)(\d[\d,]*)(\.\d+)?\s*(千万|百万|亿|万|千)?\Z", text, re.ASCII)
    if match is not None:
        sign, whole, decimals, magnitude = match.groups("")
        digits = whole.replace(",", "")
        if len(digits) > MAX_DIGITS:
            return Trouble("PS421", "too-long", arguments=(("limit", str(MAX_DIGITS)),))
        if not decimals and re.search(r",\d\Z", whole, re.ASCII):
            # As much of the world writes decimals. Two digits may as well lack a third.
            before, _, after = whole.rpartition(",")
            digits = before.replace(",", "")
            return Trouble("PS421", "decimal", f"{sign}{int(digits):,}.{after}{magnitude}")
        return Trouble("PS421", "grouping", f"{sign}{int(digits):,}{decimals}{magnitude}")
    if re.match(r"[+-]?\d+(\.\d+)?\s*(k|K|m|M|w|W)\Z", text, re.ASCII):
        return Trouble("PS421", "magnitude")
    return _in_words(text)


def _in_words(text: str) -> Trouble:
    """`5.92 million`; or anything else around a number."""
    words = re.match(r"([+-]?\d+(?:\.\d+)?)\s*(thousand|million|billion)s?\Z", text, re.ASCII | re.IGNORECASE)
    if words is not None:
        value = _times(Decimal(words[1]), {"thousand": 3, "million": 6, "billion": 9}[words[2].casefold()])
        return Trouble("PS421", "words", f"{value.normalize():,f}")
    hint, mended = _mend(text, parse_number)
    return Trouble("PS421", hint, mended, certain=True)


def _mend(text: str, parse: Callable[[str], object]) -> tuple[str, str | None]:
    """Hint and mended text where a text only lacks its leading zero or has something after it that says nothing."""
    tried = text.rstrip(",;.、:' ").removeprefix("=").strip()
    if tried.startswith("."):
        tried = f"0{tried}"
    if tried != text and tried and not isinstance(parse(tried), Trouble):
        return ("mended", tried)
    return ("", None)


@lru_cache(maxsize=4096)
def parse_percent(text: str) -> Quantity | Trouble:
    """A percentage with its sign; `0.15` is asked about, since it could be meant as 15% or as 0.15%."""
    folded = fold_width(text).strip()
    if folded.endswith("%"):
        value = parse_number(folded[:-1].rstrip())
        if not isinstance(value, Trouble):
            return Quantity(value, "%")
        if value.mended is not None:
            return Trouble(value.code, value.hint, f"{value.mended}%", value.arguments, value.certain)
        once = f"{folded.rstrip('%').rstrip()}%"
        if once != folded and isinstance(parse_percent(once), Quantity):
            return Trouble("PS422", "mended", once, certain=True)
        return value if value.hint else Trouble("PS422")
    return _not_a_percentage(folded)


def _not_a_percentage(folded: str) -> Trouble:
    turned = re.match(r"(?:%|百分之)\s*(\d+(?:\.\d+)?)\Z", folded, re.ASCII) or re.match(
        r"(\d+(?:\.\d+)?)\s*(?:percent|per cent|pct|个百分点)\Z", folded, re.ASCII | re.IGNORECASE
    )
    if turned is not None:
        # A percentage point may be a difference between two percentages.
        return Trouble("PS422", "mended", f"{turned[1]}%", certain="点" not in folded)
    value = parse_number(folded)
    if isinstance(value, Trouble):
        hint, mended = _mend(folded, parse_percent)
        if mended or value.hint in ("", "mended"):
            return Trouble("PS422", hint, mended, certain=True)
        return _as_part(value, parse_percent)
    if abs(value) <= 1 and "." in folded:
        return Trouble("PS422", "fraction", f"{(value * 100).normalize():f}%")
    # One or two may as well be 100% or 200%.
    return Trouble("PS422", "sign", f"{folded}%", certain=abs(value) > 2)


@lru_cache(maxsize=4096)
def parse_money(text: str, currency: str = "") -> Quantity | Trouble:
    """An amount with its currency first, `CNY 3万`. `currency` is what the site would have us suggest."""
    folded = fold_width(text).strip()
    match = _MONEY.match(folded)
    if match is not None and match[1] in CURRENCIES:
        value = parse_number(match[2])
        if not isinstance(value, Trouble):
            return Quantity(value, match[1])
        rest, found = _amount(match[2])
        if found in ("", match[1]) and rest is not None:
            return Trouble("PS423", "mended", f"{match[1]} {rest}", certain=True)
        if value.mended is not None:
            return Trouble(value.code, value.hint, f"{match[1]} {value.mended}", value.arguments, value.certain)
        return value if value.hint else Trouble("PS423")
    return _not_money(folded, currency)


def _not_money(folded: str, currency: str) -> Trouble:
    """Why this is no amount, with the amount that it surely means."""
    amount, named = _amount(folded)
    if amount is not None:
        if not named:
            return Trouble("PS423", "missing", f"{currency} {amount}" if currency else None)
        mended = f"{named} {amount}"
        if folded.startswith("RMB"):
            return Trouble("PS423", "rmb", mended, certain=True)
        if re.search(r"[A-Z]{3}\Z", folded, re.ASCII):
            return Trouble("PS423", "order", mended, certain=True)
        return Trouble("PS423", "sign", mended, certain=True)
    match = _MONEY.match(folded)
    if match is not None and isinstance(parse_number(match[2]), Decimal):
        return Trouble("PS423", "unknown-currency", arguments=(("currency", match[1]),))
    value = parse_number(folded)
    if isinstance(value, Trouble) and value.hint not in ("", "mended"):
        return _as_part(value, lambda text: parse_money(text, currency))
    return Trouble("PS423")


def _as_part(trouble: Trouble, parse: Callable[[str], object]) -> Trouble:
    """A number's trouble where more than a number is wanted: what is offered has the sign or currency too."""
    if trouble.mended is None:
        return trouble
    whole = parse(trouble.mended)
    mended = trouble.mended if not isinstance(whole, Trouble) else whole.mended
    if mended is None:
        # Without a currency to offer there is no text to write in its place.
        return Trouble(trouble.code, arguments=trouble.arguments)
    certain = trouble.certain and (not isinstance(whole, Trouble) or whole.certain)
    return Trouble(trouble.code, trouble.hint, mended, trouble.arguments, certain)


def _amount(text: str) -> tuple[str | None, str]:
    """The number in a text and the currency that its signs and words mean, "" where there are none."""
    rest, named = text, ""
    for _ in range(4):
        before = rest
        for pattern, code in _CURRENCY_WORDS:
            found = pattern.match(rest)
            if found is not None and named in ("", code or found[1].upper()):
                named = code or found[1].upper()
                rest = found[2].strip()
        if rest == before:
            break
    rest = rest.rstrip(",;.、 ")
    return (rest if isinstance(parse_number(rest), Decimal) else None), named


_CODE = "|".join(sorted(CURRENCIES))
# The first group says the currency, the second the rest; the currency is stated where the words do not spell its code.
_CURRENCY_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern + r"\Z", re.IGNORECASE | re.DOTALL), code)
    for pattern, code in (
        (r"(US\$|USD\$)\s*(.+)", "USD"),
        (r"(?=.*(美元|美金))(.+?)\s*(?:美元|美金)", "USD"),
        (r"(?=.*(欧元))(.+?)\s*欧元", "EUR"),
        (r"(€)\s*(.+)", "EUR"),
        (r"(¥|人民币|RMB)\s*(.+)", "CNY"),
        (r"(?=.*(元|块|圆|RMB|人民币))(.+?)\s*(?:元整|元|块钱|块|圆整|圆|人民币|RMB)", "CNY"),
        (rf"({_CODE})\b\s*(.+)", ""),
        (rf"(?=.*?({_CODE})\Z)(.+?)\s*[A-Z]{{3}}", ""),
    )
)


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Quantity | Trouble:
    """A number, percentage, amount of money or duration, as the text itself says."""
    folded = fold_width(text).strip()
    if folded.endswith("%"):
        return parse_percent(folded)
    value = parse_number(folded)
    if not isinstance(value, Trouble):
        return Quantity(value)
    duration = parse_duration(folded)
    if isinstance(duration, Quantity):
        return duration
    money = parse_money(folded)
    if isinstance(money, Quantity):
        return money
    # What has a currency in it is an amount with something wrong; what has none is no number.
    is_money = money.hint not in ("", "missing", value.hint) and (money.mended is not None or value.mended is None)
    return money if is_money else value


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> Quantity | Trouble:
    """A whole or decimal number of a unit of time: `12 months`, `5 working days`, `10 个工作日`."""
    folded = fold_width(text).strip()
    match = re.match(r"(\d+(?:\.\d+)?)\s*(\D+)\Z", folded, re.ASCII)
    if match is None:
        hint = "unit" if re.match(r"\d+(?:\.\d+)?\Z", folded, re.ASCII) else ""
        return Trouble("PS424", hint, arguments=(("number", folded),))
    number, word = match[1], match[2].strip().casefold()
    if len(number) > MAX_DIGITS:
        return Trouble("PS421", "too-long", arguments=(("limit", str(MAX_DIGITS)),))
    unit = _UNIT_OF.get(word)
    if unit is not None:
        return Quantity(Decimal(number), unit)
    word = re.sub(r"(?:之内|以内|内)?[,;.、]*\Z", "", word)
    known = _UNIT_SLIPS.get(word) or _UNIT_OF.get(word)
    meant = known or closest(word, [w for w in _UNIT_OF if w.isascii()])
    if meant is None:
        return Trouble("PS424", arguments=(("number", number),))
    unit = _UNIT_OF.get(meant, meant)
    certain = known is not None or is_slip(word, unit, DURATION_UNITS)
    return Trouble("PS424", "mended", f"{number} {unit}", (("number", number),), certain)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> dt.date | Trouble:
    """A day as `YYYY-MM-DD`. Other ways to write one are answered with this one."""
    folded = fold_width(text).strip()
    match = _DATE.match(folded)
    if match is not None:
        year, month, day = (int(part) for part in match.groups())
        return _day(year, month, day, folded)
    loose = _LOOSE_DATE.match(folded.translate(_DASHES).rstrip(",;、."))
    if loose is not None:
        year, month, day = (int(part) for part in loose.groups() if part)
        found = _day(year, month, day, folded)
        return found if isinstance(found, Trouble) else Trouble("PS411", "form", found.isoformat(), certain=True)
    return _not_a_date(folded.translate(_DASHES).rstrip(",;、."))


def _not_a_date(text: str) -> Trouble:
    """What is a day to people and not in the form of one: certain only where it can be no other day."""
    midnight = re.match(r"(\S+)[ T]0{1,2}:00(?::00(?:\.0+)?)?\Z", text, re.ASCII)
    if midnight is not None and (mended := _as_day(midnight[1])) is not None:
        return Trouble("PS411", "form", mended, certain=True)
    last = re.match(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\Z", text, re.ASCII)
    if last is not None:
        readings = sorted({(last[1], last[3]), (last[3], last[1])})
        days = [day for one, two in readings if (day := _as_day(f"{last[4]}-{one}-{two}")) is not None]
        if len(days) == 1:
            return Trouble("PS411", "form", days[0], certain=True)
        if days:
            return Trouble("PS411", "two", arguments=(("one", days[0]), ("other", days[1])))
    named = _NAMED_DATE.match(text)
    if named is not None:
        month = _MONTHS.index((named["month"] or named["first"])[:3].casefold()) + 1
        day = _as_day(f"{named['year'] or named['last']}-{month}-{named['day'] or named['second']}")
        if day is not None:
            return Trouble("PS411", "form", day, certain=True)
    return _not_a_whole_date(text)


def _not_a_whole_date(text: str) -> Trouble:
    """A day without its year, or with half of it; a month; or what a spreadsheet keeps of a day."""
    short = re.match(r"(\d{2})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\Z", text, re.ASCII)
    if short is not None and (day := _as_day(f"20{short[1]}-{short[3]}-{short[4]}")) is not None:
        return Trouble("PS411", "short", day, certain=short[2] == "年")
    if re.match(r"\d{1,2}\s*月\s*\d{1,2}\s*[日号]?\Z|\d{1,2}[-/.]\d{1,2}\Z", text, re.ASCII):
        return Trouble("PS411", "year")
    if re.match(r"\d{4}\s*(?:年\s*\d{1,2}\s*月?|[-/.]\s*\d{1,2})\Z", text, re.ASCII):
        return Trouble("PS411", "day")
    if re.match(r"[34567]\d{4}\Z", text, re.ASCII):
        # The days that spreadsheets count, from the end of 1899.
        return Trouble("PS411", "serial", (dt.date(1899, 12, 30) + dt.timedelta(days=int(text))).isoformat())
    return Trouble("PS411")


def _as_day(text: str) -> str | None:
    """The day that a text names in the form of one, or nothing where there is no such day."""
    found = parse_date(text)
    if isinstance(found, Trouble):
        return found.mended if found.code == "PS411" and found.hint == "form" else None
    return found.isoformat()


def _day(year: int, month: int, day: int, text: str) -> dt.date | Trouble:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Trouble("PS412", "year", arguments=(("text", text),))
    if not 1 <= month <= 12:
        return Trouble("PS412", "month", arguments=(("text", text), ("month", str(month))))
    if day < 1:
        return Trouble("PS411")
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return Trouble(
            "PS412",
            "day",
            f"{year}-{month:02}-{last:02}",
            (("text", text), ("month", f"{year}-{month:02}"), ("last", str(last))),
        )
    return dt.date(year, month, day)


def parse_moment(text: str) -> dt.datetime | Trouble:
    """A day and time with its offset from UTC, `2026-10-08T09:30+08:00`."""
    folded = fold_width(text).strip()
    match = _MOMENT.match(folded)
    if match is None:
        return _not_a_moment(folded)
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
    return dt.datetime(
        day.year, day.month, day.day, int(match.group(2)), int(match.group(3)), int(match.group(4) or 0), tzinfo=zone
    )


def _not_a_moment(text: str) -> Trouble:
    """A day and time in another form: `2026/10/8 9:30`."""
    loose = re.match(r"(\S+?)[T\s]+(\d{1,2}):(\d{2})(:\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?\Z", text, re.ASCII)
    if loose is None:
        return Trouble("PS413")
    day = parse_date(loose[1])
    shown = day.isoformat() if isinstance(day, dt.date) else day.mended if day.hint == "form" else None
    offset = loose[5] or "+08:00"
    if shown is None or not int(loose[2]) < 24 or not int(loose[3]) < 60:
        return Trouble("PS413")
    offset = offset if offset == "Z" or ":" in offset else f"{offset[:3]}:{offset[3:]}"
    # The offset is where the clock was, and seconds are left out: neither is anybody's to decide but the author's.
    certain = loose[4] is None and loose[5] is not None and (isinstance(day, dt.date) or day.certain)
    return Trouble("PS413", "mended", f"{shown}T{int(loose[2]):02}:{loose[3]}{offset}", certain=certain)
