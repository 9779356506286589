"""Tables of results, people, goals and standards, put in order and chosen from as readers do, and whole without scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.axe import find_barriers
from tests.browser.forms import sort_by
from tests.browser.sample import Visits
from tests.privacy.repositories import publish
from tests.site.test_tables import FILES, RESULT

PEOPLE = "people/index.html"
INDEXES = (
    RESULT,
    PEOPLE,
    "goals/index.html",
    "periods/2026-q3.html",
    "results/index.html",
    "teams/index.html",
    "actuals/2026-q3-many.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tables") / "site"
    publish(FILES, "managers", out, dt.date(2026, 10, 16))
    return out


@pytest.fixture
def there(browser: Browser, site: Path, serve_folder: Callable[[Path], str]) -> Iterator[Visits]:
    visits = Visits(browser, serve_folder(site))
    yield visits
    assert not visits.faults, "\n".join(visits.faults)


def names(window: Page) -> list[str]:
    return [
        text.split()[0]
        for text in window.locator("[data-sift-table] tbody th:visible").all_inner_texts()
        if text.strip()
    ]


ZH = ["安然", "李静怡", "张浩博", "周舟"]


@pytest.mark.parametrize("width", [1280, 360])
def test_recipients_are_put_in_order_by_name_and_exact_amount(there: Visits, width: int) -> None:
    with there.window(width=width) as window:
        window.goto(there.url(f"zh/{RESULT}"))
        sort_by(window, "name", width)
        order = names(window)
        assert [name for name in order if name in ZH] == ZH

        sort_by(window, "amount", width)
        # 0, 9,000, 20,000.00, 20,000.01, 30,000, 36,000, 100,000
        assert names(window) == ["安然", "曾强", "周舟", "重耳", "李静怡", "张浩博", "单雨"]
        assert window.url.endswith("?sort=amount")
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("language", "grade", "team", "count"), [("zh", "等级", "团队", "共7条，显示"), ("en", "Grade", "Team", "Showing ")]
)
def test_recipients_are_chosen_by_grade_and_team(
    there: Visits, language: str, grade: str, team: str, count: str, width: int
) -> None:
    with there.window(width=width) as window:
        window.goto(there.url(f"{language}/{RESULT}"))
        form = window.locator(".sift-form")
        form.get_by_label(grade, exact=True).select_option("C")
        shown = len(names(window))
        assert 0 < shown < 7
        assert count in window.locator(".sift-count").inner_text()
        assert not window.locator("tfoot").is_visible(), "a sum of all beside some"

        form.get_by_label(team, exact=True).select_option("shanghai")
        assert 0 < len(names(window)) < shown
        assert window.url.endswith("?team=shanghai&grade=C") or window.url.endswith("?grade=C&team=shanghai")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("language", "place"), [("zh", "所在地"), ("en", "Location")])
def test_teams_are_chosen_by_place_and_put_in_order(there: Visits, language: str, place: str, width: int) -> None:
    with there.window(width=width) as window:
        window.goto(there.url(f"{language}/teams/index.html"))
        whole = len(names(window))
        window.locator(".sift-form").get_by_label(place, exact=True).select_option("上海")
        sort_by(window, "name", width)

        found = names(window)
        assert 1 < len(found) < whole
        # 崇明组, 闵行组, 浦东组: chong, min, pu.
        expected = {"zh": ["崇明组", "闵行组", "浦东组"], "en": ["Chongming", "Minhang", "Pudong"]}[language]
        assert [name for name in found if name in expected] == expected
        assert "location=%E4%B8%8A%E6%B5%B7" in window.url
        assert "sort=name" in window.url
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_actuals_are_put_in_order_by_figure_and_chosen_by_team(there: Visits, language: str, width: int) -> None:
    with there.window(width=width) as window:
        window.goto(there.url(f"{language}/actuals/2026-q3-many.html?team=zhejiang"))
        sort_by(window, "net-revenue", width)

        assert names(window) == {"zh": ["单雨", "周舟"], "en": ["P-22", "P-24"]}[language]
        assert window.url.endswith("?team=zhejiang&sort=net-revenue")
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("language", "caption"), [("zh", "获奖"), ("en", "ecipients")])
def test_a_table_wider_than_its_page_scrolls_by_itself_and_by_keyboard(
    there: Visits, language: str, caption: str
) -> None:
    def widen(route: Route) -> None:
        sheet = route.fetch()
        route.fulfill(response=sheet, body=sheet.text() + ".table-wide > .table { min-inline-size: 90rem }")

    with there.window(width=700) as window:
        window.route("**/style.css*", widen)
        window.goto(there.url(f"{language}/{RESULT}"))
        box = window.locator(".table-wide").first
        assert caption in str(box.get_attribute("aria-label"))
        box.focus()
        assert box.evaluate("box => document.activeElement === box && box.scrollWidth > box.clientWidth")
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert find_barriers(window) == []


def test_what_has_headings_alone_to_sort_by_has_no_empty_form(there: Visits) -> None:
    with there.window() as window:
        window.goto(there.url("en/promptness/index.html"))
        empty = window.evaluate(
            "[...document.querySelectorAll('.sift-form')].filter(form => form.checkVisibility() &&"
            " ![...form.querySelectorAll('input, select')].some(field => field.checkVisibility())).length"
        )
        assert empty == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_period_opens_the_goals_that_are_chosen(there: Visits, language: str) -> None:
    with there.window() as window:
        window.goto(there.url(f"{language}/goals/index.html?team=zhejiang"))
        rows = window.locator("table.goals tbody tr:not(.group):visible")
        assert rows.count() == 3
        assert window.locator("table.goals .group:visible").count() == 1, "the heading of a team with nothing below it"

        window.goto(there.url(f"{language}/periods/2026-q3.html?team=zhejiang"))
        assert window.locator("[data-sift-table] tbody tr:visible").count() == 3


@pytest.mark.parametrize("path", INDEXES)
def test_without_scripts_tables_are_whole(there: Visits, path: str) -> None:
    with there.window(javascript=False) as plain, there.window() as full:
        plain.goto(there.url(f"zh/{path}?team=zhejiang&sort=name&find=x"))
        full.goto(there.url(f"zh/{path}"))
        # Scripts add buttons to cells; each row begins with a heading.
        rows = "[data-sift-table] tbody th"
        assert plain.locator(rows).all_inner_texts() == full.locator(rows).all_inner_texts()
        assert not plain.locator(".sift-form").first.is_visible()


@pytest.mark.parametrize("path", INDEXES)
def test_nothing_keeps_anybody_out(there: Visits, path: str) -> None:
    for language, width, scheme in (("zh", 320, "light"), ("en", 1280, "dark")):
        with there.window(width=width, color_scheme=scheme) as window:  # type: ignore[arg-type]
            window.goto(there.url(f"{language}/{path}"))
            assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            assert find_barriers(window) == []
