"""What groups held is the same after it was kept, and what is kept in another form is not there."""

from __future__ import annotations

import pytest

from perfsite.history.held import Files, Held
from perfsite.history.shelf import Shelf

GOAL: Files = (("content/goals/目标-a.yml", "1" * 40),)
OLD, NEW = ((("content/goals/t.csv", blob * 40), ("content/goals/t.yml", "3" * 40)) for blob in "24")
B, C, D = (("content/goals/t.yml", ""), ("content/goals/t.csv", "d2"), ("content/goals/t.csv", "d3"))
HELD: dict[str, dict[Files, Held]] = {
    "content/goals/目标-a": {GOAL: ({"goal/a": (GOAL[0][0], "d1")}, frozenset()), (): ({}, frozenset())},
    "content/goals/t": {OLD: ({"goal/b": B, "goal/c": C}, frozenset()), NEW: ({"goal/c": D, "goal/b": B}, frozenset())},
    "content/page": {(("content/page.md", "4" * 40),): ({}, frozenset(("page", "term")))},
}


def shelf_of(held: dict[str, dict[Files, Held]]) -> Shelf:
    shelf = Shelf()
    for group, contents in held.items():
        for files, one in contents.items():
            shelf.add(group, files, one)
    return shelf


def told(shelf: Shelf) -> dict[str, dict[Files, Held]]:
    return {group: dict(shelf.of(group)) for group in HELD}


def test_what_was_kept_comes_back_and_is_written_alike() -> None:
    raw = shelf_of(HELD).to_bytes()
    again = Shelf(raw)
    assert told(again) == HELD
    assert again.to_bytes() == raw == Shelf(raw).to_bytes()
    assert again.of("content/goals/none") == {}


def test_what_came_lately_is_laid_over_the_rest() -> None:
    newest: Files = (("content/goals/t.csv", "5" * 40),)
    lately: dict[Files, Held] = {newest: ({"goal/c": C}, frozenset()), OLD: ({"goal/c": C}, frozenset())}
    shelf = Shelf(shelf_of(HELD).to_bytes())
    assert shelf.of("content/goals/t") == HELD["content/goals/t"]
    shelf.lay(shelf_of({"content/goals/t": lately}).to_bytes())
    for one in (shelf, Shelf(shelf.to_bytes())):
        assert told(one) == {**HELD, "content/goals/t": {**HELD["content/goals/t"], **lately}}


def test_what_is_added_to_what_was_kept_is_kept_with_it() -> None:
    shelf = Shelf(shelf_of({"content/goals/t": {OLD: HELD["content/goals/t"][OLD]}}).to_bytes())
    shelf.add("content/goals/t", NEW, HELD["content/goals/t"][NEW])
    assert Shelf(shelf.to_bytes()).of("content/goals/t") == HELD["content/goals/t"]


@pytest.mark.parametrize(
    "written", ["", "{", "[]", "[[], [], []]", "7", '[["f"],["goal/a"],[[0,5,"d"]],[]]', "[[7],[],[],[]]"]
)
def test_a_line_of_another_form_is_not_there(written: str) -> None:
    whole = shelf_of({"content/goals/t": HELD["content/goals/t"]}).to_bytes()
    shelf = Shelf(f"content/goals/a\t{written}\n".encode() + whole)
    assert shelf.of("content/goals/a") == {}
    assert shelf.of("content/goals/t") == HELD["content/goals/t"]


def test_bytes_that_are_no_text_hold_nothing() -> None:
    assert Shelf(b"\xff\x00\n\n\t\t\n").of("") == {}
