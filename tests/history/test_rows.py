"""Tables read row by row against the same tables read as a whole."""

from __future__ import annotations

import random

import pytest

from perfsite.history.held import Files, Parts, hold, read_records
from perfsite.history.meaning import digest
from perfsite.history.pieces import Manner
from perfsite.history.rows import Rows
from perfsite.records.read import read_unit
from perfsite.records.reader import Settings
from perfsite.records.references import ref_of
from perfsite.sources import read_source

MANNER = Manner(Settings(), "content")
TABLE, BESIDE = "content/teams/all.csv", "content/teams/all.yml"
HEADERS = ("id,title.zh", "id,title.zh,location.zh", "id,title.zh,", 'id,"title.zh"', "id,id,title.zh", "编号,title.zh")
# Rows of teams, and lines that continue, end or spoil what stands around them.
LINES = (
    "east,东", "west,西", "east,华东", "north,北,", "south,南,广州", '"east","东"', 'west,"西', '"', '部"', 'a,"西""部"', "", " ", ",", ",,",
    "east,东,上海,x", "East,东", ",东", "CON,x", "north", 'west,西"部', "west,“西”", "west,西，x", "\ufeffeast,东", "east,东\r", "east,\t东 ",
    'east,"东" ', 'east,"东"x', "x\x00,y", "east,\u2028东",
)  # fmt: skip
SHARED = ("location: {zh: 上海}\n", "order: 3\n", "order: none\n", "title: {zh: 都}\n", "- id: east\n", "tags: [x]\n")


def as_a_whole(files: Files, sources: dict[str, bytes | None]) -> list[tuple[str, str]] | None:
    """Ids and meanings of a table's records; None where one of them is not sound."""
    records, open_kinds = read_records(files, sources, MANNER)
    if open_kinds or any(record.incomplete for record in records.values()):
        return None
    return [(ref.id, digest(record)) for ref, record in records.items()]


@pytest.mark.parametrize("seed", range(8))
def test_rows_say_what_the_whole_says(seed: int) -> None:
    rng = random.Random(seed)
    rows = Rows(MANNER)
    known = 0
    for _ in range(800):
        header = HEADERS[0] if rng.random() < 0.6 else rng.choice(HEADERS)
        lines = [rng.choice(LINES[: 5 if rng.random() < 0.7 else None]) for _ in range(rng.randrange(5))]
        raw = "\n".join([header, *lines]) + "\n" * rng.randrange(3)
        sources: dict[str, bytes | None] = {"table": raw.encode()}
        files: Files = ((TABLE, "table"),)
        if rng.random() < 0.4:
            beside = rng.choice(SHARED)
            sources[beside] = beside.encode()
            files = (*files, (BESIDE, beside))
        found = rows.read(files, sources)
        if found is not None:
            known += 1
            first = {one.address: one for one in reversed(found)}
            assert sorted((ref_of(address).id, one.found[1]) for address, one in first.items()) == sorted(
                as_a_whole(files, sources) or ()
            ), raw
            assert as_a_whole(files, sources) is not None, raw
            assert all(digest(one.record) == one.found[1] for one in found)
    assert known > 100


def test_rows_of_one_record_are_no_records() -> None:
    """The figures of actuals make one record, so that a line of them is none."""
    files: Files = (("content/actuals/q3.csv", "table"), ("content/actuals/q3.yml", "beside"))
    beside = b"title: {zh: \xe6\x95\xb0, en: x}\nperiod: q3\nsource: {system: crm, exported: 2026-10-08T09:30+08:00}\n"
    rows = Rows(MANNER)
    for lines in (b"p-1,net,1\n", b"p-1,net,1\np-2,net,2\n", b"p-2,net,2\n"):
        sources: dict[str, bytes | None] = {"table": b"person,metric,value\n" + lines, "beside": beside}
        assert rows.read(files, sources) is None
        whole, _ = read_records(files, sources, MANNER)
        records, _ = hold(files, sources, Parts(MANNER))
        assert {address: meaning for address, (_, meaning) in records.items()} == {
            "actuals/q3": digest(*whole.values())
        }


def test_a_row_is_read_once_and_a_cell_too(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []

    def reading(unit: object, sources: dict[str, bytes], *rest: object) -> object:
        texts.append(sources[TABLE])
        return read_unit(unit, sources, *rest)  # type: ignore[arg-type]

    def reading_cells(file: str, raw: bytes) -> object:
        texts.append(raw)
        return read_source(file, raw)

    monkeypatch.setattr("perfsite.history.rows.read_unit", reading)
    monkeypatch.setattr("perfsite.history.rows.read_source", reading_cells)
    rows = Rows(MANNER)
    for raw in (
        b"id,title.zh\neast,a\nwest,b\n", b"id,title.zh\nwest,b\neast,c\n", b"id,title.zh\neast,a\nnorth, c\n",
        b'id,title.zh\neast,"a"\n',
    ):  # fmt: skip
        assert rows.read(((TABLE, "table"),), {"table": raw}) is not None
    # The first row as a whole, of the others the titles alone; what is quoted is no plain row.
    assert texts == [
        b"id,title.zh\neast,a\n", b"title.zh\nb\n", b"title.zh\nc\n", b'id,title.zh\neast,"a"\n',
    ]  # fmt: skip
