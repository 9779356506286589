"""Each text is there in every language of the site, translated, up to date and with the same figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from perfsite.checks.figures import is_stated, possible_values, stated_figures
from perfsite.checks.problem import place_in_text, problem
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.forms import Leaf
from perfsite.records.library import Library
from perfsite.records.read import digest
from perfsite.records.record import Record
from perfsite.records.texts import Text
from perfsite.span import whole_file

_HANZI = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[A-Za-z]")
LANGUAGES = {"zh": Phrase("中文", "Chinese"), "en": Phrase("英文", "English")}


def check_languages(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    languages = library.site.languages
    if len(languages) < 2 or not library.site.has_languages:
        return
    of_record = library.memory.of(("languages", languages), lambda record: tuple(_record(library, record, languages)))
    for record in (library.site, *library.all()):
        if not record.incomplete:
            yield from of_record(record)


def _record(library: Library, record: Record, languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    for leaf in library.leaves_of(record):
        if isinstance(leaf.value, Text) and not _is_name(record, leaf):
            yield from _text(library, record, leaf, leaf.value, languages)
    if record.body is not None and record.kind != "site":
        yield from _versions(library, record, record.body, languages)


def _is_name(record: Record, leaf: Leaf) -> bool:
    """A person's name is not translated."""
    return record.kind == "person" and leaf.route == ("name",)


def _text(library: Library, record: Record, leaf: Leaf, text: Text, languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    lacking = [lang for lang in languages if text.get(lang) is None]
    for lang in lacking:
        if any(char.isalpha() for _, version in text for char in version):
            yield _missing(library, record, leaf, text, lang)
    if lacking:
        return
    copied = _copied(text)
    if copied is not None:
        yield problem(library, record, (*leaf.route, copied), "PS903", {"language": LANGUAGES[copied]})
        return
    yield from _figures(library, record, leaf, text)


def _missing(library: Library, record: Record, leaf: Leaf, text: Text, lang: str) -> Diagnostic:
    have = text.versions[0][0]
    arguments = {"language": LANGUAGES[lang], "have": have, "lack": lang, "field": ".".join(map(str, leaf.route))}
    unit = library.documents.units.get(record.origin.file)
    span = library.span(record, *leaf.route)
    if leaf.route == ("body",) and record.origin.file.endswith(".md"):
        file = record.origin.file[:-2] + f"{lang}.md"
        return problem(
            library, record, whole_file(record.origin.file), "PS901", {**arguments, "file": file}, hint="file"
        )
    if unit is not None and span.file.endswith(".csv"):
        return problem(library, record, span, "PS901", arguments, hint="table")
    # The span of a mapping is that of its first key; that of a bare text is the text.
    bare = library.span(record, *leaf.route, have) == span
    return problem(library, record, span, "PS901", arguments, hint="" if bare else "added")


def _copied(text: Text) -> str | None:
    """The language whose text is plainly in another: English that is mostly Hanzi, Chinese without any."""
    english, chinese = text.get("en"), text.get("zh")
    if english is None or chinese is None:
        return None
    if _HANZI.search(english):
        hanzi = len(_HANZI.findall(english))
        return "en" if hanzi >= 4 and hanzi * 2 > len(_LATIN.findall(english)) else None
    return "zh" if english == chinese and len(_LATIN.findall(chinese)) >= 12 else None


def _figures(library: Library, record: Record, leaf: Leaf, text: Text) -> Iterator[Diagnostic]:
    """Figures of one language that the other does not have: reported once, where the first of them stands."""
    stated = {lang: tuple(stated_figures(version)) for lang, version in text}
    if not any(stated.values()):
        return
    for lang, figures_here in stated.items():
        for other, counterpart in text:
            # Most figures stand in both languages in the same manner, which is soon seen.
            equal = {figure.value for figure in stated[other]}
            lost = [figure for figure in figures_here if figure.value not in equal]
            if lost and other != lang:
                values = possible_values(counterpart)
                lost = [figure for figure in lost if not is_stated(figure.value, values)]
            if lost and other != lang:
                listed = "、".join(f"`{figure.text}`" for figure in dict.fromkeys(lost))
                figures = Phrase(listed, listed.replace("、", ", "))
                place = place_in_text(library, record, (*leaf.route, lang), lost[0].text)
                yield problem(library, record, place, "PS902", {"figures": figures, "language": LANGUAGES[other]})
                return


def _versions(library: Library, record: Record, body: Text, languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Translations in files of their own say by a digest which original they were made from."""
    unit = library.documents.units.get(record.origin.file)
    original = body.get(languages[0])
    if unit is None or original is None:
        return
    given = dict(record.translation_of)
    present = digest(original)
    for lang, file in unit.translations:
        if body.get(lang) is None:
            continue
        if lang not in given:
            yield problem(library, record, whole_file(file), "PS904", {"digest": present}, hint="missing")
        elif given[lang] != present:
            yield problem(library, record, ("translation_of", lang), "PS904", {"digest": present})
