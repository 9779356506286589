"""Terms in texts: the first use on a page leads to the glossary, and nothing else is touched."""

from __future__ import annotations

import html as entities
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.render.markdown import Markdown
from perfsite.render.terms import Terms
from perfsite.site.glossary import TermMark

MARKS = (
    TermMark("/zh/glossary/index.html#grade", ("等级",), "由总分得到。"),
    TermMark("/zh/glossary/index.html#score-grade", ("绩效等级", "绩效档"), "每季度的**等级**，见[规则](rule/a)。"),
    TermMark("/zh/glossary/index.html#okr", ("OKR",), 'Objectives & "key" results'),
    TermMark("/zh/glossary/index.html#rd", ("R&D",), "x" * 300),
    TermMark("/zh/glossary/index.html#x", ("A",), "too short to be a term"),
)
TERMS = Terms(MARKS)
MARKDOWN = Markdown()


def marked(text: str, seen: set[str] | None = None) -> str:
    return TERMS.mark(str(MARKDOWN.block(text)), set() if seen is None else seen, lambda address: address)


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="term" href="[^"]*#([^"]*)" title="[^"]*">([^<]*)</a>', html)


def test_the_first_use_leads_to_the_definition() -> None:
    html = marked("等级按总分定。等级公示。")

    assert html == (
        '<p><a class="term" href="/zh/glossary/index.html#grade" title="由总分得到。">等级</a>按总分定。等级公示。</p>'
    )


def test_the_page_marks_a_term_once() -> None:
    seen: set[str] = set()

    assert links(marked("等级", seen)) == [("grade", "等级")]
    assert links(marked("等级和绩效档", seen)) == [("score-grade", "绩效档")]
    assert links(marked("绩效等级", seen)) == []


def test_the_longest_name_wins() -> None:
    assert links(marked("绩效等级与等级")) == [("score-grade", "绩效等级"), ("grade", "等级")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Each OKR counts", ["OKR"]),
        ("each okr counts", ["okr"]),
        ("two OKRs", ["OKR"]),
        ("OKR打分", ["OKR"]),
        ("本季OKR。", ["OKR"]),
        ("BOOKRACK, okra, re-OKR, OKR2", []),
        ("R&D pays", ["R&amp;D"]),
        ("A grade", []),
    ],
)
def test_words_are_whole(text: str, found: list[str]) -> None:
    assert [words for _, words in links(marked(text))] == found


@pytest.mark.parametrize("text", ["# 等级", "[等级](rule/a)", "`等级`", "```\n等级\n```", "## 谈**等级**"])
def test_headings_links_and_code_stay(text: str) -> None:
    assert links(marked(text)) == []


def test_what_stands_after_a_link_is_marked() -> None:
    assert links(marked("[规则](rule/a)里的等级")) == [("grade", "等级")]
    assert links(marked("- **等级**\n- 等级")) == [("grade", "等级")]


def test_the_gist_is_plain_and_short() -> None:
    titles = re.findall(r'title="([^"]*)"', marked("绩效等级、OKR、R&D"))

    assert titles[0] == "每季度的等级，见规则。"
    assert entities.unescape(titles[1]) == 'Objectives & "key" results'
    assert len(titles[2]) == 160
    assert titles[2].endswith("…")


def test_without_terms_nothing_changes() -> None:
    assert Terms(()).mark("<p>等级</p>", set(), str) == "<p>等级</p>"


@given(st.text(alphabet=st.sampled_from("等级绩效OKR&<>\"'*[]()`#- \nabc。"), max_size=60))
def test_no_word_is_lost(text: str) -> None:
    """Without the links, the text is what it was; and no link stands in another."""
    html = str(MARKDOWN.block(text))
    after = TERMS.mark(html, set(), str)

    assert re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", after) == html
    assert not re.search(r"<a\b[^>]*>(?:(?!</a>).)*<a\b", after)
