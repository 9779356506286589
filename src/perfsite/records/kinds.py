"""Every kind of record, once: the table from which folders, commands, schemas and pages are derived."""

from __future__ import annotations

from perfsite.records.actuals import Actuals
from perfsite.records.calendar import Calendar
from perfsite.records.goal import Goal
from perfsite.records.ladder import Ladder, PromotionCriteria
from perfsite.records.metric import Metric
from perfsite.records.page import Page, Term
from perfsite.records.people import Person, Role, Team
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.training import Training

KINDS: dict[str, type[Record]] = {
    noun.kind: noun
    for noun in (
        Goal, ScoringRule, Reward, Ladder, PromotionCriteria, AwardResult, PromotionResult, Period, Metric, Role, Team,
        Person, Training, Actuals, Page, Term, Calendar,
    )
}  # fmt: skip

FOLDERS: dict[str, tuple[type[Record], ...]] = {}
for _noun in KINDS.values():
    FOLDERS[_noun.folder] = (*FOLDERS.get(_noun.folder, ()), _noun)
