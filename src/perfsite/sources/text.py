"""Bytes to text that can be trusted to look like what it is: UTF-8, no hidden or reordering characters."""

from __future__ import annotations

import re
import unicodedata

from perfsite.diagnostics import Diagnostic, Fix
from perfsite.span import Span, whole_file

# Refused wherever they stand: controls other than tab and line feed, lone carriage returns (CRLF is folded before),
# NEL, line and paragraph separators, bidirectional marks and overrides, characters of no width, the soft hyphen,
# Hangul fillers, tag characters, noncharacters. A joiner or variation selector is fine inside an emoji only.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    "|(?<![\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff])[\u200c\u200d\ufe00-\ufe0f]"
)
_NAMES = {"\r": "CARRIAGE RETURN", "\x85": "NEXT LINE", "\t": "TAB"}


def decode(file: str, raw: bytes) -> tuple[str | None, list[Diagnostic]]:
    """The text of a file with its BOM dropped and CRLF folded, or None where it cannot be used."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [Diagnostic("PS101", whole_file(file), {"encoding": "UTF-16", "preview": _preview(raw, "utf-16", 1)})]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With "utf-8-sig" the reported offset does not count the mark.
        offset = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        before = raw[:offset]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        encoding = "GBK" if _decodes(raw, "gb18030") else "?"
        span = Span(file, line, column, line, column + 1)
        if encoding == "?":
            return None, [Diagnostic("PS101", span, {"encoding": "?", "preview": ""}, hint="unknown")]
        return None, [Diagnostic("PS101", span, {"encoding": encoding, "preview": _preview(raw, "gb18030", line)})]
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    problems = []
    for match in _REFUSED.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        char = match.group()
        span = Span(file, line, column, line, column + 1)
        name = _NAMES.get(char) or unicodedata.name(char, "CONTROL CHARACTER")
        problems.append(
            Diagnostic("PS102", span, {"character": f"U+{ord(char):04X}", "name": name}, fix=Fix(span, ""))
        )
        if len(problems) >= 20:
            break
    return (None if problems else text), problems


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _preview(raw: bytes, encoding: str, line: int) -> str:
    lines = raw.decode(encoding, "replace").splitlines()
    return lines[line - 1].strip()[:60] if line <= len(lines) else ""
