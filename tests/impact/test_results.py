"""What published results would be: who gains and loses, against the budget, and what is not known."""

from __future__ import annotations

from fractions import Fraction

from perfsite.impact.compare import Impact
from perfsite.impact.results import AwardImpact
from tests.impact.test_classes import CRITERIA, GOAL, REWARD, RULE, Files, impact
from tests.site_builder import BASE, changed

RESULT = "content/results/2026-q3/quarterly-bonus.yml"


def bonus(found: Impact) -> AwardImpact:
    (award,) = found.awards
    return award


def test_who_gains_and_what_it_costs_against_the_budget() -> None:
    award = bonus(impact(changed(REWARD, "CNY 30,000", "CNY 50,000")))

    assert [(move.who.id, move.difference, move.direction) for move in award.moves] == [
        ("p-2", Fraction(24000), 1),
        ("p-3", Fraction(20000), 1),
    ]
    assert award.sums == (Fraction(66000), Fraction(110000))
    assert (award.people, award.currency) == (2, "CNY")
    assert award.over_budget


def test_a_grade_moves_and_the_money_with_it() -> None:
    award = bonus(impact(changed(RULE, "grade: B, from: 80", "grade: B, from: 86")))

    (move,) = award.moves
    assert (move.who.id, move.before and move.before.grade, move.after and move.after.grade) == ("p-3", "B", "C")
    assert move.grade_moves
    assert move.difference == -15000
    assert not award.over_budget


def test_points_alone_are_not_felt() -> None:
    award = bonus(impact(changed(GOAL, "target: CNY 800万", "target: CNY 790万")))

    (move,) = award.moves
    assert (move.difference, move.direction, move.is_felt) == (Fraction(0), 1, False)


def test_who_is_not_eligible_any_more_and_by_which_requirement() -> None:
    found = bonus(impact(changed(REWARD, "at_least: 3 months", "at_least: 24 months")))

    assert [(who.id, one.subject) for who, one in found.not_eligible] == [("p-3", "tenure")]
    assert [(move.who.id, move.after, move.difference) for move in found.moves] == [("p-3", None, Fraction(-30000))]

    base = changed(REWARD, "at_least: 3 months", "at_least: 24 months")
    back = bonus(impact({REWARD: BASE[REWARD]}, base))
    assert [(who.id, one.subject) for who, one in back.eligible] == [("p-3", "tenure")]
    assert [(move.who.id, move.before, move.difference) for move in back.moves] == [("p-3", None, Fraction(30000))]


def test_a_ranking_has_another_winner() -> None:
    ranked = "winners: {top: 1, by: [total descending], ties: shared}\nbudget"
    base = changed(REWARD, "budget", ranked)
    later = base[REWARD]
    assert later is not None

    award = bonus(impact({REWARD: later.replace("total descending", "total ascending")}, base))

    assert [(move.who.id, move.before is None, move.after is None, move.direction) for move in award.moves] == [
        ("p-2", False, True, -1),
        ("p-3", True, False, 1),
    ]


def test_the_evidence_that_only_the_new_wording_asks_for_is_found() -> None:
    conduct = "content/actuals/2026-q3-conduct.yml"
    base: Files = {
        # Not cited by the result, which did not need it.
        "content/actuals/2026-q3-survey.yml": "source: {system: survey, exported: 2026-10-09T10:00+08:00}\n"
        "title: {zh: 满意度, en: Satisfaction}\nperiod: 2026-q3\nmetric: satisfaction\n"
        "values: [{person: p-2, value: 4}, {person: p-3, value: 5}]\n",
        "content/metrics/satisfaction.yml": "title: {zh: 满意度, en: Satisfaction}\nunit: rating\ndirection: higher\n",
        conduct: BASE[conduct],
    }
    component = "  satisfaction: {metric: satisfaction, weight: 10%, measure: actual, steps: [{from: 0, points: 0}, {from: 5, points: 200}], missing: error}\ngates:"

    award = bonus(impact(changed(RULE, "weight: 60%", "weight: 50%", "gates:", component), base))

    assert award.doubts == ()
    assert {move.who.id: move.after and move.after.total for move in award.moves} == {
        "p-2": Fraction("97.5"),
        "p-3": Fraction("95.5"),
    }


def test_a_figure_that_an_exception_sets_stays() -> None:
    exception = (
        "exception: {from: grades, reason: {zh: 重大项目, en: A large project}, approved_by: p-4, on: 2026-10-11}"
    )
    base = {
        RESULT: BASE[RESULT].replace(
            'grade: B, amount: "CNY 30,000.00"}', f'grade: A, amount: "CNY 36,000.00", {exception}}}'
        )
    }

    award = bonus(impact(changed(REWARD, "CNY 30,000", "CNY 20,000"), base))

    assert [who.id for who in award.excepted] == ["p-3"]
    after = {move.who.id: move.after for move in award.moves}
    # Both are paid by grade A.
    assert {who: figures and figures.amount for who, figures in after.items()} == dict.fromkeys(
        ("p-2", "p-3"), Fraction(24000)
    )


def test_what_cannot_be_computed_is_said_and_counted_nowhere() -> None:
    lacking = bonus(impact({GOAL: None}))

    assert lacking.people == 1
    assert lacking.sums == (Fraction(36000), Fraction(36000))
    assert [doubt.who and doubt.who.id for doubt in lacking.doubts] == ["p-3"]


def test_another_currency_is_not_compared() -> None:
    award = bonus(impact(changed(REWARD, "CNY 30,000", "USD 30,000", "CNY 100,000", "USD 100,000")))

    assert [doubt.trouble.reason for doubt in award.doubts] == ["currency"]
    assert award.moves == ()


def test_verdicts_of_a_promotion_move() -> None:
    found = impact(changed(CRITERIA, "at_least: 12 months}}", "at_least: 48 months}}"))

    (promotion,) = found.promotions
    assert [(move.who.id, move.id, move.before, move.after) for move in promotion.verdicts] == [
        ("p-2", "tenure", True, False)
    ]
    assert [(one.before, one.after, one.direction) for one in promotion.candidates] == [(True, False, -1)]


def test_a_requirement_that_is_new_is_for_people_to_judge() -> None:
    panel = "    - {id: panel, judgement: {zh: 评审会同意, en: The panel agrees}, evidence: panel}\nwaivers"
    found = impact(changed(CRITERIA, "waivers", panel))

    (promotion,) = found.promotions
    assert [(move.id, move.asked, move.after, move.direction) for move in promotion.verdicts] == [
        ("panel", (False, True), None, 0)
    ]
    assert [(one.before, one.after) for one in promotion.candidates] == [(True, None)]
