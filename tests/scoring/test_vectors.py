"""Every vector: perfsite, its check of worked examples and the page's script give what was worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from perfsite.checks.examples import check_examples
from perfsite.records.rule import ScoringRule
from perfsite.scoring.browser import write_program
from perfsite.scoring.evaluate import CannotScoreError, Value, evaluate
from tests.scoring.parity import ask_node
from tests.scoring.vectors import Figure, Worked, files_of, metric_files, read_vectors, worked
from tests.site_builder import AS_OF, problems, site

# So many at the least, besides the published ones.
LEAST = 200


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
