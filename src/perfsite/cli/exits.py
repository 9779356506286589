"""The exit codes, which CI relies on, and how a command ends early with one of them."""

from __future__ import annotations

from enum import IntEnum

from perfsite.diagnostics import Phrase


class Exit(IntEnum):
    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    MACHINE = 3
    HISTORY_INCOMPLETE = 4
    FAULT = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class RefusalError(Exception):
    """A command cannot do what it was asked: why, what to do instead, and the exit code that says so."""

    def __init__(self, sentence: Phrase, advice: Phrase | None = None, code: Exit = Exit.USAGE) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence
        self.advice = advice
        self.code = code


def say(zh: str, en: str, **values: object) -> Phrase:
    """A phrase with its placeholders filled in both languages."""
    return Phrase(zh.format_map(values), en.format_map(values))
