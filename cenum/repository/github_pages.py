"""What has to be known of GitHub Pages: the names of what pushes pages there, and the domain that they are at."""

from __future__ import annotations

from urllib.parse import urlsplit

from cenum.web_address import host_of

# The secret and the variable of the environment “site”.
SITE_KEY, SITE_REPOSITORY = "CENUM_SITE_KEY", "CENUM_SITE_REPOSITORY"
_OF_GITHUB = ".github.io"


def pages_domain(site: str) -> str:
    """The domain that GitHub has to know for ``site``; empty below GitHub's own, or below another repository's.

    docs.github.com, “Managing a custom domain for your GitHub Pages site”.
    """
    host = host_of(site)
    return "" if host.endswith(_OF_GITHUB) or urlsplit(site).path.strip("/") else host
