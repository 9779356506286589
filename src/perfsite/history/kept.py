"""What is kept of a history between runs: its commits with their files, and what those files held. Of what files held,
what came lately stands apart, so that not all is written again after each commit."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Protocol

from perfsite.history.ahead import Ahead
from perfsite.history.git import reaches, start_log
from perfsite.history.held import Files, Held, reading
from perfsite.history.log import parse_log
from perfsite.history.shelf import Shelf
from perfsite.history.tree import Tree, tree_from

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


def keep_records(store: Store, name: str, key: str, known: Shelf, found: Iterable[tuple[str, Files, Held]]) -> None:
    """Keeps what groups were found to hold, which is in what is known already."""
    if known.size:
        lately = Shelf(store.get(f"{name}{LATELY}", key) or b"")
        for group, files, held in found:
            lately.add(group, files, held)
        raw = lately.to_bytes()
        if len(raw) * MUCH < known.size:
            store.put(f"{name}{LATELY}", key, raw)
            return
    store.put(name, key, known.to_bytes())
    store.put(f"{name}{LATELY}", key, b"")


def kept_tree(
    root: Path,
    commit: str,
    paths: tuple[str, ...],
    folder: str,
    store: Store | None,
    ahead: Ahead | None = None,
) -> Tree:
    """The commits that a commit reaches, with what stood in files. What a store has of an earlier one is completed.

    Where nothing is kept, git takes a while, in which something may be read ahead.
    """
    key = f"{reading()} {sys.byteorder} {root.resolve()} {folder}"
    tree = _known(store.get("history-tree", key)) if store is not None else None
    if tree is not None and tree.order.tip == commit:
        return tree
    if tree is None or not (reaches(root, commit, tree.order.tip) and _complete(tree, root, commit, paths, folder)):
        # Where commits were kept, so was most of what the files say.
        ahead = ahead if tree is None else None
        tree = Tree()
        _complete(tree, root, commit, paths, folder, ahead)
    if store is not None:
        store.put("history-tree", key, tree.to_bytes())
    return tree


def _complete(
    tree: Tree, root: Path, commit: str, paths: tuple[str, ...], folder: str, ahead: Ahead | None = None
) -> bool:
    """Adds to a tree what git has up to a commit; False where that does not go on along its line."""
    with start_log(root, commit, paths, tree.order.tip) as log:
        parsed = parse_log(log.pieces(), folder)
        with nullcontext(parsed) if ahead is None else ahead.reading(log, parsed) as found:
            entries = {entry.id: entry for some in found for entry in some}
            return tree.go_on(entries, commit)


def _known(raw: bytes | None) -> Tree | None:
    """A tree as it was kept; None where bytes are none."""
    try:
        return None if raw is None else tree_from(raw)
    except (ValueError, TypeError):
        return None
