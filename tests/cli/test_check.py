"""`perfsite check`"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from perfsite.diagnostics import Diagnostic
from perfsite.pipeline import Loaded
from tests.cli.conftest import BY_TODAY, Perfsite

AS_OF = ("--as-of", "2026-11-02")
RULE = "content/rules/scorecard.yml"


def replace(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def mistaken(sample: Path) -> Path:
    """A repository with one error, whose place and mending are known."""
    replace(sample, "content/goals/east-revenue.yml", "metric: net-revenue", "metric: net-revenu")
    return sample


def test_a_sound_repository(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "check", *AS_OF)

    assert (ran.code, ran.err) == (0, BY_TODAY)
    assert ran.out.startswith("No problems in ")


def test_a_mistake_is_an_exit_code_of_one_and_is_answered_in_the_language_of_the_system(
    perfsite: Perfsite, mistaken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = perfsite("-C", mistaken, "check", *AS_OF)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    chinese = perfsite("-C", mistaken, "check", *AS_OF)

    assert (english.code, chinese.code) == (1, 1)
    assert "PS302 error: no metric is called `net-revenu`\n  content/goals/east-revenue.yml:4:9\n" in english.out
    assert "help: did you mean `net-revenue`?" in english.out
    assert "PS302 错误：没有叫 `net-revenu` 的指标\n" in chinese.out
    assert "建议：是不是想写 `net-revenue`？" in chinese.out


def test_the_project_is_found_from_a_folder_inside_it(perfsite: Perfsite, sample: Path) -> None:
    assert perfsite("-C", sample / "content" / "goals", "check", *AS_OF).code == 0


def test_outside_of_a_project_there_is_a_sentence(perfsite: Perfsite, tmp_path: Path) -> None:
    english, chinese = (perfsite("-C", tmp_path, "check", "--lang", lang) for lang in ("en", "zh"))

    assert (english.code, english.out) == (2, "")
    assert english.err.startswith("error: there is no `perfsite.yml` here, nor in a folder above\n  help: ")
    assert chinese.err.startswith("错误：这里没有 `perfsite.yml`，上级文件夹里也没有\n  建议：")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("content/goals", 1),
        ("content/goals/east-revenue.yml", 1),
        (".", 1),
        ("content/rules", 0),
        (RULE, 0),
        ("perfsite.yml", 0),
    ],
)
def test_a_path_shows_only_what_is_wrong_there(perfsite: Perfsite, mistaken: Path, path: str, code: int) -> None:
    ran = perfsite("-C", mistaken, "check", *AS_OF, "--format", "concise", path)

    assert ran.code == code
    assert ("net-revenu" in ran.out) == bool(code)


def test_several_paths(perfsite: Perfsite, mistaken: Path) -> None:
    assert perfsite("-C", mistaken, "check", *AS_OF, RULE, "content/goals").code == 1


def test_a_path_that_is_not_there_or_not_in_the_project(perfsite: Perfsite, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()

    gone = perfsite("-C", sample, "check", "content/gaols")
    outside = perfsite("-C", sample, "check", "content", tmp_path / "elsewhere")

    assert gone.code == outside.code == 2
    assert "there is no file or folder `" in gone.err
    assert "is not in the repository" in outside.err


def test_warnings_count_only_under_strict(perfsite: Perfsite, sample: Path) -> None:
    replace(sample, "content/goals/east-revenue.yml", "CNY 2,000万", "CNY 2,000 万")
    (sample / "content" / "notes.txt").write_text("x", encoding="utf-8")

    lenient, strict = perfsite("-C", sample, "check", *AS_OF), perfsite("-C", sample, "check", *AS_OF, "--strict")

    assert "PS105 warning" in lenient.out
    assert (lenient.code, strict.code) == (0, 1)


def test_json_is_all_that_is_printed(perfsite: Perfsite, mistaken: Path) -> None:
    ran = perfsite("-C", mistaken, "check", *AS_OF, "--format", "json")

    document = json.loads(ran.out)
    assert ran.code == 1
    assert document["summary"]["errors"] == len(document["problems"]) == 1
    assert document["problems"][0]["file"] == "content/goals/east-revenue.yml"


def test_json_of_a_sound_repository_is_a_document_too(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "check", *AS_OF, "--format", "json")

    assert ran.code == 0
    assert json.loads(ran.out)["problems"] == []


def test_a_site_file_that_does_not_parse_is_a_problem_not_a_fault(perfsite: Perfsite, sample: Path) -> None:
    (sample / "perfsite.yml").write_text('title: "open\n', encoding="utf-8")

    ran = perfsite("-C", sample, "check", *AS_OF)

    assert ran.code == 1
    assert "perfsite.yml:1:8" in ran.out


def test_today_comes_from_the_clock_in_the_zone_of_the_site(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 November 2026, 17:00 UTC is already the second in Shanghai."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793552400")
    days: list[str] = []

    def note_day(_: Loaded, day: dt.date) -> tuple[Diagnostic, ...]:
        days.append(day.isoformat())
        return ()

    monkeypatch.setattr("perfsite.cli.check.examine", note_day)

    perfsite("-C", sample, "check")
    perfsite("-C", sample, "check", "--as-of", "2025-01-31")
    (sample / "perfsite.yml").write_text("title: x\ntimezone: America/New_York\n", encoding="utf-8")
    perfsite("-C", sample, "check")

    assert days == ["2026-11-02", "2025-01-31", "2026-11-01"]


def test_a_time_zone_that_is_not_known_is_said_and_does_not_stop_the_check(perfsite: Perfsite, sample: Path) -> None:
    replace(sample, "perfsite.yml", "calendar: cn", "calendar: cn\ntimezone: Asia/Shanghigh")

    ran = perfsite("-C", sample, "check")

    assert ran.code in (0, 1)
    assert "no time zone `Asia/Shanghigh`" in ran.err


@pytest.mark.parametrize(("name", "value"), [("SOURCE_DATE_EPOCH", "yesterday"), ("SOURCE_DATE_EPOCH", "9" * 30)])
def test_a_clock_of_the_environment_that_makes_no_sense(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    ran = perfsite("-C", sample, "check")

    assert ran.code == 2
    assert f"SOURCE_DATE_EPOCH is `{value}`" in ran.err
