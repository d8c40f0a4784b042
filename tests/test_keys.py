"""Keys that are planted in the environment are shown by nothing that a command prints, writes or breaks off with."""

from __future__ import annotations

import base64
import json
import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from cenum.edition.edition import Address
from cenum.services.registry import spec
from tests import cenum_at, in_process
from tests.services.fakes import FAKES
from tests.services.fakes.server import NoError
from tests.test_cli import Letter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.fakes.server import FakeProvider

READERS = (Address("", "ada@readers.example.org"), Address("", "bachir@readers.example.org"))
REVIEWERS = ("relecture@lettre.example.org", "direction@lettre.example.org")
ISSUE = "2026-11-27"
SENDING = [
    f"build {ISSUE}",
    f"test {ISSUE}",
    f"approve {ISSUE} --as Ada",
    f"schedule {ISSUE} --at 2126-11-29T07:00 --yes",
    f"status {ISSUE} --json",
    f"cancel {ISSUE}",
    f"send {ISSUE} --yes --early",
    "status",
    # What these find may be no good news, and shows no key either.
    f"report {ISSUE}",
    "doctor --offline",
]
ASKING = [
    f"test {ISSUE}",
    f"send {ISSUE} --yes --early",
    "send --due --yes",
    "status --json",
    f"cancel {ISSUE}",
    "doctor --offline",
]


def forms(kept: str) -> set[str]:
    """Every way in which the secret ones of a service may be written."""
    keys = FAKES[kept].environ
    secret = [keys[one.variable] for one in spec(kept).credentials if one.secret]
    pairs = [
        ":".join(list(keys.values())[-2:]),
        *(f"cenum:{key}" for name, key in keys.items() if "MAILCHIMP" in name),
    ]
    encoded = {base64.b64encode(text.encode()).decode().rstrip("=") for text in [*secret, *pairs]}
    return {*secret, *(quote(key, safe="") for key in secret), *encoded}


@pytest.fixture(params=FAKES)
def kept(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def letter(kept: str, tmp_path: Path) -> Letter:
    made = Letter(tmp_path)
    settings = tmp_path / "cenum.toml"
    table = ", ".join(f"{key} = {json.dumps(value)}" for key, value in FAKES[kept].settings.items())
    text = settings.read_text("utf-8").replace('name = "local"', f'name = "{kept}"\n{kept} = {{ {table} }}')
    sender = re.search(r'sender = .*email = "([^"]+)"', text)
    assert sender
    settings.write_text(re.sub(r'reply_to = "[^"]+"', f'reply_to = "{sender[1]}"', text), "utf-8")
    return made


def said(letter: Letter, kept: str, fake: FakeProvider, commands: list[str], broken: str = "", **more: str) -> str:
    """All that the commands print, after a look at every file that is there then."""
    words = [word for command in commands for word in (*command.split(), "--")]
    world = {**os.environ, **FAKES[kept].environ, **more}
    done = in_process.run(
        folder=letter.folder,
        environment=world,
        program=lambda: cenum_at.main(fake.base + FAKES[kept].path, broken, words),
    )
    printed = (done.out + done.err).decode()
    assert printed.count("exit code") == len(commands), printed
    files = {file: file.read_bytes() for file in letter.folder.rglob("*") if file.is_file()}
    for form in forms(kept):
        assert form not in printed
        assert [file for file, content in files.items() if form.encode() in content] == []
    return printed


def test_a_letter_goes_all_the_way_without_a_key_in_sight(letter: Letter, kept: str) -> None:
    with FAKES[kept].provider(READERS, REVIEWERS) as fake:
        printed = said(letter, kept, fake, SENDING)
        assert re.findall("exit code (.)", printed)[:-2] == ["0"] * (len(SENDING) - 2), printed
        assert len(fake.sends) == len(READERS)
    assert (letter.folder / "dist" / ISSUE / "email.html").is_file()


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 200])
def test_a_service_that_repeats_the_keys_makes_nothing_repeat_them(letter: Letter, kept: str, status: int) -> None:
    keys = " ".join(sorted(forms(kept)))
    words = dict.fromkeys(("message", "ErrorMessage", "title", "detail", "code", "name"), f"No: {keys}")

    def repeats(_request: object) -> tuple[int, object]:
        if status == 200:
            return 200, [words]
        raise NoError(status, words)

    with FAKES[kept].provider(READERS, REVIEWERS) as fake:
        fake.answer = repeats  # type: ignore[method-assign, assignment]  # whatever is asked
        printed = said(letter, kept, fake, ASKING if status == 400 else ASKING[1:4])
    assert status in {200, 500} or "No: •••" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("debug", ["", "1"])
def test_what_nobody_foresaw_shows_no_key_either(letter: Letter, kept: str, debug: str) -> None:
    broken = f"it broke with {' and '.join(FAKES[kept].environ.values())} \u202e\x9b2J"
    with FAKES[kept].provider(READERS, REVIEWERS) as fake:
        printed = said(letter, kept, fake, ASKING, broken, CENUM_DEBUG=debug)
    assert "(RuntimeError: it broke with " in printed
    assert ("Traceback" in printed) is bool(debug)
    assert not {"\u202e", "\x9b"} & {*printed}
    assert re.findall("exit code (.)", printed)[:5] == ["1", "4", "0", "1", "4"]
