"""The history of an audience: what it may not see leaves no trace in it, and the rest is all there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from perfsite.history.changes import account_of
from perfsite.history.git import find_commit
from perfsite.history.read import History
from perfsite.history.sentences import sentence
from perfsite.pipeline import find_audience, load, load_history
from perfsite.privacy import project, project_history
from perfsite.project import Project
from perfsite.records.references import Ref
from tests.history.repository import Repository
from tests.privacy.repositories import AUDIENCES, COMPANY, DIFFERENCES, PEOPLE, changed, publish_repository
from tests.site_builder import AS_OF

# Those that change the same words as another cannot be made together with it.
_APART = {"a recipient more", "the title of a goal for managers", "a candidate"}
RULE = "content/rules/scorecard.yml"


def seen(root: Path, audience: str) -> History:
    loaded = load(Project(root))
    rule = find_audience(loaded, audience)
    history = load_history(loaded, cached=False)
    assert rule is not None
    assert history is not None
    return project_history(history, loaded.library, project(loaded.library, rule, AS_OF))


def told(history: History) -> dict[Ref, list[Any]]:
    """All that a page could show of a history."""
    return {
        ref: [
            (
                version.number, version.event, version.file, version.commit, version.landed, repr(version.after),
                repr(version.before), [sentence(change, "zh") for change in account_of(version).changes],
            )
            for version in timeline.versions
        ]
        for ref, timeline in history.timelines.items()
    }  # fmt: skip


def unseen(audience: str) -> dict[str, str | None]:
    """The company with everything changed that an audience may not see."""
    return changed(*(d for d in DIFFERENCES if d.name not in _APART and audience in d.unseen_by))


def lighter(text: str | None) -> str:
    assert text is not None
    return text.replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%")


@pytest.mark.parametrize("audience", AUDIENCES[:-1])
def test_what_is_hidden_leaves_no_trace(audience: str, tmp_path: Path) -> None:
    """A commit of hidden changes alone, hidden changes within a visible one, and on a branch of their own."""
    plain, secret = Repository(tmp_path / "plain"), Repository(tmp_path / "secret")
    hidden = unseen(audience)
    plain.commit("begin", dict(COMPANY))
    secret.commit("begin", dict(COMPANY))
    visible = {RULE: lighter(COMPANY[RULE])}
    plain.commit("nothing", {})
    secret.commit("a secret", dict(hidden), author="某人")
    plain.time = secret.time
    plain.commit("visible", dict(visible))
    secret.commit("visible", dict(visible))
    plain.time = secret.time
    for repository in (plain, secret):
        repository.git("checkout", "--quiet", "-b", "side")
    plain.commit("nothing", {})
    secret.commit("secrets taken back", {**COMPANY, **visible})
    for repository in (plain, secret):
        repository.time = secret.time
        repository.git("checkout", "--quiet", "main")
        repository.commit("again", {RULE: COMPANY[RULE]})
        repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "side")

    without, with_ = told(seen(plain.root, audience)), told(seen(secret.root, audience))

    assert with_ == without
    assert len(with_[Ref("rule", "scorecard")]) == 3
    assert [entry[7] for entry in with_[Ref("rule", "scorecard")]][1] == [
        "`revenue`的权重：60% → 50%", "`collection`的权重：40% → 50%",
    ]  # fmt: skip
    assert not any(commit.id for entries in with_.values() for _, _, _, commit, *_ in entries)


def test_those_who_see_everything_see_every_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("begin", dict(COMPANY))
    repository.commit("a secret", dict(unseen("everyone")))

    found = seen(tmp_path, "hr").timelines[Ref("award-result", "2026-q3-quarterly-bonus")]

    assert [version.commit.subject for version in found.versions] == ["begin", "a secret"]
    assert found.latest.commit.id == find_commit(tmp_path, "HEAD")


def test_a_fault_that_may_be_hidden_is_not_shown(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("begin", dict(COMPANY))
    repository.commit("a slip", {PEOPLE: COMPANY[PEOPLE] + "  email: [\n"})
    repository.commit("mended", {PEOPLE: COMPANY[PEOPLE]})

    person = Ref("person", "p-2")
    assert [version.event for version in seen(tmp_path, "managers").timelines[person].versions] == ["added"]
    assert [version.event for version in seen(tmp_path, "hr").timelines[person].versions] == [
        "added",
        "unreadable",
        "changed",
    ]


def test_what_is_restricted_today_is_restricted_in_old_versions(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("for all", {**COMPANY, "content/pages/plan.md": "---\ntitle: {zh: 计划, en: Plan}\n---\n正文\n"})
    plan = Ref("page", "plan")
    assert plan in seen(tmp_path, "everyone").timelines

    repository.commit(
        "for HR", {"content/pages/plan.md": "---\ntitle: {zh: 计划, en: Plan}\naudience: hr\n---\n正文\n"}
    )
    assert plan not in seen(tmp_path, "managers").timelines
    assert [version.event for version in seen(tmp_path, "hr").timelines[plan].versions] == ["added", "changed"]

    # Nor does it come to light by being deleted.
    repository.commit("gone", {"content/pages/plan.md": None})
    assert plan not in seen(tmp_path, "managers").timelines


def test_what_was_restricted_then_begins_with_its_release(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(
        "draft", {**COMPANY, "content/pages/plan.md": "---\ntitle: {zh: 计划, en: Plan}\naudience: hr\n---\n草稿\n"}
    )
    repository.commit("release", {"content/pages/plan.md": "---\ntitle: {zh: 计划, en: Plan}\n---\n正文\n"})

    versions = seen(tmp_path, "everyone").timelines[Ref("page", "plan")].versions

    assert [(version.number, version.event, version.commit.subject) for version in versions] == [
        (1, "added", "release")
    ]


def test_a_field_that_the_site_restricts_is_restricted_in_old_versions(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("begin", dict(COMPANY))
    repository.commit("weights", {RULE: lighter(COMPANY[RULE])})
    site = COMPANY["perfsite.yml"] + "visibility: {rule.components.weight: hr}\n"
    rule = Ref("rule", "scorecard")
    assert len(seen(tmp_path, "everyone").timelines[rule].versions) == 2

    repository.commit("hide weights", {"perfsite.yml": site})

    assert len(seen(tmp_path, "everyone").timelines[rule].versions) == 1


def test_a_masked_name_changes_only_where_the_mask_does(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("begin", dict(COMPANY))
    repository.commit("given name", {PEOPLE: COMPANY[PEOPLE].replace("张浩博, en: Zhang Haobo", "张三, en: Zhang San")})
    repository.commit("family name", {PEOPLE: COMPANY[PEOPLE].replace("张浩博, en: Zhang Haobo", "李三, en: Li San")})

    versions = seen(tmp_path, "everyone").timelines[Ref("person", "p-2")].versions

    assert [version.commit.subject for version in versions] == ["begin", "family name"]
    assert [sentence(change, "zh") for change in account_of(versions[1]).changes] == ["姓名：[-张-]{+李+}**"]


def test_a_kept_history_is_the_same(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("begin", dict(COMPANY))
    repository.commit("weights", {RULE: lighter(COMPANY[RULE])})
    for audience in AUDIENCES:
        loaded = load(Project(tmp_path))
        rule = find_audience(loaded, audience)
        assert rule is not None
        for _ in range(2):
            history = load_history(loaded)
            assert history is not None
            kept = project_history(history, loaded.library, project(loaded.library, rule, AS_OF))
            assert told(kept) == told(seen(tmp_path, audience))


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("stays", [True, False])
def test_whoever_is_erased_has_no_name_in_any_version(tmp_path: Path, audience: str, stays: bool) -> None:
    """No page, feed or search of any audience tells what was removed, nor by what it was removed."""
    kept = COMPANY[PEOPLE]
    person = (
        "- {id: p-9, name: {zh: 尉迟恭, en: Yuchi Gong}, surname: 尉迟, email: yuchi@example.internal, aliases: [ygong],\n"
        "   positions: [{role: regional-manager, team: shanghai, level: m1, from: 2022-01-01, until: 2023-12-31}]}\n"
    )
    start, end = person.index("name:"), person.index("\n   positions")
    repository = Repository(tmp_path / "site")
    repository.commit("begin", {**COMPANY, PEOPLE: kept + person})
    repository.commit("renamed", {PEOPLE: kept + person.replace("尉迟恭", "尉迟敬德")})
    repository.commit("erased", {PEOPLE: f"{kept}{person[:start]}erased: 2026-10-30,{person[end:]}"})
    if not stays:
        repository.commit("removed", {PEOPLE: kept})

    site = publish_repository(repository.root, audience)

    pages = {
        path
        for path, raw in site.items()
        if re.search("尉迟|yuchi|ygong", raw.decode("utf-8", "replace"), re.IGNORECASE)
    }
    assert pages == set()
    assert ("zh/history/person/p-9/index.html" in site) == (audience != AUDIENCES[0])
