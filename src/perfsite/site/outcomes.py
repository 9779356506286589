"""What award results and promotion results have in common: where they stand, what they rest on, what has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.publication.states import Promptness, ResultState, answering_in, promptness_in
from perfsite.publication.working_days import NoDay
from perfsite.records.actuals import Actuals
from perfsite.records.fields import shape_of
from perfsite.records.forms import Word
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.meant import is_nothing
from perfsite.records.quantities import Quantity, Trouble, parse_quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import (
    AwardResult,
    Candidate,
    Correction,
    DeclaredException,
    Objection,
    Outcome,
    PromotionResult,
    Recipient,
)
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.texts import Text
from perfsite.site.addresses import notice_address
from perfsite.site.earlier import decided_under
from perfsite.site.edition import Edition, Link
from perfsite.site.ordering import by_title
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Fact, Row, Said, Sheet, joined, say
from perfsite.site.staff import in_office
from perfsite.site.standing import Standing, view_standing
from perfsite.site.status import Status, result_state_of, result_status


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a result stands, as a box: `tone` is info, good, notice or warning."""

    tone: str
    title: Any
    said: tuple[Any, ...]
    body: Text | None = None
    links: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """Actuals about one period."""

    period: Link | None
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A figure that was corrected."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Happening:
    """One step in the course of a result. `ahead` marks what is still to come; `texts` are texts with their labels."""

    date: dt.date
    title: Any
    note: Any = None
    texts: tuple[tuple[str, Text], ...] = ()
    changes: tuple[Amendment, ...] = ()
    tone: str = ""
    ahead: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredCase:
    """A declared exception: whose, from which clause, why, approved by whom."""

    id: str
    who: Link | None
    clause: Any
    reason: Text | None
    approved: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """`hidden` says why no names are shown; it is None where they are."""

    kind: str
    title: str
    id: str
    status: Status
    summary: Text | None
    said: Any
    stand: Stand | None
    late: Any
    facts: tuple[Fact, ...]
    basis: tuple[Fact, ...]
    evidence: tuple[EvidenceGroup, ...]
    hidden: Said | None
    exceptions: tuple[DeclaredCase, ...]
    left_out: Sheet | None
    course: tuple[Happening, ...]
    notice: Link | None
    body: Text | None
    standing: Standing


def shared_parts(outcome: Outcome, edition: Edition) -> dict[str, Any]:
    """The parts of a view that every result has."""
    state = result_state_of(outcome, edition)
    prompt = promptness_in(edition.library, outcome, edition.as_of, edition.working)
    return {
        "kind": edition.words(outcome.noun),
        "title": edition.title(outcome),
        "id": outcome.id,
        "status": result_status(state, edition),
        "summary": outcome.summary,
        "stand": stand_of(outcome, state),
        "evidence": evidence_groups(outcome, edition),
        "late": _late_said(prompt, outcome, edition),
        "left_out": _left_out(outcome, edition),
        "course": tuple(sorted(_course(outcome, state, prompt, edition), key=lambda step: step.date)),
        "notice": notice_link(outcome, edition),
        "body": outcome.body,
        "standing": view_standing(outcome, edition),
    }


def standard_of(outcome: Outcome, edition: Edition) -> Reward | PromotionCriteria | None:
    """The reward or the criteria of a result, in the wording that counts for it."""
    library = edition.library.under(outcome)
    if isinstance(outcome, PromotionResult):
        return library.get(PromotionCriteria, outcome.criteria)
    return library.get(Reward, outcome.reward) if isinstance(outcome, AwardResult) else None


def rule_of(outcome: Outcome, edition: Edition) -> ScoringRule | None:
    """The scoring rule that an award rests on, in the wording that counts for it."""
    reward = standard_of(outcome, edition)
    basis = reward.basis if isinstance(reward, Reward) else None
    return edition.library.under(outcome).get(ScoringRule, basis.rule) if basis is not None else None


def is_masked(outcome: Outcome, edition: Edition) -> bool:
    return edition.projection.names.mode_on(outcome.address) != "full"


def is_published(outcome: Outcome, edition: Edition) -> bool:
    return outcome.published_on is not None and outcome.published_on <= edition.as_of


def notice_link(outcome: Outcome, edition: Edition) -> Link | None:
    """The formal notice, once it has begun."""
    if outcome.notice is None or not is_published(outcome, edition):
        return None
    title = edition.words(Phrase("公示", "Notice"))
    return Link(title, notice_address(edition.language, outcome.kind, outcome.id))


# Where a result stands


def stand_of(outcome: Outcome, state: ResultState) -> Stand | None:
    """A box for what a reader may still act on, or must know; None where a result is simply final."""
    if state.name == "withdrawn" and outcome.withdrawn is not None:
        return Stand("warning", say("stand.withdrawn", date=outcome.withdrawn.on), (), outcome.withdrawn.reason)
    if state.name == "decided":
        return Stand("info", say("stand.decided"), (say("stand.decided-how"),))
    if state.name == "being answered":
        said = say("stand.answering-how", n=len(state.unanswered))
        return Stand("notice", say("stand.answering"), (said,))
    if state.name in ("open", "corrected"):
        title = say("stand.corrected", date=state.since) if state.name == "corrected" else say("stand.open")
        return Stand("notice", title, tuple(_until_said(state)))
    return None


def _until_said(state: ResultState) -> Iterator[Said]:
    end = state.open_until
    if isinstance(end, NoDay):
        yield say(f"noday.{end.why}", year=str(end.year))
        return
    if end is None:
        return
    if isinstance(state.days_left, int):
        if state.days_left == 0:
            yield say("stand.object-today", date=end)
        else:
            yield say("stand.object-until", date=end, left=days_of(state.days_left, state.unit))
    if isinstance(state.notice_end, dt.date) and state.notice_end < end:
        yield say("stand.notice-until", date=state.notice_end)
    if state.unanswered:
        yield say("stand.answering-how", n=len(state.unanswered))


def days_of(count: int, unit: str) -> Quantity:
    return Quantity(Decimal(count), "working days" if unit == "working days" else "days")


# What it rests on


def basis_facts(outcome: Outcome, edition: Edition, *more: Fact | None) -> tuple[Fact, ...]:
    """The standard, the rule, the period, the evidence, and who decided."""
    page = outcome.address
    standard = standard_of(outcome, edition)
    rule = rule_of(outcome, edition)
    period = edition.link_to(outcome.period, page)
    facts = (
        Fact(f"basis.{standard.kind}", _as_it_stood(standard, outcome, edition)) if standard is not None else None,
        Fact("basis.rule", _as_it_stood(rule, outcome, edition)) if rule is not None else None,
        *more,
        Fact("basis.period", period) if period is not None else None,
        Fact("basis.decided-by", deciders_said(outcome, edition), outcome.decided.note),
    )
    return tuple(fact for fact in facts if fact is not None and fact.value is not None)


def _as_it_stood(standard: Record, outcome: Outcome, edition: Edition) -> Any:
    """A link to a standard, and to the version that counts for the result where that is not how it is today."""
    link = edition.link(standard, outcome.address)
    version = decided_under(standard, edition)
    return link if version is None else say("basis.as-of", standard=link, version=version)


def evidence_groups(outcome: Outcome, edition: Edition) -> tuple[EvidenceGroup, ...]:
    """The actuals by the period that they are about, each by the name of its report."""
    grouped: dict[Ref, list[Link]] = {}
    for ref in outcome.evidence:
        actuals = edition.library.get(Actuals, ref)
        if actuals is not None:
            title = edition.words(actuals.title or actuals.source.report) or edition.title(actuals)
            grouped.setdefault(actuals.period, []).append(Link(title, edition.address(actuals)))
    return tuple(EvidenceGroup(edition.link_to(ref), tuple(links)) for ref, links in grouped.items())


def deciders_said(outcome: Outcome, edition: Edition) -> Any:
    decided = outcome.decided
    return joined(*(in_office(ref, decided.on, edition, outcome.address) for ref in decided.by))


def dates_facts(outcome: Outcome, edition: Edition) -> Iterator[Fact]:
    """When it was decided and published, and until when one can object or since when it is final."""
    state = result_state_of(outcome, edition)
    prompt = promptness_in(edition.library, outcome, edition.as_of, edition.working)
    yield Fact("outcome.decided", outcome.decided.on)
    if is_published(outcome, edition):
        yield Fact("outcome.published", outcome.published_on, promptness_said(prompt))
    elif isinstance(prompt.due, dt.date):
        yield Fact("outcome.publish-by", prompt.due)
    if state.name in ("open", "corrected") and isinstance(state.open_until, dt.date):
        yield Fact("outcome.open-until", state.open_until)
    settled = settled_on(outcome, state)
    if settled is not None:
        yield Fact("outcome.final-since", settled)


def settled_on(outcome: Outcome, state: ResultState) -> dt.date | None:
    """The day from which a final result stands: once its clock has run and its last objection is answered."""
    if state.name != "final":
        return None
    answered = [objection.answered for objection in outcome.objections if objection.answered is not None]
    clock = [state.open_until + dt.timedelta(days=1)] if isinstance(state.open_until, dt.date) else []
    return max([*clock, *answered, *([state.since] if state.since else [])], default=None)


def promptness_said(prompt: Promptness) -> Said | None:
    if isinstance(prompt.days, NoDay):
        return say(f"noday.{prompt.days.why}", year=str(prompt.days.year))
    return say("prompt.days", days=days_of(prompt.days, prompt.unit))


def _late_said(prompt: Promptness, outcome: Outcome, edition: Edition) -> Said | None:
    """That the promise to publish in time was not kept."""
    if not prompt.late or isinstance(prompt.days, NoDay):
        return None
    key = "prompt.late" if is_published(outcome, edition) else "prompt.overdue"
    return say(key, days=days_of(prompt.days, prompt.unit), promise=prompt.promise)


# What has happened, and what is still to come


def _course(outcome: Outcome, state: ResultState, prompt: Promptness, edition: Edition) -> Iterator[Happening]:
    as_of = edition.as_of
    yield Happening(outcome.decided.on, say("course.decided"), deciders_said(outcome, edition))
    if is_published(outcome, edition):
        assert outcome.published_on is not None
        title = say("course.published-notice" if outcome.notice is not None else "course.published")
        tone = "warning" if prompt.late else ""
        yield Happening(outcome.published_on, title, promptness_said(prompt), tone=tone)
    elif isinstance(prompt.due, dt.date):
        yield Happening(prompt.due, say("course.publish-by"), ahead=prompt.due >= as_of)
    for number, objection in enumerate(outcome.objections, 1):
        if objection.received <= as_of:
            yield from _objection_steps(objection, number, outcome, edition)
    for number, correction in enumerate(outcome.corrections, 1):
        if correction.on <= as_of:
            yield _correction_step(correction, number, outcome, edition)
    if state.name == "withdrawn" and outcome.withdrawn is not None:
        texts = texts_of(reason=outcome.withdrawn.reason)
        yield Happening(outcome.withdrawn.on, say("course.withdrawn"), texts=texts, tone="warning")
        return
    for day, key in ((state.notice_end, "course.notice-ends"), (state.object_until, "course.objections-end")):
        if isinstance(day, dt.date):
            yield Happening(day, say(key), ahead=day >= as_of)
    settled = settled_on(outcome, state)
    if settled is not None:
        yield Happening(settled, say("course.final"), tone="active")


def texts_of(**texts: Text | None) -> tuple[tuple[str, Text], ...]:
    """The texts of a step that are there, each under what it is."""
    return tuple((name, text) for name, text in texts.items() if text is not None)


def _objection_steps(objection: Objection, number: int, outcome: Outcome, edition: Edition) -> Iterator[Happening]:
    about = edition.link_to(objection.about, outcome.address)
    title = say("course.objection-about", person=about) if about is not None else say("course.objection")
    yield Happening(objection.received, title, texts=texts_of(grounds=objection.grounds), id=f"objections.{number}")
    took = answering_in(edition.library, outcome, objection, edition.as_of, edition.working)
    if objection.answered is None or objection.answered > edition.as_of:
        if isinstance(took.due, dt.date):
            title = say("course.answer-overdue") if took.late else say("course.answer-due")
            yield Happening(took.due, title, tone="warning" if took.late else "", ahead=not took.late)
        return
    found = say(f"objection.{objection.outcome}") if objection.outcome is not None else None
    texts = texts_of(answer=objection.answer, remedy=objection.remedy)
    title = say("course.answered-as", outcome=found) if found is not None else say("course.answered")
    yield Happening(
        objection.answered,
        title,
        _answer_time(took),
        texts,
        tone="warning" if took.late else "",
        id=f"answers.{number}",
    )


def _answer_time(took: Promptness) -> Said | None:
    if isinstance(took.days, NoDay):
        return None
    if took.late:
        return say("course.answered-late", days=days_of(took.days, took.unit), promise=took.promise)
    return say("course.answered-in", days=days_of(took.days, took.unit))


def _correction_step(correction: Correction, number: int, outcome: Outcome, edition: Edition) -> Happening:
    about = edition.link_to(correction.about, outcome.address)
    title = say("course.corrected-for", person=about) if about is not None else say("course.corrected")
    changed = amendment(correction, edition)
    changes = () if changed is None else (changed,)
    return Happening(
        correction.on, title, None, texts_of(reason=correction.reason), changes, "active", id=f"corrections.{number}"
    )


def amendment(correction: Correction, edition: Edition) -> Amendment | None:
    """The figure or word that was corrected; None where this audience does not see which."""
    key = seen(correction.field_)
    if key is None:
        return None
    spec = shape_of(Recipient).fields.get(key) or shape_of(Candidate).fields.get(key)
    if spec is None:
        return Amendment(key, as_written(correction.was), as_written(correction.now))
    words = spec.form.choices if isinstance(spec.form, Word) else {}
    before, after = (
        edition.words(words[value]) if value in words else as_written(value)
        for value in (correction.was, correction.now)
    )
    return Amendment(edition.words(spec.label), before, after)


def as_written(value: str | None) -> Any:
    """A plain value as a quantity where it is one, and what was written for none, so that it reads in the page's language."""
    if value is None:
        return None
    if is_nothing(value):
        return say("table.nothing")
    quantity = parse_quantity(value)
    return value if isinstance(quantity, Trouble) else quantity


# Exceptions, and those left out


def exception_cases(
    found: Sequence[tuple[Link | None, DeclaredException]], outcome: Outcome, edition: Edition
) -> tuple[DeclaredCase, ...]:
    return tuple(
        DeclaredCase(
            id=f"exceptions.{number}",
            who=who,
            clause=clause_said(exception.from_, outcome, edition) if exception.from_ else None,
            reason=exception.reason,
            approved=approval_said(exception.approved_by, exception.on, outcome, edition),
        )
        for number, (who, exception) in enumerate(found, 1)
    )


def approval_said(
    ref: Ref | None, on: dt.date | None, outcome: Outcome, edition: Edition, page: str | None = None
) -> Any:
    """Who approved something, named as on `page`, and when."""
    if ref is None or on is None:
        return on
    by = in_office(ref, on, edition, outcome.address if page is None else page)
    return on if by is None else say("exception.approved", by=by, date=on)


def clause_said(clause: str, outcome: Outcome, edition: Edition) -> Any:
    """What a clause is called: a requirement by its title, a field of the standard or its rule by its label."""
    standard, rule = standard_of(outcome, edition), rule_of(outcome, edition)
    key = clause.rpartition(".")[2]
    requirement = (
        standard.requires if isinstance(standard, PromotionCriteria) else getattr(standard, "eligibility", None)
    )
    for leaf in requirement.leaves() if requirement is not None else ():
        if leaf.id == key and leaf.title is not None:
            return leaf.title
    for component, part in rule.components if rule is not None else ():
        if component == key and part.title is not None:
            return part.title
    for record in (standard, rule):
        spec = shape_of(type(record)).fields.get(clause.partition(".")[0]) if record is not None else None
        if spec is not None:
            return edition.words(spec.label)
    return clause


def _left_out(outcome: Outcome, edition: Edition) -> Sheet | None:
    """Sorted by what is seen, so that not even the order tells what is not."""
    rows = [
        Row((link, person.reason))
        for person in outcome.left_out
        if (link := edition.link_to(person.person, outcome.address)) is not None
    ]
    columns = (Column("recipient.person"), Column("recipient.why-not", "wide"))
    return Sheet(say("recipient.left-out"), columns, sorted_by_sight(rows, edition)) if rows else None


def sorted_by_sight(rows: Sequence[Row], edition: Edition) -> tuple[Row, ...]:
    """Rows by their first cell, then the next and so on: nothing but what stands on the page decides their order."""

    def key(row: Row) -> tuple[Any, ...]:
        return tuple(by_title(_plain(cell, edition), edition.language) for cell in row.cells)

    return tuple(sorted(rows, key=key))


def _plain(cell: Any, edition: Edition) -> str:
    if isinstance(cell, Link):
        return cell.title
    if isinstance(cell, Text):
        return edition.words(cell)
    if isinstance(cell, Said):
        return " ".join([cell.key, *(_plain(inner, edition) for _, inner in cell.places)])
    if isinstance(cell, Status):
        return _plain(cell.label, edition)
    return "" if cell is None else str(cell)


__all__ = [
    "Amendment",
    "DeclaredCase",
    "EvidenceGroup",
    "Happening",
    "OutcomeView",
    "Stand",
    "amendment",
    "approval_said",
    "as_written",
    "basis_facts",
    "clause_said",
    "dates_facts",
    "days_of",
    "deciders_said",
    "evidence_groups",
    "exception_cases",
    "is_masked",
    "is_published",
    "notice_link",
    "promptness_said",
    "rule_of",
    "shared_parts",
    "sorted_by_sight",
    "stand_of",
    "standard_of",
]
