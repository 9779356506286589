"""Problems as values: what is wrong, where, how bad, and what to write instead."""

from perfsite.diagnostics.codes import CODES, Code, code_named
from perfsite.diagnostics.model import (
    Diagnostic,
    Fix,
    Phrase,
    Related,
    Severity,
    sort_problems,
)
from perfsite.diagnostics.suggest import closest

__all__ = [
    "CODES",
    "Code",
    "Diagnostic",
    "Fix",
    "Phrase",
    "Related",
    "Severity",
    "closest",
    "code_named",
    "sort_problems",
]
