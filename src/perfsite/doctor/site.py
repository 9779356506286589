"""The site: whether its records can be read, and until when its working days are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.diagnostics import Phrase, Severity
from perfsite.doctor.finding import Finding, State, fine
from perfsite.pipeline import Loaded
from perfsite.publication.durations import add_duration
from perfsite.publication.working_days import NoDay, site_calendar
from perfsite.records.calendar import Calendar
from perfsite.records.quantities import Quantity
from perfsite.records.site import Policy

_DAY = dt.timedelta(days=1)
# A clock that cannot be counted from a day so near is worth a word today.
SOON = 60
# No promise of a site is looked at further ahead than this.
FAR = 800


def look_at_site(loaded: Loaded, as_of: dt.date) -> Iterator[Finding]:
    yield records(loaded)
    yield calendar(loaded, as_of)


def records(loaded: Loaded) -> Finding:
    """Whether all files can be read. What they say is for `perfsite check`."""
    errors = sum(problem.severity is Severity.ERROR for problem in loaded.problems)
    files = len(loaded.library.documents.sources)
    if not errors:
        return fine("records", f"{files} 个文件都读得懂", f"all {files} files can be read")
    return Finding(
        "records",
        State.WRONG,
        Phrase(f"有 {errors} 处写法读不懂", f"{errors} place{'' if errors == 1 else 's'} cannot be understood"),
        Phrase("运行 `perfsite check`，逐处看怎么改。", "run `perfsite check`, which says how to mend each."),
    )


def calendar(loaded: Loaded, as_of: dt.date) -> Finding:
    """Until which day every promise that is counted in working days can be counted."""
    library = loaded.library
    working, promises = site_calendar(library), list(_in_working_days(library.site.policy))
    if not promises:
        return fine("calendar", "没有以工作日计的期限", "no promise is counted in working days")
    if working is None:
        return Finding(
            "calendar",
            State.WRONG,
            Phrase(
                "期限以工作日计，站点却没有日历", "promises are counted in working days, and the site has no calendar"
            ),
            Phrase(
                "新建 `content/calendars/cn.yml`，写 `country: CN`，并在 perfsite.yml 里写 `calendar: cn`。",
                "write `country: CN` into `content/calendars/cn.yml`, and `calendar: cn` into perfsite.yml.",
            ),
        )
    for days in range(FAR):
        day = as_of + days * _DAY
        end = next((end for long in promises if isinstance(end := add_duration(day, long, working), NoDay)), None)
        if end is not None and end.why == "year":
            return _known_until(day, end.year, days, library.get(Calendar, library.site.calendar))
    last = max(working.years)
    return fine("calendar", f"工作日已知到 {last} 年", f"working days are known up to {last}")


def _known_until(day: dt.date, year: int, days: int, record: Calendar | None) -> Finding:
    announced = record is not None and record.country is not None
    sentence = Phrase(
        f"{day} 起开始的期限要用到 {year} 年的放假安排，目前还没有",
        f"promises that begin on {day} or later need the days off of {year}, which are not known yet",
    )
    advice = Phrase(
        f"{year} 年的安排公布后（通常在前一年 11 月）运行 `pip install --upgrade chinesecalendar`；"
        f"或在日历里写 `years: [{year}]` 和 `holidays`。",
        f"once the days off of {year} are announced, most often in November before, run "
        f"`pip install --upgrade chinesecalendar`; or write `years: [{year}]` and `holidays` into the calendar.",
    )
    by_hand = Phrase(
        f"在日历里写 `years: [{year}]` 和那一年的 `holidays`。",
        f"write `years: [{year}]` and the `holidays` of that year into the calendar.",
    )
    state = State.WRONG if not days else State.WARNING if days <= SOON else State.FINE
    return Finding("calendar", state, sentence, advice if announced else by_hand)


def _in_working_days(policy: Policy) -> Iterator[Quantity]:
    objections = policy.objections
    lengths = (
        policy.publish_within,
        policy.notice,
        objections.open if objections else None,
        objections.answer_within if objections else None,
    )
    yield from (length for length in lengths if length is not None and length.unit == "working days")
