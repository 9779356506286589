"""Who stands where, and who wins, in each way of treating ties."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfsite.scoring.ranking import rank

POINTS = {"a": 90, "b": 95, "c": 90, "d": 80, "e": 90}


@pytest.mark.parametrize(
    ("ties", "top", "ranks", "winners"),
    [
        ("shared", 2, {"b": 1, "a": 2, "c": 2, "e": 2, "d": 5}, "abce"),
        ("shared", 1, {"b": 1, "a": 2, "c": 2, "e": 2, "d": 5}, "b"),
        ("shared", 3, {"b": 1, "a": 2, "c": 2, "e": 2, "d": 5}, "abce"),
        ("dense", 2, {"b": 1, "a": 2, "c": 2, "e": 2, "d": 3}, "abce"),
        ("dense", 3, {"b": 1, "a": 2, "c": 2, "e": 2, "d": 3}, "abcde"),
        ("split", 3, {"b": 1, "a": 2, "c": 2, "e": 2, "d": 5}, "abce"),
    ],
)
def test_ties(ties: str, top: int, ranks: dict[str, int], winners: str) -> None:
    found = rank({who: [Fraction(points)] for who, points in POINTS.items()}, [True], ties, top)
    assert {who: standing.rank for who, standing in found.items()} == ranks
    assert "".join(sorted(who for who, standing in found.items() if standing.wins)) == winners


def test_tied_ones_split_the_prizes_of_their_places() -> None:
    """Three prizes: the best takes one, and the three tied for the places two to four share the other two."""
    found = rank({who: [Fraction(points)] for who, points in POINTS.items()}, [True], "split", 3)
    assert found["b"].part == 1
    assert [found[who].part for who in "ace"] == [Fraction(2, 3)] * 3


def test_a_further_key_breaks_ties_in_its_own_direction() -> None:
    keys = {"a": [Fraction(90), Fraction(3)], "b": [Fraction(90), Fraction(2)], "c": [Fraction(91), Fraction(9)]}
    assert list(rank(keys, [True, False], "shared", 1)) == ["c", "b", "a"]
    assert [standing.rank for standing in rank(keys, [True, False], "shared", 1).values()] == [1, 2, 3]
