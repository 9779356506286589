"""A second, slow computation of rules and rewards, written from the documents of the language and not from perfsite.

It takes a record as plain data (every value a text, as it stands in the file) and what is known (`METRIC/PART` to a
fraction), and follows the words one after the other. It shares no code with perfsite, knows no program, no nodes and no
steps, and computes everything anew each time it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Record = Mapping[str, Any]
Known = Mapping[str, Fraction]
Value = Fraction | str | None


class NoFigureError(Exception):
    """The standard gives no figure."""


def number(text: str) -> Fraction:
    """`80%`, `CNY 1,200`, `30万`, `0.5`."""
    digits = text.rsplit(" ", maxsplit=1)[-1].replace(",", "")
    worth = {"%": Fraction(1, 100), "万": Fraction(10**4), "亿": Fraction(10**8)}.get(digits[-1], Fraction(1))
    return Fraction(digits.rstrip("%万亿")) * worth


# What is measured


def measure(how: str, metric: str, known: Known) -> Fraction | None:
    """Missing where anything that it takes is missing; no figure where a divisor is not positive."""
    actual, target, baseline = (known.get(f"{metric}/{part}") for part in ("actual", "target", "baseline"))
    if how in ("actual", "okr"):
        return actual
    if actual is None or target is None:
        return None
    if how == "progress":
        if baseline is None:
            return None
        if target == baseline:
            raise NoFigureError
        return (actual - baseline) / (target - baseline)
    above, below = (actual, target) if how == "attainment" else (target, actual)
    if below <= 0:
        raise NoFigureError
    return above / below


def belongs(value: Fraction, tier: Record) -> bool:
    return value >= number(tier["from"]) if "from" in tier else value > number(tier["above"])


def begins(tier: Record) -> Fraction:
    return number(tier["from"] if "from" in tier else tier["above"])


def tier_of(value: Fraction, tiers: Sequence[Record]) -> int:
    """The highest tier that a value belongs to. At one edge, the tier above it is higher than the tier from it."""
    held = [index for index, tier in enumerate(tiers) if belongs(value, tier)]
    if not held:
        raise NoFigureError
    return max(held, key=lambda index: (begins(tiers[index]), "above" in tiers[index]))


def by_steps(value: Fraction, tiers: Sequence[Record]) -> Fraction:
    tier = tiers[tier_of(value, tiers)]
    if "rate" in tier:
        return value * number(tier["rate"])
    return number(tier["points"] if "points" in tier else tier["amount"])


def by_slices(value: Fraction, tiers: Sequence[Record]) -> Fraction:
    """Each slice ends where the next begins, and the part of the value in it counts at its rate."""
    total = Fraction(0)
    for tier, after in zip(tiers, [*tiers[1:], None], strict=True):
        part = (value if after is None else min(value, begins(after))) - begins(tier)
        if part > 0:
            total += part * number(tier["rate"])
    return total


def by_line(value: Fraction, anchors: Sequence[Record], beyond: Record) -> Fraction:
    points = [(number(anchor["at"]), number(anchor["points"])) for anchor in anchors]
    for at, worth in points:
        if value == at:
            return worth
    below, above = [p for p in points if p[0] < value], [p for p in points if p[0] > value]
    if below and above:
        (x, y), (z, w) = below[-1], above[0]
    else:
        end = "above" if below else "below"
        if beyond[end] == "zero":
            return Fraction(0)
        if beyond[end] == "clamp":
            return points[-1 if below else 0][1]
        (x, y), (z, w) = points[-2:] if below else points[:2]
    # The two weights of a point between two others.
    return y * (z - value) / (z - x) + w * (value - x) / (z - x)


def fulfils(value: Value, bound: Record) -> bool:
    """What is missing fulfils no condition."""
    if value is None:
        return False
    if isinstance(value, str):
        return value == bound.get("is")
    tests = ("at_least", "above", "at_most", "below", "is")
    ((name, text),) = ((name, text) for name, text in bound.items() if name in tests)
    x = number(text)
    return {"at_least": value >= x, "above": value > x, "at_most": value <= x, "below": value < x, "is": value == x}[
        name
    ]


def rounded(value: Fraction, how: Record) -> Fraction:
    """By counting: the two neighbours with so many places, and the one that the mode names."""
    step = Fraction(1, 10 ** int(how["places"]))
    size = abs(value)
    low = size // step * step
    high = low + step
    if low == size:
        chosen = low
    elif how["rounding"] in ("down", "up"):
        chosen = low if how["rounding"] == "down" else high
    elif size - low != high - size:
        chosen = low if size - low < high - size else high
    elif how["rounding"] == "half-up":
        chosen = high
    else:
        chosen = low if (low / step) % 2 == 0 else high
    return chosen if value >= 0 else -chosen


# Rules


class Scorecard:
    """A rule and what is known of one person."""

    def __init__(self, rule: Record, known: Known) -> None:
        self.rule, self.known = rule, known

    def holds(self, when: Record | None, now: Value = None) -> bool:
        """Whether a condition holds. `now` is the total as it stands, where the condition is asked on its way."""
        if when is None:
            return True
        if "metric" in when:
            return fulfils(measure(when.get("measure", "actual"), when["metric"], self.known), when)
        if "component" in when:
            return fulfils(self.component(when["component"]), when)
        if "grade" in when:
            return fulfils(self.grade(), when)
        return fulfils(self.total() if now is None else now, when)

    def modified(
        self, value: Fraction | None, body: Record, limits: Record, *, of_total: bool = False
    ) -> Fraction | None:
        if value is None:
            # Nothing stays nothing; a condition that cannot be answered is a problem all the same.
            for modifier in body.get("modifiers", ()):
                self.holds(modifier.get("when"))
            return None
        for order in ("before caps", "after caps"):
            for modifier in body.get("modifiers", ()):
                if modifier["order"] == order and self.holds(modifier.get("when"), value if of_total else None):
                    if "add" in modifier:
                        value += number(modifier["add"])
                    else:
                        value *= number(modifier["multiply"])
            if order == "before caps":
                if "cap" in limits and value > number(limits["cap"]):
                    value = number(limits["cap"])
                if "floor" in limits and value < number(limits["floor"]):
                    value = number(limits["floor"])
        return value

    def component(self, id: str) -> Fraction | None:
        body = self.rule["components"][id]
        for gate in reversed(self.rule.get("gates", ())):
            if id in gate["then"].get("component", {}) and self.holds(gate["when"]):
                return number(gate["then"]["component"][id])
        points = self.points(id, body)
        points = self.modified(points, body, body)
        if points is not None:
            return rounded(points, body["round"]) if "round" in body else points
        if body["missing"] == "error":
            raise NoFigureError
        return Fraction(0) if body["missing"] == "zero" else None

    def points(self, id: str, body: Record) -> Fraction | None:  # noqa: PLR0911 - one for each curve
        if "flat" in body:
            return number(body["flat"])
        value = measure(body["measure"], body.get("metric", id), self.known)
        if "grid" in body:
            across = body["grid"]["columns"]
            other = measure(across["measure"], across["metric"], self.known)
            if value is None or other is None:
                return None
            row = body["grid"]["points"][tier_of(value, body["grid"]["rows"])]
            return number(row[tier_of(other, across["tiers"])])
        if value is None:
            return None
        if "steps" in body:
            return by_steps(value, body["steps"])
        if "slices" in body:
            return by_slices(value, body["slices"])
        if "line" in body:
            return by_line(value, body["line"], body["beyond"])
        if "pass" in body:
            return number(body["pass"]["points" if fulfils(value, body["pass"]) else "otherwise"])
        off = body["deduct"]
        return max(number(off["floor"]), number(off["start"]) - value * number(off["each"]))

    def total(self) -> Fraction:
        gates = list(self.rule.get("gates", ()))
        return self.total_after(gates)

    def total_after(self, gates: list[Record]) -> Fraction:
        """The total after these gates: the last that holds has the last word, and one that sets asks for nothing before."""
        if not gates:
            return self.total_before_gates()
        *before, last = gates
        then, when = last["then"], last["when"]
        if "total" not in then and "total_at_most" not in then:
            return self.total_after(before)
        if not self.holds(when, self.total_after(before) if "total" in when else None):
            return self.total_after(before)
        if "total" in then:
            return number(then["total"])
        return min(self.total_after(before), number(then["total_at_most"]))

    def total_before_gates(self) -> Fraction:
        found = {id: self.component(id) for id in self.rule["components"]}
        weights = {id: number(body["weight"]) for id, body in self.rule["components"].items()}
        total = sum((weights[id] * points for id, points in found.items() if points is not None), Fraction(0))
        if None in found.values():
            whole = sum(weights.values())
            there = sum(weights[id] for id, points in found.items() if points is not None)
            if there == 0:
                raise NoFigureError
            total = total / there * whole
        modified = self.modified(total, self.rule, self.rule["total"], of_total=True)
        assert modified is not None
        return rounded(modified, self.rule["total"])

    def grade(self) -> str:
        gates = list(self.rule.get("gates", ()))
        return self.grade_after(gates)

    def grade_after(self, gates: list[Record]) -> str:
        if not gates:
            return str(self.rule["grades"][tier_of(self.total(), self.rule["grades"])]["grade"])
        *before, last = gates
        then = last["then"]
        if not {"grade", "grade_at_most"} & set(then) or not self.holds(last["when"]):
            return self.grade_after(before)
        if "grade" in then:
            return str(then["grade"])
        begin = {grade["grade"]: (begins(grade), "above" in grade) for grade in self.rule["grades"]}
        return min(self.grade_after(before), str(then["grade_at_most"]), key=lambda name: begin[name])

    def coefficient(self) -> Fraction | None:
        table = {grade["grade"]: grade.get("coefficient") for grade in self.rule["grades"]}
        found = table[self.grade()]
        return None if found is None else number(found)

    def figure(self, name: str) -> Value:
        if name in ("total", "grade", "coefficient"):
            found: Value = getattr(self, name)()
            return found
        return self.component(name)


# Rewards


class Payslip:
    """A reward, with the rule that it rests on if there is one, and what is known of one person.

    `share` is the part of a period that counts, `paid` what has been paid in the year so far.
    """

    def __init__(
        self,
        reward: Record,
        rule: Record | None,
        known: Known,
        share: Fraction = Fraction(1),
        paid: Fraction = Fraction(0),
    ) -> None:
        self.reward, self.share, self.paid = reward, share, paid
        self.card = Scorecard(rule or {"components": {}}, known)

    def amount(self) -> Fraction | None:
        value = self.after(list(self.reward.get("gates", ())))
        if value is not None and "splits" in self.reward:
            return rounded(value * self.card.known["share/actual"], self.reward["amount"])
        return None if value is None else value - self.paid

    def after(self, gates: list[Record]) -> Fraction | None:
        if not gates:
            return self.before_gates()
        *before, last = gates
        then = last["then"]
        if not self.card.holds(last["when"]):
            return self.after(before)
        if "disqualify" in then:
            return Fraction(0)
        if "amount" in then:
            return number(then["amount"])
        value = self.after(before)
        if value is None:
            return None
        most = then["amount_at_most"]
        return min(value, value * number(most) if most.endswith("%") else number(most))

    def before_gates(self) -> Fraction | None:
        spec = self.reward["amount"]
        value = self.card.modified(self.basic(spec), self.reward, spec)
        return None if value is None else rounded(value * self.share, spec)

    def basic(self, spec: Record) -> Fraction | None:
        metric = spec.get("of") or self.reward.get("basis", {}).get("metric", "")
        if "flat" in spec:
            return number(spec["flat"])
        if "base" in spec:
            factor: Fraction | None
            if spec["times"] == "total":
                factor = self.card.total() / 100
            elif spec["times"] == "coefficient":
                factor = self.card.coefficient()
            else:
                factor = measure("actual" if spec["times"] == "count" else "attainment", metric, self.card.known)
            return None if factor is None else number(spec["base"]) * factor
        value = measure("actual", metric, self.card.known)
        if value is None:
            return None
        return by_slices(value, spec["slices"]) if "slices" in spec else by_steps(value, spec["steps"])


# Groups


def standings(
    keys: Mapping[str, Sequence[Fraction]], descending: Sequence[bool], ties: str, top: int
) -> dict[str, tuple[int, bool, Fraction]]:
    """Rank, whether that wins, and the part of a prize, of each: counted one against the other."""

    def beats(one: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
        for mine, theirs, down in zip(one, other, descending, strict=True):
            if mine != theirs:
                return (mine > theirs) is down
        return False

    found = {}
    for who, own in keys.items():
        better = [tuple(other) for other in keys.values() if beats(other, own)]
        equal = sum(1 for other in keys.values() if tuple(other) == tuple(own))
        rank = 1 + (len(set(better)) if ties == "dense" else len(better))
        prizes = sum(1 for place in range(len(better) + 1, len(better) + equal + 1) if place <= top)
        part = Fraction(prizes, equal) if ties == "split" and prizes else Fraction(1)
        found[who] = (rank, rank <= top, part)
    return found
