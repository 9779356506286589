"""A repository to the history of its records: one log, one reading of blobs, each distinct file content parsed once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from perfsite.history.ahead import Ahead, Standing
from perfsite.history.forest import Marks
from perfsite.history.git import (
    MAX_BLOB,
    add_blobs,
    check_absent,
    check_blobs,
    check_whole,
    find_commit,
)
from perfsite.history.held import (
    Files,
    Parts,
    Pile,
    View,
    group_of,
    hold,
    may_hold,
    read_records,
    reading,
    side_by_side,
)
from perfsite.history.kept import Store, keep_records, kept_records, kept_tree
from perfsite.history.log import Commit
from perfsite.history.order import Order
from perfsite.history.pieces import Manner
from perfsite.history.shelf import Shelf
from perfsite.history.timelines import Seen, Turn, trace
from perfsite.history.trail import Trail, touched_groups, trail_from, trail_of, trail_to_bytes
from perfsite.history.tree import Tree
from perfsite.history.versions import Timeline, Version
from perfsite.project import SITE_FILE
from perfsite.records.apart import read_apart
from perfsite.records.reader import Settings
from perfsite.records.record import Record
from perfsite.records.references import Ref, ref_of

MAX_RECORDS = 20_000
_SITE_GROUP = group_of(SITE_FILE)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A version of a file that was not read, being larger than `limit` bytes."""

    file: str
    blob: str
    limit: int = MAX_BLOB


class Timelines(Mapping[Ref, Timeline]):
    """Each is made when it is asked for."""

    def __init__(self, addresses: Mapping[Ref, str], make: Callable[[str], Timeline]) -> None:
        self._addresses, self._make = addresses, make
        self._made: dict[Ref, Timeline] = {}

    def __getitem__(self, ref: Ref) -> Timeline:
        timeline = self._made.get(ref)
        if timeline is None:
            timeline = self._made[ref] = self._make(self._addresses[ref])
        return timeline

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._addresses)

    def __len__(self) -> int:
        return len(self._addresses)

    def __contains__(self, ref: object) -> bool:
        return ref in self._addresses


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
    parts: Parts
    tree: Tree
    store: Store | None = None
    # How many processes read at once what is to be read.
    jobs: int = 1
    _raws: dict[str, bytes | None] = field(default_factory=dict, repr=False)
    _records: dict[Files, Mapping[Ref, Record]] = field(default_factory=dict, repr=False)
    _count: int = field(default=0, repr=False)
    _commits: dict[int, Commit] = field(default_factory=dict, repr=False)

    def seen_by(self, view: View) -> History:
        """The history as a view shows it: made from what the view shows of each version, so that what it does not show
        leaves no trace, neither a version nor a number."""
        return History(
            self.root,
            self.commit,
            self.parts.seen_by(view),
            self.tree,
            self.store,
            self.jobs,
            self._raws,
            self._records,
        )

    @property
    def view(self) -> View | None:
        return self.parts.view

    @property
    def order(self) -> Order:
        return self.tree.order

    @property
    def tip(self) -> Commit:
        """The commit that the history leads up to."""
        return self.commit_of(len(self.order) - 1)

    @cached_property
    def timelines(self) -> Mapping[Ref, Timeline]:
        """Of every record that there ever was, by kind and id; those of today and those that are gone."""
        return Timelines({ref_of(address): address for address in sorted(self._traced)}, self._timeline)

    def timelines_of(self, refs: Collection[Ref]) -> Mapping[Ref, Timeline]:
        """Of some records, as far as there ever were such. It costs little where what files held is kept from before."""
        if "timelines" in self.__dict__ or self._trail is not None:
            return {ref: self.timelines[ref] for ref in refs if ref in self.timelines}
        wanted = frozenset(map(str, refs))
        groups = [
            group
            for group in self.tree.groups
            if any(not wanted.isdisjoint(records) for records, _ in self._held.of(group).values())
        ]
        traced = trace(self.tree, groups, self._held.of, with_faults=self._shows_all).turns
        return {ref: self._timeline(str(ref), traced[str(ref)]) for ref in refs if str(ref) in traced}

    @cached_property
    def _held(self) -> Shelf:
        """What every group held with every content that it ever had."""
        known = self._known()
        self._hold(self.tree.groups, known)
        return known

    def last_change(self, group: str) -> tuple[dt.datetime, Files] | None:
        """When the last change to the files of a group landed, and the blobs that they have at the tip; None where there
        never was such a group. Nothing is read for it but the log."""
        states = self.tree.groups.get(group)
        if not states:
            return None
        forest = self.order.forest
        landed = (self.commit_of(landing).committed for landing in {forest.landing(commit) for commit, _ in states})
        at = Marks(forest, (commit for commit, _ in states)).at(len(forest) - 1)
        return max(landed), dict(states).get(at, ())

    @cached_property
    def _traced(self) -> Mapping[str, tuple[Turn, ...]]:
        """The turns of all records. What is kept of them is completed with those that were touched since."""
        trail = self._trail
        if trail is not None and trail.tip == self.commit:
            return trail.turns()
        if trail is None:
            traced = trace(self.tree, self.tree.groups, self._held.of, with_faults=self._shows_all)
            if self.store is not None:
                self._keep_trail(trail_of(self.commit, traced))
            return traced.turns
        known = self._known()
        number = self.order.number(trail.tip)
        assert number is not None, "the trail is that of this line"
        touched = touched_groups(self.order, number + 1) & self.tree.groups.keys()
        self._hold(touched, known)
        held = {address for group in touched for records, _ in known.of(group).values() for address in records}
        addresses = trail.held_by(touched) | held
        # What one record goes by may stand elsewhere too.
        groups = touched | trail.holding(addresses)
        self._hold(groups, known)
        traced = trace(self.tree, groups, known.of, with_faults=self._shows_all)
        trail = trail.going_on(self.commit, traced, addresses)
        self._keep_trail(trail)
        return trail.turns()

    @cached_property
    def _trail(self) -> Trail | None:
        """What is kept of turns, if this history goes on from there along its line."""
        raw = None if self.store is None else self.store.get(self._turns_as, self._turns_under)
        trail = None if raw is None else trail_from(raw)
        number = None if trail is None else self.order.number(trail.tip)
        return trail if number is not None and self.order.forest.is_on_line(number) else None

    def _known(self) -> Shelf:
        return Shelf() if self.store is None else kept_records(self.store, self._kept_as, self._kept_under)

    def _keep_trail(self, trail: Trail) -> None:
        if self.store is not None:
            self.store.put(self._turns_as, self._turns_under, trail_to_bytes(trail))

    def _hold(self, groups: Collection[str], known: Shelf) -> None:
        """Reads what groups ever held and is not known, and keeps it."""
        wanted = side_by_side({group: self._unknown(group, known) for group in groups})
        contents = [files for _, files in wanted]
        self._fetch(groups, (blob for files in contents for _, blob in files))
        read = read_apart(Pile(contents, self._raws, self.parts), self.jobs)
        found = [(group, files, held) for (group, files), held in zip(wanted, read, strict=True)]
        for one in found:
            known.add(*one)
        if found and self.store is not None:
            keep_records(self.store, self._kept_as, self._kept_under, known, found)

    def _unknown(self, group: str, known: Shelf) -> list[Files]:
        held = known.of(group)
        return [files for files in self._contents(group) if files and files not in held]

    def timeline(self, ref: Ref) -> Timeline | None:
        """Of one record; None where there never was one of that kind and id."""
        if "timelines" in self.__dict__:
            return self.timelines.get(ref)
        is_site = ref.kind == "site"
        contents = {group: self._contents(group) for group in self.tree.groups if (group == _SITE_GROUP) is is_site}
        self._fetch(contents, (blob for found in contents.values() for files in found for _, blob in files))
        groups = [
            group
            for group, found in contents.items()
            if is_site
            or may_hold(
                ref.id,
                (name for files in found for name, _ in files),
                (self._raws[blob] for files in found for _, blob in files),
            )
        ]
        held = {group: {files: hold(files, self._raws, self.parts) for files in contents[group]} for group in groups}
        traced = trace(self.tree, groups, held.__getitem__, with_faults=self._shows_all).turns
        return self._timeline(str(ref), traced[str(ref)]) if str(ref) in traced else None

    def check(self) -> None:
        """Raises `HistoryError` where a version of a file is missing, without reading any."""
        check_blobs(self.root, dict.fromkeys(blob for one in self.order.entries() for _, blob in one.files if blob))

    @cached_property
    def skipped(self) -> tuple[Skipped, ...]:
        """The versions of files that were too large to be read. Complete once the timelines have been made."""
        found = {
            (name, blob)
            for entry in self.order.entries()
            for name, blob in entry.files
            if blob in self._raws and self._raws[blob] is None
        }
        return tuple(Skipped(*one) for one in sorted(found))

    def record(self, ref: Ref, seen: Seen) -> Record:
        """A record as it stood, read again from its files."""
        if seen.files not in self._records:
            add_blobs(self.root, self._raws, (blob for _, blob in seen.files))
            read = read_records(seen.files, self._raws, self.parts.manner)[0]
            # A table is not read again for each of its rows, nor is everything that there ever was kept.
            self._count += len(read)
            while self._records and self._count > MAX_RECORDS:
                self._count -= len(self._records.pop(next(iter(self._records))))
            self._records[seen.files] = read
        record = self._records[seen.files][ref]
        shown = record if self.view is None else self.view.of(record)
        assert shown is not None, "it was shown when the timeline was made"
        return shown

    def _contents(self, group: str) -> Sequence[Files]:
        """What a group ever held, each once."""
        return tuple(dict.fromkeys([files for _, files in self.tree.groups[group]]))

    def _fetch(self, groups: Iterable[str], blobs: Iterable[str]) -> None:
        """The bytes of blobs that groups ever held, in the order of the commits that brought them: in a pack a blob is
        mostly kept as what it has other than one of its time, so that in any other order git reads most of them often."""
        missing = {blob for blob in blobs if blob not in self._raws}
        if missing:
            states = (state for group in groups for state in self.tree.groups[group])
            came = sorted((commit, blob) for commit, files in states for _, blob in files if blob in missing)
            add_blobs(self.root, self._raws, (blob for _, blob in came))

    def commit_of(self, number: int) -> Commit:
        if number not in self._commits:
            entry = self.order.entry(number)
            # An id depends on all that a commit holds, so that it would tell that something hidden has changed; the
            # files of a commit are those of all that it touched.
            self._commits[number] = Commit(entry if self._shows_all else entry._replace(id="", parents=(), files=()))
        return self._commits[number]

    def landing_of(self, number: int) -> Commit:
        """The commit of the line that is built by which another came in."""
        return self.commit_of(self.order.forest.landing(number))

    def _timeline(self, address: str, turns: tuple[Turn, ...] | None = None) -> Timeline:
        ref, found = ref_of(address), self._traced[address] if turns is None else turns
        return Timeline(ref, tuple([Version(ref, number, turn, self) for number, turn in enumerate(found, 1)]))

    @property
    def _shows_all(self) -> bool:
        return self.view is None or self.view.sees_all

    @property
    def _kept_under(self) -> str:
        settings, folder = self.parts.manner.settings, self.parts.manner.folder
        view = "" if self.view is None else self.view.key
        return f"{reading()} {' '.join(settings.languages)} {settings.currency} {folder} {view}"

    @property
    def _turns_as(self) -> str:
        return "history-turns" if self.view is None else f"history-turns-{self.view.name}"

    @property
    def _turns_under(self) -> str:
        return f"{self._kept_under} {self.root.resolve()}"

    @property
    def _kept_as(self) -> str:
        return "history-records" if self.view is None else f"history-records-{self.view.name}"


def read_history(
    root: Path,
    folder: str,
    settings: Settings,
    revision: str = "HEAD",
    store: Store | None = None,
    jobs: int = 1,
    standing: Iterable[Standing] = (),
) -> History | None:
    """The history of the site at `root` up to a revision; None where there is none, as outside a repository.

    `folder` is that of the records, relative to `root`. Raises `HistoryError` where there is a history and it is not
    whole. With a store, what was read before is not read again. With more than one job, what stands in the files at the
    revision is read while git prints its log; `standing` is what was read of files under the same settings before.
    """
    commit = find_commit(root, revision)
    if commit is None:
        if revision == "HEAD":
            check_absent(root)
        return None
    check_whole(root)
    paths = (SITE_FILE, folder)
    parts = Parts(Manner(settings, folder))
    raws: dict[str, bytes | None] = {}

    ahead = Ahead(root, commit, paths, parts, raws, standing) if jobs > 1 else None
    tree = kept_tree(root, commit, paths, folder, store, ahead)
    return History(root, commit, parts, tree, store, jobs, raws)


__all__ = ["History", "Skipped", "Standing", "Store", "read_history"]
