"""Markdown as HTML: headings that can be linked to, tables and code that scroll by themselves."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape
from msgspec import Struct

# Rewrites the target of a link.
Rewrite = Callable[[str], str]
# A URL of this server without a part to fill in.
PATH = re.compile(r"/(?:v1/|docs\b|guides/|openapi\.json|data\.json|llms\.txt|problems/|health/)[^\s{}…<>*]*")
NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


class Section(Struct, frozen=True, kw_only=True):
    """A heading and the text below it, up to the next heading."""

    anchor: str
    level: int
    heading: str
    text: str


class Document(Struct, frozen=True, kw_only=True):
    html: Markup
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].heading


def document(text: str, rewrite: Rewrite, root: str) -> Document:
    """Convert a Markdown text that begins with its title. Raw HTML becomes text.

    A path of this server that stands as code becomes a link. `root` leads from the page to the first path.
    """
    tokens = PARSER.parse(text)
    sections = tuple(read_sections(tokens))
    align(tokens)
    for token in inner(tokens):
        if token.type == "link_open":
            token.attrSet("href", rewrite(str(token.attrGet("href"))))
    html = PARSER.renderer.render(tokens, PARSER.options, {"root": root})
    return Document(html=Markup(html), sections=sections)  # noqa: S704 - the parser escapes raw HTML


def inline(text: str) -> Markup:
    """Convert a sentence with code and emphasis."""
    return Markup(PARSER.renderInline(text))  # noqa: S704 - the parser escapes raw HTML


def block(text: str) -> Markup:
    """Convert a few paragraphs or a list."""
    return Markup(PARSER.render(text))  # noqa: S704 - the parser escapes raw HTML


def align(tokens: Sequence[Token]) -> None:
    """Align numbers to the right by a class. The policy of pages forbids the parser's `style`."""
    for token in tokens:
        if token.attrs.pop("style", "") == "text-align:right":
            token.attrSet("class", "number")


def inner(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def read_sections(tokens: Sequence[Token]) -> Iterator[Section]:
    """Give each heading an anchor, as code hosts do, so that links work there and here."""
    used: dict[str, int] = {}
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    for start, end in pairwise([*starts, len(tokens)]):
        heading = plain(tokens[start + 1])
        anchor = unique(anchor_of(heading), used)
        tokens[start].attrSet("id", anchor)
        yield Section(
            anchor=anchor,
            level=int(tokens[start].tag[1:]),
            heading=heading,
            text=" ".join(filter(None, map(plain, tokens[start + 3 : end]))),
        )


def plain(token: Token) -> str:
    """The text of a token without its markup."""
    if token.children is None:
        return token.content if token.type == "fence" else ""
    return "".join(" " if each.type == "softbreak" else each.content for each in token.children)


def anchor_of(heading: str) -> str:
    return NOT_IN_ANCHOR.sub("", heading.lower()).replace(" ", "-")


def unique(anchor: str, used: dict[str, int]) -> str:
    times = used.get(anchor, 0)
    used[anchor] = times + 1
    return f"{anchor}-{times}" if times else anchor


# What can be wider than a phone scrolls on its own. `tabindex` lets a keyboard scroll it.
def table_open(*_: Any) -> str:
    return '<div class="scroll" tabindex="0"><table>\n'


def table_close(*_: Any) -> str:
    return "</table></div>\n"


def fence(_: RendererHTML, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


def code_inline(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, env: Mapping[str, str]) -> str:
    text = tokens[index].content
    code = f"<code>{escape(text)}</code>"
    if "root" not in env or not PATH.fullmatch(text) or in_link(tokens[:index]):
        return code
    return f'<a href="{escape(env["root"] + text[1:])}">{code}</a>'


def in_link(before: Sequence[Token]) -> bool:
    kinds = [token.type for token in before]
    return kinds.count("link_open") > kinds.count("link_close")


def parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.add_render_rule("table_open", table_open)
    made.add_render_rule("table_close", table_close)
    made.add_render_rule("fence", fence)
    made.add_render_rule("code_inline", code_inline)
    return made


PARSER = parser()
