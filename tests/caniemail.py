"""cenum/checks/caniemail.json, made of the npm package `caniemail` by `make clients`.

What is kept of each feature is its title, the day of its last test, and one letter a client for the latest version
tested there: y, a (in part), n, or u (unknown).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

EXTRACT = Path(__file__).parent.parent / "cenum" / "checks" / "caniemail.json"
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
_DATE = re.compile(r"\d{4}-\d{2}")
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
            support = "".join(_latest(feature["stats"], client) for client in CLIENTS)
            features[feature["slug"]] = [feature["title"].strip(), uses, support]
    return {
        "source": "https://www.caniemail.com",
        "licence": LICENCE,
        "updated": package["last_update_date"][:10],
        "clients": CLIENTS,
        "features": features,
    }


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


def _latest(stats: dict[str, Any], client: str) -> str:
    family, _dot, platform = client.partition(".")
    versions = list(stats.get(family, {}).get(platform, {}).items())
    if not versions:
        return "u"
    # As caniemail lists them, oldest first; a handful of dates stand the other way round.
    if all(_DATE.fullmatch(version) for version, _value in versions):
        versions.sort()
    return str(versions[-1][1])[0]


def main() -> None:
    package = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    lines = json.dumps(extract(package), ensure_ascii=False, separators=(",", ":"))
    # One feature a line: a renewal can be read as a diff.
    text = re.sub(r'(?<=[\]}{]),?(?="(?:css|html|image)-)', lambda match: f"{match[0]}\n", lines) + "\n"
    EXTRACT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
