"""What the other browser tests rest on: a page at fault is found out, and a page without fault is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.sample import SamplePage, Visits, choose_pages

POLICY = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'self'\">"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            '<img src="http://elsewhere.example/a.png" alt="">',
            "request outside the site: http://elsewhere.example/a.png",
        ),
        ('<img src="/logo.png" alt="">', "request outside the site: "),
        ('<img src="missing.png" alt="">', "missing.png"),
        ('<script src="throws.js"></script>', "script error: "),
        ('<script src="complains.js"></script>', "console: not good"),
        (POLICY + "<style>p { color: red }</style>", "console: policy: style-src-elem refused inline"),
        (POLICY + '<p style="color: red">1</p>', "console: policy: style-src-attr refused inline"),
        (POLICY + "<script>1</script>", "console: policy: script-src-elem refused inline"),
        (POLICY + '<img src="http://elsewhere.example/a.png" alt="">', "console: policy: img-src refused"),
    ],
)
def test_a_fault_is_found(
    browser: Browser, serve_folder: Callable[[Path], str], tmp_path: Path, body: str, fault: str
) -> None:
    (tmp_path / "throws.js").write_text("throw new Error('broken');", encoding="utf-8")
    (tmp_path / "complains.js").write_text("console.error('not good');", encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<!doctype html><title>1</title>{body}", encoding="utf-8")
    visits = Visits(browser, serve_folder(tmp_path))

    with visits.window() as window:
        window.goto(visits.url("page.html"))

    assert any(fault in found for found in visits.faults), visits.faults


def test_a_page_without_fault_passes(browser: Browser, serve_folder: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("p { color: red }", encoding="utf-8")
    (tmp_path / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (tmp_path / "page.html").write_text(
        f'<!doctype html>{POLICY}<title>1</title><link rel="icon" href="icon.svg">'
        '<link rel="stylesheet" href="style.css"><p>1</p>',
        encoding="utf-8",
    )
    visits = Visits(browser, serve_folder(tmp_path))

    with visits.window() as window:
        window.goto(visits.url("page.html"))
        assert window.locator("p").evaluate("element => getComputedStyle(element).color") == "rgb(255, 0, 0)"

    assert visits.faults == []


def test_the_largest_page_of_each_type_is_chosen(tmp_path: Path) -> None:
    for path, language, size in [
        ("en/goals/q1/a.html", "en", 10),
        ("en/goals/q2/b.html", "en", 30),
        ("en/rules/c.html", "en", 20),
        ("en/d.html", "en", 20),
        ("zh/goals/q1/a.html", "zh-CN", 1),
    ]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(
            f'<!doctype html><html lang="{language}"><head><meta name="perfsite:template" content="record.html"></head>'
            + "x" * size,
            encoding="utf-8",
        )

    assert choose_pages(tmp_path) == [
        SamplePage("en/d.html", "record.html", "en"),
        SamplePage("en/goals/q2/b.html", "record.html", "en"),
        SamplePage("zh/goals/q1/a.html", "record.html", "zh-CN"),
        SamplePage("en/rules/c.html", "record.html", "en"),
    ]
