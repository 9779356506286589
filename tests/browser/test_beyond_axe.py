"""What axe does not see: headings, focus, names, pictures, high contrast, motion, and use by keyboard alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sample import SamplePage, Visits

VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "source", "wbr", "col"})
# From here to the next step of a reader with the Tab key: where it is, whether it can be seen, in which order it stands.
STEP = """
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const all = [...document.querySelectorAll("*")];
  return {
    order: all.indexOf(at),
    what: at.outerHTML.slice(0, 120),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    top: box.top + scrollY, left: box.left, bottom: box.bottom + scrollY, head: Boolean(at.closest(".site-head")),
  };
}
"""
STEPS = 30
CONTROLS = frozenset(
    {"link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio", "slider", "spinbutton"}
)


class Outline(HTMLParser):
    """The levels of headings in order, and each picture with what is around it."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.unnamed: list[str] = []
        self.curves = 0
        self.alone: list[str] = []
        self.raised: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._waiting: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if int(values.get("tabindex") or 0) > 0:
            self.raised.append(tag)
        if tag == "svg" and values.get("aria-hidden") != "true":
            label = (values.get("aria-label") or "").strip()
            if values.get("role") != "img" or not label:
                self.unnamed.append(str(values.get("class")))
            if "curve" in (values.get("class") or "").split():
                self.curves += 1
                if not any(name == "table" for name, _ in self._open):
                    pair = next(
                        (n for n, (_, v) in enumerate(self._open) if "figure-pair" in (v.get("class") or "")), None
                    )
                    if pair is None:
                        self.alone.append(label)
                    else:
                        self._waiting.append((pair, label))
        if tag == "table":
            self._waiting = []
        if tag == "img" and values.get("alt") is None:
            self.unnamed.append("img")
        if tag not in VOID:
            self._open.append((tag, values))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        self.alone += [label for depth, label in self._waiting if depth >= len(self._open)]
        self._waiting = [(depth, label) for depth, label in self._waiting if depth < len(self._open)]


def outline(html: str) -> Outline:
    parsed = Outline()
    parsed.feed(html)
    return parsed


def gaps(levels: list[int]) -> bool:
    """Whether a level is left out on the way down, or there is not one first heading."""
    return levels[:1] != [1] or levels.count(1) != 1 or any(b > a + 1 for a, b in pairwise(levels))


def test_headings_stand_in_order_on_every_page_and_pictures_have_words(sample_site: Path) -> None:
    wrong, curves = [], 0
    for file in sorted(sample_site.rglob("*.html")):
        found = outline(file.read_text("utf-8"))
        curves += found.curves
        name = file.relative_to(sample_site).as_posix()
        if gaps(found.levels):
            wrong.append(f"{name}: headings {found.levels}")
        wrong += [f"{name}: no name: {each}" for each in found.unnamed]
        wrong += [f"{name}: no table beside: {each}" for each in found.alone]
        wrong += [f"{name}: tabindex above 0: {each}" for each in found.raised]

    assert not wrong, "\n".join(wrong[:50])
    assert curves > 20


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h1>1</h1><h3>2</h3>", "gaps"),
        ("<h2>1</h2>", "gaps"),
        ("<h1>1</h1><h1>2</h1>", "gaps"),
        ('<h1>1</h1><svg class="curve"></svg>', "unnamed"),
        ('<h1>1</h1><img src="a.png">', "unnamed"),
        ('<h1>1</h1><svg class="curve" role="img" aria-label="a"></svg>', "alone"),
        (
            '<h1>1</h1><div class="figure-pair"><svg class="curve" role="img" aria-label="a"/></div><table></table>',
            "alone",
        ),
        ('<h1>1</h1><a tabindex="2">1</a>', "raised"),
        ('<h1>1</h1><div class="figure-pair"><svg class="curve" role="img" aria-label="a"/><table></table></div>', ""),
        ("<h1>1</h1><h2>2</h2><h3>3</h3><h2>4</h2>", ""),
    ],
)
def test_what_is_out_of_order_is_found(html: str, fault: str) -> None:
    found = outline(html)
    faults = {"gaps": gaps(found.levels), **{name: getattr(found, name) for name in ("unnamed", "alone", "raised")}}

    assert [name for name, value in faults.items() if value] in ([fault] if fault else [], [fault, "alone"])


def walk(page: Page) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        if step is None or (steps and 'class="skip"' in step["what"]):
            # Once round the page it begins anew.
            break
        steps.append(step)
    return steps


@pytest.mark.parametrize("width", [1280, 360])
def test_focus_moves_in_the_order_of_reading_and_is_seen(
    visits: Visits, sample_pages: list[SamplePage], width: int
) -> None:
    wrong = []
    with visits.window(width=width) as window:
        for page in (page for page in sample_pages if page.language == ("en" if width == 1280 else "zh-CN")):
            window.goto(visits.url(page.path))
            steps = walk(window)
            assert steps, page.path
            for before, after in pairwise(steps):
                if after["order"] <= before["order"]:
                    wrong.append(f"{page.path}: goes back to {after['what']}")
                    break
                # In the head, where all stands in lines: what comes next stands further on or further down.
                if (
                    before["head"]
                    and after["head"]
                    and not (after["left"] > before["left"] or after["top"] >= before["bottom"] - 1)
                ):
                    wrong.append(f"{page.path}: {after['what']} stands before {before['what']}")
            wrong += [f"{page.path}: not seen: {step['what']}" for step in steps if not step["seen"]]
            wrong += [f"{page.path}: no ring: {step['what']}" for step in steps if not step["ring"]]

    assert not wrong, "\n".join(wrong[:50])


def test_every_control_has_a_name_of_words(visits: Visits, sample_pages: list[SamplePage]) -> None:
    wrong, seen = [], 0
    with visits.window() as window:
        session = window.context.new_cdp_session(window)
        for page in sample_pages:
            window.goto(visits.url(page.path))
            for node in session.send("Accessibility.getFullAXTree")["nodes"]:
                role = node.get("role", {}).get("value")
                if node.get("ignored") or role not in CONTROLS:
                    continue
                seen += 1
                name = str(node.get("name", {}).get("value", ""))
                if not re.search(r"\w", name):
                    wrong.append(f"{page.path}: {role} {name!r}")

    assert not wrong, "\n".join(wrong[:50])
    assert seen > 1000


def test_nothing_moves_where_less_motion_is_asked_for(visits: Visits, sample_pages: list[SamplePage]) -> None:
    moving = """
    () => [...document.querySelectorAll("*")].filter(element => {
      const style = getComputedStyle(element);
      return style.animationName !== "none" || style.transitionDuration.split(",").some(time => parseFloat(time) > 0)
        || style.scrollBehavior === "smooth";
    }).map(element => element.outerHTML.slice(0, 80))
    """
    with visits.window() as window:
        window.goto(visits.url("en/index.html"))
        window.emulate_media(reduced_motion="no-preference")
        # The means to see it: where motion is welcome, the page glides to an anchor.
        assert window.evaluate(moving)
        window.emulate_media(reduced_motion="reduce")
        for page in (page for page in sample_pages if page.language == "en"):
            window.goto(visits.url(page.path))
            assert window.evaluate(moving) == [], page.path


def look(page: Page, selector: str) -> tuple[str, ...]:
    """What sets an element apart where a system forces its own colours."""
    style: list[str] = page.locator(selector).first.evaluate(
        "e => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.borderTopWidth + s.borderTopStyle,"
        " s.fontWeight, s.textDecorationLine, s.fill, s.stroke]; }"
    )
    return tuple(style)


def test_states_are_seen_in_forced_colours(visits: Visits) -> None:
    with visits.window() as page:
        page.emulate_media(forced_colors="active")
        page.goto(visits.url("en/rules/regional-manager.html"))
        pressed, other = (look(page, f'.schemes button[aria-pressed="{state}"]') for state in ("true", "false"))
        assert pressed != other
        current, usual = look(page, ".menu a[aria-current]"), look(page, ".menu a:not([aria-current])")
        assert current != usual
        assert look(page, ".languages a[aria-current]") != look(page, ".languages a:not([aria-current])")
        # A status has a sign and a word, and an edge in place of its colour.
        status = page.locator(".status").first
        assert status.inner_text().strip()
        assert status.evaluate("e => getComputedStyle(e, '::before').content") not in ("none", "normal", '""')
        assert look(page, ".status")[2].endswith("solid")
        # Lines and parts of pictures are told from what they stand on.
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert look(page, ".curve .path")[6] not in (paper, "none")
        assert look(page, ".shares rect")[6] not in (paper, "none")

        page.keyboard.press("Tab")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineColor")
        assert ring != paper
        page.keyboard.press("/")
        page.keyboard.type("bonus")
        expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        chosen = look(page, '.search-panel [aria-selected="true"]')
        assert chosen[1] != look(page, '.search-panel [aria-selected="false"]')[1]


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {most} presses of Tab")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_filters_and_the_calculator_work_by_keyboard_alone(visits: Visits, language: str) -> None:
    with visits.window() as page:
        page.goto(visits.url(f"{language}/changes/index.html"))
        count = page.locator(".sift-count")
        before = count.inner_text()
        tab_to(page, ".sift-form select")
        page.keyboard.press("ArrowDown")
        expect(count).not_to_have_text(before)
        assert count.get_attribute("role") == "status"
        page.goto(visits.url(f"{language}/rules/regional-manager.html"))
        total = page.locator('[data-result="total"]').first
        before = total.inner_text()
        tab_to(page, ".calculator input")
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type("1")
        expect(total).not_to_have_text(before)
        tab_to(page, ".calculator button[type=reset]")
        page.keyboard.press("Enter")
        expect(total).to_have_text(before)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_menu_of_a_phone_is_walked_by_keyboard(visits: Visits, language: str) -> None:
    place = """() => {
      const at = document.activeElement, menu = at.closest(".menu");
      return menu ? [...menu.querySelectorAll("summary, a, button")].indexOf(at) : -1;
    }"""
    with visits.window(width=360) as page:
        page.goto(visits.url(f"{language}/rules/regional-manager.html"))
        tab_to(page, ".menu > summary")
        page.keyboard.press("Tab")
        assert page.evaluate(place) == -1, "the focus goes into a menu that is closed"

        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".menu-groups")).to_be_visible()
        count = page.locator(".menu :is(a, button)").count()
        assert count > 15
        for step in range(1, count + 1):
            page.keyboard.press("Tab")
            assert page.evaluate(place) == step
            seen: dict[str, Any] = page.evaluate(STEP)
            assert seen["seen"], seen["what"]
            assert seen["ring"], seen["what"]
            if page.evaluate("document.activeElement.value") == "dark":
                page.keyboard.press("Space")
        assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
        page.keyboard.press("Tab")
        assert page.evaluate(place) == -1, "there is no way out of the menu"

        for _ in range(count + 1):
            page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".menu-groups")).to_be_hidden()
        assert page.evaluate(place) == 0, "the focus is lost where the menu closes"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_leads_to_the_statement(visits: Visits, language: str) -> None:
    with visits.window() as page:
        page.goto(visits.url(f"{language}/goals/index.html"))
        page.locator(".site-foot").get_by_role(
            "link", name="无障碍声明" if language == "zh" else "Accessibility"
        ).click()
        assert page.url == visits.url(f"{language}/accessibility/index.html")
        assert "WCAG" in page.locator("main").inner_text()
        assert page.locator("main .links a[href^='mailto:']").count() == 1
