"""The table of a candidate: each requirement with what the records say, beside what the result says, and where."""

from __future__ import annotations

import pytest

from perfsite.records.library import Library
from perfsite.records.result import PromotionResult
from perfsite.scoring.explain import worded
from perfsite.scoring.explained_promotions import ATTESTED_BY, WAIVED, explain_promotion
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.lines import EXCEPTION, UNKNOWN, UNMET, Explanation, Line, part_at
from perfsite.scoring.promotions import judge
from tests.scoring.test_promotions import BONUS, CRITERIA, MET, PEOPLE, PLAIN, RESULT, TRAINING, needs, quarters
from tests.site_builder import changed, site

Files = dict[str, str | None]


def of(library: Library) -> Explanation:
    promotion = library.get(PromotionResult, "2026-promotions")
    assert promotion is not None
    (one,) = explain_promotion(library, judge(Grounds(library), promotion))
    return one


def explained(files: Files | None = None) -> Explanation:
    return of(site(files or {}).library)


def recorded(new: str) -> Files:
    """The base with other requirements in its result."""
    return changed(RESULT, MET, f"requirements: {{{new}}}")


def line(one: Explanation, part: str, name: str) -> Line:
    return next(line for line in one.lines if (line.part, line.name) == (part, name))


def said(line: Line, lang: str = "en") -> str:
    return line.working(lang) if line.working is not None else ""


def test_every_requirement_leads_from_the_records_to_what_the_result_says() -> None:
    one = explained()

    assert [part for part, _ in one.parts] == ["tenure", "grade", "coaching", "course", "conduct", "outcome"]
    assert [(line.name, line.value) for line in one.lines_of("tenure")] == [
        ("since", "2024-01-01"),
        ("until", "2026-09-30"),
        ("tenure", 33),
        ("verdict", "met"),
    ]
    assert said(line(one, "tenure", "verdict")) == "33 months ≥ 12 months"
    assert said(line(one, "tenure", "verdict"), "zh") == "33 个月 ≥ 12 个月"
    assert [(line.name, line.value) for line in one.lines_of("grade")] == [
        ("2026-q3", "A"),
        ("grade", "A"),
        ("verdict", "met"),
    ]
    # As `explain --format json` has them.
    assert [line.unit for line in one.lines_of("grade")] == ["", "", "verdict"]
    assert [line.unit for line in one.lines_of("tenure")] == ["", "", "months", "verdict"]
    assert [line.unit for line in one.lines_of("outcome")] == ["outcome"]
    assert said(line(one, "grade", "verdict")) == "B or better in 1 of 1 period, 1 needed"
    assert line(one, "course", "leading-leaders").value == "2026-03-20"
    assert not one.differs


def test_each_line_leads_to_the_criteria_and_to_the_evidence() -> None:
    library = site({}).library
    one = of(library)

    clause = line(one, "grade", "verdict").clause
    assert clause is not None
    assert (clause.record.address, part_at(*clause).id) == ("criteria/m1-to-m2", "grade")
    (grade,) = line(one, "grade", "2026-q3").places
    assert (grade.record.address, part_at(*grade)) == ("award-result/2026-q3-quarterly-bonus", "A")
    (since,) = line(one, "tenure", "since").places
    assert part_at(*since).level == "m1"
    (done,) = line(one, "course", "leading-leaders").places
    assert part_at(*done).person.id == "p-2"
    (own,) = line(one, "tenure", "verdict").places
    assert library.span(own.record, *own.route).file == RESULT


def test_an_attainment_is_its_actuals_by_its_targets() -> None:
    files = quarters(*PLAIN) | needs("{id: reach, attainment: {metric: net-revenue, over: 1 year, at_least: 100%}}")
    files |= {RESULT: (files[RESULT] or "").replace("tenure: true", "reach: {met: true, value: 100%}")}
    one = explained(files)

    assert [(line.name, said(line), line.value) for line in one.lines_of("reach")] == [
        ("net-revenue/actual", "100 + 100 + 100 + 100", 400),
        ("net-revenue/target", "100 + 100 + 100 + 100", 400),
        ("attainment", "400 ÷ 400", 1),
        ("verdict", "100% ≥ 100%", "met"),
    ]
    assert {part.record.kind for part in line(one, "reach", "net-revenue/target").evidence} == {"goal"}
    assert len(line(one, "reach", "net-revenue/actual").evidence) == 4


@pytest.mark.parametrize(
    ("written", "differs", "rounded"),
    [("33 months", False, None), ("34 months", True, None), ("a while", False, None)],
)
def test_a_figure_of_the_result_is_held_to_that_of_the_records(
    written: str, differs: bool, rounded: str | None
) -> None:
    files = recorded(
        f"tenure: {{met: true, value: {written}}}, grade: true, coaching: true, course: true, conduct: true"
    )
    found = line(explained(files), "tenure", "tenure")

    assert (found.differs, found.rounded) == (differs, rounded)
    assert (found.published is None) == (written == "a while")


def test_a_verdict_that_the_records_contradict_differs() -> None:
    found = line(
        explained(changed(PEOPLE, "level: m1, from: 2024-01-01", "level: m1, from: 2026-01-01")), "tenure", "verdict"
    )

    assert (found.operation, found.value, found.differs) == (UNMET, "not met", True)
    assert found.published is not None
    assert worded(found.published.published, found.unit)("zh") == "满足"


def test_what_people_attest_is_said_to_be_theirs_with_what_they_saw() -> None:
    evidence = "{met: true, evidence: {zh: 评审会一致通过, en: The panel agreed}}"
    one = explained(recorded(f"tenure: true, grade: true, coaching: {evidence}, course: true, conduct: true"))

    verdict = line(one, "coaching", "verdict")
    assert (verdict.operation, verdict.value, verdict.published) == (ATTESTED_BY, "met", None)
    seen = line(one, "coaching", "evidence")
    assert said(seen, "zh") == "评审会一致通过"
    (own,) = seen.places
    assert part_at(*own).best("en")[1] == "The panel agreed"


def test_what_the_records_leave_open_is_said_to_be_open() -> None:
    # Twelve months of breaches are asked for and one quarter is on record.
    verdict = line(explained(), "conduct", "verdict")

    assert (verdict.operation, verdict.value) == (UNKNOWN, "met")
    assert said(verdict) == "the records at hand do not decide it; people do"


def test_a_waiver_has_its_reason_and_who_approved_it() -> None:
    waived = "{met: false, waived: {reason: {zh: 课程停办, en: Not held}, approved_by: p-4, on: 2026-10-10}}"
    files = recorded(f"tenure: true, grade: true, coaching: true, course: {waived}, conduct: true")
    one = explained(files | changed(TRAINING, "person: p-2", "person: p-3"))

    assert said(line(one, "course", "leading-leaders")) == "no completion on record"
    assert line(one, "course", "verdict").value == "not met"
    found = line(one, "course", WAIVED)
    assert (said(found), found.value) == ("Not held", "met")
    assert found.approval is not None
    assert (found.approval.by.id, str(found.approval.on)) == ("p-4", "2026-10-10")


def test_an_exception_stands_in_the_place_of_the_comparison() -> None:
    exception = "exception: {from: tenure, reason: {zh: 破格, en: Early}, approved_by: p-4, on: 2026-10-11}"
    files = changed(PEOPLE, "level: m1, from: 2024-01-01", "level: m1, from: 2026-01-01")
    one = explained(files | changed(RESULT, MET, f"{MET}\n    {exception}"))

    assert line(one, "tenure", "verdict").published is None
    assert line(one, "tenure", "exception").operation == EXCEPTION
    assert (one.differs, one.exception is not None) == (False, True)


def test_an_exception_in_words_of_ones_own_is_from_the_outcome() -> None:
    exception = "exception: {from: everything, reason: {zh: 破格, en: Early}, approved_by: p-4, on: 2026-10-11}"
    files = changed(PEOPLE, "level: m1, from: 2024-01-01", "level: m1, from: 2026-01-01")
    library = site(files | changed(RESULT, MET, f"{MET}\n    {exception}")).library
    found = line(of(library), "outcome", "outcome")

    assert (found.operation, found.value, found.published) == (EXCEPTION, "promoted", None)
    assert found.clause is not None
    assert part_at(*found.clause).approved_by.id == "p-4"


def test_requirements_of_one_name_are_told_apart() -> None:
    three = "\n    - ".join(f"{{actual: {{metric: collection-rate, at_least: {share}%}}}}" for share in (90, 95, 99))
    one = explained(needs(f"{{id: view, judgement: {{zh: 评议, en: Panel}}}}\n    - {three}"))

    assert [part for part, _ in one.parts if part.startswith("actual")] == ["actual", "actual.1", "actual.2"]
    assert [line(one, part, "verdict").value for part in ("actual", "actual.1", "actual.2")] == [
        "met",
        "met",
        "not met",
    ]


def test_the_outcome_names_what_it_rests_on() -> None:
    plain = line(explained(), "outcome", "outcome")
    assert (said(plain), plain.differs) == ("what is required counts as met", False)

    lower = line(
        explained(changed(PEOPLE, "level: m1, from: 2024-01-01", "level: m1, from: 2026-01-01")), "outcome", "outcome"
    )
    assert (said(lower, "zh"), lower.differs) == ("不满足：任职时间", True)

    held = line(explained(changed(RESULT, "outcome: promoted", "outcome: not promoted")), "outcome", "outcome")
    assert held.differs
    assert (held.value, held.published and held.published.published) == ("promoted", "not promoted")


@pytest.mark.parametrize("more", ["necessary_not_sufficient: true", "quota: {zh: 一人, en: One}"])
def test_where_meeting_all_is_not_enough_it_is_said_of_whom_it_did_not_promote(more: str) -> None:
    files = changed(CRITERIA, "notice:", f"{more}\nnotice:")
    promoted = line(explained(files), "outcome", "outcome")
    assert (said(promoted), promoted.differs) == ("what is required counts as met", False)

    other = line(explained(files | changed(RESULT, "outcome: promoted", "outcome: not promoted")), "outcome", "outcome")
    assert said(other) == "what is required counts as met, which by itself does not promote"
    assert said(other, "zh") == "要求都算满足，但满足要求不等于晋升"
    assert other.published is None


def test_a_grade_is_missed_where_no_result_gives_it() -> None:
    one = explained({BONUS: None})

    found = line(one, "grade", "2026-q3")
    assert (found.value, said(found)) == (None, "no published grade")
    assert line(one, "grade", "verdict").operation == UNKNOWN


def test_without_criteria_the_outcome_alone_is_told() -> None:
    (only,) = explained({CRITERIA: None}).lines

    assert (only.name, only.operation, only.value) == ("outcome", UNKNOWN, "promoted")
    assert only.trouble is not None
    assert only.trouble.reason == "unknown"
