"""Numbers and names that have no place in a text, and the dates of people's employment."""

from __future__ import annotations

import pytest

from perfsite.checks.private_numbers import private_numbers
from tests.site_builder import BASE, changed, places, problems, words, wrong

METRIC = "content/metrics/net-revenue.yml"
PEOPLE = "content/people/people.yml"
PRINCIPLES = "content/pages/principles.md"


def one(code: str, files: dict[str, str | None], place: str, says: str = "") -> None:
    assert places(files) == [f"{code} {place}"]
    assert says in words(problems(files)[0], "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("13800138000", "PS801"),
        ("联系13800138000。", "PS801"),
        ("138-0013-8000", "PS801"),
        ("138 0013 8000", "PS801"),
        ("+86 138 0013 8000", "PS801"),
        ("１３８００１３８０００", "PS801"),
        ("021-55500177", "PS801"),
        ("(021) 5550-0177", "PS801"),
        ("0571-5550 0177", "PS801"),
        ("+44 20 7946 0958", "PS801"),
        ("11010519491231002X", "PS802"),
        ("110105194912310021", None),  # the check digit is wrong
        ("440524800101001", "PS802"),  # the older form
        ("440524801301001", None),  # no such month
        ("6222021234567890123", None),  # fails the check of card numbers
        ("4111111111111111", "PS803"),
        ("4111 1111 1111 1111", "PS803"),
        ("6222 0212 3456 7890 128", "PS803"),
        ("2026-10-08", None),
        ("2026-10-08 09:30", None),
        ("1,380,013,800", None),
        ("CNY 13,800,138,000", None),
        ("2026-07-01 2026-09-30", None),
        ("p-13800138000", None),
        ("https://example.internal/13800138000", None),
        ("10000000000", None),
        ("3.1415926535897932", None),
        ("12345678", None),
    ],
)
def test_what_a_private_number_looks_like(text: str, code: str | None) -> None:
    assert [number.code for number in private_numbers(text)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("PS801", "13800138000"),
        ("PS801", "0571-5550 0177"),
        ("PS802", "11010519491231002X"),
        ("PS803", "4111 1111 1111 1111"),
    ],
)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (METRIC, "unit:", "definition: {{zh: '疑问请联系‹{}›', en: As received}}\nunit:"),
        (METRIC, "unit:", "definition:\n  zh: 到账为准\n  en: |\n    As received.\n\n    Questions: ‹{}›\nunit:"),
        (METRIC, "unit:", "source: {{system: '‹{}›'}}\nunit:"),
        ("content/pages/principles.en.md", "First the standard", "Ask ‹{}›. First the standard"),
        (PEOPLE, "joined: 2020-03-01", "joined: 2020-03-01\n  aliases: ['‹{}›']"),
    ],
)
def test_numbers_in_texts(code: str, number: str, file: str, old: str, new: str) -> None:
    files, place = wrong(file, old, new.format(number))
    one(code, files, place)
    assert number not in words(problems(files)[0], "zh")


def test_the_telephone_of_the_site_may_be_called() -> None:
    files = changed(METRIC, "unit:", "definition: {zh: '疑问请致电 021-5550-0100', en: 'Call 021 55500100'}\nunit:")
    assert places(files) == []
    without = changed("perfsite.yml", ", phone: 021-5550-0100", "")
    assert {place.split()[0] for place in places(files | without)} == {"PS801"}


@pytest.mark.parametrize(
    ("code", "replacements", "says"),
    [
        (
            "PS804",
            (
                "{role: regional-manager, team: shanghai, level: m1, from: 2024-01-01}",
                "{role: regional-manager, team: zhejiang, level: m1, from: 2022-01-01}\n    - {role: regional-manager, team: shanghai, level: m1, from: ‹2024-01-01›}",
            ),
            "from 2024-01-01 on / end the earlier one with `until: 2023-12-31`",
        ),
        (
            "PS804",
            (
                "{role: regional-manager, team: shanghai, level: m1, from: 2024-01-01}",
                "{role: regional-manager, team: shanghai, level: m1, from: ‹2024-01-01›}\n    - {role: regional-manager, team: zhejiang, level: m1, from: 2022-01-01, until: 2024-02-29}",
            ),
            "from 2024-01-01 to 2024-02-29",
        ),
        ("PS805", ("joined: 2020-03-01", "joined: 2020-03-01\n  left: ‹2019-03-01›"), "before joining"),
        (
            "PS805",
            (
                "joined: 2020-03-01",
                "joined: 2022-03-01",
                "level: m2, from: 2022-01-01",
                "level: m2, from: ‹2022-01-01›",
            ),
            "before joining on 2022-03-01",
        ),
        (
            "PS805",
            (
                "joined: 2020-03-01",
                "joined: 2020-03-01\n  left: 2026-12-31",
                "level: m2, from: 2022-01-01",
                "level: m2, from: ‹2022-01-01›",
            ),
            "does not end",
        ),
        (
            "PS805",
            (
                "joined: 2020-03-01",
                "joined: 2020-03-01\n  left: 2026-12-31",
                "level: m2, from: 2022-01-01",
                "level: m2, from: 2022-01-01, until: ‹2027-01-31›",
            ),
            "lasts until 2027-01-31",
        ),
    ],
)
def test_positions_and_employment(code: str, replacements: tuple[str, ...], says: str) -> None:
    one(code, *wrong(PEOPLE, *replacements), says)


def test_positions_that_follow_each_other() -> None:
    files = changed(
        PEOPLE,
        "{role: regional-manager, team: shanghai, level: m1, from: 2024-01-01}",
        "{role: regional-manager, team: zhejiang, level: m1, from: 2022-01-01, until: 2023-12-31}\n    - {role: regional-manager, team: shanghai, level: m1, from: 2024-01-01}",
    )
    assert places(files) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "person"),
    [
        (METRIC, "unit:", "definition: {zh: 由‹张浩博›核对, en: As received}\nunit:", "p-2"),
        (METRIC, "unit:", "definition: {zh: 到账为准, en: Checked by ‹Zhang Haobo› each week}\nunit:", "p-2"),
        ("content/pages/principles.en.md", "First the standard", "Ask Ms ‹Li Jingyi›. First the standard", "p-3"),
        ("content/rules/scorecard.yml", "zh: 略超目标", "zh: ‹周明远›略超目标", "p-1"),
    ],
)
def test_names_in_texts_for_everyone(file: str, old: str, new: str, person: str) -> None:
    one("PS806", *wrong(file, old, new), f"`{person}`")


@pytest.mark.parametrize(
    "text",
    [
        "由欧阳敏经理核对",
        "由欧阳敏核对",
    ],
)
def test_a_compound_surname(text: str) -> None:
    found = problems(changed(METRIC, "unit:", f"definition: {{zh: {text}, en: As received}}\nunit:"))
    assert [(problem.code, problem.arguments["person"]) for problem in found] == [("PS806", "p-4")]


def test_names_where_they_may_stand() -> None:
    grounds = changed(
        "content/results/2026-q3/quarterly-bonus.yml", "zh: 认为回款率漏计一笔", "zh: 李静怡认为回款率漏计一笔"
    )
    assert places(grounds) == []  # objections are for managers, as names are
    definition = "definition: {zh: 由张浩博核对, en: As received}\n"
    for managers in ("audience: managers\n", "audience: hr\n"):
        assert places({METRIC: BASE[METRIC] + definition + managers}) == []
    assert (
        places(
            {METRIC: BASE[METRIC] + definition}
            | changed("perfsite.yml", "policy:", "visibility: {person.name: everyone}\npolicy:")
        )
        == []
    )
    parts = "definition: {zh: 浩博与张浩两人核对, en: Zhang and Haobo}\n"
    assert places({METRIC: BASE[METRIC] + parts}) == []


def test_a_short_name_is_too_often_a_word() -> None:
    files = changed(PEOPLE, "{zh: 张浩博, en: Zhang Haobo}", "{zh: 高明, en: Gao Ming}")
    assert places(files | {METRIC: BASE[METRIC] + "definition: {zh: 高明的做法, en: As received}\n"}) == []
