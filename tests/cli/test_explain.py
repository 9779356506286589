"""`perfsite explain`"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from perfsite.diagnostics import CODES
from perfsite.diagnostics.page import codes_with_pages, page_of
from tests.cli.conftest import BY_TODAY, Perfsite

RESULT = "2026-q3-quarterly-bonus"
RECORD = "content/results/2026-q3/quarterly-bonus.yml"
PAGES = [code for code in codes_with_pages() if code in CODES]


def test_a_code_is_explained_with_a_wrong_and_a_right_example(perfsite: Perfsite) -> None:
    english, chinese = (perfsite("explain", "PS302", "--lang", lang) for lang in ("en", "zh"))

    assert english.out.startswith("PS302 The record referred to does not exist\nunknown-reference · error\n\n")
    assert chinese.out.splitlines()[1] == "unknown-reference · 错误"
    for ran, wrong, right in ((english, "wrong", "right"), (chinese, "写错", "写对")):
        assert ran.code == 0
        first, last = ran.out.index(f"\n{wrong}  content/"), ran.out.index(f"\n{right}  content/")
        assert "    metric: net-revenu\n" in ran.out[first:last]
        assert "    metric: net-revenue\n" in ran.out[last:]


@pytest.mark.parametrize("name", ["ps302", "PS302", "unknown-reference", "Unknown-Reference", "302"])
def test_a_code_goes_by_its_number_and_its_name(perfsite: Perfsite, name: str) -> None:
    assert perfsite("explain", name).out == perfsite("explain", "PS302").out


@pytest.mark.parametrize(("typed", "meant"), [("PSS302", "PS302"), ("unknown-refrence", "unknown-reference")])
def test_a_slip_is_answered(perfsite: Perfsite, typed: str, meant: str) -> None:
    ran = perfsite("explain", typed)

    assert ran.code == 2
    assert f"did you mean `{meant}`?" in ran.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", PAGES)
def test_every_page_can_be_shown(perfsite: Perfsite, code: str, lang: str) -> None:
    ran = perfsite("explain", code, "--lang", lang)

    page = page_of(code, lang)
    assert (ran.code, ran.err) == (0, "")
    assert page.title in ran.out
    for word in re.findall(r"`([^`\n]+)`", page.text):
        assert word in re.sub(r"\n *", " ", ran.out) or word in re.sub(r"\n *", "", ran.out)


def test_whether_a_site_may_set_the_severity_is_said(perfsite: Perfsite) -> None:
    code = next(code for code in PAGES if CODES[code].adjustable)

    assert f"perfsite.yml can change that: checks: {{{code}: off}}" in perfsite("explain", code).out


def test_a_person_in_a_result_is_explained_step_by_step(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("explain", RESULT, "p-3", "-C", sample)

    assert (ran.code, ran.err) == (0, BY_TODAY)
    lines = ran.out.splitlines()
    assert lines[:2] == [f"{RESULT}  Bonus for the third quarter of 2026", "p-3  Li Jingyi"]
    place = lines.index("  Net revenue, attainment  95%")
    assert lines[place + 1 : place + 3] == [
        "      7,600,000 ÷ 8,000,000",
        "      content/rules/scorecard.yml:9",
    ]
    assert "  grade  B  ✓ as published" in lines
    assert lines[-1] == "3 figures compared, all as published."


def test_it_is_said_in_chinese_as_well(perfsite: Perfsite, sample: Path) -> None:
    out = perfsite("explain", RESULT, "p-3", "-C", sample, "--lang", "zh").out

    assert "  净销售额（实际）  CNY 7,600,000\n      content/actuals/2026-q3-revenue.csv:" in out
    assert "  合规一票否决  85  ✓ 与公布的一致\n      合规违规次数（实际） 0 ≥ 1：否\n" in out
    assert out.endswith("核对 3 个数，全部一致。\n")


def test_every_place_is_a_line_that_says_so(perfsite: Perfsite, sample: Path) -> None:
    out = perfsite("explain", RESULT, "p-3", "-C", sample).out

    places = re.findall(r"(?m)^ *(content/\S+):(\d+)$", out)
    assert len(places) > 10
    for file, number in places:
        assert (sample / file).read_text("utf-8").splitlines()[int(number) - 1].strip()
    (target,) = {(file, number) for file, number in places if "goals" in file}
    assert "target: CNY 800万" in (sample / target[0]).read_text("utf-8").splitlines()[int(target[1]) - 1]


def test_a_figure_that_differs_is_an_exit_code(perfsite: Perfsite, sample: Path) -> None:
    path = sample / RECORD
    path.write_text(path.read_text("utf-8").replace("36,000.00", "36,000.01"), encoding="utf-8")
    ran = perfsite("explain", RESULT, "p-2", "-C", sample)

    assert ran.code == 1
    assert "amount  CNY 36,000  ✗ published as CNY 36,000.01" in ran.out
    assert ran.out.endswith("3 figures compared, 1 not as published.\n")


def test_markdown_is_a_table_for_each_result(perfsite: Perfsite, sample: Path) -> None:
    out = perfsite("explain", RESULT, "p-3", "-C", sample, "--format", "markdown", "--lang", "zh").out

    assert out.startswith("## 李静怡 · 2026年第三季度奖金\n")
    assert "| 加权合计 | 95 × 60% + 70 × 40% | 85 | `content/rules/scorecard.yml:" in out
    rows = [line for line in out.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {5}


def test_json_has_the_exact_figures_and_their_places(perfsite: Perfsite, sample: Path) -> None:
    found = json.loads(perfsite("explain", RESULT, "p-3", "-C", sample, "--format", "json").out)

    assert (found["result"], found["who"], found["compared"], found["differs"]) == (RESULT, "p-3", 3, False)
    steps = {step["name"]: step for step in found["steps"]}
    assert steps["net-revenue/attainment"]["exact"] == "19/20"
    assert steps["net-revenue/attainment"]["clause"]["route"] == ["components", "revenue", "measure"]
    (evidence,) = steps["net-revenue/actual"]["evidence"]
    assert evidence["record"] == "actuals/2026-q3-revenue"
    assert re.fullmatch(r"content/actuals/2026-q3-revenue.csv:\d+", evidence["place"])
    assert steps["amount"]["published"] == "30000"


@pytest.mark.parametrize("who", ["p-2", "person/p-2", "张浩博", "Zhang Haobo", "zhang  haobo", "ＺＨＡＮＧ Haobo"])
def test_a_person_goes_by_id_and_by_name(perfsite: Perfsite, sample: Path, who: str) -> None:
    assert perfsite("explain", RESULT, who, "-C", sample).out.splitlines()[1] == "p-2  Zhang Haobo"


def test_two_of_one_name_are_told_apart_by_their_ids(perfsite: Perfsite, sample: Path) -> None:
    people = sample / "content/people/people.yml"
    people.write_text(people.read_text("utf-8").replace("李静怡", "张浩博"), encoding="utf-8")
    ran = perfsite("explain", RESULT, "张浩博", "-C", sample)

    assert ran.code == 2
    assert "`张浩博` is the name of more than one" in ran.err
    assert "`p-2`, `p-3`" in ran.err


def test_a_result_alone_lists_whom_one_may_ask_about(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("explain", RESULT, "-C", sample)

    assert ran.out.splitlines()[1:] == ["  p-2  Zhang Haobo", "  p-3  Li Jingyi"]
    listed = json.loads(perfsite("explain", RESULT, "-C", sample, "--format", "json").out)
    assert [one["who"] for one in listed["recipients"]] == ["p-2", "p-3"]


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("2026-q3-quarterly-bonsu",), f"did you mean `{RESULT}`?"),
        (("2026-q3-quarterly-bonsu", "p-2"), f"did you mean `{RESULT}`?"),
        ((RESULT, "Zhang Haobe"), "did you mean `Zhang Haobo`?"),
        ((RESULT, "p-1"), f"`perfsite explain {RESULT}` lists who is."),
        (("nothing-like-it", "p-2"), "`perfsite verify` lists all results."),
        (("unknown-refrence",), "did you mean `unknown-reference`?"),
    ],
)
def test_a_slip_in_a_result_or_person_is_answered(
    perfsite: Perfsite, sample: Path, arguments: tuple[str, ...], advice: str
) -> None:
    ran = perfsite("explain", *arguments, "-C", sample)

    assert (ran.code, ran.out) == (2, "")
    assert advice in ran.err


PROMOTION = "2025-h2-promotion-s2-to-s3"
OURS = Path(__file__).parents[2]


def test_a_candidate_is_explained_requirement_by_requirement(perfsite: Perfsite) -> None:
    ran = perfsite("explain", PROMOTION, "p-1035", "-C", OURS)

    assert ran.code == 0
    lines = [line.strip() for line in ran.out.splitlines()]
    assert lines[lines.index("whether met  not met  ✓ as published") + 1] == "14 months < 18 months"
    assert "9,295,404.14 ÷ 8,040,000 = 115.614479…% → the digits that the result gives" in lines
    assert re.search(r"Q4 2025 {2}A\n +content/results/2025-q4/\S+\.csv:\d+\n", ran.out)
    (waiver,) = [line for line in lines if line.startswith("14 months in the level, four short of 18")]
    assert waiver.endswith("in the lead (approved by p-0003 on 2026-02-13)")
    assert lines[-1] == "10 figures compared, all as published."


def test_a_candidate_is_a_table_in_markdown(perfsite: Perfsite) -> None:
    out = perfsite("explain", PROMOTION, "p-1035", "-C", OURS, "--format", "markdown", "--lang", "zh").out

    assert "### 任职时间" not in out
    assert "### 在资深客户经理职级任职满18个月" in out
    assert "| 是否满足 | 14 个月 < 18 个月 | **未满足** ✓ 与公布的一致 |" in out
    assert {line.count("|") for line in out.splitlines() if line.startswith("|")} == {5}


def test_a_candidate_has_exact_figures_and_places_in_json(perfsite: Perfsite) -> None:
    found = json.loads(perfsite("explain", PROMOTION, "p-1035", "-C", OURS, "--format", "json").out)

    steps = {(step["part"], step["name"]): step for step in found["steps"]}
    verdict = steps["tenure", "verdict"]
    assert (verdict["exact"], verdict["published"], verdict["clause"]["route"]) == (
        "not met",
        "not met",
        ["requires", "all", 0],
    )
    assert steps["tenure", "waived"]["approval"] == {"approved_by": "p-0003", "on": "2026-02-13"}
    assert steps["full-year", "attainment"]["rounded"] == "11561/10000"
    listed = json.loads(perfsite("explain", PROMOTION, "-C", OURS, "--format", "json").out)
    assert [one["who"] for one in listed["candidates"]] == ["p-1035", "p-1044"]
