"""The only caller of git: plumbing, a fixed environment and fixed arguments, every exit status looked at."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

# Nothing of the user's or the machine's configuration may change what is read, and nothing may be run or fetched by
# reading. A graft or a replacement is overlooked, so that what is read is what the commits' ids stand for.
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_SAFE = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "safe.directory=*",
    "-c",
    "core.quotePath=false",
    "-c",
    "core.attributesFile=",
    # Git before 2.45 fetches what a partial clone lacks unless every way of fetching is closed.
    "-c",
    "protocol.allow=never",
)
# What `%B` gives last may hold anything but NUL; the fields before it hold no line end either.
FIELDS = ("%H", "%P", "%e", "%an", "%ae", "%ad", "%cn", "%ce", "%cd", "%B")
_LOG = (
    "log",
    "-z",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--root",
    # A merge is compared with its first parent, so that each commit's files follow from one parent's; what a merge
    # itself has changed shows where they are compared with those of its other parents.
    "--diff-merges=first-parent",
    # Every commit, those too that touch no file of the site: they join what does.
    "--full-history",
    "--sparse",
    "--relative",
    "--date=raw",
    "--encoding=none",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-mailmap",
    "--no-notes",
    "--no-show-signature",
    "--no-decorate",
    "--no-indent-heuristic",
    "--ignore-submodules=none",
    f"-O{os.devnull}",
    f"--format=tformat:{'%x00'.join(FIELDS)}",
)
_BLOBS = ("cat-file", "--batch", "--buffer")
# What an entry of a tree is, by its mode.
_MODES = {"100644": "file", "100755": "file", "120000": "link"}
MAX_BLOB = 2**20
_CHUNK = 2**16
# What is read at once of what git is printing, in bytes, and how long to wait for more, in seconds.
_PIECE = 2**22
_PAUSE = 0.01


@dataclass(frozen=True, slots=True)
class Head:
    """The commit that a working tree stands on. `clean` says that no file under git differs from it."""

    id: str
    clean: bool


class GitError(Exception):
    """git did not do what it was asked; the text is what it said."""


class Gap(StrEnum):
    """Why a history is not whole."""

    SHALLOW = "shallow"
    PARTIAL = "partial"
    GRAFTED = "grafted"
    REPLACED = "replaced"
    DAMAGED = "damaged"
    STOPPED = "stopped"
    NO_GIT = "no-git"


class HistoryError(Exception):
    """A history that is there and cannot be read as a whole. `detail` is what git said, for people who know git."""

    def __init__(self, gap: Gap, detail: str = "") -> None:
        super().__init__(f"{gap}: {detail}")
        self.gap = gap
        self.detail = detail


def _command(*arguments: str) -> list[str]:
    return ["git", "--literal-pathspecs", *_SAFE, *arguments]


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), **_ENVIRONMENT}


def _run(root: Path, *arguments: str, fed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        _command(*arguments),
        cwd=root,
        env=_environment(),
        capture_output=True,
        check=False,
        input=fed,
    )


def version() -> tuple[int, ...] | None:
    """Git's version, such as (2, 43, 0); None where there is no git."""
    try:
        said = _run(Path(), "version").stdout.decode("ascii", "replace")
    except OSError:
        return None
    found = re.search(r"\d+(?:\.\d+)*", said)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def find_commit(root: Path, revision: str) -> str | None:
    """The id of the commit that a revision names; None outside a repository, before its first commit, without git."""
    try:
        found = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except OSError:
        return None
    # `--end-of-options` itself is printed by some versions of git.
    return found.stdout.decode("ascii").split()[-1] if found.returncode == 0 and found.stdout else None


def named_commits(root: Path) -> Iterator[tuple[str, str]]:
    """The names that a repository gives to commits, each with `heads`, `remotes` or `tags`; none outside of one."""
    try:
        listed = _run(root, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes", "refs/tags")
    except OSError:
        return
    for line in listed.stdout.decode("utf-8", "replace").splitlines():
        _, kind, name = line.split("/", 2)
        # A remote's HEAD stands for one of its branches.
        if not (kind == "remotes" and name.endswith("/HEAD")):
            yield name, kind


def head_commit(root: Path, paths: tuple[str, ...]) -> Head | None:
    """The commit that `root` stands on, or None outside a repository, before its first commit and without git.

    `paths` are those that a site is made of; changes elsewhere do not make it differ from its commit.
    """
    commit = find_commit(root, "HEAD")
    if commit is None:
        return None
    status = _run(root, "status", "--porcelain", "-z", "--untracked-files=normal", "--", *paths)
    return Head(commit, clean=status.returncode == 0 and not status.stdout)


def tracks(root: Path, path: str) -> bool:
    """Whether a repository holds anything at or below a path."""
    try:
        return bool(_run(root, "ls-files", "-z", "--", path).stdout)
    except OSError:
        return False


def check_absent(root: Path) -> None:
    """Raises `HistoryError` where there is a history though no commit was found: git is missing, or the commit is."""
    if not any((folder / ".git").is_file() or (folder / ".git" / "HEAD").is_file() for folder in (root, *root.parents)):
        return
    try:
        head = _run(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except OSError as error:
        raise HistoryError(Gap.NO_GIT) from error
    if head.returncode == 0:
        raise HistoryError(_lacking(root), f"{head.stdout.decode('ascii').strip()} missing")
    found = _run(root, "rev-parse", "--git-dir")
    if found.returncode != 0:
        raise _error(root, found.returncode, found.stderr)


def check_whole(root: Path) -> None:
    """Raises `HistoryError` where a repository says of itself that its history is cut short."""
    shallow = _run(root, "rev-parse", "--is-shallow-repository")
    if shallow.returncode != 0:
        raise _error(root, shallow.returncode, shallow.stderr)
    if shallow.stdout.strip() == b"true":
        raise HistoryError(Gap.SHALLOW)


class Running:
    """Git on its way into a file, so that it waits for nobody."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes], printed: IO[bytes], said: IO[bytes]) -> None:
        self._root, self._process, self._printed, self._said = root, process, printed, said

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def pieces(self) -> Iterator[bytes]:
        """What it prints, as it prints it, until it has ended."""
        # Git goes on writing where the file stands, so that it is read without moving there. Not every system can.
        at, number = 0, self._printed.fileno()
        while hasattr(os, "pread"):
            has_ended = self._process.poll() is not None
            while piece := os.pread(number, _PIECE, at):
                at += len(piece)
                yield piece
            if has_ended:
                break
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PAUSE)
        rest = self.whole()
        rest.seek(at)
        while piece := rest.read(_PIECE):
            yield piece

    def ask(self, ids: Iterable[str]) -> None:
        """Asks for objects, where it is to be asked. Whether it has them, or has ended, shows in what it prints."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.writelines(f"{id}\n".encode("ascii") for id in ids)
            self._process.stdin.flush()

    def whole(self) -> IO[bytes]:
        """All that it prints, when it has ended; it is asked for no more."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        if self._process.wait() != 0:
            raise _error(self._root, self._process.returncode, _text_of(self._said))
        self._printed.seek(0)
        return self._printed

    def blobs(self, most: int = MAX_BLOB) -> Iterator[tuple[str, bytes | None]]:
        """As `read_blobs`, where it is blobs that it prints."""
        try:
            yield from _blobs(self._root, self.whole(), most)
        except _CutShortError:
            raise _error(self._root, 0, _text_of(self._said)) from None


@contextmanager
def _start(root: Path, *arguments: str, fed: int = subprocess.DEVNULL) -> Iterator[Running]:
    """Git is stopped where its result is not waited for."""
    with (
        tempfile.TemporaryFile() as printed,
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            _command(*arguments), cwd=root, env=_environment(), stdin=fed, stdout=printed, stderr=said
        ) as process,
    ):
        try:
            yield Running(root, process, printed, said)
        finally:
            if process.poll() is None:
                process.kill()
            if process.stdin is not None:
                # What it was asked and has not read is of no account any more.
                with suppress(BrokenPipeError):
                    process.stdin.close()


@contextmanager
def start_log(root: Path, commit: str, paths: tuple[str, ...], known: str = "") -> Iterator[Running]:
    """Every commit that `commit` reaches and `known` does not, with its changes to `paths`, as git prints them.

    Paths are relative to `root`, which may lie below the top of the repository.
    """
    without = (f"^{known}",) if known else ()
    with _start(root, *_LOG, commit, *without, "--", *paths) as log:
        yield log


@contextmanager
def start_blobs(root: Path) -> Iterator[Running]:
    """The bytes of each blob that it is asked for, printed while something else is done."""
    with _start(root, *_BLOBS, fed=subprocess.PIPE) as printing:
        yield printing


def list_files(root: Path, commit: str, paths: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """The name, kind (file, link or device) and blob of everything that a commit holds at and below paths.

    Names and paths are relative to `root`, as in `start_log`. What is no text, a submodule too, is a device.
    """
    run = _run(root, "ls-tree", "-r", "-z", commit, "--", *paths)
    if run.returncode != 0:
        raise _error(root, run.returncode, run.stderr)
    for entry in run.stdout.split(b"\0")[:-1]:
        facts, _, name = entry.partition(b"\t")
        mode, _, id = facts.decode("ascii").split(" ")
        yield os.fsdecode(name), _MODES.get(mode, "device"), id


def reaches(root: Path, commit: str, ancestor: str) -> bool:
    """Whether a commit that was built before is there and part of the history that is built now."""
    return _run(root, "merge-base", "--is-ancestor", ancestor, commit).returncode == 0


def check_blobs(root: Path, ids: Iterable[str]) -> None:
    """Raises `HistoryError` where one of the blobs is missing."""
    run = _run(
        root,
        "cat-file",
        "--batch-check=%(objecttype)",
        "--buffer",
        fed="".join(f"{id}\n" for id in ids).encode("ascii"),
    )
    if run.returncode != 0:
        raise _error(root, run.returncode, run.stderr)
    lacking = next((line for line in run.stdout.splitlines() if line != b"blob"), None)
    if lacking is not None:
        raise _error(root, 0, lacking)


def blob_id(raw: bytes, like: str) -> str:
    """The id that git gives a content, in the form of another id."""
    made = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return made(b"blob %d\0" % len(raw) + raw).hexdigest()


def read_blobs(root: Path, ids: Iterable[str], most: int = MAX_BLOB) -> Iterator[tuple[str, bytes | None]]:
    """The bytes of each blob, in order; None for one larger than `most`. One process reads them all."""
    with tempfile.TemporaryFile() as wanted, tempfile.TemporaryFile() as said:
        wanted.writelines(f"{id}\n".encode("ascii") for id in ids)
        wanted.seek(0)
        with subprocess.Popen(
            _command(*_BLOBS), cwd=root, env=_environment(), stdin=wanted, stdout=subprocess.PIPE, stderr=said
        ) as process:
            assert process.stdout is not None
            try:
                yield from _blobs(root, process.stdout, most)
            except _CutShortError:
                # Its output has ended, so it has ended or is about to.
                process.wait()
                raise _error(root, process.returncode, _text_of(said)) from None
            except BaseException:
                process.kill()
                raise
            if process.wait() != 0:
                raise _error(root, process.returncode, _text_of(said))


def add_blobs(root: Path, raws: dict[str, bytes | None], ids: Iterable[str]) -> None:
    """Adds the bytes of those blobs that are not there, in their order; git is started for no fewer than one."""
    missing = dict.fromkeys(id for id in ids if id not in raws)
    if missing:
        raws.update(read_blobs(root, missing))


class _CutShortError(Exception):
    """Git's answer ends before it is complete."""


def _blobs(root: Path, stream: IO[bytes], most: int) -> Iterator[tuple[str, bytes | None]]:
    while line := stream.readline():
        head = line.split()
        if not line.endswith(b"\n"):
            raise _CutShortError
        if len(head) != 3 or head[1] != b"blob":
            # "… missing", "… ambiguous", or an object that is no blob.
            raise _error(root, 0, line)
        size = int(head[2])
        if size <= most:
            raw = stream.read(size)
            complete = len(raw) == size
        else:
            raw, complete = None, _skip(stream, size)
        if not complete or stream.read(1) != b"\n":
            raise _CutShortError
        yield head[0].decode("ascii"), raw


def _skip(stream: IO[bytes], size: int) -> bool:
    while size:
        chunk = stream.read(min(size, _CHUNK))
        if not chunk:
            return False
        size -= len(chunk)
    return True


def _text_of(said: IO[bytes]) -> bytes:
    said.seek(0)
    return said.read(_CHUNK)


def _error(root: Path, status: int, said: bytes) -> HistoryError:
    """What a failure of git comes from: the repository's own state explains it, or else git was stopped or damaged."""
    detail = " ".join(said.decode("utf-8", "replace").split())[:300]
    if status < 0:
        return HistoryError(Gap.STOPPED, detail or f"signal {-status}")
    return HistoryError(_lacking(root), detail)


def _lacking(root: Path) -> Gap:
    """Of what kind a repository is that lacks an object which it should have."""
    promised = _run(root, "config", "--local", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")
    if promised.returncode == 0 and promised.stdout:
        return Gap.PARTIAL
    shared = _run(root, "rev-parse", "--git-common-dir")
    if shared.returncode == 0 and (root / os.fsdecode(shared.stdout.rstrip(b"\n")) / "info" / "grafts").is_file():
        return Gap.GRAFTED
    replaced = _run(root, "for-each-ref", "--count=1", "--format=%(refname)", "refs/replace/")
    if replaced.returncode == 0 and replaced.stdout:
        return Gap.REPLACED
    return Gap.DAMAGED


def create_repository(root: Path, commits: Iterable[bytes]) -> str:
    """Makes a repository in `root` out of a stream for `git fast-import`, checked out; the id of its last commit.

    Raises `GitError` where git refuses, and `OSError` where there is none.
    """
    _succeed(root, "init", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template=")
    _succeed(root, "fast-import", "--quiet", "--date-format=raw", fed=b"".join(commits))
    _succeed(root, "reset", "--quiet", "--hard", "refs/heads/main")
    return _succeed(root, "rev-parse", "refs/heads/main").decode("ascii").strip()


def _succeed(root: Path, *arguments: str, fed: bytes = b"") -> bytes:
    done = _run(root, *arguments, fed=fed)
    if done.returncode != 0:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]}: {done.returncode}")
    return done.stdout
