"""Every vector of an outcome: the result computed anew, and its programs in the page's script, give what was worked out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from perfsite.records.result import AwardResult
from perfsite.scoring.compile import rational
from perfsite.scoring.evaluate import Value
from perfsite.scoring.lines import part_at
from perfsite.scoring.outcomes import recompute_all
from tests.scoring.outcome_vectors import OutcomeVector, library, read_outcome_vectors, recomputed
from tests.scoring.parity import Case, Trial, find_differences
from tests.scoring.vectors import figure


def computed(vector: OutcomeVector) -> dict[str, Any]:
    """What the recomputation finds, in the words of a vector. An exception takes its figure out."""
    found = recomputed(vector)
    one_of = {vector.letter(one.who.id): one for one in found.recipients}
    cannot = {letter: one.trouble.reason for letter, one in one_of.items() if one.trouble is not None}
    for name, trouble in (("result", found.trouble), ("ranking", found.ranking)):
        if trouble is not None:
            cannot[name] = trouble.reason
    return {
        "expect": {letter: {figure.name: figure.computed for figure in one.figures} for letter, one in one_of.items()},
        "differs": {letter: one.first_difference.name for letter, one in one_of.items() if one.first_difference},
        "left_out": sorted(vector.letter(who.id) for who in found.left_out),
        "taken_in": sorted(vector.letter(found.recipients[index].who.id) for index in found.taken_in),
        "cannot": cannot,
    }


def wanted(vector: OutcomeVector) -> dict[str, Any]:
    rows: dict[str, dict[str, Value]] = {}
    for letter, row in vector.body.get("expect", {}).items():
        parts = {name: text for name, text in row.items() if name != "exception"}
        rows[letter] = {name: text if name == "grade" else figure(text) for name, text in parts.items()}
    if "result" not in vector.body.get("cannot", {}):
        for letter in vector.body.get("published", {}):
            rows.setdefault(letter, {})
    return {
        "expect": rows,
        "differs": dict(vector.body.get("differs", {})),
        "left_out": sorted(vector.body.get("left_out", [])),
        "taken_in": sorted(vector.body.get("taken_in", [])),
        "cannot": dict(vector.body.get("cannot", {})),
    }


@pytest.mark.parametrize("vector", read_outcome_vectors(), ids=lambda vector: f"{vector.file}/{vector.name}")
def test_an_outcome(vector: OutcomeVector) -> None:
    assert computed(vector) == wanted(vector)
    assert vector.body["why"]
    found = recomputed(vector)
    if "asks" in vector.body:
        # Only whom the judgement is of, not those who are eligible by the records.
        assert found.ranking is not None
        assert found.ranking.name == vector.person(vector.body["asks"])
    for one in found.recipients:
        for each in one.figures:
            assert part_at(found.award, ("recipients", one.index, *each.route)) is not None
        for name, known in one.inputs.items():
            assert known.name == name
            for part in known.parts:
                stands = part_at(part.record, part.route)
                # A key result is a figure on its way, and what was paid counts as corrected.
                assert stands is not None
                assert (
                    name.startswith(("okr/", "paid/")) or part.route == ("proration",) or rational(stands) == part.value
                )
    said = [*vector.body.get("differs", ()), *vector.body.get("left_out", ()), *vector.body.get("taken_in", ())]
    assert found.differences == len(said)


def outcome_trials() -> list[Trial]:
    """Every recipient of every vector who can be computed, once more with a third of a prize."""
    trials = []
    for vector in read_outcome_vectors():
        found = recomputed(vector)
        for one in found.recipients:
            if found.case is not None and one.trouble is None:
                inputs = {name: known.value for name, known in one.inputs.items()}
                trials.append(
                    Trial(found.case.program, [Case(inputs), Case({**inputs, "prize/share": Fraction(1, 3)})])
                )
    return trials


def test_every_result_that_stands_is_computed_anew() -> None:
    awards = library().of(AwardResult)
    assert [one.award.id for one in recompute_all(library())] == [one.id for one in awards if one.withdrawn is None]
    assert any(one.withdrawn is not None for one in awards)


def test_the_page_computes_outcomes_the_same() -> None:
    count, differences = find_differences(outcome_trials())
    assert count > 100
    assert differences == []
