"""`perfsite demo`: a git repository with a past, the same wherever and whenever it is written."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Perfsite

ROOT = Path(__file__).parents[2]


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_it_is_a_repository_whose_last_commit_is_the_sample(perfsite: Perfsite, tmp_path: Path) -> None:
    root = tmp_path / "yuanlan"

    ran = perfsite("demo", root)

    assert (ran.code, ran.out) == (0, "")
    commits = int(git(root, "rev-list", "--count", "HEAD"))
    assert f"Wrote {commits} commits to {root}" in ran.err
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "for-each-ref", "--format=%(refname)") == "refs/heads/main\n"
    git(root, "fsck", "--strict")
    files = git(root, "ls-files", "-z").rstrip("\0").split("\0")
    assert {path: (root / path).read_bytes() for path in files} == {path: (ROOT / path).read_bytes() for path in files}
    assert sorted(files) == sorted(
        [
            "perfsite.yml",
            *(path.relative_to(ROOT).as_posix() for path in (ROOT / "content").rglob("*") if path.is_file()),
        ]
    )


def test_the_commits_are_the_same_whoever_writes_them(
    perfsite: Perfsite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    perfsite("demo", tmp_path / "here")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\nname = Somebody\nemail = a@b.example\n[core]\nautocrlf = true\nhooksPath = /nowhere\n"
        "[commit]\ngpgSign = true\n[init]\ndefaultBranch = trunk\ndefaultObjectFormat = sha256\n[i18n]\ncommitEncoding = GB18030\n",
        encoding="utf-8",
    )
    for name, value in {
        "HOME": str(home),
        "TZ": "America/New_York",
        "LANG": "zh_CN.GB18030",
        "LC_ALL": "C",
        "GIT_AUTHOR_NAME": "Somebody",
        "GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z",
        "GIT_DIR": str(tmp_path / "nowhere"),
        "GIT_DEFAULT_HASH": "sha256",
    }.items():
        monkeypatch.setenv(name, value)
    time.tzset()
    mask = os.umask(0o077)
    try:
        perfsite("demo", tmp_path / "there")
    finally:
        os.umask(mask)
        monkeypatch.undo()
        time.tzset()

    heads = [git(tmp_path / name, "rev-parse", "main") for name in ("here", "there")]
    assert heads[0] == heads[1]
    assert len(heads[0].strip()) == 40


def test_a_folder_that_holds_anything_is_left_alone(perfsite: Perfsite, tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("mine", encoding="utf-8")

    ran = perfsite("demo", tmp_path, "--lang", "zh")

    assert (ran.code, [path.name for path in tmp_path.iterdir()]) == (2, [".hidden"])
    assert "里已有内容" in ran.err


def test_an_empty_folder_will_do_and_a_file_will_not(perfsite: Perfsite, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert perfsite("demo", tmp_path / "empty").code == 0
    assert perfsite("demo", tmp_path / "file").code == 2


def test_without_git_it_says_so_and_leaves_nothing(
    perfsite: Perfsite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    ran = perfsite("demo", tmp_path / "new")

    assert ran.code == 3
    assert "git 2.29 or newer is needed" in ran.err
    assert not (tmp_path / "new").exists()


def test_a_git_that_fails_is_quoted_and_leaves_nothing(
    perfsite: Perfsite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\nmkdir -p .git\necho 'unknown option' >&2\nexit 129\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent), prepend=os.pathsep)
    (tmp_path / "empty").mkdir()

    assert "unknown option" in perfsite("demo", tmp_path / "new").err
    assert perfsite("demo", tmp_path / "empty").code == 3
    assert not (tmp_path / "new").exists()
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_sample_that_its_past_does_not_fit_is_told_in_the_readers_language(
    perfsite: Perfsite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = tmp_path / "sample"
    shutil.copytree(ROOT / "content", edited / "content")
    site = (ROOT / "perfsite.yml").read_text("utf-8").replace("retention: 3 years", "retention: 4 years")
    (edited / "perfsite.yml").write_text(site, encoding="utf-8")
    monkeypatch.setattr("perfsite.cli.demo.sample_folder", lambda: edited)

    zh, en = (perfsite("demo", tmp_path / "new", "--lang", lang) for lang in ("zh", "en"))

    assert (zh.code, en.code, (tmp_path / "new").exists()) == (70, 70, False)
    assert "“结果在网站上保留三年” (2025-06-16)：`perfsite.yml` 里应当恰好有一处，实际有 0 处" in zh.err
    assert "`perfsite.yml` should have once, and has 0 times:\n" in en.err
    assert "  retention: 3 years" in en.err
