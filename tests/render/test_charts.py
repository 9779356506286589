"""Where lines, points and labels lie."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.render.charts import Curve, Point, draw_bar, draw_curve, draw_shares
from perfsite.render.contrast import contrast, read_colour
from perfsite.render.themes import default_theme_folder

D = Decimal


def anchors(*places: tuple[str, str], **more: Any) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(at=D(at), points=D(points), at_label=at, points_label=points, **more) for at, points in places
    ]


LINE = anchors(("0", "0"), ("80", "60"), ("100", "100"), ("120", "130"))
STEPS = anchors(("0", "0"), ("85", "70"), ("95", "100"))


def kinds(curve: Curve) -> list[str]:
    return [line.kind for line in curve.lines]


@pytest.mark.parametrize(
    ("fraction", "filled", "goal"),
    [("0", "0", None), ("0.3496", "34.96", None), ("1", "100", None), ("1.25", "100", "80.00"), ("-0.2", "0", None)],
)
def test_bars_end_at_the_goal_or_pass_it(fraction: str, filled: str, goal: str | None) -> None:
    bar = draw_bar(D(fraction))
    assert (bar.filled, bar.goal) == (D(filled), None if goal is None else D(goal))


def test_shares_fill_the_bar() -> None:
    parts = draw_shares([D(50), D(30), D(20)])
    assert [(part.number, part.start, part.width) for part in parts] == [
        (1, D("0.00"), D("49.60")),
        (2, D("50.00"), D("29.60")),
        (3, D("80.00"), D("20.00")),
    ]


def test_shares_that_are_none_have_no_part_but_keep_the_colours_of_the_others() -> None:
    assert [part.number for part in draw_shares([D(60), D(0), D(-5), D(40)])] == [1, 4]
    assert draw_shares([]) == ()
    assert [part.number for part in draw_shares([D(1)] * 9)][-1] == 1


@given(st.lists(st.decimals(min_value=0, max_value=1000, places=2), max_size=12))
def test_shares_never_overlap_or_leave_the_bar(shares: list[Decimal]) -> None:
    end = D(0)
    for part in draw_shares(shares):
        assert part.start >= end - D("0.01")
        assert part.width >= 0
        end = part.start + part.width
    assert end <= D("100.01")


def test_a_line_joins_its_anchors_and_goes_on_past_them() -> None:
    curve = draw_curve("line", LINE, "clamp", "clamp")
    assert kinds(curve) == ["path", "path", "path", "beyond", "beyond"]
    before, after = curve.lines[3], curve.lines[4]
    assert before.y1 == before.y2
    assert before.x2 < before.x1
    assert after.y1 == after.y2
    assert after.x2 > after.x1
    assert [tick.label for tick in curve.columns] == ["0", "80", "100", "120"]
    assert [tick.late for tick in curve.columns] == [False, False, True, False]


def test_what_holds_past_the_ends_is_drawn() -> None:
    extrapolated = draw_curve("line", LINE, "clamp", "extrapolate").lines[-1]
    assert extrapolated.y2 < extrapolated.y1
    dropped = draw_curve("line", LINE, "clamp", "zero")
    assert kinds(dropped)[-2:] == ["riser", "beyond"]
    assert dropped.lines[-1].y1 == dropped.lines[-1].y2 == dropped.bottom
    assert kinds(draw_curve("line", LINE, "zero", "clamp"))[-2:] == ["beyond", "beyond"]


def test_steps_show_which_side_an_edge_belongs_to() -> None:
    curve = draw_curve("steps", STEPS, "clamp", "clamp")
    assert kinds(curve) == ["path", "riser", "path", "riser", "path"]
    assert [point.open for point in curve.points] == [False, False, True, False, True]
    excluding = draw_curve("steps", anchors(("0", "0"), ("85", "70"), above=True), "clamp", "clamp")
    assert [point.open for point in excluding.points] == [True, True, False]


def test_where_one_stands() -> None:
    here = draw_curve("line", LINE, "clamp", "clamp", {"at": D(100), "points": D(100)}).here
    anchor = draw_curve("line", LINE, "clamp", "clamp").points[2]
    assert here is not None
    assert (here.x, here.y) == (anchor.x, anchor.y)
    far = draw_curve("line", LINE, "clamp", "clamp", {"at": D(300), "points": D(130)})
    assert far.here is not None
    assert far.here.x == far.right


@pytest.mark.parametrize("only", [anchors(("0", "0")), anchors(("5", "-3")), anchors(("5", "5"), ("5", "5"))])
@pytest.mark.parametrize("form", ["line", "steps"])
def test_a_single_anchor_is_a_drawing_too(only: list[Any], form: str) -> None:
    curve = draw_curve(form, only, "extrapolate", "extrapolate")
    assert curve.points


@given(
    st.lists(
        st.tuples(st.integers(-500, 500), st.integers(-200, 200)),
        min_size=1,
        max_size=8,
        unique_by=lambda place: place[0],
    ),
    st.sampled_from(["line", "steps"]),
    st.sampled_from(["clamp", "zero", "extrapolate"]),
    st.sampled_from(["clamp", "zero", "extrapolate"]),
)
def test_nothing_is_drawn_outside(places: list[tuple[int, int]], form: str, below: str, above: str) -> None:
    curve = draw_curve(form, anchors(*((str(at), str(points)) for at, points in sorted(places))), below, above)
    for line in curve.lines:
        for x, y in ((line.x1, line.y1), (line.x2, line.y2)):
            assert curve.left <= x <= curve.right
            assert D(9) <= y <= curve.bottom
    ticks = [tick.place for tick in curve.columns if not tick.late]
    assert all(right - left >= 12 for left, right in pairwise(ticks))


def test_a_curve_goes_on_to_the_places_that_it_must_reach() -> None:
    """But not further past its ends than it is long: what lies further is marked at the edge."""
    near = draw_curve("line", LINE, "clamp", "extrapolate")
    far = draw_curve("line", LINE, "clamp", "extrapolate", reach=((D("200"), D("250")), (D("900"), D("1300"))))
    assert near.scale.most_at == D("136.80")
    assert far.scale.most_at == D("200")
    assert far.lines[-1].x2 == far.right
    # 1.5 points for each percent beyond 120%.
    assert far.scale.most_points == D("250")
    assert far.scale.place(D("200"), D("250")) == Point(far.right, far.top)
    assert far.scale.place(D("900"), D("1300")) == Point(far.right, far.top)
    assert far.scale.place(D("0"), D("0")).y == far.bottom
    assert draw_curve("line", LINE, "clamp", "clamp") == draw_curve(
        "line", LINE, "clamp", "clamp", reach=((D("100"), D("100")),)
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_share_can_be_told_from_the_page(scheme: str) -> None:
    """Beside each other they have a gap in the colour of the page (WCAG 1.4.11)."""
    sheet = (default_theme_folder() / "styles" / "10-tokens.css").read_text("utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", sheet)
    colours = {name: read_colour(light if scheme == "light" else dark) for name, light, dark in pairs}
    shares = [name for name in colours if name.startswith("share-")]

    assert len(shares) == 8
    assert {name for name in shares if contrast(colours[name], colours["paper"]) < 3} == set()
