"""Repositories of the kinds that are met in public: five shapes of history over the site of `generate.py`.

    small     one goal a commit, one line of many commits
    large     few commits, each of which changes a dozen goals
    branches  pull requests: four branches at a time, each merged after nine commits, some after taking in what came since
    tables    tables of which many rows change at once, beside goals in files of their own
    moves     whole folders that move, between commits of one goal

The same shape with the same numbers gives the same bytes.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generate import generate

Files = dict[str, bytes]
TABLES, ROWS = 100, 50


@dataclass
class Line:
    """Commits as they are written for `git fast-import`; `tip` is the mark of the last one that was."""

    count: int = 0
    written: list[bytes] = field(default_factory=list)

    def commit(self, parents: list[int], changed: Files, moves: tuple[tuple[str, str], ...] = ()) -> int:
        self.count += 1
        mark = self.count
        person = f"Person {mark % 40} <p{mark % 40}@example.internal> {1_600_000_000 + mark * 600} +0800\n"
        message = f"调整目标 {mark}\n\n依据与大区的讨论。\n".encode()
        head = f"commit refs/heads/main\nmark :{mark}\nauthor {person}committer {person}data {len(message)}\n"
        lines = [head.encode(), message]
        lines += [f"{'merge' if place else 'from'} :{parent}\n".encode() for place, parent in enumerate(parents)]
        lines += [f"R {old} {new}\n".encode() for old, new in moves]
        for name, raw in changed.items():
            lines += [f"M 100644 inline {name}\ndata {len(raw)}\n".encode(), raw, b"\n"]
        self.written.append(b"".join(lines))
        return mark

    def taken(self) -> bytes:
        """What was written since this was last asked for."""
        found, self.written = b"".join(self.written), []
        return found


class Site:
    """The files of the site as they are first, and which of them are goals."""

    def __init__(self, whole: Files) -> None:
        self.whole = whole
        self.goals = sorted(name for name in whole if b"weight: 40%" in whole[name])

    def changed(self, name: str, number: int) -> bytes:
        weight = f"weight: {number // 100 % 100}.{number % 100:02}%"
        return self.whole[name].replace(b"weight: 40%", weight.encode())


def small(site: Site, line: Line, commits: int, rng: random.Random) -> Iterator[None]:
    tip = line.commit([], site.whole)
    while line.count < commits:
        name = rng.choice(site.goals)
        tip = line.commit([tip], {name: site.changed(name, line.count)})
        yield


def large(site: Site, line: Line, commits: int, rng: random.Random) -> Iterator[None]:
    tip = line.commit([], site.whole)
    while line.count < commits:
        names = rng.sample(site.goals, 12)
        tip = line.commit([tip], {name: site.changed(name, line.count) for name in names})
        yield


def branches(site: Site, line: Line, commits: int, rng: random.Random) -> Iterator[None]:
    main = line.commit([], site.whole)
    # Of each branch its tip, what it has changed, what has landed since it began, and how many commits it has.
    tips, changed, since, lengths = [main] * 4, [Files() for _ in range(4)], [Files() for _ in range(4)], [0, 2, 4, 6]
    while line.count < commits - 4:
        place = rng.randrange(4)
        if lengths[place] < 9:
            # Each branch has its own goals, so that no two changes meet.
            name = rng.choice(site.goals[place::4])
            changed[place][name] = site.changed(name, line.count)
            tips[place] = line.commit([tips[place]], {name: changed[place][name]})
            lengths[place] += 1
        else:
            if since[place] and rng.random() < 0.3:
                tips[place] = line.commit([tips[place], main], since[place])
            tips[place] = main = line.commit([main, tips[place]], changed[place])
            for landed in since:
                landed.update(changed[place])
            changed[place], since[place], lengths[place] = {}, {}, 0
        yield
    for tip, names in zip(tips, changed, strict=True):
        if names:
            main = line.commit([main, tip], names)


def tables(site: Site, line: Line, commits: int, rng: random.Random) -> Iterator[None]:
    weights = [[40_00] * ROWS for _ in range(TABLES)]
    files = dict(site.whole)
    for table in range(TABLES):
        files[f"content/goals/tables/t-{table:02}.yml"] = (
            b"period: 2026-q1\nmetric: metric-9\nsupports: company-2026\n"
            b"achievable: {zh: \xe4\xbe\x9d\xe6\x8d\xae\xe8\xae\xa2\xe5\x8d\x95\xe3\x80\x82, en: Based on orders.}\n"
        )
        files[f"content/goals/tables/t-{table:02}.csv"] = _table(table, weights[table])
    tip = line.commit([], files)
    while line.count < commits:
        if line.count % 2:
            name = rng.choice(site.goals)
            changed = {name: site.changed(name, line.count)}
        else:
            table = rng.randrange(TABLES)
            for row in rng.sample(range(ROWS), 10):
                weights[table][row] = rng.randrange(1, 100_00)
            changed = {f"content/goals/tables/t-{table:02}.csv": _table(table, weights[table])}
        tip = line.commit([tip], changed)
        yield


def _table(table: int, weights: list[int]) -> bytes:
    rows = "".join(
        f"row-{table:02}-{row:02},第{row}行目标,Goal of row {row},team/team-{row % 6},CNY {100 + row}万,{weight // 100}.{weight % 100:02}%\n"
        for row, weight in enumerate(weights)
    )
    return f"id,title.zh,title.en,owner,target,weight\n{rows}".encode()


def moves(site: Site, line: Line, commits: int, rng: random.Random) -> Iterator[None]:
    # With an id of its own a goal stays the same where its file moves.
    files = dict(site.whole)
    for name in site.goals:
        id = name.removeprefix("content/goals/").removesuffix(".yml").replace("/", "-")
        site.whole[name] = files[name] = f"id: {id}\n".encode() + files[name]
    folders = {f"2026-q{quarter}": f"2026-q{quarter}" for quarter in range(1, 5)}
    tip = line.commit([], files)
    while line.count < commits:
        if line.count % 500 == 0:
            quarter = rng.choice(sorted(folders))
            old, new = folders[quarter], f"moved-{line.count}/{quarter}"
            tip = line.commit([tip], {}, ((f"content/goals/{old}", f"content/goals/{new}"),))
            folders[quarter] = new
        else:
            name = rng.choice(site.goals)
            quarter = name.split("/")[2]
            place = name.replace(f"/{quarter}/", f"/{folders[quarter]}/") if quarter in folders else name
            tip = line.commit([tip], {place: site.changed(name, line.count)})
        yield


Shape = Callable[[Site, Line, int, random.Random], Iterator[None]]
# Each shape with how many commits it is measured with.
SHAPES: dict[str, tuple[Shape, int]] = {
    "small": (small, 100_000),
    "large": (large, 20_000),
    "branches": (branches, 40_000),
    "tables": (tables, 20_000),
    "moves": (moves, 20_000),
}


def write_repository(root: Path, files: int, commits: int, shape: Shape) -> None:
    """A site of so many files with so many commits of a shape, checked out."""
    generate(files, root)
    whole = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    line = Line()
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root, stdin=subprocess.PIPE) as importing:
        assert importing.stdin is not None
        for _ in shape(Site(whole), line, commits, random.Random(files)):
            importing.stdin.write(line.taken())
        importing.stdin.write(line.taken())
        importing.stdin.close()
        if importing.wait() != 0:
            raise RuntimeError(f"git fast-import ended with {importing.returncode}")
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=root, check=True)
    subprocess.run(["git", "clean", "--quiet", "-d", "--force"], cwd=root, check=True)
