"""Corrections go on from each other, and the list holds what the last one says: else a page says two things of one figure."""

from __future__ import annotations

import pytest

from tests.site_builder import BASE, marked, problems, words

BONUS = "content/results/2026-q3/quarterly-bonus.yml"
PROMOTIONS = "content/results/2026-promotions.yml"


def correction(about: str, field: str, was: str, now: str, on: str = "2026-10-20") -> str:
    return f'  - {{on: {on}, about: {about}, field: {field}, was: "{was}", now: "{now}", reason: {{zh: 更正, en: Mended}}}}\n'


def found(file: str, text: str) -> list[str]:
    return [f"{problem.code} {problem.span.place}: {words(problem, 'en')}" for problem in problems({file: text})]


@pytest.mark.parametrize(
    "lines",
    [
        correction("p-3", "amount", "CNY 28,000", "CNY 3万"),
        correction("p-3", "amount", "28000", "30000"),
        correction("p-3", "grade", "C", "b"),
        correction("p-3", "total", "84.00", "85"),
        # Not in the order in which they stand, but in that of their days.
        correction("p-3", "total", "84", "85.00", "2026-10-22")
        + correction("p-3", "total", "83", "84.0", "2026-10-21"),
        correction("p-3", "total", "85", "84", "2026-10-21") + correction("p-3", "total", "84", "85", "2026-10-22"),
        # Of one who is no longer on the list, and of what is told in prose.
        correction("p-4", "amount", "CNY 1", "none"),
        correction("p-3", "note", "x", "y"),
        correction("p-3", "recipients", "x", "y"),
    ],
)
def test_what_agrees(lines: str) -> None:
    assert found(BONUS, f"{BASE[BONUS]}corrections:\n{lines}") == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("CNY 29,000.00", "`amount` of `p-3` is CNY 30,000.00, while the last correction made it CNY 29,000.00"),
        ("USD 30,000.00", "`amount` of `p-3` is CNY 30,000.00, while the last correction made it USD 30,000.00"),
        ("none", "`amount` of `p-3` is CNY 30,000.00, while the last correction made it none"),
    ],
)
def test_a_list_that_holds_something_else(now: str, said: str) -> None:
    row = 'grade: B, amount: "CNY 30,000.00"'
    text, place = marked(BASE[BONUS].replace(row, 'grade: B, amount: ‹"CNY 30,000.00"›'))
    (only,) = found(BONUS, text + "corrections:\n" + correction("p-3", "amount", "CNY 28,000.00", now))

    assert only.startswith(f"PS726 {BONUS}:{place}: {said}")


def test_a_correction_that_forgets_the_one_before() -> None:
    first = correction("p-3", "total", "83.00", "84.00", "2026-10-21")
    second = correction("p-3", "total", "83.50", "85.00", "2026-10-22").replace('"83.50"', '‹"83.50"›')
    text, place = marked(f"{BASE[BONUS]}corrections:\n{first}{second}")

    (only,) = found(BONUS, text)
    assert only.startswith(f"PS726 {BONUS}:{place}: the correction of 2026-10-21 made it 84.00, while this one says")


def test_a_misspelt_field_corrects_nothing() -> None:
    (only,) = found(
        BONUS, f"{BASE[BONUS]}corrections:\n{correction('p-3', 'amuont', 'CNY 28,000.00', 'CNY 30,000.00')}"
    )

    assert only.startswith("PS726 ")
    assert only.endswith("the row of `p-3` has no `amuont` that could be corrected / did you mean `amount`?")


def test_the_outcome_of_a_promotion() -> None:
    text = f"{BASE[PROMOTIONS]}corrections:\n"

    assert found(PROMOTIONS, text + correction("p-2", "outcome", "deferred", "promoted", "2026-10-22")) == []
    (only,) = found(PROMOTIONS, text + correction("p-2", "outcome", "promoted", "deferred", "2026-10-22"))
    assert "`outcome` of `p-2` is promoted, while the last correction made it deferred" in only
