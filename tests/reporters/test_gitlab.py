"""Problems as a Code Quality report of GitLab."""

from __future__ import annotations

import json

from perfsite.reporters.gitlab import report_gitlab
from tests.reporters.problems import ERROR, GOAL, SOURCES, WARNING


def test_an_entry_has_what_gitlab_asks_for() -> None:
    error, warning = json.loads(report_gitlab([ERROR, WARNING], SOURCES, "en", color=True))

    assert error == {
        "description": "no metric is called `net-revenu`. Did you mean `net-revenue`?",
        "check_name": "PS302",
        "fingerprint": error["fingerprint"],
        "severity": "major",
        "location": {"path": GOAL, "lines": {"begin": 3, "end": 3}},
    }
    assert (warning["severity"], warning["location"]["path"]) == ("minor", "content/笔记, 100%.txt")
    assert error["fingerprint"] != warning["fingerprint"]


def test_in_chinese_and_with_nothing_wrong() -> None:
    (error,) = json.loads(report_gitlab([ERROR], SOURCES, "zh", color=False))

    assert error["description"] == "没有叫 `net-revenu` 的指标。是不是想写 `net-revenue`？"
    assert report_gitlab([], SOURCES, "zh", color=False) == "[]\n"
