"""The words of the interface: the same in every language, none missing, none left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from jinja2 import Environment, nodes
from markupsafe import Markup

import perfsite
from perfsite.records.quantities import DURATION_UNITS
from perfsite.render.themes import Theme, default_theme_folder, find_theme
from perfsite.render.translations import Catalogue, MissingTranslationError, gather_messages, read_catalogue
from perfsite.site.clauses import WORDS

LANGUAGES = ("zh", "en")
DEFAULT = find_theme("default")[0]
KNOWN = set(read_catalogue(DEFAULT, "en")[0].messages)
SECTIONS = {key.partition(".")[0] for key in KNOWN}
# Keys that the renderer itself puts together.
ASKED_BY_CODE = {f"unit.{unit.replace(' ', '-')}" for unit in DURATION_UNITS} | {"table.label"}
# What a figure is called at the head of a table and inside a sentence (`name_in`).
ASKED_BY_CODE |= {f"{words}.{word}" for words in ("figure", "term") for word in WORDS}


def catalogue(language: str, theme: Theme = DEFAULT) -> Catalogue:
    found, problems = read_catalogue(theme, language)
    assert problems == ()
    return found


def keys_in_templates() -> Iterator[tuple[str, str, bool]]:
    """Template, key (or its beginning) and whether it is whole, for each use of `|t` with words of its own."""
    environment = Environment(autoescape=True)
    for name, file in DEFAULT.templates.items():
        if ":" in name:
            continue
        tree = environment.parse(file.read_text("utf-8"))
        for use in tree.find_all(nodes.Filter):
            if use.name != "t":
                continue
            asked = cast("Any", use.node)
            for node in (asked.expr1, asked.expr2) if isinstance(asked, nodes.CondExpr) else (asked,):
                if isinstance(node, nodes.Concat):
                    beginning = node.nodes[0].as_const()
                    assert beginning.endswith((".", "-")), name
                    yield name, beginning, False
                elif isinstance(node, nodes.Const):
                    yield name, str(node.as_const()), True
        # A macro may be handed a key: a constant that is one counts as asked for.
        for constant in tree.find_all(nodes.Const):
            if isinstance(constant.value, str) and constant.value in KNOWN:
                yield name, constant.value, True


def keys_in_code() -> Iterator[tuple[str, str, bool]]:
    """The same for what views say: string constants of site/ and render/, and beginnings of composed ones."""
    for folder in ("site", "render"):
        for file in sorted((Path(perfsite.__file__).parent / folder).glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in KNOWN:
                    yield file.name, node.value, True
                elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                    beginning = str(node.values[0].value)
                    if beginning.partition(".")[0] in SECTIONS and "." in beginning:
                        yield file.name, beginning, False
                elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "Said") and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and first.value:
                        yield file.name, str(first.value), True


def keys_in_scripts() -> Iterator[tuple[str, str, bool]]:
    """What the script of the search says: its words come with the index."""
    script = (default_theme_folder() / "scripts" / "search.js").read_text("utf-8")
    yield from (("search.js", f"search.script.{key}", True) for key in re.findall(r'\bsay\("([a-z-]+)"', script))


def test_both_languages_have_the_same_keys_with_the_same_places() -> None:
    zh, en = catalogue("zh").messages, catalogue("en").messages
    assert sorted(zh) == sorted(en)
    assert {key: message.places for key, message in zh.items()} == {key: message.places for key, message in en.items()}


def test_plurals_are_those_of_the_language() -> None:
    assert {tuple(message.forms) for message in catalogue("zh").messages.values()} == {("other",)}
    forms = {key: set(message.forms) for key, message in catalogue("en").messages.items() if len(message.forms) > 1}
    assert set(map(frozenset, forms.values())) == {frozenset({"one", "other"})}
    for key in forms:
        assert "n" in catalogue("en").messages[key].places, key


def test_every_key_that_is_used_exists() -> None:
    for place, key, whole in (*keys_in_templates(), *keys_in_code(), *keys_in_scripts()):
        assert key in KNOWN if whole else any(each.startswith(key) for each in KNOWN), f"{place} uses {key}"
    assert KNOWN >= ASKED_BY_CODE


def test_every_key_is_used() -> None:
    used = [*keys_in_templates(), *keys_in_code(), *keys_in_scripts()]
    whole = {key for _, key, is_whole in used if is_whole} | ASKED_BY_CODE
    beginnings = tuple(key for _, key, is_whole in used if not is_whole)
    assert [key for key in KNOWN if key not in whole and not key.startswith(beginnings)] == []


def test_templates_hold_no_words_of_their_own() -> None:
    """Text between the tags of a template is punctuation or a name; everything that reads as words is looked up."""
    environment = Environment(autoescape=True)
    for file in sorted((default_theme_folder() / "templates").rglob("*.html")):
        source = "".join(value for _, kind, value in environment.lex(file.read_text("utf-8")) if kind == "data")
        text = re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]*>", " ", source, flags=re.DOTALL)
        text = re.sub(r"<[^<>]*$|^[^<>]*>", " ", text)
        words = set(re.findall(r"[A-Za-z\u4e00-\u9fff]{3,}", text)) - {"perfsite"}
        assert words == set(), f"{file.name}: {words}"


def test_forms_are_chosen_by_number() -> None:
    en = catalogue("en")
    assert en("unit.months", n=Decimal(1)) == "1 month"
    assert en("unit.months", n=Decimal(12)) == "12 months"
    assert en("unit.months", n=Decimal("1.5")) == "1.5 months"
    assert en("unit.days", n=0) == "0 days"
    assert en("index.total", n=1284) == "1,284 records"
    assert catalogue("zh")("unit.working-days", n=Decimal(5)) == "5个工作日"


def messages(**texts: str) -> Catalogue:
    return Catalogue("en", gather_messages(texts))


def test_a_missing_key_is_a_bug() -> None:
    with pytest.raises(MissingTranslationError, match="no translation into en of 'nothing'"):
        messages()("nothing")


def test_an_unfilled_place_is_a_bug() -> None:
    with pytest.raises(MissingTranslationError, match=r"nothing fills \{name\}"):
        messages(greeting="Hello {name}")("greeting")


def test_a_plural_without_its_number_is_a_bug() -> None:
    plural = Catalogue("en", gather_messages({"a.one": "one", "a.other": "many"}))
    for arguments in ({}, {"n": "3"}, {"n": True}):
        with pytest.raises(MissingTranslationError, match="chooses its form by a number"):
            plural("a", **arguments)


def test_arguments_are_text_unless_they_are_markup() -> None:
    greeting = messages(greeting="<i> {name}")
    assert greeting("greeting", name="<b>") == "<i> <b>"
    assert not isinstance(greeting("greeting", name="<b>"), Markup)
    filled = greeting("greeting", name=Markup("<b>x</b>"))
    assert isinstance(filled, Markup)
    assert filled == "&lt;i&gt; <b>x</b>"


def test_places_reach_no_attributes() -> None:
    assert messages(a="{x.__class__} {0} {}")("a") == "{x.__class__} {0} {}"


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="float cannot stand in a message"):
        messages(a="{n}")("a", n=1.5)


def test_nearer_layers_come_first_and_need_only_what_differs(tmp_path: Path) -> None:
    words = tmp_path / "themes" / "ours" / "translations"
    words.mkdir(parents=True)
    (words / "en.yml").write_text(
        'site:\n  menu: Contents\nunit:\n  months: {one: "{n} mo", other: "{n} mos"}\n', "utf-8"
    )
    theme, problems = find_theme("ours", tmp_path)
    assert problems == ()
    en = catalogue("en", theme)
    assert (en("site.menu"), en("unit.months", n=2), en("site.next")) == ("Contents", "2 mos", "Next")
    assert catalogue("zh", theme)("site.menu") == "目录"


def test_a_broken_file_of_words_is_a_problem(tmp_path: Path) -> None:
    words = tmp_path / "themes" / "ours" / "translations"
    words.mkdir(parents=True)
    (words / "en.yml").write_text("site: [", "utf-8")
    found, problems = read_catalogue(find_theme("ours", tmp_path)[0], "en")
    assert [problem.span.file for problem in problems] == ["themes/ours/translations/en.yml"]
    assert found("site.menu") == "Menu"
