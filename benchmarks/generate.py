"""Writes a site of N records to measure with: bilingual texts, references between records, about 40 lines of YAML each.

    python benchmarks/generate.py 1000 /tmp/site-of-1000

The same N gives the same bytes. Of every twenty records seventeen are goals, and one each a person, a page of
Markdown and a term; periods, metrics, teams and roles are few, as they are in a company. In each quarter that has ended
everyone was scored, and was among the recipients of a result: of 10,000 records that is some 1,500 times.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from results import RECORDS, write_results

SITE = """\
title: {zh: 基准站点, en: Benchmark site}
languages: [zh, en]
calendar: cn
checks: {unused-record: "off"}
"""
CALENDAR = """\
title: {zh: 日历, en: Calendar}
years: [2026]
"""
ZH = [
    "本季度重点提升净销售额与回款",
    "依据去年同期数据与在手订单测算",
    "大客户续约按季度复盘",
    "区域团队共同承担目标",
    "每月回顾一次进度并公布偏差原因",
]
EN = [
    "the",
    "team",
    "reviews",
    "its",
    "pipeline",
    "every",
    "week",
    "and",
    "reports",
    "what",
    "has",
    "changed",
    "since",
    "the",
    "last",
    "review",
    "so",
    "that",
    "targets",
    "rest",
    "on",
    "orders",
    "in",
    "hand",
    "and",
    "on",
    "what",
    "customers",
    "have",
    "said",
    "rather",
    "than",
    "on",
    "hope",
    "and",
    "every",
    "region",
    "keeps",
    "a",
    "reserve",
    "for",
    "renewals",
]


def words(source: list[str], count: int, rng: random.Random, joint: str) -> str:
    return joint.join(rng.choice(source) for _ in range(count))


def goal(number: int, person: int, quarter: int, metric: str, target: int, rng: random.Random) -> str:
    """The target is in units of 10,000 yuan."""
    zh = "\n".join(f"    {words(ZH, 5, rng, '，')}。" for _ in range(6))
    en = "\n".join(f"    {words(EN, 14, rng, ' ').capitalize()}." for _ in range(6))
    return f"""\
title: {{zh: 第{quarter}季度目标{number}, en: Goal {number} of quarter {quarter}}}
owner: person/p-{person:05}
period: 2026-q{quarter}
metric: {metric}
baseline: CNY {target - 50}万
target: CNY {target}万
weight: 40%
supports: company-2026
summary:
  zh: {words(ZH, 3, rng, "，")}。
  en: {words(EN, 12, rng, " ").capitalize()}.
achievable:
  zh: |
{zh}

    - **重点客户**：{words(ZH, 2, rng, "，")}
    - 依据[指标口径](metric/{metric})
  en: |
{en}

    - **Key customers**: {words(EN, 10, rng, " ")}
    - By the [definition](metric/{metric})
reviews:
  - on: 2026-{quarter * 3 - 1:02}-01
    actual: CNY {target // 3}万
    feedback:
      zh: {words(ZH, 4, rng, "，")}。
      en: {words(EN, 12, rng, " ").capitalize()}.
tags: [quarterly, region-{number % 6}]
"""


def generate(count: int, folder: Path) -> None:
    """Writes the site below `folder`, which must not hold one yet."""
    rng = random.Random(count)
    few = 1 + 4 + 20 + 6 + 1 + 1 + 1 + RECORDS
    people = max(1, (count - few) // 20)
    texts = people
    goals = count - few - people - 2 * texts
    files: dict[str, str] = {"perfsite.yml": SITE, "content/calendars/cn.yml": CALENDAR}
    files["content/periods/periods.yml"] = (
        "- {id: '2026', title: {zh: 2026年, en: '2026'}, type: year, from: 2026-01-01, to: 2026-12-31}\n"
        + "".join(
            f"- {{id: 2026-q{q}, title: {{zh: 2026年第{q}季度, en: Q{q} 2026}}, type: quarter, parent: '2026', from: {a}, to: {b}}}\n"
            for q, a, b in (
                (1, "2026-01-01", "2026-03-31"),
                (2, "2026-04-01", "2026-06-30"),
                (3, "2026-07-01", "2026-09-30"),
                (4, "2026-10-01", "2026-12-31"),
            )
        )
    )
    for n in range(20):
        files[f"content/metrics/metric-{n}.yml"] = (
            f"title: {{zh: 指标{n}, en: Metric {n}}}\nunit: money\ncurrency: CNY\ndirection: higher\n"
            f"definition: {{zh: {words(ZH, 6, rng, '，')}。, en: {words(EN, 20, rng, ' ').capitalize()}.}}\n"
        )
    for n in range(6):
        files[f"content/teams/team-{n}.yml"] = f"title: {{zh: 团队{n}, en: Team {n}}}\n"
    files["content/roles/manager.yml"] = "title: {zh: 大区经理, en: Regional manager}\nladder: sales\nlevels: [m1]\n"
    files["content/goals/company-2026.yml"] = (
        "title: {zh: 全年目标, en: The year's goal}\nowner: team/team-0\nperiod: '2026'\nmetric: metric-0\ntarget: CNY 10亿\n"
        "achievable: {zh: 依据三年计划。, en: Based on the three-year plan.}\n"
    )
    for n in range(people):
        files[f"content/people/p-{n:05}.yml"] = (
            f"name: {{zh: 王{'伟芳娜敏静强磊洋勇军'[n % 10]}{n}, en: Wang {n}}}\npositions:\n"
            f"  - {{role: manager, team: team-{n % 6}, level: m1, from: 2025-01-01}}\n"
        )
    for n in range(texts):
        zh = "\n\n".join(f"## 第{i}节\n\n{words(ZH, 12, rng, '，')}。**{rng.choice(ZH)}**。" for i in range(1, 4))
        en = "\n\n".join(
            f"## Part {i}\n\n{words(EN, 50, rng, ' ').capitalize()}. **{rng.choice(EN)}**." for i in range(1, 4)
        )
        files[f"content/pages/page-{n:05}.md"] = (
            f"---\ntitle: {{zh: 页面{n}, en: Page {n}}}\nsection: support\n---\n\n{zh}\n"
        )
        files[f"content/pages/page-{n:05}.en.md"] = f"---\ntranslation_of: {digest(zh)}\n---\n\n{en}\n"
        files[f"content/glossary/term-{n:05}.yml"] = (
            f"title: {{zh: 术语{n}, en: Term {n}}}\ndefinition: {{zh: {words(ZH, 4, rng, '，')}。, en: {words(EN, 14, rng, ' ').capitalize()}.}}\n"
        )
    targets: dict[tuple[int, int, str], int] = {}
    for n in range(goals):
        # Everyone has the first metric in each quarter, then the next.
        person, turn = n % people, n // people
        quarter, metric, target = turn % 4 + 1, f"metric-{turn // 4 % 20}", rng.randrange(200, 2000)
        files[f"content/goals/2026-q{quarter}/goal-{n:05}.yml"] = goal(n, person, quarter, metric, target, rng)
        targets[person, quarter, metric] = target * 10_000
    files.update(write_results(people, targets, rng))
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def digest(text: str) -> str:
    from perfsite.records.read import digest as of_text

    return of_text(text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python benchmarks/generate.py N FOLDER")
    generate(int(sys.argv[1]), Path(sys.argv[2]))
