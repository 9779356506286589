"""Promotion criteria as a checklist of one's own: by keyboard, kept on the device alone, honest where it cannot be kept, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import find_barriers
from tests.browser.printed import print_pages
from tests.browser.sample import Visits

CRITERIA = "promotion/m1-to-m2.html"
OTHER = "promotion/s2-to-s3.html"
COUNT = {"zh": "已勾选{}项，共{}项", "en": "{} of {} ticked"}
LOST = {"zh": "不允许保存", "en": "does not let the page keep"}
REFUSE = 'Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError"); }});'
# A list in which any of several is enough, to be counted as one.
NESTED = """
() => {
  const list = document.querySelector(".checklist .checks");
  const [first, second] = list.querySelectorAll(":scope > .check");
  const group = document.createElement("li"), inner = document.createElement("ul");
  group.className = "check-group";
  inner.className = "checks";
  inner.dataset.mode = "any";
  list.insertBefore(group, first);
  inner.append(first, second);
  group.append(inner);
}
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[..., str]) -> str:
    folder = tmp_path_factory.mktemp("checklist")
    print_pages(folder, (f"{lang}/{page}" for lang in COUNT for page in (CRITERIA, OTHER)), audience="managers")
    return serve_folder(folder)


@pytest.fixture
def windows(browser: Browser, address: str) -> Iterator[Visits]:
    visits = Visits(browser, address)
    yield visits
    assert not visits.faults, "\n".join(visits.faults)


def ticked(page: Page) -> list[bool]:
    return [box.is_checked() for box in page.locator(".checklist input").all()]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", COUNT)
def test_ticks_by_keyboard_are_kept_in_both_languages(windows: Visits, language: str, width: int) -> None:
    with windows.window(width=width) as page:
        page.goto(windows.url(f"{language}/{CRITERIA}"))
        boxes = page.get_by_role("checkbox")
        total = boxes.count()
        assert total >= 3
        assert page.locator(".checklist .check").count() == total
        for box in boxes.all():
            # A box is named by its requirement.
            title = box.locator("xpath=..").locator(".check-title").inner_text()
            expect(box).to_have_accessible_name(title.strip())
        count = page.locator(".ticks-count")
        before = count.inner_text()
        boxes.first.focus()
        page.keyboard.press("Space")
        expect(boxes.first).to_be_checked()
        assert count.inner_text() != before
        assert count.get_attribute("role") == "status"

        other = next(lang for lang in COUNT if lang != language)
        page.goto(windows.url(f"{other}/{CRITERIA}"))
        assert ticked(page) == [True] + [False] * (total - 1)
        page.goto(windows.url(f"{language}/{OTHER}"))
        assert not any(ticked(page))
        page.goto(windows.url(f"{language}/{CRITERIA}"))
        page.locator(".ticks [value=clear]").press("Enter")
        page.reload()
        assert not any(ticked(page))
        assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", COUNT)
def test_a_title_ticks_a_button_prints_and_another_window_follows(windows: Visits, language: str, width: int) -> None:
    with windows.window(width=width) as page:
        page.add_init_script("window.print = () => { window.printed = true; };")
        page.goto(windows.url(f"{language}/{CRITERIA}"))
        page.locator(".checklist .check-title").first.click()
        expect(page.get_by_role("checkbox").first).to_be_checked()
        page.get_by_role("button", name={"zh": "打印", "en": "Print"}[language], exact=True).click()
        assert page.evaluate("window.printed")

        second = page.context.new_page()
        second.goto(windows.url(f"{language}/{CRITERIA}"))
        assert ticked(second)[0]
        second.locator(".ticks [value=clear]").click()
        expect(page.get_by_role("checkbox").first).not_to_be_checked()
        expect(page.locator(".ticks-count")).to_have_text(second.locator(".ticks-count").inner_text())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_any_of_several_counts_as_one(windows: Visits) -> None:
    with windows.window() as page:
        page.goto(windows.url(f"en/{CRITERIA}"))
        total = int(page.locator(".ticks-count").inner_text().split()[2]) - 1
        page.add_init_script(
            f"document.addEventListener('readystatechange', {{ handleEvent: {NESTED} }}, {{ once: true }})"
        )
        page.reload()
        boxes = page.locator(".checklist > .checks > .check-group").first.get_by_role("checkbox")
        count = page.locator(".ticks-count")
        expect(count).to_have_text(COUNT["en"].format(0, total))
        boxes.nth(0).check()
        boxes.nth(1).check()
        expect(count).to_have_text(COUNT["en"].format(1, total))
        for box in page.get_by_role("checkbox").all():
            box.check()
        expect(count).to_have_text(COUNT["en"].format(total, total))


@pytest.mark.parametrize("language", COUNT)
def test_a_requirement_that_changed_is_no_longer_ticked(windows: Visits, language: str) -> None:
    with windows.window() as page:
        page.goto(windows.url(f"{language}/{CRITERIA}"))
        page.get_by_role("checkbox").first.check()
        key = page.evaluate("localStorage.key(0)")
        assert key.endswith(" promotion/m1-to-m2")
        page.evaluate(
            "([key, lang]) => { const kept = JSON.parse(localStorage.getItem(key));"
            " for (const id in kept) kept[id][lang] = 'six months'; localStorage.setItem(key, JSON.stringify(kept)); }",
            [key, page.evaluate("document.documentElement.lang")],
        )
        title = page.locator(".checklist .check-title").first.inner_text().strip()
        page.reload()
        assert not any(ticked(page))
        expect(page.locator(".ticks-changed")).to_contain_text(title)


@pytest.mark.parametrize("kept", ['"x"', "[1]", "{", "null", '{"requires.tenure": 1}'])
def test_what_is_no_list_of_ticks_counts_as_none(windows: Visits, kept: str) -> None:
    with windows.window() as page:
        page.goto(windows.url(f"en/{CRITERIA}"))
        page.get_by_role("checkbox").first.check()
        page.evaluate("kept => localStorage.setItem(localStorage.key(0), kept)", kept)
        page.reload()
        assert not any(ticked(page))
        page.get_by_role("checkbox").first.check()
        page.reload()
        assert ticked(page)[0]


@pytest.mark.parametrize("language", COUNT)
def test_where_nothing_can_be_kept_it_says_so_and_works(windows: Visits, language: str) -> None:
    with windows.window() as page:
        page.add_init_script(REFUSE)
        page.goto(windows.url(f"{language}/{CRITERIA}"))
        expect(page.locator(".ticks-kept")).to_contain_text(LOST[language])
        before = page.locator(".ticks-count").inner_text()
        page.get_by_role("checkbox").first.check()
        assert page.locator(".ticks-count").inner_text() != before


def test_nothing_is_sent_and_without_scripts_there_are_boxes_to_print(windows: Visits) -> None:
    with windows.window() as page:
        page.goto(windows.url(f"en/{CRITERIA}"))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.wait_for_timeout(100)
        # The sign of the window may come late.
        assert [url for url in asked if "favicon" not in url] == []
        page.emulate_media(media="print")
        assert page.get_by_role("checkbox").first.is_visible()
        assert page.locator(".ticks-count").is_visible()
        assert not page.locator(".ticks-buttons").is_visible()
    with windows.window(javascript=False) as page:
        for language in COUNT:
            page.goto(windows.url(f"{language}/{CRITERIA}"))
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.locator("input[type=checkbox]").count() == 0
                assert not page.locator(".ticks").is_visible()
                mark = "getComputedStyle(document.querySelector('.check'), '::before').borderTopStyle"
                assert page.locator("html").evaluate(f"() => {mark}") == "solid"


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_with_ticks(windows: Visits, width: int) -> None:
    found = []
    for scheme in ("light", "dark"):
        with windows.window(width=width, color_scheme=scheme) as page:
            for language in COUNT:
                page.goto(windows.url(f"{language}/{CRITERIA}"))
                page.get_by_role("checkbox").first.check()
                found += find_barriers(page)
                assert page.evaluate("document.scrollingElement.scrollWidth") <= width

    assert not found, "\n".join(found)
