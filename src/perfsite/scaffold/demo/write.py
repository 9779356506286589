"""The told history to a repository on disk, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from perfsite.history.fast_import import NewCommit, stream
from perfsite.history.git import create_repository


def write_demo(root: Path, commits: Sequence[NewCommit]) -> None:
    """Writes the commits and checks the last one out. `root` is empty or not there yet, and is so again if git fails."""
    was_there = root.exists()
    root.mkdir(parents=True, exist_ok=True)
    try:
        create_repository(root, stream(commits))
    except BaseException:
        for path in root.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not was_there:
            root.rmdir()
        raise
