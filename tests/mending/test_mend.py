"""What is certain is mended in memory, round by round, and what would do harm is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfsite.mending import Mending, mend
from perfsite.pipeline import amended, examine
from perfsite.sources import read_source
from tests import site_builder
from tests.site_builder import AS_OF, BASE

METRIC = "content/metrics/collection-rate.yml"
GOAL = "content/goals/shanghai-revenue.yml"
PEOPLE = "content/people/people.yml"
TABLE = "content/actuals/2026-q3-revenue.csv"
PAGE = "content/pages/principles.md"


def mended(texts: Mapping[str, str | bytes], as_of: dt.date = AS_OF) -> Mending:
    raw = {file: text.encode() if isinstance(text, str) else text for file, text in texts.items()}
    loaded = amended(site_builder.site(), raw)
    return mend(loaded, examine(loaded, as_of), as_of, lambda _: True)


def changed(file: str, *pairs: tuple[str, str]) -> str:
    text = BASE[file]
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_several_slips_in_one_line_take_several_rounds() -> None:
    text = changed(METRIC, ("unit: percent", "Unit：“百分比”"))
    assert mended({METRIC: text}).texts == {METRIC: BASE[METRIC].encode()}


def test_all_tabs_of_a_file_are_mended_at_once() -> None:
    text = "title:\n\tzh: 回款率\n\ten: Cash\nunit: percent\ndirection: higher\nsource:\n\tsystem: crm\n"
    found = mended({METRIC: text})
    assert found.texts[METRIC].decode() == text.replace("\t", "  ")
    assert len(found.mended) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comments_order_quotes_line_ends_and_the_mark_stay(mark: str, end: str) -> None:
    text = (
        "# 指标，由财务维护\n"
        "direction: 'higher'   # 越高越好\n"
        "\n"
        'unit: "％"\n'
        "title:  {en: 'Cash',   zh: \"回款率\"}\n"
        "places: '２'"
    ).replace('"％"', '"百分比"')
    wanted = text.replace("百分比", "percent").replace("２", "2")
    raw, mended_raw = ((mark + one.replace("\n", end)).encode() for one in (text, wanted))

    assert mended({METRIC: raw}).texts == {METRIC: mended_raw}


def test_cells_and_front_matter_are_mended_too() -> None:
    table = 'person,value\np-2,"１３２０万元"\np-3,8,600,000元\n'
    page = changed(PAGE, ("---\ntitle", "———\ntitle"), ("section: principles", "栏目： principles"))
    found = mended({TABLE: table, PAGE: page})

    assert found.texts[TABLE].decode() == 'person,value\np-2,"CNY 1320万"\np-3,"CNY 8,600,000"\n'
    assert found.texts[PAGE].decode() == BASE[PAGE].replace("section: principles", "section: principles")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (GOAL, "person/p-2", "person/p-9"),  # another person, who may join tomorrow
        ("content/periods/2026-q3.yml", "parent: 2026", "parent: 2025"),
        ("content/periods/2026-q3.yml", "2026-09-30", "2026-09-31"),
        (GOAL, "CNY 1,200万", "CNY 1,20万"),
        (GOAL, "CNY 1,200万", "CNY 1200w"),
        ("content/rules/scorecard.yml", "weight: 60%", "weight: 0.6"),
        (METRIC, "Cash collection}", "“Cash collection”}"),
        ("content/results/2026-q3/quarterly-bonus.yml", "total: 109.00", "total: 108.00"),
        (PEOPLE, "- id: p-3", "- id: P3"),
        ("content/actuals/2026-q3-revenue.yml", "2026-10-09T09:30+08:00", "2026-10-09 09:30"),
    ],
)
def test_what_could_be_meant_otherwise_is_left(file: str, old: str, new: str) -> None:
    found = mended({file: changed(file, (old, new))})
    assert found.problems
    assert (found.texts, found.mended, found.not_mended) == ({}, (), ())


def test_money_of_another_country_is_not_guessed() -> None:
    """元 is the dollar of Hong Kong as well."""
    site = BASE["perfsite.yml"]
    goal = changed(GOAL, ("CNY 1,200万", "1,200万元"))
    assert mended({GOAL: goal}).texts
    assert not mended({GOAL: goal, "perfsite.yml": f"{site}currency: HKD\n"}).texts


def test_a_mending_that_would_bring_another_problem_is_left_and_said() -> None:
    """Quotation marks make one text of it, and that is no day: the comma was no comma of a text."""
    file = "content/rules/scorecard.yml"
    found = mended({file: changed(file, ("{from: 2026-01-01}", "{from: 2026-01-01, 02}"))})

    assert found.texts == {}
    ((one,),) = (found.not_mended,)
    assert (one.problem.code, one.because.code if one.because else None) == ("PS210", "PS411")
    assert [problem.code for problem in found.problems] == ["PS210"]


def test_what_does_harm_keeps_nothing_else_from_being_mended() -> None:
    file = "content/rules/scorecard.yml"
    text = changed(
        file,
        ("{from: 2026-01-01}", "{from: 2026-01-01, 02}"),
        ("{role: regional-manager}", "{role: regional_manager}"),
    )
    found = mended({file: text})

    assert found.texts[file].decode() == text.replace("regional_manager", "regional-manager")
    assert [one.problem.code for one in found.not_mended] == ["PS210"]


def test_what_a_mending_only_reveals_does_not_stop_it() -> None:
    text = changed(METRIC, ("title: {", "title：{"), ("direction: higher", "direction: sideways"))
    found = mended({METRIC: text})

    assert found.texts[METRIC].decode() == text.replace("title：{", "title: {")
    assert [problem.code for problem in found.problems] == ["PS427"]


def test_a_field_by_another_name_is_mended_whatever_its_value_turns_out_to_be() -> None:
    """Also where the file could not be read at first: then the line was not known, and by now it is."""
    text = changed(GOAL, ("title: {", "title：{"), ("owner: person/p-2", "负责人: 张浩博"))
    found = mended({GOAL: text})

    assert found.texts[GOAL].decode() == text.replace("title：{", "title: {").replace("负责人: 张浩博", "owner: 张浩博")
    assert [problem.code for problem in found.problems] == ["PS304"]
    assert found.not_mended == ()


def test_a_file_that_can_be_read_stays_one() -> None:
    """A space behind the colon would begin a quotation that never ends."""
    file = "content/rewards/quarterly-bonus.yml"
    found = mended({file: changed(file, ("{rule: scorecard}", '{rule:" scorecard}'))})

    assert found.texts == {}
    told = [(one.problem.code, one.because.code if one.because else None) for one in found.not_mended]
    assert told == [("PS201", "PS201")]


def test_tiers_are_sorted_only_where_their_points_say_so() -> None:
    file = "content/rules/scorecard.yml"
    second, third = "{from: 85%, points: 70}", "{from: 95%, points: 100}"
    out_of_order = BASE[file].replace(f"{second}, {third}", f"{third}, {second}")
    slip = BASE[file].replace(second, second.replace("from: ", "from: 9"))

    assert mended({file: out_of_order}).texts == {file: BASE[file].encode()}
    assert mended({file: slip}).texts == {}


def test_files_that_may_not_be_mended_are_left() -> None:
    loaded = amended(site_builder.site(), {METRIC: changed(METRIC, ("unit: percent", "unit：percent")).encode()})
    found = mend(loaded, examine(loaded, AS_OF), AS_OF, lambda file: file != METRIC)
    assert (found.texts, len(found.problems)) == ({}, 1)


# --- Whatever is done to a file, mending changes what it says it mends, and nothing else ---------------------------------

PIECES = ["，", "：", "“", "”", "％", "１", "\t", "\u3000", "\u200b", "—", "- ", ": ", ", ", "{", "}", "[", "]", '"', "'", "元", "¥", "/", "\r", " ", "\n", "x", "5", "#"]  # fmt: skip
FILES = sorted(file for file in BASE if file.startswith("content/"))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """One of the files with a few characters taken out, put in, or replaced."""
    file = draw(st.sampled_from(FILES))
    text = BASE[file]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 2)))
        text = text[:start] + draw(st.sampled_from(["", *PIECES])) + text[end:]
    return file, text


@settings(max_examples=150, deadline=None)
@given(edited())
def test_mending_does_what_it_says_and_nothing_else(case: tuple[str, str]) -> None:
    file, text = case
    found = mended({file: text})
    before = examine(amended(site_builder.site(), {file: text.encode()}), AS_OF)

    assert set(found.texts) <= {file} | {one.problem.span.file for one in found.mended}
    assert bool(found.texts) == bool(found.mended)
    if not found.texts:
        assert found.problems == before
        return
    # What is told to be left is what is there. A file that can be read at last may show more to mend, but not for ever.
    again = amended(site_builder.site(), {file: text.encode(), **found.texts})
    assert examine(again, AS_OF) == found.problems
    for _ in range(3):
        again = mend(again, examine(again, AS_OF), AS_OF, lambda _: True).loaded
    assert mend(again, examine(again, AS_OF), AS_OF, lambda _: True).texts == {}
    # A record that could be read before says the same, except where a problem stood.
    source = read_source(file, text.encode())[0]
    if source is not None and file in found.texts:
        mended_source = read_source(file, found.texts[file])[0]
        assert mended_source is not None
        lines = {
            line for one in found.mended for line in range(one.problem.span.line - 1, one.problem.span.end_line + 1)
        }
        old, new = text.split("\n"), found.texts[file].decode().split("\n")
        if len(old) == len(new):
            assert all(one == other for at, (one, other) in enumerate(zip(old, new, strict=True)) if at not in lines)
