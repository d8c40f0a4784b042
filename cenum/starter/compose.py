"""From the answers to the files of a letter that can be previewed, checked and sent at once."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from string import Template
from typing import TYPE_CHECKING

from cenum.issue.calendar import hour_in_words, in_words, next_sending_day
from cenum.issue.scaffold import first_issue
from cenum.services.registry import NAMES, spec
from cenum.settings import FILE_NAME, parse
from cenum.starter.questions import is_french
from cenum.starter.stamp import STAMP, Stamp, as_toml
from cenum.starter.template_files import words
from cenum.web_address import host_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from cenum.settings import Newsletter, Settings
    from cenum.starter.questions import Answers
    from cenum.starter.template_files import Material

README, IGNORE = "README.md", ".gitignore"
# What may never be committed: the embedded service's mailbox holds readers' addresses.
# `.*.new` is what a power cut left.
IGNORED = (".cenum/", ".*.new", "dist/", "site/", ".venv/", "__pycache__/")
_PAGES = {
    True: {"unsubscribe": "desinscription", "privacy": "donnees-personnelles", "legal": "mentions-legales"},
    False: {"unsubscribe": "unsubscribe", "privacy": "privacy", "legal": "legal-notice"},
}
_CONTACTS = {
    True: "email,name\nlectrice@example.org,Une lectrice\n",
    False: "email,name\nreader@example.org,A reader\n",
}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def compose(answers: Answers, material: Material, now: datetime) -> dict[str, bytes]:
    """Every file by its path in the letter's folder; the first issue is of the next sending day after ``now``.

    Raises :class:`SettingsMistakes` where the answers contradict each other.
    """
    draft = parse(_settings(answers, now.year, None).encode(), FILE_NAME)
    newsletter = draft.newsletter
    day = next_sending_day(newsletter, now)
    given = material.files(newsletter, answers["look"])
    files = {
        FILE_NAME: _settings(answers, now.year, day).encode(),
        f"issues/{day}.md": _issue(newsletter, day).encode(),
        **given,
        STAMP: as_toml(Stamp.of(material.version, given, answers["look"]), newsletter.language),
        IGNORE: "".join(f"{line}\n" for line in IGNORED).encode(),
        README: _readme(draft, day).encode(),
    }
    if answers["service"] == "local":
        files["contacts.csv"] = _CONTACTS[is_french(answers)].encode()
    parse(files[FILE_NAME], FILE_NAME)
    return files


def quoted(text: str) -> str:
    """``text`` as a string of TOML: JSON's escapes are all TOML's too; DEL alone may not stand there as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def literal(text: str) -> str:
    """``text`` as Markdown shows it letter by letter, on one line."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def _settings(answers: Answers, year: int, first: date | None) -> str:
    """cenum.toml of a letter that begins in ``year``.

    What is missing of a new site is accepted up to the issue of ``first``, on this machine only.
    """
    language, site = answers["language"], answers["site"]
    values = {name: quoted(answer) for name, answer in answers.items() if isinstance(answer, str)}
    values |= {name: quoted(f"{site}/{page}") for name, page in _PAGES[is_french(answers)].items()}
    values["services"] = ", ".join(map(quoted, NAMES))
    values["archive"] = quoted(f"tag:{host_of(site)},{year}:")
    values["reviewers"] = f"[{', '.join(map(quoted, answers['reviewers']))}]"
    # Nothing leaves the machine with the embedded service; elsewhere somebody has to have seen the test.
    values["approvals"] = f"{'# ' * (answers['service'] == 'local')}approvals = 1"
    more = "" if answers["service"] == "local" else _service_table(answers)
    if answers["service"] == "local" and first:
        more = words(language, "waivers.toml")
        more = Template(more).substitute(site=quoted(f"{site}*"), until=quoted(first.isoformat()))
    return Template(words(language, FILE_NAME)).substitute(values, more=more)


def _service_table(answers: Answers) -> str:
    service = answers["service"]
    lines = [f"{one.setting} = {_value(answers[one.setting])}" for one in spec(service).asks]
    return "\n".join([f"\n[service.{service}]", *lines, ""])


def _value(answer: str | int) -> str:
    return quoted(answer) if isinstance(answer, str) else str(answer)


def _issue(newsletter: Newsletter, day: date) -> str:
    return first_issue(newsletter.language, day + timedelta(days=7), newsletter.hour)


def _readme(settings: Settings, day: date) -> str:
    newsletter, deploy = settings.newsletter, settings.archive.deploy
    language = newsletter.language
    return Template(words(language, README)).substitute(
        name=literal(newsletter.name),
        publisher=literal(newsletter.publisher),
        site=newsletter.site,
        weekday=in_words(day, language).partition(" ")[0].rstrip(","),
        hour=hour_in_words(newsletter.sending_time, language),
        key=day,
        online=Template(words(language, f"online-{deploy}.md")).substitute(site=newsletter.site).strip(),
    )
