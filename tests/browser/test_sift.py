"""Choosing and ordering in lists and tables: what is left, what is said of it, and that the address keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from perfsite.pipeline import build, find_audience, load, load_history
from perfsite.project import Project
from tests.browser.axe import find_barriers
from tests.browser.sample import Visits
from tests.history.repository import Repository
from tests.privacy.repositories import COMPANY
from tests.site_builder import AS_OF

RULE = "content/rules/scorecard.yml"
GOAL = "content/goals/shanghai-revenue.yml"
WEIGHTS = COMPANY[RULE].replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%")
# A page of the site's own theme with a table: short of it, long of it, and with cells that show more than they sort by.
TABLE = """\
{% extends "base.html" %}
{% import "sift.html" as sift %}
{% block head %}{{ sift.script() }}{% endblock %}
{% block main %}
{{ c.page_head(view.title) }}
{% call sift.region([{"key": "find", "label": "changes.kind", "kind": "search", "choices": []}], name="t", sortable=true) %}
<table class="table" data-sift-table>
<thead><tr><th scope="col" data-sort="name">{{ "home.role"|t }}</th><th scope="col" class="number" data-sort="figure">{{ "figure.total"|t }}</th></tr></thead>
<tbody>
<tr><th scope="row">张伟</th><td class="number">9</td></tr>
<tr><th scope="row">李静怡</th><td class="number">{{ "table.nothing"|t }}</td></tr>
<tr><th scope="row">陈晨</th><td class="number" data-value="120000">{{ "table.nothing"|t }}</td></tr>
<tr><th scope="row">ＺＨＯＵ</th><td class="number">1,010.5</td></tr>
</tbody>
<tfoot><tr><th scope="row">{{ "figure.total"|t }}</th><td class="number">1</td></tr></tfoot>
</table>
{% endcall %}
{% endblock %}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sift") / "company"
    repository = Repository(root)
    company = {**COMPANY, "perfsite.yml": COMPANY["perfsite.yml"] + "theme: ours\n"}
    repository.commit("begin", {**company, "themes/ours/templates/roles-index.html": TABLE})
    repository.time += 86_400 * 200
    note = "changes:\n  - {on: 2026-04-20, note: {zh: 重要, en: Important}, major: true}\n"
    repository.commit("weights", {RULE: WEIGHTS + note})
    repository.time += 86_400
    repository.commit("target", {GOAL: COMPANY[GOAL].replace("target: CNY 1,200万", "target: CNY 1,190万")})
    repository.time += 86_400 * 40
    repository.commit(
        "grades", {RULE: WEIGHTS.replace("weight: 50%", "weight: 45%", 1).replace("weight: 50%", "weight: 55%") + note}
    )
    loaded = load(Project(root))
    audience = find_audience(loaded, "managers")
    assert audience is not None
    out = root.parent / "site"
    build(loaded, out=out, audience=audience, as_of=AS_OF, history=load_history(loaded, cached=False))
    return out


@pytest.fixture(params=["served", "from disk"])
def there(
    request: pytest.FixtureRequest, browser: Browser, site: Path, serve_folder: Callable[[Path], str]
) -> Iterator[Visits]:
    visits = Visits(browser, serve_folder(site) if request.param == "served" else site.as_uri() + "/")
    yield visits
    assert not visits.faults, "\n".join(visits.faults)


def entries(window: Page) -> list[str]:
    return window.locator("[data-sift-item]:visible .timeline-title").all_inner_texts()


WORDS = {
    "zh": ("种类", "评分规则", "只看重大变更", "清除筛选", "大区经理季度评分", "2026年4月27日", "共{whole}条，显示1条"),
    "en": (
        "Kind",
        "Scoring rules",
        "Major changes only",
        "Show all",
        "Regional manager's quarterly scorecard",
        "27 April 2026",
        "Showing 1 of {whole}",
    ),
}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", WORDS)
def test_what_is_chosen_is_shown_counted_and_kept_in_the_address(there: Visits, language: str, width: int) -> None:
    kind, rules, major, clear, rule, day, count = WORDS[language]
    with there.window(width=width) as window:
        window.goto(there.url(f"{language}/changes/index.html"))
        whole = window.locator("[data-sift-item]:visible").count()
        assert window.locator(".sift-count").inner_text() == ""
        assert not window.get_by_role("button", name=clear).is_visible()

        window.get_by_label(kind, exact=True).select_option("rule")
        assert window.get_by_label(kind, exact=True).locator("option:checked").inner_text() == rules
        window.get_by_label(major).check()

        assert entries(window) == [rule]
        assert window.locator("main h2:visible").all_inner_texts()[0].startswith(day)
        assert window.locator(".sift-count").inner_text() == count.format(whole=whole)
        assert window.url.endswith("?kind=rule&major=1")

        window.reload()
        assert entries(window) == [rule]
        assert window.get_by_label(kind, exact=True).input_value() == "rule"

        window.get_by_role("button", name=clear).click()
        assert window.locator("[data-sift-item]:visible").count() == whole
        assert window.locator(".sift-count").inner_text() == ""
        assert "?" not in window.url
        assert window.evaluate("document.activeElement.name") == "kind"
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_address_that_was_sent_opens_as_it_was(there: Visits) -> None:
    with there.window() as window:
        window.goto(there.url("en/changes/index.html?team=shanghai&level=m9&other=1"))

        assert entries(window)[0] == "Grow net revenue by 15% in Q3"
        assert window.get_by_label("Team", exact=True).input_value() == "shanghai"
        assert window.get_by_label("Level", exact=True).input_value() == ""
        assert window.url.endswith("?team=shanghai&other=1")

        # The same page in the other language, and the pages by quarter, have the same chosen.
        window.get_by_role("link", name="中文").click()
        window.wait_for_load_state()
        assert window.url.endswith("zh/changes/index.html?team=shanghai&other=1")
        assert window.get_by_label("团队", exact=True).input_value() == "shanghai"
        window.locator("nav[aria-label='按季度'] a").first.click()
        window.wait_for_load_state()
        assert window.url.endswith("changes/2026-q2.html?team=shanghai&other=1")


@pytest.mark.parametrize("there", ["served"], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_two_versions_are_compared(there: Visits, language: str) -> None:
    """Each pair of three, with a script and without, on a laptop and on a phone."""
    address = there.url(f"{language}/history/rule/scorecard/compare.html")
    with there.window() as window, there.window(javascript=False) as plain:
        for width in (1280, 360):
            window.set_viewport_size({"width": width, "height": 900})
            window.goto(address)
            pairs = window.locator("[data-sift-item]:visible")
            assert pairs.count() == 3
            window.locator("select[name=from]").select_option("1")
            window.locator("select[name=to]").select_option("3")
            assert pairs.count() == 1
            assert window.url == f"{address}?from=1&to=3"
            only = pairs.first.inner_text()
            assert "60%" in only
            assert "45%" in only
            assert "3" in window.locator(".sift-count").inner_text()
            window.reload()
            assert pairs.all_inner_texts() == [only]
            # No version is compared with itself.
            window.locator("select[name=from]").select_option("2")
            window.locator("select[name=to]").select_option("2")
            assert pairs.count() == 0
            assert window.locator(".sift-none").is_visible()
            window.locator(".sift-reset").click()
            assert pairs.count() == 3
            assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

            plain.set_viewport_size({"width": width, "height": 900})
            plain.goto(f"{address}?from=1&to=3")
            assert plain.locator("[data-sift-item]:visible").count() == 3
            assert not plain.locator(".sift-form").is_visible()
            assert plain.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("there", ["served"], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_changes_can_be_subscribed_to(there: Visits, language: str) -> None:
    with there.window(width=360, javascript=False) as window:
        window.goto(there.url(f"{language}/changes/index.html"))
        links = window.locator("main a[href$='feed.xml'], main a[href$='feed.json']")
        offered = window.locator("link[rel=alternate][type*=atom], link[rel=alternate][type*=feed]")
        assert links.count() == offered.count() > 0
        for link in links.all():
            assert link.is_visible()
            answer = window.request.get(link.evaluate("one => one.href"))
            assert answer.ok
            assert entries(window)[0] in answer.text()


@pytest.mark.parametrize("there", ["served"], indirect=True)
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("language", "label", "month"), [("zh", "月份", "2026年4月"), ("en", "Month", "April 2026")])
def test_changes_of_a_month_are_shown(there: Visits, language: str, label: str, month: str, width: int) -> None:
    with there.window(width=width) as window:
        window.goto(there.url(f"{language}/changes/index.html"))
        window.get_by_label(label, exact=True).select_option(label=month)

        days = window.locator("main [data-sift-group] h2:visible").all_inner_texts()
        assert len(days) == 2
        assert all(month in day for day in days)
        assert window.url.endswith("?month=2026-04")
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_nothing_chosen_is_there_says_so(there: Visits) -> None:
    with there.window() as window:
        window.goto(there.url("en/changes/index.html?kind=rule&quarter=2026-q2&team=shanghai"))

        assert entries(window) == []
        assert window.get_by_text("Nothing here is all that you have chosen.").is_visible()
        assert window.locator(".sift-count").inner_text().startswith("Showing 0 of ")


def test_it_is_worked_by_keyboard(there: Visits) -> None:
    with there.window() as window:
        window.goto(there.url("en/changes/index.html"))
        window.get_by_label("Major changes only").focus()
        window.keyboard.press("Space")
        assert entries(window) == ["Regional manager's quarterly scorecard"]
        window.keyboard.press("Tab")
        window.keyboard.press("Enter")
        assert len(entries(window)) > 1


def test_without_scripts_the_list_is_whole_and_has_no_form(there: Visits) -> None:
    with there.window(javascript=False) as plain, there.window() as full:
        plain.goto(there.url("en/changes/index.html?kind=rule"))
        full.goto(there.url("en/changes/index.html"))

        assert entries(plain) == entries(full)
        assert not plain.locator(".sift-form").is_visible()
        assert plain.locator("nav[aria-label='By kind'] a").count() > 3


def column(window: Page) -> list[str]:
    return window.locator("tbody th:visible").all_inner_texts()


def test_a_table_is_sorted_by_figure_and_by_sound(there: Visits) -> None:
    given = ["张伟", "李静怡", "陈晨", "ＺＨＯＵ"]
    with there.window() as window:
        window.goto(there.url("zh/roles/index.html"))
        assert column(window) == given
        heading = window.get_by_role("columnheader", name="总分")

        heading.get_by_role("button").click()
        assert column(window) == ["张伟", "ＺＨＯＵ", "陈晨", "李静怡"]
        assert heading.get_attribute("aria-sort") == "ascending"
        assert window.url.endswith("?t.sort=figure")

        heading.get_by_role("button").click()
        assert column(window) == ["陈晨", "ＺＨＯＵ", "张伟", "李静怡"]
        assert heading.get_attribute("aria-sort") == "descending"

        heading.get_by_role("button").click()
        assert column(window) == given
        assert heading.get_attribute("aria-sort") is None

        window.goto(there.url("zh/roles/index.html?t.sort=name"))
        assert [name for name in column(window) if name != "ＺＨＯＵ"] == ["陈晨", "李静怡", "张伟"]


def test_on_a_phone_the_form_has_the_orders_and_words_are_found(there: Visits) -> None:
    with there.window(width=360) as window:
        window.goto(there.url("zh/roles/index.html"))
        window.get_by_label("排序").select_option(label="总分：降序")
        assert column(window)[0] == "陈晨"
        assert window.locator("tfoot").is_visible()

        window.get_by_role("searchbox").fill("zhou")
        assert column(window) == ["ＺＨＯＵ"]
        assert not window.locator("tfoot").is_visible(), "a sum of all rows below one"
        assert window.url.endswith("?t.sort=-figure&t.find=zhou")


@pytest.mark.parametrize("path", ["zh/changes/index.html?kind=rule", "en/roles/index.html?t.sort=-figure&t.find=张"])
@pytest.mark.parametrize("there", ["served"], indirect=True)
def test_nobody_is_kept_out(there: Visits, path: str) -> None:
    for width, scheme in ((1280, "dark"), (360, "light")):
        with there.window(width=width, color_scheme=scheme) as window:  # type: ignore[arg-type]
            window.goto(there.url(path))
            assert find_barriers(window) == []
