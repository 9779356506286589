"""`perfsite verify`"""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import BY_TODAY, Perfsite

RESULT = "content/results/2026-q3/quarterly-bonus.yml"


def test_results_that_agree(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("verify", "-C", sample)
    assert (ran.code, ran.err) == (0, BY_TODAY)
    assert ran.out.splitlines() == [
        "✓ 2026-q3-quarterly-bonus  6 figures compared",
        "✓ 2026-promotions  3 requirements compared; attested by people: coaching; not decided by the records: conduct",
        "2 results, 9 figures compared, 0 with differences.",
    ]


def test_a_cent_is_told_with_its_computed_value(perfsite: Perfsite, sample: Path) -> None:
    path = sample / RESULT
    path.write_text(path.read_text("utf-8").replace("36,000.00", "36,000.01"), encoding="utf-8")
    ran = perfsite("verify", "-C", sample)
    assert ran.code == 1
    assert "amount of p-2: published 36,000.01, computed 36,000 (36,000 → 2 decimals, half up)" in ran.out
    chinese = perfsite("verify", "-C", sample, "--lang", "zh")
    assert "p-2 的金额：公布 36,000.01，应为 36,000（36,000 → 2 位小数，四舍五入）" in chinese.out


def test_another_currency_is_another_figure(perfsite: Perfsite, sample: Path) -> None:
    path = sample / RESULT
    path.write_text(path.read_text("utf-8").replace("CNY 36,000.00", "USD 36,000.00"), encoding="utf-8")

    ran = perfsite("verify", "-C", sample)
    assert ran.code == 1
    assert "amount of p-2: published USD 36,000, computed CNY 36,000 (36,000 → 2 decimals, half up)" in ran.out

    explained = perfsite("explain", "-C", sample, "2026-q3-quarterly-bonus", "p-2")
    assert explained.code == 1
    assert "CNY 36,000  ✗ published as USD 36,000" in explained.out


def test_what_cannot_be_computed_is_no_difference(perfsite: Perfsite, sample: Path) -> None:
    (sample / "content/goals/zhejiang-revenue.yml").unlink()
    ran = perfsite("verify", "-C", sample, "--format", "json")
    assert ran.code == 0
    entry, _ = json.loads(ran.out)["results"]
    assert entry["differences"] == []
    assert [one["who"] for one in entry["not_computable"]] == ["p-3"]
    assert "net-revenue/target" in entry["not_computable"][0]["reason"]


def test_a_requirement_that_the_records_decide_otherwise(perfsite: Perfsite, sample: Path) -> None:
    path = sample / "content/training/leading-leaders.yml"
    path.write_text(path.read_text("utf-8").replace("2026-03-20", "2026-10-20"), encoding="utf-8")
    ran = perfsite("verify", "-C", sample)
    assert ran.code == 1
    assert "course of p-2: published met, computed not met (no completion of `leading-leaders` on record)" in ran.out
    (entry,) = json.loads(perfsite("verify", "-C", sample, "--format", "json").out)["results"][1:]
    assert (entry["kind"], entry["figures"]) == ("promotion-result", 3)
    assert entry["attested"] == [{"who": "p-2", "requirement": "coaching"}]
    assert entry["undecided"] == [{"who": "p-2", "requirement": "conduct"}]
