"""Two libraries to the impact of the later standards: each change classed, and what published results would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from perfsite.history.changes import Change
from perfsite.impact.probe import NOWHERE, Probed, Standard, probe, probe_target
from perfsite.impact.promotions import PromotionImpact, compare_promotion
from perfsite.impact.reach import Timing, timing_of
from perfsite.impact.requirements import Weighed, weigh_requirements
from perfsite.impact.results import AwardImpact, Side, case_at, compare_award, latest
from perfsite.impact.standards import (
    Event,
    Key,
    Pair,
    changed_standards,
    decided_by_people,
    other_changes,
    with_standards,
)
from perfsite.publication.durations import add_duration
from perfsite.publication.working_days import NoDay, site_calendar
from perfsite.records.goal import Goal
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import AppliesTo, ScoringRule
from perfsite.records.site import Site
from perfsite.scoring.positions import stretches


class Bearing(StrEnum):
    """What a change does to people. `neutral`: computed, and nothing moves; `undecided`: no computing can tell."""

    CLARIFYING = "clarifying"
    MORE = "more-favourable"
    LESS = "less-favourable"
    MIXED = "mixed"
    NEUTRAL = "neutral"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A class with all that it rests on.

    `results` were recomputed under both wordings, and of them `better` and `worse` people moved by this change alone.
    `probed` are inputs of the compiled standard, `weighed` people thought up for its requirements, `lengths` days
    counted. `joined` and `dropped` are whom the standard is for and was not. `judged` are words that people decide by.
    """

    bearing: Bearing
    results: int = 0
    better: int = 0
    worse: int = 0
    probed: Probed = NOWHERE
    weighed: Weighed | None = None
    lengths: tuple[int, ...] = ()
    joined: int = 0
    dropped: int = 0
    judged: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardImpact:
    """One changed standard. A new or removed one has a verdict only where results move by it."""

    pair: Pair
    verdict: Verdict | None
    timing: Timing | None


@dataclass(frozen=True)
class Impact:
    """`before` and `after` hold the same evidence and differ in the standards. `others` are changed records by kind."""

    before: Library
    after: Library
    day: dt.date
    periods: int
    standards: tuple[StandardImpact, ...]
    awards: tuple[AwardImpact, ...]
    promotions: tuple[PromotionImpact, ...]
    others: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an audience knows of: results, changed standards, and those of them that could matter by what it sees."""

    results: frozenset[Ref]
    standards: frozenset[Key]
    bearing: frozenset[Key]


def compare(base: Library, head: Library, day: dt.date, periods: int = 1, seen: Seen | None = None) -> Impact:
    """What the standards of `head` do to the results of `base`, of the last so many periods of each reward.

    With `seen`, nothing else is part of it, so that no sum tells of a change that the audience does not see.
    """
    pairs = tuple(pair for pair in changed_standards(base, head) if seen is None or pair.key in seen.standards)
    bearing = tuple(pair for pair in pairs if pair.bears and (seen is None or pair.key in seen.bearing))
    comparer = _Comparer(base, day, periods, None if seen is None else seen.results)
    after = with_standards(base, bearing)
    awards, promotions = comparer.results(bearing, after) if bearing else ((), ())
    standards = tuple(
        StandardImpact(pair, comparer.verdict(pair, bearing), timing_of(pair, head, day)) for pair in pairs
    )
    return Impact(base, after, day, periods, standards, awards, promotions, other_changes(base, head))


_Results: TypeAlias = tuple[tuple[AwardImpact, ...], tuple[PromotionImpact, ...]]


class _Comparer:
    """One comparison at work. Each change is looked at alone, with all others as they were."""

    def __init__(self, base: Library, day: dt.date, periods: int, seen: frozenset[Ref] | None) -> None:
        self.base, self.day = base, day
        self.side = Side.of(base)
        awards = latest(base, AwardResult, lambda one: one.reward, periods)
        promotions = latest(base, PromotionResult, lambda one: one.criteria, periods)
        self.awards = [one for one in awards if seen is None or one.ref in seen]
        self.promotions = [one for one in promotions if seen is None or one.ref in seen]
        self._found: list[tuple[tuple[Pair, ...], _Results]] = []

    def results(self, pairs: tuple[Pair, ...], after: Library | None = None) -> _Results:
        """The results that these changes touch, under both wordings."""
        known = next((found for done, found in self._found if _same(done, pairs)), None)
        if known is None:
            side = Side.of(after or with_standards(self.base, pairs))
            awards = (compare_award(one, self.side, side) for one in self.awards if self._touches(pairs, one))
            promotions = (
                compare_promotion(one, self.side, side) for one in self.promotions if self._touches_criteria(pairs, one)
            )
            known = (
                tuple(one for one in awards if one is not None),
                tuple(one for one in promotions if one is not None),
            )
            self._found.append((pairs, known))
        return known

    def _touches(self, pairs: Sequence[Pair], award: AwardResult) -> bool:
        """Whether a result could come out otherwise: a rule or reward of another one cannot touch it."""
        reward = self.base.get(Reward, award.reward)
        rests_on = {award.reward}
        if reward is not None:
            rests_on |= {reward.basis.rule} if reward.basis is not None and reward.basis.rule is not None else set()
            leaves = () if reward.eligibility is None else reward.eligibility.leaves()
            rests_on |= {leaf.grade.rule for leaf in leaves if leaf.grade is not None and leaf.grade.rule is not None}
        return any(
            pair.known_as in rests_on if pair.known_as.kind in _OF_THEIR_OWN else self._may_touch(pair, award)
            for pair in pairs
        )

    def _may_touch(self, pair: Pair, outcome: Outcome) -> bool:
        """Whether a change of what many results rest on could touch this one: a goal of a later period cannot."""
        if not isinstance(pair.now, Goal):
            return pair.known_as.kind in _OF_MANY
        period, own = self.base.get(Period, pair.now.period), self.base.get(Period, outcome.period)
        return period is not None and own is not None and period.from_ <= own.to

    def _touches_criteria(self, pairs: Sequence[Pair], promotion: PromotionResult) -> bool:
        criteria = self.base.get(PromotionCriteria, promotion.criteria)
        leaves = () if criteria is None else criteria.requires.leaves()
        # Grades of any rule count where none is named.
        grades = {leaf.grade.rule for leaf in leaves if leaf.grade is not None}
        return any(
            pair.known_as == promotion.criteria
            or self._may_touch(pair, promotion)
            or (pair.known_as.kind == ScoringRule.kind and not grades.isdisjoint((None, pair.known_as)))
            for pair in pairs
        )

    # One change

    def verdict(self, pair: Pair, bearing: tuple[Pair, ...]) -> Verdict | None:
        if all(pair is not one for one in bearing):
            return Verdict(Bearing.CLARIFYING)
        goals = isinstance(pair.now, Goal)
        # Goals are looked at together: one touches no results but those of its owner.
        together = tuple(one for one in bearing if isinstance(one.now, Goal)) if goals else (pair,)
        awards, promotions = self.results(together)
        better, worse = _moved(awards, promotions, pair.now.owner if isinstance(pair.now, Goal) else None)
        compared = sum(1 for one in awards if one.is_computed) + sum(1 for one in promotions if one.trouble is None)
        if pair.event in (Event.NEW, Event.REMOVED):
            way = _class_of(better, worse)
            return None if way is Bearing.NEUTRAL else Verdict(way, compared, better, worse)
        joined, dropped = self._meant(pair)
        probed, weighed, lengths = self._probed(pair), self._weighed(pair), tuple(self._lengths(pair))
        judged = tuple(change for change in pair.changes if decided_by_people(change))
        up = better + probed.better + (0 if weighed is None else weighed.gained) + joined
        down = worse + probed.worse + (0 if weighed is None else weighed.lost) + dropped
        way = _class_of(up + sum(1 for one in lengths if one > 0), down + sum(1 for one in lengths if one < 0))
        looked = compared or probed.points or weighed is not None or lengths
        if way is Bearing.NEUTRAL and (judged or not looked or any(one.doubts for one in awards)):
            way = Bearing.UNDECIDED
        return Verdict(way, compared, better, worse, probed, weighed, lengths, joined, dropped, judged)

    def _probed(self, pair: Pair) -> Probed:
        """The compiled standards at the same inputs: of a rule, with each reward that rests on it."""
        before, after = pair.before, pair.after
        if isinstance(before, Goal) and isinstance(after, Goal):
            if before.metric is None or before.metric != after.metric:
                return Probed()
            return probe_target(before, after, self._counting(before), self.base)
        found = Probed()
        for old, new in self._standards(pair):
            found += probe(old, new, self.base)
        return found

    def _standards(self, pair: Pair) -> Iterator[tuple[Standard, Standard]]:
        before, after = pair.before, pair.after
        later = with_standards(self.base, [pair])
        if isinstance(before, Reward):
            rewards = [before]
        elif isinstance(before, ScoringRule) and isinstance(after, ScoringRule):
            rewards = [one for one in self.base.of(Reward) if one.basis is not None and one.basis.rule == before.ref]
            if not rewards:
                yield Standard.of_rule(before), Standard.of_rule(after)
        else:
            return
        for reward in rewards:
            new_reward = later.get(Reward, reward.ref)
            old_case = case_at(self.base, reward)
            new_case = None if new_reward is None else case_at(later, new_reward)
            if old_case is not None and new_case is not None:
                yield Standard.of_case(old_case), Standard.of_case(new_case)

    def _counting(self, goal: Goal) -> list[Standard]:
        """The standards that look at a goal's target."""
        assert goal.metric is not None
        asked = {f"{goal.metric.id}/target", f"{goal.metric.id}/baseline"}
        cases = (case_at(self.base, reward) for reward in self.base.of(Reward))
        return [standard for case in cases if case is not None if asked & (standard := Standard.of_case(case)).inputs]

    def _weighed(self, pair: Pair) -> Weighed | None:
        before, after = pair.before, pair.after
        if isinstance(before, PromotionCriteria) and isinstance(after, PromotionCriteria):
            old: Requirement | None = before.requires
            new: Requirement | None = after.requires
        elif isinstance(before, Reward) and isinstance(after, Reward) and before.eligibility != after.eligibility:
            old, new = before.eligibility, after.eligibility
        else:
            return None
        return weigh_requirements(old, new, (self.base, with_standards(self.base, [pair])))

    def _meant(self, pair: Pair) -> tuple[int, int]:
        """How many people of today a standard is newly for, and how many it is not for any more."""
        old, new = (getattr(record, "applies_to", None) for record in (pair.before, pair.after))
        if not isinstance(old, AppliesTo) or not isinstance(new, AppliesTo) or old == new:
            return 0, 0
        was, now = (
            {
                person.ref
                for person in self.base.of(Person)
                if stretches(applies_to, person, self.side.grounds.above, self.day, self.day)
            }
            for applies_to in (old, new)
        )
        return len(now - was), len(was - now)

    def _lengths(self, pair: Pair) -> Iterator[int]:
        """Of each promised length of time that is another one, whether that is better or worse for people."""
        working = site_calendar(self.base)
        for old, new, longer_is_better in _promises(pair):
            if old == new:
                continue
            ends = [None if one is None else add_duration(self.day, one, working) for one in (old, new)]
            if any(isinstance(end, NoDay) for end in ends):
                continue
            # What is promised is better than what is not.
            if ends[0] is None or ends[1] is None:
                yield 1 if ends[0] is None else -1
            elif ends[0] != ends[1]:
                yield 1 if (ends[1] > ends[0]) is longer_is_better else -1  # type: ignore[operator]


# Records that touch only the results that rest on them, and those that may touch any.
_OF_THEIR_OWN = (Reward.kind, ScoringRule.kind)
_OF_MANY = ("metric", "period", "calendar", Site.kind)


def _same(one: Sequence[Pair], other: Sequence[Pair]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _class_of(better: int, worse: int) -> Bearing:
    if better and worse:
        return Bearing.MIXED
    return Bearing.MORE if better else Bearing.LESS if worse else Bearing.NEUTRAL


def _moved(awards: Sequence[AwardImpact], promotions: Sequence[PromotionImpact], owner: Ref | None) -> tuple[int, int]:
    """How many outcomes are better and how many worse; of one owner alone, where there is one."""
    ways = [move.direction for award in awards for move in award.moves if owner in (None, move.who)]
    ways += [
        move.direction
        for promotion in promotions
        for moves in (promotion.verdicts, promotion.candidates)
        for move in moves
        if owner in (None, move.who)
    ]
    ways += [1 for one in promotions for who in one.eligible if owner in (None, who)]
    ways += [-1 for one in promotions for who in one.not_eligible if owner in (None, who)]
    return sum(1 for way in ways if way > 0), sum(1 for way in ways if way < 0)


def _promises(pair: Pair) -> Iterator[tuple[Quantity | None, Quantity | None, bool]]:
    before, after = pair.before, pair.after
    if isinstance(before, PromotionCriteria) and isinstance(after, PromotionCriteria):
        yield before.notice, after.notice, True
    if isinstance(before, Site) and isinstance(after, Site):
        old, new = before.policy, after.policy
        yield old.notice, new.notice, True
        yield old.publish_within, new.publish_within, False
        objections = [one.objections for one in (old, new)]
        opened, answered = (
            [None if one is None else getattr(one, name) for one in objections] for name in ("open", "answer_within")
        )
        yield opened[0], opened[1], True
        yield answered[0], answered[1], False


__all__ = ["Bearing", "Impact", "Seen", "StandardImpact", "Verdict", "compare"]
