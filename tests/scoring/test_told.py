"""What people are told of a figure: every line of some explanations as it stands in tests/vectors/told, and what holds of all."""

from __future__ import annotations

import datetime as dt

import pytest

from perfsite.records.people import Person
from perfsite.scoring.explained import explain
from perfsite.scoring.lines import UNKNOWN, part_at, unit_of
from tests.scoring.outcome_vectors import OutcomeVector, library, read_outcome_vectors, recomputed
from tests.scoring.told import FILES, read, told
from tests.site_builder import changed, site

CASES = {heading: lines for file in FILES for heading, lines in read(file).items()}


@pytest.mark.parametrize("heading", CASES)
def test_what_is_told(heading: str) -> None:
    assert told(heading) == CASES[heading]


def test_what_stands_at_a_route_of_a_record() -> None:
    team = library().get(Person, "p-2")
    assert team is not None
    assert part_at(team, ("positions", 0, "from")) == dt.date(2024, 1, 1)
    assert part_at(team, ("positions", len(team.positions))) is None
    assert part_at(team, ("name", 0)) is None
    assert part_at(team, ("nothing",)) is None


def test_the_unit_of_what_programs_call_so() -> None:
    names = (
        "net-revenue/actual",
        "collection-rate/target",
        "revenue-usd/baseline",
        "contracts/actual",
        "margin/inverse",
    )
    assert [unit_of(library(), name) for name in names] == ["CNY", "%", "USD", "", "%"]
    assert [unit_of(library(), name) for name in ("nothing/actual", "net-revenue/place", "total")] == ["", "", ""]
    plain = site(changed("content/metrics/net-revenue.yml", "currency: CNY\n", "")).library
    assert unit_of(plain, "net-revenue/actual") == plain.site.currency == "CNY"


@pytest.mark.parametrize("vector", read_outcome_vectors(), ids=lambda vector: vector.name)
def test_each_published_figure_is_told_once(vector: OutcomeVector) -> None:
    """What is computed ends in the line of its figure, and what is not computed has a reason or an exception there."""
    found = recomputed(vector)
    explanations = explain(library(), found)
    assert len(explanations) == len(found.award.recipients)
    for one in explanations:
        figures = next((each.figures for each in found.recipients if each.index == one.index), ())
        ends = [line for line in one.lines if line.published is not None]
        assert {line.published and line.published.name for line in ends} == {figure.name for figure in figures}
        assert len(ends) == one.compared == len(figures)
        assert one.differs == any(figure.differs for figure in figures)
        for line in ends:
            assert line.published is not None
            assert line.counts == line.published.computed
        for line in one.lines:
            assert (line.trouble is not None) == (line.operation == UNKNOWN)
            for place in (line.clause, *line.places):
                assert place is None or part_at(*place) is not None
