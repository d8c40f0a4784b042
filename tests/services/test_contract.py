"""What every mailing service must do. A new service is right when it passes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from cenum.edition.edition import PLACEHOLDER_HOST, Address
from cenum.errors import CenumError, ServiceRefused
from cenum.services.service import Campaign, State
from tests.services.contract import PROSE, READERS, REVIEWERS, SERVICES, Desk, as_seen, body, edition
from tests.services.fakes import FAKES
from tests.services.opening import cleared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cenum.services.service import Service

NAME = "Cénum · 2025-04-18 · untested"
TESTED = "Cénum · 2025-04-18 · tested 84ce95cd0123456789abcdef01234567"
HOUR = datetime(2125, 4, 20, 5, 15, tzinfo=UTC)
EVERYBODY = {reader.email: 1 for reader in READERS}


@pytest.fixture(params=sorted(SERVICES))
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with SERVICES[request.param](tmp_path) as opened:
        yield opened


def a_draft(desk: Desk) -> str:
    return desk.service.create(NAME, desk.service.content(edition())).id


def received(desk: Desk) -> Counter[str]:
    return Counter(address for address, _message in desk.delivered())


def test_the_account_has_a_name(desk: Desk) -> None:
    assert desk.service.account()
    assert desk.service.name


def test_the_audience_is_named_and_counted(desk: Desk) -> None:
    audience = desk.service.audience()
    assert audience.name
    assert audience.size == len(READERS)


def test_there_is_no_campaign_at_first(desk: Desk) -> None:
    assert list(desk.service.campaigns()) == []


def test_a_new_campaign_is_a_draft_that_is_found_again(desk: Desk) -> None:
    created = desk.service.create(NAME, desk.service.content(edition()))
    assert (created.name, created.state) == (NAME, State.DRAFT)
    assert created.where.startswith("http")
    assert list(desk.service.campaigns()) == [created]
    assert desk.service.campaign(created.id) == created


def test_campaigns_come_with_the_newest_first(desk: Desk) -> None:
    ids = [a_draft(desk) for _count in range(3)]
    assert [campaign.id for campaign in desk.service.campaigns()] == ids[::-1]


def test_names_need_not_be_unique(desk: Desk) -> None:
    first, second = a_draft(desk), a_draft(desk)
    assert first != second
    assert [campaign.name for campaign in desk.service.campaigns()] == [NAME, NAME]


def test_content_is_read_back_as_it_was_pushed(desk: Desk) -> None:
    content = desk.service.content(edition())
    created = desk.service.create(NAME, content)
    assert content.differences(desk.service.read(created.id)) == ()


def test_whom_it_goes_to_is_read_back_as_it_was_pushed_and_as_somebody_changed_it(desk: Desk) -> None:
    content = desk.service.content(edition())
    draft = desk.service.create(NAME, content).id
    assert desk.service.read(draft).audience == content.audience != ""
    if desk.fake is None:
        return  # the embedded service has no campaign for a part of its contacts
    for change in FAKES[desk.service.name].readdressed:
        desk.fake.stored[draft].fields |= change
        assert content.differences(desk.service.read(draft)) == ("audience",)


def test_the_same_edition_gives_the_same_content(desk: Desk) -> None:
    assert desk.service.content(edition()) == desk.service.content(edition())


def test_no_placeholder_is_left(desk: Desk) -> None:
    content = desk.service.content(edition())
    assert PLACEHOLDER_HOST not in content.html
    assert PLACEHOLDER_HOST not in (content.text or "")


def test_a_draft_takes_another_content(desk: Desk) -> None:
    draft = a_draft(desk)
    other = desk.service.content(edition(subject="Autre chose", prose="Autre texte"))
    desk.service.update(draft, other)
    assert other.differences(desk.service.read(draft)) == ()
    assert desk.service.campaign(draft).state is State.DRAFT


def test_a_draft_takes_another_name_and_keeps_its_content(desk: Desk) -> None:
    content = desk.service.content(edition())
    draft = desk.service.create(NAME, content).id
    desk.service.rename(draft, TESTED)
    assert desk.service.campaign(draft).name == TESTED
    assert content.differences(desk.service.read(draft)) == ()


def test_any_machine_sees_the_same_campaigns(desk: Desk) -> None:
    draft = a_draft(desk)
    with desk.again() as elsewhere:
        assert list(elsewhere.campaigns()) == list(desk.service.campaigns())
        assert elsewhere.read(draft) == desk.service.read(draft)


def test_a_test_goes_to_the_reviewers_and_to_nobody_else(desk: Desk) -> None:
    draft = a_draft(desk)
    outcome = desk.service.test(draft, REVIEWERS)
    assert (outcome.delivered, outcome.refused) == (REVIEWERS, ())
    # Brevo and Mailchimp answer 204, listmonk and Mailjet before anything left: none of them says that it arrived.
    assert outcome.confirmed is (desk.service.name == "local")
    assert received(desk) == dict.fromkeys(REVIEWERS, 1)
    assert desk.service.campaign(draft).state is State.DRAFT


def test_a_reviewer_who_can_not_be_reached_is_named_and_the_others_get_it(desk: Desk) -> None:
    outcome = desk.service.test(a_draft(desk), ["nobody", *REVIEWERS])
    assert outcome.delivered == REVIEWERS
    assert [address for address, _reason in outcome.refused] == ["nobody"]
    assert all(reason for _address, reason in outcome.refused)
    assert received(desk) == dict.fromkeys(REVIEWERS, 1)


def test_the_test_is_of_what_is_stored(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.update(draft, desk.service.content(edition(subject="La dernière version")))
    desk.service.test(draft, REVIEWERS)
    assert {message["Subject"] for _address, message in desk.delivered()} == {"La dernière version"}


def test_a_send_reaches_everybody_once(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.send(*cleared(desk.service, draft))
    assert desk.service.campaign(draft).state in {State.SENDING, State.SENT}
    assert received(desk) == EVERYBODY


def test_a_second_send_is_refused_and_reaches_nobody(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.send(*cleared(desk.service, draft))
    with pytest.raises(ServiceRefused), desk.again() as elsewhere:
        elsewhere.send(*cleared(elsewhere, draft))
    with pytest.raises(ServiceRefused):
        desk.service.send(*cleared(desk.service, draft))
    assert received(desk) == EVERYBODY


def test_what_left_can_not_be_changed(desk: Desk) -> None:
    content = desk.service.content(edition())
    draft = desk.service.create(NAME, content).id
    desk.service.send(*cleared(desk.service, draft))
    with pytest.raises(ServiceRefused):
        desk.service.update(draft, replace(content, subject="Trop tard"))
    assert content.differences(desk.service.read(draft)) == ()


def test_a_subject_that_looks_like_a_tag_is_a_subject(desk: Desk) -> None:
    subject = "Écrire {{ unsubscribe }}, *|UNSUB|*, [[PERMALINK]], {% x %} et %%online%%"
    draft = desk.service.create(NAME, desk.service.content(edition(subject=subject))).id
    desk.service.send(*cleared(desk.service, draft))
    assert {message["Subject"].replace("\u2060", "") for _address, message in desk.delivered()} == {subject}


def test_a_scheduled_campaign_has_its_hour_and_reaches_nobody_yet(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.schedule(*cleared(desk.service, draft), HOUR)
    scheduled = desk.service.campaign(draft)
    assert (scheduled.state, scheduled.at) == (State.SCHEDULED, HOUR)
    assert not desk.delivered()


def test_a_scheduled_campaign_can_not_be_sent_as_well(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.schedule(*cleared(desk.service, draft), HOUR)
    with pytest.raises(ServiceRefused):
        desk.service.send(*cleared(desk.service, draft))
    assert not desk.delivered()


def test_an_hour_can_be_taken_back(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.schedule(*cleared(desk.service, draft), HOUR)
    desk.service.unschedule(draft)
    assert desk.service.campaign(draft).state is State.DRAFT
    desk.service.send(*cleared(desk.service, draft))
    assert received(desk) == EVERYBODY


def test_what_left_is_counted(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.send(*cleared(desk.service, draft))
    # A service may still be at it, and has counted nobody yet.
    assert received(desk) == EVERYBODY
    figures = desk.service.statistics(draft)
    assert figures.sent >= (figures.delivered or 0) > 0
    assert figures.opens is None


def test_the_account_says_who_is_unknown(desk: Desk) -> None:
    standing = desk.service.standing(edition().sender, REVIEWERS)
    assert standing.unknown_reviewers == ()
    assert standing.sender_verified in {True, None}
    assert standing.tracks_opens in {False, None}


def test_what_readers_get_is_the_edition(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.send(*cleared(desk.service, draft))
    for address, message in desk.delivered():
        assert message["Subject"] == edition().subject
        assert message["From"].addresses[0].addr_spec == edition().sender.email
        assert message["Reply-To"].addresses[0].addr_spec == edition().reply_to
        assert message["To"].addresses[0].addr_spec == address
        assert PROSE in as_seen(message, "plain")
        assert PROSE in as_seen(message, "html")


def test_every_reader_can_unsubscribe_with_one_click(desk: Desk) -> None:
    draft = a_draft(desk)
    desk.service.send(*cleared(desk.service, draft))
    links = set()
    for _address, message in desk.delivered():
        links.add(message["List-Unsubscribe"])
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["List-Unsubscribe"].strip("<>") in body(message, "html")
    assert len(links) == len(READERS)


@pytest.mark.parametrize("unknown", ["999999", "", "no-number", "1 OR 1=1", "9" * 30, "²"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda service, unknown: service.campaign(unknown),
        lambda service, unknown: service.read(unknown),
        lambda service, unknown: service.update(unknown, service.content(edition())),
        lambda service, unknown: service.rename(unknown, NAME),
        lambda service, unknown: service.test(unknown, REVIEWERS),
        lambda service, unknown: service.send(Campaign(unknown, NAME, State.DRAFT, ""), service.content(edition())),
    ],
    ids=["campaign", "read", "update", "rename", "test", "send"],
)
def test_an_unknown_campaign_is_refused_with_a_remedy(
    desk: Desk, ask: Callable[[Service, str], object], unknown: str
) -> None:
    a_draft(desk)
    with pytest.raises(ServiceRefused) as refusal:
        ask(desk.service, unknown)
    assert isinstance(refusal.value, CenumError)
    assert refusal.value.message
    assert refusal.value.remedy
    assert desk.delivered() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "two\nlines"},
        {"sender": Address("Cénum", "no address")},
        {"sender": Address("two\nlines", "cenum@letter.example.org")},
        {"reply_to": "no address"},
    ],
    ids=["subject", "sender", "sender's name", "reply address"],
)
def test_what_no_letter_can_be_made_of_is_refused_at_once(desk: Desk, wrong: dict[str, Any]) -> None:
    draft = a_draft(desk)
    content = replace(desk.service.content(edition()), **wrong)
    with pytest.raises(ServiceRefused):
        desk.service.create(NAME, content)
    with pytest.raises(ServiceRefused):
        desk.service.update(draft, content)
    assert [campaign.id for campaign in desk.service.campaigns()] == [draft]
