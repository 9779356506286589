"""`perfsite check --fix` and `--diff`: what is certain is mended, or shown as it would be."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from typing import Any

from perfsite.cli.exits import say
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.mending import Mended, Mending, NotMended, diff_of, is_mendable, is_own, mend, write_mended
from perfsite.pipeline import Loaded
from perfsite.reporters.colors import paint
from perfsite.reporters.json import place_as_data
from perfsite.reporters.words import message, visible


def mend_project(
    loaded: Loaded, problems: Sequence[Diagnostic], as_of: dt.date, is_wanted: Callable[[str], bool]
) -> Mending:
    """What can be mended among the files that were asked for and are the project's own."""
    return mend(loaded, problems, as_of, lambda file: is_wanted(file) and is_own(loaded.project, file))


def offer(terminal: Terminal, loaded: Loaded, problems: Sequence[Diagnostic], *, among: int) -> str:
    """How many of the problems `--fix` can mend, as a line; nothing where it can mend none. They are `among` so many."""
    number = sum(is_mendable(problem, lambda file: is_own(loaded.project, file)) for problem in problems)
    if not number:
        return ""
    if number == among:
        words = say(
            "{which}可以用 `perfsite check --fix` 自动改好。",
            "{whole} can be mended by `perfsite check --fix`.",
            which="这个问题" if among == 1 else "这些问题都",
            whole="It" if among == 1 else "All of them",
        )
    else:
        words = say(
            "其中 {number} 个可以用 `perfsite check --fix` 自动改好。",
            "{number} of them can be mended by `perfsite check --fix`.",
            number=number,
        )
    return f"{paint(words(terminal.lang), 'help', terminal.colors_out)}\n"


def write(terminal: Terminal, before: Loaded, mending: Mending) -> list[str]:
    """Writes what was mended; returns the files that were left since they are no longer what was read."""
    left = write_mended(before.project, before.library.documents.sources, mending.texts)
    for file in left:
        terminal.note(
            say(
                "没有改 `{file}`：它在检查期间被改过，请再运行一次。",
                "`{file}` was not mended, since it was changed meanwhile; run again.",
                file=visible(file),
            ),
            "warning",
        )
    return left


def show_diff(terminal: Terminal, before: Loaded, mending: Mending) -> None:
    """The changes as `git apply` takes them. On a terminal nothing of a file is obeyed, and colours are added."""
    text = diff_of(before.library.documents.sources, mending.texts, before.project.prefix)
    if sys.stdout.isatty():
        lines = [visible(line) for line in text.split("\n")[:-1]]
        styles = {"-": "error", "+": "good", "@": "place", "d": "strong"}
        color = terminal.colors_out
        text = "".join(f"{paint(line, styles.get(line[:1], ''), color and line[:1] in styles)}\n" for line in lines)
    terminal.write(text)


def list_mended(terminal: Terminal, mending: Mending) -> None:
    """What was mended and what was not, a line each."""
    lang, color = terminal.lang, terminal.colors_out
    if mending.mended:
        files = len(mending.texts)
        head = say(
            "已改 {number} 处，涉及 {files} 个文件：",
            "Mended {number} place{s} in {files} file{t}:",
            number=len(mending.mended),
            files=files,
            s="" if len(mending.mended) == 1 else "s",
            t="" if files == 1 else "s",
        )
        lines = [f"  {_line(one.problem, lang)}\n" for one in mending.mended]
        terminal.write(f"{paint(head(lang), 'good', color)}\n{''.join(lines)}\n")
    for one in mending.not_mended:
        terminal.write(f"{paint(_reason(one)(lang), 'warning', color)}\n")
    if mending.not_mended:
        terminal.write("\n")


def _line(problem: Diagnostic, lang: str) -> str:
    separator = "：" if lang == "zh" else ": "
    return f"{visible(problem.span.place)} {problem.code}{separator}{message(problem, lang)}"


def _reason(one: NotMended) -> Phrase:
    place = visible(one.problem.span.place)
    if one.because is None:
        return say(
            "没有改 {place}（{code}）：改了别的内容也会变。",
            "{place} ({code}) was not mended: something else would change with it.",
            place=place,
            code=one.problem.code,
        )
    because = one.because
    return Phrase(
        f"没有改 {place}（{one.problem.code}）：改了就会出现 {because.code}，{message(because, 'zh')}。",
        f"{place} ({one.problem.code}) was not mended: {because.code} would follow, {message(because, 'en')}.",
    )


def as_data(mending: Mending) -> dict[str, Any]:
    """What the JSON document says of it."""
    return {
        "mended": [_as_data(one) for one in mending.mended],
        "not_mended": [
            {**_as_data(one), "because": None if one.because is None else one.because.code}
            for one in mending.not_mended
        ],
    }


def _as_data(one: Mended | NotMended) -> dict[str, Any]:
    problem = one.problem
    edits = [] if problem.fix is None else problem.fix.edits
    return {
        "code": problem.code,
        **place_as_data(problem.span),
        "record": problem.record or None,
        "edits": [{**place_as_data(edit.span), "text": edit.text} for edit in edits],
    }
