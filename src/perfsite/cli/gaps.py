"""A history that is not whole ends a command, with the setting that mends it."""

from __future__ import annotations

from collections.abc import Mapping

from perfsite.cli.exits import Exit, RefusalError
from perfsite.diagnostics import Phrase
from perfsite.history.gaps import advice_for, sentence_of
from perfsite.history.git import HistoryError


def refusal(error: HistoryError, environ: Mapping[str, str]) -> RefusalError:
    """Why a command ends, and what to do, in the words of the CI that it runs on."""
    return RefusalError(sentence_of(error), advice_for(error.gap, environ), Exit.HISTORY_INCOMPLETE)


def no_history() -> RefusalError:
    """Why a command that asks for a commit ends where there is none."""
    return RefusalError(
        Phrase(
            "这里没有变更历史：不在 git 仓库里，或还没有提交",
            "there is no history: this is no git repository, or it has no commit yet",
        ),
        Phrase("提交一次之后再运行。", "commit once, then run again."),
    )
