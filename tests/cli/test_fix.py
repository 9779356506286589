"""`perfsite check --fix` and `--diff`"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import BY_TODAY, Perfsite

AS_OF = ("--as-of", "2026-11-02")
GOAL = "content/goals/east-revenue.yml"
TABLE = "content/actuals/2026-q3-revenue.csv"
PAGE = "content/pages/principles.md"
METRIC = "content/metrics/collection-rate.yml"


def replace(root: Path, file: str, old: str, new: str) -> bytes:
    path = root / file
    raw = path.read_bytes()
    assert raw.count(old.encode()) == 1
    path.write_bytes(raw.replace(old.encode(), new.encode()))
    return raw


@pytest.fixture
def mistaken(sample: Path) -> Path:
    """Slips in YAML, in a table with Windows line ends and a mark, and in the head of a page; one has no certain mending."""
    replace(sample, GOAL, "metric: net-revenue", "metric: net-revenu   # 口径见指标")
    table = (sample / TABLE).read_bytes().replace(b"\n", b"\r\n")
    (sample / TABLE).write_bytes(b"\xef\xbb\xbf" + table)
    replace(sample, TABLE, '"CNY 13,200,000"', "1320万元")
    replace(sample, PAGE, "section: principles", "栏目：principles")
    replace(sample, "content/periods/2026-q3.yml", "2026-09-30", "2026-09-31")
    return sample


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mode) for path in files}


def test_what_is_certain_is_written_and_the_rest_is_listed(perfsite: Perfsite, mistaken: Path) -> None:
    (mistaken / GOAL).chmod(0o600)
    before = snapshot(mistaken)

    ran = perfsite("-C", mistaken, "check", *AS_OF, "--fix")

    after = snapshot(mistaken)
    assert {file for file in after if after[file] != before.get(file)} == {GOAL, TABLE, PAGE}
    assert after.keys() == before.keys()
    assert after[GOAL][0] == before[GOAL][0].replace(b"net-revenu ", b"net-revenue ")
    assert after[TABLE][0] == before[TABLE][0].replace("1320万元".encode(), "CNY 1320万".encode())
    assert after[PAGE][0] == before[PAGE][0].replace("栏目：".encode(), b"section: ")
    assert stat.S_IMODE(after[GOAL][1]) == 0o600
    assert (ran.code, ran.err) == (1, BY_TODAY)
    assert ran.out.startswith("Mended 4 places in 3 files:\n  content/")
    assert f"  {GOAL}:4:9 PS302: no metric is called `net-revenu`\n" in ran.out
    assert "PS412 error" in ran.out
    assert ran.out.count(" error: ") == 1


def test_with_nothing_left_all_is_well_and_a_second_time_nothing_is_done(perfsite: Perfsite, sample: Path) -> None:
    replace(sample, GOAL, "metric: net-revenue", "metric：net-revenue")
    first = perfsite("-C", sample, "check", *AS_OF, "--fix", "--lang", "zh")
    second = perfsite("-C", sample, "check", *AS_OF, "--fix")

    assert (first.code, second.code) == (0, 0)
    assert first.out.startswith(f"已改 1 处，涉及 1 个文件：\n  {GOAL}:4:7 PS203：")
    assert "没有问题：" in first.out
    assert second.out.startswith("No problems in ")


def last_line(said: str) -> str:
    return said.splitlines()[-1]


def test_check_says_how_many_it_can_mend(perfsite: Perfsite, mistaken: Path) -> None:
    for lang, some, both, one in (
        (
            "en",
            "of them can be mended by `perfsite check --fix`.",
            "All of them can be mended by `perfsite check --fix`.",
            "It can be mended by `perfsite check --fix`.",
        ),
        (
            "zh",
            "个可以用 `perfsite check --fix` 自动改好。",
            "这些问题都可以用 `perfsite check --fix` 自动改好。",
            "这个问题可以用 `perfsite check --fix` 自动改好。",
        ),
    ):
        check = ("-C", mistaken, "check", *AS_OF, "--lang", lang)
        found = json.loads(perfsite(*check, "--format", "json").out)["problems"]
        certain = sum(problem["fix"] is not None and problem["fix"]["certain"] for problem in found)
        assert 0 < certain < len(found)
        assert last_line(perfsite(*check).out) == {"en": f"{certain} {some}", "zh": f"其中 {certain} {some}"}[lang]
        assert last_line(perfsite(*check, mistaken / GOAL).out) == one
        assert last_line(perfsite(*check, mistaken / GOAL, mistaken / TABLE).out) == both
        assert "--fix" not in perfsite(*check, mistaken / "content" / "periods").out
        assert "--fix" not in perfsite(*check, "--format", "concise").out


def test_only_the_paths_that_were_asked_for_are_mended(perfsite: Perfsite, mistaken: Path) -> None:
    before = snapshot(mistaken)
    ran = perfsite("-C", mistaken, "check", *AS_OF, "--fix", "content/goals")

    changed = {file for file, found in snapshot(mistaken).items() if found != before[file]}
    assert (ran.code, changed) == (0, {GOAL})


def test_a_diff_can_be_applied_by_git_and_writes_nothing(perfsite: Perfsite, mistaken: Path, tmp_path: Path) -> None:
    """The site is a folder of the repository; a name has a space in it, and a file no end of its last line."""
    spaced = "content/metrics/collection rate.yml"
    (mistaken / METRIC).rename(mistaken / spaced)
    text = (mistaken / spaced).read_text("utf-8").rstrip("\n")
    (mistaken / spaced).write_text(f"id: collection-rate\n{text.replace('percent', '百分比')}", encoding="utf-8")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    before = snapshot(mistaken)

    ran = perfsite("-C", mistaken, "check", *AS_OF, "--diff")

    assert (ran.code, snapshot(mistaken)) == (1, before)
    assert f"--- a/repository/{GOAL}\n+++ b/repository/{GOAL}\n" in ran.out
    applied = subprocess.run(
        ["git", "-C", tmp_path, "apply", "-"], input=ran.out.encode(), capture_output=True, check=False
    )
    assert (applied.returncode, applied.stderr) == (0, b"")
    by_git = snapshot(mistaken)
    for file, (raw, _) in before.items():
        (mistaken / file).write_bytes(raw)
    perfsite("-C", mistaken, "check", *AS_OF, "--fix")
    assert by_git == snapshot(mistaken)
    assert by_git[spaced][0].endswith(b"direction: higher")


def test_a_diff_of_nothing_is_empty(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "check", *AS_OF, "--diff")
    assert (ran.code, ran.out, ran.err) == (0, "", BY_TODAY)
    replace(sample, "content/periods/2026-q3.yml", "2026-09-30", "2026-09-31")
    left = perfsite("-C", sample, "check", *AS_OF, "--diff")
    assert (left.code, left.out) == (1, "")
    assert left.err == f"{BY_TODAY}1 error in 1 file is left to you: see `perfsite check`.\n"


@pytest.mark.parametrize("other", [("--fix",), ("--format", "json"), ("--format", "json", "--output", "x")])
def test_a_diff_stands_alone(perfsite: Perfsite, sample: Path, other: tuple[str, ...]) -> None:
    ran = perfsite("-C", sample, "check", "--diff", *other)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: `--diff` stands alone")


def test_links_and_what_lies_behind_them_are_never_written(perfsite: Perfsite, mistaken: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (mistaken / "content").rename(outside)
    (mistaken / "content").symlink_to(outside, target_is_directory=True)
    replace(mistaken, "perfsite.yml", "languages: [zh, en]", "languages: [zh，en]")
    site = tmp_path / "site.yml"
    (mistaken / "perfsite.yml").rename(site)
    (mistaken / "perfsite.yml").symlink_to(site)
    before = snapshot(outside), site.read_bytes()

    found = perfsite("-C", mistaken, "check", *AS_OF).out
    assert "perfsite.yml:" in found
    assert "can be mended" not in found
    ran = perfsite("-C", mistaken, "check", *AS_OF, "--fix")

    assert ran.code == 1
    assert (snapshot(outside), site.read_bytes()) == before
    assert "Mended" not in ran.out


def test_what_somebody_changes_meanwhile_is_left(
    perfsite: Perfsite, mistaken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perfsite.cli import mending as mender

    mend = mender.mend_project

    def slowly(*arguments: object) -> object:
        found = mend(*arguments)  # type: ignore[arg-type]
        replace(mistaken, GOAL, "metric: net-revenu ", "metric: net-revenue ")
        return found

    monkeypatch.setattr("perfsite.cli.mending.mend_project", slowly)
    ran = perfsite("-C", mistaken, "check", *AS_OF, "--fix")

    assert f"`{GOAL}` was not mended, since it was changed meanwhile; run again.\n" in ran.err
    assert "net-revenu`" not in ran.out.partition("error:")[2]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_the_machine_s_doing(perfsite: Perfsite, mistaken: Path) -> None:
    folder = (mistaken / GOAL).parent
    folder.chmod(0o500)
    try:
        assert perfsite("-C", mistaken, "check", *AS_OF, "--fix", "content/goals").code == 3
    finally:
        folder.chmod(0o700)


def test_json_says_what_was_mended_and_what_was_not(perfsite: Perfsite, mistaken: Path) -> None:
    rule = "content/rules/scorecard.yml"
    replace(mistaken, rule, "{from: 2026-01-01}", "{from: 2026-01-01, 02}")
    offered = json.loads(perfsite("-C", mistaken, "check", *AS_OF, "--format", "json").out)
    ran = perfsite("-C", mistaken, "check", *AS_OF, "--fix", "--format", "json")

    document = json.loads(ran.out)
    by_file = {one["file"]: one for one in document["mended"]}
    place = {"file": GOAL, "line": 4, "column": 9, "end_line": 4, "end_column": 19}
    assert by_file[GOAL] == {
        "code": "PS302",
        **place,
        "record": "goal/east-revenue",
        "edits": [{**place, "text": "net-revenue"}],
    }
    assert [(one["code"], one["because"]) for one in document["not_mended"]] == [("PS210", "PS411")]
    fixes = {problem["code"]: problem["fix"] for problem in offered["problems"]}
    assert fixes["PS302"] == {**place, "text": "net-revenue", "certain": True, "also": []}
    assert fixes["PS412"]["certain"] is False


def test_what_is_left_though_it_is_certain_is_said(perfsite: Perfsite, sample: Path) -> None:
    rule = "content/rules/scorecard.yml"
    replace(sample, rule, "{from: 2026-01-01}", "{from: 2026-01-01, 02}")
    english, chinese = (perfsite("-C", sample, "check", *AS_OF, "--fix", "--lang", lang) for lang in ("en", "zh"))

    assert "(PS210) was not mended: PS411 would follow, " in english.out
    assert "can be mended" not in english.out
    assert "（PS210）：改了就会出现 PS411，" in chinese.out


def test_without_mending_the_mender_is_not_imported(sample: Path) -> None:
    code = (
        "import sys; from perfsite.cli.run import run; "
        f"run(['-C', {str(sample)!r}, 'check']); print([m for m in sys.modules if 'mending' in m])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
