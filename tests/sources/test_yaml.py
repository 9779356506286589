"""What YAML may hold here, what it may not, and how much of it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perfsite.diagnostics import Diagnostic
from perfsite.sources import Mapping, Node, Scalar, Sequence, read_source
from perfsite.sources.yaml import MAX_BYTES, MAX_DEPTH, MAX_NODES, parse_yaml
from tests.ending import soon


def plain(node: Node) -> object:
    """The node as plain data: every scalar is the text that its author wrote."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def read(text: str) -> object:
    node, problems = parse_yaml("a.yml", text)
    assert node is not None, problems
    assert not problems
    return plain(node)


def refused(text: str) -> Diagnostic:
    node, problems = parse_yaml("a.yml", text)
    assert node is None
    (problem,) = problems
    return problem


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "~",
        "null",
        "3:30",
        "1.10",
        "12_000.50",
        "0o17",
        "1e5",
        "2026-07-01",
        ".inf",
        "0x1F",
        "on",
        "=",
        "１２",
    ],
)
def test_a_word_stays_what_was_written(text: str) -> None:
    assert read(f"value: {text}") == {"value": text}
    assert read(f"[{text}]") == [text]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "--- # empty\n", "~~"])
def test_nothing_is_an_empty_mapping(text: str) -> None:
    assert read(text) == ({} if text != "~~" else "~~")


def test_a_repeated_key_is_kept_for_the_reader_to_report() -> None:
    node, _ = parse_yaml("a.yml", "a: 1\nb: 2\na: 3\n")
    assert isinstance(node, Mapping)
    assert [key.text for key, _ in node.entries] == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("text", "hint", "place"),
    [
        ("a: &base {x: 1}", "anchor", (1, 4, 1, 9)),
        ("a: &base\n  x: 1", "anchor", (1, 4, 1, 9)),
        ("a: &净", None, None),
        ("a: *base", "alias", (1, 4, 1, 9)),
        ("[1, *base]", "alias", (1, 5, 1, 10)),
        ("a: !secret x", "tag", (1, 4, 1, 11)),
        ("a: !!python/object:os.system x", "tag", (1, 4, 1, 5)),
        ("<<: {x: 1}", "merge", (1, 1, 1, 3)),
        ("a: 1\n---\nb: 2", "document", (2, 1, 2, 4)),
        ("%YAML 1.1\n---\na: 1", "directive", (1, 1, 2, 4)),
        ("? [a, b]\n: 1", "key", (1, 3, 1, 4)),
        ("{{a: 1}: 2}", "key", (1, 2, 1, 3)),
    ],
)
def test_features_that_records_do_not_have(
    text: str, hint: str | None, place: tuple[int, int, int, int] | None
) -> None:
    problem = refused(text)
    if hint is None:
        assert problem.code == "PS201"
        return
    assert (problem.code, problem.hint) == ("PS205", hint)
    assert tuple(problem.span)[1:] == place


def test_a_quoted_merge_key_is_a_word() -> None:
    assert read('"<<": 1') == {"<<": "1"}


def test_several_features_are_several_problems() -> None:
    node, problems = parse_yaml("a.yml", "a: &x 1\nb: *x\nc: !t 2\n")
    assert node is None
    assert [(problem.hint, problem.span.line) for problem in problems] == [("anchor", 1), ("alias", 2), ("tag", 3)]


@pytest.mark.parametrize("text", ["[" * MAX_DEPTH + "]" * MAX_DEPTH, "- " * MAX_DEPTH + "a"])
def test_the_greatest_depth_is_read(text: str) -> None:
    assert read(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[" * 50_000 + "]" * 50_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "? " * 50_000,
        "[{" * 25_000,
        "a: [" * 40,
    ],
)
def test_nesting_without_end_is_refused_at_once(text: str) -> None:
    with soon():
        assert refused(text).code in ("PS204", "PS201")


def test_depth_is_told_where_it_passes_the_limit() -> None:
    problem = refused("a: " + "[" * 40 + "]" * 40)
    assert (problem.code, problem.span.column) == ("PS204", 4 + MAX_DEPTH - 1)


def test_too_many_values() -> None:
    assert read("[" + "1," * (MAX_NODES - 1) + "]")
    for text in ("[" + "1," * MAX_NODES + "]", "- a\n" * MAX_NODES, "".join(f"k{n}: 1\n" for n in range(MAX_NODES))):
        problem = refused(text)
        assert (problem.code, problem.hint) == ("PS103", "nodes")


def test_too_many_bytes() -> None:
    assert read("a: " + "x" * (MAX_BYTES - 3))
    assert refused("a: " + "x" * MAX_BYTES).code == "PS103"
    # Bytes count, not characters.
    assert refused("a: " + "净" * (MAX_BYTES // 3)).code == "PS103"


# What YAML, Markdown and tables are made of, and what a Chinese keyboard types in its place.
PIECES = [*":：{}[],，\"'“”#&*!|>%@`?\t\u3000净🎯—=\\~ \n", "title", "zh", "en", ": ", "  ", "\n  ", "- ", ", ", " # "]
PIECES += ["1,150", "---\n"]


class TestWhateverIsRead:
    """Nothing raises and nothing hangs; every place lies inside the text."""

    @staticmethod
    def check(file: str, raw: bytes) -> None:
        with soon():
            found, problems = read_source(file, raw)
        assert found is not None or problems
        lines = raw.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        for problem in problems:
            _, line, column, end_line, end_column = problem.span
            assert 1 <= line <= end_line <= len(lines) + 1
            assert column >= 1
            assert (line, column) <= (end_line, end_column)
            if problem.code not in ("PS101", "PS102"):
                assert column <= len(lines[line - 1]) + 1
        if found is not None and found.root is not None:
            TestWhateverIsRead.check_nodes(found.root, lines)
        for row in found.rows if found is not None else ():
            TestWhateverIsRead.check_nodes(row, lines)

    @staticmethod
    def check_nodes(node: Node, lines: list[str]) -> None:
        if isinstance(node, Scalar):
            if not node.style and node.text and node.line == node.end_line:
                assert lines[node.line - 1][node.column - 1 : node.end_column - 1] == node.text
        elif isinstance(node, Sequence):
            for item in node.items:
                TestWhateverIsRead.check_nodes(item, lines)
        else:
            for key, value in node.entries:
                TestWhateverIsRead.check_nodes(key, lines)
                TestWhateverIsRead.check_nodes(value, lines)

    @settings(max_examples=300, deadline=None)
    @given(st.binary(max_size=300), st.sampled_from(["a.yml", "a.md", "a.csv"]))
    def test_any_bytes(self, raw: bytes, file: str) -> None:
        self.check(file, raw)

    @settings(max_examples=500, deadline=None)
    @given(
        st.lists(
            st.sampled_from(PIECES),
            max_size=40,
        ).map("".join),
        st.sampled_from(["a.yml", "a.md", "a.csv"]),
    )
    def test_any_medley_of_punctuation(self, text: str, file: str) -> None:
        self.check(file, text.encode())

    @pytest.mark.parametrize(
        "text",
        [
            'a: "' + "b: c\n" * 30_000,
            "a: {" * 3 + "b：c，\n" * 20_000,
            "\tb: 1\n" * 30_000,
            "a: b: c\n" * 20_000,
            "'" * 200_000,
            "a：b\n" * 30_000 + "c: d: e\n",
            "x" * 250_000 + ": : :",
            "a: [" + "{b: c，" * 20_000,
        ],
    )
    def test_long_texts_full_of_slips(self, text: str) -> None:
        self.check("a.yml", text.encode())


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Mn", "Me", "Cn", "Co")), min_size=1, max_size=12
)
trees = st.recursive(
    words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=20
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(words, trees, min_size=1, max_size=5), st.booleans())
def test_whatever_is_written_as_yaml_reads_back(tree: dict[str, object], flow: bool) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, width=1000, sort_keys=False)
    if "? " in text:  # a key that is too long for one line
        return
    assert read(text) == tree
