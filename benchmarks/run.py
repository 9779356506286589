"""Seconds and peak memory of check, cold build and a one-record rebuild under `serve`, for sites of several sizes.

    python benchmarks/run.py 1000 10000

Builds are measured without a history and with one, of two commits for each record in the shape `branches` of `shapes.py`:
cold, and after one commit more with what the first build has kept.

With 10,000 records and 20,000 commits of the shape `moves`, once each on 2 processors that other work kept busy, a cold
build took 180 s of processor time and 1,443 MB and wrote 110,018 files, where the same site without a history took 27 s
and 466 MB and has 27,762: nearly all of it is the pages of earlier versions. The build after one commit more was not
measured.

Each figure is of a process of its own, as a user or CI would start it; the rebuild is measured inside one, as `serve`
does it. Figures of one run can be compared with each other, not with those of another machine.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate
from history import change_goal
from shapes import SHAPES, write_repository

AS_OF = "2026-11-16"
JOBS = str(os.cpu_count() or 1)


def measure(*arguments: str) -> tuple[float, float]:
    """Seconds and megabytes (of the largest process) of one perfsite command."""
    before = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "perfsite", *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"perfsite {' '.join(arguments)} ended with {process.returncode}")
    return time.perf_counter() - before, usage.ru_maxrss / 1024


REBUILD = """
import datetime as dt, gc, json, sys, time
from pathlib import Path
from perfsite.pipeline import find_audience
from perfsite.project import Project
from perfsite.serve.preview import Proofs
gc.disable()  # as the command line has it
root, changed, day = Path(sys.argv[1]), Path(sys.argv[2]), dt.date.fromisoformat(sys.argv[3])
proofs = Proofs(Project(root))
def pull(files):
    pulled = proofs.pull(files, day=lambda _: day, audience=lambda loaded: find_audience(loaded, None))
    assert pulled.pages and pulled.pages("zh/goals/2026-q1-goal-00000.html")
pull(None)
changed.write_text(changed.read_text("utf-8").replace("weight: 40%", "weight: 45%"), "utf-8")
before = time.perf_counter()
pull(frozenset({changed}))
print(json.dumps(time.perf_counter() - before))
"""


def measure_rebuild(root: Path) -> tuple[float, float]:
    """Seconds from a saved record to its page, in a process that has built the site before."""
    changed = root / "content/goals/2026-q1/goal-00000.yml"
    with subprocess.Popen(
        [sys.executable, "-c", REBUILD, str(root), str(changed), AS_OF], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        seconds = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return seconds, usage.ru_maxrss / 1024


def measure_past(size: int, folder: Path) -> dict[str, tuple[float, float]]:
    """Builds of a site with a past, whose earlier versions have pages of their own."""
    root, out, commits = folder / "past", str(folder / "past-public"), 2 * size
    write_repository(root, size, commits, SHAPES["branches"][0])
    build = ("-C", str(root), "build", "--out", out, "--as-of", AS_OF, "--jobs", JOBS)
    figures = {f"build, {commits} commits, cold": measure(*build)}
    change_goal(root, "main")
    return figures | {"build, one commit more": measure(*build)}


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 10000]
    print(f"{'records':>8}  {'work':<30}{'seconds':>9}{'MB':>8}")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="perfsite-bench-") as folder:
            root = Path(folder) / "site"
            generate(size, root)
            out = str(Path(folder) / "public")
            figures = {
                "check": measure("-C", str(root), "check", "--as-of", AS_OF),
                "build, cold": measure("-C", str(root), "build", "--out", out, "--as-of", AS_OF, "--jobs", JOBS),
                "rebuild of one, in serve": measure_rebuild(root),
                **measure_past(size, Path(folder)),
            }
            for work, (seconds, memory) in figures.items():
                print(f"{size:>8}  {work:<30}{seconds:>9.2f}{memory:>8.0f}", flush=True)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process of all: {children:.0f} MB")


if __name__ == "__main__":
    main()
