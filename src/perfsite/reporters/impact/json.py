"""An impact as data. The shape is a promise, described in docs/ci.md: fields may be added, none changes or goes."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.history.sentences import sentence
from perfsite.impact.results import Figures
from perfsite.impact.shown import Shown, ShownPromotion, ShownResult, ShownStandard, Some, Someone
from perfsite.reporters.impact import words
from perfsite.reporters.impact.state import Compared, State
from perfsite.scoring.exact import as_decimal

SHAPE = 1


def impact_json(shown: Shown, compared: Compared, lang: str, *, color: bool) -> str:  # noqa: ARG001
    """One document with everything in both languages, whatever the language asked for."""
    document = {
        "version": SHAPE,
        "base": _state(compared.base),
        "head": _state(compared.head),
        "day": shown.day.isoformat(),
        "periods": shown.periods,
        "audience": shown.audience.id,
        "smallest_group": shown.smallest_group,
        "summary": _both(words.headline(shown)),
        "compared": shown.compared,
        "sums": None if shown.sums is None else {currency: _pair(sums) for currency, sums in shown.sums.items()},
        "standards": [_standard(one, shown) for one in shown.standards],
        "results": [_result(one, shown) for one in shown.results],
        "promotions": [_promotion(one, shown) for one in shown.promotions],
        "other_changes": dict(shown.others),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _state(state: State) -> dict[str, Any]:
    return {
        "revision": state.name or None,
        "errors": state.errors,
        "codes": list(state.codes),
        "left_out": list(state.left_out),
    }


def _standard(one: ShownStandard, shown: Shown) -> dict[str, Any]:
    timing = one.timing
    return {
        "record": one.record.address,
        "title": _both(words.named(one.record)),
        "event": one.event.value,
        "replaces": None if one.former is None else one.former.address,
        "class": None if one.bearing is None else one.bearing.value,
        "grounds": [_both(said) for said in words.rests_on(one, shown)] if one.bearing is not None else [],
        "timing": None
        if timing is None
        else {
            "effect": timing.effect.isoformat(),
            "stated": timing.stated,
            "reaching_back": timing.back is not None,
            "approved": timing.back is not None and timing.back.approved is not None,
            "periods": [period.id for period in timing.periods],
        },
        "changes": [
            {
                "deed": change.deed.value,
                "route": list(change.route),
                "words": {lang: sentence(change, lang) for lang in ("zh", "en")},
            }
            for change in one.changes
        ],
    }


def _result(one: ShownResult, shown: Shown) -> dict[str, Any]:
    return {
        "record": one.record.address,
        "title": _both(words.named(one.record)),
        "standard": one.standard.address,
        "period": one.period.id,
        "computed": one.is_computed,
        "people": one.people,
        "moved": _some(one.moved),
        "more": one.better,
        "less": one.worse,
        "sums": None if one.sums is None else _pair(one.sums),
        "gained": _number(one.gained),
        "lost": _number(one.lost),
        "currency": one.currency,
        "budget": _number(one.budget),
        "over_budget": one.over_budget,
        "moves": None
        if one.moves is None
        else [
            {
                **_someone(move.who),
                "before": _figures(move.before),
                "after": _figures(move.after),
                "difference": _number(move.difference),
                "direction": move.direction,
            }
            for move in one.moves
        ],
        "eligible": _some(one.eligible),
        "not_eligible": _some(one.not_eligible),
        "judged": _some(one.judged),
        "excepted": _some(one.excepted),
        "not_computed": [
            {
                "reason": _both(reason),
                "under": [side for side, holds in zip(("base", "head"), sides, strict=True) if holds],
                "who": _some(some),
            }
            for reason, sides, some in one.doubts
        ],
        "words": [_both(said) for said in (*words.result_said(one, shown), *words.people_said(one, shown))],
    }


def _promotion(one: ShownPromotion, shown: Shown) -> dict[str, Any]:
    return {
        "record": one.record.address,
        "title": _both(words.named(one.record)),
        "standard": one.standard.address,
        "people": one.people,
        "requirements": [
            {
                "requirement": _both(verdict.requirement),
                "met": _some(verdict.met),
                "not_met": _some(verdict.unmet),
                "open": _some(verdict.open),
            }
            for verdict in one.verdicts
        ],
        "fulfil": _some(one.fulfil),
        "fall_short": _some(one.fall_short),
        "open": _some(one.undecided),
        "eligible": _some(one.eligible),
        "not_eligible": _some(one.not_eligible),
        "reason": None if one.trouble is None else _both(one.trouble),
        "words": [_both(said) for said in words.promotion_said(one, shown)],
    }


def _some(some: Some) -> dict[str, Any]:
    """How many, null where they are too few to be counted; who, null where this audience is not told."""
    who = None if some.who is None else [_someone(one) for one, _ in some.who]
    return {"any": some.any, "count": some.count, "who": who}


def _someone(who: Someone) -> dict[str, Any]:
    return {"id": who.id or None, "name": _both(who.name)}


def _figures(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return {
        "amount": _number(figures.amount),
        "grade": figures.grade,
        "total": _number(figures.total),
        "rank": figures.rank,
    }


def _pair(sums: tuple[Fraction, Fraction]) -> dict[str, Any]:
    before, after = sums
    return {"before": _number(before), "after": _number(after), "difference": _number(after - before)}


def _number(value: Fraction | None) -> str | None:
    """Exact, as a text: programs that read numbers as binary floats would change them."""
    if value is None:
        return None
    number = as_decimal(value)
    return str(value) if number is None else f"{number:f}"


def _both(phrase: Phrase) -> dict[str, str]:
    return {"zh": phrase.zh, "en": phrase.en}


__all__ = ["impact_json"]
