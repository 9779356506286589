"""When pages change by themselves: told in advance, and held to what day after day of plans shows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest

from perfsite.pipeline import Loaded, find_audience, set_type
from perfsite.privacy import project
from perfsite.project import SITE_FILE
from perfsite.publication.transitions import TRANSITIONS, Outlook, look_ahead
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity
from perfsite.site.periods import DueDate
from perfsite.site.sentences import Said
from tests.privacy.repositories import COMPANY
from tests.site_builder import BASE, site

BONUS, PROMOTIONS = "content/results/2026-q3/quarterly-bonus.yml", "content/results/2026-promotions.yml"
PERIODS = ("content/periods/2026.yml", "content/periods/2026-q3.yml")
RULE, GOAL = "content/rules/scorecard.yml", "content/goals/zhejiang-revenue.yml"
PEOPLE = "content/people/people.yml"
# Sentences and words that count days, the last of them included.
COUNTS = ("period.left", "period.begins-in", "period.last-day", "stand.object-until", "stand.object-today")
LEFT = re.compile(r"，还剩 \d+ (?:个工作日|天)|，今天是最后一天")

NEXT_RULE = (
    BASE[RULE]
    .replace("from: 2026-01-01", "from: 2027-01-01, until: 2027-01-31")
    .replace("on: 2025-12-15", "on: 2026-11-18")
    .replace("applies_to", "replaces: scorecard\napplies_to")
)
LATE_PROMOTIONS = BASE[PROMOTIONS].replace("notice: {from: 2026-10-20}", "notice: {from: 2026-11-06}")
BUSY = {
    SITE_FILE: BASE[SITE_FILE] + "  retention: 2 months\n  names: {during_notice: full, after: masked}\n",
    RULE: BASE[RULE] + "changes:\n  - {on: 2026-10-27, note: {zh: 更清楚, en: Clearer}}\n",
    "content/rules/scorecard-2027.yml": NEXT_RULE,
    PROMOTIONS: LATE_PROMOTIONS,
    # Answered one working day late, with a correction that starts the clock again.
    BONUS: BASE[BONUS].replace("answered: 2026-10-19", "answered: 2026-10-30").replace(
        "objections:",
        "corrections:\n  - {on: 2026-11-02, about: p-3, field: total, was: '84.00', now: '85.00', "
        "reason: {zh: 更正, en: Corrected}}\nobjections:",
    ),
    PERIODS[0]: BASE[PERIODS[0]] + "deadlines:\n  - {title: {zh: 填报截止, en: Returns due}, on: 2026-12-10}\n",
    GOAL: BASE[GOAL]
    + "revisions:\n  - {on: 2026-10-20, effective: 2026-11-10, target: CNY 700万, reason: {zh: 停产, en: Closed}, approved_by: p-1}\n"
    + "reviews:\n  - {on: 2026-11-12, actual: CNY 402万, feedback: {zh: 正常, en: On course}, by: p-1}\n",
    PEOPLE: BASE[PEOPLE].replace("from: 2025-04-01}", "from: 2025-04-01, until: 2026-11-25}"),
}  # fmt: skip
# No period runs after September, so that nothing but working days is counted.
QUIET = {
    PERIODS[0]: None,
    PERIODS[1]: BASE[PERIODS[1]].replace("parent: 2026\n", ""),
    BONUS: BASE[BONUS].replace(
        "    answered: 2026-10-19\n    outcome: rejected\n    answer: {zh: 该笔到账在十月, en: That payment arrived in October}\n",
        "",
    ),
    PROMOTIONS: BASE[PROMOTIONS].replace("notice: {from: 2026-10-20}\n", ""),
}
IN_DAYS = {
    **QUIET,
    SITE_FILE: BASE[SITE_FILE].replace("working days", "days"),
    "content/promotion/m1-to-m2.yml": BASE["content/promotion/m1-to-m2.yml"].replace("working days", "days"),
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def plan(loaded: Loaded, audience: str, on: dt.date) -> tuple[dict[str, Any], Library]:
    """What every page of one language says, as data, and the library that it says it from."""
    rule = find_audience(loaded, audience)
    assert rule is not None
    job = set_type(loaded, audience=rule, as_of=on)
    pages = {p.address: (p.template, p.title, p.description, p.view) for p in job.pages if p.language == "zh"}
    return pages, job.editions[0].library


def without_counts(value: Any) -> Any:
    """The same data with every count of days blotted out."""
    if isinstance(value, Said) and value.key in COUNTS:
        return "…"
    if isinstance(value, Quantity) and value.unit in ("days", "working days"):
        return "…"
    if isinstance(value, DueDate):
        return value.date, value.title, value.days is None
    if isinstance(value, str):
        return LEFT.sub("", value)
    if isinstance(value, tuple):
        return tuple(without_counts(one) for one in value)
    if dataclasses.is_dataclass(value):
        parts = (without_counts(getattr(value, field.name)) for field in dataclasses.fields(value))
        return (type(value).__name__, *parts)
    return value


@pytest.mark.parametrize(
    ("files", "audience", "first", "last"),
    [
        (BUSY, "managers", "2026-10-08", "2027-02-03"),
        (BUSY, "everyone", "2026-10-08", "2026-12-20"),
        (QUIET, "managers", "2026-09-28", "2026-12-31"),
        (IN_DAYS, "hr", "2026-09-28", "2026-11-20"),
        (COMPANY, "everyone", "2026-06-25", "2026-11-05"),
    ],
    ids=["busy", "busy-everyone", "quiet", "in-days", "company"],
)
def test_pages_change_on_the_days_told_and_on_no_others(
    files: dict[str, str | None], audience: str, first: str, last: str
) -> None:
    loaded = site(files)
    assert not loaded.problems
    on, before = day(first), plan(loaded, audience, day(first))
    while on < day(last):
        told = look_ahead(before[1], on)
        on += dt.timedelta(days=1)
        after = plan(loaded, audience, on)
        differs = {page for page in {*before[0], *after[0]} if before[0].get(page) != after[0].get(page)}
        beyond = {page for page in differs if without_counts(before[0].get(page)) != without_counts(after[0].get(page))}
        assert bool(differs) == (told.change == on), (on, told, sorted(differs))
        assert bool(beyond) == (told.transition == on), (on, told, sorted(beyond))
        before = after


def ahead(text: str, files: dict[str, str | None] | None = None) -> Outlook:
    loaded = site(files)
    rule = find_audience(loaded, "managers")
    assert rule is not None
    return look_ahead(project(loaded.library, rule, day(text)).library, day(text))


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2026-10-14", "2026-10-15 objection-received award-result/2026-q3-quarterly-bonus"),
        ("2026-10-19", "2026-10-20 result-open promotion-result/2026-promotions"),
        ("2026-10-20", "2026-10-21 notice-end award-result/2026-q3-quarterly-bonus"),
        ("2026-10-22", "2026-10-23 result-final award-result/2026-q3-quarterly-bonus"),
        ("2026-10-29", "2026-10-30 result-final promotion-result/2026-promotions"),
        ("2026-10-30", "2027-01-01 period-over period/2026"),
    ],
)
def test_what_comes_next(on: str, told: str) -> None:
    assert told in [f"{t.on} {t.what} {t.record.address}" for t in ahead(on).transitions]


def test_a_site_on_which_nothing_is_ahead() -> None:
    assert ahead("2027-06-01") == Outlook(None, ())


def test_every_transition_has_words() -> None:
    named = {
        transition.what
        for on in range(300)
        for transition in ahead(str(day("2026-06-01") + dt.timedelta(on))).transitions
    }
    assert named <= set(TRANSITIONS)
    assert len(named) > 5
