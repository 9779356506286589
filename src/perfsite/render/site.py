"""Planned pages to files: every page of every language, the theme's files, the map of the site."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import quote
from xml.sax.saxutils import escape

from perfsite.render.html import NOT_FOUND, Compiled, Renderer, static_digests
from perfsite.render.icalendar import Event, write_calendar
from perfsite.render.themes import Theme
from perfsite.render.translations import read_catalogue
from perfsite.site.addresses import agenda_address
from perfsite.site.agenda import plan_agenda
from perfsite.site.edition import Edition
from perfsite.site.plan import Frame, Page, find_record_page, plan_site

# Below this many pages a second process costs more than it brings.
WORTH_A_POOL = 600
_CHUNK = 100


@dataclass(frozen=True)
class Job:
    """Everything that rendering needs: the editions, and what each language's pages have in common."""

    editions: tuple[Edition, ...]
    frames: tuple[Frame, ...]
    theme: Theme
    base_url: str
    commit: str

    @cached_property
    def pages(self) -> Sequence[Page]:
        """All pages in order, planned when they are asked for."""
        return tuple(plan_site(self.editions))


class Type:
    """What a press needs of a theme: its files, its words, its templates once they are compiled."""

    def __init__(self, theme: Theme) -> None:
        self.static = theme.static_files()
        self.digests = static_digests(self.static)
        self.catalogue = cache(lambda language: read_catalogue(theme, language)[0])
        self.compiled = cache(lambda _language: Compiled())


class Press:
    """Renders the pages of a job; one renderer a language, made when its first page comes.

    With `like`, a press of an earlier job whose theme is still the same down to its files, what that press knows of the
    theme is taken over.
    """

    def __init__(self, job: Job, *, like: Press | None = None) -> None:
        self.job = job
        self.type: Type = Type(job.theme) if like is None else like.type
        self._renderers: dict[str, Renderer] = {}

    def print(self, page: Page) -> tuple[str, bytes]:
        """The page's path, relative to the site, and its bytes."""
        return page.address[1:], self._renderer(page.language).render(page).encode()

    def print_all(self, jobs: int) -> Iterator[tuple[str, bytes]]:
        """Every file of the site, in the same order whatever the number of processes."""
        for name, content in sorted(self.type.static.items()):
            yield f"static/{name}", content
        yield "sitemap.xml", map_of_site(self.job.pages, self.job.base_url)
        yield from ((agenda_address(edition.language)[1:], self._agenda(edition)) for edition in self.job.editions)
        if jobs > 1 and len(self.job.pages) >= WORTH_A_POOL and "fork" in multiprocessing.get_all_start_methods():
            yield from _print_in_pool(self, jobs)
        else:
            yield from map(self.print, self.job.pages)

    def file(self, path: str) -> bytes | None:
        """One file of the site by its path, or None where the site has no such file."""
        page = find_record_page(f"/{path}", self.job.editions) or self._by_path.get(path)
        if page is not None:
            return self.print(page)[1]
        if path == "sitemap.xml":
            return map_of_site(self.job.pages, self.job.base_url)
        for edition in self.job.editions:
            if path == agenda_address(edition.language)[1:]:
                return self._agenda(edition)
        return self.type.static.get(path.removeprefix("static/")) if path.startswith("static/") else None

    def _agenda(self, edition: Edition) -> bytes:
        renderer, base = self._renderer(edition.language), self.job.base_url.rstrip("/")
        whole = base.startswith(("https://", "http://"))
        events = (
            Event(one.key, one.day, renderer.say(one.said), f"{base}{quote(one.address)}" if whole else "")
            for one in plan_agenda(edition)
        )
        name = edition.words(edition.library.site.title)
        return write_calendar(name, edition.language, events, site=self.job.base_url, stamp=edition.as_of)

    @cached_property
    def _by_path(self) -> dict[str, Page]:
        return {page.address[1:]: page for page in self.job.pages}

    def _renderer(self, language: str) -> Renderer:
        if language not in self._renderers:
            position = next(i for i, e in enumerate(self.job.editions) if e.language == language)
            self._renderers[language] = Renderer(
                self.job.theme,
                self.type.catalogue(language),
                self.job.frames[position],
                base_url=self.job.base_url,
                digests=self.type.digests,
                resolve=self.job.editions[position].resolve,
                compiled=self.type.compiled(language),
            )
        return self._renderers[language]


# A forked worker finds the press here: plan, records and templates are shared with it, not sent to it.
_SHARED: list[Press] = []


def _print_chunk(indexes: range) -> list[tuple[str, bytes]]:
    press = _SHARED[-1]
    return [press.print(press.job.pages[index]) for index in indexes]


def _print_in_pool(press: Press, jobs: int) -> Iterator[tuple[str, bytes]]:
    _SHARED.append(press)
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            total = len(press.job.pages)
            chunks = [range(start, min(start + _CHUNK, total)) for start in range(0, total, _CHUNK)]
            for printed in pool.map(_print_chunk, chunks):
                yield from printed
    finally:
        _SHARED.pop()


def map_of_site(pages: Sequence[Page], base_url: str) -> bytes:
    """sitemap.xml: every page that a reader may look for, by the address at which the site is published."""
    root = base_url.rstrip("/")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<url><loc>{escape(root + page.address)}</loc></url>" for page in pages if page.address != NOT_FOUND]
    return "\n".join([*lines, "</urlset>", ""]).encode()
