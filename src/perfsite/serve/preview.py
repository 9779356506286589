"""A project being edited → pages on demand: what did not change is not read again, and a page is rendered when asked for."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

from perfsite.diagnostics import Diagnostic
from perfsite.pipeline import Loaded, examine, find_audience, load, set_type, stops_build
from perfsite.project import Project
from perfsite.render.site import Press
from perfsite.reporters.words import SEVERITIES, advice, message
from perfsite.serve.live import Built, Shown


class Preview:
    """The `Build` that `serve` calls. Made once; each rebuild starts from what the last one read."""

    def __init__(self, project: Project, *, audience: str | None, as_of: dt.date, lang: str = "en") -> None:
        self._project = project
        self._audience = audience
        self._as_of = as_of
        self._lang = lang
        self._loaded: Loaded | None = None

    def __call__(self, changed: frozenset[Path] | None, /) -> Built:
        loaded = self._load(changed)
        self._loaded = loaded
        problems = examine(loaded, self._as_of)
        shown = tuple(_show(problem, self._lang) for problem in problems)
        audience = find_audience(loaded, self._audience)
        if audience is None or stops_build(problems, strict=False):
            return Built(ok=False, page=lambda _: None, problems=shown)
        pages = _Pages(Press(set_type(loaded, audience=audience, as_of=self._as_of)))
        return Built(ok=True, page=pages.page, problems=shown)

    def _load(self, changed: frozenset[Path] | None) -> Loaded:
        if changed is None or self._loaded is None:
            return load(self._project)
        names = {self._project.relative(path) for path in changed if path.is_relative_to(self._project.root)}
        # A folder that was moved names none of its files: then everything is read again.
        if any((self._project.root / name).is_dir() for name in names):
            return load(self._project)
        return load(self._project, before=self._loaded, changed=frozenset(names))


class _Pages:
    """Renders a page when it is first asked for. Renderers are not made for threads, so one page is made at a time."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._made: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def page(self, address: str) -> bytes | None:
        with self._lock:
            if address not in self._made:
                content = self._press.file(address)
                if content is None:
                    return None
                self._made[address] = content
            return self._made[address]


def _show(problem: Diagnostic, lang: str) -> Shown:
    return Shown(
        severity=SEVERITIES[problem.severity](lang),
        place=problem.span.place,
        reason=message(problem, lang),
        help=advice(problem, lang),
        code=problem.code,
    )
