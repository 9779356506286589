"""The files of a new repository: a small company that checks clean, builds, and shows how each record is written.

They lie in starter/, in both languages. A line that begins with `#zh ` or `#en ` is a comment in that language alone; a
file `NAME.zh.md` is NAME.md where Chinese comes first. `dot-` begins the names of hidden files; YEAR and QUARTER stand
for the current ones. A line that is nothing but a placeholder without a value goes.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from perfsite.records.kinds import FOLDERS
from perfsite.records.read import digest
from perfsite.records.schema import IMPORT, SITE

SCHEMAS = ".perfsite/schemas"
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_COMMENT = re.compile(r"( *)#(zh|en) ")
_LANGUAGE = re.compile(r"\.(zh|en)(?=\.md$)")
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_EMPTY_LINE = re.compile(r"(?m)^\{\{(\w+)\}\}\n")
_TEXT = r'"[^"]*"|(?:[^",{}]|,(?! (?:zh|en): ))+'
_BOTH_IN_LINE = re.compile(
    rf"\{{(?:zh: (?P<zh>{_TEXT}), en: (?P<en>{_TEXT})|en: (?P<en2>{_TEXT}), zh: (?P<zh2>{_TEXT}))\}}"
)
_ONE_A_LINE = re.compile(r"(?m)^ +(?P<language>zh|en): .*\n")
# Where each forge looks for its CI, for the text of a new change, and for that of a new question.
_FORGES = {
    "github": (".github/workflows/", ".github/pull_request_template.md", ".github/ISSUE_TEMPLATE/question.md"),
    "gitlab": (".gitlab-ci.yml", ".gitlab/merge_request_templates/Default.md", ".gitlab/issue_templates/Question.md"),
    "gitee": (".workflow/", ".gitee/PULL_REQUEST_TEMPLATE.zh-CN.md", ".gitee/ISSUE_TEMPLATE.zh-CN.md"),
}
FORGES = tuple(_FORGES)
# GitHub names a question's text in a list, and finds the name in the text itself.
_QUESTION = {
    "zh": "---\nname: 提问\nabout: 对一条标准有疑问\n---\n\n",
    "en": "---\nname: Question\nabout: What a standard means\n---\n\n",
}
# The lengths of what a site promises: in working days, and about as long without a calendar of them.
_PROMISES = {
    "publish_within": ("10 working days", "14 days"),
    "notice": ("5 working days", "7 days"),
    "open": ("7 working days", "10 days"),
    "answer_within": ("10 working days", "14 days"),
}
_WORDS = {
    "check_title": {"zh": "检查记录", "en": "Check the records"},
    "build_title": {"zh": "生成站点", "en": "Build the site"},
}
_TITLES = {"zh": "销售标准与结果", "en": "Sales standards and outcomes"}


@dataclass(frozen=True, slots=True)
class Starter:
    """What a new repository is made for. `title` is empty where nobody has thought of one yet.

    `languages` are those of the site, the first one that of comments and guides too. `working_days` says whether promises
    are counted in the working days of China, by a calendar of their own, or in days. `branch` is what is published from.
    """

    languages: tuple[str, ...]
    today: dt.date
    version: str
    title: str = ""
    forges: tuple[str, ...] = FORGES
    working_days: bool = True
    branch: str = "main"

    @property
    def language(self) -> str:
        return self.languages[0]


def starter_files(starter: Starter) -> dict[str, str]:
    """Every file by its path from the root of the repository."""
    values = _values(starter)
    found: dict[str, str] = {}
    pages: dict[str, dict[str, str]] = {}
    for name, text in sorted(_templates(files("perfsite.scaffold") / "starter")):
        path = name.replace("YEAR", values["year"]).replace("QUARTER", values["quarter"])
        body = _filled(comments_in(text, starter.language), values)
        language = _LANGUAGE.search(path)
        if not _is_wanted(path, starter):
            continue
        if len(starter.languages) == 1 and not path.startswith("."):
            body = _in_one_language(body, starter.language, table=path.endswith(".csv"))
        if language is None:
            found[path] = body
        elif path.startswith("content/"):
            pages.setdefault(_LANGUAGE.sub("", path), {})[language[1]] = body
        elif language[1] == starter.language:
            found |= _named(_LANGUAGE.sub("", path), body, starter)
    for path, versions in pages.items():
        original = versions[starter.language]
        found[path] = original
        for other in starter.languages[1:]:
            found[f"{path.removesuffix('.md')}.{other}.md"] = _as_translation(versions[other], original)
    found[".vscode/settings.json"] = _editor_settings()
    found[".vscode/extensions.json"] = _as_json({"recommendations": ["redhat.vscode-yaml"]})
    return dict(sorted(found.items()))


def forge_files(starter: Starter) -> dict[str, str]:
    """Those that are for the forges alone, to go into a repository that is there."""
    places = tuple(place for forge in starter.forges for place in _FORGES[forge])
    return {path: text for path, text in starter_files(starter).items() if path.startswith(places)}


def _is_wanted(path: str, starter: Starter) -> bool:
    """Whether a file belongs to what the repository is made for."""
    if path.startswith("content/calendars/"):
        return starter.working_days
    forge = next((forge for forge, (ci, *_) in _FORGES.items() if path.startswith(ci)), None)
    return forge is None or forge in starter.forges


def _named(path: str, text: str, starter: Starter) -> dict[str, str]:
    """A text for people by the path that it goes to: those of forges/ to where each forge looks for them."""
    if not path.startswith("forges/"):
        return {path: text}
    if path == "forges/change.md":
        return {_FORGES[forge][1]: text for forge in starter.forges}
    return {
        _FORGES[forge][2]: _QUESTION[starter.language] + text if forge == "github" else text for forge in starter.forges
    }


def _values(starter: Starter) -> dict[str, str]:
    today = starter.today
    titles = {lang: starter.title or title for lang, title in _TITLES.items()}
    ordered = [*starter.languages, *(lang for lang in _TITLES if lang not in starter.languages)]
    promises = {name: lengths[0 if starter.working_days else 1] for name, lengths in _PROMISES.items()}
    return promises | {
        **{name: words[starter.language] for name, words in _WORDS.items()},
        "calendar": "calendar: cn" if starter.working_days else "",
        "title": "{" + ", ".join(f"{lang}: {json.dumps(titles[lang], ensure_ascii=False)}" for lang in ordered) + "}",
        "title_plain": titles[starter.language],
        "languages": f"[{', '.join(starter.languages)}]",
        "language": starter.language,
        "today": today.isoformat(),
        "year": str(today.year),
        "last_year": str(today.year - 1),
        "earlier": str(today.year - 2),
        "quarter": f"{today.year}-q{(today.month + 2) // 3}",
        "version": starter.version,
        "branch": starter.branch,
    }


def _templates(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    for item in folder.iterdir():
        name = f"{prefix}{re.sub('^dot-', '.', item.name)}"
        if item.is_dir():
            yield from _templates(item, f"{name}/")
        else:
            yield name, item.read_text("utf-8")


def comments_in(text: str, language: str) -> str:
    """The text with the comments of one language only: a line that begins with `#zh ` or `#en ` is one in that."""
    lines = []
    for line in text.splitlines(keepends=True):
        marked = _COMMENT.match(line)
        if marked is None:
            lines.append(line)
        elif marked[2] == language:
            lines.append(f"{marked[1]}# {line[marked.end() :]}")
    return "".join(lines)


def _filled(text: str, values: dict[str, str]) -> str:
    text = _EMPTY_LINE.sub(lambda found: found[0] if values[found[1]] else "", text)
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def _in_one_language(text: str, language: str, *, table: bool) -> str:
    """The texts of records, in YAML or a table, in the one language that a site has."""
    if table:
        rows = list(csv.reader(text.splitlines()))
        kept = [n for n, name in enumerate(rows[0]) if name.rpartition(".")[2] in (language, name)]
        return "".join(",".join(row[n] for n in kept) + "\n" for row in rows)
    return texts_in(text, language)


def texts_in(text: str, language: str) -> str:
    """YAML whose texts stand in both languages, with those of one."""
    text = _BOTH_IN_LINE.sub(lambda found: f"{{{language}: {found[language] or found[f'{language}2']}}}", text)
    return _ONE_A_LINE.sub(lambda found: found[0] if found["language"] == language else "", text)


def _as_translation(text: str, original: str) -> str:
    """A page's text in the other language, marked with the digest of the text that it translates."""
    return f"---\ntranslation_of: {digest(_FRONT_MATTER.sub('', original, count=1))}\n---\n{_FRONT_MATTER.sub('', text, count=1)}"


def _editor_settings() -> str:
    """Which schema belongs to which files, for the YAML extension of VS Code."""
    schemas = {f"{SCHEMAS}/{SITE}.schema.json": "perfsite.yml", f"{SCHEMAS}/{IMPORT}.schema.json": "imports/*.yml"}
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
