"""Commits to the stream that `git fast-import` reads: the same commits, the same bytes, so the same commit ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_MAIN = "refs/heads/main"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who (`Name <address>`) and when, with the time zone of the place."""

    who: str
    at: dt.datetime

    def __str__(self) -> str:
        return f"{self.who} {int(self.at.timestamp())} {self.at:%z}"


@dataclass(frozen=True, slots=True)
class NewCommit:
    """A commit that is to be. `parents` are places in the list of all commits; `files` is what differs from the first one."""

    author: Signature
    committer: Signature
    message: str
    parents: tuple[int, ...]
    files: Mapping[str, bytes | None]


def stream(commits: Sequence[NewCommit]) -> Iterator[bytes]:
    """The stream, piece by piece. The last commit is where the only branch ends; a side line has no name."""
    yield b"feature done\n"
    for place, commit in enumerate(commits):
        yield f"commit {_MAIN}\nmark :{place + 1}\n".encode()
        yield f"author {commit.author}\ncommitter {commit.committer}\n".encode()
        yield _data(commit.message.encode())
        for word, parent in zip(("from", "merge", "merge"), commit.parents, strict=False):
            yield f"{word} :{parent + 1}\n".encode()
        for path, content in commit.files.items():
            if content is None:
                yield f"D {path}\n".encode()
            else:
                yield f"M 100644 inline {path}\n".encode()
                yield _data(content)
    yield b"done\n"


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)
