"""`cenum init`, as a person or a machine runs it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tomllib
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from cenum.cli import _machine_language
from cenum.starter.stamp import STAMP
from tests import in_process

from .answers import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.test_cli import Result


def start(
    folder: Path,
    *arguments: str,
    stdin: int = subprocess.DEVNULL,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "cenum", "init", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=stdin,
        encoding="utf-8",
    )


def run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    ended = in_process.run("init", *arguments, folder=folder, environment={**os.environ, **environment})
    return ended.code, ended.out.decode(), ended.err.decode()


def settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "cenum.toml").read_text("utf-8"))


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """A person's end, and cenum's."""
    person, programs = pty.openpty()
    yield person, programs
    os.close(person)
    os.close(programs)


@pytest.mark.parametrize("where", ["lettre", "./deux/lettre", "{folder}/lettre"])
def test_the_letter_is_in_the_folder_that_was_named(tmp_path: Path, where: str) -> None:
    where = where.format(folder=tmp_path)
    code, _out, err = run(tmp_path, where, "--yes", *OPTIONS)
    assert code == 0, err
    folder = tmp_path / where
    assert (folder / "cenum.toml").is_file()
    assert (folder / ".github" / "workflows").is_dir()
    assert not (folder / "lettre").exists()
    assert not (folder / "deux").exists()


def test_a_person_is_asked_again_with_the_reason_and_in_the_letters_language(
    tmp_path: Path, terminal: tuple[int, int]
) -> None:
    typed = [
        *("", "La Lettre", "  ", "Conseil", "lettre.example.org", "https://lettre.example.org/", "ftp", "Pages"),
        *("lettre@", "", "", "une@example.org, deux@example.org", "jeudi", "7h", "08:15"),
        *("affiche", "Association", "brevo", "douze", "12"),
    ]
    os.write(terminal[0], "".join(f"{line}\n" for line in typed).encode())
    process = start(tmp_path, stdin=terminal[1], environment={"CENUM_LANG": ""})
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert err.count("«\u00a0newsletter.publisher\u00a0»") == err.count("«\u00a0newsletter.site\u00a0»") == 1
    assert "https://" in err
    assert "Nom de la lettre" in out
    written = settings(tmp_path)
    letter = written["newsletter"]
    assert (letter["name"], letter["site"], letter["day"], letter["hour"]) == (
        *("La Lettre", "https://lettre.example.org", "thursday", "08:15"),
    )
    assert (letter["sender"]["email"], letter["reply_to"]) == ("lettre@example.org", "lettre@example.org")
    assert written["reviewers"] == ["une@example.org", "deux@example.org"]
    assert written["archive"]["deploy"] == "pages"
    assert err.count("«\u00a0archive.deploy\u00a0»") == err.count("«\u00a0look\u00a0»") == 1
    assert 'look = "association"' in (tmp_path / STAMP).read_text("utf-8")
    assert written["service"] == {"name": "brevo", "brevo": {"audience": 12}}


def test_what_an_option_answers_is_not_asked(tmp_path: Path, terminal: tuple[int, int]) -> None:
    os.write(terminal[0], b"Conseil\n\n\n\n\n\n\n\n\n")
    options = ("--name", "The Letter", "--site", "https://letter.example.org", "--language", "en")
    process = start(tmp_path, *options, stdin=terminal[1])
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "Name of the letter?" not in out
    assert settings(tmp_path)["newsletter"]["sender"] == {"name": "The Letter", "email": "letter@example.org"}


def test_where_nobody_can_be_asked_all_that_is_missing_or_wrong_is_said_at_once(tmp_path: Path) -> None:
    code, _out, err = run(tmp_path, "--site", "ftp://x", "--hour", "25:00")
    assert code == 2
    assert "--name, --publisher" in err
    assert "--site: error:" in err
    assert "--hour: error:" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("--deploy", "ftp"),
        ("--service", "sendmail"),
        ("--look", "poster"),
        ("--service", "brevo"),
        ("--name", "\udcff"),
    ],
)
def test_an_answer_that_cenum_toml_would_not_take_is_refused(tmp_path: Path, wrong: tuple[str, str]) -> None:
    code, _out, err = run(tmp_path, *OPTIONS, *wrong, "--yes")
    assert (code, "Traceback" in err) == (2, False)
    assert list(tmp_path.iterdir()) == []


def test_who_leaves_at_a_question_leaves_nothing(tmp_path: Path, terminal: tuple[int, int]) -> None:
    """Ctrl-D; click makes the same of Ctrl-C, which a test can't time."""
    os.write(terminal[0], b"fr\nLa Lettre\n\x04")
    process = start(tmp_path, "letter", stdin=terminal[1])
    _out, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, "Interrupted: nothing was written.")
    assert list(tmp_path.iterdir()) == []


def test_a_second_letter_does_not_go_into_the_same_folder(tmp_path: Path) -> None:
    assert run(tmp_path, *OPTIONS)[0] == 0
    before = settings(tmp_path)
    code, _out, err = run(tmp_path, *OPTIONS, "--name", "Another")
    assert (code, "cenum.toml" in err, "cenum init lettre" in err) == (2, True, True)
    assert settings(tmp_path) == before


def test_a_program_is_told_which_files_there_are(letter_init: Result) -> None:
    assert letter_init.code == 0
    assert "cenum.toml" in letter_init.data["files"]


@pytest.fixture
def letter_init(tmp_path: Path) -> Result:
    from tests.test_cli import Result  # noqa: PLC0415  a fixture's own

    return Result(*run(tmp_path, *OPTIONS, "--json"))


def test_what_stands_above_all_other_variables_is_the_machines_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8@euro")
    assert _machine_language() == "fr_FR"


def test_without_such_variables_it_is_the_language_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    french_of_canada = 0x0C0C  # learn.microsoft.com, “Windows Language Code Identifier (LCID) Reference”
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: french_of_canada)
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LC_ALL", "")
    assert _machine_language() == "fr_CA"


@pytest.mark.parametrize(
    ("variables", "french"),
    [
        ({"LC_ALL": "", "LC_MESSAGES": "fr_FR.UTF-8"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "fr_CA"}, True),
        ({"LC_ALL": "C.UTF-8", "LANG": "fr_FR.UTF-8"}, False),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_FR.UTF-8", "CENUM_LANG": "en"}, False),
    ],
)
def test_away_from_any_letter_cenum_speaks_the_machines_language(
    tmp_path: Path,
    variables: dict[str, str],
    french: bool,  # noqa: FBT001  a table's column
) -> None:
    # Where the locale is not installed, Python can't read the way to a checkout that has accents: it is given one.
    _code, out, _err = run(tmp_path, "--help", **{"CENUM_LANG": "", "LC_CTYPE": "C.UTF-8", **variables})
    assert ("Créer une lettre" in out) is french


@pytest.mark.parametrize(
    ("service", "command"), [(["local"], "cenum mailbox"), (["brevo", "--audience", "12"], "cenum doctor ")]
)
def test_what_to_do_next_depends_on_who_delivers(tmp_path: Path, service: list[str], command: str) -> None:
    code, out, err = run(tmp_path, *OPTIONS, "--service", *service)
    assert code == 0, err
    assert command in out
