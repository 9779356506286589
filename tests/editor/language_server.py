"""The YAML language server as an editor runs it: a process of its own, spoken to over its standard input and output."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

Message: TypeAlias = dict[str, Any]

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
# Marks in a text where the cursor stands.
CURSOR = "┃"
_PATIENCE = 120.0


class LanguageServer:
    """One server for one folder, with the settings of that folder's .vscode/settings.json, as VS Code would hand them."""

    def __init__(self, folder: Path, locale: str = "en") -> None:
        node = shutil.which("node")
        if node is None:
            raise FileNotFoundError("The tests of the editor need Node: `make test` installs it.")
        if not PROGRAM.is_file():
            raise FileNotFoundError(
                "The tests of the editor need the YAML language server, which is not in node_modules: run `npm ci --ignore-scripts`."
            )
        self.folder = folder
        self._settings: Mapping[str, Any] = json.loads((folder / ".vscode" / "settings.json").read_text("utf-8"))
        self._process = subprocess.Popen(
            [node, str(PROGRAM), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._said: queue.Queue[Message | None] = queue.Queue()
        self._asked = 0
        self._versions: dict[str, int] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self._published: dict[str, list[list[Message]]] = {}
        self._begin(locale)

    def close(self) -> None:
        self.ask("shutdown", None)
        self._tell("exit", None)
        self._process.communicate(timeout=_PATIENCE)

    # What somebody who types sees

    def problems(self, path: str, text: str | None = None) -> list[str]:
        """What is underlined in a file, each with the number of its line: `3: message`. Without a text, the file as it lies there."""
        uri = self._show(path, self._text(path) if text is None else text)
        return self._judged(uri)

    def problems_of(self, paths: Iterable[str]) -> dict[str, list[str]]:
        """What is underlined in each of these files, as they lie there; those without a problem left out."""
        shown = {path: self._show(path, self._text(path)) for path in paths}
        return {path: found for path, uri in shown.items() if (found := self._judged(uri))}

    def offers(self, path: str, text: str) -> dict[str, Message]:
        """What is offered at the cursor, by label."""
        uri, place = self._at_cursor(path, text)
        self._judged(uri)
        answer = self.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        return {item["label"]: item for item in answer["items"]}

    def words(self, path: str, text: str) -> str:
        """What shows where the pointer rests."""
        uri, place = self._at_cursor(path, text)
        self._judged(uri)
        answer = self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})
        return "" if answer is None else str(answer["contents"]["value"])

    def say_changed(self, path: str) -> None:
        """Tells the server, as an editor does that watches its folder, that a file has changed."""
        change = {"uri": (self.folder / path).as_uri(), "type": 2}
        self._tell("workspace/didChangeWatchedFiles", {"changes": [change]})

    # The protocol

    def ask(self, method: str, params: Any) -> Any:
        self._asked += 1
        number = self._asked
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]

    def _begin(self, locale: str) -> None:
        uri = self.folder.as_uri()
        self.ask(
            "initialize",
            {
                "processId": None,
                "locale": locale,
                "rootUri": uri,
                "workspaceFolders": [{"uri": uri, "name": self.folder.name}],
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "completion": {
                            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}
                        },
                        "hover": {"contentFormat": ["markdown"]},
                    },
                },
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": None})
        # Completion waits for the settings; before they are there, nothing would be underlined.
        self.offers("settings-are-read.yml", CURSOR)

    def _judged(self, uri: str) -> list[str]:
        """What the server says of the text shown last. It says so once for each text, empty-handed too."""
        while not self._published.get(uri):
            self._next()
        found = self._published[uri].pop(0)
        return [f"{item['range']['start']['line'] + 1}: {item['message']}" for item in found]

    def _answer(self, message: Message) -> None:
        """What the server asks of an editor: its settings by name. Of all else it is told that there is none."""
        if message["method"] == "textDocument/publishDiagnostics":
            params = message["params"]
            self._published.setdefault(params["uri"], []).append(params["diagnostics"])
        if "id" not in message:
            return
        result: Any = None
        if message["method"] == "workspace/configuration":
            result = [self._section(item["section"]) for item in message["params"]["items"]]
        self._send({"id": message["id"], "result": result})

    def _section(self, name: str) -> Any:
        """A section as VS Code hands it out: `yaml.schemas` under `yaml`. The list of schemas in the net is never asked for."""
        found = {
            key.removeprefix(f"{name}."): value for key, value in self._settings.items() if key.startswith(f"{name}.")
        }
        if name == "yaml":
            return {"validate": True, "hover": True, "completion": True, **found, "schemaStore": {"enable": False}}
        return self._settings.get(name, found or None)

    def _text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def _show(self, path: str, text: str) -> str:
        uri = (self.folder / path).as_uri()
        version = self._versions[uri] = self._versions.get(uri, 0) + 1
        if version == 1:
            document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
            self._tell("textDocument/didOpen", {"textDocument": document})
        else:
            self._tell(
                "textDocument/didChange",
                {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]},
            )
        return uri

    def _at_cursor(self, path: str, text: str) -> tuple[str, Message]:
        before, mark, after = text.partition(CURSOR)
        assert mark, "the text has no cursor"
        line = before.rpartition("\n")[2]
        # The protocol counts in units of UTF-16.
        place = {"line": before.count("\n"), "character": len(line.encode("utf-16-le")) // 2}
        return self._show(path, before + after), place

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _next(self) -> Message:
        message = self._said.get(timeout=_PATIENCE)
        if message is None:
            raise RuntimeError("The YAML language server has ended.")
        if "method" in message:
            self._answer(message)
        return message

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            self._said.put(json.loads(stream.read(length)))
        self._said.put(None)
