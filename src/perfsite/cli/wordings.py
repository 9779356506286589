"""Results judged by the standards as they counted, for commands that can do without a history and then say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from perfsite.cli.exits import say
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.pipeline import Loaded, judge_by, load_history
from perfsite.records.references import Ref
from perfsite.records.result import outcomes_of

_BY_TODAY = Phrase(
    "结果按标准今天的条文和今天承诺的期限核对，不按作出决定时的",
    "results are compared with the standards and promises as they are today, not as they were decided under",
)


def by_history(terminal: Terminal, loaded: Loaded, day: dt.date, *, jobs: int = 1, tell: bool = True) -> Loaded:
    """What was loaded, with results judged by the wording that counts for each, as far as the history is at hand.

    Where it is not, a note says by what they are judged instead, and why; where standards were edited and not committed,
    which, since those count as published today. Without `tell` nothing is said.
    """
    from perfsite.cli.gaps import refusal
    from perfsite.history.git import HistoryError
    from perfsite.publication.decided import Wordings

    library = loaded.library
    if not outcomes_of(library):
        return loaded
    try:
        history = load_history(loaded, jobs=jobs)
        found = None if history is None else judge_by(loaded, history, day)
    except HistoryError as error:
        if not tell:
            return loaded
        why = refusal(error, terminal.environ)
        terminal.note(Phrase(f"{why.sentence.zh}：{_BY_TODAY.zh}。", f"{why.sentence.en}: {_BY_TODAY.en}."), "warning")
        if why.advice is not None:
            terminal.note(why.advice, "quiet")
        return loaded
    if found is None:
        if tell:
            _tell_absence(terminal)
        return loaded
    assert isinstance(found.library.wordings, Wordings)
    if tell:
        _tell_pending(terminal, found.library.wordings.pending)
    return found


def _tell_absence(terminal: Terminal) -> None:
    terminal.note(Phrase(f"没有 git 历史：{_BY_TODAY.zh}。", f"there is no history in git: {_BY_TODAY.en}."), "quiet")


def _tell_pending(terminal: Terminal, pending: Iterable[Ref]) -> None:
    listed = sorted(map(str, pending))
    if listed:
        terminal.note(
            say(
                "还没有提交的改动按今天公布算，早先的结果仍按原来的条文核对：{records}。",
                "what is not committed yet counts as published today, and earlier results are compared with the former "
                "wording: {records}.",
                records=", ".join(f"`{record}`" for record in listed),
            ),
            "quiet",
        )


__all__ = ["by_history"]
