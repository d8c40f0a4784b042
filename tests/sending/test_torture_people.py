"""People at the service's own pages, between any two requests of a send: they change the letter, or the list grows.

What each reader got is what was tested; the number that was announced is the number that was written to; or the
command does not end with 0.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from cenum.edition.edition import Address
from cenum.errors import Exit
from tests.services.fakes.listmonk import FakeListmonk

from .providers import PROVIDERS, READERS, rehearsed, run
from .test_torture import EVERYBODY, SAID_NO, leaving, on_the_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.fakes.server import FakeProvider, Stored

    Edit = Callable[[Stored], None]

STRANGER = "stranger@example.net"
NEWCOMERS = tuple(Address("", f"new{number}@readers.example.org") for number in range(3))


def html(one: Stored) -> None:
    one.html += "<p>Gagnez un voyage</p>"
    if "body" in one.fields:  # listmonk's
        one.fields["body"] += "<p>Gagnez un voyage</p>"


def text(one: Stored) -> None:
    one.text += "Gagnez un voyage"


def name(one: Stored) -> None:
    one.name += " (copie)"
    for table, key in ((one.fields, "name"), (one.fields, "Title"), (one.fields.get("settings", {}), "title")):
        if key in table:  # where the service has it
            table[key] += " (copie)"


def fields(**changed: Any) -> Edit:
    return lambda one: one.fields.update(changed)


def within(table: str, **changed: Any) -> Edit:
    def edit(one: Stored) -> None:
        one.fields[table] = one.fields.get(table, {}) | changed

    return edit


EDITS: dict[str, dict[str, Edit]] = {
    "listmonk": {
        "html": html,
        "name": name,
        "subject": fields(subject="Gagnez"),
        "altbody": fields(altbody="Gagnez"),
        "lists": fields(lists=[3, 4]),
        "from_email": fields(from_email="X <x@example.net>"),
        "content_type": fields(content_type="plain"),
        "template_id": fields(template_id=2),
        "headers": fields(headers=[{"Reply-To": "cenum@example.org"}, {"Bcc": STRANGER}]),
        "messenger": fields(messenger="postback"),
    },
    "brevo": {
        "htmlContent": html,
        "name": name,
        "subject": fields(subject="Gagnez"),
        "replyTo": fields(replyTo="x@example.net"),
        "sender": fields(sender={"name": "X", "email": "x@example.net"}),
        "recipients": fields(recipients={"listIds": [12, 13]}),
        "toField": fields(toField="{{ contact.NAME }}"),
        "header": fields(header="<p>Gagnez</p>"),
        "footer": fields(footer="<p>Gagnez</p>"),
        "previewText": fields(previewText="Gagnez"),
    },
    "mailjet": {
        "Html-part": html,
        "Text-part": text,
        "Title": name,
        "Subject": fields(Subject="Gagnez"),
        "SenderName": fields(SenderName="X"),
        "ReplyEmail": fields(ReplyEmail="x@example.net"),
        "ContactsListID": fields(ContactsListID=13),
        "SegmentationID": fields(SegmentationID=5),
        "IsTextPartIncluded": fields(IsTextPartIncluded=False),
        "TemplateID": fields(TemplateID=9),
    },
    "mailchimp": {
        "html": html,
        "plain_text": text,
        "title": name,
        "subject_line": within("settings", subject_line="Gagnez"),
        "from_name": within("settings", from_name="X"),
        "reply_to": within("settings", reply_to="x@example.net"),
        "auto_footer": within("settings", auto_footer=True),
        "template_id": within("settings", template_id=9),
        "list_id": within("recipients", list_id="other"),
        "tracking": within("tracking", opens=True),
        "type": fields(type="plaintext"),
    },
}
# Where the parts are a resource of their own, they are read right before the campaign, which is read last.
PARTS = {"Html-part": "/detailcontent", "Text-part": "/detailcontent", "html": "/content", "plain_text": "/content"}


def last_look(service: str, part: str) -> int:
    """The last request of a send whose answer shows ``part``, counted from 1."""
    asked = list(enumerate(rehearsed(service, "send"), start=1))[: leaving(service) - 1]
    end = PARTS.get(part, "") if service in {"mailjet", "mailchimp"} else ""
    return max(number for number, look in asked if look.method == "GET" and look.path.endswith(end))


def test_the_page_says_how_much_people_change() -> None:
    parts = sum(map(len, EDITS.values()))
    changes = sum(len(EDITS[service]) * len(rehearsed(service, "send")) for service in EDITS)
    assert (
        f"change {parts} fields at the four services, each before each request of `send` ({changes} changes)"
        in on_the_page()
    )


# What nobody can edit once it left, and the service may alter when it sends.
UNSEEN = ("mailchimp", "html")


def edit(fake: FakeProvider, how: Edit) -> None:
    (one,) = fake.stored.values()
    how(one)


@pytest.mark.long
@pytest.mark.parametrize(("service", "part"), [(service, part) for service in EDITS for part in EDITS[service]])
def test_what_a_person_changes_before_the_last_look_leaves_for_nobody(service: str, part: str) -> None:
    for number in range(1, len(rehearsed(service, "send")) + 1):
        with PROVIDERS[service]() as fake:
            assert run(service, fake.base, "test") == Exit.DONE
            fake.do_at(number, partial(edit, fake, EDITS[service][part]))
            code = run(service, fake.base, "send")
            if number <= last_look(service, part):
                assert code in SAID_NO, f"changed before request {number}, and sent"
                assert not fake.sends
                continue
            # In the moment between the last look and the request nobody can see it: it is told right afterwards.
            assert Counter(address for address, _letter, _html in fake.sends if address != STRANGER) == EVERYBODY
            if number <= leaving(service):
                assert code == (Exit.DONE if (service, part) == UNSEEN else Exit.FATE_UNKNOWN)
            else:
                assert code in {Exit.DONE, Exit.FATE_UNKNOWN}


@pytest.mark.parametrize(("service", "part"), [(service, part) for service in EDITS for part in EDITS[service]])
def test_what_a_person_changes_on_its_way_is_an_alarm_on_friday_and_at_nine(service: str, part: str) -> None:
    with PROVIDERS[service]() as fake:
        assert run(service, fake.base, "test") == Exit.DONE
        assert run(service, fake.base, "send") == Exit.DONE
        for command in ("due", "due", "nine"):  # so long does one of them leave
            run(service, fake.base, command)
        assert run(service, fake.base, "nine") == Exit.DONE
        edit(fake, EDITS[service][part])
        for command in ("due", "nine"):
            assert (run(service, fake.base, command) == Exit.DONE) == ((service, part) == UNSEEN)
        assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY


@pytest.mark.parametrize("part", EDITS["listmonk"])
def test_what_is_paused_and_edited_and_goes_on_is_an_alarm(part: str) -> None:
    """listmonk lets people edit what is paused (cmd/campaigns.go, UpdateCampaign), and start it again."""
    with PROVIDERS["listmonk"]() as fake:
        assert run("listmonk", fake.base, "test") == Exit.DONE
        assert isinstance(fake, FakeListmonk)
        fake.paused_after = 1
        assert run("listmonk", fake.base, "send") == Exit.FATE_UNKNOWN
        edit(fake, EDITS["listmonk"][part])
        (one,) = fake.stored.values()
        fake.start_again(one)
        assert Counter(address for address, _letter, _html in fake.sends if address != STRANGER) == EVERYBODY
        assert one.state == "finished"
        # Without its mark it is none of ours (docs/sending.md): another test would make another one.
        for command in ("due", "nine", "send", *([] if part == "name" else ["test"])):
            assert run("listmonk", fake.base, command) != Exit.DONE
        assert Counter(address for address, _letter, _html in fake.sends if address != STRANGER) == EVERYBODY


@pytest.mark.parametrize("service", PROVIDERS)
def test_another_mark_that_stands_there_after_a_send_is_told(service: str) -> None:
    with PROVIDERS[service]() as fake:
        assert run(service, fake.base, "test") == Exit.DONE
        fake.do_at(leaving(service), partial(edit, fake, name))
        assert run(service, fake.base, "send") == Exit.FATE_UNKNOWN
        assert fake.sends


def grow(fake: FakeProvider) -> None:
    fake.readers = (*READERS, *NEWCOMERS)


@pytest.mark.parametrize("service", PROVIDERS)
def test_more_readers_than_were_announced_are_told_where_the_service_counts_them(service: str) -> None:
    """Mailjet counts nothing before its statistics do."""
    for number in range(1, leaving(service) + 1):
        with PROVIDERS[service]() as fake:
            assert run(service, fake.base, "test") == Exit.DONE
            fake.do_at(number, partial(grow, fake))
            code = run(service, fake.base, "send")
            looks = [at for at, look in enumerate(rehearsed(service, "send"), start=1) if _is_of_the_list(look.path)]
            written = len({address for address, _letter, _html in fake.sends})
            assert written == len(READERS) + len(NEWCOMERS)
            if number <= looks[-1] or service == "mailjet":
                assert code == Exit.DONE
            else:
                assert code == Exit.FATE_UNKNOWN, f"the list grew before request {number}"


@pytest.mark.parametrize("looks", [0, 1, 2, 3, 4, 5, 9])
def test_more_readers_than_were_announced_are_told_however_late_listmonk_begins(looks: int) -> None:
    with PROVIDERS["listmonk"]() as fake:
        assert isinstance(fake, FakeListmonk)
        fake.begins_after = looks
        assert run("listmonk", fake.base, "test") == Exit.DONE
        fake.do_at(leaving("listmonk"), partial(grow, fake))
        code = run("listmonk", fake.base, "send")
        # Later than one waits for it, nobody has it yet, which is what is said then.
        assert code == (Exit.DONE if looks == 9 else Exit.FATE_UNKNOWN)
        assert bool(fake.sends) == (looks != 9)


def _is_of_the_list(path: str) -> bool:
    """Whether its answer has the number that is announced; listmonk is asked for those whom it would write to."""
    return any(word in path for word in ("/lists", "/contactslist", "/subscribers"))
