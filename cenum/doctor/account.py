"""What the account at the mailing service is ready for, from what the service says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.doctor.diagnosis import Diagnosis, bad, good, unknown, warning
from cenum.errors import Refusal
from cenum.i18n import _, ngettext
from cenum.sending.rules import audience_is_expected

if TYPE_CHECKING:
    from cenum.services.service import Audience, Notice, Standing
    from cenum.settings import Settings


def account_diagnoses(settings: Settings, account: str, audience: Audience, standing: Standing) -> list[Diagnosis]:
    """The key, the audience, the sender, the reviewers, what proves a test, the opens, and what is special, in order.

    ``account`` is what the service's ``account()`` gave: that it answered is the proof of the key.
    """
    service = settings.service.name
    return [
        good(_("key"), _("{service} accepts the key: {account}").format(service=service, account=account)),
        _audience(settings, audience),
        *([_sender(settings, standing)] if standing.verifies_senders else []),
        _reviewers(settings, standing),
        _proof(settings),
        _opens(settings, standing),
        *map(_notice, standing.notices),
    ]


def _notice(notice: Notice) -> Diagnosis:
    if not notice.remedy:
        return good(notice.subject, notice.says)
    return (bad if notice.stops else warning)(notice.subject, notice.says, notice.remedy)


def _audience(settings: Settings, audience: Audience) -> Diagnosis:
    try:
        audience_is_expected(audience, settings.audience)
    except Refusal as refusal:
        return bad(_("audience"), refusal.message, refusal.remedy)
    says = ngettext(
        "“{name}” has {size} reader, as many as the settings expect",
        "“{name}” has {size} readers, as many as the settings expect",
        audience.size,
    )
    return good(_("audience"), says.format(name=audience.name, size=audience.size))


def _sender(settings: Settings, standing: Standing) -> Diagnosis:
    sender, service = settings.newsletter.sender.email, settings.service.name
    match standing.sender_verified:
        case True:
            return good(_("sender"), _("{service} has verified {sender}").format(service=service, sender=sender))
        case False:
            return bad(
                _("sender"),
                _("{service} has not verified {sender}, so it sends nothing from that address").format(
                    service=service, sender=sender
                ),
                _("verify {sender} in the account at {service}, or change [newsletter.sender] in cenum.toml").format(
                    sender=sender, service=service
                ),
            )
        case None:
            return unknown(
                _("sender"),
                _("{service} does not say whether it has verified {sender}").format(service=service, sender=sender),
                _("check the senders in the account at {service}").format(service=service),
            )


def _reviewers(settings: Settings, standing: Standing) -> Diagnosis:
    service = settings.service.name
    if not settings.reviewers:
        return bad(
            _("reviewers"),
            _("no reviewer is set: nobody can receive the test"),
            _("write in cenum.toml: {line}").format(line='reviewers = ["relecture@example.org"]'),
        )
    if standing.unknown_reviewers:
        return bad(
            _("reviewers"),
            _("{service} does not know these reviewers, so they can't receive the test: {list}").format(
                service=service, list=", ".join(standing.unknown_reviewers)
            ),
            standing.reviewers_remedy
            or _(
                "add each as a contact in the account at {service}, outside the audience unless they are subscribers"
            ).format(service=service),
        )
    return good(_("reviewers"), _("the test goes to {list}").format(list=", ".join(settings.reviewers)))


def _proof(settings: Settings) -> Diagnosis:
    """What shows that a test was seen before the letter leaves."""
    if settings.approvals:
        says = ngettext(
            "{count} person approves the test before the letter leaves",
            "{count} people approve the test before the letter leaves",
            settings.approvals,
        )
        return good(_("test"), says.format(count=settings.approvals))
    if settings.arrival:
        return good(_("test"), _("the letter leaves only once its test was seen in a mailbox"))
    if settings.service.name == "local":
        return good(_("test"), _("the embedded service hands tests over itself"))
    return unknown(
        _("test"),
        _("nothing proves that a test was seen before the letter leaves"),
        _("write approvals = 1 in cenum.toml, or arrival = true and run cenum inspect --imap after each test"),
    )


def _opens(settings: Settings, standing: Standing) -> Diagnosis:
    """CNIL, deliberation 2026-042 of 12 March 2026: to measure who opened takes that reader's prior consent."""
    service = settings.service.name
    if standing.tracks_opens is None:
        return unknown(
            _("opens"),
            _("{service} does not say whether it tracks opens").format(service=service),
            _("check in the account at {service} that opens are not tracked, unless readers consented").format(
                service=service
            ),
        )
    if not standing.tracks_opens:
        return good(_("opens"), _("{service} does not track opens").format(service=service))
    if settings.tracking.opens:
        says = _("{service} tracks opens, and the settings declare that every reader consented")
        return good(_("opens"), says.format(service=service))
    return bad(
        _("opens"),
        _(
            "{service} adds a tracking pixel to the letter, and the settings do not declare that "
            "readers consented (CNIL, deliberation 2026-042)"
        ).format(service=service),
        _(
            "turn off open tracking in the account at {service}; or, if every reader consented, "
            "write opens = true under [tracking] in cenum.toml"
        ).format(service=service),
    )
