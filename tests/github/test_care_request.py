"""What care proposes at GitHub, as a table of what GitHub answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cenum.care.cited import CitedPage
from cenum.care.copies import ArchivedCopy
from cenum.care.link_health import PageHealth
from cenum.care.proposal import CareProposal
from cenum.finding import Place
from cenum.github.care_request import BRANCH, as_markdown, request
from tests.github.answers import HEAD, Answers, person

DAY = date(2026, 1, 2)
COPY = "https://web.archive.org/web/20261201000000/https://example.org/lien"
DEAD = PageHealth(DAY)
NOTHING = CareProposal((), (), (), (), 0, 0)
OURSELVES = person("github-actions[bot]", "Bot")
OPEN = "issues?state=open&labels=cenum-care&per_page=100"
PULLS = f"pulls?state=open&head=team:{BRANCH}&per_page=100"


def cited(url: str, words: str, file: str = "issues/2026-01-02.md") -> CitedPage:
    return CitedPage(url, DAY, (Place(file, 3),), (words,), own=False)


def row(url: str) -> ArchivedCopy:
    return ArchivedCopy(url, COPY, DAY, date(2026, 2, 2))


def test_what_letters_say_calls_nobody_and_leads_nowhere() -> None:
    page = cited("https://a.fr/@ada", "@ada | #1 <b>", "issues/<b> @ada.md")
    more = ((page, row("https://a.fr/)](https://evil.fr)")),)
    dead = tuple((page, DEAD) for _number in range(60))
    body = as_markdown(CareProposal(more, more, dead, dead, 0, 7), "https://github.com/x")
    assert body.count("\n- ") == 80
    assert "](https://evil.fr" not in body.replace("`https://a.fr/)](https://evil.fr)`", "")
    assert "@ada" not in body.replace("`https://a.fr/@ada`", "")
    assert "<b>" not in body
    written = as_markdown(
        CareProposal((), (), ((cited("//a.fr/<b>@ada", ""), DEAD),), (), 0, 0), "https://github.com/x"
    )
    assert "<b>" not in written
    assert "@ada" not in written


def test_a_proposal_fits_into_an_issue() -> None:
    page = cited("https://a.fr/" + "x" * 400, "w" * 400)
    body = as_markdown(
        CareProposal(((page, row("https://a.fr/" + "y" * 400)),) * 200, (), (), (), 0, 0), "https://github.com/x"
    )
    assert len(body) < 65_536
    assert "There is more" in body


@pytest.mark.parametrize(
    ("issue", "is_ours"),
    [
        ({"user": OURSELVES}, True),
        ({"user": person("eve")}, False),
        ({"user": person("github-actions[bot]")}, False),
        ({"user": None}, False),
        ({"user": OURSELVES, "pull_request": {}}, False),
    ],
)
def test_only_an_issue_of_ours_is_closed_or_written_over(issue: dict[str, Any], *, is_ours: bool) -> None:
    client: Any = Answers({OPEN: [{"number": 40, **issue}], PULLS: []})
    request(client, "https://github.com", NOTHING, (), HEAD)
    assert client.written == ([("PATCH", "issues/40", {"state": "closed"})] if is_ours else [])
