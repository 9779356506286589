"""A project being edited → pages on demand: what did not change is not done again, and a page is rendered when asked for."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perfsite.diagnostics import Diagnostic
from perfsite.history.git import HistoryError, find_commit
from perfsite.history.read import History
from perfsite.pipeline import Loaded, examine, judge_by, load, load_history, set_type, stops_build
from perfsite.project import Project
from perfsite.records.load import settings_of
from perfsite.records.reader import Settings
from perfsite.records.result import outcomes_of
from perfsite.records.site import AudienceRule
from perfsite.render.html import RenderError
from perfsite.render.site import Press
from perfsite.render.themes import template_problem


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one save has led to. Without `pages` there are problems that no site may be made with."""

    loaded: Loaded
    problems: tuple[Diagnostic, ...]
    pages: Callable[[str], bytes | None] | None


class Proofs:
    """Pulls the site again after each save, starting from what was read, checked and compiled for the last one."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._loaded: Loaded | None = None
        # The last press, as long as no file of the theme has changed since it was made.
        self._press: Press | None = None
        # The history, up to which commit it was read, and what was judged by it last.
        self._head: tuple[str | None, Settings] | None = None
        self._history: History | None = None
        self._judged: Loaded | None = None

    def pull(
        self,
        changed: frozenset[Path] | None,
        *,
        day: Callable[[Loaded], dt.date],
        audience: Callable[[Loaded], AudienceRule],
    ) -> Pulled:
        """`changed` are the files that were saved, None where nothing is known of them."""
        if changed is None or any(path.is_relative_to(self._project.themes) for path in changed):
            self._press = None
        # If reading fails, the next save does not tell what was changed in this one.
        before, self._loaded = self._loaded, None
        self._loaded = loaded = self._load(before, changed)
        as_of = day(loaded)
        loaded = self._judge(loaded, as_of)
        problems = examine(loaded, as_of)
        if stops_build(problems, strict=False):
            return Pulled(loaded, problems, None)
        job = set_type(loaded, audience=audience(loaded), as_of=as_of)
        like = self._press if self._press is not None and self._press.job.theme == job.theme else None
        press = self._press = Press(job, like=like)
        faulty = _first_fault(press)
        if faulty is not None:
            return Pulled(loaded, (*problems, faulty), None)
        return Pulled(loaded, problems, _Pages(press).page)

    def _judge(self, loaded: Loaded, as_of: dt.date) -> Loaded:
        """With results judged by the wording of their standards that counts for them, as far as there is a history."""
        library = loaded.library
        if not outcomes_of(library):
            return loaded
        try:
            head = (find_commit(self._project.root, "HEAD"), settings_of(library.site))
            if self._head != head:
                self._history, self._head, self._judged = load_history(loaded), head, None
            if self._history is None:
                return loaded
            self._judged = judge_by(loaded, self._history, as_of, before=self._judged)
        except HistoryError:
            # A preview is no publication: it goes by what standards say now.
            self._history = self._judged = None
            return loaded
        return self._judged

    def _load(self, before: Loaded | None, changed: frozenset[Path] | None) -> Loaded:
        # A folder that was moved names none of its files: then everything is read again.
        if before is None or changed is None or any(path.is_dir() for path in changed):
            return load(self._project)
        root = self._project.root
        names = frozenset(self._project.relative(path) for path in changed if path.is_relative_to(root))
        return load(self._project, before=before, changed=names)


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


def _first_fault(press: Press) -> Diagnostic | None:
    """The fault of a template of the site's own, found on the first page of each: pages are printed as they are asked for."""
    job = press.job
    if job.theme.trusted:
        return None
    first = {(page.template, page.language): page for page in reversed(job.pages)}
    for page in first.values():
        try:
            press.print(page)
        except RenderError as error:
            file = job.theme.own_file(error.template)
            if file is None:
                raise
            return template_problem(file, error.line, error.reason)
    return None


__all__ = ["Proofs", "Pulled"]
