"""What views compose as sentences → the words of a language, with links and figures in their places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from perfsite.records.quantities import Quantity
from perfsite.records.texts import Text
from perfsite.render.environment import put
from perfsite.render.formats import Formats, strip_zeros
from perfsite.render.translations import Catalogue
from perfsite.site.edition import Link
from perfsite.site.sentences import Days, Full, Joined, Month, Said, Short

# Asked of every value that a page says.
_JOINED = (Joined, tuple)
_NUMBERS = (Decimal, int)
_QUANTITIES = (Quantity, Decimal, int, dt.date)
_DAYS = (Days, dt.date)


class Speech:
    """Writes anything that can be said in one language."""

    def __init__(
        self,
        catalogue: Catalogue,
        formats: Formats,
        write_quantity: Callable[[Any], str],
        write_text: Callable[[Text | str], str],
        url: Callable[[str], str],
    ) -> None:
        self._catalogue = catalogue
        self._formats = formats
        self._write_quantity = write_quantity
        self._write_text = write_text
        self._url = url

    def __call__(self, value: Any, *, links: bool = True) -> str:
        """Words, or Markup where something in them is. Without `links` the words alone, for labels of pictures."""
        if type(value) is str:
            return value
        if isinstance(value, Said):
            return self._catalogue(value.key, **{name: self._place(inner, links) for name, inner in value.places})
        if isinstance(value, _JOINED):
            return self._join(value, links)
        if isinstance(value, Full):
            return self._complete(self(value.inner, links=links))
        if isinstance(value, Link):
            return self._link(value, links)
        if links and isinstance(value, _DAYS):
            return Markup(self._mark_days(value))  # noqa: S704 - days alone
        return self._write_plain(value)

    def _mark_days(self, value: Days | dt.date) -> str:
        """Days as elements, so that no line ends within one."""
        if isinstance(value, Days):
            return self._formats.stretch(value.first, value.last, self._mark_day)
        return self._mark_day(value)

    def _mark_day(self, day: dt.date, form: str = "long") -> str:
        return f'<time datetime="{day.isoformat()}">{self._formats.date(day, form)}</time>'

    def _write_plain(self, value: Any) -> str:
        if isinstance(value, Days):
            return self._formats.stretch(value.first, value.last)
        if isinstance(value, Month):
            return self._formats.date(value.day, "month")
        if isinstance(value, Short):
            return self._write_short(value.quantity)
        if isinstance(value, Text):
            return self._write_text(value)
        if isinstance(value, _QUANTITIES):
            return self._write_quantity(value)
        return value if isinstance(value, str) else "" if value is None else str(value)

    def _write_short(self, value: Any) -> str:
        if not isinstance(value, Quantity) or not value.is_money:
            return self._write_plain(value)
        if self._catalogue.language != "zh":
            for size, letter in ((1_000_000, "m"), (1_000, "k")):
                if abs(value.value) >= size and value.value % (size // 100) == 0:
                    return f"{self._formats.number(strip_zeros(value.value / size))}{letter}"
        return self._formats.amount(value.value)

    def _place(self, value: Any, links: bool) -> object:
        """Numbers go to the catalogue as they are, which chooses its plural by them."""
        if isinstance(value, _NUMBERS) and not isinstance(value, bool):
            return value
        return self(value, links=links)

    def _join(self, value: Joined | tuple[Any, ...], links: bool) -> str:
        parts = value.parts if isinstance(value, Joined) else value
        written = [self(part, links=links) for part in parts]
        joint = value.joint if isinstance(value, Joined) else "and"
        if joint == "and":
            return self._formats.listing(written) if len(written) != 1 else written[0]
        return _concatenate(self._catalogue(f"sentence.{joint}"), written)

    def _complete(self, words: str) -> str:
        if words[:1].islower():
            first, rest = words[:1].upper(), words[1:]
            words = escape(first) + rest if isinstance(rest, Markup) else first + rest
        return words if words[-1:] in ".。!?！？" else words + self._catalogue("sentence.stop")

    def _link(self, link: Link, links: bool) -> str:
        title = self._write_text(link.title)
        if not links or not link.address:
            return title
        return Markup(f'<a href="{put(self._url(link.address))}">{put(title)}</a>')  # noqa: S704 - put escapes


def _concatenate(joint: str, parts: Iterable[str]) -> str:
    written = list(parts)
    if any(isinstance(part, Markup) for part in written):
        return Markup(put(joint).join(map(put, written)))  # noqa: S704 - put escapes
    return joint.join(written)


__all__ = ["Speech"]
