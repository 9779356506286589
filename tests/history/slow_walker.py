"""What the versions of a random history are, by the plainest means: every commit's whole tree, sets, and no files read.

It follows docs/adr/2026-11-25-which-commit-a-version-belongs-to.md word for word and shares no code with what it tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.history.graphs import File, Graph, Meaning, Tree, text_of

UNREADABLE = "unreadable"
State = tuple[str, ...] | str | None
Group = dict[tuple[str, str], tuple[str, Meaning | str]]


@dataclass(frozen=True)
class Version:
    """`after` and `before` are meanings, UNREADABLE, or None where there is no such record; before, one a side."""

    commit: int
    landed: int
    after: State
    before: tuple[State, ...]


def walk(graph: Graph) -> dict[tuple[str, str], list[Version]]:
    """The versions of each record, by kind and id."""
    groups: dict[int, dict[str, Group]] = {}
    for commit in graph.commits:
        groups[commit.number] = _effective(graph, commit.number, groups)
    records = {ref for held in groups.values() for group in held.values() for ref in group}
    order = in_order(graph)
    return {ref: found for ref in records if (found := _versions(graph, ref, order, groups))}


def in_order(graph: Graph) -> list[tuple[int, int]]:
    """Commits with the one of the first-parent line that brought them in; ties by committer time.

    Ids are not known here, so no two commits of a graph may have the same time within one landing.
    """
    tip = graph.commits[-1].number
    line = [tip]
    while graph.commits[line[-1]].parents:
        line.append(graph.commits[line[-1]].parents[0])
    done: list[tuple[int, int]] = []
    placed: set[int] = set()
    for landing in reversed(line):
        new = _reach(graph, landing) - placed
        while new:
            ready = [number for number in new if not set(graph.commits[number].parents) & new]
            chosen = min(ready, key=lambda number: graph.commits[number].time)
            assert len([n for n in ready if graph.commits[n].time == graph.commits[chosen].time]) == 1, "a tie"
            done.append((chosen, landing))
            placed.add(chosen)
            new.remove(chosen)
    return done


def _reach(graph: Graph, commit: int) -> set[int]:
    found: set[int] = set()
    waiting = [commit]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += graph.commits[number].parents
    return found


def _group_name(path: str) -> str:
    folder = PurePosixPath(path).parent.as_posix()
    return f"{folder}/{PurePosixPath(path).name.split('.')[0]}"


def _groups(graph: Graph, commit: int) -> dict[str, Tree]:
    found: dict[str, Tree] = {}
    for path, file in graph.commits[commit].tree.items():
        found.setdefault(_group_name(path), {})[path] = file
    return found


def _effective(graph: Graph, commit: int, done: dict[int, dict[str, Group]]) -> dict[str, Group]:
    """What each group holds, with the records that only cannot be read any more."""
    parents = graph.commits[commit].parents
    mine = _groups(graph, commit)
    first = _groups(graph, parents[0]) if parents else {}
    held: dict[str, Group] = {}
    for name in {*mine, *first, *(name for parent in parents for name in done[parent])}:
        files = mine.get(name, {})
        if parents and _texts(files) == _texts(first.get(name, {})):
            held[name] = done[parents[0]].get(name, {})
            continue
        found, kinds = _read(files)
        for parent in parents:
            for ref, (path, _) in done[parent].get(name, {}).items():
                if ref[0] in kinds:
                    found.setdefault(ref, (path, UNREADABLE))
        held[name] = found
    return held


def _texts(files: Tree) -> dict[str, str]:
    """Two spellings of a file may happen to be the same."""
    return {path: text_of(path, file) for path, file in files.items()}


def _read(files: Tree) -> tuple[Group, set[str]]:
    """The records of a group, and the kinds of which something cannot be read."""
    if not files:
        return {}, set()
    kind = {"glossary": "term", "pages": "page", "teams": "team"}[next(iter(files)).split("/")[1]]
    if kind == "term":
        return _read_terms(files)
    if kind == "page":
        return _read_page(files)
    return _read_teams(files)


def _sound(meaning: Meaning) -> Meaning | str:
    return UNREADABLE if meaning is None else meaning


def _read_terms(files: Tree) -> tuple[Group, set[str]]:
    ((path, file),) = files.items()
    if file.broken or not file.records:
        return {}, {"term"}
    return {("term", id): (path, _sound(meaning)) for id, meaning in file.records}, set()


def _read_page(files: Tree) -> tuple[Group, set[str]]:
    main = files.get("content/pages/guide.md")
    other = files.get("content/pages/guide.en.md")
    if main is None:
        # Alone it is a page of its own, under a name that no id can have.
        return {}, {"page"}
    if main.broken or (other is not None and other.broken):
        return {}, {"page"}
    meaning = main.records[0][1]
    if meaning is not None and other is not None:
        english = other.records[0][1]
        assert english is not None
        meaning = (*meaning, english[0])
    return {("page", "guide"): ("content/pages/guide.md", _sound(meaning))}, set()


def _read_teams(files: Tree) -> tuple[Group, set[str]]:
    table, shared = files.get("content/teams/all.csv"), files.get("content/teams/all.yml")
    if any(file is not None and file.broken for file in (table, shared)):
        return {}, {"team"}
    if table is None:
        # A file with a location alone is a team without a title: not sound.
        return {("team", "all"): ("content/teams/all.yml", UNREADABLE)}, set()
    return {("team", id): (_main(shared), _team(meaning, shared)) for id, meaning in table.records}, set()


def _main(shared: File | None) -> str:
    return "content/teams/all.csv" if shared is None else "content/teams/all.yml"


def _team(meaning: Meaning, shared: File | None) -> Meaning:
    assert meaning is not None
    if shared is None:
        return meaning
    location = shared.records[0][1]
    assert location is not None
    return (*meaning, location[0])


def _state(held: dict[str, Group], ref: tuple[str, str]) -> State:
    found = [group[ref] for group in held.values() if ref in group]
    sound = sorted(cell for cell in found if cell[1] != UNREADABLE)
    if sound:
        return sound[0][1]
    return UNREADABLE if found else None


def _versions(
    graph: Graph, ref: tuple[str, str], order: list[tuple[int, int]], groups: dict[int, dict[str, Group]]
) -> list[Version]:
    versions: list[Version] = []
    state: dict[int, State] = {}
    readable: dict[int, State] = {}
    behind: dict[int, set[int]] = {}
    for commit, landed in order:
        parents = graph.commits[commit].parents
        now = state[commit] = _state(groups[commit], ref)
        seen = set().union(*(behind[parent] for parent in parents)) if parents else set()
        sides: list[int] = []
        if len(parents) <= 1:
            is_version = now != (state[parents[0]] if parents else None)
            sides = [*parents]
        else:
            for parent in sorted(parents, key=lambda number: -len(behind[number])):
                # A side that knows no more than another is merely behind it.
                if not any(behind[parent] <= behind[other] for other in sides):
                    sides.append(parent)
            common = set.intersection(*(behind[side] for side in sides))
            base = versions[max(common)].after if common else None
            moved = {state[side] for side in sides} - {base}
            last = versions[max(seen)].after if seen else None
            expected = next(iter(moved), base)
            is_version = len(moved) > 1 or now != expected or now != last
        if is_version:
            seen = seen | {len(versions)}
            versions.append(Version(commit, landed, now, tuple(readable[p] for p in parents if p in sides) or (None,)))
        behind[commit] = seen
        if now == UNREADABLE:
            now = next((readable[p] for p in parents if readable[p] is not None), None)
        readable[commit] = now
    return versions
