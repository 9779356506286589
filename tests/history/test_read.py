"""Git as people, continuous integration and mischief leave it: read in whole, or told why not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from perfsite.history.git import Gap, HistoryError, Running, find_commit, read_blobs, start_blobs, start_log
from perfsite.history.held import Files, side_by_side
from perfsite.history.log import parse_log
from perfsite.history.read import read_history
from perfsite.records.reader import Settings
from perfsite.records.references import Ref
from tests.history.repository import Memory, Repository, term

WORD = Ref("term", "word")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "origin")
    made.commit("第一版", {"content/glossary/word.yml": term("一")})
    made.commit("第二版\n\n因为法规变了。", {"content/glossary/word.yml": term("二")}, author="赵强")
    return made


def copy(repository: Repository, *arguments: str) -> Path:
    """A clone over the file protocol, as CI makes one."""
    target = repository.root.parent / "clone"
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("clone", "--quiet", "--no-local", *arguments, f"file://{repository.root}", str(target))
    return target


@pytest.fixture
def put_for_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a script in the place of git, in which $GIT is git itself."""
    git = shutil.which("git")
    file = tmp_path / "bin" / "git"
    file.parent.mkdir()

    def put(script: str) -> None:
        file.write_text("#!/bin/sh\n" + script.replace("$GIT", f"'{git}'"), encoding="utf-8")
        file.chmod(0o755)
        monkeypatch.setenv("PATH", f"{file.parent}:/usr/bin:/bin")

    return put


def gap(root: Path, jobs: int = 1) -> Gap:
    def read() -> int:
        history = read_history(root, "content", Settings(), jobs=jobs)
        return 0 if history is None else len(history.timelines)

    with pytest.raises(HistoryError) as caught:
        read()
    return caught.value.gap


def test_who_when_and_why(repository: Repository) -> None:
    timeline = repository.history().timeline(WORD)
    assert timeline is not None
    first, second = timeline.versions

    assert (first.number, first.event, second.number, second.event) == (1, "added", 2, "changed")
    assert second.commit.author == ("赵强", "author@example.internal")
    assert second.commit.committer == ("李明", "committer@example.internal")
    assert second.commit.subject == "第二版"
    assert second.commit.message == "第二版\n\n因为法规变了。"
    assert second.commit.authored.utcoffset() == second.commit.committed.utcoffset()
    assert second.commit.authored.isoformat().endswith("+08:00")
    assert second.landed == second.commit
    assert second.file == "content/glossary/word.yml"


def test_without_a_repository_there_is_no_history(tmp_path: Path) -> None:
    assert read_history(tmp_path, "content", Settings()) is None


def test_before_the_first_commit_there_is_no_history(tmp_path: Path) -> None:
    assert read_history(Repository(tmp_path).root, "content", Settings()) is None


def test_without_git_a_repository_cannot_be_read(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert gap(repository.root) is Gap.NO_GIT
    assert read_history(tmp_path, "content", Settings()) is None


def test_a_missing_last_commit_is_damage_and_no_absence(repository: Repository) -> None:
    head = repository.git("rev-parse", "HEAD")
    (repository.root / ".git/objects" / head[:2] / head[2:]).unlink()

    assert gap(repository.root) is Gap.DAMAGED


def test_a_worktree_whose_repository_is_elsewhere_is_damage(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/.git").write_text("gitdir: /nowhere/.git/worktrees/tree\n", encoding="ascii")

    assert gap(tmp_path / "tree") is Gap.DAMAGED


def test_a_shallow_clone_is_not_whole(repository: Repository) -> None:
    assert gap(copy(repository, "--depth=1")) is Gap.SHALLOW


def test_a_partial_clone_is_not_whole_and_nothing_is_fetched(repository: Repository) -> None:
    clone = copy(repository, "--filter=blob:none")
    before = sorted(path.name for path in (clone / ".git/objects").rglob("*"))

    assert gap(clone) is Gap.PARTIAL
    assert sorted(path.name for path in (clone / ".git/objects").rglob("*")) == before


def test_a_missing_file_is_damage(repository: Repository) -> None:
    blob = repository.git("rev-parse", "HEAD~1:content/glossary/word.yml")
    (repository.root / ".git/objects" / blob[:2] / blob[2:]).unlink()

    assert gap(repository.root) is Gap.DAMAGED


def test_a_missing_folder_is_damage(repository: Repository) -> None:
    tree = repository.git("rev-parse", "HEAD~1:content")
    (repository.root / ".git/objects" / tree[:2] / tree[2:]).unlink()

    assert gap(repository.root) is Gap.DAMAGED


def test_a_graft_cuts_nothing(repository: Repository) -> None:
    head = repository.git("rev-parse", "HEAD")
    (repository.root / ".git/info/grafts").write_text(f"{head}\n", encoding="ascii")

    timeline = repository.history().timeline(WORD)
    assert timeline is not None
    assert len(timeline.versions) == 2


def test_where_a_graft_hid_what_is_missing_it_is_named(repository: Repository) -> None:
    head = repository.git("rev-parse", "HEAD")
    parent = repository.git("rev-parse", "HEAD~1")
    (repository.root / ".git/info/grafts").write_text(f"{head}\n", encoding="ascii")
    (repository.root / ".git/objects" / parent[:2] / parent[2:]).unlink()

    assert gap(repository.root) is Gap.GRAFTED


def test_a_replaced_commit_is_read_as_it_was(repository: Repository) -> None:
    old, new = repository.git("rev-parse", "HEAD~1"), repository.git("rev-parse", "HEAD")
    repository.git("replace", new, old)

    timeline = repository.history().timeline(WORD)
    assert timeline is not None
    assert [version.commit.id for version in timeline.versions] == [old, new]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("after", [0, 1, 20, 60])
def test_a_git_that_is_killed_is_noticed(
    repository: Repository, put_for_git: Callable[[str], None], after: int, jobs: int
) -> None:
    """A git that gives so many bytes of its log and is then killed; with two jobs files are read meanwhile."""
    put_for_git(
        f'case "$*" in *" log "*|*" cat-file "*) $GIT "$@" | head -c {after}; kill -9 $$ ;; *) exec $GIT "$@" ;; esac'
    )
    assert gap(repository.root, jobs) is Gap.STOPPED


def test_a_log_that_nobody_waits_for_is_stopped(
    repository: Repository, tmp_path: Path, put_for_git: Callable[[str], None]
) -> None:
    put_for_git(f"echo $$ > '{tmp_path}/number'\nexec sleep 600\n")

    def interrupted() -> None:
        with start_log(repository.root, "HEAD", ("content",)) as log:
            while not (tmp_path / "number").exists() or not (tmp_path / "number").read_text("utf-8").strip():
                assert log.is_running
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    number = int((tmp_path / "number").read_text("utf-8"))
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_blobs_that_nobody_waits_for_are_not_asked_for(
    repository: Repository, put_for_git: Callable[[str], None]
) -> None:
    put_for_git("exit 0")

    def cut_short(printing: Running) -> Iterator[str]:
        yield "0" * 40
        while printing.is_running:
            pass
        raise HistoryError(Gap.STOPPED)

    with pytest.raises(HistoryError), start_blobs(repository.root) as printing:
        printing.ask(cut_short(printing))


def test_blobs_are_read_in_the_order_of_their_commits(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the files git would have to put together most of them from far away in its pack."""
    files = ["content/glossary/a.yml", "content/glossary/b.yml"]
    first = repository.git("ls-tree", "-r", "--format=%(objectname)", "HEAD").split()
    brought = []
    for number in range(4):
        repository.commit(str(number), {files[number % 2]: term(str(number))})
        brought.append(repository.git("rev-parse", f"HEAD:{files[number % 2]}"))
    asked: list[str] = []

    def noted(root: Path, ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        asked.extend(ids)
        return read_blobs(root, asked)

    monkeypatch.setattr("perfsite.history.git.read_blobs", noted)
    assert repository.history().timelines
    assert set(first) <= set(asked)
    assert asked[-4:] == brought


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_git_that_is_killed_among_the_files_is_noticed(
    repository: Repository, put_for_git: Callable[[str], None], jobs: int
) -> None:
    for after in (0, 10, 60, 100):
        put_for_git(
            f'case "$*" in *" cat-file "*) $GIT "$@" | head -c {after}; kill -9 $$ ;; *) exec $GIT "$@" ;; esac'
        )
        assert gap(repository.root, jobs) is Gap.STOPPED


@pytest.mark.parametrize("said", ["cut short", "missing"])
def test_what_git_does_not_give_ahead_is_noticed(
    repository: Repository, tmp_path: Path, put_for_git: Callable[[str], None], said: str
) -> None:
    """What is asked for as the log is parsed, while the files of the last commit are all there."""
    answer = "head -c 60" if said == "cut short" else "sed 's/ blob [0-9]*$/ missing/'"
    put_for_git(
        f'case "$*" in *" cat-file "*) mkdir "{tmp_path}/once" 2>/dev/null && {{ $GIT "$@" | {answer}; exit 0; }} ;; esac\n'
        'exec $GIT "$@"'
    )
    assert gap(repository.root, jobs=2) is Gap.DAMAGED
    assert (tmp_path / "once").is_dir()


def test_a_log_is_parsed_in_pieces_that_end_anywhere(repository: Repository) -> None:
    repository.commit("merge: nothing\n\n:100644 no file", {"content/glossary/a.yml": term("甲"), "content/x.txt": "x"})
    repository.git("commit", "--allow-empty", "--message", "二")
    commit = find_commit(repository.root, "HEAD")
    assert commit is not None
    with start_log(repository.root, commit, ("perfsite.yml", "content")) as log:
        raw = b"".join(log.pieces())
    whole = [*chain(*parse_log([raw], "content"))]
    assert len(whole) == int(repository.git("rev-list", "--count", "HEAD"))
    for size in (1, 2, 3, 7, 50, 1000):
        pieces = [raw[at : at + size] for at in range(0, len(raw), size)]
        assert [*chain(*parse_log(pieces, "content"))] == whole
    with pytest.raises(ValueError, match="within a commit"):
        list(parse_log([raw[:-30]], "content"))


def test_nothing_of_the_repositorys_settings_is_run(repository: Repository, tmp_path: Path) -> None:
    """Programs that a repository's own configuration names: none is started by reading the history."""
    trap = tmp_path / "trap"
    script = tmp_path / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch {trap}\n", encoding="utf-8")
    script.chmod(0o755)
    for name in (
        "core.fsmonitor", "core.pager", "diff.external", "diff.evil.textconv", "diff.evil.command", "gpg.program",
        "core.sshCommand", "filter.evil.smudge", "filter.evil.clean", "credential.helper", "core.editor",
    ):  # fmt: skip
        repository.git("config", name, str(script))
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "core.hooksPath", str(tmp_path))
    (repository.root / ".git/info/attributes").write_text("* diff=evil filter=evil\n", encoding="ascii")

    assert len(repository.history().timelines[WORD].versions) == 2
    assert not trap.exists()


def test_settings_change_nothing(repository: Repository) -> None:
    before = repository.history().timelines[WORD].versions
    for name, value in (
        ("log.date", "relative"), ("log.follow", "true"), ("log.decorate", "full"), ("diff.renames", "copies"),
        ("i18n.logOutputEncoding", "gbk"), ("color.ui", "always"), ("log.diffMerges", "off"), ("core.quotePath", "true"),
        ("log.mailmap", "true"), ("diff.noprefix", "true"), ("core.abbrev", "4"), ("diff.orderFile", "nowhere"),
        ("log.excludeDecoration", "x"), ("diff.ignoreSubmodules", "all"), ("format.pretty", "oneline"), ("diff.relative", "true"),
    ):  # fmt: skip
        repository.git("config", name, value)
    repository.write({".mailmap": "Other <other@example.internal> <author@example.internal>\n"})

    assert repository.history().timelines[WORD].versions == before


def test_messages_in_other_encodings(repository: Repository) -> None:
    """Declared, undeclared as on a Chinese Windows, and bytes that are no text at all."""
    tree, parent = repository.git("rev-parse", "HEAD^{tree}"), repository.git("rev-parse", "HEAD")
    for number, (header, message) in enumerate(
        [
            (b"encoding GBK\n", "按法规调整".encode("gbk")),
            (b"", "按法规调整".encode("gb18030")),
            (b"encoding nonsense\n", "按法规调整".encode()),
            (b"encoding idna\n", b"plain"),
            (b"", b"\xff\xfe\xff\x80 \x1b[31mred\x1b[0m \xe2\x80\xae"),
        ]
    ):
        repository.write({"content/glossary/word.yml": term(f"改{number}")})
        repository.git("add", "--all")
        tree = repository.git("write-tree")
        person = b"A <a@example.internal> 1770000000 +0800\n"
        raw = b"tree %b\nparent %b\nauthor %bcommitter %b%b\n%b" % (
            tree.encode(), parent.encode(), person, person, header, message,
        )  # fmt: skip
        parent = repository.git("hash-object", "-w", "-t", "commit", "--stdin", text=raw)
    repository.git("update-ref", "refs/heads/main", parent)
    versions = repository.history().timelines[WORD].versions[2:]
    told = [version.commit.subject for version in versions]

    assert told[:4] == ["按法规调整", "按法规调整", "按法规调整", "plain"]
    assert told[4].isprintable()
    assert "\x1b" not in told[4]


@pytest.mark.parametrize(
    "date", [b"99999999999999 +0000", b"253402300799 +0000", b"0 +9999", b"1770000000 -0730", b"x y"]
)
def test_odd_clocks(repository: Repository, date: bytes) -> None:
    tree, parent = repository.git("rev-parse", "HEAD^{tree}").encode(), repository.git("rev-parse", "HEAD").encode()
    person = b"A <a@example.internal> " + date + b"\n"
    raw = b"tree %b\nparent %b\nauthor %bcommitter %b\nodd" % (tree, parent, person, person)
    commit = repository.git("hash-object", "-w", "--literally", "-t", "commit", "--stdin", text=raw)
    repository.git("update-ref", "refs/heads/main", commit)
    repository.commit("之后", {"content/glossary/word.yml": term("三")})

    versions = repository.history().timelines[WORD].versions
    assert [version.commit.subject for version in versions][-1] == "之后"


def test_hostile_names_are_no_records(repository: Repository) -> None:
    """Names that git would quote, that look like options or output, that no terminal should show."""
    blob = repository.git("hash-object", "-w", "--stdin", text=term("x").encode())
    names = [
        b"content/glossary/a\nb.yml", b"content/glossary/:100644 100644.yml", b"content/glossary/--option.yml",
        b'content/glossary/"quoted".yml', b"content/glossary/\xff\xfe.yml", "content/glossary/\u202egpj.yml".encode(),
        b"content/glossary/with space.yml", "content/glossary/名称.yml".encode(), b"content/glossary/.hidden.yml",
        b"content/glossary/back\\slash.yml", b"content/glossary/*.yml",
    ]  # fmt: skip
    listing = b"".join(b"100644 %b\t%b\0" % (blob.encode(), name) for name in names)
    repository.git("update-index", "-z", "--index-info", text=listing)
    repository.git("commit", "--quiet", "--message", "names")

    history = repository.history()

    assert {ref for ref in history.timelines if ref.kind == "term"} == {WORD}


def test_links_and_submodules_are_not_read(repository: Repository) -> None:
    (repository.root / "content/glossary/link.yml").symlink_to("word.yml")
    commit = repository.git("rev-parse", "HEAD")
    repository.git("add", "--all")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},content/glossary/module.yml")
    repository.git("commit", "--quiet", "--message", "links")

    assert {ref for ref in repository.history().timelines if ref.kind == "term"} == {WORD}


def test_a_file_that_becomes_a_link_is_gone(repository: Repository) -> None:
    path = repository.root / "content/glossary/word.yml"
    path.unlink()
    path.symlink_to("other.yml")
    repository.commit("link")

    assert repository.history().timelines[WORD].is_gone


def test_a_huge_file_is_skipped_with_a_note(repository: Repository) -> None:
    repository.commit("huge", {"content/glossary/word.yml": "#" * (2**20 + 1)})
    repository.commit("again", {"content/glossary/word.yml": term("三")})
    history = repository.history()

    events = [version.event for version in history.timelines[WORD].versions]
    assert events == ["added", "changed", "unreadable", "changed"]
    assert [skipped.file for skipped in history.skipped] == ["content/glossary/word.yml"]


def test_a_site_below_the_top_of_its_repository(tmp_path: Path) -> None:
    outer = Repository(tmp_path)
    outer.commit("outer", {"notes.txt": "x"})
    outer.commit("inner", {"sites/hr/perfsite.yml": "title: 站点\n", "sites/hr/content/glossary/word.yml": term("一")})
    outer.commit("beside", {"content/glossary/other.yml": term("一")})

    history = read_history(tmp_path / "sites/hr", "content", Settings())

    assert history is not None
    assert set(history.timelines) == {WORD, Ref("site", "site")}
    assert len(history.order) == 3


def test_a_repository_of_longer_ids_goes_on_too(tmp_path: Path) -> None:
    made = Repository(tmp_path / "short")
    made.root = tmp_path / "long"
    made.root.mkdir()
    made.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    store = Memory()
    for number, definition in enumerate("一二三", 1):
        made.commit(definition, {"perfsite.yml": "title: 站\n", "content/glossary/word.yml": term(definition)})
        commits = [version.commit for version in made.history(store).timelines[WORD].versions]
        assert [(commit.subject, len(commit.id)) for commit in commits] == [(one, 64) for one in "一二三"[:number]]


def test_what_is_kept_in_another_form_is_read_anew(repository: Repository) -> None:
    store = Memory()
    told = repository.history(store).timelines[WORD]
    whole = dict(store.entries)
    assert sorted(whole) == ["history-records", "history-records-lately", "history-tree", "history-turns"]
    for name, (key, _) in whole.items():
        for other in (b"", b"x", b"1\n"):
            store.entries = {**whole, name: (key, other)}
            again = repository.history(store)
            assert again.timelines[WORD] == told


def test_what_moved_is_read_with_what_it_was_before() -> None:
    a, b, moved, again = "goals/a", "goals/b", "goals/new/a", "goals/last/a"
    contents: dict[str, list[Files]] = {
        a: [((f"{a}.yml", "1"),), ((f"{a}.yml", "2"),), ()],
        b: [((f"{b}.yml", "3"),)],
        moved: [((f"{moved}.yml", "2"),), ((f"{moved}.yml", "4"),)],
        again: [((f"{again}.yml", "4"),)],
    }
    order = side_by_side(contents)

    assert [group for group, _ in order] == [a, a, a, moved, moved, again, b]
    assert {group: [files for one, files in order if one == group] for group in contents} == contents


def test_another_revision(repository: Repository) -> None:
    history = read_history(repository.root, "content", Settings(), "HEAD~1")
    assert history is not None
    assert len(history.timelines[WORD].versions) == 1


def test_a_revision_that_looks_like_an_option_is_none(repository: Repository) -> None:
    assert read_history(repository.root, "content", Settings(), "--all") is None
