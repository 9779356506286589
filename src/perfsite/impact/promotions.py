"""A promotion result to what two wordings of its criteria say of each candidate: which verdicts move."""

from __future__ import annotations

from dataclasses import dataclass

from perfsite.impact.results import Side
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import PromotionResult
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.promotions import Judged, JudgedCandidate, judge


@dataclass(frozen=True, slots=True)
class VerdictMove:
    """One requirement of one candidate. None is what people have to decide; `asked` whether each wording asks for it."""

    who: Ref
    requirement: Requirement
    before: bool | None
    after: bool | None
    asked: tuple[bool, bool]

    @property
    def id(self) -> str:
        return self.requirement.name

    @property
    def direction(self) -> int:
        """What is not asked for any more counts as met."""
        old, new = (
            True if not asked else met for met, asked in zip((self.before, self.after), self.asked, strict=True)
        )
        return 0 if old is None or new is None else new - old


@dataclass(frozen=True, slots=True)
class CandidateMove:
    """Whether somebody fulfils the criteria as a whole, where that is another answer than before."""

    who: Ref
    before: bool | None
    after: bool | None

    @property
    def direction(self) -> int:
        return 0 if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class PromotionImpact:
    """`eligible` meet all requirements by the records alone, are no candidates, and did not before; and the other way."""

    promotion: PromotionResult
    criteria: PromotionCriteria
    verdicts: tuple[VerdictMove, ...] = ()
    candidates: tuple[CandidateMove, ...] = ()
    people: int = 0
    eligible: tuple[Ref, ...] = ()
    not_eligible: tuple[Ref, ...] = ()
    trouble: CannotScoreError | None = None

    @property
    def has_something(self) -> bool:
        return bool(self.verdicts or self.candidates or self.eligible or self.not_eligible or self.trouble)


def compare_promotion(promotion: PromotionResult, before: Side, after: Side) -> PromotionImpact | None:
    """None where the records do not say what the result is of."""
    old, new = judge(before.grounds, promotion), judge(after.grounds, promotion)
    if old.criteria is None:
        return None
    if new.criteria is None:
        return PromotionImpact(promotion, old.criteria, trouble=new.trouble)
    verdicts: list[VerdictMove] = []
    candidates: list[CandidateMove] = []
    for was, now in zip(old.candidates, new.candidates, strict=True):
        verdicts += _verdicts(was, now)
        if was.fulfils != now.fulfils:
            candidates.append(CandidateMove(was.who, was.fulfils, now.fulfils))
    return PromotionImpact(
        promotion,
        new.criteria,
        tuple(verdicts),
        tuple(candidates),
        len(old.candidates),
        tuple(who for who in new.left_out if who not in old.left_out),
        tuple(who for who in old.left_out if who not in new.left_out),
    )


def _verdicts(before: JudgedCandidate, after: JudgedCandidate) -> list[VerdictMove]:
    was, now = ({one.id: one for one in side.requirements} for side in (before, after))
    moves = []
    for id in dict.fromkeys((*now, *was)):
        old, new = was.get(id), now.get(id)
        found = new or old
        assert found is not None
        asked = (old is not None, new is not None)
        verdicts = (_counts(old), _counts(new))
        if verdicts[0] != verdicts[1] or not all(asked):
            moves.append(VerdictMove(before.who, found.requirement, *verdicts, asked))
    return moves


def _counts(one: Judged | None) -> bool | None:
    return None if one is None else one.counts


__all__ = ["CandidateMove", "PromotionImpact", "VerdictMove", "compare_promotion"]
