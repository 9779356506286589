"""The files of a new repository: a small company that checks clean, builds, and shows how each record is written.

They lie in starter/, in both languages. A line that begins with `#zh ` or `#en ` is a comment in that language alone; a
file `NAME.zh.md` is NAME.md where Chinese comes first. `dot-` begins the names of hidden files; YEAR and QUARTER stand
for the current ones.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from perfsite.records.kinds import FOLDERS
from perfsite.records.read import digest
from perfsite.records.schema import SITE

SCHEMAS = ".perfsite/schemas"
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_COMMENT = re.compile(r"( *)#(zh|en) ")
_LANGUAGE = re.compile(r"\.(zh|en)(?=\.md$)")
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_TITLES = {"zh": "销售标准与结果", "en": "Sales standards and outcomes"}


@dataclass(frozen=True, slots=True)
class Starter:
    """What a new repository is made for. `title` is empty where nobody has thought of one yet."""

    language: str
    today: dt.date
    version: str
    title: str = ""

    @property
    def other(self) -> str:
        return "en" if self.language == "zh" else "zh"


def starter_files(starter: Starter) -> dict[str, str]:
    """Every file by its path from the root of the repository."""
    values = _values(starter)
    found: dict[str, str] = {}
    pages: dict[str, dict[str, str]] = {}
    for name, text in sorted(_templates(files("perfsite.scaffold") / "starter")):
        path = name.replace("YEAR", values["year"]).replace("QUARTER", values["quarter"])
        body = _filled(_in_language(text, starter.language), values)
        language = _LANGUAGE.search(path)
        if language is None:
            found[path] = body
        elif path.startswith("content/"):
            pages.setdefault(_LANGUAGE.sub("", path), {})[language[1]] = body
        elif language[1] == starter.language:
            found[_LANGUAGE.sub("", path)] = body
    for path, versions in pages.items():
        original = versions[starter.language]
        found[path] = original
        found[f"{path.removesuffix('.md')}.{starter.other}.md"] = _as_translation(versions[starter.other], original)
    found[".vscode/settings.json"] = _editor_settings()
    found[".vscode/extensions.json"] = _as_json({"recommendations": ["redhat.vscode-yaml"]})
    return dict(sorted(found.items()))


def _values(starter: Starter) -> dict[str, str]:
    today = starter.today
    titles = {lang: starter.title or title for lang, title in _TITLES.items()}
    ordered = (starter.language, starter.other)
    return {
        "title": "{" + ", ".join(f"{lang}: {json.dumps(titles[lang], ensure_ascii=False)}" for lang in ordered) + "}",
        "title_plain": titles[starter.language],
        "languages": f"[{', '.join(ordered)}]",
        "language": starter.language,
        "today": today.isoformat(),
        "year": str(today.year),
        "last_year": str(today.year - 1),
        "earlier": str(today.year - 2),
        "quarter": f"{today.year}-q{(today.month + 2) // 3}",
        "version": starter.version,
    }


def _templates(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    for item in folder.iterdir():
        name = f"{prefix}{re.sub('^dot-', '.', item.name)}"
        if item.is_dir():
            yield from _templates(item, f"{name}/")
        else:
            yield name, item.read_text("utf-8")


def _in_language(text: str, language: str) -> str:
    """The text with the comments of one language only."""
    lines = []
    for line in text.splitlines(keepends=True):
        marked = _COMMENT.match(line)
        if marked is None:
            lines.append(line)
        elif marked[2] == language:
            lines.append(f"{marked[1]}# {line[marked.end() :]}")
    return "".join(lines)


def _filled(text: str, values: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def _as_translation(text: str, original: str) -> str:
    """A page's text in the other language, marked with the digest of the text that it translates."""
    return f"---\ntranslation_of: {digest(_FRONT_MATTER.sub('', original, count=1))}\n---\n{_FRONT_MATTER.sub('', text, count=1)}"


def _editor_settings() -> str:
    """Which schema belongs to which files, for the YAML extension of VS Code."""
    schemas = {f"{SCHEMAS}/{SITE}.schema.json": "perfsite.yml"}
    for folder, nouns in FOLDERS.items():
        name = nouns[0].kind if len(nouns) == 1 else folder
        schemas[f"{SCHEMAS}/{name}.schema.json"] = f"content/{folder}/**/*.yml"
    settings = {
        "yaml.schemas": schemas,
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.quickSuggestions": {"strings": True}},
        "files.encoding": "utf8",
        "files.eol": "\n",
    }
    return _as_json(settings)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
