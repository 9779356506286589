"""How much a page of the sample site costs a reader's connection: what it loads, compressed."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

# HTML, style and script of any page, without the index of the search; 1 KB is 1,000 bytes.
MOST = 60_000
LOADED = re.compile(r'<script[^>]* src="([^"?]+)|<link rel="stylesheet" href="([^"?]+)|data-finder="([^"?]+)')


def weigh(site: Path) -> dict[str, int]:
    """Bytes of each page with all that it loads, also what the search loads when a reader turns to it."""

    @cache
    def packed(file: Path) -> int:
        return len(gzip.compress(file.read_bytes(), mtime=0))

    weights = {}
    for file in sorted(site.rglob("*.html")):
        addresses = {next(filter(None, found)) for found in LOADED.findall(file.read_text("utf-8"))}
        # Addresses are relative, but of the page for what is missing, which servers show anywhere.
        loaded = {site / re.sub(r".*/(?=static/)", "", address) for address in addresses}
        weights[file.relative_to(site).as_posix()] = packed(file) + sum(packed(each) for each in loaded)
    return weights


def test_every_page_weighs_little(sample_site: Path) -> None:
    weights = weigh(sample_site)

    assert len(weights) > 500
    assert {page: weight for page, weight in weights.items() if weight >= MOST} == {}
    # A page without its style and scripts would be an error of counting.
    assert min(weights.values()) > 10_000


def test_what_a_page_loads_is_counted(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "zh").mkdir()
    (tmp_path / "static/style.css").write_text("a" * 10, "utf-8")
    (tmp_path / "static/a.js").write_bytes(bytes(range(256)) * 4)
    page = tmp_path / "zh/index.html"
    page.write_text(
        '<link rel="stylesheet" href="../static/style.css?v=1"><script src="../static/a.js" defer></script>', "utf-8"
    )
    alone = len(gzip.compress(page.read_bytes(), mtime=0))
    others = sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in (tmp_path / "static").iterdir())

    assert weigh(tmp_path) == {"zh/index.html": alone + others}
