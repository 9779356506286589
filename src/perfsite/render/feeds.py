"""Feeds of changes → Atom (RFC 4287) and JSON Feed 1.1. The same input gives the same bytes.

Written here rather than by a library: two dozen elements, all text of which passes through one function that leaves out
what XML cannot hold.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from perfsite.render.formats import language_tag

# What XML 1.0 has no place for, not even escaped: a message of a commit may hold it.
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """`id` is an IRI, `html` a piece of a page, `author` may be "". Addresses are whole, or relative to the feed."""

    id: str
    title: str
    moment: dt.datetime
    author: str
    address: str
    html: str


@dataclass(frozen=True, slots=True)
class Channel:
    """What the items have in common. `author` is who publishes them, `own` and `page` the feed's address and its page's."""

    id: str
    title: str
    author: str
    language: str
    own: str
    page: str
    items: Sequence[Item]


def id_of(site: str, *parts: str) -> str:
    """The same IRI in every build for the same thing of the same site: a UUID by name (RFC 9562, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("perfsite", site, *parts))).urn


def write_atom(channel: Channel, *, version: str) -> bytes:
    """Relative addresses are allowed: a reader resolves them against the address of the feed (RFC 4287, section 2)."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_text(language_tag(channel.language))}">',
        f"<id>{_text(channel.id)}</id>",
        f"<title>{_text(channel.title)}</title>",
        f"<updated>{_moment(channel.items[0].moment)}</updated>",
        f"<author><name>{_text(channel.author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_text(channel.own)}"/>',
        f'<link rel="alternate" type="text/html" href="{_text(channel.page)}"/>',
        f'<generator version="{_text(version)}">perfsite</generator>',
    ]
    for item in channel.items:
        lines += [
            "<entry>",
            f"<id>{_text(item.id)}</id>",
            f"<title>{_text(item.title)}</title>",
            f"<published>{_moment(item.moment)}</published>",
            f"<updated>{_moment(item.moment)}</updated>",
            *([f"<author><name>{_text(item.author)}</name></author>"] if item.author else []),
            f'<link rel="alternate" type="text/html" href="{_text(item.address)}"/>',
            f'<content type="html">{_text(item.html)}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()


def write_json_feed(channel: Channel) -> bytes:
    """Its addresses must be whole: readers of this format do not resolve them."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.own,
        "authors": [{"name": channel.author}],
        "language": language_tag(channel.language),
        "items": [
            {
                "id": item.id,
                "url": item.address,
                "title": item.title,
                "content_html": item.html,
                "date_published": _moment(item.moment),
                **({"authors": [{"name": item.author}]} if item.author else {}),
            }
            for item in channel.items
        ],
    }
    return (json.dumps(_clean(feed), ensure_ascii=False, indent=1) + "\n").encode()


def _moment(moment: dt.datetime) -> str:
    """To the second, with the difference to UTC, as both formats have it (RFC 3339)."""
    return moment.isoformat(timespec="seconds")


def _text(words: str) -> str:
    return escape(_UNWRITABLE.sub("", words), {'"': "&quot;"})


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNWRITABLE.sub("", value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value]


__all__ = ["Channel", "Item", "id_of", "write_atom", "write_json_feed"]
