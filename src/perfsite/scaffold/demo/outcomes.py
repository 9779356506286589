"""Actuals as they were exported, results as they were published, objections as they came and were answered."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from perfsite.scaffold.demo.diary import SHANGHAI, Clock, at, day_of
from perfsite.scaffold.demo.scene import Added, Files, Replaced, Scene
from perfsite.scaffold.demo.texts import items, root_of, text_of_items, text_of_key, word

_MONEY = re.compile(r"commission|spiff|team-collection")
_OUTCOMES = {"upheld": "成立", "corrected": "成立，已更正", "rejected": "不成立"}
# Where an answer begins within an objection.
_ANSWER = "    answered:"


def actuals_scenes(files: Files) -> Iterator[Scene]:
    """Each export, committed within the hour."""
    for path, text in sorted(files.items()):
        if path.startswith("content/actuals/") and path.endswith(".yml"):
            root = root_of(path, text)
            exported = dt.datetime.fromisoformat(word(root, "source", "exported")).astimezone(SHANGHAI)
            system, report = word(root, "source", "system"), word(root, "source", "report", "zh")
            message = f"{word(root, 'period')}业绩数据：{report}\n\n来源{system}，导出后未改动，摘要见记录。"
            beside = f"{path.removesuffix('.yml')}.*"
            yield Scene(exported + dt.timedelta(minutes=17), "shao", message, (Added((beside,)),))


def result_scenes(files: Files) -> Iterator[Scene]:
    """Written on the day of the decision, committed on that of the notice; the bonuses of a quarter come as one branch."""
    by_day: dict[dt.date, list[str]] = defaultdict(list)
    written: dict[dt.date, Clock] = {}
    for path, text in sorted(files.items()):
        if path.startswith("content/results/") and path.endswith(".yml"):
            by_day[day_of(word(root_of(path, text), "notice", "from"))].append(path)
    for day, paths in sorted(by_day.items()):
        branch = f"notice-{day:%Y-%m-%d}" if len(paths) > 2 else ""
        clock = Clock(day, "09:30")
        for path in paths:
            root = root_of(path, files[path])
            decided = day_of(word(root, "decided", "on"))
            wrote = written.setdefault(decided, Clock(decided, "15:30")).next(path)
            title_zh, title_en = word(root, "title", "zh"), word(root, "title", "en")
            author = "fang" if _MONEY.search(path) else "xu"
            message = f"公示：{title_zh}\n\n{title_en}"
            beside = (path, f"{path.removesuffix('.yml')}.csv")
            added = Added(tuple(each for each in beside if each in files))
            yield Scene(wrote, author, message, (added,), clock.next(path), author, branch=branch)
        if branch:
            message = f"合并：{day:%Y-%m-%d}公示的{len(paths)}项结果"
            yield Scene(clock.next(message), "luo", message, merges=branch)


def objection_scenes(files: Files) -> Iterator[Scene]:
    """What was received on one day and answered on another. Corrections are told by the episodes."""
    for path, text in sorted(files.items()):
        if not path.startswith("content/results/") or "\nobjections:" not in text:
            continue
        root = root_of(path, text)
        parts = text_of_items(text, root, "objections")
        head = text_of_key(text, root, "objections").partition("\n")[0] + "\n"
        title = word(root, "title", "zh")
        for index, (objection, part) in enumerate(zip(items(root, "objections"), parts, strict=True)):
            grounds, comma, answer = part.partition(_ANSWER)
            received = f"收到异议：{title}\n\n事由见记录。"
            opened = Replaced(path, "", grounds if index else head + grounds)
            yield Scene(at(day_of(word(objection, "received")), "11:25"), "xu", received, (opened,))
            if comma:
                answered = f"答复异议：{title}\n\n结论：{_OUTCOMES[word(objection, 'outcome')]}。理由见记录。"
                closed = Replaced(path, grounds, grounds + comma + answer)
                yield Scene(at(day_of(word(objection, "answered")), "16:20"), "xu", answered, (closed,))
