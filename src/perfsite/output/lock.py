"""One build at a time per target folder, among all processes of a machine and all threads of this one."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from perfsite.output.errors import OutputError, Reason, system_refusals

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        # lockf rather than flock: a flock lives on in the worker processes that a killed build leaves behind for a
        # moment, and the next build would be told "busy" by nobody.
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# lockf does not see a second lock of the same process, and closing any descriptor of the file drops the first one.
_held: set[Path] = set()
_held_guard = threading.Lock()


@contextmanager
def only_writer_of(target: Path, lock_file: Path) -> Iterator[None]:
    """Hold the lock of `target`, or raise `busy` at once. The file goes when the lock does; a killed build leaves it
    behind unlocked, and the next one takes it over.
    """
    with _held_guard:
        if lock_file in _held:
            raise OutputError(Reason.BUSY, target)
        _held.add(lock_file)
    try:
        with system_refusals(target):
            descriptor = _open_locked(target, lock_file)
        try:
            yield
        finally:
            _release(descriptor, lock_file)
    finally:
        with _held_guard:
            _held.discard(lock_file)


def _open_locked(target: Path, lock_file: Path) -> int:
    while True:
        descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            _try_lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise OutputError(Reason.BUSY, target) from None
            raise
        if _is_still(lock_file, descriptor):
            return descriptor
        os.close(descriptor)  # its last holder removed it between our opening and our locking


def _is_still(lock_file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(lock_file.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _release(descriptor: int, lock_file: Path) -> None:
    with suppress(OSError):  # Windows keeps an open file; an unlocked one left behind does no harm
        lock_file.unlink()
    with suppress(OSError):  # it is closed even so
        os.close(descriptor)
