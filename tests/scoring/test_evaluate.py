"""Programs that no sound record is compiled to, and what the steps of those that are say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from perfsite.records.reward import Reward
from perfsite.scoring.browser import read_program, write_program
from perfsite.scoring.cases import currency_of, currency_stated
from perfsite.scoring.evaluate import CannotScoreError, Step, Value, evaluate, holds
from perfsite.scoring.program import Node, Program, number, result
from tests.scoring.vectors import metric_files, record, worked
from tests.site_builder import site


@pytest.mark.parametrize(
    ("value", "test", "against", "expected"),
    [
        (None, "is", Fraction(0), False),
        (None, "below", Fraction(1), False),
        ("A", "is", "A", True),
        ("A", "is", "B", False),
        ("A", "above", Fraction(0), False),
        (Fraction(1), "at_least", "A", False),
        (Fraction(1), "is", "1", False),
        (Fraction(1), "is", Fraction(1), True),
    ],
)
def test_a_condition(value: Value, test: str, against: Fraction | str, *, expected: bool) -> None:
    assert holds(value, test, against) is expected


ENDS = {"below": "clamp", "above": "clamp"}


@pytest.mark.parametrize(
    ("results", "reason", "name"),
    [
        ((("x", result("y")),), "unknown", "y"),
        ((("x", result("y")), ("y", result("x"))), "circle", "x"),
        ((("x", Node("add", (number(1), Node("word", (), "w", (), {"word": "A"})), "x")),), "missing", "x"),
        # Nothing lies between an anchor and itself.
        (
            (("x", Node("line", (number(1),), "x", (), {**ENDS, "points": ((Fraction(1), Fraction(5)),)})),),
            "divisor",
            "x",
        ),
        (
            (("x", Node("line", (number(1),), "x", (), {**ENDS, "points": ((Fraction(1), Fraction(5)),) * 2})),),
            "divisor",
            "x",
        ),
    ],
)
def test_a_program_without_an_answer(results: tuple[tuple[str, Node], ...], reason: str, name: str) -> None:
    with pytest.raises(CannotScoreError) as error:
        evaluate(Program(results), {}, ("x",))
    assert (error.value.reason, error.value.name) == (reason, name)


def steps_below(step: Step) -> Iterator[Step]:
    yield step
    for part in step.of:
        yield from steps_below(part)


def operations(node: Node) -> Iterator[str]:
    yield node.operation
    for part in node.of:
        yield from operations(part)


def test_a_step_names_its_operation() -> None:
    for one in worked():
        known = {operation for _, root in one.program.results for operation in operations(root)}
        for name in one.expect:
            root = evaluate(one.program, one.inputs, (name,), one.words).steps[name]
            assert {step.operation for step in steps_below(root)} <= known | {"given"}
            assert root.operation == dict(one.program.results)[name].operation or name in (*one.words, *one.inputs)


def test_vectors_come_back_from_the_page_as_they_went() -> None:
    for one in worked():
        again = read_program(write_program(one.program))
        for name, expected in one.expect.items():
            assert evaluate(again, one.inputs, (name,), one.words).value(name) == expected


@pytest.mark.parametrize(
    ("amount", "stated", "paid"),
    [
        ({"flat": "USD 5", "places": "2", "rounding": "down"}, "USD", "USD"),
        ({"base": "USD 5", "times": "count", "of": "contracts", "places": "2", "rounding": "down"}, "USD", "USD"),
        ({"slices": [{"from": "0", "rate": "1%"}], "of": "revenue-usd", "places": "2", "rounding": "down"}, "", "USD"),
        ({"slices": [{"from": "0", "rate": "1%"}], "of": "contracts", "places": "2", "rounding": "down"}, "", "CNY"),
        (
            {"steps": [{"from": "USD 0", "rate": "1%"}], "of": "contracts", "places": "2", "rounding": "down"},
            "USD",
            "USD",
        ),
        (
            {"steps": [{"from": "0", "amount": "EUR 1"}], "of": "contracts", "places": "2", "rounding": "down"},
            "EUR",
            "EUR",
        ),
        (None, "", "CNY"),
    ],
)
def test_the_currency_of_what_is_paid(amount: dict[str, str] | None, stated: str, paid: str) -> None:
    body = {"amount": amount} if amount else {"award": "A day off"}
    library = site({**metric_files(), "content/rewards/trial.yml": record(body, type="bonus")}).library
    reward = library.records["reward"]["trial"]
    assert isinstance(reward, Reward)
    assert (currency_stated(reward), currency_of(library, reward)) == (stated, paid)
