"""Dates, periods, working days, and what results rest on."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.site_builder import AS_OF, BASE, changed, marked, places, problems, words, wrong

SITE = "perfsite.yml"
CALENDAR = "content/calendars/cn.yml"
Q3 = "content/periods/2026-q3.yml"
Q2 = "content/periods/2026-q2.yml"
PEOPLE = "content/people/people.yml"
RULE = "content/rules/scorecard.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
CRITERIA = "content/promotion/m1-to-m2.yml"
BONUS = "content/results/2026-q3/quarterly-bonus.yml"
PROMOTIONS = "content/results/2026-promotions.yml"
CONDUCT = "content/actuals/2026-q3-conduct.yml"
REVENUE = "content/actuals/2026-q3-revenue.csv"


def one(code: str, files: dict[str, str | None], place: str, says: str = "", as_of: dt.date = AS_OF) -> None:
    assert places(files, as_of) == [f"{code} {place}"]
    assert says in words(problems(files, as_of)[0], "en")


def quarter(first: str, last: str, parent: str = "2026") -> str:
    return f"title: {{zh: 二季度, en: Q2}}\ntype: quarter\nfrom: {first}\nto: {last}\nparent: {parent}\n"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (REWARD, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, until: ‹2025-12-31›}"),
        (Q3, "to: 2026-09-30", "to: ‹2026-06-30›"),
        (CALENDAR, "from: 2025-01-28, to: 2025-02-04", "from: 2025-01-28, to: ‹2025-01-04›"),
        (
            PEOPLE,
            "team: zhejiang, level: m1, from: 2025-04-01",
            "team: zhejiang, level: m1, from: 2025-04-01, until: ‹2024-04-01›",
        ),
    ],
)
def test_ends_before_starts(file: str, old: str, new: str) -> None:
    files, place = wrong(file, old, new)
    assert f"PS701 {place}" in places(files)


def test_an_end_before_the_start_of_a_quiet_record() -> None:
    files, place = wrong(
        "content/metrics/net-revenue.yml",
        "unit: money",
        "in_force: {from: 2026-01-01, until: ‹2025-01-01›}\nunit: money",
    )
    one("PS701", files, place, "before the start, 2026-01-01")


@pytest.mark.parametrize(
    ("code", "first", "last", "says"),
    [
        ("PS702", "2026-04-01", "2026-07-01", "from 2026-07-01 to 2026-07-01"),
        ("PS702", "2026-07-01", "2026-09-30", "from 2026-07-01 to 2026-09-30"),
        ("PS703", "2026-04-01", "2026-06-28", "a gap of 2 days"),
        ("", "2026-04-01", "2026-06-30", ""),
    ],
)
def test_periods_follow_each_other(code: str, first: str, last: str, says: str) -> None:
    files: dict[str, str | None] = {Q2: quarter(first, last)}
    if code:
        one(code, files, f"{Q3}:3:7", says)
    else:
        assert places(files) == []


def test_campaigns_may_overlap() -> None:
    assert places({Q2: quarter("2026-08-01", "2026-08-20").replace("quarter", "campaign")}) == []


def test_a_period_outside_its_parent() -> None:
    text, place = marked(quarter("2025-12-01", "2026-06-30", "‹2026›"))
    one("PS704", {Q2: text}, f"{Q2}:{place}", "2026-01-01 to 2026-12-31")


def test_a_year_that_the_calendar_lacks() -> None:
    late = changed(
        BONUS,
        "notice: {from: 2026-10-13}",
        "notice: {from: 2026-12-30}",
        "decided: {on: 2026-10-12, by: [p-1]}",
        "decided: {on: 2026-12-28, by: [p-1]}",
        BASE[BONUS][BASE[BONUS].index("objections:") :],
        "",
    )
    one("PS705", late, f"{CALENDAR}:2:1", "days off of 2027", dt.date(2026, 12, 31))
    known = changed(CALENDAR, "years: [2025, 2026]", "years: [2025, 2026, 2027]")
    assert places(late | known, dt.date(2026, 12, 31)) == []
    national: dict[str, str | None] = {CALENDAR: "title: {zh: 中国, en: China}\ncountry: CN\n"}
    one("PS705", late | national, f"{CALENDAR}:2:1", "`chinesecalendar`", dt.date(2026, 12, 31))
    assert places(late | {CALENDAR: f"{national[CALENDAR]}years: [2027]\n"}, dt.date(2026, 12, 31)) == []


def test_working_days_without_a_calendar() -> None:
    files, place = wrong(SITE, "calendar: cn\n", "", "policy:", "‹policy›:")
    assert places(files | {CALENDAR: None}) == [f"PS705 {place}"]


def test_a_length_of_time_that_leads_to_no_day() -> None:
    one("PS705", *wrong(SITE, "notice: 5 working days", "notice: ‹3 hours›"), "`3 hours`")
    one("PS705", *wrong(CRITERIA, "notice: 5 working days", "notice: ‹2 periods›"))


def test_a_standard_that_did_not_count_in_the_period() -> None:
    files, place = wrong(BONUS, "reward: quarterly-bonus", "reward: ‹quarterly-bonus›")
    later = changed(REWARD, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-10-01}")
    one("PS706", files | later, place, "`reward/quarterly-bonus` is not in force in `2026-q3` (from 2026-10-01 on)")
    ended = changed(RULE, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, until: 2026-06-30}")
    one("PS706", files | ended, place, "`rule/scorecard` is not in force in `2026-q3`")
    apart = changed(RULE, "in_force: {from: 2026-01-01}", "in_force: {from: 2025-12-20, until: 2025-12-31}")
    assert f"PS706 {REWARD}:7:15" in places(apart)


def test_criteria_that_did_not_count_on_the_day() -> None:
    later = changed(CRITERIA, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-11-01}")
    files, place = wrong(PROMOTIONS, "criteria: m1-to-m2", "criteria: ‹m1-to-m2›")
    one("PS706", files | later, place, "on 2026-10-19")


def test_a_standard_that_was_replaced() -> None:
    second = BASE[RULE].replace("in_force: {from: 2026-01-01}", "in_force: {from: 2026-07-01}\nreplaces: scorecard")
    files, place = wrong(BONUS, "reward: quarterly-bonus", "reward: ‹quarterly-bonus›")
    one("PS706", files | {"content/rules/second.yml": second}, place, "2026-01-01 to 2026-06-30")


def test_a_record_that_is_not_in_use() -> None:
    idle = changed("content/metrics/collection-rate.yml", "unit:", "status: not in use\nunit:")
    one("PS707", idle, f"{RULE}:14:13", "`metric/collection-rate`")
    assert places(idle | changed(RULE, "approved:", "status: legacy\napproved:")) == []
    reward = changed(REWARD, "every:", "status: not in use\nevery:")
    one("PS707", reward, f"{BONUS}:2:9")


def test_a_recipient_in_another_role() -> None:
    files, place = wrong(BONUS, "{person: p-3,", "{person: ‹p-4›,")
    one("PS708", files, place, "`reward/quarterly-bonus` applies in `2026-q3`")
    excepted = changed(
        BONUS,
        "{person: p-3, total",
        "{person: p-4, exception: {from: applies-to, reason: {zh: 代管浙江, en: In charge of Zhejiang}, approved_by: p-1, on: 2026-10-11}, total",
        "notice:",
        "left_out: [{person: p-3, reason: {zh: 由代管人领取, en: Goes to who was in charge}}]\nnotice:",
    )
    assert places(excepted) == []


def test_a_recipient_in_another_team() -> None:
    files, place = wrong(BONUS, "{person: p-3,", "{person: ‹p-3›,")
    one("PS708", files | changed(REWARD, "{role: regional-manager}", "{role: regional-manager, team: shanghai}"), place)
    assert places(changed(REWARD, "{role: regional-manager}", "{role: regional-manager, team: east}")) == []
    one(
        "PS708",
        wrong(BONUS, "{person: p-3,", "{person: ‹p-3›,")[0]
        | changed(REWARD, "{role: regional-manager}", "{role: regional-manager, person: p-2}"),
        place,
    )
    shared = changed(
        REWARD,
        "{role: regional-manager}",
        "{role: sales-director}",
        "budget:",
        "splits: [{role: regional-manager, share: 100%}]\nsharing: {whole: own team, same_role: equally, remainder: first}\nbudget:",
    )
    assert places(shared) == []


def test_a_candidate_on_another_level() -> None:
    files, place = wrong(PROMOTIONS, "person: p-2", "person: ‹p-1›")
    one("PS708", files, place, "`p-1` was not on level `m1` on 2026-10-19")


def test_someone_who_had_left_or_not_yet_joined() -> None:
    files, place = wrong(BONUS, "{person: p-3,", "{person: ‹p-3›,")
    end = "{role: regional-manager, team: zhejiang, level: m1, from: 2025-04-01"
    left = changed(
        PEOPLE, "joined: 2022-09-01", "joined: 2022-09-01\n  left: 2026-06-30", end, end + ", until: 2026-06-30"
    )
    assert [found for found in places(files | left) if "results" in found] == [f"PS709 {place}"]
    joined = changed(PEOPLE, "joined: 2022-09-01", "joined: 2026-10-08", end, end.replace("2025-04-01", "2026-10-08"))
    assert [found for found in places(files | joined) if "results" in found] == [f"PS709 {place}"]


@pytest.mark.parametrize(
    ("code", "replacements"),
    [
        ("PS710", ("on: 2026-10-12", "on: ‹2026-09-29›", "from: 2026-10-13", "from: 2026-10-09")),
        ("PS711", ("on: 2026-10-12", "on: 2026-10-14", "notice: {from: 2026-10-13}", "notice: {from: ‹2026-10-13›}")),
        (
            "PS712",
            (
                "notice: {from: 2026-10-13}",
                "notice: {from: ‹2026-10-27›}",
                "received: 2026-10-15",
                "received: 2026-10-27",
                "answered: 2026-10-19",
                "answered: 2026-10-28",
            ),
        ),
        ("PS713", ("received: 2026-10-15", "received: ‹2026-10-12›")),
        ("PS713", ("received: 2026-10-15", "received: ‹2026-10-23›", "answered: 2026-10-19", "answered: 2026-10-26")),
        ("PS714", ("answered: 2026-10-19", "answered: ‹2026-10-30›")),
        (
            "PS714",
            (
                "received: 2026-10-15",
                "received: ‹2026-10-15›",
                "    answered: 2026-10-19\n    outcome: rejected\n    answer: {zh: 该笔到账在十月, en: That payment arrived in October}\n",
                "",
            ),
        ),
        ("PS715", ("answered: 2026-10-19", "answered: ‹2026-10-14›")),
        ("PS715", ("    answered: 2026-10-19\n", "", "outcome: rejected", "outcome: ‹rejected›")),
        ("PS715", ("    outcome: rejected\n", "", "answered: 2026-10-19", "answered: ‹2026-10-19›")),
        (
            "PS715",
            (
                "    answer: {zh: 该笔到账在十月, en: That payment arrived in October}\n",
                "",
                "outcome: rejected",
                "outcome: ‹rejected›",
            ),
        ),
        ("PS716", ("outcome: rejected", "outcome: ‹corrected›")),
        ("PS717", ("{person: p-3,", "{person: ‹p-3›,", "by: [p-1]", "by: [p-1, p-3]")),
        (
            "PS717",
            (
                "{person: p-3,",
                "{person: p-3, exception: {from: grades, reason: {zh: 特批, en: Granted}, approved_by: ‹p-3›, on: 2026-10-11},",
            ),
        ),
        ("PS721", ("{person: p-3,", "{person: ‹p-2›,", "about: p-3", "about: p-2")),
        ("PS722", ('amount: "CNY 30,000.00"', 'amount: ‹"USD 4,200.00"›')),
        ("PS722", ("notice:", "budget: ‹USD 90000›\nnotice:")),
        ("PS723", ("reward: quarterly-bonus", "reward: ‹quarterly-bonus›", "notice:", "budget: CNY 60000\nnotice:")),
        ("PS724", ("notice:", "withdrawn: {on: ‹2026-10-12›, reason: {zh: 数据有误, en: Wrong data}}\nnotice:")),
    ],
)
def test_a_result_with_one_fault(code: str, replacements: tuple[str, ...]) -> None:
    one(code, *wrong(BONUS, *replacements))


def test_the_results_of_a_period_share_its_budget_as_corrected() -> None:
    """36,000 and 30,000 in two results of one reward; the budget of the reward is for both together."""
    row = '  - {person: p-2, total: 109.00, grade: A, amount: "CNY 36,000.00"}\n'
    other = "content/results/2026-q3/second.yml"
    text = BASE[BONUS][: BASE[BONUS].index("recipients:")].replace("on: 2026-10-12", "on: 2026-10-13")
    second = f"{text}recipients:\n{row}notice: {{from: 2026-10-13}}\n"
    files = changed(BONUS, row, "") | {other: second}
    files |= changed("content/rewards/quarterly-bonus.yml", "budget: CNY 100,000", "budget: CNY 65,000")
    found = [problem for problem in problems(files) if problem.code == "PS723"]
    assert [problem.span.place for problem in found] == [f"{other}:2:9"]
    assert "`2026-q3-quarterly-bonus`, `2026-q3-second` sum to CNY 66,000.00" in words(found[0], "en")
    assert "by CNY 1,000.00" in words(found[0], "en")
    correction = 'corrections:\n  - {on: 2026-10-20, about: p-2, field: amount, was: "CNY 36,000.00", now: "CNY 35,000.00", reason: {zh: 更正, en: Corrected}}\n'
    assert "PS723" not in {problem.code for problem in problems({**files, other: second + correction})}


def test_a_late_publication_that_is_explained_is_no_problem() -> None:
    late = (
        "notice: {from: 2026-10-13}",
        "notice: {from: 2026-10-27}",
        "received: 2026-10-15",
        "received: 2026-10-27",
        "answered: 2026-10-19",
        "answered: 2026-10-28",
    )
    noted = changed(
        BONUS, *late, "by: [p-1]}", "by: [p-1], note: {zh: 回款核对延后, en: Payments took longer to confirm}}"
    )
    assert places(noted) == []


def test_a_decision_that_is_not_published_in_time() -> None:
    text = BASE[BONUS][: BASE[BONUS].index("notice:")]
    marks, place = marked(text.replace("on: 2026-10-12", "on: ‹2026-10-12›"))
    one("PS712", {BONUS: marks}, f"{BONUS}:{place}", "not published yet")
    assert places({BONUS: marks}, dt.date(2026, 10, 26)) == []


def test_a_correction_is_given_and_opens_the_time_again() -> None:
    correction = "corrections:\n  - {on: 2026-10-20, about: p-3, field: total, was: '84.00', now: '85.00', reason: {zh: 漏计, en: One payment was missing}}\nnotice:"
    assert places(changed(BONUS, "outcome: rejected", "outcome: corrected", "notice:", correction)) == []
    second = "  - {received: 2026-10-26, grounds: {zh: 仍有疑问, en: Still in doubt}, answered: 2026-10-28, outcome: rejected, answer: {zh: 已核对, en: Checked}}\n"
    assert places({BONUS: (changed(BONUS, "notice:", correction)[BONUS] or "") + second}) == []
    files = {BONUS: BASE[BONUS] + second}
    assert [place.split()[0] for place in places(files)] == ["PS713"]


def test_a_decider_on_the_list_with_a_published_exception() -> None:
    lifted = changed(
        BONUS,
        "by: [p-1]",
        "by: [p-1, p-3]",
        "{person: p-3,",
        "{person: p-3, exception: {from: decided, reason: {zh: 本人回避, en: Abstained}, approved_by: p-1, on: 2026-10-11},",
    )
    assert places(lifted) == []


def test_deciders_and_waivers_of_a_promotion() -> None:
    one("PS717", *wrong(PROMOTIONS, "by: [p-4]", "by: [p-4, p-2]", "person: p-2", "person: ‹p-2›"))
    one(
        "PS717",
        *wrong(
            PROMOTIONS,
            "course: true",
            "course: {met: false, waived: {reason: {zh: 出差, en: Travelling}, approved_by: ‹p-2›}}",
        ),
        "waiver",
    )
    twice = BASE[PROMOTIONS].replace("notice:", "  - {person: ‹p-2›, outcome: deferred, requirements: {}}\nnotice:")
    text, place = marked(twice)
    one("PS721", {PROMOTIONS: text}, f"{PROMOTIONS}:{place}")


def test_evidence_of_another_period() -> None:
    files, place = wrong(BONUS, "evidence: [2026-q3-revenue,", "evidence: [‹2026-q3-revenue›,")
    q2: dict[str, str | None] = {
        Q2: quarter("2026-04-01", "2026-06-30"),
        "content/actuals/2026-q3-revenue.yml": BASE["content/actuals/2026-q3-revenue.yml"].replace(
            "period: 2026-q3", "period: 2026-q2"
        ),
    }
    one("PS718", files | q2, place, "is of `2026-q2`")
    yearly = changed(RULE, "total: {places: 2,", "accumulation: {over: year}\ntotal: {places: 2,")
    assert places(files | q2 | yearly) == []
    text, place = marked(
        BASE[PROMOTIONS]
        .replace("[2026-q3-conduct]", "[‹2026-q3-conduct›]")
        .replace("2026-10-19", "2026-09-20")
        .replace("from: 2026-10-20", "from: 2026-09-22")
    )
    one("PS718", {PROMOTIONS: text}, f"{PROMOTIONS}:{place}", "had not ended on 2026-09-20")


def test_actuals_twice_and_of_nothing() -> None:
    one(
        "PS719",
        *wrong(CONDUCT, "{person: p-3, metric: collection-rate,", "{person: ‹p-2›, metric: collection-rate,"),
        "`collection-rate` is given twice for `p-2`",
    )
    assert (
        places(
            changed(
                CONDUCT,
                "{person: p-3, metric: collection-rate,",
                "{person: p-2, on: 2026-09-01, metric: collection-rate,",
            )
        )
        == []
    )
    one("PS720", *wrong(CONDUCT, "{person: p-3, metric: collection-rate, value: 90%}", "{person: p-3, value: ‹90%›}"))
    one("PS719", *wrong(REVENUE, "p-3,", "‹p-2›,"))


def test_two_awards_for_one_person() -> None:
    both = changed(
        BONUS,
        "{person: p-3,",
        "{award: {zh: 回款奖, en: For collection}, person: p-2,",
        "{person: p-2, total",
        "{person: p-2, award: {zh: 业绩奖, en: For revenue}, total",
        'total: 85.00, grade: B, amount: "CNY 30,000.00"',
        'total: 109.00, grade: A, amount: "CNY 36,000.00"',
        "notice:",
        "left_out: [{person: p-3, reason: {zh: 本人放弃, en: Waived}}]\nnotice:",
        "about: p-3",
        "about: p-2",
    )
    assert places(both) == []


def test_an_overrun_that_is_explained() -> None:
    over = changed(
        BONUS,
        "notice:",
        "budget: CNY 60000\nnotice:",
        "by: [p-1]}",
        "by: [p-1], note: {zh: 经批准超支, en: The overrun was approved}}",
    )
    assert places(over) == []


def test_what_the_site_leaves_out_after_its_retention_is_reported() -> None:
    kept = changed(SITE, "  notice: 5 working days\n", "  notice: 5 working days\n  retention: 1 month\n")
    assert places(kept, dt.date(2026, 11, 13)) == []
    text = BASE[BONUS].replace("from: 2026-10-13", "from: ‹2026-10-13›")
    one("PS725", {**kept, BONUS: marked(text)[0]}, f"{BONUS}:{marked(text)[1]}", "2026-11-13", dt.date(2026, 11, 14))
    odd, place = wrong(SITE, "  notice: 5 working days\n", "  notice: 5 working days\n  retention: ‹30 hours›\n")
    one("PS705", odd, place, "`30 hours`")
