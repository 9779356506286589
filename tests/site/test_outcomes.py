"""Results and their notices: what stands first, what a state says, sums about few people, and the course of events."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pytest

from tests.privacy.repositories import BONUS, COMPANY, PROMOTIONS, SITE_FILE, press
from tests.site.pages import main_of, part, words

RESULT, NOTICE = "zh/results/2026-q3-quarterly-bonus.html", "zh/notices/2026-q3-quarterly-bonus.html"
PROMOTION = "zh/results/promotion/2026-promotions.html"


def page(path: str, day: str, audience: str = "managers", files: Mapping[str, str | None] | None = None) -> str:
    content = press({**COMPANY, **(files or {})}, audience, dt.date.fromisoformat(day)).file(path)
    assert content is not None, path
    return content.decode()


def changed(file: str, *replacements: str) -> dict[str, str | None]:
    text = COMPANY[file]
    for old, new in zip(replacements[::2], replacements[1::2], strict=True):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return {file: text}


def test_state_and_basis_stand_before_the_names() -> None:
    text = words(main_of(page(RESULT, "2026-10-14")))

    order = ["公示中，还剩 6 个工作日", "异议受理到2026年10月22日", "依据", "奖励方案", "获奖名单", "张浩博", "经过"]
    places = [text.index(item) for item in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-10-12", "已决定，尚未公布"),
        ("2026-10-16", "异议受理到2026年10月22日（还剩4个工作日）"),
        ("2026-10-22", "重新公示"),
        ("2026-12-01", "最终确定"),
    ],
)
def test_a_result_says_where_it_stands(day: str, said: str) -> None:
    assert said in words(main_of(page(RESULT, day)))


def test_a_result_whose_objection_is_open_is_not_final() -> None:
    text = COMPANY[BONUS]
    files: dict[str, str | None] = {BONUS: text[: text.index("    answered:")]}

    said = words(main_of(page(RESULT, "2026-12-01", files=files)))

    assert "异议处理中，尚未最终确定" in said
    assert "有1项异议尚未答复" in said
    assert "超过答复期限，尚未答复" in said


def test_a_late_publication_is_named() -> None:
    said = words(
        main_of(
            page(RESULT, "2026-11-16", files=changed(BONUS, "notice: {from: 2026-10-13}", "notice: {from: 2026-11-09}"))
        )
    )

    assert "没有按期公布" in said
    assert "决定后20个工作日才公布，承诺是10个工作日以内" in said


def test_a_withdrawn_result_says_so_first() -> None:
    files = {BONUS: COMPANY[BONUS] + "withdrawn: {on: 2026-10-28, reason: {zh: 口径有误, en: Wrong}}\n"}
    said = words(main_of(page(RESULT, "2026-11-16", files=files)))

    assert said.index("已于2026年10月28日撤回") < said.index("口径有误") < said.index("依据")


def recipients(count: int) -> dict[str, str | None]:
    people = "".join(
        f"- {{id: q-{n}, name: {{zh: 何{'一二三四五六七八'[n]}, en: He {n}}}, joined: 2020-01-01,"
        f" positions: [{{role: regional-manager, team: shanghai, level: m1, from: 2020-01-01}}]}}\n"
        for n in range(count)
    )
    rows = "".join(f'  - {{person: q-{n}, grade: A, amount: "CNY 1,000.00"}}\n' for n in range(count))
    return {
        "content/people/more.yml": people,
        BONUS: "title: 奖金\nreward: quarterly-bonus\nperiod: 2026-q3\ndecided: {on: 2026-10-12, by: [p-1]}\n"
        f"notice: {{from: 2026-10-13}}\nrecipients:\n{rows}",
    }


def test_a_sum_needs_as_many_people_as_the_site_asks_for() -> None:
    """The base asks for six."""
    few, enough = (words(main_of(page(RESULT, "2026-10-14", files=recipients(count)))) for count in (5, 6))

    assert "少于6人不显示合计" in few
    assert "5,000" not in few
    assert "6人获奖，合计6,000.00元" in enough


def test_recipients_stand_in_the_order_of_their_names_and_not_of_their_success() -> None:
    text = words(main_of(page(RESULT, "2026-10-14")))

    assert "按姓名拼音排序，不分先后" in text
    assert text.index("李静怡") < text.index("张浩博")


def test_leaderboards_are_the_site_choice() -> None:
    ranked = changed(
        BONUS,
        "person: p-2, total",
        "person: p-2, rank: 1, total",
        "person: p-3\n    total",
        "person: p-3\n    rank: 2\n    total",
    )
    on = {**ranked, SITE_FILE: COMPANY[SITE_FILE] + "leaderboards: true\n"}
    by_name, by_rank = (words(main_of(page(RESULT, "2026-10-14", files=files))) for files in (ranked, on))

    assert by_name.index("李静怡") < by_name.index("张浩博")
    assert by_rank.index("张浩博") < by_rank.index("李静怡")


def test_components_are_called_as_the_rule_calls_them() -> None:
    headings = re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", page(RESULT, "2026-10-14"))

    assert {"净销售额", "回款率", "总分", "等级", "金额（元）"} <= set(headings)


def test_an_exception_names_clause_reason_and_approver() -> None:
    said = part(page(RESULT, "2026-10-14"), "exceptions.1")

    assert said == "李静怡：等级 系统迁移 批准：欧阳敏（销售总监），2026年10月11日"


def test_the_notice_gives_one_time_also_after_a_correction() -> None:
    before, after = (words(main_of(page(NOTICE, day))) for day in ("2026-10-16", "2026-10-22"))

    assert "2026年10月13日至2026年10月20日" in before
    assert "公示到2026年10月26日" in after
    assert "2026年10月19日至2026年10月26日" in after
    assert "2026年10月13日至" not in after


def test_a_correction_shows_what_was_and_what_is() -> None:
    said = part(page(RESULT, "2026-10-20"), "corrections.1")

    assert "更正，关于李静怡" in said
    assert "1.5万元" in said
    assert "30,000.00元" in said


def test_what_is_not_shown_says_to_whom_it_is() -> None:
    said = words(main_of(page(RESULT, "2026-10-14", "everyone")))

    assert "谁得到多少只向“销售管理者”显示" in said
    assert "张" not in said
    assert "36,000" not in said


def test_a_promotion_shows_each_requirement_with_the_reason_of_a_waiver() -> None:
    said = words(main_of(page(PROMOTION, "2026-10-28")))

    assert "1名候选人：1人晋升" in said
    assert "33个月" in said
    assert "课程停办" in said
    assert "豁免" in said
    assert "5/5项" in said


def test_a_notice_holds_all_that_a_notice_must() -> None:
    said = words(main_of(page(NOTICE, "2026-10-14")))

    for item in (
        "关于2026年第三季度奖金的公示",
        "根据《季度奖金》（2026年1月1日起施行）和《大区经理季度评分》（2026年1月1日起施行），经周明远（销售总监）于2026年10月12日决定",
        "考核周期：2026年第三季度",
        "适用范围：大区经理",
        "产生方式：",
        "李静怡",
        "上海大区",
        "自2026年10月13日至2026年10月20日（5个工作日，首日不计）",
        "请在2026年10月22日前（含当日）向销售人力资源组（sales-hr@example.internal和021-5550-0100）提出",
        "收到异议后10个工作日内书面答复；最后一天提出的，最迟于2026年11月5日答复",
        "2026年10月13日",
    ):
        assert item in said


def test_a_notice_tells_of_people_no_more_than_name_and_team() -> None:
    said = words(main_of(page(NOTICE, "2026-10-14")))

    assert not re.search(r"109|36,000|115", said)


def test_there_is_no_notice_before_it_begins() -> None:
    assert press(COMPANY, "managers", dt.date(2026, 10, 12)).file(NOTICE) is None


def test_a_notice_of_promotions_names_only_those_who_are_promoted() -> None:
    path = "zh/notices/promotion/2026-promotions.html"
    files = changed(PROMOTIONS, "outcome: promoted", "outcome: deferred")

    assert "张浩博" in words(main_of(page(path, "2026-10-28")))
    deferred = words(main_of(page(path, "2026-10-28", files=files)))
    assert "张浩博" not in deferred
    assert "本次没有拟晋升的人员" in deferred


@pytest.mark.parametrize(("language", "said"), [("zh", "等级：— → B"), ("en", "Grade: — → B")])
def test_a_correction_of_what_was_not_there_says_so_in_no_language(language: str, said: str) -> None:
    files = changed(BONUS, 'field: amount, was: "CNY 15,000", now: "CNY 30,000.00"', "field: grade, was: none, now: B")

    assert said in words(main_of(page(f"{language}/exceptions/index.html", "2026-10-22", files=files)))
