"""What has to be known before a letter can begin: each question, its usual answer, and how an answer is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, get_args
from urllib.parse import urlsplit

from cenum.errors import SettingsMistakes
from cenum.finding import Place
from cenum.i18n import N_, _
from cenum.schema import judge, judge_value
from cenum.services.registry import NAMES, spec
from cenum.settings import SETTINGS_MISSING_KEY, SETTINGS_WRONG_VALUE, TOML, Settings, Weekday
from cenum.starter.looks import LOOKS, USUAL, LookName, look_called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from cenum.finding import Finding
    from cenum.schema import Path as KeyPath

    Answers: TypeAlias = Mapping[str, Any]  # by the questions' names, each as cenum.toml has it

_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
# What stands before the domain in a letter's site, and not in its e-mail addresses.
_OF_SITES = ("www.", "lettre.", "letter.", "newsletter.")


class Question(NamedTuple):
    """One thing to know.

    ``asks`` may name ``{services}``, which are all but the embedded one, and ``{looks}``. ``key`` is the setting that
    the answer becomes; where it is none of cenum.toml, ``kind`` is its type. ``usual`` gives what most people will
    answer, from the answers before it, and is ``None`` where only they can tell. ``read`` makes of what was typed
    what cenum.toml holds.
    """

    name: str
    key: KeyPath
    asks: str
    usual: Callable[[Answers], str] | None = None
    read: Callable[[str], Any] = str.strip
    kind: Any = None

    @property
    def option(self) -> str:
        """The same question as an option of the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def sentence(self) -> str:
        """What a person is asked."""
        looks = "\n".join(f"  {name} — {_(whom)}" for name, whom in LOOKS.items())
        return _(self.asks).format(services=", ".join(NAMES[1:]), looks=looks)

    def answer(self, text: str) -> tuple[Any, list[Finding]]:
        """What ``text`` means, and what the rules of cenum.toml have against it."""
        place = Place(self.option)
        try:
            text.encode()
        except UnicodeEncodeError:
            shown = text.encode("utf-8", "replace").decode()
            message = _("“{text}” contains an invalid character").format(text=shown)
            return None, [SETTINGS_WRONG_VALUE.at(place, message, _("type it again"))]
        value = self.read(text)
        if self.kind is not None:
            return value, judge_value(self.kind, value, self.key, place, TOML)
        return value, judge(Settings, self.key, value, place, TOML)


def questions(answers: Answers) -> Iterator[Question]:
    """The questions in their order. The last ones depend on the service, once it stands in ``answers``."""
    yield from _QUESTIONS
    service = answers.get("service")
    if service in NAMES:
        for one in spec(service).asks:
            yield Question(one.setting, ("service", service, one.setting), one.question, read=one.read)


def validated_answers(given: Mapping[str, str | None]) -> dict[str, Any]:
    """The answers that ``given`` holds, and the usual ones for the rest; nobody is asked.

    Raises :class:`SettingsMistakes` with all that is wrong or missing.
    """
    answers: dict[str, Any] = {}
    found: list[Finding] = []
    missing: list[str] = []
    for question in questions(answers):
        text = given.get(question.name)
        if text is None and question.usual is None:
            missing.append(question.option)
        elif text is not None or not (found or missing):  # what is usual may depend on what is missing
            text = question.usual(answers) if text is None and question.usual else text or ""
            answers[question.name], wrong = question.answer(text)
            found += wrong
    if missing:
        message = _("there is no terminal to ask in, and these options are missing: {options}").format(
            options=", ".join(missing)
        )
        remedy = _("add them, or run cenum init in a terminal to be asked")
        found.append(SETTINGS_MISSING_KEY.at(Place("cenum init"), message, remedy))
    if found:
        raise SettingsMistakes(found)
    return answers


def is_french(answers: Answers) -> bool:
    """Whether the letter is in French."""
    return str(answers["language"]).partition("-")[0] == "fr"


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _address(text: str) -> str:
    """Without a final slash."""
    return text.strip().rstrip("/")


def _weekday(text: str) -> str:
    """A day by its English name, which cenum.toml has, or by its French one."""
    text = text.strip().casefold()
    english: dict[str, str] = dict(zip(_FRENCH_DAYS, get_args(Weekday), strict=True))
    return english.get(text, text)


def _sender(answers: Answers) -> str:
    host = urlsplit(answers["site"]).hostname or ""
    domain = next((host.removeprefix(prefix) for prefix in _OF_SITES if host.startswith(prefix)), host)
    return f"{'lettre' if is_french(answers) else 'letter'}@{domain}"


_QUESTIONS = (
    # Asked before anybody knows in which language to ask.
    Question(
        "language",
        ("newsletter", "language"),
        "Langue de la lettre / Language of the letter (fr, en)",
        lambda _: "fr",
    ),
    Question("name", ("newsletter", "name"), N_("Name of the letter?")),
    Question("publisher", ("newsletter", "publisher"), N_("Publisher (for the legal footer)?")),
    Question("site", ("newsletter", "site"), N_("Site where issues are published (https://…)?"), read=_address),
    Question(
        "deploy",
        ("archive", "deploy"),
        N_(
            "How do the letter's pages come online (pages: GitHub Pages, and GitHub logs visitors' addresses; "
            "branch: a branch of another repository; folder: you copy them to your server)?"
        ),
        # It needs no plan, no second repository, and nobody else to know who reads.
        lambda _: "folder",
        lambda text: text.strip().casefold(),
    ),
    Question("sender", ("newsletter", "sender", "email"), N_("Sender's address?"), _sender),
    Question(
        "reply_to",
        ("newsletter", "reply_to"),
        N_("Reply-to address (a mailbox that someone reads)?"),
        lambda answers: answers["sender"],
    ),
    Question(
        "reviewers",
        ("reviewers",),
        N_("Reviewers who receive the test (addresses separated by commas)?"),
        lambda answers: answers["reply_to"],
        _list,
    ),
    Question(
        "day",
        ("newsletter", "day"),
        N_("Day of sending?"),
        lambda answers: "vendredi" if is_french(answers) else "friday",
        _weekday,
    ),
    Question("hour", ("newsletter", "hour"), N_("Hour of sending?"), lambda _: "07:00"),
    Question(
        "look",
        ("look",),
        N_("{looks}\nLook?"),
        lambda _: USUAL,
        look_called,
        LookName,
    ),
    Question(
        "service",
        ("service", "name"),
        N_("Mailing service (local, to try things on this machine; {services})?"),
        lambda _: "local",
    ),
)
