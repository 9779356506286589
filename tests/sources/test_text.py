"""Text is UTF-8 and looks like what it is; anything else is refused where it stands."""

from __future__ import annotations

import pytest

from perfsite.diagnostics import Diagnostic
from perfsite.sources.text import decode


def refused(raw: bytes) -> list[Diagnostic]:
    text, problems = decode("a.yml", raw)
    assert text is None
    return problems


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "NULL"),
        ("\x0b", "LINE TABULATION"),
        ("\x0c", "FORM FEED"),
        ("\x1b", "CONTROL CHARACTER"),
        ("\x7f", "CONTROL CHARACTER"),
        ("\x85", "NEXT LINE"),
        ("\xad", "SOFT HYPHEN"),
        ("\u061c", "ARABIC LETTER MARK"),
        ("\u115f", "HANGUL CHOSEONG FILLER"),
        ("\u180e", "MONGOLIAN VOWEL SEPARATOR"),
        ("\u200b", "ZERO WIDTH SPACE"),
        ("\u200c", "ZERO WIDTH NON-JOINER"),
        ("\u200d", "ZERO WIDTH JOINER"),
        ("\u200e", "LEFT-TO-RIGHT MARK"),
        ("\u2028", "LINE SEPARATOR"),
        ("\u2029", "PARAGRAPH SEPARATOR"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE"),
        ("\u2060", "WORD JOINER"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE"),
        ("\u3164", "HANGUL FILLER"),
        ("\ufe0f", "VARIATION SELECTOR-16"),
        ("\ufeff", "ZERO WIDTH NO-BREAK SPACE"),
        ("\ufffe", "CONTROL CHARACTER"),
        ("\U000e0041", "TAG LATIN CAPITAL LETTER A"),
        ("\r", "CARRIAGE RETURN"),
    ],
)
def test_characters_that_cannot_be_seen(character: str, name: str) -> None:
    (problem,) = refused(f"title: 净\nunit: 回{character}款\n".encode())
    assert (problem.code, problem.span.line, problem.span.column) == ("PS102", 2, 8)
    assert problem.arguments == {"character": f"U+{ord(character):04X}", "name": name}
    assert problem.fix is not None
    assert problem.fix.text in ("", "\n")


@pytest.mark.parametrize(
    "text",
    ["👨‍👩‍👧", "❤️", "👩🏽‍💻", "1️⃣ #️⃣", "🏳️‍🌈", "☎︎", "净\u3000额\u00a0…—“”·", "\ttabs\t", "𠮷野", "e\u0301"],
)
def test_characters_that_may_stand(text: str) -> None:
    assert decode("a.yml", text.encode()) == (text, [])


@pytest.mark.parametrize("text", ["净\u200d额", "🎯\u200d净", "净\ufe0f", "1\ufe0f ", "🎯\u200c🎯"])
def test_a_joiner_outside_an_emoji_hides(text: str) -> None:
    (problem,) = refused(text.encode())
    assert (problem.code, problem.span.column) == ("PS102", 2)


def test_each_is_reported_but_not_without_end() -> None:
    assert [problem.span.column for problem in refused("a\u200bb\u200b".encode())] == [2, 4]
    assert len(refused("\u200b".encode() * 1000)) == 20


def test_the_line_ends_of_an_old_mac_are_one_fault() -> None:
    (problem,) = refused(b"title: x\runit: y\rplaces: 2\r")
    assert (problem.span.line, problem.span.column) == (1, 9)
    assert problem.fix is not None
    assert problem.fix.text == "\n"


def test_gbk_is_told_with_the_line_as_it_would_read() -> None:
    (problem,) = refused("unit: percent\ntitle: {zh: 回款率, en: Cash}\n".encode("gb18030"))
    assert (problem.code, problem.span.line, problem.span.column) == ("PS101", 2, 13)
    assert problem.arguments == {"encoding": "GBK", "preview": "title: {zh: 回款率, en: Cash}"}


def test_a_line_half_in_gbk_is_found_behind_a_mark() -> None:
    (problem,) = refused(b"\xef\xbb\xbf" + "标题: 好\n".encode() + "名: 率".encode("gb18030"))
    assert (problem.code, problem.span.line) == ("PS101", 2)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told(encoding: str) -> None:
    (problem,) = refused("title: 净销售额\nunit: percent\n".encode(encoding))
    assert problem.code == "PS101"
    assert problem.arguments == {"encoding": "UTF-16", "preview": "title: 净销售额"}


def test_what_is_no_text_at_all() -> None:
    (problem,) = refused(b"\x89PNG\r\n\x1a\n\xff\xff\xff\x81")
    assert (problem.code, problem.hint) == ("PS101", "unknown")


def test_a_preview_cannot_disturb_a_terminal() -> None:
    (problem,) = refused("净\x1b[31m\n".encode("gb18030"))
    assert problem.arguments["preview"] == "净\ufffd[31m"


def test_a_mark_and_windows_line_ends_are_dropped() -> None:
    assert decode("a.yml", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n") == ("a: 1\nb: 2\n", [])
