"""A declared exception to what it departs from: which figures of a row, or whether someone is on the list at all."""

from __future__ import annotations

from collections.abc import Mapping

from perfsite.records.result import DeclaredException
from perfsite.scoring.cases import Case
from perfsite.scoring.compile import AMOUNT, GRADE, TOTAL
from perfsite.scoring.published import BASIS, PART, RANK

# Clauses from which an exception departs without touching any figure.
_NOT_OF_FIGURES = ("eligibility", "applies_to", "decided")


def excepted_figures(
    exception: DeclaredException | None, case: Case, published: Mapping[str, object]
) -> frozenset[str]:
    """The figures that a declared exception departs from; the others follow from them and are still computed."""
    if exception is None or _clause(exception) in _NOT_OF_FIGURES:
        return frozenset()
    named = _named_figures(exception, case)
    # Words that name no figure depart from all of them, since nothing says from which they do not.
    return frozenset(published) if named is None else frozenset(named) & frozenset(published)


def excuses_listing(exception: DeclaredException | None, case: Case) -> bool:
    """Whether an exception lets someone on the list who would not be there; one from a figure does not."""
    return exception is not None and (
        _clause(exception) in (*_NOT_OF_FIGURES, "winners", RANK) or _named_figures(exception, case) is None
    )


def _clause(exception: DeclaredException) -> str:
    return _steps(exception)[0]


def _steps(exception: DeclaredException) -> tuple[str, str]:
    """What an exception departs from, and what of it: `components.x` and `components/x` are the same."""
    clause, _, rest = exception.from_.strip().replace("/", ".").partition(".")
    return clause, rest


def _named_figures(exception: DeclaredException, case: Case) -> set[str] | None:
    clause, rest = _steps(exception)
    components = {id for id, _ in case.rule.components} if case.rule is not None else set()
    if clause in components:
        return {clause}
    return {
        "grades": {GRADE},
        GRADE: {GRADE},
        TOTAL: {TOTAL},
        AMOUNT: {AMOUNT},
        "winners": {RANK},
        RANK: {RANK},
        BASIS: {BASIS},
        "splits": {PART, AMOUNT},
        PART: {PART},
        "components": components & {rest} or components,
    }.get(clause)
