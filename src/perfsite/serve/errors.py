"""What keeps the preview from starting, as a sentence for the person who started it."""

from __future__ import annotations

from enum import StrEnum


class ServeReason(StrEnum):
    PORT_IN_USE = "port-in-use"
    PORT_NOT_ALLOWED = "port-not-allowed"
    NOT_LOOPBACK = "not-loopback"


class ServeError(Exception):
    """`free_port` is the next port that was free a moment ago, where that helps."""

    def __init__(self, reason: ServeReason, host: str, port: int, free_port: int | None = None) -> None:
        super().__init__(reason, host, port, free_port)
        self.reason = reason
        self.host = host
        self.port = port
        self.free_port = free_port

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, lang: str) -> str:
        """What is wrong, in Chinese for `zh…` and in English for anything else."""
        return _SENTENCES[self.reason][0 if lang.startswith("zh") else 1].format(host=self.host, port=self.port)

    def help(self, lang: str) -> str:
        """What to do about it."""
        if self.reason == ServeReason.NOT_LOOPBACK:
            return _LOOPBACK_HELP[0 if lang.startswith("zh") else 1]
        if self.free_port is None:
            return _ANY_PORT_HELP[0 if lang.startswith("zh") else 1]
        return _PORT_HELP[0 if lang.startswith("zh") else 1].format(free=self.free_port)


_SENTENCES = {
    ServeReason.PORT_IN_USE: ("端口 {port} 已被占用。", "port {port} is in use"),
    ServeReason.PORT_NOT_ALLOWED: ("系统不允许使用端口 {port}。", "the system does not allow port {port}"),
    ServeReason.NOT_LOOPBACK: (
        "预览只在本机打开，不能绑定到 `{host}`。",
        "the preview is for this machine only and does not listen on `{host}`",
    ),
}
_PORT_HELP = ("端口 {free} 目前空闲：`--port {free}`。", "port {free} is free: `--port {free}`")
_ANY_PORT_HELP = ("请用 `--port` 指定其他端口。", "choose another with `--port`")
_LOOPBACK_HELP = (
    "请使用 127.0.0.1、::1 或 localhost；要给同事看，请用 `perfsite build` 生成网站并发布。",
    "use 127.0.0.1, ::1 or localhost; to show it to others, publish what `perfsite build` writes",
)
