"""The contacts of the embedded service, as a spreadsheet exports them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from cenum import limits
from cenum.edition.edition import Address
from cenum.errors import SettingsMistakes, TooLarge, UsageMistake, reason_of
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.letter_folder import LetterFolder
from cenum.rule import Example, Rule
from cenum.schema import is_email

if TYPE_CHECKING:
    from pathlib import Path

CONTACTS = Rule(
    "contacts",
    Severity.ERROR,
    what=N_("The embedded service's list of contacts is not the table that it takes."),
    why=N_("Nobody knows whom a wrong line was meant for."),
    remedy=N_("Write `email,name` in the first line, and one reader in each further line, in UTF-8."),
    example=Example(
        kind="csv",
        fails="""
            email,name
            jeanne(at)arcep.fr,Jeanne
            """,
        passes="""
            email,name
            jeanne@arcep.fr,Jeanne
            """,
    ),
)


def read_contacts(path: Path, letter: LetterFolder | None = None) -> tuple[Address, ...]:
    """The contacts in a CSV file with the columns ``email`` and, if wanted, ``name``; each address once.

    Commas or semicolons, as the spreadsheet likes. Raises :class:`SettingsMistakes` with every wrong line.
    """
    try:
        text = (letter or LetterFolder(path.parent)).text(path.absolute(), limits.CONTACTS)
    except TooLarge as mistake:
        remedy = _("keep the columns email and name, and use a mailing service for a list of that length")
        raise SettingsMistakes([CONTACTS.at(Place(path.name), mistake.sentence, remedy)]) from None
    except OSError as mistake:
        raise UsageMistake(
            _("the contacts in {file} can't be read ({reason})").format(file=path.name, reason=reason_of(mistake)),
            _("create the file, or name another one under service.local.contacts in cenum.toml"),
        ) from None
    except UnicodeDecodeError as mistake:
        line = mistake.object[: mistake.start].count(b"\n") + 1
        remedy = _("save it again as UTF-8 (“CSV UTF-8” in a spreadsheet)")
        raise SettingsMistakes([CONTACTS.at(Place(path.name, line), _("the file is not in UTF-8"), remedy)]) from None
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    try:
        if "email" not in (rows.fieldnames or ()):
            raise SettingsMistakes([_wrong(path, 1, _("the column “email” is missing"))])
        contacts: dict[str, Address] = {}
        findings: list[Finding] = []
        for row in rows:
            email, name = (row["email"] or "").strip(), (row.get("name") or "").strip()
            if not is_email(email):
                message = _("“{address}” is not an e-mail address").format(address=email)
                findings.append(_wrong(path, rows.line_num, message))
            contacts.setdefault(email.lower(), Address(name, email))
    except csv.Error as mistake:
        raise SettingsMistakes([_wrong(path, rows.line_num, str(mistake))]) from None
    if findings:
        raise SettingsMistakes(findings)
    return tuple(contacts.values())


def _wrong(path: Path, line: int, message: str) -> Finding:
    remedy = _("write email,name on the first line, then one reader a line")
    return CONTACTS.at(Place(path.name, line), message, remedy)
