"""Where parts of a record's text begin and end, so that they can be cut out whole."""

from __future__ import annotations

from perfsite.diagnostics import Phrase
from perfsite.sources import Mapping, Node, Scalar, Sequence, read_source


class StoryError(Exception):
    """An episode does not fit the sample: the sample was edited and the episode was not, or the other way round."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Phrase(zh, en)


def root_of(path: str, text: str) -> Node:
    source, _ = read_source(path, text.encode())
    if source is None or source.root is None:
        raise StoryError(f"`{path}` 读不出来", f"`{path}` cannot be read")
    return source.root


def word(node: Node | None, *route: str) -> str:
    """The text at the end of a route through mappings; empty where there is none."""
    for key in route:
        node = node.value(key) if isinstance(node, Mapping) else None
    return node.text if isinstance(node, Scalar) else ""


def items(root: Node, key: str = "") -> tuple[Node, ...]:
    """The items of the list below `key`, or of a file that is a list."""
    node = root.value(key) if key and isinstance(root, Mapping) else root
    return node.items if isinstance(node, Sequence) else ()


def text_of_key(text: str, root: Node, key: str) -> str:
    """All lines of a key of the outermost mapping, its own with them."""
    assert isinstance(root, Mapping)
    starts = [name.line for name, _ in root.entries]
    at = [name.text for name, _ in root.entries].index(key)
    return _lines(text, starts[at], starts[at + 1] if at + 1 < len(starts) else None)


def text_of_items(text: str, root: Node, key: str = "") -> list[str]:
    """The lines of each item of a list in block style, the hyphen with them."""
    starts = [_first_line(item) for item in items(root, key)]
    end = None
    if key:
        assert isinstance(root, Mapping)
        end = next(name.line for name, _ in root.entries if name.text == key) + text_of_key(text, root, key).count("\n")
    return [_lines(text, start, following) for start, following in zip(starts, [*starts[1:], end], strict=True)]


def _first_line(node: Node) -> int:
    return node.entries[0][0].line if isinstance(node, Mapping) else node.line


def _lines(text: str, start: int, end: int | None) -> str:
    """The lines from `start`, counted from 1, up to but without `end`."""
    return "".join(text.splitlines(keepends=True)[start - 1 : None if end is None else end - 1])
