"""The search as readers use it: by keyboard and by finger, in both languages, from a server and from the disk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import find_barriers
from tests.browser.sample import REPORT_VIOLATIONS, SamplePage, Visits

# In each language a query, its first page, and words that nothing is called by.
CASES = {
    "zh": ("大区经理 奖金", "zh/rewards/quarterly-bonus.html", "量子纠缠"),
    "en": ("regional manager bonus", "en/rewards/quarterly-bonus.html", "entanglement"),
}
FIELD = ".site-search input"
both_languages = pytest.mark.parametrize("language", CASES)
both_widths = pytest.mark.parametrize("width", [1280, 360])


def read_index(site: Path, language: str) -> dict[str, list[list[str]]]:
    text = (site / language / "search/index.js").read_text("utf-8")
    index: dict[str, list[list[str]]] = json.loads(text.removeprefix("perfsiteSearch(").removesuffix(");\n"))
    return index


@both_languages
def test_every_document_and_heading_lies_where_the_search_leads(sample_site: Path, language: str) -> None:
    index = read_index(sample_site, language)
    ids: dict[str, set[str]] = {}
    lost = []
    for id, kind, _, _, *rest in index["documents"]:
        path, _, anchor = index["kinds"][int(kind)][2].replace("*", id).partition("#")
        if path not in ids:
            ids[path] = set(re.findall(r'\bid="([^"]*)"', (sample_site / language / path).read_text("utf-8")))
        anchors = [heading[0] for heading in rest[2]] if len(rest) > 2 else []
        lost += [f"{path}#{each}" for each in (*anchors, anchor) if each and each not in ids[path]]

    assert len(index["documents"]) > 500
    assert lost == []


@both_widths
@both_languages
def test_a_slash_begins_and_the_keyboard_leads_to_the_page(visits: Visits, language: str, width: int) -> None:
    query, address, _ = CASES[language]
    with visits.window(width=width) as page:
        page.goto(visits.url(f"{language}/goals/index.html"))
        field = page.get_by_role("search").get_by_role("combobox")
        expect(field).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("/")
        expect(field).to_be_focused()
        assert field.input_value() == ""
        page.keyboard.type(query)
        options = page.get_by_role("listbox").get_by_role("option")
        expect(options.first).to_be_visible()
        expect(field).to_have_attribute("aria-expanded", "true")
        assert field.get_attribute("aria-activedescendant") is None

        page.keyboard.press("ArrowUp")
        assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
        expect(options.first).to_have_attribute("aria-selected", "true")
        expect(field).to_be_focused()
        expect(page.locator(".site-search [role=status]")).to_contain_text(re.compile(r"\d"))

        page.keyboard.press("Enter")
        page.wait_for_url(visits.url(address))


@both_languages
def test_escape_closes_and_then_clears_and_leaving_closes(visits: Visits, language: str) -> None:
    with visits.window() as page:
        page.goto(visits.url(f"{language}/index.html"))
        page.fill(FIELD, CASES[language][0])
        expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".search-panel")).to_be_hidden()
        assert page.input_value(FIELD) == CASES[language][0]
        page.keyboard.press("Escape")
        assert page.input_value(FIELD) == ""

        page.fill(FIELD, CASES[language][0])
        expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.locator(".search-panel")).to_be_hidden()


def test_a_slash_typed_into_a_field_is_a_slash(visits: Visits) -> None:
    with visits.window() as page:
        page.goto(visits.url("zh/index.html"))
        page.focus(FIELD)
        page.keyboard.type("2026/Q3")
        assert page.input_value(FIELD) == "2026/Q3"


@both_languages
def test_a_click_follows_and_the_last_entry_leads_to_all(visits: Visits, language: str) -> None:
    query, address, _ = CASES[language]
    with visits.window() as page:
        page.goto(visits.url(f"{language}/index.html"))
        page.fill(FIELD, query)
        page.get_by_role("listbox").get_by_role("option").first.click()
        page.wait_for_url(visits.url(address))

        page.fill(FIELD, query)
        page.get_by_role("listbox").get_by_role("option").last.click()
        expect(page.locator(".hits a").first).to_have_attribute("href", re.compile(re.escape(address)))
        assert page.input_value(".search-page input") == query


@both_widths
@both_languages
def test_the_page_filters_and_keeps_all_in_its_address(visits: Visits, language: str, width: int) -> None:
    query = {"zh": "大区经理", "en": "regional manager"}[language]
    with visits.window(width=width) as page:
        page.goto(visits.url(f"{language}/search/index.html"))
        expect(page.locator(".search-page input")).to_be_focused()
        expect(page.locator(".search-filters")).to_be_hidden()
        page.keyboard.type(query)
        hits = page.locator(".hits > li")
        expect(hits.first).to_be_visible()
        everything = page.locator(".search-status").inner_text()

        page.select_option("[name=kind]", "award-result")
        page.select_option("[name=period]", "2025")
        meta = page.locator(".hits .hit-meta")
        expect(meta.last).to_contain_text("2025")
        assert all("2025" in text for text in meta.all_inner_texts())
        assert page.locator(".search-status").inner_text() != everything
        address = page.url
        assert "#" in address
        shown = hits.all_inner_texts()

        page.goto(visits.url(f"{language}/index.html"))
        page.goto(address)
        expect(hits).to_have_count(len(shown))
        assert hits.all_inner_texts() == shown
        assert page.input_value("[name=period]") == "2025"

        page.select_option("[name=kind]", "")
        page.select_option("[name=period]", "")
        expect(page.locator(".search-status")).to_have_text(everything)


def test_arrows_walk_through_what_the_page_found(visits: Visits) -> None:
    with visits.window() as page:
        page.goto(visits.url("zh/search/index.html?q=大区经理"))
        links = page.locator(".hits a")
        expect(links.first).to_be_visible()
        page.keyboard.press("Enter")
        expect(links.nth(0)).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(links.nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.locator(".search-page input")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        expect(page.locator(".search-page input")).to_be_focused()
        page.keyboard.press("Escape")
        expect(links).to_have_count(0)


def test_more_are_shown_when_asked_for(visits: Visits) -> None:
    with visits.window() as page:
        page.goto(visits.url("zh/search/index.html#q=净销售额"))
        links = page.locator(".hits a")
        expect(links).to_have_count(20)
        page.locator(".search-foot button").first.click()
        expect(links).to_have_count(120)
        expect(links.nth(20)).to_be_focused()


@both_languages
def test_where_nothing_is_found_the_page_says_what_was_searched(visits: Visits, language: str) -> None:
    nothing = CASES[language][2]
    with visits.window() as page:
        page.goto(visits.url(f"{language}/search/index.html#q={nothing}"))
        expect(page.locator(".search-status")).to_contain_text(nothing)
        expect(page.locator(".search-note")).to_contain_text(re.compile(r"\d{3}"))
        assert page.locator(".hits > li").count() == 0
        assert page.get_by_role("heading", level=2).first.is_visible()

        page.goto(visits.url(f"{language}/index.html"))
        page.fill(FIELD, nothing)
        expect(page.locator(".search-note")).to_contain_text(nothing)
        expect(page.get_by_role("search").get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_what_is_found_is_marked_as_text(visits: Visits) -> None:
    with visits.window() as page:
        page.goto(visits.url("zh/search/index.html#q=" + "%3Cimg%20src%3Dx%3E%20奖金"))
        expect(page.locator(".search-page input")).to_have_value("<img src=x> 奖金")
        page.fill(".search-page input", "奖金")
        expect(page.locator(".hits mark").first).to_have_text("奖金")
        assert page.locator(".search-page img").count() == 0


def test_nothing_moves_while_the_field_comes(visits: Visits) -> None:
    with visits.window(width=360) as page:
        page.goto(visits.url("zh/metrics/net-revenue.html"))
        expect(page.locator(FIELD)).to_be_visible()
        moved = page.evaluate(
            """() => new Promise((resolve) => {
              new PerformanceObserver((list) => resolve(list.getEntries().map((entry) => entry.value)))
                .observe({ type: "layout-shift", buffered: true });
              setTimeout(() => resolve([]), 800);
            })"""
        )
        assert sum(moved) < 0.01


@pytest.mark.parametrize("javascript", [True, False])
def test_the_head_has_a_field_or_without_scripts_a_link(visits: Visits, javascript: bool) -> None:
    with visits.window(javascript=javascript, width=360) as page:
        page.goto(visits.url("zh/goals/index.html"))
        link, field = page.locator(".search-link"), page.locator(FIELD)
        assert link.is_visible() != javascript
        assert field.is_visible() == javascript
        shown = (field if javascript else link).bounding_box()
        assert shown is not None
        assert shown["height"] >= 44


@both_languages
def test_without_scripts_the_search_leads_to_every_list(visits: Visits, language: str) -> None:
    with visits.window(javascript=False) as page:
        page.goto(visits.url(f"{language}/index.html"))
        page.click(".search-link")
        page.wait_for_url(visits.url(f"{language}/search/index.html"))
        expect(page.locator(".search-off")).to_be_visible()
        assert not page.locator(".search-form").is_visible()
        page.locator(".everything a[href*='glossary']").click()
        page.wait_for_url(visits.url(f"{language}/glossary/index.html"))


@contextmanager
def on_disk(browser: Browser, path: Path) -> Iterator[tuple[Page, list[str]]]:
    """A page of the site as one opens it from a folder, with every fault that it shows."""
    faults: list[str] = []
    context = browser.new_context()
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(path.as_uri())
    try:
        yield page, faults
    finally:
        context.close()


@both_languages
def test_it_works_from_the_disk(browser: Browser, sample_site: Path, language: str) -> None:
    query, address, _ = CASES[language]
    with on_disk(browser, sample_site / language / "metrics" / "net-revenue.html") as (page, faults):
        page.keyboard.press("/")
        page.keyboard.type(query)
        expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("search/index.html#q="))
        expect(page.locator(".hits a").first).to_have_attribute("href", (sample_site / address).as_uri())
        page.select_option("[name=kind]", "reward")
        assert page.url.endswith("&kind=reward")
        page.locator(".hits a").first.click()
        page.wait_for_url((sample_site / address).as_uri())

    assert faults == []


def test_an_index_that_cannot_be_loaded_is_told(browser: Browser, sample_site: Path, tmp_path: Path) -> None:
    for part in ("static", "zh/metrics"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).symlink_to(sample_site / part)
    with on_disk(browser, tmp_path / "zh/metrics/net-revenue.html") as (page, _):
        page.fill(FIELD, "奖金")
        expect(page.locator(".search-note")).to_contain_text("没能载入")


@both_widths
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_what_the_search_shows(visits: Visits, width: int, scheme: str) -> None:
    found = []
    for language, (query, _, nothing) in CASES.items():
        with visits.window(width=width, color_scheme="dark" if scheme == "dark" else "light") as page:
            page.goto(visits.url(f"{language}/metrics/index.html"))
            page.fill(FIELD, query)
            expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
            page.keyboard.press("ArrowDown")
            found += find_barriers(page)
            for asked in (query, nothing):
                page.goto(visits.url(f"{language}/search/index.html?q={asked}"))
                expect(page.locator(".search-status")).not_to_be_empty()
                found += find_barriers(page)
                assert page.evaluate("document.scrollingElement.scrollWidth") <= width
            for target in page.locator("main :is(.search-input, select)").all() if width == 360 else ():
                box = target.bounding_box()
                assert box is None or box["height"] >= 44

    assert found == []


def test_the_pages_of_the_search_are_among_those_that_are_checked(sample_pages: list[SamplePage]) -> None:
    assert {page.language for page in sample_pages if page.template == "search.html"} == {"zh-CN", "en"}
