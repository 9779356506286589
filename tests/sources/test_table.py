"""CSV tables: what their rows hold, and which of them are refused."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfsite.diagnostics import Diagnostic
from perfsite.sources import Scalar
from perfsite.sources.table import MAX_ROWS, parse_table
from tests.ending import soon


def refused(text: str) -> list[tuple[str, str, int, int]]:
    rows, problems = parse_table("a.csv", text)
    assert rows is None
    return [(problem.code, problem.hint, problem.span.line, problem.span.column) for problem in problems]


def only(text: str) -> Diagnostic:
    _, problems = parse_table("a.csv", text)
    (problem,) = problems
    return problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2,3\n", ("PS207", "", 2, 5)),
        ("a,b\n1,CNY 1,200\n", ("PS207", "", 2, 3)),
        ("a,b\n1\n", ("PS207", "short", 2, 1)),
        ("a,b\n1,2\n3", ("PS207", "short", 3, 1)),
        ('a,b\n1,"2\n3,4\n', ("PS207", "quote", 2, 3)),
        ('a,b\n1,"2"x\n', ("PS207", "quote", 2, 3)),
        ("a,,b\n1,2,3\n", ("PS208", "unnamed", 1, 3)),
        ("a,b,a\n1,2,3\n", ("PS208", "", 1, 5)),
        ("a;b\n1;2\n", ("PS208", "separator", 1, 1)),
        ("a\tb\n1\t2\n", ("PS208", "separator", 1, 1)),
        ("员工，数值\n1，2\n", ("PS203", "", 1, 3)),
        ("a,b\np-1，2\n", ("PS203", "", 2, 4)),
    ],
)
def test_refused(text: str, expected: tuple[str, str, int, int]) -> None:
    assert refused(text) == [expected]


def test_every_bad_row_is_told() -> None:
    assert [line for _, _, line, _ in refused("a,b\n1\n1,2\n1,2,3\n")] == [2, 4]


def test_the_first_of_two_columns_is_named_by_its_number() -> None:
    assert only("工号,数值,工号\n1,2,3\n").arguments == {"column": "工号", "first": "1"}


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n,,\n", "a,b\n", "a,b\n\n,\n"])
def test_no_rows(text: str) -> None:
    assert parse_table("a.csv", text) == ([], [])


def test_too_many_rows() -> None:
    with soon():
        assert refused("a,b\n" + "1,2\n" * (MAX_ROWS + 1)) == [("PS103", "rows", 1, 1)]


cells = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp"), include_characters='," \n'), max_size=8
).map(str.strip)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=5)
    )
)
def test_what_a_spreadsheet_writes_reads_back(table: list[list[str]]) -> None:
    """Blank rows, and blank columns at the right, are no part of a table."""
    width = len(table[0])
    header = [f"c{number}" for number in range(width)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *table])
    rows, problems = parse_table("a.csv", out.getvalue())
    assert not problems
    assert rows is not None
    found = [[value.text for _, value in row.entries if isinstance(value, Scalar)] for row in rows]
    assert found == [row for row in table if any(row)]
