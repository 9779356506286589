"""The episodes that no record's date tells, one file for each half year: what was done, by whom, and what stood before.

A scene says `at`, `by` and `message`, with `committed` where that was later or by somebody else, `branch` and `merges`.
What it did is told in the order in which it did it:

    adds: [PATTERN]                           files came, all that match and that come with no later commit
    removes: {PATH: TEXT}                     a file with this text went
    moves: {OLD: NEW}                         a file got another path
    edits: [{in: PATH, was: TEXT, now: TEXT}]   an empty `was` was put in; `now` stands in the file exactly once
    keys: {KEY: [PATTERN]}                      a key came, with all below it, in every file that matches and has it
    translated: [PAGE]                          the English page followed the edits of the Chinese one
    splits: {LIST: [PATH]}                    a list of records became single files
    tables: [STEM]                            single files became a table
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import yaml

from perfsite.scaffold.demo.diary import SHANGHAI
from perfsite.scaffold.demo.scene import Added, Change, Keyed, Moved, Removed, Replaced, Scene, Split, Stamped, Tabled


def told_scenes() -> Iterator[Scene]:
    folder = files("perfsite.scaffold.demo") / "episodes"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        # Nothing is resolved: whatever stands there is a text.
        for scene in yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader):  # noqa: S506
            yield _scene(scene)


def _scene(told: Mapping[str, Any]) -> Scene:
    committed = told.get("committed", {})
    return Scene(
        at=_time(told["at"]),
        by=told["by"],
        message=told["message"].strip(),
        changes=tuple(_changes(told)),
        committed_at=_time(committed["at"]) if committed else None,
        committed_by=committed.get("by", ""),
        branch=told.get("branch", ""),
        merges=told.get("merges", ""),
    )


def _changes(told: Mapping[str, Any]) -> Iterator[Change]:
    for page in told.get("translated", ()):
        yield Stamped(page, "en")
    for path, text in told.get("removes", {}).items():
        yield Removed(path, text)
    for old, new in told.get("moves", {}).items():
        yield Moved(old, new)
    for list_path, paths in told.get("splits", {}).items():
        yield Split(list_path, tuple(paths))
    for stem in told.get("tables", ()):
        yield Tabled(stem)
    if "adds" in told:
        yield Added(tuple(told["adds"]))
    for key, patterns in told.get("keys", {}).items():
        for pattern in patterns:
            yield Keyed(pattern, key)
    for edit in told.get("edits", ()):
        yield Replaced(edit["in"], edit.get("was", ""), edit["now"])


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
