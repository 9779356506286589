"""The words of the glossary in longer texts: where a page first uses one, it leads to what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markupsafe import escape

from perfsite.render.plain import plain_words
from perfsite.site.glossary import TermMark

LONGEST_GIST = 160
_TAG = re.compile(r"(<[^>]*>)")
# In a link, a heading or a piece of code nothing is marked.
_SHUT = re.compile(r"<(/?)(?:a|code|pre|h[1-6])\b")
_LATIN = re.compile(r"[^\W\d_]", re.ASCII)


class Terms:
    """Marks the terms of one language. The longest name wins, so that no term is marked inside of another."""

    def __init__(self, marks: Sequence[TermMark]) -> None:
        self._marks: dict[str, TermMark] = {}
        for mark in marks:
            for name in mark.names:
                if len(name) > 1:
                    self._marks.setdefault(str(escape(name)).casefold(), mark)
        self._gists: dict[str, str] = {}
        self._pattern = _pattern_of(self._marks)

    def mark(self, html: str, seen: set[str], url: Callable[[str], str]) -> str:
        """The HTML of a text with terms marked that the page has not marked yet; `seen` holds those that it has."""
        if self._pattern is None or len(seen) == len(self._marks):
            return html
        shut = 0
        pieces = _TAG.split(html)
        for place, piece in enumerate(pieces):
            if place % 2:
                found = _SHUT.match(piece)
                if found is not None:
                    shut += -1 if found[1] else 1
            elif piece and not shut:
                pieces[place] = self._pattern.sub(lambda found: self._write(found, seen, url), piece)
        return "".join(pieces)

    def _write(self, found: re.Match[str], seen: set[str], url: Callable[[str], str]) -> str:
        mark = self._marks[found["name"].casefold()]
        if mark.address in seen:
            return found[0]
        seen.add(mark.address)
        if mark.address not in self._gists:
            self._gists[mark.address] = _gist(mark.definition)
        gist = self._gists[mark.address]
        return f'<a class="term" href="{escape(url(mark.address))}" title="{escape(gist)}">{found[0]}</a>'


def _pattern_of(names: dict[str, TermMark]) -> re.Pattern[str] | None:
    """One pattern for all names. It looks at a name only where one can begin, which few characters of a text allow."""
    if not names:
        return None
    ordered = sorted(names, key=lambda name: (-len(name), name))
    firsts = "".join(sorted({re.escape(name[0]) for name in ordered}))
    # Within a longer word a name of Latin letters is no term; Chinese runs on without such ends.
    worded = [name for name in ordered if _LATIN.match(name[0]) or _LATIN.match(name[-1])]
    running = [name for name in ordered if name not in worded]
    parts = []
    if running:
        parts.append(_any_of(running))
    if worded:
        parts.append(rf"(?<![A-Za-z0-9-]){_any_of(worded)}(?=s?(?![A-Za-z0-9]))")
    return re.compile(rf"(?=[{firsts}])(?P<name>{'|'.join(parts)})", re.IGNORECASE)


def _any_of(names: Sequence[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, names))})"


def _gist(definition: str) -> str:
    """The beginning of a definition, in one line."""
    words = plain_words(definition)
    return words if len(words) <= LONGEST_GIST else f"{words[: LONGEST_GIST - 1].rstrip()}…"
