"""Changes of files to timelines: which commit gave each record which meaning, through moves, merges and faults."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from perfsite.history.forest import Forest, Marks, each_below, sides_of_merges
from perfsite.history.held import NOTHING, UNREADABLE, Files, Held
from perfsite.history.tree import Tree


class Seen(NamedTuple):
    """A record as it stood somewhere: in which file, with which meaning, and the files to read it from."""

    file: str
    digest: str
    files: Files

    @property
    def is_readable(self) -> bool:
        return self.digest != UNREADABLE


_NONE = Seen("", "", ())


class Turn(NamedTuple):
    """A commit that gave a record another meaning than it had in the commits before.

    `after` is None where the record went. `before` is the last readable state in the commit's parent; of a merge there is
    one for each side, and `base` is the state in which they last agreed.
    """

    commit: int
    after: Seen | None
    before: tuple[Seen | None, ...]
    base: Seen | None = None
    is_merge: bool = False


# What a record means at a commit: its digest, UNREADABLE, or None where there is no such record.
Meaning = str | None


@dataclass(slots=True)
class _Node:
    """A record at a commit that may matter to it. `turns` has a bit for each turn that lies behind."""

    cells: dict[str, Seen]
    seen: Seen | None
    readable: Seen | None
    turns: int

    @property
    def meaning(self) -> Meaning:
        return None if self.seen is None else self.seen.digest


_NOTHING = _Node({}, None, None, 0)


@dataclass(slots=True)
class _Events:
    """Where each record came to stand otherwise than in a commit's first parent: (commit, group, how).

    Records go by numbers here, `numbers` having that of each address: there are many events.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    of: list[list[tuple[int, str, Seen | None]]] = field(default_factory=list)
    touched: dict[int, set[int]] = field(default_factory=dict)

    def add(self, address: str, commit: int, group: str, seen: Seen | None) -> None:
        number = self.numbers.get(address)
        if number is None:
            number = self.numbers[address] = len(self.of)
            self.of.append([])
        self.of[number].append((commit, group, seen))
        touched = self.touched.get(commit)
        if touched is None:
            self.touched[commit] = {number}
        else:
            touched.add(number)


class Traced(NamedTuple):
    """By address the turns of records in the order of the commits, and all groups that ever held each, also without a
    turn."""

    turns: dict[str, tuple[Turn, ...]]
    groups: dict[str, set[str]]


def trace(
    tree: Tree, groups: Iterable[str], held: Callable[[str], Mapping[Files, Held]], *, with_faults: bool = True
) -> Traced:
    """The turns of every record that the groups ever held. They are whole where no other group ever held the record.

    `held` tells of a group what it held with each of its contents, but for none at all. Without faults, a record that
    cannot be read stands as it stood when it last could: that it cannot may come of what is not to be seen.
    """
    events = _Events()
    for group in groups:
        if group in tree.groups:
            _follow_group(tree, group, held(group), events, with_faults=with_faults)
    forest = tree.order.forest
    relevant = [{commit for commit, _, _ in found} for found in events.of]
    for merge, side in sides_of_merges(forest):
        # A merge may change a record without differing from its first parent, so it counts as a touch for later ones.
        brought = events.touched.keys() & side
        if brought:
            touched = events.touched.setdefault(merge, set())
            touched.update(*(events.touched[commit] for commit in brought))
        for number in events.touched.get(merge, ()):
            relevant[number].add(merge)
    turns = {address: _turns(forest, relevant[number], events.of[number]) for address, number in events.numbers.items()}
    groups_of = {address: {group for _, group, _ in events.of[number]} for address, number in events.numbers.items()}
    return Traced({address: found for address, found in turns.items() if found}, groups_of)


def _follow_group(
    tree: Tree, group: str, contents: Mapping[Files, Held], events: _Events, *, with_faults: bool
) -> None:
    """What a group held, commit by commit. A record that cannot be read any more is not gone: it is unreadable."""
    states, forest = tree.groups[group], tree.order.forest
    commits = [commit for commit, _ in states]
    held: dict[int, dict[str, Seen]] = {-1: {}}
    # What a commit stands on is what counts at its first parent.
    for (commit, files), below in zip(states, each_below(forest, commits), strict=True):
        records, open_kinds = contents[files] if files else NOTHING
        first = held[below]
        seen = held[commit] = {}
        for address, (file, digest) in records.items():
            was = first.get(address)
            if was is not None and was.digest == digest and was.file == file:
                seen[address] = was
            elif with_faults or digest != UNREADABLE:
                seen[address] = Seen(file, digest, files)
                events.add(address, commit, group, seen[address])
        if open_kinds or len(seen) < len(records):
            marks = Marks(forest, commits)
            for before in (first, *(held[marks.at(parent)] for parent in forest.others.get(commit, ()))):
                for address, was in before.items():
                    is_open = address.partition("/")[0] in open_kinds or address in records
                    if is_open and address not in seen:
                        seen[address] = Seen(was.file, UNREADABLE, files) if with_faults else was
                        if first.get(address, _NONE)[:2] != seen[address][:2]:
                            events.add(address, commit, group, seen[address])
        for address in first.keys() - seen.keys():
            events.add(address, commit, group, None)


def _turns(forest: Forest, relevant: set[int], events: list[tuple[int, str, Seen | None]]) -> tuple[Turn, ...]:
    at: dict[int, list[tuple[str, Seen | None]]] = {}
    for commit, group, seen in events:
        at.setdefault(commit, []).append((group, seen))
    commits = sorted(relevant)
    marks = Marks(forest, commits) if not forest.others.keys().isdisjoint(commits) else None
    nodes: dict[int, _Node] = {-1: _NOTHING}
    turns: list[Turn] = []
    for commit, below in zip(commits, each_below(forest, commits), strict=True):
        above = [nodes[below]]
        if marks is not None and commit in forest.others:
            above += [nodes[marks.at(parent)] for parent in forest.others[commit]]
        nodes[commit] = _node(commit, above, at.get(commit, ()), turns)
    return tuple(turns)


def _node(commit: int, above: list[_Node], changes: Sequence[tuple[str, Seen | None]], turns: list[Turn]) -> _Node:
    cells = above[0].cells
    if changes:
        cells = dict(cells)
    for group, seen in changes:
        if seen is None:
            cells.pop(group, None)
        else:
            cells[group] = seen
    # Of two records with one id the first counts that can be read.
    seen = (
        next(iter(cells.values()), None)
        if len(cells) < 2
        else min(cells.values(), key=lambda cell: (not cell.is_readable, cell.file))
    )
    behind = above[0].turns
    meaning = None if seen is None else seen.digest
    base: Seen | None = None
    sides = above
    if len(above) == 1:
        is_turn = meaning != above[0].meaning
    else:
        behind = functools.reduce(operator.or_, (node.turns for node in above))
        sides = _sides_of(above)
        base = _last(turns, functools.reduce(operator.and_, (node.turns for node in sides)))
        is_turn = _is_turned_by_merge(meaning, sides, base, _last(turns, behind))
    if is_turn:
        turns.append(Turn(commit, seen, tuple(node.readable for node in sides), base, is_merge=len(above) > 1))
        behind |= 1 << (len(turns) - 1)
    readable = seen if seen is None or seen.is_readable else next((n.readable for n in above if n.readable), None)
    return _Node(cells, seen, readable, behind)


def _sides_of(above: Sequence[_Node]) -> list[_Node]:
    """The parents of a merge of which none has all the changes that another has: that one is merely behind."""
    if len(above) == 2:
        one, other = above
        both = one.turns | other.turns
        return [one] if both == one.turns else [other] if both == other.turns else [one, other]
    return [
        node
        for place, node in enumerate(above)
        if not any(
            node.turns | other.turns == other.turns and (node.turns != other.turns or before < place)
            for before, other in enumerate(above)
            if before != place
        )
    ]


def _last(turns: Sequence[Turn], bits: int) -> Seen | None:
    """How the last of some turns left the record."""
    return turns[bits.bit_length() - 1].after if bits else None


def _is_turned_by_merge(meaning: Meaning, above: Sequence[_Node], base: Seen | None, last: Seen | None) -> bool:
    """Whether a merge did more than to take over what one of its sides had changed."""
    common = None if base is None else base.digest
    moved = {node.meaning for node in above if node.meaning != common}
    if len(moved) > 1:
        return True
    expected = next(iter(moved), common)
    return meaning != expected or meaning != (None if last is None else last.digest)


__all__ = ["Seen", "Traced", "Turn", "trace"]
