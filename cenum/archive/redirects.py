"""Old addresses of a letter lead to its page: which there are, and what is wrong with others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from cenum.archive.redirect_files import OLD_SITES, UNFIT
from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.rule import Rule
from cenum.web_address import PORTS
from cenum.workspace import is_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.archive.letter_facts import LetterFacts
    from cenum.finding import Finding

ALIAS_OUTSIDE = Rule(
    "alias-outside",
    Severity.ERROR,
    what=N_("An alias is not an address below the letter's site or an old one, or has what no redirect can have."),
    why=N_("Nobody who opens it would come to the letter."),
    remedy=N_(
        "Write the path of the old address, as `/lettre/36`; where the letter's site was at another one, name that "
        "in `old_sites` below `[archive]`."
    ),
    example="cenum publish says it: an issue that is checked alone is not held against the site",
)
ALIAS_CLASH = Rule(
    "alias-clash",
    Severity.ERROR,
    what=N_("An alias is another letter's too, or the address of a page of the site."),
    why=N_("An address leads to one page."),
    remedy=N_("Remove it from one of the two."),
    example="it takes two letters",
)
_OWN = re.compile(
    rf"(media|search|{OLD_SITES})(/.*)?|(\d{{4}}|index|latest|search|404)(\.html)?|feed\.xml|sitemap\.xml|robots\.txt|style\.css"
    r"|search\.js|icon\.svg|archive\.json|\.nojekyll|_redirects|\.htaccess|nginx-redirects\.conf"
)


class Redirect(NamedTuple):
    """``path`` is below the site, decoded, without a slash at its ends; ``key`` is the letter that it leads to.

    ``old_site`` is the one of ``archive.old_sites`` that it is below; empty where that is the letter's site.
    """

    path: str
    key: str
    old_site: str = ""


def redirects(
    letters: Iterable[LetterFacts], site: str, old_sites: Sequence[str] = ()
) -> tuple[list[Redirect], list[Finding]]:
    """The redirects that the ``letters`` ask for, and what is wrong with others; ``site`` is ``newsletter.site``."""
    found: dict[tuple[str, str], tuple[Redirect, LetterFacts]] = {}
    findings: list[Finding] = []
    for letter in letters:
        for alias, place in ((one.address, one.place) for one in letter.aliases):
            old_site, path = _placed(alias, site, old_sites)
            if path is None:
                message = _("the alias {alias} is not below {site}").format(alias=alias, site=site)
                remedy = _("write a path of that site, as /lettre/36, or name its old address in archive.old_sites")
                findings.append(ALIAS_OUTSIDE.at(place, message, remedy))
                continue
            name = (old_site, _name(path))
            taken = found.get(name)
            if not old_site and _is_own(path):
                message = _("the alias {alias} is the address of a page that the site has").format(alias=alias)
                findings.append(ALIAS_CLASH.at(place, message, _("remove it: that address stays what it is")))
            elif taken and taken[1].key != letter.key:
                message = _("the alias {alias} is that of the letter of {key}, too").format(
                    alias=alias, key=taken[1].key
                )
                findings.append(ALIAS_CLASH.at(place, message, _("remove it from one of the two")))
            else:
                found[name] = (Redirect(path, letter.key, old_site), letter)
    return sorted(redirect for redirect, _letter in found.values()), findings


def alias_for(address: str, site: str, old_sites: Sequence[str] = ()) -> str | None:
    """How an issue names the old ``address`` of its page, a path or a whole one, in ``aliases``.

    ``None`` where no redirect can lead from there: it is at another site, has a query, or is a page's own.
    """
    address = address.partition("#")[0]
    old_site, path = _placed(address, site, old_sites)
    if not path or (not old_site and _is_own(path)):
        return None
    return address if old_site else urlsplit(address).path


def _placed(alias: str, site: str, old_sites: Iterable[str]) -> tuple[str, str | None]:
    """The old site that ``alias`` is below, if it is, and its path there; ``None`` where it is nowhere."""
    path = _below(alias, site)
    if path is None and "//" in alias:
        old = ((old_site, _below(alias, old_site)) for old_site in old_sites)
        return next(((old_site, path) for old_site, path in old if path is not None), ("", None))
    return "", path


def _below(alias: str, site: str) -> str | None:
    """The path of ``alias`` below ``site``, by http or https; ``None`` where it is none."""
    try:
        there, here = urlsplit(alias.strip()), urlsplit(site)
    except ValueError:
        return None
    if (there.scheme or there.netloc) and (
        there.scheme not in PORTS or there.netloc.casefold() != here.netloc.casefold()
    ):
        return None
    path = there.path
    base = here.path.rstrip("/") + "/"
    if path.startswith("/"):
        if not path.startswith(base):
            return None
        path = path.removeprefix(base)
    path = unquote(path).strip("/")
    steps = path.split("/")
    if there.query or there.fragment or UNFIT.search(path) or not all(steps) or {".", ".."} & set(steps):
        return None
    return path


def _name(path: str) -> str:
    """What two paths have in common for which a host would give one file."""
    return path.casefold().removesuffix("/index.html").removesuffix(".html")


def _is_own(path: str) -> bool:
    first = path.split("/", maxsplit=1)[0]
    return is_key(first) or is_key(path.removesuffix(".html")) or _OWN.fullmatch(path.casefold()) is not None
