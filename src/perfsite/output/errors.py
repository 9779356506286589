"""A refusal of the operating system, or of ours → a reason with a sentence for the person who started the build."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path


class Reason(StrEnum):
    BUSY = "busy"
    CURRENT_FOLDER = "current-folder"
    AMONG_RECORDS = "among-records"
    FOREIGN_FILES = "foreign-files"
    NOT_A_FOLDER = "not-a-folder"
    NOT_OURS = "not-ours"
    SYMLINK = "symlink"
    MOUNT_POINT = "mount-point"
    NO_SPACE = "no-space"
    NO_PERMISSION = "no-permission"
    READ_ONLY = "read-only"
    NAME_TOO_LONG = "name-too-long"
    DISK = "disk"


class OutputError(Exception):
    """The site was not written and whatever was published before still is. `detail` is what the sentence needs beside
    the path: the file in the way, where a link leads, the system's own words.
    """

    def __init__(self, reason: Reason, path: Path, detail: str = "") -> None:
        super().__init__(reason, path, detail)
        self.reason = reason
        self.path = path
        self.detail = detail

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, lang: str) -> str:
        """What is wrong, in Chinese for `zh…` and in English for anything else."""
        return _WORDS[self.reason][0 if lang.startswith("zh") else 1].format(path=self.path, detail=self.detail)

    def help(self, lang: str) -> str:
        """What to do about it."""
        return _WORDS[self.reason][2 if lang.startswith("zh") else 3].format(path=self.path, detail=self.detail)


_WORDS: dict[Reason, tuple[str, str, str, str]] = {
    Reason.BUSY: (
        "另一个构建正在写入 `{path}`。",
        "another build is writing `{path}`",
        "等它结束后再运行；如需同时构建，请用 `--out` 指定不同的文件夹。",
        "wait until it has ended, or give each build a folder of its own with `--out`",
    ),
    Reason.CURRENT_FOLDER: (
        "当前就在 `{path}` 里工作，它不能被整体替换。",
        "you are working inside `{path}`, so it cannot be replaced as a whole",
        "换到别的文件夹再运行，或用 `--out` 指定一个子文件夹。",
        "run from elsewhere, or choose a folder below with `--out`",
    ),
    Reason.AMONG_RECORDS: (
        "`{path}` 在记录文件夹 `{detail}` 里：写进去的会被当成记录来读。",
        "`{path}` lies among the records in `{detail}`, where everything is read as a record",
        "另选一个文件夹，例如 `--out public`。",
        "choose another folder, for example `--out public`",
    ),
    Reason.FOREIGN_FILES: (
        "`{path}` 里有不是 perfsite 生成的文件 `{detail}`，继续构建会把它删掉。",
        "`{path}` holds `{detail}`, which perfsite did not write and a build would delete",
        "把它移到别处，或用 `--out` 指定另一个文件夹。",
        "move it elsewhere, or choose another folder with `--out`",
    ),
    Reason.NOT_A_FOLDER: (
        "`{path}` 已存在，但不是文件夹。",
        "`{path}` exists and is not a folder",
        "用 `--out` 指定另一个名称，或移走这个文件。",
        "choose another name with `--out`, or move that file away",
    ),
    Reason.NOT_OURS: (
        "`{path}` 不是空文件夹，也不是 perfsite 生成的网站，因此未作任何改动。",
        "`{path}` is not empty and is not a site that perfsite made, so it is left as it is",
        "用 `--out` 指定一个新的或空的文件夹；若确认其中内容不再需要，请自行清空。",
        "choose a new or empty folder with `--out`, or empty this one yourself if nothing in it is needed",
    ),
    Reason.SYMLINK: (
        "`{path}` 是指向 `{detail}` 的符号链接。",
        "`{path}` is a symbolic link to `{detail}`",
        "请直接指定真实的文件夹：`--out {detail}`。",
        "name the folder itself: `--out {detail}`",
    ),
    Reason.MOUNT_POINT: (
        "`{path}` 是挂载点，无法整体替换。",
        "`{path}` is a mount point and cannot be replaced as a whole",
        "请指定其中的一个子文件夹，例如 `--out {path}/site`。",
        "name a folder inside it, for example `--out {path}/site`",
    ),
    Reason.NO_SPACE: (
        "磁盘空间不足，无法写入 `{path}`；已发布的网站未受影响。",
        "no space left to write `{path}`; the published site is as it was",
        "新旧两份网站会短暂并存：请腾出空间后再运行。",
        "the old and the new site stand side by side for a moment: free some space and run again",
    ),
    Reason.NO_PERMISSION: (
        "没有权限写入 `{path}`。",
        "no permission to write `{path}`",
        "perfsite 需要能在目标文件夹及其上一级文件夹中新建和删除文件。",
        "perfsite must be able to create and delete in the target folder and in the folder that holds it",
    ),
    Reason.READ_ONLY: (
        "`{path}` 所在的磁盘是只读的。",
        "the disk that holds `{path}` is read-only",
        "用 `--out` 指定一个可写的位置。",
        "choose a place that can be written with `--out`",
    ),
    Reason.NAME_TOO_LONG: (
        "路径过长，系统无法写入：`{path}`。",
        "the path is longer than the system allows: `{path}`",
        "用 `--out` 指定一个更短的路径。",
        "choose a shorter path with `--out`",
    ),
    Reason.DISK: (
        "系统无法写入 `{path}`：{detail}；已发布的网站未受影响。",
        "the system could not write `{path}`: {detail}; the published site is as it was",
        "检查磁盘和网络盘是否正常，然后再运行。",
        "check the disk or network drive, then run again",
    ),
}

_BY_ERRNO = {
    errno.ENOSPC: Reason.NO_SPACE,
    errno.EDQUOT: Reason.NO_SPACE,
    errno.EACCES: Reason.NO_PERMISSION,
    errno.EPERM: Reason.NO_PERMISSION,
    errno.EROFS: Reason.READ_ONLY,
    errno.ENAMETOOLONG: Reason.NAME_TOO_LONG,
    errno.EBUSY: Reason.MOUNT_POINT,
    errno.EXDEV: Reason.MOUNT_POINT,
    errno.ENOTDIR: Reason.NOT_A_FOLDER,
    errno.EEXIST: Reason.NOT_A_FOLDER,
}


@contextmanager
def system_refusals(path: Path) -> Iterator[None]:
    """Turn an `OSError` of our own writing into an `OutputError` about `path`."""
    try:
        yield
    except OSError as error:
        reason = _BY_ERRNO.get(error.errno or 0, Reason.DISK)
        raise OutputError(reason, path, error.strerror or type(error).__name__) from error
