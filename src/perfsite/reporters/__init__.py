"""Problems to text for people and programs, one file per format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from perfsite.diagnostics import Diagnostic
from perfsite.reporters.concise import report_concise
from perfsite.reporters.json import report_json
from perfsite.reporters.text import report_text


class Reporter(Protocol):
    """Writes problems, already sorted and with their severity settled. `sources` are the files they point at."""

    def __call__(
        self, problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool
    ) -> str: ...


FORMATS: Mapping[str, Reporter] = {"text": report_text, "concise": report_concise, "json": report_json}

__all__ = ["FORMATS", "Reporter"]
