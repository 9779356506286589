"""A guard against what would go on for minutes, such as a reading that is quadratic in its text. It measures nothing: what
ends at once elsewhere ends within it on the slowest machine."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Seconds of processor time.
_LIMIT = 120


@contextmanager
def soon() -> Iterator[None]:
    """Fails where what is done within takes minutes."""

    def fail(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"it has not ended after {_LIMIT} s of processor time")

    before = signal.signal(signal.SIGPROF, fail)
    signal.setitimer(signal.ITIMER_PROF, _LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
