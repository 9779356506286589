"""The ways from a page back to the people behind it: ask, object, edit, with record, version and clause filled in.

Addresses follow what the forges document: GitHub's and GitLab's queries for a new issue (`title` and `body`;
`issue[title]` and `issue[description]`), their editors at `edit/BRANCH/FILE`, and RFC 6068 for mail.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from perfsite.diagnostics import Phrase
from perfsite.privacy import reads
from perfsite.publication.states import state_in
from perfsite.records.record import Record
from perfsite.records.result import Outcome
from perfsite.records.site import FORGES
from perfsite.site.edition import Edition, Link

# Stands in an address for the anchor of a clause, until the page knows which.
CLAUSE = "{clause}"
ASK = Phrase("就此提问", "Ask about this")
OBJECT = Phrase("提出异议", "Object")
EDIT = Phrase("修改这条记录", "Edit this record")
_SUBJECT = Phrase("关于“{title}”", "On “{title}”")
_OBJECTION = Phrase("对“{title}”的异议", "Objection to “{title}”")
_VERSION = Phrase("第 {n} 版，{day}", "version {n} of {day}")
_LINES = (
    ("record", Phrase("记录", "Record")),
    ("version", Phrase("版本", "Version")),
    ("clause", Phrase("条款", "Clause")),
    ("address", Phrase("页面", "Page")),
)
_COLON = Phrase("：", ": ")
# An issue on a forge, by its address, the name of the title and that of the text.
_ISSUES = {
    "github": ("/issues/new", "title", "body"),
    "gitlab": ("/-/issues/new", "issue[title]", "issue[description]"),
    "gitee": ("/issues/new", "title", "body"),
}
_EDITORS = {"github": "/edit/", "gitlab": "/-/edit/", "gitee": "/edit/"}


@dataclass(frozen=True, slots=True)
class Ways:
    """`clause` is the address by which a reader asks about a clause, with CLAUSE where its anchor goes; "" for none.

    `objection` is that of the actions by which one objects, while one can.
    """

    actions: tuple[Link, ...]
    clause: str
    objection: Link | None = None


def ways_of(edition: Edition, address: str, title: str, record: Record | None, version: int | None) -> Ways:
    """Of a page: `record` is what it is about, None where that is many; `version` its number, where not the newest."""
    site = edition.library.site
    ask = _Letter(edition, address, title, record, version, _SUBJECT)
    actions = []
    objection = None
    asked = ask.address(site.ways.ask)
    if asked:
        actions.append(Link(edition.words(ASK), asked))
    if isinstance(record, Outcome) and version is None and _takes_objections(record, edition):
        letter = _Letter(edition, address, title, record, version, _OBJECTION)
        objected = letter.address(site.ways.object)
        if objected:
            objection = Link(edition.words(OBJECT), objected)
            actions.append(objection)
    edited = _edit_address(edition, record, ask) if version is None else ""
    if edited:
        actions.append(Link(edition.words(EDIT), edited))
    return Ways(tuple(actions), ask.address(site.ways.ask, CLAUSE), objection)


def _takes_objections(outcome: Outcome, edition: Edition) -> bool:
    """Whether one can still object today."""
    state = state_in(edition.library, outcome, edition.as_of, edition.working)
    if state.name not in ("open", "corrected", "being answered"):
        return False
    return not isinstance(state.object_until, dt.date) or edition.as_of <= state.object_until


@dataclass(frozen=True, slots=True)
class _Letter:
    """What somebody writes about a page, before they have written anything."""

    edition: Edition
    page: str
    title: str
    record: Record | None
    version: int | None
    subject: Phrase

    def address(self, way: str | None, clause: str = "") -> str:
        """Where a way leads from here; "" where the site has none."""
        site = self.edition.library.site
        to = site.contact.email if site.contact is not None else None
        if way is None:
            way = "mail" if to else "off"
        if way == "off":
            return ""
        values = self._values(clause)
        subject = self.edition.words(self.subject).format(title=self.title)
        text = "".join(
            f"{self.edition.words(label)}{self.edition.words(_COLON)}{values[name]}\n"
            for name, label in _LINES
            if values[name]
        )
        if way == "mail":
            return "" if to is None else f"mailto:{quote(to, '@')}?subject={_coded(subject)}&body={_coded(text)}"
        if way in FORGES:
            return self._issue(way, subject, text)
        for name, value in (values | {"text": f"{subject}\n{text}"}).items():
            way = way.replace(f"{{{name}}}", _coded(value))
        return way

    def _issue(self, forge: str, subject: str, text: str) -> str:
        repository = self.edition.library.site.repository
        if repository is None or repository.web is None:
            return ""
        path, title, body = _ISSUES[forge]
        return f"{repository.web.rstrip('/')}{path}?{quote(title)}={_coded(subject)}&{quote(body)}={_coded(text)}"

    def _values(self, clause: str) -> dict[str, str]:
        record, base = self.record, self.edition.library.site.base_url.rstrip("/")
        return {
            "title": self.title,
            "record": "" if record is None else record.address,
            "version": "" if record is None else self._version(record),
            "clause": clause,
            "address": f"{base}{self.page}" + (f"#{clause}" if clause else ""),
            "file": "" if record is None else record.origin.file,
        }

    def _version(self, record: Record) -> str:
        """The version as this audience counts them; the day of the site where nothing is known of any."""
        past = self.edition.past
        timeline = past.timeline(record.ref) if past is not None else None
        if past is None or timeline is None:
            return self.edition.as_of.isoformat()
        shown = timeline.versions[-1 if self.version is None else self.version - 1]
        return self.edition.words(_VERSION).format(n=shown.number, day=past.day(shown))


def _coded(text: str) -> str:
    """As a value of a query. The place of a clause stays to be found."""
    return quote(text, safe="").replace(quote(CLAUSE, safe=""), CLAUSE)


def _edit_address(edition: Edition, record: Record | None, letter: _Letter) -> str:
    """Where a record is edited, for those whom the site lets know."""
    site = edition.library.site
    repository = site.repository
    if record is None or not reads(site.ways.editors, edition.projection.audience):
        return ""
    way = site.ways.edit
    if way is not None and way not in FORGES:
        return letter.address(way)
    if repository is None or repository.web is None:
        return ""
    forge = way or _forge_of(repository.web)
    if forge is None:
        return ""
    folder = f"{repository.folder.strip('/')}/" if repository.folder else ""
    file = quote(f"{repository.branch}/{folder}{record.origin.file}")
    return f"{repository.web.rstrip('/')}{_EDITORS[forge]}{file}"


def _forge_of(web: str) -> str | None:
    """The forge that an address names in its host, such as gitlab.example.com."""
    host = urlsplit(web).hostname or ""
    return next((forge for forge in FORGES if forge in host), None)


__all__ = ["CLAUSE", "Ways", "ways_of"]
