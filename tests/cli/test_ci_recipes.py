"""The files by which others run perfsite in their CI: read as YAML, and every line of shell in them run on a repository
with a merge request open, before and after it is merged."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfsite.scaffold import FORGES
from tests.cli.conftest import Perfsite
from tests.cli.recipes import Ended, fill_in, run_lines
from tests.history.repository import Repository

ROOT = Path(__file__).parents[2]
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
RULE = "content/rules/account-manager.yml"
DAY = "2026-11-16"
GITHUB = ".github/workflows/site.yml"


@pytest.fixture
def repository(tmp_path: Path, perfsite: Perfsite) -> Repository:
    """A new repository with one change on a branch: `origin/main` is what it is to be merged into."""
    made = Repository(tmp_path / "standards")
    (made.root / "perfsite.yml").unlink()
    assert perfsite("init", made.root, "--lang", "en", "--as-of", DAY).code == 0
    made.commit("Begin")
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    made.git("checkout", "--quiet", "-b", "weights")
    text = (made.root / RULE).read_text("utf-8")
    for was, is_ in (("weight: 70%", "weight: 60%"), ("weight: 30%", "weight: 40%"), ("total: 105.25", "total: 104.5")):
        assert was in text
        text = text.replace(was, is_)
    made.commit("Weights", {RULE: text})
    return made


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def environ(tmp_path: Path, **more: str) -> dict[str, str]:
    """What GitHub sets, with perfsite where the action installs it."""
    temp = tmp_path / "runner"
    (temp / "perfsite").mkdir(parents=True, exist_ok=True)
    if not (temp / "perfsite" / "bin").exists():
        (temp / "perfsite" / "bin").symlink_to(Path(sys.executable).parent)
    return {
        "RUNNER_TEMP": str(temp),
        "GITHUB_OUTPUT": str(temp / "output"),
        "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
        "GITHUB_BASE_REF": "main",
        "SOURCE_DATE_EPOCH": "1794800000",
        **more,
    }


class Action:
    """action.yml with the inputs of a job."""

    def __init__(self, **inputs: str) -> None:
        self.action = load(ROOT / "action.yml")
        assert set(inputs) <= {name.replace("-", "_") for name in self.action["inputs"]}
        given = {
            name: inputs.get(name.replace("-", "_"), one["default"]) for name, one in self.action["inputs"].items()
        }
        self.values = {f"inputs.{name}": value for name, value in given.items()}
        self.values |= {"github.event.pull_request.number": "7", "github.token": "secret"}

    def run(self, name: str, folder: Path, env: Mapping[str, str]) -> Ended:
        (step,) = (step for step in self.action["runs"]["steps"] if step.get("name") == name)
        assert "${{" not in step["run"], "what a stranger may have written goes through a variable"
        filled = {key: fill_in(value, self.values) for key, value in step["env"].items()}
        return run_lines(step["run"], folder=folder, environ={**env, **filled}, using=BASH)


def test_the_action_checks_and_tells_a_pull_request_what_it_does(repository: Repository, tmp_path: Path) -> None:
    action, env = Action(language="en"), environ(tmp_path)

    checked = action.run("Check", repository.root, env)
    impact = action.run("Impact", repository.root, env)

    assert (checked.code, impact.code) == (0, 0), checked.out + impact.out
    summary = Path(env["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
    assert summary.startswith("<!-- perfsite impact -->")
    assert "70% → 60%" in summary


def test_the_action_writes_one_comment_where_it_is_asked_to(repository: Repository, tmp_path: Path) -> None:
    """`gh` stands in for the forge: what matters is what it is called with, and with which text."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "gh").write_text(
        '#!/bin/sh\necho "$@" > "$RUNNER_TEMP/called"\ncat "$RUNNER_TEMP/impact.md" > "$RUNNER_TEMP/said"\n'
    )
    (programs / "gh").chmod(0o755)
    env = environ(tmp_path, PATH=str(programs))

    silent = Action(language="en").run("Impact", repository.root, env)
    assert (silent.code, (tmp_path / "runner" / "called").exists()) == (0, False)
    spoken = Action(language="en", comment="true").run("Impact", repository.root, env)

    assert spoken.code == 0
    called = (tmp_path / "runner" / "called").read_text().strip()
    assert called == f"pr comment 7 --edit-last --create-if-none --body-file {tmp_path}/runner/impact.md"
    assert "70% → 60%" in (tmp_path / "runner" / "said").read_text("utf-8")


def test_a_comment_that_may_not_be_written_fails_nothing(repository: Repository, tmp_path: Path) -> None:
    """As in a pull request from a fork."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "gh").write_text("#!/bin/sh\nexit 1\n")
    (programs / "gh").chmod(0o755)
    env = environ(tmp_path, PATH=str(programs))

    ran = Action(language="en", comment="true").run("Impact", repository.root, env)

    assert ran.code == 0
    assert "::warning::" in ran.out
    assert "70% → 60%" in Path(env["GITHUB_STEP_SUMMARY"]).read_text("utf-8")


def scripts_of(tree: Any) -> list[str]:
    """Every piece of shell in a CI's file, wherever it stands."""
    if isinstance(tree, list):
        return [one for value in tree for one in scripts_of(value)]
    found: list[str] = []
    for key, value in tree.items() if isinstance(tree, dict) else ():
        is_shell = key in ("run", "script", "before_script", "commands")
        found += ["\n".join(value) if isinstance(value, list) else value] if is_shell else scripts_of(value)
    return found


def test_all_shell_is_shell(repository: Repository) -> None:
    """For bash on GitHub, for whatever `sh` is elsewhere; the recipe of the guide as well."""
    github = [ROOT / "action.yml", repository.root / GITHUB]
    others = [repository.root / ".gitlab-ci.yml", *sorted((repository.root / ".workflow").glob("*.yml"))]
    found = [(script, "bash") for path in github for script in scripts_of(load(path))]
    found += [(script, "sh") for path in others for script in scripts_of(load(path))]
    found += [(script, "sh") for script in scripts_of(component(language="en"))]
    guide = (ROOT / "docs" / "ci.md").read_text("utf-8")
    found += [(script, "sh") for script in re.findall(r"(?ms)^```sh\n(.*?)^```", guide)]

    assert len(found) > 15
    for script, shell in found:
        read = subprocess.run([shell, "-n", "-c", script], capture_output=True, text=True, check=False)
        assert (read.returncode, read.stderr) == (0, ""), script


def test_the_action_fails_on_what_it_is_told_to_and_still_says_it(repository: Repository, tmp_path: Path) -> None:
    env = environ(tmp_path)

    failed = Action(language="en", fail_on="mixed,undecided,reaching-back,less-favourable").run(
        "Impact", repository.root, env
    )

    assert failed.code == 1
    assert "70% → 60%" in Path(env["GITHUB_STEP_SUMMARY"]).read_text("utf-8")


def test_the_action_stops_at_a_problem(repository: Repository, tmp_path: Path) -> None:
    repository.write({RULE: "title: [\n"})

    assert Action().run("Check", repository.root, environ(tmp_path)).code == 1


def test_the_action_builds_what_was_merged_and_on_schedule_what_has_changed(
    repository: Repository, tmp_path: Path
) -> None:
    env = environ(tmp_path)
    action = Action(published="public", out="public", audience="managers", strict="true")

    first = action.run("Next", repository.root, env)
    built = action.run("Build", repository.root, env)
    again = action.run("Next", repository.root, env)

    assert (first.code, built.code, again.code) == (0, 0, 0), first.out + built.out + again.out
    output = Path(env["GITHUB_OUTPUT"]).read_text().splitlines()
    assert [line for line in output if line.startswith(("due", "built"))] == ["due=true", "built=true", "due=false"]
    manifest = load(repository.root / "public" / "perfsite-manifest.json")
    assert manifest["audience"] == "managers"


def test_the_action_takes_inputs_as_they_are(repository: Repository, tmp_path: Path) -> None:
    """An input that a shell would run is a word like any other."""
    env = environ(tmp_path)

    ran = Action(audience="$(touch stolen); `touch stolen`").run("Build", repository.root, env)

    assert ran.code == 2
    assert not (repository.root / "stolen").exists()


def component(**inputs: str) -> dict[str, Any]:
    """The jobs of the GitLab component, with its inputs filled in."""
    text = (ROOT / "templates" / "perfsite.yml").read_text("utf-8")
    head, _, body = text.partition("\n---\n")
    declared = yaml.safe_load(head)["spec"]["inputs"]
    assert set(inputs) <= set(declared)
    values = {name: inputs.get(name, one["default"]) for name, one in declared.items()}
    assert set(re.findall(r"\$\[\[ inputs\.(\w+) \]\]", body)) == set(declared)
    return dict(yaml.safe_load(re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: values[found[1]], body)))


def gitlab_jobs(root: Path) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """The job for merge requests and the job for what was merged, of the component and of a new repository's own file."""
    made = component(language="en")
    shared = {name: str(value) for name, value in made[".perfsite"]["variables"].items()}
    own = load(root / ".gitlab-ci.yml")
    theirs = {name: str(value) for name, value in own["variables"].items()}
    return [(made["perfsite check"], shared), (made["pages"], shared), (own["check"], theirs), (own["pages"], theirs)]


@pytest.mark.parametrize("which", [0, 1], ids=["component", "file of init"])
def test_gitlab(repository: Repository, tmp_path: Path, which: int) -> None:
    check, variables = gitlab_jobs(repository.root)[2 * which]
    pages, _ = gitlab_jobs(repository.root)[2 * which + 1]
    base = repository.git("rev-parse", "origin/main")
    env = {
        **variables,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_PROJECT_DIR": str(repository.root),
        "SOURCE_DATE_EPOCH": "1794800000",
    }

    for shell in (BASH, ("sh", "-e")):
        (repository.root / "impact.md").unlink(missing_ok=True)
        asked = run_lines("\n".join(check["script"]), folder=repository.root, environ=env, using=shell)
        assert asked.code == 0, asked.out
    assert "70% → 60%" in (repository.root / "impact.md").read_text("utf-8")
    assert take_report(repository.root, check) == []

    script = "\n".join(pages["script"])
    pushed = run_lines(script, folder=repository.root, environ={**env, "CI_PIPELINE_SOURCE": "push"}, using=BASH)
    assert pushed.code == 0, pushed.out
    assert (repository.root / "public" / "index.html").is_file()
    assert take_report(repository.root, pages) == []
    nightly = run_lines(script, folder=repository.root, environ={**env, "CI_PIPELINE_SOURCE": "schedule"}, using=BASH)
    assert nightly.code == 77, nightly.out
    assert pages["allow_failure"] == {"exit_codes": [77]}
    later = env | {"SOURCE_DATE_EPOCH": str(1794800000 + 86400 * 90), "CI_PIPELINE_SOURCE": "schedule"}
    due = run_lines(script, folder=repository.root, environ=later, using=BASH)
    assert due.code == 0, due.out

    repository.write({RULE: "title: [\n"})
    stopped = run_lines("\n".join(check["script"]), folder=repository.root, environ=env, using=BASH)
    assert stopped.code == 1
    assert [problem["location"]["path"] for problem in take_report(repository.root, check)] == [RULE]


def take_report(top: Path, job: Mapping[str, Any]) -> Any:
    """The Code Quality report where the job's artifacts say that it lies."""
    path = top / job["artifacts"]["reports"]["codequality"]
    found = json.loads(path.read_text("utf-8"))
    path.unlink()
    return found


def test_the_component_for_a_site_in_a_folder_of_the_repository(repository: Repository) -> None:
    """What it leaves is at the top, where GitLab looks, and names files from there."""
    below = repository.root / "hr"
    below.mkdir()
    for name in ("perfsite.yml", "content"):
        (repository.root / name).rename(below / name)
    repository.commit("Move the site down")
    repository.write({f"hr/{RULE}": "title: [\n"})
    made = component(language="en", folder="hr")
    env = {name: str(value) for name, value in made[".perfsite"]["variables"].items()}

    ran = run_lines("\n".join(made["perfsite check"]["script"]), folder=repository.root, environ=env, using=BASH)

    assert ran.code == 1
    (problem,) = take_report(repository.root, made["perfsite check"])
    assert problem["location"]["path"] == f"hr/{RULE}"


def test_github_file_of_a_new_repository(repository: Repository, tmp_path: Path) -> None:
    workflow = load(repository.root / GITHUB)
    env = environ(tmp_path)

    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow["jobs"].values())
    check, publish = workflow["jobs"]["check"], workflow["jobs"]["publish"]
    assert check["if"] == "github.event_name == 'pull_request'"
    assert "github.event_name != 'pull_request'" in publish["if"]
    for job in (check, publish):
        checkout = job["steps"][0]
        assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
        for step in job["steps"]:
            if "run" in step and not step["run"].startswith("pip "):
                ran = run_lines(step["run"], folder=repository.root, environ=env, using=("bash", "-e"))
                assert ran.code == 0, ran.out
    assert "70% → 60%" in Path(env["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
    assert "due=true" in Path(env["GITHUB_OUTPUT"]).read_text()
    assert (repository.root / "published" / "perfsite-manifest.json").is_file()
    assert {step.get("if") for step in publish["steps"][5:]} == {
        "github.event_name != 'schedule' || steps.next.outputs.due == 'true'"
    }


def test_gitee_files_of_a_new_repository(repository: Repository) -> None:
    for name, trigger in (("check", "pr"), ("site", "push")):
        pipeline = load(repository.root / ".workflow" / f"{name}.yml")
        assert set(pipeline["triggers"]) == {"trigger", trigger}
        (stage,) = pipeline["stages"]
        (step,) = stage["steps"]
        lines = [line for line in step["commands"] if line.startswith("perfsite ")]
        assert len(lines) >= 1
        ran = run_lines("\n".join(lines), folder=repository.root, environ={}, using=BASH)
        assert ran.code == 0, ran.out
    assert (
        "70% → 60%"
        in run_lines(
            "perfsite impact origin/main --format markdown --lang en", folder=repository.root, environ={}, using=BASH
        ).out
    )


def test_the_hook_runs_before_a_commit(repository: Repository) -> None:
    (hook,) = load(ROOT / ".pre-commit-hooks.yaml")
    assert (hook["entry"], hook["language"], hook["pass_filenames"]) == ("perfsite check", "python", False)
    for path, wanted in (
        ("content/goals/a.yml", True),
        ("perfsite.yml", True),
        ("hr/content/a.md", True),
        ("themes/ours/templates/goal.html", True),
        ("README.md", False),
        ("notperfsite.yml", False),
    ):
        assert bool(re.search(hook["files"], path)) is wanted, path

    sound = run_lines(hook["entry"], folder=repository.root, environ={}, using=BASH)
    repository.write({RULE: "title: [\n"})
    broken = run_lines(hook["entry"], folder=repository.root, environ={}, using=BASH)

    assert (sound.code, broken.code) == (0, 1)
    below = run_lines(
        f"{hook['entry']} -C {repository.root.name}", folder=repository.root.parent, environ={}, using=BASH
    )
    assert (below.code, below.out) == (broken.code, broken.out)


@pytest.mark.parametrize("forge", [*FORGES, "all", "none"])
def test_zizmor_and_doctor_find_nothing_in_what_init_writes(perfsite: Perfsite, tmp_path: Path, forge: str) -> None:
    assert perfsite("init", tmp_path, "--forge", forge, "--as-of", DAY).code == 0
    if forge in ("github", "all"):
        assert zizmor(tmp_path / ".github") == ""
    found = perfsite("-C", tmp_path, "doctor", "--as-of", DAY).out
    assert (forge == "none") is ("there is no file by which a CI runs perfsite" in found)
    assert "fetches the latest commits only" not in found


def test_zizmor_finds_nothing_in_the_action_and_in_the_workflows_here() -> None:
    assert zizmor(ROOT / "action.yml", ROOT / ".github") == ""


def test_zizmor_does_find_something(tmp_path: Path) -> None:
    bad = tmp_path / ".github" / "workflows" / "bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n"
    )
    assert "template-injection" in zizmor(tmp_path / ".github")


def zizmor(*paths: Path) -> str:
    """What zizmor finds; it reaches no network."""
    program = Path(sys.executable).with_name("zizmor")
    run = subprocess.run(
        [str(program), "--offline", "--no-progress", "--no-config", "--format", "plain", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if run.returncode == 0 else run.stdout + run.stderr
