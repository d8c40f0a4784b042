"""Web addresses as browsers read and write them (WHATWG, URL Standard): the same for all who judge, ask or send."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from unicodedata import bidirectional
from urllib.parse import quote, unquote_to_bytes

PORTS = {"http": 80, "https": 443}
FOLLOWED = frozenset({"http", "https", "mailto"})  # what a page of cenum's own makes a link of

_OVERLOOKED = re.compile(r"[\t\n\r]")
_AROUND = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# After these, any number of slashes, of either kind, stands before the host: section 4.4.
_SPECIAL = frozenset({"http", "https", "ftp", "ws", "wss", "file"})
_SLASHES = "/\\"
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>[0-9]*))?")
_LAST_PORT = 65_535
# Nothing is asked of anybody for these.
_INERT = frozenset({"about", "blob", "cid", "javascript", "mailto", "mid", "sms", "tel", "urn", "vbscript"})
# Pictures of points alone: a style sheet, a page or an SVG fetches in turn.
_POINTS = re.compile(r"image/(?:avif|bmp|gif|jpeg|jpg|png|webp|x-icon)[;,]", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOT = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)
# What RFC 3986 reserves or leaves alone, less what one libxml2 or another escapes in the HTML that it writes
# ($ [ ] and their like): what is escaped here already comes out the same everywhere.
_STAYS = "@/:=?;#%&,+!~*'()"
_COMPLETE = re.compile(r"https?://[^/\\]", re.IGNORECASE)
_HOST = re.compile(r"(https?://(?:[^/?#\\@]*@)?)([^/?#\\:@\[\]]+)|(mailto:[^?@]*@)([^?@]+)", re.IGNORECASE)
_AT_A_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}", re.IGNORECASE)
_HALF = re.compile("[\ud800-\udfff]")
_STRAY = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)


class ParsedAddress(NamedTuple):
    """An http address in its parts: ``host`` in ASCII, ``port`` if it is unusual, ``path`` without dots to follow.

    ``user`` is what stands before the host; ``query`` and ``fragment`` are ``None`` where there is none.
    """

    scheme: str
    user: str
    host: str
    port: int | None
    path: str
    query: str | None
    fragment: str | None

    @property
    def authority(self) -> str:
        """Host and port, as the header ``Host`` has them."""
        return self.host if self.port is None else f"{self.host}:{self.port}"


def stripped(address: str) -> str:
    """``address`` without what browsers overlook: spaces and control characters around it, tabs and line ends."""
    return _OVERLOOKED.sub("", address.strip(_AROUND))


def scheme_of(address: str) -> str:
    """The scheme, in small letters; empty where ``address`` has none."""
    found = _SCHEME.match(stripped(address))
    return found[1].lower() if found else ""


def is_followed(address: str) -> bool:
    """Whether a page of cenum's own makes a link of ``address``: to the web or to a mail program, nowhere else."""
    return scheme_of(address) in FOLLOWED


def is_complete(url: str) -> bool:
    """Whether ``url`` is an http address with both of its slashes and no more; browsers make up for the others."""
    return bool(_COMPLETE.match(stripped(url)))


def parse(address: str) -> ParsedAddress:
    """An http address, complete, as browsers read it. Raises :class:`ValueError` where they read none."""
    text = stripped(address)
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    if found is None or scheme not in PORTS:
        raise ValueError(address)
    before, hash_sign, fragment = text[found.end() :].lstrip(_SLASHES).partition("#")
    before, question, query = before.partition("?")
    authority, *rest = re.split(r"(?=[/\\])", before, maxsplit=1)
    user, _at, place = authority.rpartition("@")
    host, port = _host_and_port(place)
    if not host:
        raise ValueError(address)
    path = _without_dots("".join(rest).replace("\\", "/"))
    return ParsedAddress(
        scheme,
        user,
        host,
        None if port == PORTS[scheme] else port,
        path,
        query if question else None,
        fragment if hash_sign else None,
    )


@lru_cache(maxsize=4096)  # each stands in the HTML, in the text and among the links
def spell(url: str) -> str:
    """``url`` in ASCII, as browsers would ask for it, with all else percent-encoded; what is encoded stays.

    What they read no host in is only encoded; so is what lacks a slash, which people are told of.
    """
    if scheme_of(url) == "mailto":
        return _spell_mailto(stripped(url))
    if not is_complete(url):
        return _encoded(url)
    try:
        parts = parse(url)
    except ValueError:
        return _encoded(url)
    user = f"{_encoded(parts.user)}@" if parts.user else ""
    query = "" if parts.query is None else f"?{encoded_query(_encoded(parts.query))}"
    fragment = "" if parts.fragment is None else f"#{_encoded(parts.fragment)}"
    return f"{parts.scheme}://{user}{parts.authority}{_encoded(parts.path)}{query}{fragment}"


def encoded_query(query: str) -> str:
    """``query``, which is encoded, as browsers encode it further: an apostrophe too (section 1.3)."""
    return query.replace("'", "%27")


def with_ascii_host(url: str) -> str:
    """``url`` with its host as the network knows it, and all else as it is written."""
    found = _HOST.match(url)
    if not found:
        return url
    before, host = (found[1], found[2]) if found[2] else (found[3], found[4])
    try:
        return before + ascii_host(host) + url[found.end() :]
    except ValueError:
        return url


def host_of(address: str) -> str:
    """The host that is asked for what stands at ``address``; empty where nobody is: within the letter, or beside it.

    An address of another kind, which somebody's program may know, comes back as its scheme (``feed:``), and one whose
    host can't be read as it is.
    """
    text = stripped(address)
    found = _SCHEME.match(text)
    scheme, rest = (found[1].lower(), text[found.end() :]) if found else ("", text)
    if scheme == "data":
        return "" if _POINTS.match(rest) else text[:40]
    if scheme not in _SPECIAL and not re.match(r"[/\\]{2}", rest):
        return "" if scheme in _INERT or not scheme else f"{scheme}:"
    authority = re.split(r"[/\\?#]", rest.lstrip(_SLASHES), maxsplit=1)[0]
    try:
        return _host_and_port(authority.rpartition("@")[2])[0].strip("[]") or address
    except ValueError:
        return address


def names_host(text: str) -> bool:
    """Whether ``text``, which may be no address at all, reads like one that leads to a host, or holds a page."""
    address = stripped(text)
    return scheme_of(address) in {*_SPECIAL, "data"} or bool(_AT_A_HOST.match(address))


@lru_cache(maxsize=4096)
def ascii_host(host: str) -> str:
    """``host`` as the network knows it, and as browsers make it of what is written (section 3.5; UTS 46).

    Raises :class:`ValueError` where no such name can be.
    """
    if host.startswith("["):
        return f"[{IPv6Address(host[1:-1]).compressed}]"
    name = unquote_to_bytes(host).decode()  # a UnicodeDecodeError is a ValueError
    name = name.lower() if name.isascii() and "xn--" not in name.lower() else _punycode(name)
    if not name or _FORBIDDEN.search(name):
        raise ValueError(host)
    return _as_ipv4(name)


def _host_and_port(text: str) -> tuple[str, int | None]:
    found = _AUTHORITY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    port = int(found["port"]) if found["port"] else None
    if port is not None and port > _LAST_PORT:
        raise ValueError(text)
    return ascii_host(found["host"]) if found["host"] else "", port


def _punycode(name: str) -> str:
    import idna  # noqa: PLC0415  its tables are large, and most hosts are in ASCII

    # Browsers take more names than a registry gives (IDNA 2008): signs, emoji, underscores.
    labels = [_letters(label) for label in idna.uts46_remap(name, std3_rules=False).split(".")]
    for label in labels:
        idna.check_initial_combiner(label or "a")
        if _is_bidirectional("".join(labels)):
            idna.check_bidi(label or "a", check_ltr=True)
        for at, sign in enumerate(label):
            if sign in "\u200c\u200d" and not idna.valid_contextj(label, at):
                raise ValueError(label)
    return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels)


def _letters(label: str) -> str:
    """``label`` in its own letters, where it is Punycode. Raises :class:`ValueError` where it could not have been."""
    import idna  # noqa: PLC0415  as above

    if not label.startswith("xn--"):
        return label
    shown = label.removeprefix("xn--").encode().decode("punycode")
    if shown.isascii() or shown != idna.uts46_remap(shown, std3_rules=False):
        raise ValueError(label)
    return shown


def _is_bidirectional(text: str) -> bool:
    return any(bidirectional(sign) in {"R", "AL", "AN"} for sign in text)  # RFC 5893, section 1.4


def _as_ipv4(name: str) -> str:
    """``name``, or where it ends in a number, the address that browsers make of its parts (section 3.5)."""
    parts = name.removesuffix(".").split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return name
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):  # noqa: PLR2004  of IPv4
        raise ValueError(name)
    *first, last = map(_numeric, parts)
    if any(one > 0xFF for one in first) or last >= 256 ** (4 - len(first)):  # noqa: PLR2004  as above
        raise ValueError(name)
    return str(IPv4Address(sum(one << (24 - 8 * at) for at, one in enumerate(first)) + last))


def _numeric(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") and part != "0" else 10)


def _without_dots(path: str) -> str:
    if not _DOT.search(path):
        return path
    segments = path.split("/")[1:]
    kept: list[str] = []
    for at, segment in enumerate(segments):
        is_last = at == len(segments) - 1
        if not _DOT.fullmatch(segment):
            kept.append(segment)
            continue
        if len(segment.lower().replace("%2e", ".")) > 1 and kept:
            kept.pop()
        if is_last:
            kept.append("")
    return "/" + "/".join(kept)


def _spell_mailto(url: str) -> str:
    before, question, fields = url.partition("?")
    user, at, host = before.rpartition("@")
    try:
        host = ascii_host(host)
    except ValueError:
        return _encoded(url)
    return _encoded(f"mailto:{user[len('mailto:') :]}{at}{host}{question}{fields}")


def _encoded(text: str) -> str:
    # Of half a character, as a keyboard may leave it, browsers make the sign for what can't be read.
    return quote(_STRAY.sub("%25", _HALF.sub("\ufffd", text)), safe=_STAYS)
