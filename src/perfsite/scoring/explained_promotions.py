"""A judged candidate to the table that a recipient has: each requirement, what the records say of it, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from perfsite.diagnostics import Phrase
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.quantities import DURATION_UNITS, Quantity
from perfsite.records.requirement import Requirement
from perfsite.scoring.compile import rational
from perfsite.scoring.eligibility import Fact, route_to
from perfsite.scoring.explain import (
    MET,
    MONTHS,
    NOT_MET,
    OUTCOME,
    VERDICT,
    Wording,
    called,
    in_unit,
    shown,
    titled,
    worded,
)
from perfsite.scoring.grounds import Place
from perfsite.scoring.lines import CONDITION, EXCEPTION, UNKNOWN, UNMET, Approval, Explanation, Line, sum_of, unit_of
from perfsite.scoring.promotions import ATTESTED, Judged, JudgedCandidate, Judgement, suffices
from perfsite.scoring.recomputed import Figure

# What a line can say besides: what people attest, and what somebody has waived.
ATTESTED_BY, WAIVED, EVIDENCE = "attested", "waived", "evidence"
DECIDED = "outcome"

_LABELS = {
    "since": Phrase("连续任职自", "without a break since"),
    "until": Phrase("计算至", "counted up to"),
    "tenure": Phrase("任职时间", "time in the level"),
    "grade": Phrase("各周期的等级", "grades of the periods"),
    "attainment": Phrase("达成率", "attainment"),
}
_VERDICT = Phrase("是否满足", "whether met")
_NO_GRADE = Phrase("没有公布的等级", "no published grade")
_NOT_COMPLETED = Phrase("没有完成记录", "no completion on record")
_NONE = Phrase("一次也没有", "none at all")
_COMPLETED = Phrase("全部完成", "all completed")
_AS_ATTESTED = Phrase("记录不能决定，由人认定", "the records do not decide it; people attest it")
_OPEN = Phrase("现有记录不能决定，由人判断", "the records at hand do not decide it; people do")
_SHOWN_BY = Phrase("认定依据", "what it was attested on")
_WAIVED = Phrase("豁免", "waived")
_EXCEPTED = Phrase("例外", "exception")
_COUNTS = Phrase("声明了例外，以结果为准", "an exception is declared, and the result counts")
_AS_WRITTEN = Phrase("结果写的位数", "the digits that the result gives")
_OUTCOME = Phrase("结论", "outcome")
_ALL_COUNT = Phrase("要求都算满足", "what is required counts as met")
_NOT_ENOUGH = Phrase("，但满足要求不等于晋升", ", which by itself does not promote")
# The sign that holds where a test does not.
_SIGNS = {"at_least": ("≥", "<"), "above": (">", "≤"), "at_most": ("≤", ">"), "below": ("<", "≥")}


def explain_promotion(library: Library, found: Judgement) -> tuple[Explanation, ...]:
    """Every candidate of a promotion result, in the order of the record."""
    promotion, criteria = found.promotion, found.criteria
    if criteria is None:
        return tuple(
            Explanation(
                promotion,
                index,
                candidate.person,
                (
                    Line(
                        DECIDED,
                        DECIDED,
                        UNKNOWN,
                        _OUTCOME,
                        None,
                        candidate.outcome,
                        OUTCOME,
                        trouble=found.trouble,
                    ),
                ),
                ((DECIDED, _OUTCOME),),
                candidate.exception,
            )
            for index, candidate in enumerate(promotion.candidates)
        )
    return tuple(_Candidate(library, found, criteria, one).explanation() for one in found.candidates)


class _Candidate:
    """The lines of one candidate."""

    def __init__(self, library: Library, found: Judgement, criteria: PromotionCriteria, one: JudgedCandidate) -> None:
        self.library, self.found, self.criteria, self.one = library, found, criteria, one
        self.promotion = found.promotion
        self.wording = Wording(library)

    def explanation(self) -> Explanation:
        # Requirements without an id go by their subject, and two may share it.
        names = [f"{judged.id}.{n}" if n else judged.id for n, judged in _numbered(self.one.requirements)]
        lines = [
            line
            for name, judged in zip(names, self.one.requirements, strict=True)
            for line in self._requirement(name, judged)
        ]
        labels = [called(judged.requirement) for judged in self.one.requirements]
        return Explanation(
            self.promotion,
            self.one.index,
            self.one.who,
            (*lines, self._outcome()),
            (*zip(names, labels, strict=True), (DECIDED, _OUTCOME)),
            self.promotion.candidates[self.one.index].exception,
        )

    def _requirement(self, part: str, judged: Judged) -> Iterator[Line]:
        # What has only one figure to rest on is compared in the line of that.
        alone = judged.requirement.subject in ("actual", "total", "none")
        for fact in judged.found.facts:
            yield self._compared(judged, self._fact(part, fact)) if alone else self._fact(part, fact)
        if judged.found.value is not None and not alone:
            yield self._compared(judged, self._figure(part, judged))
        yield self._verdict(part, judged)
        recorded = judged.recorded
        if recorded is not None and recorded.evidence is not None:
            words = Phrase(*(recorded.evidence.best(lang)[1].strip() for lang in ("zh", "en")))
            places = self._recorded(judged, "evidence")
            yield Line(part, EVIDENCE, EVIDENCE, _SHOWN_BY, words, None, places=places)
        if recorded is not None and recorded.waived is not None:
            waiver = recorded.waived
            words = Phrase(*(waiver.reason.best(lang)[1].strip() for lang in ("zh", "en")))
            approval = Approval(waiver.approved_by, waiver.on)
            places = self._recorded(judged, "waived")
            yield Line(part, WAIVED, WAIVED, _WAIVED, words, MET, VERDICT, places=places, approval=approval)
        if judged.excepted:
            place = Place(self.promotion, ("candidates", self.one.index, "exception"))
            yield Line(part, EXCEPTION, EXCEPTION, _EXCEPTED, _COUNTS, _verdict(judged.stated), VERDICT, clause=place)

    def _fact(self, part: str, fact: Fact) -> Line:
        if isinstance(fact.about, str):
            name, unit = fact.about, unit_of(self.library, fact.about)
            label = _LABELS.get(name) or self.wording.label(name)
            working = sum_of(fact.parts, unit)
            return Line(part, name, "given", label, working, fact.value, unit, evidence=fact.parts, places=fact.places)
        label, lacking = titled(fact.about), _NO_GRADE if fact.about.kind == "period" else _NOT_COMPLETED
        working = lacking if fact.value is None else None
        return Line(part, fact.about.id, "given", label, working, fact.value, places=fact.places)

    def _figure(self, part: str, judged: Judged) -> Line:
        """What was found as one figure, from the facts above it."""
        subject, value = judged.requirement.subject, judged.found.value
        working = None
        if subject == "attainment":
            actual, target = (in_unit(fact.value, "") for fact in judged.found.facts)
            working = Phrase(f"{actual} ÷ {target}", f"{actual} ÷ {target}")
        unit = {"tenure": MONTHS, "attainment": "%"}.get(subject, "")
        return Line(part, subject, subject, _LABELS[subject], working, value, unit)

    def _compared(self, judged: Judged, line: Line) -> Line:
        """A figure beside the one that the result gives, which may have been rounded in any way."""
        written = judged.written
        if written is None or judged.excepted:
            return line
        figure = rational(written) if isinstance(written, Quantity) else written
        places = (*line.places, *self._recorded(judged, "value"))
        if judged.value_differs or figure == line.value:
            published = Figure(judged.id, self._route(judged, "value"), figure, line.value)
            return replace(line, published=published, places=places)
        published = Figure(judged.id, self._route(judged, "value"), figure, figure)
        return replace(line, published=published, places=places, rounded=figure, rounding=_AS_WRITTEN)

    def _verdict(self, part: str, judged: Judged) -> Line:
        found, recorded = judged.found, judged.recorded
        route = route_to(judged.requirement, self.criteria.requires, ("requires",))
        clause = Place(self.criteria, route) if route is not None else None
        places = self._recorded(judged)
        if found.met is None:
            attested = judged.requirement.subject in ATTESTED
            operation, working = (ATTESTED_BY, _AS_ATTESTED) if attested else (UNKNOWN, _OPEN)
            value = _verdict(recorded.met if recorded is not None else None)
            trouble = found.trouble
            return Line(
                part,
                VERDICT,
                operation,
                _VERDICT,
                working,
                value,
                VERDICT,
                clause=clause,
                places=places,
                trouble=trouble,
            )
        value, published = _verdict(found.met), None
        if recorded is not None and not judged.excepted:
            published = Figure(judged.id, self._route(judged, "met"), _verdict(recorded.met), value)
        operation = CONDITION if found.met else UNMET
        return Line(
            part,
            VERDICT,
            operation,
            _VERDICT,
            self._test(judged),
            value,
            VERDICT,
            clause=clause,
            places=places,
            published=published,
        )

    def _test(self, judged: Judged) -> Phrase | None:
        """What was found, held to what is required, in numbers."""
        requirement, found, met = judged.requirement, judged.found, bool(judged.found.met)
        if requirement.tenure is not None and isinstance(found.value, Fraction):
            needed, sign = requirement.tenure.at_least, "≥" if met else "<"
            months = worded(found.value, MONTHS)
            zh, en = _duration(needed)
            return Phrase(f"{months.zh} {sign} {zh}", f"{months.en} {sign} {en}")
        if requirement.grade is not None:
            return _grades(requirement, found.facts)
        if requirement.total is not None and found.value is not None:
            return _same(f"{shown(found.value)} {'≥' if met else '<'} {shown(rational(requirement.total))}")
        bounded = requirement.bounded
        if bounded is not None and found.value is not None:
            unit = "%" if requirement.attainment is not None else unit_of(self.library, f"{bounded.metric.id}/actual")
            test, needed = bounded.bound
            sign = _SIGNS[test][0 if met else 1]
            return _same(f"{in_unit(found.value, unit)} {sign} {in_unit(rational(needed), unit)}")
        if requirement.none is not None:
            return _NONE if met else _same(f"{shown(found.value)} > 0")
        return _COMPLETED if requirement.completed and met else found.said

    def _outcome(self) -> Line:
        one = self.one
        route = ("candidates", one.index, "outcome")
        held_back = one.index in self.found.held_back
        if one.fulfils:
            enough = suffices(self.criteria) or one.outcome == "promoted"
            words = _ALL_COUNT if enough else Phrase(_ALL_COUNT.zh + _NOT_ENOUGH.zh, _ALL_COUNT.en + _NOT_ENOUGH.en)
        else:
            which = [called(judged.requirement) for judged in (one.lacking or one.unsaid)]
            zh, en = "、".join(name.zh for name in which), ", ".join(name.en for name in which)
            words = (
                Phrase(f"不满足：{zh}", f"not met: {en}")
                if one.lacking
                else Phrase(f"没有写明：{zh}", f"not said: {en}")
            )
        if one.excepted:
            place = Place(self.promotion, ("candidates", one.index, "exception"))
            return Line(DECIDED, DECIDED, EXCEPTION, _OUTCOME, _COUNTS, one.outcome, OUTCOME, clause=place)
        published = None
        if one.contradicts or held_back:
            due = "promoted" if held_back else "not promoted"
            published = Figure(DECIDED, route, one.outcome, due)
        elif one.outcome == "promoted":
            published = Figure(DECIDED, route, one.outcome, one.outcome)
        value = published.computed if published is not None else one.outcome
        clause, places = Place(self.criteria, ("requires",)), (Place(self.promotion, route),)
        return Line(
            DECIDED, DECIDED, CONDITION, _OUTCOME, words, value, OUTCOME, clause=clause, places=places, published=published
        )  # fmt: skip

    def _recorded(self, judged: Judged, *more: str) -> tuple[Place, ...]:
        return (Place(self.promotion, self._route(judged, *more)),) if judged.recorded is not None else ()

    def _route(self, judged: Judged, *more: str) -> tuple[str | int, ...]:
        return ("candidates", self.one.index, "requirements", judged.id, *more)


def _numbered(requirements: tuple[Judged, ...]) -> Iterator[tuple[int, Judged]]:
    """Each with how many before it have the same name."""
    seen: dict[str, int] = {}
    for judged in requirements:
        yield seen.get(judged.id, 0), judged
        seen[judged.id] = seen.get(judged.id, 0) + 1


def _grades(requirement: Requirement, facts: tuple[Fact, ...]) -> Phrase:
    """Of how many periods the grade is good enough, and of how many it has to be."""
    needed = requirement.grade
    assert needed is not None
    good, count = sum(fact.counts is True for fact in facts), 1 if needed.in_ is None else needed.in_.count
    grade, periods = needed.at_least, len(facts)
    return Phrase(
        f"{periods} 个周期中 {good} 个不低于 {grade}，要求 {count} 个",
        f"{grade} or better in {good} of {periods} period{'' if periods == 1 else 's'}, {count} needed",
    )


def _duration(needed: Quantity) -> tuple[str, str]:
    amount = shown(rational(Quantity(needed.value)))
    many, one, zh, *_ = DURATION_UNITS[needed.unit]
    return f"{amount} {zh}", f"{amount} {one if needed.value == 1 else many}"


def _verdict(met: bool | None) -> str | None:
    return None if met is None else MET if met else NOT_MET


def _same(text: str) -> Phrase:
    return Phrase(text, text)
