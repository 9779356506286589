"""A problem to its sentences in one language, as plain text that is safe to show in a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from perfsite.diagnostics import CODES, Diagnostic, Phrase, Severity
from perfsite.diagnostics.model import Argument

SEVERITIES: Mapping[Severity, Phrase] = {
    Severity.ERROR: Phrase("错误", "error"),
    Severity.WARNING: Phrase("警告", "warning"),
}
# A message quotes what the author wrote; a whole paragraph of it would bury the sentence.
QUOTED = 160


def message(problem: Diagnostic, lang: str) -> str:
    """What is wrong, in one sentence."""
    return _filled(CODES[problem.code].message_for(problem.hint), problem.arguments, lang)


def advice(problem: Diagnostic, lang: str) -> str:
    """What to do about it, or nothing where the message says all."""
    phrase = CODES[problem.code].help_for(problem.hint)
    return "" if phrase is None else _filled(phrase, problem.arguments, lang)


def label(phrase: Phrase, lang: str) -> str:
    return visible(phrase(lang))


def _filled(phrase: Phrase, arguments: Mapping[str, Argument], lang: str) -> str:
    values = {name: _quoted(value, lang) for name, value in arguments.items()}
    return phrase(lang).format_map(_Given(values))


def _quoted(value: Argument, lang: str) -> str:
    text = visible(value(lang) if isinstance(value, Phrase) else value)
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


class _Given(dict[str, str]):
    """Leaves a placeholder that nothing was given for as it is: the rest of the report matters more."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def visible(text: str) -> str:
    """The text on one line and with nothing in it that a terminal would obey: content may come from anyone."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(visible_character, text))


def visible_character(char: str) -> str:
    """A character as it can be shown: line ends as an arrow, what is invisible or reorders by its code."""
    if char == "\n":
        return "↵"
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    # Cf holds the joiners and the bidirectional marks; joiners are part of many emoji, and harmless.
    if category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and char not in "\u200c\u200d"):
        return f"<U+{ord(char):04X}>"
    return char
