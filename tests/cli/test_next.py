"""`perfsite next`: the day it names is the day on which `build` says something else, and it knows when that day has come."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Perfsite

OPEN = "2026-10-16"


@pytest.fixture
def published(perfsite: Perfsite, sample: Path) -> Path:
    assert perfsite("-C", sample, "build", "--as-of", OPEN, "--audience", "managers").code == 0
    return sample


def lines(text: str) -> dict[str, str]:
    return dict(line.split("=") for line in text.splitlines())


def test_it_says_what_a_build_says(perfsite: Perfsite, sample: Path) -> None:
    built = perfsite("-C", sample, "build", "--as-of", OPEN, "--format", "json")
    asked = perfsite("-C", sample, "next", "--as-of", OPEN, "--format", "json")

    answer = json.loads(asked.out)
    assert (asked.code, answer["version"], answer["due"]) == (0, 1, None)
    assert answer["next"] == json.loads(built.out)["next"]
    assert answer["next"]["change"] is not None


def test_before_that_day_nothing_is_due_and_on_it_a_build_is(perfsite: Perfsite, published: Path) -> None:
    first = lines(perfsite("-C", published, "next", "--as-of", OPEN, "--format", "env", "--audience", "managers").out)

    same = perfsite("-C", published, "next", "--published", "public", "--as-of", OPEN, "--format", "env")
    assert lines(same.out) == {"due": "false", **first}
    later = perfsite("-C", published, "next", "--published", "public", "--as-of", first["change"], "--format", "env")
    assert lines(later.out) == {"due": "true", **first}


def test_the_manifest_alone_is_enough(perfsite: Perfsite, published: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    shutil.copy(published / "public" / "perfsite-manifest.json", tmp_path / "kept")

    ran = perfsite("-C", published, "next", "--published", tmp_path / "kept", "--as-of", OPEN)

    assert "No build is due.\n" in ran.out


def test_where_nothing_is_published_a_build_is_due(perfsite: Perfsite, sample: Path) -> None:
    text = perfsite("-C", sample, "next", "--published", "public")
    env = perfsite("-C", sample, "next", "--published", "public", "--format", "env")
    data = perfsite("-C", sample, "next", "--published", "public", "--format", "json")

    assert (text.code, text.out) == (0, "Nothing is published: a build is due.\n")
    assert lines(env.out) == {"due": "true", "change": "", "transition": ""}
    assert json.loads(data.out) == {"version": 1, "due": True, "next": None}


def test_nothing_ahead(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "next", "--as-of", "2199-01-01", "--lang", "zh")

    assert ran.out == "没有记录改动，站点就不会再变。\n"


def test_an_audience_that_is_not_there(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "next", "--audience", "manager")

    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `managers`?" in ran.err


def test_a_manifest_without_a_day(perfsite: Perfsite, published: Path) -> None:
    manifest = published / "public" / "perfsite-manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(OPEN, "tomorrow"), "utf-8")

    ran = perfsite("-C", published, "next", "--published", "public")

    assert (ran.code, "does not say of which day" in ran.err) == (2, True)
