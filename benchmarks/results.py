"""What a company of account managers has decided in three quarters: a rule, actuals, and results that follow from them.

Each team has its bonus each quarter, every account manager of it among the recipients, and a promotion round after the
third. What is published is worked out here, in plain fractions, so that the check has something to find fault with.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

TEAMS = 6
# The metrics of a goal each quarter, with the weight of the attainment.
AGAINST_GOALS = {"metric-0": 30, "metric-1": 20, "metric-2": 15, "metric-3": 15}
# By whom results are decided; they are in nobody's list.
DIRECTORS = ("d-00000", "d-00001")
# For each quarter that has ended, the days on which its figures were exported, decided on and published.
QUARTERS = {
    1: ("2026-04-08", "2026-04-13", "2026-04-17"),
    2: ("2026-07-08", "2026-07-13", "2026-07-17"),
    3: ("2026-10-12", "2026-10-15", "2026-10-20"),
}
ROUND = ("2026-10-22", "2026-10-27")
LINE = ((0, 0), (80, 60), (100, 100), (120, 130))
GRADES = (("A", 100, "1.2"), ("B", 80, "1.0"), ("C", 0, "0.5"))
BASE = 12_000
IN_FORCE = "in_force: {from: 2026-01-01}\napproved: {by: [person/d-00000], on: 2025-12-15}\n"
# Of so many in a team one stands for promotion.
CANDIDATES = 20
# Two directors and their role, two metrics, the rule, ladder and criteria; actuals, rewards and results.
RECORDS = 2 + 1 + 2 + 3 + 3 * len(QUARTERS) + TEAMS * (1 + len(QUARTERS) + 1)


@dataclass(frozen=True, slots=True)
class Quarter:
    """What happened to someone in a quarter: money against targets, the rate of collection in hundredths, breaches."""

    money: Mapping[str, tuple[int, Fraction]]
    collection: Fraction
    breaches: int

    @property
    def total(self) -> Fraction:
        points = sum((weight * _points(*self.money[id]) for id, weight in AGAINST_GOALS.items()), Fraction(0))
        collected = 100 if self.collection >= 95 else 70 if self.collection >= 85 else 0
        points += 10 * collected + 10 * max(100 - 50 * self.breaches, 0)
        return Fraction(int(points + Fraction(1, 2)), 100)

    @property
    def grade(self) -> str:
        return next(grade for grade, least, _ in GRADES if self.total >= least)

    @property
    def amount(self) -> Fraction:
        return BASE * Fraction(next(times for grade, _, times in GRADES if grade == self.grade))


def _points(target: int, actual: Fraction) -> Fraction:
    """The line of the rule at an attainment in percent."""
    at = min(actual * 100 / target, Fraction(LINE[-1][0]))
    low, high = next(pair for pair in pairwise(LINE) if at <= pair[1][0])
    return low[1] + (at - low[0]) * Fraction(high[1] - low[1], high[0] - low[0])


def write_results(people: int, targets: Mapping[tuple[int, int, str], int], rng: random.Random) -> dict[str, str]:
    """The files. `targets`: by account manager, quarter and metric, in yuan; each team's people are every sixth."""
    happened = {(n, q): _quarter(n, q, targets, rng) for q in QUARTERS for n in range(people)}
    files = {**_standards(), **_directors()}
    for quarter, (exported, decided, published) in QUARTERS.items():
        for system, rows in _exports(quarter, people, happened):
            stem = f"content/actuals/2026-q{quarter}/{system}"
            files[f"{stem}.csv"] = "person,metric,value\n" + "".join(f"{row}\n" for row in rows)
            files[f"{stem}.yml"] = (
                f"title: {{zh: 第{quarter}季度数据（{system}）, en: 'Figures of quarter {quarter}, {system}'}}\n"
                f"period: 2026-q{quarter}\nsource: {{system: {system}, exported: {exported}T09:30+08:00}}\n"
            )
        for team in range(TEAMS):
            stem = f"content/results/2026-q{quarter}/bonus-team-{team}"
            files[f"{stem}.csv"] = "person,total,grade,amount\n" + "".join(
                f'p-{n:05},{_decimal(one.total)},{one.grade},"CNY {_decimal(one.amount)}"\n'
                for n in range(team, people, TEAMS)
                for one in [happened[n, quarter]]
            )
            files[f"{stem}.yml"] = (
                f"title: {{zh: 团队{team}第{quarter}季度奖金, en: 'Bonus of team {team}, quarter {quarter}'}}\n"
                f"reward: bonus-team-{team}\nperiod: 2026-q{quarter}\n{_decision(decided, published)}"
                f"evidence: [{', '.join(_evidence(quarter))}]\n"
            )
    for team in range(TEAMS):
        files[f"content/results/2026-q3/promotion-team-{team}.yml"] = _promotions(team, people, happened)
    return files


def _quarter(n: int, quarter: int, targets: Mapping[tuple[int, int, str], int], rng: random.Random) -> Quarter:
    money = {}
    for id in AGAINST_GOALS:
        target = targets[n, quarter, id]
        money[id] = (target, Fraction(target * rng.randrange(70_000, 125_000), 100_000))
    return Quarter(money, Fraction(rng.randrange(8_000, 10_000), 100), int(rng.random() < 0.02))


def _exports(quarter: int, people: int, happened: Mapping[tuple[int, int], Quarter]) -> Iterator[tuple[str, list[str]]]:
    of = {n: happened[n, quarter] for n in range(people)}
    yield "crm", [f'p-{n:05},{id},"CNY {_decimal(of[n].money[id][1])}"' for n in of for id in AGAINST_GOALS]
    yield "finance", [f"p-{n:05},collection,{_decimal(of[n].collection)}%" for n in of]
    yield "compliance", [f"p-{n:05},breaches,{of[n].breaches}" for n in of]


def _evidence(quarter: int) -> list[str]:
    return [f"2026-q{quarter}-{system}" for system in ("crm", "finance", "compliance")]


def _decision(decided: str, published: str) -> str:
    by = ", ".join(f"person/{id}" for id in DIRECTORS)
    return f"decided: {{on: {decided}, by: [{by}]}}\nnotice: {{from: {published}}}\n"


def _decimal(value: Fraction) -> str:
    return f"{int(value * 100) // 100}.{int(value * 100) % 100:02}"


def _directors() -> dict[str, str]:
    return {
        f"content/people/{id}.yml": (
            f"name: {{zh: 总监{n}, en: Director {n}}}\npositions:\n  - {{role: director, team: team-{n}, from: 2020-01-01}}\n"
        )
        for n, id in enumerate(DIRECTORS)
    }


def _standards() -> dict[str, str]:
    line = ", ".join(f"{{at: {at}%, points: {points}}}" for at, points in LINE)
    components = "".join(
        f"  {id}: {{metric: {id}, weight: {weight}%, measure: attainment, line: [{line}], "
        "beyond: {below: clamp, above: clamp}, missing: error}\n"
        for id, weight in AGAINST_GOALS.items()
    )
    grades = ", ".join(f"{{grade: {grade}, from: {least}, coefficient: {times}}}" for grade, least, times in GRADES)
    on_target = ", ".join(f"{id}: {{target: CNY 100万, actual: CNY 100万}}" for id in AGAINST_GOALS)
    on_target += ", collection: 95%, breaches: 0"
    rewards = {
        f"content/rewards/bonus-team-{team}.yml": (
            f"title: {{zh: 团队{team}季度奖金, en: Quarterly bonus of team {team}}}\ntype: bonus\n"
            f"applies_to: {{role: manager, team: team-{team}}}\nevery: quarter\nbasis: {{rule: scorecard}}\n"
            "eligibility: {tenure: {at_least: 2 months}}\n"
            f'amount: {{base: "CNY {BASE:,}", times: coefficient, places: 2, rounding: half-up}}\n'
            f"{IN_FORCE}examples:\n  - title: {{zh: 全部达标, en: All on target}}\n    given: {{{on_target}}}\n"
            "    expect: {total: 100, grade: A, amount: CNY 14400.00}\n"
        )
        for team in range(TEAMS)
    }
    return {
        "content/roles/director.yml": "title: {zh: 总监, en: Director}\n",
        "content/metrics/collection.yml": (
            "title: {zh: 回款率, en: Cash collection}\nunit: percent\ndirection: higher\n"
            "definition: {zh: 到期应收款中收回的比例。, en: The share of what fell due that was collected.}\n"
        ),
        "content/metrics/breaches.yml": (
            "title: {zh: 违规次数, en: Breaches}\nunit: count\ndirection: lower\n"
            "definition: {zh: 书面认定的违规。, en: Breaches established in writing.}\n"
        ),
        "content/rules/scorecard.yml": (
            "title: {zh: 季度评分, en: Quarterly scorecard}\napplies_to: {role: manager}\n"
            f"{IN_FORCE}components:\n{components}"
            "  collection: {metric: collection, weight: 10%, measure: actual, "
            "steps: [{from: 0%, points: 0}, {from: 85%, points: 70}, {from: 95%, points: 100}], missing: error}\n"
            "  breaches: {metric: breaches, weight: 10%, measure: actual, "
            "deduct: {start: 100, each: 50, floor: 0}, missing: error}\n"
            f"total: {{places: 2, rounding: half-up}}\ngrades: [{grades}]\nexamples:\n"
            f"  - {{title: {{zh: 全部达标, en: All on target}}, given: {{{on_target}}}, expect: {{total: 100, grade: A}}}}\n"
        ),
        "content/ladders/sales.yml": (
            "title: {zh: 职级体系, en: Sales ladder}\ntracks: {m: {zh: 管理, en: Management}}\nlevels:\n"
            "  - {id: m1, rank: 1, track: m, title: {zh: 大区经理, en: Regional manager}}\n"
            "  - {id: m2, rank: 2, track: m, title: {zh: 总监, en: Director}}\n"
        ),
        "content/promotion/m1-to-m2.yml": (
            "title: {zh: 大区经理晋升总监, en: Regional manager to director}\nladder: sales\nfrom: m1\nto: m2\n"
            f"{IN_FORCE}necessary_not_sufficient: true\nrequires:\n  all:\n"
            "    - {id: tenure, tenure: {in: m1, at_least: 12 months}}\n"
            "    - {id: grades, grade: {at_least: B, in: 2 of last 3 periods}}\n"
            "    - {id: conduct, none: {metric: breaches, over: 9 months}}\n"
        ),
        **rewards,
    }


def _promotions(team: int, people: int, happened: Mapping[tuple[int, int], Quarter]) -> str:
    decided, published = ROUND
    evidence = ", ".join(id for quarter in QUARTERS for id in _evidence(quarter))
    lines = [
        f"title: {{zh: 团队{team}晋升结果, en: Promotions in team {team}}}",
        f"criteria: m1-to-m2\nperiod: 2026-q3\n{_decision(decided, published)}evidence: [{evidence}]\ncandidates:",
    ]
    # The team is every sixth of all, its candidates every twentieth of the team.
    for n in range(team, people, TEAMS * CANDIDATES):
        grades = [happened[n, quarter].grade for quarter in QUARTERS]
        breaches = sum(happened[n, quarter].breaches for quarter in QUARTERS)
        graded, clean = sum(grade != "C" for grade in grades) >= 2, breaches == 0
        lines += [
            f"  - person: p-{n:05}",
            "    outcome: promoted\n    effective: 2026-12-01"
            if graded and clean
            else "    outcome: not promoted\n    reason: {zh: 有要求没有满足。, en: A requirement is not met.}",
            "    requirements:",
            "      tenure: {met: true, value: 21 months}",
            f"      grades: {{met: {str(graded).lower()}, value: {' '.join(grades)}}}",
            f"      conduct: {{met: {str(clean).lower()}, value: '{breaches}'}}",
        ]
    return "\n".join(lines) + "\n"
