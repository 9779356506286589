"""Writes docs/problems.md and docs/problems.zh.md: every problem that `check` can find, from the registry and its pages."""

from __future__ import annotations

from pathlib import Path

from perfsite.diagnostics import CODES, Phrase
from perfsite.diagnostics.codes import Code
from perfsite.diagnostics.page import Example, page_of
from perfsite.reporters.words import SEVERITIES

DOCS = Path(__file__).parents[1] / "docs"
FILES = {"en": DOCS / "problems.md", "zh": DOCS / "problems.zh.md"}

_TITLE = Phrase("每一种问题", "Every problem")
_OTHER = Phrase("[English](problems.md)", "[中文](problems.zh.md)")
_HEAD = Phrase(
    "`perfsite check` 能发现的每一种问题：为什么是问题、怎么改、写错和写对的例子。`perfsite explain PS302` 在终端里显示同样的内容。"
    "错误使站点不能发布；警告只在加了 `--strict` 时如此。标明“可调整”的，站点可以在 `perfsite.yml` 的 `checks` 里改它的轻重，或者关掉。"
    "由 `python -m scripts.write_problems` 生成。",
    "Every problem that `perfsite check` can find: why it is one, how to mend it, a wrong and a right example. `perfsite explain PS302` "
    "shows the same in a terminal. Errors keep a site from being published, warnings do so under `--strict` alone. Where it says "
    "“adjustable”, a site can change how severe it is, or turn it off, under `checks` in `perfsite.yml`. "
    "Written by `python -m scripts.write_problems`.",
)
_TABLE = Phrase("| 编码 | 名称 | 轻重 | 意思 |", "| code | name | severity | meaning |")
_ADJUSTABLE = Phrase("可调整", "adjustable")
_SAYS = Phrase("提示：", "It says: ")
_WRONG, _RIGHT = Phrase("写错的例子", "Wrong"), Phrase("写对的例子", "Right")


def problems_reference(lang: str) -> str:
    """The whole file in one language."""
    rows = []
    for code in CODES.values():
        title = page_of(code.id, lang).title
        rows.append(f"| [{code.id}](#{_anchor(code)}) | `{code.slug}` | {_standing(code, lang)} | {_cell(title)} |")
    index = "\n".join([_TABLE(lang), "|---|---|---|---|", *rows])
    sections = "\n".join(_section(code, lang) for code in CODES.values())
    return f"# {_TITLE(lang)}\n\n{_OTHER(lang)}\n\n{_HEAD(lang)}\n\n{index}\n\n{sections}"


def _section(code: Code, lang: str) -> str:
    page = page_of(code.id, lang)
    parts = [
        f"## {code.id} {code.slug}",
        f"**{page.title}** · {_standing(code, lang)}",
        f"{_SAYS(lang)}{code.message(lang)}",
        page.text.strip(),
        *(_example(_WRONG(lang), example) for example in page.wrong),
        *(_example(_RIGHT(lang), example) for example in page.right),
    ]
    return "\n\n".join(parts) + "\n"


def _example(words: str, example: Example) -> str:
    text = example.text if example.text.endswith("\n") or not example.text else f"{example.text}\n"
    fence = "`" * max(3, *(len(line) - len(line.lstrip("`")) + 1 for line in (*text.splitlines(), "")))
    # The word behind the syntax keeps what is wrong from being taken for an example to follow.
    return f"{words} · `{example.file}`\n\n{fence}{example.syntax} example\n{text}{fence}"


def _standing(code: Code, lang: str) -> str:
    severity = SEVERITIES[code.severity](lang)
    return f"{severity} · {_ADJUSTABLE(lang)}" if code.adjustable else severity


def _anchor(code: Code) -> str:
    return f"{code.id} {code.slug}".lower().replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for lang, file in FILES.items():
        file.write_text(problems_reference(lang), encoding="utf-8")
