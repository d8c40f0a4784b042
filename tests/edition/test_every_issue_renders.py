"""Whatever the reader lets in can be rendered, sent, and found in order by the checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cenum.checks.all import check_edition
from cenum.checks.letter_view import LetterView
from cenum.edition.measure import weigh
from cenum.edition.message import octets, sample
from cenum.edition.render import render
from cenum.edition.templates import Templates
from cenum.finding import has_errors
from cenum.issue.reader import read
from cenum.links.collect import links_of_issue
from cenum.rulebook import concerns
from cenum.settings import load
from tests.issue.desk import ROOT
from tests.tried import up_to

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = load(ROOT / "cenum.toml")
OF_THE_TEXT = {
    rule.id for concern, declared in concerns() if concern.title in {"The writing", "The inbox"} for rule in declared
}
PIECES = st.sampled_from(
    (
        "\n\n# T {#veille}\n\nx\n",
        "\n\n## x\n\n",
        "\n\n::: note\nx\n:::\n\n",
        "\n\n::: event 2026-11-26 13h30 X & <Y>\nabc\n:::\n\n",
        "\n\n::: button https://a.fr/?a=1&b=2\nGo & come <3\n:::\n\n",
        "\n\n::: testimony X & <Y>\nqq\n:::\n\n",
        '\n\n:::: interview Y\n## q ?\n\nz ![p](media/a.png "cr & edit")\n::::\n\n',
        "\n- a\n",
        "  - b\n",
        "\n> q\n",
        "\n1. x\n",
        "\n***\n",
        "\n```\ncode <i> {{ y }} %}\n```\n",
        "[a](https://a.fr/é?x='y'&z=\"w\")",
        '![x < y & "z"](media/a.png)',
        "`c <b> & {{ x }}`",
        "***",
        "text ",
        "\n\n",
        "\u2028 \u200b \u202e 😀 👩‍🏫 é ﷺ \U0010fffd",
        "&nbsp; &lt; \\< ]]> --> <3 a&b \\u{a0}",
        '« ! " {{ x }} {% x %} *|UNSUB|* [[x]]',
    )
)
# What letters put together at random may well be told: of pictures with hardly a word, of odd links.
_DESERVED = ("link-", "text-ratio")
HEADS = st.sampled_from(
    (
        "",
        "number: 3\n",
        'illustration: {image: media/a.png, alt: "x & <y>", credit: "a & b"}\n',
        'teasers: ["<b>&", "{{ x }}", "*|UNSUB|*"]\n',
        'introduction: "a *b* [c](https://x.fr)"\n',
    )
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    media = tmp_path_factory.mktemp("letter") / "issues" / "media"
    media.mkdir(parents=True)
    (media / "a.png").write_bytes((ROOT / "issues" / "media" / "2026-11-13-portrait.png").read_bytes())
    return media.parent


@pytest.fixture(scope="module")
def templates() -> Templates:
    return Templates(ROOT / "templates")


@pytest.mark.long
@settings(max_examples=up_to(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(PIECES, min_size=1, max_size=14).map("".join), title=st.text(max_size=12), head=HEADS)
def test_whatever_the_reader_lets_in_can_go_out(
    folder: Path, templates: Templates, body: str, title: str, head: str
) -> None:
    path = folder / "2026-11-27.md"
    path.write_text(f"---\ntitle: {json.dumps('T ' + title)}\n{head}---\n# A {{#edito}}\n\nx {body}", "utf-8")
    issue = read(path, SETTINGS, root=folder.parent).issue
    if issue is None:
        return
    edition = render(issue, SETTINGS, templates)
    assert octets(sample(edition))
    links = links_of_issue(issue)
    found = check_edition(LetterView(issue, edition, weigh(issue, edition, link_bytes=350), links, SETTINGS))
    assert [f for f in found if not f.rule.startswith(_DESERVED) and f.rule not in OF_THE_TEXT] == []
    # An “x” that stands alone is no text.
    assert not has_errors(one for one in found if not one.rule.startswith("link-") and one.rule != "placeholder-left")
