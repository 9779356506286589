"""The script of the search finds what readers look for: real queries on the sample company, names in all their forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perfsite.pipeline import find_audience, load, set_type
from perfsite.project import Project
from perfsite.render import search
from perfsite.render.site import Press
from perfsite.site.search import Document, SearchPeriod
from tests.search.asking import ask, index

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AS_OF = dt.date(2026, 11, 16)
# What share of first hits must be right.
RIGHT = 0.98


@cache
def sample(lang: str) -> Mapping[str, bytes]:
    """The files of the sample company's search, as its managers get them."""
    loaded = load(Project(ROOT))
    audience = find_audience(loaded, "managers")
    assert audience is not None
    press = Press(set_type(loaded, audience=audience, as_of=AS_OF))
    files = {f"{lang}/search/index.js": press.file(f"{lang}/search/index.js")}
    return {path: content for path, content in files.items() if content is not None}


@pytest.mark.parametrize(("lang", "many"), [("zh", 60), ("en", 30)])
def test_what_sales_managers_type_leads_to_the_right_page(lang: str, many: int) -> None:
    lines = (HERE / f"queries.{lang}.txt").read_text("utf-8").splitlines()
    wanted = dict(line.split(" → ") for line in lines)
    assert len(wanted) == many

    first = dict(zip(wanted, ask(sample(lang), *(["first", query] for query in wanted)), strict=True))

    wrong = [f"{query}: {first[query]}, not {address}" for query, address in wanted.items() if first[query] != address]
    assert len(wrong) <= many * (1 - RIGHT), "\n".join(wrong)


def names() -> list[tuple[str, list[str]]]:
    """300 names, family names of two signs and of several readings among them, each with the syllables it is read by."""
    lines = (HERE / "names.txt").read_text("utf-8").splitlines()
    return [(name, syllables) for name, *syllables in (line.split() for line in lines)]


def ways_to_type(name: str, syllables: list[str]) -> list[str]:
    return [
        name,
        name[:-1] if len(name) > 2 else name,
        name[-2:],
        " ".join(name),
        "".join(syllables),
        " ".join(syllables).title(),
        "'".join(syllables),
        "".join(each[0] for each in syllables),
        syllables[0] + "".join(each[0] for each in syllables[1:]),
        "".join(syllables[:-1]) + syllables[-1][:2],
    ]


def test_every_name_is_found_however_it_is_typed() -> None:
    people = names()
    files = index(*(Document("person", f"p-{number}", name) for number, (name, _) in enumerate(people)))
    assert len({name for name, _ in people}) == 300
    asked = [(number, way) for number, person in enumerate(people) for way in ways_to_type(*person)]

    answers = ask(files, *(["find", way] for _, way in asked))

    lost = [
        f"{people[number][0]} by {way}"
        for (number, way), answer in zip(asked, answers, strict=True)
        if f"people/p-{number}.html" not in answer["hits"] or answer["loose"]
    ]
    assert lost == []


def test_a_whole_name_comes_first() -> None:
    people = names()
    files = index(*(Document("person", f"p-{number}", name) for number, (name, _) in enumerate(people)))

    first = ask(files, *(["first", name] for name, _ in people))

    assert first == [f"people/p-{number}.html" for number in range(300)]


REWARD = Document(
    "reward",
    "bonus",
    "季度绩效奖金（大区经理）",
    ("Quarterly performance bonus (regional managers)",),
    headings=[("modifiers.1", "回款率低于85%，奖金打九折")],
    texts=["按当季等级乘以系数发放。…… See the policies on exceptions."],
)
TERM = Document("term", "spiff", "专项激励（SPIFF）", ("Sales incentive",))
PUSH = Document("reward", "push", "新品推广专项激励", ("New product push",))
PERSON = Document("person", "p-1", "曾重阳", ("Zeng Chongyang",))
GOAL = Document("goal", "g-1", "2026年第三季度净销售额", period="2026-q3", about=(("person", "p-1"),))
PERIODS = (SearchPeriod("2026-q3", "2026年第三季度", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),)
SMALL = index(REWARD, TERM, PUSH, PERSON, GOAL, periods=PERIODS)
BONUS, SPIFF, NEW, ZENG, HIS_GOAL = (
    "rewards/bonus.html",
    "glossary/index.html#spiff",
    "rewards/push.html",
    "people/p-1.html",
    "goals/g-1.html",
)


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("奖金", [BONUS]),
        ("大区经理 奖金", [BONUS]),
        ("大区经理奖金", [BONUS]),
        ("大区经理的奖金怎么算", [BONUS]),
        ("ＢＯＮＵＳ", [BONUS]),
        ("bonuses", [BONUS]),
        ("the bonus of regional managers", [BONUS]),
        ("policy", [BONUS]),
        ("ager", []),
        ("85%", [BONUS]),
        ("5%", []),
        ("当季等级", [BONUS]),
        ("spiff", [SPIFF, NEW]),
        ("sales incentive", [SPIFF, NEW]),
        ("曾重阳", [ZENG, HIS_GOAL]),
        ("zeng chong yang", [ZENG, HIS_GOAL]),
        ("cengzhongyang", [ZENG, HIS_GOAL]),
        ("zcy", [ZENG, HIS_GOAL]),
        ("chongyang zeng", [ZENG, HIS_GOAL]),
        ("曾重阳的目标", [HIS_GOAL]),
        ("zeng 销售额", [HIS_GOAL]),
        ("g-1", [HIS_GOAL]),
        ("  ", []),
        ("·—（）", []),
        ("\\", []),
        ("__proto__", []),
        ("constructor", []),
        ("*", []),
    ],
)
def test_every_term_must_be_found_in_one_of_its_forms(query: str, hits: list[str]) -> None:
    [answer] = ask(SMALL, ["find", query])

    assert (answer["hits"], answer["loose"]) == (hits, False)


@pytest.mark.parametrize("query", ["大区经理 量子", "年度等级奖金", "曾重扬 目标", "quarterly unicorns"])
def test_where_no_page_has_everything_the_nearest_are_shown_as_such(query: str) -> None:
    [answer] = ask(SMALL, ["find", query])

    assert answer["loose"]
    assert answer["hits"][0] == (HIS_GOAL if "目标" in query else BONUS)


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("曾仲阳", ["曾重阳"]),
        ("zengchongyagn", ["曾重阳"]),
        ("zhengchongyang", ["曾重阳"]),
        ("完全两样", []),
    ],
)
def test_who_mistyped_is_shown_names_near_to_it(query: str, near: list[str]) -> None:
    found, names = ask(SMALL, ["find", query], ["near", query])

    assert found["hits"] == []
    assert names == near


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("奖金", "季度绩效奖金（大区经理）", "季度绩效<奖金>（大区经理）"),
        ("大区经理奖金", "季度绩效奖金（大区经理）", "季度绩效<奖金>（<大区经理>）"),
        ("zcy", "曾重阳", "<曾重阳>"),
        ("chongy", "曾重阳", "曾<重阳>"),
        ("BONUS", "Ｂｏｎｕｓ and bonuses", "<Ｂｏｎｕｓ> and <bonus>es"),
        ("奖金", "…ﬁ㍿奖金", "…ﬁ㍿<奖金>"),
        ("奖金", "<b>奖金</b>", "<b><奖金></b>"),
    ],
)
def test_what_was_found_is_marked_in_the_text_as_it_stands(query: str, text: str, marked: str) -> None:
    assert ask(SMALL, ["marked", query, text]) == [marked]


def test_an_excerpt_is_cut_around_the_find() -> None:
    long = Document("reward", "long", "长文", texts=["前" * 300 + "这里写着津贴两个字" + "后" * 300])

    found, nothing = ask(
        index(long), ["excerpt", "津贴", "rewards/long.html", 60], ["excerpt", "无", "rewards/long.html", 60]
    )

    assert (len(found["text"]), found["found"]) == (62, True)
    assert "津贴" in found["text"]
    assert found["text"][0] == found["text"][-1] == "…"
    assert (nothing["text"], nothing["found"]) == ("前" * 60 + "…", False)


def test_a_heading_leads_to_its_anchor_where_the_title_does_not_say_it() -> None:
    assert ask(SMALL, ["heading", "打九折", BONUS], ["heading", "大区经理", BONUS]) == [
        ["modifiers.1", "回款率低于85%，奖金打九折"],
        None,
    ]


def test_texts_in_shards_are_found_as_those_in_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    periods = [
        SearchPeriod(f"{year}", f"{year}年", dt.date(year, 1, 1), dt.date(year, 12, 31))
        for year in range(2026, 2020, -1)
    ]
    documents = [REWARD, TERM, PERSON]
    for period in periods:
        documents += [
            Document(
                "goal",
                f"{period.id}-{n}",
                f"目标{n}",
                period=period.id,
                texts=[f"第{n}号文字，{period.id}年的说明" * 9],
            )
            for n in range(40)
        ]
    whole = index(*documents, periods=periods)
    monkeypatch.setattr(search, "WHOLE", 1_000)
    monkeypatch.setattr(search, "FULL", 9_000)
    sharded = index(*documents, periods=periods)
    queries: list[Any] = [
        ["find", query] for query in ("说明", "2023年的说明", "第7号文字", "奖金", "目标7", "号 说明")
    ]

    assert len(whole) == 1
    assert len(sharded) > 6
    assert ask(whole, *queries) == ask(sharded, *queries)
