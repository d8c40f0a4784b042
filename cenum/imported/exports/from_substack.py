"""The export of Substack: ``posts.csv``, and ``posts/ID.slug.html`` for each row that has a text.

Columns, file names and the classes of the HTML: github.com/TryGhost/migrate, packages/mg-substack (its fixtures and
``lib/process.js``). Times are UTC; the last posts may lack their file (``lib/mapper.js`` there).
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from cenum.analysis.html import words
from cenum.i18n import _
from cenum.imported.bounded_tree import fit
from cenum.imported.exports.csv_rows import Row, cell, rows, text_of
from cenum.imported.exports.exported_post import (
    ExportedPost,
    LeftOut,
    TextForm,
    for_few,
    no_letter,
    not_published,
    part_of,
    recording,
    without_text,
)
from cenum.imported.exports.moments import day_of_moment
from cenum.imported.exports.rewriting_html import (
    MERGE_TAG,
    HtmlChange,
    data,
    inner,
    left_out,
    link,
    paragraph,
    picture,
    said,
)
from cenum.imported.source_letter import SourceFacts, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from cenum.imported.archive_files import ArchiveFiles

_TABLE = "posts.csv"
_ID = re.compile(r"\A\d++\.(?=.)")
_OWN_HOST = re.compile(r"https?://([A-Za-z0-9.-]{1,253})/(?:subscribe\b|p/[^\"'\s<>]{1,200}[?&;]action=share)")
_FOR_EVERYBODY = frozenset({"everyone", ""})
_ADDRESS_OF_VIDEO = "https://www.youtube.com/watch?v={name}"


def is_one(files: ArchiveFiles) -> bool:
    """Whether ``files`` are such an export."""
    table = files.find(_TABLE)
    return table is not None and b"post_id" in files.read(table)[:2000].lower()


def posts(files: ArchiveFiles, zone: tzinfo) -> Iterator[ExportedPost | LeftOut]:
    """Each post of the table, in its order, then the texts that are in no row."""
    table = files.find(_TABLE) or _TABLE
    texts = {name for name in files.names if name.startswith("posts/") and name.endswith(".html")}
    host = _host(part_of(files, name) for name in sorted(texts))
    for row in rows(files.read(table), table):
        name = f"posts/{cell(row, 'post_id')}.html"
        yield _post(row, name, part_of(files, name) if name in texts else b"", host, zone)
        texts.discard(name)
    for name in sorted(texts):
        slug = _ID.sub("", name.removeprefix("posts/").removesuffix(".html"), count=1)
        told = Told("not-in-table", _("it has no row in {table}: nothing says when it left").format(table=table))
        facts = SourceFacts(title=slug.replace("-", " "), address=_address(host, slug))
        content = part_of(files, name)
        if isinstance(content, LeftOut):
            yield content
        else:
            yield ExportedPost(name, content, TextForm.HTML, facts, "posts", (told,))


def _post(row: Row, name: str, content: bytes | LeftOut, host: str, zone: tzinfo) -> ExportedPost | LeftOut:
    slug = _ID.sub("", cell(row, "post_id"), count=1)
    kind, audience = cell(row, "type").casefold(), cell(row, "audience").casefold()
    if kind == "page":
        return no_letter(name)
    if isinstance(content, LeftOut):
        return content
    if not content.strip():
        return without_text(cell(row, "title") or name)
    told = []
    is_published = cell(row, "is_published").casefold() == "true"
    if not is_published:
        told.append(not_published())
    elif audience not in _FOR_EVERYBODY:
        told.append(for_few(audience))
    if address := cell(row, "podcast_url"):
        told.append(recording(address))
    facts = SourceFacts(
        title=unescape(cell(row, "title")) or slug.replace("-", " "),
        teaser=unescape(cell(row, "subtitle")),
        day=day_of_moment(cell(row, "email_sent_at", "post_date"), zone),
        address=_address(host, slug),
        published=is_published and audience in _FOR_EVERYBODY,
    )
    return ExportedPost(name, content, TextForm.HTML, facts, "posts", tuple(told))


def _host(contents: Iterable[bytes | LeftOut]) -> str:
    """The host of the letter, as most of its own buttons have it; empty where there are none."""
    texts = (text_of(content) for content in contents if isinstance(content, bytes))
    hosts = Counter(found.lower() for text in texts for found in _OWN_HOST.findall(text))
    return hosts.most_common(1)[0][0] if hosts else ""


def _address(host: str, slug: str) -> str:
    return f"https://{host}/p/{slug}" if host else f"/p/{slug}"


def _button(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    """A button that does something at Substack goes; one that leads to a page stays a link alone in its paragraph."""
    addresses = [one.get("href") or "" for one in element.iter("a")] or [said(data(element), "url")]
    if any(_is_for_substack(address) for address in addresses):
        message = _("a button of Substack's was left out: “{words}”")
        return left_out("service-button", message.format(words=words(element)))
    return None


def _is_for_substack(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    asked = parts.query.split("&")
    return (
        "action=share" in asked
        or "gift=true" in asked
        or parts.path.rstrip("/").rpartition("/")[2] in {"subscribe", "comments"}
        or MERGE_TAG.search(address) is not None
    )


def _form(_element: Any) -> HtmlChange:  # noqa: ANN401  lxml
    return left_out("service-form", _("a form of Substack's was left out"))


def _poll(_element: Any) -> HtmlChange:  # noqa: ANN401  lxml
    remedy = _("write what was asked and what came of it, if readers need it")
    return left_out("poll", _("a poll was left out"), remedy=remedy)


def _paywall(_element: Any) -> HtmlChange:  # noqa: ANN401  lxml
    return left_out(
        "paywall", _("what follows was for readers who pay"), remedy=_("delete it if it is not for everybody")
    )


def _video(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    name = said(data(element), "videoId")
    if not name:
        return None
    address = _ADDRESS_OF_VIDEO.format(name=name)
    told = Told("video", _("a video became a link: {address}").format(address=address))
    return HtmlChange((paragraph(link(address, address)),), told)


def _own_video(_element: Any) -> HtmlChange:  # noqa: ANN401  lxml
    return left_out(
        "video",
        _("a video or a recording that only Substack has was left out"),
        remedy=_("link it where it can be seen or heard, if readers need it"),
    )


def _picture_link(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    """A picture that links itself, in five sizes: the picture."""
    shown = next(element.iter("img"), None)
    if shown is None:
        return None
    source = original(shown.get("src") or "")
    image = picture(source, shown.get("alt") or "")
    address = element.get("href") or ""
    if _file_of(original(address)) == _file_of(source) or not address:
        return HtmlChange((image,))
    around = link(address, "")
    around.append(image)
    return HtmlChange((around,))


def _picture(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    source = element.get("src") or ""
    first = original(source)
    return HtmlChange((picture(first, element.get("alt") or ""),)) if first != source else None


def _gallery(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    gallery = data(element).get("gallery")
    shown = gallery.get("images") if isinstance(gallery, dict) else None
    if not isinstance(gallery, dict) or not isinstance(shown, list):
        return None
    sources = [said(one, "src") for one in shown if isinstance(one, dict)]
    put = [paragraph(picture(original(source))) for source in sources if source]
    if caption := said(gallery, "caption"):
        put.append(paragraph(fit(caption)))
    return HtmlChange(tuple(put), Told("gallery", _("a gallery became its pictures, one after another")))


def _other_post(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    """Another letter, in a frame with its picture and its first words: a link."""
    known = data(element)
    address, title = said(known, "canonical_url"), said(known, "title")
    if not address or not title:
        return None
    told = Told("post-preview", _("the preview of “{title}” became a link").format(title=title))
    return HtmlChange((paragraph(link(address, title)),), told)


def _file(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    button, title = inner(element, "file-embed-button"), inner(element, "file-embed-details-h1")
    address = button.get("href") if button is not None else ""
    text = words(title) if title is not None else ""
    if not address or not text:
        return None
    told = Told("file", _("a file to download became a link: “{title}”").format(title=text))
    return HtmlChange((paragraph(link(address, text)),), told)


def _mention(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    name = said(data(element), "name")
    if not name or words(element):
        return None
    told = Told("mention", _("“{name}” was a link within Substack: it is words now").format(name=name))
    return HtmlChange((_text(name),), told)


def _text(text: str) -> Any:  # noqa: ANN401  lxml
    made = paragraph(fit(text))
    made.tag = "span"
    return made


def original(address: str) -> str:
    """The picture itself, where ``address`` is that of a copy that Substack's network makes of it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.hostname != "substackcdn.com" or not parts.path.startswith("/image/fetch/"):
        return address
    found = unquote(parts.path.rpartition("/")[2])
    return found if found.startswith(("https://", "http://")) else address


def _file_of(address: str) -> str:
    return address.rpartition("/")[2]


CHANGES = {
    "button-wrapper": _button,
    "subscription-widget-wrap": _form,
    "subscription-widget-wrap-editor": _form,
    "subscription-widget": _form,
    "poll-embed": _poll,
    "paywall-jump": _paywall,
    "paywall": _paywall,
    "youtube-wrap": _video,
    "native-video-embed": _own_video,
    "native-audio-embed": _own_video,
    "image-link": _picture_link,
    "<img>": _picture,
    "image-gallery-embed": _gallery,
    "digest-post-embed": _other_post,
    "embedded-post-wrap": _other_post,
    "file-embed-wrapper": _file,
    "mention-wrap": _mention,
}
