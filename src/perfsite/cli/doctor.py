"""`perfsite doctor`: what could keep a build from being right, here, and what to change."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence

import click

from perfsite.cli.bilingual import Command, Option
from perfsite.cli.exits import Exit
from perfsite.cli.options import as_of_option, shared_options, strict_option, text_or_json_option
from perfsite.cli.project import today
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.doctor import Finding, State, examine_all
from perfsite.pipeline import Loaded, load
from perfsite.project import Project, find_project
from perfsite.reporters.colors import paint

OUT = "public"
# A sign, and the colour that goes with it: never the colour alone.
_SIGNS = {State.FINE: ("✓", "good"), State.WARNING: ("!", "warning"), State.WRONG: ("✗", "error")}


@click.command(
    "doctor",
    cls=Command,
    about=Phrase(
        "看这台机器、这份仓库和它的 CI 能不能正确地生成站点：Python、git、提交历史的深度、权限、日历到哪一年为止；哪里不对，怎么改。",
        "Looks whether this machine, this repository and its CI can build the site rightly: Python, git, the depth of the "
        "history, permissions, how far the calendar reaches; and says what to change.",
    ),
    more=Phrase(
        "有会让生成出错的地方时退出码为 1；加上 --strict 时，值得注意的也算。记录本身的问题由 `perfsite check` 检查。",
        "The exit code is 1 if something would make a build fail or be wrong; with --strict, warnings count too. "
        "What the records say is for `perfsite check`.",
    ),
    examples=(
        ("perfsite doctor", Phrase("看一遍", "look at everything")),
        ("perfsite doctor --format json", Phrase("给程序用", "for programs")),
    ),
)
@click.option(
    "--out",
    cls=Option,
    metavar="DIR",
    words=Phrase("站点要写到的文件夹。默认是仓库里的 public。", "The folder that the site will go to. By default public, in the repository."),
)  # fmt: skip
@text_or_json_option
@strict_option
@as_of_option
@shared_options
@click.pass_obj
def command(terminal: Terminal, out: str | None, form: str, strict: bool, as_of: dt.date | None) -> Exit:
    project = find_project(terminal.folder)
    loaded = None if project is None else _load(project)
    root = terminal.folder.resolve() if project is None else project.root
    target = terminal.path(out) if out is not None else root / OUT
    timezone = "UTC" if loaded is None else loaded.library.site.timezone
    day = as_of or today(terminal, timezone)
    encoding = sys.stdout.encoding or "ascii"
    found = list(examine_all(root, project, loaded, target.absolute(), day, terminal.environ, encoding))
    if form == "json":
        terminal.write(_as_json(found))
    else:
        _show(terminal, found)
        if project is None:
            terminal.note(
                Phrase("这里没有 `perfsite.yml`，所以只看了机器。", "There is no `perfsite.yml` here, so only the machine was looked at.")
            )  # fmt: skip
    bad = {State.WRONG, State.WARNING} if strict else {State.WRONG}
    return Exit.PROBLEMS if any(one.state in bad for one in found) else Exit.FINE


def _load(project: Project) -> Loaded | None:
    """The records, None where somebody may not read them: that is one of the findings then."""
    try:
        return load(project)
    except PermissionError:
        return None


def _show(terminal: Terminal, found: Sequence[Finding]) -> None:
    colors, lang = terminal.colors_out, terminal.lang
    for one in found:
        sign, style = _SIGNS[one.state]
        terminal.write(f"{paint(sign, style, colors)} {one.sentence(lang)}\n")
        if one.advice is not None:
            terminal.write(f"  {paint('→', 'help', colors)} {one.advice(lang)}\n")
    wrong = sum(one.state is State.WRONG for one in found)
    warnings = sum(one.state is State.WARNING for one in found)
    if wrong:
        said = Phrase(f"{wrong} 处要改。", f"{wrong} to change.")
    elif warnings:
        said = Phrase(f"可以生成站点；{warnings} 处值得看看。", f"A site can be built; {warnings} worth a look.")
    else:
        said = Phrase("都好。", "All is well.")
    terminal.write(paint(said(lang), "error" if wrong else "warning" if warnings else "good", colors) + "\n")


def _as_json(found: Sequence[Finding]) -> str:
    def words(phrase: Phrase | None) -> dict[str, str] | None:
        return None if phrase is None else {"zh": phrase.zh, "en": phrase.en}

    findings = [
        {"id": one.id, "state": one.state.value, "message": words(one.sentence), "help": words(one.advice)}
        for one in found
    ]
    return json.dumps({"version": 1, "findings": findings}, ensure_ascii=False, indent=2) + "\n"
