"""Markdown → the words that a reader sees, in one line: for what is searched and quoted, not for pages."""

from __future__ import annotations

import re

from perfsite.render.markdown import join_lines

_MARKED = re.compile(r"[*_`\[\]#>|~\\\n-]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_TABLE_RULE = re.compile(r"^[ |:\-]*\|[ |:\-]*$", re.MULTILINE)
_LINE_START = re.compile(r"^[ \t>]*(?:#{1,6}[ \t]+|[-*+][ \t]+|[0-9]{1,9}\.[ \t]+|```.*|~~~.*)?", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"^(#{1,6} .*)\n", re.MULTILINE)
_SPACE = re.compile(r"\s+")


def plain_words(text: str) -> str:
    """A text without the signs of Markdown. What is not surely a sign stays."""
    if _MARKED.search(text) is None:
        return text.strip()
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "|" in text:
        text = _TABLE_RULE.sub("", text).replace("|", " ")
    # What an author's editor broke is joined while it can still be told from items and headings.
    text = _LINE_START.sub("", join_lines(_HEADING.sub(r"\1\n\n", text)))
    if "*" in text or "`" in text or "__" in text:
        text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", text))
    return _SPACE.sub(" ", text).strip()
