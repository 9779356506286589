"""The view of how a result came about: for each recipient or candidate the steps, with their numbers and who says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

from perfsite.diagnostics import Phrase
from perfsite.records.actuals import Actuals
from perfsite.records.goal import Goal
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import AMOUNT, GRADE, TOTAL
from perfsite.scoring.evaluate import CannotScoreError, Value
from perfsite.scoring.explain import NAMES, REASONS, shown, worded
from perfsite.scoring.explained_promotions import ATTESTED_BY, DECIDED, EVIDENCE, WAIVED
from perfsite.scoring.grounds import Part, Place
from perfsite.scoring.lines import CONDITION, EXCEPTION, UNKNOWN, UNMET, Explanation, Line
from perfsite.scoring.published import BASIS, RANK, published_figures
from perfsite.site.addresses import explained_address
from perfsite.site.anchors import place_address, recipient_anchor
from perfsite.site.clauses import tier_ranges
from perfsite.site.edition import Edition, Link
from perfsite.site.ordering import by_title
from perfsite.site.outcomes import DeclaredCase, approval_said, exception_cases, is_masked, rule_of, standard_of
from perfsite.site.plan import Page, page_of
from perfsite.site.sentences import Said, say
from perfsite.site.standpoints import DrawnRule, SharedCurve, Standpoint, drawn_rule, shared_curves
from perfsite.site.status import Status, result_state_of, result_status

_TITLES = {
    AwardResult.kind: Phrase("这些数是怎么算出来的", "How these figures came about"),
    PromotionResult.kind: Phrase("各项要求是怎么核对的", "How the requirements were checked"),
}
_RESULT = Phrase("结果", "result")
_REVISED = Phrase("目标的修订", "revised goal")
_EXCEPTION = Phrase("例外", "exception")
# In the line that closes a recipient's steps, in this order.
_HEADLINES = (TOTAL, GRADE, RANK, BASIS, AMOUNT)


# What stands in the result itself, and is told whatever else an audience sees.
_TOLD = (ATTESTED_BY, WAIVED, EVIDENCE, EXCEPTION)
_WITHOUT_FIGURE = (CONDITION, UNMET, EXCEPTION, EVIDENCE)


@dataclass(frozen=True, slots=True)
class StepView:
    """One line. `name` and `exact` are for scripts: what programs call the figure, and its exact value as n or n/d.

    `state` is "agrees" or "differs" where the line ends in a published figure, "excepted" where an exception stands in
    its place, "missing" where there is no figure, and "" else;
    `rounded` says what was rounded, and how.
    """

    name: str
    exact: str
    label: str
    working: str
    rounded: Said | None
    value: str
    state: str
    published: str
    sources: tuple[Link, ...]
    approved: Said | None = None


@dataclass(frozen=True, slots=True)
class GradeView:
    """A grade of the rule and its range; `here` marks the one that was reached."""

    grade: str
    range: Said
    here: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """The steps of one result, such as a component's points, with its place on the curve, or the grades where it is one."""

    title: str
    weight: Any
    steps: tuple[StepView, ...]
    grades: tuple[GradeView, ...]
    here: Standpoint | None


@dataclass(frozen=True, slots=True)
class RecipientView:
    id: str
    who: Link
    figures: tuple[tuple[str, str], ...]
    status: Status
    said: Said
    parts: tuple[PartView, ...]
    exception: DeclaredCase | None


@dataclass(frozen=True, slots=True)
class ExplainedView:
    """`about` is what is explained: "figures" of an award, or "requirements" for a promotion.

    `curves` are those on which somebody's place is shown, each drawn once.
    """

    about: str
    kind: str
    title: Said
    id: str
    status: Status
    result: Link
    standards: tuple[Link, ...]
    said: Said
    recipients: tuple[RecipientView, ...]
    curves: tuple[SharedCurve, ...]
    command: str


_Explained: TypeAlias = AwardResult | PromotionResult


def is_explained(outcome: _Explained, edition: Edition) -> bool:
    """Whether there is a page on how the result came about: somebody is named on it, and its standards are seen whole."""
    return _unexplained(outcome, edition) == "" and any(
        recipient_anchor(who, outcome, edition) for who in _listed(outcome)
    )


def _listed(outcome: _Explained) -> Iterator[Ref | None]:
    if isinstance(outcome, PromotionResult):
        return (candidate.person for candidate in outcome.candidates)
    return (recipient.person or recipient.team for recipient in outcome.recipients)


def _unexplained(outcome: _Explained, edition: Edition) -> str:
    """Why nothing can be computed from what the audience sees: a key of the catalogue, "" where something can."""
    is_whole = edition.library.is_whole
    reward, rule = standard_of(outcome, edition), rule_of(outcome, edition)
    if isinstance(outcome, PromotionResult):
        if not isinstance(reward, PromotionCriteria) or not is_whole(reward):
            return "criteria"
        return "" if is_whole(outcome) else "result"
    if not isinstance(reward, Reward) or not is_whole(reward):
        return "standards"
    wanted = reward.basis.rule if reward.basis is not None else None
    if wanted is not None and (rule is None or not is_whole(rule)):
        return "standards"
    return "" if is_whole(outcome) else "result"


def unexplained_said(outcome: _Explained, edition: Edition) -> Said | None:
    """Why a page that lists people has no steps of some of them; None where it has those of all."""
    listed = tuple(_listed(outcome))
    if not listed:
        return None
    why = _unexplained(outcome, edition)
    if why:
        return say(f"explained.unseen-{why}")
    people = any(who is not None and who.kind == "person" for who in listed)
    masked = people and is_masked(outcome, edition)
    return say(f"explained.masked-{_about(outcome)}") if masked else None


def explained_link(outcome: _Explained, edition: Edition, who: str) -> Link | None:
    """To the steps of one recipient or candidate, who is named there."""
    if not who or not is_explained(outcome, edition):
        return None
    words = edition.words(Phrase("步骤", "steps"))
    return Link(words, f"{explained_address(edition.language, outcome.kind, outcome.id)}#{who}")


def _about(outcome: Outcome) -> str:
    return "requirements" if isinstance(outcome, PromotionResult) else "figures"


def plan_explained(outcome: _Explained, edition: Edition, trail: tuple[Link, ...]) -> Iterator[Page]:
    """The page with everyone's steps, where the audience sees somebody by name."""
    if not is_explained(outcome, edition):
        return
    address = explained_address(edition.language, outcome.kind, outcome.id)
    yield page_of(
        edition,
        address,
        "explained.html",
        f"{edition.words(_TITLES[outcome.kind])} · {edition.title(outcome)}",
        partial(view_explained, outcome, edition),
        section=outcome.folder,
        trail=(*trail, edition.link(outcome)),
        about=outcome,
    )


def view_explained(outcome: _Explained, edition: Edition) -> ExplainedView:
    rule, named = rule_of(outcome, edition), []
    drawn = drawn_rule(rule, edition)
    for one in edition.explainer.of(outcome):
        who = edition.link_to(one.who, outcome.address)
        id = recipient_anchor(one.who, outcome, edition)
        if who is not None and id:
            named.append(_Reader(one, who, id, edition, rule, drawn).view())
    named.sort(key=lambda view: (by_title(view.who.title, edition.language), view.id))
    standards = [record for record in (standard_of(outcome, edition), rule_of(outcome, edition)) if record is not None]
    return ExplainedView(
        about=_about(outcome),
        kind=edition.words(outcome.noun),
        title=say(f"explained.title-{_about(outcome)}", result=edition.title(outcome)),
        id=outcome.id,
        status=result_status(result_state_of(outcome, edition), edition),
        result=edition.link(outcome),
        standards=tuple(edition.link(record) for record in standards),
        said=_said(outcome, edition),
        recipients=tuple(named),
        curves=shared_curves(drawn, (part.here for one in named for part in one.parts if part.here is not None)),
        command=f"perfsite explain {outcome.id} {named[0].id if named else ''}".strip(),
    )


def _said(outcome: _Explained, edition: Edition) -> Said:
    """Whether everything agrees, as far as the audience can tell."""
    found = [one for one in edition.explainer.of(outcome) if recipient_anchor(one.who, outcome, edition)]
    compared = sum(one.compared for one in found)
    wrong = sum(line.differs for one in found for line in one.lines)
    if wrong and edition.explainer.sees_all:
        return say(f"explained.all-differ-{_about(outcome)}", n=wrong, figures=compared)
    if wrong or not all(one.is_complete for one in found):
        # Who sees everything lacks what is not recorded, anyone else what is not shown or not recorded.
        why = "lacking" if edition.explainer.sees_all else "partly"
        return say(f"explained.all-{why}-{_about(outcome)}", n=compared - wrong)
    return say(f"explained.all-agree-{_about(outcome)}", n=compared)


@dataclass(frozen=True)
class _Reader:
    """Puts one explanation into the words of an edition."""

    one: Explanation
    who: Link
    id: str
    edition: Edition
    rule: ScoringRule | None
    drawn: DrawnRule

    def view(self) -> RecipientView:
        status, said = self._judged()
        # Where the audience does not see everything, a difference may lie in what it does not see: nothing is told.
        unseen = {name for name, _ in self.one.parts if self._is_unseen(name, self.one.lines_of(name))}
        seen = [line for line in self.one.lines if line.part not in unseen]
        return RecipientView(
            id=self.id,
            who=self.who,
            figures=tuple(self._figures()),
            status=status,
            said=said,
            parts=tuple(self._part(name, title, unseen, seen) for name, title in self.one.parts),
            exception=self._exception(),
        )

    def _figures(self) -> Iterator[tuple[str, str]]:
        """What is published, for the line above the steps."""
        award = self.one.outcome
        if not isinstance(award, AwardResult):
            (outcome,) = self.one.lines_of(DECIDED)
            yield _begun(self.edition.words(outcome.label)), self._published(outcome)
            return
        recipient = award.recipients[self.one.index]
        published = published_figures(award, recipient)
        money = {BASIS: recipient.basis, AMOUNT: recipient.amount}
        for name in _HEADLINES:
            if name in published:
                quantity = money.get(name)
                unit = quantity.unit if quantity is not None else ""
                yield _begun(self.edition.words(NAMES[name])), self._value(published[name][1], unit)

    def _exception(self) -> DeclaredCase | None:
        if self.one.exception is None:
            return None
        (case,) = exception_cases([(self.who, self.one.exception)], self.one.outcome, self.edition)
        return replace(case, id=f"exception.{self.id}")

    def _published(self, line: Line) -> str:
        value = line.published.published if line.published is not None else line.value
        return self._value(value, line.unit)

    def _judged(self) -> tuple[Status, Said]:
        words, n, about = self.edition.words, self.one.compared, _about(self.one.outcome)
        wrong = sum(line.differs for line in self.one.lines)
        if wrong and self.edition.explainer.sees_all:
            return Status("warning", words(Phrase("有不同", "differs"))), say(
                f"explained.differ-{about}", n=wrong, figures=n
            )
        if wrong or not self.one.is_complete:
            return Status("neutral", words(Phrase("部分核对", "partly compared"))), say(
                f"explained.partly-{about}", n=n - wrong
            )
        if self.one.exception is not None:
            return Status("notice", words(Phrase("有例外", "exception"))), say(f"explained.excepted-{about}", n=n)
        return Status("good", words(Phrase("一致", "agrees"))), say(f"explained.agree-{about}", n=n)

    # A part

    def _part(self, name: str, title: Phrase, hidden: Collection[str], seen: Sequence[Line]) -> PartView:
        lines, unseen = self.one.lines_of(name), name in hidden
        told = [line for line in lines if line.operation in _TOLD] if unseen else lines
        steps = tuple(self._step(line) for line in told)
        if unseen:
            steps = (self._unseen(name, title, lines), *steps)
        rule = self.rule
        weight = next((one.weight for id, one in rule.components if id == name), None) if rule is not None else None
        return PartView(
            title=_begun(title(self.edition.language)),
            weight=weight,
            steps=steps,
            grades=_grades(rule, lines[-1].value) if name == GRADE and rule is not None and not unseen else (),
            here=None if unseen else self._stands(name, seen),
        )

    def _stands(self, name: str, seen: Sequence[Line]) -> Standpoint | None:
        """Where somebody is on the curve of a component: told by nothing but steps that are shown."""
        found = self.drawn.place(name, seen)
        if found is None:
            return None
        labels = [self._value(line.value, line.unit) for line in found]
        return self.drawn.stand(name, *found, *labels)

    def _is_unseen(self, name: str, lines: tuple[Line, ...]) -> bool:
        """Whether what came out may follow from what this audience does not see."""
        if self.edition.explainer.sees_all:
            return False
        if name == DECIDED:
            return any(self._is_unseen(part, self.one.lines_of(part)) for part, _ in self.one.parts if part != DECIDED)
        undecided = isinstance(self.one.outcome, PromotionResult) and any(x.operation == UNKNOWN for x in lines)
        return undecided or any(line.differs or line.operation == UNMET for line in lines)

    def _unseen(self, name: str, title: Phrase, lines: tuple[Line, ...]) -> StepView:
        found = next((line for line in reversed(lines) if line.published is not None), None)
        published = self._published(found) if found is not None else ""
        words = self.edition.words(
            Phrase("从本受众看得到的资料算不出来", "does not follow from what this audience sees")
        )
        return StepView(name, "", _begun(title(self.edition.language)), words, None, published, "missing", "", ())

    def _step(self, line: Line) -> StepView:
        rounded = None
        if line.rounding is not None and line.rounded != line.value:
            rounded = say(
                "explained.rounded", value=self._value(line.value, line.unit), how=self.edition.words(line.rounding)
            )
        approved = None
        missing = line.operation == UNKNOWN or (line.value is None and line.operation not in _WITHOUT_FIGURE)
        working = self._reason(line, line.trouble) if line.trouble is not None else self.edition.words(line.working)
        if line.approval is not None:
            who = approval_said(line.approval.by, line.approval.on, self.one.outcome, self.edition)
            approved = say("exception.approved-by", who=who) if who is not None else None
        state = "missing" if missing else "excepted" if line.operation == EXCEPTION and line.value is not None else ""
        if line.published is not None:
            state = "differs" if line.differs else "agrees"
        return StepView(
            name=line.name,
            exact="" if line.counts is None or line.operation == UNKNOWN else str(line.counts),
            label=_begun(self.edition.words(line.label)),
            working=working,
            rounded=rounded,
            value="" if line.counts is None else self._value(line.counts, line.unit),
            state=state,
            published=self._published(line) if line.differs else "",
            sources=self._sources(line),
            approved=approved,
        )

    def _reason(self, line: Line, trouble: CannotScoreError) -> str:
        """Why there is no figure. Ids of other people are not repeated, and what is hidden may be what is lacking."""
        lang = self.edition.language
        name = line.about(lang) if line.about is not None else trouble.name
        if trouble.reason in ("eligibility", "group"):
            name = Phrase("名单以外的人", "others")(lang)
        reason = REASONS[trouble.reason](lang).format(name=f"“{name}”")
        if self.edition.explainer.sees_all:
            return reason
        return self.edition.words(Phrase(f"{reason}，或者本受众看不到", f"{reason}, or this audience does not see it"))

    def _value(self, value: Value, unit: str) -> str:
        """All digits of a figure, as the formulas have them."""
        said = worded(value, unit)
        if unit == "CNY" and isinstance(value, Fraction):
            said = Phrase(f"{shown(value)}元", said.en)
        return self.edition.words(said)

    # Who says so

    def _sources(self, line: Line) -> tuple[Link, ...]:
        clause = (self._clause(line.clause),) if line.clause is not None else ()
        evidence = [self._evidence(part) for part in line.evidence]
        if len({link.title for link in evidence}) < len(evidence):
            # Rows of several periods are told apart by these.
            evidence = [self._by_period(part, link) for part, link in zip(line.evidence, evidence, strict=True)]
        found = (*clause, *evidence, *(self._said_in(place) for place in line.places))
        return tuple(link for link in found if link.address)

    def _by_period(self, part: Part, link: Link) -> Link:
        ref = getattr(part.record, "period", None)
        period = self.edition.library.get(Period, ref)
        return link if period is None else Link(self.edition.title(period), link.address)

    def _clause(self, place: Place) -> Link:
        record, edition = place.record, self.edition
        if isinstance(record, Outcome):
            return Link(_begun(edition.words(_EXCEPTION)), f"#exception.{self.id}")
        return Link(_begun(edition.words(record.noun)), place_address(record, place.route, edition))

    def _evidence(self, part: Part) -> Link:
        edition, record = self.edition, part.record
        address = place_address(record, part.route, edition)
        if isinstance(record, Actuals):
            return Link(edition.words(record.title or record.source.report) or edition.title(record), address)
        if isinstance(record, AwardResult):
            return Link(edition.title(record), address)
        if isinstance(record, Goal) and part.route[0] == "revisions":
            return Link(_begun(edition.words(_REVISED)), address)
        return Link(_begun(edition.words(record.noun)), address)

    def _said_in(self, place: Place) -> Link:
        """Where the records say something that is no figure."""
        edition, record = self.edition, place.record
        address = place_address(record, place.route, edition)
        return Link(_begun(edition.words(_RESULT if isinstance(record, PromotionResult) else record.noun)), address)


def _begun(words: str) -> str:
    """As the beginning of a line, with a capital where the language has them."""
    return words[:1].upper() + words[1:]


def _grades(rule: ScoringRule, reached: Value) -> tuple[GradeView, ...]:
    return tuple(GradeView(grade.grade, range_, grade.grade == reached) for grade, range_ in tier_ranges(rule.grades))


__all__ = ["ExplainedView", "explained_link", "is_explained", "plan_explained", "unexplained_said", "view_explained"]
