"""What a page says of itself is found, in the shapes of many sites; what is wrong is never presented as sure."""

from __future__ import annotations

import json
import time
import tracemalloc
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cenum.clip.closed_pages import ClosedPage
from cenum.clip.page_facts import PageFacts, ReadPage, page_facts
from tests.clip.facts import TOOLS, cases, judged, read

# Those of `kept` were written before the reader was, and looked at once it was done.
# Those of `kinds` are small ones, each with what makes the pages of one kind of site hard.
FOLDERS = ("first", "seen", "kept", "more", "kinds")
PAGES = [(folder, name) for folder in FOLDERS for name in cases(folder)]
# A by-line that nothing marks as one is left to a person.
LEFT_OPEN = {("think_tank", "authors")}


@pytest.mark.parametrize(("folder", "name"), PAGES, ids=lambda one: one)
def test_every_fact_is_as_a_reader_would_say_it(folder: str, name: str) -> None:
    wrong = {(name, fact) for fact, (right, _sure) in judged(folder, name).items() if not right}
    assert wrong - LEFT_OPEN == set()


def test_there_are_forty_pages_and_nothing_wrong_is_sure() -> None:
    facts = [fact for folder, name in PAGES for fact in judged(folder, name).values()]
    assert len(PAGES) >= 40
    assert sum(right for right, _sure in facts) >= 0.95 * len(facts)
    assert [fact for fact in facts if fact == (False, True)] == []


# Written by somebody who had not seen the reader. First look: 157 of 168 right (93.5 %), five wrong ones were sure.
# The second set, by somebody else, came after that was mended. First look: 128 of 138 right (92.8 %), four wrong ones
# were sure. The third, after that: 124 of 126 (98.4 %), one wrong one was sure. What was mended since is no first
# look any more, of any of them.
UNSEEN = ("unseen", "unseen2", "unseen3")


@pytest.mark.parametrize("folder", UNSEEN)
def test_of_the_pages_that_nobody_had_seen_nearly_all_is_right_and_nothing_wrong_is_sure(folder: str) -> None:
    facts = {(name, fact): one for name in cases(folder) for fact, one in judged(folder, name).items()}
    wrong = {which for which, (right, _sure) in facts.items() if not right}
    assert len(wrong) <= 0.05 * len(facts), wrong
    assert {which for which in wrong if facts[which][1]} == set()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-06-14T22:30:00Z", "2026-06-15"),
        ("2026-03-14T22:30:00Z", "2026-03-14"),  # winter
        ("2026-06-14T22:30:00.000+0000", "2026-06-15"),
        ("2026-06-14 23:30:00", "2026-06-14"),
        ("2026-06-14T00:00:00Z", "2026-06-14"),
        ("2026-06-14T21:30:00-08:00", "2026-06-15"),
        ("2026-06-14", "2026-06-14"),
        ("2026/06/14", "2026-06-14"),
        ("20260614", "2026-06-14"),
        ("14/06/2026", "2026-06-14"),
        ("14.06.2026", "2026-06-14"),
        ("14 juin 2026", "2026-06-14"),
        ("1er août 2026", "2026-08-01"),
        ("June 14, 2026", "2026-06-14"),
        ("Sun, 14 Jun 2026 22:30:00 GMT", "2026-06-15"),
        ("2026-06", "2026-06"),
        ("2026", "2026"),
        ("2026-02-30", ""),
        ("2026-13-01", ""),
        ("99999-01-01", ""),
        ("demain", ""),
        ("1781476200", ""),
    ],
)
def test_a_day_is_the_one_of_the_letters_own_clocks(said: str, day: str) -> None:
    facts = read(f'<title>Un titre</title><meta property="article:published_time" content="{said}">')
    assert (facts.date.value if facts.date else "") == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Publié le 14 mars 2026 à 09h30", "2026-03-14"),
        ("Publié le 14/03/2026", "2026-03-14"),
        ("Publié le : 14 mars 2026 · Mis à jour le 16 mars 2026", "2026-03-14"),
        ("Mis à jour le 16 mars 2026 - Publié le 14 mars 2026", "2026-03-14"),
        ("Mis en ligne le lundi 1er juin 2026", "2026-06-01"),
        ("Par Lou Sand — Publié le 14 mars 2026", "2026-03-14"),
        ("Date de publication : 14 mars 2026", "2026-03-14"),
        ("Published on 14 March 2026", "2026-03-14"),
        ("Posted March 14th, 2026", "2026-03-14"),
        ("Mis à jour le 16 mars 2026", ""),
        ("Dernière modification : 16 mars 2026", ""),
        ("Last updated on 16 March 2026", ""),
        ("Publié aujourd’hui à 05h30, modifié le 17 avril 2025", ""),
        ("Publié le 14 mars", ""),
        ("Le rapport publié le 3 avril 2019 disait le contraire.", ""),
        ("Rendez-vous le 14 mars 2026", ""),
        ("Soutenue le 14-03-2026", "2026-03-14"),
    ],
)
def test_the_words_of_a_page_give_the_day_it_appeared_and_never_that_of_a_change(line: str, day: str) -> None:
    facts = read(f"<title>Un titre</title><h1>Un titre</h1><p>{line}</p>")
    assert (facts.date.value if facts.date else "") == day


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Par Ève Lambert et Sacha Girard", ("Ève Lambert", "Sacha Girard")),
        ("Anne Martin, Paul Durand", ("Anne Martin", "Paul Durand")),
        ("Anne Martin, journaliste", ("Anne Martin",)),
        ("Martin, Anne", ("Anne Martin",)),
        ("Anne Martin (avec Paul Durand et Lise Orme)", ("Anne Martin", "Paul Durand", "Lise Orme")),
        ("Anne Martin, Grand reporter au Monde", ("Anne Martin",)),
        ("Jean de La Ville et Anna van Dam", ("Jean de La Ville", "Anna van Dam")),
        ("La rédaction", ()),
        ("La rédaction numérique du Petit Canal", ()),
        ("Le Petit Canal avec AFP", ()),
        ("avec AFP", ()),
        ("petitcanal.fr", ()),
        ("LePetitCanal", ()),
        ("Service société", ()),
        ("Équipe éditoriale", ()),
        ("Anonyme", ()),
        ("N/A", ()),
        ("[object Object]", ()),
        ("3 min de lecture", ()),
        ("Anne Martin avec AFP", ("Anne Martin",)),
        ("Anne Martin (avec AFP et Reuters)", ("Anne Martin",)),
        ("Anne Martin avec les agences", ("Anne Martin",)),
        ("Anne Martin avec Paul Durand", ("Anne Martin", "Paul Durand")),
        ("Anne Martin – Le Petit Canal", ("Anne Martin",)),
        ("Anne Martin (Le Petit Canal)", ("Anne Martin",)),
        ("Anne Martin envoyée spéciale à Rodez", ("Anne Martin",)),
        ("Anne Martin, Journaliste", ("Anne Martin",)),
        ("Écrit par Anne Martin", ("Anne Martin",)),
        ("Auteur : Anne Martin", ("Anne Martin",)),
        ("De notre correspondante Anne Martin", ("Anne Martin",)),
        ("Yann Le Floc’h", ("Yann Le Floc’h",)),
        ("Vivre avec le numérique", ("Vivre avec le numérique",)),
        ("Fondation Internet nouvelle génération", ("Fondation Internet nouvelle génération",)),
        ("Agence nationale des territoires (ANT)", ("Agence nationale des territoires (ANT)",)),
        ("AFP", ("AFP",)),
        ("Ministère de l’Économie et des Finances", ("Ministère de l’Économie et des Finances",)),
        ("Anne Martin / AFP", ("Anne Martin",)),
        ("Anne Martin / Paul Durand", ("Anne Martin", "Paul Durand")),
        ("Anne Martin et Paul Durand (photographies)", ("Anne Martin", "Paul Durand")),
        ("Anne Martin, sous la direction de Paul Durand", ("Anne Martin",)),
        ("Anne Martin sous la direction de Paul Durand", ("Anne Martin",)),
        ("Propos recueillis par Anne MARTIN", ("Anne Martin",)),
        ("ANNE MARTIN", ("Anne Martin",)),
        ("JR Martin", ("JR Martin",)),
        ("Paul DURAND-LEROY et Anne L’HÉRITIER", ("Paul Durand-Leroy", "Anne L’Héritier")),
        ("M. Paul Durand, Mme Anne Martin et Dr Lise Orme", ("Paul Durand", "Anne Martin", "Lise Orme")),
        ("Mme Martin", ("Mme Martin",)),
        ("CNRS Éditions", ("CNRS Éditions",)),
        ("Agence ANCT", ("Agence ANCT",)),
        ("Union nationale pour la formation", ("Union nationale pour la formation",)),
        ("Anne Martin pour Le Petit Canal", ("Anne Martin",)),
        ("Le Petit Canal / AFP", ()),
        ("Texte : Anne Martin – Photos : Paul Durand", ("Anne Martin",)),
        ("Anne Martin, Contributrice", ("Anne Martin",)),
        ("Dr Anne Martin, PhD", ("Anne Martin",)),
        ("Direction de la communication", ()),
        ("INSEE", ("INSEE",)),
        ("admin", ()),
        ("https://www.facebook.com/unjournal", ()),
        ("redaction@site.fr", ()),
        ("", ()),
    ],
)
def test_authors_are_people_and_bodies_each_once(byline: str, authors: tuple[str, ...]) -> None:
    facts = read(
        f'<title>Un titre</title><meta name="author" content="{byline}">'
        '<meta property="og:site_name" content="Le Petit Canal">',
        "https://petitcanal.fr/a",
    )
    assert (facts.authors.value if facts.authors else ()) == authors


@pytest.mark.parametrize(
    "address",
    [
        "https://autre.fr/article",
        "javascript:alert(1)",
        "http://127.0.0.1/article",
        "https://site.fr.example.com/article",
        "https://site.fr@127.0.0.1/article",
        "https://site.fr:8443/article",
        "//169.254.169.254/latest",
        "https://site.fr/",
        "data:text/html,x",
        "https://[::1",
    ],
)
def test_only_a_page_of_the_same_site_is_believed_to_be_the_pages_own(address: str) -> None:
    facts = read(f'<title>Un titre</title><link rel="canonical" href="{address}"><h1>Un titre</h1>')
    assert facts.address is None


@pytest.mark.parametrize(
    ("asked", "said", "found"),
    [
        ("https://m.site.fr/a", "https://www.site.fr/a", "https://www.site.fr/a"),
        ("https://amp.site.fr/a", "https://site.fr/a?utm_source=x", "https://site.fr/a"),
        ("https://site.fr/a?page=2", "/a", "https://site.fr/a"),
        ("https://site.fr/a", "http://site.fr/a", "https://site.fr/a"),
    ],
)
def test_the_pages_own_address_is_clean(asked: str, said: str, found: str) -> None:
    facts = read(f'<title>Un titre</title><link rel="canonical" href="{said}">', asked)
    assert facts.address is not None
    assert facts.address.value == found


@pytest.mark.parametrize(
    ("page", "title", "sure"),
    [
        # what several say goes before what the data alone call it
        (
            '<title>La matrice - Encyclo</title><h1>La matrice</h1>{"headline": "tableau de nombres"}',
            "La matrice",
            True,
        ),
        ('<title>La matrice</title>{"headline": "tableau de nombres", "name": "La matrice"}', "La matrice", True),
        # the first heading is the site's name
        ("<title>Un outil pour tous · V8</title><h1>V8</h1>", "Un outil pour tous · V8", False),
        ("<title>Un outil</title><h1>Un autre</h1>", "Un outil", False),
        ('<title>x</title><h1>Une phrase entière</h1>{"headline": "Une phrase…"}', "Une phrase entière", True),
        ("<title>site.fr</title>", "", False),
    ],
)
def test_the_title_is_the_one_that_several_say(page: str, title: str, *, sure: bool) -> None:
    html, brace, data = page.partition("{")
    script = f'<script type="application/ld+json">{{"@type": "Article", {data}</script>' if brace else ""
    found = read(f"{script}{html}").title
    assert (found.value if found else "", bool(found and found.sure)) == (title, sure)


@pytest.mark.parametrize(
    ("said", "words", "language", "sure"),
    [
        ("fr", "Le texte de la page est en français et il dit que la place est au village.", "fr", True),
        ("en-US", "Le texte de la page est en français et il dit que la place est au village.", "fr", False),
        ("fr", "The text of the page is in English and it says that the place is in the town.", "en", False),
        ("cs", "The text of the page is in English and it says that the place is in the town.", "cs", True),
        ("de", "Der Text ist nicht auf der Seite und die Stadt ist auch nicht mit dem Land im Bild.", "de", True),
        ("", "Le texte de la page est en français et il dit que la place est au village.", "fr", False),
        ("", "Quatre mots seulement ici.", "", False),
        ("fre", "", "fr", True),
        ("x-y", "", "", False),
    ],
)
def test_a_page_is_in_the_language_that_it_says_unless_its_words_are_not(
    said: str, words: str, language: str, *, sure: bool
) -> None:
    found = read(f'<html lang="{said}"><title>Titre</title><p>{words}</p>').language
    assert (found.value if found else "", bool(found and found.sure)) == (language, sure)


def test_two_sources_that_differ_are_not_sure() -> None:
    page = """<title>Un titre</title><meta property="og:title" content="Un titre">
      <meta property="article:published_time" content="2026-02-10">
      <script type="application/ld+json">
      {"@type": "Article", "headline": "Un titre", "datePublished": "2026-01-10"}</script>"""
    day = read(page).date
    assert day is not None
    assert (day.value, day.sure) == ("2026-01-10", False)


@pytest.mark.parametrize(
    ("page", "day", "sure"),
    [
        (
            '<meta name="citation_date" content="2026"><meta name="citation_online_date" content="2026/09/18">',
            "18",
            True,
        ),
        ('<meta name="citation_date" content="2026"><p>Publié le 18 septembre 2026</p>', "18", True),
        ('<meta name="citation_date" content="2026-09"><p>Publié le 18 septembre 2026</p>', "18", True),
        ('<meta name="citation_date" content="2026"><p>Soumis le : 18 septembre 2026</p>', "18", True),
        ('<meta name="citation_date" content="2026"><p>Lyon, 18 septembre 2026</p>', "", False),
        ('<meta name="citation_date" content="2026"><p>En 2025, rien.</p>', "", True),
        (
            '<meta name="citation_date" content="2026"><meta property="article:published_time" content="2025-03-01">',
            "",
            False,
        ),
    ],
)
def test_a_year_is_sure_only_where_the_page_does_not_say_more(page: str, day: str, *, sure: bool) -> None:
    found = read(f"<title>Un titre</title><h1>Un titre</h1>{page}").date
    assert found is not None
    assert (found.value[8:], found.sure) == (day, sure)


@pytest.mark.parametrize(
    "badge",
    [
        "<span>Réservé aux abonnés</span>",
        "<p>Cet article est réservé aux abonnés.</p>",
        "<div>La suite est réservée à nos abonnés</div>",
        "<p>Il vous reste 75 % de cet article à lire. La suite est réservée aux abonnés.</p>",
        "<p>ARTICLE RÉSERVÉ AUX ABONNÉS</p>",
        "<p>This story is for subscribers only</p>",
        "<p>Cet article est réservé à nos abonnés. Vous devez être abonné•e pour lire la suite de cet article.</p>",
        "<h3>Il reste 83 % de l’article à découvrir.</h3>",
        "<p><b>Lecture</b> : abonnez-vous pour lire la suite</p>",
        "<aside><h2>This post is for paying subscribers only</h2></aside>",
    ],
)
def test_a_page_that_says_so_in_words_is_for_subscribers_and_to_be_checked(badge: str) -> None:
    paid = read(f"<title>Un titre</title><article><h1>Un titre</h1>{badge}<p>Texte.</p></article>").paid
    assert paid is not None
    assert (paid.value, paid.sure) == (True, False)


@pytest.mark.parametrize(
    "other",
    [
        "<aside><span>Réservé aux abonnés</span></aside>",
        "<ul><li><span>Réservé aux abonnés</span> Un autre</li></ul>",
        '<a href="/b"><span>Réservé aux abonnés</span> Un autre</a>',
        "<article><h2>Un autre</h2><span>Réservé aux abonnés</span></article>",
        "<div>Déjà abonné ? Se connecter</div>",
        "<p>Il reste 3 places.</p>",
        "<aside><p>Cet article est réservé aux abonnés</p></aside>",
        "<p>Le tarif de nuit était réservé aux abonnés de la régie, dit la mairie.</p>",
    ],
)
def test_what_another_page_is_reserved_for_is_not_said_of_this_one(other: str) -> None:
    assert read(f"<title>Un titre</title><article><h1>Un titre</h1><p>Texte.</p></article>{other}").paid is None


def test_of_an_outlet_where_all_is_free_a_page_may_say_otherwise() -> None:
    page = "<title>Un titre</title><h1>Un titre</h1>"
    free = read(page, "https://www.senat.fr/a").paid
    paid = read(f"{page}<p>Article réservé aux abonnés</p>", "https://www.senat.fr/a").paid
    assert free is not None
    assert paid is not None
    assert (free.value, free.sure, paid.value) == (False, False, True)


_BANNER = """<div role="dialog"><h1>Votre vie privée est notre priorité</h1><p>Nous et nos partenaires utilisons des
  cookies.</p><button>Tout accepter</button><button>Continuer sans accepter</button></div>"""


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Votre consentement - Le Journal</title>{_BANNER}",
        f"<title>Le Journal</title>{_BANNER}",
        """<title>Before you continue</title><h1>Before you continue</h1><p>We use cookies and data to
        deliver services.</p><button>Reject all</button><button>Accept all</button>""",
        """<title>Gestion des cookies</title><h2>Gestion de vos cookies</h2><ul><li>Mesure d’audience</li>
        <li>Publicité personnalisée</li></ul><button>Tout refuser</button><button>J’accepte</button>""",
        """<title>Le Groupe est une famille</title><div class="consent-page"><form><h1>Le Groupe est une famille</h1>
        <p>Nous et nos partenaires utilisons des cookies.</p><button>Tout accepter</button>
        <button>Tout refuser</button></form></div>""",
        """<title>Le Groupe</title><div id="popup"><p>Nos partenaires et nous utilisons des cookies.</p>
        <button>Accepter &amp; fermer</button><button>Continuer sans accepter</button></div>""",
    ],
)
def test_a_page_that_wants_consent_first_is_closed(page: str) -> None:
    assert read(page).closed is ClosedPage.CONSENT


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Un titre</title>{_BANNER}<article><h1>Un titre</h1><p>{'Un texte que l’on lit ' * 20}</p>",
        f'<title>Un titre</title><meta property="og:title" content="Un titre">{_BANNER}<div id="root"></div>',
        f"<title>Un titre</title>{_BANNER}<h1>Un titre</h1><p>Publié le 3 mars 2026</p><p>Un texte court.</p>",
        "<title>Un titre</title><h1>Un titre</h1><p>Des cookies ?</p><button>Accepter</button><button>Refuser",
        """<title>Un titre</title><div><p>Nos partenaires et nous utilisons des cookies</p>
        <button>Tout accepter</button><button>Tout refuser</button></div>
        <main><h2>Un titre</h2><p>Un texte court.</p></main>""",
        f"""<title>Un titre</title><h1>Un titre</h1>
        <p>« Tout refuser » doit être aussi simple que « tout accepter » pour les cookies.</p>
        <p>{"Elle a regardé ce que font les sites. " * 12}</p>""",
    ],
)
def test_a_page_with_a_banner_or_about_cookies_is_read(page: str) -> None:
    facts = read(page)
    assert facts.closed is None
    assert facts.title is not None
    assert facts.title.value == "Un titre"


def test_what_an_article_says_in_its_own_footer_is_read_and_comments_are_not() -> None:
    facts = read("""<title>Un titre</title><article><h1>Un titre</h1><p>Texte.</p><footer>
      <span class="author vcard"><a class="fn" href="/o">Odile Nguema</a></span>
      <time class="updated" datetime="2026-11-03">3 novembre 2026</time>
      <time class="entry-date published" datetime="2026-05-01">1er mai 2026</time></footer>
      <div id="comments"><span class="comment-author vcard"><b class="fn">Basile Renard</b></span>
      <time datetime="2026-05-02">2 mai 2026</time></div></article>""")
    assert facts.authors is not None
    assert facts.date is not None
    assert (facts.authors.value, facts.date.value) == (("Odile Nguema",), "2026-05-01")


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Par Lou Sand", ("Lou Sand",)),
        ("Par Lou Sand et Yann Le Floc’h — Publié le 14 mars 2026", ("Lou Sand", "Yann Le Floc’h")),
        ("Par Lou Sand, envoyée spéciale à Vézelise (Meurthe)", ("Lou Sand",)),
        ("By Lou Sand and Marcus Bell", ("Lou Sand", "Marcus Bell")),
        ("Propos recueillis par Lou Sand", ("Lou Sand",)),
        ("par Lou Sand", ("Lou Sand",)),
        ("Publié le 3 mars 2026 par Lou Sand", ("Lou Sand",)),
        ("mardi 3 mars 2026, par Lou Sand et Yann Le Floc’h", ("Lou Sand", "Yann Le Floc’h")),
        ("Publié le 3 mars 2026 par Lou Sand / L’Agence pour La Lettre, avec AFP", ("Lou Sand",)),
        ("Présenté par Mme Lou SAND et M. Yann Le Floc’h,", ("Lou Sand", "Yann Le Floc’h")),
        ("Le 3 mars 2026, passons par Lou Sand", ()),
        ("Le bilan est fait par Lou Sand", ()),
        ("Par ailleurs, Lou Sand était là", ()),
        ("Par la rédaction", ()),
        ("Par Temps de pluie, on reste chez soi et on lit", ()),
    ],
)
def test_a_line_under_the_heading_that_signs_names_authors_to_be_checked(line: str, authors: tuple[str, ...]) -> None:
    facts = read(f"<title>Un titre</title><h1>Un titre</h1><p>{line}</p><p>Texte.</p>")
    assert (facts.authors.value if facts.authors else ()) == authors
    assert not (facts.authors and facts.authors.sure)


def test_authors_that_the_page_contradicts_are_not_sure() -> None:
    facts = read("""<title>Un titre</title><h1>Un titre</h1><p>Par Lou Sand</p><script type="application/ld+json">
      {"@type": "Article", "headline": "Un titre", "author": {"@type": "Person", "name": "Sofia Compte"}}</script>""")
    assert facts.authors is not None
    assert not facts.authors.sure


def test_a_title_that_the_shown_heading_contradicts_is_not_sure() -> None:
    facts = read("""<title>Un titre pour moteurs</title><meta property="og:title" content="Un titre pour moteurs">
      <h1>Ce que les lecteurs voient</h1>""")
    assert facts.title is not None
    assert not facts.title.sure


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<title>Réseau – Connexion</title><h1>Réseau</h1><input type=password>", ClosedPage.LOGIN),
        ("<title>Espace</title><h1>Se connecter</h1><form><input type=password></form>", ClosedPage.LOGIN),
        (
            """<title>Inscrivez-vous | Réseau</title><meta property="og:title" content="Inscrivez-vous | Réseau">
            <main><h1>Rejoignez Réseau</h1><form><input type=password></form></main>""",
            ClosedPage.LOGIN,
        ),
        ("<title>Réseau</title><div><form><input type=email><input type=password></form></div>", ClosedPage.LOGIN),
        ("<title>Portail</title><main><h1>Bienvenue</h1><form><input type=password></form></main>", ClosedPage.LOGIN),
        ('<title>Réseau</title><meta property="og:title" content="Connexion • Réseau">', ClosedPage.LOGIN),
        ("<title>Kit</title><h1>Cette page est réservée aux membres</h1><form><input type=email>", ClosedPage.LOGIN),
        ("<title>Kit</title><h1>Le kit</h1><form><p>Notre lettre</p><input type=email></form>", None),
        ("<title>Kit</title><header><form><input type=password></form></header><h1>Le kit</h1><p>Ici.", None),
        (
            "<title>Kit</title><div><div><form><input type=password></form></div><h1>Le kit</h1><p>Ici.</p></div>",
            None,
        ),
        (
            """<title>Abonnés</title><meta property="og:title" content="Abonnés"><main><h1>Espace abonnés</h1>
            <form><input type=email><input type=password></form></main>""",
            ClosedPage.LOGIN,
        ),
        (
            """<title>Le kit</title><meta property="og:title" content="Le kit"><main><h1>Le kit</h1>
            <form><input type=password></form></main>""",
            None,
        ),
        ("<title>Kit</title><h1>Le kit</h1><p>Ici.<div class=modal><form><input type=password></form></div>", None),
        (
            """<title>Rejoignez-nous</title><meta property="og:type" content="article">
            <h1>Rejoignez-nous</h1><form><input type=password></form>""",
            None,
        ),
        (
            "<title>Vérification</title><h1>Êtes-vous humain ?</h1><div class=g-recaptcha></div>",
            ClosedPage.CHALLENGE,
        ),
        ("<title>Le robot de la mairie</title><h1>Le robot de la mairie</h1><p>Il parle.</p>", None),
        (
            "<title>Le robot</title><h1>Le robot</h1><form><textarea></textarea><div class=h-captcha></div></form>",
            None,
        ),
        (
            f"""<title>Le robot de la mairie</title><article><h1>Le robot de la mairie</h1><p>{"Il parle. " * 20}</p>
            </article><form><div class="g-recaptcha"></div></form>""",
            None,
        ),
        ("<title>Site en maintenance</title>", ClosedPage.DOWN),
        ("<title>503 Service Unavailable</title><h1>Service Unavailable</h1>", ClosedPage.DOWN),
        ("<title>Zones blanches – Connexion</title><h1>Zones blanches</h1>", None),
    ],
)
def test_a_page_that_stands_for_another_is_closed(page: str, why: ClosedPage | None) -> None:
    assert read(page).closed is why


@pytest.mark.parametrize(
    ("heading", "shared", "below", "title", "sure"),
    [
        ("VILLAGES", "VILLAGES - La mairie répond", "La mairie répond", "VILLAGES - La mairie répond", False),
        ("Villages", "Villages : la mairie répond", "", "Villages : la mairie répond", False),
        ("Villages", "Villages - La mairie répond", "La mairie répond", "Villages - La mairie répond", False),
        ("Villages", "Villages - Petit Canal", "", "Villages", False),
        ("Villages", "Villages", "", "Villages", True),
    ],
)
def test_a_heading_that_is_only_what_stands_above_the_title_is_not_taken_for_it(
    heading: str, shared: str, below: str, title: str, *, sure: bool
) -> None:
    facts = read(f"""<title>{shared}</title><meta property="og:title" content="{shared}">
      <h1>{heading}</h1><h2>{below}</h2><p>Un texte.</p>""")
    assert facts.title is not None
    assert (facts.title.value, facts.title.sure) == (title, sure)


def test_whose_post_it_is_is_no_sure_title() -> None:
    said = "Lou Sand (@lou@reseau.example)"
    facts = read(f'<title>{said}</title><meta property="og:title" content="{said}">')
    assert facts.title is not None
    assert not facts.title.sure


def test_a_title_that_no_heading_shows_and_the_data_deny_is_not_sure() -> None:
    facts = read("""<title>Un titre</title><meta property="og:title" content="Un titre">
      <script type="application/ld+json">{"@type": "Article", "headline": "Un autre"}</script>""")
    assert facts.title is not None
    assert not facts.title.sure


@pytest.mark.parametrize(
    ("page", "address", "outlet", "sure"),
    [
        ('<meta property="og:site_name" content="Petit Canal">', "https://site.fr/a", "Petit Canal", False),
        ("<title>Un titre — Petit Canal</title>", "https://fr.petit-canal.org/a", "Petit Canal", False),
        ("", "https://www.lemonde.fr/a", "Le Monde", True),
        ('<meta property="og:site_name" content="Binaire">', "https://binaire.lemonde.fr/a", "Le Monde", False),
        ('<meta property="og:site_name" content="Le Monde.fr">', "https://une.lemonde.fr/a", "Le Monde", True),
    ],
)
def test_a_site_is_called_by_its_name_and_not_by_that_of_who_publishes_it(
    page: str, address: str, outlet: str, *, sure: bool
) -> None:
    facts = read(
        f"""{page or "<title>Un titre</title>"}<h1>Un titre</h1><script type="application/ld+json">
      {{"@type": "Article", "headline": "Un titre", "publisher": {{"name": "Une fondation"}}}}</script>""",
        address,
    )
    assert facts.outlet is not None
    assert (facts.outlet.value, facts.outlet.sure) == (outlet, sure)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (
            '<span class="date">21 avril 2026 à 09h37</span> <span class="maj">Mis à jour le 23 avril 2026</span>',
            "21",
        ),
        ("<p>21 avril 2026</p>", "21"),
        ("<p>Paris, le 21 avril 2026</p>", "21"),
        ("<p>Le 21/04/2026 6 min</p>", "21"),
        ("<p>mardi 21 avril 2026, par Lou Sand</p>", "21"),
        ("<p>Lou Sand – 21 avril 2026 – 5 min</p>", "21"),
        ("<p>Rapport n° 412 (2025-2026), déposé le 21 avril 2026</p>", "21"),
        ("<p>Le décret publié le 21 avril 2026 disait le contraire.</p>", ""),
        ("<p>Rendez-vous à Lyon le 21 avril 2026</p>", ""),
        ("<p>21 avril 2026</p><p>22 avril 2026</p>", ""),
        ("<p>30 novembre 2026</p><p>21 avril 2026</p>", "21"),  # the first is today
        (f"<p>Rapport {'de la délégation ' * 8} (2025-2026), déposé le 21 avril 2026</p>", "21"),
        ('<span class="date">Mis à jour le 23 avril 2026</span>', ""),
        ('<aside><span class="date">21 avril 2026</span></aside>', ""),
    ],
)
def test_a_day_in_its_place_or_alone_in_a_line_is_that_of_the_page_and_to_be_checked(line: str, day: str) -> None:
    facts = read(f"<title>Un titre</title><article><h1>Un titre</h1>{line}<p>Texte.</p></article>")
    assert (facts.date.value[8:] if facts.date else "") == day
    assert not (facts.date and facts.date.sure)


def test_a_day_to_come_is_not_sure() -> None:
    day = read('<title>Un titre</title><meta property="article:published_time" content="2031-01-01">').date
    assert day is not None
    assert not day.sure


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<title>Just a moment...</title><div>Enable JavaScript and cookies to continue</div>", ClosedPage.CHALLENGE),
        ("<title>Connexion</title><h1>Connexion</h1><input type=password>", ClosedPage.LOGIN),
        ("<title>404 - Page introuvable</title>", ClosedPage.MISSING),
        ("", ClosedPage.NO_PAGE),
        (b"%PDF-1.7\n", None),
    ],
)
def test_what_is_no_page_tells_nothing(page: str | bytes, why: ClosedPage | None) -> None:
    facts = read(page)
    assert facts.closed is why
    assert facts.title is None


@pytest.mark.parametrize(
    "charset", ["windows-1252", "iso-8859-1", "latin1", "ISO-8859-15", "utf-8", "utf8", "UTF-16LE"]
)
def test_a_page_is_read_in_the_encoding_that_its_host_or_its_tag_names(charset: str) -> None:
    page = "<title>L'été où le cœur…</title>".replace("œ", "e" if "8859" in charset or "latin" in charset else "œ")
    page = page.replace("…", "")
    body = page.encode(charset)
    if charset.startswith("UTF-16"):
        body = b"\xff\xfe" + body
    facts = read(body, charset=charset)
    assert facts.title is not None
    assert facts.title.value == page[7:-8]


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("iso-8859-1", "L’été où le cœur".encode()),
        ("windows-1252", "L’été où le cœur".encode()),
        ("iso-8859-15", "L’été où le cœur".encode("cp1252")),
        ("utf-8", "L’été où le cœur".encode("cp1252")),
        ("us-ascii", "L’été où le cœur".encode("cp1252")),
        ("", "L’été où le cœur".encode("cp1252")),
        ("macintosh", "L’été où le cœur".encode("mac-roman")),
    ],
)
def test_the_bytes_of_a_page_say_more_of_its_encoding_than_its_host(said: str, body: bytes) -> None:
    facts = read(b"<title>" + body + b"</title>", charset=said)
    assert facts.title is not None
    assert facts.title.value == "L’été où le cœur"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_page_of_two_bytes_for_each_letter_is_read_without_a_mark_too(encoding: str) -> None:
    facts = read("<title>L’été où le cœur</title>".encode(encoding))
    assert facts.title is not None
    assert facts.title.value == "L’été où le cœur"


@pytest.mark.parametrize("lost", ["CafÃ© papote", "Lâ€™Ã©tÃ©", "Caf\ufffd papote"])
def test_a_title_whose_letters_were_lost_before_is_not_sure(lost: str) -> None:
    facts = read(f'<title>{lost}</title><meta property="og:title" content="{lost}"><h1>{lost}</h1>')
    assert facts.title is not None
    assert not facts.title.sure


@pytest.mark.parametrize(
    ("escaped", "title"),
    [
        ("L&amp;#039;été", "L'été"),
        ("L&amp;amp;#8217;été", "L’été"),
        ("Q&amp;amp;R", "Q&R"),
        ("AT&amp;T et R&amp;D", "AT&T et R&D"),
        ("a?b=1&amp;copy=2", "a?b=1&copy=2"),
    ],
)
def test_what_was_escaped_twice_is_undone(escaped: str, title: str) -> None:
    facts = read(f'<title>x</title><meta property="og:title" content="{escaped}">')
    assert facts.title is not None
    assert facts.title.value == title


def test_a_page_about_character_references_keeps_its_title() -> None:
    title = "Que fait &amp;nbsp; ?"
    facts = read(f'<title>{title}</title><meta property="og:title" content="{title}"><h1>{title}</h1>')
    assert facts.title is not None
    assert facts.title.value == "Que fait &nbsp; ?"


@pytest.mark.parametrize(
    "charset", ["idna", "rot13", "zip", "undefined", "utf-7", "no such", "\x00", "a" * 100, "unicode_escape"]
)
def test_what_is_no_encoding_of_a_page_is_overlooked(charset: str) -> None:
    facts = read("<title>L’été</title>", charset=charset)
    assert facts.title is not None
    assert facts.title.value == "L’été"


def _data(text: str) -> str:
    return f'<title>Un titre</title><script type="application/ld+json">{text}</script>'


BOMBS = {
    "five megabytes of data": _data('{"@type":"Article","headline":"' + "a" * 5_000_000 + '"}'),
    "many small lists": _data("[" + "[]," * 150_000 + "[]]"),
    "ten thousand levels": _data("[" * 10_000 + "]" * 10_000),
    "ten thousand levels of @graph": _data('{"@graph":' * 10_000 + "1" + "}" * 10_000),
    "a hundred thousand levels of HTML": "<div>" * 100_000,
    "a hundred thousand articles": _data("[" + '{"@type":"Article","author":{"@id":"#a"}},' * 11_000 + "{}]"),
    "an id that names itself": _data('{"@graph":[{"@id":"a","@type":"Article","author":{"@id":"a"}}]}'),
    "a number without end": _data('{"@type":"Article","headline":' + "9" * 100_000 + "}"),
    "a title without end": "<title>" + "a " * 250_000,
    "marks without end": "<meta property='og:title' content='a'>" * 13_000,
    "days without end": "<p>Publié le " + "1 mars 2026 " * 40_000,
    "figures without end": "<p>Publié le " + "1/1/" * 120_000,
    "canonicals without end": "<link rel=canonical href=/a>" * 18_000,
    "times without end": "<article><time datetime=2026-01-01>" * 14_000,
    "articles without end": "<article><h1>a</h1>" * 26_000,
    "authors without end": "<article><h1>a</h1>" + "<a rel=author>A B</a>" * 24_000,
    "badges without end": "<article><h1>a</h1>" + "<div>" * 200 + "<p>abonnés</p><h2>a</h2>" * 15_000,
    "names with names": "<meta name=author content='" + "Anne Martin avec " * 30_000 + "'>",
    "bylines without end": "<h1>a</h1>" + "<p class=author>Par A B et " * 20_000,
    "references without end": "<meta name=author content='" + "&amp;" * 100_000 + "'>",
    "passwords without end": "<h1>a</h1>" + "<div>" * 200 + "<input type=password>" * 20_000,
    "captchas without end": "<title>robot</title><form><textarea></textarea>" + "<div class=captcha></div>" * 18_000,
    "places of a day without end": "<h1>a</h1>" + "<p class=date>1 mars 2026 1 mars 2026" * 12_000,
    "choices without end": "<title>cookies</title>" + "<p>accepter</p>" * 30_000,
    "separators without end": "<title>" + " - " * 160_000 + "</title><h1>a</h1>",
    "nothing but zeros": "\x00" * 500_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_made_to_last_ends_soon_and_takes_little(name: str) -> None:
    body = BOMBS[name].encode()
    began = time.perf_counter()
    tracemalloc.start()
    read(body)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.perf_counter() - began < 20
    assert most < 100_000_000


_TEXT = st.text(max_size=30)
_NAMES = st.sampled_from(
    [
        *("@type", "@id", "@graph", "headline", "name", "author", "creator", "publisher", "datePublished"),
        *("mainEntity", "url", "mainEntityOfPage", "isAccessibleForFree", "inLanguage", "@value"),
    ]
)
_VALUES: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | _TEXT
    | st.sampled_from(["Article", "WebPage", "2026-01-01"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=6),
    max_leaves=20,
)
_PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "</",
            "<title>",
            "</title>",
            "<h1>",
            "<article>",
            "</article>",
            "<meta property='og:title' content='",
        ),
        *("'>", "<time datetime='", "<link rel=canonical href='", "<script type='application/ld+json'>", "</script>"),
        *(
            "Publié le ",
            "14 mars 2026",
            "12/13/2026",
            "<a rel=author>",
            "&#0;",
            "&amp;",
            "<![CDATA[",
            "<!--",
            "Par ",
            " et ",
        ),
        *(
            "{",
            "}",
            "[",
            "]",
            '"@type":"Article"',
            '"',
            ",",
            ":",
            "\\",
            "\x00",
            "\ud800",
            "\u202e",
            "é",
            "<meta charset=x>",
        ),
    ]
)


@given(_VALUES)
def test_any_data_is_read_without_a_trace(value: object) -> None:
    read(_data(json.dumps(value)))


@example(["</title>"], "")
@given(st.lists(_PIECES | _TEXT, max_size=25), st.sampled_from(["", "utf-8", "windows-1252", "big5", "x"]))
def test_any_soup_is_read_without_a_trace(pieces: list[str], charset: str) -> None:
    facts = read("".join(pieces).encode("utf-8", "surrogatepass"), charset=charset)
    assert isinstance(facts, PageFacts)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_a_trace(body: bytes) -> None:
    read(body)


def test_the_letter_may_live_elsewhere() -> None:
    page = ReadPage(
        b'<title>A</title><meta property="article:published_time" content="2026-06-14T22:30Z">', "https://a.fr/b"
    )
    there = TOOLS._replace(zone=ZoneInfo("America/Montreal"), today=date(2026, 11, 30))
    day = page_facts(page, there).date
    assert day is not None
    assert day.value == "2026-06-14"


def test_a_language_that_what_sums_the_page_up_contradicts_is_not_sure() -> None:
    said = "Le conseil a voté la publication du code de la cantine, avec une page pour les parents et des notes."
    page = f"<html lang=en><head><title>Bluesky</title><meta name=description content='{said}'></head><body></body>"
    language = page_facts(ReadPage(page.encode(), "https://bsky.app/post/1"), TOOLS).language
    assert language is not None
    assert not language.sure
