"""Exact arithmetic: rounding by its name, decimals with all their digits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.scoring.exact import MODES, as_decimal, round_to, write_exact


@pytest.mark.parametrize(
    ("value", "places", "mode", "expected"),
    [
        ("2.675", 2, "half-up", "2.68"),  # a binary float would give 2.67
        ("2.665", 2, "half-even", "2.66"),
        ("2.675", 2, "half-even", "2.68"),
        ("-2.675", 2, "half-up", "-2.68"),
        ("2.679", 2, "down", "2.67"),
        ("-2.679", 2, "down", "-2.67"),
        ("2.671", 2, "up", "2.68"),
        ("-2.671", 2, "up", "-2.68"),
        ("2.67", 2, "up", "2.67"),
        ("0.5", 0, "half-even", "0"),
        ("1.5", 0, "half-even", "2"),
    ],
)
def test_rounding(value: str, places: int, mode: str, expected: str) -> None:
    assert round_to(Fraction(value), places, mode) == Fraction(expected)


@given(st.fractions(), st.integers(0, 8), st.sampled_from(MODES))
def test_a_rounded_value_is_the_nearest_allowed(value: Fraction, places: int, mode: str) -> None:
    rounded = round_to(value, places, mode)
    step = Fraction(1, 10**places)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) < step
    if mode.startswith("half"):
        assert abs(rounded - value) <= step / 2
    else:
        assert abs(rounded) <= abs(value) if mode == "down" else abs(rounded) >= abs(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9))
def test_decimals_come_back_whole(value: Decimal) -> None:
    assert as_decimal(Fraction(value)) == value


def test_a_fraction_without_end_is_cut_with_an_ellipsis() -> None:
    assert as_decimal(Fraction(1, 3)) is None
    assert write_exact(Fraction(2, 3)) == "0.666666…"
    assert write_exact(Fraction("1234567.50")) == "1,234,567.5"
