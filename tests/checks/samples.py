"""An edition as the checks get it, made without rendering anything."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from cenum.checks.all import OF_THE_TEXT
from cenum.checks.letter_view import LetterView
from cenum.edition.edition import UNSUBSCRIBE, VIEW_ONLINE, Address, Edition, Links
from cenum.finding import Place
from cenum.issue.earlier_issues import earlier_issues_of
from cenum.issue.reader import read
from cenum.links.collect import links_of_issue
from tests.edition.samples import BARE, made, own, settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cenum.analysis.passages import Passage
    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.process import Result

PLACE = Place("issues/2026-01-02.md")
_OWED = (UNSUBSCRIBE, VIEW_ONLINE, "https://lettre.example.org/donn%C3%A9es", "https://lettre.example.org/mentions")
GOOD = Edition(
    key="2026-01-02",
    subject="Un sujet",
    preheader="",
    sender=Address("Cénum", "cenum@lettre.example.org"),
    reply_to="bonjour@lettre.example.org",
    language="fr",
    sending_at=datetime(2026, 1, 2, 6, tzinfo=UTC),
    html="".join(f'<p style="color:#1d2b53"><a href="{address}">a</a></p>' for address in _OWED),
    text="".join(f"a {address}\n" for address in _OWED),
    pictures=(),
    public_links=Links("https://lettre.example.org/u", "https://lettre.example.org/2026-01-02", {}),
    digest="0" * 64,
)


def with_html(html: str) -> Edition:
    """A good edition, and then ``html``."""
    return replace(GOOD, html=GOOD.html + html)


def issue_of(folder: Path, body: str, head: str = "title: Un titre", day: str = "2026-01-02") -> Issue:
    """The issue of ``day``, written into ``folder`` with this front matter and this Markdown."""
    file = folder / f"{day}.md"
    file.write_text(f"---\n{head}\n---\n\n{body}\n", "utf-8")
    reading = read(file, settings(), root=folder)
    assert reading.issue is not None, [str(finding) for finding in reading.findings]
    return reading.issue


def read_again(folder: Path, body: str, head: str = "title: Un titre", day: str = "2026-01-02") -> list[Finding]:
    """What the checks of the text say of that issue, and of it beside the earlier ones in ``folder``."""
    issue = issue_of(folder, body, head, day)
    letter = view(issue=issue, earlier_issues=earlier_issues_of(folder / f"{day}.md"), links=links_of_issue(issue))
    return of_the_text(letter)


def of_the_text(letter: LetterView) -> list[Finding]:
    """What the checks of the text say of ``letter``."""
    return [finding for check in OF_THE_TEXT for finding in check(letter)]


@cache
def _bare() -> Result:
    return made(own(BARE))


def view(edition: Edition = GOOD, passages: Sequence[Passage] | None = None, **parts: Any) -> LetterView:
    """A letter with this ``edition``, these ``passages`` and other ``parts``; the rest is next to nothing."""
    rest = {
        "issue": replace(_bare().issue, place=PLACE),
        "weight": _bare().weight,
        "links": (),
        "settings": settings(),
    }
    letter = LetterView(edition=edition, **{**rest, **parts})
    if passages is not None:
        vars(letter)["passages"] = passages
    return letter
