"""A result to the wording of its standards that counts for it: what stood on the day of its decision, not what stands now.

A version of a standard counts for a result if it was published by the day of the decision, unless it says that it counts
from a day after the period; or if it reaches back into the period and that was approved. The last that counts is taken.
Facts are as they are known now: people, teams, periods, figures, other results, and what goals say has been reached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from perfsite.history.git import blob_id
from perfsite.history.held import group_of
from perfsite.history.meaning import digest
from perfsite.history.read import History
from perfsite.history.versions import Timeline, Version
from perfsite.publication.reaching_back import first_day_of, reach_of, touches
from perfsite.records.actuals import Actuals
from perfsite.records.goal import Goal
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.site import Policy, Site

_DECIDED = (AwardResult, PromotionResult)


@dataclass(frozen=True, slots=True)
class Decided:
    """When a result was decided, and of what time: `last` is the last day of it on which a standard counts for it."""

    on: dt.date
    last: dt.date
    period: Period | None


def decided_of(library: Library, outcome: Record) -> Decided | None:
    """None of a result whose day of decision is not seen."""
    if not isinstance(outcome, _DECIDED) or not isinstance(getattr(outcome.decided, "on", None), dt.date):
        return None
    on, period = outcome.decided.on, library.get(Period, outcome.period)
    # Whoever is promoted meets the criteria of the day; who is paid for a period is paid by the standards of the period.
    last = on if period is None or isinstance(outcome, PromotionResult) else period.to
    return Decided(on, last, period)


@dataclass(eq=False)
class Wordings:
    """What a history says of standards, by the day.

    `today` is the day on which what is not committed yet counts as published; `pending` are the standards that it is in,
    as far as results were asked about.
    """

    history: History
    zone: dt.tzinfo
    today: dt.date
    # Whether all timelines are needed for something else anyway.
    all_at_once: bool = False
    pending: set[Ref] = field(default_factory=set)
    _timelines: dict[Ref, Timeline | None] = field(default_factory=dict, repr=False)
    _last: dict[str, dt.date | None] = field(default_factory=dict, repr=False)
    _found: dict[int, tuple[Record, Mapping[Ref, Record]]] = field(default_factory=dict, repr=False)
    _policies: list[tuple[dt.date, Policy]] | None = field(default=None, repr=False)
    _differs: bool = field(default=False, repr=False)
    _library: Library | None = field(default=None, repr=False)
    _goals_of: tuple[object, Mapping[Ref, tuple[Goal, ...]]] | None = field(default=None, repr=False)

    @property
    def matter(self) -> bool:
        """Whether any outcome that was asked about is judged by another wording or policy than that of now."""
        return self._differs or any(found for _, found in self._found.values())

    def like(self, history: History, today: dt.date) -> Wordings:
        """These wordings for records that have been edited since: what was read of the same history is not read again."""
        again = Wordings(history, self.zone, today, self.all_at_once)
        if history is self.history:
            again._timelines, again._policies = self._timelines, self._policies
        return again

    def again(self) -> Wordings:
        return self.like(self.history, self.today)

    def prepare(self, library: Library) -> None:
        """Reads all that is needed for the outcomes of a library. Raises `HistoryError` where git cannot give it."""
        for noun in _DECIDED:
            for outcome in library.of(noun):
                self.of(library, outcome)
                for day in _days_of_promises(outcome):
                    self.policy_on(library, day, outcome)

    def policy_on(self, library: Library, day: dt.date, outcome: Record) -> Policy:
        """What stood in the site's file at the end of the day. Where none stood yet, since the repository is younger: what
        stood when the outcome itself came here, or the first that there was."""
        self._begin(library)
        site = library.site
        last = self._last_change(site)
        if day >= self.today or (last is not None and last <= day):
            return site.policy
        if self._policies is None:
            self._policies = [*self._policies_of(site.ref)]
        if self._policies and self._policies[-1][1] != site.policy:
            # Not committed yet.
            self.pending.add(site.ref)
        policy = self._policy(day, outcome) or site.policy
        self._differs = self._differs or policy != site.policy
        return policy

    def _policies_of(self, ref: Ref) -> Iterator[tuple[dt.date, Policy]]:
        timeline = self.history.timelines.get(ref) if self.all_at_once else self.history.timeline(ref)
        for version in timeline.versions if timeline is not None else ():
            if isinstance(version.after, Site):
                yield self._day(version), version.after.policy

    def _policy(self, day: dt.date, outcome: Record) -> Policy | None:
        known = self._policies or []
        stood = [policy for published, policy in known if published <= day]
        if not stood and known:
            self._read((outcome.ref,))
            timeline = self._timelines[outcome.ref]
            came = self.today if timeline is None else self._day(timeline.versions[0])
            stood = [policy for published, policy in known if published <= came] or [known[0][1]]
        return stood[-1] if stood else None

    def of(self, library: Library, outcome: Record) -> Mapping[Ref, Record]:
        self._begin(library)
        known = self._found.get(id(outcome))
        if known is not None and known[0] is outcome:
            return known[1]
        found = dict(self._worded(library, outcome))
        self._found[id(outcome)] = (outcome, found)
        return found

    # What may count

    def _begin(self, library: Library) -> None:
        """Reads at once the past of all standards that may count for some result in another wording."""
        if self._library is not None and _is_like(self._library, library):
            return
        self._library, self._found, self._differs = library, {}, False
        refs: set[Ref] = set()
        for noun in _DECIDED:
            for outcome in library.of(noun):
                decided = decided_of(library, outcome)
                if decided is None:
                    continue
                for record in self._standards(library, outcome):
                    if self._may_differ(record, decided):
                        refs |= {record.ref, outcome.ref}
        self._read(refs)

    def _read(self, refs: Collection[Ref]) -> None:
        missing = [ref for ref in refs if ref not in self._timelines]
        if missing:
            found = self.history.timelines if self.all_at_once else self.history.timelines_of(missing)
            self._timelines.update({ref: found.get(ref) for ref in missing})

    def _worded(self, library: Library, outcome: Record) -> Iterator[tuple[Ref, Record]]:
        decided = decided_of(library, outcome)
        if decided is None or not isinstance(outcome, Outcome):
            return
        waiting, seen = list(self._standards(library, outcome)), set()
        while waiting:
            record = waiting.pop()
            if record.ref in seen:
                continue
            seen.add(record.ref)
            if not self._may_differ(record, decided):
                continue
            version = self._version(record, decided, outcome)
            earlier = version.after if version is not None else None
            if version is None or earlier is None:
                continue
            yield record.ref, self._as_counted(earlier, record, version)
            # An earlier wording may rest on another rule, which may be gone by now.
            for ref in _rests_on(earlier):
                rule = library.find(ref)
                if rule is not None:
                    waiting.append(rule)
                elif (gone := self._gone(ref, decided)) is not None:
                    yield ref, gone

    def _as_counted(self, earlier: Record, now: Record, version: Version) -> Record:
        if isinstance(earlier, Goal) and isinstance(now, Goal):
            earlier = earlier.with_progress_of(now)
        origin = now.origin._replace(file=version.file, version=version.number)
        return replace(earlier, origin=origin)

    def _gone(self, ref: Ref, decided: Decided) -> Record | None:
        self._read((ref,))
        timeline = self._timelines[ref]
        stood = [v for v in timeline.versions if self._day(v) <= decided.on] if timeline is not None else []
        version = next((v for v in reversed(stood) if _is_readable(v)), None)
        record = version.after if version is not None else None
        if version is None or record is None:
            return None
        origin = record.origin._replace(version=version.number)
        return replace(record, origin=origin)

    def _standards(self, library: Library, outcome: Outcome) -> Iterator[Record]:
        """The standards that an outcome rests on, as they are now."""
        if isinstance(outcome, AwardResult):
            reward = library.find(Ref(Reward.kind, outcome.reward.id))
            if reward is not None:
                yield reward
                yield from filter(None, map(library.find, _rests_on(reward)))
        elif isinstance(outcome, PromotionResult):
            criteria = library.find(Ref(PromotionCriteria.kind, outcome.criteria.id))
            if isinstance(criteria, PromotionCriteria):
                yield criteria
                yield from filter(None, map(library.find, _rests_on(criteria)))
                if any(leaf.grade is not None and leaf.grade.rule is None for leaf in criteria.requires.leaves()):
                    # Grades of any rule will do.
                    yield from library.of(ScoringRule, incomplete=True)
        cited = (library.get(Actuals, ref) for ref in outcome.evidence)
        periods = {outcome.period, *(actuals.period for actuals in cited if actuals is not None)}
        for period in sorted(periods, key=str):
            yield from self._goals(library).get(period, ())

    def _goals(self, library: Library) -> Mapping[Ref, tuple[Goal, ...]]:
        """The goals of each period that have changed at all since they were first committed, or are not committed."""
        if self._goals_of is None or self._goals_of[0] is not library.records.get(Goal.kind):
            index: dict[Ref, list[Goal]] = {}
            for goal in library.of(Goal, incomplete=True):
                index.setdefault(goal.period, []).append(goal)
            self._goals_of = (library.records.get(Goal.kind), {ref: tuple(goals) for ref, goals in index.items()})
        return self._goals_of[1]

    # When it was published

    def _may_differ(self, record: Record, decided: Decided) -> bool:
        """Whether the wording of now may not be the one that counts: told from the log alone, and by what it says."""
        last = self._last_change(record)
        if last is None or last > decided.on:
            return True
        later = [note.effective for note in record.changes if note.effective is not None]
        later += [record.in_force.from_] if record.in_force is not None and record.in_force.from_ is not None else []
        return any(day > decided.last for day in later)

    def _last_change(self, record: Record) -> dt.date | None:
        """The day on which the files of a record changed last; None where they are otherwise than committed."""
        group = group_of(record.origin.file)
        if group not in self._last:
            assert self._library is not None
            known = self.history.last_change(group)
            raws = self._files.get(group, {})
            same = (
                known is not None
                and len(raws) == len(known[1])
                and all(n in raws and blob_id(raws[n], id) == id for n, id in known[1])
            )
            self._last[group] = known[0].astimezone(self.zone).date() if known is not None and same else None
        return self._last[group]

    @cached_property
    def _files(self) -> Mapping[str, Mapping[str, bytes]]:
        """What stands in the files of each group."""
        found: dict[str, dict[str, bytes]] = {}
        assert self._library is not None
        for name, raw in self._library.documents.sources.items():
            found.setdefault(group_of(name), {})[name] = raw
        return found

    def _day(self, version: Version) -> dt.date:
        return version.landed.committed.astimezone(self.zone).date()

    def _version(self, record: Record, decided: Decided, outcome: Record) -> Version | None:
        """The version that counts; None where it is the wording of now."""
        self._read((record.ref, outcome.ref))
        timeline = self._timelines[record.ref]
        readable = [v for v in timeline.versions if _is_readable(v)] if timeline is not None else []
        if not readable or timeline is None:
            return None
        meaning = digest(record)
        if not record.incomplete and _digest_of(readable[-1]) != meaning:
            # Not committed yet.
            self.pending.add(record.ref)
            if self._counts(readable[-1].after, record, self.today, record, decided):
                return None
        found = next((v for v in reversed(readable) if self._counts_for(v, record, decided)), None)
        if found is None:
            found = self._before_there_was_one(readable, outcome, decided)
        return None if _digest_of(found) == meaning else found

    def _counts_for(self, version: Version, latest: Record, decided: Decided) -> bool:
        after = version.after
        return after is not None and self._counts(version.before, after, self._day(version), latest, decided)

    def _counts(
        self, before: Record | None, after: Record, published: dt.date, latest: Record, decided: Decided
    ) -> bool:
        if published <= decided.on:
            first = first_day_of(before, after)
            return first is None or first <= decided.last
        reach = reach_of(before, after, published, latest)
        return reach is not None and reach.approved is not None and touches(reach, decided.period, decided.on)

    def _before_there_was_one(self, readable: list[Version], outcome: Record, decided: Decided) -> Version:
        """Where no version counts: the last that stood on the day of the decision, though it says that it counts later;
        where none stood yet, the one that stood when the result itself came here, or the first that there was."""
        stood = [version for version in readable if self._day(version) <= decided.on]
        if stood:
            return stood[-1]
        timeline = self._timelines[outcome.ref]
        came = self.today if timeline is None else self._day(timeline.versions[0])
        return next((version for version in reversed(readable) if self._day(version) <= came), readable[0])


def _is_like(one: Library, other: Library) -> bool:
    """Whether libraries hold the same records, perhaps some of them set aside."""
    return one.documents is other.documents


def _days_of_promises(outcome: Record) -> Iterator[dt.date]:
    """The days on each of which the site had promised something of an outcome."""
    if isinstance(outcome, Outcome) and isinstance(getattr(outcome.decided, "on", None), dt.date):
        yield outcome.decided.on
        yield from (objection.received for objection in outcome.objections)


def _is_readable(version: Version) -> bool:
    return version.snapshot is not None and version.snapshot.is_readable


def _digest_of(version: Version) -> str:
    return version.snapshot.digest if version.snapshot is not None else ""


def _rests_on(standard: Record) -> Iterator[Ref]:
    """The rules that a standard names."""
    requirement: Requirement | None = None
    if isinstance(standard, Reward):
        requirement = standard.eligibility
        if standard.basis is not None and standard.basis.rule is not None:
            yield Ref(ScoringRule.kind, standard.basis.rule.id)
    elif isinstance(standard, PromotionCriteria):
        requirement = standard.requires
    for leaf in requirement.leaves() if requirement is not None else ():
        if leaf.grade is not None and leaf.grade.rule is not None:
            yield Ref(ScoringRule.kind, leaf.grade.rule.id)


__all__ = ["Decided", "Wordings", "decided_of"]
