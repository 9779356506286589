"""`perfsite import`: actuals or goals proposed from what another system exports, by a mapping."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import OneOf, as_of_option, shared_options
from perfsite.cli.project import need_project, today
from perfsite.cli.record_ids import RecordId, find_record
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Diagnostic, Phrase, closest
from perfsite.pipeline import Loaded, load, settle, stops_build, zone_of
from perfsite.project import Project, find_project
from perfsite.records.import_mapping import ENCODINGS, SEPARATORS
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity, parse_quantity
from perfsite.records.read import is_id
from perfsite.reporters import FORMATS
from perfsite.reporters.words import visible

if TYPE_CHECKING:
    from perfsite.importers.mappings import Mapped
    from perfsite.importers.proposal import Proposal
    from perfsite.importers.read import Imported

MAX_BYTES = 64 * 2**20
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)


class MappingName(click.ParamType[str]):
    """A mapping of the site, a preset, or a file. The shell completes the first two."""

    name = "mapping"

    def __init__(self, *, presets_only: bool = False) -> None:
        self.presets_only = presets_only

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return "PRESET" if self.presets_only else "NAME"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        from perfsite.importers.mappings import mapping_names, preset_names

        project = None if self.presets_only else find_project(ctx.obj.folder)
        names = [*(mapping_names(project) if project is not None else ()), *preset_names()]
        return [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(incomplete)]


@click.command(
    "import",
    cls=Command,
    about=Phrase(
        "把 CRM 或表格的导出文件（CSV、XLSX）按映射读成业绩数据或目标，作为建议；并列出与现有记录的不同。",
        "Reads what a CRM or a spreadsheet exports (CSV, XLSX) into proposed actuals or goals, by a mapping, and shows what "
        "differs from the records that are there.",
    ),
    more=Phrase(
        "空白不当作零，人只按编号、邮箱或声明的别名对应，日期和币种从不猜测。有问题时逐行逐列指出，退出码为 1，什么也不写；"
        "没有 --write 时只显示，也不写。",
        "Blank is not zero, people are matched by id, e-mail address or declared alias alone, and neither dates nor currencies "
        "are guessed. What is wrong is told at its row and column; the exit code is then 1 and nothing is written. Nor is it "
        "without --write.",
    ),
    examples=(
        (
            "perfsite import --show-mapping zoho-crm > imports/zoho.yml",
            Phrase("从预设开始写一份映射", "begin a mapping with a preset"),
        ),
        (
            "perfsite import deals.csv --mapping zoho --period 2026-q3 --exported '2026-10-08 09:30'",
            Phrase("看会写什么、有什么不同", "look at what would be written, and what differs"),
        ),
        (
            "perfsite import deals.xlsx --mapping zoho --period 2026-q3 --exported '2026-10-08 09:30' --total 20800000 --write",
            Phrase("合计对得上才写", "write it, if it adds up to that"),
        ),
    ),
)  # fmt: skip
@click.argument(
    "file",
    cls=Argument,
    metavar="[FILE]",
    required=False,
    words=Phrase("导出的文件：.csv、.tsv、.txt 或 .xlsx。", "The exported file: .csv, .tsv, .txt or .xlsx."),
)
@click.option(
    "--mapping",
    cls=Option,
    type=MappingName(),
    words=Phrase(
        "用哪份映射：`imports/` 里的名字、预设的名字，或一个 .yml 文件。",
        "By which mapping: a name in `imports/`, that of a preset, or a .yml file.",
    ),
)
@click.option(
    "--period",
    cls=Option,
    type=RecordId(Period),
    words=Phrase("属于哪个考核周期。", "The period that it belongs to."),
)
@click.option(
    "--exported",
    cls=Option,
    metavar="TIME",
    words=Phrase(
        "什么时候导出的，如 `2026-10-08 09:30`，按站点时区。业绩数据需要它。",
        "When it was exported, such as `2026-10-08 09:30` in the site's time zone. Actuals need it.",
    ),
)
@click.option("--by", cls=Option, type=RecordId(Person), words=Phrase("谁导出的。", "Who exported it."))
@click.option(
    "--into",
    cls=Option,
    metavar="ID",
    words=Phrase("写成哪条记录；默认按映射。", "The record to write; by default as the mapping says."),
)
@click.option(
    "--total",
    cls=Option,
    multiple=True,
    metavar="[METRIC=]N",
    words=Phrase(
        "应有的合计，如 `20800000` 或 `net-revenue=2080万`，可以写几次；对不上就算问题。",
        "What it should add up to, such as `20800000` or `net-revenue=20800000`; may be given several times. Another sum is a problem.",
    ),
)
@click.option(
    "--sheet", cls=Option, metavar="NAME", words=Phrase("XLSX 里的哪张工作表。", "Which sheet of an XLSX file.")
)
@click.option(
    "--encoding",
    cls=Option,
    type=OneOf(tuple(ENCODINGS)),
    words=Phrase("CSV 不是 UTF-8 时的编码。", "The encoding of a CSV file that is not UTF-8."),
)
@click.option(
    "--separator",
    cls=Option,
    type=OneOf(tuple(SEPARATORS)),
    words=Phrase("CSV 的分隔符。", "What parts the cells of a CSV file."),
)
@click.option(
    "--write",
    cls=Option,
    is_flag=True,
    words=Phrase("写进记录；不写这个选项就只显示。", "Write it to the records, instead of showing it alone."),
)
@click.option(
    "--show-mapping",
    cls=Option,
    type=MappingName(presets_only=True),
    words=Phrase("显示一份预设的映射，供修改。", "Show the mapping of a preset, to adapt it."),
)
@as_of_option
@shared_options
@click.pass_obj
def command(
    terminal: Terminal,
    file: str | None,
    mapping: str | None,
    period: str | None,
    exported: str | None,
    by: str | None,
    into: str | None,
    total: tuple[str, ...],
    sheet: str | None,
    encoding: str | None,
    separator: str | None,
    write: bool,
    show_mapping: str | None,
    as_of: dt.date | None,
) -> Exit:  # fmt: skip
    if show_mapping is not None:
        return _show_mapping(terminal, show_mapping)
    if file is None or mapping is None or period is None:
        raise RefusalError(
            Phrase("要写明文件、`--mapping` 和 `--period`", "the file, `--mapping` and `--period` have to be given"),
            Phrase("要看映射的预设，用 `--show-mapping`。", "to see the mapping of a preset, use `--show-mapping`."),
        )
    from perfsite.cli.import_outcome import conclude
    from perfsite.importers.read import Asked, read_import

    project = need_project(terminal)
    raw = _read_file(terminal, file)
    loaded = load(project)
    library = loaded.library
    span = find_record(library, Period, period)
    mapped = _mapping(terminal, project, loaded, mapping)
    if mapped is None:
        return Exit.PROBLEMS
    given = {key: value for key, value in (("sheet", sheet), ("encoding", encoding), ("separator", separator)) if value}
    mapped = replace(mapped, mapping=replace(mapped.mapping, table=replace(mapped.mapping.table, **given)))  # type: ignore[arg-type]
    moment = _moment(exported, zone_of(library))
    if moment is None and mapped.mapping.produce == "actuals":
        raise RefusalError(
            Phrase("要写明什么时候导出的", "it has to be said when this was exported"),
            Phrase("加上 `--exported '2026-10-08 09:30'`。", "add `--exported '2026-10-08 09:30'`."),
        )
    imported = read_import(library, mapped, file, raw, Asked(span, zone_of(library), _totals(mapped, total)))
    for remark in imported.remarks:
        terminal.note(Phrase(visible(remark.zh), visible(remark.en)), "quiet")
    if _tell_problems(terminal, loaded, imported.problems, imported.sources):
        return Exit.PROBLEMS
    day = as_of or today(terminal, library.site.timezone)
    proposal = _propose(loaded, imported, moment, find_record(library, Person, by) if by else None, into, day)
    return conclude(terminal, project, loaded, imported, proposal, write=write, day=day)


def _show_mapping(terminal: Terminal, name: str) -> Exit:
    from perfsite.importers.mappings import preset_names, preset_text

    names = preset_names()
    if name not in names:
        raise _unknown(say("没有叫 `{name}` 的预设", "there is no preset `{name}`", name=name), name, names)
    project = find_project(terminal.folder)
    languages = load(project).library.site.languages if project is not None else ("zh", "en")
    terminal.write(preset_text(name, terminal.lang, languages))
    return Exit.FINE


def _unknown(sentence: Phrase, name: str, names: Iterable[str]) -> RefusalError:
    """That there is none of that name, with the name that was meant, or all that there are."""
    near = closest(name, names)
    listed = ", ".join(f"`{each}`" for each in names)
    return RefusalError(
        sentence,
        say("是不是想写 `{near}`？", "did you mean `{near}`?", near=near)
        if near
        else say("有：{listed}。", "there are: {listed}.", listed=listed),
    )


def _read_file(terminal: Terminal, file: str) -> bytes:
    """The bytes of the export, which may lie anywhere; the limits of its form are looked at by who reads it."""
    path = terminal.path(file)
    if not path.is_file():
        raise RefusalError(say("没有 `{path}` 这个文件", "there is no file `{path}`", path=file))
    if path.stat().st_size > MAX_BYTES:
        raise RefusalError(
            say("`{path}` 超过 {limit} MB", "`{path}` is larger than {limit} MB", path=file, limit=MAX_BYTES // 2**20),
            Phrase("只导出这个周期和需要的列。", "export this period and the columns that are needed alone."),
            Exit.PROBLEMS,
        )
    return path.read_bytes()


def _mapping(terminal: Terminal, project: Project, loaded: Loaded, name: str) -> Mapped | None:
    from perfsite.importers.mappings import find_mapping, mapping_names, preset_names, read_mapping

    found = find_mapping(project, name, terminal.path(name), loaded.library.site.languages)
    if found is None:
        names = dict.fromkeys((*mapping_names(project), *preset_names()))
        raise _unknown(say("没有叫 `{name}` 的映射", "there is no mapping `{name}`", name=name), name, names)
    mapped, problems = read_mapping(*found, loaded.library)
    _tell_problems(terminal, loaded, problems, {found[0]: found[1]})
    return mapped


def _moment(text: str | None, zone: dt.tzinfo) -> dt.datetime | None:
    if text is None:
        return None
    match = _MOMENT.fullmatch(text.strip())
    try:
        if match is not None:
            moment = dt.datetime.fromisoformat(f"{match[1]}T{match[2]}{(match[3] or '').replace('Z', '+00:00')}")
            return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    except ValueError:
        pass
    raise RefusalError(
        say("`--exported` 不能是 `{text}`", "`--exported` cannot be `{text}`", text=text),
        Phrase(
            "写日期和时间，如 `2026-10-08 09:30`：同一天晚些时候进来的，不在导出里。",
            "write day and time, such as `2026-10-08 09:30`: what came in later that day is not in the export.",
        ),
    )


def _totals(mapped: Mapped, given: tuple[str, ...]) -> Mapping[str, Decimal]:
    """What `--total` states, by metric; without a metric, that of the only measure."""
    metrics = [measure.metric.id for measure in mapped.mapping.measures]
    found: dict[str, Decimal] = {}
    for text in given:
        name, sign, number = text.partition("=")
        metric, number = (name.strip(), number) if sign else (metrics[0], text)
        if metric not in metrics or (not sign and len(metrics) > 1):
            listed = ", ".join(f"`{each}=…`" for each in metrics)
            raise RefusalError(
                say("`--total {text}` 没有写明是哪个指标", "`--total {text}` does not say of which metric", text=text),
                say("写 {listed}。", "write {listed}.", listed=listed),
            )
        value = parse_quantity(number.strip())
        if not isinstance(value, Quantity):
            raise RefusalError(
                say(
                    "`--total` 不能是 `{text}`：这不是数", "`--total` cannot be `{text}`, which is no figure", text=text
                )
            )
        found[metric] = value.value
    return found


def _tell_problems(
    terminal: Terminal,
    loaded: Loaded,
    problems: tuple[Diagnostic, ...] | list[Diagnostic],
    sources: Mapping[str, bytes],
) -> bool:
    """Prints problems, if there are any, and says whether they stop the import."""
    settled = tuple(settle(problems, loaded.library))
    if settled:
        terminal.write(FORMATS["text"](settled, sources, terminal.lang, color=terminal.colors_out))
    return stops_build(settled, strict=False)


def _propose(
    loaded: Loaded, imported: Imported, moment: dt.datetime | None, by: Person | None, into: str | None, day: dt.date
) -> Proposal:
    from perfsite.cli.import_outcome import ELSEWHERE
    from perfsite.importers.proposal import CannotChangeError, Export, propose_actuals, propose_goals

    mapping = imported.mapped.mapping
    first = mapping.measures[0].metric.id if len(mapping.measures) == 1 else mapping.system
    id = into or (mapping.into or "{period}-" + first).replace("{period}", imported.period.id)
    if not is_id(id):
        raise RefusalError(
            say("`{id}` 不能作编号", "`{id}` cannot be an id", id=id),
            Phrase(
                "用 `--into` 写一个：小写字母、数字和连字符。",
                "give one with `--into`: lower-case letters, digits and hyphens.",
            ),
        )
    try:
        if mapping.produce == "goals":
            return propose_goals(loaded.library, imported, id, day)
        return propose_actuals(loaded.library, imported, Export(moment, by.ref if by is not None else None, id))
    except CannotChangeError as error:
        raise RefusalError(error.reason, ELSEWHERE, Exit.PROBLEMS) from error
