"""What to begin with: the files of a new repository, the text of a new record, and that of a proposed result."""

from __future__ import annotations

from perfsite.scaffold.draft import NewRecord, draft_record
from perfsite.scaffold.outcome import proposal_files
from perfsite.scaffold.starter import FORGES, SCHEMAS, Starter, forge_files, starter_files
from perfsite.scaffold.write import Written, write_new

__all__ = [
    "FORGES",
    "SCHEMAS",
    "NewRecord",
    "Starter",
    "Written",
    "draft_record",
    "forge_files",
    "proposal_files",
    "starter_files",
    "write_new",
]
