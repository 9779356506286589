"""An import mapping: how a table that another system exports is read into actuals or goals.

It is data about data and no record of the site: it lies in `imports/` beside the records, and no page shows it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import HR, Choice, Struct, field
from perfsite.records.forms import DATE, NUMBER, PLAIN, PROSE, TEXT, ListOf, Plain, Reference, Whole, Word
from perfsite.records.quantities import CURRENCIES
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text

ENCODINGS = {"utf-8": ("UTF-8", "UTF-8"), "gb18030": ("GB18030（含 GBK、GB2312）", "GB18030, which GBK and GB2312 are part of"), "utf-16": ("UTF-16", "UTF-16")}
SEPARATORS = {"comma": ("逗号", "comma"), "semicolon": ("分号", "semicolon"), "tab": ("制表符", "tab")}
DECIMALS = {"point": ("小数点是 `.`，如 1,234.50", "`.` before the decimals, as in 1,234.50"), "comma": ("小数点是 `,`，如 1.234,50", "`,` before the decimals, as in 1.234,50")}
BLANKS = {"problem": ("算作问题", "is a problem"), "skip": ("这一行不计", "leaves the row out")}
TAKES = {
    "sum": ("求和", "sum"), "count": ("行数", "number of rows"), "distinct": ("不重复的个数", "number of different values"),
    "latest": ("日期最近的一行", "the row with the latest date"), "mean": ("平均，可加权", "mean, weighted where there is a weight"),
}
ROUNDINGS = {"half-up": ("四舍五入", "half up"), "half-even": ("四舍六入五成双", "half to even"), "down": ("舍去", "down"), "up": ("进位", "up")}
WHOSE = {"person": ("人员", "a person"), "team": ("团队", "a team")}
BY = {"id": ("编号", "id"), "email": ("邮箱", "e-mail address"), "alias": ("别名", "alias")}
ENDS = {"at-end": ("表尾", "the end of the table"), "at-blank-row": ("第一个空行", "the first blank row")}
PRODUCTS = {"actuals": ("业绩数据", "actuals"), "goals": ("目标", "goals")}
OF = {"all": ("表里所有数据行", "all rows of data"), "used": ("计入的行", "the rows that count")}

# The names that a column goes by. Exactly one of them is to be in the table.
_NAMES = ListOf(PLAIN, single=True)
_CURRENCY = Plain(Phrase("币种代码，如 `CNY`", "a currency code such as `CNY`"), "|".join(sorted(CURRENCIES)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """How the file is written."""

    encoding: str | None = field(Word.of(ENCODINGS), "编码", "Encoding", "不是 UTF-8 时用哪种编码读。UTF-8 和带标记的 UTF-16 不用写。", "What it is read as where it is not UTF-8. UTF-8, and UTF-16 with its mark, need not be stated.", audience=HR)
    separator: str | None = field(Word.of(SEPARATORS), "分隔符", "Separator", "不写时看表头里用的是哪一个；不止一个时要写明。", "Where left out, the one that the header uses; where it uses several, it has to be stated.", audience=HR)
    sheet: str | None = field(PLAIN, "工作表", "Sheet", "XLSX 里哪一张；只有一张可见时不用写。", "Which one of an XLSX file; need not be stated where only one is visible.", audience=HR)
    header: int = field(Whole(1, 1000), "表头行", "Header row", "表头在第几行；上面的行不读。", "The row of the header; rows above it are not read.", audience=HR, default=1)
    header_rows: int = field(Whole(1, 3), "表头行数", "Header rows", "表头有几行；合并单元格的列名写作 `上 / 下`。", "How many rows the header has; a column below a merged cell is called `upper / lower`.", audience=HR, default=1)
    ends: str = field(Word.of(ENDS), "数据到哪里止", "Ends", "有些报表在空行之后还有说明。", "Some reports go on with remarks after a blank row.", audience=HR, default="at-end")
    decimal: str = field(Word.of(DECIMALS), "小数点", "Decimal sign", audience=HR, default="point")
    empty: tuple[str, ...] = field(ListOf(PLAIN), "表示空的字样", "Words for nothing", "如 `-`、`N/A`。空不是零。", "Such as `-` or `N/A`. Nothing is not zero.", audience=HR, default=())
    most_rows: int = field(Whole(1, 50_000), "行数上限", "Most rows", audience=HR, default=50_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseColumn:
    """Whose a row is: matched by what is declared, never by a likeness of names."""

    column: tuple[str, ...] = field(_NAMES, "列名", "Column", "这一列可能叫的名字。", "The names that the column may go by.", audience=HR, required=True)
    is_: str = field(Word.of(WHOSE), "是谁", "Is", "这一列写的是人还是团队。", "Whether it names people or teams.", audience=HR, default="person")
    by: tuple[str, ...] = field(ListOf(Word.of(BY), single=True), "怎么对应", "By", "按编号、邮箱还是记录里声明的别名；默认三样都认。", "By id, e-mail address, or the aliases that records declare; by default any of them.", audience=HR, default=("id", "email", "alias"))
    credit: str | None = field(Word.of(WHOSE), "记给谁", "Credit", "记给本人，还是记给他当天所在的团队。", "Whether the person gets it, or the team that the person is in on that day.", audience=HR)
    blank: str = field(Word.of(BLANKS), "空白", "Blank", "没有写是谁的行怎么办。", "What becomes of a row that names nobody.", audience=HR, default="problem")


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenColumn:
    column: tuple[str, ...] = field(_NAMES, "列名", "Column", audience=HR, required=True)
    formats: tuple[str, ...] = field(ListOf(PLAIN, single=True), "格式", "Formats", "如 `YYYY-MM-DD`、`YYYY/M/D`、`M/D/YYYY`、`YYYY-MM-DD HH:mm`。年月日的先后从不猜测；XLSX 里的日期不用写。", "Such as `YYYY-MM-DD`, `D/M/YYYY` or `YYYY-MM-DD HH:mm`. The order of day and month is never guessed; dates of XLSX need none.", audience=HR, default=())
    outside: str = field(Word.of(BLANKS), "周期以外", "Outside", "日期不在考核周期里的行怎么办。", "What becomes of a row that is dated outside the period.", audience=HR, default="problem")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("is", "is_not")),)
    column: tuple[str, ...] = field(_NAMES, "列名", "Column", audience=HR, required=True)
    is_: tuple[str, ...] = field(ListOf(PLAIN, single=True), "等于", "Is", "这些值之一才计入，一字不差。", "Only rows with one of these values count, to the letter.", audience=HR, default=())
    is_not: tuple[str, ...] = field(ListOf(PLAIN, single=True), "不等于", "Is not", audience=HR, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """What one unit of a currency is in the metric's: stated, dated, with its source."""

    currency: str = field(_CURRENCY, "币种", "Currency", audience=HR, required=True)
    rate: Decimal = field(NUMBER, "汇率", "Rate", "一单位这种币种合指标币种多少。", "What one unit of it is in the metric's currency.", audience=HR, required=True)
    on: dt.date = field(DATE, "日期", "On", audience=HR, required=True)
    source: Text = field(TEXT, "来源", "Source", "如中国人民银行公布的中间价。", "Such as the central bank's reference rate.", audience=HR, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyWord:
    says: tuple[str, ...] = field(ListOf(PLAIN, single=True), "写作", "Says", audience=HR, required=True)
    means: str = field(_CURRENCY, "币种", "Means", audience=HR, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyOf:
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("column", "is")),)
    column: tuple[str, ...] = field(_NAMES, "列名", "Column", audience=HR, default=())
    is_: str | None = field(_CURRENCY, "币种", "Is", "整张表只有一种币种时写明。", "Where the whole table has one.", audience=HR)
    words: tuple[CurrencyWord, ...] = field(ListOf(Struct(CurrencyWord)), "叫法", "Words", "币种列里的叫法，如 `人民币`。", "What the column calls them, such as `Euro`.", audience=HR, default=())
    rates: tuple[ExchangeRate, ...] = field(ListOf(Struct(ExchangeRate)), "汇率", "Rates", "没有声明汇率的其他币种算作问题。", "Another currency without a rate is a problem.", audience=HR, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTo:
    places: int = field(Whole(0, 6), "小数位", "Places", audience=HR, required=True)
    rounding: str = field(Word.of(ROUNDINGS), "舍入", "Rounding", audience=HR, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A metric and how the rows of one person or team make its figure."""

    metric: Ref = field(Reference("metric"), "指标", "Metric", audience=HR, required=True)
    take: str = field(Word.of(TAKES), "取法", "Take", "把一个人的各行怎么算成一个数。", "How the rows of one person become one figure.", audience=HR, required=True)
    column: tuple[str, ...] = field(_NAMES, "列名", "Column", "取值的列；`count` 不需要。", "The column of the figures; `count` needs none.", audience=HR, default=())
    weight: tuple[str, ...] = field(_NAMES, "权重列", "Weight", "加权平均按哪一列加权。", "The column that weighs the mean.", audience=HR, default=())
    blank: str = field(Word.of(BLANKS), "空白", "Blank", "没有数的行怎么办；空白从不当作零。", "What becomes of a row without a figure; it is never taken for zero.", audience=HR, default="problem")
    round: RoundTo | None = field(Struct(RoundTo), "舍入", "Round", "平均数必须写明。", "To be stated for a mean.", audience=HR)


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """A row of the table that holds totals: it is not counted, and the others have to add up to it."""

    column: tuple[str, ...] = field(_NAMES, "列名", "Column", "哪一列写着“合计”。", "The column that says so.", audience=HR, required=True)
    is_: tuple[str, ...] = field(ListOf(PLAIN, single=True), "写作", "Is", audience=HR, required=True)
    of: str = field(Word.of(OF), "是谁的合计", "Of", audience=HR, default="all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adds:
    """In each row these columns add up to that one."""

    parts: tuple[tuple[str, ...], ...] = field(ListOf(_NAMES), "各部分", "Parts", audience=HR, required=True)
    whole: tuple[str, ...] = field(_NAMES, "合计列", "Whole", audience=HR, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTexts:
    """What every proposed goal says beside its figure."""

    title: Text | None = field(TEXT, "标题", "Title", "不写时由指标和考核周期组成。", "Made of metric and period where left out.", audience=HR)
    achievable: Text | None = field(PROSE, "可达成的依据", "Achievable", audience=HR)
    supports: Ref | None = field(Reference("goal"), "支撑的上级目标", "Supports", audience=HR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMapping(Record):
    kind: ClassVar[str] = "import"
    folder: ClassVar[str] = "imports"
    noun: ClassVar[Phrase] = Phrase("导入映射", "import mapping")
    plural: ClassVar[Phrase] = Phrase("导入映射", "import mappings")

    title: Text = field(TEXT, "标题", "Title", audience=HR, required=True, also=("名称",))
    system: str = field(PLAIN, "系统", "System", "数据来自哪个系统，如 `zoho-crm`。", "The system that the table comes from, such as `zoho-crm`.", audience=HR, required=True)
    report: Text | None = field(TEXT, "报表", "Report", "系统里的哪张报表。", "Which report of that system.", audience=HR)
    produce: str = field(Word.of(PRODUCTS), "生成", "Produce", "业绩数据还是目标。", "Actuals or goals.", audience=HR, default="actuals")
    table: TableForm = field(Struct(TableForm), "表格", "Table", "文件怎么写的。", "How the file is written.", audience=HR, default=TableForm())
    row_id: tuple[str, ...] = field(_NAMES, "记录编号列", "Row id", "每行的唯一编号；同一编号出现两次算作问题。", "What tells the rows apart; the same one twice is a problem.", audience=HR, default=())
    whose: WhoseColumn = field(Struct(WhoseColumn), "归谁", "Whose", "每行是谁的。", "Whose each row is.", audience=HR, required=True)
    when: WhenColumn | None = field(Struct(WhenColumn), "日期", "When", "每行按哪个日期归期。", "The date by which a row belongs to a period.", audience=HR)
    where: tuple[RowFilter, ...] = field(ListOf(Struct(RowFilter)), "筛选", "Where", "哪些行计入；全部条件都要满足。", "Which rows count; all conditions have to be met.", audience=HR, default=())
    currency: CurrencyOf | None = field(Struct(CurrencyOf), "币种", "Currency", "金额用什么币种。", "What currency the amounts are in.", audience=HR)
    measures: tuple[Measure, ...] = field(ListOf(Struct(Measure)), "指标", "Measures", "得出哪些指标的数。", "The metrics that figures are made of.", audience=HR, required=True)
    total: TotalRow | None = field(Struct(TotalRow), "合计行", "Total", audience=HR)
    adds: tuple[Adds, ...] = field(ListOf(Struct(Adds)), "横向合计", "Adds", audience=HR, default=())
    goal: GoalTexts = field(Struct(GoalTexts), "目标的文字", "Goal", audience=HR, default=GoalTexts())
    into: str | None = field(Plain(Phrase("编号，可含 `{period}`", "an id, which may contain `{period}`"), r"(?:[a-z0-9-]|\{period\})+"), "写到", "Into", "写成哪条记录；不写时是 `{period}-指标`。", "The record to write; `{period}-METRIC` where left out.", audience=HR)
    date_field: Text | None = field(TEXT, "日期口径", "Date field", "写进业绩数据：按哪个日期归期。", "Goes to the actuals: the date that decides what counts.", audience=HR)
