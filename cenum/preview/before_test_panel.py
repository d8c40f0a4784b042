"""What is missing until a letter can be tested, as a piece of the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cenum.i18n import _, ngettext
from cenum.issue.found_words import FileText
from cenum.page_templates import page_templates
from cenum.preview.before_test import how_to_test, steps_to_test
from cenum.preview.code_words import with_code
from cenum.preview.head_form import form_field
from cenum.preview.page_words import page_words
from cenum.repository.github_remote import is_at_github

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.preview.before_test import StepToTest
    from cenum.preview.issue_preview import IssuePreview
    from cenum.workspace import Workspace

# The workflow that sends the test at GitHub. Every folder has it from the beginning, also one that stays at home.
_TEST_WORKFLOW = ".github/workflows/test-send.yml"


def before_test_panel(
    preview: IssuePreview, workspace: Workspace, environ: Mapping[str, str], *, asks_links: bool = True
) -> str:
    """The list, and what sends the test once nothing is missing; all of it is escaped.

    ``asks_links`` is that of :func:`~cenum.preview.before_test.steps_to_test`.
    """
    at_github = workspace.files.is_file(_TEST_WORKFLOW) and is_at_github(workspace.root)
    steps = steps_to_test(preview, workspace.settings, environ, at_github=at_github, asks_links=asks_links)
    missing = sum(step.done is False for step in steps)
    summary = _("Before the test: nothing is missing")
    if missing:
        said = ngettext(
            "Before the test: {count} thing is missing", "Before the test: {count} things are missing", missing
        )
        summary = said.format(count=missing)
    template = page_templates(Path(__file__).parent).get_template("before_test.html.j2")
    return template.render(
        summary=summary,
        tone="bad" if missing else "good",
        check_links=page_words()["check_links"],
        code=with_code,
        steps=[(*_shown(step), step, _words(step, preview), _field(step, preview)) for step in steps],
        own=preview.file,
        line=_("line"),
        how=how_to_test(preview.key, at_github=at_github),
    )


def _field(step: StepToTest, preview: IssuePreview) -> str:
    """The field of the head's form that has what it is about: who types into its lines breaks it."""
    place = step.place
    return form_field(preview.source, place.line) if place and place.line and place.file == preview.file else ""


def _words(step: StepToTest, preview: IssuePreview) -> dict[str, int] | None:
    """The words that it is about, which somebody replaces by typing."""
    if step.finding is None:
        return None
    source = FileText(preview.source)
    # Brackets that stand for something are in the file as they are, also within a link.
    literal = tuple(words._replace(literal=True, before="", after="") for words in step.finding.words)
    found = source.words(step.finding) or source.words(replace(step.finding, words=literal))
    return {"line": found[0].line, "from": found[0].start, "to": found[0].end} if found else None


def _shown(step: StepToTest) -> tuple[str, str]:
    """The kind of a step, and the word for it."""
    if step.done is None:
        return "open", _("still to be seen")
    return ("done", _("done")) if step.done else ("missing", _("still to do"))
