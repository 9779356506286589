"""Bytes to documents with positions. Knows YAML, Markdown and CSV; knows nothing of goals."""

from perfsite.sources.nodes import Mapping, Node, Scalar, Sequence, extent_of, follow, is_blank, span_of
from perfsite.sources.tree import (
    MAX_TABLE_BYTES,
    SourceFile,
    discover,
    is_overlooked,
    read_source,
    sort_out,
    suffix_of,
    too_large,
)
from perfsite.sources.yaml import MAX_BYTES, MAX_DEPTH, MAX_NODES

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_TABLE_BYTES",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "SourceFile",
    "discover",
    "extent_of",
    "follow",
    "is_blank",
    "is_overlooked",
    "read_source",
    "sort_out",
    "span_of",
    "suffix_of",
    "too_large",
]
