"""Bytes to text that can be trusted to look like what it is: UTF-8, no hidden or reordering characters."""

from __future__ import annotations

import re
import unicodedata

from perfsite.diagnostics import Diagnostic, Fix
from perfsite.span import Span, whole_file

# Refused wherever they stand: controls other than tab and line feed, lone carriage returns (CRLF is folded before),
# NEL, line and paragraph separators, bidirectional marks and overrides, characters of no width, the soft hyphen,
# Hangul fillers, tag characters, noncharacters. Joiners and variation selectors are looked at more closely.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_EMOJI = re.compile("[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]")
_NAMES = {"\r": "CARRIAGE RETURN", "\x85": "NEXT LINE", "\x00": "NULL", "\x0b": "LINE TABULATION", "\x0c": "FORM FEED"}
MAX_REPORTED = 20
# How a workbook begins: a new one, and one of before 2007.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def decode(file: str, raw: bytes) -> tuple[str | None, list[Diagnostic]]:
    """The text of a file with its BOM dropped and CRLF folded, or None where it cannot be used."""
    if raw.startswith(WORKBOOKS):
        return None, [Diagnostic("PS101", whole_file(file), {"encoding": "?", "preview": ""}, hint="workbook")]
    if (sixteen := _sixteen_bits(raw)) is not None:
        preview = _line(raw.decode(sixteen, "replace").lstrip("\ufeff"), 1)
        return None, [Diagnostic("PS101", whole_file(file), {"encoding": "UTF-16", "preview": preview})]
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(file, raw, error.start)]
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    problems: list[Diagnostic] = []
    seen_lone_return = False
    for match in _SUSPECT.finditer(text):
        char = match.group()
        if _belongs_to_emoji(text, match.start()) or (char == "\r" and seen_lone_return):
            continue
        # A file with the line ends of an old Mac has one fault, not one a line.
        seen_lone_return = seen_lone_return or char == "\r"
        problems.append(_refused(file, text, match.start()))
        if len(problems) >= MAX_REPORTED:
            break
    return (None if problems else text), problems


def _belongs_to_emoji(text: str, at: int) -> bool:
    """Whether the character joins two emoji, chooses the look of one, or makes a keycap."""
    char = text[at]
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if char == "\u200d":
        if before == "\ufe0f":
            before = text[at - 2 : at - 1] if at > 1 else ""
        return bool(_EMOJI.match(before) and _EMOJI.match(after))
    if char in "\ufe0e\ufe0f":
        return bool(_EMOJI.match(before)) or (before != "" and before in "0123456789#*" and after == "\u20e3")
    return False


def _refused(file: str, text: str, at: int) -> Diagnostic:
    char = text[at]
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    span = Span(file, line, column, line, column + 1)
    name: str = _NAMES[char] if char in _NAMES else unicodedata.name(char, "CONTROL CHARACTER")
    # What is invisible was not meant; a control character may stand where a line was to end.
    certain = unicodedata.category(char) == "Cf"
    mended = "\n" if char in "\r\x85\u2028\u2029" else ""
    return Diagnostic("PS102", span, {"character": f"U+{ord(char):04X}", "name": name}, fix=Fix(span, mended, certain))


def _sixteen_bits(raw: bytes) -> str | None:
    """The UTF-16 that the bytes are in, told by its mark or by the zero bytes that ASCII has in it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = raw[:256]
    for zeros, others, encoding in ((head[1::2], head[::2], "utf-16-le"), (head[::2], head[1::2], "utf-16-be")):
        if len(head) >= 4 and zeros.count(0) * 3 > len(zeros) and others.count(0) * 10 < len(others):
            return encoding
    return None


def _not_utf8(file: str, raw: bytes, offset: int) -> Diagnostic:
    before = raw[:offset].removeprefix(b"\xef\xbb\xbf")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    span = Span(file, line, column, line, column + 1)
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return Diagnostic("PS101", span, {"encoding": "?", "preview": ""}, hint="unknown")
    return Diagnostic("PS101", span, {"encoding": "GBK", "preview": _line(text, line)})


def _line(text: str, number: int) -> str:
    """A line to show to people: without the characters that could disturb the terminal."""
    lines = text.split("\n")
    line = lines[number - 1].strip() if number <= len(lines) else ""
    return "".join(char if char.isprintable() else "\ufffd" for char in line[:60])
