"""A proposal beside the result that is there: row by row and figure by figure."""

from __future__ import annotations

from dataclasses import dataclass

from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Recipient
from perfsite.records.reward import Reward
from perfsite.scoring.compile import AMOUNT
from perfsite.scoring.explain import Wording
from perfsite.scoring.published import published_figures


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a result that is there parts from what is proposed: "row" is whether someone is on the list at all."""

    who: Ref
    figure: str
    there: str
    proposed: str
    excepted: bool


def existing_result(library: Library, reward: Reward, period: Period) -> AwardResult | None:
    """The result of a reward and a period that is there already and stands."""
    return next(
        (
            award
            for award in library.of(AwardResult)
            if award.reward.id == reward.id and award.period.id == period.id and award.withdrawn is None
        ),
        None,
    )


def compare(there: AwardResult, proposed: AwardResult, wording: Wording) -> tuple[Difference, ...]:
    """Row by row and figure by figure; a figure that only one of them states is no difference."""
    ours, theirs = _by_whom(proposed), _by_whom(there)
    found = []
    for who in dict.fromkeys((*theirs, *ours)):
        if who not in ours or who not in theirs:
            one = theirs.get(who)
            excepted = one is not None and one.exception is not None
            found.append(Difference(who, "row", "" if one is None else who.id, who.id if who in ours else "", excepted))
            continue
        published, computed = published_figures(there, theirs[who]), published_figures(proposed, ours[who])
        paid, due = theirs[who].amount, ours[who].amount
        if paid is not None and due is not None and paid.unit != due.unit:
            found.append(Difference(who, AMOUNT, str(paid), str(due), theirs[who].exception is not None))
            del published[AMOUNT]
        for name in published:
            if name in computed and published[name][1] != computed[name][1]:
                excepted = theirs[who].exception is not None
                values = (wording.figure(name, published[name][1]), wording.figure(name, computed[name][1]))
                found.append(Difference(who, name, *values, excepted))
    return tuple(found)


def _by_whom(award: AwardResult) -> dict[Ref, Recipient]:
    return {who: one for one in award.recipients if (who := one.person or one.team) is not None}
