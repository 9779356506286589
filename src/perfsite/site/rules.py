"""The view of a scoring rule: whom it is for, weights, each component in words, what follows for total and grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfsite.records.quantities import Quantity
from perfsite.records.rule import Component, Example, ScoringRule
from perfsite.records.texts import Text
from perfsite.site.calculator import Calculator, rule_calculator
from perfsite.site.clauses import (
    Namer,
    accumulation_said,
    applies_said,
    name_in,
    proration_said,
    rounding_said,
    tier_ranges,
    view_gates,
    view_modifiers,
)
from perfsite.site.curves import CurveView, view_curve
from perfsite.site.edition import Edition, Link
from perfsite.site.generic import MentionGroup, mention_groups
from perfsite.site.seen import seen
from perfsite.site.sentences import Clause, Column, Fact, Row, Said, Sheet, full, joined, say
from perfsite.site.standing import Standing, in_force_fact, view_standing
from perfsite.site.status import Status, status_of


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One part of a rule. `measured` says what is looked at, `curve` what follows from it, `notes` the rest."""

    id: str
    number: int
    title: Any
    weight: Quantity | None
    measured: Any
    definition: Text | None
    curve: CurveView
    notes: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights as a picture and as the same in a table; `label` says the picture in words."""

    shares: tuple[Decimal, ...]
    label: Any
    sheet: Sheet
    said: Any


@dataclass(frozen=True, slots=True)
class ExampleView:
    id: str
    title: Text | None
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class RuleView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    facts: tuple[Fact, ...]
    weights: Weights | None
    components: tuple[ComponentView, ...]
    total: tuple[Clause, ...]
    gates: tuple[Clause, ...]
    modifiers: tuple[Clause, ...]
    grades: Sheet | None
    grade_note: Any
    calculator: Calculator | None
    examples: tuple[ExampleView, ...]
    rewards: tuple[Link, ...]
    body: Text | None
    standing: Standing
    mentions: tuple[MentionGroup, ...]


def view_rule(rule: ScoringRule, edition: Edition) -> RuleView:
    name = name_in(rule.components, edition)
    rewards = tuple(edition.link(reward) for reward in edition.mentions(rule, "reward"))
    return RuleView(
        kind=edition.words(rule.noun),
        title=edition.title(rule),
        id=rule.id,
        status=status_of(rule, edition),
        summary=rule.summary,
        facts=_facts(rule, edition, rewards),
        weights=_weights(rule, edition, name),
        components=tuple(
            _component(number, key, component, edition, name)
            for number, (key, component) in enumerate(rule.components, 1)
        ),
        total=_total_clauses(rule),
        gates=view_gates(rule.gates, edition, name),
        modifiers=view_modifiers(rule.modifiers, edition, name, "total"),
        grades=_grades(rule),
        grade_note=_grade_note(rule),
        calculator=rule_calculator(rule, edition),
        examples=view_examples(rule.examples, name, rule.components),
        rewards=rewards,
        body=rule.body,
        standing=view_standing(rule, edition),
        mentions=mention_groups(rule, edition, without=("reward",)),
    )


def _facts(rule: ScoringRule, edition: Edition, rewards: tuple[Link, ...]) -> tuple[Fact, ...]:
    who = applies_said(rule.applies_to, edition, rule.address)
    return tuple(
        fact
        for fact in (
            Fact("rule.for", who) if who else None,
            in_force_fact(rule, edition),
            Fact("rule.used-by", joined(*rewards)) if rewards else None,
        )
        if fact is not None
    )


def _weights(rule: ScoringRule, edition: Edition, name: Namer) -> Weights | None:
    weighed = [(number, key, c) for number, (key, c) in enumerate(rule.components, 1) if seen(c.weight) is not None]
    if not weighed:
        return None
    rows = tuple(
        Row((Link(_plain(name(key), edition), f"#components.{key}"), _measured(c, edition), c.weight), swatch=number)
        for number, key, c in weighed
    )
    total = Quantity(sum((c.weight.value for _, _, c in weighed), Decimal(0)), weighed[0][2].weight.unit)
    columns = (Column("rule.component"), Column("rule.measured"), Column("rule.weight", "number"))
    raw = rule.weights == "raw"
    return Weights(
        shares=tuple(c.weight.value for _, _, c in weighed),
        label=weights_said(rule, edition),
        sheet=Sheet(say("rule.weights-table"), columns, rows, foot=(Row((say("rule.sum"), None, total)),)),
        said=full(say("rule.weighted-raw" if raw else "rule.weighted")),
    )


def weights_said(rule: ScoringRule, edition: Edition) -> Any:
    """The components with their weights, in one line."""
    name = name_in(rule.components, edition)
    shares = (
        say("rule.share", title=_plain(name(key), edition), weight=c.weight)
        for key, c in rule.components
        if seen(c.weight) is not None
    )
    return joined(*shares, joint="comma")


def _plain(title: Any, edition: Edition) -> str:
    if isinstance(title, Link):
        return title.title
    return edition.words(title) if isinstance(title, Text) else str(title)


def _measured(component: Component, edition: Edition) -> Any:
    """What a component looks at, in a few words: attainment of net revenue."""
    metric = edition.link_to(component.metric)
    if component.flat is not None:
        return say("measure.none")
    if component.measure == "okr":
        return say("measure.okr")
    if metric is None:
        return say(f"measure.{component.measure}") if component.measure else None
    return say(f"measure.of-{component.measure or 'actual'}", metric=metric)


def _component(number: int, key: str, component: Component, edition: Edition, name: Namer) -> ComponentView:
    measured = _measured(component, edition)
    metric = edition.link_to(component.metric)
    how = component.measure if component.measure in ("attainment", "progress", "inverse") and metric is not None else ""
    known = component.flat is None and measured is not None
    looks = say(f"rule.scored-on-{how}", metric=metric) if how else say("rule.scored-on", measured=measured)
    return ComponentView(
        id=f"components.{key}",
        number=number,
        title=name(key),
        weight=component.weight,
        measured=full(looks) if known else None,
        definition=component.definition,
        curve=view_curve(component, edition),
        notes=_component_notes(key, component, edition, name),
    )


def _component_notes(key: str, component: Component, edition: Edition, name: Namer) -> tuple[Clause, ...]:
    prefix = f"components.{key}"
    said: list[tuple[str, Any]] = [
        ("floor", full(say("clause.floor", value=component.floor)) if component.floor is not None else None),
        ("cap", full(say("clause.cap", value=component.cap)) if component.cap is not None else None),
        ("round", full(rounding_said(component.round, "component"))),
        ("missing", full(say(f"missing.as-{component.missing}")) if component.missing else None),
    ]
    modifiers = view_modifiers(component.modifiers, edition, name, "component", f"{prefix}.modifiers")
    return (*modifiers, *(Clause(f"{prefix}.{field}", words) for field, words in said if words is not None))


def _total_clauses(rule: ScoringRule) -> tuple[Clause, ...]:
    total = rule.total
    said: list[tuple[str, Any]] = []
    if total is not None:
        if total.floor is not None:
            said.append(("total.floor", full(say("clause.total-floor", value=total.floor))))
        if total.cap is not None:
            said.append(("total.cap", full(say("clause.total-cap", value=total.cap))))
        said.append(("total.round", full(rounding_said(total, "total"))))
    said.append(("proration", proration_said(rule.proration)))
    said.append(("accumulation", accumulation_said(rule.accumulation)))
    return tuple(Clause(id, words) for id, words in said if words is not None)


def _grades(rule: ScoringRule) -> Sheet | None:
    ranges = tuple(reversed(tier_ranges(rule.grades)))
    if not ranges:
        return None
    has_title, has_coefficient, has_share = (
        any(getattr(grade, field) is not None for grade, _ in ranges) for field in ("title", "coefficient", "at_most")
    )
    columns = [Column("figure.grade"), Column("figure.total")]
    columns += [Column("figure.coefficient", "number")] if has_coefficient else []
    columns += [Column("rule.at-most", "number")] if has_share else []
    rows = []
    for grade, range_ in ranges:
        cells: list[Any] = [
            say("rule.grade-title", grade=grade.grade, title=grade.title) if has_title and grade.title else grade.grade,
            range_,
        ]
        cells += [grade.coefficient] if has_coefficient else []
        cells += [grade.at_most if grade.at_most is not None else say("rule.no-limit")] if has_share else []
        rows.append(Row(tuple(cells), id=f"grades.{grade.grade}"))
    return Sheet(say("rule.grades-table"), tuple(columns), tuple(rows), slim=len(columns) < 4)


def _grade_note(rule: ScoringRule) -> Said | Any:
    limits = rule.grade_limits
    if limits is None or limits.minimum_group is None:
        return None
    said = [say("rule.limits-group", n=limits.minimum_group), say("rule.limits-counts")]
    said += [say(f"rule.limits-ties-{limits.ties}")] if limits.ties is not None else []
    return joined(*(full(sentence) for sentence in said), joint="space")


def view_examples(
    examples: Iterable[Example], name: Namer, components: Sequence[tuple[str, Any]] = ()
) -> tuple[ExampleView, ...]:
    """Each example as one table: what is given for each figure, and what must come of it."""
    return tuple(
        ExampleView(f"examples.{number}", example.title, _example_sheet(example, name, components))
        for number, example in enumerate(examples, 1)
    )


def _example_sheet(example: Example, name: Namer, components: Sequence[tuple[str, Any]]) -> Sheet:
    given, expected = dict(example.given), dict(example.expect)
    own = [key for key, _ in components if key in given or key in expected]
    keys = [*own, *(key for key in given if key not in own)]
    fields = [
        field
        for field in ("baseline", "target", "actual")
        if any(getattr(g, field) is not None for g in given.values())
    ]
    columns = [Column("example.item"), *(Column(f"example.{field}", "number") for field in fields)]
    columns.append(Column("example.result", "number"))
    rows = tuple(
        Row((name(key), *(getattr(given[key], field) if key in given else None for field in fields), expected.get(key)))
        for key in keys
    )
    padding = (None,) * len(fields)
    foot = tuple(Row((name(key), *padding, expected[key])) for key in expected if key not in keys)
    return Sheet(seen(example.title) or say("example.table"), tuple(columns), rows, foot, dense=True)


__all__ = ["ExampleView", "RuleView", "view_examples", "view_rule", "weights_said"]
