"""An issue from a stranger's pull request: each attempt has its finding, nothing runs, nothing leaves the folder."""

from __future__ import annotations

import json
import os
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from cenum.cache import user_cache
from cenum.edition.templates import Templates
from cenum.preview.client_views import ClientView
from cenum.preview.issue_preview import RenderContext, preview_issue
from cenum.preview.panels import panels
from cenum.settings import load
from cenum.workspace import Workspace
from tests.chromium import needs_chromium
from tests.preview.history import commit
from tests.preview.site import ISSUE, KEY, folder, opened, running
from tests.test_folder_attacks import KINDS, folder_outside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from cenum.preview.issue_preview import IssuePreview

HEAD = "---\ntitle: Un titre\n---\n\n# Édito {#edito}\n\n"
ALIASES = (
    "---\na: &a [x, x]\n" + "".join(f"b{n}: &b{n} [{'*a, ' * 9}*a]\n" for n in range(50)) + "---\n\n# Édito\n\nX\n"
)

# What is written, and the rule that says no.
WRITTEN = {
    "script": ("<script>alert(1)</script>", "raw-html"),
    "event handler": ('<p onclick="alert(1)">a</p>', "raw-html"),
    "svg": ("<svg onload=alert(1)>", "raw-html"),
    "style sheet": ('<style>@import "https://evil.example/x.css"</style>', "raw-html"),
    "css escape": ('<p style="width: e\\78pression(alert(1))">a</p>', "raw-html"),
    "mjml": ("<mj-raw><script>1</script></mj-raw>", "raw-html"),
    "cdata": ("<![CDATA[<script>1</script>]]>", "raw-html"),
    "attributes": ("# X {#veille onclick=alert(1)}\n\nX", "section-attributes"),
    "javascript": ("[x](javascript:alert(1))", "link-scheme"),
    "javascript by entity": ("[x](JaVaScript&#58;alert(1))", "link-scheme"),
    "javascript by reference": ("[x][y]\n\n[y]: javascript:alert(1)", "link-scheme"),
    "javascript over two lines": ("[x](java&#10;script:alert(1))", "link-local"),
    "javascript in a button": ("::: button javascript:alert(1)\nx\n:::", "link-scheme"),
    "vbscript": ("[x](vbscript:x)", "link-scheme"),
    "data link": ("[x](data:text/html,x)", "link-scheme"),
    "data picture": ("![x](data:image/svg+xml;base64,AAAA)", "image-path"),
    "svg picture": ("![x](media/drawing.svg)", "image-format"),
    "svg under another name": ("![x](media/drawing.png)", "image-format"),
    "parents": ("![x](../../../../etc/passwd)", "image-path"),
    "encoded parents": ("![x](media/..%2f..%2f..%2fsecret.png)", "image-path"),
    "doubly encoded parents": ("![x](media/..%252f..%252fsecret.png)", "image-missing"),
    "full path": ("![x](/etc/passwd)", "image-path"),
    "full path of the letter": ("![x]({letter}/issues/media/own.png)", "image-path"),
    "backslash in a name": ("![x](media/own\\\\name.png)", "image-path"),
    "colon in a name": ("![x](media/own:name.png)", "image-path"),
    "file address": ("![x](file:///etc/passwd)", "image-path"),
    "other host": ("![x](//evil.example/x.png)", "image-path"),
    "another's picture": ("![x](https://evil.example/x.png)", "image-host"),
    "a picture that anybody on the way sees": ("![x](http://evil.example/x.png)", "image-http"),
    "drive": ("![x](C:/x.png)", "image-path"),
    "backslashes": ("![x](media\\\\..\\\\..\\\\secret.png)", "image-path"),
    "end of string": ("![x](media/a%00.png)", "image-missing"),
    "link out of the folder": ("![x](media/link.png)", "image-path"),
    "linked folder": ("![x](linked/secret.png)", "image-path"),
    "heavy picture": ("![x](media/heavy.png)", "image-size"),
    "enormous picture": ("![x](media/bomb.png)", "image-size"),
    "direction": ("mot \u202egnirts\u202c mot", "file-control"),
    "isolate": ("mot \u2066mot\u2069", "file-control"),
    "deep list": ("".join("  " * n + f"- x{n}\n" for n in range(200)), "nested-deep"),
    "deep quotation": ("> " * 2000 + "x", "nested-deep"),
    "deep emphasis": ("*" * 3000 + "a" + "*" * 3000, "nested-deep"),
    "deep containers": (":::: note\n" * 300 + "x\n" + "::::\n" * 300, "block-open"),
}
FILES = {
    "aliases": (ALIASES, "front-matter-syntax"),
    "an alias of itself": ("---\ntitle: &a [*a]\n---\n\n# Édito\n\nX\n", "front-matter-syntax"),
    "object": ("---\ntitle: !!python/object/apply:os.system [x]\n---\n\n# Édito\n\nX\n", "front-matter-wrong-value"),
    "ten megabytes": (HEAD + "x" * 10_000_000, "file-size"),
    "illustration": (
        "---\ntitle: X\nillustration: {image: ../../secret.png, alt: X}\n---\n\n# Édito\n\nX\n",
        "image-path",
    ),
}


def png(width: int, height: int) -> bytes:
    """A picture that says that it is so large, and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.fixture
def at(tmp_path: Path) -> Path:
    at = tmp_path / "letters"
    at.mkdir()
    media = folder(at) / "issues" / "media"
    media.mkdir()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
    (media / "drawing.svg").write_bytes(svg)
    (media / "drawing.png").write_bytes(svg)
    for name in ("own.png", "own\\name.png", "own:name.png"):
        (media / name).write_bytes(png(1, 1))
    (media / "bomb.png").write_bytes(png(60_000, 60_000))
    with (media / "heavy.png").open("wb") as heavy:
        heavy.write(png(1, 1))
        heavy.truncate(200_000_000)
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    (media / "link.png").symlink_to(tmp_path / "secret.png")
    (at / "issues" / "linked").symlink_to(tmp_path)
    return at


def previewed(at: Path, text: str) -> IssuePreview:
    path = at / "issues" / f"{KEY}.md"
    path.write_text(text, "utf-8")
    workspace = Workspace(at, load(at / "cenum.toml"), user_cache())
    return preview_issue(path, RenderContext(workspace, Templates(workspace.templates, workspace.cache), {}))


@pytest.mark.parametrize(
    ("text", "rule"),
    [*((HEAD + text, rule) for text, rule in WRITTEN.values()), *FILES.values()],
    ids=[*WRITTEN, *FILES],
)
def test_each_attempt_has_its_finding_with_a_remedy(at: Path, text: str, rule: str) -> None:
    preview = previewed(at, text.replace("{letter}", str(at)))
    found = {finding.rule: finding for finding in preview.findings}
    assert rule in found, sorted(found)
    assert found[rule].remedy
    assert found[rule].place.file == f"issues/{KEY}.md"
    assert not preview.fresh
    assert panels(preview)["findings"]


LONG = {
    "one word": "m" * 62_000,
    "one line": "mot " * 5_000,
    "links": "[a](https://www.arcep.fr/) " * 1_500,
    "brackets": "[" * 12_500,
}


@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(text, id=name) for name, text in LONG.items()),
        pytest.param("[" * 50_000, id="more brackets", marks=pytest.mark.whole),
    ],
)
def test_hostile_lengths_are_shown_in_every_view(at: Path, text: str) -> None:
    preview = previewed(at, HEAD + text + "\n")
    assert preview.good
    for view in ClientView:
        assert preview.good.views.html(view)


def test_what_a_template_would_run_is_words_in_an_issue(at: Path) -> None:
    preview = previewed(
        at, HEAD + "{{ 7 * 191 }} `{% include '/etc/passwd' %}` ${x} &lt;script&gt;alert(1)&lt;/script&gt;\n"
    )
    assert preview.good
    html = preview.good.views.html(ClientView.SENT)
    assert "{{ 7 * 191 }}" in html
    assert "1337" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "path",
    [
        "/..%2fletters%2fcenum.toml",
        "/%2e%2e/cenum.toml",
        "/%252e%252e%252fcenum.toml",
        "/picture/%2e%2e%2f%2e%2e%2fsecret.png",
        "/picture/..%252f..%252fsecret.png",
        "/picture/..%5c..%5csecret.png",
        "/picture/link.png",
        "/picture/%00",
        f"/rendering/{KEY}%00/sent",
        f"/rendering/{KEY}/..%2fsent",
        f"/choices/..%2f{KEY}",
        f"/compare/{KEY}/--output=x",
        f"/compare/{KEY}/..%252f..%252fsecret",
        "//evil.example/",
    ],
)
def test_no_address_leads_out_of_the_folder(at: Path, path: str) -> None:
    with running(at) as site:
        assert site.ask(path).status == 404


CANARY = "canari-5e20d1"
# What a repository brings; pipes and sockets somebody else of the machine may have put there.
PLACED = [
    *(("issues/2026-11-20.md", kind) for kind in KINDS),
    *(("templates/more.j2", kind) for kind in KINDS),
    *((f"issues/{KEY}.md", kind) for kind in KINDS),
    ("issues/media", folder_outside),
]


@pytest.mark.parametrize(("place", "kind"), PLACED)
def test_what_lies_outside_is_neither_shown_nor_compared_nor_opened(
    tmp_path: Path, place: str, kind: Callable[[Path, Path], None]
) -> None:
    (tmp_path / "letter").mkdir()
    (tmp_path / "outside").mkdir()
    canary = tmp_path / "outside" / "canary"
    canary.write_text(f"{ISSUE}\n{CANARY}\n", "utf-8")
    at = folder(tmp_path / "letter", f"{ISSUE}\n![Une carte](media/canary)\n")
    revision = commit(at)
    path = at / place
    path.unlink(missing_ok=True)
    kind(path, tmp_path / "outside")
    if path.is_symlink():
        commit(at, "What a stranger brings")
    opened_files, editor = tmp_path / "opened", tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\ncat "$@" >> "{opened_files}"\n', "utf-8")
    editor.chmod(0o755)
    with running(at, EDITOR=str(editor), VISUAL="") as site:
        shown = [
            site.ask(f"/{way}").body.decode()
            for way in (
                *("", f"?issue={KEY}", "?issue=2026-11-20", f"around/{KEY}", f"rendering/{KEY}/sent"),
                *("around/2026-11-20", "rendering/2026-11-20/sent", f"choices/{KEY}", "picture/canary"),
                *(f"compare/{KEY}/2026-11-20", f"compare/{KEY}/{revision}", f"compare/2026-11-20/{revision}"),
            )
        ]
        body = json.dumps({"file": place, "line": 1}).encode()
        answer = site.ask("/open", "POST", body, Origin=site.url, X_Cenum_Token=site.token())
    assert answer.status == 404
    assert not opened_files.exists()
    assert CANARY not in "".join(shown)
    assert os.listdir(tmp_path / "outside") == ["canary"]  # noqa: PTH208  names
    assert canary.read_text("utf-8").count(CANARY) == 1


NAME = "<img src=x onerror=alert(1)>"


@needs_chromium
def test_names_of_files_branches_and_titles_are_words_on_the_page(browser: Browser, at: Path) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415  a run without Chromium does without it

    (at / "issues" / f"{NAME}.md").write_text(ISSUE, "utf-8")
    (at / "issues" / "media" / f"{NAME}.png").write_bytes(b"not a picture")
    text = (
        ISSUE.replace("Une lettre", "'<svg onload=alert(2)> &#x202e;'")
        .replace("title: '", "title: '")
        .replace("pour essayer\nteasers", "\nteasers")
    )
    (at / "issues" / f"{KEY}.md").write_text(text + f"\n![x](<media/{NAME}.png>)\n", "utf-8")
    with running(at) as site, opened(browser, site) as page:
        for key in ("4", "5", "6", "7", "8", "9", "t", "i", "l", "s", "o", "c"):
            page.keyboard.press(key)
        expect(page.locator("#findings")).to_contain_text(NAME)
        assert page.locator("svg, img, script:not([src])").count() == 0
        assert page.frame_locator("#frame").locator("svg, script").count() == 0
