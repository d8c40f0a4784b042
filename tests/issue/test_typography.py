"""The copy desk's rules, as a table. In it `~` stands for a no-break space and `_` for a narrow one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenum.issue.typography import NBSP, NNBSP, Run, typeset
from tests.tried import up_to


def typeset_text(text: str) -> str:
    """One text, set."""
    return typeset([Run(text)])[0]


CASES = [
    # apostrophes
    ("l'IA", "l’IA"),
    ("aujourd'hui, qu'il n'y ait", "aujourd’hui, qu’il n’y ait"),
    ("d'1 €", "d’1~€"),
    ("l'« écran »", "l’«~écran~»"),
    ("l’IA", "l’IA"),
    ("j'ai noté 5' et 30\"", "j’ai noté 5' et 30\""),
    ("'mot' entre apostrophes", "'mot' entre apostrophes"),
    # quotation marks
    ('les "solutions" des entreprises', "les «~solutions~» des entreprises"),
    ('"Bonjour"', "«~Bonjour~»"),
    ('("ici")', "(«~ici~»)"),
    ("«mot»", "«~mot~»"),
    ("« mot »", "«~mot~»"),
    ("«  mot  »", "«~mot~»"),
    ('« il dit "non" »', "«~il dit “non”~»"),
    ('"un "deux" trois"', "«~un “deux” trois~»"),
    ("“solutions”", "“solutions”"),
    ('une seule " ouverte', 'une seule " ouverte'),
    ('jamais "fermée', 'jamais "fermée'),
    # exclamation and question marks, semicolons
    ("tous!", "tous_!"),
    ("tous !", "tous_!"),
    ("quoi ?!", "quoi_?!"),
    ("Bonjour!!!", "Bonjour_!!!"),
    ("Vraiment?…", "Vraiment_?…"),
    ("Quoi… ?", "Quoi…_?"),
    ("Quoi…?", "Quoi…_?"),
    ("« Oui ! »", "«~Oui_!~»"),
    ("d'abord ; ensuite", "d’abord_; ensuite"),
    ("d'abord; ensuite", "d’abord_; ensuite"),
    ("(!) et [?] et (sic !)", "(!) et [?] et (sic_!)"),
    ("!", "!"),
    ("un clin d'œil ;) à vous", "un clin d’œil ;) à vous"),
    ("un sourire :-)", "un sourire :-)"),
    # colons
    ("une chose : ceci", "une chose~: ceci"),
    ("une chose: ceci", "une chose~: ceci"),
    ("à 13:30, à 13h30", "à 13:30, à 13h30"),
    ("un écran 16:9", "un écran 16:9"),
    ("C:\\dossier et a::b", "C:\\dossier et a::b"),
    # percent, money, figures
    ("97 % et 85%", "97~% et 85~%"),
    ("5€, 5 €, 12 ‰", "5~€, 5~€, 12~‰"),
    ("100%25 et 20%d", "100%25 et 20%d"),
    ("4 000 conseillers", "4_000 conseillers"),
    ("1 784 000 mots", "1_784_000 mots"),
    ("01 23 45 67 89", "01 23 45 67 89"),
    ("en 2025 300 personnes", "en 2025 300 personnes"),
    ("12 3456", "12 3456"),
    # what must not be cut from its name
    ("n° 35", "n°~35"),
    ("M. Dupont et Mme Durand", "M.~Dupont et Mme~Durand"),
    ("p. 12", "p.~12"),
    ("le 18 avril et le 1er mai", "le 18~avril et le 1er~mai"),
    ("le 18 avrilien", "le 18 avrilien"),
    ("n° 3, nos 3 et 4, nos ateliers, Nos 5", "n°~3, nos~3 et 4, nos ateliers, Nos~5"),
    ("p. 12, pp. 12-15, § 3, art. 5, t. II, fig. 2", "p.~12, pp.~12-15, §~3, art.~5, t.~II, fig.~2"),
    ("l’art. Et le t. du texte", "l’art. Et le t. du texte"),
    ("Me Dupont. Me voilà", "Me~Dupont. Me voilà"),
    # figures and what they count
    ("à 18 h 30, de 9 h à 12 h", "à 18~h~30, de 9~h à 12~h"),
    ("18h30, 18h 30, 5 min", "18h30, 18h~30, 5~min"),
    ("5 km, 3,5 kg, 20 °C, 12 m², 90 km/h", "5~km, 3,5~kg, 20~°C, 12~m², 90~km/h"),
    ("10 000 €, 3 M€, 2 Md€, 5 $", "10_000~€, 3~M€, 2~Md€, 5~$"),
    ("16 Go, 100 Mbit/s, 300 dpi, 5 kWh", "16~Go, 100~Mbit/s, 300~dpi, 5~kWh"),
    ("3 millions de 2 milliards", "3~millions de 2~milliards"),
    ("3,5 %", "3,5~%"),
    ("10 × 15 cm", "10~×~15~cm"),
    ("5 habitants, 3 mots, 2 s’en vont, 4 l’ont dit", "5 habitants, 3 mots, 2 s’en vont, 4 l’ont dit"),
    ("l’article 3 h-index", "l’article 3 h-index"),
    ("en 2025 on lit, le 5 ou le 6", "en 2025 on lit, le 5 ou le 6"),
    # ordinals and kings
    ("au XXIe siècle, aux XIXe et XXe siècles", "au XXIe~siècle, aux XIXe et XXe~siècles"),
    ("la Ve République, le 20e arrondissement", "la Ve~République, le 20e~arrondissement"),
    ("le Ier siècle av. J.-C.", "le Ier~siècle av.~J.-C."),
    ("Louis XIV, François Ier, Vatican II, Georges V", "Louis~XIV, François~Ier, Vatican~II, Georges~V"),
    ("Sur X, on lit ; Le siècle, De la République", "Sur X, on lit_; Le siècle, De la République"),
    # dots
    ("et...", "et…"),
    ("[...]", "[…]"),
    ("....", "...."),
    # addresses and code
    ("https://example.org/?q=1 !", "https://example.org/?q=1_!"),
    ("https://example.org?", "https://example.org?"),
    ("https://example.org/l'ami:oui!non;si", "https://example.org/l'ami:oui!non;si"),
    ("bonjour@example.org : écrivez", "bonjour@example.org~: écrivez"),
    ("fichier?version=2&l'autre", "fichier?version=2&l’autre"),
    ("&amp; et &#160;", "&amp; et &#160;"),
    # what is set already stays
    ("mot\u00a0! et mot\u202f: et «\u202fmot\u202f»", "mot\u00a0! et mot\u202f: et «\u202fmot\u202f»"),
    ("Un miroir — elle reflète — rien", "Un miroir — elle reflète — rien"),
    ("au contraire - et c'est un problème -, oui", "au contraire - et c’est un problème -, oui"),
    ("participant·e·s", "participant·e·s"),
    ("Algo->Lit", "Algo->Lit"),
    ("", ""),
]
ALPHABET = "abhmIVe§×«»\"'!?;:%. 0123\u00a0\u202f(),…’“”[]@/&\n€é-—"
texts = st.one_of(st.text(alphabet=ALPHABET, max_size=40), st.text(max_size=40))


def visible(text: str) -> str:
    return text.replace(NBSP, "~").replace(NNBSP, "_")


@pytest.mark.parametrize(("written", "wanted"), CASES)
def test_a_text_is_set_as_a_daily_sets_it(written: str, wanted: str) -> None:
    assert visible(typeset_text(written)) == visible(wanted)


def test_bold_and_links_do_not_hide_a_words_neighbour() -> None:
    runs = [Run("Un mot "), Run("gras"), Run(' ! Et "'), Run("un lien"), Run('" : ok')]
    assert [visible(text) for text in typeset(runs)] == ["Un mot ", "gras", "_! Et «~", "un lien", "~»~: ok"]


def test_code_and_addresses_are_seen_and_never_changed() -> None:
    code = Run('l\'a "b" c ! 10%', literal=True)
    assert [visible(text) for text in typeset([Run("Voici "), code, Run(" : ok")])] == ["Voici ", code.text, "~: ok"]


@settings(max_examples=up_to(1000))
@given(texts)
def test_setting_twice_changes_nothing_more(text: str) -> None:
    once = typeset_text(text)
    assert typeset_text(once) == once


@settings(max_examples=up_to(500))
@given(st.lists(texts, max_size=5))
def test_it_does_not_matter_where_the_text_is_cut(pieces: list[str]) -> None:
    cut = typeset([Run(piece) for piece in pieces])
    assert len(cut) == len(pieces)
    assert "".join(cut) == typeset_text("".join(pieces))


@settings(max_examples=up_to(500))
@given(st.lists(st.tuples(texts, st.booleans()), max_size=5))
def test_literal_runs_come_back_as_they_were(pieces: list[tuple[str, bool]]) -> None:
    runs = [Run(text, literal) for text, literal in pieces]
    for run, text in zip(runs, typeset(runs), strict=True):
        assert not run.literal or text == run.text


@settings(max_examples=up_to(500))
@given(texts)
def test_only_spaces_quotes_apostrophes_and_dots_ever_change(text: str) -> None:
    def words(value: str) -> str:
        return "".join(c for c in value if c not in " \u00a0\u202f\"'’«»“”….")

    assert words(typeset_text(text)) == words(text)


@pytest.mark.parametrize(
    "piece", ["«", '"a "', "1 ", "a", ".", " ", "! ", "1 000 ", "a@", "&", "https://", "' ", "A-", "V", "5 h "]
)
def test_hostile_lengths_come_to_an_end(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert len(typeset_text(text)) >= len(text) // 2
