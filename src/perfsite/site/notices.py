"""The formal notice (公示) of a result, as it would hang on the board: one page of paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.publication.durations import add_duration
from perfsite.publication.states import clock_of, days_in_force, result_state
from perfsite.publication.working_days import NoDay
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.site import Contact
from perfsite.site.addresses import notice_address
from perfsite.site.clauses import applies_said
from perfsite.site.edition import Edition, Link
from perfsite.site.ordering import by_title
from perfsite.site.outcomes import (
    EvidenceGroup,
    Stand,
    deciders_said,
    evidence_groups,
    notice_link,
    rule_of,
    stand_of,
    standard_of,
)
from perfsite.site.promotions import step_said
from perfsite.site.seen import seen
from perfsite.site.sentences import Said, joined, say
from perfsite.site.staff import position_in, position_then
from perfsite.site.status import Status, result_state_of, result_status
from perfsite.site.versions import version_of
from perfsite.site.visibility import hidden_said, is_seen

REPORTS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Named:
    """People of one team who stand on a notice, with one word on each where there is one."""

    team: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """`hidden` says why no names are shown; `objections` are how, to whom and until when to object."""

    title: Said
    status: Status
    stand: Stand | None
    result: Link
    opening: Said
    subject: tuple[Any, ...]
    groups: tuple[Named, ...]
    count: int
    hidden: Said | None
    stretch: Any
    objections: tuple[Any, ...]
    issuer: Any
    date: dt.date


Planned = tuple[str, str, str, Callable[[], Any]]


def plan_notice(outcome: Outcome, edition: Edition) -> Planned | None:
    """The page of a result's notice, once it has begun."""
    if notice_link(outcome, edition) is None:
        return None
    address = notice_address(edition.language, outcome.kind, outcome.id)
    subject = edition.title(outcome)
    title = edition.words(Phrase(f"公示：{subject}", f"Notice: {subject}"))
    return "notice.html", address, title, partial(view_notice, outcome, edition)


def view_notice(outcome: Outcome, edition: Edition) -> NoticeView:
    state = result_state_of(outcome, edition)
    groups = tuple(_groups(outcome, edition))
    assert outcome.notice is not None
    return NoticeView(
        title=say("notice.title", subject=edition.title(outcome)),
        status=result_status(state, edition),
        stand=stand_of(outcome, state) if state.name not in ("open", "decided") else None,
        result=edition.link(outcome),
        opening=_opening(outcome, edition),
        subject=tuple(_subject(outcome, edition)),
        groups=groups,
        count=sum(len(group.people) for group in groups),
        hidden=None if groups else _hidden(outcome, edition),
        stretch=_stretch(outcome, edition),
        objections=tuple(_objections(outcome, edition)),
        issuer=_issuer(outcome, edition),
        date=outcome.notice.from_,
    )


def _opening(outcome: Outcome, edition: Edition) -> Said:
    """By which standards, by whose decision, and that it is made public."""
    standard, rule = standard_of(outcome, edition), rule_of(outcome, edition)
    quoted = joined(*(_quoted(record, edition) for record in (standard, rule) if record is not None))
    by, on = deciders_said(outcome, edition), outcome.decided.on
    if quoted is None:
        return say("notice.opening-plain", by=by, date=on)
    return say("notice.opening", standards=quoted, by=by, date=on)


def _quoted(record: Record, edition: Edition) -> Said:
    """A standard with the version of it and the day of its publication or, where its past is not known, since when it
    counts."""
    version = version_of(record, edition)
    if edition.past is not None and version is not None:
        day, number = edition.past.day(version), str(version.number)
        return say("notice.quoted-version", title=edition.link(record), number=number, date=day)
    since = days_in_force(record, edition.replacements.get(record.address)).first
    if since is None:
        return say("notice.quoted", title=edition.link(record))
    return say("notice.quoted-since", title=edition.link(record), date=since)


def _subject(outcome: Outcome, edition: Edition) -> Iterator[Any]:
    """What is decided, for whom it was open, and how those named were selected."""
    standard = standard_of(outcome, edition)
    period = edition.library.get(Period, outcome.period)
    if period is not None:
        yield say("notice.period", period=edition.link(period), first=period.from_, last=period.to)
    if isinstance(outcome, PromotionResult):
        step = step_said(outcome, edition)
        if step is not None:
            yield say("notice.step", step=step)
        yield say("notice.selected-promotion")
    if isinstance(standard, Reward):
        who = applies_said(standard.applies_to, edition, outcome.address)
        if who is not None:
            yield say("notice.scope", who=who)
        rule = rule_of(outcome, edition)
        if standard.winners is not None:
            yield say("notice.selected-winners")
        elif rule is not None:
            yield say("notice.selected-rule")
        else:
            yield say("notice.selected")
    evidence = [_evidence_said(group, len(outcome.evidence)) for group in evidence_groups(outcome, edition)]
    if evidence:
        yield say("notice.evidence", evidence=joined(*evidence, joint="semicolon"))


def _evidence_said(group: EvidenceGroup, total: int) -> Any:
    """The reports of a period by name or, where there are too many for one sheet of paper, by number."""
    if group.period is None:
        return joined(*group.links)
    if total > REPORTS_NAMED:
        return say("notice.evidence-count", period=group.period, n=len(group.links))
    return say("notice.evidence-of", period=group.period, evidence=joined(*group.links))


def _hidden(outcome: Outcome, edition: Edition) -> Said:
    if isinstance(outcome, PromotionResult):
        if is_seen(edition, PromotionResult, "candidates"):
            return say("notice.nobody")
        return hidden_said(edition, "candidates", PromotionResult, "candidates")
    return hidden_said(edition, "recipients", AwardResult, "recipients")


def _groups(outcome: Outcome, edition: Edition) -> Iterator[Named]:
    """The people by team: names and teams are the least that tells them apart."""
    by_team: dict[str, list[tuple[str, str]]] = {}
    for team, name, word in _people(outcome, edition):
        by_team.setdefault(team, []).append((name, word))
    for team in sorted(by_team, key=lambda title: (title == "", by_title(title, edition.language))):
        people = sorted(by_team[team], key=lambda person: (by_title(person[0], edition.language), person[1]))
        yield Named(team, tuple(people))


def _people(outcome: Outcome, edition: Edition) -> Iterator[tuple[str, str, str]]:
    page = outcome.address
    if isinstance(outcome, AwardResult):
        for recipient in outcome.recipients:
            link = edition.link_to(recipient.person or recipient.team, page)
            if link is not None:
                person = edition.library.get(Person, recipient.person)
                position = position_in(person, edition.library.get(Period, outcome.period)) if person else None
                team = edition.link_to(position.team, page) if position is not None else None
                kind = edition.words(Phrase("团队", "Teams")) if recipient.team is not None else ""
                yield team.title if team else kind, link.title, edition.words(recipient.award)
    elif isinstance(outcome, PromotionResult):
        for candidate in outcome.candidates:
            link = edition.link_to(candidate.person, page)
            if link is not None and seen(candidate.outcome) in (None, "promoted"):
                person = edition.library.get(Person, candidate.person)
                position = position_then(person, outcome.decided.on) if person else None
                team = edition.link_to(position.team, page) if position is not None else None
                yield team.title if team else "", link.title, ""


def _stretch(outcome: Outcome, edition: Edition) -> Any:
    """From the first day of notice to the last, as it was announced, with its length; while it runs once more after a
    correction, from the day of that: then objections are taken until later too.
    """
    assert outcome.notice is not None
    length = notice_length(outcome, edition)
    state = result_state_of(outcome, edition)
    first = state.since if state.name == "corrected" and state.since is not None else outcome.notice.from_
    if length is None:
        return say("notice.from", first=first)
    last = add_duration(first, length, edition.working)
    if isinstance(last, NoDay):
        return say("notice.for", first=first, length=length)
    return say("notice.stretch", first=first, last=last, length=length)


def notice_length(outcome: Outcome, edition: Edition) -> Quantity | None:
    criteria = standard_of(outcome, edition)
    own = getattr(criteria, "notice", None)
    return clock_of(outcome, edition.library.site.policy, own).get("notice")


def _objections(outcome: Outcome, edition: Edition) -> Iterator[Any]:
    """Until when, to whom, in what form, and when an answer is due."""
    site = edition.library.site
    state = result_state_of(outcome, edition)
    if state.name != "corrected" and outcome.notice is not None:
        # What was announced on the first day, whatever has become of it since.
        state = result_state(
            outcome, outcome.notice.from_, site.policy, edition.working, notice=notice_length(outcome, edition)
        )
    until = state.object_until or state.notice_end
    to = _contact_said(site.contact)
    if isinstance(until, dt.date):
        yield (
            say("notice.object-to-until", date=until, to=to)
            if to is not None
            else say("notice.object-until", date=until)
        )
    elif to is not None:
        yield say("notice.object-to", to=to)
    yield say("notice.object-how")
    promise = site.policy.objections
    if promise is not None and promise.answer_within is not None:
        # Whoever objects on the last day waits longest.
        last = add_duration(until, promise.answer_within, edition.working) if isinstance(until, dt.date) else None
        if isinstance(last, dt.date):
            yield say("notice.answer-by", length=promise.answer_within, date=last)
        else:
            yield say("notice.answer-within", length=promise.answer_within)


def _contact_said(contact: Contact | None) -> Any:
    """Name, address and number of those who take objections; None where the site states none."""
    if contact is None:
        return None
    ways = joined(*(way for way in (contact.email, contact.phone) if way))
    return say("notice.contact", name=contact.name, ways=ways) if contact.name and ways else contact.name or ways


def _issuer(outcome: Outcome, edition: Edition) -> Any:
    owner = outcome.owner
    if owner is not None and owner.kind == "team":
        link = edition.link_to(owner)
        if link is not None:
            return link.title
    contact = edition.library.site.contact
    return (contact.name if contact is not None else None) or edition.library.site.title


__all__ = ["NoticeView", "Planned", "notice_length", "plan_notice", "view_notice"]
