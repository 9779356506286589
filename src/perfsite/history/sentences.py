"""A change to one line of plain text, in either language, as the terminal and feeds show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.history.changes import By, Change, Deed, Step
from perfsite.history.wording import Mark, Segment
from perfsite.records.fields import Struct
from perfsite.records.forms import Form, ListOf, MapOf, TextForm, Word
from perfsite.records.texts import Text

# So much of a stretch that stayed stands on each side of a change.
_AROUND = 24
_MARKS = {Mark.SAME: ("", ""), Mark.REMOVED: ("[-", "-]"), Mark.ADDED: ("{+", "+}")}


def sentence(change: Change, lang: str) -> str:
    """`Weight of Revenue: 40% → 50%`, `收入的权重：40% → 50%`. In a changed text [-words-] went and {+words+} came."""
    is_zh = lang == "zh"
    if change.deed in (Deed.ADDED, Deed.REMOVED) and change.steps[-1].is_item:
        return _item(change, lang)
    head = f"{subject(change.steps, lang)}{'：' if is_zh else ': '}"
    if change.deed is Deed.REORDERED:
        return head + ("调整了顺序" if is_zh else "in another order")
    if change.deed is Deed.ADDED:
        return f"{head}{'新增，' if is_zh else 'added, '}{value_text(change.form, change.after, lang)}"
    if change.deed is Deed.REMOVED:
        was = value_text(change.form, change.before, lang)
        return f"{head}{f'删去，原为 {was}' if is_zh else f'removed, was {was}'}"
    if change.texts:
        return head + _text_change(change, lang)
    return f"{head}{value_text(change.form, change.before, lang)} → {value_text(change.form, change.after, lang)}"


def subject(steps: Sequence[Step], lang: str) -> str:
    """What a change is about. Where it lies in an item, the groups and lists around that say nothing more."""
    last = max((place for place, step in enumerate(steps) if step.is_item), default=-1)
    told = [*_items(steps), *steps[last + 1 :]]
    named = [_name(step, lang) for step in told]
    if lang == "zh":
        return "的".join(named)
    where = [word if step.is_item else _lowered(word) for word, step in zip(named[:-1], told, strict=False)]
    return f"{named[-1]} of {', '.join(where)}" if where else named[-1]


def _items(steps: Sequence[Step]) -> list[Step]:
    """The items on the way. One that goes by its number alone helps nobody to find a named one in it."""
    items = [step for step in steps if step.is_item]
    return [step for place, step in enumerate(items) if step.by is not By.NUMBER or place == len(items) - 1]


def _lowered(word: str) -> str:
    return word[:1].lower() + word[1:]


def _name(step: Step, lang: str) -> str:
    """An item by its noun and what it goes by; ids and titles that stand for nothing else need no noun."""
    label = f"`{step.label(lang)}`" if step.by is By.ID else step.label(lang)
    if step.noun is None:
        return label
    if step.ref is not None:
        return f"{step.noun.zh}{label}" if lang == "zh" else f"{step.noun.en} {label}"
    if step.by in (By.PLACE, By.NUMBER):
        return f"{step.noun.zh}“{label}”" if lang == "zh" else f"{step.noun.en} {label}"
    return label


def _item(change: Change, lang: str) -> str:
    """An item that came or went: what it is, what it is called, and in which other item it stood."""
    value = change.after if change.deed is Deed.ADDED else change.before
    step = change.steps[-1]
    if lang == "zh":
        done = "新增" if change.deed is Deed.ADDED else "删去"
    else:
        done = "added" if change.deed is Deed.ADDED else "removed"
    if not isinstance(change.form, Struct):
        shown, around = value_text(change.form, value, lang), subject(change.steps[:-1], lang)
        if step.by is By.ID:
            shown = f"{_name(step, lang)} {shown}"
        return f"{around}：{done} {shown}" if lang == "zh" else f"{around}: {shown} {done}"
    assert step.noun is not None
    name = _name(step, lang)
    if step.by is By.TITLE:
        name = f"“{name}”"
    if step.ref is None and step.by in (By.TITLE, By.ID):
        name = f"{step.noun.zh}{name}" if lang == "zh" else f"{step.noun.en} {name}"
    outer = [_name(one, lang) for one in _items(change.steps[:-1])]
    if lang == "zh":
        return f"{'的'.join(outer)}{done}{name}"
    words = f"{name} of {', '.join(outer)} {done}" if outer else f"{name} {done}"
    return words[:1].upper() + words[1:]


def _text_change(change: Change, lang: str) -> str:
    by_language = dict(change.texts)
    shown = lang if lang in by_language else next(iter(by_language))
    segments = by_language[shown]
    other = "" if shown == lang else f"({shown}) "
    return other + marked(segments)


def marked(segments: Sequence[Segment]) -> str:
    """A changed text on one line, with long stretches that stayed cut short."""
    parts = []
    for mark, text in shortened(segments):
        opening, closing = _MARKS[mark]
        parts.append(f"{opening}{' '.join(text.splitlines())}{closing}")
    return "".join(parts)


def shortened(segments: Sequence[Segment], around: int = _AROUND) -> tuple[Segment, ...]:
    """Stretches that stayed are cut to so many characters beside each change."""
    last = len(segments) - 1
    return tuple(
        Segment(mark, _cut(text, around, is_first=place == 0, is_last=place == last) if mark is Mark.SAME else text)
        for place, (mark, text) in enumerate(segments)
    )


def _cut(text: str, around: int, *, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * around + 1:
        return text
    head = "" if is_first else text[:around]
    tail = "" if is_last else text[-around:]
    return f"{head}…{tail}"


def value_text(form: Form[Any], value: Any, lang: str) -> str:
    """A value on one line; of a group its fields with their labels."""
    comma = "，" if lang == "zh" else ", "
    if isinstance(form, Struct):
        fields = [
            f"{spec.label(lang)} {value_text(spec.form, inner, lang)}"
            for spec in form.shape.fields.values()
            if (inner := getattr(value, spec.attribute)) not in (None, (), False)
        ]
        return comma.join(fields)
    if isinstance(form, ListOf):
        return comma.join(value_text(form.inner, item, lang) for item in value)
    if isinstance(form, MapOf):
        return comma.join(f"{key} {value_text(form.inner, item, lang)}" for key, item in value)
    if isinstance(form, TextForm):
        return " ".join(_text(value, lang).split())
    return _single(form, value, lang)


def _text(value: Text, lang: str) -> str:
    return value.best(lang)[1]


def _single(form: Form[Any], value: Any, lang: str) -> str:
    if isinstance(form, Word) and value in form.choices:
        return form.choices[value](lang)
    if isinstance(value, bool):
        return Phrase("是", "yes")(lang) if value else Phrase("否", "no")(lang)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


__all__ = ["marked", "sentence", "shortened", "subject", "value_text"]
