"""The index of results: what is open to objection now, then all results by period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, Outcome, PromotionResult, outcomes_of
from perfsite.records.reward import REWARD_TYPES, Reward
from perfsite.site.addresses import index_address
from perfsite.site.edition import Edition, Link
from perfsite.site.ordering import by_title
from perfsite.site.outcomes import is_published, standard_of
from perfsite.site.people import without_empty
from perfsite.site.periods import Listed, newest_decision, newest_periods
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Row, Said, Sheet, say
from perfsite.site.sifting import Choice
from perfsite.site.status import result_state_of, result_status, state_choice
from perfsite.site.tables import Sift, Trait, choice_of, sifted


@dataclass(frozen=True, slots=True)
class PeriodResults:
    id: str
    title: str
    count: int
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class ResultsView:
    title: str
    open: tuple[Listed, ...]
    groups: tuple[PeriodResults, ...]
    sift: Sift
    total: int
    kept: Said | None
    overviews: tuple[Link, ...]


def view_results(folder: str, records: tuple[Record, ...], edition: Edition) -> ResultsView:
    from perfsite.site.plan import OVERVIEWS, folder_name

    by_period: dict[str, list[Outcome]] = {}
    for outcome in all_outcomes(edition):
        period = seen(outcome.period)
        by_period.setdefault(period.id if period is not None else "", []).append(outcome)
    groups = []
    periods = {period.id: period for period in newest_periods(edition)}
    for id in (*(id for id in periods if id in by_period), *(id for id in by_period if id not in periods)):
        title = edition.title(periods[id]) if id in periods else id
        sheet = _sheet(by_period[id], title, edition)
        if sheet is not None:
            groups.append(PeriodResults(f"period-{id}", title, len(by_period[id]), sheet))
    listed = [outcome for group in groups for outcome in by_period[group.id.removeprefix("period-")]]
    sift, sheets = sifted([group.sheet for group in groups], edition, _traits(listed, edition))
    overviews = tuple(Link(edition.words(folder_name(one)), index_address(edition.language, one)) for one in OVERVIEWS)
    return ResultsView(
        edition.words(folder_name(folder)),
        open_results(edition),
        tuple(replace(group, sheet=sheet) for group, sheet in zip(groups, sheets, strict=True)),
        sift,
        len(records),
        kept_said(edition),
        overviews,
    )


def kept_said(edition: Edition) -> Said | None:
    """For how long results are shown. How many are no longer is not said: not even their number is kept."""
    retention = edition.library.site.policy.retention
    return None if retention is None else say("results.kept", length=retention)


def all_outcomes(edition: Edition) -> tuple[Outcome, ...]:
    """Every result, the newest decision first."""
    return tuple(sorted(outcomes_of(edition.library), key=newest_decision))


def open_results(edition: Edition) -> tuple[Listed, ...]:
    """What stands open to objection or is being answered, that which ends first on top."""
    found = []
    for outcome in all_outcomes(edition):
        state = result_state_of(outcome, edition)
        if state.name in ("open", "corrected", "being answered"):
            left = state.days_left if isinstance(state.days_left, int) else 10_000
            status = result_status(state, edition)
            end = state.open_until
            side = say("results.until", date=end) if state.days_left is not None and isinstance(end, dt.date) else None
            found.append(
                (left, Listed(edition.title(outcome), edition.address(outcome), outcome.summary, side, status))
            )
    return tuple(entry for _, entry in sorted(found, key=lambda item: item[0]))


def _sheet(outcomes: list[Outcome], title: str, edition: Edition) -> Sheet | None:
    rows = []
    for outcome in outcomes:
        state = result_state_of(outcome, edition)
        people = outcome.recipients if isinstance(outcome, AwardResult) else getattr(outcome, "candidates", ())
        rows.append(
            Row(
                (
                    edition.link(outcome),
                    _type_of(outcome, edition),
                    result_status(state, edition),
                    outcome.published_on if is_published(outcome, edition) else None,
                    len(people) or None,
                )
            )
        )
    columns = (
        Column("results.result", "wide", "title"),
        Column("results.type", sort="type"),
        Column("results.state"),
        Column("results.published", "date", "published"),
        Column("results.people", "number", "people"),
    )
    return without_empty(Sheet(say("results.table", period=title), columns, tuple(rows), dense=True))


def _traits(outcomes: Sequence[Outcome], edition: Edition) -> Iterator[Trait]:
    """By what results can be chosen: what their rows and the headings above these show."""
    yield Trait("period", "goals.period", [choice_of(edition.link_to(seen(outcome.period))) for outcome in outcomes])
    yield Trait("kind", "results.type", [_type_choice(outcome, edition) for outcome in outcomes])
    yield Trait(
        "standard",
        "results.standard",
        [choice_of(edition.link(one)) if (one := standard_of(o, edition)) is not None else () for o in outcomes],
        lambda choice: by_title(choice.label, edition.language),
    )
    yield Trait("state", "results.state", [state_choice(outcome, edition) for outcome in outcomes])


def _type_choice(outcome: Outcome, edition: Edition) -> tuple[Choice, ...]:
    said = _type_of(outcome, edition)
    standard = standard_of(outcome, edition)
    kind = standard.type if isinstance(standard, Reward) and standard.type else outcome.kind
    return () if said is None else (Choice(kind, said),)


def _type_of(outcome: Outcome, edition: Edition) -> Any:
    reward = standard_of(outcome, edition)
    if isinstance(reward, Reward) and reward.type:
        return edition.words(Phrase(*REWARD_TYPES[reward.type]))
    return edition.words(Phrase("晋升", "promotion")) if isinstance(outcome, PromotionResult) else None


def newest_published(edition: Edition) -> tuple[Outcome, ...]:
    """Every published result, the newest publication first."""
    published = [outcome for outcome in all_outcomes(edition) if is_published(outcome, edition)]
    return tuple(sorted(published, key=lambda o: (-(o.published_on or o.decided.on).toordinal(), o.address)))


__all__ = ["PeriodResults", "ResultsView", "all_outcomes", "newest_published", "open_results", "view_results"]
