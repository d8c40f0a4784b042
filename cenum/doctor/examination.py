"""Everything that the doctor looks at, in the order in which it has to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.dictionary import vocabulary
from cenum.doctor.account import account_diagnoses
from cenum.doctor.diagnosis import Diagnosis, bad, good, unknown
from cenum.doctor.domain import DnsLookup, domain_diagnoses
from cenum.doctor.outdated import examine_files
from cenum.edition.edition import Address
from cenum.errors import CenumError
from cenum.i18n import _
from cenum.services.registry import open_service, spec
from cenum.starter.template_files import material

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.services.registry import ServiceContext
    from cenum.settings import Settings


def examine(
    settings: Settings, context: ServiceContext, selectors: Sequence[str], *, offline: bool
) -> list[Diagnosis]:
    """The settings were read before; then the account, and the domain's records unless ``offline``."""
    found = [good(_("settings"), _("cenum.toml has no errors"))]
    sender = Address(settings.newsletter.sender.name, settings.newsletter.sender.email)
    try:
        with open_service(settings, context) as service:
            account, audience = service.account(), service.audience()
            found += account_diagnoses(settings, account, audience, service.standing(sender, settings.reviewers))
    except CenumError as mistake:
        found.append(bad(_("mailing service"), mistake.message, mistake.remedy))
    found.append(_spelling(settings, context))
    found += examine_files(context.root, settings.newsletter, material(context.root))
    # The embedded service delivers on this machine, where nobody asks the DNS, unless it relays.
    if not offline and (settings.service.name != "local" or settings.service.local.smtp):
        domain = sender.email.rpartition("@")[2]
        found += domain_diagnoses(domain, spec(settings.service.name), DnsLookup(), selectors)
    return found


def _spelling(settings: Settings, context: ServiceContext) -> Diagnosis:
    subject = _("spelling")
    try:
        words = vocabulary(settings, context.root, context.environ)
    except CenumError as mistake:
        return bad(subject, mistake.message, mistake.remedy)
    if words is None:
        says = _("Hunspell or its dictionary is not installed: spelling is not checked")
        remedy = _("install both: pip install 'cenum[spelling]' && apt-get install hunspell-fr")
        return unknown(subject, says, remedy)
    return good(subject, _("words are checked against Hunspell's dictionary and {file}").format(file=words.file))
