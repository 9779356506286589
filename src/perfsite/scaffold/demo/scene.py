"""One commit of the told history, and what it changed: each change knows how to take itself back.

The history is told from its end. Today's files are the sample itself; to know what stood before a commit, its changes are
taken back. What a change says must therefore fit the text that it meets, to the letter and in one place only: a sample
that was edited since cannot lose an episode without notice.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Protocol

from perfsite.records.read import digest
from perfsite.scaffold.demo.texts import StoryError, root_of, text_of_key
from perfsite.sources import Mapping

Files = dict[str, str]


class Change(Protocol):
    """What a commit did to the files."""

    def take_back(self, files: Files) -> None: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """One commit. `at` is when it was written and, unless `committed_at` says otherwise, when it was committed.

    A scene with a `branch` stands on that branch, which begins where the main line is then; one that `merges` a branch
    brings it in and changes nothing else.
    """

    at: dt.datetime
    by: str
    message: str
    changes: tuple[Change, ...] = ()
    committed_at: dt.datetime | None = None
    committed_by: str = ""
    branch: str = ""
    merges: str = ""

    @property
    def landed(self) -> dt.datetime:
        return self.committed_at or self.at

    def moved_to(self, time: dt.datetime) -> Scene:
        """The same, committed at another time."""
        return replace(self, at=time) if self.committed_at is None else replace(self, committed_at=time)

    @property
    def subject(self) -> str:
        return self.message.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Added:
    """Files appeared: all that match and that no later commit brings."""

    patterns: tuple[str, ...]

    def take_back(self, files: Files) -> None:
        for pattern in self.patterns:
            found = [path for path in files if fnmatchcase(path, pattern)]
            if not found:
                raise StoryError(f"示例里没有与 `{pattern}` 相符的文件", f"nothing in the sample matches `{pattern}`")
            for path in found:
                del files[path]


@dataclass(frozen=True, slots=True)
class Removed:
    """A file with this text went."""

    path: str
    text: str

    def take_back(self, files: Files) -> None:
        if self.path in files:
            raise StoryError(
                f"`{self.path}` 还在，不会是删掉了", f"`{self.path}` is there and cannot have been removed"
            )
        files[self.path] = self.text


@dataclass(frozen=True, slots=True)
class Moved:
    """A file got another path."""

    old: str
    new: str

    def take_back(self, files: Files) -> None:
        files[self.old] = _taken(files, self.new)


@dataclass(frozen=True, slots=True)
class Replaced:
    """In a file, `was` became `now`. Where `was` is empty, `now` was put in."""

    path: str
    was: str
    now: str

    def take_back(self, files: Files) -> None:
        text = _text(files, self.path)
        count = text.count(self.now)
        if count != 1:
            shown = self.now.strip("\n")
            raise StoryError(
                f"`{self.path}` 里应当恰好有一处，实际有 {count} 处：\n{shown}",
                f"`{self.path}` should have once, and has {count} times:\n{shown}",
            )
        files[self.path] = text.replace(self.now, self.was)


@dataclass(frozen=True, slots=True)
class CutFromEnd:
    """What stood at the end of a file went, for example a person who now stands in another team's file."""

    path: str
    text: str

    def take_back(self, files: Files) -> None:
        files[self.path] = _text(files, self.path) + self.text


@dataclass(frozen=True, slots=True)
class Keyed:
    """A key of the outermost mapping was put in, with all below it, in each file that matches and has it."""

    pattern: str
    key: str

    def take_back(self, files: Files) -> None:
        found = [path for path in files if fnmatchcase(path, self.pattern)]
        parts = {path: _part(path, files[path], self.key) for path in found}
        if not any(parts.values()):
            raise StoryError(
                f"与 `{self.pattern}` 相符的文件都没有 `{self.key}`",
                f"no file that matches `{self.pattern}` has `{self.key}`",
            )
        for path, part in parts.items():
            files[path] = files[path].replace(part, "") if part else files[path]


@dataclass(frozen=True, slots=True)
class Stamped:
    """A translated page was marked again with the digest of the text that it translates; told before what became of the texts."""

    page: str
    language: str

    def take_back(self, files: Files) -> None:
        path = f"{self.page}.{self.language}.md"
        _, _, original = _text(files, f"{self.page}.md").removeprefix("---\n").partition("\n---\n")
        files[path] = re.sub(
            r"(?m)^translation_of: \w+$", f"translation_of: {digest(original)}", _text(files, path), count=1
        )


@dataclass(frozen=True, slots=True)
class Split:
    """A file with a list of records became one file for each."""

    list_path: str
    paths: tuple[str, ...]

    def take_back(self, files: Files) -> None:
        files[self.list_path] = "".join(_as_item(path, _taken(files, path)) for path in self.paths)


@dataclass(frozen=True, slots=True)
class Tabled:
    """Single files became the rows of a table; a file of the same stem holds what they share.

    `stem` is the path of table and shared file without suffix; the single files lay in the same folder.
    """

    stem: str

    def take_back(self, files: Files) -> None:
        folder = PurePosixPath(self.stem).parent
        shared = "".join(
            line for line in _taken(files, f"{self.stem}.yml").splitlines(keepends=True) if not line.startswith("#")
        )
        for row in csv.DictReader(io.StringIO(_taken(files, f"{self.stem}.csv"))):
            own = "".join(f"{field}: {value}\n" for field, value in row.items() if field != "id" and value)
            files[f"{folder}/{row['id'].removeprefix(f'{folder.name}-')}.yml"] = shared + own


def take_back_all(changes: Iterable[Change], files: Files) -> None:
    for change in reversed(tuple(changes)):
        change.take_back(files)


def _taken(files: Files, path: str) -> str:
    text = _text(files, path)
    del files[path]
    return text


def _text(files: Files, path: str) -> str:
    if path not in files:
        raise StoryError(f"没有 `{path}`", f"there is no `{path}`")
    return files[path]


def _part(path: str, text: str, key: str) -> str:
    root = root_of(path, text)
    return text_of_key(text, root, key) if isinstance(root, Mapping) and root.key(key) else ""


def _as_item(path: str, text: str) -> str:
    body = "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
    return f"- id: {PurePosixPath(path).stem}\n{body}"
