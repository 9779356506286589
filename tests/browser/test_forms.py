"""Every form above a table or list of the sample: what it shows, counts, puts in order and keeps in the address."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from perfsite.site import tables
from perfsite.site.ordering import by_title
from tests.browser.forms import WIDE, Row, look, rows, shown_texts, sort_by, try_choices, try_orders
from tests.browser.printed import ROOT, print_pages
from tests.browser.sample import Visits, read_page

# One page of each kind that has a form, with what stands above its tables: the name of each form, "" where there is one.
SAMPLE = {
    "actuals/2025-q1-kingdee.html": ("", "teams"),
    "actuals/index.html": ("",),
    "exceptions/index.html": ("",),
    "goals/2025-centre-new-customers.html": ("",),
    "goals/index.html": ("",),
    "metrics/index.html": ("",),
    "people/index.html": ("",),
    "people/p-1054.html": ("",),
    "periods/2026-q3.html": ("",),
    "promotion/index.html": ("",),
    "promptness/index.html": ("periods", "answers", ""),
    "results/2026-q3-quarterly-bonus.html": ("",),
    "results/index.html": ("",),
    "rewards/index.html": ("",),
    "rules/index.html": ("",),
    "teams/index.html": ("",),
    "training/compliance-annual.html": ("",),
    "training/index.html": ("",),
}
# Of a promotion the sample has none with as many candidates as a form takes; here fewer are enough.
PROMOTION = "results/promotion/2026-h1-promotion-s1-to-s2.html"
PAGES = {**SAMPLE, PROMOTION: ("",)}
# Pages whose forms rest on a history, which are tried in test_sift.py.
ELSEWHERE = {"changes.html", "comparing.html"}
COUNT = {"zh": "共{total}条，显示{shown}条", "en": "Showing {shown} of {total}"}
NOWHERE = "quantum entanglement"
# Columns that are put in order by more than the words in their cells: by rank, by time, by progress.
BY_RANK = {"level", "period", "grade", "far", "met", "outcome"}
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
DAY = {
    "zh": re.compile(r"(?P<year>\d{4})年(?P<month>\d+)月(?P<day>\d+)日"),
    "en": re.compile(r"(?P<day>\d+) (?P<month>[A-Z][a-z]+) (?P<year>\d{4})"),
}
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
# What there is to see without scripts: rows, those that nobody can come to, and what would do nothing.
PLAIN = """
() => {
  const rows = [...document.querySelectorAll("[data-sift] table[data-sift-table] > tbody > tr, [data-sift-item]")];
  const folded = row => row.closest("details:not([open])")?.querySelector("summary").checkVisibility() ?? false;
  const idle = ".sift-form, .sift-none, .sift-more, button.sort";
  return {
    rows: rows.length,
    lost: rows.filter(row => !row.checkVisibility() && !folded(row)).length,
    idle: [...document.querySelectorAll(idle)].filter(one => one.checkVisibility()).length,
    width: document.documentElement.scrollWidth,
  };
}
"""
both_widths = pytest.mark.parametrize("width", [1280, 360])
both_languages = pytest.mark.parametrize("language", COUNT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """These pages of the sample as managers see them."""
    folder = tmp_path_factory.mktemp("forms")
    print_pages(folder, (f"{language}/{page}" for language in COUNT for page in SAMPLE), audience="managers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "ROWS_TO_SORT", 3)
        print_pages(folder, (f"{language}/{PROMOTION}" for language in COUNT), audience="managers")
    return folder


@pytest.fixture(scope="module")
def opened(browser: Browser, folder: Path, serve_folder: Callable[[Path], str]) -> Iterator[tuple[Visits, Page]]:
    """One window for all: opening one takes longer than what is done in it."""
    visits = Visits(browser, serve_folder(folder))
    with visits.window() as window:
        yield visits, window


@pytest.fixture
def window(opened: tuple[Visits, Page]) -> Iterator[Page]:
    visits, window = opened
    yield window
    faults = visits.faults[:]
    visits.faults.clear()
    assert not faults, "\n".join(faults)


@pytest.fixture
def address(opened: tuple[Visits, Page], language: str, page: str) -> str:
    return opened[0].url(f"{language}/{page}")


def test_every_kind_of_page_with_a_form_is_among_these(folder: Path) -> None:
    templates = ROOT / "themes/default/templates"
    with_form = {
        file.name
        for file in templates.glob("*.html")
        if re.search(r"\{% call sift\.region\(|\{\{ s\.sifted\(", file.read_text("utf-8"))
    }
    found = {read_page(folder / "zh" / page, folder).template for page in PAGES}

    assert found == with_form - ELSEWHERE - {"said.html", "sift.html"}


def open_all(window: Page, address: str) -> None:
    """A page with everything on it unfolded."""
    window.goto(address)
    window.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def order_of(row: Row, column: str, language: str) -> Any:
    """What a cell sorts by as a person reads it; None where nothing stands in it."""
    words, is_figure = row.cells[column]
    if not words:
        return None
    if day := DAY[language].fullmatch(words):
        return int(day["year"]), MONTHS.get(day["month"]) or int(day["month"]), int(day["day"])
    if is_figure:
        found = FIGURE.search(words)
        assert found is not None, words
        return Decimal(found[0].replace(",", "")) * (10_000 if words[found.end() :].startswith("万") else 1)
    return by_title(words, language)


def judge_order(given: list[Row], forward: list[Row], backward: list[Row], column: str, language: str) -> None:
    """Of one table: all are still there, in order, in the order against it, and what is missing comes last in both."""
    if column not in given[0].cells:
        assert given == forward == backward
        return
    assert {row.number for row in given} == {row.number for row in forward} == {row.number for row in backward}
    assert len(given) == len(forward) == len(backward)
    up, down = ([order_of(row, column, language) for row in found] for found in (forward, backward))
    there = len([key for key in up if key is not None])
    assert all(key is None for key in (*up[there:], *down[there:]))
    if column not in BY_RANK:
        assert up[:there] == sorted(up[:there])
    assert list(dict.fromkeys(down[:there])) == list(dict.fromkeys(up[:there]))[::-1]


def judge_choices(region: Locator, whole: list[Row], language: str, name: str, *, last: bool) -> None:
    offered: dict[str, set[str]] = {}
    before = look(region).asked
    for key, value, label, seen in try_choices(region, last=last):
        offered.setdefault(key, set()).add(value)
        expected = [row for row in whole if value in row.values.get(key, ())]
        assert seen.shown == [row.number for row in expected] != [], (key, value)
        assert seen.count == COUNT[language].format(shown=len(expected), total=len(whole)), (key, value)
        assert seen.asked == {**before, f"{name}.{key}" if name else key: value}
        assert all(row.cells[key][0] == label for row in expected if key in row.cells), (key, value)
        assert not seen.hollow, f"{key} {value}: a heading above nothing"
        assert not seen.foot or len(expected) == len(whole), f"{key} {value}: a sum of all beside some"
    for key, values in offered.items() if not last else ():
        assert values == {value for row in whole for value in row.values.get(key, ()) if value}, key


def judge_orders(region: Locator, whole: list[Row], language: str, width: int, name: str, *, last: bool) -> list[str]:
    parameter = f"{name}.sort" if name else "sort"
    before = look(region).asked
    columns = []
    for column, forward, backward, given in try_orders(region, width, last=last):
        columns.append(column)
        assert given.order == [row.number for row in whole], "there is no way back to the order that was given"
        assert forward.asked == {**before, parameter: column}
        assert backward.asked == {**before, parameter: f"-{column}"}
        assert given.asked == before
        assert {tuple(head) for head in forward.sorted} == {(column, "ascending")}
        assert {tuple(head) for head in backward.sorted} == {(column, "descending")}
        assert given.sorted == []
        assert forward.count == backward.count == ""
        for group in {row.group for row in whole}:
            one, other = ([whole[n] for n in seen.order if whole[n].group == group] for seen in (forward, backward))
            try:
                judge_order([row for row in whole if row.group == group], one, other, column, language)
            except AssertionError as error:
                raise AssertionError(f"{column}: {error}") from error
    return columns


def try_words(region: Locator, whole: list[Row], language: str) -> None:
    field = region.get_by_role("searchbox")
    if not field.count():
        return
    word = whole[-1].text.split()[0]
    field.fill(word.upper())
    assert look(region).shown == [row.number for row in whole if word.casefold() in row.text.casefold()]
    field.fill(NOWHERE)
    seen = look(region)
    assert (seen.shown, seen.none, seen.hollow) == ([], True, False)
    assert seen.count == COUNT[language].format(shown=0, total=len(whole))
    field.fill("")


def set_width(window: Page, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 900})
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width


@both_languages
@pytest.mark.parametrize("page", PAGES)
def test_what_is_chosen_is_shown_counted_put_in_order_and_kept(
    window: Page, address: str, page: str, language: str
) -> None:
    """On a laptop all columns, on a phone the last of each, and from the phone's address to the laptop again."""
    set_width(window, 1280)
    open_all(window, address)
    assert window.locator("[data-sift]").evaluate_all("found => found.map(one => one.dataset.sift)") == list(
        PAGES[page]
    )
    regions = {name: window.locator(f'[data-sift="{name}"]') for name in PAGES[page]}
    wholes = {name: rows(region) for name, region in regions.items()}
    columns = {}
    for width, last in ((1280, False), (360, True)):
        set_width(window, width)
        for name, region in regions.items():
            whole = wholes[name]
            assert look(region).shown == [row.number for row in whole]
            # Which rows a choice shows is the same in every language: here the last of each, in Chinese all.
            judge_choices(region, whole, language, name, last=last or language != "zh")
            columns[name] = judge_orders(region, whole, language, width, name, last=last)
            try_words(region, whole, language)
        assert window.url == address

    # Now by hand, and it stays: the first choice of each form, in the order of its last column.
    for name, region in regions.items():
        for select in region.locator(".sift-form select:not([data-sift-order])").all()[:1]:
            select.select_option(index=1)
        for column in columns[name][-1:]:
            sort_by(region, column, 360)
    views, asked = {name: shown_texts(region) for name, region in regions.items()}, window.url
    assert "?" in asked
    set_width(window, 1280)
    open_all(window, asked)
    assert {name: shown_texts(region) for name, region in regions.items()} == views
    for name, region in regions.items():
        assert region.locator(".sift-count").get_attribute("role") == "status"
        clear(region, columns[name])
        seen = look(region)
        assert len(seen.shown) == len(wholes[name])
        assert (seen.count, seen.sorted) == ("", [])
    assert window.url == address


def clear(region: Locator, columns: list[str]) -> None:
    """On a wide window, where a table that can be sorted alone has its headings as the way back."""
    reset = region.locator(".sift-reset")
    if reset.is_visible():
        reset.click()
        assert region.page.evaluate("document.activeElement.closest('.sift-form') !== null"), "the focus is lost"
        return
    for _ in range(2):
        sort_by(region, columns[-1], 1280)


@both_widths
@both_languages
def test_what_is_asked_for_is_not_folded_away(
    window: Page, opened: tuple[Visits, Page], language: str, width: int
) -> None:
    visits, _ = opened
    set_width(window, width)
    # A form that is folded away itself, with the table below it.
    person = visits.url(f"{language}/people/p-1054.html")
    window.goto(person)
    assert not window.locator(".sift-form").is_visible()
    for asked in ("?period=2026-q2", "?sort=-target"):
        window.goto(person + asked)
        assert window.locator(".sift-form").is_visible() or width >= WIDE
        assert window.locator("[data-sift-table] tbody tr:visible").count() >= 2

    # Tables that are folded away below their form.
    window.goto(visits.url(f"{language}/periods/2026-q3.html"))
    folded = window.locator("details[data-sift-group]")
    assert not folded.evaluate_all("found => found.some(one => one.open)")
    window.locator("select[name=team]").select_option("south")
    assert look(window.locator("[data-sift]")).shown
    assert folded.evaluate_all("found => found.every(one => one.open || one.hidden)")


@both_widths
@both_languages
def test_the_way_back_leads_to_what_was_chosen_before(
    window: Page, opened: tuple[Visits, Page], language: str, width: int
) -> None:
    visits, _ = opened
    set_width(window, width)
    window.goto(visits.url(f"{language}/rules/index.html"))
    region, level = window.locator("[data-sift]"), window.locator("select[name=level]")
    level.select_option("m2")
    sort_by(region, "title", width)
    first, asked = shown_texts(region), window.url

    # To a place on the page, and from there on.
    window.evaluate("location.hash = 'main'")
    level.select_option("s1")
    assert shown_texts(region) != first
    window.go_back()
    assert (window.url, level.input_value(), shown_texts(region)) == (asked, "m2", first)
    # To another page and back; the same page in the other language then has the same chosen.
    window.goto(visits.url(f"{language}/teams/index.html"))
    window.go_back()
    assert (window.url, level.input_value(), shown_texts(region)) == (asked, "m2", first)
    other = "en" if language == "zh" else "zh"
    window.locator(f".languages a[hreflang^={other}]").click()
    window.wait_for_url(visits.url(f"{other}/rules/index.html?level=m2&sort=title"))
    assert len(shown_texts(region)) == len(first)


@both_languages
def test_without_scripts_tables_are_whole_and_there_is_no_form(opened: tuple[Visits, Page], language: str) -> None:
    visits, _ = opened
    with visits.window(javascript=False) as window:
        for page in PAGES:
            window.goto(visits.url(f"{language}/{page}?sort=-name&find=x&team=south&teams.sort=-name"))
            for width in (360, 1280):
                window.set_viewport_size({"width": width, "height": 900})
                found = window.evaluate(PLAIN)
                assert found["rows"] > 3, page
                assert found["lost"] == 0, f"{page}: rows that nobody can come to"
                assert found["idle"] == 0, f"{page}: what does nothing"
                assert found["width"] <= width, page
    assert not visits.faults, "\n".join(visits.faults)
