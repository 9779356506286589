"""What a rule or reward comes to by each choice of a word that it lacks, on its own worked example where it has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perfsite.checks.examples import read_given
from perfsite.checks.tiers import measure_misfit
from perfsite.checks.trials import amount_at, full, in_money, points_of_given, telling_figure, total_of, with_grade
from perfsite.diagnostics import Phrase
from perfsite.records.fields import is_whole
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.quantities import Quantity
from perfsite.records.reward import Reward
from perfsite.records.rule import Accumulation, Component, Modifier, Proration, ScoringRule, TotalSpec
from perfsite.scoring.cases import SHARE_OF_AMOUNT, SHARE_OF_TOTAL, Case, currency_stated
from perfsite.scoring.compile import AMOUNT, COEFFICIENT, TOTAL, metric_of, rational
from perfsite.scoring.evaluate import CannotScoreError, Machine
from perfsite.scoring.exact import round_to, write_exact
from perfsite.scoring.limits import counts_of, from_best

_MEASURES = ("actual", "attainment", "inverse")
_HALF = Fraction(1, 2)
# Of which a percentage is one, where a metric is money or a count.
_ROUND = Decimal(1_000_000)


def said(head: Phrase, found: Mapping[str, str | Phrase]) -> Phrase | None:
    """`half-up` gives 1, `down` gives 2; nothing where all readings come to the same."""
    words = {word: value if isinstance(value, Phrase) else Phrase(value, value) for word, value in found.items()}
    if len(set(words.values())) < 2:
        return None
    return Phrase(
        head.zh + "，".join(f"`{word}` 是 {value.zh}" for word, value in words.items()),
        head.en + ", ".join(f"`{word}` gives {value.en}" for word, value in words.items()),
    )


# A component: how it is measured, and what it weighs


def measured(library: Library, rule: ScoringRule, id: str, component: Component) -> Phrase | None:
    """By each measure that the edges fit: on an example's figures, else on the first at which the measures differ."""
    metric = library.get(Metric, component.metric or id)
    edges = [*(tier.edge for tier in (*component.steps, *component.slices)), *(anchor.at for anchor in component.line)]
    known = [edge for edge in edges if edge is not None]
    fitting = [word for word in _MEASURES if all(measure_misfit(word, metric, edge) is None for edge in known)]
    parts = (*component.steps, *component.slices, *component.line)
    if len(fitting) < 2 or not known or not all(is_whole(part) for part in parts):
        return None
    for actual, target in (*_of_examples(rule, id), *_made_up(known, metric)):
        given = {"actual": rational(actual), "target": rational(target), "baseline": Fraction(0)}
        try:
            found = {word: points_of_given(replace(component, measure=word), given) for word in fitting}
        except CannotScoreError:
            continue
        if len(set(found.values())) > 1:
            head = Phrase(f"实际 {actual}、目标 {target} 时，", f"For {actual} of a target of {target}, ")
            return said(head, {word: write_exact(points) for word, points in found.items()})
    return None


def _of_examples(rule: ScoringRule, id: str) -> Iterator[tuple[Quantity, Quantity]]:
    for example in rule.examples:
        given = dict(example.given).get(id)
        if given is not None and isinstance(given.actual, Quantity) and given.target is not None:
            yield given.actual, given.target


def _made_up(edges: list[Quantity], metric: Metric | None) -> Iterator[tuple[Quantity, Quantity]]:
    """Figures at the edges themselves: as they are, or as shares of a round sum where the metric is no percentage."""
    positive = [edge for edge in edges if edge.value > 0]
    if metric is not None and metric.unit != "percent" and any(edge.unit == "%" for edge in positive):
        unit = metric.currency or ""
        yield from ((Quantity(_ROUND * edge.fraction, unit), Quantity(_ROUND, unit)) for edge in positive)
        return
    for target in positive:
        yield from ((actual, target) for actual in positive)


def weighed(rule: ScoringRule, id: str) -> Phrase | None:
    """The rest of the whole, or nothing: the total where every component has 100 points."""
    stated: list[Quantity | None] = [part.weight for name, part in rule.components if name != id]
    others = [weight for weight in stated if weight is not None and weight.unit == "%"]
    if len(others) < len(stated):
        return None
    rest = Quantity(100 - sum((weight.value for weight in others), Decimal(0)), "%")
    spec, grades = own_total(rule), rule.grades if all(is_whole(grade) for grade in rule.grades) else ()
    found = {}
    for weight in (rest, Quantity(Decimal(0), "%")):
        parts = tuple((name, full(weight if name == id else part.weight)) for name, part in rule.components)
        total, grade = total_of(parts, spec, grades)
        found[str(weight)] = with_grade(total, spec.places, grade)
    return said(Phrase("各项都是 100 分时，总分 ", "With 100 points in each component, "), found)


def as_percentages(rule: ScoringRule) -> dict[str, str]:
    """The total with 100 points everywhere: `0.4` among the weights as 40%, and as 0.4%."""
    found = {}
    for name, times in (("shares", 100), ("percents", 1)):
        exact = sum(
            (
                rational(part.weight) * (1 if part.weight.unit == "%" else Fraction(times, 100)) * 100
                for _, part in rule.components
            ),
            Fraction(0),
        )
        found[name] = rounded_total(rule, exact)
    return found


def own_total(rule: ScoringRule) -> TotalSpec:
    """How the rule rounds its total, or two places where it does not say so yet."""
    stated: TotalSpec | None = rule.total
    whole = stated is not None and is_whole(stated)
    return (
        replace(stated, cap=None, floor=None)
        if stated is not None and whole
        else TotalSpec(places=2, rounding="half-up")
    )


# Modifiers, and what a part of a period, a year or a group is of


def ordered(modifier: Modifier, cap: Decimal | None, floor: Decimal | None, unit: str = "") -> Phrase | None:
    """At the cap, or without one at the floor: before it nothing is gained, after it something is."""
    limit = cap if cap is not None else floor
    if limit is None or (modifier.add is None) is (modifier.multiply is None):
        return None
    found = {}
    for order in ("before caps", "after caps"):
        told = replace(modifier, order=order, when=None)
        bare = replace(full(), flat=limit, cap=cap, floor=floor, modifiers=(told,))
        value = points_of_given(bare, {}, modified=True)
        found[order] = in_money(value, unit) if unit else write_exact(value)
    at = Quantity(limit, unit)
    return said(Phrase(f"恰好在 {at} 时，", f"At exactly {at}, "), found)


def prorated_of(library: Library, standard: ScoringRule | Reward) -> Phrase | None:
    """Half a period in the role, on an example: half of its targets, of its total or of its amount."""
    rule, reward = _both(library, standard)
    if not is_whole(replace(standard, proration=None)) or (standard is not rule and rule is None and not reward.amount):
        return None
    words = ("target", "total") if isinstance(standard, ScoringRule) else ("target", "total", "amount")
    name, unit = (AMOUNT, currency_stated(reward)) if reward.amount is not None else (TOTAL, "")
    inputs, given = _example(standard, rule, reward)
    found = {}
    for of in words:
        told = replace(standard, proration=Proration(by="days", of=of))
        case = Case(told if isinstance(told, Reward) else reward, told if isinstance(told, ScoringRule) else rule)
        halved = {
            key: value * _HALF if of == "target" and key.endswith("/target") else value for key, value in inputs.items()
        }
        shares = {SHARE_OF_TOTAL: _HALF, SHARE_OF_AMOUNT: _HALF}
        try:
            value = Machine(case.program, halved | shares, given).compute(name).value
        except CannotScoreError:
            continue
        if isinstance(value, Fraction):
            found[of] = in_money(value, unit, 2) if unit else write_exact(value)
    return said(Phrase("只在岗半期时，", "In the role for half the period, "), found)


def _both(library: Library, standard: ScoringRule | Reward) -> tuple[ScoringRule | None, Reward]:
    """A rule and a reward to compute with: the reward's own rule, or to a rule a reward that gives nothing."""
    if isinstance(standard, ScoringRule):
        return standard, _nothing(standard)
    return library.get(ScoringRule, standard.basis.rule if standard.basis is not None else None), standard


def _example(
    standard: ScoringRule | Reward, rule: ScoringRule | None, reward: Reward
) -> tuple[dict[str, Fraction], dict[str, str]]:
    """The rule's first example, whose figures the total follows from; else the reward's; else made up: 80 of 100."""
    source = rule if rule is not None and rule.examples else standard
    if source.examples:
        return read_given(source.examples[0], rule)
    metrics = [metric_of(id, component) for id, component in rule.components] if rule is not None else []
    metrics += [reward.paid_on.id] if reward.paid_on is not None else []
    inputs = {COEFFICIENT: Fraction(1)} if rule is None else {}
    for metric in metrics:
        inputs |= {
            f"{metric}/actual": Fraction(80),
            f"{metric}/target": Fraction(100),
            f"{metric}/baseline": Fraction(0),
        }
    return inputs, {}


def two_periods(reward: Reward) -> tuple[str, Fraction, Fraction, Fraction] | None:
    """A first and a second period, and what the reward comes to for the first, the second and both; None if unknown."""
    spec = reward.amount
    if spec is None or not is_whole(spec):
        return None
    tiers = spec.slices or spec.steps
    if tiers:
        figure = telling_figure(tiers)
        if figure is None:
            return None
        one, both = (amount_at(reward, rational(figure) * times) for times in (1, 2))
        return None if one is None or both is None else (str(figure), one, one, both)
    base = spec.flat or spec.base
    if base is None:
        return None
    # A total or an attainment of 120% and then of 80% is 100% over both.
    parts = (6, 4, 5) if spec.times in ("total", "attainment") else (5, 5, 5)
    first, second, both = (rational(base) * Fraction(part, 5) for part in parts)
    return "", first, second, both


def accumulated(reward: Reward, accumulation: Accumulation) -> Phrase | None:
    """What a second period pays: by itself, or for both together, less what was paid where that is trued up."""
    found = two_periods(reward)
    if found is None:
        return None
    figure, first, second, both = found
    unit = currency_stated(reward)
    year = both - first if accumulation.true_up else both
    head = (
        Phrase(f"两期各 {figure} 时，第二期按 ", f"For {figure} in each of two periods, in the second ")
        if figure
        else Phrase("第二期按 ", "In the second period ")
    )
    return said(head, {"period": in_money(second, unit, 2), "year": in_money(year, unit, 2)})


def grouped(rule: ScoringRule) -> Phrase | None:
    """The smallest group in which a share lets somebody hold a grade: limited, or too small to be."""
    limits = rule.grade_limits
    if limits is None or not all(is_whole(grade) for grade in rule.grades):
        return None
    limited = [(position, grade) for position, grade in from_best(rule) if grade.at_most is not None]
    if not limited:
        return None
    position, grade = limited[0]
    told = replace(rule, grade_limits=replace(limits, minimum_group=1, counts="largest remainder"))
    people = next((n for n in range(2, 1001) if counts_of(told, n).get(position)), None)
    if people is None:
        return None
    most = counts_of(told, people)[position]
    head = Phrase(
        f"{people} 人都达到 {grade.grade} 时，得 {grade.grade} 的人数，",
        f"Where all of {people} people reach {grade.grade}, ",
    )
    few, all_ = (Phrase(f"{n} 人", f"it to {n}") for n in (most, people))
    return said(head, {f"minimum_group: {people}": few, f"minimum_group: {people + 1}": all_})


def directed(by: str) -> Phrase:
    """A sort key without its direction, between two figures."""
    head = Phrase("95 和 80 中排第一的，", "For the first place among 95 and 80, ")
    found = said(head, {f"{by} descending": "95", f"{by} ascending": "80"})
    assert found is not None
    return found


def rounded_total(rule: ScoringRule, value: Fraction) -> str:
    """A total as the rule rounds and grades it."""
    spec, grades = own_total(rule), rule.grades if all(is_whole(grade) for grade in rule.grades) else ()
    exact = round_to(value, spec.places, spec.rounding)
    parts = (("x", replace(full(), flat=Decimal(exact.numerator) / Decimal(exact.denominator))),)
    total, grade = total_of(parts, spec, grades)
    return with_grade(total, spec.places, grade)


def both_totals(rule: ScoringRule, weights: Fraction) -> dict[str, str | Phrase]:
    """The total of an example by the weights as they are, and by weights that are made to sum to 100%."""
    for example in rule.examples:
        inputs, words = read_given(example, rule)
        machine = Machine(Case(_nothing(rule), rule).program, inputs, words)
        try:
            values = {id: machine.compute(id).value for id, _ in rule.components}
        except CannotScoreError:
            continue
        if all(isinstance(value, Fraction) for value in values.values()):
            break
    else:
        values = {id: Fraction(100) for id, _ in rule.components}
    exact = sum(
        (rational(part.weight) * value for id, part in rule.components if isinstance(value := values[id], Fraction)),
        Fraction(0),
    )
    if weights <= 0:
        return {}
    shown = [write_exact(value) for value in values.values()]
    points = Phrase("、".join(shown), ", ".join(shown))
    return {"points": points, "raw": rounded_total(rule, exact), "whole": rounded_total(rule, exact / weights)}


def _nothing(rule: ScoringRule) -> Reward:
    return Reward(id="trial", origin=rule.origin, title=rule.title, type="bonus", applies_to=rule.applies_to)
