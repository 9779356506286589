"""Pages about changes: what a reader finds of the past of a record, and in the list of all changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from perfsite.pipeline import find_audience, load, load_history, set_type
from perfsite.project import Project
from perfsite.render.site import Press
from tests.history.repository import Repository
from tests.privacy.repositories import COMPANY, PEOPLE
from tests.site.pages import html, main_of, part, words
from tests.site_builder import AS_OF

RULE = "content/rules/scorecard.yml"
WEIGHTS = COMPANY[RULE].replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%")


def pages(root: Path, audience: str = "hr") -> Press:
    loaded = load(Project(root))
    rule = find_audience(loaded, audience)
    assert rule is not None
    return Press(set_type(loaded, audience=rule, as_of=AS_OF, history=load_history(loaded)))


def page(root: Path, path: str, audience: str = "hr") -> str:
    content = pages(root, audience).file(path)
    assert content is not None, f"no page {path}"
    return content.decode()


@pytest.fixture
def company(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path)
    repository.commit("开始", dict(COMPANY), author="李青")
    return repository


def note(text: str, day: str = "2026-10-01") -> str:
    return f"changes:\n  - {{on: {day}, note: {{zh: {text}, en: {text}}}, major: true}}\n"


def test_a_record_tells_since_when_it_is_there_and_what_changed_last(company: Repository) -> None:
    company.commit("改权重", {RULE: WEIGHTS + note("两项同样重要")})

    past = part(page(company.root, "zh/rules/scorecard.html"), "past")
    whole = words(main_of(page(company.root, "zh/rules/scorecard.html")))

    assert past == "变更历史"
    assert "2025年10月9日起公布，最近一次变更在2025年10月9日。" in whole
    assert "两项同样重要" in whole
    assert "全部2个版本" in whole


def test_a_record_that_never_changed_has_no_page_of_its_history(company: Repository) -> None:
    site = pages(company.root)

    assert "至今没有变更" in words(site.file("zh/rules/scorecard.html").decode())  # type: ignore[union-attr]
    assert site.file("zh/history/rule/scorecard/index.html") is None


def test_a_history_tells_fields_words_authors_and_reasons(company: Repository) -> None:
    text = WEIGHTS.replace("title: {zh: ", "summary: {zh: 按季度计分, en: Scored by quarter}\ntitle: {zh: ", 1)
    company.commit("改权重", {RULE: text}, author="王芳")
    company.commit("改摘要", {RULE: text.replace("按季度计分", "按月度计分")}, author="王芳")

    shown = page(company.root, "zh/history/rule/scorecard/index.html")
    said = words(main_of(shown))

    assert "第3版 · 修改" in said
    assert (
        '按<del><span class="visually-hidden">删去：</span>季</del><ins><span class="visually-hidden">新增：</span>月</ins>度计分'
        in shown
    )
    assert "删去：60% 新增：50%" in said
    assert "王芳" in said
    assert "提交说明：改权重" in said
    assert said.index("第3版") < said.index("第2版") < said.index("第1版")


def test_a_version_that_could_not_be_read_is_shown_as_such(company: Repository) -> None:
    company.commit("手误", {RULE: COMPANY[RULE] + "components: [\n"})
    company.commit("修复", {RULE: WEIGHTS})

    said = words(main_of(page(company.root, "en/history/rule/scorecard/index.html")))

    assert "Version 2 · Could not be read" in said
    assert "Version 3 · Changed" in said
    assert "removed: 60%" in said


@pytest.mark.parametrize(
    ("audience", "policy", "author", "message"),
    [
        ("everyone", "", False, False),
        ("managers", "", True, True),
        ("managers", "{authors: hr, messages: nobody}", False, False),
        ("everyone", "{authors: everyone}", True, False),
    ],
)
def test_authors_and_messages_are_shown_as_the_policy_says(
    company: Repository, audience: str, policy: str, author: bool, message: bool
) -> None:
    site = COMPANY["perfsite.yml"]
    if policy:
        site = site.replace("policy:\n", f"policy:\n  history: {policy}\n")
    company.commit("改权重的话", {RULE: WEIGHTS, "perfsite.yml": site}, author="郑小改")

    for path in ("zh/history/rule/scorecard/index.html", "zh/changes/index.html", "zh/rules/scorecard.html"):
        shown = page(company.root, path, audience)
        assert ("郑小改" in shown) == author
        assert ("改权重的话" in shown) == message
        assert "author@example.internal" not in shown


def test_the_list_has_every_change_on_its_day_and_by_kind(company: Repository) -> None:
    company.commit("改权重", {RULE: WEIGHTS})
    company.commit("删", {"content/pages/succession.md": None})
    site = pages(company.root)

    newest = words(main_of(site.file("zh/changes/index.html").decode()))  # type: ignore[union-attr]
    rules = words(main_of(site.file("zh/changes/rule.html").decode()))  # type: ignore[union-attr]
    quarter = words(main_of(site.file("zh/changes/2025-q4.html").decode()))  # type: ignore[union-attr]

    assert newest.index("接班计划") < newest.index("删去：60%")
    assert "删去：60%" in rules
    assert "接班计划" not in rules
    assert "接班计划" in quarter
    assert "2025年10月1日至12月31日公布的全部变更。" in quarter
    # What is gone leads to its history.
    assert '/history/page/succession/index.html">接班计划</a>' in site.file("zh/changes/index.html").decode()  # type: ignore[union-attr]


def test_many_records_that_come_together_are_told_in_one_sentence(company: Repository) -> None:
    goals = {
        f"content/goals/more-{n}.yml": f"title: {{zh: 目标{n}, en: Goal {n}}}\nperiod: 2026-q3\nmetric: net-revenue\n"
        f"owner: person/p-1\ntarget: CNY {n}万\nachievable: {{zh: 可行, en: Yes}}\n"
        for n in range(1, 13)
    }
    company.commit("目标", dict(goals))

    said = words(main_of(page(company.root, "zh/changes/index.html")))

    assert "新增12条目标" in said
    assert "Goal 12" in words(main_of(page(company.root, "en/changes/index.html")))


def test_commits_lead_to_the_repository_where_the_audience_sees_them(company: Repository) -> None:
    site = COMPANY["perfsite.yml"] + "repository: {web: 'https://git.example.internal/hr'}\n"
    commit = company.commit("改权重", {RULE: WEIGHTS, "perfsite.yml": site})

    assert f"https://git.example.internal/hr/commit/{commit}" in page(company.root, "zh/changes/index.html", "hr")
    assert commit[:7] not in page(company.root, "zh/changes/index.html", "managers")


def test_without_a_history_the_list_says_why_it_is_empty() -> None:
    assert "不带变更历史" in part(html("zh/changes/index.html"), "main")
    assert 'id="past"' not in html("zh/rules/scorecard.html")


def test_an_earlier_version_is_shown_as_it_stood_with_what_is_otherwise_now(company: Repository) -> None:
    company.time += 86_400
    company.commit("改权重", {RULE: WEIGHTS})
    site = pages(company.root)
    content = site.file("zh/history/rule/scorecard/1.html")
    assert content is not None
    earlier = content.decode()
    said = words(main_of(earlier))

    assert "第1版：2025年10月9日起在本站公布，2025年10月10日被新版取代" in said
    assert said.index("60%") < said.index("与现在有何不同", said.index("60%"))
    assert "删去：60% 新增：50%" in said
    assert 'href="../../../../en/history/rule/scorecard/1.html" lang="en"' in earlier
    assert '/zh/rules/scorecard.html">查看现在的内容</a>' in earlier
    # How it is now is on the record's own page.
    assert site.file("zh/history/rule/scorecard/2.html") is None


def test_an_earlier_version_names_what_is_gone_but_nobody_who_is(company: Repository) -> None:
    goal = "content/goals/plan-b.yml"
    people = COMPANY[PEOPLE] + "- {id: p-7, name: {zh: 钱七, en: Qian Qi}}\n"
    first = COMPANY[goal].replace("owner: person/p-1", "owner: person/p-7").replace("audience: managers\n", "")
    company.commit("甲", {PEOPLE: people, goal: first})
    company.commit("乙", {PEOPLE: COMPANY[PEOPLE], goal: COMPANY[goal].replace("audience: managers\n", "")})

    earlier = {who: page(company.root, "zh/history/goal/plan-b/2.html", who) for who in ("managers", "hr")}
    masked = page(company.root, "zh/history/goal/plan-b/1.html", "everyone")

    assert "p-7" in earlier["hr"]
    assert "p-7" not in masked
    assert "钱七" not in masked


def test_a_result_leads_to_the_version_that_stood_when_it_was_decided(company: Repository) -> None:
    company.time = int(dt.datetime(2026, 11, 1, tzinfo=dt.UTC).timestamp())
    company.commit("改权重", {RULE: WEIGHTS})

    result = page(company.root, "en/results/2026-q3-quarterly-bonus.html")

    assert '/history/rule/scorecard/1.html">Version 1</a>' in result
    assert "history/reward" not in main_of(result)


def late(effective: str, more: str = "") -> str:
    return f"changes:\n  - {{on: 2026-10-01, note: {{zh: 改权重, en: Weights}}, effective: {effective}{more}}}\n"


def test_a_change_that_reaches_back_is_marked_wherever_it_matters(company: Repository) -> None:
    company.time = int(dt.datetime(2026, 10, 1, tzinfo=dt.UTC).timestamp())
    company.commit("改权重", {RULE: WEIGHTS + late("2026-08-01")})

    site = pages(company.root, "everyone")
    for path in (
        "en/rules/scorecard.html",
        "en/history/rule/scorecard/index.html",
        "en/changes/index.html",
        "en/results/2026-q3-quarterly-bonus.html",
    ):
        content = site.file(path)
        assert content is not None
        said = words(main_of(content.decode()))
        assert "counts from 1 August 2026 and was published on 1 October 2026." in said, path
        assert "does not say who approved" in said, path


@pytest.mark.parametrize("effective", ["2026-10-01", "2027-01-01"])
def test_a_change_for_the_time_to_come_is_not_marked(company: Repository, effective: str) -> None:
    company.time = int(dt.datetime(2026, 10, 1, tzinfo=dt.UTC).timestamp())
    company.commit("改权重", {RULE: WEIGHTS + late(effective)})

    assert "reach" not in main_of(page(company.root, "en/history/rule/scorecard/index.html"))


def test_a_result_of_another_period_is_not_touched(company: Repository) -> None:
    company.time = int(dt.datetime(2026, 11, 1, tzinfo=dt.UTC).timestamp())
    company.commit("改权重", {RULE: WEIGHTS + late("2026-10-05")})

    assert "counts from" not in main_of(page(company.root, "en/results/2026-q3-quarterly-bonus.html"))
    assert "counts from" in main_of(page(company.root, "en/rules/scorecard.html"))


def test_who_approved_that_a_change_reaches_back_may_be_noted_later(company: Repository) -> None:
    company.time = int(dt.datetime(2026, 10, 1, tzinfo=dt.UTC).timestamp())
    company.commit("改权重", {RULE: WEIGHTS + late("2026-08-01")})
    approved = ", reaching_back: {approved_by: p-1, reason: {zh: 停产, en: The plant stood still}}"
    company.commit("批准", {RULE: WEIGHTS + late("2026-08-01", approved)})

    said = words(main_of(page(company.root, "en/rules/scorecard.html")))

    assert "approved by Zhou Mingyuan: The plant stood still" in said
    assert "does not say who approved" not in said


def test_changes_can_be_chosen_by_what_their_records_are_about(company: Repository) -> None:
    company.commit("改权重", {RULE: WEIGHTS + note("两项同样重要")})
    shown = page(company.root, "en/changes/index.html")

    rule = shown[shown.index("Regional manager&#39;s quarterly scorecard") - 200 :]
    assert 'data-is-kind="rule" data-is-level="m1" data-is-major="1" data-is-month="2025-10"' in rule
    assert 'data-is-month="2025-10" data-is-quarter="2025-q4"' in rule
    assert '<option value="shanghai">Shanghai</option>' in shown
    assert '<option value="2025-q4">' not in shown, "all are of one quarter"
    assert "Reaching back only" not in shown


def test_changes_can_be_chosen_by_month_and_older_months_lead_to_their_quarters(company: Repository) -> None:
    company.time = int(dt.datetime(2026, 1, 20, tzinfo=dt.UTC).timestamp())
    company.commit("改权重", {RULE: WEIGHTS})
    for number in range(65):
        company.commit("改", {"content/pages/p.md": f"---\ntitle: {{zh: 页, en: Page {number}}}\n---\n文。\n"})

    newest = page(company.root, "en/changes/index.html")
    quarter = page(company.root, "en/changes/2025-q4.html")
    of_kind = page(company.root, "zh/changes/rule.html")

    assert '<option value="2026-01">January 2026</option>' in newest
    assert '<a data-sift-without="month" href="2025-q4.html?month=2025-10">Older ones: October 2025</a>' in newest
    assert 'data-is-month="2025-10"' in quarter
    assert '<option value="2025-10">2025年10月</option>' in of_kind


def test_a_part_of_the_list_leads_to_the_page_with_all_of_what_is_chosen(company: Repository) -> None:
    company.commit("改权重", {RULE: WEIGHTS + note("两项同样重要")})
    for number in range(3):
        many = {
            f"content/pages/p-{number}-{i}.md": f"---\ntitle: {{zh: 页{i}, en: Page {i}}}\n---\n文。\n"
            for i in range(7)
        }
        for file, text in many.items():
            company.commit("新页面", {file: text})
    for number in range(45):
        company.commit("改", {"content/pages/p-0-0.md": f"---\ntitle: {{zh: 页, en: Page {number}}}\n---\n文。\n"})

    shown = page(company.root, "en/changes/index.html")
    major = page(company.root, "en/changes/major.html")

    assert "quarterly scorecard" not in shown
    assert '<a data-sift-without="kind" href="rule.html">Older ones: Scoring rules</a>' in shown
    assert '<a data-sift-without="major" href="major.html">Older ones: Major changes</a>' in shown
    assert major.count("data-sift-item") == 1
    assert "两项同样重要" in major


def test_the_home_page_tells_the_newest_of_standards_and_results_and_whom_they_are_for(company: Repository) -> None:
    company.commit("改权重", {RULE: WEIGHTS + note("两项同样重要")})
    goal = "content/goals/shanghai-revenue.yml"
    company.commit("改目标", {goal: COMPANY[goal].replace("target: CNY 1,200万", "target: CNY 1,190万")})
    company.commit("改页面", {"content/pages/principles.md": None})

    shown = part(page(company.root, "zh/index.html", "managers"), "main")
    newest = shown[shown.index("最近的变更") :]

    assert "2025年10月9日 · 张浩博 第三季度净销售额增长15% 目标 · 第2版 · 修改" in newest
    assert "2025年10月9日 · 大区经理 大区经理季度评分 评分规则 · 第2版 · 修改" in newest
    assert newest.index("第三季度净销售额增长15%") < newest.index("大区经理季度评分")
    assert "两项同样重要" in newest
    assert "第一版" not in newest
    assert "删除" not in newest.replace("删去", ""), "a page of text is no standard and no result"
    assert "全部变更" in newest
    assert "张浩博" not in page(company.root, "zh/index.html", "everyone")


def test_the_home_page_tells_six_changes_at_most_and_what_came_in_bulk_as_one(company: Repository) -> None:
    for number in range(9):
        company.commit("改", {RULE: WEIGHTS.replace("季度评分", f"季度评分{number}", 1)})
    goal = COMPANY["content/goals/shanghai-revenue.yml"]
    company.commit("目标", {f"content/goals/more-{n}.yml": goal for n in range(8)})

    shown = page(company.root, "en/index.html")
    newest = shown[shown.index('id="changes"') :]

    assert newest.count('<li>\n<p class="timeline-date">') == 6
    assert "8 goals added" in words(newest)


def test_without_a_history_the_home_page_tells_what_authors_noted() -> None:
    files = {RULE: COMPANY[RULE] + note("两项同样重要")}

    shown = html("zh/index.html", files)

    assert "两项同样重要" in part(shown, "main")
    assert "全部变更" not in part(shown, "main")


@pytest.mark.parametrize(
    ("language", "actual", "total"),
    [
        ("zh", "略超目标的净销售额的实际 删去：1,100万元 新增：1,200万元", "略超目标的总分 删去：109.00 新增：110.00"),
        (
            "en",
            "Actual of Just above target, Net revenue removed: CNY 11,000,000 added: CNY 12,000,000",
            "Total of Just above target removed: 109.00 added: 110.00",
        ),
    ],
)
def test_the_figures_of_an_example_go_by_their_titles(
    company: Repository, language: str, actual: str, total: str
) -> None:
    rule = COMPANY[RULE].replace("actual: CNY 1100万}", "actual: CNY 1200万}").replace("total: 109.00", "total: 110.00")
    company.commit("改算例", {RULE: rule})

    assert f"{actual} {total}" in words(main_of(page(company.root, f"{language}/rules/scorecard.html")))
