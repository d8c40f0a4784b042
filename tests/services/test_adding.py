"""docs/services/adding.md, followed word for word in a copy of the repository."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.docs.pages import DOCS, ROOT, typed
from tests.doctor.test_repository_needs import PRIVATE_READY, READY, STUB, in_a_file
from tests.services.contract import READERS, REVIEWERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services.fakes.server import Fake

pytestmark = pytest.mark.long  # what they share

PAGE = DOCS / "services" / "adding.md"
NAMED = re.compile(r"`(?P<path>[\w/]+\.py)`[^`]*:\n\n```(?P<kind>python|diff)\n(?P<block>.*?)```", re.DOTALL)
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
# What is copied with its time keeps its bytecode.
NOT_COPIED = shutil.ignore_patterns(".*_cache", "*.png", "_site", "golden")
# What a test adds: no name is looked up, no other process is started, and of the torture a few faults are enough.
# Of two -k the last counts.
PYTEST = [*("-n0", "-q", "-p", "no:cacheprovider"), *("-W", "ignore::pytest.PytestAssertRewriteWarning")]
ADDED = {
    "cenum doctor": ["--offline"],
    "python -m pytest tests/services/test_contract.py -k pigeon": PYTEST,
    "python -m pytest tests/sending -k pigeon": [
        *(*PYTEST, "-k"),
        "pigeon and (send-lost or two_at_once or readdressed)",
    ],
    "python -m pytest tests/test_keys.py -k pigeon": [*PYTEST, "-k", "pigeon and all_the_way"],
    "python -m pytest tests/services/test_specifications.py": PYTEST,
}
# All runs of pytest in one process, which imports once what they share.
TESTED = """
import json, sys
from contextlib import redirect_stdout
from io import StringIO
import pytest
said = []
for words in json.load(sys.stdin):
    with redirect_stdout(StringIO()) as out:
        code = pytest.main(words)
    said.append((code, out.getvalue()))
json.dump(said, sys.stdout)
"""


class Answer(NamedTuple):
    """What a command answered."""

    code: int
    out: str


class Copy(NamedTuple):
    """The repository after the page was followed, and what each of its commands answered, in their order."""

    root: Path
    environment: dict[str, str]
    before: dict[Path, bytes]
    said: dict[str, Answer]

    def answer(self, command: str) -> Answer:
        """Of the shortest one that begins with ``command``."""
        return self.said[min((typed_in for typed_in in self.said if typed_in.startswith(command)), key=len)]


def files(root: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(root): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def follow(root: Path) -> None:
    """Write the page's files, and its changes, into ``root``."""
    for named in NAMED.finditer(PAGE.read_text("utf-8")):
        file, block = root / named["path"], named["block"]
        if named["kind"] == "python":
            assert not file.exists()
            file.write_text(block, "utf-8")
            continue
        lines = block.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] != other) for other in "+-")
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8")


def fake_of(root: Path) -> Fake:
    """The fake that the page has, as a module among the others."""
    path = root / "tests" / "services" / "fakes" / "pigeon.py"
    spec = importlib.util.spec_from_file_location("tests.services.fakes.pigeon", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    fake: Fake = module.FAKE
    return fake


def run(words: list[str], folder: Path, environment: dict[str, str], given: str = "") -> Answer:
    """What Python answers, and all that it says."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    return Answer(done.returncode, done.stdout)


def words(command: str, base: str) -> list[str]:
    """What Python is given for it in a copy: the fake is where the service is, and make runs what its recipe says."""
    program, *rest = shlex.split(command)
    added = ADDED.get(command, [])
    if program == "make":
        recipe = re.search(rf"^{rest[0]}: install\n\t\$\(BIN\)/python (.*)$", MAKEFILE, re.MULTILINE)
        assert recipe
        rest = shlex.split(recipe[1])
    if program == "cenum":
        return ["-m", "tests.cenum_at", base, "", *rest, *added, "--"]
    return [*rest, *added]


def at_github(letter: Path, variable: str) -> dict[str, str]:
    """The letter in a repository at GitHub that is ready for a service with this key; what a stub of gh needs."""
    for arguments in (["init", "-q"], ["remote", "add", "origin", "https://github.com/conseil/lettre.git"]):
        subprocess.run(["git", *arguments], cwd=letter, check=True)
    # A copy of cenum that nobody can fetch has no line that leads to it.
    (letter / "requirements-cenum.txt").write_text(f"cenum==0.1.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    there = letter / ".cenum"
    (there / "answers").mkdir(parents=True)
    gh = there / "gh"
    gh.write_text(STUB, "utf-8")
    gh.chmod(0o755)
    for path, value in {**READY, **PRIVATE_READY}.items():
        secrets = {"secrets": [{"name": variable}]} if "secrets?" in path else value
        in_a_file(there / "answers", path, secrets)
    return {
        "PATH": f"{there}:{os.environ['PATH']}",
        "GH_CALLS": str(there / "calls"),
        "GH_ANSWERS": str(there / "answers"),
        "GH_LOGIN": "0",
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    root = tmp_path_factory.mktemp("copy")
    for name in ("cenum", "docs", "templates", "tests", "tools", ".github"):
        shutil.copytree(ROOT / name, root / name, ignore=NOT_COPIED)
    for name in ("cenum.toml", "contacts.csv", "Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, root)
    before = files(root)
    follow(root)
    fake = fake_of(root)
    environment = {**os.environ, **fake.environ}
    environment["PYTHONPATH"] = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
    said: dict[str, Answer] = {}
    here, tests = root, {}
    with fake.provider(READERS, REVIEWERS) as provider:
        for command in (shlex.join(shlex.split(line, comments=True)) for line in typed(PAGE)):
            given = words(command, provider.base)
            if command.startswith("cd "):
                here = root / command.removeprefix("cd ")
                environment |= at_github(here, *fake.environ)
            elif given[:2] == ["-m", "pytest"]:
                tests[command] = given[2:]
            else:
                said[command] = run(given, here, environment)
        code, out = run(["-c", TESTED], root, environment, json.dumps(list(tests.values())))
        assert code == 0, out
        said |= {command: Answer(*one) for command, one in zip(tests, json.loads(out), strict=True)}
        yield Copy(root, environment, before, said)


def test_what_is_added_is_added_to_commands_of_the_page(copy: Copy) -> None:
    assert ADDED.keys() <= copy.said.keys()


def test_it_takes_one_module_one_fake_and_one_line(copy: Copy) -> None:
    followed = {Path(named["path"]): named["block"] for named in NAMED.finditer(PAGE.read_text("utf-8"))}
    module, fake, line = followed
    assert {module, fake}.isdisjoint(copy.before)
    assert line in copy.before
    assert re.findall(r"^[+-](.*)", followed[line], re.MULTILINE) == ['    "pigeon",']


def test_make_reference_writes_the_rest_and_nothing_but_settings_commands_and_workflows(copy: Copy) -> None:
    done = copy.answer("make reference")
    assert done.code == 0, done.out
    now = files(copy.root)
    changed = {path.as_posix() for path in copy.before if now[path] != copy.before[path]}
    workflows = {
        f".github/workflows/{name}.yml" for name in ("alarm", "approve", "publish", "report", "schedule", "send")
    }
    assert changed - {"cenum/services/registry.py"} == {
        *("docs/settings.md", "docs/fr/reglages.md", "docs/commands.md", "docs/fr/commandes.md"),
        *workflows,
        ".github/workflows/test-send.yml",
    }
    for path in changed - {"cenum/services/registry.py"}:
        assert b"PIGEON_API_KEY" in now[Path(path)]


def test_a_letter_begins_with_it(copy: Copy) -> None:
    done = copy.answer("cenum init")
    assert "exit code 0" in done.out, done.out
    settings = (copy.root / "letter" / "cenum.toml").read_text("utf-8")
    assert 'name = "pigeon"\n\n[service.pigeon]\naudience = 12\n' in settings
    assert '"listmonk", "pigeon"' in settings
    assert "PIGEON_API_KEY" in (copy.root / "letter" / ".github" / "workflows" / "send.yml").read_text("utf-8")


def test_the_doctor_knows_it(copy: Copy) -> None:
    done = copy.answer("cenum doctor")
    assert "exit code 0" in done.out, done.out
    assert "pigeon accepts the key: Conseil" in done.out
    assert "“Lecteurs” has 3 readers" in done.out


def test_the_doctor_knows_what_it_asks_of_a_domain(copy: Copy) -> None:
    program = (
        "from cenum.doctor.domain import domain_diagnoses as diagnoses; from cenum.services.registry import spec;"
        "from tests.doctor.zones import Zone;"
        "print([one.remedy for one in diagnoses('example.org', spec('pigeon'), Zone(), [])])"
    )
    _code, said = run(["-c", program], copy.root, copy.environment)
    assert "v=spf1 include:spf.pigeon.example ~all" in said
    assert "pigeon._domainkey.example.org" in said


def test_the_doctor_knows_its_key_at_github(copy: Copy) -> None:
    done = copy.answer("cenum doctor --github")
    assert "exit code 0" in done.out, done.out
    for environment in ("review", "production"):
        assert f"PIGEON_API_KEY in {environment}" in done.out
    assert "→" not in done.out


@pytest.mark.parametrize(
    ("command", "least"),
    [
        ("python -m pytest tests/services/test_contract.py", 60),
        ("python -m pytest tests/sending", 5),
        ("python -m pytest tests/test_keys.py", 1),
    ],
)
def test_it_does_what_every_service_does(copy: Copy, command: str, least: int) -> None:
    done = copy.answer(command)
    assert done.code == 0, done.out
    passed = re.search(r"(\d+) passed", done.out)
    assert passed
    assert int(passed[1]) >= least


def test_the_pages_that_do_not_speak_of_it_yet_are_named_and_nothing_else_is_missing(copy: Copy) -> None:
    done = copy.answer("python -m pytest tests/services/test_specifications.py")
    failed = set(re.findall(r"^FAILED \S+::(\S+)", done.out, re.MULTILINE))
    assert failed == {
        "test_it_is_where_people_look_for_it[pigeon]",
        "test_the_tables_have_a_column_for_each_service_with_its_keys[services/README.md]",
        "test_the_tables_have_a_column_for_each_service_with_its_keys[fr/services.md]",
    }
    named = re.search(r"of Pigeon nothing is said yet in docs/: (.*)", done.out)
    assert named
    assert set(named[1].split(", ")) == {
        *("services/pigeon.md", "services/README.md", "index.md", "menu.toml", "administrator.md", "github.md"),
        *("fr/services.md", "fr/administrateur.md"),
    }
