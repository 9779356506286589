"""`perfsite init`: a repository that checks clean and builds, whatever the day, the language and the title."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
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


@pytest.mark.parametrize("languages", ["zh,en", "en,zh", "zh", "en"])
@pytest.mark.parametrize("calendar", ["cn", "none"])
def test_whatever_is_chosen_checks_clean(perfsite: Perfsite, tmp_path: Path, languages: str, calendar: str) -> None:
    made = perfsite("init", tmp_path, "--languages", languages, "--calendar", calendar, *DAY)
    checked = perfsite("-C", tmp_path, "check", "--strict", *DAY)

    assert (made.code, checked.code) == (0, 0), checked.out
    site = yaml.safe_load((tmp_path / "perfsite.yml").read_text("utf-8"))
    assert site["languages"] == languages.split(",")
    assert site.get("calendar") == ("cn" if calendar == "cn" else None)
    assert (tmp_path / "content/calendars/cn.yml").is_file() is (calendar == "cn")
    unit = "working days" if calendar == "cn" else "days"
    assert site["policy"]["notice"].partition(" ")[2] == unit
    assert yaml.safe_load((tmp_path / "content/promotion/s1-to-s2.yml").read_text("utf-8"))["notice"].endswith(unit)


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_a_site_of_one_language_has_no_text_of_the_other(
    perfsite: Perfsite, tmp_path: Path, lang: str, other: str
) -> None:
    perfsite("init", tmp_path, "--languages", lang, *DAY)

    records = {name: text for name, text in files_below(tmp_path).items() if name.startswith("content/")}
    assert not [name for name, text in records.items() if re.search(rf"(?m)[{{ ,.]{other}(?::|,|$)", text)]
    assert not [name for name in records if name.endswith(f".{other}.md")]
    assert "content/pages/principles.md" in records


@pytest.mark.parametrize(
    ("forge", "there"),
    [
        ("github", {".github/workflows/site.yml", ".github/pull_request_template.md", ".github/ISSUE_TEMPLATE/question.md"}),
        ("gitlab", {".gitlab-ci.yml", ".gitlab/merge_request_templates/Default.md", ".gitlab/issue_templates/Question.md"}),
        ("gitee", {".workflow/check.yml", ".workflow/site.yml", ".gitee/PULL_REQUEST_TEMPLATE.zh-CN.md", ".gitee/ISSUE_TEMPLATE.zh-CN.md"}),
        ("none", set()),
    ],
)  # fmt: skip
def test_a_forge_gets_its_own_files_and_no_others(
    perfsite: Perfsite, tmp_path: Path, forge: str, there: set[str]
) -> None:
    perfsite("init", tmp_path, "--forge", forge, *DAY)

    written = {name for name in files_below(tmp_path) if name.startswith((".github", ".gitlab", ".gitee", ".workflow"))}
    assert written == there


class Keyboard(io.StringIO):
    """Somebody who types these lines at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def type_in(lines: str) -> None:
        monkeypatch.setattr("sys.stdin", Keyboard(lines))
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    return type_in


def test_at_a_terminal_it_asks_for_what_was_not_said(
    perfsite: Perfsite, tmp_path: Path, typed: Callable[[str], None]
) -> None:
    typed("华东销售标准\nen\ngithab\ngitlab\n\n")

    ran = perfsite("init", tmp_path, "--lang", "zh", *DAY)

    assert ran.code == 0
    assert "站点叫什么名字：" in ran.err
    assert "站点用哪些语言（zh,en、en,zh、zh、en） [zh,en]：" in ran.err
    assert "是不是想写 `github`？" in ran.err
    assert (tmp_path / ".gitlab-ci.yml").is_file()
    assert not (tmp_path / ".github").exists()
    site = yaml.safe_load((tmp_path / "perfsite.yml").read_text("utf-8"))
    assert (site["languages"], site["title"], site["calendar"]) == (["en"], {"en": "华东销售标准"}, "cn")


def test_what_is_no_answer_is_told_as_one(perfsite: Perfsite, tmp_path: Path, typed: Callable[[str], None]) -> None:
    typed("A\nboth\n\n\n\n")

    ran = perfsite("init", tmp_path, "--color", "never", *DAY)

    assert ran.code == 0
    assert "error: `both` is none of the choices\n  help: it can be `zh,en`, `en,zh`, `zh`, `en`.\n" in ran.err


def test_the_files_of_a_forge_can_be_added_later(perfsite: Perfsite, tmp_path: Path) -> None:
    """As `doctor` says, into a repository that is there, in its language; nothing else changes."""
    perfsite("init", tmp_path / "all", "--languages", "en", *DAY)
    perfsite("init", tmp_path / "bare", "--languages", "en", "--forge", "none", *DAY)
    settings = tmp_path / "bare" / "perfsite.yml"
    settings.write_text(settings.read_text("utf-8") + "# Mine\n", encoding="utf-8")
    before = {name: (tmp_path / "bare" / name).read_bytes() for name in files_below(tmp_path / "bare")}

    ran = perfsite("init", tmp_path / "bare", "--forge", "gitlab", "--lang", "zh", *DAY)

    assert ran.code == 0
    assert ran.err == f"已在 {tmp_path / 'bare'} 新建 3 个文件。\n"
    after = {name: (tmp_path / "bare" / name).read_bytes() for name in files_below(tmp_path / "bare")}
    assert after.items() >= before.items()
    added = after.keys() - before.keys()
    assert added == {
        ".gitlab-ci.yml",
        ".gitlab/merge_request_templates/Default.md",
        ".gitlab/issue_templates/Question.md",
    }
    assert all(after[name] == (tmp_path / "all" / name).read_bytes() for name in added)
    again = perfsite("init", tmp_path / "bare", "--forge", "gitlab", *DAY)
    assert "left .gitlab-ci.yml as it was" in again.err


def test_what_comes_next_begins_with_git_where_there_is_none(perfsite: Perfsite, tmp_path: Path) -> None:
    new = perfsite("init", tmp_path / "new", *DAY).err
    (tmp_path / ".git").mkdir()
    inside = perfsite("init", tmp_path / "inside", *DAY).err

    assert '  git init --initial-branch main\n  git add --all\n  git commit --message "Begin"\n  perfsite check' in new
    assert "git init" not in inside


@pytest.mark.parametrize(
    ("head", "origin", "branch"),
    [
        ("ref: refs/heads/master\n", None, "master"),
        ("ref: refs/heads/add-ci\n", "ref: refs/remotes/origin/master\n", "master"),
        # Nothing that a file of a CI would take for more than a name.
        ("ref: refs/heads/x; touch stolen\n", None, "main"),
        ("5f3c2a\n", None, "main"),
    ],
)
def test_the_files_of_a_forge_name_the_branch_that_there_is(
    perfsite: Perfsite, tmp_path: Path, head: str, origin: str | None, branch: str
) -> None:
    (tmp_path / ".git" / "refs" / "remotes" / "origin").mkdir(parents=True)
    (tmp_path / ".git" / "HEAD").write_text(head, encoding="utf-8")
    if origin is not None:
        (tmp_path / ".git" / "refs" / "remotes" / "origin" / "HEAD").write_text(origin, encoding="utf-8")

    assert perfsite("init", tmp_path, *DAY).code == 0
    workflow = yaml.safe_load((tmp_path / ".github" / "workflows" / "site.yml").read_text("utf-8"))
    # YAML takes `on` for true.
    assert workflow[True]["push"]["branches"] == [branch]
    for name, trigger in (("check", "pr"), ("site", "push")):
        pipeline = yaml.safe_load((tmp_path / ".workflow" / f"{name}.yml").read_text("utf-8"))
        assert pipeline["triggers"][trigger]["branches"]["precise"] == [branch]
    assert f"impact origin/{branch} " in (tmp_path / ".workflow" / "check.yml").read_text("utf-8")


def test_what_was_said_is_not_asked(perfsite: Perfsite, tmp_path: Path, typed: Callable[[str], None]) -> None:
    typed("")

    options = ("--title", "A", "--languages", "en", "--forge", "none", "--calendar", "none")
    assert perfsite("init", tmp_path / "all-said", *options, *DAY).code == 0
    assert perfsite("init", tmp_path / "nothing-asked", "--yes", *DAY).code == 0


def test_an_input_that_ends_makes_nothing(perfsite: Perfsite, tmp_path: Path, typed: Callable[[str], None]) -> None:
    typed("标准\n")

    assert perfsite("init", tmp_path / "new", *DAY).code == 130
    assert not (tmp_path / "new").exists()


def test_what_a_build_leaves_is_not_committed(perfsite: Perfsite, tmp_path: Path) -> None:
    perfsite("init", tmp_path, *DAY)

    assert {"/public/", "/.perfsite/"} <= set((tmp_path / ".gitignore").read_text("utf-8").splitlines())
