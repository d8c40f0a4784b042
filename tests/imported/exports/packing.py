"""Exports as tests write them: files in a zip, and what comes of them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cenum.imported.archive_files import ArchiveFiles, of_zip
from cenum.imported.bounded_tree import tree_of
from cenum.imported.exports.all_exports import export_in
from cenum.imported.exports.exported_post import ExportedPost, LeftOut
from cenum.imported.exports.rewriting_html import RewrittenHtml, merge_tags, rewritten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.imported.exports.rewriting_html import HtmlChanges

PARIS = ZoneInfo("Europe/Paris")


def export(files: Mapping[str, str | bytes]) -> ArchiveFiles:
    """A zip of ``files`` by their names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return of_zip("export.zip", target)


def posts_in(files: ArchiveFiles, service: str) -> list[ExportedPost]:
    """The posts of an export of ``service``, which it has to be known as."""
    known = export_in(files)
    assert known.name == service
    return [one for one in known.posts(files, PARIS) if isinstance(one, ExportedPost)]


def left_out_of(files: ArchiveFiles) -> dict[str, str]:
    """What becomes no issue, and why."""
    known = export_in(files)
    return {one.name: one.message for one in known.posts(files, PARIS) if isinstance(one, LeftOut)}


def kinds(post: ExportedPost) -> list[str]:
    """What is told of a post."""
    return [told.kind for told in post.told]


def changed(html: str, changes: HtmlChanges, holder: str = "") -> RewrittenHtml:
    """``html`` rewritten; no word of it may be gone untold."""
    made = rewritten(html, changes, lambda part: " ".join(_counted(part)), holder)
    made = made._replace(told=(*made.told, *merge_tags(" ".join(_counted(made.html)))))
    before, after = _counted(html), _counted(made.html)
    left = sorted(word for told in made.told for word in told.left.split())
    added = sorted(word for told in made.told for word in told.added.split())
    assert sorted([*before, *added]) == sorted([*after, *left])
    return made


def _counted(html: str) -> list[str]:
    return " ".join(tree_of(html).itertext()).split()


def body(made: RewrittenHtml) -> str:
    """What stands between the tags of the body."""
    return made.html.removeprefix("<html>").removesuffix("</html>").removeprefix("<body>").removesuffix("</body>")
