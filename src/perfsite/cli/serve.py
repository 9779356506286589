"""`perfsite serve`: the site in a browser on this machine, built anew after each save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from perfsite.cli.bilingual import Command, Option
from perfsite.cli.build import OUT, choose_audience
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import Number, as_of_option, audience_option, shared_options
from perfsite.cli.project import need_project, today
from perfsite.cli.run import tell_fault
from perfsite.cli.schema import refresh_schemas
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.pipeline import Loaded, load
from perfsite.project import Project
from perfsite.records.library import Library
from perfsite.records.schema import Names, Tables, names_of, tables_of
from perfsite.records.site import AudienceRule
from perfsite.reporters import FORMATS
from perfsite.reporters.words import SEVERITIES, advice, message
from perfsite.scaffold import SCHEMAS
from perfsite.serve import (
    Built,
    Event,
    Fault,
    Listening,
    Rebuilding,
    Rebuilt,
    ServeError,
    ServeReason,
    Shown,
    Stopped,
    serve,
)
from perfsite.serve.preview import Proofs


@click.command(
    "serve",
    cls=Command,
    about=Phrase(
        "在本机浏览器里看站点：每次保存后自动更新；有问题时显示在上一个好页面之上。",
        "Shows the site in a browser on this machine and follows every save; problems are laid over the last good page.",
    ),
    more=Phrase("只有本机能打开。按 Ctrl-C 结束。", "No other machine can open it. Ctrl-C ends it."),
    examples=(
        ("perfsite serve", Phrase("打开显示的网址即可", "then open the address that it shows")),
        ("perfsite serve --audience hr --port 9000", Phrase("看人力资源的那一份", "the site as HR sees it")),
    ),
)
@click.option(
    "--port",
    cls=Option,
    type=Number(1, 65535),
    default=8000,
    words=Phrase("端口，默认 8000。", "The port, 8000 by default."),
)
@audience_option
@as_of_option
@shared_options
@click.pass_obj
def command(terminal: Terminal, port: int, audience: str | None, as_of: dt.date | None) -> Exit:
    project = need_project(terminal, any_schema=True)
    loaded = load(project)
    choose_audience(loaded, audience)
    preview = Preview(terminal, project, audience, as_of)
    watched = [folder for folder in (project.content, project.themes) if folder.is_dir()]
    look = loaded.library.site.look
    if look is not None:
        watched += [project.root / path for path in (look.logo, look.font and look.font.file) if path]
    try:
        serve(
            preview,
            [project.site_file, *watched],
            port=port,
            lang=terminal.lang,
            on_event=preview.tell,
            ignore=[project.root / OUT],
        )
    except ServeError as error:
        code = Exit.USAGE if error.reason is ServeReason.NOT_LOOPBACK else Exit.MACHINE
        raise RefusalError(
            Phrase(error.sentence("zh"), error.sentence("en")), Phrase(error.help("zh"), error.help("en")), code
        ) from error
    return Exit.FINE


class Preview:
    """Builds after each save, reading anew only what was saved, and says in the terminal how it went."""

    def __init__(self, terminal: Terminal, project: Project, audience: str | None, as_of: dt.date | None) -> None:
        self.terminal = terminal
        self.project = project
        self.audience = audience
        self.as_of = as_of
        self.proofs = Proofs(project)
        self.loaded: Loaded | None = None
        self.known: tuple[Names, Tables] = ({}, {})
        self.problems: Sequence[Diagnostic] = ()

    def __call__(self, changed: frozenset[Path] | None, /) -> Built:
        pulled = self.proofs.pull(changed, day=self._day, audience=self._audience)
        self.loaded, self.problems = pulled.loaded, pulled.problems
        self._refresh_schemas(pulled.loaded.library)
        if pulled.pages is None:
            problems = tuple(self._shown(problem) for problem in self.problems)
            return Built(ok=False, page=lambda _: None, problems=problems)
        return Built(ok=True, page=pulled.pages)

    def _day(self, loaded: Loaded) -> dt.date:
        return self.as_of or today(self.terminal, loaded.library.site.timezone)

    def _audience(self, loaded: Loaded) -> AudienceRule:
        return choose_audience(loaded, self.audience)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.project.root).as_posix() if path.is_relative_to(self.project.root) else str(path)

    def _refresh_schemas(self, library: Library) -> None:
        """Lets the editor offer the ids that have just been written, where it has been set up to."""
        folder = self.project.root / SCHEMAS
        known = names_of(library, self.terminal.lang), tables_of(library)
        if known != self.known and folder.is_dir():
            refresh_schemas(library, folder, self.terminal.lang)
        self.known = known

    def _shown(self, problem: Diagnostic) -> Shown:
        lang = self.terminal.lang
        severity = SEVERITIES[problem.severity](lang)
        return Shown(severity, problem.span.place, message(problem, lang), advice(problem, lang), problem.code)

    def tell(self, event: Event) -> None:
        """One event, as a line or as the problems that it brought."""
        if isinstance(event, Listening):
            self.terminal.note(
                say(
                    "在浏览器里打开 {url}，按 Ctrl-C 结束。", "Open {url} in a browser. Ctrl-C ends it.", url=event.url
                ),
                "good",
            )
        elif isinstance(event, Rebuilding) and event.changed is not None:
            names = ", ".join(sorted(self._relative(path) for path in event.changed)[:3])
            self.terminal.note(say("有改动：{names}", "changed: {names}", names=names), "quiet")
        elif isinstance(event, Rebuilt):
            self._tell_rebuilt(event)
        elif isinstance(event, Fault):
            tell_fault(event.error, ["serve"], self.terminal)
        elif isinstance(event, Stopped):
            self.terminal.note(Phrase("已结束。", "Stopped."))

    def _tell_rebuilt(self, event: Rebuilt) -> None:
        if self.problems and self.loaded is not None:
            sources = self.loaded.library.documents.sources
            text = FORMATS["text"](self.problems, sources, self.terminal.lang, color=self.terminal.colors_err)
            self.terminal.note(Phrase(text, text))
        if event.ok:
            self.terminal.note(
                say("已更新，用时 {seconds:.2f} 秒。", "Up to date in {seconds:.2f} s.", seconds=event.seconds)
            )
