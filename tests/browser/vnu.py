"""The HTML checker of the W3C over many files in one run, as lines that name file, place and fault."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

VNU = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def find_faults(files: Sequence[Path]) -> list[str]:
    """Everything that the checker says of the files, errors, warnings and advice alike."""
    if not VNU.is_file():
        raise FileNotFoundError(f"{VNU} is missing: run `make test`, which installs it.")
    run = subprocess.run(
        ["java", "-Xss1m", "-jar", str(VNU), "--stdout", "--format", "json", *map(str, files)],
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
