"""Seconds of scoring a result of N recipients by a rule of six components: every figure computed anew, with its steps.

    python benchmarks/score.py 10000

The records are made in memory and read before the clock starts; one core is used.
"""

from __future__ import annotations

import gc
import sys
import time

from perfsite.project import SITE_FILE
from perfsite.records.library import Library
from perfsite.records.load import load_library, load_site
from perfsite.records.result import AwardResult
from perfsite.scoring.outcomes import recompute_all
from perfsite.scoring.recomputed import Recomputation

SITE = "title: {zh: 基准, en: Benchmark}\nlanguages: [zh, en]\n"
PERIOD = "title: {zh: 第三季度, en: Q3}\ntype: quarter\nfrom: 2026-07-01\nto: 2026-09-30\n"
# Unit, measure and curve of each component; those of money are measured against a target.
COMPONENTS = {
    "revenue": ("money", "attainment", "line: [{at: 0%, points: 0}, {at: 100%, points: 100}, {at: 120%, points: 130}]"),
    "bookings": ("money", "attainment", "steps: [{from: 0%, points: 0}, {from: 80%, points: 60}, {from: 100%, points: 100}]"),
    "collection": ("percent", "actual", "steps: [{from: 0%, points: 0}, {from: 85%, points: 70}, {from: 95%, points: 100}]"),
    "satisfaction": ("rating", "actual", "line: [{at: 0, points: 0}, {at: 3, points: 60}, {at: 5, points: 110}]"),
    "renewals": ("percent", "actual", "pass: {at_least: 90%, points: 100, otherwise: 40}"),
    "breaches": ("count", "actual", "deduct: {start: 100, each: 50, floor: 0}"),
}  # fmt: skip
WEIGHTS = (30, 20, 20, 10, 10, 10)


def write_site(people: int) -> dict[str, str]:
    """The files of a company of so many account managers, with one result in which nothing is right but the people."""
    rule = ["title: {zh: 评分, en: Scorecard}", "applies_to: {role: manager}", "components:"]
    files = {
        "content/periods/2026-q3.yml": PERIOD,
        "content/roles/manager.yml": "title: {zh: 经理, en: Manager}\n",
        "content/teams/sales.yml": "title: {zh: 销售, en: Sales}\n",
        "content/rewards/bonus.yml": (
            "title: {zh: 奖金, en: Bonus}\ntype: bonus\napplies_to: {role: manager}\nbasis: {rule: scorecard}\n"
            "eligibility: {all: [{tenure: {at_least: 3 months}}, {grade: {at_least: C}}]}\n"
            'amount: {base: "CNY 30,000", times: coefficient, places: 2, rounding: half-up}\n'
        ),
    }
    for (id, (unit, measure, curve)), weight in zip(COMPONENTS.items(), WEIGHTS, strict=True):
        currency = "currency: CNY\n" if unit == "money" else ""
        files[f"content/metrics/{id}.yml"] = (
            f"title: {{zh: {id}, en: {id}}}\nunit: {unit}\n{currency}direction: {'lower' if id == 'breaches' else 'higher'}\n"
        )
        rule += [f"  {id}:", f"    metric: {id}", f"    weight: {weight}%", f"    measure: {measure}", f"    {curve}"]
        rule += ["    beyond: {below: clamp, above: clamp}"] if curve.startswith("line") else []
        rule += ["    missing: error"]
    rule += [
        "total: {places: 2, rounding: half-up}",
        "grades: [{grade: A, from: 100, coefficient: 1.2}, {grade: B, from: 80, coefficient: 1}, {grade: C, from: 0, coefficient: 0}]",
    ]
    files["content/rules/scorecard.yml"] = "\n".join(rule) + "\n"
    persons, goals = [], ["id,owner,metric,target"]
    rows: dict[str, list[str]] = {id: ["person,metric,value"] for id in COMPONENTS}
    recipients = ["person,total,grade,amount"]
    for n in range(people):
        who = f"p-{n:05}"
        persons.append(
            f"- {{id: {who}, name: {{zh: 员工, en: Someone}}, positions: [{{role: manager, team: sales, from: 2024-01-01}}]}}\n"
        )
        for id, (unit, _, _) in COMPONENTS.items():
            if unit == "money":
                goals.append(f'{id}-{n:05},person/{who},{id},"CNY {900_000 + n * 13:,}"')
        values = {
            "revenue": f'"CNY {800_000 + n * 37.25:,.2f}"',
            "bookings": f'"CNY {850_000 + n * 29:,}"',
            "collection": f"{80 + n % 20}.{n % 10}%",
            "satisfaction": f"{2 + n % 3}.{n % 100:02}",
            "renewals": f"{85 + n % 15}%",
            "breaches": str(n % 3),
        }
        for id, value in values.items():
            rows[id].append(f"{who},{id},{value}")
        recipients.append(f'{who},0.00,C,"CNY 0.00"')
    for first in range(0, people, 500):
        files[f"content/people/{first:05}.yml"] = "".join(persons[first : first + 500])
    files["content/goals/q3.csv"] = "\n".join(goals) + "\n"
    files["content/goals/q3.yml"] = "title: {zh: 目标, en: Target}\nperiod: 2026-q3\n"
    for id, listed in rows.items():
        files[f"content/actuals/{id}.csv"] = "\n".join(listed) + "\n"
        files[f"content/actuals/{id}.yml"] = (
            "title: {zh: 数据, en: Actuals}\nperiod: 2026-q3\nsource: {system: crm, exported: 2026-10-08T09:30+08:00}\n"
        )
    files["content/results/q3.csv"] = "\n".join(recipients) + "\n"
    files["content/results/q3.yml"] = (
        "title: {zh: 奖金, en: Bonus}\nreward: bonus\nperiod: 2026-q3\n"
        f"decided: {{on: 2026-10-12, by: p-00000}}\nevidence: [{', '.join(COMPONENTS)}]\n"
    )
    return files


def read_site(people: int) -> Library:
    sources = {file: text.encode() for file, text in write_site(people).items()}
    site, _ = load_site(SITE_FILE, SITE.encode())
    library, _, _ = load_library(site, list(sources), sources, "content")
    return library


def measure(people: int) -> tuple[float, list[Recomputation]]:
    """Seconds of the processor for every figure of the result."""
    library = read_site(people)
    assert len(library.of(AwardResult)) == 1
    # As the commands do, which end before the search for cycles would pay.
    gc.disable()
    before = time.process_time()
    found = list(recompute_all(library))
    return time.process_time() - before, found


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seconds, (found,) = measure(people)
    computed = sum(1 for one in found.recipients if one.trouble is None)
    print(f"{computed} of {people} recipients scored in {seconds:.2f} s")


if __name__ == "__main__":
    main()
