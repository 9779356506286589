"""The calculator in a real browser: on the sample's own example it gives the sample's own figures, and follows the typing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sample import Visits

RULE = "{language}/rules/regional-manager.html"
# The second worked example of the rule, as people type it in each language.
TYPED = {
    "zh": ("１５００万", "1,350万", "85％", "4.3"),
    "en": ("15,000,000", "CNY 13,500,000", "85", "4.30"),
}
FIELDS = ("net-revenue/target", "net-revenue/actual", "collection-rate/actual", "customer-satisfaction/actual")
BREACHES = "compliance-breaches/actual"


def figure(page: Page, name: str) -> str:
    return page.locator(f'[data-result="{name}"]').inner_text()


def type_in(page: Page, name: str, text: str) -> None:
    page.locator(f'[data-calculator] input[name="{name}"]').fill(text)


def spot(page: Page, curve: str) -> tuple[str | None, str | None]:
    marker = page.locator(f'svg[data-curve="{curve}"] .here')
    return marker.get_attribute("cx"), marker.get_attribute("cy")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_that_is_typed_in_gives_its_figures(visits: Visits, language: str, width: int) -> None:
    with visits.window(width=width) as page:
        page.goto(visits.url(RULE.format(language=language)))
        shown = [
            figure(page, name) for name in ("revenue", "collection", "satisfaction", "total", "grade", "coefficient")
        ]
        assert shown == ["118", "100", "110", "111.00", "A", "1.2"]

        for name, text in zip(FIELDS, TYPED[language], strict=True):
            type_in(page, name, text)

        shown = [
            figure(page, name) for name in ("revenue", "collection", "satisfaction", "total", "grade", "coefficient")
        ]
        assert shown == ["80", "70", "80", "77.00", "C", "0.5"]
        page.get_by_role("button", name={"zh": "恢复算例", "en": "Back to the example"}[language]).click()
        expect(page.locator('[data-result="total"]')).to_have_text("111.00")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_mark_moves_along_the_curve(visits: Visits) -> None:
    with visits.window() as page:
        page.goto(visits.url(RULE.format(language="en")))
        curve = "components.revenue"
        marker = page.locator(f'svg[data-curve="{curve}"] .here')
        expect(marker).to_be_visible()
        before = spot(page, curve)
        anchors = page.locator(f'svg[data-curve="{curve}"] .point:not(.here)')
        at_target = anchors.nth(2).get_attribute("cx"), anchors.nth(2).get_attribute("cy")

        type_in(page, "net-revenue/actual", "10,000,000")

        assert spot(page, curve) == at_target != before
        expect(page.locator(f'svg[data-curve="{curve}"] .here-label')).to_have_text("100")
        type_in(page, "net-revenue/actual", "")
        expect(marker).to_be_hidden()


def test_a_sum_of_money_is_written_as_the_language_writes_it(visits: Visits) -> None:
    with visits.window() as page:
        for language, whole, cents in (("zh", "2万元", "12,000.02元"), ("en", "CNY\u00a020,000", "CNY\u00a012,000.02")):
            page.goto(visits.url(f"{language}/rewards/sales-commission.html"))
            assert page.locator('[data-result="amount"]').text_content() == whole
            type_in(page, "net-revenue/actual", "800,001")
            assert page.locator('[data-result="amount"]').text_content() == cents


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "", "There is no figure for Region's net revenue against target."),
        ("zh", "", "没有“大区净销售额达成率”的数据。"),
        ("en", "0", "Nothing follows for attainment of Net revenue: what it is divided by is not above zero."),
    ],
)
def test_where_no_figure_follows_a_sentence_says_why(visits: Visits, language: str, typed: str, said: str) -> None:
    with visits.window() as page:
        page.goto(visits.url(RULE.format(language=language)))
        type_in(page, "net-revenue/target", typed)
        expect(page.locator("[data-problems]")).to_have_text(said)
        assert [figure(page, name) for name in ("revenue", "total", "grade")] == ["—", "—", "—"]
        assert figure(page, "collection") == "100"


def test_what_cannot_be_read_is_told_at_its_field(visits: Visits) -> None:
    with visits.window() as page:
        page.goto(visits.url(RULE.format(language="en")))
        field = page.get_by_role("group", name="Cash collection").get_by_label("Actual")
        for typed, said in (
            ("9x", "Please write a figure, such as 1,200,000, 120万 or 80%."),
            ("0.96", "0.96% or 96%? Please write the percent sign."),
        ):
            field.fill(typed)
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(field).to_have_accessible_description(said)
        type_in(page, BREACHES, "1%")
        expect(page.get_by_text("This figure is no percentage; please leave the sign out.")).to_be_visible()
        field.fill("96%")
        # A gate whose figure cannot be read is not passed: nothing is shown that rests on it.
        assert [figure(page, name) for name in ("collection", "total", "grade")] == ["100", "—", "—"]
        expect(page.locator("[data-problems]")).to_be_hidden()
        type_in(page, BREACHES, "1")
        expect(field).not_to_have_attribute("aria-invalid", "true")
        assert figure(page, "total") == "0.00"


def test_a_figure_that_may_be_missing_is_left_out_of_the_total(visits: Visits) -> None:
    with visits.window() as page:
        page.goto(visits.url(RULE.format(language="en")))
        for name, text in zip(FIELDS, ("9,000,000", "9,450,000", "95.2%", ""), strict=True):
            type_in(page, name, text)
        assert [figure(page, name) for name in ("satisfaction", "total", "grade")] == ["—", "104.69", "A"]


def test_enter_in_a_field_sends_nothing(visits: Visits) -> None:
    with visits.window() as page:
        page.goto(visits.url(RULE.format(language="en")))
        before = page.url
        page.locator(f'[data-calculator] input[name="{BREACHES}"]').press("Enter")
        assert page.url == before
        assert figure(page, "total") == "111.00"


def test_it_works_from_a_folder(visits: Visits, sample_site: Path) -> None:
    with visits.window() as page:
        page.goto((sample_site / RULE.format(language="en")).as_uri())
        type_in(page, "net-revenue/actual", "10,000,000")
        assert figure(page, "revenue") == "100"
    visits.faults[:] = [fault for fault in visits.faults if ": request outside the site: file://" not in fault]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_script_the_page_reads_whole_and_shows_no_form(visits: Visits, language: str, width: int) -> None:
    with visits.window(javascript=False, width=width) as page:
        page.goto(visits.url(RULE.format(language=language)))
        assert page.locator("[data-calculator]").count() == 1
        expect(page.locator("[data-calculator]")).to_be_hidden()
        expect(page.locator('svg[data-curve="components.revenue"] .here')).to_be_hidden()
        expect(page.locator("#components")).to_be_visible()
        expect(page.locator("#examples")).to_be_visible()
