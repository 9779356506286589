"""The published folder is whole at any moment and under any mishap, and holds the same bytes whatever the surroundings."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.output import (
    MANIFEST_NAME,
    Difference,
    Known,
    Manifest,
    ManifestHeader,
    OutputError,
    Reason,
    UnsafeAddressError,
    read_manifest,
    recover_site,
    swap,
    verify_site,
    write_site,
)
from perfsite.output import write as writing
from perfsite.output.addresses import Addresses, check_address
from perfsite.output.file import replace_files

HEADER = ManifestHeader(version="0.1.0", commit="4b1d" * 10, as_of="2026-07-01", audience="everyone")
SITE = {"index.html": b"<p>hello</p>", "zh/goals/q3.html": "<p>三季度</p>".encode(), "zh/site.css": b""}
CHILD = Path(__file__).with_name("killed_build.py")


def build(out: Path, site: Mapping[str, bytes | Known] = SITE) -> Manifest:
    return write_site(out, iter(site.items()), header=HEADER)


def contents(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST_NAME, None)
    return found


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(out: Path, files: Any = ()) -> OutputError:
    with pytest.raises(OutputError) as caught:
        write_site(out, files, header=HEADER)
    return caught.value


# What a build writes


def test_a_site_holds_its_files_and_a_manifest_that_speaks_for_them(tmp_path: Path) -> None:
    manifest = build(tmp_path / "public" / "site")
    assert contents(tmp_path / "public" / "site") == SITE
    assert manifest == read_manifest(tmp_path / "public" / "site")
    assert manifest.files == tuple((path, hashlib.sha256(data).hexdigest()) for path, data in sorted(SITE.items()))
    assert (manifest.generator, manifest.audience, manifest.as_of) == ("perfsite", "everyone", "2026-07-01")
    assert names_in(tmp_path / "public") == ["site"]


def test_the_manifest_is_json_with_a_file_a_line(tmp_path: Path) -> None:
    write_site(tmp_path / "site", [("指南.html", b"1")], header=ManifestHeader("0.1.0", None, "2026-07-01", "hr"))
    assert (tmp_path / "site" / MANIFEST_NAME).read_text("utf-8") == (
        "{\n"
        '  "generator": "perfsite",\n'
        '  "format": 1,\n'
        '  "version": "0.1.0",\n'
        '  "commit": null,\n'
        '  "as_of": "2026-07-01",\n'
        '  "audience": "hr",\n'
        '  "files": {\n'
        '    "指南.html": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"\n'
        "  }\n"
        "}\n"
    )


def test_a_site_without_files_is_a_site(tmp_path: Path) -> None:
    build(tmp_path / "site", {})
    assert json.loads((tmp_path / "site" / MANIFEST_NAME).read_bytes())["files"] == {}
    assert verify_site(tmp_path / "site") == []


def test_the_next_build_replaces_the_whole_site(tmp_path: Path) -> None:
    build(tmp_path / "site", {"gone.html": b"1", "old/folder/gone.html": b"2", "index.html": b"old"})
    build(tmp_path / "site")
    assert contents(tmp_path / "site") == SITE
    assert not (tmp_path / "site" / "old").exists()
    assert names_in(tmp_path) == ["site"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_the_umask_does_not_show(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        build(tmp_path / "site")
        build(tmp_path / "site", SITE | {"more/page.html": b"more"})
    finally:
        os.umask(before)
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "site").rglob("*")}
    assert modes == {True: 0o755, False: 0o644}
    assert stat.S_IMODE((tmp_path / "site").stat().st_mode) == 0o755


def test_who_may_enter_the_folder_stays_as_it_was_set(tmp_path: Path) -> None:
    (tmp_path / "hr").mkdir(0o700)
    build(tmp_path / "hr")
    build(tmp_path / "hr", {"index.html": b"again"})
    assert stat.S_IMODE((tmp_path / "hr").stat().st_mode) == 0o700


def test_nobody_else_can_look_into_a_site_that_is_being_written(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"1"
        assert stat.S_IMODE((tmp_path / ".site.perfsite-new").stat().st_mode) == 0o700

    write_site(tmp_path / "site", files(), header=HEADER)


def test_two_folders_get_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path / "one")
    build(tmp_path / "two", {"other.html": b"before"})
    write_site(tmp_path / "two", reversed(SITE.items()), header=HEADER)
    manifests = [(tmp_path / name / MANIFEST_NAME).read_bytes() for name in ("one", "two")]
    assert manifests[0] == manifests[1]
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


# What is published already is not written again


def test_an_unchanged_file_keeps_its_date_and_a_changed_one_is_another_file(tmp_path: Path) -> None:
    build(tmp_path / "site")
    before = {path: (tmp_path / "site" / path).stat() for path in SITE}
    build(tmp_path / "site", SITE | {"index.html": b"<p>other</p>"})
    after = {path: (tmp_path / "site" / path).stat() for path in SITE}
    assert after["zh/goals/q3.html"].st_ino == before["zh/goals/q3.html"].st_ino
    assert after["zh/goals/q3.html"].st_mtime_ns == before["zh/goals/q3.html"].st_mtime_ns
    assert after["zh/goals/q3.html"].st_nlink == 1
    assert after["index.html"].st_ino != before["index.html"].st_ino


@pytest.mark.parametrize(
    "content", [SITE["index.html"], Known(hashlib.sha256(SITE["index.html"]).hexdigest(), lambda: SITE["index.html"])]
)
@pytest.mark.parametrize("spoil", [
    lambda page: page.write_bytes(b"<p>forge</p>"),
    lambda page: page.write_bytes(b"<p>a longer forgery</p>"),
    lambda page: page.unlink(),
    lambda page: page.chmod(0o600),
])  # fmt: skip
def test_what_someone_changed_in_the_published_folder_does_not_live_on(
    tmp_path: Path, spoil: Callable[[Path], object], content: bytes | Known
) -> None:
    build(tmp_path / "site")
    page = tmp_path / "site" / "index.html"
    date = page.stat().st_mtime_ns
    spoil(page)
    if page.exists():
        os.utime(page, ns=(date, date))  # a forged date does not help
    build(tmp_path / "site", SITE | {"index.html": content})
    assert page.read_bytes() == SITE["index.html"]
    assert stat.S_IMODE(page.stat().st_mode) == 0o644


def test_a_known_file_is_made_only_when_it_is_not_there(tmp_path: Path) -> None:
    made = []

    def remake() -> bytes:
        made.append("index.html")
        return b"page"

    known = Known(hashlib.sha256(b"page").hexdigest(), remake)
    for _ in range(3):
        build(tmp_path / "site", {"index.html": known})
    assert made == ["index.html"]
    assert (tmp_path / "site" / "index.html").read_bytes() == b"page"


def test_a_known_file_of_another_digest_is_a_bug(tmp_path: Path) -> None:
    build(tmp_path / "site")
    with pytest.raises(ValueError, match="not those whose digest was given"):
        build(tmp_path / "site", {"index.html": Known("0" * 64, lambda: b"page")})
    assert contents(tmp_path / "site") == SITE


def test_without_links_files_are_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    build(tmp_path / "site")
    monkeypatch.setattr(os, "link", no_links)
    build(tmp_path / "site", SITE | {"more.html": b"more"})
    assert verify_site(tmp_path / "site") == []


# What is not perfsite's is left alone


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / ".DS_Store").write_bytes(b"what a desktop drops")
    build(tmp_path / "site")
    assert contents(tmp_path / "site") == SITE


class Never:
    """Pages that must not be asked for."""

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        raise AssertionError("pages were rendered for a folder that cannot be written")


def test_a_folder_of_someone_else_is_refused_before_any_page_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.doc").write_bytes(b"years of work")
    error = refused(tmp_path / "site", Never())
    assert (error.reason, error.path) == (Reason.NOT_OURS, tmp_path / "site")
    assert names_in(tmp_path) == ["site"]
    assert names_in(tmp_path / "site") == ["thesis.doc"]


def test_a_manifest_of_another_tool_or_a_damaged_one_does_not_make_a_folder_ours(tmp_path: Path) -> None:
    good = build(tmp_path / "site").to_bytes()
    for bad in (b"{}", b"[]", good[:-10], good.replace(b'"perfsite"', b'"mkdocs"'), good.replace(b'"format": 1', b'"format": 2'),
                good.replace(b"zh/site.css", b"../site.css"), b"\xff\xfe", b"[" * 100_000, good.replace(b'"0.1.0"', b"1")):  # fmt: skip
        (tmp_path / "site" / MANIFEST_NAME).write_bytes(bad)
        assert read_manifest(tmp_path / "site") is None
        assert refused(tmp_path / "site", Never()).reason == Reason.NOT_OURS


@pytest.mark.parametrize("stray", ["CNAME", ".git/config", "zh/notes.txt", "deeper/down/x"])
def test_a_file_that_perfsite_did_not_write_is_not_deleted_with_the_old_site(tmp_path: Path, stray: str) -> None:
    build(tmp_path / "site")
    (tmp_path / "site" / stray).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "site" / stray).write_bytes(b"mine")
    error = refused(tmp_path / "site", Never())
    assert (error.reason, error.detail) == (Reason.FOREIGN_FILES, stray)
    assert contents(tmp_path / "site") == SITE | {stray: b"mine"}


def test_a_file_that_someone_adds_during_the_build_is_seen_too(tmp_path: Path) -> None:
    build(tmp_path / "site")

    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        (tmp_path / "site" / "CNAME").write_bytes(b"mine")

    assert refused(tmp_path / "site", files()).reason == Reason.FOREIGN_FILES
    assert contents(tmp_path / "site") == SITE | {"CNAME": b"mine"}
    assert names_in(tmp_path) == ["site"]


def test_a_link_is_not_followed_and_the_message_names_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    error = refused(tmp_path / "site", Never())
    assert (error.reason, error.detail) == (Reason.SYMLINK, str(tmp_path / "real"))
    assert (tmp_path / "site").is_symlink()


def test_links_inside_the_published_folder_are_neither_followed_nor_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "goals").mkdir(parents=True)
    (outside / "goals" / "q3.html").write_bytes(SITE["zh/goals/q3.html"])
    build(tmp_path / "site")
    page = tmp_path / "site" / "zh" / "goals" / "q3.html"
    page.unlink()
    page.symlink_to(outside / "goals" / "q3.html")
    build(tmp_path / "site")
    assert not page.is_symlink()

    shutil.rmtree(tmp_path / "site" / "zh")
    (tmp_path / "site" / "zh").symlink_to(outside)
    assert refused(tmp_path / "site", Never()).reason == Reason.FOREIGN_FILES
    assert (outside / "goals" / "q3.html").exists()


def test_a_link_above_the_target_is_followed(tmp_path: Path) -> None:
    (tmp_path / "disk2").mkdir()
    (tmp_path / "www").symlink_to("disk2")
    build(tmp_path / "www" / "site")
    build(tmp_path / "www" / "site")
    assert contents(tmp_path / "disk2" / "site") == SITE


def test_the_folder_one_works_in_is_not_pulled_from_under_ones_feet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    for out in (".", "..", str(tmp_path), "/"):
        assert refused(Path(out), Never()).reason == Reason.CURRENT_FOLDER
    build(Path("below"))
    assert contents(tmp_path / "site" / "below") == SITE


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"a file")
    assert refused(tmp_path / "site", Never()).reason == Reason.NOT_A_FOLDER
    error = refused(tmp_path / "site" / "below", Never())
    assert (error.reason, error.path) == (Reason.NOT_A_FOLDER, tmp_path / "site")


def test_every_reason_has_a_sentence_and_help_in_both_languages(tmp_path: Path) -> None:
    for reason in Reason:
        error = OutputError(reason, tmp_path / "site", "the detail")
        for lang in ("zh-CN", "en"):
            assert str(tmp_path) in error.sentence(lang)
            assert "{" not in error.sentence(lang) + error.help(lang)
        assert error.sentence("zh") != error.sentence("en") == str(error)
        assert error.help("zh").endswith("。")


# Addresses


@pytest.mark.parametrize("address", [
    "", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a/.", "..", "C:/x", "c:x", "a\\b", "a\x00b", "a\nb",
    "a\x85b", "a\u2028b", "con", "zh/NUL", "aux.html", "com1.txt", "LPT9", "com¹", "CONIN$", "a./b", "a /b", "x?.html", "x*",
    'x"y', "a<b", "a>b", "a|b", "e\u0301.html", "x" * 256, "汉" * 86, "\ud800.html", "//host/share", "a:stream",
])  # fmt: skip
def test_hostile_addresses_are_a_bug_and_write_nothing(tmp_path: Path, address: str) -> None:
    build(tmp_path / "site")
    with pytest.raises(UnsafeAddressError):
        build(tmp_path / "site", {"index.html": b"new", address: b"x"})
    assert contents(tmp_path / "site") == SITE
    assert names_in(tmp_path) == ["site"]


@pytest.mark.parametrize("address", [
    "index.html", ".nojekyll", ".well-known/security.txt", "console.html", "com10.html", "auxiliary", "目标/三季度.html", "é.html",
    "a b/c.html", "x" * 255, "汉" * 85, "a..b/c", "...a",
])  # fmt: skip
def test_addresses_that_any_file_system_takes(tmp_path: Path, address: str) -> None:
    build(tmp_path / "site", {address: b"x"})
    assert contents(tmp_path / "site") == {address: b"x"}


@pytest.mark.parametrize(("first", "second"), [
    ("a.html", "a.html"), ("A.html", "a.html"), ("goals/x", "Goals/y"), ("é.html", "É.html"), ("ﬁle", "file"), ("Straße", "strasse"),
    ("a", "a/b"), ("a/b", "A"), ("a/b/c", "a/B"), ("x/Y/1", "x/y/2"), ("index.HTML/x", "index.html"), ("①", "1"),
    ("index.html", "Perfsite-Manifest.json"), ("index.html", MANIFEST_NAME), ("index.html", f"{MANIFEST_NAME}/x"),
])  # fmt: skip
def test_two_addresses_that_are_one_on_some_disks_are_a_bug(first: str, second: str) -> None:
    addresses = Addresses()
    addresses.take(MANIFEST_NAME)
    addresses.take(first)
    with pytest.raises(UnsafeAddressError):
        addresses.take(second)


@given(st.text(st.sampled_from("a./\\:~ \x00é C"), max_size=12) | st.text(max_size=12))
def test_an_address_that_passes_stays_inside_on_posix_and_on_windows(address: str) -> None:
    try:
        check_address(address)
    except UnsafeAddressError:
        return
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind("root") / address
        assert path.is_relative_to(kind("root"))
        assert path != kind("root")
        assert ".." not in path.parts


# Verification


def test_verify_tells_each_difference(tmp_path: Path) -> None:
    build(tmp_path / "site")
    (tmp_path / "site" / "index.html").write_bytes(b"<p>jello</p>")
    (tmp_path / "site" / "zh" / "site.css").unlink()
    (tmp_path / "site" / "zh" / "extra.js").write_bytes(b"alert(1)")
    assert verify_site(tmp_path / "site") == [
        Difference("changed", "index.html"),
        Difference("extra", "zh/extra.js"),
        Difference("missing", "zh/site.css"),
    ]
    (tmp_path / "site" / MANIFEST_NAME).unlink()
    assert verify_site(tmp_path / "site") == [Difference("manifest", MANIFEST_NAME)]


def test_a_pipe_in_place_of_a_page_does_not_hang_verification(tmp_path: Path) -> None:
    build(tmp_path / "site")
    (tmp_path / "site" / "index.html").unlink()
    os.mkfifo(tmp_path / "site" / "index.html")
    assert verify_site(tmp_path / "site") == [Difference("changed", "index.html")]
    build(tmp_path / "site")
    assert verify_site(tmp_path / "site") == []


# Mishaps


def test_an_error_while_rendering_passes_through_and_leaves_the_old_site(tmp_path: Path) -> None:
    build(tmp_path / "site")

    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise FileNotFoundError(errno.ENOENT, "a template is missing")

    with pytest.raises(FileNotFoundError, match="a template is missing"):
        write_site(tmp_path / "site", files(), header=HEADER)
    assert verify_site(tmp_path / "site") == []
    assert contents(tmp_path / "site") == SITE
    assert names_in(tmp_path) == ["site"]


def cannot_exchange(one: Path, other: Path) -> bool:
    return False


def reason_of_failure(out: Path, site: Mapping[str, bytes]) -> Reason | None:
    try:
        build(out, site)
    except OutputError as error:
        return error.reason
    return None


CALLS = ("open", "write", "close", "mkdir", "chmod", "fchmod", "rename", "fsync")


@pytest.mark.parametrize("exchanging", [True, False])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_system_call_that_fails_leaves_one_whole_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, exchanging: bool
) -> None:
    """Each call of the build in turn fails, once."""
    build(tmp_path / "site")
    if not exchanging:
        monkeypatch.setattr(swap, "exchange", cannot_exchange)
    new = SITE | {"index.html": b"new", "more/page.html": b"more" * 1000}
    expected = {errno.ENOSPC: Reason.NO_SPACE, errno.EIO: Reason.DISK, errno.EACCES: Reason.NO_PERMISSION}[code]
    fails_at = 0
    while True:
        fails_at += 1
        calls = 0

        def failing(call: Callable[..., Any], at: int = fails_at) -> Callable[..., Any]:
            def wrapper(*args: Any, **kwargs: Any) -> Any:
                nonlocal calls
                calls += 1
                if calls == at:
                    raise OSError(code, os.strerror(code))
                return call(*args, **kwargs)

            return wrapper

        with monkeypatch.context() as patched:
            for name in CALLS:
                patched.setattr(os, name, failing(getattr(os, name)))
            patched.setattr(writing, "flush_disk", failing(swap.flush_disk))
            reason = reason_of_failure(tmp_path / "site", new)
        assert reason in (expected, None)
        recover_site(tmp_path / "site")
        assert verify_site(tmp_path / "site") == []
        assert contents(tmp_path / "site") in (SITE, new)
        if calls < fails_at:
            break
        build(tmp_path / "site")
        assert names_in(tmp_path) == ["site"]
    assert fails_at > 30
    assert contents(tmp_path / "site") == new


class RefusingLibc:
    """A C library whose `renameat2` fails."""

    def __init__(self, code: int) -> None:
        self.code = code

    def renameat2(self, *_: object) -> int:
        ctypes.set_errno(self.code)
        return -1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="renameat2 is Linux's")
def test_where_folders_cannot_be_exchanged_two_renames_do_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "site", {"index.html": b"old"})
    monkeypatch.setattr(swap, "_libc", lambda: RefusingLibc(errno.EINVAL))
    monkeypatch.setattr(writing, "flush_disk", swap.flush_folder)
    build(tmp_path / "site")
    assert contents(tmp_path / "site") == SITE
    assert names_in(tmp_path) == ["site"]

    monkeypatch.setattr(swap, "_libc", lambda: RefusingLibc(errno.EBUSY))  # a bind mount, which no look reveals
    assert refused(tmp_path / "site", [("index.html", b"new")]).reason == Reason.MOUNT_POINT
    assert contents(tmp_path / "site") == SITE
    assert names_in(tmp_path) == ["site"]


def test_half_of_a_replaced_site_is_never_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build dies between its renames and its removal of the old site; the next is stopped while it removes that; then
    someone deletes the new site by hand.
    """
    build(tmp_path / "site")
    shutil.copytree(tmp_path / "site", tmp_path / ".site.perfsite-old")
    with monkeypatch.context() as patched:
        patched.setattr(os, "rmdir", raise_disk_error)
        with pytest.raises(OutputError):
            recover_site(tmp_path / "site")
    shutil.rmtree(tmp_path / "site")
    recover_site(tmp_path / "site")
    assert names_in(tmp_path) == []


def raise_disk_error(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("a small disk takes root on Linux to mount")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=False)
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_site_and_nothing_beside_it(small_disk: Path) -> None:
    old = {f"{number}.html": bytes([number]) * 40_000 for number in range(10)}
    build(small_disk / "site", old)
    error = refused(small_disk / "site", ((f"{number}.html", bytes(40_000)) for number in range(20)))
    assert error.reason == Reason.NO_SPACE
    assert contents(small_disk / "site") == old
    assert verify_site(small_disk / "site") == []
    assert names_in(small_disk) == ["site"]
    build(small_disk / "site", old | {"0.html": b"fits, since unchanged files take no space"})
    assert verify_site(small_disk / "site") == []


def test_a_mount_point_is_refused_since_it_cannot_be_swapped(small_disk: Path) -> None:
    assert refused(small_disk, Never()).reason == Reason.MOUNT_POINT
    assert names_in(small_disk.parent) == ["disk"]


def test_the_site_is_flushed_before_it_is_published_and_its_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "site")
    order: list[str] = []

    def told(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any) -> Any:
            order.append(name)
            return call(*args)

        return wrapper

    monkeypatch.setattr(os, "write", told("write", os.write))
    monkeypatch.setattr(writing, "flush_disk", told("flush disk", swap.flush_disk))
    monkeypatch.setattr(swap, "exchange", told("exchange", swap.exchange))
    monkeypatch.setattr(swap, "flush_folder", told("flush folder", swap.flush_folder))
    monkeypatch.setattr(writing, "remove_replaced", told("remove", swap.remove_replaced))
    build(tmp_path / "site", {"index.html": b"new"})
    assert order == ["write", "write", "flush disk", "exchange", "flush folder", "remove"]


# Two builds at once


def test_a_second_build_of_the_same_process_is_told_busy(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"first"
        error = refused(tmp_path / "site", Never())
        assert (error.reason, error.path) == (Reason.BUSY, tmp_path / "site")
        build(tmp_path / "other")  # another folder is another matter

    write_site(tmp_path / "site", files(), header=HEADER)
    assert contents(tmp_path / "site") == {"index.html": b"first"}
    build(tmp_path / "site")


SLOW_BUILD = """
import sys
from pathlib import Path
from perfsite.output import ManifestHeader, write_site

def files():
    yield "index.html", b"from the other process"
    print("under way", flush=True)
    sys.stdin.read()

write_site(Path(sys.argv[1]), files(), header=ManifestHeader("0.1.0", None, "2026-07-01", "everyone"))
"""


def test_a_second_process_is_told_busy_until_the_first_has_ended_or_was_killed(tmp_path: Path) -> None:
    build(tmp_path / "site")
    for kill in (True, False):
        with subprocess.Popen(
            [sys.executable, "-c", SLOW_BUILD, str(tmp_path / "site")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"under way\n"
            assert refused(tmp_path / "site", Never()).reason == Reason.BUSY
            assert contents(tmp_path / "site") == SITE
            if kill:
                other.kill()
        if kill:
            assert names_in(tmp_path) == [".site.perfsite-lock", ".site.perfsite-new", "site"]
            build(tmp_path / "site")
        assert names_in(tmp_path) == ["site"]
    assert contents(tmp_path / "site") == {"index.html": b"from the other process"}


def test_many_builds_at_once_leave_the_site_of_one(tmp_path: Path) -> None:
    ended: dict[int, Reason | None] = {}

    def run(number: int) -> None:
        site = {f"{page}.html": str(number).encode() for page in range(50)}
        ended[number] = reason_of_failure(tmp_path / "site", site)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(contents(tmp_path / "site").values())) == 1
    assert ended[int((tmp_path / "site" / "0.html").read_bytes())] is None
    assert set(ended.values()) <= {None, Reason.BUSY}
    assert verify_site(tmp_path / "site") == []
    assert names_in(tmp_path) == ["site"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="folders are exchanged in one step on Linux")
def test_the_published_folder_is_never_absent_while_it_is_replaced(tmp_path: Path) -> None:
    build(tmp_path / "site")
    looks = 0
    absent = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal looks, absent
        while not done.is_set():
            looks += 1
            try:
                (tmp_path / "site" / MANIFEST_NAME).stat()
            except FileNotFoundError:
                absent += 1

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(30):
        build(tmp_path / "site", {"index.html": str(number).encode()})
    done.set()
    watcher.join()
    assert looks > 100
    assert absent == 0


# Killed builds


def killed_builds(*args: str | Path) -> list[dict[str, Any]]:
    ran = subprocess.run([sys.executable, CHILD, *args], check=True, stdout=subprocess.PIPE, timeout=300)
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.skipif(os.name != "posix", reason="forks")
@pytest.mark.parametrize("scenario", ["first", "exchange", "two-renames", "after-a-kill"])
def test_killed_before_any_of_its_system_calls_a_build_leaves_the_old_site_or_the_new_one(
    tmp_path: Path, scenario: str
) -> None:
    report = killed_builds("steps", tmp_path, scenario)
    old = None if scenario == "first" else "old"
    assert [line["killed"] for line in report] == [True] * (len(report) - 1) + [False]
    calls = {line["call"] for line in report}
    assert calls >= {"open", "write", "mkdir", "chmod", "flush_disk", "fsync"}
    if scenario == "exchange":
        assert calls >= {"link", "exchange", "unlink", "rmdir"}
    for line in report:
        left = line["left"]
        absent_for_a_blink = scenario in ("two-renames", "after-a-kill") and left["version"] is None
        assert left["differences"] == [], line
        assert left["version"] in (old, "new") or absent_for_a_blink, line
        assert line["recovered"]["version"] in (old, "new"), line
        assert line["recovered"]["differences"] == [], line
        assert line["next"] == {"version": "next", "differences": []}, line
        assert line["beside"] == ["site"], line
    versions = [line["left"]["version"] for line in report]
    assert versions[-1] == "new"
    if scenario == "exchange":
        assert None not in versions
    if scenario == "two-renames":
        assert versions.count(None) == 1


@pytest.mark.skipif(os.name != "posix", reason="forks")
def test_killed_fifty_times_at_random_moments_the_published_folder_is_whole_each_time(tmp_path: Path) -> None:
    report = killed_builds("moments", tmp_path, "50")
    assert len(report) == 50
    for line in report:
        assert line["left"]["differences"] == [], line
        assert line["left"]["version"] in (line["before"], str(line["build"])), line


def test_several_files_are_replaced_together_or_not_at_all(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yml", tmp_path / "second.yml"
    first.write_bytes(b"old")
    first.chmod(0o600)

    with pytest.raises(FileNotFoundError):
        replace_files({first: b"new", tmp_path / "nowhere" / "second.yml": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["first.yml"]
    assert first.read_bytes() == b"old"

    replace_files({first: b"new", second: b"made"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"first.yml": b"new", "second.yml": b"made"}
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
