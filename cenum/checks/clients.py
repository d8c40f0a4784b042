"""What the letter uses that some of its readers' mail programs don't know, or in part, after caniemail.com.

A program's share is spread evenly over the clients that caniemail.com lists for it, and over those of their versions
in use that it tested (``support().in_use``): more than one only of what comes with a system or a licence.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import Struct

from cenum.analysis.features import uses
from cenum.analysis.support import Use, can_be_told, losses, named, support
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.waivers import waiver_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.checks.letter_view import LetterView
    from cenum.settings import Clients

_GRACEFUL = Path(__file__).parent / "graceful.toml"
# The keys of [clients] as readers know them, and what caniemail.com calls them.
_AUDIENCE = {
    "apple_mobile": (N_("Apple Mail (iPhone, iPad)"), ("apple-mail.ios",)),
    "apple_mac": (N_("Apple Mail (Mac)"), ("apple-mail.macos",)),
    "gmail_web": (N_("Gmail (web)"), ("gmail.desktop-webmail",)),
    "gmail_mobile": (N_("Gmail (mobile)"), ("gmail.android", "gmail.ios")),
    "gmail_foreign": (N_("Gmail (mobile, with an account of another provider)"), ("gmail.android", "gmail.ios")),
    "outlook_windows": (N_("Outlook (Windows)"), ("outlook.windows",)),
    "outlook_web": (N_("Outlook (web)"), ("outlook.outlook-com",)),
    "outlook_mobile": (N_("Outlook (mobile, Mac)"), ("outlook.ios", "outlook.android", "outlook.macos")),
    "yahoo": ("Yahoo", ("yahoo.desktop-webmail", "yahoo.ios", "yahoo.android")),
    "orange": ("Orange", ("orange.desktop-webmail", "orange.ios", "orange.android")),
    "sfr": ("SFR", ("sfr.desktop-webmail", "sfr.ios", "sfr.android")),
    "laposte": ("LaPoste.net", ("laposte.desktop-webmail",)),
    "free": ("Free", ("free-fr.desktop-webmail",)),
    "thunderbird": ("Thunderbird", ("thunderbird.macos",)),
    "samsung": ("Samsung", ("samsung-email.android",)),
    "proton": ("Proton", ("protonmail.desktop-webmail", "protonmail.ios", "protonmail.android")),
}
_FOREIGN = "gmail_foreign"
# Uses whose names are ours, and no CSS or HTML that could be looked for.
_OUR_WORDS = ("selector ", "unit ", "value ", "href=", "src=", "nesting")
_SHEETS = "html-style"
_IN_TAGS = ("<", "href=", "src=")
_NO_PROPERTIES = ("<style>", "selector ", "unit ", "value ", "@", ":", "!important", "nesting")

CLIENT_STYLE = Rule(
    "client-style",
    Severity.WARNING,
    what=N_(
        "A CSS property, value, function, unit, selector or at-rule is not supported by the mail "
        "programs of more readers than `clients.tolerated`, or only partly where the letter "
        "needs more."
    ),
    why=N_("These readers see the letter without it."),
    remedy=N_("Remove it, or make sure that the letter can be read without it and accept it under `waivers`."),
    source=N_("[caniemail.com](https://www.caniemail.com), the page of each feature."),
    example=Example(
        kind="html",
        fails='<p style="position:absolute">Jeudi</p>',
        passes='<p style="text-align:center">Jeudi</p>',
    ),
)
CLIENT_MARKUP = Rule(
    "client-markup",
    Severity.WARNING,
    what=N_(
        "An element, an attribute or a kind of picture is not supported by the mail programs of "
        "more readers than `clients.tolerated`, or only partly where the letter needs more."
    ),
    why=N_("These readers see the letter without it, or not at all."),
    remedy=N_("Remove it, or make sure that the letter can be read without it and accept it under `waivers`."),
    source=N_("[caniemail.com](https://www.caniemail.com), the page of each feature."),
    example=Example(
        kind="html",
        fails="<video></video>",
        passes="<p>Jeudi</p>",
    ),
)


class Graceful(Struct, frozen=True, forbid_unknown_fields=True):
    """What readers see who don't have a feature, and the uses that this holds for; all, if none.

    ``only`` has ``property:value``, ``<tag> property:value`` or, of style sheets, at-rules and selectors;
    ``*`` stands for anything.
    """

    why: str
    only: tuple[str, ...] = ()

    def covers(self, name: str, use: Use) -> bool:
        """Whether the letter is as good without this use."""
        if not self.only:
            return True
        forms = (use.value, f"{name}:{use.value}", f"<{use.tag}> {name}:{use.value}")
        return any(_pattern(one).fullmatch(form) for one in self.only for form in forms)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in words.split("*")), re.DOTALL)


@cache
def graceful() -> dict[str, Graceful]:
    """The features that the templates use on purpose, by caniemail.com's name."""
    return msgspec.convert(tomllib.loads(_GRACEFUL.read_text("utf-8")), dict[str, Graceful])


class Lost(NamedTuple):
    """What one program's readers lose.

    ``share`` is a percentage of all readers; no ``versions`` are all of them; ``notes`` say why it is lost in part;
    ``use`` is how the letter uses it.
    """

    program: str
    share: float
    versions: tuple[str, ...]
    notes: tuple[str, ...]
    use: Use

    def __str__(self) -> str:
        """The program, with its versions where some have what is lost."""
        program = _(self.program)
        return f"{program} {', '.join(self.versions)}" if self.versions else program


@finds(CLIENT_STYLE, CLIENT_MARKUP)
def clients(letter: LetterView) -> Iterator[Finding]:
    """A warning for each feature that more readers lack, or have in part, than the settings tolerate.

    What ``graceful.toml`` stands in for is left out.
    """
    shares = letter.settings.clients
    used: dict[str, dict[tuple[str, Use], None]] = {}
    written = uses(letter.root)
    for name, ways in written.items():
        if name in named():
            used.setdefault(named()[name], {}).update(dict.fromkeys((name, use) for use in ways))
    for slug, named_ways in used.items():
        excuse = graceful().get(slug)
        left = [(name, use) for name, use in named_ways if not (excuse and excuse.covers(name, use))]
        lost = _lost(slug, tuple(use for _name, use in left), shares)
        share = sum(one.share for one in lost)
        if share and share >= shares.tolerated:
            name, use = next((name, use) for name, use in left if use == lost[0].use)
            yield _finding(slug, name, lost, _place(letter, name, use, written[name][use]))


@lru_cache(maxsize=1024)  # letters of the same templates use the same
def _lost(slug: str, ways: tuple[Use, ...], shares: Clients) -> tuple[Lost, ...]:
    """What the readers lose of a feature that is used in these ways, the program with most of them first."""
    total = sum(getattr(shares, key) for key in _AUDIENCE) or 1
    found: list[Lost] = []
    for key, (program, programs) in _AUDIENCE.items():
        share = getattr(shares, key) * 100 / total
        if share:
            found += _lost_in(slug, ways, key, Lost(program, share / len(programs), (), (), Use("", "")), programs)
    merged: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Lost] = {}
    for one in found:
        same = (one.program, one.versions, one.notes)
        merged[same] = one._replace(share=one.share + (merged[same].share if same in merged else 0))
    return tuple(sorted(merged.values(), key=lambda one: -one.share))


def _lost_in(slug: str, ways: Iterable[Use], key: str, each: Lost, programs: Iterable[str]) -> Iterable[Lost]:
    foreign = key == _FOREIGN
    for client in programs:
        worst: dict[str, tuple[tuple[str, ...], Use]] = {}
        tested = 1
        for use in ways:
            if use.sheet and not reads_sheets(client, foreign=foreign):
                continue  # the sheet is lost as a whole, and said so once
            some, tested = losses(slug, client, use, foreign=foreign)
            for version, notes in some:
                known = worst.setdefault(version, (notes, use))
                if known[0] and not notes:
                    worst[version] = (notes, use)
                elif known[0]:
                    worst[version] = (tuple(dict.fromkeys((*known[0], *notes))), known[1])
        whole = len(worst) == tested
        for notes in dict.fromkeys(notes for notes, _use in worst.values()):
            versions = tuple(version for version, (why, _use) in worst.items() if why == notes)
            use = next(use for why, use in worst.values() if why == notes)
            shown = () if whole and len(versions) == tested else versions
            yield each._replace(share=each.share * len(versions) / tested, versions=shown, notes=notes, use=use)


@cache
def reads_sheets(client: str, *, foreign: bool = False) -> bool:
    """Whether a client has any use for ``<style>``."""
    lost, tested = losses(_SHEETS, client, Use("", ""), foreign=foreign)
    return sum(not one.notes for one in lost) < tested or not tested


def borrowed_words() -> Iterator[str]:
    """What a finding can say in caniemail.com's own words, which the catalogue translates."""
    for slug, feature in support().features.items():
        if any(name.startswith(_OUR_WORDS) for name in feature.uses):
            yield feature.title
        yield from (note for note in feature.notes.values() if can_be_told(slug, note))


def _finding(slug: str, name: str, lost: Sequence[Lost], place: Place) -> Finding:
    feature = _(support().features[slug].title) if name.startswith(_OUR_WORDS) else name
    if slug == _SHEETS:
        feature = f"{lost[0].use.value} (<style>)"
    wholly, partly = [one for one in lost if not one.notes], [one for one in lost if one.notes]
    said = []
    if wholly:
        said.append(
            _("“{feature}” does not work for {share:.0f} in 100 readers ({clients})").format(
                feature=feature, share=sum(one.share for one in wholly), clients=_listed(wholly)
            )
        )
    if partly:
        said.append(
            _("“{feature}” works only partly for {share:.0f} in 100 readers ({clients}): {notes}").format(
                feature=feature,
                share=sum(one.share for one in partly),
                clients=_listed(partly),
                notes=" ".join(dict.fromkeys(_(note) for one in partly for note in one.notes)),
            )
        )
    url = f"{support().source}/features/{slug}/"
    rule = CLIENT_STYLE if slug.startswith("css-") else CLIENT_MARKUP
    remedy = _(
        "remove it; or make sure that the letter can be read without it, and write in the front matter: {line}"
    ).format(line=waiver_line(rule.id, url))
    if name.startswith("src=."):
        remedy = _("save the picture in media/ as PNG or JPEG")
    return rule.at(place, "; ".join(said), remedy, url)


def _listed(lost: Sequence[Lost]) -> str:
    return ", ".join(dict.fromkeys(str(one) for one in lost))


def _place(letter: LetterView, name: str, use: Use, element: Any) -> Place:  # noqa: ANN401  lxml
    """Where a style sheet has it, or else where the element was written that is so."""
    written = Place("templates") if element is None else letter.tree.place_of(element)
    if element is not None and (name.startswith(_IN_TAGS) or name.endswith("=")):
        return written
    styles = letter.styles
    if name.startswith(_NO_PROPERTIES) or name.endswith("()"):
        known = styles.place_of(f"{use.value} {name}" if name == "!important" else use.value)
        like_it = name.partition(" ")[0]
    else:
        words = name.partition(":")[0]
        known = styles.declaration(words, use.value)
        like_it = f"{words}:"
    return known or (written if written.line else styles.place_of(like_it) or written)
