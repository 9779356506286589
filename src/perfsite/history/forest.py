"""Every commit below its first parent: a forest in which what stood at any commit is found without walking to it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


def _numbers() -> array[int]:
    return array("q")


@dataclass(slots=True)
class Forest:
    """Commits by number, parents before children. What is added later changes nothing of what was there.

    `line` are the commits of the line that is built: each brings in those between it and the one before. The forest is
    cut into chains of first parents, the line being the first of them; `tops` has the commit that each chain stands on.
    """

    # The first parent of each commit, or -1, and the others of a merge.
    first: array[int] = field(default_factory=_numbers)
    others: dict[int, tuple[int, ...]] = field(default_factory=dict)
    line: array[int] = field(default_factory=_numbers)
    chains: array[int] = field(default_factory=_numbers)
    tops: array[int] = field(default_factory=lambda: array("q", (-1,)))
    # The last commit of each chain that commits were added to.
    _ends: dict[int, int] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.first)

    def add(self, parents: Sequence[int], *, on_line: bool) -> None:
        commit, first = len(self.first), parents[0] if parents else -1
        self.first.append(first)
        if len(parents) > 1:
            self.others[commit] = tuple(parents[1:])
        chain = 0
        if on_line:
            self.line.append(commit)
        elif first >= 0 and self._ends.get(self.chains[first]) == first:
            chain = self.chains[first]
        else:
            chain = len(self.tops)
            self.tops.append(first)
        self.chains.append(chain)
        if chain:
            self._ends[chain] = commit

    def parents(self, commit: int) -> tuple[int, ...]:
        first = self.first[commit]
        return (first, *self.others.get(commit, ())) if first >= 0 else ()

    def is_on_line(self, commit: int) -> bool:
        return self.chains[commit] == 0

    def landing(self, commit: int) -> int:
        """The commit of the line that brought another in."""
        return self.line[bisect_left(self.line, commit)]

    def before_landing(self, commit: int) -> int:
        """The last commit of the line that was there before another came in; -1 where that was the first."""
        place = bisect_left(self.line, commit)
        return self.line[place - 1] if place else -1


class Marks:
    """Some commits of a forest, among which the nearest one at or above any commit is found."""

    def __init__(self, forest: Forest, commits: Iterable[int] = ()) -> None:
        self.forest = forest
        self._by_chain: dict[int, list[int]] = {}
        for commit in sorted(commits):
            self._by_chain.setdefault(forest.chains[commit], []).append(commit)

    def at(self, commit: int) -> int:
        """The mark that is this commit or the nearest that it stands on by first parents; -1 where there is none."""
        forest, by_chain = self.forest, self._by_chain
        while commit >= 0:
            chain = forest.chains[commit]
            marked = by_chain.get(chain)
            if marked is not None and marked[0] <= commit:
                return marked[bisect_right(marked, commit) - 1]
            commit = forest.tops[chain]
        return -1

    def below(self, commit: int) -> int:
        """The nearest mark that a commit stands on, itself left aside."""
        return self.at(self.forest.first[commit])


def each_below(forest: Forest, commits: Sequence[int], start: int = 0) -> list[int]:
    """Of each of some commits, from one on, the nearest other one that it stands on; -1 where there is none. They are in
    their order, which on the line that is built is the answer."""
    if not any(map(forest.chains.__getitem__, commits)):
        return [-1, *commits[:-1]][start:]
    marks = Marks(forest, commits)
    return [marks.below(commit) for commit in commits[start:]]


def sides_of_merges(forest: Forest, merges: Iterable[int] | None = None) -> Iterator[tuple[int, Sequence[int]]]:
    """For each merge, or of some, the commits that it brings to its first parent's line; parents before children."""
    wanted = set(forest.others if merges is None else merges)
    inner = {merge for merge in wanted if not forest.is_on_line(merge)}
    asked = _asked(forest, inner)
    # What each commit reaches, one bit a commit, kept only for as long as a later commit asks for it.
    reached: dict[int, int] = {}
    for commit in sorted(wanted | asked.keys()):
        if forest.is_on_line(commit):
            # The line reaches all that came before.
            yield commit, range(forest.before_landing(commit) + 1, commit)
            continue
        above = forest.parents(commit)
        reaches = [_up_to(parent) if forest.is_on_line(parent) else reached[parent] for parent in above]
        all_of_them = 0
        for one in reaches:
            all_of_them |= one
        if commit in inner:
            yield commit, _bits(all_of_them & ~reaches[0])
        for parent in above:
            if parent in asked:
                asked[parent] -= 1
                if not asked[parent]:
                    del reached[parent]
        if asked.get(commit):
            reached[commit] = all_of_them | 1 << commit


def _asked(forest: Forest, merges: Iterable[int]) -> dict[int, int]:
    """The commits beside the line that some merges reach without it, with how many of them and their children ask."""
    asked: dict[int, int] = {}
    waiting, seen = list(merges), set(merges)
    while waiting:
        for parent in forest.parents(waiting.pop()):
            if forest.is_on_line(parent):
                continue
            asked[parent] = asked.get(parent, 0) + 1
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return asked


def _up_to(commit: int) -> int:
    return (2 << commit) - 1


def _bits(number: int) -> list[int]:
    """The places of the ones in a number, lowest first."""
    if not number:
        return []
    lowest = (number & -number).bit_length() - 1
    number >>= lowest
    return [lowest + place for place, digit in enumerate(reversed(f"{number:b}")) if digit == "1"]
