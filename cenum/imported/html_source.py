"""A letter from HTML of any origin: a file, a clipboard, a page that was saved, what Google Docs writes."""

from __future__ import annotations

import codecs
import posixpath
import re
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from cenum.i18n import _
from cenum.imported.archive_files import of_zip
from cenum.imported.html_kinds import judged
from cenum.imported.html_page import page_of_html
from cenum.imported.html_remarks import remarks_of_page
from cenum.imported.html_words import passages_of_page
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts, SourceLetter
from cenum.issue.images import MOST_BYTES
from cenum.web_address import scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cenum.imported.archive_files import ArchiveFiles
    from cenum.imported.html_page import HtmlPage

_LARGEST = 25_000_000  # bytes
_LARGEST_ZIP = 40_000_000
_MOST_PICTURES = 40_000_000  # bytes, of all together
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
    return letter_of_text(name, decoded(content), facts, pictures)


def letter_of_text(
    name: str, html: str, facts: SourceFacts | None = None, pictures: Mapping[str, bytes] | None = None
) -> SourceLetter:
    """The letter in ``html``, as :func:`letter_of_html`."""
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
    for encoding in ("utf-8", candidate if _ENCODINGS.fullmatch(candidate) else "", "cp1252"):
        with suppress(UnicodeDecodeError, LookupError):
            return _without_header(content.decode(encoding))
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
    known = {name: getattr(more, name) for name in SourceFacts.__struct_fields__ if not getattr(facts, name)}
    return replace(facts, **{name: value for name, value in known.items() if value})


def letter_of_gdocs_zip(name: str, content: bytes) -> SourceLetter:
    """The letter in a zip that holds one page and its pictures, as Google Docs writes it.

    Raises :class:`ImportRefusal` where there is another number of pages, or more than a letter has.
    """
    if len(content) > _LARGEST_ZIP:
        raise ImportRefusal(
            _("{name} is too large for a letter").format(name=name),
            _("make its pictures smaller, and export it again"),
        )
    files = of_zip(name, BytesIO(content))
    pages = [one for one in files.names if one.lower().endswith((".html", ".htm"))]
    if len(pages) != 1:
        raise ImportRefusal(
            _("{name} holds several pages, or none").format(name=name), _("unpack it, and import the letter's page")
        )
    html = decoded(files.read(pages[0], _LARGEST))
    folder = pages[0].rpartition("/")[0]
    letter = letter_of_text(name, html, SourceFacts(title=_title_of(pages[0])))
    return replace(letter, pictures=dict(_pictures(files, html, folder)), told=files.told)


def _title_of(file: str) -> str:
    return file.rpartition("/")[2].rpartition(".")[0]


def _pictures(files: ArchiveFiles, html: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """The files that ``html`` shows, by the ``src`` that it shows them under."""
    sizes = 0
    for src in dict.fromkeys(node.get("src") for node in page_of_html(html).root.elements() if node.tag == "img"):
        file = files.find(posixpath.normpath(posixpath.join(folder, unquote(src)))) if src else None
        if file:
            picture = files.read(file, MOST_BYTES)
            sizes += len(picture)
            if sizes > _MOST_PICTURES:
                raise ImportRefusal(
                    _("the pictures of {name} are too large for a letter").format(name=files.name),
                    _("make them smaller, and export it again"),
                )
            yield src, picture
