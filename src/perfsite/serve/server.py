"""Requests from this machine's browser → pages of the newest good build, and a stream of events about builds.

Pages are looked up in the build, never on the disk, so that no address can lead out of the site. The records may be
restricted, and any page of the web can send a browser here: the Host header is checked against this machine's names
(DNS rebinding), and the Origin and Sec-Fetch headers against requests that other sites make.
"""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from perfsite.serve.errors import ServeError, ServeReason
from perfsite.serve.live import Live

PREFIX = "_perfsite"
_ASSETS = {f"{PREFIX}/live.js": "live.js", f"{PREFIX}/live.css": "live.css"}
_EVENTS = f"{PREFIX}/events"
_LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1", "[::1]": "::1"}
_PORTS_TRIED = 50
_SECONDS_BETWEEN_SIGNS_OF_LIFE = 15.0
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_END_OF_HEAD = re.compile(rb"</head\s*>", re.IGNORECASE)


class Server(ThreadingHTTPServer):
    """Listens on loopback from the moment it is made; `serve_forever` answers."""

    daemon_threads = True
    block_on_close = False
    # On Windows this flag would let two servers share a port.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, host: str, port: int, live: Live, on_fault: Callable[[BaseException], None]) -> None:
        address = _LOOPBACK.get(host)
        if address is None:
            raise ServeError(ServeReason.NOT_LOOPBACK, host, port)
        if ":" in address:
            self.address_family = socket.AF_INET6
        self.live = live
        self.on_fault = on_fault
        try:
            super().__init__((address, port), _Handler)
        except PermissionError:
            raise ServeError(ServeReason.PORT_NOT_ALLOWED, host, port, _find_free_port(address, 8000)) from None
        except OSError as error:
            raise ServeError(ServeReason.PORT_IN_USE, host, port, _find_free_port(address, port + 1)) from error
        port = self.server_address[1]
        names = ("localhost", "127.0.0.1", "[::1]")
        self.hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())
        self.origins = {f"http://{host}" for host in self.hosts}
        self.url = f"http://{f'[{address}]' if ':' in address else address}:{port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the base class calls it so
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError | TimeoutError):
            self.on_fault(error)


def _find_free_port(address: str, first: int) -> int | None:
    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        with closing(socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)) as trial:
            try:
                trial.bind((address, port))
            except OSError:
                continue
            return port
    return None


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "perfsite"
    sys_version = ""
    timeout = 30  # of an idle connection; the event stream gives signs of life more often

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # a body that nobody reads would be taken for the next request
        if not self._is_from_this_machine():
            self._send_text(HTTPStatus.FORBIDDEN)
            return
        address = read_address(self.path)
        if address is None:
            self._send_text(HTTPStatus.NOT_FOUND)
        elif address == _EVENTS:
            self._stream_events()
        elif address in _ASSETS:
            self._send(HTTPStatus.OK, _TYPES[PurePosixPath(address).suffix], _read_asset(_ASSETS[address]))
        else:
            try:
                self._send_page(address)
            except (ConnectionError, TimeoutError):
                raise
            except Exception as error:  # noqa: BLE001 - pages are made on demand, and a bug there ends one answer only
                self.server.on_fault(error)
                self.close_connection = True
                self._send_text(HTTPStatus.INTERNAL_SERVER_ERROR)

    def _is_from_this_machine(self) -> bool:
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0].strip().lower() not in self.server.hosts:
            return False
        if any(origin.strip().lower() not in self.server.origins for origin in self.headers.get_all("Origin", [])):
            return False
        # A link from elsewhere may open a page here; a script, image or form of another site gets nothing. Such
        # requests carry no Origin, and without this the search index could be read as somebody's <script src>.
        site = self.headers.get("Sec-Fetch-Site", "none")
        return site in ("none", "same-origin") or self.headers.get("Sec-Fetch-Mode") == "navigate"

    def _send_page(self, address: str) -> None:
        state = self.server.live.state
        if state.page is None:
            if address.endswith((".html", "/")) or address == "":
                self._send_html(HTTPStatus.OK, self.server.live.stand_in(), state.pages_of)
            else:
                self._send_text(HTTPStatus.NOT_FOUND)
            return
        if address == "" or address.endswith("/"):
            address += "index.html"
        body = state.page(address)
        if body is not None:
            kind = _TYPES.get(PurePosixPath(address).suffix.lower(), "application/octet-stream")
            if kind == _TYPES[".html"]:
                self._send_html(HTTPStatus.OK, body, state.pages_of)
            else:
                self._send(HTTPStatus.OK, kind, body)
        elif state.page(f"{address}/index.html") is not None:
            self._redirect(f"/{quote(address)}/")
        else:
            self._send_html(HTTPStatus.NOT_FOUND, find_404(state.page, address), state.pages_of)

    def _send_html(self, status: HTTPStatus, body: bytes | None, pages_of: str) -> None:
        if body is None:
            self._send_text(status)
        else:
            self._send(status, _TYPES[".html"], add_script(body, pages_of))

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", location)
        self._end_headers(0)

    def _send_text(self, status: HTTPStatus) -> None:
        zh, en = _REFUSALS[status]
        words = zh if self.server.live.lang == "zh" else en
        self._send(status, _TYPES[".txt"], f"{words}\n".encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        if self.close_connection:
            self.send_header("Connection", "close")
        self._end_headers(len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _end_headers(self, length: int | None) -> None:
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "same-origin")
        self.end_headers()

    def _stream_events(self) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self._end_headers(None)
        if self.command == "HEAD":
            return
        told = -1
        while (state := self.server.live.wait_for_change(told, _SECONDS_BETWEEN_SIGNS_OF_LIFE)) is not None:
            if state.number > told:
                text = f"retry: 500\ndata: {self.server.live.message(state)}\n\n"
            else:
                text = ": still here\n\n"
            told = state.number
            self.wfile.write(text.encode("utf-8"))
            self.wfile.flush()

    def send_error(self, code: int, *_: str | None, **__: str | None) -> None:
        """Called by the base class for what it refuses itself; its own page repeats parts of the request."""
        self.close_connection = True
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus.BAD_REQUEST
        if not hasattr(self, "headers") or self.request_version == "HTTP/0.9":
            self.request_version = self.protocol_version
        self._send_text(status)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: the terminal tells of builds and problems."""


_REFUSALS = {
    HTTPStatus.BAD_REQUEST: ("无法识别的请求。", "The request cannot be read."),
    HTTPStatus.FORBIDDEN: (
        "预览只供本机浏览器直接访问。",
        "The preview is only for a browser on this machine that asks for it directly.",
    ),
    HTTPStatus.NOT_FOUND: ("没有这个页面。", "There is no such page."),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "perfsite 自身出现故障，无法显示此页；终端里有可供报告的信息。",
        "perfsite itself failed to make this page; the terminal says what to report.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: ("预览只能查看，不能提交。", "The preview can only be read."),
}


def read_address(target: str) -> str | None:
    """The address in a site that a request target names, `""` or ending in `/` for a folder; None for what is no
    address, such as one with `..` in it, however it is encoded.
    """
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    if not path.startswith("/"):
        return None
    try:
        address = unquote_to_bytes(path[1:]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if re.search(r"[\x00-\x1f\x7f\\]", address):
        return None
    parts = address.split("/")
    if any(part in (".", "..") for part in parts) or "" in parts[:-1]:
        return None
    return address


def find_404(page: Callable[[str], bytes | None], address: str) -> bytes | None:
    """The nearest `404.html`, so that one in the language of the address is preferred."""
    folder = address
    while folder:
        folder = folder.rpartition("/")[0]
        found = page(f"{folder}/404.html" if folder else "404.html")
        if found is not None:
            return found
    return page("404.html")


def add_script(page: bytes, pages_of: str) -> bytes:
    """A page with the reload script in its head. It passes a policy of `script-src 'self'`, `connect-src 'self'` and
    `style-src 'self'`; built files never hold it.
    """
    tag = f'<script src="/{PREFIX}/live.js" data-pages="{pages_of}" defer></script>'.encode("ascii")
    found = _END_OF_HEAD.search(page)
    return page + tag if found is None else page[: found.start()] + tag + page[found.start() :]


@cache
def _read_asset(name: str) -> bytes:
    return (files("perfsite.serve") / "assets" / name).read_bytes()
