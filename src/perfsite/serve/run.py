"""A build, the folders it reads and a port → a preview that follows every save until it is stopped."""

from __future__ import annotations

import gc
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

from perfsite.serve.live import Built, Live, Shown
from perfsite.serve.server import Server
from perfsite.serve.watch import Changes, watching


class Build(Protocol):
    """Called again for each save, from one thread, with the files that changed; with None the first time."""

    def __call__(self, changed: frozenset[Path] | None, /) -> Built: ...


@dataclass(frozen=True, slots=True)
class Listening:
    url: str


@dataclass(frozen=True, slots=True)
class Rebuilding:
    changed: frozenset[Path] | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    ok: bool
    problems: tuple[Shown, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A bug, in the build or in the server; the preview goes on. For the terminal: the browser is told no more than
    that there was one.
    """

    error: BaseException


@dataclass(frozen=True, slots=True)
class Stopped:
    pass


Event = Listening | Rebuilding | Rebuilt | Fault | Stopped


def serve(
    build: Build,
    watch: Sequence[Path],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    lang: str,
    on_event: Callable[[Event], None],
    ignore: Sequence[Path] = (),
    stop: threading.Event | None = None,
) -> None:
    """Build, show, and build again on each save, until Ctrl-C, SIGTERM or `stop`.

    Raises `ServeError` when the preview cannot start. `ignore` names folders below the watched ones whose changes do
    not count, such as the output of `build`. Events come from the calling thread, but for faults while answering.
    """
    live = Live(lang)
    server = Server(host, port, live, lambda error: on_event(Fault(error)))
    answering = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    answering.start()
    try:
        on_event(Listening(server.url))
        with _interrupted_by_sigterm(), watching(watch, ignore) as changes:
            _follow(build, changes, live, on_event, stop or threading.Event())
    except KeyboardInterrupt:
        pass  # this is how one ends it
    finally:
        live.close()
        server.shutdown()
        server.server_close()
        answering.join()
        on_event(Stopped())


def _follow(
    build: Build, changes: Changes, live: Live, on_event: Callable[[Event], None], stop: threading.Event
) -> None:
    changed: frozenset[Path] | None = None
    while True:
        on_event(Rebuilding(changed))
        start = time.perf_counter()
        built = _build_or_fault(build, changed, live, on_event)
        live.show(built)
        on_event(Rebuilt(built.ok, built.problems, time.perf_counter() - start))
        if changed is None:
            # What was read stays, but for the few records of each save: it need not be searched for cycles again.
            gc.freeze()
        else:
            gc.collect()
        changed = changes.take(stop)
        if changed is None:
            return


def _build_or_fault(
    build: Build, changed: frozenset[Path] | None, live: Live, on_event: Callable[[Event], None]
) -> Built:
    try:
        return build(changed)
    except Exception as error:  # noqa: BLE001 - whatever a build does, the next save may mend it
        on_event(Fault(error))
        return live.fault()


@contextmanager
def _interrupted_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end the preview as Ctrl-C does. Only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
