"""A letter from nothing to “can be tested”, by who knows no Markdown: by what stands on the page alone."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.chromium import needs_chromium
from tests.preview.site import opened, running_apart
from tests.preview.test_media_upload import drawing
from tests.preview.test_writing_tools import give

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [needs_chromium, pytest.mark.long]

# As Word puts it on the clipboard.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=FR><!--StartFragment-->
<p class=MsoNormal><b>Deux ans de poussière.</b> L’Etat et la ville rouvrent
<a href="https://www.mairie-vieux-port.fr/halles">la halle aux trente étals</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>du mardi au samedi<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>un stand solidaire le jeudi<o:p></o:p></p>
<!--EndFragment--></body></html>"""
PLAIN = "Deux ans de poussière. L’Etat et la ville rouvrent la halle aux trente étals.\n· du mardi au samedi"


def begun(at: Path) -> Path:
    """The folder of a letter as its administrator makes it, who then starts the preview."""
    names = [
        "--name",
        "La lettre du quartier",
        "--publisher",
        "Le Vieux Port",
        "--site",
        "https://lettre.vieux-port.fr",
    ]
    people = ["--sender", "lettre@vieux-port.fr", "--reviewers", "relecture@vieux-port.fr"]
    options = ["--language", "fr", "--look", "association", "--service", "local", "--yes", *names, *people]
    subprocess.run([sys.executable, "-m", "cenum", "init", *options, "."], cwd=at, check=True, capture_output=True)
    return at


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(name)).filter(visible=True).click()


def choose(page: Page, menu: str, name: str) -> None:
    page.get_by_text(menu, exact=True).filter(visible=True).click()
    press(page, f"^{name}")


def answer(page: Page, button: str, fields: dict[str, str]) -> None:
    form = page.get_by_role("dialog")
    for label, value in fields.items():
        form.get_by_label(re.compile(rf"^{label}( |$)")).fill(value)
    form.get_by_role("button", name=button).click()
    expect(form).to_have_count(0)


def drop(page: Page, name: str, onto: Locator) -> None:
    box = onto.bounding_box()
    assert box
    give(page, "drop", [(name, "image/png", drawing())], at=[box["x"] + 5, box["y"] + box["height"] / 2])


def put_blocks(page: Page, text: Locator, letter: Locator, day: date) -> None:
    choose(page, "Bloc", "Témoignage")
    answer(page, "Insérer", {"Qui parle": "Nora Benali, maraîchère", "Ce qui a été dit": "Ici, je vois les visages."})
    page.keyboard.type("Elle n’est pas la seule.")
    drop(page, "nora.png", text.get_by_text("Ici, je vois"))
    answer(page, "Insérer", {"Ce qu’elle montre": "Portrait de Nora Benali"})
    portrait = letter.get_by_role("img", name="Portrait de Nora Benali")
    expect(portrait).to_be_attached()
    assert int(portrait.get_attribute("width") or 0) < 150

    choose(page, "Bloc", "Bouton")
    answer(page, "Insérer", {"Texte du bouton": "Venir au marché", "Adresse": "www.producteurs-halles.fr/venir"})
    page.keyboard.type("À jeudi, donc.")
    expect(letter.get_by_text("À jeudi, donc.", exact=True)).to_be_visible()
    expect(letter.get_by_text("Elle n’est pas la seule.", exact=True)).to_be_visible()

    choose(page, "Rubrique", "L.agenda")
    choose(page, "Bloc", "Événement")
    answer(
        page,
        "Insérer",
        {"Son intitulé": "La soirée soupe", "Jour": day.isoformat(), "De": "18:30", "Lieu": "Marché, Marseille"},
    )
    page.keyboard.type("Chacun apporte un légume.")
    expect(letter).to_contain_text("Chacun apporte un légume.")
    choose(page, "Bloc", "Ressource")
    answer(page, "Insérer", {"Son nom": "Le guide des producteurs", "Adresse": "www.producteurs-halles.fr/guide"})
    page.keyboard.type("Cent adresses à moins de trente kilomètres.")
    expect(letter.get_by_role("link", name="Le guide des producteurs")).to_be_visible()


def put_line_of_review(page: Page, text: Locator) -> None:
    choose(page, "Rubrique", "La veille")
    give(page, "paste", plain="https://www.lemonde.fr/economie/article/2026/11/27/les-halles.html")
    press(page, "En faire une ligne de la veille")
    answer(
        page,
        "Insérer",
        {"Titre de la page": "Les halles renaissent", "Qui a écrit la page": "Jeanne Petit", "Date": "2026-11-27"},
    )
    give(page, "paste", plain="https://www.producteurs-halles.fr/soupe")
    press(page, "En faire une ligne de la veille")
    answer(page, "Insérer", {"Titre de la page": "La soupe du jeudi"})
    page.get_by_text(re.compile("^Avant le test")).click()
    for left, words in ((2, "Rose Alban"), (1, "28 novembre 2026")):
        missing = re.compile(rf"{left} passages? restent? à écrire" if left > 1 else "1 passage reste à écrire")
        page.get_by_role("button", name=missing).click()
        expect(text).to_be_focused()
        page.keyboard.type(words)
    expect(page.get_by_text("tout est écrit")).to_be_visible()


def test_an_editor_who_knows_no_markdown_writes_a_letter_that_can_be_tested(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENUM_LANG", "fr")
    with running_apart(begun(tmp_path), "--offline") as site, opened(browser, site) as page:
        text = page.get_by_role("textbox", name="Le texte du")
        letter = page.frame_locator("#frame").locator("body")
        day = date.fromisoformat(page.get_by_label("Nouveau numéro").input_value())

        press(page, "Le commencer")
        expect(page.get_by_role("dialog").get_by_label("Titre")).to_be_focused()
        answer(
            page,
            "Mettre dans la lettre",
            {
                "Titre": "Le marché rouvre ses portes",
                "Accroches": "La soirée soupe",
                "Introduction": "Après deux ans de travaux, le marché retrouve ses étals.",
                "Qui l’a écrite": "Claire Besson",
            },
        )
        expect(letter).to_contain_text("Lettre écrite par Claire Besson.")

        # The words of the example are selected: a text of Word takes their place.
        expect(text).to_be_focused()
        give(page, "paste", html=WORD, plain=PLAIN)
        expect(letter.get_by_role("listitem").filter(has_text="un stand solidaire le jeudi")).to_be_visible()
        expect(letter).not_to_contain_text("Un début de paragraphe")
        press(page, "« État »")
        expect(letter).to_contain_text("L’État et la ville")

        drop(page, "etals.png", text.get_by_text("un stand solidaire"))
        answer(page, "Insérer", {"Ce qu’elle montre": "Les étals vus de la place"})
        expect(letter.get_by_role("img", name="Les étals vus de la place")).to_be_attached()

        put_blocks(page, text, letter, day + timedelta(days=7))
        put_line_of_review(page, text)

        press(page, "Elle est prête")
        expect(page.get_by_text(re.compile("Avant le test.*rien ne manque"))).to_be_visible()
        expect(page.get_by_text("1 personne reçoit le test")).to_be_visible()
        expect(page.get_by_text("Enregistré", exact=True)).to_be_visible()
    written = (tmp_path / "issues" / f"{day}.md").read_text("utf-8")
    assert "draft" not in written
    assert "## Les halles renaissent\n\n[Les halles renaissent](https://www.lemonde.fr/" in written
    assert "\n\n## La soupe du jeudi\n\n[La soupe du jeudi](https://www.producteurs-halles.fr/soupe)" in written
    checked = subprocess.run(
        [sys.executable, "-m", "cenum", "check", str(day)], cwd=tmp_path, check=False, stdout=subprocess.PIPE
    )
    assert checked.returncode == 0, checked.stdout.decode()
