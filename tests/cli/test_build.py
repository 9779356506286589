"""`perfsite build`"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from perfsite.output import MANIFEST_NAME, OutputError, Reason, read_manifest, verify_site
from tests.cli.conftest import Perfsite

DAY = ("--as-of", "2026-11-02")


def broken(root: Path) -> None:
    (root / "content" / "goals" / "x.yml").write_text("title: x\n", encoding="utf-8")


def test_the_summary_says_how_many_where_for_whom_and_as_of_when(perfsite: Perfsite, sample: Path) -> None:
    english = perfsite("-C", sample, "build", *DAY)
    chinese = perfsite("-C", sample, "build", *DAY, "--lang", "zh", "--out", "other", "--audience", "hr")

    assert (english.code, chinese.code, english.err) == (0, 0, "")
    assert [line.split()[0] for line in english.out.splitlines()] == ["Built", "folder", "audience", "as", "changes"]
    for shown in (
        f"folder                {sample / 'public'}",
        "audience              everyone (Everyone)",
        "as of                 2026-11-02",
    ):
        assert f"  {shown}\n" in english.out
    assert f"  位置      {sample / 'other'}\n  受众      hr (人力资源)\n  日期      2026-11-02\n" in chinese.out
    assert (sample / "public" / MANIFEST_NAME).is_file()
    assert not verify_site(sample / "other")


def test_errors_leave_what_is_published_as_it_is(perfsite: Perfsite, sample: Path) -> None:
    perfsite("-C", sample, "build", *DAY)
    before = (sample / "public" / MANIFEST_NAME).read_bytes()
    broken(sample)

    ran = perfsite("-C", sample, "build", *DAY)

    assert ran.code == 1
    assert "content/goals/x.yml" in ran.out
    assert ran.err == "No site was built; what is published is as it was.\n"
    assert (sample / "public" / MANIFEST_NAME).read_bytes() == before


def test_warnings_are_shown_and_stop_a_build_only_under_strict(perfsite: Perfsite, sample: Path) -> None:
    (sample / "content" / "notes.txt").write_text("x", encoding="utf-8")

    lenient, strict = (
        perfsite("-C", sample, "build", *DAY),
        perfsite("-C", sample, "build", *DAY, "--strict", "--out", "strict"),
    )

    assert (lenient.code, strict.code) == (0, 1)
    assert "PS105 warning" in lenient.out
    assert "Built " in lenient.out
    assert not (sample / "strict").exists()


def test_json_is_all_that_standard_output_holds(perfsite: Perfsite, sample: Path) -> None:
    good = perfsite("-C", sample, "build", *DAY, "--format", "json")
    broken(sample)
    bad = perfsite("-C", sample, "build", *DAY, "--format", "json")

    assert json.loads(good.out)["problems"] == []
    assert good.err.startswith("Built ")
    assert json.loads(bad.out)["summary"]["errors"] > 0
    assert (good.code, bad.code) == (0, 1)


def test_a_build_says_when_its_pages_change_by_themselves(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "build", "--as-of", "2026-10-15", "--format", "json")
    text = perfsite("-C", sample, "build", "--as-of", "2026-10-15", "--lang", "zh")

    told = json.loads(ran.out)["next"]
    assert (told["change"], told["transition"]) == ("2026-10-16", "2026-10-19")
    assert [(t["what"], t["record"]) for t in told["transitions"]] == [
        ("objection-answered", "award-result/2026-q3-quarterly-bonus"),
        ("result-decided", "promotion-result/2026-promotions"),
    ]
    assert told["transitions"][0]["title"] == {"zh": "2026年第三季度奖金", "en": "Bonus for the third quarter of 2026"}
    assert told["transitions"][0]["words"] == {"zh": "答复异议", "en": "an objection is answered"}
    assert "  下次变化  2026-10-16（剩余天数）；2026-10-19（2026年第三季度奖金：答复异议，另有 1 项）\n" in text.out


def test_a_build_that_nothing_lies_ahead_of(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "build", "--as-of", "2027-06-01", "--format", "json")

    assert json.loads(ran.out)["next"] == {"change": None, "transition": None, "transitions": []}


def test_json_stays_one_document_where_the_folder_is_refused(perfsite: Perfsite, sample: Path) -> None:
    (sample / "mine").mkdir()
    (sample / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    ran = perfsite("-C", sample, "build", *DAY, "--format", "json", "--out", "mine")

    assert ran.code == 2
    assert json.loads(ran.out)["problems"] == []


def test_an_audience_that_there_is_not(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "build", *DAY, "--audience", "manager")

    assert ran.code == 2
    assert ran.err == "error: there is no audience `manager`\n  help: did you mean `managers`?\n"


def test_a_folder_that_is_somebody_else_s_is_not_overwritten(perfsite: Perfsite, sample: Path) -> None:
    (sample / "mine").mkdir()
    (sample / "mine" / "thesis.doc").write_text("x", encoding="utf-8")

    ran = perfsite("-C", sample, "build", *DAY, "--out", "mine", "--lang", "zh")

    assert ran.code == 2
    assert ran.err.startswith("错误：")
    assert "  建议：" in ran.err
    assert [path.name for path in (sample / "mine").iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("reason", Reason)
def test_the_exit_code_tells_a_wrong_folder_from_a_machine_that_refuses(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch, reason: Reason
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OutputError(reason, sample / "public", "x")

    monkeypatch.setattr("perfsite.cli.build.build", refused)

    ran = perfsite("-C", sample, "build", *DAY)

    machine = {Reason.BUSY, Reason.NO_SPACE, Reason.NO_PERMISSION, Reason.READ_ONLY, Reason.NAME_TOO_LONG, Reason.DISK}
    assert ran.code == (3 if reason in machine else 2)
    assert ran.err.count("\n") == 2


def test_relative_folders_begin_where_one_stands(
    perfsite: Perfsite, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample / "content")

    perfsite("build", *DAY, "--out", "../../elsewhere")
    perfsite("build", *DAY)

    assert (tmp_path / "elsewhere" / MANIFEST_NAME).is_file()
    assert (sample / "public" / MANIFEST_NAME).is_file()


def test_the_number_of_processes_changes_no_byte(perfsite: Perfsite, sample: Path) -> None:
    for jobs in ("1", "3"):
        perfsite("-C", sample, "build", *DAY, "--jobs", jobs, "--out", f"with-{jobs}")

    assert (sample / "with-1" / MANIFEST_NAME).read_bytes() == (sample / "with-3" / MANIFEST_NAME).read_bytes()


def test_a_fault_in_a_worker_names_the_template_and_the_place(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("张浩博")

    monkeypatch.setattr("perfsite.render.site.WORTH_A_POOL", 2)
    monkeypatch.setattr("perfsite.render.html.draw_bar", broken)
    for jobs in (1, 2):
        ran = perfsite("-C", sample, "build", *DAY, "--jobs", str(jobs))
        assert ran.code == 70
        assert re.search(r"    RenderError, components\.html:[1-9][0-9]*, cli/test_build\.py:[1-9][0-9]*\n", ran.err)
        assert "张浩博" not in ran.err


def test_a_site_tells_of_changes_that_its_commit_does_not_hold(perfsite: Perfsite, sample: Path) -> None:
    for words in (("init", "-q"), ("add", "."), ("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "t")):
        subprocess.run(["git", *words], cwd=sample, check=True)
    whole = subprocess.run(["git", "rev-parse", "HEAD"], cwd=sample, check=True, capture_output=True, text=True)
    commit = whole.stdout.strip()

    def published() -> tuple[str, str | None]:
        assert perfsite("-C", sample, "build", "--audience", "hr", *DAY).code == 0
        shown = re.search("<code>([0-9a-f]+[+]?)</code></li>", (sample / "public/zh/index.html").read_text("utf-8"))
        manifest = read_manifest(sample / "public")
        assert shown is not None
        assert manifest is not None
        return shown[1], manifest.commit

    assert published() == (commit[:10], commit)
    with (sample / "content/teams/east.yml").open("a", encoding="utf-8") as file:
        file.write("tags: [coast]\n")
    assert published() == (f"{commit[:10]}+", f"{commit}+")


def test_the_bar_is_drawn_on_a_terminal_alone(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from perfsite.cli.build import ProgressBar
    from perfsite.cli.terminal import Terminal

    silent = perfsite("-C", sample, "build", *DAY)
    bar = ProgressBar(Terminal("zh", {}))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar.show(50, 200)
    bar.clear()
    ProgressBar(Terminal("en", {"TERM": "dumb"})).show(50, 200)

    assert silent.err == ""
    assert capsys.readouterr().err == f"\r生成页面 [{'#' * 7}{' ' * 23}] 50/200\r\x1b[K"
