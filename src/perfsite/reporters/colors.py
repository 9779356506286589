"""The few colours of reports and of the command line, as terminals understand them."""

from __future__ import annotations

_STYLES = {
    "error": "1;31", "warning": "1;33", "good": "1;32", "help": "1;36", "place": "36", "quiet": "2", "strong": "1",
}  # fmt: skip


def paint(text: str, style: str, color: bool) -> str:
    """The text in a style, or as it is where there are no colours."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color and text else text
