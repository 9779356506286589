"""Odd surroundings: what stands in place of files and folders, and days beyond the calendar."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from perfsite.sources import discover
from tests.cli.conftest import Perfsite


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("command", ["build", "next"])
def test_no_day_is_today_that_no_record_could_have(perfsite: Perfsite, sample: Path, command: str, day: str) -> None:
    ran = perfsite("-C", sample, command, "--as-of", day)

    assert ran.code == 2
    assert f"`--as-of` cannot be `{day}`: the year should be between 1900 and 2199" in ran.err


def test_nor_is_it_by_the_environment(perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "253402300799")

    ran = perfsite("-C", sample, "next")

    assert (ran.code, "which is not a time" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "text", ["", "- a\n", "title: [x\n", "languages: [zh]\n\0", "title: x\ncalendar: cn\nlanguages: [zn, en]\n"]
)
def test_a_site_that_cannot_be_read_makes_nothing_else_wrong(perfsite: Perfsite, sample: Path, text: str) -> None:
    (sample / "content/pages").mkdir(exist_ok=True)
    (sample / "content/pages/about.md").write_text("---\ntitle: About\n---\nText\n", encoding="utf-8")
    (sample / "content/pages/about.zh.md").write_text("---\n---\n文字\n", encoding="utf-8")
    (sample / "perfsite.yml").write_text(text, encoding="utf-8")

    ran = perfsite("-C", sample, "check", "--format", "concise")

    files = {line.partition(":")[0] for line in ran.out.splitlines()}
    assert (ran.code, files) == (1, {"perfsite.yml"}), ran.out


@pytest.mark.parametrize("name", ["perfsite.yml", "content"])
def test_a_link_is_told_and_not_followed_wherever_it_stands(perfsite: Perfsite, sample: Path, name: str) -> None:
    (sample / name).rename(sample / "elsewhere")
    (sample / name).symlink_to("elsewhere")

    ran = perfsite("-C", sample, "check", "--format", "concise")

    assert ran.code == 1
    assert f"{name}:1:1: error: PS104 " in ran.out


def test_a_file_in_the_place_of_the_records_is_told(perfsite: Perfsite, sample: Path) -> None:
    (sample / "content").rename(sample / "elsewhere")
    (sample / "content").write_text("x", encoding="utf-8")

    assert "content:1:1: warning: PS105 " in perfsite("-C", sample, "check", "--format", "concise").out


def test_folders_may_lie_deeper_in_each_other_than_calls_may(tmp_path: Path) -> None:
    deep = "a/" * 200
    (tmp_path / deep).mkdir(parents=True)
    (tmp_path / deep / "x.yml").touch()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        found = discover(tmp_path, tmp_path)
    finally:
        sys.setrecursionlimit(limit)

    assert found == ([f"{deep}x.yml"], [])


@pytest.mark.parametrize("name", ["perfsite.yml", "content/rules/scorecard.yml", "content/report.json"])
def test_a_report_takes_the_place_of_no_record(perfsite: Perfsite, sample: Path, name: str) -> None:
    before = (sample / name).read_bytes() if (sample / name).exists() else None

    for command in ("check", "build"):
        ran = perfsite("-C", sample, command, "--format", "json", "--output", name)
        assert (ran.code, "is a place of records, where no report goes" in ran.err) == (2, True)

    assert ((sample / name).read_bytes() if (sample / name).exists() else None) == before


def test_a_report_that_cannot_be_written_is_named_as_it_was_asked_for(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "check", "--format", "json", "--output", "nowhere/report.json")

    assert (ran.code, "nowhere/report.json`: No such file" in ran.err) == (3, True)


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX does")
def test_half_a_record_is_taken_away_when_the_disk_is_full(perfsite: Perfsite, sample: Path) -> None:
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)); "
        "from perfsite.cli import main; main()"
    )
    command = [sys.executable, "-c", limited, "-C", str(sample), "--lang", "en", "new", "goal", "another"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ran.returncode == 3
    assert "the system refused" in ran.stderr
    assert "content/goals/another.yml`: File too large" in ran.stderr
    assert perfsite("-C", sample, "new", "goal", "another").code == 0


def test_no_site_is_written_among_the_records(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "build", "--out", "content/public")

    assert ran.code == 2
    assert "lies among the records in `content`" in ran.err
    assert not (sample / "content/public").exists()


def test_a_name_too_long_for_the_system_is_told_as_that(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "build", "--out", "n" * 300)

    assert (ran.code, "the path is longer than the system allows" in ran.err) == (3, True)
