"""What the search of an edition knows: a document for every page that somebody may look for, in a fixed order.

Everything in it comes from the records as the audience sees them. Texts are as their authors wrote them, in Markdown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfsite.diagnostics import Phrase
from perfsite.records.forms import TextForm
from perfsite.records.goal import Goal
from perfsite.records.kinds import FOLDERS, KINDS
from perfsite.records.ladder import Ladder, Level, PromotionCriteria
from perfsite.records.library import Mention
from perfsite.records.page import Term
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.site.anchors import clause_anchor, place_address
from perfsite.site.edition import Edition
from perfsite.site.home import Ways, ways_of_site
from perfsite.site.plan import WITHOUT_RECORDS, audience_title, folder_name, records_in
from perfsite.site.seen import seen
from perfsite.sources.nodes import Route

SECTION, LEVEL = "section", "level"
# Of pages that fit as well, those of a kind further up come first: ways in, standards, what both are about, outcomes.
ORDER = (
    SECTION, "role", "rule", "reward", "criteria", "ladder", LEVEL, "metric", "page", "term", "team", "period",
    "training", "award-result", "promotion-result", "person", "goal", "actuals", "calendar",
)  # fmt: skip
_NAMES = {SECTION: Phrase("栏目", "section"), LEVEL: Phrase("职级", "level")}
_RANK = {kind: rank for rank, kind in enumerate(ORDER)}
# Whoever approved, decided or exported something is not what it is about, nor is the evidence behind it.
_BESIDE = frozenset(
    (
        *("approved", "approved_by", "by", "decided", "evidence", "values", "reviews", "revisions", "waivers"),
        *("objections", "corrections", "changes", "replaces"),
    )
)
# What a result says of single people. Where its page masks them, not even its words are to be found.
_OF_PEOPLE = frozenset(("recipients", "candidates", "left_out", "objections"))
_HEADED = frozenset(("components", "gates", "modifiers", "key_results", "competencies", "requires"))


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A kind that one can choose. `pattern` makes an address below the language's folder of an id in place of `*`."""

    id: str
    title: str
    pattern: str


@dataclass(frozen=True, slots=True)
class SearchPeriod:
    id: str
    title: str
    first: dt.date
    last: dt.date


@dataclass(slots=True)
class Document:
    """A page to be found. `names` are its other names, `headings` anchors with their words, `about` other documents.

    `kind` and `id` are its key; what it is about is named by such keys, an owner first.
    """

    kind: str
    id: str
    title: str
    names: tuple[str, ...] = ()
    period: str = ""
    about: tuple[tuple[str, str], ...] = ()
    headings: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    body: str = ""


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """`documents` are in the order of their periods, the newest first after those of none."""

    kinds: tuple[SearchKind, ...]
    periods: tuple[SearchPeriod, ...]
    documents: tuple[Document, ...]
    # Whom the site is meant for, "" where that is everyone.
    audience: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """`ways` are for those without scripts, and for who would rather look around."""

    title: str
    ways: tuple[Ways, ...]


def view_search(title: str, edition: Edition) -> SearchView:
    return SearchView(title, tuple(ways_of_site(edition)))


def plan_search(edition: Edition, others: Sequence[Edition]) -> SearchPlan:
    """All documents of an edition; `others` are the site's editions in its other languages, for the names there."""
    periods = _periods(edition)
    place = {period.id: number for number, period in enumerate(periods, 1)}
    found = [*_sections(edition, others), *_records(edition, others)]
    found.sort(key=lambda one: (place.get(one.period, 0), _RANK[one.kind], one.id))
    used = {one.kind for one in found}
    kinds = tuple(_kind(kind, edition) for kind in ORDER if kind in used)
    return SearchPlan(kinds, periods, tuple(found), audience_title(edition))


def _periods(edition: Edition) -> tuple[SearchPeriod, ...]:
    """The newest first, and those that end on one day from the shortest."""
    found = [
        SearchPeriod(period.id, edition.title(period), first, last)
        for period in edition.library.of(Period)
        if (first := seen(period.from_)) is not None and (last := seen(period.to)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.last.toordinal(), -one.first.toordinal(), one.id)))


def _kind(kind: str, edition: Edition) -> SearchKind:
    """What a kind is called, and where its pages lie; a test holds the patterns to the addresses of all pages."""
    noun = KINDS.get(kind)
    if noun is None:
        pattern = "*/index.html" if kind == SECTION else f"{Ladder.folder}/*.html"
    elif noun is Term:
        pattern = f"{Term.folder}/index.html#*"
    else:
        pattern = f"{noun.folder}/{'promotion/' if noun is PromotionResult else ''}*.html"
    name = edition.words(_NAMES[kind] if noun is None else noun.noun)
    return SearchKind(kind, name[:1].upper() + name[1:], pattern)


def _sections(edition: Edition, others: Sequence[Edition]) -> Iterator[Document]:
    for folder in (*FOLDERS, *WITHOUT_RECORDS):
        if folder in WITHOUT_RECORDS or records_in(edition, folder):
            name = folder_name(folder)
            names = tuple(other.words(name) for other in others)
            yield Document(SECTION, folder, edition.words(name), names)


def _records(edition: Edition, others: Sequence[Edition]) -> Iterator[Document]:
    about = _subjects(edition)
    for folder in FOLDERS:
        for record in records_in(edition, folder):
            document = _document(record, edition, others, about.get(record.ref, ()))
            levels: dict[str, Document] = {}
            if isinstance(record, Ladder):
                levels = {level.id: document for level, document in _levels(record, edition, others)}
                yield from levels.values()
            _fill(document, record, edition, levels)
            yield document


def _subjects(edition: Edition) -> dict[Ref, tuple[Mention, ...]]:
    """By each record, what it refers to."""
    found: dict[Ref, list[Mention]] = {}
    for mention in edition.library.mentions:
        found.setdefault(mention.record.ref, []).append(mention)
    return {ref: tuple(mentions) for ref, mentions in found.items()}


def _document(record: Record, edition: Edition, others: Sequence[Edition], mentions: Iterable[Mention]) -> Document:
    title = edition.title(record)
    period = getattr(record, "period", None)
    return Document(
        kind=record.kind,
        id=record.id,
        title=title,
        names=_distinct(title, (*(other.title(record) for other in others), *_further_names(record))),
        period=period.id if isinstance(period, Ref) else "",
        about=tuple(dict.fromkeys(_about(record, mentions, edition))),
    )


def _further_names(record: Record) -> Iterator[str]:
    """What else a record is called, in all languages: readers look for a term by any of its names."""
    if isinstance(record, Term):
        yield from (words for text in record.also for _, words in text)
    elif isinstance(record, Person):
        yield from record.aliases
    elif isinstance(record, Period):
        yield from _short_names(record)


def _short_names(period: Period) -> Iterator[str]:
    """2026Q3, 2026H2: how people write a quarter or a half-year, where it is one of a calendar year."""
    first, last = seen(period.from_), seen(period.to)
    if first is None or last is None or first.day != 1 or first.year != last.year:
        return
    months = {"quarter": 3, "half": 6}.get(period.type, 0)
    if months and (first.month - 1) % months == 0 and last.month == first.month + months - 1:
        yield f"{first.year}{'Q' if months == 3 else 'H'}{(first.month - 1) // months + 1}"


def _distinct(title: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name and name != title))


def _about(record: Record, mentions: Iterable[Mention], edition: Edition) -> Iterator[tuple[str, str]]:
    # The owner comes first: it tells records of equal titles apart.
    for mention in sorted(mentions, key=lambda one: one.route != ("owner",)):
        if _BESIDE.isdisjoint(mention.route):
            target = edition.library.find(mention.ref)
            if target is not None and edition.link(target, record.address).address:
                yield target.kind, target.id
    if isinstance(record, PromotionCriteria):
        for level in (record.from_, record.to):
            yield LEVEL, f"{record.ladder.id}/{level}"
    if isinstance(record, Term):
        for address in record.see:
            kind, _, id = address.partition("/")
            yield kind, id


def _levels(ladder: Ladder, edition: Edition, others: Sequence[Edition]) -> Iterator[tuple[Level, Document]]:
    for level in ladder.levels:
        title = edition.words(level.title) or level.id
        names = _distinct(title, (*(other.words(level.title) for other in others), level.id.upper()))
        yield level, Document(LEVEL, f"{ladder.id}/{level.id}", title, names, about=((ladder.kind, ladder.id),))


def _fill(document: Document, record: Record, edition: Edition, levels: Mapping[str, Document]) -> None:
    """Puts the texts of a record into its document, those of a ladder's levels into theirs."""
    masked = isinstance(record, Outcome) and edition.projection.names.mode_on(record.address) != "full"
    for leaf in edition.library.leaves_of(record):
        if not isinstance(leaf.form, TextForm) or leaf.route in (("title",), ("name",)):
            continue
        if masked and leaf.route[0] in _OF_PEOPLE:
            continue
        words = edition.words(leaf.value)
        if leaf.route == ("body",):
            document.body = words
            continue
        place = _level_of(leaf.route, record)
        if place in levels:
            if leaf.route[-1] != "title":
                levels[place].texts.append(words)
            continue
        anchor = _heading_anchor(record, leaf.route, edition)
        if anchor:
            document.headings.append((anchor, words))
        else:
            document.texts.append(words)


def _level_of(route: Route, record: Record) -> str:
    """The level of a ladder that a text of it belongs to."""
    if not isinstance(record, Ladder):
        return ""
    match route:
        case ("levels", int(place), *_):
            return record.levels[place].id
        case ("competencies", _, "levels", str(level), *_):
            return level
    return ""


def _heading_anchor(record: Record, route: Route, edition: Edition) -> str:
    """The anchor that a text is the heading of; "" for any other text."""
    if route[-1] != "title" or route[0] not in _HEADED:
        return ""
    if isinstance(record, ScoringRule | Reward):
        return clause_anchor(record, route)
    if isinstance(record, Goal | PromotionCriteria):
        return place_address(record, route, edition).partition("#")[2]
    if isinstance(record, Ladder):
        return f"competencies.{route[1]}"
    return ""


__all__ = [
    "LEVEL",
    "ORDER",
    "SECTION",
    "Document",
    "SearchKind",
    "SearchPeriod",
    "SearchPlan",
    "SearchView",
    "plan_search",
    "view_search",
]
