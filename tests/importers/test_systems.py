"""The presets on exports in the shapes of their systems, with Chinese and English labels: samples/NAME.LANG.csv."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfsite.importers.mappings import preset_names, preset_text
from tests.importers.exports import figures, imported
from tests.importers.xlsx import Rows, styled, workbook
from tests.site_builder import BASE

SAMPLES = Path(__file__).parent / "samples"
PEOPLE = "content/people/people.yml"
# What each system calls two people: an address, a name, an id of its own.
NAMES: dict[str, str | None] = {
    PEOPLE: BASE[PEOPLE]
    .replace(
        "- id: p-2\n",
        "- id: p-2\n  email: zhang.haobo@example.internal\n  aliases: [张浩博, Zhang Haobo, 0055g00000ABCDEAA1]\n",
    )
    .replace("- id: p-3\n", "- id: p-3\n  aliases: [李静怡, Li Jingyi, 0055g00000ABCDeAA2]\n")
}
EXPECTED = {
    "zoho-crm": {"p-2": "CNY 1240000.50", "p-3": "CNY 760000.00"},
    "fxiaoke": {"p-2": "CNY 350000.00", "p-3": "CNY 120000.50"},
    "salesforce": {"p-2": "CNY 1250000.00", "p-3": "CNY 98000.50"},
    "hubspot": {"p-2": "CNY 50000.75", "p-3": "CNY 12000"},
    "table": {"p-2": "CNY 13200000", "p-3": "CNY 7600000.50"},
    "targets": {"p-2": "CNY 12000000", "p-3": "CNY 8000000"},
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", preset_names())
def test_each_preset_reads_an_export_of_its_system(name: str, lang: str) -> None:
    raw = (SAMPLES / f"{name}.{lang}.csv").read_bytes()
    assert figures(imported(raw, preset_text(name, lang), files=NAMES)) == EXPECTED[name]


def test_the_samples_are_as_their_systems_and_spreadsheets_write_them() -> None:
    assert (SAMPLES / "fxiaoke.zh.csv").read_bytes().decode("gb18030").count("\r\n") == 6
    assert (SAMPLES / "zoho-crm.zh.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"Copyright" in (SAMPLES / "salesforce.en.csv").read_bytes()


def test_an_export_of_hubspot_by_internal_names() -> None:
    raw = (
        "hs_object_id,dealname,dealstage,closedate,hubspot_owner_id,amount,deal_currency_code\n"
        "18234567801,Valves,closedwon,2026-07-14 09:31,0055g00000ABCDEAA1,50000.75,CNY\n"
        "18234567802,Trial,contractsent,2026-08-14 09:31,0055g00000ABCDEAA1,9,CNY\n"
    )
    assert figures(imported(raw, preset_text("hubspot", "en"), files=NAMES)) == {"p-2": "CNY 50000.75"}


def test_people_with_one_name_go_by_the_ids_of_zoho() -> None:
    files = {PEOPLE: NAMES[PEOPLE].replace("0055g00000ABCDEAA1", "zcrm_4150868000000225100")}  # type: ignore[union-attr]
    files[PEOPLE] = files[PEOPLE].replace("0055g00000ABCDeAA2", "zcrm_4150868000000225101")
    mapping = preset_text("zoho-crm", "en").replace("[Deal Owner, ", "[Deal Owner.id, ")
    raw = (SAMPLES / "zoho-crm.en.csv").read_bytes()
    assert figures(imported(raw, mapping, files=files)) == EXPECTED["zoho-crm"]


def test_an_export_of_fxiaoke_as_a_workbook() -> None:
    rows: Rows = [
        ["回款编号", "负责人", "回款金额（元）", "回款日期", "生命状态", "客户名称"],
        ["HK20260701", "张浩博", styled("350000.1", 2), styled(46220, 1), "正常", "甲公司"],
        ["HK20260702", "李静怡", styled("9", 2), styled(46220, 1), "审批中", "乙公司"],
    ]
    raw = workbook(rows, formats=("yyyy-mm-dd hh:mm", "#,##0.00"))
    assert figures(imported(raw, preset_text("fxiaoke", "zh"), file="回款.xlsx", files=NAMES)) == {
        "p-2": "CNY 350000.1"
    }
