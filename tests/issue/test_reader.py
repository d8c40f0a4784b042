"""A file becomes an issue, or every mistake in it, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from cenum.finding import Severity
from cenum.issue import blocks as known
from cenum.issue.blocks import Button, Event, Interview, Note, Prose, Resource
from cenum.issue.reader import read
from tests.tried import up_to

from . import desk
from .desk import HEAD, REAL, SECTION, found, issue, reading

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.issue.model import Issue

# Bodies begin on line 4, after HEAD; a case is the text below the head, and what is found in it.
BODIES = {
    "nothing": ("", [(4, "issue-empty")]),
    "text before the first section": ("Bonjour.\n\n" + SECTION, [(4, "outside-section")]),
    "an H2 outside a section": ("## Un sujet\n\n" + SECTION, [(4, "outside-section")]),
    "no section at all": ("\n\nBonjour.\n", [(6, "outside-section")]),
    "an unknown section": (SECTION + "\n# Autre {#ailleurs}\n\nX\n", [(8, "section-unknown")]),
    "a section that nobody knows": (SECTION + "\n# Autre\n\nX\n", [(8, "section-unknown")]),
    "a section twice": (SECTION + "\n# L'édito\n\nX\n", [(8, "section-duplicate")]),
    "sections out of order": ("# La veille\n\nX\n\n" + SECTION, [(8, "section-order")]),
    "a heading without words": ("# {#edito}\n\nX\n", [(4, "section-heading")]),
    "attributes that mean nothing": ("# Édito {#edito style=big}\n\nX\n", [(4, "section-attributes")]),
    "a section within a block": (SECTION + "\n::: note\n# La veille\n:::\n", [(9, "section-nested")]),
    "a section within a quotation": (SECTION + "\n> # La veille\n", [(8, "section-nested")]),
    "raw HTML in a line": (SECTION + "\nUn <b>mot</b>.\n", [(8, "raw-html")]),
    "raw HTML that ends nothing": (SECTION + "\nUn <b>mot</i>.\n", [(8, "raw-html"), (8, "raw-html")]),
    "a block of raw HTML": (SECTION + "\n<div>\nmot\n</div>\n", [(8, "raw-html")]),
    "a comment": (SECTION + "\n<!-- à revoir -->\n", [(8, "raw-html")]),
    "a link without address": (SECTION + "\nUn\n[lien]() vide\n", [(9, "link-empty")]),
    "a link without text": (SECTION + "\nUn [](https://example.org)\n", [(8, "link-text")]),
    "a link without https": (SECTION + "\n[le site](www.example.org)\n", [(8, "link-scheme")]),
    "a link to a script": (SECTION + "\n[le site](javascript:alert)\n", [(8, "link-scheme")]),
    "a link to a file": (SECTION + "\n[le rapport](rapport.pdf)\n", [(8, "link-local")]),
    "a link to a folder": (SECTION + "\n[le rapport](./docs/rapport)\n", [(8, "link-local")]),
    "a link with a space": (SECTION + "\n[x](<https://example.org/a b>)\n", []),
    "a link to nowhere": (SECTION + "\n[x](https://)\n", [(8, "link-address")]),
    "a link to one's own machine": (SECTION + "\n[x](http://localhost/a)\n", [(8, "link-host")]),
    "a link to a placeholder": (SECTION + "\n[x](https://cenum.invalid/unsubscribe)\n", [(8, "link-host")]),
    "a link to a section": (SECTION + "\n[la veille](#veille)\n\n# La veille\n\nX\n", []),
    "a link to no section": (SECTION + "\n[la veille](#veile)\n", [(8, "link-anchor")]),
    "a mail to nobody": (SECTION + "\n[écrire](mailto:bonjour)\n", [(8, "link-mail")]),
    "an address without mailto": (SECTION + "\n[écrire](bonjour@example.org)\n", [(8, "link-scheme")]),
    "a telephone of words": (SECTION + "\n[appeler](tel:maman)\n", [(8, "link-phone")]),
    "a link deep in a list": (SECTION + "\n- a\n  - b\n  - c [x]()\n", [(10, "link-empty")]),
    "a link in a block": (SECTION + "\n::: note\nUn\n[x]()\n:::\n", [(10, "link-empty")]),
    "a picture without description": (SECTION + "\n![](media/a.png)\n", [(8, "image-alt")]),
    "a picture without file": (SECTION + "\n![x]()\n", [(8, "image-empty")]),
    "a picture that is not there": (SECTION + "\nVoici\n![x](media/b.png)\n", [(9, "image-missing")]),
    "a picture elsewhere on the disk": (SECTION + "\n![x](../../../etc/passwd)\n", [(8, "image-path")]),
    "a picture by its full path": (SECTION + "\n![x](/etc/passwd)\n", [(8, "image-path")]),
    "a picture that is a page": (SECTION + "\n![x](2026-11-27.md)\n", [(8, "image-format")]),
    "a picture of somebody else's": (SECTION + "\n![x](https://example.com/a.png)\n", [(8, "image-host")]),
    "a picture over http": (SECTION + "\n![x](http://lettre.example.org/a.png)\n", [(8, "image-http")]),
    "a picture of our own site": (SECTION + "\n![x](https://lettre.example.org/a.png)\n", []),
    "an unknown block": (SECTION + "\n::: testimoni Ada\nX\n:::\n", [(8, "block-unknown")]),
    "a section of an unknown block alone": (
        "# Édito {#edito}\n\n::: testimoni Ada\nX\n:::\n",
        [(6, "block-unknown")],
    ),
    "a fence that closes nothing": (SECTION + "\n:::\nX\n", [(8, "block-unknown")]),
    "a block never closed": (SECTION + "\n::: note\nX\n", [(8, "block-open")]),
    "a block whose end stands in a quotation": (SECTION + "\n::: note\nX\n\n> :::\n", [(8, "block-open")]),
    "a block after code in a quotation": (SECTION + "\n> ```\n\n::: note\nX\n", [(10, "block-open")]),
    "a block of a note never closed": (SECTION + "\nX[^1]\n\n[^1]: ::: note\n    X\n\nY\n", [(10, "block-open")]),
    "a block in a quotation never closed": (
        SECTION + "\n> ::: note\n> X\n:::\n",
        [(8, "block-nested"), (10, "block-unknown")],
    ),
    "a button of nothing": (SECTION + "\n::: button https://example.org\n:::\n", [(8, "block-button")]),
    "a testimony by nobody": (SECTION + "\n::: testimony\nX\n:::\n", [(8, "block-argument")]),
    "a button to nowhere": (SECTION + "\n::: button example.org\nAller\n:::\n", [(8, "link-scheme")]),
    "a button of two lines": (SECTION + "\n::: button https://example.org\nA\n\nB\n:::\n", [(8, "block-button")]),
    "a note with a name": (SECTION + "\n::: note Ada\nX\n:::\n", [(8, "block-argument")]),
    "an event without a place": (SECTION + "\n::: event 2026-12-03\nX\n:::\n", [(8, "block-event")]),
    "an event on no day": (SECTION + "\n::: event 2026-02-30 ici\nX\n:::\n", [(8, "block-event")]),
    "a block in a list": (SECTION + "\n- a\n  ::: note\n  X\n  :::\n", [(9, "block-nested")]),
    "a reference to an invisible character stays one": (SECTION + "\nUn&#x92;mot &#7; &#xfffe;\n", []),
    "an invisible character": (SECTION + "\nUn\x92mot\n", [(8, "file-control")]),
}
# Heads begin on line 2; each file has a good body.
HEADS = {
    "an unknown key": ("titre: X\n", [(2, "front-matter-unknown-key")]),
    "a wrong type": ("title: X\nteasers: un seul\n", [(3, "front-matter-wrong-value")]),
    "a number in words": ("title: X\nnumber: '3'\n", [(3, "front-matter-wrong-value")]),
    "an empty teaser": ("title: X\nteasers:\n  - a\n  -\n", [(5, "front-matter-wrong-value")]),
    "an illustration without description": (
        "title: X\nillustration: {image: media/a.png}\n",
        [(3, "front-matter-missing-key")],
    ),
    "an illustration that is not there": (
        "title: X\nillustration:\n  alt: x\n  image: media/b.png\n",
        [(5, "image-missing")],
    ),
    "a tab": ("title: X\ncredits:\n\tauthors: [A]\n", [(4, "front-matter-syntax")]),
    "a colon in a text": ("number: 3\ntitle: Café IA : la suite\n", []),
    "a quotation mark never closed": ('title: "X\nnumber: 3\n', [(2, "front-matter-syntax")]),
    "a bracket never closed": ("title: X\nteasers: [a, b\n", [(3, "front-matter-syntax")]),
    "a key twice": ("title: X\ntitle: Y\n", [(3, "front-matter-syntax")]),
    "a list instead of a table": ("- a\n- b\n", [(2, "front-matter-syntax")]),
    "a heading in the introduction": ("title: X\nintroduction: |\n  # A\n", [(3, "introduction-heading")]),
    "a block in the introduction never closed": (
        "title: X\nintroduction: |\n  A\n\n  ::: note\n  B\n",
        [(3, "block-open")],
    ),
    "a block in the introduction open where another begins": (
        "title: X\nintroduction: |\n  ::: note\n  A\n  ::: note\n  B\n  :::\n",
        [(3, "block-open")],
    ),
    "marks in one text, and in the introduction": (
        "title: Un **grand** titre et [un lien] (https://example.org)\nteasers:\n  - a **b\nintroduction: un [x]()\n",
        [(2, "front-matter-markup"), (2, "markup-left"), (4, "markup-left"), (5, "link-empty")],
    ),
    "a bad link in the introduction": ("title: X\nintroduction: >-\n  un\n  [x]()\n", [(3, "link-empty")]),
    "a title of two lines": ("title: |\n  a\n  b\n", [(2, "title-lines")]),
    "a title with a carriage return": ('title: "a\\rb"\n', [(2, "title-lines")]),
    "neither title nor masthead": ("number: 3\n", [(1, "title-missing")]),
    "an address that is none": ("title: X\nreply_to: bonjour\n", [(3, "front-matter-wrong-value")]),
    "an invisible character behind a backslash": ('title: "a\\x07b"\n', [(2, "front-matter-syntax")]),
    "half of a surrogate pair": ('title: X\nsubject: "a\\ud83d"\n', [(3, "front-matter-syntax")]),
    "two mistakes": (
        "titre: X\nnumber: trois\ntitle: Y\n",
        [(2, "front-matter-unknown-key"), (3, "front-matter-wrong-value")],
    ),
}


@pytest.mark.parametrize("case", BODIES)
def test_every_mistake_in_the_text_has_its_line(case: str, tmp_path: Path) -> None:
    body, expected = BODIES[case]
    assert found(tmp_path, HEAD + body) == expected


@pytest.mark.parametrize("case", HEADS)
def test_every_mistake_in_the_head_has_its_line(case: str, tmp_path: Path) -> None:
    head, expected = HEADS[case]
    assert found(tmp_path, f"---\n{head}---\n{SECTION}") == expected


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("teasers: un seul", 'write each item on a line of its own, for example: - "un seul"'),
        ("credits:\n  authors: Hubert", 'write each item on a line of its own, for example: - "Hubert"'),
        ("waivers: oui", 'write each item on a line of its own, for example: - { rule: "link-gone", reason: "'),
        ("credits: {authors: Hubert}", 'write, for example: ["Hubert"]'),
        ("number: '3'", "write, for example: 36"),
    ],
)
def test_a_right_value_is_shown_as_editors_write_it_in_yaml(head: str, shown: str, tmp_path: Path) -> None:
    (wrong,) = reading(tmp_path, f"---\ntitle: X\n{head}\n---\n{SECTION}").findings
    assert wrong.remedy.startswith(shown)


FILES = {
    "an empty file": (b"", (None, "file-empty")),
    "a file of blanks": (b" \n\n ", (None, "file-empty")),
    "no front matter": (SECTION.encode(), (1, "front-matter-missing")),
    "front matter never closed": (b"---\ntitle: X\n", (1, "front-matter-missing")),
    "front matter without its last line": (b"---\ntitle: X\n\n# A {#edito}\n\nX\n", (4, "front-matter-missing")),
    "another encoding": (HEAD.encode() + "# Édito {#edito}\n\nbient\xf4t".encode("latin-1"), (4, "file-encoding")),
    "UTF-16": ((HEAD + SECTION).encode("utf-16"), (1, "file-encoding")),
    "five megabytes": (b"a" * 5_000_000, (None, "file-size")),
}


@pytest.mark.parametrize("case", FILES)
def test_what_is_not_an_issue_gets_its_own_answer(case: str, tmp_path: Path) -> None:
    content, expected = FILES[case]
    assert found(tmp_path, content) == [expected]


def test_a_folder_and_a_missing_file_get_their_own_answer(tmp_path: Path) -> None:
    folder = tmp_path / "issues" / "2026-11-27.md"
    folder.mkdir(parents=True)
    assert [f.rule for f in read(folder, desk.SETTINGS, root=tmp_path).findings] == ["file-directory"]
    missing = read(folder.with_name("2026-12-04.md"), desk.SETTINGS, root=tmp_path)
    assert [(str(f.place), f.rule) for f in missing.findings] == [("issues/2026-12-04.md", "file-unreadable")]


@pytest.mark.parametrize("name", ["edito.md", "2026-02-30.md", "2026-11-27.txt", "27-11-2026.md"])
def test_the_name_of_the_file_is_its_date(name: str, tmp_path: Path) -> None:
    assert [f.rule for f in reading(tmp_path, HEAD + SECTION, name=name).findings] == ["file-name"]


def test_a_date_that_is_no_day_of_sending_is_only_doubted(tmp_path: Path) -> None:
    doubted = reading(tmp_path, HEAD + SECTION, name="2026-11-26.md")
    assert [(f.rule, f.severity) for f in doubted.findings] == [("file-weekday", Severity.WARNING)]
    assert doubted.issue is not None


def test_a_byte_order_mark_is_only_a_warning(tmp_path: Path) -> None:
    marked = reading(tmp_path, "\ufeff" + HEAD + SECTION)
    assert [(f.rule, f.severity) for f in marked.findings] == [("file-bom", Severity.WARNING)]
    assert marked.issue is not None


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_line_ends_of_another_machine_change_nothing(end: str, tmp_path: Path) -> None:
    text = "---\ntitle: X\nintroduction: |\n  a\n  b\n---\n" + SECTION + "\n- a\n  - b\n\n```\ncode\n```\n"

    def shown(one: Issue) -> object:
        return [[str(token) for block in section.blocks for token in block.tokens] for section in one.sections]  # type: ignore[attr-defined]  # all prose

    assert shown(issue(tmp_path, text.replace("\n", end))) == shown(issue(tmp_path, text))


def test_a_message_says_where_what_and_how(tmp_path: Path) -> None:
    (finding,) = reading(tmp_path, "---\nteaser: [a]\ntitle: X\n---\n" + SECTION).findings
    assert str(finding) == "issues/2026-11-27.md:2: unknown key “teaser” — did you mean “teasers”?"


def test_a_title_repeated_as_the_first_heading_is_known_as_such(tmp_path: Path) -> None:
    text = "---\ntitle: L'IA, et nous ?\n---\n# L’IA et nous {#edito}\n\nX\n\n# La veille\n\nY\n"
    assert [section.repeats_title for section in issue(tmp_path, text).sections] == [True, False]


def test_headings_have_emoji_by_line_and_id(tmp_path: Path) -> None:
    text = HEAD + '# ☕️ Les actualités de Café IA! {#cafe-ia by="Ada L."}\n\nX\n\n# 👩‍🏫 La veille\n\nY\n'
    first, second = issue(tmp_path, text).sections
    assert (first.id, first.emoji, first.heading, first.by) == (
        "cafe-ia",
        "☕️",
        "Les actualités de Café IA\u202f!",
        "Ada L.",
    )
    assert (second.id, second.emoji, second.heading, second.line) == ("veille", "👩‍🏫", "La veille", 8)


def test_every_block_is_read(tmp_path: Path) -> None:
    text = HEAD + (
        "# Édito {#edito}\n\nX\n\n"
        "::: testimony Ada L., d'Arras\nX\n:::\n\n"
        "::: button https://example.org\nAller *voir*\n:::\n\n"
        "::: note\nX\n:::\n\n"
        "::: event 2026-12-03 9h30 Médiathèque\nX\n:::\n\n"
        "::: event 2026-12-04 en ligne\nX\n:::\n\n"
        ":::: interview Ada L.\n## Pourquoi ?\n\nX\n\n::: note\nY\n:::\n::::\n\n"
        "::: resource https://example.org/r\nX\n:::\n"
    )
    blocks = issue(tmp_path, text).sections[0].blocks
    kinds = [Prose, known.Testimony, Button, Note, Event, Event, Interview, Resource]
    assert [type(block) for block in blocks] == kinds
    testimony, button, event, online, interview = (blocks[i] for i in (1, 2, 4, 5, 6))
    assert isinstance(testimony, known.Testimony)
    assert testimony.who == "Ada L., d’Arras"
    assert isinstance(button, Button)
    assert (button.label, button.line) == ("Aller voir", 12)
    assert isinstance(event, Event)
    assert (event.day.isoformat(), str(event.hour), event.where) == ("2026-12-03", "09:30:00", "Médiathèque")
    assert isinstance(online, Event)
    assert (online.hour, online.where) == (None, "")
    assert isinstance(interview, Interview)
    assert [type(block) for block in interview.body] == [Prose, Note]


@pytest.mark.parametrize(
    ("text", "masthead"),
    [
        ("---\n{}\n---\n" + SECTION, "La lettre"),
        ("---\nnumber: 36\n---\n# La veille\n\n- a\n  - b\n    - c\n\n> citation\n", "La lettre"),
        ("---\ntitle: X\nteasers: []\n---\n# La veille\n\nX\n\n# Les actualités de Café IA !\n\nY\n", ""),
    ],
    ids=["one section under a masthead", "a numbered bulletin", "no édito"],
)
def test_letters_as_different_as_the_real_ones_fit(text: str, masthead: str, tmp_path: Path) -> None:
    assert issue(tmp_path, text, desk.settings(masthead=masthead)).sections


def test_where_no_sections_are_declared_any_heading_opens_one(tmp_path: Path) -> None:
    import msgspec  # noqa: PLC0415  only here

    free = msgspec.structs.replace(desk.SETTINGS, sections=())
    sections = issue(tmp_path, HEAD + "# Un été à Reims !\n\nX\n\n# Deux {#autre}\n\nY\n", free).sections
    assert [section.id for section in sections] == ["un-ete-a-reims", "autre"]


def test_what_the_editor_wrote_is_typeset_but_for_code_and_addresses(tmp_path: Path) -> None:
    text = "---\ntitle: \"L'IA: oui !\"\nteasers: [\"C'est 85%\"]\n---\n# L'édito\n\nL'*IA* : `l'a : b` <https://example.org/l'a>\n"
    one = issue(tmp_path, text)
    assert one.title == "L’IA\u00a0: oui\u202f!"
    assert one.teasers == ("C’est 85\u00a0%",)
    (prose,) = one.sections[0].blocks
    assert isinstance(prose, Prose)
    words = [child.content for token in prose.tokens for child in token.children or () if child.content]
    assert words == ["L’", "IA", "\u00a0: ", "l'a : b", " ", "https://example.org/l'a"]


def test_a_letter_in_english_is_left_alone(tmp_path: Path) -> None:
    english = desk.settings(language="en")
    assert issue(tmp_path, '---\ntitle: "It\'s 85%!"\n---\n' + SECTION, english).title == "It's 85%!"


@pytest.mark.skipif(not REAL.is_file(), reason="the real letter is not beside this repository")
def test_the_real_letter_is_read_without_a_finding() -> None:
    from cenum.settings import load  # noqa: PLC0415  only here

    real = read(REAL, load(desk.ROOT / "cenum.toml"), root=REAL.parent)
    assert real.findings == ()
    assert real.issue is not None
    assert [section.id for section in real.issue.sections] == ["edito", "cafe-ia", "veille"]


def some(*pieces: str) -> st.SearchStrategy[str]:
    return st.sampled_from(pieces)


PIECES = st.one_of(
    some(
        "# T {#edito}\n", "# ", "## x\n", "::: note\n", ":::\n", "::: event 2026-11-26 13h30 X\n", "- a\n", "  - b\n"
    ),
    some(
        "> q\n", "[a](https://a.fr)", "![x](media/a.png)", "[a]()", "<b>", "<!-- x -->", "`c`", "```\n", "\n\n", "***"
    ),
    some(
        "text ",
        "\t",
        "1. x\n",
        "&nbsp;",
        "\\",
        "[x]: http://a\n",
        "---\n",
        "===\n",
        '{#veille by="X"}',
        '"',
        "«",
        "!",
    ),
    some(
        "\x00",
        "\u2028",
        "😀",
        "<https://a.fr>",
        "![",
        "](",
        "[a](<b c>)",
        ":::: interview Y\n",
        "::: button https://a\n",
    ),
)
WORDS = st.one_of(
    some("title: ", "x", "teasers:", "- ", "\n", "  ", "[", "]", "{", "}", "'", '"', ": ", "&a ", "*a", "2026-13-45"),
    some(
        "!!python/object:os.system ", "!!binary ", "1e400", "~", "null", "? ", "|", "\n  ", ">-\n", "#", "%", "@", "`"
    ),
    some("\t", "\x85", "credits: {authors: [", "illustration: {image: ", "<<: ", "number: 9999999999999999999999999"),
    some("draft: yes", "2001-12-14t21:59:43.10-05:00", "\ud800", "😀", "---\n", "...\n", "0x12"),
)


@settings(max_examples=up_to(400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(PIECES, max_size=25).map(lambda body: (HEAD + SECTION + "".join(body)).encode()),
        st.lists(WORDS, max_size=20).map(
            lambda head: f"---\n{''.join(head)}\n---\n{SECTION}".encode("utf-8", "surrogatepass")
        ),
    )
)
def test_no_file_whatever_gives_a_traceback(tmp_path: Path, content: bytes) -> None:
    result = reading(tmp_path, content)
    assert result.issue or any(finding.severity is Severity.ERROR for finding in result.findings)
    lines = content.count(b"\n") + content.count(b"\r") + 2
    for finding in result.findings:
        assert finding.message
        assert finding.remedy
        assert finding.place.line is None or 1 <= finding.place.line <= lines


@pytest.mark.parametrize(
    "piece", ["[", "*a ", "> ", "- ", "![", "`", "<", "[a](b", "** ", ":a ", "::: note\n", "# a\n", "a\n\n", "\\"]
)
@pytest.mark.parametrize("length", [15_000, pytest.param(60_000, marks=pytest.mark.whole)])
def test_hostile_lengths_come_to_an_end(piece: str, length: int, tmp_path: Path) -> None:
    text = HEAD + SECTION + piece * (length // len(piece))
    assert reading(tmp_path, text).findings is not None


@pytest.mark.parametrize(
    ("language", "declared", "example"),
    [
        ("fr", True, "# L'édito {#edito}"),
        ("en", True, "# L'édito {#edito}"),
        ("fr", False, "# Édito {#edito}"),
        ("en-GB", False, "# Editorial {#edito}"),
        ("de", False, "# Editorial {#edito}"),
    ],
)
@pytest.mark.parametrize("text", ["", "Bonjour.\n", "## Plus petit\n"])
def test_the_heading_that_a_message_shows_is_one_of_this_letter(
    tmp_path: Path, language: str, *, declared: bool, example: str, text: str
) -> None:
    using = desk.settings(language=language)
    using = using if declared else structs.replace(using, sections=())
    (said,) = reading(tmp_path, HEAD + text, using).findings
    assert f"`{example}`" in said.remedy


@pytest.mark.parametrize(
    ("language", "name", "example"),
    [
        ("fr", "testimony", "::: testimony Nom, rôle"),
        ("en", "testimony", "::: testimony Name, role"),
        ("en", "interview", "::: interview Name, role"),
        ("en", "event", "::: event 2026-11-26 13:30 Library"),
        ("fr", "event", "::: event 2026-11-26 13h30 Médiathèque"),
        ("en", "button", "::: button https://example.org"),
    ],
)
def test_the_block_that_a_message_shows_is_in_the_letter_s_language(
    tmp_path: Path, language: str, name: str, example: str
) -> None:
    text = f"{HEAD}# L'édito {{#edito}}\n\nHello.\n\n::: {name}\nHello.\n:::\n"
    said = reading(tmp_path, text, desk.settings(language=language)).findings
    assert [one.remedy for one in said if one.rule == "block-argument"] == [f"write, for example: {example}"]
