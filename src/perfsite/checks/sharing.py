"""A shared amount has one meaning: whose figures the whole is of, how it falls to people, and that the parts come to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perfsite.checks.problem import problem
from perfsite.checks.trials import own_amount, own_money
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity
from perfsite.records.reward import AmountSpec, Reward, Sharing
from perfsite.records.rule import ScoringRule
from perfsite.scoring.exact import round_to
from perfsite.scoring.splits import missing_words, remainder_of, shares_of, unfit_field
from perfsite.sources.nodes import Route

_WORDS = ("first", "last", "largest share")


def check_sharing(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for reward in library.of(Reward):
        if not reward.splits:
            if reward.sharing is not None:
                yield problem(library, reward, ("sharing",), "PS633", hint="unused", key=True)
            continue
        total = sum((split.share.value for split in reward.splits), Decimal(0))
        if not reward.overlay and total != 100:
            arguments: dict[str, object] = {"sum": Quantity(total, "%")}
            if reward.amount is not None and total > 0:
                whole, part = _whole(reward), Fraction(reward.splits[0].share.fraction)
                scaled = (part, part / Fraction(Quantity(total, "%").fraction))
                raw, even = (round_to(whole * one, reward.amount.places, reward.amount.rounding) for one in scaled)
                arguments |= {
                    "whole": own_money(reward, whole), "share": reward.splits[0].share,
                    "raw": own_money(reward, raw), "even": own_money(reward, even),
                }  # fmt: skip
            hint = "parts" if "raw" in arguments else ""
            yield problem(library, reward, ("splits",), "PS602", arguments, hint=hint, key=True)
        elif reward.amount is not None:
            yield from _sharing(library, reward)


def _sharing(library: Library, reward: Reward) -> Iterator[Diagnostic]:
    """The first word that is missing or has no meaning; each of the later ones makes sense only with those before it."""
    rule = library.get(ScoringRule, reward.basis.rule) if reward.basis is not None else None
    sharing = reward.sharing or Sharing()
    field = unfit_field(reward, rule)
    lacking = missing_words(reward)
    place: Route = ("splits",) if reward.sharing is None else ("sharing",)
    if field is not None:
        yield problem(library, reward, (field,), "PS633", {"field": field}, hint="beside", key=True)
    elif lacking:
        arguments = _readings(reward, lacking[0])
        hint = "" if lacking[0] == "whole" else lacking[0]
        yield problem(library, reward, place, "PS633", arguments, hint=hint, key=True)
    elif sharing.same_role == "each" and not reward.overlay:
        arguments = _two_in_a_role(reward)
        yield problem(library, reward, ("sharing", "same_role"), "PS633", arguments, hint="each")
    elif sharing.remainder is not None and reward.overlay:
        yield problem(library, reward, ("sharing", "remainder"), "PS633", hint="overlay", key=True)


def _readings(reward: Reward, lacking: str) -> dict[str, str]:
    whole = _whole(reward)
    if lacking == "whole":
        return {"whole": own_money(reward, whole), "twice": own_money(reward, 2 * whole)}
    return _two_in_a_role(reward) if lacking == "same_role" else _remainders(reward, whole)


def _whole(reward: Reward) -> Fraction:
    return own_amount(reward) or Fraction(1000)


def _two_in_a_role(reward: Reward) -> dict[str, str]:
    """Two people in the first role that has a share, by either reading, and what all are paid if each has all of it."""
    whole, spec = _whole(reward), reward.amount
    assert spec is not None
    index, split = next((index, split) for index, split in enumerate(reward.splits) if split.role is not None)
    assert split.role is not None
    found = {}
    for word in ("equally", "each"):
        told = replace(reward, overlay=True, sharing=Sharing(same_role=word))
        part, _ = shares_of(told, {1: index, 2: index})[1]
        found[word] = round_to(whole * part, spec.places, spec.rounding)
    others = (part.share for part in reward.splits if part is not split)
    rest = sum(
        (round_to(whole * Fraction(share.fraction), spec.places, spec.rounding) for share in others), Fraction(0)
    )
    return {
        "role": split.role.id,
        "share": str(split.share),
        "whole": own_money(reward, whole),
        "sum": own_money(reward, rest + 2 * found["each"]),
        **{word: own_money(reward, value) for word, value in found.items()},
    }


def _remainders(reward: Reward, whole: Fraction) -> dict[str, str]:
    """The smallest sum from the reward's own on of which rounding leaves something, shared by each reading."""
    spec = reward.amount
    assert spec is not None
    one_each = [(Fraction(split.share.fraction), str(split.share)) for split in reward.splits]
    first, said = one_each[0]
    among_three = [(first / 3, f"{said} ÷ 3")] * 3 + one_each[1:]
    found: tuple[Fraction, list[tuple[Fraction, str]]] = (whole, among_three)
    for holders in (one_each, among_three):
        shares = dict(enumerate(share for share, _ in holders))
        odd = _uneven(replace(reward, sharing=Sharing(remainder="first")), whole, shares, spec)
        if odd is not None:
            found = (odd, holders)
            break
    odd, holders = found
    shares = dict(enumerate(share for share, _ in holders))
    parts = {word: _parts(reward, odd, shares, word) for word in _WORDS}
    return {
        "whole": own_money(reward, odd),
        "shares": " + ".join(text for _, text in holders),
        "first": parts["first"],
        "last": parts["last"],
        "largest": parts["largest share"],
    }


def _uneven(reward: Reward, whole: Fraction, shares: dict[int, Fraction], spec: AmountSpec) -> Fraction | None:
    step = Fraction(1, 10**spec.places)
    sums = (whole + step * count for count in range(1000))
    return next((one for one in sums if remainder_of(reward, one, shares, spec)[1]), None)


def _parts(reward: Reward, whole: Fraction, shares: dict[int, Fraction], word: str) -> str:
    spec = reward.amount
    assert spec is not None
    holder, rest = remainder_of(replace(reward, sharing=Sharing(remainder=word)), whole, shares, spec)
    parts = {who: round_to(whole * share, spec.places, spec.rounding) for who, share in shares.items()}
    parts[holder] += rest
    return " + ".join(own_money(reward, part) for part in parts.values())
