"""Styles into the elements themselves, because half of the mail programs drop ``<style>``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.cache import NO_CACHE
from cenum.edition import style_parser
from cenum.edition.style_parser import remembering, without
from cenum.edition.url_spelling import spell_in_html

if TYPE_CHECKING:
    from cenum.cache import Cache

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
# premailer is told to add none of the old attributes: mrml has set those that Outlook needs.
_ATTRIBUTES = ["align", "bgcolor", "height", "valign", "width"]


def inline(html: str, cache: Cache = NO_CACHE) -> str:
    """``html`` with its inline style sheet in ``style`` attributes, and its doctype kept.

    Never opens a file or a socket, but for what ``cache`` keeps of the style sheet.
    """
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
    with remembering(cache, "".join(_INLINE_STYLES.findall(html))):
        inlined = str(inliner.transform()).replace(_KEEP, "")
    # libxml2 writes the HTML without the doctype that mrml gave it.
    return "<!doctype html>\n" + inlined.strip() + "\n"
