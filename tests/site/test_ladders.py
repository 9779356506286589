"""A ladder's figure, its levels, two of them side by side, and the criteria that lead from one to the next."""

from __future__ import annotations

import re

from tests.site.pages import html, main_of, part, press, words
from tests.site.standards import RICH


def page(path: str, audience: str = "managers") -> str:
    return html(path, RICH, audience)


def said(path: str) -> str:
    return words(main_of(page(path)))


def test_levels_stand_by_rank_and_track_the_highest_first() -> None:
    figure = page("en/ladders/craft.html")
    rows = [
        words(row) for row in re.findall(r"<tr>.*?</tr>", figure[figure.index('class="table ladder"') :], re.DOTALL)
    ]

    assert rows[0] == "RankIndividualLead"
    assert rows[1].startswith("Rank 2 Level two Lead not in use")
    assert rows[2] == "Rank 1 Level one A start → Level one → Level two Side by side: Level one and Level two —"


def test_a_gap_is_explained_where_there_is_one() -> None:
    assert "A dash means that a track has no level on that rank." in said("en/ladders/craft.html")
    assert "A dash means" not in said("en/ladders/sales.html")


def test_each_competency_tells_its_levels_in_order() -> None:
    design = part(page("en/ladders/craft.html"), "competencies.design")

    assert (
        design.index("Level one")
        < design.index("Sketches")
        < design.index("Level two")
        < design.index("Reviews others")
    )
    assert "Working knowledge2 points Sketches" in design


def test_competencies_without_an_area_come_last() -> None:
    areas = re.findall(r'<h2 id="((?:areas\.|competencies-)[^"]*)"', page("en/ladders/craft.html"))

    assert areas == ["areas.skill", "competencies-other"]


def test_each_level_has_a_page() -> None:
    level = said("en/ladders/craft/c1.html")

    assert level.index("Level one A start") < level.index("To Level two") < level.index("Sketches")
    assert "Competencies without words of their own here 1" in level
    assert "Teaching" not in level  # For the other track alone.
    assert "Every field of a course" in level


def test_a_level_leads_to_its_neighbours_on_the_track() -> None:
    level = page("en/ladders/craft/c1.html")

    assert 'rel="next" href="c2.html"' in level
    assert 'rel="prev"' not in level


def test_two_levels_stand_side_by_side() -> None:
    compared = said("en/ladders/craft/compare/c1/c2.html")

    assert "1 competency is described at both levels; 1 is new." in compared
    assert "Working knowledge2 points Sketches" in compared
    assert "Toolsnothing of its own Makes tools" in compared
    # A level that is not used is no step on the way.
    assert press(RICH).file("en/ladders/craft/compare/c1/l2.html") is None


def test_pages_of_levels_exist_in_both_languages_and_lead_to_each_other() -> None:
    assert 'hreflang="zh-CN" href="../../../zh/ladders/craft/c1.html"' in page("en/ladders/craft/c1.html")
    assert "一级" in said("zh/ladders/craft/c1.html")


def test_criteria_lead_from_a_level_to_a_level() -> None:
    criteria = page("en/promotion/c1-to-c2.html")

    assert re.search(r'class="from-to">.*craft/c1\.html.*craft/c2\.html', criteria)
    assert "Necessary, not sufficient" in criteria
    assert "compare/c1/c2.html" in criteria
    assert part(criteria, "requires.clients") == "Clients agree Shown by what customers say. Can be waived."
    assert part(criteria, "requires.design").startswith("Design is there Design at the level of Level two.")


def test_a_requirement_says_whether_it_can_be_waived() -> None:
    assert "Can be waived" in part(page("en/promotion/m1-to-m2.html"), "requires.course")
    assert "Can be waived" not in part(page("en/promotion/m1-to-m2.html"), "requires.tenure")
    # Where criteria name none, all of them can be.
    assert "Can be waived" in part(page("en/promotion/c1-to-c2.html"), "requires.design")
    assert part(page("en/promotion/m1-to-m2.html"), "waivers.approved_by") == "Approved by Ouyang Min."


def test_names_of_approvers_follow_the_audience() -> None:
    assert part(page("en/promotion/m1-to-m2.html", "everyone"), "waivers.approved_by") == "Approved by O**."
    assert "Zhou Mingyuan" not in page("en/rules/scorecard.html", "everyone")


def test_who_has_completed_a_course_is_for_those_who_may_see_it() -> None:
    assert "Li Jingyi" in page("en/training/rich.html")
    assert 'id="completed"' not in page("en/training/rich.html", "everyone")


def test_a_course_leads_to_levels_competencies_and_what_asks_for_it() -> None:
    course = page("en/training/rich.html")
    asked = page("en/training/leading-leaders.html")

    assert '/ladders/craft.html#competencies.design"' in course
    assert '/ladders/sales/m1.html"' in course
    assert "Promotion criteria that ask for it 2" in words(asked)
    assert "Rewards that offer it 1" in words(asked)


def test_a_metric_lists_what_uses_it() -> None:
    metric = said("en/metrics/net-revenue.html")

    assert "Regional manager's quarterly scorecard Net revenue 60%" in metric
    assert "Every field Line 40%" in metric
    assert re.search(r"In goals \d+", metric)
    assert "Every field condition of a gate" not in metric  # It is more than that in this rule.
    assert "Every field Team" not in metric


def test_a_metric_that_only_opens_a_gate_says_so() -> None:
    assert "Regional manager's quarterly scorecard condition of a gate" in said("en/metrics/compliance-breaches.html")
