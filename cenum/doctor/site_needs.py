"""What GitHub needs for the letter's pages to come online, in the way that cenum.toml names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cenum.doctor import repository_state, site_state
from cenum.doctor.repository_state import EnvironmentSays
from cenum.doctor.repository_want import Want, environment_want, secret_want
from cenum.i18n import N_, _
from cenum.repository.github_pages import SITE_KEY, SITE_REPOSITORY, pages_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.settings import Settings

# Where the pages are deployed, by ``archive.deploy``; a job of publish.yml names each.
SITE_ENVIRONMENTS = {"pages": "github-pages", "branch": "site"}
_SCREEN = "Settings › Pages"
# docs.github.com, “Managing a custom domain for your GitHub Pages site”.
_ADDRESSES = (
    *(f"A 185.199.{number}.153" for number in range(108, 112)),
    *(f"AAAA 2606:50c0:800{number}::153" for number in range(4)),
)
_OF_PAGES = EnvironmentSays(
    any_branch=N_("any branch can use it: whoever can push can replace the pages"),
    protected=N_("every protected branch can use it, and not {branch} alone"),
    others=N_("not {branch} alone can use it, but also: {others}"),
    none=N_("no branch can use it: no page comes online"),
    main=N_("only the main branch can use it"),
    asks=N_("only the main branch can use it, and a person has to approve each time"),
)


def site_wants(settings: Settings, name: str) -> Iterator[Want]:
    """What the repository ``name`` needs besides what tests and sends a letter."""
    yield Want(
        _("drafts"),
        _("letters are for their readers, once they leave"),
        f"gh api --method PATCH repos/{name} -F private=true",
        "Settings › General › Danger Zone › Change repository visibility",
        site_state.drafts,
    )
    if settings.archive.deploy == "pages":
        yield from _pages(settings.newsletter.site, name)
    elif settings.archive.deploy == "branch":
        yield from _branch(name)


def _pages(site: str, name: str) -> Iterator[Want]:
    api = f"repos/{name}/pages"
    build = f"{api} -f build_type=workflow"
    yield Want(
        _("GitHub Pages"),
        _("publish.yml brings the letter's pages there"),
        f"gh api --method POST {build} || gh api --method PUT {build}",
        f"{_SCREEN} › Build and deployment › Source › GitHub Actions",
        site_state.pages,
    )
    domain = pages_domain(site)
    record = _record(domain, name.partition("/")[0]) if domain else ""
    yield Want(
        _("domain of the pages"),
        _("letters name {site}").format(site=site) + record,
        f"gh api --method PUT {api} -f cname={domain}" if domain else f"gh api --method PUT {api} -F cname=null",
        f"{_SCREEN} › Custom domain › {domain or 'Remove'}",
        partial(site_state.pages_domain, site, record),
    )
    yield Want(
        _("https of the pages"),
        _("nobody on the way should be able to change a page"),
        f"gh api --method PUT {api} -F https_enforced=true",
        f"{_SCREEN} › Enforce HTTPS",
        site_state.pages_https,
    )
    purpose = _("the pages are put online from it, from the main branch only")
    yield environment_want(SITE_ENVIRONMENTS["pages"], name, purpose, _OF_PAGES)


def _record(domain: str, owner: str) -> str:
    """What the DNS has to say. GitHub has to know the domain first: else somebody else could take it there."""
    addresses = ", ".join(_ADDRESSES)
    if domain.count(".") < 2:  # noqa: PLR2004  a zone of its own, where no CNAME can stand
        return _("; once GitHub knows it, its DNS needs: {addresses}").format(addresses=addresses)
    said = _(
        "; once GitHub knows it, its DNS needs: CNAME {owner}.github.io; where {domain} is a zone of its own: "
        "{addresses}"
    )
    return said.format(owner=owner.lower(), domain=domain, addresses=addresses)


def _branch(name: str) -> Iterator[Want]:
    environment = SITE_ENVIRONMENTS["branch"]
    purpose = _("the pages are pushed from it, from the main branch only; it has the key of the other repository")
    yield environment_want(environment, name, purpose, repository_state.OF_KEYS)
    yield Want(
        _("{variable} in {environment}").format(variable=SITE_REPOSITORY, environment=environment),
        _("the repository to whose branch gh-pages the pages are pushed, as OWNER/NAME"),
        f"gh variable set {SITE_REPOSITORY} --env {environment} --body OWNER/NAME",
        f"Settings › Environments › {environment} › Environment variables",
        partial(site_state.site_repository, SITE_REPOSITORY, environment),
    )
    yield secret_want(
        SITE_KEY,
        environment,
        _("the deploy key of that repository, which opens nothing else"),
        "ssh-keygen -q -t ed25519 -N '' -C cenum -f cenum-site && "
        "gh repo deploy-key add cenum-site.pub --title cenum --allow-write --repo OWNER/NAME && "
        f"gh secret set {SITE_KEY} --env {environment} < cenum-site && rm cenum-site cenum-site.pub",
    )
