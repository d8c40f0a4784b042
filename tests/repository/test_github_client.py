"""The way to GitHub's own program, and what a command tells where it does not lead there."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from cenum.errors import Exit
from cenum.repository import github_client
from cenum.repository.github_client import GitHubClient, GitHubRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Says on standard output what it was given, or what it is told to say.
GH = """\
import json, os, signal, sys
words, given = sys.argv[1:], sys.stdin.read()
if "SAYS" not in os.environ:
    print(json.dumps([[words]] if "--slurp" in words else [words, given]))
    sys.exit()
os.environ["SAYS"] != "nothing" or signal.pause()
print(os.environ["SAYS"])
print(os.environ["COMPLAINS"], file=sys.stderr)
sys.exit(int(os.environ["CODE"]))
"""


class Label(Struct):
    name: str
    color: str = ""


@pytest.fixture
def client(tmp_path: Path) -> Callable[..., GitHubClient]:
    """A client whose ``gh`` says, complains and exits as it is told."""
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable} -S\n{GH}", "utf-8")
    program.chmod(0o755)

    def made(says: str | None = None, complains: str = "", code: int = 0, **variables: str) -> GitHubClient:
        told = {} if says is None else {"SAYS": says, "COMPLAINS": complains, "CODE": str(code)}
        return GitHubClient("team/letter", {**os.environ, "PATH": str(program.parent), **told, **variables})

    return made


def test_requests_are_words(client: Callable[..., GitHubClient]) -> None:
    asked: Any = list[Any]
    assert client().get("labels", asked) == [["api", "repos/team/letter/labels"], ""]
    assert client().get("", asked) == [["api", "repos/team/letter"], ""]
    assert client().list_all("labels", asked) == (["api", "--paginate", "--slurp", "repos/team/letter/labels"],)


def test_what_is_written_goes_in_as_json(client: Callable[..., GitHubClient], tmp_path: Path) -> None:
    (tmp_path / "bin" / "gh").write_text(
        f"#!{sys.executable} -S\nimport json, pathlib, sys\n"
        f"pathlib.Path({str(tmp_path / 'asked')!r}).write_text(json.dumps([sys.argv[1:], sys.stdin.read()]))\n"
        'print(json.dumps({"sha": "5a1"}))\n',
        "utf-8",
    )

    def asked() -> Any:
        return json.loads((tmp_path / "asked").read_text("utf-8"))

    client().write("PATCH", "labels/x", {"name": "$(touch pwned) é"})
    words, given = asked()
    assert words == ["api", "--method", "PATCH", "repos/team/letter/labels/x", "--input", "-"]
    assert json.loads(given) == {"name": "$(touch pwned) é"}
    client().write("DELETE", "labels/x")
    assert asked() == [["api", "--method", "DELETE", "repos/team/letter/labels/x"], ""]
    assert client().create("git/blobs", {"content": ""}) == "5a1"


def test_an_answer_has_the_type_that_is_wanted(client: Callable[..., GitHubClient]) -> None:
    assert client('{"name": "approved", "id": 3}').get("labels/approved", Label) == Label("approved")
    pages = client('[[{"name": "a"}], [], [{"name": "b"}]]').list_all("labels", Label)
    assert pages == (Label("a"), Label("b"))


@pytest.mark.parametrize("said", ["", "<html>", "[]", '{"name": null}'])
def test_an_answer_that_is_another_is_a_sentence(client: Callable[..., GitHubClient], said: str) -> None:
    with pytest.raises(GitHubRefused, match="can't be read"):
        client(said).get("labels/x", Label)


@pytest.mark.parametrize("complaint", ["gh: Not Found (HTTP 404)", "gh: HTTP 404"])
def test_what_is_not_there_is_none_and_other_refusals_are_sentences(
    client: Callable[..., GitHubClient], complaint: str
) -> None:
    assert client("{}", complaint, 1).find("labels/x", Label) is None
    with pytest.raises(GitHubRefused, match="404"):
        client("{}", complaint, 1).get("labels/x", Label)
    with pytest.raises(GitHubRefused, match="Forbidden") as refused:
        client("{}", "gh: Forbidden (HTTP 403)", 1).find("labels/x", Label)
    assert (refused.value.status, refused.value.exit_code) == (403, Exit.SERVICE)
    with pytest.raises(GitHubRefused, match="refused: 1 ") as unsaid:
        client("", "", 1).find("labels/x", Label)
    assert unsaid.value.status is None


@pytest.mark.parametrize("name", ["GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"])
def test_no_complaint_shows_what_gh_may_log_in_with(client: Callable[..., GitHubClient], name: str) -> None:
    with pytest.raises(GitHubRefused) as refused:
        client("", "gh: s3cret-value is no good", 1, **{name: "s3cret-value"}).get("labels", Label)
    assert "refused: gh: ••• is no good" in refused.value.message


def test_no_complaint_shows_a_token_or_moves_the_terminal(client: Callable[..., GitHubClient]) -> None:
    complaint = "gh: https://x:s3cret-value@github.com ghp_0123abcd github_pat_11A_b\x1b[2J\nand more"
    with pytest.raises(GitHubRefused) as refused:
        client("", complaint, 1, GH_TOKEN="s3cret-value").get("labels", Label)  # noqa: S106  nobody's
    assert "refused: gh: https://x:•••@github.com ••• •••\ufffd[2J and more" in refused.value.message


def test_a_machine_without_gh_or_a_login_is_told_what_to_do(
    client: Callable[..., GitHubClient], tmp_path: Path
) -> None:
    with pytest.raises(GitHubRefused, match=r"cli\.github\.com"):
        client(PATH=str(tmp_path)).find("labels/x", Label)
    with pytest.raises(GitHubRefused, match="gh auth login"):
        client("", "To get started with GitHub CLI, please run:  gh auth login", 4).find("labels/x", Label)


def test_a_github_that_says_nothing_is_not_waited_for(
    client: Callable[..., GitHubClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(github_client, "_SECONDS", 0)
    with pytest.raises(GitHubRefused, match="did not answer"):
        client("nothing").get("labels", Label)


def test_variables_that_would_colour_or_log_are_left_out(client: Callable[..., GitHubClient], tmp_path: Path) -> None:
    (tmp_path / "bin" / "gh").write_text(
        f"#!{sys.executable} -S\nimport json, os\nprint(json.dumps(dict(os.environ)))\n", "utf-8"
    )
    noisy = {"CLICOLOR_FORCE": "1", "DEBUG": "api", "GH_DEBUG": "api", "GH_FORCE_TTY": "80", "GH_HOST": "git.example"}
    met = client(**noisy).get("", dict[str, str])
    assert noisy.keys() & met.keys() == {"GH_HOST"}
    assert met["GH_PROMPT_DISABLED"] == "1"


def test_a_dry_run_says_what_it_would_write(tmp_path: Path) -> None:
    told: list[str] = []
    dry = GitHubClient("team/letter", {"PATH": str(tmp_path)}, told.append)
    dry.write("POST", "labels", {"name": "é"})
    dry.write("DELETE", "labels/x")
    assert dry.create("git/blobs", {"content": ""}) == ""
    assert told == [
        'POST repos/team/letter/labels {"name":"é"}',
        "DELETE repos/team/letter/labels/x",
        'POST repos/team/letter/git/blobs {"content":""}',
    ]
