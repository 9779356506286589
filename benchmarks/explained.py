"""What the pages with everyone's steps cost: a build for HR, who sees them all, beside the same build without them.

    python benchmarks/explained.py 10000

Both build the site of `generate.py`, in turn and several times, each time in a process of its own and into a new folder;
of each the lowest figure counts. Processor time is that of all processes of a build together. The pages may add a third
at most; with 10,000 records and 1,500 recipients they added 18 percent of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate

AS_OF = "2026-11-16"
ROUNDS = 3
WITH = "from perfsite.cli import main\nmain()"
# No command leaves these pages out, so that the benchmark says of every result that it has none.
WITHOUT = f"import perfsite.site.explained as explained\nexplained.is_explained = lambda *_: False\n{WITH}"


def measure(program: str, root: Path, out: Path) -> tuple[float, float]:
    """Seconds, and seconds of processor time, of a build with all processes that it starts."""
    arguments = ["-C", str(root), "build", "--audience", "hr", "--out", str(out), "--as-of", AS_OF]
    arguments += ["--jobs", str(os.cpu_count() or 1)]
    before = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"perfsite {' '.join(arguments)} ended with {process.returncode}")
    return time.perf_counter() - before, usage.ru_utime + usage.ru_stime


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    figures: dict[str, list[tuple[float, float]]] = {"without": [], "with": []}
    pages = 0
    with tempfile.TemporaryDirectory(prefix="perfsite-bench-") as folder:
        root = Path(folder) / "site"
        generate(size, root)
        for turn in range(rounds):
            for name, program in (("without", WITHOUT), ("with", WITH)):
                out = Path(folder) / f"{name}-{turn}"
                figures[name].append(measure(program, root, out))
                pages = sum(1 for _ in out.glob("*/results/explained/**/*.html")) or pages
    seconds, processor = ({name: min(one[of] for one in found) for name, found in figures.items()} for of in (0, 1))
    print(f"{size} records, {pages} pages with steps")
    print(f"{'build for HR':<20}{'seconds':>9}{'CPU':>9}")
    for name in figures:
        print(f"{name + ' steps':<20}{seconds[name]:>9.2f}{processor[name]:>9.2f}")
    print(
        f"{'growth':<20}{seconds['with'] / seconds['without'] - 1:>9.1%}{processor['with'] / processor['without'] - 1:>9.1%}"
    )


if __name__ == "__main__":
    main()
