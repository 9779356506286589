"""Units of files → what each holds, read by several processes where there are many; and other things alike."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from perfsite.records.read import Unit, UnitRead, read_unit
from perfsite.records.reader import Settings

T = TypeVar("T")

# Below this many a second process costs more than it brings.
WORTH_A_PROCESS = 1500
# So many shares for each process: how long one takes does not show in its size alone.
SHARES = 24
# A place of a share, in bytes.
_PLACE = 2


class Pile(Protocol[T]):
    """Things to be read one by one, each by itself."""

    def sizes(self) -> list[int]:
        """How much there is to read of each, in any measure."""
        ...

    def read(self, share: slice) -> list[T]: ...


@dataclass(frozen=True, slots=True)
class Shelf:
    """Units and all that reading them needs."""

    units: Sequence[Unit]
    sources: Mapping[str, bytes]
    settings: Settings
    folder: str

    def sizes(self) -> list[int]:
        return [sum(len(self.sources[file]) for file in unit.files) for unit in self.units]

    def read(self, share: slice) -> list[UnitRead]:
        return [read_unit(unit, self.sources, self.settings, self.folder) for unit in self.units[share]]


def read_units(shelf: Shelf, jobs: int) -> list[UnitRead]:
    """What each unit holds, in their order, whatever the number of processes."""
    return read_apart(shelf, jobs)


def read_apart(pile: Pile[T], jobs: int) -> list[T]:
    """What each thing of a pile holds, in their order, whatever the number of processes."""
    sizes = pile.sizes()
    if jobs < 2 or len(sizes) < WORTH_A_PROCESS or not hasattr(os, "fork"):
        return pile.read(slice(None))
    # Imported here: where there are few things these would cost more than to read them.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    shares = _shares(sizes, jobs * SHARES)
    # The places of the shares, for whoever is ready for the next: a pipe gives each to one process, and one that dies can
    # keep no lock.
    places, written = os.pipe()
    os.write(written, b"".join(place.to_bytes(_PLACE, "big") for place in range(len(shares))))
    os.close(written)
    _SHARED.append(pile)
    try:
        with ProcessPoolExecutor(jobs - 1, mp_context=multiprocessing.get_context("fork")) as pool:
            elsewhere = [pool.submit(_read_shared, places, shares) for _ in range(jobs - 1)]
            found: dict[int, list[T]] = _read_shared(places, shares)
            # Where the system has ended a process, for want of memory perhaps, what it read is read here.
            with suppress(BrokenProcessPool):
                for future in elsewhere:
                    found.update(future.result())
    finally:
        _SHARED.pop()
        os.close(places)
    return [one for place, share in enumerate(shares) for one in (found[place] if place in found else pile.read(share))]


# A forked process finds here what it reads: that is shared with it, not sent to it.
_SHARED: list[Pile[Any]] = []


def _read_shared(places: int, shares: Sequence[slice]) -> dict[int, list[Any]]:
    found = {}
    while taken := os.read(places, _PLACE):
        place = int.from_bytes(taken, "big")
        found[place] = _SHARED[-1].read(shares[place])
    return found


def _shares(sizes: Sequence[int], count: int) -> list[slice]:
    """At most so many shares of neighbours, of about as much to read in each."""
    ends, so_far, total = [0], 0, sum(sizes)
    for index, size in enumerate(sizes, 1):
        so_far += size
        if so_far * count >= total * len(ends) and len(ends) < count:
            ends.append(index)
    return [slice(start, end) for start, end in pairwise([*ends, len(sizes)])]
