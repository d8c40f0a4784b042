"""What the letter uses that some of its readers' mail programs don't know, after the tests of caniemail.com."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from cenum.checks.css import Sheet, conditions, declarations, parse
from cenum.checks.page import elements, page
from cenum.finding import Finding, Place, warning
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.checks.css import Declaration
    from cenum.edition.model import Edition
    from cenum.settings import Clients

# Made by tests/caniemail.py; `make clients` renews it.
_DATA = Path(__file__).parent / "caniemail.json"
_GRACEFUL = Path(__file__).parent / "graceful.toml"
_TEMPLATES = Place("templates")
# The keys of [clients] as readers know them, and what caniemail.com calls them.
_AUDIENCE = {
    "apple_mobile": ("Apple Mail (iPhone, iPad)", ("apple-mail.ios",)),
    "apple_mac": ("Apple Mail (Mac)", ("apple-mail.macos",)),
    "gmail_web": ("Gmail (web)", ("gmail.desktop-webmail",)),
    "gmail_mobile": ("Gmail (mobile)", ("gmail.android", "gmail.ios")),
    "outlook_windows": ("Outlook (Windows)", ("outlook.windows",)),
    "outlook_web": ("Outlook (web)", ("outlook.outlook-com",)),
    "outlook_mobile": ("Outlook (mobile, Mac)", ("outlook.ios", "outlook.android", "outlook.macos")),
    "yahoo": ("Yahoo", ("yahoo.desktop-webmail", "yahoo.ios", "yahoo.android")),
    "orange": ("Orange", ("orange.desktop-webmail", "orange.ios", "orange.android")),
    "sfr": ("SFR", ("sfr.desktop-webmail", "sfr.ios", "sfr.android")),
    "laposte": ("LaPoste.net", ("laposte.desktop-webmail",)),
    "free": ("Free", ("free-fr.desktop-webmail",)),
    "thunderbird": ("Thunderbird", ("thunderbird.macos",)),
    "samsung": ("Samsung", ("samsung-email.android",)),
    "proton": ("Proton", ("protonmail.desktop-webmail", "protonmail.ios", "protonmail.android")),
}
# Uses whose names are ours, and no CSS or HTML that could be looked for.
_OUR_WORDS = ("selector ", "unit ", "value ", "href=", "src=", "nesting")
_MEDIA_FEATURE = re.compile(r"\(\s*([-a-z]+)")
_FUNCTION = re.compile(r"([-a-z]+)\(", re.IGNORECASE)
_UNIT = re.compile(r"(?<![-\w#.])[-+]?[0-9]*\.?[0-9]+(%|[a-z]+)", re.IGNORECASE)
_KEYWORD = re.compile(r"(?<![-\w])[a-z]+(?:-[a-z]+)*(?![-\w(])")
_STRING = re.compile(r"""\[[^\]]*\]|"[^"]*"|'[^']*'""")
_PSEUDO = re.compile(r"::?[-a-z]+")
_COMBINATOR = re.compile(r"\s*([>+~,])\s*")


class Feature(Struct, frozen=True, array_like=True):
    """Something that caniemail.com has tested: its title, how it shows in a letter, and a letter a client."""

    title: str
    uses: tuple[str, ...]
    support: str


class Support(Struct, frozen=True):
    """caniemail.com's tests, the latest version of each client. ``updated`` is their day."""

    source: str
    licence: str
    updated: str
    clients: tuple[str, ...]
    features: dict[str, Feature]

    def lacking(self, slug: str, clients: tuple[str, ...]) -> float:
        """How much of ``clients``, from 0 to 1, is known not to have the feature."""
        marks = [self.features[slug].support[self.clients.index(client)] for client in clients]
        return marks.count("n") / len(marks)


@cache
def support() -> Support:
    """The extract that stands beside this file."""
    return msgspec.convert(json.loads(_DATA.read_bytes()), Support)


class Graceful(Struct, frozen=True, forbid_unknown_fields=True):
    """What readers see who don't have a feature, and the ``property:value`` that this holds for; all, if none."""

    why: str
    only: tuple[str, ...] = ()


@cache
def graceful() -> dict[str, Graceful]:
    """The features that the templates use on purpose, by caniemail.com's name."""
    return msgspec.convert(tomllib.loads(_GRACEFUL.read_text("utf-8")), dict[str, Graceful])


def clients(edition: Edition, shares: Clients) -> list[Finding]:
    """A warning for each feature that more readers lack than ``shares.tolerated``, and that nothing stands in for."""
    known = {use: slug for slug, feature in support().features.items() for use in feature.uses}
    used = uses(edition.html)
    first: dict[str, str] = {}
    for use in used:
        if use in known:
            first.setdefault(known[use], use)
    findings = []
    for slug, use in first.items():
        lacking = _lacking(slug, shares)
        share = sum(lacking.values())
        if share < shares.tolerated or not share or _degrades(slug, used):
            continue
        message = _("“{feature}” does nothing for {share:.0f} in 100 readers ({clients})").format(
            feature=support().features[slug].title if use.startswith(_OUR_WORDS) else use,
            share=share,
            clients=", ".join(sorted(lacking, key=lambda name: -lacking[name])),
        )
        remedy = _("leave it out, or make sure that the letter can be read without it and waive it")
        url = f"{support().source}/features/{slug}/"
        if slug.startswith("css-"):
            findings.append(warning("client-style", _TEMPLATES, message, remedy, url))
        else:
            findings.append(warning("client-markup", _TEMPLATES, message, remedy, url))
    return findings


def _degrades(slug: str, used: Iterable[str]) -> bool:
    """Whether the letter is as good without the feature, in every use that it makes of it."""
    known = graceful().get(slug)
    if known is None or not known.only:
        return known is not None
    names = tuple(f"{name}:" for name in support().features[slug].uses)
    return all(use in known.only for use in used if use.startswith(names))


def _lacking(slug: str, shares: Clients) -> dict[str, float]:
    """The percentage of the audience that lacks a feature, by mail program."""
    total = sum(getattr(shares, key) for key in _AUDIENCE) or 1
    found = {
        name: getattr(shares, key) * support().lacking(slug, programs) * 100 / total
        for key, (name, programs) in _AUDIENCE.items()
    }
    return {name: share for name, share in found.items() if share}


def uses(html: str) -> dict[str, None]:
    """What the letter uses, in reading order, as the extract names it: ``<h1>``, ``display:flex``, ``@media``."""
    found: dict[str, None] = {}
    styles: dict[str, None] = {}
    for element in elements(page(html)):
        found.update(dict.fromkeys(_of_element(element)))
        if element.tag == "style":
            found.update(dict.fromkeys(_of_sheet(parse(element.text or ""))))
        elif element.get("style"):
            styles[element.get("style")] = None
    for style in styles:
        for declaration in declarations(style):
            found.update(dict.fromkeys(_of_declaration(declaration)))
    return found


def _of_element(element: Any) -> Iterator[str]:  # noqa: ANN401  lxml
    tag = element.tag
    yield f"<{tag}>"
    for name, value in element.items():
        yield f"{name}="
        if name == "type" or (tag == "meta" and name == "name"):
            yield f"<{tag} {name}={value.lower()}>"
        elif name == "href":
            yield f"href={value[:1]}" if value.startswith("#") else f"href={value.partition(':')[0]}:"
        elif name == "src":
            yield "src=data:" if value.startswith("data:") else f"src=.{value.rpartition('.')[2].lower()}"


def _of_sheet(sheet: Sheet) -> Iterator[str]:
    for words in sheet.at_rules:
        name = words.split()[0].split("(")[0].lower()
        yield name
        yield from (f"{name} {feature}" for feature in _MEDIA_FEATURE.findall(words.lower()))
    if sheet.nested:
        yield "nesting"
    for rule in sheet.rules:
        if not rule.selector.startswith("@") and not any(
            words.startswith("@keyframes") for words in conditions(rule)
        ):
            yield from _of_selector(rule.selector)
        for declaration in rule.declarations:
            yield from _of_declaration(declaration)


def _of_selector(selector: str) -> Iterator[str]:
    if "[" in selector:
        yield "selector []"
    bare = _STRING.sub("", selector)
    for combinator in _COMBINATOR.findall(bare):
        yield f"selector {combinator}"
    bare = _COMBINATOR.sub(",", bare).strip()
    if " " in bare:
        yield "selector descendant"
    yield from (f"selector {sign}" for sign in ".#*" if sign in bare)
    yield from _PSEUDO.findall(bare)


def _of_declaration(declaration: Declaration) -> Iterator[str]:
    if declaration.name.startswith("--"):
        yield "var()"
        return
    value = _STRING.sub("", declaration.value).lower()
    yield declaration.name
    yield f"{declaration.name}:{value}"
    if declaration.important:
        yield "!important"
    yield from (f"{name}()" for name in _FUNCTION.findall(value))
    yield from (f"unit {unit}" for unit in _UNIT.findall(value))
    yield from (f"value {word}" for word in _KEYWORD.findall(value))
