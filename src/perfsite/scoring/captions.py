"""A step of a calculation to what stands beside its figure: what it is called, its unit, its origin and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from perfsite.diagnostics import Phrase
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.cases import PAID, REMAINDER, Case
from perfsite.scoring.compile import AMOUNT, SHARE, WHOLE
from perfsite.scoring.evaluate import Step, reached
from perfsite.scoring.explain import Wording, titled
from perfsite.scoring.grounds import Part, Place
from perfsite.scoring.lines import part_at, sum_of, unit_of
from perfsite.scoring.published import BASIS, PART
from perfsite.sources.nodes import Route

_NOTHING_PAID = Phrase("本年在此之前没有发过", "nothing was paid this year before")
NO_FIGURE = Phrase("没有数据", "no figure")
_POINTS = Phrase("得分", "points")
_WEIGHTED = Phrase("加权合计", "weighted sum")
_ROUNDED = Phrase("取舍", "rounded")
_CLAUSES: Mapping[Route, Phrase] = {
    ("cap",): Phrase("封顶", "cap"),
    ("floor",): Phrase("保底", "floor"),
    ("proration",): Phrase("按在岗时间折算", "prorated"),
    ("ties",): Phrase("由并列者均分", "shared by those who are tied"),
    ("accumulation",): Phrase("减去本年已发", "less what was paid this year"),
    ("splits",): Phrase("按份额", "by the share"),
}


class Captions:
    """What steps under one reward are called. `amount` is what is published, whose currency counts."""

    def __init__(self, library: Library, case: Case, amount: Quantity | None) -> None:
        self.library, self.case, self.amount = library, case, amount
        self.wording = Wording(library, case)

    def label(self, step: Step, part: str) -> Phrase:
        clause = step.clause
        if clause[-2:-1] in (("gates",), ("modifiers",)):
            found = part_at(self.standard(part, clause), clause)
            if found is not None:
                return titled(found)
        changes = step.operation in ("least", "most", "multiply", "subtract")
        if changes and clause[-1:] in _CLAUSES:
            return _CLAUSES[clause[-1:]]
        if step.operation == "round":
            return _ROUNDED
        if step.operation == "weigh":
            return _WEIGHTED
        return _POINTS if step.name in self.wording.components else self.wording.label(step.name)

    def clause(self, step: Step, part: str) -> Place | None:
        """The line of the standard that says so, down to the tier that is reached."""
        standard, clause = self.standard(part, step.clause), step.clause
        if not clause:
            return None
        if step.operation == "steps" and isinstance(step.of[0].value, Fraction):
            position = reached(step.of[0].value, step.data["edges"])
            clause = (*clause, position) if position is not None else clause
        if step.operation in ("grade", "lookup") and isinstance(standard, ScoringRule):
            grade = step.value if step.operation == "grade" else step.of[0].value
            position = next((i for i, one in enumerate(standard.grades) if one.grade == grade), None)
            clause = clause if position is None else (*clause, position)
        return Place(standard, clause)

    def standard(self, part: str, clause: Route) -> Reward | ScoringRule:
        """The standard that a clause is of, by the result that it leads to."""
        if clause == ("proration",):
            prorating = self.case.prorating(part)
            if prorating is not None:
                return prorating
        ours = part in (AMOUNT, WHOLE, PART) or self.case.rule is None
        return self.case.reward if ours or self.case.rule is None else self.case.rule

    def unit(self, name: str) -> str:
        if name in (SHARE, PART):
            return "%"
        if name in (AMOUNT, WHOLE, REMAINDER, PAID):
            return self.amount.unit if self.amount is not None else ""
        if name == BASIS and self.case.basis_metric is not None:
            name = f"{self.case.basis_metric}/actual"
        return "%" if name in self.case.okr_inputs else unit_of(self.library, name)

    def origin(self, step: Step, evidence: tuple[Part, ...]) -> Phrase | None:
        if step.value is None:
            return NO_FIGURE
        if step.name == PAID and not evidence:
            return _NOTHING_PAID
        return sum_of(evidence, self.unit(step.name))
