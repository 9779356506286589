"""Runs the command line as a person would, in a folder of its own and an environment that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from perfsite.cli.run import run
from tests.site_builder import BASE

QUIET = (
    "LC_ALL",
    "LC_MESSAGES",
    "NO_COLOR",
    "FORCE_COLOR",
    "SOURCE_DATE_EPOCH",
    "PERFSITE_DEBUG",
    "_PERFSITE_COMPLETE",
    "GITHUB_ACTIONS",
    "PERFSITE_REPORT",
)


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


Perfsite = Callable[..., Ran]
# What is said of results where there is no repository.
BY_TODAY = "there is no history in git: results are compared with the standards and promises as they are today, not as they were decided under.\n"


@pytest.fixture
def perfsite(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Perfsite:
    """`perfsite("check", "--strict")` → exit code, output, errors. English unless the test says otherwise."""
    for name in QUIET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(int(code), captured.out, captured.err)

    return call


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sound base of the tests, as a repository on disk."""
    root = tmp_path / "repository"
    for name, text in BASE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
