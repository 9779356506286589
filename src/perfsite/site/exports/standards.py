"""The tables of what counts: goals, rules with their weights and grades, rewards; and of people and teams."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.goal import Goal
from perfsite.records.people import Person, Position, Team
from perfsite.records.period import Period
from perfsite.records.record import InForce, Record
from perfsite.records.references import Ref
from perfsite.records.reward import Reward
from perfsite.records.rule import AppliesTo, Component, Grade, ScoringRule
from perfsite.site.edition import Edition, component_title
from perfsite.site.exports.tables import Column, Declared, field_column, figure_columns, label_of, reference_columns
from perfsite.site.goal_tables import by_owner, team_of_goal
from perfsite.site.goals import current_target, how_far
from perfsite.site.goals_index import period_order
from perfsite.site.periods import goals_in
from perfsite.site.plan import records_in
from perfsite.site.staff import position_level
from perfsite.site.status import period_phase, standard_state_of, standard_word

_ID = Phrase("编号", "Id")
_STATE = Phrase("状态", "State")
_DAYS = (("from", "from_"), ("until", "until"))


# Goals


def _goal_columns(_of: Any, _edition: Edition) -> Iterator[Column]:
    yield Column(_ID, lambda goal, _: goal.id)
    yield field_column(Goal, "title")
    yield from reference_columns(label_of(Goal, "owner"), lambda goal: (goal.owner, goal.address))
    yield Column(Team.noun, _team)
    yield from reference_columns(label_of(Goal, "period"), lambda goal: (goal.period, goal.address))
    yield from reference_columns(label_of(Goal, "metric"), lambda goal: (goal.metric, goal.address))
    yield from figure_columns(label_of(Goal, "baseline"), lambda goal, _: goal.baseline)
    yield from figure_columns(label_of(Goal, "target"), lambda goal, edition: current_target(goal, edition.as_of))
    yield field_column(Goal, "weight")
    yield from figure_columns(Phrase("实际", "Actual"), lambda goal, edition: how_far(goal, edition)[0])
    yield from reference_columns(label_of(Goal, "supports"), lambda goal: (goal.supports, goal.address))
    yield Column(_STATE, _goal_state)


def _team(goal: Goal, edition: Edition) -> str:
    team = team_of_goal(goal, edition.library.get(Period, goal.period), edition)
    return "" if team is None else edition.title(team)


def _goal_state(goal: Goal, edition: Edition) -> str:
    period = edition.library.get(Period, goal.period)
    over = period is not None and period_phase(period, edition.as_of) == "over"
    return standard_word("over" if over else standard_state_of(goal, edition).name, edition)


def _in_order(goals: Iterable[Goal], edition: Edition) -> Sequence[Goal]:
    """By period as the index has them, then goals of teams before those of people, each owner's together."""

    def key(goal: Goal) -> tuple[Any, ...]:
        return (*period_order(edition.library.get(Period, goal.period), edition.as_of), *by_owner(goal, edition))

    return sorted(edition.sorted(goals), key=key)


def _goals_of_team(team: Team, edition: Edition) -> Sequence[Goal]:
    return _in_order(edition.goals_of_teams.get(team.id, ()), edition)


# Standards


def _standard_columns(noun: type[Record], applies: Callable[[Any], AppliesTo | None]) -> Iterator[Column]:
    yield Column(_ID, lambda record, _: record.id)
    yield field_column(noun, "title")
    if noun is Reward:
        yield field_column(Reward, "type")
    yield from (Column(label_of(AppliesTo, key), _applied(applies, key)) for key in ("role", "team"))
    yield from (Column(label_of(InForce, key), _in_force(attribute)) for key, attribute in _DAYS)
    yield Column(_STATE, lambda record, edition: standard_word(standard_state_of(record, edition).name, edition))


def _applied(applies: Callable[[Any], AppliesTo | None], key: str) -> Callable[[Any, Edition], str]:
    return lambda record, edition: _titles(getattr(applies(record), key, ()), edition)


def _in_force(attribute: str) -> Callable[[Any, Edition], Any]:
    return lambda record, _: getattr(record.in_force, attribute, None)


def _titles(refs: Iterable[Ref], edition: Edition) -> str:
    return "; ".join(link.title for link in edition.links_to(refs))


def _sorted_records(noun: type[Record]) -> Callable[[Any, Edition], Sequence[Record]]:
    return lambda _, edition: edition.sorted(edition.library.of(noun))


def _component_columns(rule: ScoringRule, _edition: Edition) -> Iterator[Column]:
    components = dict(rule.components)
    yield Column(_ID, lambda row, _: row[0])
    yield Column(label_of(Component, "title"), lambda row, edition: component_title(row[0], components, edition))
    yield from reference_columns(label_of(Component, "metric"), lambda row: (row[1].metric, rule.address))
    for key in ("weight", "measure", "missing", "cap", "floor"):
        column = field_column(Component, key)
        yield Column(column.label, _of_component(column))


def _of_component(column: Column) -> Callable[[Any, Edition], Any]:
    """A column of a component for a row that has its id as well."""
    return lambda row, edition: column.cell(row[1], edition)


def _grade_columns(_rule: ScoringRule, _edition: Edition) -> Iterator[Column]:
    for key in ("grade", "title", "from", "above", "coefficient", "at_most"):
        yield field_column(Grade, key)


# People


def _people(_folder: str, edition: Edition) -> Sequence[Record]:
    """Those who have a page of their own: where people are masked there is no list of them."""
    return edition.sorted(records_in(edition, Person.folder))


def _person_columns(_folder: str, _edition: Edition) -> Iterator[Column]:
    yield Column(_ID, lambda person, _: person.id)
    yield Column(label_of(Person, "name"), lambda person, edition: edition.title(person))
    yield from (Column(label_of(Position, key), _held(key)) for key in ("role", "team"))
    yield Column(label_of(Position, "level"), _level)
    yield Column(label_of(Position, "from"), lambda person, edition: getattr(_position(person, edition), "from_", None))
    yield field_column(Person, "joined")


def _position(person: Person, edition: Edition) -> Position | None:
    return person.position_on(edition.as_of)


def _held(key: str) -> Callable[[Any, Edition], str]:
    """The role or the team of a person on the day of the site."""

    def title(person: Person, edition: Edition) -> str:
        link = edition.link_to(getattr(_position(person, edition), key, None))
        return "" if link is None else link.title

    return title


def _level(person: Person, edition: Edition) -> str:
    position = _position(person, edition)
    link = position_level(position, edition) if position is not None else None
    return "" if link is None else link.title


def _team_columns(_folder: str, _edition: Edition) -> Iterator[Column]:
    yield Column(_ID, lambda team, _: team.id)
    yield field_column(Team, "title")
    yield from reference_columns(label_of(Team, "parent"), lambda team: (team.parent, team.address))
    yield from reference_columns(label_of(Team, "lead"), lambda team: (team.lead, team.address))
    yield field_column(Team, "location")


GOALS = Declared(
    "goals",
    Phrase("目标", "Goals"),
    lambda _, edition: _in_order(edition.library.of(Goal), edition),
    _goal_columns,
    alike=True,
)
GOALS_OF_PERIOD = Declared(
    "goals",
    Phrase("目标", "Goals"),
    lambda period, edition: _in_order(goals_in(period, edition), edition),
    _goal_columns,
    alike=True,
)
GOALS_OF_TEAM = Declared("goals", Phrase("目标", "Goals"), _goals_of_team, _goal_columns, alike=True)
RULES = Declared(
    "rules",
    Phrase("评分规则", "Scoring rules"),
    _sorted_records(ScoringRule),
    lambda *_: _standard_columns(ScoringRule, lambda rule: rule.applies_to),
)
REWARDS = Declared(
    "rewards",
    Phrase("奖励方案", "Rewards"),
    _sorted_records(Reward),
    lambda *_: _standard_columns(Reward, lambda reward: reward.applies_to),
)
COMPONENTS = Declared(
    "components", Phrase("评分项与权重", "Components and weights"), lambda rule, _: rule.components, _component_columns
)
GRADES = Declared("grades", Phrase("等级", "Grades"), lambda rule, _: rule.grades, _grade_columns)
PEOPLE = Declared("people", Phrase("人员", "People"), _people, _person_columns)
TEAMS = Declared("teams", Phrase("团队", "Teams"), _sorted_records(Team), _team_columns)
