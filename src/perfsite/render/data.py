"""Records as data → JSON files that have an address each, and the index of them all."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from perfsite.site.addresses import is_whole


def write_data(data: Mapping[str, Any], address: str, base_url: str) -> bytes:
    """The file of a record. Addresses of its pages are relative to it, or whole where the site knows its host."""
    lead = leading(address, base_url)
    found = {**data, "pages": {language: lead(page) for language, page in data["pages"].items()}}
    pages = data.get("history", {}).get("pages")
    if pages is not None:
        found["history"] = {**data["history"], "pages": {language: lead(page) for language, page in pages.items()}}
    return write_json(found)


def leading(address: str, base_url: str) -> Callable[[str], str]:
    """How addresses of the site are written in the file at one."""
    if is_whole(base_url):
        root = base_url.rstrip("/")
        return lambda other: f"{root}{other}"
    folder = posixpath.dirname(address)
    return lambda other: posixpath.relpath(other, folder)


def write_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


__all__ = ["digest_of", "leading", "write_data", "write_json"]
