"""What people call one item of each list."""

from __future__ import annotations

from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.actuals import ActualValue
from perfsite.records.calendar import Holiday
from perfsite.records.goal import KeyResult, Review, Revision
from perfsite.records.ladder import Competency, Expectation, Level
from perfsite.records.people import Position
from perfsite.records.period import Deadline
from perfsite.records.record import Link
from perfsite.records.requirement import Requirement
from perfsite.records.result import Candidate, Correction, LeftOut, Objection, Recipient, RequirementMet
from perfsite.records.reward import Split
from perfsite.records.rule import Anchor, Component, Edge, Example, Gate, Grade, Modifier, Tier
from perfsite.records.site import AudienceRule
from perfsite.records.training import Completion

ITEM = Phrase("项目", "item")
NOUNS: dict[type[Any], Phrase] = {
    ActualValue: Phrase("数据", "value"),
    Anchor: Phrase("折点", "point"),
    AudienceRule: Phrase("受众", "audience"),
    Candidate: Phrase("候选人", "candidate"),
    Competency: Phrase("能力项", "competency"),
    Completion: Phrase("完成记录", "completion"),
    Component: Phrase("评分项", "component"),
    Correction: Phrase("更正", "correction"),
    Deadline: Phrase("关键日期", "deadline"),
    Edge: Phrase("档", "tier"),
    Example: Phrase("示例", "example"),
    Expectation: Phrase("要求", "expectation"),
    Gate: Phrase("门槛", "gate"),
    Grade: Phrase("等级", "grade"),
    Holiday: Phrase("放假", "days off"),
    KeyResult: Phrase("关键结果", "key result"),
    LeftOut: Phrase("未入选人员", "person left out"),
    Level: Phrase("职级", "level"),
    Link: Phrase("链接", "link"),
    Modifier: Phrase("加减项", "modifier"),
    Objection: Phrase("异议", "objection"),
    Position: Phrase("任职", "position"),
    Recipient: Phrase("获奖人", "recipient"),
    Requirement: Phrase("要求", "requirement"),
    RequirementMet: Phrase("要求", "requirement"),
    Review: Phrase("回顾", "review"),
    Revision: Phrase("调整", "revision"),
    Split: Phrase("分配", "share"),
    Tier: Phrase("档", "tier"),
}
