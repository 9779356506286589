"""Every commit below its first parent: a forest in which what stood at any commit is found without walking to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


class Forest:
    """`first[i]` is the first parent of commit i, or -1. Commits are numbered so that parents come first.

    `begins` and `ends` number the commits so that all that stand on commit i have numbers between its two.
    """

    def __init__(self, first: Sequence[int]) -> None:
        self.first = first
        children: list[list[int]] = [[] for _ in first]
        roots: list[int] = []
        for commit, parent in enumerate(first):
            (roots if parent < 0 else children[parent]).append(commit)
        self.begins = [0] * len(first)
        self.ends = [0] * len(first)
        self.walk: list[tuple[int, bool]] = []
        count = 0
        waiting = [(root, True) for root in reversed(roots)]
        while waiting:
            commit, entering = waiting.pop()
            self.walk.append((commit, entering))
            if entering:
                self.begins[commit] = count
                count += 1
                waiting.append((commit, False))
                waiting.extend((child, True) for child in reversed(children[commit]))
            else:
                self.ends[commit] = count - 1


@dataclass(frozen=True, slots=True)
class Marks:
    """Some commits of a forest, among which the nearest one at or above any commit is found."""

    forest: Forest
    commits: tuple[int, ...]
    begins: tuple[int, ...]
    # The place, in `commits`, of the mark that each one stands on, or -1.
    above: tuple[int, ...]

    def stands_on(self) -> dict[int, int]:
        """For each mark, the one that it stands on, or -1."""
        return {
            commit: self.commits[place] if place >= 0 else -1
            for commit, place in zip(self.commits, self.above, strict=True)
        }

    def at(self, commit: int) -> int:
        """The mark that is this commit or the nearest that it stands on by first parents; -1 where there is none."""
        begin = self.forest.begins[commit]
        place = bisect_right(self.begins, begin) - 1
        while place >= 0 and self.forest.ends[self.commits[place]] < begin:
            place = self.above[place]
        return self.commits[place] if place >= 0 else -1


def mark(forest: Forest, commits: Iterable[int]) -> Marks:
    ordered = sorted(commits, key=forest.begins.__getitem__)
    if len(ordered) == 1:
        return Marks(forest, (ordered[0],), (forest.begins[ordered[0]],), (-1,))
    above: list[int] = []
    open_: list[int] = []
    for place, commit in enumerate(ordered):
        while open_ and forest.ends[ordered[open_[-1]]] < forest.begins[commit]:
            open_.pop()
        above.append(open_[-1] if open_ else -1)
        open_.append(place)
    return Marks(forest, tuple(ordered), tuple(forest.begins[commit] for commit in ordered), tuple(above))


def sides_of_merges(parents: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, list[int]]]:
    """For each merge, the commits that it brings to its first parent's line."""
    if not any(len(above) > 1 for above in parents):
        return
    # What each commit reaches, one bit a commit, kept only for as long as a later commit asks for it.
    reached: dict[int, int] = {}
    asked = [0] * len(parents)
    for above in parents:
        for parent in above:
            asked[parent] += 1
    for commit, above in enumerate(parents):
        all_of_them = 0
        for parent in above:
            all_of_them |= reached[parent]
        if len(above) > 1:
            yield commit, _bits(all_of_them & ~reached[above[0]])
        for parent in above:
            asked[parent] -= 1
            if not asked[parent]:
                del reached[parent]
        if asked[commit]:
            reached[commit] = all_of_them | 1 << commit


def _bits(number: int) -> list[int]:
    """The places of the ones in a number, lowest first."""
    if not number:
        return []
    lowest = (number & -number).bit_length() - 1
    number >>= lowest
    return [lowest + place for place, digit in enumerate(reversed(f"{number:b}")) if digit == "1"]
