"""Problems as values: what is wrong, where, how bad, and what to write instead."""

from perfsite.diagnostics.codes import CODES, Code, code_named
from perfsite.diagnostics.model import (
    Diagnostic,
    Edit,
    Fix,
    Phrase,
    Related,
    Severity,
    sort_problems,
)
from perfsite.diagnostics.suggest import closest, is_slip, is_slip_of_id

__all__ = [
    "CODES",
    "Code",
    "Diagnostic",
    "Edit",
    "Fix",
    "Phrase",
    "Related",
    "Severity",
    "closest",
    "code_named",
    "is_slip",
    "is_slip_of_id",
    "sort_problems",
]
