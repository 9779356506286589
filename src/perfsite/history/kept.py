"""What is kept of a history between runs: git's log, and what files held. What came lately stands apart, so that not all
is written again after each commit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from perfsite.history.git import reaches, read_log
from perfsite.history.held import Files, Held, reading
from perfsite.history.log import Entry, parse_log
from perfsite.history.shelf import Shelf

# The end of the name of what came lately, until there is as much of it as a part of the rest.
LATELY = "-lately"
MUCH = 8


class Store(Protocol):
    """Keeps bytes between runs, one entry a name. It gives back what was put there under the same key, or nothing."""

    def get(self, name: str, key: str) -> bytes | None: ...

    def put(self, name: str, key: str, value: bytes) -> None: ...


def kept_records(store: Store, name: str, key: str) -> Shelf:
    """What is known of the contents of files."""
    known = Shelf()
    for part in (name, f"{name}{LATELY}"):
        known.lay(store.get(part, key) or b"")
    return known


def keep_records(store: Store, name: str, key: str, known: Shelf, found: Mapping[Files, Held]) -> None:
    """Adds to what is known what was found, and keeps it."""
    old = len(known)
    known.update(found)
    lately = Shelf(store.get(f"{name}{LATELY}", key) or b"")
    lately.update(found)
    if len(lately) * MUCH > old:
        store.put(name, key, known.to_bytes())
        lately = Shelf()
    store.put(f"{name}{LATELY}", key, lately.to_bytes())


def kept_log(root: Path, commit: str, paths: tuple[str, ...], folder: str, store: Store | None) -> Mapping[str, Entry]:
    """The commits that a commit reaches. What a store has of an earlier one is completed, not read anew."""
    if store is None:
        return parse_log(read_log(root, commit, paths), folder)
    key = f"{reading()} {root.resolve()} {folder}"
    tip, old = _log_from(store.get("history-log", key))
    # What came lately belongs to the log that it was added to.
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
