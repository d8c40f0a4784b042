"""The documentation as a site, by Sphinx: English from docs/, French (`--tag fr`) from docs/fr/. `make docs`.

The pages are written for GitHub, which shows them as they are: what only the site needs, its menu and the switch
between the languages, stands here.
"""

from __future__ import annotations

import posixpath
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent

_PARTS = tomllib.loads((HERE / "menu.toml").read_text("utf-8"))["part"]
_PAIRS = {"index": "index", **{page["en"]: page["fr"] for part in _PARTS for page in part["pages"] if "fr" in page}}

# `tags` are what sphinx-build was given with --tag; Sphinx puts them here.
french = tags.has("fr")  # noqa: F821
language = "fr" if french else "en"

project = "cenum"
author = "The cenum founders"
extensions = ["myst_parser"]
myst_heading_anchors = 4
source_suffix = {".md": "markdown"}
templates_path = [str(HERE / "_site")]
exclude_patterns = [] if french else ["fr", "_site"]
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
        for part in _PARTS:
            names = "\n".join(page[language] for page in part["pages"] if language in page)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {part[language]}\n\n{names}\n```\n"


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
    pairs = {theirs: ours for ours, theirs in _PAIRS.items()} if french else _PAIRS
    target = posixpath.join("en" if french else "fr", pairs.get(pagename, "index"))
    context["other"] = f"{_from(pagename)}{target}.html"
    context["french"] = french
    # Who has no mouse has to be able to scroll what is too wide.
    context["body"] = context.get("body", "").replace("<pre>", '<pre tabindex="0">')
    # Furo says that its captions are headings, and not of which level.
    menu = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = menu.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Sphinx) -> None:
    """What Sphinx calls first."""
    app.connect("source-read", _menu)
    app.connect("doctree-read", _to_the_other_language)
    app.connect("html-page-context", _switch, priority=900)  # after Furo
