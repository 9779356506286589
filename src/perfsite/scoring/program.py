"""The small language that rules and rewards are compiled to: a tree of nodes over exact rationals.

A percentage of 80% is the rational 4/5, money is in whole units of its currency. There are no loops, and no names but
those of the inputs: `METRIC/actual`, `METRIC/target`, `METRIC/baseline`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from perfsite.sources.nodes import Route

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a tier begins. A closed edge belongs to its tier (`from`), an open one does not (`above`)."""

    at: Fraction
    closed: bool

    def admits(self, value: Fraction) -> bool:
        return value >= self.at if self.closed else value > self.at


@dataclass(frozen=True, slots=True)
class Node:
    """One operation. `name` is what it computes, `clause` where in the record it is said, `data` what it needs besides
    its arguments (see `evaluate`).
    """

    operation: str
    of: tuple[Node, ...] = ()
    name: str = ""
    clause: Route = ()
    data: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled standard: what it computes, by name and in order. The last results rest on the first."""

    results: tuple[tuple[str, Node], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.results)


def number(value: Fraction | int, name: str = "", clause: Route = ()) -> Node:
    return Node("number", (), name, clause, {"value": Fraction(value)})


def given(metric: str, part: str, clause: Route = ()) -> Node:
    """What is known of a metric: its actual, target or baseline."""
    return Node("given", (), f"{metric}/{part}", clause)


def result(name: str, clause: Route = ()) -> Node:
    """What the program has computed under a name before."""
    return Node("result", (), name, clause)
