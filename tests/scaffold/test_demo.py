"""The sample company's past: it ends in the sample, to the byte, and what it passes through could have been published."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from perfsite.diagnostics import Severity
from perfsite.history.fast_import import NewCommit
from perfsite.history.git import Running
from perfsite.history.pieces import Pieces
from perfsite.pipeline import Loaded, examine, examine_history, judge_by, load, load_history
from perfsite.project import Project
from perfsite.publication.reaching_back import reach_of_version
from perfsite.publication.working_days import site_calendar
from perfsite.records.people import Person
from perfsite.records.record import Record
from perfsite.records.result import AwardResult
from perfsite.scaffold.demo import StoryError, demo_commits, sample_folder
from perfsite.scaffold.demo.history import sample_files
from perfsite.scaffold.demo.write import write_demo

ROOT = Path(__file__).parents[2]
Tree = dict[str, bytes]

# What was wrong at the time, and until when: the commit that mends it.
MEANT = (
    ("PS201", "2025-01-10T17:58", "2025-01-13T08:47"),  # a bracket is missing
    ("PS731", "2025-07-24T00:00", "2025-07-31T15:30"),  # a day in post was left out
    ("PS732", "2025-10-28T00:00", "2025-11-03T15:18"),  # a second winner was left out
    ("PS734", "2026-03-16T14:48", "2026-03-16T15:10"),  # a completion is entered, and the result it changes not yet
    ("PS731", "2026-07-17T00:00", "2026-07-24T15:05"),  # the first quarter was not computed anew
)


@pytest.fixture(scope="module")
def commits() -> list[NewCommit]:
    return demo_commits(sample_folder())


def changed(tree: Tree, commit: NewCommit) -> Tree:
    after = {**tree, **{path: content for path, content in commit.files.items() if content is not None}}
    return {path: content for path, content in after.items() if commit.files.get(path, b"") is not None}


def trees(commits: list[NewCommit]) -> list[Tree]:
    """All files at each commit, as git will have them: those of the first parent, and what differs."""
    found: list[Tree] = []
    for commit in commits:
        found.append(changed(found[commit.parents[0]] if commit.parents else {}, commit))
    return found


def main_line(commits: list[NewCommit]) -> list[int]:
    line = [len(commits) - 1]
    while commits[line[-1]].parents:
        line.append(commits[line[-1]].parents[0])
    return line[::-1]


def test_it_ends_in_the_sample_to_the_byte(commits: list[NewCommit]) -> None:
    last = trees(commits)[-1]

    assert last == {path: (ROOT / path).read_bytes() for path in last}
    on_disk = {path.relative_to(ROOT).as_posix() for path in (ROOT / "content").rglob("*") if path.is_file()}
    assert last.keys() == {"perfsite.yml", *on_disk}


def test_it_reads_like_the_work_of_several_people_over_two_years(commits: list[NewCommit]) -> None:
    authors = {commit.author.who for commit in commits}
    days = [commit.committer.at for commit in commits]
    zh = [commit for commit in commits if re.search("[一-鿿]", commit.message)]

    assert 400 < len(commits) < 500
    assert len(authors) == 6
    assert all(re.fullmatch(r"\S+(?: \S+)? <[a-z.]+@example\.internal>", author) for author in authors)
    assert days == sorted(set(days))
    assert (days[0].date(), days[-1].date()) == (dt.date(2024, 11, 4), dt.date(2026, 11, 16))
    assert 50 < len(commits) - len(zh) < len(zh)
    assert sum(len(commit.parents) == 2 for commit in commits) > 20
    assert sum(commit.author.at.date() != commit.committer.at.date() for commit in commits) > 50
    assert sum(commit.author.who != commit.committer.who for commit in commits) >= 10


def test_nobody_worked_at_night_or_on_a_holiday(commits: list[NewCommit]) -> None:
    calendar = site_calendar(load(Project(ROOT)).library)
    assert calendar is not None
    for commit in commits:
        for moment in (commit.author.at, commit.committer.at):
            assert moment.utcoffset() == dt.timedelta(hours=8)
            assert 8 <= moment.hour < 19, commit.message
            assert calendar.is_working(moment.date()) is True, f"{moment:%Y-%m-%d} {commit.message}"


class Checkout:
    """A folder that holds one commit after another, and what a check on the day of the commit finds wrong."""

    def __init__(self, root: Path, commits: list[NewCommit]) -> None:
        self._root, self._commits, self._trees = root, commits, trees(commits)
        self._shown: Tree = {}
        self._loaded: Loaded | None = None

    def errors(self, place: int) -> set[str]:
        tree = self._trees[place]
        differing = {path for path in {**self._shown, **tree} if self._shown.get(path) != tree.get(path)}
        for path in differing:
            if path in tree:
                (self._root / path).parent.mkdir(parents=True, exist_ok=True)
                (self._root / path).write_bytes(tree[path])
            else:
                (self._root / path).unlink()
        self._loaded = load(Project(self._root), before=self._loaded, changed=frozenset(differing))
        self._shown = tree
        day = self._commits[place].committer.at.date()
        return {problem.code for problem in examine(self._loaded, day) if problem.severity is Severity.ERROR}


def test_what_it_passes_through_is_sound(commits: list[NewCommit], tmp_path: Path) -> None:
    line = main_line(commits)
    checkout = Checkout(tmp_path, commits)
    for place in sorted({line[round(len(line) / 25 * number)] for number in range(25)} | {line[-1]}):
        moment = commits[place].committer.at
        meant = {code for code, since, until in MEANT if since <= moment.isoformat() < until}
        assert checkout.errors(place) <= meant, f"{moment:%Y-%m-%d} {commits[place].message}"


def test_what_is_meant_to_be_wrong_is_wrong_until_it_is_mended(commits: list[NewCommit], tmp_path: Path) -> None:
    line, checkout = main_line(commits), Checkout(tmp_path, commits)
    for code, _, until in MEANT:
        (mended,) = (
            number for number, place in enumerate(line) if commits[place].committer.at.isoformat()[:16] == until
        )
        assert checkout.errors(line[mended - 1]) == {code}
        assert checkout.errors(line[mended]) == set()


def test_with_its_past_nothing_is_wrong_and_one_change_reaches_back_by_approval(
    commits: list[NewCommit], tmp_path: Path
) -> None:
    write_demo(tmp_path / "demo", commits)
    day = commits[-1].committer.at.date()
    loaded = load(Project(tmp_path / "demo"))
    history = load_history(loaded)
    assert history is not None
    judged = judge_by(loaded, history, day, whole=True)
    first = min(timeline.versions[0].landed.committed.date() for timeline in history.timelines.values())
    reaching = [
        (version.ref.id, reach.since.isoformat(), reach.approved is not None)
        for timeline in history.timelines.values()
        for version in timeline.versions
        if (reach := reach_of_version(version, timeline, version.landed.committed.date(), first, version.after))
    ]
    library = judged.library
    assert library.wordings is not None
    earlier = [award.id for award in library.of(AwardResult) if library.wordings.of(library, award)]

    assert [problem.code for problem in (*examine(judged, day), *examine_history(judged, history))] == []
    assert reaching == [("quarterly-bonus-district-manager", "2025-01-01", True)]
    # Standards were changed between the years, and what was decided under the former ones still follows from them.
    assert len(earlier) >= 5


def test_its_history_is_the_same_where_what_stands_in_the_files_is_read_ahead(
    commits: list[NewCommit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it, however soon git has printed its log, with what was read of the files taken over."""
    write_demo(tmp_path / "demo", commits)
    loaded = load(Project(tmp_path / "demo"))
    monkeypatch.setattr(Running, "is_running", True)
    learned: list[str] = []
    learn = Pieces.learn

    def noted(pieces: Pieces, file: str, raw: bytes, record: Record) -> None:
        learned.append(file)
        learn(pieces, file, raw, record)

    monkeypatch.setattr(Pieces, "learn", noted)
    turns = []
    for jobs in (1, 2):
        history = load_history(loaded, cached=False, jobs=jobs)
        assert history is not None
        turns.append({ref: [version.turn for version in line.versions] for ref, line in history.timelines.items()})
    assert turns[0] == turns[1]
    assert len(learned) > 100


def find(commits: list[NewCommit], words: str) -> NewCommit:
    (found,) = (commit for commit in commits if commit.message.startswith(words))
    return found


def test_the_kinds_of_change_that_a_history_meets(commits: list[NewCommit]) -> None:
    everywhere = trees(commits)

    def before_and_after(words: str) -> tuple[Tree, Tree]:
        commit = find(commits, words)
        return everywhere[commit.parents[0]], everywhere[commits.index(commit)]

    # A weight, and a reward that reaches back.
    before, after = before_and_after("大区经理：净销售额权重由60%降到50%")
    assert b"weight: 60%" in before["content/rules/regional-manager.yml"]
    assert b"weight: 60%" not in after["content/rules/regional-manager.yml"]
    before, after = before_and_after("区域经理季度奖金基数由16,000元提高到18,000元")
    assert b"base: CNY 16,000" in before["content/rewards/quarterly-bonus/district-manager.yml"]

    # Files move, and nothing else.
    before, after = before_and_after("各岗位的季度绩效奖金移到一个文件夹里")
    assert sorted(before.values()) == sorted(after.values())
    assert len(before.keys() - after.keys()) == 7

    # A list becomes single files, single files become a table.
    before, after = before_and_after("团队清单拆成一个团队一个文件")
    assert before.keys() - after.keys() == {"content/teams/teams.yml"}
    assert len(after.keys() - before.keys()) == 7
    before, after = before_and_after("Put the regions' goals for new customers in 2025 into one table")
    assert len(before.keys() - after.keys()) == 6
    assert after.keys() - before.keys() == {f"content/goals/2025/new-customers.{end}" for end in ("csv", "yml")}

    # Another record takes over a path.
    (gone, _), (_, new) = before_and_after("Remove the page on the kick-off"), before_and_after("新增页面：改进建议")
    assert b"id: kick-off-2025" in gone["content/pages/ideas.md"]
    assert b"id:" not in new["content/pages/ideas.md"]

    # What is taken back leaves nothing behind.
    before, _ = before_and_after("晋升大区经理：最近一年达成率由120%提高到125%")
    _, after = everywhere[find(commits, 'Revert "').parents[0]], everywhere[commits.index(find(commits, 'Revert "'))]
    assert before["content/promotion/m1-to-m2.yml"] == after["content/promotion/m1-to-m2.yml"]


def copy_of_sample(root: Path) -> Path:
    for path, text in sample_files(ROOT).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    return root


def test_an_edit_that_an_episode_does_not_know_is_told(tmp_path: Path) -> None:
    root = copy_of_sample(tmp_path)
    rule = root / "content/rules/regional-manager.yml"
    rule.write_text(rule.read_text("utf-8").replace("weight: 50%", "weight: 55%"), encoding="utf-8")

    with pytest.raises(StoryError, match=r"净销售额权重由60%降到50%.*\n?.*content/rules/regional-manager.yml"):
        demo_commits(root)


def test_a_file_that_no_episode_brings_is_told(tmp_path: Path) -> None:
    root = copy_of_sample(tmp_path)
    (root / "content/calendars/xx.yml").write_text("years: [2026]\n", encoding="utf-8")

    with pytest.raises(StoryError, match=r"no episode brings content/calendars/xx\.yml"):
        demo_commits(root)


def test_a_goal_that_is_added_later_comes_with_its_team(tmp_path: Path) -> None:
    root = copy_of_sample(tmp_path)
    table = root / "content/goals/2026-q4/east.csv"
    table.write_bytes(table.read_bytes() + b"2026-q4-more,team/east,CNY 1,2026-q4-east-revenue\n")

    assert trees(demo_commits(root))[-1]["content/goals/2026-q4/east.csv"] == table.read_bytes()


def test_a_revision_that_is_added_later_becomes_a_commit(tmp_path: Path) -> None:
    root = copy_of_sample(tmp_path)
    goal = root / "content/goals/2026-q4/p-1041-revenue.yml"
    goal.write_bytes(
        goal.read_bytes()
        + "  - {on: 2026-11-12, target: CNY 270万, reason: {zh: 再调一次, en: Moved once more}}\n".encode()
    )

    commit = find(demo_commits(root), "修订目标：再调一次")

    assert commit.author.at.date() == dt.date(2026, 11, 12)
    assert list(commit.files) == ["content/goals/2026-q4/p-1041-revenue.yml"]


def test_no_message_names_anybody(commits: list[NewCommit]) -> None:
    people = load(Project(ROOT)).library.of(Person)
    names = {name for person in people if person.name for _, name in person.name}

    assert len(names) > 100
    for commit in commits:
        assert not [name for name in names if name in commit.message], commit.message
