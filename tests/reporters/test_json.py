"""Problems as data, in the shape that docs/ci.md promises."""

from __future__ import annotations

import json
import re
from pathlib import Path

from perfsite.diagnostics import Diagnostic, Fix, Phrase, Related, Severity
from perfsite.reporters.json import report_json
from perfsite.span import Span

ROOT = Path(__file__).parents[2]
PLACE = Span("content/goals/q3.yml", 4, 9, 4, 19)
PROBLEM = Diagnostic(
    "PS302",
    PLACE,
    {"noun": Phrase("指标", "metric"), "id": "net-revenu", "mended": "net-revenue"},
    "suggest",
    Fix(PLACE, "net-revenue"),
    (Related(Span("content/a.yml", 1, 1, 1, 2), Phrase("在这里", "here")),),
    Severity.ERROR,
    "goal/q3",
)


def test_a_problem_has_all_that_a_program_needs_in_both_languages() -> None:
    assert json.loads(report_json([PROBLEM], {}, "zh", color=True)) == {
        "version": 1,
        "summary": {"errors": 1, "warnings": 0, "files": 1},
        "problems": [
            {
                "code": "PS302",
                "slug": "unknown-reference",
                "severity": "error",
                "file": "content/goals/q3.yml",
                "line": 4,
                "column": 9,
                "end_line": 4,
                "end_column": 19,
                "record": "goal/q3",
                "message": {"zh": "没有叫 `net-revenu` 的指标", "en": "no metric is called `net-revenu`"},
                "help": {"zh": "是不是想写 `net-revenue`？", "en": "did you mean `net-revenue`?"},
                "fix": {
                    "file": "content/goals/q3.yml",
                    "line": 4,
                    "column": 9,
                    "end_line": 4,
                    "end_column": 19,
                    "text": "net-revenue",
                    "certain": False,
                    "also": [],
                },
                "related": [
                    {
                        "file": "content/a.yml",
                        "line": 1,
                        "column": 1,
                        "end_line": 1,
                        "end_column": 2,
                        "label": {"zh": "在这里", "en": "here"},
                    }
                ],
            }
        ],
    }


def test_what_is_not_there_is_null_and_no_problem_is_an_empty_list() -> None:
    plain = Diagnostic("PS426", PLACE, {"text": "x", "least": "1", "most": "2"})
    (problem,) = json.loads(report_json([plain], {}, "en", color=False))["problems"]

    assert (problem["help"], problem["fix"], problem["record"], problem["related"]) == (None, None, None, [])
    assert json.loads(report_json([], {}, "en", color=False)) == {
        "version": 1,
        "summary": {"errors": 0, "warnings": 0, "files": 0},
        "problems": [],
    }


def test_the_language_and_the_colours_make_no_difference() -> None:
    assert report_json([PROBLEM], {}, "zh", color=True) == report_json([PROBLEM], {}, "en", color=False)


def test_the_document_in_the_guide_has_this_shape() -> None:
    """The example in docs/ci.md has exactly the fields that are written."""
    guide = (ROOT / "docs" / "ci.md").read_text("utf-8")
    (block,) = re.findall(r"```json\n(\{\n  \"version\".*?)```", guide, re.DOTALL)
    shown, written = json.loads(block), json.loads(report_json([PROBLEM], {}, "en", color=False))

    assert shown.keys() == written.keys()
    assert shown["summary"].keys() == written["summary"].keys()
    assert shown["problems"][0].keys() == written["problems"][0].keys()
    assert shown["problems"][0]["fix"].keys() == written["problems"][0]["fix"].keys()
