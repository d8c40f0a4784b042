"""Writing over real HTTP: the exact text to and fro, and the letter that it would be."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from tests.preview.site import BRIEF, BROKEN, KEY, Site, folder, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.preview.site import Answer

EXACT = {
    "as it is": BRIEF.encode(),
    "lines of Windows": BRIEF.replace("\n", "\r\n").encode(),
    "both": BRIEF.replace("\n", "\r\n", 7).encode(),
    "old Macs": BRIEF.replace("\n", "\r").encode(),
    "a mark of byte order": b"\xef\xbb\xbf" + BRIEF.encode(),
    "spaces that don't break": BRIEF.replace("lettre pour", "lettre\u00a0pour\u202f: ").encode(),
    "accents apart": b"e\xcc\x81" + BRIEF.encode(),
    "lines of Unicode": BRIEF.encode() + "a\u2028b\u2029c\x0bd\x0ce\x85".encode(),
    "nothing": b"",
    "no end": BRIEF.rstrip().encode(),
    "emoji": BRIEF.encode() + "👩🏽‍🚀 🇫🇷".encode(),
    "right to left": BRIEF.encode() + "שלום \u202e".encode(),
    "controls": BRIEF.encode() + b"\x00\x07\x1b",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(folder(tmp_path_factory.mktemp("site"), BRIEF)) as site:
        yield site


@pytest.fixture(autouse=True)
def as_before(site: Site) -> None:
    site.issue.write_text(BRIEF, "utf-8")


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def send(site: Site, method: str, path: str, body: Any, **headers: str) -> Answer:
    given = {"Origin": site.url, "X_Cenum_Token": site.token(), **headers}
    return site.ask(path, method, json.dumps(body).encode(), **given)


def source(site: Site) -> Any:
    return site.ask(f"/source/{KEY}").data


def put(site: Site, text: str, base: str) -> Answer:
    return send(site, "PUT", f"/source/{KEY}", {"text": text, "base": base})


@pytest.mark.parametrize("name", EXACT)
def test_what_is_opened_and_saved_as_it_is_changes_no_byte(site: Site, name: str) -> None:
    site.issue.write_bytes(EXACT[name])
    before = site.issue.stat()
    given = source(site)
    assert given == {
        "key": KEY,
        "file": f"issues/{KEY}.md",
        "text": EXACT[name].decode(),
        "digest": digest(EXACT[name]),
    }
    answer = put(site, given["text"], given["digest"])
    assert (answer.status, answer.data) == (200, {"digest": given["digest"]})
    assert site.issue.read_bytes() == EXACT[name]
    assert (site.issue.stat().st_ino, site.issue.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("name", EXACT)
def test_what_is_saved_is_what_was_written_byte_for_byte(site: Site, name: str) -> None:
    answer = put(site, EXACT[name].decode() + " x", source(site)["digest"])
    assert answer.data == {"digest": digest(EXACT[name] + b" x")}
    assert site.issue.read_bytes() == EXACT[name] + b" x"


def test_a_file_that_was_changed_meanwhile_stays_and_both_versions_are_there(site: Site) -> None:
    base = source(site)["digest"]
    site.write(BRIEF + "\nD'une autre.\n")
    answer = put(site, BRIEF + "\nDe moi.\n", base)
    assert answer.status == 409
    assert answer.data["text"] == BRIEF + "\nD'une autre.\n" == site.issue.read_text("utf-8")
    assert answer.data["digest"] == digest(site.issue.read_bytes())
    assert answer.data["said"] == f"issues/{KEY}.md was changed by another program meanwhile, and nothing was written"
    assert put(site, BRIEF + "\nDe nous.\n", answer.data["digest"]).status == 200
    assert site.issue.read_text("utf-8") == BRIEF + "\nDe nous.\n"


def test_a_file_that_is_gone_is_said_to_be_and_can_be_written_again(site: Site) -> None:
    base = source(site)["digest"]
    site.issue.unlink()
    assert site.ask(f"/source/{KEY}").status == 404
    answer = put(site, "Mes mots.", base)
    assert (answer.status, answer.data["text"], answer.data["digest"]) == (409, None, "")
    assert not site.issue.exists()
    assert put(site, "Mes mots.", "").status == 200
    assert site.issue.read_text("utf-8") == "Mes mots."
    assert put(site, "Autre chose.", "").status == 409


def test_the_same_text_again_is_saved_already(site: Site) -> None:
    base = source(site)["digest"]
    assert put(site, "Mes mots.", base).status == 200
    assert put(site, "Mes mots.", base).data == {"digest": digest(b"Mes mots.")}


def test_a_draft_is_drawn_and_written_nowhere(site: Site) -> None:
    text = BRIEF + "\nUn paragraphe de plus.\n"
    answer = send(site, "POST", f"/draft/{KEY}/sent", {"text": text})
    assert answer.status == 200
    assert answer.data.keys() == site.ask(f"/rendering/{KEY}/sent").data.keys()
    assert "Un paragraphe de plus." in answer.data["letter"]
    assert "Un paragraphe de plus." not in site.ask(f"/rendering/{KEY}/sent").data["letter"]
    assert site.issue.read_text("utf-8") == BRIEF


def test_what_is_said_of_a_draft_is_what_would_be_said_of_the_file(site: Site) -> None:
    text = BRIEF + "\nUn texte , et la la faute.\n"
    said = send(site, "POST", f"/draft/{KEY}", {"text": text}).data
    assert isinstance(said.pop("marks"), list)
    kept = site.ask(f"/around/{KEY}").data
    assert said.keys() == kept.keys()
    assert said["panels"] != kept["panels"]
    with running(folder_with(site.folder / "other", text)) as other:
        saved = other.ask(f"/around/{KEY}").data["panels"]["findings"]
        assert saved == without_corrections(said["panels"]["findings"]) != said["panels"]["findings"]


def without_corrections(findings: str) -> str:
    """What the list of findings says: only who writes is led to the words, and corrects them there."""
    return re.sub(r' data-words="[^"]*"|<p class="corrections">.*?</p>\n', "", findings, flags=re.DOTALL)


def test_the_marks_of_a_draft_are_at_its_words_with_what_to_write_there(site: Site) -> None:
    text = BRIEF.replace("\n", "\r\n") + "\N{WAVING HAND SIGN} Et la la faute.\r\n"
    marks = send(site, "POST", f"/draft/{KEY}", {"text": text}).data["marks"]
    (mark,) = [one for one in marks if one["rule"] == "word-twice"]
    line = text.split("\r\n").index("\N{WAVING HAND SIGN} Et la la faute.") + 1
    assert (mark["severity"], mark["line"], mark["from"], mark["to"]) == ("warning", line, 6, 11)
    assert mark["fixes"] == [{"label": "Write “la” instead", "line": line, "from": 8, "to": 11, "insert": ""}]


def folder_with(at: Path, text: str) -> Path:
    at.mkdir()
    return folder(at, text)


def test_a_draft_that_cannot_be_rendered_shows_the_last_good_letter(site: Site) -> None:
    good = BRIEF + "\nDernier mot.\n"
    send(site, "POST", f"/draft/{KEY}/sent", {"text": good})
    broken = send(site, "POST", f"/draft/{KEY}/sent", {"text": BROKEN}).data
    assert "Dernier mot." in broken["letter"]
    assert send(site, "POST", f"/draft/{KEY}", {"text": BROKEN}).data["tone"] == "bad"


@pytest.mark.parametrize("path", ["/source/2026-12-04", "/source/next", "/source/2026-99-99", f"/source/{KEY}.md"])
def test_there_is_no_text_of_what_is_no_issue(site: Site, path: str) -> None:
    assert site.ask(path).status == 404


@pytest.mark.parametrize("path", ["/draft/2026-12-04", "/draft/2026-12-04/sent", f"/draft/{KEY}/other"])
def test_there_is_no_draft_of_what_is_no_issue(site: Site, path: str) -> None:
    assert send(site, "POST", path, {"text": BRIEF}).status == 404


def test_a_text_that_is_too_long_is_refused_in_words(site: Site) -> None:
    base = source(site)["digest"]
    for text in ("a" * 300_001, "a" * 3_000_000):
        answer = put(site, text, base)
        assert (answer.status, answer.data["said"]) == (
            413,
            "the text is too long for a letter (300 kB at most); nothing was written",
        )
    assert site.issue.read_text("utf-8") == BRIEF
    assert put(site, "a" * 300_000, base).status == 200
