"""What all commands have in common: help, languages, colours, exit codes, and never a traceback."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from perfsite import __version__
from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.commands import COMMANDS, CommandLine
from perfsite.cli.language import choose_language
from perfsite.cli.run import command_line
from perfsite.cli.terminal import Terminal, wants_color
from tests.cli.conftest import Perfsite
from tests.history.repository import Repository

HANZI = re.compile("[一-鿿]")


def commands() -> dict[str, Command]:
    ctx = click.Context(command_line, obj=Terminal("en", {}))
    found = {name: command_line.get_command(ctx, name) for name in COMMANDS}
    return {name: command for name, command in found.items() if isinstance(command, Command)}


def shell(*words: str, env: dict[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "LANG": "en_GB.UTF-8", "PYTHONUTF8": "1", **(env or {})}
    command = [sys.executable, "-m", "perfsite", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environ, cwd=cwd)


def test_every_command_is_a_bilingual_one() -> None:
    assert commands().keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_says_everything_in_either_language(perfsite: Perfsite, name: str) -> None:
    words = [name] if name else []
    english, chinese = perfsite(*words, "--help", "--lang", "en"), perfsite(*words, "--help", "--lang", "zh")

    assert (english.code, chinese.code, english.err, chinese.err) == (0, 0, "", "")
    assert english.out.startswith(f"Usage: {' '.join(['perfsite', *words])} [OPTIONS]")
    assert chinese.out.startswith(f"用法：{' '.join(['perfsite', *words])} [选项]")
    for heading_en, heading_zh in (("Examples:", "例子："), ("Options:", "选项：")):
        assert heading_en in english.out
        assert heading_zh in chinese.out
    # What stays English in Chinese help is what one types; what is Chinese in English help, an example of a name.
    assert not re.search(r"(?m)^ {2,}\S+ {2,}[a-z]+ [a-z]+ [a-z]+ ", chinese.out)
    assert len(HANZI.findall(english.out)) <= 12


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_has_words_in_both_languages(name: str) -> None:
    command = commands()[name]
    params = [param for param in command.params if isinstance(param, Option | Argument)]

    assert len(params) == len(command.params)
    for phrase in [*(param.words for param in params), command.about, COMMANDS[name].about]:
        assert HANZI.search(phrase.zh)
        assert phrase.en
        assert phrase.zh != phrase.en
    assert command.examples


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_examples_in_help_are_command_lines(name: str) -> None:
    command = commands()[name] if name else command_line
    assert isinstance(command, Command)
    for line, _ in command.examples:
        (found,) = re.findall(r"perfsite [^)>|]+", line)
        words = shlex.split(found)[1:]
        chosen = commands()[words[0]]
        with chosen.make_context(words[0], words[1:], obj=Terminal("en", {})):
            pass


def test_the_version(perfsite: Perfsite) -> None:
    assert perfsite("--version").out == f"perfsite {__version__}\n"


def test_without_a_command_there_is_help(perfsite: Perfsite) -> None:
    ran = perfsite()

    assert (ran.code, ran.out) == (0, perfsite("--help").out)
    assert all(f"\n  {name}" in ran.out for name in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "environ", "lang"),
    [
        ([], {}, None),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_TW.UTF-8"}, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        (["--lang", "zh"], {"LANG": "en_US.UTF-8"}, "zh"),
        (["check", "--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["check", "--lang", "en", "--lang", "zh"], {}, "zh"),
        (["check", "--", "--lang", "zh"], {"LANG": "en_US.UTF-8"}, "en"),
        (["check", "--lang"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["check", "--lang", "fr"], {"LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_which_language_is_spoken(arguments: list[str], environ: dict[str, str], lang: str | None) -> None:
    assert choose_language(arguments, environ) in ((lang,) if lang else ("zh", "en"))


class Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("chosen", "environ", "terminal", "colors"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_when_there_are_colours(chosen: str, environ: dict[str, str], terminal: bool, colors: bool) -> None:
    assert wants_color(chosen, environ, Stream(terminal)) is colors


def test_colours_reach_the_output_and_the_errors(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sample / "content" / "notes.txt").write_text("x", encoding="utf-8")

    assert "\x1b[" not in perfsite("-C", sample, "check").out
    assert "\x1b[1;33m" in perfsite("-C", sample, "check", "--color", "always").out
    assert "\x1b[1;33m" in perfsite("--color=always", "-C", sample, "check").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;33m" in perfsite("-C", sample, "check").out
    assert "\x1b[1;31merror\x1b[0m: " in perfsite("chekc").err
    assert "\x1b[" not in perfsite("-C", sample, "check", "--color", "never").out


@pytest.mark.parametrize(
    ("arguments", "zh", "en", "help_en"),
    [
        (["chek"], "没有 `chek` 这个命令", "there is no command `chek`", "did you mean `check`?"),
        (["frobnicate"], "没有 `frobnicate` 这个命令", "there is no command `frobnicate`", "see `perfsite --help`"),
        (["check", "--strct"], "没有 `--strct` 这个选项", "there is no option `--strct`", "did you mean `--strict`?"),
        (["check", "--zzz"], "没有 `--zzz` 这个选项", "there is no option `--zzz`", "see `perfsite check --help`"),
        (["check", "--format"], "`--format` 后面要有值", "`--format` needs a value", "see `perfsite check --help`"),
        (["check", "--format", "jsn"], "`--format` 不能是 `jsn`", "`--format` cannot be `jsn`", "did you mean `json`?"),
        (["check", "--as-of", "2026-02-30"], "`--as-of` 不能是 `2026-02-30`：这不是日期", "`--as-of` cannot be `2026-02-30`, which is not a day", "write it like `2026-07-01`."),
        (["check", "--as-of", "20260701"], "`--as-of` 不能是 `20260701`：这不是日期", "`--as-of` cannot be `20260701`, which is not a day", "write it like `2026-07-01`."),
        (["build", "--jobs", "0"], "`--jobs` 不能是 `0`", "`--jobs` cannot be `0`", "write a whole number from 1 to 256."),
        (["serve", "--port", "９０"], "`--port` 不能是 `９０`", "`--port` cannot be `９０`", "write a whole number from 1 to 65535."),
        (["explain"], "缺少 `CODE|RESULT`", "`CODE|RESULT` is missing", "see `perfsite explain --help`"),
        (["explain", "PS302", "PS303"], "`PS303` 是多余的参数", "there is no place for `PS303`", "see `perfsite explain --help`"),
        (["explain", "PS999"], "没有 `PS999` 这个编码", "there is no code `PS999`", None),
        (["new", "gaol", "x"], "没有叫 `gaol` 的记录种类", "there is no kind of record called `gaol`", "did you mean `goal`?"),
        (["-C", "/no/such/folder", "check"], "没有 `/no/such/folder` 这个文件夹", "there is no folder `/no/such/folder`", None),
        (["--lang", "fr", "check"], "`--lang` 不能是 `fr`", "`--lang` cannot be `fr`", "it can be `zh`, `en`."),
    ],
)  # fmt: skip
def test_a_slip_in_the_command_line_is_answered(
    perfsite: Perfsite, monkeypatch: pytest.MonkeyPatch, arguments: list[str], zh: str, en: str, help_en: str | None
) -> None:
    english = perfsite(*arguments)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    chinese = perfsite(*arguments)

    assert (english.code, chinese.code, english.out, chinese.out) == (2, 2, "", "")
    assert english.err.startswith(f"error: {en}\n")
    assert chinese.err.startswith(f"错误：{zh}\n")
    if help_en is not None:
        assert english.err == f"error: {en}\n  help: {help_en}\n"
        assert chinese.err.count("\n") == 2
        assert "  建议：" in chinese.err


def test_a_fault_of_ours_says_what_to_report_and_nothing_of_the_data(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("张浩博 13800001234")

    monkeypatch.setattr("perfsite.cli.check.load", broken)
    english, chinese = (perfsite("-C", sample, "check", "--as-of=2026-01-01", "--lang", lang) for lang in ("en", "zh"))

    assert english.code == chinese.code == 70
    assert english.out == ""
    assert english.err.startswith("error: a fault of perfsite itself, not of your records\n")
    assert chinese.err.startswith("错误：perfsite 自身出错，与你的记录无关。\n")
    for ran in (english, chinese):
        assert f"perfsite {__version__}, Python {sys.version.split()[0]}" in ran.err
        assert "    perfsite check -C --as-of --lang\n" in ran.err
        assert "    KeyError, cli/test_command_line.py:" in ran.err
        assert "Traceback" not in ran.err
        assert "张浩博" not in ran.err
        assert "13800001234" not in ran.err
        assert str(sample) not in ran.err


def test_the_traceback_is_there_on_request(perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("perfsite.cli.check.load", broken)
    monkeypatch.setenv("PERFSITE_DEBUG", "1")

    assert "Traceback (most recent call last)" in perfsite("-C", sample, "check").err


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (PermissionError(13, "Permission denied", "/secret/x.yml"), 3, "error: the system refused `/secret/x.yml`: Permission denied\n"),
        (OSError(28, "No space left on device"), 3, "error: the system failed: No space left on device\n"),
        (MemoryError(), 3, "error: there is not enough memory\n"),
        (KeyboardInterrupt(), 130, "\nInterrupted.\n"),
    ],
)  # fmt: skip
def test_the_machine_and_the_person_may_stop_a_run(
    perfsite: Perfsite, sample: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, sentence: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("perfsite.cli.check.load", refused)

    ran = perfsite("-C", sample, "check")

    assert ran.code == code
    assert ran.err.startswith(sentence)
    assert "Traceback" not in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_disk_behind_the_output_is_the_machine_s_doing() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "perfsite", "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert ran.returncode == 3
    assert "No space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_reader_that_has_gone_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-m", "perfsite", "--help"]
        ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)

    assert (ran.returncode, ran.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_errors_that_cannot_be_told_end_with_the_same_exit_code() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run([sys.executable, "-m", "perfsite", "explain", "PS0"], stderr=full, check=False)

    assert ran.returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams as a POSIX shell does")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_one_of_nothing(tmp_path: Path, closed: str) -> None:
    line = f'exec "$@" {closed}'
    ran = subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, "-m", "perfsite", "--lang", "en", "init", str(tmp_path / "new")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    assert "2>" in closed or ran.stderr.startswith("Made ")
    assert (tmp_path / "new" / "perfsite.yml").is_file()


def test_ctrl_c_while_the_program_is_still_being_read_leaves_no_traceback() -> None:
    code = (
        "import sys\n"
        "class Pressed:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'perfsite.diagnostics': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Pressed())\n"
        "from perfsite.cli import main\n"
        "main()\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (130, "")


def test_chinese_survives_a_terminal_that_cannot_show_it() -> None:
    ran = shell(
        "--help",
        "--lang",
        "zh",
        env={"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONIOENCODING": ""},
    )

    assert ran.returncode == 0
    assert "perfsite init" in ran.stdout


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_scripts_ask_perfsite_itself(perfsite: Perfsite, name: str) -> None:
    ran = perfsite("completion", name)

    assert (ran.code, ran.err) == (0, "")
    assert f"_PERFSITE_COMPLETE={name}_complete" in ran.out
    program = shutil.which(name)
    if program is not None:
        checked = subprocess.run([program, "-n"], input=ran.out, text=True, capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("perfsite che", {"check"}),
        ("perfsite explain PS30", {"PS301", "PS302", "PS303"}),
        ("perfsite new go", {"goal"}),
        ("perfsite check --form", {"--format"}),
        ("perfsite check --format j", {"json", "junit"}),
        ("perfsite build --format s", {"sarif"}),
        ("perfsite completion ", {"bash", "zsh", "fish"}),
    ],
)
def test_what_the_tab_key_offers(typed: str, offered: set[str]) -> None:
    words = typed.split(" ")
    environ = {"_PERFSITE_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}

    ran = shell(env=environ)

    assert ran.stderr == ""
    assert offered <= {line.partition(",")[2] for line in ran.stdout.splitlines()}


@pytest.mark.parametrize("command", ["impact ", "impact HEAD ", "build --rev "])
def test_the_tab_key_offers_the_branches_and_tags_of_the_repository(command: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("begin", {})
    for arguments in (
        ("branch", "奖金/q3"),
        ("tag", "2026-q2-published"),
        ("update-ref", "refs/remotes/origin/main", "HEAD"),
    ):
        repository.git(*arguments)
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")

    def offered(begun: str, folder: Path = tmp_path) -> list[str]:
        typed = f"perfsite {command}{begun}"
        count = len(typed.split(" ")) - 1
        environ = {"_PERFSITE_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(count)}
        ran = shell(env=environ, cwd=folder)
        assert ran.stderr == ""
        return [line.partition(",")[2] for line in ran.stdout.splitlines()]

    assert offered("") == ["HEAD", "main", "奖金/q3", "origin/main", "2026-q2-published"]
    assert offered("2026") == ["2026-q2-published"]
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".git").write_text("gitdir: nowhere\n", encoding="utf-8")
    assert offered("", outside) == ["HEAD"]


def test_the_listed_commands_are_those_that_exist() -> None:
    files = {path.stem for path in (Path(__file__).parents[2] / "src" / "perfsite" / "cli").glob("*.py")}

    assert {entry.module for entry in COMMANDS.values()} <= files
    assert CommandLine.list_commands(command_line, click.Context(command_line)) == list(COMMANDS)


def test_help_and_version_do_not_wait_for_the_engine() -> None:
    """What renders pages and knows pinyin is not imported to print a few lines."""
    code = (
        "import sys; from perfsite.cli.run import run; run(sys.argv[1:]); print([m for m in sys.modules if m in HEAVY])"
    )
    heavy = "HEAVY = {'jinja2', 'markdown', 'pypinyin', 'babel', 'yaml', 'watchdog', 'nh3', 'perfsite.records.kinds'}; "
    for words in (["--help"], ["--version"]):
        ran = subprocess.run([sys.executable, "-c", heavy + code, *words], capture_output=True, text=True, check=True)
        assert ran.stdout.splitlines()[-1] == "[]"
