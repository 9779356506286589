"""What `look` in perfsite.yml does: files that are published as they are, colours that can be read, entries of the menu."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from perfsite.diagnostics import Diagnostic
from perfsite.pipeline import examine, find_audience, load, set_type
from perfsite.project import Project
from perfsite.render.contrast import contrast, nearest_sufficient, read_colour, write_colour
from perfsite.render.dress import LARGEST
from perfsite.render.site import Press
from tests.site_builder import AS_OF, BASE

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
)
FONT = b"wOF2" + b"\0" * 60


def site(root: Path, look: str, **files: bytes) -> Path:
    """The base site with these lines below `look:` and files in its folder `look`, named with `_` for the dot."""
    for name, text in BASE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    with (root / "perfsite.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"look:\n{look}")
    (root / "look").mkdir()
    for name, content in files.items():
        (root / "look" / name.replace("_", ".")).write_bytes(content)
    return root


def found(root: Path) -> list[Diagnostic]:
    return [
        p for p in examine(load(Project(root)), AS_OF) if p.code in ("PS006", "PS007") or p.severity.value == "error"
    ]


def press(root: Path, audience: str = "everyone") -> Press:
    loaded = load(Project(root))
    rule = find_audience(loaded, audience)
    assert rule is not None
    return Press(set_type(loaded, audience=rule, as_of=AS_OF))


@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG), ("logo.png", PNG)])
def test_a_logo_stands_beside_the_title_as_a_picture_alone(tmp_path: Path, name: str, content: bytes) -> None:
    root = site(tmp_path, f"  logo: look/{name}\n", **{name.replace(".", "_"): content})
    assert found(root) == []
    printed = press(root)
    assert printed.file(f"static/look/{name}") == content
    for path in ("zh/index.html", "en/goals/index.html", "index.html", "404.html"):
        html = (printed.file(path) or b"").decode()
        assert (
            len(re.findall(rf'<img class="site-logo" src="[^"]*/?static/look/{name}\?v=[0-9a-f]{{8}}" alt="">', html))
            == 1
        )
        assert 'class="site-mark"' not in html
        assert "M0 0h8v8z" not in html


@pytest.mark.parametrize(
    ("content", "hint", "what"),
    [
        (SVG.replace(b"<path", b"<script>1</script><path"), "active", "<script>"),
        (SVG.replace(b"<path", b'<path onload="x()"'), "active", "onload"),
        (SVG.replace(b"<path", b'<a href="&#106;avascript:x"/><path'), "active", "href"),
        (SVG.replace(b"<path", b'<image href="http://a.example/x.png"/><path'), "active", "href"),
        (SVG.replace(b"<path", b"<style>@import 'x'</style><path"), "active", "<style>"),
        (SVG.replace(b"<path", b'<path style="fill: url(//a.example/x)"'), "active", "style"),
        (SVG.replace(b"<path", b"<foreignObject/><path"), "active", "<foreignobject>"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "active", "<!DOCTYPE"),
        (b'<?xml-stylesheet href="x"?>' + SVG, "active", "<?xml-stylesheet"),
        (b"<html/>", "kind", ""),
        (b"<svg", "kind", ""),
        (PNG, "kind", ""),
        (SVG.decode().encode("utf-16"), "kind", ""),
        (SVG + b" " * LARGEST[".svg"], "size", ""),
    ],
)
def test_a_logo_that_is_more_than_a_drawing_is_refused(tmp_path: Path, content: bytes, hint: str, what: str) -> None:
    root = site(tmp_path, "  logo: look/logo.svg\n", logo_svg=content)
    (problem,) = found(root)
    assert (problem.code, problem.hint, problem.span.place) == ("PS006", hint, "perfsite.yml:10:9")
    assert problem.arguments.get("found", "") == what
    assert press(root).file("static/look/logo.svg") is None


def test_shades_and_fragments_of_a_drawing_are_allowed(tmp_path: Path) -> None:
    inside = b'<defs><linearGradient id="g"/></defs><use href="#g"/><path style="fill: url(#g)"'
    root = site(tmp_path, "  logo: look/logo.svg\n", logo_svg=SVG.replace(b"<path", inside))
    assert found(root) == []


def test_files_outside_the_repository_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_bytes(SVG)
    root = site(tmp_path / "company", "  logo: look/../../secret.svg\n")
    assert [(p.code, p.hint) for p in found(root)] == [("PS006", "outside")]
    linked = site(tmp_path / "other", "  logo: look/logo.svg\n")
    (linked / "look/logo.svg").symlink_to(tmp_path / "secret.svg")
    assert [(p.code, p.hint) for p in found(linked)] == [("PS006", "outside")]
    assert press(linked).file("static/look/logo.svg") is None
    missing = site(tmp_path / "third", "  logo: look/logo.png\n")
    assert [(p.code, p.hint) for p in found(missing)] == [("PS006", "")]


@pytest.mark.parametrize("path", ["/etc/logo.svg", "logo.gif", "https://a.example/logo.svg", "C:/logo.svg"])
def test_other_paths_have_not_the_form_of_one(tmp_path: Path, path: str) -> None:
    root = site(tmp_path, f'  logo: "{path}"\n')
    assert [p.code for p in found(root)] == ["PS404"]


def test_a_font_of_the_repository_stands_before_a_stack_of_the_device(tmp_path: Path) -> None:
    root = site(tmp_path, "  font: {stack: serif, file: look/ours.woff2}\n", ours_woff2=FONT)
    assert found(root) == []
    printed = press(root)
    sheet = (printed.file("static/style.css") or b"").decode()
    assert printed.file("static/look/font.woff2") == FONT
    assert 'src: url("look/font.woff2") format("woff2")' in sheet
    assert re.search(r'--font: "Perfsite Site", Georgia.*"Songti SC".*serif;', sheet)
    wrong = site(tmp_path / "wrong", "  font: {file: look/ours.woff2}\n", ours_woff2=b"wOFF")
    assert [(p.code, p.hint) for p in found(wrong)] == [("PS006", "kind")]
    plain = site(tmp_path / "plain", "  font: serif\n")
    assert found(plain) == []
    assert b"@font-face" not in (press(plain).file("static/style.css") or b"")


def test_an_accent_has_its_shades_in_both_schemes(tmp_path: Path) -> None:
    root = site(tmp_path, '  accent: {light: "#8a1538"}\n')
    assert found(root) == []
    sheet = (press(root).file("static/style.css") or b"").decode()
    last = re.findall(r"--accent: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", sheet)
    # The dark scheme is as the theme has it.
    assert last == [("#0b5c6b", "#7fcbd8"), ("#8a1538", "#7fcbd8")]
    soft = re.findall(r"--accent-soft: light-dark\((#[0-9a-f]{6})", sheet)[-1]
    assert contrast(read_colour("#8a1538"), read_colour(soft)) >= 4.5


@pytest.mark.parametrize(
    ("look", "scheme", "ratio", "mended"),
    [
        ('{light: "#e8590c"}', "light", "3.33", "#c34b0a"),
        ('{dark: "#8a1538"}', "dark", "1.65", None),
        ('{light: "#ffffff"}', "light", "1.00", None),
    ],
)
def test_a_faint_accent_is_measured_and_the_nearest_offered(
    tmp_path: Path, look: str, scheme: str, ratio: str, mended: str | None
) -> None:
    (problem,) = found(site(tmp_path, f"  accent: {look}\n"))
    assert (problem.code, problem.hint, problem.arguments["ratio"]) == ("PS007", scheme, ratio)
    offered = str(problem.arguments["mended"])
    assert mended is None or offered == mended
    again = tmp_path / "again"
    assert found(site(again, f'  accent: {{{scheme}: "{offered}"}}\n')) == []


def test_contrast_is_that_of_the_standard() -> None:
    # Worked out with the formula of WCAG 2.2 by hand: the ends, and the grey that is known to suffice just so on white.
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((9, 9, 9), (9, 9, 9)) == 1
    assert contrast(read_colour("#767676"), (255, 255, 255)) == pytest.approx(4.54, abs=0.005)
    assert contrast(read_colour("#777777"), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)
    assert write_colour(nearest_sufficient(read_colour("#767676"), ((255, 255, 255),))) == "#767676"


def test_the_backgrounds_are_those_of_the_sites_own_theme(tmp_path: Path) -> None:
    root = site(tmp_path, '  accent: {light: "#6b6b00"}\n')
    assert found(root) == []
    (root / "themes/ours/styles").mkdir(parents=True)
    (root / "themes/ours/styles/95-paper.css").write_text(
        "@layer tokens { :root { --paper: light-dark(#d0d0a0, #14181a); } }\n", "utf-8"
    )
    with (root / "perfsite.yml").open("a", encoding="utf-8") as settings:
        settings.write("theme: ours\n")
    assert [p.code for p in found(root)] == ["PS007"]


MENU = """\
  menu:
    - {page: principles}
    - {page: principles, title: {zh: 怎么定, en: How we decide}}
    - {address: "https://oa.example.internal/leave", title: {zh: 请假, en: Leave}}
    - {address: "https://wiki.example.internal/"}
"""


@pytest.mark.parametrize(("language", "titles"), [("zh", ["怎么定", "请假"]), ("en", ["How we decide", "Leave"])])
def test_the_menu_ends_with_further_entries(tmp_path: Path, language: str, titles: list[str]) -> None:
    root = site(tmp_path, MENU)
    assert found(root) == []
    html = (press(root).file(f"{language}/goals/index.html") or b"").decode()
    menu = html[html.index('class="menu-groups"') : html.index('class="schemes"')]
    entries = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', menu)[-4:]
    page = f"../../{language}/pages/principles.html"
    assert [address for address, _ in entries] == [
        page,
        page,
        "https://oa.example.internal/leave",
        "https://wiki.example.internal/",
    ]
    assert [title for _, title in entries][1:] == [*titles, "https://wiki.example.internal/"]


def test_an_entry_leads_to_one_thing_that_is_there(tmp_path: Path) -> None:
    root = site(tmp_path, "  menu:\n    - {title: {zh: 空, en: None}}\n    - {page: principle}\n")
    assert [p.code for p in found(root)] == ["PS410", "PS302"]


def test_a_page_that_an_audience_has_not_is_no_entry_for_it(tmp_path: Path) -> None:
    root = site(tmp_path, "  menu:\n    - {page: principles, title: {zh: 怎么定, en: How}}\n")
    page = root / "content/pages/principles.md"
    page.write_text(page.read_text("utf-8").replace("---\n", "---\naudience: hr\n", 1), "utf-8")
    assert "怎么定".encode() not in (press(root).file("zh/index.html") or b"")
    assert "怎么定".encode() in (press(root, "hr").file("zh/index.html") or b"")
