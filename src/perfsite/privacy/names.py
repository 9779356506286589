"""How people are named: in full, masked so that not even the length of a name shows, or by id alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfsite.records.people import Person
from perfsite.records.texts import Text

HIDDEN = "**"
# Two Hanzi that together are one family name; others are stated in a person's `surname`.
COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "独孤",
        "南宫",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "轩辕",
        "端木",
        "百里",
        "呼延",
        "钟离",
        "闻人",
        "申屠",
        "濮阳",
        "淳于",
        "单于",
        "太史",
        "仲孙",
        "公羊",
        "公冶",
        "宗政",
        "赫连",
        "澹台",
        "鲜于",
        "闾丘",
        "司空",
        "亓官",
        "司寇",
        "子车",
        "颛孙",
        "巫马",
        "公西",
        "漆雕",
        "乐正",
        "壤驷",
        "公良",
        "拓跋",
        "夹谷",
        "宰父",
        "谷梁",
        "段干",
        "百里",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "东门",
        "西门",
    ]
)


ERASED = Text((("zh", "信息已删除的人员"), ("en", "erased person")))


@dataclass(frozen=True, slots=True)
class PersonName:
    """What stands on a page for a person. Only a person shown in full has a page of their own to lead to."""

    text: Text
    linked: bool


def mask(person: Person) -> Text | None:
    """The family name and two stars, whatever the given name's length: 张**, Z**."""
    if person.name is None:
        return None
    return Text(tuple((lang, _masked(name, person.surname if lang == "zh" else None)) for lang, name in person.name))


def _masked(name: str, surname: str | None) -> str:
    if name.isascii():
        return f"{name[0].upper()}{HIDDEN}"
    if surname and name.startswith(surname):
        return f"{surname}{HIDDEN}"
    return f"{name[:2] if name[:2] in COMPOUND_SURNAMES else name[0]}{HIDDEN}"


def named(person: Person, mode: str) -> Text | None:
    """The name of a person under a mode of showing names. Whoever was erased has none left, whatever the mode."""
    if person.erased is not None:
        return ERASED
    if mode == "full":
        return person.name
    return mask(person) if mode == "masked" else None


@dataclass(frozen=True, slots=True)
class Names:
    """The names that one audience sees. `masked` are the records on whose pages people stand masked even so."""

    mode: str
    masked: Mapping[str, str]

    def mode_on(self, page: str) -> str:
        """The mode on the page of a record, `kind/id`; the stricter of the audience's and the page's own."""
        order = ("full", "masked", "id")
        own = self.masked.get(page, "full")
        return max(self.mode, own, key=order.index)

    def of(self, person: Person, page: str = "") -> PersonName:
        mode = self.mode_on(page)
        text = named(person, mode) if mode != self.mode else person.name
        return PersonName(text or Text((("zh", person.id),)), linked=mode == "full" and person.erased is None)
