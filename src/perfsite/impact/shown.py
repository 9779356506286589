"""An impact to what one audience may see of it: names by the site's policy, no figure about too few people.

What the audience does not see of a result's list is told by counts and sums alone, and those only of as many people as
the site asks for, each part too, so that nothing can be subtracted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from perfsite.diagnostics import Phrase
from perfsite.history.changes import Change
from perfsite.impact.compare import Bearing, Impact, Seen, StandardImpact
from perfsite.impact.promotions import PromotionImpact, VerdictMove
from perfsite.impact.reach import Timing
from perfsite.impact.results import AwardImpact, Doubt, Figures
from perfsite.impact.standards import Event, Pair, changed_standards, other_changes
from perfsite.privacy import Projection, project
from perfsite.privacy.projection import Cutter
from perfsite.records.fields import SENSITIVITIES, Struct, shape_of
from perfsite.records.forms import ListOf
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.record import Record, title
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.site import AudienceRule, Site
from perfsite.records.texts import Text
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.explain import reason_said

# Reasons that name people, or evidence that an audience may know nothing of.
_NAMING = {
    "eligibility": Phrase("要由人判断有关人员是否符合条件", "people have to decide whether somebody meets the conditions"),
    "group": Phrase("等级有人数上限，而同组有人没有总分", "the grade is limited by the group, and there is no total for somebody in it"),
    "evidence": Phrase("有些依据没有全部读出来", "some evidence could not be read in full"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Someone:
    """How a person or a team is named. No id where the name is masked."""

    name: Phrase
    id: str = ""


@dataclass(frozen=True, slots=True)
class Some:
    """People of whom something is said. `count` is None where they are too few to be counted, `who` where not named."""

    count: int | None
    who: tuple[tuple[Someone, Phrase], ...] | None = None
    # Whether there are any at all.
    any: bool = True


@dataclass(frozen=True, slots=True)
class ShownMove:
    who: Someone
    before: Figures | None
    after: Figures | None
    difference: Fraction | None
    direction: int


@dataclass(frozen=True, slots=True)
class ShownStandard:
    """One changed standard. Counts of people stand in no verdict; the results below tell what may be told of them."""

    record: Record
    former: Record | None
    event: Event
    changes: tuple[Change, ...]
    bearing: Bearing | None
    results: int
    points: tuple[int, int, int]
    thought_up: tuple[int, int, int]
    lengths: tuple[int, ...]
    joined: Some | None
    dropped: Some | None
    judged: tuple[Change, ...]
    timing: Timing | None


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One result under both wordings. None stands for what this audience is not told.

    `moves` are single people. `better` and `worse` count those who get more or less; of the others who have `moved` only
    points do. `gained` and `lost` are what that comes to.
    """

    record: Outcome
    standard: Record
    period: Period
    people: int
    moved: Some
    moves: tuple[ShownMove, ...] | None
    better: int | None
    worse: int | None
    sums: tuple[Fraction, Fraction] | None
    gained: Fraction | None
    lost: Fraction | None
    currency: str
    budget: Fraction | None
    over_budget: bool | None
    eligible: Some
    not_eligible: Some
    judged: Some
    excepted: Some
    doubts: tuple[tuple[Phrase, tuple[bool, bool], Some], ...]
    is_computed: bool


@dataclass(frozen=True, slots=True)
class ShownVerdicts:
    """One requirement of a promotion: how many meet it now and did not, and the other way; of whom people decide."""

    requirement: Phrase
    met: Some
    unmet: Some
    open: Some


@dataclass(frozen=True, slots=True)
class ShownPromotion:
    record: PromotionResult
    standard: Record
    people: int
    verdicts: tuple[ShownVerdicts, ...]
    fulfil: Some
    fall_short: Some
    undecided: Some
    eligible: Some
    not_eligible: Some
    trouble: Phrase | None


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is written. `sums` by currency are over all results; None where a part of them is withheld."""

    audience: AudienceRule
    day: dt.date
    periods: int
    smallest_group: int
    standards: tuple[ShownStandard, ...]
    results: tuple[ShownResult, ...]
    promotions: tuple[ShownPromotion, ...]
    compared: int
    sums: Mapping[str, tuple[Fraction, Fraction]] | None
    others: Mapping[str, int]


class Sight:
    """What an audience of `base` sees of both sides, and which of it has changed.

    What a change to the site's policy would let it see is not shown before that is merged.
    """

    def __init__(self, base: Library, head: Library, audience: AudienceRule, day: dt.date) -> None:
        self.site, self.audience = base.site, audience
        settled = replace(
            head.site, audiences=base.site.audiences, visibility=base.site.visibility, policy=base.site.policy
        )
        self.base: Projection = project(base, audience, day)
        self.head: Projection = project(replace(head, site=settled), audience, day)
        self.pairs = {pair.key: pair for pair in self._pairs(head.site)}

    def _pairs(self, site: Site) -> Iterator[Pair]:
        """The standards that changed for this audience, and the settings of the site as they really are."""
        for pair in changed_standards(self.base.library, self.head.library):
            if not isinstance(pair.now, Site):
                yield pair
        own = Cutter(self.audience.sees, dict(self.site.visibility)).record(site, set())
        if own is not None:
            settings = Pair(self.base.library.site, own, Event.CHANGED)
            if settings.changes:
                yield settings

    @property
    def seen(self) -> Seen:
        results = (one.ref for noun in (AwardResult, PromotionResult) for one in self.base.library.of(noun))
        bearing = (key for key, pair in self.pairs.items() if pair.bears)
        return Seen(frozenset(results), frozenset(self.pairs), frozenset(bearing))

    def sees(self, noun: type[Record], *keys: str) -> bool:
        """Whether the audience sees a field, and all those that it lies in."""
        overrides, most = dict(self.site.visibility), SENSITIVITIES.index(self.audience.sees)
        shape, route = shape_of(noun), noun.kind
        for place, key in enumerate(keys):
            spec = shape.fields[key]
            route = f"{route}.{key}"
            if SENSITIVITIES.index(overrides.get(route, spec.audience)) > most:
                return False
            form = spec.form.inner if isinstance(spec.form, ListOf) else spec.form
            if place + 1 < len(keys):
                assert isinstance(form, Struct)
                shape = form.shape
        return True


def show(impact: Impact, sight: Sight) -> Shown:
    """`impact` is of what is in `sight`."""
    return _Shower(impact, sight).run()


class _Shower:
    def __init__(self, impact: Impact, sight: Sight) -> None:
        self.impact, self.sight = impact, sight
        self.base, self.head = sight.base, sight.head
        self.least = sight.site.policy.smallest_group

    def run(self) -> Shown:
        results = tuple(self._result(one) for one in self.impact.awards if one.has_something)
        promotions = tuple(self._promotion(one) for one in self.impact.promotions if one.has_something)
        return Shown(
            self.sight.audience,
            self.impact.day,
            self.impact.periods,
            self.least,
            tuple(self._standard(one, self.sight.pairs[one.pair.key]) for one in self.impact.standards),
            results,
            promotions,
            len(self.impact.awards) + len(self.impact.promotions),
            _sums(results),
            other_changes(self.base.library, self.head.library),
        )

    def _standard(self, one: StandardImpact, seen: Pair) -> ShownStandard:
        verdict = one.verdict
        former = seen.before if seen.event is Event.REPLACED else None
        if verdict is None or not seen.bears:
            bearing = None if verdict is None else Bearing.CLARIFYING
            nobody = (0, 0, 0)
            return ShownStandard(
                seen.now, former, seen.event, seen.changes, bearing, 0, nobody, nobody, (), None, None, (),
                one.timing if seen.bears else None,
            )  # fmt: skip
        weighed, probed = verdict.weighed, verdict.probed
        return ShownStandard(
            seen.now,
            former,
            seen.event,
            seen.changes,
            verdict.bearing,
            verdict.results,
            (probed.points, probed.better, probed.worse),
            (0, 0, 0) if weighed is None else (weighed.people, weighed.gained, weighed.lost),
            verdict.lengths,
            self._counted(verdict.joined) if verdict.joined else None,
            self._counted(verdict.dropped) if verdict.dropped else None,
            verdict.judged,
            one.timing,
        )

    # Results

    def _result(self, one: AwardImpact) -> ShownResult:
        named = self.sight.sees(AwardResult, "recipients", "team" if _is_of_teams(one) else "person")
        paid = self.sight.sees(AwardResult, "recipients", "amount")
        hidden = {
            name
            for name in ("amount", "total", "grade", "rank")
            if not self.sight.sees(AwardResult, "recipients", name)
        }
        better = [move for move in one.moves if move.is_felt and move.direction > 0]
        worse = [move for move in one.moves if move.is_felt and move.direction < 0]
        same = len(one.moves) - len(better) - len(worse)
        apart = all(self._enough(count) for count in (len(better), len(worse), same))
        # Only those whose amount differs make up the difference of two sums.
        summed = (paid and named) or self._enough(sum(1 for move in one.moves if move.difference))
        budget_seen = self.sight.sees(Reward, "budget") or self.sight.sees(AwardResult, "budget")
        moves = None
        if named:
            moves = tuple(
                ShownMove(
                    self._named(move.who, one.award),
                    _without(move.before, hidden),
                    _without(move.after, hidden),
                    move.difference if paid else None,
                    # A direction that follows from nothing that is seen would tell of it.
                    move.direction if len(hidden) < 4 else 0,
                )
                for move in one.moves
            )
        award = self.base.library.find(one.award.ref) or one.award
        assert isinstance(award, Outcome)
        return ShownResult(
            award,
            self.base.library.find(one.reward.ref) or one.reward,
            one.period,
            one.people,
            Some(len(one.moves), any=bool(one.moves)) if named else self._counted(len(one.moves)),
            moves,
            len(better) if named or apart else None,
            len(worse) if named or apart else None,
            one.sums if summed else None,
            sum((move.difference for move in better), Fraction(0)) if (paid and named) or apart else None,
            sum((move.difference for move in worse), Fraction(0)) if (paid and named) or apart else None,
            one.currency,
            Fraction(one.budget.value) if budget_seen and one.budget is not None else None,
            one.over_budget if budget_seen and summed else None,
            self._some(one.eligible, one.award, named=named),
            self._some(one.not_eligible, one.award, named=named),
            self._some(one.judged, one.award, named=named),
            self._some([(who, None) for who in one.excepted], one.award, named=named),
            tuple(self._doubts(one.doubts, one.award, named=named)),
            one.is_computed,
        )

    def _doubts(
        self, doubts: Sequence[Doubt], outcome: Outcome, *, named: bool
    ) -> Iterator[tuple[Phrase, tuple[bool, bool], Some]]:
        """Each reason once, under which wordings it holds, with those of whom it is true."""
        found: dict[tuple[Phrase, tuple[bool, bool]], list[Ref]] = {}
        for doubt in doubts:
            key = (self._reason(doubt.trouble, named=named), (doubt.before, doubt.after))
            found.setdefault(key, []).extend([] if doubt.who is None else [doubt.who])
        for (reason, sides), who in found.items():
            yield reason, sides, self._some([(one, None) for one in who], outcome, named=named)

    def _reason(self, trouble: CannotScoreError, *, named: bool) -> Phrase:
        return reason_said(trouble) if named or trouble.reason not in _NAMING else _NAMING[trouble.reason]

    # Promotions

    def _promotion(self, one: PromotionImpact) -> ShownPromotion:
        named = self.sight.sees(PromotionResult, "candidates", "person")
        sees_verdicts = named and self.sight.sees(PromotionResult, "candidates", "requirements")
        promotion = self.base.library.find(one.promotion.ref) or one.promotion
        assert isinstance(promotion, PromotionResult)

        def some(who: Iterable[Ref]) -> Some:
            return self._some([(ref, None) for ref in who], promotion, named=named)

        by_requirement: dict[str, list[int]] = {}
        for place, move in enumerate(one.verdicts):
            by_requirement.setdefault(move.id, []).append(place)
        verdicts = []
        for places in by_requirement.values():
            moves = [one.verdicts[place] for place in places]
            met = self._some(_moving(moves, 1), promotion, named=sees_verdicts)
            unmet = self._some(_moving(moves, -1), promotion, named=sees_verdicts)
            undecided = [(move.who, None) for move in moves if move.asked[1] and move.after is None]
            rest = self._some(undecided, promotion, named=sees_verdicts)
            if met.any or unmet.any or rest.any:
                verdicts.append(ShownVerdicts(_titled(moves[0].requirement), met, unmet, rest))
        return ShownPromotion(
            promotion,
            self.head.library.find(one.criteria.ref) or one.criteria,
            one.people,
            tuple(verdicts),
            some(move.who for move in one.candidates if move.after),
            some(move.who for move in one.candidates if move.after is False),
            some(move.who for move in one.candidates if move.after is None),
            some(one.eligible),
            some(one.not_eligible),
            None if one.trouble is None else self._reason(one.trouble, named=named),
        )

    # Who

    def _named(self, who: Ref, page: Outcome) -> Someone:
        person = self.base.library.get(Person, who) if who.kind == "person" else None
        if person is not None:
            name = self.base.names.of(person, page.address)
            return Someone(_both(name.text), "" if self.base.names.mode_on(page.address) == "masked" else person.id)
        record = self.base.library.find(who)
        if record is None:
            return Someone(Phrase("有关人员", "somebody"))
        return Someone(Phrase(title(record, "zh"), title(record, "en")), record.id)

    def _some(self, found: Sequence[tuple[Ref, Requirement | None]], page: Outcome, *, named: bool) -> Some:
        if named:
            nothing = Phrase("", "")
            who = tuple(
                (self._named(ref, page), nothing if requirement is None else _titled(requirement))
                for ref, requirement in found
            )
            return Some(len(found), who, bool(found))
        return self._counted(len(found))

    def _counted(self, count: int) -> Some:
        return Some(count if self._enough(count) else None, any=bool(count))

    def _enough(self, people: int) -> bool:
        return people == 0 or people >= self.least


def _moving(moves: Iterable[VerdictMove], way: int) -> list[tuple[Ref, None]]:
    return [(move.who, None) for move in moves if move.direction == way]


def _is_of_teams(one: AwardImpact) -> bool:
    return any(recipient.team is not None for recipient in one.award.recipients)


def _without(figures: Figures | None, hidden: set[str]) -> Figures | None:
    return None if figures is None else figures._replace(**dict.fromkeys(hidden))


def _sums(results: Sequence[ShownResult]) -> dict[str, tuple[Fraction, Fraction]] | None:
    """What all results come to, by currency. Where one is withheld, the sum would give it away."""
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for one in results:
        if one.sums is None:
            return None
        if any(one.sums):
            before, after = found.get(one.currency, (Fraction(0), Fraction(0)))
            found[one.currency] = (before + one.sums[0], after + one.sums[1])
    return found


def _titled(requirement: Requirement) -> Phrase:
    name = requirement.name
    return Phrase(name, name) if requirement.title is None else _both(requirement.title)


def _both(text: Text) -> Phrase:
    return Phrase(text.best("zh")[1], text.best("en")[1])


__all__ = [
    "Shown",
    "ShownMove",
    "ShownPromotion",
    "ShownResult",
    "ShownStandard",
    "ShownVerdicts",
    "Sight",
    "Some",
    "Someone",
    "show",
]
