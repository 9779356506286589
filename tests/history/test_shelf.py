"""What groups held is the same after it was kept, and what is kept in another form is not there."""

from __future__ import annotations

import pytest

from perfsite.history.held import Files, Found, Held
from perfsite.history.shelf import Shelf
from perfsite.records.references import Ref

GOAL: Files = (("content/goals/目标-a.yml", "1" * 40),)
TABLE: Files = (("content/goals/t.csv", "2" * 40), ("content/goals/t.yml", "3" * 40))
HELD: dict[Files, Held] = {
    GOAL: Held({Ref("goal", "a"): Found(GOAL[0][0], "d1")}),
    TABLE: Held(
        {Ref("goal", "b"): Found("content/goals/t.yml", ""), Ref("goal", "c"): Found("content/goals/t.csv", "d2")}
    ),
    (): Held({}),
    (("content/page.md", "4" * 40),): Held({}, frozenset(("page", "term"))),
}


def shelf_of(held: dict[Files, Held]) -> Shelf:
    shelf = Shelf()
    shelf.update(held)
    return shelf


def test_what_was_kept_comes_back_and_is_written_alike() -> None:
    raw = shelf_of(HELD).to_bytes()
    again = Shelf(raw)
    assert dict(again) == HELD
    assert again.to_bytes() == raw == Shelf(raw).to_bytes()


def test_what_came_lately_is_laid_over_the_rest() -> None:
    newer = Held({Ref("goal", "a"): Found(GOAL[0][0], "d9")})
    shelf = Shelf(shelf_of(HELD).to_bytes())
    shelf.lay(shelf_of({GOAL: newer}).to_bytes())
    assert dict(shelf) == {**HELD, GOAL: newer}


def test_what_is_taken_away_is_gone() -> None:
    shelf = Shelf(shelf_of(HELD).to_bytes())
    assert shelf[GOAL] == HELD[GOAL]
    del shelf[GOAL]
    assert GOAL not in shelf
    assert dict(Shelf(shelf.to_bytes())) == {files: held for files, held in HELD.items() if files != GOAL}


@pytest.mark.parametrize("written", ["", "{", "[]", "[[], [], []]", "7", '[[["goal/a", 5, "d"]], []]', "[[7], []]"])
def test_a_line_of_another_form_is_not_there(written: str) -> None:
    whole = shelf_of({TABLE: HELD[TABLE]}).to_bytes()
    name, blob = GOAL[0]
    shelf = Shelf(f"{name}\t{blob}\t\t{written}\n".encode() + whole)
    assert GOAL not in shelf
    assert shelf[TABLE] == HELD[TABLE]


def test_bytes_that_are_no_text_hold_nothing() -> None:
    assert GOAL not in Shelf(b"\xff\x00\n\n\t\t\n")
