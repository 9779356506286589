"""Figures that cannot be computed to what the records lack for them: once each, at the place that asks or should say."""

from __future__ import annotations

from perfsite.records.actuals import Actuals
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.scoring.cases import REMAINDER
from perfsite.scoring.compile import AMOUNT, WHOLE
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.program import Node
from perfsite.scoring.proposal import Lack
from perfsite.scoring.workings import Inputs, Workings
from perfsite.sources.nodes import Route


class Lacks:
    """What has been found lacking for one proposal so far."""

    def __init__(self, workings: Workings) -> None:
        self.award, self.period = workings.award, workings.period
        self.case, self.grounds, self.library = workings.case, workings.grounds, workings.grounds.library
        self.found: list[Lack] = []

    def explain(self, who: Ref, name: str, trouble: CannotScoreError, inputs: Inputs) -> None:
        """Names the inputs for want of which a figure cannot be computed, at the clauses that ask for them."""
        standard: Record = self.case.reward if name in (WHOLE, AMOUNT) or self.case.rule is None else self.case.rule
        found = [(node, why) for node in self._inputs_of(name) if (why := trouble_with(inputs, node.name)) is not None]
        for node, why in found:
            self.note(who, why, standard, node.clause)
        if not found:
            self.note(who, trouble, standard, trouble.clause)

    def _inputs_of(self, name: str) -> list[Node]:
        """The inputs that a result cannot do without: not those of gates, nor of components that may be missing."""
        found: dict[str, Node] = {}
        results = dict(self.case.program.results)

        def visit(node: Node) -> None:
            if node.clause[-1:] == ("when",) or node.data.get("missing", "error") != "error":
                return
            # What rounding leaves of a whole follows from it: nobody records it.
            if node.operation == "given" and node.name != REMAINDER:
                found.setdefault(node.name, node)
            # Where someone stands in the group of a limited grade is found, not recorded.
            of = node.of[:1] if node.operation == "limit" else node.of
            for argument in (results[node.name],) if node.operation == "result" else of:
                visit(argument)

        visit(results[name])
        return list(found.values())

    def trouble_of(self, who: Ref, metric: str) -> CannotScoreError:
        """Why a metric of someone in the period decides nothing: its actual is not there, or its target or what it comes to."""
        first, last, name = self.period.from_, self.period.to, f"{metric}/actual"
        try:
            if self.grounds.actual(self.award, who, metric, first, last) is not None:
                name = f"{metric}/target"
                if self.grounds.target(self.award, self.period, who, metric, first, None) is not None:
                    return CannotScoreError("divisor", f"{metric}/attainment")
        except CannotScoreError as error:
            return error
        return CannotScoreError("missing", name)

    def note(self, who: Ref | None, trouble: CannotScoreError, record: Record, route: Route) -> None:
        """At the actuals that have the metric of others, or else at the clause that asks for it."""
        metric, _, part = trouble.name.rpartition("/")
        if trouble.reason == "missing" and part == "actual" and who is not None:
            for ref in self.award.evidence:
                actuals = self.library.get(Actuals, ref)
                if actuals is not None and any(
                    (row.metric or actuals.metric) == Ref("metric", metric) for row in actuals.values
                ):
                    record, route = actuals, ("values",)
        lack = Lack(who, trouble, record, route)
        known = ((one.who, one.trouble.reason, one.trouble.name) for one in self.found)
        if (who, trouble.reason, trouble.name) not in known:
            self.found.append(lack)


def trouble_with(inputs: Inputs, name: str) -> CannotScoreError | None:
    """Why an input is not known; None where it is."""
    try:
        return None if name in inputs else CannotScoreError("missing", name)
    except CannotScoreError as error:
        return CannotScoreError("missing", name) if error.reason == "missing" else error
