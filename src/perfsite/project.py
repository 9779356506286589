"""Where a site's files lie, the folder with perfsite.yml, its records and its themes; and where on earth it is at home."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SITE_FILE = "perfsite.yml"


@dataclass(frozen=True, slots=True)
class Project:
    """A repository of records on disk. `root` holds perfsite.yml; records lie below `content`."""

    root: Path

    @property
    def site_file(self) -> Path:
        return self.root / SITE_FILE

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def themes(self) -> Path:
        return self.root / "themes"

    @property
    def prefix(self) -> str:
        """The way from the top of the git repository down to `root`, as in `hr/site/`; "" where they are one, or no git is."""
        top = self.top
        return "" if top is None or top == self.root else f"{self.root.relative_to(top).as_posix()}/"

    @property
    def top(self) -> Path | None:
        """The folder that the git repository around `root` begins with, with commits or without; None where there is none.

        A worktree and a submodule have a file of the name `.git` in place of the folder.
        """
        return next((folder for folder in (self.root, *self.root.parents) if (folder / ".git").exists()), None)

    def relative(self, path: Path) -> str:
        """The path as it appears in problems and pages: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find_project(start: Path) -> Project | None:
    """The nearest folder at or above `start` that holds perfsite.yml."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SITE_FILE).is_file():
            return Project(folder)
    return None


def find_zone(name: str) -> dt.tzinfo | None:
    """A site's time zone by its name; None where the machine does not know it, and days are those of UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
