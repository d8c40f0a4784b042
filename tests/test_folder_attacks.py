"""Links, pipes and devices at every place of a letter's folder that a command reads or writes.

What a repository brings is a link, or nothing; pipes and sockets somebody else of the machine may have put there. The
command ends, with a sentence if it needs what is there, and what lies outside is never read, changed, or added to.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from cenum.github.review import Reviewed, encode
from tests.edition.samples import ROOT
from tests.starter.answers import OPTIONS
from tests.test_cli import ISSUE, Letter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

KEY = "2026-11-27"
CANARY = "canari-7f3a9c"
PICTURE = "media/2026-11-06-carte.png"
# docs.github.com/rest: a pull request (pulls/pulls), the pages of its comments (issues/comments), and a branch that
# is not there (git/refs).
_GH = """\
#!/bin/sh
repo='{"full_name":"team/letter","default_branch":"main"}'
case "$*" in
*comments*) echo '[[]]' ;;
*git/ref/heads/*) echo 'gh: Not Found (HTTP 404)' >&2 && exit 1 ;;
*) echo '{"number": 12, "state": "open", "head": {"ref": "letter", "sha": "b", "repo": '$repo'}, '\
'"base": {"ref": "main", "sha": "a", "repo": '$repo'}}' ;;
esac
"""
_SECONDS = 60  # far more than any command takes; a pipe that is read takes for ever


class Attack(NamedTuple):
    """Something at ``place``, as a command with these words meets it.

    ``kept`` says that the command can't do without what should be there; otherwise it may go on.
    """

    place: str
    words: tuple[str, ...]
    kept: bool = True


CHECK, BUILD = ("check", KEY, "--offline"), ("build", KEY)
TEST = ("test", KEY, "--offline")
SEND = ("send", KEY, "--offline", "--yes", "--early")
REPORT = ("report", KEY)
OF_TEAM = ("--number", "12", "--repository", "team/letter", "--dry-run")
COMMENT, TELL = ("github", "comment", *OF_TEAM), ("github", "tell", "record.json", *OF_TEAM)
UPGRADE = ("upgrade", "--yes")
INIT = ("init", "new", "--yes", *OPTIONS, "--service", "brevo", "--audience", "7")
READ = [
    *(Attack(place, CHECK) for place in ("cenum.toml", "issues", f"issues/{KEY}.md", f"issues/{PICTURE}")),
    *(Attack(place, CHECK) for place in ("issues/media", "templates", "templates/letter.mjml.j2")),
    *(
        Attack(f"templates/{name}", CHECK)
        for name in ("palette.toml", "fonts.toml", "styles.css.j2", "letter.txt.j2")
    ),
    Attack("issues/2026-11-20.md", CHECK, kept=False),
    Attack("words.txt", CHECK, kept=False),
    Attack("spelling/fr.dic", CHECK, kept=False),
    Attack("contacts.csv", TEST),
    Attack("saved.eml", ("inspect", "saved.eml")),
    Attack(f"issues/{KEY}.md", ("status",), kept=False),
    Attack("issues", ("status",), kept=False),
    *(Attack(place, COMMENT, kept=False) for place in ("dist", "dist/review.json", f"dist/{KEY}/phone.png")),
    Attack("record.json", TELL, kept=False),
    *(Attack(f".cenum/local/{name}", REPORT) for name in ("service.sqlite", "service.sqlite-wal")),
    *(Attack(place, UPGRADE, kept=False) for place in ("templates", "templates/footer.mjml.j2", "requirements.txt")),
    *(Attack(f".github/{name}", UPGRADE, kept=False) for name in ("workflows", "workflows/send.yml")),
]
WRITTEN = [
    *(Attack(place, BUILD) for place in ("dist", f"dist/{KEY}", f"dist/{KEY}/email.html", f"dist/{KEY}/email.txt")),
    *(Attack(f"dist/{KEY}/{name}", BUILD) for name in ("email.eml", "edition.json", "media")),
    Attack(f"dist/{KEY}/preview.html", (*BUILD, "--preview"), kept=False),  # it is removed as an earlier one
    Attack("dist/review.json", ("github", "review", KEY, "--offline")),
    *(Attack(place, TEST) for place in (".cenum", ".cenum/local", ".cenum/local/service.sqlite")),
    *(Attack(f".cenum/local/{name}", TEST) for name in ("service.lock", "service.sqlite-wal", "mailbox", "pictures")),
    *(Attack(f".cenum/local/mailbox/{name}", TEST) for name in ("tmp", "new")),
    Attack(".cenum/local/delivering.lock", TEST, kept=False),
    Attack(".cenum", ("check", KEY), kept=False),
    Attack(".cenum/cache", ("check", KEY), kept=False),
    Attack(".cenum/cache/links.sqlite3", ("check", KEY), kept=False),
    Attack(".cenum/cache/links.sqlite3-journal", ("check", KEY), kept=False),
    Attack("issues", ("new", "2026-12-04")),
    Attack("issues/2026-12-04.md", ("new", "2026-12-04")),
    Attack("record.json", (*CHECK, "--record", "record.json")),
    Attack("dist", (*CHECK, "--record", "dist/record.json")),
    Attack(f"issues/{KEY}.md", ("check", KEY, "--fix", "--offline")),
    *(Attack(place, REPORT) for place in ("dist", f"dist/{KEY}", f"dist/{KEY}/report.html")),
    *(Attack(place, UPGRADE) for place in (".cenum", ".cenum-stamp.toml")),
    *(Attack(f"new/{place}", INIT) for place in (".github", ".github/workflows", "templates", "cenum.toml")),
    *(Attack(f"new/{place}", INIT, kept=False) for place in ("README.md", ".gitignore")),
]


def file_outside(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "canary")


def folder_outside(path: Path, outside: Path) -> None:
    path.symlink_to(outside)


def chain(path: Path, outside: Path) -> None:
    (outside.parent / "letter" / "first").symlink_to("second")
    (outside.parent / "letter" / "second").symlink_to(outside / "canary")
    path.symlink_to(outside.parent / "letter" / "first")


def dangling(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "new")


def environ(path: Path, _outside: Path) -> None:
    path.symlink_to("/proc/self/environ")


def zero(path: Path, _outside: Path) -> None:
    path.symlink_to("/dev/zero")


def pipe(path: Path, _outside: Path) -> None:
    os.mkfifo(path)


def bound(path: Path, _outside: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


KINDS = (file_outside, folder_outside, chain, dangling, environ, zero, pipe, bound)


def _cases() -> Iterator[object]:
    """Each place with each kind; a push tries each of them once, and where cenum writes, what a repository brings."""
    for index, attack in enumerate([*READ, *WRITTEN]):
        is_folder = not Path(attack.place).suffix
        for number, kind in enumerate(KINDS):
            brought = attack in WRITTEN and kind is (folder_outside if is_folder else file_outside)
            marks = () if brought or index % len(KINDS) == number else (pytest.mark.whole,)
            yield pytest.param(attack, kind, id=f"{attack.place}-{attack.words[0]}-{kind.__name__}", marks=marks)


@pytest.fixture
def letter(tmp_path: Path) -> Iterator[Letter]:
    """A letter that needs every file of its folder; ended if a command waits for what never comes."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "canary").write_text(f"{ISSUE}\n{CANARY}\n", "utf-8")
    (tmp_path / "letter").mkdir()
    letter = Letter(tmp_path / "letter")
    shutil.copytree(ROOT / "issues" / "media", letter.issue.parent / "media")
    letter.issue.write_text(f"{ISSUE}\n![Une carte]({PICTURE})\n", "utf-8")

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError("it waited")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_SECONDS)
    yield letter
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _prepared(letter: Letter, words: tuple[str, ...]) -> dict[str, str]:
    """What ``words`` need to find in the folder, and in the environment."""
    if words == REPORT:
        for before in (TEST, SEND):
            assert letter.run(*before).code == 0
    if words == TELL:
        assert letter.run(*CHECK, "--record", "record.json").code == 0
    if words != COMMENT:
        return {}
    picture = letter.folder / "dist" / KEY / "phone.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    reviewed = [Reviewed(KEY, pictures=("phone.png",))]
    (letter.folder / "dist" / "review.json").write_bytes(encode(reviewed))
    gh = letter.folder.parent / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(_GH, "utf-8")
    gh.chmod(0o755)
    return {"PATH": f"{gh.parent}{os.pathsep}{os.environ['PATH']}"}


def _put(letter: Letter, place: str, kind: Callable[[Path, Path], None]) -> None:
    path = letter.folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    kind(path, letter.folder.parent / "outside")


@pytest.mark.parametrize(("attack", "kind"), list(_cases()))
def test_what_lies_outside_is_not_read_changed_or_added_to(
    letter: Letter, attack: Attack, kind: Callable[[Path, Path], None]
) -> None:
    if attack.place.startswith("spelling"):  # where Hunspell is installed, it would open it
        settings = letter.folder / "cenum.toml"
        settings.write_text(settings.read_text("utf-8") + '\n[writing]\ndictionary = "spelling/fr"\n', "utf-8")
        (letter.folder / "spelling").mkdir()
        (letter.folder / "spelling" / "fr.aff").write_text("SET UTF-8\n", "utf-8")
    environment = _prepared(letter, attack.words)
    outside = letter.folder.parent / "outside"
    canary = (outside / "canary").read_bytes()
    _put(letter, attack.place, kind)
    ended = letter.run(*attack.words, **environment)
    said = ended.out + ended.err
    assert ended.code in {1, 2} | ({3} if attack.words in {TEST, REPORT} else set()) | (
        {0} if not attack.kept else set()
    ), said
    assert "Traceback" not in said
    assert "Unexpected error" not in said
    assert CANARY not in said
    assert os.listdir(outside) == ["canary"]  # noqa: PTH208  names
    assert (outside / "canary").read_bytes() == canary
    for file in letter.folder.rglob("*"):
        if file.is_file() and not file.is_symlink() and letter.folder in file.resolve().parents:
            assert CANARY.encode() not in file.read_bytes()


@pytest.mark.parametrize("path", ["../outside/canary", "{outside}/canary", "issues/../../outside/canary"])
@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("writing", "words", CHECK),
        ("writing", "dictionary", CHECK),
        ("service.local", "contacts", TEST),
        ("service.local", "folder", TEST),
    ],
)
def test_a_path_of_the_settings_stays_in_the_folder(
    letter: Letter, path: str, table: str, key: str, words: tuple[str, ...]
) -> None:
    outside = letter.folder.parent / "outside"
    settings = letter.folder / "cenum.toml"
    text = re.sub(rf"^{key} = .*\n", "", settings.read_text("utf-8"), flags=re.MULTILINE)
    head, here, rest = text.partition(f"[{table}]\n")
    line = f'{key} = "{path.format(outside=outside)}"'
    settings.write_text(f"{head}{here or f'[{table}]'}\n{line}\n{rest}", "utf-8")
    ended = letter.run(*words)
    said = ended.out + ended.err
    assert ended.code in {1, 2}
    assert "is outside the letter's folder" in said or "leads out of the letter's folder" in said
    assert CANARY not in said
    assert os.listdir(outside) == ["canary"]  # noqa: PTH208  names


def test_the_same_folder_without_any_of_it_does_what_it_is_asked(letter: Letter) -> None:
    commands = (CHECK, BUILD, ("new", "2026-12-04"), (*CHECK, "--record", "record.json"), REPORT, COMMENT, TELL, INIT)
    for words in commands:
        ended = letter.run(*words, **_prepared(letter, words))
        assert ended.code == 0, ended.err
