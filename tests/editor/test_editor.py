"""What somebody sees who writes records in an editor: asked of the language server that VS Code's YAML extension runs.

`┃` marks the cursor.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from perfsite.records.kinds import FOLDERS
from tests.editor import language_server
from tests.editor.conftest import write_new_repository, write_schemas
from tests.editor.language_server import CURSOR, LanguageServer, Message

GOAL = "content/goals/new.yml"
RULE = "content/rules/new.yml"
RESULT = "content/results/new.yml"
SITE = "perfsite.yml"
SOUND_GOAL = """\
title: {en: Ten new customers, zh: 新签十家客户}
owner: team/sales
period: 2026-q4
metric: net-revenue
target: CNY 600万
"""


def named(offers: dict[str, Message]) -> dict[str, str]:
    """What is offered, each with the words beside it."""
    return {label: str(item.get("documentation", "")) for label, item in offers.items()}


def explained(offers: dict[str, Message], key: str) -> str:
    return str(offers[key]["documentation"]["value"])


# Completion of the names of fields


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (GOAL, {"title", "owner", "metric", "baseline", "target", "achievable", "supports", "revisions"}),
        (RULE, {"title", "applies_to", "in_force", "components", "gates", "total", "grades", "examples"}),
        ("content/rewards/new.yml", {"kind", "basis", "eligibility", "amount", "budget", "winners"}),
        ("content/ladders/new.yml", {"tracks", "levels", "competencies"}),
        ("content/promotion/new.yml", {"ladder", "from", "to", "requires", "waivers", "notice"}),
        ("content/metrics/new.yml", {"title", "unit", "currency", "direction"}),
        ("content/people/new.yml", {"id", "name", "joined", "positions"}),
        ("content/actuals/new.yml", {"source", "period", "date_field"}),
        (RESULT, {"reward", "criteria", "recipients", "candidates", "decided", "notice", "objections"}),
        (SITE, {"title", "languages", "calendar", "policy", "contact", "ways", "visibility"}),
        ("imports/zoho.yml", {"system", "row_id", "whose", "when", "measures", "into"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_fields_of_each_kind_are_offered_and_explained(english: LanguageServer, path: str, keys: set[str]) -> None:
    offers = english.offers(path, CURSOR)

    assert keys <= offers.keys()
    assert all(explained(offers, key) for key in keys)


def test_every_field_that_is_offered_is_written_with_its_colon(english: LanguageServer) -> None:
    bare = {
        f"{path}: {item['insertText']}"
        for path in (f"content/{folder}/new.yml" for folder in FOLDERS)
        for item in english.offers(path, CURSOR).values()
        for line in item["insertText"].splitlines()
        if line.strip(" -${}0123456789") and ":" not in line
    }

    assert bare == set()


def test_a_field_that_is_there_is_not_offered_again(english: LanguageServer) -> None:
    assert not {"title", "owner", "period"} & english.offers(GOAL, SOUND_GOAL + CURSOR).keys()


def test_the_whole_record_is_offered_with_all_that_it_needs(english: LanguageServer, chinese: LanguageServer) -> None:
    assert english.offers(GOAL, CURSOR)["goal"]["insertText"] == "title: $1\nowner: $2\nperiod: $3"
    assert chinese.offers(GOAL, CURSOR)["目标"]["insertText"] == "title: $1\nowner: $2\nperiod: $3"


@pytest.mark.parametrize(
    ("path", "text", "keys"),
    [
        (GOAL, "revisions:\n  - ┃", {"on", "effective", "target", "reason", "approved_by"}),
        (GOAL, "key_results:\n  - title: x\n    ┃", {"metric", "from", "to", "weight"}),
        (GOAL, "in_force:\n  ┃", {"from", "until"}),
        (RULE, "components:\n  revenue:\n    ┃", {"metric", "weight", "measure", "line", "steps", "slices", "missing"}),
        (RULE, "components:\n  revenue:\n    steps:\n      - ┃", {"from", "above", "points"}),
        ("content/promotion/new.yml", "requires:\n  all:\n    - any:\n        - ┃", {"tenure", "grade", "completed"}),
        (RESULT, "reward: quarterly-bonus\nrecipients:\n  - ┃", {"person", "total", "grade", "amount", "exception"}),
        (SITE, "policy:\n  ┃", {"publish_within", "notice", "objections", "names", "smallest_group"}),
    ],
)
def test_the_fields_of_groups_and_of_items_are_offered_where_they_stand(
    english: LanguageServer, path: str, text: str, keys: set[str]
) -> None:
    assert keys <= english.offers(path, text).keys()


def test_an_item_of_a_list_is_written_with_all_that_it_needs(chinese: LanguageServer) -> None:
    whole = chinese.offers(GOAL, "revisions:\n  - ┃")["调整"]["insertText"]

    assert [line.partition(":")[0].strip().strip('"') for line in whole.splitlines()] == [
        "on", "target", "reason", "approved_by",
    ]  # fmt: skip


def test_a_file_that_holds_a_list_offers_the_fields_of_each_record(english: LanguageServer) -> None:
    offers = english.offers(GOAL, "- id: first\n  title: One\n  ┃")

    assert {"owner", "metric", "target"} <= offers.keys()
    assert "id" not in offers
    assert named(english.offers(GOAL, "- id: first\n  metric: ┃")).keys() == {"net-revenue", "collection-rate"}


# Completion of ids, with names


@pytest.mark.parametrize(
    ("path", "text", "offered"),
    [
        (GOAL, "metric: ┃", {"net-revenue": "Net revenue", "collection-rate": "Cash collection"}),
        (GOAL, "supports: ┃", {"2026-q4-sales-revenue": "Net revenue of CNY 6 million this quarter"}),
        (RULE, "applies_to: {role: ┃}", {"account-manager": "Account manager", "sales-manager": "Sales manager"}),
        ("content/rewards/new.yml", "basis:\n  rule: ┃", {"account-manager": "Account manager's quarterly scorecard"}),
        (RESULT, "recipients:\n  - person: ┃", {"p-001": "Zhou Qiming", "p-002": "Lin Jiayi", "p-003": "Ouyang Lei"}),
        (RESULT, "reward: ┃", {"quarterly-bonus": "Quarterly bonus"}),
        (SITE, "calendar: ┃", {"cn": "Working days in China"}),
    ],
)
def test_the_ids_of_the_site_are_offered_with_their_names(
    english: LanguageServer, path: str, text: str, offered: dict[str, str]
) -> None:
    found = named(english.offers(path, text))

    assert offered.items() <= found.items()
    assert all(found.values()), "an id without its name"


def test_a_reference_to_one_of_several_kinds_says_which(chinese: LanguageServer) -> None:
    assert named(chinese.offers(GOAL, "owner: ┃")) == {
        "person/p-001": "周启明", "person/p-002": "林嘉怡", "person/p-003": "欧阳磊", "team/sales": "销售部",
    }  # fmt: skip


def test_a_list_of_references_offers_them_for_each_item(english: LanguageServer) -> None:
    assert {"p-001", "p-002"} <= english.offers(RESULT, "decided:\n  by:\n    - p-003\n    - ┃").keys()


# Completion of words and texts


def test_the_words_of_a_choice_are_offered_with_what_they_mean(
    english: LanguageServer, chinese: LanguageServer
) -> None:
    text = "title: x\ndirection: ┃"

    assert named(english.offers("content/metrics/new.yml", text)) == {
        "higher": "higher is better", "lower": "lower is better",
    }  # fmt: skip
    assert named(chinese.offers("content/metrics/new.yml", text)) == {"higher": "越高越好", "lower": "越低越好"}


def test_what_counts_where_nothing_is_written_is_said_to_be_the_default(english: LanguageServer) -> None:
    offers = english.offers(GOAL, "status: ┃")

    assert offers["active"]["detail"] == "Default value"
    assert {"legacy", "not in use"} <= offers.keys()


def test_a_text_is_offered_with_a_blank_for_each_language_and_nothing_else(
    english: LanguageServer, chinese: LanguageServer
) -> None:
    (offer,) = chinese.offers(GOAL, "title: ┃").values()

    assert offer["insertText"] == "{zh: ${1}, en: ${2}}"
    assert list(english.offers(GOAL, "title: ┃")) == ["{en: …, zh: …}"]
    assert {"zh", "en"} <= chinese.offers(GOAL, "title:\n  ┃").keys()


# What shows under the pointer


@pytest.mark.parametrize(
    ("path", "text", "english_words", "chinese_words"),
    [
        (GOAL, "base┃line: 1", "Where we start", "起点"),
        (GOAL, "revisions:\n  - on: 2026-11-01\n    effec┃tive: 2026-11-02", "Expects a date", "应为日期"),
        (RULE, "components:\n  revenue:\n    miss┃ing: error", "where there is no actual", "没有数据时怎么办"),
        (SITE, "policy:\n  smallest_┃group: 6", "No figure is shown about fewer people", "少于"),
    ],
)
def test_a_field_is_explained_in_the_language_of_the_site(
    english: LanguageServer,
    chinese: LanguageServer,
    path: str,
    text: str,
    english_words: str,
    chinese_words: str,
) -> None:
    assert english_words in english.words(path, text)
    assert chinese_words in chinese.words(path, text)
    assert english_words not in chinese.words(path, text)


def test_a_reference_is_explained_with_the_records_that_are_there(chinese: LanguageServer) -> None:
    words = chinese.words(GOAL, "metric: net-rev┃enue")

    assert "`net-revenue`: 净销售额" in words
    assert "`collection-rate`: 回款率" in words


def test_the_example_of_a_reference_is_an_id_of_its_kind(english: LanguageServer) -> None:
    assert "such as `2026-q4`" in english.words(GOAL, "per┃iod: x")
    assert "such as `person/p-001`" in english.words(GOAL, "own┃er: x")


# What is underlined


def test_a_sound_record_is_not_underlined(english: LanguageServer) -> None:
    assert english.problems(GOAL, SOUND_GOAL) == []


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        (GOAL, f"{SOUND_GOAL}titel: x\n", "6: Property titel is not allowed."),
        (GOAL, SOUND_GOAL.replace("owner: team/sales\n", ""), '1: Missing property "owner".'),
        (GOAL, SOUND_GOAL.replace("CNY 600万", "six million"), "5: Expects a number, a percentage or an amount of money."),
        (GOAL, f"{SOUND_GOAL}in_force: {{from: 2026/10/01}}\n", "6: Expects a date, such as `2026-07-01`."),
        (GOAL, f"{SOUND_GOAL}status: activ\n", '6: Value is not accepted. Valid values: "active", "legacy", "not in use".'),
        (GOAL, f"{SOUND_GOAL}tags: sales\n", '6: Incorrect type. Expected "array".'),
        (GOAL, f"{SOUND_GOAL}in_force: 2026-10-01\n", '6: Incorrect type. Expected "In force".'),
        (GOAL, f"{SOUND_GOAL}summary: {{fr: Dix clients}}\n", "6: Expects text, such as `{zh: 净销售额, en: Net revenue}`."),
        (GOAL, f"{SOUND_GOAL}summary:\n", "6: Expects text, such as `{zh: 净销售额, en: Net revenue}`."),
        (GOAL, SOUND_GOAL.replace("target: CNY 600万\n", ""), "1: one of `target`, `key_results` is missing here"),
        (GOAL, f"{SOUND_GOAL}key_results: []\n", "6: `key_results` and `target` cannot stand together"),
        (GOAL, f"- {SOUND_GOAL.replace(chr(10), chr(10) + '  ')}", '1: Missing property "id".'),
        (RULE, "components: {revenue: {weight: half}}\n", "1: Expects a number, a percentage or an amount of money."),
        (SITE, "title: x\npolicy: {notise: 5 working days}\n", "2: Property notise is not allowed."),
        (SITE, "title: x\npolicy: {notice: five days}\n", "2: Expects a length of time, such as `12 months` or `5 working days`."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_underlined_in_its_line(english: LanguageServer, path: str, text: str, problem: str) -> None:
    assert problem in english.problems(path, text)


def test_what_perfsite_says_is_in_the_language_of_the_site(chinese: LanguageServer) -> None:
    assert "5: 应为数字、百分比或金额。" in chinese.problems(GOAL, SOUND_GOAL.replace("CNY 600万", "六百万"))
    assert "6: `key_results` 和 `target` 不能同时写" in chinese.problems(GOAL, f"{SOUND_GOAL}key_results: []\n")


def test_an_id_that_is_about_to_be_written_is_not_underlined(english: LanguageServer) -> None:
    assert english.problems(GOAL, SOUND_GOAL.replace("net-revenue", "new-customers")) == []


def test_nothing_in_a_new_repository_is_underlined(english: LanguageServer, chinese: LanguageServer) -> None:
    for server in (english, chinese):
        files = [path.relative_to(server.folder).as_posix() for path in server.folder.rglob("*.yml")]
        records = [path for path in files if path.startswith(("content/", "perfsite.yml"))]

        assert len(records) > 15
        assert server.problems_of(records) == {}


def test_nothing_in_the_sample_company_is_underlined(sample: LanguageServer) -> None:
    files = [path.relative_to(sample.folder).as_posix() for path in (sample.folder / "content").rglob("*.yml")]

    assert len(files) > 300
    assert sample.problems_of([SITE, *files]) == {}


def test_what_the_rows_of_a_table_say_may_lack_in_the_file_beside_it_and_nowhere_else(sample: LanguageServer) -> None:
    shared = (sample.folder / "content/goals/2026-q4/east.yml").read_text("utf-8")

    assert sample.problems("content/goals/2026-q4/east.yml", shared) == []
    assert '2: Missing property "owner".' in sample.problems("content/goals/2026-q4/no-table.yml", shared)
    assert any("perod" in problem for problem in sample.problems("content/goals/2026-q4/east.yml", "perod: 2026-q4\n"))


def test_a_record_that_was_just_written_is_among_the_choices(
    open_in_editor: object, tmp_path: Path, english: LanguageServer
) -> None:
    """The server reads the schemas again when they have changed, as VS Code tells it."""
    root = english.folder
    path = root / "content" / "metrics" / "new-customers.yml"
    path.write_text("title: {en: New customers, zh: 新签客户数}\nunit: count\ndirection: higher\n", encoding="utf-8")
    write_schemas(root, "en")
    english.say_changed(".perfsite/schemas/goal.schema.json")

    assert named(english.offers(GOAL, "metric: ┃"))["new-customers"] == "New customers"


def test_without_the_language_server_the_tests_fail_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(language_server, "PROGRAM", tmp_path / "not-there")

    with pytest.raises(FileNotFoundError, match="run `npm ci --ignore-scripts`"):
        LanguageServer(write_new_repository(tmp_path, "en"))
