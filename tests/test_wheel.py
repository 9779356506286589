"""The wheel alone is enough: installed into an empty environment elsewhere, it makes a repository and builds its site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints. It runs as in an empty shell: nothing of this checkout is on its path."""
    finished = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "COV_"))
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{command}\n{finished.stdout}\n{finished.stderr}"
    return finished.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    (built,) = folder.glob("perfsite-*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, what the wheel says it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, symlinks=True, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    python = folder / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        wheel,
        cwd=folder,
    )
    (metadata,) = packages.glob("perfsite-*.dist-info")
    for needed in closure(Distribution.at(metadata)):
        link_into(packages, needed)
    return folder


def closure(package: Distribution) -> list[Distribution]:
    """All that a package depends on, as this test's own environment has it."""
    found: dict[str, Distribution] = {}
    waiting = [package]
    while waiting:
        for line in waiting.pop().requires or ():
            requirement = Requirement(line)
            if requirement.name not in found and (
                requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            ):
                found[requirement.name] = distribution(requirement.name)
                waiting.append(found[requirement.name])
    return list(found.values())


def link_into(packages: Path, package: Distribution) -> None:
    """Makes an installed package importable in another environment, without a download."""
    for top in {file.parts[0] for file in package.files or () if file.parts[0] not in {"..", "__pycache__"}}:
        target = packages / top
        if not target.exists():
            target.symlink_to(Path(str(package.locate_file(top))))


def test_the_wheel_holds_the_whole_package_the_default_theme_and_the_sample(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())

    parts = {"src/": "", "themes/default/": "perfsite/themes/default/"}
    parts |= {"content/": "perfsite/sample/content/", "perfsite.yml": "perfsite/sample/perfsite.yml"}
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *parts, cwd=ROOT)
    expected = {
        next(f"{inside}{path.removeprefix(part)}" for part, inside in parts.items() if path.startswith(part))
        for path in listed.split("\0")
        if path and (ROOT / path).is_file()
    }
    assert any(path.startswith("perfsite/themes/default/") for path in expected)
    assert expected <= held
    assert {path.split("/")[0].split("-")[0] for path in held} == {"perfsite"}


def test_the_wheel_says_what_the_project_says(wheel: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()

    needs = {
        Requirement(line.removeprefix("Requires-Dist: "))
        for line in text.splitlines()
        if line.startswith("Requires-Dist: ")
    }
    assert needs == {Requirement(line) for line in project["dependencies"]}
    assert f"Requires-Python: {project['requires-python']}" in text.splitlines()


def test_a_site_is_built_elsewhere_with_the_theme_of_the_wheel(environment: Path, tmp_path: Path) -> None:
    perfsite = environment / "bin" / "perfsite"
    (package,) = environment.glob("lib/python*/site-packages/perfsite")
    # A style that only this copy of the theme has: found on the site, it shows where the theme came from.
    sheets = sorted((package / "themes" / "default").rglob("*.css"))
    assert sheets
    for sheet in sheets:
        with sheet.open("a", encoding="utf-8") as file:
            file.write("\n.came-from-the-wheel { color: red }\n")

    run(perfsite, "init", tmp_path / "records", cwd=tmp_path)
    run(perfsite, "build", "--out", tmp_path / "public", "--as-of", "2026-11-16", cwd=tmp_path / "records")

    assert (tmp_path / "public" / "index.html").is_file()
    styles = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "public").rglob("*.css"))
    assert ".came-from-the-wheel" in styles


def test_the_sample_company_is_written_elsewhere_with_its_past(environment: Path, tmp_path: Path) -> None:
    perfsite = environment / "bin" / "perfsite"

    run(perfsite, "demo", tmp_path / "demo", cwd=tmp_path)

    (package,) = environment.glob("lib/python*/site-packages/perfsite")
    assert (package / "sample" / "perfsite.yml").is_file()
    written = run("git", "rev-parse", "main", cwd=tmp_path / "demo")
    run(sys.executable, "-m", "perfsite", "demo", tmp_path / "checkout", cwd=ROOT)
    assert run("git", "rev-parse", "main", cwd=tmp_path / "checkout") == written


def test_the_installed_package_is_not_the_checkout(environment: Path, tmp_path: Path) -> None:
    where = run(environment / "bin" / "python", "-c", "import perfsite; print(perfsite.__file__)", cwd=tmp_path)

    assert Path(where.strip()).is_relative_to(environment)


@pytest.fixture(scope="module")
def wheelhouse(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the guide for CI has it: the wheel of perfsite and those of all that it needs."""
    folder = tmp_path_factory.mktemp("wheels")
    shutil.copy(wheel, folder)
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        archive.extract(name, folder / "read")
        for package in closure(Distribution.at(folder / "read" / Path(name).parent)):
            pack(package, folder)
    shutil.rmtree(folder / "read")
    return folder


def pack(package: Distribution, folder: Path) -> None:
    """An installed package as the wheel that it came from."""
    about = package.read_text("WHEEL")
    assert about is not None
    tags = [line.removeprefix("Tag: ").split("-") for line in about.splitlines() if line.startswith("Tag: ")]
    tag = "-".join(".".join(dict.fromkeys(parts)) for parts in zip(*tags, strict=True))
    named = re.sub(r"[-_.]+", "_", package.name)
    with zipfile.ZipFile(folder / f"{named}-{package.version}-{tag}.whl", "w") as archive:
        for file in package.files or ():
            if ".." in file.parts or "__pycache__" in file.parts or file.name in {"INSTALLER", "REQUESTED"}:
                continue
            archive.write(str(file.locate()), str(file))


def test_a_folder_of_wheels_is_enough_without_a_network(wheelhouse: Path, tmp_path: Path) -> None:
    """By the lines of the guide: no index is asked, and what comes out finds itself well and builds."""
    guide = (ROOT / "docs" / "ci.md").read_text("utf-8")
    line = ".venv/bin/pip install --no-index --find-links wheels perfsite"
    assert line in guide.splitlines()
    (tmp_path / "wheels").symlink_to(wheelhouse)
    run(sys.executable, "-m", "venv", ".venv", cwd=tmp_path)

    run(*line.split(), cwd=tmp_path)

    perfsite = tmp_path / ".venv" / "bin" / "perfsite"
    run(perfsite, "init", "records", cwd=tmp_path)
    told = run(perfsite, "-C", "records", "doctor", "--as-of", "2026-06-01", "--lang", "en", cwd=tmp_path)
    assert "packages it needs are there" in told
    run(perfsite, "build", "--out", tmp_path / "public", "--as-of", "2026-11-16", cwd=tmp_path / "records")
    assert (tmp_path / "public" / "index.html").is_file()
