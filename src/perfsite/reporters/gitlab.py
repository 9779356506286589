"""Problems as a Code Quality report, which GitLab shows in a merge request: https://docs.gitlab.com/ci/testing/code_quality/"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from perfsite.diagnostics import Diagnostic, Severity
from perfsite.reporters.fingerprints import fingerprints
from perfsite.reporters.words import advice, message

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def report_gitlab(problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool) -> str:  # noqa: ARG001
    """A list, empty where there is nothing wrong: by that GitLab sees what has been mended."""
    entries = [
        {
            "description": _description(problem, lang),
            "check_name": problem.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[problem.severity],
            "location": {
                "path": problem.span.file,
                "lines": {"begin": problem.span.line, "end": problem.span.end_line},
            },
        }
        for problem, fingerprint in zip(problems, fingerprints(problems, sources), strict=True)
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _description(problem: Diagnostic, lang: str) -> str:
    what, how = message(problem, lang), advice(problem, lang)
    if not how:
        return what
    return f"{what}。{how}" if lang == "zh" else f"{what}. {how[:1].upper()}{how[1:]}"
