"""What an import proposes: shown beside what is there, checked as if it were written, and written if asked to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase, Severity
from perfsite.importers.proposal import Proposal, is_as_proposed
from perfsite.importers.read import Imported
from perfsite.output.file import replace_files
from perfsite.pipeline import Loaded, amended, examine
from perfsite.project import Project
from perfsite.records.quantities import Quantity
from perfsite.reporters import FORMATS
from perfsite.reporters.width import pad, width

ELSEWHERE = Phrase(
    "用 `--into` 写到另一条记录，或自己改。", "write to another record with `--into`, or change it by hand."
)
_SIGNS = {"changed": "~", "added": "+", "gone": "-", "same": " "}


def conclude(
    terminal: Terminal,
    project: Project,
    loaded: Loaded,
    imported: Imported,
    proposal: Proposal,
    *,
    write: bool,
    day: dt.date,
) -> Exit:
    """Shows what is proposed and, if asked to and nothing is wrong with it, writes it."""
    _show(terminal, proposal)
    if proposal.held:
        terminal.note(
            Phrase(
                "考核周期已经开始，或目标已有调整：这些目标请自己用 `revisions` 写明原因和批准人。什么也没有写。",
                "The period has begun, or the goal was revised before: change these targets by `revisions`, with reason and "
                "approval. Nothing was written.",
            ),
            "error",
        )  # fmt: skip
        return Exit.PROBLEMS
    if not proposal.files:
        terminal.note(
            Phrase("与现有记录相同，没有要写的。", "The records say the same; there is nothing to write."), "good"
        )
        return Exit.FINE
    after = amended(loaded, proposal.files)
    found = examine(after, day)
    wrong = [problem for problem in found if problem.span.file in proposal.files]
    faults = [problem for problem in wrong if problem.severity is Severity.ERROR]
    elsewhere = sum(1 for problem in found if problem.severity is Severity.ERROR) - len(faults)
    if wrong:
        sources = after.library.documents.sources
        terminal.write(FORMATS["text"](wrong, sources, terminal.lang, color=terminal.colors_out))
    if faults:
        terminal.note(Phrase("什么也没有写。", "Nothing was written."), "error")
        return Exit.PROBLEMS
    if not is_as_proposed(after.library, imported, proposal):
        raise RefusalError(
            say(
                "`{title}` 的写法没法就地修改",
                "`{title}` is written in a way that cannot be changed in place",
                title=proposal.title,
            ),
            ELSEWHERE,
            Exit.PROBLEMS,
        )
    if elsewhere:
        terminal.note(
            say(
                "这样一来，其他记录里有 {n} 处错误（例如已公布的结果与新的数不符）；`perfsite check` 会列出。",
                "With this, other records have {n} error{s}, such as a published result that no longer agrees; `perfsite check` "
                "lists them.",
                n=elsewhere,
                s="" if elsewhere == 1 else "s",
            ),
            "warning",
        )
    if not write:
        terminal.note(Phrase("只是显示；加上 `--write` 写进记录。", "Shown alone; add `--write` to write it."), "quiet")
        return Exit.FINE
    _write(terminal, project.root, proposal.files)
    return Exit.FINE


def _show(terminal: Terminal, proposal: Proposal) -> None:
    """The difference, and of new files the whole text."""
    lang = terminal.lang
    lines = [f"{proposal.title}{Phrase('（新）', ' (new)')(lang) if proposal.is_new else ''}"]
    rows = [
        (_SIGNS[change.kind], change.who.id, change.metric, _figure(change.before), _figure(change.after))
        for change in (*proposal.held, *proposal.changes)
        if change.kind != "same"
    ]
    widths = [max((width(row[index]) for row in rows), default=0) for index in range(4)]
    for row in rows:
        cells = [pad(text, size) for text, size in zip(row, widths, strict=False)]
        lines.append(f"  {'  '.join(cells)}  {'→ ' if row[4] else ''}{row[4]}".rstrip())
    lines += [f"  ~  {key}  {_short(before)} → {_short(after)}" for key, before, after in proposal.fields]
    same = sum(1 for change in proposal.changes if change.kind == "same")
    if same:
        lines.append(say("  另有 {n} 个没有变", "  {n} more: no change", n=same)(lang))
    if proposal.is_new:
        for file, data in proposal.files.items():
            lines += ["", f"# {file}", data.decode().rstrip("\n")]
    terminal.write("\n".join(lines) + "\n")


def _short(text: str) -> str:
    """A field's text; of a digest, enough to tell it from another."""
    return f"{text[:12]}…" if len(text) == 64 else text or "—"


def _figure(value: Quantity | None) -> str:
    return "" if value is None else str(value)


def _write(terminal: Terminal, root: Path, files: Mapping[str, bytes]) -> None:
    """Each file whole, and none before all are on the disk beside their places."""
    astray = next((file for file in files if not (root / file).parent.resolve().is_relative_to(root.resolve())), None)
    if astray is not None:
        raise RefusalError(
            say("`{file}` 在一个符号链接后面", "`{file}` lies behind a symbolic link", file=astray),
            say("用文件夹本身代替链接。", "put the folder itself in place of the link."),
        )
    written = {root / file: data for file, data in files.items()}
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_files(written)
    terminal.write("".join(f"{terminal.shown(path)}\n" for path in written))
    terminal.note(
        Phrase(
            "用 `git diff` 看一遍，再运行 `perfsite check`。", "Look at it with `git diff`, then run `perfsite check`."
        ),
        "quiet",
    )
