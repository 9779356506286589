"""What is wrong between records. One file per check; each takes the library and yields problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TypeAlias

from perfsite.checks.references import check_references
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library

Check: TypeAlias = Callable[[Library, dt.date], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (check_references,)


def run_checks(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """Every problem that the checks find, in no particular order."""
    for check in CHECKS:
        yield from check(library, as_of)
