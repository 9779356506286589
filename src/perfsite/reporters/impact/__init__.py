"""An impact to text for people and programs, one file per format. What an audience may not see is gone by then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from perfsite.impact.shown import Shown
from perfsite.reporters.impact.json import impact_json
from perfsite.reporters.impact.markdown import impact_markdown
from perfsite.reporters.impact.state import Compared
from perfsite.reporters.impact.text import impact_text


class ImpactReporter(Protocol):
    """`compared` says what was compared, and what was left out on either side."""

    def __call__(self, shown: Shown, compared: Compared, lang: str, *, color: bool) -> str: ...


IMPACT_FORMATS: Mapping[str, ImpactReporter] = {
    "text": impact_text,
    "markdown": impact_markdown,
    "json": impact_json,
}

__all__ = ["IMPACT_FORMATS", "Compared", "ImpactReporter"]
