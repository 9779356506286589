"""The page of exceptions: where outcomes departed from their standards, and what was corrected or withdrawn afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Candidate, DeclaredException, Outcome, PromotionResult
from perfsite.site.edition import Edition, Link
from perfsite.site.ordering import by_title
from perfsite.site.outcomes import amendment, approval_said, clause_said, sorted_by_sight, standard_of
from perfsite.site.people import without_empty
from perfsite.site.plan import folder_name
from perfsite.site.promises import by_period
from perfsite.site.results_index import all_outcomes
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Row, Said, Sheet, say
from perfsite.site.sifting import Choice
from perfsite.site.tables import Sift, Trait, choice_of, sifted
from perfsite.site.visibility import hidden_said, is_seen


@dataclass(frozen=True, slots=True)
class StandardExceptions:
    """What departed from one standard."""

    standard: Any
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class PeriodExceptions:
    id: str
    title: str
    count: int
    standards: tuple[StandardExceptions, ...]


@dataclass(frozen=True, slots=True)
class ExceptionsView:
    """`hidden` says what this audience does not see of them, `empty` why there are none."""

    title: str
    groups: tuple[PeriodExceptions, ...]
    sift: Sift
    empty: Said | None
    hidden: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    outcome: Outcome
    cells: tuple[Any, ...]


def view_exceptions(edition: Edition) -> ExceptionsView:
    page = _strictest_page(edition)
    cases = [case for outcome in all_outcomes(edition) for case in _cases(outcome, page, edition)]
    sift, groups = _sifted(
        [
            PeriodExceptions(f"period-{id}", title, len(found), tuple(_by_standard(found, edition)))
            for id, title, found in by_period(cases, lambda case: case.outcome, edition)
        ],
        edition,
    )
    return ExceptionsView(
        title=edition.words(folder_name("exceptions")),
        groups=groups,
        sift=sift,
        empty=None if groups else say("exceptions.none" if all_outcomes(edition) else "exceptions.no-results"),
        hidden=tuple(_hidden(edition)),
    )


def _sifted(groups: list[PeriodExceptions], edition: Edition) -> tuple[Sift, tuple[PeriodExceptions, ...]]:
    """The same with the form above them. Its choices come out of the cells, in which everyone is named as on this page."""
    placed = [(group, part, row) for group in groups for part in group.standards for row in part.sheet.rows]
    types = [row.cells[0] for *_, row in placed]
    traits = (
        Trait("period", "goals.period", [(Choice(g.id.removeprefix("period-"), g.title),) for g, *_ in placed]),
        Trait("kind", "exceptions.type", [(Choice(said.key.partition(".")[2], said),) for said in types]),
        Trait(
            "standard",
            "results.standard",
            [choice_of(part.standard) if isinstance(part.standard, Link) else () for _, part, _ in placed],
            lambda choice: by_title(choice.label, edition.language),
        ),
    )
    sift, sheets = sifted([part.sheet for group in groups for part in group.standards], edition, traits)
    done = iter(sheets)
    return sift, tuple(
        replace(group, standards=tuple(replace(part, sheet=next(done)) for part in group.standards)) for group in groups
    )


def _strictest_page(edition: Edition) -> str:
    """The result whose page names people least: here, where results stand together, everyone is named like that.

    A mask beside the full name of the same person would be none.
    """
    order = ("full", "masked", "id")
    names = edition.projection.names
    addresses = [outcome.address for outcome in all_outcomes(edition)]
    return max(addresses, key=lambda address: order.index(names.mode_on(address)), default="")


def _hidden(edition: Edition) -> Iterator[Said]:
    if any(isinstance(outcome, AwardResult) for outcome in all_outcomes(edition)) and not is_seen(
        edition, AwardResult, "recipients", "exception"
    ):
        yield hidden_said(edition, "exceptions", AwardResult, "recipients", "exception")
    if any(isinstance(outcome, PromotionResult) for outcome in all_outcomes(edition)) and not is_seen(
        edition, PromotionResult, "candidates", "exception"
    ):
        yield hidden_said(edition, "waivers", PromotionResult, "candidates", "exception")


def _by_standard(cases: list[_Case], edition: Edition) -> Iterator[StandardExceptions]:
    grouped: dict[str, list[_Case]] = {}
    for case in cases:
        standard = standard_of(case.outcome, edition)
        grouped.setdefault(standard.address if standard is not None else "", []).append(case)
    columns = (
        Column("exceptions.type", "short"),
        Column("exceptions.result", sort="result"),
        Column("exceptions.who", "short", "name"),
        Column("exceptions.clause"),
        Column("exceptions.reason", "long"),
        Column("exceptions.approved"),
    )
    for address in sorted(grouped, key=lambda address: (address == "", address)):
        standard = standard_of(grouped[address][0].outcome, edition)
        title: Any = edition.link(standard) if standard is not None else say("exceptions.no-standard")
        rows = sorted_by_sight([Row(case.cells) for case in grouped[address]], edition)
        sheet = without_empty(Sheet(say("exceptions.table", standard=title), columns, rows))
        if sheet is not None:
            yield StandardExceptions(title, sheet)


def _cases(outcome: Outcome, page: str, edition: Edition) -> Iterator[_Case]:
    if isinstance(outcome, AwardResult):
        for recipient in outcome.recipients:
            if recipient.exception is not None:
                yield _declared(outcome, recipient.person or recipient.team, recipient.exception, page, edition)
    elif isinstance(outcome, PromotionResult):
        for candidate in outcome.candidates:
            if candidate.exception is not None:
                yield _declared(outcome, candidate.person, candidate.exception, page, edition)
            yield from _waivers(outcome, candidate, page, edition)
    for left_out in outcome.left_out:
        yield _case("left-out", outcome, edition, edition.link_to(left_out.person, page), None, left_out.reason, None)
    yield from _afterwards(outcome, page, edition)


def _waivers(outcome: Outcome, candidate: Candidate, page: str, edition: Edition) -> Iterator[_Case]:
    who = edition.link_to(candidate.person, page)
    for id, met in candidate.requirements:
        if met.waived is not None:
            on = met.waived.on or outcome.decided.on
            approved = approval_said(met.waived.approved_by, on, outcome, edition, page)
            yield _case("waiver", outcome, edition, who, clause_said(id, outcome, edition), met.waived.reason, approved)


def _afterwards(outcome: Outcome, page: str, edition: Edition) -> Iterator[_Case]:
    """What was corrected or withdrawn after publication."""
    for correction in outcome.corrections:
        if correction.on <= edition.as_of:
            changed = amendment(correction, edition)
            said = None
            if changed is not None:
                said = say("exceptions.changed", field=changed.label, was=changed.before, now=changed.after)
            who = edition.link_to(correction.about, page)
            yield _case("correction", outcome, edition, who, said, correction.reason, correction.on)
    withdrawn = outcome.withdrawn
    if withdrawn is not None and withdrawn.on <= edition.as_of:
        yield _case("withdrawal", outcome, edition, None, None, withdrawn.reason, withdrawn.on)


def _declared(outcome: Outcome, who: Ref | None, exception: DeclaredException, page: str, edition: Edition) -> _Case:
    clause = clause_said(exception.from_, outcome, edition) if seen(exception.from_) else None
    approved = approval_said(exception.approved_by, exception.on, outcome, edition, page)
    return _case("exception", outcome, edition, edition.link_to(who, page), clause, exception.reason, approved)


def _case(
    type_: str, outcome: Outcome, edition: Edition, who: Link | None, clause: Any, reason: Any, approved: Any
) -> _Case:
    return _Case(outcome, (say(f"exceptions.{type_}"), edition.link(outcome), who, clause, reason, approved))


__all__ = [
    "ExceptionsView",
    "PeriodExceptions",
    "StandardExceptions",
    "view_exceptions",
]
