"""`translations/LANGUAGE.yml` of each theme layer → the interface's words, with plurals and named places.

    record:
      count: {one: "{n} record", other: "{n} records"}    # chosen by the argument `n`
      owner: "Owner: {name}"

A mapping whose keys are all plural categories is one message; any other mapping only groups. To look a missing key up
is a bug and raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel import Locale
from markupsafe import Markup

from perfsite.diagnostics import Diagnostic
from perfsite.render.environment import put
from perfsite.render.flat import read_flat
from perfsite.render.formats import Formats, locale_of
from perfsite.render.themes import Problems, Theme

PLURAL_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class MissingTranslationError(LookupError):
    """A key that no layer of the theme has, or a place in a message that nothing fills: a bug."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its forms by plural category (a message without plurals has `other` alone)."""

    forms: Mapping[str, tuple[str, ...]]

    @property
    def places(self) -> frozenset[str]:
        """The names that its forms leave open."""
        return frozenset(name for form in self.forms.values() for name in form[1::2])


class Catalogue:
    """The words of the interface in one language. `catalogue("key", n=3)` gives the text."""

    def __init__(self, language: str, messages: Mapping[str, Message]) -> None:
        self.language = language
        self.messages = messages
        self._formats = Formats(language)
        self._locale: Locale = locale_of(language)

    def __call__(self, key: str, /, **arguments: object) -> str:
        """The message with its places filled.

        Numbers are written as the language writes them. Where an argument is `Markup`, the result is `Markup` with
        everything else escaped; otherwise it is plain text, which the template escapes.
        """
        message = self.messages.get(key)
        if message is None:
            raise MissingTranslationError(f"no translation into {self.language} of {key!r}")
        forms = message.forms
        form = forms["other"] if len(forms) == 1 else forms.get(self._category(key, arguments), forms["other"])
        if len(form) == 1:
            return form[0]
        filled: list[str] = []
        markup = False
        for index, piece in enumerate(form):
            if index % 2 == 0:
                filled.append(piece)
                continue
            if piece not in arguments:
                raise MissingTranslationError(f"nothing fills {{{piece}}} in {key!r} ({self.language})")
            value = self._write(arguments[piece])
            markup = markup or isinstance(value, Markup)
            filled.append(value)
        return Markup("".join(map(put, filled))) if markup else "".join(filled)  # noqa: S704 - put escapes

    def __contains__(self, key: object) -> bool:
        return key in self.messages

    def _category(self, key: str, arguments: Mapping[str, object]) -> str:
        number = arguments.get("n")
        if isinstance(number, bool) or not isinstance(number, (int, Decimal)):
            raise MissingTranslationError(f"{key!r} ({self.language}) chooses its form by a number n")
        return str(self._locale.plural_form(number))

    def _write(self, value: object) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return self._formats.number(value)
        raise TypeError(f"{type(value).__name__} cannot stand in a message; format it first")


def read_catalogue(theme: Theme, language: str) -> tuple[Catalogue, Problems]:
    """The words of all layers, the nearest first. The default theme has those of every language that a site can have."""
    problems: list[Diagnostic] = []
    messages: dict[str, Message] = {}
    files = theme.translation_files(language)
    for layer, file in files:
        entries, _, faults = read_flat(file, layer.file_name(f"translations/{file.name}"))
        problems.extend(faults)
        for key, message in gather_messages(entries).items():
            messages.setdefault(key, message)
    return Catalogue(language, messages), tuple(problems)


def gather_messages(entries: Mapping[str, str]) -> dict[str, Message]:
    """Dotted keys and texts → messages, those that end in plural categories brought together."""
    gathered: dict[str, dict[str, tuple[str, ...]]] = {}
    for key, text in entries.items():
        stem, _, last = key.rpartition(".")
        if stem and last in PLURAL_CATEGORIES:
            gathered.setdefault(stem, {})[last] = tuple(_PLACE.split(text))
        else:
            gathered[key] = {"other": tuple(_PLACE.split(text))}
    return {key: Message(forms) for key, forms in gathered.items() if "other" in forms}
