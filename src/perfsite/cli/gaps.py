"""A history that is not whole ends a command, with the setting that mends it."""

from __future__ import annotations

from collections.abc import Mapping

from perfsite.cli.exits import Exit, RefusalError
from perfsite.history.gaps import advice_for, sentence_of
from perfsite.history.git import HistoryError


def refusal(error: HistoryError, environ: Mapping[str, str]) -> RefusalError:
    """Why a command ends, and what to do, in the words of the CI that it runs on."""
    return RefusalError(sentence_of(error), advice_for(error.gap, environ), Exit.HISTORY_INCOMPLETE)
