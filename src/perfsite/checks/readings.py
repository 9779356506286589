"""Words that two careful people could read in two ways: each reading is computed on the record's own figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import count

from perfsite.checks.problem import problem, see
from perfsite.checks.trials import in_money, points_at, telling_figure
from perfsite.checks.unsaid import two_periods
from perfsite.diagnostics import Diagnostic
from perfsite.records.fields import Struct
from perfsite.records.forms import ListOf
from perfsite.records.library import Library
from perfsite.records.load import settings_of
from perfsite.records.quantities import Quantity
from perfsite.records.reader import Reader
from perfsite.records.references import Ref
from perfsite.records.reward import AmountSpec, Reward
from perfsite.records.rule import Anchor, Beyond, Component, Proration, ScoringRule, Tier
from perfsite.scoring.cases import currency_stated
from perfsite.scoring.compile import AMOUNT, compile_reward, rational
from perfsite.scoring.evaluate import CannotScoreError, evaluate
from perfsite.scoring.exact import as_decimal, round_to, write_exact
from perfsite.scoring.positions import count_months
from perfsite.scoring.ranking import whole_people
from perfsite.sources import Mapping, Sequence
from perfsite.sources.nodes import node_at

# A quarter, and someone who is in the role from the middle of its second month on.
_QUARTER = (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
_IN_ROLE = ((dt.date(2026, 8, 17), dt.date(2026, 9, 30)),)
_PARTS = ("whole", "nothing", "days")
_COUNTS = ("down", "up", "half-up")


def check_readings(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for rule in library.of(ScoringRule):
        yield from _months(library, rule, rule.proration)
        yield from _true_up(library, rule)
    for rule in library.of(ScoringRule, incomplete=True):
        yield from _curves(library, rule)
    for reward in library.of(Reward, incomplete=True):
        yield from _tiers(library, reward)
    for reward in library.of(Reward):
        yield from _months(library, reward, reward.proration)
        yield from _true_up(library, reward)
        yield from _share(library, reward)
        unclear = list(_accumulation(library, reward))
        yield from unclear or _paid_before(library, reward)


def _tiers(library: Library, reward: Reward) -> Iterator[Diagnostic]:
    """Tiers of an amount under a word that means whole amounts to some and slices to others."""
    draft = library.documents.draft(reward) if reward.incomplete else None
    amount = draft.node.value("amount") if draft is not None and isinstance(draft.node, Mapping) else None
    for key, value in amount.entries if isinstance(amount, Mapping) else ():
        if key.text.strip() in AmountSpec.readings and isinstance(value, Sequence):
            tiers = ListOf(Struct(Tier)).read(value, Reader(settings_of(library.site)))
            figures = _both(library, reward, tiers or ())
            arguments = {"word": key.text.strip(), **figures}
            hint = "" if figures else "plain"
            yield problem(library, reward, ("amount", key.text), "PS632", arguments, hint=hint, key=True)


def _curves(library: Library, rule: ScoringRule) -> Iterator[Diagnostic]:
    """A component's curve under a word that means jumps to some and straight lines, or slices, to others."""
    draft = library.documents.draft(rule) if rule.incomplete else None
    # A rule that is not whole may lack its components altogether.
    for id, component in (rule.components or ()) if draft is not None else ():
        node = node_at(draft.node, ("components", id)) if draft is not None else None
        for key, value in node.entries if isinstance(node, Mapping) else ():
            if key.text.strip() in Component.readings and isinstance(value, Sequence):
                tiers = ListOf(Struct(Tier)).read(value, Reader(settings_of(library.site)))
                hint, figures = _readings_of_curve(component, tiers or ())
                arguments = {"word": key.text.strip(), **figures}
                place = ("components", id, key.text)
                yield problem(library, rule, place, "PS632", arguments, hint=hint, key=True)


def _readings_of_curve(component: Component, tiers: tuple[Tier, ...]) -> tuple[str, dict[str, str]]:
    """Two fifths into the last tier but one: as tiers and as a line; of rates, at one rate and slice by slice."""
    figure = telling_figure(tiers)
    if figure is None or len(tiers) < 2 or len({tier.rate is None for tier in tiers}) > 1:
        return "plain-line", {}
    told = {"steps": replace(component, steps=tiers, slices=(), line=(), beyond=None)}
    if tiers[0].rate is None:
        if any(tier.points is None for tier in tiers):
            return "plain-line", {}
        anchors = tuple(
            Anchor(at=tier.edge, points=tier.points)
            for tier in tiers
            if tier.edge is not None and tier.points is not None
        )
        told["line"] = replace(told["steps"], steps=(), line=anchors, beyond=Beyond(below="clamp", above="clamp"))
    else:
        told["slices"] = replace(told["steps"], steps=(), slices=tiers)
    figures = {"figure": str(figure)}
    figures |= {form: write_exact(points_at(one, figure)) for form, one in told.items()}
    return "line" if "line" in told else "", figures


def _both(library: Library, reward: Reward, tiers: tuple[Tier, ...]) -> dict[str, str]:
    """What a figure in the last tier but one gives by each form; nothing where the tiers cannot be computed."""
    spec, figure = reward.amount, telling_figure(tiers)
    if spec is None or figure is None or len(tiers) < 2 or any(tier.rate is None for tier in tiers):
        return {}
    metric, found = Ref("metric", "figure"), {"figure": str(figure)}
    # What else the amount lacks is a problem of its own.
    places: int | None = spec.places
    spec = replace(spec, places=2 if places is None else places, rounding=spec.rounding or "half-up")
    for form in ("steps", "slices"):
        steps, slices = (tiers, ()) if form == "steps" else ((), tiers)
        plain = replace(spec, of=metric, cap=None, floor=None, steps=steps, slices=slices)
        bare = replace(reward, amount=plain, gates=(), modifiers=(), splits=())
        try:
            value = evaluate(compile_reward(bare, None), {"figure/actual": rational(figure)}, (AMOUNT,)).value(AMOUNT)
        except CannotScoreError:
            return {}
        assert isinstance(value, Fraction)
        found[form] = write_exact(value)
    return found


def _months(library: Library, standard: ScoringRule | Reward, proration: Proration | None) -> Iterator[Diagnostic]:
    if proration is None:
        return
    if proration.by != "months" and proration.part_of_month is not None:
        yield problem(library, standard, ("proration", "part_of_month"), "PS629", hint="unused", key=True)
    elif proration.by == "months" and proration.part_of_month is None:
        whole = _whole(standard)
        readings = {part: _prorated(standard, whole, part) for part in _PARTS}
        arguments = {"first": "08-17", "last": "09-30", "amount": str(whole), **readings}
        yield problem(library, standard, ("proration", "by"), "PS629", arguments)


def _whole(standard: ScoringRule | Reward) -> Quantity:
    """What somebody gets for the whole of a period: the record's own sum where it has one, else a round figure."""
    amount = standard.amount if isinstance(standard, Reward) else None
    found = (amount.flat or amount.base) if amount is not None else None
    return found or Quantity(Decimal(100))


def _prorated(standard: ScoringRule | Reward, whole: Quantity, part: str) -> str:
    months = count_months(_IN_ROLE, *_QUARTER, part)
    assert months is not None
    return _rounded(standard, rational(whole) * Fraction(*months), whole.unit)


def _share(library: Library, reward: Reward) -> Iterator[Diagnostic]:
    """How many people a share of a group is, and of which group, where both are open to reading."""
    winners = reward.winners
    if winners is None:
        return
    if winners.share is None:
        for name in ("counts", "group"):
            if getattr(winners, name) is not None:
                yield problem(library, reward, ("winners", name), "PS630", {"name": name}, hint="unused", key=True)
        return
    share = rational(winners.share)
    if winners.counts is None:
        people = next((n for n in count(6) if (share * n).denominator != 1), 6)
        found = {name: str(*whole_people(share, people, name)) for name in _COUNTS}
        arguments = {
            "share": str(winners.share),
            "people": str(people),
            "exact": write_exact(share * people),
            "down": found["down"],
            "up": found["up"],
            "half": found["half-up"],
        }
        yield problem(library, reward, ("winners", "share"), "PS630", arguments)
    elif winners.group is None and winners.minimum is not None:
        # The smallest group of which half reach the minimum, and in which it matters of whom the share is.
        people = next(
            n for n in count(6, 2) if _taken(share, n, winners.counts) != _taken(share, n // 2, winners.counts)
        )
        arguments = {
            "share": str(winners.share),
            "people": str(people),
            "half": str(people // 2),
            "eligible": _taken(share, people, winners.counts),
            "qualified": _taken(share, people // 2, winners.counts),
        }
        yield problem(library, reward, ("winners", "share"), "PS630", arguments, hint="group")


def _taken(share: Fraction, people: int, counts: str) -> str:
    return str(*whole_people(share, people, counts))


def _accumulation(library: Library, reward: Reward) -> Iterator[Diagnostic]:
    """An amount of the year that rests on a score of the period: nothing says which of the two is computed anew."""
    rule = library.get(ScoringRule, reward.basis.rule) if reward.basis is not None else None
    if rule is None or reward.accumulation is None or reward.accumulation.over != "year":
        return
    if rule.accumulation is not None and rule.accumulation.over == "year":
        return
    related = see(library, rule, ("components",), "这份规则逐期计分", "this rule scores each period by itself")
    arguments: dict[str, object] = {"rule": rule.id}
    base = reward.amount.base if reward.amount is not None and reward.amount.times == "total" else None
    hint = ""
    if base is not None:
        # A quarter at 120 points, then one at 80: 100 over both.
        hint = "figures"
        first, second, both = (rational(base) * Fraction(points, 100) for points in (120, 80, 100))
        arguments |= {
            "own": _rounded(reward, second, base.unit),
            "anew": _rounded(reward, both - first, base.unit),
        }
    yield problem(library, reward, ("accumulation", "over"), "PS631", arguments, hint=hint, related=related)


def _true_up(library: Library, standard: ScoringRule | Reward) -> Iterator[Diagnostic]:
    accumulation = standard.accumulation
    if accumulation is None or not accumulation.true_up:
        return
    if isinstance(standard, ScoringRule):
        yield problem(library, standard, ("accumulation", "true_up"), "PS631", hint="rule", key=True)
    elif accumulation.over != "year":
        yield problem(library, standard, ("accumulation", "true_up"), "PS631", hint="period", key=True)


def _paid_before(library: Library, reward: Reward) -> Iterator[Diagnostic]:
    """An amount of the year so far that does not say whether what was paid is taken off."""
    accumulation, found = reward.accumulation, two_periods(reward)
    if accumulation is None or accumulation.over != "year" or accumulation.true_up is not None or found is None:
        return
    _, first, _, both = found
    unit = currency_stated(reward)
    sums = {"first": first, "both": both, "rest": both - first}
    arguments = {name: in_money(value, unit, 2) for name, value in sums.items()}
    yield problem(library, reward, ("accumulation", "over"), "PS631", arguments, hint="open")


def _rounded(standard: ScoringRule | Reward, value: Fraction, unit: str) -> str:
    """A figure as the standard rounds it."""
    spec = standard.total if isinstance(standard, ScoringRule) else standard.amount
    places, mode = (spec.places, spec.rounding) if spec is not None else (2, "half-up")
    number = as_decimal(round_to(value, places, mode), places)
    assert number is not None
    return str(Quantity(number, unit))
