"""Who held which position on a day, as far as the audience sees the days of positions."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from perfsite.records.goal import Goal
from perfsite.records.ladder import Ladder
from perfsite.records.people import Person, Position, Role, Team
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.site.edition import Edition, Link
from perfsite.site.levels import level_link
from perfsite.site.ordering import by_title
from perfsite.site.seen import seen
from perfsite.site.sentences import say


class Holder(NamedTuple):
    """A person in a position."""

    person: Person
    position: Position


def position_then(person: Person, day: dt.date) -> Position | None:
    """The position on a day. Where the days are not seen, the only position that the person has had."""
    if all(position.from_ is None for position in person.positions):
        return person.positions[0] if len(person.positions) == 1 else None
    return person.position_on(day)


def position_in(person: Person, period: Period | None) -> Position | None:
    """The position held last in a period."""
    if period is None:
        return None
    held = person.held_in(period.from_, period.to)
    return held[-1] if held else position_then(person, period.to)


def level_of_owner(goal: Goal, period: Period | None, edition: Edition) -> Link | None:
    """The level in the period of a person whose page the owner's name leads to, and says as much; None of all others."""
    person = edition.library.get(Person, seen(goal.owner))
    if person is None or not edition.link(person).address:
        return None
    position = position_in(person, period)
    return position_level(position, edition) if position is not None else None


def holders_of(record: Role | Team, edition: Edition) -> tuple[Holder, ...]:
    """Who is in a role or a team on the day of the site. Positions whose days are not seen are left out."""
    found = []
    for mention in edition.library.mentioned_by(record):
        person = mention.record
        if mention.route[:1] != ("positions",) or not isinstance(person, Person):
            continue
        if person.left is not None and person.left < edition.as_of:
            continue
        position = person.position_on(edition.as_of)
        if position is not None and record.ref in (position.role, position.team):
            found.append(Holder(person, position))
    return tuple(sorted(dict.fromkeys(found), key=lambda holder: by_name(holder.person, edition)))


def by_name(person: Person, edition: Edition, page: str = "") -> tuple[tuple[str, ...], str]:
    """A sorting key by the name that is shown."""
    return by_title(edition.title(person, page), edition.language), person.id


def position_level(position: Position, edition: Edition) -> Link | None:
    """The level of a position, in the ladder of its role."""
    if position.level is None:
        return None
    role = edition.library.get(Role, position.role)
    ladder = edition.library.get(Ladder, role.ladder) if role is not None else None
    return level_link(edition, position.level, ladder)


def in_office(ref: Ref, day: dt.date, edition: Edition, page: str) -> Any:
    """A person with the role held on a day, as decisions and approvals name them."""
    link = edition.link_to(ref, page)
    person = edition.library.get(Person, ref)
    position = position_then(person, day) if person is not None else None
    role = edition.library.get(Role, position.role) if position is not None else None
    return link if link is None or role is None else say("staff.in-office", person=link, role=edition.title(role))


__all__ = [
    "Holder",
    "by_name",
    "holders_of",
    "in_office",
    "position_in",
    "position_level",
    "position_then",
]
