"""By what a reader can choose from the list of changes: kind, team, level, quarter, month, major, reaching back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from perfsite.diagnostics import Phrase
from perfsite.history.versions import Version
from perfsite.records.kinds import KINDS
from perfsite.site.addresses import changes_address
from perfsite.site.edition import Edition
from perfsite.site.past import Past
from perfsite.site.quarters import Quarter, quarter_of
from perfsite.site.seen import seen
from perfsite.site.sentences import Month
from perfsite.site.sifting import Choice, Field, Values, fields, flag, select
from perfsite.site.versions import kind_name, record_of
from perfsite.site.whom import level_choices, levels_of, team_choices, teams_of

# What a change may be beside its kind and its day; each has a page of its own.
MARKED = {"major": Phrase("重大变更", "Major changes"), "reaching-back": Phrase("溯及既往", "Reaching back")}


def marks_of(version: Version, past: Past) -> tuple[str, ...]:
    """What a change is beside its kind. Each page of the list counts all changes, so that it is worked out once."""
    key = (version.ref, version.number)
    if key not in past.marks:
        past.marks[key] = _marks_of(version, past)
    return past.marks[key]


def _marks_of(version: Version, past: Past) -> tuple[str, ...]:
    account = past.account(version)
    major = account is not None and any(note.major for note in account.notes if seen(note.note) is not None)
    return (*(("major",) if major else ()), *(("reaching-back",) if past.reach(version) is not None else ()))


def marks_in(versions: Iterable[Version], past: Past) -> tuple[str, ...]:
    found = {mark for version in versions for mark in marks_of(version, past)}
    return tuple(mark for mark in MARKED if mark in found)


def kinds_in(versions: Iterable[Version]) -> tuple[str, ...]:
    found = {version.ref.kind for version in versions}
    return tuple(kind for kind in (*KINDS, "site") if kind in found)


def quarters_in(versions: Iterable[Version], past: Past) -> tuple[Quarter, ...]:
    return tuple(dict.fromkeys(quarter_of(past.day(version)) for version in versions))


def values_of(versions: Sequence[Version], edition: Edition, past: Past) -> Values:
    """By what an entry of the list can be chosen; several versions are of one kind and came together."""
    first = versions[0]
    records = [record for version in versions if (record := record_of(version.ref, edition, past)) is not None]
    teams = (team for record in records for team in teams_of(record, edition))
    levels = (level for record in records for level in levels_of(record, edition))
    return (
        ("kind", first.ref.kind),
        ("quarter", quarter_of(past.day(first)).name),
        ("month", month_of(past.day(first))),
        *(("team", id) for id in dict.fromkeys(teams)),
        *(("level", id) for id in dict.fromkeys(levels)),
        *((mark, "1") for mark in marks_in(versions, past)),
    )


def fields_for(
    items: Sequence[Values],
    versions: Sequence[Version],
    beyond: Sequence[Version],
    here: str,
    edition: Edition,
    past: Past,
) -> tuple[Field, ...]:
    """The form above a list of `versions`, on the page of a part, `here`.

    Where there are more than these, `beyond`, a choice leads to the page that has all of it.
    """
    is_kind = here in KINDS or here == "site"
    levels = (value for values in items for own, value in values if own == "level")
    elsewhere = partial(_elsewhere, edition=edition, kind=here if is_kind else "")
    return fields(
        None if is_kind else select("kind", "changes.kind", tuple(_kinds(versions, beyond, edition)), items),
        select("team", "changes.team", team_choices(edition), items),
        select("level", "changes.level", level_choices(levels, edition), items),
        select(
            "quarter",
            "changes.quarter",
            [
                Choice(quarter.name, quarter.days, elsewhere(quarter.name) if beyond else "")
                for quarter in quarters_in(beyond or versions, past)
            ],
            items,
        ),
        select("month", "changes.month", tuple(_months(beyond or versions, bool(beyond), elsewhere, past)), items),
        *(
            flag(
                mark,
                f"changes.only-{mark}",
                items,
                Choice("1", edition.words(MARKED[mark]), elsewhere(mark)) if mark in marks_in(beyond, past) else None,
            )
            for mark in MARKED
            if mark != here
        ),
    )


def _kinds(versions: Sequence[Version], beyond: Sequence[Version], edition: Edition) -> Iterator[Choice]:
    for kind in kinds_in(beyond or versions):
        address = changes_address(edition.language, kind) if beyond else ""
        yield Choice(kind, capital(kind_name(kind, edition, plural=True)), address)


def _months(versions: Iterable[Version], beyond: bool, elsewhere: Callable[..., str], past: Past) -> Iterator[Choice]:
    """The newest first. The page of a month's quarter has all of it."""
    days = {month_of(day): day for day in (past.day(version) for version in versions)}
    for month, day in days.items():
        yield Choice(month, Month(day), elsewhere(quarter_of(day).name, month=month) if beyond else "")


def month_of(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def _elsewhere(part: str, *, edition: Edition, kind: str, month: str = "") -> str:
    """The page of a part; from the page of a kind, that kind alone on it."""
    chosen = urlencode({key: value for key, value in (("kind", kind), ("month", month)) if value})
    return changes_address(edition.language, part) + (f"?{chosen}" if chosen else "")


def capital(words: str) -> Any:
    return f"{words[:1].upper()}{words[1:]}"


__all__ = ["MARKED", "capital", "fields_for", "kinds_in", "marks_in", "marks_of", "quarters_in", "values_of"]
