"""Published figures follow from their standards: every award result is computed anew in every check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem, see, written
from perfsite.diagnostics import Diagnostic, Phrase, Related
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult
from perfsite.records.reward import Reward
from perfsite.scoring.cases import Case
from perfsite.scoring.compile import AMOUNT
from perfsite.scoring.eligibility import route_to
from perfsite.scoring.exact import as_decimal, write_exact
from perfsite.scoring.explain import Wording, telling
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.groups import Groups
from perfsite.scoring.outcomes import recompute
from perfsite.scoring.positions import stretches
from perfsite.scoring.published import BASIS
from perfsite.scoring.recomputed import Figure, Recomputation, Recomputed
from perfsite.sources.nodes import Route


def check_outcomes(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """A figure that the standard gives otherwise, someone left out, someone who should not be there."""
    grounds = Grounds(library)
    groups = Groups(grounds)
    for award in library.of(AwardResult):
        if award.withdrawn is None:
            found = recompute(grounds, award, groups)
            if found.case is not None and found.trouble is None:
                yield from _problems(grounds, found, found.case)


def _problems(grounds: Grounds, found: Recomputation, case: Case) -> Iterator[Diagnostic]:
    library, award = grounds.library, found.award
    wording = Wording(library, case)
    for one in found.recipients:
        if one.who.kind in library.open_kinds and library.find(one.who) is None:
            # Whose own record cannot be read, of them nothing is known.
            continue
        if one.index in found.taken_in:
            # Someone to whom the reward does not apply at all is told of by another check.
            if one.eligible is not False or _is_meant(grounds, award, case.reward, one):
                yield _taken_in(library, award, case.reward, one)
        elif (figure := one.first_difference) is not None:
            yield _differs(library, award, case, wording, one, figure)
    for who in found.left_out:
        arguments = {"who": who.id, "reward": case.reward.id}
        condition: Route = ("winners",) if case.reward.winners is not None else ("eligibility",)
        related = see(library, case.reward, condition, "条件在这里", "the conditions are here")
        if condition == ("eligibility",) and case.reward.eligibility is None:
            related = ()
        yield problem(library, award, ("reward",), "PS732", arguments, related=related)


def _is_meant(grounds: Grounds, award: AwardResult, reward: Reward, one: Recomputed) -> bool:
    person, period = grounds.library.get(Person, one.who), grounds.library.get(Period, award.period)
    if one.who.kind != "person" or person is None or period is None:
        return one.who.kind != "person"
    return bool(stretches(reward.applies_to, person, grounds.above, period.from_, period.to))


def _differs(
    library: Library, award: AwardResult, case: Case, wording: Wording, one: Recomputed, figure: Figure
) -> Diagnostic:
    route: Route = ("recipients", one.index, *figure.route)
    arguments: dict[str, object] = {
        "who": one.who.id,
        "name": wording.label(figure.name),
        "published": written(library, award, *route),
        "computed": _as_written(award, one, figure),
    }
    related: tuple[Related, ...] = ()
    hint = "basis" if figure.name == BASIS else "rank"
    if figure.step is not None and figure.name != BASIS:
        said_by = case.reward if figure.name == AMOUNT else case.rule or case.reward
        step = telling(figure.step)
        arguments["step"] = wording.operation(step)
        related = see(library, said_by, step.clause, "按这一条计算", "this is how it is computed")
        hint = ""
    return problem(library, award, route, "PS731", arguments, hint=hint, related=related)


def _as_written(award: AwardResult, one: Recomputed, figure: Figure) -> str:
    """The computed figure in the form in which the published one stands."""
    recipient, value = award.recipients[one.index], figure.computed
    like = recipient.amount if figure.name == AMOUNT else recipient.basis if figure.name == BASIS else None
    if like is None or value is None or isinstance(value, str):
        return write_exact(value)
    value = value * 100 if like.unit == "%" else value
    number = as_decimal(value, 2 if like.is_money else None)
    return write_exact(value) if number is None else str(Quantity(number, like.unit))


def _taken_in(library: Library, award: AwardResult, reward: Reward, one: Recomputed) -> Diagnostic:
    key = "person" if one.who.kind == "person" else "team"
    arguments: dict[str, object] = {"who": one.who.id, "reward": reward.id}
    route, hint = ("winners",), "rank"
    if one.unmet is not None and one.eligible is False and reward.eligibility is not None:
        found = route_to(one.unmet, reward.eligibility, ("eligibility",))
        arguments["requirement"] = title_of(one.unmet)
        related = see(library, reward, found or ("eligibility",), "这一条没有满足", "this is not met")
        return problem(library, award, ("recipients", one.index, key), "PS733", arguments, related=related)
    if reward.splits:
        related = see(library, reward, ("splits",), "份额在这里", "the shares are here")
        place: Route = ("recipients", one.index, key)
        return problem(library, award, place, "PS733", arguments, hint="share", related=related)
    related = see(library, reward, route, "按这一条入选", "this is how winners are found")
    return problem(library, award, ("recipients", one.index, key), "PS733", arguments, hint=hint, related=related)


def title_of(requirement: Requirement) -> Phrase:
    if requirement.title is not None:
        return Phrase(f"“{requirement.title.best('zh')[1]}”", f"“{requirement.title.best('en')[1]}”")
    return Phrase(f"`{requirement.name}`", f"`{requirement.name}`")
