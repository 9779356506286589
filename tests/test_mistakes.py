"""Slips of the hand as they happen at six in the evening: each is answered where it stands, once, with the mended text.

In the wrong text ‹ and › stand around what the problem has to point at. The last column is what is offered in its
place (or None where nothing is certain). First the sample company's own files, then many more in the small base site.
"""

from __future__ import annotations

import string
from collections.abc import Sequence

import pytest

from perfsite.diagnostics import CODES, Diagnostic
from perfsite.reporters.words import advice, message
from perfsite.span import Span
from tests import site_builder
from tests.slips import day_with, days_of, marked

Mistake = tuple[str, str, str, str, str | None]

SAMPLE: list[Mistake] = [
    ("content/metrics/collection-rate.yml", "title: {zh: 回款率", "title‹：›{zh: 回款率", "PS203", ": "),
    ("content/metrics/collection-rate.yml", "回款率, en: Cash", "回款率‹，›en: Cash", "PS203", ", "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit‹:›percent", "PS201", ": "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹百分比›", "PS427", "percent"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹“percent”›", "PS209", "percent"),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹\t›unit: percent", "PS202", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹\u3000›unit: percent", "PS202", ""),
    ("content/metrics/collection-rate.yml", "direction: higher", "direction:\n‹higher›", "PS201", "  "),
    ("content/metrics/collection-rate.yml", "direction: higher", "‹diretion›: higher", "PS402", "direction"),
    ("content/metrics/collection-rate.yml", "direction: higher", "direction: ‹higher,›", "PS427", "higher"),
    ("content/metrics/collection-rate.yml", "places: 2", "places: ‹２›", "PS425", "2"),
    ("content/metrics/collection-rate.yml", "  zh: 当期到期", "  zh: 口径‹:› 当期到期", "PS201", '"口径: 当期到期应收款中已经收回的比例。"'),
    ("content/metrics/collection-rate.yml", "en: Amount cleared}", "en: ‹Amount cleared, net›}", "PS210", '"Amount cleared, net"'),
    ("content/rules/regional-manager.yml", "weight: 50%", "weight: ‹５０％›", "PS425", "50%"),
    ("content/rules/regional-manager.yml", "{at: 0%, points: 0}, {at: 80%", "{at: 0%‹，›points: 0}, {at: 80%", "PS203", ", "),
    ("content/rules/regional-manager.yml", "- {grade: D, from: 0, coefficient: 0}", "‹{grade: D, from: 0, coefficient: 0}›", "PS201", "- "),
    ("content/rules/regional-manager.yml", "total: {places: 2, rounding: half-up}", "total: {places: 2, rounding: ‹四舍五入›}", "PS427", "half-up"),
    ("content/rules/regional-manager.yml", "applies_to: {role: regional-manager}", "applies_to: {role: ‹regional_manager›}", "PS304", "regional-manager"),
    ("content/rules/regional-manager.yml", "in_force: {from: 2025-01-01}", "in_force: {from: ‹2025年1月1日›}", "PS411", "2025-01-01"),
    ("content/rules/regional-manager.yml", "on: 2024-12-16", "on: ‹2024-11-31›", "PS412", "2024-11-30"),
    ("content/rewards/quarterly-bonus.yml", "base: CNY 30,000", "base: ‹3万元›", "PS423", "CNY 3万"),
    ("content/rewards/quarterly-bonus.yml", "budget: CNY 300,000", "budget: ‹CNY 300,00›", "PS421", "CNY 30,000"),
    ("content/rewards/quarterly-bonus.yml", "every: quarter", "every: quarter\n‹every›: quarter", "PS212", None),
    ("content/goals/2026-q3/central-revenue.yml", "owner: team/central", "owner: ‹team／central›", "PS404", "team/central"),
    ("content/goals/2026-q3/central-revenue.yml", "period: 2026-q3", "period: ‹2026-Q3›", "PS304", "2026-q3"),
    ("content/goals/2026-q3/central-revenue.yml", "metric: net-revenue", "metric: ‹net-revenu›", "PS302", "net-revenue"),
    ("content/goals/2026-q3/central.csv", "CNY 871万", "‹CNY 8,710,000›", "PS207", '"CNY 8,710,000"'),
    ("content/goals/2026-q3/central.csv", "2026-q3-p-1015-revenue,person/p-1015", "2026-q3-p-1015-revenue‹，›person/p-1015", "PS203", ","),
    ("content/people/east.yml", "- id: p-1009", "- ‹ID›: p-1009", "PS402", "id"),
    ("content/people/east.yml", "- id: p-1009", "- id: ‹p-1003›", "PS301", None),
    ("content/people/east.yml", "joined: 2016-08-15", "joined: ‹2016/8/15›", "PS411", "2016-08-15"),
    ("content/promotion/m1-to-m2.yml", "in: 2 of last 4 periods", "in: ‹4个周期里2个›", "PS404", None),
    ("perfsite.yml", "languages: [zh, en]", "languages: [zh‹，›en]", "PS203", ", "),
    ("content/periods/2026.yml", "from: 2026-01-01\n  to: 2026-12-31", "from: 2026-01-01\n  to‹：›2026-12-31", "PS203", ": "),
    ("content/actuals/2026-q3/kingdee.csv", "p-1003,,collection-rate,91.88%", "p-1003,,collection-rate,‹91.88％›", "PS425", "91.88%"),
    ("content/actuals/2026-q3/kingdee.csv", "p-1003,,collection-rate,91.88%", "‹p-1003,collection-rate,91.88%›", "PS207", None),
    ("content/actuals/2026-q3/kingdee.csv", "person,team,metric,value", "person,team,metric,value,‹value›", "PS208", None),
    ("content/actuals/2026-q3/kingdee.yml", "exported: 2026-10-14T14:00+08:00", "exported: ‹2026/10/14 14:00›", "PS413", "2026-10-14T14:00+08:00"),
    ("content/training/finance-for-sales.yml", "levels: [s3, m1, m2, m3]", "levels: ‹s3、m1、m2、m3›", "PS408", "[s3, m1, m2, m3]"),
    ("content/teams/east.yml", "lead: p-1003", "lead: ‹李晓东›", "PS304", None),
    ("content/ladders/sales.yml", "areas:\n  customer: {zh: 客户经营, en: Customers}", "areas:\n ‹customer: {zh: 客户经营, en: Customers}›", "PS201", "  "),
    ("content/pages/principles.md", '---\ntitle: {zh: 公开原则, en: Principles}\nsummary: {zh: 为什么公开标准与结果，什么算公平，谁看得到什么。, en: "Why standards and outcomes are published, what we call fair, and who sees what."}\nsection: principles\norder: 10\n---', '‹---›\ntitle: {zh: 公开原则, en: Principles}\nsummary: {zh: 为什么公开标准与结果，什么算公平，谁看得到什么。, en: "Why standards and outcomes are published, what we call fair, and who sees what."}\nsection: principles\norder: 10\n', "PS206", None),
    ("content/pages/principles.md", "order: 10\n---", "order: 10\n‹———›", "PS206", "---"),
    ("content/pages/principles.en.md", "---\ntranslation_of: d76fabc2", "---\n‹title›: Principles\ntranslation_of: d76fabc2", "PS402", None),
    ("content/results/2026-q3/quarterly-bonus-account-manager.yml", "decided: {on: 2026-10-26, by: [person/p-0007, person/p-0003]}", "decided: {on: 2026-10-26, by: [person/p-0007‹，›person/p-0003]}", "PS203", ", "),
]  # fmt: skip

BASE: list[Mistake] = [
    ("content/metrics/collection-rate.yml", "title: {", "title‹：›{", "PS203", ": "),
    ("content/metrics/collection-rate.yml", "direction: higher", "direction‹：›higher", "PS203", ": "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit‹：›percent", "PS203", ": "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit‹:›percent", "PS201", ": "),
    ("content/metrics/collection-rate.yml", "回款率, en", "回款率‹，›en", "PS203", ", "),
    ("content/metrics/collection-rate.yml", "zh: 回款率", "zh‹：›回款率", "PS203", ": "),
    ("content/metrics/collection-rate.yml", "zh: 回款率, en: Cash", "zh: 回款率‹，›en：Cash", "PS203", ", "),
    ("content/metrics/collection-rate.yml", "zh: 回款率", "zh‹:›回款率", "PS201", ": "),
    ("content/metrics/collection-rate.yml", "{zh: 回款率, en: Cash collection}", "‹｛›zh: 回款率, en: Cash collection｝", "PS203", "{"),
    ("content/metrics/collection-rate.yml", "Cash collection}", "‹Cash, collection›}", "PS210", '"Cash, collection"'),
    ("content/metrics/collection-rate.yml", "{zh: 回款率, en: Cash collection}", "‹{›zh: 回款率, en: Cash collection", "PS201", "}"),
    ("content/metrics/collection-rate.yml", "{zh: 回款率", "zh‹:› 回款率", "PS201", None),
    ("content/metrics/collection-rate.yml", "Cash collection}", '‹"›Cash collection}', "PS201", '"'),
    ("content/metrics/collection-rate.yml", "unit: percent", 'unit: ‹"›percent', "PS201", '"'),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹“percent”›", "PS209", "percent"),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹“unit”›: percent", "PS209", "unit"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹percent,›", "PS427", "percent"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹Percent›", "PS427", "percent"),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹Unit›: percent", "PS402", "unit"),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹单位›: percent", "PS402", "unit"),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹UNIT›: percent", "PS402", "unit"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit‹ = ›percent", "PS201", ": "),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹unit percent›", "PS201", ":"),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹unit›:", "PS405", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit:\n‹percent›", "PS201", "  "),
    ("content/metrics/collection-rate.yml", "unit: percent", "  ‹unit: percent›", "PS201", ""),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹\t›unit: percent", "PS202", ""),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹\u3000›unit: percent", "PS202", ""),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit:‹\u3000›percent", "PS202", " "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹百分比›", "PS427", "percent"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹percnt›", "PS427", "percent"),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹uint›: percent", "PS402", "unit"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹true›", "PS427", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\n‹unit›: percent", "PS212", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: ‹[percent]›", "PS403", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "‹unit›: #percent", "PS405", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nsummary: 目标‹:› 增长", "PS201", '"目标: 增长"'),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nsummary: ‹@›所有人", "PS201", '"@所有人"'),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nsummary: ‹%›5", "PS201", '"%5"'),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nsummary: ‹*›重点*", "PS201", '"*重点*"'),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nsummary: ‹&›重点", "PS201", '"&重点"'),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nsummary: ‹!›重点", "PS201", '"!重点"'),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nsummary: 'it‹'›s'", "PS201", '"it\'s"'),
    ("content/metrics/collection-rate.yml", "unit: percent", 'unit: percent\nsummary: "a"‹ b›', "PS201", '\'"a" b\''),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent, direction‹:› higher", "PS201", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\n‹口径›: x", "PS402", "definition"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nsource:\n ‹system: crm›\n  report: x", "PS201", "  "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nplaces: ‹2.5›", "PS426", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nin_force:\n‹from›: 2026-01-01", "PS402", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nin_force:\n  from: 2026-01-01\n‹until›: 2027-01-01", "PS402", None),
    ("content/metrics/collection-rate.yml", "unit: percent\ndirection: higher", "unit: percent\nin_force:\n  from: 2026-01-01\n  ‹direction›: higher", "PS402", None),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nin_force:\n  from‹：›2026-01-01", "PS203", ": "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\nin_force:\n  from‹:›2026-01-01", "PS201", ": "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags: ‹销售，回款›", "PS408", "[销售, 回款]"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags: [a‹，›b]", "PS203", ", "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags: ‹【a，b】›", "PS408", "[a, b]"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags:\n  ‹-›a\n  -b", "PS201", "- "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags:\n  - a\n  ‹-›b", "PS201", "- "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags:\n  - a\n  ‹—› b", "PS203", "- "),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags: ‹[›a, b", "PS201", "]"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags: ‹[›a, b,]x", "PS201", '"[a, b,]x"'),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags: [‹a—b›]", "PS304", "a-b"),
    ("content/metrics/collection-rate.yml", "unit: percent", "unit: percent\ntags: [‹A_B›]", "PS304", "a-b"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹2026/7/1›", "PS411", "2026-07-01"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹2026-7-1›", "PS411", "2026-07-01"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹2026.07.01›", "PS411", "2026-07-01"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹20260701›", "PS411", "2026-07-01"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹2026年7月1日›", "PS411", "2026-07-01"),
    ("content/periods/2026-q3.yml", "2026-09-30", "‹2026-09-31›", "PS412", "2026-09-30"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹2026-13-01›", "PS412", None),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹2026—07—01›", "PS411", "2026-07-01"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹“2026-07-01”›", "PS209", "2026-07-01"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹２０２６-07-01›", "PS425", "2026-07-01"),
    ("content/periods/2026-q3.yml", "2026-07-01", "‹2026-07-01，›", "PS411", "2026-07-01"),
    ("content/periods/2026-q3.yml", "type: quarter", "type: ‹季度›", "PS427", "quarter"),
    ("content/periods/2026-q3.yml", "parent: 2026", "parent: ‹2025›", "PS302", "2026"),
    ("content/rules/scorecard.yml", "weight: 60%", "weight: ‹60›", "PS422", "60%"),
    ("content/rules/scorecard.yml", "weight: 60%", "weight: ‹0.6›", "PS422", "60%"),
    ("content/rules/scorecard.yml", "weight: 60%", "weight: ‹60％›", "PS425", "60%"),
    ("content/rules/scorecard.yml", "weight: 60%", "‹权重›: 60%", "PS402", "weight"),
    ("content/rules/scorecard.yml", "weight: 60%", "‹wieght›: 60%", "PS402", "weight"),
    ("content/rules/scorecard.yml", "{at: 0%, points: 0}", "{at: 0%‹，›points: 0}", "PS203", ", "),
    ("content/rules/scorecard.yml", "{at: 0%, points: 0}", "{at: 0%‹，›points：0}", "PS203", ", "),
    ("content/rules/scorecard.yml", "{at: 0%, points: 0}", "{at‹：›0%, points: 0}", "PS203", ": "),
    ("content/rules/scorecard.yml", "{at: 0%, points: 0}", "{at: 0%‹ ›points: 0}", "PS201", ", "),
    ("content/rules/scorecard.yml", "{at: 0%, points: 0}, ", "{at: 0%, points: 0}‹ ›", "PS201", ", "),
    ("content/rules/scorecard.yml", "{at: 0%, points: 0}, {at:", "{at: 0%, points: 0， {at‹:›", "PS201", '"0， {at: 100%"'),
    ("content/rules/scorecard.yml", "    metric: net-revenue", "     ‹metric: net-revenue›", "PS201", "    "),
    ("content/rules/scorecard.yml", "rounding: half-up}", "rounding: ‹四舍五入›}", "PS427", "half-up"),
    ("content/rules/scorecard.yml", "rounding: half-up}", "rounding: ‹half_up›}", "PS427", "half-up"),
    ("content/rules/scorecard.yml", "- {grade: C, from: 0, coefficient: 0.5}", "- ‹{›grade: C, from: 0, coefficient: 0.5", "PS201", "}"),
    ("content/rules/scorecard.yml", "- {grade: C, from: 0, coefficient: 0.5}", "‹-›{grade: C, from: 0, coefficient: 0.5}", "PS201", "- "),
    ("content/rules/scorecard.yml", "- {grade: C, from: 0, coefficient: 0.5}", "‹{grade: C, from: 0, coefficient: 0.5}›", "PS201", "- "),
    ("content/rules/scorecard.yml", "- {grade: C, from: 0, coefficient: 0.5}", "- grade: C, from‹:› 0, coefficient: 0.5", "PS201", None),
    ("content/rules/scorecard.yml", "coefficient: 0.5", "coefficient: ‹０.５›", "PS425", "0.5"),
    ("content/rules/scorecard.yml", "role: regional-manager", "role: ‹regional_manager›", "PS304", "regional-manager"),
    ("content/rules/scorecard.yml", "role: regional-manager", "role: ‹大区经理›", "PS304", "regional-manager"),
    ("content/rules/scorecard.yml", "role: regional-manager", "‹岗位›: regional-manager", "PS402", "role"),
    ("content/rules/scorecard.yml", "applies_to: {role: regional-manager}", "applies_to: ‹regional-manager›", "PS403", None),
    ("content/rules/scorecard.yml", "missing: error\n  coll", "missing‹:›error\n  coll", "PS201", ": "),
    ("content/rules/scorecard.yml", "by: p-1", "by: ‹p-9›", "PS302", "p-1"),
    ("content/goals/shanghai-revenue.yml", "CNY 1,200万", "‹¥1,200万›", "PS423", "CNY 1,200万"),
    ("content/goals/shanghai-revenue.yml", "CNY 1,200万", "‹1200万元›", "PS423", "CNY 1200万"),
    ("content/goals/shanghai-revenue.yml", "CNY 1,200万", "‹RMB 1200万›", "PS423", "CNY 1200万"),
    ("content/goals/shanghai-revenue.yml", "CNY 1,200万", "‹cny 1,200万›", "PS423", "CNY 1,200万"),
    ("content/goals/shanghai-revenue.yml", "CNY 1,200万", "‹1,200万 CNY›", "PS423", "CNY 1,200万"),
    ("content/goals/shanghai-revenue.yml", "CNY 1,200万", "‹CNY 1,20万›", "PS421", "CNY 120万"),
    ("content/goals/shanghai-revenue.yml", "CNY 1,200万", "‹CNY 1200w›", "PS421", None),
    ("content/goals/shanghai-revenue.yml", "person/p-2", "‹p-2›", "PS303", "person/p-2"),
    ("content/goals/shanghai-revenue.yml", "person/p-2", "‹person/P-2›", "PS304", "person/p-2"),
    ("content/goals/shanghai-revenue.yml", "person/p-2", "‹person／p-2›", "PS404", "person/p-2"),
    ("content/goals/shanghai-revenue.yml", "person/p-2", "‹person p-2›", "PS404", "person/p-2"),
    ("content/goals/shanghai-revenue.yml", "actual: CNY 402万", "actual: ‹402万元›", "PS423", "CNY 402万"),
    ("content/goals/shanghai-revenue.yml", "on: 2026-08-03", "on‹：›2026-08-03", "PS203", ": "),
    ("content/goals/shanghai-revenue.yml", "supports: east-revenue", "supports: ‹east-revenu›", "PS302", "east-revenue"),
    ("content/rewards/quarterly-bonus.yml", "3 months", "‹3›", "PS424", None),
    ("content/rewards/quarterly-bonus.yml", "3 months", "‹3 moths›", "PS424", "3 months"),
    ("content/rewards/quarterly-bonus.yml", '"CNY 30,000"', "‹30,000元›", "PS423", "CNY 30,000"),
    ("content/rewards/quarterly-bonus.yml", "budget: CNY 100,000", "budget: ‹CNY 100，000›", "PS425", "CNY 100,000"),
    ("content/results/2026-q3/quarterly-bonus.yml", "total: 109.00", "total: ‹109,00›", "PS421", "10,900"),
    ("content/results/2026-q3/quarterly-bonus.yml", 'amount: "CNY 36,000.00"', "amount: ‹￥36000›", "PS423", "CNY 36000"),
    ("content/results/2026-q3/quarterly-bonus.yml", "outcome: rejected", "outcome: ‹异议不成立›", "PS427", "rejected"),
    ("content/results/2026-q3/quarterly-bonus.yml", "answered: 2026-10-19", "answered: ‹10月19日›", "PS411", None),
    ("content/results/2026-q3/quarterly-bonus.yml", "- {person: p-2, total", "- {‹员工›: p-2, total", "PS402", "person"),
    ("content/people/people.yml", "- id: p-2", "- ‹ID›: p-2", "PS402", "id"),
    ("content/people/people.yml", "- id: p-2", "- ‹工号›: p-2", "PS402", "id"),
    ("content/people/people.yml", "- id: p-2", "- id: ‹p-1›", "PS301", None),
    ("content/people/people.yml", "- id: p-3", "- id: ‹P3›", "PS304", "p3"),
    ("content/people/people.yml", "- id: p-3", "- ‹name2›: p-3", "PS306", None),
    ("content/people/people.yml", "level: m2, from: 2022-01-01", "level: m2, ‹form›: 2022-01-01", "PS402", "from"),
    ("content/people/people.yml", "level: m2, from: 2022-01-01", "level: m2, ‹开始›: 2022-01-01", "PS402", "from"),
    ("content/people/people.yml", "- id: p-2", "‹-›id: p-2", "PS201", "- "),
    ("content/people/people.yml", "- id: p-2\n", "- id‹:›p-2\n", "PS201", ": "),
    ("content/actuals/2026-q3-revenue.csv", "person,value", "person‹，›value", "PS203", ","),
    ("content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"', "p-2,‹CNY 13,200,000›", "PS207", '"CNY 13,200,000"'),
    ("content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"', "p-2,‹›", "PS405", None),
    ("content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"', "‹p-2›", "PS207", None),
    ("content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"', "p-2‹，›CNY 13200000", "PS203", ","),
    ("content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"', "p-2,‹1320万元›", "PS423", "CNY 1320万"),
    ("content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"', "‹p2›,CNY 13200000", "PS302", "p-2"),
    ("content/actuals/2026-q3-revenue.csv", 'p-2,"CNY 13,200,000"', 'p-2,‹"›CNY 13,200,000', "PS207", None),
    ("content/actuals/2026-q3-revenue.csv", "person,value", "‹persn›,value", "PS402", "person"),
    ("content/actuals/2026-q3-revenue.csv", "person,value", "‹person;value›", "PS208", None),
    ("content/actuals/2026-q3-revenue.yml", "exported: 2026-10-09T09:30+08:00", "exported: ‹2026-10-09 09:30›", "PS413", "2026-10-09T09:30+08:00"),
    ("content/actuals/2026-q3-revenue.yml", "source: {system", "source: {‹系统›", "PS402", "system"),
    ("content/actuals/2026-q3-revenue.yml", "period: 2026-q3", "period: ‹2026q3›", "PS302", "2026-q3"),
    ("content/actuals/2026-q3-revenue.yml", "period: 2026-q3", "period: ‹2026-Q3›", "PS304", "2026-q3"),
    ("content/actuals/2026-q3-revenue.yml", "period: 2026-q3", "‹考核周期›: 2026-q3", "PS402", "period"),
    ("perfsite.yml", "languages: [zh, en]", "languages: [zh‹，›en]", "PS203", ", "),
    ("perfsite.yml", "languages: [zh, en]", "languages: ‹zh, en›", "PS408", "[zh, en]"),
    ("perfsite.yml", "languages: [zh, en]", "languages: [zh, en, ‹fr›]", "PS404", None),
    ("perfsite.yml", "publish_within: 10 working days", "publish_within: ‹10›", "PS424", None),
    ("perfsite.yml", "publish_within: 10 working days", "publish_within: ‹10个工作日内›", "PS424", "10 working days"),
    ("perfsite.yml", "calendar: cn", "calendar: ‹CN›", "PS304", "cn"),
    ("perfsite.yml", "  notice: 5 working days", "‹notice: 5 working days›", "PS201", "  "),
    ("content/pages/principles.md", "---\ntitle", "‹›title", "PS206", "---\n"),
    ("content/pages/principles.md", "---\ntitle: {zh: 原则, en: Principles}\nsection: principles\n---", "‹---›\ntitle: {zh: 原则, en: Principles}\nsection: principles", "PS206", None),
    ("content/pages/principles.md", "section: principles", "section: ‹原则›", "PS427", "principles"),
    ("content/pages/principles.md", "---\ntitle", "‹——›\ntitle", "PS206", "---"),
    ("content/training/leading-leaders.yml", "{person: p-2, on: 2026-03-20}", "{person: p-2, on: ‹2026-03-20，›}", "PS411", "2026-03-20"),
    ("content/training/leading-leaders.yml", "levels: [m1]", "levels: ‹m1›", "PS408", "[m1]"),
    ("content/roles/regional-manager.yml", "levels: [m1]", "levels: [‹m 1›]", "PS304", "m-1"),
    ("content/ladders/sales.yml", "descriptor: {zh: 每月与每名下属谈一次, en: Talks", "descriptor: {zh: 每月与每名下属谈一次, en‹：›Talks", "PS203", ": "),
    ("content/ladders/sales.yml", "      m1: {desc", "      m1‹：›{desc", "PS203", ": "),
    ("content/ladders/sales.yml", "rank: 1", "rank: ‹一›", "PS421", None),
    ("content/ladders/sales.yml", "rank: 1", "rank: ‹1.5›", "PS426", None),
    ("content/promotion/m1-to-m2.yml", "at_least: 12 months", "at_least: ‹12 month个›", "PS424", "12 months"),
    ("content/promotion/m1-to-m2.yml", "tenure: {in: m1", "tenure: {‹在›: m1", "PS402", "in"),
    ("content/promotion/m1-to-m2.yml", "waivers: {approved_by: person/p-4", "waivers: {approved_by: ‹p-4›", "PS303", "person/p-4"),
    ("content/glossary/terms.yml", "definition: {zh: 写明做到什么、怎么算", "definition: {zh: ‹写明做到什么, 怎么算›", "PS210", '"写明做到什么, 怎么算"'),
    ("content/glossary/terms.yml", "see: [page/principles]", "see: ‹page/principles›", "PS408", "[page/principles]"),
    ("content/glossary/terms.yml", "title: {zh: 标准, en: Standard}", "title: {zh: 标准‹ ›en: Standard}", "PS201", ", "),
    ("content/glossary/terms.yml", "title: {zh: 标准, en: Standard}", "title: {‹中文›: 标准, en: Standard}", "PS407", "zh"),
    ("content/glossary/terms.yml", "title: {zh: 标准, en: Standard}", "title: {zh: 标准, en: ‹“Standard”›}", "PS209", "Standard"),
]  # fmt: skip


def problems_of_base(file: str, text: str) -> tuple[Diagnostic, ...]:
    return site_builder.problems({file: text})


def answered(problems: Sequence[Diagnostic], span: Span, code: str, mended: str | None) -> None:
    """Exactly one problem: this code, here, with this text to put in, in words of both languages."""
    assert [f"{problem.code} {problem.span.place}" for problem in problems] == [f"{code} {span.place}"]
    (problem,) = problems
    assert problem.span == span
    assert (problem.fix.text if problem.fix is not None else None) == mended
    for lang in ("zh", "en"):
        words = message(problem, lang) + advice(problem, lang)
        names = {name for _, name, _, _ in string.Formatter().parse(phrases(problem, lang)) if name}
        assert names <= problem.arguments.keys()
        assert words.strip()


def phrases(problem: Diagnostic, lang: str) -> str:
    code = CODES[problem.code]
    help_ = code.help_for(problem.hint)
    return code.message_for(problem.hint)(lang) + (help_(lang) if help_ is not None else "")


@pytest.mark.parametrize("slips", days_of(SAMPLE), ids=range(len(days_of(SAMPLE))))
def test_in_the_sample_company(slips: Sequence[Mistake]) -> None:
    day = day_with(tuple(slip[:3] for slip in slips))
    for file, _, _, code, mended in slips:
        answered(day.said_of(file), day.slips[file][1], code, mended)
    assert len(day.problems) == len(slips)


@pytest.mark.parametrize(("file", "old", "wrong", "code", "mended"), BASE)
def test_in_a_small_site(file: str, old: str, wrong: str, code: str, mended: str | None) -> None:
    found, span = marked(site_builder.BASE[file], old, wrong, file)
    problems = problems_of_base(file, found)
    answered(problems, span, code, mended)
    fix = problems[0].fix
    if fix is not None:
        # What is offered does mend it: this problem is gone, whatever else there may be.
        left = problems_of_base(file, mend(found, fix.span, fix.text))
        assert (code, span.place) not in {(problem.code, problem.span.place) for problem in left}


def mend(text: str, span: Span, mended: str) -> str:
    lines = text.split("\n")
    begin = sum(len(line) + 1 for line in lines[: span.line - 1]) + span.column - 1
    end = sum(len(line) + 1 for line in lines[: span.end_line - 1]) + span.end_column - 1
    return text[:begin] + mended + text[end:]
