"""The schemas are sound, and admit what `check` admits: every record of the sample company, as strings or as a YAML
parser has it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from perfsite.pipeline import load
from perfsite.project import Project
from perfsite.records.fields import Struct, shape_of
from perfsite.records.forms import DATE, DURATION, MONEY, NUMBER, PERCENT, QUANTITY, Form, ListOf, MapOf
from perfsite.records.kinds import KINDS
from perfsite.records.read import draft_unit
from perfsite.records.reader import Reader, Settings
from perfsite.records.schema import names_of, record_schema, schema_files
from perfsite.records.schema_writer import SchemaWriter
from perfsite.records.site import Site
from perfsite.sources import Mapping, Node, Scalar, read_source

ROOT = Path(__file__).parents[2]
FILES = schema_files("zh")


def is_blank_cell(node: Node) -> bool:
    """A blank cell of a table says nothing at all; in YAML the key would not be there."""
    return isinstance(node, Scalar) and node.style == "cell" and not node.text


def natives(node: Node) -> Any:
    """A value as the YAML parsers of editors have it: plain words may be numbers, booleans or nothing."""
    if isinstance(node, Mapping):
        return {key.text: natives(value) for key, value in node.entries if not is_blank_cell(value)}
    if not isinstance(node, Scalar):
        return [natives(item) for item in node.items]
    if node.style:
        return node.text
    if node.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return node.text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", node.text):
        return float(node.text)
    return node.text


def strings(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key.text: strings(value) for key, value in node.entries if not is_blank_cell(value)}
    return node.text if isinstance(node, Scalar) else [strings(item) for item in node.items]


def errors(schema: dict[str, Any], value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.mark.parametrize("name", FILES)
def test_each_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(FILES[name])


def test_every_kind_has_a_schema_and_so_has_each_folder_of_several() -> None:
    assert {f"{kind}.schema.json" for kind in (*KINDS, "site")} <= FILES.keys()
    assert "results.schema.json" in FILES


def sample_records() -> list[tuple[str, str, str, Node]]:
    loaded = load(Project(ROOT))
    documents = loaded.library.documents
    found: list[tuple[str, str, str, Node]] = []
    for unit in documents.units.values():
        drafts, _ = draft_unit(unit, documents.sources, documents.folder, documents.language)
        found += [(unit.file, draft.noun.kind, draft.id, draft.node) for draft in drafts]
    return found


@pytest.mark.parametrize("convert", [strings, natives])
def test_every_record_of_the_sample_company_is_valid(convert: Any) -> None:
    library = load(Project(ROOT)).library
    schemas = {kind: record_schema(kind, lang="en", names=names_of(library, "en")) for kind in KINDS}
    validators = {kind: Draft202012Validator(schema) for kind, schema in schemas.items()}

    records = sample_records()
    wrong = {
        f"{file} {kind}/{id}": [f"{error.json_path}: {error.message[:300]}" for error in found]
        for file, kind, id, node in records
        if (found := list(validators[kind].iter_errors(convert(node))))
    }

    assert len(records) > 100
    assert wrong == {}


def test_the_settings_of_the_sample_company_are_valid() -> None:
    source, _ = read_source("perfsite.yml", (ROOT / "perfsite.yml").read_bytes())
    assert source is not None
    assert source.root is not None
    assert errors(record_schema("site", lang="zh"), natives(source.root)) == []


def test_a_schema_says_what_check_says_of_one_record() -> None:
    goal = {"title": "十月", "owner": "team/east", "period": "2026-q4", "metric": "net-revenue", "target": "CNY 120万"}
    schema = record_schema("goal", lang="en")

    assert errors(schema, goal) == []
    assert errors(schema, [{"id": "a", **goal}, {"id": "b", **goal}]) == []
    assert errors(schema, [goal]) != []  # in a list each record needs its id
    assert errors(schema, {**goal, "metirc": "x"}) != []
    assert errors(schema, {key: value for key, value in goal.items() if key != "owner"}) != []
    assert errors(schema, {**goal, "key_results": []}) != []  # a target or key results, not both
    assert errors(schema, {**goal, "target": "lots"}) != []
    assert errors(schema, {**goal, "title": {"fr": "octobre"}}) != []
    assert errors(schema, {**goal, "title": None}) != []


def test_what_rows_share_may_lack_the_rest() -> None:
    shared = record_schema("goal", lang="en", partial=True)

    assert errors(shared, {"period": "2026-q4"}) == []
    assert errors(shared, {"perod": "2026-q4"}) != []


def test_either_kind_of_result_is_admitted_in_their_folder() -> None:
    decided = {"period": "2026-q4", "decided": {"on": "2026-10-12", "by": "p-1"}}

    assert errors(FILES["results.schema.json"], {**decided, "reward": "bonus"}) == []  # its rows are in a table
    assert errors(FILES["results.schema.json"], {**decided, "criteria": "s1-to-s2"}) == []
    assert errors(FILES["results.schema.json"], decided) != []


VALUES = (
    "0", "15", "-3", "1.10", "1,200,000", "1,20", "12,000.50", "120万", "1.5亿", "3千", "15%", "0.15", "-2.5 %", "15%%", "CNY 3万",
    "CNY 30,000.00", "USD 5", "CNY", "3万 CNY", "¥300", "12 months", "5 working days", "10 个工作日", "2 years", "3 学时", "12", "months",
    "1e5", "1_000", "3:30", "NaN", "", "十", "2026-07-01", "2026/7/1", "26-7-1", "1899-01-01", "2026-7-1", "20260701",
)  # fmt: skip


@pytest.mark.parametrize("form", [NUMBER, PERCENT, QUANTITY, MONEY, DURATION, DATE], ids=lambda form: form.name.en)
@pytest.mark.parametrize("value", VALUES)
def test_a_pattern_admits_what_the_form_reads(form: Form[Any], value: str) -> None:
    reader = Reader(Settings(currency="CNY"))
    read = form.read(Scalar(value, "x.yml", 1, 1, 1, len(value) + 1), reader)
    valid = not errors(SchemaWriter("en", ("zh", "en"), {}).form(form), value)

    assert valid == (read is not None)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("noun", [*KINDS.values(), Site], ids=lambda noun: noun.kind)
def test_every_field_is_explained_in_both_languages(noun: Any, lang: str) -> None:
    schema = record_schema(noun.kind, lang=lang)
    properties = [part.get("properties", {}) for part in schema["$defs"].values()]
    fields = [field for found in properties for field in found.values() if "anyOf" not in found and "x-title" in field]

    assert len(schema["$defs"][f"record-{noun.kind}"]["properties"]) >= len(shape_of(noun).fields)
    for field in fields:
        assert field["title"] == field["x-title"][lang]
        assert field["description"] == field["x-description"][lang]
        assert re.search("[一-鿿]", field["x-title"]["zh"] + field["x-description"]["zh"])
        assert field["x-title"]["en"].isascii()


def test_the_ids_of_a_site_are_offered_with_their_titles_and_others_are_not_refused() -> None:
    schema = record_schema("goal", lang="en", names={"metric": {"net-revenue": "Net revenue"}})
    offered = schema["$defs"]["to-metric"]["anyOf"][0]

    assert offered == {"enum": ["net-revenue"], "enumDescriptions": ["Net revenue"]}
    goal = {"title": "x", "owner": "team/east", "period": "2026-q4", "metric": "about-to-be-written", "target": 3}
    assert errors(schema, goal) == []
    assert errors(schema, {**goal, "metric": "No Id"}) != []


def forms_below(form: Form[Any], seen: set[type[Any]]) -> list[Form[Any]]:
    if isinstance(form, ListOf | MapOf):
        return [form, *forms_below(form.inner, seen)]
    if isinstance(form, Struct):
        if form.noun in seen:
            return [form]
        seen.add(form.noun)
        return [
            form,
            *(inner for spec in shape_of(form.noun).fields.values() for inner in forms_below(spec.form, seen)),
        ]
    return [form]


def test_no_form_is_without_a_pattern_of_its_own() -> None:
    """A form that a schema does not know would let anything pass. Only figures, which may be any word, do."""
    writer = SchemaWriter("en", ("zh", "en"), {})
    seen: set[type[Any]] = set()
    forms = [
        form
        for noun in (*KINDS.values(), Site)
        for spec in shape_of(noun).fields.values()
        for form in forms_below(spec.form, seen)
    ]
    loose = {type(form).__name__ for form in forms if writer.form(form) == writer.form(Form())}

    assert loose == {"FigureForm"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatever_has_a_pattern_says_in_words_what_is_expected(lang: str) -> None:
    """Editors would show the pattern itself, and nobody reads that."""

    def with_pattern(value: Any) -> list[dict[str, Any]]:
        if isinstance(value, list):
            return [found for item in value for found in with_pattern(item)]
        if not isinstance(value, dict):
            return []
        inner = [found for item in value.values() for found in with_pattern(item)]
        return [value, *inner] if isinstance(value.get("pattern"), str) else inner

    found = with_pattern(list(schema_files(lang).values()))

    assert len(found) > 100
    assert all(
        re.match("应为.*。$" if lang == "zh" else r"Expects .*\.$", part["patternErrorMessage"]) for part in found
    )
