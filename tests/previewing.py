"""A preview of a folder of small pages, run in a thread: what the tests of `perfsite.serve` look at."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from perfsite.serve import Built, Event, Listening, Rebuilt, Shown, Stopped, serve

SomeEvent = TypeVar("SomeEvent", bound=Event)

# Seconds until what does not come is held to be stuck. No test waits so long, however busy the machine.
PATIENCE = 120

# The policy of the default theme.
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'"
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title><link rel="icon" href="/icon.svg">'
    '<meta http-equiv="Content-Security-Policy" content="' + POLICY + '"></head>'
    '<body><main><h1>{name}</h1><p id="text">{text}</p><div id="long">{long}</div></main></body></html>'
)


@dataclass
class FolderBuild:
    """Each `NAME.txt` becomes `NAME.html`. A text with BROKEN in it is a problem, one with CRASH a bug."""

    folder: Path
    calls: list[frozenset[Path] | None] = field(default_factory=list)

    def __call__(self, changed: frozenset[Path] | None, /) -> Built:
        self.calls.append(changed)
        pages: dict[str, bytes] = {}
        problems: list[Shown] = []
        for file in sorted(self.folder.rglob("*.txt")):
            text = file.read_text("utf-8")
            if "CRASH" in text:
                raise RuntimeError("secret of 张伟")
            if "BROKEN" in text:
                problems.append(Shown("error", f"{file.name}:1:1", text, "write something else", "PS302"))
            address = file.relative_to(self.folder).with_suffix(".html").as_posix()
            pages[address] = PAGE.format(name=file.stem, text=text, long="<br>line" * 200).encode()
        pages["icon.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
        pages["site.css"] = b"p { color: red }"
        return Built(not problems, pages.get, tuple(problems))


@dataclass
class Preview:
    """A running preview."""

    url: str
    content: Path
    build: FolderBuild
    events: queue.Queue[Event]

    def write(self, name: str, text: str) -> None:
        (self.content / name).write_text(text, "utf-8")

    def next_of(self, kind: type[SomeEvent]) -> SomeEvent:
        """The next event of a kind; the ones before it are dropped."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            if isinstance(event, kind):
                return event

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])


@contextmanager
def previewing(folder: Path, texts: Mapping[str, str], *, lang: str = "en") -> Iterator[Preview]:
    """Serve a folder of texts on a free port, and go on when its first build is shown."""
    content = folder / "content"
    content.mkdir()
    for name, text in texts.items():
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(text, "utf-8")
    build = FolderBuild(content)
    events: queue.Queue[Event] = queue.Queue()
    stop = threading.Event()
    thread = threading.Thread(
        target=serve,
        args=(build, [content]),
        kwargs={
            "port": 0,
            "lang": lang,
            "on_event": events.put,
            "ignore": [content / "public"],
            "stop": stop,
        },
    )
    thread.start()
    try:
        listening = events.get(timeout=PATIENCE)
        assert isinstance(listening, Listening)
        preview = Preview(listening.url, content, build, events)
        preview.next_of(Rebuilt)
        yield preview
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    preview.next_of(Stopped)
