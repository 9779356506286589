"""Pages of standards stand whatever an audience may not see: each of their fields is hidden once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from perfsite.pipeline import Loaded, find_audience, set_type
from perfsite.privacy import project
from perfsite.records.fields import Struct, shape_of
from perfsite.records.forms import ListOf, MapOf
from perfsite.records.kinds import KINDS
from perfsite.render.html import Renderer
from perfsite.render.translations import read_catalogue
from perfsite.site.edition import Edition
from perfsite.site.explainer import Explainer
from perfsite.site.plan import plan_edition
from tests.site.standards import RICH
from tests.site_builder import AS_OF, site

STANDARDS = ("goal", "rule", "reward", "ladder", "criteria", "metric", "training")
TEMPLATES = {
    *(f"{kind}.html" for kind in STANDARDS),
    "level.html",
    "compare-levels.html",
    "goals-index.html",
    "standards-index.html",
}


def routes(noun: type[Any], route: str, above: tuple[type[Any], ...] = ()) -> Iterator[str]:
    """Every field of a kind and of the nouns in it, as the site's `visibility` names them."""
    for key, spec in shape_of(noun).fields.items():
        yield f"{route}.{key}"
        form: Any = spec.form
        while isinstance(form, ListOf | MapOf):
            form = form.inner
        # A requirement holds requirements: once around is enough.
        if isinstance(form, Struct) and above.count(form.noun) < 1:
            yield from routes(form.noun, f"{route}.{key}", (*above, form.noun))


@cache
def loaded() -> Loaded:
    found = site(RICH)
    assert not found.problems, [(problem.code, problem.span.place) for problem in found.problems]
    return found


@cache
def renderer() -> Renderer:
    audience = find_audience(loaded(), "managers")
    assert audience is not None
    job = set_type(loaded(), audience=audience, as_of=AS_OF)
    catalogue, _ = read_catalogue(job.theme, "zh")
    return Renderer(job.theme, catalogue, job.frames[0])


# The records that have every field, and what lists or uses them.
TOLD = re.compile(r"/(?:index|rich|okr|part-1|craft|c1-to-c2|c1|c2|net-revenue)\.html$")


def print_standards(hidden: Iterable[str]) -> dict[str, str]:
    """The pages of standards for everyone, on a site that hides these fields."""
    library = loaded().library
    library = replace(library, site=replace(library.site, visibility=tuple((route, "hr") for route in hidden)))
    projection = project(library, library.site.audience_rules[0], AS_OF)
    edition = Edition("zh", projection, AS_OF, Explainer(projection))
    pages = (page for page in plan_edition(edition) if page.template in TEMPLATES and TOLD.search(page.address))
    return {page.address: renderer().render(page) for page in pages}


# From these days follows whether a standard counts at all: pages leave that to `publication`.
DAYS = (".in_force.from", ".approved.on")


@pytest.mark.parametrize("kind", STANDARDS)
def test_pages_stand_without_any_field(kind: str) -> None:
    alike: dict[str, list[str]] = {}
    for route in routes(KINDS[kind], kind):
        if not route.endswith(DAYS):
            alike.setdefault(route.rpartition(".")[2], []).append(route)
    assert len(alike) > 10

    for key, hidden in alike.items():
        assert print_standards(hidden), key


def test_pages_stand_on_titles_alone() -> None:
    pages = print_standards(
        f"{kind}.{key}" for kind in STANDARDS for key in shape_of(KINDS[kind]).fields if key != "title"
    )

    assert {"/zh/rules/rich.html", "/zh/goals/rich.html", "/zh/rewards/rich.html"} <= set(pages)
