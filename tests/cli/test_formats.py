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


def test_a_ci_that_reads_files_names_them_in_a_variable(
    perfsite: Perfsite, mistaken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the text, or whatever else was asked for; found from where the CI runs, which need not be the site's folder."""
    plain = perfsite("-C", mistaken, "check", *AS_OF)
    gitlab = perfsite("-C", mistaken, "check", *AS_OF, "--format", "gitlab")
    junit = perfsite("-C", mistaken, "check", *AS_OF, "--format", "junit")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PERFSITE_REPORT", "gitlab=gl-code-quality-report.json, junit=tests.xml")

    assert perfsite("-C", mistaken, "check", *AS_OF) == plain
    assert (tmp_path / "gl-code-quality-report.json").read_text("utf-8") == gitlab.out
    assert (tmp_path / "tests.xml").read_text("utf-8") == junit.out
    (tmp_path / "gl-code-quality-report.json").unlink()
    assert perfsite("-C", mistaken, "build", *AS_OF, "--format", "gitlab").out == gitlab.out
    assert (tmp_path / "gl-code-quality-report.json").read_text("utf-8") == gitlab.out


def test_where_nothing_is_wrong_the_file_of_the_ci_says_so(
    perfsite: Perfsite, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = perfsite("-C", sample, "check", *AS_OF)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PERFSITE_REPORT", "gitlab=quality.json")
    for command in ("check", "build"):
        ran = perfsite("-C", sample, command, *AS_OF)

        assert ran.code == 0
        assert command == "build" or ran == plain
        assert (tmp_path / "quality.json").read_text("utf-8") == "[]\n"
        (tmp_path / "quality.json").unlink()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("gitlb=a.json", "there is no format `gitlb`, which the variable `PERFSITE_REPORT` names\n  help: did you mean `gitlab`?"),
        ("a.json", "`a.json` in the variable `PERFSITE_REPORT` is no `FORMAT=FILE`\n  help: such as `PERFSITE_REPORT=gitlab="),
    ],
)  # fmt: skip
def test_a_slip_in_the_variable_is_told(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    monkeypatch.setenv("PERFSITE_REPORT", value)
    ran = perfsite("-C", sample, "check", *AS_OF)

    assert (ran.code, ran.out) == (2, "")
    assert f"error: {said}" in ran.err


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif", "junit"])
def test_a_build_that_a_template_stops_is_one_document(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """With the warnings that were found before; and so is the file of a CI, while people are told each once."""
    goal = sample / GOAL
    goal.write_text(goal.read_text("utf-8").replace(", en: ", "}  # {en: ", 1), encoding="utf-8")
    templates = sample / "themes/ours/templates"
    templates.mkdir(parents=True)
    (templates / "goal.html").write_text("{{ view.nothing }}\n", encoding="utf-8")
    settings = sample / "perfsite.yml"
    settings.write_text(settings.read_text("utf-8") + "theme: ours\n", encoding="utf-8")
    warned = perfsite("-C", sample, "check", *AS_OF, "--format", "concise").out.split()[2]

    ran = perfsite("-C", sample, "build", *AS_OF, "--format", form)
    monkeypatch.setenv("PERFSITE_REPORT", f"{form}={sample / 'report'}")
    beside = perfsite("-C", sample, "build", *AS_OF)

    assert (ran.code, beside.code) == (1, 1)
    parsed(form, ran.out)
    assert warned in ran.out
    assert "PS005" in ran.out
    assert (sample / "report").read_text("utf-8") == ran.out
    assert beside.out.count(f"{warned} ") == beside.out.count("PS005 ") == 1


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
