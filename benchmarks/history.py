"""Writes a repository of N files and M commits and measures how long its history takes, beside git's own part of it.

    python benchmarks/history.py 10000 20000

Git's part is `git log` as perfsite asks for it and the reading of every blob by one `git cat-file`. Cold, every version
is parsed; with what an earlier run has kept, one commit more is read. Each figure is of a process of its own.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate

GIT = """
import gc, sys
from pathlib import Path
from perfsite.history.git import find_commit, read_blobs, read_log
from perfsite.history.log import parse_log
gc.disable()
root = Path(sys.argv[1])
log = parse_log(read_log(root, find_commit(root, "HEAD"), ("perfsite.yml", "content")), "content")
blobs = dict.fromkeys(blob for entry in log.values() for _, blob in entry.files if blob)
assert sum(1 for _ in read_blobs(root, blobs)) == len(blobs)
"""
ALL = """
import gc, os, sys
from pathlib import Path
from perfsite.cache import open_cache
from perfsite.history.read import read_history
from perfsite.project import Project
from perfsite.records.reader import Settings
gc.disable()
root = Path(sys.argv[1])
store = open_cache(Project(root)) if sys.argv[2] == "cached" else None
history = read_history(root, "content", Settings(), store=store, jobs=os.cpu_count() or 1)
assert sum(len(timeline.versions) for timeline in history.timelines.values()) >= int(sys.argv[3])
"""
ONE = """
import gc, sys
from pathlib import Path
from perfsite.history.changes import account_of
from perfsite.history.read import read_history
from perfsite.records.reader import Settings
from perfsite.records.references import Ref
gc.disable()
history = read_history(Path(sys.argv[1]), "content", Settings())
timeline = history.timeline(Ref("goal", "2026-q1-goal-00000"))
assert all(account_of(version) for version in timeline.versions)
"""


def write_repository(root: Path, files: int, commits: int) -> None:
    """The site of `generate.py`, then commits that change a goal each, on branches of nine that a tenth merges."""
    generate(files, root)
    rng = random.Random(files)
    whole = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    goals = sorted(name for name in whole if b"weight: 40%" in whole[name])
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    stream = _commit(1, [], whole)
    main = tip = 1
    branch: dict[str, bytes] = {}
    for mark in range(2, commits + 1):
        if mark % 10 == 0:
            stream += _commit(mark, [main, tip], branch)
            main, branch = mark, {}
        else:
            name = rng.choice(goals)
            weight = f"weight: {mark // 100 % 100}.{mark % 100:02}%"
            branch[name] = whole[name].replace(b"weight: 40%", weight.encode())
            stream += _commit(mark, [tip], {name: branch[name]})
        tip = mark
    if tip != main:
        stream += _commit(commits + 1, [main, tip], branch)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=b"".join(stream), check=True)
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=root, check=True)


def _commit(mark: int, parents: list[int], changed: dict[str, bytes]) -> list[bytes]:
    person = f"Person {mark % 40} <p{mark % 40}@example.internal> {1_600_000_000 + mark * 600} +0800\n"
    message = f"调整目标 {mark}\n\n依据与大区的讨论。\n".encode()
    head = f"commit refs/heads/main\nmark :{mark}\nauthor {person}committer {person}data {len(message)}\n"
    lines = [head.encode(), message]
    lines += [f"{'merge' if place else 'from'} :{parent}\n".encode() for place, parent in enumerate(parents)]
    for name, raw in changed.items():
        lines += [f"M 100644 inline {name}\ndata {len(raw)}\n".encode(), raw, b"\n"]
    return lines


def measure(program: str, *arguments: str) -> tuple[float, float, float]:
    """Seconds, seconds of processor time and megabytes of one process with the git that it starts."""
    before = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, *arguments]) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"a measured program ended with {process.returncode}")
    return time.perf_counter() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    files, commits = (int(word) for word in (sys.argv[1:] or ["10000", "20000"]))
    with tempfile.TemporaryDirectory(prefix="perfsite-bench-") as folder:
        root = Path(folder) / "site"
        write_repository(root, files, commits)
        least = str(files)
        figures = {
            "git log and the blobs": measure(GIT, str(root)),
            "one record, cold": measure(ONE, str(root)),
            "all records, cold": measure(ALL, str(root), "anew", least),
            "all records, filling the cache": measure(ALL, str(root), "cached", least),
        }
        changed = next(root.glob("content/goals/2026-q1/*.yml"))
        changed.write_text(changed.read_text("utf-8").replace("target: CNY", "target: CNY 1"), "utf-8")
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.internal"]
        subprocess.run(["git", *identity, "commit", "--quiet", "--all", "--message", "one more"], cwd=root, check=True)
        figures["all records, one commit more"] = measure(ALL, str(root), "cached", least)
        figures["all records, nothing new"] = measure(ALL, str(root), "cached", least)
        _, bare, _ = figures["git log and the blobs"]
        print(f"{files} files, {commits} commits")
        print(f"{'work':<34}{'seconds':>9}{'CPU':>9}{'MB':>7}{'to git':>9}")
        for work, (seconds, processor, memory) in figures.items():
            print(f"{work:<34}{seconds:>9.2f}{processor:>9.2f}{memory:>7.0f}{processor / bare:>9.2f}")


if __name__ == "__main__":
    main()
