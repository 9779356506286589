"""Tables and data of a site: what they hold for whom, in a shape that is documented."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jsonschema
import openpyxl
import pytest

from perfsite.pipeline import find_audience, load, load_history, set_type
from perfsite.project import SITE_FILE, Project
from perfsite.render.site import Press
from tests.history.repository import Repository
from tests.privacy.repositories import AUDIENCES, BONUS, COMPANY, PEOPLE, PROMOTIONS, press
from tests.render.test_tables import rows_of_csv
from tests.site_builder import AS_OF

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/data.schema.json").read_text("utf-8"))
MASKED_AFTER = {
    **COMPANY,
    SITE_FILE: COMPANY[SITE_FILE].replace("  notice: 5", "  names: {after: masked}\n  notice: 5"),
}
RESULT = "data/award-result/2026-q3-quarterly-bonus.json"


@cache
def company(audience: str, masked_after: bool = False) -> Mapping[str, bytes]:
    return dict(press(MASKED_AFTER if masked_after else COMPANY, audience).print_all(1))


def data(path: str, audience: str = "hr", **more: bool) -> Any:
    return json.loads(company(audience, **more)[path])


def table(path: str, audience: str = "hr", **more: bool) -> list[dict[str, str]]:
    """The rows of a CSV by the names of its columns."""
    labels, *rows = rows_of_csv(company(audience, **more)[path])
    return [dict(zip(labels, row, strict=True)) for row in rows]


# Data


@pytest.mark.parametrize("audience", AUDIENCES)
def test_all_data_is_of_the_documented_shape(audience: str) -> None:
    files = {path: json.loads(content) for path, content in company(audience).items() if path.startswith("data/")}
    validator = jsonschema.Draft202012Validator(SCHEMA)

    assert len(files) > 20
    for path, found in files.items():
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(found)]
        assert not errors, (path, errors)


def test_every_form_of_field_is_of_the_documented_shape() -> None:
    root = Path(__file__).parents[1] / "sites/every-form"
    loaded = load(Project(root))
    found = Press(set_type(loaded, audience=loaded.library.site.audience_rules[-1], as_of=AS_OF)).print_all(1)
    validator = jsonschema.Draft202012Validator(SCHEMA)

    kinds = set()
    for path, content in found:
        if path.startswith("data/"):
            validator.validate(json.loads(content))
            kinds.add(path.split("/")[1])
    assert {"rule", "reward", "ladder", "goal"} <= kinds


def test_a_record_has_its_fields_by_their_names_with_exact_values() -> None:
    found = data(RESULT)

    assert (found["version"], found["kind"], found["id"]) == (1, "award-result", "2026-q3-quarterly-bonus")
    assert found["title"] == {"zh": "2026年第三季度奖金", "en": "Bonus for the third quarter of 2026"}
    assert found["state"] == {
        "name": "final",
        "since": "2026-10-19",
        "notice_end": "2026-10-26",
        "open_until": "2026-10-28",
    }
    assert found["fields"]["reward"] == {"kind": "reward", "id": "quarterly-bonus"}
    first = found["fields"]["recipients"][0]
    assert first["person"] == {"kind": "person", "id": "p-2", "name": {"zh": "张浩博", "en": "Zhang Haobo"}}
    assert first["amount"] == {"value": "36000.00", "unit": "CNY"}
    assert first["total"] == "109.00"
    assert found["fields"]["recipients"][1]["exception"]["on"] == "2026-10-11"


def test_the_index_leads_to_every_record_and_table_and_to_nothing_else() -> None:
    files, index = company("hr"), data("data/index.json")

    assert (index["as_of"], index["audience"]) == (AS_OF.isoformat(), "hr")
    for record in index["records"]:
        content = files[urljoin("data/index.json", record["data"])]
        assert hashlib.sha256(content).hexdigest() == record["sha256"]
        assert json.loads(content)["title"] == record["title"]
        for page in json.loads(content)["pages"].values():
            assert urljoin(urljoin("data/index.json", record["data"]), page).partition("#")[0] in files
    records = {urljoin("data/index.json", record["data"]) for record in index["records"]}
    assert records | {"data/index.json"} == {path for path in files if path.startswith("data/")}
    tables = {urljoin("data/index.json", one[suffix]) for one in index["tables"] for suffix in ("csv", "xlsx")}
    assert tables == {path for path in files if path.endswith((".csv", ".xlsx"))}


def test_addresses_are_whole_where_the_site_knows_its_host() -> None:
    whole = {**COMPANY, SITE_FILE: COMPANY[SITE_FILE] + "base_url: https://people.example.internal/standards/\n"}
    content = press(whole, "hr").file(RESULT)

    assert content is not None
    assert json.loads(content)["pages"]["zh"] == (
        "https://people.example.internal/standards/zh/results/2026-q3-quarterly-bonus.html"
    )


def test_data_has_the_number_and_day_of_the_newest_version(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("开始", dict(COMPANY))
    repository.time += 86_400
    rule = "content/rules/scorecard.yml"
    repository.commit(
        "改权重", {rule: COMPANY[rule].replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%")}
    )
    loaded = load(Project(tmp_path))
    audience = find_audience(loaded, "managers")
    assert audience is not None
    history = load_history(loaded, cached=False)
    found = Press(set_type(loaded, audience=audience, as_of=AS_OF, history=history))

    changed, same = (
        json.loads(found.file(f"data/{path}.json") or b"") for path in ("rule/scorecard", "metric/net-revenue")
    )

    assert changed["history"]["version"] == 2
    assert changed["history"]["pages"]["en"] == "../../en/history/rule/scorecard/index.html"
    assert found.file("en/history/rule/scorecard/index.html") is not None
    assert same["history"]["version"] == 1
    assert "pages" not in same["history"]
    days = [dt.date.fromisoformat(one["history"]["day"]) for one in (same, changed)]
    assert days[1] - days[0] == dt.timedelta(days=1)


# Tables


def test_recipients_have_every_figure_that_their_page_shows() -> None:
    rows = table("zh/results/2026-q3-quarterly-bonus.csv")

    assert [row["人员或团队"] for row in rows] == ["李静怡", "张浩博"]
    assert rows[1] == {
        "人员或团队编号": "p-2",
        "人员或团队": "张浩博",
        "所在团队": "上海大区",
        "净销售额": "115",
        "回款率": "100",
        "总分": "109.00",
        "等级": "A",
        "金额": "36000.00",
        "金额（单位）": "CNY",
        "备注": "",
        "例外": "",
        "例外理由": "",
    }
    assert rows[0]["例外理由"] == "系统迁移"


def test_both_formats_and_both_languages_have_the_same_figures() -> None:
    for path, content in company("hr").items():
        if path.endswith(".xlsx"):
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            assert sheet is not None
            rows = rows_of_csv(company("hr")[path.removesuffix("xlsx") + "csv"])
            assert [[cell.value for cell in sheet[1]]] == rows[:1]
            assert sheet.max_row == len(rows)
            assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    # By the id, since names are in the order of each language.
    zh, en = (
        sorted(
            (row[0], row[5:9]) for row in rows_of_csv(company("hr")[f"{lang}/results/2026-q3-quarterly-bonus.csv"])[1:]
        )
        for lang in ("zh", "en")
    )
    assert zh == en


def test_candidates_are_told_how_each_requirement_was_met() -> None:
    (row,) = table("en/results/promotion/2026-promotions.csv")

    assert (row["Person"], row["Outcome"], row["Effective"]) == ("Zhang Haobo", "promoted", "2027-01-01")
    assert (row["course"], row["conduct"]) == ("waived", "met")


def test_actuals_are_a_row_for_each_figure() -> None:
    rows = table("en/actuals/2026-q3-conduct.csv")

    assert [(row["Person or team id"], row["Metric id"], row["Value"]) for row in rows] == [
        ("p-3", "collection-rate", "90%"),
        ("p-3", "compliance-breaches", "0"),
        ("p-2", "collection-rate", "96%"),
        ("p-2", "compliance-breaches", "0"),
    ]


def test_a_period_and_a_team_have_the_goals_of_their_own() -> None:
    of = {
        path: {row["Id"] for row in table(f"en/{path}.csv")}
        for path in ("goals/index", "periods/2026-q3", "teams/shanghai")
    }

    assert (
        of["goals/index"] == of["periods/2026-q3"] == {"east-revenue", "plan-b", "shanghai-revenue", "zhejiang-revenue"}
    )
    assert of["teams/shanghai"] == {"shanghai-revenue"}
    goal = next(row for row in table("en/goals/index.csv") if row["Id"] == "shanghai-revenue")
    assert (goal["Target"], goal["Target (unit)"], goal["Actual"]) == ("12000000", "CNY", "13200000")


def test_a_rule_has_a_table_of_weights_and_one_of_grades() -> None:
    weights, grades = table("en/rules/scorecard.csv"), table("en/rules/scorecard.grades.csv")

    assert [(row["Id"], row["Weight"]) for row in weights] == [("revenue", "60%"), ("collection", "40%")]
    assert [(row["Grade"], row["Coefficient"]) for row in grades] == [("A", "1.2"), ("B", "1.0"), ("C", "0.5")]


# Who may see what


def test_where_people_are_masked_exports_name_nobody_and_hold_no_id() -> None:
    """Neither an id nor an order that follows from one; what managers may see of the figures is there."""
    path = "zh/results/2026-q3-quarterly-bonus.csv"
    rows = table(path, "managers", masked_after=True)
    found = data(RESULT, "managers", masked_after=True)

    assert [row["人员或团队"] for row in rows] == ["李**", "张**"]
    assert "人员或团队编号" not in rows[0]
    assert {row["金额"] for row in rows} == {"36000.00", "30000.00"}
    assert {tuple(one["person"]) for one in found["fields"]["recipients"]} == {("kind", "name")}
    text = json.dumps(found, ensure_ascii=False)
    for word in ("p-2", "p-3", "张浩博", "李静怡", "Haobo", "p-4", "欧阳敏"):
        assert word not in text
    # Their own pages and goals are not masked for managers.
    assert data("data/goal/shanghai-revenue.json", "managers", masked_after=True)["fields"]["owner"]["id"] == "p-2"


def test_the_order_of_masked_people_in_the_file_tells_nothing() -> None:
    """Those that look alike may have been written in either order."""
    recipients = "  - {person: p-2, total: 80, grade: B}\n  - {person: p-7, total: 80, grade: B}\n"
    second = recipients.splitlines(keepends=True)[::-1]
    head, _, tail = COMPANY[BONUS].partition("recipients:\n")
    rest = tail[tail.index("left_out:") :]
    people = COMPANY[PEOPLE] + "- {id: p-7, name: {zh: 张三丰, en: Zhao Sanfeng}}\n"

    def printed(rows: str) -> dict[str, bytes]:
        files = {**MASKED_AFTER, PEOPLE: people, BONUS: f"{head}recipients:\n{rows}{rest}"}
        return {path: content for path, content in press(files, "managers").print_all(1) if "bonus" in path}

    one, other = printed(recipients), printed("".join(second))
    for path in (RESULT, "zh/results/2026-q3-quarterly-bonus.csv", "zh/results/2026-q3-quarterly-bonus.xlsx"):
        assert one[path] == other[path], path


def test_everyone_has_no_table_of_what_only_managers_see() -> None:
    files = company("everyone")

    assert "zh/results/2026-q3-quarterly-bonus.html" in files
    assert "zh/results/2026-q3-quarterly-bonus.csv" not in files
    assert "zh/actuals/2026-q3-revenue.xlsx" not in files
    assert "recipients" not in data(RESULT, "everyone")["fields"]
    assert not any(path.startswith(("data/person/", "zh/people/")) for path in files)


def test_texts_lead_to_nobody_whom_they_may_not_name() -> None:
    body = "body: {zh: '由[张浩博](person/p-2)推荐', en: 'Proposed by [Zhang](person/p-2)'}\n"
    links = "links: [{title: {zh: 主页, en: Page}, url: person/p-2}]\n"
    files = {**MASKED_AFTER, PROMOTIONS: COMPANY[PROMOTIONS] + body + links}
    content = press(files, "managers").file("data/promotion-result/2026-promotions.json")

    assert content is not None
    fields = json.loads(content)["fields"]
    assert fields["body"] == {"zh": "由张浩博推荐", "en": "Proposed by Zhang"}
    assert fields["links"] == [{"title": {"zh": "主页", "en": "Page"}}]


# Pages


def test_pages_offer_the_tables_that_stand_on_them_and_their_record() -> None:
    page = company("hr")["zh/results/2026-q3-quarterly-bonus.html"].decode()

    assert '<a href="2026-q3-quarterly-bonus.csv" download="2026-q3-quarterly-bonus.csv">CSV' in page
    assert '<a href="2026-q3-quarterly-bonus.xlsx" download="2026-q3-quarterly-bonus.xlsx">XLSX' in page
    assert f'<a href="../../{RESULT}" download="2026-q3-quarterly-bonus.json">JSON' in page
    rule = company("hr")["en/rules/scorecard.html"].decode()
    assert rule.index('download="scorecard.csv"') < rule.index('download="scorecard-grades.csv"')
    assert "index.csv" in company("hr")["en/goals/index.html"].decode()
    assert "2026-q3-quarterly-bonus.csv" not in company("everyone")["zh/results/2026-q3-quarterly-bonus.html"].decode()


def test_a_page_lists_all_that_can_be_taken_away() -> None:
    for lang in ("zh", "en"):
        page = company("hr")[f"{lang}/downloads/index.html"].decode()
        for path in company("hr"):
            if path.startswith(f"{lang}/") and path.endswith((".csv", ".xlsx")):
                assert f'href="../../{path}"' in page, path
        assert 'href="../../data/index.json"' in page
        assert f'href="../../{lang}/calendar.ics"' in page
    assert 'href="../../zh/downloads/index.html"' in company("hr")["zh/goals/index.html"].decode()
