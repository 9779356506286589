"""What a recomputation finds: for each recipient what is published, and beside it what the standards give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, DeclaredException
from perfsite.scoring.cases import Case
from perfsite.scoring.evaluate import CannotScoreError, Step, Value
from perfsite.scoring.grounds import Input
from perfsite.sources.nodes import Route


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure and what it should be. `step` explains the latter; it is None for a rank.

    `currencies` are that in which an amount is published and that of the standard, where it is another one.
    """

    name: str
    route: Route
    published: Value
    computed: Value
    step: Step | None = None
    currencies: tuple[str, str] | None = None

    @property
    def differs(self) -> bool:
        return self.published != self.computed or self.currencies is not None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One recipient's figures in the order of the calculation. `troubles` are why others cannot be computed, by name.

    `otherwise` are the steps of the figures from which a declared exception departs: what the standard would give.
    `given` are results that are taken as they stand: those that an exception sets, and someone's part of a prize.
    """

    index: int
    who: Ref
    figures: tuple[Figure, ...]
    inputs: Mapping[str, Input]
    steps: Mapping[str, Step]
    eligible: bool | None = None
    unmet: Requirement | None = None
    exception: DeclaredException | None = None
    troubles: Mapping[str, CannotScoreError] = field(default_factory=dict)
    otherwise: Mapping[str, Step] = field(default_factory=dict)
    given: Mapping[str, Value] = field(default_factory=dict)

    @property
    def trouble(self) -> CannotScoreError | None:
        """Why the first figure that cannot be computed cannot be."""
        return next(iter(self.troubles.values()), None)

    @property
    def first_difference(self) -> Figure | None:
        return next((figure for figure in self.figures if figure.differs), None)


@dataclass(frozen=True, slots=True)
class Recomputation:
    """An award result, computed anew. `left_out` should be on its list and are not, `trouble` is why nothing is known."""

    award: AwardResult
    case: Case | None
    recipients: tuple[Recomputed, ...] = ()
    left_out: tuple[Ref, ...] = ()
    taken_in: tuple[int, ...] = ()
    trouble: CannotScoreError | None = None
    ranking: CannotScoreError | None = None

    @property
    def differences(self) -> int:
        wrong = sum(1 for one in self.recipients if one.first_difference is not None)
        return wrong + len(self.left_out) + len(self.taken_in)
