from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.cache import user_cache
from cenum.edition.templates import Templates
from cenum.finding import has_errors
from cenum.links.check import targets
from cenum.links.inquiry import Outcome
from cenum.links.link import Checked, LinkStatus, Reason, Verdict
from cenum.links.memory import Memory
from cenum.preview.client_views import ClientView
from cenum.preview.issue_preview import RenderContext, preview_issue, with_remembered_links
from cenum.process import process
from cenum.settings import load
from cenum.workspace import Workspace
from tests.preview.site import BROKEN, ISSUE, KEY, folder

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.preview.issue_preview import IssuePreview


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return folder(tmp_path)


def context(at: Path) -> RenderContext:
    workspace = Workspace(at, load(at / "cenum.toml"), user_cache())
    return RenderContext(workspace, Templates(workspace.templates, workspace.cache), {})


def previewed(at: Path, text: str | bytes | None, last: IssuePreview | None = None) -> IssuePreview:
    path = at / "issues" / f"{KEY}.md"
    if text is None:
        path.unlink()
    elif isinstance(text, bytes):
        path.write_bytes(text)
    else:
        path.write_text(text, "utf-8")
    return preview_issue(path, context(at), last)


def test_a_good_issue_is_drawn_with_its_lines(at: Path) -> None:
    preview = previewed(at, ISSUE)
    assert (preview.fresh, preview.there, preview.file) == (True, True, f"issues/{KEY}.md")
    assert preview.good
    assert 'data-line="8"' in preview.good.views.html(ClientView.SENT)


@pytest.mark.parametrize(
    "text",
    [
        BROKEN,
        "",
        "no front matter",
        b"\xff\xfe",
        ISSUE + "\n![x](media/none.png)\n",
        ISSUE + "\n::: note\nnever closed\n",
    ],
)
def test_what_cannot_be_read_keeps_the_last_good_version(at: Path, text: str | bytes) -> None:
    good = previewed(at, ISSUE)
    broken = previewed(at, text, good)
    assert broken.good is good.good
    assert not broken.fresh
    assert has_errors(broken.findings)
    assert previewed(at, ISSUE, broken).fresh


def test_a_file_that_is_gone_keeps_its_source_too(at: Path) -> None:
    gone = previewed(at, None, previewed(at, ISSUE))
    assert (gone.there, gone.fresh, gone.source) == (False, False, ISSUE)
    assert gone.good


def test_a_letter_that_an_error_stops_is_shown_all_the_same(at: Path) -> None:
    stopped = previewed(at, ISSUE + "\n[trop](http://127.0.0.1/)\n")
    assert stopped.fresh
    assert stopped.good


def test_a_mistake_in_a_template_is_said_at_its_line(at: Path) -> None:
    good = previewed(at, ISSUE)
    (at / "templates" / "footer.mjml.j2").write_text("\n{{ nothing.of.this }}", "utf-8")
    broken = previewed(at, ISSUE, good)
    assert [str(one.place) for one in broken.findings if one.rule == "template"] == ["templates/footer.mjml.j2:2"]
    assert broken.good is good.good


def test_what_earlier_checks_remember_is_shown_of_a_letter_that_nobody_asked_about(at: Path) -> None:
    path = at / "issues" / f"{KEY}.md"
    path.write_text(ISSUE, "utf-8")
    workspace = Workspace(at, load(at / "cenum.toml"), user_cache())
    result = process(path, workspace, ask=lambda _it: lambda: (Checked(()), ()))
    memory = Memory(workspace.link_memory)
    memory.keep([(key, Outcome(Verdict(Reason.ANSWERS))) for key in targets(result.links)], 0)
    memory.close()
    shown = with_remembered_links(result, workspace)
    assert shown.checked
    assert len(shown.checked.of(LinkStatus.ALIVE)) == len(result.links)
    assert (shown.edition, shown.findings) == (result.edition, result.findings)
