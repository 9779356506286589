"""Rules, rewards, ladders and criteria that could be read in two ways, or that leave someone without an answer."""

from __future__ import annotations

import re

import pytest

from perfsite.diagnostics import Diagnostic, Fix
from tests import site_builder
from tests.site_builder import BASE, changed, marked, words, wrong

RULE = "content/rules/scorecard.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
LADDER = "content/ladders/sales.yml"
CRITERIA = "content/promotion/m1-to-m2.yml"
LINE = "line: [{at: 0%, points: 0}, {at: 100%, points: 100}, {at: 120%, points: 130}]"
BEYOND = "      beyond: {below: clamp, above: clamp}\n".replace("      ", "    ", 1)
STEPS = "steps: [{from: 0%, points: 0}, {from: 85%, points: 70}, {from: 95%, points: 100}]"
GRADES = BASE[RULE][BASE[RULE].index("grades:") : BASE[RULE].index("examples:")]
AMOUNT = 'amount: {base: "CNY 30,000", times: coefficient, places: 2, rounding: half-up}'
BASIS = "basis: {rule: scorecard}\n"


def problems(files: dict[str, str | None]) -> list[Diagnostic]:
    """What is wrong, apart from worked examples: those of the base need not come true for a rule that was changed."""
    return [problem for problem in site_builder.problems(files) if problem.code not in ("PS627", "PS628")]


def places(files: dict[str, str | None]) -> list[str]:
    return [f"{problem.code} {problem.span.place}" for problem in problems(files)]


def one(code: str, files: dict[str, str | None], place: str, says: str = "") -> None:
    assert places(files) == [f"{code} {place}"]
    assert says in words(problems(files)[0], "en")
    assert words(problems(files)[0], "zh")


def test_weights_sum_to_100_percent() -> None:
    one("PS601", *wrong(RULE, "components:", "‹components›:", "weight: 40%", "weight: 30%"), "sum to 90%")
    raw = changed(RULE, "weight: 40%", "weight: 30%", "components:", "weights: raw\ncomponents:")
    assert places(raw) == []
    assert (
        places(
            changed(
                RULE, "weight: 40%", "weight: 2", "weight: 60%", "weight: 3", "components:", "weights: raw\ncomponents:"
            )
        )
        == []
    )
    one("PS422", *wrong(RULE, "weight: 40%", "weight: ‹40›"), "write `40%`")
    one("PS422", *wrong(RULE, "weight: 40%", "weight: ‹0.4›"), "if that is what is meant")
    one("PS422", *wrong(RULE, "weight: 40%", "weight: ‹CNY 40›"))
    lower = changed("content/metrics/collection-rate.yml", "direction: higher", "direction: lower")
    negative = changed(RULE, "weight: 40%", "weight: -10%", "weight: 60%", "weight: 110%")
    assert places(lower | negative) == []


def test_a_weight_below_zero_is_shared_with_nobody() -> None:
    renormalise = ("missing: error\n  collection", "missing: renormalise\n  collection")
    deduction = ("weight: 40%", "weight: ‹-10%›", "weight: 60%", "weight: 110%")
    lower = changed("content/metrics/collection-rate.yml", "direction: higher", "direction: lower")
    files, place = wrong(RULE, *deduction, *renormalise)
    one("PS637", lower | files, place, "share the weight of `revenue`")
    # Among weights of one sign each has its part, and what is not shared may be a deduction.
    assert places(changed(RULE, *renormalise)) == []
    assert places(lower | changed(RULE, *(text.replace("‹", "").replace("›", "") for text in deduction))) == []


def test_shares_sum_to_100_percent() -> None:
    splits = "splits: [{role: regional-manager, share: 70%}, {role: sales-director, share: 20%}]\nbudget:"
    one("PS602", *wrong(REWARD, "budget:", f"‹splits›{splits[6:]}"), "sum to 90%")
    overlay = "overlay: true\nsharing: {whole: own team, same_role: each}\n"
    assert places(changed(REWARD, "budget:", overlay + splits)) == []


SHARED = "splits: [{role: regional-manager, share: 70%}, {role: sales-director, share: 30%}]\n"


def test_a_shared_amount_says_whose_whole_it_is() -> None:
    one("PS633", *wrong(REWARD, "budget:", f"‹splits›{SHARED[6:]}budget:"), "(CNY 30,000, together CNY 60,000)")
    one(
        "PS633",
        *wrong(REWARD, "budget:", SHARED + "‹sharing›: {same_role: equally, remainder: first}\nbudget:"),
        "or one between them (CNY 30,000)",
    )


def test_a_shared_amount_says_how_it_falls_to_several_in_one_role() -> None:
    text = SHARED + "‹sharing›: {whole: own team, remainder: first}\nbudget:"
    one("PS633", *wrong(REWARD, "budget:", text), "give each of them CNY 10,500 or CNY 21,000")
    text = SHARED + "sharing: {whole: own team, same_role: ‹each›, remainder: first}\nbudget:"
    one("PS633", *wrong(REWARD, "budget:", text), "two people in `regional-manager` make CNY 51,000 of CNY 30,000")


def test_a_shared_amount_says_to_whom_the_remainder_falls() -> None:
    text = SHARED + "‹sharing›: {whole: own team, same_role: equally}\nbudget:"
    one(
        "PS633",
        *wrong(REWARD, "budget:", text),
        "CNY 30,000.05 shared by 70% + 30% could be CNY 21,000.03 + CNY 9,000.02 or CNY 21,000.04 + CNY 9,000.01",
    )
    text = f"overlay: true\n{SHARED}sharing: {{whole: own team, same_role: each, ‹remainder›: first}}\nbudget:"
    one("PS633", *wrong(REWARD, "budget:", text), "no remainder")


def test_what_goes_with_shares_is_of_the_whole_alone() -> None:
    told = SHARED + "sharing: {whole: own team, same_role: equally, remainder: first}\n"
    assert places(changed(REWARD, "budget:", told + "budget:")) == []
    text = told + "‹proration›: {by: days, of: amount}\nbudget:"
    one("PS633", *wrong(REWARD, "budget:", text), "of the whole or of each part")
    one("PS633", *wrong(REWARD, "budget:", "‹sharing›: {whole: own team}\nbudget:"), "no `splits`")


@pytest.mark.parametrize(
    ("code", "steps", "says"),
    [
        (
            "PS603",
            "{from: 0%, points: 0}, {from: 95%, points: 70}, {from: ‹85%›, points: 100}",
            "`85%` comes after `95%`",
        ),
        (
            "PS603",
            "{from: 0%, points: 0}, {from: 85%, points: 70}, {from: ‹85%›, points: 100}",
            "two tiers begin at `85%`",
        ),
        (
            "PS603",
            "{from: 0%, points: 0}, {from: 85%, points: 70}, {above: ‹85%›, points: 100}",
            "the single value `85%`",
        ),
        ("PS603", "{from: 0%, points: 0}, {above: 85%, points: 70}, {from: ‹85%›, points: 100}", "comes after"),
        ("PS604", "{from: ‹60%›, points: 0}, {from: 85%, points: 70}", "values below `60%` belong to no tier"),
        ("PS604", "{above: ‹0%›, points: 0}, {from: 85%, points: 70}", "the value `0%` itself"),
        ("PS609", "{from: 0%, points: 0}, {from: ‹CNY 85›, points: 70}", "a percentage"),
        ("PS609", "{from: 0%, points: 0}, {from: ‹0.85›, points: 70}", "`85%`, if that is what is meant"),
        ("PS609", "{from: 0%, points: 0}, {from: ‹85›, points: 70}", "write `85%`"),
        ("PS612", "{from: 0%, points: 0}, {from: 85%, ‹rate›: 70%}", "this tier gives `rate`"),
        ("PS608", "{from: 0%, points: 0}, {from: 85%, points: 70}, {from: 95%, points: ‹60›}", "from 70 to 60"),
    ],
)
def test_tiers(code: str, steps: str, says: str) -> None:
    one(code, *wrong(RULE, STEPS, f"steps: [{steps}]"), says)


@pytest.mark.parametrize(
    "steps",
    [
        "{from: 0%, points: 0}, {above: 85%, points: 70}",
        "{from: 0, points: 0}, {from: 85%, points: 70}",
        "{from: -10%, points: 0}, {from: 85%, points: 70}",
        "{from: 0%, points: 50}, {from: 85%, points: 50}",
    ],
)
def test_tiers_with_one_reading(steps: str) -> None:
    assert places(changed(RULE, STEPS, f"steps: [{steps}]")) == []


def test_the_mended_tier_is_shown_in_the_unit_of_the_edge() -> None:
    files = changed(RULE, STEPS, "steps: [{from: 60%, points: 0}, {from: 85%, points: 70}]")
    assert "`{from: 0%, points: 0}`" in words(problems(files)[0], "en")
    slices = changed(
        REWARD, AMOUNT, "amount: {slices: [{from: CNY 30万, rate: 1%}], of: net-revenue, places: 2, rounding: half-up}"
    )
    assert "`{from: CNY 0, rate: 0%}`" in words(problems(slices)[0], "zh")


@pytest.mark.parametrize(
    ("code", "new", "says"),
    [
        (
            "PS603",
            "line: [{at: 0%, points: 0}, {at: 120%, points: 100}, {at: ‹100%›, points: 130}]",
            "`100%` comes after `120%`",
        ),
        ("PS608", "line: [{at: 0%, points: 0}, {at: 100%, points: 100}, {at: 120%, points: ‹90›}]", "higher is better"),
        ("PS605", "‹line›: [{at: 100%, points: 100}]", "single anchor"),
        ("PS609", "line: [{at: 0%, points: 0}, {at: ‹CNY 100›, points: 100}]", "`attainment`"),
    ],
)
def test_lines(code: str, new: str, says: str) -> None:
    one(code, *wrong(RULE, LINE, new), says)


def test_a_line_without_its_ends_names_the_readings() -> None:
    files, place = wrong(RULE, LINE, f"‹line›{LINE[4:]}", BEYOND, "")
    one("PS606", files, place, "140% could give 130 points, 160 or none")
    level = changed(
        RULE, LINE, "line: [{at: 50%, points: 20}, {at: 100%, points: 100}, {at: 120%, points: 100}]", BEYOND, ""
    )
    assert "0% could give 20 points, -60 or none" in words(problems(level)[0], "en")


def test_ends_without_a_line() -> None:
    one("PS607", *wrong(RULE, STEPS, f"{STEPS}\n    ‹beyond›: {{below: clamp, above: clamp}}"), "`steps`")


def test_points_fall_where_less_is_better() -> None:
    lower = changed("content/metrics/collection-rate.yml", "direction: higher", "direction: lower")
    found = [place for place in places(lower) if "rules" in place]
    assert found == ["PS608 content/rules/scorecard.yml:17:56"]
    falling = changed(RULE, STEPS, "steps: [{from: 0%, points: 100}, {from: 5%, points: 60}]")
    assert places(lower | falling) == []
    inverse = changed(RULE, "measure: actual", "measure: inverse")
    assert places(lower | inverse) == []
    # Points that a weight takes off are a deduction, which grows as things get worse.
    deduction = changed(RULE, "weight: 40%", "weight: -10%", "weight: 60%", "weight: 110%")
    assert places(deduction) == ["PS608 content/rules/scorecard.yml:17:56"]
    assert places(lower | deduction) == []


def test_a_component_needs_a_metric() -> None:
    one("PS610", *wrong(RULE, "collection:\n    metric: collection-rate\n", "‹collection›:\n"), "names no metric")
    named = changed(
        RULE,
        "  collection:\n    metric: collection-rate\n",
        "  collection-rate:\n",
        "collection: 96%",
        "collection-rate: 96%",
        "collection: 100, ",
        "",
    )
    assert places(named) == []
    okr = changed(
        RULE,
        "measure: actual\n    " + STEPS,
        "measure: okr\n    steps: [{from: 0, points: 0}, {from: 0.7, points: 100}]",
        "metric: collection-rate",
        "metric: collection-rate",
        "collection: 96%, ",
        "",
        "collection: 100, ",
        "",
    )
    assert places(okr) == [f"PS610 {RULE}:14:13"]


GRID = """\
grid:
      rows: [{from: 0%}, {from: 85%}]
      columns: {metric: net-revenue, measure: attainment, tiers: [{from: 0%}, {from: 100%}]}
      points: [[0, 40], [70, 100]]"""


@pytest.mark.parametrize(
    ("code", "old", "new", "says"),
    [
        ("PS611", "points: [[0, 40], [70, 100]]", "‹points›: [[0, 40]]", "1 rows where `rows` has 2"),
        ("PS611", "[70, 100]]", "‹[›70]]", "1 entries where `columns` has 2"),
        ("PS603", "tiers: [{from: 0%}, {from: 100%}]", "tiers: [{from: 0%}, {from: ‹-5%›}]", ""),
        ("PS604", "rows: [{from: 0%}", "rows: [{from: ‹50%›}", "`{from: 0%}`"),
        ("PS609", "tiers: [{from: 0%}, {from: 100%}]", "tiers: [{from: 0%}, {from: ‹CNY 100›}]", ""),
    ],
)
def test_grids(code: str, old: str, new: str, says: str) -> None:
    assert places(changed(RULE, STEPS, GRID)) == []
    text, place = marked((changed(RULE, STEPS, GRID)[RULE] or "").replace(old, new))
    one(code, {RULE: text}, f"{RULE}:{place}", says)


WHEN = "when: {metric: net-revenue, measure: ‹okr›, at_least: 0.5}"
EXTRA = "modifiers: [{title: {zh: 加分, en: Extra}, %s, %s, order: before caps}]\n"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (RULE, "when: {metric: compliance-breaches, at_least: 1}", WHEN),
        (RULE, "total: {places", EXTRA % (WHEN, "add: 1") + "total: {places"),
        (RULE, STEPS, STEPS + "\n    " + (EXTRA % (WHEN, "add: 1")).rstrip()),
        (REWARD, AMOUNT, AMOUNT + "\n" + (EXTRA % (WHEN, "multiply: 110%")).rstrip()),
        (REWARD, AMOUNT, f"{AMOUNT}\ngates: [{{title: {{zh: 否决, en: Veto}}, {WHEN}, then: {{disqualify: true}}}}]"),
    ],
)
def test_key_results_are_no_condition(file: str, old: str, new: str) -> None:
    one("PS634", *wrong(file, old, new), "means nothing in a condition")
    assert "PS634" not in str(places(changed(file, old, new.replace("‹okr›", "attainment").replace("0.5}", "50%}"))))


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("component: collection, ‹measure›: attainment, below: 50", "the points of `collection`"),
        ("total: true, ‹measure›: progress, below: 50", "the total"),
        ("grade: true, ‹measure›: actual, is: C", "the grade"),
    ],
)
def test_only_a_metric_is_measured_by_a_condition(when: str, says: str) -> None:
    """A word that nothing goes by would be believed to be gone by."""
    old = "when: {metric: compliance-breaches, at_least: 1}"
    one("PS635", *wrong(RULE, old, f"when: {{{when}}}"), f"looks at {says}")
    without = changed(RULE, old, f"when: {{{re.sub('‹measure›: [a-z]+, ', '', when)}}}")
    assert places(without) == []


def test_two_words_for_one_way_with_ties_would_be_two_meanings() -> None:
    found = wrong(REWARD, "budget:", "winners: {top: 3, by: [total descending], ties: ‹all›}\nbudget:")
    one("PS427", *found, "it would mean the same as `shared`: write that")
    assert problems(found[0])[0].fix == Fix(problems(found[0])[0].span, "shared")


def test_key_results_are_no_columns() -> None:
    grid = GRID.replace("measure: attainment", "measure: ‹okr›").replace(
        "tiers: [{from: 0%}, {from: 100%}]", "tiers: [{from: 0}, {from: 0.7}]"
    )
    one("PS634", *wrong(RULE, STEPS, grid), "in the columns of a grid")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            RULE,
            "when: {metric: compliance-breaches, at_least: 1}",
            "when: {metric: compliance-breaches, at_least: ‹1%›}",
        ),
        (RULE, "when: {metric: compliance-breaches, at_least: 1}", "when: {metric: collection-rate, below: ‹0.5›}"),
        (RULE, STEPS, "pass: {at_least: ‹CNY 9›, points: 100, otherwise: 0}"),
        (
            CRITERIA,
            "none: {metric: compliance-breaches, over: 12 months}",
            "attainment: {metric: net-revenue, over: 1 year, at_least: ‹CNY 100›}",
        ),
        (
            CRITERIA,
            "none: {metric: compliance-breaches, over: 12 months}",
            "actual: {metric: collection-rate, at_least: ‹95›}",
        ),
        (REWARD, "{tenure: {at_least: 3 months}}", "{attainment: {metric: net-revenue, at_least: ‹1.2›}}"),
    ],
)
def test_bounds_in_the_unit_of_the_measure(file: str, old: str, new: str) -> None:
    one("PS609", *wrong(file, old, new))


@pytest.mark.parametrize(
    ("code", "grades", "says"),
    [
        (
            "PS613",
            "{grade: A, from: 100, coefficient: 1}, {grade: C, from: 0, coefficient: 1}, {grade: B, from: ‹80›, coefficient: 1}",
            "`B` (80) stands after `C` (0)",
        ),
        (
            "PS613",
            "{grade: A, from: 80, coefficient: 1}, {grade: B, from: ‹80›, coefficient: 1}, {grade: C, from: 0, coefficient: 1}",
            "both begin at 80",
        ),
        (
            "PS613",
            "{grade: A, from: 100, coefficient: 1}, {grade: B, from: 50, coefficient: 1}, {grade: ‹B›, from: 40, coefficient: 1}, {grade: C, from: 0, coefficient: 1}",
            "`B` is given twice",
        ),
        (
            "PS614",
            "{grade: A, from: 100, coefficient: 1}, {grade: B, from: 80, coefficient: 1}, {grade: C, from: ‹40›, coefficient: 0}",
            "totals below 40",
        ),
        (
            "PS614",
            "{grade: A, from: 100, coefficient: 1}, {grade: B, from: 80, coefficient: 1}, {grade: C, above: ‹0›, coefficient: 0}",
            "exactly 0",
        ),
        (
            "PS615",
            "{grade: A, from: 100, coefficient: 1, at_most: ‹20%›}, {grade: B, from: 80, coefficient: 1}, {grade: C, from: 0, coefficient: 0}",
            "how the counts are rounded",
        ),
    ],
)
def test_grades(code: str, grades: str, says: str) -> None:
    one(code, *wrong(RULE, GRADES, f"grades: [{grades}]\n"), says)


def test_grades_can_rise() -> None:
    rising = "grades: [{grade: C, from: 0, coefficient: 0}, {grade: B, from: 80, coefficient: 1}, {grade: A, from: 100, coefficient: 1.2}]\n"
    assert places(changed(RULE, GRADES, rising)) == []


def test_a_floor_can_stand_in_for_the_lowest_grade() -> None:
    assert (
        places(
            changed(
                RULE,
                "{grade: C, from: 0,",
                "{grade: C, from: 40,",
                "total: {places: 2,",
                "total: {floor: 40, places: 2,",
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "‹grade_limits›: {minimum_group: 10, counts: largest remainder}\n", "places 2 and 3 have the same total, either 3 hold it or 1"),
        (", at_most: 20%", ", at_most: ‹80%›", "sum to 110%"),
        ("coefficient: 0.5", "coefficient: 0.5, at_most: ‹30%›", "`C` is the lowest grade"),
    ],
)  # fmt: skip
def test_limits_that_say_too_little(old: str, new: str, says: str) -> None:
    limited = GRADES.replace("1.2}", "1.2, at_most: 20%}").replace("1.0}", "1.0, at_most: 30%}")
    limits = "grade_limits: {minimum_group: 10, counts: largest remainder, ties: keep}\n"
    grades = limited.replace(old, new) + limits if old else limited + new
    one("PS615", *wrong(RULE, GRADES, grades), says)


def test_limits_without_a_share() -> None:
    one(
        "PS615",
        *wrong(RULE, "examples:", "‹grade_limits›: {minimum_group: 10, counts: largest remainder}\nexamples:"),
        "no grade has `at_most`",
    )


MONTHS = "proration: {by: ‹months›, of: amount}\nbasis:"
SHARE = "winners: {share: ‹30%›, by: [total descending], ties: shared}\nbasis:"
MINIMUM = "winners: {share: ‹30%›, counts: up, by: [total descending], ties: shared, minimum: {total: 90}}\nbasis:"


@pytest.mark.parametrize(
    ("code", "new", "says"),
    [
        ("PS629", MONTHS, "from 08-17 to 09-30, CNY 30,000 for a quarter could be CNY 20,000.00, CNY 10,000.00 or CNY 14,838.71"),
        ("PS629", "proration: {by: days, of: amount, ‹part_of_month›: days}\nbasis:", "is for proration by months"),
        ("PS630", SHARE, "30% of 6 is 1.8, which is 1 by `down`, 2 by `up` and 2 by `half-up`"),
        ("PS630", MINIMUM, "of 6 people who are eligible and 3 who reach the minimum, it could be 2 or 1"),
        ("PS630", "winners: {top: 3, ‹counts›: up, by: [total descending], ties: shared}\nbasis:", "`counts` goes with `share` alone"),
        ("PS631", "accumulation: {over: ‹year›}\nbasis:", "either each period is paid by its own score, or the year is scored anew"),
        ("PS631", "accumulation: {over: period, ‹true_up›: true}\nbasis:", "nothing to true up"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_computed_both_ways(code: str, new: str, says: str) -> None:
    one(code, *wrong(REWARD, "basis:", new), says)


def test_an_amount_by_total_over_a_year_of_quarterly_scores() -> None:
    """Base 30,000: 80 points are 24,000; the year so far, 100 points, is 30,000 less the 36,000 of the first quarter."""
    files, place = wrong(REWARD, "basis:", "accumulation: {over: ‹year›}\nbasis:", "times: coefficient", "times: total")
    one("PS631", files, place, "the second quarter could pay CNY 24,000.00 or CNY -6,000.00")


TIERED = "[{from: 0, rate: 1%}, {above: 30万, rate: 1.5%}, {above: 100万, rate: 1.8%}, {above: 150万, rate: 2%}]"


@pytest.mark.parametrize("word", ["tiers", "brackets", "阶梯", "档位"])
def test_tiers_that_mean_steps_or_slices_are_computed_both_ways(word: str) -> None:
    amount = f"amount: {{‹{word}›: {TIERED}, of: net-revenue, places: 2, rounding: half-up}}"
    files, place = wrong(
        REWARD, AMOUNT, amount, BASIS, "basis: {metric: net-revenue}\n", ", {grade: {at_least: C}}", ""
    )
    found = [problem for problem in problems(files) if problem.span.file == REWARD]
    assert [f"{problem.code} {problem.span.place}" for problem in found] == [f"PS632 {place}"]
    assert "1,200,000 gives 21,600 as `steps`" in words(found[0], "en")
    assert "17,100 as `slices`" in words(found[0], "en")


def test_a_rule_trues_nothing_up() -> None:
    one(
        "PS631",
        *wrong(RULE, "components:", "accumulation: {over: year, ‹true_up›: true}\ncomponents:"),
        "means nothing in a rule",
    )


def test_coefficients() -> None:
    files = changed(RULE, "from: 80, coefficient: 1.0", "from: 80")
    one("PS616", files, f"{REWARD}:9:37", "`scorecard` has none for `B`")
    none = changed(RULE, GRADES, "", ", grade: A}\n", "}\n") | changed(REWARD, ", {grade: {at_least: C}}", "")
    none |= {CRITERIA: BASE[CRITERIA].replace("grade: {at_least: B, rule: scorecard}", "total: 80")}
    assert f"PS616 {REWARD}:9:37" in places(none)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (AMOUNT, 'amount: {‹base›: "CNY 30,000", places: 2, rounding: half-up}', "not what it is multiplied by"),
        (
            AMOUNT,
            'amount: {flat: "CNY 30,000", ‹times›: coefficient, places: 2, rounding: half-up}',
            "with `base` alone",
        ),
        (AMOUNT, "amount: {‹slices›: [{from: 0, rate: 1%}], places: 2, rounding: half-up}", "add `of: …`"),
        (AMOUNT, 'amount: {base: "CNY 30,000", times: ‹attainment›, places: 2, rounding: half-up}', "needs a metric"),
    ],
)
def test_amounts_that_say_too_little(old: str, new: str, says: str) -> None:
    one("PS617", *wrong(REWARD, old, new), says)


def test_a_factor_that_needs_a_score() -> None:
    files, place = wrong(REWARD, BASIS, "basis: {metric: net-revenue}\n", "times: coefficient", "times: ‹coefficient›")
    assert f"PS617 {place}" in places(files)


@pytest.mark.parametrize(
    "amount",
    [
        "amount: {flat: CNY 5000, places: 2, rounding: half-up}",
        "amount: {slices: [{from: 0, rate: 1%}, {from: 30万, rate: 1.5%}], of: net-revenue, places: 2, rounding: half-up}",
        "amount: {slices: [{above: 0, rate: 1%}], of: net-revenue, places: 2, rounding: half-up}",
        'amount: {base: "CNY 30,000", times: total, places: 2, rounding: half-up}',
        "amount: {base: CNY 200, times: count, of: compliance-breaches, places: 2, rounding: half-up}",
    ],
)
def test_amounts_that_say_enough(amount: str) -> None:
    assert places(changed(REWARD, AMOUNT, amount)) == []


def test_points_are_not_paid() -> None:
    files, place = wrong(
        REWARD, AMOUNT, "amount: {steps: [{from: 0, ‹points›: 1}], of: net-revenue, places: 2, rounding: half-up}"
    )
    one("PS612", files, place, "cannot give `points`")


def test_a_reward_of_nothing() -> None:
    files, place = wrong(REWARD, AMOUNT + "\n", "", "zh: 季度奖金", "zh: ‹季度奖金›")
    one("PS618", files, place)


def test_two_rules_for_the_same_people() -> None:
    second = BASE[RULE].replace("2026-01-01", "2026-10-01")
    text, place = marked(second.replace("applies_to:", "‹applies_to›:"))
    one(
        "PS619",
        {"content/rules/second.yml": text},
        f"content/rules/second.yml:{place}",
        "from 2026-10-01 on, `scorecard`",
    )
    for mended in (
        second.replace("applies_to:", "replaces: scorecard\napplies_to:"),
        second.replace("{role: regional-manager}", "{role: sales-director}"),
        second.replace("approved:", "status: legacy\napproved:"),
    ):
        assert places({"content/rules/second.yml": mended}) == []
    apart = changed(RULE, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, until: 2026-09-30}")
    assert [place for place in places({**apart, "content/rules/second.yml": second}) if "PS619" in place] == []
    east = changed(RULE, "{role: regional-manager}", "{role: regional-manager, team: shanghai}")
    west = second.replace("{role: regional-manager}", "{role: regional-manager, team: zhejiang}")
    assert places({**east, "content/rules/second.yml": west}) == []


def test_a_rule_for_quarters_and_one_for_years() -> None:
    files: dict[str, str | None] = {
        "content/rules/second.yml": BASE[RULE],
        "content/rewards/yearly.yml": BASE[REWARD]
        .replace("every: quarter", "every: year")
        .replace("rule: scorecard", "rule: second"),
    }
    assert places(files) == []


def test_rules_and_computed_rewards_carry_examples() -> None:
    without = BASE[RULE][: BASE[RULE].index("examples:")]
    text, place = marked(without.replace("zh: 大区经理季度评分", "zh: ‹大区经理季度评分›"))
    one("PS620", {RULE: text}, f"{RULE}:{place}")
    text, place = marked(BASE[REWARD][: BASE[REWARD].index("examples:")].replace("zh: 季度奖金", "zh: ‹季度奖金›"))
    one("PS620", {REWARD: text}, f"{REWARD}:{place}", "reward")
    flat = text.replace(AMOUNT, "amount: {flat: CNY 5000, places: 0, rounding: half-up}")
    assert places({REWARD: flat, "content/results/2026-q3/quarterly-bonus.yml": None}) == []


def test_promotion_leads_upward() -> None:
    files, place = wrong(CRITERIA, "from: m1\nto: m2", "from: m2\nto: ‹m1›")
    assert f"PS621 {place}" in places(files)


def test_requirements_that_results_can_name() -> None:
    files, place = wrong(
        CRITERIA, "{id: course, completed: [training/leading-leaders]}", "{‹completed›: [training/leading-leaders]}"
    )
    assert f"PS622 {place}" in places(files)
    files, place = wrong(CRITERIA, "{id: conduct,", "{id: ‹tenure›,")
    assert f"PS622 {place}" in places(files)


def test_judgement_has_its_evidence() -> None:
    one(
        "PS623",
        *wrong(CRITERIA, "competency: {coaching: m2}, evidence: panel", "‹competency›: {coaching: m2}"),
        "`panel`",
    )


def test_levels_of_a_ladder() -> None:
    files, place = wrong(LADDER, "id: m2, rank: 2", "id: m2, rank: ‹1›")
    assert f"PS624 {place}" in places(files)
    extra = "  - {id: m1, rank: 3, track: m, title: {zh: 副总裁, en: Vice president}}\ncompetencies:"
    one("PS624", *wrong(LADDER, "competencies:", extra.replace("id: m1", "id: ‹m1›")), "given twice")
    assert places(changed(LADDER, "competencies:", extra.replace("id: m1", "id: m3"))) == []
    idle = extra.replace("id: m1, rank: 3", "id: m3, rank: 2, status: not in use")
    assert places(changed(LADDER, "competencies:", idle)) == []


def test_a_competency_without_words() -> None:
    addition = "competencies:\n  ‹forecasting›:\n    title: {zh: 预测, en: Forecasting}\n    levels: {}\n"
    one("PS625", *wrong(LADDER, "competencies:\n", addition))


@pytest.mark.parametrize("file", [RULE, REWARD, CRITERIA])
def test_standards_are_approved(file: str) -> None:
    one(
        "PS626",
        *wrong(
            file,
            "in_force: {from: 2026-01-01}",
            "in_force: {from: ‹2026-01-01›}",
            BASE[file][BASE[file].index("approved:") :].splitlines()[0] + "\n",
            "",
        ),
    )
    one("PS626", *wrong(file, "on: 2025-12-15}", "on: ‹2026-01-10›}"), "approved on 2026-01-10")
    assert (
        places(changed(file, "on: 2025-12-15}", "on: 2026-01-10, note: {zh: 追溯适用, en: Applies from January}}"))
        == []
    )
    assert places(changed(file, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01}")) == []


ROUNDED = "total: {places: 2, rounding: half-up}"


def test_a_missing_rounding_says_what_either_would_give() -> None:
    says = "For 99.995, `half-up` gives 100.00 (A), `down` gives 99.99 (B)"
    one("PS401", *wrong(RULE, ROUNDED, "total: {‹places›: 2}"), says)
    one("PS401", *wrong(RULE, ROUNDED, "total: {‹rounding›: half-up}"), "`0` gives 100 (A), `2` gives 99.60 (B)")
    amount = wrong(REWARD, "places: 2, rounding: half-up", "places: 0", "amount: {base", "amount: {‹base›")
    one("PS401", *amount, "For CNY 30,000.5, `half-up` gives CNY 30,001, `down` gives CNY 30,000")
    amount = wrong(REWARD, "places: 2, rounding: half-up", "rounding: down", "amount: {base", "amount: {‹base›")
    one("PS401", *amount, "`0` gives CNY 30,000, `2` gives CNY 30,000.66")
    points = BEYOND + "    round: {‹places›: 1}\n"
    one("PS401", *wrong(RULE, BEYOND, points), "For 99.95, `half-up` gives 100.0, `down` gives 99.9")


def test_a_missing_word_for_missing_actuals_says_what_either_would_give() -> None:
    place = wrong(RULE, f"metric: net-revenue\n    weight: 60%\n    measure: attainment\n    {LINE}\n{BEYOND}    missing: error\n",
                  f"‹metric›: net-revenue\n    weight: 60%\n    measure: attainment\n    {LINE}\n{BEYOND}")  # fmt: skip
    one("PS401", *place, "`zero` gives 40.00 (C), `renormalise` gives 100.00 (A)")


def test_a_missing_end_of_a_line_says_what_each_would_give() -> None:
    one(
        "PS401",
        *wrong(RULE, BEYOND, "    beyond: {‹below›: clamp}\n"),
        "For 140%, `clamp` gives 130, `extrapolate` gives 160, `zero` gives 0",
    )


def test_a_missing_word_for_ties_says_who_would_win_and_what() -> None:
    found = wrong(REWARD, "budget:", "winners: {‹top›: 3, by: [total descending]}\nbudget:")
    one("PS401", *found, "`split` gives 4 winners and CNY 15,000.00 for each of the two")
    one("PS401", *found, "With two on place 2, `shared` gives 3 winners, `dense` gives 4 winners")
    honour = wrong(
        REWARD,
        AMOUNT,
        "award: {zh: 奖杯, en: A trophy}",
        "budget:",
        "winners: {‹top›: 1, by: [total descending]}\nbudget:",
    )
    one("PS401", *honour, "`shared` gives 2 winners, `split` gives half a prize each")


def test_a_proration_by_nothing_says_what_days_and_months_would_give() -> None:
    found = wrong(REWARD, "budget:", "proration: {‹of›: amount}\nbudget:")
    one("PS401", *found, "`days` gives 48.91, `months` gives 66.67")


def test_a_missing_field_without_figures_is_told_as_ever() -> None:
    alone = wrong(RULE, ROUNDED, "total: {‹cap›: 100}")
    assert [problem.code for problem in problems(alone[0])] == ["PS401", "PS401"]
    head = ("title: {zh: 大区经理季度评分", "‹title›: {zh: 大区经理季度评分")
    files, place = wrong(RULE, "applies_to: {role: regional-manager}\n", "", *head)
    one("PS401", files, place, "the field `applies_to` is missing")
    assert [problem.hint for problem in problems(files)] == [""]
