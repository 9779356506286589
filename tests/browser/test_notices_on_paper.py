"""A notice hangs on a board: printed, it is one sheet of A4, whatever the number of people on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_notice_is_one_sheet(browser: Browser, sample_site: Path, language: str) -> None:
    folder = sample_site / language / "notices"
    # The longest of each kind: what is shorter fits too.
    notices = sorted(folder.rglob("*.html"), key=lambda file: -file.stat().st_size)[:4]
    assert notices

    window = browser.new_page()
    try:
        for notice in notices:
            window.goto(notice.as_uri())
            sheets = re.findall(rb"/Type\s*/Page\b", window.pdf(prefer_css_page_size=True))
            assert len(sheets) == 1, notice.name
    finally:
        window.close()
