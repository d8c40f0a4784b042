"""Findings at their words, as they were typed: to the column, and with corrections that change nothing else."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cenum.cache import user_cache
from cenum.finding import AS_TYPED, Finding, Place, Severity, WordsAt
from cenum.preview.finding_marks import DraftMark, in_text_order, marks_of
from cenum.preview.issue_preview import RenderContext, check_issue, draw_issue
from cenum.rule import Example
from cenum.rulebook import rules
from cenum.workspace import Workspace
from tests.edition import samples
from tests.edition.samples import OWN
from tests.examples import examples, written_out
from tests.trial import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cenum.preview.finding_marks import MarkFix

FILE = "2026-01-02.md"
# Those that correct something which is not in their example: another slip, a name that is nearly another.
ELSEWHERE = {"image-missing", "image-path", "link-address", "markup-doubtful", "section-unknown"}
# What they find in their example is of the letter's whole, or of what is not there.
_WRITTEN = ("markdown", "yaml", "web", "bytes")


def marks(found: Iterable[Finding], file: str, text: str) -> list[DraftMark]:
    return in_text_order(marks_of(found, file, text))


def units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def marked(mark: DraftMark, text: str) -> str:
    """The words that are marked."""
    line = re.split(r"\r\n|\r|\n", text)[mark.line - 1]
    return units(line)[2 * mark.start : 2 * mark.end].decode("utf-16-le")


def corrected(text: str, fixes: Iterable[MarkFix]) -> str:
    """``text`` after a click on each of ``fixes``, as the editor makes the change."""
    parts = re.split(r"(\r\n|\r|\n)", text)
    for fix in sorted(fixes, key=lambda one: (one.line, one.start), reverse=True):
        line = units(parts[2 * fix.line - 2])
        made = line[: 2 * fix.start] + units(fix.insert) + line[2 * fix.end :]
        parts[2 * fix.line - 2] = made.decode("utf-16-le")
    return "".join(parts)


def finding(*words: WordsAt, line: int = 1, **more: str) -> Finding:
    return Finding("a-rule", Severity.WARNING, Place(FILE, line), "a message", "a remedy", **more, words=words)


def one_mark(text: str, *words: WordsAt, line: int = 1) -> DraftMark:
    (mark,) = marks([finding(*words, line=line)], FILE, text)
    return mark


@pytest.mark.parametrize("rule", examples())
def test_a_correction_mends_what_its_rule_finds(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = examples()[rule]
    if case.kind not in _WRITTEN or rule == "file-encoding":
        return
    before = tmp_path / "before"
    before.mkdir()
    found = told(case, written_out(case.fails), before, monkeypatch)
    text = (before / FILE).read_bytes().decode()
    own = [mark for mark in marks(found, FILE, text) if mark.rule == rule]
    assert all(marked(fix_at(mark, fix), text) is not None for mark in own for fix in mark.fixes)
    assert any(mark.fixes for mark in own) == (rules()[rule].corrected and rule not in ELSEWHERE)
    if case.kind == "web":
        return  # what the corrected address answers is not in the example
    for nth in range(max((len(mark.fixes) for mark in own), default=0)):
        fixes = [mark.fixes[min(nth, len(mark.fixes) - 1)] for mark in own if mark.fixes]
        after = tmp_path / str(nth)
        after.mkdir()
        again = told(case, _excerpt(corrected(text, fixes), case.kind), after, monkeypatch)
        # A letter that can't be read has findings that come after.
        assert rule not in {one.rule for one in again}


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("link-address", "[Le rapport](htps://www.arcep.fr/)", "[Le rapport](https://www.arcep.fr/)"),
        ("markup-doubtful", "Le rapport [AB1] est paru.", "Le rapport  est paru."),
        (
            "markup-left",
            "C’est :smlie: ou :tadaa:",
            "C’est \N{SMILING FACE WITH OPEN MOUTH AND SMILING EYES} ou \N{PARTY POPPER}",
        ),
        ("markup-left", "Un cafÃ© et un thÃ©.", "Un café et un thé."),
        ("markup-left", "• Un\n• Deux", "- Un\n- Deux"),
    ],
)
def test_other_slips_are_corrected_too(
    rule: str, wrong: str, right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = told(Example(wrong, right), wrong, tmp_path, monkeypatch)
    text = (tmp_path / FILE).read_bytes().decode()
    fixes = [fix for mark in marks(found, FILE, text) if mark.rule == rule for fix in mark.fixes]
    assert corrected(text, fixes) == text.replace(wrong, right)


def test_a_rule_that_corrects_nothing_in_its_example_does_elsewhere() -> None:
    assert all(rules()[one].corrected for one in ELSEWHERE)


def fix_at(mark: DraftMark, fix: MarkFix) -> DraftMark:
    return DraftMark(mark.severity, mark.rule, mark.message, mark.remedy, fix.line, fix.start, fix.end)


def _excerpt(text: str, kind: str) -> str:
    """What of a whole issue stands in an example of this kind."""
    head, _dashes, _body = text.removeprefix("---\n").partition("\n---\n")
    if kind == "yaml":
        return head
    if kind == "bytes":
        return "".join(f"\\x{one:02x}" if one > 126 else chr(one) for one in text.encode())
    return text


def test_a_click_that_makes_a_heading_says_so_without_its_signs() -> None:
    (fix,) = one_mark("**Un titre**", WordsAt(1, "Un titre", (f"## {AS_TYPED}",), marks=("**", "**"))).fixes
    assert fix.label == "Make “Un titre” a heading"


@pytest.mark.parametrize(
    ("typed", "shown", "instead", "after"),
    [
        ("Un service de l'Etat.", "Etat", "État", "Un service de l'État."),
        ("de l’**Etat** français", "Etat", "État", "de l’**État** français"),
        ("Voir [l'Etat](https://etat.fr/Etat) ici", "Etat", "État", "Voir [l'État](https://etat.fr/Etat) ici"),
        ("deux **deux** choses", "deux deux", "deux", None),
        ("l&rsquo;Etat", "l’Etat", "l’État", "l&rsquo;État"),
        ("dévelo**pement**", "dévelopement", "développement", "dévelo**ppement**"),
        ("Un `Etat` de l'Etat", "Etat", "État", "Un `Etat` de l'État"),
        ("un\u00a0atelier  a lieu", "atelier  a", "atelier a", "un\u00a0atelier a lieu"),
        ('Il dit "oui oui".', "« oui oui »", "« oui »", None),
        ("\N{WAVING HAND SIGN} l'Etat", "Etat", "État", "\N{WAVING HAND SIGN} l'État"),
        ("Une e\u0301tude etude", "etude", "étude", "Une e\u0301tude étude"),
        ("Une e\u0301tudde", "étudde", "étude", "Une e\u0301tude"),
        ("un d\u00e9ve\u00adlopement", "dévelopement", "développement", "un déve\u00adloppement"),
        ("Elle aime \\*Etat\\*.", "Etat", "État", "Elle aime \\*État\\*."),
        (":tada: l'Etat", "Etat", "État", ":tada: l'État"),
        ("l'Etatique", "Etat", "État", None),
        ("un Etat de l'Etat", "Etat", "État", None),
        ("du *Etat*", "Etat", "[État](https://a.fr)", None),
    ],
)
def test_words_are_found_as_they_were_typed(typed: str, shown: str, instead: str, after: str | None) -> None:
    mark = one_mark(typed, WordsAt(1, shown, (instead,)))
    if after is None:
        assert mark.fixes == ()
    else:
        assert corrected(typed, mark.fixes) == after


def test_of_two_that_are_the_same_the_one_is_meant_that_stands_between_what_is_known() -> None:
    text = "Un Etat et l'Etat de droit."
    mark = one_mark(text, WordsAt(1, "Etat", ("État",), before="Un Etat et l’", after=" de droit."))
    assert corrected(text, mark.fixes) == "Un Etat et l'État de droit."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_file_whatever_ends_them_and_a_byte_order_mark_is_a_column(end: str) -> None:
    text = f"\ufeffUn Etat{end}{end}\N{WAVING HAND SIGN} Un Etat"
    first, second = marks([finding(WordsAt(1, "Etat"), WordsAt(3, "Etat"))], FILE, text)
    assert (first.line, first.start, first.end) == (1, 4, 8)
    assert (second.line, second.start, second.end) == (3, 6, 10)
    assert marked(first, text) == marked(second, text) == "Etat"


def test_what_is_not_there_for_sure_is_marked_by_its_line_and_what_has_none_is_not() -> None:
    text = "---\n\n  Un mot.  \n"
    assert marked(one_mark(text, WordsAt(3, "autre", ("mot",)), line=3), text) == "Un mot."
    nowhere = Finding("a-rule", Severity.ERROR, Place(FILE), "a message", "a remedy")
    elsewhere = Finding("a-rule", Severity.ERROR, Place("cenum.toml", 3), "a message", "a remedy")
    beyond = finding(line=99)
    assert marks([nowhere, elsewhere], FILE, text) == []
    assert [(one.line, one.start, one.end) for one in marks([beyond], FILE, text)] == [(1, 0, 0)]


def test_a_value_of_the_front_matter_is_looked_for_below_its_key() -> None:
    text = "---\nintroduction: |\n  Un mot.\n\n  De l'Etat.\ntitle: Etat\n---\n\nEtat\n"
    mark = one_mark(text, WordsAt(2, "Etat", ("État",)), line=2)
    assert (mark.line, marked(mark, text)) == (5, "Etat")
    # What would be a comment, a key or a quotation to YAML is not written there.
    assert one_mark("---\ntitle: Un mot\n---\n", WordsAt(2, "mot", ("mot : autre",)), line=2).fixes == ()


def test_an_address_is_marked_in_each_link_that_has_it_and_a_better_one_is_spelled_as_it_must_be_there() -> None:
    text = "[Un](http://a.fr/é) et\n[deux](http://a.fr/%C3%A9), <http://a.fr/b>\n"
    found = marks([finding(url="http://a.fr/é", better="https://a.fr/(é)")], FILE, text)
    assert [marked(one, text) for one in found] == ["http://a.fr/é", "http://a.fr/%C3%A9"]
    fixes = [fix for one in found for fix in one.fixes]
    assert corrected(text, fixes) == text.replace("http://a.fr/é", "https://a.fr/%28%C3%A9%29").replace(
        "http://a.fr/%C3%A9", "https://a.fr/%28%C3%A9%29"
    )


def test_what_somebody_accepted_is_marked_and_not_corrected() -> None:
    waived = Finding(
        "a-rule", Severity.NOTE, Place(FILE, 1), "m", "r", waived="Oui.", words=(WordsAt(1, "a", ("b",)),)
    )
    (mark,) = marks([waived], FILE, "a")
    assert (mark.severity, mark.fixes) == ("note", ())


def test_words_can_get_other_marks_around_them_and_stay_as_they_were_typed() -> None:
    text = "**L'Etat ...**"
    words = WordsAt(1, "L’Etat …", (f"## {AS_TYPED}",), marks=("**", "**"))
    assert corrected(text, one_mark(text, words).fixes) == "## L'Etat ..."
    assert one_mark("__L'Etat ...__", words).fixes == ()


_ODD = st.text(
    st.sampled_from(
        "aé’'«»\"… \u00a0\u202f\n\r*_[]()`&;:#\\-ﬁ\u0301\u00ad\u200b\ufeff\N{WAVING HAND SIGN}\N{ARABIC LETTER ALEF}"
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(_ODD, _ODD)
@example("e\u0301", "\r")
def test_words_in_any_surroundings_are_marked_and_corrected_alone_or_not_at_all(before: str, after: str) -> None:
    text = f"{before} mauvét {after}"
    line = len(re.split(r"\r\n|\r|\n", before))
    (mark,) = marks([finding(WordsAt(line, "mauvét", ("mauvais",)), line=line)], FILE, text)
    whole = re.split(r"\r\n|\r|\n", text)[mark.line - 1]
    assert 0 <= mark.start <= mark.end <= len(units(whole)) // 2
    if mark.fixes:
        assert unicodedata.normalize("NFC", marked(mark, text)) == "mauvét"
        assert corrected(text, mark.fixes) == f"{before} mauvais {after}"


@settings(max_examples=200, deadline=None)
@given(_ODD, st.lists(st.tuples(st.integers(-1, 5), _ODD, _ODD, st.booleans()), max_size=4))
def test_whatever_is_asked_for_stays_within_its_line(text: str, asked: Sequence[tuple[int, str, str, bool]]) -> None:
    words = [WordsAt(line, one, (other,), literal=literal) for line, one, other, literal in asked]
    lines = re.split(r"\r\n|\r|\n", text)
    for mark in marks([finding(*words)], FILE, text):
        for start, end in [(mark.start, mark.end), *((fix.start, fix.end) for fix in mark.fixes)]:
            assert 0 <= start <= end <= len(units(lines[mark.line - 1])) // 2


@pytest.mark.long
@pytest.mark.parametrize("path", sorted((OWN / "issues").glob("*.md")), ids=lambda path: path.stem)
def test_in_a_whole_letter_the_slips_are_corrected_and_nothing_else(path: Path) -> None:
    letter = path.read_bytes().decode()
    slips = "\r\n\r\n\N{WAVING HAND SIGN} Un service de l'**Etat** le le dit. L'Etat\u00a0! Etat.\r\n"
    right = "\r\n\r\n\N{WAVING HAND SIGN} Un service de l'**État** le dit. L'État\u00a0! État.\r\n"
    context = RenderContext(Workspace(OWN, samples.settings(), user_cache()), samples.templates(), {})
    text = letter + slips
    drawn = draw_issue(path, context, unsaved=text.encode())
    found = check_issue(drawn, path, context, unsaved=text.encode())
    last = len(re.split(r"\r\n|\r|\n", text)) - 1
    fixes = [fix for mark in marks(found.findings, found.file, text) if mark.line == last for fix in mark.fixes]
    assert corrected(text, fixes) == letter + right
