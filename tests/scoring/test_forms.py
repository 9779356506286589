"""Every form that a standard can be written in is used by the sample company or by the site of forms, and gives its figures."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from perfsite.diagnostics import Severity
from perfsite.pipeline import Loaded, amended, examine, load
from perfsite.project import Project
from perfsite.records import requirement, reward, rule
from perfsite.records.fields import Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf, Word
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.record import Record
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.outcomes import recompute_all

ROOT = Path(__file__).parents[2]
SITE = ROOT / "tests" / "sites" / "every-form"
AS_OF = dt.date(2026, 11, 16)
# What is measured by an objective has no metric, and both of these ask for one.
WITHOUT_MEANING = {"Condition.measure: okr", "GridColumns.measure: okr"}
MODULES = {module.__name__ for module in (rule, reward, requirement)}


def inner(form: Form[Any]) -> Form[Any]:
    """What a list or a map holds."""
    while isinstance(form, ListOf | MapOf):
        form = form.inner
    return form


def is_ours(noun: type[Any]) -> bool:
    return noun.__module__ in MODULES


def declared() -> set[str]:
    """`Noun.field`, and for a field of few words `Noun.field: word`, in all that rules, rewards and requirements are made of."""
    found: set[str] = set()
    nouns: list[type[Any]] = [ScoringRule, Reward, requirement.Requirement]
    common = {field.name for field in dataclasses.fields(Record)}
    for noun in nouns:
        for spec in shape_of(noun).fields.values():
            if spec.attribute in common:
                continue
            form = inner(spec.form)
            if isinstance(form, Word):
                found |= {f"{noun.__name__}.{spec.key}: {word}" for word in form.choices}
            else:
                found.add(f"{noun.__name__}.{spec.key}")
            if isinstance(form, Struct) and is_ours(form.noun) and form.noun not in nouns:
                nouns.append(form.noun)
    return found


def used(value: Any) -> Iterator[str]:
    """What a record makes use of, in the same words."""
    if isinstance(value, tuple):
        for item in value:
            yield from used(item)
        return
    if not dataclasses.is_dataclass(value) or isinstance(value, type) or not is_ours(type(value)):
        return
    noun = type(value)
    for spec in shape_of(noun).fields.values():
        stated = getattr(value, spec.attribute)
        if stated in (None, ()) or stated is False:
            continue
        if isinstance(inner(spec.form), Word):
            yield f"{noun.__name__}.{spec.key}: {stated}"
        else:
            yield f"{noun.__name__}.{spec.key}"
        yield from used(stated)


def used_in(loaded: Loaded) -> set[str]:
    library = loaded.library
    criteria = [one.requires for one in library.of(PromotionCriteria)]
    return set(used((*library.of(ScoringRule), *library.of(Reward), *criteria)))


@pytest.fixture(scope="module")
def site() -> Loaded:
    return load(Project(SITE))


def test_every_form_is_used_somewhere(site: Loaded) -> None:
    sample = load(Project(ROOT))
    assert sorted(declared() - used_in(sample) - used_in(site) - WITHOUT_MEANING) == []


def test_the_site_of_forms_is_sound_and_its_results_follow(site: Loaded) -> None:
    assert [f"{one.code} {one.span.place}" for one in examine(site, AS_OF)] == []
    found = list(recompute_all(site.library))
    assert {one.award.id: one.differences for one in found if one.differences} == {}
    assert [one.award.id for one in found if one.trouble or one.ranking] == []
    assert sum(len(one.figures) for award in found for one in award.recipients) > 30


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- {id: c,", "- {ib: c,"),
        ("role: lead, team: all, level: l2, from: 2026", "role: lead, team: all, level: l2, form: 2026"),
    ],
)
def test_a_person_who_cannot_be_read_makes_no_share_of_others_wrong(old: str, new: str) -> None:
    file = "content/people/all.yml"
    text = (SITE / file).read_text(encoding="utf-8")
    assert text.count(old) == 1

    found = examine(amended(load(Project(SITE)), {file: text.replace(old, new).encode()}), AS_OF)

    assert {problem.span.file for problem in found if problem.severity is Severity.ERROR} == {file}
