"""The project's own files: locks that agree with pyproject.toml, one version, workflows with least rights, make's help."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import perfsite

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("runtime", "dev")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def read_lock(name: str) -> dict[str, tuple[Requirement, list[str]]]:
    """What a lock file pins, by name: the requirement and its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    pins: dict[str, tuple[Requirement, list[str]]] = {}
    for line in lines:
        requirement, *hashes = re.split(r"\s+--hash=", line.strip())
        pin = Requirement(requirement)
        pins[canonicalize_name(pin.name)] = (pin, hashes)
    return pins


def requirements_of(group: str) -> Iterator[Requirement]:
    for entry in PROJECT["dependency-groups"][group]:
        if isinstance(entry, dict):
            yield from requirements_of(entry["include-group"])
        else:
            yield Requirement(entry)


@pytest.mark.parametrize(("lock", "group"), [("runtime", "build"), ("dev", "dev")])
def test_a_lock_pins_what_the_project_asks_for(lock: str, group: str) -> None:
    pins = read_lock(lock)
    wanted = [Requirement(entry) for entry in PROJECT["project"]["dependencies"]] + list(requirements_of(group))

    for requirement in wanted:
        pin, _ = pins[canonicalize_name(requirement.name)]
        (pinned,) = pin.specifier
        assert requirement.specifier.contains(pinned.version, prereleases=True), f"run make lock: {requirement}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_its_hashes(lock: str) -> None:
    for name, (pin, hashes) in read_lock(lock).items():
        assert [specifier.operator for specifier in pin.specifier] == ["=="], name
        assert hashes, name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|(^|\s)/", text, re.MULTILINE)


def test_both_environments_hold_the_same_versions() -> None:
    dev = read_lock("dev")
    for name, pin in read_lock("runtime").items():
        assert dev[name] == pin


def test_the_npm_lock_has_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_what_builds_the_wheel_is_locked_too() -> None:
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]


def test_the_version_stands_in_one_place() -> None:
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert "version" not in PROJECT["project"]
    assert version("perfsite") == perfsite.__version__


def test_the_command_is_installed() -> None:
    (script,) = entry_points(group="console_scripts", name="perfsite")
    assert script.value == "perfsite.cli:main"
    assert callable(script.load())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_least_rights_and_pinned_actions(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert "permissions" not in job, name
        assert "timeout-minutes" in job, name
        actions = [step for step in job["steps"] if "uses" in step]
        for step in actions:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
        checkouts = [step for step in actions if step["uses"].startswith("actions/checkout@")]
        assert checkouts
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def make(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    return subprocess.run(
        ["make", *arguments],
        cwd=root,
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony

    run = make(ROOT)

    assert run.returncode == 0, run.stderr
    told = set(re.findall(r"^make (\w+)", run.stdout, re.MULTILINE))
    assert told == set(phony[1].split()) - {"help", "lint"}


def bare_project(folder: Path) -> Path:
    """The files that setting up begins with, in a folder where nothing is set up."""
    for name in (
        "Makefile",
        "pyproject.toml",
        "scripts/environment.sh",
        "requirements/runtime.txt",
        "src/perfsite/__init__.py",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    project = bare_project(tmp_path / "project with spaces")
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\nif [ "$1" = --version ]; then echo Python 3.9.2; exit 0; fi\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)

    run = make(project, "site", f"PYTHON={old}")

    assert run.returncode != 0
    assert f"perfsite: Python 3.11 or newer is needed, and PYTHON={old} is Python 3.9.2." in run.stderr
    assert not (project / ".venv").exists()


def test_a_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    project = bare_project(tmp_path / "project")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "touch"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    make_itself = shutil.which("make")
    assert make_itself
    (programs / "make").symlink_to(make_itself)

    run = make(project, "site", PATH=str(programs))

    assert run.returncode != 0
    assert "Python 3.11 or newer is needed, and this machine has no Python." in run.stderr
    assert "apt-get install python3 python3-venv" in run.stderr


BROWSER_PACKAGES = "chromium default-jre-headless nodejs npm fontconfig fonts-noto-cjk"


def install_browser_tools(
    folder: Path, *, user: int, apt_succeeds: bool = True
) -> tuple[subprocess.CompletedProcess[str], str]:
    """Runs the script on a made-up machine that has apt-get and nothing else. Also what apt-get was asked."""
    programs = folder / "bin"
    programs.mkdir()
    for name in ("sh", "env", "mktemp", "rm", "cat"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    log = folder / "apt.log"
    scripts = {
        "id": f"echo {user}",
        "uname": "echo Linux",
        "apt-get": f'echo "$DEBIAN_FRONTEND $*" >>"{log}"; {"exit 0" if apt_succeeds else "echo no space left; exit 100"}',
    }
    for name, body in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    run = subprocess.run(
        ["sh", str(ROOT / "tests/browser/install.sh")],
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )
    return run, log.read_text(encoding="utf-8") if log.exists() else ""


def test_root_gets_what_the_browser_tests_need(tmp_path: Path) -> None:
    run, asked = install_browser_tools(tmp_path, user=0)

    assert run.returncode == 0, run.stderr
    assert asked == (
        f"noninteractive update\nnoninteractive install --yes --no-install-recommends {BROWSER_PACKAGES}\n"
    )


def test_who_may_not_install_is_told_the_command(tmp_path: Path) -> None:
    run, asked = install_browser_tools(tmp_path, user=1000)

    assert run.returncode == 1
    assert run.stderr == (
        f"perfsite: the browser tests need {BROWSER_PACKAGES}. Run as root: "
        f"apt-get update && apt-get install --yes --no-install-recommends {BROWSER_PACKAGES}\n"
    )
    assert asked == ""


def test_an_installation_that_fails_says_why(tmp_path: Path) -> None:
    run, _ = install_browser_tools(tmp_path, user=0, apt_succeeds=False)

    assert run.returncode == 1
    assert "no space left" in run.stderr
    assert f"perfsite: installing {BROWSER_PACKAGES} failed." in run.stderr


def test_ci_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text(encoding="utf-8")
