"""Problems as workflow commands of GitHub."""

from __future__ import annotations

from dataclasses import replace

from perfsite.diagnostics import Diagnostic
from perfsite.reporters.github import report_github, without_commands
from perfsite.span import Span
from tests.reporters.problems import ERROR, GOAL, SOURCES, WARNING


def test_a_problem_is_a_command_at_its_place_in_either_language() -> None:
    assert report_github([ERROR], SOURCES, "en", color=True) == (
        f"::error file={GOAL},line=3,col=9,endColumn=19,title=PS302 unknown-reference"
        "::no metric is called `net-revenu`%0Adid you mean `net-revenue`?\n"
    )
    assert "::没有叫 `net-revenu` 的指标%0A是不是想写 `net-revenue`？\n" in report_github(
        [ERROR], SOURCES, "zh", color=False
    )


def test_what_would_end_a_property_or_a_line_is_escaped() -> None:
    found = report_github([WARNING], SOURCES, "en", color=False)
    assert found.startswith("::warning file=content/笔记%2C 100%25.txt,line=1,col=1,")
    colon = replace(ERROR, span=ERROR.span._replace(file="content/a:b.yml"))
    assert "file=content/a%3Ab.yml," in report_github([colon], SOURCES, "en", color=False)
    text = Diagnostic("PS427", Span(GOAL, 1, 1, 1, 2), {"text": "50%\r\n::error::x", "choices": "`a`"})
    (line,) = report_github([text], SOURCES, "en", color=False).splitlines()
    assert "50%25" in line
    assert line.count("::error") == 2
    assert line.startswith("::error file=")


def test_a_place_of_several_lines_has_no_column() -> None:
    long = replace(ERROR, span=Span(GOAL, 1, 3, 2, 4))
    assert f"::error file={GOAL},line=1,endLine=2,title=" in report_github([long], SOURCES, "en", color=False)


def test_a_report_for_people_holds_no_command() -> None:
    """Content comes from anybody: a line of it must not be obeyed, and cannot know the word that ends the quiet."""
    text = "  1 | x\n::error::gotcha\n"
    first, *inside, last = without_commands(text).splitlines()

    word = first.removeprefix("::stop-commands::")
    assert "\n".join(inside) + "\n" == text
    assert last == f"::{word}::"
    assert len(word) == 64
    assert without_commands(f"{text}::{word}::\n").splitlines()[0] != first
