"""What perfsite.yml says of checks and of fields names checks and fields that exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem
from perfsite.diagnostics import CODES, Diagnostic, Phrase, closest, code_named, is_slip
from perfsite.records.fields import EVERYONE, Shape, shape_inside, shape_of
from perfsite.records.kinds import KINDS
from perfsite.records.library import Library
from perfsite.records.site import FORGES


def check_settings(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """A misspelt name would be a setting without effect, which nobody would notice."""
    site = library.site
    for name, _ in site.checks:
        route = ("checks", name)
        code = code_named(name)
        if code is None:
            adjustable = [choice.slug for choice in CODES.values() if choice.adjustable]
            near = closest(name, adjustable)
            yield problem(
                library,
                site,
                route,
                "PS310",
                {"name": name},
                hint="suggest" if near else "",
                mended=near,
                sure=near is not None and is_slip(name, near, adjustable),
                key=True,
            )
        elif not code.adjustable:
            yield problem(library, site, route, "PS310", {"name": name}, hint="fixed", key=True)
    yield from _check_ways(library)
    for name, _ in site.visibility:
        found = _unknown_part(name)
        if found is not None:
            part, choices, where = found
            near = closest(part, choices)
            mended = ".".join(near if step == part and near else step for step in name.split(".")) if near else None
            arguments = {"name": part, "where": where, "choices": ", ".join(f"`{choice}`" for choice in choices)}
            yield problem(
                library,
                site,
                ("visibility", name),
                "PS308",
                arguments,
                hint="suggest" if near else "",
                mended=mended,
                sure=near is not None and is_slip(part, near, choices),
                key=True,
            )
        elif _is_structural(name):
            field = name.rpartition(".")[2]
            yield problem(library, site, ("visibility", name), "PS311", {"field": field}, key=True)


def _check_ways(library: Library) -> Iterator[Diagnostic]:
    """A link that was asked for and has nowhere to lead would be missing, which nobody would notice."""
    site = library.site
    address = site.contact.email if site.contact is not None else None
    web = site.repository.web if site.repository is not None else None
    for field, way in (("ask", site.ways.ask), ("object", site.ways.object), ("edit", site.ways.edit)):
        route = ("ways", field)
        if way == "mail" and field == "edit":
            yield problem(library, site, route, "PS313", hint="mail")
        elif way == "mail" and address is None:
            yield problem(library, site, route, "PS313", {"field": field, "way": way, "needs": "contact.email"})
        elif way in FORGES and web is None:
            yield problem(library, site, route, "PS313", {"field": field, "way": way, "needs": "repository.web"})


def _is_structural(name: str) -> bool:
    """Whether a record or a part of one says nothing without the field: it is required, or one of a required choice."""
    kind, *fields = name.split(".")
    shape: Shape | None = shape_of(KINDS[kind])
    spec = None
    chosen = False
    for field in fields:
        if shape is None:
            return False
        spec = shape.fields[field]
        chosen = any(choice.required and field in choice.keys for choice in shape.choices)
        shape = shape_inside(spec.form)
    # Names, figures and lists of people are required too; what a wider audience does not see of them is the default.
    return spec is not None and spec.audience == EVERYONE and (spec.required or chosen)


def _unknown_part(name: str) -> tuple[str, list[str], Phrase] | None:
    """The first step of `kind.field.field` that does not exist, what could stand there, and where that is."""
    kind, *fields = name.split(".")
    if kind not in KINDS:
        return kind, list(KINDS), Phrase("记录的种类", "the kinds of records")
    shape: Shape | None = shape_of(KINDS[kind])
    where = Phrase(f"{KINDS[kind].noun.zh}的字段", f"the fields of a {KINDS[kind].noun.en}")
    for field in fields:
        if shape is None or field not in shape.fields:
            return field, [] if shape is None else list(shape.fields), where
        where = Phrase(f"“{shape.fields[field].label.zh}”的字段", f"the fields of `{field}`")
        shape = shape_inside(shape.fields[field].form)
    return None
