"""What a search knows: a document for every page that one may look for, and of each only what its audience sees."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from perfsite.site.search import ORDER, Document, SearchPlan, plan_search
from tests.privacy.repositories import COMPANY
from tests.site.pages import press
from tests.site_builder import BASE


@cache
def plan(audience: str = "managers", lang: str = "zh", company: bool = False) -> SearchPlan:
    editions = press(COMPANY if company else {}, audience).job.editions
    edition = next(one for one in editions if one.language == lang)
    return plan_search(edition, [one for one in editions if one is not edition])


def found(kind: str, id: str, lang: str = "zh", *, company: bool = False) -> Document:
    documents = plan(lang=lang, company=company).documents
    return next(one for one in documents if (one.kind, one.id) == (kind, id))


def addresses(planned: SearchPlan, lang: str) -> list[str]:
    patterns = {kind.id: kind.pattern for kind in planned.kinds}
    return [f"/{lang}/{patterns[one.kind].replace('*', one.id)}" for one in planned.documents]


@pytest.mark.parametrize("audience", ["everyone", "managers", "hr"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_document_leads_to_a_page(audience: str, lang: str) -> None:
    pages = {page.address for page in press({}, audience).job.pages}

    lost = [address for address in addresses(plan(audience, lang), lang) if address.partition("#")[0] not in pages]

    assert lost == []


def test_every_record_level_and_list_of_the_site_can_be_found() -> None:
    apart = ("/history/", "/changes/", "/notices/", "/explained/", "/compare/", "/search/", "/zh/index.html")
    pages = {
        page.address
        for page in press({}, "managers").job.pages
        if page.language == "zh" and page.address.startswith("/zh/") and not any(part in page.address for part in apart)
    }

    assert pages - {address.partition("#")[0] for address in addresses(plan(), "zh")} == set()


def test_a_title_is_known_in_all_languages() -> None:
    assert (found("rule", "scorecard").title, found("rule", "scorecard").names) == (
        "大区经理季度评分",
        ("Regional manager's quarterly scorecard",),
    )
    assert found("rule", "scorecard", lang="en").names == ("大区经理季度评分",)


def test_quarters_are_known_as_people_write_them() -> None:
    assert "2026Q3" in found("period", "2026-q3").names


def test_clauses_are_headings_with_the_anchors_of_the_page() -> None:
    assert ("gates.1", "合规一票否决") in found("rule", "scorecard").headings
    assert ("competencies.coaching", "辅导") in found("ladder", "sales").headings


def test_what_a_level_expects_is_found_on_its_page() -> None:
    assert "每月与每名下属谈一次" in found("level", "sales/m1").texts
    assert "每月与每名下属谈一次" not in found("ladder", "sales").texts


def test_a_goal_is_about_its_owner_first_and_not_about_who_approved_it() -> None:
    about = found("goal", "shanghai-revenue").about

    assert about[0] == ("person", "p-2")
    assert ("metric", "net-revenue") in about
    assert ("person", "p-1") not in about


def test_documents_come_by_period_the_newest_first_and_by_kind() -> None:
    planned = plan()
    places = {"": 0, **{period.id: number for number, period in enumerate(planned.periods, 1)}}
    keys = [(places[one.period], ORDER.index(one.kind), one.id) for one in planned.documents]

    assert keys == sorted(keys)
    assert [period.last for period in planned.periods] == sorted((p.last for p in planned.periods), reverse=True)


def test_where_people_are_masked_none_can_be_found_nor_what_is_said_of_one() -> None:
    planned = plan("everyone", company=True)
    words = repr(planned)

    assert not [one for one in planned.documents if one.kind == "person" or ("person" in dict(one.about))]
    for hidden in ("张浩博", "Zhang Haobo", "张**", "折算后", "系统迁移", "收缩预案", "接班计划"):
        assert hidden not in words
    assert "折算后" in repr(plan("managers", company=True))


def test_a_result_whose_page_masks_people_is_not_found_by_them() -> None:
    """The site's policy may mask the pages of results for managers too."""
    masked: Mapping[str, str | None] = {
        **COMPANY,
        "perfsite.yml": BASE["perfsite.yml"].replace(
            "\n  notice: 5 working days", "\n  notice: 5 working days\n  names: {during_notice: masked, after: masked}"
        ),
    }
    assert "masked" in (masked["perfsite.yml"] or "")
    edition = press(masked, "managers").job.editions[0]
    bonus = next(one for one in plan_search(edition, ()).documents if one.kind == "award-result")

    assert "person" not in dict(bonus.about)
    assert "折算后" not in bonus.texts
    assert ("person", "p-2") in found("award-result", "2026-q3-quarterly-bonus", company=True).about
