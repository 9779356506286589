"""The state of a record in a sign, a word and a tone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from perfsite.diagnostics import Phrase
from perfsite.publication.states import ResultState, StandardState, standard_state, state_in
from perfsite.records.goal import Goal
from perfsite.records.period import Period
from perfsite.records.record import STATUS, Record
from perfsite.records.result import Outcome
from perfsite.site.sentences import say
from perfsite.site.sifting import Choice, value_of

if TYPE_CHECKING:
    from perfsite.site.edition import Edition


@dataclass(frozen=True, slots=True)
class Status:
    """`tone` is one of neutral, active, good, notice, warning, ended; `label` anything that can be said."""

    tone: str
    label: Any


_STANDARD = {
    "draft": ("neutral", Phrase("草案", "Draft")),
    "approved": ("active", Phrase("已批准，尚未生效", "Approved, not yet in force")),
    "in force": ("good", Phrase("生效中", "In force")),
    "superseded": ("ended", Phrase("已失效", "No longer in force")),
}
_RESULT = {
    "decided": ("neutral", Phrase("已决定，尚未公布", "Decided, not yet published")),
    "open": ("notice", Phrase("公示中", "Under notice")),
    "being answered": ("warning", Phrase("异议处理中", "Objection being answered")),
    "corrected": ("notice", Phrase("已更正，重新公示", "Corrected, under notice again")),
    "final": ("good", Phrase("已生效", "Final")),
    "withdrawn": ("ended", Phrase("已撤回", "Withdrawn")),
    "archived": ("ended", Phrase("已过保留期限", "Past its retention")),
}
_PERIOD = {
    "coming": ("neutral", Phrase("未开始", "Not begun")),
    "running": ("active", Phrase("进行中", "Under way")),
    "over": ("ended", Phrase("已结束", "Over")),
}


def status_of(record: Record, edition: Edition) -> Status | None:
    """The state of a standard, an outcome or a period on the day of the site; None for what has none."""
    if record.status != "active":
        return Status("ended" if record.status == "legacy" else "neutral", edition.words(STATUS.choices[record.status]))
    if isinstance(record, Outcome):
        return result_status(result_state_of(record, edition), edition)
    if isinstance(record, Period):
        return _said(_PERIOD[period_phase(record, edition.as_of)], edition)
    if isinstance(record, Goal) and _period_is_over(record, edition):
        return _said(_PERIOD["over"], edition)
    if record.part == "standard":
        return _standard_status(standard_state_of(record, edition), edition)
    return None


def standard_word(name: str, edition: Edition) -> str:
    """The state of a standard by its name, or "over" of what has had its time."""
    return edition.words((_PERIOD if name == "over" else _STANDARD)[name][1])


def _standard_status(state: StandardState, edition: Edition) -> Status:
    """What is approved and not yet in force says from when it counts."""
    if state.name == "approved" and state.counts.first is not None:
        return Status(_STANDARD["approved"][0], say("status.approved-from", date=state.counts.first))
    return _said(_STANDARD[state.name], edition)


def _period_is_over(goal: Goal, edition: Edition) -> bool:
    """A goal is not withdrawn when its period ends: it has had its time."""
    period = edition.library.get(Period, goal.period)
    return period is not None and period_phase(period, edition.as_of) == "over"


def standard_state_of(record: Record, edition: Edition) -> StandardState:
    library = edition.library
    replacement = edition.replacements.get(record.address)
    period = library.get(Period, record.period) if isinstance(record, Goal) else None
    return standard_state(record, edition.as_of, replaced_by=replacement, period=period)


def result_state_of(outcome: Outcome, edition: Edition) -> ResultState:
    return state_in(edition.library, outcome, edition.as_of, edition.working)


def result_status(state: ResultState, edition: Edition) -> Status:
    """The state with the days that are left, where a clock is running."""
    tone, phrase = _RESULT[state.name]
    label = edition.words(phrase)
    if isinstance(state.days_left, int):
        label += edition.words(_days_left(state.days_left, state.unit))
    return Status(tone, label)


def state_choice(record: Record, edition: Edition) -> tuple[Choice, ...]:
    """The state as a reader chooses by it: without its days; nothing for a record that has none."""
    if record.status != "active":
        return (Choice(value_of(record.status), edition.words(STATUS.choices[record.status])),)
    if isinstance(record, Outcome):
        name: str = result_state_of(record, edition).name
        phrase = _RESULT[name][1]
    elif record.part == "standard" and not isinstance(record, Goal):
        name = standard_state_of(record, edition).name
        phrase = _STANDARD[name][1]
    else:
        return ()
    return (Choice(value_of(name), edition.words(phrase)),)


def result_word(state: ResultState, edition: Edition) -> str:
    """The state alone, without a number of days that is another tomorrow."""
    return edition.words(_RESULT[state.name][1])


def _days_left(days: int, unit: str) -> Phrase:
    if days == 0:
        return Phrase("，今天是最后一天", ", today is the last day")
    zh = "个工作日" if unit == "working days" else "天"
    en = unit[:-1] if days == 1 else unit
    return Phrase(f"，还剩 {days} {zh}", f", {days} {en} left")


def period_phase(period: Period, day: dt.date) -> str:
    if day < period.from_:
        return "coming"
    return "over" if day > period.to else "running"


def _said(state: tuple[str, Phrase], edition: Edition) -> Status:
    tone, phrase = state
    return Status(tone, edition.words(phrase))
