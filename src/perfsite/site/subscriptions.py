"""Where a page's changes can be subscribed to: the links to feeds that a page offers."""

from __future__ import annotations

from perfsite.diagnostics import Phrase
from perfsite.records.references import Ref
from perfsite.site.addresses import changes_address, feed_address, history_address, is_whole
from perfsite.site.edition import Edition
from perfsite.site.plan import FeedLink, folder_name
from perfsite.site.versions import has_history_page, is_shown, title_of

HISTORY_OF = Phrase("变更历史：{}", "History of {}")


def feeds_of_changes(edition: Edition, part: str = "", name: str = "") -> tuple[FeedLink, ...]:
    """Of all changes, or of a kind or mark, called `name`; none where nothing is known to have changed."""
    past = edition.past
    if past is None or not any(is_shown(version.ref, edition) for version in past.versions):
        return ()
    title = edition.words(folder_name("changes"))
    return _links(edition, changes_address(edition.language, part), f"{title}: {name}" if name else title)


def feeds_of_record(ref: Ref, edition: Edition) -> tuple[FeedLink, ...]:
    """Of a record that has changed; none of one that has not."""
    past = edition.past
    timeline = past.timeline(ref) if past is not None else None
    if past is None or timeline is None or not has_history_page(timeline, edition):
        return ()
    name = edition.words(HISTORY_OF).format(title_of(ref, edition, past))
    return _links(edition, history_address(edition.language, ref.kind, ref.id), name)


def _links(edition: Edition, page: str, title: str) -> tuple[FeedLink, ...]:
    """JSON Feed asks for whole addresses, which a site does not know of itself when it is told no host."""
    atom = FeedLink("application/atom+xml", "Atom", title, feed_address(page, "xml"))
    if not is_whole(edition.library.site.base_url):
        return (atom,)
    return (atom, FeedLink("application/feed+json", "JSON Feed", title, feed_address(page, "json")))


__all__ = ["HISTORY_OF", "feeds_of_changes", "feeds_of_record"]
