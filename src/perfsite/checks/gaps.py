"""A word that a standard lacks stays one problem, and its help says what each reading would give on the record's own figures.

Each reading is the record with the word put in, cut down to the clause that is unclear and computed by the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from perfsite.checks.trials import (
    NOTHING_KNOWN,
    beyond_end,
    full,
    in_money,
    own_amount,
    points_at,
    points_of,
    total_of,
    with_grade,
)
from perfsite.checks.unsaid import (
    accumulated,
    directed,
    grouped,
    measured,
    ordered,
    own_total,
    prorated_of,
    said,
    weighed,
)
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.fields import is_whole
from perfsite.records.library import Library
from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Origin
from perfsite.records.references import Ref
from perfsite.records.reward import SORT_KEY, AmountSpec, Reward, Winners
from perfsite.records.rule import (
    AppliesTo,
    Beyond,
    Component,
    Grade,
    Modifier,
    Proration,
    Rounding,
    ScoringRule,
    TotalSpec,
)
from perfsite.scoring.cases import currency_stated
from perfsite.scoring.compile import AMOUNT, compile_reward
from perfsite.scoring.evaluate import CannotScoreError, evaluate
from perfsite.scoring.exact import as_decimal, round_to, write_exact
from perfsite.scoring.positions import days_of_period
from perfsite.scoring.ranking import rank
from perfsite.sources import Mapping, Node, span_of
from perfsite.sources.nodes import Route, node_at

_MODES = ("half-up", "down")
_PLACES = (0, 2)
_ROLE, _TEAM = Ref("role", "one"), Ref("team", "one")


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that a group of a record may lack, and what its readings come to."""

    group: Route
    field: str
    readings: Callable[[], Phrase | None]


def tell_readings(library: Library, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The same problems; those of a missing word on which a figure depends have its readings in their help."""
    gaps: dict[str, list[Gap]] = {}
    records: dict[str, ScoringRule | Reward] = {rule.address: rule for rule in library.of(ScoringRule, incomplete=True)}
    records |= {reward.address: reward for reward in library.of(Reward, incomplete=True)}
    for problem in problems:
        record = records.get(problem.record)
        if record is not None and problem.code == "PS404" and isinstance(record, Reward):
            yield _told_of_direction(problem)
            continue
        if problem.code != "PS401" or record is None:
            yield problem
            continue
        if record.address not in gaps:
            gaps[record.address] = list(_gaps(library, record))
        draft = library.documents.draft(record)
        fitting = (gap for gap in gaps[record.address] if draft is not None and _is_told_by(gap, problem, draft.node))
        readings = next((gap.readings() for gap in fitting), None)
        if readings is None:
            yield problem
        else:
            yield replace(problem, hint="readings", arguments={**problem.arguments, "readings": readings})


def _is_told_by(gap: Gap, problem: Diagnostic, record: Node) -> bool:
    """Whether a problem is that of this gap: a missing field is told of at the first key of its group."""
    node = node_at(record, gap.group)
    at_head = isinstance(node, Mapping) and bool(node.entries) and span_of(node.entries[0][0]) == problem.span
    return at_head and gap.field == problem.arguments["field"]


def _told_of_direction(problem: Diagnostic) -> Diagnostic:
    """A key of a ranking that lacks its direction, with who comes first by either."""
    text = problem.arguments.get("text")
    if problem.arguments.get("expected") != SORT_KEY.name or not isinstance(text, str) or " " in text or problem.fix:
        return problem
    return replace(problem, hint="readings", arguments={**problem.arguments, "readings": directed(text)})


def _gaps(library: Library, record: ScoringRule | Reward) -> Iterator[Gap]:
    yield Gap(("proration",), "of", lambda: prorated_of(library, record))
    yield from _rule(library, record) if isinstance(record, ScoringRule) else _reward(record)


def _modifiers(
    modifiers: tuple[Modifier, ...], route: Route, cap: Decimal | None, floor: Decimal | None, unit: str = ""
) -> Iterator[Gap]:
    for index, modifier in enumerate(modifiers):
        yield Gap((*route, "modifiers", index), "order", partial(ordered, modifier, cap, floor, unit))


def _rule(library: Library, rule: ScoringRule) -> Iterator[Gap]:
    yield Gap(("total",), "rounding", lambda: _total_rounded(rule))
    yield Gap(("total",), "places", lambda: _total_places(rule))
    yield Gap(("proration",), "by", _prorated)
    yield Gap(("grade_limits",), "minimum_group", lambda: grouped(rule))
    stated: TotalSpec | None = rule.total
    if stated is not None:
        yield from _modifiers(rule.modifiers, (), stated.cap, stated.floor)
    for id, component in rule.components:
        route: Route = ("components", id)
        yield from _component(library, rule, route, id, component)


def _component(library: Library, rule: ScoringRule, route: Route, id: str, component: Component) -> Iterator[Gap]:
    yield Gap(route, "measure", lambda: measured(library, rule, id, component))
    yield Gap(route, "weight", lambda: weighed(rule, id))
    yield from _modifiers(component.modifiers, route, component.cap, component.floor)
    yield Gap(route, "missing", lambda: _missing(rule, id, component))
    yield Gap((*route, "round"), "rounding", lambda: _points_rounded(component.round))
    for end in ("below", "above"):
        yield Gap((*route, "beyond"), end, partial(_beyond, component, end))


def _reward(reward: Reward) -> Iterator[Gap]:
    yield Gap(("amount",), "rounding", lambda: _amount_rounded(reward))
    yield Gap(("amount",), "places", lambda: _amount_places(reward))
    yield Gap(("winners",), "ties", lambda: _ties(reward, reward.winners))
    yield Gap(("proration",), "by", _prorated)
    accumulation, amount = reward.accumulation, reward.amount
    if accumulation is not None:
        yield Gap(("accumulation",), "over", lambda: accumulated(reward, accumulation))
    if amount is not None:
        cap, floor = (None if limit is None else limit.value for limit in (amount.cap, amount.floor))
        yield from _modifiers(reward.modifiers, (), cap, floor, currency_stated(reward))


# A total, points or an amount with half of the last place, or with decimals that may count


def _best_edge(rule: ScoringRule) -> Decimal:
    """The edge of the best grade, near which rounding matters most; 100 where no grade is stated."""
    edges = [grade.edge for grade in _sound_grades(rule) if grade.edge]
    return max(edges, default=Decimal(100))


def _sound_grades(rule: ScoringRule) -> tuple[Grade, ...]:
    return rule.grades if all(is_whole(grade) for grade in rule.grades) else ()


def _half(places: int) -> Decimal:
    return Decimal(5).scaleb(-places - 1)


def _total_rounded(rule: ScoringRule) -> Phrase | None:
    stated: int | None = rule.total.places
    places = 2 if stated is None else stated
    exact = _best_edge(rule) - _half(places)
    return said(_exactly(exact), {mode: _graded(rule, exact, places, mode) for mode in _MODES})


def _total_places(rule: ScoringRule) -> Phrase | None:
    exact, mode = _best_edge(rule) - Decimal("0.4"), rule.total.rounding or "half-up"
    return said(_exactly(exact), {str(places): _graded(rule, exact, places, mode) for places in _PLACES})


def _graded(rule: ScoringRule, exact: Decimal, places: int, mode: str) -> str:
    spec = TotalSpec(places=places, rounding=mode)
    total, grade = total_of((("x", replace(full(), flat=exact)),), spec, _sound_grades(rule))
    return with_grade(total, places, grade)


def _exactly(value: Decimal) -> Phrase:
    return Phrase(f"算出 {value:f} 时，", f"For {value:f}, ")


def _points_rounded(spec: Rounding | None) -> Phrase | None:
    places = spec.places if spec is not None and spec.places is not None else 2
    exact = Decimal(100) - _half(places)
    found = {mode: points_of(exact, Rounding(places=places, rounding=mode)) for mode in _MODES}
    return said(_exactly(exact), {mode: f"{as_decimal(points, places):f}" for mode, points in found.items()})


def _amount_rounded(reward: Reward) -> Phrase | None:
    own = _own(reward)
    if own is None:
        return None
    places = reward.amount.places if reward.amount is not None and reward.amount.places is not None else 2
    exact = Quantity(round(own.value, places) + _half(places), own.unit)
    return said(_comes_to(exact), {mode: _paid(reward, exact, places, mode) for mode in _MODES})


def _amount_places(reward: Reward) -> Phrase | None:
    own = _own(reward)
    if own is None:
        return None
    mode = (reward.amount.rounding if reward.amount is not None else None) or "half-up"
    exact = Quantity(own.value.to_integral_value() + Decimal("0.666"), own.unit)
    return said(_comes_to(exact), {str(places): _paid(reward, exact, places, mode) for places in _PLACES})


def _comes_to(value: Quantity) -> Phrase:
    return Phrase(f"算出 {value} 时，", f"For {value}, ")


def _own(reward: Reward) -> Quantity | None:
    """What the reward comes to by itself, whatever of its rounding is stated."""
    if reward.amount is None:
        return None
    whole = replace(reward.amount, places=2, rounding="half-up")
    found = own_amount(replace(reward, amount=whole)) if is_whole(whole) else None
    number = None if found is None else as_decimal(found)
    return None if number is None else Quantity(number, currency_stated(reward))


def _paid(reward: Reward, exact: Quantity, places: int, mode: str) -> str:
    spec = AmountSpec(flat=exact, places=places, rounding=mode)
    bare = replace(reward, amount=spec, gates=(), modifiers=(), splits=())
    value = evaluate(compile_reward(bare, None), {}, (AMOUNT,)).value(AMOUNT)
    assert isinstance(value, Fraction)
    return in_money(value, exact.unit, places)


# What is not there, what lies beyond, ties, and a part of a period


def _missing(rule: ScoringRule, id: str, component: Component) -> Phrase | None:
    """All others at 100 points, and this one without an actual."""
    if any(part.weight is None for _, part in rule.components):
        return None
    spec, found = own_total(rule), {}
    for word in ("zero", "renormalise"):
        gone = replace(NOTHING_KNOWN, weight=component.weight, missing=word)
        parts = tuple((name, gone if name == id else full(part.weight)) for name, part in rule.components)
        try:
            total, grade = total_of(parts, spec, _sound_grades(rule))
        except CannotScoreError:
            # Alone, there is nobody to share its weight.
            return None
        found[word] = with_grade(total, spec.places, grade)
    return said(
        Phrase("这一项没有数据、其余各项 100 分时，总分 ", "Without a figure here and 100 points in the others, "),
        found,
    )


def _beyond(component: Component, end: str) -> Phrase | None:
    if len(component.line) < 2 or not all(is_whole(anchor) for anchor in component.line):
        return None
    value = beyond_end(component, end)
    found = {}
    for word in ("clamp", "extrapolate", "zero"):
        told = replace(component, beyond=Beyond(below=word, above=word))
        found[word] = write_exact(points_at(told, value))
    return said(Phrase(f"{value} 的得分：", f"For {value}, "), found)


def _ties(reward: Reward, winners: Winners | None) -> Phrase | None:
    """Two people tied on the last place that wins, and on the one before it."""
    if winners is None:
        return None
    top = winners.top or 2
    own = _own(reward)
    last = {word: _winners(top, top, word, own) for word in ("shared", "split")}
    told = said(Phrase(f"第 {top} 名有两人并列时，", f"With two on place {top}, "), last)
    if top == 1:
        return told
    before = {word: _winners(top, top - 1, word, None) for word in ("shared", "dense")}
    more = said(Phrase(f"第 {top - 1} 名有两人并列时，", f"With two on place {top - 1}, "), before)
    return more if told is None else told if more is None else Phrase(f"{told.zh}；{more.zh}", f"{told.en}. {more.en}")


def _winners(top: int, tied: int, word: str, own: Quantity | None) -> Phrase:
    """How many win where two are tied on a place, and what each of those gets."""
    keys = {number: [Fraction(-min(number, tied) if number <= tied + 1 else -number)] for number in range(1, top + 3)}
    standings = rank(keys, [True], word, top)
    count = sum(standing.wins for standing in standings.values())
    part = standings[tied].part
    if own is None or own.unit == "":
        return (
            Phrase(f"{count} 人入选", f"{count} winners") if part == 1 else Phrase("两人平分一份", "half a prize each")
        )
    amount = in_money(round_to(Fraction(own.value) * part, 2, "half-up"), own.unit, 2)
    return Phrase(f"{count} 人入选、这两人各得 {amount}", f"{count} winners and {amount} for each of the two")


def _prorated() -> Phrase | None:
    """Someone in the role from the middle of a month on, and what is theirs of a hundred."""
    person = Person(
        id="one", origin=Origin(""), positions=(Position(role=_ROLE, team=_TEAM, from_=dt.date(2026, 8, 17)),)
    )
    quarter = Period(id="q", origin=Origin(""), type="quarter", from_=dt.date(2026, 7, 1), to=dt.date(2026, 9, 30))
    found = {}
    for by in ("days", "months"):
        proration = Proration(by=by, of="total", part_of_month="whole")
        counted = days_of_period(proration, AppliesTo(), person, quarter, {}, None)
        assert counted is not None
        found[by] = write_exact(round_to(100 * Fraction(*counted), 2, "half-up"))
    return said(Phrase("一季度 100、从 08-17 起在岗时，", "Of 100 for a quarter, in the role from 08-17 on, "), found)
