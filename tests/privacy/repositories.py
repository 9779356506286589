"""A small company with something hidden in every corner, and what may differ in it without anyone noticing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from perfsite.pipeline import build, find_audience, load, load_history, set_type
from perfsite.project import SITE_FILE, Project
from perfsite.render.site import Press
from tests.site_builder import AS_OF, BASE, site

AUDIENCES = ("everyone", "managers", "hr")

PEOPLE = "content/people/people.yml"
BONUS = "content/results/2026-q3/quarterly-bonus.yml"
PROMOTIONS = "content/results/2026-promotions.yml"

# Beside the base: every hidden field with a value, and records that only some may see.
COMPANY: dict[str, str] = {
    **BASE,
    PEOPLE: """\
        - id: p-1
          name: {zh: 周明远, en: Zhou Mingyuan}
          joined: 2020-03-01
          email: zhou@example.internal
          aliases: [mzhou]
          positions:
            - {role: sales-director, team: east, level: m2, from: 2022-01-01}
        - id: p-2
          name: {zh: 张浩博, en: Zhang Haobo}
          joined: 2021-06-01
          competencies: {coaching: m1}
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
        - id: p-5
          name: {zh: 张伟, en: Zhang Wei}
          joined: 2018-01-01
          left: 2026-08-31
          positions:
            - {role: regional-manager, team: shanghai, level: m1, from: 2023-01-01, until: 2026-08-31}
        """,
    BONUS: """\
        title: {zh: 2026年第三季度奖金, en: Bonus for the third quarter of 2026}
        reward: quarterly-bonus
        period: 2026-q3
        decided: {on: 2026-10-12, by: [p-1]}
        evidence: [2026-q3-revenue, 2026-q3-conduct]
        budget: CNY 90,000
        recipients:
          - {person: p-2, total: 109.00, grade: A, amount: "CNY 36,000.00", components: {revenue: 115, collection: 100}}
          - person: p-3
            total: 85.00
            grade: B
            amount: CNY 30,000.00
            note: {zh: 折算后, en: Prorated}
            exception: {from: grades, reason: {zh: 系统迁移, en: Migration}, approved_by: p-4, on: 2026-10-11}
        left_out:
          - {person: p-5, reason: {zh: 已离职, en: Has left}}
        notice: {from: 2026-10-13}
        objections:
          - received: 2026-10-15
            about: p-3
            grounds: {zh: 认为回款率漏计一笔, en: One payment is thought to be missing}
            answered: 2026-10-19
            outcome: corrected
            answer: {zh: 情况属实, en: That is so}
            remedy: {zh: 差额补发, en: The difference is paid}
        corrections:
          - {on: 2026-10-19, about: p-3, field: amount, was: "CNY 15,000", now: "CNY 30,000.00", reason: {zh: 漏计, en: Missed}}
        """,
    PROMOTIONS: """\
        title: {zh: 2026年晋升, en: Promotions in 2026}
        criteria: m1-to-m2
        period: 2026-q3
        decided: {on: 2026-10-19, by: [p-4]}
        candidates:
          - person: p-2
            outcome: promoted
            effective: 2027-01-01
            reason: {zh: 全部满足, en: All met}
            requirements:
              tenure: {met: true, value: 33 months}
              grade: true
              coaching: {met: true, evidence: {zh: 评审会一致通过, en: Agreed by the panel}}
              course: {met: false, waived: {reason: {zh: 课程停办, en: The course was not held}, approved_by: p-4, on: 2026-10-10}}
              conduct: true
        notice: {from: 2026-10-20}
        """,
    "content/actuals/2026-q3-conduct.yml": """\
        source: {system: zoho-crm, exported: 2026-10-09T09:40+08:00, by: p-1}
        title: {zh: 第三季度回款与合规, en: Collection and compliance in Q3}
        period: 2026-q3
        values:
          - {person: p-2, metric: collection-rate, value: 96%, note: 已与财务核对}
          - {person: p-3, metric: collection-rate, value: 90%}
          - {person: p-2, metric: compliance-breaches, value: 0}
          - {person: p-3, metric: compliance-breaches, value: 0}
        """,
    "content/goals/plan-b.yml": """\
        title: {zh: 收缩预案, en: Contingency plan}
        audience: managers
        owner: person/p-1
        period: 2026-q3
        metric: net-revenue
        target: CNY 900万
        achievable: {zh: 已有合同, en: Contracts in hand}
        """,
    "content/pages/succession.md": """\
        ---
        title: {zh: 接班计划, en: Succession}
        audience: hr
        ---
        谁接替谁。
        """,
}  # fmt: skip
COMPANY = {file: dedent(text) for file, text in COMPANY.items()}


@dataclass(frozen=True)
class Difference:
    """A change that `unseen_by` may not notice and that others see on `page`."""

    name: str
    unseen_by: tuple[str, ...]
    page: str
    file: str
    before: str
    after: str


def _beyond(name: str, page: str, file: str, before: str, after: str, *, seen_by: str = "managers") -> Difference:
    return Difference(name, AUDIENCES[: AUDIENCES.index(seen_by)], f"zh/{page}.html", file, before, after)


DIFFERENCES = (
    _beyond("a given name", "people/p-2", PEOPLE, "{zh: 张浩博, en: Zhang Haobo}", "{zh: 张三, en: Zhang Sanmao}"),
    _beyond("a given name after a compound surname", "people/p-4", PEOPLE, "{zh: 欧阳敏, en: Ouyang Min}", "{zh: 欧阳文文, en: Ouyang Wen}"),
    _beyond("the day somebody joined", "people/p-2", PEOPLE, "joined: 2021-06-01", "joined: 2017-06-01"),
    _beyond("the first day of a position", "people/p-3", PEOPLE, "level: m1, from: 2025-04-01", "level: m1, from: 2024-04-01"),
    _beyond("the last day of a position", "people/p-5", PEOPLE, "until: 2026-08-31", "until: 2026-09-30"),
    _beyond("the day somebody left", "people/p-5", PEOPLE, "left: 2026-08-31", "left: 2026-09-01", seen_by="hr"),
    _beyond("an e-mail address", "people/p-1", PEOPLE, "zhou@example.internal", "mzhou@example.internal", seen_by="hr"),
    _beyond("an alias", "people/p-1", PEOPLE, "[mzhou]", "[mingyuan]", seen_by="hr"),
    _beyond("an attested competency", "people/p-2", PEOPLE, "{coaching: m1}", "{coaching: m2}", seen_by="hr"),
    _beyond("an amount", "results/2026-q3-quarterly-bonus", BONUS, 'amount: "CNY 36,000.00"', 'amount: "CNY 12,000.00"'),
    _beyond("a total and a grade", "results/2026-q3-quarterly-bonus", BONUS, "total: 109.00, grade: A", "total: 79.00, grade: C"),
    _beyond("a component", "results/2026-q3-quarterly-bonus", BONUS, "{revenue: 115, collection: 100}", "{revenue: 80, collection: 70}"),
    _beyond("a recipient", "results/2026-q3-quarterly-bonus", BONUS, "  - person: p-3\n", "  - person: p-5\n"),
    _beyond("a recipient more", "results/2026-q3-quarterly-bonus", BONUS, "left_out:", "  - {person: p-5, amount: CNY 1.00}\nleft_out:"),
    _beyond("a note", "results/2026-q3-quarterly-bonus", BONUS, "{zh: 折算后, en: Prorated}", "{zh: 无, en: None}"),
    _beyond("the reason of an exception", "results/2026-q3-quarterly-bonus", BONUS, "{zh: 系统迁移, en: Migration}", "{zh: 特批, en: Favour}"),
    _beyond("who was left out", "results/2026-q3-quarterly-bonus", BONUS, "{zh: 已离职, en: Has left}", "{zh: 待岗, en: Suspended}"),
    _beyond("a budget", "results/2026-q3-quarterly-bonus", BONUS, "budget: CNY 90,000", "budget: CNY 80,000"),
    _beyond("whom an objection is about", "results/2026-q3-quarterly-bonus", BONUS, "about: p-3\n    grounds", "about: p-2\n    grounds"),
    _beyond("the grounds of an objection", "results/2026-q3-quarterly-bonus", BONUS, "认为回款率漏计一笔", "怀疑有人改数"),
    _beyond("the answer to an objection", "results/2026-q3-quarterly-bonus", BONUS, "{zh: 情况属实, en: That is so}", "{zh: 查实, en: Confirmed}"),
    _beyond("a remedy", "results/2026-q3-quarterly-bonus", BONUS, "{zh: 差额补发, en: The difference is paid}", "{zh: 补偿, en: Compensation}"),
    _beyond("a corrected figure", "results/2026-q3-quarterly-bonus", BONUS, 'was: "CNY 15,000"', 'was: "CNY 5,000"'),
    _beyond("a candidate's outcome", "results/promotion/2026-promotions", PROMOTIONS, "outcome: promoted", "outcome: deferred"),
    _beyond("a candidate", "results/promotion/2026-promotions", PROMOTIONS, "  - person: p-2\n", "  - person: p-3\n"),
    _beyond("how a requirement was met", "results/promotion/2026-promotions", PROMOTIONS, "value: 33 months", "value: 9 months"),
    _beyond("what a panel said", "results/promotion/2026-promotions", PROMOTIONS, "评审会一致通过", "两票反对"),
    _beyond("a waiver", "results/promotion/2026-promotions", PROMOTIONS, "{zh: 课程停办, en: The course was not held}", "{zh: 临时豁免, en: Waived}"),
    _beyond("an actual", "actuals/2026-q3-conduct", "content/actuals/2026-q3-conduct.yml", "value: 96%", "value: 69%"),
    _beyond("an actual in a table", "actuals/2026-q3-revenue", "content/actuals/2026-q3-revenue.csv", "13,200,000", "3,200,000"),
    _beyond("a note on an actual", "actuals/2026-q3-conduct", "content/actuals/2026-q3-conduct.yml", "已与财务核对", "有出入", seen_by="hr"),
    _beyond("who exported", "actuals/2026-q3-conduct", "content/actuals/2026-q3-conduct.yml", ", by: p-1}", ", by: p-4}", seen_by="hr"),
    _beyond("the budget of a reward", "rewards/quarterly-bonus", "content/rewards/quarterly-bonus.yml", "budget: CNY 100,000", "budget: CNY 1"),
    _beyond("who completed a course", "training/leading-leaders", "content/training/leading-leaders.yml", "person: p-2", "person: p-3"),
    _beyond("a goal for managers", "goals/plan-b", "content/goals/plan-b.yml", "target: CNY 900万", "target: CNY 500万"),
    _beyond("the title of a goal for managers", "goals/plan-b", "content/goals/plan-b.yml", "收缩预案", "裁撤预案"),
    _beyond("a page for HR", "pages/succession", "content/pages/succession.md", "谁接替谁。", "欧阳敏接替周明远。", seen_by="hr"),
    _beyond("a person for HR alone", "people/index", PEOPLE, "- id: p-5\n", "- {id: p-9, name: {zh: 毕先生, en: Bi}, audience: hr}\n- id: p-5\n", seen_by="hr"),
)  # fmt: skip


def changed(*differences: Difference) -> dict[str, str | None]:
    """The company with these differences."""
    files: dict[str, str | None] = dict(COMPANY)
    for difference in differences:
        text = files[difference.file]
        assert text is not None
        assert text.count(difference.before) == 1, f"{difference.before!r} stands {text.count(difference.before)} times"
        files[difference.file] = text.replace(difference.before, difference.after)
    return files


def press(files: Mapping[str, str | None], audience: str, as_of: dt.date = AS_OF) -> Press:
    """The site of an audience, ready to be printed page by page."""
    loaded = site(files)
    rule = find_audience(loaded, audience)
    assert rule is not None
    return Press(set_type(loaded, audience=rule, as_of=as_of))


def publish(files: Mapping[str, str | None], audience: str, out: Path, as_of: dt.date = AS_OF) -> dict[str, bytes]:
    """Every file of the site that an audience gets, as written to disk."""
    loaded = site(files)
    rule = find_audience(loaded, audience)
    assert rule is not None
    build(loaded, out=out, audience=rule, as_of=as_of)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def publish_repository(root: Path, audience: str, as_of: dt.date = AS_OF) -> dict[str, bytes]:
    """Every file of the site that an audience gets from a repository with its history."""
    loaded = load(Project(root))
    rule = find_audience(loaded, audience)
    assert rule is not None
    out = root / ".site"
    build(loaded, out=out, audience=rule, as_of=as_of, history=load_history(loaded, cached=False))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def compare(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The files in which two sites differ, with the first words that do."""
    found = [f"only in one: {path}" for path in sorted(one.keys() ^ other.keys())]
    for path in sorted(one.keys() & other.keys()):
        if one[path] != other[path]:
            at = next((i for i, (a, b) in enumerate(zip(one[path], other[path], strict=False)) if a != b), 0)
            here = slice(max(at - 40, 0), at + 40)
            found.append(
                f"{path}: {one[path][here].decode(errors='replace')!r} / {other[path][here].decode(errors='replace')!r}"
            )
    return found


__all__ = [
    "AUDIENCES",
    "BONUS",
    "COMPANY",
    "DIFFERENCES",
    "PEOPLE",
    "PROMOTIONS",
    "SITE_FILE",
    "Difference",
    "changed",
    "compare",
    "press",
    "publish",
    "publish_repository",
]
