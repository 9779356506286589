"""The top-level fields of YAML files as pieces of text, each read once: most versions of a file differ in one of them.

A piece begins with a key at the beginning of a line and ends before the next. libyaml is in the same state at each such
key of the outermost mapping, whatever stands before it. So where the fields of a text are exactly its pieces, each piece
by itself means what it meant there; and a text that is made of such pieces alone is the mapping of their fields. Where
that is not plain, or where there is anything to report, the file is read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from perfsite.history.meaning import digest_of, part_of
from perfsite.records.fields import Shape, read_fields, shape_of
from perfsite.records.read import UnitRead, is_id, name_own_kind, noun_by_fields, place_of
from perfsite.records.reader import Reader, Settings
from perfsite.records.record import Origin, Record
from perfsite.sources import MAX_NODES, Mapping, Scalar, read_source, suffix_of

# A key after the end of a line: to be looked for in a text with one more line end before it.
_KEY = re.compile(rb"\n([a-z][a-z_]*):(?=[ \n])")
# Where a document ends, so that what follows is another.
_MARKER = re.compile(rb"^(?:---|\.\.\.)", re.MULTILINE)
# No text has more than two nodes a byte, so that one of this size is within the bound of nodes.
_MAX_BYTES = MAX_NODES // 2
_MAX_PIECES = 30_000


@dataclass(frozen=True, slots=True)
class Manner:
    """How old versions are read: all as the site is set now, so that a setting changes no record but the site's own."""

    settings: Settings
    folder: str


class Known(NamedTuple):
    """A record with the digest of what it means."""

    record: Record
    digest: str


class _Piece(NamedTuple):
    """The value of a field, under the name of its attribute, and what it adds to the meaning of the record."""

    attribute: str
    value: Any
    part: bytes


class _Form:
    """How a noun is read in pieces: its fields, of which any may be missing, and what each adds where it is not given."""

    def __init__(self, noun: type[Record]) -> None:
        usual = {item.name: item.default for item in fields(noun)}
        self.noun = noun
        self.shape = replace(shape_of(noun), required=(), choices=())
        self.usual = {spec.attribute: part_of(spec, usual[spec.attribute]) for spec in shape_of(noun).fields.values()}


class Pieces:
    """Reads files of one record, and remembers their pieces."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self._pieces: dict[tuple[str, bytes], _Piece] = {}
        self._forms: dict[str, _Form] = {}
        self._places: dict[str, tuple[tuple[type[Record], ...], str]] = {}

    def read(self, file: str, raw: bytes) -> Known | None:
        """The record that a file is, where nothing is to be reported of it; None where it is to be read as a whole."""
        if file not in self._places:
            self._places[file] = place_of(file, self.manner.folder, UnitRead())
        kinds, id = self._places[file]
        if not kinds or len(raw) > _MAX_BYTES or suffix_of(file) not in (".yml", ".yaml"):
            return None
        pieces = cut(raw)
        keys = [key for key, _ in pieces]
        given = frozenset(keys)
        if not keys or len(given) < len(keys) or "kind" in given:
            return None
        noun = kinds[0] if len(kinds) == 1 else noun_by_fields(given.__contains__, kinds)
        if not _is_whole(shape_of(noun), given):
            return None
        form = self._forms.get(noun.kind) or self._forms.setdefault(noun.kind, _Form(noun))
        found = self._all(file, form, pieces)
        if found is None:
            return None
        values = {piece.attribute: piece.value for piece in found}
        id = values.pop("id", id)
        if not is_id(id):
            return None
        parts = dict(form.usual)
        for piece in found:
            parts[piece.attribute] = piece.part
        return Known(noun(**values, id=id, origin=Origin(file)), digest_of(parts.values()))

    def _all(self, file: str, form: _Form, pieces: Sequence[tuple[str, bytes]]) -> list[_Piece] | None:
        """What each piece says. Those that are not known are read together, as the text that they make."""
        known, kind = self._pieces, form.noun.kind
        found = [known.get((kind, text)) for _, text in pieces]
        new = [piece for piece, one in zip(pieces, found, strict=True) if one is None]
        if new:
            read = self._read(file, form, new)
            if read is None:
                return None
            if len(known) > _MAX_PIECES:
                # Versions of a file are read one after the other, so that what was read long ago is asked for no more.
                known.clear()
            known.update({(kind, text): one for (_, text), one in zip(new, read, strict=True)})
            left = iter(read)
            return [one if one is not None else next(left) for one in found]
        return [one for one in found if one is not None]

    def _read(self, file: str, form: _Form, pieces: Sequence[tuple[str, bytes]]) -> list[_Piece] | None:
        text = b"".join(text for _, text in pieces)
        source = read_source(file, text)[0]
        root = source.root if source is not None else None
        if not isinstance(root, Mapping) or not _are_fields(root, pieces) or _MARKER.search(text):
            return None
        reader = Reader(self.manner.settings)
        values = read_fields(root, form.shape, reader, ignore=frozenset(("id",)))
        if reader.problems:
            return None
        name_own_kind(values, form.noun)
        found = []
        for key, value in root.entries:
            if key.text == "id":
                stated = value.text.strip() if isinstance(value, Scalar) else ""
                found.append(_Piece("id", stated, b""))
                continue
            spec = form.shape.fields[key.text]
            field = values[spec.attribute]
            found.append(_Piece(spec.attribute, field, part_of(spec, field)))
        return found


def cut(raw: bytes) -> list[tuple[str, bytes]]:
    """A text as pieces with their keys. What stands above the first key belongs to it."""
    keys = [(match.start(), match[1].decode("ascii")) for match in _KEY.finditer(b"\n" + raw)]
    starts = [0, *(start for start, _ in keys[1:]), len(raw)]
    return [(key, raw[starts[place] : starts[place + 1]]) for place, (_, key) in enumerate(keys)]


def _are_fields(root: Mapping, pieces: Sequence[tuple[str, bytes]]) -> bool:
    """Whether the fields of a text are exactly its pieces: each at the beginning of a line where a piece has its key."""
    if len(root.entries) != len(pieces):
        return False
    line = 1
    for (key, _), (name, text) in zip(root.entries, pieces, strict=True):
        first = _KEY.search(b"\n" + text)
        assert first is not None
        if (key.text, key.line, key.column) != (name, line + text.count(b"\n", 0, first.start()), 1):
            return False
        line += text.count(b"\n")
    return True


def _is_whole(shape: Shape, given: frozenset[str]) -> bool:
    """Whether all that a record requires is given, and of what excludes each other no more than one."""
    if any(spec.key not in given for spec in shape.required):
        return False
    counts = ((choice, len(given.intersection(choice.keys))) for choice in shape.choices)
    return all(count == 1 or (count == 0 and not choice.required) for choice, count in counts)


__all__ = ["Known", "Manner", "Pieces", "cut"]
