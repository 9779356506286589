"""Which template shows a kind of record, and which view it receives. Kinds that are not here use record.html."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from perfsite.site.criteria import view_criteria
from perfsite.site.edition import Edition, Link
from perfsite.site.goals import view_goal
from perfsite.site.ladders import plan_levels, view_ladder
from perfsite.site.metrics import view_metric
from perfsite.site.plan import Page
from perfsite.site.rewards import view_reward
from perfsite.site.rules import view_rule
from perfsite.site.trainings import view_training

VIEWS: dict[str, tuple[str, Callable[[Any, Edition], Any]]] = {
    "goal": ("goal.html", view_goal),
    "rule": ("rule.html", view_rule),
    "reward": ("reward.html", view_reward),
    "ladder": ("ladder.html", view_ladder),
    "criteria": ("criteria.html", view_criteria),
    "metric": ("metric.html", view_metric),
    "training": ("training.html", view_training),
}

# For results under notice: the template, address, title and view of the formal text, or None.
NOTICES: dict[str, Callable[[Any, Edition], tuple[str, str, str, Callable[[], Any]] | None]] = {}

# Further pages of a record, below its own: called with the record, the edition and the trail to the record's index.
EXTRA_PAGES: dict[str, Callable[[Any, Edition, tuple[Link, ...]], Iterator[Page]]] = {
    "ladder": plan_levels,
}
