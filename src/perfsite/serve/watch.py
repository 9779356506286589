"""Changes in folders → sets of changed files, each set once the saving has come to rest."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

# Reading a file is an event too, and a build reads them all.
_CHANGES = frozenset({EVENT_TYPE_CLOSED, EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED})
_FOLDERS_IGNORED = frozenset(
    {".git", ".hg", ".svn", ".idea", ".vscode", "__pycache__", "node_modules", ".venv", ".perfsite-cache"}
)
# Vim's probe and swap files, Emacs's locks and autosaves, backups, safe writes, office locks, ours.
_TEMPORARY = re.compile(
    r"4913|.*~|\.#.*|#.*#|\..*\.sw[a-z]|.*\.(?:tmp|temp|bak|part|crdownload|kate-swp)|.*___jb_(?:tmp|old)___"
    r"|~\$.*|\.~lock\..*#|\.goutputstream-.*|\.DS_Store|\..*\.perfsite-(?:new|old|gone|lock)",
    re.IGNORECASE,
)
_STOP_SECONDS = 0.2  # between looks at whether to stop
_REST_SECONDS = 0.03  # between the events of one save
_LONGEST_SECONDS = 1.0  # of a checkout that goes on and on


class Changes(FileSystemEventHandler):
    """The files that changed since they were last taken."""

    def __init__(self, watched: Sequence[Path], ignored: Sequence[Path]) -> None:
        self._watched = [path.resolve() for path in watched]
        self._ignored = [path.resolve() for path in ignored]
        self._files: set[Path] = set()
        self._news = threading.Condition()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == EVENT_TYPE_MODIFIED):
            return
        paths = {Path(_text(path)) for path in (event.src_path, event.dest_path) if path}
        changed = {path for path in paths if self.concerns(path)}
        if changed:
            with self._news:
                self._files |= changed
                self._news.notify_all()

    def concerns(self, path: Path) -> bool:
        """Whether a change of this file may change the site."""
        root = next((root for root in self._watched if path.is_relative_to(root)), None)
        if root is None or any(path.is_relative_to(ignored) for ignored in self._ignored):
            return False
        parts = path.relative_to(root).parts or (path.name,)
        if _FOLDERS_IGNORED.intersection(parts):
            return False
        return not any(_TEMPORARY.fullmatch(part) for part in parts)

    def take(self, stop: threading.Event) -> frozenset[Path] | None:
        """Wait for changes and for the saving to come to rest; None once `stop` is set."""
        with self._news:
            while not self._files:
                if stop.is_set():
                    return None
                self._news.wait(_STOP_SECONDS)
            until = time.monotonic() + _LONGEST_SECONDS
            while self._news.wait(_REST_SECONDS) and time.monotonic() < until:
                pass  # each event starts the rest anew
            taken, self._files = frozenset(self._files), set()
            return taken


def _text(path: bytes | str) -> str:
    return path if isinstance(path, str) else path.decode("utf-8", "surrogateescape")


@contextmanager
def watching(watched: Sequence[Path], ignored: Sequence[Path]) -> Iterator[Changes]:
    """Watch folders with all that is in them, and single files."""
    changes = Changes(watched, ignored)
    observer = _start(changes, watched)
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()


def _start(changes: Changes, watched: Sequence[Path]) -> BaseObserver:
    folders = {path.resolve() for path in watched if path.is_dir()}
    lone = {path.resolve().parent for path in watched if not path.is_dir()}
    for kind in (Observer, PollingObserver):
        observer: BaseObserver = kind()
        for folder in sorted(folders):
            observer.schedule(changes, str(folder), recursive=True)
        for folder in sorted(lone - folders):
            observer.schedule(changes, str(folder))
        try:
            observer.start()
        except OSError:
            continue  # more folders than the system lets one watch, say: then look at them from time to time
        return observer
    raise RuntimeError("no way to watch files")
