"""The cache changes no result, and nothing that stands in it is trusted further than it can be checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfsite.cache import Cache, open_cache
from perfsite.history.git import read_blobs
from perfsite.history.read import History, read_history
from perfsite.project import Project
from perfsite.records.reader import Settings
from perfsite.records.references import Ref
from tests.history.repository import Repository, term

FILE = "content/glossary/word.yml"


def test_an_entry_comes_back_under_its_key_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("name", "key", b"value")

    assert cache.get("name", "key") == b"value"
    assert cache.get("name", "another") is None
    assert cache.get("other", "key") is None
    cache.put("name", "another", b"new")
    assert cache.get("name", "key") is None
    assert sorted(path.name for path in cache.folder.iterdir()) == [".gitignore", "name"]


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 200])
def test_a_damaged_entry_is_none(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("name", "key", b"value")
    (tmp_path / "name").write_bytes(damage)

    assert cache.get("name", "key") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    cache.put("name", "key", b"value")

    assert cache.get("name", "key") is None


def test_a_cache_that_comes_with_the_repository_is_not_used(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    assert open_cache(Project(tmp_path)) is not None
    repository.commit("a gift", {".perfsite/cache/history-records": "{}"})

    assert open_cache(Project(tmp_path)) is None


def test_a_cache_that_is_a_link_is_not_used(tmp_path: Path) -> None:
    (tmp_path / ".perfsite").symlink_to("elsewhere")

    assert open_cache(Project(tmp_path)) is None


def told(history: History) -> dict[Ref, list[tuple[int, str, str, str, str]]]:
    return {
        ref: [(v.number, v.event.value, v.commit.id, v.landed.id, repr(v.after)) for v in timeline.versions]
        for ref, timeline in history.timelines.items()
    }


def test_a_history_is_the_same_with_a_cache_without_one_and_with_a_damaged_one(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "site")
    cache = Cache(tmp_path / "cache")
    repository.commit("one", {FILE: term("一")})
    assert told(repository.history(cache)) == told(repository.history())
    repository.commit("two", {FILE: term("二")})
    repository.commit("three", {FILE: "title: [\n"})
    whole = told(repository.history())

    assert told(repository.history(cache)) == whole
    assert told(repository.history(cache)) == whole
    for entry in cache.folder.iterdir():
        entry.write_bytes(entry.read_bytes()[:-3])
    assert told(repository.history(cache)) == whole


def test_what_is_kept_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path / "site")
    cache = Cache(tmp_path / "cache")
    repository.commit("one", {FILE: term("一"), "content/glossary/other.yml": term("别的")})
    assert repository.history(cache).timelines
    repository.commit("two", {FILE: term("二")})
    read: list[str] = []

    def counted(root: Path, ids: object) -> object:
        for id, raw in read_blobs(root, ids):  # type: ignore[arg-type]
            read.append(id)
            yield id, raw

    monkeypatch.setattr("perfsite.history.git.read_blobs", counted)
    assert len(repository.history(cache).timelines) == 3
    assert read == [repository.git("rev-parse", f"HEAD:{FILE}")]


def test_a_history_is_the_same_read_by_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfsite.records.apart.WORTH_A_PROCESS", 2)
    repository = Repository(tmp_path)
    for number in range(5):
        repository.commit(
            str(number), {FILE: term(str(number)), "content/glossary/other.yml": "title: [\n" * (number % 2)}
        )
    alone = repository.history()
    together = read_history(tmp_path, "content", Settings(), jobs=3)

    assert together is not None
    assert told(together) == told(alone)


def test_a_history_that_was_rewritten_is_read_anew(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "site")
    cache = Cache(tmp_path / "cache")
    repository.commit("one", {FILE: term("一")})
    repository.commit("two", {FILE: term("二")})
    assert repository.history(cache).timelines
    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    repository.commit("another two", {FILE: term("三")})

    assert told(repository.history(cache)) == told(repository.history())


@pytest.mark.parametrize("much", [0, 8])
def test_a_history_that_grows_is_that_which_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    # With 0, all that came since is kept apart from what was kept first.
    monkeypatch.setattr("perfsite.history.kept.MUCH", much)
    repository = Repository(tmp_path / "site")
    cache = Cache(tmp_path / "cache")
    for number in range(4):
        repository.commit(str(number), {FILE: term(str(number))})
        assert told(repository.history(cache)) == told(repository.history())
    assert told(repository.history(cache)) == told(repository.history())
    for back in (1, 3, 1):
        repository.git("reset", "--quiet", "--hard", f"HEAD~{back}")
        assert told(repository.history(cache)) == told(repository.history())
        for text in ("甲", "乙"):
            repository.commit(text, {FILE: term(f"{text} {back}")})
        assert told(repository.history(cache)) == told(repository.history())


def test_a_cache_in_another_form_is_no_cache(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "site")
    repository.commit("one", {FILE: term("一")})

    class Odd:
        def get(self, name: str, key: str) -> bytes | None:
            return b'[[1], {"a": 1}]' if name == "history-records" else b"{}" if name.startswith("history-r") else None

        def put(self, name: str, key: str, value: bytes) -> None:
            pass

    assert told(repository.history(Odd())) == told(repository.history())
