"""A program → the compact JSON that the page's script interprets (`scripts/calculator.js`), and back.

    {"version": 1,
     "nodes": [[operation, [argument, …], name, clause, data], …],
     "results": [[name, node], …]}

Arguments and results are positions in `nodes`; a node stands after those that it rests on, and once however many do. A
clause is a route in the record, a list of keys and positions. `data` has the fields that `evaluate` reads, in which a
rational is the text "n" or "n/d" in lowest terms, an edge is [rational, whether it is closed], a table is an object of
rationals, and a word to compare with (`against`) is {"word": …}. An empty `data` at the end of a node is left out, and
so are an empty clause and name before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from perfsite.scoring.program import Edge, Node, Program

VERSION = 1


def write_program(program: Program) -> dict[str, Any]:
    """The program as values that JSON knows."""
    nodes = list_nodes(program)
    places = {id(node): place for place, node in enumerate(nodes)}
    return {
        "version": VERSION,
        "nodes": [_write_node(node, places) for node in nodes],
        "results": [[name, places[id(node)]] for name, node in program.results],
    }


def list_nodes(program: Program) -> tuple[Node, ...]:
    """Every node once, in the order in which `write_program` writes them: arguments before what rests on them."""
    listed: list[Node] = []
    known: set[int] = set()
    for _, root in program.results:
        _gather(root, listed, known)
    return tuple(listed)


def read_program(written: Mapping[str, Any]) -> Program:
    """The program that `write_program` wrote, shared nodes shared again."""
    if written["version"] != VERSION:
        raise ValueError(f"a program of version {written['version']}, not {VERSION}")
    nodes: list[Node] = []
    for entry in written["nodes"]:
        nodes.append(_read_node(entry, nodes))
    return Program(tuple((name, nodes[place]) for name, place in written["results"]))


def _read_node(entry: Sequence[Any], nodes: Sequence[Node]) -> Node:
    left_out: tuple[Any, ...] = ("", (), {})
    operation, of, name, clause, data = (*entry, *left_out[len(entry) - 2 :])
    read = {key: _READERS[operation, key](value) for key, value in data.items()}
    return Node(operation, tuple(nodes[place] for place in of), name, tuple(clause), read)


def _gather(node: Node, listed: list[Node], known: set[int]) -> None:
    if id(node) in known:
        return
    known.add(id(node))
    for argument in node.of:
        _gather(argument, listed, known)
    listed.append(node)


def _write_node(node: Node, places: Mapping[int, int]) -> list[Any]:
    entry: list[Any] = [
        node.operation,
        [places[id(argument)] for argument in node.of],
        node.name,
        list(node.clause),
        {key: _write(value) for key, value in node.data.items()},
    ]
    if isinstance(node.data.get("against"), str):
        entry[-1]["against"] = {"word": node.data["against"]}
    while len(entry) > 2 and not entry[-1]:
        entry.pop()
    return entry


def _write(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Edge):
        return [str(value.at), value.closed]
    if isinstance(value, Mapping):
        return {key: _write(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_write(inner) for inner in value]
    return value


def _as_is(value: Any) -> Any:
    return value


def _rationals(values: Sequence[str]) -> tuple[Fraction, ...]:
    return tuple(Fraction(value) for value in values)


def _rows(values: Sequence[Sequence[str]]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(_rationals(row) for row in values)


def _edges(values: Sequence[tuple[str, bool]]) -> tuple[Edge, ...]:
    return tuple(Edge(Fraction(at), closed) for at, closed in values)


def _table(values: Mapping[str, str]) -> dict[str, Fraction]:
    return {key: Fraction(value) for key, value in values.items()}


def _against(value: Any) -> Fraction | str:
    return str(value["word"]) if isinstance(value, Mapping) else Fraction(value)


_READERS: Mapping[tuple[str, str], Callable[[Any], Any]] = {
    ("number", "value"): Fraction,
    ("choose", "test"): _as_is,
    ("choose", "against"): _against,
    ("choose", "strict"): _as_is,
    ("round", "places"): _as_is,
    ("round", "mode"): _as_is,
    ("steps", "edges"): _edges,
    ("steps", "yields"): _rationals,
    ("steps", "rate"): _as_is,
    ("slices", "edges"): _edges,
    ("slices", "yields"): _rationals,
    ("slices", "rate"): _as_is,
    ("line", "points"): _rows,
    ("line", "below"): _as_is,
    ("line", "above"): _as_is,
    ("grid", "rows"): _edges,
    ("grid", "columns"): _edges,
    ("grid", "points"): _rows,
    ("required", "missing"): _as_is,
    ("weigh", "weights"): _rationals,
    ("grade", "edges"): _edges,
    ("grade", "grades"): tuple,
    ("grade_at_most", "grades"): tuple,
    ("grade_at_most", "most"): _as_is,
    ("limit", "grade"): _as_is,
    ("limit", "lower"): _as_is,
    ("limit", "share"): Fraction,
    ("word", "word"): _as_is,
    ("lookup", "table"): _table,
}
