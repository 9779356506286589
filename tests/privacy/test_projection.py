"""What is cut out of records for an audience: fields, records, and whatever leans on them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

import pytest

from perfsite.privacy import Projection, audience_named, project
from perfsite.records.actuals import Actuals
from perfsite.records.fields import HR, SENSITIVITIES, Struct, field, shape_of
from perfsite.records.forms import PLAIN, Form, ListOf, MapOf
from perfsite.records.goal import Goal
from perfsite.records.kinds import KINDS
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.page import Page, Term
from perfsite.records.people import Person, Team
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.site import Site
from tests.privacy.repositories import AUDIENCES, COMPANY, PEOPLE, SITE_FILE, press
from tests.site_builder import AS_OF, site


def seen_by(audience: str, files: Mapping[str, str | None] | None = None, as_of: dt.date = AS_OF) -> Projection:
    library = site({**COMPANY, **(files or {})}).library
    rule = audience_named(library.site, audience)
    assert rule is not None
    return project(library, rule, as_of)


def nouns() -> list[type]:
    """Every noun of the record language: the kinds, and what stands inside them."""
    found: list[type] = [*KINDS.values(), Site]
    for noun in found:
        for spec in shape_of(noun).fields.values():
            form: Form[object] = spec.form
            while isinstance(form, ListOf | MapOf):
                form = form.inner
            if isinstance(form, Struct) and form.noun not in found:
                found.append(form.noun)
    return found


# What is declared


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.__name__)
def test_every_field_declares_its_audience(noun: type) -> None:
    undeclared = [key for key, spec in shape_of(noun).fields.items() if not spec.declared]

    assert not undeclared
    assert {spec.audience for spec in shape_of(noun).fields.values()} <= set(SENSITIVITIES)


def test_a_field_that_declares_none_is_for_hr_alone() -> None:
    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class Forgetful:
        secret: str | None = field(PLAIN, "秘密", "Secret")

    spec = shape_of(Forgetful).fields["secret"]

    assert spec.audience == HR
    assert not spec.declared


# Fields


def test_fields_for_others_hold_what_they_hold_where_nothing_was_written() -> None:
    result = seen_by("everyone").library.get(AwardResult, "2026-q3-quarterly-bonus")

    assert result is not None
    assert result.recipients == ()
    assert result.left_out == ()
    assert result.budget is None
    [objection] = result.objections
    assert {objection.grounds, objection.answer, objection.remedy, objection.about} == {None}
    assert objection.received == dt.date(2026, 10, 15)
    assert objection.outcome == "corrected"
    [correction] = result.corrections
    assert {correction.field_, correction.was, correction.now} == {None}
    assert correction.reason is not None


def test_each_audience_sees_what_the_wider_one_sees_and_more() -> None:
    people = [seen_by(audience).library.get(Person, "p-1") for audience in AUDIENCES]

    assert [person is not None and person.positions != () for person in people] == [True] * 3
    assert [person is not None and person.joined is not None for person in people] == [False, True, True]
    assert [person is not None and person.email is not None for person in people] == [False, False, True]


def test_the_days_of_positions_are_not_for_everyone() -> None:
    person = seen_by("everyone").library.get(Person, "p-3")

    assert person is not None
    assert person.positions[0].role == Ref("role", "regional-manager")
    assert person.positions[0].begins is None
    assert person.position_on(AS_OF) is None
    assert person.held_in(AS_OF, AS_OF) == ()


def test_what_hr_sees_is_the_library_itself() -> None:
    library = site(COMPANY).library
    rule = audience_named(library.site, "hr")
    assert rule is not None

    assert project(library, rule, AS_OF).library.records == library.records


# What a site changes


def with_visibility(*lines: str) -> dict[str, str | None]:
    return {SITE_FILE: COMPANY[SITE_FILE] + "visibility:\n" + "".join(f"  {line}\n" for line in lines)}


def test_a_site_can_hide_a_field() -> None:
    managers = seen_by("managers", with_visibility("award-result.recipients.amount: hr"))
    result = managers.library.get(AwardResult, "2026-q3-quarterly-bonus")

    assert result is not None
    assert [recipient.amount for recipient in result.recipients] == [None, None]
    assert [recipient.grade for recipient in result.recipients] == ["A", "B"]


@pytest.mark.parametrize("name", ["criteria.requires.evidence", "criteria.requires.all.evidence"])
def test_a_hidden_part_of_a_requirement_is_hidden_under_all_too(name: str) -> None:
    shown, hidden = (seen_by("managers", files) for files in (None, with_visibility(f"{name}: hr")))

    for seen, evidence in ((shown, "panel"), (hidden, None)):
        criteria = seen.library.get(PromotionCriteria, "m1-to-m2")
        assert criteria is not None
        assert {one.id: one.evidence for one in criteria.requires.all_}["coaching"] == evidence


def test_a_site_can_show_a_field_to_more() -> None:
    everyone = seen_by(
        "everyone",
        with_visibility("award-result.recipients: everyone", "award-result.recipients.grade: everyone"),
    )
    result = everyone.library.get(AwardResult, "2026-q3-quarterly-bonus")

    assert result is not None
    assert [(r.grade, r.person, r.amount) for r in result.recipients] == [("A", None, None), ("B", None, None)]


# Records with an audience of their own


def test_a_record_is_there_for_its_audience_and_narrower_ones() -> None:
    shown = [seen_by(audience).library.get(Goal, "plan-b") is not None for audience in AUDIENCES]

    assert shown == [False, True, True]


def test_an_audience_that_the_site_does_not_know_sees_nothing() -> None:
    text = COMPANY["content/goals/plan-b.yml"].replace("audience: managers", "audience: board")
    shown = [
        seen_by(audience, {"content/goals/plan-b.yml": text}).library.get(Goal, "plan-b") for audience in AUDIENCES
    ]

    assert shown == [None, None, None]


def hidden(file: str, old: str, new: str) -> dict[str, str | None]:
    assert COMPANY[file].count(old) == 1
    return {file: COMPANY[file].replace(old, new)}


def test_what_cannot_stand_without_a_hidden_record_goes_with_it_and_so_on() -> None:
    """The metric is hidden, so its goal goes, and the goal that supports that one loses what it supports."""
    files = hidden("content/metrics/net-revenue.yml", "unit: money", "audience: hr\nunit: money")
    library = seen_by("managers", files).library

    assert library.of(Goal) == ()
    assert library.get(Actuals, "2026-q3-revenue") is not None
    assert all(mention.ref != Ref("metric", "net-revenue") for mention in library.mentions)


def test_a_goal_that_supports_a_hidden_one_stays_without_it() -> None:
    files = hidden("content/goals/east-revenue.yml", "owner:", "audience: hr\nowner:")
    library = seen_by("managers", files).library

    assert library.get(Goal, "east-revenue") is None
    below = library.get(Goal, "shanghai-revenue")
    assert below is not None
    assert below.supports is None


def hide_person(id: str) -> dict[str, str | None]:
    return hidden(PEOPLE, f"- id: {id}\n", f"- id: {id}\n  audience: hr\n")


def test_a_hidden_person_leaves_no_row_behind() -> None:
    """Of a recipient one must know the person or the team: an amount that is nobody's would tell of somebody."""
    library = seen_by("managers", hide_person("p-2")).library
    result = library.get(AwardResult, "2026-q3-quarterly-bonus")
    revenue, conduct = library.get(Actuals, "2026-q3-revenue"), library.get(Actuals, "2026-q3-conduct")
    promotion = library.get(PromotionResult, "2026-promotions")

    assert result is not None
    assert [r.person for r in result.recipients] == [Ref("person", "p-3")]
    assert revenue is not None
    assert [value.person for value in revenue.values] == [Ref("person", "p-3")]
    assert conduct is not None
    assert {value.person for value in conduct.values} == {Ref("person", "p-3")}
    assert promotion is not None
    assert promotion.candidates == ()
    assert library.get(Goal, "shanghai-revenue") is None
    assert not [mention for mention in library.mentions if mention.ref.id == "p-2"]


def test_a_team_whose_lead_is_hidden_has_none() -> None:
    team = seen_by("managers", hide_person("p-1")).library.get(Team, "east")

    assert team is not None
    assert team.lead is None


def test_a_rule_keeps_nothing_of_a_hidden_metric() -> None:
    files = hidden("content/metrics/compliance-breaches.yml", "unit: count", "audience: hr\nunit: count")
    rule = seen_by("managers", files).library.get(ScoringRule, "scorecard")

    assert rule is not None
    assert rule.gates == ()


OLD_REWARD = COMPANY["content/rewards/quarterly-bonus.yml"].replace("type: bonus", "audience: hr\ntype: bonus")


def test_what_replaces_a_hidden_record_does_not_say_so() -> None:
    files = {
        **hidden("content/rewards/quarterly-bonus.yml", "type: bonus", "type: bonus\nreplaces: old-bonus"),
        "content/rewards/old-bonus.yml": OLD_REWARD,
    }
    shown = [seen_by(audience, files).library.get(Reward, "quarterly-bonus") for audience in ("managers", "hr")]

    assert [reward is not None and reward.replaces is not None for reward in shown] == [False, True]


def test_links_to_hidden_records_go_and_their_words_stay_in_texts() -> None:
    files: dict[str, str | None] = {
        "content/glossary/terms.yml": COMPANY["content/glossary/terms.yml"].replace(
            "see: [page/principles]", "see: [page/principles, page/succession]"
        ),
        "content/pages/principles.md": COMPANY["content/pages/principles.md"].replace(
            "section: principles\n",
            "section: principles\nlinks:\n  - {title: 接班计划, url: page/succession}\n  - {title: 标准, url: term/standard}\n",
        )
        + "\n另见[接班](page/succession#who)与[标准](term/standard)。\n",
    }
    managers, hr = (seen_by(audience, files).library for audience in ("managers", "hr"))
    page, term = managers.get(Page, "principles"), managers.get(Term, "standard")

    assert page is not None
    assert [link.url for link in page.links] == ["term/standard"]
    assert "另见接班与[标准](term/standard)。" in (page.body.get("zh") or "")
    assert term is not None
    assert term.see == ("page/principles",)
    everything = hr.get(Page, "principles")
    assert everything is not None
    assert [link.url for link in everything.links] == ["page/succession", "term/standard"]


# Names


def test_the_policy_on_names_decides_and_not_the_field_that_holds_them() -> None:
    everyone = seen_by("everyone").library.get(Person, "p-4")

    assert everyone is not None
    assert everyone.name is not None
    assert everyone.name.best("zh")[1] == "欧阳**"
    assert everyone.surname is None


def test_pages_of_results_follow_the_criteria_own_notice() -> None:
    """Ten working days from 20 October end on 3 November: until then the names stand."""
    policy = COMPANY[SITE_FILE].replace("policy:\n", "policy:\n  names: {during_notice: full, after: masked}\n")
    criteria = COMPANY["content/promotion/m1-to-m2.yml"].replace("notice: 5 working days", "notice: 10 working days")
    files = {SITE_FILE: policy, "content/promotion/m1-to-m2.yml": criteria}

    modes = [
        seen_by("managers", files, day).names.mode_on("promotion-result/2026-promotions")
        for day in (dt.date(2026, 11, 3), dt.date(2026, 11, 4))
    ]

    assert modes == ["full", "masked"]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_result_past_its_retention_is_left_out_for_everyone(audience: str) -> None:
    site_file = COMPANY[SITE_FILE] + "  retention: 3 months\n"
    path = "zh/results/2026-q3-quarterly-bonus.html"
    last, after = (press({**COMPANY, SITE_FILE: site_file}, audience, dt.date(2027, 1, n)) for n in (19, 20))

    assert last.file(path) is not None
    assert after.file(path) is None
    assert after.file("zh/notices/2026-q3-quarterly-bonus.html") is None
    assert b"quarterly-bonus.html" in (last.file("sitemap.xml") or b"")
    held = [page.address for page in after.job.pages if b"2026-q3-quarterly-bonus" in after.print(page)[1]]
    assert held == []
