"""The view of an award result: the outcome and where it stands, its basis, and the recipients as the audience sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.result import AwardResult, Recipient
from perfsite.records.reward import REWARD_TYPES, Reward
from perfsite.site.anchors import recipient_anchor
from perfsite.site.clauses import applies_said
from perfsite.site.edition import Edition, Link, component_title
from perfsite.site.explained import explained_link, unexplained_said
from perfsite.site.outcomes import (
    OutcomeView,
    basis_facts,
    dates_facts,
    exception_cases,
    is_masked,
    rule_of,
    shared_parts,
    sorted_by_sight,
    standard_of,
)
from perfsite.site.recompute import RecomputeView, view_recompute
from perfsite.site.sentences import Column, Fact, Row, Said, Sheet, say
from perfsite.site.sifting import choices_of
from perfsite.site.staff import position_in, position_level
from perfsite.site.tables import Sift, Trait, choice_of, level_height, sifted
from perfsite.site.visibility import hidden_said, is_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardView(OutcomeView):
    recipients: Sheet | None
    sift: Sift
    order: Said | None
    unexplained: Said | None
    count: int
    recompute: RecomputeView | None


def view_award(result: AwardResult, edition: Edition) -> AwardView:
    seen = is_seen(edition, AwardResult, "recipients")
    rows = _rows(result, edition)
    exceptions = [(row.who, row.recipient.exception) for row in rows if row.recipient.exception is not None]
    sift, recipients = _sifted(result, rows, edition)
    return AwardView(
        **shared_parts(result, edition),
        said=_outcome_said(result, edition) if seen else None,
        facts=_facts(result, edition),
        basis=_basis(result, edition),
        hidden=None if seen else hidden_said(edition, "recipients", AwardResult, "recipients"),
        exceptions=exception_cases(exceptions, result, edition),
        recipients=recipients,
        sift=sift,
        order=_order_said(result, edition),
        unexplained=unexplained_said(result, edition),
        count=len(result.recipients),
        recompute=view_recompute(result, edition) if seen else None,
    )


def _facts(result: AwardResult, edition: Edition) -> tuple[Fact, ...]:
    facts = []
    if result.recipients:
        facts.append(Fact(f"outcome.recipients-{recipients_word(result)}", len(result.recipients), figure=True))
    total = total_fact(result, edition)
    if total is not None:
        facts.append(total)
    if result.budget is not None:
        facts.append(Fact("outcome.budget", result.budget))
    return (*facts, *dates_facts(result, edition))


def total_fact(result: AwardResult, edition: Edition) -> Fact | None:
    """What was awarded together, unless that is a figure about too few people."""
    if not any(recipient.amount is not None for recipient in result.recipients):
        return None
    if is_small_group(result, edition):
        return Fact("outcome.total", say("table.nothing"), small_group_said(edition))
    total = sum_of(result.recipients)
    if total is None:
        return None
    return Fact("outcome.total", total, _of_budget(total, result), figure=True)


def is_small_group(result: AwardResult, edition: Edition) -> bool:
    """Whether a sum would be about fewer people than the site asks for. Teams are no people."""
    people = sum(recipient.team is None for recipient in result.recipients)
    return 0 < people < edition.library.site.policy.smallest_group


def small_group_said(edition: Edition) -> Said:
    return say("group.too-small", n=edition.library.site.policy.smallest_group)


def sum_of(recipients: Sequence[Recipient]) -> Quantity | None:
    """The sum of the amounts; None where they are in several currencies."""
    amounts = [recipient.amount for recipient in recipients if recipient.amount is not None]
    units = {amount.unit for amount in amounts}
    if len(units) != 1:
        return None
    return Quantity(sum((amount.value for amount in amounts), Decimal(0)), units.pop())


def _of_budget(total: Quantity, result: AwardResult) -> Said | None:
    budget = result.budget
    if budget is None or budget.unit != total.unit or budget.value <= 0:
        return None
    share = (total.value * 100 / budget.value).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return say("outcome.of-budget", share=Quantity(share, "%"))


def _outcome_said(result: AwardResult, edition: Edition) -> Said | None:
    """The outcome in one sentence, from what is seen."""
    count = len(result.recipients)
    if not count:
        return None
    total, who = sum_of(result.recipients), recipients_word(result)
    if total is not None and not is_small_group(result, edition):
        return say(f"outcome.said-{who}-sum", n=count, total=total)
    return say(f"outcome.said-{who}", n=count)


def recipients_word(result: AwardResult) -> str:
    """Whether people or teams were awarded."""
    kinds = {"person" if recipient.person is not None else "team" for recipient in result.recipients}
    return kinds.pop() if len(kinds) == 1 else "both"


def _basis(result: AwardResult, edition: Edition) -> tuple[Fact, ...]:
    reward = standard_of(result, edition)
    if not isinstance(reward, Reward):
        return basis_facts(result, edition)
    who = applies_said(reward.applies_to, edition, result.address)
    zh, en = REWARD_TYPES.get(reward.type, ("", ""))
    kind = edition.words(Phrase(zh, en[:1].upper() + en[1:]))
    more = Fact("basis.for", who) if who is not None else None
    facts = basis_facts(result, edition, more)
    return (replace(facts[0], note=kind), *facts[1:]) if facts else ()


# The recipients


@dataclass(frozen=True, slots=True)
class _Line:
    """A recipient beside the row that shows it."""

    recipient: Recipient
    who: Link | None
    row: Row


def _rows(result: AwardResult, edition: Edition) -> list[_Line]:
    """Recipients in the order of the page: by name, or by rank where the site turns leaderboards on."""
    lines = [
        _Line(
            r,
            _who(r, result, edition),
            Row(_cells(r, result, edition), recipient_anchor(r.person or r.team, result, edition)),
        )
        for r in result.recipients
    ]
    if edition.library.site.leaderboards and all(line.recipient.rank is not None for line in lines):
        return sorted(lines, key=lambda line: line.recipient.rank or 0)
    # Rows that look the same stay as they are: then their order tells nothing.
    order = {id(row): place for place, row in enumerate(sorted_by_sight([line.row for line in lines], edition))}
    return sorted(lines, key=lambda line: order[id(line.row)])


def _who(recipient: Recipient, result: AwardResult, edition: Edition) -> Link | None:
    return edition.link_to(recipient.person or recipient.team, result.address)


def _team(recipient: Recipient, result: AwardResult, edition: Edition) -> Link | None:
    person = edition.library.get(Person, recipient.person)
    position = position_in(person, edition.library.get(Period, result.period)) if person is not None else None
    return edition.link_to(position.team, result.address) if position is not None else None


def _cells(recipient: Recipient, result: AwardResult, edition: Edition) -> tuple[Any, ...]:
    """Every column that any result could have, in order; `_sheet` leaves out those that are empty all the way down."""
    components = dict(recipient.components)
    return (
        _who(recipient, result, edition),
        _team(recipient, result, edition),
        *(components.get(key) for key in component_keys(result)),
        recipient.total,
        recipient.grade,
        recipient.rank,
        _figure(recipient.basis, result, "basis"),
        recipient.share,
        _figure(recipient.amount, result, "amount"),
        recipient.award,
        recipient.note,
        explained_link(result, edition, recipient_anchor(recipient.person or recipient.team, result, edition)),
    )


def _figure(quantity: Quantity | None, result: AwardResult, field: str) -> Decimal | Quantity | None:
    """Money as a bare number, where one unit stands at the head of the column."""
    bare = quantity is not None and len(_currencies(result, field)) == 1
    return quantity.value if bare and quantity is not None and quantity.is_money else quantity


def _currencies(result: AwardResult, field: str) -> frozenset[str]:
    found = (getattr(recipient, field) for recipient in result.recipients)
    return frozenset(quantity.unit for quantity in found if quantity is not None and quantity.is_money)


def component_keys(result: AwardResult) -> tuple[str, ...]:
    """The components of which any recipient has points, in the order of their first mention."""
    return tuple(dict.fromkeys(key for recipient in result.recipients for key, _ in recipient.components))


def _columns(result: AwardResult, edition: Edition) -> tuple[Column, ...]:
    rule = rule_of(result, edition)
    components = dict(rule.components) if rule is not None else {}
    return (
        Column("recipient.person" if any(r.person for r in result.recipients) else "recipient.team", sort="name"),
        Column("recipient.team", sort="team"),
        *(
            Column(component_title(key, components, edition), "number", f"points-{key}")
            for key in component_keys(result)
        ),
        Column("recipient.total", "number", "total"),
        Column("recipient.grade", sort="grade"),
        Column("recipient.rank", "number", "rank"),
        Column(_money_label(result, "basis", edition), "number", "basis"),
        Column("recipient.share", "number", "share"),
        Column(_money_label(result, "amount", edition), "number", "amount"),
        Column("recipient.award"),
        Column("recipient.note"),
        Column("explained.column"),
    )


def _money_label(result: AwardResult, field: str, edition: Edition) -> Any:
    units = _currencies(result, field)
    if len(units) != 1:
        return f"recipient.{field}"
    unit = next(iter(units))
    return say(f"recipient.{field}-in", unit=edition.words(Phrase("元", "CNY")) if unit == "CNY" else unit)


def _sheet(result: AwardResult, lines: Sequence[_Line], edition: Edition) -> Sheet | None:
    if not lines:
        return None
    columns = _columns(result, edition)
    kept = [i for i in range(len(columns)) if i == 0 or any(line.row.cells[i] is not None for line in lines)]
    numbers = iter(range(1, len(lines) + 1))
    rows = tuple(
        replace(
            line.row,
            cells=tuple(line.row.cells[i] for i in kept),
            note=Link(edition.words(Phrase("例外", "exception")), f"#exceptions.{next(numbers)}")
            if line.recipient.exception is not None
            else None,
        )
        for line in lines
    )
    return Sheet(
        say("recipient.table"), tuple(columns[i] for i in kept), rows, _foot(result, columns, kept, edition), dense=True
    )


def _sifted(result: AwardResult, lines: Sequence[_Line], edition: Edition) -> tuple[Sift, Sheet | None]:
    """The table with the form above it, which tells of nobody what the table does not."""
    sheet = _sheet(result, lines, edition)
    if sheet is None:
        return Sift(), None
    height = _height_of_grades(result, edition)
    traits = (
        Trait("team", "recipient.team", [choice_of(_team(line.recipient, result, edition)) for line in lines]),
        Trait(
            "level", "person.level", [choice_of(_level(line, result, edition)) for line in lines], level_height(edition)
        ),
        Trait(
            "grade",
            "recipient.grade",
            [choices_of((line.recipient.grade,) if line.recipient.grade else (), str) for line in lines],
            lambda choice: height(choice.value),
        ),
    )
    sift, (sheet,) = sifted((sheet,), edition, traits, {"grade": height})
    return sift, sheet


def _level(line: _Line, result: AwardResult, edition: Edition) -> Link | None:
    """The level of somebody whose page the row leads to, and says as much; None of all others."""
    person = edition.library.get(Person, line.recipient.person)
    if person is None or line.who is None or not line.who.address:
        return None
    position = position_in(person, edition.library.get(Period, result.period))
    return position_level(position, edition) if position is not None else None


def _height_of_grades(result: AwardResult, edition: Edition) -> Callable[[str], tuple[int, str]]:
    """A sorting key of grades, from the lowest of the rule up."""
    rule = rule_of(result, edition)
    grades = sorted(rule.grades, key=lambda grade: grade.edge or 0) if rule is not None else ()
    places = {grade.grade: place for place, grade in enumerate(grades)}
    return lambda grade: (places.get(grade, len(places)), grade)


def _foot(result: AwardResult, columns: Sequence[Column], kept: Sequence[int], edition: Edition) -> tuple[Row, ...]:
    total = sum_of(result.recipients)
    if total is None or is_small_group(result, edition):
        return ()
    place = len(columns) - 4
    return (Row(tuple(say("recipient.sum") if i == 0 else total.value if i == place else None for i in kept)),)


def _order_said(result: AwardResult, edition: Edition) -> Said | None:
    if len(result.recipients) < 2:
        return None
    if is_masked(result, edition):
        return say("recipient.order-masked")
    leaders = edition.library.site.leaderboards and all(r.rank is not None for r in result.recipients)
    return say("recipient.order-rank" if leaders else "recipient.order-name")


__all__ = [
    "AwardView",
    "component_keys",
    "is_small_group",
    "recipients_word",
    "small_group_said",
    "sum_of",
    "total_fact",
    "view_award",
]
