"""The only caller of git: plumbing commands, a fixed environment, every exit status looked at."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Nothing of the user's or the machine's configuration may change what is read, and nothing may be run by reading.
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_SAFE = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "safe.directory=*",
    "-c",
    "core.quotePath=false",
)


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit that a working tree stands on. `clean` says that no file under git differs from it."""

    id: str
    clean: bool


class GitError(Exception):
    """git did not do what it was asked; the text is what it said."""


def _run(root: Path, *arguments: str, fed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ.get("PATH", os.defpath), **_ENVIRONMENT}
    return subprocess.run(
        ["git", *_SAFE, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        check=False,
        input=fed,
    )


def head_commit(root: Path, paths: tuple[str, ...]) -> Commit | None:
    """The commit that `root` stands on, or None outside a repository, before its first commit and without git.

    `paths` are those that a site is made of; changes elsewhere do not make it differ from its commit.
    """
    try:
        found = _run(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except OSError:
        return None
    if found.returncode != 0:
        return None
    status = _run(root, "status", "--porcelain", "-z", "--untracked-files=normal", "--", *paths)
    return Commit(found.stdout.decode("ascii").strip(), clean=status.returncode == 0 and not status.stdout)


def create_repository(root: Path, commits: Iterable[bytes]) -> str:
    """Makes a repository in `root` out of a stream for `git fast-import`, checked out; the id of its last commit.

    Raises `GitError` where git refuses, and `OSError` where there is none.
    """
    _succeed(root, "init", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template=")
    _succeed(root, "fast-import", "--quiet", "--date-format=raw", fed=b"".join(commits))
    _succeed(root, "reset", "--quiet", "--hard", "refs/heads/main")
    return _succeed(root, "rev-parse", "refs/heads/main").decode("ascii").strip()


def _succeed(root: Path, *arguments: str, fed: bytes = b"") -> bytes:
    done = _run(root, *arguments, fed=fed)
    if done.returncode != 0:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]}: {done.returncode}")
    return done.stdout
