"""The files of a CI, as people write them: which fetch too little, run a stranger's text with secrets, or name another version."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfsite import __version__
from perfsite.doctor.finding import State
from perfsite.doctor.recipes import look_at_recipes

SOUND = """on: [push]
jobs:
  site:
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - run: perfsite build
"""


def told(root: Path, name: str, text: str) -> list[tuple[str, State]]:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [(found.id, found.state) for found in look_at_recipes(root)]


def test_none_is_a_warning(tmp_path: Path) -> None:
    (found,) = look_at_recipes(tmp_path)
    assert (found.id, found.state) == ("ci", State.WARNING)


def test_a_file_that_does_not_run_perfsite_is_none(tmp_path: Path) -> None:
    assert told(tmp_path, ".github/workflows/lint.yml", "steps:\n  - uses: actions/checkout@v4\n") == [
        ("ci", State.WARNING)
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".github/workflows/site.yml", SOUND),
        (".github/workflows/site.yaml", SOUND.replace("fetch-depth: 0", "fetch-depth: '0'")),
        (".gitlab-ci.yml", 'variables: {GIT_DEPTH: "0"}\nsite: {script: perfsite build}\n'),
        (".gitlab-ci.yml", "variables:\n  GIT_DEPTH: 0\nsite: {script: perfsite build}\n"),
        (".workflow/site.yml", "- git fetch --unshallow\n- perfsite build\n"),
    ],
)
def test_sound_ones(tmp_path: Path, name: str, text: str) -> None:
    assert told(tmp_path, name, text) == [("ci", State.FINE)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".github/workflows/site.yml", SOUND.replace("fetch-depth: 0", "fetch-depth: 1")),
        (".github/workflows/site.yml", SOUND.replace("fetch-depth: 0", "fetch-depth: 05")),
        (".github/workflows/site.yml", SOUND.replace("        with:\n          fetch-depth: 0\n", "")),
        # The depth of the second checkout is that of the first alone.
        (".github/workflows/site.yml", SOUND + "      - name: again\n        uses: actions/checkout@v4\n"),
        (".gitlab-ci.yml", "site: {script: perfsite build}\n"),
        (".gitlab-ci.yml", 'variables: {GIT_DEPTH: "20"}\nsite: {script: perfsite build}\n'),
        (".workflow/site.yml", "- perfsite build\n"),
    ],
)
def test_too_little_history(tmp_path: Path, name: str, text: str) -> None:
    assert told(tmp_path, name, text) == [("ci-depth", State.WRONG)]


def test_a_strangers_text_with_secrets(tmp_path: Path) -> None:
    text = SOUND.replace("[push]", "[pull_request_target]")
    assert told(tmp_path, ".github/workflows/site.yml", text) == [("ci-token", State.WRONG)]


def test_another_version(tmp_path: Path) -> None:
    text = SOUND.replace("perfsite build", "pip install perfsite==0.0.7 && perfsite build")
    assert told(tmp_path, ".github/workflows/site.yml", text) == [("ci-version", State.WARNING)]
    same = text.replace("0.0.7", __version__)
    assert told(tmp_path, ".github/workflows/site.yml", same) == [("ci", State.FINE)]
