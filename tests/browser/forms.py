"""Forms above lists and tables as a browser has them: what their rows are, which of them can be seen, and how to use them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

# From this width on the headings of a table are what it is sorted by.
WIDE = 640
# What follows `region => {`: its items, the bodies that rows stand in, and what can be seen of it now.
_FIND = """
  const bodies = [...region.querySelectorAll("table[data-sift-table]")].flatMap(table => [...table.tBodies]);
  const find = () => {
    const marked = [...region.querySelectorAll("[data-sift-item]")];
    return marked.length ? marked : bodies.flatMap(body => [...body.rows]).filter(row => !row.classList.contains("group"));
  };
  // In the order in which they stand now; each keeps the number that it had at first.
  find().forEach((item, number) => { item.number ??= number; });
  const look = () => {
    const items = find(), shown = items.filter(item => item.checkVisibility());
    return {
      order: items.map(item => item.number),
      shown: shown.map(item => item.number),
      count: region.querySelector(".sift-count").textContent,
      asked: Object.fromEntries(new URLSearchParams(location.search)),
      sorted: [...region.querySelectorAll("[aria-sort]")].map(head => [head.dataset.sort, head.getAttribute("aria-sort")]),
      none: region.querySelector(".sift-none").checkVisibility(),
      foot: [...region.querySelectorAll("tfoot")].some(foot => foot.checkVisibility()),
      hollow: [...region.querySelectorAll("[data-sift-group]")]
        .some(group => !shown.some(item => group.contains(item)) && group.checkVisibility()),
    };
  };
"""
_ROWS = (
    "region => {"
    + _FIND
    + """
  const heads = [...region.querySelectorAll("th[data-sort]")];
  return JSON.stringify(find().map(item => ({
    number: item.number,
    group: bodies.indexOf(item.parentElement),
    text: item.textContent,
    values: Object.fromEntries([...item.attributes].filter(one => one.name.startsWith("data-is-"))
      .map(one => [one.name.slice(8), one.value.split(" ")])),
    cells: Object.fromEntries(heads.filter(head => head.closest("table") === item.closest("table")).map(head => {
      const cell = item.cells[head.cellIndex];
      return [head.dataset.sort, [(cell.querySelector("a") ?? cell).textContent.trim(), head.classList.contains("number")]];
    })),
  })));
}
"""
)
_LOOK = "region => {" + _FIND + " return JSON.stringify(look()); }"
# Each choice of each field in turn, as a reader makes it, or the last ones alone.
_CHOICES = (
    "(region, last) => {"
    + _FIND
    + """
  const fields = [...region.querySelectorAll(".sift-form select:not([data-sift-order])")];
  return JSON.stringify(fields.flatMap(field => {
    const choose = value => { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); };
    const found = [...field.options].slice(last ? -1 : 1).map(option => {
      choose(option.value);
      return { key: field.name, value: option.value, label: option.label, ...look() };
    });
    choose("");
    return found;
  }));
}
"""
)
# Each column in turn, or the last one alone: forward, backward, and as it was given.
_ORDERS = (
    "(region, [wide, last]) => {"
    + _FIND
    + """
  const field = region.querySelector("[data-sift-order]");
  const columns = [...new Set([...region.querySelectorAll("th[data-sort]")].map(head => head.dataset.sort))];
  return JSON.stringify(columns.slice(last ? -1 : 0).map(column => {
    const press = value => {
      if (wide) region.querySelector(`th[data-sort="${column}"] button`).click();
      else { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); }
      return look();
    };
    return { column, forward: press(column), backward: press(`-${column}`), given: press("") };
  }));
}
"""
)


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a list or a row of a table; `group` is the body of a table that it stands in."""

    number: int
    group: int
    text: str
    values: dict[str, list[str]]
    # By the key of a column that can be sorted by: its words, and whether it is a column of figures.
    cells: dict[str, tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Look:
    """What a form shows: rows by their numbers, and what the page says of them."""

    order: list[int]
    shown: list[int]
    count: str
    asked: dict[str, str]
    sorted: list[list[str]]
    none: bool
    foot: bool
    # A heading that stands above nothing.
    hollow: bool


def rows(region: Locator) -> list[Row]:
    return [Row(**row) for row in _ask(region, _ROWS)]


def look(region: Locator) -> Look:
    return Look(**_ask(region, _LOOK))


def shown_texts(region: Locator) -> list[str]:
    """What can be read of it, in order: for pages that were opened anew, where nothing has its number any more."""
    seen = look(region).shown
    return [row.text for row in rows(region) if row.number in seen]


def try_choices(region: Locator, *, last: bool = False) -> list[tuple[str, str, str, Look]]:
    """Each choice of each field, or the last of each: the field, the choice and what it is called, and what is seen of it."""
    return [(one.pop("key"), one.pop("value"), one.pop("label"), Look(**one)) for one in _ask(region, _CHOICES, last)]


def try_orders(region: Locator, width: int, *, last: bool = False) -> list[tuple[str, Look, Look, Look]]:
    """Each column, or the last: forward, backward, and as given."""
    return [
        (one["column"], Look(**one["forward"]), Look(**one["backward"]), Look(**one["given"]))
        for one in _ask(region, _ORDERS, [width >= WIDE, last])
    ]


def _ask(region: Locator, script: str, argument: Any = None) -> Any:
    """Answers come as one text: value by value they would take as long as all the rest."""
    return json.loads(region.evaluate(script, argument))


def sort_by(place: Page | Locator, column: str, width: int) -> None:
    """By the heading where there are headings, and by the form on a phone."""
    if width >= WIDE:
        place.locator(f"th[data-sort={column}]").get_by_role("button").first.click()
    else:
        place.locator("[data-sift-order]").select_option(column)
