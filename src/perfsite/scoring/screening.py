"""Those whom a reward is for to those who may have it: why others may not, and what people have to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.diagnostics import Phrase
from perfsite.records.metric import Metric
from perfsite.records.people import Person
from perfsite.records.record import title
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.scoring.compile import GRADE, TOTAL
from perfsite.scoring.eligibility import decide, find, route_to
from perfsite.scoring.evaluate import Value
from perfsite.scoring.explain import Wording
from perfsite.scoring.lacks import Lacks
from perfsite.scoring.listing import Listing
from perfsite.scoring.positions import stretches
from perfsite.scoring.proposal import NOTHING, Judged
from perfsite.scoring.workings import Inputs, Workings


class Screening:
    """Who is looked at, one after another: the `unmet` are not eligible, of the `open` people have to judge.

    What is open is listed of those too who lack something, and matters once they no longer do.
    """

    def __init__(self, workings: Workings, listing: Listing, wording: Wording, lacks: Lacks) -> None:
        self.workings, self.listing, self.wording, self.lacks = workings, listing, wording, lacks
        self.award, self.period = workings.award, workings.period
        self.case, self.grounds, self.library = workings.case, workings.grounds, workings.grounds.library
        self.unmet: list[Judged] = []
        self.open: list[Judged] = []

    def may_have_it(self, who: Ref) -> bool:
        met, decisive = self.listing.verdict(who)
        if met is not None:
            if decisive is not None:
                self.unmet.append(Judged(who, decisive, self._what_is(who, decisive)))
            return met
        requirement = self.case.reward.eligibility
        assert requirement is not None
        undecided = list(self._undecided(who, requirement))
        # Every leaf is looked at, so that all that is lacking is named at once.
        lacking = [self._is_lacking(who, leaf, requirement) for leaf in undecided]
        self.open += [Judged(who, leaf) for leaf in undecided]
        return not any(lacking)

    def _undecided(self, who: Ref, requirement: Requirement) -> Iterator[Requirement]:
        met, _ = decide(self.grounds, requirement, self.listing.applicant(who))
        if met is None:
            parts = (*requirement.all_, *requirement.any_)
            if not parts:
                yield requirement
            for part in parts:
                yield from self._undecided(who, part)

    def _is_lacking(self, who: Ref, leaf: Requirement, tree: Requirement) -> bool:
        """Whether the records lack something for a requirement that they should decide; if not, people decide it."""
        part = leaf.measured
        if part is not None:
            # Before the records begin, a stretch that looks back further is for people to judge.
            trouble = (
                self.lacks.trouble_of(who, part.metric.id)
                if part.over is None
                else find(self.grounds, leaf, self.listing.applicant(who)).trouble
            )
            if trouble is not None:
                route = route_to(leaf, tree, ("eligibility",))
                assert route is not None
                self.lacks.note(who, trouble, self.case.reward, route)
            return trouble is not None
        inputs = Inputs(self.workings, who, {})
        troubles = self.workings.score(inputs, self._computed_for(leaf)).troubles
        for name, trouble in troubles.items():
            self.lacks.explain(who, name, trouble, inputs)
        return bool(troubles)

    def _computed_for(self, leaf: Requirement) -> list[str]:
        """The figure of the reward's own rule and period that decides a requirement; none where it is of others."""
        rule, grade = self.case.rule, leaf.grade
        if rule is None:
            return []
        if leaf.total is not None:
            return [TOTAL]
        return [GRADE] if grade is not None and grade.in_ is None and grade.rule in (None, rule.ref) else []

    def _what_is(self, who: Ref, leaf: Requirement) -> Phrase:
        """What the records say of someone where a requirement is not met."""
        part = leaf.measured
        if part is not None:
            metric, value = part.metric.id, find(self.grounds, leaf, self.listing.applicant(who)).value
            assert value is not None
            if leaf.attainment is not None:
                return self._labelled(f"{metric}/attainment", value)
            figure = self.wording.figure(f"{metric}/actual", value)
            named = self.library.get(Metric, metric)
            zh, en = (title(named, "zh"), title(named, "en")) if named is not None else (metric, metric)
            return Phrase(f"{zh} {figure}", f"{en} {figure}")
        for name, step in self.workings.score(Inputs(self.workings, who, {}), self._computed_for(leaf)).steps.items():
            return self._labelled(name, step.value)
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
