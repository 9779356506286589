"""`perfsite doctor`: on a sound repository, and on each that lacks something a build needs."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Perfsite
from tests.history.repository import Repository
from tests.site_builder import BASE

DAY = ("--as-of", "2026-10-09")
WORKFLOW = """jobs:
  site:
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - run: perfsite build
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "site")
    made.commit("第一版", {**BASE, ".github/workflows/site.yml": WORKFLOW})
    made.commit("第二版", {".gitignore": ".perfsite/\npublic/\n"})
    return made


def states(perfsite: Perfsite, root: Path, *more: str) -> dict[str, str]:
    ran = perfsite("-C", root, "doctor", "--format", "json", *(more or DAY))
    found = json.loads(ran.out)
    assert found["version"] == 1
    told = {one["id"]: one["state"] for one in found["findings"]}
    assert ran.code == (1 if "wrong" in told.values() else 0)
    for one in found["findings"]:
        assert set(one["message"]) == {"zh", "en"}
        assert one["state"] == "fine" or one["help"] is not None
    return told


def test_a_sound_repository(perfsite: Perfsite, repository: Repository) -> None:
    told = states(perfsite, repository.root)

    assert {name for name, state in told.items() if state != "fine"} == set()
    assert {"python", "git", "packages", "history", "output", "cache", "calendar", "records", "ci"} <= set(told)


def test_what_it_says(perfsite: Perfsite, repository: Repository) -> None:
    chinese = perfsite("-C", repository.root, "doctor", "--lang", "zh", *DAY)
    english = perfsite("-C", repository.root, "doctor", *DAY)

    assert "✓ 变更历史完整，到提交 " in chinese.out
    assert chinese.out.endswith("都好。\n")
    assert "✓ the history is whole, up to commit " in english.out
    assert english.out.endswith("All is well.\n")


def test_a_shallow_clone_has_the_setting_of_its_ci(
    perfsite: Perfsite, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", repository.root.as_uri(), str(clone)], check=True)

    assert states(perfsite, clone)["history"] == "wrong"
    assert "git fetch --unshallow" in perfsite("-C", clone, "doctor", *DAY).out
    monkeypatch.setenv("GITLAB_CI", "true")
    assert "GIT_DEPTH" in perfsite("-C", clone, "doctor", *DAY).out


def test_a_change_that_is_not_committed(perfsite: Perfsite, repository: Repository) -> None:
    with (repository.root / "perfsite.yml").open("a") as file:
        file.write("# more\n")

    assert states(perfsite, repository.root)["history"] == "warning"
    assert perfsite("-C", repository.root, "doctor", "--strict", *DAY).code == 1


def test_a_folder_in_no_repository(perfsite: Perfsite, sample: Path) -> None:
    told = states(perfsite, sample)

    assert (told["history"], told["ci"]) == ("warning", "warning")


def test_a_folder_without_a_site(perfsite: Perfsite, tmp_path: Path) -> None:
    ran = perfsite("-C", tmp_path, "doctor")

    assert ran.code == 0
    assert "git" in ran.out
    assert "history" not in ran.out
    assert "only the machine" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_record_that_cannot_be_read(perfsite: Perfsite, repository: Repository) -> None:
    (repository.root / "content/rules/scorecard.yml").chmod(0)

    ran = perfsite("-C", repository.root, "doctor", *DAY)

    assert ran.code != 0


def test_a_folder_that_is_somebodys(perfsite: Perfsite, repository: Repository) -> None:
    (repository.root / "public").mkdir()
    (repository.root / "public" / "thesis.txt").write_text("mine")

    assert states(perfsite, repository.root)["output"] == "wrong"


def test_a_cache_that_comes_with_the_repository(perfsite: Perfsite, repository: Repository) -> None:
    repository.write({".perfsite/cache/x": "x"})
    repository.git("add", "--force", ".perfsite")

    assert states(perfsite, repository.root)["cache"] == "warning"


@pytest.mark.parametrize(
    ("day", "state"),
    # Ten working days from 16 December 2026 lead into 2027, of which the calendar knows nothing.
    [("2026-10-09", "fine"), ("2026-11-20", "warning"), ("2026-12-16", "warning"), ("2026-12-18", "wrong")],
)
def test_how_far_the_calendar_reaches(perfsite: Perfsite, repository: Repository, day: str, state: str) -> None:
    assert states(perfsite, repository.root, "--as-of", day)["calendar"] == state


def test_promises_without_a_calendar(perfsite: Perfsite, sample: Path) -> None:
    site = sample / "perfsite.yml"
    site.write_text("".join(line for line in site.read_text().splitlines(keepends=True) if "calendar" not in line))

    assert states(perfsite, sample)["calendar"] == "wrong"


def test_a_file_that_cannot_be_understood(perfsite: Perfsite, repository: Repository) -> None:
    (repository.root / "content/rules/scorecard.yml").write_text("title: [\n")

    assert states(perfsite, repository.root)["records"] == "wrong"


@pytest.mark.parametrize("name", ["perfsite.yml", "content/rules", "content/rules/scorecard.yml"])
def test_records_that_may_not_be_read_are_a_finding(
    perfsite: Perfsite, repository: Repository, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    access = os.access

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("perfsite.cli.doctor.load", refused)
    monkeypatch.setattr(os, "access", lambda path, mode: path != repository.root / name and access(path, mode))

    ran = perfsite("-C", repository.root, "doctor", *DAY)

    assert ran.code == 1
    assert f"✗ `{name}` cannot be read" in ran.out
