"""The view of a person, for audiences that see people by name: positions, goals, results, training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from perfsite.records.goal import Goal
from perfsite.records.ladder import Ladder
from perfsite.records.people import Person, Position, Role, Team
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.texts import Text
from perfsite.records.training import Training
from perfsite.site.anchors import recipient_anchor
from perfsite.site.describe import Entry, describe
from perfsite.site.edition import Edition, Link
from perfsite.site.explained import explained_link
from perfsite.site.goal_tables import goal_sheet, team_order
from perfsite.site.levels import competency_link, level_link
from perfsite.site.ordering import by_title
from perfsite.site.periods import current_period, newest_decision, running_periods
from perfsite.site.promotions import outcome_status
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Days, Fact, Row, Said, Sheet, say
from perfsite.site.sifting import Choice
from perfsite.site.staff import by_name, position_level
from perfsite.site.standing import Standing, view_standing
from perfsite.site.tables import (
    Sift,
    SiftedSheet,
    Trait,
    choice_of,
    level_height,
    level_link_height,
    sifted,
    sifted_sheet,
)

# Shown in a way of their own above, or not meant for the page.
_APART = (
    "title", "summary", "body", "status", "audience", "translation_of", "name", "surname", "positions", "competencies",
    "joined", "owner", "tags", "links", "in_force", "approved", "replaces", "changes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonView:
    """`unnamed` says that some results are not listed, where the site masks names after notice."""

    kind: str
    title: str
    id: str
    summary: Text | None
    facts: tuple[Fact, ...]
    leads: tuple[Link, ...]
    period: Link | None
    goals: Sheet | None
    earlier_goals: SiftedSheet | None
    results: Sheet | None
    promotions: Sheet | None
    unnamed: Said | None
    positions: Sheet | None
    training: Sheet | None
    competencies: tuple[Fact, ...]
    entries: tuple[Entry, ...]
    body: Text | None
    standing: Standing


def view_person(person: Person, edition: Edition) -> PersonView:
    period = current_period(edition)
    goals = _goals(person, edition)
    running = {p.id for p in running_periods(edition)} | ({period.id} if period is not None else set())
    now = [goal for goal in goals if (ref := seen(goal.period)) is not None and ref.id in running]
    earlier = [goal for goal in goals if goal not in now]
    several = len({goal.period for goal in now}) > 1
    return PersonView(
        kind=edition.words(person.noun),
        title=edition.title(person),
        id=person.id,
        summary=person.summary,
        facts=tuple(_facts(person, edition)),
        leads=_leads(person, edition),
        period=edition.link(period) if period is not None else None,
        goals=goal_sheet(now, edition, say("person.goals-table"), owner=False, period=several) if now else None,
        earlier_goals=_earlier(earlier, edition),
        results=_results(person, edition),
        promotions=_promotions(person, edition),
        unnamed=_unnamed_said(edition),
        positions=_positions(person, edition),
        training=_training(person, edition),
        competencies=_competencies(person, edition),
        entries=describe(person, edition, skip=_APART),
        body=person.body,
        standing=view_standing(person, edition),
    )


def _facts(person: Person, edition: Edition) -> Iterator[Fact]:
    position = person.position_on(edition.as_of)
    if position is not None:
        for label, value in (
            ("person.role", edition.link_to(position.role)),
            ("person.team", edition.link_to(position.team)),
            ("person.level", position_level(position, edition)),
            ("person.since", position.from_),
        ):
            if value is not None:
                yield Fact(label, value)
    if person.joined is not None:
        yield Fact("person.joined", person.joined)


def _leads(person: Person, edition: Edition) -> tuple[Link, ...]:
    teams = [
        m.record for m in edition.library.mentioned_by(person) if m.route == ("lead",) and isinstance(m.record, Team)
    ]
    return tuple(edition.link(team) for team in edition.sorted(teams))


def _goals(person: Person, edition: Edition) -> list[Goal]:
    return [
        m.record for m in edition.library.mentioned_by(person) if m.route == ("owner",) and isinstance(m.record, Goal)
    ]


def _earlier(goals: list[Goal], edition: Edition) -> SiftedSheet | None:
    if not goals:
        return None
    sheet = goal_sheet(goals, edition, say("person.earlier-goals"), owner=False, period=True)
    newest = {edition.address(period): period.to.toordinal() for period in edition.library.of(Period)}
    periods = {edition.address(goal): edition.library.get(Period, goal.period) for goal in goals}

    def key(row: Row) -> tuple[int, int]:
        period = periods[row.cells[0].address]
        return (-period.to.toordinal(), period.from_.toordinal()) if period is not None else (0, 0)

    # In the order of its rows a reader also finds the periods to choose from.
    done = replace(sheet, rows=tuple(sorted(sheet.rows, key=key)))
    place = [column.sort for column in sheet.columns].index("period")
    traits = (Trait("period", "goals.period", [choice_of(row.cells[place]) for row in done.rows]),)
    return sifted_sheet(
        done, edition, by=("metric",), traits=traits, orders={"period": lambda link: newest.get(link.address, 0)}
    )


def _named_outcomes(person: Person, edition: Edition, key: str) -> list[tuple[Outcome, int]]:
    """Where a person stands among the recipients or candidates, on pages that name them."""
    found = []
    for mention in edition.library.mentioned_by(person):
        record, route = mention.record, mention.route
        about = isinstance(record, Outcome) and len(route) == 3 and route[0] == key and route[2] == "person"
        if about and edition.projection.names.mode_on(record.address) == "full":
            found.append((cast("Outcome", record), int(route[1])))
    return sorted(found, key=lambda item: newest_decision(item[0]))


def _results(person: Person, edition: Edition) -> Sheet | None:
    rows = []
    for outcome, place in _named_outcomes(person, edition, "recipients"):
        assert isinstance(outcome, AwardResult)
        recipient = outcome.recipients[place]
        link = Link(edition.title(outcome), f"{edition.address(outcome)}#{person.id}")
        rows.append(
            Row(
                (
                    link,
                    edition.link_to(outcome.period),
                    recipient.total,
                    recipient.grade,
                    recipient.amount,
                    recipient.award,
                    explained_link(outcome, edition, recipient_anchor(person.ref, outcome, edition)),
                )
            )
        )
    columns = (
        Column("person.result"),
        Column("goals.period"),
        Column("recipient.total", "number"),
        Column("recipient.grade"),
        Column("recipient.amount", "number"),
        Column("recipient.award"),
        Column("explained.column"),
    )
    return without_empty(Sheet(say("person.results-table"), columns, tuple(rows)))


def _promotions(person: Person, edition: Edition) -> Sheet | None:
    rows = []
    for outcome, place in _named_outcomes(person, edition, "candidates"):
        assert isinstance(outcome, PromotionResult)
        candidate = outcome.candidates[place]
        steps = explained_link(outcome, edition, recipient_anchor(person.ref, outcome, edition))
        rows.append(Row((edition.link(outcome), outcome_status(candidate, edition), candidate.effective, steps)))
    columns = (
        Column("person.promotion"),
        Column("candidate.outcome"),
        Column("candidate.effective", "date"),
        Column("explained.column"),
    )
    return without_empty(Sheet(say("person.promotions-table"), columns, tuple(rows)))


def without_empty(sheet: Sheet) -> Sheet | None:
    """A table without the columns in which nothing stands; None where there is no row."""
    if not sheet.rows:
        return None
    kept = [i for i in range(len(sheet.columns)) if i == 0 or any(row.cells[i] is not None for row in sheet.rows)]
    rows = tuple(Row(tuple(row.cells[i] for i in kept), row.id, row.swatch, row.note) for row in sheet.rows)
    return replace(sheet, columns=tuple(sheet.columns[i] for i in kept), rows=rows)


def _unnamed_said(edition: Edition) -> Said | None:
    """That not all results are listed: said on every page alike, whether or not the person is in any of them."""
    names = edition.projection.names
    return say("person.unnamed") if any(mode != "full" for mode in names.masked.values()) else None


def _positions(person: Person, edition: Edition) -> Sheet | None:
    """The positions, the newest first."""
    rows = [
        Row(
            (
                edition.link_to(position.role),
                edition.link_to(position.team),
                position_level(position, edition),
                Days(position.begins, position.until) if position.begins or position.until else None,
            )
        )
        for position in reversed(person.positions)
    ]
    columns = (Column("person.role"), Column("person.team"), Column("person.level"), Column("person.days"))
    return without_empty(Sheet(say("person.positions-table"), columns, tuple(rows)))


def _training(person: Person, edition: Edition) -> Sheet | None:
    found = []
    for mention in edition.library.mentioned_by(person):
        training, route = mention.record, mention.route
        if isinstance(training, Training) and len(route) == 3 and route[0] == "completed":
            found.append((seen(training.completed[int(route[1])].on), training))
    found.sort(key=lambda item: (-item[0].toordinal() if item[0] is not None else 0, item[1].id))
    rows = tuple(Row((edition.link(training), on)) for on, training in found)
    return without_empty(
        Sheet(
            say("person.training-table"),
            (Column("person.training"), Column("person.completed", "date")),
            rows,
            slim=True,
        )
    )


def _competencies(person: Person, edition: Edition) -> tuple[Fact, ...]:
    position = person.position_on(edition.as_of)
    role = edition.library.get(Role, position.role) if position is not None else None
    ladder = edition.library.get(Ladder, role.ladder) if role is not None else None
    return tuple(
        Fact("", level_link(edition, level, ladder), competency_link(edition, competency, ladder))
        for competency, level in person.competencies
    )


# The index


@dataclass(frozen=True, slots=True)
class PeopleGroup:
    id: str
    title: Any
    count: int
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class PeopleView:
    title: str
    said: Said
    groups: tuple[PeopleGroup, ...]
    sift: Sift
    total: int


def view_people(folder: str, records: tuple[Record, ...], edition: Edition) -> PeopleView:
    """People by team; those without a position today stand last, those who have left are not listed."""
    from perfsite.site.plan import folder_name

    order = team_order(edition)
    grouped: dict[str, list[Person]] = {}
    for person in edition.library.of(Person):
        position = person.position_on(edition.as_of)
        left = (person.left is not None and person.left < edition.as_of) or (position is None and person.positions)
        if left:
            grouped.setdefault("left", []).append(person)
        else:
            grouped.setdefault(
                position.team.id if position is not None and position.team is not None else "", []
            ).append(person)
    places = {"left": len(order) + 1}
    ids = sorted(grouped, key=lambda id: (places.get(id, order.get(id, len(order))), id))
    listed = [sorted(grouped[id], key=lambda person: by_name(person, edition)) for id in ids]
    positions = [person.position_on(edition.as_of) for people in listed for person in people]
    traits = (
        Trait("team", "person.team", [_choice(position, "team", edition) for position in positions]),
        Trait(
            "role",
            "person.role",
            [_choice(position, "role", edition) for position in positions],
            lambda choice: by_title(choice.label, edition.language),
        ),
        Trait(
            "level",
            "person.level",
            [choice_of(position_level(position, edition)) if position else () for position in positions],
            level_height(edition),
        ),
    )
    groups = [_people_group(id, people, edition) for id, people in zip(ids, listed, strict=True)]
    sift, sheets = sifted([group.sheet for group in groups], edition, traits, {"level": level_link_height(edition)})
    return PeopleView(
        edition.words(folder_name(folder)),
        say("people.total", n=len(records)),
        tuple(replace(group, sheet=sheet) for group, sheet in zip(groups, sheets, strict=True)),
        sift,
        len(records),
    )


def _choice(position: Position | None, field: str, edition: Edition) -> tuple[Choice, ...]:
    return choice_of(edition.link_to(getattr(position, field))) if position is not None else ()


def _people_group(id: str, people: list[Person], edition: Edition) -> PeopleGroup:
    team = edition.library.get(Team, id) if id not in ("", "left") else None
    title: Any = (
        edition.title(team) if team is not None else say("people.former" if id == "left" else "people.without-position")
    )
    rows = []
    for person in people:
        position = person.position_on(edition.as_of)
        cells = (
            edition.link(person),
            edition.link_to(position.role) if position is not None else None,
            position_level(position, edition) if position is not None else None,
        )
        rows.append(Row(cells))
    columns = (
        Column("recipient.person", sort="name"),
        Column("person.role", sort="role"),
        Column("person.level", sort="level"),
    )
    sheet = without_empty(Sheet(title, columns, tuple(rows)))
    assert sheet is not None
    return PeopleGroup(f"team-{id}" if team is not None else id or "none", title, len(people), sheet)


__all__ = ["PeopleView", "PersonView", "view_people", "view_person", "without_empty"]
