"""One published figure of the sample off by the least: `check` and `verify` name it, what it should be, and the step."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Perfsite

ROOT = Path(__file__).parents[2]
# The file, what stands there and what is put in its place; a component, a total, a grade, a rank, and a cent.
CHANGES = (
    ("2025-q2/quarterly-bonus-sales-director.yml", "{revenue: 108.7, new", "{revenue: 108.8, new"),
    ("2025-q2/quarterly-bonus-district-manager.yml", "total: 102.31\n", "total: 102.32\n"),
    ("2025-q2/quarterly-bonus-key-account-manager.yml", "total: 90.43\n    grade: B", "total: 90.43\n    grade: A"),
    ("2025-q4/leadership-academy-places.yml", "rank: 2\n", "rank: 3\n"),
    ("2025-q2/sales-commission.csv", "CNY 51004.15\n", "CNY 51004.16\n"),
)
# Whose, which figure, as published, as it should be, and the step that says so.
TOLD = {
    "en": (
        (
            "p-1001",
            "Net revenue of the year so far against target",
            "108.8",
            "108.7",
            "108.716563… → 1 decimal, half even",
        ),
        ("p-1009", "total", "102.32", "102.31", "102.31 → 2 decimals, half up"),
        ("p-1055", "grade", "A", "B", "90.43 ≥ 80: B"),
        ("p-1015", "rank", "3", "2", ""),
        ("p-1017", "amount", "51,004.16", "51,004.15", "51,004.146 → 2 decimals, half up"),
    ),
    "zh": (
        ("p-1001", "累计净销售额达成率", "108.8", "108.7", "108.716563… → 1 位小数，四舍六入五成双"),
        ("p-1009", "总分", "102.32", "102.31", "102.31 → 2 位小数，四舍五入"),
        ("p-1055", "等级", "A", "B", "90.43 ≥ 80：B"),
        ("p-1015", "名次", "3", "2", ""),
        ("p-1017", "金额", "51,004.16", "51,004.15", "51,004.146 → 2 位小数，四舍五入"),
    ),
}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "perfsite.yml", root)
    for name, before, after in CHANGES:
        file = root / "content" / "results" / name
        text = file.read_text("utf-8")
        assert text.count(before) == 1, name
        file.write_text(text.replace(before, after), encoding="utf-8")
    return root


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_check_names_each(perfsite: Perfsite, changed: Path, lang: str) -> None:
    ran = perfsite("check", "-C", changed, "--as-of", "2026-11-16", "--format", "concise", "--lang", lang)
    assert ran.code == 1
    said = [line for line in ran.out.splitlines() if "PS731" in line]
    assert len(said) == len(CHANGES)
    for one in TOLD[lang]:
        (line,) = (line for line in said if f"`{one[0]}`" in line)
        # The check shows what is published as it stands in the file, without commas.
        assert [words for words in one if words not in line and words.replace(",", "") not in line] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_verify_names_each(perfsite: Perfsite, changed: Path, lang: str) -> None:
    ran = perfsite("verify", "-C", changed, "--lang", lang)
    assert ran.code == 1
    for who, label, published, computed, step in TOLD[lang]:
        told = {
            "en": f"{label} of {who}: published {published}, computed {computed}" + (f" ({step})" if step else ""),
            "zh": f"{who} 的{label}：公布 {published}，应为 {computed}" + (f"（{step}）" if step else ""),
        }
        assert f"    {told[lang]}\n" in ran.out
