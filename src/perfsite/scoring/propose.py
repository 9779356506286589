"""A reward and a period to the result that standards and records give, with all that they leave to people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from perfsite.records.actuals import Actuals
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Origin, Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Decision, Recipient
from perfsite.records.reward import Reward
from perfsite.scoring.browser import list_nodes
from perfsite.scoring.cases import PART_OF_PRIZE, Case, case_of, currency_of
from perfsite.scoring.compile import AMOUNT, GRADE, SHARE, TOTAL
from perfsite.scoring.contest import Contest
from perfsite.scoring.evaluate import CannotScoreError, Value
from perfsite.scoring.evidence import Evidence
from perfsite.scoring.exact import as_decimal
from perfsite.scoring.explain import Wording
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.groups import Groups
from perfsite.scoring.lacks import Lacks, trouble_with
from perfsite.scoring.listing import Listing, kind_listed, names_people
from perfsite.scoring.proposal import Lack, Proposal, Tie, Wanted
from perfsite.scoring.ranking import Standing
from perfsite.scoring.screening import Screening
from perfsite.scoring.workings import Inputs, Workings
from perfsite.sources.nodes import Route

# What a proposal rests on: where one of these cannot be read, someone or something may be overlooked.
_RESTS_ON: tuple[type[Record], ...] = (Person, Team, Goal, Actuals, Metric)


def kind_of_recipients(library: Library, reward: Reward) -> str:
    """Whether people or teams get a reward, as it says itself or its results do; "" where neither does."""
    if names_people(reward):
        return "person"
    results = (award for award in library.of(AwardResult) if award.reward.id == reward.id)
    return kind_listed(one for award in results for one in award.recipients)


def propose(
    library: Library, reward: Reward, period: Period, wanted: Wanted, grounds: Grounds | None = None
) -> Proposal:
    """The result that a reward has for a period. What is not known is never assumed: it is lacking, or left open.

    `grounds` are those of the library, where several results are proposed from it.
    """
    award = AwardResult(
        id=f"{period.id}-{reward.id}",
        origin=Origin(""),
        reward=reward.ref,
        period=period.ref,
        decided=Decision(on=wanted.decided or wanted.as_of, by=wanted.by),
        left_out=wanted.left_out,
    )
    grounds = grounds or Grounds(library)
    library = grounds.under(award).library
    reward = library.get(Reward, reward.id) or reward
    case = case_of(library, reward)
    unread = tuple(_unread(library, reward))
    if case.trouble:
        trouble = Lack(None, CannotScoreError(case.trouble, reward.id), reward, _clause_of(case.trouble))
        return Proposal(award, wanted, case, lacks=(*unread, trouble))
    proposer = _Proposer(grounds, award, period, case, wanted)
    proposal = proposer.run(later=False)
    if proposer.needs_later_keys:
        # What breaks a tie is evidence only where there is one.
        proposer = _Proposer(grounds, award, period, case, wanted)
        proposal = proposer.run(later=True)
    return replace(proposal, lacks=(*unread, *proposal.lacks))


def _clause_of(trouble: str) -> Route:
    return {"rule": ("basis", "rule"), "splits": ("splits",), "accumulation": ("accumulation",)}.get(trouble, ())


def _unread(library: Library, reward: Reward) -> Iterator[Lack]:
    for noun in _RESTS_ON:
        broken = [record for record in library.of(noun, incomplete=True) if record.incomplete]
        for record in broken:
            yield Lack(None, CannotScoreError("evidence", record.address), record, ())
        if noun.kind in library.open_kinds and not broken:
            yield Lack(None, CannotScoreError("evidence", noun.folder), reward, ())


@dataclass
class _Found:
    """What has come together so far, beside the rows."""

    below: list[Ref] = field(default_factory=list)
    behind: list[Ref] = field(default_factory=list)
    without: list[Ref] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    silent: list[tuple[Ref, str]] = field(default_factory=list)
    endless: dict[str, None] = field(default_factory=dict)


class _Proposer:
    """One proposal at work."""

    def __init__(self, grounds: Grounds, award: AwardResult, period: Period, case: Case, wanted: Wanted) -> None:
        self.foundation, self.library = grounds, grounds.library
        self.award, self.period, self.case, self.wanted = award, period, case, wanted
        self.nodes = list_nodes(case.program)
        self.found = _Found()
        self.needs_later_keys = False
        self._work_on(award)

    def _work_on(self, award: AwardResult) -> None:
        self.award = award
        # The goals that count depend on the evidence that is cited.
        self.grounds = self.foundation.under(award)
        self.workings = Workings(self.grounds, award, self.period, self.case, Groups(self.grounds))
        self.listing, self.contest = Listing(self.workings), Contest(self.workings)
        self.lacks = Lacks(self.workings)

    def run(self, *, later: bool) -> Proposal:
        declared = {one.person for one in self.wanted.left_out}
        meant = [who for who in self._in_order(self.listing.meant(self.wanted.kind)) if who not in declared]
        evidence = self.wanted.evidence
        if evidence is None:
            evidence = tuple(actuals.ref for actuals in Evidence(self.workings).about(meant, later=later))
        # From here on it is asked what the evidence says.
        self._work_on(replace(self.award, evidence=evidence))
        screening = Screening(self.workings, self.listing, Wording(self.library, self.case), self.lacks)
        contenders = [who for who in meant if screening.may_have_it(who)]
        unmet = {one.who for one in screening.unmet}
        self.workings.sharing.sharers = tuple(contenders)
        self.workings.sharing.unsure = tuple(who for who in meant if who not in contenders and who not in unmet)
        rows = list(self._rows(contenders, later=later))
        found = self.found
        # Of a ranked reward only the judgement of those who would win matters, and of what is lacking something only that.
        listed = {one.person or one.team for one in rows}
        open_ = tuple(one for one in screening.open if one.who in listed)
        return Proposal(
            replace(self.award, recipients=tuple(rows)), self.wanted, self.case, tuple(screening.unmet), open_,
            tuple(found.below), tuple(found.behind), tuple(found.without), tuple(found.ties), tuple(found.silent),
            tuple(found.endless), tuple(self.lacks.found),
        )  # fmt: skip

    def _in_order(self, meant: Iterable[Ref]) -> list[Ref]:
        """People as the roster has them, teams as the reward names them."""
        named = {ref: place for place, ref in enumerate(self.case.reward.applies_to.team)}
        origins = {ref: record.origin for ref in meant if (record := self.library.find(ref)) is not None}
        return sorted(origins, key=lambda ref: (named.get(ref, len(named)), origins[ref]))

    def _rows(self, contenders: Sequence[Ref], *, later: bool) -> Iterator[Recipient]:
        if self.case.reward.winners is None:
            for who in contenders:
                row = self._row(who, None)
                if row is None:
                    continue
                if self.case.rule is None and row.amount is not None and row.amount.value == 0:
                    # Whom the metric alone gives nothing, the list need not name. Who has a grade is named with it.
                    self.found.without.append(who)
                else:
                    yield row
            return
        standings = self._standings(contenders, later=later)
        places = {who: place for place, who in enumerate(contenders)}
        winning = sorted(
            (who for who in standings if standings[who].wins), key=lambda who: (standings[who].rank, places[who])
        )
        self.found.behind += [who for who in contenders if who in standings and not standings[who].wins]
        for place in dict.fromkeys(standings[who].rank for who in winning):
            tied = tuple(who for who in places if who in standings and standings[who].rank == place)
            if len(tied) > 1:
                self.found.ties.append(Tie(place, tied))
        rows = (self._row(who, standings[who]) for who in winning)
        yield from (row for row in rows if row is not None)

    def _standings(self, contenders: Sequence[Ref], *, later: bool) -> dict[Ref, Standing]:
        winners, reward = self.case.reward.winners, self.case.reward
        assert winners is not None
        able: list[Ref] = []
        by = winners.by[0].by
        for who in contenders:
            try:
                known = self.contest.key(who, by)
                qualified = known is not None and self.contest.qualifies(who)
            except CannotScoreError as error:
                self.lacks.note(who, error, reward, ("winners",))
                continue
            if known is None:
                self._lack_of_key(who, by)
                continue
            able.append(who)
            if not qualified:
                self.found.below.append(who)
        try:
            return self.contest.standings(able, [])
        except CannotScoreError as error:
            if error.reason == "missing" and not later and error.name in {key.by for key in winners.by[1:]}:
                self.needs_later_keys = True
            self.lacks.note(None, error, reward, ("winners", "share") if error.reason == "share" else ("winners", "by"))
            return {}

    def _lack_of_key(self, who: Ref, by: str) -> None:
        """Nothing to rank someone by: the figure is lacking that it would follow from."""
        if by not in self.case.program.names:
            self.lacks.note(who, CannotScoreError("missing", f"{by}/actual"), self.case.reward, ("winners", "by"))
            return
        inputs = self.contest.inputs(who)
        trouble = self.workings.score(inputs, [by]).trouble or CannotScoreError("missing", by)
        self.lacks.explain(who, by, trouble, inputs)

    def _row(self, who: Ref, standing: Standing | None) -> Recipient | None:
        """Someone's row, or none where a figure of it is lacking."""
        case, workings = self.case, self.workings
        inputs = Inputs(workings, who, {} if standing is None else {PART_OF_PRIZE: standing.part})
        scored = workings.score(inputs, list(case.program.names))
        if scored.trouble is not None:
            failed = next(name for name in case.program.names if name not in scored.steps)
            self.lacks.explain(who, failed, scored.trouble, inputs)
            return None
        values = {name: step.value for name, step in scored.steps.items()}
        if AMOUNT in values and values[AMOUNT] is None:
            # No step of it fails where nothing is recorded of the metric that it is of: the amount is not there then.
            self.lacks.explain(who, AMOUNT, CannotScoreError("missing", AMOUNT), inputs)
            return None
        self._note_silent(who, inputs)
        rule = case.rule
        amount = values.get(AMOUNT)
        return Recipient(
            person=who if who.kind == "person" else None,
            team=who if who.kind == "team" else None,
            components=tuple(self._components(values)),
            total=self._decimal(TOTAL, values, rule.total.places) if rule is not None else None,
            grade=grade if isinstance(grade := values.get(GRADE), str) else None,
            rank=None if standing is None else standing.rank,
            basis=self._basis(who),
            share=self._share(inputs),
            amount=self._money(amount) if isinstance(amount, Fraction) else None,
            award=case.reward.award,
        )

    def _components(self, values: Mapping[str, Value]) -> Iterator[tuple[str, Decimal]]:
        for id, _ in self.case.rule.components if self.case.rule is not None else ():
            points = self._decimal(id, values)
            if points is not None:
                yield id, points

    def _decimal(self, name: str, values: Mapping[str, Value], places: int | None = None) -> Decimal | None:
        """A figure as a row can state it: exactly, or not at all where its digits have no end."""
        value = values.get(name)
        if not isinstance(value, Fraction):
            return None
        found = as_decimal(value, places)
        if found is None:
            self.found.endless.setdefault(name)
        return found

    def _money(self, value: Fraction) -> Quantity | None:
        spec = self.case.reward.amount
        assert spec is not None
        number = as_decimal(value, spec.places)
        return None if number is None else Quantity(number, currency_of(self.library, self.case.reward))

    def _basis(self, who: Ref) -> Quantity | None:
        """The figure of the metric that the amount is of, in the metric's unit."""
        metric = self.library.get(Metric, self.case.basis_metric)
        if metric is None:
            return None
        try:
            whole = self.workings.sharing.whole_of(who)
            found = self.grounds.actual(self.award, whole, metric.id, self.workings.first, self.period.to)
        except CannotScoreError as error:
            self.lacks.note(who, error, self.case.reward, ("basis", "metric"))
            return None
        if found is None:
            return None
        percent, money = metric.unit == "percent", metric.unit == "money"
        number = as_decimal(found.value * 100 if percent else found.value, 2 if money else None)
        unit = "%" if percent else (metric.currency or self.library.site.currency) if money else ""
        return None if number is None else Quantity(number, unit)

    def _share(self, inputs: Inputs) -> Quantity | None:
        """Which part of a shared amount is someone's, where it can be written down."""
        if not self.case.reward.splits:
            return None
        number = as_decimal(inputs[SHARE] * 100)
        return None if number is None else Quantity(number, "%")

    def _note_silent(self, who: Ref, inputs: Inputs) -> None:
        for name in dict.fromkeys(
            node.name for node in self.nodes if node.operation == "given" and node.clause[-1:] == ("when",)
        ):
            if trouble_with(inputs, name) is not None:
                self.found.silent.append((who, name))
