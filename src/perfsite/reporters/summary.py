"""How many problems there are, as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from perfsite.diagnostics import Diagnostic, Severity


def counts(problems: Sequence[Diagnostic]) -> tuple[int, int, int]:
    """Errors, warnings, and the files that they are in."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return errors, len(problems) - errors, len({problem.span.file for problem in problems})


def summarise(problems: Sequence[Diagnostic], lang: str) -> str:
    """Such as "3 errors, 1 warning in 2 files"."""
    errors, warnings, files = counts(problems)
    if not problems:
        return "没有问题" if lang == "zh" else "no problems"
    if lang == "zh":
        parts = [f"{number} 个{word}" for number, word in ((errors, "错误"), (warnings, "警告")) if number]
        return f"发现 {'、'.join(parts)}，涉及 {files} 个文件"
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return f"{', '.join(parts)} in {files} file{'' if files == 1 else 's'}"
