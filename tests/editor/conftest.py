"""New repositories and the sample company, each opened in an editor of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfsite.cli.schema import refresh_schemas
from perfsite.pipeline import load
from perfsite.project import Project
from perfsite.scaffold import SCHEMAS
from perfsite.scaffold.starter import Starter, starter_files
from tests.editor.language_server import LanguageServer

ROOT = Path(__file__).parents[2]


def write_new_repository(root: Path, lang: str) -> Path:
    """What `perfsite init` writes, for a day that does not change."""
    languages = ("zh", "en") if lang == "zh" else ("en", "zh")
    for name, text in starter_files(Starter(languages, dt.date(2026, 11, 26), "1.0.0")).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def write_schemas(root: Path, lang: str) -> None:
    refresh_schemas(load(Project(root)).library, root / SCHEMAS, lang)


@pytest.fixture(scope="module")
def open_in_editor() -> Iterator[Callable[[Path, str], LanguageServer]]:
    """Opens a folder in an editor whose messages are in a language; all are closed at the end."""
    servers: list[LanguageServer] = []

    def start(folder: Path, lang: str) -> LanguageServer:
        try:
            servers.append(LanguageServer(folder, {"zh": "zh-cn", "en": "en"}[lang]))
        except FileNotFoundError as error:
            pytest.fail(str(error), pytrace=False)
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="module")
def english(
    open_in_editor: Callable[[Path, str], LanguageServer], tmp_path_factory: pytest.TempPathFactory
) -> LanguageServer:
    """A new repository with English first."""
    return open_in_editor(_new_repository(tmp_path_factory, "en"), "en")


@pytest.fixture(scope="module")
def chinese(
    open_in_editor: Callable[[Path, str], LanguageServer], tmp_path_factory: pytest.TempPathFactory
) -> LanguageServer:
    """A new repository with Chinese first."""
    return open_in_editor(_new_repository(tmp_path_factory, "zh"), "zh")


def _new_repository(folders: pytest.TempPathFactory, lang: str) -> Path:
    root = write_new_repository(folders.mktemp(lang), lang)
    write_schemas(root, lang)
    return root


@pytest.fixture(scope="module")
def sample(
    open_in_editor: Callable[[Path, str], LanguageServer], tmp_path_factory: pytest.TempPathFactory
) -> LanguageServer:
    """The sample company, with the settings that a new repository has."""
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copyfile(ROOT / "perfsite.yml", root / "perfsite.yml")
    settings = starter_files(Starter(("zh", "en"), dt.date(2026, 11, 26), "1.0.0"))[".vscode/settings.json"]
    (root / ".vscode").mkdir()
    (root / ".vscode" / "settings.json").write_text(settings, encoding="utf-8")
    write_schemas(root, "zh")
    return open_in_editor(root, "zh")
