"""Edits to bytes: what is not mended stays as it is, byte for byte."""

from __future__ import annotations

import pytest

from perfsite.diagnostics import Diagnostic, Edit, Fix
from perfsite.sources.splice import Place, Text, moved, without_overlap, written
from perfsite.span import Span

F = "content/a.yml"


def span(line: int, column: int, end: int) -> Span:
    return Span(F, line, column, line, end)


def problem(*edits: Edit) -> Diagnostic:
    (place, text), *more = edits
    return Diagnostic("PS203", place, fix=Fix(place, text, certain=True, also=tuple(more)))


@pytest.mark.parametrize(
    ("raw", "edit", "mended"),
    [
        (b"a: 1\nb: 2\n", Edit(span(2, 4, 5), "20"), b"a: 1\nb: 20\n"),
        (b"a: 1\r\nb: 2\r\n", Edit(span(2, 4, 5), "20"), b"a: 1\r\nb: 20\r\n"),
        (b"\xef\xbb\xbfa: 1\r\nb: 2", Edit(span(1, 4, 5), "20"), b"\xef\xbb\xbfa: 20\r\nb: 2"),
        ("标题：x # 注\n".encode(), Edit(span(1, 3, 4), ": "), "标题: x # 注\n".encode()),
        ("🎉：x\n".encode(), Edit(span(1, 2, 3), ":"), "🎉:x\n".encode()),
        (b"title: x\r\n---\r\n", Edit(span(1, 1, 1), "---\n"), b"---\r\ntitle: x\r\n---\r\n"),
        (b"a: [b", Edit(span(1, 6, 6), "]"), b"a: [b]"),
        (b"a\rb: 1\n", Edit(span(1, 2, 3), ""), b"ab: 1\n"),
    ],
)
def test_only_the_place_changes(raw: bytes, edit: Edit, mended: bytes) -> None:
    text = Text(raw)
    assert text.spliced(text.splices([edit])) == mended


def test_what_touches_another_waits_and_what_belongs_together_stays_together() -> None:
    text = Text(b"aaa bbb ccc\n")
    first = problem(Edit(span(1, 1, 4), "A"), Edit(span(1, 9, 12), "C"))
    touching = problem(Edit(span(1, 4, 5), "_"))
    half = problem(Edit(span(1, 6, 7), "B"), Edit(span(1, 10, 11), "x"))
    apart = problem(Edit(span(1, 6, 7), "B"))

    taken, splices = without_overlap(text, [first, touching, half, apart])

    assert taken == [first, apart]
    assert text.spliced(splices) == b"A bBb C\n"
    assert [text.spliced(splices).decode()[slice(*place)] for place in written(splices)] == ["A", "B", "C"]


def test_what_changes_nothing_is_no_mending() -> None:
    assert without_overlap(Text(b"a: 1\n"), [problem(Edit(span(1, 4, 5), "1"))]) == ([], [])


def test_places_move_with_what_is_written_before_and_in_them() -> None:
    text = Text(b"0123456789")
    splices = text.splices([Edit(span(1, 2, 3), "xx"), Edit(span(1, 6, 8), "")])

    assert moved(Place(0, 1), splices) == Place(0, 1)
    assert moved(Place(3, 9), splices) == Place(4, 8)
    assert moved(Place(8, 10), splices) == Place(7, 9)
