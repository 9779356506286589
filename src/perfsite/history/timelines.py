"""Changes of files to timelines: which commit gave each record which meaning, through moves, merges and faults."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from perfsite.history.forest import Forest, Marks, mark, sides_of_merges
from perfsite.history.held import UNREADABLE, Files, Found, Held, group_of
from perfsite.history.log import Placed
from perfsite.records.references import Ref


class Seen(NamedTuple):
    """A record as it stood somewhere: in which file, with which meaning, and the files to read it from."""

    file: str
    digest: str
    files: Files

    @property
    def is_readable(self) -> bool:
        return self.digest != UNREADABLE


@dataclass(frozen=True, slots=True)
class Turn:
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


@dataclass(frozen=True, slots=True)
class Tree:
    """The commits in their order with, for each group of files, the commits at which it came to hold other blobs."""

    parents: tuple[tuple[int, ...], ...]
    forest: Forest
    groups: Mapping[str, Sequence[tuple[int, Files]]]


def plant(order: Sequence[Placed], only: Collection[str] | None = None, like: Tree | None = None) -> Tree:
    """Follows the files of each group along first parents; of some groups only, where these are given.

    `like` is a tree of the same commits with other groups.
    """
    parents, forest = _grow(order) if like is None else (like.parents, like.forest)
    groups = _follow_all(order, forest) if only is None else _follow_some(order, forest, only) if only else {}
    return Tree(parents, forest, groups)


def _follow_all(order: Sequence[Placed], forest: Forest) -> dict[str, list[tuple[int, Files]]]:
    """One walk through all commits, which goes back over what it changed."""
    groups: dict[str, list[tuple[int, Files]]] = {}
    current: dict[str, Files] = {}
    undo: list[list[tuple[str, Files]]] = []
    names: dict[str, str] = {}
    for commit, entering in forest.walk:
        if not entering:
            current.update(undo.pop())
            continue
        changed: dict[str, dict[str, str]] = {}
        for name, blob in order[commit].entry.files:
            group = names.get(name) or names.setdefault(name, group_of(name))
            if group in changed:
                changed[group][name] = blob
            else:
                changed[group] = {name: blob}
        before = []
        for group, blobs in changed.items():
            was = current.get(group, ())
            now = _changed(was, blobs)
            if now != was:
                before.append((group, was))
                current[group] = now
                groups.setdefault(group, []).append((commit, now))
        undo.append(before)
    return groups


def _follow_some(order: Sequence[Placed], forest: Forest, only: Collection[str]) -> dict[str, list[tuple[int, Files]]]:
    """From touch to touch of each group, without a step at all the commits between them."""
    touches: dict[str, dict[int, dict[str, str]]] = {}
    wanted: dict[str, str] = {}
    for commit, placed in enumerate(order):
        for name, blob in placed.entry.files:
            group = wanted.get(name)
            if group is None:
                group = group_of(name)
                wanted[name] = group = group if group in only else ""
            if group:
                touches.setdefault(group, {}).setdefault(commit, {})[name] = blob
    groups: dict[str, list[tuple[int, Files]]] = {}
    for group, touched in touches.items():
        at: dict[int, Files] = {-1: ()}
        states = []
        # In the order of the walk, so that what a commit stands on comes before it.
        for commit, below in mark(forest, touched).stands_on().items():
            now = at[commit] = _changed(at[below], touched[commit])
            if now != at[below]:
                states.append((commit, now))
        if states:
            groups[group] = states
    return groups


def _grow(order: Sequence[Placed]) -> tuple[tuple[tuple[int, ...], ...], Forest]:
    number = {placed.entry.id: index for index, placed in enumerate(order)}
    parents = tuple([tuple(dict.fromkeys([number[parent] for parent in placed.entry.parents])) for placed in order])
    return parents, Forest([above[0] if above else -1 for above in parents])


def _changed(was: Files, blobs: Mapping[str, str]) -> Files:
    if len(blobs) == 1 and len(was) <= 1 and all(name in blobs for name, _ in was):
        # Most groups are one file.
        return tuple([(name, blob) for name, blob in blobs.items() if blob])
    return tuple(sorted((name, blob) for name, blob in {**dict(was), **blobs}.items() if blob))


@dataclass(slots=True)
class _Events:
    """Where each record came to stand otherwise than in a commit's first parent: (commit, group, how).

    Records go by numbers here, `numbers` having that of each: there are many events, and a number costs less to look up.
    """

    numbers: dict[Ref, int] = field(default_factory=dict)
    of: list[list[tuple[int, str, Seen | None]]] = field(default_factory=list)
    touched: dict[int, set[int]] = field(default_factory=dict)

    def add(self, ref: Ref, commit: int, group: str, seen: Seen | None) -> None:
        number = self.numbers.get(ref)
        if number is None:
            number = self.numbers[ref] = len(self.of)
            self.of.append([])
        self.of[number].append((commit, group, seen))
        touched = self.touched.get(commit)
        if touched is None:
            self.touched[commit] = {number}
        else:
            touched.add(number)


class Traced(NamedTuple):
    """The turns of records in the order of the commits, and all groups that ever held each, also without a turn."""

    turns: dict[Ref, tuple[Turn, ...]]
    groups: dict[Ref, set[str]]


def trace(tree: Tree, groups: Iterable[str], hold: Callable[[Files], Held], *, with_faults: bool = True) -> Traced:
    """The turns of every record that the groups ever held. They are whole where no other group ever held the record.

    Without faults, a record that cannot be read stands as it stood when it last could: that it cannot may come of what
    is not to be seen.
    """
    events = _Events()
    for group in groups:
        if group in tree.groups:
            _follow_group(tree, group, hold, events, with_faults=with_faults)
    relevant = [{commit for commit, _, _ in found} for found in events.of]
    for merge, side in sides_of_merges(tree.parents):
        # A merge may change a record without differing from its first parent, so it counts as a touch for later ones.
        touched = events.touched.setdefault(merge, set())
        touched.update(*(events.touched.get(commit, ()) for commit in side))
        for number in touched:
            relevant[number].add(merge)
    turns = {ref: _turns(tree, relevant[number], events.of[number]) for ref, number in events.numbers.items()}
    held_by = {ref: {group for _, group, _ in events.of[number]} for ref, number in events.numbers.items()}
    return Traced({ref: found for ref, found in turns.items() if found}, held_by)


def _follow_group(tree: Tree, group: str, hold: Callable[[Files], Held], events: _Events, *, with_faults: bool) -> None:
    """What a group held, commit by commit. A record that cannot be read any more is not gone: it is unreadable."""
    states = dict(tree.groups[group])
    marks = mark(tree.forest, states)
    stands_on = marks.stands_on()
    held: dict[int, dict[Ref, Seen]] = {-1: {}}
    for commit in sorted(states):
        files = states[commit]
        now = hold(files)
        # What a mark stands on is what counts at its first parent.
        first = held[stands_on[commit]]
        seen = {
            ref: Seen(found.file, found.digest, files)
            for ref, found in now.records.items()
            if with_faults or found.digest != UNREADABLE
        }
        if now.open_kinds or len(seen) < len(now.records):
            for before in (first, *(held[marks.at(parent)] for parent in tree.parents[commit][1:])):
                for ref, was in before.items():
                    if ref in seen or (ref.kind not in now.open_kinds and ref not in now.records):
                        continue
                    seen[ref] = Seen(was.file, UNREADABLE, files) if with_faults else was
        held[commit] = seen
        stayed = 0
        for ref, found in seen.items():
            was_seen = first.get(ref)
            stayed += was_seen is not None
            if was_seen is None or was_seen.digest != found.digest or was_seen.file != found.file:
                events.add(ref, commit, group, found)
        if stayed < len(first):
            for ref in first.keys() - seen.keys():
                events.add(ref, commit, group, None)


def _turns(tree: Tree, relevant: set[int], events: list[tuple[int, str, Seen | None]]) -> tuple[Turn, ...]:
    at: dict[int, list[tuple[str, Seen | None]]] = {}
    for commit, group, seen in events:
        at.setdefault(commit, []).append((group, seen))
    marks = mark(tree.forest, relevant)
    stands_on = marks.stands_on()
    nodes: dict[int, _Node] = {-1: _NOTHING}
    turns: list[Turn] = []
    for commit in sorted(relevant):
        above = [nodes[stands_on[commit]], *(nodes[marks.at(parent)] for parent in tree.parents[commit][1:])]
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


__all__ = ["Found", "Marks", "Seen", "Traced", "Tree", "Turn", "plant", "trace"]
