"""What must be true of a person, as a tree of plain sentences: promotion criteria and eligibility for a reward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from perfsite.records.ladder import Ladder
from perfsite.records.requirement import AttainmentNeeded, GradeNeeded, NoneOf, Requirement, Tenure
from perfsite.records.texts import Text
from perfsite.site.clauses import bound_said
from perfsite.site.edition import Edition
from perfsite.site.levels import competency_link, level_link
from perfsite.site.seen import seen
from perfsite.site.sentences import full, joined, say


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement. A group has `parts` and a `mode`, all or any; a leaf has what is asked in words.

    `title` is the author's own sentence; `said` is composed from the data; `prose` is what people judge; `evidence`
    says who decides, and on what.
    """

    id: str
    mode: str
    title: Text | None
    said: Any
    prose: Text | None
    evidence: Any
    waivable: bool
    parts: tuple[Need, ...]


def view_requirement(
    requirement: Requirement | None,
    edition: Edition,
    *,
    prefix: str,
    ladder: Ladder | None = None,
    waivable: frozenset[str] | None = None,
) -> Need | None:
    """The tree, with anchors that begin with `prefix`. `waivable` are the ids that may be waived, None for none."""
    if requirement is None:
        return None
    return _view(requirement, edition, prefix, prefix, ladder, waivable)


def _view(
    requirement: Requirement,
    edition: Edition,
    prefix: str,
    place: str,
    ladder: Ladder | None,
    waivable: frozenset[str] | None,
) -> Need:
    mode = "all" if requirement.all_ else "any" if requirement.any_ else ""
    parts = tuple(
        _view(part, edition, prefix, f"{place}-{number}", ladder, waivable)
        for number, part in enumerate((*requirement.all_, *requirement.any_), 1)
    )
    evidence = say(f"requirement.by-{requirement.evidence}") if requirement.evidence else None
    return Need(
        id=f"{prefix}.{requirement.id}" if requirement.id else place,
        mode=mode,
        title=requirement.title,
        said=None if mode else full(_leaf_said(requirement, edition, ladder)),
        prose=requirement.judgement,
        evidence=evidence,
        waivable=waivable is not None and not mode and requirement.id is not None and requirement.id in waivable,
        parts=parts,
    )


def _leaf_said(requirement: Requirement, edition: Edition, ladder: Ladder | None) -> Any:
    """What a single requirement asks; None where it is only people's judgement, or not to be seen."""
    if requirement.tenure is not None:
        return _tenure_said(requirement.tenure, edition, ladder)
    if requirement.grade is not None:
        return _grade_said(requirement.grade, edition)
    if requirement.attainment is not None:
        return _figure_said("attainment", requirement.attainment, edition)
    if requirement.actual is not None:
        return _figure_said("actual", requirement.actual, edition)
    if requirement.none is not None:
        return _none_said(requirement.none, edition)
    if requirement.total is not None:
        return say("requirement.total", value=requirement.total)
    courses = joined(*edition.links_to(requirement.completed))
    return say("requirement.completed", training=courses) if courses else _competency_said(requirement, edition, ladder)


def _competency_said(requirement: Requirement, edition: Edition, ladder: Ladder | None) -> Any:
    said = (
        say(
            "requirement.competency",
            competency=competency_link(edition, key, ladder),
            level=level_link(edition, level, ladder),
        )
        for key, level in requirement.competency
    )
    return joined(*said, joint="comma")


def _tenure_said(tenure: Tenure, edition: Edition, ladder: Ladder | None) -> Any:
    time = seen(tenure.at_least)
    if time is None:
        return None
    if tenure.in_ is None:
        said = say("requirement.tenure", time=time)
    else:
        said = say("requirement.tenure-in", time=time, level=level_link(edition, tenure.in_, ladder))
    return said if tenure.until is None else say(f"requirement.until-{tenure.until.replace(' ', '-')}", tenure=said)


def _none_said(none: NoneOf, edition: Edition) -> Any:
    metric = edition.link_to(none.metric)
    if metric is None:
        return None
    if none.over is None:
        return say("requirement.none", metric=metric)
    return say("requirement.none-over", metric=metric, time=none.over)


def _grade_said(needed: GradeNeeded, edition: Edition) -> Any:
    if seen(needed.at_least) is None:
        return None
    rule = edition.link_to(needed.rule)
    grade = say("requirement.grade-at-least", grade=needed.at_least)
    if needed.in_ is None:
        said = say("requirement.grade", grade=grade)
    elif needed.in_.count == needed.in_.last:
        said = say("requirement.grade-each", grade=grade, n=needed.in_.last)
    else:
        said = say("requirement.grade-in", grade=grade, count=needed.in_.count, n=needed.in_.last)
    return say("requirement.under-rule", said=said, rule=rule) if rule is not None else said


def _figure_said(name: str, needed: AttainmentNeeded, edition: Edition) -> Any:
    metric, bound = edition.link_to(needed.metric), bound_said(needed)
    if metric is None or bound is None:
        return None
    over = say("requirement.over", time=needed.over) if needed.over is not None else say("requirement.this-period")
    return say(f"requirement.{name}", metric=metric, over=over, bound=bound)


__all__ = ["Need", "view_requirement"]
