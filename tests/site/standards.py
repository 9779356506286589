"""Standards that use every field there is, on top of the small site in memory."""

from __future__ import annotations

RICH: dict[str, str | None] = {
    "content/rules/rich.yml": """\
title: {zh: 全字段规则, en: Every field}
summary: {zh: 用到每个字段的规则。, en: A rule that uses every field.}
owner: team/east
tags: [quarterly]
links:
  - {title: {zh: 原则, en: Principles}, url: page/principles}
  - {title: {zh: 外部说明, en: Elsewhere}, url: "https://example.org/rules"}
applies_to: {role: regional-manager, team: shanghai, level: m1, person: p-2}
in_force: {from: 2026-10-01, until: 2026-12-31}
approved: {by: p-1, on: 2026-09-15, note: {zh: 试行一年, en: For one year on trial}}
replaces: scorecard
changes:
  - {on: 2026-10-15, note: {zh: 改了权重, en: Weights changed}, major: true}
weights: raw
components:
  line:
    title: {zh: 折线, en: Line}
    metric: net-revenue
    weight: 40%
    measure: progress
    line: [{at: 0%, points: 0}, {at: 100%, points: 100}]
    beyond: {below: clamp, above: extrapolate}
    missing: zero
    cap: 130
    floor: 0
    round: {places: 1, rounding: down}
    definition: {zh: 看进度。, en: Looks at progress.}
    modifiers:
      - {title: {zh: 加一, en: One more}, add: 1, order: after caps}
  steps: {metric: collection-rate, weight: 10%, measure: actual, steps: [{from: 0%, points: 0}, {above: 90%, points: 100}], missing: error}
  slices: {metric: net-revenue, weight: 10%, measure: attainment, slices: [{from: 0%, points: 1}, {from: 90%, points: 2}], missing: error}
  pass: {metric: collection-rate, weight: 10%, measure: actual, pass: {at_most: 5%, points: 100, otherwise: 0}, missing: error}
  deduct: {metric: compliance-breaches, weight: 10%, measure: actual, deduct: {start: 100, each: 40, floor: 0}, missing: error}
  grid:
    metric: net-revenue
    weight: 10%
    measure: attainment
    grid:
      rows: [{from: 0%}, {from: 90%}]
      columns: {metric: collection-rate, measure: actual, tiers: [{from: 0%}, {from: 90%}]}
      points: [[0, 50], [50, 100]]
    missing: renormalise
  flat: {weight: 10%, measure: okr, flat: 100, missing: error}
gates:
  - {title: {zh: 红线, en: Gate}, when: {metric: net-revenue, measure: attainment, below: 50%}, then: {component: {line: 0}}}
modifiers:
  - {title: {zh: 上浮, en: Up}, when: {grade: true, is: A}, multiply: 103%, order: before caps}
proration: {by: working days, of: target}
accumulation: {over: year, true_up: true}
total: {places: 2, rounding: half-up, cap: 125, floor: 0}
grades:
  - {grade: A, title: {zh: 优秀, en: Excellent}, above: 100, coefficient: 1.2, at_most: 20%}
  - {grade: B, from: 0, coefficient: 1}
grade_limits: {minimum_group: 10, counts: largest remainder, ties: keep}
examples:
  - title: {zh: 一例, en: One}
    given: {line: {baseline: CNY 0, target: CNY 100, actual: CNY 90}, collection-rate: 90%}
    expect: {line: 90, total: 36.00, grade: B}
body: {zh: 正文, en: More text}
""",
    "content/rewards/rich.yml": """\
title: {zh: 全字段奖励, en: Every field of a reward}
type: commission
applies_to: {team: shanghai}
every: quarter
basis: {rule: rich}
eligibility:
  all:
    - {id: tenure, title: {zh: 在岗, en: In post}, tenure: {in: m1, at_least: 3 months}, evidence: records}
    - any:
        - {grade: {at_least: B, in: 2 of last 4 periods, rule: rich}}
        - {total: 80}
        - {actual: {metric: net-revenue, at_least: CNY 1}}
        - {judgement: {zh: 主管认可, en: The manager agrees}, evidence: manager}
amount: {base: CNY 100, times: coefficient, cap: CNY 500, floor: CNY 10, places: 2, rounding: up}
winners: {share: 20%, counts: down, group: qualified, by: [total descending], ties: dense, minimum: {total: 60, attainment: 80%, actual: CNY 1}}
award: {zh: 奖杯, en: A trophy}
training: leading-leaders
places: 2
splits: [{role: regional-manager, share: 60%}, {person: p-3, share: 40%}]
overlay: false
gates:
  - {title: {zh: 红线, en: Gate}, when: {total: true, below: 60}, then: {amount: CNY 0}}
modifiers:
  - {title: {zh: 减, en: Less}, when: {metric: compliance-breaches, at_least: 1}, multiply: 50%, order: after caps}
proration: {by: days, of: amount}
accumulation: {over: period}
budget: CNY 10,000
paid: {zh: 随工资发放。, en: With the salary.}
examples:
  - {title: {zh: 等级A, en: Grade A}, given: {grade: A}, expect: {amount: "CNY 120.00"}}
""",
    "content/goals/rich.yml": """\
title: {zh: 华东净销售额, en: Net revenue of the East}
summary: {zh: 一句话。, en: One line.}
owner: team/east
period: 2026-q3
metric: net-revenue
baseline: CNY 1,000万
target: CNY 2,000万
weight: 50%
achievable: {zh: 有在手订单, en: There is an order book}
supports: east-revenue
revisions:
  - {on: 2026-08-10, effective: 2026-08-15, target: CNY 1,900万, reason: {zh: 工厂停产, en: A plant closed}, approved_by: p-1}
reviews:
  - {on: 2026-08-01, actual: CNY 500万, feedback: {zh: 正常, en: On course}, by: p-1}
  - {on: 2026-09-01, actual: CNY 1,710万, feedback: {zh: 很好, en: Good}, by: p-4}
""",
    "content/goals/okr.yml": """\
title: {zh: 让方案好用, en: Make solutions useful}
owner: person/p-2
period: 2026-q3
objective: aspirational
achievable: {zh: 有人手, en: There are hands}
key_results:
  - {title: {zh: 模板, en: Templates}, from: 6, to: 9, actual: 8, weight: 40%}
  - {title: {zh: 使用, en: Uses}, metric: net-revenue, from: 18, to: 30, actual: 33, weight: 60%}
""",
    "content/goals/part.yml": """\
- title: {zh: 上海部分, en: The part of Shanghai}
  id: part-1
  owner: person/p-2
  period: 2026-q3
  metric: net-revenue
  target: CNY 1,200万
  supports: rich
- title: {zh: 浙江部分, en: The part of Zhejiang}
  id: part-2
  owner: person/p-3
  period: 2026-q3
  metric: net-revenue
  target: CNY 650万
  supports: rich
""",
    "content/ladders/craft.yml": """\
title: {zh: 技术职级, en: Craft ladder}
tracks: {ic: {zh: 专业, en: Individual}, lead: {zh: 管理, en: Lead}}
areas: {skill: {zh: 技能, en: Skill}}
scale: {working: {zh: 会用, en: Working knowledge}}
levels:
  - {id: c1, rank: 1, track: ic, title: {zh: 一级, en: Level one}, summary: {zh: 起步, en: A start}}
  - {id: c2, rank: 2, track: ic, title: {zh: 二级, en: Level two}}
  - {id: l2, rank: 2, track: lead, title: {zh: 组长, en: Lead}, status: not in use}
competencies:
  design:
    title: {zh: 设计, en: Design}
    area: skill
    summary: {zh: 想清楚再做。, en: Thinking first.}
    levels:
      c1:
        - {id: d1, descriptor: {zh: 画草图, en: Sketches}, examples: [{zh: 例一, en: One}, {zh: 例二, en: Two}], proficiency: working, points: 2}
        - {id: d2, descriptor: {zh: 请人看, en: Asks for review}, links: [{title: {zh: 原则, en: Principles}, url: page/principles}], status: legacy}
      c2: {descriptor: {zh: 评审别人, en: Reviews others}}
  teaching:
    title: {zh: 带人, en: Teaching}
    track: lead
    levels:
      l2: {descriptor: {zh: 带新人, en: Helps newcomers}}
  tools:
    title: {zh: 工具, en: Tools}
    levels:
      c2: {descriptor: {zh: 造工具, en: Makes tools}}
""",
    "content/promotion/c1-to-c2.yml": """\
ladder: craft
from: c1
to: c2
summary: {zh: 往上一级。, en: One step up.}
necessary_not_sufficient: true
requires:
  all:
    - {id: design, title: {zh: 设计到位, en: Design is there}, competency: {design: c2}, evidence: panel}
    - {id: course, completed: [leading-leaders], evidence: certificate}
    - {id: conduct, none: {metric: compliance-breaches}}
    - {id: clients, judgement: {zh: 客户认可, en: Clients agree}, evidence: customer}
waivers: {approved_by: role/sales-director, reason: optional}
notice: 5 working days
rounds: {zh: 每年两轮。, en: Two rounds a year.}
quota: {zh: 一个名额。, en: One place.}
""",
    "content/metrics/satisfaction.yml": """\
title: {zh: 满意度, en: Satisfaction}
unit: rating
direction: lower
places: 1
source: {system: survey, object: {zh: 问卷, en: Survey}, field: {zh: 均分, en: Mean}}
definition: {zh: 客户打分的平均。, en: The mean of all ratings.}
""",
    "content/training/rich.yml": """\
title: {zh: 全字段课程, en: Every field of a course}
provider: {zh: 学院, en: Academy}
format: blended
duration: 40 hours
levels: [m1, c1]
places: 12
competencies: [coaching, design]
description: {zh: 五个模块。, en: Five modules.}
completed: [{person: p-3, on: 2026-03-20}]
""",
}
