"""Names that live inside records, such as levels, components and grades, exist where they are said to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from perfsite.checks.problem import problem
from perfsite.checks.requirements import leaves_of
from perfsite.diagnostics import Diagnostic, Phrase, closest, is_slip_of_id
from perfsite.records.ladder import Ladder, PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.people import Person, Role
from perfsite.records.record import Record
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import AppliesTo, Condition, Effect, Gate, Modifier, ScoringRule
from perfsite.records.training import Training
from perfsite.scoring.limits import OF_GROUP, is_limited
from perfsite.sources.nodes import Route

# What an example or a ranking may name besides components and metrics.
_TOTALS = ("total", "grade")
_AMOUNTS = (
    "total",
    "grade",
    "amount",
    "coefficient",
    "attainment",
    "count",
    "rank",
    "share",
    "award",
    "basis",
    "tenure",
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that can stand somewhere, and where that is. `known` is False where part of them could not be read."""

    choices: Collection[str]
    where: Phrase
    known: bool = True


@dataclass(slots=True)
class Namer:
    """Looks names up, and reports those that are not there."""

    library: Library
    ladders: dict[str, Ladder]
    found: list[Diagnostic] = field(default_factory=list)

    def need(
        self, record: Record, route: Route, name: str | None, names: Names, *, key: bool = False, sure: bool = True
    ) -> None:
        """Reports `name` unless it is there. Where it might still be right, `sure` False reports only a likely slip."""
        if name is None or not names.known or name in names.choices:
            return
        # One letter is as near to another as to any.
        near = closest(name, names.choices) if len(name) > 1 else None
        if near is None and not sure:
            return
        listed = ", ".join(f"`{choice}`" for choice in names.choices) or "—"
        arguments = {"name": name, "where": names.where, "choices": listed}
        hint = "suggest" if near else ""
        slip = near is not None and is_slip_of_id(name, near, names.choices)
        self.found.append(
            problem(self.library, record, route, "PS308", arguments, hint=hint, mended=near, sure=slip, key=key)
        )

    def levels(self, ladder: str | None) -> Names:
        """The levels of one ladder, or of all where none is named."""
        return self._of(ladder, lambda found: [level.id for level in found.levels], "职级", "the levels")

    def competencies(self, ladder: str | None) -> Names:
        return self._of(ladder, lambda found: [id for id, _ in found.competencies], "能力项", "the competencies")

    def _of(self, id: str | None, names: Callable[[Ladder], Iterable[str]], zh: str, en: str) -> Names:
        if id is not None:
            ladder = self.ladders.get(id)
            where = Phrase(f"职级体系 `{id}` 的{zh}", f"{en} of the ladder `{id}`")
            return Names(() if ladder is None else tuple(names(ladder)), where, ladder is not None)
        choices = tuple(dict.fromkeys(name for ladder in self.ladders.values() for name in names(ladder)))
        whole = "ladder" not in self.library.open_kinds and len(self.ladders) == len(self.library.records["ladder"])
        return Names(choices, Phrase(f"各职级体系的{zh}", f"{en} of any ladder"), whole and bool(self.ladders))


def check_names(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    namer = Namer(library, {ladder.id: ladder for ladder in library.of(Ladder)})
    for check in (_ladders, _people, _rules, _rewards, _criteria, _results, _audiences):
        check(namer)
    yield from namer.found


def _ladders(namer: Namer) -> None:
    for ladder in namer.library.of(Ladder):
        tracks = Names([id for id, _ in ladder.tracks], Phrase("`tracks`", "`tracks`"))
        areas = Names([id for id, _ in ladder.areas], Phrase("`areas`", "`areas`"))
        scale = Names([id for id, _ in ladder.scale], Phrase("`scale`", "`scale`"))
        levels = namer.levels(ladder.id)
        for index, level in enumerate(ladder.levels):
            namer.need(ladder, ("levels", index, "track"), level.track, tracks)
        for id, competency in ladder.competencies:
            route: Route = ("competencies", id)
            namer.need(ladder, (*route, "area"), competency.area, areas)
            namer.need(ladder, (*route, "track"), competency.track, tracks)
            for level_id, expectations in competency.levels:
                namer.need(ladder, (*route, "levels", level_id), level_id, levels, key=True)
                for index, expectation in enumerate(expectations):
                    place: Route = (*route, "levels", level_id, index, "proficiency")
                    namer.need(ladder, place, expectation.proficiency, scale)


def _people(namer: Namer) -> None:
    library = namer.library
    for role in library.of(Role):
        _each(namer, role, ("levels",), role.levels, namer.levels(role.ladder.id if role.ladder else None))
    for training in library.of(Training):
        _each(namer, training, ("levels",), training.levels, namer.levels(None))
        _each(namer, training, ("competencies",), training.competencies, namer.competencies(None))
    ladder_of = {role.id: role.ladder.id for role in library.of(Role) if role.ladder is not None}
    levels_of: dict[str | None, Names] = {}
    competencies = namer.competencies(None)
    every = namer.levels(None)
    for person in library.of(Person):
        for index, position in enumerate(person.positions):
            ladder = ladder_of.get(position.role.id)
            names = levels_of.get(ladder) or levels_of.setdefault(ladder, namer.levels(ladder))
            namer.need(person, ("positions", index, "level"), position.level, names)
        for id, level in person.competencies:
            namer.need(person, ("competencies", id), id, competencies, key=True)
            namer.need(person, ("competencies", id), level, every)


def _rules(namer: Namer) -> None:
    metrics = tuple(namer.library.records["metric"])
    for rule in namer.library.of(ScoringRule):
        _applies_to(namer, rule, rule.applies_to)
        components = _components(rule)
        grades = _grades(rule)
        _gates(namer, rule, rule.gates, components, grades)
        _modifiers(namer, rule, ("modifiers",), rule.modifiers, components, grades)
        for id, component in rule.components:
            _modifiers(namer, rule, ("components", id, "modifiers"), component.modifiers, components, grades)
        given = Names(
            (*components.choices, *metrics),
            Phrase("评分项和指标", "the components and metrics"),
            "metric" not in namer.library.open_kinds,
        )
        expected = Names(
            (*components.choices, *_TOTALS), Phrase("评分项、`total` 和 `grade`", "the components, `total` and `grade`")
        )
        for index, example in enumerate(rule.examples):
            for name, _ in example.given:
                if name not in OF_GROUP or not is_limited(rule):
                    namer.need(rule, ("examples", index, "given", name), name, given, key=True)
            for name, value in example.expect:
                namer.need(rule, ("examples", index, "expect", name), name, expected, key=True)
                if name == "grade":
                    namer.need(rule, ("examples", index, "expect", name), str(value), grades)


def _rewards(namer: Namer) -> None:
    library = namer.library
    metrics = tuple(library.records["metric"])
    for reward in library.of(Reward):
        _applies_to(namer, reward, reward.applies_to)
        rule = library.get(ScoringRule, reward.basis.rule) if reward.basis else None
        components = _components(rule)
        grades = _grades(rule)
        _gates(namer, reward, reward.gates, components, grades)
        _modifiers(namer, reward, ("modifiers",), reward.modifiers, components, grades)
        for requirement, route in leaves_of(reward.eligibility, ("eligibility",)):
            _requirement(namer, reward, requirement, route, None, rule)
        named = Names(
            (*components.choices, *metrics, *_AMOUNTS, *(OF_GROUP if is_limited(rule) else ())),
            Phrase("评分项、指标和总分", "the components, metrics and totals"),
            _all_read(library, reward, rule),
        )
        for index, key in enumerate(reward.winners.by if reward.winners else ()):
            if named.known and key.by not in named.choices:
                place: Route = ("winners", "by", index)
                near = closest(key.by, named.choices)
                mended = f"{near} {'descending' if key.descending else 'ascending'}" if near else None
                arguments = {
                    "name": key.by,
                    "where": named.where,
                    "choices": ", ".join(f"`{name}`" for name in named.choices),
                }
                hint = "suggest" if near else ""
                namer.found.append(problem(library, reward, place, "PS308", arguments, hint=hint, mended=mended))
        for index, example in enumerate(reward.examples):
            for part, entries in (("given", example.given), ("expect", example.expect)):
                for name, _ in entries:
                    namer.need(reward, ("examples", index, part, name), name, named, key=True, sure=False)


def _criteria(namer: Namer) -> None:
    for criteria in namer.library.of(PromotionCriteria):
        levels = namer.levels(criteria.ladder.id)
        namer.need(criteria, ("from",), criteria.from_, levels)
        namer.need(criteria, ("to",), criteria.to, levels)
        ids = []
        for requirement, route in leaves_of(criteria.requires, ("requires",)):
            _requirement(namer, criteria, requirement, route, criteria.ladder.id, None)
            ids.append(requirement.id or "")
        if criteria.waivers is not None:
            names = Names([id for id in ids if id], Phrase("各项要求", "the requirements"))
            _each(namer, criteria, ("waivers", "requirements"), criteria.waivers.requirements, names)


def _results(namer: Namer) -> None:
    library = namer.library
    for result in library.of(AwardResult):
        reward = library.get(Reward, result.reward)
        rule = library.get(ScoringRule, reward.basis.rule) if reward is not None and reward.basis else None
        components, grades = _components(rule), _grades(rule)
        for index, recipient in enumerate(result.recipients):
            for id, _ in recipient.components:
                namer.need(result, ("recipients", index, "components", id), id, components, key=True)
            namer.need(result, ("recipients", index, "grade"), recipient.grade, grades)
    for promotion in library.of(PromotionResult):
        criteria = library.get(PromotionCriteria, promotion.criteria)
        if criteria is None:
            continue
        ids = [leaf.id for leaf, _ in leaves_of(criteria.requires, ()) if leaf.id]
        names = Names(ids, Phrase(f"`{criteria.id}` 的要求", f"the requirements of `{criteria.id}`"))
        for index, candidate in enumerate(promotion.candidates):
            for id, _ in candidate.requirements:
                namer.need(promotion, ("candidates", index, "requirements", id), id, names, key=True)


def _audiences(namer: Namer) -> None:
    names = Names([rule.id for rule in namer.library.site.audience_rules], Phrase("站点的受众", "the site's audiences"))
    for record in namer.library.all(incomplete=False):
        if record.audience is not None:
            namer.need(record, ("audience",), record.audience, names)


def _each(namer: Namer, record: Record, route: Route, given: Iterable[str], names: Names) -> None:
    for index, name in enumerate(given):
        namer.need(record, (*route, index), name, names)


def _applies_to(namer: Namer, record: Record, applies_to: AppliesTo) -> None:
    if applies_to.level:
        _each(namer, record, ("applies_to", "level"), applies_to.level, namer.levels(None))


def _components(rule: ScoringRule | None) -> Names:
    where = (
        Phrase("评分项", "the components")
        if rule is None
        else Phrase(f"规则 `{rule.id}` 的评分项", f"the components of the rule `{rule.id}`")
    )
    return Names(() if rule is None else [id for id, _ in rule.components], where, rule is not None)


def _all_read(library: Library, reward: Reward, rule: ScoringRule | None) -> bool:
    """Whether all that a reward can name was read: its rule, if it has one, and every metric."""
    has_rule = reward.basis is not None and reward.basis.rule is not None
    return (rule is not None or not has_rule) and "metric" not in library.open_kinds


def _grades(rule: ScoringRule | None) -> Names:
    where = (
        Phrase("等级", "the grades")
        if rule is None
        else Phrase(f"规则 `{rule.id}` 的等级", f"the grades of the rule `{rule.id}`")
    )
    return Names(() if rule is None else [grade.grade for grade in rule.grades], where, rule is not None)


def _gates(namer: Namer, record: Record, gates: tuple[Gate, ...], components: Names, grades: Names) -> None:
    for index, gate in enumerate(gates):
        _condition(namer, record, ("gates", index, "when"), gate.when, components, grades)
        _effect(namer, record, ("gates", index, "then"), gate.then, components, grades)


def _modifiers(
    namer: Namer, record: Record, route: Route, modifiers: tuple[Modifier, ...], components: Names, grades: Names
) -> None:
    for index, modifier in enumerate(modifiers):
        if modifier.when is not None:
            _condition(namer, record, (*route, index, "when"), modifier.when, components, grades)


def _condition(
    namer: Namer, record: Record, route: Route, condition: Condition, components: Names, grades: Names
) -> None:
    namer.need(record, (*route, "component"), condition.component, components)
    if condition.grade and isinstance(condition.is_, str):
        namer.need(record, (*route, "is"), condition.is_, grades)


def _effect(namer: Namer, record: Record, route: Route, effect: Effect, components: Names, grades: Names) -> None:
    namer.need(record, (*route, "grade"), effect.grade, grades)
    namer.need(record, (*route, "grade_at_most"), effect.grade_at_most, grades)
    for id, _ in effect.component:
        namer.need(record, (*route, "component", id), id, components, key=True)


def _requirement(
    namer: Namer, record: Record, requirement: Requirement, route: Route, ladder: str | None, rule: ScoringRule | None
) -> None:
    if requirement.tenure is not None and requirement.tenure.in_ is not None:
        namer.need(record, (*route, "tenure", "in"), requirement.tenure.in_, namer.levels(ladder))
    for id, level in requirement.competency:
        namer.need(record, (*route, "competency", id), id, namer.competencies(ladder), key=True)
        namer.need(record, (*route, "competency", id), level, namer.levels(ladder))
    if requirement.grade is not None:
        named = requirement.grade.rule
        own = namer.library.get(ScoringRule, named) if named is not None else rule
        names = _grades(own)
        if own is None and named is None and record.kind == "criteria":
            rules = namer.library.of(ScoringRule)
            choices = tuple(dict.fromkeys(grade.grade for found in rules for grade in found.grades))
            whole = "rule" not in namer.library.open_kinds and len(rules) == len(namer.library.records["rule"])
            names = Names(choices, Phrase("各评分规则的等级", "the grades of any scoring rule"), whole)
        namer.need(record, (*route, "grade", "at_least"), requirement.grade.at_least, names)
