"""Typeset Markdown as the HTML within ``mj-text``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.renderer import RendererHTML
from markupsafe import Markup, escape

from cenum.edition.table_fit import TableFit, fit
from cenum.finding import Place
from cenum.issue.markdown import parser
from cenum.marks import mark_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from cenum.edition.table_fit import TableType
    from cenum.issue.blocks import Prose

_LOWEST = 6
# Word sets a <span> into the picture’s own line, whatever its style says.
_BREAK = "<!--[if mso]><br /><![endif]-->"
# Word ignores a table's margin (as in templates/blocks.html.j2).
_GAP = (
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0">'
    '<tr><td class="gap" height="20">&#160;</td></tr></table>\n'
)


def prose_html(  # noqa: PLR0913  what the letter has for all of its prose
    prose: Prose,
    show: Callable[[str, str, int], Markup],
    *,
    file: str,
    shift: int,
    width: int,
    tables: TableType,
) -> Markup:
    """``prose``, which stands in ``file``, as marked HTML.

    ``show`` gives the ``<img>`` of a source, an alt and a shown width in CSS pixels. Headings go down by ``shift``
    levels: an issue's ``##`` is an ``<h3>`` under its section's ``<h2>``.
    """
    lines = {id(token): line for token, line in zip(prose.tokens, prose.lines, strict=True)}
    environment: EnvType = {
        "show": show,
        "file": file,
        "lines": lines,
        "shift": shift,
        "width": width,
        "tables": tables,
        # Of the table that is being rendered.
        "fit": TableFit(""),
        "column": 0,
    }
    # The tokens were balanced by markdown-it and judged by the reader: raw HTML is not among them.
    return Markup(_RENDERER.render(list(prose.tokens), parser().options, environment))  # noqa: S704


class _Renderer(RendererHTML):
    """markdown-it's own renderer, but for headings, images, and the marks on what opens."""

    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # noqa: N802
        return _marked(super().renderToken(tokens, idx, options, env), tokens[idx], env)

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _marked(super().fence(tokens, idx, options, env), tokens[idx], env)

    def table_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        env["fit"] = fit(tokens, idx, env["width"], env["tables"])
        return _marked(f'<table class="data {env["fit"].name}" width="100%">', tokens[idx], env)

    def tr_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        env["column"] = 0
        return self.renderToken(tokens, idx, options, env)

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrSet("scope", "col")
        return self.td_open(tokens, idx, options, env)

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tag = f"<{tokens[idx].tag}"
        fits = env["fit"].columns.get(env["column"])
        named = f'{tag} class="{fits}"' if fits else tag
        env["column"] += 1
        # The token is that of every letter in which this prose may stand: its class is this one's.
        html = super().renderToken(tokens, idx, options, env).replace(tag, named, 1)
        return _marked(html, tokens[idx], env)

    def table_close(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "</table>" + _GAP

    def heading_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        rank = "item" if tokens[idx].tag == "h2" else "subitem"
        html = f'<{_shifted(tokens[idx].tag, env["shift"])} class="{rank}">'
        return _marked(html, tokens[idx], env)

    def heading_close(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        return f"</{_shifted(tokens[idx].tag, env['shift'])}>\n"

    def image(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        picture = _marked(str(env["show"](str(token.attrGet("src")), token.meta["alt"], env["width"])), token, env)
        credit = token.meta["credit"]
        return f'{picture}{_BREAK}<span class="credit">{escape(credit)}</span>' if credit else picture


_RENDERER = _Renderer()


def _marked(html: str, token: Token, env: EnvType) -> str:
    """``html`` with a mark, where it opens something whose line is known."""
    line = env["lines"].get(id(token), token.meta.get("line"))
    return html if token.nesting < 0 or line is None else mark_first(html, Place(env["file"], line))


def _shifted(tag: str, shift: int) -> str:
    return f"h{min(int(tag[1]) + shift, _LOWEST)}"
