"""How a result was calculated: steps with their numbers, links to clause and row, and nothing that an audience may not see."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from perfsite.pipeline import find_audience, load, set_type
from perfsite.privacy import project
from perfsite.project import Project
from perfsite.records.kinds import KINDS
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.render.site import Press
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.grounds import Grounds
from perfsite.site.edition import Edition
from perfsite.site.explained import plan_explained
from perfsite.site.explainer import Explainer
from tests.privacy.repositories import BONUS, COMPANY, PROMOTIONS, SITE_FILE, press
from tests.site.pages import main_of, part, words
from tests.site.test_hidden_fields import routes
from tests.site_builder import site

RESULT = "results/2026-q3-quarterly-bonus"
EXPLAINED = "results/explained/2026-q3-quarterly-bonus"
ACTUALS = "actuals/2026-q3-conduct"
# While names stand in full, and after they are masked.
DURING, AFTER = dt.date(2026, 10, 16), dt.date(2026, 12, 1)
MASKED_AFTER = {SITE_FILE: COMPANY[SITE_FILE].replace("  notice: 5", "  names: {after: masked}\n  notice: 5")}
Files = Mapping[str, str | None]


def find(path: str, files: Files | None = None, audience: str = "managers", day: dt.date = DURING) -> str | None:
    content = press({**COMPANY, **(files or {})}, audience, day).file(f"{path}.html")
    return None if content is None else content.decode()


def page(path: str, files: Files | None = None, audience: str = "managers", day: dt.date = DURING) -> str:
    found = find(path, files, audience, day)
    assert found is not None, path
    return found


def hidden(*routes: str) -> dict[str, str | None]:
    """The site with these fields for HR alone."""
    return {SITE_FILE: COMPANY[SITE_FILE] + "visibility:\n" + "".join(f"  {route}: hr\n" for route in routes)}


def changed(file: str, old: str, new: str) -> dict[str, str | None]:
    assert COMPANY[file].count(old) == 1
    return {file: COMPANY[file].replace(old, new)}


def steps(html: str, who: str) -> list[list[str]]:
    """The rows of somebody's table, as words."""
    start = html.index(f'id="{who}"')
    table = html[start : html.index("</table>", start)]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def test_each_step_has_its_numbers_in_both_languages() -> None:
    chinese, english = (steps(page(f"{lang}/{EXPLAINED}"), "p-2") for lang in ("zh", "en"))

    assert chinese[0] == ["步骤", "算式", "结果", "依据"]
    assert ["净销售额达成率", "13,200,000 ÷ 12,000,000", "110%", "评分规则"] in chinese
    assert ["合规一票否决", "合规违规次数（实际） 0 ≥ 1：否", "109 与公布的一致", "评分规则"] in chinese
    assert ["金额", "30,000 × 1.2", "36,000元 与公布的一致", "奖励方案"] in chinese
    assert ["Net revenue, attainment", "13,200,000 ÷ 12,000,000", "110%", "Scoring rule"] in english
    assert [row[2] for row in chinese if len(row) == 4][1:] != [row[2] for row in english if len(row) == 4][1:]
    assert len(chinese) == len(english)


def test_a_reader_comes_to_the_steps_from_the_result_and_from_the_person() -> None:
    result = page(f"zh/{RESULT}")
    assert part(result, "p-2").endswith("步骤")
    assert 'href="explained/2026-q3-quarterly-bonus.html#p-2"' in result

    person = page("zh/people/p-2", audience="hr")
    assert 'href="../../zh/results/explained/2026-q3-quarterly-bonus.html#p-2"' in person
    assert 'href="../../../zh/people/p-2.html"' in page(f"zh/{EXPLAINED}")


def test_a_declared_exception_is_said_in_its_place_and_below() -> None:
    html = page(f"en/{EXPLAINED}")

    assert ["Grade", "B by the standard; an exception is declared, and what is published counts", "B", "Exception"] in (
        steps(html, "p-3")
    )
    assert "Migration" in part(html, "exception.p-3")


def test_a_figure_that_differs_is_told_to_those_who_see_everything() -> None:
    files = changed(BONUS, 'amount: "CNY 36,000.00"', 'amount: "CNY 36,000.01"')

    html = page(f"en/{EXPLAINED}", files, audience="hr")
    assert ["Amount", "30,000 × 1.2", "CNY 36,000 published as CNY 36,000.01", "Reward"] in steps(html, "p-2")
    assert "1 of" in words(main_of(html))
    # To others it may follow from what they do not see.
    managers = page(f"en/{EXPLAINED}", files)
    assert ["amount"] not in steps(managers, "p-2")
    assert [row for row in steps(managers, "p-2") if "does not follow from what this audience sees" in row] == [
        ["Amount", "does not follow from what this audience sees", "CNY 36,000.01", ""]
    ]


def test_what_the_audience_does_not_see_is_said_and_nothing_tells_it() -> None:
    files = hidden("actuals.values.value")
    html = page(f"zh/{EXPLAINED}", files)

    assert "没有" in words(main_of(html))
    assert "或者本受众看不到" in words(main_of(html))
    other = files | changed("content/actuals/2026-q3-conduct.yml", "value: 96%", "value: 69%")
    for lang in ("zh", "en"):
        assert page(f"{lang}/{EXPLAINED}", files) == page(f"{lang}/{EXPLAINED}", other)
    assert "13,200,000" not in html


def test_without_a_whole_standard_there_is_no_page_and_the_result_says_why() -> None:
    files = hidden("rule.components.weight")

    assert find(f"zh/{EXPLAINED}", files) is None
    result = words(main_of(page(f"zh/{RESULT}", files)))
    assert "没有全部向本受众公开，所以这里列不出计算步骤" in result
    assert "步骤 " not in result


def test_masked_people_have_no_steps_and_no_address() -> None:
    assert "p-2" in page(f"zh/{EXPLAINED}", MASKED_AFTER)

    assert find(f"zh/{EXPLAINED}", MASKED_AFTER, day=AFTER) is None
    result = page(f"zh/{RESULT}", MASKED_AFTER, day=AFTER)
    assert "姓名已隐去，所以不列每个人的计算步骤" in words(main_of(result))
    assert "explained/" not in result


def test_rows_of_evidence_have_an_address_where_people_are_named_and_none_where_they_are_masked() -> None:
    assert 'id="values.p-2"' in page(f"zh/{ACTUALS}")

    shown = {
        SITE_FILE: COMPANY[SITE_FILE]
        + "visibility:\n"
        + "".join(f"  actuals.values.{key}: everyone\n" for key in ("value", "person", "metric"))
        + "  actuals.values: everyone\n"
    }
    masked = page(f"zh/{ACTUALS}", shown, audience="everyone")
    assert "张**" in masked
    assert 'id="values.' not in masked


def test_who_sees_nobody_has_no_page() -> None:
    assert find(f"zh/{EXPLAINED}", audience="everyone") is None
    assert "explained" not in page(f"zh/{RESULT}", audience="everyone")


LOOKED_INTO = (
    "actuals", "award-result", "criteria", "goal", "metric", "period", "person", "promotion-result", "reward", "rule", "team",
    "training",
)  # fmt: skip


@pytest.mark.parametrize("kind", LOOKED_INTO)
def test_whatever_is_hidden_the_page_is_made_or_left_out(kind: str) -> None:
    library = site(COMPANY).library
    for route in routes(KINDS[kind], kind):
        rules = replace(library.site, visibility=((route, "hr"),))
        projection = project(replace(library, site=rules), rules.audience_rules[1], DURING)
        edition = Edition("en", projection, DURING, Explainer(projection))
        award = projection.library.get(AwardResult, "2026-q3-quarterly-bonus")
        promotion = projection.library.get(PromotionResult, "2026-promotions")
        for outcome in (award, promotion):
            for planned in () if outcome is None else plan_explained(outcome, edition, ()):
                found = [step for one in planned.view.recipients for part in one.parts for step in part.steps]
                assert found, route
                assert not any(step.state == "differs" for step in found), route


# While the promotion is under notice.
PROMOTION, PROMOTED = "results/promotion/2026-promotions", "results/explained/promotion/2026-promotions"
UNDER_NOTICE = dt.date(2026, 10, 22)
WHOLE = changed("content/people/people.yml", "  competencies: {coaching: m1}\n", "")


def test_a_candidate_has_each_requirement_with_what_the_records_say() -> None:
    html = page(f"zh/{PROMOTED}", audience="hr", day=UNDER_NOTICE)
    rows = steps(html, "p-2")

    assert ["任职时间", "", "33 个月 与公布的一致", "结果"] in rows
    assert ["是否满足", "33 个月 ≥ 12 个月", "满足 与公布的一致", "晋升标准结果"] in rows
    assert ["2026年第三季度", "", "A", "奖励结果"] in rows
    assert ["是否满足", "记录不能决定，由人认定", "满足", "晋升标准结果"] in rows
    assert ["认定依据", "评审会一致通过", "", "结果"] in rows
    assert ["豁免", "课程停办 批准：欧阳敏（销售总监），2026年10月10日", "满足", "结果"] in rows
    assert 'href="../../../../zh/promotion/m1-to-m2.html#requires.tenure"' in html
    assert 'href="../../../../zh/results/2026-q3-quarterly-bonus.html#p-2"' in html
    assert 'href="../../../../zh/results/promotion/2026-promotions.html#p-2"' in html


def test_a_reader_comes_to_the_requirements_from_the_result_and_from_the_person() -> None:
    result = page(f"en/{PROMOTION}", day=UNDER_NOTICE)
    assert 'href="../../../en/results/explained/promotion/2026-promotions.html#p-2"' in result
    assert 'id="p-2"' in result
    assert 'href="../../en/results/explained/promotion/2026-promotions.html#p-2"' in page(
        "en/people/p-2", audience="hr", day=UNDER_NOTICE
    )


def test_a_grade_in_a_result_that_is_masked_by_now_is_not_told_by_name() -> None:
    later = changed(PROMOTIONS, "notice: {from: 2026-10-20}", "notice: {from: 2026-11-30}")
    files = MASKED_AFTER | WHOLE | later
    html = page(f"en/{PROMOTED}", files, day=AFTER)

    assert [row[1] for row in steps(html, "p-2") if row[0] == "Grade" and row[1:]] == [
        "does not follow from what this audience sees"
    ]
    other = files | changed(BONUS, "total: 109.00, grade: A", "total: 79.00, grade: C")
    assert html == page(f"en/{PROMOTED}", other, day=AFTER)
    told = ["Third quarter of 2026", "", "A", "Award result"]
    assert told in steps(page(f"en/{PROMOTED}", WHOLE | later, day=AFTER), "p-2")


def test_what_an_earlier_result_paid_is_not_told_by_name_once_that_is_masked() -> None:
    library = site(COMPANY).library
    earlier = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert earlier is not None
    quarter = library.get(Period, "2026-q3")
    assert quarter is not None
    later = replace(earlier, id="later", period=Ref("period", "2026-q4"))
    quarter = replace(quarter, id="2026-q4", from_=dt.date(2026, 10, 1), to=dt.date(2026, 12, 31))
    grounds = Grounds(library, frozenset({earlier.address}))

    assert Grounds(library).paid(later, quarter, Ref("person", "p-2")).value == 36_000
    with pytest.raises(CannotScoreError):
        grounds.paid(later, quarter, Ref("person", "p-2"))


def test_a_requirement_that_an_audience_does_not_see_is_not_explained() -> None:
    html = page(f"zh/{PROMOTED}", hidden("person.positions"), day=UNDER_NOTICE)
    assert "从本受众看得到的资料算不出来" in words(main_of(html))
    assert "2024-01-01" not in html

    files = hidden("criteria.requires")
    assert find(f"zh/{PROMOTED}", files, day=UNDER_NOTICE) is None
    assert "晋升标准没有全部向本受众公开" in words(main_of(page(f"zh/{PROMOTION}", files, day=UNDER_NOTICE)))


def test_masked_candidates_have_no_steps() -> None:
    assert find(f"zh/{PROMOTED}", MASKED_AFTER, day=AFTER) is None
    result = page(f"zh/{PROMOTION}", MASKED_AFTER, day=AFTER)
    assert "不列每个人的核对步骤" in words(main_of(result))
    assert 'id="candidates.1"' in result
    assert find(f"zh/{PROMOTED}", audience="everyone", day=UNDER_NOTICE) is None


def test_a_verdict_that_differs_is_told_to_those_who_see_everything() -> None:
    files = changed(PROMOTIONS, "value: 33 months", "value: 34 months") | WHOLE

    rows = steps(page(f"en/{PROMOTED}", files, "hr", UNDER_NOTICE), "p-2")
    assert ["Time in the level", "", "33 months published as 34 months", "Result"] in rows
    managers = steps(page(f"en/{PROMOTED}", files, day=UNDER_NOTICE), "p-2")
    assert not any("33 months" in cell for row in managers for cell in row)


@cache
def sample(audience: str) -> Press:
    loaded = load(Project(Path(__file__).parents[2]))
    rule = find_audience(loaded, audience)
    assert rule is not None
    return Press(set_type(loaded, audience=rule, as_of=dt.date(2026, 11, 16)))


def test_every_link_of_every_step_leads_to_a_place_that_is_there() -> None:
    press = sample("hr")
    ids: dict[str, set[str]] = {}
    seen = 0
    for planned in press.job.pages:
        if planned.template != "explained.html" or planned.language != "zh":
            continue
        html = press.print(planned)[1].decode()
        start = html.index("<main")
        for href in set(re.findall(r'<a href="([^"]+)"', html[start : html.index("</main>")])):
            if href.startswith("mailto:"):
                continue
            path, _, anchor = href.partition("#")
            target = normpath(join(dirname(planned.address[1:]), path)) if path else planned.address[1:]
            if target not in ids:
                content = press.file(target)
                assert content is not None, (planned.address, href)
                ids[target] = set(re.findall(r'\bid="([^"]+)"', content.decode()))
            assert not anchor or anchor in ids[target], (planned.address, href)
            seen += bool(anchor)
    assert seen > 1000


def test_fifty_people_are_a_light_page() -> None:
    """Repeated steps compress well: a page about fifty people takes less than a picture would."""
    people, goals, revenue, conduct, recipients = "", "", "", "", ""
    for number in range(10, 60):
        id = f"p-{number}"
        people += (
            f"- id: {id}\n  name: {{zh: 王{number}, en: Wang {number}}}\n  joined: 2020-01-01\n"
            "  positions: [{role: regional-manager, team: shanghai, level: m1, from: 2024-01-01}]\n"
        )
        goals += (
            f"- {{id: goal-{number}, title: {{zh: 目标, en: Goal}}, owner: person/{id}, period: 2026-q3, "
            f"metric: net-revenue, target: CNY {1000 + number}万}}\n"
        )
        revenue += f"{id},{10_000_000 + number * 7919}\n"
        conduct += (
            f"  - {{person: {id}, metric: collection-rate, value: {60 + number % 40}.{number}%}}\n"
            f"  - {{person: {id}, metric: compliance-breaches, value: 0}}\n"
        )
        recipients += f'  - {{person: {id}, total: 80.{number}, grade: B, amount: "CNY 30,000.00"}}\n'
    text = COMPANY[BONUS]
    files = {
        "content/people/more.yml": people,
        "content/goals/more.yml": goals,
        "content/actuals/2026-q3-conduct.yml": COMPANY["content/actuals/2026-q3-conduct.yml"] + conduct,
        "content/actuals/2026-q3-revenue.csv": COMPANY["content/actuals/2026-q3-revenue.csv"] + revenue,
        BONUS: text.replace("left_out:", recipients + "left_out:"),
    }
    content = press({**COMPANY, **files}, "hr", DURING).file(f"zh/{EXPLAINED}.html")

    assert content is not None
    assert content.count(b"<details") == 53
    assert len(gzip.compress(content)) < 30_000
    result = press({**COMPANY, **files}, "hr", DURING).file(f"zh/{RESULT}.html")
    assert result is not None
    assert len(gzip.compress(result)) < 20_000


def test_who_sees_everything_is_told_what_is_not_recorded() -> None:
    """Nothing is hidden from HR: where no figure comes about, a record is lacking."""
    revenue = "content/actuals/2026-q3-revenue.csv"
    lacking = {revenue: re.sub(r"p-3,.*\n", "", COMPANY[revenue])}
    hr = {lang: words(main_of(page(f"{lang}/{EXPLAINED}", lacking, "hr"))) for lang in ("zh", "en")}
    assert "for the others the records do not suffice, and it is said what is lacking" in hr["en"]
    assert "其余的资料不足，算不出来，逐处写明缺什么" in hr["zh"]
    assert "audience" not in hr["en"]
    assert "受众" not in hr["zh"]
    managers = words(main_of(page(f"en/{EXPLAINED}", lacking)))
    assert "from what this audience sees, and agree; for the others it is said why" in managers


def curves(html: str, who: str) -> list[tuple[str, str, str]]:
    """Somebody's places on curves: which curve is used, what is said of it, and what is written into the picture."""
    start = html.index(f'id="{who}"')
    table = html[start : html.index("</table>", start)]
    return re.findall(
        r'<svg class="curve explained-curve" role="img" aria-label="([^"]*)".*?<use href="#([^"]*)"/>.*?<text[^>]*>([^<]*)<',
        table,
    )


def test_a_place_on_each_curve_is_marked_with_its_figures_in_words() -> None:
    """110% between 100 and 130 points is 115; 96% is in the tier of 100; 760 of 800 is 95%."""
    chinese, english = (page(f"{lang}/{EXPLAINED}") for lang in ("zh", "en"))
    assert curves(english, "p-2") == [
        ("Net revenue: place on the curve, 110% gives 115 points", "curve.revenue", "110% → 115"),
        ("Cash collection: place on the curve, 96% gives 100 points", "curve.collection", "96% → 100"),
    ]
    assert curves(chinese, "p-2")[0][0] == "净销售额：在得分曲线上的位置，110% 得 115 分"
    assert curves(english, "p-3")[0][2] == "95% → 95"
    # Drawn once, whoever stands on it.
    assert re.findall(r'<symbol id="([^"]*)"', english) == ["curve.revenue", "curve.collection"]
    symbol = english[english.index('<symbol id="curve.revenue"') : english.index("</symbol>")]
    table = english[english.index('id="p-2"') :]
    anchors = re.findall(r'<circle class="point" cx="([\d.]+)%" cy="([\d.]+)%"', symbol)
    marked = [float(at) for at in re.findall(r'<circle class="point here" cx="([\d.]+)%"', table)]
    # 110% lies midway between the anchors at 100% and 120%.
    assert marked[0] == pytest.approx((float(anchors[1][0]) + float(anchors[2][0])) / 2, abs=0.02)


def test_no_place_is_marked_that_the_steps_do_not_tell() -> None:
    """Neither where a part is unseen, nor by what is measured in it; promotions have no curves."""
    differs = changed(BONUS, "components: {revenue: 115", "components: {revenue: 114")
    managers = page(f"en/{EXPLAINED}", differs)
    assert [name for _, name, _ in curves(managers, "p-2")] == ["curve.collection"]
    assert [name for _, name, _ in curves(page(f"en/{EXPLAINED}", differs, "hr"), "p-2")] == [
        "curve.revenue",
        "curve.collection",
    ]
    assert "<symbol" not in page(f"en/{PROMOTED}", audience="hr")
