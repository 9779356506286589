"""Which pages a site has: the choice of language, a home, an index for each kind and a page for each record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.kinds import FOLDERS
from perfsite.records.people import Person
from perfsite.records.record import Record
from perfsite.site.addresses import (
    CHOICE,
    FOLDER_OF,
    NOT_FOUND,
    downloads_address,
    home_address,
    in_language,
    index_address,
    search_address,
    statement_address,
)
from perfsite.site.asking import ways_of
from perfsite.site.edition import Edition, Link

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in a language."""

    code: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Banner:
    """What a reader must know before reading a page. `tone` is info, good, notice or warning."""

    tone: str
    title: str
    text: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed in one of its formats: `type` is a media type, `format` what it is called."""

    type: str
    format: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be taken away: a table of the page in a format, or (with no `key` and title) its record as data.

    `key` says which of the page's tables it is, "" the first; `name` is what the file is called where it is kept.
    """

    key: str
    title: str
    format: str
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be rendered. Its view is made when it is asked for, so that thousands need not be held at once."""

    address: str
    language: str
    template: str
    title: str
    make: Callable[[], Any]
    description: str = ""
    section: str = ""
    trail: tuple[Link, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    banner: Banner | None = None
    previous: Link | None = None
    next: Link | None = None
    # What is known of the past of the record whose page this is.
    recall: Callable[[], Any] | None = None
    # Where the changes that the page tells of, or those of its record, can be subscribed to.
    feeds: tuple[FeedLink, ...] = ()
    # How a reader asks about it, objects and edits.
    lead: Callable[[], Any] | None = None
    # Its tables in formats to work with.
    offer: Callable[[], tuple[Download, ...]] | None = None
    # The record that it shows, as data.
    data: Download | None = None

    @property
    def view(self) -> Any:
        return self.make()

    @property
    def past(self) -> Any:
        return None if self.recall is None else self.recall()

    @property
    def ways(self) -> Any:
        return None if self.lead is None else self.lead()

    @property
    def tables(self) -> tuple[Download, ...]:
        return () if self.offer is None else self.offer()


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    title: str
    address: str
    section: str


@dataclass(frozen=True, slots=True)
class NavigationGroup:
    title: str
    entries: tuple[NavigationEntry, ...]


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ContactView:
    name: str
    email: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every template knows as `site`."""

    title: Any
    home: str
    search: str
    languages: tuple[Language, ...]
    navigation: tuple[NavigationGroup, ...]
    contact: ContactView | None
    as_of: Any
    commit: str
    commit_address: str
    version: str
    audience: str
    # The address of the logo below /static/; "" for the theme's own mark.
    logo: str = ""
    statement: str = ""
    own_theme: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    code: str
    name: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    homes: tuple[Home, ...]


# Which folders the menu names, in which group.
NAVIGATION: tuple[tuple[Phrase, tuple[str, ...]], ...] = (
    (Phrase("标准", "Standards"), ("goals", "rules", "rewards", "ladders", "promotion")),
    (Phrase("结果", "Outcomes"), ("results", "promptness", "exceptions", "actuals")),
    (Phrase("公司", "Company"), ("periods", "metrics", "roles", "teams", "people", "training", "calendars")),
    (Phrase("了解", "About"), ("pages", "glossary", "changes", "downloads")),
)
FOLDER_NAMES = {
    "results": Phrase("结果", "Results"),
    "pages": Phrase("指南", "Guides"),
    "promptness": Phrase("及时性", "Promptness"),
    "exceptions": Phrase("例外", "Exceptions"),
    "changes": Phrase("变更", "Changes"),
    "search": Phrase("搜索", "Search"),
    "downloads": Phrase("下载", "Downloads"),
    "accessibility": Phrase("无障碍声明", "Accessibility statement"),
}
# Pages that are about all records together. They are there from the first day, and say what will stand on them.
OVERVIEWS = ("promptness", "exceptions", "changes")
DOWNLOADS = "downloads"
# Pages of the menu that are not about the records of a folder.
WITHOUT_RECORDS = (*OVERVIEWS, DOWNLOADS, "accessibility")


HOME = Phrase("首页", "Home")
_RECORD_PAGE = re.compile(r"/([a-z-]+)/([a-z]+)/(?:promotion/)?([a-z0-9-]+)\.html")


def folder_name(folder: str) -> Phrase:
    """What a folder is called where it stands alone: in the menu, above its index, in the trail."""
    name = FOLDER_NAMES.get(folder) or FOLDERS[folder][0].plural
    return Phrase(name.zh, name.en[:1].upper() + name.en[1:])


def records_in(edition: Edition, folder: str) -> tuple[Record, ...]:
    """The records whose pages lie in a folder, as far as this audience has pages for them."""
    if not has_pages(edition, folder):
        return ()
    records = (record for noun in FOLDERS[folder] for record in edition.library.of(noun))
    return tuple(record for record in records if not (isinstance(record, Person) and record.erased is not None))


def has_pages(edition: Edition, folder: str) -> bool:
    """Masked people have no page of their own: two masked pages could be laid side by side."""
    return folder != "people" or edition.projection.names.mode == "full"


def frame_of(
    edition: Edition,
    *,
    version: str,
    commit: str = "",
    commit_address: str = "",
    logo: str = "",
    own_theme: bool = False,
) -> Frame:
    """The parts of a page that are the same all over an edition."""
    site = edition.library.site
    contact = site.contact
    return Frame(
        title=site.title,
        home=home_address(edition.language),
        search=search_address(edition.language),
        languages=tuple(Language(code, LANGUAGE_NAMES[code]) for code in site.languages),
        navigation=_navigation(edition),
        contact=None if contact is None else ContactView(
            edition.words(contact.name), contact.email or "", contact.phone or "", contact.url or ""
        ),
        as_of=edition.as_of,
        commit=commit,
        commit_address=commit_address,
        version=version,
        audience=audience_title(edition),
        logo=logo,
        statement=statement_address(edition.language),
        own_theme=own_theme,
    )  # fmt: skip


def audience_title(edition: Edition) -> str:
    """Whom the site is meant for; "" where that is everyone."""
    audience = edition.projection.audience
    widest = edition.library.site.audience_rules[0].id == audience.id
    return "" if widest else edition.words(audience.title) or audience.id


def _navigation(edition: Edition) -> tuple[NavigationGroup, ...]:
    groups = []
    for title, folders in NAVIGATION:
        entries = tuple(
            NavigationEntry(edition.words(folder_name(folder)), index_address(edition.language, folder), folder)
            for folder in folders
            if folder in WITHOUT_RECORDS or records_in(edition, folder)
        )
        if folders is NAVIGATION[-1][1]:
            entries += tuple(_further_entries(edition))
        if entries:
            groups.append(NavigationGroup(edition.words(title), entries))
    return tuple(groups)


def _further_entries(edition: Edition) -> Iterator[NavigationEntry]:
    """What the site adds to the menu. A page that the audience does not have is left out."""
    look = edition.library.site.look
    for entry in look.menu if look is not None else ():
        page = edition.library.find(entry.page) if entry.page is not None else None
        if page is not None:
            yield NavigationEntry(edition.words(entry.title) or edition.title(page), edition.address(page), "")
        elif entry.address is not None:
            yield NavigationEntry(edition.words(entry.title) or entry.address, entry.address, "")


def plan_edition(edition: Edition) -> Iterator[Page]:
    """Every page of one language, in a fixed order."""
    from perfsite.site.home import view_home
    from perfsite.site.indexes import INDEX_TEMPLATES, view_index
    from perfsite.site.subscriptions import feeds_of_changes

    site = edition.library.site
    yield page_of(
        edition,
        home_address(edition.language),
        "home.html",
        edition.words(site.title),
        partial(view_home, edition),
        section="home",
        feeds=feeds_of_changes(edition),
    )
    for folder in FOLDERS:
        records = records_in(edition, folder)
        if not records:
            continue
        name = edition.words(folder_name(folder))
        address = index_address(edition.language, folder)
        template, view = INDEX_TEMPLATES.get(folder, ("index-page.html", view_index))
        yield page_of(
            edition,
            address,
            template,
            name,
            partial(view, folder, records, edition),
            section=folder,
            trail=_trail(edition),
            offer=partial(_tables_of_folder, folder, edition),
        )
        if folder != "glossary":
            trail = _trail(edition, folder)
            for record in records:
                yield from plan_record(record, edition, trail)
    yield from _plan_overviews(edition)


def _tables_of_folder(folder: str, edition: Edition) -> tuple[Download, ...]:
    from perfsite.site.exports.offers import downloads_of, offers_of_folder

    return downloads_of(offers_of_folder(folder, edition))


def _tables_of_record(record: Record, edition: Edition) -> tuple[Download, ...]:
    from perfsite.site.exports.offers import downloads_of, offers_of_record

    return downloads_of(offers_of_record(record, edition))


def _plan_overviews(edition: Edition) -> Iterator[Page]:
    from perfsite.site.changes import plan_changes
    from perfsite.site.exceptions import view_exceptions
    from perfsite.site.exports.downloads import view_downloads
    from perfsite.site.promises import view_promises
    from perfsite.site.search import view_search
    from perfsite.site.statement import view_statement

    views: dict[str, Callable[[Edition], Any]] = {"promptness": view_promises, "exceptions": view_exceptions}
    for folder, view in views.items():
        address, title = index_address(edition.language, folder), edition.words(folder_name(folder))
        make = partial(view, edition)
        yield page_of(edition, address, f"{folder}.html", title, make, section=folder, trail=_trail(edition))
    yield from plan_changes(edition)
    address, title = downloads_address(edition.language), edition.words(folder_name(DOWNLOADS))
    make = partial(view_downloads, title, edition)
    yield page_of(edition, address, "downloads.html", title, make, section=DOWNLOADS, trail=_trail(edition))
    address, title = search_address(edition.language), edition.words(folder_name("search"))
    make = partial(view_search, title, edition)
    yield page_of(edition, address, "search.html", title, make, section="search", trail=_trail(edition))
    address, title = statement_address(edition.language), edition.words(folder_name("accessibility"))
    make = partial(view_statement, title)
    yield page_of(edition, address, "accessibility.html", title, make, trail=_trail(edition))


def _trail(edition: Edition, folder: str = "") -> tuple[Link, ...]:
    """The way from the home page to the pages of a folder."""
    home = Link(edition.words(HOME), home_address(edition.language))
    if not folder:
        return (home,)
    return (home, Link(edition.words(folder_name(folder)), index_address(edition.language, folder)))


def plan_site(editions: tuple[Edition, ...]) -> Iterator[Page]:
    """Every page of the site, in a fixed order."""
    yield from plan_front(editions)
    for edition in editions:
        yield from plan_edition(edition)


def find_record_page(address: str, editions: tuple[Edition, ...]) -> Page | None:
    """The page at an address as `plan_site` plans it, if it is a record's own: no other page is planned for it."""
    place = _RECORD_PAGE.fullmatch(address)
    edition = next((edition for edition in editions if place is not None and edition.language == place[1]), None)
    if place is None or edition is None or place[2] not in FOLDERS or not has_pages(edition, place[2]):
        return None
    for noun in FOLDERS[place[2]]:
        record = edition.library.get(noun, place[3])
        for page in () if record is None else plan_record(record, edition, _trail(edition, place[2])):
            if page.address == address:
                return page
    return None


def plan_record(record: Record, edition: Edition, trail: tuple[Link, ...]) -> Iterator[Page]:
    """The page of a record, and its notice where it stands under one."""
    from perfsite.site.exports.offers import data_download
    from perfsite.site.generic import view_record
    from perfsite.site.subscriptions import feeds_of_record
    from perfsite.site.versions import recall
    from perfsite.site.views import EXTRA_PAGES, NEIGHBOURS, NOTICES, VIEWS

    if not edition.address(record):
        return
    template, view = VIEWS.get(record.kind, ("record.html", view_record))
    title = edition.title(record)
    description = edition.words(record.summary).split("\n")[0][:200]
    address = edition.address(record)
    section = FOLDER_OF[record.kind]
    before, after = NEIGHBOURS[record.kind](record, edition) if record.kind in NEIGHBOURS else (None, None)
    yield page_of(
        edition,
        address,
        template,
        title,
        partial(view, record, edition),
        section=section,
        trail=trail,
        description=description,
        neighbours=(before, after),
        recall=partial(recall, record, edition),
        feeds=feeds_of_record(record.ref, edition),
        about=record,
        offer=partial(_tables_of_record, record, edition),
        data=data_download(record),
    )
    notice = NOTICES.get(record.kind)
    if notice is not None:
        planned = notice(record, edition)
        if planned is not None:
            notice_template, notice_at, notice_title, make = planned
            here = (*trail, Link(title, address))
            yield page_of(
                edition, notice_at, notice_template, notice_title, make, section=section, trail=here, about=record
            )
    further = EXTRA_PAGES.get(record.kind)
    if further is not None:
        yield from further(record, edition, trail)


def page_of(
    edition: Edition,
    address: str,
    template: str,
    title: str,
    make: Callable[[], Any],
    *,
    section: str = "",
    trail: tuple[Link, ...] = (),
    description: str = "",
    neighbours: tuple[Record | None, Record | None] = (None, None),
    beside: tuple[Link | None, Link | None] = (None, None),
    recall: Callable[[], Any] | None = None,
    feeds: tuple[FeedLink, ...] = (),
    about: Record | None = None,
    version: int | None = None,
    offer: Callable[[], tuple[Download, ...]] | None = None,
    data: Download | None = None,
) -> Page:
    """`about` is the record that the page is about, in its newest version unless `version` says which."""
    before, after = neighbours
    return Page(
        address=address,
        language=edition.language,
        template=template,
        title=title,
        make=make,
        description=description,
        section=section,
        trail=trail,
        alternates=alternates_of(edition, address),
        previous=edition.link(before) if before is not None else beside[0],
        next=edition.link(after) if after is not None else beside[1],
        recall=recall,
        feeds=feeds,
        lead=partial(ways_of, edition, address, title, about, version),
        offer=offer,
        data=data,
    )


def alternates_of(edition: Edition, address: str) -> tuple[Alternate, ...]:
    """The same page in each language of the site."""
    return tuple(
        Alternate(code, LANGUAGE_NAMES[code], in_language(address, code)) for code in edition.library.site.languages
    )


def plan_front(editions: tuple[Edition, ...]) -> Iterator[Page]:
    """The choice of a language, and the page for what is not found; both in the site's first language."""
    first = editions[0]
    homes = tuple(
        Home(e.language, LANGUAGE_NAMES[e.language], e.words(e.library.site.title), home_address(e.language))
        for e in editions
    )
    title = first.words(first.library.site.title)
    yield Page(CHOICE, first.language, "index.html", title, lambda: ChoiceView(homes))
    yield Page(NOT_FOUND, first.language, "404.html", title, lambda: ChoiceView(homes))


__all__ = [
    "OVERVIEWS",
    "WITHOUT_RECORDS",
    "Alternate",
    "Banner",
    "Download",
    "FeedLink",
    "Frame",
    "Page",
    "find_record_page",
    "page_of",
    "plan_edition",
    "plan_front",
    "plan_site",
]
