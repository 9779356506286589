"""Every code, once: its name, severity and words. A page per code with a wrong and a right example lies in pages/.

Codes are promises: one is retired, never reused. `{…}` stands for an argument; text in backticks is the author's own.
The families: 0 the site, 1 files, 2 form of YAML, Markdown and tables, 3 ids and references, 4 fields and values,
5 goals, 6 rules, rewards and criteria, 7 time and results, 8 people, 9 languages and tidiness.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfsite.diagnostics.model import Phrase, Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem. `helps` are what to do about it, chosen by a problem's hint; "" is the usual one."""

    id: str
    slug: str
    message: Phrase
    helps: Mapping[str, Phrase] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    adjustable: bool = False
    messages: Mapping[str, Phrase] = field(default_factory=dict)

    def message_for(self, hint: str) -> Phrase:
        return self.messages.get(hint, self.message)

    def help_for(self, hint: str) -> Phrase | None:
        return self.helps.get(hint, self.helps.get(""))


E, W = Severity.ERROR, Severity.WARNING
Words = tuple[str, str]


def _code(
    id: str,
    slug: str,
    zh: str,
    en: str,
    /,
    help: Words | None = None,
    *,
    severity: Severity = E,
    adjustable: bool = False,
    helps: Mapping[str, Words] | None = None,
    messages: Mapping[str, Words] | None = None,
) -> Code:
    """`helps` and `messages` are the words for particular hints, in Chinese and English."""
    all_helps = {hint: Phrase(*words) for hint, words in (helps or {}).items()}
    if help is not None:
        all_helps[""] = Phrase(*help)
    special = {hint: Phrase(*words) for hint, words in (messages or {}).items()}
    return Code(id, slug, Phrase(zh, en), all_helps, severity, adjustable, special)


_MEND = ("改为 `{mended}`。", "write `{mended}`.")
_MEANT = ("是不是想写 `{suggestion}`？", "did you mean `{suggestion}`?")

_FILES = (
    _code(
        "PS101", "not-utf-8",
        "文件不是 UTF-8 编码，看起来是 {encoding}", "the file is not UTF-8; it looks like {encoding}",
        ("在编辑器里另存为 UTF-8。这一行按 {encoding} 读作：{preview}", "save it as UTF-8. Read as {encoding}, this line says: {preview}"),
        messages={"unknown": ("文件不是 UTF-8 编码的文本", "the file is not UTF-8 text")},
        helps={"unknown": ("在编辑器里另存为 UTF-8；如果它不是文本，请移出记录文件夹。", "save it as UTF-8; if it is not text, move it out of the records.")},
    ),
    _code(
        "PS102", "refused-character",
        "这里有看不见或会改变显示顺序的字符 {character}（{name}）", "an invisible or reordering character stands here: {character} ({name})",
        ("删掉它。这类字符会让读者看到的与程序读到的不同。", "delete it. Such characters make what people see differ from what is read."),
    ),
    _code(
        "PS103", "too-large",
        "文件超过了 {limit} 的上限", "the file is larger than the limit of {limit}",
        ("把它拆成几个文件。", "split it into several files."),
        messages={
            "nodes": ("文件里的值超过了 {limit} 个的上限", "the file holds more than {limit} values"),
            "rows": ("表格超过了 {limit} 行的上限", "the table has more than {limit} rows"),
        },
    ),
    _code(
        "PS104", "symbolic-link",
        "这是一个符号链接，不会被读取", "this is a symbolic link, which is not read",
        ("用文件本身代替链接。", "put the file itself in place of the link."),
    ),
    _code(
        "PS105", "unread-file",
        "`{suffix}` 文件不会被读取", "`{suffix}` files are not read",
        ("记录写在 `.yml`、`.md` 或 `.csv` 文件里；其他文件请移出记录文件夹。", "records are `.yml`, `.md` or `.csv` files; move others out of the records."),
        severity=W, adjustable=True,
    ),
)  # fmt: skip

_FORM = (
    _code(
        "PS201", "yaml-form",
        "YAML 从这里起读不下去了", "the YAML cannot be read from here on",
        ("检查这一行和上一行的缩进、引号和括号。", "look at the indentation, quotes and brackets of this line and the one before."),
        messages={
            "quote": ("这个引号没有配对", "this quotation mark is never closed"),
            "bracket": ("这个括号没有配对，或者里面缺了逗号", "this bracket is never closed, or a comma is missing inside it"),
            "colon": ("这一行缺少冒号", "this line lacks a colon"),
            "second-colon": ("这一行里有第二个 `: `，YAML 不知道它属于哪里", "there is a second `: ` in this line, and YAML cannot tell where it belongs"),
            "indentation": ("这一行的缩进与上面的对不上", "the indentation of this line does not match the lines above"),
            "character": ("值不能以 `{character}` 开头", "a value cannot begin with `{character}`"),
            "escape": ("双引号里的反斜杠写法不对", "a backslash in double quotes begins no known escape"),
            "empty-key": ("冒号前面没有字段名", "there is no field name before the colon"),
            "front-matter": ("文件开头 `---` 之间应当是字段", "between the `---` lines at the top there should be fields"),
            "item": ("列表里的每一项应当是一条记录（一组字段）", "each item of this list should be a record (a group of fields)"),
            "not-fields": ("这里应当是一组字段，如 `title: …`", "here should be fields, such as `title: …`"),
        },
        helps={
            "quote": ("补上另一个引号。", "add the closing quotation mark."),
            "bracket": ("补上右括号或逗号；含逗号的文字要加引号。", "add the closing bracket or the comma; put quotes around a text that contains a comma."),
            "colon": ("字段写作 `名称: 值`，冒号后有一个空格。", "a field is written `name: value`, with a space after the colon."),
            "second-colon": ("给值加上双引号。", "put the value in double quotes."),
            "indentation": ("同一组的字段左边对齐；用空格，不用制表符。", "align the fields of one group on the left, with spaces, not tabs."),
            "character": ("给值加上双引号。", "put the value in double quotes."),
            "escape": ("用单引号，或把 `\\` 写成 `\\\\`。", "use single quotes, or write `\\` as `\\\\`."),
            "empty-key": ("写上字段名，或删掉这个冒号。", "write the field's name, or delete the colon."),
        },
    ),
    _code(
        "PS202", "tab-indentation",
        "缩进用了制表符", "a tab is used for indentation",
        ("改用空格，每级两个。", "use spaces, two for each level."),
    ),
    _code(
        "PS203", "full-width-punctuation",
        "这里的 `{character}` 是全角标点", "`{character}` is full-width punctuation",
        ("改用半角的 `{mended}`。", "use the plain `{mended}`."),
    ),
    _code(
        "PS204", "too-deep",
        "嵌套超过了 {limit} 层", "nested more than {limit} levels deep",
        ("把内容写得平一些。", "write it flatter."),
    ),
    _code(
        "PS205", "yaml-feature",
        "这里用了记录语言没有的 YAML 写法", "this feature of YAML is not part of the record language",
        messages={
            "anchor": ("这里用了 YAML 锚点（`&名称`）", "a YAML anchor (`&name`) is used here"),
            "alias": ("这里用了 YAML 别名（`*名称`）", "a YAML alias (`*name`) is used here"),
            "tag": ("这里用了 YAML 标签（`!名称`）", "a YAML tag (`!name`) is used here"),
            "merge": ("这里用了 YAML 合并键（`<<`）", "a YAML merge key (`<<`) is used here"),
            "directive": ("这里用了 YAML 指令（`%…`）", "a YAML directive (`%…`) is used here"),
            "document": ("一个文件里有多个 YAML 文档（`---`）", "the file holds more than one YAML document (`---`)"),
            "key": ("字段名应当是一个词", "a field's name should be a single word"),
        },
        helps={
            "": ("把内容照直写出来。", "write it out in full."),
            "anchor": ("把内容照直写出来；以 `&` 开头的文字要加引号。", "write it out in full; put quotes around a text that begins with `&`."),
            "alias": ("把内容照直写出来；以 `*` 开头的文字要加引号。", "write it out in full; put quotes around a text that begins with `*`."),
            "tag": ("以 `!` 开头的文字要加引号。", "put quotes around a text that begins with `!`."),
            "document": ("几条记录写成一个列表，每条以 `- id: …` 开头。", "write several records as a list, each beginning with `- id: …`."),
        },
    ),
    _code(
        "PS206", "front-matter-open",
        "文件开头的 `---` 没有第二个 `---` 来结束", "the `---` at the top is not closed by a second one",
        ("在字段之后、正文之前另起一行写 `---`。", "write `---` on a line of its own between the fields and the text."),
    ),
    _code(
        "PS207", "table-row",
        "这一行有 {cells} 格，表头只有 {columns} 列", "this row has {cells} cells, the header {columns}",
        ("含逗号的内容要加双引号，例如 `\"1,200\"`。", "put double quotes around a cell that contains a comma, such as `\"1,200\"`."),
        messages={"quote": ("这一格的双引号没有配对", "the double quote of this cell is not closed as it should be")},
        helps={"quote": ("整格加双引号；格内的双引号写两遍。", "quote the whole cell, and write a double quote inside it twice.")},
    ),
    _code(
        "PS208", "table-header",
        "列 `{column}` 在第 {first} 格已经有了", "the column `{column}` is there already",
        ("删掉或改名其中一列。", "delete or rename one of them."),
        messages={"unnamed": ("这一列没有名称", "this column has no name")},
        helps={"unnamed": ("在表头写上字段名，或删掉这一列。", "write the field's name in the header, or delete the column.")},
    ),
    _code(
        "PS209", "chinese-quotes",
        "`{text}` 用了中文引号", "`{text}` is in Chinese quotation marks",
        ("写成 `{mended}`；需要引号时用半角的 `\"`。", "write `{mended}`; where quotes are needed, use plain `\"`."),
    ),
    _code(
        "PS210", "comma-in-text",
        "`{text}` 被当成了另一个字段：花括号里的半角逗号会把文字断开", "`{text}` was taken for another field: a comma splits texts inside braces",
        ("给整段文字加上双引号，如 `{{zh: \"含税, 不含运费\"}}`。", "put double quotes around the whole text, as in `{{en: \"with tax, without freight\"}}`."),
    ),
    _code(
        "PS212", "repeated-field",
        "字段 `{field}` 写了两次", "the field `{field}` is written twice",
        ("留下一个。", "keep one of them."),
    ),
    _code(
        "PS213", "table-companion",
        "这个表格需要同名的 `{file}` 写明各行共有的内容", "this table needs `{file}` beside it for what all rows share",
        messages={
            "both": ("`{field}` 在这里和 `{file}` 里都写了", "`{field}` is given both here and in `{file}`"),
            "list": ("同名的表格旁边，这个文件应当只写各行共有的字段，不是列表", "beside a table of the same name, this file holds the fields that all rows share, not a list"),
        },
        helps={"": ("新建 `{file}`。", "create `{file}`."), "both": ("留下一处。", "keep one of them."), "list": ("把列表移到另一个文件。", "move the list to another file.")},
    ),
    _code(
        "PS214", "translation-language",
        "文件名里的 `{language}` 不是这个站点的译文语言", "`{language}` in the file's name is no language that this site translates into",
        ("可用的有：{languages}。", "it can be {languages}."),
    ),
)  # fmt: skip

_IDS = (
    _code(
        "PS301", "repeated-id",
        "{noun}编号 `{id}` 已经用过了", "the id `{id}` is used by another {noun}",
        ("换一个编号。", "choose another id."),
    ),
    _code(
        "PS302", "unknown-reference",
        "没有叫 `{id}` 的{noun}", "no {noun} is called `{id}`",
        ("先建这条记录，或改成已有的编号。", "create the record, or use the id of one that exists."),
        helps={"suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?")},
    ),
    _code(
        "PS303", "reference-kind",
        "`{text}` 不是这里能引用的种类", "`{text}` is not of a kind that can stand here",
        ("这里可以写 {choices}。", "here it can be {choices}."),
        helps={"suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?")},
        messages={
            "which": ("`{text}` 没有写明种类", "`{text}` does not say which kind it is"),
        },
    ),
    _code(
        "PS304", "id-form",
        "`{id}` 不能作编号", "`{id}` cannot be an id",
        ("编号用小写字母、数字和连字符，以字母或数字开头，最长 64 个字符。", "an id has lower-case letters, digits and hyphens, begins with a letter or digit, and is at most 64 long."),
        helps={"mended": _MEND, "device": ("这是 Windows 的设备名，换一个。", "Windows keeps this name for a device; choose another.")},
    ),
    _code(
        "PS305", "unknown-folder",
        "`{folder}` 不是任何一种记录的文件夹", "`{folder}` is the folder of no kind of record",
        ("记录的文件夹有：{folders}。", "the folders of records are {folders}."),
        helps={"suggest": _MEANT, "top": ("把它移到该种类的文件夹里，如 `goals/`。", "move it into the folder of its kind, such as `goals/`.")},
        messages={"top": ("`{file}` 不在任何一种记录的文件夹里", "`{file}` is in the folder of no kind of record")},
    ),
    _code(
        "PS306", "missing-id",
        "列表或表格里的这条记录没有编号 `id`", "this record of a list or table has no `id`",
        ("加上 `id`，如 `id: net-revenue`。", "give it one, such as `id: net-revenue`."),
    ),
    _code(
        "PS307", "cycle",
        "引用绕成了一个圈：{path}", "the references form a circle: {path}",
        ("去掉其中一个 `{field}`。", "take out one of the `{field}` fields."),
    ),
    _code(
        "PS308", "unknown-name",
        "{where}里没有 `{name}`", "there is no `{name}` in {where}",
        ("可用的有：{choices}。", "there are: {choices}."),
        helps={"suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?")},
    ),
    _code(
        "PS309", "broken-link",
        "链接指向的 `{target}` 不存在", "the link leads to `{target}`, which does not exist",
        ("改成已有的记录，写作 `种类/编号`。", "name a record that exists, as `kind/id`."),
        helps={"suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?")},
    ),
)  # fmt: skip

_VALUES = (
    _code(
        "PS401", "missing-field",
        "缺少字段 `{field}`（{label}）", "the field `{field}` is missing",
        ("加上 `{field}: …`，应为{expected}。", "add `{field}: …`, {expected}."),
    ),
    _code(
        "PS402", "unknown-field",
        "没有 `{key}` 这个字段", "there is no field `{key}`",
        ("这里还可以写：{choices}。", "here there can also be {choices}."),
        helps={
            "suggest": _MEANT,
            "label": ("这个字段的名字是 `{suggestion}`。", "the field is called `{suggestion}`."),
            "translation": ("译文文件的开头只写 `translation_of`；其他字段写在原文文件里。", "a translated text has only `translation_of` at its top; other fields belong to the original."),
        },
    ),
    _code(
        "PS403", "wrong-shape",
        "这里应为{expected}，写的却是{found}", "here should be {expected}, not {found}",
        helps={
            "keys": ("写成 `名称: 值`，每行一个，缩进两格。", "write `name: value`, one a line, indented by two spaces."),
            "braces": ("值里有花括号时，给整段文字加上双引号。", "put double quotes around a text that contains braces."),
        },
    ),
    _code(
        "PS404", "wrong-form",
        "`{text}` 不是{expected}", "`{text}` is not {expected}",
        helps={"mended": _MEND},
    ),
    _code(
        "PS405", "empty-field",
        "字段 `{field}` 是空的", "the field `{field}` is empty",
        ("写上值，或删掉这一行。空白不等于零。", "give it a value, or delete the line. Blank is not zero."),
        messages={"value": ("这里缺少{expected}", "{expected} is missing here")},
        helps={"value": ("写上值，或删掉这一项。", "give it a value, or delete the item.")},
    ),
    _code(
        "PS406", "too-long",
        "文字有 {length} 个字符，上限是 {limit}", "the text has {length} characters; the limit is {limit}",
        ("缩短它，或把细节移到正文。", "shorten it, or move the detail into the longer text."),
    ),
    _code(
        "PS407", "unknown-language",
        "`{key}` 不是这个站点的语言", "`{key}` is not a language of this site",
        ("站点的语言有：{languages}；含 `: ` 的文字要加引号。", "the site's languages are {languages}; put quotes around a text that contains `: `."),
        helps={"suggest": _MEND},
    ),
    _code(
        "PS408", "not-a-list",
        "这里应为列表", "here should be a list",
        ("写成 `{mended}`，或每项一行并以 `- ` 开头。", "write `{mended}`, or one item a line, each beginning with `- `."),
        helps={"dash": ("每项以 `- ` 开头。", "begin each item with `- `.")},
    ),
    _code(
        "PS409", "one-too-many",
        "`{field}` 和 `{other}` 不能同时写", "`{field}` and `{other}` cannot stand together",
        ("在 {choices} 中选一个。", "choose one of {choices}."),
    ),
    _code(
        "PS410", "one-of-these",
        "这里要写 {choices} 中的一个", "one of {choices} is missing here",
        ("加上其中一个。", "add one of them."),
    ),
    _code(
        "PS411", "date-form",
        "`{text}` 不是日期", "`{text}` is not a date",
        ("日期写作 `2026-07-01`。", "a date is written `2026-07-01`."),
        helps={"form": _MEND},
        messages={"form": ("日期 `{text}` 的写法不对", "the date `{text}` is written in another form")},
    ),
    _code(
        "PS412", "no-such-day",
        "没有 `{text}` 这一天：{month} 只到 {last} 日", "there is no such day as `{text}`: {month} ends on day {last}",
        ("是不是想写 `{mended}`？", "did you mean `{mended}`?"),
        messages={
            "month": ("没有 `{text}` 这一天：没有第 {month} 个月", "there is no such day as `{text}`: no month {month}"),
            "year": ("`{text}` 的年份不在 1900 到 2199 之间", "the year of `{text}` is not between 1900 and 2199"),
        },
        helps={"month": ("日期写作 `年-月-日`。", "a date is written `year-month-day`."), "year": ("检查年份。", "look at the year.")},
    ),
    _code(
        "PS413", "moment-form",
        "`{text}` 不是带时区的时间", "`{text}` is not a time with its offset",
        ("写作 `2026-10-08T09:30+08:00`。", "write it like `2026-10-08T09:30+08:00`."),
        messages={"offset": ("`{text}` 没有写明时区", "`{text}` does not say which offset from UTC it has")},
        helps={"offset": _MEND},
    ),
    _code(
        "PS421", "number-form",
        "`{text}` 不是{expected}", "`{text}` is not {expected}",
        ("数字只用 0–9、小数点、千分位逗号，可以带 `万` 或 `亿`。", "a number has digits 0–9, a decimal point and grouping commas, and may end with `万` or `亿`."),
        messages={
            "time": ("`{text}` 看起来是时间或比例，不是{expected}", "`{text}` looks like a time or a ratio, not {expected}"),
            "grouping": ("`{text}` 的逗号不在千分位上", "the commas of `{text}` do not group by thousands"),
            "underscore": ("`{text}` 里有下划线", "`{text}` contains an underscore"),
            "exponent": ("`{text}` 用了科学记数法", "`{text}` is in exponent form"),
            "magnitude": ("`{text}` 的单位字母含义不清", "the letter in `{text}` could mean several magnitudes"),
            "too-long": ("`{text}` 超过了 {limit} 位数字", "`{text}` has more than {limit} digits"),
        },
        helps={
            "time": ("写成数字，例如 `3.5`。", "write a number, such as `3.5`."),
            "grouping": _MEND,
            "underscore": _MEND,
            "exponent": ("写出全部数字。", "write all digits."),
            "magnitude": ("写出全部数字，或用 `万`、`亿`。", "write all digits, or use `万` or `亿`."),
        },
    ),
    _code(
        "PS422", "percent-form",
        "`{text}` 不是百分比", "`{text}` is not a percentage",
        ("写作 `15%`。", "write it like `15%`."),
        messages={
            "fraction": ("`{text}` 没有百分号，可以理解为 `{mended}`，也可以理解为 `{text}%`", "`{text}` has no percent sign; it could mean `{mended}` or `{text}%`"),
            "sign": ("`{text}` 没有百分号", "`{text}` has no percent sign"),
        },
        helps={"fraction": ("写成 `{mended}`，如果是这个意思。", "write `{mended}`, if that is what is meant."), "sign": _MEND},
    ),
    _code(
        "PS423", "money-form",
        "`{text}` 不是{expected}", "`{text}` is not {expected}",
        ("写作 `CNY 30,000` 或 `CNY 3万`。", "write it like `CNY 30,000` or `CNY 3万`."),
        messages={
            "missing": ("金额 `{text}` 没有写币种", "the amount `{text}` has no currency"),
            "sign": ("金额 `{text}` 的币种要写在前面，用三个字母", "the currency of `{text}` should come first, as three letters"),
            "order": ("金额 `{text}` 的币种要写在前面", "the currency of `{text}` should come first"),
            "rmb": ("`RMB` 不是币种代码，人民币是 `CNY`", "`RMB` is no currency code; the renminbi is `CNY`"),
            "unknown-currency": ("没有叫 `{currency}` 的币种", "there is no currency `{currency}`"),
        },
        helps={"missing": _MEND, "sign": _MEND, "order": _MEND, "rmb": _MEND},
    ),
    _code(
        "PS424", "duration-form",
        "`{text}` 不是{expected}", "`{text}` is not {expected}",
        ("写作 `12 months`、`5 working days` 或 `2 years`。", "write it like `12 months`, `5 working days` or `2 years`."),
        messages={"unit": ("`{text}` 没有写单位", "`{text}` does not say which unit of time")},
        helps={"unit": ("写明单位，如 `{number} months` 或 `{number} working days`。", "say the unit, such as `{number} months` or `{number} working days`.")},
    ),
    _code(
        "PS425", "full-width-number",
        "`{text}` 里有全角字符", "`{text}` contains full-width characters",
        ("按 `{mended}` 理解；请这样写。", "it is read as `{mended}`; please write it so."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS426", "out-of-bounds",
        "`{text}` 不是 {least} 到 {most} 之间的整数", "`{text}` is not a whole number from {least} to {most}",
    ),
    _code(
        "PS427", "unknown-word",
        "`{text}` 不在可用的词里", "`{text}` is not one of the words that can stand here",
        ("可用的有：{choices}。", "it can be {choices}."),
        helps={"suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?"), "label": _MEND},
    ),
)  # fmt: skip


CODES: dict[str, Code] = {code.id: code for code in (*_FILES, *_FORM, *_IDS, *_VALUES)}


def code_named(name: str) -> Code | None:
    """The code with this id (`PS302`, in any case) or slug (`unknown-reference`)."""
    return CODES.get(name.upper()) or next((code for code in CODES.values() if code.slug == name.casefold()), None)
