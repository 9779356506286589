"""A reward and a period to the result that standards and records give, with all that they leave to people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from perfsite.diagnostics import Phrase
from perfsite.records.actuals import Actuals
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Origin, Record, title
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, Decision, LeftOut, Recipient
from perfsite.records.reward import Reward
from perfsite.scoring.browser import list_nodes
from perfsite.scoring.cases import PART_OF_PRIZE, Case, case_of, currency_of
from perfsite.scoring.compile import AMOUNT, GRADE, SHARE, TOTAL, WHOLE
from perfsite.scoring.eligibility import decide, route_to
from perfsite.scoring.evaluate import CannotScoreError, Value
from perfsite.scoring.exact import as_decimal
from perfsite.scoring.explain import Wording
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.outcomes import Inputs, Recomputer, names_people
from perfsite.scoring.positions import stretches
from perfsite.scoring.program import Node
from perfsite.scoring.published import published_figures
from perfsite.scoring.ranking import Standing
from perfsite.sources.nodes import Route

NOTHING = Phrase("", "")
# What a proposal rests on: where one of these cannot be read, someone or something may be overlooked.
_RESTS_ON: tuple[type[Record], ...] = (Person, Team, Goal, Actuals, Metric)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What people say beforehand. `kind` is "person" or "team", where the reward itself leaves open whom it means.

    Without `evidence`, all actuals count that have something to say. `left_out` are those whom people leave out.
    """

    as_of: dt.date
    decided: dt.date | None = None
    by: tuple[Ref, ...] = ()
    evidence: tuple[Ref, ...] | None = None
    left_out: tuple[LeftOut, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """A figure that the records do not give: whose, why, and the place that asks for it or where it should stand."""

    who: Ref | None
    trouble: CannotScoreError
    record: Record
    route: Route


@dataclass(frozen=True, slots=True)
class Judged:
    """Someone and a requirement: one that is not met, or that people have to judge. `found` is what the records say."""

    who: Ref
    requirement: Requirement
    found: Phrase = NOTHING


@dataclass(frozen=True, slots=True)
class Tie:
    rank: int
    who: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A result as the records give it. `award` has its recipients in the order of their ranks or of the roster.

    `unmet` are not eligible; `below` are under the minimum and `behind` not among the winners of a ranked reward;
    `without` would get nothing. `open` need a judgement, `lacks` a record. `silent` are gates and modifiers that could
    not be looked at, because nothing is recorded of what they ask for: they count as not fulfilled.
    """

    award: AwardResult
    wanted: Wanted
    case: Case
    unmet: tuple[Judged, ...] = ()
    open: tuple[Judged, ...] = ()
    below: tuple[Ref, ...] = ()
    behind: tuple[Ref, ...] = ()
    without: tuple[Ref, ...] = ()
    ties: tuple[Tie, ...] = ()
    silent: tuple[tuple[Ref, str], ...] = ()
    endless: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()

    @property
    def lacking(self) -> tuple[Ref, ...]:
        """Those who are left aside because something is lacking of theirs."""
        return tuple(dict.fromkeys(lack.who for lack in self.lacks if lack.who is not None))

    @property
    def sum(self) -> Quantity | None:
        """What all of them get together; None where there is no money."""
        amounts = [one.amount for one in self.award.recipients if one.amount is not None]
        return Quantity(sum((amount.value for amount in amounts), Decimal(0)), amounts[0].unit) if amounts else None


def existing_result(library: Library, reward: Reward, period: Period) -> AwardResult | None:
    """The result of a reward and a period that is there already and stands."""
    return next(
        (
            award
            for award in library.of(AwardResult)
            if award.reward.id == reward.id and award.period.id == period.id and award.withdrawn is None
        ),
        None,
    )


def kind_of_recipients(library: Library, reward: Reward) -> str:
    """Whether people or teams get a reward, as it says itself or its results do; "" where neither does."""
    if names_people(reward):
        return "person"
    listed = [one for award in library.of(AwardResult) if award.reward.id == reward.id for one in award.recipients]
    return "" if not listed else "team" if any(one.team is not None for one in listed) else "person"


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
    grounds, case = grounds or Grounds(library), case_of(library, reward)
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
    """What has come together so far."""

    unmet: list[Judged] = field(default_factory=list)
    open: list[Judged] = field(default_factory=list)
    below: list[Ref] = field(default_factory=list)
    behind: list[Ref] = field(default_factory=list)
    without: list[Ref] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    silent: list[tuple[Ref, str]] = field(default_factory=list)
    endless: dict[str, None] = field(default_factory=dict)
    lacks: list[Lack] = field(default_factory=list)


class _Proposer:
    """One proposal at work."""

    def __init__(self, grounds: Grounds, award: AwardResult, period: Period, case: Case, wanted: Wanted) -> None:
        self.grounds, self.library = grounds, grounds.library
        self.award, self.period, self.case, self.wanted = award, period, case, wanted
        self.machine = Recomputer(grounds, award, period, case)
        self.wording = Wording(self.library, case)
        self.nodes = list_nodes(case.program)
        self.found = _Found()
        self.needs_later_keys = False

    def run(self, *, later: bool) -> Proposal:
        declared = {one.person for one in self.wanted.left_out}
        meant = [who for who in self._in_order(self.machine.meant(self.wanted.kind)) if who not in declared]
        if self.wanted.evidence is None:
            evidence = tuple(actuals.ref for actuals in self._evidence(self._asked_of(meant), later=later))
        else:
            evidence = self.wanted.evidence
        self.award = replace(self.award, evidence=evidence)
        self.machine = Recomputer(self.grounds, self.award, self.period, self.case)
        contenders = [who for who in meant if self._may_have_it(who)]
        unmet = {one.who for one in self.found.unmet}
        self.machine.sharers = tuple(contenders)
        self.machine.unsure = tuple(who for who in meant if who not in contenders and who not in unmet)
        rows = list(self._rows(contenders, later=later))
        found = self.found
        # Of a ranked reward only the judgement of those who would win matters, and of what is lacking something only that.
        listed = {one.person or one.team for one in rows}
        found.open = [one for one in found.open if one.who in listed]
        return Proposal(
            replace(self.award, recipients=tuple(rows)), self.wanted, self.case, tuple(found.unmet), tuple(found.open),
            tuple(found.below), tuple(found.behind), tuple(found.without), tuple(found.ties), tuple(found.silent),
            tuple(found.endless), tuple(found.lacks),
        )  # fmt: skip

    def _in_order(self, meant: Iterable[Ref]) -> list[Ref]:
        """People as the roster has them, teams as the reward names them."""
        named = {ref.id: place for place, ref in enumerate(self.case.reward.applies_to.team)}
        listed = {ref: (0, named[ref.id], 0) if ref.kind == "team" else (1, 0, 0) for ref in meant}
        origins = {ref: record.origin for ref in listed if (record := self.library.find(ref)) is not None}
        return sorted(listed, key=lambda ref: (listed[ref], origins[ref]))

    # What it rests on

    def _asked_of(self, meant: Iterable[Ref]) -> set[Ref]:
        """Whose figures are asked for: people's own, and where an amount is shared those that the whole is of."""
        found = set(meant)
        for who in tuple(found):
            # Whose whole is not known has nothing computed either, and is told of there.
            with suppress(CannotScoreError):
                found.add(self.machine.whole_of(who))
        return found

    def _evidence(self, meant: set[Ref], *, later: bool) -> Iterator[Actuals]:
        """The actuals that say something of these people's metrics within the days that count."""
        program, eligibility = self._metrics_of_figures(later=later), self._metrics_of_eligibility()
        for actuals in self.library.of(Actuals):
            period = self.library.get(Period, actuals.period)
            if period is None or period.to > self.period.to:
                continue
            metrics: set[str] = set()
            if period.from_ >= self.machine.first:
                metrics |= program
            if period.from_ >= self.period.from_:
                metrics |= eligibility
            if any(
                (metric := row.metric or actuals.metric) is not None
                and metric.id in metrics
                and (row.person or row.team) in meant
                for row in actuals.values
            ):
                yield actuals

    def _metrics_of_figures(self, *, later: bool) -> set[str]:
        names = {node.name for node in self.nodes if node.operation == "given"} - self.case.okr_inputs
        metrics = {name.rpartition("/")[0] for name in names if name.endswith("/actual")}
        if self.case.basis_metric is not None:
            metrics.add(self.case.basis_metric)
        winners = self.case.reward.winners
        if winners is not None:
            keys = winners.by if later else winners.by[:1]
            metrics |= {key.by for key in keys if key.by not in self.case.program.names}
        return metrics

    def _metrics_of_eligibility(self) -> set[str]:
        requirement = self.case.reward.eligibility
        asked = (
            part
            for leaf in (requirement.leaves() if requirement is not None else ())
            for part in (leaf.actual, leaf.attainment, leaf.none)
        )
        return {part.metric.id for part in asked if part is not None and part.over is None}

    # Who may have it

    def _may_have_it(self, who: Ref) -> bool:
        met, decisive = self.machine.verdict(who)
        if met is False:
            assert decisive is not None
            self.found.unmet.append(Judged(who, decisive, self._what_is(who, decisive)))
            return False
        if met is True:
            return True
        requirement = self.case.reward.eligibility
        assert requirement is not None
        undecided = list(self._undecided(who, requirement))
        # Every leaf is looked at, so that all that is lacking is named at once.
        lacking = [self._is_lacking(who, leaf, requirement) for leaf in undecided]
        if not any(lacking):
            self.found.open += [Judged(who, leaf) for leaf in undecided]
        return not any(lacking)

    def _undecided(self, who: Ref, requirement: Requirement) -> Iterator[Requirement]:
        met, _ = decide(self.grounds, requirement, self.machine.applicant(who))
        if met is None:
            parts = (*requirement.all_, *requirement.any_)
            if not parts:
                yield requirement
            for part in parts:
                yield from self._undecided(who, part)

    def _is_lacking(self, who: Ref, leaf: Requirement, tree: Requirement) -> bool:
        """Whether the records lack something for a requirement that they should decide; if not, people decide it."""
        part = leaf.actual or leaf.attainment or leaf.none
        if part is not None and part.over is None:
            route = route_to(leaf, tree, ("eligibility",)) or ("eligibility",)
            self._lack(who, self._trouble_of(who, part.metric.id), self.case.reward, route)
            return True
        rule = self.case.rule
        if rule is None or (leaf.grade is not None and (leaf.grade.in_ or leaf.grade.rule not in (None, rule.ref))):
            return False
        if leaf.total is None and leaf.grade is None:
            return False
        name = TOTAL if leaf.total is not None else GRADE
        inputs = Inputs(self.machine, who, {})
        trouble = self.machine.score(inputs, [name], {}).trouble
        if trouble is not None:
            self._explain(who, name, trouble, inputs)
        return trouble is not None

    def _trouble_of(self, who: Ref, metric: str) -> CannotScoreError:
        """Why a metric of someone in the period decides nothing: its actual is not there, or else its target."""
        first, last, name = self.period.from_, self.period.to, f"{metric}/actual"
        try:
            if self.grounds.actual(self.award, who, metric, first, last) is not None:
                name = f"{metric}/target"
                self.grounds.target(self.award, self.period, who, metric, first, None)
        except CannotScoreError as error:
            return error
        return CannotScoreError("missing", name)

    def _what_is(self, who: Ref, leaf: Requirement) -> Phrase:
        """What the records say of someone where a requirement is not met."""
        part = leaf.actual or leaf.attainment or leaf.none
        if part is not None:
            first, last, metric = self.period.from_, self.period.to, part.metric.id
            actual = self.grounds.actual(self.award, who, metric, first, last)
            target = self.grounds.target(self.award, self.period, who, metric, first, None) if leaf.attainment else None
            if actual is None:
                return NOTHING
            if target is not None:
                return self._labelled(f"{metric}/attainment", actual.value / target.value)
            figure = self.wording.figure(actual.name, actual.value)
            named = self.library.get(Metric, metric)
            zh, en = (title(named, "zh"), title(named, "en")) if named is not None else (metric, metric)
            return Phrase(f"{zh} {figure}", f"{en} {figure}")
        if leaf.total is not None or leaf.grade is not None:
            name = TOTAL if leaf.total is not None else GRADE
            step = self.machine.score(Inputs(self.machine, who, {}), [name], {}).steps.get(name)
            return NOTHING if step is None or (leaf.grade and leaf.grade.in_) else self._labelled(name, step.value)
        return self._since(who, leaf)

    def _labelled(self, name: str, value: Value) -> Phrase:
        label, figure = self.wording.label(name), self.wording.figure(name, value)
        return Phrase(f"{label.zh} {figure}", f"{label.en} {figure}")

    def _since(self, who: Ref, leaf: Requirement) -> Phrase:
        """Since when someone has been in the role or on the level."""
        person = self.library.get(Person, who) if who.kind == "person" else None
        if leaf.tenure is None or person is None:
            return NOTHING
        if leaf.tenure.in_ is not None:
            held = [position.from_ for position in person.positions if position.level == leaf.tenure.in_]
            day = min(held, default=None)
        else:
            in_role = stretches(self.case.reward.applies_to, person, self.grounds.above, dt.date.min, self.period.to)
            day = in_role[-1][0] if in_role else None
        return NOTHING if day is None else Phrase(f"自 {day} 起", f"since {day}")

    # The rows

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
                known = self.machine.key(who, by)
                qualified = known is not None and self.machine.qualifies(who)
            except CannotScoreError as error:
                self._lack(who, error, reward, ("winners",))
                continue
            if known is None:
                self._lack_of_key(who, by)
                continue
            able.append(who)
            if not qualified:
                self.found.below.append(who)
        try:
            return self.machine.standings(able, [])
        except CannotScoreError as error:
            if error.reason == "missing" and not later and error.name in {key.by for key in winners.by[1:]}:
                self.needs_later_keys = True
            self._lack(None, error, reward, ("winners", "share") if error.reason == "share" else ("winners", "by"))
            return {}

    def _lack_of_key(self, who: Ref, by: str) -> None:
        """Nothing to rank someone by: the figure is lacking that it would follow from."""
        if by not in self.case.program.names:
            self._lack(who, CannotScoreError("missing", f"{by}/actual"), self.case.reward, ("winners", "by"))
            return
        inputs = Inputs(self.machine, who, {PART_OF_PRIZE: Fraction(1)})
        trouble = self.machine.score(inputs, [by], {}).trouble or CannotScoreError("missing", by)
        self._explain(who, by, trouble, inputs)

    def _row(self, who: Ref, standing: Standing | None) -> Recipient | None:
        """Someone's row, or none where a figure of it is lacking."""
        case, machine = self.case, self.machine
        inputs = Inputs(machine, who, {} if standing is None else {PART_OF_PRIZE: standing.part})
        scored = machine.score(inputs, list(case.program.names), {})
        if scored.trouble is not None:
            failed = next(name for name in case.program.names if name not in scored.steps)
            self._explain(who, failed, scored.trouble, inputs)
            return None
        self._note_silent(who, inputs)
        values = {name: step.value for name, step in scored.steps.items()}
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
            whole = self.machine.whole_of(who)
            found = self.grounds.actual(self.award, whole, metric.id, self.machine.first, self.period.to)
        except CannotScoreError as error:
            self._lack(who, error, self.case.reward, ("basis", "metric"))
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

    # What is lacking

    def _explain(self, who: Ref, name: str, trouble: CannotScoreError, inputs: Inputs) -> None:
        """Names the inputs for want of which a figure cannot be computed, at the clauses that ask for them."""
        standard: Record = self.case.reward if name in (WHOLE, AMOUNT) or self.case.rule is None else self.case.rule
        found = [(node, why) for node in self._inputs_of(name) if (why := _trouble(inputs, node.name)) is not None]
        for node, why in found:
            self._lack(who, why, standard, node.clause)
        if not found:
            self._lack(who, trouble, standard, trouble.clause)

    def _inputs_of(self, name: str) -> list[Node]:
        """The inputs that a result cannot do without: not those of gates, nor of components that may be missing."""
        found: dict[str, Node] = {}
        results = dict(self.case.program.results)

        def visit(node: Node) -> None:
            if node.clause[-1:] == ("when",) or node.data.get("missing", "error") != "error":
                return
            if node.operation == "given":
                found.setdefault(node.name, node)
            # Where someone stands in the group of a limited grade is found, not recorded.
            of = node.of[:1] if node.operation == "limit" else node.of
            for argument in (results[node.name],) if node.operation == "result" else of:
                visit(argument)

        visit(results[name])
        return list(found.values())

    def _note_silent(self, who: Ref, inputs: Inputs) -> None:
        for name in dict.fromkeys(
            node.name for node in self.nodes if node.operation == "given" and node.clause[-1:] == ("when",)
        ):
            if _trouble(inputs, name) is not None:
                self.found.silent.append((who, name))

    def _lack(self, who: Ref | None, trouble: CannotScoreError, record: Record, route: Route) -> None:
        """At the actuals that have the metric of others, or else at the clause that asks for it."""
        metric, _, part = trouble.name.rpartition("/")
        if trouble.reason == "missing" and part == "actual" and who is not None:
            for ref in self.award.evidence:
                actuals = self.library.get(Actuals, ref)
                if actuals is not None and any(
                    (row.metric or actuals.metric) == Ref("metric", metric) for row in actuals.values
                ):
                    record, route = actuals, ("values",)
        lack = Lack(who, trouble, record, route)
        known = ((one.who, one.trouble.reason, one.trouble.name) for one in self.found.lacks)
        if (who, trouble.reason, trouble.name) not in known:
            self.found.lacks.append(lack)


def _trouble(inputs: Inputs, name: str) -> CannotScoreError | None:
    """Why an input is not known; None where it is."""
    try:
        return None if name in inputs else CannotScoreError("missing", name)
    except CannotScoreError as error:
        return CannotScoreError("missing", name) if error.reason == "missing" else error


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a result that is there parts from what is proposed: "row" is whether someone is on the list at all."""

    who: Ref
    figure: str
    there: str
    proposed: str
    excepted: bool = False


def compare(there: AwardResult, proposed: AwardResult, wording: Wording) -> tuple[Difference, ...]:
    """Row by row and figure by figure; a figure that only one of them states is no difference."""
    ours, theirs = _by_whom(proposed), _by_whom(there)
    found = []
    for who in dict.fromkeys((*theirs, *ours)):
        if who not in ours or who not in theirs:
            one = theirs.get(who)
            excepted = one is not None and one.exception is not None
            found.append(Difference(who, "row", "" if one is None else who.id, who.id if who in ours else "", excepted))
            continue
        published, computed = published_figures(there, theirs[who]), published_figures(proposed, ours[who])
        for name in published:
            if name in computed and published[name][1] != computed[name][1]:
                excepted = theirs[who].exception is not None
                values = (wording.figure(name, published[name][1]), wording.figure(name, computed[name][1]))
                found.append(Difference(who, name, *values, excepted))
    return tuple(found)


def _by_whom(award: AwardResult) -> dict[Ref, Recipient]:
    return {who: one for one in award.recipients if (who := one.person or one.team) is not None}


def title_of(reward: Reward, period: Period) -> Phrase:
    """What a result is called: its period and its reward."""
    return Phrase(f"{title(period, 'zh')} · {title(reward, 'zh')}", f"{title(reward, 'en')}, {title(period, 'en')}")
