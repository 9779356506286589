"""One mistake is one problem, wherever in the base it is made: what follows from it is not reported as well."""

from __future__ import annotations

import pytest

from perfsite.records.library import Mention
from perfsite.sources.nodes import Route
from tests.site_builder import BASE, places, site, wrong

MENTIONS = [
    (mention.record.origin.file, site().library.span(mention.record, *mention.route), mention)
    for mention in site().library.mentions
]


def misspelt(mention: Mention, file: str, line: int, column: int, end: int) -> dict[str, str | None]:
    """The base with one reference spelt wrong, by a letter too many."""
    lines = BASE[file].split("\n")
    text = lines[line - 1]
    assert mention.ref.id in text[column - 1 : end - 1]
    lines[line - 1] = text[: end - 1] + "x" + text[end - 1 :]
    return {file: "\n".join(lines)}


def name_of(route: Route) -> str:
    return ".".join(str(step) for step in route)


@pytest.mark.parametrize(
    "position", range(len(MENTIONS)), ids=[f"{m.record.address}-{name_of(m.route)}" for _, _, m in MENTIONS]
)
def test_a_misspelt_reference_is_one_problem(position: int) -> None:
    _, span, mention = MENTIONS[position]
    files = misspelt(mention, span.file, span.line, span.column, span.end_column)
    assert places(files) == [f"PS302 {span.place}"]


SWAPPED = [
    ("content/periods/2026-q3.yml", "from: 2026-07-01\nto: 2026-09-30", "from: 2026-09-30\nto: ‹2026-07-01›"),
    ("content/periods/2026.yml", "from: 2026-01-01\nto: 2026-12-31", "from: 2026-12-31\nto: ‹2026-01-01›"),
    ("content/rewards/quarterly-bonus.yml", "{from: 2026-01-01}", "{from: 2026-12-31, until: ‹2026-01-01›}"),
    ("content/rules/scorecard.yml", "{from: 2026-01-01}", "{from: 2026-12-31, until: ‹2026-01-01›}"),
    ("content/promotion/m1-to-m2.yml", "{from: 2026-01-01}", "{from: 2026-12-31, until: ‹2026-01-01›}"),
    ("content/people/people.yml", "level: m1, from: 2025-04-01}", "level: m1, from: 2026-12-31, until: ‹2025-04-01›}"),
    ("content/people/people.yml", "level: m1, from: 2024-01-01}", "level: m1, from: 2026-12-31, until: ‹2024-01-01›}"),
]


@pytest.mark.parametrize(("file", "old", "new"), SWAPPED)
def test_swapped_dates_are_one_problem(file: str, old: str, new: str) -> None:
    files, place = wrong(file, old, new)
    assert places(files) == [f"PS701 {place}"]


SLIPS = [
    ("content/people/people.yml", "team: shanghai, level: m1", "team: shanghai, level: ‹m11›", "PS308"),
    ("content/promotion/m1-to-m2.yml", "from: m1\n", "from: ‹m11›\n", "PS308"),
    ("content/rules/scorecard.yml", "weight: 60%", "weight: ‹60›", "PS422"),
    ("content/rules/scorecard.yml", "{at: 120%, points: 130}", "{at: ‹90%›, points: 130}", "PS603"),
    ("content/rules/scorecard.yml", "{from: 85%, points: 70}", "{from: ‹0.85›, points: 70}", "PS609"),
    ("content/rules/scorecard.yml", "    metric: collection-rate", "    metrc: collection-rate", "PS402"),
    ("content/rules/scorecard.yml", "grade: B, from: 80", "grade: B, from: ‹120›", "PS613"),
    ("content/goals/shanghai-revenue.yml", "target: CNY 1,200万", "target: ‹USD 1,200万›", "PS506"),
    ("content/goals/east-revenue.yml", "target: CNY 2,000万", "target: ‹2,000%›", "PS506"),
    ("content/goals/shanghai-revenue.yml", "target: CNY 1,200万", "target: ‹1,200万元›", "PS423"),
    ("content/rewards/quarterly-bonus.yml", "type: bonus", "type: ‹bonuss›", "PS427"),
    ("content/metrics/net-revenue.yml", "unit: money", "unit: ‹mony›", "PS427"),
    ("content/calendars/cn.yml", "2026-02-28,", "‹2026-02-30›,", "PS412"),
    ("content/periods/2026-q3.yml", "to: 2026-09-30", "to: ‹2026-09-31›", "PS412"),
    ("content/ladders/sales.yml", "rank: 1", "rank: ‹one›", "PS421"),
    ("content/results/2026-q3/quarterly-bonus.yml", "total: 85.00", "total: ‹85.O0›", "PS421"),
    ("content/people/people.yml", "joined: 2021-06-01", "joined: ‹2021-6-1›", "PS411"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), SLIPS)
def test_a_slip_is_one_problem(file: str, old: str, new: str, code: str) -> None:
    if "‹" not in new:
        assert [place.split()[0] for place in places({file: BASE[file].replace(old, new)})] == [code]
        return
    files, place = wrong(file, old, new)
    assert places(files) == [f"{code} {place}"]


@pytest.mark.parametrize(
    "file", [file for file in BASE if file.startswith("content/") and not file.endswith((".csv", ".en.md"))]
)
def test_a_file_that_does_not_parse_is_one_problem(file: str) -> None:
    found = places({file: "title: [\n"} if file.endswith(".yml") else {file: "---\ntitle: [\n---\n文\n"})
    assert [place.split()[0] for place in found] == ["PS201"]
