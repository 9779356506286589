"""The worked examples of rules and rewards give the figures that they say: each is computed anew in every check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity
from perfsite.records.reward import Reward
from perfsite.records.rule import Example, ScoringRule
from perfsite.scoring.compile import SHARE, compile_reward, compile_rule, metric_of, rational
from perfsite.scoring.evaluate import CannotScoreError, Value, evaluate
from perfsite.scoring.exact import write_exact
from perfsite.scoring.limits import OF_GROUP, as_group, is_limited, limit_grades
from perfsite.scoring.program import Program

_REASONS = {
    "missing": Phrase("没有 `{name}` 的数据", "there is no figure for `{name}`"),
    "divisor": Phrase("`{name}` 的除数不是正数", "the divisor of `{name}` is not positive"),
    "below": Phrase("`{name}` 低于最低一档", "`{name}` lies below the lowest tier"),
    "circle": Phrase("`{name}` 取决于自己", "`{name}` depends on itself"),
}


def check_examples(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """A figure that the standard does not give, or gives otherwise."""
    for rule in library.of(ScoringRule):
        program = _limited(compile_rule(rule), rule)
        for index, example in enumerate(rule.examples):
            yield from _check(library, rule, rule, program, index, example)
    for reward in library.of(Reward):
        found = reward.basis.rule if reward.basis is not None else None
        basis = library.get(ScoringRule, found)
        if found is not None and basis is None:
            continue
        program = _limited(compile_reward(reward, basis), basis)
        for index, example in enumerate(reward.examples):
            yield from _check(library, reward, basis, program, index, example)


def _limited(program: Program, rule: ScoringRule | None) -> Program:
    return limit_grades(program, rule) if is_limited(rule) else program


def _check(
    library: Library,
    record: ScoringRule | Reward,
    rule: ScoringRule | None,
    program: Program,
    index: int,
    example: Example,
) -> Iterator[Diagnostic]:
    """The first expectation, in the order of the calculation, that does not hold: the later ones only follow from it."""
    inputs, words = read_given(example, rule)
    if isinstance(record, Reward) and record.splits:
        # An example of a shared amount without a share is of the whole.
        inputs.setdefault(SHARE, Fraction(1))
    expected = dict(example.expect)
    for name in (name for name in program.names if name in expected):
        route = ("examples", index, "expect", name)
        try:
            value = evaluate(program, inputs, (name,), words).value(name)
        except CannotScoreError as error:
            if error.reason in _REASONS:
                yield _cannot(library, record, index, error)
            return
        if value != _as_value(expected[name], value):
            computed = write_exact(value)
            mended = computed if isinstance(value, str) or not computed.endswith("…") else None
            words_of = {"name": name, "expected": str(expected[name]), "computed": computed}
            yield problem(library, record, route, "PS627", words_of, mended=mended)
            return


def read_given(example: Example, rule: ScoringRule | None) -> tuple[dict[str, Fraction], dict[str, str]]:
    """What an example starts from, by the names of a program's inputs. A component's id stands for its metric.

    With `group` and `place` it is of someone among others, and share limits of grades apply.
    """
    metrics = {} if rule is None else {id: metric_of(id, component) for id, component in rule.components}
    inputs: dict[str, Fraction] = {}
    words: dict[str, str] = {}
    for key, given in example.given:
        metric = metrics.get(key, key)
        for part, value in (("actual", given.actual), ("target", given.target), ("baseline", given.baseline)):
            if isinstance(value, str):
                words[key] = value
            elif value is not None:
                inputs[f"{metric}/{part}"] = rational(value)
                if part == "actual" and key in ("total", "coefficient"):
                    inputs[key] = rational(value)
    people, place = (inputs.get(f"{name}/actual") for name in OF_GROUP)
    if is_limited(rule) and people is not None and place is not None:
        inputs |= as_group(rule, int(people), int(place))
    return inputs, words


def _as_value(expected: Quantity | str, computed: Value) -> Value:
    """What was written, as the kind of value that was computed: a grade may look like a number."""
    if isinstance(expected, str):
        return expected
    return str(expected) if isinstance(computed, str) else rational(expected)


def _cannot(library: Library, record: ScoringRule | Reward, index: int, error: CannotScoreError) -> Diagnostic:
    phrase = _REASONS[error.reason]
    reason = Phrase(phrase.zh.format(name=error.name), phrase.en.format(name=error.name))
    return problem(library, record, ("examples", index, "given"), "PS628", {"reason": reason}, key=True)
