"""Exact arithmetic: rationals inside, decimals where the standard says to round, nowhere a binary float."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

# Half up is away from zero for both signs, as accountants and IEEE 754's roundTiesToAway have it.
MODES = ("half-up", "half-even", "down", "up")


def round_to(value: Fraction, places: int, mode: str) -> Fraction:
    """The value with so many decimals. `down` is toward zero, `up` away from it."""
    scaled = abs(value) * 10**places
    whole = floor(scaled)
    rest = scaled - whole
    half = Fraction(1, 2)
    if mode == "up":
        whole = ceil(scaled)
    elif (mode == "half-up" and rest >= half) or (
        mode == "half-even" and (rest > half or (rest == half and whole % 2))
    ):
        whole += 1
    rounded = Fraction(whole, 10**places)
    return -rounded if value < 0 else rounded


def as_decimal(value: Fraction, places: int | None = None) -> Decimal | None:
    """The decimal that equals a rational, or None where it has no end. With `places`, that many are kept as written."""
    numerator, denominator = value.numerator, value.denominator
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return None
    digits = max(twos, fives)
    shown = digits if places is None else max(digits, places)
    # Read from its digits, so that no context's precision cuts it.
    return Decimal(f"{numerator * 10**shown // denominator}E-{shown}")


def write_exact(value: Fraction | str | None) -> str:
    """A figure for people: all its digits, or where they have no end the first six decimals and an ellipsis."""
    if value is None or isinstance(value, str):
        return value or "—"
    found = as_decimal(value)
    if found is not None:
        return f"{found:,f}"
    return f"{as_decimal(round_to(value, 6, 'down')):,f}…"
