"""What the command line says of results whose standards have changed since they were decided."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import BY_TODAY, Perfsite
from tests.history.repository import Repository
from tests.publication.test_decided import RULE, WEIGHTS, at, change, company

__all__ = ["company"]
AS_OF = ("--as-of", "2026-11-02")


@pytest.fixture
def changed(company: Repository) -> Path:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    return company.root


def test_verify_says_by_which_version(perfsite: Perfsite, changed: Path) -> None:
    ran = perfsite("verify", "-C", changed)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == (
        "✓ 2026-q3-quarterly-bonus  6 figures compared; by rule/scorecard version 1, as decided under"
    )
    chinese = perfsite("verify", "-C", changed, "--lang", "zh")
    assert "✓ 2026-q3-quarterly-bonus  核对 6 个数；按作出决定时的 rule/scorecard 第 1 版" in chinese.out
    entry, _ = json.loads(perfsite("verify", "-C", changed, "--format", "json").out)["results"]
    assert entry["by"] == [{"record": "rule/scorecard", "version": 1}]


def test_check_and_build_agree_with_it(perfsite: Perfsite, changed: Path) -> None:
    checked = perfsite("check", "-C", changed, *AS_OF)
    assert (checked.code, checked.err) == (0, "")
    built = perfsite("build", "-C", changed, "--out", changed / "public", "--audience", "hr", *AS_OF)
    assert "PS731" not in built.out
    assert built.code == 0


def test_explain_tells_the_version_in_place_of_a_line(perfsite: Perfsite, changed: Path) -> None:
    ran = perfsite("explain", "2026-q3-quarterly-bonus", "p-2", "-C", changed)
    assert ran.code == 0
    assert "content/rules/scorecard.yml (version 1)" in ran.out
    assert "content/rewards/quarterly-bonus.yml:" in ran.out
    chinese = perfsite("explain", "2026-q3-quarterly-bonus", "p-2", "-C", changed, "--lang", "zh")
    assert "content/rules/scorecard.yml（第 1 版）" in chinese.out
    told = json.loads(perfsite("explain", "2026-q3-quarterly-bonus", "p-2", "-C", changed, "--format", "json").out)
    clauses = [step["clause"] for step in told["steps"] if step.get("clause", {}).get("record") == "rule/scorecard"]
    assert {(clause["place"], clause["version"]) for clause in clauses} == {("content/rules/scorecard.yml", 1)}


def test_a_figure_that_the_former_wording_does_not_give_is_told_with_it(perfsite: Perfsite, changed: Path) -> None:
    path = changed / "content/results/2026-q3/quarterly-bonus.yml"
    path.write_text(path.read_text("utf-8").replace("109.00", "107.50"), encoding="utf-8")
    ran = perfsite("check", "-C", changed, *AS_OF)
    assert ran.code == 1
    assert "total of `p-2` is published as 107.50; the standard gives 109" in ran.out
    assert "version 1, by which it was decided; a later change counts only if it reaches back by approval" in ran.out
    assert "作出决定时的第 1 版；后来的改动要算在内，须写明溯及既往并经批准" in perfsite(
        "check", "-C", changed, *AS_OF, "--lang", "zh"
    ).out  # fmt: skip


def test_without_a_history_results_are_compared_with_today(perfsite: Perfsite, changed: Path) -> None:
    shutil.rmtree(changed / ".git")
    for command in (("verify",), ("check", *AS_OF), ("explain", "2026-q3-quarterly-bonus", "p-2")):
        ran = perfsite(*command, "-C", changed)
        assert ran.code == 1, command
        assert ran.err == BY_TODAY
        chinese = perfsite(*command, "-C", changed, "--lang", "zh")
        assert chinese.err == "没有 git 历史：结果按标准今天的条文和今天承诺的期限核对，不按作出决定时的。\n"


def test_a_shallow_clone_says_what_is_missing(perfsite: Perfsite, company: Repository, tmp_path: Path) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    clone = tmp_path / "clone"
    company.git("clone", "--quiet", "--depth", "1", f"file://{company.root}", str(clone))

    ran = perfsite("check", "-C", clone, *AS_OF)

    assert ran.code == 1
    assert "only the latest commits are here" in ran.err
    assert "git fetch --unshallow" in ran.err
    assert perfsite("build", "-C", clone, *AS_OF).code in (1, 4)


def test_what_is_not_committed_is_named(perfsite: Perfsite, company: Repository) -> None:
    company.write({RULE: WEIGHTS})

    ran = perfsite("check", "-C", company.root, *AS_OF)

    assert ran.code == 0
    assert ran.err == (
        "what is not committed yet counts as published today, and earlier results are compared with the former wording: "
        "`rule/scorecard`.\n"
    )
    assert "还没有提交的改动按今天公布算" in perfsite("check", "-C", company.root, *AS_OF, "--lang", "zh").err


def test_a_site_without_results_asks_no_history(perfsite: Perfsite, changed: Path) -> None:
    shutil.rmtree(changed / "content/results")
    shutil.rmtree(changed / ".git")

    assert perfsite("check", "-C", changed, *AS_OF).err == ""


def test_a_proposal_is_made_by_the_wording_that_counts(perfsite: Perfsite, company: Repository) -> None:
    at(company, "2026-10-14")
    company.write({"content/results/2026-q3/quarterly-bonus.yml": None})
    later = WEIGHTS + "changes: [{on: 2026-10-14, note: {zh: 改权重, en: Weights}, effective: 2026-10-14}]\n"
    company.commit("改", {RULE: later})

    ran = perfsite("score", "quarterly-bonus", "2026-q3", "-C", company.root, "--decided", "2026-10-20")

    assert "total: 109" in ran.out
