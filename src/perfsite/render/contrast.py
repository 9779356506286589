"""Whether two colours can be told apart, as WCAG 2.2 measures it (relative luminance and contrast ratio, SC 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

# For text that is not large, level AA.
ENOUGH = 4.5
Colour = tuple[int, int, int]


def read_colour(text: str) -> Colour:
    """`#rrggbb` as red, green and blue from 0 to 255."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def write_colour(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def contrast(one: Colour, other: Colour) -> float:
    """From 1, the same, to 21, black on white."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def least_contrast(colour: Colour, backgrounds: Iterable[Colour]) -> float:
    return min(contrast(colour, each) for each in backgrounds)


def mix(colour: Colour, other: Colour, parts: int) -> Colour:
    """`parts` of 255 of the other colour, the rest of the first, in whole steps."""
    red, green, blue = ((a * (255 - parts) + b * parts + 127) // 255 for a, b in zip(colour, other, strict=True))
    return red, green, blue


def nearest_sufficient(colour: Colour, backgrounds: tuple[Colour, ...]) -> Colour:
    """The colour itself where it can be read on all backgrounds, or else as little darker or lighter as suffices.

    Backgrounds of one scheme are all dark or all light, so that black or white always suffices at last.
    """
    goal = max(((0, 0, 0), (255, 255, 255)), key=lambda end: least_contrast(end, backgrounds))
    return next(
        tried for parts in range(256) if least_contrast(tried := mix(colour, goal, parts), backgrounds) >= ENOUGH
    )


def said(ratio: float) -> str:
    """A ratio as people read it, never more than it is: 4.49, not 4.5."""
    return str(Decimal(ratio).quantize(Decimal("0.01"), ROUND_DOWN))


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
