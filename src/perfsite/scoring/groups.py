"""Results to the groups that limited grades are counted over: everyone scored under one rule in one period."""

from __future__ import annotations

from fractions import Fraction

from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Recipient
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.cases import Case, case_of
from perfsite.scoring.compile import GRADE, TOTAL
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.limits import EARNED, Group, Member, form_group, is_limited
from perfsite.scoring.positions import stretches
from perfsite.scoring.workings import Workings

# Why a rule has no total of someone who is on no list: they are then not of the group.
_NO_SCORE = ("missing", "divisor", "below")


class Groups:
    """Those who are scored under one rule in one period, whichever results list them; found when a limit asks."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self._found: dict[tuple[str, str], Group | CannotScoreError] = {}
        self._workings: dict[str, Workings] = {}
        self._under: dict[int, Groups] = {}

    def under(self, award: AwardResult) -> Groups:
        """Those of the grounds on which an award is judged."""
        grounds = self.grounds.under(award)
        if grounds is self.grounds:
            return self
        if id(grounds) not in self._under:
            self._under[id(grounds)] = Groups(grounds)
        return self._under[id(grounds)]

    def workings(self, award: AwardResult, period: Period, case: Case) -> Workings:
        """The one of an award. It is kept where others of its group will ask for the same totals."""
        if award.id in self._workings:
            return self._workings[award.id]
        made = Workings(self.grounds, award, period, case, self)
        if is_limited(case.rule):
            self._workings[award.id] = made
        return made

    def of(self, rule: ScoringRule, period: Period, asking: Workings) -> Group:
        key = (rule.id, period.id)
        if key not in self._found:
            try:
                self._found[key] = form_group(rule, self._members(rule, period, asking))
            except CannotScoreError as error:
                self._found[key] = error
        found = self._found[key]
        if isinstance(found, CannotScoreError):
            raise found
        return found

    def _members(self, rule: ScoringRule, period: Period, asking: Workings) -> dict[Ref, Member]:
        """Everyone on the lists of the rule's results, and everyone else whom the rule is for and of whom it has a total."""
        if self.grounds.group_unread:
            raise CannotScoreError("evidence", f"{AwardResult.folder}, {Person.folder}")
        lists = self._of_rule(rule, period)
        if all(workings.award.id != asking.award.id for workings in lists):
            # A proposal is not among the results yet, and belongs to the group all the same.
            lists.append(asking)
        members: dict[Ref, Member] = {}
        for workings in lists:
            for one in workings.award.recipients:
                who = one.person or one.team
                if who is not None and who not in members:
                    member = _member(workings, who, one)
                    if member is None:
                        raise CannotScoreError("group", who.id)
                    members[who] = member
        if all(who.kind == "person" for who in members):
            library = self.grounds.library
            for person in library.of(Person):
                if person.ref in members or not stretches(
                    rule.applies_to, person, self.grounds.above, period.from_, period.to
                ):
                    continue
                found = (_member(workings, person.ref) for workings in lists)
                member = next((member for member in found if member is not None), None)
                if member is not None:
                    members[person.ref] = member
        return members

    def _of_rule(self, rule: ScoringRule, period: Period) -> list[Workings]:
        found = []
        for reward in self.grounds.library.of(Reward):
            if reward.basis is None or reward.basis.rule is None or reward.basis.rule.id != rule.id:
                continue
            case = case_of(self.grounds.library, reward)
            for award, of in self.grounds.awards_of(reward.id):
                if of.id == period.id and not case.trouble:
                    found.append(self.workings(award, period, case))
        return sorted(found, key=lambda workings: workings.award.id)


def _member(workings: Workings, who: Ref, one: Recipient | None = None) -> Member | None:
    """What someone brings to the group that shares of grades are counted over; None where the rule has no total."""
    _, machine = workings.machine(who, one)
    try:
        total, earned = machine.compute(TOTAL).value, machine.compute(EARNED).value
    except CannotScoreError as error:
        if one is None and error.reason not in _NO_SCORE:
            raise CannotScoreError("group", who.id) from error
        return None
    excepted = GRADE in machine.words
    return Member(total, earned, excepted) if isinstance(total, Fraction) and isinstance(earned, str) else None
