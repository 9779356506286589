"""When a page of the site will next say something else though nobody changed a record, so that CI can build it then.

A record's dates, and what is counted from them, give the days on which it may change; whether it does is found by asking
for its facts on that day and on its eve, with the functions that the pages ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.publication.deadlines import SOON, deadlines_soon
from perfsite.publication.durations import add_duration
from perfsite.publication.states import (
    answering_in,
    clock_of,
    promptness_in,
    replacements,
    standard_state,
    state_in,
)
from perfsite.publication.working_days import NoDay, WorkingCalendar, site_calendar
from perfsite.records.goal import Goal
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, Objection, Outcome, PromotionResult

_DAY = dt.timedelta(days=1)
_OUTCOMES: tuple[type[Outcome], ...] = (AwardResult, PromotionResult)
# A count of working days stands still over the longest holiday, and no longer.
_LONGEST_PAUSE = 60

TRANSITIONS: Mapping[str, Phrase] = {
    "result-open": Phrase("公示开始", "notice begins"),
    "result-being-answered": Phrase("受理期满，异议尚未答复", "the time for objections ends with one unanswered"),
    "result-corrected": Phrase("更正，重新公示", "corrected, under notice again"),
    "result-final": Phrase("最终确定", "final"),
    "result-withdrawn": Phrase("撤回", "withdrawn"),
    "result-archived": Phrase("保留期满，不再显示", "past its retention, left out"),
    "result-decided": Phrase("作出决定", "decided"),
    "publication-overdue": Phrase("超过公布期限", "publication is overdue"),
    "notice-end": Phrase("公示期满", "notice ends"),
    "objections-end": Phrase("异议受理截止", "the time for objections ends"),
    "objection-received": Phrase("收到异议", "an objection is received"),
    "objection-answered": Phrase("答复异议", "an objection is answered"),
    "answer-overdue": Phrase("超过答复期限", "an answer is overdue"),
    "correction": Phrase("更正", "corrected"),
    "standard-draft": Phrase("转为草案", "a draft again"),
    "standard-approved": Phrase("批准", "approved"),
    "standard-in-force": Phrase("生效", "comes into force"),
    "standard-superseded": Phrase("失效", "no longer in force"),
    "target": Phrase("目标值变更", "the target changes"),
    "review": Phrase("新的回顾", "a review"),
    "period-running": Phrase("开始", "begins"),
    "period-over": Phrase("结束", "ends"),
    "deadline": Phrase("关键日期已过", "a deadline has passed"),
    "deadline-near": Phrase("关键日期临近", "a deadline comes near"),
    "change-note": Phrase("变更说明", "a note of change"),
    "position": Phrase("任职变动", "a position changes"),
    "left": Phrase("离职", "leaves"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """`on` is the first day on which pages say something else; `what` is a key of TRANSITIONS."""

    on: dt.date
    what: str
    record: Record


@dataclass(frozen=True, slots=True)
class Outlook:
    """`change` is the first day on which any page differs, were it by a count of days alone. `transitions` are those of
    the first day on which more than counts differs."""

    change: dt.date | None
    transitions: tuple[Transition, ...]

    @property
    def transition(self) -> dt.date | None:
        return self.transitions[0].on if self.transitions else None


def look_ahead(library: Library, as_of: dt.date) -> Outlook:
    """What comes after a day, in a library as one audience sees it on that day."""
    watch = _Watch(library)
    found: list[Transition] = []
    for record in library.all(incomplete=False):
        for day in sorted({day for day in watch.edges(record) if day > as_of}):
            if found and day > found[0].on:
                break
            changed = watch.changes(record, day)
            if changed:
                if found and day < found[0].on:
                    found = []
                found += [Transition(day, what, record) for what in changed]
                break
    found = _with_deadlines(library, as_of, found)
    days = [day for day in (found[0].on if found else None, watch.next_count(as_of)) if day is not None]
    return Outlook(min(days, default=None), tuple(found))


def _with_deadlines(library: Library, as_of: dt.date, found: list[Transition]) -> list[Transition]:
    """Deadlines that come near enough for the home page to list them."""
    periods = library.of(Period)
    days = {d.on - SOON for p in periods for d in p.deadlines} | {d.on + _DAY for p in periods for d in p.deadlines}
    for day in sorted(day for day in days if day > as_of and (not found or day <= found[0].on)):
        before = deadlines_soon(library, day - _DAY)
        new = [due for due in deadlines_soon(library, day) if due not in before]
        if new:
            near = [Transition(day, "deadline-near", due.period) for due in new]
            return near + found if found and found[0].on == day else near
    return found


class _Watch:
    """Asks records of one library for their facts on a day."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.policy = library.site.policy
        self.working: WorkingCalendar | None = site_calendar(library)
        self.replaced_by = replacements(library)

    def changes(self, record: Record, day: dt.date) -> list[str]:
        """What is other on a day than on its eve. A change of state says it all."""
        before, after = dict(self._facts(record, day - _DAY)), dict(self._facts(record, day))
        state = after.get("state")
        if state is not None and state != before.get("state"):
            return [state]
        return [what for what, fact in after.items() if what != "state" and fact != before.get(what)]

    def edges(self, record: Record) -> Iterator[dt.date]:
        """Every day on which a fact of a record can become another."""
        yield from _there(change.on for change in record.changes)
        if isinstance(record, Outcome):
            yield from self._edges_of_outcome(record)
        elif isinstance(record, Period):
            yield record.from_
            yield record.to + _DAY
            yield from (deadline.on + _DAY for deadline in record.deadlines)
        elif isinstance(record, Person):
            yield from _edges_of_person(record)
        elif record.part == "standard":
            counts = self._counts(record)
            yield from (day for day in (counts[0], counts[1] and counts[1] + _DAY) if day is not None)
            if record.approved is not None:
                yield from _there([record.approved.on])
            if isinstance(record, Goal):
                yield from _there(revision.effective or revision.on for revision in record.revisions)
                yield from _there(review.on for review in record.reviews)

    def _counts(self, record: Record) -> tuple[dt.date | None, dt.date | None]:
        state = self._standard(record, dt.date.min)
        return state.counts.first, state.counts.last

    def _standard(self, record: Record, day: dt.date) -> Any:
        period = self.library.get(Period, record.period) if isinstance(record, Goal) else None
        return standard_state(record, day, replaced_by=self.replaced_by.get(record.address), period=period)

    def _edges_of_outcome(self, outcome: Outcome) -> Iterator[dt.date]:
        policy, published = self.policy, outcome.published_on
        corrected = [correction.on for correction in outcome.corrections]
        withdrawn = [outcome.withdrawn.on] if outcome.withdrawn is not None else []
        starts = [*([published] if published is not None else []), *corrected]
        yield from (outcome.decided.on, *starts, *withdrawn)
        for objection in outcome.objections:
            yield objection.received
            if objection.answered is not None:
                yield objection.answered
        for start in starts:
            for duration in clock_of(outcome, policy, self._notice(outcome)).values():
                yield from self._after(start, duration)
        for start in (*starts, *withdrawn):
            yield from self._after(start, policy.retention)
        yield from self._after(outcome.decided.on, self.library.policy_on(outcome.decided.on, outcome).publish_within)
        for objection in outcome.objections:
            promised = self.library.policy_on(objection.received, outcome).objections
            yield from self._after(objection.received, promised.answer_within if promised is not None else None)

    def _notice(self, outcome: Outcome) -> Quantity | None:
        criteria = (
            self.library.get(PromotionCriteria, outcome.criteria) if isinstance(outcome, PromotionResult) else None
        )
        return criteria.notice if criteria is not None else None

    def _after(self, start: dt.date, duration: Quantity | None) -> Iterator[dt.date]:
        """The day after a length of time has run."""
        end = None if duration is None else add_duration(start, duration, self.working)
        if isinstance(end, dt.date):
            yield end + _DAY

    def _facts(self, record: Record, day: dt.date) -> Iterator[tuple[str, Any]]:
        yield "change-note", _count(day, (change.on for change in record.changes))
        if isinstance(record, Outcome):
            yield from self._facts_of_outcome(record, day)
        elif isinstance(record, Period):
            phase = "coming" if day < record.from_ else "over" if day > record.to else "running"
            yield "state", f"period-{phase}"
            yield "deadline", sum(deadline.on < day for deadline in record.deadlines)
        elif isinstance(record, Person):
            yield "position", record.position_on(day)
            yield "left", record.left is not None and record.left < day
        elif record.part == "standard":
            if record.status == "active":
                yield "state", f"standard-{self._standard(record, day).name.replace(' ', '-')}"
            if isinstance(record, Goal):
                yield "target", record.target_on(day)
                yield "review", _count(day, (review.on for review in record.reviews))

    def _facts_of_outcome(self, outcome: Outcome, day: dt.date) -> Iterator[tuple[str, Any]]:
        state = state_in(self.library, outcome, day, self.working)
        yield "state", f"result-{state.name.replace(' ', '-')}"
        yield "result-decided", outcome.decided.on <= day
        late = promptness_in(self.library, outcome, day, self.working).late
        yield "publication-overdue", state.name == "decided" and late
        for what, end in (("notice-end", state.notice_end), ("objections-end", state.object_until)):
            yield what, isinstance(end, dt.date) and end < day
        received = [objection for objection in outcome.objections if objection.received <= day]
        yield "objection-received", len(received)
        yield "objection-answered", _count(day, (objection.answered for objection in received))
        overdue = [o for o in received if answering_in(self.library, outcome, o, day, self.working).late]
        yield "answer-overdue", len(overdue)
        yield "correction", _count(day, (correction.on for correction in outcome.corrections))

    def next_count(self, as_of: dt.date) -> dt.date | None:
        """The first day on which a page counts other days than it does today."""
        tomorrow = as_of + _DAY
        periods = self.library.of(Period)
        if any(p.to >= as_of or any(d.on >= as_of for d in p.deadlines) for p in periods):
            return tomorrow
        days = [
            day
            for noun in _OUTCOMES
            for outcome in self.library.of(noun)
            for count in self._counted(outcome, as_of)
            if (day := _first_other(count, as_of)) is not None
        ]
        return min(days, default=None)

    def _counted(self, outcome: Outcome, as_of: dt.date) -> Iterator[Callable[[dt.date], Any]]:
        """What pages count for a result: the days that are left, or those that something has taken so far."""
        state = state_in(self.library, outcome, as_of, self.working)
        if state.name in ("open", "corrected"):
            yield lambda day: state_in(self.library, outcome, day, self.working).days_left
        elif state.name == "decided" and outcome.decided.on <= as_of:
            yield lambda day: promptness_in(self.library, outcome, day, self.working).days
        if state.name != "decided":
            for objection in outcome.objections:
                if objection.received <= as_of and (objection.answered is None or objection.answered > as_of):
                    yield partial(self._answer_days, outcome, objection)

    def _answer_days(self, outcome: Outcome, objection: Objection, day: dt.date) -> int | NoDay:
        return answering_in(self.library, outcome, objection, day, self.working).days


def _there(days: Iterable[dt.date | None]) -> Iterator[dt.date]:
    """Without those that this audience does not see."""
    yield from (day for day in days if day is not None)


def _count(day: dt.date, days: Iterable[dt.date | None]) -> int:
    """How many have come by a day."""
    return sum(one <= day for one in _there(days))


def _first_other(count: Callable[[dt.date], Any], as_of: dt.date) -> dt.date | None:
    today = count(as_of)
    days = (as_of + n * _DAY for n in range(1, _LONGEST_PAUSE))
    return next((day for day in days if count(day) != today), None)


def _edges_of_person(person: Person) -> Iterator[dt.date]:
    for position in person.positions:
        if position.begins is not None:
            yield position.begins
        if position.until is not None:
            yield position.until + _DAY
    if person.left is not None:
        yield person.left + _DAY


__all__ = ["TRANSITIONS", "Outlook", "Transition", "look_ahead"]
