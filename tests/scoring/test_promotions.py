"""Promotion results judged anew: what the records decide, what they leave open, and what does not follow from it."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from perfsite.records.ladder import PromotionCriteria
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import PromotionResult
from perfsite.scoring.eligibility import OPEN
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.promotions import Judged, Judgement, foresee, judge
from tests.site_builder import BASE, changed, problems, site, words, wrong

CRITERIA = "content/promotion/m1-to-m2.yml"
RESULT = "content/results/2026-promotions.yml"
BONUS = "content/results/2026-q3/quarterly-bonus.yml"
PEOPLE = "content/people/people.yml"
TRAINING = "content/training/leading-leaders.yml"
MET = "requirements: {tenure: true, grade: true, coaching: true, course: true, conduct: true}"
CODES = ("PS734", "PS735", "PS736", "PS737")


def said(files: dict[str, str | None]) -> list[str]:
    return [f"{p.code} {p.span.place} {words(p, 'en')}" for p in problems(files) if p.code in CODES]


def judgement(files: dict[str, str | None]) -> Judgement:
    library = site(files).library
    promotion = library.get(PromotionResult, "2026-promotions")
    assert promotion is not None
    return judge(Grounds(library), promotion)


def requirement(files: dict[str, str | None], id: str) -> Judged:
    (candidate,) = judgement(files).candidates
    return next(judged for judged in candidate.requirements if judged.id == id)


def quarters(*figures: tuple[str, str, str], who: str = "p-2", first: int = 2024) -> dict[str, str | None]:
    """Quarters from a year on, each with an actual and a target of net revenue and a count of breaches for one person."""
    files: dict[str, str | None] = {}
    ends = ("03-31", "06-30", "09-30", "12-31")
    evidence = []
    for number, (actual, target, breaches) in enumerate(figures):
        year, quarter = first + number // 4, number % 4
        period = f"{year}-q{quarter + 1}"
        begin = f"{year}-{3 * quarter + 1:02}-01"
        files[f"content/periods/{period}.yml"] = (
            f"title: {{zh: {period}, en: {period}}}\ntype: quarter\nfrom: {begin}\nto: {year}-{ends[quarter]}\n"
        )
        files[f"content/goals/{period}.yml"] = (
            f"title: {{zh: {period}, en: {period}}}\nowner: person/{who}\nperiod: {period}\nmetric: net-revenue\n"
            f"target: CNY {target}\nachievable: {{zh: 测算, en: Estimate}}\nsupports: east-revenue\n"
        )
        files[f"content/actuals/{period}.yml"] = (
            "source: {system: zoho-crm, exported: 2026-10-09T09:30+08:00}\n"
            f"title: {{zh: {period}, en: {period}}}\nperiod: {period}\nvalues:\n"
            f'  - {{person: {who}, metric: net-revenue, value: "CNY {actual}"}}\n'
            f"  - {{person: {who}, metric: compliance-breaches, value: {breaches}}}\n"
        )
        evidence.append(period)
    del files["content/periods/2026-q3.yml"], files["content/goals/2026-q3.yml"]
    files["content/goals/shanghai-revenue.yml"] = (BASE["content/goals/shanghai-revenue.yml"]).replace(
        "target: CNY 1,200万", f"target: CNY {figures[10][1]}"
    )
    return {
        **files,
        **changed(RESULT, "evidence: [2026-q3-conduct]", f"evidence: [{', '.join(evidence)}]"),
    }


PLAIN = [("100", "100", "0")] * 11


def needs(new: str, old: str = "{id: tenure, tenure: {in: m1, at_least: 12 months}}") -> dict[str, str | None]:
    return changed(CRITERIA, old, new)


@pytest.mark.parametrize(
    ("since", "at_least", "met", "months"),
    [
        ("2025-10-01", "12 months", True, 12),
        ("2025-10-02", "12 months", False, 11),
        ("2024-01-01", "33 months", True, 33),
        # Up to the day of the decision, 19 October, instead of the end of the period.
        ("2025-10-19", "12 months, until: decision", True, 12),
        ("2025-10-21", "12 months, until: decision", False, 11),
        ("2025-10-19", "12 months, until: period end", False, 11),
        # Since the last day of the period it is that one day.
        ("2026-09-30", "1 days", True, 0),
        ("2026-09-30", "2 days", False, 0),
    ],
)
def test_tenure_counts_to_the_end_of_the_period(since: str, at_least: str, met: bool, months: int) -> None:
    files = changed(PEOPLE, "from: 2024-01-01", f"from: {since}") | needs(
        f"{{id: tenure, tenure: {{in: m1, at_least: {at_least}}}}}"
    )
    found = requirement(files, "tenure").found
    assert (found.met, found.value) == (met, Fraction(months))


def test_a_requirement_that_the_records_decide_otherwise_is_found_with_its_figure() -> None:
    files, place = wrong(RESULT, "tenure: true", "tenure: ‹true›")
    (problem,) = said(files | changed(PEOPLE, "from: 2024-01-01", "from: 2026-01-15"))
    assert problem.startswith(f"PS734 {place} `tenure` of `p-2` is given as met; by the records it is not met")
    assert "2026-01-15 to 2026-09-30, full months: 8" in problem


def test_a_figure_that_is_written_is_compared_too() -> None:
    files, place = wrong(RESULT, "tenure: true", "tenure: {met: true, value: ‹30 months›}")
    (problem,) = said(files)
    assert problem.startswith(f"PS734 {place} `tenure` of `p-2` is given as 30 months; the records say")
    assert said(changed(RESULT, "tenure: true", "tenure: {met: true, value: 33 months}")) == []


ATTAINED = [("100", "100", "0")] * 3 + [("105", "100", "0"), ("100", "100", "0"), ("99.5", "100", "0")] + PLAIN[6:]


@pytest.mark.parametrize(
    ("needed", "met"),
    [
        # Of the eight quarters up to September 2026: 805 − 0.5 over 800, just above 100%.
        ("{metric: net-revenue, over: 2 years, above: 100%}", True),
        ("{metric: net-revenue, over: 8 quarters, above: 100.57%}", False),
        ("{metric: net-revenue, over: 24 months, at_least: 100.5625%}", True),
        ("{metric: net-revenue, over: 1 year, above: 100%}", False),
        ("{metric: net-revenue, over: 1 year, at_least: 100%}", True),
        # Nothing is known of the year 2023.
        ("{metric: net-revenue, over: 3 years, at_least: 1%}", None),
        ("{metric: net-revenue, over: 500 working days, at_least: 1%}", None),
        ("{metric: net-revenue, over: 1 year, at_most: 100%}", True),
        ("{metric: net-revenue, over: 1 year, below: 100%}", False),
    ],
)
def test_attainment_over_years_is_a_sum_over_a_sum(needed: str, met: bool | None) -> None:
    files = quarters(*ATTAINED) | needs(f"{{id: tenure, attainment: {needed}}}")
    assert requirement(files, "tenure").found.met is met


def test_a_stretch_with_a_hole_is_left_open() -> None:
    files = quarters(*ATTAINED) | needs("{id: tenure, attainment: {metric: net-revenue, over: 2 years, at_least: 1%}}")
    text = (files[RESULT] or "").replace("2025-q2, ", "")
    assert requirement({**files, RESULT: text}, "tenure").found.met is None


def test_a_sum_over_years_of_a_figure() -> None:
    files = quarters(*ATTAINED) | needs("{id: tenure, actual: {metric: net-revenue, over: 1 year, at_least: CNY 400}}")
    found = requirement(files, "tenure").found
    assert (found.met, found.value) == (True, Fraction(400))


@pytest.mark.parametrize(
    ("quarter", "over", "met"), [(7, "12 months", False), (6, "12 months", True), (6, "24 months", False), (0, "36 months", False), (99, "36 months", None), (10, "500 working days", None)]
)  # fmt: skip
def test_that_something_has_not_happened(quarter: int, over: str, met: bool | None) -> None:
    """One breach decides; that there was none is known only where every quarter is on record."""
    figures = [("100", "100", "2" if number == quarter else "0") for number in range(11)]
    files = quarters(*figures) | needs(
        f"{{id: conduct, none: {{metric: compliance-breaches, over: {over}}}}}",
        "{id: conduct, none: {metric: compliance-breaches, over: 12 months}}",
    )
    assert requirement(files, "conduct").found.met is met


def grades(*given: str) -> dict[str, str | None]:
    """Results that publish a grade for p-2 in so many quarters, the last of them the third of 2026."""
    files: dict[str, str | None] = dict(quarters(*PLAIN))
    for number, grade in enumerate(reversed(given[:-1])):
        year, quarter = divmod(2026 * 4 + 1 - number, 4)
        files[f"content/results/g{number}.yml"] = (
            f"title: {{zh: 奖金, en: Bonus}}\nreward: quarterly-bonus\nperiod: {year}-q{quarter + 1}\n"
            "decided: {on: 2026-10-01, by: [p-1]}\nrecipients:\n"
            f"  - {{person: p-2, grade: {grade}}}\nnotice: {{from: 2026-10-02}}\n"
        )
    files |= changed(BONUS, "total: 109.00, grade: A,", f"total: 109.00, grade: {given[-1]},")
    return files


@pytest.mark.parametrize(
    ("given", "needed", "met", "value"),
    [
        ("CABA", "2 of last 4 periods", True, "C A B A"),
        ("ACBA", "3 of last 4 periods", False, "A C B A"),
        ("BA", "2 of last 4 periods", None, "— — B A"),
        ("BBB", "3 of last 4 periods", False, "— B B B"),
        ("AA", "2 of last 4 periods", True, "— — A A"),
    ],
)
def test_grades_over_several_periods(given: str, needed: str, met: bool | None, value: str) -> None:
    files = grades(*given) | needs(
        f"{{id: grade, grade: {{at_least: A, in: {needed}}}}}", "{id: grade, grade: {at_least: B, rule: scorecard}}"
    )
    found = requirement(files, "grade").found
    assert (found.met, found.value) == (met, value)


def test_where_a_period_cannot_be_read_nobody_knows_which_are_the_last() -> None:
    needed = "{id: grade, grade: {at_least: A, in: 1 of last 2 periods}}"
    files = grades("A", "A") | needs(needed, "{id: grade, grade: {at_least: B, rule: scorecard}}")
    assert requirement(files, "grade").found.met is True
    assert requirement({**files, "content/periods/broken.yml": "title: [\n"}, "grade").found == OPEN


def test_two_grades_by_one_rule_in_one_period_are_both_told() -> None:
    """Which of them counts nothing says; where both are good enough it need not."""
    again: dict[str, str | None] = {
        "content/rewards/second.yml": BASE["content/rewards/quarterly-bonus.yml"],
        "content/results/second.yml": BASE[BONUS]
        .replace("reward: quarterly-bonus", "reward: second")
        .replace("grade: A", "grade: B")
        .split("notice:")[0],
    }
    found = requirement(again, "grade").found
    assert (found.met, found.value) == (True, "A/B")
    better = needs(
        "{id: grade, grade: {at_least: A, rule: scorecard}}", "{id: grade, grade: {at_least: B, rule: scorecard}}"
    )
    assert requirement(again | better, "grade").found.met is None


@pytest.mark.parametrize(("total", "met"), [("0.9", True), ("0.4", False)])
def test_grades_are_in_order_by_their_edges_however_near_to_nothing(total: str, met: bool) -> None:
    edges = "{grade: B, from: 80, coefficient: 1.0}", "{grade: B, from: 0.5, coefficient: 1.0}"
    rule = changed("content/rules/scorecard.yml", *edges)
    published = changed(BONUS, "total: 109.00, grade: A,", f"total: {total}, grade: {'B' if met else 'C'},")
    assert requirement(rule | published, "grade").found.met is met


@pytest.mark.parametrize(
    ("needed", "said_"),
    [
        ("actual: {metric: collection-rate, at_least: 97%}", "0.96"),
        ("total: 110", "109"),
        ("grade: {at_least: A, rule: scorecard}", "B"),
        ("none: {metric: collection-rate}", "0.96"),
        (
            "completed: [training/leading-leaders, training/other]",
            "no completion of `leading-leaders`, `other` on record",
        ),
        ("completed: [training/other]", "no completion of `other` on record"),
    ],
)
def test_what_the_records_say_of_what_is_not_met(needed: str, said_: str) -> None:
    files = needs(f"{{id: tenure, {needed}}}") | changed(TRAINING, "2026-03-20", "2026-10-20")
    files |= {"content/training/other.yml": "title: {zh: 其他, en: Other}\nlevels: [m1]\n"}
    if "grade" in needed:
        files |= changed(BONUS, "total: 109.00, grade: A,", "total: 109.00, grade: B,")
    found = requirement(files, "tenure").found
    assert found.met is False
    assert found.said is not None
    assert found.said.en == said_


def test_of_several_completions_the_first_is_told() -> None:
    done = "  - {person: p-2, on: 2026-03-20}\n"
    later, earlier = (done.replace("2026-03-20", day) for day in ("2026-05-20", "2026-02-10"))
    (fact,) = requirement(changed(TRAINING, done, later + done + earlier), "course").found.facts
    assert fact.value == "2026-02-10"
    assert [place.route for place in fact.places] == [("completed", 2)]


@pytest.mark.parametrize(("target", "met"), [("1", True), ("0", None)])
def test_a_target_of_one_can_be_attained_and_one_of_nothing_says_nothing(target: str, met: bool | None) -> None:
    files = dict(quarters(*PLAIN[:10], ("3", target, "0")))
    files |= needs("{id: tenure, attainment: {metric: net-revenue, at_least: 300%}}")
    assert requirement(files, "tenure").found.met is met


def test_training_is_completed_by_the_day_of_the_decision() -> None:
    (problem,) = said(changed(TRAINING, "2026-03-20", "2026-10-20"))
    assert "`course` of `p-2` is given as met; by the records it is not met" in problem
    assert said(changed(TRAINING, "2026-03-20", "2026-10-19")) == []


def test_promoted_without_meeting_what_people_attest() -> None:
    files, place = wrong(RESULT, "outcome: promoted", "outcome: ‹promoted›", "coaching: true", "coaching: false")
    (problem,) = said(files)
    assert problem.startswith(f"PS735 {place} `p-2` is promoted, but `coaching` is neither met nor waived")
    (unsaid,) = said(changed(RESULT, "coaching: true, ", ""))
    assert "nothing says whether `coaching` is met" in unsaid


EXCEPTION = "    exception: {from: %s, reason: {zh: 急需, en: Urgent}, approved_by: p-1, on: 2026-10-18}\n"


@pytest.mark.parametrize(("from_", "expected"), [("coaching", []), ("requires.coaching", []), ("criteria", []), ("tenure", ["PS735"])])  # fmt: skip
def test_an_exception_covers_its_requirement(from_: str, expected: list[str]) -> None:
    unmet = MET.replace("coaching: true", "coaching: false")
    files = changed(RESULT, f"    {MET}\n", f"    {unmet}\n{EXCEPTION % from_}")
    assert [line.split()[0] for line in said(files)] == expected


WAIVED = "{met: false, waived: {reason: {zh: 已有经验, en: Has done it}, approved_by: %s, on: 2026-10-18}}"


@pytest.mark.parametrize(
    ("criteria", "requirement", "by", "says"),
    [
        ("approved_by: person/p-4, requirements: [course]", "course", "p-4", None),
        ("approved_by: role/sales-director", "course", "p-1", None),
        ("approved_by: role/sales-director", "course", "p-3", "`p-3` is not one of those who may approve"),
        ("approved_by: person/p-4, requirements: [course]", "coaching", "p-4", "does not let `coaching` be waived"),
        ("", "course", "p-4", "has no waivers"),
    ],
)
def test_a_waiver_is_for_what_may_be_waived_by_who_may(
    criteria: str, requirement: str, by: str, says: str | None
) -> None:
    waivers = "waivers: {approved_by: person/p-4, requirements: [course]}\n"
    files = changed(CRITERIA, waivers, f"waivers: {{{criteria}}}\n" if criteria else "")
    files |= changed(RESULT, f"{requirement}: true", f"{requirement}: {WAIVED % by}")
    files |= changed(TRAINING, "completed:\n  - {person: p-2, on: 2026-03-20}\n", "")
    if requirement != "course":
        files |= {TRAINING: BASE[TRAINING]}
    found = said(files)
    assert [line.split()[0] for line in found] == ([] if says is None else ["PS736"])
    assert says is None or says in found[0]


def test_criteria_that_suffice_hold_nobody_back() -> None:
    held = changed(RESULT, "outcome: promoted\n    effective: 2027-01-01\n", "outcome: not promoted\n")
    (problem,) = said(held)
    assert problem.startswith("PS737")
    for enough in ("necessary_not_sufficient: true\n", "quota: {zh: 一人, en: One}\n"):
        assert said(held | changed(CRITERIA, "waivers:", f"{enough}waivers:")) == []


def test_someone_whom_the_records_alone_promote_is_not_forgotten() -> None:
    decidable = "requires: {id: tenure, tenure: {in: m1, at_least: 12 months}}\n"
    text = BASE[CRITERIA]
    head, tail = text[: text.index("requires:")], "waivers: {approved_by: person/p-4}\nnotice: 5 working days\n"
    files = {CRITERIA: head + decidable + tail} | changed(RESULT, MET, "requirements: {tenure: true}")
    (problem,) = said(files)
    assert "by the records `p-3` meets every requirement" in problem
    assert judgement(files).left_out[0].id == "p-3"
    named = "left_out:\n  - {person: p-3, reason: {zh: 本人放弃, en: Does not want it}}\nnotice:"
    assert said({**files, RESULT: (files[RESULT] or "").replace("notice:", named)}) == []


def test_a_correction_of_the_outcome_counts() -> None:
    correction = "corrections:\n  - {on: 2026-10-22, about: p-2, field: outcome, was: not promoted, now: promoted, reason: {zh: 漏录, en: Left out}}\n"
    files = changed(
        RESULT,
        "outcome: promoted\n    effective: 2027-01-01\n",
        "outcome: not promoted\n",
        "notice:",
        f"{correction}notice:",
    )
    assert judgement(files).candidates[0].outcome == "promoted"
    assert said(files) == []


def test_eligibility_over_years_is_decided_for_a_reward_too() -> None:
    eligibility = "eligibility: {all: [{tenure: {at_least: 3 months}}, {grade: {at_least: C}}]}\n"
    longer = "eligibility: {none: {metric: compliance-breaches, over: 12 months}}\n"
    figures = [("100", "100", "1" if number == 8 else "0") for number in range(11)]
    files = quarters(*figures) | changed("content/rewards/quarterly-bonus.yml", eligibility, longer)
    files |= changed(BONUS, "[2026-q3-revenue, 2026-q3-conduct]", "[2026-q3-revenue, 2026-q3-conduct, 2026-q1]")
    assert "PS733" in {problem.code for problem in problems(files) if "p-2" in words(problem, "en")}


@pytest.mark.parametrize(
    ("written", "differs"),
    [("100.0%", False), ("100.1%", False), ("100.2%", True), ("99.9%", True), ("100%", False), ("99%", True), ("100.09%", False), ("100.08%", True)],
)  # fmt: skip
def test_a_written_figure_may_be_rounded_in_any_way(written: str, differs: bool) -> None:
    """1000.995 of 1000 is 100.0995%: a figure with one decimal may be off by less than a tenth."""
    files = dict(quarters(*PLAIN[:10], ("1000.995", "1000", "0")))
    files |= needs("{id: tenure, attainment: {metric: net-revenue, at_least: 1%}}")
    files[RESULT] = (files[RESULT] or "").replace("tenure: true", f"tenure: {{met: true, value: {written}}}")
    found = requirement(files, "tenure")
    assert found.found.value == Fraction(1000995, 1000000)
    assert (found.value_differs, found.differs) == (differs, differs)


@pytest.mark.parametrize(("written", "differs"), [("CNY 1000", False), ("CNY 1001", False), ("CNY 1002", True), ("CNY 1000.5", True)])  # fmt: skip
def test_a_written_sum_may_be_rounded_to_its_last_digit(written: str, differs: bool) -> None:
    """1000.6, and none of its digits goes by a hundredth."""
    files = dict(quarters(*PLAIN[:10], ("1000.6", "1000", "0")))
    files |= needs("{id: tenure, actual: {metric: net-revenue, at_least: CNY 1}}")
    files[RESULT] = (files[RESULT] or "").replace("tenure: true", f"tenure: {{met: true, value: {written}}}")
    assert requirement(files, "tenure").value_differs is differs


@pytest.mark.parametrize(
    ("needed", "written", "differs"),
    [
        ("total: 80", "109", False),
        ("total: 80", "108", True),
        ("none: {metric: compliance-breaches}", "0", False),
        ("none: {metric: compliance-breaches}", "1", True),
        ("actual: {metric: collection-rate, at_least: 90%}", "96%", False),
        ("actual: {metric: collection-rate, at_least: 90%}", "95%", True),
        # A time that is written in years, or a figure that is none, is compared with nothing.
        ("tenure: {in: m1, at_least: 12 months}", "2 years", False),
        ("tenure: {in: m1, at_least: 12 months}", "32 months", True),
        ("total: 80", "high", False),
    ],
)
def test_a_written_figure_of_each_kind_is_compared(needed: str, written: str, differs: bool) -> None:
    files = needs(f"{{id: tenure, {needed}}}")
    files |= changed(RESULT, "tenure: true", f"tenure: {{met: true, value: {written}}}")
    assert requirement(files, "tenure").value_differs is differs


@pytest.mark.parametrize(
    ("old", "new", "unknown"),
    [
        ("period: 2026-q3", "period: 2026-q9", "period/2026-q9"),
        ("criteria: m1-to-m2", "criteria: m1-to-m9", "criteria/m1-to-m9"),
    ],
)
def test_without_its_period_or_criteria_nothing_is_judged(old: str, new: str, unknown: str) -> None:
    found = judgement(changed(RESULT, old, new))
    assert (str(found.trouble), found.candidates, found.differences) == (f"unknown: {unknown}", (), 0)


def test_what_is_waived_counts_whatever_it_is_given_as() -> None:
    waived = requirement(changed(RESULT, "course: true", f"course: {WAIVED % 'p-4'}"), "course")
    assert (waived.stated, waived.counts) == (True, True)
    assert requirement(changed(RESULT, "course: true", "course: false"), "course").stated is False
    assert requirement(changed(RESULT, "course: true, ", ""), "course").stated is None


def test_only_what_decides_is_named() -> None:
    """Of a group of which one is enough, none but those that are as open as the group; of two that fail, both."""
    either = (
        "{any: [{id: tenure, tenure: {in: m1, at_least: 90 months}}, {id: praise, judgement: {zh: 好评, en: Praise}}]}"
    )
    (open_,) = judgement(needs(either)).candidates
    assert open_.fulfils is None
    assert ([one.id for one in open_.lacking], [one.id for one in open_.unsaid]) == ([], ["praise"])
    files = changed(PEOPLE, "from: 2024-01-01", "from: 2026-01-15") | changed(TRAINING, "2026-03-20", "2026-10-20")
    (failed,) = judgement(files).candidates
    assert failed.fulfils is False
    assert ([one.id for one in failed.lacking], failed.unsaid) == (["tenure", "course"], ())


def test_what_the_records_would_say_is_foreseen_without_evidence() -> None:
    library = site(needs("{tenure: {in: m1, at_least: 12 months}}")).library
    criteria, period = library.get(PromotionCriteria, "m1-to-m2"), library.get(Period, "2026-q3")
    assert criteria is not None
    assert period is not None
    found = foresee(library, criteria, Ref("person", "p-2"), period, dt.date(2026, 3, 20))
    assert found == {"tenure": True, "grade": True, "coaching": None, "course": True, "conduct": None}
    earlier = foresee(library, criteria, Ref("person", "p-2"), period, dt.date(2026, 3, 19))
    assert earlier["course"] is False
