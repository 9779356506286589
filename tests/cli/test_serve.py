"""`perfsite serve`: starts, follows a save, says what is wrong, ends with Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.conftest import Perfsite
from tests.previewing import PATIENCE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Serving:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line

    def wait_for(self, words: str, seconds: float = PATIENCE) -> None:
        until = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < until, f"{words!r} did not come:\n{self.said}"
            time.sleep(0.02)


@contextmanager
def serving(root: Path, port: int, *options: str) -> Iterator[Serving]:
    command = [sys.executable, "-m", "perfsite", "-C", str(root), "serve", "--port", str(port), *options]
    environ = {"PATH": os.environ["PATH"], "LANG": "en_GB.UTF-8", "PYTHONUTF8": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ) as process:
        try:
            yield Serving(process)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def test_a_site_is_shown_follows_a_save_and_ends_on_ctrl_c(sample: Path) -> None:
    port = free_port()
    metric = sample / "content" / "metrics" / "net-revenue.yml"
    (sample / ".perfsite" / "schemas").mkdir(parents=True)
    with serving(sample, port, "--as-of", "2026-11-02") as run:
        run.wait_for(f"Open http://127.0.0.1:{port}/ in a browser. Ctrl-C ends it.")
        run.wait_for("Up to date in")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/zh/", timeout=PATIENCE) as answer:
            assert answer.status == 200
            assert "华东销售" in answer.read().decode()
        assert (sample / ".perfsite" / "schemas" / "goal.schema.json").is_file()

        metric.write_text(metric.read_text("utf-8").replace("higher", "highre"), encoding="utf-8")
        run.wait_for("PS427 error: `highre` is not one of the words that can stand here")

        metric.write_text(metric.read_text("utf-8").replace("highre", "higher"), encoding="utf-8")
        run.wait_for("1 error in 1 file.")
        until = time.monotonic() + PATIENCE
        while run.said.count("Up to date in") < 2:
            assert time.monotonic() < until, run.said
            time.sleep(0.02)

    assert run.process.returncode == 0
    assert run.said.endswith("Stopped.\n")
    assert "Traceback" not in run.said


def test_a_template_of_the_site_s_own_that_fails_is_a_problem_not_a_fault(sample: Path) -> None:
    theme = sample / "themes" / "ours"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yml").write_text("extends: default\n", encoding="utf-8")
    (theme / "templates" / "home.html").write_text("{{ page.view.no_such_thing.at_all }}\n", encoding="utf-8")
    site = sample / "perfsite.yml"
    site.write_text(site.read_text("utf-8") + "theme: ours\n", encoding="utf-8")

    with serving(sample, free_port(), "--as-of", "2026-11-02") as run:
        run.wait_for("themes/ours/templates/home.html")

    assert "a fault of perfsite itself" not in run.said


def test_a_port_that_is_taken(sample: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(sample, port) as run:
            run.wait_for(f"error: port {port} is in use")
            run.wait_for("help: ")
            run.process.wait(PATIENCE)

    assert run.process.returncode == 3


def test_an_audience_that_there_is_not_is_refused_before_anything_is_served(perfsite: Perfsite, sample: Path) -> None:
    ran = perfsite("-C", sample, "serve", "--audience", "boss", "--port", str(free_port()))

    assert ran.code == 2
    assert "there is no audience `boss`" in ran.err
