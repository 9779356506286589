"""`perfsite init`: a repository that checks clean and builds, whatever the day, the language and the title."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from perfsite import __version__
from tests.cli.conftest import Perfsite

DAY = ("--as-of", "2026-11-16")


def files_below(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".perfsite" not in path.parts
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_check_is_clean_and_the_site_is_built(perfsite: Perfsite, tmp_path: Path, lang: str) -> None:
    root = tmp_path / "standards"

    made = perfsite("init", root, "--lang", lang, *DAY)
    checked = perfsite("-C", root, "check", "--strict", "--lang", lang, *DAY)
    built = perfsite("-C", root, "build", "--strict", "--lang", lang, *DAY)

    assert (made.code, made.out, checked.code, built.code) == (0, "", 0, 0), checked.out
    assert "perfsite serve" in made.err
    assert checked.out.startswith("没有问题：检查了 " if lang == "zh" else "No problems in ")
    pages = list((root / "public").rglob("*.html"))
    assert len(pages) > 40
    assert {"zh", "en"} <= {page.relative_to(root / "public").parts[0] for page in pages}


@pytest.mark.parametrize("day", ["2025-01-01", "2026-03-31", "2026-07-01", "2026-12-31", "2028-02-29"])
def test_it_is_clean_on_any_day(perfsite: Perfsite, tmp_path: Path, day: str) -> None:
    perfsite("init", tmp_path, "--as-of", day)

    ran = perfsite("-C", tmp_path, "check", "--strict", "--as-of", day)

    assert (ran.code, ran.out.startswith("No problems")) == (0, True), ran.out


def test_the_language_asked_for_comes_first_everywhere(perfsite: Perfsite, tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        perfsite("init", tmp_path / lang, "--lang", lang, *DAY)
    chinese, english = files_below(tmp_path / "zh"), files_below(tmp_path / "en")

    assert "languages: [zh, en]\n" in chinese["perfsite.yml"]
    assert "languages: [en, zh]\n" in english["perfsite.yml"]
    assert "## 改一条记录" in chinese["README.md"]
    assert "## Change a record" in english["README.md"]
    assert "先有标准，后有结果" in chinese["content/pages/principles.md"]
    assert "先有标准，后有结果" in english["content/pages/principles.zh.md"]
    assert re.fullmatch(r"---\ntranslation_of: [0-9a-f]{8}\n---\n", english["content/pages/principles.zh.md"][:33])
    comments = {
        lang: [
            line
            for text in files.values()
            for line in re.findall(r"(?m)^ *# (?!yaml-language|repository:|v\d)(.*)", text)
        ]
        for lang, files in (("zh", chinese), ("en", english))
    }
    yml = {lang: [c for c in found if re.search("[一-鿿]", c)] for lang, found in comments.items()}
    assert len(yml["zh"]) > 10
    assert yml["en"] == []


def test_no_placeholder_is_left(perfsite: Perfsite, tmp_path: Path) -> None:
    perfsite("init", tmp_path, *DAY)

    for name, text in files_below(tmp_path).items():
        assert not re.search(r"\{\{|\}\}\}\}|#zh |#en |YEAR|QUARTER|dot-", name + text.replace("${{", "")), name
    assert f"perfsite=={__version__}" in (tmp_path / "README.md").read_text("utf-8")


@pytest.mark.parametrize("title", ["华东销售标准", 'The "A" team: goals & more', "- [x] {y}: #z", "'", "\\"])
def test_any_title_will_do(perfsite: Perfsite, tmp_path: Path, title: str) -> None:
    ran = perfsite("init", tmp_path, "--title", title, *DAY)

    assert ran.code == 0
    assert yaml.safe_load((tmp_path / "perfsite.yml").read_text("utf-8"))["title"] == {"zh": title, "en": title}
    assert perfsite("-C", tmp_path, "check", *DAY).code == 0


@pytest.mark.parametrize("title", ["two\nlines", "x" * 300, "\x1b[2J"])
def test_a_title_that_no_page_could_show(perfsite: Perfsite, tmp_path: Path, title: str) -> None:
    ran = perfsite("init", tmp_path / "new", "--title", title)

    assert ran.code == 2
    assert not (tmp_path / "new").exists()


def test_files_that_are_there_stay_as_they_are(perfsite: Perfsite, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*.log\n", encoding="utf-8")

    ran = perfsite("init", tmp_path, *DAY)

    assert ran.code == 0
    assert (tmp_path / "README.md").read_text("utf-8") == "mine"
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*.log\n"
    assert "left README.md as it was" in ran.err
    assert "left .gitignore as it was" in ran.err


def test_a_repository_is_not_made_twice(perfsite: Perfsite, tmp_path: Path) -> None:
    perfsite("init", tmp_path, *DAY)
    before = files_below(tmp_path)

    ran = perfsite("init", tmp_path, "--lang", "zh", "--as-of", "2026-12-01")

    assert ran.code == 2
    assert "已经是一个仓库" in ran.err
    assert files_below(tmp_path) == before


def test_a_file_is_no_folder(perfsite: Perfsite, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")

    assert "is not a folder" in perfsite("init", tmp_path / "x").err


def test_without_a_folder_it_is_made_here(perfsite: Perfsite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    ran = perfsite("init", *DAY)

    assert (tmp_path / "perfsite.yml").is_file()
    assert "\n  cd " not in ran.err


def test_the_editor_finds_a_schema_for_every_folder(perfsite: Perfsite, tmp_path: Path) -> None:
    perfsite("init", tmp_path, *DAY)
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]

    for schema in settings:
        assert (tmp_path / schema).is_file(), schema
    globs = list(settings.values())
    for file in (tmp_path / "content").rglob("*.yml"):
        folder = file.relative_to(tmp_path / "content").parts[0]
        assert f"content/{folder}/**/*.yml" in globs
    shared = (tmp_path / "content" / "goals" / "2026-q4-personal.yml").read_text("utf-8").splitlines()[0]
    target = shared.partition("$schema=")[2]
    assert (tmp_path / "content" / "goals" / target).resolve().is_file()


def test_ci_files_are_yaml_and_fetch_the_whole_history(perfsite: Perfsite, tmp_path: Path) -> None:
    perfsite("init", tmp_path, "--lang", "zh", *DAY)
    github = yaml.safe_load((tmp_path / ".github" / "workflows" / "site.yml").read_text("utf-8"))
    gitlab = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text("utf-8"))

    steps = github["jobs"]["site"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert gitlab["variables"]["GIT_DEPTH"] == 0
    commands = [step["run"] for step in steps if "run" in step] + gitlab["check"]["script"] + gitlab["pages"]["script"]
    for command in commands:
        if command.startswith("perfsite "):
            ran = perfsite("-C", tmp_path, *command.split()[1:])
            assert ran.code == 0, command
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"].split(" #")[0]) for step in steps if "uses" in step)


def test_what_a_build_leaves_is_not_committed(perfsite: Perfsite, tmp_path: Path) -> None:
    perfsite("init", tmp_path, *DAY)

    assert {"/public/", "/.perfsite/"} <= set((tmp_path / ".gitignore").read_text("utf-8").splitlines())
