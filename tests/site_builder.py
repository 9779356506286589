"""Small sites in memory, for tests: a complete, valid, bilingual base, and any files in place of or beside its own.

    problems({"content/goals/extra.yml": "title: …"})              what is wrong with the base and this file
    problems(changed("content/rules/scorecard.yml", "60%", "50%"))  the base with one text changed
    site({"content/periods/2026-q3.yml": None})                     the base without a file

Paths are relative to the project's root, as in problems.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent

from perfsite.diagnostics import CODES, Diagnostic
from perfsite.pipeline import Loaded, examine
from perfsite.project import SITE_FILE, Project
from perfsite.records.load import load_library, load_site, settings_of
from perfsite.records.read import Unit, UnitRead, digest

AS_OF = dt.date(2026, 11, 2)

PRINCIPLES_ZH = """\
先有标准，后有结果。[季度奖金](reward/quarterly-bonus)按标准计算，每一步都能看到。
"""

PRINCIPLES_EN = """\
First the standard, then the outcome. The [quarterly bonus](reward/quarterly-bonus) follows from it, step by step.
"""

BASE: dict[str, str] = {
    SITE_FILE: """\
        title: {zh: 华东销售 · 标准与结果, en: East China sales · Standards and outcomes}
        languages: [zh, en]
        calendar: cn
        contact: {name: {zh: 销售人力资源组, en: Sales HR}, email: sales-hr@example.internal, phone: 021-5550-0100}
        policy:
          publish_within: 10 working days
          notice: 5 working days
          objections: {open: 7 working days, answer_within: 10 working days}
        """,
    # As published by the State Council for the two years.
    "content/calendars/cn.yml": """\
        title: {zh: 中国工作日历, en: Chinese working days}
        years: [2025, 2026]
        holidays:
          - {title: {zh: 元旦, en: New Year}, from: 2025-01-01}
          - {title: {zh: 春节, en: Spring Festival}, from: 2025-01-28, to: 2025-02-04}
          - {title: {zh: 清明节, en: Qingming}, from: 2025-04-04, to: 2025-04-06}
          - {title: {zh: 劳动节, en: Labour Day}, from: 2025-05-01, to: 2025-05-05}
          - {title: {zh: 端午节, en: Dragon Boat Festival}, from: 2025-05-31, to: 2025-06-02}
          - {title: {zh: 国庆节、中秋节, en: National Day and Mid-Autumn}, from: 2025-10-01, to: 2025-10-08}
          - {title: {zh: 元旦, en: New Year}, from: 2026-01-01, to: 2026-01-03}
          - {title: {zh: 春节, en: Spring Festival}, from: 2026-02-15, to: 2026-02-23}
          - {title: {zh: 清明节, en: Qingming}, from: 2026-04-04, to: 2026-04-06}
          - {title: {zh: 劳动节, en: Labour Day}, from: 2026-05-01, to: 2026-05-05}
          - {title: {zh: 端午节, en: Dragon Boat Festival}, from: 2026-06-19, to: 2026-06-21}
          - {title: {zh: 中秋节, en: Mid-Autumn}, from: 2026-09-25, to: 2026-09-27}
          - {title: {zh: 国庆节, en: National Day}, from: 2026-10-01, to: 2026-10-07}
        workdays: [2025-01-26, 2025-02-08, 2025-04-27, 2025-09-28, 2025-10-11,
                   2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10]
        """,
    "content/periods/2026.yml": """\
        title: {zh: 2026年度, en: "2026"}
        type: year
        from: 2026-01-01
        to: 2026-12-31
        """,
    "content/periods/2026-q3.yml": """\
        title: {zh: 2026年第三季度, en: Third quarter of 2026}
        type: quarter
        from: 2026-07-01
        to: 2026-09-30
        parent: 2026
        """,
    "content/metrics/net-revenue.yml": """\
        title: {zh: 净销售额, en: Net revenue}
        unit: money
        currency: CNY
        direction: higher
        """,
    "content/metrics/collection-rate.yml": """\
        title: {zh: 回款率, en: Cash collection}
        unit: percent
        direction: higher
        """,
    "content/metrics/compliance-breaches.yml": """\
        title: {zh: 合规违规次数, en: Compliance breaches}
        unit: count
        direction: lower
        """,
    "content/roles/regional-manager.yml": """\
        title: {zh: 大区经理, en: Regional manager}
        ladder: sales
        levels: [m1]
        """,
    "content/roles/sales-director.yml": """\
        title: {zh: 销售总监, en: Sales director}
        ladder: sales
        levels: [m2]
        """,
    "content/teams/east.yml": """\
        title: {zh: 华东销售中心, en: East China sales}
        lead: p-1
        """,
    "content/teams/shanghai.yml": """\
        title: {zh: 上海大区, en: Shanghai}
        parent: east
        """,
    "content/teams/zhejiang.yml": """\
        title: {zh: 浙江大区, en: Zhejiang}
        parent: east
        """,
    "content/people/people.yml": """\
        - id: p-1
          name: {zh: 周明远, en: Zhou Mingyuan}
          joined: 2020-03-01
          positions:
            - {role: sales-director, team: east, level: m2, from: 2022-01-01}
        - id: p-2
          name: {zh: 张浩博, en: Zhang Haobo}
          joined: 2021-06-01
          positions:
            - {role: regional-manager, team: shanghai, level: m1, from: 2024-01-01}
        - id: p-3
          name: {zh: 李静怡, en: Li Jingyi}
          joined: 2022-09-01
          positions:
            - {role: regional-manager, team: zhejiang, level: m1, from: 2025-04-01}
        - id: p-4
          name: {zh: 欧阳敏, en: Ouyang Min}
          surname: 欧阳
          joined: 2019-01-01
          positions:
            - {role: sales-director, team: east, level: m2, from: 2021-01-01}
        """,
    "content/training/leading-leaders.yml": """\
        title: {zh: 带领管理者, en: Leading leaders}
        levels: [m1]
        competencies: [coaching]
        completed:
          - {person: p-2, on: 2026-03-20}
        """,
    "content/goals/east-revenue.yml": """\
        title: {zh: 第三季度净销售额2000万元, en: Net revenue of CNY 20 million in Q3}
        owner: person/p-1
        period: 2026-q3
        metric: net-revenue
        target: CNY 2,000万
        achievable: {zh: 在手订单已有1500万元, en: The order book stands at CNY 15 million}
        """,
    "content/goals/shanghai-revenue.yml": """\
        title: {zh: 第三季度净销售额增长15%, en: Grow net revenue by 15% in Q3}
        owner: person/p-2
        period: 2026-q3
        metric: net-revenue
        baseline: CNY 1,040万
        target: CNY 1,200万
        achievable: {zh: 依据去年同期与在手订单测算, en: Based on last year and the order book}
        supports: east-revenue
        reviews:
          - {on: 2026-08-03, actual: CNY 402万, feedback: {zh: 进度正常, en: On course}, by: p-1}
        """,
    "content/goals/zhejiang-revenue.yml": """\
        title: {zh: 第三季度净销售额800万元, en: Net revenue of CNY 8 million in Q3}
        owner: person/p-3
        period: 2026-q3
        metric: net-revenue
        target: CNY 800万
        achievable: {zh: 与去年持平，另有两个新客户, en: "Level with last year, plus two new customers"}
        supports: east-revenue
        """,
    "content/rules/scorecard.yml": """\
        title: {zh: 大区经理季度评分, en: Regional manager's quarterly scorecard}
        applies_to: {role: regional-manager}
        in_force: {from: 2026-01-01}
        approved: {by: p-1, on: 2025-12-15}
        components:
          revenue:
            metric: net-revenue
            weight: 60%
            measure: attainment
            line: [{at: 0%, points: 0}, {at: 100%, points: 100}, {at: 120%, points: 130}]
            beyond: {below: clamp, above: clamp}
            missing: error
          collection:
            metric: collection-rate
            weight: 40%
            measure: actual
            steps: [{from: 0%, points: 0}, {from: 85%, points: 70}, {from: 95%, points: 100}]
            missing: error
        gates:
          - title: {zh: 合规一票否决, en: Compliance}
            when: {metric: compliance-breaches, at_least: 1}
            then: {total: 0}
        total: {places: 2, rounding: half-up}
        grades:
          - {grade: A, from: 100, coefficient: 1.2}
          - {grade: B, from: 80, coefficient: 1.0}
          - {grade: C, from: 0, coefficient: 0.5}
        examples:
          - title: {zh: 略超目标, en: Just above target}
            given: {revenue: {target: CNY 1000万, actual: CNY 1100万}, collection: 96%, compliance-breaches: 0}
            expect: {revenue: 115, collection: 100, total: 109.00, grade: A}
        """,
    "content/rewards/quarterly-bonus.yml": """\
        title: {zh: 季度奖金, en: Quarterly bonus}
        type: bonus
        applies_to: {role: regional-manager}
        in_force: {from: 2026-01-01}
        approved: {by: p-1, on: 2025-12-15}
        every: quarter
        basis: {rule: scorecard}
        eligibility: {all: [{tenure: {at_least: 3 months}}, {grade: {at_least: C}}]}
        amount: {base: "CNY 30,000", times: coefficient, places: 2, rounding: half-up}
        budget: CNY 100,000
        examples:
          - {title: {zh: 等级A, en: Grade A}, given: {grade: A}, expect: {amount: "CNY 36,000.00"}}
        """,
    "content/ladders/sales.yml": """\
        title: {zh: 销售职级体系, en: Sales ladder}
        in_force: {from: 2022-01-01}
        approved: {by: p-4, on: 2021-12-01}
        tracks: {m: {zh: 管理通道, en: Management}}
        areas: {team: {zh: 带团队, en: Leading people}}
        levels:
          - {id: m1, rank: 1, track: m, title: {zh: 大区经理, en: Regional manager}}
          - {id: m2, rank: 2, track: m, title: {zh: 销售总监, en: Sales director}}
        competencies:
          coaching:
            title: {zh: 辅导, en: Coaching}
            area: team
            levels:
              m1: {descriptor: {zh: 每月与每名下属谈一次, en: Talks with each report once a month}}
              m2: {descriptor: {zh: 教会经理如何辅导, en: Teaches managers to coach}}
        """,
    "content/promotion/m1-to-m2.yml": """\
        title: {zh: 大区经理晋升销售总监, en: From regional manager to sales director}
        ladder: sales
        from: m1
        to: m2
        in_force: {from: 2026-01-01}
        approved: {by: p-4, on: 2025-12-15}
        requires:
          all:
            - {id: tenure, tenure: {in: m1, at_least: 12 months}}
            - {id: grade, grade: {at_least: B, rule: scorecard}}
            - {id: coaching, competency: {coaching: m2}, evidence: panel}
            - {id: course, completed: [training/leading-leaders]}
            - {id: conduct, none: {metric: compliance-breaches, over: 12 months}}
        waivers: {approved_by: person/p-4, requirements: [course]}
        notice: 5 working days
        """,
    "content/actuals/2026-q3-revenue.yml": """\
        source: {system: zoho-crm, exported: 2026-10-09T09:30+08:00}
        title: {zh: 第三季度净销售额, en: Net revenue in Q3}
        period: 2026-q3
        metric: net-revenue
        """,
    "content/actuals/2026-q3-revenue.csv": """\
        person,value
        p-2,"CNY 13,200,000"
        p-3,"CNY 7,600,000"
        """,
    "content/actuals/2026-q3-conduct.yml": """\
        source: {system: zoho-crm, exported: 2026-10-09T09:40+08:00}
        title: {zh: 第三季度回款与合规, en: Collection and compliance in Q3}
        period: 2026-q3
        values:
          - {person: p-2, metric: collection-rate, value: 96%}
          - {person: p-3, metric: collection-rate, value: 90%}
          - {person: p-2, metric: compliance-breaches, value: 0}
          - {person: p-3, metric: compliance-breaches, value: 0}
        """,
    "content/results/2026-q3/quarterly-bonus.yml": """\
        title: {zh: 2026年第三季度奖金, en: Bonus for the third quarter of 2026}
        reward: quarterly-bonus
        period: 2026-q3
        decided: {on: 2026-10-12, by: [p-1]}
        evidence: [2026-q3-revenue, 2026-q3-conduct]
        recipients:
          - {person: p-2, total: 109.00, grade: A, amount: "CNY 36,000.00"}
          - {person: p-3, total: 85.00, grade: B, amount: "CNY 30,000.00"}
        notice: {from: 2026-10-13}
        objections:
          - received: 2026-10-15
            about: p-3
            grounds: {zh: 认为回款率漏计一笔, en: One payment is thought to be missing}
            answered: 2026-10-19
            outcome: rejected
            answer: {zh: 该笔到账在十月, en: That payment arrived in October}
        """,
    "content/results/2026-promotions.yml": """\
        title: {zh: 2026年晋升, en: Promotions in 2026}
        criteria: m1-to-m2
        period: 2026-q3
        decided: {on: 2026-10-19, by: [p-4]}
        evidence: [2026-q3-conduct]
        candidates:
          - person: p-2
            outcome: promoted
            effective: 2027-01-01
            requirements: {tenure: true, grade: true, coaching: true, course: true, conduct: true}
        notice: {from: 2026-10-20}
        """,
    "content/pages/principles.md": f"""\
        ---
        title: {{zh: 原则, en: Principles}}
        section: principles
        ---
        {PRINCIPLES_ZH}""",
    "content/pages/principles.en.md": f"""\
        ---
        translation_of: {digest(PRINCIPLES_ZH)}
        ---
        {PRINCIPLES_EN}""",
    "content/glossary/terms.yml": """\
        - id: standard
          title: {zh: 标准, en: Standard}
          definition: {zh: 写明做到什么、怎么算, en: "What is to be achieved, and how it is counted"}
          see: [page/principles]
        """,
}
BASE = {file: dedent(text) for file, text in BASE.items()}


def site(files: Mapping[str, str | None] | None = None) -> Loaded:
    """The base with these files in place of or beside its own; None takes one away."""
    texts = {**BASE, **(files or {})}
    sources = {file: text.encode() for file, text in texts.items() if text is not None}
    read, problems = load_site(SITE_FILE, sources[SITE_FILE])
    known: dict[Unit, UnitRead] = {}
    if files and settings_of(read) == settings_of(_base().library.site):
        known = {unit: part for unit, part in _base().read.items() if not set(unit.files) & set(files)}
    others = [file for file in sources if file != SITE_FILE]
    library, more, parts = load_library(read, others, sources, "content", known)
    return Loaded(Project(Path("/site")), library, (*problems, *more), parts)


@cache
def _base() -> Loaded:
    """The base as it is, read once."""
    return site()


def problems(files: Mapping[str, str | None] | None = None, as_of: dt.date = AS_OF) -> tuple[Diagnostic, ...]:
    """All that is wrong with the base and these files, in the order of the files."""
    return examine(site(files), as_of)


def places(files: Mapping[str, str | None] | None = None, as_of: dt.date = AS_OF) -> list[str]:
    """Code and place of each problem, as in `PS302 content/goals/a.yml:3:9`. Its words must fit its arguments."""
    found = problems(files, as_of)
    for problem in found:
        assert words(problem, "zh")
        assert words(problem, "en")
    return [f"{problem.code} {problem.span.place}" for problem in found]


def words(problem: Diagnostic, lang: str) -> str:
    """What a problem says in a language: its message and help, without place and excerpt."""
    code = CODES[problem.code]
    arguments = {name: value if isinstance(value, str) else value(lang) for name, value in problem.arguments.items()}
    parts = [code.message_for(problem.hint), code.help_for(problem.hint)]
    return " / ".join(part(lang).format_map(arguments) for part in parts if part is not None)


def marked(text: str) -> tuple[str, str]:
    """A text in which ‹…› stands around the place of a problem: the text without the marks, and `line:column`."""
    assert text.count("‹") == text.count("›") == 1
    before = text[: text.index("‹")]
    return text.replace("‹", "").replace("›", ""), f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def wrong(file: str, *replacements: str) -> tuple[dict[str, str | None], str]:
    """A file of the base changed for the worse, ‹…› around the place of the problem, and that place."""
    text, place = marked(changed(file, *replacements)[file] or "")
    return {file: text}, f"{file}:{place}"


def changed(file: str, *replacements: str) -> dict[str, str | None]:
    """A file of the base with texts replaced: old, new, old, new … Each old text must stand there exactly once."""
    text = BASE[file]
    for old, new in zip(replacements[::2], replacements[1::2], strict=True):
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        text = text.replace(old, new)
    return {file: text}
