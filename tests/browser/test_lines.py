"""Where lines end, and what stands beside what: a designer's eye, held by measures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.printed import print_pages
from tests.browser.sample import Visits

PERIOD = "periods/2026-q3.html"
NOTICE = "notices/2026-q3-quarterly-bonus.html"
REWARD = "rewards/quarterly-bonus-district-manager.html"
COMMISSION = "rewards/sales-commission.html"
GOALS = "goals/index.html"
EXPLAINED = "results/explained/2026-q3-quarterly-bonus.html"
PAGES = (
    *(f"{lang}/{page}" for lang in ("zh", "en") for page in (PERIOD, NOTICE, REWARD, COMMISSION, GOALS, EXPLAINED)),
)

# How much of its row the title of an entry has where something stands beside it.
SHARES = """
() => [...document.querySelectorAll(".list > li:has(> .list-side)")].map((entry) => {
  const [title, side] = [".list-title", ".list-side"].map((one) => entry.querySelector(one).getBoundingClientRect());
  return side.top < title.bottom ? title.width / entry.getBoundingClientRect().width : 1;
})
"""
BROKEN_DAYS = """
() => [...document.querySelectorAll("main time")].filter((day) => day.getClientRects().length > 1).map((day) => day.innerText)
"""
# Of each row, how far the first line of its name is from the first line of who says so, in heights of a line.
APART = """
() => [...document.querySelectorAll(".explained-steps tr:has(> td:last-child a)")].map((row) => {
  const first = (cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getClientRects()[0];
  };
  const [name, source] = [first(row.querySelector("th")), first(row.querySelector("td:last-child a"))];
  return Math.abs(name.bottom - source.bottom) / name.height;
})
"""
# The left edge of each cell of the table of grades, by column.
COLUMNS = """
() => [...document.querySelectorAll("#amount ~ .table tbody tr")].map((row) =>
  [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().left)))
"""
# How far each target ends from the right edge of its row.
ENDS = """
() => [...document.querySelectorAll(".table.goals tr:not(.group) > td:nth-child(3)")].map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return Math.round(cell.parentNode.getBoundingClientRect().right - range.getBoundingClientRect().right);
})
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    folder = tmp_path_factory.mktemp("lines")
    print_pages(folder, PAGES, audience="managers")
    return serve_folder(folder)


@pytest.fixture
def windows(browser: Browser, address: str) -> Visits:
    return Visits(browser, address)


def ask(window: Page, windows: Visits, path: str, question: str) -> Any:
    window.goto(windows.url(path))
    window.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    return window.evaluate(question)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_title_keeps_its_room_beside_what_is_long(windows: Visits, lang: str) -> None:
    with windows.window(width=1280) as window:
        shares = ask(window, windows, f"{lang}/{PERIOD}", SHARES)

    assert len(shares) > 10
    assert min(shares) >= 0.35


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_ends_within_a_day(windows: Visits, lang: str, width: int) -> None:
    with windows.window(width=width) as window:
        for page in (NOTICE, REWARD):
            assert ask(window, windows, f"{lang}/{page}", BROKEN_DAYS) == []
            assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_step_stands_on_the_first_line_of_who_says_so(windows: Visits) -> None:
    with windows.window(width=1280) as window:
        apart = ask(window, windows, f"en/{EXPLAINED}", APART)

    assert len(apart) > 50
    assert max(apart) < 0.3


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_grades_stand_below_each_other_on_a_phone(windows: Visits, lang: str, width: int) -> None:
    with windows.window(width=width) as window:
        rows = ask(window, windows, f"{lang}/{REWARD}", COLUMNS)

        assert len(rows) == 5
        assert len({tuple(row) for row in rows}) == 1
        assert len(set(rows[0])) == 4
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_heading_above_figures_breaks_before_its_table_is_wider_than_a_phone(windows: Visits, lang: str) -> None:
    with windows.window(width=320) as window:
        assert ask(window, windows, f"{lang}/{COMMISSION}", "document.querySelectorAll('.table.slim').length") > 0
        assert window.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_targets_end_below_each_other_on_a_phone(windows: Visits, lang: str) -> None:
    with windows.window(width=360) as window:
        ends = ask(window, windows, f"{lang}/{GOALS}", ENDS)

    assert len(ends) > 50
    assert max(ends) <= 1


def test_a_title_of_two_clauses_takes_no_line_for_its_colon(windows: Visits) -> None:
    with windows.window(width=1280) as window:
        window.goto(windows.url(f"zh/{EXPLAINED}"))
        heading = window.locator("h1")
        lines = heading.evaluate(
            """(heading) => {
              const range = document.createRange(), text = heading.firstChild, tops = [];
              for (let at = 0; at < text.length; at += 1) {
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                const top = Math.round(range.getBoundingClientRect().top);
                if (tops.length === 0 || Math.abs(tops.at(-1)[0] - top) > 8) tops.push([top, text.data[at]]);
              }
              return tops.map((line) => line[1]);
            }"""
        )

    assert "：" not in lines
