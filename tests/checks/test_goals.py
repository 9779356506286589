"""The five questions of each goal, its figures, its owner, and the goals above and below it."""

from __future__ import annotations

import pytest

from tests.site_builder import BASE, changed, marked, places, problems, words, wrong

EAST = "content/goals/east-revenue.yml"
SHANGHAI = "content/goals/shanghai-revenue.yml"
ZHEJIANG = "content/goals/zhejiang-revenue.yml"
OKR = "content/goals/okr.yml"

OBJECTIVE = """\
title: {zh: 把新客户做扎实, en: Win new customers to keep}
owner: person/p-2
period: 2026-q3
supports: east-revenue
objective: aspirational
achievable: {zh: 去年新增三家, en: Three were won last year}
key_results:
  - {title: {zh: 回款率, en: Collection}, metric: collection-rate, from: 90%, to: 95%, weight: 60%}
  - {title: {zh: 违规次数, en: Breaches}, metric: compliance-breaches, from: 2, to: 0, weight: 40%}
"""
# Other targets make other figures, which would be told of too.
NO_RESULTS: dict[str, str | None] = {"content/results/2026-q3/quarterly-bonus.yml": None}


def one(code: str, files: dict[str, str | None], place: str, says: str = "") -> None:
    """These files raise this one problem, at this place, and its English words contain `says`."""
    assert places(files) == [f"{code} {place}"]
    assert says in words(problems(files)[0], "en")


def okr(old: str, new: str) -> tuple[dict[str, str | None], str]:
    assert OBJECTIVE.count(old) == 1
    text, place = marked(OBJECTIVE.replace(old, new))
    return {OKR: text}, f"{OKR}:{place}"


def test_an_objective_with_key_results() -> None:
    assert places({OKR: OBJECTIVE}) == []


def test_a_key_result_without_a_metric() -> None:
    """A committed objective is counted, and so needs to say by what; an aspirational one may go by anything."""
    without = "{zh: 回款率, en: Collection}, metric: collection-rate,", "{zh: 回款率, en: Collection},"
    assert places({OKR: OBJECTIVE.replace(*without)}) == []
    files, place = okr("{zh: 回款率, en: Collection}, metric: collection-rate,", "{‹zh›: 回款率, en: Collection},")
    committed = {OKR: (files[OKR] or "").replace("aspirational", "committed")}
    one("PS501", {**committed}, place, "key result 1 names no metric")


def test_two_goals_of_one_owner_for_one_metric_and_period() -> None:
    text, place = marked(
        BASE[SHANGHAI]
        .replace("metric: net-revenue", "metric: ‹net-revenue›")
        .replace("supports: east-revenue", "supports: shanghai-revenue")
        .replace("zh: 第三", "zh: 第 三")
    )
    files: dict[str, str | None] = {
        "content/goals/twice.yml": text,
        **changed(SHANGHAI, "supports: east-revenue", "supports: east-revenue"),
    }
    assert f"PS501 content/goals/twice.yml:{place}" in places(files)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("zh: 第三季度净销售额800万元", "zh: 第三季度净销售额‹提升›到800万元"),
        ("en: Net revenue of CNY 8 million", "en: ‹Raise› net revenue to CNY 8 million"),
        (
            "metric: net-revenue",
            "summary: {zh: 净销售额比去年‹增长›两成, en: A fifth more than last year}\nmetric: net-revenue",
        ),
    ],
)
def test_a_change_without_a_baseline(old: str, new: str) -> None:
    one("PS502", *wrong(ZHEJIANG, old, new))
    mended = wrong(ZHEJIANG, old, new)[0][ZHEJIANG] or ""
    assert places({ZHEJIANG: mended + "baseline: CNY 700万\n"}) == []


def test_an_objective_without_key_results() -> None:
    text = OBJECTIVE[: OBJECTIVE.index("key_results")] + "key_results: []\n"
    one("PS502", {OKR: text}, f"{OKR}:1:13", "which figure is to be reached")


def test_a_goal_without_grounds() -> None:
    one(
        "PS503",
        *wrong(
            EAST,
            "zh: 第三季度净销售额2000万元",
            "zh: ‹第三季度净销售额2000万元›",
            BASE[EAST].splitlines()[-1] + "\n",
            "",
        ),
    )


def test_a_goal_that_supports_nothing() -> None:
    files, place = okr("title: {zh: 把新客户做扎实", "title: {zh: ‹把新客户做扎实›")
    files[OKR] = (files[OKR] or "").replace("supports: east-revenue\n", "")
    one("PS504", files, place)
    assert places({OKR: (files[OKR] or "").replace("person/p-2", "team/east")}) == []
    below = (files[OKR] or "").replace("person/p-2", "team/shanghai")
    assert places({OKR: below}) == [f"PS504 {place}"]


def test_goals_in_a_table_are_pointed_at_by_their_own_row() -> None:
    files: dict[str, str | None] = {
        "content/goals/collection.yml": "period: 2026-q3\nmetric: collection-rate\ntitle: {zh: 回款率, en: Collection}\nsupports: east-revenue\n",
        "content/goals/collection.csv": "id,owner,target,achievable.zh,achievable.en\nc-2,person/p-2,95%,同去年,As last year\nc-3,person/p-3,96%,,\n",
    }
    one("PS503", files, "content/goals/collection.csv:3:1")


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("{on: ‹2026-06-03›, actual: CNY 402万", "this review is dated 2026-06-03"),
        ("{on: 2026-08-03, actual: CNY 402万", ""),
        ("{on: 2026-10-20, actual: CNY 402万", ""),
    ],
)
def test_reviews_before_and_after_the_period(new: str, says: str) -> None:
    if says:
        one("PS505", *wrong(SHANGHAI, "{on: 2026-08-03, actual: CNY 402万", new), says)
    else:
        assert places(changed(SHANGHAI, "{on: 2026-08-03, actual: CNY 402万", new)) == []


REVISION = "revisions:\n  - {{on: {}, effective: {}, target: CNY 1200万, reason: {{zh: 停产两周, en: Closed for two weeks}}, approved_by: {}}}\nreviews:"


@pytest.mark.parametrize(
    ("code", "on", "effective", "by"),
    [
        ("PS505", "2026-09-20", "‹2026-10-08›", "p-1"),
        ("PS505", "‹2026-10-08›", "2026-10-09", "p-1"),
        ("PS512", "2026-08-10", "2026-08-15", "‹p-2›"),
        ("PS513", "2026-08-10", "‹2026-08-01›", "p-1"),
    ],
)
def test_revisions(code: str, on: str, effective: str, by: str) -> None:
    one(code, *wrong(SHANGHAI, "reviews:", REVISION.format(on, effective, by)))


def test_a_revision_as_it_should_be() -> None:
    assert places(changed(SHANGHAI, "reviews:", REVISION.format("2026-08-10", "2026-08-15", "p-1"))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "hint", "mended"),
    [
        (SHANGHAI, "baseline: CNY 1,040万", "baseline: ‹USD 145万›", "", None),
        (SHANGHAI, "actual: CNY 402万", "actual: ‹34%›", "", None),
        (
            "content/actuals/2026-q3-conduct.yml",
            "{person: p-2, metric: collection-rate, value: 96%}",
            "{person: p-2, metric: collection-rate, value: ‹96›}",
            "mended",
            "96%",
        ),
        (
            "content/actuals/2026-q3-conduct.yml",
            "{person: p-2, metric: collection-rate, value: 96%}",
            "{person: p-2, metric: collection-rate, value: ‹0.96›}",
            "percent",
            None,
        ),
        (
            "content/actuals/2026-q3-conduct.yml",
            "{person: p-2, metric: compliance-breaches, value: 0}",
            "{person: p-2, metric: compliance-breaches, value: ‹0%›}",
            "",
            None,
        ),
        ("content/actuals/2026-q3-revenue.csv", '"CNY 7,600,000"', "‹95%›", "", None),
        ("content/rules/scorecard.yml", "actual: CNY 1100万}", "actual: ‹110%›}", "", None),
        ("content/rules/scorecard.yml", "collection: 96%,", "collection: ‹96›,", "mended", "96%"),
        ("content/rules/scorecard.yml", "compliance-breaches: 0}", "compliance-breaches: ‹CNY 0›}", "", None),
    ],
)
def test_figures_that_do_not_fit_their_metric(file: str, old: str, new: str, hint: str, mended: str | None) -> None:
    files, place = wrong(file, old, new)
    one("PS506", files, place)
    found = problems(files)[0]
    assert (found.hint, found.fix.text if found.fix else None) == (hint, mended)


def test_plain_numbers_fit_where_the_metric_names_the_unit() -> None:
    assert places(changed("content/actuals/2026-q3-revenue.csv", '"CNY 7,600,000"', "7600000")) == []
    without = changed("content/metrics/net-revenue.yml", "currency: CNY\n", "")
    files, place = wrong("content/actuals/2026-q3-revenue.csv", '"CNY 7,600,000"', "‹7600000›")
    one("PS506", files | without, place, "write the currency here")


def test_a_target_worse_than_the_start() -> None:
    one(
        "PS507",
        *wrong(
            SHANGHAI, "baseline: CNY 1,040万", "baseline: CNY 1,400万", "target: CNY 1,200万", "target: ‹CNY 1,200万›"
        ),
        "higher is better",
    )
    one("PS507", *okr("from: 2, to: 0", "from: 2, to: ‹3›"), "lower is better")


def test_weights_of_key_results() -> None:
    one("PS508", {OKR: OBJECTIVE.replace("weight: 40%", "weight: 30%")}, f"{OKR}:7:1", "90%")
    one(
        "PS508",
        *okr(
            "{zh: 违规次数, en: Breaches}, metric: compliance-breaches, from: 2, to: 0, weight: 40%",
            "{‹zh›: 违规次数, en: Breaches}, metric: compliance-breaches, from: 2, to: 0",
        ),
        "key result 2 has no weight",
    )
    assert places({OKR: OBJECTIVE.replace(", weight: 60%", "").replace(", weight: 40%", "")}) == []


def test_an_owner_who_holds_no_position() -> None:
    people = changed(
        "content/people/people.yml",
        "{role: regional-manager, team: zhejiang, level: m1, from: 2025-04-01}",
        "{role: regional-manager, team: zhejiang, level: m1, from: 2026-10-01}",
    )
    found = places(people)
    assert "PS509 content/goals/zhejiang-revenue.yml:2:8" in found
    assert [place for place in places(people) if "goals" in place] == ["PS509 content/goals/zhejiang-revenue.yml:2:8"]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("CNY 700万", "come to CNY 19,000,000, which is CNY 1,000,000 short of `CNY 2,000万`"),
        ("CNY 850万", "CNY 500,000 more than `CNY 2,000万`"),
        ("800万", ""),
    ],
)
def test_targets_below_add_up_to_the_one_above(target: str, says: str) -> None:
    files = NO_RESULTS | changed(ZHEJIANG, "target: CNY 800万", f"target: {target}")
    if not says:
        assert places(files) == []
        return
    one("PS510", files, f"{EAST}:5:9", says)
    assert [related.span.file for related in problems(files)[0].related] == [SHANGHAI, ZHEJIANG]


def test_targets_may_meet_after_revisions() -> None:
    lower = NO_RESULTS | changed(
        SHANGHAI, "reviews:", REVISION.format("2026-08-10", "2026-08-15", "p-1").replace("1200万", "1100万")
    )
    assert places(lower) == []  # they met as they were set
    first = NO_RESULTS | changed(ZHEJIANG, "target: CNY 800万", "target: CNY 900万")
    assert places(first) == [f"PS510 {EAST}:5:9"]
    assert places(first | lower) == []


def test_rates_are_not_added() -> None:
    files: dict[str, str | None] = {}
    for name, owner, above in (
        ("a", "team/east", ""),
        ("b", "person/p-2", "supports: a\n"),
        ("c", "person/p-3", "supports: a\n"),
    ):
        files[f"content/goals/{name}.yml"] = (
            f"title: {{zh: 回款率, en: Collection}}\nowner: {owner}\nperiod: 2026-q3\nmetric: collection-rate\ntarget: 95%\nachievable: {{zh: 同去年, en: As last year}}\n{above}"
        )
    assert places(files) == []


def test_a_goal_outside_the_period_of_the_one_it_supports() -> None:
    period: dict[str, str | None] = {
        "content/periods/2026-q4.yml": "title: {zh: 四季度, en: Q4}\ntype: quarter\nfrom: 2026-10-01\nto: 2026-12-31\nparent: 2026\n"
    }
    files, place = okr("period: 2026-q3", "period: ‹2026-q4›")
    one("PS511", files | period, place, "`2026-q3`")
    year = {
        OKR: OBJECTIVE.replace("supports: east-revenue", "supports: year"),
        "content/goals/year.yml": OBJECTIVE.replace("supports: east-revenue\n", "")
        .replace("2026-q3", "2026")
        .replace("p-2", "p-1"),
    }
    assert places(year) == []


def test_what_cannot_be_read_raises_no_second_problem() -> None:
    assert places(changed(ZHEJIANG, "target: CNY 800万", "target: 800万元")) == [f"PS423 {ZHEJIANG}:5:9"]
    assert places(changed(ZHEJIANG, "period: 2026-q3", "period: 2026-q9")) == [
        "PS302 content/goals/zhejiang-revenue.yml:3:9"
    ]


def test_a_target_that_cannot_be_a_divisor_under_the_rule_of_its_owner() -> None:
    file = "content/goals/zhejiang-revenue.yml"
    for target in ("CNY 0", "CNY -5"):
        text, place = marked(BASE[file].replace("CNY 800万", f"‹{target}›"))
        found = [problem for problem in problems({file: text}) if problem.code == "PS514"]
        assert [problem.span.place for problem in found] == [f"{file}:{place}"]
        assert f"divided by a target of `{target}`" in words(found[0], "en")
    # Of a director no rule asks for attainment.
    other = BASE[file].replace("CNY 800万", "CNY 0").replace("person/p-3", "person/p-4")
    assert "PS514" not in {problem.code for problem in problems({"content/goals/other.yml": other})}


def test_progress_from_where_one_stands_to_the_same_place() -> None:
    rule = changed("content/rules/scorecard.yml", "measure: attainment", "measure: progress")
    file = "content/goals/shanghai-revenue.yml"
    found = problems({**rule, file: BASE[file].replace("baseline: CNY 1,040万", "baseline: CNY 1,200万")})
    assert ["is where it starts" in words(problem, "en") for problem in found if problem.code == "PS514"] == [True]
