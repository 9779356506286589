"""Everyone can use every page: axe-core finds nothing on any page type, and no page scrolls sideways on a narrow screen."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import find_barriers, find_barriers_in_both_schemes
from tests.browser.sample import SamplePage, Visits, choose_pages

LOG = logging.getLogger(__name__)
NARROW = 320
# The innermost elements whose content reaches over the edge of the screen: what to mend.
FIND_WIDE = """
width => [...document.body.querySelectorAll("*")]
  .filter(element => {
    const box = element.getBoundingClientRect();
    const shows = box.width > 1 && getComputedStyle(element).overflowX === "visible";
    return shows && box.left + Math.max(box.width, element.scrollWidth) > width + 0.5;
  })
  .slice(-3).map(element => element.outerHTML.slice(0, 120))
"""


def test_every_page_type_is_there_in_every_language(sample_pages: list[SamplePage]) -> None:
    assert not [page.path for page in sample_pages if not page.template]
    types: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for page in sample_pages:
        # What lies at the root is for readers of all languages: the choice of one, and the page for what is missing.
        if "/" in page.path:
            types[page.language].add((page.template, page.kind))

    assert set(types) == {"zh-CN", "en"}
    assert types["zh-CN"] == types["en"]
    assert {kind for _, kind in types["en"]} >= {
        "goals",
        "rules",
        "rewards",
        "ladders",
        "promotion",
        "results",
        "metrics",
    }


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing(visits: Visits, sample_pages: list[SamplePage], language: str, width: int) -> None:
    found = []
    with visits.window(width=width) as window:
        for page in sample_pages:
            if page.language == language:
                window.goto(visits.url(page.path))
                found += [f"{page.path}: {barrier}" for barrier in find_barriers_in_both_schemes(window)]

    assert not found, "\n".join(found)


# How many pages of each type `make accessible` looks at.
EACH = int(os.environ.get("PERFSITE_PAGES_OF_EACH_TYPE", "0"))
SCREENS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (NARROW, "light"),
    (1280, "dark"),
    (NARROW, "dark"),
    (1280, "light"),
)


def test_axe_and_a_narrow_screen_find_nothing_on_further_pages(visits: Visits, sample_site: Path) -> None:
    """By default on some, so that the test itself is seen to work; on all where that is asked for.

    Each page is seen by axe on one screen and in one scheme, which take turns over the pages of a type. What is found is
    logged at once, since a run over all pages takes long.
    """
    found: list[str] = []

    def note(line: str) -> None:
        found.append(line)
        LOG.warning(line)

    with ExitStack() as stack:
        windows = [stack.enter_context(visits.window(width=width, color_scheme=scheme)) for width, scheme in SCREENS]
        pages = choose_pages(sample_site, EACH) if EACH else choose_pages(sample_site)[::7]
        for number, page in enumerate(pages):
            if number % 250 == 0:
                LOG.info("%d of %d pages", number, len(pages))
            width, scheme = SCREENS[number % len(SCREENS)]
            window = windows[number % len(SCREENS)]
            window.goto(visits.url(page.path))
            for barrier in find_barriers(window):
                note(f"{page.path} ({width} px, {scheme}): {barrier}")
            if width != NARROW:
                window.set_viewport_size({"width": NARROW, "height": 900})
            if window.evaluate("document.scrollingElement.scrollWidth") > NARROW:
                note(f"{page.path}: {window.evaluate(FIND_WIDE, NARROW)}")
            if width != NARROW:
                window.set_viewport_size({"width": width, "height": 900})

    assert not found, "\n".join(found)


def test_no_page_scrolls_sideways(visits: Visits, sample_pages: list[SamplePage]) -> None:
    """On a narrow screen, just above the width at which tables are tables, and just above that of the menu beside them."""
    wide = []
    with visits.window(width=NARROW, height=640) as window:
        for page in sample_pages:
            window.set_viewport_size({"width": NARROW, "height": 640})
            window.goto(visits.url(page.path))
            for screen in (NARROW, 660, 1000):
                window.set_viewport_size({"width": screen, "height": 640})
                width = window.evaluate("document.scrollingElement.scrollWidth")
                if width > screen:
                    wide.append(f"{page.path}: {width} px of {screen}: {window.evaluate(FIND_WIDE, screen)}")

    assert not wide, "\n".join(wide)


def test_what_scrolls_sideways_is_named(browser: Browser, serve_folder: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '<!doctype html><meta name="viewport" content="width=device-width"><title>1</title>'
        f'<div><p style="width: 200px"><b style="display: inline-block; width: 150px; white-space: nowrap">{"wide " * 60}',
        encoding="utf-8",
    )
    visits = Visits(browser, serve_folder(tmp_path))

    with visits.window(width=NARROW) as window:
        window.goto(visits.url("page.html"))
        assert window.evaluate("document.scrollingElement.scrollWidth") > NARROW
        assert window.evaluate(FIND_WIDE, NARROW)[-1].startswith("<b ")


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p style="color: #aaa; background: #fff">Net revenue grew</p>', "color-contrast (serious)"),
        ('<input type="text">', "label (critical)"),
        ("<h3>Net revenue</h3>", "heading-order (moderate)"),
        ('<button style="width: 10px; height: 10px; padding: 0">1</button>' * 2, "target-size (serious)"),
    ],
)
def test_axe_finds_barriers_under_a_strict_policy(
    browser: Browser, serve_folder: Callable[[Path], str], tmp_path: Path, body: str, rule: str
) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    (tmp_path / "page.html").write_text(
        f'<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>Net revenue</title><main><h1>Net revenue</h1>{body}</main></html>",
        encoding="utf-8",
    )
    visits = Visits(browser, serve_folder(tmp_path))

    with visits.window() as window:
        window.goto(visits.url("page.html"))
        barriers = find_barriers(window)

    assert any(barrier.startswith(rule) for barrier in barriers), barriers


def test_axe_finds_what_cannot_be_read_in_the_dark_alone(
    browser: Browser, serve_folder: Callable[[Path], str], tmp_path: Path
) -> None:
    style = "@media (prefers-color-scheme: dark) { body { background: #222 } }"
    (tmp_path / "page.html").write_text(
        f'<!doctype html><html lang="en"><title>Net revenue</title><style>{style}</style>'
        "<main><h1>Net revenue</h1></main></html>",
        encoding="utf-8",
    )
    visits = Visits(browser, serve_folder(tmp_path))

    with visits.window() as window:
        window.goto(visits.url("page.html"))
        barriers = find_barriers_in_both_schemes(window)

    assert [barrier.split(":")[:2] for barrier in barriers] == [["in the dark", " color-contrast (serious)"]]
