"""Pages of results whose standards have changed since: they show and link the wording that counts for the result."""

from __future__ import annotations

import pytest

from perfsite.pipeline import find_audience, judge_by, load, load_history, set_type
from perfsite.project import Project
from perfsite.render.site import Press
from tests.history.repository import Repository
from tests.publication.test_decided import APPROVED, REWARD, RULE, WEIGHTS, change, company, note
from tests.site.pages import main_of, words
from tests.site_builder import AS_OF, BASE

__all__ = ["company"]
RESULT = "results/2026-q3-quarterly-bonus"


def pages(repository: Repository, audience: str = "hr") -> Press:
    loaded = load(Project(repository.root))
    history, rule = load_history(loaded), find_audience(loaded, audience)
    assert history is not None
    assert rule is not None
    return Press(set_type(judge_by(loaded, history, AS_OF), audience=rule, as_of=AS_OF, history=history))


def main(site: Press, path: str) -> str:
    content = site.file(path)
    assert content is not None, path
    return main_of(content.decode())


@pytest.mark.parametrize("audience", ["hr", "managers"])
def test_the_steps_are_those_of_the_wording_that_counts(company: Repository, audience: str) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    site = pages(company, audience)

    steps = main(site, "en/results/explained/2026-q3-quarterly-bonus.html")
    assert "all as published" in words(steps) or "All 6 figures" in words(steps) or "agree" in words(steps)
    assert "differs" not in words(steps)
    assert "/en/history/rule/scorecard/1.html" in steps
    assert "60%" in words(steps)


def test_a_result_links_the_version(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    site = pages(company, "everyone")

    assert "Version 1" in words(main(site, f"en/{RESULT}.html"))
    assert "第1版" in words(main(site, f"zh/{RESULT}.html"))


def test_a_version_that_only_counts_later_is_not_the_one(company: Repository) -> None:
    change(company, "2026-09-20", {RULE: WEIGHTS + note("2026-09-20", "2026-10-01")})

    assert "Version 1" in words(main(pages(company), f"en/{RESULT}.html"))


def test_what_reaches_back_by_approval_is_today_and_marked(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: BASE[RULE] + note("2026-10-20", "2026-07-01", APPROVED)})
    said = words(main(pages(company), f"en/{RESULT}.html"))

    assert "Version 1" not in said
    assert "approved by Ouyang Min: Agreed with the works council" in said


def test_who_a_result_is_for_is_told_as_it_was_decided(company: Repository) -> None:
    change(company, "2026-10-20", {REWARD: BASE[REWARD].replace("type: bonus", "type: honour")})
    said = words(main(pages(company), f"en/{RESULT}.html"))

    assert "Bonus" in said
    assert "Honour" not in said


def test_a_notice_names_the_version_by_its_number_and_day(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    site = pages(company)
    path = "notices/2026-q3-quarterly-bonus.html"

    said = words(main(site, f"en/{path}"))
    assert "“Regional manager's quarterly scorecard” (version 1, published on 1 June 2026)" in said
    assert "《大区经理季度评分》（第1版，2026年6月1日公布）" in words(main(site, f"zh/{path}"))


def test_the_day_of_publication_is_that_of_git_where_none_is_stated(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    stated = BASE[REWARD].replace("on: 2025-12-15}", "on: 2025-12-15, published: 2025-12-20}")
    change(company, "2026-10-20", {REWARD: stated})
    site = pages(company, "everyone")

    assert "Published1 June 2026" in words(main(site, "en/rules/scorecard.html"))
    assert "Published20 December 2025" in words(main(site, "en/rewards/quarterly-bonus.html"))
