"""Markdown out of records → HTML that can do nothing: raw HTML stays text, an allow-list holds, any text is quick.

Most texts are plain paragraphs, short lists, bold words and a link. These are written directly (`_write_simple`), some
ten times as fast as by Python-Markdown, and a test holds both ways to the same result. The rest takes the long way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from xml.etree.ElementTree import Element

import markdown as python_markdown
import nh3
from markdown.inlinepatterns import IMAGE_LINK_RE, LinkInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

LONGEST = 30_000
"""Characters that are read as Markdown. A longer text is shown whole, as plain paragraphs."""

MOST_LINES = 1_000
"""Lines without a blank one between them, with the same consequence."""

SCHEMES = frozenset({"http", "https", "mailto"})
_BLOCK_TAGS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "br"}
    | {"a", "table", "thead", "tbody", "tr", "th", "td"}
)
_INLINE_TAGS = frozenset({"strong", "em", "code", "a", "br"})
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}

# Chinese and Japanese run on without spaces, so a line end between them is only the author's editor.
_HAN = (
    "\u2e80-\u2fdf\u3001-\u30ff\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
    "\U00020000-\U0003ffff"
)
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_QUOTES = "“”‘’…—·"
_BROKEN_LINE = re.compile(
    rf"(?:(?<=[{_HAN}])([*`]*)\n([*`\[]*)(?=[{_HAN}{_QUOTES}])|(?<=[{_QUOTES}])([*`]*)\n([*`\[]*)(?=[{_HAN}]))"
)

_SPECIAL = re.compile(r"[<>`_|\\\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029]")
_SPECIAL_RUN = re.compile(r"&#?\w+;|\*\*\*|!\[")
_SPECIAL_LINE = re.compile(r"\s|[=:+]|~~~|\*(?!\*)|-(?! \S)|#++(?! \S)")
_MARKED = re.compile(r"[*\[\]#\-0-9&]")
_HEADING_LINE = re.compile(r"(#{1,6}) ([^#]+)\Z")
_BULLET_LINE = re.compile(r"- (.+)\Z")
_OPENS_BLOCK = re.compile(r"[#\-+:=~\s]|\*(?!\*[^\s*])")
_NUMBER_LINE = re.compile(r"[0-9]+\. (.+)\Z")
_SIMPLE_LINK = r"\[([^\[\]*]+)\]\(((?:https?://|mailto:)?[A-Za-z0-9#.][A-Za-z0-9/._~#?=%+@-]*)\)"
_SIMPLE_INLINE = re.compile(rf"{_SIMPLE_LINK}|\*\*([^\s*\[\]](?:[^*\[\]\n]*[^\s*\[\]])?)\*\*")

_HEADING_TAG = re.compile(r"<h([1-6])>(.*?)</h[1-6]>", re.DOTALL)
_REFUSED_LINK = re.compile(r'<a(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ALIGNED = re.compile(r'<(t[hd]) align="(left|right|center)">')
_LIST_START = re.compile(r"(?:[-*+]|1\.) +\S")
_LIST_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,9}\.) ")
_TABLE_RULE = re.compile(r" {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?\Z")
_NESTED = re.compile(r"^(?:[ \t>]*>){12}|^[ \t]{60}|^[ \t>]*(?:(?:[-*+>]|[0-9]+\.)[ \t]+){12}", re.MULTILINE)


def _unchanged(address: str) -> str:
    return address


class Slugs:
    """The anchors of one page: stable, readable in Chinese and English, each given once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def take(self, heading: str) -> str:
        """The anchor of a heading. The prefix keeps it apart from the anchors that templates give."""
        words = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", heading).casefold()).strip("-_")
        slug = f"h-{unicodedata.normalize('NFC', words)[:80] or 'section'}"
        count = self._given.get(slug, 0) + 1
        self._given[slug] = count
        return slug if count == 1 else self.take(f"{words[:80]}-{count}")


class Markdown:
    """Turns texts of one language into HTML. `resolve` makes an author's link address one that works on the page."""

    def __init__(self, resolve: Callable[[str], str] = _unchanged, table_label: str = "Table") -> None:
        self._resolve = resolve
        region = Markup('<div class="table-scroll" role="group" aria-label="{}" tabindex="0"><table>')
        self._table_open = region.format(table_label)
        self._blocks = _block_parser()
        self._lines = _inline_parser()
        self._block_cleaner = self._cleaner(_BLOCK_TAGS)
        self._inline_cleaner = self._cleaner(_INLINE_TAGS)

    def block(self, text: str, level: int = 2, slugs: Slugs | None = None) -> Markup:
        """A longer text. Its highest heading gets `level`, and no level is skipped below it."""
        html = self._write_simple(text)
        if html is None:
            html = self._write_any(text)
        if "<h" in html:
            html = _place_headings(html, level, slugs or Slugs())
        return Markup(html)  # noqa: S704 - made of escaped text and the allowed tags

    def inline(self, text: str) -> Markup:
        """A text for one line: words marked strong, code and links; everything else is as written."""
        if "\n" in text:
            text = " ".join(join_lines(text).split("\n"))
        if _is_simple(text):
            html = _escape(text) if _MARKED.search(text) is None else self._write_inline(text)
            if html is not None:
                return Markup(html)  # noqa: S704 - escaped
        if not is_affordable(text):
            return Markup(_escape(text))  # noqa: S704 - escaped
        self._lines.reset()
        html = self._lines.convert(_without_controls(text)).strip()
        html = self._inline_cleaner.clean(html.removeprefix("<p>").removesuffix("</p>"))
        html = _REFUSED_LINK.sub(r"\1", html)
        return Markup(_escape(text) if _loses_words(text, html) else html)  # noqa: S704 - escaped or cleaned

    def _write_any(self, text: str) -> str:
        if not is_affordable(text):
            return _plain_paragraphs(text)
        self._blocks.reset()
        html = self._block_cleaner.clean(self._blocks.convert(_without_controls(text)))
        html = _REFUSED_LINK.sub(r"\1", html)
        if _loses_words(text, html):
            return _plain_paragraphs(text)
        return _finish_tables(html, self._table_open) if "<table>" in html else html

    def _write_simple(self, text: str) -> str | None:
        """The HTML of a text that holds nothing but simple blocks, or None where the long way must be taken."""
        if len(text) > LONGEST or not _is_simple(text):
            return None
        html: list[str] = []
        before = ""
        for block in text.strip("\n").split("\n\n"):
            written = self._write_block(block)
            # Two lists of one kind with only a blank line between them are one list with room between its items.
            if written is None or (written[:4] in ("<ul>", "<ol>") and written[:4] == before):
                return None
            before = written[:4]
            html.append(written)
        return "\n".join(html) if html != [""] else ""

    def _write_block(self, block: str) -> str | None:
        if _MARKED.search(block) is None:
            return f"<p>{_escape(join_lines(block))}</p>" if block and block[0] != "\n" else None
        first = block[0]
        if first == "#":
            heading = _HEADING_LINE.match(block)
            inner = self._write_inline(heading[2]) if heading and "\n" not in block else None
            return f"<h{len(heading[1])}>{inner}</h{len(heading[1])}>" if heading and inner else None
        if first == "-" or (first.isdigit() and _NUMBER_LINE.match(block.split("\n", 1)[0])):
            return self._write_list(block, "ul" if first == "-" else "ol")
        if first == "\n" or "\n#" in block or "\n-" in block or re.search(r"\n[0-9]+\. ", block):
            return None
        inner = self._write_inline(join_lines(block))
        return f"<p>{inner}</p>" if inner is not None else None

    def _write_list(self, block: str, tag: str) -> str | None:
        pattern = _BULLET_LINE if tag == "ul" else _NUMBER_LINE
        lines = block.split("\n")
        if tag == "ol" and not lines[0].startswith("1. "):
            return None
        items = [f"<{tag}>"]
        for line in lines:
            item = pattern.match(line)
            if item is None or _OPENS_BLOCK.match(item[1]) or _NUMBER_LINE.match(item[1]):
                return None
            inner = self._write_inline(item[1])
            if inner is None:
                return None
            items.append(f"<li>{inner}</li>")
        items.append(f"</{tag}>")
        return "\n".join(items)

    def _write_inline(self, text: str) -> str | None:
        if "*" not in text and "[" not in text:
            return _escape(text)
        html: list[str] = []
        end = 0
        for match in _SIMPLE_INLINE.finditer(text):
            html.append(_escape(text[end : match.start()]))
            label, address, strong = match.groups()
            if strong is not None:
                html.append(f"<strong>{_escape(strong)}</strong>")
            else:
                html.append(f'<a href="{escape(self._resolve(address))}">{_escape(label)}</a>')
            end = match.end()
            if text[end : end + 1] in ("*", "("):
                return None
        html.append(_escape(text[end:]))
        rest = _SIMPLE_INLINE.sub("", text)
        return None if "*" in rest or "[" in rest else "".join(html)

    def _cleaner(self, tags: frozenset[str]) -> nh3.Cleaner:
        return nh3.Cleaner(
            tags=set(tags),
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items() if tag in tags},
            url_schemes=set(SCHEMES),
            link_rel=None,
            attribute_filter=self._filter_attribute,
        )

    def _filter_attribute(self, tag: str, name: str, value: str) -> str | None:
        # nh3 has decoded the address and refused what browsers read as another scheme; what merely looks like one goes too.
        if tag == "a" and name == "href":
            return self._resolve(value) if _leads_somewhere_harmless(value) else None
        return value


def _leads_somewhere_harmless(address: str) -> bool:
    squeezed = "".join(char for char in address if char > " " and not char.isspace())
    scheme, colon, _ = re.split(r"[/?#]", squeezed, maxsplit=1)[0].partition(":")
    return not colon or scheme.lower() in SCHEMES


def is_affordable(text: str) -> bool:
    """Whether Python-Markdown reads the text in well under a second.

    It is quadratic in the lines and opening brackets of a block and in the code fences of a text, and recurses into
    quotations and lists. Real texts are far below these bounds.
    """
    if len(text) > LONGEST or _NESTED.search(text) is not None:
        return False
    if (text.count("```") + text.count("~~~")) * len(text) > 10_000_000:
        return False
    blocks = text.split("\n\n")
    if any(block.count("\n") > MOST_LINES for block in blocks) or text.count("|") > 8_000:
        return False
    return sum(block.count("[") * len(block) for block in blocks) <= 2_000_000


def _is_simple(text: str) -> bool:
    """Whether nothing in the text could mean more than paragraphs, headings, short lists, strong words and links."""
    if _SPECIAL.search(text) is not None or _SPECIAL_RUN.search(text) is not None:
        return False
    return not any(line and (_SPECIAL_LINE.match(line) or line[-1].isspace()) for line in text.split("\n"))


def _block_parser() -> python_markdown.Markdown:
    parser = python_markdown.Markdown(
        extensions=["tables", "fenced_code", "sane_lists"],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    parser.preprocessors.deregister("html_block")
    # Indentation is how people lay out a text, not how they mark code: that is what ``` is for.
    parser.parser.blockprocessors.deregister("code")
    parser.parser.blockprocessors.deregister("reference")
    parser.preprocessors.register(_LayOutLists(parser), "perfsite_lists", 20)
    _restrict_inline(parser)
    return parser


def _inline_parser() -> python_markdown.Markdown:
    parser = python_markdown.Markdown(output_format="html")
    for name in ("html_block", "normalize_whitespace"):
        parser.preprocessors.deregister(name)
    for name in ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference"):
        parser.parser.blockprocessors.deregister(name)
    _restrict_inline(parser)
    return parser


def _restrict_inline(parser: python_markdown.Markdown) -> None:
    for name in ("html", "entity", "reference", "short_reference", "image_link", "image_reference", "short_image_ref"):
        parser.inlinePatterns.deregister(name)
    # Pages load nothing that is not theirs, so a picture is offered as a link.
    parser.inlinePatterns.register(LinkInlineProcessor(IMAGE_LINK_RE, parser), "image_link", 150)
    parser.treeprocessors.register(_JoinLines(parser), "perfsite_join", 30)


class _JoinLines(Treeprocessor):
    """Runs before the inline patterns, while a block's text still is one string."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and "\n" in element.text:
                joined = join_lines(element.text)
                if joined != element.text:
                    element.text = type(element.text)(joined)


class _LayOutLists(Preprocessor):
    """Lists as people and other Markdowns write them → as Python-Markdown reads them.

    A blank line goes before a list or table that follows a paragraph at once, and what belongs to a list item is
    indented by four spaces a level, where authors use anything from two on.
    """

    def run(self, lines: list[str]) -> list[str]:
        laid_out: list[str] = []
        margins: list[int] = []  # the indentation of each open list's items
        after_blank, in_table = True, False
        for number, line in enumerate(lines):
            text = line.lstrip(" \t")
            if not text:
                after_blank, in_table = True, False
                laid_out.append("")
                continue
            indent = len(line[: len(line) - len(text)].expandtabs(4))
            item = _LIST_ITEM.match(text) is not None
            if margins and indent == 0 and not item and after_blank:
                margins = []
            if item and (margins or after_blank or _LIST_START.match(text)):
                margins = [margin for margin in margins if indent >= margin + 2]
                if not margins and not after_blank and not self._in_list(laid_out):
                    laid_out.append("")
                laid_out.append("    " * len(margins) + text)
                margins.append(indent)
            elif margins and after_blank:
                margins = [margin for margin in margins if indent >= margin + 2]
                laid_out.append("    " * len(margins) + text)
            else:
                starts_table = not in_table and not after_blank and self._starts_table(lines, number)
                laid_out.extend(["", line] if starts_table else [line])
            in_table = in_table or _TABLE_RULE.match(text) is not None
            after_blank = False
        return laid_out

    @staticmethod
    def _in_list(laid_out: list[str]) -> bool:
        """Whether the paragraph or list just above is a list."""
        for line in reversed(laid_out):
            if not line:
                return False
            if _LIST_ITEM.match(line.lstrip()):
                return True
        return False

    @staticmethod
    def _starts_table(lines: list[str], number: int) -> bool:
        return "|" in lines[number] and number + 1 < len(lines) and _TABLE_RULE.match(lines[number + 1]) is not None


def join_lines(text: str) -> str:
    return text if text.isascii() or "\n" not in text else _BROKEN_LINE.sub(_join, text)


def _join(match: re.Match[str]) -> str:
    before, after, before_quote, after_quote = match.groups()
    return f"{before or ''}{after or ''}{before_quote or ''}{after_quote or ''}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def _without_controls(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)


def _loses_words(text: str, html: str) -> bool:
    """Python-Markdown eats a character where asterisks or a link's title do not close; then the text is shown as it is."""
    return not text.isascii() and len(_IDEOGRAPH.findall(html)) < len(_IDEOGRAPH.findall(text))


def _plain_paragraphs(text: str) -> str:
    blocks = (block.strip("\n") for block in _without_controls(text).split("\n\n"))
    return "\n".join(f"<p>{_escape(block)}</p>" for block in blocks if block.strip())


def _place_headings(html: str, level: int, slugs: Slugs) -> str:
    used = sorted({int(match[1]) for match in _HEADING_TAG.finditer(html)})
    levels = {old: min(level + place, 6) for place, old in enumerate(used)}

    def write(match: re.Match[str]) -> str:
        new = levels[int(match[1])]
        words = python_markdown.util.HTML_PLACEHOLDER_RE.sub("", _TAG.sub("", match[2]))
        return f'<h{new} id="{escape(slugs.take(str(Markup(words).unescape())))}">{match[2]}</h{new}>'  # noqa: S704 - read, not written

    return _HEADING_TAG.sub(write, html)


def _finish_tables(html: str, opening: str) -> str:
    classes = {"right": ' class="number"', "center": ' class="centre"', "left": ""}
    html = _ALIGNED.sub(lambda match: f"<{match[1]}{classes[match[2]]}>", html)
    html = re.sub(r"<th(?=[ >])([^>]*)>(?!</th>)", r'<th scope="col"\1>', html)
    html = re.sub(r"<th[^>]*></th>", "<td></td>", html)
    return html.replace("<table>", opening).replace("</table>", "</table></div>")
