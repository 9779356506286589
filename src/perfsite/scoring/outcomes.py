"""An award result to the figures that its standards give: for each recipient, with what is published beside them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfsite.records.library import Library
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, Recipient
from perfsite.records.reward import Reward
from perfsite.scoring.cases import PART_OF_PRIZE, case_of, currency_stated
from perfsite.scoring.compile import AMOUNT, COEFFICIENT, SHARE
from perfsite.scoring.contest import Contest
from perfsite.scoring.evaluate import CannotScoreError, Step
from perfsite.scoring.exceptions import excepted_figures, excuses_listing
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.groups import Groups
from perfsite.scoring.listing import Listing
from perfsite.scoring.published import BASIS, PART, RANK, published_figures
from perfsite.scoring.ranking import Standing
from perfsite.scoring.recomputed import Figure, Recomputation, Recomputed
from perfsite.scoring.workings import Inputs, Workings, compute_all


def recompute(grounds: Grounds, award: AwardResult, groups: Groups | None = None) -> Recomputation:
    """What a result should say, as far as the records suffice. `groups` are shared by results that are computed together."""
    # By the standards as they counted for this result.
    groups = (groups or Groups(grounds)).under(award)
    grounds, library = groups.grounds, groups.grounds.library
    period, reward = library.get(Period, award.period), library.get(Reward, award.reward)
    if period is None or reward is None:
        return Recomputation(
            award, None, trouble=CannotScoreError("unknown", str(award.reward if period else award.period))
        )
    case = case_of(library, reward)
    if case.trouble:
        return Recomputation(award, case, trouble=CannotScoreError(case.trouble, reward.id))
    standards = [standard for standard in (reward, case.rule) if standard is not None]
    if grounds.teams_unread and any(standard.applies_to.team for standard in standards):
        return Recomputation(award, case, trouble=CannotScoreError("evidence", Team.folder))
    return _Recomputer(groups.workings(award, period, case)).run()


def recompute_all(library: Library) -> Iterator[Recomputation]:
    """Every award result that stands, in the order of the ids."""
    grounds = Grounds(library)
    groups = Groups(grounds)
    for award in library.of(AwardResult):
        if award.withdrawn is None:
            yield recompute(grounds, award, groups)


class _Recomputer:
    """One award result at work."""

    def __init__(self, workings: Workings) -> None:
        self.workings = workings
        self.award, self.case = workings.award, workings.case
        self.listing, self.contest = Listing(workings), Contest(workings)

    def run(self) -> Recomputation:
        entries = [(i, who, one) for i, one in enumerate(self.award.recipients) if (who := one.person or one.team)]
        verdicts = {who: self.listing.verdict(who, one) for _, who, one in entries}
        standings: dict[Ref, Standing] | None = None
        left_out: list[Ref] = []
        trouble = None
        try:
            others = self.listing.others({who for _, who, _ in entries})
            if self.case.reward.splits:
                listed = [who for _, who, one in entries if self._counts_as_listed(verdicts[who][0], one)]
                self.workings.sharing.sharers = (*listed, *others)
                self.workings.sharing.unsure = tuple(who for who, eligible in others.items() if eligible is None)
            if self.case.reward.winners is not None:
                standings = self.contest.ranking(
                    [who for _, who, _ in entries if verdicts[who][0] is not False], others
                )
                left_out = [who for who, standing in standings.items() if standing.wins and who in others]
            else:
                left_out = [who for who, eligible in others.items() if eligible and self.listing.deserves(who)]
        except CannotScoreError as error:
            trouble = error
        recipients, taken_in = [], []
        for index, who, one in entries:
            eligible, unmet = verdicts[who]
            standing = None if standings is None else standings.get(who)
            loses = standings is not None and (standing is None or not standing.wins)
            # Of someone whose own record cannot be read nobody knows in which roles they were.
            readable = who.kind != "person" or self.workings.grounds.library.get(Person, who) is not None
            shareless = readable and bool(self.case.reward.splits) and not self.workings.sharing.entries(who)
            if (eligible is False or loses or shareless) and not excuses_listing(one.exception, self.case):
                taken_in.append(index)
            recipients.append(self._recipient(index, who, one, eligible, unmet, standing))
        return Recomputation(
            self.award, self.case, tuple(recipients), tuple(left_out), tuple(taken_in), ranking=trouble
        )

    def _counts_as_listed(self, eligible: bool | None, one: Recipient) -> bool:
        return eligible is not False or excuses_listing(one.exception, self.case)

    def _recipient(
        self,
        index: int,
        who: Ref,
        one: Recipient,
        eligible: bool | None,
        unmet: Requirement | None,
        standing: Standing | None,
    ) -> Recomputed:
        published = published_figures(self.award, one)
        excepted = excepted_figures(one.exception, self.case, published)
        inputs, machine = self.workings.machine(who, one)
        if standing is not None:
            inputs.known[PART_OF_PRIZE] = standing.part
        names = [name for name in self.case.program.names if name in published or name == COEFFICIENT]
        scored = compute_all(machine, names)
        figures = []
        basis = self.workings.basis(who) if BASIS in published and BASIS not in excepted else None
        if basis is not None:
            taken = Step("given", basis.name, (), basis.value)
            figures.append(Figure(BASIS, *published[BASIS], basis.value, taken))
        part = inputs.get(SHARE) if PART in published and SHARE in inputs.found else None
        if part is not None and PART not in excepted:
            figures.append(Figure(PART, *published[PART], part, Step("given", SHARE, (), part)))
        for name in (*(name for name in self.case.program.names if name != AMOUNT), RANK, AMOUNT):
            if name not in published or name in excepted:
                continue
            route, value = published[name]
            step = scored.steps.get(name)
            if step is not None and step.value is None:
                scored.troubles.setdefault(name, CannotScoreError("missing", name, step.clause))
            elif step is not None:
                currencies = self._currencies(one) if name == AMOUNT else None
                figures.append(Figure(name, route, value, step.value, step, currencies))
            elif name == RANK and standing is not None:
                self._look_up_key(inputs)
                figures.append(Figure(name, route, value, Fraction(standing.rank)))
        figures = [figure for figure in figures if figure.published is not None]
        used = {name: found for name, found in inputs.found.items() if found is not None}
        if basis is not None:
            used.setdefault(basis.name, basis)
        departed = [name for name in names if name in excepted]
        return Recomputed(
            index,
            who,
            tuple(figures),
            used,
            scored.steps,
            eligible,
            unmet,
            one.exception,
            scored.troubles,
            compute_all(self.workings.machine(who)[1], departed).steps if departed else {},
            {**inputs.known, **machine.words},
        )

    def _currencies(self, one: Recipient) -> tuple[str, str] | None:
        """The currency of a published amount and that of the reward, where they are not the same."""
        stated = currency_stated(self.case.reward)
        found = one.amount.unit if one.amount is not None else ""
        return (found, stated) if stated and found != stated else None

    def _look_up_key(self, inputs: Inputs) -> None:
        """Notes what a rank rests on first, where that is no figure of the program. Later keys part only ties."""
        assert self.case.reward.winners is not None
        first = self.case.reward.winners.by[0].by
        if first not in self.case.program.names:
            inputs.get(f"{first}/actual")
