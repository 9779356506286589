"""A repository to the history of its records: one log, one reading of blobs, each distinct file content parsed once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from perfsite.history.forest import mark
from perfsite.history.git import (
    MAX_BLOB,
    check_absent,
    check_blobs,
    check_whole,
    find_commit,
    reaches,
    read_blobs,
    read_log,
)
from perfsite.history.held import (
    Files,
    Held,
    Pile,
    View,
    held_from,
    held_to_bytes,
    hold,
    may_hold,
    read_records,
    reading,
)
from perfsite.history.log import Commit, Entry, Placed, order_commits, parse_log
from perfsite.history.pieces import Manner, Pieces
from perfsite.history.timelines import Seen, Tree, Turn, plant, trace
from perfsite.history.versions import Snapshot, Timeline, Version
from perfsite.project import SITE_FILE
from perfsite.records.apart import read_apart
from perfsite.records.reader import Settings
from perfsite.records.record import Record
from perfsite.records.references import Ref

MAX_RECORDS = 20_000
# The end of the name of what is kept apart for having come lately, until there is as much of it as a part of the rest.
LATELY = "-lately"
MUCH = 8


class Store(Protocol):
    """Keeps bytes between runs, one entry a name. It gives back what was put there under the same key, or nothing."""

    def get(self, name: str, key: str) -> bytes | None: ...

    def put(self, name: str, key: str, value: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Skipped:
    """A version of a file that was not read, being larger than `limit` bytes."""

    file: str
    blob: str
    limit: int = MAX_BLOB


@dataclass(eq=False)
class History:
    """The history of a site's records up to one commit.

    Reading it costs one log. Timelines are made when they are asked for: all of them at once, or of a single record,
    for which only the files are read that may have held it.

        history = read_history(project.root, "content", settings_of(library.site))
        for version in history.timeline(Ref("rule", "regional-manager")).versions:
            day, who, why = version.landed.committed.date(), version.commit.author.name, version.commit.subject
            changes = changes_of(version)
    """

    root: Path
    commit: str
    manner: Manner
    order: tuple[Placed, ...]
    store: Store | None = None
    view: View | None = None
    # How many processes read at once what is to be read.
    jobs: int = 1
    _raws: dict[str, bytes | None] = field(default_factory=dict, repr=False)
    _records: dict[Files, Mapping[Ref, Record]] = field(default_factory=dict, repr=False)
    _count: int = field(default=0, repr=False)
    _commits: dict[int, Commit] = field(default_factory=dict, repr=False)
    tree: Tree | None = field(default=None, repr=False)

    def seen_by(self, view: View) -> History:
        """The history as a view shows it: made from what the view shows of each version, so that what it does not show
        leaves no trace, neither a version nor a number."""
        return History(
            self.root,
            self.commit,
            self.manner,
            self.order,
            self.store,
            view,
            self.jobs,
            self._raws,
            self._records,
            tree=self._tree,
        )

    @property
    def tip(self) -> Commit:
        """The commit that the history leads up to."""
        return self._commit(self._numbers[self.commit])

    @cached_property
    def timelines(self) -> Mapping[Ref, Timeline]:
        """Of every record that there ever was, by kind and id; those of today and those that are gone."""
        traced = trace(self._tree, self._tree.groups, self._held.__getitem__, with_faults=self._shows_all)
        return {ref: self._timeline(ref, traced[ref]) for ref in sorted(traced, key=str)}

    def timelines_of(self, refs: Collection[Ref]) -> Mapping[Ref, Timeline]:
        """Of some records, as far as there ever were such. It costs little where what files held is kept from before."""
        if "timelines" in self.__dict__:
            return {ref: self.timelines[ref] for ref in refs if ref in self.timelines}
        wanted, held = frozenset(refs), self._held
        groups = [
            group
            for group, states in self._tree.groups.items()
            if any(not wanted.isdisjoint(held[files].records) for _, files in states)
        ]
        traced = trace(self._tree, groups, held.__getitem__, with_faults=self._shows_all)
        return {ref: self._timeline(ref, traced[ref]) for ref in sorted(wanted & traced.keys(), key=str)}

    @cached_property
    def _held(self) -> Mapping[Files, Held]:
        """What every group held with every content that it ever had."""
        known = self._known()
        wanted = [files for files in self._contents(self._tree.groups) if files not in known]
        self._fetch(blob for files in wanted for _, blob in files)
        read = read_apart(Pile(wanted, self._raws, self.manner, self.view), self.jobs)
        if wanted:
            self._keep(known, dict(zip(wanted, read, strict=True)))
        return known

    def last_change(self, group: str) -> tuple[dt.datetime, Files] | None:
        """When the last change to the files of a group landed, and the blobs that they have at the tip; None where there
        never was such a group. Nothing is read for it but the log."""
        states = self._tree.groups.get(group)
        if not states:
            return None
        landed = (self._commit(self._numbers[self.order[commit].landed]).committed for commit, _ in states)
        at = mark(self._tree.forest, (commit for commit, _ in states)).at(self._numbers[self.commit])
        return max(landed), dict(states).get(at, ())

    def timeline(self, ref: Ref) -> Timeline | None:
        """Of one record; None where there never was one of that kind and id."""
        if "timelines" in self.__dict__:
            return self.timelines.get(ref)
        contents = {group: tuple(self._contents((group,))) for group in self._tree.groups}
        self._fetch(blob for found in contents.values() for files in found for _, blob in files)
        groups = [
            group
            for group, found in contents.items()
            if (ref.kind == "site") == (group == "perfsite")
            and may_hold(
                ref.id if ref.kind != "site" else "",
                (name for files in found for name, _ in files),
                (self._raws[blob] for files in found for _, blob in files),
            )
        ]
        pieces = Pieces(self.manner)
        traced = trace(
            self._tree,
            groups,
            lambda files: hold(files, self._raws, self.manner, pieces, self.view),
            with_faults=self._shows_all,
        )
        return self._timeline(ref, traced[ref]) if ref in traced else None

    def check(self) -> None:
        """Raises `HistoryError` where a version of a file is missing, without reading any."""
        check_blobs(self.root, dict.fromkeys(blob for placed in self.order for _, blob in placed.entry.files if blob))

    @cached_property
    def skipped(self) -> tuple[Skipped, ...]:
        """The versions of files that were too large to be read. Complete once the timelines have been made."""
        found = {
            (name, blob)
            for placed in self.order
            for name, blob in placed.entry.files
            if blob in self._raws and self._raws[blob] is None
        }
        return tuple(Skipped(*one) for one in sorted(found))

    def record(self, ref: Ref, seen: Seen) -> Record:
        """A record as it stood, read again from its files."""
        if seen.files not in self._records:
            self._fetch(blob for _, blob in seen.files)
            read = read_records(seen.files, self._raws, self.manner)[0]
            # A table is not read again for each of its rows, nor is everything that there ever was kept.
            self._count += len(read)
            while self._records and self._count > MAX_RECORDS:
                self._count -= len(self._records.pop(next(iter(self._records))))
            self._records[seen.files] = read
        record = self._records[seen.files][ref]
        shown = record if self.view is None else self.view.of(record)
        assert shown is not None, "it was shown when the timeline was made"
        return shown

    @cached_property
    def _tree(self) -> Tree:
        return self.tree or plant(self.order)

    def _contents(self, groups: Iterable[str]) -> Iterator[Files]:
        """What groups ever held, each once."""
        return iter(dict.fromkeys(files for group in groups for _, files in self._tree.groups[group]))

    def _fetch(self, blobs: Iterable[str]) -> None:
        missing = dict.fromkeys(blob for blob in blobs if blob not in self._raws)
        if missing:
            self._raws.update(read_blobs(self.root, missing))

    def _commit(self, number: int) -> Commit:
        if number not in self._commits:
            entry = self.order[number].entry
            # An id depends on all that a commit holds, so that it would tell that something hidden has changed; the
            # files of a commit are those of all that it touched.
            self._commits[number] = Commit(entry if self._shows_all else entry._replace(id="", parents=(), files=()))
        return self._commits[number]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {placed.entry.id: number for number, placed in enumerate(self.order)}

    def _timeline(self, ref: Ref, turns: tuple[Turn, ...]) -> Timeline:
        def snapshot(seen: Seen | None) -> Snapshot | None:
            return None if seen is None else Snapshot(ref, seen.file, seen.digest, seen, self)

        versions = []
        for number, turn in enumerate(turns, 1):
            landed = self._numbers[self.order[turn.commit].landed]
            versions.append(
                Version(
                    ref,
                    number,
                    self._commit(turn.commit),
                    self._commit(landed),
                    snapshot(turn.after),
                    tuple(snapshot(seen) for seen in turn.before),
                    snapshot(turn.base),
                    is_merge=turn.is_merge,
                    was_there=number > 1,
                )
            )
        return Timeline(ref, tuple(versions))

    @property
    def _shows_all(self) -> bool:
        return self.view is None or self.view.sees_all

    @property
    def _kept_under(self) -> str:
        settings = self.manner.settings
        view = "" if self.view is None else self.view.key
        return f"{reading()} {' '.join(settings.languages)} {settings.currency} {self.manner.folder} {view}"

    @property
    def _kept_as(self) -> str:
        return "history-records" if self.view is None else f"history-records-{self.view.name}"

    def _known(self) -> dict[Files, Held]:
        """What is kept. What was read lately stands apart, so that not all is written again after each commit."""
        known: dict[Files, Held] = {}
        if self.store is not None:
            for name in (self._kept_as, f"{self._kept_as}{LATELY}"):
                raw = self.store.get(name, self._kept_under)
                known.update(held_from(raw) if raw is not None else {})
        return known

    def _keep(self, known: dict[Files, Held], found: Mapping[Files, Held]) -> None:
        """Adds to what is known what was found, and keeps it."""
        old = len(known)
        known.update(found)
        if self.store is None:
            return
        raw = self.store.get(f"{self._kept_as}{LATELY}", self._kept_under)
        lately = {**(held_from(raw) if raw is not None else {}), **found}
        if len(lately) * MUCH > old:
            self.store.put(self._kept_as, self._kept_under, held_to_bytes(known))
            lately = {}
        self.store.put(f"{self._kept_as}{LATELY}", self._kept_under, held_to_bytes(lately))


def read_history(
    root: Path, folder: str, settings: Settings, revision: str = "HEAD", store: Store | None = None, jobs: int = 1
) -> History | None:
    """The history of the site at `root` up to a revision; None where there is none, as outside a repository.

    `folder` is that of the records, relative to `root`. Raises `HistoryError` where there is a history and it is not
    whole. With a store, what was read before is not read again.
    """
    commit = find_commit(root, revision)
    if commit is None:
        if revision == "HEAD":
            check_absent(root)
        return None
    check_whole(root)
    paths = (SITE_FILE, folder)
    entries = _entries(root, commit, paths, folder, store)
    return History(root, commit, Manner(settings, folder), tuple(order_commits(entries, commit)), store, jobs=jobs)


def _entries(root: Path, commit: str, paths: tuple[str, ...], folder: str, store: Store | None) -> Mapping[str, Entry]:
    """The commits that a commit reaches. What a store has of an earlier one is completed, not read anew."""
    if store is None:
        return parse_log(read_log(root, commit, paths), folder)
    key = f"{reading()} {root.resolve()} {folder}"
    tip, old = _log_from(store.get("history-log", key))
    # As with the records, what came lately stands apart. It belongs to the log that it was added to.
    under = f"{key} {tip}"
    latest, new = _log_from(store.get(f"history-log{LATELY}", under)) if tip else ("", b"")
    for known, since in ((latest, new), (tip, b"")):
        if known == commit:
            return parse_log(since + old, folder)
        if known and reaches(root, commit, known):
            new = read_log(root, commit, paths, known) + since
            break
    else:
        new, old = read_log(root, commit, paths), b""
    if old and len(new) * MUCH < len(old):
        store.put(f"history-log{LATELY}", under, _log_to(commit, new))
    else:
        store.put("history-log", key, _log_to(commit, new + old))
    return parse_log(new + old, folder)


def _log_to(tip: str, raw: bytes) -> bytes:
    return tip.encode("ascii") + b"\0" + raw


def _log_from(kept: bytes | None) -> tuple[str, bytes]:
    """The commit that a kept log leads up to, and the log; of none, nothing."""
    tip, _, raw = (kept or b"").partition(b"\0")
    return tip.decode("ascii"), raw


__all__ = ["History", "Skipped", "Store", "read_history"]
