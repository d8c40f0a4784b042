"""The documentation as a site, by Sphinx: English from docs/, French (`--tag fr`) from docs/fr/. `make docs`.

The pages are written for GitHub, which shows them as they are: what only the site needs, its menu and the switch
between the languages, stands here.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent

# The menu: in each part, the page in English and in French. What is for developers alone exists in English only.
MENU: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("For editors", "Pour la rédaction"): (
        ("editor", "editeur"),
        ("writing", "ecrire"),
        ("front-matter", "en-tete"),
        ("preview", "apercu"),
        ("rules", "regles"),
        ("friday", "vendredi"),
    ),
    ("For reviewers", "Pour la relecture"): (("reviewer", "relecteur"),),
    ("For administrators", "Pour l’administration"): (
        ("administrator", "administrateur"),
        ("github", "github"),
        ("settings", "reglages"),
        ("services/README", ""),
        ("services/brevo", ""),
        ("services/mailjet", ""),
        ("services/mailchimp", ""),
        ("services/listmonk", ""),
        ("local-service", ""),
        ("sending", "envoi"),
        ("links", "liens"),
    ),
    ("For art directors", "Pour la direction artistique"): (("look", "maquette"), ("gallery", "galerie")),
    ("Reference", "Référence"): (("commands", "commandes"),),
    ("For developers", "Pour le développement"): (
        ("architecture", "architecture"),
        ("services/adding", ""),
        ("benchmarks", ""),
        ("dependencies", ""),
    ),
}
PAIRS = {"index": "index", **{english: french for part in MENU.values() for english, french in part if french}}

# `tags` are what sphinx-build was given with --tag; Sphinx puts them here.
french = tags.has("fr")  # noqa: F821
language = "fr" if french else "en"

project = "cenum"
author = "The cenum founders"
extensions = ["myst_parser"]
myst_heading_anchors = 4
source_suffix = {".md": "markdown"}
templates_path = [str(HERE / "_site")]
exclude_patterns = [] if french else ["fr", "_site", "rules"]
# What an editor copies has to stay as it is.
smartquotes = False

html_theme = "furo"
html_title = "cenum"
html_copy_source = False
html_show_copyright = False
html_permalinks_icon = "#"
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "languages.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}


def _menu(_app: Sphinx, docname: str, source: list[str]) -> None:
    """The first page lists the others in its own words; the menu's list is hidden behind it."""
    if docname == "index":
        for titles, pages in MENU.items():
            names = "\n".join(page[french] for page in pages if page[french])
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {titles[french]}\n\n{names}\n```\n"


def _to_the_other_language(app: Sphinx, doctree: nodes.document) -> None:
    """A link to a page of the other language leads into the other site."""
    for link in list(doctree.findall(addnodes.pending_xref)):
        target = link["reftarget"]
        if link.get("refdomain") == "doc" and target not in app.env.found_docs:
            path = (Path(app.srcdir) / target).resolve().relative_to(HERE).as_posix()
            site = f"fr/{path.removeprefix('fr/')}" if path.startswith("fr/") else f"en/{path}"
            place = f"#{link['reftargetid']}" if link["reftargetid"] else ""
            address = _from(link["refdoc"]) + site + ".html" + place
            link.replace_self(nodes.reference("", "", *link.children, refuri=address))


def _from(docname: str) -> str:
    """The way from a page to the folder that holds both sites."""
    return "../" * (docname.count("/") + 1)


def _switch(_app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Where the same page stands in the other language, or else that language's first page."""
    pairs = {theirs: ours for ours, theirs in PAIRS.items()} if french else PAIRS
    target = posixpath.join("en" if french else "fr", pairs.get(pagename, "index"))
    context["other"] = f"{_from(pagename)}{target}.html"
    context["french"] = french


def setup(app: Sphinx) -> None:
    """What Sphinx calls first."""
    app.connect("source-read", _menu)
    app.connect("doctree-read", _to_the_other_language)
    app.connect("html-page-context", _switch)
