"""Forms of export: perfsite's own and those of other packages are found by the same entry points."""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from textwrap import dedent

import pytest

from perfsite.importers.delimited import read_delimited
from perfsite.importers.forms import ENTRY_POINT_GROUP
from perfsite.importers.workbook import read_workbook
from tests.importers.exports import figures, imported, told

ROOT = Path(__file__).parents[2]


def test_our_own_forms_are_entry_points() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    found = {entry.name: entry.load() for entry in entry_points(group=ENTRY_POINT_GROUP)}
    assert found.keys() == declared[ENTRY_POINT_GROUP].keys()
    assert set(found.values()) == {read_delimited, read_workbook}


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package that reads `.lines` files: a cell a line, a blank line between rows."""
    info = tmp_path / "our_company-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-company\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[perfsite.importers]\nlines = our_company_lines:read_lines\n", encoding="utf-8"
    )
    code = """
        from perfsite.diagnostics import Diagnostic
        from perfsite.importers.sheet import Cell, Row, Sheet
        from perfsite.span import whole_file


        def read_lines(file, raw, form):
            if not raw:
                return None, [Diagnostic("PS150", whole_file(file), hint="damaged")]
            rows, number, line = [], 0, 1
            for block in raw.decode().split("\\n\\n"):
                number += 1
                texts = block.strip().split("\\n")
                rows.append(Row(number, tuple(Cell(t, "text", line + i, 1, line + i, len(t) + 1) for i, t in enumerate(texts))))
                line += len(texts) + 1
            return Sheet(file, tuple(rows), raw), []
    """
    (tmp_path / "our_company_lines.py").write_text(dedent(code), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop("our_company_lines", None)


LINES = "Record Id\nOwner\nAmount\nCurrency\nClosing Date\nStage\n\nD-1\np-2\n100\nCNY\n2026-07-31\nClosed Won\n"


@pytest.mark.usefixtures("plugin")
def test_another_package_adds_a_form() -> None:
    assert figures(imported(LINES, file="deals.lines")) == {"p-2": "CNY 100"}
    assert figures(imported(LINES, file="DEALS.LINES")) == {"p-2": "CNY 100"}
    assert told(imported(LINES.replace("100", "x"), file="deals.lines").problems) == [
        ("PS155", "deals.lines:10:1", "2 Amount")
    ]
    assert told(imported("", file="deals.lines").problems) == [("PS150 damaged", "deals.lines:1:1", "")]


def test_without_that_package_the_form_is_not_read() -> None:
    assert told(imported(LINES, file="deals.lines").problems) == [("PS150 ending", "deals.lines:1:1", "")]
