"""Whatever a file is made of, an import ends soon, with a sentence, and leaves nothing behind but a letter."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.imported import hostile_files
from tests.test_cli import Letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SECONDS = 9  # of a processor; the slowest takes two, on a machine that does nothing else
_MEGABYTES = 200
# Each file has a process of its own, which begins with all that cenum imports: else most of the time would go there.
_PROGRAM = """
import json, os, resource, sys
from pathlib import Path
import cenum.cli.import_cmd, cenum.imported.importing, cenum.imported.importing_archive, cenum.imported.recognised
from cenum.cli import main

said = Path(sys.argv[1])
for number, (file, *more) in enumerate(json.loads(sys.argv[2])):
    before = {path for path in Path().rglob("*")}
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (6, 6))
        resource.setrlimit(resource.RLIMIT_AS, (900_000_000, 900_000_000))
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.argv[:] = ["cenum", "import", file, *more]
        code = 70
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _pid, status, used = os.wait4(child, 0)
    new = sorted({path for path in Path().rglob("*")} - before, reverse=True)
    held = {path.as_posix(): path.read_bytes().decode("latin-1") for path in new if path.is_file()}
    for path in new:
        path.unlink() if path.is_file() else path.rmdir()
    print(json.dumps({
        "name": Path(file).name,
        "code": os.waitstatus_to_exitcode(status),
        "seconds": used.ru_utime + used.ru_stime,
        "megabytes": used.ru_maxrss / 1000,
        "said": said.read_text("utf-8", "replace"),
        "held": held,
    }))
"""


def _wrong(ended: dict[str, Any]) -> list[str]:
    """What an import should not have done."""
    said, held = ended["said"], ended["held"]
    issues = [name for name in held if name.startswith("issues/") and name.endswith(".md")]
    reasons = {
        "it took too long": ended["seconds"] > _SECONDS,
        "it took too much": ended["megabytes"] > _MEGABYTES,
        "it ended by itself": ended["code"] not in {0, 1, 2},
        "it said nothing": not said.strip(),
        "it broke": "Traceback" in said or "Unexpected error" in said,
        "it was refused, and left something": ended["code"] != 0 and held,
        "it was imported, and is not there": ended["code"] == 0 and not issues,
        "something stands elsewhere": any(not name.startswith("issues/") for name in held),
        "it tells a file of this machine": any("root:x:" in text for text in (said, *held.values())),
    }
    return [reason for reason, is_so in reasons.items() if is_so]


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="how much a process took is counted in other units elsewhere")
@pytest.mark.parametrize(
    "made",
    [
        hostile_files.word_documents,
        hostile_files.pages,
        hostile_files.messages,
        hostile_files.texts,
        hostile_files.archives,
    ],
    ids=lambda made: made.__name__,
)
def test_a_hostile_file_ends_soon_with_a_sentence_and_leaves_nothing(
    made: Callable[[], dict[str, bytes]], tmp_path: Path
) -> None:
    (tmp_path / "letter").mkdir()
    letter = Letter(tmp_path / "letter")
    asked = []
    for name, content in made().items():
        file = tmp_path / name
        file.write_bytes(content)
        ways = [["--archive"]] if made is hostile_files.archives else [["--as", "2027-03-05"]]
        asked += [[str(file), *way] for way in (*ways, *([[]] if name.endswith(".zip") else []))]
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path / "said"), json.dumps(asked)],
        cwd=letter.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=300,
    )
    ended = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(ended) == len(asked)
    assert not {
        (one["name"], f"{one['seconds']:.1f} s", f"{one['megabytes']:.0f} MB", one["code"], *wrong, one["said"][:300])
        for one in ended
        if (wrong := _wrong(one))
    }
