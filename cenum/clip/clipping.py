"""Addresses become clips: what their pages are, as a line of the review, and what is to be said of each.

For whoever clips: the command, the preview, a workflow. ``clips`` asks about all addresses at once and raises nothing
for a page; a clip of a page that could not be read has its address, and what the table of outlets knows.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cenum.clip.already_cited import CitedBefore, cited_before
from cenum.clip.clip_address import clip_address, page_key
from cenum.clip.clip_inbox import inbox_text
from cenum.clip.closed_pages import ClosedPage
from cenum.clip.form import ClipForm
from cenum.clip.outlets import outlet_of, outlets_of
from cenum.clip.page_facts import (
    FactSource,
    PageFact,
    PageFacts,
    ReadingTools,
    page_facts,
    title_in_browser,
)
from cenum.clip.page_reading import as_saved, read_pages
from cenum.errors import UsageMistake
from cenum.finding import Place
from cenum.i18n import _, ngettext
from cenum.issue.bare_addresses import Addresses
from cenum.links.addresses import cleaned, page_of, with_fragment
from cenum.links.findings import what_became
from cenum.links.link import OUT_OF_REACH, Reason
from cenum.links.online import lists_of
from cenum.links.sketch import sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from cenum.clip.outlets import Outlet
    from cenum.clip.page_reading import PageAnswer
    from cenum.links.check import World
    from cenum.links.lists import HostLists
    from cenum.workspace import Workspace

_NOTHING: Mapping[str, bytes] = MappingProxyType({})
_NO_TITLES: Mapping[str, str] = MappingProxyType({})
# What programs are told, and people are not.
_TURNED_AWAY = frozenset(
    {Reason.WALL, Reason.FORBIDDEN, Reason.COOKIES, Reason.LOGIN, ClosedPage.CHALLENGE, ClosedPage.CONSENT}
)
MOST_ADDRESSES = 50  # at once: a week has a dozen
MOST_CHARACTERS = 200_000  # of a text in which addresses are looked for


class Clip(Struct, frozen=True):
    """One page for the review.

    ``given`` is the address as somebody had it, ``address`` as it is cited. ``markdown`` is the clip under its own
    heading, ``point`` the same as a line of a list. ``kept_out`` says in words why the page could not be read, and is
    empty where it was; ``turned_away`` says that a person may well read it, ``out_of_reach`` that perhaps nobody can
    be asked from here. ``cited`` are the places that have it already. ``language`` is the letter's.
    """

    given: str
    address: str
    facts: PageFacts
    markdown: str
    point: str
    kept_out: str = ""
    turned_away: bool = False
    out_of_reach: bool = False
    cited: tuple[CitedBefore, ...] = ()
    language: str = "fr"

    @property
    def open(self) -> tuple[str, ...]:
        """The names of the facts that a person has to write."""
        facts = self.facts
        missing = [name for name, fact in (("title", facts.title), ("date", facts.date)) if fact is None]
        return (*missing, *(["authors"] if self.kept_out and facts.authors is None else []))

    @property
    def told(self) -> tuple[str, ...]:
        """What is to be said of it, a sentence each: what is wrong first, then where the facts are from."""
        return tuple(_told(self))


def clips(  # noqa: PLR0913  all that is known of pages
    addresses: Sequence[str],
    workspace: Workspace,
    now: datetime,
    world: World | None = None,
    saved: Mapping[str, bytes] = _NOTHING,
    titles: Mapping[str, str] = _NO_TITLES,
) -> tuple[Clip, ...]:
    """A clip of each of ``addresses``, in their order, each page once.

    ``now`` is aware; ``world`` is what pages are asked for with, and without it nobody is asked. ``saved`` are pages
    as somebody's browser had them, by the addresses that were given: nobody is asked for these. ``titles`` are what
    somebody's browser calls pages, by the same addresses, for those that can't be read. Raises
    :class:`UsageMistake` for what is no web address, for too many at once, and where the table of outlets is wrong,
    and :class:`SettingsMistakes` where the template is.
    """
    lists = lists_of(workspace.settings)
    wanted = _wanted(addresses, lists)
    outlets = outlets_of(workspace.files)
    form = ClipForm(workspace)
    tools = ReadingTools(outlets, lists, workspace.settings.newsletter.zone, now.date())
    chosen = workspace.settings.link_check
    place = Place(workspace.issues.name)
    had = {address: saved[given] for address, given in wanted.items() if given in saved}
    asked = [address for address in wanted if address not in had]
    answers = {
        **(read_pages(asked, lists, chosen, world, place) if world and asked else {}),
        **{address: as_saved(content, address) for address, content in had.items()},
    }
    made = [
        _clip(given, address, answers.get(address), tools, form, titles.get(given, ""))
        for address, given in wanted.items()
    ]
    keys = [page_key(clip.address, lists) for clip in made]
    cited = cited_before(keys, workspace, lists, inbox_text(workspace))
    language = workspace.settings.newsletter.language
    return tuple(
        replace(clip, cited=cited.get(key, ()), language=language) for clip, key in zip(made, keys, strict=True)
    )


def addresses_in(text: str) -> list[str]:
    """The web addresses in ``text``, in their order. Raises :class:`UsageMistake` where it is too long."""
    if len(text) > MOST_CHARACTERS:
        message = _("the text is too long: addresses are looked for in {count} characters at most")
        raise UsageMistake(message.format(count=MOST_CHARACTERS), _("give the addresses alone, one on each line"))
    found = Addresses().match(text) or []
    return list(dict.fromkeys(one.url for one in found if one.url.lower().startswith(("https://", "http://"))))


def _wanted(addresses: Iterable[str], lists: HostLists) -> dict[str, str]:
    """The address to ask for, and the one that was given for it."""
    found: dict[str, tuple[str, str]] = {}
    for given in addresses:
        try:
            address = clip_address(given, lists)
        except ValueError:
            message = _("“{text}” is not a web address").format(text=given[:200])
            raise UsageMistake(message, _("write it whole, with https://")) from None
        found.setdefault(page_key(address, lists) or address, (address, given))
    if len(found) > MOST_ADDRESSES:
        message = ngettext(
            "{count} address is too many at once", "{count} addresses are too many at once", len(found)
        )
        remedy = _("give {most} at most, then the others").format(most=MOST_ADDRESSES)
        raise UsageMistake(message.format(count=len(found)), remedy)
    return dict(found.values())


def _clip(  # noqa: PLR0913  all that is known of a page
    given: str, address: str, answer: PageAnswer | None, tools: ReadingTools, form: ClipForm, title: str
) -> Clip:
    facts, kept_out, turned_away, out_of_reach = PageFacts(), _("offline: nobody was asked"), False, False
    if answer is not None:
        facts, kept_out = _facts(answer, tools)
        turned_away = answer.verdict.reason in _TURNED_AWAY or facts.closed in _TURNED_AWAY
        out_of_reach = answer.verdict.reason in OUT_OF_REACH
    if kept_out:
        facts = _known_without(address, tools.outlets)
        facts = replace(facts, title=title_in_browser(title, address, tools) if title.strip() else None)
    elif answer is not None and answer.page is not None:
        address = _cited_address(address, answer, facts, tools.lists)
    read = not kept_out
    return Clip(
        given,
        address,
        facts,
        form.block(address, facts, headed=True, read=read),
        form.block(address, facts, headed=False, read=read),
        kept_out,
        turned_away,
        out_of_reach,
    )


def _facts(answer: PageAnswer, tools: ReadingTools) -> tuple[PageFacts, str]:
    """The facts of the page that was read, or why there are none."""
    if answer.page is None:
        return PageFacts(), what_became(answer.verdict)
    facts = page_facts(answer.page, tools)
    return facts, _(facts.closed.value) if facts.closed else ""


def _known_without(address: str, outlets: Mapping[str, Outlet]) -> PageFacts:
    """What the table of outlets knows of a page that nobody could read."""
    host = page_of(address)[0].host
    outlet = outlet_of(host, outlets)
    if outlet is None:
        return PageFacts(outlet=PageFact(host.removeprefix("www."), FactSource.ADDRESS, sure=False))
    name = PageFact(outlet.name, FactSource.TABLE, sure=True)
    paid = None if outlet.paid is None else PageFact(outlet.paid, FactSource.TABLE, sure=True)
    return PageFacts(outlet=name, paid=paid)


def _cited_address(asked: str, answer: PageAnswer, facts: PageFacts, lists: HostLists) -> str:
    """The address to cite: what the page calls its own, or else where it was found.

    A fragment stays where the page has such a place: the address was copied for it.
    """
    if answer.page is None:
        return asked
    moved = answer.verdict.reason is not Reason.ANSWERS
    found = facts.address.value if facts.address else cleaned(answer.page.address, lists) if moved else asked
    fragment = asked.partition("#")[2]
    named = page_of(asked)[1]
    if not fragment or "#" in found:
        return found
    is_program = not named
    if is_program or named in sketch(answer.page.body, answer.page.charset or None).names:
        return with_fragment(found, fragment)
    return found.partition("#")[0]


def _told(clip: Clip) -> Iterator[str]:
    facts = clip.facts
    if clip.kept_out:
        said = (
            _(
                "the page could not be read: {reason}; check the connection and clip it again, or write the line "
                "yourself"
            )
            if clip.out_of_reach
            else _("the page could not be read: {reason}")
        )
        yield said.format(reason=clip.kept_out)
    for one in clip.cited:
        yield one.told(clip.language)
    names = _names()
    if clip.open:
        yield _("to be completed: {facts}").format(facts=", ".join(names[name] for name in clip.open))
    # The line says nothing of a page that everybody may read.
    said_of = [name for name in names if name != "paid" or (facts.paid is not None and facts.paid.value)]
    doubtful = [name for name in said_of if (fact := getattr(facts, name)) is not None and not fact.sure]
    if doubtful:
        yield _("to be checked: {facts}").format(facts=", ".join(names[name] for name in doubtful))
    if facts.paid is not None and facts.paid.value:
        yield _("for subscribers ({source})").format(source=_(facts.paid.source.value))
    sources: dict[FactSource, list[str]] = {}
    for name, said in names.items():
        fact = getattr(facts, name)
        if fact is not None and name != "paid":
            sources.setdefault(fact.source, []).append(said)
    if sources:
        found = ", ".join(f"{', '.join(said)} ({_(source.value)})" for source, said in sources.items())
        yield _("found in: {sources}").format(sources=found)


def _names() -> dict[str, str]:
    """What people call the facts."""
    return {
        "title": _("title"),
        "outlet": _("outlet"),
        "authors": _("author"),
        "date": _("date"),
        "language": _("language"),
        "paid": _("access"),
        "address": _("address"),
    }
