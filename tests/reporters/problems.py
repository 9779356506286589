"""The problems that tests of formats report: an error with a mended text and a second place, and a warning."""

from __future__ import annotations

from dataclasses import replace

from perfsite.diagnostics import Diagnostic, Fix, Phrase, Related, Severity
from perfsite.span import Span

GOAL = "content/goals/q3.yml"
SOURCES = {
    GOAL: "title: 第三季度\nowner: team/east\nmetric: net-revenu\n".encode(),
    "content/people/east.csv": b"id,joined\np-1,2016/8/15\n",
    "perfsite.yml": b"title: x\n",
}
_PLACE = Span(GOAL, 3, 9, 3, 19)
ERROR = Diagnostic(
    "PS302",
    _PLACE,
    {"noun": Phrase("指标", "metric"), "id": "net-revenu", "mended": "net-revenue"},
    "suggest",
    Fix(_PLACE, "net-revenue"),
    (Related(Span(GOAL, 1, 1, 1, 6), Phrase("在这里", "here")),),
    record="goal/q3",
)
WARNING = Diagnostic("PS105", Span("content/笔记, 100%.txt", 1, 1, 1, 1), {"suffix": ".txt"}, severity=Severity.WARNING)


def at_line(problem: Diagnostic, line: int) -> Diagnostic:
    return replace(problem, span=problem.span._replace(line=line, end_line=line))
