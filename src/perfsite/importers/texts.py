"""Figures to the files of new records: what all rows share in YAML, and a row for each figure in a table beside it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence

from perfsite.importers.read import Imported
from perfsite.importers.takes import Taken
from perfsite.records.actuals import Actuals
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.scaffold.yaml import Entry, Value, lines_of


def source_fields(imported: Imported, exported: dt.datetime | None, by: Ref | None) -> dict[str, str]:
    """Where figures come from, by the fields of a record's `source`."""
    fields = {"system": imported.mapped.mapping.system}
    if exported is not None:
        fields["exported"] = exported.isoformat(timespec="minutes")
    if by is not None:
        fields["by"] = by.id
    return {**fields, "file": imported.file.rpartition("/")[2], "sha256": imported.digest, "rows": str(imported.rows)}


def actuals_files(library: Library, imported: Imported, id: str, source: Mapping[str, str]) -> dict[str, str]:
    """The two files of new actuals, by their paths."""
    mapping = imported.mapped.mapping
    metrics = list({each.metric.id: each.metric for each in imported.figures}.values())
    one = metrics[0] if len(mapping.measures) == 1 else None
    entries = [
        Entry("title", _title(library, imported.period, one, mapping.title)),
        Entry("source", _source(imported, source)),
    ]
    entries.append(Entry("period", imported.period.id))
    if one is not None:
        entries.append(Entry("metric", one.id))
    if mapping.date_field is not None:
        entries.append(Entry("date_field", _text(mapping.date_field)))
    columns = [imported.figures[0].who.kind, *([] if one is not None else ["metric"]), "value"]
    rows = [{each.who.kind: each.who.id, "metric": each.metric.id, "value": each.text} for each in imported.figures]
    stem = stem_of(library, Actuals.folder, imported.period, id)
    return {f"{stem}.yml": _yaml(entries), f"{stem}.csv": _table(columns, rows)}


def goal_files(library: Library, imported: Imported, into: str, new: Sequence[Taken]) -> dict[str, str]:
    """The two files of new goals for each metric, by their paths."""
    mapping = imported.mapped.mapping
    files: dict[str, str] = {}
    several = len(mapping.measures) > 1
    for metric in {each.metric.id: each.metric for each in new}.values():
        name = f"{into}-{metric.id}" if several else into
        entries = [Entry("title", _title(library, imported.period, metric, mapping.goal.title))]
        if mapping.goal.title is not None:
            entries = [Entry("title", _text(mapping.goal.title))]
        entries += [Entry("period", imported.period.id), Entry("metric", metric.id)]
        if mapping.goal.achievable is not None:
            entries.append(Entry("achievable", _text(mapping.goal.achievable)))
        if mapping.goal.supports is not None:
            entries.append(Entry("supports", mapping.goal.supports.id))
        rows = [
            {"id": f"{name}-{each.who.id}", "owner": str(each.who), "target": each.text}
            for each in new
            if each.metric.id == metric.id
        ]
        stem = stem_of(library, Goal.folder, imported.period, name)
        files |= {f"{stem}.yml": _yaml(entries), f"{stem}.csv": _table(["id", "owner", "target"], rows)}
    return files


def stem_of(library: Library, folder: str, period: Period, id: str) -> str:
    """Where the files of a record lie, without their ending: in the folder of the period where there is one."""
    content = library.documents.folder
    base = f"{content}/{folder}" if content and content != "." else folder
    inner = f"{base}/{period.id}/"
    rest = id.removeprefix(f"{period.id}-")
    if rest != id and rest and any(file.startswith(inner) for file in library.documents.sources):
        return f"{inner}{rest}"
    return f"{base}/{id}"


def _title(library: Library, period: Period, metric: Metric | None, other: Text | None) -> Value:
    """A title made of period and metric, or of period and what the mapping is called."""
    entries = []
    for lang in library.site.languages:
        when = (period.title and period.title.get(lang)) or period.id
        named = metric.title if metric is not None else other
        what = (named and named.get(lang)) or (metric.id if metric is not None else "")
        # Two words of Chinese stand side by side; where one of them is not Chinese, a gap keeps them apart.
        gap = "" if lang == "zh" and not (when[-1:].isascii() or what[:1].isascii()) else " "
        entries.append(Entry(lang, f"{when}{gap}{what}" if lang == "zh" else f"{what}, {when}"))
    return tuple(entries)


def _source(imported: Imported, source: Mapping[str, str]) -> Value:
    report = imported.mapped.mapping.report
    entries = [Entry(key, text) for key, text in source.items()]
    if report is not None:
        entries.insert(1, Entry("report", _text(report)))
    return tuple(entries)


def _text(text: Text) -> Value:
    return tuple(Entry(lang, words) for lang, words in text)


def _yaml(entries: Iterable[Entry]) -> str:
    return "".join(f"{line}\n" for entry in entries for line in lines_of(entry))


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
