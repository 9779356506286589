"""What files held at some time: the records of a group of files that may be read together, by kind and id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import itemgetter
from typing import Protocol, TypeAlias

from perfsite.history.meaning import digest
from perfsite.history.pieces import Found, Known, Manner, Pieces
from perfsite.history.rows import Rows
from perfsite.project import SITE_FILE
from perfsite.records.kinds import FOLDERS, KINDS
from perfsite.records.read import plan_units, read_site, read_unit
from perfsite.records.record import Record
from perfsite.records.references import Ref

# The files of a group with their blobs, in the order of their names.
Files: TypeAlias = tuple[tuple[str, str], ...]
Sources: TypeAlias = Mapping[str, bytes | None]
UNREADABLE = ""
_MAX_SHOWN = 30_000


# The records of a group at one time, by address, and the kinds of which something could not be read at all.
Held: TypeAlias = tuple[Mapping[str, Found], frozenset[str]]
_ALL_READ: frozenset[str] = frozenset()
# What stands in no file.
NOTHING: Held = ({}, _ALL_READ)


def group_of(file: str) -> str:
    """The group of a file: those of one folder whose names agree up to their first dot, so that a table and the text
    in another language are with what they belong to."""
    folder, slash, name = file.rpartition("/")
    return f"{folder}{slash}{name.partition('.')[0]}"


def read_records(files: Files, sources: Sources, manner: Manner) -> tuple[dict[Ref, Record], frozenset[str]]:
    """The records of a group by kind and id, and the kinds of which something could not be read.

    `sources` has the bytes of each blob; None stands for one that is too large to be read.
    """
    found: dict[Ref, Record] = {}
    open_kinds: set[str] = set()
    if files and files[0][0] == SITE_FILE:
        raw = sources[files[0][1]]
        site = read_site(SITE_FILE, raw)[0] if raw is not None else None
        return ({site.ref: site}, frozenset()) if site is not None else ({}, frozenset(("site",)))
    texts = {name: raw for name, blob in files if (raw := sources[blob]) is not None}
    for unit in plan_units([name for name, _ in files], manner.settings.languages)[0]:
        if any(name not in texts for name in unit.files):
            open_kinds |= kinds_below(unit.file, manner.folder)
            continue
        read = read_unit(unit, texts, manner.settings, manner.folder)
        open_kinds |= read.open_kinds
        for record in read.records:
            found.setdefault(record.ref, record)
    return found, frozenset(open_kinds)


class View(Protocol):
    """What somebody may see of a history: of each version of each record, and whether of commits and faults at all.

    `name` is an id, and `key` tells apart what was seen under one name at different times.
    """

    @property
    def name(self) -> str: ...

    @property
    def key(self) -> str: ...

    @property
    def sees_all(self) -> bool: ...

    def of(self, record: Record) -> Record | None: ...


class Parts:
    """What was read of parts of files, and is the same in other versions of them."""

    def __init__(self, manner: Manner, view: View | None = None, known: tuple[Pieces, Rows] | None = None) -> None:
        self.manner, self.view = manner, view
        self._pieces, self._rows = known or (Pieces(manner), Rows(manner))
        # What a view shows of records that were put together, each once. They are kept, so that no other has their number.
        self._shown: dict[int, tuple[Known, Found | None]] = {}

    def seen_by(self, view: View | None) -> Parts:
        """The same, with all that was read, for another view."""
        return Parts(self.manner, view, (self._pieces, self._rows))

    def learn(self, file: str, raw: bytes, record: Record) -> None:
        """Takes over what was read of a file by itself that is a record, with nothing to be reported of it."""
        self._pieces.learn(file, raw, record)

    def read(self, files: Files, sources: Sources) -> Sequence[Known] | None:
        """The records of a group, where nothing is to be reported of them; None where it is to be read as a whole."""
        if any(name.endswith(".csv") for name, _ in files):
            return self._rows.read(files, sources)
        raw = sources[files[0][1]] if len(files) == 1 else None
        known = self._pieces.read(files[0][0], raw) if raw is not None else None
        return None if known is None else (known,)

    def shown(self, one: Known) -> Found | None:
        """A record as the view shows it."""
        assert self.view is not None, "without one every record is shown as it is"
        if id(one) not in self._shown:
            if len(self._shown) > _MAX_SHOWN:
                self._shown.clear()
            record = one.record
            self._shown[id(one)] = one, _seen(record, self.view, one.found[1])
        return self._shown[id(one)][1]


def hold(files: Files, sources: Sources, parts: Parts) -> Held:
    """The records of a group, as a view shows them; what it does not show is not there."""
    if not files:
        return NOTHING
    known = parts.read(files, sources)
    if known is not None:
        # Of two records with one id the first counts.
        if parts.view is None:
            return {one.address: one.found for one in reversed(known)}, _ALL_READ
        shown = ((one.address, parts.shown(one)) for one in reversed(known))
        return {address: found for address, found in shown if found is not None}, _ALL_READ
    records, open_kinds = read_records(files, sources, parts.manner)
    read = ((str(ref), _seen(record, parts.view)) for ref, record in records.items())
    return {address: found for address, found in read if found is not None}, open_kinds


def _seen(record: Record, view: View | None, meaning: str = "") -> Found | None:
    """A record as a view shows it; `meaning` is its own digest, where that is known."""
    if record.incomplete:
        return record.origin.file, UNREADABLE
    seen = record if view is None else view.of(record)
    if seen is None:
        return None
    return record.origin.file, meaning if meaning and seen is record else digest(seen)


@dataclass(frozen=True, slots=True)
class Pile:
    """Contents of groups to be read, with all that reading them needs."""

    contents: Sequence[Files]
    sources: Sources
    parts: Parts

    def sizes(self) -> list[int]:
        return [sum(len(self.sources[blob] or b"") for _, blob in files) for files in self.contents]

    def read(self, share: slice) -> list[Held]:
        return [hold(files, self.sources, self.parts) for files in self.contents[share]]


def side_by_side(contents: Mapping[str, Sequence[Files]]) -> list[tuple[str, Files]]:
    """The contents of groups, each with its group, in an order in which parts that one shares with another are near each
    other: those of a file that moved come after what it held where it was before."""
    homes: dict[str, int] = {}
    placed = []
    for group, found in contents.items():
        blobs = {blob for files in found for _, blob in files}
        home = min((homes[blob] for blob in blobs if blob in homes), default=len(homes))
        for blob in blobs:
            homes.setdefault(blob, home)
        placed += [(home, group, files) for files in found]
    placed.sort(key=itemgetter(0))
    return [(group, files) for _, group, files in placed]


def kinds_below(file: str, folder: str) -> set[str]:
    inside = file[len(folder) + 1 :] if folder else file
    return {noun.kind for noun in FOLDERS.get(inside.partition("/")[0], tuple(KINDS.values()))}


def may_hold(id: str, files: Iterable[str], raws: Iterable[bytes | None]) -> bool:
    """Whether a group can have held a record of that id: it is its name, or stands in its text, perhaps escaped."""
    named = id.encode()
    if any(group_of(file).replace("/", "-").endswith(id) for file in files):
        return True
    return any(raw is not None and (named in raw or b"\\" in raw) for raw in raws)


@cache
def reading() -> str:
    """Tells apart what was read by another perfsite: a digest of the program that reads."""
    total = hashlib.blake2b(digest_size=16)
    for package in ("perfsite.sources", "perfsite.records", "perfsite.history"):
        for item in sorted(resources.files(package).iterdir(), key=lambda item: item.name):
            if item.name.endswith(".py"):
                total.update(item.name.encode())
                total.update(item.read_bytes())
    return total.hexdigest()
