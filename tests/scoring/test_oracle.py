"""perfsite against the slow oracle, on records that hypothesis writes; and what must hold of any scoring at all."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfsite.records.read import Unit, read_unit
from perfsite.records.reader import Settings
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import compile_reward, compile_rule
from perfsite.scoring.evaluate import CannotScoreError, Value, evaluate
from perfsite.scoring.exact import MODES
from perfsite.scoring.program import Program
from perfsite.scoring.ranking import rank
from tests.scoring.oracle import NoFigureError, Payslip, Scorecard, by_slices, rounded, standings
from tests.scoring.vectors import Vector, Worked, read_vectors, record, rule_of, worked

_NOTHING = "no figure"
_SETTINGS = Settings(("zh", "en"), "")


# The same records in every run: a failure is a failure of the change that shows it.
def random_records(count: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=count, deadline=None, derandomize=True, database=None, print_blob=False, suppress_health_check=slow
    )


METRICS = ("net-revenue", "contracts", "satisfaction")
GRADES = ("S", "A", "B", "C")
MEASURES = ("actual", "attainment", "progress", "inverse")
# Few, so that a figure often lies exactly on an edge.
FIGURES = ("-1", "0", "0.5", "0.8", "1", "1.2", "2", "3", "10", "12.5", "33.333", "100")
figures = st.sampled_from(FIGURES)
points = st.sampled_from(("-10", "0", "0.005", "20", "33.33", "59.995", "60", "72.5", "100", "117.25"))
rates = st.sampled_from(("0%", "1%", "1.5%", "33.3%", "100%", "250%"))
rounding = st.fixed_dictionaries({"places": st.sampled_from("01234"), "rounding": st.sampled_from(MODES)})
measures = st.sampled_from(MEASURES)
metrics = st.sampled_from(METRICS)


@st.composite
def rising(draw: st.DrawFn, least: int = 1, most: int = 4) -> list[str]:
    chosen = draw(st.lists(figures, min_size=least, max_size=most, unique=True))
    return sorted(chosen, key=Fraction)


@st.composite
def tiers(draw: st.DrawFn, gives: st.SearchStrategy[tuple[str, str]] | None) -> list[dict[str, str]]:
    made = []
    for at in draw(rising()):
        edges = draw(st.sampled_from((("from",), ("above",), ("from", "above"))))
        for edge in edges:
            worth = () if gives is None else draw(gives)
            made.append({edge: at, **(dict([worth]) if worth else {})})
    return made


pointed = tiers(st.tuples(st.just("points"), points))
rated = tiers(st.tuples(st.just("rate"), rates))
priced = tiers(st.tuples(st.just("amount"), points))


@st.composite
def grids(draw: st.DrawFn) -> dict[str, Any]:
    rows, across = draw(tiers(None)), draw(tiers(None))
    return {
        "rows": rows,
        "columns": {"metric": draw(metrics), "measure": draw(measures), "tiers": across},
        "points": [[draw(points) for _ in across] for _ in rows],
    }


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    ends = st.sampled_from(("clamp", "zero", "extrapolate"))
    return {
        "line": [{"at": at, "points": draw(points)} for at in draw(rising(2))],
        "beyond": {"below": draw(ends), "above": draw(ends)},
    }


@st.composite
def bounds(draw: st.DrawFn, *, also_is: bool = True) -> dict[str, str]:
    tests = ("at_least", "above", "at_most", "below", "is") if also_is else ("at_least", "above", "at_most", "below")
    return {draw(st.sampled_from(tests)): draw(st.one_of(figures, points))}


@st.composite
def conditions(draw: st.DrawFn, components: tuple[str, ...], *, total: bool, grade: bool = False) -> dict[str, str]:
    subjects = [
        "metric",
        *(["component"] if components else []),
        *(["total"] if total else []),
        *(["grade"] if grade else []),
    ]
    subject = draw(st.sampled_from(subjects))
    if subject == "grade":
        return {"grade": "true", "is": draw(st.sampled_from(GRADES))}
    if subject == "metric":
        how = draw(st.sampled_from((None, *MEASURES)))
        return {"metric": draw(metrics), **({"measure": how} if how else {}), **draw(bounds())}
    return {subject: "true" if subject == "total" else draw(st.sampled_from(components)), **draw(bounds())}


@st.composite
def modifiers(draw: st.DrawFn, components: tuple[str, ...] = (), *, total: bool = False) -> dict[str, Any]:
    change = draw(
        st.sampled_from(({"add": "5"}, {"add": "-2.5"}, {"multiply": "50%"}, {"multiply": "1.1"}, {"multiply": "-1"}))
    )
    when = {"when": draw(conditions(components, total=total))} if draw(st.booleans()) else {}
    return {"title": "M", **change, **when, "order": draw(st.sampled_from(("before caps", "after caps")))}


@st.composite
def marks(draw: st.DrawFn) -> dict[str, str]:
    return {**draw(bounds(also_is=False)), "points": draw(points), "otherwise": draw(points)}


@st.composite
def limits(draw: st.DrawFn) -> dict[str, str]:
    low, high = sorted((draw(points), draw(points)), key=Fraction)
    chosen = draw(st.sets(st.sampled_from(("cap", "floor"))))
    return {name: value for name, value in (("cap", high), ("floor", low)) if name in chosen}


@st.composite
def components(draw: st.DrawFn) -> dict[str, Any]:
    curve = draw(st.sampled_from(("flat", "steps", "slices", "line", "pass", "deduct", "grid")))
    curves: dict[str, st.SearchStrategy[Any]] = {
        "flat": points,
        "steps": st.one_of(pointed, rated),
        "slices": rated,
        "line": lines(),
        "pass": marks(),
        "deduct": st.fixed_dictionaries({"start": points, "each": points, "floor": points}),
        "grid": grids(),
    }
    made = draw(curves[curve])
    return {
        "metric": draw(metrics),
        "weight": draw(st.sampled_from(("10%", "25%", "50%", "100%", "-10%"))),
        "measure": draw(measures),
        "missing": draw(st.sampled_from(("error", "zero", "renormalise"))),
        **(made if curve == "line" else {curve: made}),
        **draw(limits()),
        **({"modifiers": draw(st.lists(modifiers(), min_size=1, max_size=3))} if draw(st.booleans()) else {}),
        **({"round": draw(rounding)} if draw(st.booleans()) else {}),
    }


@st.composite
def gates(draw: st.DrawFn, ids: tuple[str, ...], names: list[str]) -> dict[str, Any]:
    effects = ["total", "total_at_most", "component", *(["grade", "grade_at_most"] if names else [])]
    effect = draw(st.sampled_from(effects))
    then: Any = draw(points)
    if effect == "component":
        then = {draw(st.sampled_from(ids)): then}
    elif effect.startswith("grade"):
        then = draw(st.sampled_from(names))
    # A gate on a component that looks at components would go round in a circle.
    when = draw(conditions(() if effect == "component" else ids, total=effect != "component"))
    return {"title": "G", "when": when, "then": {effect: then}}


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    ids = ("a", "b", "c")[: draw(st.integers(1, 3))]
    at = sorted(draw(st.lists(points, min_size=1, max_size=4, unique=True)), key=Fraction, reverse=True)
    graded = [
        {"grade": name, draw(st.sampled_from(("from", "above"))): edge, "coefficient": draw(figures)}
        for name, edge in zip(draw(st.permutations(GRADES)), at, strict=False)
    ]
    made = {
        "weights": "raw",
        "components": {id: draw(components()) for id in ids},
        "gates": draw(st.lists(gates(ids, [one["grade"] for one in graded]), max_size=3)),
        "modifiers": draw(st.lists(modifiers(ids, total=True), max_size=2)),
        "total": {**draw(rounding), **draw(limits())},
        "grades": graded,
    }
    return {name: value for name, value in made.items() if value}


@st.composite
def rewards(draw: st.DrawFn, rule: Mapping[str, Any] | None) -> dict[str, Any]:
    ids = tuple(rule["components"]) if rule else ()
    basis = {"rule": "r"} if rule else {"metric": draw(metrics)}
    forms = ["flat", "slices", "steps", "attainment", "count", *(["total", "coefficient"] if rule else [])]
    form = draw(st.sampled_from(forms))
    tiered = {"slices": rated, "steps": st.one_of(rated, priced)}
    spec: dict[str, Any]
    if form in tiered:
        spec = {form: draw(tiered[form])}
    else:
        spec = {"flat": "CNY 5000"} if form == "flat" else {"base": "CNY 1234.5", "times": form}
    if form not in ("flat", "total", "coefficient") and (rule or draw(st.booleans())):
        spec["of"] = draw(metrics)
    money = {name: f"CNY {value}" for name, value in draw(limits()).items()}
    effects = st.sampled_from(
        ({"disqualify": "true"}, {"amount": "CNY 77"}, {"amount_at_most": "CNY 50"}, {"amount_at_most": "80%"})
    )
    condition = conditions(ids, total=bool(rule), grade=bool(rule))
    made = {
        "basis": basis,
        "amount": {**spec, **money, **draw(rounding)},
        "modifiers": draw(st.lists(modifiers(ids, total=bool(rule)), max_size=2)),
        "gates": [
            {"title": "G", "when": when, "then": draw(effects)} for when in draw(st.lists(condition, max_size=2))
        ],
    }
    return {name: value for name, value in made.items() if value}


known_figures = st.dictionaries(
    st.sampled_from([f"{metric}/{part}" for metric in METRICS for part in ("actual", "target", "baseline")]),
    st.one_of(figures.map(Fraction), st.fractions(-3, 120, max_denominator=60)),
    min_size=6,
    max_size=9,
)


def read(kind: str, body: Mapping[str, Any], name: str = "r") -> Any:
    """The record, from the text of a file as HR would write it."""
    head = {"title": {"zh": "试算", "en": "Trial"}, **({"type": "bonus"} if kind == "rewards" else {})}
    file = f"content/{kind}/{name}.yml"
    found = read_unit(Unit(file), {file: record(body, **head).encode()}, _SETTINGS, "content")
    assert not found.problems, (body, found.problems)
    return found.records[0]


def engine(program: Program, known: Mapping[str, Fraction], name: str) -> Value:
    try:
        return evaluate(program, known, (name,)).value(name)
    except CannotScoreError:
        return _NOTHING


def oracle(compute: Any) -> Value:
    try:
        found: Value = compute()
    except NoFigureError:
        return _NOTHING
    return found


@random_records(200)
@given(st.data(), rules(), st.lists(known_figures, min_size=1, max_size=6))
def test_rules_are_computed_as_the_oracle_does(
    data: st.DataObject, rule: dict[str, Any], people: list[dict[str, Fraction]]
) -> None:
    program = compile_rule(read("rules", rule))
    for known in people:
        card = Scorecard(rule, known)
        for name in program.names:
            assert engine(program, known, name) == oracle(lambda card=card, name=name: card.figure(name)), (name, known)


@random_records(200)
@given(st.data(), st.one_of(st.none(), rules()), st.lists(known_figures, min_size=1, max_size=6))
def test_rewards_are_computed_as_the_oracle_does(
    data: st.DataObject, rule: dict[str, Any] | None, people: list[dict[str, Fraction]]
) -> None:
    reward = data.draw(rewards(rule))
    found = read("rules", rule) if rule else None
    assert found is None or isinstance(found, ScoringRule)
    paid = read("rewards", reward)
    assert isinstance(paid, Reward)
    program = compile_reward(paid, found)
    for known in people:
        slip = Payslip(reward, rule, known)
        assert engine(program, known, "amount") == oracle(slip.amount), known


def case_id(one: Worked) -> str:
    return one.name


def tells_figures(one: Worked) -> bool:
    """Whether a case is told a total, grade or coefficient; the oracle computes them."""
    return bool(one.words) or not {"total", "coefficient"}.isdisjoint(one.inputs)


@pytest.mark.parametrize("one", [one for one in worked() if not tells_figures(one)], ids=case_id)
def test_the_oracle_gives_the_vectors(one: Worked) -> None:
    """The oracle itself is held to what was worked out by hand."""
    vector: Vector = next(v for v in read_vectors() if f"{v.file}/{v.name}" == one.name.rpartition("-")[0])
    rule = rule_of(vector)
    for name, expected in one.expect.items():
        if name == "amount":
            slip = Payslip(vector.body["reward"], rule, one.inputs)
            assert oracle(slip.amount) == expected
        else:
            assert rule is not None
            assert oracle(lambda name=name: Scorecard(rule, one.inputs).figure(name)) == expected
    for name in one.cannot:
        if name == "amount":
            assert oracle(Payslip(vector.body["reward"], rule, one.inputs).amount) == _NOTHING
        else:
            assert rule is not None
            assert oracle(lambda name=name: Scorecard(rule, one.inputs).figure(name)) == _NOTHING


contenders = st.dictionaries(
    st.sampled_from("abcdefghij"),
    st.tuples(st.integers(0, 3), st.integers(0, 2)).map(lambda k: [Fraction(k[0]), Fraction(k[1])]),
)


@random_records(300)
@given(
    contenders,
    st.tuples(st.booleans(), st.booleans()),
    st.sampled_from(("shared", "dense", "all", "split")),
    st.integers(1, 6),
)
def test_ranks_are_those_of_the_oracle(
    keys: dict[str, list[Fraction]], down: tuple[bool, bool], ties: str, top: int
) -> None:
    found = rank(keys, down, ties, top)
    assert {who: (one.rank, one.wins, one.part) for who, one in found.items()} == standings(keys, down, ties, top)


# What must hold of any scoring


@random_records(60)
@given(st.data(), rules(), known_figures)
def test_the_order_of_components_does_not_matter(
    data: st.DataObject, rule: dict[str, Any], known: dict[str, Fraction]
) -> None:
    order = data.draw(st.permutations(list(rule["components"])))
    turned = {**rule, "components": {id: rule["components"][id] for id in order}}
    one, other = (compile_rule(read("rules", body)) for body in (rule, turned))
    assert engine(one, known, "total") == engine(other, known, "total")


@random_records(100)
@given(rated, st.lists(st.fractions(0, 120, max_denominator=1000), min_size=2, max_size=8))
def test_slices_never_jump_and_never_fall(slices: list[dict[str, str]], at: list[Fraction]) -> None:
    body = {"amount": {"slices": slices, "of": "contracts", "places": "4", "rounding": "down"}}
    program = compile_reward(read("rewards", body), None)
    steepest = max(Fraction(one["rate"][:-1]) / 100 for one in slices)
    amounts = [(value, engine(program, {"contracts/actual": value}, "amount")) for value in sorted(at)]
    for (x, low), (y, high) in pairwise(amounts):
        assert isinstance(low, Fraction)
        assert isinstance(high, Fraction)
        # As much as one rounding may take, and no more than the steepest slice could add.
        assert 0 <= high - low <= (y - x) * steepest + Fraction(1, 10**4)
    assert by_slices(Fraction(10**6), slices) >= 0


@random_records(100)
@given(lines(), st.fractions(0, 1))
def test_a_line_runs_through_its_anchors_and_straight_between(line: dict[str, Any], part: Fraction) -> None:
    component = {"metric": "contracts", "weight": "100%", "measure": "actual", "missing": "error", **line}
    rule = {"components": {"x": component}, "total": {"places": "2", "rounding": "half-up"}}
    program = compile_rule(read("rules", rule))
    anchors = [(Fraction(one["at"]), Fraction(one["points"])) for one in line["line"]]
    for (x, low), (y, high) in pairwise(anchors):
        assert engine(program, {"contracts/actual": x}, "x") == low
        assert engine(program, {"contracts/actual": y}, "x") == high
        assert engine(program, {"contracts/actual": x + (y - x) * part}, "x") == low + (high - low) * part


@random_records(200)
@given(contenders, st.tuples(st.booleans(), st.booleans()), st.integers(1, 6))
def test_ranks_are_consistent(keys: dict[str, list[Fraction]], down: tuple[bool, bool], top: int) -> None:
    shared, dense, split = (rank(keys, down, ties, top) for ties in ("shared", "dense", "split"))
    for who, one in shared.items():
        assert one.rank == 1 + sum(1 for other in shared.values() if other.rank < one.rank)
        for other, theirs in keys.items():
            assert (one.rank < shared[other].rank) is (dense[who].rank < dense[other].rank)
            assert (keys[who] == theirs) is (one.rank == shared[other].rank)
    assert {one.rank for one in dense.values()} == set(range(1, len({tuple(k) for k in keys.values()}) + 1))
    # The prizes that are split are as many as there are places to win, or people to win them.
    assert sum(one.part for one in split.values() if one.wins) == min(top, len(keys))


@random_records(200)
@given(st.fractions(-1000, 1000, max_denominator=4000), rounding)
def test_the_oracle_rounds_to_a_neighbour(value: Fraction, how: dict[str, str]) -> None:
    found = rounded(value, how)
    assert abs(found - value) < Fraction(1, 10 ** int(how["places"]))
    assert rounded(-value, how) == -found
