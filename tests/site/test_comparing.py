"""The page on which any two versions of a standard are compared."""

from __future__ import annotations

import re

import pytest

from perfsite.site import comparing
from tests.history.repository import Repository
from tests.publication.test_decided import REWARD, RULE, WEIGHTS, change, company
from tests.site.pages import words
from tests.site.test_decided import main, pages
from tests.site_builder import BASE

__all__ = ["company"]
PAGE = "history/rule/scorecard/compare.html"


@pytest.fixture
def changed(company: Repository) -> Repository:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    change(company, "2026-10-27", {RULE: WEIGHTS.replace("grade: C, from: 0", "grade: D, from: 0")})
    return company


def pairs(html: str) -> list[tuple[str, str]]:
    return re.findall(r'data-sift-item="" data-is-from="(\d+)" data-is-to="(\d+)"', html)


def test_every_pair_is_there_with_what_is_otherwise(changed: Repository) -> None:
    html = main(pages(changed, "everyone"), f"en/{PAGE}")

    assert pairs(html) == [("2", "3"), ("1", "3"), ("1", "2")]
    (_, newest, whole, first) = html.split("<section ")
    assert "D" in words(newest)
    assert "60%" not in words(newest)
    for said in ("60%", "50%", "D"):
        assert said in words(whole), said
    assert "60%" in words(first)
    assert "As published on 1 June 2026, against 20 October 2026" in words(first)


def test_each_version_can_be_chosen_and_leads_to_its_page(changed: Repository) -> None:
    html = main(pages(changed, "everyone"), f"zh/{PAGE}")

    found = re.findall(r'<option value="(\d)">(.*?)</option>', html)
    assert [(number, words(label)) for number, label in found] == [
        ("1", "第1版（2026年6月1日）"),
        ("2", "第2版（2026年10月20日）"),
        ("3", "第3版（2026年10月27日）"),
        ("2", "第2版（2026年10月20日）"),
    ]
    for address in ("1.html", "2.html", "zh/rules/scorecard.html"):
        assert re.search(rf'<h2[^>]*>.*href="[^"]*{address}"', html), address


def test_histories_and_versions_lead_to_it(changed: Repository) -> None:
    site = pages(changed, "everyone")

    for path in ("en/history/rule/scorecard/index.html", "en/history/rule/scorecard/1.html"):
        assert 'compare.html">Compare any two versions' in main(site, path)


def test_two_versions_need_no_page_of_their_own(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    site = pages(company, "everyone")

    assert site.file(f"en/{PAGE}") is None
    assert "compare.html" not in main(site, "en/history/rule/scorecard/index.html")


def test_what_an_audience_does_not_see_makes_no_version(company: Repository) -> None:
    """The budget is for managers: what changed in it alone is no version for everyone, and in no comparison."""
    visible = BASE["perfsite.yml"] + "visibility: {reward.budget: managers}\n"
    change(company, "2026-10-14", {"perfsite.yml": visible})
    for day, budget in (("2026-10-20", "CNY 110,000"), ("2026-10-21", "CNY 120,000")):
        change(company, day, {REWARD: BASE[REWARD].replace("CNY 100,000", budget)})
    page = "en/history/reward/quarterly-bonus/compare.html"

    assert pages(company, "everyone").file(page) is None
    assert "110,000" in words(main(pages(company, "managers"), page))


def test_of_many_versions_the_latest_are_compared(changed: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_VERSIONS", 2)
    html = main(pages(changed, "everyone"), f"en/{PAGE}")

    assert pairs(html) == [("2", "3")]
    assert "The latest 2 versions are compared here" in words(html)


def test_of_versions_that_differ_in_much_fewer_are_compared(
    changed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_DIFFERENCES", 1)

    assert pairs(main(pages(changed, "everyone"), f"en/{PAGE}")) == [("2", "3")]
