"""The built sample site as the browser tests see it: which pages stand for all, and how a page's faults are gathered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

# Runs before the page's own scripts, and reaches the console where a violation would stay silent there.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI || "inline"}`);
});
"""


@dataclass(frozen=True, slots=True)
class SamplePage:
    path: str
    template: str
    language: str

    @property
    def kind(self) -> str:
        """The folder of the page's records: `goals` for en/goals/2026-q3/east.html, nothing for en/index.html."""
        return "/".join(self.path.split("/")[1:-1][:1])


class _Head(HTMLParser):
    language = ""
    template = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang") or ""
        if tag == "meta" and values.get("name") == "perfsite:template":
            self.template = values.get("content") or ""


def read_page(file: Path, site: Path) -> SamplePage:
    """A page's template and language, as its head states them; both are empty where it states none."""
    head = _Head()
    head.feed(re.split(r"</head>", file.read_text(encoding="utf-8"), maxsplit=1)[0])
    return SamplePage(file.relative_to(site).as_posix(), head.template, head.language)


def choose_pages(site: Path, each: int = 1) -> list[SamplePage]:
    """The largest pages of every page type in every language: the more a page holds, the more can be wrong with it.

    A page's type is its template and the kind of record that it shows, which is the folder below that of the language.
    """
    types: dict[tuple[str, str, str], list[tuple[int, str, SamplePage]]] = defaultdict(list)
    for file in site.rglob("*.html"):
        page = read_page(file, site)
        types[page.template, page.kind, page.language].append((-file.stat().st_size, page.path, page))
    return [page for key in sorted(types) for _, _, page in sorted(types[key], key=lambda entry: entry[:2])[:each]]


@dataclass
class Visits:
    """Opens windows on one site, and keeps every fault that a page in them shows."""

    browser: Browser
    address: str
    faults: list[str] = field(default_factory=list)

    @contextmanager
    def window(
        self,
        *,
        width: int = 1280,
        height: int = 900,
        color_scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
    ) -> Iterator[Page]:
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=color_scheme,
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        context.add_init_script(REPORT_VIOLATIONS)
        page = context.new_page()
        page.on("request", self._note_request)
        page.on("response", self._note_response)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: script error: {error}"))
        try:
            yield page
        finally:
            context.close()

    def url(self, path: str) -> str:
        return urljoin(self.address, path)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"{request.frame.url}: request outside the site: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.frame.url}: {response.status} for {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # A page that is missing itself is for its test to judge; what a page lacks is noted here.
        where = message.page.url if message.page else ""
        if message.type == "error" and not (
            message.location["url"] == where and "the server responded" in message.text
        ):
            self.faults.append(f"{where}: console: {message.text}")
