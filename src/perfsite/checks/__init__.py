"""What is wrong between records. One file per check; each takes the library and yields problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from perfsite.checks.actuals import check_actuals
from perfsite.checks.careers import check_careers
from perfsite.checks.cascade import check_cascade
from perfsite.checks.components import check_components
from perfsite.checks.cycles import check_cycles
from perfsite.checks.examples import check_examples
from perfsite.checks.goals import check_goals
from perfsite.checks.grades import check_grades
from perfsite.checks.languages import check_languages
from perfsite.checks.links import check_links
from perfsite.checks.lists import check_lists
from perfsite.checks.names import check_names
from perfsite.checks.names_in_texts import check_names_in_texts
from perfsite.checks.overlaps import check_overlaps
from perfsite.checks.people import check_people
from perfsite.checks.periods import check_periods
from perfsite.checks.private_numbers import check_private_numbers
from perfsite.checks.promptness import check_promptness
from perfsite.checks.references import check_references
from perfsite.checks.results import check_results
from perfsite.checks.rewards import check_rewards
from perfsite.checks.settings import check_settings
from perfsite.checks.smart import check_smart
from perfsite.checks.standards import check_standards
from perfsite.checks.tiers import check_tiers
from perfsite.checks.units import check_units
from perfsite.checks.unused import check_unused
from perfsite.diagnostics import CODES, Diagnostic, Severity
from perfsite.records.library import Library

Check: TypeAlias = Callable[[Library, dt.date], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    check_references,
    check_cycles,
    check_names,
    check_links,
    check_settings,
    check_smart,
    check_goals,
    check_cascade,
    check_units,
    check_components,
    check_tiers,
    check_grades,
    check_rewards,
    check_overlaps,
    check_standards,
    check_careers,
    check_periods,
    check_results,
    check_lists,
    check_actuals,
    check_promptness,
    check_people,
    check_private_numbers,
    check_names_in_texts,
    check_languages,
    check_unused,
)


# These compute with standards, and so only with those in which nothing else is wrong.
COMPUTING: tuple[Check, ...] = (check_examples,)


def run_checks(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """Every problem that the checks find, in no particular order."""
    unsound = set()
    for check in CHECKS:
        for problem in check(library, as_of):
            if CODES[problem.code].severity is Severity.ERROR:
                unsound.add(problem.record)
            yield problem
    sound = _without(library, unsound)
    for check in COMPUTING:
        yield from check(sound, as_of)


def _without(library: Library, addresses: set[str]) -> Library:
    """The library as if these records were not there, so that one mistake is not reported by its consequences too."""
    records = {
        kind: {id: record for id, record in found.items() if record.address not in addresses}
        for kind, found in library.records.items()
    }
    return replace(library, records=records) if addresses else library
