"""What RFC 4287 and JSON Feed 1.1 say that a feed must be, as checks of a file's bytes."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Section 4.1.1 and 4.1.2: how often each element may stand in a feed and in an entry.
_IN_FEED = {"author": (0, None), "category": (0, None), "contributor": (0, None), "generator": (0, 1), "icon": (0, 1),
            "id": (1, 1), "link": (0, None), "logo": (0, 1), "rights": (0, 1), "subtitle": (0, 1), "title": (1, 1),
            "updated": (1, 1), "entry": (0, None)}  # fmt: skip
_IN_ENTRY = {"author": (0, None), "category": (0, None), "content": (0, 1), "contributor": (0, None), "id": (1, 1),
             "link": (0, None), "published": (0, 1), "rights": (0, 1), "source": (0, 1), "summary": (0, 1),
             "title": (1, 1), "updated": (1, 1)}  # fmt: skip
_ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "generator": {"uri", "version"},
    "content": {"type", "src"},
    "title": {"type"},
    "feed": {XML_LANG},
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def read_atom(raw: bytes) -> ET.Element:
    """The feed, once it has been seen that it is one."""
    assert raw.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    feed = ET.fromstring(raw.decode())  # noqa: S314 - a file of our own making
    assert feed.tag == f"{ATOM}feed"
    _check_children(feed, _IN_FEED)
    entries = feed.findall(f"{ATOM}entry")
    ids = [_words(one, "id") for one in (feed, *entries)]
    assert len(set(ids)) == len(ids), "ids must differ"
    for entry in entries:
        _check_children(entry, _IN_ENTRY)
        # 4.1.2: an author in each entry, or one in the feed.
        assert entry.find(f"{ATOM}author") is not None or feed.find(f"{ATOM}author") is not None
        content = entry.find(f"{ATOM}content")
        has_content = content is not None and bool(content.text)
        assert has_content or any(link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{ATOM}link"))
    latest = max((_moment(_words(entry, "updated")) for entry in entries), default=None)
    assert latest is None or _moment(_words(feed, "updated")) == latest
    assert feed.find(f"{ATOM}link[@rel='self']") is not None, "4.1.1: a feed should say where it is"
    return feed


def _check_children(parent: ET.Element, allowed: dict[str, tuple[int, int | None]]) -> None:
    names = [child.tag.removeprefix(ATOM) for child in parent]
    assert set(names) <= set(allowed), names
    for name, (least, most) in allowed.items():
        assert names.count(name) >= least, f"{name} is missing"
        assert most is None or names.count(name) <= most, f"{name} stands more than once"
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in parent.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    assert len(set(alternates)) == len(alternates)
    for child in parent:
        _check_element(child, child.tag.removeprefix(ATOM))


def _check_element(element: ET.Element, name: str) -> None:
    assert set(element.attrib) <= _ATTRIBUTES.get(name, set()), f"{name} {element.attrib}"
    if name in ("id", "icon", "logo"):
        # 4.2.6: an id is an absolute IRI.
        assert urlsplit(element.text or "").scheme, element.text
    elif name in ("updated", "published"):
        _moment(element.text or "")
    elif name == "author":
        assert [child.tag for child in element] == [f"{ATOM}name"]
        assert (element[0].text or "").strip()
    elif name == "link":
        assert element.get("href")
        assert re.fullmatch(r"[\x21-\x7e]+", element.get("href", "")), "an IRI reference without spaces"
    elif name in ("title", "content", "summary"):
        assert element.get("type", "text") in ("text", "html")
        assert len(element) == 0, "text and escaped HTML hold no elements"


def _words(parent: ET.Element, name: str) -> str:
    found = parent.findtext(f"{ATOM}{name}")
    assert found, f"{name} is empty"
    return found


def _moment(text: str) -> dt.datetime:
    assert _MOMENT.fullmatch(text), text
    return dt.datetime.fromisoformat(text)


_JSON_FEED: dict[str, type] = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str,
                               "authors": list, "language": str, "items": list, "icon": str, "favicon": str}  # fmt: skip
_JSON_ITEM: dict[str, type] = {"id": str, "url": str, "title": str, "content_html": str, "content_text": str,
                               "summary": str, "date_published": str, "date_modified": str, "authors": list,
                               "tags": list, "language": str}  # fmt: skip


def read_json_feed(raw: bytes) -> dict[str, Any]:
    """The feed, once it has been seen that it is one (https://www.jsonfeed.org/version/1.1/)."""
    feed: dict[str, Any] = json.loads(raw.decode("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    _check_object(feed, _JSON_FEED, {"version", "title", "items"})
    for item in feed["items"]:
        _check_object(item, _JSON_ITEM, {"id"})
        assert item.get("content_html") or item.get("content_text")
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    return feed


def _check_object(found: dict[str, Any], known: dict[str, type], needed: set[str]) -> None:
    assert needed <= set(found)
    value: Any
    for key, value in found.items():
        assert isinstance(value, known[key]), key
        assert value, f"{key} is empty"
        if key.endswith("url"):
            assert urlsplit(str(value)).scheme in ("http", "https"), value
        if key.startswith("date_"):
            _moment(str(value))
    for author in found.get("authors", []):
        assert set(author) <= {"name", "url", "avatar"}
        assert any(author.values())


__all__ = ["ATOM", "read_atom", "read_json_feed"]
