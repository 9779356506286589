"""A place in a record to the place on its page: a clause of a standard, a row of evidence, a change of a goal."""

from __future__ import annotations

from perfsite.records.actuals import Actuals
from perfsite.records.goal import Goal
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.site.edition import Edition
from perfsite.site.goals import revisions_in_order
from perfsite.site.versions import wording_address
from perfsite.sources.nodes import Route

# Notes of a component, and parts of other fields, that are clauses of their own.
_NOTES = ("floor", "cap", "round", "missing")
_CLAUSES = ("total.floor", "total.cap", "amount.floor", "amount.cap", "winners.by", "winners.ties", "winners.minimum")
# Fields whose section of the page goes by another name, or that have none.
_SECTIONS = {"components": "weights", "eligibility": "eligibility-of", "basis": ""}


def place_address(record: Record, route: Route, edition: Edition) -> str:
    """The page of a record with the anchor of a place in it; the page alone where the place has none, or is masked.

    Of an earlier wording it is the page of the version.
    """
    if record.origin.version:
        return wording_address(record, edition)
    if isinstance(record, Reward | ScoringRule):
        anchor = clause_anchor(record, route)
    elif isinstance(record, Goal):
        anchor = _goal_anchor(record, route)
    elif isinstance(record, Actuals):
        row = record.values[int(route[1])]
        anchor = value_anchor(row.person or row.team, record, edition)
    elif isinstance(record, AwardResult):
        recipient = record.recipients[int(route[1])]
        anchor = recipient_anchor(recipient.person or recipient.team, record, edition)
    elif isinstance(record, PromotionResult):
        anchor = recipient_anchor(record.candidates[int(route[1])].person, record, edition)
    elif isinstance(record, PromotionCriteria):
        anchor = _requirement_anchor(record.requires, route[1:])
    else:
        anchor = ""
    address = edition.address(record)
    return f"{address}#{anchor}" if anchor and address else address


def clause_anchor(standard: Reward | ScoringRule, route: Route) -> str:
    """The anchor of a clause on the page of a rule or a reward: lists are counted from 1, grades go by name."""
    match route:
        case ("components", id, *rest):
            return _component_anchor(str(id), tuple(rest))
        case ("gates" | "modifiers" as field, int(index), *_):
            return f"{field}.{index + 1}"
        case ("grades", int(index), *_) if isinstance(standard, ScoringRule):
            return f"grades.{standard.grades[index].grade}"
        case (str(field), str(key), *_) if f"{field}.{key}" in _CLAUSES:
            return f"{field}.{key}"
        case (("total" | "amount") as field,):
            return f"{field}.round"
        case (str(field), *_):
            return _SECTIONS.get(field, field)
    return ""


def _component_anchor(id: str, rest: Route) -> str:
    match rest:
        case ("modifiers", int(index), *_):
            return f"components.{id}.modifiers.{index + 1}"
        case (str(note), *_) if note in _NOTES:
            return f"components.{id}.{note}"
    return f"components.{id}"


def _requirement_anchor(requirement: Requirement, route: Route) -> str:
    """A requirement by its id, or by its place in the tree, counted from 1."""
    place = "requires"
    for index in (step for step in route if isinstance(step, int)):
        requirement = (*requirement.all_, *requirement.any_)[index]
        place = f"{place}-{index + 1}"
    return f"requires.{requirement.id}" if requirement.id else place


def value_anchor(who: Ref | None, actuals: Actuals, edition: Edition) -> str:
    """The row of somebody in a table of figures. Where people are masked none has an address."""
    if who is None or not _may_be_named(who, actuals, edition):
        return ""
    return f"values.{who.id}" if who.kind == "person" else f"values.{who.kind}.{who.id}"


def recipient_anchor(who: Ref | None, outcome: Outcome, edition: Edition) -> str:
    """The row of somebody in a result. Where people are masked a row has no address: it would tell who it is."""
    return who.id if who is not None and _may_be_named(who, outcome, edition) else ""


def _may_be_named(who: Ref, page: Record, edition: Edition) -> bool:
    return who.kind != "person" or edition.projection.names.mode_on(page.address) == "full"


def _goal_anchor(goal: Goal, route: Route) -> str:
    match route:
        case ("revisions", int(index), *_):
            order = [position for position, _ in revisions_in_order(goal)]
            return f"revisions.{order.index(index) + 1}" if index in order else "revisions"
        case ("key_results", int(index), *_):
            return f"key_results.{index + 1}"
        case ("target" | "baseline",):
            return "smart.measurable"
    return ""


__all__ = ["clause_anchor", "place_address", "recipient_anchor", "value_anchor"]
