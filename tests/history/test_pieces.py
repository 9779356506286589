"""Files read in pieces against the same files read as a whole."""

from __future__ import annotations

import random

import pytest

from perfsite.history.meaning import digest
from perfsite.history.pieces import Manner, Pieces, cut
from perfsite.records.read import Unit, read_unit
from perfsite.records.reader import Settings
from perfsite.records.record import Record

MANNER = Manner(Settings(), "content")
FILE = "content/glossary/word.yml"
# Lines of terms, and lines that end, continue or spoil what stands above them.
LINES = (
    "title: {zh: 甲}", "title: {zh: 乙, en: b}", "title: 'two", 'title: "one', 'title: {zh: "甲', "title: {zh: 甲,",
    "definition: {zh: 一}", "definition:", "definition: |", "  zh: 二", "  zh: |", "    三", "    definition: 四", "  en: five",
    "en: six}", "status: legacy", "order: none", "id: other", "id: ''", "id: CON", "kind: term", "status: legacy",
    "also: [{zh: 丙}, {zh: 丁}]", "also: [{zh: 丙},", "also:", "- {zh: 戊}", "  - zh: 己", "]", "}", "'", '"', "replaces: word",
    "see: [term/x]", "# 注释", "  # 注释", "", "  ", "---", "...", "%YAML 1.1", "\ufeff", "? title", ": {zh: 庚}", "名称: 辛",
    "titel: {zh: 壬}", "title : {zh: 癸}", "tags: &a [x]", "tags: *a", "tags: [x]", "tags: []", "\t", "title: {zh: 子}\r",
    "order: 12", "order: 007", "order: +3", "order: 1_0", "order: null", "tags: 词", "title: 甲 乙", "title: 甲  乙", "title: 甲 ",
    "definition: 一 #二", "id: 甲", "id: a-b", "id: null", "replaces: term/词", "status: draft", "audience: 甲/乙",
    "summary: {zh: 净额，en：net}", "summary: {en: Net, of tax}", "summary: >-", "summary: |+", "summary: 丑",
)  # fmt: skip


def as_a_whole(raw: bytes) -> list[Record] | None:
    """The records of a file of which there is nothing to report."""
    read = read_unit(Unit(FILE), {FILE: raw}, MANNER.settings, MANNER.folder)
    return None if read.problems else read.records


def text_of(rng: random.Random) -> bytes:
    """Lines of a term, some of which were chosen blindly."""
    lines = [rng.choice(("title: {zh: 甲}", "title: {zh: 乙, en: b}")), "definition: {zh: 一}"]
    rng.shuffle(lines)
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4))):
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(LINES))
    if rng.random() < 0.2:
        del lines[rng.randrange(len(lines))]
    return ("\n".join(lines) + "\n" * rng.randrange(3)).encode()


@pytest.mark.parametrize("learns", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_pieces_say_what_the_whole_says(seed: int, learns: bool) -> None:
    """With what was read of whole files taken over, or without."""
    rng = random.Random(seed)
    pieces = Pieces(MANNER)
    known = 0
    for _ in range(1000):
        raw = text_of(rng)
        if learns and len(records := as_a_whole(raw) or ()) == 1 and rng.random() < 0.7:
            pieces.learn(FILE, raw, *records)
        found = pieces.read(FILE, raw)
        if found is not None:
            known += 1
            assert as_a_whole(raw) == [found.record], raw
            assert found.found[1] == digest(found.record), raw
    assert known > 100


@pytest.mark.parametrize(
    "raw",
    [
        b"title: {zh: a}\ndefinition: {zh: b}\nid: x # x\norder: 007\n",
        b"title: {zh: a}\ndefinition: {zh: b}\norder: 3\n",
        b"title: {zh: a}\ndefinition: {zh: b}\n...\nstatus: legacy\n",
        b"title: {zh: a}\ndefinition: {zh: 'b\nstatus: legacy\n'}\n",
        b"title: {zh: a}\ndefinition: {zh: b}\nstatus: legacy\norder: 3\n",
        b"- title: {zh: a}\n",
        b"",
    ],
)
def test_what_is_not_plainly_in_pieces_is_read_as_a_whole(raw: bytes) -> None:
    pieces = Pieces(MANNER)
    assert pieces.read(FILE, b"status: legacy\ntitle: {zh: a}\ndefinition: {zh: b}\n") is not None
    assert pieces.read(FILE, raw) is None


def test_a_piece_is_read_once() -> None:
    pieces = Pieces(MANNER)
    first = pieces.read(FILE, b"title: {zh: a}\ndefinition: {zh: b}\n")
    second = pieces.read(FILE, b"definition: {zh: c}\ntitle: {zh: a}\n")
    assert first is not None
    assert second is not None
    assert first.record.title is second.record.title
    assert first.found != second.found


def test_what_was_read_of_a_file_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"title: {zh: a}\ndefinition: {zh: b}\nid: c\n"
    (record,) = as_a_whole(raw) or []
    pieces = Pieces(MANNER)
    pieces.learn(FILE, raw, record)
    monkeypatch.setattr(Pieces, "_read", None)
    found = pieces.read("content/glossary/other.yml", raw)
    assert found is not None
    assert found.address == "term/c"
    assert found.record.title is record.title


def test_what_only_looks_like_a_field_is_not_learned() -> None:
    """Here the third line is the end of a title and no status."""
    raw = b'definition: {zh: b}\ntitle: {zh: "a\nstatus: legacy"}\n'
    (record,) = as_a_whole(raw) or []
    assert record.title is not None
    assert record.title.best("zh")[1] == "a status: legacy"
    pieces = Pieces(MANNER)
    pieces.learn(FILE, raw, record)
    assert pieces.read(FILE, b'title: {zh: c}\ndefinition: {zh: b}\nstatus: legacy"}\n') is None


def test_pieces_make_the_text() -> None:
    raw = b"# above\ntitle: {zh: a}\n\n# between\ndefinition:\n  zh: b\nstatus:\n"
    assert cut(raw) == [b"# above\ntitle: {zh: a}\n\n# between", b"definition:\n  zh: b", b"status:"]
    assert b"".join(piece + b"\n" for piece in cut(raw)) == raw
    assert cut(raw.rstrip()) == []
