"""What a result's page has for computing it again: the figures of those whom it names, and of nobody whom it masks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from tests.site.pages import html
from tests.site_builder import BASE

PAGE = "en/results/2026-q3-quarterly-bonus.html"
SITE = "perfsite.yml"
GOAL = "content/goals/zhejiang-revenue.yml"


def data(files: Mapping[str, str | None] | None = None, audience: str = "managers") -> dict[str, Any] | None:
    page = html(PAGE, files, audience)
    found = re.search(r'data-calculator="([^"]*)"', page, re.DOTALL)
    read: dict[str, Any] | None = None if found is None else json.loads(unescape(found[1]))
    return read


def test_each_recipient_with_inputs_and_published_figures() -> None:
    found = data()
    assert found is not None
    assert [one["id"] for one in found["recipients"]] == ["p-2", "p-3"]
    assert found["recipients"][1] == {
        "id": "p-3",
        "inputs": {
            "net-revenue/actual": "7600000",
            "net-revenue/target": "8000000",
            "collection-rate/actual": "9/10",
            "compliance-breaches/actual": "0",
        },
        "given": {},
        "published": {"total": "85", "grade": {"word": "B"}, "amount": "30000"},
        "excepted": [],
    }
    assert [one["name"] for one in found["results"]] == [
        "revenue", "collection", "total", "grade", "coefficient", "amount",
    ]  # fmt: skip


def test_where_people_are_masked_nothing_of_their_figures_is_in_the_page() -> None:
    masked = {SITE: BASE[SITE] + "  names: {during_notice: full, after: masked}\n"}
    assert data(masked) is None
    assert "7600000" not in html(PAGE, masked)


def test_an_audience_that_sees_no_figures_gets_none() -> None:
    assert data(audience="everyone") is None


def test_who_cannot_be_computed_is_not_offered() -> None:
    found = data({GOAL: None})
    assert found is not None
    assert [one["id"] for one in found["recipients"]] == ["p-2"]


def test_a_figure_that_the_audience_sees_otherwise_is_not_offered() -> None:
    """What is hidden may change a figure: then the page does not say that it differs."""
    found = data({SITE: BASE[SITE] + "visibility: {rule.gates: hr}\n"})
    assert found is not None
    assert len(found["recipients"]) == 2
    assert data({SITE: BASE[SITE] + "visibility: {rule.components: hr}\n"}) is None
    assert data({SITE: BASE[SITE] + "visibility: {actuals.values.value: hr}\n"}) is None
