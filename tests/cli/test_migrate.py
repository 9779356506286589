"""`perfsite migrate`: a step from one version to the next, held by a step of this test's own, since there has been one version."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from perfsite.diagnostics import Edit, Phrase
from perfsite.migrations import Doubt, Migration, migrate
from perfsite.project import SITE_FILE
from perfsite.span import Span
from tests.cli.conftest import Perfsite
from tests.site_builder import BASE, places

RULE = "content/rules/scorecard.yml"


def rename(files: Mapping[str, bytes]) -> Iterator[Edit | Doubt]:
    """What a step may do: a key of rules is called otherwise from now on."""
    for file, raw in sorted(files.items()):
        if not file.startswith("content/rules/"):
            continue
        for number, line in enumerate(raw.decode("utf-8").splitlines(), 1):
            column = line.find("summary:") + 1
            if column:
                yield Edit(Span(file, number, column, number, column + 7), "abstract")
            if "doubtful" in line:
                yield Doubt(Span(file, number, 1, number, 1), Phrase("两种都可以理解", "this could be either"))


def nothing(files: Mapping[str, bytes]) -> Iterator[Edit | Doubt]:
    return iter(())


def overlapping(files: Mapping[str, bytes]) -> Iterator[Edit | Doubt]:
    yield Edit(Span(RULE, 1, 1, 1, 5), "a")
    yield Edit(Span(RULE, 1, 3, 1, 7), "b")


STEP = Migration(2, Phrase("规则的 summary 改叫 abstract", "the summary of a rule is called abstract"), rename)
NOTE = Migration(3, Phrase("没有别的", "nothing else"), nothing)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A perfsite that reads version 2."""
    monkeypatch.setattr("perfsite.records.site.SCHEMA", 2)
    monkeypatch.setattr("perfsite.checks.schema.SCHEMA", 2)
    monkeypatch.setattr("perfsite.cli.migrate.SCHEMA", 2)
    monkeypatch.setattr("perfsite.cli.migrate.MIGRATIONS", (STEP,))


@pytest.fixture
def older(sample: Path) -> Path:
    """Awkwardly written: comments, other quotes, CRLF, a byte order mark."""
    text = (sample / RULE).read_text("utf-8") + "# a comment\nsummary: {zh: '一句话'}   # kept\n"
    (sample / RULE).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return sample


def test_there_is_nothing_to_do(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "migrate")

    assert (ran.code, ran.out) == (0, "")
    assert "schema 1, which is the newest" in ran.err


def test_another_version_is_the_one_thing_that_is_said() -> None:
    site = BASE[SITE_FILE] + "schema: 2\n"
    line = site.count("\n")

    assert places({SITE_FILE: site, RULE: "nonsense: true\n"}) == [f"PS314 {SITE_FILE}:{line}:9"]


@pytest.mark.parametrize(
    "command", [("verify",), ("next",), ("new", "goal", "a"), ("history", "a"), ("impact", "HEAD")]
)
def test_nothing_is_computed_in_another_version(perfsite: Perfsite, sample: Path, command: tuple[str, ...]) -> None:
    with (sample / SITE_FILE).open("a") as file:
        file.write("schema: 7\n")

    ran = perfsite("-C", sample, *command)

    assert (ran.code, ran.out) == (1, "")
    assert "written in schema 7" in ran.err
    assert "install a newer perfsite" in ran.err


def test_a_repository_from_the_future_is_left_alone(perfsite: Perfsite, sample: Path) -> None:
    with (sample / SITE_FILE).open("a") as file:
        file.write("schema: 7\n")

    ran = perfsite("-C", sample, "migrate", "--write", "--lang", "zh")

    assert (ran.code, ran.out) == (1, "")
    assert "安装更新的 perfsite" in ran.err


@pytest.mark.usefixtures("newer")
def test_it_shows_what_it_would_change(perfsite: Perfsite, older: Path) -> None:
    before = {path: path.read_bytes() for path in older.rglob("*") if path.is_file()}

    ran = perfsite("-C", older, "migrate")

    assert ran.code == 0
    assert {path: path.read_bytes() for path in older.rglob("*") if path.is_file()} == before
    assert "+abstract: {zh: '一句话'}   # kept" in ran.out
    assert "+schema: 2" in ran.out
    assert "Nothing was written" in ran.err
    subprocess.run(["git", "init", "--quiet"], cwd=older, check=True)
    subprocess.run(["git", "apply", "--check"], cwd=older, input=ran.out.encode(), check=True)


@pytest.mark.usefixtures("newer")
def test_it_changes_what_has_changed_and_nothing_else(perfsite: Perfsite, older: Path) -> None:
    before = (older / RULE).read_bytes()
    others = {p: p.read_bytes() for p in (older / "content").rglob("*.yml") if p != older / RULE}

    ran = perfsite("-C", older, "migrate", "--write")

    assert ran.code == 0
    assert (older / RULE).read_bytes() == before.replace(b"summary:", b"abstract:")
    assert (older / SITE_FILE).read_text("utf-8") == BASE[SITE_FILE] + "schema: 2\n"
    assert {path: path.read_bytes() for path in others} == others
    assert "the summary of a rule is called abstract" in ran.err
    assert perfsite("-C", older, "migrate").err.strip() == "This repository is in schema 2, which is the newest."


@pytest.mark.usefixtures("newer")
def test_what_is_in_doubt_stops_it(perfsite: Perfsite, older: Path) -> None:
    with (older / RULE).open("ab") as file:
        file.write(b"# doubtful\r\n")
    before = (older / RULE).read_bytes()

    ran = perfsite("-C", older, "migrate", "--write")

    line = before.count(b"\n")
    assert (ran.code, ran.out) == (1, f"{RULE}:{line}:1: this could be either\n")
    assert (older / RULE).read_bytes() == before
    assert "nothing was written" in ran.err


@pytest.mark.parametrize(
    ("site", "after"),
    [
        (b"title: A\nschema: 1\nlanguages: [zh]\n", b"title: A\nschema: 3\nlanguages: [zh]\n"),
        (b"title: A", b"title: A\nschema: 3\n"),
        (b"title: A\r\n", b"title: A\r\nschema: 3\r\n"),
        (b"title: A\nschema:   1 # ours\n", b"title: A\nschema:   3 # ours\n"),
    ],
)
def test_steps_are_taken_in_order_and_the_version_is_noted(site: bytes, after: bytes) -> None:
    done = migrate({SITE_FILE: site, RULE: b"summary: x\n"}, 1, (NOTE, STEP))

    assert [step.to for step in done.steps] == [2, 3]
    assert dict(done.texts) == {SITE_FILE: after, RULE: b"abstract: x\n"}
    assert migrate({SITE_FILE: site}, 3, (NOTE, STEP)).texts == {}


def test_a_step_that_writes_twice_at_one_place_is_a_fault() -> None:
    twice = Migration(2, Phrase("", ""), overlapping)

    with pytest.raises(ValueError, match="twice"):
        migrate({SITE_FILE: b"title: A\n", RULE: b"summary: x\n"}, 1, (twice,))
