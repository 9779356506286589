"""The page's script in a real browser computes every figure as perfsite does; test_browser_parity.py asks Node the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.scoring.parity import DRIVER, SCRIPT, find_differences, random_trials, text_of_script
from tests.scoring.test_browser_parity import (
    NUMBERS,
    SEED,
    halves,
    numbers_as_read,
    sample_trials,
    vector_trials,
)
from tests.scoring.test_outcome_vectors import outcome_trials

CASES = 3_000


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """An empty page with the calculator's script in it, as a page of the site has it, and what asks it."""
    page = browser.new_page()
    page.add_script_tag(content=text_of_script(SCRIPT))
    page.add_script_tag(content=DRIVER.read_text("utf-8"))
    yield page
    page.close()


def ask(page: Page, lines: Sequence[Any]) -> list[Any]:
    answers: list[Any] = page.evaluate("lines => lines.map(run)", list(lines))
    return answers


def test_worked_figures_are_the_same(window: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    trials = [*vector_trials(monkeypatch), *sample_trials(), halves(), *outcome_trials()]
    count, differences = find_differences(trials, lambda lines: ask(window, lines))
    assert count > 1_000
    assert differences == []


def test_random_cases_are_the_same(window: Page) -> None:
    count, differences = find_differences(random_trials(CASES, SEED + 1), lambda lines: ask(window, lines))
    assert count == CASES
    assert differences == []


def test_figures_are_read_as_records_read_them(window: Page) -> None:
    assert ask(window, [{"numbers": NUMBERS}]) == [numbers_as_read()]
