"""Styles into the elements themselves, because half of the mail programs drop ``<style>``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from cenum.cache import NO_CACHE
from cenum.edition import style_parser
from cenum.edition.palette import TEMPLATE
from cenum.edition.style_parser import remembering, without
from cenum.edition.url_spelling import spell_in_html
from cenum.errors import SettingsMistakes
from cenum.finding import Place
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.cache import Cache

# How many selectors and styles premailer remembers (its README): 128 unless told. One letter asks for more,
# and for the same again with each key of somebody who writes it.
os.environ.setdefault("PREMAILER_CACHE_MAXSIZE", "2000")
# premailer imports what fetches style sheets, which is forbidden below, and cssutils, for which ours answers.
with without("requests", "cssutils"):
    from premailer import Premailer, merge_style, premailer
premailer.cssutils = merge_style.cssutils = style_parser

# The style sheet that is to be inlined begins so; every other one stays in the head, whole: media queries,
# dark mode, and mrml's own resets. Inlined, it has no more use there, and would count against Gmail's limit.
_INLINE_MARK = "/*inline*/"
_KEEP = ' data-premailer="ignore"'
_OTHER_STYLES = re.compile(rf"<style(?![^<>]*>\s*{re.escape(_INLINE_MARK)})")
_INLINE_STYLES = re.compile(rf"<style[^<>]*>\s*{re.escape(_INLINE_MARK)}.*?(?:</style>|\Z)", re.DOTALL)
# What is asked of an element's neighbours is asked of all of them, for each element: a second for a long letter.
_ASKS_NEIGHBOURS = re.compile(r":(?:first|last|only|nth)-[a-z-]+|[+~]")
_MOST_NEIGHBOURS = 100
# premailer is told to add none of the old attributes: mrml has set those that Outlook needs.
_ATTRIBUTES = ["align", "bgcolor", "height", "valign", "width"]


def inline(html: str, cache: Cache = NO_CACHE) -> str:
    """``html`` with its inline style sheet in ``style`` attributes, and its doctype kept.

    Never opens a file or a socket, but for what ``cache`` keeps of the style sheet. Raises
    :class:`~cenum.errors.SettingsMistakes` for one that would take a letter too long.
    """
    sheet = "".join(_INLINE_STYLES.findall(html))
    _refuse_slow(sheet)
    inliner = Premailer(
        _OTHER_STYLES.sub(f"<style{_KEEP}", spell_in_html(html)),
        strip_important=False,
        remove_classes=False,
        allow_network=False,
        allow_loading_external_files=False,
        disable_link_rewrites=True,
        disable_validation=True,
        align_floating_images=False,
        disable_basic_attributes=_ATTRIBUTES,
    )
    with remembering(cache, sheet):
        inlined = str(inliner.transform()).replace(_KEEP, "")
    # libxml2 writes the HTML without the doctype that mrml gave it.
    return "<!doctype html>\n" + inlined.strip() + "\n"


def _refuse_slow(sheet: str) -> None:
    found = len(_ASKS_NEIGHBOURS.findall(sheet))
    if found > _MOST_NEIGHBOURS:
        message = _(
            "the style sheet asks {count} times what stands beside an element (`:first-child`, `a + b`); "
            "{most} at most"
        ).format(count=found, most=_MOST_NEIGHBOURS)
        remedy = _("give these elements classes of their own in the templates")
        raise SettingsMistakes([TEMPLATE.at(Place("templates"), message, remedy)])
