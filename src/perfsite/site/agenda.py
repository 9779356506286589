"""The days of a site that belong in somebody's calendar: deadlines, ends of notices, answers due, standards coming into force.

Of results only those that are not settled: what can no longer be objected to is nobody's appointment.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfsite.publication.states import answering_in, days_in_force, promptness_in
from perfsite.records.period import Period
from perfsite.records.result import Outcome
from perfsite.site.edition import Edition
from perfsite.site.results_index import all_outcomes
from perfsite.site.sentences import say
from perfsite.site.status import result_state_of


@dataclass(frozen=True, slots=True)
class Appointment:
    """A whole day. `key` is the same in every build for the same thing, however its day or its words may change."""

    key: str
    day: dt.date
    said: Any
    address: str


def plan_agenda(edition: Edition) -> tuple[Appointment, ...]:
    """By day, then by what they are about."""
    found = [*_of_periods(edition), *_of_standards(edition), *_of_results(edition)]
    return tuple(sorted(found, key=lambda one: (one.day, one.key)))


def _of_periods(edition: Edition) -> Iterator[Appointment]:
    for period in edition.library.of(Period):
        name, address = edition.title(period), edition.address(period)
        if period.status == "active":
            yield Appointment(f"{period.address}/begins", period.from_, say("agenda.begins", what=name), address)
            yield Appointment(f"{period.address}/ends", period.to, say("agenda.ends", what=name), address)
        named: Counter[str] = Counter()
        for deadline in period.deadlines:
            # By its words in the site's first language: a deadline that is put off stays the same appointment.
            words = deadline.title.best(edition.library.site.default_language)[1]
            named[words] += 1
            key = f"{period.address}/deadline/{named[words]}/{words}"
            said = say("agenda.deadline", title=edition.words(deadline.title), period=name)
            yield Appointment(key, deadline.on, said, address)


def _of_standards(edition: Edition) -> Iterator[Appointment]:
    for record in edition.library.all(incomplete=False):
        if record.part != "standard" or record.in_force is None or record.status != "active":
            continue
        counts = days_in_force(record, edition.replacements.get(record.address))
        name, address = edition.title(record), edition.address(record)
        if counts.first is not None:
            yield Appointment(f"{record.address}/from", counts.first, say("agenda.in-force", what=name), address)
        if counts.last is not None:
            yield Appointment(f"{record.address}/until", counts.last, say("agenda.last-day", what=name), address)


def _of_results(edition: Edition) -> Iterator[Appointment]:
    for outcome in all_outcomes(edition):
        state = result_state_of(outcome, edition)
        if state.name in ("final", "withdrawn"):
            continue
        days = [("notice", state.notice_end), ("objections", state.object_until)]
        if state.name == "decided" and outcome.decided.on <= edition.as_of:
            days.append(("publish", promptness_in(edition.library, outcome, edition.as_of, edition.working).due))
        for what, day in days:
            if isinstance(day, dt.date):
                said = say(f"agenda.{what}", what=edition.title(outcome))
                yield Appointment(f"{outcome.address}/{what}", day, said, edition.address(outcome))
        yield from _answers(outcome, edition)


def _answers(outcome: Outcome, edition: Edition) -> Iterator[Appointment]:
    for number, objection in enumerate(outcome.objections, 1):
        waits = objection.answered is None or objection.answered > edition.as_of
        due = answering_in(edition.library, outcome, objection, edition.as_of, edition.working).due
        if objection.received <= edition.as_of and waits and isinstance(due, dt.date):
            said = say("agenda.answer", what=edition.title(outcome))
            yield Appointment(f"{outcome.address}/answer/{number}", due, said, edition.address(outcome))


__all__ = ["Appointment", "plan_agenda"]
