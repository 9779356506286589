"""A theme's name → its layers of folders, nearest first: the site's own, what it extends, and at last the default.

A theme is a folder with `theme.yml` (`extends: NAME`), `templates/`, `styles/`, `scripts/`, `assets/` and
`translations/`, each of which may be left out. A file of a nearer layer stands before one of the same name further off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from perfsite.diagnostics import Diagnostic, Fix, closest
from perfsite.render.dress import Dress
from perfsite.render.flat import read_flat
from perfsite.span import Span, whole_file

DEFAULT = "default"
ENTRY_POINT_GROUP = "perfsite.themes"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_SETTINGS = frozenset({"name", "extends", "description"})
_SITE = whole_file("perfsite.yml")

Problems = tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of a theme. A layer out of the site's repository is as untrusted as a pull request."""

    name: str
    folder: Path
    trusted: bool

    def files(self, part: str) -> Iterator[tuple[str, Path]]:
        """The files below `part/` with their names there, sorted; links and hidden files are not read."""
        yield from _walk(self.folder / part, "")

    def file_name(self, inside: str) -> str:
        """How problems call a file of this layer."""
        return f"themes/{self.name}/{inside}"


@dataclass(frozen=True)
class Theme:
    """A theme with everything that it extends."""

    name: str
    layers: tuple[Layer, ...]
    # What the settings of the site add to it.
    dress: Dress = field(default_factory=Dress)

    @cached_property
    def templates(self) -> Mapping[str, Path]:
        """Each template's file, both by its plain name and, to extend what one replaces, as `THEME:name`."""
        found: dict[str, Path] = {}
        for layer in self.layers:
            for name, file in layer.files("templates"):
                found.setdefault(name, file)
                found.setdefault(f"{layer.name}:{name}", file)
        return found

    @property
    def trusted(self) -> bool:
        return all(layer.trusted for layer in self.layers)

    def own_file(self, template: str) -> str | None:
        """How problems call a template's file, if it is the site's own; None for a built-in one."""
        file = self.templates.get(template)
        for layer in self.layers:
            if file is not None and not layer.trusted and file.is_relative_to(layer.folder):
                return layer.file_name(file.relative_to(layer.folder).as_posix())
        return None

    def static_files(self) -> dict[str, bytes]:
        """What is published beside the pages, by address below `/static/`.

        The style sheets of all layers become one `style.css`: files in the order of their names, so that a layer may
        replace one (`20-tokens.css`) or add one (`90-ours.css`).
        """
        published = {"style.css": shorten(self.sheet()) + self.dress.sheet, **self.dress.files}
        for part in ("scripts", "assets"):
            for name, file in sorted(self._merged(part).items()):
                published[name] = file.read_bytes()
        return published

    def sheet(self) -> bytes:
        """The style sheets of all layers as one, without what the settings of the site add."""
        styles = self._merged("styles")
        sheet = b"".join(styles[name].read_bytes().rstrip() + b"\n" for name in sorted(styles) if name.endswith(".css"))
        return sheet.replace(b"\r\n", b"\n")

    def translation_files(self, language: str) -> tuple[tuple[Layer, Path], ...]:
        """The interface's words in a language, nearest layer first."""
        wanted = f"{language}.yml"
        return tuple(
            (layer, file) for layer in self.layers for name, file in layer.files("translations") if name == wanted
        )

    def _merged(self, part: str) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for layer in self.layers:
            for name, file in layer.files(part):
                found.setdefault(name, file)
        return found


# Words in quotes, which may hold what looks like a comment, and comments.
_APART = re.compile(rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.DOTALL)


def shorten(sheet: bytes) -> bytes:
    """A style sheet without comments and indents: a fifth less to carry to a phone, and as easy to read in its tools."""
    bare = _APART.sub(lambda found: found[1] or b"", sheet)
    return re.sub(rb"^[ \t]*\n|^[ \t]+", b"", bare, flags=re.MULTILINE)


def find_theme(name: str, site_folder: Path | None = None, at: Span = _SITE) -> tuple[Theme, Problems]:
    """The named theme over what it extends. With a problem, the layers that were found stand on the default.

    `at` is where the site names its theme; a name that a theme extends is pointed at in its theme.yml.
    """
    layers: list[Layer] = []
    problems: list[Diagnostic] = []
    seen: list[tuple[str, bool]] = []
    wanted, own = name, True
    while wanted:
        if not _NAME.fullmatch(wanted):
            problems.append(_unknown(wanted, site_folder, at))
            break
        layer = _find_layer(wanted, site_folder if own else None)
        if layer is None:
            problems.append(_unknown(wanted, site_folder, at))
            break
        if (layer.name, layer.trusted) in seen:
            cycle = " → ".join([each for each, _ in seen] + [wanted])
            problems.append(Diagnostic("PS003", at, {"path": cycle}))
            break
        seen.append((layer.name, layer.trusted))
        layers.append(layer)
        settings, spans, faults = _read_settings(layer)
        problems.extend(faults)
        at = spans.get("extends", at)
        if wanted == DEFAULT and layer.trusted:
            break
        extended = settings.get("extends", DEFAULT)
        # A site's own theme may carry the name of the one it changes: `themes/default` over the built-in default.
        own = extended != wanted
        wanted = extended
    if not layers or layers[-1] != _default_layer():
        layers = [layer for layer in layers if layer != _default_layer()] + [_default_layer()]
    return Theme(name, tuple(layers)), tuple(problems)


def check_templates(theme: Theme) -> Problems:
    """The templates of the site's own layers that Jinja cannot read. The built-in ones are held by tests."""
    if theme.trusted:
        return ()
    from jinja2 import Environment, TemplateSyntaxError

    environment = Environment(autoescape=True)
    problems = []
    for layer in theme.layers:
        for name, file in () if layer.trusted else layer.files("templates"):
            place = layer.file_name(f"templates/{name}")
            try:
                environment.parse(file.read_text("utf-8"))
            except TemplateSyntaxError as error:
                problems.append(template_problem(place, error.lineno, error.message or ""))
            except UnicodeDecodeError:
                problems.append(template_problem(place, 1, "not UTF-8"))
    return tuple(problems)


def template_problem(file: str, line: int, reason: str) -> Diagnostic:
    """That a template fails at a line, as Jinja puts it."""
    line = max(line, 1)
    return Diagnostic("PS005", Span(file, line, 1, line, 1), {"reason": reason})


def theme_names(site_folder: Path | None = None) -> tuple[str, ...]:
    """Every theme that could be named, sorted."""
    names = {DEFAULT} | {entry.name for entry in entry_points(group=ENTRY_POINT_GROUP)}
    themes = site_folder / "themes" if site_folder else None
    if themes is not None and themes.is_dir():
        names |= {each.name for each in themes.iterdir() if each.is_dir() and _NAME.fullmatch(each.name)}
    return tuple(sorted(names))


def default_theme_folder() -> Path:
    """Inside the installed package, or at the root of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "themes" / DEFAULT
    return installed if installed.is_dir() else package.parents[1] / "themes" / DEFAULT


def _default_layer() -> Layer:
    return Layer(DEFAULT, default_theme_folder(), trusted=True)


def _find_layer(name: str, site_folder: Path | None) -> Layer | None:
    if site_folder is not None:
        folder = site_folder / "themes" / name
        is_built_in = folder.is_dir() and folder.resolve() == default_theme_folder().resolve()
        if folder.is_dir() and not folder.is_symlink() and not is_built_in:
            return Layer(name, folder, trusted=False)
    if name == DEFAULT:
        return _default_layer()
    for entry in entry_points(group=ENTRY_POINT_GROUP, name=name):
        folder_of_plugin = _load_folder(entry)
        if folder_of_plugin is not None and folder_of_plugin.is_dir():
            return Layer(name, folder_of_plugin, trusted=True)
    return None


def _load_folder(entry: EntryPoint) -> Path | None:
    """An entry point names a package that is the theme's folder, or `package:attribute` holding the folder's path."""
    if entry.attr:
        value = entry.load()
        return Path(value) if isinstance(value, (str, Path)) else None
    module = import_module(entry.module)
    return Path(module.__file__).parent if module.__file__ else None


def _unknown(name: str, site_folder: Path | None, at: Span) -> Diagnostic:
    names = theme_names(site_folder)
    near = closest(name, names)
    arguments = {"theme": name, "themes": ", ".join(f"`{each}`" for each in names)}
    if near is None:
        return Diagnostic("PS002", at, arguments)
    return Diagnostic("PS002", at, {**arguments, "mended": near}, "suggest", Fix(at, near))


def _read_settings(layer: Layer) -> tuple[Mapping[str, str], Mapping[str, Span], Problems]:
    file = layer.folder / "theme.yml"
    if not file.is_file() or file.is_symlink():
        return {}, {}, ()
    settings, spans, problems = read_flat(file, layer.file_name("theme.yml"))
    unknown = [
        Diagnostic("PS004", spans[key], {"key": key, "choices": ", ".join(f"`{each}`" for each in sorted(_SETTINGS))})
        for key in settings
        if key.split(".")[0] not in _SETTINGS
    ]
    return settings, spans, (*problems, *unknown)


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir() or folder.is_symlink():
        return
    for each in sorted(folder.iterdir(), key=lambda path: path.name):
        if each.is_symlink() or each.name.startswith("."):
            continue
        if each.is_dir():
            yield from _walk(each, f"{prefix}{each.name}/")
        elif each.is_file():
            yield f"{prefix}{each.name}", each
