"""What a real listmonk answered, held against the fake, and read by cenum."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest

from cenum.clock import utc_now
from cenum.services import listmonk
from cenum.services.service import State
from tests.services.contract import SERVICES
from tests.services.recordings import Exchange, life, recorded, shape, write

if TYPE_CHECKING:
    from pathlib import Path

BESIDE = "-remainders"
RECORDED = [one for _file, one in recorded()]
LIFE = [one for file, one in recorded() if not file.endswith(BESIDE)]
# Where the fake answers something else, which nobody reads.
DIFFERENT = {
    # A letter is on its way at once there; a real one's manager takes it up within five seconds.
    ("PUT /campaigns/{id}/status", "started_at", "str"),
}


def shapes(exchanges: list[Exchange]) -> dict[tuple[str, int], set[tuple[str, str]]]:
    """By what was asked and whether it was granted."""
    found: dict[tuple[str, int], set[tuple[str, str]]] = {}
    for one in exchanges:
        found.setdefault((one.asked, one.status), set()).update(shape(one.answer))
    return found


@pytest.fixture(scope="module")
def faked(tmp_path_factory: pytest.TempPathFactory) -> list[Exchange]:
    with SERVICES["listmonk"](tmp_path_factory.mktemp("fake")) as desk:
        return life(desk)


def test_a_real_one_was_asked_all_that_the_fake_is_asked(faked: list[Exchange]) -> None:
    assert shapes(faked).keys() == shapes(LIFE).keys()


@pytest.mark.parametrize(("asked", "status"), sorted(shapes(LIFE)))
def test_the_fake_answers_nothing_that_a_real_one_does_not(faked: list[Exchange], asked: str, status: int) -> None:
    invented = shapes(faked)[asked, status] - shapes(RECORDED)[asked, status]
    assert {one for one in invented if (asked, one[0].rpartition(".")[2], one[1]) not in DIFFERENT} == set()


def test_campaigns_pass_through_the_states_of_a_real_one(faked: list[Exchange]) -> None:
    assert {(one.asked, one.state) for one in faked} <= {(one.asked, one.state) for one in LIFE}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", {State.DRAFT}),
        ("scheduled", {State.SCHEDULED}),
        ("running", {State.SENDING}),
        ("paused", {State.PAUSED}),
        ("finished", {State.SENT, State.INCOMPLETE}),
        ("cancelled", {State.PAUSED, State.CANCELLED}),
    ],
)
def test_every_recorded_state_is_read(state: str, expected: set[State]) -> None:
    rows = [one.answer["data"] for one in RECORDED if one.state == state and one.asked.startswith("GET")]
    assert rows
    assert {msgspec.convert(row, listmonk._Campaign).state(utc_now()) for row in rows} == expected


def test_what_is_written_down_is_the_last_of_its_kind(tmp_path: Path) -> None:
    told = [Exchange("GET /lists/{id}", 200, "", {"data": number}) for number in range(3)]
    file = write("v6", told, tmp_path)
    assert [one["answer"] for one in json.loads(file.read_text("utf-8"))] == [{"data": 2}]
