"""A notice hangs on a board: printed, it is one sheet of A4, whatever the number of people on it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from perfsite.pipeline import find_audience, load, set_type
from perfsite.project import Project
from perfsite.render.site import Press

ROOT = Path(__file__).parents[2]
# In the middle of the notices of a quarter, when people stand on them by their full names.
DURING_NOTICE = dt.date(2026, 11, 3)


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The notices that managers see, those with the most on them first, beside the theme's files."""
    loaded = load(Project(ROOT))
    audience = find_audience(loaded, "managers")
    assert audience is not None
    job = set_type(loaded, audience=audience, as_of=DURING_NOTICE)
    press, folder = Press(job), tmp_path_factory.mktemp("notices")
    for name, content in job.theme.static_files().items():
        _write(folder / "static" / name, content)
    files = []
    for page in job.pages:
        if page.template == "notice.html":
            address, content = press.print(page)
            files.append(_write(folder / address, content))
    return sorted(files, key=lambda file: (-file.read_text(encoding="utf-8").count("notice-name"), file.name))


def _write(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_a_notice_is_one_sheet(browser: Browser, notices: list[Path]) -> None:
    assert notices[0].read_text(encoding="utf-8").count("notice-name") > 30

    window = browser.new_page()
    try:
        for notice in (*notices[:6], *sorted(notices, key=lambda file: -file.stat().st_size)[:4]):
            window.goto(notice.as_uri())
            sheets = re.findall(rb"/Type\s*/Page\b", window.pdf(prefer_css_page_size=True))
            assert len(sheets) == 1, notice.name
    finally:
        window.close()
