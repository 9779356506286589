"""Every page of the sample site is valid HTML, by the W3C's checker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.sample import SamplePage
from tests.browser.vnu import find_faults


def test_pages_of_every_type_and_language_are_valid(sample_site: Path, sample_pages: list[SamplePage]) -> None:
    faults = find_faults([sample_site / page.path for page in sample_pages])

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<p id="a">1</p><p id="a">2</p>', "Duplicate ID"),
        ("<h1>Net revenue</h1><ul><p>1</p></ul>", "not allowed as child of element"),
        ("<h1>Net revenue</h1><section><p>1</p></section>", "Section lacks heading"),
    ],
)
def test_the_checker_finds_faults(tmp_path: Path, body: str, fault: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(f'<!doctype html><html lang="en"><title>Net revenue</title>{body}</html>', encoding="utf-8")

    faults = find_faults([page])

    assert any(fault in line for line in faults), faults
