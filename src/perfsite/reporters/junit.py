"""Problems as a test report, one case for each file of records, in the form that Jenkins and Ant share.

The elements and attributes are those of junit-10.xsd in Jenkins' xUnit plugin, of which each is also in Ant's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from perfsite.diagnostics import Diagnostic, Severity
from perfsite.reporters.summary import summarise
from perfsite.reporters.words import SEVERITIES, advice, message, visible


def report_junit(problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool) -> str:  # noqa: ARG001
    """A file with errors is a case that failed; the warnings of a file are its output. No time is told."""
    found: dict[str, list[Diagnostic]] = {file: [] for file in sources}
    for problem in problems:
        found.setdefault(problem.span.file, []).append(problem)
    failed = sum(any(one.severity is Severity.ERROR for one in of_file) for of_file in found.values())
    counts = f'tests="{len(found)}" failures="{failed}" errors="0"'
    cases = "".join(_case(file, found[file], lang) for file in sorted(found))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="perfsite" {counts}>\n'
        f'  <testsuite name="perfsite" {counts} skipped="0">\n{cases}  </testsuite>\n'
        "</testsuites>\n"
    )


def _case(file: str, problems: Sequence[Diagnostic], lang: str) -> str:
    head = f'    <testcase classname="perfsite" name={_attribute(file)}'
    if not problems:
        return f"{head}/>\n"
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    warnings = [problem for problem in problems if problem.severity is not Severity.ERROR]
    inside = ""
    if errors:
        sentence = message(errors[0], lang) if len(errors) == 1 else summarise(errors, lang)
        kind = errors[0].code
        inside += f'      <failure type="{kind}" message={_attribute(sentence)}>{_lines(errors, lang)}</failure>\n'
    if warnings:
        inside += f"      <system-out>{_lines(warnings, lang)}</system-out>\n"
    return f"{head}>\n{inside}    </testcase>\n"


def _lines(problems: Sequence[Diagnostic], lang: str) -> str:
    lines = []
    for problem in problems:
        severity = SEVERITIES[problem.severity](lang)
        lines.append(f"{problem.span.place}: {severity} {problem.code} {message(problem, lang)}")
        if how := advice(problem, lang):
            lines.append(f"    {how}")
    return escape("\n".join(_characters(visible(line)) for line in lines))


def _attribute(text: str) -> str:
    return quoteattr(_characters(visible(text)))


def _characters(text: str) -> str:
    """The text without the two characters that XML cannot hold and a terminal can."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
