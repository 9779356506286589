"""The site is the same site wherever it is put: under a sub-path, in a folder on someone's disk, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.sample import SamplePage, Visits

STYLE = "() => JSON.stringify([getComputedStyle(document.body).fontFamily, getComputedStyle(document.body).color])"


@pytest.fixture
def from_disk(browser: Browser, sample_site: Path) -> Iterator[Visits]:
    visits = Visits(browser, sample_site.as_uri() + "/")
    yield visits
    assert not visits.faults, "\n".join(visits.faults)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_page_is_the_same_from_a_folder_and_reads_without_scripts(
    visits: Visits, from_disk: Visits, sample_pages: list[SamplePage], language: str
) -> None:
    with visits.window() as served, from_disk.window() as opened, visits.window(javascript=False) as plain:
        for page in (page for page in sample_pages if page.language == language):
            served.goto(visits.url(page.path))
            if page.path != "404.html":
                opened.goto(from_disk.url(page.path))
                assert opened.evaluate(STYLE) == served.evaluate(STYLE), page.path
                assert opened.locator("main").inner_text() == served.locator("main").inner_text(), page.path
            # The choice of a language sends its reader on where it can.
            if page.path != "index.html":
                plain.goto(visits.url(page.path))
                assert plain.locator("h1").inner_text() == served.locator("h1").inner_text(), page.path
                assert plain.locator("main").inner_text().strip(), page.path


@pytest.mark.parametrize("path", ["nowhere.html", "en/goals/nowhere.html", "zh/a/b/c/nowhere/"])
def test_a_missing_page_is_answered_in_the_sites_own_clothes(visits: Visits, path: str) -> None:
    with visits.window() as window:
        answer = window.goto(visits.url(path))
        assert answer
        assert answer.status == 404
        clothes = window.evaluate(STYLE)
        links = window.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        assert links
        for link in links:
            reached = window.goto(link)
            assert reached
            assert reached.status == 200, link
        window.goto(visits.url("en/index.html"))
        assert window.evaluate(STYLE) == clothes
