"""The page's script computes every figure as perfsite does: worked ones, the sample's, and any the dice can make.

`PERFSITE_PARITY_CASES` says how many random cases there are; `make parity` runs a million.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from perfsite.checks.examples import read_given
from perfsite.project import SITE_FILE
from perfsite.records.library import Library
from perfsite.records.load import load_library, load_site
from perfsite.records.quantities import parse_number
from perfsite.records.reward import Reward
from perfsite.records.rule import Example, ScoringRule
from perfsite.scoring.browser import read_program, write_program
from perfsite.scoring.compile import compile_reward, compile_rule
from perfsite.scoring.evaluate import Score, evaluate
from perfsite.scoring.exact import MODES, write_exact
from perfsite.scoring.program import Node, Program, given, number, result
from tests.scoring import test_rules
from tests.scoring.parity import (
    Case,
    Trial,
    answer_all,
    ask_node,
    find_differences,
    forms_of,
    random_trials,
    survives_writing,
)
from tests.scoring.vectors import worked

ROOT = Path(__file__).parents[2]
CASES = int(os.environ.get("PERFSITE_PARITY_CASES", "2000"))
SEED = 20261116
# What one test tries, so that several can run at once.
BLOCK = 20_000
# A million cases take some minutes, and their failures fill no more than a screen.
SHOWN = 5


def sample_library() -> Library:
    files = sorted(file for file in (ROOT / "content").rglob("*") if file.is_file())
    sources = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files}
    site, _ = load_site(SITE_FILE, (ROOT / SITE_FILE).read_bytes())
    library, _, _ = load_library(site, list(sources), sources, "content")
    return library


def sample_trials() -> Iterator[Trial]:
    """Each worked example of the sample company, whole and with each of its figures left out in turn."""
    library = sample_library()
    for rule in library.of(ScoringRule):
        yield Trial(compile_rule(rule), list(with_gaps(rule.examples, rule)))
    for reward in library.of(Reward):
        found = library.get(ScoringRule, reward.basis.rule if reward.basis is not None else None)
        yield Trial(compile_reward(reward, found), list(with_gaps(reward.examples, found)))


def with_gaps(examples: Sequence[Example], rule: ScoringRule | None) -> Iterator[Case]:
    for example in examples:
        inputs, words = read_given(example, rule)
        yield Case(inputs, words)
        for left_out in inputs:
            yield Case({name: value for name, value in inputs.items() if name != left_out}, words)


def vector_trials(monkeypatch: pytest.MonkeyPatch) -> list[Trial]:
    """The vectors, and what test_rules.py evaluates, gathered by running its tests with an ear on the evaluator."""
    heard: list[Trial] = []

    def listen(
        program: Program,
        inputs: Mapping[str, Fraction],
        wanted: Sequence[str] = (),
        words: Mapping[str, str] | None = None,
    ) -> Score:
        heard.append(Trial(program, [Case(inputs, words or {})]))
        return evaluate(program, inputs, wanted, words)

    monkeypatch.setattr(test_rules, "evaluate", listen)
    for name, test in list(vars(test_rules).items()):
        if name.startswith("test_"):
            for arguments in arguments_of(test):
                test(*arguments)
    return [*heard, *(Trial(one.program, [Case(one.inputs, one.words)]) for one in worked())]


def arguments_of(test: Any) -> list[tuple[Any, ...]]:
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    return [tuple(values) for values in marks[0].args[1]] if marks else [()]


def test_worked_figures_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    trials = vector_trials(monkeypatch)
    assert len(trials) > 300
    assert find_differences(trials)[1] == []


def test_the_samples_examples_are_the_same() -> None:
    trials = list(sample_trials())
    assert all(survives_writing(trial.program) for trial in trials)
    count, differences = find_differences(trials)
    assert count > 100
    assert differences == []


def halves() -> Trial:
    """What lies half-way between two roundings, and just beside it, by every mode and number of places."""
    results = []
    for mode in MODES:
        for places in (0, 1, 4, 8):
            data = {"places": places, "mode": mode}
            results.append((f"{mode} {places}", Node("round", (given("m", "actual"),), "m", (), data)))
    near = (Fraction(0), Fraction(1, 10**12), Fraction(-1, 3 * 10**12))
    found = [Fraction(n, 2 * 10**places) + off for n in range(-7, 8) for places in (0, 1, 4, 8) for off in near]
    return Trial(Program(tuple(results)), [Case({"m/actual": value}) for value in found])


def test_halves_and_their_neighbours_are_rounded_the_same() -> None:
    trial = halves()
    assert find_differences([trial]) == (len(trial.cases), [])


@pytest.mark.parametrize("start", range(0, CASES, BLOCK))
def test_random_cases_are_the_same(start: int) -> None:
    cases = min(BLOCK, CASES - start)
    count, differences = find_differences(random_trials(cases, SEED + start))
    assert count == cases
    assert not differences, f"{len(differences)} of {count} differ:\n" + "\n".join(differences[:SHOWN])


def test_random_cases_reach_every_operation_and_error() -> None:
    operations, reasons, kinds = set(), set(), set()
    for trial in random_trials(1_000, SEED):
        assert survives_writing(trial.program)
        operations |= {entry[0] for entry in write_program(trial.program)["nodes"]}
        for case in trial.cases:
            for answer in answer_all(trial.program, case):
                if isinstance(answer, dict) and "reason" in answer:
                    reasons.add(answer["reason"])
                else:
                    kinds.add(type(answer))
    assert operations == {
        "number", "given", "result", "choose", "add", "subtract", "multiply", "divide", "progress", "least", "most",
        "round", "steps", "slices", "line", "grid", "required", "weigh", "grade", "grade_at_most", "limit", "word", "lookup",
    }  # fmt: skip
    assert reasons == {"missing", "divisor", "below", "unknown", "circle"}
    assert kinds == {str, dict, type(None)}


# Every curve and end, edge, way of being missing, rounding, measure, gate by what it acts on, modifier, cap and floor, grade
# and its limit, form of amount, and what a case adds: proration, a part of a prize, what was paid.
FORMS = {
    "accumulation given", "accumulation subtract", "amount round", "amount/base number", "amount/cap least",
    "amount/cap number", "amount/flat number", "amount/floor most", "amount/floor number", "amount/of given",
    "amount/slices slices", "amount/steps steps", "amount/times divide", "amount/times given", "amount/times multiply",
    "amount/times result", "basis/metric given", "choose strict False", "choose strict True", "choose test above",
    "choose test at_least", "choose test at_most", "choose test below", "choose test is", "components result",
    "components weigh", "components/cap least", "components/cap number", "components/deduct most",
    "components/deduct subtract", "components/deduct/each multiply", "components/deduct/floor number",
    "components/flat number", "components/floor most", "components/floor number", "components/grid grid",
    "components/grid/columns divide", "components/grid/columns given", "components/grid/columns progress",
    "components/line line", "components/measure divide", "components/measure given", "components/measure progress",
    "components/missing required", "components/modifiers add", "components/modifiers choose",
    "components/modifiers multiply", "components/modifiers/when divide", "components/modifiers/when given",
    "components/modifiers/when progress", "components/pass choose", "components/pass number", "components/round round",
    "components/slices slices", "components/steps steps", "gates/ multiply", "gates/amount choose",
    "gates/amount least", "gates/component choose", "gates/grade choose", "gates/grade grade_at_most",
    "gates/ word", "gates/total choose", "gates/total least", "gates/when divide", "gates/when given",
    "gates/when progress", "gates/when result", "grade above", "grade from", "grades grade", "grades lookup",
    "grades/at_most given", "grades/at_most limit", "line above clamp", "line above extrapolate", "line above zero",
    "line below clamp", "line below extrapolate", "line below zero", "modifiers add", "modifiers choose",
    "modifiers multiply", "modifiers/when divide", "modifiers/when given", "modifiers/when progress",
    "modifiers/when result", "proration given", "proration multiply", "required missing error",
    "required missing renormalise", "required missing zero", "round mode down", "round mode half-even",
    "round mode half-up", "round mode up", "slices above", "slices from", "slices rate True", "steps above",
    "steps from", "steps rate False", "steps rate True", "total round", "total/cap least", "total/cap number",
    "total/floor most", "total/floor number", "winners/ties given", "winners/ties multiply",
}  # fmt: skip


def test_random_rules_and_rewards_take_every_form() -> None:
    found: set[str] = set()
    for index, trial in enumerate(random_trials(10_000, SEED)):
        if index % 3:
            found |= forms_of(trial.program)
    assert FORMS - found == set()
    # A form that is new to programs belongs in the list above, and in the cases that the dice make.
    assert found - FORMS - {"number", "result"} == set()


def test_a_difference_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from perfsite.scoring import evaluate as engine

    program = Program((("x", Node("round", (given("m", "actual"),), "x", (), {"places": 0, "mode": "half-even"})),))
    trial = Trial(program, [Case({"m/actual": Fraction(5, 2)})])
    assert find_differences([trial]) == (1, [])
    monkeypatch.setattr(engine, "round_to", lambda *_: Fraction(3))
    count, (difference,) = find_differences([trial])
    assert count == 1
    assert "Python: ['3']" in difference
    assert "script: ['2']" in difference


def test_without_node_the_tests_say_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="tested in Node, which is missing: run `make test`"):
        ask_node([])


def test_a_shared_node_is_written_once_and_shared_again() -> None:
    total = number(Fraction(7, 3), "total", ("total",))
    program = Program((("total", total), ("twice", Node("add", (total, total, result("total"))))))
    written = write_program(program)
    assert json.loads(json.dumps(written)) == {
        "version": 1,
        "nodes": [
            ["number", [], "total", ["total"], {"value": "7/3"}],
            ["result", [], "total"],
            ["add", [0, 0, 1]],
        ],
        "results": [["total", 0], ["twice", 2]],
    }
    twice = dict(read_program(written).results)["twice"]
    assert twice.of[0] is twice.of[1]
    assert evaluate(read_program(written), {}).value("twice") == 7


def test_a_program_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="a program of version 2, not 1"):
        read_program({"version": 2, "nodes": [], "results": []})


NUMBERS = (
    "0", "-0", "007", "1,200,000", "1,20", "1_000", "120万", "120 万", "1.10万", "3千万", "2.5亿", "１２０万", "１，２００", "８０",
    "−5", "＋3", "+3", "1e5", "NaN", "Infinity", ".5", "5.", "٣", "", " ", "12:30", "9" * 24, "9" * 25, "0." + "1" * 24,
    "\u300012\u3000", "3。5", "1,000,000.25", "--1", "1万万", "0x10", "0b1", "½",
)  # fmt: skip


def numbers_as_read() -> list[str | None]:
    return [str(Fraction(value)) if isinstance(value := parse_number(text), Decimal) else None for text in NUMBERS]


def test_figures_are_read_as_records_read_them() -> None:
    assert ask_node([{"numbers": NUMBERS}]) == [numbers_as_read()]


def test_figures_are_written_as_perfsite_writes_them() -> None:
    dice = random.Random(SEED)
    figures = [Fraction(dice.randint(-(10**9), 10**9), dice.choice((1, 2, 3, 7, 8, 100, 6250))) for _ in range(500)]
    figures += [Fraction(0), Fraction(-1, 3), Fraction(1, 10**7), Fraction(10**20 + 1, 10**3), Fraction(-999_999, 10)]
    expected = [write_exact(figure).replace("-", "\N{MINUS SIGN}") for figure in figures]
    assert ask_node([{"say": [str(figure) for figure in figures]}]) == [expected]
