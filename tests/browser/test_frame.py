"""What stands around every page, by hand: the way past the head, menu, colours, languages, addresses to copy, paper."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sample import Visits

RULE = "rules/regional-manager.html"
OTHER = {"zh": "en", "en": "zh"}
PAPER = "getComputedStyle(document.body).backgroundColor"
INSIDE = "document.documentElement.scrollWidth <= window.innerWidth"
REFUSE = 'Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError"); }});'
WIDTHS = (1280, 360)
both_widths = pytest.mark.parametrize("width", WIDTHS)
both_languages = pytest.mark.parametrize("language", OTHER)


def set_width(window: Page, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 900})


@both_languages
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_the_way_past_the_head_and_into_other_languages(visits: Visits, language: str, javascript: bool) -> None:
    with visits.window(javascript=javascript) as window:
        for width in WIDTHS:
            set_width(window, width)
            window.goto(visits.url(f"{language}/{RULE}"))
            window.keyboard.press("Tab")
            skip = window.locator(".skip")
            expect(skip).to_be_focused()
            expect(skip).to_be_in_viewport()
            expect(skip).to_have_text({"zh": "跳到正文", "en": "Skip to content"}[language])
            window.keyboard.press("Enter")
            assert window.evaluate("document.activeElement.id") == "main"
            window.keyboard.press("Tab")
            assert window.evaluate("document.activeElement.closest('main') !== null")

            # A language leads to the same page, at which it says that it is chosen.
            to = OTHER[language]
            link = window.locator(f".languages a[hreflang^={to}]")
            assert link.get_attribute("aria-current") is None
            link.click()
            window.wait_for_url(visits.url(f"{to}/{RULE}"))
            assert str(window.locator("html").get_attribute("lang")).startswith(to)
            expect(window.locator(".languages a[aria-current]")).to_have_attribute("hreflang", re.compile(f"^{to}"))


@both_languages
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_the_menu_is_folded_on_a_phone_where_scripts_can_open_it(
    visits: Visits, language: str, javascript: bool
) -> None:
    with visits.window(width=360, javascript=javascript) as window:
        window.goto(visits.url(f"{language}/{RULE}"))
        menu, summary = window.locator(".menu-groups"), window.locator(".menu > summary")
        if javascript:
            expect(menu).to_be_hidden()
            summary.click()
        expect(menu).to_be_visible()
        assert window.evaluate(INSIDE)
        summary.click()
        expect(menu).to_be_hidden()
        # A window that is made wide has the menu at its side, and no way to fold it.
        window.set_viewport_size({"width": 1280, "height": 900})
        expect(summary).to_be_hidden()
        if javascript:
            expect(menu).to_be_visible()
            window.set_viewport_size({"width": 360, "height": 900})
            expect(menu).to_be_hidden()
            summary.click()
        else:
            window.reload()
        window.locator(".menu a[href$='goals/index.html']").click()
        window.wait_for_url(visits.url(f"{language}/goals/index.html"))
        expect(window.locator(".menu [aria-current=page]")).to_have_count(1)


def switch(window: Page, value: str, width: int) -> None:
    if width < 960 and not window.locator(".schemes").is_visible():
        window.locator(".menu > summary").click()
    window.locator(f".schemes [value={value}]").click()
    assert window.locator(".schemes [aria-pressed=true]").get_attribute("value") == value


@both_widths
@both_languages
def test_colours_are_chosen_kept_and_left_to_the_system(visits: Visits, language: str, width: int) -> None:
    with visits.window(width=width, color_scheme="dark") as window:
        window.goto(visits.url(f"{language}/{RULE}"))
        dark = window.evaluate(PAPER)
        switch(window, "light", width)
        light = window.evaluate(PAPER)
        assert light != dark
        # It holds on other pages and in other languages, from their first moment on.
        window.goto(visits.url(f"{OTHER[language]}/index.html"), wait_until="commit")
        window.wait_for_function("document.body")
        assert window.evaluate(PAPER) == light
        window.wait_for_load_state()
        switch(window, "dark", width)
        window.emulate_media(color_scheme="light")
        assert window.evaluate(PAPER) == dark
        switch(window, "system", width)
        assert window.evaluate(PAPER) == light
        assert window.evaluate("localStorage.length") == 0


def test_where_nothing_can_be_kept_colours_hold_for_the_page(visits: Visits) -> None:
    with visits.window() as window:
        window.add_init_script(REFUSE)
        window.goto(visits.url(f"zh/{RULE}"))
        light = window.evaluate(PAPER)
        switch(window, "dark", 1280)
        assert window.evaluate(PAPER) != light
        switch(window, "system", 1280)
        assert window.evaluate(PAPER) == light


@both_widths
@both_languages
def test_without_scripts_there_is_nothing_that_scripts_alone_can_do(visits: Visits, language: str, width: int) -> None:
    with visits.window(width=width, javascript=False, color_scheme="dark") as window:
        window.goto(visits.url(f"{language}/{RULE}#total"))
        assert not window.locator(".schemes, .anchor, [data-calculator]").locator("visible=true").count()
        # The system's colours hold, and addresses of clauses lead to them all the same.
        dark = window.evaluate(PAPER)
        window.emulate_media(color_scheme="light")
        assert window.evaluate(PAPER) != dark
        window.goto(visits.url(f"{language}/{RULE}#examples"))
        expect(window.locator("#examples")).to_be_in_viewport()
        assert not window.locator("main details:not(:has(> summary))").count()
        window.goto(visits.url(f"{language}/downloads/index.html"))
        folded = window.locator("main details.more").first
        expect(folded.locator("a").first).to_be_hidden()
        folded.locator("summary").click()
        expect(folded.locator("a").first).to_be_visible()


@both_widths
@both_languages
def test_a_clause_is_copied_as_an_address_and_asked_about(visits: Visits, language: str, width: int) -> None:
    with visits.window(width=width) as window:
        window.context.grant_permissions(["clipboard-read", "clipboard-write"])
        window.clock.install()
        window.goto(visits.url(f"{language}/{RULE}"))
        heading = window.locator("h2#examples")
        title = heading.evaluate("one => one.firstChild.textContent.trim()")
        copy, ask = heading.locator("a.anchor").all()
        expect(copy).to_have_accessible_name(re.compile(re.escape(title)))
        copy.click()
        copied = {"zh": "已复制", "en": "Copied"}[language]
        expect(copy).to_have_text(copied)
        # The name of the link says what it does; that it is done is told to those who hear the page.
        expect(window.get_by_role("status").filter(has_text=copied)).to_have_count(1)
        assert window.evaluate("navigator.clipboard.readText()") == visits.url(f"{language}/{RULE}#examples")
        assert window.url.endswith("#examples")
        window.clock.run_for(2_000)
        expect(copy).to_have_text("#")
        expect(window.get_by_role("status").filter(has_text=copied)).to_have_count(0)
        assert window.evaluate(INSIDE)

        letter = unquote(str(ask.get_attribute("href")))
        assert letter.startswith("mailto:")
        assert "rule/regional-manager" in letter
        assert f"{RULE}#examples" in letter
        expect(ask).to_have_accessible_name(re.compile(re.escape(title)))
        asked = window.locator("main .actions a").first
        expect(asked).to_be_visible()
        assert "rule/regional-manager" in unquote(str(asked.get_attribute("href")))


@both_languages
def test_where_nothing_can_be_copied_the_address_is_in_the_window(visits: Visits, language: str) -> None:
    with visits.window() as window:
        window.add_init_script('Object.defineProperty(navigator, "clipboard", { value: undefined });')
        window.goto(visits.url(f"{language}/{RULE}"))
        window.locator("h2#examples a.anchor").first.click()
        assert window.url == visits.url(f"{language}/{RULE}#examples")
        expect(window.locator("h2#examples a.anchor").first).to_have_text("#")


@both_languages
def test_a_table_is_told_as_one_where_it_turns_into_labelled_rows(visits: Visits, language: str) -> None:
    with visits.window(width=1280) as window:
        window.goto(visits.url(f"{language}/goals/index.html"))
        table = window.get_by_role("table").first
        # On a phone a row has the cells alone in which something stands.
        cells = table.get_by_role("cell").filter(has_text=re.compile(r"\S")).count()
        assert cells > 10
        assert not window.locator(".table [role]").count()
        window.set_viewport_size({"width": 360, "height": 900})
        expect(window.locator(".table[role=table]").first).to_be_attached()
        assert table.get_by_role("cell").count() == cells
        assert table.get_by_role("rowheader").count() > 3


@both_widths
@both_languages
def test_on_paper_everything_is_open_and_nothing_is_to_press(visits: Visits, language: str, width: int) -> None:
    with visits.window(width=width) as window:
        window.goto(visits.url(f"{language}/periods/2026-q3.html?team=south"))
        window.locator("select[name=team]").select_option("")
        window.locator("main details[open] summary").evaluate_all("found => found.forEach(one => one.click())")
        folded = window.locator("main details:not([open])").count()
        assert folded > 3
        window.emulate_media(media="print")
        window.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert window.locator("main details:not([open])").count() == 0
        for gone in (".menu", ".site-search", ".languages", ".sift-form", ".skip", ".anchor", ".actions", ".take"):
            assert not window.locator(gone).locator("visible=true").count(), gone
        window.evaluate("dispatchEvent(new Event('afterprint'))")
        assert window.locator("main details:not([open])").count() == folded


@both_languages
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_words_and_letters_and_neighbours_lead_on(visits: Visits, language: str, javascript: bool) -> None:
    with visits.window(javascript=javascript) as window:
        for width in WIDTHS:
            set_width(window, width)
            window.goto(visits.url(f"{language}/pages/principles.html"))
            term = window.locator("main a.term").first
            assert term.get_attribute("title")
            term.click()
            window.wait_for_url(re.compile(f"/{language}/glossary/index.html#"))
            expect(window.locator("h3:target")).to_be_in_viewport()
            letter = window.locator(".letters a").last
            letter.click()
            expect(window.locator("h2:target")).to_be_in_viewport()
            assert window.locator(":target").evaluate("one => one.firstChild.textContent") == letter.inner_text()

        before, after = (visits.url(f"{language}/periods/2026-{quarter}.html") for quarter in ("q2", "q3"))
        window.goto(before)
        window.locator(".neighbours .next").click()
        window.wait_for_url(after)
        set_width(window, 1280)
        window.locator(".neighbours .previous").click()
        window.wait_for_url(before)
        window.locator(".trail a").first.click()
        window.wait_for_url(visits.url(f"{language}/index.html"))


@pytest.mark.parametrize(("wanted", "found"), [("['zh-TW', 'en']", "zh"), ("['en-GB']", "en"), ("['fr', 'de']", "")])
def test_the_first_page_leads_to_the_language_that_is_wanted(visits: Visits, wanted: str, found: str) -> None:
    with visits.window(width=360) as window:
        window.add_init_script(f"Object.defineProperty(navigator, 'languages', {{ value: {wanted} }});")
        window.goto(visits.url(f"{OTHER[found or 'zh']}/goals/index.html"))
        window.goto(visits.url("index.html"))
        if found:
            window.wait_for_url(visits.url(f"{found}/index.html"))
            # The way back leads past the choice, not into it again.
            window.go_back()
            assert window.url == visits.url(f"{OTHER[found]}/goals/index.html")
        else:
            window.locator(".choices a[hreflang=en]").click()
            window.wait_for_url(visits.url("en/index.html"))


def test_without_scripts_the_first_page_is_a_choice(visits: Visits) -> None:
    with visits.window(javascript=False) as window:
        for width, language in ((1280, "zh"), (1280, "en"), (360, "zh"), (360, "en")):
            set_width(window, width)
            window.goto(visits.url("index.html"))
            window.locator(f".choices a[hreflang^={language}]").click()
            assert window.url == visits.url(f"{language}/index.html")
