"""A real browser on the built sample site, served under a sub-path; any fault that a page shows fails its test."""

from __future__ import annotations

import fcntl
import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.sample import SamplePage, Visits, choose_pages

ROOT = Path(__file__).parents[2]
SUB_PATH = "/standards/"
AS_OF = "2026-11-16"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
# No sandbox, since tests run as root in CI; no traffic of the browser's own; no name is looked up.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find_chromium() -> str:
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else CHROMIUMS:
        found = shutil.which(name)
        if found:
            return found
    pytest.fail("The browser tests need Chromium: run `make test`, which installs it, or set CHROMIUM.", pytrace=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company's site, built once for all workers of a test run, or one that is there already."""
    if built := os.environ.get("PERFSITE_SAMPLE_SITE"):
        return Path(built)
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    site = folder / "sample-site"
    with (folder / "sample-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            build_sample(site)
    return site


def build_sample(target: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "perfsite", "build", "--out", str(target), "--as-of", AS_OF],
        cwd=ROOT,
        env=os.environ | {"PERFSITE_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        pytest.fail(f"The sample site does not build:\n{run.stdout}\n{run.stderr}", pytrace=False)


@pytest.fixture(scope="session")
def sample_pages(sample_site: Path) -> list[SamplePage]:
    """The largest page of every page type in every language."""
    return choose_pages(sample_site)


class StaticFiles(SimpleHTTPRequestHandler):
    """Serves one folder below SUB_PATH as a plain web server does: index.html for a folder, 404.html for what is missing."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(SUB_PATH):
            return str(Path(self.directory) / "no such file")
        return super().translate_path("/" + path.removeprefix(SUB_PATH))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Requests are judged by the browser's side."""


class StaticServer(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        # A window that closes before its last file has come is no fault.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on loopback until the end of the run, and returns its address."""
    servers: list[StaticServer] = []

    # One server for a folder, however many tests ask for it: each takes a moment to end.
    @functools.cache
    def serve(folder: Path) -> str:
        server = StaticServer(("127.0.0.1", 0), functools.partial(StaticFiles, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{SUB_PATH}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def sample_address(sample_site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(sample_site)


@pytest.fixture
def visits(browser: Browser, sample_address: str) -> Iterator[Visits]:
    """Windows on the sample site. The test fails if any page opened in them asked for anything from elsewhere, lacked a
    file, broke its own content security policy, or wrote an error to the console."""
    visits = Visits(browser, sample_address)
    yield visits
    assert not visits.faults, "\n".join(visits.faults)
