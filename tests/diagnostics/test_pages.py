"""Every code has a page in both languages whose wrong example raises it alone and whose right example raises nothing."""

from __future__ import annotations

import datetime as dt
import string
from pathlib import Path

import pytest

from perfsite.diagnostics import CODES, Diagnostic
from perfsite.diagnostics.page import Example, codes_with_pages, page_of, parse_page
from perfsite.importers.mappings import read_mapping
from perfsite.importers.read import Asked, read_import
from perfsite.pipeline import examine, examine_history, load, load_history
from perfsite.project import Project
from perfsite.records.period import Period
from tests.history.repository import Repository
from tests.importers.exports import MAPPING
from tests.site_builder import AS_OF, BASE

LANGUAGES = ("zh", "en")


# Codes that a history is needed for: the base site is a commit, and the example another on the day of the site.
OF_HISTORY = ("PS741",)

# Codes of exports: what lies in exports/ is imported by the mapping in imports/.
OF_IMPORTS = tuple(code for code in codes_with_pages() if "PS150" <= code < "PS200")


def problems_of(examples: tuple[Example, ...], root: Path, code: str = "") -> tuple[Diagnostic, ...]:
    """The problems of the base site with the examples' files laid over it. On disk, since some are symbolic links."""
    for file, content in BASE.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    if code in OF_HISTORY:
        return problems_of_history(examples, root)
    for example in examples:
        path = root / example.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if example.link:
            path.symlink_to(example.link)
        else:
            path.write_bytes(example.data)
    if code in OF_IMPORTS:
        return problems_of_imports(root)
    return examine(load(Project(root)), AS_OF)


def problems_of_imports(root: Path) -> tuple[Diagnostic, ...]:
    project = Project(root)
    library = load(project).library
    period = library.get(Period, "2026-q3")
    assert period is not None
    mapping = root / "imports" / "deals.yml"
    raw = mapping.read_bytes() if mapping.exists() else MAPPING.encode()
    mapped, problems = read_mapping("imports/deals.yml", raw, library)
    if mapped is None:
        return tuple(problems)
    exports = sorted((root / "exports").iterdir()) if (root / "exports").exists() else []
    return tuple(
        problem
        for path in exports
        for problem in read_import(library, mapped, path.name, path.read_bytes(), Asked(period, dt.UTC, {})).problems
    )


def problems_of_history(examples: tuple[Example, ...], root: Path) -> tuple[Diagnostic, ...]:
    repository = Repository(root)
    repository.commit("base", dict(BASE))
    repository.time = int(dt.datetime.combine(AS_OF, dt.time(), dt.UTC).timestamp())
    repository.commit("example", {example.file: example.data for example in examples})
    loaded = load(Project(root))
    history = load_history(loaded, cached=False)
    assert history is not None
    return (*examine(loaded, AS_OF), *examine_history(loaded, history))


def described(problems: tuple[Diagnostic, ...]) -> list[str]:
    """What an assertion shows of problems: code, place and the English words."""
    return [f"{p.code} {p.span.place} {words(p, 'en')}" for p in problems]


def words(problem: Diagnostic, lang: str) -> str:
    """The message and the help, filled with the problem's arguments. Raises KeyError where one is lacking."""
    code = CODES[problem.code]
    arguments = {key: value if isinstance(value, str) else value(lang) for key, value in problem.arguments.items()}
    help_ = code.help_for(problem.hint)
    phrases = [code.message_for(problem.hint), *([help_] if help_ else [])]
    return " / ".join(phrase(lang).format_map(arguments) for phrase in phrases)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(codes_with_pages()) == set(CODES)


@pytest.mark.parametrize("code", codes_with_pages())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_why_and_how(code: str, lang: str) -> None:
    page = page_of(code, lang)
    assert page.title
    assert not page.title.endswith(("。", "."))
    assert len(page.text) > (60 if lang == "zh" else 120)
    assert page.wrong
    assert page.right


@pytest.mark.parametrize("code", codes_with_pages())
def test_the_title_line_names_code_and_slug(code: str) -> None:
    source = Path(__file__).parents[2] / "src/perfsite/diagnostics/pages" / f"{code}.md"
    assert source.read_text("utf-8").splitlines()[0] == f"# {code} {CODES[code].slug}"


@pytest.mark.parametrize("code", codes_with_pages())
def test_the_wrong_example_raises_this_code_alone(code: str, tmp_path: Path) -> None:
    problems = problems_of(page_of(code, "en").wrong, tmp_path, code)
    assert {problem.code for problem in problems} == {code}, described(problems)
    for problem in problems:
        for lang in LANGUAGES:
            assert words(problem, lang)


@pytest.mark.parametrize("code", codes_with_pages())
def test_the_right_example_raises_nothing(code: str, tmp_path: Path) -> None:
    problems = problems_of(page_of(code, "en").right, tmp_path, code)
    assert not problems, described(problems)


@pytest.mark.parametrize("code", sorted(CODES))
def test_both_languages_ask_for_the_same_arguments(code: str) -> None:
    """A placeholder that only one language has would fail in the other, or leave it saying less."""
    entry = CODES[code]
    phrases = {"": entry.message, **entry.messages, **{f"help {hint}": phrase for hint, phrase in entry.helps.items()}}
    for hint, phrase in phrases.items():
        allowed = {"label", "expected"} if code == "PS401" else set()
        assert placeholders(phrase.zh) ^ placeholders(phrase.en) <= allowed, hint


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_an_example_can_hold_what_markdown_cannot() -> None:
    page = parse_page(
        "PS999",
        "# PS999 sample\n\n## zh 标题\n\n文字\n\n## en Title\n\nText.\n\n## examples\n\n"
        "```yaml wrong content/a.yml encoding=gb18030\n标题\n```\n\n"
        "```yaml wrong content/b.yml escaped repeat=2\na\\u200b\\\\\\r\n```\n\n"
        "````markdown right content/c.md link=d.md\n````\n",
    )["zh"]
    assert (page.title, page.text) == ("标题", "文字")
    first, second = page.wrong
    assert first.data == "标题\n".encode("gb18030")
    assert second.data == "a\u200b\\\r\n".encode() * 2
    assert page.right[0].link == "d.md"


@pytest.mark.parametrize(
    "source",
    [
        "# PS998 sample\n",
        "# PS999 sample\nstray\n",
        "# PS999 sample\n## examples\nstray\n",
        "# PS999 sample\n## examples\n```yaml wrong a.yml\n",
        "# PS999 sample\n## examples\n```yaml wrong a.yml colour=red\n```\n",
    ],
)
def test_a_page_of_another_form_is_a_bug(source: str) -> None:
    with pytest.raises(ValueError, match=r"PS999|option"):
        parse_page("PS999", source)


def test_the_day_of_the_base_site_is_fixed() -> None:
    assert isinstance(AS_OF, dt.date)
