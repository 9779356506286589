"""Texts that are as `perfsite new` left them, to be written by somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.record import BODY_TO_WRITE, TO_WRITE, Record, new_title
from perfsite.records.texts import Text

_BLANKS = frozenset(blank for phrase in (TO_WRITE, BODY_TO_WRITE) for blank in (phrase.zh, phrase.en))


def check_unwritten(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    of_record = library.memory.of("unwritten", lambda record: tuple(_unwritten(library, record)))
    for record in library.all():
        yield from of_record(record)


def _unwritten(library: Library, record: Record) -> Iterator[Diagnostic]:
    """One problem for each text, at the first language in which it is still to be written."""
    title = new_title(type(record))
    for leaf in library.leaves_of(record):
        if not isinstance(leaf.value, Text):
            continue
        for lang, version in leaf.value:
            text = version.strip()
            if text in _BLANKS or (leaf.route == ("title",) and text in (title.zh, title.en)):
                yield problem(library, record, (*leaf.route, lang), "PS906", {"text": text})
                break
