"""What stands in a new record before anyone has filled it in: values that are sound, taken from the site where it has any."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from perfsite.records.fields import FieldSpec, Struct, shape_of
from perfsite.records.forms import (
    DATE,
    DURATION,
    ID_FORM,
    MOMENT,
    MONEY,
    NUMBER,
    PERCENT,
    QUANTITY,
    Flag,
    Form,
    ListOf,
    MapOf,
    Reference,
    TextForm,
    Whole,
    Word,
)
from perfsite.records.goal import Goal
from perfsite.records.ladder import Ladder, PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.record import TO_WRITE, Record, new_title
from perfsite.records.references import Ref
from perfsite.records.requirement import PeriodCountForm
from perfsite.records.reward import Reward, SortKeyForm
from perfsite.records.rule import Component, FigureForm, Grade, ScoringRule
from perfsite.scaffold.yaml import Entry, Value
from perfsite.scoring.promotions import foresee

# Fields that need not be there, and that a good record of the kind has all the same.
_ALSO: dict[str, tuple[str, ...]] = {
    "Goal": ("metric", "baseline", "target", "achievable", "supports"),
    "ScoringRule": ("in_force", "examples"),
    "Component": ("metric", "steps"),
    "Reward": ("in_force", "basis", "amount", "examples"),
    "AppliesTo": ("role",),
    "Ladder": ("in_force",),
    "PromotionCriteria": ("title", "in_force"),
    "AwardResult": ("title", "notice"),
    "PromotionResult": ("title", "notice"),
    "Recipient": ("person", "amount"),
    "Person": ("name", "joined", "positions"),
    "Position": ("level",),
    "Metric": ("currency", "definition", "source"),
    "Period": ("parent",),
    "Actuals": ("title", "metric"),
    "ActualValue": ("person",),
    "Calendar": ("title", "country", "holidays"),
    "Training": ("description",),
    "Contact": ("name", "email"),
    "Given": ("actual",),
    "Expectation": (),
    "ObjectionPolicy": ("open", "answer_within"),
}  # fmt: skip
# Where the first of several fields is not the one to begin with.
_PREFERRED = {
    "Component": "steps",
    "Tier": "points",
    "Requirement": "tenure",
    "AttainmentNeeded": "at_least",
    "Effect": "total",
}
_TYPICAL: tuple[tuple[type[Form[Any]], str], ...] = (
    (Flag, "true"),
    (PeriodCountForm, "2 of last 4 periods"),
    (SortKeyForm, "total descending"),
    (FigureForm, "100"),
)
_PLAIN = {"url": "https://example.com/", "email": "name@example.com", "system": "crm", "grade": "A", "currency": "CNY"}


class Placeholders:
    """Values for the fields of new records of one site, on one day."""

    def __init__(self, library: Library, today: dt.date, noun: type[Record]) -> None:
        self.library = library
        self.today = today
        self.noun = noun
        self.languages = library.site.languages

    def active(self, noun: type[Any]) -> set[str]:
        """The fields that stand in a new record as it is: required ones, usual ones, and one of those that exclude each other."""
        shape = shape_of(noun)
        also = _ALSO.get(noun.__name__, ())
        keys = {spec.key for spec in shape.fields.values() if spec.required} | {
            key for key in also if self._can_stand(noun, key)
        }
        for choice in shape.choices:
            if choice.required and not keys.intersection(choice.keys):
                preferred = _PREFERRED.get(noun.__name__, "")
                keys.add(preferred if preferred in choice.keys else choice.keys[0])
        return keys

    def _can_stand(self, noun: type[Any], key: str) -> bool:
        """Whether there is something to refer to, where a new record does as well without."""
        if noun is Period and key == "parent":
            return self.next_year() is not None
        if noun is Goal and key == "supports":
            return bool(self.first("goal"))
        if noun is Reward and key in ("basis", "examples"):
            return self.graded() is not None
        return True

    def value(self, noun: type[Any], spec: FieldSpec) -> Value:
        special = _SPECIAL.get((noun.__name__, spec.key))
        if special is not None:
            return special(self)
        if spec.key == "audience":
            return self.library.site.audience_rules[-1].id
        if spec.key == "title" and issubclass(noun, Record):
            title = new_title(noun)
            return self.text(title.zh, title.en)
        return self.form(spec.form, spec)

    def form(self, form: Form[Any], spec: FieldSpec) -> Value:
        """A value of a form; the field tells which, where a form alone does not."""
        if isinstance(form, Struct):
            bare = form.shape.fields[form.shorthand].form if form.shorthand else None
            # A text in several languages is a group itself, and cannot stand for the whole.
            return self.group(form.noun) if bare is None or isinstance(bare, TextForm) else self.form(bare, spec)
        if isinstance(form, ListOf):
            return self.form(form.inner, spec) if form.single else [self.form(form.inner, spec)]
        if isinstance(form, MapOf):
            return (Entry("example", self.form(form.inner, spec)),)
        if isinstance(form, TextForm):
            return self.text(TO_WRITE.zh, TO_WRITE.en)
        if isinstance(form, Reference):
            return self.reference(form)
        return self.word(form, spec.key)

    def word(self, form: Form[Any], key: str) -> str:
        """A value that is one word or number."""
        if isinstance(form, Word):
            return next(iter(form.choices))
        if isinstance(form, Whole):
            return str(max(form.least, 1))
        if form is ID_FORM:
            return self._id_for(key)
        for known, make in _SIMPLE:
            if known is form:
                return make(self)
        return next((text for kind, text in _TYPICAL if isinstance(form, kind)), _PLAIN.get(key, "…"))

    def group(self, noun: type[Any]) -> tuple[Entry, ...]:
        """A group of fields with those that it needs, in the order of their declaration."""
        shape = shape_of(noun)
        lang = self.library.site.default_language
        active = self.active(noun) or {next(iter(shape.fields))}
        return tuple(
            Entry(key, self.value(noun, spec), spec.label(lang)) for key, spec in shape.fields.items() if key in active
        )

    def text(self, zh: str, en: str) -> Value:
        """A text in each language of the site."""
        words = {"zh": zh, "en": en}
        if len(self.languages) == 1:
            return words[self.languages[0]]
        return tuple(Entry(lang, words[lang]) for lang in self.languages)

    def reference(self, form: Reference) -> str:
        """The first record that can be referred to, or an id that says what is missing."""
        for kind in form.kinds:
            found = self.first(kind)
            if found:
                return f"{kind}/{found}" if len(form.kinds) > 1 else found
        kind = form.kinds[0]
        name = (self.first(self.noun.kind) or "other-id") if kind == "self" else f"new-{kind}"
        return f"{kind}/{name}" if len(form.kinds) > 1 else name

    def first(self, kind: str) -> str:
        """The id of the record of a kind that a new one is likeliest to be about, or nothing."""
        if kind == "period":
            running = [p for p in self.library.of(Period) if p.from_ <= self.today <= p.to]
            if running:
                return min(running, key=lambda period: (period.to - period.from_, period.id)).id
        if kind == "metric":
            return self._metric()
        return min(self.library.records.get(kind, {}), default="")

    def judged_period(self) -> str:
        """The last period that is over, which results are about; else the one that runs."""
        over = [period for period in self.library.of(Period) if period.to < self.today]
        if not over:
            return self.first("period") or "new-period"
        return max(over, key=lambda period: (period.to, period.from_, period.id)).id

    def _metric(self) -> str:
        """For a goal, a metric that has none in the running period; else one of money, which is what most is about."""
        metrics = self.library.of(Metric)
        period = self.first("period")
        taken = {
            goal.metric.id for goal in self.library.of(Goal) if goal.metric is not None and goal.period.id == period
        }
        free = [metric for metric in metrics if self.noun is Goal and metric.id not in taken]
        money = [metric for metric in metrics if metric.unit == "money"]
        return next((metric.id for metric in (*free, *money, *metrics)), "")

    def _id_for(self, key: str) -> str:
        levels = self.levels()
        if key in ("level", "levels", "in", "from", "to") and levels:
            return levels[-1] if key == "to" else levels[0]
        return "example"

    def levels(self) -> tuple[str, ...]:
        """Two neighbouring levels of the first ladder, as long as it has so many."""
        for ladder in self.library.of(Ladder):
            return tuple(level.id for level in sorted(ladder.levels, key=lambda level: level.rank))[:2]
        return ()

    def amount(self, share: int) -> str:
        """A quantity of the metric that new records are about; `share` is in percent of a round sum."""
        metric = self.library.get(Metric, self.first("metric"))
        if metric is None or metric.unit == "money":
            currency = (metric.currency if metric else None) or self.library.site.currency
            return f"{currency} {10_000 * share:,}"
        return f"{min(share, 100)}%" if metric.unit == "percent" else str(share)

    def next_year(self) -> str | None:
        """The year that the next quarter is part of, if there is such a period."""
        start, end = self.next_quarter()
        return next(
            (p.id for p in self.library.of(Period) if p.type == "year" and p.from_ <= start and end <= p.to), None
        )

    def goal_above(self) -> str:
        """A goal of a team in the running period, which a new one is likeliest to support."""
        period = self.first("period")
        goals = [goal for goal in self.library.of(Goal) if goal.period.id == period and goal.owner.kind == "team"]
        return min((goal.id for goal in goals), default=self.first("goal"))

    def recipient(self) -> str:
        """Someone whom the first reward is for."""
        roles = {role.id for reward in self.library.of(Reward)[:1] for role in reward.applies_to.role}
        return self._someone(lambda position: position.role.id in roles)

    def candidate(self) -> str:
        """Someone on the level that the first promotion criteria lead from."""
        levels = {criteria.from_ for criteria in self.library.of(PromotionCriteria)[:1]}
        return self._someone(lambda position: position.level in levels)

    def _someone(self, suits: Callable[[Position], bool]) -> str:
        """Someone who suits today, but not the one who decides, who is the first of all."""
        people = self.library.of(Person)
        found = [person.id for person in people if any(map(suits, person.held_in(self.today, self.today)))]
        others = [id for id in (*found, *(person.id for person in people)) if id != self.first("person")]
        return others[0] if others else "someone-else"

    def next_month(self) -> dt.date:
        """The first day of the next month: a new standard does not reach back."""
        return (self.today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)

    def graded(self) -> tuple[str, Grade] | None:
        """A rule with one of its grades that has a coefficient, as a reward may be based on."""
        for rule in self.library.of(ScoringRule):
            for grade in rule.grades:
                if grade.coefficient is not None:
                    return rule.id, grade
        return None

    def free_role(self) -> str:
        """A role that has no scoring rule yet, or else the first."""
        taken = {role.id for rule in self.library.of(ScoringRule) for role in rule.applies_to.role}
        free = [id for id in sorted(self.library.records["role"]) if id not in taken]
        return free[0] if free else self.first("role") or "new-role"

    def free_owner(self) -> str:
        """A team or person without a goal for the metric in the period, or else the first."""
        metric, period = self.first("metric"), self.first("period")
        taken = {
            str(goal.owner)
            for goal in self.library.of(Goal)
            if goal.period.id == period and goal.metric is not None and goal.metric.id == metric
        }
        owners = [f"{kind}/{id}" for kind in ("team", "person") for id in sorted(self.library.records[kind])]
        return next((owner for owner in owners if owner not in taken), owners[0] if owners else "team/new-team")

    def next_quarter(self) -> tuple[dt.date, dt.date]:
        """The quarter after the last that there is, or the current one where there is none."""
        last = max((p.to for p in self.library.of(Period) if p.type == "quarter"), default=None)
        start = (
            dt.date(self.today.year, 3 * ((self.today.month - 1) // 3) + 1, 1)
            if last is None
            else last + dt.timedelta(days=1)
        )
        month = start.month + 2 if start.month <= 10 else 12
        return start, dt.date(start.year, month, calendar.monthrange(start.year, month)[1])

    def requirements(self) -> Value:
        """The requirements of the first promotion criteria: as the records say, and what people decide as met."""
        for criteria in self.library.of(PromotionCriteria)[:1]:
            ids = [leaf.id for leaf in criteria.requires.leaves() if leaf.id]
            return tuple(Entry(id, "false" if self._foreseen(criteria).get(id) is False else "true") for id in ids)
        return (Entry("tenure", "true"),)

    def outcome(self) -> str:
        """Promoted, unless the records have something against it."""
        for criteria in self.library.of(PromotionCriteria)[:1]:
            return "not promoted" if False in self._foreseen(criteria).values() else "promoted"
        return "promoted"

    def _foreseen(self, criteria: PromotionCriteria) -> Mapping[str, bool | None]:
        period = self.library.get(Period, self.judged_period())
        who = Ref("person", self.candidate())
        return {} if period is None else foresee(self.library, criteria, who, period, self.today)


_SIMPLE: tuple[tuple[Form[Any], Callable[[Placeholders], str]], ...] = (
    (NUMBER, lambda _: "100"),
    (PERCENT, lambda _: "100%"),
    (QUANTITY, lambda _: "100%"),
    (MONEY, lambda p: f"{p.library.site.currency} 10,000"),
    (DURATION, lambda _: "12 months"),
    (DATE, lambda p: p.today.isoformat()),
    (MOMENT, lambda p: f"{p.today.isoformat()}T09:00+08:00"),
)
_TIERS: Value = [
    (Entry("from", "0%"), Entry("points", "0")),
    (Entry("from", "100%"), Entry("points", "100")),
]


def _levels(placeholders: Placeholders) -> Value:
    words = (("初级", "Junior"), ("高级", "Senior"))
    return [
        (Entry("id", f"l{rank}"), Entry("rank", str(rank)), Entry("title", placeholders.text(*name)))
        for rank, name in enumerate(words, 1)
    ]


def _requires(placeholders: Placeholders) -> Value:
    levels = placeholders.levels() or ("l1",)
    tenure: Value = (Entry("in", levels[0]), Entry("at_least", "12 months"))
    return (Entry("all", [(Entry("id", "tenure"), Entry("tenure", tenure))]),)


def _component_id(placeholders: Placeholders) -> str:
    return placeholders.first("metric") or "example"


def _components(placeholders: Placeholders) -> Value:
    return (Entry(_component_id(placeholders), placeholders.group(Component)),)


def _rule_example(placeholders: Placeholders) -> Value:
    component, met = _component_id(placeholders), placeholders.amount(100)
    given: Value = (Entry(component, (Entry("target", met), Entry("actual", met))),)
    expected: Value = (Entry(component, "100"), Entry("total", "100"))
    words = placeholders.text("刚好达到目标", "Target just met")
    return [(Entry("title", words), Entry("given", given), Entry("expect", expected))]


def _rewarded(placeholders: Placeholders) -> Value:
    """A base times the grade's coefficient where there is a rule with grades, else a flat sum."""
    sum_of_money = Entry("flat", f"{placeholders.library.site.currency} 10,000")
    rounding = (Entry("places", "2"), Entry("rounding", "half-up"))
    if placeholders.graded() is None:
        return (sum_of_money, *rounding)
    return (Entry("base", sum_of_money.value), Entry("times", "coefficient"), *rounding)


def _based(placeholders: Placeholders) -> Value:
    graded = placeholders.graded()
    return (Entry("rule", graded[0] if graded else placeholders.first("rule") or "new-rule"),)


def _reward_example(placeholders: Placeholders) -> Value:
    graded = placeholders.graded()
    grade, coefficient = (graded[1].grade, graded[1].coefficient or 0) if graded else ("A", 1)
    amount = f"{placeholders.library.site.currency} {10_000 * coefficient:,.2f}"
    words = placeholders.text(f"等级{grade}", f"Grade {grade}")
    given, expected = (Entry("grade", grade),), (Entry("amount", amount),)
    return [(Entry("title", words), Entry("given", given), Entry("expect", expected))]


def _days_off(placeholders: Placeholders) -> Value:
    return [(Entry("title", placeholders.text("元旦", "New Year")), Entry("from", f"{placeholders.today.year}-01-01"))]


_SPECIAL: dict[tuple[str, str], Callable[[Placeholders], Value]] = {
    ("Goal", "owner"): lambda p: p.free_owner(),
    ("Goal", "supports"): lambda p: p.goal_above() or "other-id",
    ("Goal", "baseline"): lambda p: p.amount(80),
    ("Goal", "target"): lambda p: p.amount(100),
    ("KeyResult", "from"): lambda _: "0",
    ("KeyResult", "to"): lambda _: "10",
    ("Revision", "target"): lambda p: p.amount(90),
    ("Review", "actual"): lambda p: p.amount(50),
    ("ScoringRule", "components"): _components,
    ("ScoringRule", "applies_to"): lambda p: (Entry("role", p.free_role()),),
    ("ScoringRule", "examples"): _rule_example,
    ("Reward", "basis"): _based,
    ("Reward", "amount"): _rewarded,
    ("Reward", "examples"): _reward_example,
    ("InForce", "from"): lambda p: p.next_month().isoformat(),
    ("Component", "weight"): lambda _: "100%",
    ("Component", "measure"): lambda _: "attainment",
    ("Component", "steps"): lambda _: _TIERS,
    ("Rounding", "places"): lambda _: "2",
    ("TotalSpec", "places"): lambda _: "2",
    ("Grade", "from"): lambda _: "0",
    ("Tier", "from"): lambda _: "0%",
    ("Ladder", "levels"): _levels,
    ("PromotionCriteria", "requires"): _requires,
    ("PromotionCriteria", "from"): lambda p: (p.levels() or ("l1",))[0],
    ("PromotionCriteria", "to"): lambda p: (p.levels() or ("l2",))[-1],
    ("AwardResult", "period"): lambda p: p.judged_period(),
    ("PromotionResult", "period"): lambda p: p.judged_period(),
    ("Actuals", "period"): lambda p: p.judged_period(),
    ("Recipient", "person"): lambda p: p.recipient(),
    ("Candidate", "person"): lambda p: p.candidate(),
    ("Candidate", "requirements"): lambda p: p.requirements(),
    ("Candidate", "outcome"): lambda p: p.outcome(),
    ("Period", "type"): lambda _: "quarter",
    ("Period", "from"): lambda p: p.next_quarter()[0].isoformat(),
    ("Period", "to"): lambda p: p.next_quarter()[1].isoformat(),
    ("Period", "parent"): lambda p: p.next_year() or "year",
    ("Metric", "currency"): lambda p: p.library.site.currency,
    ("ActualValue", "value"): lambda p: p.amount(100),
    ("Term", "see"): lambda p: [f"metric/{p.first('metric') or 'new-metric'}"],
    ("Calendar", "years"): lambda p: [str(p.today.year)],
    ("Calendar", "holidays"): _days_off,
}
