"""From answers to files: whatever was answered stands in cenum.toml as it was, and the letter can leave."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markdown_it import MarkdownIt

from cenum.cache import user_cache
from cenum.errors import UsageMistake
from cenum.issue.scaffold import create
from cenum.process import process
from cenum.settings import load, parse
from cenum.starter.compose import compose, literal, quoted
from cenum.starter.template_files import material
from cenum.workspace import Workspace
from tests.services.fakes import FAKES

from .answers import MATERIAL, MONDAY, ROOT, answers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NOT_IN_A_LINE: Any = ["Cs", "Cc", "Zl", "Zp"]
LINES = st.text(
    st.characters(exclude_categories=NOT_IN_A_LINE, exclude_characters="\ufffe\uffff"), min_size=1
).filter(lambda text: bool(text.strip()))
# No address of an example, which is a finding of its own; nothing is asked here.
REAL: dict[str, Any] = {
    "site": "https://lettre.essai.fr",
    "sender": "lettre@essai.fr",
    "reply_to": "bonjour@essai.fr",
}


def table(files: Mapping[str, bytes]) -> dict[str, Any]:
    return tomllib.loads(files["cenum.toml"].decode())


def planted(folder: Path, now: datetime = MONDAY, **changes: Any) -> Workspace:
    for name, content in compose(answers(**changes), MATERIAL, now).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return Workspace(folder, load(folder / "cenum.toml"), user_cache())


@given(LINES, LINES, st.sampled_from(["fr", "en"]))
def test_whatever_was_answered_stands_in_the_settings_letter_by_letter(
    name: str, publisher: str, language: str
) -> None:
    files = compose(answers(name=name, publisher=publisher, language=language), MATERIAL, MONDAY)
    newsletter = table(files)["newsletter"]
    assert (newsletter["name"], newsletter["sender"]["name"], newsletter["publisher"]) == (name, name, publisher)
    assert parse(files["cenum.toml"], "cenum.toml").newsletter.name == name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_its_quotes(text: str) -> None:
    assert tomllib.loads(f"key = {quoted(text)}") == {"key": text}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1))
def test_the_readme_shows_a_name_as_it_was_answered(text: str) -> None:
    rendered = MarkdownIt().render(f"# {literal(text)}")
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert rendered == f"<h1>{escaped}</h1>\n"


@pytest.mark.parametrize("language", ["fr", "en", "en-GB", "de"])
def test_the_first_issue_can_leave_and_nothing_is_said_against_it(tmp_path: Path, language: str) -> None:
    workspace = planted(tmp_path, language=language, **REAL)
    (issue,) = workspace.dated_issues()
    made = process(issue, workspace)
    assert (issue.name, made.findings, made.issue.draft) == ("2026-11-27.md", (), True)
    assert len(made.issue.sections) == 3


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-28T00:00:00+00:00", "2026-12-04"),
        ("2026-12-31T22:59:00+00:00", "2027-01-01"),
        ("2026-12-31T23:59:00+13:00", "2027-01-01"),
        ("2027-03-28T01:30:00+00:00", "2027-04-02"),
        ("2028-02-25T05:59:59+00:00", "2028-02-25"),
        ("2028-02-25T06:00:00+00:00", "2028-03-03"),
        ("2028-02-29T12:00:00-08:00", "2028-03-03"),
        ("2036-01-01T00:00:00+00:00", "2036-01-04"),
        ("2099-12-31T23:59:59+00:00", "2100-01-01"),
    ],
)
def test_a_letter_begun_on_any_day_is_usable_then_and_later(
    tmp_path: Path, now: str, day: str, language: str
) -> None:
    began = datetime.fromisoformat(now)
    workspace = planted(tmp_path, began, language=language, **REAL)
    today = began.astimezone(ZoneInfo("Europe/Paris")).date()
    issue = workspace.issue_path("next", today=lambda: today, here=tmp_path)
    assert (issue.stem, process(issue, workspace).findings) == (day, ())
    # Weeks after, it is history: the next one is begun from the command that the error names.
    later = began + timedelta(days=20)
    with pytest.raises(UsageMistake) as mistake:
        workspace.issue_path("next", today=later.date, here=tmp_path)
    assert f"cenum new`; the latest issues are {day}" in mistake.value.remedy
    made = process(create(workspace.issues, workspace.settings, None, later), workspace)
    assert workspace.issue_path("latest", today=later.date, here=tmp_path).stem == made.edition.key


@pytest.mark.parametrize("name", ["L'« Écho »", 'A & B <C> "D"', "{{ x }} *|NOM|* ${y}", "\\e\\ [a](b) `c`", "📬"])
def test_a_letter_of_any_name_can_be_made(tmp_path: Path, name: str) -> None:
    workspace = planted(tmp_path, name=name, publisher=name)
    (issue,) = workspace.dated_issues()
    assert process(issue, workspace).edition.sender.name == name


@pytest.mark.parametrize("deploy", ["pages", "branch", "folder"])
def test_an_english_letter_has_no_french_word(deploy: str) -> None:
    files = compose(answers(language="en", deploy=deploy), MATERIAL, MONDAY)
    assert b"Lire cette lettre" not in b"".join(content for name, content in files.items())
    assert not re.search(r"[éèàçœ«»]", files["README.md"].decode() + files["cenum.toml"].decode())


@pytest.mark.parametrize(
    ("deploy", "said"),
    [
        ("pages", ("GitHub Pages", "GitHub enregistre les adresses", "cenum doctor --github` donne les commandes")),
        ("branch", ("branche d'un autre dépôt", "cenum doctor --github` donne les commandes")),
        ("folder", ("<https://lettre.example.org> par vos soins", "`cenum publish`, et copiez `site`")),
    ],
)
def test_how_the_pages_come_online_stands_in_the_settings_and_what_is_to_do_in_the_readme(
    deploy: str, said: tuple[str, ...]
) -> None:
    files = compose(answers(deploy=deploy), MATERIAL, MONDAY)
    assert parse(files["cenum.toml"], "cenum.toml").archive.deploy == deploy
    readme = files["README.md"].decode()
    assert all(words in readme for words in said)
    assert readme.count("**Les pages de la lettre**") == 1


def test_both_languages_say_the_same_things() -> None:
    """The same files, with the same fields; the English wording defines what the templates ask for."""
    french, english = ROOT / "cenum" / "starter" / "fr", ROOT / "cenum" / "starter" / "en"
    shared = {path.name for path in french.iterdir()}
    assert shared == {path.name for path in english.iterdir()} - {"wording.j2"}
    for name in shared:
        fields = [set(re.findall(r"\$\w+", (folder / name).read_text("utf-8"))) for folder in (french, english)]
        assert fields[0] == fields[1], name
    wordings = [(folder / "wording.j2").read_text("utf-8") for folder in (ROOT / "templates", english)]
    modules = [set(re.findall(r"\{%-? set (\w+)", wording)) for wording in wordings]
    assert modules[0] == modules[1]
    Environment(autoescape=True).parse(wordings[1])


@pytest.mark.parametrize("service", FAKES)
def test_a_letter_for_a_real_service_has_its_list_and_accepts_nothing(service: str) -> None:
    files = compose(answers(service=service, **FAKES[service].settings), MATERIAL, MONDAY)
    assert b"\napprovals = 1\n" in files["cenum.toml"]
    assert b"\n# approvals = 1\n" in compose(answers(), MATERIAL, MONDAY)["cenum.toml"]
    written = table(files)
    assert written["service"] == {"name": service, service: FAKES[service].settings}
    assert "waivers" not in written
    assert "contacts.csv" not in files


def test_a_letter_on_this_machine_has_a_reader_and_accepts_its_missing_pages_for_one_issue() -> None:
    files = compose(answers(), MATERIAL, MONDAY)
    assert b"example.org" in files["contacts.csv"]
    assert {(one["rule"], one.get("url"), one["until"]) for one in table(files)["waivers"]} == {
        *((rule, "https://lettre.example.org*", "2026-11-27") for rule in ("link-gone", "link-no-such-host")),
        ("scaffold-left", None, "2026-11-27"),
    }


def test_the_first_issue_is_of_the_next_day_of_sending() -> None:
    wednesday = answers(day="wednesday", hour="13:30")
    before, after = (datetime(2026, 11, 25, hour, 0, tzinfo=UTC) for hour in (12, 13))
    assert "issues/2026-11-25.md" in compose(wednesday, MATERIAL, before)
    files = compose(wednesday, MATERIAL, after)
    assert b"2026-12-09 13:30" in files["issues/2026-12-02.md"]
    assert "mercredi à 13h30" in files["README.md"].decode()


def test_the_workflows_come_along_without_those_of_cenum_itself(tmp_path: Path) -> None:
    workflows = tmp_path / "workflows"
    workflows.mkdir()
    for name in ("ci.yml", "release.yml", "review.yml", "send.yml", "notes.txt"):
        (workflows / name).write_text(name, "utf-8")
    files = compose(answers(), MATERIAL._replace(workflows=workflows), MONDAY)
    assert [name for name in files if name.startswith(".github/workflows/")] == [
        ".github/workflows/review.yml",
        ".github/workflows/send.yml",
    ]
    assert files[".github/workflows/send.yml"] == b"send.yml"


def test_the_source_tree_gives_its_own_templates() -> None:
    assert material()._replace(requirement="") == MATERIAL._replace(requirement="")


def test_readers_addresses_are_not_committed() -> None:
    assert b".cenum/\n" in compose(answers(), MATERIAL, MONDAY)[".gitignore"]
