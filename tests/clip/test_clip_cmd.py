"""An address becomes a line of the review, through the same door as links, at hosts of our own on loopback."""

from __future__ import annotations

import json
import os
import threading
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from cenum.clip import clip_inbox
from cenum.clip.clip_inbox import into_inbox
from cenum.clip.clipping import clips
from cenum.settings import load
from cenum.workspace import Workspace
from tests import in_process
from tests.clip.facts import body
from tests.links.hosts import Town, answer, bomb, drips, endless, have_commands_ask, moved, page, raw, says, titled
from tests.test_cli import Letter, Result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>La halle - Le Petit Canal</title>
<link rel="canonical" href="https://sur.fr/halle"><meta property="og:site_name" content="Le Petit Canal">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "La halle",
"publisher": {"name": "Le Petit Canal"},
"datePublished": "2026-06-14T22:30:00Z",
"author": [{"name": "Rose Alban"}, {"name": "Luc Tan"}], "isAccessibleForFree": false}
</script></head><body><h1>La halle</h1></body></html>"""
LINE = "[La halle](https://sur.fr/halle), *Le Petit Canal*, Rose Alban et Luc Tan, 15 juin 2026 (réservé aux abonnés)"
REFRESH = '<title>Ici</title><meta http-equiv="refresh" content="0;url=http://interne.fr/">'
ENGLISH = '<html lang="en"><title>The desk</title><meta property="og:title" content="The desk">'
BEHAVIOURS = {
    "/halle": page(ARTICLE),
    "/halle/": page(ARTICLE),
    "/bureau": page(ENGLISH),
    "/vieux": moved(301, "https://sur.fr/halle"),
    "/perdu": says(404),
    "/interdit": says(403),
    "/connexion-requise": moved(302, "/login?next=/"),
    "/login": titled("Connexion"),
    "/mur": titled("Just a moment..."),
    "/rapport.pdf": says(200, b"%PDF-1.7", content_type="application/pdf"),
    "/prive": moved(302, "http://interne.fr/"),
    "/ailleurs": page(REFRESH, body("seen", "canonical_elsewhere").decode()),
    "/sans-fin": endless,
    "/bombe": bomb,
    "/goutte": drips(answer(content_length="").replace(b"connection: close", b"x: y"), b"<p>a", 0.02),
    "/bruit": raw(b"\x00\x01\r\n\r\n"),
    **{f"/saut{number}": moved(302, f"/saut{number + 1}") for number in range(50)},
    "/hostile": page(body("first", "hostile").decode()),
    "/latin": says(
        200, "<title>L'été</title><h1>L'été</h1>".encode("cp1252"), content_type="text/html; charset=ISO-8859-1"
    ),
}
DATE = "2026-11-27"


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    built = Town(BEHAVIOURS, tmp_path_factory.mktemp("town"))
    yield built
    built.close()


@pytest.fixture
def letter(tmp_path: Path, town: Town, monkeypatch: pytest.MonkeyPatch) -> Letter:
    made = Letter(tmp_path)
    have_commands_ask(town, monkeypatch, seconds=0.5, whole=1)
    settings = tmp_path / "cenum.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[link_check]\npause = 0\n", "utf-8")
    return made


def clip(letter: Letter, *arguments: str, given: str = "") -> Result:
    environment = {"CENUM_OFFLINE": "", "CENUM_LANG": "en"}
    ended = in_process.run(
        "clip", *arguments, folder=letter.folder, environment={**os.environ, **environment}, given=given.encode()
    )
    return Result(ended.code, ended.out.decode(), ended.err.decode())


def inbox(letter: Letter) -> str:
    file = letter.folder / "issues" / "clips.md"
    return file.read_text("utf-8") if file.exists() else ""


def test_an_address_becomes_a_line_and_what_it_rests_on_is_said(letter: Letter) -> None:
    result = clip(letter, "https://sur.fr/halle?utm_source=lettre&fbclid=x")
    assert (result.code, result.out) == (0, f"## La halle\n\n{LINE}\n")
    assert "for subscribers (its data)" in result.err
    assert "title, outlet, author, date (its data), language, address (its tags)" in result.err
    assert inbox(letter) == ""


def test_where_nobody_can_be_asked_no_site_is_said_not_to_exist(letter: Letter) -> None:
    result = clip(letter, "https://malade.fr/halle")
    assert result.code == 1
    assert "could not be reached (the network may be down); check the connection and clip it again" in result.err
    assert "does not exist" not in result.err
    assert "check the connection" not in clip(letter, "https://perdu.fr/halle").err


def test_addresses_come_from_standard_input_too_each_page_once(letter: Letter, town: Town) -> None:
    text = "Vu hier : https://sur.fr/halle?utm_source=x, puis http://m.sur.fr/halle (et https://sur.fr/bureau)."
    result = clip(letter, given=text)
    assert result.code == 0
    assert result.out.count("## ") == 2
    assert "## [The desk]{lang=en}\n\n[The desk](https://sur.fr/bureau){lang=en}, *sur.fr*, [date à" in result.out
    assert sorted(asked.path for asked in town.asked) == ["/bureau", "/halle"]
    assert clip(letter, "-", given="rien").code == 2
    assert clip(letter).code == 2


def test_programs_are_told_every_fact_with_its_source(letter: Letter) -> None:
    told = json.loads(clip(letter, "--json", "https://sur.fr/halle", "https://sur.fr/perdu").out)
    first, second = told["clips"]
    assert first["facts"]["date"] == {"value": "2026-06-15", "source": "data", "sure": True}
    assert first["facts"]["authors"]["value"] == ["Rose Alban", "Luc Tan"]
    assert (first["read"], first["open"], first["point"]) == (True, [], LINE)
    assert (second["read"], second["open"]) == (False, ["title", "date", "authors"])


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("perdu", "not found (404)"),
        ("interdit", "blocks programs (403)"),
        ("connexion-requise", "requires a login"),
        ("mur", "whether a person is asking"),
        ("rapport.pdf", "a file, not a page"),
        ("prive", "private network"),
        ("saut0", "more than ten times"),
        ("bruit", "can't be read"),
    ],
)
def test_a_page_that_can_not_be_read_is_an_address_and_what_the_table_knows(
    letter: Letter, path: str, why: str
) -> None:
    (letter.folder / "outlets.toml").write_text('"sur.fr" = { name = "Le Sûr", paid = true }\n', "utf-8")
    result = clip(letter, f"https://sur.fr/{path}")
    assert result.code == 1
    assert why in result.err
    assert result.out == (
        f"## [titre à compléter]\n\n[[titre à compléter]](https://sur.fr/{path}), *Le Sûr*, "
        "[auteur à compléter], [date à compléter] (réservé aux abonnés)\n"
    )


def test_a_page_that_a_browser_saved_is_read_without_asking(letter: Letter, town: Town, tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_bytes(body("first", "lemonde"))
    address = "https://www.lemonde.fr/pixels/article/2025/04/10/les-conseillers_6592345_4408996.html"
    result = clip(letter, f"{address}?xtor=1", "--page", str(saved))
    assert result.code == 0
    assert result.out.endswith(
        f"]({address}), *Le Monde*, Anne Martin et Paul Durand, 10 avril 2025 (réservé aux abonnés)\n"
    )
    assert town.asked == []
    assert clip(letter, address, "https://sur.fr/halle", "--page", str(saved)).code == 2


def test_who_turns_programs_away_is_not_asked_and_nobody_is_offline(letter: Letter, town: Town) -> None:
    result = clip(letter, "https://www.lemonde.fr/pixels/article/a.html")
    assert result.code == 1
    assert "*Le Monde*" in result.out
    assert "--page FILE" in result.err
    assert clip(letter, "--offline", "https://sur.fr/halle").code == 1
    assert town.asked == []


@pytest.mark.parametrize("path", ["sans-fin", "bombe", "goutte", "saut0"])
def test_what_does_not_end_is_ended(letter: Letter, path: str) -> None:
    result = clip(letter, f"https://sur.fr/{path}")
    assert f"](https://sur.fr/{path})" in result.out


def test_nobody_is_asked_but_the_page_whatever_it_says(letter: Letter, town: Town) -> None:
    result = clip(letter, "https://sur.fr/ailleurs", "https://sur.fr/prive")
    assert [(asked.host, asked.path) for asked in town.asked if asked.path not in {"/prive", "/ailleurs"}] == []
    assert "](https://sur.fr/ailleurs)" in result.out
    assert "interne" not in result.out


def test_a_page_that_moved_is_cited_where_it_is(letter: Letter) -> None:
    assert LINE in clip(letter, "http://ancien.fr/vieux").out
    assert LINE in clip(letter, "https://www.google.com/url?q=https%3A%2F%2Fsur.fr%2Fhalle&sa=D").out
    assert LINE in clip(letter, "https://sur-fr.cdn.ampproject.org/v/s/sur.fr/halle?amp=1").out


def test_a_page_is_read_in_the_encoding_of_its_host(letter: Letter) -> None:
    assert "[L'été]" in clip(letter, "https://sur.fr/latin").out


def test_the_same_page_is_put_aside_once_however_it_was_copied(letter: Letter) -> None:
    addresses = ("https://sur.fr/halle", "http://m.sur.fr/halle#xtor=1", "https://sur.fr/halle?utm_source=x&amp=1")
    for address in addresses:
        assert clip(letter, "--to", "inbox", address).code == 0
    first = inbox(letter)
    assert first.count("sur.fr/halle") == 1
    assert first.endswith(f"\n\n- {LINE}\n")
    result = clip(letter, "https://sur.fr/halle/")
    assert "already in the inbox (issues/clips.md:5)" in result.err
    assert inbox(letter) == first


def test_what_the_team_does_in_the_inbox_stays(letter: Letter) -> None:
    file = letter.folder / "issues" / "clips.md"
    file.write_bytes("Nos notes à nous\r\n\r\n* rien\r\n".encode())
    clip(letter, "--to", "inbox", "https://sur.fr/halle")
    assert file.read_bytes() == f"Nos notes à nous\r\n\r\n* rien\r\n\r\n- {LINE}\r\n".encode()


def test_clips_put_aside_at_once_are_all_there(letter: Letter) -> None:
    workspace = Workspace(letter.folder, load(letter.folder / "cenum.toml"))
    now = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Paris"))
    made = [clips([f"https://sur.fr/page-{number}"], workspace, now) for number in range(16)]
    threads = [threading.Thread(target=into_inbox, args=(one, workspace)) for one in (*made, *made)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(line for line in inbox(letter).splitlines() if "page-" in line) == sorted(
        f"- {one.point}" for (one,) in made
    )


def test_what_somebody_saves_meanwhile_is_not_lost(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    as_point = clip_inbox._as_point

    def while_somebody_saves(block: str, bullet: str) -> str:
        file.write_text("Autre chose\n", "utf-8")
        return as_point(block, bullet)

    file = letter.folder / "issues" / "clips.md"
    file.write_text("Avant\n", "utf-8")
    monkeypatch.setattr(clip_inbox, "_as_point", while_somebody_saves)
    result = clip(letter, "--to", "inbox", "https://sur.fr/halle")
    assert result.code == 2
    assert "issues/clips.md was written by somebody else meanwhile" in result.err
    assert inbox(letter) == "Autre chose\n"


@pytest.mark.parametrize("name", ["issues/clips.md", "outlets.toml"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(letter: Letter, tmp_path: Path, name: str) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    (letter.folder / name).symlink_to(outside)
    result = clip(letter, "--offline", "--to", "inbox", "https://sur.fr/halle")
    assert result.code == 2
    assert name in result.err
    assert not outside.exists()


def test_a_section_of_the_next_issue_takes_it_in_the_form_of_its_items(letter: Letter) -> None:
    before = "---\ntitle: Une lettre\n---\n\n# Édito {#edito}\n\nBonjour.\n\n"
    after = "\n\n# Agenda {#agenda}\n\nRien.\n"
    letter.issue.write_text(f"{before}# La veille {{#veille}}\n\n## Avant\n\nUn mot.{after}", "utf-8")
    assert clip(letter, "--to", "veille", "https://sur.fr/halle").code == 0
    clipped = f"{before}# La veille {{#veille}}\n\n## Avant\n\nUn mot.\n\n## La halle\n\n{LINE}{after}"
    assert letter.issue.read_text("utf-8") == clipped
    result = clip(letter, "--to", "veille", "--as", DATE, "https://sur.fr/halle?utm_source=x")
    assert "already in issues/2026-11-27.md" in result.out
    assert letter.issue.read_text("utf-8") == clipped
    letter.issue.write_text(f"{before}# La veille {{#veille}}\n\n* Un point.\n* Un autre.{after}", "utf-8")
    clip(letter, "--to", "La veille", "https://sur.fr/halle")
    assert (
        letter.issue.read_text("utf-8")
        == f"{before}# La veille {{#veille}}\n\n* Un point.\n* Un autre.\n* {LINE}{after}"
    )


def test_a_section_that_the_issue_has_not_yet_is_begun(letter: Letter) -> None:
    letter.issue.write_text("---\ntitle: Une lettre\n---\n\n# Édito {#edito}\n\n::: note\nFin.\n:::\n", "utf-8")
    clip(letter, "--to", "veille", "https://sur.fr/halle")
    assert letter.issue.read_text("utf-8").endswith(
        f"::: note\nFin.\n:::\n\n# La veille du Conseil {{#veille}}\n\n## La halle\n\n{LINE}\n"
    )


def test_a_section_that_nobody_knows_is_told_before_anybody_is_asked(letter: Letter, town: Town) -> None:
    result = clip(letter, "--to", "vielle", "https://sur.fr/halle")
    assert result.code == 2
    assert "no section is called “vielle”" in result.err
    assert "veille" in result.err
    assert town.asked == []


def test_a_page_that_a_letter_cited_is_told_with_its_place(letter: Letter) -> None:
    old = letter.folder / "issues" / "2026-03-14.md"
    old.write_text(
        "---\ntitle: Avant\n---\n\n# Édito {#edito}\n\n# La veille {#veille}\n\n[Ici](http://www.sur.fr/halle?utm_medium=x).\n"
    )
    result = clip(letter, "http://amp.sur.fr/halle", "https://sur.fr/bureau")
    assert "already cited in the letter of 14 mars 2026, section veille (issues/2026-03-14.md:9)" in result.err
    assert result.err.count("already cited") == 1


def test_the_inbox_is_no_issue(letter: Letter) -> None:
    before = [
        letter.run(*command)
        for command in (("status",), ("check", "next", "--offline"), ("check", "latest", "--offline"))
    ]
    clip(letter, "--to", "inbox", "https://sur.fr/perdu")
    assert [
        letter.run(*command)
        for command in (("status",), ("check", "next", "--offline"), ("check", "latest", "--offline"))
    ] == before
    assert "clips" not in letter.run("check", DATE, "--offline").err


def test_a_hostile_title_breaks_nothing_and_what_is_open_is_found(letter: Letter) -> None:
    letter.issue.write_text("---\ntitle: Une lettre\n---\n\n# La veille {#veille}\n", "utf-8")
    clip(letter, "--to", "veille", "https://sur.fr/hostile", "https://sur.fr/perdu")
    found = json.loads(letter.run("check", DATE, "--offline", "--json").out)["findings"]
    errors = [finding for finding in found if finding["severity"] == "error"]
    assert {finding["rule"] for finding in errors} == {"placeholder-left"}
    assert len(errors) == 5


def test_the_form_is_the_teams(letter: Letter) -> None:
    form = letter.folder / "templates" / "clip.md.j2"
    form.write_text("{{ outlet }} : [{{ title }}]({{ address }}){{ mark }} — {{ names | join(' ; ') }}", "utf-8")
    assert (
        clip(letter, "https://sur.fr/halle").out
        == "Le Petit Canal : [La halle](https://sur.fr/halle) — Rose Alban ; Luc Tan\n"
    )
    form.write_text("{{ ''.__class__ }}", "utf-8")
    result = clip(letter, "https://sur.fr/halle")
    assert (result.code, "templates/clip.md.j2" in result.err) == (2, True)
    form.unlink()
    assert LINE in clip(letter, "https://sur.fr/halle").out


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('"sur.fr" = { name = "Le Sûr" }', ""),
        ('\n"sur.fr" = "Le Sûr"', "outlets.toml:2: “sur.fr” has no name"),
        ('"sur.fr" = { nom = "Le Sûr", name = "x" }', "unknown key “nom”"),
        ('"sur.fr" = { name = "Le Sûr", paid = "oui" }', "paid is true, false, or left out"),
        ('"sur.fr" = { name = "Le\\nSûr" }', "one line of text"),
        ('sur.fr = { name = "Le Sûr" }', "“sur” is not a host"),
        ('"https://sur.fr" = { name = "Le Sûr" }', "is not a host"),
        ("x", "is not TOML"),
    ],
)
def test_the_teams_own_table_of_outlets_goes_first_and_its_mistakes_are_told(
    letter: Letter, table: str, told: str
) -> None:
    (letter.folder / "outlets.toml").write_text(table, "utf-8")
    result = clip(letter, "https://sur.fr/halle")
    assert (result.code, told in result.err) == (2 if told else 0, True)
    assert ("*Le Sûr*" in result.out) is not bool(told)


@pytest.mark.parametrize(
    "address", ["sur.fr", "javascript:alert(1)", "file:///etc/passwd", "https://", "mailto:a@b.fr"]
)
def test_what_is_no_web_address_is_told(letter: Letter, address: str) -> None:
    result = clip(letter, address)
    assert result.code == 2
    assert "is not a web address" in result.err


def test_what_a_clip_found_out_is_known_to_the_next_check_of_links(letter: Letter, town: Town) -> None:
    clip(letter, "https://sur.fr/halle")
    letter.issue.write_text(f"---\ntitle: Une lettre\n---\n\n# Édito {{#edito}}\n\n{LINE}\n", "utf-8")
    town.asked.clear()
    letter.run("check", DATE, CENUM_OFFLINE="")
    assert [asked.path for asked in town.asked if asked.path == "/halle"] == []
