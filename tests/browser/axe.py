"""axe-core in a page: what a page does that keeps someone from using it, as lines that name rule and element."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 A and AA, and what axe calls best practice. Target size (2.5.8) is off unless asked for.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# The rules that look at colours: what is left to ask where nothing but the scheme has changed.
OF_COLORS = ("color-contrast", "link-in-text-block")


@functools.cache
def read_axe() -> str:
    if not AXE.is_file():
        raise FileNotFoundError(f"{AXE} is missing: run `make test`, which installs it.")
    return AXE.read_text(encoding="utf-8")


def find_barriers(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Every violation on the page as it stands, of whatever impact; with `rules`, of these alone. Works under the strictest
    policy of a page, since the browser's debugger puts axe there, not the page."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(read_axe())
        # To send it anew for each page that comes takes a while.
        page.context.add_init_script(read_axe())
    options = {**OPTIONS, "runOnly": {"type": "rule", "values": list(rules)}} if rules else OPTIONS
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def find_barriers_in_both_schemes(page: Page) -> list[str]:
    """In the light scheme by all rules; in the dark one, in which nothing else changes, by those of colours."""
    page.emulate_media(color_scheme="light")
    found = find_barriers(page)
    page.emulate_media(color_scheme="dark")
    return [*found, *(f"in the dark: {barrier}" for barrier in find_barriers(page, OF_COLORS))]
