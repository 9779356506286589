"""People as they join, move and leave, and the courses that they complete."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from perfsite.scaffold.demo.diary import Clock, at, before, day_of
from perfsite.scaffold.demo.scene import Change, CutFromEnd, Files, Replaced, Scene
from perfsite.scaffold.demo.texts import items, root_of, text_of_items, text_of_key, word
from perfsite.sources import Node

_FOLDER = "content/people"
_POSITION = re.compile(
    r"    - \{role: (?P<role>[\w-]+), team: (?P<team>[\w-]+), level: (?P<level>\w+), from: (?P<start>[\d-]+).*\n"
)
_UNTIL = re.compile(r", until: (\d{4}-\d\d-\d\d)")
_DAY = dt.timedelta(days=1)
_YEARLY = "compliance-annual"
# A completion that had not been entered until an objection showed it.
_FORGOTTEN = {("solution-selling", "p-1034"): dt.date(2026, 3, 16)}


def people_scenes(files: Files, began: dt.date, approved: Mapping[str, dt.date]) -> Iterator[Scene]:
    """Whatever happened after the records had begun. A change at the start of a quarter is entered before its goals."""
    starts = {_first_day(quarter): before(day, 2) for quarter, day in approved.items()}
    for path, text in sorted(files.items()):
        if path.startswith(f"{_FOLDER}/"):
            root = root_of(path, text)
            for person, part in zip(items(root), text_of_items(text, root), strict=True):
                yield from _career(_Person(files, path, person), part, began, starts)


class _Person:
    """Whom a career is about, and the words in which a commit speaks of it. Names stay in the records."""

    def __init__(self, files: Files, path: str, node: Node) -> None:
        self.path = path
        self.id = word(node, "id")
        self.joined = day_of(word(node, "joined"))
        self.has_left = bool(word(node, "left"))
        self._files = files

    def moves(self, earlier: re.Match[str], later: re.Match[str], day: dt.date) -> str:
        if earlier["team"] != later["team"]:
            teams = [self._title("teams", each["team"]) for each in (earlier, later)]
            return f"调动：{self.id}，{day}起由{teams[0]}到{teams[1]}"
        if earlier["role"] != later["role"]:
            return f"任职变动：{self.id}，{day}起任{self._title('roles', later['role'])}"
        if earlier["level"] != later["level"]:
            return f"职级变动：{self.id}，{day}起{earlier['level']}→{later['level']}"
        return f"回到岗位：{self.id}，{day}起"

    def _title(self, folder: str, name: str) -> str:
        path = f"content/{folder}/{name}.yml"
        return word(root_of(path, self._files[path]), "title", "zh")


def _career(person: _Person, now: str, began: dt.date, starts: Mapping[dt.date, dt.date]) -> Iterator[Scene]:
    """From the last event back to the first: `now` is the person's text after an event, `was` before it."""
    path = person.path
    positions = list(_POSITION.finditer(now))
    for index in range(len(positions) - 1, -1, -1):
        position, is_last = positions[index], index == len(positions) - 1
        start, end = day_of(position["start"]), _end_of(position[0])
        earlier = positions[index - 1] if index else None
        goes_on = not is_last and end == day_of(positions[index + 1]["start"]) - _DAY
        if end is not None and end >= began and not goes_on:
            leaves = is_last and person.has_left
            was = _without_end(now, position[0], leaves=leaves)
            message = f"离职：{person.id}，任职到{end}" if leaves else f"暂离岗位：{person.id}，到{end}为止"
            day = starts.get(end + _DAY, before(end, 15 if leaves else 8))
            yield Scene(at(day, "09:12"), "song", message, (Replaced(path, was, now),))
            now = was
        if earlier is not None and start >= began:
            was = _without_position(now, _UNTIL.sub("", position[0]), earlier[0], start)
            comes_back = _end_of(earlier[0]) != start - _DAY
            # Someone's return is known when the goals of the quarter are set.
            day = starts.get(_first_day_of_quarter(start) if comes_back else start, before(start))
            old = f"{_FOLDER}/{earlier['team']}.yml" if earlier["team"] != position["team"] else path
            changes: tuple[Change, ...] = (Replaced(path, was, now),)
            if old != path:
                changes = (CutFromEnd(old, was), Replaced(path, "", now))
            yield Scene(at(day, "09:20"), "song", person.moves(earlier, position, start), changes)
            now, path = was, old
    if person.joined >= began:
        message = f"{person.id} joins us today"
        yield Scene(at(person.joined, "09:05"), "tan", message, (Replaced(path, "", now),))


def _end_of(line: str) -> dt.date | None:
    until = _UNTIL.search(line)
    return None if until is None else day_of(until[1])


def _without_end(now: str, line: str, *, leaves: bool) -> str:
    was = now.replace(line, _UNTIL.sub("", line))
    return re.sub(r"  left: .*\n", "", re.sub(r"(- id: p-\d+)  # .*", r"\1", was)) if leaves else was


def _without_position(now: str, line: str, earlier: str, start: dt.date) -> str:
    """The text without a position and what came with it; the one before goes on if it ended only for this."""
    was = re.sub(r"  competencies: .*\n", "", now.replace(line, ""))
    return was.replace(earlier, _UNTIL.sub("", earlier)) if _end_of(earlier) == start - _DAY else was


def _first_day(quarter: str) -> dt.date:
    return dt.date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)


def _first_day_of_quarter(day: dt.date) -> dt.date:
    return dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def training_scenes(files: Files, began: dt.date) -> Iterator[Scene]:
    """Courses as they are completed; the yearly compliance course, which everyone takes when there is time, by the week."""
    for path, text in sorted(files.items()):
        if not path.startswith("content/training/") or "\ncompleted:" not in text:
            continue
        root, course = root_of(path, text), PurePosixPath(path).stem
        done: dict[dt.date, list[str]] = defaultdict(list)
        last: dict[dt.date, dt.date] = {}
        for row, completion in zip(text_of_items(text, root, "completed"), items(root, "completed"), strict=True):
            day = _FORGOTTEN.get((course, word(completion, "person")), day_of(word(completion, "on")))
            together = day - dt.timedelta(days=day.weekday()) if course == _YEARLY else day
            done[together].append(row)
            last[together] = max(day, last.get(together, day))
        head = text_of_key(text, root, "completed").partition("\n")[0] + "\n"
        is_first = min(last.values()) >= began
        for together, day in sorted(last.items()):
            if day >= began:
                rows = done[together]
                title = word(root, "title", "zh" if course == _YEARLY else "en")
                message = (
                    f"结业登记：{title}，{len(rows)}人"
                    if course == _YEARLY
                    else f"Record completions: {title}, {len(rows)}"
                )
                change = Replaced(path, "", (head if is_first else "") + "".join(rows))
                yield Scene(Clock(day, "14:40").next(path), "song", message, (change,))
                is_first = False
