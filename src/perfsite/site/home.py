"""The home page: what counts now, open notices, newest results, and the way to everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link


@dataclass(frozen=True, slots=True)
class HomeSection:
    """`as_` ("cards" or "list") is how the entries are laid out; `empty` says why there are none."""

    id: str
    title: str
    intro: str
    layout: str
    entries: tuple[Any, ...]
    empty: str
    more: Link | None


@dataclass(frozen=True, slots=True)
class HomeView:
    title: Text
    summary: Text | None
    facts: tuple[Any, ...]
    sections: tuple[HomeSection, ...]
    body: Text | None


def view_home(edition: Edition) -> HomeView:
    site = edition.library.site
    return HomeView(site.title, site.summary, (), (), site.body)
