"""`perfsite score`"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Perfsite

RESULT = "content/results/2026-q3/quarterly-bonus.yml"
TABLE = "content/results/2026-q3/quarterly-bonus.csv"
ASKED = ("quarterly-bonus", "2026-q3", "--as-of", "2026-10-12")
DECIDED = ("--decided", "2026-10-12", "--by", "p-1")

PROPOSED = """\
# 这是 `perfsite score` 按标准和业绩数据算出的建议；作出决定的是人。
# 共 2 个，合计 CNY 66,000.00；预算 CNY 100,000，余 CNY 34,000.00。
title: {zh: 2026年第三季度 · 季度奖金, en: "Quarterly bonus, Third quarter of 2026"}
reward: quarterly-bonus
period: 2026-q3
decided:
  on:  # 待填：作出决定的日期
  by:  # 待填：由谁决定，如 [person/p-1]
evidence:
  - 2026-q3-conduct
  - 2026-q3-revenue
#notice: {from: YYYY-MM-DD}  # 公示的第一天；定下后去掉 #
recipients:
  - person: p-2
    components: {revenue: 115, collection: 100}
    total: 109.00
    grade: A
    amount: CNY 36,000.00
  - person: p-3
    components: {revenue: 95, collection: 70}
    total: 85.00
    grade: B
    amount: CNY 30,000.00
"""


def change(sample: Path, file: str, old: str, new: str) -> None:
    path = sample / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_proposal_on_the_screen(perfsite: Perfsite, sample: Path) -> None:
    (sample / RESULT).unlink()
    ran = perfsite("score", *ASKED, "-C", sample)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == PROPOSED


def test_it_is_written_where_it_belongs_and_checks_clean(perfsite: Perfsite, sample: Path) -> None:
    (sample / RESULT).unlink()
    ran = perfsite("score", *ASKED, *DECIDED, "--write", "-C", sample)
    assert ran.code == 0
    assert ran.out.strip().endswith(RESULT)
    assert "decided: {on: 2026-10-12, by: [person/p-1]}" in (sample / RESULT).read_text("utf-8")
    assert perfsite("check", "--strict", "--as-of", "2026-10-12", "-C", sample).code == 0
    assert "✓ 2026-q3-quarterly-bonus  10 figures compared\n" in perfsite("verify", "-C", sample).out


def test_the_list_can_be_a_table(perfsite: Perfsite, sample: Path) -> None:
    (sample / RESULT).unlink()
    shown = perfsite("score", *ASKED, "--format", "csv", "-C", sample)
    assert shown.out.splitlines() == [
        "person,components.revenue,components.collection,total,grade,amount",
        "p-2,115,100,109.00,A,CNY 36000.00",
        "p-3,95,70,85.00,B,CNY 30000.00",
    ]
    ran = perfsite("score", *ASKED, *DECIDED, "--format", "csv", "--write", "-C", sample)
    assert (sample / TABLE).read_text("utf-8") == shown.out
    assert [Path(line).suffix for line in ran.out.splitlines()] == [".yml", ".csv"]
    assert perfsite("check", "--strict", "--as-of", "2026-10-12", "-C", sample).code == 0


def test_a_result_that_is_there_is_compared_and_never_touched(perfsite: Perfsite, sample: Path) -> None:
    before = (sample / RESULT).read_text("utf-8")
    same = perfsite("score", *ASKED, "--write", "-C", sample)
    assert (same.code, same.out) == (0, "")
    assert same.err.splitlines() == [
        f"This result is there already, in {RESULT}, and is as it was.",
        "List and figures are as proposed.",
    ]
    change(sample, RESULT, "CNY 36,000.00", "CNY 36,000.01")
    change(sample, RESULT, "evidence: [2026-q3-revenue, 2026-q3-conduct]", "evidence: [2026-q3-revenue]")
    ran = perfsite("score", *ASKED, "--write", "-C", sample)
    assert ran.code == 1
    assert ran.err.splitlines()[1:] == [
        "  amount of p-2: 36,000.01 there, 36,000 proposed",
        "  2026-q3-conduct is not among the evidence",
    ]
    assert (sample / RESULT).read_text("utf-8") != before
    shown = perfsite("score", *ASKED, "-C", sample)
    assert (shown.code, shown.out) == (0, PROPOSED)
    assert "36,000.01 there" in shown.err


def test_a_declared_exception_is_told_apart(perfsite: Perfsite, sample: Path) -> None:
    lifted = (
        'grade: A, amount: "CNY 36,000.00", '
        "exception: {from: grades, reason: {zh: 破产, en: Bankruptcy}, approved_by: p-1, on: 2026-10-11}"
    )
    change(sample, RESULT, 'grade: B, amount: "CNY 30,000.00"', lifted)
    ran = perfsite("score", *ASKED, "--write", "-C", sample)
    assert ran.code == 0
    assert "  grade of p-3: A there, B proposed (a declared exception)" in ran.err


def test_what_is_lacking_is_named_and_nothing_is_written(perfsite: Perfsite, sample: Path) -> None:
    (sample / RESULT).unlink()
    (sample / "content/goals/zhejiang-revenue.yml").unlink()
    change(sample, "content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"\n', "")
    ran = perfsite("score", *ASKED, "--write", "-C", sample)
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "content/actuals/2026-q3-revenue.csv:1:1: there is no figure for `net-revenue/actual` (Net revenue, actual): p-2",
        "content/rules/scorecard.yml:9:14: there is no figure for `net-revenue/target` (Net revenue, target): p-3",
        "  Targets, baselines and objectives come from goals: `perfsite new goal ID`.",
        "  Add what is lacking, or say with `--leave-out` who is not listed.",
        "Nothing was written, since something is lacking.",
    ]
    assert not (sample / RESULT).exists()
    for end in ("csv", "yml"):
        (sample / f"content/actuals/2026-q3-revenue.{end}").unlink()
    none = perfsite("score", *ASKED, "-C", sample).err
    assert "written by hand: `perfsite new actuals ID`" in none


def test_who_is_lacking_figures_may_be_left_out(perfsite: Perfsite, sample: Path) -> None:
    (sample / RESULT).unlink()
    (sample / "content/goals/zhejiang-revenue.yml").unlink()
    change(sample, "content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"\n', "")
    left = perfsite("score", *ASKED, *DECIDED, "--leave-out", "p-2", "--leave-out", "p-3", "--write", "-C", sample)
    assert left.code == 0
    assert "  - person: p-2\n    reason:  # 待填：不列入的原因" in (sample / RESULT).read_text("utf-8")


COMMISSION = """\
title: {zh: 季度提成, en: Quarterly commission}
type: commission
applies_to: {role: regional-manager}
every: quarter
in_force: {from: 2026-01-01}
approved: {by: p-1, on: 2025-12-15}
eligibility: {id: rate, attainment: {metric: net-revenue, at_least: 50%}}
basis: {metric: orders}
amount: {slices: [{from: CNY 0, rate: 1%}], of: orders, places: 2, rounding: half-up}
"""


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["content/rewards/quarterly-bonus.yml:9:49: 没有 `orders/actual` 的数据（订单额（实际））：p-2",
                "content/rewards/quarterly-bonus.yml:7:15: `net-revenue/attainment` 的除数不是正数（净销售额达成率）：p-3"]),
        ("en", ["content/rewards/quarterly-bonus.yml:9:49: there is no figure for `orders/actual` (Orders, actual): p-2",
                "content/rewards/quarterly-bonus.yml:7:15: the divisor of `net-revenue/attainment` is not positive (Net revenue, attainment): p-3"]),
    ],
)  # fmt: skip
def test_nobody_is_listed_without_an_amount_and_a_target_of_nothing_is_not_called_missing(
    perfsite: Perfsite, sample: Path, lang: str, said: list[str]
) -> None:
    (sample / RESULT).unlink()
    (sample / "content/rewards/quarterly-bonus.yml").write_text(COMMISSION, encoding="utf-8")
    (sample / "content/metrics/orders.yml").write_text(
        "title: {zh: 订单额, en: Orders}\nunit: money\ncurrency: CNY\ndirection: higher\n", encoding="utf-8"
    )
    change(sample, "content/goals/zhejiang-revenue.yml", "target: CNY 800万", "target: CNY 0")
    ran = perfsite("score", *ASKED, "--lang", lang, "--write", "-C", sample)
    assert ran.code == 1
    assert sorted(ran.err.splitlines()[:2]) == sorted(said)
    assert not (sample / RESULT).exists()


def test_a_file_that_is_there_is_not_written_over(perfsite: Perfsite, sample: Path) -> None:
    target = sample / "draft.yml"
    ran = perfsite("score", *ASKED, "--out", "draft.yml", "-C", sample)
    assert ran.code == 0
    assert target.read_text("utf-8") == PROPOSED
    target.write_text("mine", encoding="utf-8")
    ran = perfsite("score", *ASKED, "--out", "draft.yml", "-C", sample)
    assert ran.code == 2
    assert "already, and it is as it was" in ran.err
    assert target.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("quarterly-bonu", "2026-q3"), 2, "there is no reward `quarterly-bonu`\n  help: did you mean `quarterly-bonus`?"),
        (("quarterly-bonus", "2026-q9"), 2, "there is no period `2026-q9`"),
        (("reward/quarterly-bonus", "period/2026-q3", "--by", "p-9"), 2, "there is no person `p-9`"),
        (("quarterly-bonus", "2026-q3", "--evidence", "2026-q3-revenu"), 2, "did you mean `2026-q3-revenue`?"),
        (("quarterly-bonus", "2026-q3", "--decided", "soon"), 2, "`--decided` cannot be `soon`, which is not a day"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_answered(
    perfsite: Perfsite, sample: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = perfsite("score", *arguments, "-C", sample)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_who_is_promoted_is_for_people_to_decide(perfsite: Perfsite, sample: Path) -> None:
    """The command says what it does not do, and which commands do what can be done."""
    for id in ("m1-to-m2", "criteria/m1-to-m2"):
        ran = perfsite("score", id, "2026-q3", "-C", sample)
        assert (ran.code, ran.out) == (2, "")
        assert (
            "`m1-to-m2` are promotion criteria: `score` proposes rewards, and who is promoted people decide" in ran.err
        )
        assert "`perfsite new promotion-result 2026-q3/m1-to-m2`" in ran.err
        assert "`perfsite explain 2026-promotions`" in ran.err
    chinese = perfsite("score", "m1-to-m2", "2026-q3", "--lang", "zh", "-C", sample)
    assert "`m1-to-m2` 是晋升标准：`score` 只算奖励；谁晋升由人决定，不提建议" in chinese.err
    assert "`perfsite explain 2026-promotions` 逐项说明" in chinese.err
    begun = perfsite("new", "promotion-result", "2026-q3/m1-to-m2", "-C", sample)
    assert begun.code == 0
    assert perfsite("explain", "2026-promotions", "-C", sample).code == 0


def test_a_reward_that_does_not_count_is_refused(perfsite: Perfsite, sample: Path) -> None:
    change(
        sample, "content/rewards/quarterly-bonus.yml", "in_force: {from: 2026-01-01}", "in_force: {from: 2026-10-01}"
    )
    ran = perfsite("score", *ASKED, "-C", sample)
    assert ran.code == 1
    assert "the reward `quarterly-bonus` is not in force in `2026-q3`" in ran.err


def test_whom_a_teams_reward_is_for_must_be_said_once(perfsite: Perfsite, sample: Path) -> None:
    (sample / RESULT).unlink()
    (sample / "content/rewards/quarterly-bonus.yml").write_text(
        "title: {zh: 团队奖, en: Team prize}\ntype: bonus\napplies_to: {team: [zhejiang, shanghai]}\nevery: quarter\n"
        "in_force: {from: 2026-01-01}\nbasis: {metric: collection-rate}\n"
        "eligibility: {id: rate, actual: {metric: collection-rate, at_least: 94%}}\n"
        "amount: {flat: CNY 5000, places: 2, rounding: half-up}\n",
        encoding="utf-8",
    )
    (sample / "content/actuals/2026-q3-teams.yml").write_text(
        "title: {zh: 团队回款, en: Teams}\nsource: {system: crm, exported: 2026-10-09T09:40+08:00}\nperiod: 2026-q3\n"
        "metric: collection-rate\nvalues: [{team: shanghai, value: 96%}, {team: zhejiang, value: 94%}]\n",
        encoding="utf-8",
    )
    ran = perfsite("score", *ASKED, "-C", sample)
    assert ran.code == 2
    assert "help: say so with `--for teams` or `--for people`." in ran.err
    ran = perfsite("score", *ASKED, "--for", "teams", "-C", sample)
    assert ran.code == 0
    rows = ran.out.partition("recipients:\n")[2].split("  - ")[1:]
    # As the reward names them.
    assert [row.split() for row in rows] == [
        ["team:", team, "basis:", rate, "amount:", "CNY", "5,000.00"]
        for team, rate in (("zhejiang", "94%"), ("shanghai", "96%"))
    ]
    people = perfsite("score", *ASKED, "--for", "people", "-C", sample)
    assert [line for line in people.out.splitlines() if "- person" in line] == ["  - person: p-2"]


def test_a_period_that_has_not_ended_is_told(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("score", "quarterly-bonus", "2026-q3", "--as-of", "2026-09-01", "-C", sample)
    assert "`2026-q3` ends on 2026-09-30: what is recorded by now counts." in ran.err


def test_ids_are_completed(perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_PERFSITE_COMPLETE", "bash_complete")
    for typed, found in (("qu", ["plain,quarterly-bonus"]), ("quarterly-bonus 2026-", ["plain,2026-q3"])):
        words = ["perfsite", "-C", str(sample), "score", *typed.split(" ")]
        monkeypatch.setenv("COMP_WORDS", " ".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        assert perfsite().out.splitlines() == found
