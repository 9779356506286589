"""Goals as they came about: set before a period begins, revised in its course, looked at together in its middle."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from perfsite.scaffold.demo.diary import Clock, at, before, day_of
from perfsite.scaffold.demo.scene import Added, Change, CutFromEnd, Files, Replaced, Scene
from perfsite.scaffold.demo.texts import StoryError, items, root_of, text_of_items, text_of_key, word
from perfsite.sources import Node

_FOLDER = "content/goals"
_SINGLE = re.compile(r"p-\d+-revenue\.yml")
_REGIONS = {
    "east": ("华东大区", "East China"),
    "north": ("华北大区", "North China"),
    "south": ("华南大区", "South China"),
    "central": ("华中大区", "Central China"),
    "southwest": ("西南大区", "Southwest China"),
    "key-accounts": ("大客户部", "key accounts"),
}
# The regions' goals for new customers stood in a file each in the first year, and in a table only later.
_TABLED_LATER = "2025"
_SINGLE_FILES = tuple(f"{team}-new-customers.yml" for team in _REGIONS)
_OF_REGIONS = tuple(f"{team}-revenue.yml" for team in _REGIONS)
_SINGLED_OUT = re.compile(r"(?m)；[p\d、-]+的目标有调整，各自单列$")


def quarters(files: Files) -> dict[str, dt.date]:
    """Each quarter with goals and the day on which they were approved."""
    found: dict[str, dt.date] = {}
    for path, text in files.items():
        if re.fullmatch(rf"{_FOLDER}/\d{{4}}-q\d/centre-revenue\.yml", path):
            found[PurePosixPath(path).parent.name] = day_of(word(root_of(path, text), "approved", "on"))
    return found


def years(files: Files) -> list[str]:
    return sorted({path.split("/")[2] for path in files if re.match(rf"{_FOLDER}/\d{{4}}/", path)})


def goal_scenes(files: Files) -> Iterator[Scene]:
    approved = quarters(files)
    for year in years(files):
        yield from _year_is_planned(year, approved[f"{year}-q1"])
    for quarter, day in approved.items():
        yield from _quarter_is_planned(quarter, day)
    yield from _revisions(files)
    yield from _reviews(files)
    yield from _newcomers(files, approved)


def _year_is_planned(year: str, approved: dt.date) -> Iterator[Scene]:
    folder = f"{_FOLDER}/{year}"
    clock = Clock(before(approved, 2), "14:30")
    branch = f"goals-{year}"
    by_region = _SINGLE_FILES if year == _TABLED_LATER else ("new-customers.*",)
    for message, patterns in (
        (
            f"{year}年销售中心年度目标\n\n七个方面：净销售额、毛利、回款、新客户、续约、满意度、预测。",
            ("centre-*.yml",),
        ),
        (f"{year}年各大区净销售额目标，由中心目标分解", _OF_REGIONS),
        (f"Break down the {year} goal for new customers by region", by_region),
    ):
        author = "tan" if message.isascii() else "xu"
        yield Scene(clock.next(message), author, message, (_added(folder, patterns),), branch=branch)
    message = f"合并：{year}年度目标（总经理办公会通过）"
    yield Scene(clock.next(message), "luo", message, merges=branch)


def _quarter_is_planned(quarter: str, approved: dt.date) -> Iterator[Scene]:
    """From the centre down to each person, so that what a goal supports is always there; merged when approved."""
    folder, branch = f"{_FOLDER}/{quarter}", f"goals-{quarter}"
    zh, en = f"{quarter[:4]}年第{'一二三四'[int(quarter[-1]) - 1]}季度", f"Q{quarter[-1]} {quarter[:4]}"
    steps = [
        (f"{zh}销售中心净销售额目标", ("centre-revenue.yml",)),
        (f"Add the objectives of the solution team, {en}", ("solution-team.yml",)),
        (f"{zh}新客户目标，按大区", ("new-customers.*",)),
        (f"{zh}两位总监的分管目标", ("directors.*",)),
        (f"{zh}各大区净销售额目标\n\n合计等于销售中心目标。", _OF_REGIONS),
        (f"{zh}大区经理目标，与所负责大区一致", ("regional-managers.*",)),
        *((f"{zh}{_REGIONS[team][0]}逐人目标", (f"{team}.*",)) for team in _REGIONS if team != "southwest"),
        (f"Add the individual goals of {_REGIONS['southwest'][1]}, {en}", ("southwest.*",)),
        (f"{zh}大客户部逾期应收款压降目标\n\n基线取季初账龄表。", ("key-accounts-overdue.*",)),
    ]
    clock = Clock(before(approved, 1), "10:00")
    for message, patterns in steps:
        author = "tan" if message.isascii() else "xu"
        yield Scene(clock.next(message), author, message, (_added(folder, patterns),), branch=branch)
    message = f"合并：{zh}目标\n\n{approved:%Y-%m-%d}经销售副总裁批准，各大区已逐人面谈确认。"
    yield Scene(at(approved, "16:05"), "luo", message, merges=branch)


def _added(folder: str, patterns: tuple[str, ...]) -> Change:
    return Added(tuple(f"{folder}/{pattern}" for pattern in patterns))


def _revisions(files: Files) -> Iterator[Scene]:
    """One commit for each reason. A personal goal that is revised leaves its team's table for a file of its own."""
    together: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    for path, text in sorted(files.items()):
        if not path.startswith(f"{_FOLDER}/") or "\nrevisions:" not in text:
            continue
        for index, revision in enumerate(items(root_of(path, text), "revisions")):
            reason = (word(revision, "reason", "zh"), word(revision, "reason", "en"))
            together[word(revision, "on"), *reason].append((path, index))
    names = {word(person, "name", "zh") for person in _people(files)}
    remarked: set[str] = set()
    for (on, zh, en), revised in sorted(together.items(), reverse=True):
        day = day_of(on)
        changes = [change for path, index in revised for change in _revised(files, path, index, remarked)]
        ids = [f"{PurePosixPath(path).parent.name}/{PurePosixPath(path).stem}" for path, _ in revised]
        # A reason that names people stays where an audience is asked for: in the record.
        message = f"修订目标：{'、'.join(ids)}\n\n原因见各目标的修订。\nApproved-by: p-0007"
        if not any(name in zh for name in names):
            message = f"修订目标：{zh}\n\nChange-note: {en}\nApproved-by: p-0007"
        yield Scene(at(day, "13:42"), "xu", message, tuple(changes), at(day, "14:20"), "luo")


def _revised(files: Files, path: str, index: int, remarked: set[str]) -> Iterator[Change]:
    text = files[path]
    root = root_of(path, text)
    part = text_of_items(text, root, "revisions")[index]
    if index:
        yield Replaced(path, "", part)
    elif _SINGLE.fullmatch(PurePosixPath(path).name):
        table, row = _row_before(files, path)
        shared = f"{table.removesuffix('.csv')}.yml"
        first, _, _ = files[shared].partition("\n")
        if shared not in remarked and _SINGLED_OUT.search(first):
            remarked.add(shared)
            yield Replaced(shared, _SINGLED_OUT.sub("", first), first)
        yield CutFromEnd(table, row)
        yield Added((path,))
    else:
        yield Replaced(path, "", text_of_key(text, root, "revisions").partition("\n")[0] + "\n" + part)


def _row_before(files: Files, path: str) -> tuple[str, str]:
    """The row that a single goal was before, and its table: of those with the same title, the one whose goals it stands beside."""
    place, root = PurePosixPath(path), root_of(path, files[path])
    goal = f"{place.parent.name}-{place.stem}"
    # A thousands comma would end the cell.
    values = [goal, word(root, "owner"), word(root, "target").replace(",", ""), word(root, "supports")]
    tables = [
        table
        for table in sorted(files)
        if table.startswith(f"{place.parent}/")
        and table.endswith(".csv")
        and _title_beside(files, table) == word(root, "title", "zh")
    ]
    for table in tables:
        if len(tables) == 1 or {values[-1], goal} & set(re.split("[,\n]", files[table])):
            return table, ",".join(values) + "\n"
    raise StoryError(f"没有一张表可能有过 `{path}`", f"no table can have held `{path}`")


def _title_beside(files: Files, table: str) -> str:
    shared = f"{table.removesuffix('.csv')}.yml"
    return word(root_of(shared, files[shared]), "title", "zh")


def _reviews(files: Files) -> Iterator[Scene]:
    """All that were held on one day, in one commit."""
    by_day: dict[dt.date, list[Change]] = defaultdict(list)
    for path, text in sorted(files.items()):
        if not path.startswith(f"{_FOLDER}/") or "\nreviews:" not in text:
            continue
        root = root_of(path, text)
        head = text_of_key(text, root, "reviews").partition("\n")[0] + "\n"
        parts = zip(items(root, "reviews"), text_of_items(text, root, "reviews"), strict=True)
        for index, (review, part) in enumerate(parts):
            by_day[day_of(word(review, "on"))].append(Replaced(path, "", part if index else head + part))
    for day, changes in sorted(by_day.items()):
        message = f"目标回顾：{day.year}年{day.month}月，{len(changes)}项\n\n到今天的实际数和反馈写进各自的目标。"
        yield Scene(at(day, "15:10"), "shao", message, tuple(changes))


def _newcomers(files: Files, approved: dict[str, dt.date]) -> Iterator[Scene]:
    """The goal of someone who joined after the goals of the quarter had been approved."""
    joined = {word(person, "id"): day_of(word(person, "joined")) for person in _people(files)}
    for path, text in sorted(files.items()):
        quarter = PurePosixPath(path).parent.name
        if not path.startswith(f"{_FOLDER}/") or not path.endswith(".csv") or quarter not in approved:
            continue
        for line in text.splitlines(keepends=True):
            person = re.match(rf"{quarter}-(p-\d+)-revenue,", line)
            if person is not None and joined.get(person[1], approved[quarter]) > approved[quarter]:
                message = f"新人目标：{person[1]}，{quarter}按在岗天数设定"
                yield Scene(at(joined[person[1]], "10:20"), "xu", message, (Replaced(path, "", line),))


def _people(files: Files) -> Iterator[Node]:
    for path, text in files.items():
        if path.startswith("content/people/"):
            yield from items(root_of(path, text))
