"""What a link is, and what can become of it: one enumeration that cache, findings and reports all read."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from cenum.finding import Place

HEAVY_IMAGE = 1_000_000  # bytes: ten times the letter itself, on a phone, on the way


class Link(Struct, frozen=True):
    """One place where an address stands. ``text`` is what a reader sees or hears of it.

    ``in_issue`` says whether the editor wrote it, or a template or the settings brought it.
    """

    url: str
    text: str
    place: Place
    image: bool = False
    in_issue: bool = True


class LinkStatus(Enum):
    """What a link is good for. Dead and refused are errors; moved and unsure ask a person to look."""

    ALIVE = "alive"
    MOVED = "moved"
    UNSURE = "unsure"
    DEAD = "dead"
    REFUSED = "refused"
    UNCHECKED = "unchecked"


class Reason(Enum):
    """Why. The value is stored, and stands in JSON: it stays."""

    ANSWERS = "answers"
    MOVED_FOR_A_WHILE = "moved-for-a-while"
    ADDRESS_IN_ORDER = "address-in-order"

    MOVED_FOR_GOOD = "moved-for-good"
    HTTPS_ANSWERS = "https-answers"

    GONE = "gone"
    NO_SUCH_HOST = "no-such-host"
    CONNECTION_REFUSED = "connection-refused"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_OF_ANOTHER = "certificate-of-another"
    REDIRECT_LOOP = "redirect-loop"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REDIRECT_TO_NOTHING = "redirect-to-nothing"
    NO_MAIL_SERVER = "no-mail-server"
    NOT_AN_IMAGE = "not-an-image"

    LOGIN = "login"
    COOKIES = "cookies"
    FORBIDDEN = "forbidden"
    PAYMENT = "payment"
    LEGAL = "legal"
    METHOD = "method"
    ASKED_TOO_OFTEN = "asked-too-often"
    SERVER_ERROR = "server-error"
    ODD_STATUS = "odd-status"
    WALL = "wall"
    EXAMPLE = "example"
    TIMEOUT = "timeout"
    CUT = "cut"
    UNREADABLE = "unreadable"
    CERTIFICATE_UNKNOWN = "certificate-unknown"
    TLS = "tls"
    LOOKUP = "lookup"
    UNREACHABLE = "unreachable"
    FRONT_PAGE = "front-page"
    SAYS_NOT_FOUND = "says-not-found"
    PROGRAM = "program"

    PRIVATE = "private"

    NO_TIME = "no-time"
    INTERRUPTED = "interrupted"
    NO_CONNECTION = "no-connection"

    @property
    def fate(self) -> LinkStatus:
        """What the link is good for, for this reason."""
        for fate, reasons in _FATES.items():
            if self in reasons:
                return fate
        return LinkStatus.UNSURE


_FATES = {
    LinkStatus.ALIVE: frozenset({Reason.ANSWERS, Reason.MOVED_FOR_A_WHILE, Reason.ADDRESS_IN_ORDER}),
    LinkStatus.MOVED: frozenset({Reason.MOVED_FOR_GOOD, Reason.HTTPS_ANSWERS}),
    LinkStatus.DEAD: frozenset(
        {
            Reason.GONE,
            Reason.NO_SUCH_HOST,
            Reason.CONNECTION_REFUSED,
            Reason.CERTIFICATE_EXPIRED,
            Reason.CERTIFICATE_OF_ANOTHER,
            Reason.REDIRECT_LOOP,
            Reason.TOO_MANY_REDIRECTS,
            Reason.REDIRECT_TO_NOTHING,
            Reason.NO_MAIL_SERVER,
            Reason.NOT_AN_IMAGE,
        }
    ),
    LinkStatus.REFUSED: frozenset({Reason.PRIVATE}),
    LinkStatus.UNCHECKED: frozenset({Reason.NO_TIME, Reason.INTERRUPTED, Reason.NO_CONNECTION}),
}
# What a machine without a network comes to, as well as one site that has a bad day: few sites are no proof of either.
OUT_OF_REACH = frozenset({Reason.LOOKUP, Reason.UNREACHABLE, Reason.NO_CONNECTION})


class Verdict(Struct, frozen=True):
    """What became of one address.

    ``status`` is the last HTTP status, ``address`` where it leads or where it should lead, ``detail`` what only this
    reason needs: seconds, a title, a host. ``missing_fragments`` are those that the page does not have; ``bytes`` is
    the weight of an image, where the host says it.
    """

    reason: Reason
    status: int | None = None
    address: str = ""
    detail: str = ""
    missing_fragments: tuple[str, ...] = ()
    bytes: int | None = None

    @property
    def fate(self) -> LinkStatus:
        """What the link is good for."""
        return self.reason.fate


class Checked(Struct, frozen=True):
    """Each link with what became of it, in the order of the links; ``whole`` unless somebody interrupted."""

    links: tuple[tuple[Link, Verdict], ...]
    whole: bool = True

    def of(self, *fates: LinkStatus) -> list[tuple[Link, Verdict]]:
        """The links of these fates."""
        return [(link, verdict) for link, verdict in self.links if verdict.fate in fates]
