"""A recipient's row to the figures that count as published: what stands there, with its corrections."""

from __future__ import annotations

from fractions import Fraction

from perfsite.records.quantities import Trouble, parse_quantity
from perfsite.records.result import AwardResult, Recipient
from perfsite.scoring.compile import AMOUNT, GRADE, TOTAL, rational
from perfsite.scoring.evaluate import Value
from perfsite.sources.nodes import Route

BASIS, RANK, PART = "basis", "rank", "share"


def published_figures(award: AwardResult, recipient: Recipient) -> dict[str, tuple[Route, Value]]:
    """By name, where each figure stands in the row and what it is."""
    found: dict[str, tuple[Route, Value]] = {
        id: (("components", id), Fraction(points)) for id, points in recipient.components
    }
    if recipient.total is not None:
        found[TOTAL] = ((TOTAL,), Fraction(recipient.total))
    if recipient.grade is not None:
        found[GRADE] = ((GRADE,), recipient.grade)
    if recipient.basis is not None:
        found[BASIS] = ((BASIS,), rational(recipient.basis))
    if recipient.rank is not None:
        found[RANK] = ((RANK,), Fraction(recipient.rank))
    if recipient.share is not None:
        found[PART] = ((PART,), rational(recipient.share))
    if recipient.amount is not None:
        found[AMOUNT] = ((AMOUNT,), rational(recipient.amount))
    return {name: (route, _corrected(award, recipient, name, value)) for name, (route, value) in found.items()}


def effective_amount(award: AwardResult, recipient: Recipient) -> Fraction:
    """What a recipient gets in the end."""
    amount = Fraction(0) if recipient.amount is None else rational(recipient.amount)
    corrected = _corrected(award, recipient, AMOUNT, amount)
    return corrected if isinstance(corrected, Fraction) else amount


def _corrected(award: AwardResult, recipient: Recipient, name: str, value: Value) -> Value:
    """The figure after its corrections, where the row still holds what it was before them."""
    for correction in sorted(award.corrections, key=lambda correction: correction.on):
        about = correction.about is not None and correction.about == recipient.person
        if about and correction.field_ == name and _read(correction.was, value) == value:
            value = _read(correction.now, value)
    return value


def _read(text: str, like: Value) -> Value:
    if isinstance(like, str):
        return text
    quantity = parse_quantity(text)
    return None if isinstance(quantity, Trouble) else rational(quantity)
