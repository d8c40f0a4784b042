"""What editors call the keys of the head and the blocks, and what cenum calls them.

Nothing is read under another name: it is corrected by name, so that one letter is written like the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# By their bare letters; tables with a dot.
_KEYS = {
    "title": ("titre", "nom", "intitule", "headline"),
    "number": ("numero", "no", "n", "nombre", "num", "issue"),
    "teasers_lead": ("avant accroches", "chapeau accroches", "mais aussi"),
    "teasers": ("accroche", "accroches", "sommaire", "sous titre", "sous titres", "au menu", "summary"),
    "introduction": ("chapo", "chapeau", "intro", "lead"),
    "illustration": ("visuel", "couverture", "cover", "hero", "dessin"),
    "illustration.image": ("photo", "fichier", "chemin", "src", "file", "path"),
    "illustration.alt": (
        *("alternative", "alternatif", "texte alternatif", "alt text", "alttext", "legende", "caption"),
        *("texte", "description"),
    ),
    "illustration.credit": ("credit photo", "copyright", "source", "dessinateur", "dessinatrice", "photographe"),
    "credits": ("signature", "signatures", "redaction", "equipe"),
    "credits.authors": ("auteur", "auteurs", "autrice", "autrices", "auteure", "auteures", "author", "by", "par"),
    "credits.illustrator": ("illustrateur", "illustratrice", "illustrators"),
    "subject": ("objet", "sujet", "object"),
    "preheader": (
        "apercu",
        "pre header",
        "preheader text",
        "preentete",
        "pre entete",
        "preview",
        "resume",
        "description",
    ),
    "reply_to": ("repondre a", "reponse a", "reponse", "reponses", "replyto", "reply"),
    "draft": ("brouillon",),
    "aliases": ("alias", "anciennes adresses", "ancienne adresse", "redirections", "redirect"),
    "corrected": ("corrige", "corrigee", "correction", "rectificatif", "erratum"),
    "corrected.on": ("le", "jour", "day"),
    "corrected.what": ("quoi", "mots", "words"),
    "withdrawn": ("retire", "retiree", "retrait", "depubliee", "supprimee"),
    "remarks": ("remarque", "remarques", "commentaire", "commentaires", "comment", "comments"),
    "remarks.at": ("ou", "passage", "sur"),
    "remarks.by": ("de", "qui", "from", "who"),
    "remarks.says": ("dit", "texte", "say", "said"),
    "waivers": ("derogation", "derogations", "exceptions", "waiver"),
    "waivers.rule": ("regle", "id"),
    "waivers.reason": ("raison", "motif", "pourquoi", "why"),
    "waivers.url": ("adresse", "lien", "link"),
    "waivers.until": ("jusqu au", "jusqu a", "jusque", "fin", "date"),
}
_BLOCKS = {
    "testimony": ("temoignage", "temoignages", "testimonial", "citation", "verbatim", "quote", "parole"),
    "button": ("bouton", "boutons", "btn", "cta", "appel a l action"),
    "note": ("encadre", "encart", "info", "information", "tip", "warning", "attention", "astuce", "box", "callout"),
    "event": ("evenement", "evenements", "agenda", "date", "rendez vous", "rdv", "atelier"),
    "interview": ("entretien", "entretiens", "itv", "questions"),
    "resource": ("ressource", "ressources", "document", "lien", "outil"),
    "lang": ("langue", "language", "anglais", "english"),
}


def _by_name(names: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ours, others in names.items():
        for other in (bare(ours.rpartition(".")[2]), *others):
            found.setdefault(other, []).append(ours)
    return found


_KEY_OF, _BLOCK_OF = _by_name(_KEYS), _by_name(_BLOCKS)


def key_meant(table: str, key: str) -> str:
    """The key of ``table`` that is meant by ``key``; empty where nobody knows."""
    within = (ours for ours in _KEY_OF.get(bare(key), ()) if ours.rpartition(".")[0] == table)
    return next(within, "").rpartition(".")[2]


def key_remedy(table: str, key: str) -> str:
    """What to write instead of ``key`` in ``table``; empty where nobody knows what it means."""
    same = key_meant(table, key)
    if same:
        return _("write `{key}` instead of `{other}`").format(key=same, other=key)
    if bare(key) == "date":
        return _("delete the line: the file's name says the day")
    word = bare(key)
    elsewhere = [one for one in _KEY_OF.get(word, ()) if not one.startswith("waivers.") or one.endswith(f".{word}")]
    if not elsewhere and " " in key:
        return _("write `key: value`, or, if it continues the line above, put two spaces before it")
    if not elsewhere:
        return ""
    parent, _dot, name = elsewhere[0].rpartition(".")
    if parent:
        return _("write `{key}` below `{table}:`, two spaces to the right of it").format(key=name, table=parent)
    return _("write `{key}` at the margin, not within `{table}`").format(key=name, table=table)


def block_called(name: str) -> str:
    """The block that ``name`` means in other words; empty where nobody knows."""
    return _BLOCK_OF.get(bare(name), [""])[0]
