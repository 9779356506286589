"""Whether a repository is written in the version of the record language that is read here."""

from __future__ import annotations

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.site import SCHEMA

CODE = "PS314"


def check_schema(library: Library) -> Diagnostic | None:
    """Apart from the other checks: in another version they would find what is none."""
    site = library.site
    if site.schema == SCHEMA:
        return None
    return problem(library, site, ("schema",), CODE, {"found": site.schema, "read": SCHEMA}, hint=age_of(site.schema))


def age_of(schema: int) -> str:
    """Which of the words of the problem are for another version."""
    return "newer" if schema > SCHEMA else "older"
