"""Every value stands where its author sees it: line and column after Chinese, emoji, CRLF, marks and tabs."""

from __future__ import annotations

import pytest

from perfsite.sources import Mapping, Node, Scalar, Sequence, SourceFile, follow, read_source
from perfsite.span import Span

FAMILY = "👨‍👩‍👧"  # three people joined: five code points


def source(text: str | bytes, file: str = "a.yml") -> SourceFile:
    raw = text.encode() if isinstance(text, str) else text
    read, problems = read_source(file, raw)
    assert read is not None, problems
    return read


def root(text: str | bytes, file: str = "a.yml") -> Node:
    node = source(text, file).root
    assert node is not None
    return node


def at(span: Span) -> tuple[int, int, int, int]:
    return span.line, span.column, span.end_line, span.end_column


@pytest.mark.parametrize(
    ("text", "route", "expected"),
    [
        pytest.param("unit: percent", ("unit",), (1, 7, 1, 14), id="plain"),
        pytest.param("title: 净销售额\nunit: count", ("title",), (1, 8, 1, 12), id="chinese"),
        pytest.param("净: 额  # 注释\nunit: count", ("净",), (1, 4, 1, 5), id="chinese key"),
        pytest.param("{zh: 净销售额, en: Net}", ("en",), (1, 16, 1, 19), id="flow after chinese"),
        pytest.param(f"{{zh: {FAMILY}好, en: Net}}", ("en",), (1, 18, 1, 21), id="flow after joined emoji"),
        pytest.param('title: "净, 额"', ("title",), (1, 8, 1, 14), id="double quotes and all"),
        pytest.param("title: '净''额'", ("title",), (1, 8, 1, 14), id="single quotes and all"),
        pytest.param("a:\n  - b: 1\n    净: 🎯目标", ("a", 0, "净"), (3, 8, 3, 11), id="list item"),
        pytest.param("a:\n- [1, 二, 3]", ("a", 0, 1), (2, 7, 2, 8), id="flow in a list"),
        pytest.param("note: |\n  第一行\n  第二行\nunit: x", ("note",), (1, 7, 4, 1), id="literal block"),
        pytest.param("note: >-\n  第一行\n\n  第二行\nunit: x", ("unit",), (5, 7, 5, 8), id="after a folded block"),
        pytest.param("title: 净销售额\n  的增长\nunit: x", ("title",), (1, 8, 2, 6), id="plain over two lines"),
        pytest.param("unit:\tpercent", ("unit",), (1, 7, 1, 14), id="tab before the value"),
        pytest.param("a: {b: {c: 1}}", ("a", "b"), (1, 9, 1, 10), id="a mapping is pointed at by its first key"),
        pytest.param("a: [1, 2]", ("a",), (1, 4, 1, 10), id="a sequence whole"),
        pytest.param("a: {b: 1}", ("a", "x"), (1, 5, 1, 6), id="what is missing, where it should stand"),
        pytest.param("a:\nb: 1", ("a",), (1, 1, 1, 2), id="an empty value, at its key"),
    ],
)
def test_yaml_values(text: str, route: tuple[str | int, ...], expected: tuple[int, int, int, int]) -> None:
    assert at(follow(root(text), route)) == expected
    # A byte order mark moves nothing, and neither do Windows line ends.
    assert at(follow(root(b"\xef\xbb\xbf" + text.encode()), route)) == expected
    assert at(follow(root(text.replace("\n", "\r\n")), route)) == expected


def test_a_key_can_be_pointed_at_too() -> None:
    node = root("a:\n  净销售额: {单位: 万}")
    assert at(follow(node, ("a", "净销售额", "单位"), key=True)) == (2, 10, 2, 12)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("{target: CNY 1,150万, on: x}", "CNY 1,150万", (1, 10, 1, 20)),
        ("{a: 1,200,000.50, on: x}", "1,200,000.50", (1, 5, 1, 17)),
        ("{a: 增长 1,200 家, on: x}", "增长 1,200 家", (1, 5, 1, 15)),
    ],
)
def test_a_grouping_comma_does_not_end_a_number_in_braces(
    text: str, value: str, expected: tuple[int, int, int, int]
) -> None:
    node = root(text)
    assert isinstance(node, Mapping)
    assert [key.text for key, _ in node.entries][1:] == ["on"]
    first = node.entries[0][1]
    assert isinstance(first, Scalar)
    assert first.text == value
    assert at(follow(node, (node.entries[0][0].text,))) == expected


@pytest.mark.parametrize("text", ["{a: 1, 150: x}", "{a: 1,1500}", "{a: 1, 150}", "{a: x,150}", '{a: "1",150}'])
def test_what_is_no_grouping_comma_parts_two_fields(text: str) -> None:
    node = root(text)
    assert isinstance(node, Mapping)
    assert len(node.entries) == 2


def test_numbers_in_a_list_stay_apart() -> None:
    node = root("[100,150, 200]")
    assert isinstance(node, Sequence)
    assert [item.text for item in node.items if isinstance(item, Scalar)] == ["100", "150", "200"]


class TestMarkdown:
    TEXT = "---\ntitle: {zh: 原则, en: Principles}\n---\n\n# 先有标准\n\n后有结果 🎯\n"

    @pytest.mark.parametrize("change", [str, lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
    def test_front_matter_and_body(self, change) -> None:  # type: ignore[no-untyped-def]
        read = source(change(self.TEXT), "a.md")
        assert read.root is not None
        assert read.body is not None
        assert at(follow(read.root, ("title", "en"))) == (2, 21, 2, 31)
        assert read.body.text == "# 先有标准\n\n后有结果 🎯"
        assert (read.body.line, read.body.column, read.body.end_line, read.body.end_column) == (5, 1, 7, 7)

    def test_blank_lines_above_count(self) -> None:
        read = source("\n\n" + self.TEXT, "a.md")
        assert read.root is not None
        assert follow(read.root, ("title", "en")).line == 4
        assert read.body is not None
        assert read.body.line == 7

    def test_a_file_without_front_matter_is_all_body(self) -> None:
        read = source("    code\n\ntext\n\n", "a.md")
        assert read.body is not None
        assert (read.body.text, read.body.line) == ("    code\n\ntext", 1)

    def test_a_rule_inside_the_body_closes_nothing(self) -> None:
        read = source("---\ntitle: x\n---\na\n\n---\n\nb\n", "a.md")
        assert read.body is not None
        assert read.body.text == "a\n\n---\n\nb"


class TestTable:
    def test_cells(self) -> None:
        read = source('person,备注,value\np-2,"甲, 乙\n第二行 ""引""",3\np-3,🎯,4\n', "a.csv")
        first, second = read.rows
        assert at(follow(first, ("person",))) == (2, 1, 2, 4)
        assert at(follow(first, ("备注",))) == (2, 5, 3, 11)
        assert at(follow(first, ("value",))) == (3, 12, 3, 13)
        note = first.value("备注")
        assert isinstance(note, Scalar)
        assert note.text == '甲, 乙\n第二行 "引"'
        assert at(follow(second, ("value",))) == (4, 7, 4, 8)

    def test_spaces_around_a_cell_are_not_its_text(self) -> None:
        (row,) = source('a,b\n  x , "y" \n', "a.csv").rows
        assert at(follow(row, ("a",))) == (2, 3, 2, 4)
        assert at(follow(row, ("b",))) == (2, 7, 2, 10)

    def test_windows_line_ends_and_a_mark(self) -> None:
        (row,) = source(b"\xef\xbb\xbfa,b\r\n1,2\r\n", "a.csv").rows
        assert at(follow(row, ("b",))) == (2, 3, 2, 4)

    def test_dotted_columns_nest(self) -> None:
        (row,) = source("id,name.zh,name.en,k.2.t,k.1.t\nx,净,Net,b,a\n", "a.csv").rows
        assert at(follow(row, ("name", "en"))) == (2, 5, 2, 8)
        assert at(follow(row, ("k", 0, "t"))) == (2, 11, 2, 12)
        assert at(follow(row, ("k", 1, "t"))) == (2, 9, 2, 10)

    def test_empty_columns_and_rows_that_excel_leaves_are_passed_over(self) -> None:
        rows = source("a,b,,\n1,2,,\n,,,\n3,4,,\n", "a.csv").rows
        assert [at(follow(row, ("b",)))[:2] for row in rows] == [(2, 3), (4, 3)]
