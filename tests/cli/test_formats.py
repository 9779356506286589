"""`--format` and `--output` of `check` and `build`, and what is chosen on a known CI."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from perfsite.reporters import FORMATS
from tests.cli.conftest import Perfsite

AS_OF = ("--as-of", "2026-11-02")
GOAL = "content/goals/east-revenue.yml"


@pytest.fixture
def mistaken(sample: Path) -> Path:
    goal = sample / GOAL
    goal.write_text(goal.read_text("utf-8").replace("metric: net-revenue", "metric: net-revenu"), encoding="utf-8")
    return sample


def parsed(form: str, text: str) -> None:
    """Fails where a text is no document of its format."""
    if form in ("json", "gitlab", "sarif"):
        json.loads(text)
    elif form == "junit":
        assert text.startswith("<?xml")
        assert text.endswith("</testsuites>\n")
    elif form == "github":
        assert all(line.startswith("::") for line in text.splitlines())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_format_is_all_that_standard_output_holds(
    perfsite: Perfsite, sample: Path, mistaken: Path, command: str, form: str
) -> None:
    ran = perfsite("-C", mistaken, command, *AS_OF, "--format", form)

    assert ran.code == 1
    assert "net-revenu" in ran.out
    parsed(form, ran.out)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_with_a_file_programs_read_that_and_people_the_output(
    perfsite: Perfsite, mistaken: Path, command: str, form: str
) -> None:
    direct = perfsite("-C", mistaken, command, *AS_OF, "--format", form)
    ran = perfsite("-C", mistaken, command, *AS_OF, "--format", form, "--output", "report")

    assert ran.code == 1
    assert "PS302 error: no metric is called `net-revenu`\n" in ran.out
    assert (mistaken / "report").read_text("utf-8") == direct.out
    assert stat.S_IMODE((mistaken / "report").stat().st_mode) == 0o644


def test_where_nothing_is_wrong_the_file_is_written_too(perfsite: Perfsite, sample: Path) -> None:
    checked = perfsite("-C", sample, "check", *AS_OF, "--format", "gitlab", "--output", "quality.json")
    built = perfsite("-C", sample, "build", *AS_OF, "--format", "json", "--output", "build.json")

    assert (checked.code, built.code) == (0, 0)
    assert checked.out.startswith("No problems in ")
    assert built.out.startswith("Built ")
    assert (sample / "quality.json").read_text("utf-8") == "[]\n"
    assert json.loads((sample / "build.json").read_text("utf-8"))["next"]["change"]


def test_a_file_needs_a_format_and_a_folder_that_is_there(perfsite: Perfsite, sample: Path) -> None:
    lacking = perfsite("-C", sample, "check", *AS_OF, "--output", "report.json")
    gone = perfsite("-C", sample, "check", *AS_OF, "--format", "json", "--output", "no/such/report.json")

    assert (lacking.code, lacking.out) == (2, "")
    assert lacking.err == (
        "error: `--output` needs a `--format`\n  help: such as `--format gitlab --output report.json`.\n"
    )
    assert gone.code == 3
    assert not list(sample.glob("**/*.tmp"))


def test_on_github_annotations_follow_the_text_by_themselves(
    perfsite: Perfsite, mistaken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = perfsite("-C", mistaken, "check", *AS_OF)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    ran = perfsite("-C", mistaken, "check", *AS_OF)
    asked = perfsite("-C", mistaken, "check", *AS_OF, "--format", "github")
    quiet = perfsite("-C", mistaken, "check", *AS_OF, "--format", "text")

    assert plain.out in ran.out
    assert ran.out.startswith("::stop-commands::")
    assert ran.out.endswith(asked.out)
    assert "::error" not in quiet.out
    assert plain.out in quiet.out


@pytest.mark.parametrize("variable", ["GITLAB_CI", "JENKINS_URL", "TF_BUILD", "CI"])
def test_on_another_ci_nothing_surprises(
    perfsite: Perfsite, mistaken: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    plain = perfsite("-C", mistaken, "check", *AS_OF)
    monkeypatch.setenv(variable, "true")

    assert perfsite("-C", mistaken, "check", *AS_OF) == plain


@pytest.mark.parametrize("git", ["folder", "file"])
def test_forges_are_told_the_path_from_the_top_of_the_repository(
    perfsite: Perfsite, mistaken: Path, tmp_path: Path, git: str
) -> None:
    """Whatever folder the command runs in. The site may be a part of a repository, and that a worktree."""
    (tmp_path / ".git").mkdir() if git == "folder" else (tmp_path / ".git").write_text("gitdir: x\n", encoding="utf-8")
    path = f"repository/{GOAL}"
    for start in (mistaken, mistaken / "content" / "rules"):
        github = perfsite("-C", start, "check", *AS_OF, "--format", "github").out
        gitlab = perfsite("-C", start, "check", *AS_OF, "--format", "gitlab").out
        sarif = perfsite("-C", start, "check", *AS_OF, "--format", "sarif").out
        junit = perfsite("-C", start, "check", *AS_OF, "--format", "junit").out

        assert github.startswith(f"::error file={path},")
        assert json.loads(gitlab)[0]["location"]["path"] == path
        assert f'"uri": "{path}"' in sarif
        assert f'name="{path}"' in junit
    assert f"\n  {GOAL}:4:9\n" in perfsite("-C", mistaken, "check", *AS_OF).out


def test_formats_are_imported_when_they_are_asked_for() -> None:
    code = (
        "import sys; from perfsite.cli.run import run; run(['check', '--help']); "
        "print([m for m in sys.modules if m.rpartition('.')[2] in ('sarif', 'gitlab', 'junit', 'fingerprints', 'xml')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
