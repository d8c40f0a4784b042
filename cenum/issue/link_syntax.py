"""What may stand in a link, judged from its own characters, before anybody asks the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.schema import is_email, near, nearest
from cenum.web_address import is_complete, parse

if TYPE_CHECKING:
    from collections.abc import Collection

_PHONE = re.compile(r"\+?[0-9().\s-]{3,30}")
_BARE_HOST = re.compile(r"(www\.|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$))", re.IGNORECASE)
# A file beside the editor, a drive's letter, or file: itself.
_FILE = re.compile(
    r"^(file:|[a-z]:[\\/%])|^[^/]+\.(pdf|docx?|odt|xlsx?|ods|pptx?|odp|csv|zip|png|jpe?g|gif|webp|html?|md|txt)$",
    re.IGNORECASE,
)
_BAD_CHARACTERS = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]")

LINK_TEXT = Rule(
    "link-text",
    Severity.ERROR,
    what=N_("A link has no text."),
    why=N_("It can be neither seen nor heard."),
    remedy=N_("Say where it leads."),
    example=Example(
        fails="[](https://www.arcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_EMPTY = Rule(
    "link-empty",
    Severity.ERROR,
    what=N_("A link has no address."),
    why=N_("The link leads nowhere."),
    remedy=N_("Put the address between the round brackets."),
    example=Example(
        fails="[Le rapport]()",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_ANCHOR = Rule(
    "link-anchor",
    Severity.ERROR,
    what=N_("A link names a section that the issue does not have."),
    why=N_("The link leads nowhere."),
    remedy=N_("Use the id of a section."),
    corrected=True,
    example=Example(
        fails="""
            # Agenda {#agenda}

            Voir [la veille](#veile).

            # La veille {#veille}

            Un rapport.
            """,
        passes="""
            # Agenda {#agenda}

            Voir [la veille](#veille).

            # La veille {#veille}

            Un rapport.
            """,
    ),
)
LINK_PHONE = Rule(
    "link-phone",
    Severity.ERROR,
    what=N_("What follows `tel:` is not a telephone number."),
    why=N_("Nobody could call it."),
    remedy=N_("Write `tel:+33123456789`."),
    example=Example(
        fails="[Appelez-nous](tel:standard)",
        passes="[Appelez-nous](tel:+33123456789)",
    ),
)
LINK_MAIL = Rule(
    "link-mail",
    Severity.ERROR,
    what=N_("What follows `mailto:` is not an e-mail address."),
    why=N_("Nobody could write to it."),
    remedy=N_("Write `mailto:someone@example.org`."),
    example=Example(
        fails="[Écrivez-nous](mailto:bonjour)",
        passes="[Écrivez-nous](mailto:bonjour@cafeia.org)",
    ),
)
LINK_CHARACTERS = Rule(
    "link-characters",
    Severity.ERROR,
    what=N_("An address contains a space, a line break or another forbidden character."),
    why=N_("Mail programs cut it off there."),
    remedy=N_("Copy it again from the browser's address bar."),
    example=Example(
        fails="""
            ::: button https://www.arcep.fr/le rapport
            Lire le rapport
            :::
            """,
        passes="""
            ::: button https://www.arcep.fr/le-rapport
            Lire le rapport
            :::
            """,
    ),
)
LINK_ADDRESS = Rule(
    "link-address",
    Severity.ERROR,
    what=N_("An address has no host, or is not an address."),
    why=N_("The link leads nowhere."),
    remedy=N_("Copy it again from the browser's address bar."),
    corrected=True,
    example=Example(
        fails="[Le rapport](https:///rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_HOST = Rule(
    "link-host",
    Severity.ERROR,
    what=N_("The host is this computer, or is in a network that readers can't reach."),
    why=N_("The link leads nowhere."),
    remedy=N_("Use the public address."),
    example=Example(
        fails="[Le rapport](https://intranet/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_SCHEME = Rule(
    "link-scheme",
    Severity.ERROR,
    what=N_("The address lacks `https://` or `mailto:`, or is of a kind that mail programs don't open."),
    why=N_("The link leads nowhere."),
    remedy=N_("Write it as the message says."),
    corrected=True,
    example=Example(
        fails="[Le rapport](www.arcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_LOCAL = Rule(
    "link-local",
    Severity.ERROR,
    what=N_("The link leads to a file on your computer."),
    why=N_("Readers don't have it."),
    remedy=N_("Publish it, and use its address."),
    example=Example(
        fails="[Le rapport](rapport.pdf)",
        passes="[Le rapport](https://www.arcep.fr/rapport.pdf)",
    ),
)


_QUOTES = "«»“”„‘’\"' \u00a0\u202f"
# Of an address within quotation marks, or with a slip in its first letters.
_MISSPELT = re.compile(r"h?t{1,3}ps?s?(?::|;|\.)?/{1,3}(?P<rest>[\w-]+\.\S+)", re.IGNORECASE)
# What a site's generator, or a mailing service, would have put an address for.
_VARIABLES = (("{{", "}}"), ("{%", "%}"))
# What Word and Google Docs call a note, a comment, a heading.
_OF_WORD = re.compile(r"_(?:ftn|edn|msocom|Toc|Ref|Hlk|heading)|heading=|h\.[a-z0-9]{8,}")


class Problem(NamedTuple):
    """Why a link can't go out, and what to do: for its ``text``, what may be written ``instead``."""

    rule: Rule
    message: str
    remedy: str
    text: str = ""
    instead: tuple[str, ...] = ()


def problem(url: str, anchors: Collection[str]) -> Problem | None:
    """What is wrong with ``url``, if anything. ``anchors`` are the ids of the issue's sections."""
    if not url.strip():
        return Problem(LINK_EMPTY, _("the link has no address"), _("put its address between the round brackets"))
    if url.startswith("#"):
        name = unquote(url[1:])
        if name in anchors:
            return None
        if _OF_WORD.match(name):
            message = _("“{url}” leads into the document from which it was copied").format(url=f"#{name}")
            return Problem(LINK_ANCHOR, message, _("delete the link; write a note as `[^1]`, and below it `[^1]: …`"))
        message = _("no section is called “{url}”").format(url=f"#{name}")
        meant = near(name, anchors)
        return Problem(LINK_ANCHOR, message, nearest(name, anchors), f"#{name}", (f"#{meant}",) if meant else ())
    if any(closing in unquote(url).partition(opening)[2] for opening, closing in _VARIABLES):
        message = _("the address has a variable: “{url}”").format(url=unquote(url))
        return Problem(LINK_ADDRESS, message, _("write the address itself: a letter has no variables"))
    scheme = url.partition(":")[0].lower() if ":" in url else ""
    if scheme == "mailto":
        return _mailto_problem(url)
    if scheme == "tel":
        if _PHONE.fullmatch(unquote(url[4:])):
            return None
        message = _("“{url}” is not a telephone number").format(url=url)
        return Problem(LINK_PHONE, message, _("write tel:+33123456789"), url)
    if scheme in {"http", "https"}:
        return _web_problem(url)
    return _scheme_problem(url)


def _mailto_problem(url: str) -> Problem | None:
    address = unquote(url[len("mailto:") :].partition("?")[0])
    if is_email(address):
        return None
    message = _("“{address}” is not an e-mail address").format(address=address)
    return Problem(LINK_MAIL, message, _("write mailto:someone@example.org"), url)


def _web_problem(url: str) -> Problem | None:
    try:
        host = parse(url).host if is_complete(url) else ""
    except ValueError:
        host = ""
    if _BAD_CHARACTERS.search(url):
        remedy = _("copy the address again from the browser's address bar")
        return Problem(LINK_CHARACTERS, _("the address contains a space or a forbidden character"), remedy)
    if not host:
        remedy = _("copy the address again from the browser's address bar")
        return Problem(LINK_ADDRESS, _("“{url}” is not an address").format(url=url), remedy, url)
    if "." not in host or host.endswith((".invalid", ".localhost", ".local", ".internal")):
        message = _("readers can't reach “{host}”").format(host=host)
        return Problem(LINK_HOST, message, _("use the public address of the page"), url)
    return None


def _scheme_problem(url: str) -> Problem:
    meant = _MISSPELT.match(unquote(url).strip(_QUOTES))
    if meant:
        message = _("“{url}” is not an address").format(url=unquote(url))
        better = f"https://{meant['rest']}"
        return Problem(LINK_ADDRESS, message, _("write {url}").format(url=better), unquote(url), (better,))
    if is_email(url):
        message = _("a link to an e-mail address begins with mailto:")
        return Problem(LINK_SCHEME, message, _("write mailto:{url}").format(url=url), url, (f"mailto:{url}",))
    if _FILE.search(url):
        message = _("“{url}” leads to a file on your computer").format(url=url)
        return Problem(LINK_LOCAL, message, _("publish it, and use its https:// address"), url)
    if _BARE_HOST.match(url):
        message = _("the address “{url}” has no https://").format(url=url)
        return Problem(LINK_SCHEME, message, _("write https://{url}").format(url=url), url, (f"https://{url}",))
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", url):
        message = _("a letter can't contain “{scheme}:” links").format(scheme=url.partition(":")[0])
        return Problem(LINK_SCHEME, message, _("use https://, mailto: or tel:"))
    message = _("“{url}” leads to a file on your computer").format(url=url)
    return Problem(LINK_LOCAL, message, _("publish it, and use its https:// address"))
