"""A whole build from the command line: the same bytes everywhere, and a whole site whatever happens to it."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from perfsite.output import read_manifest, verify_site
from perfsite.pipeline import Loaded, build, find_audience, load
from perfsite.project import Project
from perfsite.records.site import AudienceRule
from tests.site_builder import AS_OF, BASE

BUILD = (sys.executable, "-m", "perfsite", "build", "--as-of", AS_OF.isoformat(), "--out")


def write_base(root: Path, **changes: str) -> Path:
    for file, text in {**BASE, **changes}.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def digests(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def run(root: Path, out: Path, *options: str, umask: int = 0o022, **environment: str) -> None:
    subprocess.run(
        [*BUILD, str(out), *options],
        cwd=root,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        umask=umask,
    )


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Time zone, locale, hash seed, umask, path, working folder and number of processes leave no trace."""
    first = write_base(tmp_path / "here")
    second = write_base(tmp_path / "there with a space/记录")
    run(first, tmp_path / "a", "--jobs", "1", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    for number, environment in enumerate(
        (
            {"TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "4711"},
            {"TZ": "America/Los_Angeles", "LC_ALL": "en_US.UTF-8", "PYTHONHASHSEED": "0", "LANG": "de_DE.UTF-8"},
        )
    ):
        out = tmp_path / f"out {number}"
        run(second, out, "--jobs", "3", umask=0o077, **environment)
        assert digests(out) == digests(tmp_path / "a")


def test_the_order_and_division_of_files_leave_no_trace(tmp_path: Path) -> None:
    """Line ends, a byte order mark, and files written in another order give the same pages."""
    plain = write_base(tmp_path / "plain")
    other = tmp_path / "other"
    for file, text in reversed(list(BASE.items())):
        path = other / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    for root in (plain, other):
        build(loaded(root), out=root.parent / f"{root.name}-out", audience=widest(root), as_of=AS_OF)
    assert digests(tmp_path / "plain-out") == digests(tmp_path / "other-out")


def test_many_processes_write_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfsite.render.site.WORTH_A_POOL", 2)
    monkeypatch.setattr("perfsite.render.site._CHUNK", 5)
    root = write_base(tmp_path / "site")
    for jobs in (1, 2, 3):
        build(loaded(root), out=tmp_path / str(jobs), audience=widest(root), as_of=AS_OF, jobs=jobs)
    assert digests(tmp_path / "1") == digests(tmp_path / "2") == digests(tmp_path / "3")


def test_killed_fifty_times_the_published_site_is_whole(tmp_path: Path) -> None:
    """SIGKILL at random moments of real builds: what is published is the old site or the new one, never a part."""
    root = write_base(tmp_path / "site")
    out = tmp_path / "public"
    started = time.perf_counter()
    rebuild(root, out)
    length = time.perf_counter() - started
    chance = random.Random(20261116)
    old = digests(out)
    goal = next(
        path for path in sorted((root / "content/goals").rglob("*.yml")) if "summary:" not in path.read_text("utf-8")
    )
    text = goal.read_text("utf-8")
    killed = 0
    for number in range(50):
        goal.write_text(text + f"\nsummary: {{zh: 第{number}次, en: Attempt {number}}}\n", "utf-8")
        # A fork of this process builds at once; a new interpreter would spend most of its life on imports.
        process = multiprocessing.get_context("fork").Process(target=rebuild, args=(root, out))
        process.start()
        process.join(chance.uniform(0.05, 1.1) * length)
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        assert read_manifest(out) is not None
        assert verify_site(out) == []
        assert digests(out).keys() == old.keys()
    assert killed >= 10
    rebuild(root, out)
    assert verify_site(out) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public", "site"]


def rebuild(root: Path, out: Path) -> None:
    build(loaded(root), out=out, audience=widest(root), as_of=AS_OF)


def loaded(root: Path) -> Loaded:
    return load(Project(root))


def widest(root: Path) -> AudienceRule:
    found = find_audience(loaded(root), None)
    assert found is not None
    return found
