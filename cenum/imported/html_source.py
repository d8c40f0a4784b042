"""A letter from HTML of any origin: a file, a clipboard, a page that was saved, what Google Docs writes."""

from __future__ import annotations

import codecs
import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cenum.i18n import _
from cenum.imported.html_kinds import judged
from cenum.imported.html_page import page_of_html
from cenum.imported.html_remarks import remarks_of_page
from cenum.imported.html_words import passages_of_page
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts, SourceLetter
from cenum.web_address import scheme_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.imported.html_page import HtmlPage

_LARGEST = 20_000_000  # bytes: a text in UTF-16 has two to a character
_BEGINNING = 4_096  # bytes in which a page names its encoding; browsers read 1024 (HTML, section 13.2.3.2)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
# By the names of the Encoding Standard; ISO 8859-1 is Windows' there, as everywhere.
_ENCODINGS = re.compile(
    r"utf-?8|windows-125\d|iso-8859-(?:[2-8]|1[03456])|macintosh|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gbk|gb18030|big5",
    re.IGNORECASE,
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What Windows puts before HTML on its clipboard (learn.microsoft.com, “HTML Clipboard Format”).
_OF_CLIPBOARD = re.compile(r"\s*Version:\d\.\d\s")
_LONGEST = 1_000  # characters of a fact
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def letter_of_html(
    name: str, content: bytes, facts: SourceFacts | None = None, pictures: Mapping[str, bytes] | None = None
) -> SourceLetter:
    """The letter in ``content``; of ``facts``, what is known already stands. Raises :class:`ImportRefusal`."""
    if len(content) > _LARGEST:
        raise ImportRefusal(
            _("{name} is too large for a letter").format(name=name),
            _("import only the letter: select it on its page, copy it, and paste it into a file"),
        )
    html = decoded(content)
    page = judged(page_of_html(html))
    passages = passages_of_page(page)
    if not any(passage.kind.taken for passage in passages):
        raise ImportRefusal(
            _("there are no words in {name}").format(name=name), _("make sure that it is the file you mean")
        )
    return SourceLetter(
        name,
        html,
        passages,
        _with_more(facts or SourceFacts(), _facts_of(page.page)),
        pictures or {},
        remarks_of_page(page),
    )


def decoded(content: bytes) -> str:
    """The text of a page in the encoding that it has or names, or else in UTF-8, or else in that of Windows."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    named = _CHARSET.search(content[:_BEGINNING])
    candidate = named[1].decode("ascii") if named else ""
    for encoding in ("utf-8", candidate):
        if _ENCODINGS.fullmatch(encoding):
            try:
                return _without_header(content.decode(encoding))
            except (UnicodeDecodeError, LookupError):
                continue
    return _without_header(content.decode("cp1252", "replace"))


def _without_header(html: str) -> str:
    """``html`` without what the clipboard of Windows says of it."""
    return html[html.find("<") :] if _OF_CLIPBOARD.match(html) and "<" in html else html


def _facts_of(page: HtmlPage) -> SourceFacts:
    said: dict[str, str] = {}
    for node in page.root.elements():
        if node.tag == "meta":
            key = (node.get("property") or node.get("name")).lower()
            said.setdefault(key, " ".join(node.get("content").split())[:_LONGEST])
        elif node.tag == "link" and node.get("rel").lower() == "canonical":
            said["canonical"] = node.get("href").strip()[:_LONGEST]
    address = said.get("canonical") or said.get("og:url", "")
    return SourceFacts(
        title=said.get("og:title") or page.title[:_LONGEST],
        teaser=said.get("og:description") or said.get("description", ""),
        authors=tuple(filter(None, [said.get("author", "")])),
        day=_day(said.get("article:published_time", "")),
        address=address if scheme_of(address) in {"http", "https"} else "",
    )


def _day(written: str) -> date | None:
    found = _DAY.match(written)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _with_more(facts: SourceFacts, more: SourceFacts) -> SourceFacts:
    """``facts``, and ``more`` where they say nothing."""
    missing = {
        name: value for name in facts.__struct_fields__ if not getattr(facts, name) and (value := getattr(more, name))
    }
    if facts.published is False:
        missing.pop("published", None)
    return replace(facts, **missing)
