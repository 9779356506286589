"""`perfsite explain`: what is behind a code, with a wrong and a right example."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from perfsite.cli.bilingual import Argument, Command
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import shared_options
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import CODES, Code, Phrase, Severity, closest, code_named
from perfsite.diagnostics.page import Example, ProblemPage, page_of
from perfsite.reporters.colors import paint
from perfsite.reporters.width import width, wrap
from perfsite.reporters.words import SEVERITIES

COLUMNS = 88
_WRONG = Phrase("写错", "wrong")
_RIGHT = Phrase("写对", "right")


class CodeName(click.ParamType[Code]):
    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Code:  # noqa: ARG002
        found = code_named(value) or code_named(f"PS{value}")
        if found is not None:
            return found
        near = closest(value.upper(), CODES) or closest(value, [code.slug for code in CODES.values()])
        raise RefusalError(
            say("没有 `{value}` 这个编码", "there is no code `{value}`", value=value),
            say("是不是想看 `{near}`？", "did you mean `{near}`?", near=near)
            if near
            else say("编码写在每个问题的开头，如 `PS302`。", "each problem begins with its code, such as `PS302`."),
        )

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        return [
            CompletionItem(code.id, help=code.slug) for code in CODES.values() if code.id.startswith(incomplete.upper())
        ]


@click.command(
    "explain",
    cls=Command,
    about=Phrase(
        "说明一种问题：为什么是问题，怎么改，附上写错和写对的例子。",
        "Explains a problem: why it is one and how to mend it, with wrong and right examples.",
    ),
    examples=(
        ("perfsite explain PS302", Phrase("按编码", "by its code")),
        ("perfsite explain unknown-reference", Phrase("按名称", "by its name")),
    ),
)
@click.argument(
    "code",
    cls=Argument,
    metavar="CODE",
    type=CodeName(),
    words=Phrase("问题的编码或名称。", "The code of the problem, or its name."),
)
@shared_options
@click.pass_obj
def command(terminal: Terminal, code: Code) -> Exit:
    terminal.write(_page(code, page_of(code.id, terminal.lang), terminal))
    return Exit.FINE


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
