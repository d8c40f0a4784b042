"""Addresses as strings: the page without its fragment, the host as the network knows it, what can be left out."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

import idna

from cenum.links.urldefense import defended
from cenum.web_address import PORTS, encoded_query, parse

if TYPE_CHECKING:
    from cenum.links.lists import HostLists

# What RFC 3986 allows in an address; everything else is percent-encoded, and “%” is left as it is.
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"
_MOST_LAYERS = 5  # of wrappers within each other: a mail that was passed on through several houses
# What a page's own program reads, and no place on it: #!/view, #/route, #t=30, #L12.
_OF_A_PROGRAM = re.compile(r"[!/]|[^=]*=|L\d+(-L?\d+)?$")


class PageAddress(NamedTuple):
    """What is asked once: ``url`` without its fragment, normalised; ``host`` in ASCII, ``port`` if it is unusual."""

    url: str
    scheme: str
    host: str
    port: int | None
    path: str


def page_of(url: str) -> tuple[PageAddress, str]:
    """The page of an http address, and its fragment, decoded. Raises :class:`ValueError` for what is no address.

    Host and port become what browsers make of them, dots in the path are followed. Case and order of all else stay:
    servers may care.
    """
    parts = parse(url)
    path = quote(parts.path or "/", safe=_KEPT)
    query = "" if parts.query is None else "?" + encoded_query(quote(parts.query, safe=_KEPT))
    page = f"{parts.scheme}://{parts.authority}{path}{query}"
    fragment = unquote((parts.fragment or "").partition(":~:")[0])
    if _OF_A_PROGRAM.match(fragment):
        fragment = ""
    return PageAddress(page, parts.scheme, parts.host.strip("[]"), parts.port, path), fragment


def is_registrable(host: str) -> bool:
    """Whether such a name can be registered (IDNA 2008, RFC 5891): browsers ask for others too."""
    if ":" in host or (host.isascii() and "xn--" not in host.lower()):
        return True
    try:
        idna.encode(host, uts46=True)
    except idna.IDNAError:
        return False
    return True


def alphabets(host: str) -> bool:
    """Whether a label of ``host`` mixes Latin letters with those of another alphabet that look like them."""
    try:
        name = idna.decode(host) if "xn--" in host else host
    except idna.IDNAError:
        return False
    return any(
        re.search(r"[a-z]", label) and re.search("[\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u13a0-\u13ff]", label)
        for label in name.casefold().split(".")
    )


def resolve(base: str, location: str) -> str:
    """Where a redirect from ``base`` leads, as an absolute address, the fragment of ``base`` kept where it has none.

    RFC 9110, section 10.2.2. Raises :class:`ValueError` where it leads to nothing that can be asked.
    """
    target = urljoin(base, location.strip())
    parts = urlsplit(target)
    if not location.strip() or parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(target)
    return target


def with_fragment(url: str, fragment: str) -> str:
    """``url`` with ``fragment`` where it has none of its own; ``fragment`` is as it stood in the address."""
    return url if not fragment or "#" in url else f"{url}#{fragment}"


def cleaned(url: str, lists: HostLists) -> str:
    """``url`` without what follows readers, and out of the wrapper of a host that only passes them on.

    Raises :class:`ValueError` for what is no address.
    """
    unwrapped = unwrapped_address(url, lists)
    parts = urlsplit(unwrapped)
    kept = [pair for pair in parts.query.split("&") if not _follows_readers(pair, lists)]
    fragment = "" if _follows_readers(parts.fragment, lists) else parts.fragment
    if len(kept) == len(parts.query.split("&")) and fragment == parts.fragment:
        return unwrapped
    return urlunsplit(parts._replace(query="&".join(kept), fragment=fragment))


def is_personal(parts: SplitResult, lists: HostLists) -> bool:
    """Whether an address was made for one reader of a letter: it counts the click, or shows that reader's copy."""
    address = f"{parts.hostname or ''}{parts.path}"
    return any(re.match(pattern, address) for pattern in lists.personal.addresses)


def is_file(path: str, lists: HostLists) -> bool:
    """Whether ``path`` ends like a file that is not a page."""
    return path.rpartition("/")[2].rpartition(".")[2].lower() in lists.files.endings


def over_https(url: str) -> str:
    """The same address over https."""
    return "https://" + url.partition("://")[2]


def _follows_readers(pair: str, lists: HostLists) -> bool:
    name, equals, _value = pair.partition("=")
    return bool(equals) and any(fnmatchcase(unquote(name).lower(), pattern) for pattern in lists.tracking.names)


def unwrapped_address(url: str, lists: HostLists) -> str:
    """What the wrapper holds that ``url`` is, be it in several; ``url`` itself where it is none.

    Raises :class:`ValueError` for what is no address.
    """
    for _layer in range(_MOST_LAYERS):
        inside = _inside(url, lists)
        if not inside.startswith(("https://", "http://")):
            break
        url = inside
    return url


def _inside(url: str, lists: HostLists) -> str:
    parts = urlsplit(url)
    hidden = defended(parts)
    if hidden:
        return hidden
    wanted = next((names for start, names in lists.wrappers.items() if _begins(parts, start)), ())
    asked = parse_qs(parts.query)
    return next((asked[name][0] for name in wanted if asked.get(name, [""])[0].startswith("http")), "")


def _begins(parts: SplitResult, start: str) -> bool:
    host, _slash, path = start.partition("/")
    name = (parts.hostname or "").lower()
    return (name == host or name.endswith(f".{host}")) and parts.path == "/" + path
