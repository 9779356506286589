"""Measures how long the history of a repository takes, beside git's own part of it, for five shapes of histories.

    python benchmarks/history.py 10000                    all shapes of `shapes.py`, with as many commits as these have
    python benchmarks/history.py 10000 tables 20000       one of them, with so many commits

Git's part is `git log` as perfsite asks for it and every blob in it by one `git cat-file`, with nobody to read them. Cold,
every version is parsed: what that takes once the records of the site have been read, as a build reads them. With what an
earlier run has kept, one commit more is read: one that changes a goal, and one that merges a branch from long ago; once what it
changed, with all timelines at hand, the start of the process among it, and once every version of every record. Each figure is of
a process of its own, in seconds and in seconds of processor time with the git that it starts.

Measured on 2 processors with nothing else to do, once each; their speed changes by a quarter from minute to minute. `cold` is that
of all records, in seconds, and in brackets in processor time; `to git` what it is to git's seconds, with keeping what was read
behind the slash:

              files  commits   git's part          cold   to git       one more   every version   old branch
    small    10,000  100,000         21.9   28.7 (47.0)   1.3 / 1.2        0.75            1.03         0.68
    branches 10,000   40,000         15.8   17.7 (24.0)   1.1 / 1.1        0.64            0.72         0.72
    large    10,000   20,000         19.6   27.6 (49.3)   1.4 / 1.4        1.00            1.82         1.20
    moves    10,000   20,000          4.3    7.4 (11.0)   1.7 / 2.2        0.82            0.96         0.83
    tables   10,000   20,000          2.8    5.0  (8.2)   1.8 / 2.1        0.53            0.81         0.57

What is cold beyond git's part grows with what is new in the files more than with the commits: in `tables` 100,000 rows come to
have another weight, and in `moves` each of 40 moves of a folder puts 2,500 files under new names. Keeping costs about a second more
there. After one commit more 0.3 s are the start and the imports; of `large` it is the middle one of nine, from 0.88 to 1.39.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shapes import SHAPES, write_repository

from perfsite.history.git import find_commit, start_log
from perfsite.history.log import parse_log

# What the history of a site costs whose records have been read, as in a build.
ALL = """
import gc, os, sys, time
from pathlib import Path
from perfsite.pipeline import load, load_history
from perfsite.project import Project
gc.disable()
jobs = os.cpu_count() or 1
loaded = load(Project(Path(sys.argv[1])), jobs=jobs)
seconds, processor = time.perf_counter(), sum(os.times()[:4])
history = load_history(loaded, cached=sys.argv[2] == "cached", jobs=jobs)
assert sum(len(timeline.versions) for timeline in history.timelines.values()) >= int(sys.argv[3])
print(time.perf_counter() - seconds, sum(os.times()[:4]) - processor)
"""
NEW = """
import gc, sys
from pathlib import Path
from perfsite.cache import open_cache
from perfsite.history.changes import account_of
from perfsite.history.read import read_history
from perfsite.project import Project
from perfsite.records.load import load_site, settings_of
from perfsite.records.references import ref_of
gc.disable()
root = Path(sys.argv[1])
settings = settings_of(load_site("perfsite.yml", (root / "perfsite.yml").read_bytes())[0])
history = read_history(root, "content", settings, store=open_cache(Project(root)))
assert len(history.timelines) >= int(sys.argv[3])
version = history.timelines[ref_of(sys.argv[2])].latest
assert version.landed == history.tip and version.commit.author.name and (version.number == 1 or account_of(version))
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


def measure_git(root: Path) -> tuple[float, float, float]:
    """As `measure`, of git alone: the log that perfsite asks for, and the bytes of each blob in it, read by nobody."""
    commit, paths = find_commit(root, "HEAD"), ("perfsite.yml", "content")
    assert commit is not None
    with tempfile.TemporaryFile() as wanted:
        before, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        with start_log(root, commit, paths) as log:
            printed = log.whole().read()
        seconds = time.perf_counter() - before
        entries = [entry for some in parse_log([printed], "content") for entry in some]
        wanted.write(
            "".join(
                f"{blob}\n" for blob in dict.fromkeys(blob for entry in entries for _, blob in entry.files if blob)
            ).encode()
        )
        wanted.seek(0)
        before = time.perf_counter()
        subprocess.run(
            ["git", "cat-file", "--batch", "--buffer"], cwd=root, stdin=wanted, stdout=subprocess.DEVNULL, check=True
        )
        seconds += time.perf_counter() - before
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return seconds, processor, 0


def measure(program: str, *arguments: str) -> tuple[float, float, float]:
    """Seconds, seconds of processor time and megabytes of one process with the git that it starts; the times of all that it
    does, or those that it says."""
    before = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = process.stdout.read().split()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"a measured program ended with {process.returncode}")
    seconds, processor = map(float, said) if said else (time.perf_counter() - before, usage.ru_utime + usage.ru_stime)
    return seconds, processor, usage.ru_maxrss / 1024


def commit(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.internal"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL)


def change_goal(root: Path, branch: str) -> str:
    """One commit more on a branch, which is checked out: another target of some goal, whose address is returned."""
    commit(root, "checkout", "--quiet", branch)
    goal = next(path for path in sorted(root.glob("content/goals/**/*.yml")) if b"weight: " in path.read_bytes())
    goal.write_text(goal.read_text("utf-8").replace("target: CNY ", "target: CNY 1"), "utf-8")
    commit(root, "commit", "--quiet", "--all", "--message", "one more")
    stated = re.match("id: (.+)", goal.read_text("utf-8"))
    named = "-".join(goal.relative_to(root / "content/goals").with_suffix("").parts)
    return f"goal/{stated[1] if stated else named}"


def merge_old_branch(root: Path) -> str:
    """A branch that left the line a hundred commits ago brings a term, whose address is returned."""
    commit(root, "checkout", "--quiet", "-b", "old", "HEAD~100")
    (root / "content/glossary/late.yml").write_text(
        "title: {zh: 晚, en: Late}\ndefinition: {zh: 晚, en: Late}\n", "utf-8"
    )
    commit(root, "add", "content/glossary/late.yml")
    commit(root, "commit", "--quiet", "--message", "late")
    commit(root, "checkout", "--quiet", "main")
    commit(root, "merge", "--quiet", "--no-ff", "--message", "take in what is old", "old")
    return "term/late"


def measure_shape(name: str, files: int, commits: int) -> None:
    with tempfile.TemporaryDirectory(prefix="perfsite-bench-") as folder:
        root = Path(folder) / "site"
        write_repository(root, files, commits, SHAPES[name][0])
        least = str(files)
        figures = {
            "git log and the blobs": measure_git(root),
            "one record, cold": measure(ONE, str(root)),
            "all records, cold": measure(ALL, str(root), "anew", least),
            "all records, filling the cache": measure(ALL, str(root), "cached", least),
        }
        figures["one commit more, what it changed"] = measure(NEW, str(root), change_goal(root, "main"), least)
        change_goal(root, "main")
        figures["one commit more, every version"] = measure(ALL, str(root), "cached", least)
        figures["an old branch merged, what it brought"] = measure(NEW, str(root), merge_old_branch(root), least)
        figures["nothing new, every version"] = measure(ALL, str(root), "cached", least)
        bare, bare_processor, _ = figures["git log and the blobs"]
        print(f"{name}: {files} files, {commits} commits")
        print(f"{'work':<39}{'seconds':>9}{'to git':>8}{'CPU':>9}{'to git':>8}{'MB':>7}")
        for work, (seconds, processor, memory) in figures.items():
            compared = f"{seconds:>9.2f}{seconds / bare:>8.2f}{processor:>9.2f}{processor / bare_processor:>8.2f}"
            print(f"{work:<39}{compared}{memory:>7.0f}", flush=True)


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    if len(sys.argv) > 2:
        name = sys.argv[2]
        measure_shape(name, files, int(sys.argv[3]) if len(sys.argv) > 3 else SHAPES[name][1])
    else:
        for name, (_, commits) in SHAPES.items():
            measure_shape(name, files, commits)


if __name__ == "__main__":
    main()
