"""Who should be on the list of an award: whom the reward is for, who is eligible, and whom it gives something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from perfsite.records.people import Person, Position, Team
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import Recipient
from perfsite.records.reward import Reward
from perfsite.scoring.compile import AMOUNT
from perfsite.scoring.eligibility import Applicant, decide
from perfsite.scoring.evaluate import Value
from perfsite.scoring.positions import is_meant, stretches
from perfsite.scoring.workings import Workings, compute_all


class Listing:
    """Who is meant by one award, and who of them is eligible."""

    def __init__(self, workings: Workings) -> None:
        self.workings = workings
        self.award, self.period = workings.award, workings.period
        self.case, self.grounds = workings.case, workings.grounds

    def verdict(self, who: Ref, one: Recipient | None = None) -> tuple[bool | None, Requirement | None]:
        """Whether someone is eligible, and the requirement that decides it otherwise."""
        requirement = self.case.reward.eligibility
        if requirement is None:
            return True, None
        met, decisive = decide(self.grounds, requirement, self.applicant(who, one))
        return met, None if met else decisive

    def applicant(self, who: Ref, one: Recipient | None = None) -> Applicant:
        """Someone as their eligibility is decided, with the figures of their row that an exception sets."""
        _, machine = self.workings.machine(who, one)

        def figure(name: str) -> Value:
            return machine.compute(name).value

        return Applicant(who, self.award, self.period, self._counts, self.case.rule, figure)

    def _counts(self, person: Person, position: Position) -> bool:
        """Whether time in a position is time in the role of the reward, whatever team it was in."""
        meant = self.case.reward.applies_to
        return position.role in meant.role if meant.role else is_meant(meant, person, position, self.grounds.above)

    def others(self, listed: set[Ref]) -> dict[Ref, bool | None]:
        """Those whom the reward is for and who are neither on the list nor declared to be left out."""
        declared = {entry.person for entry in self.award.left_out}
        found: dict[Ref, bool | None] = {}
        for who in self.meant():
            if who not in listed and who not in declared:
                eligible, _ = self.verdict(who)
                if eligible is not False:
                    found[who] = eligible
        return found

    def meant(self, who: str = "") -> Iterator[Ref]:
        """Whom the reward is for in the period: people or teams, as `who` says or else the list does."""
        grounds, period = self.grounds, self.period
        applies_to = self.case.reward.applies_to
        who = who or kind_listed(self.award.recipients) or ("person" if names_people(self.case.reward) else "")
        if who == "team":
            wanted = {ref.id for ref in applies_to.team}
            for team in grounds.library.of(Team):
                # A team itself, not the teams below it: those are named one by one.
                if team.status == "active" and team.id in wanted:
                    yield team.ref
        elif who == "person":
            for person in grounds.library.of(Person):
                if (
                    self.workings.sharing.entries(person.ref)
                    if self.case.reward.splits
                    else stretches(applies_to, person, grounds.above, period.from_, period.to)
                ):
                    yield person.ref

    def deserves(self, who: Ref) -> bool:
        """Whether the standard gives an eligible person anything."""
        if self.case.reward.amount is None:
            return True
        step = compute_all(self.workings.machine(who)[1], [AMOUNT]).steps.get(AMOUNT)
        return step is not None and isinstance(step.value, Fraction) and step.value > 0


def names_people(reward: Reward) -> bool:
    """Whether a reward says by itself that it is for people; one that names teams alone may mean the teams."""
    return bool(reward.applies_to.role or reward.applies_to.person or reward.splits)


def kind_listed(recipients: Iterable[Recipient]) -> str:
    """Whether people or teams are on a list: "person", "team", or "" where nobody is."""
    teams = [one.team is not None for one in recipients]
    return "" if not teams else "team" if any(teams) else "person"
