"""The sample company's files to two years of commits that end in exactly these files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from perfsite.history.fast_import import NewCommit, Signature
from perfsite.project import SITE_FILE
from perfsite.scaffold.demo.authors import AUTHORS
from perfsite.scaffold.demo.episodes import told_scenes
from perfsite.scaffold.demo.goals import goal_scenes, quarters
from perfsite.scaffold.demo.outcomes import actuals_scenes, objection_scenes, result_scenes
from perfsite.scaffold.demo.scene import Files, Scene, take_back_all
from perfsite.scaffold.demo.staff import people_scenes, training_scenes
from perfsite.scaffold.demo.texts import StoryError
from perfsite.sources import discover

# The first version of everything came into the main line on this day; what is older came with it.
_BEGAN = dt.date(2024, 12, 17)
_MAIN = "main"
_APART = dt.timedelta(minutes=2, seconds=20)


def demo_commits(sample: Path) -> list[NewCommit]:
    """The commits, oldest first. Raises `StoryError` where the sample and its history do not fit together."""
    files = sample_files(sample)
    scenes = _in_order(_scenes(files))
    return _commits(scenes, _differences(scenes, files))


def sample_folder() -> Path:
    """Where the sample company lies: inside an installed package, or at the root of a checkout."""
    package = Path(__file__).parents[2]
    installed = package / "sample"
    return installed if installed.is_dir() else package.parents[1]


def sample_files(sample: Path) -> Files:
    """Every file of the sample by its path, to the byte."""
    found, _ = discover(sample, sample / "content")
    return {path: (sample / path).read_bytes().decode() for path in (*found, SITE_FILE)}


def _scenes(files: Files) -> Iterator[Scene]:
    yield from told_scenes()
    yield from people_scenes(files, _BEGAN, quarters(files))
    yield from training_scenes(files, _BEGAN)
    yield from goal_scenes(files)
    yield from actuals_scenes(files)
    yield from result_scenes(files)
    yield from objection_scenes(files)


def _in_order(scenes: Iterator[Scene]) -> list[Scene]:
    """By the time of the commit. Of those that fall together, each comes some minutes after the one before."""
    ordered: list[Scene] = []
    for scene in sorted(scenes, key=lambda scene: scene.landed):
        earliest = ordered[-1].landed + _APART if ordered else scene.landed
        ordered.append(scene if scene.landed >= earliest else scene.moved_to(earliest))
    return ordered


def _differences(scenes: Sequence[Scene], today: Files) -> list[dict[str, str | None]]:
    """What each scene did to the files, found by going back from today: a text, or None for a file that went."""
    files, found = dict(today), []
    for scene in reversed(scenes):
        after = dict(files)
        try:
            take_back_all(scene.changes, files)
        except StoryError as error:
            where, why = f"“{scene.subject}” ({scene.landed:%Y-%m-%d})", error.sentence
            raise StoryError(f"{where}：{why.zh}", f"{where}: {why.en}") from error
        difference: dict[str, str | None] = {path: text for path, text in after.items() if files.get(path) != text}
        difference |= dict.fromkeys(path for path in files if path not in after)
        if scene.changes and not difference:
            raise StoryError(f"“{scene.subject}”什么也没有改", f"“{scene.subject}” changes nothing")
        found.append(difference)
    if files:
        left = ", ".join(sorted(files))
        raise StoryError(f"没有一次提交带来 {left}", f"no episode brings {left}")
    return found[::-1]


def _commits(scenes: Sequence[Scene], differences: Sequence[Mapping[str, str | None]]) -> list[NewCommit]:
    """Commits with their parents. A branch begins at the newest commit of the main line and ends where it is merged."""
    commits: list[NewCommit] = []
    heads: dict[str, int] = {}
    on_branch: dict[str, dict[str, str | None]] = {}
    meanwhile: dict[str, set[str]] = {}
    for scene, difference in zip(scenes, differences, strict=True):
        branch = scene.branch or _MAIN
        parents = tuple(heads[name] for name in (branch, _MAIN) if name in heads)[:1]
        files = dict(difference)
        if scene.merges:
            parents, files = (*parents, heads.pop(scene.merges)), on_branch.pop(scene.merges)
            if meanwhile.pop(scene.merges) & files.keys():
                raise StoryError(
                    f"“{scene.subject}”要合并的文件，主线上也改过",
                    f"“{scene.subject}” merges files that were changed meanwhile",
                )
        if branch == _MAIN:
            for since in meanwhile.values():
                since.update(files)
        else:
            on_branch.setdefault(branch, {}).update(files)
            meanwhile.setdefault(branch, set())
        heads[branch] = len(commits)
        commits.append(_commit(scene, parents, files))
    if heads.keys() != {_MAIN}:
        left = ", ".join(sorted(heads.keys() - {_MAIN}))
        raise StoryError(f"没有合并的分支：{left}", f"never merged: {left}")
    return commits


def _commit(scene: Scene, parents: tuple[int, ...], files: Mapping[str, str | None]) -> NewCommit:
    return NewCommit(
        author=Signature(AUTHORS[scene.by], scene.at),
        committer=Signature(AUTHORS[scene.committed_by or scene.by], scene.landed),
        message=f"{scene.message}\n",
        parents=parents,
        files={path: None if text is None else text.encode() for path, text in sorted(files.items())},
    )
