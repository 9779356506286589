"""CSV exports: encodings, separators, quoting, and what spreadsheets do to them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ending import soon
from tests.importers.exports import HEADER, MAPPING, figures, imported, told

DEAL = "D-1,p-2,100,CNY,2026-07-31,Closed Won\n"
CHINESE = MAPPING.replace("[Owner]", "[负责人]").replace("[Closed Won]", "[成交]")
CHINESE_CSV = 'Record Id,负责人,Amount,Currency,Closing Date,Stage\r\nD-1,p-2,"1,000.50",CNY,2026-07-31,成交\r\n'


@pytest.mark.parametrize(
    "raw",
    [
        CHINESE_CSV.encode(),
        CHINESE_CSV.encode("utf-8-sig"),
        CHINESE_CSV.encode("utf-16"),
        CHINESE_CSV.replace("\r\n", "\r").encode(),
    ],
    ids=["utf-8", "with a mark", "utf-16", "lone returns"],
)
def test_encodings_that_need_no_declaration(raw: bytes) -> None:
    assert figures(imported(raw, CHINESE)) == {"p-2": "CNY 1000.50"}


def test_gb18030_is_read_where_it_is_declared_and_said() -> None:
    """As a spreadsheet in China saves a CSV: CRLF, quotes around figures with commas, no mark."""
    raw = CHINESE_CSV.encode("gb18030")
    found = imported(raw, CHINESE)
    assert told(found.problems) == [("PS151", "deals.csv:1:1", "")]
    assert found.problems[0].arguments["preview"] == "Record Id,负责人,Amount,Currency,Closing Date,Stage"
    declared = imported(raw, "table: {encoding: gb18030}\n" + CHINESE)
    assert figures(declared) == {"p-2": "CNY 1000.50"}
    assert declared.remarks[0].en == "Read as GB18030, parted by comma."


def test_utf_8_is_read_as_such_whatever_is_declared_in_its_place() -> None:
    declared = imported(CHINESE_CSV, "table: {encoding: gb18030}\n" + CHINESE)
    assert declared.remarks[0].en == "Read as UTF-8, parted by comma."


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\xff\xff\xff", "PS151 unknown"),
        (HEADER.encode() + b"\x81\n", "PS151 unknown"),
        (b"PK\x00\x00", "PS150 binary"),
        (b"", "PS153 header"),
        (b"\n\n\n", "PS153 header"),
        (HEADER.encode(), "PS164"),
        (b"a" * (17 * 2**20), "PS166 bytes"),
        (b"," * 2**20, "PS166 columns"),
        (b"a\n" * 70_000, "PS166 rows"),
        (b'"' + b"a" * 2**20, "PS207 quote"),
    ],
)
def test_what_cannot_be_read_is_told(raw: bytes, code: str) -> None:
    with soon():
        assert [entry[0] for entry in told(imported(raw).problems)] == [code]


def test_what_is_neither_utf_8_nor_what_is_declared_is_told() -> None:
    found = imported(HEADER.encode() + b"\x81\n", "table: {encoding: gb18030}\n" + MAPPING)
    assert told(found.problems) == [("PS151 declared", "deals.csv:2:1", "")]


def test_the_form_of_another_ending_is_not_guessed() -> None:
    found = imported(HEADER + DEAL, file="deals.ods")
    assert told(found.problems) == [("PS150 ending", "deals.ods:1:1", "")]
    assert found.problems[0].arguments["endings"] == "`.csv`, `.tsv`, `.txt`, `.xlsm`, `.xlsx`"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_only_sign_of_the_header_parts_the_cells(sign: str) -> None:
    assert figures(imported((HEADER + DEAL).replace(",", sign))) == {"p-2": "CNY 100"}


def test_a_stated_separator_is_no_row() -> None:
    found = imported("sep=;\n" + (HEADER + DEAL.replace("100", "x")).replace(",", ";"))
    assert told(found.problems) == [("PS155", "deals.csv:3:9", "2 Amount")]


def test_two_signs_in_the_header_are_asked_about_unless_one_is_in_quotes() -> None:
    two = (HEADER.replace("Stage", "Stage;Sub") + DEAL.replace("\n", ";x\n")).replace(",", ";", 3)
    assert told(imported(two).problems) == [("PS152", "deals.csv:1:1", "")]
    quoted = HEADER.replace(",", ";").replace("Stage", '"Stage"') + DEAL.replace(",", ";")
    quoted = quoted.replace("\n", ';"a, b"\n', 1).replace("Won\n", "Won;x\n")
    assert figures(imported(quoted)) == {"p-2": "CNY 100"}
    declared = HEADER.replace(",", ";").replace("\n", ";a, b\n") + DEAL.replace(",", ";")
    assert figures(imported(declared, "table: {separator: semicolon}\n" + MAPPING)) == {"p-2": "CNY 100"}


def test_rows_keep_their_numbers_and_their_lines() -> None:
    """A cell with line breaks makes one row of several lines: people find the row, editors the line."""
    text = HEADER.replace("\n", ",Note\n") + '"D-1",p-2,1,CNY,2026-07-31,Closed Won,"two\nlines, one ""cell"""\n' + DEAL
    assert told(imported(text).problems) == [("PS159", "deals.csv:4:1", "3 Record Id")]


def test_texts_that_spreadsheets_protect_are_read_as_texts() -> None:
    text = HEADER + '="00123",p-2,1,CNY,2026-07-31,Closed Won\n"=""00123""",p-2,1,CNY,2026-07-31,Closed Won\n'
    assert told(imported(text).problems) == [("PS159", "deals.csv:3:1", "3 Record Id")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("=B2*2", "PS163 formula"),
        ("#N/A", "PS163 error"),
        ("=cmd|' /C calc'!A0", "PS163 formula"),
        ("+1", ""),
        ("#1", "PS155"),
    ],
)
def test_formulas_and_errors_of_a_csv(cell: str, code: str) -> None:
    found = told(imported(HEADER + DEAL.replace("100", cell)).problems)
    assert [entry[0] for entry in found] == ([code] if code else [])


def test_an_id_in_scientific_form_is_no_id() -> None:
    assert told(imported(HEADER + DEAL.replace("D-1", "1.23457E+17")).problems) == [
        ("PS162", "deals.csv:2:1", "2 Record Id")
    ]
    assert figures(imported(HEADER + DEAL.replace("D-1", "12E5"))) == {"p-2": "CNY 100"}


def test_what_follows_a_blank_row_may_be_no_data() -> None:
    text = HEADER + DEAL + "\n,,\nDeals of the quarter\nCopyright\n"
    found = imported(text, "table: {ends: at-blank-row}\n" + MAPPING)
    assert figures(found) == {"p-2": "CNY 100"}
    assert found.remarks[-1].en == "2 rows after the blank one are not read."
    assert {problem.code for problem in imported(text).problems} == set()
    assert imported(text).remarks[-1].en == "Left out: 2 by `Stage`."


def test_a_title_above_the_header_is_passed_over() -> None:
    found = imported("Deals\n\n" + HEADER + DEAL, "table: {header: 3}\n" + MAPPING)
    assert figures(found) == {"p-2": "CNY 100"}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(tail: bytes) -> None:
    assert imported(tail).problems
    found = imported((HEADER + DEAL).encode() + tail)
    assert found.figures or found.problems
