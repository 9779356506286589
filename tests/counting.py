"""How often something is worked out, where what matters is that it is not done again: a count is the same on every machine."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest


def counted(patch: pytest.MonkeyPatch, target: str, of: Callable[..., Any]) -> Counter[Any]:
    """How often a function is called, by what `of` makes of its arguments."""
    module, _, name = target.rpartition(".")
    function = getattr(importlib.import_module(module), name)
    counts: Counter[Any] = Counter()

    def call(*arguments: Any, **named: Any) -> Any:
        counts[of(*arguments)] += 1
        return function(*arguments, **named)

    patch.setattr(target, call)
    return counts
