"""The pages on promptness and on exceptions: what was promised and kept, and where outcomes departed from standards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.privacy.repositories import BONUS, COMPANY, PROMOTIONS, SITE_FILE, press
from tests.site.pages import main_of, words

PROMPTNESS, EXCEPTIONS = "promptness/index.html", "exceptions/index.html"
NOTICE = "notice: {from: 2026-10-13}"


def said(
    path: str, day: str, audience: str = "managers", files: Mapping[str, str | None] | None = None, language: str = "zh"
) -> str:
    content = press({**COMPANY, **(files or {})}, audience, dt.date.fromisoformat(day)).file(f"{language}/{path}")
    assert content is not None, path
    return words(main_of(content.decode()))


def changed(file: str, old: str, new: str) -> dict[str, str | None]:
    assert COMPANY[file].count(old) == 1
    return {file: COMPANY[file].replace(old, new)}


@pytest.mark.parametrize(
    ("day", "row"),
    [
        ("2026-10-12", "2026年第三季度奖金 2026年10月12日 2026年10月26日 0个工作日 未到期"),
        ("2026-10-26", "2026年第三季度奖金 2026年10月12日 2026年10月26日 10个工作日 未到期"),
        ("2026-10-27", "2026年第三季度奖金 2026年10月12日 2026年10月26日 11个工作日 已逾期"),
        ("2026-10-29", "2026年第三季度奖金 2026年10月12日 2026年10月29日 2026年10月26日 13个工作日 晚了"),
    ],
)
def test_a_result_runs_against_the_promise_from_its_decision(day: str, row: str) -> None:
    text = said(PROMPTNESS, day, files=changed(BONUS, NOTICE, "notice: {from: 2026-10-29}"))

    assert row in text
    assert "结果作出决定后10个工作日内公布" in text


def test_late_ones_are_named_with_their_reason() -> None:
    late = COMPANY[BONUS].replace(NOTICE, "notice: {from: 2026-10-29}")
    late = late.replace("by: [p-1]}", "by: [p-1], note: {zh: 对账单晚到, en: Statements came late}}", 1)
    text = said(PROMPTNESS, "2026-11-16", files={BONUS: late})

    part = text[text.index("没有按期公布") : text.index("异议的答复")]
    assert "2026年第三季度奖金" in part
    assert "对账单晚到" in part
    assert "2026年第三季度 2 1 1 0 13个工作日" in text


def test_answers_are_held_to_their_promise_too() -> None:
    assert "2026年10月15日 2026年10月19日 2026年10月29日 2个工作日 按期" in said(PROMPTNESS, "2026-11-16")
    late = changed(BONUS, "answered: 2026-10-19", "answered: 2026-10-30")
    assert "2026年10月15日 2026年10月29日 10个工作日 未到期" in said(PROMPTNESS, "2026-10-29", files=late)
    assert "2026年10月15日 2026年10月30日 2026年10月29日 11个工作日 晚了" in said(PROMPTNESS, "2026-10-30", files=late)


def test_what_everyone_sees_of_promptness_is_what_managers_see() -> None:
    assert said(PROMPTNESS, "2026-11-16", "everyone") == said(PROMPTNESS, "2026-11-16", "managers")


def test_without_results_both_pages_say_why_they_are_empty() -> None:
    files: dict[str, str | None] = {BONUS: None, PROMOTIONS: None}

    assert "还没有作出决定的结果" in said(PROMPTNESS, "2026-11-16", files=files)
    assert "还没有结果，所以没有例外" in said(EXCEPTIONS, "2026-11-16", files=files)
    assert "There are no results yet" in said(EXCEPTIONS, "2026-11-16", files=files, language="en")
    plain = COMPANY[SITE_FILE].replace("  publish_within: 10 working days\n", "")
    assert "没有承诺" in said(PROMPTNESS, "2026-11-16", files={SITE_FILE: plain})


def test_corrections_waivers_and_withdrawals_stand_under_period_and_standard() -> None:
    text = said(EXCEPTIONS, "2026-11-02", "hr")

    assert "2026年第三季度 4 大区经理晋升销售总监" in text
    assert "更正 2026年第三季度奖金 李静怡 金额：1.5万元 → 30,000.00元 漏计 2026年10月19日" in text
    assert "例外 2026年第三季度奖金 李静怡 等级 系统迁移 欧阳敏（销售总监），2026年10月11日" in text
    assert "未入选 2026年第三季度奖金 张伟 已离职" in text
    assert "课程停办 欧阳敏" in text
    withdrawn = {BONUS: COMPANY[BONUS] + "withdrawn: {on: 2026-10-28, reason: {zh: 口径有误, en: Wrong}}\n"}
    assert "口径有误" not in said(EXCEPTIONS, "2026-10-27", files=withdrawn)
    assert "撤回 2026年第三季度奖金 口径有误 2026年10月28日" in said(EXCEPTIONS, "2026-10-28", files=withdrawn)


def test_everyone_sees_that_something_was_corrected_and_who_may_see_the_rest() -> None:
    text = said(EXCEPTIONS, "2026-11-16", "everyone")

    assert "更正 2026年第三季度奖金 漏计 2026年10月19日" in text
    assert "30,000" not in text
    assert "课程停办" not in text
    assert "晋升中的例外与豁免只向" in text


def test_where_one_result_is_masked_no_name_stands_in_full() -> None:
    policy = COMPANY[SITE_FILE] + "  names: {during_notice: full, after: masked}\n"
    # The bonus is final by then, the promotion under notice once more.
    again = COMPANY[PROMOTIONS].replace("notice: {from: 2026-10-20}", "notice: {from: 2026-11-09}")
    text = said(EXCEPTIONS, "2026-11-10", files={SITE_FILE: policy, PROMOTIONS: again})

    assert "张**" in text
    assert "李**" in text
    assert not any(name in text for name in ("张浩博", "李静怡", "欧阳敏"))


def test_both_pages_are_linked_from_home_and_from_the_results() -> None:
    for page in ("zh/index.html", "zh/results/index.html"):
        content = press(COMPANY, "everyone", dt.date(2026, 11, 16)).file(page)
        assert content is not None
        assert b"promptness/index.html" in content
        assert b"exceptions/index.html" in content
