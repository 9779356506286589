"""A goal's page: the target first, how far, the five answers, the cascade; and the index of all goals."""

from __future__ import annotations

import re

import pytest

from tests.site.pages import html, main_of, part, words
from tests.site.standards import RICH
from tests.site_builder import changed


def page(id: str, language: str = "en", audience: str = "managers") -> str:
    return html(f"{language}/goals/{id}.html", RICH, audience)


def said(markup: str) -> str:
    return words(main_of(markup)).replace("\xa0", " ")


def test_the_revised_target_stands_first_with_the_old_one_beside_it() -> None:
    assert "TargetCNY 19,000,000was CNY 20,000,000" in said(page("rich"))


def test_the_newest_review_is_measured_by_the_target_of_its_day() -> None:
    # 1,710 of the 1,900 that counted on 1 September, not of the 2,000 first set.
    assert "On 1 September 2026, CNY 17,100,000 had been reached, 90% of target." in said(page("rich"))
    assert "截至2026年9月1日，实际1,710万元，为目标的90%。" in said(page("rich", "zh"))
    assert re.search(r'class="fill" width="90(?:\.00)?%"', page("rich"))


def test_actuals_say_more_than_reviews_and_take_the_target_s_currency() -> None:
    files = {
        "content/actuals/2026-q3-revenue.csv": 'person,value\np-2,"13,200,000"\np-3,"CNY 7,600,000"\n',
    }
    told = words(main_of(html("en/goals/shanghai-revenue.html", files))).replace("\xa0", " ")

    assert "By Net revenue in Q3, CNY 13,200,000 had been reached, 110% of target." in told


def test_actuals_are_not_told_to_those_who_may_not_see_them() -> None:
    assert "13,200,000" not in html("en/goals/shanghai-revenue.html", audience="everyone")


def test_lower_is_better_counts_the_way_from_the_baseline() -> None:
    goal = """\
title: {zh: 违规减到2次, en: Breaches down to 2}
owner: person/p-1
period: 2026-q3
metric: compliance-breaches
baseline: 10
target: 2
reviews: [{on: 2026-08-03, actual: 4, feedback: {zh: 好, en: Good}}]
"""
    told = words(main_of(html("en/goals/fewer.html", {"content/goals/fewer.yml": goal})))

    assert "4 had been reached, 75% of the way from baseline to target." in told


def test_the_five_questions_are_answered_in_sign_and_word() -> None:
    goal = page("rich")

    assert part(goal, "smart.specific").endswith("Stated East China sales, measured by Net revenue")
    assert part(goal, "smart.measurable").replace("\xa0", " ").endswith("from CNY 10,000,000 to CNY 19,000,000")
    assert part(page("okr"), "smart.relevant") == "Relevant Not stated"


def test_goals_below_add_up() -> None:
    below = said(page("rich"))

    assert "Sum CNY 18,500,000" in below
    assert "The sum is CNY 500,000 less than this target." in below


def test_goals_above_lead_to_the_top() -> None:
    assert re.search(
        r"It supports .*Net revenue of CNY 20 million in Q3.*Net revenue of the East.*The part of Shanghai",
        said(page("part-1")),
    )


def test_a_circle_of_goals_ends_where_it_began() -> None:
    files = changed(
        "content/goals/east-revenue.yml", "metric: net-revenue", "metric: net-revenue\nsupports: shanghai-revenue"
    )

    assert "It supports" in words(main_of(html("en/goals/east-revenue.html", files)))


def test_a_revision_says_what_became_what_and_why() -> None:
    assert part(page("rich"), "revisions.1").replace("\xa0", " ") == (
        "10 August 2026 CNY 20,000,000 became CNY 19,000,000 A plant closed"
        " Effective 15 August 2026, approved by Zhou Mingyuan."
    )


def test_an_objective_is_the_weighted_mean_of_its_key_results() -> None:
    objective = said(page("okr"))

    # 40% of 2/3, and 60% of a result that has passed its end and counts as 1.
    assert "OKR score0.87" in objective
    assert "66.7% of the way from baseline to target" in objective


@pytest.mark.parametrize(("language", "heading"), [("zh", "2026年第三季度"), ("en", "Third quarter of 2026")])
def test_the_index_goes_by_period_and_team(language: str, heading: str) -> None:
    index = html(f"{language}/goals/index.html", RICH)
    teams = [words(row) for row in re.findall(r'<tr class="group">.*?</tr>', index)]

    assert heading in words(main_of(index))
    # The whole before its parts, and what a team owns before what its people do.
    assert [re.sub(r"\s*\d+$", "", team) for team in teams] == (
        ["华东销售中心", "上海大区", "浙江大区"] if language == "zh" else ["East China sales", "Shanghai", "Zhejiang"]
    )
    first = index[index.index('class="group"') :]
    assert first.index("rich.html") < first.index("east-revenue.html")


def test_the_goals_of_a_period_long_over_stand_on_its_page() -> None:
    over = "content/periods/2025-q4.yml"
    files = {
        over: "title: {zh: 去年四季度, en: Last autumn}\ntype: campaign\nfrom: 2025-10-01\nto: 2025-12-31\n",
        "content/goals/old.yml": "title: {zh: 旧目标, en: Old goal}\nowner: person/p-2\nperiod: 2025-q4\n"
        "metric: net-revenue\ntarget: CNY 1\n",
    }
    index = html("en/goals/index.html", files)

    # Both periods are over by now, and the later one is the nearest.
    assert 'id="period-2026-q3"' in index
    assert "Old goal" not in index
    assert 'href="../../en/periods/2025-q4.html#goals"' in index
    assert "Old goal" in html("en/periods/2025-q4.html", files)


def heads(index: str) -> list[str]:
    return [words(head) for head in re.findall(r'<th scope="col".*?</th>', index)]


def test_the_index_says_how_far_goals_are_once_that_is_known_of_one() -> None:
    goal = "title: {zh: 新目标, en: New goal}\nowner: person/p-2\nperiod: 2026-q4\nmetric: net-revenue\ntarget: CNY 1\n"
    files = {
        "content/periods/2026-q4.yml": "title: {zh: 四季度, en: Q4}\ntype: quarter\nfrom: 2026-10-01\nto: 2026-12-31\n",
        "content/goals/new.yml": goal,
    }
    before = html("en/goals/index.html", files)
    after = html("en/goals/index.html")

    assert heads(before) == ["Goal", "Owner", "Target"]
    assert heads(after) == ["Goal", "Owner", "Target", "So far"]
    assert {len(re.findall(r"<t[hd]\b", row)) for row in re.findall(r"<tr>.*?</tr>", before)} == {3}
    assert 'colspan="3"' in before
    assert 'colspan="4"' in after
