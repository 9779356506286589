"""Every page of the sample site is valid HTML, by the W3C's checker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.browser.vnu import find_faults

FAULTY = {
    "twice.html": ('<p id="a">1</p><p id="a">2</p>', "Duplicate ID"),
    "nested.html": ("<ul><p>1</p></ul>", "not allowed as child of element"),
    "bare.html": ("<section><p>1</p></section>", "Section lacks heading"),
    "inline.html": ("<script>1</script>", "violates Content Security Policy"),
}
FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'"><title>Net revenue</title>
<link rel="stylesheet" href="style.css"></head><body><h1>Net revenue</h1>{}</body></html>
"""


def test_every_page_is_valid(sample_address: str, sample_site: Path) -> None:
    pages = sorted(file.relative_to(sample_site).as_posix() for file in sample_site.rglob("*.html"))
    assert len(pages) > 500

    faults = find_faults([sample_address + page for page in pages])

    assert not faults, "\n".join(faults)


def test_the_checker_finds_faults(serve_folder: Callable[[Path], str], tmp_path: Path) -> None:
    pages = {"good.html": "<p>1</p>"} | {name: body for name, (body, _) in FAULTY.items()}
    for name, body in pages.items():
        (tmp_path / name).write_text(FRAME.format(body), encoding="utf-8")
    address = serve_folder(tmp_path)

    faults = find_faults([address + name for name in pages])

    for name, (_, fault) in FAULTY.items():
        assert [line for line in faults if f"/{name}:" in line and fault in line], faults
    assert not [line for line in faults if "/good.html:" in line]
