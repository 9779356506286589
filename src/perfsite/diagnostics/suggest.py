"""Did you mean …? The one word close enough to what was written, or none."""

from __future__ import annotations

from collections.abc import Collection, Iterable


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
    limit = _limit(folded)
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


def is_slip(word: str, meant: str, choices: Iterable[str]) -> bool:
    """Whether `word` can be nothing but `meant`, of a closed list such as the names of fields.

    One key was missed, or two in a long word; no other choice is near, and no digit differs: 2025 is no slip for 2026.
    """
    folded, target = _fold(word), _fold(meant)
    if not _is_only(folded, target, choices):
        return False
    return folded == target or (len(folded) > 2 and distance(folded, target, 2) <= (2 if len(folded) >= 8 else 1))


def is_slip_of_id(word: str, meant: str, choices: Collection[str]) -> bool:
    """Whether `word` can be nothing but the id `meant`. Ids are open: the one that was written may simply not exist yet.

    So only the hyphens may differ, or one letter in one of the longer words: `team-a` and `team-b` are two teams.
    """
    folded, target = _fold(word), _fold(meant)
    bare = folded.replace("-", "")
    if bare == target.replace("-", ""):
        return sum(bare == _fold(choice).replace("-", "") for choice in choices) == 1
    if not _is_only(folded, target, choices):
        return False
    parts = list(zip(folded.split("-"), target.split("-"), strict=False))
    differing = [(one, other) for one, other in parts if one != other]
    same_length = folded.count("-") == target.count("-")
    return same_length and len(differing) == 1 and len(differing[0][1]) >= 5 and distance(*differing[0], 1) <= 1


def _is_only(folded: str, target: str, choices: Iterable[str]) -> bool:
    if [char for char in folded if char.isdigit()] != [char for char in target if char.isdigit()]:
        return False
    limit = _limit(folded)
    if folded == target:
        limit = 0
    return [choice for choice in map(_fold, choices) if distance(folded, choice, limit) <= limit] == [target]


def _limit(folded: str) -> int:
    return 1 if len(folded) < 5 else 2 if len(folded) < 10 else 3


def _fold(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-").replace("－", "-")
