"""The HTML checker of the W3C over many pages in one run, as lines that name page, place and fault."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

VNU = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def find_faults(addresses: Sequence[str]) -> list[str]:
    """Everything that the checker says of the pages, errors, warnings and advice alike.

    It is given addresses rather than files, since it judges a page's content security policy too, and 'self' is no file.
    Pages on this machine are refused by it unless allowed.
    """
    if not VNU.is_file():
        raise FileNotFoundError(f"{VNU} is missing: run `make test`, which installs it.")
    run = subprocess.run(
        [
            "java",
            "-Xss1m",
            "-Dnu.validator.servlet.allow-forbidden-hosts=true",
            "-jar",
            str(VNU),
            "--stdout",
            "--format",
            "json",
            *addresses,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if not run.stdout.strip():
        raise RuntimeError(f"The HTML checker did not run: {run.stderr}")
    return [
        f"{unquote(urlsplit(message['url']).path)}:{message.get('lastLine', 0)}:{message.get('firstColumn', 0)}: "
        f"{message.get('subType', message['type'])}: {message['message']}: {message.get('extract', '').strip()}"
        for message in json.loads(run.stdout)["messages"]
    ]
