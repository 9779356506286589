"""Every vector: perfsite, its check of worked examples and the page's script give what was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from perfsite.checks.examples import check_examples
from perfsite.records.rule import ScoringRule
from perfsite.scoring.browser import write_program
from perfsite.scoring.compile import AMOUNT, SHARE, WHOLE
from perfsite.scoring.evaluate import CannotScoreError, Value, evaluate
from perfsite.scoring.lines import part_at
from perfsite.scoring.program import Node
from tests.scoring.parity import ask_node
from tests.scoring.vectors import METRICS, Figure, Worked, files_of, metric_files, read_vectors, worked
from tests.site_builder import AS_OF, problems, site

# So many at the least, besides the published ones.
LEAST = 200
BASE_METRICS = ("net-revenue", "collection-rate", "compliance-breaches")


def outcome(one: Worked, name: str) -> Value:
    """A figure, or the reason why there is none."""
    try:
        return evaluate(one.program, one.inputs, (name,), one.words).value(name)
    except CannotScoreError as error:
        return f"cannot: {error.reason}"


def expected(one: Worked) -> dict[str, Figure | None]:
    return {**one.expect, **{name: f"cannot: {reason}" for name, reason in one.cannot.items()}}


@pytest.mark.parametrize("one", worked(), ids=lambda one: one.name)
def test_a_vector(one: Worked) -> None:
    assert {name: outcome(one, name) for name in expected(one)} == expected(one)


def test_the_vectors_are_many_and_each_says_why() -> None:
    vectors = read_vectors()
    names = [vector.name for vector in vectors]
    assert sorted(set(names)) == sorted(names)
    cases = [(vector.name, case) for vector in vectors for case in vector.cases]
    assert len(cases) >= LEAST
    assert [name for name, case in cases if not case.get("why") or ("expect" in case) is ("cannot" in case)] == []
    assert [vector.name for vector in vectors if vector.file == "published" and not vector.body.get("source")] == []


def test_the_page_gives_the_same() -> None:
    ones = worked()
    lines = [
        {
            "program": write_program(one.program),
            "cases": [{"inputs": {name: str(value) for name, value in one.inputs.items()}, "words": dict(one.words)}],
        }
        for one in ones
    ]
    found = {}
    for one, (answers,) in zip(ones, ask_node(lines), strict=True):
        said = dict(zip(one.program.names, answers, strict=True))
        found[one.name] = {name: read_answer(said[name]) for name in expected(one)}
    assert {one.name: found[one.name] for one in ones} == {one.name: expected(one) for one in ones}


def read_answer(answer: Any) -> Value:
    """A figure as the page's script writes it, or the reason why there is none."""
    if isinstance(answer, dict):
        return str(answer["word"]) if "word" in answer else f"cannot: {answer['reason']}"
    return None if answer is None else Fraction(answer)


def test_the_check_of_worked_examples_finds_nothing() -> None:
    """The cases stand in their records as examples: read, computed and compared as those of HR are."""
    files = metric_files()
    for vector in read_vectors():
        if "refused" not in vector.body:
            files |= files_of(vector)
    library = site(files).library
    assert sum(len(rule.examples) for rule in library.of(ScoringRule)) > 100
    found = [f"{one.record} {one.code} {one.arguments}" for one in check_examples(library, AS_OF)]
    assert found == []


def test_what_has_no_one_meaning_is_refused() -> None:
    refused = [vector for vector in read_vectors() if "refused" in vector.body]
    files = metric_files()
    for vector in refused:
        files |= files_of(vector)
    codes: dict[str, set[str]] = {}
    for one in problems(files, AS_OF):
        codes.setdefault(one.span.file, set()).add(one.code)
    missing = {
        vector.name: (
            vector.body["refused"],
            sorted(set().union(*(codes.get(file, set()) for file in files_of(vector)))),
        )
        for vector in refused
        if not any(vector.body["refused"] in codes.get(file, set()) for file in files_of(vector))
    }
    assert missing == {}


MEASURED = ("actual", "target", "baseline", "attainment", "progress", "inverse")


def nodes_below(node: Node) -> Iterator[Node]:
    yield node
    for argument in node.of:
        yield from nodes_below(argument)


@pytest.mark.parametrize(
    "one", {one.name.rpartition("-")[0]: one for one in worked()}.values(), ids=lambda one: one.name
)
def test_each_step_says_what_it_computes_and_where_that_is_written(one: Worked) -> None:
    """A name is that of a result or of something measured, and a clause leads to words of the record."""
    metrics = {f"{id}/{part}" for id in (*METRICS, *BASE_METRICS, "okr") for part in MEASURED}
    for result, root in one.program.results:
        record = one.reward if result in (AMOUNT, WHOLE) else one.rule
        assert record is not None
        # The whole is an amount too, of which the one that is paid is a part.
        assert root.name == (AMOUNT if result == WHOLE else result)
        for node in nodes_below(root):
            assert node.name in {"", SHARE, *one.program.names, *metrics}
            assert not node.clause or part_at(record, node.clause) is not None, node.clause
            assert node.clause or node.operation in ("number", "result"), node


@pytest.mark.parametrize("one", [one for one in worked() if one.cannot], ids=lambda one: one.name)
def test_what_cannot_be_computed_is_named(one: Worked) -> None:
    for name in one.cannot:
        with pytest.raises(CannotScoreError) as error:
            evaluate(one.program, one.inputs, (name,), one.words)
        metric, slash, part = error.value.name.rpartition("/")
        assert (metric and part in MEASURED) if slash else error.value.name in one.program.names
        record = one.rule if one.rule is not None and name != "amount" else one.reward
        assert record is not None
        assert error.value.clause
        assert part_at(record, error.value.clause) is not None
