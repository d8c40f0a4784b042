"""Every field of a campaign at Brevo: what cenum does about it, and that the fake speaks as Brevo is described."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cenum.errors import Exit
from cenum.services.service import Campaign, Content, State
from tests.sending.providers import READERS as PEOPLE
from tests.sending.providers import run
from tests.services.contract import PATIENCE, READERS, REVIEWERS, as_seen, edition
from tests.services.fakes.brevo import DEFAULT_FOOTER, DEFAULT_HEADER, FakeBrevo
from tests.services.opening import cleared, opened

from . import brevo_description as description

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.services.brevo import Brevo

ROOT = Path(__file__).parents[2]
NAME = "Cénum · 2025-04-18 · untested"
#: Where :class:`Content` has a name of its own for one of Brevo's fields.
BY_NAME = {"name", "subject", "sender", "replyTo", "htmlContent", "recipients"}


@pytest.fixture
def fake() -> Iterator[FakeBrevo]:
    with FakeBrevo(READERS, REVIEWERS) as provider:
        yield provider


@pytest.fixture
def service(fake: FakeBrevo) -> Iterator[Brevo]:
    with closing(opened("brevo", fake.base, PATIENCE)) as one:
        yield one


def a_draft(service: Brevo) -> tuple[Campaign, Content]:
    content = service.content(edition())
    return service.create(NAME, content), content


def table() -> dict[str, str]:
    """What the page says of each field, by its name."""
    page = (ROOT / "docs/services/brevo.md").read_text("utf-8")
    rows = page.partition("## Every field of a campaign")[2].partition("\n## ")[0]
    return {
        name: cells[1]
        for line in rows.splitlines()
        if line.startswith("| `") and (cells := [cell.strip() for cell in line.strip("| ").split(" | ")])
        for name in re.findall(r"`(\w+)`", cells[0])
    }


def test_the_page_has_every_field_of_a_campaign_and_every_one_that_can_only_be_written() -> None:
    written = description.fields("create") | description.fields("update")
    assert set(table()) == description.fields("campaign") | written


def test_what_the_page_calls_compared_is_compared(service: Brevo) -> None:
    besides = service.content(edition()).besides
    said = {name for name, what in table().items() if what.startswith("compared")}
    assert said == BY_NAME | set(besides)


def test_what_the_page_calls_written_is_in_every_push(fake: FakeBrevo, service: Brevo) -> None:
    campaign, content = a_draft(service)
    service.update(campaign.id, content)
    said = {name for name, what in table().items() if "written" in what}
    created, updated = (request.json for request in fake.requests if request.method in {"POST", "PUT"})
    assert {*created} == said
    assert {*updated} == said - {"name"}


#: A change that somebody makes at Brevo to each field that is compared, in the words of its own requests.
CHANGES: dict[str, Any] = {
    "name": "Cénum · 2025-04-18 · tested 84ce95cd0123456789abcdef01234567",
    "subject": "Autre chose",
    "sender": {"name": "Cénum", "email": "else@letter.example.org"},
    "replyTo": "else@letter.example.org",
    "htmlContent": "<p>Autre chose</p>",
    "recipients": {"listIds": [13]},
    "header": DEFAULT_HEADER,
    "footer": DEFAULT_FOOTER,
    "previewText": "Lisez",
    "toField": "{FNAME}",
    "attachmentUrl": "https://example.org/a.pdf",
    "abTesting": True,
    "sendAtBestTime": True,
    "recurring": True,
    "mirrorActive": False,
    "inlineImageActivation": True,
    "emailExpirationDate": {"duration": 3, "unit": "days"},
}
#: These are read under another name than they are written.
READ_ONLY = {"attachmentFile", "utmCampaignValue"}


def test_a_change_is_known_of_every_field_that_is_compared() -> None:
    compared = {name for name, what in table().items() if what.startswith("compared")}
    assert set(CHANGES) == compared - READ_ONLY


@pytest.mark.parametrize("name", CHANGES)
def test_what_somebody_changes_at_brevo_does_not_leave_and_another_test_undoes_it_or_says_it(
    fake: FakeBrevo, name: str
) -> None:
    # Tested and sent by the command line's own functions: what the tests of the services do not see.
    with FakeBrevo(PEOPLE, fake.reviewers) as there:
        assert run("brevo", there.base, "test") == Exit.DONE
        there.alter("1", {name: CHANGES[name]})
        assert run("brevo", there.base, "send") == Exit.REFUSED
        assert there.sends == []
        again = run("brevo", there.base, "test")
        assert again == (Exit.REFUSED if name == "emailExpirationDate" else Exit.DONE)
        if again == Exit.DONE:
            assert run("brevo", there.base, "send") == Exit.DONE
            assert len(there.sends) == len(PEOPLE)


@pytest.mark.parametrize("leaves_out", [False, True])
def test_the_account_s_header_and_footer_are_around_no_letter(
    fake: FakeBrevo,
    service: Brevo,
    leaves_out: bool,  # noqa: FBT001  a reading
) -> None:
    fake.leaves_out_what_the_letter_has = leaves_out
    campaign, content = a_draft(service)
    assert content.differences(service.read(campaign.id)) == ()
    service.test(campaign.id, REVIEWERS)
    service.send(*cleared(service, campaign.id))
    around = r'<span style="display:none;mso-hide:all"><a href="{{ \w+ }}"></a></span>'
    given = [html for _address, _message, html in [*fake.tests, *fake.sends]]
    assert len(given) == len(REVIEWERS) + len(READERS)
    assert {re.sub(around, "", html) for html in given} == {content.html}
    assert {len(re.findall(around, html)) for html in given} == {0 if leaves_out else 2}


def test_a_campaign_that_is_given_neither_is_wrapped_as_brevo_s_maintainers_say(
    fake: FakeBrevo, service: Brevo
) -> None:
    campaign, content = a_draft(service)
    for name in ("", " ", "<div></div>"):
        service._api.put(f"/emailCampaigns/{campaign.id}", {"header": name, "footer": name})
        assert content.differences(service.read(campaign.id)) == ("header", "footer")
    service.test(campaign.id, REVIEWERS)
    assert "Sent with Brevo" in as_seen(fake.tests[0][1], "html")


@pytest.mark.parametrize("leaves_out", [False, True])
def test_what_brevo_leaves_out_of_an_answer_is_no_change(
    fake: FakeBrevo,
    service: Brevo,
    leaves_out: bool,  # noqa: FBT001  a reading
) -> None:
    fake.leaves_out_what_is_empty = leaves_out
    campaign, content = a_draft(service)
    assert list(service.campaigns()) == [campaign]
    assert content.differences(service.read(campaign.id)) == ()


@pytest.mark.parametrize("leaves_out", [False, True])
def test_requests_and_answers_are_as_brevo_describes_them(
    leaves_out: bool,  # noqa: FBT001  a reading
) -> None:
    with FakeBrevo(PEOPLE, ("one@review.example.org", "two@review.example.org")) as there:
        there.leaves_out_what_is_empty = leaves_out
        for command in ("test", "test", "approve", "schedule", "cancel", "test", "send", "due"):
            run("brevo", there.base, command)
        service = opened("brevo", there.base, PATIENCE)
        sent = next(campaign for campaign in service.campaigns() if campaign.state is not State.DRAFT)
        service.statistics(sent.id)
        service.account()
        service.audience()
        service.standing(edition().sender, ["one@review.example.org", "nobody@example.org"])
        requests = [one for one in there.requests if not one.path.startswith("/published/")]
        wrong = [what for request in requests for what in description.wrong_in_request(request)]
        wrong += [what for request, said in there.answers for what in description.wrong_in_answer(request, said)]
    assert wrong == []
    assert len(there.answers) > 30


def test_what_has_to_be_in_every_answer_is_counted() -> None:
    always = [description.always(shape) for shape in ("campaign", "recipients", "statistics", "figures")]
    assert [len(names) for names in always] == [14, 2, 5, 13]


def test_the_description_tells_what_is_not_as_described(fake: FakeBrevo, service: Brevo) -> None:
    a_draft(service)
    request, _said = fake.answers[-1]
    wrong = replace(request, body=b'{"name": 5, "mirrorActive": "yes", "colour": "red"}')
    assert [what.removeprefix("POST /emailCampaigns: ") for what in description.wrong_in_request(wrong)] == [
        "mirrorActive: 'yes' is no boolean",
        "name: 5 is no string",
        "sender is missing",
        "colour is not described",
    ]
    assert list(description.wrong_in_answer(request, {"id": True})) == ["POST /emailCampaigns: id: True is no number"]
