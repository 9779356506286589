"""Who sees a field: so that a page on which nothing stands can say why."""

from __future__ import annotations

from typing import Any, TypeVar

from perfsite.records.fields import SENSITIVITIES, Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf
from perfsite.records.record import Record
from perfsite.site.edition import Edition
from perfsite.site.sentences import Said, say

T = TypeVar("T")


def seen(value: T | None) -> T | None:
    """A value that its record must have, but that this audience may not see: None where a projection has taken it out."""
    return value


def is_seen(edition: Edition, noun: type[Record], *keys: str) -> bool:
    """Whether this audience sees a field of a kind; `keys` lead to it, as in `recipients`, `amount`."""
    return _rank(edition, noun, keys) <= SENSITIVITIES.index(edition.projection.audience.sees)


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


__all__ = ["hidden_said", "is_seen", "seen"]
