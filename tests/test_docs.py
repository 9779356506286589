"""The guides hold: links lead somewhere, command lines parse, YAML is read, the reference is that of the declarations."""

from __future__ import annotations

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
from perfsite.records.kinds import KINDS
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
    blocks = "\n".join(re.findall(r"(?ms)^```\n(.*?)^```", text))
    lines = [line.partition("#")[0].strip() for line in blocks.splitlines() if line.startswith("perfsite ")]
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
def test_yaml_in_a_guide_is_yaml(guide: Path) -> None:
    for block in re.findall(r"(?ms)^```yaml\n(.*?)^```", guide.read_text("utf-8")):
        assert isinstance(yaml.safe_load(block), dict)


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


def test_both_guides_for_hr_have_the_same_parts_and_examples() -> None:
    english, chinese = ((ROOT / "docs" / name).read_text("utf-8") for name in ("hr.md", "hr.zh.md"))

    assert len(re.findall(r"(?m)^## ", english)) == len(re.findall(r"(?m)^## ", chinese))
    blocks = [re.findall(r"(?ms)^```yaml\n(.*?)^```", text) for text in (english, chinese)]
    assert [[line for line in block.splitlines() if not line.startswith("#")] for block in blocks[0]] == [
        [line for line in block.splitlines() if not line.startswith("#")] for block in blocks[1]
    ]


def test_the_readme_begins_with_what_it_is_a_picture_and_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")

    first_block = text.index("```")
    assert text[first_block:].startswith("```\nmake site ")
    assert "\nmake test " in text[first_block : text.index("```", first_block + 3)]
    assert "![" in text[:first_block]
    assert "\n## " not in text[:first_block]
