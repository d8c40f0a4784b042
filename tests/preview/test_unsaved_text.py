"""A text that stands in no file is taken as the file would be: read, drawn and checked, by all its rules."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cenum.cache import user_cache
from cenum.edition.templates import Templates
from cenum.preview.issue_preview import RenderContext, check_issue, draw_issue
from cenum.settings import load
from cenum.workspace import Workspace
from tests.edition.samples import EVERY_BLOCK, OWN
from tests.preview.site import BRIEF, BROKEN, KEY, folder

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.preview.issue_preview import IssuePreview

TEXTS = {
    "as it is": BRIEF.encode(),
    "with a picture": BRIEF.encode() + b"\n![Une photo](media/photo.png)\n",
    "with one that is missing": BRIEF.encode() + b"\n![Une photo](media/autre.png)\n",
    "a mark of byte order": b"\xef\xbb\xbf" + BRIEF.encode(),
    "lines of Windows": BRIEF.replace("\n", "\r\n").encode(),
    "accents apart": unicodedata.normalize("NFD", BRIEF).encode(),
    "no UTF-8": BRIEF.encode("latin-1"),
    "a control character": BRIEF.encode() + b"\nA\x07B\n",
    "nothing": b"",
    "no front matter": b"Bonjour.\n",
    "a mistake": BROKEN.encode(),
    "too much": BRIEF.encode() + b"a" * 64_000,
    "every block": (OWN / "issues" / f"{EVERY_BLOCK}.md").read_bytes(),
}


def _taken(at: Path, unsaved: bytes | None) -> IssuePreview:
    workspace = Workspace(at, load(at / "cenum.toml"), user_cache())
    context = RenderContext(workspace, Templates(workspace.templates, workspace.cache), {})
    path = workspace.issues / f"{KEY}.md"
    return check_issue(draw_issue(path, context, unsaved=unsaved), path, context, unsaved=unsaved)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("there", [b"---\ntitle: Un autre texte\n---\n\n# A {#edito}\n\nAutre.\n", None])
def test_an_unsaved_text_is_what_the_file_would_be(tmp_path: Path, name: str, there: bytes | None) -> None:
    at = folder(tmp_path)
    path = at / "issues" / f"{KEY}.md"
    (at / "issues" / "media").mkdir()
    Image.new("RGB", (40, 30)).save(at / "issues" / "media" / "photo.png")
    path.write_bytes(TEXTS[name])
    saved = _taken(at, None)
    path.unlink()
    if there is not None:
        path.write_bytes(there)
    unsaved = _taken(at, TEXTS[name])
    assert unsaved.findings == saved.findings
    assert (unsaved.source, unsaved.fresh, unsaved.there) == (saved.source, saved.fresh, saved.there)
    assert _html(unsaved) == _html(saved)
    assert (path.read_bytes() if path.exists() else None) == there


def _html(preview: IssuePreview) -> str | None:
    return preview.good.rendered.edition.html if preview.good else None
