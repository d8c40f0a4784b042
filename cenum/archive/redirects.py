"""Old addresses of a letter lead to its page: one file for each kind of host, and a page for hosts with none."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.rule import Rule
from cenum.workspace import is_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.archive.letter_facts import LetterFacts
    from cenum.finding import Finding

ALIAS_OUTSIDE = Rule(
    "alias-outside",
    Severity.ERROR,
    what=N_("An alias is not an address below the letter's site, or has what no redirect can have."),
    why=N_("Nobody who opens it would come to the letter."),
    remedy=N_("Write the path of the old address, as `/lettre/36`; on another host, set the redirect up there."),
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
# What the files of redirects could misread, or an address can't have.
_UNFIT = re.compile(r"[\s\"'\\$<>{}|^`;*?#\x00-\x1f\x7f]")
_OWN = re.compile(
    r"(media|search)(/.*)?|(\d{4}|index|latest|search|404)(\.html)?|feed\.xml|sitemap\.xml|robots\.txt|style\.css"
    r"|search\.js|icon\.svg|archive\.json|\.nojekyll|_redirects|\.htaccess|nginx-redirects\.conf"
)


class Redirect(NamedTuple):
    """``path`` is below the site, decoded, without a slash at its ends; ``key`` is the letter that it leads to."""

    path: str
    key: str


def redirects(letters: Iterable[LetterFacts], site: str) -> tuple[list[Redirect], list[Finding]]:
    """The redirects that the ``letters`` ask for, and what is wrong with others; ``site`` is ``newsletter.site``."""
    found: dict[str, tuple[Redirect, LetterFacts]] = {}
    findings: list[Finding] = []
    for letter in letters:
        for alias, place in ((one.address, one.place) for one in letter.aliases):
            path = _below(alias, site)
            if path is None:
                message = _("the alias {alias} is not below {site}").format(alias=alias, site=site)
                remedy = _("write a path of that site, as /lettre/36; on another host, set the redirect up there")
                findings.append(ALIAS_OUTSIDE.at(place, message, remedy))
                continue
            name = _name(path)
            taken = found.get(name)
            if _is_own(path):
                message = _("the alias {alias} is the address of a page that the site has").format(alias=alias)
                findings.append(ALIAS_CLASH.at(place, message, _("remove it: that address stays what it is")))
            elif taken and taken[1].key != letter.key:
                message = _("the alias {alias} is that of the letter of {key}, too").format(
                    alias=alias, key=taken[1].key
                )
                findings.append(ALIAS_CLASH.at(place, message, _("remove it from one of the two")))
            else:
                found[name] = (Redirect(path, letter.key), letter)
    return sorted(redirect for redirect, _letter in found.values()), findings


def redirect_files(wanted: Sequence[Redirect], site: str, language: str) -> dict[str, bytes]:
    """The files of ``wanted`` redirects: of Netlify and its like, of Apache, of nginx, and pages for all others.

    Every one leads to the letter at once, and by https. Sources: docs.netlify.com/manage/routing/redirects,
    httpd.apache.org/docs/2.4/mod/mod_alias.html, nginx.org/en/docs/http/ngx_http_rewrite_module.html.
    """
    base = urlsplit(site).path.rstrip("/")
    lines: dict[str, list[str]] = {"_redirects": [], ".htaccess": [], "nginx-redirects.conf": []}
    files: dict[str, bytes] = {}
    for path, key in wanted:
        target = f"{site}/{key}"
        old = f"{base}/{path}"
        lines["_redirects"].append(f"{quote(old)} {target} 301")
        lines[".htaccess"].append(f'RedirectMatch 301 "^{re.escape(old)}/?$" "{target}"')
        lines["nginx-redirects.conf"].append(f'location = "{old}" {{ return 301 {target}; }}')
        page = _page(target, language)
        files |= dict.fromkeys(_places(path), page)
    files |= {name: "".join(f"{line}\n" for line in written).encode() for name, written in lines.items()}
    return files


def _below(alias: str, site: str) -> str | None:
    """The path of ``alias`` below ``site``; ``None`` where it is none."""
    try:
        there, here = urlsplit(alias.strip()), urlsplit(site)
    except ValueError:
        return None
    if (there.scheme or there.netloc) and (there.scheme, there.netloc.casefold()) != (here.scheme, here.netloc):
        return None
    path = there.path
    base = here.path.rstrip("/") + "/"
    if path.startswith("/"):
        if not path.startswith(base):
            return None
        path = path.removeprefix(base)
    path = unquote(path).strip("/")
    steps = path.split("/")
    if there.query or there.fragment or _UNFIT.search(path) or not all(steps) or {".", ".."} & set(steps):
        return None
    return path


def _name(path: str) -> str:
    """What two paths have in common for which a host would give one file."""
    return path.casefold().removesuffix("/index.html").removesuffix(".html")


def _is_own(path: str) -> bool:
    first = path.split("/", maxsplit=1)[0]
    return is_key(first) or is_key(path.removesuffix(".html")) or _OWN.fullmatch(path.casefold()) is not None


def _places(path: str) -> Iterator[str]:
    """The files that hosts give for ``path``, as for a letter's own page."""
    if path.endswith((".html", ".htm")):
        yield path
    else:
        yield f"{path}.html"
        yield f"{path}/index.html"


def _page(target: str, language: str) -> bytes:
    address = escape(target)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{address}</title>\n"
        f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{address}">\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n</head>\n'
        f'<body>\n<p><a href="{address}">{address}</a></p>\n</body>\n</html>\n'
    ).encode()
