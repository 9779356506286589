"""A folder of records to source files, in one pass and in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from perfsite.diagnostics import Diagnostic
from perfsite.sources.markdown import parse_markdown
from perfsite.sources.nodes import Mapping, Node, Scalar
from perfsite.sources.table import parse_table
from perfsite.sources.text import decode
from perfsite.sources.yaml import MAX_BYTES, parse_yaml
from perfsite.span import whole_file

READ = {".yml": "yaml", ".yaml": "yaml", ".md": "markdown", ".csv": "table"}
# Which people put among the records, though it is no text.
WORKBOOKS = frozenset((".xlsx", ".xls", ".xlsm", ".et", ".ods", ".numbers"))
MAX_TABLE_BYTES = 8 * 2**20
MAX_MARKDOWN_BYTES = 2**20
_LIMITS = {"table": MAX_TABLE_BYTES, "markdown": MAX_MARKDOWN_BYTES, "yaml": MAX_BYTES}


class SourceFile(NamedTuple):
    """One file as data. `root` is the YAML value or front matter, `rows` those of a table, `body` Markdown text."""

    file: str
    form: str
    text: str
    root: Node | None = None
    rows: tuple[Mapping, ...] = ()
    body: Scalar | None = None


def discover(root: Path, folder: Path) -> tuple[list[str], list[Diagnostic]]:
    """The files to read below `folder`, named relative to `root` and sorted. Links are not followed."""
    within = folder.relative_to(root).as_posix()
    return sort_out(_walk(os.fspath(folder), "" if within == "." else f"{within}/"))


def sort_out(found: Iterable[tuple[str, str]]) -> tuple[list[str], list[Diagnostic]]:
    """Names with what they are (file, link or device) to those that are read, sorted, and what is wrong with the others."""
    files: list[str] = []
    problems: list[Diagnostic] = []
    for name, kind in found:
        suffix = suffix_of(name)
        if not name.isprintable():
            # Such a name could not even be shown; it is told by its escapes.
            shown = name.encode("unicode_escape").decode("ascii")
            problems.append(Diagnostic("PS304", whole_file(shown), {"id": shown.rpartition("/")[2]}))
        elif kind == "link":
            problems.append(Diagnostic("PS104", whole_file(name)))
        elif kind == "file" and suffix in READ:
            files.append(name)
        else:
            shown = suffix or name.rpartition("/")[2]
            hint = "workbook" if suffix in WORKBOOKS else ""
            problems.append(Diagnostic("PS105", whole_file(name), {"suffix": shown}, hint=hint))
    return sorted(files), problems


def is_overlooked(name: str) -> bool:
    """Whether a file or folder of that name is hidden, or left by an editor."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp"))


def suffix_of(file: str) -> str:
    """The suffix of a file's name with its dot, `""` without one. Asked for each file, for which a path is too dear."""
    name = file.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix}" if stem and dot and suffix else ""


def _walk(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    # One list instead of a call within a call: folders may lie deeper in each other than calls may.
    waiting = [(folder, prefix)]
    while waiting:
        folder, prefix = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if is_overlooked(entry.name):
                    continue
                if entry.is_symlink():
                    yield prefix + entry.name, "link"
                elif entry.is_dir():
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    yield prefix + entry.name, "file" if entry.is_file() else "device"


def too_large(file: str) -> Diagnostic:
    """That a file is larger than one of its form may be."""
    limit = _LIMITS[READ[suffix_of(file)]]
    shown = f"{limit // 2**20} MB" if limit >= 2**20 else f"{limit // 1024} KB"
    return Diagnostic("PS103", whole_file(file), {"limit": shown})


def read_source(file: str, raw: bytes) -> tuple[SourceFile | None, list[Diagnostic]]:
    """One file's bytes to data with places, or None with the reasons."""
    form = READ[suffix_of(file)]
    if len(raw) > _LIMITS[form]:
        return None, [too_large(file)]
    text, problems = decode(file, raw)
    if text is None:
        return None, problems
    if form == "table":
        rows, problems = parse_table(file, text)
        return (None if rows is None else SourceFile(file, form, text, rows=tuple(rows))), problems
    if form == "markdown":
        root, body, problems = parse_markdown(file, text)
        return (None if root is None else SourceFile(file, form, text, root, body=body)), problems
    root, problems = parse_yaml(file, text)
    return (None if root is None else SourceFile(file, form, text, root)), problems
