"""What a manager comes for, and how many clicks it takes from the home page: three at most, on a laptop and on a phone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.axe import find_barriers
from tests.browser.sample import Visits

ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-16"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company as managers see it."""
    out = tmp_path_factory.mktemp("errands") / "site"
    subprocess.run(
        [sys.executable, "-m", "perfsite", "build", "--out", str(out), "--as-of", AS_OF, "--audience", "managers"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return out


@pytest.fixture
def there(browser: Browser, site: Path, serve_folder: Callable[[Path], str]) -> Iterator[Visits]:
    visits = Visits(browser, serve_folder(site))
    yield visits
    assert not visits.faults, "\n".join(visits.faults)


class Errand:
    """Follows links that can be seen, and counts them."""

    def __init__(self, window: Page, home: str) -> None:
        self.window = window
        self.clicks = 0
        window.goto(home)

    def open(self, link: Locator) -> None:
        found = link.first
        assert found.is_visible(), "nobody can click what is not seen"
        self.clicks += 1
        found.click()
        self.window.wait_for_load_state()
        assert self.window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.window.url

    def link(self, name: str) -> Locator:
        return self.window.locator("main").get_by_role("link", name=re.compile(name))


WORDS = {
    "zh": {
        "targets": "我的目标", "bonus": "大区经理季度绩效奖金", "steps": "步骤", "next": "晋升到上一级要什么",
        "compare": "区域经理与大区经理", "changed": "最近有什么变化", "object": "提出异议",
    },
    "en": {
        "targets": "My targets", "bonus": "Quarterly bonus, regional managers", "steps": "steps",
        "next": "What the next level takes", "compare": "District manager and Regional manager",
        "changed": "What has changed", "object": "Object",
    },
}  # fmt: skip


@pytest.fixture(params=[("zh", 1280), ("zh", 360), ("en", 1280), ("en", 360)], ids=lambda p: f"{p[0]}-{p[1]}")
def errand(request: pytest.FixtureRequest, there: Visits) -> Iterator[tuple[Errand, dict[str, str]]]:
    language, width = request.param
    with there.window(width=width) as window:
        started = Errand(window, there.url(f"{language}/index.html"))
        yield started, WORDS[language]
        assert started.clicks <= 3


def test_what_a_manager_comes_for_is_three_clicks_away(errand: tuple[Errand, dict[str, str]]) -> None:
    """Each errand begins at home anew."""
    run, words = errand
    home = run.window.url

    # My targets of this quarter: the list, chosen by words that are typed, then the goal.
    run.open(run.link(words["targets"]))
    owner = run.window.locator("table.goals tbody tr:not(.group) td a[href*='/people/']").first.inner_text()
    run.window.locator(".sift-form input[type=search]").fill(owner)
    mine = run.window.locator("table.goals tbody tr:not(.group):visible")
    assert mine.count() >= 1
    assert all(owner in text for text in mine.all_inner_texts())
    run.open(mine.first.locator("th a"))
    assert "/goals/" in run.window.url
    assert run.clicks <= 3

    # How my bonus came about: the result, and its steps for me.
    run.clicks = 0
    run.window.goto(home)
    run.open(run.link(words["bonus"]))
    run.open(run.window.locator("#recipients ~ * a, [aria-labelledby=recipients] a").filter(has_text=words["steps"]))
    assert run.window.locator("main h1").is_visible()
    assert "#" in run.window.url
    assert run.clicks <= 3

    # What level M2 takes beyond M1.
    run.clicks = 0
    run.window.goto(home)
    run.open(run.link(words["next"]))
    run.open(run.link(words["compare"]))
    assert run.window.url.endswith("/compare/m1/m2.html")
    assert run.clicks <= 3

    # What has changed since last month: the days stand above the changes.
    run.clicks = 0
    run.window.goto(home)
    run.open(run.link(words["changed"]))
    days = run.window.locator("main section > h2[id]").evaluate_all("found => found.map(one => one.id)")
    dated = [day for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day)]
    assert dated
    assert dated == sorted(dated, reverse=True)
    assert run.clicks <= 3

    # Object to a result: the letter is ready, with the record named in it.
    run.clicks = 0
    run.window.goto(home)
    run.open(run.link(words["bonus"]))
    letter = run.window.locator(".callout").get_by_role("link", name=words["object"], exact=True).get_attribute("href")
    assert letter is not None
    assert letter.startswith("mailto:")
    assert "quarterly-bonus" in letter
    assert run.clicks + 1 <= 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ways_are_there_without_scripts(there: Visits, language: str) -> None:
    words = WORDS[language]
    with there.window(width=360, javascript=False) as window:
        run = Errand(window, there.url(f"{language}/index.html"))
        run.open(run.link(words["next"]))
        run.open(run.link(words["compare"]))
        assert window.url.endswith("/compare/m1/m2.html")
        run = Errand(window, there.url(f"{language}/index.html"))
        run.open(run.link(words["bonus"]))
        assert window.locator(".callout").get_by_role("link", name=words["object"], exact=True).is_visible()


@pytest.mark.parametrize("path", ["index.html", "ladders/sales.html", "results/2026-q3-quarterly-bonus.html"])
def test_nothing_keeps_anybody_out_on_the_way(there: Visits, path: str) -> None:
    for language, width, scheme in (("zh", 320, "dark"), ("en", 1280, "light")):
        with there.window(width=width, color_scheme=scheme) as window:  # type: ignore[arg-type]
            window.goto(there.url(f"{language}/{path}"))
            assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            assert find_barriers(window) == []
