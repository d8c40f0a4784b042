"""The form for an address of the review: an issue at GitHub, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cenum.cli import github_clip_cmd
from cenum.clip.clipping import Clip
from cenum.clip.page_facts import PageFacts
from cenum.errors import Refusal, UsageMistake
from cenum.github import clip_request
from cenum.github.workflow_event import AskingIssue, WorkflowEvent
from cenum.issue.markdown import tokens_of
from cenum.starter.template_files import CLIP_FORM, words
from tests.github.answers import Answers, may
from tests.github.payloads import asking
from tests.github.workflows import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.github.runner import Runner

HERE = "http://127.0.0.1/article"  # nobody is asked for what a private network has
long = pytest.mark.long


def clip(markdown: str) -> Clip:
    return Clip("https://a.fr/1", "https://a.fr/1", PageFacts(), markdown, markdown, "hors ligne")


@long
def test_the_form_is_answered_on_its_own_issue_and_the_answer_kept_up_to_date(github: Runner) -> None:
    github.put(issues=[{"number": 31, "state": "open", "title": "Veille", "body": ""}])
    results, _ran = github.run("clip", "issues", asking(f"### Adresses\n\n{HERE}\n"), ref="merged")
    assert results == {"clip": "success"}
    (comment,) = github.comments(31)
    assert HERE in comment
    assert "```markdown\n## " in comment
    assert "https://github.com/team/letter/edit/main/issues/2026-11-27.md" in comment
    github.run("clip", "issues", asking("rien"))
    (comment,) = github.comments(31)
    assert "❌" in comment
    assert github.mails() == []


@long
@pytest.mark.parametrize(("person", "label"), [("stranger", "clip"), ("helper[bot]", "clip"), ("ada", "fun")])
def test_nobody_is_asked_for_a_stranger_a_program_or_another_label(github: Runner, person: str, label: str) -> None:
    results, _ran = github.run("clip", "issues", asking(HERE, person=person, label=label))
    assert results == {"clip": "skipped" if label == "fun" else "failure"}
    assert github.comments(31) == []


@pytest.mark.parametrize(("person", "label"), [("stranger", "clip"), ("", "clip"), ("ada", "fun")])
def test_the_command_itself_looks_at_who_set_which_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: str, label: str
) -> None:
    (tmp_path / "cenum.toml").write_bytes((ROOT / "cenum.toml").read_bytes())
    github = Answers({"issues/31/comments?per_page=100": [], **may(stranger="read", ada="write")})
    event = WorkflowEvent("issues", issue=AskingIssue(31, HERE), label=label, person=person)
    monkeypatch.setattr(github_clip_cmd, "event_of_run", lambda: event)
    monkeypatch.setattr(github_clip_cmd, "client_of", lambda *_names, **_options: github)
    run: Any = github_clip_cmd.clip.callback
    with pytest.raises((Refusal, UsageMistake)):
        run(offline=True, repository="team/letter", dry_run=False, folder=str(tmp_path))
    assert github.written == []


@pytest.mark.parametrize("markdown", ["## Un titre", "```\n</details> @ada #1", "````` `` ```", "~~~\n<!-- x"])
def test_what_a_page_says_stays_within_the_block_that_one_copies(markdown: str) -> None:
    body = clip_request.answer([clip(markdown)], file="", edit="", run="")
    fences = [token for token in tokens_of(body) if token.type == "fence"]
    assert [fence.content for fence in fences] == [f"{markdown}\n"]
    assert "@ada" not in body.replace(fences[0].content, "")


def test_more_lines_than_a_comment_takes_are_left_to_the_run() -> None:
    body = clip_request.answer([clip("x" * 20_000)] * 5, file="", edit="", run="https://github.com/run")
    assert len(body) < 65_536
    assert body.count("```markdown") == 2
    assert body.endswith("(https://github.com/run)")


def test_every_letter_has_the_form_in_its_own_language_and_this_one_too() -> None:
    assert (ROOT / CLIP_FORM).read_text("utf-8") == words("fr", "clip-form.yml")
    for language in ("fr", "en"):
        form = words(language, "clip-form.yml")
        assert f"labels: [{clip_request.LABEL}]" in form
