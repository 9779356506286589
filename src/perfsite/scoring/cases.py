"""A reward with its rule to the program that an outcome is computed by: with proration, true-up and shared prizes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import AMOUNT, TOTAL, compile_reward, metric_of
from perfsite.scoring.limits import is_limited, limit_grades
from perfsite.scoring.program import Node, Program
from perfsite.scoring.splits import is_told
from perfsite.sources.nodes import Route

# Inputs besides those of metrics: what earlier results have paid, and which part of a total or an amount counts.
PAID, SHARE_OF_TOTAL, SHARE_OF_AMOUNT, PART_OF_PRIZE = "paid/actual", "total/share", "amount/share", "prize/share"
# What rounding leaves of a shared amount, for the one to whom it falls.
REMAINDER = "remainder/actual"


@dataclass(frozen=True)
class Case:
    """How a reward is computed. `trouble` is why its figures cannot be, whoever they are of."""

    reward: Reward
    rule: ScoringRule | None
    trouble: str = ""

    @cached_property
    def cumulated(self) -> bool:
        """Whether actuals and targets are those of the year so far."""
        source = self.rule.accumulation if self.rule is not None else self.reward.accumulation
        return source is not None and source.over == "year"

    @cached_property
    def okr_inputs(self) -> frozenset[str]:
        if self.rule is None:
            return frozenset()
        return frozenset(f"{metric_of(id, part)}/actual" for id, part in self.rule.components if part.measure == "okr")

    def prorating(self, of: str) -> Reward | ScoringRule | None:
        """The standard that says how a part of the period counts: for targets, totals or amounts."""
        for standard in (self.rule, self.reward):
            if standard is not None and standard.proration is not None and standard.proration.of == of:
                return standard
        return None

    @cached_property
    def program(self) -> Program:
        program = compile_reward(self.reward, self.rule)
        if is_limited(self.rule):
            program = limit_grades(program, self.rule)
        if self.prorating("total") is not None:
            program = _shared(program, TOTAL, SHARE_OF_TOTAL, ("proration",))
        if self.prorating("amount") is not None:
            program = _shared(program, AMOUNT, SHARE_OF_AMOUNT, ("proration",))
        if self.reward.winners is not None and self.reward.winners.ties == "split":
            program = _shared(program, AMOUNT, PART_OF_PRIZE, ("winners", "ties"))
        if self.reward.accumulation is not None and self.reward.accumulation.true_up and self.cumulated:
            program = _trued_up(program)
        if self.reward.splits and not self.reward.overlay:
            program = _made_whole(program)
        return program

    @property
    def basis_metric(self) -> str | None:
        """The metric whose figure a recipient's `basis` is."""
        return self.reward.paid_on.id if self.reward.paid_on is not None else None


def case_of(library: Library, reward: Reward) -> Case:
    ref = reward.basis.rule if reward.basis is not None else None
    rule = library.get(ScoringRule, ref)
    trouble = ""
    if ref is not None and rule is None:
        trouble = "rule"
    elif reward.splits and not is_told(reward, rule):
        trouble = "splits"
    elif rule is not None and _spans_year(reward) and not _spans_year(rule):
        # A score of the period and an amount of the year: the record does not say what is computed anew.
        trouble = "accumulation"
    return Case(reward, rule, trouble)


def currency_stated(reward: Reward) -> str:
    """The currency of what is paid: that of a sum the reward states, or of the edges of its tiers; "" without any."""
    amount = reward.amount
    if amount is None:
        return ""
    tiers = [value for tier in (*amount.slices, *amount.steps) for value in (tier.amount, tier.edge)]
    sums = (amount.flat, amount.base, *tiers, amount.cap, amount.floor)
    return next((value.unit for value in sums if value is not None and value.is_money), "")


def currency_of(library: Library, reward: Reward) -> str:
    """The currency of what is paid; where the reward states none, that of the metric that is paid on, or the site's."""
    metric = library.get(Metric, reward.amount.of if reward.amount is not None else None)
    return currency_stated(reward) or (metric.currency if metric is not None else None) or library.site.currency


def _spans_year(standard: Reward | ScoringRule) -> bool:
    return standard.accumulation is not None and standard.accumulation.over == "year"


def _shared(program: Program, name: str, share: str, clause: Route) -> Program:
    """The program with a result multiplied by an input before it is rounded, so that it is rounded once."""
    changed: dict[int, Node] = {}

    def change(node: Node) -> Node:
        if id(node) not in changed:
            of = tuple(change(argument) for argument in node.of)
            if node.operation == "round" and node.name == name:
                of = (Node("multiply", (*of, Node("given", (), share, clause)), name, clause),)
            # What several nodes rest on stays one node: it is computed and explained once.
            changed[id(node)] = node if of == node.of else replace(node, of=of)
        return changed[id(node)]

    return Program(tuple((key, change(node) if key == name else node) for key, node in program.results))


def _trued_up(program: Program) -> Program:
    clause: Route = ("accumulation",)
    paid = Node("given", (), PAID, clause)
    return Program(
        tuple(
            (key, Node("subtract", (node, paid), AMOUNT, clause) if key == AMOUNT else node)
            for key, node in program.results
        )
    )


def _made_whole(program: Program) -> Program:
    """The program with what rounding leaves of the whole added to the part to which it falls."""
    clause: Route = ("sharing", "remainder")
    rest = Node("given", (), REMAINDER, clause)
    return Program(
        tuple(
            (key, Node("add", (node, rest), AMOUNT, clause) if key == AMOUNT else node) for key, node in program.results
        )
    )
