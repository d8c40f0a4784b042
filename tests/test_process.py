"""One issue, one result: whatever is wrong with a letter is in it, and no command makes the letter twice."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cenum import process as pipeline
from cenum.cache import user_cache
from cenum.cli.group import cenum
from cenum.edition.render import render_marked
from cenum.errors import Exit, Mistakes
from cenum.links.link import Checked
from cenum.preview import camera
from cenum.process import check, process, render
from cenum.settings import load
from cenum.workspace import Workspace
from tests.preview.history import commit
from tests.test_cli import ISSUE, Letter

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding
    from cenum.process import Rendered

KEY = "2026-11-27"


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    return Letter(tmp_path)


def result(letter: Letter, ask: Any = None) -> pipeline.Result:
    return process(letter.issue, Workspace(letter.folder, load(letter.folder / "cenum.toml"), user_cache()), ask=ask)


def test_a_good_letter_is_there_as_a_whole(letter: Letter) -> None:
    one = result(letter)
    assert (one.key, one.file, one.exit_code, one.checked) == (KEY, f"issues/{KEY}.md", Exit.DONE, None)
    assert one.issue.title == one.edition.subject == "Une lettre pour essayer"
    assert (one.weight.words, len(one.links)) == (13, 6)


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "code"),
    [
        ("issue", "teasers:", "teaser:", "front-matter-unknown-key", Exit.REFUSED),
        ("issue", ISSUE, "", "file-empty", Exit.REFUSED),
        ("issue", "Bonjour", "![](media/keine.png)", "image-missing", Exit.REFUSED),
        ("templates/footer.mjml.j2", "<mj-column>", "<mj-colum>", "mjml-tag", Exit.USAGE),
        ("templates/footer.mjml.j2", "<mj-column>", "{{ x.y }}", "template", Exit.USAGE),
        ("templates/palette.toml", '"#', '"', "template-palette", Exit.USAGE),
    ],
)
def test_what_people_can_mend_raises_nothing(  # noqa: PLR0913  a table
    letter: Letter, file: str, old: str, new: str, rule: str, code: Exit
) -> None:
    path = letter.issue if file == "issue" else letter.folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    one = result(letter)
    assert (one.exit_code, one.rendered) == (code, None)
    assert rule in {finding.rule for finding in one.findings}
    with pytest.raises(Mistakes):
        _ = one.edition


def test_what_takes_long_begins_before_the_checks_and_is_waited_for_after_them(letter: Letter) -> None:
    workspace = Workspace(letter.folder, load(letter.folder / "cenum.toml"), user_cache())
    done: list[str] = []

    def begin(_it: Rendered) -> Any:
        done.append("begun")
        return answers

    def answers() -> tuple[Checked, list[Finding]]:
        done.append("waited for")
        return Checked(()), []

    def go_on() -> bool:
        done.append("check")
        return True

    check(render(letter.issue, workspace), letter.issue, workspace, begin, go_on)
    assert (done[0], done[-1], set(done[1:-1])) == ("begun", "waited for", {"check"})


def test_a_file_that_is_not_there_is_a_finding(letter: Letter) -> None:
    letter.issue.unlink()
    assert [finding.rule for finding in result(letter).findings] == ["file-unreadable"]


def test_a_letter_that_an_error_stops_is_there_all_the_same(letter: Letter) -> None:
    letter.issue.write_text(ISSUE + "\nTODO : la fin.\n", "utf-8")
    one = result(letter)
    assert (one.exit_code, one.rendered is not None) == (Exit.REFUSED, True)


def test_asking_that_was_broken_off_is_no_pass(letter: Letter) -> None:
    one = result(letter, lambda _it: lambda: (Checked((), whole=False), ()))
    assert (one.exit_code, one.rendered is not None) == (Exit.INTERRUPTED, True)


@pytest.fixture
def renderings(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> itertools.count[int]:
    """Counts how many letters are rendered from here on; and the commands run in the letter's folder."""
    counted = itertools.count()

    def counting(*what: Any) -> Any:
        next(counted)
        return render_marked(*what)

    monkeypatch.setattr(pipeline, "render_marked", counting)
    # Playwright takes no second browser in one process, and a test of this worker's may have one.
    monkeypatch.setattr(camera, "take", lambda _edition: {})
    monkeypatch.chdir(letter.folder)
    return counted


@pytest.mark.parametrize(
    ("command", "letters"),
    [
        (("check", KEY), 1),
        (("check", "--fix", KEY), 1),
        (("check", "--sarif", KEY), 1),
        (("build", KEY), 1),
        (("build", KEY, "--preview"), 1),
        (("build", KEY, "--against", "2026-11-20"), 2),
        (("build", KEY, "--against", "HEAD"), 2),
        (("test", KEY), 1),
        (("github", "review", KEY, "--since", "HEAD"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_each_letter_is_rendered_once(
    letter: Letter, renderings: itertools.count[int], command: tuple[str, ...], letters: int
) -> None:
    letter.issue.with_name("2026-11-20.md").write_text(ISSUE.replace("Bonjour", "Bonsoir"), "utf-8")
    commit(letter.folder)
    done = CliRunner().invoke(cenum, command)
    assert done.exit_code == 0, done.output
    assert next(renderings) == letters
