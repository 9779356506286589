"""The glossary: all terms on one page, each with an anchor, under the letters by which readers look for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from perfsite.records.page import Term
from perfsite.records.record import Record
from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link
from perfsite.site.ordering import by_title

OTHER = "#"


@dataclass(frozen=True, slots=True)
class TermView:
    """`original` is the term in the site's other languages, for who knows it by that."""

    id: str
    title: str
    original: tuple[tuple[str, str], ...]
    also: tuple[Text, ...]
    definition: Text | None
    see: tuple[Link, ...]


class TermMark(NamedTuple):
    """A term: its place in the glossary, the names by which texts call it, and its definition as its author wrote it."""

    address: str
    names: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True)
class Letter:
    """`id` is a capital, so that it never equals the id of a term."""

    id: str
    title: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class GlossaryView:
    title: str
    letters: tuple[Letter, ...]
    total: int


def view_glossary(folder: str, records: tuple[Record, ...], edition: Edition) -> GlossaryView:
    from perfsite.site.plan import folder_name

    grouped: dict[str, list[TermView]] = {}
    for term in edition.sorted(edition.library.of(Term)):
        grouped.setdefault(letter_of(edition.title(term), edition.language), []).append(_view_term(term, edition))
    letters = tuple(
        Letter("OTHER" if letter == OTHER else letter, letter, tuple(grouped[letter])) for letter in sorted(grouped)
    )
    return GlossaryView(edition.words(folder_name(folder)), letters, len(records))


def term_marks(edition: Edition) -> tuple[TermMark, ...]:
    """Of each term that the edition has a name for."""
    lang = edition.language
    marks = []
    for term in edition.sorted(edition.library.of(Term)):
        names = (text.get(lang) for text in (term.title, *term.also))
        own = tuple(name for name in names if name is not None)
        if own:
            marks.append(TermMark(edition.address(term), own, edition.words(term.definition)))
    return tuple(marks)


def letter_of(title: str, lang: str) -> str:
    """The capital under which a title stands: by pinyin in Chinese."""
    first = by_title(title, lang)[0][:1].upper()
    return first if first.isascii() and first.isalpha() else OTHER


def _view_term(term: Term, edition: Edition) -> TermView:
    return TermView(
        id=term.id,
        title=edition.title(term),
        original=tuple((lang, text) for lang, text in term.title if lang != edition.language),
        also=term.also,
        definition=term.definition,
        see=tuple(_see(term, edition)),
    )


def _see(term: Term, edition: Edition) -> Iterator[Link]:
    for address in term.see:
        kind, _, id = address.partition("/")
        record = edition.library.records.get(kind, {}).get(id)
        if record is not None and (link := edition.link(record)).address:
            yield link


__all__ = ["GlossaryView", "Letter", "TermMark", "TermView", "letter_of", "term_marks", "view_glossary"]
