"""`perfsite history`, and what `build` says of a history that is not whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfsite.cli.gaps import refusal
from perfsite.history.git import Gap, HistoryError
from tests.cli.conftest import Perfsite
from tests.history.repository import Repository
from tests.site_builder import BASE

RULE = "content/rules/scorecard.yml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "site")
    made.commit("第一版", dict(BASE))
    made.commit(
        "权重调整\n\n细节。",
        {RULE: BASE[RULE].replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%")},
    )
    return made


def test_the_versions_of_a_record(repository: Repository, perfsite: Perfsite) -> None:
    ran = perfsite("-C", str(repository.root), "history", "rule/scorecard")

    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[0].startswith("version 2  2025-10-09  changed  王芳  ")
    assert lines[0].endswith(f"  {RULE}")
    assert lines[1:5] == [
        "    权重调整",
        "    · Weight of `revenue`: 60% → 50%",
        "    · Weight of `collection`: 40% → 50%",
        "",
    ]
    assert lines[5].startswith("version 1  2025-10-09  added  王芳  ")


def test_in_chinese_and_by_id_alone(repository: Repository, perfsite: Perfsite) -> None:
    ran = perfsite("-C", str(repository.root), "--lang", "zh", "history", "scorecard")

    assert ran.code == 0
    assert "第 2 版  2025-10-09  修改  王芳" in ran.out
    assert "    · `revenue`的权重：60% → 50%" in ran.out


def test_for_programs(repository: Repository, perfsite: Perfsite) -> None:
    ran = perfsite("-C", str(repository.root), "history", "scorecard", "--format", "json", "--no-cache")

    found = json.loads(ran.out)
    assert (ran.code, found["record"]) == (0, "rule/scorecard")
    first, second = found["versions"]
    assert (first["event"], first["changes"]) == ("added", [])
    assert second["author"] == {"name": "王芳", "mail": "author@example.internal"}
    assert second["landed"]["commit"] == second["commit"] == repository.git("rev-parse", "HEAD")
    assert second["message"] == "权重调整\n\n细节。"
    assert second["changes"][0] == {
        "deed": "changed",
        "route": ["components", "revenue", "weight"],
        "seen_by": "everyone",
        "before": {"zh": "60%", "en": "60%"},
        "after": {"zh": "50%", "en": "50%"},
        "words": {"zh": "`revenue`的权重：60% → 50%", "en": "Weight of `revenue`: 60% → 50%"},
    }
    assert not (repository.root / ".perfsite").exists()


def test_a_record_that_is_gone(repository: Repository, perfsite: Perfsite) -> None:
    repository.commit("gone", {RULE: None})

    assert perfsite("-C", str(repository.root), "history", "rule/scorecard").out.startswith(
        "version 3  2025-10-09  removed"
    )


@pytest.mark.parametrize(
    ("name", "advice"),
    [("rule/scorecart", "did you mean `rule/scorecard`?"), ("scorecart", "did you mean `scorecard`?"), ("zzzz", "the kinds are goal")],
)  # fmt: skip
def test_a_record_that_never_was(repository: Repository, perfsite: Perfsite, name: str, advice: str) -> None:
    ran = perfsite("-C", str(repository.root), "history", name)

    assert ran.code == 2
    assert f"there has never been a record `{name}`" in ran.err
    assert advice in ran.err


def test_an_id_of_two_kinds(repository: Repository, perfsite: Perfsite) -> None:
    repository.commit(
        "same id", {"content/glossary/east.yml": "title: {zh: 东, en: East}\ndefinition: {zh: 东, en: East}\n"}
    )

    ran = perfsite("-C", str(repository.root), "history", "east")

    assert ran.code == 2
    assert "say which one: `team/east`, `term/east`" in ran.err


def test_outside_a_repository_there_is_no_history_and_a_build_goes_on(tmp_path: Path, perfsite: Perfsite) -> None:
    for name, text in BASE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    ran = perfsite("-C", str(tmp_path), "history", "rule/scorecard")
    assert ran.code == 2
    assert "there is no history" in ran.err
    assert perfsite("-C", str(tmp_path), "build", "--as-of", "2026-11-16", "--jobs", "1").code == 0


SOUND: dict[str, str | bytes | None] = {RULE: BASE[RULE]}


def test_a_shallow_clone_publishes_nothing(
    repository: Repository, perfsite: Perfsite, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("as before", SOUND)
    clone = repository.root.parent / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(clone))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    ran = perfsite("-C", str(clone), "build", "--as-of", "2026-11-16", "--jobs", "1")

    assert ran.code == 4
    assert "only the latest commits are here" in ran.err
    assert "fetch-depth: 0" in ran.err
    assert not (clone / "public").exists()


@pytest.mark.parametrize("name", ["HEAD~1", "HEAD~1:content", f"HEAD~1:{RULE}"])
def test_a_damaged_repository_publishes_nothing(repository: Repository, perfsite: Perfsite, name: str) -> None:
    repository.commit("as before", SOUND)
    commit = repository.git("rev-parse", name)
    (repository.root / ".git/objects" / commit[:2] / commit[2:]).unlink()

    ran = perfsite("-C", str(repository.root), "build", "--as-of", "2026-11-16", "--jobs", "1")

    assert ran.code == 4
    assert "lacks objects or is damaged" in ran.err
    assert not (repository.root / "public").exists()


@pytest.mark.parametrize(
    ("variable", "english", "chinese"),
    [
        ("GITHUB_ACTIONS", "fetch-depth: 0", "fetch-depth: 0"),
        ("GITLAB_CI", 'GIT_DEPTH: "0"', 'GIT_DEPTH: "0"'),
        ("GITEE_PIPELINE_NAME", "let the pipeline run `git fetch --unshallow`", "流水线里先运行 `git fetch --unshallow`"),
        ("JENKINS_URL", "shallow: false", "浅克隆"),
        ("NONE", "run `git fetch --unshallow`", "运行 `git fetch --unshallow`"),
    ],
)  # fmt: skip
def test_the_setting_is_that_of_the_ci(variable: str, english: str, chinese: str) -> None:
    refused = refusal(HistoryError(Gap.SHALLOW), {variable: "yes"})

    assert refused.advice is not None
    assert english in refused.advice.en
    assert chinese in refused.advice.zh


@pytest.mark.parametrize("gap", list(Gap))
def test_every_gap_has_its_words(gap: Gap) -> None:
    refused = refusal(HistoryError(gap, "what git said"), {"GITHUB_ACTIONS": "true"})

    assert refused.code == 4
    assert "git: what git said" in refused.sentence.en
    assert refused.advice is not None
    assert ("fetch-depth" in refused.advice.en) is (gap is Gap.SHALLOW)
