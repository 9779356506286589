"""`perfsite demo`: a folder to a git repository with the sample company and its past."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from perfsite.cli.bilingual import Argument, Command
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import shared_options
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.history.git import GitError
from perfsite.scaffold.demo import StoryError, demo_commits, sample_folder, write_demo


@click.command(
    "demo",
    cls=Command,
    about=Phrase(
        "写出示例公司的 git 仓库：两年间几位同事的四百多次提交，目标、规则、结果、异议和更正都在其中。",
        "Writes the sample company as a git repository: two years in more than four hundred commits by several people, with goals, rules, results, objections and corrections.",
    ),
    more=Phrase(
        "每次写出的提交都相同，编号也相同。不写入已有内容的文件夹。",
        "The commits are the same every time, down to their ids. A folder that holds anything is left alone.",
    ),
    examples=(
        ("perfsite demo yuanlan", Phrase("写到文件夹 yuanlan", "into the folder yuanlan")),
        ("perfsite demo --lang zh yuanlan", Phrase("接下来的提示用中文", "with what comes next told in Chinese")),
    ),
)
@click.argument(
    "folder",
    cls=Argument,
    metavar="DIR",
    words=Phrase("文件夹，须为空；没有就新建。", "The folder, which should be empty; it is made if it is not there."),
)
@shared_options
@click.pass_obj
def command(terminal: Terminal, folder: str) -> Exit:
    root = terminal.path(folder)
    _check(root)
    try:
        commits = demo_commits(sample_folder())
    except StoryError as error:
        raise RefusalError(
            Phrase(
                f"示例公司与它的历史对不上：{error.sentence.zh}",
                f"the sample company and its past do not fit together: {error.sentence.en}",
            ),
            say(
                "改了 content/ 或 perfsite.yml 之后，src/perfsite/scaffold/demo/episodes/ 里的旧文字也要跟着改。",
                "After an edit of content/ or perfsite.yml, what src/perfsite/scaffold/demo/episodes/ says of that text has to follow.",
            ),
            Exit.FAULT,
        ) from error
    try:
        write_demo(root, commits)
    except (GitError, FileNotFoundError) as error:
        raise RefusalError(
            say("git 没能写出仓库：{error}", "git could not write the repository: {error}", error=error),
            say("需要 git 2.29 或更新的版本。", "git 2.29 or newer is needed."),
            Exit.MACHINE,
        ) from error
    _tell(terminal, root, len(commits), commits[-1].committer.at.date())
    return Exit.FINE


def _check(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise RefusalError(say("`{root}` 不是文件夹", "`{root}` is not a folder", root=root))
    if root.is_dir() and any(root.iterdir()):
        raise RefusalError(
            say("`{root}` 里已有内容", "`{root}` is not empty", root=root),
            say("请换一个空文件夹，或写一个还没有的名字。", "choose an empty folder, or one that is not there yet."),
        )


def _tell(terminal: Terminal, root: Path, commits: int, last: dt.date) -> None:
    """What was written, and how to see it as of its last day."""
    where = terminal.shown(root)
    terminal.note(
        say(
            "已在 {where} 写出 {commits} 次提交。", "Wrote {commits} commits to {where}.", where=where, commits=commits
        ),
        "good",
    )
    first = "" if where == "." else f"  cd {where}\n"
    terminal.note(
        Phrase(
            f"接下来：\n{first}  git log --oneline --graph            看来龙去脉\n  perfsite serve --as-of {last}    在浏览器里看站点",
            f"Next:\n{first}  git log --oneline --graph            see how it came about\n  perfsite serve --as-of {last}    look at the site in a browser",
        )
    )
