"""The house as its diagram shows it, and as its imports have it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from importlib import import_module
from textwrap import dedent

import pytest

from tools.architecture import DOCS, EDGE, FOUNDATION, HOUSE, PACKAGE, arrows, imports

CONTRIBUTING = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8")


def test_every_part_of_cenum_has_its_place_in_the_diagram_or_is_said_to_have_none() -> None:
    placed = HOUSE.keys() | FOUNDATION | EDGE
    assert imports().keys() - placed == set(), "give it a place in tools/architecture.py"


def test_every_arrow_leads_back_towards_the_issue() -> None:
    drawn = [(part, other) for part, others in arrows().items() for other in others]
    assert len(drawn) >= len(HOUSE) - 1
    assert [(part, other) for part, other in drawn if HOUSE[part].row >= HOUSE[other].row] == []


def test_nothing_below_the_command_line_knows_it() -> None:
    """Which is also where words are printed and records are kept."""
    assert [part for part, others in imports().items() if "cli" in others] == ["__main__"]


def test_no_part_of_the_house_needs_what_only_puts_parts_together() -> None:
    # The doctor compares a letter's workflows with those that a new one is given.
    needed = {part: imports()[part] & (EDGE - {"starter"}) for part in HOUSE}
    assert {part: others for part, others in needed.items() if others} == {}


def test_only_the_command_line_writes_to_a_terminal() -> None:
    writing = {
        file.relative_to(PACKAGE).parts[0]
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if {name.partition(".")[0] for name in _named(node)} & {"click", "rich", "print"}
    }
    assert writing == {"cli"}


def _named(node: ast.AST) -> list[str]:
    """The modules that ``node`` imports, or the function that it calls by its bare name."""
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
        case ast.Call(func=ast.Name(name)):
            return [name]
    return []


def test_no_two_modules_and_no_two_classes_have_one_name() -> None:
    modules = [file for file in PACKAGE.rglob("*.py") if not file.stem.startswith("__")]
    classes = [name for file in modules for name in _declared(file.read_text("utf-8")) if not name.startswith("_")]
    assert len(classes) > 200
    for names in ([file.stem for file in modules], classes):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def _declared(source: str) -> list[str]:
    """The classes of a module, and its names for types."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ClassDef(name=name):
                found.append(name)
            case ast.AnnAssign(target=ast.Name(name), annotation=ast.Name("TypeAlias")):
                found.append(name)
    return found


def test_the_ground_needs_nothing_that_stands_on_it() -> None:
    needed = {part: others - {"__version__"} for part, others in imports(for_types=False).items()}
    # A service's table of cenum.toml is declared in the service's own module, as everything about it.
    needed["settings"] -= {"services"}
    assert {
        part: others - FOUNDATION for part, others in needed.items() if part in FOUNDATION and others - FOUNDATION
    } == {}


def test_services_know_nothing_of_issues_and_editions_nothing_of_services() -> None:
    assert "issue" not in imports()["services"]
    assert not imports()["edition"] & {"services", "sending", "checks"}
    assert not imports()["checks"] & {"services", "sending"}


# Whoever may start a program: git, gh and pip, the person's own editor, SpamAssassin, another process of our own.
STARTERS = {"repository/program.py", "preview/editor.py", "checks/spam.py", "archive/pictures_ahead.py"}
_STARTS = re.compile(r"(subprocess|pty|multiprocessing)\b|os\.(system|popen|exec|spawn|posix_spawn|fork)")


def test_programs_are_started_in_few_places_and_git_and_gh_in_one() -> None:
    sources = {file.relative_to(PACKAGE).as_posix(): file.read_text("utf-8") for file in PACKAGE.rglob("*.py")}
    assert {
        name for name, source in sources.items() if any(_STARTS.match(used) for used in _used(source))
    } == STARTERS
    running = {name for name, source in sources.items() if "cenum.repository.program.run_program" in _used(source)}
    in_repository = {f"repository/{name}.py" for name in ("git", "github_client", "site_push")}
    assert running == in_repository | {"starter/provenance.py"}


def _used(source: str) -> set[str]:
    """What a module imports and which attributes it takes, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names):
                found |= {f"{module}.{alias.name}" for alias in names}
            case ast.Attribute():
                found.add(ast.unparse(node))
    return found


# What opens, lists, makes, moves or removes something by its path: methods, functions of modules, functions.
_BY_PATH = frozenset(
    re.findall(
        r"\w+",
        """
    open read_text read_bytes write_text write_bytes touch mkdir rmdir unlink is_file is_dir
    is_symlink exists glob rglob iterdir stat lstat chmod symlink_to hardlink_to readlink
    samefile
    """,
    )
)
_OF_MODULES = re.compile(
    r"shutil\.(?!which)|tempfile\.|sqlite3\.connect|"
    r"os\.(?!fdopen|fstat|fsync|fsdecode|fsencode|close|read$|get|environ|strerror|pathsep|urandom|path\.(?!lexists|exists|is))"
)
_BARE = frozenset(
    re.findall(
        r"\w+",
        """
    open FileLock FileSystemLoader TemporaryDirectory NamedTemporaryFile mkstemp mkdtemp
    """,
    )
)
# What a LetterFolder is called where it is used.
_DOORS = frozenset(["files", "letter", "_files", "_letter", "_beside", "beside"])
_OWN = "a file of cenum's own package"
_LOOKED_AT = "another library opens it, after LetterFolder.place"
_IN_MEMORY = "no file, but bytes in memory"
# Who does it all the same, why, and how.
OTHER_FILES = {
    "analysis/english.py": (_OWN, ["_FILE.read_text"]),
    "analysis/slips.py": (_OWN, ["_FILE.read_text"]),
    "analysis/support.py": (_OWN, ["DATA.read_bytes", "_LIMITS.read_text"]),
    "archive/letter_memory.py": (_OWN, ["file.is_file", "file.read_bytes", "package.rglob"]),
    "archive/pictures_ahead.py": ("a pipe to a process of our own", ["os.write"]),
    "archive/share_picture.py": (_IN_MEMORY, ["Image.open"]),
    "archive/site.py": (_OWN, ["_SCRIPT.read_bytes"]),
    "archive/site_folder.py": ("a file without a name, which only this process knows", ["tempfile.TemporaryFile"]),
    "cache.py": (
        "the user's own cache directory, and what is installed",
        [
            *("(self._folder / kind / name).read_bytes", "entry.unlink", "file.parent.parent.glob", "file.stat"),
            *(
                "folder.iterdir",
                "folder.lstat",
                "folder.mkdir",
                "one.stat",
                "unfinished.replace",
                "unfinished.unlink",
            ),
            "unfinished.write_bytes",
        ],
    ),
    "checks/clients.py": (_OWN, ["_GRACEFUL.read_text"]),
    "checks/greeting.py": (_OWN, ["_FILE.read_text"]),
    "checks/inbox.py": (_OWN, ["(_FOLDER / 'inbox.toml').read_text", "(_FOLDER / 'roboto.toml').read_text"]),
    "checks/link_texts.py": (_OWN, ["_FILE.read_text"]),
    "checks/spelling.py": (_OWN, ["_FILE.read_text"]),
    "checks/teasers.py": (_OWN, ["_FILE.read_text"]),
    "checks/unfinished.py": (_OWN, ["_FILE.read_text"]),
    "cli/clip_cmd.py": ("a page outside the letter's folder, which a person names", ["Path(page).open"]),
    "clip/clip_inbox.py": (_LOOKED_AT, ["FileLock"]),
    "clip/fact_words.py": (_OWN, ["_FILE.read_text"]),
    "clip/outlets.py": (_OWN, ["_OWN.read_text"]),
    "checks/wording.py": (_OWN, ["_FILE.read_text"]),
    "cli/inspect_cmd.py": ("a message outside the letter's folder, which a person names", ["file.open"]),
    "dictionary.py": (
        "the machine's own dictionaries; the letter's was looked at by LetterFolder.place, as Hunspell opens it",
        ["file.is_file", "file.read_bytes", "file.stat"],
    ),
    "edition/mjml.py": (
        "package data, and what the library says on its own standard error",
        ["Path(__file__).with_name('mjml_reference.json').read_bytes", "os.dup", "os.dup2", "os.open"],
    ),
    "edition/own_templates.py": (_OWN, ["installed.is_dir"]),
    "edition/pictures.py": (_IN_MEMORY, ["Pillow.open"]),
    "github/step_output.py": ("the runner names it", ["Path(file).open"]),
    "github/workflow_event.py": ("the runner names it", ["Path(path).read_bytes"]),
    "imported/docx/word_html.py": (_IN_MEMORY, ["image.open"]),
    "imported/docx/word_package.py": (_IN_MEMORY, ["self._zip.open"]),
    "imported/archive_files.py": (
        "an archive outside the letter's folder, which a person names",
        ["path.is_dir", "path.open", "self.packed.open"],
    ),
    "imported/importing.py": ("a new folder, which only this process knows", ["TemporaryDirectory"]),
    "imported/kept_pictures.py": (_IN_MEMORY, ["Pillow.open"]),
    "issue/scaffold.py": (_OWN, ["""(_HERE / f"first_issue.{('fr' if language == 'fr' else 'en')}.md").read_text"""]),
    "letter_folder.py": (
        "the way into and out of a letter's folder",
        [
            *("found.step.open", "os.chmod", "os.link", "os.listdir", "os.mkdir", "os.open", "os.readlink"),
            *("os.replace", "os.rmdir", "os.stat", "os.unlink", "self.open", "self.root.mkdir", "step.open"),
        ],
    ),
    "links/inquiry.py": (_IN_MEMORY, ["Image.open"]),
    "links/lists.py": (_OWN, ["_FILE.read_text"]),
    "links/memory.py": (_LOOKED_AT, ["sqlite3.connect"]),
    "page_templates.py": (_OWN, ["FileSystemLoader"]),
    "preview/camera.py": (_IN_MEMORY, ["Image.open"]),
    "preview/revisions.py": ("a new folder, which only this process knows", ["TemporaryDirectory"]),
    "preview/static_files.py": (_OWN, ["FOLDER.iterdir", "path.read_text"]),
    "record.py": (
        "a file outside the letter's folder, which a person names",
        ["path.open", "path.parent.mkdir", "path.write_bytes"],
    ),
    "report/report_page.py": (_OWN, ["(_FOLDER / 'report.css').read_text"]),
    "repository/github_remote.py": ("when git's settings changed, of which nothing is read", ["file.stat"]),
    "repository/site_push.py": (
        "a new folder, which only this process knows",
        [
            *("(Path(private) / 'more').mkdir", "TemporaryDirectory", "files[name].write_bytes"),
            *("key.touch", "key.write_text", "known.write_text"),
        ],
    ),
    "services/local/database.py": (_LOOKED_AT, ["FileLock", "sqlite3.connect"]),
    "services/local/embedded.py": (_LOOKED_AT, ["FileLock"]),
    "services/local/mailbox_pages.py": (_OWN, ["(_FOLDER / 'pages.css').read_bytes"]),
    "services/registry.py": ("no file, but a service", ["spec(settings.service.name).open"]),
    "starter/looks.py": (_OWN, ["(_FOLDER / look).glob", "file.read_bytes"]),
    "starter/provenance.py": ("what an installer wrote beside the package", ["installed.read_text"]),
    "starter/template_files.py": (
        _OWN,
        [
            *("(_HERE / folder / name).read_text", "(own_templates() / 'wording.j2').read_text", "path.is_file"),
            *(
                "path.read_bytes",
                "path.read_text",
                "self.libraries.read_bytes",
                "self.templates.rglob",
                "self.workflows.glob",
            ),
        ],
    ),
    "starter/write_files.py": ("the way to the new folder, which a person names", ["path.exists", "path.rmdir"]),
    "workspace.py": ("whether there is what a person names", ["os.path.lexists"]),
}


def test_a_letters_folder_is_only_reached_through_its_door() -> None:
    """What a stranger's pull request brought could be a link to anything."""
    found = {
        file.relative_to(PACKAGE).as_posix(): _by_path(file.read_text("utf-8")) for file in PACKAGE.rglob("*.py")
    }
    listed = {module: sorted(calls) for module, (_why, calls) in OTHER_FILES.items()}
    assert {module: sorted(calls) for module, calls in found.items() if calls} == listed, "use cenum.letter_folder"


@pytest.mark.parametrize(
    "source",
    [
        *(
            "open(path)",
            "path.open('xb')",
            "(root / name).read_text('utf-8')",
            "folder.glob('*')",
            "path.replace(other)",
        ),
        *(
            "os.open(path, 0)",
            "os.path.exists(path)",
            "shutil.rmtree(folder)",
            "tempfile.mkdtemp()",
            "FileLock(path)",
        ),
        *("sqlite3.connect(file)", "self.root.joinpath('x').is_file()", "Path(name).unlink(missing_ok=True)"),
    ],
)
def test_who_goes_around_it_would_be_seen(source: str) -> None:
    assert _by_path(source)
    assert not _by_path(
        "self._files.is_file(path); text.replace(a, b); moment.replace(tzinfo=zone); letter.move(a, b)"
    )


def _by_path(source: str) -> set[str]:
    """The calls in ``source`` that reach a file by its path, but through a LetterFolder."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(name)) if name in _BARE:
                found.add(name)
            case ast.Call(func=ast.Attribute(value=value, attr=name) as function, args=arguments, keywords=named):
                whole, of = ast.unparse(function), ast.unparse(value).rpartition(".")[2]
                moves = name in {"replace", "rename"} and len(arguments) == 1 and not named
                if (name in _BY_PATH or moves or _OF_MODULES.match(whole)) and of not in _DOORS:
                    found.add(whole)
    return found


def test_contributors_are_told_what_each_folder_is_for_and_of_no_other() -> None:
    table = CONTRIBUTING.partition("## The house")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(cenum/[a-z_]+(?:/|\.py))`", table))
    assert [name for name in named if not (PACKAGE.parent / name).exists()] == []
    folders = {f"cenum/{file.parent.name}/" for file in PACKAGE.glob("*/__init__.py")}
    assert folders - named == set()


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md", "docs/services/adding.md"])
def test_every_file_and_every_function_that_a_guide_names_is_there(page: str) -> None:
    text = (PACKAGE.parent / page).read_text("utf-8")
    files = {name for name in re.findall(r"`([\w./-]+/[\w.-]*)`", text) if not re.search("NAME|pigeon|polls?", name)}
    assert len(files) > 1
    there = [[(root / name).exists() for root in (PACKAGE.parent, PACKAGE)] for name in files]
    assert [name for name, found in zip(files, there, strict=True) if not any(found)] == []
    parts = "|".join(sorted(HOUSE.keys() | EDGE))
    for name in re.findall(rf"`((?:{parts})\.[\w.]+)`", text):
        module, _dot, last = name.rpartition(".")
        path = PACKAGE / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or hasattr(import_module(f"cenum.{module}"), last), name


def test_the_rule_that_contributors_are_shown_is_the_one_in_the_code() -> None:
    recipe = CONTRIBUTING.partition("## A new rule")[2].partition("\n## ")[0]
    (shown,) = re.findall(r"```python\n(.*?)```", recipe, re.DOTALL)
    (module,) = re.findall(r"here in `([^`]+)`", recipe)
    assert dedent(shown).strip() in (PACKAGE.parent / module).read_text("utf-8")


@pytest.mark.parametrize("page", ["architecture.md", "fr/architecture.md"])
def test_who_does_not_see_the_diagram_is_told_what_it_shows(page: str) -> None:
    """“preview knows build, which knows checks; …”: every arrow is said."""
    (told,) = re.findall(r"!\[([^]]+)\]\([^)]*architecture", (DOCS / page).read_text("utf-8"))
    told_arrows = set()
    for sentence in re.split(r"[;.]", told):
        knowing: list[str] = []
        for clause in re.split(r"knows?\b|connaît|connaissent", sentence):
            named = [word for word in re.findall(r"[a-z]+", clause) if word in HOUSE]
            told_arrows |= {(part, other) for part in knowing for other in named}
            knowing = named
    assert told_arrows == {(part, other) for part, others in arrows().items() for other in others}
