"""Row by row of what a rule or reward must be able to say: left out or unclear, it is one problem that names each reading
with the figure that it gives, in both languages, on the record's own example where there is one.
"""

from __future__ import annotations

import re

import pytest

from perfsite.diagnostics import CODES
from tests.site_builder import BASE, changed, problems, words

RULE = "content/rules/scorecard.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
LINE = "line: [{at: 0%, points: 0}, {at: 100%, points: 100}, {at: 120%, points: 130}]"
ENDS = "    beyond: {below: clamp, above: clamp}\n"
STEPS = "steps: [{from: 0%, points: 0}, {from: 85%, points: 70}, {from: 95%, points: 100}]"
AMOUNT = 'amount: {base: "CNY 30,000", times: coefficient, places: 2, rounding: half-up}'
FLAT = 'amount: {flat: "CNY 30,000", places: 2, rounding: half-up}'
TIERS = (
    "amount: {slices: [{from: 0, rate: 1%}, {from: 30万, rate: 1.5%}], of: net-revenue, places: 2, rounding: half-up}"
)
ON_REVENUE = ("basis: {rule: scorecard}", "basis: {metric: net-revenue}", ", {grade: {at_least: C}}", "")
STEPPED = (
    "amount: {steps: [{from: 0, rate: 1%%}, {%s: 30万, rate: 1.5%%}], of: net-revenue, places: 2, rounding: half-up}"
)
A, C = "{grade: A, from: 100, coefficient: 1.2}", "{grade: C, from: 0, coefficient: 0.5}"
SHARED = "splits: [{role: regional-manager, share: 70%%}, {role: sales-director, share: %s}]\n"
OKR = "measure: okr\n    steps: [{from: 0, points: 0}, {from: 0.7, points: 100}]"
EXTRA = "modifiers: [{title: {zh: 加分, en: Extra}, %s}]\n"
GATE = "when: {metric: compliance-breaches, at_least: 1}"
WON = "winners: {top: 3, %s}\nbudget:"

# Of each row of the table: the code, what is changed, and the readings that must be named.
TOLD = {
    "measure of money": ("PS401", RULE, ("measure: attainment\n    ", ""), ("attainment 115", "inverse 90.90909…")),
    "measure of a rate": ("PS401", RULE, ("measure: actual\n    ", ""), ("actual 70", "attainment 100")),
    "curve: jumps or straight": ("PS632", RULE, ("steps: [{from: 0%", "tiers: [{from: 0%"), ("89%", "70", "82")),
    "curve: whole or slices": (
        "PS632", RULE, (STEPS, "阶梯: [{from: 0%, rate: 50%}, {from: 85%, rate: 70%}, {from: 95%, rate: 100%}]"),
        ("0.623", "0.453"),
    ),
    "curve of an amount": (
        "PS632", REWARD, (AMOUNT, TIERS.replace("slices", "阶梯"), *ON_REVENUE), ("420,000", "6,300", "4,800")),
    "edge of a step": ("PS636", RULE, ("{from: 85%,", "{at: 85%,"), ("85%", "from 70", "above 0")),
    "edge of a tier of money": (
        "PS636", REWARD, (AMOUNT, STEPPED % "at", *ON_REVENUE), ("300,000", "from 4,500", "above 3,000")),
    "end of a step": (
        "PS636", RULE, ("{from: 0%, points: 0}", "{from: 0%, up_to: 85%, points: 0}"), ("above 0", "from 70")),
    "range of a step": ("PS636", RULE, ("{from: 85%,", "{range: 85%-95%,"), ("95%", "above 70", "from 100")),
    "edge of a grade": (
        "PS636", RULE, ("grade: B, from: 80", "grade: B, threshold: 80"), ("B", "1.0", "C", "0.5")),
    "edge of a pass mark": (
        "PS636", RULE, (STEPS, "pass: {threshold: 85%, points: 100, otherwise: 20}"), ("at_least 100", "above 20")),
    "edge of a gate": (
        "PS636", RULE, (GATE, "when: {metric: compliance-breaches, over: 1}"), ("at_least", "total: 0", "above")),
    "edge of two tiers": ("PS603", RULE, ("{from: 95%, points: 100}", "{from: 85%, points: 100}"), ("70", "100")),
    "below the first tier": ("PS604", RULE, ("{from: 0%, points: 0}, {from: 85", "{from: 60%, points: 10}, {from: 85"), ("60%", "10")),
    "zero itself": ("PS604", RULE, ("{from: 0%, points: 0}", "{above: 0%, points: 5}"), ("0%", "5")),
    "both ends": ("PS606", RULE, (ENDS, ""), ("140%", "130", "160")),
    "one end": ("PS401", RULE, (ENDS, "    beyond: {below: clamp}\n"), ("clamp 130", "extrapolate 160", "zero 0")),
    "weights": ("PS601", RULE, ("weight: 40%", "weight: 30%"), ("115", "99.00 (B)", "110.00 (A)")),
    "one weight": ("PS401", RULE, ("    weight: 40%\n", ""), ("40% 100.00 (A)", "0% 60.00 (C)")),
    "a weight without its sign": ("PS422", RULE, ("weight: 40%", "weight: 0.4"), ("40%", "100.00 (A)", "60.40 (C)")),
    "order of a modifier of the total": (
        "PS401", RULE, ("total: {places", EXTRA % "add: 5" + "total: {cap: 120, places"),
        ("before caps 120", "after caps 125"),
    ),
    "order of a modifier of a component": (
        "PS401", RULE, (STEPS, STEPS + "\n    cap: 90\n    " + (EXTRA % "multiply: 110%").rstrip()),
        ("before caps 90", "after caps 99"),
    ),
    "order of a modifier of an amount": (
        "PS401", REWARD, (AMOUNT, AMOUNT.replace("places", 'cap: "CNY 33,000", places') + "\n" + EXTRA % "multiply: 110%"),
        ("before caps CNY 33,000", "after caps CNY 36,300"),
    ),
    "missing actuals": (
        "PS401", RULE, (ENDS + "    missing: error\n", ENDS), ("zero 40.00 (C)", "renormalise 100.00 (A)")),
    "missing actuals of an objective": (
        "PS401", RULE, ("metric: collection-rate\n    weight: 40%\n    measure: actual\n    " + STEPS + "\n    missing: error",
                        "weight: 40%\n    " + OKR, "collection: 96%, ", "", ", collection: 100", ""),
        ("zero 60.00 (C)", "renormalise 100.00 (A)"),
    ),
    "proration by": ("PS401", REWARD, ("budget:", "proration: {of: amount}\nbudget:"), ("days 48.91", "months 66.67")),
    "proration of, in a rule": (
        "PS401", RULE, ("total: {places", "proration: {by: days}\ntotal: {places"), ("target 118", "total 54.5")),
    "proration of, in a reward": (
        "PS401", REWARD, ("budget:", "proration: {by: days}\nbudget:"),
        ("target CNY 36,000.00", "total CNY 15,000.00", "amount CNY 18,000.00"),
    ),
    "a part of a month": (
        "PS629", REWARD, ("budget:", "proration: {by: months, of: amount}\nbudget:"), ("20,000.00", "10,000.00", "14,838.71")),
    "shares": ("PS602", REWARD, ("budget:", SHARED % "20%" + "budget:"), ("21,000", "23,333.33")),
    "whose whole": ("PS633", REWARD, ("budget:", SHARED % "30%" + "budget:"), ("30,000", "60,000")),
    "several in a role": (
        "PS633", REWARD, ("budget:", SHARED % "30%" + "sharing: {whole: own team, remainder: first}\nbudget:"), ("10,500", "21,000")),
    "the remainder": (
        "PS633", REWARD, ("budget:", SHARED % "30%" + "sharing: {whole: own team, same_role: equally}\nbudget:"),
        ("21,000.03", "21,000.04"),
    ),
    "accumulation over": (
        "PS401", REWARD, (AMOUNT, TIERS + "\naccumulation: {true_up: true}", *ON_REVENUE), ("period 4,800.00", "year 6,300.00")),
    "true-up": (
        "PS631", REWARD, (AMOUNT, TIERS + "\naccumulation: {over: year}", *ON_REVENUE), ("11,100.00", "6,300.00")),
    "an amount of the year on quarterly scores": (
        "PS631", REWARD, ("budget:", "accumulation: {over: year, true_up: true}\nbudget:", "times: coefficient", "times: total"),
        ("24,000.00", "-6,000.00"),
    ),
    "rounding of the total": ("PS401", RULE, ("total: {places: 2, rounding: half-up}", "total: {places: 2}"), ("half-up 100.00 (A)", "down 99.99 (B)")),
    "places of the total": ("PS401", RULE, ("total: {places: 2, rounding: half-up}", "total: {rounding: half-up}"), ("0 100 (A)", "2 99.60 (B)")),
    "rounding of a component": ("PS401", RULE, (ENDS, ENDS + "    round: {places: 1}\n"), ("half-up 100.0", "down 99.9")),
    "rounding of an amount": ("PS401", REWARD, ("places: 2, rounding: half-up", "places: 0"), ("half-up CNY 30,001", "down CNY 30,000")),
    "places of an amount": ("PS401", REWARD, ("places: 2, rounding: half-up", "rounding: down"), ("0 CNY 30,000", "2 CNY 30,000.66")),
    "grades with one edge": ("PS613", RULE, ("grade: B, from: 80", "grade: B, from: 100"), ("100", "`A`", "`B`")),
    "totals without a grade": ("PS614", RULE, ("grade: C, from: 0", "grade: C, from: 40"), ("40", "`C`")),
    "a grade's coefficient": ("PS616", RULE, ("from: 80, coefficient: 1.0", "from: 80"), ("0", "CNY 30,000")),
    "from how many people on": (
        "PS401", RULE, (A, A.replace("1.2", "1.2, at_most: 20%"), "examples:", "grade_limits: {counts: largest remainder, ties: keep}\nexamples:"),
        ("minimum_group: 3 1", "minimum_group: 4 3"),
    ),
    "ties at the limit of a grade": (
        "PS615", RULE, (A, A.replace("1.2", "1.2, at_most: 20%"), "examples:", "grade_limits: {minimum_group: 10, counts: largest remainder}\nexamples:"),
        ("3", "1"),
    ),
    "direction of a ranking": ("PS404", REWARD, ("budget:", WON % "by: [total], ties: shared"), ("total descending 95", "total ascending 80")),
    "ties": ("PS401", REWARD, ("budget:", WON % "by: [total descending]"), ("split 4", "CNY 15,000.00", "shared 3", "dense 4")),
    "how many a share is": (
        "PS630", REWARD, ("budget:", "winners: {share: 30%, by: [total descending], ties: shared}\nbudget:"), ("1.8", "down", "up")),
    "of whom a share is": (
        "PS630", REWARD, ("budget:", "winners: {share: 30%, counts: up, by: [total descending], ties: shared, minimum: {total: 90}}\nbudget:"),
        ("6", "3", "2", "1"),
    ),
    "what a base is multiplied by": (
        "PS617", REWARD, (" times: coefficient,", ""),
        ("flat CNY 30,000.00", "times: coefficient CNY 36,000.00", "times: total CNY 36,000.00"),
    ),
}  # fmt: skip


# What stands between a reading and its figure: "`steps` gives 70", "`from: 85%` (70 points)", "`to: 85%`（归下一档，70 分）".
BETWEEN = re.compile(
    r"` (?:gives|是) (?:it to )?|(?<=from): \S+`(?: \(|（(?:含，|归下一档，)?)"
    r"|(?<=above|_most): \S+`(?: \(|（(?:不含，|\S+ 归这一档，)?)|(?<=least): \S+`(?: \(|（)"
)


def told(files: dict[str, str | None], lang: str) -> tuple[list[str], str]:
    """The codes of all problems, and what the first says, with each figure right after its reading."""
    found = [problem for problem in problems(files) if problem.code not in ("PS627", "PS628")]
    return [problem.code for problem in found], BETWEEN.sub(" ", words(found[0], lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("row", TOLD)
def test_what_is_left_open_is_one_problem_with_each_reading(row: str, lang: str) -> None:
    code, file, replacements, figures = TOLD[row]
    codes, said = told(changed(file, *replacements), lang)
    assert codes == [code]
    for figure in figures:
        # Where it begins with the name of a reading, the figure of that reading.
        assert (f"`{figure}" if f"`{figure.split(' ')[0]}" in said else figure) in said, said


# What must be stated and has one meaning or none as long as it is not: nothing can be computed, so the field is asked for.
ASKED = {
    "a curve": ("PS410", RULE, (STEPS + "\n    ", "")),
    "what a gate does": ("PS410", RULE, ("then: {total: 0}", "then: {}")),
    "what a condition looks at": ("PS410", RULE, (GATE, "when: {at_least: 1}")),
    "the bound of a condition": ("PS410", RULE, (GATE, "when: {metric: compliance-breaches}")),
    "how many win": ("PS410", REWARD, ("budget:", "winners: {by: [total descending], ties: shared}\nbudget:")),
    "what a ranking goes by": ("PS401", REWARD, ("budget:", "winners: {top: 3, ties: shared}\nbudget:")),
    "an amount": ("PS410", REWARD, (AMOUNT, "amount: {places: 2, rounding: half-up}")),
    "where a tier begins": ("PS410", RULE, ("{from: 85%, points: 70}", "{points: 70}")),
    "of which metric tiers are": ("PS617", REWARD, (AMOUNT, TIERS.replace("of: net-revenue, ", ""))),
    "which score a factor is of": ("PS617", REWARD, ("basis: {rule: scorecard}\n", "", ", {grade: {at_least: C}}", "")),
    "a currency": ("PS423", REWARD, (AMOUNT, "amount: {flat: 30000, places: 2, rounding: half-up}")),
    "what a modifier does": ("PS410", RULE, ("total: {places", EXTRA % "order: before caps" + "total: {places")),
}


@pytest.mark.parametrize("row", ASKED)
def test_what_is_left_out_altogether_is_asked_for(row: str) -> None:
    code, file, replacements = ASKED[row]
    found = [problem for problem in problems(changed(file, *replacements)) if problem.code not in ("PS627", "PS628")]
    assert [problem.code for problem in found] == [code]
    assert CODES[code].help_for(found[0].hint) is not None


def test_without_an_example_figures_are_made_up_from_the_record() -> None:
    text = BASE[RULE][: BASE[RULE].index("examples:")]
    for old, new, figures in (
        ("weight: 40%", "weight: 30%", ("100, 100", "90.00 (B)", "100.00 (A)")),
        ("measure: attainment\n    ", "", ("CNY 1,200,000", "`attainment` gives 130", "`inverse` gives 83.33333")),
        ("total: {places", "proration: {by: days}\ntotal: {places", ("`target` gives", "`total` gives")),
    ):
        found = [problem for problem in problems({RULE: text.replace(old, new)}) if problem.code != "PS620"]
        said = words(found[0], "en")
        assert all(figure in said for figure in figures), said


@pytest.mark.parametrize("word", ["to", "until", "以内", "以下", "区间", "at", "分界点"])
def test_words_that_leave_an_edge_open_are_answered_once(word: str) -> None:
    """Once in a list in which every tier has it, each at its own word."""
    tiers = ", ".join(
        f"{{{word}: {edge}, points: {points}}}" for edge, points in (("80%", 0), ("90%", 70), ("100%", 100))
    )
    found = problems(changed(RULE, STEPS, f"steps: [{tiers}]"))
    assert {problem.code for problem in found} == {"PS636"}
    assert len({problem.span.place for problem in found}) == len(found) == 3
    assert all(words(problem, lang) for problem in found for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("file", "replacements", "codes"),
    [
        (RULE, (LINE, "line: [{at: 100%, points: 100}]", "weight: 40%", "weight: 30%"), ["PS601", "PS605"]),
        (RULE, (LINE, LINE.replace("{at: 100%", "{at: 120%"), ENDS, ""), ["PS603", "PS606"]),
        (
            REWARD,
            (AMOUNT, TIERS.replace("slices", "tiers").replace("places: 2, ", ""), *ON_REVENUE),
            ["PS632", "PS401"],
        ),
        (RULE, ("measure: actual\n    ", "", "{from: 95%, points: 100}", "{from: 95%}"), ["PS401", "PS410"]),
    ],
)
def test_readings_of_what_is_wrong_otherwise_too(file: str, replacements: tuple[str, ...], codes: list[str]) -> None:
    """Nothing is computed that cannot be, and each mistake is told."""
    found = problems(changed(file, *replacements))
    assert {problem.code for problem in found if problem.code not in ("PS608", "PS627", "PS628")} == set(codes)
    assert all(words(problem, lang) for problem in found for lang in ("zh", "en"))
