"""How people are named: masks tell neither length nor more than a fuller mask elsewhere, and pages follow the policy."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from perfsite.privacy import Names, mask
from perfsite.records.people import Person
from perfsite.records.record import Origin
from perfsite.records.texts import Text
from tests.privacy.repositories import AUDIENCES, BONUS, COMPANY, PEOPLE, SITE_FILE, press

POLICY = "  names: {during_notice: full, after: masked}\n"
DURING, AFTER = dt.date(2026, 10, 20), dt.date(2026, 12, 1)


def person(zh: str, en: str = "", surname: str | None = None) -> Person:
    versions = (("zh", zh), ("en", en)) if en else (("zh", zh),)
    return Person(id="p-1", origin=Origin("people.yml"), name=Text(versions), surname=surname)


@pytest.mark.parametrize(
    ("name", "surname", "masked"),
    [
        ("张伟", None, "张**"),
        ("张浩博", None, "张**"),
        ("欧阳敏", None, "欧阳**"),
        ("欧阳文文", "欧阳", "欧阳**"),
        ("欧敏", None, "欧**"),
        ("东野圭", "东野", "东野**"),
        ("Maria Ionescu", None, "M**"),
        ("Émile Zola", None, "É**"),
    ],
)
def test_a_mask_is_a_family_name_and_two_stars(name: str, surname: str | None, masked: str) -> None:
    text = mask(person(name, surname=surname))

    assert text is not None
    assert text.best("zh")[1] == masked


def test_a_mask_does_not_tell_how_long_a_name_is() -> None:
    masks = {str(mask(person(f"张{'一' * length}", f"Zhang {'a' * length}"))) for length in range(1, 30)}

    assert len(masks) == 1


def test_a_mask_is_made_in_each_language() -> None:
    assert mask(person("欧阳敏", "Ouyang Min", "欧阳")) == Text((("zh", "欧阳**"), ("en", "O**")))


def test_a_person_without_a_name_has_no_mask() -> None:
    assert mask(Person(id="p-1", origin=Origin("people.yml"))) is None


@pytest.mark.parametrize(
    ("audience", "page", "shown"),
    [
        ("full", "full", "full"),
        ("full", "masked", "masked"),
        ("full", "id", "id"),
        ("masked", "full", "masked"),
        ("masked", "id", "id"),
        ("id", "full", "id"),
        ("id", "masked", "id"),
    ],
)
def test_the_stricter_of_audience_and_page_decides(audience: str, page: str, shown: str) -> None:
    names = Names(audience, {} if page == "full" else {"award-result/q3": page})

    assert names.mode_on("award-result/q3") == shown
    assert names.mode_on("goal/other") == audience


def test_only_a_full_name_leads_to_a_page_of_the_person() -> None:
    someone = person("张浩博")
    names = Names("full", {"award-result/q3": "masked", "award-result/q2": "id"})

    assert names.of(someone).linked
    assert names.of(someone, "award-result/q3") == names.of(someone, "award-result/q3")
    assert [names.of(someone, f"award-result/{q}").text.best("zh")[1] for q in ("q3", "q2")] == ["张**", "p-1"]
    assert not any(names.of(someone, f"award-result/{q}").linked for q in ("q3", "q2"))


def company(policy: str = POLICY) -> dict[str, str | None]:
    text = COMPANY[SITE_FILE]
    assert text.count("policy:\n") == 1
    return {**COMPANY, SITE_FILE: text.replace("policy:\n", f"policy:\n{policy}")}


RESULT, NOTICE = "zh/results/2026-q3-quarterly-bonus.html", "zh/notices/2026-q3-quarterly-bonus.html"


@pytest.mark.parametrize("path", [RESULT, NOTICE])
def test_people_are_named_during_notice_and_masked_after_it(path: str) -> None:
    during, after = ((press(company(), "managers", day).file(path) or b"").decode() for day in (DURING, AFTER))

    assert "李静怡" in during
    assert "李静怡" not in after
    assert "李**" in after


def test_a_masked_page_has_no_address_of_a_person() -> None:
    page = (press(company(), "managers", AFTER).file(RESULT) or b"").decode()

    assert "people/p-" not in page
    assert not re.search(r'id="p-', page)


def test_hr_goes_on_seeing_names_after_notice() -> None:
    assert "李静怡" in (press(company(), "hr", AFTER).file(RESULT) or b"").decode()


def test_an_open_objection_keeps_the_names() -> None:
    """The clock has run out, but a result whose objection is not answered is not final."""
    files = company()
    answered = "answered: 2026-10-19\n"
    text = files[BONUS]
    assert text is not None
    start = text.index("    " + answered)
    end = text.index("corrections:")
    files[BONUS] = text[:start] + text[end:]
    files[BONUS] = (files[BONUS] or "")[: (files[BONUS] or "").index("corrections:")]

    page = (press(files, "managers", AFTER).file(RESULT) or b"").decode()

    assert "李静怡" in page


def test_the_results_of_a_person_list_only_pages_that_name_them() -> None:
    during, after = (
        (press(company(), "managers", day).file("zh/people/p-3.html") or b"").decode() for day in (DURING, AFTER)
    )

    assert "2026-q3-quarterly-bonus.html" in during
    assert "2026-q3-quarterly-bonus.html" not in after


def test_the_order_of_masked_people_does_not_tell_their_names() -> None:
    """Given names that would sort the other way round leave a masked table as it was."""
    people = COMPANY["content/people/people.yml"]
    swapped = people.replace("张浩博, en: Zhang Haobo", "张@").replace("张伟, en: Zhang Wei", "张浩博, en: Zhang Haobo")
    swapped = swapped.replace("张@", "张伟, en: Zhang Wei")
    bonus = COMPANY[BONUS].replace(
        "left_out:", "  - {person: p-5, total: 70.00, grade: C, amount: CNY 1.00}\nleft_out:"
    )
    masked = COMPANY[SITE_FILE] + (
        "audiences:\n"
        "  - {id: everyone, sees: everyone, names: masked}\n"
        "  - {id: managers, sees: managers, names: masked}\n"
        "  - {id: hr, sees: hr, names: full}\n"
    )
    sites = [
        press({**COMPANY, SITE_FILE: masked, BONUS: bonus, "content/people/people.yml": text}, "managers")
        for text in (people, swapped)
    ]

    assert swapped != people
    for path in (
        RESULT,
        NOTICE,
        "zh/teams/shanghai.html",
        "zh/roles/regional-manager.html",
        "zh/actuals/2026-q3-revenue.html",
    ):
        one, other = (site.file(path) for site in sites)
        assert one is not None
        assert one == other, path


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_erased_person_has_no_name_and_no_page_and_results_still_add_up(audience: str) -> None:
    named = COMPANY[PEOPLE]
    start, end = named.index("- id: p-3"), named.index("- id: p-4")
    erased = named[start:end].replace("name: {zh: 李静怡, en: Li Jingyi}", "erased: 2026-10-30")
    made = press({**COMPANY, PEOPLE: named[:start] + erased + named[end:]}, audience, dt.date(2026, 11, 2))

    pages = {page.address: made.print(page)[1].decode() for page in made.job.pages}
    assert "/zh/people/p-3.html" not in pages
    assert not [address for address, page in pages.items() if "李静怡" in page or "people/p-3.html" in page]
    result = pages["/zh/results/2026-q3-quarterly-bonus.html"]
    assert ("信息已删除的人员" in result) is (audience != "everyone")
    assert ("erased person" in pages["/en/results/2026-q3-quarterly-bonus.html"]) is (audience != "everyone")
