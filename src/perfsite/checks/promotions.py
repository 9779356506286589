"""Promotions follow from their criteria: what the records decide is decided anew in every check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.outcomes import title_of
from perfsite.checks.problem import problem, see, written
from perfsite.diagnostics import Diagnostic, Phrase, Related
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.result import PromotionResult, Waiver
from perfsite.scoring.eligibility import route_to
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.promotions import Judged, JudgedCandidate, Judgement, judge
from perfsite.sources.nodes import Route

_MET = {True: Phrase("满足", "met"), False: Phrase("未满足", "not met")}


def check_promotions(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """A requirement that the records decide otherwise, a promotion that does not follow, a waiver that nobody allowed."""
    grounds = Grounds(library)
    for promotion in library.of(PromotionResult):
        if promotion.withdrawn is None:
            found = judge(grounds, promotion)
            if found.criteria is not None:
                yield from _problems(library, found, promotion, found.criteria)


def _problems(
    library: Library, found: Judgement, promotion: PromotionResult, criteria: PromotionCriteria
) -> Iterator[Diagnostic]:
    for one in found.candidates:
        differing = [judged for judged in one.requirements if judged.differs]
        for judged in differing:
            yield _differs(library, promotion, criteria, one, judged)
        # What follows from a requirement that is recorded wrongly is not told a second time.
        if one.contradicts and not differing:
            yield _contradicts(library, promotion, criteria, one)
        yield from _waivers(library, promotion, criteria, one)
    for index in found.held_back:
        arguments = {"who": promotion.candidates[index].person.id, "criteria": criteria.id}
        related = see(library, criteria, ("requires",), "要求在这里", "the requirements are here")
        yield problem(library, promotion, ("candidates", index, "outcome"), "PS737", arguments, related=related)
    for who in found.left_out:
        related = see(library, criteria, ("requires",), "要求在这里", "the requirements are here")
        arguments = {"who": who.id, "criteria": criteria.id}
        yield problem(library, promotion, ("criteria",), "PS737", arguments, hint="left out", related=related)


def _place(one: JudgedCandidate, judged: Judged, *rest: str) -> Route:
    return ("candidates", one.index, "requirements", judged.id, *rest)


def _asked(library: Library, criteria: PromotionCriteria, judged: Judged) -> tuple[Related, ...]:
    route = route_to(judged.requirement, criteria.requires, ("requires",)) or ("requires",)
    return see(library, criteria, route, "这一项要求", "this is what is required")


def _differs(
    library: Library, promotion: PromotionResult, criteria: PromotionCriteria, one: JudgedCandidate, judged: Judged
) -> Diagnostic:
    recorded, found = judged.recorded, judged.found
    assert recorded is not None
    assert found.met is not None
    related = _asked(library, criteria, judged)
    said = found.said or _MET[found.met]
    arguments: dict[str, object] = {"who": one.who.id, "requirement": title_of(judged.requirement), "said": said}
    if recorded.met == found.met:
        place = _place(one, judged, "value")
        arguments["published"] = written(library, promotion, *place)
        return problem(library, promotion, place, "PS734", arguments, hint="value", related=related)
    arguments |= {"recorded": _MET[recorded.met], "computed": _MET[found.met]}
    hint = "" if found.said is not None else "plain"
    return problem(library, promotion, _place(one, judged, "met"), "PS734", arguments, hint=hint, related=related)


def _contradicts(
    library: Library, promotion: PromotionResult, criteria: PromotionCriteria, one: JudgedCandidate
) -> Diagnostic:
    """Somebody promoted though a requirement is not met, or though nothing says of one whether it is."""
    decisive = one.lacking or one.unsaid
    titles = [title_of(judged.requirement) for judged in decisive]
    listed = Phrase("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))
    arguments: dict[str, object] = {"who": one.who.id, "requirement": listed}
    place: Route = ("candidates", one.index, "outcome")
    hint = "" if one.lacking else "unsaid"
    related = _asked(library, criteria, decisive[0])
    return problem(library, promotion, place, "PS735", arguments, hint=hint, related=related)


def _waivers(
    library: Library, promotion: PromotionResult, criteria: PromotionCriteria, one: JudgedCandidate
) -> Iterator[Diagnostic]:
    """A waiver is for a requirement that may be waived, by someone who may."""
    waivers = criteria.waivers
    for judged in one.requirements:
        waived = judged.recorded.waived if judged.recorded is not None else None
        if waived is None or one.excepted:
            continue
        arguments: dict[str, object] = {"criteria": criteria.id, "requirement": title_of(judged.requirement)}
        place = _place(one, judged, "waived")
        if waivers is None:
            yield problem(library, promotion, place, "PS736", arguments, hint="none", key=True)
        elif waivers.requirements and judged.id not in waivers.requirements:
            related = see(library, criteria, ("waivers",), "可以豁免的在这里", "what may be waived")
            yield problem(library, promotion, place, "PS736", arguments, key=True, related=related)
        elif not _may_waive(library, promotion, criteria, waived):
            arguments["by"] = waived.approved_by.id
            related = see(library, criteria, ("waivers", "approved_by"), "批准人在这里", "who may approve it")
            by = (*place, "approved_by")
            yield problem(library, promotion, by, "PS736", arguments, hint="approver", related=related)


def _may_waive(library: Library, promotion: PromotionResult, criteria: PromotionCriteria, waived: Waiver) -> bool:
    """Whether the approver is one of those named, or held a role that is, on the day. Unknown people are not judged."""
    allowed = criteria.waivers.approved_by if criteria.waivers is not None else ()
    if waived.approved_by in allowed:
        return True
    roles = {ref for ref in allowed if ref.kind == "role"}
    person = library.get(Person, waived.approved_by)
    if person is None:
        return True
    position = person.position_on(waived.on or promotion.decided.on)
    return position is not None and position.role in roles
