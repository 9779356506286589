"""Text in each language of the site."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text, in the languages it was written in, in the order of the site's languages."""

    versions: tuple[tuple[str, str], ...]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.versions)

    def get(self, lang: str) -> str | None:
        for name, text in self.versions:
            if name == lang:
                return text
        return None

    def best(self, lang: str) -> tuple[str, str]:
        """The text in `lang`, or else in the first language that has it, with the language it is in."""
        found = self.get(lang)
        return (lang, found) if found is not None else self.versions[0]

    def __str__(self) -> str:
        return self.versions[0][1]


def fold(name: str) -> str:
    """A name as it is compared: width, case and runs of spaces make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
