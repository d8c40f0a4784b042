from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

from cenum.errors import CenumError, FateUnknown, NotReady, Refusal, ServiceUnreachable
from cenum.sending import act
from cenum.sending.mark import marked_digest, read_mark
from cenum.services.service import Audience, State

from .editions import REVIEWERS, edition, settings
from .fake_service import FakeService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cenum.edition.edition import Edition
    from cenum.services.service import Campaign, Content
    from cenum.settings import Settings

SETTINGS = settings()
TESTED = edition()
HOUR = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)
EDITED = edition(words="Bonjour à tous")


def send(
    service: FakeService, one: Edition, *, draft: bool = False, agreed: bool = True, using: object = SETTINGS
) -> act.SendResult:
    return act.send(
        one,
        service,
        using,  # type: ignore[arg-type]  # settings, whatever the test changed in them
        act.SendOptions(
            draft=draft, confirm=None if agreed else lambda _campaign, _audience: False, pause=lambda: None
        ),
    )


def look(
    one: Edition,
    service: FakeService,
    using: Settings,
    now: datetime = HOUR,
    pause: Callable[[], None] = lambda: None,
) -> act.SendResult:
    return act.look_whether_it_left(one, service, using, now, pause)


def sent_service() -> FakeService:
    service = FakeService()
    act.send_test(TESTED, service, SETTINGS)
    return service


def test_a_test_goes_to_the_reviewers_only_and_is_marked_last() -> None:
    service = FakeService()
    tested = act.send_test(TESTED, service, SETTINGS)
    assert [address for address, _content in service.reviewed] == list(REVIEWERS)
    assert not service.received
    assert tested.campaign.state is State.DRAFT
    digest = marked_digest(TESTED.digest, "local contacts='contacts.csv'")
    assert read_mark(tested.campaign.name).vouches_for(digest)  # type: ignore[union-attr]  # it is one
    marked = [request for request in service.requests if "rename" in request or request == "test"]
    assert marked == ["test", f"rename {tested.campaign.name}"]


def test_a_second_test_is_marked_untested_before_its_content_is_touched() -> None:
    service = sent_service()
    service.requests.clear()
    act.send_test(EDITED, service, SETTINGS)
    assert service.requests[:3] == ["campaigns", "rename Cénum · 2026-11-27 · untested", "update"]
    assert len(service.stored) == 1


def test_another_letter_with_an_issue_of_the_same_day_is_nobody_s_business() -> None:
    service = sent_service()
    table = msgspec.to_builtins(SETTINGS)
    other = settings(newsletter={**table["newsletter"], "name": "La lettre · 2026-11-27"})
    assert act.send_test(TESTED, service, other).campaign.id == "2"
    act.schedule(TESTED, service, other, going(), HOUR)
    assert send(service, TESTED).campaign.id == "1"
    _before, campaign = act.cancel(TESTED.key, service, other, lambda: None)
    assert (campaign.id, campaign.state) == ("2", State.DRAFT)
    assert act.send_due(TESTED, service, other, going(), TESTED.sending_at).campaign.id == "2"
    assert len(service.received) == 2


def test_what_was_tested_is_sent_once() -> None:
    service = sent_service()
    assert send(service, TESTED).campaign.state is State.SENT
    assert [content.subject for content in service.received] == ["Bonjour"]
    with pytest.raises(Refusal, match="already sent"):
        send(service, TESTED)
    with pytest.raises(Refusal, match="already sent"):
        act.send_test(TESTED, service, SETTINGS)
    assert len(service.received) == 1


def test_what_was_never_tested_is_not_sent() -> None:
    service = FakeService()
    with pytest.raises(Refusal, match="never tested"):
        send(service, TESTED)
    assert not service.received


def test_what_was_edited_after_the_test_is_not_sent() -> None:
    service = sent_service()
    with pytest.raises(Refusal, match="no longer what the reviewers were sent"):
        send(service, EDITED)
    assert not service.received


def test_what_was_edited_at_the_service_is_not_sent() -> None:
    service = sent_service()
    campaign, _content = service.stored["1"]
    service.stored["1"] = (campaign, service.content(EDITED))
    with pytest.raises(Refusal, match=": subject, html, text"):
        send(service, TESTED)
    assert not service.received


def test_what_would_go_to_another_list_is_not_sent() -> None:
    service = sent_service()
    service.list = "everybody"
    for act_on in (
        lambda: send(service, TESTED),
        lambda: act.schedule(TESTED, service, SETTINGS, going(), HOUR),
        lambda: act.approve(TESTED, service, SETTINGS, "Ada"),
    ):
        with pytest.raises(Refusal, match=": audience"):
            act_on()
    assert not service.received
    act.send_test(TESTED, service, SETTINGS)
    send(service, TESTED)
    assert [content.audience for content in service.received] == ["everybody"]


def test_a_service_that_stores_no_plain_text_is_not_taken_for_an_edit() -> None:
    service = FakeService()
    service.keeps_text = False
    act.send_test(TESTED, service, SETTINGS)
    assert send(service, TESTED).campaign.state is State.SENT


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({"draft": True}, "draft: true"),
        ({"agreed": False}, "nothing was sent"),
        ({"using": settings(audience={"minimum": 13})}, "13 to ∞"),
    ],
)
def test_a_send_that_nobody_wants_is_refused(case: dict[str, object], says: str) -> None:
    service = sent_service()
    with pytest.raises(Refusal, match=says):
        send(service, TESTED, **case)  # type: ignore[arg-type]  # the table's columns are the arguments
    assert not service.received


DAY = date(2026, 11, 27)
ANOTHER = [DAY - timedelta(days=7), DAY - timedelta(days=1), DAY + timedelta(days=1), DAY.replace(year=2027)]


@pytest.mark.parametrize("today", ANOTHER)
def test_unasked_a_letter_leaves_on_its_own_day_alone(today: date) -> None:
    service = sent_service()
    options = act.SendOptions(draft=False, confirm=None, pause=lambda: None, today=today)
    with pytest.raises(Refusal, match="--early"):
        act.send(TESTED, service, SETTINGS, options)
    assert "send" not in service.requests
    act.send(TESTED, service, SETTINGS, replace(options, today=DAY))
    assert len(service.received) == 1


@pytest.mark.parametrize("today", ANOTHER)
def test_who_is_asked_may_say_that_another_day_is_meant(today: date) -> None:
    service = sent_service()
    options = act.SendOptions(draft=False, confirm=lambda _campaign, _audience: True, pause=lambda: None, today=today)
    act.send(TESTED, service, SETTINGS, options)
    assert len(service.received) == 1


def test_what_has_left_is_said_first_on_any_day() -> None:
    service = sent_service()
    send(service, TESTED)
    options = act.SendOptions(draft=False, confirm=None, pause=lambda: None, today=ANOTHER[0])
    with pytest.raises(Refusal, match="already sent"):
        act.send(TESTED, service, SETTINGS, options)


class Site:
    """Our own site: what a command has asked the service when it waits for it, and what happens meanwhile."""

    def __init__(self, service: FakeService, *, waits: bool = False, is_there: bool = True) -> None:
        self.service = service
        self.waits = waits
        self.is_there = is_there
        self.before: list[str] | None = None
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self) -> bool:
        self.before = list(self.service.requests)
        self.meanwhile()
        if not self.is_there:
            raise Refusal("the page is not there", "publish it")
        return self.waits


def leaving(site: Site) -> act.SendOptions:
    return act.SendOptions(draft=False, confirm=None, pause=lambda: None, online=site)


WAYS: list[Callable[[FakeService, act.SendOptions], act.SendResult]] = [
    lambda service, options: act.send(TESTED, service, SETTINGS, options),
    lambda service, options: act.send_due(TESTED, service, SETTINGS, options, HOUR),
    lambda service, options: act.schedule(TESTED, service, SETTINGS, options, HOUR),
]


def test_reviewers_are_sent_to_nothing_that_is_not_there() -> None:
    service = FakeService()
    with pytest.raises(Refusal, match="the page is not there"):
        act.send_test(TESTED, service, SETTINGS, Site(service, is_there=False))
    assert service.requests == []
    assert act.send_test(TESTED, service, SETTINGS, Site(service)).campaign.id == "1"


@pytest.mark.parametrize("way", WAYS)
def test_nothing_leaves_before_our_own_site_answers(
    way: Callable[[FakeService, act.SendOptions], act.SendResult],
) -> None:
    service = sent_service()
    with pytest.raises(Refusal, match="the page is not there"):
        way(service, leaving(Site(service, is_there=False)))
    assert not {"send", "schedule"} & {*service.requests}
    site = Site(service)
    way(service, leaving(site))
    # The last word is the service's: whatever is asked of us comes before.
    assert site.before is not None
    assert service.requests[len(site.before) :][0] == "audience"
    assert {"send", "schedule"} & {*service.requests[len(site.before) :]}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_ready_waits_for_no_site(way: Callable[[FakeService, act.SendOptions], act.SendResult]) -> None:
    service = FakeService()
    site = Site(service)
    with pytest.raises(NotReady):
        way(service, leaving(site))
    assert site.before is None


@pytest.mark.parametrize("way", WAYS)
def test_after_a_wait_everything_is_looked_at_again(
    way: Callable[[FakeService, act.SendOptions], act.SendResult],
) -> None:
    service = sent_service()
    site = Site(service, waits=True)

    def tests_once_more() -> None:
        service.create(service.stored["1"][0].name, service.stored["1"][1])

    site.meanwhile = tests_once_more
    with pytest.raises(Refusal, match="campaigns"):
        way(service, leaving(site))
    assert not service.received


def test_what_has_left_or_is_scheduled_as_it_should_be_waits_for_no_site() -> None:
    service = sent_service()
    act.schedule(TESTED, service, SETTINGS, leaving(Site(service)), HOUR)
    site = Site(service, is_there=False)
    act.schedule(TESTED, service, SETTINGS, leaving(site), HOUR)
    act.send_due(TESTED, service, SETTINGS, leaving(site), HOUR)
    assert site.before is None


def test_without_reviewers_there_is_no_test() -> None:
    service = FakeService()
    with pytest.raises(Refusal, match="reviewer"):
        act.send_test(TESTED, service, settings(reviewers=[]))
    assert not service.requests


class Frugal(FakeService):
    """A service that has few requests: a look shows the content, the campaign, and what was made since."""

    def rewrite(self, campaign_id: str, name: str, content: Content) -> None:
        self.request(f"rewrite {name}")
        campaign, _content = self.stored[campaign_id]
        self.stored[campaign_id] = (replace(campaign, name=name[: self.keeps]), content)

    def look(self, campaign_id: str, *, new: bool) -> tuple[Content, list[Campaign]]:
        self.request("list" if new else "look")
        shown = [campaign for campaign, _content in self.stored.values() if new or campaign.id == campaign_id]
        return self.stored[campaign_id][1], shown


@pytest.mark.parametrize("kind", [FakeService, Frugal])
def test_a_test_that_reached_nobody_vouches_for_nothing(kind: type[FakeService]) -> None:
    service = kind()
    service.unreachable = set(REVIEWERS)
    with pytest.raises(Refusal, match="no reviewer could be reached"):
        act.send_test(TESTED, service, SETTINGS)
    assert read_mark(service.stored["1"][0].name).digest is None  # type: ignore[union-attr]  # it is one


def test_a_lost_answer_to_a_send_is_never_repeated_and_counts_as_sent_where_it_left() -> None:
    service = sent_service()
    service.requests.clear()
    service.break_at, service.executed = 4, True
    assert send(service, TESTED).campaign.state is State.SENT
    assert service.requests[3:5] == ["send", "campaign"]
    assert service.requests.count("send") == len(service.received) == 1


def test_a_send_whose_fate_stays_unknown_says_where_to_look() -> None:
    service = sent_service()

    def lost(_campaign: Campaign, _content: Content) -> None:
        service.request("send")
        raise FateUnknown("no answer came", "look")

    service.send = lost  # type: ignore[method-assign, assignment]  # the request vanishes on its way
    with pytest.raises(FateUnknown, match="fake:1"):
        send(service, TESTED)
    assert service.requests.count("send") == 1
    assert not service.received


@pytest.mark.parametrize("executed", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("request_number", range(1, 14))
def test_whatever_request_breaks_nothing_untested_goes_out_and_nothing_goes_out_twice(
    request_number: int,
    executed: bool,  # noqa: FBT001  a table
) -> None:
    """Test, edit, test, send, with one broken request, then everything again until it holds or is refused."""
    service = FakeService()
    service.break_at, service.executed = request_number, executed
    for _attempt in range(3):
        for step in (
            lambda: act.send_test(TESTED, service, SETTINGS),
            lambda: act.send_test(EDITED, service, SETTINGS),
            lambda: send(service, EDITED),
        ):
            try:
                step()
            except CenumError:
                continue
    assert len(service.received) <= 1
    reviewed = {content.html for _address, content in service.reviewed}
    assert all(content.html in reviewed for content in service.received)
    assert {address for address, _content in service.reviewed} <= set(REVIEWERS)


def going(*, confirm: object = None) -> act.SendOptions:
    return act.SendOptions(draft=False, confirm=confirm, pause=lambda: None)  # type: ignore[arg-type]  # a callable or none


def test_an_approval_is_for_what_was_tested_and_for_nothing_else() -> None:
    wanting = settings(approvals=2)
    service = sent_service()
    with pytest.raises(Refusal, match="no longer what the reviewers"):
        act.approve(EDITED, service, wanting, "Ada")
    act.approve(TESTED, service, wanting, "Ada")
    act.approve(TESTED, service, wanting, "ada")
    with pytest.raises(Refusal, match=r"1 approval .* Ada"):
        send(service, TESTED, using=wanting)
    act.approve(TESTED, service, wanting, "Bachir")
    act.send_test(TESTED, service, wanting)
    with pytest.raises(Refusal, match=r"2 approvals .* nobody yet"):
        send(service, TESTED, using=wanting)
    act.approve(TESTED, service, wanting, "Ada")
    act.approve(TESTED, service, wanting, "Céleste, qui relit · tout")
    assert send(service, TESTED, using=wanting).campaign.name.endswith("approved by Ada, Céleste qui relit tout")


@pytest.mark.parametrize("name", ["", "  ", "·,·"])
def test_an_approval_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="needs a name"):
        act.approve(TESTED, sent_service(), SETTINGS, name)


def test_an_arrival_is_recorded_of_what_is_stored_and_forgotten_by_the_next_test() -> None:
    service = sent_service()
    act.approve(TESTED, service, SETTINGS, "Ada")
    mark = read_mark(act.arrive(TESTED, service, SETTINGS).name)
    assert mark is not None
    assert (mark.arrived, mark.approvers) == (True, ("Ada",))
    assert send(service, TESTED, using=settings(arrival=True, approvals=1)).campaign.state is State.SENT
    service = sent_service()
    act.arrive(TESTED, service, SETTINGS)
    act.send_test(TESTED, service, SETTINGS)
    with pytest.raises(NotReady, match="nobody has seen"):
        send(service, TESTED, using=settings(arrival=True))
    campaign, content = service.stored["1"]
    service.stored["1"] = (campaign, replace(content, subject="Autre chose"))
    with pytest.raises(Refusal, match="subject"):
        act.arrive(TESTED, service, SETTINGS)
    with pytest.raises(Refusal, match="no longer what"):
        act.arrive(EDITED, service, SETTINGS)


def test_an_approval_that_somebody_else_overwrote_is_not_claimed() -> None:
    service = sent_service()
    service.rename = lambda *_what: None  # type: ignore[method-assign]  # lost between two of them
    with pytest.raises(Refusal, match="same moment"):
        act.approve(TESTED, service, SETTINGS, "Ada")


def test_what_changes_while_a_person_thinks_is_not_sent() -> None:
    service = sent_service()

    def meanwhile(_campaign: object, _audience: object) -> bool:
        act.send_test(EDITED, service, SETTINGS)
        return True

    with pytest.raises(Refusal, match="no longer what the reviewers"):
        act.send(TESTED, service, SETTINGS, going(confirm=meanwhile))
    assert not service.received


def test_a_schedule_hands_over_the_hour_under_the_rules_of_a_send() -> None:
    service = sent_service()
    with pytest.raises(Refusal, match="13 to ∞"):
        act.schedule(TESTED, service, settings(audience={"minimum": 13}), going(), HOUR)
    scheduled = act.schedule(TESTED, service, SETTINGS, going(), HOUR)
    assert (scheduled.campaign.state, scheduled.campaign.at) == (State.SCHEDULED, HOUR)
    service.requests.clear()
    assert act.schedule(TESTED, service, SETTINGS, going(), HOUR).campaign == scheduled.campaign
    assert "schedule" not in service.requests
    with pytest.raises(Refusal, match="already scheduled"):
        act.schedule(TESTED, service, SETTINGS, going(), HOUR + timedelta(hours=1))
    with pytest.raises(Refusal, match="already scheduled"):
        send(service, TESTED)


def test_friday_verifies_what_is_scheduled_and_sends_what_is_not() -> None:
    service = sent_service()
    act.schedule(TESTED, service, SETTINGS, going(), TESTED.sending_at)
    verified = act.send_due(TESTED, service, SETTINGS, going(), TESTED.sending_at)
    assert (verified.audience, verified.campaign.state) == (None, State.SCHEDULED)
    assert not service.received
    _before, campaign = act.cancel(TESTED.key, service, SETTINGS, lambda: None)
    assert campaign.state is State.DRAFT
    for _run in range(3):
        assert act.send_due(TESTED, service, SETTINGS, going(), TESTED.sending_at).campaign.state is State.SENT
    assert len(service.received) == 1


def test_friday_refuses_a_schedule_of_something_else() -> None:
    service = sent_service()
    act.schedule(TESTED, service, SETTINGS, going(), TESTED.sending_at)
    with pytest.raises(Refusal, match="is not the issue"):
        act.send_due(EDITED, service, SETTINGS, going(), TESTED.sending_at)
    campaign, _content = service.stored["1"]
    service.stored["1"] = (campaign, service.content(EDITED))
    with pytest.raises(Refusal, match="differ"):
        act.send_due(TESTED, service, SETTINGS, going(), TESTED.sending_at)
    with pytest.raises(Refusal, match="differ"):
        act.schedule(TESTED, service, SETTINGS, going(), TESTED.sending_at)


def test_a_due_issue_that_was_never_tested_is_a_failure() -> None:
    with pytest.raises(Refusal, match="never tested"):
        act.send_due(TESTED, FakeService(), SETTINGS, going(), TESTED.sending_at)


def test_at_nine_a_letter_that_left_is_one_and_one_that_waits_says_for_what() -> None:
    service = sent_service()
    with pytest.raises(Refusal, match="it has not been sent"):
        look(TESTED, service, SETTINGS)
    with pytest.raises(NotReady, match="no longer what the reviewers"):
        look(EDITED, service, SETTINGS)
    with pytest.raises(NotReady, match="approval"):
        look(TESTED, service, settings(approvals=1))
    service.requests.clear()
    send(service, TESTED)
    assert look(TESTED, service, SETTINGS).campaign.state is State.SENT
    assert len(service.received) == 1


def test_a_lost_answer_to_a_test_is_no_matter_of_fate() -> None:
    service = FakeService()
    service.break_at, service.executed = 2, True
    with pytest.raises(ServiceUnreachable, match="run the same command again"):
        act.send_test(TESTED, service, SETTINGS)


def test_a_send_that_was_accepted_is_done_even_if_its_state_can_not_be_read() -> None:
    service = sent_service()
    service.requests.clear()
    service.break_at = 5
    assert send(service, TESTED).campaign.state is State.SENDING
    assert service.requests[3:] == ["send", "campaign"]


def test_a_send_that_was_accepted_is_done_even_if_its_content_can_not_be_read() -> None:
    service = sent_service()
    service.requests.clear()
    service.break_at = 6
    assert send(service, TESTED).campaign.state is State.SENT
    assert service.requests[3:] == ["send", "campaign", "read"]


@pytest.mark.parametrize("lost", [False, True], ids=["answered", "lost"])
@pytest.mark.parametrize("state", [State.INCOMPLETE, State.PAUSED])
def test_a_send_that_reached_a_part_alone_is_no_success(state: State, lost: bool) -> None:  # noqa: FBT001  a table
    service = sent_service()
    first = service.send

    def partly(campaign: Campaign, content: Content) -> None:
        first(campaign, content)
        found, kept = service.stored[campaign.id]
        service.stored[campaign.id] = (replace(found, state=state, reached=76, wanted=420), kept)
        service.answer(arrives=not lost)

    service.send = partly  # type: ignore[method-assign]  # the mail server refuses the others
    with pytest.raises(FateUnknown, match="76 of 420 readers"):
        send(service, TESTED)


def test_a_send_under_another_mark_than_the_one_that_was_cleared_is_told() -> None:
    service = sent_service()
    first = service.send

    def renamed(campaign: Campaign, content: Content) -> None:
        first(campaign, content)
        service.rename(campaign.id, "Cénum · 2026-11-27 · untested")

    service.send = renamed  # type: ignore[method-assign]  # a person at the service, at the same moment
    with pytest.raises(FateUnknown, match="untested"):
        send(service, TESTED)


@pytest.mark.parametrize("what", ["name", "besides", "subject"])
def test_what_changes_after_everything_was_cleared_is_seen_by_the_last_look(what: str) -> None:
    service = sent_service()
    first = service.send

    def changed(campaign: Campaign, content: Content) -> None:
        found, kept = service.stored[campaign.id]
        another = {
            "name": (replace(found, name="Copy"), kept),
            "besides": (found, replace(kept, besides={"media": ["7"]})),
            "subject": (found, replace(kept, subject="Gagnez un voyage")),
        }
        service.stored[campaign.id] = another[what]
        first(campaign, replace(content, besides={"media": []}) if what == "besides" else content)

    service.send = changed  # type: ignore[method-assign]  # a person at the service, at the same moment
    with pytest.raises(Refusal, match="media" if what == "besides" else what):
        send(service, TESTED)
    assert not service.received


def edit(service: FakeService, **parts: object) -> None:
    """Somebody edits the one campaign on the service's own pages."""
    campaign, content = service.stored["1"]
    service.stored["1"] = (campaign, replace(content, **parts))


def stand(service: FakeService, *stands: dict[str, object]) -> None:
    """From now on the one campaign stands so, one after the other as it is asked for, and then as last."""
    first, content = service.stored["1"]
    seen = [replace(first, **stand) for stand in stands]
    service.stored["1"] = (seen[0], content)

    def campaign(_campaign_id: str) -> Campaign:
        return seen.pop(0) if len(seen) > 1 else seen[0]

    service.campaign = campaign  # type: ignore[method-assign, assignment]  # it goes on between two looks


def once_sent(service: FakeService, what: Callable[[], None]) -> None:
    """Something happens in the moment in which the letter leaves."""
    first = service.send

    def send_and_more(campaign: Campaign, content: Content) -> None:
        first(campaign, content)
        what()

    service.send = send_and_more  # type: ignore[method-assign]  # the service's own half of it


def test_what_was_changed_after_everything_was_cleared_is_told_right_after_the_send() -> None:
    service = sent_service()
    once_sent(service, lambda: edit(service, subject="Gagnez un voyage"))
    with pytest.raises(FateUnknown, match="changed at the service after its test: subject") as unknown:
        send(service, TESTED)
    assert "another text" in unknown.value.remedy


def test_what_was_changed_while_it_was_scheduled_is_told_right_after() -> None:
    service = sent_service()
    first = service.schedule

    def scheduled(campaign: Campaign, content: Content, at: datetime) -> None:
        first(campaign, content, at)
        edit(service, besides={}, text="Gagnez")

    service.schedule = scheduled  # type: ignore[method-assign]  # a person at the service, at the same moment
    with pytest.raises(FateUnknown, match="after its test: text") as unknown:
        act.schedule(TESTED, service, SETTINGS, going(), HOUR)
    assert unknown.value.remedy.startswith("cancel its schedule now (cenum cancel 2026-11-27)")


@pytest.mark.parametrize("state", [State.SENDING, State.SENT])
def test_what_was_changed_on_its_way_is_an_alarm_afterwards(state: State) -> None:
    service = sent_service()
    send(service, TESTED)
    stand(service, {"state": state, "reached": 12, "wanted": 12, "at": HOUR})
    tries: tuple[Callable[[], act.SendResult], ...] = (
        lambda: act.send_due(TESTED, service, SETTINGS, going(), HOUR),
        lambda: look(TESTED, service, SETTINGS),
    )
    for say in tries:
        assert say().campaign.state is state
        edit(service, html="<p>Gagnez</p>")
        with pytest.raises(FateUnknown, match="after its test: html"):
            say()
        edit(service, html=service.content(TESTED).html)


@pytest.mark.parametrize(("wanted", "allowed"), [(None, True), (0, True), (12, True), (13, False)])
def test_more_readers_than_the_settings_allow_are_an_alarm_afterwards(wanted: int | None, allowed: bool) -> None:  # noqa: FBT001  a table
    using = settings(audience={"maximum": 12})
    service = sent_service()
    send(service, TESTED, using=using)
    stand(service, {"state": State.SENT, "reached": wanted, "wanted": wanted})
    tries: tuple[Callable[[], act.SendResult], ...] = (
        lambda: act.send_due(TESTED, service, using, going(), HOUR),
        lambda: look(TESTED, service, using),
    )
    for say in tries:
        if allowed:
            say()
        else:
            with pytest.raises(FateUnknown, match="goes to 13 readers, and the settings expect 12 at most"):
                say()


def test_what_was_edited_while_it_was_stopped_is_not_to_be_resumed() -> None:
    def unreadable(campaign_id: str) -> Content:
        raise ServiceUnreachable(campaign_id, "y")

    tries: tuple[Callable[[FakeService], object], ...] = (
        lambda service: act.send_due(TESTED, service, SETTINGS, going(), HOUR),
        lambda service: look(TESTED, service, SETTINGS),
    )
    for try_one in tries:
        service = sent_service()
        send(service, TESTED)
        stand(service, {"state": State.PAUSED, "reached": 3, "wanted": 12, "remedy": "Resume it."})
        with pytest.raises(Refusal, match="stopped after 3 of 12 readers") as caught:
            try_one(service)
        assert caught.value.remedy == "Resume it."
        edit(service, html="<p>Gagnez</p>")
        with pytest.raises(FateUnknown, match="changed at the service after its test: html") as changed:
            try_one(service)
        assert "don't resume it" in changed.value.remedy
        service.read = unreadable  # type: ignore[method-assign]
        with pytest.raises(Refusal, match="stopped after 3 of 12 readers"):
            try_one(service)


def test_an_issue_that_is_corrected_once_it_left_is_no_alarm() -> None:
    service = sent_service()
    send(service, TESTED)
    assert look(EDITED, service, SETTINGS).campaign.state is State.SENT
    assert act.send_due(EDITED, service, SETTINGS, going(), HOUR).campaign.state is State.SENT


def test_what_a_service_alters_itself_when_it_sends_is_no_alarm() -> None:
    service = sent_service()
    first = service.content
    service.content = lambda edition: replace(first(edition), altered_at_sending=("html",))  # type: ignore[method-assign]
    edit(service, altered_at_sending=("html",))
    once_sent(service, lambda: edit(service, html="<style>merged</style>", audience=""))  # its list is deleted, too
    assert send(service, TESTED).campaign.state is State.SENT
    assert look(TESTED, service, SETTINGS).campaign.state is State.SENT
    edit(service, subject="Gagnez", audience="everybody")
    with pytest.raises(FateUnknown, match="after its test: subject, audience"):
        look(TESTED, service, SETTINGS)


def test_more_readers_than_were_announced_are_told_once_the_service_knows_to_whom_it_goes() -> None:
    service = sent_service()
    begins = {"state": State.SENDING, "reached": 0, "wanted": 0}
    once_sent(service, lambda: stand(service, *[begins] * 4, {**begins, "wanted": 13}))
    with pytest.raises(FateUnknown, match="goes to 13 readers, and 12 were announced"):
        send(service, TESTED)


def test_what_does_not_begin_while_one_waits_is_said_to_be_sent_and_to_have_reached_nobody() -> None:
    service, pauses = sent_service(), list[int]()
    once_sent(service, lambda: stand(service, {"state": State.SENDING, "reached": 0, "wanted": 0}))
    options = replace(going(), pause=lambda: pauses.append(1))
    sent = act.send(TESTED, service, SETTINGS, options).campaign
    assert (sent.state, sent.reached, len(pauses)) == (State.SENDING, 0, 4)


def test_what_stops_while_one_waits_for_it_to_begin_is_no_success() -> None:
    service = sent_service()
    begins = {"state": State.SENDING, "reached": 0, "wanted": 0}
    stops = {"state": State.INCOMPLETE, "reached": 3, "wanted": 12}
    once_sent(service, lambda: stand(service, begins, begins, stops))
    with pytest.raises(FateUnknown, match="3 of 12 readers"):
        send(service, TESTED)


@pytest.mark.parametrize("looks", [0, 1, 3])
@pytest.mark.parametrize(("remedy", "says"), [("", "then test it again: cenum test"), ("Look there.", "Look there.")])
def test_what_began_without_readers_reached_nobody(looks: int, remedy: str, says: str) -> None:
    service = sent_service()
    begins: dict[str, object] = {"state": State.SENDING, "reached": 0, "wanted": 0}
    nobody: dict[str, object] = {"state": State.CANCELLED, "reached": None, "wanted": None, "remedy": remedy}
    once_sent(service, lambda: stand(service, *[begins] * looks, nobody))
    with pytest.raises(Refusal, match="reached nobody") as caught:
        send(service, TESTED)
    assert says in caught.value.remedy


LATE = HOUR + timedelta(minutes=31)


@pytest.mark.parametrize(
    ("stands", "says"),
    [
        ([{"reached": 3}], "does not go on: 3 of 12 readers"),
        ([{"reached": 3}, {"reached": 2}], "does not go on: 2 of 12 readers"),
        ([{"reached": 3}, {"reached": 3}, {"state": State.INCOMPLETE, "reached": 4}], "4 of 12 readers only"),
        ([{"reached": 3}, {"state": State.PAUSED, "reached": 4}], "stopped after 4 of 12 readers"),
        ([{"reached": 3}, {"state": State.CANCELLED, "reached": None}], "reached nobody"),
        ([{"reached": 0}], "nobody has received it"),
        ([{"reached": None, "wanted": None}], "nobody has received it"),
        ([{"reached": 3}, {"reached": 3}, {"reached": 3}, {"reached": 4}], ""),
        ([{"reached": 3}, {"state": State.SENT, "reached": 12}], ""),
        ([{"reached": 12}], ""),
    ],
)
def test_what_is_on_its_way_for_long_goes_on_or_is_an_alarm(stands: list[dict[str, object]], says: str) -> None:
    for at in (HOUR, None):
        tries: tuple[Callable[[FakeService], object], ...] = (
            lambda service: act.send_due(TESTED, service, SETTINGS, going(), LATE),
            lambda service: look(TESTED, service, SETTINGS, LATE),
        )
        for try_one in tries:
            service = sent_service()
            send(service, TESTED)
            stand(service, *({"state": State.SENDING, "wanted": 12, "at": at} | one for one in stands))
            if says:
                with pytest.raises(CenumError, match=says):
                    try_one(service)
            else:
                try_one(service)


@pytest.mark.parametrize("reached", [None, 0, 1])
def test_at_nine_what_is_being_sent_is_no_letter_that_left_before_somebody_has_it(reached: int | None) -> None:
    service = sent_service()
    send(service, TESTED)
    stand(service, {"state": State.SENDING, "reached": reached, "wanted": 12, "at": HOUR})
    assert act.send_due(TESTED, service, SETTINGS, going(), HOUR).campaign.state is State.SENDING
    if reached:
        assert look(TESTED, service, SETTINGS).campaign.reached == 1
    else:
        with pytest.raises(NotReady, match="nobody is known to have received it yet"):
            look(TESTED, service, SETTINGS)


def test_a_lost_answer_is_looked_into_even_while_looking_fails() -> None:
    service = sent_service()
    service.requests.clear()
    service.break_at, service.executed = 4, True
    reads = iter([ServiceUnreachable("x", "y"), ServiceUnreachable("x", "y")])
    look = service.campaign

    def unsteady(campaign_id: str) -> object:
        for mistake in reads:
            raise mistake
        return look(campaign_id)

    service.campaign = unsteady  # type: ignore[method-assign, assignment]  # the line comes back after a while
    assert send(service, TESTED).campaign.state is State.SENT


def test_a_send_that_another_run_made_first_is_said_to_be_so() -> None:
    service = sent_service()
    first = service.send

    def later(campaign: Campaign, content: Content) -> None:
        first(campaign, content)
        first(campaign, content)

    service.send = later  # type: ignore[method-assign]  # somebody's request arrives before ours
    with pytest.raises(Refusal, match="someone else sent"):
        send(service, TESTED)
    assert len(service.received) == 1


def test_a_stop_whose_answer_is_lost_is_looked_into() -> None:
    service = sent_service()
    act.schedule(TESTED, service, SETTINGS, going(), HOUR)
    service.requests.clear()
    service.break_at, service.executed = 3, True
    before, campaign = act.cancel(TESTED.key, service, SETTINGS, lambda: None)
    assert (before, campaign.state) == (State.SCHEDULED, State.DRAFT)
    act.schedule(TESTED, service, SETTINGS, going(), HOUR)
    service.unschedule = lambda *_what: None  # type: ignore[method-assign]  # it says yes, and does nothing
    with pytest.raises(FateUnknown, match="not known whether"):
        act.cancel(TESTED.key, service, SETTINGS, lambda: None)


def test_what_the_service_stored_otherwise_is_not_tested() -> None:
    service = FakeService()
    create = service.create

    def altered(name: str, content: Content) -> Campaign:
        return create(name, replace(content, html=content.html + "<img src=pixel>"))

    service.create = altered  # type: ignore[method-assign]  # a service that adds something of its own
    with pytest.raises(Refusal, match="changed what it was given: html") as refusal:
        act.send_test(TESTED, service, SETTINGS)
    assert "report" in refusal.value.remedy
    assert "cenum test" not in refusal.value.remedy
    assert not service.reviewed


def test_a_test_that_another_machine_began_as_well_is_refused_and_nothing_of_it_can_be_sent() -> None:
    service = FakeService()
    first = service.test

    def meanwhile(campaign_id: str, reviewers: Sequence[str]) -> object:
        service.create("Cénum · 2026-11-27 · untested", service.content(TESTED))
        return first(campaign_id, reviewers)

    service.test = meanwhile  # type: ignore[method-assign, assignment]  # somebody's draft appears
    with pytest.raises(Refusal, match="2 campaigns"):
        act.send_test(TESTED, service, SETTINGS)
    with pytest.raises(Refusal, match="2 campaigns"):
        send(service, TESTED)
    assert not service.received


def test_what_leaves_while_it_is_tested_again_is_said_to_have_left() -> None:
    service = sent_service()
    first = service.rename

    def meanwhile(campaign_id: str, name: str) -> None:
        first(campaign_id, name)
        campaign, content = service.stored[campaign_id]
        if "untested" not in name:
            service.stored[campaign_id] = (replace(campaign, state=State.SENDING), content)

    service.rename = meanwhile  # type: ignore[method-assign]  # somebody sends it on the service's own pages
    with pytest.raises(Refusal, match="already being sent"):
        act.send_test(EDITED, service, SETTINGS)


@pytest.mark.parametrize("listed", [False, True])
def test_a_list_that_lags_behind_is_no_lost_mark(listed: bool) -> None:  # noqa: FBT001  what it has
    service = FakeService()
    seen: list[Campaign] = []
    first = service.create

    def create(name: str, content: Content) -> Campaign:
        made = first(name, content)
        seen.extend([made] if listed else [])
        return made

    service.create = create  # type: ignore[method-assign]  # and the list stays as it is then
    service.campaigns = lambda: iter(seen)  # type: ignore[method-assign]  # as above
    tested = act.send_test(TESTED, service, SETTINGS)
    digest = marked_digest(TESTED.digest, "local contacts='contacts.csv'")
    assert read_mark(tested.campaign.name).vouches_for(digest)  # type: ignore[union-attr]  # it is one


def test_a_service_with_few_requests_is_looked_at_once_before_the_test() -> None:
    service = Frugal()
    first = act.send_test(TESTED, service, SETTINGS)
    create, rest = service.requests[1], [service.requests[0], *service.requests[2:]]
    assert create.startswith("create")
    assert rest == ["campaigns", "list", "test", f"rename {first.campaign.name}"]
    service.requests.clear()
    again = act.send_test(EDITED, service, SETTINGS)
    digest = read_mark(again.campaign.name).digest  # type: ignore[union-attr]  # it is one
    untested = f"rewrite Cénum · 2026-11-27 · untested {digest}"
    assert service.requests == ["campaigns", untested, "look", "test", f"rename {again.campaign.name}"]
    assert service.campaign("1").name == again.campaign.name
    send(service, EDITED)


@pytest.mark.parametrize("was_there", [True, False])
def test_few_requests_leave_no_guard_out(*, was_there: bool) -> None:
    """Each of these is noticed before the reviewers get anything."""

    def altered(service: Frugal) -> None:
        service.stored["1"] = (service.stored["1"][0], replace(service.stored["1"][1], html="else"))

    def left(service: Frugal) -> None:
        service.stored["1"] = (replace(service.stored["1"][0], state=State.SENT), service.stored["1"][1])

    def renamed(service: Frugal) -> None:
        service.stored["1"] = (replace(service.stored["1"][0], name="Somebody's"), service.stored["1"][1])

    def another(service: Frugal) -> None:
        service.create("Cénum · 2026-11-27 · untested", service.content(TESTED))

    for meanwhile, said in (
        (altered, "html"),
        (left, "already sent"),
        (renamed, "mark was not recorded"),
        *(() if was_there else ((another, "2 campaigns"),)),
    ):
        service = Frugal()
        if was_there:
            act.send_test(TESTED, service, SETTINGS)
            service.reviewed.clear()
        look = service.look

        def looked(
            campaign_id: str,
            *,
            new: bool,
            look: Callable[..., tuple[Content, list[Campaign]]] = look,
            meanwhile: Callable[[Frugal], None] = meanwhile,
            service: Frugal = service,
        ) -> tuple[Content, list[Campaign]]:
            meanwhile(service)
            return look(campaign_id, new=new)

        service.look = looked  # type: ignore[method-assign]  # somebody does something right before
        with pytest.raises(Refusal, match=said):
            act.send_test(EDITED, service, SETTINGS)
        assert not service.reviewed
        mark = read_mark(service.stored["1"][0].name)
        assert mark is None or mark.digest is None


def test_a_name_that_is_cut_off_is_noticed_before_the_test_where_requests_are_few() -> None:
    service = Frugal()
    act.send_test(TESTED, service, SETTINGS)
    service.reviewed.clear()
    service.keeps = 40
    with pytest.raises(Refusal, match="keeps 40 characters"):
        act.send_test(TESTED, service, SETTINGS)
    assert not service.reviewed


def test_at_nine_what_was_changed_after_it_was_scheduled_is_an_alarm() -> None:
    service = sent_service()
    act.schedule(TESTED, service, SETTINGS, going(), TESTED.sending_at)
    assert look(TESTED, service, SETTINGS).campaign.state is State.SCHEDULED
    campaign, content = service.stored["1"]
    service.stored["1"] = (campaign, replace(content, subject="Somebody else's"))
    with pytest.raises(Refusal, match="differs from what cenum made: subject"):
        look(TESTED, service, SETTINGS)


def test_friday_looks_at_the_audience_of_what_is_scheduled() -> None:
    service = sent_service()
    act.schedule(TESTED, service, SETTINGS, going(), TESTED.sending_at)
    service.size = 13
    with pytest.raises(Refusal, match="1 to 12"):
        act.send_due(TESTED, service, settings(audience={"maximum": 12}), going(), TESTED.sending_at)


def test_friday_wants_the_approvals_of_what_is_scheduled() -> None:
    service = sent_service()
    act.schedule(TESTED, service, SETTINGS, going(), TESTED.sending_at)
    with pytest.raises(Refusal, match="1 approval"):
        act.send_due(TESTED, service, settings(approvals=1), going(), TESTED.sending_at)


def test_another_edition_that_is_scheduled_for_the_hour_is_not_taken_for_this_one() -> None:
    service = sent_service()
    act.schedule(TESTED, service, SETTINGS, going(), HOUR)
    with pytest.raises(Refusal, match="already scheduled"):
        act.schedule(EDITED, service, SETTINGS, going(), HOUR)


def test_the_hour_of_a_scheduled_campaign_is_read_where_the_list_has_none() -> None:
    service = sent_service()
    service.lists_hours = False
    act.schedule(TESTED, service, SETTINGS, going(), HOUR)
    assert act.schedule(TESTED, service, SETTINGS, going(), HOUR).campaign.at == HOUR
    with pytest.raises(FateUnknown, match="hour has passed"):
        act.send_due(TESTED, service, SETTINGS, going(), HOUR + timedelta(hours=1))
    act.cancel(TESTED.key, service, SETTINGS, lambda: None)
    act.schedule(TESTED, service, SETTINGS, going(), HOUR + timedelta(days=1))
    with pytest.raises(Refusal, match="another day"):
        act.send_due(TESTED, service, SETTINGS, going(), HOUR)


def test_a_mark_that_the_service_cuts_off_is_said_at_once() -> None:
    service = FakeService()
    service.keeps = 50
    with pytest.raises(Refusal, match="keeps 50 characters"):
        act.send_test(TESTED, service, SETTINGS)
    service.keeps = 70
    act.send_test(TESTED, service, SETTINGS)
    with pytest.raises(Refusal, match="keeps 70 characters"):
        act.approve(TESTED, service, SETTINGS, "Ada")


def test_a_mark_that_services_might_cut_off_is_not_tried() -> None:
    service = FakeService()
    newsletter = {**msgspec.to_builtins(SETTINGS)["newsletter"], "name": "n" * 150}
    with pytest.raises(Refusal, match="200 at most are safe"):
        act.send_test(TESTED, service, settings(newsletter=newsletter))
    assert not service.requests
    service = sent_service()
    for letter in "ABC":
        act.approve(TESTED, service, SETTINGS, letter * 40)
    with pytest.raises(Refusal, match="200 at most are safe"):
        act.approve(TESTED, service, SETTINGS, "D" * 40)
    assert service.stored["1"][0].name.endswith("C" * 40)


def test_a_name_that_is_too_long_is_not_cut_off() -> None:
    service = sent_service()
    with pytest.raises(Refusal, match="more than 40 characters"):
        act.approve(TESTED, service, SETTINGS, "A" * 41)
    assert act.approve(TESTED, service, SETTINGS, "A" * 40).name.endswith("A" * 40)


def test_what_was_edited_at_the_service_is_not_approved() -> None:
    service = sent_service()
    campaign, _content = service.stored["1"]
    service.stored["1"] = (campaign, service.content(EDITED))
    with pytest.raises(Refusal, match="differ"):
        act.approve(TESTED, service, SETTINGS, "Ada")


MAILCHIMP = {"audience": "a1b2c3"}


def to_readers(**choice: object) -> Settings:
    return settings(service={"name": "mailchimp", "mailchimp": MAILCHIMP | choice}, approvals=1)


@pytest.mark.parametrize("others", [to_readers(audience="d4e5f6"), to_readers(segment=9), settings(approvals=1)])
def test_other_readers_take_another_test_as_other_words_do(others: Settings) -> None:
    service, before = FakeService(), to_readers()
    act.send_test(TESTED, service, before)
    act.approve(TESTED, service, before, "Ada")
    asked: tuple[Callable[[], object], ...] = (
        lambda: act.send(TESTED, service, others, going()),
        lambda: act.schedule(TESTED, service, others, going(), HOUR),
        lambda: act.send_due(TESTED, service, others, going(), HOUR),
        lambda: look(TESTED, service, others),
        lambda: act.approve(TESTED, service, others, "Bachir"),
    )
    for say in asked:
        with pytest.raises(NotReady, match="no longer what the reviewers were sent"):
            say()
    act.send_test(TESTED, service, others)
    with pytest.raises(NotReady, match="1 approval of the issue of 2026-11-27 is missing"):
        act.send(TESTED, service, others, going())
    act.approve(TESTED, service, others, "Ada")
    assert act.send(TESTED, service, others, going()).campaign.state is State.SENT


def test_what_is_scheduled_for_other_readers_is_refused_on_friday() -> None:
    service, before = FakeService(), settings(service={"name": "mailchimp", "mailchimp": MAILCHIMP})
    others = settings(service={"name": "mailchimp", "mailchimp": MAILCHIMP | {"segment": 9}})
    act.send_test(TESTED, service, before)
    act.schedule(TESTED, service, before, going(), HOUR)
    assert act.send_due(TESTED, service, before, going(), HOUR).audience is None
    with pytest.raises(Refusal, match="what is scheduled is not the issue of 2026-11-27 as it is here"):
        act.send_due(TESTED, service, others, going(), HOUR)


def test_what_chooses_no_readers_takes_no_other_test() -> None:
    service = FakeService()
    act.send_test(TESTED, service, settings(service={"local": {"url": "http://localhost:1"}}))
    act.send(
        TESTED, service, settings(service={"local": {"url": "http://localhost:2"}}, audience={"maximum": 99}), going()
    )
    assert service.received


def test_whom_it_goes_to_is_said_before_anything_leaves() -> None:
    service = FakeService()
    told: list[Audience] = []
    act.send_test(TESTED, service, SETTINGS)

    def tell(audience: Audience) -> None:
        assert not service.received
        told.append(audience)

    act.send(TESTED, service, SETTINGS, replace(going(), tell=tell))
    assert told == [Audience("readers", 12)]
