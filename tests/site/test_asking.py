"""Asking, objecting and editing from a page: each way that a site can name, filled in with what the page is about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from perfsite.pipeline import find_audience, load, load_history, set_type
from perfsite.project import Project
from perfsite.render.site import Job
from perfsite.site.asking import CLAUSE, Ways
from perfsite.site.plan import Page, plan_site
from tests.history.repository import Repository
from tests.site_builder import AS_OF, BASE, changed, site

SITE = "perfsite.yml"
WEB = 'repository: {web: "https://gitlab.example.internal/hr/standards", branch: release, folder: people/site}\n'
RULE = "/zh/rules/scorecard.html"


def planned(extra: str = "", *, audience: str = "managers", as_of: dt.date = AS_OF) -> dict[str, Page]:
    files = {**BASE, SITE: BASE[SITE] + extra}
    found = site(files)
    rule = find_audience(found, audience)
    assert rule is not None
    job: Job = set_type(found, audience=rule, as_of=as_of)
    return {page.address: page for page in plan_site(job.editions)}


def ways(pages: dict[str, Page], address: str) -> Ways:
    found = pages[address].ways
    assert isinstance(found, Ways)
    return found


def actions(pages: dict[str, Page], address: str) -> dict[str, str]:
    return {link.title: link.address for link in ways(pages, address).actions}


def letter(address: str) -> tuple[str, str]:
    """Subject and text of a mail."""
    query = parse_qs(urlsplit(address).query, strict_parsing=True)
    return query["subject"][0], query["body"][0]


def test_by_default_a_mail_to_the_contact() -> None:
    pages = planned()

    found = actions(pages, RULE)

    assert list(found) == ["就此提问"]
    assert found["就此提问"].startswith("mailto:sales-hr@example.internal?")
    subject, text = letter(found["就此提问"])
    assert subject == f"关于“{pages[RULE].title}”"
    assert text.splitlines() == ["记录：rule/scorecard", f"版本：{AS_OF}", f"页面：{RULE}"]
    english = letter(actions(pages, RULE.replace("/zh/", "/en/"))["Ask about this"])
    assert english[1].splitlines()[0] == "Record: rule/scorecard"


def test_a_clause_is_named_with_its_anchor() -> None:
    pattern = ways(planned(), RULE).clause

    assert pattern.count(CLAUSE) == 2
    _, text = letter(pattern.replace(CLAUSE, "components.revenue"))
    assert "条款：components.revenue\n" in text
    assert f"页面：{RULE}#components.revenue\n" in text


def test_every_page_of_records_and_of_many_has_its_way() -> None:
    pages = planned()

    without = [address for address, page in pages.items() if page.ways is None or not page.ways.actions]
    assert without == ["/index.html", "/404.html"]
    _, text = letter(actions(pages, "/zh/index.html")["就此提问"])
    assert text == "页面：/zh/index.html\n"


RESULT = "/zh/results/2026-q3-quarterly-bonus.html"


@pytest.mark.parametrize(
    ("day", "takes"),
    [("2026-10-12", False), ("2026-10-13", True), ("2026-10-22", True), ("2026-10-23", False)],
)
def test_one_can_object_while_objections_are_taken(day: str, takes: bool) -> None:
    pages = planned(as_of=dt.date.fromisoformat(day))

    assert ("提出异议" in actions(pages, RESULT)) is takes
    assert "提出异议" not in actions(pages, RULE)


def test_an_objection_says_that_it_is_one() -> None:
    pages = planned(as_of=dt.date(2026, 10, 16))

    subject, text = letter(actions(pages, RESULT)["提出异议"])

    assert subject.startswith("对“")
    assert "记录：award-result/2026-q3-quarterly-bonus\n" in text


@pytest.mark.parametrize(
    ("way", "start", "names"),
    [
        ("github", "https://gitlab.example.internal/hr/standards/issues/new?", ("title", "body")),
        (
            "gitlab",
            "https://gitlab.example.internal/hr/standards/-/issues/new?",
            ("issue[title]", "issue[description]"),
        ),
        ("gitee", "https://gitlab.example.internal/hr/standards/issues/new?", ("title", "body")),
    ],
)
def test_a_forge(way: str, start: str, names: tuple[str, str]) -> None:
    asked = actions(planned(f"{WEB}ways: {{ask: {way}}}\n"), RULE)["就此提问"]

    assert asked.startswith(start)
    query = parse_qs(urlsplit(asked).query, strict_parsing=True)
    assert set(query) == set(names)
    assert "记录：rule/scorecard\n" in query[names[1]][0]


def test_an_address_of_an_app_with_its_places_filled_in() -> None:
    pattern = "dingtalk://dingtalkclient/page/link?url={address}&about={record}&clause={clause}&v={version}&t={title}&x={text}&f={file}"
    pages = planned(f'ways: {{ask: "{pattern}"}}\n')

    asked = actions(pages, RULE)["就此提问"]
    query = parse_qs(asked.partition("?")[2], keep_blank_values=True, strict_parsing=True)

    assert query["url"] == [RULE]
    assert (query["about"], query["clause"], query["f"]) == (["rule/scorecard"], [""], ["content/rules/scorecard.yml"])
    assert query["t"] == [pages[RULE].title]
    assert "记录：rule/scorecard" in query["x"][0]
    assert ways(pages, RULE).clause.count(CLAUSE) >= 2


def test_off_is_off() -> None:
    pages = planned("ways: {ask: off, object: off}\n", as_of=dt.date(2026, 10, 16))

    assert actions(pages, RESULT) == {}
    assert ways(pages, RESULT).clause == ""


def test_editing_is_for_those_who_may_know_where() -> None:
    place = "https://gitlab.example.internal/hr/standards/-/edit/release/people/site/content/rules/scorecard.yml"

    assert "修改这条记录" not in actions(planned(WEB), RULE)
    assert actions(planned(WEB, audience="hr"), RULE)["修改这条记录"] == place
    assert actions(planned(f"{WEB}ways: {{editors: managers}}\n"), RULE)["修改这条记录"] == place
    assert "修改这条记录" not in actions(planned(f"{WEB}ways: {{editors: nobody}}\n", audience="hr"), RULE)
    other = planned(f"{WEB}ways: {{edit: github}}\n", audience="hr")
    assert "/standards/edit/release/" in actions(other, RULE)["修改这条记录"]
    assert "修改这条记录" not in actions(other, "/zh/index.html")


def test_a_forge_that_nobody_named_and_the_address_does_not_tell_has_no_editor() -> None:
    web = 'repository: {web: "https://code.example.internal/hr"}\n'

    assert "修改这条记录" not in actions(planned(web, audience="hr"), RULE)


def test_the_version_is_the_one_that_the_reader_has_before_them(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "site")
    repository.commit("first", dict(BASE))
    repository.commit("second", {**changed("content/rules/scorecard.yml", "60%", "50%")})
    found = load(Project(repository.root))
    rule = find_audience(found, "managers")
    assert rule is not None
    job = set_type(found, audience=rule, as_of=AS_OF, history=load_history(found, cached=False))
    pages = {page.address: page for page in plan_site(job.editions)}

    _, text = letter(actions(pages, RULE)["就此提问"])
    assert "版本：第 2 版，2025-10-09\n" in text
    (earlier,) = [address for address in pages if address.startswith("/zh/history/rule/scorecard/") and "/1" in address]
    _, text = letter(actions(pages, earlier)["就此提问"])
    assert "版本：第 1 版，2025-10-09\n" in text


def test_what_people_write_stays_text() -> None:
    files = changed("content/rules/scorecard.yml", "{zh: 大区经理季度评分,", "{zh: '\"><b>&body=x#',")
    found = site(files)
    rule = find_audience(found, "managers")
    assert rule is not None
    job = set_type(found, audience=rule, as_of=AS_OF)
    pages = {page.address: page for page in plan_site(job.editions)}

    asked = actions(pages, RULE)["就此提问"]

    assert not set("<>\"' \n") & set(asked)
    assert letter(asked)[0] == '关于“"><b>&body=x#”'
