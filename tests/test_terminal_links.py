"""Links on a terminal: what others wrote is text there, and no secret of an address is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.cli.terminal_links import BY_HAND, progress, to_open_by_hand
from cenum.finding import Finding, Place, Severity
from cenum.links.scheduler import Progress

if TYPE_CHECKING:
    import pytest


def test_what_a_link_says_is_neither_markup_nor_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    address = "https://ada:secret@www.example.org/[red]a"
    said = f"[bold]Le\x07 mot[/bold]: {address}"
    to_open_by_hand(
        [Finding(min(BY_HAND), Severity.WARNING, Place("issues/[b]\x07.md", 3), said, "look", address, "", "")]
    )
    shown = capsys.readouterr().err
    assert "[bold]Le\N{REPLACEMENT CHARACTER} mot[/bold]" in shown
    assert "issues/[b]\N{REPLACEMENT CHARACTER}.md:3" in shown
    assert "www.example.org/[red]a" in shown
    assert "secret" not in shown


def test_a_host_is_no_markup(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with progress() as watch:
        watch(Progress(1, 2, ("[fe80::1]", "[/red]")))
    assert "[fe80::1], [/red]" in capsys.readouterr().err
