"""Kill builds and look at what is left: one JSON line for each build that was killed.

    python tests/killed_build.py steps FOLDER SCENARIO     `first`, `exchange`, `two-renames`, `after-a-kill`: a build killed before each of its system calls in turn
    python tests/killed_build.py moments FOLDER COUNT      builds killed at random moments, one after another

A program of its own because it forks, which a test runner with threads must not.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from perfsite.output import ManifestHeader, read_manifest, recover_site, swap, verify_site, write_site

# Each system call by which a build changes the disk or orders its changes. `exchange` and `flush_disk` go through
# ctypes, the rest through `os`, by `pathlib` and `shutil` too.
STEPS = ("open", "write", "close", "mkdir", "chmod", "fchmod", "chown", "link", "rename", "unlink", "rmdir", "fsync")

OLD = {
    "index.html": b"<p>old</p>",
    "same.css": b"p { color: red }",
    "goals/gone.html": b"<p>gone</p>",
    "goals/deep/kept.html": b"<p>kept</p>",
}
NEW = {
    "index.html": b"<p>new, and longer</p>",
    "same.css": b"p { color: red }",
    "goals/deep/kept.html": b"<p>kept</p>",
    "rules/more.html": b"<p>more</p>",
    "empty.txt": b"",
}


def header(version: str) -> ManifestHeader:
    return ManifestHeader(version=version, commit="0" * 40, as_of="2026-07-01", audience="everyone")


def main() -> None:
    match sys.argv[1:]:
        case ["steps", folder, scenario]:
            report = kill_at_each_step(Path(folder), scenario)
        case ["moments", folder, count]:
            report = kill_at_random_moments(Path(folder), int(count))
        case _:
            sys.exit(__doc__)
    for line in report:
        sys.stdout.write(json.dumps(line) + "\n")


def kill_at_each_step(folder: Path, scenario: str) -> Iterator[dict[str, Any]]:
    step = 0
    while True:
        step += 1
        shutil.rmtree(folder, ignore_errors=True)
        out = folder / "site"
        if scenario != "first":
            write_site(out, OLD.items(), header=header("old"))
        if (
            scenario == "after-a-kill"
        ):  # as if a build had died between its two renames, and another while it cleaned up
            out.rename(folder / ".site.perfsite-old")
            shutil.copytree(folder / ".site.perfsite-old" / "goals", folder / ".site.perfsite-gone")
            (folder / ".site.perfsite-new").mkdir()
        killed, last = run_in_child(partial(build_and_die, out, scenario, die_at=step))
        yield {"step": step, "call": last, "killed": killed, "left": look(out)} | run_again(out)
        if not killed:
            return


def build_and_die(out: Path, scenario: str, die_at: int) -> None:
    if scenario != "exchange":
        swap.exchange = cannot_exchange
    count_steps(die_at)
    write_site(out, NEW.items(), header=header("new"))


def cannot_exchange(one: Path, other: Path) -> bool:
    return False


def count_steps(die_at: int) -> None:
    """Wrap the system calls so that this process kills itself at one of them, a write when half of it is done."""
    taken = 0

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken == die_at:
                real_write(3, name.encode())
                if name == "write":
                    descriptor, data = args
                    real_write(descriptor, bytes(data)[: len(data) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return wrapper

    real_write = os.write
    for name in STEPS:
        setattr(os, name, counted(name, getattr(os, name)))
    for name in ("exchange", "flush_disk"):
        setattr(swap, name, counted(name, getattr(swap, name)))
    sys.modules["perfsite.output.write"].flush_disk = swap.flush_disk  # type: ignore[attr-defined]


def run_in_child(work: Callable[[], None]) -> tuple[bool, str]:
    """Whether the child was killed, and at which call it says it was. The child tells through descriptor 3."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 3)
        work()
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    told = os.read(reading, 100).decode()
    os.close(reading)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise AssertionError(f"the child failed by itself: {status}")
    return os.WIFSIGNALED(status), told


def look(out: Path) -> dict[str, Any]:
    """What is published: nothing, or which version and where it differs from its manifest."""
    if not os.path.lexists(out):
        return {"version": None, "differences": []}
    manifest = read_manifest(out)
    version = manifest.version if manifest else "broken"
    return {"version": version, "differences": [difference.path for difference in verify_site(out)]}


def run_again(out: Path) -> dict[str, Any]:
    """What recovery makes of it, what the next build does, and what then lies beside the site."""
    recover_site(out)
    recovered = look(out)
    write_site(out, NEW.items(), header=header("next"))
    return {"recovered": recovered, "next": look(out), "beside": sorted(path.name for path in out.parent.iterdir())}


def kill_at_random_moments(folder: Path, count: int) -> Iterator[dict[str, Any]]:
    out = folder / "site"
    start = time.perf_counter()
    write_site(out, many_files(0), header=header("0"))
    write_site(out, many_files(1), header=header("1"))
    longest = (time.perf_counter() - start) / 2
    chance = random.Random(20260701)
    build = 1
    while count:
        build += 1
        before = look(out)["version"]
        child = os.fork()
        if child == 0:
            write_site(out, many_files(build), header=header(str(build)))
            os._exit(0)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            count -= 1
            yield {"build": build, "before": before, "left": look(out)}
        else:
            longest *= 0.9  # it had ended before it was killed


def many_files(version: int) -> Iterator[tuple[str, bytes]]:
    for number in range(400):
        changing = version if number % 3 else 0
        yield f"goals/{number % 7}/{number}.html", f"<p>{number} in {changing}</p>".encode() * 200


if __name__ == "__main__":
    ctypes.CDLL(None)  # loaded once here, not in each child
    main()
