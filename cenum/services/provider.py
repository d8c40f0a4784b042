"""What is different from one HTTP service to the next, apart from the HTTP library, which takes time to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cenum.errors import ServiceRefused
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from requests.auth import AuthBase

    from cenum.services.http import Api

# RFC 9110, section 15.5.
BAD_REQUEST = 400
UNAUTHORIZED = 401
PAYMENT_REQUIRED = 402
FORBIDDEN = 403
NOT_FOUND = 404


# What the ways to a provider's resources begin with, and the rights that reading them takes.
_READING = {
    N_("read campaigns"): {"emailCampaigns", "campaigndraft", "campaigns", "campaign"},
    N_("read contacts"): {"contacts", "contactslist", "lists"},
    N_("read the senders"): {"senders", "sender", "verified-domains"},
    N_("read the files"): {"file-manager"},
    N_("read reports"): {"reports", "statcounters", "statistics"},
}
_ACCOUNT = N_("read the account")
_SENDING = {"send", "sendNow", "sendTest", "test", "schedule"}


class Patience(Struct, frozen=True):
    """How long to wait, in seconds, and how often to ask again.

    ``connect`` and ``silence`` bound one wait for the line and for bytes, ``answer`` a whole answer. A harmless
    request is repeated ``repeats`` times, after ``pause`` seconds and then twice as long each time; a service may
    ask for at most ``longest``.
    """

    connect: float = 10
    silence: float = 30
    answer: float = 120
    repeats: int = 3
    pause: float = 1
    longest: float = 90


class Reply(Struct, frozen=True):
    """An answer that said no: ``data`` is its JSON, or ``None``; ``words`` the provider's own sentence, redacted.

    ``right`` is what whoever asked wanted to be allowed to, in words.
    """

    status: int
    data: Any
    words: str
    right: str = ""


class Provider(Struct, frozen=True):
    """What is different from one HTTP service to the next.

    ``name`` is what people call it; ``wait_header`` holds the seconds to wait after a 429, in addition to
    ``Retry-After``; ``words`` finds the sentence in the JSON of an error; ``explain`` gives the remedy for a
    reply that it knows. ``rights`` says where a key is given a right that it lacks, where a refusal (403) means that.
    """

    name: str
    base: str
    headers: Mapping[str, str]
    secrets: Sequence[str]
    words: Callable[[Any], str]
    explain: Callable[[Reply], str | None]
    auth: AuthBase | tuple[str, str] | None = None
    wait_header: str | None = None
    rights: str = ""


class Refused(ServiceRefused):
    """A refusal whose reply the service's module may want to look into."""

    def __init__(self, message: str, remedy: str, reply: Reply) -> None:
        super().__init__(message, remedy)
        self.reply = reply


def right_to(method: str, path: str) -> str:
    """What a request has to be allowed to do, in the words of a person."""
    first, *others = path.strip("/").split("/")
    if method == "GET":
        return _(next((right for right, ways in _READING.items() if first in ways), _ACCOUNT))
    if first == "file-manager":
        return _("upload files")
    return _("change campaigns") if _SENDING.isdisjoint(others) else _("send campaigns")


def api(provider: Provider, patience: Patience | None = None) -> Api:
    """The provider, to be asked. Only who asks waits for the HTTP library."""
    from cenum.services.http import Api  # noqa: PLC0415  see above

    return Api(provider, patience)
