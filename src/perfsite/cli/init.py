"""`perfsite init`: a folder to a repository that works."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from perfsite import __version__
from perfsite.cli.asking import ask, may_ask
from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import OneOf, as_of_option, shared_options
from perfsite.cli.project import today
from perfsite.cli.schema import refresh_schemas
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.pipeline import load
from perfsite.project import SITE_FILE, Project
from perfsite.scaffold import FORGES, SCHEMAS, Starter, Written, forge_files, starter_files, write_new

TIMEZONE = "Asia/Shanghai"
LONGEST_TITLE = 200
LANGUAGES = OneOf(("zh,en", "en,zh", "zh", "en"))
FORGE = OneOf((*FORGES, "all", "none"))
CALENDAR = OneOf(("cn", "none"))
# What forges call the branch that a repository begins with.
BRANCHES = ("main", "master", "trunk")


@click.command(
    "init",
    cls=Command,
    about=Phrase(
        "新建一个中英双语的仓库：一套能通过检查、能生成站点的例子，外加 CI、编辑器和说明文件。",
        "Makes a bilingual repository: a small set of records that checks clean and builds, with files for CI, editors and people.",
    ),
    more=Phrase(
        "在终端里，没有写明的会问一遍；在脚本里，或加上 --yes 时不问，取默认值。已有的文件不会被改动。"
        "在已有的仓库里用 --forge，只补上那个代码平台的文件。",
        "On a terminal it asks for what was not said; in scripts and with --yes it asks nothing and takes the defaults. "
        "Files that exist are never touched. In a repository that is there --forge adds the files of that forge alone.",
    ),
    examples=(
        ("perfsite init standards", Phrase("在文件夹 standards 里新建", "in the folder standards")),
        (
            'perfsite init --title "华东销售标准"',
            Phrase("在当前文件夹里新建，并取名", "in the current folder, with a title"),
        ),
        (
            "perfsite init --languages en,zh --forge gitlab --yes standards",
            Phrase("英文在先，只要 GitLab 的文件", "with English first, and files for GitLab alone"),
        ),
    ),
)
@click.argument(
    "folder",
    cls=Argument,
    metavar="[DIR]",
    default=".",
    words=Phrase(
        "文件夹，默认是当前文件夹；没有就新建。",
        "The folder, by default the current one; it is made if it is not there.",
    ),
)
@click.option("--title", cls=Option, metavar="TEXT", words=Phrase("站点的名称。", "The title of the site."))
@click.option(
    "--languages",
    cls=Option,
    type=LANGUAGES,
    words=Phrase(
        "站点的语言，第一种也用于注释和说明。默认两种都有，先后随 --lang。",
        "The languages of the site; comments and guides are in the first. By default both, in the order of --lang.",
    ),
)
@click.option(
    "--forge",
    cls=Option,
    type=FORGE,
    words=Phrase(
        "为哪个代码平台写 CI 和模板文件。默认都写。", "Which forge gets its CI files and templates. By default all."
    ),
)
@click.option(
    "--calendar",
    cls=Option,
    type=CALENDAR,
    words=Phrase(
        "期限怎么算：cn 按中国的工作日（含调休），none 按自然日。默认 cn。",
        "How promises are counted: in the working days of China (cn), or in days (none). By default cn.",
    ),
)
@click.option("--yes", cls=Option, is_flag=True, words=Phrase("什么都不问。", "Ask nothing."))
@as_of_option
@shared_options
@click.pass_obj
def command(
    terminal: Terminal,
    folder: str,
    title: str | None,
    languages: str | None,
    forge: str | None,
    calendar: str | None,
    yes: bool,
    as_of: dt.date | None,
) -> Exit:
    root = terminal.path(folder)
    _check_folder(root, forge)
    if (root / SITE_FILE).exists():
        return _add_forges(terminal, root, forge or "", as_of)
    asks = may_ask() and not yes
    other = "en" if terminal.lang == "zh" else "zh"

    def choose(given: str | None, kind: OneOf, question: Phrase, default: str) -> str:
        if given is not None or not asks:
            return given or default
        choices = Phrase(f"{question.zh}（{'、'.join(kind.choices)}）", f"{question.en} ({', '.join(kind.choices)})")
        return ask(terminal, choices, lambda line: kind.convert(line, None, None), default)

    if title is None and asks:
        title = ask(terminal, Phrase("站点叫什么名字", "What is the site called"), _read_title)
    starter = Starter(
        title=_read_title(title or ""),
        languages=tuple(
            choose(languages, LANGUAGES, Phrase("站点用哪些语言", "Which languages"), f"{terminal.lang},{other}").split(
                ","
            )
        ),
        forges=_forges(choose(forge, FORGE, Phrase("代码放在哪里", "Where the repository will be"), "all")),
        working_days=choose(calendar, CALENDAR, Phrase("按哪国的工作日计期限", "Whose working days count"), "cn")
        == "cn",
        today=as_of or today(terminal, TIMEZONE),
        version=__version__,
        branch=_branch(Project(root.resolve())),
    )
    written = write_new(root, starter_files(starter))
    project = Project(root.resolve())
    refresh_schemas(load(project).library, project.root / SCHEMAS, starter.language)
    _tell(terminal, root, written)
    return Exit.FINE


def _forges(chosen: str) -> tuple[str, ...]:
    return FORGES if chosen == "all" else () if chosen == "none" else (chosen,)


def _add_forges(terminal: Terminal, root: Path, forge: str, as_of: dt.date | None) -> Exit:
    """The files of forges for a site that is there, in its languages."""
    languages = load(Project(root.resolve())).library.site.languages
    day = as_of or today(terminal, TIMEZONE)
    branch = _branch(Project(root.resolve()))
    starter = Starter(languages=languages, forges=_forges(forge), today=day, version=__version__, branch=branch)
    _tell_files(terminal, terminal.shown(root), write_new(root, forge_files(starter)))
    return Exit.FINE


def _branch(project: Project) -> str:
    """The branch that is published from: that of the forge, as git remembers it, else the one that is checked out.

    A branch of another name than these is likelier a change under way than where changes are merged.
    """
    git = project.top / ".git" if project.top is not None else Path()
    for name, before in (("refs/remotes/origin/HEAD", "ref: refs/remotes/origin/"), ("HEAD", "ref: refs/heads/")):
        try:
            told = (git / name).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if told.startswith(before) and (found := told.removeprefix(before)) in BRANCHES:
            return found
    return BRANCHES[0]


def _check_folder(root: Path, forge: str | None) -> None:
    if root.exists() and not root.is_dir():
        raise RefusalError(say("`{root}` 不是文件夹", "`{root}` is not a folder", root=root))
    if (root / SITE_FILE).exists() and not _forges(forge or "none"):
        raise RefusalError(
            say("`{root}` 已经是一个仓库", "`{root}` is a repository already", root=root)
            if root != Path()
            else Phrase("这个文件夹已经是一个仓库", "this folder is a repository already"),
            say(
                "用 `perfsite new` 新建记录，用 `--forge` 补上代码平台的文件，或换一个文件夹。",
                "start a record with `perfsite new`, add the files of a forge with `--forge`, or choose another folder.",
            ),
        )


def _read_title(title: str) -> str:
    """The title without what surrounds it; "" where nobody has thought of one yet."""
    if len(title) <= LONGEST_TITLE and title.isprintable():
        return title.strip()
    raise RefusalError(
        say(
            "`--title` 要在一行之内，最长 {limit} 个字符",
            "`--title` should be one line of at most {limit} characters",
            limit=LONGEST_TITLE,
        )
    )


def _tell(terminal: Terminal, root: Path, written: Written) -> None:
    """What was made, and the commands that come next."""
    where = terminal.shown(root)
    _tell_files(terminal, where, written)
    first = "" if where == "." else f"  cd {where}\n"
    if Project(root.resolve()).top is None:
        first += '  git init --initial-branch main\n  git add --all\n  git commit --message "Begin"\n'
    terminal.note(
        Phrase(
            f"接下来：\n{first}  perfsite check    检查记录\n  perfsite serve    在浏览器里看站点",
            f"Next:\n{first}  perfsite check    check the records\n  perfsite serve    look at the site in a browser",
        )
    )


def _tell_files(terminal: Terminal, where: str, written: Written) -> None:
    count = len(written.created)
    zh, en = ("这个文件夹里", "this folder") if where == "." else (f" {where} ", where)
    terminal.note(
        Phrase(f"已在{zh}新建 {count} 个文件。", f"Made {count} file{'' if count == 1 else 's'} in {en}."), "good"
    )
    for name in written.kept:
        terminal.note(say("  原有的 {name} 没有改动", "  left {name} as it was", name=name))
