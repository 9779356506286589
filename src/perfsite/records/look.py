"""How a site looks where its theme is not changed: logo, colour, font and further entries of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, Choice, Struct, field
from perfsite.records.forms import TEXT, WEB_ADDRESS, ListOf, Plain, Reference, Word
from perfsite.records.references import Ref
from perfsite.records.texts import Text

COLOUR = Plain(
    Phrase("`#` 加六位十六进制数，如 `#0b5c6b`", "`#` and six hexadecimal digits, such as `#0b5c6b`"),
    r"#[0-9A-Fa-f]{6}",
)
_FILE = r"(?!/)[^\s\\:]*?"
LOGO = Plain(
    Phrase(
        "仓库里的 `.svg` 或 `.png` 文件，如 `look/logo.svg`",
        "an `.svg` or `.png` file of the repository, such as `look/logo.svg`",
    ),
    _FILE + r"\.(?:svg|png)",
)
FONT_FILE = Plain(
    Phrase(
        "仓库里的 `.woff2` 文件，如 `look/ours.woff2`", "a `.woff2` file of the repository, such as `look/ours.woff2`"
    ),
    _FILE + r"\.woff2",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accent:
    light: str | None = field(
        COLOUR,
        "浅色外观",
        "Light",
        "浅色外观下的颜色，默认不变。",
        "The colour in the light scheme; unchanged where it is not given.",
        audience=EVERYONE,
    )
    dark: str | None = field(
        COLOUR,
        "深色外观",
        "Dark",
        "深色外观下的颜色，默认不变。",
        "The colour in the dark scheme; unchanged where it is not given.",
        audience=EVERYONE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    stack: str = field(
        Word.of({"system": ("系统字体", "the system's font"), "serif": ("宋体类", "with serifs")}),
        "字体类别",
        "Stack",
        "读者设备上已有的字体。",
        "Fonts that readers' devices have.",
        audience=EVERYONE,
        default="system",
    )
    file: str | None = field(
        FONT_FILE,
        "字体文件",
        "File",
        "仓库里的字体，没有的字用上面一类字体补。",
        "A font of the repository; characters that it lacks come from the stack.",
        audience=EVERYONE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A page of the site's own, or an address elsewhere on the intranet."""

    choices: ClassVar[tuple[Choice, ...]] = (Choice(("page", "address")),)

    page: Ref | None = field(
        Reference("page"), "页面", "Page", "本站的一个页面。", "A page of this site.", audience=EVERYONE
    )
    address: str | None = field(
        WEB_ADDRESS,
        "网址",
        "Address",
        "内网上别处的网址。",
        "An address elsewhere on the intranet.",
        audience=EVERYONE,
    )
    title: Text | None = field(
        TEXT,
        "名称",
        "Title",
        "菜单里的名称，默认用页面的标题或网址。",
        "What the menu calls it; by default the title of the page, or the address.",
        audience=EVERYONE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    logo: str | None = field(
        LOGO,
        "标志",
        "Logo",
        "标题旁的图，SVG 或 PNG，不超过 64 KB。",
        "The picture beside the title: SVG or PNG, at most 64 KB.",
        audience=EVERYONE,
    )
    accent: Accent | None = field(
        Struct(Accent),
        "主色",
        "Accent",
        "链接和标记的颜色；与底色的对比度不够会指出来。",
        "The colour of links and marks; one that is too faint on its background is refused.",
        audience=EVERYONE,
    )
    font: Font | None = field(
        Struct(Font, shorthand="stack"),
        "字体",
        "Font",
        "不从网上加载任何字体。",
        "No font is loaded from the network.",
        audience=EVERYONE,
    )
    menu: tuple[MenuEntry, ...] = field(
        ListOf(Struct(MenuEntry)),
        "菜单",
        "Menu",
        "菜单最后一组里再加的条目。",
        "Further entries in the last group of the menu.",
        audience=EVERYONE,
        default=(),
    )
