"""Where standards and results stand on a day. Nothing of this is typed by anyone: it follows from their dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from perfsite.publication.durations import add_duration, count_days
from perfsite.publication.working_days import NoDay, WorkingCalendar
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.result import Objection, Outcome, PromotionResult
from perfsite.records.site import Policy

StandardName = Literal["draft", "approved", "in force", "superseded"]
ResultName = Literal["decided", "open", "being answered", "corrected", "final", "withdrawn", "archived"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days on which a standard counts, both inclusive; None is open."""

    first: dt.date | None
    last: dt.date | None

    def meets(self, first: dt.date, last: dt.date) -> bool:
        """Whether it counts on any day of these."""
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)

    def overlaps(self, other: Stretch) -> bool:
        return (self.first is None or other.last is None or self.first <= other.last) and (
            other.first is None or self.last is None or other.first <= self.last
        )


@dataclass(frozen=True, slots=True)
class StandardState:
    """`counts` are the days on which it counts, cut short by the record that replaces it."""

    name: StandardName
    counts: Stretch


def replacements(library: Library) -> dict[str, Record]:
    """By its address, the record that replaces another; the first in force, where several do."""
    found: dict[str, Record] = {}
    for records in library.records.values():
        for record in records.values():
            former = None if record.replaces is None or record.incomplete else records.get(record.replaces.id)
            # What does not begin later replaces nothing; so neither does a record of itself.
            if former is None or former.incomplete or _begins(record)[0] <= _begins(former)[0]:
                continue
            other = found.setdefault(former.address, record)
            if _begins(record) < _begins(other):
                found[former.address] = record
    return found


def _begins(record: Record) -> tuple[dt.date, str]:
    first: dt.date | None = record.in_force.from_ if record.in_force is not None else None
    return (first or dt.date.min, record.id)


def days_in_force(record: Record, replaced_by: Record | None = None) -> Stretch:
    """From `in_force`, ending on the eve of the day on which its replacement begins to count."""
    given = record.in_force
    first, last = (given.from_, given.until) if given is not None else (None, None)
    if replaced_by is not None and replaced_by.in_force is not None:
        eve = replaced_by.in_force.from_ - dt.timedelta(days=1)
        last = eve if last is None else min(last, eve)
    return Stretch(first, last)


def standard_state(
    record: Record, as_of: dt.date, *, replaced_by: Record | None = None, period: Period | None = None
) -> StandardState:
    """Draft, approved, in force or superseded. A goal that states no days of its own counts through its `period`."""
    counts = days_in_force(record, replaced_by)
    agreed = record.approved is not None and record.approved.on <= as_of
    if counts.first is None and period is not None:
        counts = Stretch(period.from_, counts.last or period.to)
        agreed = agreed or record.approved is None
    if counts.last is not None and counts.last < as_of:
        return StandardState("superseded", counts)
    if counts.first is not None and counts.first <= as_of:
        return StandardState("in force", counts)
    return StandardState("approved" if agreed else "draft", counts)


@dataclass(frozen=True, slots=True)
class Promptness:
    """How long something took, against what the site promises: a result to its publication, an objection to its answer.

    `days` are in `unit` ("days" or "working days") and run to `as_of` while it is not done. `due` is the last day
    that keeps the promise, None where there is none; `late` is None where that cannot be known.
    """

    promise: Quantity | None
    days: int | NoDay
    unit: str
    due: dt.date | NoDay | None
    late: bool | None


@dataclass(frozen=True, slots=True)
class ResultState:
    """A result on a day. `days_left` is 0 on the last day and None where the clock has run out or never ran.

    `notice_end` and `object_until` are the last days of notice and of objection; `open_until` is the later of them.
    A correction starts the clock again, on `since`. `kept_until` is the last day on which it is shown.
    """

    name: ResultName
    since: dt.date | None = None
    notice_end: dt.date | NoDay | None = None
    object_until: dt.date | NoDay | None = None
    open_until: dt.date | NoDay | None = None
    days_left: int | NoDay | None = None
    unit: str = ""
    corrected_on: dt.date | None = None
    unanswered: tuple[Objection, ...] = ()
    kept_until: dt.date | NoDay | None = None


def promptness(outcome: Outcome, as_of: dt.date, policy: Policy, working: WorkingCalendar | None) -> Promptness:
    """Days from decision to publication. An unpublished result is late once its last day has passed."""
    decided, published = outcome.decided.on, outcome.published_on
    published = published if published is not None and published <= as_of else None
    return _kept(policy.publish_within, decided, published or max(as_of, decided), working)


def answering(objection: Objection, as_of: dt.date, policy: Policy, working: WorkingCalendar | None) -> Promptness:
    """Days from an objection to its answer, against what the site promises. It runs while there is no answer."""
    within = policy.objections.answer_within if policy.objections is not None else None
    answered = objection.answered if objection.answered is not None and objection.answered <= as_of else None
    return _kept(within, objection.received, answered or max(as_of, objection.received), working)


def _kept(promise: Quantity | None, start: dt.date, until: dt.date, working: WorkingCalendar | None) -> Promptness:
    """What took from one day until another, against the time that was promised for it."""
    unit = "working days" if promise is not None and promise.unit == "working days" else "days"
    due = None if promise is None else add_duration(start, promise, working)
    late = until > due if isinstance(due, dt.date) else None if isinstance(due, NoDay) else False
    return Promptness(promise, count_days(start, until, unit, working), unit, due, late)


def promptness_in(library: Library, outcome: Outcome, as_of: dt.date, working: WorkingCalendar | None) -> Promptness:
    """By what the site promised on the day of the decision."""
    return promptness(outcome, as_of, library.policy_on(outcome.decided.on, outcome), working)


def answering_in(
    library: Library, outcome: Outcome, objection: Objection, as_of: dt.date, working: WorkingCalendar | None
) -> Promptness:
    """By what the site promised on the day on which an objection to a result was received."""
    return answering(objection, as_of, library.policy_on(objection.received, outcome), working)


def result_state(
    outcome: Outcome,
    as_of: dt.date,
    policy: Policy,
    working: WorkingCalendar | None,
    *,
    notice: Quantity | None = None,
) -> ResultState:
    """Where a result stands on a day. `notice` is that of the criteria, where they state one of their own.

    It is not final before its clock has run, nor while an objection is unanswered, nor where the end of its clock
    cannot be known. It is archived once it is final or withdrawn and its time of retention has passed since then: since
    its publication, its last correction or its withdrawal.
    """
    published = outcome.published_on
    corrected = max((c.on for c in outcome.corrections if c.on <= as_of), default=None)
    if outcome.withdrawn is not None and outcome.withdrawn.on <= as_of:
        kept = _kept_until(outcome.withdrawn.on, policy, working)
        name: ResultName = "archived" if _has_passed(kept, as_of) else "withdrawn"
        return ResultState(name, outcome.withdrawn.on, corrected_on=corrected, kept_until=kept)
    if published is None or published > as_of:
        return ResultState("decided", outcome.decided.on)
    since = max(published, corrected or published)
    runs = clock_of(outcome, policy, notice)
    ends = {name: add_duration(since, duration, working) for name, duration in runs.items()}
    open_until = _later(list(ends.values()))
    received = [o for o in outcome.objections if o.received <= as_of]
    unanswered = tuple(o for o in received if o.answered is None or o.answered > as_of)
    kept = _kept_until(since, policy, working)
    if isinstance(open_until, NoDay) or (open_until is not None and as_of <= open_until):
        name = "corrected" if corrected is not None else "open"
    elif unanswered:
        name = "being answered"
    else:
        name = "archived" if _has_passed(kept, as_of) else "final"
    unit = next((runs[key].unit for key, end in ends.items() if end == open_until), "")
    left: int | NoDay | None = None
    if name in ("open", "corrected"):
        left = open_until if isinstance(open_until, NoDay) else count_days(as_of, open_until or as_of, unit, working)
    return ResultState(
        name, since, ends.get("notice"), ends.get("objection"), open_until, left,
        "" if not unit else "working days" if unit == "working days" else "days",
        corrected, unanswered, kept,
    )  # fmt: skip


def _kept_until(since: dt.date, policy: Policy, working: WorkingCalendar | None) -> dt.date | NoDay | None:
    return None if policy.retention is None else add_duration(since, policy.retention, working)


def _has_passed(day: dt.date | NoDay | None, as_of: dt.date) -> bool:
    return isinstance(day, dt.date) and day < as_of


def state_in(library: Library, outcome: Outcome, as_of: dt.date, working: WorkingCalendar | None) -> ResultState:
    """Where a result of a library stands, by the site's policy, or by the notice that its own criteria state."""
    # By the criteria as they counted for this result.
    under = library.under(outcome) if isinstance(outcome, PromotionResult) else library
    criteria = under.get(PromotionCriteria, outcome.criteria) if isinstance(outcome, PromotionResult) else None
    notice = criteria.notice if criteria is not None else None
    return result_state(outcome, as_of, library.site.policy, working, notice=notice)


def clock_of(outcome: Outcome, policy: Policy, notice: Quantity | None = None) -> dict[str, Quantity]:
    """The lengths of time that run from a result's publication: its notice, and the time in which one can object."""
    runs: dict[str, Quantity] = {}
    promised = notice or policy.notice
    if outcome.notice is not None and promised is not None:
        runs["notice"] = promised
    if policy.objections is not None and policy.objections.open is not None:
        runs["objection"] = policy.objections.open
    return runs


def _later(days: list[dt.date | NoDay]) -> dt.date | NoDay | None:
    for day in days:
        if isinstance(day, NoDay):
            return day
    return max((day for day in days if isinstance(day, dt.date)), default=None)
