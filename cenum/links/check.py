"""The links of a letter, checked: what has to be asked, what is known already, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from cenum.links.addresses import page_of
from cenum.links.inquiry import Target, given_up, inquire, inquire_about_mail
from cenum.links.link import Checked, Reason, Verdict
from cenum.links.scheduler import Pace, run
from cenum.web_address import PORTS, scheme_of, spell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cenum.links.inquiry import Inquiry
    from cenum.links.link import Link
    from cenum.links.lists import HostLists
    from cenum.links.memory import Memory, Remembered
    from cenum.links.scheduler import Progress, WebClient
    from cenum.settings import LinkCheck

# With so many hosts of which none is found, it is not they who are missing; unless those alone were asked that were
# not alive the last time.
_SEVERAL = 3
_NOBODY_THERE = frozenset({Reason.LOOKUP, Reason.UNREACHABLE, Reason.NO_SUCH_HOST})


class World(Struct, frozen=True):
    """What a check is made with: the web, the memory, the clock in seconds since 1970, chance, and who watches."""

    web: WebClient
    memory: Memory
    now: Callable[[], float]
    jitter: Callable[[], float]
    watch: Callable[[Progress], None]


def check_links(
    links: Iterable[Link], lists: HostLists, chosen: LinkCheck, world: World, *, fresh: bool = False
) -> Checked:
    """What became of each of ``links``; each page is asked about once, however often it stands there.

    ``fresh`` believes nothing that earlier runs found out.
    """
    listed = list(links)
    wanted = targets(listed)
    remembered = {} if fresh else world.memory.recall(wanted)
    now = world.now()
    believed = {key: found for key, found in remembered.items() if found.is_fresh(now, chosen.days)}
    outcomes, whole = run(
        {key: _inquiry(target, lists, remembered.get(key)) for key, target in wanted.items() if key not in believed},
        world.web,
        Pace(chosen.connections, chosen.per_host, chosen.pause, chosen.seconds),
        given_up=given_up,
        jitter=world.jitter,
        watch=world.watch,
        keep=lambda found: world.memory.keep(found, now),
    )
    verdicts = {key: outcome.verdict for key, outcome in outcomes.items()}
    if not believed:
        verdicts = _unless_offline(verdicts, wanted)
    verdicts |= {key: found.outcome.verdict for key, found in believed.items()}
    keys = {(target.url, target.image): key for key, target in wanted.items()}
    found = ((link, keys.get((asked_about(link.url), link.image))) for link in listed)
    return Checked(tuple((link, _own(verdicts[key], link)) for link, key in found if key), whole)


def targets(links: Iterable[Link]) -> dict[str, Target]:
    """What has to be found out, by a key that is the same in every run. Telephone numbers are nobody's to ask."""
    fragments: dict[tuple[str, bool], dict[str, None]] = {}
    for link in links:
        asked = asked_about(link.url)
        if asked:
            named = fragments.setdefault((asked, link.image), {})
            if not link.image and _fragment(link):
                named[_fragment(link)] = None
    found = (Target(url, tuple(sorted(named)), image) for (url, image), named in fragments.items())
    return {msgspec.json.encode(target).decode(): target for target in found}


def asked_about(url: str) -> str:
    """What is asked about for a link to ``url``: its page, or the host of its mail address; else an empty text."""
    url = spell(url)  # what is asked about is what is sent
    if url.startswith("mailto:"):
        address = unquote(url[len("mailto:") :].partition("?")[0])
        return f"mailto:@{address.rpartition('@')[2].lower()}" if "@" in address else ""
    try:
        return page_of(url)[0].url
    except ValueError:
        return ""


def _fragment(link: Link) -> str:
    return page_of(spell(link.url))[1] if scheme_of(link.url) in PORTS else ""


def _inquiry(target: Target, lists: HostLists, remembered: Remembered | None) -> Inquiry:
    if target.url.startswith("mailto:"):
        return inquire_about_mail(target.url.partition("@")[2], lists)
    return inquire(target, lists, remembered.outcome if remembered else None)


def _unless_offline(verdicts: Mapping[str, Verdict], wanted: Mapping[str, Target]) -> dict[str, Verdict]:
    """``verdicts``, unless no host at all was found: then this machine is the one that is cut off."""
    asked = {
        page_of(wanted[key].url)[0].host: None
        for key, verdict in verdicts.items()
        if verdict.reason not in {Reason.WALL, Reason.EXAMPLE} and not wanted[key].url.startswith("mailto:")
    }
    missing = all(
        verdict.reason in _NOBODY_THERE | {Reason.WALL, Reason.EXAMPLE, Reason.NO_MAIL_SERVER}
        for verdict in verdicts.values()
    )
    if len(asked) < _SEVERAL or not missing:
        return dict(verdicts)
    return {
        key: verdict if verdict.reason in {Reason.WALL, Reason.EXAMPLE} else Verdict(Reason.NO_CONNECTION)
        for key, verdict in verdicts.items()
    }


def _own(verdict: Verdict, link: Link) -> Verdict:
    """The page's verdict as it concerns one link: the fragments that others name are not its own."""
    fragment = _fragment(link)
    missing = tuple(name for name in verdict.missing_fragments if name == fragment)
    return replace(verdict, missing_fragments=missing) if missing != verdict.missing_fragments else verdict
