"""Which template shows a kind of record, and which view it receives. Kinds that are not here use record.html."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from perfsite.site.edition import Edition, Link
from perfsite.site.plan import Page

VIEWS: dict[str, tuple[str, Callable[[Any, Edition], Any]]] = {}

# For results under notice: the template, address, title and view of the formal text, or None.
NOTICES: dict[str, Callable[[Any, Edition], tuple[str, str, str, Callable[[], Any]] | None]] = {}

# Further pages of a record, below its own: called with the record, the edition and the trail to the record's index.
EXTRA_PAGES: dict[str, Callable[[Any, Edition, tuple[Link, ...]], Iterator[Page]]] = {}
