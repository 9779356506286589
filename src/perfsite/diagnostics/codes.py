"""Every code, once: its name, severity and words. A page per code with a wrong and a right example lies in pages/.

Codes are promises: one is retired, never reused. `{…}` stands for an argument; text in backticks is the author's own.
The families: 0 the site, 1 files (from 150 on: exports of other systems), 2 form of YAML, Markdown and tables, 3 ids and
references, 4 fields and values, 5 goals, 6 rules, rewards and criteria, 7 time and results, 8 people, 9 languages and tidiness.
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

_SITE = (
    _code(
        "PS001", "roster",
        "花名册 `{path}` 读不了", "the roster `{path}` cannot be read",
        ("检查 `roster` 的路径；没有花名册时页面只显示编号。", "look at the path in `roster`; without it, pages show ids alone."),
        messages={
            "column": ("花名册 `{path}` 没有 `{column}` 这一列", "the roster `{path}` has no column `{column}`"),
            "form": ("花名册 `{path}` 第 {line} 行读不了", "line {line} of the roster `{path}` cannot be read"),
        },
        helps={
            "column": ("花名册是一个 CSV 表：`id,name.zh,name.en,surname`。", "a roster is a CSV table: `id,name.zh,name.en,surname`."),
            "form": ("检查这一行的引号、逗号和编码（UTF-8）。", "look at the quotes, commas and encoding (UTF-8) of that line."),
        },
    ),
    _code(
        "PS002", "unknown-theme",
        "没有叫 `{theme}` 的主题", "no theme is called `{theme}`",
        ("可用的有：{themes}。", "there are: {themes}."),
        helps={"suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?")},
    ),
    _code(
        "PS003", "theme-cycle",
        "主题的继承绕成了一个圈：{path}", "the themes extend each other in a circle: {path}",
        ("让其中一个主题继承 `default`。", "let one of them extend `default`."),
    ),
    _code(
        "PS004", "theme-setting",
        "theme.yml 里没有 `{key}` 这个设置", "theme.yml has no setting `{key}`",
        ("可用的有：{choices}。", "there are: {choices}."),
    ),
    _code(
        "PS005", "template",
        "主题的模板在这里出错：{reason}", "the theme's template fails here: {reason}",
        ("改好模板，或删掉它以使用默认主题的模板。", "mend the template, or delete it to use the default theme's."),
    ),
    _code(
        "PS006", "look-file",
        "文件 `{path}` 读不了", "the file `{path}` cannot be read",
        ("检查路径；它从 perfsite.yml 所在的文件夹算起，如 `look/logo.svg`。", "look at the path, which begins at the folder of perfsite.yml, as in `look/logo.svg`."),
        messages={
            "outside": ("`{path}` 不在仓库里，或是符号链接", "`{path}` lies outside the repository, or is a symbolic link"),
            "size": ("`{path}` 有 {size}，超过了 {limit} 的上限", "`{path}` has {size}, over the limit of {limit}"),
            "kind": ("`{path}` 的内容不是 `{suffix}`", "`{path}` is no `{suffix}` file inside"),
            "active": ("`{path}` 里有图形以外的东西：`{found}`", "`{path}` holds more than a drawing: `{found}`"),
        },
        helps={
            "outside": ("把文件本身放进仓库。", "put the file itself into the repository."),
            "size": ("压缩一下，或只留用得到的字。", "make it smaller; of a font, keep the characters that are used."),
            "kind": ("重新导出，或改用正确的文件名。", "export it again, or name it as what it is."),
            "active": ("导出为不带脚本和外部链接的纯图形。", "export it as a plain drawing, without scripts and links elsewhere."),
        },
    ),
    _code(
        "PS007", "faint-accent",
        "`{colour}` 与底色的对比度只有 {ratio}，看不清", "`{colour}` is too faint on its background: a contrast of {ratio}",
        ("对比度至少要 {least}（WCAG 2.2 AA）；最接近的是 `{mended}`。", "it takes {least} (WCAG 2.2 AA); the nearest is `{mended}`."),
        messages={
            "light": ("浅色外观下，`{colour}` 与底色的对比度只有 {ratio}，看不清", "`{colour}` is too faint in the light scheme: a contrast of {ratio}"),
            "dark": ("深色外观下，`{colour}` 与底色的对比度只有 {ratio}，看不清", "`{colour}` is too faint in the dark scheme: a contrast of {ratio}"),
        },
    ),
)  # fmt: skip

_FILES = (
    _code(
        "PS101", "not-utf-8",
        "文件不是 UTF-8 编码，看起来是 {encoding}", "the file is not UTF-8; it looks like {encoding}",
        ("在编辑器里另存为 UTF-8。这一行按 {encoding} 读作：{preview}", "save it as UTF-8. Read as {encoding}, this line says: {preview}"),
        messages={
            "unknown": ("文件不是 UTF-8 编码的文本", "the file is not UTF-8 text"),
            "workbook": ("这是电子表格的工作簿，只是名字改成了文本文件的", "this is a workbook of a spreadsheet under the name of a text file"),
        },
        helps={"workbook": ("在电子表格里打开，另存为“CSV UTF-8”。", "open it in a spreadsheet and save it as “CSV UTF-8”."), "unknown": ("在编辑器里另存为 UTF-8；如果它不是文本，请移出记录文件夹。", "save it as UTF-8; if it is not text, move it out of the records.")},
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
        helps={"workbook": ("在电子表格里另存为“CSV UTF-8”，把这一份移走；导出文件可以用 `perfsite import` 读。", "save it as “CSV UTF-8” and move this one away; exports are read by `perfsite import`.")},
        severity=W, adjustable=True,
    ),
)  # fmt: skip

_IMPORTS = (
    _code(
        "PS150", "export-unreadable",
        "这个文件读不了：可能已损坏，或加了密码", "this file cannot be read: it is damaged, or has a password",
        ("在原来的系统里重新导出，不加密码；或在表格软件里打开，另存为新的 .xlsx。", "export it again from its system, without a password; or open it in a spreadsheet and save it as a new .xlsx."),
        messages={
            "ending": ("不读 `.{ending}` 文件", "`.{ending}` files are not read"),
            "old": ("这是旧版的 .xls，或是加了密码的 XLSX", "this is an old .xls, or an XLSX with a password"),
            "page": ("这是网页或 XML，只是名字像表格", "this is a web page or XML that is only named like a table"),
            "binary": ("这不是文本文件", "this is not a text file"),
            "entities": ("这个 XLSX 里的 XML 自行定义了实体，不读", "the XML of this XLSX declares entities, and is not read"),
        },
        helps={
            "ending": ("读的是 {endings}。在表格软件里另存为其中一种。", "what is read are {endings}. Save it as one of them."),
            "old": ("在表格软件里打开，另存为 .xlsx，去掉密码。", "open it in a spreadsheet and save it as .xlsx, without a password."),
            "page": ("在表格软件里打开，另存为 .xlsx。", "open it in a spreadsheet and save it as .xlsx."),
            "binary": ("如果它是表格，另存为 .xlsx 或 UTF-8 的 .csv。", "if it is a table, save it as .xlsx, or as .csv in UTF-8."),
            "entities": ("用表格软件打开，另存为新的 .xlsx。", "open it in a spreadsheet and save it as a new .xlsx."),
        },
    ),
    _code(
        "PS151", "export-encoding",
        "第 {line} 行不是 UTF-8；按 GB18030 读作：{preview}", "line {line} is not UTF-8; read as GB18030 it says: {preview}",
        ("如果读得通，加上 `--encoding gb18030`，或在映射里写 `table: {{encoding: gb18030}}`。", "if that makes sense, add `--encoding gb18030`, or `table: {{encoding: gb18030}}` to the mapping."),
        messages={
            "declared": ("第 {line} 行不是 UTF-8，也不是声明的 {encoding}", "line {line} is neither UTF-8 nor the {encoding} that is declared"),
            "unknown": ("第 {line} 行不是 UTF-8，也不是 GB18030", "line {line} is neither UTF-8 nor GB18030"),
        },
        helps={
            "declared": ("换一种声明，或另存为 UTF-8。", "declare another one, or save it as UTF-8."),
            "unknown": ("另存为 UTF-8 的 CSV，或 XLSX。", "save it as CSV in UTF-8, or as XLSX."),
        },
    ),
    _code(
        "PS152", "export-separator",
        "看不出用什么分隔：表头里不止一种分隔符：{header}", "what parts the cells is not plain: the header has several signs that could: {header}",
        ("加上 `--separator`，或在映射里写 `table: {{separator: comma}}`（comma、semicolon 或 tab）。", "add `--separator`, or `table: {{separator: comma}}` to the mapping (comma, semicolon or tab)."),
    ),
    _code(
        "PS153", "export-column",
        "没有叫 {names} 的列", "no column is called {names}",
        ("表头里有：{there}。把你们的列名加进映射。", "the header has: {there}. Add your label to the mapping."),
        messages={
            "several": ("有两列都对得上：{found}", "two columns fit: {found}"),
            "header": ("第 {row} 行没有表头", "there is no header in row {row}"),
            "sheet": ("没有叫 `{sheet}` 的工作表", "no sheet is called `{sheet}`"),
            "sheet-near": ("没有叫 `{sheet}` 的工作表", "no sheet is called `{sheet}`"),
            "sheets": ("有几张工作表，没有写明是哪一张", "there are several sheets, and nothing says which one"),
        },
        helps={
            "near": ("是不是 `{suggestion}`？把你们的列名加进映射。", "is it `{suggestion}`? Add your label to the mapping."),
            "several": ("在映射里只留一个名字。", "leave one name in the mapping."),
            "header": ("在映射里写 `table: {{header: …}}`。", "say where it is: `table: {{header: …}}` in the mapping."),
            "sheet": ("有：{sheets}。", "there are: {sheets}."),
            "sheet-near": ("是不是 `{suggestion}`？", "is it `{suggestion}`?"),
            "sheets": ("用 `--sheet` 或 `table: {{sheet: …}}` 写明：{sheets}。", "say so with `--sheet` or `table: {{sheet: …}}`: {sheets}."),
        },
    ),
    _code(
        "PS154", "export-owner",
        "第 {row} 行“{column}”：没有人的编号、邮箱或别名是 `{text}`", "row {row}, `{column}`: `{text}` is nobody's id, e-mail address or alias",
        ("把它加进这个人的 `aliases`；不是公司的人，就在映射里把这些行筛掉。", "add it to the `aliases` of that person; who is not of the company can be left out by a condition of the mapping."),
        messages={
            "team": ("第 {row} 行“{column}”：没有团队的编号或别名是 `{text}`", "row {row}, `{column}`: `{text}` is no team's id or alias"),
            "blank": ("第 {row} 行“{column}”：没有写是谁的", "row {row}, `{column}`: it says nobody"),
            "several": ("第 {row} 行“{column}”：`{text}` 可以是 {ids}", "row {row}, `{column}`: `{text}` could be {ids}"),
            "no-team": ("第 {row} 行“{column}”：`{text}` 在 {day} 没有任职，不知道记给哪个团队", "row {row}, `{column}`: `{text}` holds no position on {day}, so no team can be credited"),
        },
        helps={
            "near": ("写得最像的是 `{suggestion}`；如果就是，把它加进 `aliases`。不会按相像来认。", "the nearest is `{suggestion}`; if that is who is meant, add this to the `aliases`. Nobody is matched by likeness."),
            "team": ("把它加进这个团队的 `aliases`。", "add it to the `aliases` of that team."),
            "blank": ("在系统里补上；确实不计，就在映射里写 `whose: {{blank: skip}}`。", "fill it in where it comes from; where it is not to count, say `whose: {{blank: skip}}` in the mapping."),
            "several": ("导出编号或邮箱那一列，不用姓名。", "export a column of ids or e-mail addresses instead of names."),
            "no-team": ("在人员记录里补上那时的任职。", "add the position of that time to the person's record."),
        },
    ),
    _code(
        "PS155", "export-figure",
        "第 {row} 行“{column}”：`{text}` 不是数", "row {row}, `{column}`: `{text}` is no figure",
        ("在系统或表里改成数；表示没有的字样写进映射的 `table: {{empty: […]}}`。", "mend it where it comes from; words for nothing belong in the mapping: `table: {{empty: […]}}`."),
        messages={
            "grouping": ("第 {row} 行“{column}”：`{text}` 的分节不对", "row {row}, `{column}`: the digits of `{text}` are grouped in no known way"),
            "decimal": ("第 {row} 行“{column}”：`{text}` 的小数点不是映射里写的那种", "row {row}, `{column}`: `{text}` has not the decimal sign that the mapping says"),
            "exponent": ("第 {row} 行“{column}”：`{text}` 已经被表格软件约成了科学计数法", "row {row}, `{column}`: `{text}` was rounded by a spreadsheet"),
            "long": ("第 {row} 行“{column}”：`{text}` 位数太多", "row {row}, `{column}`: `{text}` has too many digits"),
            "marks": ("第 {row} 行“{column}”：`{text}` 写了两种币种或单位", "row {row}, `{column}`: `{text}` names two currencies or units"),
            "unit": ("第 {row} 行“{column}”：`{text}` 的单位与指标不同", "row {row}, `{column}`: `{text}` is in another unit than the metric"),
            "percent": ("第 {row} 行“{column}”：`{text}` 没有百分号，不知道是不是百分数", "row {row}, `{column}`: `{text}` has no percent sign, so it could be either"),
            "weight": ("第 {row} 行“{column}”：权重 {text} 是负数", "row {row}, `{column}`: the weight {text} is negative"),
            "weightless": ("第 {row} 行“{column}”：这个人的权重合计是零", "row {row}, `{column}`: the weights of this person add up to zero"),
        },
        helps={
            "grouping": ("按千分节写，如 1,234,567。", "group it by thousands, as in 1,234,567."),
            "decimal": ("在映射里写 `table: {{decimal: comma}}` 或 `point`。", "say which it is: `table: {{decimal: comma}}` or `point` in the mapping."),
            "exponent": ("把这一列设成数字格式再导出，不要用四舍五入过的数。", "format the column as numbers and export it again; this one lacks digits."),
            "unit": ("看看是不是选错了列，或指标的单位不对。", "look whether this is the column that was meant, and at the metric's unit."),
            "percent": ("在表里设成百分比格式，或写上 `%`。", "format it as a percentage, or write the `%`."),
        },
    ),
    _code(
        "PS156", "export-date",
        "第 {row} 行“{column}”：`{text}` 不符合 {formats}", "row {row}, `{column}`: `{text}` does not fit {formats}",
        ("在映射的 `when: {{formats: […]}}` 里写上这张表用的格式；年月日的先后从不猜测。", "add the format of this table to `when: {{formats: […]}}` in the mapping; the order of day and month is never guessed."),
        messages={
            "blank": ("第 {row} 行“{column}”：没有日期", "row {row}, `{column}`: there is no date"),
            "none": ("第 {row} 行“{column}”：`{text}` 是文字，映射没有写日期格式", "row {row}, `{column}`: `{text}` is a text, and the mapping has no format for dates"),
            "two": ("第 {row} 行“{column}”：`{text}` 按 {formats} 是不同的两天", "row {row}, `{column}`: `{text}` is two different days by {formats}"),
            "serial": ("第 {row} 行“{column}”：`{text}` 像是表格软件的日期序号", "row {row}, `{column}`: `{text}` looks like the number that a spreadsheet keeps for a day"),
            "number": ("第 {row} 行“{column}”：`{text}` 是数字，不是日期格式", "row {row}, `{column}`: `{text}` is formatted as a number and not as a date"),
        },
        helps={
            "blank": ("在系统里补上，或在映射里把没有日期的行筛掉。", "fill it in where it comes from, or leave such rows out by a condition of the mapping."),
            "two": ("只留这张表用的那一种格式。", "leave the one format that this table uses."),
            "serial": ("把这一列设成日期格式再导出。", "format the column as dates and export it again."),
            "number": ("把这一列设成日期格式再保存。", "format the column as dates and save it again."),
        },
    ),
    _code(
        "PS157", "export-currency",
        "第 {row} 行“{column}”：金额是 {currency}，指标是 {target}，没有声明汇率", "row {row}, `{column}`: the amount is in {currency} and the metric in {target}, and no rate is declared",
        ("在映射里写 `rates: [{{currency: {currency}, rate: …, on: …, source: …}}]`，或先在系统里换算。", "declare one in the mapping: `rates: [{{currency: {currency}, rate: …, on: …, source: …}}]`, or have the system convert it."),
        messages={
            "unknown": ("第 {row} 行“{column}”：不知道 `{text}` 是什么币种", "row {row}, `{column}`: `{text}` is no known currency"),
            "blank": ("第 {row} 行“{column}”：没有币种", "row {row}, `{column}`: there is no currency"),
            "mark": ("第 {row} 行“{column}”：`{text}` 不是 {currency}", "row {row}, `{column}`: `{text}` is not in {currency}"),
        },
        helps={
            "unknown": ("把这种叫法加进映射的 `currency: {{words: […]}}`。", "add what it is called to `currency: {{words: […]}}` in the mapping."),
            "blank": ("在系统里补上。", "fill it in where it comes from."),
            "mark": ("看看币种列和金额列是不是同一笔，或映射里写的币种对不对。", "look whether the currency of the mapping, or of its column, is that of this amount."),
        },
    ),
    _code(
        "PS158", "export-period",
        "第 {row} 行“{column}”：{day} 不在 `{period}`（{first} 至 {last}）里", "row {row}, `{column}`: {day} is not in `{period}` ({first} to {last})",
        ("只导出这个周期的，或在映射里写 `when: {{outside: skip}}`。", "export this period alone, or say `when: {{outside: skip}}` in the mapping."),
    ),
    _code(
        "PS159", "export-duplicate",
        "第 {row} 行“{column}”：`{text}` 在第 {first} 行已经有了", "row {row}, `{column}`: `{text}` is in row {first} already",
        ("同一笔会算两次：在系统里合并，或只导出一次。", "it would count twice: merge it where it comes from, or export it once."),
        messages={
            "blank": ("第 {row} 行“{column}”：没有编号，看不出是否重复", "row {row}, `{column}`: there is no id, so a duplicate would not be seen"),
            "tie": ("第 {row} 行“{column}”：与第 {first} 行同是 {day}，数却不同", "row {row}, `{column}`: it has the date of row {first}, {day}, and another figure"),
        },
        helps={
            "blank": ("在系统里补上，或导出带编号的列。", "export the column that has one."),
            "tie": ("`latest` 取日期最近的一行；在系统里改，或导出到时分。", "`latest` takes the row with the latest date: mend it where it comes from, or export the time of day too."),
        },
    ),
    _code(
        "PS160", "export-blank",
        "第 {row} 行“{column}”：没有数；空白不是零", "row {row}, `{column}`: there is no figure; blank is not zero",
        ("在系统里补上；确实不计，就在映射里写 `blank: skip`。", "fill it in where it comes from; where such rows are not to count, say `blank: skip` in the mapping."),
    ),
    _code(
        "PS161", "export-total",
        "第 {row} 行“{column}”：合计写的是 {stated}，{count} 行加起来是 {found}，差 {off}", "row {row}, `{column}`: the total says {stated}, and {count} rows add up to {found} ({off})",
        ("看看导出是否完整、有没有行被筛掉；对上之前不会写。", "look whether the export is whole and no row was left out; nothing is written until it agrees."),
        messages={
            "across": ("第 {row} 行“{column}”：写的是 {stated}，{count} 列加起来是 {found}，差 {off}", "row {row}, `{column}`: it says {stated}, and {count} columns add up to {found} ({off})"),
            "stated": ("`{metric}` 应当合计 {stated}，算出来是 {found}，差 {off}", "`{metric}` should add up to {stated}, and is {found} ({off})"),
            "none": ("没有合计行：没有一行写着 {words}", "there is no row of totals: none says {words}"),
            "blank": ("第 {row} 行“{column}”：合计行里没有数", "row {row}, `{column}`: the row of totals has no figure"),
            "currencies": ("第 {row} 行“{column}”：各行币种不同，合计没有意义", "row {row}, `{column}`: the rows are in several currencies, which do not add up"),
        },
        helps={
            "none": ("导出带合计的报表，或从映射里去掉 `total`，改用 `--total`。", "export the report with its totals, or take `total` out of the mapping and state it by `--total`."),
            "currencies": ("按币种分开导出，或从映射里去掉 `total`，改用 `--total`。", "export each currency by itself, or take `total` out of the mapping and state it by `--total`."),
        },
    ),
    _code(
        "PS162", "export-shortened-id",
        "第 {row} 行“{column}”：编号 `{text}` 被表格软件当成数字，缩短了", "row {row}, `{column}`: a spreadsheet has taken the id `{text}` for a number and shortened it",
        ("从系统里直接导出 XLSX，或把这一列设为文本再保存。", "export it from its system again, and format the column as text before saving."),
        messages={"long": ("第 {row} 行“{column}”：编号 `{text}` 存成了数字，超过 15 位的部分已经不准", "row {row}, `{column}`: the id `{text}` is kept as a number, which is not exact beyond 15 digits")},
    ),
    _code(
        "PS163", "export-formula",
        "第 {row} 行“{column}”：公式 `{text}` 没有算出来的值", "row {row}, `{column}`: the formula `{text}` has no value",
        ("公式不会被计算。在表格软件里打开并保存，或粘贴成数值。", "formulas are not computed. Open and save it in a spreadsheet, or paste values."),
        messages={
            "error": ("第 {row} 行“{column}”：公式的结果是错误 `{text}`", "row {row}, `{column}`: the formula has come to the error `{text}`"),
            "merged": ("第 {row} 行“{column}”：这一格与第 {first} 行的“{other}”合并了，自己没有值", "row {row}, `{column}`: this cell is merged with that of row {first}, `{other}`, and has no value of its own"),
        },
        helps={
            "error": ("在表里改好公式。", "mend the formula in the table."),
            "merged": ("取消合并，每行都写上值。", "unmerge it and write the value in each row."),
        },
    ),
    _code(
        "PS164", "export-no-rows",
        "没有一行计入", "no row counts",
        ("看看表头下面有没有数据、日期是不是在周期里。", "look whether there are rows below the header, and whether their dates are in the period."),
        messages={"value": ("没有一行的“{column}”是 {wanted}", "no row has {wanted} in `{column}`")},
        helps={"value": ("这一列里有：{found}。把你们用的写进映射。", "the column has: {found}. Put those that you use in the mapping.")},
    ),
    _code(
        "PS165", "import-mapping",
        "映射里没有写明从哪一列取 `{take}`", "the mapping does not say of which column to take the `{take}`",
        ("加上 `column: [列名]`。", "add `column: [LABEL]`."),
        messages={
            "none": ("映射没有写要得出什么", "the mapping does not say what to make"),
            "twice": ("`{metric}` 写了两次", "`{metric}` is given twice"),
            "round": ("平均数没有写明怎么舍入", "it does not say how the mean is rounded"),
            "weight": ("只有平均数有权重", "only a mean has weights"),
            "latest": ("`latest` 需要日期", "`latest` needs dates"),
            "unit": ("个数不能是 `{metric}` 的单位", "a number of rows is not in the unit of `{metric}`"),
            "currency": ("`{metric}` 是金额，映射没有写币种", "`{metric}` is money, and the mapping says no currency"),
            "metric-currency": ("`{metric}` 没有写用什么币种", "`{metric}` does not say its currency"),
            "format": ("`{text}` 不是日期格式", "`{text}` is no format of dates"),
            "credit": ("写的是团队，不能记给人", "the column names teams, which leads to no person"),
            "rate": ("汇率要大于零", "a rate is more than zero"),
        },
        helps={
            "none": ("在 `measures` 里写指标和取法。", "list the metrics under `measures`, with what to take."),
            "twice": ("每个指标写一次。", "give each metric once."),
            "round": ("加上 `round: {{places: 2, rounding: half-up}}`。", "add `round: {{places: 2, rounding: half-up}}`."),
            "weight": ("去掉 `weight`，或写 `take: mean`。", "take out `weight`, or write `take: mean`."),
            "latest": ("加上 `when: {{column: […], formats: […]}}`。", "add `when: {{column: […], formats: […]}}`."),
            "unit": ("换一个以数量为单位的指标。", "choose a metric that is a count."),
            "currency": ("加上 `currency: {{is: CNY}}`，或 `currency: {{column: [币种]}}`。", "add `currency: {{is: CNY}}`, or `currency: {{column: [LABEL]}}`."),
            "metric-currency": ("在指标记录里写 `currency`。", "say `currency` in the record of the metric."),
            "format": ("年月日各写一次，如 `YYYY-MM-DD`、`M/D/YYYY`、`YYYY年M月D日`、`YYYY-MM-DD HH:mm`、`D MMM YYYY h:mm a`。", "it has year, month and day once each, as in `YYYY-MM-DD`, `M/D/YYYY`, `YYYY年M月D日`, `YYYY-MM-DD HH:mm`, `D MMM YYYY h:mm a`."),
            "credit": ("写 `credit: team`，或去掉它。", "write `credit: team`, or take it out."),
            "rate": ("写一单位这种币种合多少。", "write what one unit of that currency is in the metric's."),
        },
    ),
    _code(
        "PS166", "export-too-large",
        "文件超过了 {limit} 的上限", "the file is larger than the limit of {limit}",
        ("只导出这个周期和需要的列。", "export this period and the columns that are needed alone."),
        messages={
            "unpacked": ("解压以后超过了 {limit} 的上限", "unpacked it is larger than the limit of {limit}"),
            "rows": ("超过了 {limit} 行的上限", "there are more than {limit} rows"),
            "columns": ("超过了 {limit} 列的上限", "there are more than {limit} columns"),
            "cells": ("超过了 {limit} 个单元格或标签的上限", "there are more than {limit} cells or tags"),
            "merged": ("合并的单元格超过了 {limit} 个", "more than {limit} cells are merged"),
        },
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
            "after-bracket": ("值以 `{character}` 开头，括号后面却还有文字", "a value that begins with `{character}` has text after its bracket"),
            "after-quote": ("引号结束之后还有文字", "there is text after the closing quotation mark"),
            "inner-quote": ("引号里面又有同样的引号", "a quotation mark stands inside quotation marks of the same kind"),
            "two-fields": ("一行写了两个字段", "two fields stand on one line"),
            "space": ("冒号后面缺少空格", "a space is missing after the colon"),
            "dash": ("列表项的 `-` 后面缺少空格", "a space is missing after the `-` of a list item"),
            "comment": ("`#` 前面缺少空格，后面的说明被当成了值的一部分", "a space is missing before `#`, so that the comment was taken for a part of the value"),
            "slashes": ("`//` 在这里不是注释，被当成了值的一部分", "`//` begins no comment here and was taken for a part of the value"),
            "comma": ("这里缺少逗号", "a comma is missing here"),
            "item-dash": ("这一项前面缺少 `- `", "this item of the list lacks its `- `"),
            "extra": ("这里的 `{character}` 是多余的", "this `{character}` is one too many"),
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
            "second-colon": ("给值加上引号：{mended}", "put the value in quotation marks: {mended}"),
            "after-bracket": ("给整个值加上引号：{mended}", "put the whole value in quotation marks: {mended}"),
            "after-quote": ("给整个值加上引号：{mended}", "put the whole value in quotation marks: {mended}"),
            "inner-quote": ("外面换一种引号：{mended}", "use the other kind of quotation marks around it: {mended}"),
            "two-fields": ("每个字段单独一行，或用花括号：`{{名称: 值, 名称: 值}}`。", "give each field a line of its own, or use braces: `{{name: value, name: value}}`."),
            "space": ("冒号后面加一个空格。", "put a space after the colon."),
            "dash": ("写成 `- …`。", "write `- …`."),
            "comment": ("注释写在行尾，`#` 前空一格；不要注释就只留 `{text}`。", "a comment stands at the end of a line, with a space before its `#`; without one leave `{text}` alone."),
            "slashes": ("注释写在行尾，用 `#`，前面空一格；不要注释就只留 `{text}`。", "a comment stands at the end of a line and begins with ` #`; without one leave `{text}` alone."),
            "comma": ("在这里加上 `,`。", "put a `,` here."),
            "item-dash": ("写成 `- …`，与其他各项对齐。", "write `- …`, in line with the other items."),
            "extra": ("删掉它。", "delete it."),
            "indentation": ("同一组的字段左边对齐；用空格，不用制表符。", "align the fields of one group on the left, with spaces, not tabs."),
            "character": ("给值加上引号：{mended}", "put the value in quotation marks: {mended}"),
            "escape": ("用单引号，或把 `\\` 写成 `\\\\`。", "use single quotes, or write `\\` as `\\\\`."),
            "empty-key": ("写上字段名，或删掉这个冒号。", "write the field's name, or delete the colon."),
        },
    ),
    _code(
        "PS202", "tab-indentation",
        "缩进用了制表符", "a tab is used for indentation",
        ("改用空格，每级两个。", "use spaces, two for each level."),
        messages={"wide": ("这里用了全角空格或不换行空格", "a full-width or no-break space stands here")},
        helps={"wide": ("改用普通空格。", "use plain spaces.")},
    ),
    _code(
        "PS203", "full-width-punctuation",
        "这里的 `{character}` 是全角标点", "`{character}` is full-width punctuation",
        ("改用半角的 `{mended}`。", "use the plain `{mended}`."),
        messages={"sign": ("这里的 `{character}` 不是半角的 `{mended}`", "`{character}` stands here in place of a plain `{mended}`")},
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
        messages={
            "dashes": ("`{text}` 不是三个半角连字符", "`{text}` is not three plain hyphens"),
            "unopened": ("文件开头缺少 `---`", "the `---` at the top of the file is missing"),
        },
        helps={
            "dashes": ("改为 `---`。", "write `---`."),
            "unopened": ("在第一行写 `---`。", "write `---` on the first line."),
        },
    ),
    _code(
        "PS207", "table-row",
        "这一行有 {cells} 格，表头只有 {columns} 列", "this row has {cells} cells, the header {columns}",
        ('含逗号的内容要加双引号，例如 `"1,200"`。', 'put double quotes around a cell that contains a comma, such as `"1,200"`.'),
        messages={"quote": ("这一格的双引号没有配对", "the double quote of this cell is not closed as it should be")},
        helps={
            "quote": ("整格加双引号；格内的双引号写两遍。", "quote the whole cell, and write a double quote inside it twice."),
            "short": ("补上缺少的格；空格也要留逗号。", "add the cells that are missing; an empty cell still has its comma."),
        },
    ),
    _code(
        "PS208", "table-header",
        "列 `{column}` 与第 {first} 列重名", "the column `{column}` has the same name as column {first}",
        ("删掉或改名其中一列。", "delete or rename one of them."),
        messages={
            "unnamed": ("这一列没有名称", "this column has no name"),
            "separator": ("表格的各列是用 {separator} 隔开的", "the columns of this table are separated by {separator}"),
        },
        helps={
            "unnamed": ("在表头写上字段名，或删掉这一列。", "write the field's name in the header, or delete the column."),
            "separator": ("在 Excel 里另存为“CSV UTF-8（逗号分隔）”。", "in Excel, save it as “CSV UTF-8 (comma delimited)”."),
        },
    ),
    _code(
        "PS209", "chinese-quotes",
        "`{text}` 用了中文引号", "`{text}` is in Chinese quotation marks",
        ('写成 `{mended}`；需要引号时用半角的 `"`。', 'write `{mended}`; where quotes are needed, use plain `"`.'),
    ),
    _code(
        "PS210", "comma-in-text",
        "`{text}` 被当成了另一个字段：花括号里的半角逗号会把文字断开", "`{text}` was taken for another field: a comma splits texts inside braces",
        ("给整段文字加上引号：`{mended}`", "put quotation marks around the whole text: `{mended}`"),
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
        helps={"": ("新建 `{file}`，写上 {fields}。", "create `{file}` with {fields}."), "both": ("留下一处。", "keep one of them."), "list": ("把列表移到另一个文件。", "move the list to another file.")},
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
        helps={"suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?"), "which-suggest": _MEND},
        messages={
            "which": ("`{text}` 没有写明种类", "`{text}` does not say which kind it is"),
            "which-suggest": ("`{text}` 没有写明种类", "`{text}` does not say which kind it is"),
        },
    ),
    _code(
        "PS304", "id-form",
        "`{id}` 不能作编号", "`{id}` cannot be an id",
        ("编号用小写字母、数字和连字符，以字母或数字开头，最长 64 个字符。", "an id has lower-case letters, digits and hyphens, begins with a letter or digit, and is at most 64 long."),
        helps={
            "mended": _MEND, "file": ("把文件名改成 `{mended}`。", "rename the file to `{mended}`."), "device": ("这是 Windows 的设备名，换一个。", "Windows keeps this name for a device; choose another."),
            "suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?"), "titled": _MEND,
            "total": ("合计行不是记录，删掉这一行；合计由系统计算。", "a row of totals is no record: delete it; sums are computed."),
            "ditto": ("每行各写各的：把上面的编号再写一遍。", "each row stands by itself: write the id once more."),
            "titles": ("这样称呼的不止一个，写出编号：{choices}。", "several go by it: write the id of one, {choices}."),
            "unknown": ("先建这条记录，再写它的编号；编号用小写字母、数字和连字符。", "write the id of a record that exists; ids have lower-case letters, digits and hyphens."),
        },
        messages={
            "titled": ("`{id}` 是名称，不是编号", "`{id}` is a name, not an id"),
            "titles": ("`{id}` 是名称，不是编号", "`{id}` is a name, not an id"),
        },
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
    _code(
        "PS310", "unknown-check",
        "没有叫 `{name}` 的检查", "no check is called `{name}`",
        ("写检查的编号或名称，如 `PS901` 或 `missing-translation`。", "write the code or the name of a check, such as `PS901` or `missing-translation`."),
        helps={"suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?"), "fixed": ("删掉这一行。", "delete this line.")},
        messages={"fixed": ("`{name}` 的严重程度不能改", "the severity of `{name}` cannot be changed")},
    ),
    _code(
        "PS311", "structural-field",
        "`{field}` 不能对人隐藏：没有它，页面就说不清这条记录", "`{field}` cannot be hidden from anyone: without it, pages could not say what the record is",
        ("要少让人看到，请给整条记录写 `audience`，或隐藏别的字段。", "to show less, give the whole record an `audience`, or hide other fields."),
    ),
    _code(
        "PS312", "reserved-id",
        "`{id}` 在算例、排名和计算步骤里指{meaning}，不能作{noun}的编号",
        "in examples, ranks and calculations `{id}` stands for something else ({meaning}), and cannot be the id of a {noun}",
        ("换一个编号，写得更具体些。", "choose another id that says more."),
        messages={"metric": ("评分项 `{id}` 与指标 `{id}` 同名，量的却是 `{other}`：算例和排名里写 `{id}`，两种都可以理解", "the component `{id}` is called as a metric is, and measures `{other}`: in examples and ranks `{id}` could be either")},
        helps={"metric": ("给评分项换一个编号，或改 `metric`。", "choose another id for the component, or change its `metric`.")},
    ),
    _code(
        "PS313", "link-leads-nowhere",
        "`{field}: {way}` 需要 `{needs}`，站点没有写", "`{field}: {way}` needs `{needs}`, which the site does not say",
        ("补上 `{needs}`，或给这个链接写一个网址。", "say `{needs}`, or give the link an address."),
        messages={"mail": ("`edit` 不能是 `mail`：邮件改不了记录", "`edit` cannot be `mail`: a mail does not edit a record")},
        helps={"mail": ("写 `github`、`gitlab`、`gitee`、`off`，或一个网址。", "write `github`, `gitlab`, `gitee`, `off` or an address.")},
    ),
    _code(
        "PS314", "other-schema",
        "这份仓库用第 {found} 版记录语言，这个 perfsite 读的是第 {read} 版", "this repository is written in schema {found}, and this perfsite reads {read}",
        helps={
            "newer": ("安装更新的 perfsite。", "install a newer perfsite."),
            "older": ("运行 `perfsite migrate`，看看会怎么改。", "run `perfsite migrate` to see what would change."),
        },
    ),
)  # fmt: skip

_VALUES = (
    _code(
        "PS401", "missing-field",
        "缺少字段 `{field}`（{label}）", "the field `{field}` is missing",
        ("加上 `{field}: …`，应为{expected}。", "add `{field}: …`, {expected}."),
        helps={"readings": ("加上 `{field}: …`，应为{expected}。{readings}。", "add `{field}: …`, {expected}. {readings}.")},
    ),
    _code(
        "PS402", "unknown-field",
        "没有 `{key}` 这个字段", "there is no field `{key}`",
        ("这里还可以写：{choices}。", "here there can also be {choices}."),
        helps={
            "suggest": _MEANT,
            "label": ("这个字段的名字是 `{suggestion}`。", "the field is called `{suggestion}`."),
            "below": ("它属于上面的 `{parent}`：在行首加空格，与 `{parent}` 的其他字段对齐。", "it belongs to `{parent}` above: indent it like the other fields of `{parent}`."),
            "beside": ("它不属于 `{parent}`：左边与 `{parent}` 对齐。", "it does not belong to `{parent}`: align it with `{parent}`."),
            "translation": ("译文文件的开头只写 `translation_of`；其他字段写在原文文件里。", "a translated text has only `translation_of` at its top; other fields belong to the original."),
        },
    ),
    _code(
        "PS403", "wrong-shape",
        "这里应为{expected}，写的却是{found}", "here should be {expected}, not {found}",
        helps={
            "keys": ("写成 `名称: 值`，每行一个，缩进两格；名称有 {names} 等。", "write `name: value`, one a line, indented by two spaces; the names are {names}."),
            "braces": ("值里有花括号时，给整段文字加上双引号。", "put double quotes around a text that contains braces."),
        },
    ),
    _code(
        "PS404", "wrong-form",
        "`{text}` 不是{expected}", "`{text}` is not {expected}",
        helps={"mended": _MEND, "readings": ("写成 `{text} descending` 或 `{text} ascending`。{readings}。", "write `{text} descending` or `{text} ascending`. {readings}.")},
    ),
    _code(
        "PS405", "empty-field",
        "字段 `{field}` 是空的", "the field `{field}` is empty",
        ("写上值，或删掉它。空白不等于零；以 `#` 开头的文字要加引号。", "give it a value, or delete it. Blank is not zero; a text that begins with `#` needs quotes."),
        messages={
            "value": ("这里缺少{expected}", "{expected} is missing here"),
            "word": ("`{text}` 不是{expected}，像是表示没有", "`{text}` is not {expected}; it seems to say that there is none"),
            "file": ("文件里没有内容", "the file holds nothing"),
        },
        helps={
            "value": ("写上值，或删掉这一项。", "give it a value, or delete the item."),
            "word": ("没有就空着，表格里空着这一格，别处删掉这一行；零才写 `0`。", "where there is nothing, leave the cell of a table blank, elsewhere delete the line; write `0` for zero alone."),
            "needed": ("写上值，这个字段不能缺。空白不等于零；以 `#` 开头的文字要加引号。", "give it a value: it cannot be left out. Blank is not zero; a text that begins with `#` needs quotes."),
            "file": ("写上记录，或删掉这个文件。", "write the record, or delete the file."),
        },
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
        messages={"several": ("`{text}` 是几个值，要写成列表", "`{text}` is several values, which make a list")},
        helps={"dash": ("每项以 `- ` 开头。", "begin each item with `- `."), "several": _MEND},
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
        helps={
            "form": _MEND, "mended": _MEND, "two": ("写清楚是哪一天：`{one}` 还是 `{other}`。", "say which day it is, `{one}` or `{other}`."),
            "short": ("年份写四位：如果是 `{mended}`，就这样写。", "the year has four digits: if `{mended}` is meant, write it so."),
            "year": ("写上年份，如 `2026-07-01`。", "add the year, as in `2026-07-01`."), "day": ("写出是哪一天，如 `2026-07-01`。", "say which day it is, as in `2026-07-01`."),
            "range": ("这里只写一天，如 `{mended}`；最后一天另有字段，如 `until`。", "write one day here, such as `{mended}`; the last one has a field of its own, such as `until`."),
            "serial": ("电子表格里的天数 {text} 是 `{mended}`：如果是这天，就这样写。", "as a spreadsheet counts days, {text} is `{mended}`: if that is meant, write it so."),
        },
        messages={
            "form": ("日期 `{text}` 的写法不对", "the date `{text}` is written in another form"),
            "two": ("`{text}` 可以是两个不同的日子", "`{text}` can be two different days"),
            "year": ("`{text}` 没有年份", "`{text}` has no year"), "day": ("`{text}` 没有写明哪一天", "`{text}` does not say which day"),
        },
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
        helps={"offset": _MEND, "mended": _MEND},
    ),
    _code(
        "PS421", "number-form",
        "`{text}` 不是{expected}", "`{text}` is not {expected}",
        ("数字只用 0–9、小数点、千分位逗号，可以带 `万` 或 `亿`。", "a number has digits 0–9, a decimal point and grouping commas, and may end with `万` or `亿`."),
        messages={
            "time": ("`{text}` 看起来是时间或比例，不是{expected}", "`{text}` looks like a time or a ratio, not {expected}"),
            "grouping": ("`{text}` 的逗号不在千分位上", "the commas of `{text}` do not group by thousands"),
            "decimal": ("`{text}` 的逗号不在千分位上", "the commas of `{text}` do not group by thousands"),
            "underscore": ("`{text}` 里有下划线", "`{text}` contains an underscore"),
            "exponent": ("`{text}` 用了科学记数法", "`{text}` is in exponent form"),
            "magnitude": ("`{text}` 的单位字母含义不清", "the letter in `{text}` could mean several magnitudes"),
            "too-long": ("`{text}` 超过了 {limit} 位数字", "`{text}` has more than {limit} digits"),
        },
        helps={
            "time": ("写成数字，例如 `3.5`。", "write a number, such as `3.5`."),
            "grouping": ("如果想写的是 `{mended}`，就这样写；小数点用 `.`。", "if `{mended}` is meant, write it so; the decimal point is `.`."),
            "decimal": ("小数点用 `.`：如果想写的是 `{mended}`，就这样写。", "the decimal point is `.`: if `{mended}` is meant, write it so."),
            "underscore": _MEND,
            "exponent": ("写出全部数字；电子表格这样显示时已经四舍五入，到原来的表格里看。", "write all digits; a spreadsheet that shows it so has rounded it, so look there."),
            "words": ("写出全部数字，如 `{mended}`，或用 `万`、`亿`。", "write all digits, as in `{mended}`, or use `万` or `亿`."),
            "failed": ("电子表格里的公式在这里出了错：在那里改好，再导出一次。", "a formula of the spreadsheet has failed here: mend it there and export again."),
            "formula": ("写公式的结果，不写公式。", "write what the formula comes to."),
            "comparison": ("只写数：`{mended}`。阶梯里 `from` 含这个数，`above` 不含。", "write the figure alone, `{mended}`; in a tier `from` includes it and `above` does not."),
            "counted": ("只写数：`{mended}`。", "write the figure alone: `{mended}`."),
            "range": ("只写一个，如 `{mended}`；另一端另有字段，阶梯则到下一档为止。", "write one alone, such as `{mended}`; the other end has a field of its own, and a tier ends where the next begins."),
            "mended": _MEND,
            "magnitude": ("写出全部数字，或用 `万`、`亿`。", "write all digits, or use `万` or `亿`."),
        },
    ),
    _code(
        "PS422", "percent-form",
        "`{text}` 不是百分比", "`{text}` is not a percentage",
        ("写作 `15%`。", "write it like `15%`."),
        messages={
            "fraction": ("`{text}` 没有百分号，可以理解为 `{mended}`，也可以理解为 `{text}%`", "`{text}` has no percent sign; it could mean `{mended}` or `{text}%`"),
            "weight": (
                "`{text}` 没有百分号，各项都是 100 分时，总分按 `{mended}` 是 {shares}，按 `{text}%` 是 {percents}",
                "`{text}` has no percent sign: with 100 points in each component the total is {shares} if it means `{mended}`, and {percents} if it means `{text}%`",
            ),
            "sign": ("`{text}` 没有百分号", "`{text}` has no percent sign"),
        },
        helps={
            "fraction": ("写成 `{mended}`，如果是这个意思。", "write `{mended}`, if that is what is meant."),
            "weight": ("写成 `{mended}`（{shares}），如果是这个意思。", "write `{mended}` ({shares}), if that is what is meant."),
            "sign": _MEND, "mended": _MEND,
        },
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
        helps={"missing": _MEND, "sign": _MEND, "order": _MEND, "rmb": _MEND, "mended": _MEND},
    ),
    _code(
        "PS424", "duration-form",
        "`{text}` 不是{expected}", "`{text}` is not {expected}",
        ("写作 `12 months`、`5 working days` 或 `2 years`。", "write it like `12 months`, `5 working days` or `2 years`."),
        messages={"unit": ("`{text}` 没有写单位", "`{text}` does not say which unit of time")},
        helps={"mended": _MEND, "unit": ("写明单位，如 `{number} months` 或 `{number} working days`。", "say the unit, such as `{number} months` or `{number} working days`.")},
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
        helps={
            "suggest": ("是不是想写 `{mended}`？", "did you mean `{mended}`?"),
            "label": _MEND,
            "same": ("意思与 `{mended}` 一样，写 `{mended}`；其他意思可用 {choices}。", "it would mean the same as `{mended}`: write that, or for another meaning one of {choices}."),
        },
    ),
)  # fmt: skip

_GOALS = (
    _code(
        "PS501", "goal-not-specific",
        "第 {number} 个关键结果没有写明指标", "key result {number} names no metric",
        ("加上 `metric: …`，写明用哪个数判断是否完成。", "add `metric: …`, so that everybody knows which figure decides."),
        severity=W, adjustable=True,
        messages={"twice": ("`{owner}` 在 `{period}` 对指标 `{metric}` 有两个目标", "`{owner}` has two goals for `{metric}` in `{period}`")},
        helps={"twice": ("合并成一个，或各用一个指标。", "make them one, or give each a metric of its own.")},
    ),
    _code(
        "PS502", "goal-not-measurable",
        "目标说的是变化（`{word}`），却没有写起点", "the goal speaks of a change (`{word}`) but does not say from where",
        ("加上 `baseline: …`，如去年同期的数。", "add `baseline: …`, for example last year's figure."),
        severity=W, adjustable=True,
        messages={"nothing": ("目标没有写要达到的数", "the goal does not say which figure is to be reached")},
        helps={"nothing": ("加上 `target: …`，或在 `key_results` 里至少写一项。", "add `target: …`, or at least one of `key_results`.")},
    ),
    _code(
        "PS503", "goal-not-achievable",
        "目标没有写明凭什么认为做得到", "the goal does not say on what grounds it can be reached",
        ("加上 `achievable: …`，写一句依据，如去年同期、在手订单或市场容量。", "add `achievable: …` in a sentence: last year's figure, the order book, the size of the market."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS504", "goal-not-relevant",
        "目标没有写明支撑哪个上级目标", "the goal does not say which goal above it supports",
        ("加上 `supports: …`，写上级目标的编号。", "add `supports: …` with the id of the goal above."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS505", "goal-not-time-bound",
        "考核周期 `{period}` 从 {first} 才开始，这次回顾却在 {day}", "the period `{period}` begins on {first}, and this review is dated {day}",
        ("检查日期，或改目标的 `period`。", "look at the date, or change the goal's `period`."),
        severity=W, adjustable=True,
        messages={
            "revision": ("考核周期 `{period}` 到 {last} 结束，这次调整到 {day} 才生效", "the period `{period}` ends on {last}, and this revision takes effect on {day}"),
            "late": ("考核周期 `{period}` 在 {last} 已经结束，这次调整到 {day} 才决定", "the period `{period}` ended on {last}, and this revision was decided on {day}"),
        },
    ),
    _code(
        "PS506", "unit-mismatch",
        "`{value}` 与指标 `{metric}` 的单位不符：应为{expected}", "`{value}` does not fit the metric `{metric}`, which is {expected}",
        ("改这个数的单位，或换一个指标。", "change the unit of this figure, or take another metric."),
        helps={
            "mended": ("写成 `{mended}`。", "write `{mended}`."),
            "percent": ("写成 `{mended}`，如果是这个意思。", "write `{mended}`, if that is what is meant."),
            "currency": ("在指标里写明 `currency`，或在这里写上币种。", "state the metric's `currency`, or write the currency here."),
        },
    ),
    _code(
        "PS507", "target-wrong-way",
        "指标 `{metric}` {direction}，目标值 `{target}` 却不如起点 `{baseline}`", "for `{metric}` {direction}, yet the target `{target}` is worse than the start, `{baseline}`",
        ("看看两个数有没有写反。", "see whether the two figures have been swapped."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS508", "key-result-weights",
        "关键结果的权重合计 {sum}，不是 100%", "the weights of the key results sum to {sum}, not 100%",
        ("调到合计 100%；都不写则各项等权。", "make them sum to 100%; without any weights, all count the same."),
        messages={"some": ("第 {number} 个关键结果没有权重，别的却有", "key result {number} has no weight, while others do")},
        helps={"some": ("每项都写权重，或都不写。", "give each of them a weight, or none.")},
    ),
    _code(
        "PS509", "owner-without-position",
        "`{person}` 在 `{period}` 没有任职", "`{person}` holds no position in `{period}`",
        ("换一个负责人，或在人员记录里补上任职。", "choose another owner, or add the position to the person's record."),
        adjustable=True,
    ),
    _code(
        "PS510", "goals-do-not-add-up",
        "支撑它的 {count} 个目标合计 {sum}，比目标值 `{target}` 少 {difference}", "the {count} goals that support it come to {sum}, which is {difference} short of `{target}`",
        ("补上缺的目标，或调整其中的目标值。", "add the goal that is missing, or change one of the targets."),
        severity=W, adjustable=True,
        messages={"more": ("支撑它的 {count} 个目标合计 {sum}，比目标值 `{target}` 多 {difference}", "the {count} goals that support it come to {sum}, which is {difference} more than `{target}`")},
        helps={"more": ("看看是否重复计算；有意多分的，可在站点设置里关闭这项检查。", "see whether something is counted twice; a site that hands out more on purpose can turn this check off.")},
    ),
    _code(
        "PS511", "goal-outside-period",
        "考核周期 `{period}` 不在上级目标 `{goal}` 的周期 `{outer}` 之内", "the period `{period}` does not lie within `{outer}`, the period of the goal `{goal}` that it supports",
        ("改周期，或改 `supports`。", "change the period, or `supports`."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS512", "revision-self-approved",
        "目标调整由负责人自己批准", "the goal's owner has approved this revision",
        ("由上级批准，再改 `approved_by`。", "have it approved by someone above, and change `approved_by`."),
    ),
    _code(
        "PS513", "revision-reaches-back",
        "这次调整 {on} 才决定，却从 {effective} 起生效", "this revision was decided on {on} but takes effect from {effective}",
        ("从决定当天或之后生效。", "let it take effect on the day of the decision or later."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS514", "target-not-positive",
        "评分规则 `{rule}` 按完成率计 `{metric}`，目标值 `{target}` 却不能作除数", "the rule `{rule}` measures `{metric}` by attainment, and nothing can be divided by a target of `{target}`",
        ("写大于零的目标值；没有目标的，不写这个目标，并在规则里写明 `missing` 怎么算。", "state a target above zero; where there is none leave the goal out, and let the rule's `missing` say what then."),
        severity=W, adjustable=True,
        messages={"progress": ("评分规则 `{rule}` 按进度计 `{metric}`，目标值 `{target}` 却与起点相同", "the rule `{rule}` measures the progress of `{metric}`, and the target `{target}` is where it starts")},
        helps={"progress": ("改目标值或起点 `baseline`。", "change the target or the `baseline`.")},
    ),
)  # fmt: skip

_STANDARDS = (
    _code(
        "PS601", "weights-sum",
        "权重合计 {sum}，不是 100%", "the weights sum to {sum}, not 100%",
        ("调整权重；权重有意不合计 100% 的，写 `weights: raw`。", "change the weights, or write `weights: raw` if they are not meant to."),
        messages={
            "totals": (
                "权重合计 {sum}，不是 100%：各项得 {points} 分时，总分照权重算是 {raw}，折算到 100% 是 {whole}",
                "the weights sum to {sum}, not 100%: with {points} points the total is {raw} by the weights as they are, and {whole} by weights made to sum to 100%",
            ),
        },
        helps={
            "totals": (
                "调整权重，使合计 100%；有意照这些权重算的（{raw}），写 `weights: raw`。",
                "change the weights so that they sum to 100%, or write `weights: raw` if {raw} is meant.",
            ),
        },
    ),
    _code(
        "PS602", "shares-sum",
        "份额合计 {sum}，不是 100%", "the shares sum to {sum}, not 100%",
        ("调整份额；份额可以叠加的，写 `overlay: true`。", "change the shares, or write `overlay: true` if they may exceed it."),
        messages={
            "parts": (
                "份额合计 {sum}，不是 100%：{whole} 的 {share} 照写的算是 {raw}，折算到 100% 是 {even}",
                "the shares sum to {sum}, not 100%: {share} of {whole} is {raw} as it is written, and {even} if the shares are made to sum to 100%",
            ),
        },
    ),
    _code(
        "PS603", "tier-order",
        "`{edge}` 排在 `{before}` 后面，各档没有从低到高", "`{edge}` comes after `{before}`; the tiers do not rise",
        ("从低到高排列。", "put them in rising order."),
        messages={
            "equal": ("有两档都从 `{edge}` 起：`{edge}` 可以是 {first}，也可以是 {second}", "two tiers begin at `{edge}`, which could be {first} or {second}"),
            "point": ("`from: {edge}` 之后又是 `above: {edge}`，前一档只剩 `{edge}` 这一个值", "`above: {edge}` follows `from: {edge}`, which leaves the tier before it the single value `{edge}`"),
        },
        helps={
            "equal": ("留下一档，或改其中一个数。", "keep one of them, or change one figure."),
            "point": ("删掉一档，或改其中一个数。", "delete one of the two, or change one figure."),
        },
    ),
    _code(
        "PS604", "tier-floor",
        "低于 `{edge}` 的数值不属于任何一档", "values below `{edge}` belong to no tier",
        ("在前面加一档 `{mended}`，写明这些值得多少。", "add a tier before it, such as `{mended}`, with what such values earn."),
        messages={
            "": ("低于 `{edge}` 的数值不属于任何一档：可以什么都没有，也可以是 {first}", "values below `{edge}` belong to no tier: they could give nothing, or {first}"),
            "zero": ("恰好等于 `{edge}` 的数值不属于任何一档：可以什么都没有，也可以是 {first}", "the value `{edge}` itself belongs to no tier: it could give nothing, or {first}"),
        },
        helps={"zero": ("把 `above` 改为 `from`（{first}），或在前面加一档 `{mended}`。", "write `from` in place of `above` ({first}), or add a tier before it, such as `{mended}`.")},
    ),
    _code(
        "PS605", "line-anchors",
        "折线只有一个点", "the line has a single anchor",
        ("至少写两个点；处处同分的，用 `flat`。", "give it two at least, or use `flat` where the points never change."),
    ),
    _code(
        "PS606", "line-ends",
        "没有写明折线两端之外怎么算：{value} 可以得 {clamped} 分、{extended} 分或 0 分", "the line does not say what counts beyond its ends: {value} could give {clamped} points, {extended} or none",
        ("加上 `beyond`，上下各选 `clamp`（{clamped} 分）、`extrapolate`（{extended} 分）或 `zero`（0 分）。", "add `beyond` and choose for below and above: `clamp` ({clamped}), `extrapolate` ({extended}) or `zero` (0)."),
    ),
    _code(
        "PS607", "ends-without-line",
        "`beyond` 只用于折线，这里用的是 `{curve}`", "`beyond` is for a line, and this is `{curve}`",
        ("删掉 `beyond`。", "delete `beyond`."),
    ),
    _code(
        "PS608", "points-direction",
        "指标 `{metric}` {direction}，到 `{edge}` 得分却从 {before} 变为 {after}", "for `{metric}` {direction}, yet at `{edge}` the points go from {before} to {after}",
        ("看看得分有没有写反，或衡量方式是否应为 `inverse`、`progress`。", "see whether the points are swapped, or whether the measure should be `inverse` or `progress`."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS609", "edge-unit",
        "`{edge}` 与衡量方式 `{measure}` 不符：应为{expected}", "`{edge}` does not fit the measure `{measure}`, which gives {expected}",
        ("改这个数的单位，或换一种衡量方式。", "change the unit of this figure, or take another measure."),
        helps={"mended": ("写成 `{mended}`。", "write `{mended}`."), "percent": ("写成 `{mended}`，如果是这个意思。", "write `{mended}`, if that is what is meant.")},
    ),
    _code(
        "PS610", "component-metric",
        "评分项 `{component}` 没有写明指标", "the component `{component}` names no metric",
        ("加上 `metric: …`。", "add `metric: …`."),
        messages={"okr": ("`measure: okr` 看的是目标的关键结果，不看指标", "`measure: okr` goes by the goals' key results, not by a metric")},
        helps={"okr": ("删掉 `metric`，或换一种衡量方式。", "delete `metric`, or take another measure.")},
    ),
    _code(
        "PS611", "grid-shape",
        "得分表有 {found} 行，`rows` 有 {expected} 档", "the points have {found} rows where `rows` has {expected}",
        ("每档一行。", "give each tier a row."),
        messages={"columns": ("这一行有 {found} 个得分，`columns` 有 {expected} 档", "this row has {found} entries where `columns` has {expected}")},
        helps={"columns": ("每档一个得分。", "give each tier its points.")},
    ),
    _code(
        "PS612", "tier-yields",
        "这一档写的是 `{found}`，前面写的是 `{first}`", "this tier gives `{found}`, the ones before it `{first}`",
        ("同一组档位用同一种。", "let all tiers of a list give the same."),
        messages={"points": ("奖金的档位不能写 `points`", "a tier of an amount cannot give `points`")},
        helps={"points": ("写 `rate: …` 或 `amount: …`。", "write `rate: …` or `amount: …`.")},
    ),
    _code(
        "PS613", "grade-order",
        "等级 `{grade}`（{edge}）排在 `{before}`（{last}）后面，分数线忽高忽低", "the grade `{grade}` ({edge}) stands after `{before}` ({last}); the edges go both up and down",
        ("按分数线依次排列。", "put the grades in the order of their edges."),
        messages={
            "equal": ("等级 `{grade}` 和 `{before}` 的分数线都是 {edge}：总分 {edge} 可以是 `{before}`，也可以是 `{grade}`", "the grades `{grade}` and `{before}` both begin at {edge}: a total of {edge} could be `{before}` or `{grade}`"),
            "twice": ("等级 `{grade}` 写了两次", "the grade `{grade}` is given twice"),
        },
        helps={"equal": ("改其中一条分数线。", "change one of the edges."), "twice": ("留下一个。", "keep one of them.")},
    ),
    _code(
        "PS614", "grade-floor",
        "总分低于 {edge} 的人没有等级：可以不评等，也可以是 `{grade}`", "totals below {edge} have no grade: they could be without one, or `{grade}`",
        ("再加一级，如 `{mended}`。", "add a grade for them, such as `{mended}`."),
        messages={"zero": ("总分恰好为 {edge} 的人没有等级：可以不评等，也可以是 `{grade}`", "a total of exactly {edge} has no grade: it could be without one, or `{grade}`")},
        helps={"zero": ("把 `above` 改为 `from`（{edge} 是 `{grade}`），或再加一级 `{{grade: …, from: 0}}`。", "write `from` in place of `above` (`{grade}` for {edge}), or add a grade for it, such as `{{grade: …, from: 0}}`.")},
    ),
    _code(
        "PS615", "grade-limits",
        "写了比例上限，却没有写多少人以上才限、人数怎样取整", "a share limits this grade, but nothing says from how many people on and how the counts are rounded",
        ("加上 `grade_limits: {{minimum_group: 10, counts: largest remainder, ties: keep}}`，人数照实填。", "add `grade_limits: {{minimum_group: 10, counts: largest remainder, ties: keep}}` with your own number of people."),
        messages={
            "unused": ("写了 `grade_limits`，却没有一个等级写 `at_most`", "`grade_limits` is given, but no grade has `at_most`"),
            "lowest": ("`{grade}` 是最低的等级，超出比例的人没有等级可降", "`{grade}` is the lowest grade: those beyond its share have no grade to go to"),
            "sum": ("各等级的比例上限合计 {sum}，超过 100%", "the shares of the grades sum to {sum}, more than 100%"),
            "ties": (
                "没有写明总分相同时怎么办：{people} 人中 {grade} 至多 {most} 人，第 {most}、{next} 名总分相同时，可以是 {kept} 人得 {grade}，也可以是 {lowered} 人",
                "nothing says what happens in a tie: at most {most} of {people} people may hold {grade}, and where places {most} and {next} have the same total, either {kept} hold it or {lowered}",
            ),
        },
        helps={
            "unused": ("给等级加上 `at_most: …`，或删掉 `grade_limits`。", "give a grade `at_most: …`, or delete `grade_limits`."),
            "lowest": ("删掉它的 `at_most`；其余等级的上限用不满时，人都归到这一级。", "delete its `at_most`; it takes everyone whom the other shares leave."),
            "sum": ("减小比例，或去掉某个等级的上限。", "lower the shares, or leave a grade without one."),
            "ties": (
                "加上 `ties: keep`（一起保留，{kept} 人）或 `ties: lower`（一起降等，{lowered} 人）。",
                "add `ties: keep` ({kept} hold it, beyond the count) or `ties: lower` ({lowered} hold it).",
            ),
        },
    ),
    _code(
        "PS616", "coefficient-missing",
        "奖金要乘等级系数，规则 `{rule}` 的等级 {grades} 却没有系数", "the amount is multiplied by the grade's coefficient, and the rule `{rule}` has none for {grades}",
        ("在规则的等级里加上 `coefficient: …`：不发的写 0，照基数发的（{whole}）写 1。", "add `coefficient: …` to the rule's grades: 0 where nothing is paid, 1 for the base itself ({whole})."),
        messages={"grades": ("奖金要乘等级系数，规则 `{rule}` 却没有等级", "the amount is multiplied by the grade's coefficient, and the rule `{rule}` has no grades")},
        helps={"grades": ("在规则里加上 `grades`，或改 `times`。", "add `grades` to the rule, or change `times`.")},
    ),
    _code(
        "PS617", "amount-incomplete",
        "写了 `base`，没有写乘以什么", "`base` is given, but not what it is multiplied by",
        ("加上 `times: …`；不乘的，把 `base` 改为 `flat`。{readings}。", "add `times: …`, or write `flat` in place of `base`. {readings}."),
        messages={
            "of": ("没有写明按哪个指标计提", "the tiers do not say of which metric they take a share"),
            "rule": ("`times: {times}` 要用评分，`basis` 里却没有 `rule`", "`times: {times}` needs a score, and `basis` has no `rule`"),
            "metric": ("`times: {times}` 要用指标，`basis` 和 `of` 里都没有", "`times: {times}` needs a metric, and neither `basis` nor `of` has one"),
            "times": ("`times` 只与 `base` 一起用", "`times` goes with `base` alone"),
        },
        helps={
            "of": ("加上 `of: …`。", "add `of: …`."),
            "rule": ("加上 `basis: {{rule: …}}`。", "add `basis: {{rule: …}}`."),
            "metric": ("加上 `of: …`。", "add `of: …`."),
            "times": ("删掉 `times`。", "delete `times`."),
        },
    ),
    _code(
        "PS618", "reward-empty",
        "没有写明奖励什么", "the reward does not say what is given",
        ("加上 `amount`（金额）、`award`（荣誉）或 `training`（培训名额）。", "add `amount`, `award` or `training`."),
    ),
    _code(
        "PS619", "rules-overlap",
        "从 {first} 起，`{other}` 也适用于同样的人", "from {first} on, `{other}` applies to the same people",
        ("缩小适用对象，用 `in_force` 错开，或写 `replaces: {other}`。", "narrow down `applies_to`, keep their days in force apart, or write `replaces: {other}`."),
        severity=W, adjustable=True,
        messages={"always": ("`{other}` 也适用于同样的人", "`{other}` applies to the same people")},
    ),
    _code(
        "PS620", "no-examples",
        "这个{noun}没有示例", "this {noun} has no worked example",
        ("加上 `examples`，写已知什么、应得多少；每次检查都会照规则重算。", "add `examples` with what is given and what is to be expected; each check computes them anew."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS621", "promotion-direction",
        "`{upper}`（级次 {upper_rank}）不高于 `{lower}`（级次 {lower_rank}）", "`{upper}` (rank {upper_rank}) is not above `{lower}` (rank {lower_rank})",
        ("看看 `from` 和 `to` 有没有写反。", "see whether `from` and `to` have been swapped."),
    ),
    _code(
        "PS622", "requirement-id",
        "这项要求没有编号，结果无法逐项说明", "this requirement has no id, so that results cannot refer to it",
        ("加上 `id: …`。", "add `id: …`."),
        messages={"twice": ("编号 `{id}` 已经用在另一项要求上", "the id `{id}` is used by another requirement")},
        helps={"twice": ("换一个编号。", "choose another id.")},
    ),
    _code(
        "PS623", "requirement-evidence",
        "这项要求由人判断，却没有写明由谁、凭什么认定", "people decide this requirement, but nothing says who attests it and on what",
        ("加上 `evidence: …`，可以是 {choices}。", "add `evidence: …`; it can be {choices}."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS624", "ladder-levels",
        "`{id}` 与 `{other}` 在同一通道的同一级次（{rank}）", "`{id}` and `{other}` stand on one rank ({rank}) of one track",
        ("改其中一个的 `rank` 或 `track`。", "change the `rank` or `track` of one of them."),
        messages={"twice": ("职级 `{id}` 写了两次", "the level `{id}` is given twice")},
        helps={"twice": ("留下一个，或换一个编号。", "keep one of them, or choose another id.")},
    ),
    _code(
        "PS625", "competency-empty",
        "能力项 `{id}` 没有写任何职级的要求", "the competency `{id}` says nothing for any level",
        ("在 `levels` 里按职级写出表现；暂不用的写 `status: not in use`。", "describe it under `levels`, or write `status: not in use`."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS626", "not-approved",
        "从 {first} 起生效，却没有写明由谁批准", "in force since {first}, but nothing says who approved it",
        ("加上 `approved: {{by: …, on: …}}`。", "add `approved: {{by: …, on: …}}`."),
        severity=W, adjustable=True,
        messages={"late": ("{on} 才批准，却从 {first} 起生效", "approved on {on}, but in force from {first}")},
        helps={"late": ("从批准当天或之后生效；确需追溯的，在 `approved.note` 里写明原因。", "let it take effect on the day of approval or later; where it must reach back, say why in `approved.note`.")},
    ),
    _code(
        "PS627", "example-differs",
        "算例写的 `{name}` 是 {expected}，按标准算出来是 {computed}", "the example says {expected} for `{name}`, the standard gives {computed}",
        ("算例和标准只能有一个对：改算例的数字，或改标准。", "one of them is wrong: mend the example's figure, or the standard."),
    ),
    _code(
        "PS628", "example-incomplete",
        "这个算例算不出来：{reason}", "this example cannot be computed: {reason}",
        ("在 `given` 里补上缺的数据。", "add what is missing to `given`."),
    ),
    _code(
        "PS629", "part-of-month",
        "没有写明不足一个月怎么算：{first} 到 {last} 在岗的，一季度 {amount} 可以是 {whole}、{nothing} 或 {days}",
        "nothing says how a part of a month counts: in the role from {first} to {last}, {amount} for a quarter could be {whole}, {nothing} or {days}",
        (
            "加上 `part_of_month`：`whole` 计整月（{whole}），`nothing` 不计（{nothing}），`days` 按天数计（{days}）。",
            "add `part_of_month`: `whole` ({whole}), `nothing` ({nothing}) or `days` ({days}).",
        ),
        messages={"unused": ("`part_of_month` 只用于按月折算", "`part_of_month` is for proration by months")},
        helps={"unused": ("删掉它，或写 `by: months`。", "delete it, or write `by: months`.")},
    ),
    _code(
        "PS630", "share-of-people",
        "没有写明人数怎么取整：{people} 人的 {share} 是 {exact} 人，舍去是 {down} 人，进位是 {up} 人，四舍五入是 {half} 人",
        "nothing says how the number of people is rounded: {share} of {people} is {exact}, which is {down} by `down`, {up} by `up` and {half} by `half-up`",
        ("加上 `counts: down`、`counts: up` 或 `counts: half-up`。", "add `counts: down`, `counts: up` or `counts: half-up`."),
        messages={
            "group": (
                "没有写明是哪些人的 {share}：{people} 人符合资格、其中 {half} 人达到最低要求时，可以取 {eligible} 人，也可以取 {qualified} 人",
                "nothing says of whom {share} is: of {people} people who are eligible and {half} who reach the minimum, it could be {eligible} or {qualified}",
            ),
            "unused": ("`{name}` 只与 `share` 一起用", "`{name}` goes with `share` alone"),
        },
        helps={
            "group": (
                "加上 `group: eligible`（符合资格的人，取 {eligible} 人）或 `group: qualified`（达到最低要求的人，取 {qualified} 人）。",
                "add `group: eligible` ({eligible}) or `group: qualified` ({qualified}).",
            ),
            "unused": ("删掉它。", "delete it."),
        },
    ),
    _code(
        "PS632", "steps-or-slices",
        "`{word}` 有两种读法：{figure} 按全额累进（`steps`）是 {steps}，按超额累进（`slices`）是 {slices}",
        "`{word}` can be read in two ways: {figure} gives {steps} as `steps` (all of it at the rate reached) and {slices} as `slices` (each slice at its own rate)",
        (
            "把 `{word}` 改为 `steps`（全额按达到的档计，{steps}）或 `slices`（每段按各自的比例计，{slices}）。",
            "write `steps` ({steps}) or `slices` ({slices}) in place of `{word}`.",
        ),
        messages={
            "plain": ("`{word}` 有两种读法：全额累进（`steps`）或超额累进（`slices`）", "`{word}` can be read in two ways: as `steps` (all of it at the rate reached) or as `slices` (each slice at its own rate)"),
            "line": (
                "`{word}` 有两种读法：{figure} 按档（`steps`）是 {steps} 分，按直线（`line`）是 {line} 分",
                "`{word}` can be read in two ways: {figure} gives {steps} points as `steps` (those of the tier reached) and {line} as `line` (straight from one to the next)",
            ),
            "plain-line": ("`{word}` 有几种读法：按档（`steps`）、按直线（`line`）或超额累进（`slices`）", "`{word}` can be read in several ways: as `steps`, as `line` or as `slices`"),
        },
        helps={
            "plain": ("把 `{word}` 改为 `steps` 或 `slices`。", "write `steps` or `slices` in place of `{word}`."),
            "line": (
                "按档给分的写 `steps`（{steps} 分）；两点之间按直线计的写 `line: [{{at: …, points: …}}, …]` 和 `beyond`（{line} 分）。",
                "write `steps` where points jump from tier to tier ({steps}), or `line: [{{at: …, points: …}}, …]` with `beyond` where they run straight between ({line}).",
            ),
            "plain-line": ("按档给分的写 `steps`，两点之间按直线计的写 `line`，每段按各自的比例计的写 `slices`。", "write `steps` where points jump from tier to tier, `line` where they run straight between, or `slices` where each slice has its own rate."),
        },
    ),
    _code(
        "PS631", "accumulation-unclear",
        "金额按全年累计，规则 `{rule}` 却逐期计分：可以是各期按本期得分发，也可以是全年重新计分再减去已发",
        "the amount accumulates over the year and the rule `{rule}` scores each period: either each period is paid by its own score, or the year is scored anew, less what was paid",
        (
            "逐期的，删掉奖励的 `accumulation`；全年重算的，在规则里也写 `accumulation: {{over: year}}`。",
            "for each period by itself delete the reward's `accumulation`; for the year anew give the rule `accumulation: {{over: year}}` too.",
        ),
        messages={
            "figures": (
                "金额按全年累计，规则 `{rule}` 却逐期计分：第一季度 120 分、第二季度 80 分、合计 100 分时，第二季度可以发 {own}，也可以发 {anew}",
                "the amount accumulates over the year and the rule `{rule}` scores each period: after 120 points and then 80, which make 100 over both, the second quarter could pay {own} or {anew}",
            ),
            "open": (
                "没有写明已发的要不要减去：第一期发了 {first}、两期累计 {both} 时，第二期可以发 {both}，也可以发 {rest}",
                "nothing says whether what was paid is taken off: where the first period paid {first} and both come to {both}, the second could pay {both} or {rest}",
            ),
            "rule": ("评分规则里的 `true_up` 没有意义：多退少补的是金额", "`true_up` means nothing in a rule: what is trued up is an amount"),
            "period": ("`over: period` 是逐期的，没有可以多退少补的", "with `over: period` there is nothing to true up"),
        },
        helps={
            "figures": (
                "逐期的（{own}），删掉奖励的 `accumulation`；全年重算的（{anew}），在规则里也写 `accumulation: {{over: year}}`。",
                "for {own} delete the reward's `accumulation`; for {anew} give the rule `accumulation: {{over: year}}` too.",
            ),
            "open": ("加上 `true_up: true`（减去已发的，{rest}）或 `true_up: false`（不减，{both}）。", "add `true_up: true` ({rest}) or `true_up: false` ({both})."),
            "rule": ("写到奖励的 `accumulation` 里。", "write it in the `accumulation` of the reward."),
            "period": ("写 `over: year`，或删掉 `true_up`。", "write `over: year`, or delete `true_up`."),
        },
    ),
    _code(
        "PS633", "sharing-unclear",
        "没有写明总额按谁的数据算：两个团队可以各有一份总额（{whole}，共 {twice}），也可以只有一份（{whole}）",
        "nothing says on whose figures the whole is computed: two teams could have a whole each ({whole}, together {twice}) or one between them ({whole})",
        (
            "在 `sharing` 里加上 `whole: own team`（每个团队一份，共 {twice}）或 `whole_of: team/…`（只有一份，{whole}）。",
            "add to `sharing` either `whole: own team` (one for each team, {twice}) or `whole_of: team/…` (a single one, {whole}).",
        ),
        messages={
            "same_role": (
                "没有写明同一岗位有几个人时怎么分：`{role}` 有两人时，{whole} 的 {share} 可以每人得 {equally}，也可以每人得 {each}",
                "nothing says how a share falls to several people in one role: with two in `{role}`, {share} of {whole} could give each of them {equally} or {each}",
            ),
            "remainder": (
                "没有写明取舍后的尾差归谁：{whole} 按 {shares} 分，可以是 {first}，也可以是 {last}",
                "nothing says to whom falls what rounding leaves: {whole} shared by {shares} could be {first} or {last}",
            ),
            "each": (
                "`same_role: each` 使各人合计超过总额：`{role}` 有两人时，{whole} 要付出 {sum}",
                "with `same_role: each` the parts exceed the whole: two people in `{role}` make {sum} of {whole}",
            ),
            "overlay": ("份额可以叠加时没有尾差", "where shares overlap there is no remainder"),
            "unused": ("写了 `sharing`，却没有 `splits`", "`sharing` is given, but no `splits`"),
            "beside": (
                "`{field}` 与 `splits` 一起，说不清是对总额还是对各人那一份",
                "beside `splits`, `{field}` could be meant of the whole or of each part",
            ),
        },
        helps={
            "same_role": (
                "在 `sharing` 里加上 `same_role: equally`（平分，每人 {equally}）或 `same_role: each`（每人 {each}）。",
                "add to `sharing` either `same_role: equally` ({equally} each) or `same_role: each` ({each} each).",
            ),
            "remainder": (
                "在 `sharing` 里加上 `remainder: first`（{first}）、`remainder: last`（{last}）或 `remainder: largest share`（{largest}）。",
                "add to `sharing` one of `remainder: first` ({first}), `remainder: last` ({last}) and `remainder: largest share` ({largest}).",
            ),
            "each": ("写 `same_role: equally`；份额可以叠加的，写 `overlay: true`。", "write `same_role: equally`, or `overlay: true` if the shares may exceed the whole."),
            "overlay": ("删掉 `remainder`。", "delete `remainder`."),
            "unused": ("加上 `splits`，或删掉 `sharing`。", "add `splits`, or delete `sharing`."),
            "beside": ("去掉其中一个；不同的办法写成不同的奖励方案。", "leave one of them out, or make two rewards of it."),
        },
    ),
    _code(
        "PS634", "okr-misplaced",
        "条件里的 `measure: okr` 没有意义：条件看的是指标，OKR 得分看的是关键结果", "`measure: okr` means nothing in a condition: it looks at a metric, and an OKR score goes by key results",
        ("另设一个 `measure: okr` 的评分项，条件写 `component: …`；或换一种衡量方式。", "make it a component with `measure: okr` and let the condition name that `component`, or take another measure."),
        messages={"grid": ("得分表 `columns` 里的 `measure: okr` 没有意义：列看的是指标，OKR 得分看的是关键结果", "`measure: okr` means nothing in the columns of a grid: they go by a metric, and an OKR score by key results")},
        helps={"grid": ("评分项本身用 `measure: okr`（按行），列换一种衡量方式。", "measure the component itself by `okr`, which gives the rows, and the columns in another way.")},
    ),
    _code(
        "PS635", "measure-unused",
        "条件看的是{subject}，`measure` 在这里不起作用", "the condition looks at {subject}, and `measure` means nothing here",
        ("删掉 `measure`；要看指标的{measure}，改写 `metric: …`。", "delete `measure`; to look at the {measure} of a metric, name that `metric` instead."),
    ),
    _code(
        "PS636", "edge-unclear",
        "`{word}` 没有写明 {edge} 本身算不算这一档：恰好 {edge} 时，可以是 {own}，也可以是 {other}",
        "`{word}` does not say whether {edge} itself belongs here: exactly {edge} could be {own} or {other}",
        (
            "写 `from: {edge}`（含，{own}）或 `above: {edge}`（不含，{other}）。",
            "write `from: {edge}` ({own}) or `above: {edge}` ({other}).",
        ),
        messages={
            "end": (
                "`{word}` 没有写明 {edge} 本身算不算这一档：恰好 {edge} 时，可以是 {own}，也可以是 {other}",
                "`{word}` does not say whether {edge} itself still belongs here: exactly {edge} could be {own} or {other}",
            ),
            "slices": ("`{word}` 没有写明 {edge} 本身算不算这一段", "`{word}` does not say whether {edge} itself belongs here"),
            "slices-end": ("`{word}` 没有写明 {edge} 本身算不算这一段", "`{word}` does not say whether {edge} itself still belongs here"),
            "bound": (
                "`{word}` 没有写明恰好 {edge} 时算不算达标：可以是 {with}，也可以是 {without}",
                "`{word}` does not say whether exactly {edge} passes: it could be {with} or {without}",
            ),
            "condition": (
                "`{word}` 没有写明恰好 {edge} 时算不算：算的话 `{effect}`，不算就不起作用",
                "`{word}` does not say whether the condition holds at exactly {edge}: either `{effect}` follows, or nothing does",
            ),
        },
        helps={
            "end": (
                "每档只写起点：删掉 `{word}`，下一档写 `above: {edge}`（{edge} 归这一档，{own}）或 `from: {edge}`（归下一档，{other}）。",
                "a tier says only where it begins: delete `{word}`, and let the next begin with `above: {edge}` ({own}) or `from: {edge}` ({other}).",
            ),
            "slices": ("写 `from: {edge}`；超额累进的金额在这一点上是一样的。", "write `from: {edge}`; in slices the amount at that point is the same."),
            "slices-end": ("每段只写起点：删掉 `{word}`，下一段写 `from: {edge}`；超额累进的金额在这一点上是一样的。", "a slice says only where it begins: delete `{word}`, and let the next have `from: {edge}`; in slices the amount at that point is the same."),
            "condition": ("写 `{first}: {edge}`（恰好 {edge} 时 `{effect}`）或 `{second}: {edge}`（恰好 {edge} 时不起作用）。", "write `{first}: {edge}` (`{effect}` at exactly {edge}) or `{second}: {edge}` (nothing at exactly {edge})."),
            "bound": ("写 `{first}: {edge}`（{with}）或 `{second}: {edge}`（{without}）。", "write `{first}: {edge}` ({with}) or `{second}: {edge}` ({without})."),
        },
    ),
    _code(
        "PS637", "weight-not-shared",
        "`{component}` 的权重 {weight} 小于零，而没有数据的 `{missing}` 由其余各项分摊权重：扣分会变大，甚至变成加分",
        "the weight of `{component}` is {weight}, and the others share the weight of `{missing}` where it has no figure: a deduction would grow, or become a gain",
        ("把 `{missing}` 的 `missing` 改为 `zero` 或 `error`；或把扣分写成 `modifiers`，各项权重都大于零。", "write `missing: zero` or `error` for `{missing}`, or make the deduction one of `modifiers` and leave all weights above zero."),
    ),
)  # fmt: skip

_TIME = (
    _code(
        "PS701", "end-before-start",
        "结束日期 {last} 早于开始日期 {first}", "the end, {last}, lies before the start, {first}",
        ("看看两个日期有没有写反。", "see whether the two dates have been swapped."),
    ),
    _code(
        "PS702", "periods-overlap",
        "与 `{other}` 重叠：{first} 到 {last} 属于两个周期", "overlaps `{other}`: the days from {first} to {last} belong to both",
        ("让各周期首尾相接。", "let each period begin on the day after the last."),
    ),
    _code(
        "PS703", "periods-gap",
        "`{other}` 到 {last} 结束，这个周期从 {first} 才开始，中间有 {days} 天空档", "`{other}` ends on {last} and this period begins on {first}, which leaves a gap of {days} days",
        ("让各周期首尾相接，或补上中间的周期。", "let each period begin on the day after the last, or add the one between."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS704", "period-outside-parent",
        "{first} 到 {last} 不全在上级周期 `{parent}`（{outer_first} 到 {outer_last}）之内", "the days from {first} to {last} do not all lie within `{parent}` ({outer_first} to {outer_last})",
        ("改日期，或改 `parent`。", "change the dates, or `parent`."),
    ),
    _code(
        "PS705", "calendar-year",
        "这个日历没有 {year} 年的放假安排，`{record}` 的期限算不出来", "this calendar does not know the days off of {year}, and the time limits of `{record}` need them",
        ("补上 {year} 年的放假和调休，再把 {year} 加到 `years`。", "add the days off and make-up days of {year}, then {year} to `years`."),
        messages={
            "calendar": ("站点按工作日计算期限，却没有写用哪个日历", "the site counts working days but does not say by which calendar"),
            "duration": ("从 `{duration}` 推算不出日期", "no day can be counted from `{duration}`"),
        },
        helps={
            "calendar": ("在 `perfsite.yml` 里加上 `calendar: …`。", "add `calendar: …` to `perfsite.yml`."),
            "country": (
                "{year} 年的安排公布后，更新 perfsite 所用的 `chinesecalendar`，或者补上放假和调休，再把 {year} 加到 `years`。",
                "once {year} is announced, update the `chinesecalendar` that perfsite uses, or add its days off and make-up days, then {year} to `years`.",
            ),
            "duration": ("用整数的 `working days`、`days`、`weeks`、`months` 或 `years`。", "use a whole number of `working days`, `days`, `weeks`, `months` or `years`."),
        },
    ),
    _code(
        "PS706", "not-in-force",
        "`{standard}` 在{when}没有生效（{stretch}）", "`{standard}` is not in force {when} ({stretch})",
        ("换成当时有效的那一条，或改它的 `in_force`。", "use the one that was in force then, or change its `in_force`."),
        adjustable=True,
    ),
    _code(
        "PS707", "not-in-use",
        "`{record}` 标为未启用（`not in use`）", "`{record}` is marked `not in use`",
        ("换成在用的记录，或改它的 `status`。", "use another record, or change its `status`."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS708", "not-in-role",
        "`{person}` 在{when}不属于 `{standard}` 的适用对象", "`{person}` is not one of those to whom `{standard}` applies {when}",
        ("检查人员的任职记录；破格的，写明 `exception`。", "look at the person's positions, or declare an `exception`."),
        adjustable=True,
        messages={"level": ("`{person}` 在 {day} 的职级不是 `{level}`", "`{person}` was not on level `{level}` on {day}")},
    ),
    _code(
        "PS709", "not-employed",
        "`{person}` 在 {day} 之前已经离职（{left}）", "`{person}` had left before {day}, on {left}",
        ("检查名单和人员记录。", "look at the list and at the person's record."),
        adjustable=True,
        messages={"joined": ("`{person}` 到 {joined} 才入职，晚于 {day}", "`{person}` joined only on {joined}, after {day}")},
    ),
    _code(
        "PS710", "decided-early",
        "考核周期 `{period}` 到 {last} 才结束，{on} 就作了决定", "decided on {on}, before the period `{period}` ended on {last}",
        ("检查日期，或改结果的 `period`。", "look at the date, or change the result's `period`."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS711", "published-early",
        "公布日期 {published} 早于决定日期 {decided}", "published on {published}, before the decision of {decided}",
        ("检查两个日期。", "look at the two dates."),
    ),
    _code(
        "PS712", "published-late",
        "{decided} 决定，最迟应在 {due} 公布，{published} 才公布", "decided on {decided} and due by {due}, it was published on {published}",
        ("在 `decided.note` 里说明原因；说明会公开显示。", "give the reason in `decided.note`, where readers will see it."),
        severity=W, adjustable=True,
        messages={"waiting": ("{decided} 决定，最迟应在 {due} 公布，至今没有公布", "decided on {decided} and due by {due}, it is not published yet")},
        helps={"waiting": ("写上 `notice: {{from: …}}`，或在 `decided.note` 里说明原因。", "write `notice: {{from: …}}`, or give the reason in `decided.note`.")},
    ),
    _code(
        "PS713", "objection-outside-time",
        "异议 {received} 收到，不在受理期（{first} 到 {last}）内", "the objection was received on {received}, outside the time for objections ({first} to {last})",
        ("检查日期。", "look at the date."),
        severity=W, adjustable=True,
        messages={"early": ("异议 {received} 收到，结果 {first} 才公布", "the objection was received on {received}, before the result was published on {first}")},
    ),
    _code(
        "PS714", "objection-late",
        "异议应在 {due} 前答复，{answered} 才答复", "the objection was due an answer by {due} and got it on {answered}",
        ("检查日期；确实迟了的，在答复里说明原因。", "look at the dates; where it was late, say why in the answer."),
        severity=W, adjustable=True,
        messages={"waiting": ("异议应在 {due} 前答复，至今没有答复", "the objection was due an answer by {due} and has none yet")},
        helps={"waiting": ("答复后写上 `answered`、`outcome` 和 `answer`。", "answer it, and write `answered`, `outcome` and `answer`.")},
    ),
    _code(
        "PS715", "objection-answer",
        "答复日期 {answered} 早于收到日期 {received}", "answered on {answered}, before it was received on {received}",
        ("检查两个日期。", "look at the two dates."),
        messages={
            "day": ("写了处理结果，没有写哪天答复", "there is an outcome, but not the day of the answer"),
            "outcome": ("写了答复日期，没有写处理结果", "there is the day of the answer, but no outcome"),
            "answer": ("写了处理结果，没有写答复内容", "there is an outcome, but no answer"),
        },
        helps={
            "day": ("加上 `answered: …`。", "add `answered: …`."),
            "outcome": ("加上 `outcome: …`。", "add `outcome: …`."),
            "answer": ("加上 `answer: …`。", "add `answer: …`."),
        },
    ),
    _code(
        "PS716", "correction-missing",
        "异议的处理结果是更正，却没有写更正了什么", "the objection led to a correction, but nothing says what was corrected",
        ("在结果里加上 `corrections`，写明原值、现值和原因。", "add `corrections` to the result, with the figure before and after and the reason."),
    ),
    _code(
        "PS717", "own-decision",
        "`{person}` 既是决定人，又在名单里", "`{person}` decided this and is on the list too",
        ("由别人决定，或对此人写明 `exception: {{from: decided, …}}`，由别人批准。", "let others decide, or declare `exception: {{from: decided, …}}` for this person, approved by someone else."),
        messages={
            "exception": ("`{person}` 的例外由本人批准", "the exception for `{person}` is approved by the same person"),
            "waiver": ("`{person}` 的豁免由本人批准", "the waiver for `{person}` is approved by the same person"),
        },
        helps={"exception": ("由别人批准。", "have it approved by someone else."), "waiver": ("由别人批准。", "have it approved by someone else.")},
    ),
    _code(
        "PS718", "evidence-period",
        "`{actuals}` 是 `{found}` 的数据，不在 `{expected}` 之内", "`{actuals}` is of `{found}`, which does not lie within `{expected}`",
        ("换成本期的数据，或改结果的 `period`。", "cite the actuals of this period, or change the result's `period`."),
        messages={"later": ("`{actuals}` 的周期 `{found}` 在 {day} 还没有结束", "the period `{found}` of `{actuals}` had not ended on {day}")},
        helps={"later": ("换成决定前已结束的周期的数据。", "cite actuals of a period that had ended by then.")},
    ),
    _code(
        "PS719", "actual-repeated",
        "`{who}` 的 `{metric}` 写了两次", "`{metric}` is given twice for `{who}`",
        ("留下一行；分笔的，写上各笔的日期 `on`。", "keep one row, or date each of them with `on`."),
    ),
    _code(
        "PS720", "actual-metric",
        "没有写明这个数是哪个指标的", "nothing says of which metric this figure is",
        ("每行写上 `metric`，或在文件里写一次。", "give each row a `metric`, or state it once for the file."),
    ),
    _code(
        "PS721", "listed-twice",
        "`{who}` 在名单里出现了两次", "`{who}` is on the list twice",
        ("留下一处；同一人得两个奖项的，分别写 `award`。", "keep one of them; where one person gets two awards, name each with `award`."),
    ),
    _code(
        "PS722", "amount-currency",
        "`{amount}` 的币种与奖励方案 `{reward}` 的 {currency} 不同", "`{amount}` is in another currency than the reward `{reward}`, which is in {currency}",
        ("改币种；不同币种不能相加。", "change the currency; different ones cannot be added."),
    ),
    _code(
        "PS723", "over-budget",
        "合计 {sum}，超出预算 {budget} 共 {difference}", "the amounts sum to {sum}, which exceeds the budget of {budget} by {difference}",
        ("检查金额；确需超出的，在 `decided.note` 里说明。", "look at the amounts, or say why in `decided.note`."),
        severity=W, adjustable=True,
        messages={"several": ("{results} 合计 {sum}，超出同一预算 {budget} 共 {difference}", "the amounts of {results} sum to {sum}, which exceeds their common budget of {budget} by {difference}")},
    ),
    _code(
        "PS724", "withdrawn-early",
        "撤回日期 {withdrawn} 早于公布日期 {published}", "withdrawn on {withdrawn}, before it was published on {published}",
        ("检查两个日期；没有公布过的结果直接删去。", "look at the two dates; a result that was never published can simply be deleted."),
    ),
    _code(
        "PS725", "past-retention",
        "按保留期限，这个结果只显示到 {until}，站点已不再显示它", "by the site's retention this result is shown until {until}; the site leaves it out",
        ("后来的判断不再需要它的话，从仓库里删去。", "remove it from the repository once no later decision rests on it."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS726", "correction-differs",
        "`{who}` 的 `{field}` 写的是 {row}，最后一次更正却改成了 {now}", "`{field}` of `{who}` is {row}, while the last correction made it {now}",
        ("名单里写更正后的值：改成 {now}，或改正这次更正。", "the list holds what is so after all corrections: write {now}, or mend the correction."),
        messages={
            "order": ("{date} 的更正已改成 {now}，这里却说原值是 {was}", "the correction of {date} made it {now}, while this one says that it was {was}"),
            "field": ("`{who}` 名下没有 `{field}` 这一项可以更正", "the row of `{who}` has no `{field}` that could be corrected"),
        },
        helps={
            "order": ("每次更正的 `was` 接着前一次的 `now` 写。", "each correction goes on from the one before: its `was` is the other's `now`."),
            "field": ("是不是想写 `{mended}`？", "did you mean `{mended}`?"),
        },
    ),
    _code(
        "PS731", "figure-differs",
        "`{who}` 的{name}公布为 {published}，按标准应为 {computed}（{step}）", "{name} of `{who}` is published as {published}; the standard gives {computed} ({step})",
        ("改正公布的数字；已经公示的，同时写 `corrections`。确需偏离标准的，写明 `exception`。", "mend the published figure, with an entry in `corrections` if it has been under notice; a departure from the standard needs an `exception`."),
        messages={
            "basis": ("`{who}` 的{name}公布为 {published}，依据数据是 {computed}", "{name} of `{who}` is published as {published}; the evidence says {computed}"),
            "rank": ("`{who}` 的{name}公布为 {published}，按标准应为 {computed}", "{name} of `{who}` is published as {published}; the standard gives {computed}"),
        },
    ),
    _code(
        "PS732", "eligible-left-out",
        "`{who}` 符合 `{reward}` 的条件，却不在名单里", "`{who}` meets the conditions of `{reward}` and is not on the list",
        ("加进名单，或在 `left_out` 里写明原因。", "add them to the list, or give the reason under `left_out`."),
        adjustable=True,
    ),
    _code(
        "PS733", "not-eligible",
        "`{who}` 不符合 `{reward}` 的条件{requirement}", "`{who}` does not meet a condition of `{reward}`: {requirement}",
        ("移出名单，或写明 `exception: {{from: eligibility, …}}`。", "take them off the list, or declare `exception: {{from: eligibility, …}}`."),
        adjustable=True,
        messages={
            "rank": ("按 `{reward}` 的排名和最低要求，`{who}` 不能入选", "by the ranking and the minimum of `{reward}`, `{who}` is not among the winners"),
            "share": ("`{reward}` 没有 `{who}` 的份额", "`{reward}` has no share for `{who}`"),
        },
        helps={"rank": ("移出名单，或写明 `exception: {{from: winners, …}}`。", "take them off the list, or declare `exception: {{from: winners, …}}`.")},
    ),
    _code(
        "PS734", "requirement-differs",
        "`{who}` 的要求{requirement}写的是{recorded}，按记录是{computed}（{said}）", "{requirement} of `{who}` is given as {recorded}; by the records it is {computed} ({said})",
        ("改正结果或记录；确需偏离标准的，写明 `exception`，`from` 写这项要求的编号。", "mend the result or the records; a departure from the criteria needs an `exception` whose `from` is the requirement's id."),
        messages={
            "plain": ("`{who}` 的要求{requirement}写的是{recorded}，按记录是{computed}", "{requirement} of `{who}` is given as {recorded}; by the records it is {computed}"),
            "value": ("`{who}` 的要求{requirement}写的是 {published}，按记录是 {said}", "{requirement} of `{who}` is given as {published}; the records say {said}"),
        },
        helps={"value": ("改正结果里的数，或改正记录。", "mend the figure in the result, or the records.")},
    ),
    _code(
        "PS735", "promoted-unmet",
        "`{who}` 晋升了，{requirement}却没有满足，也没有豁免", "`{who}` is promoted, but {requirement} is neither met nor waived",
        ("改 `outcome`，写明这项要求的 `waived`，或写明 `exception`。", "change `outcome`, give the requirement a `waived`, or declare an `exception`."),
        messages={"unsaid": ("`{who}` 晋升了，{requirement}是否满足却没有写，记录也判断不了", "`{who}` is promoted, but nothing says whether {requirement} is met, and the records do not decide it")},
        helps={"unsaid": ("在 `requirements` 里写明是否满足和依据。", "say in `requirements` whether it is met, and on what evidence.")},
    ),
    _code(
        "PS736", "waiver-not-allowed",
        "`{criteria}` 不允许豁免{requirement}", "`{criteria}` does not let {requirement} be waived",
        ("去掉豁免；确需偏离标准的，写明 `exception`。", "take the waiver out; a departure from the criteria needs an `exception`."),
        messages={
            "none": ("`{criteria}` 没有写可以豁免，{requirement}却豁免了", "{requirement} is waived, and `{criteria}` has no waivers"),
            "approver": ("`{by}` 不是 `{criteria}` 写明的豁免批准人", "`{by}` is not one of those who may approve a waiver of `{criteria}`"),
        },
        helps={"approver": ("由标准写明的人或岗位批准。", "have it approved by a person or role that the criteria name.")},
    ),
    _code(
        "PS737", "met-not-promoted",
        "`{who}` 满足 `{criteria}` 的全部要求，却没有晋升", "`{who}` meets every requirement of `{criteria}` and is not promoted",
        (
            "改 `outcome`，写明 `exception`；满足要求也不一定晋升的，在标准里写 `necessary_not_sufficient: true`。",
            "change `outcome` or declare an `exception`; where meeting them does not guarantee promotion, the criteria say `necessary_not_sufficient: true`.",
        ),
        adjustable=True,
        messages={"left out": ("按记录，`{who}` 满足 `{criteria}` 的全部要求，却不在名单里", "by the records `{who}` meets every requirement of `{criteria}` and is not on the list")},
        helps={"left out": ("加进名单，或在 `left_out` 里写明原因。", "add them to the list, or give the reason under `left_out`.")},
    ),
    _code(
        "PS741", "reaching-back",
        "这项变更从 {since} 起算，{published} 才公布", "this change counts from {since} and was published on {published}",
        (
            "在 `changes` 里写一条 `effective: {since}` 的说明，用 `reaching_back` 写明批准人和原因；员工早已知情的标准，写 `approved.published`。",
            "add a note under `changes` with `effective: {since}`, and under `reaching_back` who approved it and why; of a standard that people knew in time, give `approved.published`.",
        ),
        severity=W, adjustable=True,
    ),
)  # fmt: skip

_PEOPLE = (
    _code(
        "PS801", "phone-number",
        "文字里有电话号码（{masked}）", "a telephone number stands in this text ({masked})",
        ("删掉它；对外的联系方式写在 `perfsite.yml` 的 `contact` 里。", "delete it; how to reach the team belongs under `contact` in `perfsite.yml`."),
        adjustable=True,
    ),
    _code(
        "PS802", "identity-number",
        "文字里有身份证号（{masked}）", "an identity card number stands in this text ({masked})",
        ("删掉它，并从仓库的历史中清除。", "delete it, and purge it from the repository's history."),
    ),
    _code(
        "PS803", "bank-card",
        "文字里有银行卡号（{masked}）", "a bank card number stands in this text ({masked})",
        ("删掉它，并从仓库的历史中清除。", "delete it, and purge it from the repository's history."),
    ),
    _code(
        "PS804", "positions-overlap",
        "与另一段任职重叠：{first} 到 {last}", "overlaps another position from {first} to {last}",
        ("给前一段写上 `until: {eve}`；确实兼任的，可在站点设置里放行。", "end the earlier one with `until: {eve}`; a site where people hold two posts can turn this check off."),
        severity=W, adjustable=True,
        messages={"open": ("与另一段任职重叠：从 {first} 起", "overlaps another position from {first} on")},
    ),
    _code(
        "PS805", "employment-dates",
        "离职日期 {left} 早于入职日期 {joined}", "left on {left}, before joining on {joined}",
        ("检查两个日期。", "look at the two dates."),
        adjustable=True,
        messages={
            "early": ("任职从 {first} 起，入职却在 {joined}", "the position begins on {first}, before joining on {joined}"),
            "late": ("{left} 已经离职，任职却到 {last}", "left on {left}, but the position lasts until {last}"),
            "open": ("{left} 已经离职，这段任职却没有结束", "left on {left}, but this position does not end"),
        },
        helps={"open": ("加上 `until: {left}`。", "add `until: {left}`.")},
    ),
    _code(
        "PS806", "name-in-text",
        "`{person}` 的姓名写在了这里，能看到这段文字的人不一定能看到姓名", "the name of `{person}` stands in a text that more people see than may see names",
        ("改称岗位或团队，或给记录写上 `audience`。", "write the role or the team instead, or give the record an `audience`."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS807", "not-erased",
        "写明 {erased} 已删除个人信息，这里却还留着 `{field}`", "this person's data were erased on {erased}, and `{field}` is still here",
        ("删去这一项；名字若在花名册里，也从那里删去。", "remove it, and the name from the roster too if it stands there."),
    ),
)  # fmt: skip

_TIDY = (
    _code(
        "PS901", "missing-translation",
        "缺{language}", "the {language} text is missing",
        ("写成 `{{{have}: …, {lack}: …}}`。", "write `{{{have}: …, {lack}: …}}`."),
        severity=W, adjustable=True,
        helps={
            "added": ("加上 `{lack}: …`。", "add `{lack}: …`."),
            "file": ("译文写在旁边的 `{file}` 里。", "put the translation into `{file}` beside it."),
            "table": ("把列名改为 `{field}.{have}`，再加一列 `{field}.{lack}`。", "call the column `{field}.{have}` and add one called `{field}.{lack}`."),
        },
    ),
    _code(
        "PS902", "figures-differ",
        "这里写着 {figures}，{language}里没有", "this says {figures}, which the {language} text does not",
        ("核对两种语言里的数。", "compare the figures in both languages."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS903", "not-translated",
        "这段{language}看起来没有翻译", "this {language} text looks untranslated",
        ("译成{language}。", "translate it into {language}."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS904", "stale-translation",
        "译文之后，原文又改过", "the original has changed since it was translated",
        ("对照原文更新译文，再写 `translation_of: {digest}`。", "bring the translation up to date, then write `translation_of: {digest}`."),
        severity=W, adjustable=True,
        messages={"missing": ("译文没有写明译自哪一版原文", "the translation does not say of which original it is")},
        helps={"missing": ("在译文开头写 `translation_of: {digest}`。", "write `translation_of: {digest}` at its top.")},
    ),
    _code(
        "PS905", "unused-record",
        "没有任何记录用到这个{noun}", "nothing refers to this {noun}",
        ("用上它、删掉它，或写 `status: not in use`。", "use it, delete it, or write `status: not in use`."),
        severity=W, adjustable=True,
    ),
    _code(
        "PS906", "unwritten",
        "`{text}` 还没有改写：这是 `perfsite new` 留下的", "`{text}` is still to be written: `perfsite new` left it there",
        ("换成你们自己的文字；这一项用不着的，整行删掉。", "put your own text here, or delete the line if it is not needed."),
        severity=W, adjustable=True,
    ),
)  # fmt: skip


CODES: dict[str, Code] = {code.id: code for code in (*_SITE, *_FILES, *_IMPORTS, *_FORM, *_IDS, *_VALUES, *_GOALS, *_STANDARDS, *_TIME, *_PEOPLE, *_TIDY)}


def code_named(name: str) -> Code | None:
    """The code with this id (`PS302`, in any case) or slug (`unknown-reference`)."""
    return CODES.get(name.upper()) or next((code for code in CODES.values() if code.slug == name.casefold()), None)
