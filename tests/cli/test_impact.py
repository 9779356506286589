"""`perfsite impact`: in a real repository, in both languages and every format, and against what `score` computes."""

from __future__ import annotations

import csv
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Perfsite
from tests.counting import counted
from tests.history.repository import Repository
from tests.site_builder import BASE, changed

ROOT = Path(__file__).parents[2]
RULE, REWARD = "content/rules/scorecard.yml", "content/rewards/quarterly-bonus.yml"
AS_OF = ("--as-of", "2026-11-02")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "site")
    made.commit("第一版", dict(BASE))
    return made


def impact(perfsite: Perfsite, root: Path, *arguments: str, code: int = 0) -> Any:
    ran = perfsite("-C", root, "impact", *arguments, "--format", "json", *AS_OF)
    assert ran.code == code, ran.err
    return json.loads(ran.out)


def test_the_files_on_disk_against_a_commit(perfsite: Perfsite, repository: Repository) -> None:
    repository.write(changed(REWARD, "CNY 30,000", "CNY 29,000"))  # type: ignore[arg-type]

    ran = perfsite("-C", repository.root, "impact", "HEAD", "--audience", "hr", *AS_OF)

    assert ran.code == 0
    assert ran.out.splitlines()[0] == (
        "1 standard changed (1 less favourable). "
        "Computed anew, published results give 0 people more and 2 less, CNY -2,200.00 in total."
    )
    assert "    · Base of amount: CNY 30,000 → CNY 29,000" in ran.out
    assert "    · p-2 Zhang Haobo  Amount CNY 36,000.00 → CNY 34,800.00; Grade A; Total 109" in ran.out


def test_two_commits_whatever_is_on_disk(perfsite: Perfsite, repository: Repository) -> None:
    repository.commit("提高", changed(REWARD, "CNY 30,000", "CNY 31,000"))  # type: ignore[arg-type]
    (repository.root / REWARD).write_text("amount: [", encoding="utf-8")

    found = impact(perfsite, repository.root, "HEAD~1", "HEAD", "--audience", "hr")

    assert [one["class"] for one in found["standards"]] == ["more-favourable"]
    assert found["sums"] == {"CNY": {"before": "66000", "after": "68200", "difference": "2200"}}
    assert (repository.root / REWARD).read_text("utf-8") == "amount: ["
    assert impact(perfsite, repository.root, "HEAD", "HEAD")["standards"] == []


def test_the_default_audience_is_everyone(perfsite: Perfsite, repository: Repository) -> None:
    repository.write(changed(REWARD, "CNY 30,000", "CNY 29,000"))  # type: ignore[arg-type]

    for form in ("text", "markdown", "json"):
        ran = perfsite("-C", repository.root, "impact", "HEAD", "--format", form, *AS_OF)
        assert ran.code == 0
        for secret in ("p-2", "Zhang", "张", "36,000", "34,800", "34800", "2,200", "2200"):
            assert secret not in ran.out


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            (
                "**1 条标准有变化（更不利 1）。按已公布的结果重算，0 人次所得增加，1 人次所得减少，合计 CNY -15,000.00。**",
                "| 大区经理季度评分 | 评分规则 | 修改 | ▼ 更不利 |",
                "- 预算 CNY 100,000.00，余 CNY 49,000.00",
                "| 李静怡 (p-3) | CNY 30,000.00 → CNY 15,000.00 | B → C | 85 | CNY -15,000.00 |",
            ),
        ),
        (
            "en",
            (
                "**1 standard changed (1 less favourable). Computed anew, published results give 0 people more and 1 less, CNY -15,000.00 in total.**",
                "| Regional manager's quarterly scorecard | scoring rule | changed | ▼ less favourable |",
                "- the budget is CNY 100,000.00, CNY 49,000.00 left",
                "| Li Jingyi (p-3) | CNY 30,000.00 → CNY 15,000.00 | B → C | 85 | CNY -15,000.00 |",
            ),
        ),
    ],
)
def test_a_comment_for_a_pull_request(
    perfsite: Perfsite, repository: Repository, lang: str, expected: tuple[str, ...]
) -> None:
    repository.write(changed(RULE, "grade: B, from: 80", "grade: B, from: 86"))  # type: ignore[arg-type]

    ran = perfsite(
        "-C", repository.root, "impact", "HEAD", "--audience", "hr", "--lang", lang, "--format", "markdown", *AS_OF
    )

    assert ran.out.startswith("<!-- perfsite impact -->\n### ")
    for line in expected:
        assert line in ran.out.splitlines()
    # What is unfolded is folded again, and every table has as many cells in each row.
    assert ran.out.count("<details>") == ran.out.count("</details>") == 2
    for table in ran.out.split("\n\n"):
        if table.startswith("| "):
            assert len({line.count(" | ") for line in table.splitlines()}) == 1


LATE = "changes: [{on: 2026-08-01, note: {zh: 提高基数, en: A higher base}, effective: 2026-07-01}]\nevery:"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((RULE, "大区经理季度评分,", "大区经理的季度评分,"), set()),
        ((REWARD, "CNY 30,000", "CNY 29,000"), {"less-favourable", "losses"}),
        ((REWARD, "CNY 30,000", "CNY 50,000"), {"over-budget"}),
        ((RULE, "weight: 60%", "weight: 50%", "weight: 40%", "weight: 50%"), {"mixed"}),
        (("content/ladders/sales.yml", "每月与每名下属谈一次", "每周与每名下属谈一次"), {"undecided"}),
        ((REWARD, "CNY 30,000", "CNY 31,000", "every:", LATE), {"reaching-back"}),
        (
            (REWARD, "CNY 30,000", "USD 30,000", "CNY 100,000", "USD 100,000"),
            {"undecided", "not-computed"},
        ),
    ],
)  # fmt: skip
def test_a_pipeline_can_be_made_to_fail(
    perfsite: Perfsite, repository: Repository, change: tuple[str, ...], words: set[str]
) -> None:
    repository.write(changed(*change))  # type: ignore[arg-type]
    every = {
        "less-favourable",
        "mixed",
        "undecided",
        "reaching-back",
        "mid-period",
        "losses",
        "over-budget",
        "not-computed",
    }

    ran = perfsite("-C", repository.root, "impact", "HEAD", "--fail-on", ",".join(sorted(every)), *AS_OF)

    assert {line.split()[1].rstrip(":") for line in ran.err.splitlines()} == words
    assert ran.code == (1 if words else 0)
    others = ",".join(sorted(every - words))
    assert perfsite("-C", repository.root, "impact", "HEAD", "--fail-on", others, *AS_OF).code == 0


def test_a_change_in_the_middle_of_a_period_is_a_word_of_its_own(perfsite: Perfsite, repository: Repository) -> None:
    repository.write({**changed(REWARD, "CNY 30,000", "CNY 29,000")})
    asked = ("-C", repository.root, "impact", "HEAD", "--as-of", "2026-08-20")

    ran = perfsite(*asked, "--fail-on", "mid-period")
    assert ran.code == 1
    assert "in the middle of a period: it names no day, so it counts from now on; periods that have begun" in ran.out
    assert perfsite(*asked, "--fail-on", "reaching-back").code == 0
    assert "周期中途变更：没有写明从哪天起，即从现在起" in perfsite(*asked, "--lang", "zh").out


def test_unknown_words_are_refused_with_what_was_meant(perfsite: Perfsite, repository: Repository) -> None:
    ran = perfsite("-C", repository.root, "impact", "HEAD", "--fail-on", "losses,reaching-bak")
    assert ran.code == 2
    assert "`--fail-on` cannot be `reaching-bak`" in ran.err
    assert "did you mean `reaching-back`?" in ran.err

    ran = perfsite("-C", repository.root, "impact", "HEAD", "--audience", "manager", "--lang", "zh")
    assert (ran.code, "是不是想写 `managers`？" in ran.err) == (2, True)

    ran = perfsite("-C", repository.root, "impact", "mian")
    assert (ran.code, "git knows no revision `mian`" in ran.err) == (2, True)


def test_a_base_that_is_not_valid_is_compared_as_far_as_it_goes(perfsite: Perfsite, repository: Repository) -> None:
    goal = "content/goals/zhejiang-revenue.yml"
    repository.commit("写错了", {goal: BASE[goal].replace("CNY 800万", "八百万")})
    repository.write({goal: BASE[goal], **changed(REWARD, "CNY 30,000", "CNY 29,000")})

    found = impact(perfsite, repository.root, "HEAD", "--audience", "hr")

    assert found["base"]["errors"] >= 1
    assert found["base"]["left_out"] == ["goal/zhejiang-revenue"]
    assert [one["record"] for one in found["standards"]] == ["reward/quarterly-bonus"]
    text = perfsite("-C", repository.root, "impact", "HEAD", "--audience", "hr", *AS_OF).out
    assert "could not be read in full and was left out: `goal/zhejiang-revenue`" in text


def test_nothing_that_is_no_standard_is_part_of_it(perfsite: Perfsite, repository: Repository) -> None:
    actuals = "content/actuals/2026-q3-revenue.csv"
    repository.write({actuals: BASE[actuals].replace("13,200,000", "1,200,000")})

    found = impact(perfsite, repository.root, "HEAD", "--audience", "hr")

    assert (found["standards"], found["results"]) == ([], [])
    assert found["other_changes"] == {"actuals": 1}


def test_a_commit_that_a_shallow_clone_lacks(perfsite: Perfsite, repository: Repository, tmp_path: Path) -> None:
    first = repository.git("rev-parse", "HEAD")
    repository.commit("另一版", changed(REWARD, "CNY 30,000", "CNY 29,000"))  # type: ignore[arg-type]
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(tmp_path / "shallow"))

    ran = perfsite("-C", tmp_path / "shallow", "impact", first)
    assert ran.code == 4
    assert "only the latest commits are here" in ran.err
    # Nothing of the history is asked for but the two commits.
    assert perfsite("-C", tmp_path / "shallow", "impact", "HEAD", *AS_OF).code == 0


def test_outside_of_a_repository(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "impact", "HEAD")
    assert (ran.code, "this is no git repository, or it has no commit yet" in ran.err) == (2, True)


def test_a_repository_that_cannot_be_read_is_not_called_one_without_the_revision(
    perfsite: Perfsite, sample: Path
) -> None:
    (sample / ".git").write_text("gitdir: nowhere\n", encoding="utf-8")

    for ran in (perfsite("-C", sample, "impact", "HEAD"), perfsite("-C", sample, "build", "--rev", "HEAD")):
        assert (ran.code, "the repository lacks objects or is damaged" in ran.err) == (4, True)


def test_the_settings_of_the_site(perfsite: Perfsite, repository: Repository) -> None:
    repository.write(changed("perfsite.yml", "notice: 5 working days", "notice: 2 working days"))  # type: ignore[arg-type]

    found = impact(perfsite, repository.root, "HEAD")

    assert [(one["record"], one["class"]) for one in found["standards"]] == [("site/site", "less-favourable")]


# The sample company, end to end

ACCOUNT_MANAGERS = "content/rules/account-manager.yml"
REWARD_OF_THEM = "quarterly-bonus-account-manager"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    root = tmp_path_factory.mktemp("company") / "site"
    made = Repository(root)
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "perfsite.yml", root)
    made.commit("示例公司")
    return made


def scored(perfsite: Perfsite, root: Path, period: str) -> dict[str, dict[str, str]]:
    """What `perfsite score` gives each person, with the files as they are."""
    ran = perfsite(
        "-C", root, "score", REWARD_OF_THEM, period, "--format", "csv", "--lang", "en", "--as-of", "2026-11-25"
    )
    assert ran.code == 0, ran.err
    return {row["person"]: row for row in csv.DictReader(ran.out.splitlines())}


@pytest.mark.parametrize(
    ("weights", "period", "periods", "named", "money"),
    [
        ({"net-revenue": (50, 60), "collection-rate": (15, 5)}, "2026-q3", 1, 19, 2400),
        # Five of the seventeen have as many points for the one as for the other.
        ({"new-customers": (20, 25), "collection-rate": (15, 10)}, "2026-q2", 2, 12, -1200),
    ],
)
def test_it_names_whoever_score_computes_otherwise_and_the_same_money(
    perfsite: Perfsite,
    company: Repository,
    monkeypatch: pytest.MonkeyPatch,
    weights: dict[str, tuple[int, int]],
    period: str,
    periods: int,
    named: int,
    money: int,
) -> None:
    path = company.root / ACCOUNT_MANAGERS
    text = changed_weights = path.read_text("utf-8")
    before = scored(perfsite, company.root, period)
    for metric, (was, now) in weights.items():
        stated = f"metric: {metric}\n    weight: {was}%"
        assert changed_weights.count(stated) == 1
        changed_weights = changed_weights.replace(stated, f"metric: {metric}\n    weight: {now}%")
    try:
        path.write_text(changed_weights, encoding="utf-8")
        after = scored(perfsite, company.root, period)
        with monkeypatch.context() as patch:
            proposed = counted(patch, "perfsite.impact.results.propose", lambda _, reward, *__: reward.id)
            found = impact(perfsite, company.root, "HEAD", "--audience", "hr", "--periods", str(periods))
    finally:
        path.write_text(text, encoding="utf-8")

    # Once by each standard for each period, however many people there are.
    assert proposed == {REWARD_OF_THEM: 2 * periods}
    record = f"award-result/{period}-{REWARD_OF_THEM}"
    (result,) = (one for one in found["results"] if one["record"] == record)
    assert result["people"] == len(before)
    figures = ("total", "grade", "amount")
    moved = {who for who in before if any(before[who][name] != after[who][name] for name in figures)}
    assert {move["id"] for move in result["moves"]} == moved
    assert len(moved) == named
    for move in result["moves"]:
        for side, rows in (("before", before), ("after", after)):
            row = rows[move["id"]]
            assert Decimal(move[side]["amount"]) == Decimal(row["amount"].removeprefix("CNY "))
            assert Decimal(move[side]["total"]) == Decimal(row["total"])
            assert move[side]["grade"] == row["grade"]
    sums = [sum(Decimal(row["amount"].removeprefix("CNY ")) for row in rows.values()) for rows in (before, after)]
    assert [Decimal(result["sums"][side]) for side in ("before", "after")] == sums
    assert sums[1] - sums[0] == money


def test_the_last_periods_of_a_commission(perfsite: Perfsite, company: Repository) -> None:
    path = company.root / "content/rewards/sales-commission.yml"
    text = path.read_text("utf-8")
    raised = re.sub(r"(\{from: CNY 0, rate: )", r"\g<1>1", text, count=1)
    assert raised != text
    try:
        path.write_text(raised, encoding="utf-8")
        found = impact(perfsite, company.root, "HEAD", "--audience", "hr", "--periods", "3")
        few = impact(perfsite, company.root, "HEAD")
    finally:
        path.write_text(text, encoding="utf-8")

    assert [one["class"] for one in found["standards"]] == ["more-favourable"]
    assert all(Decimal(move["difference"]) > 0 for one in found["results"] for move in one["moves"])
    assert few["compared"] == 1
