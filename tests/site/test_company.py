"""Periods, people, teams, roles, actuals, the calendar, guides, the glossary and the home page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pytest

from perfsite.site.glossary import letter_of
from tests.privacy.repositories import BONUS, COMPANY, press
from tests.site.pages import main_of, part, words


def page(
    path: str, day: str = "2026-09-10", audience: str = "managers", files: Mapping[str, str | None] | None = None
) -> str:
    content = press({**COMPANY, **(files or {})}, audience, dt.date.fromisoformat(day)).file(path)
    assert content is not None, path
    return content.decode()


def said(
    path: str, day: str = "2026-09-10", audience: str = "managers", files: Mapping[str, str | None] | None = None
) -> str:
    return words(main_of(page(path, day, audience, files)))


# Home


def test_home_begins_with_what_counts_for_each_role_now() -> None:
    text = said("zh/index.html")

    assert text.index("2026年第三季度的评分与奖励") < text.index("还剩20天") < text.index("大区经理")
    assert text.index("大区经理季度评分") < text.index("季度奖金") < text.index("公示中的结果")


def test_home_says_why_no_notice_is_open_and_lists_those_that_are() -> None:
    assert "目前没有公示中的结果。结果作出决定后10个工作日内公布，公示5个工作日。" in said("zh/index.html")
    assert "2026年第三季度奖金 公示中，还剩 4 个工作日" in said("zh/index.html", "2026-10-16")


def test_home_counts_only_what_the_audience_sees() -> None:
    counts = [
        re.search(r"目标 (\d+)", said("zh/index.html", audience=audience)) for audience in ("everyone", "managers")
    ]

    assert [count is not None and count[1] for count in counts] == ["3", "4"]


# Periods


def test_a_period_lists_goals_by_team_and_what_is_in_force() -> None:
    text = said("zh/periods/2026-q3.html")

    assert "还剩20天" in text
    assert (
        text.index("大区经理季度评分") < text.index("第三季度净销售额2000万元") < text.index("第三季度净销售额增长15%")
    )
    assert "1,200万元" in text


def test_a_period_leads_to_those_before_and_after_it() -> None:
    fourth = "title: {zh: 2026年第四季度, en: Q4}\ntype: quarter\nfrom: 2026-10-01\nto: 2026-12-31\nparent: 2026\n"
    site = {"content/periods/2026-q4.yml": fourth}

    assert 'rel="next" href="2026-q4.html"' in page("zh/periods/2026-q3.html", files=site)
    assert 'rel="prev" href="2026-q3.html"' in page("zh/periods/2026-q4.html", files=site)


# People, teams, roles


def test_a_person_page_shows_goals_results_positions_and_training() -> None:
    text = said("zh/people/p-2.html", "2026-10-14")

    for item in (
        "大区经理",
        "上海大区",
        "2024年1月1日",
        "第三季度净销售额增长15%",
        "109.00",
        "36,000.00元",
        "带领管理者",
    ):
        assert item in text


def test_nobody_has_a_page_where_names_are_masked() -> None:
    site = press(COMPANY, "everyone")

    assert site.file("zh/people/p-2.html") is None
    assert site.file("zh/people/index.html") is None


def test_people_are_listed_by_team_and_those_who_left_apart() -> None:
    text = part(page("zh/people/index.html"), "left")

    assert text.startswith("已不在岗")


def test_a_team_shows_its_goals_its_people_and_what_is_around_it() -> None:
    text = said("zh/teams/shanghai.html")

    assert "华东销售中心" in text
    assert text.index("支撑的上级目标：第三季度净销售额2000万元") < text.index("第三季度净销售额增长15%")
    assert "张浩博" in text
    assert "张伟" not in text


def test_a_team_says_why_nobody_is_listed() -> None:
    assert "成员名单只向“销售管理者”显示" in said("zh/teams/shanghai.html", audience="everyone")


def test_a_role_shows_what_counts_for_it() -> None:
    text = said("zh/roles/regional-manager.html")

    for item in ("大区经理季度评分", "季度奖金", "大区经理晋升销售总监", "带领管理者", "张浩博"):
        assert item in text


# Actuals


def test_actuals_show_source_and_figures_by_person_and_metric() -> None:
    text = said("zh/actuals/2026-q3-conduct.html")

    assert "zoho-crm" in text
    assert re.search(r"李静怡 浙江大区 90% 0 张浩博 上海大区 96% 0", text)
    assert "2026年第三季度奖金" in text


def test_actuals_say_to_whom_the_figures_are_shown() -> None:
    text = said("zh/actuals/2026-q3-conduct.html", audience="everyone")

    assert "每个人的业绩数据只向“销售管理者”显示" in text
    assert "96%" not in text


# Calendar, guides, glossary


def test_the_calendar_shows_days_off_and_make_up_days_by_year() -> None:
    text = part(page("zh/calendars/cn.html"), "year-2026")

    assert text.startswith("2026年")
    text = said("zh/calendars/cn.html")
    assert "国庆节 2026年10月1日至10月7日 7" in text
    assert "2026年10月10日（周六）" in text


def test_a_calendar_of_a_country_shows_what_is_announced() -> None:
    national = "title: {zh: 中国工作日历, en: Chinese working days}\ncountry: CN\n"
    text = said("zh/calendars/cn.html", files={"content/calendars/cn.yml": national})

    assert "国家中国国务院办公厅" in text
    assert "2026年10月10日（周六）" in text
    assert "国庆节 2026年10月1日至10月7日 7" in text
    assert "2025年" not in text[text.index("2026年") :]  # before the site's first period


def test_guides_stand_in_their_order_and_lead_to_their_neighbours() -> None:
    second = "---\ntitle: 第二\nsection: principles\norder: 5\n---\n文字。\n"
    site = {"content/pages/second.md": second}

    text = said("zh/pages/index.html", files=site)
    assert text.index("第二") < text.index("原则", text.index("第二"))
    assert 'rel="next" href="principles.html"' in page("zh/pages/second.html", files=site)


@pytest.mark.parametrize(
    ("title", "lang", "letter"),
    [("标准", "zh", "B"), ("KPI", "zh", "K"), ("360度", "zh", "#"), ("Standard", "en", "S"), ("écart", "en", "#")],
)
def test_a_term_stands_under_its_letter(title: str, lang: str, letter: str) -> None:
    assert letter_of(title, lang) == letter


def test_the_glossary_has_an_anchor_for_each_term() -> None:
    markup = page("zh/glossary/index.html")

    assert 'id="B"' in markup
    assert part(markup, "standard").startswith("标准")
    assert "写明做到什么、怎么算" in said("zh/glossary/index.html")


# Results


def test_results_are_listed_by_period_with_state_and_number_of_people() -> None:
    managers, everyone = (
        said("zh/results/index.html", "2026-10-16", audience) for audience in ("managers", "everyone")
    )

    assert re.search(r"2026年第三季度奖金 奖金 公示中，还剩 4 个工作日 2026年10月13日 2", managers)
    assert "人数" not in everyone
    assert "公示与异议处理中" in everyone


def test_a_result_that_nobody_may_see_is_listed_nowhere() -> None:
    files: dict[str, str | None] = {BONUS: COMPANY[BONUS] + "audience: hr\n"}

    assert "2026年第三季度奖金" not in said("zh/results/index.html", "2026-10-16", files=files)
    assert "2026年第三季度奖金" not in said("zh/index.html", "2026-10-16", files=files)
    assert "2026年第三季度奖金" not in said("zh/people/p-2.html", "2026-10-16", files=files)
