"""Runs the shell lines of a CI's files as that CI would: in its shell, with its variables, on a real repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str


def run_lines(lines: str, *, folder: Path, environ: Mapping[str, str], using: tuple[str, ...]) -> Ended:
    """`using` is what the CI calls, such as bash with `-eo pipefail`. The perfsite of these tests is on the path."""
    programs = str(Path(sys.executable).parent)
    run = subprocess.run(
        [*using, "-c", lines],
        cwd=folder,
        env={
            "PATH": f"{environ.get('PATH', '')}:{programs}:{os.environ['PATH']}".lstrip(":"),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            **{name: value for name, value in environ.items() if name != "PATH"},
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Ended(run.returncode, run.stdout)


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """GitHub's `${{ name }}` with the values that a run has; a name that it does not have is a mistake."""
    return _EXPRESSION.sub(lambda found: values[found[1]], text)
