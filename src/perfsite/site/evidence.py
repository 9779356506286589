"""The view of actuals: where the figures come from, and the figures by person and metric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.actuals import Actuals, ActualValue
from perfsite.records.metric import Metric
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import Outcome
from perfsite.records.texts import Text
from perfsite.site.anchors import value_anchor
from perfsite.site.edition import Edition, Link
from perfsite.site.outcomes import sorted_by_sight
from perfsite.site.people import without_empty
from perfsite.site.periods import Listed, ListedGroup, newest_decision, newest_periods
from perfsite.site.sentences import Column, Fact, Row, Said, Sheet, joined, say
from perfsite.site.sifting import Choice, Field, Values, value_of
from perfsite.site.staff import position_in
from perfsite.site.standing import Standing, view_standing
from perfsite.site.status import status_of
from perfsite.site.tables import ROWS_TO_SORT, SiftedSheet, Trait, choice_of, form, sifted_sheet
from perfsite.site.visibility import hidden_said, is_seen


@dataclass(frozen=True, slots=True)
class ActualsView:
    kind: str
    title: str
    id: str
    summary: Text | None
    facts: tuple[Fact, ...]
    source: tuple[Fact, ...]
    people: SiftedSheet | None
    teams: SiftedSheet | None
    count: int
    hidden: Said | None
    used: tuple[Listed, ...]
    body: Text | None
    standing: Standing


def view_actuals(actuals: Actuals, edition: Edition) -> ActualsView:
    seen = is_seen(edition, Actuals, "values", "value")
    return ActualsView(
        kind=edition.words(actuals.noun),
        title=edition.title(actuals),
        id=actuals.id,
        summary=actuals.summary,
        facts=tuple(_facts(actuals, edition)),
        source=tuple(_source(actuals, edition)),
        people=_values(actuals, "person", edition) if seen else None,
        teams=_values(actuals, "team", edition) if seen else None,
        count=len(actuals.values),
        hidden=None if seen else hidden_said(edition, "values", Actuals, "values", "value"),
        used=_used(actuals, edition),
        body=actuals.body,
        standing=view_standing(actuals, edition),
    )


def _facts(actuals: Actuals, edition: Edition) -> Iterator[Fact]:
    period, metrics = edition.link_to(actuals.period), edition.links_to(_metrics(actuals))
    if period is not None:
        yield Fact("actuals.period", period)
    if 0 < len(metrics) <= 6:
        yield Fact("actuals.metrics", joined(*metrics))
    yield Fact("actuals.system", actuals.source.system)
    yield Fact(
        "actuals.exported",
        say("actuals.moment", day=actuals.source.exported.date(), time=f"{actuals.source.exported:%H:%M}"),
    )


def _source(actuals: Actuals, edition: Edition) -> Iterator[Fact]:
    source = actuals.source
    if source.report is not None:
        yield Fact("actuals.report", source.report)
    if actuals.date_field is not None:
        yield Fact("actuals.date-field", actuals.date_field)
    by = edition.link_to(source.by, actuals.address)
    if by is not None:
        yield Fact("actuals.by", by)
    if source.file is not None:
        yield Fact("actuals.file", source.file)
    if source.sha256 is not None:
        yield Fact("actuals.digest", source.sha256, say("actuals.digest-why"))
    if source.rows is not None:
        yield Fact("actuals.rows", f"{source.rows:,}")


def _metrics(actuals: Actuals) -> tuple[Ref, ...]:
    """The metrics of which there are figures, in the order of their first mention."""
    refs = [value.metric or actuals.metric for value in actuals.values] or [actuals.metric]
    return tuple(dict.fromkeys(ref for ref in refs if ref is not None))


def _values(actuals: Actuals, kind: str, edition: Edition) -> SiftedSheet | None:
    """A row for each person or team, a column for each metric; without one figure a cell, a row for each figure."""
    values = [value for value in actuals.values if (ref := value.person or value.team) is not None and ref.kind == kind]
    cells: dict[tuple[Ref | None, Ref | None], ActualValue] = {}
    for value in values:
        key = value.person or value.team, value.metric or actuals.metric
        if key in cells or value.on is not None:
            return sifted_sheet(_long(values, kind, actuals, edition), edition, by=("team", "metric"))
        cells[key] = value
    return sifted_sheet(_wide(cells, kind, actuals, edition), edition, by=("team",))


def _wide(
    cells: dict[tuple[Ref | None, Ref | None], ActualValue], kind: str, actuals: Actuals, edition: Edition
) -> Sheet | None:
    metrics = [metric for metric in _metrics(actuals) if any(key[1] == metric for key in cells)]
    units = {metric: _unit_of(metric, [cells[key] for key in cells if key[1] == metric], edition) for metric in metrics}
    rows = []
    for who in dict.fromkeys(key[0] for key in cells):
        link = edition.link_to(who, actuals.address)
        if link is None:
            continue
        found = [cells.get((who, metric)) for metric in metrics]
        figures = (_bare(figure, units[metric]) for figure, metric in zip(found, metrics, strict=True))
        notes = joined(*(figure.note for figure in found if figure is not None and figure.note), joint="comma")
        assert who is not None
        rows.append(
            Row((link, _team(who, actuals, edition), *figures), value_anchor(who, actuals, edition), note=notes)
        )
    columns = (
        Column(f"recipient.{kind}", sort="name"),
        Column("recipient.team", sort="team"),
        *(Column(_metric_label(metric, units[metric], edition), "number", metric.id) for metric in metrics),
    )
    return without_empty(Sheet(say(f"actuals.table-{kind}"), columns, sorted_by_sight(rows, edition), dense=True))


def _long(values: Sequence[ActualValue], kind: str, actuals: Actuals, edition: Edition) -> Sheet | None:
    rows = []
    for value in values:
        who = value.person or value.team
        link = edition.link_to(who, actuals.address)
        if link is not None:
            metric = edition.link_to(value.metric or actuals.metric)
            cells = (link, _team(who, actuals, edition), metric, value.on, value.value)
            rows.append(Row(cells, value_anchor(who, actuals, edition), note=value.note))
    columns = (
        Column(f"recipient.{kind}", sort="name"),
        Column("recipient.team", sort="team"),
        Column("goals.metric", sort="metric"),
        Column("actuals.on", "date", "on"),
        Column("actuals.value", "number", "value"),
    )
    ordered = _named_once(sorted_by_sight(rows, edition))
    return without_empty(Sheet(say(f"actuals.table-{kind}"), columns, ordered, dense=True))


def _named_once(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Of the rows of one person the first has the address."""
    known: set[str] = set()
    found = []
    for row in rows:
        found.append(replace(row, id="") if row.id in known else row)
        known.add(row.id)
    return tuple(found)


def _team(who: Ref | None, actuals: Actuals, edition: Edition) -> Link | None:
    person = edition.library.get(Person, who) if who is not None and who.kind == "person" else None
    position = position_in(person, edition.library.get(Period, actuals.period)) if person is not None else None
    return edition.link_to(position.team) if position is not None else None


def _unit_of(ref: Ref, values: Sequence[ActualValue], edition: Edition) -> str:
    """The currency that all figures of a metric are in, "" where they are in none or several."""
    units = {value.value.unit for value in values}
    unit = units.pop() if len(units) == 1 else ""
    metric = edition.library.get(Metric, ref)
    if unit == "" and metric is not None and metric.unit == "money":
        return metric.currency or ""
    return unit if len(unit) == 3 else ""


def _bare(figure: ActualValue | None, unit: str) -> Any:
    """Money as a bare number where the head of its column names the currency."""
    if figure is None:
        return None
    return figure.value.value if unit else figure.value


def _metric_label(metric: Ref, unit: str, edition: Edition) -> Any:
    found = edition.library.find(metric)
    title = (found.title if found is not None else None) or Text(((edition.language, metric.id),))
    if not unit:
        return title
    return say("actuals.metric-in", metric=title, unit=edition.words(Phrase("元", "CNY")) if unit == "CNY" else unit)


def _used(actuals: Actuals, edition: Edition) -> tuple[Listed, ...]:
    found = {m.record.ref: m.record for m in edition.library.mentioned_by(actuals) if isinstance(m.record, Outcome)}
    return tuple(
        Listed(edition.title(r), edition.address(r), None, edition.link_to(r.period), status_of(r, edition))
        for r in sorted(found.values(), key=newest_decision)
    )


# The index


@dataclass(frozen=True, slots=True)
class ActualsIndexView:
    """`fields` are those of the form above, `values` by what each entry of each group can be chosen."""

    title: str
    groups: tuple[ListedGroup, ...]
    fields: tuple[Field, ...]
    values: tuple[tuple[Values, ...], ...]
    total: int


def view_actuals_index(folder: str, records: tuple[Record, ...], edition: Edition) -> ActualsIndexView:
    """Actuals by period, the newest first; each with its source and the day of its export."""
    from perfsite.site.plan import folder_name

    groups, listed = [], []
    for period in newest_periods(edition):
        found = edition.sorted(a for a in edition.library.of(Actuals) if a.period == period.ref)
        entries = tuple(
            Listed(
                edition.title(a),
                edition.address(a),
                a.summary,
                say("actuals.from-on", system=a.source.system, date=a.source.exported.date()),
            )
            for a in found
        )
        if entries:
            groups.append(ListedGroup(f"period-{period.id}", edition.title(period), entries))
            listed.append(found)
    fields, values = form(sum(map(len, listed)), _traits([a for found in listed for a in found], edition))
    own = iter(values)
    return ActualsIndexView(
        edition.words(folder_name(folder)),
        tuple(groups),
        fields if len(values) >= ROWS_TO_SORT else (),
        tuple(tuple(next(own) for _ in found) for found in listed),
        len(records),
    )


def _traits(listed: Sequence[Actuals], edition: Edition) -> Iterator[Trait]:
    yield Trait("period", "goals.period", [choice_of(edition.link_to(a.period)) for a in listed])
    yield Trait("metric", "goals.metric", [choice_of(edition.link_to(a.metric)) for a in listed])
    yield Trait("system", "metric.system", [(Choice(value_of(a.source.system), a.source.system),) for a in listed])


__all__ = ["ActualsIndexView", "ActualsView", "view_actuals", "view_actuals_index"]
