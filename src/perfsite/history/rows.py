"""The rows of tables, cell by cell: of two versions of a table most rows are the same, and of a new one most cells.

A line is a row by itself where it is read as one. What a row says depends on the header and on the file that is shared by
all rows, and on nothing in other rows; and what a field of it says, on the cells of that field alone. Which fields a row
must have is seen from the first row that leaves the same cells empty, which is read as a whole. Where any of that is not
plain, or where there is anything to report, the table is read as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from perfsite.history.meaning import digest_of, part_of
from perfsite.history.pieces import Form, Known, Manner, Piece, address_of
from perfsite.records.fields import read_fields, shape_of
from perfsite.records.read import Unit, UnitRead, name_own_kind, place_of, plan_units, read_unit
from perfsite.records.reader import Reader
from perfsite.records.record import Record
from perfsite.sources import read_source
from perfsite.sources.table import MAX_ROWS

_MAX_LINES = 30_000
_MAX_CELLS = 30_000
# The cells of a row, or those of one field in it, without what surrounds them.
_Cells: TypeAlias = tuple[str, ...]


class _Column(NamedTuple):
    """A field with the names and places of its cells: several where it has one for each language."""

    key: str
    names: _Cells
    places: tuple[int, ...]

    def taker(self) -> Callable[[_Cells], _Cells]:
        """What takes its cells out of those of a row."""
        first, last = self.places[0], self.places[-1]
        # One place by itself would give no tuple.
        beside = self.places == tuple(range(first, last + 1))
        return itemgetter(slice(first, last + 1)) if beside else itemgetter(*self.places)


class _Kind(NamedTuple):
    """What rows that leave the same cells empty have in common: their columns, with what takes the cells of each out of a
    row and what is known of them, and what they have beside these, with what that adds to their meaning."""

    form: Form
    id: int
    columns: tuple[_Column, ...]
    known: tuple[tuple[Callable[[_Cells], _Cells], dict[_Cells, Piece]], ...]
    rest: tuple[Piece, ...]
    usual: tuple[bytes, ...]


class _Row(NamedTuple):
    line: bytes
    cells: _Cells
    kind: _Kind


@dataclass(slots=True)
class _Table:
    """What versions of a table have in common whose header and shared file are the same."""

    columns: tuple[_Column, ...]
    width: int
    # By which cells are given.
    kinds: dict[tuple[bool, ...], _Kind] = field(default_factory=dict)
    # By line the record that it is; None of a line on which nothing stands.
    lines: dict[bytes, Known | None] = field(default_factory=dict)

    def cells(self, line: bytes) -> _Cells | None:
        """The cells of a line in which nothing is quoted; None of any other."""
        if b'"' in line or not self.columns:
            return None
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            return None
        cells = tuple(text.split(","))
        if text[:1] == " " or ", " in text or " ," in text or text[-1:] == " ":
            cells = tuple(map(str.strip, cells))
        # What is not printable may be refused, or stripped, which would hide that it is there.
        return cells if len(cells) == self.width and text.isprintable() and any(cells) else None


@dataclass(frozen=True, slots=True)
class _Frame:
    """The files that a table is made of, of which all but its rows stay as they are."""

    unit: Unit
    table: str
    header: bytes
    given: Mapping[str, bytes | None]


class Rows:
    """Reads tables of one record a row, and remembers their lines and cells."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        # By what the rows of a table have in common: its files, those beside it with their blobs, its header.
        self._tables: dict[tuple[tuple[str, str], ...], _Table] = {}
        # By kind and names of columns, what their cells say.
        self._pieces: dict[tuple[str, _Cells], dict[_Cells, Piece]] = {}
        self._forms: dict[str, Form] = {}
        self._count = 0

    def read(self, files: Sequence[tuple[str, str]], sources: Mapping[str, bytes | None]) -> list[Known] | None:
        """The records of a table, with a file beside it or without, of which nothing is to be reported."""
        units = plan_units([name for name, _ in files], self.manner.settings.languages)[0]
        table = units[0].table or units[0].file
        blobs = dict(files)
        raw = sources[blobs[table]] if table.endswith(".csv") else None
        if raw is None or len(units) > 1 or units[0].translations or not _is_plain(raw):
            return None
        header, *lines = raw.split(b"\n")
        shared = tuple((name, header.decode("latin-1") if name == table else blob) for name, blob in files)
        known = self._tables.get(shared)
        if known is None and any(noun.rows for noun in place_of(table, self.manner.folder, UnitRead())[0]):
            # Where rows are the field of one record, that is another for each other row.
            return None
        new = lines if known is None else [line for line in lines if line not in known.lines]
        if known is None or new:
            known = known or _Table(*_columns(header))
            frame = _Frame(units[0], table, header, {name: sources[blob] for name, blob in files})
            if not self._learn(known, frame, dict.fromkeys(new)):
                return None
            self._keep(shared, known, len(new))
        return [one for one in map(known.lines.__getitem__, lines) if one is not None]

    def _keep(self, shared: tuple[tuple[str, str], ...], known: _Table, new: int) -> None:
        if self._count > _MAX_LINES:
            # Versions of a table are read one after the other, so that older lines are asked for no more.
            self._tables, self._count = {}, 0
        self._tables[shared] = known
        self._count += new
        for pieces in self._pieces.values():
            if len(pieces) > _MAX_CELLS:
                pieces.clear()

    def _learn(self, known: _Table, frame: _Frame, lines: Iterable[bytes]) -> bool:
        """Adds what new lines say; False where the table is to be read as a whole."""
        apart: list[tuple[bytes, _Cells, tuple[bool, ...]]] = []
        whole: list[bytes] = []
        firsts: dict[tuple[bool, ...], bytes] = {}
        for line in lines:
            cells = known.cells(line)
            if cells is None:
                whole.append(line)
                continue
            pattern = tuple(map(bool, cells))
            if pattern in known.kinds or pattern in firsts:
                apart.append((line, cells, pattern))
            else:
                firsts[pattern] = line
        if whole or firsts or not known.kinds:
            read = self._read(frame, [*whole, *firsts.values()])
            if read is None:
                return False
            known.lines.update(read)
            for pattern, line in firsts.items():
                one = read[line]
                assert one is not None, "a cell is given, so that the line is a row"
                known.kinds[pattern] = self._kind(one, pattern, known.columns)
        rows = [_Row(line, cells, known.kinds[pattern]) for line, cells, pattern in apart]
        # Most cells are known, so that only those of what is left are looked through.
        late = self._put_together(known, frame, rows)
        if late and not self._read_cells(frame.table, late):
            return False
        return not late or not self._put_together(known, frame, late)

    def _put_together(self, table: _Table, frame: _Frame, rows: Iterable[_Row]) -> list[_Row]:
        """Adds the rows of which all cells are known; the others are left."""
        file, left = frame.unit.file, []
        for row in rows:
            line, cells, kind = row
            noun = kind.form.noun
            address = address_of(noun.kind, cells[kind.id])
            pieces = [piece for take, known in kind.known if (piece := known.get(take(cells))) is not None]
            if address is None or len(pieces) < len(kind.known):
                left.append(row)
                continue
            meaning = digest_of([*[piece.part for piece in pieces], *kind.usual])
            table.lines[line] = Known(address, (file, meaning), noun, pieces, kind.rest)
        return left

    def _read(self, frame: _Frame, lines: Sequence[bytes]) -> dict[bytes, Known | None] | None:
        """What each line says. They are read together, as the table that they make."""
        full = [line for line in lines if line.strip()]
        texts = {name: raw for name, raw in frame.given.items() if raw is not None}
        texts[frame.table] = b"\n".join((frame.header, *full, b""))
        if len(texts) < len(frame.given):
            return None
        read = read_unit(frame.unit, texts, self.manner.settings, self.manner.folder)
        # A row takes a line or more, so that as many rows as lines are a row each.
        if read.problems or read.open_kinds or len(read.records) != len(full):
            return None
        if any(record.incomplete for record in read.records):
            return None
        found: dict[bytes, Known | None] = dict.fromkeys(lines)
        found.update({line: _known(record) for line, record in zip(full, read.records, strict=True)})
        return found

    def _kind(self, one: Known, pattern: tuple[bool, ...], columns: Sequence[_Column]) -> _Kind:
        form = self._forms.get(one.noun.kind) or self._forms.setdefault(one.noun.kind, Form(one.noun))
        given = tuple(
            column for column in columns if column.key != "id" and any(pattern[place] for place in column.places)
        )
        attributes = {form.shape.fields[column.key].attribute for column in given}
        (id,) = next(column.places for column in columns if column.key == "id")
        known = tuple((column.taker(), self._pieces.setdefault((one.noun.kind, column.names), {})) for column in given)
        rest = tuple(piece for piece in one.pieces if piece.attribute not in attributes)
        return _Kind(form, id, given, known, rest, tuple(piece.part for piece in rest if piece.part))

    def _read_cells(self, file: str, rows: Iterable[_Row]) -> bool:
        """Reads the cells that are not known, those of one column together; False where anything is to be reported."""
        new: dict[tuple[str, _Column], tuple[Form, dict[_Cells, Piece], dict[_Cells, None]]] = {}
        for _, cells, kind in rows:
            for place, (take, known) in enumerate(kind.known):
                if take(cells) not in known:
                    key = kind.form.noun.kind, kind.columns[place]
                    new.setdefault(key, (kind.form, known, {}))[2][take(cells)] = None
        for (_, column), (form, known, wanted) in new.items():
            pieces = self._read_column(file, form, column, [*wanted])
            if pieces is None:
                return False
            known.update(zip(wanted, pieces, strict=True))
        return True

    def _read_column(self, file: str, form: Form, column: _Column, wanted: Sequence[_Cells]) -> list[Piece] | None:
        text = "\n".join((",".join(column.names), *map(",".join, wanted), ""))
        source, problems = read_source(file, text.encode())
        if source is None or problems or len(source.rows) != len(wanted):
            return None
        reader = Reader(self.manner.settings)
        spec = form.shape.fields[column.key]
        pieces = []
        for row in source.rows:
            values = read_fields(row, form.shape, reader)
            name_own_kind(values, form.noun)
            if reader.problems or reader.lost or spec.attribute not in values:
                return None
            pieces.append(Piece(spec.attribute, values[spec.attribute], part_of(spec, values[spec.attribute])))
        return pieces


def _known(record: Record) -> Known:
    specs = shape_of(type(record)).fields.values()
    values = ((spec, getattr(record, spec.attribute)) for spec in specs)
    pieces = [Piece(spec.attribute, value, part_of(spec, value)) for spec, value in values]
    meaning = digest_of([piece.part for piece in pieces])
    return Known(str(record.ref), (record.origin.file, meaning), type(record), pieces)


def _columns(header: bytes) -> tuple[tuple[_Column, ...], int]:
    """The columns of a table with their number of cells; none where not every one has a plain name of its own, or where
    a cell says of which kind its row is."""
    text = header.decode("utf-8", "replace")
    names = tuple(map(str.strip, text.split(",")))
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name.partition(".")[0], []).append(place)
    if not text.isprintable() or '"' in text or len(set(names)) < len(names) or "kind" in places or "id" not in names:
        return (), 0
    return tuple(_Column(key, tuple(names[place] for place in at), tuple(at)) for key, at in places.items()), len(names)


def _is_plain(raw: bytes) -> bool:
    """Whether lines end in one way, and the header names its last column, so that no row decides how many there are."""
    header = raw.partition(b"\n")[0].rstrip()
    return b"\r" not in raw and header[-1:] not in (b"", b",", b'"') and raw.count(b"\n") < MAX_ROWS
