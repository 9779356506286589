"""The view of a goal: the target, how far, the five SMART answers, the cascade, what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.actuals import Actuals
from perfsite.records.goal import OBJECTIVES, Goal, KeyResult, Revision
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.people import Team
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link
from perfsite.site.generic import MentionGroup, mention_groups
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Days, Fact, Row, Sheet, full, joined, say
from perfsite.site.standing import Event, Standing, view_standing
from perfsite.site.status import Status, status_of
from perfsite.site.tables import SiftedSheet, sifted_sheet

_EXACT = Context(prec=60)
_TENTH_OF_PERCENT = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far, as a fraction to a tenth of a percent for the bar, and in words."""

    fraction: Decimal
    said: Any


@dataclass(frozen=True, slots=True)
class KeyResultView:
    title: Text | None
    metric: Link | None
    from_: Quantity | None
    to: Quantity | None
    weight: Quantity | None
    actual: Quantity | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the five SMART questions: `key` names it, `answer` is what the goal says, `prose` its longer grounds."""

    key: str
    given: bool
    answer: Any
    prose: Text | None = None


@dataclass(frozen=True, slots=True)
class ReviewView:
    date: dt.date | None
    actual: Quantity | None
    progress: Progress | None
    feedback: Text | None
    by: Link | None


@dataclass(frozen=True, slots=True)
class AboveView:
    """A goal that this one supports, near or far."""

    goal: Link
    owner: Link | None
    target: Any


@dataclass(frozen=True, slots=True)
class GoalView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    facts: tuple[Fact, ...]
    far: Any
    progress: Progress | None
    key_results: tuple[KeyResultView, ...]
    smart: tuple[Answer, ...]
    above: tuple[AboveView, ...]
    below: SiftedSheet | None
    below_said: Any
    revisions: tuple[Event, ...]
    reviews: tuple[ReviewView, ...]
    body: Text | None
    standing: Standing
    mentions: tuple[MentionGroup, ...]


def view_goal(goal: Goal, edition: Edition) -> GoalView:
    actual, far, progress = how_far(goal, edition)
    below, below_said = _below(goal, edition)
    return GoalView(
        kind=edition.words(goal.noun),
        title=edition.title(goal),
        id=goal.id,
        status=status_of(goal, edition),
        summary=goal.summary,
        facts=_facts(goal, edition, actual),
        far=far,
        progress=progress,
        key_results=tuple(_key_result(kr, edition) for kr in goal.key_results),
        smart=_smart(goal, edition, has_children=below is not None),
        above=tuple(
            AboveView(edition.link(g), edition.link_to(g.owner, goal.address), target_said(g, edition.as_of))
            for g in _chain(goal, edition)
        ),
        below=below,
        below_said=below_said,
        revisions=_revisions(goal, edition),
        reviews=_reviews(goal, edition),
        body=goal.body,
        standing=view_standing(goal, edition, owner=False),
        mentions=mention_groups(goal, edition, without=("goal",)),
    )


def current_target(goal: Goal, day: dt.date) -> Quantity | None:
    """The target that counts on a day, as far as this audience sees it."""
    due = [
        (since, number, revision.target)
        for number, revision in enumerate(goal.revisions)
        if (since := revision.effective or seen(revision.on)) is not None
        and since <= day
        and seen(revision.target) is not None
    ]
    return max(due)[2] if due else goal.target


def target_said(goal: Goal, day: dt.date) -> Any:
    target = current_target(goal, day)
    if target is None and goal.key_results:
        return say("goal.key-results-count", n=len(goal.key_results))
    return target


def _facts(goal: Goal, edition: Edition, actual: Quantity | None) -> tuple[Fact, ...]:
    target = current_target(goal, edition.as_of)
    owner = edition.link_to(goal.owner, goal.address)
    period = edition.link_to(goal.period)
    metric = edition.link_to(goal.metric)
    before = say("goal.revised-from", target=goal.target) if goal.target is not None and target != goal.target else None
    kind = edition.words(Phrase(*OBJECTIVES[goal.objective])) if goal.objective else ""
    score = _okr_score(goal)
    facts = (
        Fact("goal.target", target, before, figure=True) if target is not None else None,
        Fact("goal.actual", actual, figure=True) if actual is not None else None,
        Fact("goal.baseline", goal.baseline) if goal.baseline is not None else None,
        Fact("goal.score", score, figure=True) if score is not None else None,
        Fact("goal.objective", kind, say(f"goal.objective-{goal.objective}")) if kind else None,
        Fact("goal.owner", owner) if owner is not None else None,
        Fact("goal.period", period) if period is not None else None,
        Fact("goal.metric", metric) if metric is not None else None,
        Fact("goal.weight", goal.weight) if goal.weight is not None else None,
    )
    return tuple(fact for fact in facts if fact is not None)


def how_far(goal: Goal, edition: Edition) -> tuple[Quantity | None, Any, Progress | None]:
    """The newest figure, where it comes from, and how it stands to the target of that day."""
    known = _final_actual(goal, edition)
    if known is not None:
        value, actuals = in_unit_of(current_target(goal, edition.as_of), known[0]), known[1]
        period = edition.library.get(Period, goal.period)
        day = seen(period.to) or edition.as_of if period is not None else edition.as_of
        progress = measure_progress(goal, value, current_target(goal, day), edition)
        said = full(say("goal.far-actuals", actuals=edition.link(actuals), said=_so_far(value, progress)))
        return value, said, progress
    reviews = [r for r in goal.reviews if seen(r.on) is not None and r.actual is not None and r.on <= edition.as_of]
    if not reviews:
        return None, None, None
    last = max(reviews, key=lambda review: review.on)
    assert last.actual is not None
    progress = measure_progress(goal, last.actual, current_target(goal, last.on), edition)
    return last.actual, full(say("goal.far-review", date=last.on, said=_so_far(last.actual, progress))), progress


def in_unit_of(target: Quantity | None, actual: Quantity) -> Quantity:
    """An export often leaves out the currency that its column has."""
    bare = actual.unit == "" and target is not None and target.is_money
    return Quantity(actual.value, target.unit) if bare and target is not None else actual


def _so_far(value: Quantity, progress: Progress | None) -> Any:
    return (
        say("goal.stood-at", actual=value, said=progress.said)
        if progress is not None
        else say("goal.stood", actual=value)
    )


def measure_progress(goal: Goal, actual: Quantity, target: Quantity | None, edition: Edition) -> Progress | None:
    """Actual to target, or the way from the baseline where less is better; None where neither can be said."""
    if target is None or target.unit != actual.unit:
        return None
    metric = edition.library.get(Metric, goal.metric)
    if metric is not None and metric.direction == "lower":
        same = goal.baseline is not None and goal.baseline.unit == target.unit
        return _way(goal.baseline, target, actual) if same and goal.baseline is not None else None
    if target.value <= 0:
        return None
    fraction = _fraction(actual.value, target.value)
    return Progress(fraction, say("goal.of-target", share=_percent(fraction)))


def _way(start: Quantity, end: Quantity, actual: Quantity) -> Progress | None:
    """How much of the way from a baseline to a target has been gone."""
    if start.value == end.value:
        return None
    fraction = _fraction(actual.value - start.value, end.value - start.value)
    return Progress(fraction, say("goal.of-way", share=_percent(fraction)))


def _fraction(part: Decimal, whole: Decimal) -> Decimal:
    return _EXACT.divide(part, whole).quantize(_TENTH_OF_PERCENT, ROUND_HALF_UP)


def _percent(fraction: Decimal) -> Quantity:
    value = fraction.scaleb(2)
    return Quantity(
        value.quantize(Decimal(1)) if value == value.to_integral_value() else value.quantize(Decimal("0.1")), "%"
    )


@lru_cache(maxsize=8)
def _actuals_index(library: Library) -> Mapping[tuple[Ref, Ref, Ref], tuple[Quantity, Actuals] | None]:
    """What each person or team reached by each metric in each period; None where several rows would have to be added."""
    index: dict[tuple[Ref, Ref, Ref], tuple[Quantity, Actuals] | None] = {}
    for actuals in library.of(Actuals):
        for row in actuals.values:
            owner, metric = row.person or row.team, row.metric or actuals.metric
            if owner is None or metric is None or seen(row.value) is None or seen(actuals.period) is None:
                continue
            key = (actuals.period, owner, metric)
            index[key] = None if key in index else (row.value, actuals)
    return index


def _final_actual(goal: Goal, edition: Edition) -> tuple[Quantity, Actuals] | None:
    if goal.metric is None or seen(goal.period) is None or seen(goal.owner) is None:
        return None
    return _actuals_index(edition.library).get((goal.period, goal.owner, goal.metric))


def _okr_score(goal: Goal) -> Decimal | None:
    """The weighted mean of the key results, each between 0 and 1; None until each has an actual."""
    shares = [_share(result) for result in goal.key_results]
    weights = [result.weight.value if result.weight is not None else None for result in goal.key_results]
    if not shares or None in shares or (None in weights and any(weight is not None for weight in weights)):
        return None
    counted = [(share, Decimal(1) if weight is None else weight) for share, weight in zip(shares, weights, strict=True)]
    whole = sum((weight for _, weight in counted), Decimal(0))
    if whole <= 0:
        return None
    total = sum((_EXACT.multiply(share, weight) for share, weight in counted if share is not None), Decimal(0))
    return _EXACT.divide(total, whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _share(result: KeyResult) -> Decimal | None:
    """How much of the way a key result has gone, not below 0 and not above 1."""
    start, end, actual = seen(result.from_), seen(result.to), result.actual
    if start is None or end is None or actual is None or not start.unit == end.unit == actual.unit:
        return None
    if start.value == end.value:
        return None
    share = _EXACT.divide(actual.value - start.value, end.value - start.value)
    return min(max(share, Decimal(0)), Decimal(1))


def _key_result(result: KeyResult, edition: Edition) -> KeyResultView:
    progress = None
    start, end, actual = seen(result.from_), seen(result.to), result.actual
    if start is not None and end is not None and actual is not None and start.unit == end.unit == actual.unit:
        progress = _way(start, end, actual)
    return KeyResultView(
        result.title,
        edition.link_to(result.metric),
        result.from_,
        result.to,
        result.weight,
        result.actual,
        progress,
    )


def _smart(goal: Goal, edition: Edition, *, has_children: bool) -> tuple[Answer, ...]:
    """What the goal answers to: specific, measurable, achievable, relevant, time-bound?"""
    owner, metric = edition.link_to(goal.owner, goal.address), edition.link_to(goal.metric)
    target, above = current_target(goal, edition.as_of), edition.link_to(goal.supports)
    period = edition.library.get(Period, goal.period)
    if goal.key_results:
        what = say("goal.key-results-count", n=len(goal.key_results))
        specific = joined(owner, what, joint="comma") if owner is not None else None
        measurable: Any = what
    else:
        specific = (
            say("goal.who-by-what", owner=owner, metric=metric) if owner is not None and metric is not None else None
        )
        measurable = target
        if target is not None and goal.baseline is not None:
            measurable = say("goal.from-to", baseline=goal.baseline, target=target)
    relevant: Any = None
    if above is not None:
        relevant = say("goal.supports", goal=above)
    elif has_children:
        relevant = say("goal.at-the-top")
    elif seen(goal.owner) is not None and goal.owner.kind == "team":
        team = edition.library.get(Team, goal.owner)
        relevant = say("goal.of-the-whole") if team is not None and team.parent is None else None
    timed = None
    if period is not None:
        timed = say("goal.within", period=edition.link(period), days=Days(period.from_, period.to))
    return (
        Answer("specific", specific is not None, specific),
        Answer("measurable", measurable is not None, measurable),
        Answer("achievable", goal.achievable is not None, None, goal.achievable),
        Answer("relevant", relevant is not None, relevant),
        Answer("time-bound", timed is not None, timed),
    )


def _chain(goal: Goal, edition: Edition) -> Iterator[Goal]:
    """The goals above, the nearest last. A circle ends where it began."""
    chain: list[Goal] = []
    seen = {goal.id}
    above = edition.library.get(Goal, goal.supports)
    while above is not None and above.id not in seen:
        chain.append(above)
        seen.add(above.id)
        above = edition.library.get(Goal, above.supports)
    return reversed(chain)


def _below(goal: Goal, edition: Edition) -> tuple[SiftedSheet | None, Any]:
    """The goals that support this one, with the sum of those that count the same thing in the same period."""
    found = [m for m in edition.mentions(goal, "goal") if isinstance(m, Goal) and m.supports == goal.ref]
    if not found:
        return None, None
    day = edition.as_of
    parts = [g for g in found if g.metric is not None and (g.metric, g.period) == (goal.metric, goal.period)]
    lines = sorted(found, key=lambda g: (g not in parts, *_by_size(current_target(g, day))))
    rows = tuple(Row((edition.link(g), edition.link_to(g.owner, goal.address), target_said(g, day))) for g in lines)
    total = _sum_of(goal, [current_target(g, day) for g in parts], edition)
    foot: tuple[Row, ...] = ()
    said = None
    if total is not None:
        label = say("goal.sum") if len(parts) == len(found) else say("goal.sum-same", n=len(parts))
        foot = (Row((label, None, total)),)
        as_set = _sum_of(goal, [g.target for g in parts], edition)
        said = _compare_sum(total, current_target(goal, day), met_as_set=as_set is not None and as_set == goal.target)
    columns = (
        Column("goal.goal", sort="title"),
        Column("goal.owner", sort="owner"),
        Column("goal.target", "number", "target"),
    )
    return sifted_sheet(Sheet(say("goal.below-table"), columns, rows, foot), edition), said


def _by_size(target: Quantity | None) -> tuple[bool, str, Decimal]:
    if target is None:
        return True, "", Decimal(0)
    return False, target.unit, -target.value


def _sum_of(goal: Goal, targets: list[Quantity | None], edition: Edition) -> Quantity | None:
    """The sum of targets, where they are of a kind that adds up: rates and ratings of several people do not."""
    metric, own = edition.library.get(Metric, goal.metric), goal.target
    if metric is None or metric.unit not in ("money", "count") or len(targets) < 2 or own is None:
        return None
    if any(target is None or target.unit not in ("", own.unit) for target in targets):
        return None
    return Quantity(sum((target.value for target in targets if target is not None), Decimal(0)), own.unit)


def _compare_sum(total: Quantity, target: Quantity | None, *, met_as_set: bool) -> Any:
    if target is None or target.unit != total.unit:
        return None
    gap = total.value - target.value
    if gap == 0:
        return full(say("goal.sum-meets"))
    if met_as_set:
        return full(say("goal.sum-met-as-set"))
    return full(say("goal.sum-over" if gap > 0 else "goal.sum-under", gap=Quantity(abs(gap), total.unit)))


def _revisions(goal: Goal, edition: Edition) -> tuple[Event, ...]:
    events, before = [], goal.target
    for number, (_, revision) in enumerate(revisions_in_order(goal), 1):
        after, title = seen(revision.target), None
        if after is not None:
            changed = before is not None
            title = say("goal.changed", before=before, after=after) if changed else say("goal.changed-to", after=after)
        by = edition.link_to(revision.approved_by, goal.address)
        effective = (
            say("goal.effective", date=revision.effective) if revision.effective not in (None, revision.on) else None
        )
        approved = say("goal.approved-by", by=by) if by is not None else None
        note = full(effective, approved, joint="comma")
        events.append(Event(revision.on, title, revision.reason, note, id=f"revisions.{number}", tone="active"))
        before = after if after is not None else before
    return tuple(reversed(events))


def revisions_in_order(goal: Goal) -> list[tuple[int, Revision]]:
    """The changes of a goal as they took effect, each with its position in the record."""
    known = [(index, revision) for index, revision in enumerate(goal.revisions) if seen(revision.on) is not None]
    return sorted(known, key=lambda entry: (entry[1].effective or entry[1].on, entry[1].on))


def _reviews(goal: Goal, edition: Edition) -> tuple[ReviewView, ...]:
    """The newest first; what was not yet said on the day of the site is not on it."""
    views = []
    held = [review for review in goal.reviews if (seen(review.on) or dt.date.min) <= edition.as_of]
    for review in sorted(held, key=lambda r: seen(r.on) or dt.date.min, reverse=True):
        progress = None
        if review.actual is not None and seen(review.on) is not None:
            progress = measure_progress(goal, review.actual, current_target(goal, review.on), edition)
        by = edition.link_to(review.by, goal.address)
        views.append(ReviewView(review.on, review.actual, progress, review.feedback, by))
    return tuple(views)


__all__ = ["GoalView", "Progress", "current_target", "how_far", "revisions_in_order", "target_said", "view_goal"]
