"""The order in which readers look for words: pinyin in Chinese, letters in English."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=100_000)
def by_title(title: str, lang: str) -> tuple[str, ...]:
    """A sorting key. Latin words come before Hanzi of the same initial, digits first."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    if lang != "zh" or folded.isascii():
        return (folded,)
    from pypinyin import Style, lazy_pinyin

    return (*lazy_pinyin(folded, style=Style.TONE3, neutral_tone_with_five=True), folded)
