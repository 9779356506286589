"""The rows of a proposal: who wins and by what, in which order, and the figures that a row can state."""

from __future__ import annotations

import pytest

from perfsite.scoring.proposal import Proposal
from tests.scoring.test_propose import CONDUCT, REVENUE, REWARD, RULE, WINNERS, lacks, proposed, ranked, rows
from tests.scoring.test_screened import (
    ORDERS,
    SHARED,
    actuals,
    at,
    by_orders,
    evidence,
    paid,
    without,
)
from tests.site_builder import BASE, changed

Files = dict[str, str | None]
TENURE = "{tenure: {at_least: 1 months}}"
P2_RATE, P3_RATE = (f"  - {{person: {who}, metric: collection-rate, value: {rate}}}\n" for who, rate in (("p-2", "96%"), ("p-3", "90%")))  # fmt: skip


def winners(words: str) -> Files:
    """The ranked bonus with other words for who wins."""
    return {REWARD: (ranked()[REWARD] or "").replace(WINNERS, f"winners: {{{words}, ties: shared}}\n")}


def asking_of_ranked(requirement: str) -> Files:
    return {REWARD: (ranked()[REWARD] or "").replace("{grade: {at_least: C}}", requirement)}


def metric_alone(words: str) -> Files:
    """A prize of which the best get CNY 500, by the net revenue of the quarter."""
    files = paid('{flat: "CNY 500"}')
    return {REWARD: f"{files[REWARD]}winners: {{{words}, ties: shared}}\n"}


# Who wins


def test_a_winner_whose_row_lacks_a_figure_keeps_the_place() -> None:
    """p-3 has 9 orders and no collection rate: the one place is theirs, and the row waits."""
    proposal = proposed(by_orders(TENURE))
    assert (rows(proposal), [who.id for who in proposal.behind]) == ([], ["p-2"])
    assert lacks(proposal) == ["p-3 missing: collection-rate/actual @actuals/2026-q3-conduct"]


@pytest.mark.parametrize(
    ("minimum", "below"),
    [("{total: 85}", []), ("{total: 85.01}", ["p-3"]), ("{total: 110}", ["p-2", "p-3"])],
)
def test_who_is_below_the_minimum_is_told(minimum: str, below: list[str]) -> None:
    """p-2 has 109 points, p-3 has 85."""
    proposal = proposed(winners(f"top: 2, by: [total descending], minimum: {minimum}"))
    assert [who.id for who in proposal.below] == below
    assert [one.person.id for one in proposal.award.recipients if one.person] == [
        who for who in ("p-2", "p-3") if who not in below
    ]
    assert (proposal.lacks, proposal.behind) == ((), ())


@pytest.mark.parametrize(("gone", "left"), [("shanghai", "p-3"), ("zhejiang", "p-2")])
def test_a_minimum_that_cannot_be_looked_at_is_lacking_for_one_and_no_other(gone: str, left: str) -> None:
    files = metric_alone("top: 2, by: [net-revenue descending], minimum: {attainment: 50%}")
    proposal = proposed({**files, f"content/goals/{gone}-revenue.yml": None})
    other = "p-2" if left == "p-3" else "p-3"
    assert [(lack.who and lack.who.id, str(lack.trouble)) for lack in proposal.lacks] == [
        (other, "missing: net-revenue/target (2026-q3)")
    ]
    assert at(proposal) == [("net-revenue/target (2026-q3)", "reward/quarterly-bonus", ("winners",))]
    assert [row.split()[0] for row in rows(proposal)] == [left]
    assert proposal.below == ()


@pytest.mark.parametrize(("rates", "left"), [(P2_RATE, "p-3"), (P3_RATE, "p-2")])
def test_who_has_no_total_to_be_ranked_by_lacks_what_it_follows_from(rates: str, left: str) -> None:
    proposal = proposed({**asking_of_ranked(TENURE), **changed(CONDUCT, rates, "")})
    assert at(proposal) == [("collection-rate/actual", "actuals/2026-q3-conduct", ("values",))]
    assert [row.split()[:2] for row in rows(proposal)] == [[left, "1"]]
    # Not below the minimum: nobody knows.
    assert proposal.below == ()


@pytest.mark.parametrize("left", ["p-2", "p-3"])
def test_who_has_no_figure_to_be_ranked_by_lacks_it(left: str) -> None:
    files: Files = {**winners("top: 2, by: [orders descending]"), "content/metrics/orders.yml": ORDERS}
    # Of nobody: at the clause that ranks by it.
    assert at(proposed(files)) == [("orders/actual", "reward/quarterly-bonus", ("winners", "by"))] * 2
    # Of the other: where that one's stands.
    files["content/actuals/orders.yml"] = actuals(f"  - {{person: {left}, metric: orders, value: 7}}\n")
    proposal = proposed(files)
    assert at(proposal) == [("orders/actual", "actuals/orders", ("values",))]
    assert [row.split()[:2] for row in rows(proposal)] == [[left, "1"]]
    assert proposal.below == ()


def test_points_that_may_be_missing_rank_nobody() -> None:
    """A component that the others stand in for is no lack of the total, and nobody can be ranked by it all the same."""
    rule = BASE[RULE].replace(
        "{from: 95%, points: 100}]\n    missing: error", "{from: 95%, points: 100}]\n    missing: renormalise"
    )
    files = {RULE: rule, **winners("top: 2, by: [collection descending]"), **changed(CONDUCT, P3_RATE, "")}
    proposal = proposed(files)
    assert lacks(proposal) == ["p-3 missing: collection @rule/scorecard"]
    assert [row.split()[:2] for row in rows(proposal)] == [["p-2", "1"]]


LEVEL: Files = {REVENUE: 'person,value\np-2,"CNY 12,000,000"\np-3,"CNY 8,000,000"\n', **changed(CONDUCT, "90%", "96%")}


def test_a_tie_that_nothing_breaks_is_lacking_for_all() -> None:
    files = {**winners("top: 1, by: [total descending, orders descending]"), "content/metrics/orders.yml": ORDERS}
    proposal = proposed({**files, **LEVEL})
    assert (rows(proposal), lacks(proposal)) == ([], ["- missing: orders @reward/quarterly-bonus"])
    assert [lack.route for lack in proposal.lacks] == [("winners", "by")]


def test_a_share_that_may_be_one_or_two_is_lacking_and_asks_for_no_further_key() -> None:
    """75% of two is one and a half: who wins waits for a word, and what would break ties is no evidence."""
    files: Files = {
        **winners("share: 75%, group: eligible, by: [total descending, orders descending]"),
        "content/metrics/orders.yml": ORDERS,
        "content/actuals/orders.yml": actuals("  - {person: p-2, metric: orders, value: 7}\n"),
    }
    proposal = proposed(files)
    assert (rows(proposal), lacks(proposal)) == ([], ["- share: 75% @reward/quarterly-bonus"])
    assert [lack.route for lack in proposal.lacks] == [("winners", "share")]
    assert evidence(proposal) == ["2026-q3-conduct", "2026-q3-revenue"]


# Whom it is for, and whom it gives nothing


def test_teams_stand_in_the_order_in_which_the_reward_names_them() -> None:
    files = paid('{flat: "CNY 500"}', basis="{metric: orders}")
    files["content/metrics/orders.yml"] = ORDERS
    rows_of = "".join(f"  - {{team: {team}, metric: orders, value: {value}}}\n" for team, value in
                      (("east", 3), ("shanghai", 1), ("zhejiang", 2)))  # fmt: skip
    files["content/actuals/orders.yml"] = actuals(rows_of)
    named = (files[REWARD] or "").replace("{role: regional-manager}", "{team: [zhejiang, east, shanghai]}")
    proposal = proposed({**files, REWARD: named}, kind="team")
    assert rows(proposal) == ["zhejiang 2 CNY 500.00", "east 3 CNY 500.00", "shanghai 1 CNY 500.00"]
    assert [one.person for one in proposal.award.recipients] == [None, None, None]


def paid_above(amount: str) -> str:
    return f"{{steps: [{{from: CNY 0, amount: {amount}}}, {{from: CNY 1000万, amount: CNY 500}}]}}"


def test_whom_a_metric_alone_gives_nothing_need_not_be_named() -> None:
    proposal = proposed(paid(paid_above("CNY 0")))
    assert rows(proposal) == ["p-2 CNY 13,200,000.00 CNY 500.00"]
    assert [who.id for who in proposal.without] == ["p-3"]
    # A little is something, and so is an award that is no money.
    little = proposed(paid(paid_above("CNY 1")))
    assert rows(little)[1] == "p-3 CNY 7,600,000.00 CNY 1.00"
    assert little.without == ()
    honour = (paid('{flat: "CNY 0"}')[REWARD] or "").replace("type: commission", "type: honour")
    trophy = proposed({REWARD: honour.split("amount:")[0] + "award: {zh: 奖杯, en: Trophy}\n"})
    assert rows(trophy) == ["p-2 CNY 13,200,000.00", "p-3 CNY 7,600,000.00"]
    assert trophy.without == ()


def test_who_has_a_grade_is_named_with_it_though_it_gives_nothing() -> None:
    proposal = proposed(changed(RULE, "grade: B, from: 80, coefficient: 1.0", "grade: B, from: 80, coefficient: 0"))
    assert rows(proposal) == ["p-2 109.00 A CNY 36,000.00", "p-3 85.00 B CNY 0.00"]
    assert proposal.without == ()


# The figures of a row


def test_what_the_amount_lacks_is_told_at_the_reward_where_the_rule_lacks_nothing() -> None:
    """The score measures collection alone, and the amount the attainment of the revenue that p-3 has no target for."""
    amount = '{base: "CNY 30,000", times: attainment, of: net-revenue, places: 2, rounding: half-up}'
    reward = BASE[REWARD].split("amount:")[0].replace("{grade: {at_least: C}}", TENURE) + f"amount: {amount}\n"
    rule = BASE[RULE]
    first, second = rule.index("  revenue:"), rule.index("  collection:")
    alone = (rule[:first] + rule[second:].replace("weight: 40%", "weight: 100%")).split("examples:")[0]
    proposal = proposed({REWARD: reward, RULE: alone, "content/goals/zhejiang-revenue.yml": None})
    assert at(proposal) == [("net-revenue/target", "reward/quarterly-bonus", ("amount", "times"))]
    assert [row.split()[0] for row in rows(proposal)] == ["p-2"]


def basis_of(proposal: Proposal) -> list[str]:
    return [str(one.basis) for one in proposal.award.recipients]


def test_the_basis_is_told_in_the_unit_of_its_metric() -> None:
    assert basis_of(proposed(paid('{flat: "CNY 500"}'))) == ["CNY 13,200,000.00", "CNY 7,600,000.00"]
    assert basis_of(proposed(paid('{flat: "CNY 500"}', basis="{metric: collection-rate}"))) == ["96%", "90%"]
    counted = proposed(paid('{flat: "CNY 500"}', basis="{metric: compliance-breaches}"))
    assert basis_of(counted) == ["0", "0"]
    abroad = paid('{flat: "CNY 500"}', basis="{metric: exports}")
    abroad["content/metrics/exports.yml"] = (
        "title: {zh: 出口, en: Exports}\nunit: money\ncurrency: USD\ndirection: higher\n"
    )
    abroad["content/actuals/exports.yml"] = actuals("  - {person: p-2, metric: exports, value: USD 5}\n")
    assert basis_of(proposed(abroad)) == ["USD 5.00", "None"]
    # Money in no currency of its own is in that of the site.
    abroad["content/metrics/exports.yml"] = (abroad["content/metrics/exports.yml"] or "").replace("currency: USD\n", "")
    abroad["content/actuals/exports.yml"] = actuals("  - {person: p-2, metric: exports, value: CNY 5}\n")
    assert basis_of(proposed(abroad)) == ["CNY 5.00", "None"]


def test_a_basis_that_is_recorded_twice_is_lacking_and_the_amount_is_there() -> None:
    """Two rates are no sum; a fixed amount does not rest on them."""
    files = paid('{flat: "CNY 500"}', basis="{metric: collection-rate}")
    files["content/actuals/again.yml"] = actuals("  - {person: p-3, metric: collection-rate, value: 91%}\n")
    proposal = proposed(files)
    assert rows(proposal) == ["p-2 96% CNY 500.00", "p-3 CNY 500.00"]
    assert lacks(proposal) == ["p-3 rate: collection-rate @reward/quarterly-bonus"]
    assert [lack.route for lack in proposal.lacks] == [("basis", "metric")]


@pytest.mark.parametrize(
    ("eligibility", "files", "amounts"),
    [
        # Who is not eligible has no part in it: those who hold the role with them share all of it.
        ("{tenure: {at_least: 2 years}}", {}, ["p-2 CNY 20,000,000.00 CNY 200,000.00"]),
        # Of whom it is not known whether they are: then nobody's part of the whole is.
        ("{actual: {metric: compliance-breaches, at_most: 3}}", without("compliance-breaches", "0"), []),
    ],
)
def test_a_part_of_the_whole_waits_for_whom_nobody_knows_of(eligibility: str, files: Files, amounts: list[str]) -> None:
    texts = paid("{steps: [{from: CNY 0, rate: 1%}], of: net-revenue}", eligibility)
    texts[REWARD] = (texts[REWARD] or "") + SHARED.replace("WHOLE", "whole_of: team/east").replace(
        "{person: p-2, share: 60%}, {person: p-3, share: 40%}", "{role: regional-manager, share: 100%}"
    )
    texts["content/actuals/team.yml"] = actuals("  - {team: east, metric: net-revenue, value: CNY 2000万}\n")
    proposal = proposed({**texts, **files})
    assert rows(proposal) == amounts
    assert any(line.startswith("p-2 eligibility: p-3") for line in lacks(proposal)) == (not amounts)
