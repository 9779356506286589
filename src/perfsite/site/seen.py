"""Fields that an audience may not see are empty in its library, even those that every author fills in."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def seen(value: T) -> T | None:
    """The value of a field that authors must write, or None where this audience does not see it."""
    return value


__all__ = ["seen"]
