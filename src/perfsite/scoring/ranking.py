"""Keys of contenders to ranks, and to those who win."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TypeVar

from perfsite.scoring.exact import round_to

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` counts from 1. `part` is how much of one prize falls to a winner: less than 1 where tied ones split it."""

    rank: int
    wins: bool
    part: Fraction = Fraction(1)


def rank(
    keys: Mapping[Who, Sequence[Fraction]], descending: Sequence[bool], ties: str, top: int
) -> dict[Who, Standing]:
    """Who stands where, in the order of the ranking.

    Tied ones stand on the same rank. After two on rank 1 comes rank 3, or with `dense` ties rank 2; whoever stands on
    rank `top` or better wins. With `split`, tied ones share the prizes of the places that they fill.
    """
    signed = {
        who: tuple(-value if down else value for value, down in zip(values, descending, strict=True))
        for who, values in keys.items()
    }
    standings: dict[Who, Standing] = {}
    groups: dict[tuple[Fraction, ...], list[Who]] = {}
    for who in sorted(signed, key=lambda who: signed[who]):
        groups.setdefault(signed[who], []).append(who)
    before = 0
    for position, group in enumerate(groups.values(), 1):
        place = position if ties == "dense" else before + 1
        prizes = min(top - before, len(group))
        part = Fraction(prizes, len(group)) if ties == "split" and prizes > 0 else Fraction(1)
        standings.update(dict.fromkeys(group, Standing(place, place <= top, part)))
        before += len(group)
    return standings


def whole_people(share: Fraction, people: int, counts: str | None) -> set[int]:
    """How many people a share of a group is; every number that it could be where nothing says how to round it."""
    exact = share * people
    if counts is None:
        return {floor(exact), ceil(exact)}
    return {int(round_to(exact, 0, counts))}
