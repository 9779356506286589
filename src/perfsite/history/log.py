"""What git prints of a history, to commits, each with its files' changes."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from perfsite.history.git import FIELDS
from perfsite.project import SITE_FILE
from perfsite.records.quantities import FIRST_YEAR, LAST_YEAR
from perfsite.sources.tree import READ, is_overlooked, suffix_of

_FILE_MODES = (b"100644", b"100755", b"100664")
_ZONE = re.compile(rb"([+-])(\d\d)(\d\d)\Z")
# Encodings that a commit may declare; any other name is overlooked. What declares none and is not UTF-8 was most
# likely written on a Chinese Windows.
_ENCODINGS = frozenset(
    ["utf-8", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "hz", "iso8859-1", "iso8859-15", "cp1252", "cp936",
     "cp950", "cp1251", "koi8-r", "euc_jp", "shift_jis", "cp932", "euc_kr", "cp949"],
)  # fmt: skip
_GUESSED = "gb18030"


class Person(NamedTuple):
    """Who made a commit. Whether a page may name them is the site's policy to say."""

    name: str
    mail: str


class Entry(NamedTuple):
    """A commit as git prints it: raw fields, and the files that differ from its first parent's with their new blobs."""

    id: str
    parents: tuple[str, ...]
    encoding: bytes
    people: tuple[bytes, ...]
    message: bytes
    # The blob is empty where the file is gone.
    files: tuple[tuple[str, str], ...]
    time: int


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, its texts decoded when they are asked for. Times keep the zone that they were made in."""

    entry: Entry

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def parents(self) -> tuple[str, ...]:
        return self.entry.parents

    @property
    def author(self) -> Person:
        return _person(*self.entry.people[:2], self.entry.encoding)

    @property
    def authored(self) -> dt.datetime:
        return _moment(self.entry.people[2])

    @property
    def committer(self) -> Person:
        return _person(*self.entry.people[3:5], self.entry.encoding)

    @property
    def committed(self) -> dt.datetime:
        return _moment(self.entry.people[5])

    @property
    def message(self) -> str:
        return _lines(_decoded(self.entry.message, self.entry.encoding))

    @property
    def subject(self) -> str:
        """The message's first line."""
        return self.message.partition("\n")[0]

    @property
    def is_merge(self) -> bool:
        return len(self.entry.parents) > 1


class Names:
    """Names of files as git prints them, of which a site reads perfsite.yml and the records below a folder."""

    def __init__(self, folder: str) -> None:
        self._below = f"{folder}/" if folder else ""
        self._names: dict[bytes, str] = {}
        # Whether what lies in a folder is read.
        self._folders: dict[str, bool] = {}

    def of(self, raw: bytes) -> str:
        """The name of a file that the site reads; "" of any other, and of one that could not even be shown."""
        name = self._names.get(raw)
        if name is None:
            name = self._names[raw] = self._read(raw)
        return name

    def _read(self, raw: bytes) -> str:
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            return ""
        if name == SITE_FILE:
            return name
        if not name.startswith(self._below) or not name.isprintable() or suffix_of(name) not in READ:
            return ""
        above, _, last = name.removeprefix(self._below).rpartition("/")
        if is_overlooked(last):
            return ""
        is_read = self._folders.get(above)
        if is_read is None:
            is_read = self._folders[above] = not any(map(is_overlooked, above.split("/")))
        return name if is_read else ""


class _Parser:
    """Parses fields as they come. What is left of them are too few to say anything."""

    def __init__(self, folder: str) -> None:
        self._names = Names(folder)
        # The commit whose files come next, and those of them that have come.
        self._head: list[bytes] = []
        self._files: list[tuple[str, str]] = []

    def take(self, fields: list[bytes]) -> tuple[list[Entry], list[bytes]]:
        """The commits that are whole, and the fields that are left."""
        found: list[Entry] = []
        at, count, size = 0, len(fields), len(FIELDS)
        while True:
            while at < count and self._head and fields[at].startswith((b"\n:", b":")):
                if at + 1 == count:
                    return found, fields[at:]
                name = self._names.of(fields[at + 1])
                if name:
                    _, mode, _, blob, _ = fields[at].split(b" ")
                    self._files.append((name, blob.decode("ascii") if mode in _FILE_MODES else ""))
                at += 2
            if at + size > count:
                return found, fields[at:]
            found += self.last()
            self._head = fields[at : at + size]
            at += size

    def last(self) -> list[Entry]:
        """The commit after which there is another one, or nothing more."""
        if not self._head:
            return []
        entry = _entry(self._head, tuple(self._files))
        self._head, self._files = [], []
        return [entry]


def parse_log(pieces: Iterable[bytes], folder: str) -> Iterator[list[Entry]]:
    """The commits of a log in git's order, some at a time, as its text comes in pieces that may end anywhere.

    Of files those that a site reads: perfsite.yml and records below `folder`. Raises `ValueError` where the text ends
    within a commit.
    """
    parser = _Parser(folder)
    waiting: list[bytes] = []
    begun = b""
    for piece in pieces:
        *fields, begun = (begun + piece).split(b"\0")
        found, waiting = parser.take([*waiting, *fields])
        yield found
    if waiting or begun:
        raise ValueError("git's log ends within a commit")
    yield parser.last()


def write_entry(entry: Entry) -> bytes:
    """As an entry is kept: its fields, and then each file with its blob."""
    head = (
        entry.id.encode("ascii"),
        " ".join(entry.parents).encode("ascii"),
        entry.encoding,
        *entry.people,
        entry.message,
    )
    return b"\0".join((*head, *(part.encode() for file in entry.files for part in file)))


def read_entry(raw: bytes) -> Entry:
    tokens = raw.split(b"\0")
    head, files = tokens[: len(FIELDS)], [token.decode() for token in tokens[len(FIELDS) :]]
    return _entry(head, tuple(zip(files[::2], files[1::2], strict=True)))


def _entry(head: list[bytes], files: tuple[tuple[str, str], ...]) -> Entry:
    parents = tuple(head[1].decode("ascii").split())
    return Entry(head[0].decode("ascii"), parents, head[2], tuple(head[3:9]), head[9], files, _seconds(head[8]))


def _seconds(raw: bytes) -> int:
    """The seconds of a raw date; of one that is none, 0."""
    head = raw.split(b" ", 1)[0]
    return int(head) if head.isdigit() and len(head) < 12 else 0


@lru_cache(maxsize=4096)
def _person(name: bytes, mail: bytes, encoding: bytes) -> Person:
    return Person(_line(_decoded(name, encoding)), _line(_decoded(mail, encoding)))


def _decoded(raw: bytes, encoding: bytes) -> str:
    """A text in the encoding that its commit declares; or else UTF-8, or else what Chinese Windows writes."""
    if not encoding:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in (encoding.decode("ascii", "replace"), "utf-8", _GUESSED):
        try:
            if codecs.lookup(name).name in _ENCODINGS:
                return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace")


def _line(text: str) -> str:
    """A text in which nothing can disturb a terminal or a page."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return text.strip()


def _lines(text: str) -> str:
    return "\n".join(map(_line, text.strip().splitlines()))


def _moment(raw: bytes) -> dt.datetime:
    """`1782864000 +0800`. A time or a zone that no calendar has is that of 1970, or UTC, and so is a time whose day no
    record could have: whoever sets the clock of a commit could otherwise lead beyond the last day that there is.
    """
    try:
        moment = dt.datetime.fromtimestamp(_seconds(raw), _zone(raw[-5:]))
        if FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment
    except (ValueError, OverflowError, OSError):
        pass
    return dt.datetime.fromtimestamp(0, dt.UTC)


@lru_cache(maxsize=256)
def _zone(raw: bytes) -> dt.timezone:
    zone = _ZONE.match(raw)
    if zone is None or int(zone[2]) >= 24 or int(zone[3]) >= 60:
        return dt.UTC
    offset = dt.timedelta(hours=int(zone[2]), minutes=int(zone[3]))
    return dt.timezone(-offset if zone[1] == b"-" else offset)
