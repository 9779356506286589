"""The clauses that rules and rewards share, as sentences: bounds, ranges, gates, modifiers, rounding and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from perfsite.records.quantities import Quantity
from perfsite.records.rule import (
    Accumulation,
    AppliesTo,
    Condition,
    Effect,
    Gate,
    Modifier,
    Proration,
    Rounding,
)
from perfsite.records.texts import Text
from perfsite.scoring.limits import OF_GROUP
from perfsite.site.edition import Edition
from perfsite.site.levels import level_links
from perfsite.site.seen import seen
from perfsite.site.sentences import Clause, Said, full, joined, say

BOUNDS = ("at_least", "above", "at_most", "below", "is_")
# What conditions, examples and rankings may name besides components and metrics.
WORDS = ("total", "grade", "amount", "coefficient", "rank", "count", "attainment", "points")

Namer = Callable[[str], Any]


def bound_said(thing: Any) -> Said | None:
    """At least 3, above 100%: the one bound that a condition or requirement states."""
    for name in BOUNDS:
        value = getattr(thing, name, None)
        if value is not None:
            return say(f"bound.{name.strip('_').replace('_', '-')}", value=value)
    return None


def range_said(lower: Any, lower_in: bool, upper: Any = None, upper_in: bool = False) -> Said:
    """From a tier's edge to the next; `upper_in` says that the next tier's edge still belongs to this one."""
    if upper is None:
        return say("range.from" if lower_in else "range.above", lower=lower)
    start = "above" if not lower_in else "start" if _number(lower) == 0 else "from"
    return say(f"range.{start}-{'upto' if upper_in else 'under'}", lower=lower, upper=upper)


def tier_ranges(tiers: Sequence[Any]) -> tuple[tuple[Any, Said], ...]:
    """Tiers in the order of their edges, each with its range in words. Those whose edge is not seen are left out."""
    known = sorted((tier for tier in tiers if edge_of(tier) is not None), key=lambda tier: _number(edge_of(tier)))
    ranges = []
    for place, tier in enumerate(known):
        following = known[place + 1] if place + 1 < len(known) else None
        upper = None if following is None else edge_of(following)
        upper_in = following is not None and following.from_ is None
        ranges.append((tier, range_said(edge_of(tier), tier.from_ is not None, upper, upper_in)))
    return tuple(ranges)


def edge_of(tier: Any) -> Any:
    return tier.from_ if tier.from_ is not None else tier.above


def _number(value: Any) -> Any:
    return value.value if isinstance(value, Quantity) else value


def name_in(components: Iterable[tuple[str, Any]], edition: Edition, *, words: str = "figure") -> Namer:
    """How to call what an id stands for: a component, a metric, or a word such as `total`.

    Such words are looked up as heads of a table ("figure") or as parts of a sentence ("term").
    """
    titles: dict[str, Any] = {}
    for key, component in components:
        titles[key] = component.title or _metric_title(component, edition) or key
    metrics = edition.library.records["metric"]

    def name(key: str) -> Any:
        if key in titles:
            return titles[key]
        if key in WORDS:
            return say(f"{words}.{key}")
        metric = metrics.get(key)
        if metric is None and key in OF_GROUP:
            return say(f"figure.{key}")
        return edition.link(metric) if metric is not None else key

    return name


def _metric_title(component: Any, edition: Edition) -> Text | None:
    metric = edition.library.find(component.metric)
    return metric.title if metric is not None else None


def applies_said(applies: AppliesTo | None, edition: Edition, page: str) -> Any:
    """Whom a standard is for; None where nothing of it is said or seen."""
    if applies is None:
        return None
    roles, teams = edition.links_to(applies.role, page), edition.links_to(applies.team, page)
    levels, people = level_links(edition, applies.level), edition.links_to(applies.person, page)
    who = joined(*roles)
    if teams:
        who = (
            say("applies.team-role", team=joined(*teams), role=who) if who else say("applies.team", team=joined(*teams))
        )
    if levels:
        level = joined(*levels)
        who = say("applies.level-of", who=who, level=level) if who else say("applies.level", level=level)
    if people:
        who = say("applies.person-of", who=who, person=joined(*people)) if who else joined(*people)
    return who


def condition_said(condition: Condition, edition: Edition, name: Namer) -> Said | None:
    bound = bound_said(condition)
    if bound is None:
        return None
    subject: Any
    if condition.metric is not None:
        subject = edition.link_to(condition.metric) or condition.metric.id
        if condition.measure not in (None, "actual"):
            subject = say(f"phrase.of-{condition.measure}", metric=subject)
    elif condition.component is not None:
        subject = say("condition.component", component=name(condition.component))
    else:
        subject = say("term.grade" if condition.grade else "term.total")
    return say("condition.is", subject=subject, bound=bound)


def effect_said(effect: Effect, name: Namer) -> Any:
    parts: list[Said] = []
    for field in ("total", "total_at_most", "grade", "grade_at_most", "amount", "amount_at_most"):
        value = getattr(effect, field)
        if value is not None:
            parts.append(say(f"effect.{field.replace('_', '-')}", value=value))
    parts += [say("effect.component", component=name(key), value=value) for key, value in effect.component]
    if effect.disqualify:
        parts.append(say("effect.disqualify"))
    return joined(*parts, joint="comma")


def view_gates(gates: Iterable[Gate], edition: Edition, name: Namer, prefix: str = "gates") -> tuple[Clause, ...]:
    clauses = []
    for number, gate in enumerate(gates, 1):
        when = condition_said(gate.when, edition, name) if seen(gate.when) is not None else None
        then = effect_said(gate.then, name) if seen(gate.then) is not None else None
        said = full(say("clause.gate", when=when, then=then)) if when and then else None
        clauses.append(Clause(f"{prefix}.{number}", said, gate.title))
    return tuple(clauses)


def view_modifiers(
    modifiers: Iterable[Modifier], edition: Edition, name: Namer, of: str, prefix: str = "modifiers"
) -> tuple[Clause, ...]:
    """`of` is what they act on: component, total or amount."""
    clauses = []
    for number, modifier in enumerate(modifiers, 1):
        subject = say(f"modified.{of}")
        change = None
        if modifier.add is not None:
            less = modifier.add < 0
            change = say("clause.subtract" if less else "clause.add", n=abs(modifier.add), subject=subject)
        elif modifier.multiply is not None:
            change = say("clause.multiply", factor=modifier.multiply, subject=subject)
        order = say(f"clause.{modifier.order.replace(' ', '-')}") if modifier.order else None
        when = condition_said(modifier.when, edition, name) if modifier.when is not None else None
        if change is not None and when is not None:
            change = say("clause.gate", when=when, then=change)
        clauses.append(Clause(f"{prefix}.{number}", full(change, order, joint="comma"), modifier.title))
    return tuple(clauses)


def rounding_said(rounding: Rounding | Any, of: str) -> Said | None:
    if rounding is None or rounding.places is None or rounding.rounding is None:
        return None
    mode = say(f"rounding.{rounding.rounding}")
    subject = say(f"rounded.{of}")
    if rounding.places == 0:
        return say("clause.round-whole", subject=subject, mode=mode)
    return say("clause.round", subject=subject, n=rounding.places, mode=mode)


def proration_said(proration: Proration | None) -> Any:
    if proration is None or seen(proration.by) is None or seen(proration.of) is None:
        return None
    by = say(f"prorated.by-{proration.by.replace(' ', '-')}")
    said = full(say("clause.prorate", by=by, of=say(f"prorated.{proration.of}")))
    part = proration.part_of_month
    return said if part is None else joined(said, full(say(f"prorated.part-{part}")), joint="space")


def accumulation_said(accumulation: Accumulation | None) -> Any:
    if accumulation is None or seen(accumulation.over) is None:
        return None
    true_up = full(say("clause.true-up")) if accumulation.true_up else None
    return joined(full(say(f"clause.accumulate-{accumulation.over}")), true_up, joint="space")


__all__ = [
    "Namer",
    "accumulation_said",
    "applies_said",
    "bound_said",
    "condition_said",
    "edge_of",
    "name_in",
    "proration_said",
    "range_said",
    "rounding_said",
    "tier_ranges",
    "view_gates",
    "view_modifiers",
]
