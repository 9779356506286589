"""XLSX exports: values, formats, formulas, merged cells, and files that nobody should send."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfsite.importers.workbook import number_text
from tests.ending import soon
from tests.importers.exports import figures, imported, told
from tests.importers.xlsx import HEAD, MAIN, Raw, Rows, sheet, styled, workbook

HEADER = ["Record Id", "Owner", "Amount", "Currency", "Closing Date", "Stage"]
DAY = 46234  # 2026-07-31
FORMATS = ("yyyy-mm-dd", "0.0%", '"¥"#,##0.00', "[$$-409]#,##0.00", "00000", '_("€"* #,##0_)')


def deal(amount: object = 100, day: object = None, id: object = "D-1", owner: object = "p-2") -> list[object]:
    return [id, owner, amount, "CNY", styled(DAY, 1) if day is None else day, "Closed Won"]


def book(*rows: list[object], **options: object) -> bytes:
    return workbook([HEADER, *rows], formats=FORMATS, **options)  # type: ignore[arg-type]


def problem(raw: bytes, **options: str) -> list[tuple[str, str, str]]:
    return told(imported(raw, file="deals.xlsx", **options).problems)  # type: ignore[arg-type]


def test_figures_dates_and_texts_of_another_programs_file() -> None:
    found = imported(
        book(deal(1234.5), deal("1,000.50", "2026-08-01", "D-2", "p-3"), deal(0.1, id="D-3")), file="a.xlsx"
    )
    assert figures(found) == {"p-2": "CNY 1234.6", "p-3": "CNY 1000.50"}
    assert found.rows == 3
    assert found.remarks[0].en == "Read from the sheet `Sheet1`."


def test_a_sum_of_binary_fractions_is_that_of_the_figures_shown() -> None:
    """0.1 + 0.2 as a spreadsheet stores what it computed: 0.30000000000000004."""
    formula = Raw('<c r="{ref}"><f>A1+A2</f><v>0.30000000000000004</v></c>')
    assert figures(imported(book(deal(formula)), file="a.xlsx")) == {"p-2": "CNY 0.3"}


def test_a_formula_without_a_value_is_told_at_its_cell() -> None:
    found = imported(book(deal(Raw('<c r="{ref}"><f>SUM(A1:A2)</f></c>'))), file="a.xlsx")
    assert told(found.problems) == [("PS163 formula", "a.xlsx:2:13", "2 Amount")]
    assert found.problems[0].arguments["text"] == "=SUM(A1:A2)"
    assert found.sources["a.xlsx"].splitlines()[1].decode() == "D-1 | p-2 | =SUM(A1:A2) | CNY | 2026-07-31 | Closed Won"


def test_an_error_is_not_a_blank() -> None:
    assert problem(book(deal(Raw('<c r="{ref}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')))) == [
        ("PS163 error", "deals.xlsx:2:13", "2 Amount")
    ]


def test_a_number_in_a_column_of_dates_is_no_date() -> None:
    assert problem(book(deal(day=DAY))) == [("PS156 number", "deals.xlsx:2:25", "2 Closing Date")]


def test_dates_count_from_1904_where_the_book_says_so() -> None:
    raw = book(deal(day=styled(DAY - 1462, 1)))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        text = archive.read("xl/workbook.xml").decode().replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    raw = book(deal(day=styled(DAY - 1462, 1)), parts={"xl/workbook.xml": text})
    assert figures(imported(raw, file="a.xlsx")) == {"p-2": "CNY 100"}


@pytest.mark.parametrize("style", [3, 6])
def test_a_currency_in_the_format_alone_is_seen(style: int) -> None:
    """¥ agrees with CNY; € does not, though the column of currencies says CNY."""
    found = imported(book(deal(styled(100, style))), file="a.xlsx")
    assert told(found.problems) == ([] if style == 3 else [("PS157 mark", "a.xlsx:2:13", "2 Amount")])


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.955, "0.0%", "95.5%"),
        (7, "00000", "00007"),
        (1234.5, "#,##0.00", "1234.5"),
        (1234.5, '"¥"#,##0.00', "¥1234.5"),
        (1234.5, "[$€-407]#,##0.00", "€1234.5"),
        (1234.5, "[$USD] #,##0.00", "USD1234.5"),
        (1234.5, "[$-804]#,##0.00", "1234.5"),
        (5, '0"%"', "5"),
        (1e21, "General", "1000000000000000000000"),
        (-12, "0;[Red]-0", "-12"),
        (123456789012345678, "0", "123456789012345678"),
    ],
)
def test_a_number_is_what_its_format_means(value: float, number_format: str, text: str) -> None:
    assert number_text(value, number_format) == text


def test_ids_stay_texts() -> None:
    rows = [
        deal(1, id="00123"),
        deal(2, id="0055g00000ABCDE"),
        deal(3, id=styled(123, 5)),
        deal(4, id="0055g00000abcde"),
    ]
    assert told(imported(book(*rows), file="a.xlsx").problems) == [("PS159", "a.xlsx:4:1", "4 Record Id")]


def test_an_id_of_more_digits_than_a_number_has_is_refused() -> None:
    found = imported(book(deal(id=Raw('<c r="{ref}"><v>123456789012345678</v></c>'))), file="a.xlsx")
    assert told(found.problems) == [("PS162 long", "a.xlsx:2:1", "2 Record Id")]


def test_a_merged_cell_is_not_guessed() -> None:
    rows = (deal(1), deal(2, id="D-2", owner=None))
    assert problem(book(*rows, merged=["B2:B3"])) == [("PS163 merged", "deals.xlsx:3:7", "3 Owner")]
    assert problem(book(*rows)) == [("PS154 blank", "deals.xlsx:3:7", "3 Owner")]


def test_a_header_of_two_rows_with_merged_cells() -> None:
    rows: Rows = [
        ["各大区第三季度"],
        ["工号", "净销售额", None, "日期"],
        [None, "目标", "实际", None],
        ["p-2", 10, "13,000", styled(DAY, 1)],
    ]
    mapping = """\
title: {zh: 汇总, en: Summary}
system: spreadsheet
table: {header: 2, header_rows: 2}
whose: {column: [工号]}
currency: {is: CNY}
measures: [{metric: net-revenue, take: sum, column: [净销售额 / 实际]}]
"""
    raw = workbook(rows, formats=FORMATS, merged=["A1:D1", "A2:A3", "B2:C2", "D2:D3"])
    assert figures(imported(raw, mapping, file="a.xlsx")) == {"p-2": "CNY 13000"}


def test_which_sheet_is_read_has_to_be_plain() -> None:
    rows: Rows = [HEADER, deal()]
    both = workbook({"Won": rows, "Lost": [HEADER]}, formats=FORMATS)
    assert problem(both) == [("PS153 sheets", "deals.xlsx:1:1", "")]
    assert figures(imported(workbook({"Won": rows, "Lost": rows}, formats=FORMATS, hidden=("Lost",)), file="a.xlsx"))
    from tests.importers.exports import MAPPING

    assert figures(imported(both, "table: {sheet: Won}\n" + MAPPING, file="a.xlsx")) == {"p-2": "CNY 100"}
    assert problem(both, mapping="table: {sheet: Wonn}\n" + MAPPING) == [("PS153 sheet-near", "deals.xlsx:1:1", "")]


def test_blank_rows_between_are_no_rows() -> None:
    found = imported(book([], deal(1), [None], deal(2, id="D-2")), file="a.xlsx")
    assert (figures(found), found.rows) == ({"p-2": "CNY 3"}, 2)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "PS150 damaged"),
        (lambda: b"PK\x03\x04 nothing", "PS150 damaged"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "PS150 old"),
        (lambda: b"<html><table></table></html>", "PS150 page"),
        (lambda: book(deal())[:-200], "PS150 damaged"),
        (lambda: book(deal(), parts={"xl/workbook.xml": "<workbook"}), "PS150 damaged"),
        (lambda: book(deal(), parts={"xl/_rels/workbook.xml.rels": "<a/>"}), "PS150 damaged"),
        (lambda: book(deal(), parts={SHEET: "<a><b></a>"}), "PS150 damaged"),
        (lambda: book(deal(), parts={SHEET: ENTITIES}), "PS150 entities"),
        (lambda: book(deal(), parts={"xl/sharedStrings.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}), "PS150 entities"),
        (lambda: book(deal(), parts={"xl/styles.xml": "<styleSheet/>".encode("utf-16")}), "PS150 entities"),
        (lambda: book(deal(), merged=["A1:XFD1048576"]), "PS166 merged"),
        (lambda: book(deal(), parts={SHEET: "<c/>" * 5_100_000}), "PS166 cells"),
        (lambda: book(deal(), parts={SHEET: f"<a><row>{'<c/>' * 17_000}</row></a>"}), "PS166 cells"),
        (lambda: book(deal(), parts={SHEET: f"<a>{('<row>' + '<x:c/>' * 1000 + '</row>') * 501}</a>"}), "PS166 cells"),
        (lambda: book(deal(), parts={"xl/sharedStrings.xml": " " * (33 * 2**20)}), "PS166 unpacked"),
        (lambda: book(deal(), parts={"xl/media/image.xml": " " * (9 * 2**20)}), "PS166 unpacked"),
        (lambda: book(deal(), parts={f"xl/{index}.xml": " " * (7 * 2**20) for index in range(25)}), "PS166 unpacked"),
        (lambda: book([f"c{index}" for index in range(600)]), "PS166 cells"),
        (lambda: book(deal(), parts={f"xl/{index}.xml": "<a/>" for index in range(2100)}), "PS150 damaged"),
    ],
)  # fmt: skip
def test_what_nobody_should_send_is_refused_in_a_sentence(make: Callable[[], bytes], code: str) -> None:
    raw = make()
    with soon():
        assert problem(raw) == [(code, "deals.xlsx:1:1", "")]


def test_rows_that_are_far_apart_cost_little() -> None:
    """A row by the number of a billion would be reached by a billion blank ones."""
    text = sheet([HEADER, deal()]).replace('<row r="2">', '<row r="999999999">').replace('A2"', 'A999999999"')
    with soon():
        found = imported(book(deal(), parts={"xl/worksheets/sheet1.xml": text}), file="a.xlsx")
    assert [problem.code for problem in found.problems] == ["PS164"]


def test_texts_that_cells_share_with_their_parts_in_several_fonts() -> None:
    """As most programs write them: a number leads to a text, which may consist of runs and have its reading beside it."""
    texts = [*HEADER, "D-1", "CNY", "2026-07-31", "Closed Won"]
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    rich = '<si><r><t xml:space="preserve">p</t></r><r><rPr><b/></rPr><t>-2</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si>'
    shared = f'{HEAD}<sst xmlns="{MAIN}">{items}{rich}</sst>'
    rows: Rows = [
        [shared_text(number) for number in range(6)],
        [shared_text(n) for n in (6, 10)] + [7.5] + [shared_text(n) for n in (7, 8, 9)],
    ]
    raw = workbook(rows, parts={"xl/sharedStrings.xml": shared})
    assert figures(imported(raw, file="a.xlsx")) == {"p-2": "CNY 7.5"}


def shared_text(number: int) -> Raw:
    return Raw(f'<c r="{{ref}}" t="s"><v>{number}</v></c>')


def test_a_sheet_whose_tags_have_a_prefix_and_whose_address_begins_at_the_root() -> None:
    plain = sheet([HEADER, deal()], merged=["A3:B3"])
    prefixed = re.sub(r"<(/?)(\w+)(?=[\s/>])", r"<\1x:\2", plain.removeprefix(HEAD)).replace("xmlns=", "xmlns:x=")
    with zipfile.ZipFile(io.BytesIO(book(deal()))) as archive:
        related = archive.read("xl/_rels/workbook.xml.rels").decode()
    parts = {SHEET: HEAD + prefixed, "xl/_rels/workbook.xml.rels": related.replace('"worksheets/', '"/xl/worksheets/')}
    assert figures(imported(book(deal(), parts=parts), file="a.xlsx")) == {"p-2": "CNY 100"}


def test_a_file_that_openpyxl_has_written() -> None:
    from openpyxl import Workbook

    made = Workbook()
    made.active.append(HEADER)
    made.active.append(["D-1", "p-2", 12.25, "CNY", dt.date(2026, 9, 30), "Closed Won"])
    out = io.BytesIO()
    made.save(out)
    assert figures(imported(out.getvalue(), file="a.xlsx")) == {"p-2": "CNY 12.25"}


WHOLE = book(deal(), deal(2, id="D-2"), merged=["A3:A4"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_file_with_any_bytes_changed_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(WHOLE)
    for at, byte in changes:
        raw[at] = byte
    found = imported(bytes(raw), file="a.xlsx")
    assert found.figures or found.problems
