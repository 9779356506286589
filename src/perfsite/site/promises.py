"""The page on promptness: whether results were published, and objections answered, as soon as the site promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.publication.states import Promptness, answering_in, promptness_in
from perfsite.publication.working_days import NoDay
from perfsite.records.result import Objection, Outcome
from perfsite.site.edition import Edition
from perfsite.site.outcomes import days_of, is_published
from perfsite.site.people import without_empty
from perfsite.site.periods import newest_periods
from perfsite.site.plan import folder_name
from perfsite.site.results_index import all_outcomes
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Row, Said, Sheet, say
from perfsite.site.sifting import Choice
from perfsite.site.status import Status
from perfsite.site.tables import Sift, SiftedSheet, Trait, sifted, sifted_sheet


@dataclass(frozen=True, slots=True)
class PromisesView:
    """`summary` is by period; `late` are those that broke the promise, `running` those not yet done; `empty` says why
    there is nothing to show."""

    title: str
    promises: tuple[Said, ...]
    empty: Said | None
    summary: SiftedSheet | None
    late: Sheet | None
    none_late: Said | None
    running: Sheet | None
    groups: tuple[PeriodPromptness, ...]
    sift: Sift
    answers: SiftedSheet | None
    no_answers: Said


@dataclass(frozen=True, slots=True)
class PeriodPromptness:
    id: str
    title: str
    count: int
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Case:
    outcome: Outcome
    took: Promptness
    done: bool


_STANDINGS = {
    "kept": ("good", Phrase("按期", "In time")),
    "late": ("warning", Phrase("晚了", "Late")),
    "overdue": ("warning", Phrase("已逾期", "Overdue")),
    "running": ("neutral", Phrase("未到期", "Not due yet")),
    "unknown": ("neutral", Phrase("无法推算", "Cannot be counted")),
}


def view_promises(edition: Edition) -> PromisesView:
    cases = _cases(edition)
    promised = any(case.took.promise is not None for case in cases)
    late = [case for case in cases if case.took.late]
    done = any(case.done for case in cases)
    sift, groups = _grouped(cases, edition)
    return PromisesView(
        title=edition.words(folder_name("promptness")),
        promises=tuple(_promises(cases, edition)),
        empty=None if cases else say("promptness.none"),
        summary=sifted_sheet(_summary(cases, edition), edition) if cases else None,
        late=_sheet(late, say("promptness.late-table"), edition, reasons=True),
        none_late=say("promptness.none-late") if promised and done and not late else None,
        running=_sheet([case for case in cases if not case.done], say("promptness.running-table"), edition),
        groups=groups,
        sift=sift,
        answers=_answers(edition),
        no_answers=say("promptness.no-objections"),
    )


def _cases(edition: Edition) -> list[_Case]:
    """Every result, the newest decision first. One that was withdrawn before it was published is no longer waited for."""
    found = []
    for outcome in all_outcomes(edition):
        done = is_published(outcome, edition)
        withdrawn = outcome.withdrawn is not None and outcome.withdrawn.on <= edition.as_of
        if outcome.decided.on <= edition.as_of and (done or not withdrawn):
            found.append(_Case(outcome, promptness_in(edition.library, outcome, edition.as_of, edition.working), done))
    return found


def _promises(cases: Iterable[_Case], edition: Edition) -> Iterable[Said]:
    policy = edition.library.site.policy
    if policy.publish_within is not None:
        yield say("promptness.promise", length=policy.publish_within)
    else:
        yield say("promptness.no-promise")
    if policy.objections is not None and policy.objections.answer_within is not None:
        yield say("promptness.promise-answer", length=policy.objections.answer_within)
    answer_within = policy.objections.answer_within if policy.objections is not None else None
    others = {case.took.promise for case in cases} - {policy.publish_within}
    others |= {took.promise for *_, took in _answers_of(edition)} - {answer_within}
    if others:
        yield say("promptness.as-promised")


def by_period(
    found: Sequence[Any], outcome_of: Callable[[Any], Outcome], edition: Edition
) -> list[tuple[str, str, list[Any]]]:
    """Whatever belongs to results, by their period, the newest first: its id, its title, and what belongs to it."""
    grouped: dict[str, list[Any]] = {}
    for one in found:
        period = seen(outcome_of(one).period)
        grouped.setdefault(period.id if period is not None else "", []).append(one)
    titles = {period.id: edition.title(period) for period in newest_periods(edition)}
    order = (*(id for id in titles if id in grouped), *(id for id in grouped if id not in titles))
    return [(id, titles.get(id, id), grouped[id]) for id in order]


def _summary(cases: list[_Case], edition: Edition) -> Sheet:
    """By period: how many results, how many in time, late and waiting, and the longest time. These are figures about
    decisions, not about people, so that the smallest group does not apply."""
    rows = []
    promised = any(case.took.promise is not None for case in cases)
    for _, title, found in by_period(cases, lambda case: case.outcome, edition):
        published = [case for case in found if case.done]
        counted = [case.took for case in published if not isinstance(case.took.days, NoDay)]
        longest = max(counted, key=lambda took: took.days, default=None)
        rows.append(
            Row(
                (
                    title,
                    len(published),
                    sum(case.took.late is False for case in published) if promised else None,
                    sum(case.took.late is True for case in published) if promised else None,
                    len(found) - len(published),
                    _days_said(longest) if longest is not None else None,
                )
            )
        )
    columns = (
        Column("promptness.period"),
        Column("promptness.published-count", "number", "published"),
        Column("promptness.in-time", "number", "in-time"),
        Column("promptness.late-count", "number", "late"),
        Column("promptness.waiting-count", "number", "waiting"),
        Column("promptness.longest", "number"),
    )
    sheet = without_empty(Sheet(say("promptness.summary-table"), columns, tuple(rows), dense=True))
    assert sheet is not None
    return sheet


def _sheet(cases: Sequence[_Case], caption: Said, edition: Edition, *, reasons: bool = False) -> Sheet | None:
    rows = tuple(
        Row(
            (
                edition.link(case.outcome),
                # Where a reason is given it has the room; the days stand in the list of all results.
                None if reasons else case.outcome.decided.on,
                case.outcome.published_on if case.done else None,
                None if reasons else _day(case.took.due),
                _days_said(case.took),
                None if reasons else _status(case.took, case.done, edition),
                case.outcome.decided.note if reasons else None,
            )
        )
        for case in cases
    )
    columns = (
        Column("promptness.result", "" if reasons else "wide", "result"),
        Column("promptness.decided", "date", "decided"),
        Column("promptness.published", "date", "published"),
        Column("promptness.due", "date", "due"),
        Column("promptness.days", "number"),
        Column("promptness.kept"),
        Column("promptness.reason", "wide"),
    )
    return without_empty(Sheet(caption, columns, rows))


def _day(day: dt.date | NoDay | None) -> dt.date | None:
    return day if isinstance(day, dt.date) else None


def _days_said(took: Promptness) -> Any:
    if isinstance(took.days, NoDay):
        return say(f"noday.{took.days.why}", year=str(took.days.year))
    return days_of(took.days, took.unit)


def _status(took: Promptness, done: bool, edition: Edition) -> Status | None:
    standing = _standing(took, done)
    if standing is None:
        return None
    tone, phrase = _STANDINGS[standing]
    return Status(tone, edition.words(phrase))


def _standing(took: Promptness, done: bool) -> str | None:
    """How something stands to its promise; None where nothing is promised."""
    if took.due is None:
        return None
    if took.late is None:
        return "unknown"
    if took.late:
        return "late" if done else "overdue"
    return "kept" if done else "running"


def _grouped(cases: list[_Case], edition: Edition) -> tuple[Sift, tuple[PeriodPromptness, ...]]:
    """All results by period, with the form above them."""
    groups, shown = [], []
    for id, title, found in by_period(cases, lambda case: case.outcome, edition):
        sheet = _sheet(found, say("promptness.table", period=title), edition)
        if sheet is not None:
            groups.append(PeriodPromptness(f"period-{id}", title, len(found), sheet))
            shown += [(id, title, case) for case in found]
    traits = (
        Trait("period", "promptness.period", [(Choice(id, title),) for id, title, _ in shown]),
        _kept([_standing(case.took, case.done) for *_, case in shown], edition),
    )
    sift, sheets = sifted([group.sheet for group in groups], edition, traits)
    return sift, tuple(replace(group, sheet=sheet) for group, sheet in zip(groups, sheets, strict=True))


def _kept(standings: Sequence[str | None], edition: Edition) -> Trait:
    """By whether the promise was kept."""
    told = {name: Choice(name, edition.words(phrase)) for name, (_, phrase) in _STANDINGS.items()}
    return Trait("kept", "promptness.kept", [(told[name],) if name else () for name in standings])


def _answers_of(edition: Edition) -> list[tuple[Outcome, Objection, Promptness]]:
    """Every objection that has been received, the newest first."""
    found = [
        (outcome, objection, answering_in(edition.library, outcome, objection, edition.as_of, edition.working))
        for outcome in all_outcomes(edition)
        if is_published(outcome, edition)
        for objection in outcome.objections
        if objection.received <= edition.as_of
    ]
    return sorted(found, key=lambda item: (-item[1].received.toordinal(), item[0].address))


def _answers(edition: Edition) -> SiftedSheet | None:
    """Every objection with the time that its answer took, without what it is about."""
    rows, standings = [], []
    for outcome, objection, took in _answers_of(edition):
        answered = (
            objection.answered if objection.answered is not None and objection.answered <= edition.as_of else None
        )
        cells = (edition.link(outcome), objection.received, answered, _day(took.due), _days_said(took))
        rows.append(Row((*cells, _status(took, answered is not None, edition))))
        standings.append(_standing(took, answered is not None))
    columns = (
        Column("promptness.result", "wide", "result"),
        Column("promptness.received", "date", "received"),
        Column("promptness.answered", "date", "answered"),
        Column("promptness.due", "date", "due"),
        Column("promptness.days", "number"),
        Column("promptness.kept"),
    )
    sheet = without_empty(Sheet(say("promptness.answers-table"), columns, tuple(rows)))
    return sifted_sheet(sheet, edition, traits=(_kept(standings, edition),))


__all__ = ["PeriodPromptness", "PromisesView", "by_period", "view_promises"]
