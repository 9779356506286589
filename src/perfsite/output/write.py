"""A stream of files → a published folder that holds exactly those, and their manifest."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from perfsite.output.addresses import Addresses
from perfsite.output.errors import OutputError, Reason, system_refusals
from perfsite.output.lock import only_writer_of
from perfsite.output.manifest import (
    MANIFEST_NAME,
    Manifest,
    ManifestHeader,
    find_strays,
    read_manifest,
    read_regular_file,
)
from perfsite.output.swap import (
    Places,
    clear_leftovers,
    flush_disk,
    remove_replaced,
    swap_in,
)

# Set outright, so that neither the umask nor the mode of a parent folder shows in the site.
FILE_MODE = 0o644
FOLDER_MODE = 0o755
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
# Where the whole disk cannot be flushed in one call, each file is: slow, and certain.
_FLUSH_EACH_FILE = not hasattr(os, "sync")


@dataclass(frozen=True, slots=True)
class Known:
    """A file whose SHA-256 is known without its bytes. `remake` is called only when the published site does not hold
    them already, and must return bytes of that digest.
    """

    digest: str
    remake: Callable[[], bytes]


def write_site(out: Path, files: Iterable[tuple[str, bytes | Known]], *, header: ManifestHeader) -> Manifest:
    """Replace the site at `out` as a whole, and return its manifest.

    `files` are taken one at a time and not kept. What is published already is linked into the new site instead of being
    written again, after its bytes were compared; so its date stays, and web servers and rsync see what really changed.
    perfsite never writes into a file that is there, so that a link shared with an old site cannot change under either.

    Raises `OutputError` when the folder or the system does not allow it, before the first of `files` is asked for where
    that can be known; `UnsafeAddressError` for an address that perfsite must not make; and whatever `files` itself
    raises. Each time the published folder is as it was.
    """
    with system_refusals(out):
        places = Places.around(out)
        refuse_place(places.target)
    with system_refusals(places.target.parent):
        places.target.parent.mkdir(parents=True, exist_ok=True)
    with only_writer_of(places.target, places.lock):
        with system_refusals(places.target):
            clear_leftovers(places)
            published = judge_target(places.target)
        try:
            manifest = _stage(places, published, files, header)
            with system_refusals(places.target):
                refuse_strays(places.target, published)  # again: rendering takes its time, someone may put a file there
                swap_in(places)
        except BaseException:
            _discard(places)
            raise
        remove_replaced(places)
    return manifest


def _stage(
    places: Places, published: Manifest | None, files: Iterable[tuple[str, bytes | Known]], header: ManifestHeader
) -> Manifest:
    staged = _Staging(places, published)
    for address, content in files:
        staged.add(address, content)
    return staged.finish(header)


def refuse_place(target: Path) -> None:
    """Raise for a target that cannot be swapped whatever stands in it."""
    if target.is_symlink():
        raise OutputError(Reason.SYMLINK, target, os.path.realpath(target))
    if Path.cwd().is_relative_to(target):
        raise OutputError(Reason.CURRENT_FOLDER, target)


def refuse_within(out: Path, records: Path) -> None:
    """Raise for a folder in which the site would be read as records."""
    with system_refusals(out):
        target = Places.around(out).target
        within = target.is_relative_to(records.resolve())
    if within:
        raise OutputError(Reason.AMONG_RECORDS, target, records.name)


def judge_target(target: Path) -> Manifest | None:
    """The manifest of the site that may be replaced, None for a new or empty folder; raises when it is someone's."""
    if not os.path.lexists(target):
        return None
    refuse_place(target)
    if not target.is_dir():
        raise OutputError(Reason.NOT_A_FOLDER, target)
    if os.path.ismount(target):
        raise OutputError(Reason.MOUNT_POINT, target)
    manifest = read_manifest(target)
    refuse_strays(target, manifest)
    return manifest


def refuse_strays(target: Path, manifest: Manifest | None) -> None:
    """Raise when `target` holds what is not of the site that `manifest` describes and would be lost with it."""
    if not os.path.lexists(target):
        return
    for stray in find_strays(target, manifest):
        if manifest is None:
            raise OutputError(Reason.NOT_OURS, target)
        raise OutputError(Reason.FOREIGN_FILES, target, stray)


def _discard(places: Places) -> None:
    """Take the staging folder away and put the old site back if it was moved, without hiding the error under way."""
    with suppress(OSError):
        clear_leftovers(places)


class _Staging:
    """The folder that is being filled, and the published one that it may borrow unchanged files from."""

    def __init__(self, places: Places, published: Manifest | None) -> None:
        self._places = places
        self._new = os.fspath(places.new)
        self._published_at = os.fspath(places.target)
        self._published = dict(published.files) if published else {}
        self._digests: dict[str, str] = {}
        self._addresses = Addresses()
        self._addresses.take(MANIFEST_NAME)
        self._folders = {""}
        with system_refusals(places.target):
            places.new.mkdir(0o700)

    def add(self, address: str, content: bytes | Known) -> None:
        folder = self._addresses.take(address)
        if folder not in self._folders:
            with system_refusals(self._places.target):
                self._make_folders(folder)
        digest = content.digest if isinstance(content, Known) else hashlib.sha256(content).hexdigest()
        if self._published.get(address) != digest or not self._borrow(address, digest, content):
            data = _remake(address, content) if isinstance(content, Known) else content
            with system_refusals(self._places.target):
                self._write(f"{self._new}/{address}", data)
        self._digests[address] = digest

    def finish(self, header: ManifestHeader) -> Manifest:
        """Write the manifest, when all that it speaks for is there, and flush."""
        manifest = Manifest.of(header, self._digests)
        with system_refusals(self._places.target):
            self._write(f"{self._new}/{MANIFEST_NAME}", manifest.to_bytes())
            self._open_to_readers()
            flush_disk(self._places.new)
        return manifest

    def _borrow(self, address: str, digest: str, content: bytes | Known) -> bool:
        """Link the published file into the new site if it really holds these bytes, whatever its manifest says."""
        source = f"{self._published_at}/{address}"
        try:
            if isinstance(content, Known):
                found = read_regular_file(source, only_mode=FILE_MODE)
                same = found is not None and hashlib.sha256(found).hexdigest() == digest
            else:
                same = read_regular_file(source, only_mode=FILE_MODE, only_size=len(content)) == content
            if same:
                os.link(source, f"{self._new}/{address}")
        except OSError:
            return False  # no links on this file system, too many, someone else's file: it is written anew
        return same

    def _make_folders(self, folder: str) -> None:
        parent = folder.rpartition("/")[0]
        if parent not in self._folders:
            self._make_folders(parent)
        self._make_folder(self._places.new / folder)
        self._folders.add(folder)

    def _open_to_readers(self) -> None:
        """Nobody reads a half-written site. A whole one is open to all, unless someone has set who may enter the
        folder that it replaces (the site of a narrower audience, say): then that stays.
        """
        mode = FOLDER_MODE
        if os.path.lexists(self._places.target):
            replaced = self._places.target.stat()
            mode = stat.S_IMODE(replaced.st_mode)
            if hasattr(os, "chown"):
                with suppress(PermissionError):
                    os.chown(self._new, replaced.st_uid, replaced.st_gid)
        self._places.new.chmod(mode)

    def _make_folder(self, path: Path) -> None:
        path.mkdir(FOLDER_MODE)
        path.chmod(FOLDER_MODE)

    def _write(self, path: str, data: bytes) -> None:
        descriptor = os.open(path, _CREATE, FILE_MODE)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if hasattr(os, "fchmod"):
                os.fchmod(descriptor, FILE_MODE)
            if _FLUSH_EACH_FILE:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remake(address: str, known: Known) -> bytes:
    data = known.remake()
    if hashlib.sha256(data).hexdigest() != known.digest:
        raise ValueError(f"the bytes made for {address!r} are not those whose digest was given")
    return data
