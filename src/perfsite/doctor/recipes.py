"""The files of a CI: whether they fetch the whole history, run what a stranger wrote with a token, and name this version.

They are read as text and line by line: a recipe is the author's, may use all that its CI allows, and is never run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from perfsite import __version__
from perfsite.diagnostics import Phrase
from perfsite.doctor.finding import Finding, State, fine
from perfsite.history.gaps import WHOLE_HISTORY

_MOST_BYTES = 2**18
_CHECKOUT = re.compile(r"(?P<dash>\s*)-\s+(?:name:.*\n\s+)?uses:\s*['\"]?actions/checkout@")
_PINNED = re.compile(r"\bperfsite==([0-9][\w.+!-]*)")
_WHOLE = {
    "github": re.compile(r"\bfetch-depth:\s*['\"]?0\b"),
    "gitlab": re.compile(r"\bGIT_DEPTH:\s*['\"]?0\b"),
    "gitee": re.compile(r"git fetch (?:--unshallow|--depth=2147483647)"),
}


def look_at_recipes(top: Path) -> Iterator[Finding]:
    """`top` is the folder that the repository begins with. A CI whose files do not name perfsite is not looked at."""
    found = [(forge, path, text) for forge, path in _recipes(top) if "perfsite" in (text := _text(path))]
    if not found:
        yield Finding(
            "ci",
            State.WARNING,
            Phrase("没有找到运行 perfsite 的 CI 文件", "there is no file by which a CI runs perfsite"),
            Phrase(
                "`perfsite init --forge github`（或 gitlab、gitee）写出一份；别的 CI 见 docs/ci.md。",
                "`perfsite init --forge github` (or gitlab, gitee) writes one; docs/ci.md has others.",
            ),
        )
        return
    for forge, path, text in found:
        name = path.relative_to(top).as_posix()
        problems = list(_problems(forge, name, text))
        yield from problems or [fine("ci", f"{name} 没有问题", f"{name} is in order")]


def _problems(forge: str, name: str, text: str) -> Iterator[Finding]:
    if not _fetches_all(forge, text):
        yield Finding(
            "ci-depth",
            State.WRONG,
            Phrase(f"{name} 只取最近的提交，变更历史会不完整", f"{name} fetches the latest commits only, so the history would be incomplete"),
            WHOLE_HISTORY[forge],
        )  # fmt: skip
    if forge == "github" and re.search(r"\bpull_request_target\b", text):
        yield Finding(
            "ci-token",
            State.WRONG,
            Phrase(f"{name} 用 `pull_request_target`：外来的改动会带着密钥运行", f"{name} uses `pull_request_target`: what a stranger wrote runs with secrets"),
            Phrase("改用 `pull_request`，权限只给 `contents: read`。", "use `pull_request`, with `contents: read` as its only permission."),
        )  # fmt: skip
    other = next((version for version in _PINNED.findall(text) if version != __version__), None)
    if other is not None:
        yield Finding(
            "ci-version",
            State.WARNING,
            Phrase(f"{name} 用 perfsite {other}，这里是 {__version__}", f"{name} runs perfsite {other}, and here is {__version__}"),
            Phrase("两处用同一个版本，结果才一样。", "use one version in both places, so that both say the same."),
        )  # fmt: skip


def _fetches_all(forge: str, text: str) -> bool:
    """On GitHub each checkout has its own depth; elsewhere one setting is for the file."""
    if forge != "github":
        return _WHOLE[forge].search(text) is not None
    starts = [(match.start(), len(match["dash"].rpartition("\n")[2])) for match in _CHECKOUT.finditer(text)]
    return all(_WHOLE[forge].search(_step(text, start, indent)) for start, indent in starts)


def _step(text: str, start: int, indent: int) -> str:
    """One step of a job: up to the next dash that stands as far to the left, or further."""
    after = re.compile(rf"\n {{0,{indent}}}[^ \n#]").search(text, text.index("uses", start))
    return text[start : after.start() if after else len(text)]


def _recipes(top: Path) -> Iterator[tuple[str, Path]]:
    for forge, pattern in (
        ("github", ".github/workflows/*.y*ml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("gitee", ".workflow/*.y*ml"),
    ):
        yield from ((forge, path) for path in sorted(top.glob(pattern)) if path.is_file())


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
