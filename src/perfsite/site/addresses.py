"""Where each page lies. An address is absolute from the site's root; the renderer makes it relative."""

from __future__ import annotations

from perfsite.records.kinds import KINDS

CHOICE = "/index.html"
NOT_FOUND = "/404.html"
# Kinds of one folder have one index between them.
FOLDER_OF = {kind: noun.folder for kind, noun in KINDS.items()}


def is_whole(base_url: str) -> bool:
    """Whether a site's base address says on which host it is published, so that whole addresses can be made of it."""
    return base_url.startswith(("https://", "http://"))


def home_address(lang: str) -> str:
    return f"/{lang}/index.html"


def index_address(lang: str, folder: str) -> str:
    return f"/{lang}/{folder}/index.html"


def record_address(lang: str, kind: str, id: str) -> str:
    """The page of a record. A term of the glossary is a place on the glossary's one page."""
    if kind == "term":
        return f"/{lang}/glossary/index.html#{id}"
    if kind == "site":
        return home_address(lang)
    # Two kinds share the folder of results; their ids may be equal, their pages may not.
    prefix = "promotion/" if kind == "promotion-result" else ""
    return f"/{lang}/{FOLDER_OF[kind]}/{prefix}{id}.html"


def notice_address(lang: str, kind: str, id: str) -> str:
    """The formal notice of a result, to be printed."""
    return f"/{lang}/notices/{'promotion/' if kind == 'promotion-result' else ''}{id}.html"


def agenda_address(lang: str) -> str:
    """The calendar file of the site's appointments."""
    return f"/{lang}/calendar.ics"


def explained_address(lang: str, kind: str, id: str) -> str:
    """How what a result says came about. In a folder of its own, where no result's page can lie."""
    return f"/{lang}/results/explained/{'promotion/' if kind == 'promotion-result' else ''}{id}.html"


def statement_address(lang: str) -> str:
    """The accessibility statement."""
    return f"/{lang}/accessibility/index.html"


def in_language(address: str, lang: str) -> str:
    """The same page in another language."""
    return f"/{lang}/{address.split('/', 2)[2]}"


def changes_address(lang: str, part: str = "") -> str:
    """The list of changes: the newest of them, or those of a quarter (`2026-q3`) or a kind."""
    return f"/{lang}/changes/{part or 'index'}.html"


def feed_address(page: str, suffix: str) -> str:
    """The feed of a page that tells of changes: beside it, as `feed.xml` where the page is its folder's index."""
    folder, _, name = page.rpartition("/")
    stem = name.removesuffix(".html")
    return f"{folder}/{'feed' if stem == 'index' else stem}.{suffix}"


def history_address(lang: str, kind: str, id: str) -> str:
    """All versions of a record. It lies apart from the records' own pages, below which there may be any name."""
    return f"/{lang}/history/{kind}/{id}/index.html"


def comparing_address(lang: str, kind: str, id: str) -> str:
    """Any two versions of a standard, compared."""
    return f"/{lang}/history/{kind}/{id}/compare.html"


def version_address(lang: str, kind: str, id: str, number: int) -> str:
    """An earlier version of a standard, as it stood."""
    return f"/{lang}/history/{kind}/{id}/{number}.html"


def search_address(lang: str) -> str:
    """The page of the search. What it knows lies beside it."""
    return f"/{lang}/search/index.html"


def data_address(kind: str, id: str) -> str:
    """A record as data, in all languages at once."""
    return f"/data/{kind}/{id}.json"


DATA_INDEX = "/data/index.json"


def table_address(page: str, key: str, suffix: str) -> str:
    """The table of a page in a format, beside it; a further one of the same page by its `key`, which no id can end in."""
    return f"{page.removesuffix('.html')}{'.' if key else ''}{key}.{suffix}"


def downloads_address(lang: str) -> str:
    """All that can be taken away from the site."""
    return f"/{lang}/downloads/index.html"
