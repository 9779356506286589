"""The view of a promotion result: who was considered with what outcome, and how each requirement was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.ladder import Ladder, PromotionCriteria
from perfsite.records.people import Person
from perfsite.records.requirement import Requirement
from perfsite.records.result import PROMOTION_OUTCOMES, Candidate, PromotionResult, RequirementMet
from perfsite.records.texts import Text
from perfsite.site.anchors import recipient_anchor
from perfsite.site.edition import Edition, Link
from perfsite.site.explained import explained_link, unexplained_said
from perfsite.site.levels import level_link
from perfsite.site.ordering import by_title
from perfsite.site.outcomes import (
    OutcomeView,
    as_written,
    basis_facts,
    dates_facts,
    exception_cases,
    is_masked,
    shared_parts,
    standard_of,
)
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Fact, Row, Said, Sheet, joined, say
from perfsite.site.sifting import Choice, value_of
from perfsite.site.staff import in_office, position_then
from perfsite.site.status import Status
from perfsite.site.tables import Sift, Trait, choice_of, sifted
from perfsite.site.visibility import hidden_said, is_seen

# Nobody is red: not to be promoted this time is no fault.
_TONES = {"promoted": "good", "not promoted": "neutral", "deferred": "notice"}


@dataclass(frozen=True, slots=True)
class Met:
    """A requirement and how it was met: `status` says met, not met or waived; `waiver` why, and by whom."""

    title: Any
    status: Status
    value: Any
    evidence: Text | None
    waiver: Text | None
    waived_by: Any
    alternative: bool


@dataclass(frozen=True, slots=True)
class CandidateView:
    id: str
    who: Link
    team: Link | None
    status: Status | None
    effective: Any
    reason: Text | None
    needs: tuple[Met, ...]
    steps: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionView(OutcomeView):
    overview: Sheet | None
    sift: Sift
    candidates: tuple[CandidateView, ...]
    order: Said | None
    unexplained: Said | None
    count: int


def view_promotion(result: PromotionResult, edition: Edition) -> PromotionView:
    seen = is_seen(edition, PromotionResult, "candidates")
    candidates = sorted_candidates(result, edition)
    views = tuple(_view_candidate(c, who, n, result, edition) for n, (c, who) in enumerate(candidates, 1))
    exceptions = [(who, c.exception) for c, who in candidates if c.exception is not None]
    sift, overview = _sifted(views, [c for c, _ in candidates], edition)
    return PromotionView(
        **shared_parts(result, edition),
        said=_outcome_said(result),
        facts=_facts(result, edition),
        basis=basis_facts(result, edition, Fact("basis.step", step_said(result, edition))),
        hidden=None if seen else hidden_said(edition, "candidates", PromotionResult, "candidates"),
        exceptions=exception_cases(exceptions, result, edition),
        overview=overview,
        sift=sift,
        candidates=views,
        order=None
        if len(views) < 2
        else say("recipient.order-masked" if is_masked(result, edition) else "recipient.order-name"),
        unexplained=unexplained_said(result, edition),
        count=len(views),
    )


def sorted_candidates(result: PromotionResult, edition: Edition) -> list[tuple[Candidate, Link]]:
    """Candidates by the name that is shown; where names are alike, by what else the page shows of them."""
    found = [(c, link) for c in result.candidates if (link := edition.link_to(c.person, result.address)) is not None]

    def key(item: tuple[Candidate, Link]) -> tuple[Any, ...]:
        team = _team(item[0], result, edition)
        return by_title(item[1].title, edition.language), team.title if team else "", item[0].outcome or ""

    return sorted(found, key=key)


def step_said(result: PromotionResult, edition: Edition) -> Any:
    """From which level to which."""
    criteria = standard_of(result, edition)
    if not isinstance(criteria, PromotionCriteria) or not criteria.from_ or not criteria.to:
        return None
    ladder = edition.library.get(Ladder, criteria.ladder)
    return say(
        "candidate.step",
        lower=level_link(edition, criteria.from_, ladder),
        upper=level_link(edition, criteria.to, ladder),
    )


def _facts(result: PromotionResult, edition: Edition) -> tuple[Fact, ...]:
    facts = []
    if result.candidates:
        promoted = sum(candidate.outcome == "promoted" for candidate in result.candidates)
        facts = [
            Fact("outcome.candidates", len(result.candidates), figure=True),
            Fact("outcome.promoted", promoted, figure=True),
        ]
    return (*facts, *dates_facts(result, edition))


def _outcome_said(result: PromotionResult) -> Said | None:
    counts = Counter(candidate.outcome for candidate in result.candidates)
    if not counts:
        return None
    parts = [
        say(f"candidate.n-{name.replace(' ', '-')}", n=counts[name]) for name in PROMOTION_OUTCOMES if counts[name]
    ]
    return say("outcome.said-candidates", n=len(result.candidates), outcomes=joined(*parts, joint="comma"))


def _team(candidate: Candidate, result: PromotionResult, edition: Edition) -> Link | None:
    person = edition.library.get(Person, candidate.person)
    position = position_then(person, result.decided.on) if person is not None else None
    return edition.link_to(position.team, result.address) if position is not None else None


def _view_candidate(
    candidate: Candidate, who: Link, number: int, result: PromotionResult, edition: Edition
) -> CandidateView:
    anchor = recipient_anchor(candidate.person, result, edition)
    return CandidateView(
        id=anchor or f"candidates.{number}",
        who=who,
        team=_team(candidate, result, edition),
        status=outcome_status(candidate, edition),
        effective=candidate.effective,
        reason=candidate.reason,
        needs=tuple(_needs(candidate, result, edition)),
        steps=explained_link(result, edition, anchor),
    )


def outcome_status(candidate: Candidate, edition: Edition) -> Status | None:
    outcome = seen(candidate.outcome)
    if outcome is None:
        return None
    return Status(_TONES[outcome], edition.words(Phrase(*PROMOTION_OUTCOMES[outcome])))


def _needs(candidate: Candidate, result: PromotionResult, edition: Edition) -> Iterator[Met]:
    """How each requirement was met, in the order of the criteria; what these do not name comes last."""
    criteria = standard_of(result, edition)
    requires = seen(criteria.requires) if isinstance(criteria, PromotionCriteria) else None
    named = dict(_leaves(requires)) if requires is not None else {}
    given = dict(candidate.requirements)
    for id in (*(id for id in named if id in given), *(id for id in given if id not in named)):
        leaf, alternative = named.get(id, (None, False))
        yield _met(id, leaf, alternative, given[id], result, edition)


def requirement_titles(result: PromotionResult, edition: Edition) -> tuple[tuple[str, Text], ...]:
    """The requirements of which any candidate tells, by id with their titles: in the order of the criteria, then by id."""
    criteria = standard_of(result, edition)
    requires = seen(criteria.requires) if isinstance(criteria, PromotionCriteria) else None
    named = dict(_leaves(requires)) if requires is not None else {}
    given = {id for candidate in result.candidates for id, _ in candidate.requirements}
    order = (*(id for id in named if id in given), *sorted(given.difference(named)))
    own = {id: leaf.title for id, (leaf, _) in named.items()}
    return tuple((id, own.get(id) or Text(((edition.language, id),))) for id in order)


def _leaves(requirement: Requirement, alternative: bool = False) -> Iterator[tuple[str, tuple[Requirement, bool]]]:
    """Requirements by id, each with whether another could stand in for it."""
    for part in (*requirement.all_, *requirement.any_):
        yield from _leaves(part, alternative or bool(requirement.any_))
    if not requirement.all_ and not requirement.any_ and requirement.id is not None:
        yield requirement.id, (requirement, alternative)


def _met(
    id: str, leaf: Requirement | None, alternative: bool, met: RequirementMet, result: PromotionResult, edition: Edition
) -> Met:
    waiver = met.waived
    if waiver is not None:
        status = Status("notice", edition.words(Phrase("豁免", "Waived")))
    elif met.met:
        status = Status("good", edition.words(Phrase("满足", "Met")))
    else:
        status = Status("neutral", edition.words(Phrase("未满足", "Not met")))
    waived_by = None
    if waiver is not None and waiver.approved_by is not None:
        by = in_office(waiver.approved_by, waiver.on or result.decided.on, edition, result.address)
        waived_by = say("exception.approved", by=by, date=waiver.on) if by is not None and waiver.on is not None else by
    title: Any = leaf.title if leaf is not None else None
    return Met(
        title or id,
        status,
        as_written(met.value),
        met.evidence,
        waiver.reason if waiver else None,
        waived_by,
        alternative,
    )


def _overview(views: tuple[CandidateView, ...]) -> Sheet | None:
    if not views:
        return None
    rows = tuple(
        Row(
            (
                Link(view.who.title, f"#{view.id}") if view.needs else view.who,
                view.team,
                view.status,
                view.effective,
                _count_met(view.needs),
                view.steps,
            )
        )
        for view in views
    )
    columns = (
        Column("recipient.person", sort="name"),
        Column("recipient.team", sort="team"),
        Column("candidate.outcome", sort="outcome"),
        Column("candidate.effective", "date", "effective"),
        Column("candidate.requirements", "number", "met"),
        Column("explained.column"),
    )
    kept = [i for i in range(len(columns)) if i == 0 or any(row.cells[i] is not None for row in rows)]
    return Sheet(
        say("candidate.table"),
        tuple(columns[i] for i in kept),
        tuple(Row(tuple(row.cells[i] for i in kept)) for row in rows),
    )


def _sifted(
    views: tuple[CandidateView, ...], candidates: Sequence[Candidate], edition: Edition
) -> tuple[Sift, Sheet | None]:
    sheet = _overview(views)
    if sheet is None:
        return Sift(), None
    outcomes = [seen(candidate.outcome) for candidate in candidates]
    told = {outcome: edition.words(Phrase(*PROMOTION_OUTCOMES[outcome])) for outcome in PROMOTION_OUTCOMES}
    order = {value_of(outcome): place for place, outcome in enumerate(PROMOTION_OUTCOMES)}
    traits = (
        Trait("team", "recipient.team", [choice_of(view.team) for view in views]),
        Trait(
            "outcome",
            "candidate.outcome",
            [(Choice(value_of(outcome), told[outcome]),) if outcome else () for outcome in outcomes],
            lambda choice: order[choice.value],
        ),
    )
    sift, (sheet,) = sifted((sheet,), edition, traits, {"met": lambda said: dict(said.places)["met"]})
    return sift, sheet


def _count_met(needs: tuple[Met, ...]) -> Said | None:
    """Of the requirements, how many are met or waived; alternatives are counted as they stand."""
    if not needs:
        return None
    met = sum(need.status.tone in ("good", "notice") for need in needs)
    return say("candidate.met-of", met=met, n=len(needs))


__all__ = [
    "CandidateView",
    "Met",
    "PromotionView",
    "outcome_status",
    "requirement_titles",
    "sorted_candidates",
    "step_said",
    "view_promotion",
]
