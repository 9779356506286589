"""A page's view and its template → the page's HTML. Content is escaped or sanitised on the way, never trusted.

One `Renderer` serves one language and is meant for thousands of pages: templates are compiled once, and words of the
interface that stand in them as constants are already filled in by then.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Protocol

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.bccache import Bucket
from markupsafe import Markup

from perfsite.records.quantities import Quantity
from perfsite.records.texts import Text
from perfsite.render.charts import draw_bar, draw_curve, draw_shares
from perfsite.render.environment import SandboxedEnvironment, TrustedEnvironment
from perfsite.render.formats import Formats, language_tag
from perfsite.render.markdown import Markdown, Slugs
from perfsite.render.sentences import Speech
from perfsite.render.terms import Terms
from perfsite.render.themes import Theme
from perfsite.render.translations import Catalogue

NOT_FOUND = "/404.html"
_JSON_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


class Page(Protocol):
    """What the renderer itself needs of a page; `base.html` tells what else a template may ask of it."""

    @property
    def address(self) -> str:
        """Where the page lies, from the site's root: `/zh/goals/2026-q3-east-revenue.html`."""

    @property
    def template(self) -> str: ...

    @property
    def view(self) -> object: ...


class RenderError(Exception):
    """A template that fails: a bug in the default theme, a mistake in a site's own. Says where.

    `line` is 0 where no line of a template is to blame but what it calls: the view, a filter. `origin` is the place in
    the program that raised the error, as in `site/goals.py:120`.
    """

    def __init__(self, template: str, line: int, reason: str, origin: str = "") -> None:
        super().__init__(f"{template}:{line}: {reason}")
        self.template = template
        self.line = line
        self.reason = reason
        self.origin = origin

    def __reduce__(self) -> tuple[type[RenderError], tuple[str, int, str, str]]:
        # A page may fail in a worker process, and how an exception travels is by its message alone otherwise.
        return type(self), (self.template, self.line, self.reason, self.origin)


class Compiled(BytecodeCache):
    """Compiled templates by their names and sources, for renderers that come one after the other."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


def compiled_in(catalogue: Catalogue, *, trusted: bool) -> Compiled:
    """The templates that this process has compiled in these words: what they compile to depends on nothing else but their
    own sources and on whether they are trusted."""
    words = repr([(key, sorted(message.forms.items())) for key, message in sorted(catalogue.messages.items())])
    return _compiled(catalogue.language, hashlib.sha256(words.encode()).digest(), trusted)


@lru_cache(maxsize=16)
def _compiled(_language: str, _words: bytes, _trusted: bool) -> Compiled:
    return Compiled()


class Renderer:
    """Renders the pages of one language. `site` is what every template knows as `site`.

    `resolve` turns the address in an author's link (`rule/regional-manager`) into a page's address, or gives None to
    leave it as it is. `compiled` keeps templates for the next renderer of the same theme and language. `digests` are the static files' (`static_digests`), so that no browser shows an old style sheet.
    """

    def __init__(
        self,
        theme: Theme,
        catalogue: Catalogue,
        site: object,
        *,
        base_url: str = "",
        digests: Mapping[str, str] | None = None,
        resolve: Callable[[str], str | None] = lambda _: None,
        compiled: Compiled | None = None,
        terms: Terms | None = None,
    ) -> None:
        self.language = catalogue.language
        self._theme = theme
        self._catalogue = catalogue
        self._site = site
        self._base_url = base_url.rstrip("/")
        self._digests = digests or {}
        self._resolve = resolve
        self._compiled = compiled
        self._formats = Formats(catalogue.language)
        self._markdown = Markdown(self._follow, catalogue("table.label"))
        self._terms = terms
        # The terms that the page has marked; None where none are to be.
        self._marked: set[str] | None = None
        self._slugs = Slugs()
        self._parts: dict[tuple[object, ...], Markup] = {}
        self._folder = "/"
        self._root = ""
        self._environment = self._make_environment()

    def render(self, page: Page) -> str:
        """The page's HTML, ending in one line feed."""
        self._enter(page.address)
        # The glossary has each term in its place already.
        self._marked = set() if self._terms is not None and page.template != "glossary.html" else None
        try:
            template = self._environment.get_template(page.template)
            return template.render(site=self._site, page=page, view=page.view).rstrip() + "\n"
        except TemplateSyntaxError as error:
            raise RenderError(error.name or page.template, error.lineno, error.message or "") from error
        except Exception as error:
            raise self._locate(error, page.template) from error

    def piece(self, template: str, address: str, *, whole: bool = False, **values: object) -> str:
        """A piece for a file at an address that is no page, with links from there or, where `whole`, by the base address."""
        self._enter(address, whole=whole)
        self._marked = None
        try:
            html = self._environment.get_template(template).render(site=self._site, **values)
        except Exception as error:
            raise self._locate(error, template) from error
        return html.strip()

    def say(self, value: object) -> str:
        """What a view composed, as words without links or markup."""
        return str(self._environment.filters["say"](value, links=False))

    def url(self, address: str) -> str:
        """An address of this site → one relative to the page being rendered, so that the site works in any folder.

        Addresses that lead elsewhere, and anchors, stay as they are.
        """
        if address[:1] != "/" or address[:2] == "//":
            return address
        if self._root and address.startswith(self._folder):
            return address[len(self._folder) :] or "./"
        return f"{self._root}{address[1:]}"

    def static(self, name: str) -> str:
        """The address of a style sheet, script or picture of the theme."""
        digest = self._digests.get(name, "")
        return self.url(f"/static/{name}") + (f"?v={digest}" if digest else "")

    def part(self, template: str, **values: object) -> Markup:
        """A piece of the page that depends on these values and the page's folder alone; made once for all such pages."""
        key = (self._root, self._folder, template, *values.items())
        if key not in self._parts:
            html = self._environment.get_template(template).render(site=self._site, **values)
            self._parts[key] = Markup(html)  # noqa: S704 - a template's output
        return self._parts[key]

    def _enter(self, address: str, *, whole: bool = False) -> None:
        self._slugs = Slugs()
        self._folder = address[: address.rindex("/") + 1]
        # The page for what is not found is shown at any depth, so nothing relative can work there.
        if whole or (address == NOT_FOUND and self._base_url):
            self._root = f"{self._base_url}/"
            self._folder = "//"
        else:
            self._root = "../" * (address.count("/") - 1) or "./"

    def _follow(self, address: str) -> str:
        found = self._resolve(address)
        return self.url(found) if found is not None else address

    def _make_environment(self) -> Environment:
        kind = TrustedEnvironment if self._theme.trusted else SandboxedEnvironment
        environment = kind(
            autoescape=True,
            undefined=StrictUndefined,
            loader=FunctionLoader(self._load),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=self._compiled,
        )
        formats = self._formats
        environment.globals.update(
            url=self.url,
            static=self.static,
            part=self.part,
            language=self.language,
            lang=language_tag(self.language),
            lang_of=language_tag,
            stretch=formats.stretch,
            draw_bar=draw_bar,
            draw_curve=draw_curve,
            draw_shares=draw_shares,
        )
        environment.filters.update(
            t=self._catalogue,
            date=formats.date,
            moment=formats.moment,
            number=formats.number,
            percent=formats.percent,
            amount=formats.amount,
            money=formats.money,
            listing=formats.listing,
            quantity=self._write_quantity,
            say=Speech(self._catalogue, formats, self._write_quantity, self._write_text, self.url),
            text=self._write_text,
            plain=self._write_plain,
            md=self._write_block,
            inline=self._write_inline,
            json=embed_json,
        )
        return environment

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = self._theme.templates.get(name)
        return None if file is None else (file.read_text("utf-8"), str(file), lambda: True)

    def _write_quantity(self, value: Quantity | Decimal | int | date | str) -> str:
        """15%, 1,196万元, 12个月: whatever a record holds as a quantity, in the words of the language."""
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return self._formats.date(value)
        if not isinstance(value, Quantity):
            return self._formats.number(value)
        if value.unit == "":
            return self._formats.amount(value.value)
        if value.unit == "%":
            return f"{self._formats.number(value.value)}%"
        if value.is_money:
            return self._formats.money(value.value, value.unit)
        return self._catalogue(f"unit.{value.unit.replace(' ', '-')}", n=value.value)

    def _write_text(self, text: Text | str) -> str:
        """One line of text. In another language than the page's it says so, for screen readers and hyphenation."""
        if isinstance(text, str):
            return text
        language, words = text.best(self.language)
        return words if language == self.language else _in_language("span", language, words)

    def _write_plain(self, text: Text | str) -> str:
        """One line of text for an attribute or a title."""
        return text if isinstance(text, str) else text.best(self.language)[1]

    def _write_block(self, text: Text | str, level: int = 2) -> Markup:
        """Markdown, its highest heading at `level`."""
        if isinstance(text, str):
            return self._with_terms(self._markdown.block(text, level, self._slugs))
        language, words = text.best(self.language)
        html = self._markdown.block(words, level, self._slugs)
        return self._with_terms(html) if language == self.language else _in_language("div", language, html)

    def _with_terms(self, html: Markup) -> Markup:
        if self._terms is None or self._marked is None:
            return html
        return Markup(self._terms.mark(html, self._marked, self.url))  # noqa: S704 - escaped

    def _write_inline(self, text: Text | str) -> Markup:
        """A line of Markdown: strong words, code and links."""
        if isinstance(text, str):
            return self._markdown.inline(text)
        language, words = text.best(self.language)
        html = self._markdown.inline(words)
        return html if language == self.language else _in_language("span", language, html)

    def _locate(self, error: Exception, template: str) -> RenderError:
        """Where in the templates an error arose: Jinja puts their files and lines into the traceback."""
        names = {str(file): name for name, file in self._theme.templates.items() if ":" not in name}
        place = (template, 0)
        trace = error.__traceback__
        while trace is not None:
            name = names.get(trace.tb_frame.f_code.co_filename)
            if name is not None:
                place = (name, trace.tb_lineno)
            trace = trace.tb_next
        said = error.message if isinstance(error, TemplateError) else None
        last = traceback.extract_tb(error.__traceback__)[-1]
        origin = f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}"
        return RenderError(*place, said or f"{type(error).__name__}: {error}", origin)


def _in_language(tag: str, language: str, words: str) -> Markup:
    return Markup('<{0} lang="{1}">{2}</{0}>').format(tag, language_tag(language), words)


def embed_json(value: object) -> Markup:
    """Data for a `<script type="application/json">`: nothing in it can end the element or begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_to_json)
    return Markup(text.translate(_JSON_ESCAPES))  # noqa: S704 - no < > & is left


def _to_json(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def static_digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Eight characters that change with each file's content."""
    return {name: hashlib.sha256(content).hexdigest()[:8] for name, content in files.items()}


__all__ = ["NOT_FOUND", "Compiled", "Page", "RenderError", "Renderer", "compiled_in", "embed_json", "static_digests"]
