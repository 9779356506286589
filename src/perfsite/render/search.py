"""What a search knows → the files that a page's script loads: words without markup, readings of Hanzi, texts in shards.

They are scripts that call `perfsiteSearch`, not JSON: a page opened from a disk may run those of its folder, but read
none of its files. The first file has all titles and names; texts are in it as well unless there are many, and then in
files of their own by period, the newest first. Their names change with their content, so that none is ever out of date.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from perfsite.render.markdown import Slugs
from perfsite.render.plain import plain_words
from perfsite.render.translations import Catalogue
from perfsite.site.search import Document, SearchPlan

# In bytes of UTF-8: up to which size texts stay in the first file, and from which on a file of texts is full.
WHOLE = 600_000
FULL = 400_000
_VERSION = 1
_WORDS = "search.script."
# As family names these are also read so, which dictionaries leave out.
_SURNAMES = {"黑": ("he",), "谌": ("shen",), "费": ("bi",)}
_ESCAPES = {"\u2028": "\\u2028", "\u2029": "\\u2029", "<": "\\u003c"}
_ESCAPE = str.maketrans(_ESCAPES)


def write_search(plan: SearchPlan, folder: str, catalogue: Catalogue) -> dict[str, bytes]:
    """The files of a search below `folder` (`zh/search/`), by path; the first is `index.js`."""
    places = {(one.kind, one.id): place for place, one in enumerate(plan.documents)}
    kinds = {kind.id: place for place, kind in enumerate(plan.kinds)}
    periods = {period.id: place for place, period in enumerate(plan.periods)}
    entries, texts = [], []
    for one in plan.documents:
        headings, text = _words_of(one)
        about = [places[key] for key in one.about if key in places]
        entry = [one.id, kinds[one.kind], periods.get(one.period, -1), one.title, list(one.names), about, headings]
        while entry[-1] == []:
            entry.pop()
        entries.append(entry)
        texts.append(text)
    head = {
        "version": _VERSION,
        "kinds": [[kind.id, kind.title, kind.pattern] for kind in plan.kinds],
        "periods": [[one.id, one.title, one.first.isoformat(), one.last.isoformat()] for one in plan.periods],
        "sounds": sounds_of(name for one in plan.documents for name in (one.title, *one.names)),
        "audience": plan.audience,
        "words": _interface(catalogue),
        "documents": entries,
    }
    if sum(map(_size, texts)) <= WHOLE:
        return {f"{folder}index.js": _script({**head, "texts": texts})}
    files: dict[str, bytes] = {}
    shards = []
    for first, last in _shards(plan.documents, texts):
        content = _script({"first": first, "texts": texts[first:last]})
        name = f"texts-{hashlib.sha256(content).hexdigest()[:12]}.js"
        files[f"{folder}{name}"] = content
        shards.append([name, first, last])
    return {f"{folder}index.js": _script({**head, "shards": shards}), **files}


def _words_of(document: Document) -> tuple[list[list[str]], str]:
    """Headings with their anchors, and the text in one line."""
    headings = [list(heading) for heading in document.headings]
    text = [plain_words(words) for words in document.texts]
    if document.body:
        slugs = Slugs()
        titles = (plain_words(line) for line in document.body.split("\n") if line.startswith("#"))
        headings += [[slugs.take(title), title] for title in titles if title]
        text.append(plain_words(document.body))
    return headings, " ".join(text)


def _shards(documents: Sequence[Document], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches of documents, none over its size by more than a text, and none with two periods if it is half full."""
    first, size = 0, 0
    for place, text in enumerate(texts):
        turns = place > 0 and documents[place].period != documents[place - 1].period
        if place > first and (size >= FULL or (turns and size >= FULL // 2)):
            yield first, place
            first, size = place, 0
        size += _size(text)
    yield first, len(texts)


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _interface(catalogue: Catalogue) -> Mapping[str, object]:
    """The words of the script: a text, or its forms by plural category."""
    found: dict[str, object] = {}
    for key, message in catalogue.messages.items():
        if key.startswith(_WORDS):
            forms = {name: "".join(_open(form)) for name, form in message.forms.items()}
            found[key.removeprefix(_WORDS)] = forms["other"] if len(forms) == 1 else forms
    return dict(sorted(found.items()))


def _open(form: Sequence[str]) -> Iterator[str]:
    """A message as its author wrote it, its places in braces."""
    for index, piece in enumerate(form):
        yield piece if index % 2 == 0 else f"{{{piece}}}"


def sounds_of(names: Iterable[str]) -> dict[str, str]:
    """By syllable without tone, the Hanzi of these names that can be read so: every reading of each, as in 单 dan, shan."""
    found: dict[str, list[str]] = {}
    for char in sorted({char for name in names for char in name if ord(char) >= 0x3400}):
        for syllable in readings(char):
            found.setdefault(syllable, []).append(char)
    return {syllable: "".join(found[syllable]) for syllable in sorted(found)}


@lru_cache(maxsize=100_000)
def readings(char: str) -> tuple[str, ...]:
    """The syllables of a Hanzi in ASCII. For ü people type v, u or, as in passports, yu."""
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    syllables = dict.fromkeys(
        each.replace("ü", "v") for each in (*(found[0] if found else ()), *_SURNAMES.get(char, ()))
    )
    for each in tuple(syllables):
        if "v" in each:
            syllables |= dict.fromkeys((each.replace("v", "u"), each.replace("v", "yu")))
    return tuple(each for each in syllables if each.isascii() and each.isalpha())


def _script(value: object) -> bytes:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"perfsiteSearch({written.translate(_ESCAPE)});\n".encode()


__all__ = ["readings", "sounds_of", "write_search"]
