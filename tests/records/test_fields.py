"""How a mapping becomes a record: each thing that is wrong is told once, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from perfsite.diagnostics import Diagnostic
from perfsite.records.fields import FieldSpec, Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf
from perfsite.records.kinds import KINDS
from perfsite.records.library import Library
from perfsite.records.read import Unit, read_unit
from perfsite.records.reader import Settings
from perfsite.records.record import Record
from perfsite.records.site import Site
from tests.site_builder import BASE, changed, problems, site

METRIC = "content/metrics/collection-rate.yml"
RULE = "content/rules/scorecard.yml"


def told(files: dict[str, str | None]) -> list[str]:
    return [f"{p.code}{'/' + p.hint if p.hint else ''} {p.span.place}" for p in problems(files)]


def library(files: dict[str, str | None]) -> Library:
    return site(files).library


def nouns() -> Iterator[type[Any]]:
    """Every noun that authors write, with those inside it."""
    seen: set[type[Any]] = set()
    waiting: list[type[Any]] = [Site, *KINDS.values()]
    while waiting:
        noun = waiting.pop()
        if noun in seen:
            continue
        seen.add(noun)
        yield noun
        for spec in shape_of(noun).fields.values():
            form: Form[Any] = spec.form
            while isinstance(form, ListOf | MapOf):
                form = form.inner
            if isinstance(form, Struct):
                waiting.append(form.noun)


NOUNS = sorted(nouns(), key=lambda noun: noun.__name__)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
class TestEveryNoun:
    def test_no_chinese_label_means_two_fields(self, noun: type[Any]) -> None:
        """A label in place of a key is answered with the key, so it has to be plain which."""
        words: dict[str, list[str]] = {}
        for spec in shape_of(noun).fields.values():
            for word in {spec.label.zh, *spec.also}:
                words.setdefault(word, []).append(spec.key)
        shared = shape_of(Record).fields.keys() - set(noun.__annotations__)
        # A field of the noun's own wins over one that any record may carry.
        doubtful = {word: keys for word, keys in words.items() if len([key for key in keys if key not in shared]) > 1}
        assert doubtful == {}
        assert all(shape_of(noun).labels[word] == keys[0] for word, keys in words.items())

    def test_no_label_is_a_key(self, noun: type[Any]) -> None:
        shape = shape_of(noun)
        assert not set(shape.labels) & set(shape.fields)

    def test_every_field_has_words_in_both_languages(self, noun: type[Any]) -> None:
        for spec in shape_of(noun).fields.values():
            assert spec.label.zh
            assert spec.label.en
            assert bool(spec.help.zh) == bool(spec.help.en)
            assert spec.form.name.zh
            assert spec.form.name.en

    def test_choices_are_fields(self, noun: type[Any]) -> None:
        shape = shape_of(noun)
        assert all(key in shape.fields for choice in shape.choices for key in choice.keys)


def labels() -> Iterator[tuple[str, FieldSpec, str]]:
    for kind, noun in KINDS.items():
        for spec in shape_of(noun).fields.values():
            for word in dict.fromkeys((spec.label.zh, *spec.also)):
                yield kind, spec, word


@pytest.mark.parametrize(
    ("kind", "spec", "word"), list(labels()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_chinese_label_is_answered_with_the_key(kind: str, spec: FieldSpec, word: str) -> None:
    """Every field of every kind, by its label and by the other words that people use for it."""
    file = f"content/{KINDS[kind].folder}/zz-label.yml"
    read = read_unit(Unit(file), {file: f"kind: {kind}\n{word}: 1\n".encode()}, Settings(), "content")
    (problem,) = [problem for problem in read.problems if problem.code == "PS402"]
    assert (problem.hint, problem.span.line, problem.span.column) == ("label", 2, 1)
    assert problem.fix is not None
    assert problem.fix.text == spec.key
    # The field is not missing as well.
    assert spec.key not in {problem.arguments["field"] for problem in read.problems if problem.code == "PS401"}


class TestOneCauseOneProblem:
    def test_a_misspelt_required_field_is_not_missing_too(self) -> None:
        assert told(changed(METRIC, "direction:", "directon:")) == [f"PS402/suggest {METRIC}:3:1"]

    def test_a_required_field_under_an_odd_name_is_told_by_its_value(self) -> None:
        rule = changed(RULE, "total: {places: 2, rounding: half-up}", "sum: {places: 2, rounding: half-up}")
        (problem,) = problems(rule)
        assert problem.fix is not None
        assert (problem.code, problem.hint, problem.fix.text) == ("PS402", "suggest", "total")

    def test_several_mistakes_are_all_told(self) -> None:
        files = changed(METRIC, "percent", "百分比", "direction: higher", "direction:\nplaces: 9\n口径: {zh: x, en: y}")
        assert told(files) == [
            f"PS427/label {METRIC}:2:7",
            f"PS405/needed {METRIC}:3:1",
            f"PS426 {METRIC}:4:9",
            f"PS402/label {METRIC}:5:1",
        ]

    def test_a_repeated_field_names_the_first(self) -> None:
        (problem,) = problems(changed(METRIC, "unit: percent", "unit: percent\nunit: count"))
        assert (problem.code, problem.span.line) == ("PS212", 3)
        assert [related.span.line for related in problem.related] == [2]

    def test_a_file_that_cannot_be_read_leaves_no_dangling_references(self) -> None:
        for text in ("title: {", "\x00", "- just a list\n", "", "标题：净销售额\n", "x" * 300_000):
            found = problems({"content/metrics/net-revenue.yml": text})
            assert [problem.span.file for problem in found] == ["content/metrics/net-revenue.yml"], text[:10]

    def test_nor_does_a_bad_id(self) -> None:
        assert told(changed("content/people/people.yml", "- id: p-2", "- id: P2")) == [
            "PS304/mended content/people/people.yml:6:7"
        ]

    def test_nor_does_an_id_that_is_used_twice(self) -> None:
        (problem,) = problems(changed("content/people/people.yml", "- id: p-2", "- id: p-1"))
        assert (problem.code, problem.span.line, problem.span.column) == ("PS301", 6, 7)
        assert [(related.span.line, related.span.column) for related in problem.related] == [(1, 7)]

    def test_an_id_taken_from_file_names_is_told_at_the_file(self) -> None:
        (problem,) = problems({"content/metrics/collection/rate.yml": BASE[METRIC]})
        assert (problem.code, problem.span.place) == ("PS301", "content/metrics/collection/rate.yml:1:1")

    def test_a_file_name_that_makes_no_id(self) -> None:
        (problem,) = problems({"content/metrics/Gross Margin.yml": BASE[METRIC]})
        assert (problem.code, problem.hint, problem.arguments["mended"]) == ("PS304", "file", "gross-margin.yml")


class TestShapes:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("source: crm", "PS403/keys 4:9"),
            ("source: [crm]", "PS403 4:9"),
            ("source:", "PS405 4:1"),
            ("source: {}", "PS401 4:9"),
            ("source: ~", "PS405 4:1"),
            ("places: [2]", "PS403 4:9"),
            ("places: {a: 2}", "PS403 4:10"),
            ("tags: a", "PS408 4:7"),
            ("tags: {a: b}", "PS408/dash 4:8"),
            ("tags: [a, ]\nowner: [p-1]", "PS403 5:8"),
            ("tags: [a, {b: c}]", "PS403 4:12"),
            ("tags: [a, '']", "PS405/value 4:11"),
            ("definition: [a]", "PS403 4:13"),
            ("definition: {zh: {a: b}, en: x}", "PS403/braces 4:19"),
            ("definition: {zh: '', en: x}", "PS405 4:14"),
            ("definition: {zh: a, zh: b, en: x}", "PS212 4:21"),
            ("definition: {}", "PS405/value 4:13"),
            ("definition: '  '", "PS405/value 4:13"),
            ("translation_of: x", "PS403 4:17"),
            ("translation_of: {en: }", "PS405 4:18"),
            ("translation_of: {EN: x}", "PS304/mended 4:18"),
        ],
    )
    def test_wrong_shapes(self, line: str, expected: str) -> None:
        code, where = expected.split()
        assert told({METRIC: f"{BASE[METRIC]}{line}\n"}) == [f"{code} {METRIC}:{where}"]

    def test_a_single_value_may_stand_for_a_list_where_the_field_says_so(self) -> None:
        one = library(changed(RULE, "{role: regional-manager}", "{role: [regional-manager]}"))
        assert one.records["rule"] == library({}).records["rule"]


class TestTables:
    GOALS = "content/goals/visits.csv"

    def test_a_table_is_one_record_a_row_with_what_the_file_beside_it_says(self) -> None:
        table = {
            "content/people/more.csv": "id,name.zh,name.en,surname\np-8,司马南,Sima Nan,司马\np-9,王芳,Wang Fang,\n",
            "content/people/more.yml": "joined: 2026-01-05\n",
        }
        people = library(dict(table)).records["person"]
        assert [str(people[id].title or people[id].name) for id in ("p-8", "p-9")] == ["司马南", "王芳"]  # type: ignore[attr-defined]
        assert [people[id].surname for id in ("p-8", "p-9")] == ["司马", None]  # type: ignore[attr-defined]
        assert {str(people[id].joined) for id in ("p-8", "p-9")} == {"2026-01-05"}  # type: ignore[attr-defined]

    def test_a_field_in_both_is_told_once(self) -> None:
        table: dict[str, str | None] = {
            "content/people/more.csv": "id,joined\np-8,2026-01-05\np-9,2026-01-05\n",
            "content/people/more.yml": "joined: 2026-01-05\n",
        }
        assert [text for text in told(table) if "PS213" in text] == ["PS213/both content/people/more.csv:1:4"]

    def test_an_unknown_column_is_told_once_and_a_blank_cell_where_it_is(self) -> None:
        file = "content/actuals/2026-q3-revenue.csv"
        assert told({file: 'person,valeu\np-2,"CNY 13,200,000"\np-3,"CNY 7,600,000"\n'}) == [
            f"PS402/suggest {file}:1:8"
        ]
        assert told({file: 'person,value\np-2,\np-3,"CNY 7,600,000"\n'}) == [f"PS405/needed {file}:2:5"]

    def test_a_list_in_a_cell_has_an_item_after_each_semicolon(self) -> None:
        table: dict[str, str | None] = {
            "content/people/more.csv": "id,name.zh,name.en,tags\np-8,甲乙,Jia Yi,a; b；C_d\n"
        }
        (problem,) = [p for p in problems(table) if p.code == "PS304"]
        assert (problem.span.line, problem.span.column, problem.span.end_column) == (2, 20, 23)
        assert problem.fix is not None
        assert problem.fix.text == "c-d"

    def test_a_mended_text_with_a_comma_is_put_in_quotes(self) -> None:
        file = "content/actuals/2026-q3-revenue.csv"
        (problem,) = problems({file: 'person,value\np-2,"13,200,000元"\np-3,"CNY 7,600,000"\n'})
        assert problem.fix is not None
        assert (problem.code, problem.fix.text) == ("PS423", '"CNY 13,200,000"')


class TestTranslations:
    PAGE = "content/pages/how-to-ask.md"

    def test_texts_of_two_files_are_one(self) -> None:
        body = library({}).records["page"]["principles"].body
        assert body is not None
        assert [lang for lang, _ in body] == ["zh", "en"]

    def test_a_translation_has_no_fields_of_its_own(self) -> None:
        file = "content/pages/principles.en.md"
        text = BASE[file].replace("---\n", "---\nsection: about\n", 1)
        assert told({file: text}) == [f"PS402/translation {file}:2:1"]

    def test_of_a_language_that_the_site_does_not_have(self) -> None:
        (problem,) = problems({"content/pages/principles.fr.md": "D'abord la règle."})
        assert (problem.code, problem.arguments["language"]) == ("PS214", "fr")


class TestFiles:
    @pytest.mark.parametrize(
        ("file", "expected"),
        [
            ("content/metric/x.yml", "PS305/suggest"),
            ("content/whatever/x.yml", "PS305"),
            ("content/x.yml", "PS305/top"),
        ],
    )
    def test_in_no_folder_of_records(self, file: str, expected: str) -> None:
        assert told({file: "title: x\n"}) == [f"{expected} {file}:1:1"]

    def test_a_kind_that_does_not_belong_in_its_folder(self) -> None:
        assert told(changed(METRIC, "title:", "kind: goal\ntitle:")) == [f"PS427/suggest {METRIC}:1:7"]

    def test_the_stated_kind_and_id_win(self) -> None:
        found = library(changed(METRIC, "title:", "kind: metric\nid: collection\ntitle:")).records["metric"]
        assert "collection" in found

    def test_a_list_of_records_has_ids(self) -> None:
        file = "content/people/people.yml"
        for wrong, hint, place in (
            ("- ID: p-2", "PS402/suggest", "6:3"),
            ("- 编号: p-2", "PS402/label", "6:3"),
            ("- nick: p-2", "PS306", "6:3"),
            ("- id:", "PS405", "6:3"),
        ):
            assert told(changed(file, "- id: p-2", wrong)) == [f"{hint} {file}:{place}"]

    def test_what_is_no_record_in_a_list(self) -> None:
        file = "content/people/people.yml"
        assert told({file: f"- p-9\n{BASE[file]}"}) == [f"PS201/item {file}:1:3"]


def test_the_site_needs_a_language() -> None:
    assert told(changed("perfsite.yml", "[zh, en]", "[]")) == ["PS405 perfsite.yml:2:1"]


def test_an_empty_site_file_is_one_problem() -> None:
    found: tuple[Diagnostic, ...] = problems({"perfsite.yml": "# nothing yet\n"})
    assert [(p.code, p.hint, p.span.place) for p in found if p.span.file == "perfsite.yml"] == [
        ("PS405", "file", "perfsite.yml:1:1")
    ]
