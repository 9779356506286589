"""What a site's `look` adds to its theme: files of the repository that are published, and a few lines of style.

The theme stays as it is: the lines come after its style sheet, in the layer of its tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from perfsite.diagnostics import Diagnostic, Fix
from perfsite.records.library import Library
from perfsite.render.contrast import (
    ENOUGH,
    Colour,
    least_contrast,
    mix,
    nearest_sufficient,
    read_colour,
    said,
    write_colour,
)
from perfsite.render.pictures import find_active, is_what_it_says

LARGEST = {".svg": 64 * 1024, ".png": 64 * 1024, ".woff2": 3 * 1024 * 1024}
_STACKS = {
    "serif": 'Georgia, "Times New Roman", "Songti SC", SimSun, "Noto Serif CJK SC", "Noto Serif SC", serif',
    "system": 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Noto Sans SC", sans-serif',
}
_TOKEN = re.compile(rb"--([a-z0-9-]+):\s*light-dark\((#[0-9A-Fa-f]{6}),\s*(#[0-9A-Fa-f]{6})\)")
# What text in the accent colour stands on. The soft shade of the colour itself is made so that it suffices.
_BACKGROUNDS = ("paper", "surface", "raised")
_PAPER: dict[str, Colour] = {"light": (255, 255, 255), "dark": (0, 0, 0)}
_INK: dict[str, Colour] = {"light": (0, 0, 0), "dark": (255, 255, 255)}


@dataclass(frozen=True, slots=True)
class Dress:
    """`files` by their address below `/static/`, `sheet` to come after the theme's, `logo` the address of one of the files."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    sheet: bytes = b""
    logo: str = ""


def dress_site(library: Library, root: Path, sheet: bytes) -> tuple[Dress, tuple[Diagnostic, ...]]:
    """What the site asks for, as far as it can be had. `sheet` is the theme's style sheet, whose backgrounds count."""
    look = library.site.look
    if look is None:
        return Dress(), ()
    problems: list[Diagnostic] = []
    files: dict[str, bytes] = {}
    for key, path in (("logo", look.logo), ("font", look.font.file if look.font is not None else None)):
        if path is not None:
            content, hint, arguments = _read_file(root, path)
            if content is None:
                route = ("look", "logo") if key == "logo" else ("look", "font", "file")
                problems.append(
                    Diagnostic("PS006", library.span(library.site, *route), {"path": path, **arguments}, hint)
                )
            else:
                files[f"look/{key}{PurePosixPath(path).suffix}"] = content
    rules = [*_accent_rules(library, sheet, problems), *_font_rules(library, files)]
    lines = "".join(rules)
    logo = next((name for name in files if name.startswith("look/logo")), "")
    return Dress(files, lines.encode(), logo), tuple(problems)


def _read_file(root: Path, path: str) -> tuple[bytes | None, str, dict[str, str]]:
    """The file, or None with a hint why not."""
    parts = PurePosixPath(path).parts
    suffix = PurePosixPath(path).suffix
    if ".." in parts or any((root / Path(*parts[: n + 1])).is_symlink() for n in range(len(parts))):
        return None, "outside", {}
    try:
        size = (root / path).stat().st_size
        if size > LARGEST[suffix]:
            return None, "size", {"size": f"{-(-size // 1024):,} KB", "limit": f"{LARGEST[suffix] // 1024:,} KB"}
        content = (root / path).read_bytes()
    except OSError:
        return None, "", {}
    if suffix == ".svg":
        active = find_active(content)
        if active is not None:
            return None, "active" if active else "kind", {"found": active, "suffix": suffix}
    elif not is_what_it_says(suffix, content):
        return None, "kind", {"suffix": suffix}
    return content, "", {}


def _accent_rules(library: Library, sheet: bytes, problems: list[Diagnostic]) -> list[str]:
    accent = library.site.look.accent if library.site.look is not None else None
    if accent is None:
        return []
    tokens = _tokens(sheet)
    shades = {}
    for scheme, text in (("light", accent.light), ("dark", accent.dark)):
        if text is None:
            continue
        backgrounds = tuple(tokens[name][scheme] for name in _BACKGROUNDS if name in tokens) or (_PAPER[scheme],)
        colour = read_colour(text)
        ratio = least_contrast(colour, backgrounds)
        if ratio < ENOUGH:
            span = library.span(library.site, "look", "accent", scheme)
            mended = write_colour(nearest_sufficient(colour, backgrounds))
            arguments = {"colour": text, "ratio": said(ratio), "least": str(ENOUGH), "mended": mended}
            problems.append(Diagnostic("PS007", span, arguments, scheme, Fix(span, f'"{mended}"')))
            continue
        shades[scheme] = {
            "accent": colour,
            "accent-strong": mix(colour, _INK[scheme], 64),
            "accent-soft": _soft(colour, backgrounds[0]),
            "share-1": colour,
        }
    return _scheme_rules(tokens, shades)


def _tokens(sheet: bytes) -> dict[str, dict[str, Colour]]:
    """The colours of a sheet in each scheme. Of one that it sets several times, the last counts."""
    return {
        name.decode(): {"light": read_colour(light.decode()), "dark": read_colour(dark.decode())}
        for name, light, dark in _TOKEN.findall(sheet)
    }


def _scheme_rules(tokens: Mapping[str, Mapping[str, Colour]], shades: Mapping[str, Mapping[str, Colour]]) -> list[str]:
    """One colour a token for browsers that know but the light scheme, and a pair for all others, as the theme has it.

    A scheme that the site leaves as it is keeps the theme's colours.
    """
    plain, pairs = [], []
    for name in next(iter(shades.values()), {}):
        both = {**tokens.get(name, {}), **{scheme: shades[scheme][name] for scheme in shades}}
        if "light" in shades:
            plain.append(f"--{name}: {write_colour(both['light'])};")
        light, dark = both.get("light", both.get("dark")), both.get("dark", both.get("light"))
        if light is not None and dark is not None:
            pairs.append(f"--{name}: light-dark({write_colour(light)}, {write_colour(dark)});")
    if not pairs:
        return []
    supported = f"@supports (color: light-dark(#000, #fff)) {{ :root {{ {' '.join(pairs)} }} }}"
    return [f"@layer tokens {{ :root {{ {' '.join(plain)} }} {supported} }}\n"]


def _soft(colour: Colour, paper: Colour) -> Colour:
    """As much of the colour over the paper as leaves it readable there, an eighth at most."""
    for parts in range(32, 0, -1):
        shade = mix(paper, colour, parts)
        if least_contrast(colour, (shade,)) >= ENOUGH:
            return shade
    return paper


def _font_rules(library: Library, files: Mapping[str, bytes]) -> list[str]:
    font = library.site.look.font if library.site.look is not None else None
    if font is None:
        return []
    rules, stack = [], _STACKS[font.stack]
    if "look/font.woff2" in files:
        # The address is relative to the style sheet, which lies beside the folder.
        rules.append(
            '@font-face { font-family: "Perfsite Site"; src: url("look/font.woff2") format("woff2"); font-display: swap; }\n'
        )
        stack = f'"Perfsite Site", {stack}'
    return [*rules, f"@layer tokens {{ :root {{ --font: {stack}; }} }}\n"]
