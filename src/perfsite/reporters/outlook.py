"""When a site will next say something else by itself, in words, as data, and as the lines that a shell reads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.publication.transitions import TRANSITIONS, Outlook
from perfsite.records.record import title


def outlook_in_words(outlook: Outlook, lang: str) -> str:
    """The next day on which a page changes; where that is a count of days alone, also when more than that does."""
    change, first = outlook.change, next(iter(outlook.transitions), None)
    if first is None:
        return Phrase(f"{change}（剩余天数）", f"{change} (days that are left)")(lang)
    others = len(outlook.transitions) - 1
    name = title(first.record, lang)
    what = TRANSITIONS[first.what](lang)
    event = f"{name}{Phrase('：', ': ')(lang)}{what}"
    if others:
        event += Phrase(f"，另有 {others} 项", f", and {others} more")(lang)
    if change == first.on:
        return Phrase(f"{change}（{event}）", f"{change} ({event})")(lang)
    return Phrase(
        f"{change}（剩余天数）；{first.on}（{event}）", f"{change} (days that are left); {first.on} ({event})"
    )(lang)


def outlook_as_data(outlook: Outlook) -> dict[str, Any]:
    return {
        "change": _day(outlook.change) or None,
        "transition": _day(outlook.transition) or None,
        "transitions": [
            {
                "what": transition.what,
                "record": transition.record.address,
                "title": {lang: title(transition.record, lang) for lang in ("zh", "en")},
                "words": {lang: TRANSITIONS[transition.what](lang) for lang in ("zh", "en")},
            }
            for transition in outlook.transitions
        ],
    }


def outlook_as_lines(outlook: Outlook) -> list[str]:
    """`name=value`, as shells, GitHub's outputs and GitLab's dotenv reports read them; no value where nothing is ahead."""
    return [f"change={_day(outlook.change)}", f"transition={_day(outlook.transition)}"]


def _day(on: dt.date | None) -> str:
    return "" if on is None else on.isoformat()
