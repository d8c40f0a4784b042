"""The export of Ghost: one JSON file with the tables of its database, alone or beside the folder ``content``.

Tables, states and addresses: github.com/TryGhost/Ghost, ``ghost/core/core/server/data/exporter`` and ``schema``; the
form of the file: docs.ghost.org, “Migrating to Ghost”, JSON. Classes of the HTML: github.com/TryGhost/migrate,
packages/mg-utils (its cards).
"""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, Any

import msgspec
from lxml import etree

from cenum.analysis.html import words
from cenum.i18n import _
from cenum.imported.exports.exported_post import (
    ExportedPost,
    LeftOut,
    TextForm,
    for_few,
    no_letter,
    not_published,
    without_text,
)
from cenum.imported.exports.ghost_documents import html_of_lexical, html_of_mobiledoc
from cenum.imported.exports.json_tables import decoded, text_in
from cenum.imported.exports.moments import day_of_moment
from cenum.imported.exports.rewriting_html import HtmlChange, classes, inner, left_out, link, paragraph
from cenum.imported.source_letter import SourceFacts, Told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from cenum.imported.archive_files import ArchiveFiles

_ROOT = "__GHOST_URL__"  # what stands for the site's own address
_PUBLISHED = frozenset({"published", "sent"})


class _Tables(msgspec.Struct, frozen=True):
    posts: list[dict[str, Any]]
    posts_meta: list[dict[str, Any]] = []
    posts_authors: list[dict[str, Any]] = []
    users: list[dict[str, Any]] = []


class _Database(msgspec.Struct, frozen=True):
    data: _Tables


class _Export(msgspec.Struct, frozen=True):
    """``db`` has one database; whoever writes for Ghost's importer may leave it out."""

    db: list[_Database] = []
    data: _Tables | None = None


def is_one(files: ArchiveFiles) -> bool:
    """Whether ``files`` are such an export."""
    return _file(files) is not None


def posts(files: ArchiveFiles, zone: tzinfo) -> Iterator[ExportedPost | LeftOut]:
    """Each post, in the order of the file."""
    name = _file(files) or ""
    export: _Export = decoded(files.read(name), _Export, name)
    tables = export.db[0].data if export.db else export.data
    if tables is None:
        return
    meta = {text_in(one.get("post_id")): one for one in tables.posts_meta}
    authors = _authors(tables)
    for post in tables.posts:
        number = text_in(post.get("id"))
        yield _post(post, meta.get(number, {}), authors.get(number, ()), zone)


def _file(files: ArchiveFiles) -> str | None:
    for name in files.names:
        if name.endswith(".json"):
            content = files.read(name)
            if b'"posts"' in content and (b'"db"' in content[:4000] or b'"data"' in content[:4000]):
                return name
    return None


def _authors(tables: _Tables) -> dict[str, tuple[str, ...]]:
    names = {text_in(one.get("id")): text_in(one.get("name")) for one in tables.users}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one in tables.posts_authors:
        order = one.get("sort_order")
        name = names.get(text_in(one.get("author_id")), "")
        if name:
            found[text_in(one.get("post_id"))].append((order if isinstance(order, int) else 0, name))
    for post in tables.posts:
        name = names.get(text_in(post.get("author_id")), "")
        if name and text_in(post.get("id")) not in found:
            found[text_in(post.get("id"))].append((0, name))
    return {post: tuple(name for _order, name in sorted(those)) for post, those in found.items()}


def _post(
    post: dict[str, Any], meta: dict[str, Any], authors: tuple[str, ...], zone: tzinfo
) -> ExportedPost | LeftOut:
    title, slug = text_in(post.get("title")), text_in(post.get("slug"))
    name = title or slug
    if post.get("type") == "page" or post.get("page") == 1:
        return no_letter(name)
    html, told = _html(post, name)
    if not html.strip():
        return without_text(name)
    state, audience = text_in(post.get("status")).casefold(), text_in(post.get("visibility")).casefold()
    if state not in _PUBLISHED:
        told.append(not_published(state))
    elif audience not in {"", "public"}:
        told.append(for_few(audience))
    subject = text_in(meta.get("email_subject"))
    facts = SourceFacts(
        title=title,
        subject="" if subject == title else subject,
        teaser=text_in(post.get("custom_excerpt")),
        authors=authors,
        day=day_of_moment(text_in(post.get("published_at")), zone),
        address=f"/{slug}/" if slug else "",
        published=state in _PUBLISHED and audience in {"", "public"},
    )
    page = _with_picture(html, post, meta).replace(f"{_ROOT}/", "/").replace(_ROOT, "/")
    return ExportedPost(name, page.encode("utf-8", "replace"), TextForm.HTML, facts, told=tuple(told))


def _html(post: dict[str, Any], name: str) -> tuple[str, list[Told]]:
    """The text of a post: its HTML, else what its editor keeps, else its words alone."""
    html = text_in(post.get("html"))
    if html:
        return html, []
    for kept, read in (("lexical", html_of_lexical), ("mobiledoc", html_of_mobiledoc)):
        written = text_in(post.get(kept))
        html = read(decoded(written.encode("utf-8", "replace"), Any, name)) if written else ""
        if html:
            return html, []
    words_alone = [f"<p>{escape(one)}</p>" for one in text_in(post.get("plaintext")).split("\n\n") if one.strip()]
    told = Told("words-alone", _("the export has its words only: no link, no picture, no heading"), look=True)
    return "".join(words_alone), [told] if words_alone else []


def _with_picture(html: str, post: dict[str, Any], meta: dict[str, Any]) -> str:
    """``html`` below the picture that stands above the post."""
    source = text_in(post.get("feature_image"))
    if not source:
        return html
    description = escape(text_in(meta.get("feature_image_alt")) or text_in(post.get("feature_image_alt")))
    caption = text_in(meta.get("feature_image_caption")) or text_in(post.get("feature_image_caption"))
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(source)}" alt="{description}">{below}</figure>{html}'


def _bookmark(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    """A link in a frame with its title, its first words and where it is from: the title links, its words follow."""
    holder = inner(element, "kg-bookmark-container")
    title, about = inner(element, "kg-bookmark-title"), inner(element, "kg-bookmark-description")
    address = holder.get("href") if holder is not None else ""
    if not address or title is None or not words(title):
        return None
    # Alone in its paragraph the link would be taken for a button.
    has_more = about is not None and words(about)
    named = link(address, words(title))
    put = [paragraph(named, etree.Element("br"), words(about)) if has_more else paragraph(named)]
    caption = next(element.iter("figcaption"), None)
    if caption is not None and words(caption):
        put.append(paragraph(words(caption)))
    rest = " ".join(words(one) for one in element.iter("{*}*") if _OF_BOOKMARK & set(classes(one)))
    message = _("where “{title}” is from was left out: {words}").format(title=words(title), words=rest)
    return HtmlChange(tuple(put), Told("bookmark", message))


_OF_BOOKMARK = frozenset({"kg-bookmark-author", "kg-bookmark-publisher"})


def _signup(_element: Any) -> HtmlChange:  # noqa: ANN401  lxml
    return left_out("service-form", _("a form of Ghost's was left out"))


def _player(element: Any) -> HtmlChange:  # noqa: ANN401  lxml
    """A recording or a film: a link to its file."""
    source = next((one.get("src") for one in element.iter("audio", "video", "source") if one.get("src")), "")
    title = inner(element, "kg-audio-title")
    text = words(title) if title is not None else ""
    return left_out(
        "recording",
        _("a recording or a film was left out: {address}").format(address=source or text),
        remedy=_("write a line with a link to where one can listen to it or see it"),
    )


CHANGES = {
    "kg-bookmark-card": _bookmark,
    "kg-signup-card": _signup,
    "kg-audio-card": _player,
    "kg-video-card": _player,
}
