"""A shared amount to the parts of those who share it: exact shares of one whole, which the parts come to again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.reward import AmountSpec, Reward, Sharing
from perfsite.records.rule import ScoringRule
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.exact import round_to
from perfsite.scoring.limits import is_limited
from perfsite.scoring.positions import is_meant

Who = TypeVar("Who")


def missing_words(reward: Reward) -> list[str]:
    """Which words of its sharing a reward lacks, in the order in which they are asked for."""
    sharing = reward.sharing or Sharing()
    lacking = ["whole"] if sharing.whole is None and sharing.whole_of is None else []
    if sharing.same_role is None and any(split.role is not None for split in reward.splits):
        lacking.append("same_role")
    if sharing.remainder is None and not reward.overlay:
        lacking.append("remainder")
    return lacking


def unfit_field(reward: Reward, rule: ScoringRule | None) -> str | None:
    """A field that has no one meaning beside shares: whether it is of the whole or of each part is open."""
    accumulation = reward.accumulation
    if reward.winners is not None:
        return "winners"
    if reward.proration is not None:
        return "proration"
    if accumulation is not None and accumulation.true_up:
        return "accumulation"
    # Whose totals would be counted for the share of a grade: those of the teams, or of everyone who has a part?
    return "basis" if is_limited(rule) else None


def is_told(reward: Reward, rule: ScoringRule | None) -> bool:
    """Whether a reward with shares says all that its parts follow from."""
    sharing = reward.sharing
    contradicts = sharing is not None and sharing.same_role == "each" and not reward.overlay
    return not missing_words(reward) and not contradicts and unfit_field(reward, rule) is None


def entries_of(reward: Reward, person: Person, period: Period, above: Mapping[str, str]) -> list[int]:
    """The positions of the shares that fall to someone in a period: by name, or by a role held in it."""
    held = [position.role for position in _held(reward, person, period, above)]
    return [
        index
        for index, split in enumerate(reward.splits)
        if (split.person == person.ref if split.person is not None else split.role in held)
    ]


def own_teams(reward: Reward, person: Person, period: Period, above: Mapping[str, str]) -> list[str]:
    """The teams in which someone was in a period in a role that has a share, or in any role where named."""
    roles = {split.role for split in reward.splits}
    named = any(split.person == person.ref for split in reward.splits)
    held = _held(reward, person, period, above)
    return list(dict.fromkeys(position.team.id for position in held if named or position.role in roles))


def _held(reward: Reward, person: Person, period: Period, above: Mapping[str, str]) -> list[Position]:
    """The positions that count: the shares say themselves which roles and people they are for."""
    if person.left is not None and person.left < period.from_:
        return []
    meant = replace(reward.applies_to, role=(), person=())
    return [each for each in person.held_in(period.from_, period.to) if is_meant(meant, person, each, above)]


def shares_of(reward: Reward, entries: Mapping[Who, int]) -> dict[Who, tuple[Fraction, int]]:
    """What part of the whole falls to each, and among how many a share is divided.

    `entries` are the shares by position, of all who share one whole, in the order that counts for a remainder.
    Raises `CannotScoreError` where nobody is there for a share: nothing says to whom it falls then.
    """
    sharing = reward.sharing
    assert sharing is not None
    holders = list(entries.values())
    if not reward.overlay:
        for index, split in enumerate(reward.splits):
            if index not in holders:
                raise CannotScoreError("holder", str((split.role or split.person or reward.ref).id), ("splits", index))
    found = {}
    for who, index in entries.items():
        among = holders.count(index) if sharing.same_role == "equally" else 1
        found[who] = (Fraction(reward.splits[index].share.fraction) / among, among)
    return found


def remainder_of(
    reward: Reward, whole: Fraction, shares: Mapping[Who, Fraction], spec: AmountSpec
) -> tuple[Who, Fraction]:
    """To whom falls what is left of the whole once each part is rounded, and how much that is."""
    sharing = reward.sharing
    assert sharing is not None
    parts = (round_to(whole * share, spec.places, spec.rounding) for share in shares.values())
    rest = whole - sum(parts, Fraction(0))
    order: Sequence[Who] = list(shares)
    if sharing.remainder == "largest share":
        # Of equal ones the first.
        return max(order, key=lambda who: shares[who]), rest
    return order[0 if sharing.remainder == "first" else -1], rest
