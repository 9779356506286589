"""Problems as SARIF. The schema is that of the standard, as Microsoft's package @microsoft/jest-sarif ships it (MIT)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from perfsite.diagnostics import CODES, Diagnostic
from perfsite.reporters.sarif import report_sarif
from perfsite.span import Span
from tests.reporters.problems import ERROR, GOAL, SOURCES, WARNING

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))


def log(problems: list[Diagnostic], lang: str = "en") -> Any:
    document = json.loads(report_sarif(problems, SOURCES, lang, color=True))
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(document)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    return run


def test_a_result_has_its_place_words_mended_text_and_name() -> None:
    result, other = log([ERROR, WARNING])["results"]
    place = {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 19}
    file = {"uri": GOAL, "uriBaseId": "SRCROOT"}

    assert (result["ruleId"], result["level"]) == ("PS302", "error")
    assert result["message"]["text"] == "no metric is called `net-revenu`\ndid you mean `net-revenue`?"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {"artifactLocation": file, "region": place}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "goal/q3"}]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": place, "insertedContent": {"text": "net-revenue"}}]
    assert result["relatedLocations"][0]["message"]["text"] == "here"
    assert result["partialFingerprints"].keys() == {"perfsite/v1"}
    uri = other["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "content/%E7%AC%94%E8%AE%B0%2C%20100%25.txt"
    assert other["level"] == "warning"


def test_rules_are_in_the_language_of_the_run_and_their_translation_in_the_other() -> None:
    for lang, own, other in (("zh", "zh-CN", "en-US"), ("en", "en-US", "zh-CN")):
        run = log([ERROR, WARNING], lang)
        driver, (translation,) = run["tool"]["driver"], run["translations"]
        titles = {"zh-CN": "引用的记录不存在", "en-US": "The record referred to does not exist"}

        assert (driver["language"], translation["language"]) == (own, other)
        assert [rule["id"] for rule in driver["rules"]] == ["PS105", "PS302"]
        assert driver["rules"][1]["shortDescription"]["text"] == titles[own]
        assert translation["rules"][1]["shortDescription"]["text"] == titles[other]
        assert driver["rules"][1]["helpUri"] == "urn:perfsite:explain:PS302"
        assert [result["ruleIndex"] for result in run["results"]] == [1, 0]


def test_nothing_wrong_is_a_run_without_results() -> None:
    run = log([])
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_makes_a_valid_rule(lang: str) -> None:
    run = log([Diagnostic(code, Span(GOAL, 1, 1, 1, 2)) for code in CODES], lang)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(CODES)
