"""A theme's small YAML files → `{"dotted.key": "word"}`, read by the same wary reader as records are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perfsite.diagnostics import Diagnostic
from perfsite.sources.nodes import Mapping, Node, Scalar, span_of
from perfsite.sources.text import decode
from perfsite.sources.yaml import parse_yaml
from perfsite.span import Span


def read_flat(file: Path, name: str) -> tuple[dict[str, str], dict[str, Span], list[Diagnostic]]:
    """The file's scalars by dotted key (list items by their number), where each stands, and what is wrong.

    `name` is how problems call the file. Of a key written twice the first counts, here and in the problems' eyes.
    """
    text, problems = decode(name, file.read_bytes())
    if text is None:
        return {}, {}, problems
    tree, found = parse_yaml(name, text)
    entries: dict[str, str] = {}
    spans: dict[str, Span] = {}
    for key, scalar in _scalars(tree, "") if tree is not None else ():
        entries.setdefault(key, scalar.text)
        spans.setdefault(key, span_of(scalar))
    return entries, spans, problems + found


def _scalars(node: Node, path: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Scalar):
        if path:
            yield path, node
        return
    pairs = (
        ((key.text, value) for key, value in node.entries)
        if isinstance(node, Mapping)
        else ((str(number), item) for number, item in enumerate(node.items))
    )
    for key, value in pairs:
        yield from _scalars(value, f"{path}.{key}" if path else key)
