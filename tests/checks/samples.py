"""An edition as the checks get it, made without rendering anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cenum.analysis.passages import passages
from cenum.checks.all import writing
from cenum.edition.model import UNSUBSCRIBE, VIEW_ONLINE, Address, Edition, Links
from cenum.finding import Place
from cenum.issue.manuscripts import manuscripts
from cenum.issue.reader import read
from cenum.links.collect import links_of_issue
from tests.edition.samples import settings

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding
    from cenum.issue.model import Issue

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
    shelf = manuscripts(folder / f"{day}.md")
    return list(writing(issue, passages(issue, shelf.text), links_of_issue(issue), settings(), shelf))
