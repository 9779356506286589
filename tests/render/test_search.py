"""The files of a search: words without Markdown, every reading of a Hanzi, texts in shards, and nothing that could run."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from perfsite.render import search
from perfsite.render.plain import plain_words
from perfsite.render.search import readings, sounds_of
from perfsite.site.search import Document, SearchPeriod
from tests.search.asking import index


def read(content: bytes) -> Any:
    """What a file of the index hands to `perfsiteSearch`."""
    return json.loads(content.decode().removeprefix("perfsiteSearch(").removesuffix(");\n"))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("净销售额，按回款日期计。", "净销售额，按回款日期计。"),
        ("## 怎么算\n\n先看**权重**，\n再看`系数`。", "怎么算 先看权重，再看系数。"),
        ("- 一\n- 二\n\n1. first\n2. second", "一 二 first second"),
        ('见[评分规则](rule/regional-manager)和[外部](https://a.example/b_(c) "t")。', "见评分规则和外部。"),
        ("| 等级 | 系数 |\n|---|:-:|\n| A | 1.2 |", "等级 系数 A 1.2"),
        ("# 标题\n正文", "标题 正文"),
        ("> 引文\n\n```\ncode\n```", "引文 code"),
        ("2 * 3 * 4, snake_case, a - b, #1", "2 * 3 * 4, snake_case, a - b, #1"),
        ("**加粗，**中文", "加粗，中文"),
        ("<b>not markup</b> & all", "<b>not markup</b> & all"),
        ("  ", ""),
    ],
)
def test_a_text_is_searched_by_the_words_that_one_reads(markdown: str, words: str) -> None:
    assert plain_words(markdown) == words


@pytest.mark.parametrize(
    ("char", "syllables"),
    [
        ("张", {"zhang"}),
        ("单", {"dan", "shan", "chan"}),
        ("解", {"jie", "xie"}),
        ("仇", {"chou", "qiu"}),
        ("曾", {"ceng", "zeng"}),
        ("查", {"cha", "zha"}),
        ("区", {"qu", "ou"}),
        ("尉", {"wei", "yu"}),
        ("重", {"zhong", "chong"}),
        ("吕", {"lv", "lu", "lyu"}),
        ("黑", {"hei", "he"}),
        ("𠀀", {"he"}),
        ("。", set()),
    ],
)
def test_every_reading_of_a_hanzi_is_known(char: str, syllables: set[str]) -> None:
    assert set(readings(char)) >= syllables
    assert bool(readings(char)) == bool(syllables)


def test_readings_are_told_for_the_hanzi_that_stand_in_names_and_no_others() -> None:
    assert sounds_of(["张三", "Zhang San", "章"]) == {"san": "三", "zhang": "张章"}


def test_a_small_search_is_one_file() -> None:
    files = index(
        Document("reward", "bonus", "奖金", ("Bonus",), headings=[("gates.1", "否决")], texts=["**每季**", "发放"])
    )

    assert list(files) == ["zh/search/index.js"]
    found = read(files["zh/search/index.js"])
    assert found["documents"] == [["bonus", 1, -1, "奖金", ["Bonus"], [], [["gates.1", "否决"]]]]
    assert found["texts"] == ["每季 发放"]
    assert found["words"]["count"] == "找到{n}条"


def test_headings_of_a_longer_text_have_the_anchors_of_its_page() -> None:
    body = "开头\n\n## 怎么提\n\n提交单。\n\n### How to *ask*\n\n## 怎么提\n"

    found = read(index(Document("reward", "page", "页", body=body))["zh/search/index.js"])

    assert found["documents"][0][6] == [
        ["h-怎么提", "怎么提"],
        ["h-how-to-ask", "How to ask"],
        ["h-怎么提-2", "怎么提"],
    ]


def test_what_a_document_is_about_is_named_by_its_place_where_the_audience_has_it() -> None:
    person, goal = (
        Document("person", "p", "张三"),
        Document("goal", "g", "目标", about=(("person", "p"), ("person", "gone"))),
    )

    assert read(index(person, goal)["zh/search/index.js"])["documents"][1][5] == [0]


def test_many_texts_lie_apart_by_period_and_are_named_by_what_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "WHOLE", 100)
    monkeypatch.setattr(search, "FULL", 40)
    periods = [SearchPeriod(id, id, dt.date(2026, 1, 1), dt.date(2026, 1, 1)) for id in ("b", "a")]
    documents = [
        Document("goal", f"{period}-{n}", "目标", period=period, texts=["x" * 25])
        for period in ("", "b", "a")
        for n in (1, 2)
    ]

    files = index(*documents, periods=periods)
    changed = index(*documents[:-1], Document("goal", "a-2", "目标", period="a", texts=["y" * 25]), periods=periods)

    shards = read(files["zh/search/index.js"])["shards"]
    assert [shard[1:] for shard in shards] == [[0, 2], [2, 4], [4, 6]]
    assert [f"zh/search/{shard[0]}" for shard in shards] == list(files)[1:]
    assert [read(files[f"zh/search/{name}"])["first"] for name, _, _ in shards] == [0, 2, 4]
    assert list(files)[:3] == list(changed)[:3]
    assert list(files)[3] != list(changed)[3]


def test_no_word_of_a_record_can_end_or_begin_a_script() -> None:
    hostile = "</script><!--\u2028\u2029'\"`${alert(1)}\\"

    [content] = index(Document("reward", "bonus", hostile, (hostile,), texts=[hostile])).values()

    assert not any(sign in content.decode() for sign in ("<", "\u2028", "\u2029"))
    assert read(content)["documents"][0][3] == hostile
