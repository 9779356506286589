"""Problems as a test report for Jenkins and its like."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from perfsite.diagnostics import Diagnostic
from perfsite.reporters.junit import report_junit
from perfsite.span import Span
from tests.reporters.problems import ERROR, GOAL, SOURCES, WARNING

# What junit-10.xsd of Jenkins' xUnit plugin has of each element that is used here: needed and further attributes, children.
FORM: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def read(problems: list[Diagnostic], lang: str = "en") -> ET.Element:
    root = ET.fromstring(report_junit(problems, SOURCES, lang, color=True))  # noqa: S314 - our own
    assert root.tag == "testsuites"
    for element in root.iter():
        needed, more, children = FORM[element.tag]
        assert needed <= set(element.attrib) <= needed | more
        assert {child.tag for child in element} <= children
        if children:
            assert not (element.text or "").strip()
    return root


def test_each_file_is_a_case_and_one_with_errors_has_failed() -> None:
    (suite,) = read([ERROR, WARNING])
    cases = {case.get("name"): case for case in suite}

    assert suite.attrib == {"name": "perfsite", "tests": "4", "failures": "1", "errors": "0", "skipped": "0"}
    assert list(cases) == sorted({*SOURCES, WARNING.span.file})
    (failure,) = cases[GOAL]
    assert failure.attrib == {"type": "PS302", "message": "no metric is called `net-revenu`"}
    assert failure.text == (
        f"{GOAL}:3:9: error PS302 no metric is called `net-revenu`\n    did you mean `net-revenue`?"
    )
    (output,) = cases[WARNING.span.file]
    assert output.tag == "system-out"
    assert len(cases["perfsite.yml"]) == 0


def test_several_errors_of_a_file_are_one_failure_with_all_of_them() -> None:
    (suite,) = read([ERROR, replace(ERROR, span=Span(GOAL, 2, 1, 2, 3))], "zh")
    (failure,) = next(case for case in suite if case.get("name") == GOAL)

    assert failure.get("message") == "发现 2 个错误，涉及 1 个文件"
    assert (failure.text or "").count("没有叫 `net-revenu` 的指标") == 2


@pytest.mark.parametrize("text", ["]]><x/>", "&amp;", "\"'", "\x00\x1b[31m", "\ufffe\uffff", "a\nb"])
def test_whatever_stands_in_a_record_the_report_is_xml(text: str) -> None:
    problem = Diagnostic("PS427", Span(GOAL, 1, 1, 1, 2), {"text": text, "choices": "`a`"})
    read([problem, replace(problem, span=problem.span._replace(file=f"content/{text}.yml"))])
