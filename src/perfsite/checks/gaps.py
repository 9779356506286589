"""A word that a standard lacks stays one problem, and its help says what each reading would give on the record's own figures.

Each reading is the record with the word put in, cut down to the clause that is unclear and computed by the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as PyMapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from perfsite.checks.trials import NOTHING_KNOWN, beyond_end, full, in_money, own_amount, points_at, points_of, total_of
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.fields import is_whole
from perfsite.records.library import Library
from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Origin
from perfsite.records.references import Ref
from perfsite.records.reward import AmountSpec, Reward, Winners
from perfsite.records.rule import AppliesTo, Beyond, Component, Grade, Proration, Rounding, ScoringRule, TotalSpec
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
_TO_A_CENT = TotalSpec(places=2, rounding="half-up")
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
        if problem.code != "PS401" or record is None:
            yield problem
            continue
        if record.address not in gaps:
            gaps[record.address] = list(_gaps(record))
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


def _gaps(record: ScoringRule | Reward) -> Iterator[Gap]:
    yield from _rule(record) if isinstance(record, ScoringRule) else _reward(record)


def _rule(rule: ScoringRule) -> Iterator[Gap]:
    yield Gap(("total",), "rounding", lambda: _total_rounded(rule))
    yield Gap(("total",), "places", lambda: _total_places(rule))
    yield Gap(("proration",), "by", _prorated)
    for id, component in rule.components:
        route: Route = ("components", id)
        yield from _component(rule, route, id, component)


def _component(rule: ScoringRule, route: Route, id: str, component: Component) -> Iterator[Gap]:
    yield Gap(route, "missing", lambda: _missing(rule, id, component))
    yield Gap((*route, "round"), "rounding", lambda: _points_rounded(component.round))
    for end in ("below", "above"):
        yield Gap((*route, "beyond"), end, partial(_beyond, component, end))


def _reward(reward: Reward) -> Iterator[Gap]:
    yield Gap(("amount",), "rounding", lambda: _amount_rounded(reward))
    yield Gap(("amount",), "places", lambda: _amount_places(reward))
    yield Gap(("winners",), "ties", lambda: _ties(reward, reward.winners))
    yield Gap(("proration",), "by", _prorated)


def _said(head: Phrase, found: PyMapping[str, str | Phrase]) -> Phrase | None:
    """`half-up` gives 1, `down` gives 2; nothing where all readings come to the same."""
    said = {word: value if isinstance(value, Phrase) else Phrase(value, value) for word, value in found.items()}
    if len(set(said.values())) < 2:
        return None
    return Phrase(
        head.zh + "，".join(f"`{word}` 是 {value.zh}" for word, value in said.items()),
        head.en + ", ".join(f"`{word}` gives {value.en}" for word, value in said.items()),
    )


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
    return _said(_exactly(exact), {mode: _graded(rule, exact, places, mode) for mode in _MODES})


def _total_places(rule: ScoringRule) -> Phrase | None:
    exact, mode = _best_edge(rule) - Decimal("0.4"), rule.total.rounding or "half-up"
    return _said(_exactly(exact), {str(places): _graded(rule, exact, places, mode) for places in _PLACES})


def _graded(rule: ScoringRule, exact: Decimal, places: int, mode: str) -> str:
    spec = TotalSpec(places=places, rounding=mode)
    total, grade = total_of((("x", replace(full(), flat=exact)),), spec, _sound_grades(rule))
    return _with_grade(total, places, grade)


def _with_grade(total: Fraction, places: int, grade: str) -> str:
    return f"{as_decimal(total, places):f}" + (f" ({grade})" if grade else "")


def _exactly(value: Decimal) -> Phrase:
    return Phrase(f"算出 {value:f} 时，", f"For {value:f}, ")


def _points_rounded(spec: Rounding | None) -> Phrase | None:
    places = spec.places if spec is not None and spec.places is not None else 2
    exact = Decimal(100) - _half(places)
    found = {mode: points_of(exact, Rounding(places=places, rounding=mode)) for mode in _MODES}
    return _said(_exactly(exact), {mode: f"{as_decimal(points, places):f}" for mode, points in found.items()})


def _amount_rounded(reward: Reward) -> Phrase | None:
    own = _own(reward)
    if own is None:
        return None
    places = reward.amount.places if reward.amount is not None and reward.amount.places is not None else 2
    exact = Quantity(round(own.value, places) + _half(places), own.unit)
    return _said(_comes_to(exact), {mode: _paid(reward, exact, places, mode) for mode in _MODES})


def _amount_places(reward: Reward) -> Phrase | None:
    own = _own(reward)
    if own is None:
        return None
    mode = (reward.amount.rounding if reward.amount is not None else None) or "half-up"
    exact = Quantity(own.value.to_integral_value() + Decimal("0.666"), own.unit)
    return _said(_comes_to(exact), {str(places): _paid(reward, exact, places, mode) for places in _PLACES})


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
    stated: TotalSpec | None = rule.total
    whole = stated is not None and is_whole(stated)
    spec = replace(stated, cap=None, floor=None) if stated is not None and whole else _TO_A_CENT
    found = {}
    for word in ("zero", "renormalise"):
        gone = replace(NOTHING_KNOWN, weight=component.weight, missing=word)
        parts = tuple((name, gone if name == id else full(part.weight)) for name, part in rule.components)
        try:
            total, grade = total_of(parts, spec, _sound_grades(rule))
        except CannotScoreError:
            # Alone, there is nobody to share its weight.
            return None
        found[word] = _with_grade(total, spec.places, grade)
    return _said(
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
    return _said(Phrase(f"{value} 的得分：", f"For {value}, "), found)


def _ties(reward: Reward, winners: Winners | None) -> Phrase | None:
    """Two people tied on the last place that wins, and on the one before it."""
    if winners is None:
        return None
    top = winners.top or 2
    own = _own(reward)
    last = {word: _winners(top, top, word, own) for word in ("shared", "split")}
    said = _said(Phrase(f"第 {top} 名有两人并列时，", f"With two on place {top}, "), last)
    if top == 1:
        return said
    before = {word: _winners(top, top - 1, word, None) for word in ("shared", "dense")}
    more = _said(Phrase(f"第 {top - 1} 名有两人并列时，", f"With two on place {top - 1}, "), before)
    return more if said is None else said if more is None else Phrase(f"{said.zh}；{more.zh}", f"{said.en}. {more.en}")


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
    return _said(Phrase("一季度 100、从 08-17 起在岗时，", "Of 100 for a quarter, in the role from 08-17 on, "), found)
