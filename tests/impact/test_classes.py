"""Each class of change, as computing finds it: the change beside the class and what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

import pytest

from perfsite.impact.compare import Bearing, Impact, StandardImpact, compare
from perfsite.impact.standards import Event
from tests.site_builder import BASE, changed, site

DAY = dt.date(2026, 11, 2)
RULE, REWARD = "content/rules/scorecard.yml", "content/rewards/quarterly-bonus.yml"
GOAL, CRITERIA = "content/goals/zhejiang-revenue.yml", "content/promotion/m1-to-m2.yml"
NO_RESULTS = {"content/results/2026-q3/quarterly-bonus.yml": None, "content/results/2026-promotions.yml": None}
Files = Mapping[str, "str | None"]


def impact(files: Files, base: Files | None = None, day: dt.date = DAY) -> Impact:
    base = base or {}
    return compare(site(base).library, site({**base, **files}).library, day)


def only(found: Impact) -> StandardImpact:
    (one,) = found.standards
    return one


def bearing(files: Files, base: Files | None = None) -> Bearing | None:
    verdict = only(impact(files, base)).verdict
    return None if verdict is None else verdict.bearing


CLASSES = [
    # Titles, links, notes and examples: nothing can follow from them.
    (RULE, ("大区经理季度评分,", "大区经理的季度评分,"), Bearing.CLARIFYING),
    (RULE, ("in_force:", "tags: [bonus]\nin_force:"), Bearing.CLARIFYING),
    (GOAL, ("与去年持平，另有两个新客户", "与去年持平"), Bearing.CLARIFYING),
    # Curves, edges, grades, rounding, gates.
    (RULE, ("{at: 120%, points: 130}", "{at: 120%, points: 140}"), Bearing.MORE),
    (RULE, ("{from: 85%, points: 70}", "{from: 88%, points: 70}"), Bearing.LESS),
    (RULE, ("{from: 85%, points: 70}", "{above: 85%, points: 70}"), Bearing.LESS),
    (RULE, ("from: 80, coefficient: 1.0", "from: 80, coefficient: 0.9"), Bearing.LESS),
    (RULE, ("at_least: 1}", "at_least: 2}"), Bearing.MORE),
    (RULE, ("rounding: half-up", "rounding: up"), Bearing.MORE),
    (RULE, ("above: clamp", "above: extrapolate"), Bearing.MORE),
    (RULE, ("weight: 60%", "weight: 50%", "weight: 40%", "weight: 50%"), Bearing.MIXED),
    # The same in other words.
    (RULE, ("{from: 85%, points: 70}", "{from: 85%, points: 70}, {from: 90%, points: 70}"), Bearing.NEUTRAL),
    # Amounts, who it is for, who is eligible.
    (REWARD, ("CNY 30,000", "CNY 31,000"), Bearing.MORE),
    (REWARD, ("places: 2, rounding: half-up}", "cap: CNY 33000, places: 2, rounding: half-up}"), Bearing.LESS),
    (REWARD, ("at_least: 3 months", "at_least: 24 months"), Bearing.LESS),
    (REWARD, ("{grade: {at_least: C}}", "{grade: {at_least: B}}"), Bearing.LESS),
    (REWARD, ("role: regional-manager", "role: [regional-manager, sales-director]"), Bearing.MORE),
    # Targets, and requirements of a promotion.
    (GOAL, ("target: CNY 800万", "target: CNY 700万"), Bearing.MORE),
    (GOAL, ("target: CNY 800万", "target: CNY 900万"), Bearing.LESS),
    (CRITERIA, ("at_least: 12 months}}", "at_least: 18 months}}"), Bearing.LESS),
    (CRITERIA, ("at_least: B, rule", "at_least: C, rule"), Bearing.MORE),
    (CRITERIA, ("over: 12 months}", "over: 6 months}"), Bearing.MORE),
    (CRITERIA, ("notice: 5 working days", "notice: 3 working days"), Bearing.LESS),
    # People decide by the words: no computing tells what others do.
    ("content/metrics/net-revenue.yml", ("unit: money", "definition: {zh: 到账后计, en: Once paid}\nunit: money"), Bearing.UNDECIDED),
    ("content/ladders/sales.yml", ("每月与每名下属谈一次", "每周与每名下属谈一次"), Bearing.UNDECIDED),
    # The site's promises.
    ("perfsite.yml", ("notice: 5 working days", "notice: 7 working days"), Bearing.MORE),
    ("perfsite.yml", ("answer_within: 10 working days", "answer_within: 15 working days"), Bearing.LESS),
]  # fmt: skip


@pytest.mark.parametrize(("file", "change", "expected"), CLASSES, ids=lambda value: value[-1] if isinstance(value, tuple) else None)  # fmt: skip
def test_the_class_of_a_change(file: str, change: tuple[str, ...], expected: Bearing) -> None:
    assert bearing(changed(file, *change)) is expected


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [case for case in CLASSES if case[0] in (RULE, REWARD, CRITERIA)],
    ids=lambda value: value[-1] if isinstance(value, tuple) else None,
)
def test_without_any_result_it_is_the_same_by_trying(file: str, change: tuple[str, ...], expected: Bearing) -> None:
    assert bearing(changed(file, *change), dict(NO_RESULTS)) is expected


def test_a_class_says_on_what_it_rests() -> None:
    verdict = only(impact(changed(RULE, "{from: 85%, points: 70}", "{from: 88%, points: 70}"))).verdict

    assert verdict is not None
    # Nobody of the result lies between 85% and 88%: only trying finds it.
    assert (verdict.results, verdict.better, verdict.worse) == (2, 0, 0)
    assert verdict.probed.points > 50
    assert verdict.probed.better == 0
    assert 0 < verdict.probed.worse < verdict.probed.points


def test_goals_are_classed_by_what_happens_to_their_owners() -> None:
    found = impact(
        {
            **changed(GOAL, "target: CNY 800万", "target: CNY 700万"),
            **changed("content/goals/shanghai-revenue.yml", "target: CNY 1,200万", "target: CNY 1,400万"),
        }
    )

    assert {one.pair.now.id: one.verdict and one.verdict.bearing for one in found.standards} == {
        "shanghai-revenue": Bearing.LESS,
        "zhejiang-revenue": Bearing.MORE,
    }


def test_what_was_reached_of_a_goal_is_evidence_and_no_change() -> None:
    assert impact(changed("content/goals/shanghai-revenue.yml", "进度正常", "进度偏慢")).standards == ()


def test_a_rule_that_replaces_another_is_compared_with_it() -> None:
    text = BASE[RULE].replace("from: 2026-01-01}", "from: 2027-01-01}\nreplaces: scorecard").replace("points: 130", "points: 150")  # fmt: skip

    found = impact({"content/rules/scorecard-2027.yml": text})

    one = only(found)
    assert one.pair.event is Event.REPLACED
    assert one.verdict is not None
    assert one.verdict.bearing is Bearing.MORE
    assert one.timing is None
    (award,) = [award for award in found.awards if award.moves]
    assert [
        (move.who.id, move.before and move.before.total, move.after and move.after.total) for move in award.moves
    ] == [("p-2", Fraction(109), Fraction(115))]


def test_new_and_removed_standards_have_no_class_where_nothing_moves_by_them() -> None:
    found = impact({"content/goals/next.yml": BASE[GOAL].replace("person/p-3", "person/p-4"), GOAL: BASE[GOAL]})
    assert [(one.pair.event, one.verdict) for one in found.standards] == [(Event.NEW, None)]

    gone = impact({GOAL: None})
    assert [one.pair.event for one in gone.standards] == [Event.REMOVED]
    (award,) = [award for award in gone.awards if award.doubts]
    assert [(doubt.who and doubt.who.id, doubt.trouble.name, doubt.before, doubt.after) for doubt in award.doubts] == [
        ("p-3", "net-revenue/target", False, True)
    ]


def test_each_change_is_looked_at_alone() -> None:
    found = impact(
        {
            **changed(RULE, "{from: 85%, points: 70}", "{from: 95%, points: 70}", "{from: 95%, points: 100}", "{from: 98%, points: 100}"),
            **changed(REWARD, "CNY 30,000", "CNY 60,000"),
        }
    )  # fmt: skip

    assert {one.pair.now.kind: one.verdict and one.verdict.bearing for one in found.standards} == {
        "reward": Bearing.MORE,
        "rule": Bearing.LESS,
    }
