"""Days and moments by the formats that a mapping declares. The order of day and month is never guessed."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache

from perfsite.records.quantities import fold_width

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The longer before those that they begin with. `a` is the half of the day, in either language.
_TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})", "MMM": rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?", "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})", "DD": "(?P<day>[0-9]{2})", "D": "(?P<day>[0-9]{1,2})", "HH": "(?P<hour>[0-9]{2})",
    "H": "(?P<hour>[0-9]{1,2})", "h": "(?P<half>[0-9]{1,2})", "mm": "(?P<minute>[0-9]{2})", "ss": r"(?P<second>[0-9]{2})(?:\.[0-9]+)?",
    "a": "(?P<part>am|pm|上午|下午)", "Z": "(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})",
}  # fmt: skip
_TOKEN = re.compile("|".join(_TOKENS))
_PART = {
    "YYYY": "year", "MMM": "month", "MM": "month", "M": "month", "DD": "day", "D": "day", "HH": "hour", "H": "hour",
    "h": "hour", "mm": "minute", "ss": "second", "a": "half of the day", "Z": "zone",
}  # fmt: skip


@cache
def compile_format(form: str) -> re.Pattern[str] | None:
    """The pattern of a format; None where it lacks year, month or day, or says one of its parts twice."""
    found = _TOKEN.findall(form)
    parts = [_PART[token] for token in found]
    if len(set(parts)) < len(parts) or not {"year", "month", "day"} <= set(parts) or ("h" in found) != ("a" in found):
        return None
    pattern, at = "", 0
    for match in _TOKEN.finditer(form):
        pattern += re.escape(form[at : match.start()]) + _TOKENS[match[0]]
        at = match.end()
    return re.compile(pattern + re.escape(form[at:]) + r"\Z", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=65536)
def read_moment(text: str, formats: tuple[str, ...], zone: dt.tzinfo) -> dt.datetime | str:
    """The moment that a text names, in the site's time zone; else the hint of PS156.

    Two formats that both fit and do not agree are no answer. A moment with an offset from UTC is told in `zone`.
    """
    folded = fold_width(text).strip()
    found = {moment for form in formats if (moment := _by(form, folded, zone)) is not None}
    if len(found) == 1:
        return found.pop()
    if found:
        return "two"
    return "serial" if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", folded, re.ASCII) else ""


def _by(form: str, text: str, zone: dt.tzinfo) -> dt.datetime | None:
    pattern = compile_format(form)
    match = pattern.match(text) if pattern is not None else None
    if match is None:
        return None
    given = match.groupdict()
    month = _MONTHS.index(given["name"].lower()) + 1 if given.get("name") else int(given["month"])
    hour = int(given.get("hour") or 0)
    if given.get("half"):
        half = int(given["half"])
        if not 1 <= half <= 12:
            return None
        hour = half % 12 + (12 if given["part"].lower() in ("pm", "下午") else 0)
    try:
        moment = dt.datetime(  # noqa: DTZ001 - a wall clock's, unless the text has an offset
            int(given["year"]),
            month,
            int(given["day"]),
            hour,
            int(given.get("minute") or 0),
            int(given.get("second") or 0),
        )
        if given.get("zone"):
            moment = moment.replace(tzinfo=_offset(given["zone"])).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment if 1900 <= moment.year <= 2199 else None


def _offset(text: str) -> dt.tzinfo:
    if text.lower() == "z":
        return dt.UTC
    digits = text[1:].replace(":", "")
    delta = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return dt.timezone(-delta if text[0] == "-" else delta)
