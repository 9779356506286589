"""What a proposal rests on, why someone may not have it in words, and what is lacking at the clause that asks for it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfsite.project import SITE_FILE
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.reward import Reward
from perfsite.scoring.cases import case_of
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.proposal import Proposal
from perfsite.scoring.sharing import Sharing
from tests.scoring.test_propose import (
    CONDUCT,
    PAST,
    RESULT,
    REVENUE,
    REWARD,
    RULE,
    lacks,
    looking_back,
    proposed,
    ranked,
    rows,
)
from tests.site_builder import BASE, changed, site

ASKED = "{grade: {at_least: C}}"
ORDERS = "title: {zh: 订单数, en: Orders}\nunit: count\ndirection: higher\n"
NOTHING_OF_P3 = changed(
    CONDUCT,
    "  - {person: p-3, metric: collection-rate, value: 90%}\n", "",
    "  - {person: p-3, metric: compliance-breaches, value: 0}\n", "",
)  # fmt: skip


def asking(requirement: str) -> dict[str, str | None]:
    """The bonus with a requirement in place of the grade."""
    return changed(REWARD, ASKED, requirement)


def paid(amount: str, eligibility: str = "", basis: str = "{metric: net-revenue}") -> dict[str, str | None]:
    """A reward that rests on a metric alone."""
    text = (
        "title: {zh: 季度提成, en: Quarterly commission}\ntype: commission\napplies_to: {role: regional-manager}\n"
        "in_force: {from: 2026-01-01}\napproved: {by: p-1, on: 2025-12-15}\nevery: quarter\n"
        f"basis: {basis}\namount: {amount[:-1]}, places: 2, rounding: half-up}}\n"
    )
    return {REWARD: text + (f"eligibility: {eligibility}\n" if eligibility else "")}


def without(metric: str, value: str) -> dict[str, str | None]:
    """The actuals without one of p-3's."""
    return changed(CONDUCT, f"  - {{person: p-3, metric: {metric}, value: {value}}}\n", "")


def actuals(rows: str, period: str = "2026-q3") -> str:
    return (
        "title: {zh: 业绩, en: Actuals}\nsource: {system: crm, exported: 2026-10-09T09:50+08:00}\n"
        f"period: {period}\nvalues:\n{rows}"
    )


def evidence(proposal: Proposal) -> list[str]:
    return [ref.id for ref in proposal.award.evidence]


def unmet(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [(one.who.id, one.found.zh, one.found.en) for one in proposal.unmet]


def open_(proposal: Proposal) -> list[tuple[str, str]]:
    return [(one.who.id, one.requirement.id or one.requirement.subject) for one in proposal.open]


def at(proposal: Proposal) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """Each figure that is lacking, with the record and the place in it."""
    return [(lack.trouble.name, lack.record.address, lack.route) for lack in proposal.lacks]


# Which actuals are cited


@pytest.mark.parametrize("first", ["0-later", "z-later"])
def test_what_is_later_or_of_no_known_period_is_no_evidence(first: str) -> None:
    files: dict[str, str | None] = {
        "content/periods/2026-q4.yml": "title: {zh: 四季度, en: Q4}\ntype: quarter\nfrom: 2026-10-01\nto: 2026-12-31\nparent: 2026\n",
        f"content/actuals/{first}.yml": actuals("  - {person: p-2, metric: collection-rate, value: 50%}\n", "2026-q4"),
        f"content/actuals/{first}-lost.yml": actuals(
            "  - {person: p-2, metric: collection-rate, value: 50%}\n", "2026-q9"
        ),
    }
    proposal = proposed(files)
    assert evidence(proposal) == ["2026-q3-conduct", "2026-q3-revenue"]
    assert rows(proposal) == ["p-2 109.00 A CNY 36,000.00", "p-3 85.00 B CNY 30,000.00"]


def test_what_is_older_is_no_evidence_where_nothing_looks_back_to_it() -> None:
    assert evidence(proposed(looking_back(PAST, ASKED))) == ["2026-q3-conduct", "2026-q3-revenue"]


@pytest.mark.parametrize(
    ("over", "cited"),
    [
        (["6 months"], ["2026-q2"]),
        # The longest stretch counts, whichever comes first.
        (["6 months", "9 months"], ["2026-q1", "2026-q2"]),
        (["9 months", "6 months"], ["2026-q1", "2026-q2"]),
    ],
)
def test_evidence_reaches_back_to_the_longest_stretch_and_no_further(over: list[str], cited: list[str]) -> None:
    needed = ", ".join(f"{{none: {{metric: compliance-breaches, over: {stretch}}}}}" for stretch in over)
    assert evidence(proposed(looking_back(PAST, needed)))[:-2] == cited


def test_the_actuals_of_others_and_of_other_metrics_are_no_evidence() -> None:
    files: dict[str, str | None] = {
        "content/metrics/orders.yml": ORDERS,
        "content/actuals/others.yml": actuals("  - {person: p-1, metric: collection-rate, value: 90%}\n"),
        "content/actuals/orders.yml": actuals("  - {person: p-2, metric: orders, value: 7}\n"),
    }
    assert evidence(proposed(files)) == ["2026-q3-conduct", "2026-q3-revenue"]
    # A row that lacks whose it is says nothing of anyone.
    files["content/actuals/orders.yml"] = actuals("  - {metric: collection-rate, value: 7%}\n")
    assert "orders" not in evidence(proposed(files))


def test_the_metric_that_a_fixed_amount_rests_on_is_evidence() -> None:
    proposal = proposed(paid('{flat: "CNY 500"}'))
    assert evidence(proposal) == ["2026-q3-revenue"]
    assert rows(proposal) == ["p-2 CNY 13,200,000.00 CNY 500.00", "p-3 CNY 7,600,000.00 CNY 500.00"]
    assert evidence(proposed(paid('{flat: "CNY 500"}', basis="{rule: scorecard}"))) == [
        "2026-q3-conduct",
        "2026-q3-revenue",
    ]


def test_a_metric_called_as_a_part_of_a_calculation_is_no_evidence() -> None:
    """Prizes of those who are tied are parts, and what is ranked by is a total: neither is a metric of that name."""
    files = ranked()
    files[REWARD] = (files[REWARD] or "").replace("ties: shared", "ties: split")
    for name in ("prize", "total"):
        files[f"content/metrics/{name}.yml"] = ORDERS
        files[f"content/actuals/{name}.yml"] = actuals(f"  - {{person: p-2, metric: {name}, value: 7}}\n")
    assert evidence(proposed(files)) == ["2026-q3-conduct", "2026-q3-revenue"]


SHARED = (
    "splits: [{person: p-2, share: 60%}, {person: p-3, share: 40%}]\n"
    "sharing: {WHOLE, same_role: equally, remainder: first}\n"
)


def test_the_figures_of_the_whole_are_evidence_for_those_who_share_it() -> None:
    files = paid("{steps: [{from: CNY 0, rate: 1%}], of: net-revenue}")
    files[REWARD] = (files[REWARD] or "") + SHARED.replace("WHOLE", "whole_of: team/east")
    files["content/actuals/team.yml"] = actuals("  - {team: east, metric: net-revenue, value: CNY 2000万}\n")
    proposal = proposed({**files, REVENUE: None, REVENUE.replace("csv", "yml"): None})
    assert evidence(proposal) == ["team"]
    assert [row.split(" ", 1)[1] for row in rows(proposal)] == [
        "CNY 20,000,000.00 CNY 120,000.00",
        "CNY 20,000,000.00 CNY 80,000.00",
    ]


def test_a_whole_without_a_figure_is_lacking_for_everyone_who_shares_it() -> None:
    files = paid("{steps: [{from: CNY 0, rate: 1%}], of: net-revenue}")
    files[REWARD] = (files[REWARD] or "") + SHARED.replace("WHOLE", "whole_of: team/east")
    # That the remainder of the whole is not there either goes without saying.
    assert at(proposed(files)) == [("net-revenue/actual", "actuals/2026-q3-revenue", ("values",))] * 2
    proposal = proposed({**files, REVENUE: None, REVENUE.replace("csv", "yml"): None})
    assert at(proposal) == [("net-revenue/actual", "reward/quarterly-bonus", ("amount", "of"))] * 2
    assert rows(proposal) == []


def test_whose_whole_is_not_known_is_told_and_stops_nothing() -> None:
    files = paid("{steps: [{from: CNY 0, rate: 1%}], of: net-revenue}")
    files[REWARD] = (files[REWARD] or "") + SHARED.replace("WHOLE", "whole: own team")
    people = BASE["content/people/people.yml"]
    there = "- {role: regional-manager, team: zhejiang, level: m1, from: 2025-04-01}"
    files["content/people/people.yml"] = people.replace(
        there,
        there[:-1]
        + ", until: 2026-07-31}\n    "
        + there.replace("zhejiang", "east").replace("2025-04-01", "2026-08-01"),
    )
    assert "p-3 own-team: p-3 @reward/quarterly-bonus" in lacks(proposed(files))


def test_a_share_is_divided_by_those_who_have_it() -> None:
    files = paid("{steps: [{from: CNY 0, rate: 1%}], of: net-revenue}")
    roles = "{role: regional-manager, share: 60%}, {role: sales-director, share: 40%}"
    files[REWARD] = (files[REWARD] or "") + SHARED.replace("WHOLE", "whole_of: team/east").replace(
        "{person: p-2, share: 60%}, {person: p-3, share: 40%}", roles
    )
    library = site(files).library
    reward, period = library.get(Reward, "quarterly-bonus"), library.get(Period, "2026-q3")
    assert reward is not None
    assert period is not None
    sharing = Sharing(Grounds(library), period, case_of(library, reward))
    sharing.sharers = tuple(Ref("person", who) for who in ("p-1", "p-2", "p-3"))
    shares = [sharing.share(who) for who in sharing.sharers]
    assert [share.value for share in shares] == [Fraction(2, 5), Fraction(3, 10), Fraction(3, 10)]
    assert [(part.value, part.days, part.whole) for share in shares for part in share.parts] == [
        (Fraction(2, 5), 0, 0),
        (Fraction(3, 5), 1, 2),
        (Fraction(3, 5), 1, 2),
    ]


# Why someone may not have it


@pytest.mark.parametrize(
    ("requirement", "found"),
    [
        ("{actual: {metric: net-revenue, at_least: CNY 800万}}", ("净销售额 7,600,000", "Net revenue 7,600,000")),
        ("{actual: {metric: collection-rate, above: 90%}}", ("回款率 90%", "Cash collection 90%")),
        ("{attainment: {metric: net-revenue, at_least: 100%}}", ("净销售额达成率 95%", "Net revenue, attainment 95%")),
        ("{total: 90}", ("总分 85", "total 85")),
        ("{grade: {at_least: A}}", ("等级 B", "grade B")),
        ("{grade: {at_least: A, rule: scorecard}}", ("等级 B", "grade B")),
        ("{tenure: {at_least: 2 years}}", ("自 2025-04-01 起", "since 2025-04-01")),
        ("{tenure: {in: m1, at_least: 2 years}}", ("自 2025-04-01 起", "since 2025-04-01")),
        ("{completed: [leading-leaders]}", ("", "")),
    ],
)  # fmt: skip
def test_what_the_records_say_of_whom_a_requirement_leaves_out(requirement: str, found: tuple[str, str]) -> None:
    proposal = proposed(asking(requirement))
    assert rows(proposal) == ["p-2 109.00 A CNY 36,000.00"]
    assert unmet(proposal) == [("p-3", *found)]
    assert (proposal.open, proposal.lacks) == ((), ())


def test_one_breach_is_told_with_its_metric_or_by_its_id_where_that_is_not_there() -> None:
    files = changed(
        CONDUCT,
        "{person: p-3, metric: compliance-breaches, value: 0}",
        "{person: p-3, metric: compliance-breaches, value: 2}",
    )
    asked = asking("{none: {metric: compliance-breaches}}")
    assert unmet(proposed({**files, **asked})) == [("p-3", "合规违规次数 2", "Compliance breaches 2")]
    gone: dict[str, str | None] = {"content/metrics/compliance-breaches.yml": None}
    ungated = changed(RULE, BASE[RULE][BASE[RULE].index("gates:") : BASE[RULE].index("total: {places")], "")
    assert unmet(proposed({**files, **asked, **ungated, **gone})) == [
        ("p-3", "compliance-breaches 2", "compliance-breaches 2")
    ]


def test_a_metric_is_told_in_the_language_of_the_reader_whichever_comes_first() -> None:
    files = {**asking("{actual: {metric: collection-rate, above: 90%}}"), **changed(SITE_FILE, "[zh, en]", "[en, zh]")}
    assert unmet(proposed(files)) == [("p-3", "回款率 90%", "Cash collection 90%")]


def test_the_grade_by_another_rule_is_not_told_as_that_of_this_one() -> None:
    """p-3 has a C by the other rule and a B by the reward's own; the C decides, and the B would mislead."""
    files: dict[str, str | None] = {
        **asking("{grade: {at_least: B, rule: other}}"),
        "content/rules/other.yml": BASE[RULE],
        "content/rewards/other.yml": BASE[REWARD].replace("{rule: scorecard}", "{rule: other}"),
        "content/results/other.yml": BASE[RESULT]
        .replace("reward: quarterly-bonus", "reward: other")
        .replace("grade: B", "grade: C")
        .split("notice:")[0],
    }
    assert unmet(proposed(files)) == [("p-3", "", "")]


def test_a_grade_of_several_periods_says_nothing_of_this_one() -> None:
    files = looking_back({}, "{grade: {at_least: A, in: 2 of last 2 periods}}")
    files["content/results/2026-q2.yml"] = (
        BASE[RESULT].replace("period: 2026-q3", "period: 2026-q2").replace("grade: A", "grade: B").split("notice:")[0]
    )
    proposal = proposed(files)
    assert unmet(proposal) == [("p-2", "", ""), ("p-3", "", "")]


MOVED = """\
- id: p-3
  name: {zh: 李静怡, en: Li Jingyi}
  joined: 2020-09-01
  positions:
    - {role: regional-manager, team: zhejiang, level: m1, from: 2026-06-01}
    - {role: sales-director, team: east, level: m2, from: 2024-01-01, until: 2026-05-31}
    - {role: regional-manager, team: zhejiang, level: m1, from: 2023-01-01, until: 2023-12-31}
"""


@pytest.mark.parametrize(
    ("tenure", "found"),
    [
        # In the role since the last break, on a level since they first were.
        ("{at_least: 5 years}", "since 2026-06-01"),
        ("{in: m1, at_least: 5 years}", "since 2023-01-01"),
        ("{in: m2, at_least: 5 years}", "since 2024-01-01"),
        ("{in: m9, at_least: 5 years}", ""),
    ],
)
def test_since_when_someone_is_there(tenure: str, found: str) -> None:
    people = BASE["content/people/people.yml"]
    start, end = people.index("- id: p-3"), people.index("- id: p-4")
    moved = {"content/people/people.yml": people[:start] + MOVED + people[end:]}
    proposal = proposed({**moved, **asking(f"{{tenure: {tenure}}}")})
    assert [words for who, _, words in unmet(proposal) if who == "p-3"] == [found]


# What people judge, and what is lacking

GROUPS = (
    "{any: [{id: long, tenure: {at_least: 9 years}}, {id: all, all: [{id: short, tenure: {at_least: 1 months}}, "
    "{id: praise, judgement: {zh: 好评, en: Praise}}, {id: panel, competency: {coaching: m1}}]}]}"
)


@pytest.mark.parametrize(
    ("requirement", "files", "open_requirements"),
    [
        # Of both groups only what is undecided, leaf by leaf.
        (GROUPS,
         {}, ["praise", "panel"]),
        # Grades of other periods and other rules are not computed here; what nobody knows of them people say.
        ("{id: year, grade: {at_least: B, in: 1 of last 2 periods}}", {}, ["year"]),
        ("{id: other, grade: {at_least: B, rule: other}}", {"content/rules/other.yml": BASE[RULE]}, ["other"]),
    ],
)  # fmt: skip
def test_what_people_have_to_judge(
    requirement: str, files: dict[str, str | None], open_requirements: list[str]
) -> None:
    proposal = proposed({**asking(requirement), **files})
    assert open_(proposal) == [(who, one) for who in ("p-2", "p-3") for one in open_requirements]
    assert len(proposal.award.recipients) == 2
    assert (proposal.unmet, proposal.lacks) == ((), ())


@pytest.mark.parametrize("asked", ["total: 80", "grade: {at_least: B}"])
def test_a_total_of_a_reward_without_a_rule_is_for_people_to_judge(asked: str) -> None:
    proposal = proposed(paid('{flat: "CNY 500"}', f"{{id: good, {asked}}}"))
    assert open_(proposal) == [("p-2", "good"), ("p-3", "good")]
    assert proposal.lacks == ()


CLAUSE = ("eligibility", "all", 1)


@pytest.mark.parametrize(
    ("requirement", "files", "lacking"),
    [
        # Where the actuals have the metric of others, there.
        ("{actual: {metric: compliance-breaches, at_most: 3}}", without("compliance-breaches", "0"),
         [("compliance-breaches/actual", "actuals/2026-q3-conduct", ("values",))]),
        ("{none: {metric: compliance-breaches}}", without("compliance-breaches", "0"),
         [("compliance-breaches/actual", "actuals/2026-q3-conduct", ("values",))]),
        # A target at the clause that asks for it, in a group within a group too.
        ("{attainment: {metric: collection-rate, at_least: 95%}}", {},
         [("collection-rate/target (2026-q3)", "reward/quarterly-bonus", CLAUSE)] * 2),
        ("{any: [{completed: [nothing]}, {attainment: {metric: collection-rate, at_least: 95%}}]}", {},
         [("collection-rate/target (2026-q3)", "reward/quarterly-bonus", (*CLAUSE, "any", 1))] * 2),
        # What stands nowhere in the actuals, at the clause too.
        ("{actual: {metric: orders, at_least: 3}}", {"content/metrics/orders.yml": ORDERS},
         [("orders/actual", "reward/quarterly-bonus", CLAUSE)] * 2),
        # A rate cannot be summed over a stretch.
        ("{actual: {metric: collection-rate, over: 9 months, at_least: 3%}}", {}, []),
    ],
)  # fmt: skip
def test_what_is_lacking_for_a_requirement(
    requirement: str, files: dict[str, str | None], lacking: list[tuple[str, str, tuple[str | int, ...]]]
) -> None:
    proposal = proposed({**asking(requirement), **files})
    assert at(proposal) == lacking
    assert len(proposal.award.recipients) == (2 if not lacking else 2 - len(lacking))


def test_what_is_lacking_for_the_only_requirement() -> None:
    files = paid('{flat: "CNY 500"}', "{attainment: {metric: collection-rate, at_least: 95%}}")
    assert at(proposed(files)) == [("collection-rate/target (2026-q3)", "reward/quarterly-bonus", ("eligibility",))] * 2


def test_where_something_is_lacking_nobody_is_asked_to_judge() -> None:
    judged = "{id: mentoring, judgement: {zh: 带教, en: Mentors}}"
    needed = f"{{actual: {{metric: compliance-breaches, at_most: 3}}}}, {judged}"
    for requirement in (needed, f"{judged}, {needed.split(', ' + judged, maxsplit=1)[0]}"):
        proposal = proposed({**asking(requirement), **without("compliance-breaches", "0")})
        assert open_(proposal) == [("p-2", "mentoring")]
        assert lacks(proposal) == ["p-3 missing: compliance-breaches/actual @actuals/2026-q3-conduct"]
        assert [one.split()[0] for one in rows(proposal)] == ["p-2"]


@pytest.mark.parametrize("asked", ["{total: 50}", "{grade: {at_least: C}}", "{grade: {at_least: C, rule: scorecard}}"])
def test_a_total_or_a_grade_that_cannot_be_computed_lacks_what_it_follows_from(asked: str) -> None:
    """Not the gate's figure, which may be missing, and each figure once."""
    files = {**NOTHING_OF_P3, "content/goals/zhejiang-revenue.yml": None}
    proposal = proposed({**asking(asked), **files})
    assert at(proposal) == [
        ("net-revenue/target", "rule/scorecard", ("components", "revenue", "measure")),
        ("collection-rate/actual", "actuals/2026-q3-conduct", ("values",)),
    ]


def by_orders(requirement: str) -> dict[str, str | None]:
    """The best by orders wins, p-3, who has no points for collection, before p-2."""
    reward = (ranked()[REWARD] or "").replace("[total descending]", "[orders descending]").replace(ASKED, requirement)
    orders = "".join(
        f"  - {{person: {who}, metric: orders, value: {value}}}\n" for who, value in (("p-2", 7), ("p-3", 9))
    )
    return {
        REWARD: reward,
        "content/metrics/orders.yml": ORDERS,
        "content/actuals/orders.yml": actuals(orders),
        **without("collection-rate", "90%"),
    }


LACKING = "p-3 missing: collection-rate/actual @actuals/2026-q3-conduct"


@pytest.mark.parametrize("asked", ["{total: 50}", "{grade: {at_least: C}}", "{grade: {at_least: C, rule: scorecard}}"])
def test_who_may_not_have_it_yet_takes_no_place_of_others(asked: str) -> None:
    proposal = proposed(by_orders(asked))
    assert (rows(proposal), lacks(proposal)) == (["p-2 1 109.00 A CNY 5,000.00"], [LACKING])


def test_a_grade_below_every_grade_is_lacking_though_the_total_is_there() -> None:
    """p-3 has the more orders and 85 points, for which the rule has no grade: whether B is reached nobody can say."""
    files = {**by_orders("{grade: {at_least: B}}"), CONDUCT: BASE[CONDUCT]}
    grades = "  - {grade: B, from: 80, coefficient: 1.0}\n  - {grade: C, from: 0, coefficient: 0.5}\n"
    files |= changed(RULE, grades, "  - {grade: B, from: 86, coefficient: 1.0}\n")
    proposal = proposed(files)
    assert rows(proposal) == ["p-2 1 109.00 A CNY 5,000.00"]
    assert lacks(proposal) == ["p-3 below: grade @rule/scorecard"]


@pytest.mark.parametrize(
    "asked", ["{grade: {at_least: C, in: 1 of last 2 periods}}", "{grade: {at_least: C, rule: other}}"]
)
def test_a_grade_of_other_periods_or_rules_does_not_lack_what_this_one_does(asked: str) -> None:
    files: dict[str, str | None] = {**by_orders(asked), "content/rules/other.yml": BASE[RULE]}
    files["content/actuals/orders.yml"] = (files["content/actuals/orders.yml"] or "").replace("value: 9", "value: 5")
    proposal = proposed(files)
    assert (rows(proposal), lacks(proposal)) == (["p-2 1 109.00 A CNY 5,000.00"], [])
    assert open_(proposal) == [("p-2", "grade")]


@pytest.mark.parametrize("missing", ["zero", "renormalise"])
def test_what_may_be_missing_is_not_named_among_what_is(missing: str) -> None:
    rule = BASE[RULE].replace("points: 100}]\n    missing: error", f"points: 100}}]\n    missing: {missing}")
    assert rule.count("missing: error") == 1
    proposal = proposed({RULE: rule, **NOTHING_OF_P3, "content/goals/zhejiang-revenue.yml": None})
    assert lacks(proposal) == ["p-3 missing: net-revenue/target @rule/scorecard"]


def test_what_is_lacking_of_everyone_is_of_nobody() -> None:
    broken = changed("content/people/people.yml", "level: m1, from: 2025-04-01", "level: m1, from: 2025-04-31")
    proposal = proposed({**broken, **changed(CONDUCT, "  - {person: p-2, metric: collection-rate, value: 96%}\n", "")})
    assert [lack.who is None for lack in proposal.lacks] == [True, False]
    assert [ref.id for ref in proposal.lacking] == ["p-2"]


def test_a_figure_below_every_tier_is_told_at_the_clause_of_its_tiers() -> None:
    files = {**changed(RULE, "{from: 0%, points: 0}, ", ""), **changed(CONDUCT, "90%", "80%")}
    proposal = proposed({**files, **asking("{tenure: {at_least: 1 months}}")})
    assert lacks(proposal) == ["p-3 below: collection @rule/scorecard"]
    assert proposal.lacks[0].route[:2] == ("components", "collection")


@pytest.mark.parametrize("value", ["CNY 0", "CNY -5"])
def test_a_target_that_nothing_can_be_divided_by_is_not_called_missing(value: str) -> None:
    goal = changed("content/goals/zhejiang-revenue.yml", "target: CNY 800万", f"target: {value}")
    files = {**paid('{flat: "CNY 500"}', "{attainment: {metric: net-revenue, at_least: 95%}}"), **goal}
    assert lacks(proposed(files)) == ["p-3 divisor: net-revenue/attainment @reward/quarterly-bonus"]


def test_what_an_amount_lacks_is_told_at_the_reward() -> None:
    """Nobody is listed without an amount because nothing is recorded of the metric that it is of."""
    files = paid("{steps: [{from: CNY 0, rate: 1%}], of: orders}")
    files["content/metrics/orders.yml"] = ORDERS.replace("count", "money")
    assert at(proposed(files)) == [("orders/actual", "reward/quarterly-bonus", ("amount", "of"))] * 2
    # Beside a rule as well.
    files[REWARD] = (files[REWARD] or "").replace("{metric: net-revenue}", "{rule: scorecard}")
    assert at(proposed(files)) == [("orders/actual", "reward/quarterly-bonus", ("amount", "of"))] * 2


def test_what_is_found_twice_is_told_of_each_and_named_once() -> None:
    """Two goals for one target: several, and not missing."""
    twice = BASE["content/goals/zhejiang-revenue.yml"]
    proposal = proposed({"content/goals/again.yml": twice})
    assert lacks(proposal) == ["p-3 several: net-revenue/target @rule/scorecard"]
    needed = asking("{attainment: {metric: net-revenue, at_least: 50%}}")
    assert lacks(proposed({"content/goals/again.yml": twice, **needed})) == [
        "p-3 several: net-revenue/target @reward/quarterly-bonus"
    ]


def test_a_limited_grade_lacks_the_figures_of_the_total_alone() -> None:
    limited = changed(
        RULE,
        "{grade: A, from: 100, coefficient: 1.2}", "{grade: A, from: 100, coefficient: 1.2, at_most: 50%}",
        "examples:", "grade_limits: {minimum_group: 1, counts: largest remainder, ties: keep}\nexamples:",
    )  # fmt: skip
    proposal = proposed({**limited, **without("collection-rate", "90%")})
    assert at(proposal) == [("collection-rate/actual", "actuals/2026-q3-conduct", ("values",))]
