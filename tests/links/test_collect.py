"""What is a link in the letter is checked, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cenum.analysis.html import marked_tree
from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.edition.render import render_marked
from cenum.issue.reader import read
from cenum.links.collect import links_of_edition, links_of_issue
from cenum.web_address import spell
from tests.edition.samples import EVERY_BLOCK, ROOT, every_letter, html_links, made, own, templates, tree
from tests.edition.samples import settings as letter_settings
from tests.issue.desk import SETTINGS, issue
from tests.tried import up_to

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.issue.model import Issue
    from tests.edition.samples import Letter

HEAD = """\
---
title: Un titre
introduction: Voir [la page](https://a.fr/intro), et ![](x)
---
"""


def found(of: Issue) -> list[tuple[str, str, int | None]]:
    return [(link.url, link.text, link.place.line) for link in links_of_issue(of)]


def test_every_link_has_its_text_and_its_line(tmp_path: Path) -> None:
    text = """\
---
title: Un titre
introduction: Voir [l'intro](https://a.fr/intro).
---

# Édito {#edito}

Un [premier *lien*](https://a.fr/1) et un
[second
lien](https://a.fr/2 "titre"), <https://a.fr/3>, [là][ref].

[ref]: https://a.fr/4

- > [cité](https://a.fr/5)

::: button https://a.fr/6
Y aller
:::

::: resource https://a.fr/7
Un **rapport** utile
:::

::: note
Voir [la note](mailto:moi@a.fr), [appeler](tel:+33123456789), `[code](https://a.fr/non)` et [ici](#edito).
:::

https://a.fr/non-plus
"""
    assert found(issue(tmp_path, text)) == [
        ("https://a.fr/intro", "l’intro", 3),
        ("https://a.fr/1", "premier lien", 8),
        ("https://a.fr/2", "second lien", 9),
        ("https://a.fr/3", "https://a.fr/3", 10),
        ("https://a.fr/4", "là", 10),
        ("https://a.fr/5", "cité", 14),
        ("https://a.fr/6", "Y aller", 16),
        ("https://a.fr/7", "Un rapport utile", 20),
        ("mailto:moi@a.fr", "la note", 25),
        ("tel:+33123456789", "appeler", 25),
        ("#edito", "ici", 25),
        ("https://a.fr/non-plus", "https://a.fr/non-plus", 28),
    ]


def test_a_picture_on_the_web_is_one_and_a_linked_picture_is_two(tmp_path: Path) -> None:
    text = (
        "---\ntitle: T\nillustration: {image: https://lettre.example.org/i.png, alt: Une image}\n---\n"
        "# Édito {#edito}\n\n"
        "[![Une carte](https://lettre.example.org/c.png)](https://a.fr/) ![Une vue](media/a.png)\n"
    )
    links = links_of_issue(issue(tmp_path, text))
    assert [(link.url, link.text, link.image) for link in links] == [
        ("https://lettre.example.org/i.png", "Une image", True),
        ("https://lettre.example.org/c.png", "Une carte", True),
        ("https://a.fr/", "Une carte", False),
    ]


@pytest.mark.parametrize("letter", every_letter())
def test_together_they_are_what_the_reader_can_click(letter: Letter) -> None:
    whole = made(letter)
    ours = links_of_issue(whole.issue)
    more = links_of_edition(marked_tree(whole.edition.html), whole.edition.public_links, ours, "")
    expected = {
        href
        for href in html_links(whole.edition.html)
        if f"//{PLACEHOLDER_HOST}/" not in href and href != whole.edition.public_links.view_online
    }
    assert {spell(link.url) for link in (*ours, *more) if not link.image and not link.url.startswith("#")} == expected


def test_a_link_of_the_settings_stands_at_its_line_there() -> None:
    whole = made(own(EVERY_BLOCK))
    text = (own(EVERY_BLOCK).folder / "cenum.toml").read_text("utf-8")
    chosen = letter_settings()
    assert chosen.links.privacy.endswith("données")
    made_of = render_marked(whole.issue, chosen, templates())

    def place(settings: str) -> str:
        links = links_of_edition(marked_tree(made_of.marked), made_of.edition.public_links, (), settings)
        return str({link.url: link.place for link in links}[spell(chosen.links.privacy)])

    lines = text.split("\n")
    line = next(number for number, one in enumerate(lines, 1) if one.startswith("privacy ="))
    # What merely has the address in it, a comment, is not where it is set.
    assert place(f"# {chosen.links.privacy}\n{text}") == f"cenum.toml:{line + 1}"
    template = (ROOT / "templates" / "footer.mjml.j2").read_text("utf-8").split("\n")
    line = next(number for number, one in enumerate(template, 1) if "links.privacy" in one)
    assert place("") == place("[links\n") == f"templates/footer.mjml.j2:{line}"


def test_what_only_outlook_reads_is_read_too() -> None:
    whole = made(own(EVERY_BLOCK))
    html = whole.edition.html + '<!--[if mso]><a href="https://outlook.fr/">x</a><![endif]-->'
    links = links_of_edition(marked_tree(html), whole.edition.public_links, links_of_issue(whole.issue), "")
    assert "https://outlook.fr/" in {link.url for link in links}


_TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
_WORDS = st.text("abcéï ’*_`[]()<>!\\&;:/.#", max_size=10)
_PATH = st.text("abcé-_/.~%28?=&+,;:@!$'*()", max_size=12)


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A piece of Markdown in which something may or may not be a link."""
    url = f"https://a.fr/{draw(_PATH)}"
    words = draw(_WORDS)
    return draw(
        st.sampled_from(
            [
                f"[{words}](<{url}>)",
                f"[{words}]({url})",
                f"<{url}>",
                url,
                f"`{url}`",
                f"\\[{words}]({url})",
                f"![{words}]({url})",
                f"[{words}]({url} 'titre')",
                f"\n\n    {url}\n\n",
                f"\n- [{words}]({url})\n",
                words,
                draw(_TEXT),
            ]
        )
    )


@pytest.mark.long
@given(body=st.lists(pieces(), min_size=1, max_size=8).map(" ".join), introduction=pieces())
@example(body="[avant <https://b.fr/> après](<https://a.fr/>)", introduction="")
@settings(max_examples=up_to(250), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_the_links_are_those_of_the_rendered_letter(
    tmp_path_factory: pytest.TempPathFactory, body: str, introduction: str
) -> None:
    from cenum.edition.render import render  # noqa: PLC0415  only here
    from tests.edition.samples import templates  # noqa: PLC0415  as above

    path = _folder(tmp_path_factory) / "2026-11-27.md"
    path.write_text(
        f"---\ntitle: T\nintroduction: {json.dumps('x ' + introduction)}\n---\n# A {{#edito}}\n\nx {body}\n", "utf-8"
    )
    read_issue = read(path, SETTINGS, root=path.parent).issue
    if read_issue is None:
        return
    edition = render(read_issue, SETTINGS, templates())
    ours = links_of_issue(read_issue)
    mine = {spell(link.url) for link in ours if not link.image and not link.url.startswith("#")}
    rendered = {href for href in tree(edition.html).xpath("//a/@href") if not href.startswith("#")}
    assert mine <= rendered
    more = {spell(link.url) for link in links_of_edition(marked_tree(edition.html), edition.public_links, ours, "")}
    assert rendered - mine - more == {
        href for href in rendered if f"//{PLACEHOLDER_HOST}/" in href or href == edition.public_links.view_online
    }
    assert not more & mine
    for link in ours:
        assert link.place.line is not None


def _folder(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "collect"
    folder.mkdir(exist_ok=True)
    return folder
