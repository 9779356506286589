"""A small repository of records, made commit by commit as people do it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from perfsite.history.read import History, Store, read_history
from perfsite.records.reader import Settings

SITE = "title: {zh: 站点, en: Site}\n"


class Repository:
    """Commits are a minute apart. `root` is where perfsite.yml lies."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.time = 1_760_000_000
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "core.autocrlf", "false")
        self.write({"perfsite.yml": SITE})

    def git(self, *arguments: str, text: bytes = b"", author: str = "王芳", check: bool = True) -> str:
        self.time += 60
        run = subprocess.run(
            ["git", "-c", "core.fsync=none", *arguments],
            cwd=self.root,
            input=text,
            capture_output=True,
            check=False,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.root),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_NAME": author,
                "GIT_AUTHOR_EMAIL": "author@example.internal",
                "GIT_COMMITTER_NAME": "李明",
                "GIT_COMMITTER_EMAIL": "committer@example.internal",
                "GIT_AUTHOR_DATE": f"{self.time} +0800",
                "GIT_COMMITTER_DATE": f"{self.time} +0800",
            },
        )
        assert run.returncode == 0 or not check, run.stderr.decode()
        return run.stdout.decode("utf-8", "replace").strip()

    def write(self, files: dict[str, str | bytes | None]) -> None:
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, message: str, files: dict[str, str | bytes | None] | None = None, *, author: str = "王芳") -> str:
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, author=author)
        return self.git("rev-parse", "HEAD")

    def history(self, store: Store | None = None) -> History:
        history = read_history(self.root, "content", Settings(), store=store)
        assert history is not None
        return history


class Memory:
    """A store that keeps one entry a name, as the cache does."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str, bytes]] = {}

    def get(self, name: str, key: str) -> bytes | None:
        kept = self.entries.get(name)
        return kept[1] if kept is not None and kept[0] == key else None

    def put(self, name: str, key: str, value: bytes) -> None:
        self.entries[name] = (key, value)


def term(definition: str, *, id: str = "", title: str = "词") -> str:
    stated = f"id: {id}\n" if id else ""
    return f"{stated}title: {{zh: {title}}}\ndefinition: {{zh: {definition}}}\n"
