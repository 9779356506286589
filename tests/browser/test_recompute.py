"""A result computed again in a real browser: every published figure agrees, and a changed input shows what would follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from perfsite.pipeline import build, find_audience, load
from perfsite.project import Project
from tests.browser.axe import find_barriers
from tests.browser.sample import Visits
from tests.browser.vnu import find_faults
from tests.site_builder import BASE

DAY = dt.date(2026, 10, 20)
PAGE = "{language}/results/2026-q3-quarterly-bonus.html"
RESULT = "content/results/2026-q3/quarterly-bonus.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
PEOPLE = "content/people/people.yml"
CENTS = "results/2026-q3-commission.html"
# p-3 is there for 61 of the 92 days, which no decimal can say; p-2 has a grade by exception.
FILES = {
    PEOPLE: BASE[PEOPLE].replace("level: m1, from: 2025-04-01", "level: m1, from: 2026-08-01"),
    REWARD: BASE[REWARD]
    .replace("{all: [{tenure: {at_least: 3 months}}, {grade: {at_least: C}}]}", "{grade: {at_least: C}}")
    .replace("budget:", "proration: {by: days, of: amount}\nbudget:"),
    RESULT: BASE[RESULT]
    .replace('amount: "CNY 30,000.00"', 'amount: "CNY 19,891.30"')
    .replace(
        'grade: A, amount: "CNY 36,000.00"',
        'grade: B, amount: "CNY 30,000.00", exception: '
        "{from: grades, reason: {zh: 事故, en: An accident}, approved_by: p-4, on: 2026-10-11}",
    ),
    "content/rewards/commission.yml": """\
title: {zh: 提成, en: Commission}
type: commission
applies_to: {role: regional-manager}
in_force: {from: 2026-01-01}
approved: {by: p-1, on: 2025-12-15}
every: quarter
basis: {metric: net-revenue}
amount:
  slices: [{from: CNY 0, rate: 0.1%}, {from: CNY 800万, rate: 0.2%}]
  of: net-revenue
  places: 2
  rounding: half-up
examples:
  - {title: {zh: 八百万, en: Eight million}, given: {net-revenue: CNY 800万}, expect: {amount: CNY 8000.00}}
""",
    "content/results/2026-q3/commission.yml": """\
title: {zh: 第三季度提成, en: Commission for the third quarter}
reward: commission
period: 2026-q3
decided: {on: 2026-10-12, by: [p-1]}
evidence: [2026-q3-revenue]
recipients:
  - {person: p-2, basis: "CNY 13,200,000.00", amount: "CNY 18,400.00"}
  - {person: p-3, basis: "CNY 7,600,000.00", amount: "CNY 7,600.00"}
notice: {from: 2026-10-14}
""",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """The small site of the tests as its managers see it."""
    root = tmp_path_factory.mktemp("repository")
    for file, text in (BASE | FILES).items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    loaded = load(Project(root))
    audience = find_audience(loaded, "managers")
    assert audience is not None
    build(loaded, out=root / "public", audience=audience, as_of=DAY)
    return serve_folder(root / "public")


@pytest.fixture
def managers(browser: Browser, address: str) -> Iterator[Visits]:
    visits = Visits(browser, address)
    yield visits
    assert not visits.faults, "\n".join(visits.faults)


def row(page: Page, name: str) -> list[str]:
    """A figure as published, as computed, and what is said of the two."""
    return [page.locator(f'[data-{part}="{name}"]').inner_text() for part in ("published", "result", "verdict")]


def choose(page: Page, who: str) -> None:
    page.locator("#recompute-who").select_option(label=who)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_published_figures_agree(managers: Visits, language: str, width: int) -> None:
    with managers.window(width=width) as page:
        page.goto(managers.url(PAGE.format(language=language)))
        choose(page, {"zh": "李静怡", "en": "Li Jingyi"}[language])
        agrees, amount = {"zh": ("一致", "19,891.30元"), "en": ("agrees", "CNY\u00a019,891.30")}[language]
        assert row(page, "revenue") == ["—", "95", ""]
        assert row(page, "total") == ["85.00", "85.00", agrees]
        assert row(page, "grade") == ["B", "B", agrees]
        assert page.locator('[data-result="amount"]').text_content() == amount
        assert row(page, "amount")[2] == agrees
        expect(page.locator('input[name="amount/share"]')).to_have_value("66.304347…%")


def test_a_declared_exception_is_told_and_what_follows_from_it_agrees(managers: Visits) -> None:
    with managers.window() as page:
        page.goto(managers.url(PAGE.format(language="en")))
        choose(page, "Zhang Haobo")
        assert row(page, "grade") == ["B", "A", "declared exception"]
        assert row(page, "amount")[2] == "agrees"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("language", "who", "back", "agrees", "more"),
    [
        ("zh", "李静怡", "恢复记录的数据", "一致", "+3,978.27元"),
        ("en", "Li Jingyi", "Back to what is recorded", "agrees", "+CNY\u00a03,978.27"),
    ],
)
def test_a_changed_input_shows_what_would_follow(
    managers: Visits, language: str, who: str, back: str, agrees: str, more: str, width: int
) -> None:
    with managers.window(width=width) as page:
        page.goto(managers.url(PAGE.format(language=language)))
        choose(page, who)
        here = page.locator('svg[data-curve="components.revenue"] .here')
        before = here.get_attribute("cx")
        page.locator('input[name="net-revenue/actual"]').fill("9,600,000")
        assert row(page, "revenue") == ["—", "130", ""]
        assert row(page, "total") == ["85.00", "106.00", "+21.00"]
        assert row(page, "grade") == ["B", "A", "B → A"]
        assert page.locator('[data-verdict="amount"]').text_content() == more
        assert here.get_attribute("cx") != before
        page.get_by_role("button", name=back).click()
        assert row(page, "amount")[2] == agrees
        assert here.get_attribute("cx") == before


def test_money_is_compared_to_the_cent(managers: Visits) -> None:
    with managers.window() as page:
        page.goto(managers.url(f"en/{CENTS}"))
        choose(page, "Zhang Haobo")
        assert [text.replace("\u00a0", " ") for text in row(page, "amount")] == [
            "CNY 18,400.00",
            "CNY 18,400.00",
            "agrees",
        ]
        page.locator('input[name="net-revenue/actual"]').fill("13,200,005")
        assert row(page, "amount")[2].replace("\u00a0", " ") == "+CNY 0.01"
        expect(page.locator('svg[data-curve="amount"] .here')).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("language", "button"), [("zh", "重算 李静怡"), ("en", "compute again Li Jingyi")])
def test_each_row_of_the_list_leads_to_its_figures(managers: Visits, language: str, button: str, width: int) -> None:
    with managers.window(width=width) as page:
        page.goto(managers.url(PAGE.format(language=language)))
        expect(page.locator("#recipients .recompute-open, table .recompute-open")).to_have_count(2)
        page.get_by_role("button", name=button).click()
        expect(page.locator("#recompute-who")).to_be_focused()
        assert row(page, "total")[0] == "85.00"


def test_what_cannot_be_read_is_told_and_forgotten_with_the_next_person(managers: Visits) -> None:
    with managers.window() as page:
        page.goto(managers.url(PAGE.format(language="en")))
        field = page.locator('input[name="collection-rate/actual"]')
        field.fill("much")
        expect(field).to_have_attribute("aria-invalid", "true")
        assert row(page, "total")[1] == "—"
        choose(page, "Li Jingyi")
        expect(field).to_have_value("90%")
        expect(field).not_to_have_attribute("aria-invalid", "true")
        assert row(page, "total") == ["85.00", "85.00", "agrees"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("language", "who"), [("zh", "李静怡"), ("en", "Li Jingyi")])
def test_without_script_the_page_is_whole_and_the_control_is_not_there(
    managers: Visits, language: str, who: str, width: int
) -> None:
    with managers.window(javascript=False, width=width) as page:
        page.goto(managers.url(PAGE.format(language=language)))
        expect(page.locator("[data-calculator]")).to_be_hidden()
        expect(page.locator(".recompute-open")).to_have_count(0)
        expect(page.locator("tbody tr").filter(has_text=who).first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_everyone_can_use_it(managers: Visits, width: int) -> None:
    for scheme in ("light", "dark"):
        with managers.window(width=width, color_scheme=scheme) as page:
            page.goto(managers.url(PAGE.format(language="zh")))
            page.locator('input[name="net-revenue/actual"]').fill("9,600,000")
            assert find_barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_pages_are_valid(address: str) -> None:
    assert find_faults([address + PAGE.format(language=language) for language in ("zh", "en")]) == []
