"""Every command, once: its name, the module it lives in, and one line about it, so that help need not import them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import click

from perfsite.cli.bilingual import Group, language, table
from perfsite.diagnostics import Phrase


class Entry(NamedTuple):
    module: str
    about: Phrase


COMMANDS: Mapping[str, Entry] = {
    "init": Entry("init", Phrase("新建一个可以直接用的仓库", "make a repository that works")),
    "demo": Entry("demo", Phrase("写出示例公司和它两年的历史", "write the sample company with two years of history")),
    "new": Entry("new", Phrase("新建一条记录，字段都写好说明", "start a record, with every field explained")),
    "check": Entry("check", Phrase("检查所有记录", "check all records")),
    "serve": Entry("serve", Phrase("边改边看站点", "look at the site while you edit")),
    "build": Entry("build", Phrase("生成站点", "build the site")),
    "next": Entry("next", Phrase("站点下次在哪天变化", "when the site next changes by itself")),
    "import": Entry(
        "import_", Phrase("把 CRM 的导出文件读成业绩数据或目标", "read what a CRM exports into actuals or goals")
    ),
    "score": Entry("score", Phrase("按标准算出一个结果，作为建议", "propose a result from standards and actuals")),
    "verify": Entry("verify", Phrase("按标准重新计算已公布的结果", "compute published results anew")),
    "impact": Entry("impact", Phrase("改了标准，对人有什么影响", "what changed standards do to people")),
    "history": Entry("history", Phrase("列出一条记录的各个版本", "list the versions of a record")),
    "explain": Entry(
        "explain",
        Phrase("说明一种问题，或结果里每个数的来历", "explain a problem, or every figure of somebody in a result"),
    ),
    "schema": Entry("schema", Phrase("写出供编辑器用的 JSON Schema", "write JSON Schemas for editors")),
    "migrate": Entry("migrate", Phrase("把旧版的记录改写成新版", "rewrite the records of an older version")),
    "doctor": Entry("doctor", Phrase("看这台机器和仓库能不能用", "look whether machine and repository are fit")),
    "completion": Entry("completion", Phrase("让 shell 用 Tab 键补全", "let a shell complete on the Tab key")),
}
_COMMANDS = Phrase("命令：", "Commands:")


class CommandLine(Group):
    """`perfsite`. A command's module is imported when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = import_module(f"perfsite.cli.{entry.module}").command
        return command

    def listing(self, ctx: click.Context) -> str:
        lang = language(ctx)
        return table(_COMMANDS(lang), [(name, entry.about(lang)) for name, entry in COMMANDS.items()])
