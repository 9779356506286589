"""The preview answers this machine's browser alone, follows each save, and outlives every mistake."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from perfsite.serve import Built, Fault, Rebuilding, Rebuilt, ServeError, ServeReason, serve
from perfsite.serve import server as serving
from perfsite.serve.live import Live
from perfsite.serve.server import Server, add_script, find_404, read_address
from perfsite.serve.watch import Changes
from tests.previewing import PATIENCE, Preview, previewing

HELLO = {"index.txt": "hello"}


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    texts = {"index.txt": "hello", "404.txt": "lost", "zh/index.txt": "你好", "zh/404.txt": "没有"}
    with previewing(tmp_path, texts) as running:
        yield running


def request(
    preview: Preview, target: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    connection.request(method, target, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers, body


def exchange(preview: Preview, raw: bytes) -> bytes:
    """Everything that comes back for bytes sent as they are."""
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


class Stream:
    """An open stream of events."""

    def __init__(self, preview: Preview) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
        self._connection.request("GET", "/_perfsite/events")
        self._response = self._connection.getresponse()
        self.kind = self._response.headers["Content-Type"]

    def next_message(self) -> dict[str, Any]:
        while True:
            line = self._response.readline()
            assert line, "the stream ended"
            if line.startswith(b"data: "):
                message = json.loads(line.removeprefix(b"data: "))
                assert isinstance(message, dict)
                return message

    def ends(self) -> bool:
        return self._response.read().strip() == b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def pages_of(page: bytes) -> str:
    found = re.search(rb'data-pages="([^"]+)"', page)
    assert found
    return found[1].decode()


# Pages


def test_a_page_is_served_with_the_reload_script_in_its_head(preview: Preview) -> None:
    status, headers, body = request(preview, "/index.html")
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-store")
    head = body.partition(b"</head>")[0]
    assert head.endswith(b" defer></script>")
    assert b'<p id="text">hello</p>' in body
    assert int(headers["Content-Length"]) == len(body)


def test_a_folder_is_its_index_and_never_a_listing(preview: Preview) -> None:
    assert "你好" in request(preview, "/zh/?q=1")[2].decode()
    assert b"hello" in request(preview, "/")[2]
    status, headers, _ = request(preview, "/zh?x")
    assert (status, headers["Location"]) == (302, "/zh/")
    (preview.content / "empty").mkdir()
    assert request(preview, "/empty/")[0] == 404


def test_a_missing_page_is_answered_by_the_nearest_404(preview: Preview) -> None:
    status, headers, body = request(preview, "/zh/nowhere/at/all.html")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "没有" in body.decode()
    assert b"lost" in request(preview, "/en/nowhere")[2]
    assert find_404({"404.html": b"x"}.get, "a/b/c") == b"x"
    assert find_404(dict[str, bytes]().get, "a") is None


def test_other_files_are_served_as_they_were_built(preview: Preview) -> None:
    status, headers, body = request(preview, "/site.css")
    assert (status, headers["Content-Type"], body) == (200, "text/css; charset=utf-8", b"p { color: red }")
    assert headers["X-Content-Type-Options"] == "nosniff"
    for asset, kind in (("live.js", "text/javascript"), ("live.css", "text/css")):
        status, headers, body = request(preview, f"/_perfsite/{asset}")
        assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
        assert body
    assert request(preview, "/_perfsite/other.js")[0] == 404


def test_head_is_get_without_the_body(preview: Preview) -> None:
    got, asked = request(preview, "/index.html"), request(preview, "/index.html", "HEAD")
    assert asked[0] == 200
    assert asked[2] == b""
    assert asked[1]["Content-Length"] == str(len(got[2]))
    assert request(preview, "/_perfsite/events", "HEAD")[:1] == (200,)


def test_a_page_without_a_head_gets_the_script_too() -> None:
    assert add_script(b"<p>x", "1-1") == b'<p>x<script src="/_perfsite/live.js" data-pages="1-1" defer></script>'
    assert add_script(b"<head></HEAD ><p>", "1").startswith(b"<head><script ")


# Who may ask


@pytest.mark.parametrize("host", [
    "evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:{port}", "", "localhost:{port}@evil.example",
    "[::2]:{port}", "0.0.0.0:{port}", "127.1:{port}", "localhost.:{port}",
])  # fmt: skip
def test_a_name_that_is_not_this_machine_is_refused(preview: Preview, host: str) -> None:
    """DNS rebinding: a page of the web makes its own name resolve to 127.0.0.1."""
    status, _, body = request(preview, "/index.html", Host=host.format(port=preview.port))
    assert status == 403
    assert b"hello" not in body


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST:{port}"])
def test_the_names_of_this_machine_are_answered(preview: Preview, host: str) -> None:
    assert request(preview, "/index.html", Host=host.format(port=preview.port))[0] == 200


def test_no_host_or_two_are_refused(preview: Preview) -> None:
    host = f"Host: localhost:{preview.port}\r\n".encode()
    assert exchange(preview, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 403")
    two = b"GET / HTTP/1.1\r\nConnection: close\r\n" + host + host + b"\r\n"
    assert exchange(preview, two).startswith(b"HTTP/1.1 403")
    one = b"GET / HTTP/1.1\r\nConnection: close\r\n" + host + b"\r\n"
    assert exchange(preview, one).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("target", ["/index.html", "/_perfsite/events", "/_perfsite/live.js"])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "https://localhost:{port}", "http://localhost"]
)
def test_another_origin_is_refused(preview: Preview, target: str, origin: str) -> None:
    assert request(preview, target, Origin=origin.format(port=preview.port))[0] == 403


def test_its_own_origin_is_answered(preview: Preview) -> None:
    assert request(preview, "/index.html", Origin=f"http://localhost:{preview.port}")[0] == 200


def test_other_sites_may_link_here_but_not_read(preview: Preview) -> None:
    for site in ("cross-site", "same-site"):  # another port of localhost is the same site
        assert request(preview, "/site.css", **{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"})[0] == 403
        assert request(preview, "/", **{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"})[0] == 200
    assert request(preview, "/site.css", **{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"})[0] == 200
    assert request(preview, "/site.css")[1]["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"])
def test_only_get_and_head_are_allowed(preview: Preview, method: str) -> None:
    status, headers, body = request(preview, "/index.html", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")
    assert body == b"The preview can only be read.\n"


def test_the_body_of_a_request_is_not_taken_for_another_request(preview: Preview) -> None:
    host = f"Host: localhost:{preview.port}\r\n".encode()
    hidden = b"GET /site.css HTTP/1.1\r\n" + host + b"\r\n"
    for length in (f"Content-Length: {len(hidden)}\r\n".encode(), b"Transfer-Encoding: chunked\r\n"):
        answer = exchange(preview, b"GET / HTTP/1.1\r\n" + host + length + b"\r\n" + hidden)
        assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("raw", [b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"<script> / HTTP/x\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n",
                                 b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"\xff\xfe\x00"])  # fmt: skip
def test_what_is_no_request_is_answered_without_repeating_it(preview: Preview, raw: bytes) -> None:
    answer = exchange(preview, raw)
    assert b"<" not in answer
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
    assert request(preview, "/index.html")[0] == 200


# Addresses


@pytest.mark.parametrize("target", [
    "/../etc/passwd", "/%2e%2e/etc/passwd", "/zh/..%2f..%2fsecret", "/..%5csecret", "/zh/%2E/index.html", "//evil.example/x", "/zh//index.html",
    "/%00", "/index.html%00.css", "/%ff", "/a%0d%0aSet-Cookie:x", "http://localhost/index.html", "*", "", "index.html", "/%c0%ae%c0%ae/x",
])  # fmt: skip
def test_no_address_leads_out_of_the_site(target: str) -> None:
    assert read_address(target) is None


@pytest.mark.parametrize(("target", "address"), [
    ("/", ""), ("/index.html", "index.html"), ("/zh/", "zh/"), ("/%E7%9B%AE%E6%A0%87/a%20b.html?x=/../#/..", "目标/a b.html"), ("/a..b", "a..b"),
    ("/a+b", "a+b"),
])  # fmt: skip
def test_an_address_is_decoded_once(target: str, address: str) -> None:
    assert read_address(target) == address
    assert read_address("/%252e%252e/x") == "%2e%2e/x"


def test_a_file_beside_the_pages_cannot_be_asked_for(preview: Preview) -> None:
    (preview.content.parent / "secret.html").write_text("secret")
    for target in ("/../secret.html", "/%2e%2e/secret.html", "/index.txt", str(preview.content.parent / "secret.html")):
        status, _, body = request(preview, target)
        assert status == 404
        assert b"secret" not in body.replace(b"/secret", b"")


def test_a_redirect_stays_here(preview: Preview) -> None:
    for target in ("//evil.example", "/\\evil.example", "/%2fevil.example"):
        status, headers, _ = request(preview, target)
        assert (status, headers["Location"]) == (404, None)


# Following saves


def test_a_save_is_told_to_the_browser_at_once(preview: Preview) -> None:
    before = pages_of(request(preview, "/")[2])
    with Stream(preview) as stream:
        assert stream.kind == "text/event-stream; charset=utf-8"
        assert stream.next_message()["pages"] == before
        preview.write("index.txt", "changed")
        message = stream.next_message()
    assert message["pages"] != before
    assert message["problems"] == []
    page = request(preview, "/")[2]
    assert b"changed" in page
    assert pages_of(page) == message["pages"]
    assert preview.build.calls[-1] == frozenset({preview.content / "index.txt"})


def test_a_build_with_problems_leaves_the_last_good_pages(preview: Preview) -> None:
    good = request(preview, "/")[2]
    with Stream(preview) as stream:
        stream.next_message()
        preview.write("index.txt", "BROKEN <b>")
        message = stream.next_message()
        assert message["pages"] == pages_of(good)
        assert message["title"] == "1 problem, so the page is not up to date"
        assert message["problems"] == [
            {
                "severity": "error",
                "code": "PS302",
                "place": "index.txt:1:1",
                "reason": "BROKEN <b>",
                "help": "Help: write something else",
            }
        ]
        assert request(preview, "/")[2] == good
        preview.write("index.txt", "mended")
        assert stream.next_message()["problems"] == []
    assert b"mended" in request(preview, "/")[2]


def test_a_bug_in_the_build_is_told_without_its_details_and_the_preview_goes_on(tmp_path: Path) -> None:
    with previewing(tmp_path, HELLO, lang="zh-CN") as preview, Stream(preview) as stream:
        stream.next_message()
        preview.write("index.txt", "CRASH")
        message = stream.next_message()
        fault = preview.next_of(Fault)
        assert str(fault.error) == "secret of 张伟"
        assert message["problems"][0]["reason"] == "perfsite 自身出现故障，这次保存没有构建成功。"
        assert "张伟" not in json.dumps(message, ensure_ascii=False)
        assert "Traceback" not in json.dumps(message)
        assert b"hello" in request(preview, "/")[2]
        preview.write("index.txt", "mended")
        assert stream.next_message()["problems"] == []


def test_a_bug_in_a_page_made_on_demand_ends_that_answer_only(tmp_path: Path) -> None:
    def page(address: str) -> bytes | None:
        if address == "bad.html":
            raise KeyError("secret")
        return b"<p>good" if address == "good.html" else None

    faults: list[BaseException] = []
    live = Live("en")
    live.show(Built(ok=True, page=page))
    with Server("127.0.0.1", 0, live, faults.append) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        preview = Preview(server.url, tmp_path, None, None)  # type: ignore[arg-type]
        status, _, body = request(preview, "/bad.html")
        assert status == 500
        assert b"secret" not in body
        assert [type(fault) for fault in faults] == [KeyError]
        assert request(preview, "/good.html")[0] == 200
        server.shutdown()


def test_before_the_first_good_build_a_page_says_so_and_follows(tmp_path: Path) -> None:
    with previewing(tmp_path, {"index.txt": "BROKEN"}) as preview:
        status, _, body = request(preview, "/any/page.html")
        assert status == 200
        assert b"has not been built yet" in body
        assert request(preview, "/site.css")[0] == 404
        with Stream(preview) as stream:
            first = stream.next_message()
            assert first["pages"] == pages_of(body)
            assert len(first["problems"]) == 1
            preview.write("index.txt", "good")
            assert stream.next_message()["pages"] != first["pages"]
        assert b"good" in request(preview, "/index.html")[2]


def test_what_does_not_concern_the_site_does_not_build_it(preview: Preview) -> None:
    for folder in (".git", "public", "zh/node_modules"):
        (preview.content / folder).mkdir()
        (preview.content / folder / "x.txt").write_text("x")
    for name in (
        ".index.txt.swp",
        "index.txt~",
        "4913",
        ".#index.txt",
        "#index.txt#",
        "index.txt.tmp",
        ".~lock.data.csv#",
        "~$data.xlsx",
    ):
        (preview.content / name).write_text("x")
    (preview.content / "index.txt").read_text()
    while not preview.events.empty():
        preview.events.get()
    count = len(preview.build.calls)
    time.sleep(0.4)
    preview.write("index.txt", "now")
    rebuilding = preview.next_of(Rebuilding)
    assert rebuilding.changed == frozenset({preview.content / "index.txt"})
    assert len(preview.build.calls) <= count + 1


@pytest.mark.parametrize(
    "name",
    [
        "goals.yml",
        "数据.csv",
        "a.b.md",
        "perfsite.yml",
        ".perfsite.yml",
        "backup.yml",
        "part.yml",
        "tmp/x.yml",
        "49130",
    ],
)
def test_files_of_records_concern_the_site(tmp_path: Path, name: str) -> None:
    assert Changes([tmp_path], [tmp_path / "public"]).concerns(tmp_path / name)


def test_a_file_watched_alone_brings_no_neighbours(tmp_path: Path) -> None:
    changes = Changes([tmp_path / "perfsite.yml"], [])
    assert changes.concerns(tmp_path / "perfsite.yml")
    assert not changes.concerns(tmp_path / "other.yml")


@pytest.mark.parametrize("save", ["replace", "delete", "folder"])
def test_each_way_to_save_is_seen(preview: Preview, save: str) -> None:
    with Stream(preview) as stream:
        stream.next_message()
        if save == "replace":  # as editors do: a file beside it, then a rename
            (preview.content / "index.txt.tmp").write_text("replaced")
            (preview.content / "index.txt.tmp").replace(preview.content / "index.txt")
        elif save == "delete":
            (preview.content / "zh" / "index.txt").unlink()
        else:
            (preview.content.parent / "new").mkdir()
            (preview.content.parent / "new" / "page.txt").write_text("moved in")
            (preview.content.parent / "new").rename(preview.content / "new")
        stream.next_message()
    expected = {
        "replace": ("/", 200, "replaced"),
        "delete": ("/zh/index.html", 404, "没有"),
        "folder": ("/new/page.html", 200, "moved in"),
    }
    target, status, text = expected[save]
    answer = request(preview, target)
    assert answer[0] == status
    assert text in answer[2].decode()


def test_many_saves_at_once_are_few_builds(preview: Preview) -> None:
    while not preview.events.empty():
        preview.events.get()
    count = len(preview.build.calls)
    for number in range(100):
        preview.write(f"page{number}.txt", "x")
    while request(preview, "/page99.html")[0] != 200:
        preview.next_of(Rebuilt)
    assert len(preview.build.calls) - count < 10


def test_when_folders_cannot_be_watched_they_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_many(_: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("perfsite.serve.watch.Observer.start", too_many)
    with previewing(tmp_path, HELLO) as preview, Stream(preview) as stream:
        stream.next_message()
        preview.write("index.txt", "seen all the same")
        stream.next_message()
        assert b"seen all the same" in request(preview, "/")[2]


def test_a_silent_stream_gives_signs_of_life(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_SECONDS_BETWEEN_SIGNS_OF_LIFE", 0.05)
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    connection.request("GET", "/_perfsite/events")
    response = connection.getresponse()
    assert b": still here\n" in [response.readline() for _ in range(6)]
    connection.close()


# Starting and stopping


def test_a_port_in_use_is_told_with_a_free_one(preview: Preview) -> None:
    with pytest.raises(ServeError) as caught:
        serve(preview.build, [preview.content], port=preview.port, lang="en", on_event=lambda _: None)
    error = caught.value
    assert error.reason == ServeReason.PORT_IN_USE
    assert error.free_port is not None
    assert error.free_port > preview.port
    assert error.sentence("zh") == f"端口 {preview.port} 已被占用。"
    assert error.help("en") == f"port {error.free_port} is free: `--port {error.free_port}`"
    with socket.socket() as free:
        free.bind(("127.0.0.1", error.free_port))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com", ""])  # noqa: S104 - refused
def test_it_listens_on_loopback_only(tmp_path: Path, host: str) -> None:
    with pytest.raises(ServeError) as caught:
        Server(host, 0, Live("en"), lambda _: None)
    assert caught.value.reason == ServeReason.NOT_LOOPBACK
    assert caught.value.help("zh").startswith("请使用 127.0.0.1")


def test_another_address_of_this_machine_is_not_answered(preview: Preview) -> None:
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", preview.port), timeout=2)


PROGRAM = """
import sys
from pathlib import Path
from perfsite.serve import Built, Listening, Stopped, serve

def tell(event):
    if isinstance(event, Listening | Stopped):
        print(type(event).__name__, flush=True)

serve(lambda changed: Built(True, {"index.html": b"x"}.get), [Path(sys.argv[1])], port=0, lang="en", on_event=tell)
print("went on", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_it_cleanly(tmp_path: Path, how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"Listening\n"
        time.sleep(0.2)
        program.send_signal(how)
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, out, err) == (0, b"Stopped\nwent on\n", b"")


def test_stopping_ends_open_streams(tmp_path: Path) -> None:
    with previewing(tmp_path, HELLO) as preview:
        stream = Stream(preview)
        stream.next_message()
    with stream:
        assert stream.ends()
