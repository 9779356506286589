"""Appointments to a calendar file (RFC 5545) that people subscribe to.

Written here rather than by a library: a dozen lines of text, of which the same input must give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfsite.render.formats import language_tag

# Octets of a line, its end not counted; a longer one goes on in the next, after a space.
_WIDTH = 75
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day. `address` is absolute, or "" where the site does not know its own."""

    key: str
    day: dt.date
    summary: str
    address: str = ""


def write_calendar(name: str, language: str, events: Iterable[Event], *, site: str, stamp: dt.date) -> bytes:
    """The file. `site` tells this site's events from another's; `stamp` is the day on which it was all true."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//perfsite//perfsite//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    for event in events:
        lines += _event(event, language_tag(language), site, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event, tag: str, site: str, stamp: dt.date) -> list[str]:
    digest = hashlib.sha256(f"{site}\n{event.key}".encode()).hexdigest()[:32]
    return [
        "BEGIN:VEVENT",
        f"UID:{digest}@perfsite",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY;LANGUAGE={tag}:{_text(event.summary)}",
        *([f"URL:{event.address}"] if event.address else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    escaped = (
        words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\n", "\\n")
    )
    return _CONTROLS.sub("", escaped)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of which ends within a character."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _WIDTH:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece


__all__ = ["Event", "write_calendar"]
