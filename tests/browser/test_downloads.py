"""Links to tables and data work where the site is served and where it lies on a disk, on a phone as well."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.sample import Visits
from tests.render.test_tables import rows_of_csv

both_languages = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def from_disk(browser: Browser, sample_site: Path) -> Iterator[Visits]:
    visits = Visits(browser, sample_site.as_uri() + "/")
    yield visits
    assert not visits.faults, "\n".join(visits.faults)


@pytest.fixture
def page_with_a_table(sample_site: Path, language: str) -> str:
    """An index of goals, since everyone sees goals."""
    path = f"{language}/goals/index.html"
    assert (sample_site / path).with_suffix(".csv").exists()
    return path


def taken(window: Page, name: str) -> tuple[str, bytes]:
    """What the browser saves when a link of that format is followed, and under which name."""
    with window.expect_download() as waited:
        window.locator("main .take a", has_text=name).first.click()
    return waited.value.suggested_filename, waited.value.path().read_bytes()


@both_languages
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_served_table_is_saved_under_a_name_that_says_what_it_is(
    visits: Visits, page_with_a_table: str, sample_site: Path, width: int, javascript: bool
) -> None:
    with visits.window(width=width, height=740, javascript=javascript) as window:
        window.goto(visits.url(page_with_a_table))
        name, content = taken(window, "CSV")
        book_name, book = taken(window, "XLSX")

    assert (name, book_name) == ("goals.csv", "goals.xlsx")
    assert content == (sample_site / page_with_a_table).with_suffix(".csv").read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == rows_of_csv(content)[0]


def test_a_record_is_saved_as_data(visits: Visits, sample_site: Path) -> None:
    page = next((sample_site / "en/rules").glob("*[!x].html")).relative_to(sample_site)
    with visits.window(javascript=False) as window:
        window.goto(visits.url(page.as_posix()))
        name, content = taken(window, "JSON")

    assert name == f"{page.stem}.json"
    assert json.loads(content)["id"] == page.stem


@both_languages
def test_links_lead_to_their_files_from_a_disk(from_disk: Visits, page_with_a_table: str, sample_site: Path) -> None:
    """A browser may show a file of the disk instead of saving it; it is there either way."""
    with from_disk.window(width=360, height=740) as window:
        for path in (page_with_a_table, page_with_a_table.replace("goals", "downloads")):
            window.goto(from_disk.url(path))
            links = window.locator("main .take a").evaluate_all("links => links.map(link => link.href)")
            assert links
            root = sample_site.as_uri() + "/"
            for link in links:
                assert (sample_site / link.removeprefix(root)).is_file(), link


@both_languages
def test_links_are_large_enough_for_a_finger_and_nothing_scrolls_sideways(
    visits: Visits, page_with_a_table: str
) -> None:
    with visits.window(width=320, height=700) as window:
        for path in (page_with_a_table, page_with_a_table.replace("goals", "downloads")):
            window.goto(visits.url(path))
            for box in (link.bounding_box() for link in window.locator("main .take a:visible").all()[:8]):
                assert box is not None
                assert box["height"] >= 24
                assert box["width"] >= 24
            assert window.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
