"""Typeset Markdown as the HTML of a page on the web: elements that say what they are, and no style of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from markdown_it.renderer import RendererHTML
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from cenum.issue.markdown import parser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsType

    from cenum.issue.blocks import Prose

_LOWEST = 6


def web_prose(prose: Prose, show: Callable[[str, str], Markup], *, shift: int, table: str) -> Markup:
    """``prose`` as HTML; headings go down by ``shift`` levels, as in the e-mail.

    ``show`` gives the ``<img>`` of a source and an alt; ``table`` is what a screen reader calls a table that has
    to be moved sideways.
    """
    environment: EnvType = {"show": show, "shift": shift, "table": table, "figure": False}
    # In HTML a slash before the end of a tag means nothing (HTML, section 13.1.2.1).
    options = OptionsDict(cast("OptionsType", {**parser().options, "xhtmlOut": False}))
    # The tokens were balanced by markdown-it and judged by the reader: raw HTML is not among them.
    return Markup(_RENDERER.render(list(prose.tokens), options, environment))  # noqa: S704


class _WebRenderer(RendererHTML):
    """markdown-it's own renderer, but for headings, tables, and pictures that stand alone."""

    def heading_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        return f"<{_shifted(tokens[idx].tag, env['shift'])}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        return f"</{_shifted(tokens[idx].tag, env['shift'])}>\n"

    def paragraph_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        env["figure"] = not tokens[idx].hidden and _is_picture(tokens[idx + 1])
        return "<figure>" if env["figure"] else self.renderToken(tokens, idx, options, env)

    def paragraph_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        if env["figure"]:
            env["figure"] = False
            return "</figure>\n"
        return self.renderToken(tokens, idx, options, env)

    def table_open(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, env: EnvType) -> str:
        # What has to be moved sideways must be reached by the keyboard (WCAG 2.1.1).
        return f'<div class="table" role="group" aria-label="{escape(env["table"])}" tabindex="0"><table>\n'

    def table_close(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<th scope="col"{_alignment(tokens[idx])}>'

    def td_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f"<td{_alignment(tokens[idx])}>"

    def image(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        picture = str(env["show"](str(token.attrGet("src")), token.meta["alt"]))
        credit = token.meta["credit"]
        if not credit:
            return picture
        tag = "figcaption" if env["figure"] else "span"
        return f'{picture}<{tag} class="credit">{escape(credit)}</{tag}>'


_RENDERER = _WebRenderer()


def _shifted(tag: str, shift: int) -> str:
    return f"h{min(int(tag[1]) + shift, _LOWEST)}"


def _is_picture(token: Token) -> bool:
    children = token.children or ()
    return len(children) == 1 and children[0].type == "image"


def _alignment(cell: Token) -> str:
    """A class in the place of markdown-it's style attribute, which the page's policy forbids."""
    side = str(cell.attrGet("style") or "").rpartition(":")[2]
    return f' class="to-{side}"' if side else ""
