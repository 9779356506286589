"""The machine: Python and what is installed with it, git, the terminal's characters, time zones, room on the disk."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from perfsite import __version__
from perfsite.diagnostics import Phrase
from perfsite.doctor.finding import Finding, State, fine
from perfsite.history import git
from perfsite.project import find_zone

OLDEST_PYTHON = (3, 11)
# `git log --diff-merges=first-parent` came with it.
OLDEST_GIT = (2, 31)
LITTLE_ROOM = 500 * 2**20


def look_at_machine(root: Path, timezone: str, encoding: str) -> Iterator[Finding]:
    """`root` is a folder on the disk that is built on, `encoding` that of standard output."""
    yield python(sys.version_info[:3])
    yield packages(requires("perfsite") or ())
    yield git_version(git.version())
    yield characters(encoding)
    yield zone(timezone)
    yield room(shutil.disk_usage(root).free)


def python(found: tuple[int, ...]) -> Finding:
    words = ".".join(map(str, found))
    if found >= OLDEST_PYTHON:
        return fine("python", f"Python {words}，perfsite {__version__}", f"Python {words}, perfsite {__version__}")
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Finding(
        "python",
        State.WRONG,
        Phrase(f"Python {words} 太旧", f"Python {words} is too old"),
        Phrase(f"安装 Python {oldest} 或更新的版本。", f"install Python {oldest} or newer."),
    )


def packages(required: tuple[str, ...] | list[str], installed: Mapping[str, str] | None = None) -> Finding:
    """Whether each package that perfsite needs is there, in a version that it works with."""
    lacking, old = [], []
    for line in required:
        name, _, least = line.partition(";")[0].partition(">=")
        found = _installed(name.strip(), installed)
        if found is None:
            lacking.append(name.strip())
        elif least and _numbers(found) < _numbers(least):
            old.append(f"{name.strip()} {found} < {least.strip()}")
    # The fast and careful reading of YAML is libyaml's, which a build of pyyaml without it lacks.
    if not lacking and installed is None:
        import yaml

        if not yaml.__with_libyaml__:
            lacking.append("libyaml (pyyaml)")
    if not lacking and not old:
        return fine("packages", f"依赖的 {len(required)} 个包都在", f"the {len(required)} packages it needs are there")
    listed = [*lacking, *old]
    return Finding(
        "packages",
        State.WRONG,
        Phrase(
            f"缺少依赖的包，或版本太旧：{'、'.join(listed)}", f"packages are missing or too old: {', '.join(listed)}"
        ),
        Phrase(
            "运行 `pip install --force-reinstall perfsite`；没有外网时用 wheel 文件夹安装，见 docs/ci.md。",
            "run `pip install --force-reinstall perfsite`; without a network install from a folder of wheels, as docs/ci.md says.",
        ),
    )


def _installed(name: str, installed: Mapping[str, str] | None) -> str | None:
    if installed is not None:
        return installed.get(name)
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    parts = []
    for part in version.strip().split("."):
        if not part.isdigit():
            break
        parts.append(int(part))
    return tuple(parts)


def git_version(found: tuple[int, ...] | None) -> Finding:
    if found is None:
        return Finding(
            "git",
            State.WRONG,
            Phrase("没有 git：站点上不会有变更历史", "there is no git: a site would have no history of changes"),
            Phrase(
                "安装 git。在容器里，换成带 git 的镜像。", "install git; in a container, take an image that has it."
            ),
        )
    words = ".".join(map(str, found))
    if found >= OLDEST_GIT:
        return fine("git", f"git {words}", f"git {words}")
    oldest = ".".join(map(str, OLDEST_GIT))
    return Finding(
        "git",
        State.WRONG,
        Phrase(f"git {words} 太旧，读不了合并的历史", f"git {words} is too old to read the history of merges"),
        Phrase(f"更新到 git {oldest} 或更新的版本。", f"update to git {oldest} or newer."),
    )


def characters(encoding: str) -> Finding:
    """Whether Chinese can be printed."""
    try:
        "公示".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Finding(
            "characters",
            State.WARNING,
            Phrase(
                f"终端的编码是 {encoding}，显示不了中文",
                f"the terminal's encoding is {encoding}, which cannot show Chinese",
            ),
            Phrase("设环境变量 `PYTHONUTF8=1`，或 `LANG=C.UTF-8`。", "set `PYTHONUTF8=1` or `LANG=C.UTF-8`."),
        )
    return fine("characters", f"终端能显示中文（{encoding}）", f"the terminal shows Chinese ({encoding})")


def zone(name: str) -> Finding:
    if find_zone(name) is None:
        return Finding(
            "timezone",
            State.WRONG,
            Phrase(f"这台机器上没有时区 `{name}`，“今天”会按 UTC 计", f"this machine knows no time zone `{name}`: today would be that of UTC"),
            Phrase("安装 tzdata（`pip install tzdata`），或改 perfsite.yml 里的 `timezone`。", "install tzdata (`pip install tzdata`), or change `timezone` in perfsite.yml."),
        )  # fmt: skip
    return fine("timezone", f"时区 {name}", f"time zone {name}")


def room(free: int) -> Finding:
    """`free` in bytes."""
    words = f"{free / 2**30:,.1f} GB"
    if free >= LITTLE_ROOM:
        return fine("disk", f"磁盘还有 {words}", f"{words} are free on the disk")
    return Finding(
        "disk",
        State.WARNING,
        Phrase(f"磁盘只剩 {words}", f"only {words} are free on the disk"),
        Phrase(
            "生成时新旧两份站点同时在盘上；腾出一些空间。",
            "a build holds the old site and the new one at once; make some room.",
        ),
    )
