"""Bytes to documents with positions. Knows YAML, Markdown and CSV; knows nothing of goals."""

from perfsite.sources.nodes import Mapping, Node, Scalar, Sequence, follow, is_blank, span_of
from perfsite.sources.tree import SourceFile, discover, read_source, suffix_of
from perfsite.sources.yaml import MAX_BYTES, MAX_DEPTH, MAX_NODES

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "SourceFile",
    "discover",
    "follow",
    "is_blank",
    "read_source",
    "span_of",
    "suffix_of",
]
