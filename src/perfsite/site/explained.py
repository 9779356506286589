"""The view of how an award result was calculated: for each recipient the steps, with their numbers and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.actuals import Actuals
from perfsite.records.fields import is_whole
from perfsite.records.goal import Goal
from perfsite.records.result import AwardResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import AMOUNT, GRADE, TOTAL
from perfsite.scoring.evaluate import CannotScoreError, Value
from perfsite.scoring.explain import NAMES, REASONS, percent, shown
from perfsite.scoring.explained import ELIGIBILITY, EXCEPTION, UNKNOWN, UNMET, Explanation, Line, Place
from perfsite.scoring.grounds import Part
from perfsite.scoring.published import BASIS, RANK, published_figures
from perfsite.site.addresses import explained_address
from perfsite.site.anchors import place_address, recipient_anchor
from perfsite.site.clauses import tier_ranges
from perfsite.site.edition import Edition, Link
from perfsite.site.ordering import by_title
from perfsite.site.outcomes import DeclaredCase, exception_cases, is_masked, rule_of, standard_of
from perfsite.site.plan import Page, alternates_of
from perfsite.site.sentences import Said, say
from perfsite.site.status import Status, result_state_of, result_status

_TITLE = Phrase("这些数是怎么算出来的", "How these figures came about")
_REVISED = Phrase("目标的修订", "revised goal")
_EXCEPTION = Phrase("例外", "exception")
# In the line that closes a recipient's steps, in this order.
_HEADLINES = (TOTAL, GRADE, RANK, BASIS, AMOUNT)


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


@dataclass(frozen=True, slots=True)
class GradeView:
    """A grade of the rule and its range; `here` marks the one that was reached."""

    grade: str
    range: Said
    here: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """The steps of one result, such as a component's points, with the grades where it is the grade."""

    title: str
    weight: Any
    steps: tuple[StepView, ...]
    grades: tuple[GradeView, ...]


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
    kind: str
    title: Said
    id: str
    status: Status
    result: Link
    standards: tuple[Link, ...]
    said: Said
    recipients: tuple[RecipientView, ...]
    command: str


def is_explained(award: AwardResult, edition: Edition) -> bool:
    """Whether there is a page on how the result came about: somebody is named on it, and its standards are seen whole."""
    return _unexplained(award, edition) == "" and any(
        recipient_anchor(one.person or one.team, award, edition) for one in award.recipients
    )


def _unexplained(award: AwardResult, edition: Edition) -> str:
    """Why nothing can be computed from what the audience sees: a key of the catalogue, "" where something can."""
    reward, rule = standard_of(award, edition), rule_of(award, edition)
    if not isinstance(reward, Reward) or not is_whole(reward):
        return "standards"
    wanted = reward.basis.rule if reward.basis is not None else None
    if wanted is not None and (rule is None or not is_whole(rule)):
        return "standards"
    return "" if is_whole(award) else "result"


def unexplained_said(award: AwardResult, edition: Edition) -> Said | None:
    """Why a page that lists recipients has no steps of some of them; None where it has those of all."""
    if not award.recipients:
        return None
    why = _unexplained(award, edition)
    if why:
        return say(f"explained.unseen-{why}")
    people = any(one.person is not None for one in award.recipients)
    return say("explained.masked") if people and is_masked(award, edition) else None


def explained_link(award: AwardResult, edition: Edition, who: str) -> Link | None:
    """To the steps of one recipient, who is named there."""
    if not who or not is_explained(award, edition):
        return None
    words = edition.words(Phrase("步骤", "steps"))
    return Link(words, f"{explained_address(edition.language, award.id)}#{who}")


def plan_explained(award: AwardResult, edition: Edition, trail: tuple[Link, ...]) -> Iterator[Page]:
    """The page with everyone's steps, where the audience sees somebody by name."""
    if not is_explained(award, edition):
        return
    address = explained_address(edition.language, award.id)
    yield Page(
        address=address,
        language=edition.language,
        template="explained.html",
        title=f"{edition.words(_TITLE)} · {edition.title(award)}",
        make=partial(view_explained, award, edition),
        section=award.folder,
        trail=(*trail, edition.link(award)),
        alternates=alternates_of(edition, address),
    )


def view_explained(award: AwardResult, edition: Edition) -> ExplainedView:
    rule, named = rule_of(award, edition), []
    for one in edition.explainer.of(award):
        who = edition.link_to(one.who, award.address)
        id = recipient_anchor(one.who, award, edition)
        if who is not None and id:
            named.append(_Reader(one, who, id, edition, rule).view())
    named.sort(key=lambda view: (by_title(view.who.title, edition.language), view.id))
    standards = [record for record in (standard_of(award, edition), rule_of(award, edition)) if record is not None]
    return ExplainedView(
        kind=edition.words(award.noun),
        title=say("explained.title", result=edition.title(award)),
        id=award.id,
        status=result_status(result_state_of(award, edition), edition),
        result=edition.link(award),
        standards=tuple(edition.link(record) for record in standards),
        said=_said(award, edition),
        recipients=tuple(named),
        command=f"perfsite explain {award.id} {named[0].id if named else ''}".strip(),
    )


def _said(award: AwardResult, edition: Edition) -> Said:
    """Whether everything agrees, as far as the audience can tell."""
    found = [one for one in edition.explainer.of(award) if recipient_anchor(one.who, award, edition)]
    compared = sum(one.compared for one in found)
    wrong = sum(line.differs for one in found for line in one.lines)
    if wrong and edition.explainer.sees_all:
        return say("explained.all-differ", n=wrong, figures=compared)
    if wrong or not all(one.is_complete for one in found):
        return say("explained.all-partly", n=compared - wrong)
    return say("explained.all-agree", n=compared)


@dataclass(frozen=True)
class _Reader:
    """Puts one explanation into the words of an edition."""

    one: Explanation
    who: Link
    id: str
    edition: Edition
    rule: ScoringRule | None

    def view(self) -> RecipientView:
        status, said = self._judged()
        return RecipientView(
            id=self.id,
            who=self.who,
            figures=tuple(self._figures()),
            status=status,
            said=said,
            parts=tuple(self._part(name, title) for name, title in self.one.parts),
            exception=self._exception(),
        )

    def _figures(self) -> Iterator[tuple[str, str]]:
        """What is published, for the line above the steps."""
        recipient = self.one.award.recipients[self.one.index]
        published = published_figures(self.one.award, recipient)
        money = {BASIS: recipient.basis, AMOUNT: recipient.amount}
        for name in _HEADLINES:
            if name in published:
                quantity = money.get(name)
                unit = quantity.unit if quantity is not None else ""
                yield _begun(self.edition.words(NAMES[name])), self._value(published[name][1], unit)

    def _exception(self) -> DeclaredCase | None:
        if self.one.exception is None:
            return None
        (case,) = exception_cases([(self.who, self.one.exception)], self.one.award, self.edition)
        return replace(case, id=f"exception.{self.id}")

    def _published(self, line: Line) -> str:
        value = line.published.published if line.published is not None else line.value
        return self._value(value, line.unit)

    def _judged(self) -> tuple[Status, Said]:
        words, n = self.edition.words, self.one.compared
        wrong = sum(line.differs for line in self.one.lines)
        if wrong and self.edition.explainer.sees_all:
            return Status("warning", words(Phrase("有不同", "differs"))), say("explained.differ", n=wrong, figures=n)
        if wrong or not self.one.is_complete:
            return Status("neutral", words(Phrase("部分核对", "partly compared"))), say("explained.partly", n=n - wrong)
        if self.one.exception is not None:
            return Status("notice", words(Phrase("有例外", "exception"))), say("explained.excepted", n=n)
        return Status("good", words(Phrase("一致", "agrees"))), say("explained.agree", n=n)

    # A part

    def _part(self, name: str, title: Phrase) -> PartView:
        lines = self.one.lines_of(name)
        # Where the audience does not see everything, a difference may lie in what it does not see: nothing is told.
        unseen = not self.edition.explainer.sees_all and any(line.differs or line.operation == UNMET for line in lines)
        steps = (self._unseen(name, title, lines),) if unseen else tuple(self._step(line) for line in lines)
        rule = self.rule
        weight = next((one.weight for id, one in rule.components if id == name), None) if rule is not None else None
        return PartView(
            title=_begun(title(self.edition.language)),
            weight=weight,
            steps=steps,
            grades=_grades(rule, lines[-1].value) if name == GRADE and rule is not None and not unseen else (),
        )

    def _unseen(self, name: str, title: Phrase, lines: tuple[Line, ...]) -> StepView:
        published = next((self._published(line) for line in lines if line.published is not None), "")
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
        missing = line.operation == UNKNOWN or (line.value is None and line.part != ELIGIBILITY)
        working = self._reason(line, line.trouble) if line.trouble is not None else self.edition.words(line.working)
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
        if unit == "%":
            return percent(value)
        if not unit or not isinstance(value, Fraction):
            return shown(value)
        text = f"{unit} {shown(value)}"
        return self.edition.words(Phrase(f"{shown(value)}元" if unit == "CNY" else text, text))

    # Who says so

    def _sources(self, line: Line) -> tuple[Link, ...]:
        clause = (self._clause(line.clause),) if line.clause is not None else ()
        return (*clause, *(self._evidence(part) for part in line.evidence))

    def _clause(self, place: Place) -> Link:
        record, edition = place.record, self.edition
        if isinstance(record, AwardResult):
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


def _begun(words: str) -> str:
    """As the beginning of a line, with a capital where the language has them."""
    return words[:1].upper() + words[1:]


def _grades(rule: ScoringRule, reached: Value) -> tuple[GradeView, ...]:
    return tuple(GradeView(grade.grade, range_, grade.grade == reached) for grade, range_ in tier_ranges(rule.grades))


__all__ = ["ExplainedView", "explained_link", "is_explained", "plan_explained", "unexplained_said", "view_explained"]
