"""`perfsite build --rev`: the site as the records stood at a commit, whatever is on disk now."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfsite.output import read_manifest
from perfsite.pipeline import load_at
from perfsite.project import Project
from tests.cli.conftest import Perfsite
from tests.history.repository import Repository
from tests.site_builder import BASE

RULE = "content/rules/scorecard.yml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "site")
    made.commit("第一版", {**BASE, ".gitignore": "then/\nagain/\n"})
    made.git("tag", "v1")
    return made


def build(perfsite: Perfsite, root: Path, out: str, *arguments: str) -> dict[str, bytes]:
    ran = perfsite("-C", root, "build", "--audience", "hr", "--out", out, *arguments)
    assert ran.code == 0, ran.err + ran.out
    return {path.relative_to(root / out).as_posix(): path.read_bytes() for path in (root / out).rglob("*.html")}


def test_the_same_pages_as_on_the_day_itself(repository: Repository, perfsite: Perfsite) -> None:
    then = build(perfsite, repository.root, "then", "--as-of", "2025-10-09")
    repository.commit("另一版", {RULE: BASE[RULE].replace("60%", "50%").replace("40%", "50%")})
    (repository.root / RULE).write_text("half: [", encoding="utf-8")
    (repository.root / "content/metrics/net-revenue.yml").unlink()

    again = build(perfsite, repository.root, "again", "--rev", "v1")

    assert again == then
    manifest = read_manifest(repository.root / "again")
    assert manifest is not None
    assert (manifest.commit, manifest.as_of) == (repository.git("rev-parse", "v1"), "2025-10-09")
    assert (repository.root / RULE).read_text(encoding="utf-8") == "half: ["


def test_another_day_can_be_named(repository: Repository, perfsite: Perfsite) -> None:
    build(perfsite, repository.root, "then", "--rev", "v1", "--as-of", "2026-08-01")

    manifest = read_manifest(repository.root / "then")
    assert manifest is not None
    assert manifest.as_of == "2026-08-01"


def test_what_is_wrong_in_a_commit_is_told_with_its_place(repository: Repository, perfsite: Perfsite) -> None:
    repository.commit("写错了", {RULE: BASE[RULE].replace("metric: net-revenue", "metric: net-revenu")})
    repository.commit("改回来", {RULE: BASE[RULE]})

    ran = perfsite("-C", repository.root, "build", "--rev", "HEAD~1", "--out", "then")

    assert ran.code == 1
    assert "PS302" in ran.out
    assert f"{RULE}:" in ran.out
    assert "did you mean `net-revenue`?" in ran.out


def test_links_and_strangers_in_a_commit_are_read_as_little_as_on_disk(repository: Repository) -> None:
    (repository.root / "content/pages.yml").symlink_to("rules/scorecard.yml")
    repository.commit(
        "杂物", {"content/notes.txt": "x", "content/.hidden.yml": "x: [", "content/rules/big.yml": "#" * 2**18 + "#"}
    )

    loaded = load_at(Project(repository.root), repository.git("rev-parse", "HEAD"))

    assert loaded is not None
    assert sorted((problem.code, problem.span.file) for problem in loaded.problems) == [
        ("PS103", "content/rules/big.yml"),
        ("PS104", "content/pages.yml"),
        ("PS105", "content/notes.txt"),
    ]


def test_a_table_beyond_eight_megabytes_is_not_read(repository: Repository) -> None:
    repository.commit("太大", {"content/people/all.csv": b"id\n" + b"p-1,\n" * 2_000_000})

    loaded = load_at(Project(repository.root), repository.git("rev-parse", "HEAD"))

    assert loaded is not None
    assert [problem.code for problem in loaded.problems] == ["PS103"]


def test_a_site_below_the_top_of_its_repository(tmp_path: Path) -> None:
    made = Repository(tmp_path / "all")
    made.commit("第一版", {f"hr/standards/{name}": text for name, text in BASE.items()})
    project = Project(made.root / "hr" / "standards")

    loaded = load_at(project, made.git("rev-parse", "HEAD"))

    assert loaded is not None
    assert not loaded.problems
    assert set(loaded.library.documents.sources) == set(BASE)


@pytest.mark.parametrize(
    ("revision", "english", "chinese"),
    [
        ("v9", "error: git knows no revision `v9`\n  help: name a commit", "git 里没有 `v9` 这个版本"),
        ("--help", "error: git knows no revision `--help`", "git 里没有 `--help` 这个版本"),
        ("v0", "error: there is no `perfsite.yml` in `v0`", "`v0` 这次提交里没有 `perfsite.yml`"),
    ],
)
def test_a_revision_that_holds_no_site(
    repository: Repository, perfsite: Perfsite, revision: str, english: str, chinese: str
) -> None:
    tree = repository.git("mktree", text=b"")
    repository.git("tag", "v0", repository.git("commit-tree", tree, "-m", "空"))

    for lang, words in (("en", english), ("zh", chinese)):
        ran = perfsite("-C", repository.root, "--lang", lang, "build", f"--rev={revision}")
        assert ran.code == 2
        assert words in ran.err
    assert not (repository.root / "public").exists()


def test_an_object_that_is_missing_is_told_and_nothing_built(repository: Repository, perfsite: Perfsite) -> None:
    blob = repository.git("rev-parse", f"v1:{RULE}")
    (repository.root / ".git/objects" / blob[:2] / blob[2:]).unlink()

    ran = perfsite("-C", repository.root, "build", "--rev", "v1")

    assert ran.code == 4
    assert "the repository lacks objects or is damaged" in ran.err
    assert not (repository.root / "public").exists()
