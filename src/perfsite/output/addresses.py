"""The address of an output file → the same address, known to be safe on every file system a site may be copied to."""

from __future__ import annotations

import re
import unicodedata

# Windows opens these as devices whatever the folder and the suffix.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_REFUSED = re.compile(r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\u2028\u2029]')
_LONGEST_PART = 255  # bytes, the limit of ext4, XFS and APFS


class UnsafeAddressError(ValueError):
    """An output address that must not be written. Addresses are made by perfsite from checked ids, so this is a bug."""


def check_address(address: str) -> str:
    """Return a relative POSIX path unchanged, or raise when any common file system could read it as another place."""
    if _REFUSED.search(address):
        raise UnsafeAddressError(f"character not allowed in output address {address!r}")
    if not unicodedata.is_normalized("NFC", address):
        raise UnsafeAddressError(f"output address is not in Unicode NFC: {address!r}")
    for part in address.split("/"):
        if part in ("", ".", ".."):
            raise UnsafeAddressError(f"output address leaves its folder or has an empty part: {address!r}")
        if part[-1] in ". ":
            raise UnsafeAddressError(f"Windows drops the dot or space at the end of a part of {address!r}")
        if _DEVICES.match(part):
            raise UnsafeAddressError(f"{part!r} is a device on Windows, in output address {address!r}")
        if len(part) > _LONGEST_PART // 4 and len(_encode(part)) > _LONGEST_PART:
            raise UnsafeAddressError(f"a part of output address {address!r} is longer than {_LONGEST_PART} bytes")
    _encode(address)
    return address


def _encode(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise UnsafeAddressError(f"output address {text!r} holds half a surrogate pair") from None


class Addresses:
    """The addresses taken so far. Two that differ by case or compatibility form alone are one file on some disks."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def take(self, address: str) -> str:
        """Check an address and note it; return its folder, `""` for the top."""
        check_address(address)
        folder = address.rpartition("/")[0]
        if folder and self._folders.get(_fold(folder)) != folder:
            self._take_folder(folder)
        key = _fold(address)
        taken = self._files.get(key) or self._folders.get(key)
        if taken is not None:
            raise UnsafeAddressError(f"output addresses {taken!r} and {address!r} are one place on some file systems")
        self._files[key] = address
        return folder

    def _take_folder(self, folder: str) -> None:
        parent = folder.rpartition("/")[0]
        if parent:
            self._take_folder(parent)
        key = _fold(folder)
        taken = self._files.get(key) or self._folders.setdefault(key, folder)
        if taken != folder or key in self._files:
            raise UnsafeAddressError(f"output addresses {taken!r} and {folder!r} are one place on some file systems")


def _fold(address: str) -> str:
    if address.isascii():
        return address.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address).casefold())
