"""How the letter's pages come online at GitHub: what is set there for them.

The answers are GitHub's REST API's: “REST API endpoints for GitHub Pages”, “… for GitHub Actions variables”
(docs.github.com/rest, version 2022-11-28). All functions raise GitHubRefused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from cenum.doctor.diagnosis import Health
from cenum.doctor.repository_state import is_private, repository
from cenum.i18n import _
from cenum.web_address import host_of

if TYPE_CHECKING:
    from cenum.doctor.repository_state import GitHubAnswers, Seen


class _PagesSite(Struct, frozen=True):
    """What GitHub Pages makes; ``cname`` is the domain, where it is not GitHub's own."""

    build_type: str | None = None
    cname: str | None = None
    html_url: str = ""
    https_enforced: bool = False


class _Variable(Struct, frozen=True):
    value: str = ""


def drafts(asked: GitHubAnswers) -> Seen:
    """Who can read a letter before it leaves."""
    if is_private(asked):
        return Health.GOOD, _("nobody can read the drafts who was not invited")
    says = _(
        "this repository is public, so its drafts are: whoever looks can read a letter before it leaves; a private "
        "one on a free plan has neither environments nor GitHub Pages"
    )
    return Health.WARNING, says


def pages(asked: GitHubAnswers) -> Seen:
    """Whether GitHub Pages shows what the workflow gives it.

    Private repositories have none on a free plan (docs.github.com, “What is GitHub Pages?”).
    """
    found = asked.find("pages", _PagesSite)
    if found is None and is_private(asked):
        says = _(
            "they are switched off; a private repository on a free plan can't have them: there, write "
            'deploy = "branch" below [archive] in cenum.toml'
        )
        return Health.BAD, says
    if found is None:
        return Health.BAD, _("they are switched off: the letter's pages come online nowhere")
    if found.build_type != "workflow":
        return Health.BAD, _("they are built from a branch: what publish.yml makes comes online nowhere")
    return Health.GOOD, _("they show what publish.yml makes")


def pages_domain(site: str, record: str, asked: GitHubAnswers) -> Seen:
    """Whether GitHub Pages answers at ``site``, the address that letters name; ``record`` says what its DNS needs."""
    found = asked.find("pages", _PagesSite) or _PagesSite()
    where = f"//{found.cname}" if found.cname else found.html_url
    if where and _place(where) == _place(site):
        return Health.GOOD, _("the pages are at {site}").format(site=site)
    says = _("letters name {site}, and GitHub Pages does not know it").format(site=site)
    if where:
        says = _("letters name {site}, and the pages are at {where}").format(site=site, where=_place(where))
    return Health.BAD, f"{says}{record}"


def pages_https(asked: GitHubAnswers) -> Seen:
    """Whether who asks without encryption is led on to where nobody can change a page on its way."""
    found = asked.find("pages", _PagesSite)
    if found and found.https_enforced:
        return Health.GOOD, _("who asks in http is led on to https")
    says = _("anybody on the way can change what is read in http; GitHub offers it once the DNS leads there")
    return Health.BAD, says


def site_repository(variable: str, environment: str, asked: GitHubAnswers) -> Seen:
    """Whether ``variable`` of ``environment``, or of the whole repository, names another repository."""
    found = asked.find(f"environments/{environment}/variables/{variable}", _Variable)
    found = found or asked.find(f"actions/variables/{variable}", _Variable)
    if found is None and is_private(asked):
        says = _("it is missing; on a free plan, without environments, set it with: {command}")
        return Health.BAD, says.format(command=f"gh variable set {variable} --body OWNER/NAME")
    if found is None:
        return Health.BAD, _("it is missing")
    if found.value.strip().casefold() == repository(asked).full_name.casefold():
        return Health.BAD, _("it names this repository: the key would open the letter and its workflows, too")
    return Health.GOOD, found.value


def _place(address: str) -> str:
    return host_of(address) + urlsplit(address).path.rstrip("/")
