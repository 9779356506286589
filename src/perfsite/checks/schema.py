"""Whether a repository is written in the version of the record language that is read here."""

from __future__ import annotations

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.site import SCHEMA


def check_schema(library: Library) -> Diagnostic | None:
    """Apart from the other checks: in another version they would find what is none."""
    site = library.site
    if site.schema == SCHEMA:
        return None
    hint = "newer" if site.schema > SCHEMA else "older"
    return problem(library, site, ("schema",), "PS314", {"found": site.schema, "read": SCHEMA}, hint=hint)
