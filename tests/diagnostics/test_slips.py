"""When a near word is certainly what was meant, and when it is only likely."""

from __future__ import annotations

import pytest

from perfsite.diagnostics import closest, is_slip, is_slip_of_id

FIELDS = ("metric", "weight", "measure", "from", "until", "unit", "at_least", "at_most", "baseline")


@pytest.mark.parametrize(
    ("word", "meant", "certain"),
    [
        ("metrics", "metric", True),
        ("wieght", "weight", True),
        ("Weight", "weight", True),
        ("base_line", "baseline", True),
        ("at-least", "at_least", True),
        ("form", "from", True),
        ("fro", "from", True),
        ("fr", "from", False),  # too short to tell
        ("unti", "unit", False),  # or until
        ("baeslnie", "baseline", True),
        ("at_last", "at_least", False),  # or at_most
    ],
)
def test_names_of_a_closed_list(word: str, meant: str, certain: bool) -> None:
    assert is_slip(word, meant, FIELDS) is certain


@pytest.mark.parametrize(
    ("word", "meant", "others", "certain"),
    [
        ("net-revenu", "net-revenue", ("collection-rate",), True),
        ("netrevenue", "net-revenue", (), True),
        ("2026q3", "2026-q3", ("2026-q1", "2026"), True),
        ("p1005", "p-1005", ("p-1006",), True),
        ("2025-q3", "2026-q3", (), False),
        ("p-1005", "p-1006", (), False),
        ("team-a", "team-b", (), False),
        ("north-revenue", "south-revenue", (), False),
        ("east-revenue", "west-revenue", (), False),
        ("net-revenuex", "net-revenue", ("net-revenues",), False),
        ("revenue", "net-revenue", (), False),
    ],
)
def test_ids_may_belong_to_what_is_not_there_yet(word: str, meant: str, others: tuple[str, ...], certain: bool) -> None:
    assert is_slip_of_id(word, meant, (meant, *others)) is certain


def test_what_is_certain_is_also_what_is_offered() -> None:
    assert closest("wieght", FIELDS) == "weight"
    assert closest("fr", FIELDS) is None
