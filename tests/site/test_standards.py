"""What every page of a standard keeps to: anchors, headings, no style of its own, and what any standard carries."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from tests.site.pages import html, main_of, part, press, words
from tests.site.standards import RICH
from tests.site_builder import BASE

FOLDERS = ("goals", "rules", "rewards", "ladders", "promotion", "metrics", "training")
PATHS = [
    page.address[1:]
    for page in press(RICH).job.pages
    if page.address.count("/") > 1 and page.address.split("/")[2] in FOLDERS
]


def test_there_are_pages_to_look_at() -> None:
    assert len(PATHS) > 60


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_well_made(path: str) -> None:
    page = html(path, RICH)
    ids = Counter(re.findall(r'\sid="([^"]*)"', page))
    headings = [int(level) for level in re.findall(r"<h(\d)", main_of(page))]

    assert [id for id, count in ids.items() if count > 1] == []
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"\b(?:None|Said|Joined|Quantity|Decimal)\(|>None<", page)


@pytest.mark.parametrize("path", PATHS)
def test_an_anchor_on_the_page_is_there(path: str) -> None:
    page = html(path, RICH)
    ids = set(re.findall(r'\sid="([^"]*)"', page))

    assert {anchor for anchor in re.findall(r'href="#([^"]*)"', page) if anchor not in ids} == set()


def test_each_clause_has_an_anchor() -> None:
    ids = set(re.findall(r'\sid="([^"]*)"', html("zh/rules/rich.html", RICH)))

    assert {
        "weights", "components.line", "components.line.cap", "components.line.missing", "components.line.modifiers.1",
        "gates.1", "modifiers.1", "total.cap", "total.round", "proration", "accumulation", "grades.A", "grade_limits",
        "examples.1", "changes.1",
    } <= ids  # fmt: skip


def test_a_standard_says_since_when_it_counts_and_who_approved_it() -> None:
    rule = words(main_of(html("en/rules/rich.html", RICH)))

    assert "In force1 October to 31 December 2026" in rule
    assert "ApprovedZhou Mingyuan, 15 September 2026For one year on trial" in rule
    assert "ReplacesRegional manager's quarterly scorecard" in rule
    # What is replaced ends on the eve, and says by what.
    replaced = words(main_of(html("en/rules/scorecard.html", RICH)))
    assert "In force1 January to 30 September 2026" in replaced
    assert "Replaced byEvery field" in replaced


def test_a_change_says_what_and_whether_it_is_major() -> None:
    assert part(html("en/rules/rich.html", RICH), "changes.1") == "15 October 2026 Major change Weights changed"


def test_whom_a_standard_is_for() -> None:
    assert "ForRegional manager in Shanghai at level Regional manager: Zhang Haobo" in words(
        main_of(html("en/rules/rich.html", RICH))
    )
    assert "适用对象上海大区的大区经理（职级：大区经理）中的张浩博" in words(main_of(html("zh/rules/rich.html", RICH)))


def test_a_worked_example_shows_what_is_given_and_what_comes_of_it() -> None:
    rule = words(main_of(html("en/rules/rich.html", RICH))).replace("\xa0", " ")

    assert "Figure Baseline Target Actual Result Line CNY 0 CNY 100 CNY 90 90" in rule
    assert "Total 36.00 Grade B" in rule


def test_a_budget_is_for_those_who_may_see_it() -> None:
    assert "Budget for each period" in words(html("en/rewards/rich.html", RICH))
    assert "Budget" not in words(html("en/rewards/rich.html", RICH, "everyone"))


def test_results_of_a_reward_stand_with_their_state() -> None:
    reward = words(main_of(html("en/rewards/quarterly-bonus.html", RICH)))

    assert "Results so far 1 Bonus for the third quarter of 2026 Final" in reward
    assert "No result has been published for this reward yet." in words(html("en/rewards/rich.html", RICH))


def test_rewards_are_listed_by_type() -> None:
    index = words(main_of(html("en/rewards/index.html", RICH)))

    assert index.index("Bonuses 1") < index.index("Quarterly bonus") < index.index("Commissions 1")


def test_criteria_are_listed_from_the_lowest_level_up() -> None:
    index = words(main_of(html("zh/promotion/index.html", RICH)))

    assert "一级 → 二级 往上一级。 一级 二级 4" in index


def test_what_is_approved_and_not_yet_in_force_says_from_when() -> None:
    rule = (
        BASE["content/rules/scorecard.yml"]
        .replace("from: 2026-01-01", "from: 2027-01-01")
        .replace("on: 2025-12-15", "on: 2026-10-15, published: 2026-10-20")
    )
    files: dict[str, str | None] = {"content/rules/next.yml": rule}

    assert "已批准，2027年1月1日起生效" in words(html("zh/rules/next.html", files))
    english = words(html("en/rules/next.html", files))
    assert "Approved, in force from 1 January 2027" in english
    assert "Published20 October 2026" in english
    assert "Approved, in force from 1 January 2027" in words(html("en/rules/index.html", files))
