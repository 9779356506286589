"""Who sees a field: so that a page on which nothing stands can say why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfsite.records.fields import SENSITIVITIES, Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf
from perfsite.records.record import Record
from perfsite.site.edition import Edition
from perfsite.site.sentences import Said, say


def is_seen(edition: Edition, noun: type[Record], *keys: str) -> bool:
    """Whether this audience sees a field of a kind; `keys` lead to it, as in `recipients`, `amount`."""
    return _rank(edition, noun, keys) <= SENSITIVITIES.index(edition.projection.audience.sees)


def sees_whole(edition: Edition, noun: type[Record]) -> bool:
    """Whether this audience sees all that records of a kind must have, so that nothing in them is empty that never is."""
    sees = SENSITIVITIES.index(edition.projection.audience.sees)
    changed = dict(edition.library.site.visibility)
    return _is_whole(noun, noun.kind, sees, changed, frozenset())


def _is_whole(noun: type[Any], route: str, sees: int, changed: Mapping[str, str], inside: frozenset[type[Any]]) -> bool:
    for key, spec in shape_of(noun).fields.items():
        here = f"{route}.{key}"
        if SENSITIVITIES.index(changed.get(here, spec.audience)) > sees:
            if spec.required:
                return False
            continue
        inner = _noun_in(spec.form)
        if inner is not None and inner not in inside and not _is_whole(inner, here, sees, changed, inside | {inner}):
            return False
    return True


def hidden_said(edition: Edition, what: str, noun: type[Record], *keys: str) -> Said:
    """Why something is not shown: whom it is shown to. `what` names it in the catalogue's section `hidden`."""
    needed = _rank(edition, noun, keys)
    subject = say(f"hidden.{what}")
    for rule in edition.library.site.audience_rules:
        if SENSITIVITIES.index(rule.sees) >= needed:
            return say("hidden.shown-to", what=subject, audience=rule.title or rule.id)
    return say("hidden.shown-to-none", what=subject)


def _rank(edition: Edition, noun: type[Record], keys: tuple[str, ...]) -> int:
    """The narrowest sensitivity on the way to a field, with what the site has changed."""
    changed = dict(edition.library.site.visibility)
    route, ranks = noun.kind, [0]
    holder: type[Any] = noun
    for key in keys:
        spec = shape_of(holder).fields[key]
        route = f"{route}.{key}"
        ranks.append(SENSITIVITIES.index(changed.get(route, spec.audience)))
        holder = _noun_in(spec.form) or holder
    return max(ranks)


def _noun_in(form: Form[Any]) -> type[Any] | None:
    while isinstance(form, ListOf | MapOf):
        form = form.inner
    return form.noun if isinstance(form, Struct) else None


__all__ = ["hidden_said", "is_seen", "sees_whole"]
