"""Roles, teams and people, with the positions that each person has held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, HR, MANAGERS, Struct, field
from perfsite.records.forms import DATE, ID_FORM, TEXT, ListOf, MapOf, Plain, Reference
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """What rules and rewards apply to: a job that several people have."""

    kind: ClassVar[str] = "role"
    folder: ClassVar[str] = "roles"
    noun: ClassVar[Phrase] = Phrase("岗位", "role")
    plural: ClassVar[Phrase] = Phrase("岗位", "roles")

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "岗位名称"))
    ladder: Ref | None = field(Reference("ladder"), "职级体系", "Ladder", audience=EVERYONE)
    levels: tuple[str, ...] = field(ListOf(ID_FORM), "职级", "Levels", "这个岗位上的人在哪些职级。", "The levels that people in this role are on.", audience=EVERYONE, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Record):
    kind: ClassVar[str] = "team"
    folder: ClassVar[str] = "teams"
    noun: ClassVar[Phrase] = Phrase("团队", "team")
    plural: ClassVar[Phrase] = Phrase("团队", "teams")

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "团队名称"))
    parent: Ref | None = field(Reference("team"), "上级团队", "Parent", audience=EVERYONE)
    lead: Ref | None = field(Reference("person"), "团队负责人", "Lead", audience=EVERYONE, also=("主管",))
    location: Text | None = field(TEXT, "所在地", "Location", audience=EVERYONE, also=("地点",))
    aliases: tuple[str, ...] = field(ListOf(Plain()), "别名", "Aliases", "其他系统里对这个团队的称呼。", "What other systems call this team.", audience=HR, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A role held in a team at a level, from one day to another (both inclusive)."""

    role: Ref = field(Reference("role"), "岗位", "Role", audience=EVERYONE, required=True)
    team: Ref = field(Reference("team"), "团队", "Team", audience=EVERYONE, required=True, also=("部门",))
    level: str | None = field(ID_FORM, "职级", "Level", audience=EVERYONE)
    from_: dt.date = field(DATE, "从", "From", audience=MANAGERS, required=True, also=("开始", "起", "任职日期"))
    until: dt.date | None = field(DATE, "至", "Until", audience=MANAGERS, also=("结束", "止", "到"))

    @property
    def begins(self) -> dt.date | None:
        """The first day; None where the audience does not see it."""
        return self.from_


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A person under an opaque id. The name may come from a roster outside the repository."""

    kind: ClassVar[str] = "person"
    folder: ClassVar[str] = "people"
    noun: ClassVar[Phrase] = Phrase("人员", "person")
    plural: ClassVar[Phrase] = Phrase("人员", "people")

    name: Text | None = field(TEXT, "姓名", "Name", "也可以写在花名册里。", "It can also stand in the roster.", audience=MANAGERS)
    surname: str | None = field(Plain(), "姓", "Surname", "复姓在这里写明，如 `欧阳`。", "Stated for compound surnames, such as `欧阳`.", audience=MANAGERS, also=("姓氏",))
    joined: dt.date | None = field(DATE, "入职日期", "Joined", audience=MANAGERS, also=("入职",))
    left: dt.date | None = field(DATE, "离职日期", "Left", audience=HR, also=("离职",))
    erased: dt.date | None = field(DATE, "删除日期", "Erased", "哪天按要求删除了这个人的姓名等信息；编号留下，以前的结果仍然对得上。", "The day on which this person's name and the like were removed; the id stays, so that earlier results still add up.", audience=EVERYONE)
    positions: tuple[Position, ...] = field(ListOf(Struct(Position)), "任职", "Positions", "按时间先后。", "In the order of time.", audience=EVERYONE, default=(), also=("任职记录", "职务"))
    competencies: tuple[tuple[str, str], ...] = field(MapOf(ID_FORM), "能力评定", "Competencies", "经评定达到的能力项与职级。", "Competencies that have been attested, with the level.", audience=HR, default=())
    email: str | None = field(Plain(Phrase("邮箱地址", "an e-mail address"), r"[^@\s]+@[^@\s]+\.[^@\s]+"), "邮箱", "E-mail", audience=HR)
    aliases: tuple[str, ...] = field(ListOf(Plain()), "别名", "Aliases", "其他系统里对这个人的称呼。", "What other systems call this person.", audience=HR, default=())

    def nameless(self) -> Person:
        """The same without all that says who somebody is."""
        return replace(self, name=None, surname=None, email=None, aliases=(), title=None, summary=None, body=None)

    def position_on(self, day: dt.date) -> Position | None:
        """The position held on a day; the latest to begin, where two overlap."""
        held = [p for p in self.positions if p.begins is not None and p.begins <= day and (p.until is None or day <= p.until)]
        return max(held, key=lambda position: position.from_, default=None)

    def held_in(self, first: dt.date, last: dt.date) -> tuple[Position, ...]:
        """The positions held at any time between two days, both inclusive."""
        return tuple(p for p in self.positions if p.begins is not None and p.begins <= last and (p.until is None or p.until >= first))
