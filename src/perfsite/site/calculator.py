"""What the calculator on a rule's or reward's page asks for, shows and computes with: the program itself, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.fields import is_whole
from perfsite.records.metric import UNITS, Metric
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.reward import Reward
from perfsite.records.rule import Component, Example, ScoringRule, Tier
from perfsite.records.texts import Text
from perfsite.scoring.browser import list_nodes, write_program
from perfsite.scoring.cases import PAID, REMAINDER, SHARE_OF_AMOUNT, SHARE_OF_TOTAL, Case, currency_stated
from perfsite.scoring.compile import AMOUNT, SHARE, TOTAL, compile_reward, compile_rule, metric_of
from perfsite.scoring.explain import NAMES
from perfsite.scoring.program import Node, Program
from perfsite.site.clauses import WORDS, Namer, name_in
from perfsite.site.edition import Edition, Link
from perfsite.site.seen import seen
from perfsite.site.sentences import say
from perfsite.sources.nodes import Route

# In the order in which a table of examples has them.
_PARTS = ("baseline", "target", "actual", "share")
# Inputs that a case adds to those of its standards, by what stands before their part.
_OF_CASES = {name.rpartition("/")[0]: name for name in (PAID, SHARE_OF_TOTAL, SHARE_OF_AMOUNT, SHARE, REMAINDER)}
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that is asked for. `unit` is "%", a currency, "number", or "" where the metric says none.

    `sign` is the unit for the eye: a word, or a quantity of zero whose words hold it. `value` is what it starts with.
    """

    name: str
    part: str
    unit: str
    sign: Any
    value: Quantity | None


@dataclass(frozen=True, slots=True)
class InputGroup:
    """The figures of one metric."""

    title: Any
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure that is shown. `zero` is none of its money, for the form in which it is written, where it is money."""

    name: str
    title: Any
    places: int = 0
    zero: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """Where on a curve's picture the reader is: the nodes for its two axes.

    `percent`: the axis has percentages; `rate`: the picture shows the rate that was used, not what it came to.
    """

    curve: str
    at: int
    points: int
    percent: bool
    rate: bool
    zero: Quantity | None


@dataclass(frozen=True, slots=True)
class Calculator:
    groups: tuple[InputGroup, ...]
    parts: tuple[Outcome, ...]
    figures: tuple[Outcome, ...]
    markers: tuple[Marker, ...]
    names: tuple[tuple[str, Any], ...]
    program: Mapping[str, Any]
    notes: tuple[str, ...]


def rule_calculator(rule: ScoringRule, edition: Edition) -> Calculator | None:
    """None where there is nothing to ask for, or something of the rule is hidden."""
    if not is_whole(rule):
        return None
    program = compile_rule(rule)
    markers = _rule_markers(rule, list_nodes(program))
    given = _given(rule.examples[:1], rule.components)
    return _calculator(program, rule, None, edition, markers, given, _notes(rule, None))


def reward_calculator(reward: Reward, rule: ScoringRule | None, edition: Edition) -> Calculator | None:
    """None where there is nothing to ask for, no amount, or the rule that the amount rests on is not seen."""
    if reward.amount is None or not is_whole(reward):
        return None
    if rule is None and reward.basis is not None and reward.basis.rule is not None:
        return None
    if rule is not None and not is_whole(rule):
        return None
    program = compile_reward(reward, rule)
    markers = _amount_markers(reward, list_nodes(program))
    examples = (*(rule.examples[:1] if rule is not None else ()), *reward.examples[:1])
    given = _given(examples, rule.components if rule is not None else ())
    return _calculator(program, rule, reward, edition, markers, given, _notes(rule, reward))


def case_calculator(case: Case, edition: Edition) -> Calculator | None:
    """For what was awarded: with all that its case adds to the standards, and empty until someone's figures are put in.

    None under the same conditions.
    """
    reward, rule = case.reward, case.rule
    if not is_whole(reward) or (rule is not None and not is_whole(rule)) or not case.program.results:
        return None
    nodes = list_nodes(case.program)
    markers = (*(_rule_markers(rule, nodes) if rule is not None else ()), *_amount_markers(reward, nodes))
    return _calculator(case.program, rule, reward, edition, markers, {}, ())


def _calculator(
    program: Program,
    rule: ScoringRule | None,
    reward: Reward | None,
    edition: Edition,
    markers: tuple[Marker, ...],
    given: Mapping[str, Quantity],
    notes: tuple[str, ...],
) -> Calculator | None:
    nodes = list_nodes(program)
    components = rule.components if rule is not None else ()
    groups = _groups(nodes, components, edition, given)
    if not groups:
        return None
    name = name_in(components, edition)
    ids = {id for id, _ in components}
    # What only leads to another figure has a name that no id can be.
    shown = (each for each in program.names if "/" not in each)
    outcomes = tuple(_outcome(each, name, rule, reward, edition) for each in shown)
    return Calculator(
        groups=groups,
        parts=tuple(outcome for outcome in outcomes if outcome.name in ids),
        figures=tuple(outcome for outcome in outcomes if outcome.name not in ids),
        markers=markers,
        names=_names(nodes, components, edition),
        program=write_program(program),
        notes=notes,
    )


def _given(examples: Iterable[Example], components: Iterable[tuple[str, Component]]) -> dict[str, Quantity]:
    """What the examples start from, by the names of inputs; of two that give the same, the later one."""
    metrics = {id: metric_of(id, component) for id, component in components}
    found: dict[str, Quantity] = {}
    for example in examples:
        for key, given in example.given:
            for part in _PARTS:
                value = getattr(given, part, None)
                if isinstance(value, Quantity):
                    found[f"{metrics.get(key, key)}/{part}"] = value
    return found


def _groups(
    nodes: Iterable[Node],
    components: Iterable[tuple[str, Component]],
    edition: Edition,
    given: Mapping[str, Quantity],
) -> tuple[InputGroup, ...]:
    asked: dict[str, set[str]] = {}
    for node in nodes:
        metric, _, part = node.name.rpartition("/")
        # Where someone stands among others, and which part of a prize is theirs, follows from those others.
        if node.operation == "given" and part in _PARTS:
            asked.setdefault(metric, set()).add(part)
    # As the example lists them; a gate's metric that it does not mention comes last.
    order = {metric: place for place, metric in reversed([*enumerate(name.rpartition("/")[0] for name in given)])}
    titles = {id: component.title for id, component in components if component.title is not None}
    return tuple(
        InputGroup(
            _metric_title(metric, titles, edition),
            tuple(_input(metric, part, edition, given) for part in _PARTS if part in parts),
        )
        for metric, parts in sorted(asked.items(), key=lambda entry: order.get(entry[0], len(order)))
    )


def _metric_title(metric: str, titles: Mapping[str, Text], edition: Edition) -> str:
    record = edition.library.records["metric"].get(metric)
    if record is not None:
        return edition.title(record)
    if metric in _OF_CASES:
        words = edition.words(NAMES[_OF_CASES[metric]])
        return words[:1].upper() + words[1:]
    return edition.words(titles[metric]) if metric in titles else metric


def _input(metric: str, part: str, edition: Edition, given: Mapping[str, Quantity]) -> Input:
    name = f"{metric}/{part}"
    if part == "share":
        return Input(name, part, "%", "%", None)
    value = given.get(name)
    if name == SHARE:
        return Input(name, part, "%", "%", value)
    record = edition.library.get(Metric, Ref("metric", metric))
    unit, sign = _unit(record, value, edition)
    shown = None if value is None else Quantity(value.value, "%" if value.unit == "%" else "")
    return Input(name, part, unit, sign, shown)


def _unit(metric: Metric | None, value: Quantity | None, edition: Edition) -> tuple[str, Any]:
    currency = (metric.currency if metric is not None else None) or (
        value.unit if value is not None and value.is_money else ""
    )
    if currency:
        return currency, Quantity(_ZERO, currency)
    if metric is None or seen(metric.unit) is None:
        return "", None
    if metric.unit == "percent":
        return "%", "%"
    words = edition.words(Phrase(*UNITS[metric.unit]))
    return ("" if metric.unit == "ratio" else "number"), words


def _outcome(key: str, name: Namer, rule: ScoringRule | None, reward: Reward | None, edition: Edition) -> Outcome:
    title = _plain(name(key), edition)
    if key == TOTAL and rule is not None:
        return Outcome(key, title, rule.total.places)
    if key == AMOUNT and reward is not None and reward.amount is not None:
        currency = currency_stated(reward)
        return Outcome(key, title, reward.amount.places, Quantity(_ZERO, currency) if currency else None)
    return Outcome(key, title)


def _plain(title: Any, edition: Edition) -> Any:
    """Words that need no markup: a script writes them as text."""
    if isinstance(title, Link):
        return title.title
    return edition.words(title) if isinstance(title, Text) else title


def _names(
    nodes: Iterable[Node], components: Sequence[tuple[str, Component]], edition: Edition
) -> tuple[tuple[str, Any], ...]:
    """How to call what a figure may be missing for, by the names of nodes."""
    name = name_in(components, edition, words="term")
    titles = {id: component.title for id, component in components if component.title is not None}
    ids = {id for id, _ in components}
    found: dict[str, Any] = {}
    for each in (node.name for node in nodes):
        metric, _, part = each.rpartition("/")
        if not each or each in found:
            continue
        if each in ids or each in WORDS:
            found[each] = _plain(name(each), edition)
        elif part in _PARTS:
            found[each] = _metric_title(metric, titles, edition)
        elif part in ("attainment", "progress", "inverse"):
            found[each] = say(f"phrase.of-{part}", metric=_metric_title(metric, titles, edition))
    return tuple(found.items())


def _notes(rule: ScoringRule | None, reward: Reward | None) -> tuple[str, ...]:
    """What the calculator leaves aside, as keys of the catalogue."""
    standards = [standard for standard in (rule, reward) if standard is not None]
    notes = []
    if any(standard.proration is not None for standard in standards):
        notes.append("whole")
    if any(standard.accumulation is not None and standard.accumulation.over == "year" for standard in standards):
        notes.append("once")
    if reward is not None and reward.splits:
        notes.append("unsplit")
    return tuple(notes)


def _rule_markers(rule: ScoringRule, nodes: Sequence[Node]) -> tuple[Marker, ...]:
    found = (_component_marker(id, component, nodes) for id, component in rule.components)
    return tuple(marker for marker in found if marker is not None)


def _component_marker(id: str, component: Component, nodes: Sequence[Node]) -> Marker | None:
    curve, clause = f"components.{id}", ("components", id, component.curve)
    if component.line:
        return _marker(curve, "line", clause, nodes, component.line[0].at)
    if component.steps or component.slices:
        return _tier_marker(curve, component.curve, clause, nodes, component.steps or component.slices)
    if component.deduct is not None:
        place = _find("most", clause, nodes)
        off = nodes[place].of[1].of[1]
        return Marker(curve, _place(off.of[0], nodes), place, percent=False, rate=False, zero=None)
    return None


def _amount_markers(reward: Reward, nodes: Sequence[Node]) -> tuple[Marker, ...]:
    amount = reward.amount
    if amount is None or not (amount.slices or amount.steps):
        return ()
    kind = "slices" if amount.slices else "steps"
    return (_tier_marker(AMOUNT, kind, (AMOUNT, kind), nodes, amount.slices or amount.steps),)


def _tier_marker(curve: str, kind: str, clause: Route, nodes: Sequence[Node], tiers: Sequence[Tier]) -> Marker:
    edge, amount = tiers[0].edge, tiers[0].amount
    money = edge if kind == "slices" else amount
    zero = Quantity(_ZERO, money.unit) if money is not None and money.is_money else None
    rate = kind == "steps" and any(tier.rate is not None for tier in tiers)
    return _marker(curve, kind, clause, nodes, edge, rate=rate, zero=zero)


def _marker(
    curve: str,
    kind: str,
    clause: Route,
    nodes: Sequence[Node],
    at: Quantity | None,
    *,
    rate: bool = False,
    zero: Quantity | None = None,
) -> Marker:
    place = _find(kind, clause, nodes)
    percent = at is not None and at.unit == "%"
    return Marker(curve, _place(nodes[place].of[0], nodes), place, percent, rate, zero)


def _find(operation: str, clause: Route, nodes: Sequence[Node]) -> int:
    return next(i for i, node in enumerate(nodes) if node.operation == operation and node.clause == clause)


def _place(wanted: Node, nodes: Sequence[Node]) -> int:
    return next(i for i, node in enumerate(nodes) if node is wanted)


__all__ = ["Calculator", "case_calculator", "reward_calculator", "rule_calculator"]
