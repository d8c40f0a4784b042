"""The mark in a campaign's own name: which issue of which letter, what was tested, did it arrive, who approved it.

It lives at the service, so that every machine sees it, and a person who opens the service's pages can read it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.i18n import _
from cenum.services.service import State

if TYPE_CHECKING:
    from cenum.services.service import Campaign

_DIGEST = 32  # hexadecimal digits kept in the name: 128 bits
LONGEST_APPROVER = 40  # characters; GitHub's names have 39 at most
LONGEST_NAME = 200  # characters of a campaign's name, which providers cut off somewhere above
_SEPARATOR = " · "
# What listmonk's pages put before the name of a campaign that a person clones: “campaigns.copyOf” in its languages.
_COPY = re.compile(
    "(?:Bản sao của|Copi o|Copia de|Copie a|Copie de|Copie di|Copy of|Còpia de|Cópia de|Kopi af|Kopi av|Kopia av|"
    "Kopia|Kopie van|Kopie von|Kopie|Kopija|Kopio de|Kopio kampanjasta|Kópia|Salinan|Αντίγραφο του|Копие на|Копия|"
    "Копія|עותק של|نسخة من) "
)
_NAME = re.compile(
    rf"^(?P<newsletter>.*){_SEPARATOR}(?P<key>\d{{4}}-\d{{2}}-\d{{2}}){_SEPARATOR}"
    rf"(?:untested(?: [0-9a-f]{{{_DIGEST}}})?"
    rf"|tested (?P<digest>[0-9a-f]{{{_DIGEST}}})(?P<arrived>{_SEPARATOR}arrived)?"
    rf"(?:{_SEPARATOR}approved by (?P<approvers>[^·]+))?)$",
    re.DOTALL,
)


class Mark(Struct, frozen=True):
    """``key`` is the issue's; ``digest`` the beginning of :func:`marked_digest`, or ``None`` while untested.

    ``newsletter`` is the letter's name: an account may have another letter with an issue of the same day. The test
    ``arrived`` where somebody saw it in a mailbox.
    """

    newsletter: str
    key: str
    digest: str | None
    approvers: tuple[str, ...] = ()
    arrived: bool = False

    @property
    def name(self) -> str:
        """The campaign's name: ``Cénum · 2025-04-18 · untested``, or ``… · tested 84ce… · approved by Ada, Bachir``.

        Between the two stands ``arrived`` once the test was seen in a mailbox.
        """
        parts = [self.newsletter, self.key]
        if self.digest is None:
            return _SEPARATOR.join([*parts, "untested"])
        parts.append(f"tested {self.digest[:_DIGEST]}")
        if self.arrived:
            parts.append("arrived")
        if self.approvers:
            parts.append(f"approved by {', '.join(self.approvers)}")
        return _SEPARATOR.join(parts)

    def is_of(self, newsletter: str) -> bool:
        """Whether it is the letter called ``newsletter``, or what a person cloned of it, which can leave as well."""
        name = self.newsletter
        while name != newsletter and (copy := _COPY.match(name)):
            name = name[copy.end() :]
        return name == newsletter

    def vouches_for(self, digest: str) -> bool:
        """Whether what the reviewers were sent is that of ``digest``, as :func:`marked_digest` gives it."""
        return self.digest is not None and digest.startswith(self.digest)

    def approved_by(self, person: str) -> tuple[str, ...]:
        """The approvers, and ``person`` among them, once however the name is capitalised."""
        if person.casefold() in {name.casefold() for name in self.approvers}:
            return self.approvers
        return (*self.approvers, person)


def marked_digest(edition_digest: str, readers: str) -> str:
    """What a test vouches for, in hexadecimal: an edition, and whom it goes to."""
    return hashlib.sha256(f"{edition_digest} {readers}".encode()).hexdigest()


def campaign_name(newsletter: str, key: str, tested_digest: str | None, approvers: tuple[str, ...] = ()) -> str:
    """The name of a campaign that was made or tested just now."""
    return Mark(newsletter, key, tested_digest, approvers).name


def untested_name(newsletter: str, key: str, digest: str) -> str:
    """The name of a campaign that is about to be tested, no shorter than the one that it will have then.

    A service that keeps it whole keeps the mark whole.
    """
    return f"{campaign_name(newsletter, key, None)} {digest[:_DIGEST]}"


def read_mark(name: str) -> Mark | None:
    """The mark in a campaign's name; ``None`` for a campaign that is not cenum's."""
    match = _NAME.search(name)
    if not match:
        return None
    approvers = tuple(one.strip() for one in (match["approvers"] or "").split(",") if one.strip())
    return Mark(match["newsletter"], match["key"], match["digest"], approvers, bool(match["arrived"]))


def state_word(campaign: Campaign) -> str:
    """A campaign's state, as a person says it: a draft whose name bears the mark of a test is tested.

    Where not all have it, how many do.
    """
    mark = read_mark(campaign.name)
    if campaign.state is State.DRAFT and mark is not None and mark.digest is not None:
        return _("tested")
    if campaign.counted and campaign.state in {State.SENDING, State.PAUSED, State.INCOMPLETE}:
        return _("{state}: {counted}").format(state=campaign.state.word, counted=campaign.counted)
    return campaign.state.word


def approver(name: str) -> str:
    """``name`` as it can stand in a mark, spelled in one way; empty where it has no letter."""
    composed = unicodedata.normalize("NFC", name).replace("’", "'")
    words = " ".join(re.sub(r"[\W_](?<![-'. ])", " ", composed).split())
    return words if any(character.isalpha() for character in words) else ""
