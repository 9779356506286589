"""Decisions, notices, objections and answers in their order and within the time that the site promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic
from perfsite.publication.durations import add_duration
from perfsite.publication.states import answering_in, clock_of, promptness_in, state_in
from perfsite.publication.working_days import NoDay, WorkingCalendar, site_calendar
from perfsite.records.calendar import Calendar
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, Objection, Outcome, PromotionResult, outcomes_of
from perfsite.sources.nodes import Route


def check_promptness(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    working = site_calendar(library)
    for outcome in outcomes_of(library):
        yield from _order(library, outcome)
        yield from _publication(library, outcome, as_of, working)
        yield from _retention(library, outcome, as_of, working)
        for index, objection in enumerate(outcome.objections):
            yield from _objection(library, outcome, index, objection, as_of, working)
    yield from _unknown_days(library, working)


def _published_at(outcome: Outcome) -> Route:
    return ("notice", "from") if outcome.notice is not None else ("published",)


def _order(library: Library, outcome: Outcome) -> Iterator[Diagnostic]:
    decided, published = outcome.decided.on, outcome.published_on
    period = library.get(Period, outcome.period)
    if isinstance(outcome, AwardResult) and period is not None and decided < period.to:
        arguments = {"period": period.id, "last": period.to, "on": decided}
        yield problem(library, outcome, ("decided", "on"), "PS710", arguments)
    if published is not None and published < decided:
        arguments = {"published": str(published), "decided": str(decided)}
        yield problem(library, outcome, _published_at(outcome), "PS711", arguments)
    withdrawn = outcome.withdrawn
    if withdrawn is not None and published is not None and withdrawn.on < published:
        arguments = {"withdrawn": str(withdrawn.on), "published": str(published)}
        yield problem(library, outcome, ("withdrawn", "on"), "PS724", arguments)


def _publication(
    library: Library, outcome: Outcome, as_of: dt.date, working: WorkingCalendar | None
) -> Iterator[Diagnostic]:
    """A late publication that is explained is a mark on its page and no problem."""
    found = promptness_in(library, outcome, as_of, working)
    if not found.late or outcome.decided.note is not None:
        return
    published = outcome.published_on
    dates = {"decided": outcome.decided.on, "due": found.due, "published": published or ""}
    if published is not None and published <= as_of:
        yield problem(library, outcome, _published_at(outcome), "PS712", dates)
    elif outcome.withdrawn is None and published is None:
        yield problem(library, outcome, ("decided", "on"), "PS712", dates, hint="waiting")


def _retention(
    library: Library, outcome: Outcome, as_of: dt.date, working: WorkingCalendar | None
) -> Iterator[Diagnostic]:
    """What the site leaves out is said, so that nothing goes missing unnoticed."""
    state = state_in(library, outcome, as_of, working)
    if state.name == "archived":
        route: Route = ("withdrawn", "on") if outcome.withdrawn is not None else _published_at(outcome)
        yield problem(library, outcome, route, "PS725", {"until": str(state.kept_until)})


def _objection(
    library: Library,
    outcome: Outcome,
    index: int,
    objection: Objection,
    as_of: dt.date,
    working: WorkingCalendar | None,
) -> Iterator[Diagnostic]:
    route: Route = ("objections", index)
    yield from _received(library, outcome, (*route, "received"), objection, working)
    answered, received = objection.answered, objection.received
    if answered is not None and answered < received:
        arguments = {"answered": answered, "received": received}
        yield problem(library, outcome, (*route, "answered"), "PS715", arguments)
        return
    if answered is None and objection.outcome is not None:
        yield problem(library, outcome, (*route, "outcome"), "PS715", hint="day")
        return
    if answered is not None and objection.outcome is None:
        yield problem(library, outcome, (*route, "answered"), "PS715", hint="outcome")
    elif objection.outcome is not None and objection.answer is None:
        yield problem(library, outcome, (*route, "outcome"), "PS715", hint="answer")
    if objection.outcome == "corrected" and not _is_corrected(outcome, objection):
        yield problem(library, outcome, (*route, "outcome"), "PS716")
    yield from _answer_in_time(library, outcome, route, objection, as_of, working)


def _is_corrected(outcome: Outcome, objection: Objection) -> bool:
    return any(objection.about is None or one.about in (None, objection.about) for one in outcome.corrections)


def _received(
    library: Library, outcome: Outcome, route: Route, objection: Objection, working: WorkingCalendar | None
) -> Iterator[Diagnostic]:
    """Objections are taken from publication on, and for so long; a correction opens the time again."""
    first, policy = outcome.published_on, library.site.policy.objections
    if first is None:
        return
    if objection.received < first:
        arguments = {"received": str(objection.received), "first": str(first)}
        yield problem(library, outcome, route, "PS713", arguments, hint="early")
        return
    if policy is None or policy.open is None:
        return
    opened = max([first, *(one.on for one in outcome.corrections if one.on <= objection.received)])
    last = add_duration(opened, policy.open, working)
    if isinstance(last, dt.date) and objection.received > last:
        dates = {"received": str(objection.received), "first": str(opened), "last": str(last)}
        yield problem(library, outcome, route, "PS713", dates)


def _answer_in_time(
    library: Library,
    outcome: Outcome,
    route: Route,
    objection: Objection,
    as_of: dt.date,
    working: WorkingCalendar | None,
) -> Iterator[Diagnostic]:
    due = answering_in(library, outcome, objection, as_of, working).due
    if not isinstance(due, dt.date):
        return
    if objection.answered is not None and objection.answered > due:
        arguments = {"due": due, "answered": objection.answered}
        yield problem(library, outcome, (*route, "answered"), "PS714", arguments)
    elif objection.answered is None and as_of > due and outcome.withdrawn is None:
        yield problem(library, outcome, (*route, "received"), "PS714", {"due": due}, hint="waiting")


def _unknown_days(library: Library, working: WorkingCalendar | None) -> Iterator[Diagnostic]:
    """Time limits that cannot be counted: each year that the calendar lacks once, each odd length of time once."""
    years: dict[int, Outcome] = {}
    uncounted = False
    odd: dict[Quantity, None] = {}
    for outcome in outcomes_of(library):
        for day, duration in _limits(library, outcome):
            end = add_duration(day, duration, working)
            if not isinstance(end, NoDay):
                continue
            if end.why == "year":
                years.setdefault(end.year, outcome)
            elif end.why == "calendar":
                uncounted = True
            else:
                odd.setdefault(duration)
    site = library.site
    calendar = library.get(Calendar, site.calendar)
    for year, outcome in sorted(years.items()):
        if calendar is not None:
            arguments = {"year": year, "record": outcome.address}
            hint = "country" if calendar.country is not None else ""
            yield problem(library, calendar, (hint or "years",), "PS705", arguments, hint=hint, key=True)
    if uncounted and site.calendar is None and not site.incomplete:
        yield problem(library, site, ("policy",), "PS705", hint="calendar", key=True)
    for record, route, duration in _lengths(library):
        if duration in odd:
            yield problem(library, record, route, "PS705", {"duration": duration}, hint="duration")


def _limits(library: Library, outcome: Outcome) -> Iterator[tuple[dt.date, Quantity]]:
    """The lengths of time that run for a result, each with the day from which it runs."""
    policy, published = library.site.policy, outcome.published_on
    within = library.policy_on(outcome.decided.on, outcome).publish_within
    if within is not None:
        yield outcome.decided.on, within
    criteria = library.get(PromotionCriteria, outcome.criteria) if isinstance(outcome, PromotionResult) else None
    if published is not None:
        started = max([published, *(correction.on for correction in outcome.corrections)])
        for duration in clock_of(outcome, policy, criteria.notice if criteria is not None else None).values():
            yield started, duration
        if policy.retention is not None:
            yield started, policy.retention
    for objection in outcome.objections:
        promised = library.policy_on(objection.received, outcome).objections
        if promised is not None and promised.answer_within is not None:
            yield objection.received, promised.answer_within


def _lengths(library: Library) -> Iterator[tuple[Record, Route, Quantity]]:
    """Every length of time that is promised, with its place."""
    policy = library.site.policy
    objections = policy.objections
    named: list[tuple[Record, Route, Quantity | None]] = [
        (library.site, ("policy", "publish_within"), policy.publish_within),
        (library.site, ("policy", "retention"), policy.retention),
        (library.site, ("policy", "notice"), policy.notice),
        (library.site, ("policy", "objections", "open"), objections.open if objections else None),
        (library.site, ("policy", "objections", "answer_within"), objections.answer_within if objections else None),
    ]
    named += [(criteria, ("notice",), criteria.notice) for criteria in library.of(PromotionCriteria)]
    yield from ((record, route, duration) for record, route, duration in named if duration is not None)
