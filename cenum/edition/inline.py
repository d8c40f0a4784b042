"""Styles into the elements themselves, because half of the mail programs drop ``<style>``."""

from __future__ import annotations

import logging
import re
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

from cenum.edition.url_spelling import spell_in_html

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Empty modules in the place of ``names``, but for those that are there already; gone afterwards."""
    absent = {name: ModuleType(name) for name in names if name not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name, module in absent.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


# Both import what fetches style sheets, which is forbidden below: left out, a cold build takes a fifth less
# time and memory. Whoever needs these modules imports them afterwards, as ever.
with _without("requests", "urllib.request"):
    import cssutils
    from premailer import Premailer

# cssutils would shorten #1d2b5e-like colours to three digits, which mail programs do not all read.
cssutils.ser.prefs.minimizeColorHash = False

# The style sheet that is to be inlined begins so; every other one stays in the head, whole: media queries,
# dark mode, and mrml's own resets. Inlined, it has no more use there, and would count against Gmail's limit.
_INLINE_MARK = "/*inline*/"
_KEEP = ' data-premailer="ignore"'
_OTHER_STYLES = re.compile(rf"<style(?![^>]*>\s*{re.escape(_INLINE_MARK)})")
# premailer is told to add none of the old attributes: mrml has set those that Outlook needs.
_ATTRIBUTES = ["align", "bgcolor", "height", "valign", "width"]


def inline(html: str) -> str:
    """``html`` with its inline style sheet in ``style`` attributes, and its doctype kept.

    Never opens a file or a socket.
    """
    premailer = Premailer(
        _OTHER_STYLES.sub(f"<style{_KEEP}", spell_in_html(html)),
        strip_important=False,
        remove_classes=False,
        allow_network=False,
        allow_loading_external_files=False,
        disable_link_rewrites=True,
        disable_validation=True,
        align_floating_images=False,
        disable_basic_attributes=_ATTRIBUTES,
        cssutils_logging_level=logging.CRITICAL,
    )
    inlined = str(premailer.transform()).replace(_KEEP, "")
    # libxml2 writes the HTML without the doctype that mrml gave it.
    return "<!doctype html>\n" + inlined.strip() + "\n"
