"""What is wrong between records. One file per check; each takes the library and yields problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from perfsite.checks.actuals import check_actuals
from perfsite.checks.careers import check_careers
from perfsite.checks.cascade import check_cascade
from perfsite.checks.components import check_components
from perfsite.checks.corrections import check_corrections
from perfsite.checks.cycles import check_cycles
from perfsite.checks.dates import check_dates
from perfsite.checks.edges import check_edges
from perfsite.checks.examples import check_examples
from perfsite.checks.goals import check_goals
from perfsite.checks.grades import check_grades
from perfsite.checks.languages import check_languages
from perfsite.checks.links import check_links
from perfsite.checks.lists import check_lists
from perfsite.checks.measures import check_measures
from perfsite.checks.names import check_names
from perfsite.checks.names_in_texts import check_names_in_texts
from perfsite.checks.outcomes import check_outcomes
from perfsite.checks.overlaps import check_overlaps
from perfsite.checks.people import check_people
from perfsite.checks.periods import check_periods
from perfsite.checks.private_numbers import check_private_numbers
from perfsite.checks.promotions import check_promotions
from perfsite.checks.promptness import check_promptness
from perfsite.checks.readings import check_readings
from perfsite.checks.references import check_references
from perfsite.checks.reserved import check_reserved
from perfsite.checks.results import check_results
from perfsite.checks.rewards import check_rewards
from perfsite.checks.settings import check_settings
from perfsite.checks.sharing import check_sharing
from perfsite.checks.smart import check_bearings, check_smart
from perfsite.checks.standards import check_standards
from perfsite.checks.tiers import check_tiers
from perfsite.checks.units import check_units
from perfsite.checks.unused import check_unused
from perfsite.checks.unwritten import check_unwritten
from perfsite.diagnostics import CODES, Diagnostic, Severity
from perfsite.records.library import Library

Check: TypeAlias = Callable[[Library, dt.date], Iterator[Diagnostic]]

# What other checks rest on: that references and names lead somewhere, that time runs forward, that units fit.
FOUNDATIONS: tuple[Check, ...] = (
    check_references,
    check_cycles,
    check_names,
    check_reserved,
    check_dates,
    check_units,
)

# What a record says by itself, whatever is wrong with those around it.
OWN: tuple[Check, ...] = (
    check_settings,
    check_links,
    check_smart,
    check_components,
    check_measures,
    check_tiers,
    check_edges,
    check_grades,
    check_rewards,
    check_sharing,
    check_readings,
    check_standards,
    check_careers,
    check_actuals,
    check_people,
    check_private_numbers,
    check_names_in_texts,
    check_languages,
    check_unwritten,
)

# What records say together. A record with a faulty foundation is left out, or each of its mistakes would be reported
# once more in every record that rests on it.
TOGETHER: tuple[Check, ...] = (
    check_bearings,
    check_goals,
    check_cascade,
    check_overlaps,
    check_periods,
    check_results,
    check_lists,
    check_corrections,
    check_promptness,
    check_unused,
)

# What is computed with standards, and so only with those in which nothing at all is wrong: outcomes after the examples,
# which say whether a standard is what its author means.
COMPUTED: tuple[Check, ...] = (check_examples, check_outcomes, check_promotions)

CHECKS: tuple[Check, ...] = (*FOUNDATIONS, *OWN, *TOGETHER, *COMPUTED)


def run_checks(library: Library, as_of: dt.date, known: Iterable[Diagnostic] = ()) -> Iterator[Diagnostic]:
    """Every problem that the checks find, in no particular order. `known` are those of reading."""
    faulty = _faulty(known)
    founding = [problem for check in FOUNDATIONS for problem in check(library, as_of)]
    own = [problem for check in OWN for problem in check(library, as_of)]
    founded = _set_aside(library, _faulty(founding))
    together = [problem for check in TOGETHER for problem in check(founded, as_of)]
    found = (*founding, *own, *together)
    yield from found
    sound = _set_aside(library, faulty | _faulty(found))
    for check in COMPUTED:
        computed = tuple(check(sound, as_of))
        yield from computed
        sound = _set_aside(sound, _faulty(computed))


def _faulty(problems: Iterable[Diagnostic]) -> set[str]:
    """The records with an error."""
    return {problem.record for problem in problems if CODES[problem.code].severity is Severity.ERROR}


def _set_aside(library: Library, addresses: set[str]) -> Library:
    """The library with these records marked as those are that could not be read in full."""
    if not addresses:
        return library
    records = {
        kind: {
            id: replace(record, incomplete=True) if record.address in addresses else record
            for id, record in found.items()
        }
        for kind, found in library.records.items()
    }
    site = replace(library.site, incomplete=True) if library.site.address in addresses else library.site
    return replace(library, site=site, records=records)
