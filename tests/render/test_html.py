"""Pages: escaping, addresses, the frame that every page has, and what a template may not do."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from perfsite.records.quantities import Quantity
from perfsite.records.texts import Text
from perfsite.render.html import Renderer, RenderError, compiled_in, embed_json, static_digests
from perfsite.render.themes import default_theme_folder, find_theme
from perfsite.render.translations import Catalogue, Message, read_catalogue

HOSTILE = "<script>alert(1)</script>\"'&"


@dataclass(frozen=True)
class Page:
    address: str = "/en/goals/east.html"
    template: str = "test.html"
    view: Any = None
    title: str = "East revenue"
    description: str = ""
    section: str = "goals"
    trail: tuple[Any, ...] = ()
    alternates: tuple[Any, ...] = ()
    banner: Any = None
    ways: Any = None
    previous: Any = None
    next: Any = None
    past: Any = None
    feeds: tuple[Any, ...] = ()
    tables: tuple[Any, ...] = ()
    data: Any = None


TITLE = Text((("en", "Standards"), ("zh", "标准")))


@dataclass(frozen=True)
class Site:
    title: Text = TITLE
    home: str = "/en/index.html"
    search: str = "/en/search/index.html"
    navigation: tuple[Any, ...] = field(
        default=(
            SimpleNamespace(
                title="Standards",
                entries=[SimpleNamespace(title="Goals", address="/en/goals/index.html", section="goals")],
            ),
        )
    )
    contact: Any = None
    as_of: dt.date = dt.date(2026, 10, 14)
    commit: str = ""
    commit_address: str = ""
    version: str = "0.1.0"
    audience: str = ""
    logo: str = ""
    statement: str = "/en/accessibility/index.html"
    own_theme: bool = False


def renderer(
    tmp_path: Path, language: str = "en", site: Any = None, *, base_url: str = "", **templates: str
) -> Renderer:
    """A renderer on the default theme with some templates beside it; `test` is test.html."""
    folder = tmp_path / "themes" / "ours" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in templates.items():
        (folder / f"{name}.html").write_text(source, "utf-8")
    theme, problems = find_theme("ours", tmp_path)
    catalogue, more = read_catalogue(theme, language)
    assert (*problems, *more) == ()
    return Renderer(
        theme,
        catalogue,
        site or Site(),
        base_url=base_url,
        resolve={"rule/x": f"/{language}/rules/x.html"}.get,
        compiled=compiled_in(catalogue, trusted=theme.trusted),
    )


def show(tmp_path: Path, template: str, view: Any = None, language: str = "en", **page: Any) -> str:
    made = renderer(tmp_path, language, test=template)
    return made.render(replace(Page(address=f"/{language}/goals/east.html", view=view), **page)).removesuffix("\n")


def test_compiled_templates_are_shared_where_they_have_the_same_words_and_the_same_trust() -> None:
    def catalogue(language: str, word: str) -> Catalogue:
        return Catalogue(language, {"word": Message({"other": (word,)})})

    first = compiled_in(catalogue("en", "Goals"), trusted=True)

    assert compiled_in(catalogue("en", "Goals"), trusted=True) is first
    assert compiled_in(catalogue("en", "Targets"), trusted=True) is not first
    assert compiled_in(catalogue("zh", "Goals"), trusted=True) is not first
    assert compiled_in(catalogue("en", "Goals"), trusted=False) is not first


def test_a_template_that_is_written_anew_is_compiled_anew(tmp_path: Path) -> None:
    assert [show(tmp_path, "{{ 'period.goal-count' | t }}|1"), show(tmp_path, "{{ 'period.goal-count' | t }}|2")] == [
        "Goals|1",
        "Goals|2",
    ]


def test_everything_is_escaped(tmp_path: Path) -> None:
    assert show(tmp_path, '{{ view }}|<a title="{{ view }}">', HOSTILE) == (
        '&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;|<a title="&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;">'
    )


def test_content_is_never_a_template(tmp_path: Path) -> None:
    assert (
        show(tmp_path, "{{ view }}{{ view|md }}{{ view|inline }}", "{{ 7*7 }}") == "{{ 7*7 }}<p>{{ 7*7 }}</p>{{ 7*7 }}"
    )


@pytest.mark.parametrize(
    "template", ["{{ view.nothing }}", "{{ nothing }}", "{% if view.nothing %}x{% endif %}", "{{ 'no.key'|t }}"]
)
def test_what_is_missing_fails_loudly(tmp_path: Path, template: str) -> None:
    with pytest.raises(RenderError) as caught:
        show(tmp_path, f"\n\n{template}", SimpleNamespace())
    assert (caught.value.template, caught.value.line) == ("test.html", 3)


def test_a_template_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        show(tmp_path, "\n{% if %}")
    assert (caught.value.template, caught.value.line) == ("test.html", 2)
    with pytest.raises(RenderError, match=r"nowhere\.html"):
        show(tmp_path, '{% extends "nowhere.html" %}')


def test_a_failure_inside_a_component_is_placed_there(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        show(tmp_path, '{% import "components.html" as c %}{{ c.link(view) }}', SimpleNamespace())
    assert caught.value.template == "components.html"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ view.__class__ }}",
        "{{ url.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ view.append(1) }}",
        "{{ site.__class__.__init__ }}",
    ],
)
def test_a_sites_own_theme_cannot_reach_into_python(tmp_path: Path, attack: str) -> None:
    try:
        shown = show(tmp_path, attack, [])
    except RenderError:
        return
    assert shown == "", shown


@pytest.mark.parametrize(
    ("address", "target", "link"),
    [
        ("/zh/goals/a.html", "/zh/goals/b.html", "b.html"),
        ("/zh/goals/a.html", "/zh/rules/b.html#weights", "../../zh/rules/b.html#weights"),
        ("/zh/goals/a.html", "/static/style.css", "../../static/style.css"),
        ("/zh/results/promotion/a.html", "/zh/index.html", "../../../zh/index.html"),
        ("/zh/index.html", "/zh/goals/b.html", "goals/b.html"),
        ("/zh/index.html", "/en/index.html", "../en/index.html"),
        ("/index.html", "/zh/index.html", "zh/index.html"),
        ("/404.html", "/zh/index.html", "/standards/zh/index.html"),
        ("/zh/goals/a.html", "https://a.example/x", "https://a.example/x"),
        ("/zh/goals/a.html", "mailto:a@b.example", "mailto:a@b.example"),
        ("/zh/goals/a.html", "#weights", "#weights"),
        ("/zh/goals/a.html", "//evil.example", "//evil.example"),
    ],
)
def test_addresses_are_relative_to_the_page(tmp_path: Path, address: str, target: str, link: str) -> None:
    made = renderer(tmp_path, "zh", base_url="/standards/", test="{{ url(view) }}")
    assert made.render(Page(address=address, view=target)) == f"{link}\n"


def test_without_a_base_url_the_page_for_what_is_not_found_links_from_the_root(tmp_path: Path) -> None:
    made = renderer(tmp_path, "zh", test="{{ url(view) }}")
    assert made.render(Page(address="/404.html", view="/zh/index.html")) == "zh/index.html\n"


def test_links_in_texts_are_relative_too(tmp_path: Path) -> None:
    assert (
        show(tmp_path, "{{ view|inline }}", "see [the rule](rule/x)")
        == 'see <a href="../../en/rules/x.html">the rule</a>'
    )


def test_static_files_change_their_address_with_their_content(tmp_path: Path) -> None:
    theme, _ = find_theme("default")
    files = theme.static_files()
    digests = static_digests(files)
    assert set(digests) == set(files)
    made = Renderer(theme, read_catalogue(theme, "en")[0], Site(), digests=digests)
    assert made.static("style.css").endswith(f"static/style.css?v={digests['style.css']}")
    assert made.static("unknown.css").endswith("static/unknown.css")
    assert static_digests({"a": b"1"}) != static_digests({"a": b"2"})


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (Quantity(Decimal(15), "%"), "15%", "15%"),
        (Quantity(Decimal("12.50"), "%"), "12.50%", "12.50%"),
        (Quantity(Decimal(11960000), "CNY"), "1,196万元", "CNY\u00a011,960,000"),
        (Quantity(Decimal(1200000)), "120万", "1,200,000"),
        (Quantity(Decimal(1), "months"), "1个月", "1 month"),
        (Quantity(Decimal(5), "working days"), "5个工作日", "5 working days"),
        (Decimal("4.60"), "4.60", "4.60"),
        (3, "3", "3"),
        (dt.date(2026, 7, 1), "2026年7月1日", "1 July 2026"),
        ("as written", "as written", "as written"),
    ],
)
def test_quantities(tmp_path: Path, value: Any, zh: str, en: str) -> None:
    assert show(tmp_path, "{{ view|quantity }}", value, "zh") == zh
    assert show(tmp_path, "{{ view|quantity }}", value, "en") == en


def test_texts_say_when_they_are_in_another_language(tmp_path: Path) -> None:
    both, only_zh = Text((("zh", "净<销>售额"), ("en", "Net <revenue>"))), Text((("zh", "**净**<销>"),))
    assert show(tmp_path, "{{ view|text }}|{{ view|plain }}", both) == "Net &lt;revenue&gt;|Net &lt;revenue&gt;"
    assert show(tmp_path, "{{ view|text }}", only_zh) == '<span lang="zh-CN">**净**&lt;销&gt;</span>'
    assert show(tmp_path, "{{ view|inline }}", only_zh) == '<span lang="zh-CN"><strong>净</strong>&lt;销&gt;</span>'
    assert show(tmp_path, "{{ view|md }}", only_zh) == '<div lang="zh-CN"><p><strong>净</strong>&lt;销&gt;</p></div>'
    assert show(tmp_path, "{{ view|plain }}", only_zh) == "**净**&lt;销&gt;"


def test_anchors_are_unique_on_a_page_and_begin_anew_on_the_next(tmp_path: Path) -> None:
    made = renderer(tmp_path, test="{{ view|md }}{{ view|md }}")
    expected = '<h2 id="h-a">A</h2><h2 id="h-a-2">A</h2>\n'
    assert made.render(Page(view="# A")) == expected
    assert made.render(Page(view="# A")) == expected


@pytest.mark.parametrize(
    "value", ["</script><script>alert(1)</script>", "<!--<script>", "a & b > c < d", "\u2028\u2029", "中文 ' \""]
)
def test_data_for_scripts_cannot_leave_its_element(value: str) -> None:
    embedded = str(embed_json({"text": value, value: [value]}))
    assert not set("<>&\u2028\u2029") & set(embedded)
    assert json.loads(embedded) == {"text": value, value: [value]}


def test_data_for_scripts_keeps_numbers_exact() -> None:
    assert (
        embed_json({"a": Decimal("1.10"), "b": dt.date(2026, 7, 1), "c": (1, 2)})
        == '{"a":"1.10","b":"2026-07-01","c":[1,2]}'
    )
    with pytest.raises(TypeError, match="object has no form in JSON"):
        embed_json(object())


FRAME = '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}'


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>"
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.found if name == tag)


def framed(tmp_path: Path, language: str = "en", site: Any = None, **page: Any) -> str:
    made = renderer(tmp_path, language, site, test=FRAME)
    return made.render(replace(Page(address=f"/{language}/goals/east.html"), **page))


def test_every_page_says_its_language_template_and_day(tmp_path: Path) -> None:
    for language, tag in (("zh", "zh-CN"), ("en", "en")):
        html = framed(tmp_path, language)
        assert f'<html lang="{tag}">' in html
        assert '<meta name="perfsite:template" content="test.html">' in html
        assert '<meta name="perfsite:as-of" content="2026-10-14">' in html


def test_the_policy_has_no_exception_and_the_page_needs_none(tmp_path: Path) -> None:
    link = SimpleNamespace(title="x", address="/en/x.html")
    html = framed(
        tmp_path,
        banner=SimpleNamespace(tone="info", title="t", text="u", link=link),
        previous=link,
        next=link,
        trail=[link],
        description="d",
        alternates=[SimpleNamespace(code=code, name=code, address=f"/{code}/goals/east.html") for code in ("zh", "en")],
    )
    tags = Tags(html)
    (policy,) = [meta["content"] for meta in tags.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.split("; ")[0] == "default-src 'none'"
    assert not re.search(r"unsafe|http|data:|\*", policy)
    for tag, attributes in tags.found:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
    assert "style" not in {tag for tag, _ in tags.found}
    assert all(script.get("src") for script in tags.of("script"))
    sources = [script["src"] for script in tags.of("script")] + [sheet["href"] for sheet in tags.of("link")]
    assert all((source and source.startswith("../../")) or source == "east.html" for source in sources), sources


def test_the_same_page_in_each_language(tmp_path: Path) -> None:
    alternates = [
        SimpleNamespace(code=code, name=name, address=f"/{code}/goals/east.html")
        for code, name in (("zh", "中文"), ("en", "English"))
    ]
    html = framed(tmp_path, alternates=alternates)
    assert '<link rel="alternate" hreflang="zh-CN" href="../../zh/goals/east.html">' in html
    assert '<a href="../../zh/goals/east.html" lang="zh-CN" hreflang="zh-CN">中文</a>' in html
    assert '<a href="east.html" lang="en" hreflang="en" aria-current="true">English</a>' in html


def test_the_menu_marks_where_one_is(tmp_path: Path) -> None:
    made = renderer(tmp_path, test=FRAME)
    detail = made.render(Page())
    index = made.render(Page(address="/en/goals/index.html"))
    elsewhere = made.render(Page(address="/en/rules/a.html", section="rules"))
    deeper = made.render(Page(address="/en/goals/old/a.html"))
    assert '<a href="index.html" aria-current="true">Goals</a>' in detail
    assert '<a href="index.html" aria-current="page">Goals</a>' in index
    assert '<a href="../../en/goals/index.html">Goals</a>' in elsewhere
    assert '<a href="../../../en/goals/index.html" aria-current="true">Goals</a>' in deeper


def test_the_foot_names_the_day_the_version_and_whom_to_ask(tmp_path: Path) -> None:
    contact = SimpleNamespace(name="Sales HR", email="hr@example.internal", phone="021", address="")
    site = Site(contact=contact, commit="3bcad33", commit_address="https://git.example/3bcad33", audience="managers")
    html = framed(tmp_path, site=site)
    assert "As of 14 October 2026, for managers" in html
    assert '<a href="https://git.example/3bcad33"><code>3bcad33</code></a>' in html
    assert "Questions? Ask Sales HR" in html
    assert '<a href="mailto:hr@example.internal">' in html
    assert "内容截至2026年10月14日" in framed(tmp_path, "zh")


def test_the_first_page_and_the_page_for_what_is_not_found_need_nothing_but_links(tmp_path: Path) -> None:
    homes = [
        SimpleNamespace(code="zh", name="中文", title="标准", address="/zh/index.html"),
        SimpleNamespace(code="en", name="English", title="Standards", address="/en/index.html"),
    ]
    made = renderer(tmp_path, base_url="/standards")
    view = SimpleNamespace(homes=homes)
    first = made.render(Page(address="/index.html", template="index.html", view=view))
    missing = made.render(Page(address="/404.html", template="404.html", view=view))
    assert '<a href="en/index.html" lang="en" hreflang="en">' in first
    assert '<a href="/standards/zh/index.html" lang="zh-CN" hreflang="zh-CN">' in missing
    assert 'href="/standards/static/style.css"' in missing
    for html in (first, missing):
        assert 'http-equiv="Content-Security-Policy"' in html
        assert all(script.get("src") for script in Tags(html).of("script"))


def test_a_theme_may_extend_what_it_replaces(tmp_path: Path) -> None:
    made = renderer(tmp_path, base='{% extends "default:base.html" %}{% block foot %}ours{% endblock %}', test=FRAME)
    html = made.render(Page())
    assert "<h1>East revenue</h1>" in html
    assert "ours</body>" in html


def test_no_template_calls_anything_safe() -> None:
    for file in (default_theme_folder() / "templates").rglob("*.html"):
        source = file.read_text("utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup", re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)), (
            file.name
        )


def test_every_template_tells_its_view() -> None:
    for file in (default_theme_folder() / "templates").rglob("*.html"):
        assert file.read_text("utf-8").startswith("{#"), file.name
