"""Whether a picture or a font is what its name says, and an SVG nothing but a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_BEGINNINGS = {".png": b"\x89PNG\r\n\x1a\n", ".woff2": b"wOF2"}
# Browsers run nothing in a picture of a page. Whoever opens the file by itself should find nothing that runs either.
_RUNS = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "set", "animate"})
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg);", re.IGNORECASE)
_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?\s*(?!['\"]?\s*(?:#|data:image/(?:png|jpeg);))", re.IGNORECASE)


def is_what_it_says(suffix: str, content: bytes) -> bool:
    """Whether a `.png` or `.woff2` file begins as such files do."""
    return content.startswith(_BEGINNINGS[suffix])


def find_active(content: bytes) -> str | None:
    """What an SVG holds beside a drawing (a script, an entity, a link elsewhere), as it is called; None for a mere drawing.

    "" where it is no SVG at all.
    """
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    for mark in ("<!DOCTYPE", "<!ENTITY", "<?xml-stylesheet"):
        if mark in text:
            return mark
    try:
        root = fromstring(text)  # noqa: S314 - no document type, as was looked at before
    except (ParseError, ValueError):
        return ""
    return next(_active(root), None) if _local(root.tag) == "svg" else ""


def _active(root: Element) -> Iterator[str]:
    for element in root.iter():
        name = _local(element.tag)
        if name in _RUNS:
            yield f"<{name}>"
        if name == "style" and _OUTSIDE.search(element.text or ""):
            yield "<style>"
        for key, value in element.attrib.items():
            attribute = _local(key)
            leads_out = attribute in ("href", "src") and not _INSIDE.match(value.strip())
            if attribute.startswith("on") or leads_out or _OUTSIDE.search(value):
                yield attribute


def _local(name: object) -> str:
    return str(name).rpartition("}")[2].casefold()
