"""Problems one a line."""

from __future__ import annotations

import re

from perfsite.diagnostics import Diagnostic, Severity
from perfsite.reporters.concise import report_concise
from perfsite.span import Span

# What VS Code's problem matcher `$gcc` looks for.
GCC = re.compile(r"^(.*):(\d+):(\d+):\s+(warning|error):\s+(.*)$")


def problem(text: str, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(
        "PS427", Span("content/目标 一.yml", 3, 7, 3, 9), {"text": text, "choices": "`a`"}, severity=severity
    )


def test_each_problem_is_one_line_that_editors_understand() -> None:
    report = report_concise([problem("x"), problem("y\nz", Severity.WARNING)], {}, "en", color=False)

    assert report == (
        "content/目标 一.yml:3:7: error: PS427 `x` is not one of the words that can stand here\n"
        "content/目标 一.yml:3:7: warning: PS427 `y↵z` is not one of the words that can stand here\n"
    )
    assert all(GCC.match(line) for line in report.splitlines())


def test_the_severity_is_the_same_word_in_both_languages() -> None:
    assert (
        report_concise([problem("x")], {}, "zh", color=False)
        == "content/目标 一.yml:3:7: error: PS427 `x` 不在可用的词里\n"
    )


def test_no_problem_is_no_line() -> None:
    assert report_concise([], {}, "en", color=False) == ""


def test_colours_on_request() -> None:
    assert "\x1b[36mcontent/目标 一.yml:3:7\x1b[0m: \x1b[1;31merror\x1b[0m" in report_concise(
        [problem("x")], {}, "en", color=True
    )
