"""A site's own theme: every default template works when it is copied into one, and one of three blocks changes just these."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from perfsite.pipeline import find_audience, load, load_history, set_type
from perfsite.project import Project
from perfsite.render.site import Job, Press
from perfsite.render.themes import check_templates, default_theme_folder, find_theme
from perfsite.render.translations import read_catalogue
from perfsite.site.plan import Page
from tests.history.repository import Repository
from tests.privacy.repositories import COMPANY
from tests.site_builder import AS_OF

ROOT = Path(__file__).parents[2]
RULE = "content/rules/scorecard.yml"
DOCS = (ROOT / "docs/themes.md").read_text("utf-8")
EACH = 2


# For a kind of record without a template of its own. Every kind has one now.
NO_PAGE = ("record.html",)


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Job, ...]:
    """The sample company, and a company with a past."""
    root = tmp_path_factory.mktemp("own") / "company"
    repository = Repository(root)
    repository.commit("begin", {**COMPANY})
    for first, second in (("50%", "50%"), ("70%", "30%")):
        repository.time += 86_400 * 100
        weights = COMPANY[RULE].replace("weight: 60%", f"weight: {first}").replace("weight: 40%", f"weight: {second}")
        repository.commit("weights", {RULE: weights})
    made = []
    for folder, audience, past in ((ROOT, "hr", False), (root, "managers", True)):
        loaded = load(Project(folder))
        rule = find_audience(loaded, audience)
        assert rule is not None
        history = load_history(loaded, cached=False) if past else None
        made.append(set_type(loaded, audience=rule, as_of=AS_OF, history=history))
    return tuple(made)


def chosen(job: Job, language: str) -> Iterator[Page]:
    """A few pages of each template and section, as the plan has them."""
    seen: dict[tuple[str, str], int] = {}
    for page in job.pages:
        kind = (page.template, page.section)
        # The choice of a language and what is not found have a frame of their own.
        framed = page.template not in ("index.html", "404.html")
        if framed and page.language == language and seen.setdefault(kind, 0) < EACH:
            seen[kind] += 1
            yield page


def test_every_default_template_works_in_a_sites_own_theme(jobs: tuple[Job, ...], tmp_path: Path) -> None:
    shutil.copytree(default_theme_folder() / "templates", tmp_path / "themes/ours/templates")
    theme, problems = find_theme("ours", tmp_path)
    assert problems == ()
    assert check_templates(theme) == ()
    assert not theme.trusted
    used = set()
    for job in jobs:
        own, usual = Press(replace(job, theme=theme)), Press(job)
        for page in chosen(job, "zh"):
            assert own.print(page) == usual.print(page), page.address
            used.add(page.template)
    pages = {name for name, file in theme.templates.items() if '{% extends "base.html" %}' in file.read_text("utf-8")}
    assert {name for name in pages if ":" not in name} - used == {*NO_PAGE}


@pytest.mark.parametrize(
    ("language", "line"), [("zh", "标准在前，结果在后。"), ("en", "First the standard, then the outcome.")]
)
def test_a_theme_of_three_blocks_changes_these_and_nothing_else(
    jobs: tuple[Job, ...], tmp_path: Path, language: str, line: str
) -> None:
    shutil.copytree(ROOT / "tests/themes/plain", tmp_path / "themes/plain")
    theme, problems = find_theme("plain", tmp_path)
    assert problems == ()
    assert read_catalogue(theme, language)[1] == ()
    for job in jobs:
        own, usual = Press(replace(job, theme=theme)), Press(job)
        printed = 0
        for page in chosen(job, language):
            mine, theirs = (press.print(page)[1].decode() for press in (own, usual))
            closing = f'<p class="closing">{line}</p>\n'
            assert mine.count(closing) == 1, page.address
            assert mine.index(closing) > mine.index("</footer>")
            assert 'class="site-search"' not in mine
            # The page of the search has its own.
            assert ('class="site-search"' in theirs) == (page.template != "search.html")
            assert without_blocks(mine) == without_blocks(theirs), page.address
            printed += 1
        assert printed > 20
    assert b".closing" in theme.static_files()["style.css"]


@cache
def _outside() -> re.Pattern[str]:
    return re.compile(
        r'<meta name="author"[^>]*>\n|<p class="closing">[^\n]*\n|<div class="site-search".*?</p>\n</div>|\?v=[0-9a-f]{8}',
        re.DOTALL,
    )


def without_blocks(html: str) -> str:
    """A page without the three blocks and without the digest of the style sheet. The head of some pages has a block of their own."""
    return re.sub(r"\n+", "\n", _outside().sub("", html))


def test_the_documentation_names_every_template_and_block() -> None:
    base = (default_theme_folder() / "templates/base.html").read_text("utf-8")
    for block in re.findall(r"{% block ([a-z_]+) %}", base):
        assert f"| `{block}` |" in DOCS, block
    for name in find_theme("default")[0].templates:
        if ":" not in name and not name.endswith("-index.html"):
            assert f"`{name}`" in DOCS, name
