"""Planned pages to files: every page of every language, the theme's files, the map of the site."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, cached_property
from urllib.parse import quote
from xml.sax.saxutils import escape

from perfsite.records.record import Record
from perfsite.render.exports import Exports
from perfsite.render.feeds import Channel, Item, id_of, write_atom, write_json_feed
from perfsite.render.html import NOT_FOUND, Renderer, compiled_in, static_digests
from perfsite.render.icalendar import Event, write_calendar
from perfsite.render.search import write_search
from perfsite.render.terms import Terms
from perfsite.render.themes import Theme
from perfsite.render.translations import read_catalogue
from perfsite.site.addresses import agenda_address, feed_address, is_whole, search_address
from perfsite.site.agenda import plan_agenda
from perfsite.site.edition import Edition
from perfsite.site.exports.tables import Offer
from perfsite.site.feeds import Feed, plan_feeds
from perfsite.site.glossary import term_marks
from perfsite.site.plan import Frame, Page, find_record_page, plan_site
from perfsite.site.search import plan_search

# Below this many pages a second process costs more than it brings.
WORTH_A_POOL = 600
_CHUNK = 100


Piece = Page | Feed | Offer | Record


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

    @cached_property
    def feeds(self) -> Sequence[Feed]:
        """The feeds of changes, each of which becomes a file or two."""
        return tuple(feed for edition in self.editions for feed in plan_feeds(edition))

    @cached_property
    def exports(self) -> Exports:
        """Tables and records to be taken away."""
        return Exports(self.editions, self.base_url)

    @property
    def audience(self) -> str:
        return self.editions[0].projection.audience.id


class Type:
    """What a press needs of a theme: its files, its words, its templates once they are compiled."""

    def __init__(self, theme: Theme) -> None:
        self.static = theme.static_files()
        self.digests = static_digests(self.static)
        self.catalogue = cache(lambda language: read_catalogue(theme, language)[0])
        self.compiled = cache(lambda language: compiled_in(self.catalogue(language), trusted=theme.trusted))


class Press:
    """Renders the pages of a job; one renderer a language, made when its first page comes.

    With `like`, a press of an earlier job whose theme is still the same down to its files, what that press knows of the
    theme is taken over.
    """

    def __init__(self, job: Job, *, like: Press | None = None) -> None:
        self.job = job
        self.type: Type = Type(job.theme) if like is None else like.type
        self._renderers: dict[str, Renderer] = {}
        self._searches: dict[str, dict[str, bytes]] = {}

    def print(self, page: Page) -> tuple[str, bytes]:
        """The page's path, relative to the site, and its bytes."""
        return page.address[1:], self._renderer(page.language).render(page).encode()

    def print_all(self, jobs: int) -> Iterator[tuple[str, bytes]]:
        """Every file of the site, in the same order whatever the number of processes."""
        for name, content in sorted(self.type.static.items()):
            yield f"static/{name}", content
        yield "sitemap.xml", map_of_site(self.job.pages, self.job.base_url)
        yield from ((agenda_address(edition.language)[1:], self._agenda(edition)) for edition in self.job.editions)
        for edition in self.job.editions:
            yield from self._make_search(edition).items()
        if jobs > 1 and len(self.job.pages) >= WORTH_A_POOL and "fork" in multiprocessing.get_all_start_methods():
            printed = _print_in_pool(self, jobs)
        else:
            printed = (file for piece in self.pieces for file in self.print_piece(piece))
        yield from self.job.exports.with_index(printed)

    def print_piece(self, piece: Piece) -> Iterator[tuple[str, bytes]]:
        """The files of one piece: paths relative to the site, and bytes."""
        if isinstance(piece, Page):
            yield self.print(piece)
        elif isinstance(piece, Feed):
            yield from self.print_feed(piece)
        elif isinstance(piece, Offer):
            yield from self.job.exports.print_table(piece)
        else:
            yield self.job.exports.print_record(piece)

    def print_feed(self, feed: Feed) -> Iterator[tuple[str, bytes]]:
        """A feed as Atom and, where the site knows its whole address, as JSON Feed: paths and bytes as of a page."""
        whole = is_whole(self.job.base_url)
        path = feed_address(feed.page, "xml")
        channel = self._channel(feed, path, whole)
        yield path[1:], write_atom(channel, version=self.job.frames[0].version)
        if whole:
            path = feed_address(feed.page, "json")
            yield path[1:], write_json_feed(replace(channel, own=self._renderer(feed.language).url(path)))

    def _channel(self, feed: Feed, path: str, whole: bool) -> Channel:
        renderer = self._renderer(feed.language)
        # By audience, since each counts only the versions that it sees.
        site, language = f"{self.job.base_url}\n{self.job.audience}", feed.language
        items = [
            Item(
                id_of(site, language, entry.key),
                renderer.say(entry.title),
                entry.moment,
                entry.author,
                entry.address,
                renderer.piece("feed-entry.html", path, whole=whole, entry=entry),
            )
            for entry in feed.make()
        ]
        return Channel(
            id=id_of(site, feed.page),
            title=feed.title,
            author=feed.publisher,
            language=language,
            own=renderer.url(path),
            page=renderer.url(feed.page),
            items=[replace(item, address=renderer.url(item.address)) for item in items],
        )

    @cached_property
    def pieces(self) -> Sequence[Piece]:
        """All that is printed one by one, by several processes where there are many. Tables come first: a few of them are
        long, and one process would be busy with them when the others have done.
        """
        job = self.job
        return (*job.exports.offers, *self.in_turn, *job.feeds, *job.exports.records)

    @cached_property
    def in_turn(self) -> tuple[Page, ...]:
        """The pages as they are printed: each in all languages one after the other, so that what is worked out for all
        of them, such as the steps of a result, is worked out in one process and once."""
        pages: dict[str, list[Page]] = {}
        for page in self.job.pages:
            _, _, without_language = page.address[1:].partition("/")
            pages.setdefault(without_language or page.address, []).append(page)
        return tuple(page for same in pages.values() for page in same)

    def file(self, path: str) -> bytes | None:
        """One file of the site by its path, or None where the site has no such file."""
        page = find_record_page(f"/{path}", self.job.editions) or self._by_path.get(path)
        if page is not None:
            return self.print(page)[1]
        if path == "sitemap.xml":
            return map_of_site(self.job.pages, self.job.base_url)
        if path in self._feed_by_path:
            return dict(self.print_feed(self._feed_by_path[path]))[path]
        for edition in self.job.editions:
            if path == agenda_address(edition.language)[1:]:
                return self._agenda(edition)
            if path.startswith(_search_folder(edition)):
                return self._search_of(edition).get(path)
        export = self.job.exports.file(path)
        if export is not None:
            return export
        return self.type.static.get(path.removeprefix("static/")) if path.startswith("static/") else None

    def _agenda(self, edition: Edition) -> bytes:
        renderer, base = self._renderer(edition.language), self.job.base_url.rstrip("/")
        whole = is_whole(base)
        events = (
            Event(one.key, one.day, renderer.say(one.said), f"{base}{quote(one.address)}" if whole else "")
            for one in plan_agenda(edition)
        )
        name = edition.words(edition.library.site.title)
        return write_calendar(name, edition.language, events, site=self.job.base_url, stamp=edition.as_of)

    def _search_of(self, edition: Edition) -> dict[str, bytes]:
        """The files of an edition's search by their paths, kept: a page asks for one after the other."""
        if edition.language not in self._searches:
            self._searches[edition.language] = self._make_search(edition)
        return self._searches[edition.language]

    def _make_search(self, edition: Edition) -> dict[str, bytes]:
        others = tuple(other for other in self.job.editions if other is not edition)
        catalogue = self.type.catalogue(edition.language)
        return write_search(plan_search(edition, others), _search_folder(edition), catalogue)

    @cached_property
    def _by_path(self) -> dict[str, Page]:
        return {page.address[1:]: page for page in self.job.pages}

    @cached_property
    def _feed_by_path(self) -> dict[str, Feed]:
        suffixes = ("xml", "json") if is_whole(self.job.base_url) else ("xml",)
        return {feed_address(feed.page, suffix)[1:]: feed for feed in self.job.feeds for suffix in suffixes}

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
                terms=Terms(term_marks(self.job.editions[position])),
            )
        return self._renderers[language]


def _search_folder(edition: Edition) -> str:
    return search_address(edition.language)[1:].rpartition("/")[0] + "/"


# A forked worker finds the press here: plan, records and templates are shared with it, not sent to it.
_SHARED: list[Press] = []


def _print_chunk(indexes: range) -> list[tuple[str, bytes]]:
    press = _SHARED[-1]
    pieces = press.pieces[indexes.start : indexes.stop]
    return [file for piece in pieces for file in press.print_piece(piece)]


def _print_in_pool(press: Press, jobs: int) -> Iterator[tuple[str, bytes]]:
    _SHARED.append(press)
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            total = len(press.pieces)
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
