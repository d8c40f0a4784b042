"""Every kind of page as the Nu Html Checker reads it (github.com/validator/validator), where that is installed."""

from __future__ import annotations

import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cenum.archive.redirect_files import redirect_files
from cenum.archive.redirects import Redirect
from cenum.archive.visibility import Visibility
from cenum.issue.model import Correction
from tests.archive.sites import OWN, SITE, copies_of_all, published, site, with_id
from tests.archive.web_servers import needs
from tests.edition.samples import BARE, EVERY_BLOCK, TABLES, own

if TYPE_CHECKING:
    from pathlib import Path

# Of files, “'self'” is nobody's; no policy is asked about data; the English letters of the tests are in French.
_NOT_SO = ".*Content Security Policy.*|.*appears to be written in French.*"


def every_kind_of_page(language: str) -> dict[str, bytes]:
    chosen = with_id(newsletter={"language": language})
    corrected = Correction(date(2026, 2, 2), "La date est « juste » & <bonne>.")
    letters = [published(own(name), chosen=chosen) for name in OWN if name != TABLES]
    letters += [
        published(own(TABLES), chosen=chosen, corrected=corrected),
        published(own(BARE), Visibility.ANNOUNCED, chosen, day=date(2026, 2, 6)),
        published(own(BARE), Visibility.UNLISTED, chosen, day=date(2026, 2, 13)),
        published(own(BARE), chosen=chosen, day=date(2025, 2, 14), withdrawn="Un chiffre était <faux>."),
    ]
    copies = [copy for name in OWN for copy in copies_of_all(name)]
    files = site(*letters, chosen=chosen, copies=copies)
    files |= redirect_files([Redirect("lettre/36", EVERY_BLOCK)], SITE, language)
    empty = {f"empty/{name}": page for name, page in site(chosen=chosen).items() if name.endswith(".html")}
    return {**files, **empty}


WRONG = "wrong.html"


@pytest.mark.long
@needs("vnu")
def test_the_validator_minds_a_page_that_is_wrong_and_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / WRONG).write_text("<!doctype html><html lang=fr><title>x</title><h1>a<h1>b</p>", "utf-8")
    seen = set()
    for language in ("fr", "en"):
        for name, content in every_kind_of_page(language).items():
            path = tmp_path / language / name
            # A page of a letter stands at two addresses.
            if path.suffix in {".html", ".css", ".svg"} and content not in seen:
                seen.add(content)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    assert len(seen) > 4 * len(OWN)
    options = ("--skip-non-html", "--also-check-css", "--also-check-svg", "--filterpattern", _NOT_SO)
    words = ["vnu", "--format", "gnu", *options, "."]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, text=True)
    lines = (done.stdout + done.stderr).splitlines()
    assert [line for line in lines if WRONG not in line] == []
    assert lines
