"""A site folder ↔ its manifest: what made it, from which commit, for whom, and the digest of every file in it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from perfsite.output.addresses import UnsafeAddressError, check_address

# A visible name: several static hosts leave out files whose name starts with a dot.
MANIFEST_NAME = "perfsite-manifest.json"
_GENERATOR = "perfsite"
_FORMAT = 1
# What desktops drop into any folder that was looked at; they are nobody's work.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
# How systems answer to opening a link with O_NOFOLLOW, a socket, a folder.
_NOT_REGULAR = frozenset({errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EISDIR})


@dataclass(frozen=True, slots=True)
class ManifestHeader:
    """What is known before the first page is written. `commit` is None where the audience may not learn it."""

    version: str
    commit: str | None
    as_of: str
    audience: str


@dataclass(frozen=True, slots=True)
class Manifest:
    generator: str
    version: str
    commit: str | None
    as_of: str
    audience: str
    files: tuple[tuple[str, str], ...]  # address → SHA-256 in hex, sorted by address

    @classmethod
    def of(cls, header: ManifestHeader, digests: dict[str, str]) -> Manifest:
        files = tuple(sorted(digests.items()))
        return cls(_GENERATOR, header.version, header.commit, header.as_of, header.audience, files)

    def to_bytes(self) -> bytes:
        """JSON with one file a line, so that the manifests of two builds can be compared with `diff`."""
        head = {
            "generator": self.generator,
            "format": _FORMAT,
            "version": self.version,
            "commit": self.commit,
            "as_of": self.as_of,
            "audience": self.audience,
        }
        lines = [f"  {_json(key)}: {_json(value)}," for key, value in head.items()]
        files = ",\n".join(f"    {_json(address)}: {_json(digest)}" for address, digest in self.files)
        body = "\n".join(["{", *lines, '  "files": {' + (f"\n{files}\n  " if files else "") + "}", "}", ""])
        return body.encode("utf-8")


@dataclass(frozen=True, slots=True)
class Difference:
    kind: Literal["manifest", "missing", "changed", "extra"]
    path: str


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_manifest(out: Path) -> Manifest | None:
    """The manifest of a site folder; None when there is none, or none that this version could have written."""
    try:
        return parse_manifest(read_regular_file(out / MANIFEST_NAME))
    except FileNotFoundError:
        return None


def parse_manifest(data: bytes | None) -> Manifest | None:
    try:
        read = json.loads(data or b"null")
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or read.get("generator") != _GENERATOR or read.get("format") != _FORMAT:
        return None
    version, commit, as_of, audience = (read.get(key) for key in ("version", "commit", "as_of", "audience"))
    files = read.get("files")
    if not (isinstance(version, str) and isinstance(as_of, str) and isinstance(audience, str)):
        return None
    if not (commit is None or isinstance(commit, str)) or not isinstance(files, dict):
        return None
    try:
        digests = {check_address(address): str(digest) for address, digest in files.items()}
    except UnsafeAddressError:
        return None
    return Manifest.of(ManifestHeader(version, commit, as_of, audience), digests)


def verify_site(out: Path) -> list[Difference]:
    """Compare a site folder with its manifest, sorted by address; no difference means whole and untouched."""
    manifest = read_manifest(out)
    if manifest is None:
        return [Difference("manifest", MANIFEST_NAME)]
    expected = dict(manifest.files)
    differences = [
        Difference("extra", address)
        for address in walk_files(out)
        if address not in expected and address != MANIFEST_NAME
    ]
    for address, digest in expected.items():
        try:
            data = read_regular_file(out / address)
        except (FileNotFoundError, NotADirectoryError):
            differences.append(Difference("missing", address))
            continue
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            differences.append(Difference("changed", address))
    return sorted(differences, key=lambda difference: difference.path)


def find_strays(out: Path, manifest: Manifest | None) -> Iterator[str]:
    """Addresses of what perfsite did not write into `out`, links too. Empty folders hold nothing one could lose."""
    ours = {address for address, _ in manifest.files} if manifest else set()
    ours.add(MANIFEST_NAME)
    for address in walk_files(out):
        if address not in ours and address.rpartition("/")[2] not in _LITTER:
            yield address


def walk_files(folder: Path, prefix: str = "") -> Iterator[str]:
    """Addresses of everything below `folder` that is not itself a folder. Links are named, never followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from walk_files(Path(entry.path), f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name


def read_regular_file(path: str | Path, *, only_size: int | None = None, only_mode: int | None = None) -> bytes | None:
    """The bytes of a file; None when something else stands there (a link, a pipe), or its size or mode is another."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno in _NOT_REGULAR:
            return None
        raise
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or (only_size is not None and found.st_size != only_size):
            return None
        if only_mode is not None and os.name == "posix" and stat.S_IMODE(found.st_mode) != only_mode:
            return None
        chunks = []
        while chunk := os.read(descriptor, found.st_size + 1):
            chunks.append(chunk)
            if len(chunk) <= found.st_size:  # a regular file is read short only at its end
                break
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)
    finally:
        os.close(descriptor)
