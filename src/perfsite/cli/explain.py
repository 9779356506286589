"""`perfsite explain`: what is behind a code, with a wrong and a right example; or behind the figures of a result."""

from __future__ import annotations

import re

import click
from click.shell_completion import CompletionItem

from perfsite.cli.bilingual import Argument, Command, Option, look_up
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import OneOf, shared_options
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import CODES, Code, Phrase, Severity, closest, code_named
from perfsite.diagnostics.page import Example, ProblemPage, page_of
from perfsite.project import find_project
from perfsite.reporters.colors import paint
from perfsite.reporters.width import width, wrap
from perfsite.reporters.words import SEVERITIES

COLUMNS = 88
_LIKE_A_CODE = re.compile(r"(?i)p?s*\d+")
_WRONG = Phrase("写错", "wrong")
_RIGHT = Phrase("写对", "right")


class CodeOrResult(click.ParamType[str]):
    name = "code"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        return [
            CompletionItem(code.id, help=code.slug) for code in CODES.values() if code.id.startswith(incomplete.upper())
        ]


@click.command(
    "explain",
    cls=Command,
    about=Phrase(
        "说明一种问题：为什么是问题，怎么改，附上写错和写对的例子；"
        "或者说明结果里某个人的每个数是怎么算出来的：每一步的算式、出自标准的哪一行、用的是哪一行数据。",
        "Explains a problem: why it is one and how to mend it, with wrong and right examples. Or explains how each figure "
        "of somebody in a result came about: every step with its numbers, the line of the standard, the row of evidence.",
    ),
    more=Phrase(
        "公布的数与按标准算出的不同时退出码为 1。",
        "The exit code is 1 if a published figure is not the one that the standard gives.",
    ),
    examples=(
        ("perfsite explain PS302", Phrase("按编码", "by its code")),
        ("perfsite explain unknown-reference", Phrase("按名称", "by its name")),
        ("perfsite explain 2026-q3-bonus", Phrase("这个结果里可以问谁", "whom one may ask about in this result")),
        ("perfsite explain 2026-q3-bonus p-1042", Phrase("这个人的每个数", "every figure of this person")),
    ),
)
@click.argument(
    "name",
    cls=Argument,
    metavar="CODE|RESULT",
    type=CodeOrResult(),
    words=Phrase("问题的编码或名称，或结果的编号。", "The code of a problem, or its name; or the id of a result."),
)
@click.argument(
    "who",
    cls=Argument,
    metavar="[PERSON]",
    required=False,
    words=Phrase("结果里的人或团队：编号、姓名或别名。", "Somebody in the result, or a team: by id, name or alias."),
)
@click.option(
    "--format",
    "form",
    cls=Option,
    type=OneOf(("text", "markdown", "json")),
    default="text",
    words=Phrase(
        "结果的说明用什么格式：text 给终端，markdown 给邮件和合并请求，json 给程序。",
        "How a result is explained: text for terminals, markdown for mails and pull requests, json for programs.",
    ),
)
@shared_options
@click.pass_context
def command(ctx: click.Context, name: str, who: str | None, form: str) -> Exit:
    terminal: Terminal = ctx.obj
    if who is not None and _LIKE_A_CODE.fullmatch(name):
        raise RefusalError(say("`{who}` 是多余的参数", "there is no place for `{who}`", who=who), look_up(ctx))
    code = (code_named(name) or code_named(f"PS{name}")) if who is None else None
    if code is not None:
        terminal.write(_page(code, page_of(code.id, terminal.lang), terminal))
        return Exit.FINE
    if who is None and (_LIKE_A_CODE.fullmatch(name) or find_project(terminal.folder) is None):
        raise RefusalError(say("没有 `{name}` 这个编码", "there is no code `{name}`", name=name), _near_code(name))
    # Records are read only where figures are asked for.
    from perfsite.cli.explain_result import explain_result

    return explain_result(terminal, name, who, form, _near_code)


def _near_code(name: str) -> Phrase:
    near = closest(name.upper(), CODES) or closest(name, [code.slug for code in CODES.values()])
    if near is None:
        return say("编码写在每个问题的开头，如 `PS302`。", "each problem begins with its code, such as `PS302`.")
    return say("是不是想看 `{near}`？", "did you mean `{near}`?", near=near)


def _page(code: Code, page: ProblemPage, terminal: Terminal) -> str:
    color = terminal.colors_out
    number = paint(code.id, "error" if code.severity is Severity.ERROR else "warning", color)
    lines = [
        f"{number} {paint(page.title, 'strong', color)}",
        paint(_standing(code)(terminal.lang), "quiet", color),
        "",
        *_paragraphs(page.text),
    ]
    for examples, words, style in ((page.wrong, _WRONG, "error"), (page.right, _RIGHT, "good")):
        for example in examples:
            lines += [
                "",
                f"{paint(words(terminal.lang), style, color)}  {paint(example.file, 'place', color)}",
                *_block(example),
            ]
    return "\n".join(lines) + "\n"


def _standing(code: Code) -> Phrase:
    """The name of a code, how severe it is, and whether a site may change that."""
    severity = SEVERITIES[code.severity]
    if not code.adjustable:
        return say("{slug} · {severity.zh}", "{slug} · {severity.en}", slug=code.slug, severity=severity)
    return say(
        "{slug} · {severity.zh} · 可以在 perfsite.yml 里调整：checks: {{{id}: off}}",
        "{slug} · {severity.en} · perfsite.yml can change that: checks: {{{id}: off}}",
        slug=code.slug,
        severity=severity,
        id=code.id,
    )


def _joined(lines: list[str]) -> str:
    """The lines of a paragraph as one. Between Chinese characters a line's end is no space."""
    text = lines[0]
    for line in lines[1:]:
        text += line if width(text[-1:]) == width(line[:1]) == 2 else f" {line}"
    return text


def _paragraphs(text: str) -> list[str]:
    """Markdown as a terminal can show it: paragraphs wrapped, lists and blocks of code as they are."""
    lines: list[str] = []
    fenced = False
    for paragraph in text.split("\n\n"):
        if lines:
            lines.append("")
        if fenced or paragraph.lstrip().startswith(("```", "- ", "* ", "|", "    ")):
            lines += paragraph.split("\n")
            fenced ^= paragraph.count("```") % 2 == 1
        else:
            lines += wrap(_joined(paragraph.split("\n")), COLUMNS)
    return lines


def _block(example: Example) -> list[str]:
    text = example.text if example.repeat == 1 else f"{example.text}… × {example.repeat:,}\n"
    return [f"    {line}".rstrip() for line in text.removesuffix("\n").split("\n")]
