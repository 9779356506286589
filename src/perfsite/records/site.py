"""The site: its languages, audiences, policies and the severity of its checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, HR, Struct, field
from perfsite.records.forms import (
    DURATION,
    FLAG,
    ID_FORM,
    TEXT,
    WEB_ADDRESS,
    ListOf,
    MapOf,
    Plain,
    Reference,
    Whole,
    Word,
)
from perfsite.records.look import Look
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text

# The version of the record language that this perfsite reads. It grows where a record that was right would be wrong, or
# would mean something else.
SCHEMA = 1
NAMES = Word.of({"full": ("全名", "full name"), "masked": ("隐去名字", "masked"), "id": ("只用编号", "id only")})
SENSES = Word.of({"everyone": ("所有人", "everyone"), "managers": ("管理者", "managers"), "hr": ("人力资源", "HR")})
READERS = Word.of({**{word: (name.zh, name.en) for word, name in SENSES.choices.items()}, "nobody": ("不显示", "nobody")})


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRule:
    """One audience. The site lists them from the widest to the narrowest; each sees what the wider ones see."""

    id: str = field(ID_FORM, "编号", "Id", audience=EVERYONE, required=True)
    title: Text | None = field(TEXT, "名称", "Title", audience=EVERYONE)
    sees: str = field(SENSES, "可见", "Sees", "看得到哪一级字段。", "Which sensitivity of fields it sees.", audience=EVERYONE, default="everyone")
    names: str = field(NAMES, "姓名", "Names", "姓名如何显示。", "How names of people are shown.", audience=EVERYONE, default="full")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePolicy:
    during_notice: str = field(NAMES, "公示期内", "During notice", audience=EVERYONE, default="full")
    after: str = field(NAMES, "公示期后", "After", audience=EVERYONE, default="full")


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionPolicy:
    open: Quantity | None = field(DURATION, "受理期", "Open", "公布后多久内可以提出异议。", "How long after publication an objection can be made.", audience=EVERYONE)
    answer_within: Quantity | None = field(DURATION, "答复期限", "Answer within", "收到异议后多久内答复。", "How soon an objection is answered.", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPolicy:
    """Who reads what git says of a change beside what was changed. Mail addresses are shown to nobody."""

    authors: str = field(READERS, "作者", "Authors", "谁看得到修改者的姓名。", "Who sees the names of those who made a change.", audience=EVERYONE, default="managers")
    messages: str = field(READERS, "提交说明", "Messages", "谁看得到提交说明。", "Who sees the messages of commits.", audience=EVERYONE, default="managers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    publish_within: Quantity | None = field(DURATION, "公布期限", "Publish within", "作出决定后多久内公布。", "How soon a result is published after it is decided.", audience=EVERYONE)
    notice: Quantity | None = field(DURATION, "公示期", "Notice", "结果公示多久。", "How long a result stands open to objection.", audience=EVERYONE)
    objections: ObjectionPolicy | None = field(Struct(ObjectionPolicy), "异议", "Objections", audience=EVERYONE)
    names: NamePolicy | None = field(Struct(NamePolicy), "姓名", "Names", "结果页上的姓名；受众规定更严时从严。", "Names on result pages; an audience's stricter rule wins.", audience=EVERYONE)
    smallest_group: int = field(Whole(1, 1000), "最小人数", "Smallest group", "少于这么多人时不显示统计数字。", "No figure is shown about fewer people.", audience=EVERYONE, default=6)
    change_note: str = field(
        Word.of({"required": ("必填", "required"), "optional": ("选填", "optional")}),
        "变更说明", "Change note", "生效中的标准变更时是否必须写说明。", "Whether a change to a standard in force needs a note.", audience=EVERYONE, default="optional",
    )
    history: HistoryPolicy = field(Struct(HistoryPolicy), "变更历史", "Change history", "变更历史里哪些内容给谁看。", "Who sees what of the history of changes.", audience=EVERYONE, default=HistoryPolicy())
    retention: Quantity | None = field(DURATION, "保留期限", "Retention", "结果从公布、更正或撤回起显示多久，过后站点不再显示。", "How long results are shown after they were published, corrected or withdrawn; then the site leaves them out.", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    web: str | None = field(WEB_ADDRESS, "网址", "Web address", audience=EVERYONE)
    branch: str = field(Plain(), "分支", "Branch", audience=EVERYONE, default="main")
    folder: str | None = field(Plain(Phrase("仓库里的文件夹，如 `standards`", "a folder in the repository, such as `standards`"), r"[^\s/][^\s]*"), "文件夹", "Folder", "perfsite.yml 不在仓库顶层时，它所在的文件夹。", "The folder of perfsite.yml, where that is not the top of the repository.", audience=EVERYONE)


FORGES = ("github", "gitlab", "gitee")
_PLACEHOLDERS = ("title", "record", "version", "clause", "address", "file", "text")
# A word for a way that perfsite knows, or an address of an app or a page with places to fill in.
WAY = Plain(
    Phrase(
        "`mail`、`github`、`gitlab`、`gitee`、`off`，或一个网址，其中可以有 " + "、".join(f"`{{{name}}}`" for name in _PLACEHOLDERS),
        "`mail`, `github`, `gitlab`, `gitee`, `off`, or an address that may hold " + ", ".join(f"`{{{name}}}`" for name in _PLACEHOLDERS),
    ),
    r"mail|github|gitlab|gitee|off|(?:https?|mailto|wxwork|dingtalk|lark|feishu):(?:[^\s{}<>\"]|\{(?:" + "|".join(_PLACEHOLDERS) + r")\})+",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a reader asks, objects and edits from a page."""

    ask: str | None = field(WAY, "提问", "Ask", "“就此提问”的链接。默认发邮件给联系人。", "Where “ask about this” leads. By default a mail to the contact.", audience=EVERYONE)
    object: str | None = field(WAY, "异议", "Object", "受理期内结果页上“提出异议”的链接。默认发邮件给联系人。", "Where “object” on a result leads while objections are taken. By default a mail to the contact.", audience=EVERYONE)
    edit: str | None = field(WAY, "修改", "Edit", "“修改这条记录”的链接。默认按仓库网址判断代码平台。", "Where “edit this record” leads. By default the repository's forge, if its address tells which it is.", audience=EVERYONE)
    editors: str = field(READERS, "谁能修改", "Editors", "谁看得到“修改这条记录”。", "Who is shown “edit this record”.", audience=EVERYONE, default="hr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    name: Text | None = field(TEXT, "名称", "Name", audience=EVERYONE)
    email: str | None = field(Plain(Phrase("邮箱地址", "an e-mail address"), r"[^@\s]+@[^@\s]+\.[^@\s]+"), "邮箱", "E-mail", audience=EVERYONE)
    phone: str | None = field(Plain(), "电话", "Phone", audience=EVERYONE)
    url: str | None = field(WEB_ADDRESS, "网址", "Address", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Record):
    """perfsite.yml."""

    kind: ClassVar[str] = "site"
    noun: ClassVar[Phrase] = Phrase("站点", "site")
    plural: ClassVar[Phrase] = Phrase("站点", "sites")
    has_languages: ClassVar[bool] = True

    title: Text = field(TEXT, "标题", "Title", "站点名称。", "The name of the site.", audience=EVERYONE, required=True, also=("名称",))
    languages: tuple[str, ...] = field(ListOf(Plain(Phrase("语言代码 `zh` 或 `en`", "a language code, `zh` or `en`"), r"zh|en")), "语言", "Languages", "第一个是默认语言。", "The first is the language of bare strings.", audience=EVERYONE, default=("zh", "en"))
    base_url: str = field(Plain(Phrase("以 `/` 开头和结尾的路径，或网址", "a path that begins and ends with `/`, or an address"), r"(?:https?://[^\s]+|)/(?:[^\s]*/)?"), "网址前缀", "Base address", "站点发布在哪里。", "Where the site is published.", audience=EVERYONE, default="/")
    timezone: str = field(Plain(Phrase("时区名，如 `Asia/Shanghai`", "a time zone such as `Asia/Shanghai`"), r"[A-Za-z_+-]+(?:/[A-Za-z_+-]+)*"), "时区", "Time zone", audience=EVERYONE, default="Asia/Shanghai")
    calendar: Ref | None = field(Reference("calendar"), "日历", "Calendar", "计算工作日用的日历。", "The calendar that working days are counted by.", audience=EVERYONE, also=("工作日历",))
    currency: str = field(Plain(Phrase("币种代码，如 `CNY`", "a currency code such as `CNY`"), r"[A-Z]{3}"), "币种", "Currency", "提示金额写法时用的币种。", "The currency that is offered where one is missing.", audience=EVERYONE, default="CNY")
    theme: str = field(ID_FORM, "主题", "Theme", audience=EVERYONE, default="default")
    look: Look | None = field(Struct(Look), "外观", "Look", "标志、主色、字体和菜单。要改得更多，用自己的主题。", "Logo, colour, font and menu. A theme of your own changes more.", audience=EVERYONE)
    roster: str | None = field(Plain(), "花名册", "Roster", "仓库之外的姓名表（CSV）的路径。", "Path of a table of names (CSV) outside the repository's history.", audience=HR)
    audiences: tuple[AudienceRule, ...] = field(ListOf(Struct(AudienceRule)), "受众", "Audiences", "从最宽到最窄。", "From the widest to the narrowest.", audience=EVERYONE, default=())
    policy: Policy = field(Struct(Policy), "制度", "Policy", audience=EVERYONE, default=Policy())
    repository: Repository | None = field(Struct(Repository), "仓库", "Repository", audience=EVERYONE)
    ways: Ways = field(Struct(Ways), "提问与修改", "Asking and editing", "页面上的提问、异议、修改链接通向哪里。", "Where the links to ask, object and edit lead.", audience=EVERYONE, default=Ways())
    contact: Contact | None = field(Struct(Contact), "联系方式", "Contact", audience=EVERYONE, also=("联系人",))
    checks: tuple[tuple[str, str], ...] = field(
        MapOf(Word.of({"error": ("错误", "error"), "warning": ("警告", "warning"), "off": ("关闭", "off")}), key=re.compile(r"[A-Za-z0-9-]+\Z")),
        "检查", "Checks", "各项检查的严重程度。", "How severe each check is.", audience=EVERYONE, default=(),
    )
    visibility: tuple[tuple[str, str], ...] = field(
        MapOf(SENSES, key=re.compile(r"[a-z-]+(?:\.[a-z_]+)+\Z")),
        "字段可见性", "Visibility", "改变某个字段的可见范围，如 `award-result.recipients.amount: hr`。", "Changes who sees a field, such as `award-result.recipients.amount: hr`.", audience=EVERYONE, default=(),
    )
    leaderboards: bool = field(FLAG, "排行榜", "Leaderboards", "默认关闭。", "Off unless the site turns them on.", audience=EVERYONE, default=False)
    schema: int = field(Whole(1, 999), "格式版本", "Schema version", "记录语言的版本；升级由 `perfsite migrate` 来做。", "The version of the record language; `perfsite migrate` raises it.", audience=EVERYONE, default=1)

    @property
    def default_language(self) -> str:
        return self.languages[0]

    @property
    def audience_rules(self) -> tuple[AudienceRule, ...]:
        """The site's audiences, or the three that a site has when it names none."""
        return self.audiences or DEFAULT_AUDIENCES


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadSite(Site):
    """A site of which it could not be read which languages it has: no text can be called one of another language."""

    has_languages: ClassVar[bool] = False


DEFAULT_AUDIENCES = (
    AudienceRule(id="everyone", title=Text((("zh", "所有人"), ("en", "Everyone"))), sees="everyone", names="masked"),
    AudienceRule(id="managers", title=Text((("zh", "销售管理者"), ("en", "Sales managers"))), sees="managers", names="full"),
    AudienceRule(id="hr", title=Text((("zh", "人力资源"), ("en", "HR"))), sees="hr", names="full"),
)
