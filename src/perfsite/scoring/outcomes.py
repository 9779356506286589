"""An award result to the figures that its standards give: for each recipient, with what is published beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from perfsite.records.library import Library
from perfsite.records.people import Person, Position, Team
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, DeclaredException, Recipient
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.cases import PAID, PART_OF_PRIZE, REMAINDER, SHARE_OF_AMOUNT, SHARE_OF_TOTAL, Case, case_of
from perfsite.scoring.compile import AMOUNT, COEFFICIENT, GRADE, SHARE, TOTAL, WHOLE, rational
from perfsite.scoring.eligibility import Applicant, decide
from perfsite.scoring.evaluate import CannotScoreError, Machine, Step, Value
from perfsite.scoring.grounds import Grounds, Input, Part
from perfsite.scoring.limits import EARNED, Group, Member, form_group, is_limited
from perfsite.scoring.positions import is_meant, stretches
from perfsite.scoring.published import BASIS, PART, RANK, published_figures
from perfsite.scoring.ranking import Standing, rank, whole_people
from perfsite.scoring.splits import entries_of, own_teams, remainder_of, shares_of
from perfsite.sources.nodes import Route

# Clauses from which an exception departs without touching any figure.
_NOT_OF_FIGURES = ("eligibility", "applies_to", "decided")
# Why a rule has no total of someone who is on no list: they are then not of the group.
_NO_SCORE = ("missing", "divisor", "below")


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure and what it should be. `step` explains the latter; it is None for a rank."""

    name: str
    route: Route
    published: Value
    computed: Value
    step: Step | None = None

    @property
    def differs(self) -> bool:
        return self.published != self.computed


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One recipient's figures in the order of the calculation. `troubles` are why others cannot be computed, by name.

    `otherwise` are the steps of the figures from which a declared exception departs: what the standard would give.
    `given` are results that are taken as they stand: those that an exception sets, and someone's part of a prize.
    """

    index: int
    who: Ref
    figures: tuple[Figure, ...]
    inputs: Mapping[str, Input]
    steps: Mapping[str, Step]
    eligible: bool | None = None
    unmet: Requirement | None = None
    exception: DeclaredException | None = None
    troubles: Mapping[str, CannotScoreError] = field(default_factory=dict)
    otherwise: Mapping[str, Step] = field(default_factory=dict)
    given: Mapping[str, Value] = field(default_factory=dict)

    @property
    def trouble(self) -> CannotScoreError | None:
        """Why the first figure that cannot be computed cannot be."""
        return _first(self.troubles)

    @property
    def first_difference(self) -> Figure | None:
        return next((figure for figure in self.figures if figure.differs), None)


@dataclass(frozen=True, slots=True)
class Recomputation:
    """An award result, computed anew. `left_out` should be on its list and are not, `trouble` is why nothing is known."""

    award: AwardResult
    case: Case | None
    recipients: tuple[Recomputed, ...] = ()
    left_out: tuple[Ref, ...] = ()
    taken_in: tuple[int, ...] = ()
    trouble: CannotScoreError | None = None
    ranking: CannotScoreError | None = None

    @property
    def differences(self) -> int:
        wrong = sum(1 for one in self.recipients if one.first_difference is not None)
        return wrong + len(self.left_out) + len(self.taken_in)


def recompute(grounds: Grounds, award: AwardResult, groups: Groups | None = None) -> Recomputation:
    """What a result should say, as far as the records suffice. `groups` are shared by results that are computed together."""
    library = grounds.library
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
    return (groups or Groups(grounds)).recomputer(award, period, case).run()


def recompute_all(library: Library) -> Iterator[Recomputation]:
    """Every award result that stands, in the order of the ids."""
    grounds = Grounds(library)
    groups = Groups(grounds)
    for award in library.of(AwardResult):
        if award.withdrawn is None:
            yield recompute(grounds, award, groups)


class Groups:
    """Those who are scored under one rule in one period, whichever results list them; found when a limit asks."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self._found: dict[tuple[str, str], Group | CannotScoreError] = {}
        self._recomputers: dict[str, Recomputer] = {}

    def recomputer(self, award: AwardResult, period: Period, case: Case) -> Recomputer:
        """The one of an award. It is kept where others of its group will ask for the same totals."""
        if award.id in self._recomputers:
            return self._recomputers[award.id]
        made = Recomputer(self.grounds, award, period, case, self)
        if is_limited(case.rule):
            self._recomputers[award.id] = made
        return made

    def of(self, rule: ScoringRule, period: Period, asking: Recomputer) -> Group:
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

    def _members(self, rule: ScoringRule, period: Period, asking: Recomputer) -> dict[Ref, Member]:
        """Everyone on the lists of the rule's results, and everyone else whom the rule is for and of whom it has a total."""
        if self.grounds.group_unread:
            raise CannotScoreError("evidence", f"{AwardResult.folder}, {Person.folder}")
        recomputers = self._of_rule(rule, period)
        if all(recomputer.award.id != asking.award.id for recomputer in recomputers):
            # A proposal is not among the results yet, and belongs to the group all the same.
            recomputers.append(asking)
        members: dict[Ref, Member] = {}
        for recomputer in recomputers:
            for one in recomputer.award.recipients:
                who = one.person or one.team
                if who is not None and who not in members:
                    member = recomputer.member(who, one)
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
                found = (recomputer.member(person.ref) for recomputer in recomputers)
                member = next((member for member in found if member is not None), None)
                if member is not None:
                    members[person.ref] = member
        return members

    def _of_rule(self, rule: ScoringRule, period: Period) -> list[Recomputer]:
        found = []
        for reward in self.grounds.library.of(Reward):
            if reward.basis is None or reward.basis.rule is None or reward.basis.rule.id != rule.id:
                continue
            case = case_of(self.grounds.library, reward)
            for award, of in self.grounds.awards_of(reward.id):
                if of.id == period.id and not case.trouble:
                    found.append(self.recomputer(award, period, case))
        return sorted(found, key=lambda recomputer: recomputer.award.id)


class Inputs(Mapping[str, Fraction]):
    """What is known of someone by the names of a program, looked up when the program asks for it."""

    def __init__(self, of: Recomputer, who: Ref, known: Mapping[str, Fraction]) -> None:
        self.of, self.who = of, who
        self.known = dict(known)
        self.found: dict[str, Input | None] = {}

    def __getitem__(self, name: str) -> Fraction:
        if name in self.known:
            return self.known[name]
        if "/" not in name:
            raise KeyError(name)
        if name not in self.found:
            self.found[name] = self.of.look_up(self.who, name)
        found = self.found[name]
        if found is None:
            raise KeyError(name)
        return found.value

    def __iter__(self) -> Iterator[str]:
        return iter([*self.known, *(name for name, value in self.found.items() if value is not None)])

    def __len__(self) -> int:
        return len(list(iter(self)))


@dataclass
class Scored:
    steps: dict[str, Step] = field(default_factory=dict)
    troubles: dict[str, CannotScoreError] = field(default_factory=dict)

    @property
    def trouble(self) -> CannotScoreError | None:
        return _first(self.troubles)


class Recomputer:
    """One award result at work."""

    def __init__(
        self, grounds: Grounds, award: AwardResult, period: Period, case: Case, groups: Groups | None = None
    ) -> None:
        self.grounds, self.award, self.period, self.case = grounds, award, period, case
        self.groups = groups or Groups(grounds)
        self.machines: dict[tuple[Ref, int], tuple[Inputs, Machine]] = {}
        self.first: dt.date = grounds.year_of(period) if case.cumulated else period.from_
        # Those among whom an amount is shared, and those of whom nobody knows whether they are among them.
        self.sharers: tuple[Ref, ...] = ()
        self.unsure: tuple[Ref, ...] = ()

    def run(self) -> Recomputation:
        entries = [(i, who, one) for i, one in enumerate(self.award.recipients) if (who := one.person or one.team)]
        verdicts = {who: self.verdict(who, one) for _, who, one in entries}
        standings: dict[Ref, Standing] | None = None
        left_out: list[Ref] = []
        trouble = None
        try:
            others = self._others({who for _, who, _ in entries})
            if self.case.reward.splits:
                listed = [who for _, who, one in entries if self._counts_as_listed(verdicts[who][0], one)]
                self.sharers = (*listed, *(who for who, eligible in others.items() if eligible))
                self.unsure = tuple(who for who, eligible in others.items() if eligible is None)
            if self.case.reward.winners is not None:
                standings = self._ranking([who for _, who, _ in entries if verdicts[who][0] is not False], others)
                left_out = [who for who, standing in standings.items() if standing.wins and who in others]
            else:
                left_out = [who for who, eligible in others.items() if eligible and self.deserves(who)]
        except CannotScoreError as error:
            trouble = error
        recipients, taken_in = [], []
        for index, who, one in entries:
            eligible, unmet = verdicts[who]
            standing = None if standings is None else standings.get(who)
            loses = standings is not None and (standing is None or not standing.wins)
            shareless = bool(self.case.reward.splits) and not self._entries(who)
            if (eligible is False or loses or shareless) and not _excuses_listing(one.exception, self.case):
                taken_in.append(index)
            recipients.append(self._recipient(index, who, one, eligible, unmet, standing))
        return Recomputation(
            self.award, self.case, tuple(recipients), tuple(left_out), tuple(taken_in), ranking=trouble
        )

    def _counts_as_listed(self, eligible: bool | None, one: Recipient) -> bool:
        return eligible is not False or _excuses_listing(one.exception, self.case)

    # What is known

    def look_up(self, who: Ref, name: str) -> Input | None:
        grounds, award, period = self.grounds, self.award, self.period
        if self.case.reward.splits:
            if name in (SHARE, REMAINDER):
                return self._share(who) if name == SHARE else Input(name, self._remainder(who), ())
            # All else is asked of the whole.
            who = self.whole_of(who)
        if name in self.case.okr_inputs:
            if self.case.cumulated:
                raise CannotScoreError("rate", name.rsplit("/", 1)[0])
            return grounds.objective(who, period, name)
        if name == PAID:
            return grounds.paid(award, period, who)
        if name in (SHARE_OF_TOTAL, SHARE_OF_AMOUNT):
            standard = self.case.prorating(name.split("/", maxsplit=1)[0])
            assert standard is not None
            days, whole = grounds.days(standard, who, period)
            share = Part(standard, ("proration",), Fraction(1), days, whole)
            return Input(name, share.counted, (share,))
        return self._look_up_metric(who, *name.rsplit("/", 1))

    def _look_up_metric(self, who: Ref, metric: str, part: str) -> Input | None:
        grounds, award, period, name = self.grounds, self.award, self.period, f"{metric}/{part}"
        if part in ("people", "allowed", "place"):
            assert self.case.rule is not None
            value = self.groups.of(self.case.rule, period, self).value(who, name)
            return None if value is None else Input(name, value, ())
        if part == "actual":
            return grounds.actual(award, who, metric, self.first, period.to)
        if part == "target":
            return grounds.target(award, period, who, metric, self.first, self.case.prorating("target"))
        if part == "baseline":
            if self.case.cumulated:
                raise CannotScoreError("rate", f"{metric}/baseline")
            return grounds.baseline(who, metric, period)
        return None

    # A shared amount

    def whole_of(self, who: Ref) -> Ref:
        """On whose figures an amount is computed: someone's own, or where it is shared those of the whole."""
        sharing = self.case.reward.sharing
        if sharing is None:
            return who
        if sharing.whole_of is not None:
            return sharing.whole_of
        person = self.grounds.library.get(Person, who)
        found = [] if person is None else own_teams(self.case.reward, person, self.period, self.grounds.above)
        if len(found) != 1:
            raise CannotScoreError("own-team", who.id, ("sharing", "whole"))
        return Ref("team", found[0])

    def _entries(self, who: Ref) -> list[int]:
        person = self.grounds.library.get(Person, who) if who.kind == "person" else None
        return [] if person is None else entries_of(self.case.reward, person, self.period, self.grounds.above)

    def _sharing_with(self, who: Ref) -> dict[Ref, int]:
        """Everyone who shares one whole with someone, by the position of their share, in the order of the record."""
        if self.unsure:
            raise CannotScoreError("eligibility", ", ".join(one.id for one in self.unsure))
        whole = self.whole_of(who)
        found: dict[Ref, int] = {}
        for one in dict.fromkeys((*self.sharers, who)):
            entries = self._entries(one)
            if len(entries) > 1:
                raise CannotScoreError("shares", one.id, ("splits",))
            if entries and self.whole_of(one) == whole:
                found[one] = entries[0]
        if who not in found:
            raise CannotScoreError("missing", SHARE, ("splits",))
        return dict(sorted(found.items(), key=lambda entry: (entry[1], entry[0].id)))

    def _share(self, who: Ref) -> Input:
        entries = self._sharing_with(who)
        part, among = shares_of(self.case.reward, entries)[who]
        stated = rational(self.case.reward.splits[entries[who]].share)
        divided = (1, among) if among > 1 else (0, 0)
        return Input(SHARE, part, (Part(self.case.reward, ("splits", entries[who], "share"), stated, *divided),))

    def _remainder(self, who: Ref) -> Fraction:
        shares = {one: part for one, (part, _) in shares_of(self.case.reward, self._sharing_with(who)).items()}
        whole = self._machine(who)[1].compute(WHOLE).value
        if not isinstance(whole, Fraction):
            raise CannotScoreError("missing", WHOLE, ("sharing",))
        assert self.case.reward.amount is not None
        holder, rest = remainder_of(self.case.reward, whole, shares, self.case.reward.amount)
        return rest if holder == who else Fraction(0)

    # One recipient

    def _machine(self, who: Ref, one: Recipient | None = None) -> tuple[Inputs, Machine]:
        """What is computed of someone, once: with the figures that an exception takes as given."""
        exception = one.exception if one is not None else None
        key = (who, 0 if exception is None else id(exception))
        if key not in self.machines:
            known: dict[str, Fraction] = {}
            words: dict[str, str] = {}
            if one is not None and exception is not None:
                published = published_figures(self.award, one)
                for name in excepted_figures(exception, self.case, published):
                    value = published[name][1]
                    if isinstance(value, str):
                        words[name] = value
                    elif value is not None:
                        known[name] = value
            inputs = Inputs(self, who, known)
            self.machines[key] = (inputs, Machine(self.case.program, inputs, words))
        return self.machines[key]

    def member(self, who: Ref, one: Recipient | None = None) -> Member | None:
        """What someone brings to the group that shares of grades are counted over; None where the rule has no total."""
        _, machine = self._machine(who, one)
        try:
            total, earned = machine.compute(TOTAL).value, machine.compute(EARNED).value
        except CannotScoreError as error:
            if one is None and error.reason not in _NO_SCORE:
                raise CannotScoreError("group", who.id) from error
            return None
        excepted = GRADE in machine.words
        return Member(total, earned, excepted) if isinstance(total, Fraction) and isinstance(earned, str) else None

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
        inputs, machine = self._machine(who, one)
        if standing is not None:
            inputs.known[PART_OF_PRIZE] = standing.part
        names = [name for name in self.case.program.names if name in published or name == COEFFICIENT]
        scored = _score(machine, names)
        figures = []
        basis = self._basis(who) if BASIS in published and BASIS not in excepted else None
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
                figures.append(Figure(name, route, value, step.value, step))
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
            _score(self._machine(who)[1], departed).steps if departed else {},
            {**inputs.known, **machine.words},
        )

    def _basis(self, who: Ref) -> Input | None:
        """The figure of the metric that the amount is of, or nothing where the records do not give it."""
        metric = self.case.basis_metric
        if metric is None:
            return None
        try:
            return self.grounds.actual(self.award, self.whole_of(who), metric, self.first, self.period.to)
        except CannotScoreError:
            return None

    def _look_up_key(self, inputs: Inputs) -> None:
        """Notes what a rank rests on first, where that is no figure of the program. Later keys part only ties."""
        assert self.case.reward.winners is not None
        first = self.case.reward.winners.by[0].by
        if first not in self.case.program.names:
            inputs.get(f"{first}/actual")

    def score(self, inputs: Inputs, names: Sequence[str], words: Mapping[str, str]) -> Scored:
        """As many figures as can be computed; what is lacking is told of the first that cannot."""
        return _score(Machine(self.case.program, inputs, words), names)

    # Who should be on the list

    def verdict(self, who: Ref, one: Recipient | None = None) -> tuple[bool | None, Requirement | None]:
        """Whether someone is eligible, and the requirement that decides it otherwise."""
        requirement = self.case.reward.eligibility
        if requirement is None:
            return True, None
        met, decisive = decide(self.grounds, requirement, self.applicant(who, one))
        return met, None if met else decisive

    def applicant(self, who: Ref, one: Recipient | None = None) -> Applicant:
        """Someone as their eligibility is decided, with the figures of their row that an exception sets."""
        _, machine = self._machine(who, one)

        def figure(name: str) -> Value:
            return machine.compute(name).value

        return Applicant(who, self.award, self.period, self._counts, self.case.rule, figure)

    def _counts(self, person: Person, position: Position) -> bool:
        """Whether time in a position is time in the role of the reward, whatever team it was in."""
        meant = self.case.reward.applies_to
        return position.role in meant.role if meant.role else is_meant(meant, person, position, self.grounds.above)

    def _others(self, listed: set[Ref]) -> dict[Ref, bool | None]:
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
        who = who or _listed(self.award) or ("person" if names_people(self.case.reward) else "")
        if who == "team":
            wanted = {ref.id for ref in applies_to.team}
            for team in grounds.library.of(Team):
                # A team itself, not the teams below it: those are named one by one.
                if team.status == "active" and team.id in wanted:
                    yield team.ref
        elif who == "person":
            for person in grounds.library.of(Person):
                if (
                    self._entries(person.ref)
                    if self.case.reward.splits
                    else stretches(applies_to, person, grounds.above, period.from_, period.to)
                ):
                    yield person.ref

    def deserves(self, who: Ref) -> bool:
        """Whether the standard gives an eligible person anything."""
        if self.case.reward.amount is None:
            return True
        step = _score(self._machine(who)[1], [AMOUNT]).steps.get(AMOUNT)
        return step is not None and isinstance(step.value, Fraction) and step.value > 0

    def _ranking(self, listed: list[Ref], others: Mapping[Ref, bool | None]) -> dict[Ref, Standing]:
        """Where everyone stands. Someone of whom the records do not say whether they are eligible must not matter."""
        sure = [*listed, *(who for who, eligible in others.items() if eligible)]
        standings = self.standings(sure, listed)
        open_ = [who for who, eligible in others.items() if eligible is None]
        if open_:
            every = self.standings([*sure, *open_], listed)
            if any(every[who].wins for who in open_ if who in every):
                raise CannotScoreError("eligibility", ", ".join(who.id for who in open_))
        return standings

    def standings(self, contenders: list[Ref], listed: list[Ref]) -> dict[Ref, Standing]:
        winners = self.case.reward.winners
        assert winners is not None
        first, *later = winners.by
        keyed = {who: value for who in contenders if (value := self.key(who, first.by)) is not None}
        if any(who not in keyed for who in listed):
            raise CannotScoreError("missing", first.by)
        keys = {who: [value] for who, value in keyed.items() if self.qualifies(who)}
        if winners.top is not None:
            tops = {winners.top}
        else:
            assert winners.share is not None
            groups = {"eligible": [len(keyed)], "qualified": [len(keys)]}.get(
                winners.group or "", [len(keyed), len(keys)]
            )
            tops = set().union(*(whole_people(rational(winners.share), people, winners.counts) for people in groups))
        down = [first.descending]
        for key in later:
            # A later key is looked up only for those who are tied so far.
            tied = [who for who in keys if sum(1 for other in keys.values() if other == keys[who]) > 1]
            values = {who: self.key(who, key.by) for who in tied}
            if any(value is None for value in values.values()):
                raise CannotScoreError("missing", key.by)
            for who, found_so_far in keys.items():
                found_so_far.append(values.get(who) or Fraction(0))
            down.append(key.descending)
        found = [rank(keys, down, winners.ties, top) for top in sorted(tops)]
        if any(
            {w for w, s in other.items() if s.wins} != {w for w, s in found[0].items() if s.wins} for other in found
        ):
            raise CannotScoreError("share", str(winners.share))
        return found[0]

    def key(self, who: Ref, by: str) -> Fraction | None:
        names = self.case.program.names
        inputs = Inputs(self, who, {PART_OF_PRIZE: Fraction(1)})
        if by in names:
            try:
                value = Machine(self.case.program, inputs, {}).compute(by).value
            except CannotScoreError as error:
                if error.reason != "missing":
                    raise
                return None
            return value if isinstance(value, Fraction) else None
        return inputs.get(f"{by}/actual")

    def qualifies(self, who: Ref) -> bool:
        winners = self.case.reward.winners
        minimum = winners.minimum if winners is not None else None
        if minimum is None:
            return True
        inputs = Inputs(self, who, {})
        metric = self.case.basis_metric
        if minimum.total is not None:
            value: Fraction | None = self.key(who, TOTAL)
            return value is not None and value >= rational(minimum.total)
        if metric is None:
            raise CannotScoreError("unknown", "winners.minimum", ("winners", "minimum"))
        actual = inputs.get(f"{metric}/actual")
        if minimum.actual is not None:
            return actual is not None and actual >= rational(minimum.actual)
        assert minimum.attainment is not None
        target = inputs.get(f"{metric}/target")
        if actual is None or target is None or target <= 0:
            raise CannotScoreError("missing", f"{metric}/target")
        return actual / target >= rational(minimum.attainment)


def names_people(reward: Reward) -> bool:
    """Whether a reward says by itself that it is for people; one that names teams alone may mean the teams."""
    return bool(reward.applies_to.role or reward.applies_to.person or reward.splits)


def _listed(award: AwardResult) -> str:
    """Whether people or teams are on a list: "person", "team", or "" where nobody is."""
    if not award.recipients:
        return ""
    return "team" if any(one.team is not None for one in award.recipients) else "person"


def _first(troubles: Mapping[str, CannotScoreError]) -> CannotScoreError | None:
    return next(iter(troubles.values()), None)


def _score(machine: Machine, names: Sequence[str]) -> Scored:
    """As many as can be computed; what is lacking is told of the first that cannot."""
    scored = Scored()
    for name in names:
        try:
            scored.steps[name] = machine.compute(name)
        except CannotScoreError as error:
            scored.troubles[name] = error
    return scored


def excepted_figures(
    exception: DeclaredException | None, case: Case, published: Mapping[str, object]
) -> frozenset[str]:
    """The figures that a declared exception departs from; the others follow from them and are still computed."""
    if exception is None or _clause(exception) in _NOT_OF_FIGURES:
        return frozenset()
    named = _named_figures(exception, case)
    # Words that name no figure depart from all of them, since nothing says from which they do not.
    return frozenset(published) if named is None else frozenset(named) & frozenset(published)


def _excuses_listing(exception: DeclaredException | None, case: Case) -> bool:
    """Whether an exception lets someone on the list who would not be there; one from a figure does not."""
    if exception is None:
        return False
    return _clause(exception) in (*_NOT_OF_FIGURES, "winners", RANK) or _named_figures(exception, case) is None


def _clause(exception: DeclaredException) -> str:
    return exception.from_.strip().replace("/", ".").partition(".")[0]


def _named_figures(exception: DeclaredException, case: Case) -> set[str] | None:
    clause, rest = _clause(exception), exception.from_.strip().replace("/", ".").partition(".")[2]
    components = {id for id, _ in case.rule.components} if case.rule is not None else set()
    if clause in components:
        return {clause}
    return {
        "grades": {GRADE},
        GRADE: {GRADE},
        TOTAL: {TOTAL},
        AMOUNT: {AMOUNT},
        "winners": {RANK},
        RANK: {RANK},
        BASIS: {BASIS},
        "splits": {PART, AMOUNT},
        PART: {PART},
        "components": {rest} if rest in components else components,
    }.get(clause)
