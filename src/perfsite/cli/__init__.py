"""The command line: options in, calls downward, an exit code out. One file per command."""

from __future__ import annotations

import sys
from typing import NoReturn

_INTERRUPTED = 130


def main(prog_name: str = "perfsite") -> NoReturn:  # noqa: ARG001 - the name is ours, however the program was called
    """The entry point. What it runs is imported here, so that Ctrl-C meanwhile ends as quietly as it does later."""
    try:
        from perfsite.cli.run import main as run_main

        run_main()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


__all__ = ["main"]
