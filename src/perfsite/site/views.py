"""Which template shows a kind of record, and which view it receives. Kinds that are not here use record.html."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from perfsite.records.record import Record
from perfsite.site.awards import view_award
from perfsite.site.calendars import view_calendar
from perfsite.site.criteria import view_criteria
from perfsite.site.edition import Edition, Link
from perfsite.site.evidence import view_actuals
from perfsite.site.explained import plan_explained
from perfsite.site.goals import view_goal
from perfsite.site.guides import neighbour_pages, view_guide
from perfsite.site.ladders import view_ladder
from perfsite.site.level_pages import plan_levels
from perfsite.site.metrics import view_metric
from perfsite.site.notices import plan_notice
from perfsite.site.people import view_person
from perfsite.site.periods import neighbour_periods, view_period
from perfsite.site.plan import Page
from perfsite.site.promotions import view_promotion
from perfsite.site.rewards import view_reward
from perfsite.site.roles import view_role
from perfsite.site.rules import view_rule
from perfsite.site.teams import view_team
from perfsite.site.trainings import view_training

VIEWS: dict[str, tuple[str, Callable[[Any, Edition], Any]]] = {
    "goal": ("goal.html", view_goal),
    "rule": ("rule.html", view_rule),
    "reward": ("reward.html", view_reward),
    "ladder": ("ladder.html", view_ladder),
    "criteria": ("criteria.html", view_criteria),
    "metric": ("metric.html", view_metric),
    "training": ("training.html", view_training),
    "award-result": ("result.html", view_award),
    "promotion-result": ("promotion-result.html", view_promotion),
    "period": ("period.html", view_period),
    "role": ("role.html", view_role),
    "team": ("team.html", view_team),
    "person": ("person.html", view_person),
    "actuals": ("actuals.html", view_actuals),
    "page": ("page.html", view_guide),
    "calendar": ("calendar.html", view_calendar),
}

# For results under notice: the template, address, title and view of the formal text, or None.
NOTICES: dict[str, Callable[[Any, Edition], tuple[str, str, str, Callable[[], Any]] | None]] = {
    "award-result": plan_notice,
    "promotion-result": plan_notice,
}

# The records that come before and after one when a kind is read through in its order.
NEIGHBOURS: dict[str, Callable[[Any, Edition], tuple[Record | None, Record | None]]] = {
    "period": neighbour_periods,
    "page": neighbour_pages,
}

# Further pages of a record, below its own: called with the record, the edition and the trail to the record's index.
EXTRA_PAGES: dict[str, Callable[[Any, Edition, tuple[Link, ...]], Iterator[Page]]] = {
    "ladder": plan_levels,
    "award-result": plan_explained,
    "promotion-result": plan_explained,
}
