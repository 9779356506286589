"""The steps of a calculation in a real browser: usable by everyone when open, on a phone and on paper, and found by their address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import find_barriers_in_both_schemes
from tests.browser.printed import print_pages
from tests.browser.sample import Visits
from tests.browser.vnu import find_faults

# One with an exception, one of a commission, one with a rank, a promotion with a waiver, and the pages that lead there.
RESULTS = (
    "2026-q2-quarterly-bonus-key-account-manager",
    "2026-q3-key-account-commission",
    "2025-annual-champion",
    "promotion/2025-h2-promotion-s2-to-s3",
)
PAGES = (
    *(f"{lang}/results/explained/{result}.html" for lang in ("zh", "en") for result in RESULTS),
    *(
        f"{lang}/{page}.html"
        for lang in ("zh", "en")
        for page in (f"results/{RESULTS[0]}", f"results/{RESULTS[3]}", "people/p-1060")
    ),
    *(f"{lang}/actuals/2026-q2-zoho-crm.html" for lang in ("zh", "en")),
)
ONE = f"{{language}}/results/explained/{RESULTS[0]}.html"
both = pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("zh", 360), ("en", 1280), ("en", 360)])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """These pages of the sample as HR sees them, beside the theme's files."""
    folder = tmp_path_factory.mktemp("explained")
    print_pages(folder, PAGES, audience="hr")
    return serve_folder(folder)


@pytest.fixture
def windows(browser: Browser, address: str) -> Visits:
    return Visits(browser, address)


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_in_open_steps(windows: Visits, width: int) -> None:
    found = []
    with windows.window(width=width) as window:
        for path in PAGES:
            window.goto(windows.url(path))
            window.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
            found += [f"{path}: {barrier}" for barrier in find_barriers_in_both_schemes(window)]

    assert not found, "\n".join(found)


def test_open_steps_fit_on_a_narrow_screen(windows: Visits) -> None:
    with windows.window(width=320, height=640) as window:
        for path in PAGES:
            window.goto(windows.url(path))
            window.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
            assert window.evaluate("document.scrollingElement.scrollWidth") <= 320, path


def test_they_are_valid(address: str) -> None:
    faults = find_faults([address + path for path in PAGES])

    assert not faults, "\n".join(faults)


@both
def test_an_address_opens_the_steps_that_it_leads_to(windows: Visits, language: str, width: int) -> None:
    with windows.window(width=width) as window:
        window.goto(windows.url(f"{ONE.format(language=language)}#p-1060"))

        expect(window.locator('details[data-who="p-1060"]')).to_have_attribute("open", "")
        assert window.locator("main details[open]").count() == 1
        window.evaluate("location.hash = 'exception.p-1060'")
        expect(window.locator("[id='exception.p-1060']")).to_be_in_viewport()


@both
def test_on_paper_everything_is_open(windows: Visits, language: str, width: int) -> None:
    with windows.window(width=width) as window:
        window.goto(windows.url(ONE.format(language=language)))
        window.evaluate("window.dispatchEvent(new Event('beforeprint'))")

        assert window.locator("main details:not([open])").count() == 0
        window.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert window.locator("main details[open]").count() == 0


def test_each_row_carries_its_exact_figure_for_scripts(windows: Visits) -> None:
    with windows.window() as window:
        window.goto(windows.url(ONE.format(language="en")))
        steps = window.locator('details[data-who="p-1060"]')

        figure = steps.locator('[data-figure="net-revenue/actual"]')
        assert figure.get_attribute("data-exact") == "118684182/25"
        assert steps.locator('[data-state="excepted"]').count() == 1
