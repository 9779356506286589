"""Tables as CSV and XLSX: exact, the same bytes each time, read by other libraries, and nothing in them runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.records.quantities import Quantity
from perfsite.render.table_csv import write_csv
from perfsite.render.table_xlsx import sheet_name, write_xlsx
from perfsite.site.exports.tables import Cell, Table

# What runs in Excel, WPS or LibreOffice where it begins a cell of a CSV, full-width signs and leading blanks included.
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    " =1+1",
    "　=1+1",
    "=cmd|' /C calc'!A0",
)
HARMLESS = ("张浩博", "a=b", "1+1", "'=1", "p-1", "# 5", "(=1)", "，=1")


def one(*cells: Cell) -> Table:
    return Table("表", tuple(f"列{number}" for number, _ in enumerate(cells)), (cells,))


def rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def cells_of(*cells: Cell) -> list[Any]:
    return list(sheet_of(write_xlsx(one(*cells)))[2])


def test_csv_is_what_excel_opens_right() -> None:
    table = Table("名单", ("姓名", "金额"), (("张浩博", Quantity(Decimal("36000.00"), "CNY")), ('说"好", 对', None)))

    assert write_csv(table) == '\ufeff姓名,金额\r\n张浩博,36000.00\r\n"说""好"", 对",\r\n'.encode()


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Decimal("-1234567.50"), "-1234567.50"),
        (Decimal("1E+4"), "10000"),
        (Decimal("0.000000001"), "0.000000001"),
        (12, "12"),
        (0, "0"),
        (Quantity(Decimal("15.50"), "%"), "15.50%"),
        (Quantity(Decimal(-3), "%"), "-3%"),
        (Quantity(Decimal("123456789012345678.99"), "CNY"), "123456789012345678.99"),
        (dt.date(2026, 7, 1), "2026-07-01"),
        (None, ""),
    ],
)
def test_csv_has_exact_values(cell: Cell, written: str) -> None:
    assert rows_of_csv(write_csv(one(cell)))[1:] == ([[written]] if written else [[""]])


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_a_csv_runs_as_a_formula(text: str) -> None:
    assert rows_of_csv(write_csv(one(text)))[1] == [f"'{text}"]
    label = rows_of_csv(write_csv(Table("", (text,), ((1,),))))[0]
    assert label == [f"'{text}"]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert rows_of_csv(write_csv(one(text)))[1] == [text]


def test_xlsx_holds_values_of_their_type() -> None:
    text, count, plain, money, share, day = cells_of(
        "张浩博",
        12,
        Decimal("-1.50"),
        Quantity(Decimal("36000.00"), "CNY"),
        Quantity(Decimal("15.5"), "%"),
        dt.date(2026, 7, 1),
    )

    assert (text.data_type, text.value) == ("s", "张浩博")
    assert (count.data_type, count.value) == ("n", 12)
    assert (plain.value, plain.number_format) == (-1.5, "0.00")
    assert (money.value, money.number_format) == (36000, "#,##0.00")
    assert (share.value, share.number_format) == (0.155, "0.0%")
    assert (day.is_date, day.value) == (True, dt.datetime(2026, 7, 1))  # noqa: DTZ001 - a day of a spreadsheet has no zone


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Decimal(123456789012345), 123456789012345),
        (Decimal(1234567890123456), "1234567890123456"),
        (Quantity(Decimal("12345678901234.56"), "CNY"), "12345678901234.56"),
        (Quantity(Decimal("0.1234567890123456"), "%"), "0.1234567890123456%"),
        (Decimal(1200000000000000000), 1200000000000000000),
        (dt.date(1899, 12, 31), "1899-12-31"),
    ],
)
def test_xlsx_loses_no_digit(cell: Cell, written: object) -> None:
    (found,) = cells_of(cell)

    assert found.value == written


@pytest.mark.parametrize("text", [*FORMULAS, *HARMLESS])
def test_texts_of_a_workbook_stay_texts(text: str) -> None:
    (found,) = cells_of(text)

    assert found.data_type == "s"
    # openpyxl leaves this escape as it stands.
    assert found.value.replace("_x000D_", "\r") == text
    assert bool(found.quotePrefix) is (text in FORMULAS)


@pytest.mark.parametrize(
    "text", ["_x000D_", "a_x0041_b", "tail_x0", " leading", "two\nlines", "<b>&amp;</b>", "]]>", "😀"]
)
def test_workbooks_escape_what_xml_or_excel_would_take_for_something_else(text: str) -> None:
    (found,) = cells_of(text)

    assert found.value == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_makes_a_workbook_that_can_be_read(text: str) -> None:
    content = write_xlsx(Table(text, (text,), ((text,),)))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 - a file of our own making
    assert sheet_of(content)["A2"].data_type == "s"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_numbers_come_back_as_written(value: Decimal) -> None:
    cells: tuple[Cell, ...] = (value, Quantity(value, "CNY"), Quantity(value, "%"))

    plain, money, share = rows_of_csv(write_csv(one(*cells)))[1]
    assert (Decimal(plain), Decimal(money), Decimal(share.removesuffix("%"))) == (value, value, value)
    found = cells_of(*cells)
    assert [float(cell.value) for cell in found[:2]] == [float(value), float(value)]
    assert float(found[2].value) == float(value.scaleb(-2))


def test_the_names_of_columns_stay_in_sight() -> None:
    sheet = sheet_of(
        write_xlsx(
            Table("2026年第三季度奖金 · 获奖名单", ("姓名", "备注"), (("张浩博", "很长的备注" * 40), ("欧阳敏", None)))
        )
    )

    assert sheet.title == "2026年第三季度奖金 · 获奖名单"
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    # Hanzi are twice as wide as letters; nothing is wider than a screen.
    assert sheet.column_dimensions["A"].width == 10
    assert sheet.column_dimensions["B"].width == 60


def test_a_table_may_have_more_columns_than_there_are_letters() -> None:
    row = tuple(range(705))

    sheet = sheet_of(write_xlsx(Table("表", tuple(map(str, row)), (row,))))

    assert [cell.value for cell in sheet[2]] == list(row)
    assert sheet["AAC2"].value == 704


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b\\c:d*e?f[g]h", "a b c d e f g h"), ("'quoted'", "quoted"), ("长" * 40, "长" * 31), ("[]", "1"), ("", "1")],
)
def test_sheets_have_names_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title) == name
    assert sheet_of(write_xlsx(Table(title, ("a",), ((1,),)))).title == name


def test_a_workbook_says_nothing_of_the_day_or_the_machine() -> None:
    content = write_xlsx(one("张浩博", 1))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        # What is compressed depends on the library that does it.
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
        assert {entry.create_system for entry in entries} == {3}
        assert not any(entry.filename.startswith("docProps") for entry in entries)
    assert write_xlsx(one("张浩博", 1)) == content
