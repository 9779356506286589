"""Each floor of the house imports only downward: import-linter reads the floors from pyproject.toml."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = (
    {"cli"},
    {"migrations"},
    {"serve", "doctor", "mending", "importers"},
    {"scaffold"},
    {"pipeline"},
    {"reporters", "cache", "output"},
    {"render"},
    {"site", "impact"},
    {"privacy"},
    {"checks"},
    {"scoring"},
    {"publication"},
    {"history"},
    {"records"},
    {"sources"},
    {"diagnostics"},
    {"project", "span"},
)


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root / "src"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_floor_imports_only_downward() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def empty_house(folder: Path) -> Path:
    """A package with a room on every floor and nothing in them, under the project's own contract."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    package = folder / "src" / "perfsite"
    package.mkdir(parents=True)
    for name in ("__init__", *(name for floor in FLOORS for name in floor)):
        (package / f"{name}.py").write_text("", encoding="utf-8")
    return package


def test_an_import_upward_is_found(tmp_path: Path) -> None:
    package = empty_house(tmp_path)
    assert lint_imports(tmp_path).returncode == 0

    (package / "sources.py").write_text("import perfsite.records\n", encoding="utf-8")

    run = lint_imports(tmp_path)
    assert run.returncode != 0
    assert "perfsite.sources -> perfsite.records" in run.stdout


def test_a_module_on_no_floor_is_found(tmp_path: Path) -> None:
    package = empty_house(tmp_path)

    (package / "attic.py").write_text("", encoding="utf-8")

    run = lint_imports(tmp_path)
    assert run.returncode != 0
    assert "attic" in run.stdout


def test_the_floors_are_those_of_the_house() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = settings["contracts"]

    floors = tuple({name.strip(" ()") for name in layer.split("|")} for layer in contract["layers"])

    assert floors == FLOORS
    assert contract["exhaustive"] is True
    assert contract["exhaustive_ignores"] == ["__main__"]


def test_only_a_floor_that_is_not_built_yet_is_optional() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    optional = {
        name.strip(" ()")
        for layer in settings["contracts"][0]["layers"]
        for name in layer.split("|")
        if name.strip().startswith("(")
    }

    built = {path.stem for path in (ROOT / "src" / "perfsite").iterdir()}

    assert not optional & built
