"""The figures of an export beside what the records say: field by field and person by person, old and new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from perfsite.diagnostics import Fix, Phrase
from perfsite.importers import texts
from perfsite.importers.edit import Page, replaced, with_field, with_item, without_items
from perfsite.importers.read import Imported
from perfsite.importers.takes import Taken
from perfsite.records.actuals import Actuals, ActualValue
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.sources import Mapping as Fields
from perfsite.sources import Sequence as Items


class CannotChangeError(Exception):
    """A record is written in a way in which a change has no certain place; `place` says where."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of somebody: what the record says and what the export gives, None where there is none."""

    who: Ref
    metric: str
    before: Quantity | None
    after: Quantity | None

    @property
    def kind(self) -> str:
        if self.before == self.after:
            return "same"
        if self.before is None:
            return "added"
        return "gone" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one import would do. `fields` are those of the source, old and new; `files` what would be written.

    `held` are changes that are for people to make: the target of a goal whose period has begun.
    """

    title: str
    changes: tuple[Change, ...]
    is_new: bool
    fields: tuple[tuple[str, str, str], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    held: tuple[Change, ...] = ()

    # The record of actuals, and the rows of it that are none of the import's; None where goals are proposed.
    record: Ref | None = None
    others: tuple[ActualValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """What only whoever exported knows: when, by whom, and into which record it goes where not as the mapping says."""

    exported: dt.datetime | None
    by: Ref | None
    into: str


def propose_actuals(library: Library, imported: Imported, export: Export) -> Proposal:
    """The actuals of an export: a new record, or the one that is there with its figures of these metrics replaced."""
    record = library.records[Actuals.kind].get(export.into)
    source = texts.source_fields(imported, export.exported, export.by)
    if not isinstance(record, Actuals):
        changes = tuple(Change(each.who, each.metric.id, None, each.quantity) for each in imported.figures)
        files = texts.actuals_files(library, imported, export.into, source)
        return Proposal(
            f"{Actuals.kind}/{export.into}",
            changes,
            is_new=True,
            files=_encoded(files),
            record=Ref(Actuals.kind, export.into),
        )
    return _changed_actuals(library, imported, record, source)


def _changed_actuals(library: Library, imported: Imported, record: Actuals, source: Mapping[str, str]) -> Proposal:
    draft = library.documents.draft(record)
    assert draft is not None
    if record.incomplete:
        raise CannotChangeError(Phrase(f"`{record.id}` 没有全部读出来", f"`{record.id}` could not be read in full"))
    if record.period != imported.period.ref:
        raise CannotChangeError(
            Phrase(
                f"`{record.id}` 是 `{record.period.id}` 的业绩数据",
                f"`{record.id}` holds actuals of `{record.period.id}`",
            )
        )
    rows = _rows_of(record, imported)
    taken = {(each.who, each.metric.id): each for each in imported.figures}
    fixes: list[Fix] = []
    changes: list[Change] = []
    items = draft.node.value("values")
    if not isinstance(items, Items):
        raise CannotChangeError(Phrase(f"`{record.id}` 里没有数据", f"`{record.id}` has no values"))
    gone: list[int] = []
    for key, index in rows.items():
        new = taken.get(key)
        before = _said(record.values[index].value, new)
        changes.append(Change(*key, before, new.quantity if new is not None else None))
        if new is None:
            gone.append(index)
        elif before != new.quantity:
            item = items.items[index]
            value = item.value("value") if isinstance(item, Fields) else None
            assert value is not None
            fixes.append(replaced(value, new.text))
    pages = _Pages(library)
    if gone:
        fixes += without_items(pages.of(items.file), items, gone)
    for key, each in taken.items():
        if key in rows:
            continue
        changes.append(Change(*key, None, each.quantity))
        fix = with_item(pages.of(items.file), items, _row_fields(record, each))
        if fix is None:
            raise CannotChangeError(
                Phrase(
                    f"`{items.file}` 的写法里没有地方可以加上 `{each.who}`",
                    f"`{items.file}` has no place for `{each.who}`",
                )
            )
        fixes.append(fix)
    fields, more = _source_changes(pages, draft.node, source)
    order = {"gone": 0, "changed": 1, "added": 2, "same": 3}
    changes.sort(key=lambda change: (change.metric, order[change.kind], str(change.who)))
    return Proposal(
        record.address,
        tuple(changes),
        is_new=False,
        fields=fields,
        files=pages.changed([*fixes, *more]),
        record=record.ref,
        others=tuple(row for index, row in enumerate(record.values) if index not in rows.values()),
    )


def _rows_of(record: Actuals, imported: Imported) -> dict[tuple[Ref, str], int]:
    """Where each figure of the metrics of an import stands among the values of a record."""
    metrics = {measure.metric.id for measure in imported.mapped.mapping.measures}
    found: dict[tuple[Ref, str], int] = {}
    for index, row in enumerate(record.values):
        who, metric = row.person or row.team, row.metric or record.metric
        if who is None or metric is None or metric.id not in metrics:
            continue
        if (who, metric.id) in found:
            raise CannotChangeError(
                Phrase(
                    f"`{record.id}` 里 `{who}` 的 `{metric.id}` 有几行",
                    f"`{record.id}` has several rows of `{metric.id}` for `{who}`",
                )
            )
        found[who, metric.id] = index
    return found


def is_as_proposed(library: Library, imported: Imported, proposal: Proposal) -> bool:
    """Whether a library that has the proposed files says what was proposed: each figure, and all other rows as before."""
    wanted = {(change.who, change.metric): change.after for change in proposal.changes if change.after is not None}
    if proposal.record is None:
        goals = _goals_of(library, imported)
        return all(key in goals and _same(goals[key].target, after) for key, after in wanted.items())
    record = library.get(Actuals, proposal.record)
    if record is None:
        return False
    rows = _rows_of(record, imported)
    others = tuple(row for index, row in enumerate(record.values) if index not in rows.values())
    agree = all(_same(record.values[index].value, wanted.get(key)) for key, index in rows.items())
    return agree and rows.keys() == wanted.keys() and others == proposal.others


def _same(one: Quantity | None, other: Quantity | None) -> bool:
    return one is not None and other is not None and one.value == other.value and one.unit in ("", other.unit)


def _goals_of(library: Library, imported: Imported) -> dict[tuple[Ref, str], Goal]:
    """The goals of a period with a target, by whose they are and what measures them."""
    return {
        (goal.owner, goal.metric.id): goal
        for goal in library.of(Goal)
        if goal.metric is not None and goal.target is not None and goal.period == imported.period.ref
    }


def _said(value: Quantity, new: Taken | None) -> Quantity:
    """What a record says, with the unit that it leaves to the metric."""
    return Quantity(value.value, new.quantity.unit) if new is not None and not value.unit else value


def _row_fields(record: Actuals, each: Taken) -> list[tuple[str, str]]:
    fields = [(each.who.kind, each.who.id)]
    if record.metric is None or record.metric.id != each.metric.id:
        fields.append(("metric", each.metric.id))
    return [*fields, ("value", each.text)]


def _source_changes(
    pages: _Pages, node: Fields, source: Mapping[str, str]
) -> tuple[tuple[tuple[str, str, str], ...], list[Fix]]:
    """The fields of a record's source that an import changes, with the changes of the text."""
    group = node.value("source")
    if not isinstance(group, Fields) or not group.entries:
        raise CannotChangeError(Phrase("`source` 不是一组字段", "`source` is not a group of fields"))
    fields, fixes = [], []
    for key, text in source.items():
        fix = with_field(pages.of(group.file), group, key, text)
        if fix is not None:
            old = group.value(key)
            fields.append((f"source.{key}", getattr(old, "text", ""), text))
            fixes.append(fix)
    return tuple(fields), fixes


def propose_goals(library: Library, imported: Imported, into: str, today: dt.date) -> Proposal:
    """The goals of an export: new ones, and those that are there with another target.

    The target of a goal whose period has begun is changed by a revision with its reason, which is for people to write.
    """
    there = _goals_of(library, imported)
    begun = imported.period.from_ <= today
    changes: list[Change] = []
    held: list[Change] = []
    fixes: list[Fix] = []
    new: list[Taken] = []
    pages = _Pages(library)
    for each in imported.figures:
        goal = there.get((each.who, each.metric.id))
        if goal is None:
            new.append(each)
            changes.append(Change(each.who, each.metric.id, None, each.quantity))
            continue
        target = goal.target_on(imported.period.to)
        assert target is not None, "a goal that measures by a metric and has a target, has one on any day"
        change = Change(each.who, each.metric.id, _said(target, each), each.quantity)
        if change.kind == "changed" and (begun or goal.revisions):
            held.append(change)
            continue
        changes.append(change)
        if change.kind == "changed":
            draft = library.documents.draft(goal)
            node = draft.node.value("target") if draft is not None else None
            assert node is not None
            fixes.append(replaced(node, each.text))
    files = dict(pages.changed(fixes))
    if new:
        made = texts.goal_files(library, imported, into, new)
        taken = sorted(set(made) & set(library.documents.sources))
        if taken:
            raise CannotChangeError(Phrase(f"`{taken[0]}` 已经有了", f"there is a file `{taken[0]}` already"))
        files |= _encoded(made)
    return Proposal(f"{Goal.kind} · {into}", tuple(changes), is_new=not there, files=files, held=tuple(held))


class _Pages:
    """The pages that changes are made on, each read once."""

    def __init__(self, library: Library) -> None:
        self._sources = library.documents.sources
        self._known: dict[str, Page] = {}

    def of(self, file: str) -> Page:
        if file not in self._known:
            self._known[file] = Page(file, self._sources[file])
        return self._known[file]

    def changed(self, fixes: Iterable[Fix]) -> dict[str, bytes]:
        by_file: dict[str, list[Fix]] = {}
        for fix in fixes:
            by_file.setdefault(fix.span.file, []).append(fix)
        return {file: self.of(file).changed(each) for file, each in sorted(by_file.items())}


def _encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {file: text.encode() for file, text in files.items()}
