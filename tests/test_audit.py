"""The guides for auditors go through a figure of the sample company: each line of theirs is one that perfsite computes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Perfsite, perfsite
from tests.test_docs import ROOT, blocks_of

__all__ = ["perfsite"]

RESULT, PERSON = "2026-q3-quarterly-bonus-district-manager", "p-1009"
GUIDES = {"en": "audit.md", "zh": "audit.zh.md"}


@pytest.mark.parametrize("lang", GUIDES)
def test_each_line_of_the_figure_is_computed(lang: str, perfsite: Perfsite) -> None:
    explained = perfsite("-C", ROOT, "explain", RESULT, PERSON, "--lang", lang)
    lines = [line.strip() for line in explained.out.splitlines()]
    text = (ROOT / "docs" / GUIDES[lang]).read_text("utf-8")
    shown = [line for kind, body in blocks_of(text) if kind == f"text {lang}" for line in body.splitlines()]

    assert explained.code == 0
    assert len(shown) >= 8
    assert [line for line in shown if line not in lines] == []
    assert [lines.index(line) for line in shown] == sorted(lines.index(line) for line in shown)


def test_the_rows_that_the_guides_name_say_what_they_say() -> None:
    actuals = Path(ROOT, "content/actuals/2026-q3/zoho-crm.csv").read_text("utf-8").splitlines()
    goals = Path(ROOT, "content/goals/2026-q3/east.csv").read_text("utf-8").splitlines()

    assert any(row.startswith(f"{PERSON},") and row.endswith(",net-revenue,11146536.29") for row in actuals)
    assert any(f"person/{PERSON},CNY 1063万" in row for row in goals)
