"""The only caller of git: plumbing commands, a fixed environment, every exit status looked at."""

from __future__ import annotations

import os
import subprocess
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


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ.get("PATH", os.defpath), **_ENVIRONMENT}
    return subprocess.run(
        ["git", *_SAFE, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
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
