"""docs/services/adding.md, followed word for word in a copy of the repository."""

from __future__ import annotations

import importlib.util
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
from tests.doctor.test_repository_needs import READY, STUB, in_a_file
from tests.services.contract import READERS, REVIEWERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services.fakes.server import Fake

PAGE = DOCS / "services" / "adding.md"
NAMED = re.compile(r"`(?P<path>[\w/]+\.py)`[^`]*:\n\n```(?P<kind>python|diff)\n(?P<block>.*?)```", re.DOTALL)
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
NOT_COPIED = shutil.ignore_patterns(".*_cache", "__pycache__", "*.png", "_site", "golden")
# What a test adds: no name is looked up, no other process is started, and of the torture a few faults are enough.
# Of two -k the last counts.
PYTEST = ["-n0", "-q", "-p", "no:cacheprovider", "-o", "addopts="]
ADDED = {
    "cenum doctor": ["--offline"],
    "python -m pytest tests/services/test_contract.py -k pigeon": PYTEST,
    "python -m pytest tests/sending -k pigeon": [
        *(*PYTEST, "-k"),
        "pigeon and (send-lost or send-killed_after or two_at_once or readdressed)",
    ],
    "python -m pytest tests/test_keys.py -k pigeon": [*PYTEST, "-k", "pigeon and all_the_way"],
    "python -m pytest tests/services/test_specifications.py": PYTEST,
}


class Copy(NamedTuple):
    """The repository after the page was followed, and what each of its commands answered, in their order."""

    root: Path
    environment: dict[str, str]
    before: dict[Path, bytes]
    said: dict[str, subprocess.CompletedProcess[str]]

    def answer(self, command: str) -> subprocess.CompletedProcess[str]:
        """Of the shortest one that begins with ``command``."""
        return self.said[min((typed_in for typed_in in self.said if typed_in.startswith(command)), key=len)]


def files(root: Path) -> dict[Path, bytes]:
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


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


def words(command: str, base: str) -> list[str]:
    """What the command is in a copy: the fake is where the service is, and make runs what its recipe says."""
    program, *rest = shlex.split(command)
    added = ADDED.get(command, [])
    if program == "make":
        recipe = re.search(rf"^{rest[0]}: install\n\t\$\(BIN\)/python (.*)$", MAKEFILE, re.MULTILINE)
        assert recipe
        rest = shlex.split(recipe[1])
    if program == "cenum":
        return [sys.executable, "-m", "tests.cenum_at", base, "", *rest, *added, "--"]
    return [sys.executable, *rest, *added]


def at_github(letter: Path, variable: str) -> dict[str, str]:
    """The letter in a repository at GitHub that is ready for a service with this key; what a stub of gh needs."""
    for arguments in (["init", "-q"], ["remote", "add", "origin", "https://github.com/conseil/lettre.git"]):
        subprocess.run(["git", *arguments], cwd=letter, check=True)
    there = letter / ".cenum"
    (there / "answers").mkdir(parents=True)
    gh = there / "gh"
    gh.write_text(STUB, "utf-8")
    gh.chmod(0o755)
    for path, value in READY.items():
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
    for name in ("cenum.toml", "contacts.csv", "Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    before = files(root)
    follow(root)
    fake = fake_of(root)
    environment = {**os.environ, **fake.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PYTHONPATH"] = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
    said, here = {}, root
    with fake.provider(READERS, REVIEWERS) as provider:
        for command in (shlex.join(shlex.split(line, comments=True)) for line in typed(PAGE)):
            if command.startswith("cd "):
                here = root / command.removeprefix("cd ")
                environment |= at_github(here, *fake.environ)
                continue
            said[command] = subprocess.run(
                words(command, provider.base),
                cwd=root if command.startswith("python") else here,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                check=False,
                timeout=300,
            )
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
    assert done.returncode == 0, done.stderr
    now = files(copy.root)
    changed = {path.as_posix() for path in copy.before if now[path] != copy.before[path]}
    workflows = {f".github/workflows/{name}.yml" for name in ("alarm", "approve", "report", "schedule", "send")}
    assert changed - {"cenum/services/registry.py"} == {
        *("docs/settings.md", "docs/fr/reglages.md", "docs/commands.md", "docs/fr/commandes.md"),
        *workflows,
        ".github/workflows/test-send.yml",
    }
    for path in changed - {"cenum/services/registry.py"}:
        assert b"PIGEON_API_KEY" in now[Path(path)]


def test_a_letter_begins_with_it(copy: Copy) -> None:
    done = copy.answer("cenum init")
    assert "exit code 0" in done.stdout, done.stdout + done.stderr
    settings = (copy.root / "letter" / "cenum.toml").read_text("utf-8")
    assert 'name = "pigeon"\n\n[service.pigeon]\naudience = 12\n' in settings
    assert '"listmonk", "pigeon"' in settings
    assert "PIGEON_API_KEY" in (copy.root / "letter" / ".github" / "workflows" / "send.yml").read_text("utf-8")


def test_the_doctor_knows_it(copy: Copy) -> None:
    done = copy.answer("cenum doctor")
    assert "exit code 0" in done.stdout, done.stdout + done.stderr
    assert "pigeon accepts the key: Conseil" in done.stdout
    assert "“Lecteurs” has 3 readers" in done.stdout


def test_the_doctor_knows_what_it_asks_of_a_domain(copy: Copy) -> None:
    program = (
        "from cenum.doctor.domain import domain_diagnoses as diagnoses; from cenum.services.registry import spec;"
        "from tests.doctor.zones import Zone;"
        "print([one.remedy for one in diagnoses('example.org', spec('pigeon'), Zone(), [])])"
    )
    said = subprocess.check_output(
        [sys.executable, "-c", program], cwd=copy.root, env={**os.environ, **copy.environment}, encoding="utf-8"
    )
    assert "v=spf1 include:spf.pigeon.example ~all" in said
    assert "pigeon._domainkey.example.org" in said


def test_the_doctor_knows_its_key_at_github(copy: Copy) -> None:
    done = copy.answer("cenum doctor --github")
    assert "exit code 0" in done.stdout, done.stdout + done.stderr
    for environment in ("review", "production"):
        assert f"PIGEON_API_KEY in {environment}" in done.stdout
    assert "→" not in done.stdout


@pytest.mark.parametrize(
    ("command", "least"),
    [
        ("python -m pytest tests/services/test_contract.py", 60),
        ("python -m pytest tests/sending", 6),
        ("python -m pytest tests/test_keys.py", 1),
    ],
)
def test_it_does_what_every_service_does(copy: Copy, command: str, least: int) -> None:
    done = copy.answer(command)
    assert done.returncode == 0, done.stdout
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) >= least


def test_the_pages_that_do_not_speak_of_it_yet_are_named_and_nothing_else_is_missing(copy: Copy) -> None:
    done = copy.answer("python -m pytest tests/services/test_specifications.py")
    failed = set(re.findall(r"^FAILED \S+::(\S+)", done.stdout, re.MULTILINE))
    assert failed == {
        "test_it_is_where_people_look_for_it[pigeon]",
        "test_the_tables_have_a_column_for_each_service_with_its_keys[services/README.md]",
        "test_the_tables_have_a_column_for_each_service_with_its_keys[fr/services.md]",
    }
    named = re.search(r"of Pigeon nothing is said yet in docs/: (.*)", done.stdout)
    assert named
    assert set(named[1].split(", ")) == {
        *("services/pigeon.md", "services/README.md", "index.md", "menu.toml", "administrator.md", "github.md"),
        *("fr/services.md", "fr/administrateur.md"),
    }
