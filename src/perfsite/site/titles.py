"""Titles for records that are told apart by what they are about: a result by its reward and period, and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfsite.records.actuals import Actuals
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, PromotionResult

if TYPE_CHECKING:
    from perfsite.site.edition import Edition

_SEPARATOR = {"zh": "·", "en": ", "}


def derived_titles(edition: Edition) -> dict[Ref, str]:
    """For records without a title: standard and period for results, levels for criteria, report and period for actuals."""
    library, lang = edition.library, edition.language
    titles: dict[Ref, str] = {}

    def named(ref: Ref | None) -> str:
        record = library.find(ref)
        if record is None:
            return ref.id if ref is not None else ""
        return edition.words(record.title) or titles.get(record.ref, record.id)

    def joined(*parts: str) -> str:
        return _SEPARATOR.get(lang, ", ").join(part for part in parts if part)

    for criteria in library.of(PromotionCriteria):
        ladder = library.find(criteria.ladder)
        names = []
        for level_id in (criteria.from_, criteria.to):
            level = ladder.level(level_id) if ladder is not None and hasattr(ladder, "level") else None
            names.append(edition.words(level.title) if level is not None else level_id)
        titles[criteria.ref] = f"{names[0]} → {names[1]}"
    for result in library.of(AwardResult):
        titles[result.ref] = joined(named(result.reward), named(result.period))
    for promotion in library.of(PromotionResult):
        titles[promotion.ref] = joined(named(promotion.criteria), named(promotion.period))
    for actuals in library.of(Actuals):
        report = edition.words(actuals.source.report) if actuals.source.report else actuals.source.system
        titles[actuals.ref] = joined(report, named(actuals.period))
    return titles
