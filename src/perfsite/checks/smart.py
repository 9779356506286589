"""The five questions that each goal answers: is it specific, measurable, achievable, relevant and time-bound?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from perfsite.checks.problem import head, place_in_text, problem, see
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.people import Team
from perfsite.records.period import Period
from perfsite.records.references import Ref

# Words with which a title says that something is to change, and not merely to reach a figure.
_CHANGE = re.compile(
    r"增长|增加|提升|提高|上升|降低|减少|下降|缩短|压缩|翻番"
    r"|\b(?:grow(?:th|s|ing)?|increas(?:e|es|ing)|rais(?:e|es|ing)|reduc(?:e|es|ing|tion)|cut|lower(?:s|ing)?"
    r"|improv(?:e|es|ing|ement)|decreas(?:e|es|ing)|shorten(?:s|ing)?|double|halve)\b(?!-)",
    re.IGNORECASE,
)


def check_smart(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """The three questions that a goal answers by itself."""
    first_of: dict[tuple[Ref, Ref, Ref], Goal] = {}
    for goal in library.of(Goal):
        yield from _specific(library, goal, first_of)
        yield from _measurable(library, goal)
        if goal.achievable is None:
            yield problem(library, goal, head(library, goal), "PS503")


def check_bearings(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """The two that it answers together with other records: what it supports, and its period."""
    goals = library.of(Goal)
    # A goal that could not be read may be the one that supports another.
    closed = "goal" not in library.open_kinds and len(goals) == len(library.records["goal"])
    supported = {goal.supports.id for goal in goals if goal.supports is not None}
    for goal in goals:
        if goal.supports is None and closed and goal.id not in supported and not _at_the_top(library, goal):
            yield problem(library, goal, head(library, goal), "PS504")
        yield from _time_bound(library, goal)


def _specific(library: Library, goal: Goal, first_of: dict[tuple[Ref, Ref, Ref], Goal]) -> Iterator[Diagnostic]:
    # An aspirational objective may be measured by whatever shows the way; a committed one is counted.
    for index, result in enumerate(goal.key_results if goal.objective == "committed" else ()):
        if result.metric is None:
            yield problem(library, goal, ("key_results", index, "title"), "PS501", {"number": index + 1})
    if goal.metric is None:
        return
    first = first_of.setdefault((goal.owner, goal.period, goal.metric), goal)
    if first is not goal:
        related = see(library, first, head(library, first), "另一个在这里", "the other one is here")
        arguments = {"owner": goal.owner, "period": goal.period.id, "metric": goal.metric.id}
        yield problem(library, goal, ("metric",), "PS501", arguments, hint="twice", related=related)


def _measurable(library: Library, goal: Goal) -> Iterator[Diagnostic]:
    if goal.target is None and not goal.key_results:
        yield problem(library, goal, head(library, goal), "PS502", hint="nothing")
    if goal.target is None or goal.baseline is not None:
        return
    for key, text in (("title", goal.title), ("summary", goal.summary)):
        words = {lang: match.group() for lang, version in text or () if (match := _CHANGE.search(version)) is not None}
        if words:
            first = next(iter(words))
            place = place_in_text(library, goal, (key, first), words[first])
            word = Phrase(words.get("zh", words[first]), words.get("en", words[first]))
            yield problem(library, goal, place, "PS502", {"word": word})
            return


def _at_the_top(library: Library, goal: Goal) -> bool:
    """Whether nothing can be above it: its owner is a team that is part of no other."""
    if goal.owner.kind != "team":
        return False
    team = library.get(Team, goal.owner)
    return team is None or team.parent is None


def _time_bound(library: Library, goal: Goal) -> Iterator[Diagnostic]:
    """Dates of a goal that its period does not hold. A look back after the end is as it should be."""
    period = library.get(Period, goal.period)
    if period is None:
        return
    dates = {"period": period.id, "first": period.from_, "last": period.to}
    for index, review in enumerate(goal.reviews):
        if review.on < period.from_:
            yield problem(library, goal, ("reviews", index, "on"), "PS505", {**dates, "day": review.on})
    for index, revision in enumerate(goal.revisions):
        effective = revision.effective or revision.on
        if revision.on > period.to:
            yield problem(
                library, goal, ("revisions", index, "on"), "PS505", {**dates, "day": revision.on}, hint="late"
            )
        elif effective > period.to:
            yield problem(
                library, goal, ("revisions", index, "effective"), "PS505", {**dates, "day": effective}, hint="revision"
            )
