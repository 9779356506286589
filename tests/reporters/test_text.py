"""Problems as a person reads them."""

from __future__ import annotations

import re
import unicodedata

import pytest

from perfsite.diagnostics import CODES, Diagnostic, Phrase, Related, Severity
from perfsite.reporters import FORMATS
from perfsite.reporters.text import report_text
from perfsite.span import Span, whole_file

RULE = "content/rules/regional-manager.yml"
SOURCES = {
    RULE: "title: 大区经理季度评分\ncomponents:\n  revenue:\n    metric: net-revenu\n".encode(),
    "content/a.yml": "title: {zh: 净销售额，含税, en: Net}\n\towner: x\nnote: 🎉🎉 wrong\n".encode(),
    "content/crlf.yml": "﻿a: 1\r\nb: wrong\r\n".encode(),
    "content/goals/q3.csv": 'id,title,owner,target\na,"第一季度，冲刺",team/east,abc\n'.encode(),
}


def unknown(file: str, line: int, column: int, end: int, **more: object) -> Diagnostic:
    span = Span(file, line, column, line, end)
    arguments = {"noun": Phrase("指标", "metric"), "id": "net-revenu", "mended": "net-revenue"}
    return Diagnostic("PS302", span, arguments, "suggest", **more)  # type: ignore[arg-type]


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def test_a_problem_in_english() -> None:
    report = report_text([unknown(RULE, 4, 13, 23)], SOURCES, "en", color=False)

    assert report == (
        "PS302 error: no metric is called `net-revenu`\n"
        "  content/rules/regional-manager.yml:4:13\n"
        "    4 |     metric: net-revenu\n"
        "      |             ^^^^^^^^^^\n"
        "  help: did you mean `net-revenue`?\n"
        "\n"
        "1 error in 1 file.\n"
        "`perfsite explain PS302` shows a wrong and a right example.\n"
    )


def test_the_same_problem_in_chinese() -> None:
    report = report_text([unknown(RULE, 4, 13, 23)], SOURCES, "zh", color=False)

    assert report == (
        "PS302 错误：没有叫 `net-revenu` 的指标\n"
        "  content/rules/regional-manager.yml:4:13\n"
        "    4 |     metric: net-revenu\n"
        "      |             ^^^^^^^^^^\n"
        "  建议：是不是想写 `net-revenue`？\n"
        "\n"
        "发现 1 个错误，涉及 1 个文件。\n"
        "`perfsite explain PS302` 给出写错与写对的例子。\n"
    )


@pytest.mark.parametrize(
    ("file", "line", "column", "end", "marked"),
    [
        ("content/a.yml", 1, 13, 20, "净销售额，含税"),
        ("content/a.yml", 1, 26, 29, "Net"),
        ("content/a.yml", 2, 2, 7, "owner"),
        ("content/a.yml", 3, 10, 15, "wrong"),
        ("content/crlf.yml", 2, 4, 9, "wrong"),
        ("content/crlf.yml", 1, 1, 2, "a"),
    ],
)
def test_marks_stand_under_what_is_wrong(file: str, line: int, column: int, end: int, marked: str) -> None:
    """Under Chinese, emoji and tabs; a byte order mark and the CR of a line end take no room."""
    shown, marks = report_text([unknown(file, line, column, end)], SOURCES, "en", color=False).split("\n")[2:4]

    before = shown[: shown.index(marked)]
    assert columns(before) == marks.index("^")
    assert columns(marked) == marks.count("^")


def test_an_empty_place_is_marked_once_even_at_the_end_of_its_line() -> None:
    report = report_text([unknown(RULE, 2, 12, 12)], SOURCES, "en", color=False)

    assert "    2 | components:\n      |            ^\n" in report


def test_a_place_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    problem = Diagnostic("PS302", Span(RULE, 3, 3, 4, 10), {"noun": "metric", "id": "x"})

    assert "    3 |   revenue:\n      |   ^^^^^^^^\n" in report_text([problem], SOURCES, "en", color=False)


def test_a_file_that_is_itself_the_fault_has_no_excerpt() -> None:
    problem = Diagnostic("PS104", whole_file(RULE))

    assert report_text([problem], SOURCES, "en", color=False).split("\n")[:3] == [
        "PS104 error: this is a symbolic link, which is not read",
        "  content/rules/regional-manager.yml:1:1",
        "  help: put the file itself in place of the link.",
    ]


def test_a_file_whose_text_is_not_at_hand_is_named_without_excerpt() -> None:
    report = report_text([unknown("content/gone.yml", 3, 1, 2)], SOURCES, "en", color=False)

    assert "content/gone.yml:3:1\n  help:" in report


def test_a_problem_in_a_table_names_its_column() -> None:
    zh, en = (
        report_text([unknown("content/goals/q3.csv", 2, 23, 26)], SOURCES, lang, color=False) for lang in ("zh", "en")
    )

    assert "  content/goals/q3.csv:2:23 (column `target`)\n" in en
    assert "  content/goals/q3.csv:2:23（`target` 列）\n" in zh


def test_a_long_line_is_cut_around_what_is_wrong() -> None:
    line = f"note: {'很长的说明' * 40} wrong {'more ' * 60}"
    start = line.index("wrong") + 1
    sources = {"content/long.yml": line.encode()}

    shown, marks = report_text([unknown("content/long.yml", 1, start, start + 5)], sources, "en", color=False).split(
        "\n"
    )[2:4]

    assert columns(shown) <= 112
    assert shown.count("…") == 2
    assert columns(shown[: shown.index("wrong")]) == marks.index("^")


def test_related_places_are_shown_with_their_lines() -> None:
    first = Related(Span(RULE, 1, 1, 1, 6), Phrase("第一次写在这里", "first written here"))
    problem = Diagnostic("PS212", Span(RULE, 3, 3, 3, 10), {"field": "revenue"}, related=(first,))

    report = report_text([problem], SOURCES, "en", color=False)

    assert (
        "  first written here:\n    content/rules/regional-manager.yml:1:1\n      1 | title: 大区经理季度评分\n        | ^^^^^\n"
        in report
    )


def test_nothing_of_a_file_reaches_the_terminal_as_a_command() -> None:
    """A pull request may hold anything: escape sequences, reversed text, carriage returns."""
    hostile = "\x1b[2J\x1b]0;owned\x07\u202egnp.exe\r\n\x9b31m"
    sources = {"content/x.yml": f"title: {hostile}".encode()}
    problem = Diagnostic("PS427", Span("content/x.yml", 1, 8, 1, 9), {"text": hostile, "choices": "`a`"})

    for name, report in FORMATS.items():
        text = report([problem], sources, "en", color=False)
        assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf") and char != "\n"], name


def test_a_long_text_of_the_author_is_quoted_in_part() -> None:
    problem = Diagnostic("PS427", Span(RULE, 1, 1, 1, 2), {"text": "长" * 5000, "choices": "`a`"})

    assert len(report_text([problem], SOURCES, "zh", color=False)) < 600


def test_colours_are_there_only_on_request_and_change_no_word() -> None:
    problems = [unknown(RULE, 4, 13, 23), unknown(RULE, 3, 3, 10, severity=Severity.WARNING)]
    plain = report_text(problems, SOURCES, "zh", color=False)
    colored = report_text(problems, SOURCES, "zh", color=True)

    assert "\x1b" not in plain
    assert "\x1b[1;31mPS302 错误\x1b[0m" in colored
    assert "\x1b[1;33mPS302 警告\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


@pytest.mark.parametrize(
    ("errors", "warnings", "zh", "en"),
    [
        (0, 0, "没有问题。", "No problems."),
        (1, 0, "发现 1 个错误，涉及 1 个文件。", "1 error in 1 file."),
        (0, 2, "发现 2 个警告，涉及 1 个文件。", "2 warnings in 1 file."),
        (3, 1, "发现 3 个错误、1 个警告，涉及 2 个文件。", "3 errors, 1 warning in 2 files."),
    ],
)
def test_the_last_lines_say_how_many_there_are(errors: int, warnings: int, zh: str, en: str) -> None:
    problems = [unknown(RULE, 4, 13, 23) for _ in range(errors)]
    other = "content/a.yml" if errors else RULE
    problems += [unknown(other, 1, 1, 2, severity=Severity.WARNING) for _ in range(warnings)]

    for lang, sentence in (("zh", zh), ("en", en)):
        assert sentence in report_text(problems, SOURCES, lang, color=False).split("\n")


@pytest.mark.parametrize("code", CODES)
def test_every_code_can_be_said_whatever_its_hint(code: str) -> None:
    """A placeholder that nothing was given for stays visible; it does not cost the rest of the report."""
    found = CODES[code]
    for hint in {"", *found.messages, *found.helps}:
        report = report_text([Diagnostic(code, Span(RULE, 1, 1, 1, 2), {}, hint)], SOURCES, "zh", color=False)
        assert report.startswith(f"{code} ")
