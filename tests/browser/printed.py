"""A few pages of the sample company, printed as one audience sees them without building the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from perfsite.pipeline import find_audience, load, set_type
from perfsite.project import Project
from perfsite.render.site import Press

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 16)


@cache
def press_for(audience_id: str) -> Press:
    loaded = load(Project(ROOT))
    audience = find_audience(loaded, audience_id)
    assert audience is not None
    return Press(set_type(loaded, audience=audience, as_of=DAY))


def print_pages(folder: Path, paths: Iterable[str], *, audience: str) -> None:
    """The pages at these paths into the folder, beside all files of the theme."""
    press = press_for(audience)
    for path in (*paths, *(f"static/{name}" for name in press.type.static)):
        content = press.file(path)
        assert content is not None, path
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
