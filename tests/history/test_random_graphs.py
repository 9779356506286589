"""Timelines of random histories against the slow walker.

A few run with every test; PERFSITE_GRAPHS=1000 runs as many as it says.
"""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from perfsite.history.read import History, read_history
from perfsite.history.timelines import plant
from perfsite.history.trail import Trail
from perfsite.history.versions import Snapshot, Timeline
from perfsite.records.page import Page, Term
from perfsite.records.people import Team
from perfsite.records.reader import Settings
from tests.history.graphs import Graph, graph, write_repository
from tests.history.slow_walker import UNREADABLE, State, Version, walk

COUNT = int(os.environ.get("PERFSITE_GRAPHS", "150"))
BATCH = 25


def meaning(snapshot: Snapshot | None) -> State:
    """A snapshot in the words of the model."""
    if snapshot is None:
        return None
    record = snapshot.record
    if record is None:
        return UNREADABLE
    if isinstance(record, Term):
        return (record.title.versions[0][1], record.definition.versions[0][1])
    if isinstance(record, Page):
        return (record.title.versions[0][1], *(text for _, text in record.body))
    assert isinstance(record, Team)
    location = () if record.location is None else (record.location.versions[0][1],)
    return (record.title.versions[0][1], *location)


def number(text: str) -> int:
    return int(text.split()[1])


def in_model(timeline: Timeline) -> list[Version]:
    return [
        Version(
            number(version.commit.subject),
            number(version.landed.subject),
            meaning(version.snapshot),
            tuple(meaning(side) for side in version.sides),
        )
        for version in timeline.versions
    ]


def found(history: History) -> dict[tuple[str, str], list[Version]]:
    return {(ref.kind, ref.id): in_model(timeline) for ref, timeline in history.timelines.items() if ref.kind != "site"}


@pytest.mark.parametrize("batch", range((COUNT + BATCH - 1) // BATCH))
def test_timelines_are_those_of_the_slow_walker(tmp_path: Path, batch: int) -> None:
    seeds = range(batch * BATCH, min((batch + 1) * BATCH, COUNT))
    graphs: list[Graph] = [graph(seed, size=8 + seed % 30) for seed in seeds]
    write_repository(tmp_path, graphs)
    for place, made in enumerate(graphs):
        history = read_history(tmp_path, "content", Settings(), f"g{place}")
        assert history is not None
        assert found(history) == walk(made), f"seed {seeds[place]}"


class Memory:
    """A store that keeps one entry a name, as the cache does."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str, bytes]] = {}

    def get(self, name: str, key: str) -> bytes | None:
        kept = self.entries.get(name)
        return kept[1] if kept is not None and kept[0] == key else None

    def put(self, name: str, key: str, value: bytes) -> None:
        self.entries[name] = (key, value)


def commits_of(root: Path, graphs: list[Graph]) -> list[dict[int, str]]:
    """The ids of each graph's commits by their numbers."""
    found = []
    for place in range(len(graphs)):
        command = ["git", "log", "--format=%s %H", f"g{place}"]
        lines = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.splitlines()
        found.append({int(line.split()[1]): line.split()[2] for line in lines})
    return found


@pytest.mark.parametrize("batch", range((COUNT + BATCH - 1) // BATCH))
def test_a_history_that_goes_on_from_what_is_kept_is_that_of_the_slow_walker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """One cache serves all graphs of a batch, so that each begins with the turns of a history that was rewritten."""
    seeds = range(batch * BATCH, min((batch + 1) * BATCH, COUNT))
    graphs: list[Graph] = [graph(seed, size=8 + seed % 30) for seed in seeds]
    write_repository(tmp_path, graphs)
    store = Memory()
    went_on: list[str] = []
    going_on = Trail.going_on

    def counted(trail: Trail, tip: str, *rest: object) -> Trail:
        went_on.append(tip)
        return going_on(trail, tip, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Trail, "going_on", counted)
    for place, (made, ids) in enumerate(zip(graphs, commits_of(tmp_path, graphs), strict=True)):
        rng = random.Random(seeds[place])
        line = [made.commits[-1].number]
        while made.commits[line[-1]].parents:
            line.append(made.commits[line[-1]].parents[0])
        # Commits of the line that is built, and at times one of another line.
        stops = sorted(rng.sample(line[1:], min(2, len(line) - 1)))
        stops += [rng.choice(sorted(ids))] if rng.random() < 0.2 else []
        told = {}
        for stop in (*stops, made.commits[-1].number, made.commits[-1].number):
            history = read_history(tmp_path, "content", Settings(), ids[stop], store)
            assert history is not None
            told[stop] = found(history)
        assert told[made.commits[-1].number] == walk(made), f"seed {seeds[place]}"
    assert len(went_on) > len(graphs) // 2


def test_some_groups_are_followed_as_all_are(tmp_path: Path) -> None:
    made = [graph(seed, size=30) for seed in range(10)]
    write_repository(tmp_path, made)
    for place in range(len(made)):
        history = read_history(tmp_path, "content", Settings(), f"g{place}")
        assert history is not None
        whole = plant(history.order)
        assert len(whole.groups) > 1
        for some in ([], ["no such group"], *([group] for group in whole.groups), sorted(whole.groups)[::2]):
            found = plant(history.order, some, whole).groups
            assert found == {group: states for group, states in whole.groups.items() if group in some}


def test_a_single_timeline_is_that_of_all(tmp_path: Path) -> None:
    made = [graph(seed, size=30) for seed in range(5)]
    write_repository(tmp_path, made)
    for place in range(len(made)):
        whole = read_history(tmp_path, "content", Settings(), f"g{place}")
        assert whole is not None
        for ref, timeline in whole.timelines.items():
            alone = read_history(tmp_path, "content", Settings(), f"g{place}")
            assert alone is not None
            single = alone.timeline(ref)
            assert single == timeline
    assert subprocess.run(["git", "fsck"], cwd=tmp_path, check=False, capture_output=True).returncode == 0
