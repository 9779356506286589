"""What is said of a machine: each answer for a sound one and for one that lacks something."""

from __future__ import annotations

import pytest

from perfsite.doctor.finding import State
from perfsite.doctor.machine import characters, git_version, packages, python, room, zone


@pytest.mark.parametrize(
    ("version", "state"), [((3, 10, 9), State.WRONG), ((3, 11, 0), State.FINE), ((3, 13, 1), State.FINE)]
)
def test_python(version: tuple[int, ...], state: State) -> None:
    assert python(version).state is state


@pytest.mark.parametrize(
    ("version", "state"),
    [
        (None, State.WRONG),
        ((2, 30, 9), State.WRONG),
        ((2, 31), State.FINE),
        ((2, 53, 0), State.FINE),
        ((3, 0), State.FINE),
    ],
)
def test_git(version: tuple[int, ...] | None, state: State) -> None:
    found = git_version(version)
    assert (found.state, found.advice is None) == (state, state is State.FINE)


def test_packages_that_are_missing_or_too_old_are_named() -> None:
    required = ["click>=8.1", "jinja2>=3.1.4", "nh3>=0.2.18; python_version > '3'", "tzdata"]
    there = {"click": "8.1", "jinja2": "3.1.10", "nh3": "0.2.18", "tzdata": "2025.2"}

    assert packages(required, there).state is State.FINE
    for name, version, said in [("jinja2", "3.1.3", "jinja2 3.1.3 < 3.1.4"), ("tzdata", None, "tzdata")]:
        changed = {key: value for key, value in (there | {name: version}).items() if value is not None}
        found = packages(required, changed)
        assert found.state is State.WRONG
        assert found.sentence.en.endswith(said)


@pytest.mark.parametrize(
    ("encoding", "state"),
    [("utf-8", State.FINE), ("gb18030", State.FINE), ("ascii", State.WARNING), ("cp1252", State.WARNING)],
)
def test_characters(encoding: str, state: State) -> None:
    assert characters(encoding).state is state


@pytest.mark.parametrize(
    ("name", "state"), [("Asia/Shanghai", State.FINE), ("Asia/Nowhere", State.WRONG), ("../etc", State.WRONG)]
)
def test_time_zones(name: str, state: State) -> None:
    assert zone(name).state is state


@pytest.mark.parametrize(("free", "state"), [(10 * 2**30, State.FINE), (100 * 2**20, State.WARNING)])
def test_room(free: int, state: State) -> None:
    assert room(free).state is state
