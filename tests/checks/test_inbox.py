from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.checks.inbox import Phone, inbox, lists, pixels
from cenum.edition.edition import Address
from cenum.finding import Severity
from tests.checks.samples import GOOD, issue_of, view
from tests.edition.samples import settings

if TYPE_CHECKING:
    from pathlib import Path

# A rule, a subject that breaks it, and one that does not.
SUBJECTS = [
    (
        "subject-length",
        "Les conseillers numériques, mainteneurs du monde moderne",
        "Les conseillers numériques, mainteneurs",
    ),
    ("subject-length", "Mm" * 15, "i" * 60),
    ("subject-emoji", "☕ Un Café IA", "Un Café IA ✦ un débat → à Reims ©"),
    ("subject-emoji", "Un Café IA ❤️", "Un Café IA ❤"),
    ("subject-capitals", "LES CONSEILLERS NUMÉRIQUES", "L'IA, la CNIL et l'ARCEP"),
    ("subject-capitals", "Les CONSEILLERS NUMÉRIQUES, de près", "Les conseillers de l'ARCEP et de la CNIL"),
    ("subject-capitals", "NOUVEAU MONDE", "RGPD, IA"),
    ("subject-marks", "Un Café IA !!", "Un Café IA !"),
    ("subject-marks", "Un Café IA ?!", "Un Café IA ?"),
    ("subject-marks", "Des €€€ à prendre", "Des € à prendre"),
    ("subject-words", "Une offre exclusive", "L'offre de services publics"),
    ("subject-words", "100% gratuit, le Café", "Le numérique est-il gratuit ?"),
    ("subject-words", "C'est gratuit !", "Gratuité, vraiment"),
    ("subject-words", "Dépêchez-vous", "Il est urgent d'attendre"),
    ("subject-words", "Re: votre message", "République numérique"),
    ("subject-words", "TR : la lettre", "Treize cafés"),
    ("subject-words", "Mise à jour de vos coordonnées", "Nos coordonnées"),
]
PREHEADERS = [
    ("preheader-repeats", "Un sujet", "Trois Cafés IA, deux livres, une question"),
    ("preheader-repeats", "UN SUJET ! Et la suite de tout cela, ici", "Un sujetif qui n'est pas la même chose"),
    ("preheader-short", "Trois Cafés IA", ""),
]
SENDERS = [
    ("sender-empty", "–", "Cénum"),
    ("sender-address", "cenum@example.org", "Cénum, la lettre"),
    ("sender-address", "www.cafeia.org", "Cafeia.org"),
    ("sender-length", "La lettre de la société numérique du Conseil", "Conseil national du numérique"),
]


def rules(subject: str = GOOD.subject, preheader: str = "", sender: str = "Cénum", masthead: str = "") -> list[str]:
    edition = replace(GOOD, subject=subject, preheader=preheader, sender=Address(sender, "cenum@example.org"))
    found = inbox(view(edition, (), settings=settings(newsletter={"masthead": masthead})))
    assert all(one.severity is Severity.WARNING and one.message and one.remedy for one in found)
    return [finding.rule for finding in found]


@pytest.mark.parametrize(("rule", "wrong", "right"), SUBJECTS)
def test_a_subject(rule: str, wrong: str, right: str) -> None:
    assert rules(wrong) == [rule]
    assert rules(right) == []


@pytest.mark.parametrize(("rule", "wrong", "right"), PREHEADERS)
def test_a_preheader(rule: str, wrong: str, right: str) -> None:
    assert rules(preheader=wrong) == [rule]
    assert rules(preheader=right) == []


@pytest.mark.parametrize(("rule", "wrong", "right"), SENDERS)
def test_a_senders_name(rule: str, wrong: str, right: str) -> None:
    assert rules(sender=wrong) == [rule]
    assert rules(sender=right) == []


def test_what_each_phone_shows_is_said() -> None:
    subject = "Les conseillers numériques, mainteneurs du monde moderne"
    (finding,) = inbox(view(replace(GOOD, subject=subject), ()))
    assert "56 characters; 379 pixels where 307 fit" in finding.message
    assert "“Les conseillers numériques, mai…” (Gmail, Android)" in finding.message
    assert "“Les conseillers numériques, mainteneurs du mo…” (Mail, iPhone)" in finding.message


def test_a_finding_stands_at_the_line_of_its_key(tmp_path: Path) -> None:
    head = "draft: false\ntitle: Un titre\nsubject: Oui !!\npreheader: Court"
    issue = issue_of(tmp_path, "# A {#a}\n\nOui.", head)
    edition = replace(GOOD, subject=issue.subject, preheader=issue.preheader)
    found = inbox(view(edition, issue=issue))
    assert [(finding.rule, finding.place.line) for finding in found] == [("subject-marks", 4), ("preheader-short", 5)]


def test_the_date_after_a_masthead_may_be_cut() -> None:
    masthead = "La lettre de la société numérique"
    subject = f"{masthead} ✦ 13 novembre 2026"
    assert rules(subject, masthead=masthead) == []
    assert rules(subject) == ["subject-length"]


def test_letters_are_as_wide_as_in_roboto() -> None:
    assert pixels("", 14) == 0
    assert pixels("n", 2048) == 1131
    assert pixels("é", 2048) == pixels("e", 2048) == 1086
    assert pixels("e\u0301", 2048) == 1086
    assert pixels("☕\ufe0f", 2048) == 2048
    assert pixels("中", 10) == 10
    assert pixels("Ж", 14) == pixels("n", 14)


def test_a_phone_that_has_room_shows_all() -> None:
    assert Phone("Un téléphone", 48, 14).shown("Un sujet") == "Un sujet"


def test_the_phones_are_in_order() -> None:
    widths = [phone.width for phone in lists().phones]
    assert widths == sorted(widths)
    assert 200 < widths[0] < widths[-1] < 320
