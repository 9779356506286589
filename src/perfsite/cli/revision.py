"""A revision named on the command line, to the records as that commit of git holds them."""

from __future__ import annotations

import datetime as dt

from perfsite.cli.exits import RefusalError, say
from perfsite.cli.gaps import no_history, refusal
from perfsite.cli.project import zone_of
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.history.git import HistoryError, check_absent, find_commit
from perfsite.history.read import History
from perfsite.pipeline import Loaded, load_at, load_history
from perfsite.project import SITE_FILE, Project


def load_revision(terminal: Terminal, project: Project, revision: str, *, jobs: int = 1) -> Loaded:
    """The records of a commit; a sentence where there is no such commit, or no site in it."""
    commit = find_commit(project.root, revision)
    if commit is None:
        if find_commit(project.root, "HEAD") is None:
            raise _without_commits(terminal, project)
        raise RefusalError(
            say("git 里没有 `{name}` 这个版本", "git knows no revision `{name}`", name=revision),
            Phrase(
                "写提交的编号、标签或分支，如 `HEAD~3`；`git log --oneline` 列出所有提交。",
                "name a commit, a tag or a branch, such as `HEAD~3`; `git log --oneline` lists the commits.",
            ),
        )
    try:
        loaded = load_at(project, commit, jobs=jobs)
    except HistoryError as error:
        raise refusal(error, terminal.environ) from error
    if loaded is None:
        raise RefusalError(
            say("`{name}` 这次提交里没有 `{file}`", "there is no `{file}` in `{name}`", name=revision, file=SITE_FILE),
            say(
                "`git log --oneline -- {file}` 列出有它的提交。",
                "`git log --oneline -- {file}` lists the commits that have it.",
                file=SITE_FILE,
            ),
        )
    return loaded


def _without_commits(terminal: Terminal, project: Project) -> RefusalError:
    try:
        check_absent(project.root)
    except HistoryError as error:
        return refusal(error, terminal.environ)
    return no_history()


def read_history_of(terminal: Terminal, loaded: Loaded, *, jobs: int = 1) -> History | None:
    """The history of what was loaded; a sentence where it is not whole."""
    try:
        return load_history(loaded, jobs=jobs)
    except HistoryError as error:
        raise refusal(error, terminal.environ) from error


def read_whole_history_of(terminal: Terminal, loaded: Loaded, *, jobs: int = 1) -> History | None:
    """The same, with every version of every file: a site is published from a whole repository."""
    history = read_history_of(terminal, loaded, jobs=jobs)
    try:
        if history is not None:
            history.check()
    except HistoryError as error:
        raise refusal(error, terminal.environ) from error
    return history


def day_of(terminal: Terminal, loaded: Loaded) -> dt.date:
    """The day of the commit that records were loaded from, in the site's time zone."""
    history = read_history_of(terminal, loaded)
    assert history is not None
    return history.tip.committed.astimezone(zone_of(terminal, loaded.library.site.timezone)).date()
