"""A library to what its outcomes rest on: actuals, targets and objectives by whose they are, and where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from perfsite.publication.states import replacements
from perfsite.publication.working_days import WorkingCalendar, site_calendar
from perfsite.records.actuals import Actuals
from perfsite.records.goal import Goal, KeyResult
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Outcome, Recipient
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import GRADE, TOTAL, rational
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.positions import days_of_period
from perfsite.scoring.published import effective_amount, published_figures
from perfsite.sources.nodes import Route

# What can be added up over rows and periods. A rate of the year is not the sum of its quarters' rates.
_ADDITIVE = ("money", "count")


class Place(NamedTuple):
    """Where in a record something is said."""

    record: Record
    route: Route


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of a record that an input is the sum of. Counted for `days` of `whole` where it is prorated."""

    record: Record
    route: Route
    value: Fraction
    days: int = 0
    whole: int = 0

    @property
    def counted(self) -> Fraction:
        return self.value * Fraction(self.days, self.whole) if self.whole else self.value


@dataclass(frozen=True, slots=True)
class Input:
    """What is known under a name of a program, and from where."""

    name: str
    value: Fraction
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    actuals: Actuals
    index: int
    period: Period
    value: Quantity

    @property
    def part(self) -> Part:
        return Part(self.actuals, ("values", self.index, "value"), rational(self.value))


# Rows by metric and by whose they are.
_Rows: TypeAlias = Mapping[tuple[str, Ref], list[Row]]


class Grounds:
    """The indexes of a library, made when they are first asked for.

    `masked` are results that readers see without seeing who is who: what they say of a person says nothing here.
    """

    def __init__(self, library: Library, masked: frozenset[str] = frozenset()) -> None:
        self.library, self.masked = library, masked
        self.above = {team.id: team.parent.id for team in library.of(Team) if team.parent is not None}
        self.working: WorkingCalendar | None = site_calendar(library)
        self._rows: dict[str, _Rows] = {}
        self._cited: dict[tuple[str, dt.date, dt.date], tuple[tuple[Ref, ...] | None, list[_Rows]]] = {}
        self._under: dict[int, Grounds] = {}
        self._index_goals()
        # Where a result could not be read, nobody knows what it has paid.
        self._unread = _has_gaps(library, AwardResult)
        self.people_unread = _has_gaps(library, Person)
        self.group_unread = self._unread or self.people_unread
        self.teams_unread = _has_gaps(library, Team)
        self._awards: dict[str, list[tuple[AwardResult, Period]]] = {}
        for award in library.of(AwardResult):
            period = library.get(Period, award.period)
            if period is not None and award.withdrawn is None:
                self._awards.setdefault(award.reward.id, []).append((award, period))

    def under(self, outcome: Record) -> Grounds:
        """The grounds on which an outcome is judged: with its standards in the wording that counts for it."""
        library = self.library.under(outcome)
        if library is self.library:
            return self
        if id(library) not in self._under:
            self._under[id(library)] = self._worded(library)
        return self._under[id(library)]

    def _worded(self, library: Library) -> Grounds:
        """The same facts with other standards: only what is known of goals by their fields is made anew."""
        made = copy(self)
        made._take(library)  # noqa: SLF001 - of the same class
        return made

    def _take(self, library: Library) -> None:
        goals, self.library = self.library.records[Goal.kind], library
        self._cited, self._under = {}, {}
        self.__dict__.pop("_scored", None)
        if library.records[Goal.kind] is not goals:
            self._index_goals()

    def _index_goals(self) -> None:
        # By their owner, None where that could not be read.
        self._unread_goals: dict[Ref | None, list[Goal]] = {}
        for goal in self.library.of(Goal, incomplete=True):
            if goal.incomplete:
                self._unread_goals.setdefault(goal.owner, []).append(goal)
        self._goals: dict[tuple[Ref, str, str], list[Goal]] = {}
        self._objectives: dict[tuple[Ref, str], list[Goal]] = {}
        replaced = replacements(self.library)
        for goal in self.library.of(Goal):
            if goal.status == "not in use" or goal.address in replaced:
                continue
            if goal.metric is not None:
                self._goals.setdefault((goal.owner, goal.metric.id, goal.period.id), []).append(goal)
            if goal.key_results:
                self._objectives.setdefault((goal.owner, goal.period.id), []).append(goal)

    def year_of(self, period: Period) -> dt.date:
        """The first day of the year that a period is part of."""
        seen = {period.id}
        while period.type != "year" and period.parent is not None and period.parent.id not in seen:
            parent = self.library.get(Period, period.parent)
            if parent is None:
                break
            seen.add(parent.id)
            period = parent
        return period.from_ if period.type == "year" else dt.date(period.from_.year, 1, 1)

    def periods_of_evidence(self, outcome: Outcome, first: dt.date, last: dt.date) -> list[Period]:
        """The periods within these days of which an outcome cites actuals, in order."""
        found = {period.id: period for _, period in self._evidence(outcome, first, last)}
        return sorted(found.values(), key=lambda period: (period.from_, period.to))

    def _evidence(self, outcome: Outcome, first: dt.date, last: dt.date) -> Iterator[tuple[Actuals, Period]]:
        for ref in outcome.evidence:
            actuals = self.library.get(Actuals, ref)
            period = self.library.get(Period, actuals.period) if actuals is not None else None
            if actuals is None or period is None:
                # Cited and not readable: what it says is not known, and without it nothing can be told.
                raise CannotScoreError("evidence", ref.id)
            if first <= period.from_ and period.to <= last:
                yield actuals, period

    def rows(self, outcome: Outcome, who: Ref, metric: str, first: dt.date, last: dt.date) -> list[Row]:
        """What the evidence of an outcome says of someone's metric within these days."""
        key = (outcome.address, first, last)
        evidence, indexes = self._cited.get(key, (None, []))
        if evidence is not outcome.evidence:
            # Everyone on a list asks for the same; a proposal may come again under its id with more to cite.
            indexes = [self._index(actuals, period) for actuals, period in self._evidence(outcome, first, last)]
            self._cited[key] = (outcome.evidence, indexes)
        asked = (metric, who)
        return [row for index in indexes for row in index.get(asked, ())]

    def _index(self, actuals: Actuals, period: Period) -> _Rows:
        if actuals.id not in self._rows:
            index: dict[tuple[str, Ref], list[Row]] = {}
            for position, row in enumerate(actuals.values):
                who, metric = row.person or row.team, row.metric or actuals.metric
                if who is not None and metric is not None:
                    index.setdefault((metric.id, who), []).append(Row(actuals, position, period, row.value))
            self._rows[actuals.id] = index
        return self._rows[actuals.id]

    def actual(self, outcome: Outcome, who: Ref, metric: str, first: dt.date, last: dt.date) -> Input | None:
        """The sum of someone's rows; one row alone where the metric is a rate."""
        rows = self.rows(outcome, who, metric, first, last)
        if not rows:
            return None
        if len(rows) > 1:
            record = self.library.get(Metric, metric)
            if record is None or record.unit not in _ADDITIVE:
                raise CannotScoreError("rate", metric)
            periods = {row.period.id: row.period for row in rows}
            ordered = sorted(periods.values(), key=lambda period: (period.from_, period.to))
            if any(later.from_ <= earlier.to for earlier, later in pairwise(ordered)):
                raise CannotScoreError("several", metric)
        parts = tuple(row.part for row in rows)
        # Most have one row, and adding rationals takes its time.
        value = parts[0].value if len(parts) == 1 else sum((part.value for part in parts), Fraction(0))
        return Input(f"{metric}/actual", value, parts)

    def goal(self, who: Ref, metric: str, period: Period) -> Goal | None:
        """The one goal of someone for a metric in a period."""
        unread = (goal for owner in (None, who) for goal in self._unread_goals.get(owner, ()))
        if any(_may_be(goal, metric, period) for goal in unread):
            raise CannotScoreError("evidence", Goal.folder)
        found = self._goals.get((who, metric, period.id), [])
        if len(found) > 1:
            raise CannotScoreError("several", f"{metric}/target")
        return found[0] if found else None

    def target(
        self,
        outcome: Outcome,
        period: Period,
        who: Ref,
        metric: str,
        first: dt.date,
        prorating: Reward | ScoringRule | None,
    ) -> Input | None:
        """The target in force on the last day: of the period itself, or of the periods of the evidence, added up."""
        name = f"{metric}/target"
        own = self.goal(who, metric, period)
        if own is not None and first == period.from_:
            goals = [(own, period)]
        else:
            goals = []
            for stretch in self.periods_of_evidence(outcome, first, period.to):
                found = self.goal(who, metric, stretch)
                # What lies within a longer period is measured by itself.
                rows = self.rows(outcome, who, metric, stretch.from_, stretch.to)
                measured = any(row.period.id == stretch.id for row in rows)
                if (found is None) is measured:
                    # A sum with a hole on one side alone would compare unlike things.
                    raise CannotScoreError("missing", f"{metric}/{'target' if measured else 'actual'} ({stretch.id})")
                if found is not None:
                    goals.append((found, stretch))
        parts = []
        for goal, stretch in goals:
            value = goal.target_on(stretch.to)
            if value is None:
                return None
            days, whole = self.days(prorating, who, stretch) if prorating is not None else (1, 1)
            share = (days, whole) if days != whole else ()
            parts.append(Part(goal, _route_of_target(goal, stretch.to), rational(value), *share))
        return Input(name, sum((part.counted for part in parts), Fraction(0)), tuple(parts)) if parts else None

    def baseline(self, who: Ref, metric: str, period: Period) -> Input | None:
        goal = self.goal(who, metric, period)
        if goal is None or goal.baseline is None:
            return None
        value = rational(goal.baseline)
        return Input(f"{metric}/baseline", value, (Part(goal, ("baseline",), value),))

    def days(self, standard: Reward | ScoringRule, who: Ref, period: Period) -> tuple[int, int]:
        """Days or months in the role of a standard that prorates, and of the period. A team is there all of the time."""
        if who.kind != "person" or standard.proration is None:
            return 1, 1
        person, proration = self.library.get(Person, who), standard.proration
        counted = None
        if person is not None:
            counted = days_of_period(proration, standard.applies_to, person, period, self.above, self.working)
        if counted is None:
            raise CannotScoreError("proration", proration.by, ("proration",))
        return counted

    def objective(self, who: Ref, period: Period, name: str) -> Input | None:
        """The weighted mean of the key results of someone's objective, each from 0 to 1."""
        goals = self._objectives.get((who, period.id), [])
        if len(goals) > 1:
            raise CannotScoreError("several", name)
        if not goals:
            return None
        goal = goals[0]
        equal = Fraction(1, len(goal.key_results))
        parts = []
        for index, key_result in enumerate(goal.key_results):
            progress = _progress(key_result)
            if progress is None:
                return None
            weight = equal if key_result.weight is None else rational(key_result.weight)
            parts.append(Part(goal, ("key_results", index, "actual"), weight * progress))
        return Input(name, sum((part.value for part in parts), Fraction(0)), tuple(parts))

    def paid(self, award: AwardResult, period: Period, who: Ref) -> Input:
        """What earlier results of the same reward and year have given someone."""
        if self._unread:
            raise CannotScoreError("evidence", AwardResult.folder)
        first, parts = self.year_of(period), []
        for other, stretch in self._awards.get(award.reward.id, []):
            if other.id == award.id or stretch.from_ < first or stretch.to >= period.from_:
                continue
            if who.kind == "person" and other.address in self.masked:
                raise CannotScoreError("evidence", other.id)
            for index, recipient in enumerate(other.recipients):
                if (recipient.person or recipient.team) == who and recipient.amount is not None:
                    value = effective_amount(other, recipient)
                    parts.append(Part(other, ("recipients", index, "amount"), value))
        return Input("paid/actual", sum((part.value for part in parts), Fraction(0)), tuple(parts))

    @cached_property
    def _scored(self) -> dict[Ref, list[tuple[ScoringRule, Period, Recipient, AwardResult, int]]]:
        """Every row of a result that rests on a rule, by whose it is."""
        index: dict[Ref, list[tuple[ScoringRule, Period, Recipient, AwardResult, int]]] = {}
        for reward in self.library.of(Reward):
            rule = self.library.get(ScoringRule, reward.basis.rule) if reward.basis is not None else None
            for award, period in self.awards_of(reward.id) if rule is not None else ():
                for row, recipient in enumerate(award.recipients):
                    who = recipient.person or recipient.team
                    told = recipient.person is None or award.address not in self.masked
                    if who is not None and rule is not None and told:
                        index.setdefault(who, []).append((rule, period, recipient, award, row))
        return index

    def grades_of(self, who: Ref, rule: ScoringRule | None) -> list[tuple[ScoringRule, Period, str, Place]]:
        """The grades that results have published for someone, corrected ones as corrected: of one rule, or of any."""
        found = []
        for of, period, recipient, award, row in self._scored.get(who, []):
            if recipient.grade is not None and (rule is None or rule.id == of.id):
                grade = published_figures(award, recipient)[GRADE][1]
                if isinstance(grade, str):
                    found.append((of, period, grade, Place(award, ("recipients", row, "grade"))))
        return found

    def total_of(self, who: Ref, period: Period) -> Input | None:
        """The total that results have published for someone in a period, where it is one."""
        found = {
            value: Part(award, ("recipients", row, "total"), value)
            for _, when, recipient, award, row in self._scored.get(who, [])
            if when.id == period.id and recipient.total is not None
            if isinstance(value := published_figures(award, recipient)[TOTAL][1], Fraction)
        }
        return Input(TOTAL, next(iter(found)), tuple(found.values())) if len(found) == 1 else None

    def awards_of(self, reward: str) -> list[tuple[AwardResult, Period]]:
        """The results of a reward that stand, with their periods."""
        return self._awards.get(reward, [])


def _may_be(unread: Goal, metric: str, period: Period) -> bool:
    """Whether a goal that is not known in full can be one for a metric in a period."""
    # What could not be read of it is None, whatever the field holds otherwise.
    of: Ref | None = unread.period
    return of in (None, period.ref) and (unread.metric is None or unread.metric.id == metric)


def _has_gaps(library: Library, noun: type[Record]) -> bool:
    """Whether some records of a kind are not known in full."""
    found = library.records.get(noun.kind, {}).values()
    return noun.kind in library.open_kinds or any(record.incomplete for record in found)


def _route_of_target(goal: Goal, day: dt.date) -> Route:
    due = [(r.effective or r.on, index) for index, r in enumerate(goal.revisions) if (r.effective or r.on) <= day]
    return ("revisions", max(due, key=lambda pair: pair[0])[1], "target") if due else ("target",)


def _progress(key_result: KeyResult) -> Fraction | None:
    """How far a key result has come, from 0 to 1; None where nothing says so."""
    if key_result.actual is None:
        return None
    begin, end = rational(key_result.from_), rational(key_result.to)
    if begin == end:
        return None
    return min(Fraction(1), max(Fraction(0), (rational(key_result.actual) - begin) / (end - begin)))
