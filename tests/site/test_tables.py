"""Tables that can be put in order and chosen from: by what, and that this tells no more than the table itself."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pytest

from perfsite.render.site import Press
from tests.privacy.repositories import BONUS, COMPANY, press
from tests.site.pages import words

RESULT = "results/2026-q3-quarterly-bonus.html"
# Names whose readings part them otherwise than their strokes or code points: Chong, Shan, Zeng, Zhou.
NAMES = {"p-21": "曾强", "p-22": "单雨", "p-23": "重耳", "p-24": "周舟", "p-25": "安然"}
TEAMS = ("shanghai", "zhejiang")
_RECIPIENT = "  - {{person: {id}, total: {total}, grade: {grade}, amount: 'CNY {amount}'}}\n"
PEOPLE = "".join(
    f"- id: {id}\n  name: {{zh: {name}, en: {id.upper()}}}\n  positions:\n"
    f"    - {{role: regional-manager, team: {TEAMS[n % 2]}, level: {'m1' if n else 'm2'}, from: 2025-01-01}}\n"
    for n, (id, name) in enumerate(NAMES.items())
)
LISTED = "".join(
    _RECIPIENT.format(id=id, total=total, grade=grade, amount=amount)
    for id, total, grade, amount in (
        ("p-21", "9.50", "C", "9,000.00"),
        ("p-22", "100.00", "C", "100,000.00"),
        ("p-23", "20", "B", "20,000.01"),
        ("p-24", "99.99", "A", "20,000.00"),
        ("p-25", "0", "C", "0"),
    )
)
GOALS = "".join(
    f"- id: more-{id}\n  title: {{zh: 新增, en: More}}\n  owner: person/{id}\n  period: 2026-q3\n"
    "  metric: collection-rate\n  target: 90%\n"
    for id in NAMES
)
MORE_TEAMS = "".join(
    f"- id: {id}\n  title: {{zh: {zh}, en: {en}}}\n  location: {{zh: {place}, en: {place_en}}}\n  parent: {parent}\n"
    for id, zh, en, place, place_en, parent in (
        ("ningbo", "宁波组", "Ningbo", "宁波", "Ning Bo", "zhejiang"),
        ("hangzhou", "杭州组", "Hangzhou", "杭州", "Hangzhou", "zhejiang"),
        ("chongming", "崇明组", "Chongming", "上海", "Shanghai", "shanghai"),
        ("pudong", "浦东组", "Pudong", "上海", "Shanghai", "shanghai"),
        ("minhang", "闵行组", "Minhang", "上海", "Shanghai", "shanghai"),
    )
)
ACTUALS = (
    "title: {zh: 明细, en: Details}\nperiod: 2026-q3\nsource: {system: crm, exported: 2026-10-08T09:00:00+08:00}\n"
    "values:\n"
    + "".join(f"  - {{person: {id}, metric: net-revenue, value: CNY {n}00万}}\n" for n, id in enumerate(NAMES, 1))
    + "  - {person: p-2, metric: net-revenue, value: CNY 90万}\n"
)
FILES = {
    **COMPANY,
    "content/actuals/2026-q3-many.yml": ACTUALS,
    "content/teams/more.yml": MORE_TEAMS,
    "content/goals/more.yml": GOALS,
    "content/people/more.yml": PEOPLE,
    BONUS: COMPANY[BONUS].replace("left_out:", f"{LISTED}left_out:"),
}


@cache
def site(audience: str, day: str = "2026-10-16") -> Press:
    return press(FILES, audience, dt.date.fromisoformat(day))


def page(path: str, audience: str = "managers", day: str = "2026-10-16") -> str:
    content = site(audience, day).file(path)
    assert content is not None, path
    return content.decode()


def rows(html: str) -> list[str]:
    table = html[html.index("data-sift-table") :]
    return re.findall(r"<tr.*?</tr>", table[table.index("<tbody>") : table.index("</tbody>")], re.DOTALL)


def by(row: str, key: str) -> str:
    found = re.search(rf'data-is-{key}="([^"]*)"', row)
    return found[1] if found else ""


def in_order(html: str, column: str) -> list[str]:
    """The first cells as the rows stand once they are sorted by a column, whose cells say their places."""
    heads = re.findall(r'<th scope="col"[^>]*>', html[html.index("data-sift-table") :].split("</thead>", maxsplit=1)[0])
    place = next(n for n, head in enumerate(heads) if f'data-sort="{column}"' in head)
    found = []
    for row in rows(html):
        cell = re.findall(r"<t[hd][^>]*>", row)[place]
        order = re.search(r'data-order="([^"]*)"', cell)
        assert order is not None, cell
        found.append((float(order[1]), words(row[row.index("<th") : row.index("</th>")])))
    return [name for _, name in sorted(found)]


def test_names_are_in_order_by_how_they_are_read() -> None:
    # 单 and 曾 are surnames here, and are read otherwise than as words.
    names = in_order(page(f"zh/{RESULT}"), "name")
    assert names[0] == "安然"
    assert names.index("李静怡 例外") < names.index("张浩博") < names.index("周舟")


def test_grades_and_levels_are_in_order_from_the_lowest() -> None:
    html = page(f"zh/{RESULT}")
    grades = re.search(r'<select[^>]*name="grade">.*?</select>', html, re.DOTALL)
    assert grades is not None
    assert re.findall(r'<option value="([^"]*)">', grades[0])[1:] == ["C", "B", "A"]

    levels = re.search(r'<select[^>]*name="level">.*?</select>', page("en/people/index.html"), re.DOTALL)
    assert levels is not None
    assert re.findall(r'<option value="([^"]*)">', levels[0])[1:] == ["m1", "m2"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("audience", "day"), [("managers", "2026-10-16"), ("managers", "2026-12-16"), ("hr", "2026-10-16")]
)
def test_nobody_is_told_from_others_by_what_does_not_stand_in_the_row(language: str, audience: str, day: str) -> None:
    found = rows(page(f"{language}/{RESULT}", audience, day))
    assert len(found) == 7

    for row in found:
        team = re.search(r'href="[^"]*teams/([^."]+)\.html"', row)
        assert by(row, "team") == (team[1] if team else "")
        assert by(row, "grade") in words(row)
        assert not by(row, "level") or "people/" in row, "a level beside a name that leads nowhere"
    # Rows that read the same are the same to a machine.
    shown: dict[str, set[str]] = {}
    for row in found:
        shown.setdefault(words(row), set()).add(re.sub(r' id="[^"]*"', "", row))
    assert all(len(same) == 1 for same in shown.values())


def test_who_sees_no_recipients_gets_no_form() -> None:
    html = page(f"zh/{RESULT}", "everyone")
    assert "data-sift" not in html
    assert "data-is-" not in html
    assert "sift.js" not in html


def test_few_rows_have_no_form() -> None:
    html = press(COMPANY, "managers", dt.date(2026, 10, 16)).file(f"zh/{RESULT}")
    assert html is not None
    assert b"recipients" in html
    assert b"data-sift" not in html
    assert b"data-order" not in html


def test_figures_of_several_units_are_not_compared() -> None:
    html = page("en/goals/index.html")
    assert 'data-sort="target"' not in html


def test_goals_of_other_periods_are_reached_by_their_periods() -> None:
    files = {
        "content/periods/2026-q4.yml": "title: {zh: 四季度, en: Q4}\ntype: quarter\nfrom: 2026-10-01\nto: 2026-12-31\n",
        "content/goals/now.yml": "title: {zh: 现在, en: Now}\nowner: person/p-2\nperiod: 2026-q4\n"
        "metric: net-revenue\ntarget: CNY 1\n",
    }
    content = press({**FILES, **files}, "managers", dt.date(2026, 10, 16)).file("en/goals/index.html")
    assert content is not None
    html = content.decode()

    assert "now.html" in html
    assert "east-revenue.html" not in html
    assert 'href="../../en/periods/2026-q3.html#goals"' in html
    period = press({**FILES, **files}, "managers", dt.date(2026, 10, 16)).file("en/periods/2026-q3.html")
    assert period is not None
    assert b'id="goals"' in period
    assert b"east-revenue.html" in period


def test_teams_stand_below_each_other_and_are_chosen_alike_in_both_languages() -> None:
    for language, place in (("zh", "宁波"), ("en", "Ning Bo")):
        html = page(f"{language}/teams/index.html")
        found = rows(html)
        assert [by(row, "parent") for row in found].count("shanghai") == 3
        assert f'<option value="宁波">{place}</option>' in html
        assert [by(row, "location") for row in found].count("上海") == 3
        # Those of Zhejiang follow it.
        order = [re.search(r'href="([^"]*)"', row)[1] for row in found]  # type: ignore[index]
        assert order.index("zhejiang.html") == order.index("hangzhou.html") - 1


def test_actuals_are_chosen_by_team_and_put_in_order_by_figure() -> None:
    html = page("en/actuals/2026-q3-many.html")
    assert 'data-sort="net-revenue"' in html
    assert '<select id="sift-team" name="team">' in html
    assert {by(row, "team") for row in rows(html)} == {"shanghai", "zhejiang"}


def test_figures_that_an_audience_does_not_see_are_no_choices() -> None:
    html = page("en/actuals/2026-q3-many.html", "everyone")
    assert "data-sift" not in html
