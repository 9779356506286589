"""One example for each way in which a record's history takes a turn that is easily lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfsite.history.changes import account_of
from perfsite.history.sentences import sentence
from perfsite.history.versions import Timeline
from perfsite.records.references import Ref
from tests.history.repository import Repository, term

WORD = Ref("term", "word")
FILE = "content/glossary/word.yml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    made.commit("begin", {FILE: term("一")})
    return made


def told(timeline: Timeline | None) -> list[tuple[str, str]]:
    """Event and subject of each version."""
    assert timeline is not None
    return [(version.event.value, version.commit.subject) for version in timeline.versions]


def of_word(repository: Repository) -> list[tuple[str, str]]:
    return told(repository.history().timeline(WORD))


def test_respelling_moving_and_commenting_make_no_version(repository: Repository) -> None:
    repository.commit("respell", {FILE: "# 注释\ndefinition:\n  zh: '一'\ntitle: {zh: 词}\n"})
    repository.commit("move", {FILE: None, "content/glossary/sub/other.yml": term("一", id="word")})
    repository.commit(
        "into a list",
        {
            "content/glossary/sub/other.yml": None,
            "content/glossary/all.yml": "- {id: word, title: {zh: 词}, definition: {zh: 一}}\n",
        },
    )
    repository.commit(
        "into a table",
        {"content/glossary/all.yml": None, "content/glossary/all.csv": "id,title.zh,definition.zh\nword,词,一\n"},
    )
    repository.commit("change", {"content/glossary/all.csv": "id,title.zh,definition.zh\nword,词,二\n"})

    assert of_word(repository) == [("added", "begin"), ("changed", "change")]


def test_moved_and_changed_at_once_it_is_still_the_same_record(repository: Repository) -> None:
    repository.commit("both", {FILE: None, "content/glossary/other.yml": term("二", id="word")})

    timeline = repository.history().timeline(WORD)
    assert told(timeline) == [("added", "begin"), ("changed", "both")]
    assert timeline is not None
    assert [version.file for version in timeline.versions] == [FILE, "content/glossary/other.yml"]


def test_another_record_at_the_same_path_does_not_inherit(repository: Repository) -> None:
    repository.commit("reuse", {FILE: term("别的", id="other")})

    timelines = repository.history().timelines
    assert told(timelines[WORD]) == [("added", "begin"), ("removed", "reuse")]
    assert told(timelines[Ref("term", "other")]) == [("added", "reuse")]


def test_deleted_and_returned(repository: Repository) -> None:
    repository.commit("delete", {FILE: None})
    repository.commit("return", {FILE: term("二")})

    assert of_word(repository) == [("added", "begin"), ("removed", "delete"), ("returned", "return")]


def test_a_fault_is_not_a_removal(repository: Repository) -> None:
    repository.commit("break", {FILE: "title: [\n"})
    repository.commit("break again", {FILE: "title: {\n"})
    repository.commit("mend and change", {FILE: term("二")})

    timeline = repository.history().timeline(WORD)
    assert told(timeline) == [("added", "begin"), ("unreadable", "break"), ("changed", "mend and change")]
    assert timeline is not None
    assert timeline.versions[1].after is None
    # What changed is told from the last version that could be read.
    assert [sentence(change, "zh") for change in account_of(timeline.versions[2]).changes] == ["定义：[-一-]{+二+}"]


def test_a_value_that_is_not_sound_is_a_fault(repository: Repository) -> None:
    repository.commit("unsound", {FILE: term("一") + "status: unknown\n"})

    assert of_word(repository) == [("added", "begin"), ("unreadable", "unsound")]


def test_a_table_and_what_its_rows_share(repository: Repository) -> None:
    east = Ref("team", "east")
    repository.commit("table", {"content/teams/all.csv": "id,title.zh\neast,华东\nwest,西部\n"})
    repository.commit("share", {"content/teams/all.yml": "location: {zh: 上海}\n"})
    repository.commit("one row", {"content/teams/all.csv": "id,title.zh\neast,华东\nwest,华西\n"})
    repository.commit("broken table", {"content/teams/all.csv": 'id,title.zh\n"east,华东\n'})
    repository.commit("mended", {"content/teams/all.csv": "id,title.zh\nwest,华西\neast,华东\n"})
    repository.commit("no table", {"content/teams/all.csv": None, "content/teams/all.yml": None})

    timelines = repository.history().timelines
    assert told(timelines[east]) == [
        ("added", "table"), ("changed", "share"), ("unreadable", "broken table"), ("changed", "mended"), ("removed", "no table"),
    ]  # fmt: skip
    assert [event for event, _ in told(timelines[Ref("team", "west")])].count("changed") == 3


def test_a_translation_is_part_of_its_page(repository: Repository) -> None:
    page = "content/pages/guide"
    repository.commit("page", {f"{page}.md": "---\ntitle: {zh: 指南}\n---\n正文\n"})
    repository.commit("translate", {f"{page}.en.md": "Text\n"})
    repository.commit("untouched", {"content/glossary/word.yml": term("二")})
    repository.commit("better", {f"{page}.en.md": "Better text\n"})

    timeline = repository.history().timeline(Ref("page", "guide"))
    assert told(timeline) == [("added", "page"), ("changed", "translate"), ("changed", "better")]
    assert timeline is not None
    assert [sentence(change, "en") for change in account_of(timeline.versions[2]).changes] == [
        "Text: [-Text-]{+Better text+}"
    ]


def branch(repository: Repository, name: str, definition: str, title: str = "词") -> None:
    repository.git("checkout", "--quiet", "-b", name)
    repository.commit(name, {FILE: term(definition, title=title)}, author="赵强")
    repository.git("checkout", "--quiet", "main")


def merge(repository: Repository, *arguments: str, message: str = "merge") -> None:
    repository.git("merge", "--quiet", "--no-ff", "--message", message, *arguments, check=False)


def test_a_merged_pull_request_is_its_authors_change_and_lands_with_the_merge(repository: Repository) -> None:
    branch(repository, "request", "二")
    repository.commit("meanwhile", {"content/glossary/other.yml": term("别的")})
    merge(repository, "request", message="Merge request 12")

    timeline = repository.history().timeline(WORD)
    assert told(timeline) == [("added", "begin"), ("changed", "request")]
    assert timeline is not None
    version = timeline.latest
    assert (version.commit.author.name, version.landed.subject) == ("赵强", "Merge request 12")
    assert version.landed.committed > version.commit.committed


def test_a_pull_before_a_push_hides_nobodys_change(repository: Repository) -> None:
    """Pulled into a local branch, what was published before is on the second parent's side."""
    repository.git("checkout", "--quiet", "-b", "local")
    repository.commit("mine", {"content/glossary/mine.yml": term("我的")})
    repository.git("checkout", "--quiet", "main")
    repository.commit("theirs 1", {FILE: term("二")})
    repository.commit("theirs 2", {FILE: term("三")})
    repository.git("checkout", "--quiet", "local")
    merge(repository, "main", message="Merge branch 'main'")

    assert of_word(repository) == [("added", "begin"), ("changed", "theirs 1"), ("changed", "theirs 2")]


def test_a_merge_that_keeps_both_changes_has_none_of_its_own(repository: Repository) -> None:
    branch(repository, "definition", "二")
    repository.commit("title", {FILE: term("一", title="新词")})
    merge(repository, "definition", "--strategy-option=theirs")
    repository.commit("united", {FILE: term("二", title="新词")})
    repository.git("reset", "--soft", "--quiet", "HEAD~2")
    tree = repository.git("write-tree")
    tip = repository.git("rev-parse", "HEAD")
    other = repository.git("rev-parse", "definition")
    united = repository.git("commit-tree", tree, "-p", tip, "-p", other, "-m", "union")
    repository.git("update-ref", "refs/heads/main", united)

    timeline = repository.history().timeline(WORD)
    assert told(timeline)[-1] == ("merged", "union")
    assert timeline is not None
    assert account_of(timeline.latest).changes == ()
    assert timeline.latest.after is not None


def test_an_evil_merge_is_seen(repository: Repository) -> None:
    branch(repository, "request", "二")
    repository.commit("meanwhile", {"content/glossary/other.yml": term("别的")})
    merge(repository, "--no-commit", "request")
    repository.commit("evil", {FILE: term("十")}, author="某人")

    timeline = repository.history().timeline(WORD)
    assert told(timeline) == [("added", "begin"), ("changed", "request"), ("merged", "evil")]
    assert timeline is not None
    assert [sentence(change, "zh") for change in account_of(timeline.latest).changes] == ["定义：[-二-]{+十+}"]


def test_a_merge_that_drops_a_change_is_seen(repository: Repository) -> None:
    """`-s ours` leaves no trace in the file that is merged into."""
    branch(repository, "request", "二")
    repository.commit("meanwhile", {"content/glossary/other.yml": term("别的")})
    merge(repository, "--strategy=ours", "request", message="dropped")

    timeline = repository.history().timeline(WORD)
    assert told(timeline) == [("added", "begin"), ("changed", "request"), ("merged", "dropped")]
    assert timeline is not None
    assert [sentence(change, "zh") for change in account_of(timeline.latest).changes] == ["定义：[-二-]{+一+}"]


def test_a_revert_is_a_version(repository: Repository) -> None:
    repository.commit("change", {FILE: term("二")})
    repository.git("revert", "--no-edit", "HEAD")

    assert [event for event, _ in of_word(repository)] == ["added", "changed", "changed"]


def test_two_roots(repository: Repository) -> None:
    """A repository that took in another one."""
    repository.git("checkout", "--quiet", "--orphan", "imported")
    repository.git("rm", "-r", "--quiet", "--force", ".")
    repository.commit("elsewhere", {"content/teams/east.yml": "title: 华东\n"})
    repository.git("checkout", "--quiet", "main")
    merge(repository, "--allow-unrelated-histories", "imported", message="take in")

    timelines = repository.history().timelines
    assert told(timelines[Ref("team", "east")]) == [("added", "elsewhere")]
    assert timelines[Ref("team", "east")].latest.landed.subject == "take in"
    assert told(timelines[WORD]) == [("added", "begin")]


def test_numbers_stay_as_the_line_grows(repository: Repository) -> None:
    """A branch that began long ago is merged late: its versions come after those that were published before."""
    branch(repository, "late", "二")
    for number in range(3):
        repository.commit(f"main {number}", {"content/glossary/other.yml": term(str(number))})
    before = repository.history().timelines
    merge(repository, "late")
    after = repository.history().timelines

    for ref, timeline in before.items():
        assert after[ref].versions[: len(timeline.versions)] == timeline.versions


def test_the_sites_own_history(repository: Repository) -> None:
    repository.commit("policy", {"perfsite.yml": "title: {zh: 站点, en: Site}\npolicy: {smallest_group: 8}\n"})

    timeline = repository.history().timeline(Ref("site", "site"))
    assert timeline is not None
    assert [sentence(change, "en") for change in account_of(timeline.latest).changes] == [
        "Smallest group of policy: 6 → 8"
    ]


def test_notes_and_approvals_come_with_the_version(repository: Repository) -> None:
    repository.commit(
        "note",
        {
            FILE: term("二")
            + "changes: [{on: 2026-01-01, note: {zh: 口径更清楚}, major: true}]\napproved: {by: person/p-1, on: 2025-12-30}\n"
        },
    )

    account = account_of(repository.history().timelines[WORD].latest)

    assert [(note.note.get("zh"), note.major) for note in account.notes] == [("口径更清楚", True)]
    assert account.approval is not None
    assert [change.route for change in account.changes] == [("definition",), ("approved",)]


def test_versions_are_read_again_where_not_all_are_kept(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfsite.history.read.MAX_RECORDS", 1)
    repository.commit("second", {FILE: term("二")})
    repository.commit("third", {FILE: term("三")})
    versions = repository.history().timelines[WORD].versions

    for _ in range(2):
        assert [str(getattr(version.after, "definition", "")) for version in versions] == ["一", "二", "三"]
