"""The view of the accessibility statement: what the site is held to, what it is not, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

POINTS = ("keyboard", "reader", "figures", "zoom", "colours", "motion", "scripts", "paper")
LIMITS = ("people", "browsers", "texts", "files")


@dataclass(frozen=True, slots=True)
class StatementView:
    """`points` and `limits` are keys of sentences below `accessibility` in the words of the interface."""

    title: str
    points: tuple[str, ...]
    limits: tuple[str, ...]


def view_statement(title: str) -> StatementView:
    return StatementView(title, POINTS, LIMITS)


__all__ = ["StatementView", "view_statement"]
