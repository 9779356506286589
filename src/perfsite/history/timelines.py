"""Changes of files to timelines: which commit gave each record which meaning, through moves, merges and faults."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple, TypeAlias

from perfsite.history.forest import Forest, Marks, each_below, sides_of_merges
from perfsite.history.held import NOTHING, UNREADABLE, Files, Held
from perfsite.history.pieces import Found
from perfsite.history.tree import Tree


class Seen(NamedTuple):
    """A record as it stood somewhere: in which file, with which meaning, and the files to read it from."""

    file: str
    digest: str
    files: Files

    @property
    def is_readable(self) -> bool:
        return self.digest != UNREADABLE


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


# Where a record came to stand otherwise than in a commit's first parent: the commit, the group, and how it stands there.
_Event: TypeAlias = tuple[int, str, Seen | None]


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
    events: dict[str, list[_Event]] = {}
    for group in groups:
        if group in tree.groups:
            _follow_group(tree, group, held(group), events, with_faults=with_faults)
    forest = tree.order.forest
    merges = _merges_of(forest, events)
    turns = {address: _turns(forest, found, merges.get(address, ())) for address, found in events.items()}
    groups_of = {address: {group for _, group, _ in found} for address, found in events.items()}
    return Traced({address: found for address, found in turns.items() if found}, groups_of)


def _follow_group(
    tree: Tree, group: str, contents: Mapping[Files, Held], events: dict[str, list[_Event]], *, with_faults: bool
) -> None:
    """What a group held, commit by commit."""
    states, forest = tree.groups[group], tree.order.forest
    commits = [commit for commit, _ in states]
    # By commit what the files say and how each record stands there.
    at: dict[int, tuple[Mapping[str, Found], dict[str, Seen]]] = {-1: ({}, {})}
    # What a commit stands on is what counts at its first parent.
    for (commit, files), below in zip(states, each_below(forest, commits), strict=True):
        records, open_kinds = contents[files] if files else NOTHING
        said, first = at[below]
        if open_kinds or not (with_faults or all(digest for _, digest in records.values())):
            marks = Marks(forest, commits)
            sides = [first, *(at[marks.at(parent)][1] for parent in forest.others.get(commit, ()))]
            seen = _despite_faults(files, records, open_kinds, sides, with_faults=with_faults)
            others = [address for address in {**first, **seen} if seen.get(address) is not first.get(address)]
        else:
            # In another version of a table most records are not only alike, they are the same.
            others = [
                address
                for address in compress(records, map(operator.is_not, records.values(), map(said.get, records)))
                if not _stands_as(first.get(address), *records[address])
            ]
            seen = first.copy()
            for address in others:
                seen[address] = Seen(*records[address], files)
            if len(seen) > len(records):
                others += seen.keys() - records.keys()
                seen = {address: seen[address] for address in records}
        at[commit] = records, seen
        for address in others:
            events.setdefault(address, []).append((commit, group, seen.get(address)))


def _despite_faults(
    files: Files,
    records: Mapping[str, Found],
    open_kinds: Collection[str],
    sides: Sequence[Mapping[str, Seen]],
    *,
    with_faults: bool,
) -> dict[str, Seen]:
    """How records stand where not all can be read. One that was there on some side is not gone: it is unreadable."""
    first = sides[0]
    seen = {
        address: Seen(file, digest, files)
        for address, (file, digest) in records.items()
        if with_faults or digest != UNREADABLE
    }
    for side in sides:
        for address, was in side.items():
            if address not in seen and (address in records or address.partition("/")[0] in open_kinds):
                seen[address] = Seen(was.file, UNREADABLE, files) if with_faults else was
    return {
        address: first[address] if _stands_as(first.get(address), now.file, now.digest) else now
        for address, now in seen.items()
    }


def _stands_as(seen: Seen | None, file: str, digest: str) -> bool:
    return seen is not None and seen.digest == digest and seen.file == file


def _merges_of(forest: Forest, events: Mapping[str, Sequence[_Event]]) -> dict[str, set[int]]:
    """By record the merges that touch it themselves or bring such a change to another line. It may be another one there
    without differing from the first parent."""
    merges: dict[str, set[int]] = {}
    if not forest.others:
        return merges
    touched: dict[int, set[str]] = {}
    for address, found in events.items():
        for commit, _, _ in found:
            touched.setdefault(commit, set()).add(address)
    for merge, side in sides_of_merges(forest):
        # What a merge brings counts as a touch for later ones.
        brought = touched.keys() & side
        if brought:
            touched.setdefault(merge, set()).update(*(touched[commit] for commit in brought))
        for address in touched.get(merge, ()):
            merges.setdefault(address, set()).add(merge)
    return merges


def _turns(forest: Forest, events: Sequence[_Event], merges: Collection[int]) -> tuple[Turn, ...]:
    at: dict[int, list[tuple[str, Seen | None]]] = {}
    for commit, group, seen in events:
        at.setdefault(commit, []).append((group, seen))
    if not merges and all(map(forest.is_on_line, at)):
        return _turns_in_line(at)
    commits = sorted({*at, *merges})
    marks = Marks(forest, commits) if merges else None
    nodes: dict[int, _Node] = {-1: _NOTHING}
    turns: list[Turn] = []
    for commit, below in zip(commits, each_below(forest, commits), strict=True):
        above = [nodes[below]]
        if marks is not None and commit in forest.others:
            above += [nodes[marks.at(parent)] for parent in forest.others[commit]]
        nodes[commit] = _node(commit, above, at.get(commit, ()), turns)
    return tuple(turns)


def _turns_in_line(at: Mapping[int, Sequence[tuple[str, Seen | None]]]) -> tuple[Turn, ...]:
    """The same where each commit stands on the one before."""
    cells: dict[str, Seen] = {}
    meaning: Meaning = None
    readable: Seen | None = None
    turns: list[Turn] = []
    for commit in sorted(at):
        seen = _put(cells, at[commit])
        before, meaning = meaning, None if seen is None else seen.digest
        if meaning != before:
            turns.append(Turn(commit, seen, (readable,)))
        if meaning != UNREADABLE:
            readable = seen
    return tuple(turns)


def _put(cells: dict[str, Seen], changes: Iterable[tuple[str, Seen | None]]) -> Seen | None:
    """Changes in which groups a record stands; as what it stands there then."""
    for group, seen in changes:
        if seen is None:
            cells.pop(group, None)
        else:
            cells[group] = seen
    # Of two records with one id the first counts that can be read.
    if len(cells) > 1:
        return min(cells.values(), key=lambda cell: (not cell.is_readable, cell.file))
    return next(iter(cells.values()), None)


def _node(commit: int, above: list[_Node], changes: Sequence[tuple[str, Seen | None]], turns: list[Turn]) -> _Node:
    cells = dict(above[0].cells) if changes else above[0].cells
    seen = _put(cells, changes)
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
