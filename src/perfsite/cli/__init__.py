"""The command line: options in, calls downward, an exit code out. One file per command."""

from __future__ import annotations

from perfsite.cli.run import main

__all__ = ["main"]
