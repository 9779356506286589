"""Did you mean …? The one word close enough to what was written, or none."""

from __future__ import annotations

from collections.abc import Iterable


def distance(a: str, b: str, limit: int) -> int:
    """Damerau-Levenshtein distance (optimal string alignment), or `limit + 1` as soon as it is larger."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (char != other))
            if i > 1 and j > 1 and char == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, above = above, row
    return above[-1]


def closest(word: str, choices: Iterable[str]) -> str | None:
    """The choice nearest to `word`, if it is near enough that a slip of the hand explains it.

    Case, underscores, spaces and full-width letters are overlooked. Ties go to the first in alphabetical order, so
    that the answer does not depend on the order of the files.
    """
    folded = _fold(word)
    if not folded:
        return None
    limit = 1 if len(folded) < 5 else 2 if len(folded) < 10 else 3
    best: tuple[int, str] | None = None
    for choice in sorted(choices):
        found = distance(folded, _fold(choice), limit)
        if found <= limit and found < max(len(folded), 2) and (best is None or found < best[0]):
            best = (found, choice)
    if best is not None:
        return best[1]
    # A word that only lacks or adds its ending or beginning ("revenue" for "net-revenue") is a slip of memory.
    if len(folded) >= 4:
        partial = [
            choice
            for choice in sorted(choices)
            if folded in _fold(choice).split("-") or _fold(choice) in folded.split("-")
        ]
        if len(partial) == 1:
            return partial[0]
    return None


def _fold(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-").replace("－", "-")
