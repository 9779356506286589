"""Imports in memory, for tests: an export as bytes under a mapping, on the base site or a changed one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo

from perfsite.diagnostics import Diagnostic
from perfsite.importers.mappings import Mapped, read_mapping
from perfsite.importers.read import Asked, Imported, read_import
from perfsite.records.library import Library
from perfsite.records.period import Period
from tests.site_builder import site

HEADER = "Record Id,Owner,Amount,Currency,Closing Date,Stage\n"
MAPPING = """\
title: {zh: 商机, en: Deals}
system: zoho-crm
row_id: [Record Id]
whose: {column: [Owner]}
when: {column: [Closing Date], formats: [YYYY-MM-DD]}
where: [{column: [Stage], is: [Closed Won]}]
currency: {column: [Currency]}
measures: [{metric: net-revenue, take: sum, column: [Amount]}]
"""
SHANGHAI = ZoneInfo("Asia/Shanghai")


def mapped(text: str = MAPPING, library: Library | None = None) -> Mapped:
    found, problems = read_mapping("imports/deals.yml", text.encode(), library or site().library)
    assert found is not None, problems
    return found


def imported(
    raw: bytes | str,
    mapping: str = MAPPING,
    *,
    file: str = "deals.csv",
    files: Mapping[str, str | None] | None = None,
    totals: Mapping[str, Decimal] | None = None,
    zone: dt.tzinfo = SHANGHAI,
) -> Imported:
    """What an export gives for the third quarter of 2026."""
    library = site(files).library
    period = library.get(Period, "2026-q3")
    assert period is not None
    data = raw.encode() if isinstance(raw, str) else raw
    return read_import(library, mapped(mapping, library), file, data, Asked(period, zone, totals or {}))


def figures(found: Imported) -> dict[str, str]:
    """Whose figures they are, and what they are. An import with problems has none."""
    assert not found.problems, told(found.problems)
    several = len({each.metric.id for each in found.figures}) > 1
    return {f"{each.who.id} {each.metric.id}" if several else each.who.id: each.text for each in found.figures}


def told(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    """Each problem by its code and hint, its place, and the row and column that it names."""
    return [
        (
            f"{problem.code} {problem.hint}".strip(),
            problem.span.place,
            f"{problem.arguments.get('row', '')} {problem.arguments.get('column', '')}".strip(),
        )
        for problem in problems
    ]
