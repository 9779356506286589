"""Curves, gates, requirements and amounts in words: what a reader of each language is told, and that it is exact."""

from __future__ import annotations

import re
from textwrap import indent

import pytest

from tests.site.pages import html, main_of, part, words
from tests.site_builder import BASE

# The curves of one rule, and what each language says of them.
CURVES = {
    "flat": ("flat: 100", "固定计100分。", "Always 100 points."),
    "steps-by-from": ("steps: [{from: 0%, points: 0}, {from: 85%, points: 70}, {from: 95%, points: 100}]",
        "0%起、不满85%的，得0分；满85%、不满95%的，得70分；95%及以上的，得100分。",
        "0% to under 85%: 0 points; 85% to under 95%: 70 points; 95% or more: 100 points."),
    "steps-by-above": ("steps: [{from: 0%, points: 110}, {above: 8%, points: 1}, {above: 15%, points: 0}]",
        "0%起、不超过8%的，得110分；超过8%、不超过15%的，得1分；超过15%的，得0分。",
        "0% up to and including 8%: 110 points; above 8% up to and including 15%: 1 point; above 15%: 0 points."),
    "line-with-even-slopes": (("line: [{at: 80%, points: 60}, {at: 100%, points: 100}, {at: 120%, points: 130}]\n"
        "beyond: {below: zero, above: clamp}"),
        "80%得60分；之后每多1个百分点加2分，到100%为100分；之后每多1个百分点加1.5分，到120%为130分；低于80%得0分；超过120%封顶130分。",
        ("60 points at 80%; then 2 points more for each further percentage point, reaching 100 at 100%; then 1.5 points"
        " more for each further percentage point, reaching 130 at 120%; nothing below 80%; no more than 130 above 120%.")),
    "line-that-runs-on-straight": (("line: [{at: 80%, points: 40}, {at: 90%, points: 80}, {at: 98%, points: 112}]\n"
        "beyond: {below: clamp, above: extrapolate}"),
        "80%得40分；之后每多1个百分点加4分，到98%为112分；低于80%仍得40分；超过98%按最后一段的斜率继续计。",
        ("40 points at 80%; then 4 points more for each further percentage point, reaching 112 at 98%;"
        " still 40 below 80%; above 98% it goes on as in the last stretch.")),
    "line-that-falls": ("line: [{at: 0%, points: 120}, {at: 10%, points: 100}]\nbeyond: {below: clamp, above: clamp}",
        "0%得120分；之后每多1个百分点减2分，到10%为100分；超过10%仍得100分。",
        ("120 points at 0%; then 2 points less for each further percentage point, reaching 100 at 10%;"
        " still 100 above 10%.")),
    "line-whose-slope-does-not-come-out-even": (
        "line: [{at: 0%, points: 0}, {at: 70%, points: 60}]\nbeyond: {below: clamp, above: clamp}",
        "0%得0分；之后直线上升，到70%为60分；超过70%封顶60分。",
        "0 points at 0%; then straight up to 60 at 70%; no more than 60 above 70%."),
    "line-with-a-level-stretch": (
        ("line: [{at: 0%, points: 50}, {at: 60%, points: 50}, {at: 100%, points: 90}]\n"
        "beyond: {below: clamp, above: clamp}"),
        "0%得50分；之后到60%不再变化；之后每多1个百分点加1分，到100%为90分；超过100%封顶90分。",
        ("50 points at 0%; then unchanged up to 60%; then 1 point more for each further percentage point, reaching 90"
        " at 100%; no more than 90 above 100%.")),
    "pass": ("pass: {at_least: 95%, points: 110, otherwise: 60}", "不低于95%得110分，否则得60分。",
        "At least 95%: 110 points, otherwise 60."),
    "deduct": ("deduct: {start: 100, each: 50, floor: 0}", "起始100分，每发生一次扣50分，扣到0分为止。",
        "Starts at 100; each event takes 50 points off, down to 0."),
}  # fmt: skip


GRID = """grid:
  rows: [{from: 90%}, {from: 0%}]
  columns: {metric: net-revenue, measure: attainment, tiers: [{from: 0%}, {from: 100%}]}
  points: [[70, 110], [20, 40]]
"""
ATTAINMENT = "line: [{at: 80%, points: 60}, {at: 100%, points: 100}]\nbeyond: {below: clamp, above: clamp}"


def component(id: str, metric: str, measure: str, curve: str) -> str:
    head = f"metric: {metric}\nweight: 10%\nmeasure: {measure}\nmissing: error\n"
    return f"  {id}:\n{indent(head + curve, '    ')}\n"


GATES = {
    "{total: 0}": ("总分计0", "the total is set to 0"),
    "{total_at_most: 80}": ("总分最高80", "the total is at most 80"),
    "{grade: D}": ("等级定为D", "the grade is set to D"),
    "{grade_at_most: B}": ("等级最高为B", "the grade is B at best"),
    "{component: {flat: 0}}": ("“回款率”计0分", "Cash collection scores 0"),
    "{disqualify: true}": ("取消资格", "there is no award"),
}
CURVED = {
    "content/rules/curves.yml": "title: {zh: 各种曲线, en: All curves}\n"
    "applies_to: {role: regional-manager}\n"
    "weights: raw\n"
    "components:\n"
    + "".join(component(id, "collection-rate", "actual", curve) for id, (curve, _, _) in CURVES.items())
    + component("grid", "collection-rate", "actual", GRID)
    + component("attainment", "net-revenue", "attainment", ATTAINMENT)
    + "gates:\n"
    + "".join(
        f"  - {{title: {{zh: 红线, en: Gate}}, when: {{metric: compliance-breaches, at_least: 1}}, then: {effect}}}\n"
        for effect in GATES
    )
    + "modifiers:\n"
    "  - {title: {zh: 加分, en: More}, when: {component: flat, above: 90}, add: 3, order: before caps}\n"
    "  - {title: {zh: 上浮, en: Up}, multiply: 103%, order: after caps}\n"
    "total: {places: 0, rounding: half-even}\n"
}


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_is_said_in_both_languages(name: str) -> None:
    _, zh, en = CURVES[name]

    assert zh in part(html("zh/rules/curves.html", CURVED), f"components.{name}")
    assert en in part(html("en/rules/curves.html", CURVED), f"components.{name}")


def test_attainment_is_told_as_a_share_of_the_target() -> None:
    assert "60 points at 80% of target; then 2" in part(html("en/rules/curves.html", CURVED), "components.attainment")
    assert "达到目标的80%得60分；" in part(html("zh/rules/curves.html", CURVED), "components.attainment")


def test_a_grid_has_its_rows_and_columns_in_the_order_of_their_edges() -> None:
    said = part(html("en/rules/curves.html", CURVED), "components.grid")

    assert "The row is Cash collection, the column attainment of Net revenue; where they meet stand the points." in said
    assert "0% to under 90% 20 40 90% or more 70 110" in said


def test_a_picture_of_a_curve_says_the_curve() -> None:
    page = html("en/rules/scorecard.html")

    assert 'aria-label="0% to under 85%: 0 points; 85% to under 95%: 70 points; 95% or more: 100 points."' in page


@pytest.mark.parametrize(("number", "effect"), list(enumerate(GATES, 1)))
def test_a_gate_is_said_in_both_languages(number: int, effect: str) -> None:
    zh, en = GATES[effect]
    place = f"gates.{number}"

    assert part(html("zh/rules/curves.html", CURVED), place) == f"红线合规违规次数不低于1的，{zh}。"
    assert part(html("en/rules/curves.html", CURVED), place) == f"GateWhere Compliance breaches is at least 1, {en}."


def test_modifiers_and_rounding_are_said() -> None:
    zh, en = html("zh/rules/curves.html", CURVED), html("en/rules/curves.html", CURVED)

    assert part(zh, "modifiers.1") == "加分“回款率”得分高于90的，总分加3，先于封顶和保底计算。"
    assert part(en, "modifiers.1") == (
        "MoreWhere the score for Cash collection is above 90, 3 is added to the total, before any cap or floor."
    )
    assert part(en, "modifiers.2") == "UpThe total is multiplied by 103%, after any cap or floor."
    assert part(zh, "total.round") == "总分取整数，四舍六入五成双。"
    assert part(en, "total.round") == "The total is rounded to a whole number, halves to the even digit."


REQUIREMENTS = {
    "tenure": ("在大区经理职级任职满12个月。", "At least 12 months as Regional manager."),
    "grade": ("本期绩效等级为B及以上（依据大区经理季度评分）。",
        "Grade B or better in this period, by Regional manager's quarterly scorecard."),
    "coaching": ("辅导达到销售总监的要求。由评审会认定。", "Coaching at the level of Sales director. Decided by the panel."),
    "course": ("已完成带领管理者。 可以申请豁免。", "Leading leaders completed. Can be waived."),
    "conduct": ("最近12个月合规违规次数为零。", "Compliance breaches: none in the last 12 months."),
}  # fmt: skip


@pytest.mark.parametrize("id", REQUIREMENTS)
def test_a_requirement_is_said_in_both_languages(id: str) -> None:
    zh, en = REQUIREMENTS[id]

    assert part(html("zh/promotion/m1-to-m2.html"), f"requires.{id}").replace(" ", "") == zh.replace(" ", "")
    assert part(html("en/promotion/m1-to-m2.html"), f"requires.{id}") == en


ANY = {
    "content/promotion/any.yml": """\
ladder: sales
from: m1
to: m2
requires:
  all:
    - {id: grade, grade: {at_least: A, in: 2 of last 4 periods}}
    - {id: grades, grade: {at_least: B, in: 4 of last 4 periods}}
    - any:
        - {id: two, attainment: {metric: net-revenue, over: 2 years, above: 100%}}
        - {id: one, attainment: {metric: net-revenue, over: 1 year, at_least: 120%}}
"""
}


def test_any_of_several_is_a_group_of_its_own() -> None:
    page = html("en/promotion/any.html", ANY)

    assert part(page, "requires") == "All 3 of these are needed"
    assert part(page, "requires-3").startswith("Any one of these 2 is enough")
    assert part(page, "requires.grade") == "Grade A or better in at least 2 of the last 4 periods."
    assert part(page, "requires.grades") == "Grade B or better in each of the last 4 periods."
    assert part(page, "requires.two") == "Net revenue over the last 2 years: above 100% of target."
    assert part(page, "requires.one") == "Net revenue over the last 1 year: at least 120% of target."


TIERS = "[{from: CNY 0, rate: 1%}, {from: CNY 30万, rate: 1.5%}, {from: CNY 100万, rate: 1.8%}]"
# The same tiers mean two different sums: each slice at its own rate, or the whole at the rate of its tier.
AMOUNTS = {
    "base": ("base: CNY 30000, times: total", "金额为3万元乘以总分÷100。", "The amount is CNY 30,000 times the total ÷ 100."),
    "flat": ("flat: CNY 500", "每人500元。", "CNY 500 for each person."),
    "slices": (f"slices: {TIERS}, of: net-revenue",
        "按净销售额超额累进：各段分别按各自的比例计，再相加。不超过30万元的部分，按1%计；超过30万元至100万元的部分，按1.5%计；超过100万元的部分，按1.8%计。",
        ("Each slice of Net revenue counts at its own rate, and the slices are added up. The part up to CNY 300,000"
        " at 1%; the part from CNY 300,000 to CNY 1,000,000 at 1.5%; the part above CNY 1,000,000 at 1.8%.")),
    "steps": (f"steps: {TIERS}, of: net-revenue",
        "按净销售额全额累进：达到哪一档，全部金额都按那一档计。0元起、不满30万元的，1%；满30万元、不满100万元的，1.5%；100万元及以上的，1.8%。",
        ("All of Net revenue counts at the rate of the tier that is reached. CNY 0 to under CNY 300,000: 1%;"
        " CNY 300,000 to under CNY 1,000,000: 1.5%; CNY 1,000,000 or more: 1.8%.")),
}  # fmt: skip
WINNERS = "{top: 3, by: [total descending, collection ascending], ties: shared, minimum: {total: 80}}"
PAID = {
    f"content/rewards/{name}.yml": "title: {zh: 奖励, en: Reward}\ntype: bonus\napplies_to: {role: regional-manager}\n"
    f"basis: {{rule: scorecard}}\nwinners: {WINNERS}\namount: {{{amount}, places: 2, rounding: half-up}}\n"
    for name, (amount, _, _) in AMOUNTS.items()
}


def said_on(path: str) -> str:
    return words(main_of(html(path, PAID))).replace("\xa0", " ")


@pytest.mark.parametrize("name", AMOUNTS)
def test_an_amount_is_said_in_both_languages(name: str) -> None:
    _, zh, en = AMOUNTS[name]

    assert zh in said_on(f"zh/rewards/{name}.html")
    assert en in said_on(f"en/rewards/{name}.html")


def test_slices_of_money_add_up_beside_their_rates() -> None:
    said = said_on("en/rewards/slices.html")

    assert "the part up to CNY 300,000 1% CNY 0" in said
    # 1% of 300,000 is 3,000; 1.5% of the next 700,000 are 10,500.
    assert "the part from CNY 300,000 to CNY 1,000,000 1.5% CNY 3,000" in said
    assert "the part above CNY 1,000,000 1.8% CNY 13,500" in said


def test_labels_of_a_picture_are_short_and_exact() -> None:
    ticks = re.findall(r"<text[^>]*>([^<]*)</text>", html("en/rewards/slices.html", PAID))
    chinese = re.findall(r"<text[^>]*>([^<]*)</text>", html("zh/rewards/slices.html", PAID))

    assert {"300k", "1m", "13.5k"} <= set(ticks)
    assert {"30万", "100万", "1.35万"} <= set(chinese)


def test_winners_and_ties_are_said() -> None:
    page = html("en/rewards/flat.html", PAID)

    assert (
        part(page, "winners.by") == "The first 3, by the total from the highest, then Cash collection from the lowest."
    )
    assert part(page, "winners.minimum") == "To be considered takes a total of at least 80."
    assert (
        part(page, "winners.ties")
        == "Equals share a place, and the places after it are skipped (1, 1, 3); where the last place is shared, all of them win."
    )
    assert part(html("zh/rewards/flat.html", PAID), "winners.by") == "按总分从高到低，再按回款率从低到高排序，取前3名。"


def test_a_grade_is_worth_its_coefficient() -> None:
    said = words(main_of(html("zh/rewards/quarterly-bonus.html")))

    assert "A 100及以上 1.2 3.6万元 B 满80、不满100 1.0 3万元 C 0起、不满80 0.5 1.5万元" in said


def test_a_grade_table_stays_a_table_on_a_phone_where_it_fits_one() -> None:
    def table(amount: str) -> str:
        path = "content/rewards/quarterly-bonus.yml"
        text, examples, _ = BASE[path].partition("examples:")
        assert examples
        page = html("en/rewards/quarterly-bonus.html", {path: text.replace("CNY 30,000", amount)})
        return str(re.findall(r'<table class="([^"]*)"', page[page.index('id="amount"') :])[0])

    assert table("CNY 30,000") == "table slim"
    assert table("CNY 30,000,000") == "table"


def test_no_line_ends_within_a_day() -> None:
    period = main_of(html("en/periods/2026-q3.html"))

    assert '<time datetime="2026-07-01">1 July</time> to <time datetime="2026-09-30">30 September 2026</time>' in period
    # What is words alone, such as the description of a page, has none.
    assert not re.search(r'="[^"<>]*<time', html("en/periods/2026-q3.html"))
