"""The files of a repository, taken from version to version: each text changes where the language has, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfsite.diagnostics import Edit, Phrase
from perfsite.project import SITE_FILE
from perfsite.sources.splice import Splice, Text
from perfsite.span import Span

_SCHEMA = re.compile(r"(?m)^(schema:[ \t]*)\d+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that a step cannot rewrite by itself, and what its author has to decide."""

    span: Span
    sentence: Phrase


@dataclass(frozen=True, slots=True)
class Migration:
    """The step to version `to`. `rewrite` is given every file's bytes and says what to write where.

    It reads files by `sources`, never by the declarations of the fields: those are of the newest version.
    """

    to: int
    about: Phrase
    rewrite: Callable[[Mapping[str, bytes]], Iterable[Edit | Doubt]]


@dataclass(frozen=True, slots=True)
class Migrated:
    """The files that change, the steps that were taken, and what has to be decided before the next one can be."""

    texts: Mapping[str, bytes]
    steps: tuple[Migration, ...]
    doubts: tuple[Doubt, ...]


def migrate(sources: Mapping[str, bytes], found: int, steps: Sequence[Migration]) -> Migrated:
    """Takes every step after version `found`, as far as nothing is in doubt."""
    files = dict(sources)
    taken: list[Migration] = []
    for step in sorted((step for step in steps if step.to > found), key=lambda step: step.to):
        told = list(step.rewrite(files))
        doubts = tuple(one for one in told if isinstance(one, Doubt))
        if doubts:
            return Migrated(_changed(sources, files), tuple(taken), doubts)
        files |= _rewritten(files, [one for one in told if isinstance(one, Edit)])
        files[SITE_FILE] = _with_schema(files[SITE_FILE], step.to)
        taken.append(step)
    return Migrated(_changed(sources, files), tuple(taken), ())


def _rewritten(files: Mapping[str, bytes], edits: Iterable[Edit]) -> dict[str, bytes]:
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.span.file, []).append(edit)
    return {file: _spliced(files[file], several) for file, several in by_file.items()}


def _spliced(raw: bytes, edits: Iterable[Edit]) -> bytes:
    text = Text(raw)
    splices: list[Splice] = sorted(text.splices(edits))
    for before, after in pairwise(splices):
        if after.place.start < before.place.end:
            raise ValueError(f"a step writes twice at one place: {before}, {after}")
    return text.spliced(splices)


def _with_schema(raw: bytes, version: int) -> bytes:
    text = raw.decode("utf-8")
    if _SCHEMA.search(text):
        return _SCHEMA.sub(rf"\g<1>{version}", text, count=1).encode()
    end = "\r\n" if "\r\n" in text else "\n"
    return (text if text.endswith("\n") else text + end).encode() + f"schema: {version}{end}".encode()


def _changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, bytes]:
    return {file: data for file, data in sorted(after.items()) if data != before[file]}
