"""What an audience is told: no name, figure or sum that it may not see, nor one that could be worked out."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from perfsite.impact.compare import compare
from perfsite.impact.shown import Shown, Sight, show
from perfsite.privacy import audience_named
from perfsite.reporters.impact import IMPACT_FORMATS, Compared
from perfsite.reporters.impact.state import State
from tests.impact.test_classes import DAY, REWARD, RULE, Files
from tests.site_builder import BASE, changed, site

COMPARED = Compared(State("main"), State(""))
PEOPLE, GOALS = "content/people/people.yml", "content/goals/more.yml"
RESULT, REVENUE, CONDUCT = (
    "content/results/2026-q3/quarterly-bonus.yml",
    "content/actuals/2026-q3-revenue.csv",
    "content/actuals/2026-q3-conduct.yml",
)


def shown(files: Files, audience: str, base: Files | None = None) -> Shown:
    base = base or {}
    old, new = site(base).library, site({**base, **files}).library
    rule = audience_named(old.site, audience)
    assert rule is not None
    sight = Sight(old, new, rule, DAY)
    return show(compare(old, new, DAY, 1, sight.seen), sight)


def pair(before: int, after: int) -> tuple[Fraction, Fraction]:
    return Fraction(before), Fraction(after)


def written(one: Shown) -> str:
    return "".join(
        write(one, COMPARED, lang, color=False) for write in IMPACT_FORMATS.values() for lang in ("zh", "en")
    )


def crowd(people: int) -> Files:
    """The base with so many more managers in Zhejiang, each like p-3."""
    ids = [f"p-1{number:02}" for number in range(people)]
    return {
        PEOPLE: BASE[PEOPLE]
        + "".join(
            f"- {{id: {id}, name: {{zh: 赵{id}, en: Zhao {id}}}, joined: 2022-09-01, positions: "
            "[{role: regional-manager, team: zhejiang, level: m1, from: 2025-04-01}]}\n"
            for id in ids
        ),
        GOALS: "".join(
            f"- {{id: goal-{id}, title: {{zh: 目标, en: Goal}}, owner: person/{id}, period: 2026-q3, metric: net-revenue, target: CNY 800万}}\n"
            for id in ids
        ),
        REVENUE: BASE[REVENUE] + "".join(f'{id},"CNY 7,600,000"\n' for id in ids),
        CONDUCT: BASE[CONDUCT]
        + "".join(f"  - {{person: {id}, metric: collection-rate, value: 90%}}\n" for id in ids)
        + "".join(f"  - {{person: {id}, metric: compliance-breaches, value: 0}}\n" for id in ids),
        RESULT: BASE[RESULT].replace(
            "notice:",
            "".join(f'  - {{person: {id}, total: 85.00, grade: B, amount: "CNY 30,000.00"}}\n' for id in ids)
            + "notice:",
        ),
    }


def test_everyone_is_told_neither_names_nor_figures_of_a_few() -> None:
    one = shown(changed(REWARD, "CNY 30,000", "CNY 50,000"), "everyone")

    (result,) = one.results
    assert result.moves is None
    assert (result.better, result.worse, result.sums, result.budget, result.over_budget) == (
        None,
        None,
        None,
        None,
        None,
    )
    assert (result.moved.count, result.moved.any) == (None, True)
    assert one.sums is None
    text = written(one)
    for secret in (
        "p-2",
        "p-3",
        "张",
        "Zhang",
        "李静怡",
        "60,000",
        "60000",
        "24000",
        "24,000",
        "44000",
        "110000",
        "100000",
    ):
        assert secret not in text
    assert "fewer than 6 people" in text


def test_hr_is_told_everything() -> None:
    one = shown(changed(REWARD, "CNY 30,000", "CNY 50,000"), "hr")

    (result,) = one.results
    assert [(move.who.name.zh, move.who.id, move.difference) for move in result.moves or ()] == [
        ("张浩博", "p-2", Fraction(24000)),
        ("李静怡", "p-3", Fraction(20000)),
    ]
    assert (result.better, result.worse, result.sums, result.over_budget) == (2, 0, pair(66000, 110000), True)
    assert one.sums == {"CNY": pair(66000, 110000)}


def test_sums_over_enough_people_are_for_everyone() -> None:
    one = shown(changed(REWARD, "CNY 30,000", "CNY 50,000"), "everyone", crowd(6))

    (result,) = one.results
    assert (result.moves, result.moved.count, result.better, result.worse) == (None, 8, 8, 0)
    assert result.sums == pair(66000 + 6 * 30000, 110000 + 6 * 50000)


def test_nothing_can_be_subtracted() -> None:
    # Seven of eight go down to C; one, at A, gets more: either part would give away the one.
    later = changed(RULE, "grade: B, from: 80, coefficient: 1.0", "grade: B, from: 80, coefficient: 0.9",
                    "coefficient: 1.2", "coefficient: 1.3")  # fmt: skip
    one = shown(later, "everyone", crowd(6))

    (result,) = one.results
    assert (result.better, result.worse, result.gained, result.lost) == (None, None, None, None)
    assert result.moved.count == 8
    assert result.sums == pair(66000 + 6 * 30000, 39000 + 7 * 27000)


def test_a_sum_that_only_a_few_make_different_is_withheld() -> None:
    # The points of all differ, the money of one alone.
    later = changed(
        RULE, "weight: 60%", "weight: 70%", "weight: 40%", "weight: 30%", "coefficient: 1.2", "coefficient: 1.3"
    )

    (result,) = shown(later, "everyone", crowd(6)).results

    assert result.moved.count == 8
    assert result.sums is None


@pytest.mark.parametrize("mode", ["masked", "id"])
def test_names_are_as_the_policy_has_them(mode: str) -> None:
    site_file = (
        BASE["perfsite.yml"] + f"audiences: [{{id: managers, sees: managers, names: {mode}}}, {{id: hr, sees: hr}}]\n"
    )

    one = shown(changed(REWARD, "CNY 30,000", "CNY 50,000"), "managers", {"perfsite.yml": site_file})

    (result,) = one.results
    names = [(move.who.name.zh, move.who.id) for move in result.moves or ()]
    assert names == ([("张**", ""), ("李**", "")] if mode == "masked" else [("p-2", "p-2"), ("p-3", "p-3")])
    assert "浩博" not in written(one)


def test_what_the_audience_does_not_see_leaves_no_trace() -> None:
    hidden = shown(changed(REWARD, "CNY 100,000", "CNY 200,000"), "everyone")
    assert hidden.standards == ()
    assert written(hidden) == written(shown({}, "everyone"))

    beside = changed(RULE, "grade: B, from: 80", "grade: B, from: 86")
    both = {**changed(REWARD, "CNY 100,000", "CNY 200,000"), **beside}
    assert written(shown(both, "everyone")) == written(shown(beside, "everyone"))

    own = changed(REWARD, "every:", "audience: hr\nevery:")
    changed_too = {REWARD: (own[REWARD] or "").replace("CNY 30,000", "CNY 31,000")}
    assert shown(changed_too, "everyone", own).standards == ()
    assert len(shown(changed_too, "hr", own).standards) == 1


def test_a_hidden_rule_moves_no_sum() -> None:
    crowded = {**crowd(6), **changed(RULE, "in_force:", "audience: hr\nin_force:")}
    later = {RULE: (crowded[RULE] or "").replace("coefficient: 1.0", "coefficient: 1.1")}

    assert written(shown(later, "everyone", crowded)) == written(shown({}, "everyone", crowded))
    assert shown(later, "hr", crowded).results != ()


def test_a_wider_visibility_is_not_used_before_it_is_merged() -> None:
    wider = (
        BASE["perfsite.yml"]
        + "visibility: {award-result.recipients: everyone, award-result.recipients.person: everyone, reward.budget: everyone}\n"
    )

    one = shown({"perfsite.yml": wider, **changed(REWARD, "CNY 30,000", "CNY 50,000")}, "everyone")

    (result,) = one.results
    assert (result.moves, result.budget) == (None, None)
    assert "100,000" not in written(one)


def test_content_marks_nothing_up_in_a_comment() -> None:
    later = changed(REWARD, "zh: 季度奖金,", 'zh: "@all <img src=x> [点这里](http://evil.example) #1 | `x`",')

    text = IMPACT_FORMATS["markdown"](shown(later, "hr"), COMPARED, "zh", color=False)

    for live in ("@all", "<img", "[点这里]", "#1 ", "`x`"):
        assert live not in text


def test_json_is_one_document_in_both_languages() -> None:
    one = shown(changed(RULE, "grade: B, from: 80", "grade: B, from: 86"), "hr")

    zh, en = (IMPACT_FORMATS["json"](one, COMPARED, lang, color=False) for lang in ("zh", "en"))

    assert zh == en
    document = json.loads(zh)
    assert document["version"] == 1
    assert document["standards"][0] | {"grounds": [], "changes": [], "timing": None} == {
        "record": "rule/scorecard",
        "title": {"zh": "大区经理季度评分", "en": "Regional manager's quarterly scorecard"},
        "event": "changed",
        "replaces": None,
        "class": "less-favourable",
        "grounds": [],
        "timing": None,
        "changes": [],
    }
    assert document["results"][0]["moves"] == [
        {
            "id": "p-3",
            "name": {"zh": "李静怡", "en": "Li Jingyi"},
            "before": {"amount": "30000", "grade": "B", "total": "85", "rank": None},
            "after": {"amount": "15000", "grade": "C", "total": "85", "rank": None},
            "difference": "-15000",
            "direction": -1,
        }
    ]
