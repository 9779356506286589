"""What changed between two versions of a record, in people's words and in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.history.changes import Change, Deed, changes_between
from perfsite.history.meaning import digest
from perfsite.history.sentences import sentence
from perfsite.history.wording import Mark, Segment, compare_texts
from perfsite.records.fields import shape_of
from perfsite.records.forms import ListOf, MapOf, TextForm
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from tests.ending import soon
from tests.site_builder import BASE, changed, site


def record(ref: str, files: dict[str, str | None] | None = None) -> Record:
    kind, _, id = ref.partition("/")
    found = site(files).library.find(Ref(kind, id))
    assert found is not None
    assert not found.incomplete
    return found


def changes(ref: str, file: str, *replacements: str) -> tuple[Change, ...]:
    return changes_between(record(ref), record(ref, changed(file, *replacements)))


RULE, RULE_FILE = "rule/scorecard", "content/rules/scorecard.yml"
CRITERIA, CRITERIA_FILE = "criteria/m1-to-m2", "content/promotion/m1-to-m2.yml"
RESULT, RESULT_FILE = "award-result/2026-q3-quarterly-bonus", "content/results/2026-q3/quarterly-bonus.yml"


@pytest.mark.parametrize(
    ("ref", "file", "replacements", "english", "chinese"),
    [
        (RULE, RULE_FILE, ("weight: 60%", "weight: 50%"), ["Weight of `revenue`: 60% → 50%"], ["`revenue`的权重：60% → 50%"]),
        (
            RULE,
            RULE_FILE,
            ("in_force: {from: 2026-01-01}", "in_force: {from: 2026-04-01}"),
            ["From of in force: 2026-01-01 → 2026-04-01"],
            ["生效的起：2026-01-01 → 2026-04-01"],
        ),
        (
            RULE,
            RULE_FILE,
            ("{from: 85%, points: 70}", "{from: 90%, points: 70}"),
            ["From of `collection`, tier from 85%: 85% → 90%"],
            ["`collection`的档“85%起”的起（含）：85% → 90%"],
        ),
        (
            RULE,
            RULE_FILE,
            ("{grade: C, from: 0, coefficient: 0.5}", "{grade: C, from: 60, coefficient: 0.5}\n  - {grade: D, from: 0, coefficient: 0}"),
            ["From of `C`: 0 → 60", "Grade `D` added"],
            ["`C`的起（含）：0 → 60", "新增等级`D`"],
        ),
        (
            CRITERIA,
            CRITERIA_FILE,
            ("    - {id: coaching, competency: {coaching: m2}, evidence: panel}\n", ""),
            ["Requirement `coaching` removed"],
            ["删去要求`coaching`"],
        ),
        (
            CRITERIA,
            CRITERIA_FILE,
            ("{in: m1, at_least: 12 months}", "{in: m1, at_least: 24 months}"),
            ["At least of `tenure`, tenure: 12 months → 24 months"],
            ["`tenure`的任职时间的至少：12 months → 24 months"],
        ),
        (
            RESULT,
            RESULT_FILE,
            ("{person: p-3, total: 85.00", "{person: p-4, total: 85.00"),
            ["Recipient `p-4` added", "Recipient `p-3` removed"],
            ["新增获奖人`p-4`", "删去获奖人`p-3`"],
        ),
        (
            RESULT,
            RESULT_FILE,
            ('{person: p-2, total: 109.00, grade: A, amount: "CNY 36,000.00"}\n  - {person: p-3, total: 85.00, grade: B, amount: "CNY 30,000.00"}',
             '{person: p-3, total: 85.0, grade: B, amount: "CNY 3万"}\n  - {person: p-2, total: 109, grade: A, amount: "CNY 36,000.00"}'),
            ["Recipients: in another order"],
            ["获奖人：调整了顺序"],
        ),
        (
            RULE,
            RULE_FILE,
            ("  - title: {zh: 合规一票否决, en: Compliance}\n    when", "  - title: {zh: 合规否决, en: Compliance}\n    when"),
            ["Title of Compliance: (zh) 合规[-一票-]否决"],
            ["合规一票否决的标题：合规[-一票-]否决"],
        ),
        (
            RULE,
            RULE_FILE,
            ("applies_to: {role: regional-manager}", "applies_to: {role: [regional-manager, sales-director]}"),
            ["Role of applies to: role/sales-director added"],
            ["适用对象的岗位：新增 role/sales-director"],
        ),
        (
            RESULT,
            RESULT_FILE,
            ("    outcome: rejected\n", "    outcome: upheld\n"),
            ["Outcome of objection `p-3`: rejected → upheld"],
            ["异议`p-3`的处理结果：异议不成立 → 异议成立"],
        ),
        (
            "criteria/m1-to-m2",
            CRITERIA_FILE,
            ("competency: {coaching: m2}", "competency: {coaching: m1}"),
            ["`coaching` of `coaching`: m2 → m1"],
            ["`coaching`的`coaching`：m2 → m1"],
        ),
        (
            "reward/quarterly-bonus",
            "content/rewards/quarterly-bonus.yml",
            ("{tenure: {at_least: 3 months}}", "{tenure: {at_least: 6 months}}"),
            ["At least of requirement no. 1, tenure: 3 months → 6 months"],
            ["要求“第1项”的任职时间的至少：3 months → 6 months"],
        ),
        (
            RULE,
            RULE_FILE,
            ("approved: {by: p-1, on: 2025-12-15}\n", ""),
            ["Approved: removed, was By person/p-1, On 2025-12-15"],
            ["批准：删去，原为 批准人 person/p-1，批准日期 2025-12-15"],
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_peoples_terms(
    ref: str, file: str, replacements: tuple[str, ...], english: list[str], chinese: list[str]
) -> None:
    found = changes(ref, file, *replacements)

    assert [sentence(change, "en") for change in found] == english
    assert [sentence(change, "zh") for change in found] == chinese


def test_an_item_is_known_by_its_id_wherever_it_moves() -> None:
    """Requirements in another order with one of them changed: no other is touched."""
    found = changes(
        CRITERIA,
        CRITERIA_FILE,
        "    - {id: tenure, tenure: {in: m1, at_least: 12 months}}\n    - {id: grade, grade: {at_least: B, rule: scorecard}}\n",
        "    - {id: grade, grade: {at_least: A, rule: scorecard}}\n    - {id: tenure, tenure: {in: m1, at_least: 12 months}}\n",
    )

    assert [(change.deed, change.route) for change in found] == [
        (Deed.CHANGED, ("requires", "all", "grade", "grade", "at_least")),
        (Deed.REORDERED, ("requires", "all")),
    ]


@pytest.mark.parametrize(
    ("file", "replacements"),
    [
        (RULE_FILE, ("title: {zh: 大区经理季度评分, en: Regional manager's quarterly scorecard}", "# a comment\ntitle:\n  en: Regional manager's quarterly scorecard\n  zh: '大区经理季度评分'")),
        (RULE_FILE, ("{from: 85%, points: 70}", "{points: 70.0, from: 85.00%}")),
        (RULE_FILE, ("    metric: collection-rate\n    weight: 40%\n", "    weight: 40.0%\n    metric: collection-rate\n")),
    ],
)  # fmt: skip
def test_another_spelling_is_no_change(file: str, replacements: tuple[str, ...]) -> None:
    assert changes(RULE, file, *replacements) == ()


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("One two\nthree.", "One\ntwo three.", True),
        ("One two\n\nthree.", "One two three.", False),
        ("Items:\n- one\n- two", "Items: - one - two", False),
        ("A line  \nbroken", "A line broken", False),
        ("甲乙\n丙", "甲乙丙", False),
    ],
)
def test_where_the_lines_of_a_paragraph_end_is_no_change(before: str, after: str, is_same: bool) -> None:
    page = record("page/principles")
    texts = [replace(page, body=Text((("zh", text),))) for text in (before, after)]

    assert (changes_between(*texts) == ()) is is_same
    assert (digest(texts[0]) == digest(texts[1])) is is_same


def test_the_digest_that_a_translation_names_is_no_change() -> None:
    page = record("page/principles")
    renewed = replace(page, translation_of=(("en", "00000000"),))

    assert page.translation_of != renewed.translation_of
    assert changes_between(page, renewed) == ()
    assert digest(page) == digest(renewed)


def test_components_in_another_order_are_no_change() -> None:
    text = BASE[RULE_FILE]
    start, middle, end = text.index("  revenue:"), text.index("  collection:"), text.index("gates:")
    turned = text[:start] + text[middle:end] + text[start:middle] + text[end:]

    assert changes_between(record(RULE), record(RULE, {RULE_FILE: turned})) == ()


def test_each_change_has_the_sensitivity_of_its_field() -> None:
    (budget,) = changes(
        "reward/quarterly-bonus", "content/rewards/quarterly-bonus.yml", "budget: CNY 100,000", "budget: CNY 90,000"
    )
    (total,) = changes(RESULT, RESULT_FILE, "total: 85.00", "total: 86.00")

    assert (budget.audience, total.audience) == ("managers", "managers")
    assert changes(RULE, RULE_FILE, "weight: 60%", "weight: 50%")[0].audience == "everyone"


def test_a_changed_text_shows_what_changed_in_each_language() -> None:
    (change,) = changes(
        "goal/shanghai-revenue",
        "content/goals/shanghai-revenue.yml",
        "{zh: 依据去年同期与在手订单测算, en: Based on last year and the order book}",
        "{zh: 依据前年同期与在手订单测算, en: Based on last quarter and the order book}",
    )

    assert isinstance(change.form, TextForm)
    assert dict(change.texts) == {
        "zh": (
            Segment(Mark.SAME, "依据"),
            Segment(Mark.REMOVED, "去"),
            Segment(Mark.ADDED, "前"),
            Segment(Mark.SAME, "年同期与在手订单测算"),
        ),
        "en": (
            Segment(Mark.SAME, "Based on last "),
            Segment(Mark.REMOVED, "year"),
            Segment(Mark.ADDED, "quarter"),
            Segment(Mark.SAME, " and the order book"),
        ),
    }


@given(st.text(alphabet="ab年月 \n.", max_size=30), st.text(alphabet="ab年月 \n.", max_size=30))
def test_the_stretches_make_both_texts(before: str, after: str) -> None:
    segments = compare_texts(before, after)

    assert "".join(text for mark, text in segments if mark is not Mark.ADDED) == before
    assert "".join(text for mark, text in segments if mark is not Mark.REMOVED) == after


def test_long_texts_are_compared_in_time() -> None:
    before = "".join(chr(0x4E00 + (place * 7919) % 9000) for place in range(20_000))
    after = "".join(chr(0x4E00 + (place * 104_729) % 9000) for place in range(20_000))

    with soon():
        compare_texts(before, after)


@pytest.mark.parametrize("ref", [f"{r.kind}/{r.id}" for r in site().library.all()])
def test_every_field_of_every_kind_can_be_told(ref: str) -> None:
    """Each field of each record taken away, one by one: a change, told in both languages without a gap."""
    whole = record(ref)
    for key, spec in shape_of(type(whole)).fields.items():
        if key in ("changes", "translation_of") or getattr(whole, spec.attribute) in (None, ()):
            continue
        nothing: dict[str, Any] = {spec.attribute: () if isinstance(spec.form, ListOf | MapOf) else None}
        bare = replace(whole, **nothing)
        for change in (*changes_between(whole, bare), *changes_between(bare, whole)):
            assert change.route[0] == key
            for lang in ("zh", "en"):
                told = sentence(change, lang)
                assert told
                assert "Phrase(" not in told
                assert "Decimal(" not in told
