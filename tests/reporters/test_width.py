"""Texts broken into lines that fit a terminal, in Chinese, English and both."""

from __future__ import annotations

import pytest

from perfsite.reporters.width import pad, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("净销售额", 8), ("a净b", 4), ("é", 1), ("e\u0301", 1), ("🎉", 2), ("", 0)]
)
def test_how_much_room_a_text_takes(text: str, columns: int) -> None:
    assert width(text) == columns


def test_names_are_padded_to_the_same_room() -> None:
    assert [width(pad(name, 10)) for name in ("目标", "goal", "评分规则")] == [10, 10, 10]


def test_english_is_broken_between_words_and_chinese_between_characters() -> None:
    assert wrap("check all records of a site", 12) == ["check all", "records of a", "site"]
    assert wrap("检查仓库里的全部记录", 8) == ["检查仓库", "里的全部", "记录"]


def test_closing_punctuation_never_begins_a_line_and_opening_never_ends_one() -> None:
    for columns in range(8, 30):
        lines = wrap("先写标准（见第一页），再看结果：“公开、及时、可复核”。", columns)
        assert not [line for line in lines if line[0] in "，。、）”：" or line[-1] in "（“"], columns
        assert "".join(lines) == "先写标准（见第一页），再看结果：“公开、及时、可复核”。"


def test_words_and_code_in_chinese_stay_whole() -> None:
    assert wrap("运行 `perfsite check` 看看", 10) == ["运行", "`perfsite", "check` 看", "看"]


def test_a_word_that_is_too_long_has_a_line_of_its_own() -> None:
    assert wrap("a verylongword b", 5) == ["a", "verylongword", "b"]
