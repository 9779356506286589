"""What every record has: a kind, an id, where it comes from, and the fields that anything may carry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, HR, MANAGERS, Choice, Struct, field
from perfsite.records.forms import DATE, FLAG, ID_FORM, PROSE, TEXT, ListOf, MapOf, Plain, Reference, Word
from perfsite.records.references import Ref
from perfsite.records.texts import Text


class Origin(NamedTuple):
    """Where a record was read: its file and its position among the records of that file.

    `version` is 0 of a record as it is now. Of an earlier wording it is the number of the version, whose text stands in
    no file that is there.
    """

    file: str
    position: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The days on which a standard counts, both inclusive. Without `until` it counts until it is replaced."""

    from_: dt.date = field(DATE, "起", "From", "生效的第一天。", "The first day on which it counts.", audience=EVERYONE, required=True, also=("开始", "自", "生效日期"))
    until: dt.date | None = field(DATE, "止", "Until", "生效的最后一天。", "The last day on which it counts.", audience=EVERYONE, also=("结束", "至", "失效日期"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    by: tuple[Ref, ...] = field(ListOf(Reference("person"), single=True), "批准人", "By", "谁批准的。", "Who approved it.", audience=EVERYONE, required=True)
    on: dt.date = field(DATE, "批准日期", "On", "哪一天批准的。", "The day of the approval.", audience=EVERYONE, required=True)
    published: dt.date | None = field(DATE, "公布日期", "Published", "哪一天让员工知道的。", "The day on which people were told.", audience=EVERYONE)
    note: Text | None = field(TEXT, "说明", "Note", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachingBack:
    """That a change was meant to count from a day before it was published."""

    approved_by: tuple[Ref, ...] = field(ListOf(Reference("person"), single=True), "批准人", "Approved by", "谁批准的。", "Who approved that it reaches back.", audience=EVERYONE, required=True)
    reason: Text = field(TEXT, "原因", "Reason", "为什么要溯及既往。", "Why it reaches back.", audience=EVERYONE, required=True, also=("理由",))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNote:
    """What an author says of a change of meaning."""

    on: dt.date = field(DATE, "日期", "On", "变更的日期。", "The day of the change.", audience=EVERYONE, required=True)
    note: Text = field(TEXT, "说明", "Note", "改了什么、为什么改。", "What was changed, and why.", audience=EVERYONE, required=True)
    major: bool = field(FLAG, "重大变更", "Major", "影响到人的变更写 `true`。", "`true` where people are affected.", audience=EVERYONE, default=False)
    effective: dt.date | None = field(DATE, "生效日期", "Effective", "从哪天起算。不写就从公布那天起。", "From which day it counts; without it, from its publication.", audience=EVERYONE, also=("生效",))
    reaching_back: ReachingBack | None = field(Struct(ReachingBack), "溯及既往", "Reaching back", "公布之前就起算的，由谁批准、为什么。", "Where it counts from a day before its publication: who approved that, and why.", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to another record (`kind/id`) or to an address."""

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称",))
    url: str = field(
        Plain(Phrase("网址，或 `种类/编号`，如 `page/how-to-ask`", "an address, or `kind/id` such as `page/how-to-ask`"), r"(?:https?://|mailto:)\S+|[a-z-]+/[a-z0-9][a-z0-9-]*"),
        "地址", "Address", "网址，或本站记录的 `种类/编号`。", "An address, or a record of this site as `kind/id`.", audience=EVERYONE, required=True, also=("链接", "网址"),
    )


STATUS = Word.of({"active": ("使用中", "active"), "legacy": ("保留", "legacy"), "not in use": ("未启用", "not in use")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The base of all kinds. Subclasses add the fields of their own and say their kind, folder and names."""

    kind: ClassVar[str] = ""
    folder: ClassVar[str] = ""
    noun: ClassVar[Phrase] = Phrase("记录", "record")
    plural: ClassVar[Phrase] = Phrase("记录", "records")
    # Standards say what counts, outcomes what came of it; the rest is what both are about.
    part: ClassVar[str] = "subject"
    # The field into which a table of the same stem is read. Without it a table is one record per row.
    rows: ClassVar[str] = ""
    choices: ClassVar[tuple[Choice, ...]] = ()
    # Only the calendar, the glossary and people can do without a title of their own.
    titled: ClassVar[bool] = True

    id: str
    origin: Origin
    # Whether a value could not be read. Such a record is known, but no check beyond its form looks into it.
    incomplete: bool = False

    title: Text | None = field(TEXT, "标题", "Title", "页面上显示的名称。", "The name that pages show.", audience=EVERYONE, also=("名称", "题目"))
    summary: Text | None = field(PROSE, "摘要", "Summary", "一两句话，先于细节。", "A sentence or two, before any detail.", audience=EVERYONE, also=("简介", "概述"))
    owner: Ref | None = field(Reference("person", "team"), "负责人", "Owner", "谁维护这条记录：`person/…` 或 `team/…`。", "Who looks after this record: `person/…` or `team/…`.", audience=EVERYONE, also=("责任人",))
    tags: tuple[str, ...] = field(ListOf(ID_FORM), "标签", "Tags", audience=EVERYONE, default=())
    links: tuple[Link, ...] = field(ListOf(Struct(Link)), "链接", "Links", audience=EVERYONE, default=())
    in_force: InForce | None = field(Struct(InForce), "生效", "In force", "从哪天到哪天有效。", "From which day to which day it counts.", audience=EVERYONE, also=("有效期", "生效期"))
    approved: Approval | None = field(Struct(Approval), "批准", "Approved", audience=EVERYONE, also=("审批",))
    replaces: Ref | None = field(Reference("self"), "取代", "Replaces", "被它取代的同类记录。", "The record of the same kind that it replaces.", audience=EVERYONE, also=("替代",))
    changes: tuple[ChangeNote, ...] = field(ListOf(Struct(ChangeNote)), "变更说明", "Changes", "含义有变时写给读者的说明。", "Notes to readers about changes of meaning.", audience=EVERYONE, default=(), also=("变更", "变更记录"))
    status: str = field(STATUS, "状态", "Status", "`active`（默认）、`legacy` 或 `not in use`。", "`active` (the default), `legacy` or `not in use`.", audience=EVERYONE, default="active")
    audience: str | None = field(ID_FORM, "受众", "Audience", "只给这个受众及更小的受众看。", "Shown only to this audience and narrower ones.", audience=HR, also=("可见范围",))
    body: Text | None = field(PROSE, "正文", "Text", "较长的说明（Markdown）。", "The longer text (Markdown).", audience=EVERYONE)
    translation_of: tuple[tuple[str, str], ...] = field(
        MapOf(Plain()), "译自", "Translation of", "译文所依据的原文的摘要值，由 `check` 给出。", "The digest of the text that a translation was made from, as `check` gives it.", audience=HR, default=(),
    )

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.id)

    @property
    def address(self) -> str:
        """`kind/id`, as references and messages name it."""
        return f"{self.kind}/{self.id}"


# What a new record says until somebody has written it, so that its file is sound from the first minute.
TO_WRITE = Phrase("待填写", "To be written")
BODY_TO_WRITE = Phrase("在这里写正文（Markdown）。", "Write the text here, in Markdown.")


def new_title(noun: type[Record]) -> Phrase:
    return Phrase(f"新的{noun.noun.zh}", f"New {noun.noun.en}")


def title(record: Any, lang: str) -> str:
    """What a page calls a record in a language: its title, else the name of a person, else its id."""
    text: Text | None = record.title
    if text is None:
        text = getattr(record, "name", None)
    return text.best(lang)[1] if text is not None else record.id


__all__ = [
    "EVERYONE",
    "HR",
    "MANAGERS",
    "STATUS",
    "Approval",
    "ChangeNote",
    "InForce",
    "Link",
    "Origin",
    "ReachingBack",
    "Record",
    "title",
]
