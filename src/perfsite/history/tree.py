"""Commits to what stood in files: for each group of files the commits at which it came to hold other blobs.

What was kept of a history that goes on is completed by what the new commits touch; all else is read when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from perfsite.history.forest import each_below
from perfsite.history.held import Files, group_of
from perfsite.history.log import Entry
from perfsite.history.order import Order, order_from

# A commit and what a group holds from there on.
State: TypeAlias = tuple[int, Files]


class Groups(Mapping[str, Sequence[State]]):
    """The states of each group, in the order of the commits. A group that was kept is a line until it is asked for."""

    def __init__(self, text: str = "") -> None:
        parted = (line.partition("\t") for line in text.split("\n"))
        self._lines = {group: line for group, _, line in parted if line}
        self._read: dict[str, list[State]] = {}

    def __getitem__(self, group: str) -> list[State]:
        states = self._read.get(group)
        if states is None:
            names, written = json.loads(self._lines[group])
            states = self._read[group] = [
                (commit, tuple([(name, blob) for name, blob in zip(names, blobs, strict=True) if blob]))
                for commit, *blobs in written
            ]
        return states

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, group: object) -> bool:
        return group in self._lines

    def known(self, group: str) -> Sequence[State]:
        """The same; none of a group that is new."""
        return self[group] if group in self._lines else ()

    def add(self, group: str, states: Sequence[State]) -> None:
        self._read[group] = [*self.known(group), *states]
        self._lines[group] = ""

    def to_text(self) -> str:
        return "".join(f"{group}\t{line or _written(self._read[group])}\n" for group, line in self._lines.items())


def _written(states: Sequence[State]) -> str:
    names = sorted({name for _, files in states for name, _ in files})
    if len(names) == 1:
        written = [(commit, files[0][1] if files else "") for commit, files in states]
    else:
        written = [(commit, *map(dict(files).get, names)) for commit, files in states]  # type: ignore[misc]
    return json.dumps([names, written], separators=(",", ":"), ensure_ascii=False)


@dataclass(slots=True)
class Tree:
    order: Order = field(default_factory=Order)
    groups: Groups = field(default_factory=Groups)

    def go_on(self, entries: Mapping[str, Entry], tip: str) -> bool:
        """Adds what the history up to `tip` has more than this one; False where it does not go on along its line."""
        known = len(self.order)
        if not self.order.go_on(entries, tip):
            return False
        touches: dict[str, dict[int, dict[str, str]]] = {}
        names: dict[str, str] = {}
        for commit in range(known, len(self.order)):
            for name, blob in self.order.entry(commit).files:
                group = names.get(name) or names.setdefault(name, group_of(name))
                touched = touches.get(group)
                if touched is None:
                    touches[group] = {commit: {name: blob}}
                elif commit in touched:
                    touched[commit][name] = blob
                else:
                    touched[commit] = {name: blob}
        for group, touched in touches.items():
            if states := self._follow(self.groups.known(group), touched):
                self.groups.add(group, states)
        return True

    def _follow(self, known: Sequence[State], touched: Mapping[int, Mapping[str, str]]) -> list[State]:
        """The states of a group that touches bring about, from touch to touch."""
        at = {-1: (), **dict(known)}
        commits = [*(commit for commit, _ in known), *touched]
        states = []
        for (commit, blobs), below in zip(
            touched.items(), each_below(self.order.forest, commits, len(known)), strict=True
        ):
            was = at[below]
            now = at[commit] = _changed(was, blobs)
            if now != was:
                states.append((commit, now))
        return states

    def to_bytes(self) -> bytes:
        groups = self.groups.to_text().encode()
        return b"%d\n%b%b" % (len(groups), groups, self.order.to_bytes())


def tree_from(raw: bytes) -> Tree:
    """A tree as it was kept. Raises `ValueError` where bytes are none."""
    begin = raw.index(b"\n") + 1
    end = begin + int(raw[:begin])
    return Tree(order_from(raw, end), Groups(raw[begin:end].decode()))


def _changed(was: Files, blobs: Mapping[str, str]) -> Files:
    if len(blobs) == 1 and len(was) <= 1:
        # Most groups are one file.
        ((name, blob),) = blobs.items()
        if not was or was[0][0] == name:
            return ((name, blob),) if blob else ()
    return tuple(sorted((name, blob) for name, blob in {**dict(was), **blobs}.items() if blob))


__all__ = ["Groups", "State", "Tree", "tree_from"]
