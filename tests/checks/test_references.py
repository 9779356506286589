"""Circles, links, names inside records and settings: each mistake once, at its place, and none once mended."""

from __future__ import annotations

import pytest

from tests.site_builder import BASE, changed, places, problems, words, wrong

LADDER = "content/ladders/sales.yml"
RULE = "content/rules/scorecard.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
CRITERIA = "content/promotion/m1-to-m2.yml"
PEOPLE = "content/people/people.yml"
BONUS = "content/results/2026-q3/quarterly-bonus.yml"
PROMOTIONS = "content/results/2026-promotions.yml"
METRIC = "content/metrics/net-revenue.yml"
COURSE = "content/training/leading-leaders.yml"
TERMS = "content/glossary/terms.yml"
SITE = "perfsite.yml"


def test_the_base_has_no_problem() -> None:
    assert places() == []


@pytest.mark.parametrize(
    ("files", "place", "path"),
    [
        (
            changed("content/teams/east.yml", "lead: p-1", "lead: p-1\nparent: shanghai"),
            "content/teams/east.yml:3:9",
            "east → shanghai → east",
        ),
        (
            changed("content/periods/2026.yml", "type: year", "type: year\nparent: 2026"),
            "content/periods/2026.yml:3:9",
            "2026 → 2026",
        ),
        (
            changed(RULE, "in_force: {from: 2026-01-01}", "replaces: scorecard\nin_force: {from: 2026-01-01}"),
            f"{RULE}:3:11",
            "scorecard → scorecard",
        ),
    ],
)
def test_circles(files: dict[str, str | None], place: str, path: str) -> None:
    assert places(files) == [f"PS307 {place}"]
    assert f"：{path} /" in words(problems(files)[0], "zh")


def test_a_circle_of_goals_is_reported_once() -> None:
    files = changed(
        "content/goals/east-revenue.yml", "metric: net-revenue", "supports: shanghai-revenue\nmetric: net-revenue"
    )
    assert [place for place in places(files) if "PS307" in place] == ["PS307 content/goals/east-revenue.yml:4:11"]


# A file of the base, a text in it, the text in its place with the problem marked, and the mended text that is offered.
NAMES = [
    (LADDER, "track: m, title: {zh: 大区经理", "track: ‹n›, title: {zh: 大区经理", None),
    (LADDER, "area: team", "area: ‹teem›", "team"),
    (LADDER, "      m2: {descriptor", "      ‹m3›: {descriptor", "m1"),
    (LADDER, "{descriptor: {zh: 每月", "{proficiency: ‹good›, descriptor: {zh: 每月", None),
    ("content/roles/regional-manager.yml", "[m1]", "[‹mm1›]", "m1"),
    (PEOPLE, "team: zhejiang, level: m1", "team: zhejiang, level: ‹m-1›", "m1"),
    (PEOPLE, "joined: 2020-03-01", "joined: 2020-03-01\n  competencies: {‹coching›: m2}", "coaching"),
    (PEOPLE, "joined: 2020-03-01", "joined: 2020-03-01\n  competencies: {coaching: ‹m22›}", "m2"),
    (COURSE, "levels: [m1]", "levels: [‹m9›]", "m1"),
    (COURSE, "[coaching]", "[‹coachin›]", "coaching"),
    (CRITERIA, "tenure: {in: m1", "tenure: {in: ‹ml›", "m1"),
    (CRITERIA, "competency: {coaching: m2}", "competency: {‹coachng›: m2}", "coaching"),
    (CRITERIA, "competency: {coaching: m2}", "competency: {coaching: ‹m20›}", "m2"),
    (CRITERIA, "grade: {at_least: B, rule: scorecard}", "grade: {at_least: ‹X›, rule: scorecard}", None),
    (CRITERIA, "grade: {at_least: B, rule: scorecard}", "grade: {at_least: ‹X›}", None),
    (CRITERIA, "requirements: [course]", "requirements: [‹curse›]", "course"),
    (RULE, "{metric: compliance-breaches, at_least: 1}", "{component: ‹colection›, at_least: 1}", "collection"),
    (RULE, "then: {total: 0}", "then: {grade: ‹Z›}", None),
    (RULE, "then: {total: 0}", "then: {component: {‹revenu›: 0}}", "revenue"),
    (RULE, "collection: 96%,", "‹colection›: 96%,", "collection"),
    (RULE, "collection: 100, total", "‹colection›: 100, total", "collection"),
    (RULE, "grade: A}\n", "grade: ‹AAA›}\n", None),
    (REWARD, "{grade: {at_least: C}}", "{grade: {at_least: ‹E›}}", None),
    (REWARD, "given: {grade: A}", "given: {‹grad›: A}", "grade"),
    (REWARD, "budget:", "winners: {top: 3, by: [‹totals descending›], ties: shared}\nbudget:", "total descending"),
    (BONUS, "grade: A,", "grade: ‹Q›,", None),
    (BONUS, "{person: p-2,", "{person: p-2, components: {‹revenues›: 115},", "revenue"),
    (PROMOTIONS, "{tenure: true", "{‹tenur›: true", "tenure"),
    ("content/pages/principles.md", "section: principles", "section: principles\naudience: ‹managres›", "managers"),
    (SITE, "policy:", "visibility: {‹award-result.recipients.amout›: hr}\npolicy:", "award-result.recipients.amount"),
    (SITE, "policy:", "visibility: {‹award-results.recipients.amount›: hr}\npolicy:", "award-result.recipients.amount"),
    (SITE, "policy:", "visibility: {‹goal.target.more›: hr}\npolicy:", None),
]


@pytest.mark.parametrize(("file", "old", "new", "mended"), NAMES)
def test_a_name_that_is_not_there(file: str, old: str, new: str, mended: str | None) -> None:
    files, place = wrong(file, old, new)
    assert places(files) == [f"PS308 {place}"]
    fix = problems(files)[0].fix
    assert (fix.text if fix else None) == mended


def test_from_and_to_of_criteria_are_levels() -> None:
    files, place = wrong(CRITERIA, "from: m1\n", "from: ‹m0›\n")
    assert f"PS308 {place}" in places(files)


def test_an_absent_ladder_is_reported_once() -> None:
    assert places(changed("content/roles/regional-manager.yml", "ladder: sales", "ladder: sale")) == [
        "PS302 content/roles/regional-manager.yml:2:9"
    ]


def test_names_of_a_ladder_that_cannot_be_read_are_left_alone() -> None:
    assert [place for place in places(changed(LADDER, "rank: 1", "rank: one")) if "PS308" in place] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "mended"),
    [
        (TERMS, "[page/principles]", "[‹page/principle›]", "page/principles"),
        (TERMS, "[page/principles]", "[‹pages/principles›]", "page/principles"),
        (
            RULE,
            "applies_to:",
            "links: [{title: {zh: 原则, en: Principles}, url: ‹page/princples›}]\napplies_to:",
            "page/principles",
        ),
        (METRIC, "unit:", "definition: {zh: '见[原则](‹page/nothing›)', en: As received}\nunit:", None),
        (
            METRIC,
            "unit:",
            "definition:\n  zh: |\n    到账为准。\n\n    见[评分](‹rule/scorcard›#total)。\n  en: As received\nunit:",
            "rule/scorecard",
        ),
        (
            "content/pages/principles.en.md",
            "reward/quarterly-bonus",
            "‹reward/quartely-bonus›",
            "reward/quarterly-bonus",
        ),
    ],
)
def test_links_that_lead_nowhere(file: str, old: str, new: str, mended: str | None) -> None:
    files, place = wrong(file, old, new)
    assert places(files) == [f"PS309 {place}"]
    fix = problems(files)[0].fix
    assert (fix.text if fix else None) == mended


def test_the_second_of_two_equal_links_has_its_own_place() -> None:
    body = "[a](page/nowhere) [b](page/principles)\n[c](page/nowhere)\n"
    found = places(
        {
            "content/metrics/net-revenue.yml": BASE["content/metrics/net-revenue.yml"]
            + "body:\n  zh: |\n    "
            + body.replace("\n", "\n    ").rstrip(" ")
            + "  en: Text\n"
        }
    )
    assert found == ["PS309 content/metrics/net-revenue.yml:7:9", "PS309 content/metrics/net-revenue.yml:8:9"]


@pytest.mark.parametrize("address", ["https://example.com/page/none", "mailto:hr@example.internal"])
def test_addresses_elsewhere_are_left_alone(address: str) -> None:
    files = changed(
        RULE, "applies_to:", f"links: [{{title: {{zh: 原则, en: Principles}}, url: '{address}'}}]\napplies_to:"
    )
    assert places(files) == []


@pytest.mark.parametrize(
    ("setting", "hint", "mended"),
    [
        ("missing-translations: off", "suggest", "missing-translation"),
        ("PS999: off", "", None),
        ("unknown-reference: warning", "fixed", None),
        ("PS302: off", "fixed", None),
    ],
)
def test_settings_of_checks_that_do_not_exist(setting: str, hint: str, mended: str | None) -> None:
    files = changed(SITE, "policy:", f"checks: {{{setting}}}\npolicy:")
    assert places(files) == [f"PS310 {SITE}:5:10"]
    found = problems(files)[0]
    assert (found.hint, found.fix.text if found.fix else None) == (hint, mended)


@pytest.mark.parametrize("setting", ["missing-translation: off", "PS901: error", "ps901: warning"])
def test_settings_of_checks_that_exist(setting: str) -> None:
    assert places(changed(SITE, "policy:", f"checks: {{{setting}}}\npolicy:")) == []


RESERVED = ("total", "grade", "coefficient", "amount", "basis", "rank", "share", "remainder", "paid", "group", "place")


@pytest.mark.parametrize("id", RESERVED)
def test_no_metric_is_called_like_a_figure_of_calculations(id: str) -> None:
    text = BASE[METRIC]
    assert places({f"content/metrics/{id}.yml": text.replace("title: {zh: 净", "title: {zh: 新增净")}) == [
        f"PS312 content/metrics/{id}.yml:1:13"
    ]
    assert places({f"content/metrics/own-{id}.yml": text}) == [f"PS905 content/metrics/own-{id}.yml:1:13"]


@pytest.mark.parametrize("id", RESERVED)
def test_no_component_is_called_like_a_figure_of_calculations(id: str) -> None:
    files, place = wrong(RULE, "  collection:\n", f"  ‹{id}›:\n")
    found = [problem for problem in problems(files) if problem.code == "PS312"]
    assert [problem.span.place for problem in found] == [place]
    assert f"`{id}` stands for something else" in words(found[0], "en")


def test_a_component_with_the_id_of_a_metric_measures_it() -> None:
    files, place = wrong(
        RULE, "  collection:\n", "  ‹compliance-breaches›:\n", "collection: 96%, ", "", ", collection: 100", ""
    )
    found = [problem for problem in problems(files) if problem.code == "PS312"]
    assert [problem.span.place for problem in found] == [place]
    assert "measures `collection-rate`" in words(found[0], "en")
    own = changed(
        RULE,
        "  collection:\n",
        "  collection-rate:\n",
        "collection: 96%",
        "collection-rate: 96%",
        "collection: 100",
        "collection-rate: 100",
    )
    assert places(own) == []
