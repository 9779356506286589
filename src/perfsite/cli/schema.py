"""`perfsite schema`: what an editor needs to complete, explain and check records while they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.kinds import KindName
from perfsite.cli.options import shared_options
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.output.file import replace_files
from perfsite.pipeline import load
from perfsite.project import Project, find_project
from perfsite.records.kinds import KINDS
from perfsite.records.library import Library
from perfsite.records.reference import reference
from perfsite.records.schema import (
    IMPORT,
    SITE,
    Names,
    Schema,
    Tables,
    names_of,
    record_schema,
    schema_files,
    tables_of,
)


@click.command(
    "schema",
    cls=Command,
    about=Phrase(
        "写出每种记录的 JSON Schema，编辑器据此补全、提示和检查；站内已有的编号会列为选项。",
        "Writes a JSON Schema for each kind of record, by which editors complete, explain and check; the ids of the site are offered as choices.",
    ),
    more=Phrase(
        "`perfsite init` 已经让 VS Code 从 .perfsite/schemas 读取。新增记录后再运行一次，选项就会更新。",
        "`perfsite init` has VS Code read them from .perfsite/schemas. Run this again after adding records, and they are among the choices.",
    ),
    examples=(
        (
            "perfsite schema --out .perfsite/schemas",
            Phrase("写出全部，供编辑器使用", "write all of them, for an editor"),
        ),
        ("perfsite schema goal", Phrase("显示目标的 JSON Schema", "show the schema of goals")),
    ),
)
@click.argument(
    "kind",
    cls=Argument,
    metavar="[KIND]",
    required=False,
    type=KindName(SITE, IMPORT),
    words=Phrase(
        "记录的种类，如 goal 或 目标；site 指 perfsite.yml，import 指导入映射。不写即全部。",
        "The kind of record, such as goal; site means perfsite.yml, import the mappings of imports. All of them where left out.",
    ),
)
@click.option(
    "--out",
    cls=Option,
    metavar="DIR",
    words=Phrase(
        "写到这个文件夹，每种一个文件；不写则显示出来。",
        "Write a file for each into this folder, instead of showing it.",
    ),
)
@click.option(
    "--markdown",
    cls=Option,
    is_flag=True,
    words=Phrase("改为显示给人看的字段表（Markdown）。", "Show the fields as tables for people instead, in Markdown."),
)
@shared_options
@click.pass_obj
def command(terminal: Terminal, kind: str | None, out: str | None, markdown: bool) -> Exit:
    if markdown:
        terminal.write(reference(terminal.lang, *([kind] if kind in KINDS else [])))
        return Exit.FINE
    languages, names, tables = _known(find_project(terminal.folder), terminal.lang)
    if out is None:
        kinds = [kind] if kind else list(KINDS)
        terminal.write(
            _as_text(record_schema(*kinds, lang=terminal.lang, languages=languages, names=names, tables=tables))
        )
        return Exit.FINE
    files = schema_files(terminal.lang, languages=languages, names=names, tables=tables)
    if kind is not None:
        files = {name: schema for name, schema in files.items() if name.split(".")[0] == kind}
    folder = terminal.path(out)
    write_schemas(folder, files)
    terminal.note(say("{count} 个文件写在 {folder}。", "{count} files are in {folder}.", count=len(files), folder=out))
    return Exit.FINE


def refresh_schemas(library: Library, folder: Path, lang: str) -> None:
    """Writes every schema of a site as it now is."""
    names, tables = names_of(library, lang), tables_of(library)
    write_schemas(folder, schema_files(lang, languages=library.site.languages, names=names, tables=tables))


def write_schemas(folder: Path, files: dict[str, Schema]) -> None:
    """Writes the files that are not there as they should be; an editor that reads one meanwhile gets a whole one."""
    if folder.exists() and not folder.is_dir():
        raise RefusalError(say("`{folder}` 不是文件夹", "`{folder}` is not a folder", folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    texts = {folder / name: _as_text(schema).encode() for name, schema in files.items()}
    replace_files({path: data for path, data in texts.items() if not path.is_file() or path.read_bytes() != data})


def _known(project: Project | None, lang: str) -> tuple[tuple[str, ...], Names, Tables]:
    """The languages, ids and tables of a project; without one, both languages, no ids and no tables."""
    if project is None:
        return ("zh", "en"), {}, {}
    library = load(project).library
    return library.site.languages, names_of(library, lang), tables_of(library)


def _as_text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
