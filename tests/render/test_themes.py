"""Which file of which theme is used: the site's own before what it extends before the default."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from perfsite.render import themes
from perfsite.render.themes import default_theme_folder, find_theme, shorten, theme_names


def write(root: Path, name: str, **files: str) -> Path:
    """A theme in a site: file names with `__` for the slash and `_` for the dot's place before the suffix."""
    folder = root / "themes" / name
    folder.mkdir(parents=True)
    for key, text in files.items():
        stem, _, suffix = key.rpartition("_")
        file = folder / f"{stem.replace('__', '/')}.{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def faults(problems: themes.Problems) -> list[tuple[str, str, object]]:
    return [
        (problem.code, problem.span.place, problem.arguments.get("theme", problem.arguments.get("path")))
        for problem in problems
    ]


def test_the_default_is_there_and_trusted() -> None:
    theme, problems = find_theme("default")
    assert problems == ()
    assert [layer.folder for layer in theme.layers] == [default_theme_folder()]
    assert theme.trusted
    assert {"base.html", "index.html", "404.html", "home.html", "page.html"} <= set(theme.templates)


def test_nearer_files_stand_before_farther_ones(tmp_path: Path) -> None:
    near = write(tmp_path, "near", theme_yml="extends: far\n", templates__a_html="near a")
    far = write(tmp_path, "far", templates__a_html="far a", templates__b_html="far b")
    theme, problems = find_theme("near", tmp_path)
    assert problems == ()
    assert [layer.name for layer in theme.layers] == ["near", "far", "default"]
    assert theme.templates["a.html"] == near / "templates/a.html"
    assert theme.templates["b.html"] == far / "templates/b.html"
    assert theme.templates["far:a.html"] == far / "templates/a.html"
    assert theme.templates["base.html"] == default_theme_folder() / "templates/base.html"
    assert not theme.trusted


def test_a_site_may_change_the_default_under_its_own_name(tmp_path: Path) -> None:
    own = write(tmp_path, "default", templates__base_html="ours")
    theme, problems = find_theme("default", tmp_path)
    assert problems == ()
    assert [layer.folder for layer in theme.layers] == [own, default_theme_folder()]
    assert not theme.trusted


def test_styles_are_joined_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        "ours",
        **{
            "styles__10-tokens_css": "tokens\r\n",
            "styles__95-more_css": "more",
            "scripts__own_js": "own",
            "assets__pictures__logo_svg": "logo",
        },
    )
    files = find_theme("ours", tmp_path)[0].static_files()
    assert files["style.css"].startswith(b"tokens\n")
    assert files["style.css"].endswith(b"more\n")
    assert b"@layer base" in files["style.css"]
    assert (files["own.js"], files["pictures/logo.svg"]) == (b"own", b"logo")
    assert {"site.js", "scheme.js", "choose-language.js", "favicon.svg"} <= set(files)


def test_a_published_sheet_has_no_comments_and_says_the_same() -> None:
    sheet = b"""/* Where it stands: a "note". */
a::before {
  content: "/* kept */" / "";
    content: 'it\\'s /* too */';

  color: red; /* why */
}
"""
    said = b"""a::before {\ncontent: "/* kept */" / "";\ncontent: 'it\\'s /* too */';\ncolor: red; \n}\n"""
    assert shorten(sheet) == b"\n".join((b"", said)).lstrip(b"\n")


@pytest.mark.parametrize(
    ("name", "extends", "expected"),
    [
        ("nowhere", None, [("PS002", "perfsite.yml:1:1", "nowhere")]),
        ("../secrets", None, [("PS002", "perfsite.yml:1:1", "../secrets")]),
        ("Ours", None, [("PS002", "perfsite.yml:1:1", "Ours")]),
        ("a", {"a": "b", "b": "a"}, [("PS003", "themes/b/theme.yml:1:10", "a → b → a")]),
        ("a", {"a": "b", "b": "c", "c": "b"}, [("PS003", "themes/c/theme.yml:1:10", "a → b → c → b")]),
        ("a", {"a": "nowhere"}, [("PS002", "themes/a/theme.yml:1:10", "nowhere")]),
        ("a", {"a": "../../etc"}, [("PS002", "themes/a/theme.yml:1:10", "../../etc")]),
    ],
)
def test_what_cannot_be_found_is_a_problem_on_a_usable_theme(
    tmp_path: Path, name: str, extends: dict[str, str] | None, expected: list[tuple[str, str, str]]
) -> None:
    for each, other in (extends or {}).items():
        write(tmp_path, each, theme_yml=f"extends: {other}\n")
    theme, problems = find_theme(name, tmp_path)
    assert faults(problems) == expected
    assert theme.layers[-1].folder == default_theme_folder()


def test_unknown_settings_and_broken_files_are_problems(tmp_path: Path) -> None:
    write(tmp_path, "a", theme_yml="extend: default\n")
    (problem,) = find_theme("a", tmp_path)[1]
    assert (problem.code, problem.arguments["key"], problem.span.place) == ("PS004", "extend", "themes/a/theme.yml:1:9")
    write(tmp_path, "b", theme_yml="extends: [\n")
    assert find_theme("b", tmp_path)[1] != ()


def test_links_and_hidden_files_are_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path, "a", templates__real_html="x", templates__sub__inner_html="y")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (folder / "templates/stolen.html").symlink_to(tmp_path / "secret.txt")
    (folder / "templates/.hidden.html").write_text("x", "utf-8")
    (folder / "assets").symlink_to(tmp_path)
    theme, _ = find_theme("a", tmp_path)
    own = {name for name, file in theme.templates.items() if file.is_relative_to(folder) and ":" not in name}
    assert own == {"real.html", "sub/inner.html"}
    assert "secret.txt" not in theme.static_files()
    (tmp_path / "themes/linked").symlink_to(folder)
    assert faults(find_theme("linked", tmp_path)[1]) == [("PS002", "perfsite.yml:1:1", "linked")]


def test_a_package_can_bring_a_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "brought_theme"
    (package / "templates").mkdir(parents=True)
    (package / "__init__.py").write_text(f"folder = {str(package)!r}\n", "utf-8")
    (package / "templates/extra.html").write_text("extra", "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def offered(**selection: str) -> list[EntryPoint]:
        points = [
            EntryPoint("brought", "brought_theme", "perfsite.themes"),
            EntryPoint("by-path", "brought_theme:folder", "perfsite.themes"),
        ]
        return [point for point in points if selection.get("name", point.name) == point.name]

    monkeypatch.setattr(themes, "entry_points", offered)
    for name in ("brought", "by-path"):
        theme, problems = find_theme(name)
        assert problems == ()
        assert theme.templates["extra.html"] == package / "templates/extra.html"
        assert theme.trusted
    assert theme_names() == ("brought", "by-path", "default")
    sys.modules.pop("brought_theme", None)


def test_names_that_could_be_meant(tmp_path: Path) -> None:
    write(tmp_path, "ours", theme_yml="")
    assert theme_names(tmp_path) == ("default", "ours")
    (problem,) = find_theme("our", tmp_path)[1]
    assert problem.arguments["themes"] == "`default`, `ours`"
    assert problem.arguments["mended"] == "ours"
