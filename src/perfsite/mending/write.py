"""Mended bytes into the place of files: whole or not at all, and only where the file is the one that was read."""

from __future__ import annotations

from collections.abc import Mapping

from perfsite.output.file import replace_files
from perfsite.project import Project


def is_own(project: Project, file: str) -> bool:
    """Whether a file lies in the project itself, and is not led to by a link."""
    path = project.root / file
    return path.is_file() and path.resolve() == project.root.resolve() / file


def write_mended(project: Project, read: Mapping[str, bytes], texts: Mapping[str, bytes]) -> list[str]:
    """Writes the files, and returns those that were left, since somebody changed them meanwhile. Raises OSError."""
    left, mended = [], {}
    for file, data in texts.items():
        path = project.root / file
        if not is_own(project, file) or path.read_bytes() != read[file]:
            left.append(file)
        else:
            mended[path] = data
    replace_files(mended)
    return left
