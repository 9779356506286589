"""The repository: whether git knows it, whether its history is whole, and whether one may read and write what a build does."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from perfsite.cache import open_cache
from perfsite.diagnostics import Phrase
from perfsite.doctor.finding import Finding, State, fine
from perfsite.history import git
from perfsite.history.gaps import advice_for, sentence_of
from perfsite.output import OutputError
from perfsite.output.write import judge_target, refuse_within
from perfsite.project import SITE_FILE, Project


def look_at_repository(project: Project, out: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    yield history(project, environ)
    yield readable(project)
    yield from writable(project, out)


def history(project: Project, environ: Mapping[str, str]) -> Finding:
    """Whether the history is whole, as far as can be told without reading it."""
    root = project.root
    try:
        head = git.head_commit(root, (SITE_FILE, project.relative(project.content)))
        if head is None:
            git.check_absent(root)
            return _without_history(project)
        git.check_whole(root)
    except git.HistoryError as error:
        return Finding("history", State.WRONG, sentence_of(error), advice_for(error.gap, environ))
    if not git.tracks(root, SITE_FILE):
        return Finding(
            "history",
            State.WARNING,
            Phrase("git 还没有收录 perfsite.yml：站点上不会有变更历史", "git does not hold perfsite.yml yet: a site would have no history"),
            Phrase("运行 `git add perfsite.yml content` 并提交。", "run `git add perfsite.yml content` and commit."),
        )  # fmt: skip
    commit = head.id[:10]
    if head.clean:
        return fine("history", f"变更历史完整，到提交 {commit}", f"the history is whole, up to commit {commit}")
    return Finding(
        "history",
        State.WARNING,
        Phrase(f"提交 {commit} 之后有改动还没有提交，站点的历史里没有它们", f"changes since commit {commit} are not committed: a site's history lacks them"),
        Phrase("用 `git status` 看看，然后提交。", "look at them with `git status`, then commit."),
    )  # fmt: skip


def _without_history(project: Project) -> Finding:
    if project.top is not None:
        return Finding(
            "history",
            State.WARNING,
            Phrase("仓库里还没有提交：站点上不会有变更历史", "the repository has no commit yet: a site would have no history"),
            Phrase("运行 `git add .`，再 `git commit`。", "run `git add .`, then `git commit`."),
        )  # fmt: skip
    return Finding(
        "history",
        State.WARNING,
        Phrase("这个文件夹不在 git 仓库里：站点上不会有变更历史", "this folder is in no git repository: a site would have no history"),
        Phrase("运行 `git init`，再提交；解压的压缩包请改用 `git clone`。", "run `git init` and commit; in place of an unpacked archive take a `git clone`."),
    )  # fmt: skip


def readable(project: Project) -> Finding:
    """Whether every record can be read by whoever runs this."""
    below = (Path(folder) / name for folder, folders, files in os.walk(project.content) for name in (*folders, *files))
    asked = (project.site_file, project.content, *below)
    refused = [project.relative(path) for path in asked if path.exists() and not os.access(path, os.R_OK)]
    if not refused:
        return fine("readable", "记录都读得到", "all records can be read")
    first = min(refused)
    return Finding(
        "readable",
        State.WRONG,
        Phrase(f"没有权限读 `{first}`" + (f" 等 {len(refused)} 处" if refused[1:] else ""), f"`{first}` cannot be read" + (f", nor {len(refused) - 1} more" if refused[1:] else "")),
        Phrase("给运行 perfsite 的用户加上读权限：`chmod -R u+rX content perfsite.yml`。", "let the user who runs perfsite read them: `chmod -R u+rX content perfsite.yml`."),
    )  # fmt: skip


def writable(project: Project, out: Path) -> Iterator[Finding]:
    """Whether a site can be put in place: that takes the right to rename in the folder that holds it."""
    try:
        refuse_within(out, project.content)
        judge_target(out)
    except OutputError as error:
        yield Finding("output", State.WRONG, _both(error.sentence), _both(error.help))
    else:
        yield _may_write("output", out.parent, Phrase("站点", "the site"))
    cache = open_cache(project)
    if cache is None:
        yield Finding(
            "cache",
            State.WARNING,
            Phrase("`.perfsite` 在 git 里，或是一个链接：缓存不会被使用", "`.perfsite` is held by git or is a link: the cache is not used"),
            Phrase("运行 `git rm -r --cached .perfsite`，并写进 `.gitignore`。", "run `git rm -r --cached .perfsite` and put it into `.gitignore`."),
        )  # fmt: skip
    else:
        yield _may_write("cache", cache.folder, Phrase("缓存", "the cache"))


def _both(words: object) -> Phrase:
    assert callable(words)
    return Phrase(words("zh"), words("en"))


def _may_write(id: str, folder: Path, what: Phrase) -> Finding:
    there = next(place for place in (folder, *folder.parents) if place.is_dir())
    if os.access(there, os.W_OK | os.X_OK):
        return fine(id, f"写得了{what.zh}（{there}）", f"{what.en} can be written ({there})")
    return Finding(
        id,
        State.WRONG if id == "output" else State.WARNING,
        Phrase(f"没有权限写{what.zh}：`{there}`", f"{what.en} cannot be written: no permission in `{there}`"),
        Phrase("换一个文件夹，或给运行 perfsite 的用户加上写权限。", "choose another folder, or let the user who runs perfsite write there."),
    )  # fmt: skip
