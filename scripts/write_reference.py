"""Renews the part of docs/records.md and docs/records.zh.md that is made from the declarations of the fields."""

from __future__ import annotations

from pathlib import Path

from perfsite.records.reference import reference

MARK = "<!-- From here on: perfsite schema --markdown -->\n"
DOCS = Path(__file__).parents[1] / "docs"
FILES = {"en": DOCS / "records.md", "zh": DOCS / "records.zh.md"}


def renewed(lang: str) -> str:
    """The file as it should be: its own beginning, then the reference."""
    head = FILES[lang].read_text("utf-8").partition(MARK)[0]
    return f"{head}{MARK}\n{reference(lang)}"


if __name__ == "__main__":
    for lang, file in FILES.items():
        file.write_text(renewed(lang), encoding="utf-8")
