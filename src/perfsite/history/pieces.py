"""The top-level fields of YAML files as pieces of text, each read once: most versions of a file differ in one of them.

A piece begins with a key at the beginning of a line and ends before the next. libyaml is in the same state at each such
key of the outermost mapping, whatever stands before it. So where the fields of a text are exactly its pieces, each piece
by itself means what it meant there; and a text that is made of such pieces alone is the mapping of their fields. Where
that is not plain, or where there is anything to report, the file is read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from perfsite.history.meaning import digest_of, part_of
from perfsite.records.fields import Shape, read_fields, shape_of
from perfsite.records.read import UnitRead, is_id, name_own_kind, noun_by_fields, place_of
from perfsite.records.reader import Reader, Settings
from perfsite.records.record import Origin, Record
from perfsite.records.references import Ref, ref_of
from perfsite.sources import MAX_NODES, Mapping, Node, Scalar, read_source, suffix_of

_KEY = re.compile(rb"([a-z][a-z_]*):(?=[ \n]|\Z)")
_LATER_KEY = re.compile(rb"\n([a-z][a-z_]*):(?=[ \n]|\Z)")
_BETWEEN = re.compile(rb"\n(?=[a-z][a-z_]*:(?:[ \n]|\Z))")
# A word or a number on one line, in which there is no sign that says anything to YAML: it means what stands there.
_WORD = re.compile(
    r"([a-z][a-z_]*): ([0-9A-Za-z\u4e00-\u9fff](?:[0-9A-Za-z\u4e00-\u9fff.%/_+-]| (?=[0-9A-Za-z\u4e00-\u9fff]))*)"
)
# At the beginning of a line it ends a document, so that what follows is another.
_MARKERS = (b"---", b"...")
# No text has more than two nodes a byte, so that one of this size is within the bound of nodes.
_MAX_BYTES = MAX_NODES // 2
_MAX_PIECES = 100_000
_MAX_FILES = 30_000
_ID = frozenset(("id",))

# A record in a group: the file it stands in and the digest of what it means, `UNREADABLE` where it is not sound. These are
# plain tuples, since there are very many, which come from other processes.
Found: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How old versions are read: all as the site is set now, so that a setting changes no record but the site's own."""

    settings: Settings
    folder: str


class Piece(NamedTuple):
    """The value of a field, under the name of its attribute, and what it adds to the meaning of the record."""

    attribute: str
    value: Any
    part: bytes


class Known(NamedTuple):
    """A record that is put together from pieces: as a record only where it is asked for. Others may share `rest`."""

    address: str
    found: Found
    noun: type[Record]
    pieces: Sequence[Piece]
    rest: Sequence[Piece] = ()

    @property
    def record(self) -> Record:
        values = {piece.attribute: piece.value for piece in (*self.pieces, *self.rest)}
        values.update(id=ref_of(self.address).id, origin=Origin(self.found[0]))
        return self.noun(**values)


class Form:
    """How a noun is read in pieces: its fields, of which any may be missing, and what each adds where it is not given."""

    def __init__(self, noun: type[Record]) -> None:
        usual = {item.name: item.default for item in fields(noun)}
        self.noun = noun
        self.shape = replace(shape_of(noun), required=(), choices=())
        self.defaults = {key: usual[spec.attribute] for key, spec in self.shape.fields.items()}
        self.usual = {key: part_of(spec, self.defaults[key]) for key, spec in self.shape.fields.items()}


class _Fields(NamedTuple):
    """What files of a noun that give the same fields have in common; `usual` is what the others add to the meaning."""

    noun: type[Record]
    usual: tuple[bytes, ...]
    # The place of the piece that states the id.
    id: int | None


class _Said(NamedTuple):
    """What a file says, wherever it stands: a noun, the id that it states, if any, what all means, and its pieces."""

    noun: type[Record]
    id: str | None
    meaning: str
    pieces: Sequence[Piece]


class Pieces:
    """Reads files of one record, and remembers their pieces."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self._keys: dict[bytes, str] = {}
        self._pieces: dict[str, dict[bytes, Piece]] = {}
        self._said: dict[tuple[bytes, tuple[type[Record], ...]], _Said] = {}
        self._forms: dict[str, Form] = {}
        self._places: dict[str, tuple[tuple[type[Record], ...], str]] = {}
        self._fields: dict[tuple[tuple[type[Record], ...], tuple[str, ...]], _Fields | None] = {}

    def learn(self, file: str, raw: bytes, record: Record) -> None:
        """Takes over what was read of a file that is a record, with nothing to be reported of it."""
        kinds, _ = self._place_of(file)
        if not kinds or record.incomplete or len(raw) > _MAX_BYTES or _has_marker(raw):
            return
        texts = cut(raw)
        keys, fields = self._described(kinds, texts)
        if fields is None or fields.noun is not type(record):
            return
        form = self.form_of(fields.noun)
        values = {key: getattr(record, spec.attribute) for key, spec in form.shape.fields.items()}
        # Where exactly its pieces are given, they are its fields: what only looks like one, as it stands within another,
        # is none of the record's. Of what is given as it is by default that could not be seen.
        if {key for key, value in values.items() if value != form.defaults[key]} != set(keys) - _ID:
            return
        known = self._known_of(fields.noun)
        for key, text in zip(keys, texts, strict=True):
            if text in known:
                continue
            if key == "id":
                known[text] = Piece("id", record.id, b"")
            else:
                spec = form.shape.fields[key]
                known[text] = Piece(spec.attribute, values[key], part_of(spec, values[key]))

    def read(self, file: str, raw: bytes) -> Known | None:
        """The record that a file is, where nothing is to be reported of it; None where it is to be read as a whole."""
        kinds, id = self._place_of(file)
        if not kinds or len(raw) > _MAX_BYTES:
            return None
        # A file that moves says the same where it is then.
        said = self._said.get((raw, kinds))
        if said is None:
            said = self._put_together(file, kinds, raw)
            if said is None:
                return None
            if len(self._said) > _MAX_FILES:
                self._said.clear()
            self._said[raw, kinds] = said
        noun, stated, meaning, pieces = said
        address = address_of(noun.kind, id if stated is None else stated)
        return None if address is None else Known(address, (file, meaning), noun, pieces)

    def _put_together(self, file: str, kinds: tuple[type[Record], ...], raw: bytes) -> _Said | None:
        texts = cut(raw)
        _, fields = self._described(kinds, texts)
        if fields is None:
            return None
        pieces = self._all(file, fields.noun, texts)
        if pieces is None:
            return None
        stated = None if fields.id is None else pieces[fields.id].value
        meaning = digest_of((*fields.usual, *[piece.part for piece in pieces]))
        return _Said(fields.noun, stated, meaning, pieces)

    def _place_of(self, file: str) -> tuple[tuple[type[Record], ...], str]:
        """The kinds that a file may be of, none where it is no YAML, and the id that it gives by its place."""
        found = self._places.get(file)
        if found is None:
            is_yaml = suffix_of(file) in (".yml", ".yaml")
            found = self._places[file] = place_of(file, self.manner.folder, UnitRead()) if is_yaml else ((), "")
        return found

    def _described(
        self, kinds: tuple[type[Record], ...], texts: Sequence[bytes]
    ) -> tuple[tuple[str, ...], _Fields | None]:
        """The keys of pieces, with what files have in common that give these."""
        keys = self._keys_of(texts)
        given = (kinds, keys)
        if given not in self._fields:
            self._fields[given] = self._fields_of(kinds, keys)
        return keys, self._fields[given]

    def _known_of(self, noun: type[Record]) -> dict[bytes, Piece]:
        """What is known of pieces. Versions of a file are read one after the other, so that of many the older ones are
        asked for no more."""
        known = self._pieces.setdefault(noun.kind, {})
        if len(known) > _MAX_PIECES:
            known.clear()
        return known

    def form_of(self, noun: type[Record]) -> Form:
        return self._forms.get(noun.kind) or self._forms.setdefault(noun.kind, Form(noun))

    def _keys_of(self, texts: Sequence[bytes]) -> tuple[str, ...]:
        known = self._keys
        if not all(map(known.__contains__, texts)):
            if len(known) > _MAX_PIECES:
                known.clear()
            known.update((text, _first_key(text)) for text in texts)
        return tuple(map(known.__getitem__, texts))

    def _fields_of(self, kinds: tuple[type[Record], ...], keys: tuple[str, ...]) -> _Fields | None:
        given = frozenset(keys)
        if not keys or len(given) < len(keys) or "kind" in given or "" in given:
            return None
        noun = kinds[0] if len(kinds) == 1 else noun_by_fields(given.__contains__, kinds)
        shape = shape_of(noun)
        if not given <= shape.fields.keys() | _ID or not _is_whole(shape, given):
            return None
        usual = tuple(part for key, part in self.form_of(noun).usual.items() if key not in given)
        return _Fields(noun, usual, keys.index("id") if "id" in given else None)

    def _all(self, file: str, noun: type[Record], texts: Sequence[bytes]) -> Sequence[Piece] | None:
        """What each piece says. Those that are not known are read together, as the text that they make."""
        known = self._known_of(noun)
        new = [text for text in texts if text not in known]
        if new:
            read = self._read(file, self.form_of(noun), new)
            if read is None:
                return None
            known.update(zip(new, read, strict=True))
        return tuple(map(known.__getitem__, texts))

    def _read(self, file: str, form: Form, texts: Sequence[bytes]) -> list[Piece] | None:
        entries = _entries(file, texts)
        if entries is None:
            return None
        reader = Reader(self.manner.settings)
        root = Mapping(tuple(entries), file, 1, 1, 1, 1)
        values = read_fields(root, form.shape, reader, ignore=_ID)
        if reader.problems or reader.lost:
            return None
        name_own_kind(values, form.noun)
        found = []
        for key, value in entries:
            if key.text == "id":
                stated = value.text.strip() if isinstance(value, Scalar) else ""
                found.append(Piece("id", stated, b""))
                continue
            spec = form.shape.fields[key.text]
            field = values[spec.attribute]
            found.append(Piece(spec.attribute, field, part_of(spec, field)))
        return found


@cache
def address_of(kind: str, id: str) -> str | None:
    return str(Ref(kind, id)) if is_id(id) else None


def cut(raw: bytes) -> list[bytes]:
    """A text as pieces, each without its last line end. What stands above the first key belongs to it.

    None of a text that does not end with its line: there the last piece would not mean what it means elsewhere.
    """
    if not raw.endswith(b"\n"):
        return []
    texts = _BETWEEN.split(raw[:-1])
    if len(texts) > 1 and not _first_key(texts[0]):
        texts[:2] = [b"\n".join(texts[:2])]
    return texts


def _has_marker(text: bytes) -> bool:
    return text.startswith(_MARKERS) or any(b"\n" + marker in text for marker in _MARKERS)


def _first_key(text: bytes) -> str:
    """The key that a piece begins with; "" where there is none."""
    found = _key_in(text)
    return found[1].decode("ascii") if found is not None else ""


def _key_in(text: bytes) -> re.Match[bytes] | None:
    """The first line of a piece that begins with a key: mostly its very first, but there may be comments above."""
    return _KEY.match(text) or _LATER_KEY.search(text)


def _entries(file: str, texts: Sequence[bytes]) -> list[tuple[Scalar, Node]] | None:
    """The field that each piece is. Those that are more than a word are parsed together, as the text that they make.

    The places of words are of no account: where there is anything to report, the file is read as a whole.
    """
    words = [_word(file, text) for text in texts]
    others = [text for text, word in zip(texts, words, strict=True) if word is None]
    parsed: Iterator[tuple[Scalar, Node]] = iter(())
    if others:
        text = b"".join([text + b"\n" for text in others])
        source = read_source(file, text)[0]
        root = source.root if source is not None else None
        if not isinstance(root, Mapping) or not _are_fields(root, others) or _has_marker(text):
            return None
        parsed = iter(root.entries)
    return [word or next(parsed) for word in words]


def _word(file: str, text: bytes) -> tuple[Scalar, Node] | None:
    """The field that a piece is, where its value is a word or a number on one line."""
    try:
        found = _WORD.fullmatch(text.decode())
    except UnicodeDecodeError:
        return None
    if found is None:
        return None
    key, value = found.groups()
    return Scalar(key, file, 1, 1, 1, 1), Scalar(value, file, 1, 1, 1, 1)


def _are_fields(root: Mapping, texts: Sequence[bytes]) -> bool:
    """Whether the fields of a text are exactly its pieces: each at the beginning of a line where a piece has its key."""
    if len(root.entries) != len(texts):
        return False
    line = 1
    for (key, _), text in zip(root.entries, texts, strict=True):
        first = _key_in(text)
        assert first is not None
        if (key.text, key.line, key.column) != (
            first[1].decode("ascii"),
            line + text.count(b"\n", 0, first.start(1)),
            1,
        ):
            return False
        line += text.count(b"\n") + 1
    return True


def _is_whole(shape: Shape, given: frozenset[str]) -> bool:
    """Whether all that a record requires is given, and of what excludes each other no more than one."""
    if any(spec.key not in given for spec in shape.required):
        return False
    counts = ((choice, len(given.intersection(choice.keys))) for choice in shape.choices)
    return all(count == 1 or (count == 0 and not choice.required) for choice, count in counts)


__all__ = ["Form", "Found", "Known", "Manner", "Piece", "Pieces", "address_of", "cut"]
