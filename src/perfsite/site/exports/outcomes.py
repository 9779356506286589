"""The tables of what happened and what came of it: actuals, recipients of awards, candidates for promotion, all results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.actuals import Actuals, ActualValue
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Candidate, DeclaredException, Outcome, PromotionResult, Recipient
from perfsite.site.awards import component_keys
from perfsite.site.edition import Edition, component_title
from perfsite.site.exports.tables import (
    Column,
    Declared,
    field_column,
    figure_columns,
    label_of,
    reference_columns,
)
from perfsite.site.outcomes import is_published, rule_of, standard_of
from perfsite.site.promotions import requirement_titles
from perfsite.site.results_index import all_outcomes
from perfsite.site.seen import seen
from perfsite.site.staff import position_in
from perfsite.site.status import result_state_of, result_word

_WHO = Phrase("人员或团队", "Person or team")
_TEAM = Phrase("所在团队", "In team")


def _who_columns(page: Record, attributes: Sequence[str] = ("person", "team")) -> tuple[Column, ...]:
    """Whom a row is about, and the team in which a person worked in the period."""

    def ref(row: Any) -> Ref | None:
        return next((found for name in attributes if (found := getattr(row, name)) is not None), None)

    def team(row: Any, edition: Edition) -> str:
        who = ref(row)
        person = edition.library.get(Person, who) if who is not None and who.kind == Person.kind else None
        period = edition.library.get(Period, getattr(page, "period", None))
        position = position_in(person, period) if person is not None else None
        link = edition.link_to(position.team, page.address) if position is not None else None
        return "" if link is None else link.title

    label = _WHO if len(attributes) > 1 else label_of(Candidate, "person")
    return (*reference_columns(label, lambda row: (ref(row), page.address)), Column(_TEAM, team))


def _exception_columns() -> tuple[Column, ...]:
    def clause(row: Any, _edition: Edition) -> str:
        found: DeclaredException | None = row.exception
        return "" if found is None else found.from_

    def reason(row: Any, _edition: Edition) -> Any:
        return None if row.exception is None else row.exception.reason

    exception = label_of(Recipient, "exception")
    return Column(exception, clause), Column(Phrase(f"{exception.zh}理由", f"{exception.en}: reason"), reason)


def _recipient_columns(result: AwardResult, edition: Edition) -> Iterator[Column]:
    yield from _who_columns(result)
    rule = rule_of(result, edition)
    components = dict(rule.components) if rule is not None else {}
    for key in component_keys(result):
        yield Column(component_title(key, components, edition), _points(key))
    for key in ("total", "grade", "rank"):
        yield field_column(Recipient, key)
    yield from figure_columns(label_of(Recipient, "basis"), lambda row, _: row.basis)
    yield field_column(Recipient, "share")
    yield from figure_columns(label_of(Recipient, "amount"), lambda row, _: row.amount)
    for key in ("award", "note"):
        yield field_column(Recipient, key)
    yield from _exception_columns()


def _candidate_columns(result: PromotionResult, edition: Edition) -> Iterator[Column]:
    yield from _who_columns(result, ("person",))
    yield field_column(Candidate, "outcome")
    yield field_column(Candidate, "effective")
    for id, title in requirement_titles(result, edition):
        yield Column(title, _requirement(id))
    yield field_column(Candidate, "reason")
    yield from _exception_columns()


def _points(component: str) -> Callable[[Any, Edition], Any]:
    return lambda row, _: dict(row.components).get(component)


def _requirement(id: str) -> Callable[[Any, Edition], Any]:
    return lambda row, _: _met(dict(row.requirements).get(id))


def _met(requirement: Any) -> Phrase | None:
    if requirement is None or requirement.met is None:
        return None
    if requirement.waived is not None:
        return Phrase("豁免", "waived")
    return Phrase("满足", "met") if requirement.met else Phrase("未满足", "not met")


def _value_columns(actuals: Actuals, _edition: Edition) -> Iterator[Column]:
    yield from _who_columns(actuals)
    yield from reference_columns(
        label_of(ActualValue, "metric"), lambda row: (row.metric or actuals.metric, actuals.address)
    )
    yield from figure_columns(label_of(ActualValue, "value"), lambda row, _: row.value)
    yield field_column(ActualValue, "on")
    yield field_column(ActualValue, "note")


def _values(actuals: Actuals, _edition: Edition) -> Sequence[ActualValue]:
    """The figures that this audience sees; a row without one has nothing to say."""
    return tuple(row for row in actuals.values if seen(row.value) is not None)


def _result_columns(_folder: str, _edition: Edition) -> Iterator[Column]:
    yield Column(Phrase("编号", "Id"), lambda row, _: row.id)
    yield Column(Phrase("种类", "Kind"), lambda row, _: row.noun)
    yield Column(label_of(Outcome, "title"), lambda row, edition: edition.title(row))
    yield from reference_columns(label_of(Outcome, "period"), lambda row: (row.period, row.address))
    yield Column(Phrase("标准", "Standard"), _standard)
    yield Column(Phrase("状态", "State"), lambda row, edition: result_word(result_state_of(row, edition), edition))
    yield Column(label_of(Outcome, "decided"), lambda row, _: row.decided.on if row.decided is not None else None)
    yield Column(
        label_of(Outcome, "published"),
        lambda row, edition: row.published_on if is_published(row, edition) else None,
    )
    yield Column(Phrase("人数", "People"), lambda row, _: len(_people_of(row)) or None)


def _standard(outcome: Outcome, edition: Edition) -> str:
    standard = standard_of(outcome, edition)
    return "" if standard is None else edition.title(standard)


def _people_of(outcome: Outcome) -> Sequence[Any]:
    if isinstance(outcome, AwardResult):
        return outcome.recipients
    return outcome.candidates if isinstance(outcome, PromotionResult) else ()


RECIPIENTS = Declared(
    "recipients",
    Phrase("获奖名单", "Recipients"),
    lambda result, _: result.recipients,
    _recipient_columns,
    by_sight=True,
)
CANDIDATES = Declared(
    "candidates", Phrase("候选人", "Candidates"), lambda result, _: result.candidates, _candidate_columns, by_sight=True
)
VALUES = Declared("values", Phrase("业绩数据", "Actuals"), _values, _value_columns, by_sight=True)
RESULTS = Declared("results", Phrase("结果", "Results"), lambda _, edition: all_outcomes(edition), _result_columns)
