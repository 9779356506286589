"""Timelines of random histories against the slow walker.

A few run with every test; PERFSITE_GRAPHS=1000 runs as many as it says.
"""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from perfsite.history.forest import Forest, sides_of_merges
from perfsite.history.git import Running
from perfsite.history.read import History, read_history
from perfsite.history.trail import Trail
from perfsite.history.tree import Tree
from perfsite.history.versions import Snapshot, Timeline
from perfsite.records.page import Page, Term
from perfsite.records.people import Team
from perfsite.records.reader import Settings
from tests.history.graphs import Graph, graph, write_repository
from tests.history.repository import Memory
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
def test_timelines_are_those_of_the_slow_walker(tmp_path: Path, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Every other time all that stands at the tip is read ahead, however soon git has printed its log.
    jobs = 1 + batch % 2
    monkeypatch.setattr(Running, "is_running", True)
    seeds = range(batch * BATCH, min((batch + 1) * BATCH, COUNT))
    graphs: list[Graph] = [graph(seed, size=8 + seed % 30) for seed in seeds]
    write_repository(tmp_path, graphs)
    for place, made in enumerate(graphs):
        history = read_history(tmp_path, "content", Settings(), f"g{place}", jobs=jobs)
        assert history is not None
        assert found(history) == walk(made), f"seed {seeds[place]}"


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


def test_a_tree_that_goes_on_is_that_of_all(tmp_path: Path) -> None:
    made = [graph(seed, size=30) for seed in range(10)]
    write_repository(tmp_path, made)
    for place, (one, ids) in enumerate(zip(made, commits_of(tmp_path, made), strict=True)):
        whole = tree_of(tmp_path, f"g{place}", Memory())
        line = [one.commits[-1].number]
        while one.commits[line[-1]].parents:
            line.append(one.commits[line[-1]].parents[0])
        store = Memory()
        tree = [tree_of(tmp_path, ids[number], store) for number in reversed(line)][-1]
        forest, other = tree.order.forest, whole.order.forest
        assert (forest.first, forest.others, forest.line) == (other.first, other.others, other.line)
        assert [*tree.order.entries()] == [*whole.order.entries()]
        assert dict(tree.groups) == dict(whole.groups)
        assert [tree.order.number(entry.id) for entry in whole.order.entries()] == [*range(len(whole.order))]


def tree_of(root: Path, revision: str, store: Memory) -> Tree:
    history = read_history(root, "content", Settings(), revision, store)
    assert history is not None
    return history.tree


@pytest.mark.parametrize("seed", range(20))
def test_the_sides_of_merges_are_what_they_reach(seed: int) -> None:
    forest = Forest()
    rng = random.Random(seed)
    forest.add((), on_line=True)
    tip, reached = 0, [{0}]
    while len(reached) < 60:
        # Some commits beside the line, and then one of the line that brings in all of them.
        beside: list[int] = []
        for _ in range(rng.choice((0, 0, 1, 5))):
            above = rng.sample(range(len(reached)), min(rng.choice((1, 1, 2, 3)), len(reached)))
            beside = [one for one in beside if one not in above] + [len(reached)]
            reached.append({len(reached)}.union(*(reached[parent] for parent in above)))
            forest.add(above, on_line=False)
        reached.append({len(reached)}.union(*(reached[parent] for parent in (tip, *beside))))
        forest.add([tip, *beside], on_line=True)
        tip = len(reached) - 1
    sides = {merge: set(side) for merge, side in sides_of_merges(forest)}
    assert sides == {merge: reached[merge] - reached[forest.first[merge]] - {merge} for merge in forest.others}
    some = [merge for merge in sides if merge % 2]
    assert {merge: set(side) for merge, side in sides_of_merges(forest, some)} == {
        merge: sides[merge] for merge in some
    }


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
