"""Planned pages to files: every page of every language, the theme's files, the map of the site."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from xml.sax.saxutils import escape

from perfsite.render.html import NOT_FOUND, Renderer, static_digests
from perfsite.render.themes import Theme
from perfsite.render.translations import read_catalogue
from perfsite.site.edition import Edition
from perfsite.site.plan import Frame, Page

# Below this many pages a second process costs more than it brings.
WORTH_A_POOL = 600
_CHUNK = 100


@dataclass(frozen=True)
class Job:
    """Everything that rendering needs: the pages in order, and what each language's pages have in common."""

    pages: Sequence[Page]
    editions: tuple[Edition, ...]
    frames: tuple[Frame, ...]
    theme: Theme
    base_url: str


class _Press:
    """Renders the pages of a job; one renderer a language, made when its first page comes."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.digests = static_digests(job.theme.static_files())
        self.renderers: dict[str, Renderer] = {}

    def print(self, index: int) -> tuple[str, bytes]:
        page = self.job.pages[index]
        return page.address[1:], self._renderer(page.language).render(page).encode()

    def _renderer(self, language: str) -> Renderer:
        if language not in self.renderers:
            position = next(i for i, e in enumerate(self.job.editions) if e.language == language)
            catalogue, _ = read_catalogue(self.job.theme, language)
            self.renderers[language] = Renderer(
                self.job.theme,
                catalogue,
                self.job.frames[position],
                base_url=self.job.base_url,
                digests=self.digests,
                resolve=self.job.editions[position].resolve,
            )
        return self.renderers[language]


# A forked worker finds the job here: views and templates are shared with it, not sent to it.
_press: _Press | None = None


def _print_chunk(indexes: range) -> list[tuple[str, bytes]]:
    assert _press is not None
    return [_press.print(index) for index in indexes]


def print_pages(job: Job, jobs: int) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every page, in the order of the plan, whatever the number of processes."""
    global _press
    press = _Press(job)
    total = len(job.pages)
    if jobs <= 1 or total < WORTH_A_POOL or "fork" not in multiprocessing.get_all_start_methods():
        for index in range(total):
            yield press.print(index)
        return
    _press = press
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            chunks = [range(start, min(start + _CHUNK, total)) for start in range(0, total, _CHUNK)]
            for printed in pool.map(_print_chunk, chunks):
                yield from printed
    finally:
        _press = None


def static_files(theme: Theme) -> Iterator[tuple[str, bytes]]:
    """The theme's style sheet, scripts and pictures."""
    for name, content in sorted(theme.static_files().items()):
        yield f"static/{name}", content


def map_of_site(pages: Sequence[Page], base_url: str) -> bytes:
    """sitemap.xml: every page that a reader may look for, by the address at which the site is published."""
    root = base_url.rstrip("/")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<url><loc>{escape(root + page.address)}</loc></url>" for page in pages if page.address != NOT_FOUND]
    return "\n".join([*lines, "</urlset>", ""]).encode()
