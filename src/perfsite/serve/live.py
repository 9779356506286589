"""The newest builds → what the browser is shown: the pages of the last good one and the problems of the last one."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem as it is laid over a page: sentences and a place such as `content/rules/sales.yml:8:13`, all plain text
    in the reader's language. `severity` is shown as it is, so it is a word of that language too.
    """

    severity: str
    place: str
    reason: str
    help: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gives. `page` takes an address relative to the site (`zh/index.html`) and returns its bytes, from
    threads and until the next good build; it is kept only if `ok`. Problems are laid over the pages unless `ok`.
    """

    ok: bool
    page: Callable[[str], bytes | None]
    problems: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """`pages_of` names the good build whose pages are served; a browser that shows another one's loads again."""

    number: int
    pages_of: str
    page: Callable[[str], bytes | None] | None
    problems: tuple[Shown, ...]
    building: bool


class Live:
    """The state that the builder sets and that requests and event streams read."""

    def __init__(self, lang: str) -> None:
        self.lang = "zh" if lang.startswith("zh") else "en"
        # A page of an earlier run of the server must not be taken for a page of this one.
        self._run = secrets.token_hex(4)
        self._changed = threading.Condition()
        self._state = State(number=0, pages_of=f"{self._run}-0", page=None, problems=(), building=True)
        self._closed = False

    @property
    def state(self) -> State:
        with self._changed:
            return self._state

    def show(self, built: Built) -> None:
        with self._changed:
            before = self._state
            number = before.number + 1
            if built.ok:
                self._state = State(number, f"{self._run}-{number}", built.page, (), building=False)
            else:
                self._state = State(number, before.pages_of, before.page, built.problems, building=False)
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait_for_change(self, since: int, seconds: float) -> State | None:
        """The state once it is newer than `since`, or as it is after that many seconds; None when all is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._state.number > since, seconds)
            return None if self._closed else self._state

    def message(self, state: State) -> str:
        """What the script in the page is told. It has no words of its own."""
        words = _WORDS[self.lang]
        count = len(state.problems)
        return json.dumps(
            {
                "pages": state.pages_of,
                "number": state.number,
                "lang": "zh-CN" if self.lang == "zh" else "en",
                "title": words["one" if count == 1 else "many"].format(count=count),
                "note": words["stale" if state.page else "none"],
                "close": words["close"],
                "problems": [
                    {
                        "severity": problem.severity,
                        "code": problem.code,
                        "place": problem.place,
                        "reason": problem.reason,
                        "help": problem.help and words["help"].format(help=problem.help),
                    }
                    for problem in state.problems
                ],
            },
            ensure_ascii=False,
        )

    def fault(self) -> Built:
        """What is shown when the build itself broke: no data and no traceback, those are for the terminal."""
        words = _WORDS[self.lang]
        shown = Shown(words["fault-severity"], "", words["fault"], words["fault-help"])
        return Built(ok=False, page=lambda _: None, problems=(shown,))

    def stand_in(self) -> bytes:
        """The page in place of the site while there is none: the first build runs, or has problems."""
        words = _WORDS[self.lang]
        text = words["building" if self.state.building else "none"]
        page = (
            f'<!doctype html>\n<html lang="{"zh-CN" if self.lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n<link rel="icon" href="data:,">\n'
            f"<title>perfsite</title>\n</head>\n<body>\n<main>\n<h1>perfsite</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
        )
        return page.encode("utf-8")


_WORDS = {
    "zh": {
        "one": "有 1 个问题，页面未更新",
        "many": "有 {count} 个问题，页面未更新",
        "stale": "页面显示的仍是上一次成功构建的内容。改好并保存后，页面会自动刷新。",
        "none": "网站还没有构建成功。改好并保存后，页面会自动刷新。",
        "building": "正在构建网站，完成后页面会自动刷新……",
        "close": "收起",
        "help": "建议：{help}",
        "fault-severity": "程序故障",
        "fault": "perfsite 自身出现故障，这次保存没有构建成功。",
        "fault-help": "这不是您的错。终端里有可供报告的信息；再次保存会重新构建。",
    },
    "en": {
        "one": "1 problem, so the page is not up to date",
        "many": "{count} problems, so the page is not up to date",
        "stale": "What you see is the last build without problems. Mend and save, and the page follows.",
        "none": "The site has not been built yet. Mend and save, and the page follows.",
        "building": "The site is being built; the page follows by itself…",
        "close": "Dismiss",
        "help": "Help: {help}",
        "fault-severity": "fault",
        "fault": "perfsite itself failed on what was saved, so this build came to nothing.",
        "fault-help": "It is not your mistake. The terminal says what to report; saving again builds again.",
    },
}
