"""`make contract` against a listmonk that is not what it should be: nothing is sent, and it says why."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.services.contract import READERS, edition
from tests.services.fakes.listmonk import TOKEN, USER
from tests.services.fakes.listmonk_account import FakeListmonkAccount
from tests.services.live import FAKED, Premises, Unfit, is_near
from tests.services.opening import cleared
from tests.services.relays import Inbox, mail_server
from tools.contract import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def fake(inbox: Inbox) -> Iterator[FakeListmonkAccount]:
    with mail_server(inbox) as where, FakeListmonkAccount(int(where.rpartition(":")[2])) as opened:
        yield opened


def premises(
    fake: FakeListmonkAccount, inbox: Inbox | None, said: list[str], audience: int | None = None
) -> Premises:
    return Premises(fake.base, USER, TOKEN, said.append, audience=audience, inbox=inbox, pace=FAKED)


def subscribe(fake: FakeListmonkAccount, number: int, *addresses: str) -> None:
    for address in addresses:
        key = len(fake.members) + 1
        fake.members[key] = {"id": key, "email": address, "name": "", "lists": [number]}


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://localhost:9000", True),
        ("http://127.0.0.1:9000", True),
        ("http://127.1.2.3", True),
        ("http://[::1]:9000", True),
        ("https://listmonk.example.org", False),
        ("https://localhost.example.org", False),
        ("http://localhost@listmonk.example.org", False),
        ("http://192.168.0.1:9000", False),
        ("", False),
    ],
)
def test_this_machine_is_told_from_others(url: str, *, near: bool) -> None:
    assert is_near(url) is near


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "URL="),
        (["https://listmonk.example.org"], "REALLY=1"),
        (["http://localhost@listmonk.example.org"], "REALLY=1"),
        (["http://localhost:9"], "LISTMONK_API_TOKEN"),
        (["https://listmonk.example.org", "--really"], "LISTMONK_API_TOKEN"),
    ],
)
def test_nothing_is_tried_at_another_machine_or_without_a_key(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert "Nothing was tried" in told.err
    assert said in told.err


def test_what_was_made_is_deleted_and_each_is_named(fake: FakeListmonkAccount, inbox: Inbox, tmp_path: Path) -> None:
    said: list[str] = []
    with premises(fake, inbox, said) as there:
        with there.desk(tmp_path) as desk:
            desk.service.create("Un nom", desk.service.content(edition()))
        assert len(fake.members) == 5
    assert (fake.members, fake.stored, fake.media) == ({}, {}, [])
    assert len([line for line in said if line.startswith("made ")]) == 7
    assert len([line for line in said if line.startswith("deleted ")]) == 8  # the picture too


def test_a_campaign_of_somebody_else_stays_and_is_not_seen(
    fake: FakeListmonkAccount, inbox: Inbox, tmp_path: Path
) -> None:
    with premises(fake, inbox, []) as there, there.desk(tmp_path) as theirs:
        draft = theirs.service.create("Un nom", theirs.service.content(edition())).id
        with there.desk(tmp_path) as desk:
            assert list(desk.service.campaigns()) == []
        assert theirs.service.campaign(draft).name == "Un nom"


@pytest.mark.parametrize("strangers", [["reader@example.com"], [READERS[0].email, "reader@example.com"]])
def test_a_list_that_holds_anybody_else_is_left_alone(
    fake: FakeListmonkAccount, inbox: Inbox, strangers: list[str]
) -> None:
    subscribe(fake, 4, *strangers)
    with pytest.raises(Unfit, match="list 4 holds 1 addresses"), premises(fake, inbox, [], 4):
        pass
    assert len(fake.members) == len(strangers)
    assert not [request for request in fake.requests if request.method != "GET"]


def test_who_comes_to_the_list_meanwhile_ends_it(fake: FakeListmonkAccount, inbox: Inbox, tmp_path: Path) -> None:
    with premises(fake, inbox, []) as there:
        subscribe(fake, there.audience, "reader@example.com")
        with pytest.raises(Unfit), there.desk(tmp_path):
            pass


def test_where_tests_arrive_elsewhere_no_letter_leaves(fake: FakeListmonkAccount, inbox: Inbox) -> None:
    fake.mailbox = None
    with pytest.raises(Unfit, match="did not arrive"), premises(fake, inbox, []):
        pass
    assert (fake.sends, fake.members, fake.stored) == ([], {}, {})


def test_without_a_mailbox_nothing_is_sent(fake: FakeListmonkAccount, tmp_path: Path) -> None:
    with ExitStack() as stack:
        desk = stack.enter_context(stack.enter_context(premises(fake, None, [])).desk(tmp_path))
        draft = desk.service.create("Un nom", desk.service.content(edition())).id
        with pytest.raises(pytest.skip.Exception):
            desk.service.test(draft, ["one@review.example.org"])
        with pytest.raises(pytest.skip.Exception):
            desk.service.send(*cleared(desk.service, draft))
    assert (fake.tests, fake.sends) == ([], [])
