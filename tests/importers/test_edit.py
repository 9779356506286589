"""Items are taken out of a list in its brackets or below it, and the rest stays as it is written."""

from __future__ import annotations

import itertools

import pytest

from perfsite.importers.edit import Page, without_items
from perfsite.sources import Mapping, Sequence, read_source

FILE = "content/results/a.yml"


def without(text: str, gone: list[int]) -> str:
    source, problems = read_source(FILE, text.encode())
    assert source is not None
    assert not problems
    assert isinstance(source.root, Mapping)
    items = source.root.value("items")
    assert isinstance(items, Sequence)
    page = Page(FILE, text.encode())
    return page.changed(without_items(page, items, gone)).decode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_items_of_a_list_can_go(mark: str, end: str) -> None:
    names = ["one", "two", "three", "four"]
    for gone in (list(found) for size in range(5) for found in itertools.combinations(range(4), size)):
        kept = [name for index, name in enumerate(names) if index not in gone]
        flow = f"{mark}items: [{', '.join(names)}]  # 备注{end}"
        assert without(flow, gone) == f"{mark}items: [{', '.join(kept)}]  # 备注{end}"
        block = f"{mark}items:{end}" + "".join(f"  - {name}{end}" for name in names)
        assert without(block, gone) == f"{mark}items:{end}" + "".join(f"  - {name}{end}" for name in kept)
