"""What the page's own script finds in an index, asked in Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from perfsite.render.search import write_search
from perfsite.render.themes import find_theme
from perfsite.render.translations import read_catalogue
from perfsite.site.search import Document, SearchKind, SearchPeriod, SearchPlan

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "themes" / "default" / "scripts" / "find.js"


def ask(files: Mapping[str, bytes], *calls: Sequence[Any]) -> list[Any]:
    """What each call gives: `["find", QUERY]` and the others of driver.js."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        pytest.fail("These tests need Node: run `make test`, which installs it.", pytrace=False)
    given = {"script": str(SCRIPT), "files": [content.decode() for content in files.values()], "ask": calls}
    run = subprocess.run(
        [node, str(HERE / "driver.js")], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    answers: list[Any] = json.loads(run.stdout)
    return answers


KINDS = (
    SearchKind("section", "栏目", "*/index.html"),
    SearchKind("reward", "奖励方案", "rewards/*.html"),
    SearchKind("term", "术语", "glossary/index.html#*"),
    SearchKind("person", "人员", "people/*.html"),
    SearchKind("goal", "目标", "goals/*.html"),
)


def index(*documents: Document, periods: Sequence[SearchPeriod] = (), lang: str = "zh") -> dict[str, bytes]:
    """The files of a small search."""
    catalogue = read_catalogue(find_theme("default")[0], lang)[0]
    return write_search(SearchPlan(KINDS, tuple(periods), documents, ""), "zh/search/", catalogue)


__all__ = ["ask", "index"]
