"""A promotion result to what its criteria and the records say of each candidate, beside what the result says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity, Trouble, parse_quantity
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import Candidate, Decision, PromotionResult, RequirementMet
from perfsite.scoring.compile import rational
from perfsite.scoring.eligibility import Applicant, Finding, find
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.grounds import Grounds

# What the repository cannot decide; people do.
ATTESTED = ("competency", "judgement")
# What stands between a requirement and the groups that it is in, where an exception names it.
_SEPARATORS = re.compile("[./]")


@dataclass(frozen=True, slots=True)
class Judged:
    """One requirement of one candidate: what the result says of it, and what the records say."""

    id: str
    requirement: Requirement
    recorded: RequirementMet | None
    found: Finding
    excepted: bool = False

    @property
    def differs(self) -> bool:
        return (
            not self.excepted
            and self.recorded is not None
            and self.found.met is not None
            and (self.recorded.met != self.found.met or self.value_differs)
        )

    @property
    def value_differs(self) -> bool:
        """Whether the figure that the result gives for it is another one; any way to round it will do."""
        written, value = self.written, self.found.value
        if not isinstance(written, Quantity) or not isinstance(value, Fraction):
            return written is not None and written != value
        step = Fraction(1, 10 ** max(-int(written.value.as_tuple().exponent), 0)) / (100 if written.unit == "%" else 1)
        return abs(rational(written) - value) >= step

    @property
    def written(self) -> Quantity | str | None:
        """The figure that the result gives for it, None where it is none that can be compared with what was found."""
        text, value = self.recorded.value if self.recorded is not None else None, self.found.value
        if text is None or value is None:
            return None
        if isinstance(value, str):
            return " ".join(text.split())
        quantity = parse_quantity(text)
        return None if isinstance(quantity, Trouble) or not _is_of_kind(quantity, self.requirement) else quantity

    @property
    def counts(self) -> bool | None:
        """Whether it counts as met: waived, by exception, by the records, or by what people have attested."""
        if self.excepted or (self.recorded is not None and self.recorded.waived is not None):
            return True
        return self.found.met if self.found.met is not None else self.stated

    @property
    def stated(self) -> bool | None:
        """Whether the result itself lets it count as met."""
        if self.recorded is None:
            return None
        return True if self.recorded.waived is not None else self.recorded.met


@dataclass(frozen=True, slots=True)
class JudgedCandidate:
    """`lacking` are requirements for which somebody promoted falls short; `unsaid` those of which nothing is known."""

    index: int
    who: Ref
    outcome: str
    requirements: tuple[Judged, ...]
    fulfils: bool | None
    lacking: tuple[Judged, ...]
    unsaid: tuple[Judged, ...]
    excepted: bool

    @property
    def first_difference(self) -> Judged | None:
        return next((judged for judged in self.requirements if judged.differs), None)

    @property
    def contradicts(self) -> bool:
        """Whether the outcome does not follow from the requirements."""
        return not self.excepted and self.outcome == "promoted" and self.fulfils is not True


@dataclass(frozen=True, slots=True)
class Judgement:
    """A promotion result, judged anew. `held_back` meet criteria that suffice and are not promoted."""

    promotion: PromotionResult
    criteria: PromotionCriteria | None
    candidates: tuple[JudgedCandidate, ...] = ()
    left_out: tuple[Ref, ...] = ()
    held_back: tuple[int, ...] = ()
    trouble: CannotScoreError | None = None

    @property
    def differences(self) -> int:
        wrong = sum(1 for one in self.candidates if one.first_difference is not None or one.contradicts)
        return wrong + len(self.left_out) + len(self.held_back)


def judge(grounds: Grounds, promotion: PromotionResult) -> Judgement:
    """What a result should say, as far as the records suffice."""
    # By the criteria as they counted for this result.
    grounds = grounds.under(promotion)
    library = grounds.library
    period, criteria = library.get(Period, promotion.period), library.get(PromotionCriteria, promotion.criteria)
    if period is None or criteria is None:
        unknown = promotion.criteria if period is not None else promotion.period
        return Judgement(promotion, None, trouble=CannotScoreError("unknown", str(unknown)))
    candidates = tuple(
        _candidate(grounds, promotion, period, criteria, index, one) for index, one in enumerate(promotion.candidates)
    )
    if not suffices(criteria):
        return Judgement(promotion, criteria, candidates)
    held_back = tuple(one.index for one in candidates if _is_held_back(promotion.candidates[one.index], one))
    left_out = tuple(_left_out(grounds, promotion, period, criteria))
    return Judgement(promotion, criteria, candidates, left_out, held_back)


def judge_all(library: Library) -> Iterator[Judgement]:
    """Every promotion result that stands, in the order of the ids."""
    grounds = Grounds(library)
    for promotion in library.of(PromotionResult):
        if promotion.withdrawn is None:
            yield judge(grounds, promotion)


def foresee(
    library: Library, criteria: PromotionCriteria, who: Ref, period: Period, day: dt.date
) -> Mapping[str, bool | None]:
    """By the id of each requirement, what the records would say of someone in a decision of this day, without evidence."""
    decision = PromotionResult(
        id="foreseen",
        origin=criteria.origin,
        period=period.ref,
        decided=Decision(on=day, by=()),
        criteria=criteria.ref,
        candidates=(),
    )
    grounds, applicant = Grounds(library), _applicant(decision, period, criteria, who)
    return {leaf.name: find(grounds, leaf, applicant).met for leaf in criteria.requires.leaves()}


def suffices(criteria: PromotionCriteria) -> bool:
    """Whether whoever meets the requirements is promoted: nothing else is asked and the places are not counted."""
    return not criteria.necessary_not_sufficient and criteria.quota is None


def outcome_of(promotion: PromotionResult, candidate: Candidate) -> str:
    """The outcome that counts: where the row still holds what it was before a correction, the corrected one."""
    outcome = candidate.outcome
    for correction in sorted(promotion.corrections, key=lambda correction: correction.on):
        if correction.about == candidate.person and correction.field_ == "outcome" and correction.was == outcome:
            outcome = correction.now
    return outcome


def _is_of_kind(quantity: Quantity, requirement: Requirement) -> bool:
    """Whether a figure that somebody wrote can be compared with the one that the records give."""
    subject = requirement.subject
    if subject == "tenure":
        return quantity.unit == "months"
    return (quantity.unit == "%") if subject == "attainment" else subject in ("actual", "total", "none")


def _candidate(
    grounds: Grounds,
    promotion: PromotionResult,
    period: Period,
    criteria: PromotionCriteria,
    index: int,
    candidate: Candidate,
) -> JudgedCandidate:
    applicant = _applicant(promotion, period, criteria, candidate.person)
    recorded = dict(candidate.requirements)
    departs = None if candidate.exception is None else _SEPARATORS.split(candidate.exception.from_.strip())[-1]
    leaves = criteria.requires.leaves()
    ids = {leaf.name for leaf in leaves}
    judged = {
        id(leaf): Judged(
            leaf.name,
            leaf,
            recorded.get(leaf.name),
            find(grounds, leaf, applicant),
            departs == leaf.name,
        )
        for leaf in leaves
    }
    fulfils, decisive = _weigh(criteria.requires, judged)
    return JudgedCandidate(
        index,
        candidate.person,
        outcome_of(promotion, candidate),
        tuple(judged.values()),
        fulfils,
        tuple(decisive) if fulfils is False else (),
        tuple(decisive) if fulfils is None else (),
        # Words that name no requirement depart from all of them.
        candidate.exception is not None and departs not in ids,
    )


def _applicant(promotion: PromotionResult, period: Period, criteria: PromotionCriteria, who: Ref) -> Applicant:
    def counts(_: Person, position: Position) -> bool:
        return position.level == criteria.from_

    return Applicant(who, promotion, period, counts)


def _weigh(tree: Requirement, judged: Mapping[int, Judged]) -> tuple[bool | None, list[Judged]]:
    """Whether a tree counts as met, and the requirements that decide that it does not, or leave it open."""
    parts = tree.all_ or tree.any_
    if not parts:
        one = judged[id(tree)]
        return one.counts, [] if one.counts else [one]
    found = [_weigh(part, judged) for part in parts]
    values = [value for value, _ in found]
    if tree.all_:
        met: bool | None = False if False in values else None if None in values else True
    else:
        met = True if True in values else None if None in values else False
    return met, [] if met else [one for value, ones in found if value is met for one in ones]


def _is_held_back(candidate: Candidate, one: JudgedCandidate) -> bool:
    """Not promoted, or put off without a reason, though every requirement counts as met."""
    put_off = one.outcome == "not promoted" or (one.outcome == "deferred" and candidate.reason is None)
    return put_off and one.fulfils is True and candidate.exception is None


def _left_out(
    grounds: Grounds, promotion: PromotionResult, period: Period, criteria: PromotionCriteria
) -> Iterator[Ref]:
    """Those on the level who by the records alone meet every requirement, and are named nowhere in the result."""
    named = {candidate.person for candidate in promotion.candidates} | {one.person for one in promotion.left_out}
    day = promotion.decided.on
    for person in grounds.library.of(Person):
        position = person.position_on(day)
        gone = person.left is not None and person.left <= day
        if person.ref in named or gone or position is None or position.level != criteria.from_:
            continue
        applicant = _applicant(promotion, period, criteria, person.ref)
        judged = {
            id(leaf): Judged(leaf.name, leaf, None, find(grounds, leaf, applicant))
            for leaf in criteria.requires.leaves()
        }
        if _weigh(criteria.requires, judged)[0]:
            yield person.ref
