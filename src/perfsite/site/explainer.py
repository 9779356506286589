"""Explanations of results from what one audience sees and nothing else, computed once for all languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from perfsite.privacy import Projection
from perfsite.records.actuals import Actuals
from perfsite.records.fields import SENSITIVITIES, is_whole
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.memory import Memory
from perfsite.records.metric import Metric
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.site import Policy
from perfsite.records.training import Training
from perfsite.scoring.explained import explain
from perfsite.scoring.explained_promotions import explain_promotion
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.groups import Groups
from perfsite.scoring.lines import Explanation
from perfsite.scoring.outcomes import recompute
from perfsite.scoring.promotions import judge
from perfsite.scoring.recomputed import Recomputation

# What a computation may look into.
_LOOKED_INTO = (Actuals, AwardResult, Goal, Metric, Period, Person, Reward, ScoringRule, Team, Training)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The earlier wordings that an audience sees; one that has lost a part is as good as unread."""

    seen: Library

    def of(self, library: Library, outcome: Record) -> Mapping[Ref, Record]:  # noqa: ARG002 - as `Wordings` has it
        assert self.seen.wordings is not None
        found = self.seen.wordings.of(self.seen, outcome)
        return {ref: record if is_whole(record) else replace(record, incomplete=True) for ref, record in found.items()}

    def policy_on(self, library: Library, day: dt.date, outcome: Record) -> Policy:  # noqa: ARG002 - as above
        return self.seen.policy_on(day, outcome)

    def again(self) -> _Whole:
        return self


class Explainer:
    """`sees_all`: this audience sees every record and field, so that what does not agree here does not agree at all."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._recomputed: dict[str, Recomputation] = {}
        self._explained: dict[str, tuple[Explanation, ...]] = {}

    @cached_property
    def sees_all(self) -> bool:
        audience, rules = self._projection.audience, self._projection.library.site.audience_rules
        return audience.sees == SENSITIVITIES[-1] and audience.id == rules[-1].id

    def of(self, outcome: AwardResult | PromotionResult) -> tuple[Explanation, ...]:
        """Everyone in a result whom the audience sees, in the order of the record."""
        if outcome.address not in self._explained:
            self._explained[outcome.address] = (
                explain_promotion(self._library, judge(self._grounds, outcome))
                if isinstance(outcome, PromotionResult)
                else explain(self._library, self.recompute(outcome))
            )
        return self._explained[outcome.address]

    def recompute(self, award: AwardResult) -> Recomputation:
        """The result computed anew, as far as this audience sees what it takes."""
        if award.id not in self._recomputed:
            self._recomputed[award.id] = recompute(self._grounds, award, self._groups)
        return self._recomputed[award.id]

    @cached_property
    def _library(self) -> Library:
        """Without records that have lost a part: to compute with what is left of them would be to guess."""
        seen = self._projection.library
        if self.sees_all:
            return seen
        records = dict(seen.records)
        for noun in _LOOKED_INTO:
            records[noun.kind] = {id: record for id, record in seen.records[noun.kind].items() if seen.is_whole(record)}
        wordings = None if seen.wordings is None else _Whole(seen)
        return replace(seen, records=records, memory=Memory(), wordings=wordings)

    @cached_property
    def _grounds(self) -> Grounds:
        names = self._projection.names
        return Grounds(self._library, frozenset(page for page in names.masked if names.mode_on(page) != "full"))

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self._grounds)


__all__ = ["Explainer"]
