"""Random histories: a model of who held what at each commit, and the same as a repository, written by git fast-import.

The model knows which record with which meaning stands in which file; the texts are made from it in many spellings, so
that what a history should be can be told without reading a single file.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

SITE = "title: {zh: 站点, en: Site}\nlanguages: [zh, en]\n"
BROKEN = {".yml": "title: [unclosed\n", ".csv": 'id,title.zh\n"unclosed,\n', ".md": "---\ntitle: [unclosed\n---\n"}
# A record's meaning in the model: its texts. None stands for a record that is not sound.
Meaning = tuple[str, ...] | None


@dataclass(frozen=True)
class File:
    """A file of the model: the records that it holds, or that it cannot be read, and the number of its spelling."""

    records: tuple[tuple[str, Meaning], ...] = ()
    broken: bool = False
    spelling: int = 0


Tree = dict[str, File]


@dataclass
class Commit:
    number: int
    parents: tuple[int, ...]
    tree: Tree
    time: int
    text: str = ""


@dataclass
class Graph:
    commits: list[Commit] = field(default_factory=list)

    def add(self, parents: tuple[int, ...], tree: Tree, time: int) -> int:
        number = len(self.commits)
        self.commits.append(Commit(number, parents, dict(tree), time, f"commit {number}"))
        return number


IDS = ("alpha", "beta", "gamma", "delta")
WORDS = ("one", "two", "three")


def text_of(path: str, file: File) -> str:
    """A file in one of the ways in which people write what it holds."""
    rng = random.Random(file.spelling)
    if file.broken:
        return BROKEN[PurePosixPath(path).suffix] + "#" * (file.spelling % 5) + "\n"
    if path.startswith("content/pages/"):
        ((_, meaning),) = file.records
        return _page(path, meaning, rng)
    if path.endswith(".csv"):
        rows = "".join(f"{id},{'' if meaning is None else meaning[0]}\n" for id, meaning in file.records)
        return f"id,title.zh{',' * rng.randrange(2)}\n{rows}"
    if path.startswith("content/teams/"):
        ((_, meaning),) = file.records
        assert meaning is not None
        return f"{_comment(rng)}location: {{zh: {_quoted(meaning[0], rng)}}}\n"
    if "/list-" in path:
        return _comment(rng) + "".join(f"- {_flow(id, meaning, rng)}\n" for id, meaning in file.records) + _comment(rng)
    ((id, meaning),) = file.records
    fields = _fields(meaning, rng)
    if not path.endswith(f"/{id}.yml") or rng.random() < 0.5:
        fields.append(f"id: {id}")
    rng.shuffle(fields)
    return _comment(rng) + "\n".join(fields) + "\n" * rng.randrange(1, 4)


def _page(path: str, meaning: Meaning, rng: random.Random) -> str:
    if path.endswith(".en.md"):
        assert meaning is not None
        return f"{meaning[0]}\n" + "\n" * rng.randrange(2)
    front = ["title: 1", "title: {zz: x}"] if meaning is None else [f"title: {{zh: {_quoted(meaning[0], rng)}}}"]
    body = "text" if meaning is None else meaning[1]
    return "---\n" + "\n".join(front) + f"\n{_comment(rng)}---\n{body}\n"


def _fields(meaning: Meaning, rng: random.Random) -> list[str]:
    if meaning is None:
        return ["title: {zh: x}", "definition: {zh: y}", "order: none"]
    title, definition = meaning
    return [f"title: {{zh: {_quoted(title, rng)}}}", f"definition:\n  zh: {_quoted(definition, rng)}"]


def _flow(id: str, meaning: Meaning, rng: random.Random) -> str:
    title, definition = meaning or ("x", "y")
    fields = [f"id: {id}", f"title: {{zh: {_quoted(title, rng)}}}", f"definition: {{zh: {definition}}}"]
    if meaning is None:
        fields.append("order: none")
    rng.shuffle(fields)
    return "{" + ", ".join(fields) + "}"


def _quoted(text: str, rng: random.Random) -> str:
    mark = rng.choice(("", "'", '"'))
    return f"{mark}{text}{mark}"


def _comment(rng: random.Random) -> str:
    return rng.choice(("", "# a comment\n", "# 注释\n"))


def graph(seed: int, size: int = 14) -> Graph:
    """A history with branches, merges that are clean, evil or keep one side alone, several roots, and odd clocks."""
    rng = random.Random(seed)
    made = Graph()
    tips = [made.add((), _start(rng), 1_700_000_000)]
    while len(made.commits) < size:
        time = 1_700_000_000 + len(made.commits) * 1000 + rng.choice((0, 0, 0, -2500, 2500)) + len(made.commits)
        kind = rng.random()
        if kind < 0.06:
            tips.append(made.add((), _start(rng), time))
        elif kind < 0.22 and len(tips) < 4:
            tips.append(rng.randrange(len(made.commits)))
        elif kind < 0.5 and len(tips) > 1:
            _merge(made, tips, rng, time)
        else:
            place = rng.randrange(len(tips))
            tree = dict(made.commits[tips[place]].tree)
            for _ in range(rng.choice((0, 1, 1, 1, 2))):
                _edit(tree, made, rng)
            tips[place] = made.add((tips[place],), tree, time)
    for other in tips[1:]:
        if other != tips[0]:
            tree = _united(made, (tips[0], other), rng)
            tips[0] = made.add((tips[0], other), tree, 1_700_000_000 + len(made.commits) * 1000)
    if made.commits[-1].number != tips[0]:
        made.add((tips[0],), made.commits[tips[0]].tree, 1_700_900_000)
    return made


def _merge(made: Graph, tips: list[int], rng: random.Random, time: int) -> None:
    count = 3 if len(tips) > 2 and rng.random() < 0.2 else 2
    places = rng.sample(range(len(tips)), count)
    parents = tuple(dict.fromkeys(tips[place] for place in places))
    if len(parents) < 2:
        return
    merged = made.add(parents, _united(made, parents, rng), time)
    tips[places[0]] = merged
    if rng.random() < 0.5:
        tips[:] = [tip for tip in tips if tip not in parents[1:]] or [merged]


def _united(made: Graph, parents: tuple[int, ...], rng: random.Random) -> Tree:
    """What a merge makes of its sides: mostly what git would, sometimes one side alone, sometimes something of its own."""
    first = made.commits[parents[0]].tree
    if rng.random() < 0.12:
        return dict(made.commits[rng.choice(parents)].tree)
    tree = dict(first)
    for other in parents[1:]:
        theirs = made.commits[other].tree
        base = (
            made.commits[max(_reached(made, parents[0]) & _reached(made, other), default=-1)].tree
            if (_reached(made, parents[0]) & _reached(made, other))
            else {}
        )
        for path in sorted({*theirs, *base, *tree}):
            ours, that, common = tree.get(path), theirs.get(path), base.get(path)
            chosen = that if ours == common else ours if that == common else rng.choice((ours, that))
            if chosen is None:
                tree.pop(path, None)
            else:
                tree[path] = chosen
    if rng.random() < 0.2:
        _edit(tree, made, rng)
    return tree


def _reached(made: Graph, commit: int) -> set[int]:
    found, waiting = {commit}, [commit]
    while waiting:
        for parent in made.commits[waiting.pop()].parents:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def _start(rng: random.Random) -> Tree:
    tree: Tree = {}
    for id in rng.sample(IDS, 2):
        tree[f"content/glossary/{id}.yml"] = File(((id, _meaning(rng)),), spelling=rng.randrange(1000))
    tree["content/glossary/list-a.yml"] = File((("epsilon", _meaning(rng)),))
    tree["content/pages/guide.md"] = File((("guide", _meaning(rng)),))
    if rng.random() < 0.5:
        tree["content/teams/all.csv"] = File((("east", (rng.choice(WORDS),)), ("west", ("two",))))
    return tree


def _meaning(rng: random.Random) -> Meaning:
    return (rng.choice(WORDS), rng.choice(WORDS))


def _edit(tree: Tree, made: Graph, rng: random.Random) -> None:
    """One thing that people do: change, respell, move, split, join, delete, break, mend, bring back, reuse a path."""
    paths = sorted(tree)
    what = rng.choice(_DEEDS)
    if what == "return":
        # A file as it stood at some commit: a revert, a cherry-pick, or the return of what was deleted.
        old = rng.choice(made.commits).tree
        if old:
            path = rng.choice(sorted(old))
            tree[path] = old[path]
        return
    if not paths:
        return
    path = rng.choice(paths)
    file = tree[path]
    spelling = rng.randrange(1000)
    if what == "delete":
        del tree[path]
    elif what == "break":
        tree[path] = replace(file, broken=True, spelling=spelling)
    elif what == "mend":
        tree[path] = replace(file, broken=False)
    elif what == "respell":
        tree[path] = replace(file, spelling=spelling)
    elif path.startswith("content/glossary/"):
        _edit_terms(tree, path, what, rng)
    elif path.startswith("content/pages/"):
        _edit_page(tree, rng)
    else:
        _edit_teams(tree, rng)


_DEEDS = ("change",) * 5 + (
    "respell",
    "move",
    "move",
    "split",
    "join",
    "delete",
    "break",
    "mend",
    "return",
    "reuse",
    "spoil",
)


def _edit_terms(tree: Tree, path: str, what: str, rng: random.Random) -> None:
    file, spelling = tree[path], rng.randrange(1000)
    is_list = "/list-" in path
    if what in ("change", "spoil") and file.records:
        place = rng.randrange(len(file.records))
        meaning = None if what == "spoil" else _meaning(rng)
        records = [*file.records]
        records[place] = (records[place][0], meaning)
        tree[path] = replace(file, records=tuple(records), spelling=spelling)
    elif what == "move":
        to = rng.choice(
            ("content/glossary/list-b.yml",)
            if is_list
            else ("content/glossary/moved.yml", "content/glossary/sub/x.yml")
        )
        tree[to] = tree.pop(path)
    elif what == "split" and is_list and len(file.records) > 1:
        (id, meaning), *rest = file.records
        tree[f"content/glossary/{id}.yml"] = File(((id, meaning),), spelling=spelling)
        tree[path] = replace(file, records=tuple(rest))
    elif what == "join" and not is_list and not file.broken:
        target = tree.get("content/glossary/list-a.yml", File())
        if file.records[0][0] not in dict(target.records):
            tree["content/glossary/list-a.yml"] = replace(
                target, records=(*target.records, *file.records), broken=False
            )
            del tree[path]
    elif what == "reuse" and not is_list:
        tree[path] = File(((rng.choice(IDS), _meaning(rng)),), spelling=spelling)


def _edit_page(tree: Tree, rng: random.Random) -> None:
    if rng.random() < 0.5 and "content/pages/guide.md" in tree:
        tree["content/pages/guide.md"] = File((("guide", rng.choice((_meaning(rng), _meaning(rng), None))),))
    else:
        tree["content/pages/guide.en.md"] = File((("guide", (rng.choice(WORDS),)),))


def _edit_teams(tree: Tree, rng: random.Random) -> None:
    if rng.random() < 0.4:
        tree["content/teams/all.yml"] = File((("", (rng.choice(WORDS),)),), spelling=rng.randrange(1000))
    else:
        ids = rng.sample(("east", "west", "north"), rng.randrange(1, 4))
        tree["content/teams/all.csv"] = File(tuple((id, (rng.choice(WORDS),)) for id in ids))


def write_repository(root: Path, graphs: Iterable[Graph]) -> None:
    """All graphs into one repository below `root`, each on a branch of its own: `g0`, `g1`, …"""
    root.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    stream: list[bytes] = []
    mark = 0
    for number, made in enumerate(graphs):
        marks: dict[int, int] = {}
        for commit in made.commits:
            mark += 1
            marks[commit.number] = mark
            files = {"perfsite.yml": SITE, **{path: text_of(path, file) for path, file in commit.tree.items()}}
            stream += _commit_lines(
                f"refs/heads/g{number}", mark, commit, [marks[parent] for parent in commit.parents], files
            )
    run = subprocess.run(
        ["git", "-c", "core.fsync=none", "fast-import", "--quiet", "--force", "--done"],
        cwd=root, input=b"".join([*stream, b"done\n"]), capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()


def _commit_lines(ref: str, mark: int, commit: Commit, parents: list[int], files: dict[str, str]) -> list[bytes]:
    message = commit.text.encode()
    person = f"Person {commit.number} <p{commit.number}@example.internal> {commit.time} +0800\n"
    # Each root needs a branch that does not stand yet.
    lines = [b"" if parents else f"reset {ref}\n".encode(), f"commit {ref}\nmark :{mark}\n".encode()]
    lines += [f"author {person}committer {person}data {len(message)}\n".encode(), message, b"\n"]
    lines += [f"{'from' if place == 0 else 'merge'} :{parent}\n".encode() for place, parent in enumerate(parents)]
    lines.append(b"deleteall\n")
    for path, text in files.items():
        raw = text.encode()
        lines += [f"M 100644 inline {path}\ndata {len(raw)}\n".encode(), raw, b"\n"]
    return lines
