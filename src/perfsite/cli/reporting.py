"""Where the problems that a command found go, and in which format: to a person, to a program, or to both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from perfsite.cli.bilingual import Option
from perfsite.cli.exits import RefusalError, say
from perfsite.cli.options import OneOf
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Diagnostic, Phrase, closest
from perfsite.pipeline import Loaded
from perfsite.project import Project
from perfsite.reporters import FORMATS, OF_REPOSITORY, seen_from

C = TypeVar("C", bound=Callable[..., Any])
# What a CI sets where it takes problems from files: `FORMAT=FILE`, several parted by commas. A command that was not asked
# for files leaves none about, and no CI says by itself which it would read.
VARIABLE = "PERFSITE_REPORT"
_DOCUMENTS = frozenset(("json", "gitlab", "sarif", "junit"))


@dataclass(frozen=True, slots=True)
class Reporting:
    """What was asked for. With `output` the format goes to that file, and people read theirs on standard output.

    `files` are those that the CI asked for, each in its format, whatever else is written.
    """

    terminal: Terminal
    form: str | None
    output: Path | None
    files: tuple[tuple[str, Path], ...] = ()

    @property
    def speaks_to_programs(self) -> bool:
        """Whether standard output is read by a program, so that nothing else may be written there."""
        return self.output is None and self.form is not None and self.form != "text"

    @property
    def is_one_document(self) -> bool:
        """Whether the format is a whole that can be written once only, when all is known."""
        return self.form in _DOCUMENTS

    @property
    def wants_all(self) -> bool:
        """Whether there is something to write where there are no problems too."""
        return bool(self.files) or (self.form is not None and self.form != "text")

    def spare_records(self, project: Project) -> None:
        """Refuses to write a report in the place of what it is about."""
        path = None if self.output is None else self.output.resolve()
        if path is not None and (path == project.site_file or path.is_relative_to(project.content.resolve())):
            raise RefusalError(
                say("`{file}` 是放记录的地方，不能写报告", "`{file}` is a place of records, where no report goes", file=self.output),
                say("`--output` 另写一个文件。", "name another file with `--output`."),
            )  # fmt: skip

    def write(
        self,
        loaded: Loaded,
        problems: Sequence[Diagnostic],
        more: Mapping[str, Any] | None = None,
        *,
        closing: str = "",
        told: Sequence[Diagnostic] = (),
    ) -> None:
        """Writes problems to where they were asked for. `more` goes into a JSON document, `closing` ends the text.

        What is `told` already is in the CI's files once more, since each of them is written anew.
        """
        for of_file, path in self.files:
            _write_file(path, self._text(loaded, [*told, *problems], of_file, color=False, more=more))
        terminal = self.terminal
        form = self.form or "text"
        if not problems and form == "text" and self.output is None:
            return
        if self.output is None:
            terminal.write(self._text(loaded, problems, form, color=terminal.colors_out, more=more, closing=closing))
            if self.form is None and problems and terminal.environ.get("GITHUB_ACTIONS") == "true":
                terminal.write(self._text(loaded, problems, "github", color=False))
            return
        _write_file(self.output, self._text(loaded, problems, form, color=False, more=more, closing=closing))
        if problems:
            terminal.write(self._text(loaded, problems, "text", color=terminal.colors_out, closing=closing))

    def _text(
        self,
        loaded: Loaded,
        problems: Sequence[Diagnostic],
        form: str,
        *,
        color: bool,
        more: Mapping[str, Any] | None = None,
        closing: str = "",
    ) -> str:
        sources: Mapping[str, bytes] = loaded.library.documents.sources
        lang = self.terminal.lang
        if form == "json" and more:
            from perfsite.reporters.json import report_json

            return report_json(problems, sources, lang, color=False, more=more)
        if form in OF_REPOSITORY:
            problems, sources = seen_from(loaded.project.prefix, problems, sources)
        text = FORMATS[form](problems, sources, lang, color=color)
        if form == "text":
            text += closing
        if form == "text" and self.terminal.environ.get("GITHUB_ACTIONS") == "true":
            from perfsite.reporters.github import without_commands

            return without_commands(text)
        return text


def reporting_options(command: C) -> C:
    """`--format` and `--output`."""
    for option in (
        click.option(
            "--output",
            cls=Option,
            metavar="FILE",
            words=Phrase(
                "把 --format 的内容写进这个文件，屏幕上照样显示给人看的。",
                "Write what --format gives to this file; what people read is shown all the same.",
            ),
        ),
        click.option(
            "--format",
            "form",
            cls=Option,
            type=OneOf(tuple(FORMATS)),
            words=Phrase(
                "text 给人看（默认），concise 每个问题一行，json、sarif、junit 给程序，github、gitlab 给代码平台。"
                "在 GitHub Actions 里，text 之后自动加上 github 的注解。CI 从文件里读问题时（GitLab、Jenkins），"
                "环境变量 PERFSITE_REPORT 写明格式和文件，如 `gitlab=gl-code-quality-report.json`，每次检查都另写一份；"
                "`perfsite init` 写的 GitLab 文件已经设好。",
                "text for people (the default), concise for one line each; json, sarif and junit for programs, github "
                "and gitlab for forges. In GitHub Actions the annotations of github follow the text by themselves. For a CI "
                "that takes problems from a file (GitLab, Jenkins) the variable PERFSITE_REPORT names format and file, "
                "such as `gitlab=gl-code-quality-report.json`, and each check writes it beside; the file for GitLab that "
                "`perfsite init` writes has it set.",
            ),
        ),
    ):
        command = option(command)
    return command


def reporting_for(terminal: Terminal, form: str | None, output: str | None) -> Reporting:
    """What the two options ask for; a sentence where one lacks the other."""
    if output is not None and form is None:
        raise RefusalError(
            say("`--output` 还需要 `--format`", "`--output` needs a `--format`"),
            say("例如 `--format gitlab --output {file}`。", "such as `--format gitlab --output {file}`.", file=output),
        )
    files = tuple(_files(terminal.environ.get(VARIABLE, "")))
    return Reporting(terminal, form, None if output is None else terminal.path(output), files)


def _files(value: str) -> Iterator[tuple[str, Path]]:
    """The pairs in the variable's value. A file is found from where the command runs, as the CI sees it, whatever `-C` says."""
    for pair in filter(None, map(str.strip, value.split(","))):
        form, _, file = pair.partition("=")
        if not file:
            raise RefusalError(
                say("环境变量 `{name}` 里的 `{pair}` 不是“格式=文件”", "`{pair}` in the variable `{name}` is no `FORMAT=FILE`", name=VARIABLE, pair=pair),
                say("例如 `{name}=gitlab=gl-code-quality-report.json`。", "such as `{name}=gitlab=gl-code-quality-report.json`.", name=VARIABLE),
            )  # fmt: skip
        if form not in FORMATS:
            near = closest(form, FORMATS)
            raise RefusalError(
                say("没有 `{form}` 这种格式（环境变量 `{name}`）", "there is no format `{form}`, which the variable `{name}` names", name=VARIABLE, form=form),
                say("是不是想写 `{near}`？", "did you mean `{near}`?", near=near)
                if near
                else Phrase(f"可以是 {'、'.join(FORMATS)}。", f"it can be {', '.join(FORMATS)}."),
            )  # fmt: skip
        yield form, Path(file)


def _write_file(path: Path, text: str) -> None:
    """The whole file or none. What is no file to be replaced, such as `/dev/stdout`, is written into."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="")
        return
    from perfsite.output.file import replace_file

    replace_file(path, text.encode("utf-8", "backslashreplace"))
