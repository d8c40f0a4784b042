"""Typeset Markdown as the HTML within ``mj-text``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown_it.renderer import RendererHTML
from markupsafe import Markup, escape

from cenum.issue.markdown import parser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from cenum.issue.blocks import Prose

_LOWEST = 6


def prose_html(prose: Prose, show: Callable[[str, str, int], Markup], *, shift: int, width: int) -> Markup:
    """``prose`` as HTML. ``show`` gives the ``<img>`` of a source, an alt and a shown width in CSS pixels.

    Headings go down by ``shift`` levels: an issue's ``##`` is an ``<h3>`` under its section's ``<h2>``.
    """
    environment: EnvType = {"show": show, "shift": shift, "width": width}
    # The tokens were balanced by markdown-it and judged by the reader: raw HTML is not among them.
    return Markup(_RENDERER.render(list(prose.tokens), parser().options, environment))  # noqa: S704


class _Renderer(RendererHTML):
    """markdown-it's own renderer, but for headings and images."""

    def heading_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        rank = "item" if tokens[idx].tag == "h2" else "subitem"
        return f'<{_shifted(tokens[idx].tag, env["shift"])} class="{rank}">'

    def heading_close(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        return f"</{_shifted(tokens[idx].tag, env['shift'])}>\n"

    def image(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        picture: Any = env["show"](str(token.attrGet("src")), token.meta["alt"], env["width"])
        credit = token.meta["credit"]
        return f'{picture}<span class="credit">{escape(credit)}</span>' if credit else str(picture)


_RENDERER = _Renderer()


def _shifted(tag: str, shift: int) -> str:
    return f"h{min(int(tag[1]) + shift, _LOWEST)}"
