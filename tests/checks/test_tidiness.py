"""Translations that are missing, stale or different, and records that nothing uses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfsite.checks.figures import is_stated, possible_values, stated_figures
from perfsite.records.read import digest
from tests.site_builder import BASE, PRINCIPLES_EN, PRINCIPLES_ZH, changed, marked, places, problems, words, wrong

METRIC = "content/metrics/net-revenue.yml"
RULE = "content/rules/scorecard.yml"
ZH = "content/pages/principles.md"
EN = "content/pages/principles.en.md"


def one(code: str, files: dict[str, str | None], place: str, says: str = "") -> None:
    assert places(files) == [f"{code} {place}"]
    assert says in words(problems(files)[0], "en")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (METRIC, "title: {zh: 净销售额, en: Net revenue}", "title: ‹净销售额›", "`{zh: …, en: …}`"),
        (METRIC, "title: {zh: 净销售额, en: Net revenue}", "title: {‹zh›: 净销售额}", "add `en: …`"),
        (METRIC, "title: {zh: 净销售额, en: Net revenue}", "title: {‹en›: Net revenue}", "the Chinese text is missing"),
        (RULE, "title: {zh: 合规一票否决, en: Compliance}", "title: ‹合规一票否决›", "the English text is missing"),
    ],
)
def test_a_language_that_is_missing(file: str, old: str, new: str, says: str) -> None:
    one("PS901", *wrong(file, old, new), says)


def test_a_page_without_its_translation() -> None:
    one("PS901", {EN: None}, f"{ZH}:1:1", "`content/pages/principles.en.md`")


def test_a_column_without_its_language() -> None:
    files: dict[str, str | None] = {
        "content/goals/collection.yml": "period: 2026-q3\nmetric: collection-rate\nsupports: east-revenue\nachievable: {zh: 同去年, en: As last year}\n",
        "content/goals/collection.csv": "id,title,owner,target\nc-2,回款率,person/p-2,95%\n",
    }
    one("PS901", files, "content/goals/collection.csv:2:5", "`title.zh` and add one called `title.en`")


def test_texts_that_need_no_translation() -> None:
    assert places(changed("content/periods/2026.yml", 'title: {zh: 2026年度, en: "2026"}', 'title: "2026"')) == []
    assert places(changed("content/people/people.yml", "name: {zh: 周明远, en: Zhou Mingyuan}", "name: 周明远")) == []


def test_a_site_of_one_language() -> None:
    files = changed("perfsite.yml", "languages: [zh, en]", "languages: [zh]")
    assert not [place for place in places(files) if place.startswith("PS9")]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{zh: 净销售额, en: Net revenue}", "{zh: 净销售额, en: ‹净销售额（含税）›}", "English"),
        ("{zh: 净销售额, en: Net revenue}", "{zh: ‹Net revenue received›, en: Net revenue received}", "Chinese"),
    ],
)
def test_texts_that_were_copied(old: str, new: str, says: str) -> None:
    one("PS903", *wrong(METRIC, old, new), says)


def test_names_of_systems_are_the_same_in_both() -> None:
    assert places(changed(METRIC, "{zh: 净销售额, en: Net revenue}", "{zh: Zoho CRM, en: Zoho CRM}")) == []
    assert places(changed(METRIC, "{zh: 净销售额, en: Net revenue}", '{zh: 净销售额, en: "Net revenue (净额)"}')) == []


def test_a_translation_of_an_older_text() -> None:
    text, place = marked(f"---\ntranslation_of: ‹00000000›\n---\n{PRINCIPLES_EN}")
    one("PS904", {EN: text}, f"{EN}:2:{place.split(':')[1]}", f"`translation_of: {digest(PRINCIPLES_ZH)}`")
    edited = changed(ZH, "先有标准", "总是先有标准")
    assert places(edited) == [f"PS904 {EN}:2:17"]
    new = digest("总是" + PRINCIPLES_ZH)
    assert new in words(problems(edited)[0], "zh")
    assert places(edited | {EN: f"---\ntranslation_of: {new}\n---\n{PRINCIPLES_EN}"}) == []


def test_a_translation_that_names_no_original() -> None:
    one("PS904", {EN: PRINCIPLES_EN}, f"{EN}:1:1", digest(PRINCIPLES_ZH))


@pytest.mark.parametrize(
    ("zh", "en", "lost"),
    [
        ("增长15%", "Grow by 15%", []),
        ("增长15%", "Grow by 15 per cent", []),
        ("增长１５％", "Grow by 15%", []),
        ("增长15%", "Grow by fifteen per cent", []),
        ("增长百分之十五", "Grow by 15%", []),
        ("增长15%", "Grow by 12%", ["15%"]),
        ("1,196万元", "CNY 11.96 million", []),
        ("1,196万元", "CNY 1.196 million", ["1,196万"]),
        ("1.2亿元", "CNY 120 million", []),
        ("1.2亿元", "CNY 12 million", ["1.2亿"]),
        ("850.24万元", "CNY 8.50 million", []),
        ("4.05亿元", "CNY 405.5 million", ["4.05亿"]),
        ("3万元", "CNY 30,000", []),
        ("3万元", "CNY 30k", []),
        ("3万元", "CNY 3,000", ["3万"]),
        ("943万元、1,075万元", "CNY 9.43 and 10.75 million", []),
        ("3至5万元", "CNY 30 to 50 thousand", []),
        ("10%—15%", "10 to 15%", []),
        ("三成客户", "30% of customers", []),
        ("打九五折", "at 5% off", []),
        ("三分之二", "67% of them", []),
        ("居前20%", "the highest fifth", []),
        ("一半", "50%", []),
        ("提高2个百分点", "up by 2 percentage points", []),
        ("两百万元", "CNY 2 million", []),
        ("20家新客户", "Twenty new customers", []),
        ("2026年7月", "July 2026", []),
    ],
)
def test_figures_in_both_languages(zh: str, en: str, lost: list[str]) -> None:
    english = possible_values(en)
    assert [figure.text for figure in stated_figures(zh) if not is_stated(figure.value, english)] == lost
    if not lost:
        chinese = possible_values(zh)
        assert [figure.text for figure in stated_figures(en) if not is_stated(figure.value, chinese)] in ([], ["67%"])


def test_figures_are_exact() -> None:
    assert [figure.value for figure in stated_figures("4.05亿、1,196万、15.50%")] == [
        Decimal("4.05e8"),
        Decimal("1196e4"),
        Decimal("15.50"),
    ]


@pytest.mark.parametrize("digits", ["8" * 40, "9" * 200 + ".5", "一" * 60])
def test_rows_of_digits_are_no_figures(digits: str) -> None:
    assert list(stated_figures(f"{digits}%、3亿")) == [("3亿", Decimal(300000000))]
    assert not is_stated(Decimal(15), possible_values(f"{digits} million 12% of {digits}%"))


def test_figures_that_differ_are_reported_once() -> None:
    one(
        "PS902",
        *wrong("content/goals/shanghai-revenue.yml", "zh: 第三季度净销售额增长15%", "zh: 第三季度净销售额增长‹12%›"),
        "`12%`",
    )
    one(
        "PS902",
        *wrong(
            "content/goals/shanghai-revenue.yml", "en: Based on last year and the order book", "en: ‹60%› is on order"
        ),
        "which the Chinese text does not",
    )


@pytest.mark.parametrize(
    ("file", "text", "noun"),
    [
        (
            "content/metrics/renewals.yml",
            "title: {zh: ‹续约率›, en: Renewal rate}\nunit: percent\ndirection: higher\n",
            "metric",
        ),
        ("content/roles/clerk.yml", "title: {zh: ‹内勤›, en: Clerk}\n", "role"),
        ("content/teams/north.yml", "title: {zh: ‹华北›, en: North China}\n", "team"),
        ("content/training/basics.yml", "title: {zh: ‹基础›, en: Basics}\n", "training"),
        ("content/calendars/us.yml", "title: {zh: ‹美国›, en: United States}\nyears: [2026]\n", "calendar"),
    ],
)
def test_records_that_nothing_uses(file: str, text: str, noun: str) -> None:
    plain, place = marked(text)
    one("PS905", {file: plain}, f"{file}:{place}", noun)
    assert places({file: plain + "status: not in use\n"}) == []
    assert places({file: plain} | changed(RULE, "weight: 60%", "weight: sixty")) == [f"PS421 {RULE}:8:13"]


def test_a_metric_that_is_used_by_its_id() -> None:
    metric = BASE["content/metrics/collection-rate.yml"]
    rule = changed(
        RULE,
        "  collection:\n    metric: collection-rate\n",
        "  renewals:\n",
        "collection: 96%",
        "renewals: 96%",
        "collection: 100, ",
        "",
    )
    assert places({"content/metrics/renewals.yml": metric} | rule) == []


def test_the_site_sets_how_severe_these_are() -> None:
    bare = changed(METRIC, "title: {zh: 净销售额, en: Net revenue}", "title: 净销售额")
    assert [problem.severity.value for problem in problems(bare)] == ["warning"]
    off = changed("perfsite.yml", "policy:", "checks: {missing-translation: off}\npolicy:")
    assert places(bare | off) == []
    error = changed("perfsite.yml", "policy:", "checks: {PS901: error}\npolicy:")
    assert [problem.severity.value for problem in problems(bare | error)] == ["error"]
