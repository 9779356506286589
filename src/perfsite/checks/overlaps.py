"""Two scoring rules for the same people at the same time leave open which one counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem, see
from perfsite.diagnostics import Diagnostic
from perfsite.publication.states import Stretch, days_in_force, replacements
from perfsite.records.library import Library
from perfsite.records.reward import Reward
from perfsite.records.rule import AppliesTo, ScoringRule


def check_overlaps(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """Each pair once, at the rule that begins later, unless the rewards that use the two keep them apart."""
    replaced_by = replacements(library)
    uses: dict[str, list[Reward]] = {}
    for reward in library.of(Reward):
        if reward.basis is not None and reward.basis.rule is not None:
            uses.setdefault(reward.basis.rule.id, []).append(reward)
    by_role: dict[str, list[tuple[ScoringRule, Stretch]]] = {}
    for rule in library.of(ScoringRule):
        if rule.status != "active":
            continue
        stretch = days_in_force(rule, replaced_by.get(rule.address))
        for role in rule.applies_to.role or (None,):
            by_role.setdefault(role.id if role else "", []).append((rule, stretch))
    reported: set[tuple[str, str]] = set()
    for entries in by_role.values():
        entries.sort(key=lambda entry: (entry[1].first or dt.date.min, entry[0].id))
        for index, (one, first) in enumerate(entries):
            for other, second in entries[index + 1 :]:
                if first.last is not None and second.first is not None and first.last < second.first:
                    break
                if (one.id, other.id) in reported or not _meet(one.applies_to, other.applies_to):
                    continue
                if _are_kept_apart(uses.get(one.id, []), uses.get(other.id, [])):
                    continue
                reported.add((one.id, other.id))
                yield _report(library, one, other, second)


def _are_kept_apart(rewards: list[Reward], others: list[Reward]) -> bool:
    """Whether rewards say which of two rules counts: one for quarters, one for years, or each for those eligible."""
    if not rewards or not others:
        return False
    if not {reward.every for reward in rewards} & {reward.every for reward in others}:
        return True
    conditions = [[str(reward.eligibility) for reward in side] for side in (rewards, others)]
    stated = all(reward.eligibility is not None for reward in (*rewards, *others))
    return stated and not set(conditions[0]) & set(conditions[1])


def _meet(one: AppliesTo, other: AppliesTo) -> bool:
    """Whether somebody could be meant by both. What is not stated narrows nothing."""
    pairs = ((one.team, other.team), (one.level, other.level), (one.person, other.person))
    return all(not mine or not theirs or set(mine) & set(theirs) for mine, theirs in pairs)


def _report(library: Library, earlier: ScoringRule, later: ScoringRule, stretch: Stretch) -> Diagnostic:
    related = see(library, earlier, ("applies_to",), "另一条的适用对象", "whom the other one is for")
    arguments = {"other": earlier.id, "first": stretch.first or "—"}
    hint = "" if stretch.first is not None else "always"
    return problem(library, later, ("applies_to",), "PS619", arguments, hint=hint, related=related, key=True)
