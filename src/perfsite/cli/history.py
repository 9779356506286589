"""`perfsite history`: the versions of a record, with who changed what, when and why."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import click

from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.gaps import no_history, refusal
from perfsite.cli.options import shared_options, text_or_json_option
from perfsite.cli.project import need_project
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase, closest
from perfsite.history.changes import Account, account_of
from perfsite.history.git import HistoryError
from perfsite.history.log import Person
from perfsite.history.read import History
from perfsite.history.sentences import sentence, value_text
from perfsite.history.versions import Event, Timeline, Version
from perfsite.pipeline import load, load_history
from perfsite.records.kinds import KINDS
from perfsite.records.references import Ref
from perfsite.reporters.colors import paint

_EVENTS = {
    Event.ADDED: Phrase("新建", "added"),
    Event.CHANGED: Phrase("修改", "changed"),
    Event.MERGED: Phrase("合并", "merged"),
    Event.REMOVED: Phrase("删除", "removed"),
    Event.RETURNED: Phrase("恢复", "returned"),
    Event.UNREADABLE: Phrase("这一版读不了", "could not be read"),
}


@click.command(
    "history",
    cls=Command,
    about=Phrase(
        "列出一条记录的各个版本：哪天、谁、为什么改的，改了什么。换个写法、调整顺序、移动文件都不算新版本。",
        "Lists the versions of a record: on which day, by whom and why, and what changed. Another spelling or order, or "
        "another file, makes no version.",
    ),
    examples=(
        ("perfsite history rule/regional-manager", Phrase("一条评分规则", "a scoring rule")),
        ("perfsite history regional-manager --format json", Phrase("给程序用", "for programs")),
    ),
)
@click.argument(
    "record",
    cls=Argument,
    metavar="RECORD",
    words=Phrase(
        "`种类/编号`，或只写编号。已经删除的记录也可以。", "`kind/id`, or the id alone; also of a record that is gone."
    ),
)
@text_or_json_option
@click.option(
    "--no-cache",
    cls=Option,
    is_flag=True,
    words=Phrase("全部重新读取，不用以前读过的。", "Read everything anew, nothing that was read before."),
)
@shared_options
@click.pass_obj
def command(terminal: Terminal, record: str, form: str, no_cache: bool) -> Exit:
    try:
        history = load_history(load(need_project(terminal)), cached=not no_cache, jobs=os.cpu_count() or 1)
        if history is None:
            raise no_history()
        timeline = _find(history, record)
        found = [(version, account_of(version)) for version in timeline.versions]
    except HistoryError as error:
        raise refusal(error, terminal.environ) from error
    if form == "json":
        terminal.write(json.dumps(_as_json(timeline, found), ensure_ascii=False, indent=2) + "\n")
    else:
        terminal.write(
            "".join(f"{line}\n" for version, account in reversed(found) for line in _lines(version, account, terminal))
        )
    return Exit.FINE


def _find(history: History, name: str) -> Timeline:
    kind, slash, id = name.partition("/")
    if slash:
        timeline = history.timeline(Ref(kind, id))
        if timeline is not None:
            return timeline
    found = [ref for ref in history.timelines if (str(ref) if slash else ref.id) == name]
    if len(found) == 1:
        return history.timelines[found[0]]
    if found:
        listed = [f"`{ref}`" for ref in found]
        raise RefusalError(
            say("编号 `{name}` 不止一条记录", "several records have the id `{name}`", name=name),
            Phrase(f"写明是哪一条：{'、'.join(listed)}。", f"say which one: {', '.join(listed)}."),
        )
    near = closest(name, [str(ref) for ref in history.timelines]) or closest(
        name, [ref.id for ref in history.timelines]
    )
    raise RefusalError(
        say("从来没有过 `{name}` 这条记录", "there has never been a record `{name}`", name=name),
        say("是不是想写 `{near}`？", "did you mean `{near}`?", near=near)
        if near
        else Phrase(f"种类有：{'、'.join(KINDS)}。", f"the kinds are {', '.join(KINDS)}."),
    )


def _lines(version: Version, account: Account, terminal: Terminal) -> Iterator[str]:
    lang, colors = terminal.lang, terminal.colors_out
    number = Phrase(f"第 {version.number} 版", f"version {version.number}")(lang)
    day = version.landed.committed.date().isoformat()
    head = f"{paint(number, 'strong', colors)}  {day}  {_EVENTS[version.event](lang)}  {version.commit.author.name}"
    yield f"{head}  {paint(version.commit.id[:10], 'quiet', colors)}  {paint(version.file, 'place', colors)}"
    if version.commit.subject:
        yield f"    {version.commit.subject}"
    for note in account.notes:
        label = Phrase("变更说明（重大）" if note.major else "变更说明", "note (major)" if note.major else "note")(lang)
        yield f"    {label}{'：' if lang == 'zh' else ': '}{note.note.best(lang)[1]}"
    for change in account.changes:
        yield f"    · {sentence(change, lang)}"
    yield ""


def _as_json(timeline: Timeline, found: list[tuple[Version, Account]]) -> dict[str, Any]:
    return {"version": 1, "record": str(timeline.ref), "versions": [_version(*one) for one in found]}


def _version(version: Version, account: Account) -> dict[str, Any]:
    commit = version.commit
    return {
        "number": version.number,
        "event": version.event.value,
        "file": version.file,
        "commit": commit.id,
        "landed": {"commit": version.landed.id, "on": version.landed.committed.isoformat()},
        "author": _person(commit.author),
        "authored": commit.authored.isoformat(),
        "committer": _person(commit.committer),
        "committed": commit.committed.isoformat(),
        "message": commit.message,
        "notes": [
            {"on": note.on.isoformat(), "note": dict(note.note.versions), "major": note.major} for note in account.notes
        ],
        "approval": None
        if account.approval is None
        else {"by": [str(ref) for ref in account.approval.by], "on": account.approval.on.isoformat()},
        "changes": [
            {
                "deed": change.deed.value,
                "route": list(change.route),
                "seen_by": change.audience,
                "before": _both(change.form, change.before),
                "after": _both(change.form, change.after),
                "words": {lang: sentence(change, lang) for lang in ("zh", "en")},
            }
            for change in account.changes
        ],
    }


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "mail": person.mail}


def _both(form: Any, value: Any) -> dict[str, str] | None:
    """A value on one line in both languages."""
    return None if value is None else {lang: value_text(form, value, lang) for lang in ("zh", "en")}
