"""Records being edited → their site in a browser, a moment after each save.

`serve` watches folders, calls the build that it is given, and shows the pages on this machine alone. A build with
problems leaves the last good pages standing and lays the problems over them.
"""

from __future__ import annotations

from perfsite.serve.errors import ServeError, ServeReason
from perfsite.serve.live import Built, Shown
from perfsite.serve.run import Build, Event, Fault, Listening, Rebuilding, Rebuilt, Stopped, serve

__all__ = [
    "Build",
    "Built",
    "Event",
    "Fault",
    "Listening",
    "Rebuilding",
    "Rebuilt",
    "ServeError",
    "ServeReason",
    "Shown",
    "Stopped",
    "serve",
]
