"""The preview in a real browser: it follows saves, and lays problems over the page without breaking its policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from perfsite.serve import Rebuilt
from tests.previewing import Preview, previewing

ATTACK = "BROKEN <img src=x onerror=alert(1)> </script><script>alert(2)</script>"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with previewing(tmp_path, {"index.txt": "first"}) as running:
        yield running


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def window(browser: Browser, faults: list[str]) -> Iterator[Page]:
    page = browser.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    yield page
    page.close()
    assert faults == []


def test_a_save_is_repainted_and_keeps_the_place(preview: Preview, window: Page) -> None:
    window.goto(preview.url)
    expect(window.locator("#text")).to_have_text("first")
    window.evaluate("scrollTo(0, 1234)")
    preview.write("index.txt", "second")
    expect(window.locator("#text")).to_have_text("second")
    window.wait_for_load_state("load")
    assert window.evaluate("scrollY") == 1234
    assert window.evaluate("sessionStorage.length") == 0


def test_problems_lie_over_the_last_good_page_until_they_are_mended(preview: Preview, window: Page) -> None:
    window.goto(preview.url)
    preview.write("index.txt", ATTACK)
    panel = window.get_by_role("region", name="1 problem, so the page is not up to date")
    expect(panel).to_be_visible()
    expect(window.get_by_role("alert")).to_have_text("1 problem, so the page is not up to date")
    expect(panel.locator(".place")).to_have_text("index.txt:1:1")
    expect(panel.locator(".reason")).to_have_text(ATTACK)  # as text: nothing of it ran
    expect(panel.locator(".help")).to_have_text("Help: write something else")
    assert panel.locator("img").count() == 0
    expect(panel).to_have_css("position", "fixed")  # its styles came through the page's policy
    expect(window.locator("#text")).to_have_text("first")
    assert window.evaluate("document.activeElement === document.body"), "the panel does not take the focus"

    preview.write("index.txt", "mended")
    expect(window.locator("#text")).to_have_text("mended")
    expect(panel).to_have_count(0)


def test_the_panel_is_dismissed_by_button_and_by_key_and_comes_back_with_the_next_build(
    preview: Preview, window: Page
) -> None:
    window.goto(preview.url)
    panel = window.get_by_role("region")
    preview.write("index.txt", "BROKEN once")
    window.get_by_role("button", name="Dismiss").click()
    expect(panel).to_have_count(0)

    preview.write("index.txt", "BROKEN twice")
    expect(panel.locator(".reason")).to_have_text("BROKEN twice")
    window.get_by_role("button", name="Dismiss").focus()
    window.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_the_panel_fits_a_phone_and_scrolls_inside(preview: Preview, window: Page) -> None:
    window.set_viewport_size({"width": 320, "height": 480})
    window.goto(preview.url)
    for number in range(30):
        (preview.content / f"p{number}.txt").write_text("BROKEN " + "x" * 200)
    panel = window.get_by_role("region")
    expect(panel.locator(".problem")).to_have_count(30)
    # The panel is drawn anew when a later rebuild tells the same problems, and has no box for that moment.
    box = panel.bounding_box()
    for _ in range(50):
        if box is not None:
            break
        window.wait_for_timeout(100)
        box = panel.bounding_box()
    assert box is not None
    assert box["width"] == 320
    assert box["height"] <= 480 * 0.6 + 1
    assert window.evaluate("document.documentElement.scrollWidth") == 320
    assert panel.locator(".body").evaluate("body => body.scrollHeight > body.clientHeight && body.tabIndex === 0")


def test_a_page_opened_while_there_are_problems_shows_them(preview: Preview, window: Page) -> None:
    preview.write("index.txt", "BROKEN")
    assert not preview.next_of(Rebuilt).ok
    window.goto(preview.url)
    expect(window.get_by_role("region")).to_be_visible()
    expect(window.locator("#text")).to_have_text("first")


def test_it_speaks_chinese(tmp_path: Path, window: Page) -> None:
    with previewing(tmp_path, {"index.txt": "好"}, lang="zh") as preview:
        window.goto(preview.url)
        preview.write("index.txt", "CRASH")
        panel = window.get_by_role("region", name="有 1 个问题，页面未更新")
        expect(panel).to_contain_text("perfsite 自身出现故障，这次保存没有构建成功。")
        expect(panel.get_by_role("button", name="收起")).to_be_visible()
        assert window.locator("#perfsite-live").get_attribute("lang") == "zh-CN"


def test_the_first_build_with_problems_is_followed_too(tmp_path: Path, window: Page) -> None:
    with previewing(tmp_path, {"index.txt": "BROKEN"}) as preview:
        window.goto(preview.url)
        expect(window.get_by_role("region")).to_be_visible()
        preview.write("index.txt", "good")
        expect(window.locator("#text")).to_have_text("good")
