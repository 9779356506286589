"""`perfsite schema`"""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.cli.conftest import Perfsite


def test_the_ids_of_the_site_are_choices(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "schema", "目标")

    schema = json.loads(ran.out)
    assert (ran.code, ran.err, schema["title"]) == (0, "", "goal")
    offered = schema["$defs"]["to-metric"]["anyOf"][0]
    assert offered["enum"] == ["collection-rate", "compliance-breaches", "net-revenue"]
    assert offered["enumDescriptions"] == ["Cash collection", "Compliance breaches", "Net revenue"]


def test_titles_and_help_are_in_the_language_asked_for(perfsite: Perfsite, sample: Path) -> None:
    chinese = json.loads(perfsite("-C", sample, "schema", "goal", "--lang", "zh").out)
    target = chinese["$defs"]["record-goal"]["properties"]["target"]

    assert (target["title"], target["x-title"]) == ("目标值", {"zh": "目标值", "en": "Target"})


def test_outside_of_a_project_there_are_schemas_too(perfsite: Perfsite, tmp_path: Path) -> None:
    ran = perfsite("-C", tmp_path, "schema", "site")

    assert ran.code == 0
    Draft202012Validator.check_schema(json.loads(ran.out))


def test_without_a_kind_the_schema_is_of_any_record(perfsite: Perfsite, sample: Path) -> None:
    schema = json.loads(perfsite("-C", sample, "schema").out)

    validator = Draft202012Validator(schema)
    assert validator.is_valid({"title": "x", "unit": "money", "direction": "higher"})
    assert not validator.is_valid({"title": "x", "unit": "monye", "direction": "higher"})


def test_files_are_written_where_they_differ_and_nowhere_else(perfsite: Perfsite, sample: Path) -> None:
    folder = sample / ".perfsite" / "schemas"
    first = perfsite("-C", sample, "schema", "--out", ".perfsite/schemas")
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    (sample / "content" / "metrics" / "margin.yml").write_text(
        "title: {zh: 毛利, en: Margin}\nunit: money\ncurrency: CNY\ndirection: higher\n", encoding="utf-8"
    )
    perfsite("-C", sample, "schema", "--out", ".perfsite/schemas")
    changed = {path.name for path in folder.iterdir() if path.stat().st_mtime_ns != before[path.name]}

    assert (first.code, first.out) == (0, "")
    assert f"{len(before)} files are in .perfsite/schemas." in first.err
    assert "goal.schema.json" in changed
    assert "calendar.schema.json" not in changed
    assert all(name.endswith(".schema.json") for name in before)


def test_one_kind_alone_can_be_written(perfsite: Perfsite, sample: Path) -> None:
    perfsite("-C", sample, "schema", "goal", "--out", "out")

    assert sorted(path.name for path in (sample / "out").iterdir()) == ["goal.schema.json", "goal.shared.schema.json"]


def test_a_file_is_no_folder(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "schema", "--out", "perfsite.yml")

    assert ran.code == 2
    assert "is not a folder" in ran.err
