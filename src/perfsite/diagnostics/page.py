r"""A problem's page: why it matters and how to mend it, in both languages, with a wrong and a right example.

One Markdown file per code lies in pages/. It has a section per language and one of examples:

    # PS302 unknown-reference

    ## zh 引用的记录不存在

    为什么，怎么改。

    ## en The record referred to does not exist

    Why it matters, and how to mend it.

    ## examples

    ```yaml wrong content/goals/q3.yml
    metric: net-revenu
    ```

    ```yaml right content/goals/q3.yml
    metric: net-revenue
    ```

Each block is a whole file of a repository, named from its root; several may be wrong, and several right. A test lays
them over a sound site: the wrong ones raise this code and no other, the right ones nothing. What Markdown cannot hold
is said after the file's name, separated by spaces:

    encoding=gb18030   the bytes are in this encoding (any that Python knows, such as utf-16 or utf-8-sig)
    escaped            `\r`, `\t`, `\x00`, `\u200b` and `\\` in the block stand for those characters
    repeat=30000       the file is the block, this many times over
    link=other.yml     the file is a symbolic link to this target; the block is empty
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SECTION = re.compile(r"^## (zh|en|examples)(?: (.+))?$")
_FENCE = re.compile(r"^(`{3,})(\w+) (wrong|right) (\S+)((?: \S+)*)$")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[\\rnt])")


@dataclass(frozen=True, slots=True)
class Example:
    """One file of an example. `text` is as the page shows it; `data` are the bytes that it stands for."""

    file: str
    syntax: str
    text: str
    encoding: str = "utf-8"
    escaped: bool = False
    repeat: int = 1
    link: str = ""

    @property
    def data(self) -> bytes:
        text = _ESCAPE.sub(lambda found: _unescape(found[1]), self.text) if self.escaped else self.text
        return (text * self.repeat).encode(self.encoding)


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """What `explain` and the documentation say of a code in one language. `text` is Markdown."""

    code: str
    title: str
    text: str
    wrong: tuple[Example, ...]
    right: tuple[Example, ...]


def page_of(code: str, lang: str) -> ProblemPage:
    """The page of a code, `PS302`, in `zh` or `en`. Raises KeyError where there is none, which a test rules out."""
    return _read_page(code)[lang]


def codes_with_pages() -> tuple[str, ...]:
    """The codes that have a page, whether or not they are still in use."""
    names = (item.name for item in (files("perfsite.diagnostics") / "pages").iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in names if name.endswith(".md")))


@cache
def _read_page(code: str) -> dict[str, ProblemPage]:
    source = files("perfsite.diagnostics") / "pages" / f"{code}.md"
    if not source.is_file():
        raise KeyError(code)
    return parse_page(code, source.read_text("utf-8"))


def parse_page(code: str, source: str) -> dict[str, ProblemPage]:
    """The page by language. A page is part of the program: one that has another form is a bug, and raises."""
    head, *lines = source.split("\n")
    if not head.startswith(f"# {code} "):
        raise ValueError(f"the page of {code} begins with {head!r}")
    titles: dict[str, str] = {}
    texts: dict[str, list[str]] = {"zh": [], "en": [], "examples": []}
    section = ""
    for line in lines:
        match = _SECTION.match(line)
        if match is not None:
            section = match[1]
            titles[section] = match[2] or ""
        elif section:
            texts[section].append(line)
        elif line.strip():
            raise ValueError(f"the page of {code} has a text before its first section: {line!r}")
    found = _parse_examples(code, texts["examples"])
    return {
        lang: ProblemPage(code, titles[lang], "\n".join(texts[lang]).strip(), found["wrong"], found["right"])
        for lang in ("zh", "en")
    }


def _parse_examples(code: str, lines: list[str]) -> dict[str, tuple[Example, ...]]:
    found: dict[str, list[Example]] = {"wrong": [], "right": []}
    rest = iter(lines)
    for line in rest:
        if not line.strip():
            continue
        match = _FENCE.match(line)
        if match is None:
            raise ValueError(f"the page of {code} has a line between its examples: {line!r}")
        fence, syntax, side, file, options = match.groups()
        block = []
        for inner in rest:
            if inner == fence:
                break
            block.append(inner + "\n")
        else:
            raise ValueError(f"the page of {code} has an example that is not closed: {file}")
        found[side].append(_example(file, syntax, "".join(block), options.split()))
    return {side: tuple(examples) for side, examples in found.items()}


def _example(file: str, syntax: str, text: str, options: list[str]) -> Example:
    given = dict(option.partition("=")[::2] for option in options)
    unknown = given.keys() - {"encoding", "escaped", "repeat", "link"}
    if unknown:
        raise ValueError(f"an example has an unknown option: {sorted(unknown)}")
    return Example(
        file,
        syntax,
        text,
        encoding=given.get("encoding", "utf-8"),
        escaped="escaped" in given,
        repeat=int(given.get("repeat", "1")),
        link=given.get("link", ""),
    )


def _unescape(escape: str) -> str:
    named = {"\\": "\\", "r": "\r", "n": "\n", "t": "\t"}
    return named[escape] if escape in named else chr(int(escape[1:], 16))
