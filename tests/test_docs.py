"""The guides hold: links lead somewhere, command lines parse, YAML is read, the reference is that of the declarations."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from pathlib import Path

import pytest
import yaml

from perfsite.cli.bilingual import Command
from perfsite.cli.commands import COMMANDS
from perfsite.cli.run import command_line
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import CODES, code_named
from perfsite.pipeline import examine, load
from perfsite.project import Project
from perfsite.records.fields import read_fields, shape_of
from perfsite.records.import_mapping import ImportMapping
from perfsite.records.kinds import KINDS
from perfsite.records.reader import Reader, Settings
from perfsite.records.site import Site
from perfsite.scaffold.starter import Starter, starter_files
from perfsite.sources import Mapping, read_source
from scripts.take_pictures import TASKS
from scripts.write_problems import FILES as PROBLEMS
from scripts.write_problems import problems_reference
from scripts.write_reference import FILES, renewed

ROOT = Path(__file__).parents[1]
GUIDES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def anchors(text: str) -> list[str]:
    """The anchors of a page's headings, as GitHub and GitLab make them."""
    headings = re.findall(r"(?m)^#+ (.*)$", re.sub(r"(?ms)^```.*?^```", "", text))
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(guide: Path) -> None:
    text = guide.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"(?ms)^```.*?^```", "", text)):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        file = (guide.parent / path).resolve() if path else guide
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), target


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_command_line_can_be_run(guide: Path) -> None:
    """Those in blocks, without what a shell would take away, and those in the text that name a command."""
    text = guide.read_text("utf-8")
    blocks = "\n".join(body for kind, body in blocks_of(text) if not kind)
    lines = [re.split(r" [>|#]", line)[0].strip() for line in blocks.splitlines() if line.startswith("perfsite ")]
    lines += [
        line
        for line in re.findall(r"`(perfsite [^`]*)`", re.sub(r"(?ms)^```.*?^```", "", text).replace("\n", " "))
        if re.search(r"[a-z]$", line)
    ]
    for line in lines:
        name, *words = shlex.split(line)[1:]
        assert name in COMMANDS, line
        if words and not {"KIND", "种类"} & set(words):
            found = command_line.get_command(None, name)  # type: ignore[arg-type]
            assert isinstance(found, Command)
            with found.make_context(
                name,
                [word for word in words if word != "bash\\|zsh\\|fish"],
                obj=Terminal("en", {}),
                resilient_parsing=name == "completion",
            ):
                pass


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_code_in_a_guide_is_one(guide: Path) -> None:
    for code in re.findall(r"PS\d{3}", guide.read_text("utf-8")):
        assert code in CODES


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_yaml_in_a_guide_is_what_it_says(guide: Path, tmp_path: Path) -> None:
    """A block is a whole file of a new repository, which it names first; or some fields of perfsite.yml, or, by the word
    behind `yaml`, of a kind of record; or a CI's own. Those of the reference of problems are the examples that tests/diagnostics runs."""
    for kind, body in blocks_of(guide.read_text("utf-8")):
        if not kind.startswith("yaml"):
            continue
        word = kind.removeprefix("yaml").strip() or ("site" if body.startswith("# perfsite.yml\n") else "")
        if word == "example":
            assert guide in PROBLEMS.values()
        elif word == "ci":
            assert isinstance(yaml.safe_load(body), dict)
            for line in re.findall(r"(?m)^ *(?:- |run: )?(perfsite .*)$", body):
                assert shlex.split(line)[1] in COMMANDS, line
        elif word:
            assert problems_of_fields(word, body) == [], body
        else:
            assert problems_of_file(body, tmp_path) == [], body


def test_a_wrong_block_would_be_noticed(tmp_path: Path) -> None:
    assert problems_of_fields("goal", "target: CNY 3万\nmetirc: net-revenue\n") == ["PS402"]
    assert problems_of_fields("rule", "in_force: {from: 2026/10/01}\n") == ["PS411"]
    assert problems_of_file("# content/metrics/x.yml\ntitle: {zh: 甲, en: A}\nunit: monye\n", tmp_path) != []


def blocks_of(text: str) -> list[tuple[str, str]]:
    """Each block of code with the words behind its fence."""
    found = re.findall(r"(?ms)^(`{3,})([^`\n]*)\n(.*?)^\1 *$", text)
    return [(words.strip(), body) for _, words, body in found]


def problems_of_fields(kind: str, body: str) -> list[str]:
    """What the reader of a kind says of some of its fields; that others are missing is no matter."""
    noun = {"site": Site, "import": ImportMapping}.get(kind) or KINDS[kind]
    source, problems = read_source("guide.yml", body.encode())
    assert source is not None
    assert isinstance(source.root, Mapping)
    reader = Reader(Settings(currency="CNY"))
    read_fields(source.root, shape_of(noun), reader)
    return [problem.code for problem in (*problems, *reader.problems) if problem.code not in ("PS401", "PS410")]


def problems_of_file(body: str, root: Path) -> list[str]:
    """What `check` says of a new repository with this file in it. Its first line is a comment that begins with its path."""
    found = re.match(r"# (content/[\w./-]+)", body)
    assert found is not None, "a whole file names its path first; a part of one has its kind behind ```yaml"
    files = starter_files(Starter(("zh", "en"), dt.date(2026, 11, 26), "1.0.0")) | {found[1]: body}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [f"{problem.code} {problem.span.place}" for problem in examine(load(Project(root)), dt.date(2026, 11, 26))]


def test_the_checks_that_the_guide_sets_exist_and_may_be_set() -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    (line,) = re.findall(r"(?m)^checks: (\{.*\})$", text)

    for name in yaml.safe_load(line):
        code = code_named(name)
        assert code is not None, name
        assert code.adjustable, name


@pytest.mark.parametrize("lang", FILES)
def test_the_reference_is_that_of_the_declarations(lang: str) -> None:
    """Renew it with: python -m scripts.write_reference"""
    text = FILES[lang].read_text("utf-8")

    assert text == renewed(lang)
    assert all(f"## `{kind}` " in text for kind in (*KINDS, "site"))


@pytest.mark.parametrize("lang", FILES)
def test_each_part_of_the_reference_has_an_anchor_of_its_own(lang: str) -> None:
    found = anchors(FILES[lang].read_text("utf-8"))

    assert len(found) == len(set(found))


@pytest.mark.parametrize("lang", PROBLEMS)
def test_the_reference_of_problems_is_that_of_the_registry(lang: str) -> None:
    """Renew it with: python -m scripts.write_problems"""
    text = PROBLEMS[lang].read_text("utf-8")

    assert text == problems_reference(lang)
    assert re.findall(r"(?m)^## (PS\d{3}) ", text) == list(CODES)


@pytest.mark.parametrize(("guide", "lang"), [("hr.md", "en"), ("hr.zh.md", "zh")])
def test_each_of_the_ten_tasks_has_a_small_picture_of_its_own(guide: str, lang: str) -> None:
    """Renew them with: python -m scripts.take_pictures public"""
    text = (ROOT / "docs" / guide).read_text("utf-8")
    tasks = re.split(r"(?m)^### (\d+)\. ", text.partition("\n## ")[2])[1:]

    assert tasks[::2] == [str(number) for number in range(1, 11)]
    shown = [re.findall(r"(?m)^!\[.+\]\(images/(.+)\)$", task.partition("\n## ")[0]) for task in tasks[1::2]]
    assert shown == [[f"{name}.{lang}.webp"] for name in TASKS]
    for (name,) in shown:
        picture = ROOT / "docs" / "images" / name
        assert picture.read_bytes()[8:12] == b"WEBP"
        assert picture.stat().st_size < 60_000


def test_both_guides_for_hr_have_the_same_parts_and_examples() -> None:
    english, chinese = ((ROOT / "docs" / name).read_text("utf-8") for name in ("hr.md", "hr.zh.md"))

    assert len(re.findall(r"(?m)^## ", english)) == len(re.findall(r"(?m)^## ", chinese))
    blocks = [[body for kind, body in blocks_of(text) if kind.startswith("yaml")] for text in (english, chinese)]
    assert [[line for line in block.splitlines() if not line.startswith("#")] for block in blocks[0]] == [
        [line for line in block.splitlines() if not line.startswith("#")] for block in blocks[1]
    ]


@pytest.mark.parametrize("name", ["ci", "themes", "imports"])
def test_guides_in_two_languages_have_the_same_parts_blocks_tables_and_links(name: str) -> None:
    english, chinese = ((ROOT / "docs" / f"{name}{end}").read_text("utf-8") for end in (".md", ".zh.md"))

    assert f"]({name}.zh.md)" in english
    assert f"]({name}.md)" in chinese
    for part in (skeleton, bare_blocks, links_of):
        assert part(chinese) == part(english)


def skeleton(text: str) -> list[str]:
    """The levels of the headings and the rows of the tables, each with how many cells it has, in their order."""
    prose = re.sub(r"(?ms)^(`{3,}).*?^\1 *$", "", text)
    rows = re.findall(r"(?m)^(#+) |^(\|.*)$", prose)
    return [level or str(len(re.findall(r"(?<!\\)\|", row))) for level, row in rows]


def bare_blocks(text: str) -> list[str]:
    """Blocks of code without their comments, and without what is a language's own."""
    found = []
    for kind, body in blocks_of(text):
        bare = re.sub(r"(?m)\{#.*?#\}|(?<!\S)#(?!!).*$|\.zh\b", "", body)
        # A tree of folders has its remarks in a second column.
        bare = re.sub(r"(?m)^(\s*\S*/|\s*\S+\.yml)  .*$", r"\1", bare) if not kind else bare
        found.append(f"{kind}\n" + re.sub(r" +", " ", bare.replace("language: zh", "language: en")))
    return found


def links_of(text: str) -> list[str]:
    """Where the text leads, whichever language it is read in. Anchors are headings, which differ."""
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", re.sub(r"(?ms)^(`{3,}).*?^\1 *$", "", text))
    return sorted({target.replace(".zh.md", ".md") for target in targets if not target.startswith("https://help.zoho")})


def test_the_readme_begins_with_what_it_is_a_picture_and_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")

    first_block = text.index("```")
    assert text[first_block:].startswith("```\nmake site ")
    assert "\nmake test " in text[first_block : text.index("```", first_block + 3)]
    assert "![" in text[:first_block]
    assert "\n## " not in text[:first_block]
