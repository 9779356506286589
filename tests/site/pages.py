"""Pages of the small site in memory, as tests read them: their words without the markup, and their parts by id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

from perfsite.pipeline import find_audience, set_type
from perfsite.render.site import Press
from tests.site_builder import AS_OF, site


@lru_cache(maxsize=64)
def _press(files: tuple[tuple[str, str | None], ...], audience: str) -> Press:
    loaded = site(dict(files))
    assert not loaded.problems, [(problem.code, problem.span.place) for problem in loaded.problems]
    rule = find_audience(loaded, audience)
    assert rule is not None
    return Press(set_type(loaded, audience=rule, as_of=AS_OF))


def press(files: Mapping[str, str | None] | None = None, audience: str = "managers") -> Press:
    """The site ready to be printed; equal files are planned once."""
    return _press(tuple(sorted((files or {}).items())), audience)


def html(path: str, files: Mapping[str, str | None] | None = None, audience: str = "managers") -> str:
    """One page, such as `zh/rules/scorecard.html`."""
    content = press(files, audience).file(path)
    assert content is not None, f"no page {path}"
    return content.decode()


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def words(markup: str) -> str:
    """What a reader reads: no tags, no hidden pictures, single spaces."""
    without = re.sub(r"<svg.*?</svg>", " ", markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "\x00", without)).replace("\x00", "")).strip()


def part(page: str, id: str) -> str:
    """The words of the innermost element with an id that ends where its own tag ends."""
    start = re.search(rf'<(\w+)[^>]*\bid="{re.escape(id)}"[^>]*>', page)
    assert start is not None, f"nothing has the id {id}"
    tag, depth = start[1], 0
    for match in re.finditer(rf"<(/?){tag}\b", page[start.start() :]):
        depth += -1 if match[1] else 1
        if depth == 0:
            return words(page[start.start() : start.start() + match.start()])
    raise AssertionError(f"{tag} of {id} is not closed")
