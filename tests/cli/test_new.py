"""`perfsite new`: a record of any kind, which is sound before anyone has touched it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from perfsite.cli.kinds import kind_names
from perfsite.records.kinds import KINDS
from tests.cli.conftest import Perfsite

DAY = ("--as-of", "2026-11-16")
# Codes about one record alone: files, forms, fields and values. The rest is about the record among others.
OF_FORM = re.compile(r": (?:error|warning): PS[124]\d\d ")
# Nothing can refer yet to what has only just been made.
UNUSED = "PS905"
# Nobody has filled it in either.
UNWRITTEN = "PS906"


@pytest.fixture
def started(perfsite: Perfsite, tmp_path: Path) -> Path:
    perfsite("init", tmp_path, "--lang", "zh", *DAY)
    return tmp_path


def written(root: Path, kind: str) -> str:
    """What `new` wrote, without the lines behind a `#`."""
    path = next((root / "content" / KINDS[kind].folder).glob("something-new.[ym]*"))
    return "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith("#"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_of_any_kind_has_no_problem(perfsite: Perfsite, started: Path, kind: str) -> None:
    made = perfsite("-C", started, "new", kind, "something-new", *DAY)
    checked = perfsite("-C", started, "check", "--format", "concise", *DAY)

    folder = KINDS[kind].folder
    suffix = "md" if kind == "page" else "yml"
    assert (made.code, made.out.splitlines()[0]) == (0, f"content/{folder}/something-new.{suffix}")
    assert [line for line in checked.out.splitlines() if UNUSED not in line and UNWRITTEN not in line] == []
    # Whoever forgets to fill it in is told so, and of whole records nobody is.
    waits = any(word in written(started, kind) for word in ("待填写", "新的", "在这里写"))
    assert (UNWRITTEN in checked.out) is waits


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_behind_a_hash_can_be_used(perfsite: Perfsite, started: Path, kind: str) -> None:
    """Each optional field, its # removed, has a value of the right form; that some exclude each other is another matter."""
    perfsite("-C", started, "new", kind, "something-new", *DAY)
    (path,) = (started / "content" / KINDS[kind].folder).glob("something-new.[ym]*")
    text = path.read_text("utf-8")
    used = re.sub(r"(?m)^#(?=[a-z])", "", text)
    path.write_text(used, encoding="utf-8")

    ran = perfsite("-C", started, "check", "--format", "concise", *DAY, path)

    assert used != text
    assert [line for line in ran.out.splitlines() if OF_FORM.search(line) and "PS409" not in line] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_is_explained_in_the_language_of_the_site(perfsite: Perfsite, tmp_path: Path, lang: str) -> None:
    perfsite("init", tmp_path, "--lang", lang, *DAY)
    # The language of the command line is another matter.
    perfsite("-C", tmp_path, "new", "rule", "x", "--lang", "zh" if lang == "en" else "en", *DAY)
    text = (tmp_path / "content" / "rules" / "x.yml").read_text("utf-8")

    assert text.splitlines()[0] == ("# 评分规则 rule/x" if lang == "zh" else "# scoring rule rule/x")
    fields = re.findall(r"(?m)^# (.*)\n#?([a-z_]+):", text)
    assert len(fields) >= 18
    for words, field in fields:
        assert bool(re.search("[一-鿿]", words)) == (lang == "zh"), field


def test_the_kind_can_be_named_as_people_do(perfsite: Perfsite, started: Path) -> None:
    for number, word in enumerate(("goal", "goals", "目标", "Goal")):
        assert perfsite("-C", started, "new", word, f"g{number}", *DAY).out == f"content/goals/g{number}.yml\n"
    assert perfsite("-C", started, "new", "scoring rule", "r", *DAY).out == "content/rules/r.yml\n"
    assert perfsite("-C", started, "new", "晋升结果", "p", *DAY).out == "content/results/p.yml\n"
    assert set(kind_names().values()) == set(KINDS)
    assert {noun.noun.zh for noun in KINDS.values()} <= kind_names().keys()


def test_a_record_may_go_into_a_folder_of_its_own(perfsite: Perfsite, started: Path) -> None:
    made = perfsite("-C", started, "new", "goal", "2026-q4/west", *DAY)
    again = perfsite("-C", started, "new", "goal", "2026-q4-west", *DAY)

    assert made.out == "content/goals/2026-q4/west.yml\n"
    assert "# 目标 goal/2026-q4-west\n" in (started / made.out.strip()).read_text("utf-8")
    assert (again.code, again.out) == (2, "")
    assert "the goal `2026-q4-west` is there already, in content/goals/2026-q4/west.yml" in again.err


def test_an_id_that_is_taken_is_refused_wherever_it_is(perfsite: Perfsite, started: Path) -> None:
    """A row of a table is a record as well."""
    ran = perfsite("-C", started, "new", "goal", "2026-q4-p-002", "--lang", "zh", *DAY)

    assert ran.code == 2
    assert (
        ran.err
        == "错误：目标 `2026-q4-p-002` 已经有了，在 content/goals/2026-q4-personal.yml\n  建议：换一个编号，或直接改那个文件。\n"
    )


def test_a_file_that_is_there_stays_as_it_is(perfsite: Perfsite, started: Path) -> None:
    path = started / "content" / "goals" / "x.yml"
    path.write_text("half: written", encoding="utf-8")

    ran = perfsite("-C", started, "new", "goal", "x", *DAY)

    assert ran.code == 2
    assert path.read_text("utf-8") == "half: written"


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("East Revenue", "did you mean `east-revenue`?"),
        ("EAST", "did you mean `east`?"),
        ("../../etc/passwd", "an id has lower-case letters"),
        ("/etc/passwd", "an id has lower-case letters"),
        ("con", "an id has lower-case letters"),
        ("目标", "an id has lower-case letters"),
        ("a/b/" + "c" * 64, "an id has lower-case letters"),
        ("x.yml", "did you mean `x-yml`?"),
        ("", "an id has lower-case letters"),
    ],
)
def test_what_cannot_be_an_id_makes_no_file(perfsite: Perfsite, started: Path, name: str, advice: str) -> None:
    before = sorted(started.rglob("*"))

    ran = perfsite("-C", started, "new", "goal", name, *DAY)

    assert ran.code == 2
    assert f"  help: {advice}" in ran.err
    assert sorted(started.rglob("*")) == before


def test_a_page_comes_with_its_translation(perfsite: Perfsite, started: Path) -> None:
    ran = perfsite("-C", started, "new", "page", "objections", *DAY)

    assert ran.out == "content/pages/objections.md\ncontent/pages/objections.en.md\n"
    assert "translation_of: " in (started / "content" / "pages" / "objections.en.md").read_text("utf-8")


def test_a_site_of_one_language_is_asked_for_one(perfsite: Perfsite, tmp_path: Path) -> None:
    (tmp_path / "perfsite.yml").write_text("title: 标准\nlanguages: [zh]\n", encoding="utf-8")

    perfsite("-C", tmp_path, "new", "metric", "net-revenue", *DAY)
    ran = perfsite("-C", tmp_path, "new", "page", "p", *DAY)

    assert "\ntitle: 新的指标\n" in (tmp_path / "content" / "metrics" / "net-revenue.yml").read_text("utf-8")
    assert ran.out == "content/pages/p.md\n"


@pytest.mark.parametrize("kind", KINDS)
def test_in_an_empty_site_only_what_is_referred_to_is_missing(perfsite: Perfsite, tmp_path: Path, kind: str) -> None:
    (tmp_path / "perfsite.yml").write_text("title: {zh: 标准, en: Standards}\n", encoding="utf-8")

    perfsite("-C", tmp_path, "new", kind, "first", *DAY)
    ran = perfsite("-C", tmp_path, "check", "--format", "concise", *DAY)

    codes = set(re.findall(r": error: (PS\d+)", ran.out))
    assert codes <= {"PS302", "PS308"}, ran.out


def test_outside_of_a_project(perfsite: Perfsite, tmp_path: Path) -> None:
    assert perfsite("-C", tmp_path, "new", "goal", "x").code == 2


def test_at_a_terminal_it_asks_for_kind_and_id(
    perfsite: Perfsite, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Keyboard("目票\n目标\nWest Q4\nwest-q4\n"))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    ran = perfsite("-C", started, "new", *DAY)

    assert (ran.code, ran.out) == (0, "content/goals/west-q4.yml\n")
    assert "did you mean `目标`?" in ran.err
    assert "did you mean `west-q4`?" in ran.err


def test_in_a_script_nothing_is_asked(perfsite: Perfsite, started: Path) -> None:
    for arguments in ([], ["goal"]):
        ran = perfsite("-C", started, "new", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ("KIND" if not arguments else "ID") in ran.err
