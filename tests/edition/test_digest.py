from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cenum.edition.digest import digest
from cenum.edition.edition import Address, CalendarFile, Picture
from tests import in_process
from tests.edition.samples import BARE, EVERY_BLOCK, OWN, REAL, ROOT, Desk, edition, own

PICTURE = Picture("a-1.png", "image/png", b"1", 2, 2)
CALENDAR = CalendarFile("a-1.ics", "text/calendar", b"1", "Un atelier")
SEEN: dict[str, Any] = {
    "subject": "S",
    "preheader": "P",
    "sender": Address("N", "n@example.org"),
    "reply_to": "r@example.org",
    "html": "<p>é</p>",
    "text": "é",
    "pictures": (PICTURE,),
}


def test_it_is_sha_256_of_what_stands_here() -> None:
    # Changing how it is computed makes every tested campaign look untested: that must be on purpose.
    assert digest(**SEEN) == "bbb69526630c5a21db831c67095daa863731c6bac97d2fb921a13fda7d217c8c"
    assert digest(**dict(reversed(SEEN.items()))) == digest(**SEEN)
    # A letter without an event has the digest that it had before there were calendar files.
    assert digest(**SEEN, calendars=()) == digest(**SEEN)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "s"},
        {"preheader": ""},
        {"sender": Address("N", "m@example.org")},
        {"sender": Address("n", "n@example.org")},
        {"reply_to": "q@example.org"},
        {"html": "<p>é </p>"},
        {"text": "e\u0301"},
        {"pictures": ()},
        {"pictures": (replace(PICTURE, content=b"2"),)},
        {"pictures": (replace(PICTURE, name="b-1.png"),)},
        {"calendars": (CALENDAR,)},
        {"subject": "SP", "preheader": ""},
    ],
    ids=str,
)
def test_whatever_a_reader_sees_changes_it(change: dict[str, Any]) -> None:
    assert digest(**{**SEEN, **change}) != digest(**SEEN)


def test_an_edition_carries_its_digest(desk: Desk) -> None:
    one, same, other = (desk.section(text) for text in ("Un mot.", "Un mot.", "Un autre mot."))
    assert one.digest == same.digest != other.digest
    again = {key: getattr(one, key) for key in SEEN}
    assert one.digest == digest(**again)


def test_a_picture_that_changes_under_its_name_changes_it(desk: Desk) -> None:
    from PIL import Image  # noqa: PLC0415  only here

    digests = set()
    for colour in ("#1d2b53", "#b23419"):
        Image.new("RGB", (40, 20), colour).save(desk.folder / "p.png")
        digests.add(desk.section("![Un dessin](p.png)").digest)
    assert len(digests) == 2


def _letter_folder(target: Path) -> Path:
    """A letter's folder with everything that can be built."""
    shutil.copytree(OWN, target)
    shutil.copytree(ROOT / "templates", target / "templates")
    if REAL.is_file():
        shutil.copy(REAL, target / "issues")
        shutil.copy(REAL.parent / "media" / "2025-04-18.png", target / "issues" / "media")
    return target


# One process builds all letters: what it is given counts, not how often Python starts.
_BUILD = """\
import sys
from cenum.__main__ import main
folder, *names = sys.argv[1:]
for name in names:
    sys.argv = ["cenum", "build", name, "--folder", folder]
    main()
"""


def _names(folder: Path) -> list[str]:
    return [EVERY_BLOCK, BARE, *([REAL.stem] if (folder / "issues" / REAL.name).exists() else [])]


def _built(folder: Path) -> dict[str, bytes]:
    dist = folder / "dist"
    return {file.relative_to(dist).as_posix(): file.read_bytes() for file in dist.rglob("*") if file.is_file()}


def _build(folder: Path, here: Path, **environment: str) -> dict[str, bytes]:
    """What `cenum build` writes, in a process of its own."""
    subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder), *_names(folder)],
        cwd=here,
        env={**os.environ, "CENUM_LANG": "", **environment},
        check=True,
        capture_output=True,
    )
    return _built(folder)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What it writes in this process, and in the folder of these tests."""
    folder = _letter_folder(tmp_path_factory.mktemp("first") / "a")
    for name in _names(folder):
        words = ("build", name, "--folder", str(folder))
        done = in_process.run(*words, folder=folder.parent, environment={**os.environ, "CENUM_LANG": ""})
        assert done.code == 0, done.err.decode()
    return _built(folder)


# Everything but how the names of files are read: Python needs the locale to be installed for that.
LOCALE = {"LC_ALL": "", "LC_CTYPE": "C.UTF-8"}


@pytest.mark.long
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": ""},
        {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", **LOCALE, "LANG": "fr_FR.UTF-8", "LANGUAGE": "fr"},
        {"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati", **LOCALE, "LANG": "tr_TR.UTF-8", "CENUM_LANG": "en"},
        {"PYTHONHASHSEED": "0", "LC_ALL": "POSIX", "PYTHONUTF8": "", "PYTHONOPTIMIZE": "1"},
    ],
    ids=lambda environment: environment.get("TZ", "POSIX"),
)
def test_the_same_inputs_give_the_same_bytes_anywhere(
    tmp_path: Path, first: dict[str, bytes], environment: dict[str, str]
) -> None:
    if environment.get("PYTHONUTF8") == "" and not str(ROOT).isascii():
        pytest.skip("Python itself does not start in this locale from a folder with accents")
    elsewhere = _letter_folder(tmp_path / "un dossier à part" / "b")
    os.utime(elsewhere / "issues" / f"{EVERY_BLOCK}.md", (0, 0))
    environment = {**environment, "HOME": str(tmp_path / "home")}  # where nothing is kept yet
    cold = _build(elsewhere, elsewhere / "issues", **environment)
    warm = _build(elsewhere, Path("/"), **environment)
    assert set(first) >= {
        f"{EVERY_BLOCK}/{name}" for name in ("email.html", "email.txt", "email.eml", "edition.json")
    }
    assert any(name.startswith(f"{EVERY_BLOCK}/media/") for name in first)
    assert first == cold == warm
    for name, content in first.items():
        assert str(tmp_path.parent).encode() not in content, name


def test_rendering_twice_in_one_process_gives_the_same_edition(desk: Desk) -> None:
    body = (OWN / "issues" / f"{EVERY_BLOCK}.md").read_text("utf-8").split("---\n", 2)[2]
    shutil.copytree(OWN / "issues" / "media", desk.folder / "media")
    assert desk.edition(body) == desk.edition(body)
    assert edition(own(EVERY_BLOCK)) is edition(own(EVERY_BLOCK))
