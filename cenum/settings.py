"""cenum.toml, declared once: type, default, description and example of every setting."""

from __future__ import annotations

import posixpath
import re
import tomllib
from datetime import date, time
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta, Struct, defstruct
from msgspec.structs import fields

from cenum import limits
from cenum.accents import composed
from cenum.errors import SettingsMistakes, TooLarge, UsageMistake, reason_of
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.letter_folder import LetterFolder
from cenum.rule import Example, Rule
from cenum.schema import Dialect, Email, Line, Positive, Sentence, WebAddress, read
from cenum.services.local import LocalSettings
from cenum.services.registry import NAMES, spec, specs
from cenum.toml import TooDeep, line_of, line_of_key, loads
from cenum.waivers import Waiver, mistakes
from cenum.web_address import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cenum.schema import Path as KeyPath

FILE_NAME = "cenum.toml"

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAYS: tuple[str, ...] = Weekday.__args__  # type: ignore[attr-defined]  # what Literal holds
_IDENTIFIER = Meta(
    pattern=r"^[a-z][a-z0-9-]*\Z", title=N_("lowercase letters, digits and hyphens"), examples=["cafe-ia"]
)
_TIMES = 10  # a list that grew or shrank by this much since the last letter is another list
# What would say who asks, or is the request's own.
_OWN_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "host", "content-length", "connection"})
_DAY = Meta(title=N_("a day such as 2026-12-25"), examples=[date(2026, 12, 25)])
_PERCENT = Meta(ge=0, le=100, title=N_("a percentage"), examples=[12])
_COUNT = Meta(ge=0, title=N_("a whole number, 0 or more"), examples=[12000])

SETTINGS_SYNTAX = Rule(
    "settings-syntax",
    Severity.ERROR,
    what=N_("`cenum.toml` is not TOML, or not in UTF-8; or a key appears twice in a table."),
    why=N_("cenum can't read anything in it."),
    remedy=N_("Correct the line; put strings in quotation marks, and begin each table with its `[name]`."),
    example=Example(
        kind="toml",
        fails="""
            [newsletter]
            day = "friday"
            day = "thursday"
            """,
        passes="""
            [newsletter]
            day = "friday"
            """,
    ),
)
SETTINGS_UNKNOWN_KEY = Rule(
    "settings-unknown-key",
    Severity.ERROR,
    what=N_("`cenum.toml` has a key that cenum does not know."),
    why=N_("Its value would be lost without warning."),
    remedy=N_("Use the key that the message suggests, or delete the line; [settings](settings.md) lists all keys."),
    example=Example(
        kind="toml",
        fails="""
            [tracking]
            click = true
            """,
        passes="""
            [tracking]
            clicks = true
            """,
    ),
)
SETTINGS_MISSING_KEY = Rule(
    "settings-missing-key",
    Severity.ERROR,
    what=N_("A table of `cenum.toml` lacks a required key, or the table of the chosen service is missing."),
    why=N_("cenum needs it."),
    remedy=N_("Add the line that the message shows."),
    example=Example(
        kind="toml",
        fails="""
            [[sections]]
            id = "une"
            """,
        passes="""
            [[sections]]
            id = "une"
            heading = "Une section"
            """,
    ),
)
SETTINGS_WRONG_VALUE = Rule(
    "settings-wrong-value",
    Severity.ERROR,
    what=N_("A key of `cenum.toml` has a value that is not valid."),
    why=N_("cenum can't guess what you meant."),
    remedy=N_("Follow the example in the message."),
    example=Example(
        kind="toml",
        fails="""
            [newsletter]
            day = "vendredi"
            """,
        passes="""
            [newsletter]
            day = "friday"
            """,
    ),
)
SETTINGS_DUPLICATE_SECTION = Rule(
    "settings-duplicate-section",
    Severity.ERROR,
    what=N_("Two sections in `cenum.toml` have the same id."),
    why=N_("An issue could not tell them apart."),
    remedy=N_("Remove one of them, or give it another id."),
    example=Example(
        kind="toml",
        fails="""
            [[sections]]
            id = "une"
            heading = "Une section"

            [[sections]]
            id = "une"
            heading = "Une autre"
            """,
        passes="""
            [[sections]]
            id = "une"
            heading = "Une section"

            [[sections]]
            id = "autre"
            heading = "Une autre"
            """,
    ),
)
SETTINGS = Rule(
    "settings",
    Severity.ERROR,
    what=N_("`cenum.toml` can't be read: it does not exist, or its permissions forbid it."),
    why=N_("Without settings there is no letter; the preview keeps the last ones that it read."),
    remedy=N_("Restore the file, or check its permissions."),
    example="only the preview says it, of a file that went away",
)
TOML = Dialect(" = ", "", SETTINGS_UNKNOWN_KEY, SETTINGS_MISSING_KEY, SETTINGS_WRONG_VALUE)


class Sender(Struct, frozen=True, forbid_unknown_fields=True):
    """Who the letter comes from."""

    name: Annotated[Line, Meta(description="The name readers see in their inbox.", examples=["Cénum"])]
    email: Annotated[Email, Meta(description="An address that the mailing service has verified.")]


class Newsletter(Struct, frozen=True):
    """The letter as its readers know it."""

    name: Annotated[Line, Meta(description="The letter's name, in its header.", examples=["Cénum"])]
    publisher: Annotated[
        Line, Meta(description="Who publishes it, in the legal footer.", examples=["Conseil national"])
    ]
    site: Annotated[
        WebAddress, Meta(description="The address where issues and pictures are published, without a final slash.")
    ]
    sender: Annotated[Sender, Meta(description="Name and address in the From header.")]
    reply_to: Annotated[Email, Meta(description="Where replies go: an address that a person reads.")]
    tagline: Annotated[str, Meta(description="A few words under the name.")] = ""
    logo: Annotated[
        str,
        Meta(
            pattern=r"^[^:\\]*\Z",
            title=N_("a file in issues/, such as media/logo.png"),
            description=(
                "A picture in place of the name in the header: its file, as an issue names its pictures. Readers who "
                "don't see pictures read the name."
            ),
            examples=["media/logo.png"],
        ),
    ] = ""
    address: Annotated[
        str,
        Meta(
            description="The publisher's postal address, in the footer.",
            examples=["12, rue des Tilleuls, 75000 Paris"],
        ),
    ] = ""
    masthead: Annotated[str, Meta(description="The title of issues that have no title of their own.")] = ""
    language: Annotated[
        str,
        Meta(
            pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
            title=N_("a language tag"),
            description="BCP 47 tag of the letter's language; French typography is set for `fr`.",
            examples=["fr"],
        ),
    ] = "fr"
    timezone: Annotated[
        str, Meta(description="Time zone of the sending hour (IANA name).", examples=["Europe/Paris"])
    ] = "Europe/Paris"
    day: Annotated[Weekday, Meta(description="The day of sending.", examples=["friday"])] = "friday"
    hour: Annotated[
        str,
        Meta(
            pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z",
            title=N_("an hour such as 07:00"),
            description="The hour of sending, in the letter's time zone.",
            examples=["07:00"],
        ),
    ] = "07:00"
    pauses: Annotated[tuple[Annotated[date, _DAY], ...], Meta(description="Days of sending without a letter.")] = ()
    image_hosts: Annotated[
        tuple[str, ...],
        Meta(description="The newsletter's own hosts, besides `site`, that can serve its pictures."),
    ] = ()

    def page_of(self, key: str) -> str:
        """Where readers find the letter ``key`` on the web."""
        return f"{self.site}/{key}"

    @property
    def own_hosts(self) -> frozenset[str]:
        """Every host that may serve its pictures, as the network knows it."""
        return frozenset(host_of(f"//{name}") for name in (urlsplit(self.site).netloc, *self.image_hosts))

    @property
    def weekday(self) -> int:
        """The day of sending, Monday being 0."""
        return _WEEKDAYS.index(self.day)

    @property
    def sending_time(self) -> time:
        """The hour of sending, in the letter's time zone."""
        return time.fromisoformat(self.hour).replace(tzinfo=self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """The letter's time zone."""
        return ZoneInfo(self.timezone)


class LegalLinks(Struct, frozen=True):
    """The pages linked in the footer. French public bodies must provide the first three."""

    unsubscribe: Annotated[
        WebAddress,
        Meta(description="The public unsubscribe page; services replace it with each reader's own link."),
    ]
    privacy: Annotated[WebAddress, Meta(description="How readers' data is used.")]
    legal: Annotated[WebAddress, Meta(description="Legal notice: publisher, director, host.")]
    subscribe: Annotated[
        WebAddress | None, Meta(description="The sign-up page, for people who were forwarded the letter.")
    ] = None
    accessibility: Annotated[WebAddress | None, Meta(description="Accessibility statement.")] = None


class SectionRule(Struct, frozen=True):
    """A section that issues can have."""

    id: Annotated[str, _IDENTIFIER, Meta(description="The id that `{#id}` refers to in an issue.")]
    heading: Annotated[
        Sentence,
        Meta(
            description="The section's name; a heading with these words needs no `{#id}`.",
            examples=["La veille du Conseil"],
        ),
    ]
    required: Annotated[bool, Meta(description="Whether every issue must have it.")] = False
    order: Annotated[
        Annotated[int, _COUNT] | None,
        Meta(description="Its position; sections without one can go anywhere.", examples=[1]),
    ] = None


class AudienceBounds(Struct, frozen=True):
    """Limits on the size of the audience: outside them, nothing is sent."""

    minimum: Annotated[int, _COUNT, Meta(description="With fewer readers than this, nothing is sent.")] = 1
    maximum: Annotated[
        Annotated[int, _COUNT] | None, Meta(description="With more readers than this, nothing is sent.")
    ] = None
    usual: Annotated[
        Annotated[int, _COUNT] | None,
        Meta(description="The usual number of readers; with ten times more or fewer, nothing is sent."),
    ] = None

    @property
    def bounds(self) -> tuple[int, int | None]:
        """The fewest and the most readers that anything is sent to; an empty audience is always a mistake."""
        least, most = max(1, self.minimum), self.maximum
        if self.usual:
            least = max(least, self.usual // _TIMES)
            most = self.usual * _TIMES if most is None else min(most, self.usual * _TIMES)
        return least, most


class Tracking(Struct, frozen=True):
    """What the mailing service tracks. In France, counting opens requires the readers' prior consent."""

    clicks: Annotated[
        bool, Meta(description="Whether the service rewrites links to count clicks, which makes each of them longer.")
    ] = False
    opens: Annotated[
        bool,
        Meta(
            description="Whether opens may be counted: `true` declares that every reader of the audience consented "
            "(CNIL, deliberation 2026-042)."
        ),
    ] = False


class LinkCheck(Struct, frozen=True):
    """How links are checked: how fast, with which headers, and what is known about hosts."""

    seconds: Annotated[
        float,
        Meta(
            gt=0,
            description="How many seconds a check may last; the links that remain are not checked.",
            examples=[90],
        ),
    ] = 90
    connections: Annotated[Positive, Meta(description="Simultaneous requests in total.")] = 64
    per_host: Annotated[Positive, Meta(description="Simultaneous requests to one host.")] = 2
    pause: Annotated[float, Meta(ge=0, description="Seconds between two requests to one host.", examples=[0.05])] = (
        0.05
    )
    timeout: Annotated[
        float, Meta(gt=0, description="Seconds that a host may take to answer a request.", examples=[20])
    ] = 20
    days: Annotated[
        float, Meta(ge=0, description="How many days a link that answered is not checked again.", examples=[1])
    ] = 1
    headers: Annotated[
        dict[str, str],
        Meta(
            title=N_("a table of headers"),
            description=(
                "Headers to add to every request, or to replace cenum's own, such as `User-Agent`; none "
                "with a password or a cookie."
            ),
            examples=['{ Accept-Language = "fr" }'],
        ),
    ] = {}
    walls: Annotated[
        tuple[str, ...],
        Meta(description="More hosts that block programs: cenum does not open them, and a person checks the links."),
    ] = ()
    no_walls: Annotated[tuple[str, ...], Meta(description="Hosts on cenum's own list that do let programs in.")] = ()
    networks: Annotated[
        tuple[str, ...],
        Meta(
            description="Your own private networks that cenum may query, such as `10.1.0.0/16`.",
            examples=["10.1.0.0/16"],
        ),
    ] = ()


class Clients(Struct, frozen=True):
    """Your readers' mail programs, in percent. The defaults are an estimate for France: use your own figures."""

    # No figures of a French audience are published that count opens without the noise of Apple's privacy protection.
    tolerated: Annotated[
        float,
        _PERCENT,
        Meta(
            description="Features that fail for a smaller percentage of readers than this are not reported.",
            examples=[2],
        ),
    ] = 2
    apple_mobile: Annotated[float, _PERCENT, Meta(description="Apple Mail on iPhones and iPads.")] = 24
    apple_mac: Annotated[float, _PERCENT, Meta(description="Apple Mail on Macs.")] = 6
    gmail_web: Annotated[float, _PERCENT, Meta(description="Gmail in a browser.")] = 16
    gmail_mobile: Annotated[float, _PERCENT, Meta(description="Gmail on phones, with a Google account.")] = 11
    gmail_foreign: Annotated[
        float,
        _PERCENT,
        Meta(description="Gmail on phones with an account of another provider: it reads no style sheet there."),
    ] = 2
    outlook_windows: Annotated[
        float, _PERCENT, Meta(description="Outlook for Windows up to 2021, which renders with Word.")
    ] = 14
    outlook_web: Annotated[
        float, _PERCENT, Meta(description="Outlook in a browser, and the new one for Windows.")
    ] = 8
    outlook_mobile: Annotated[float, _PERCENT, Meta(description="Outlook on phones and Macs.")] = 4
    yahoo: Annotated[float, _PERCENT, Meta(description="Yahoo.")] = 2
    orange: Annotated[float, _PERCENT, Meta(description="Orange.")] = 4
    sfr: Annotated[float, _PERCENT, Meta(description="SFR.")] = 1
    laposte: Annotated[float, _PERCENT, Meta(description="LaPoste.net.")] = 2
    free: Annotated[float, _PERCENT, Meta(description="Free.")] = 2
    thunderbird: Annotated[float, _PERCENT, Meta(description="Thunderbird.")] = 2
    samsung: Annotated[float, _PERCENT, Meta(description="Samsung's mail program.")] = 1
    proton: Annotated[float, _PERCENT, Meta(description="Proton.")] = 1


class Budget(Struct, frozen=True):
    """The maximum weight of an issue, and of its pictures as readers receive them."""

    issue: Annotated[
        int,
        Meta(
            ge=1,
            le=300,
            title=N_("a whole number from 1 to 300"),
            description="The maximum for the file of an issue, in kilobytes; a larger one is not read.",
            examples=[64],
        ),
    ] = 64
    picture: Annotated[Positive, Meta(description="The maximum for one picture, in kilobytes.", examples=[300])] = 300
    pictures: Annotated[
        Positive, Meta(description="The maximum for all pictures together, in kilobytes.", examples=[1000])
    ] = 1000


class Writing(Struct, frozen=True):
    """Acronyms, dictionary and word list for the checks of the text."""

    acronyms: Annotated[
        tuple[str, ...],
        Meta(description="Acronyms that your readers know and that need no explanation.", examples=["ANCT"]),
    ] = ()
    words: Annotated[
        str,
        Meta(description="The file of your own words that no dictionary has, one per line."),
    ] = "words.txt"
    dictionary: Annotated[
        str,
        Meta(
            description="A Hunspell dictionary in your folder; by default, the installed one.",
            examples=["dictionary/fr.dic"],
        ),
    ] = ""


class Archive(Struct, frozen=True):
    """The letter's own pages, which `cenum publish` makes."""

    id: Annotated[
        str,
        Meta(
            pattern=r"^(tag:[a-z0-9.@-]+,[0-9]{4}(-[0-9]{2}){0,2}:[!-~]*)?\Z",
            title=N_("an address that begins with tag:, a domain or an e-mail address, and a year"),
            description=(
                "What feed readers know the letter by, as RFC 4151 has it. Write it once, and never change it, "
                "whatever becomes of the letter's name and site: they would show all old letters as new."
            ),
            examples=["tag:lettre.example.org,2026:"],
        ),
    ] = ""
    early: Annotated[
        Literal["unlisted", "embargo"],
        Meta(
            description=(
                "What the page of a scheduled letter shows before its hour: `unlisted`, the letter, to whoever has "
                "the address; `embargo`, only when it arrives."
            ),
            examples=["unlisted"],
        ),
    ] = "unlisted"
    feed_items: Annotated[Positive, Meta(description="How many letters the feed has.", examples=[20])] = 20
    indexing: Annotated[bool, Meta(description="Whether search engines may list the pages.")] = True
    search: Annotated[bool, Meta(description="Whether there is a page to search the letters.")] = True
    out: Annotated[str, Meta(description="The folder that the pages are written to.")] = "site"
    old_sites: Annotated[
        tuple[WebAddress, ...],
        Meta(
            description=(
                "Where `newsletter.site` was before, without a final slash. An alias may be a whole address there, "
                "and `cenum publish` makes files that lead from there to the letters."
            ),
            examples=["https://lettre.example.com"],
        ),
    ] = ()
    deploy: Annotated[
        Literal["pages", "branch", "folder"],
        Meta(
            description=(
                "How the workflow publish.yml brings the pages online: `pages`, at GitHub Pages; `branch`, to a "
                "branch of another repository; `folder`, not at all: its run keeps the folder, which you copy to "
                "your server."
            ),
            examples=["pages"],
        ),
    ] = "folder"
    required: Annotated[
        bool,
        Meta(
            description=(
                "Whether `cenum schedule` and `cenum send` refuse while the letter's page, or another address of its "
                "own site, does not answer with what it should. With `false`, a letter may leave whose links to its "
                "own site lead nowhere."
            )
        ),
    ] = True


class ServiceChoice(Struct, frozen=True):
    """The mailing service. Its keys come from the environment, never from this file."""

    name: Annotated[str, Meta(description="The service that sends the letter.")] = "local"
    local: Annotated[LocalSettings, Meta(description="The built-in service.")] = LocalSettings()

    @property
    def chosen(self) -> Any:  # noqa: ANN401  each service has settings of its own
        """The table of the service that delivers, ``None`` where it is missing."""
        return getattr(self, self.name)

    @property
    def publishes_calendars(self) -> bool:
        """Whether readers can fetch a calendar file from where the letter's pictures are."""
        return spec(self.name).calendars


def _tables() -> Iterator[tuple[str, Any, Any]]:
    """What the services add to :class:`ServiceChoice`: their names, and a table for each."""
    yield "name", Annotated[Literal[NAMES], Meta(description="The service that sends the letter.")], "local"
    for service in specs():
        described = Meta(description=f"{service.title}.")
        if any(field.required for field in fields(service.settings)):
            yield service.name, Annotated[service.settings | None, described], None
        else:
            yield service.name, Annotated[service.settings, described], service.settings()


# What type checkers see of it is what the rest of cenum uses; a service's own table is read in its own module alone.
if TYPE_CHECKING:
    _Service = ServiceChoice
else:
    _Service = defstruct("ServiceChoice", _tables(), bases=(ServiceChoice,), frozen=True)


class Settings(Struct, frozen=True):
    """Everything in cenum.toml."""

    newsletter: Annotated[Newsletter, Meta(description="The letter as its readers know it.")]
    links: Annotated[LegalLinks, Meta(description="The pages linked in the footer.")]
    sections: Annotated[tuple[SectionRule, ...], Meta(description="The sections that issues can have.")] = ()
    reviewers: Annotated[
        tuple[Email, ...], Meta(description="Addresses that receive the test.", examples=["relecture@example.org"])
    ] = ()
    approvals: Annotated[
        int, _COUNT, Meta(description="How many people must approve the tested version before it is sent.")
    ] = 0
    arrival: Annotated[
        bool,
        Meta(description="Whether `cenum inspect --imap` must have seen the test before it is sent."),
    ] = False
    audience: Annotated[AudienceBounds, Meta(description="Limits on the size of the audience.")] = AudienceBounds()
    tracking: Annotated[Tracking, Meta(description="What the service tracks.")] = Tracking()
    link_check: Annotated[LinkCheck, Meta(description="How links are checked.")] = LinkCheck()
    clients: Annotated[Clients, Meta(description="The mail programs of your readers.")] = Clients()
    budget: Annotated[Budget, Meta(description="The maximum weight of an issue and its pictures.")] = Budget()
    writing: Annotated[Writing, Meta(description="What the checks of the text need to know.")] = Writing()
    archive: Annotated[Archive, Meta(description="The letter's own pages, which `cenum publish` makes.")] = Archive()
    waivers: Annotated[tuple[Waiver, ...], Meta(description="Accepted findings.")] = ()
    service: Annotated[_Service, Meta(description="The mailing service.")] = _Service()

    @property
    def tracked_link_bytes(self) -> int:
        """What the service adds to each link that it rewrites; 0 where it rewrites none."""
        return spec(self.service.name).tracked_link_bytes if self.tracking.clicks else 0


def load(path: Path) -> Settings:
    """The settings in ``path``. Raises :class:`SettingsMistakes` with every mistake in the file."""
    try:
        return parse(LetterFolder(path.parent).read(path.name, limits.SETTINGS), path.name)
    except TooLarge as mistake:
        remedy = _("remove what is no setting")
        raise SettingsMistakes([SETTINGS_SYNTAX.at(Place(path.name), mistake.sentence, remedy)]) from None
    except OSError as mistake:
        raise UsageMistake(
            _("{file} can't be read ({reason})").format(file=path, reason=reason_of(mistake)),
            _("create it, or run cenum in the letter's folder"),
        ) from None


def parse(content: bytes, name: str) -> Settings:
    """The settings in the ``content`` of a file called ``name``. Raises as :func:`load` does."""
    try:
        text = composed(content.decode("utf-8-sig"))
        table = loads(text)
    except UnicodeDecodeError as mistake:
        line = mistake.object[: mistake.start].count(b"\n") + 1
        raise SettingsMistakes([_broken(Place(name, line), _("the file is not in UTF-8"))]) from None
    except tomllib.TOMLDecodeError as mistake:
        raise SettingsMistakes([_broken(*_toml_mistake(name, mistake))]) from None
    except TooDeep as mistake:
        message = _("brackets, or the parts of a key, are nested too deep")
        raise SettingsMistakes([_broken(Place(name, mistake.line), message)]) from None
    except ValueError:
        raise SettingsMistakes([_broken(Place(name), _("a number has too many digits"))]) from None

    def locate(key: KeyPath) -> Place:
        return Place(name, line_of_key(text, key))

    settings, findings = read(Settings, table, locate, TOML)
    if settings is not None:
        findings = list(_contradictions(settings, locate))
    if settings is None or findings:
        raise SettingsMistakes(findings)
    return settings


def _contradictions(settings: Settings, locate: Any) -> list[Finding]:  # noqa: ANN401  a local function
    """What only shows when settings are held against each other, or against the world."""
    findings = []
    try:
        ZoneInfo(settings.newsletter.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        findings.append(
            SETTINGS_WRONG_VALUE.at(
                locate(("newsletter", "timezone")),
                _("“{zone}” is not a time zone").format(zone=settings.newsletter.timezone),
                _("write, for example: {example}").format(example='"Europe/Paris"'),
            )
        )
    ids = [section.id for section in settings.sections]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            findings.append(
                SETTINGS_DUPLICATE_SECTION.at(
                    locate(("sections", index, "id")),
                    _("the section “{id}” is declared twice").format(id=name),
                    _("remove one of the two, or give it another id"),
                )
            )
    chosen = settings.service.name
    if settings.service.chosen is None:
        findings.append(
            SETTINGS_MISSING_KEY.at(
                locate(("service", "name")),
                _("the service is {name}, and the table [service.{name}] is missing").format(name=chosen),
                _("add the table; docs/settings.md lists its keys"),
            )
        )
    findings += mistakes(settings.waivers, lambda index: locate(("waivers", index, "rule")))
    findings += _outside(settings, locate)
    findings += _wrong_networks(settings.link_check.networks, locate)
    findings += _wrong_headers(settings.link_check.headers, locate)
    audience = settings.audience
    if audience.maximum is not None and audience.maximum < audience.minimum:
        findings.append(
            SETTINGS_WRONG_VALUE.at(
                locate(("audience", "maximum")),
                _("the audience's maximum ({maximum}) is below its minimum ({minimum})").format(
                    maximum=audience.maximum, minimum=audience.minimum
                ),
                _("swap the two numbers"),
            )
        )
    return findings


def _outside(settings: Settings, locate: Any) -> Iterator[Finding]:  # noqa: ANN401  a local function
    """An error for each path that is not one in the letter's folder, on any system: nothing else of it is opened."""
    named: dict[KeyPath, str] = {
        ("writing", "words"): settings.writing.words,
        ("writing", "dictionary"): settings.writing.dictionary,
        ("archive", "out"): settings.archive.out,
    }
    local = settings.service.chosen
    if isinstance(local, LocalSettings):
        named |= {("service", "local", "contacts"): local.contacts, ("service", "local", "folder"): local.folder}
    for key, path in named.items():
        way = posixpath.normpath(path.replace("\\", "/"))
        if posixpath.isabs(way) or PureWindowsPath(way).drive or way.split("/")[0] == "..":
            message = _("“{path}” is outside the letter's folder").format(path=path)
            yield SETTINGS_WRONG_VALUE.at(
                locate(key), message, _("put it into the folder, and write its path from there")
            )


def _wrong_networks(networks: tuple[str, ...], locate: Any) -> list[Finding]:  # noqa: ANN401  a local function
    findings = []
    for index, name in enumerate(networks):
        message = _unfit_network(name)
        if message:
            remedy = _("write, for example: {example}").format(example='"10.1.0.0/16"')
            place = locate(("link_check", "networks", index))
            findings.append(SETTINGS_WRONG_VALUE.at(place, message.format(name=name), remedy))
    return findings


def _unfit_network(name: str) -> str:
    from ipaddress import ip_network  # noqa: PLC0415  few letters name a network

    from cenum.own_networks import may_be_own  # noqa: PLC0415  as above

    try:
        if may_be_own(ip_network(name)):
            return ""
    except ValueError:
        return _("“{name}” is not a network")
    return _("“{name}” has addresses that no link may lead to: of this machine, of its neighbours or of groups")


def _wrong_headers(headers: Mapping[str, str], locate: Any) -> list[Finding]:  # noqa: ANN401  a local function
    findings = []
    for name, value in headers.items():
        place = locate(("link_check", "headers", name))
        if name.lower() in _OWN_HEADERS:
            message = _("the header “{name}” can't be set").format(name=name)
            findings.append(
                SETTINGS_WRONG_VALUE.at(
                    place, message, _("remove it: cenum opens links as any visitor would, without a login")
                )
            )
        elif not re.fullmatch(r"[A-Za-z0-9-]+", name) or not re.fullmatch(r"[\x20-\x7e]*", value):
            message = _("“{name}: {value}” is not a header").format(name=name, value=value)
            remedy = _("write, for example: {example}").format(example='Accept-Language = "fr"')
            findings.append(SETTINGS_WRONG_VALUE.at(place, message, remedy))
    return findings


def _broken(place: Place, message: str) -> Finding:
    remedy = _("correct the line: put strings in quotation marks, and begin each table with its [name]")
    return SETTINGS_SYNTAX.at(place, message, remedy)


def _toml_mistake(name: str, mistake: tomllib.TOMLDecodeError) -> tuple[Place, str]:
    sentence, _at, _position = str(mistake).partition(" (at line ")
    return Place(name, line_of(mistake)), _("this is not TOML: “{reason}”").format(reason=sentence)


def find(start: Path) -> Path:
    """The nearest cenum.toml in ``start`` or above it. Raises :class:`UsageMistake` without one."""
    for folder in (start, *start.parents):
        if LetterFolder(folder).holds(FILE_NAME):
            return folder / FILE_NAME
    raise UsageMistake(
        _("there is no {file} in {folder} or above it").format(file=FILE_NAME, folder=start),
        _(
            "run cenum in the letter's folder, or give the folder: `cenum check --folder PATH`; to "
            "create a letter, run `cenum init`"
        ),
    )
