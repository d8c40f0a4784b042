"""A key that may not do everything, and a list that is not there: what is said of it, and what to do."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cenum.errors import ServiceRefused
from tests.sending.providers import PATIENCE
from tests.services.contract import READERS, REVIEWERS
from tests.services.fakes import FAKES
from tests.services.fakes.server import NoError
from tests.services.opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable

# As each of them says no: Brevo's and Mailchimp's descriptions of errors, and Mailjet's guide.
REFUSALS: dict[str, dict[str, Any]] = {
    "brevo": {"code": "permission_denied", "message": "Not yours"},
    "mailchimp": {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "Not yours", "instance": ""},
    "mailjet": {"ErrorMessage": "Not yours", "StatusCode": 403},
}
GIVEN_BY = {"brevo": "owner of the account", "mailchimp": "Owner, Admin or Manager", "mailjet": "API key management"}
ASKS: dict[str, Callable[[Any], object]] = {
    "read campaigns": lambda service: service.campaign("7"),
    "change campaigns": lambda service: service.rename("7", "Un autre nom"),
    "send campaigns": lambda service: service.test("7", REVIEWERS),
    "read contacts": lambda service: service.audience(),
    "read the account": lambda service: service.account(),
}


@pytest.mark.parametrize("right", sorted(ASKS))
@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_a_right_that_a_key_lacks_is_named_with_who_gives_it(name: str, right: str) -> None:
    with FAKES[name].provider(READERS, REVIEWERS) as fake:

        def answer(_request: object) -> tuple[int, Any]:
            raise NoError(403, REFUSALS[name])

        fake.answer = answer  # type: ignore[method-assign, assignment]  # whatever is asked is forbidden
        with closing(opened(name, fake.base, PATIENCE)) as service, pytest.raises(ServiceRefused) as caught:
            ASKS[right](service)
    assert caught.value.message.endswith("refused: Not yours")
    assert caught.value.remedy.startswith(f"the key lacks the right to {right}: ")
    assert GIVEN_BY[name] in caught.value.remedy


@pytest.mark.parametrize("name", ["brevo", "listmonk", "mailchimp", "mailjet"])
def test_a_list_that_is_not_there_is_said_with_the_setting_that_names_it(name: str) -> None:
    number = FAKES[name].settings["audience"]
    with FAKES[name].provider(READERS, REVIEWERS) as fake, closing(opened(name, fake.base, PATIENCE)) as service:
        fake.has_no_list = True
        for ask in (service.audience, *((service.account,) if name == "listmonk" else ())):
            with pytest.raises(ServiceRefused, match=f"has no list {number}: it was deleted") as caught:
                ask()
            assert f"service.{name}.audience in cenum.toml" in caught.value.remedy
