"""Pages of the site's own, and the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, field
from perfsite.records.forms import PROSE, TEXT, ListOf, Plain, Whole, Word
from perfsite.records.record import Record
from perfsite.records.texts import Text

SECTIONS = {
    "principles": ("原则", "principles"), "support": ("支持", "support"), "working-together": ("协作", "working together"),
    "about": ("关于", "about"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Record):
    kind: ClassVar[str] = "page"
    folder: ClassVar[str] = "pages"
    noun: ClassVar[Phrase] = Phrase("页面", "page")
    plural: ClassVar[Phrase] = Phrase("页面", "pages")

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称",))
    section: str = field(Word.of(SECTIONS), "栏目", "Section", audience=EVERYONE, default="about")
    order: int = field(Whole(0, 10_000), "次序", "Order", audience=EVERYONE, default=100, also=("排序",))
    body: Text = field(PROSE, "正文", "Text", "Markdown 文件的正文。", "The text of the Markdown file.", audience=EVERYONE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A word of the glossary, marked in texts by its title and by its other names."""

    kind: ClassVar[str] = "term"
    folder: ClassVar[str] = "glossary"
    noun: ClassVar[Phrase] = Phrase("术语", "term")
    plural: ClassVar[Phrase] = Phrase("术语表", "glossary")

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "术语"))
    also: tuple[Text, ...] = field(ListOf(TEXT), "又称", "Also", "这个词的其他说法。", "Other words for it.", audience=EVERYONE, default=(), also=("别名", "同义词"))
    definition: Text = field(PROSE, "定义", "Definition", audience=EVERYONE, required=True, also=("解释",))
    see: tuple[str, ...] = field(
        ListOf(Plain(Phrase("`种类/编号`，如 `metric/net-revenue`", "`kind/id`, such as `metric/net-revenue`"), r"[a-z-]+/[a-z0-9][a-z0-9-]*")),
        "参见", "See", audience=EVERYONE, default=(),
    )
