"""Redirects as hosts read them: rules for Netlify and its like, for Apache and for nginx, and pages for all others.

Sources: docs.netlify.com/manage/routing/redirects; httpd.apache.org/docs/2.4/mod/mod_alias.html and mod_dir.html;
nginx.org/en/docs/http/ngx_http_rewrite_module.html and ngx_http_core_module.html.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from cenum.web_address import host_of, spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.archive.redirects import Redirect

# Where the files for a host are that the letter's site was at before.
OLD_SITES = "old-sites"
# What the files could misread, or an address can't have.
UNFIT = re.compile(r"[\s\"'\\$<>{}|^`;*?#\x00-\x1f\x7f]")
_NETLIFY, _APACHE, _NGINX = "_redirects", ".htaccess", "nginx-redirects.conf"
_KEY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
# What a site has beside the pages of letters, and what an e-mail shows from there for ever. No name has a line end,
# with which a header would begin.
_OTHER = r"[0-9]{4}\.html|latest\.html|search\.html|feed\.xml|media/[A-Za-z0-9._-]+"


def redirect_files(wanted: Iterable[Redirect], site: str, language: str) -> dict[str, bytes]:
    """The files of the site for ``wanted`` redirects. Every one leads to the letter at once, and by https.

    A letter's page lies in a folder of its name. Apache and nginx lead there by themselves, with the scheme and the
    port that they know: behind a machine that ends TLS, these are not the readers'. So that is said here, too.
    """
    site = spell(site)
    base = _base(site)
    at = re.escape(base)
    rules: dict[str, list[str]] = {
        _NETLIFY: [],
        _APACHE: [f'ErrorDocument 404 "{base}/404.html"', *_apache(f"{at}/({_KEY})", f"{_decoded(site)}/$1/")],
        _NGINX: [f'error_page 404 "{base}/404.html";', *_nginx(f"{at}/({_KEY})", f"{site}/$1/")],
    }
    files = _with_aliases(rules, [one for one in wanted if not one.old_site], base, site, language)
    return {**files, **_lines(rules)}


def old_site_files(
    wanted: Sequence[Redirect], keys: Iterable[str], site: str, old_sites: Iterable[str], language: str
) -> dict[str, bytes]:
    """The files for the hosts of ``old_sites``: each page there leads to that of ``site``, and aliases to letters.

    ``keys`` are those of the letters that are listed.
    """
    new = spell(site)
    listed = list(keys)
    files = {}
    for old_site in old_sites:
        old = spell(old_site).rstrip("/")
        if old == new:
            continue  # nothing leads to itself
        base = _base(old)
        at = re.escape(base)
        rules = {
            _NETLIFY: [f"{quote(base)}/{key} {new}/{key} 301" for key in listed],
            _APACHE: [
                *_apache(rf"{at}/({_KEY})(?:/|\.html)?", f"{_decoded(new)}/$1/"),
                *_apache(f"{at}/({_OTHER})?", f"{_decoded(new)}/$1"),
            ],
            _NGINX: [
                *_nginx(rf"{at}/({_KEY})(?:/|\.html)?", f"{new}/$1/"),
                *_nginx(f"{at}/({_OTHER})?", f"{new}/$1"),
            ],
        }
        pages = _with_aliases(rules, [one for one in wanted if one.old_site == old_site], base, new, language)
        for key in listed:
            pages |= dict.fromkeys(_places(key), _page(f"{new}/{key}", language))
        pages["index.html"] = _page(f"{new}/", language)
        for name, content in {**pages, **_lines(rules)}.items():
            files[f"{OLD_SITES}/{host_of(old)}{urlsplit(old).path}/{name}"] = content
    return files


def _with_aliases(
    rules: dict[str, list[str]], wanted: Sequence[Redirect], base: str, site: str, language: str
) -> dict[str, bytes]:
    """Add the rules of ``wanted`` aliases, whose hosts look at the first that fits; the pages of these aliases."""
    files: dict[str, bytes] = {}
    netlify, apache, nginx = [], [], []
    for redirect in wanted:
        old, target = f"{base}/{redirect.path}", f"{site}/{redirect.key}"
        netlify.append(f"{quote(old)} {target} 301")
        apache += _apache(f"{re.escape(old)}/?", f"{_decoded(site)}/{redirect.key}/")
        nginx += [f'location = "{path}" {{ return 301 "{target}/"; }}' for path in (old, f"{old}/")]
        files |= dict.fromkeys(_places(redirect.path), _page(target, language))
    rules[_NETLIFY][:0] = netlify
    rules[_APACHE][:0] = apache
    rules[_NGINX][:0] = nginx
    return files


def _apache(path: str, target: str) -> list[str]:
    return [f'RedirectMatch 301 "^{path}$" "{target}"']


def _nginx(path: str, target: str) -> list[str]:
    return [f'location ~ "^{path}$" {{ return 301 "{target}$is_args$args"; }}']


def _lines(rules: dict[str, list[str]]) -> dict[str, bytes]:
    return {name: "".join(f"{line}\n" for line in written).encode() for name, written in rules.items()}


def _decoded(site: str) -> str:
    """``site`` as Apache wants it, which encodes what it leads to (mod_alias.c)."""
    parts = urlsplit(site)
    return f"{parts.scheme}://{parts.netloc}{_base(site)}"


def _base(site: str) -> str:
    """The path before every page of ``site``, decoded as Apache and nginx see it, if that is safe in their files."""
    path = urlsplit(site).path.rstrip("/")
    return path if UNFIT.search(unquote(path)) else unquote(path)


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
