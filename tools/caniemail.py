"""cenum/analysis/caniemail.json, made of the npm package `caniemail` by `make clients`.

What is kept of each feature is its title, how it shows in a letter, and a mark a client: y, a (in part) with the
numbers of caniemail's notes, n, or u (unknown). It is that of the latest version tested; of the programs whose older
versions live on (IN_USE), that of each version in use, where they differ.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from string import ascii_lowercase
from typing import Any

EXTRACT = Path(__file__).parent.parent / "cenum" / "analysis" / "caniemail.json"
LICENCE = "MIT, © 2019 HTeuMeuLeu (Rémi Parmentier), caniemail.com; packaged by Andrew Powell, npm caniemail"
# Clients that a French audience has; those of three features only say nothing.
CLIENTS = (
    *("apple-mail.ios", "apple-mail.macos", "gmail.desktop-webmail", "gmail.android", "gmail.ios"),
    *("gmail.mobile-webmail", "outlook.windows", "outlook.windows-mail", "outlook.outlook-com", "outlook.macos"),
    *("outlook.ios", "outlook.android", "yahoo.desktop-webmail", "yahoo.ios", "yahoo.android"),
    *("orange.desktop-webmail", "orange.ios", "orange.android", "sfr.desktop-webmail", "sfr.ios", "sfr.android"),
    *("laposte.desktop-webmail", "free-fr.desktop-webmail", "thunderbird.macos", "samsung-email.android"),
    *("protonmail.desktop-webmail", "protonmail.ios", "protonmail.android"),
)
# Programs that come with a system or a licence, and stay as old as it is: from which version on they are in use, and
# from which month on those tests are of it that have a date only. Word draws alike from Outlook 2016 to 2021.
IN_USE = {
    "outlook.windows": ("2016", "2016-01"),
    "apple-mail.ios": ("15", "2021-09"),
    "apple-mail.macos": ("14", "2020-11"),
}
_DATE = re.compile(r"\d{4}-\d{2}")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_KIND = re.compile(r"^Partial(?:ly supported| support)?[.:]\s*")
# What the titles don't say in a way that a program could read.
_BY_HAND = {
    "css-at-media": ["@media"],
    "css-at-media-device-pixel-ratio": ["@media -webkit-device-pixel-ratio"],
    "css-at-media-hover": ["@media hover", "@media any-hover"],
    "css-at-media-orientation": ["@media orientation"],
    "css-at-media-prefers-color-scheme": ["@media prefers-color-scheme"],
    "css-at-media-prefers-reduced-motion": ["@media prefers-reduced-motion"],
    "css-block-inline-size": ["block-size"],
    "css-border": ["border", "border-top", "border-right", "border-bottom", "border-left"],
    "css-border-inline-block": ["border-inline", "border-block"],
    "css-border-inline-block-individual": [
        *("border-inline-start", "border-inline-end", "border-block-start", "border-block-end"),
    ],
    "css-border-inline-block-longhand": [],
    "css-border-radius-logical": [
        *("border-start-start-radius", "border-start-end-radius"),
        *("border-end-start-radius", "border-end-end-radius"),
    ],
    "css-color-scheme": ["color-scheme"],
    "css-column-layout-properties": ["columns", "column-fill", "column-rule", "column-span", "column-width"],
    # cenum/checks/styles.py has an error for it.
    "css-comments": [],
    "css-font": ["font"],
    "css-gap": ["gap", "column-gap", "row-gap"],
    "css-grid-template": ["grid-template", "grid-template-columns", "grid-template-rows", "grid-template-areas"],
    "css-important": ["!important"],
    "css-intrinsic-size": ["value fit-content", "value min-content", "value max-content"],
    "css-left-right-top-bottom": ["left", "right", "top", "bottom"],
    "css-margin": ["margin", "margin-top", "margin-right", "margin-bottom", "margin-left"],
    "css-modern-color": ["lch()", "oklch()", "lab()", "oklab()"],
    "css-nesting": ["nesting"],
    "css-padding": ["padding", "padding-top", "padding-right", "padding-bottom", "padding-left"],
    "css-pseudo-class-lang": [":lang"],
    "css-selector-adjacent-sibling": ["selector +"],
    "css-selector-attribute": ["selector []"],
    "css-selector-chaining": [],
    "css-selector-child": ["selector >"],
    "css-selector-class": ["selector ."],
    "css-selector-descendant": ["selector descendant"],
    "css-selector-general-sibling": ["selector ~"],
    "css-selector-grouping": ["selector ,"],
    "css-selector-id": ["selector #"],
    "css-selector-type": [],
    "css-selector-universal": ["selector *"],
    "css-sytem-ui": [
        *("value system-ui", "value ui-serif", "value ui-sans-serif", "value ui-rounded", "value ui-monospace"),
    ],
    "css-unit-initial": ["value initial"],
    "css-variables": ["var()"],
    "html-address": ["<address>"],
    "html-anchor-links": ["href=#"],
    "html-base": ["<base>"],
    "html-comments": [],
    "html-doctype": [],
    "html-h1-h6": ["<h1>", "<h2>", "<h3>", "<h4>", "<h5>", "<h6>"],
    "html-image-maps": ["<map>", "usemap="],
    "html-lists": ["<ul>", "<ol>", "<dl>"],
    "html-mailto-links": ["href=mailto:"],
    "html-meta-color-scheme": ["<meta name=color-scheme>"],
    "html-semantics": [
        f"<{tag}>"
        for tag in (
            *("article", "aside", "details", "figcaption", "figure", "footer", "header", "main", "mark", "nav"),
            *("section", "summary", "time"),
        )
    ],
    "html-srcset": ["srcset=", "sizes="],
    "html-svg": ["<svg>"],
    "image-base64": ["src=data:"],
    "image-svg": ["src=.svg"],
    "image-webp": ["src=.webp"],
    "image-avif": ["src=.avif"],
}


def extract(package: dict[str, Any]) -> dict[str, Any]:
    """The part of the package's data that the checks read."""
    features = {}
    for feature in package["data"]:
        uses = _uses(feature)
        if uses:
            marks = [_marks(feature["stats"], client) for client in CLIENTS]
            features[feature["slug"]] = [feature["title"].strip(), uses, *_table(marks), _notes(feature, marks)]
    return {
        "source": "https://www.caniemail.com",
        "licence": LICENCE,
        "updated": package["last_update_date"][:10],
        "in_use": {client: version for client, (version, _month) in IN_USE.items()},
        "clients": CLIENTS,
        "features": features,
    }


def _table(marks: list[str]) -> tuple[list[str], str]:
    """Each mark once, and a letter a client that says which is its own."""
    different = list(dict.fromkeys(marks))
    return different, "".join(ascii_lowercase[different.index(mark)] for mark in marks)


def _notes(feature: dict[str, Any], marks: list[str]) -> dict[str, str]:
    """The texts of the notes that the marks name, without links and without the word that says “in part”."""
    numbers = {number for mark in marks for number in re.findall(r"(?<=[a,])\d+", mark)}
    notes = feature.get("notes_by_num") or {}
    told = sorted(
        (number for number in numbers if number in notes), key=int
    )  # a few marks name one that is not there
    return {number: _KIND.sub("", _LINK.sub(r"\1", notes[number])).strip() for number in told}


def _uses(feature: dict[str, Any]) -> list[str]:
    """What a feature looks like in a letter, as cenum/checks/clients.py names what it finds there."""
    slug, title = feature["slug"], feature["title"].strip()
    if slug in _BY_HAND:
        return _BY_HAND[slug]
    if feature["category"] not in {"css", "html"}:
        return []
    element = re.search(r"<(\w+)(?: (\w+=)\"(\w+)\")?>", title)
    if element:
        return [f"<{element[1]} {element[2]}{element[3]}>" if element[2] else f"<{element[1]}>"]
    if title.endswith(" attribute"):
        return [f"{title.partition(' ')[0]}="]
    if slug.startswith("css-unit-") and title.endswith(" unit"):
        return [f"unit {title.partition(' ')[0]}"]
    named = re.findall(r"(?<!:)\b[a-z-]+\(\)|::?[a-z-]+|@[a-z-]+|[a-z-]+: ?[a-z]+", title)
    if named and not title.endswith("properties"):
        return [name.replace(" ", "") for name in named]
    return [name for name in re.findall(r"[a-z]+(?:-[a-z]+)*", title) if name not in _WORDS]


_WORDS = {"property", "properties", "shorthand", "individual", "logical", "longhand", "css", "column"}


def _marks(stats: dict[str, Any], client: str) -> str:
    """``n``, ``a1,2``, or where the versions in use differ ``2016:n 2019:a1``."""
    family, _dot, platform = client.partition(".")
    versions = list(stats.get(family, {}).get(platform, {}).items())
    if not versions:
        return "u"
    # As caniemail lists them, oldest first; a handful of dates stand the other way round.
    if all(_DATE.fullmatch(version) for version, _value in versions):
        versions.sort()
    latest = _mark(versions[-1][1])
    used = [(version, _mark(value)) for version, value in versions if _in_use(client, version)]
    known = [(version, mark) for version, mark in used if mark != "u"]
    if len({mark for _version, mark in known}) < 2:
        return latest
    return " ".join(f"{version}:{mark}" for version, mark in known)


def _in_use(client: str, version: str) -> bool:
    if client not in IN_USE:
        return False
    since, month = IN_USE[client]
    if _DATE.fullmatch(version):
        return version >= month
    number = re.match(r"\d+(?:\.\d+)?", version)
    assert number, version
    return float(number[0]) >= float(since)


def _mark(value: str) -> str:
    """``a #1 #2`` as ``a1,2``; notes of what is supported, or is not, are left out."""
    return "a" + ",".join(re.findall(r"#(\d+)", value)) if value.startswith("a") else value[0]


def main() -> None:
    package = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    lines = json.dumps(extract(package), ensure_ascii=False, separators=(",", ":"))
    # One feature a line: a renewal can be read as a diff.
    text = re.sub(r'(?<=[\]}{]),?(?="(?:css|html|image)-)', lambda match: f"{match[0]}\n", lines) + "\n"
    (Path(sys.argv[2]) if sys.argv[2:] else EXTRACT).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
