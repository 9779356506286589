"""A staged folder → the published one, in one step where the system has such a step, and recoverable where it has not.

The names beside the target are the journal; all begin with `.NAME.perfsite-`, where NAME is the target's:

- `new`   being written; after an exchange, the site that was replaced. Never published from here: remove it.
- `old`   the replaced site, whole, while two renames stand in for an exchange. If the target is missing, put it back.
- `gone`  on its way out: remove it.
- `lock`  see `lock.py`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from perfsite.output.errors import system_refusals
from perfsite.output.lock import only_writer_of

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Places:
    """The target and what stands beside it while a build writes."""

    target: Path
    new: Path
    old: Path
    gone: Path
    lock: Path

    @classmethod
    def around(cls, out: Path) -> Places:
        """`out` made absolute. Links above it are followed here, once; `out` itself is left for the caller to judge."""
        target = Path.cwd() / out
        target = target.parent.resolve() / target.name if target.name not in ("", "..") else target.resolve()
        new, old, gone, lock = (target.parent / f".{target.name}.perfsite-{role}" for role in _ROLES)
        return cls(target, new, old, gone, lock)


_ROLES = ("new", "old", "gone", "lock")


def recover_site(out: Path) -> None:
    """Finish or undo what a killed build left beside `out`. Every build does this first."""
    places = Places.around(out)
    if any(os.path.lexists(place) for place in (places.new, places.old, places.gone)):
        with only_writer_of(places.target, places.lock), system_refusals(places.target):
            clear_leftovers(places)


def clear_leftovers(places: Places) -> None:
    """Only for the holder of the lock."""
    remove_folder(places.gone)
    if os.path.lexists(places.old):
        if os.path.lexists(places.target):
            # Away in one step first: an `old` that is there is always whole, so that putting it back is always right.
            places.old.rename(places.gone)
            remove_folder(places.gone)
        else:
            places.old.rename(places.target)
    remove_folder(places.new)


def swap_in(places: Places) -> None:
    """Publish `new`, which must be flushed. Where folders can be exchanged the target is never absent, not even to one
    who looks between two system calls; elsewhere it is for the blink between two renames.
    """
    if not os.path.lexists(places.target):
        places.new.rename(places.target)
    elif not exchange(places.new, places.target):
        places.target.rename(places.old)
        places.new.rename(places.target)
    flush_folder(places.target.parent)


def remove_replaced(places: Places) -> None:
    """Remove the site that was replaced. The new one is published by now, so that what cannot be removed is left for
    the next build to try again.
    """
    with suppress(OSError):
        clear_leftovers(places)


def remove_folder(folder: Path) -> None:
    if os.path.lexists(folder):
        shutil.rmtree(folder)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders trade names in one step; False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(_libc(), "renameat2", None)
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), os.fspath(other))


def flush_disk(folder: Path) -> None:
    """Have everything written below `folder` reach the disk: one call instead of one for each of 20,000 files."""
    if not sys.platform.startswith("linux"):
        if hasattr(os, "sync"):
            os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if _libc().syncfs(descriptor) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), os.fspath(folder))
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk."""
    if os.name != "posix":
        return  # Windows gives no handle on a folder to flush
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
