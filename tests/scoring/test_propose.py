"""Proposed results: those of the sample come out as they were published, and what is not known is named, never assumed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from perfsite.pipeline import load
from perfsite.project import Project
from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, LeftOut
from perfsite.records.reward import Reward
from perfsite.records.texts import Text
from perfsite.scaffold import proposal_files
from perfsite.scoring.comparison import compare, existing_result
from perfsite.scoring.explain import Wording
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.outcomes import recompute
from perfsite.scoring.proposal import Proposal, Wanted
from perfsite.scoring.propose import kind_of_recipients, propose
from tests.scoring.test_grounds import Before
from tests.site_builder import changed, problems, site

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "tests" / "sites" / "every-form"
RESULT = "content/results/2026-q3/quarterly-bonus.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
RULE = "content/rules/scorecard.yml"
CONDUCT = "content/actuals/2026-q3-conduct.yml"
REVENUE = "content/actuals/2026-q3-revenue.csv"
DAY = dt.date(2026, 10, 12)
BREACHES = "none: {metric: compliance-breaches}"
WINNERS = "winners: {top: 1, by: [total descending], ties: shared}\n"


def sample() -> Library:
    return load(Project(ROOT)).library


def proposed(files: dict[str, str | None] | None = None, reward: str = "quarterly-bonus", **wanted: object) -> Proposal:
    library = site({RESULT: None, **(files or {})}).library
    return _propose(library, reward, Wanted(**{"as_of": DAY, **wanted}))  # type: ignore[arg-type]


def _propose(library: Library, reward: str, wanted: Wanted) -> Proposal:
    plan, period = library.get(Reward, reward), library.get(Period, "2026-q3")
    assert plan is not None
    assert period is not None
    return propose(library, plan, period, wanted)


def rows(proposal: Proposal) -> list[str]:
    """Each recipient on a line, with the figures that there are."""
    found = []
    for one in proposal.award.recipients:
        who = one.person or one.team
        assert who is not None
        figures = [one.rank, one.total, one.grade, one.basis, one.amount]
        found.append(" ".join([who.id, *(str(figure) for figure in figures if figure is not None)]))
    return found


def lacks(proposal: Proposal) -> list[str]:
    return [f"{lack.who.id if lack.who else '-'} {lack.trouble} @{lack.record.address}" for lack in proposal.lacks]


def again(library: Library) -> Iterator[tuple[AwardResult, Proposal]]:
    """Every result that stands, with what is proposed for its reward and period."""
    for award in library.of(AwardResult):
        reward, period = library.get(Reward, award.reward), library.get(Period, award.period)
        assert reward is not None
        assert period is not None
        kind = kind_of_recipients(library, reward)
        # Whom people have left out is theirs to say; all else follows.
        wanted = Wanted(award.decided.on, award.decided.on, award.decided.by, left_out=award.left_out, kind=kind)
        yield award, propose(library, reward, period, wanted)


def test_every_result_of_the_sample_is_proposed_as_it_was_published() -> None:
    library = sample()
    compared = 0
    for award, proposal in again(library):
        found = compare(award, proposal.award, Wording(library, proposal.case))
        assert [one for one in found if not one.excepted] == [], award.id
        assert {ref.id for ref in proposal.award.evidence} == {ref.id for ref in award.evidence}, award.id
        compared += len(award.recipients)
    assert compared > 500


def test_shared_amounts_are_proposed_as_they_were_published() -> None:
    library = load(Project(FORMS)).library
    compared = {}
    for award, proposal in again(library):
        if proposal.case.reward.splits:
            assert compare(award, proposal.award, Wording(library, proposal.case)) == ()
            assert proposal.lacks == ()
            compared[award.id] = [str(one.share) for one in proposal.award.recipients]
    assert len(compared) == 4
    assert compared["2026-07-shared-by-the-team"] == ["30%", "30%", "20%", "20%"]


def test_what_is_proposed_is_computed_to_the_same_figures() -> None:
    library = sample()
    grounds = Grounds(library)
    forms = set()
    for _, proposal in again(library):
        computed = recompute(grounds, proposal.award)
        assert computed.differences == 0
        assert computed.trouble is None
        assert [one.trouble for one in computed.recipients] == [None] * len(computed.recipients)
        forms.add(proposal.case.reward.type)
    assert forms == {"bonus", "commission", "spiff", "honour", "training"}


def test_recipients_with_their_figures() -> None:
    proposal = proposed()
    assert rows(proposal) == ["p-2 109.00 A CNY 36,000.00", "p-3 85.00 B CNY 30,000.00"]
    assert proposal.award.recipients[0].components == (("revenue", Decimal(115)), ("collection", Decimal(100)))
    assert str(proposal.sum) == "CNY 66,000.00"
    assert [ref.id for ref in proposal.award.evidence] == ["2026-q3-conduct", "2026-q3-revenue"]


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_a_proposal_is_a_sound_record(form: str) -> None:
    library = site({RESULT: None}).library
    by = next(person.ref for person in library.records["person"].values())
    proposal = _propose(library, "quarterly-bonus", Wanted(DAY, DAY, (by,)))
    files = proposal_files(library, proposal, RESULT.removesuffix(".yml"), form)
    found = problems({**dict.fromkeys((RESULT,)), **files}, DAY)
    assert found == ()


def test_blanks_are_named_by_check() -> None:
    library = site({RESULT: None}).library
    files = proposal_files(
        library, _propose(library, "quarterly-bonus", Wanted(DAY)), RESULT.removesuffix(".yml"), "yaml"
    )
    text = files[RESULT].splitlines()
    found = [(p.code, text[p.span.line - 1].split("#")[0].strip()) for p in problems(files, DAY)]
    assert found == [("PS405", "on:"), ("PS405", "by:")]


def test_a_missing_actual_is_named_where_it_should_stand() -> None:
    proposal = proposed(changed(CONDUCT, "  - {person: p-3, metric: collection-rate, value: 90%}\n", ""))
    assert rows(proposal) == ["p-2 109.00 A CNY 36,000.00"]
    assert lacks(proposal) == ["p-3 missing: collection-rate/actual @actuals/2026-q3-conduct"]


def test_a_missing_target_is_named_at_the_rule() -> None:
    proposal = proposed({"content/goals/zhejiang-revenue.yml": None})
    (lack,) = proposal.lacks
    assert lacks(proposal) == ["p-3 missing: net-revenue/target @rule/scorecard"]
    assert lack.route == ("components", "revenue", "measure")


def test_what_may_be_missing_is_not_lacking() -> None:
    rule = (changed(RULE, "missing: error\ngates", "missing: renormalise\ngates")[RULE] or "").replace(
        "{from: 95%, points: 100}]\n    missing: error", "{from: 95%, points: 100}]\n    missing: renormalise"
    )
    actuals = changed(CONDUCT, "  - {person: p-3, metric: collection-rate, value: 90%}\n", "")
    proposal = proposed({RULE: rule, **actuals})
    assert lacks(proposal) == []
    assert rows(proposal)[1] == "p-3 95.00 B CNY 30,000.00"
    assert proposal.award.recipients[1].components == (("revenue", Decimal(95)),)
    # It is a component's and no condition's: nothing goes unnoticed for want of it.
    assert proposal.silent == ()


def test_a_gate_that_could_not_be_looked_at_is_told() -> None:
    proposal = proposed(changed(CONDUCT, "  - {person: p-3, metric: compliance-breaches, value: 0}\n", ""))
    assert [(who.id, name) for who, name in proposal.silent] == [("p-3", "compliance-breaches/actual")]
    assert len(proposal.award.recipients) == 2


def test_who_does_not_meet_a_requirement_is_left_out_with_what_the_records_say() -> None:
    proposal = proposed(changed(REWARD, "{tenure: {at_least: 3 months}}", "{tenure: {at_least: 2 years}}"))
    assert rows(proposal) == ["p-2 109.00 A CNY 36,000.00"]
    assert [(one.who.id, one.requirement.subject, one.found.en) for one in proposal.unmet] == [
        ("p-3", "tenure", "since 2025-04-01")
    ]
    proposal = proposed(changed(REWARD, "{grade: {at_least: C}}", "{grade: {at_least: A}}"))
    assert [(one.who.id, one.found.en) for one in proposal.unmet] == [("p-3", "grade B")]


def test_what_people_judge_is_left_open() -> None:
    judged = changed(REWARD, "{grade: {at_least: C}}", "{id: mentoring, judgement: {zh: 带教新人, en: Mentors}}")
    proposal = proposed(judged)
    assert [(one.who.id, one.requirement.id) for one in proposal.open] == [("p-2", "mentoring"), ("p-3", "mentoring")]
    assert len(proposal.award.recipients) == 2
    library = site({RESULT: None, **judged}).library
    (text,) = proposal_files(library, proposal, "x", "yaml").values()
    assert "note:  # 待填" in text
    assert "  - person: p-2  # 由人判断：mentoring" in text


def looking_back(quarters: dict[str, tuple[str, str]], requirement: str) -> dict[str, str | None]:
    """Earlier quarters of actuals and targets of p-2 and p-3, and a requirement of the reward that looks back on them."""
    days = {"2026-q2": ("2026-04-01", "2026-06-30"), "2026-q1": ("2026-01-01", "2026-03-31")}
    files = changed(REWARD, "{grade: {at_least: C}}", requirement)
    for id, (first, last) in days.items():
        files[f"content/periods/{id}.yml"] = (
            f"title: {{zh: {id}, en: {id}}}\ntype: quarter\nfrom: {first}\nto: {last}\nparent: 2026\n"
        )
        if id not in quarters:
            continue
        rows = "".join(
            f"  - {{person: {who}, metric: {metric}, value: {value}}}\n"
            for who, revenue in zip(("p-2", "p-3"), quarters[id], strict=True)
            for metric, value in (
                ("net-revenue", f"CNY {revenue}万"),
                ("compliance-breaches", "0" if who == "p-2" else "1"),
            )
        )
        files[f"content/actuals/{id}.yml"] = (
            f"title: {{zh: {id}, en: {id}}}\nsource: {{system: crm, exported: {last}T09:30+08:00}}\nperiod: {id}\nvalues:\n{rows}"
        )
        for who in ("p-2", "p-3"):
            files[f"content/goals/{id}-{who}.yml"] = (
                f"title: {{zh: {id} {who}, en: {id} {who}}}\nowner: person/{who}\nperiod: {id}\nmetric: net-revenue\n"
                "target: CNY 1000万\nachievable: {zh: 有在手订单, en: There are orders}\n"
            )
    return files


PAST = {"2026-q2": ("1000", "900"), "2026-q1": ("1100", "700")}


def test_evidence_reaches_back_as_far_as_eligibility_looks() -> None:
    """p-2 sold 13.2, 10 and 11 of 12, 10 and 10 million: 106.875%; p-3 7.6, 9 and 7 of 8, 10 and 10: 84.28…%."""
    needed = "{id: nine, title: {zh: 九个月, en: Nine months}, attainment: {metric: net-revenue, over: 9 months, at_least: 85%}}"
    proposal = proposed(looking_back(PAST, needed))
    assert [ref.id for ref in proposal.award.evidence] == ["2026-q1", "2026-q2", "2026-q3-conduct", "2026-q3-revenue"]
    assert rows(proposal) == ["p-2 109.00 A CNY 36,000.00"]
    assert [(one.who.id, one.requirement.id) for one in proposal.unmet] == [("p-3", "nine")]
    assert proposal.unmet[0].found.en.startswith("Net revenue, attainment 84.28571")
    assert (proposal.open, proposal.lacks) == ((), ())


def test_what_is_proposed_on_older_evidence_is_a_sound_record() -> None:
    needed = "{id: clean, none: {metric: compliance-breaches, over: 9 months}}"
    files = {RESULT: None, **looking_back(PAST, needed)}
    library = site(files).library
    proposal = _propose(library, "quarterly-bonus", Wanted(DAY, DAY, (library.records["person"]["p-1"].ref,)))
    assert [(one.who.id, one.found.en) for one in proposal.unmet] == [("p-3", "Compliance breaches 2")]
    assert "2026-q1" in [ref.id for ref in proposal.award.evidence]
    written = proposal_files(library, proposal, RESULT.removesuffix(".yml"), "yaml")
    later = [problem.code for problem in problems({**files, **written}, DAY) if problem.span.file == RESULT]
    assert later == []


def test_what_lies_before_the_records_is_for_people_to_judge() -> None:
    needed = "{id: clean, none: {metric: compliance-breaches, over: 9 months}}"
    proposal = proposed(looking_back({"2026-q2": ("1000", "900")}, needed))
    assert [ref.id for ref in proposal.award.evidence] == ["2026-q2", "2026-q3-conduct", "2026-q3-revenue"]
    assert [one.who.id for one in proposal.open] == ["p-2"]
    # One breach is enough to know.
    assert [one.who.id for one in proposal.unmet] == ["p-3"]


def test_a_stretch_that_is_recorded_twice_is_lacking_one_reading() -> None:
    needed = "{id: nine, actual: {metric: net-revenue, over: 9 months, at_least: CNY 1万}}"
    files = looking_back(PAST, needed)
    files["content/periods/2026-h1.yml"] = (
        "title: {zh: 上半年, en: First half}\ntype: half\nfrom: 2026-01-01\nto: 2026-06-30\nparent: 2026\n"
    )
    files["content/actuals/half.yml"] = (files["content/actuals/2026-q2.yml"] or "").replace(
        "period: 2026-q2", "period: 2026-h1"
    )
    assert {line.split(" @")[0] for line in lacks(proposed(files))} == {
        "p-2 several: net-revenue",
        "p-3 several: net-revenue",
    }


def ranked(**extra: str) -> dict[str, str | None]:
    text = (
        (changed(REWARD, 'amount: {base: "CNY 30,000", times: coefficient', 'amount: {flat: "CNY 5,000"')[REWARD]) or ""
    )
    return {REWARD: text.replace("budget: CNY 100,000\n", WINNERS).split("examples:")[0], **extra}


def test_winners_stand_in_the_order_of_their_ranks() -> None:
    proposal = proposed(ranked())
    assert rows(proposal) == ["p-2 1 109.00 A CNY 5,000.00"]
    assert [who.id for who in proposal.behind] == ["p-3"]
    text = (ranked()[REWARD] or "").replace("top: 1", "top: 2")
    both = proposed({REWARD: text})
    assert rows(both)[1] == "p-3 2 85.00 B CNY 5,000.00"
    # Two who win are not tied for that.
    assert both.ties == ()


def test_a_tie_is_told() -> None:
    level = {REVENUE: 'person,value\np-2,"CNY 12,000,000"\np-3,"CNY 8,000,000"\n', **changed(CONDUCT, "90%", "96%")}
    proposal = proposed({**ranked(), **level})
    assert rows(proposal) == ["p-2 1 100.00 A CNY 5,000.00", "p-3 1 100.00 A CNY 5,000.00"]
    assert [(tie.rank, [who.id for who in tie.who]) for tie in proposal.ties] == [(1, ["p-2", "p-3"])]
    split = {REWARD: (ranked()[REWARD] or "").replace("ties: shared", "ties: split")}
    assert [row[-8:] for row in rows(proposed({**split, **level}))] == ["2,500.00", "2,500.00"]


def test_what_breaks_a_tie_is_evidence_only_where_there_is_one() -> None:
    by = {REWARD: (ranked()[REWARD] or "").replace("[total descending]", "[total descending, orders descending]")}
    metric = {
        "content/metrics/orders.yml": "title: {zh: 订单数, en: Orders}\nunit: count\ndirection: higher\n",
        "content/actuals/2026-q3-orders.yml": dedent(
            """\
            source: {system: zoho-crm, exported: 2026-10-09T09:50+08:00}
            title: {zh: 第三季度订单, en: Orders in Q3}
            period: 2026-q3
            metric: orders
            values: [{person: p-2, value: 7}, {person: p-3, value: 9}]
            """
        ),
    }
    apart = proposed({**by, **metric})
    assert [ref.id for ref in apart.award.evidence] == ["2026-q3-conduct", "2026-q3-revenue"]
    level = {REVENUE: 'person,value\np-2,"CNY 12,000,000"\np-3,"CNY 8,000,000"\n', **changed(CONDUCT, "90%", "96%")}
    tied = proposed({**by, **metric, **level})
    assert rows(tied) == ["p-3 1 100.00 A CNY 5,000.00"]
    assert "2026-q3-orders" in [ref.id for ref in tied.award.evidence]
    assert lacks(tied) == []


def test_points_without_an_end_are_not_stated() -> None:
    rule = changed(
        RULE, "{at: 100%, points: 100}, {at: 120%, points: 130}", "{at: 30%, points: 100}, {at: 300%, points: 110}"
    )
    proposal = proposed(rule)
    assert proposal.endless == ("revenue",)
    assert [[id for id, _ in one.components] for one in proposal.award.recipients] == [["collection"], ["collection"]]


def test_a_person_who_cannot_be_read_is_not_overlooked() -> None:
    broken = changed("content/people/people.yml", "level: m1, from: 2025-04-01", "level: m1, from: 2025-04-31")
    assert "- evidence: person/p-3 @person/p-3" in lacks(proposed(broken))


def test_a_file_that_cannot_be_read_at_all_is_told_by_its_folder_alone() -> None:
    """Whose goal it is, and whether it is one, nobody knows. Where a record is named, its folder need not be."""
    assert lacks(proposed({"content/goals/broken.yml": "title: [\n"})) == ["- evidence: goals @reward/quarterly-bonus"]
    named = changed("content/goals/zhejiang-revenue.yml", "target: CNY 800万", "target: soon")
    assert "- evidence: goal/zhejiang-revenue @goal/zhejiang-revenue" in lacks(proposed(named))
    both = lacks(proposed({**named, "content/goals/broken.yml": "title: [\n"}))
    assert [line for line in both if line.startswith("-")] == [
        "- evidence: goal/zhejiang-revenue @goal/zhejiang-revenue"
    ]


def test_whom_people_leave_out_is_not_proposed() -> None:
    left_out = (LeftOut(person=Ref("person", "p-3"), reason=Text((("en", "On leave"),))),)
    assert rows(proposed(left_out=left_out)) == ["p-2 109.00 A CNY 36,000.00"]


def test_a_result_is_proposed_by_the_wording_that_counts_for_it() -> None:
    """The base was 20,000 when the period began; the library has the 30,000 of today."""
    earlier = site(changed(REWARD, '"CNY 30,000"', '"CNY 20,000"', "CNY 36,000.00", "CNY 24,000.00")).library
    then = earlier.get(Reward, "quarterly-bonus")
    assert then is not None
    library = replace(site({RESULT: None}).library, wordings=Before("2026-q3-quarterly-bonus", {then.ref: then}))
    proposal = _propose(library, "quarterly-bonus", Wanted(DAY))
    assert rows(proposal) == ["p-2 109.00 A CNY 24,000.00", "p-3 85.00 B CNY 20,000.00"]


def test_the_result_that_is_there_is_found() -> None:
    library = site().library
    reward, period = library.get(Reward, "quarterly-bonus"), library.get(Period, "2026-q3")
    assert reward is not None
    assert period is not None
    there = existing_result(library, reward, period)
    assert there is not None
    assert there.id == "2026-q3-quarterly-bonus"


def compared(rows: str) -> list[tuple[str, ...]]:
    """How a result with these rows parts from what is proposed: who, which figure, as it is there, as proposed, excepted."""
    files = changed(RESULT, "".join(f"  - {row}\n" for row in (SECOND, THIRD)), rows)
    library = site(files).library
    award = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert award is not None
    proposal = _propose(library, "quarterly-bonus", Wanted(DAY))
    found = compare(award, proposal.award, Wording(library, proposal.case))
    return [(one.who.id, one.figure, one.there, one.proposed, "excepted" if one.excepted else "") for one in found]


SECOND = '{person: p-2, total: 109.00, grade: A, amount: "CNY 36,000.00"}'
THIRD = '{person: p-3, total: 85.00, grade: B, amount: "CNY 30,000.00"}'
LIFTED = ", exception: {from: grades, reason: {zh: 特批, en: Granted}, approved_by: p-1, on: 2026-10-11}}"


@pytest.mark.parametrize(
    ("rows", "differences"),
    [
        ([SECOND, THIRD], []),
        # A figure that only one of them states is no difference, and neither is the order.
        (["{person: p-3, grade: B}", "{person: p-2, total: 109.00}"], []),
        ([SECOND, THIRD.replace("85.00", "85.10").replace("30,000", "31,000")],
         [("p-3", "total", "85.1", "85", ""), ("p-3", "amount", "31,000", "30,000", "")]),
        ([SECOND, THIRD.replace("grade: B", "grade: A")[:-1] + LIFTED], [("p-3", "grade", "A", "B", "excepted")]),
        ([SECOND, THIRD.replace("CNY", "USD")], [("p-3", "amount", "USD 30,000.00", "CNY 30,000.00", "")]),
        ([SECOND], [("p-3", "row", "", "p-3", "")]),
        (["{person: p-1, total: 5}", SECOND, "{person: p-4" + LIFTED, THIRD],
         [("p-1", "row", "p-1", "", ""), ("p-4", "row", "p-4", "", "excepted")]),
    ],
)  # fmt: skip
def test_a_result_that_is_there_is_compared_figure_by_figure(
    rows: list[str], differences: list[tuple[str, ...]]
) -> None:
    assert compared("".join(f"  - {row}\n" for row in rows)) == differences


@pytest.mark.parametrize(
    "files",
    [
        {RESULT: None},
        changed(RESULT, "period: 2026-q3", "period: 2026"),
        changed(RESULT, "reward: quarterly-bonus", "reward: other"),
        changed(RESULT, "notice:", "withdrawn: {on: 2026-10-20, reason: {zh: 撤回, en: Withdrawn}}\nnotice:"),
    ],
)
def test_what_is_withdrawn_or_of_another_reward_or_period_is_not_there(files: dict[str, str | None]) -> None:
    library = site(files).library
    reward, period = library.get(Reward, "quarterly-bonus"), library.get(Period, "2026-q3")
    assert reward is not None
    assert period is not None
    assert existing_result(library, reward, period) is None


ROLE = "applies_to: {role: regional-manager}"


@pytest.mark.parametrize(
    ("applies_to", "row", "kind"),
    [
        (ROLE, "{team: east, total: 1}", "person"),
        ("applies_to: {person: p-2}", "{team: east, total: 1}", "person"),
        ("applies_to: {team: east}", "{team: east, total: 1}", "team"),
        ("applies_to: {team: east}", SECOND, "person"),
        ("applies_to: {team: east}", "", ""),
        # A list of both, in whichever order, is one of teams.
        ("applies_to: {team: east}", "{team: east, total: 1}\n  - " + SECOND, "team"),
        ("applies_to: {team: east}", SECOND + "\n  - {team: east, total: 1}", "team"),
    ],
)
def test_whether_people_or_teams_get_it(applies_to: str, row: str, kind: str) -> None:
    rows = f"recipients:\n  - {row}\n" if row else "recipients: []\n"
    files = changed(REWARD, ROLE, applies_to)
    files |= changed(RESULT, f"recipients:\n  - {SECOND}\n  - {THIRD}\n", rows)
    library = site(files).library
    reward = library.get(Reward, "quarterly-bonus")
    assert reward is not None
    assert kind_of_recipients(library, reward) == kind


def test_who_gets_another_reward_says_nothing_of_this_one() -> None:
    files = changed(REWARD, ROLE, "applies_to: {team: east}")
    files |= changed(RESULT, "reward: quarterly-bonus", "reward: other")
    library = site(files).library
    reward = library.get(Reward, "quarterly-bonus")
    assert reward is not None
    assert kind_of_recipients(library, reward) == ""


def test_what_all_get_together_and_whose_is_lacking() -> None:
    assert str(proposed().sum) == "CNY 66,000.00"
    honour = proposed({REWARD: (ranked()[REWARD] or "").split("amount:")[0] + "award: {zh: 奖, en: Prize}\n" + WINNERS})
    assert honour.sum is None
    assert honour.award.recipients[0].amount is None
    files = changed(CONDUCT, "  - {person: p-3, metric: collection-rate, value: 90%}\n", "")
    files |= {"content/goals/zhejiang-revenue.yml": None}
    both = proposed(files)
    assert [ref.id for ref in both.lacking] == ["p-3"]
    assert len(both.lacks) == 2


@pytest.mark.parametrize(
    ("files", "trouble", "route"),
    [
        ({RULE: None}, "rule", ("basis", "rule")),
        (changed(REWARD, "budget:", "splits: [{role: regional-manager, share: 100%}]\nbudget:"), "splits", ("splits",)),
        (changed(REWARD, "budget:", "accumulation: {over: year}\nbudget:"), "accumulation", ("accumulation",)),
    ],
)
def test_a_reward_of_which_nothing_can_be_computed_is_told_at_its_clause(
    files: dict[str, str | None], trouble: str, route: tuple[str, ...]
) -> None:
    proposal = proposed(files)
    assert [(str(lack.trouble), lack.record.id, lack.route) for lack in proposal.lacks] == [
        (f"{trouble}: quarterly-bonus", "quarterly-bonus", route)
    ]
    assert proposal.award.recipients == ()
    assert proposal.award.decided.on == DAY
