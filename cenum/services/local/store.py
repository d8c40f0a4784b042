"""What the embedded service remembers: readers, campaigns, and what became of every letter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cenum.edition.edition import Address
from cenum.errors import ServiceRefused
from cenum.i18n import _
from cenum.services.local.database import Database
from cenum.services.local.records import AUDIENCE, CampaignRecord, DeliveryResult, DeliveryStatus, Posted, Reader
from cenum.services.service import Content, State

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

_RECORD = "SELECT id, name, state, subject, sent_at, trouble FROM campaign "
_READER = "SELECT id, email, name, token, role = 'reviewer', unsubscribed_at IS NOT NULL FROM reader "
_LETTERS = """
SELECT campaign.id, campaign.subject, letter.fate, letter.reason, letter.at,
       reader.id, reader.email, reader.name, reader.token, reader.role = 'reviewer',
       reader.unsubscribed_at IS NOT NULL
FROM (
  SELECT campaign, reader, fate, reason, at FROM delivery
  UNION ALL SELECT campaign, reader, 'delivered', '', at FROM test
) AS letter
JOIN campaign ON campaign.id = letter.campaign
JOIN reader ON reader.id = letter.reader
"""


class Store:
    """One SQLite file. Raises what :class:`Database` raises, and :class:`ServiceRefused` as a service would."""

    def __init__(self, file: Path) -> None:
        self._database = Database(file)
        self.close = self._database.close

    def enrol(self, contacts: Iterable[Address], token: Callable[[], str]) -> None:
        """Make ``contacts`` the list: new ones get a token, those who unsubscribed stay unsubscribed."""
        wanted: dict[str, Address] = {}
        for contact in contacts:
            wanted.setdefault(contact.email.casefold(), contact)
        with self._database.reading() as database:
            rows = database.execute("SELECT key, name, email FROM reader WHERE role = 'contact' AND listed")
            listed = {key: Address(name, email) for key, name, email in rows}
        if listed == wanted:
            return  # nobody has to wait for a commit, or for another process
        gone = [(key,) for key in listed.keys() - wanted.keys()]
        news = [(key, c.email, c.name, token()) for key, c in wanted.items() if listed.get(key) != c]
        with self._database.writing() as database:
            database.executemany("UPDATE reader SET listed = 0 WHERE role = 'contact' AND key = ?", gone)
            database.executemany(
                "INSERT INTO reader (role, key, email, name, token, listed) VALUES ('contact', ?, ?, ?, ?, 1)"
                " ON CONFLICT (role, key) DO UPDATE SET email = excluded.email, name = excluded.name, listed = 1",
                news,
            )

    def audience_size(self) -> int:
        """How many contacts would receive a campaign now."""
        with self._database.reading() as database:
            return _count(database)

    def reviewer(self, email: str, token: str) -> Reader:
        """The reviewer with this address, who gets ``token`` where they are new."""
        key = email.casefold()
        with self._database.writing() as database:
            database.execute(
                "INSERT INTO reader (role, key, email, name, token) VALUES ('reviewer', ?, ?, '', ?)"
                " ON CONFLICT (role, key) DO UPDATE SET email = excluded.email",
                (key, email, token),
            )
            row = database.execute(_READER + "WHERE role = 'reviewer' AND key = ?", (key,)).fetchone()
        return _reader(*row)

    def reader(self, token: str) -> Reader | None:
        """Whose personal link carries ``token``."""
        with self._database.reading() as database:
            row = database.execute(_READER + "WHERE token = ?", (token,)).fetchone()
        return _reader(*row) if row else None

    def unsubscribe(self, reader: Reader, at: datetime) -> None:
        """Remember that a contact wants no more letters; the first time counts."""
        with self._database.writing() as database:
            database.execute(
                "UPDATE reader SET unsubscribed_at = ? WHERE id = ? AND role = 'contact' AND unsubscribed_at IS NULL",
                (_stamp(at), reader.id),
            )

    def create(self, name: str, content: Content) -> int:
        """A new draft's number."""
        with self._database.writing() as database:
            added = database.execute(
                "INSERT INTO campaign"
                " (subject, preheader, sender_name, sender_email, reply_to, html, text, name, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'draft')",
                (*_parts(content), name),
            )
            return int(added.lastrowid or 0)

    def update(self, campaign: int, content: Content) -> None:
        """Replace the content of a draft."""
        with self._database.writing() as database:
            changed = database.execute(
                "UPDATE campaign SET subject = ?, preheader = ?, sender_name = ?, sender_email = ?, reply_to = ?,"
                " html = ?, text = ? WHERE id = ? AND state = 'draft'",
                (*_parts(content), campaign),
            )
            if not changed.rowcount:
                _record(database, campaign)
                message = _("the campaign {id} is no longer a draft").format(id=campaign)
                raise ServiceRefused(message, _("a sent campaign can't be changed; create a new one"))

    def rename(self, campaign: int, name: str) -> None:
        """Give a campaign another name, whatever its state."""
        with self._database.writing() as database:
            changed = database.execute("UPDATE campaign SET name = ? WHERE id = ?", (name, campaign))
            if not changed.rowcount:
                raise unknown_campaign(str(campaign))

    def campaign(self, campaign: int) -> CampaignRecord:
        """One campaign as it stands."""
        with self._database.reading() as database:
            return _record(database, campaign)

    def campaigns(self, state: State | None = None) -> list[CampaignRecord]:
        """All campaigns, or those in one state, the newest first."""
        with self._database.reading() as database:
            wanted = None if state is None else state.value
            rows = database.execute(_RECORD + "WHERE ?1 IS NULL OR state = ?1 ORDER BY id DESC", (wanted,))
            return [_as_record(*row) for row in rows]

    def content(self, campaign: int) -> Content:
        """The content, byte for byte as it was pushed."""
        with self._database.reading() as database:
            row = database.execute(
                "SELECT subject, preheader, sender_name, sender_email, reply_to, html, text"
                " FROM campaign WHERE id = ?",
                (campaign,),
            ).fetchone()
        if row is None:
            raise unknown_campaign(str(campaign))
        subject, preheader, name, email, reply_to, html, text = row
        return Content(subject, preheader, Address(name, email), reply_to, html, text, AUDIENCE)

    def may_leave(self, campaign: int) -> None:
        """Raise :class:`ServiceRefused` where :meth:`claim` would."""
        with self._database.reading() as database:
            _may_leave(database, campaign)

    def schedule(self, campaign: int, at: datetime) -> None:
        """Turn a draft into one that leaves at ``at``."""
        with self._database.writing() as database:
            changed = database.execute(
                "UPDATE campaign SET state = 'scheduled', sent_at = ? WHERE id = ? AND state = 'draft'",
                (_stamp(at), campaign),
            )
            if not changed.rowcount:
                _may_leave(database, campaign)

    def unschedule(self, campaign: int) -> None:
        """Turn a scheduled campaign into a draft again."""
        with self._database.writing() as database:
            changed = database.execute(
                "UPDATE campaign SET state = 'draft', sent_at = NULL WHERE id = ? AND state = 'scheduled'",
                (campaign,),
            )
            if not changed.rowcount:
                _record(database, campaign)
                message = _("the campaign {id} is not scheduled").format(id=campaign)
                raise ServiceRefused(message, _("nothing was changed; run cenum status to see its state"))

    def cancel(self, campaign: int, reason: str) -> None:
        """Stop a campaign that is being sent: what is queued fails, what left has left."""
        with self._database.writing() as database:
            changed = database.execute(
                "UPDATE campaign SET state = 'cancelled' WHERE id = ? AND state = 'sending'", (campaign,)
            )
            if not changed.rowcount:
                _record(database, campaign)
                message = _("the campaign {id} is not being sent").format(id=campaign)
                raise ServiceRefused(message, _("nothing was changed; run cenum status to see its state"))
            database.execute(
                "UPDATE delivery SET fate = 'failed', reason = ? WHERE campaign = ? AND fate = 'queued'",
                (reason, campaign),
            )

    def departures(self, campaign: int) -> int:
        """How many of those who were sent the campaign unsubscribed since."""
        with self._database.reading() as database:
            row = database.execute(
                "SELECT count(*) FROM delivery JOIN reader ON reader.id = delivery.reader"
                " JOIN campaign ON campaign.id = delivery.campaign"
                " WHERE campaign.id = ? AND reader.unsubscribed_at >= campaign.sent_at",
                (campaign,),
            ).fetchone()
        return int(row[0])

    def claim(self, campaign: int, at: datetime, state: State = State.DRAFT) -> None:
        """Turn a draft, or one whose hour has come, into one that is being sent.

        With one queued letter for each contact: all of it or nothing.
        """
        with self._database.writing() as database:
            claimed = database.execute(
                "UPDATE campaign SET state = 'sending', sent_at = ? WHERE id = ? AND state = ?"
                " AND EXISTS (SELECT 1 FROM audience)",
                (_stamp(at), campaign, state.value),
            )
            if not claimed.rowcount:
                _may_leave(database, campaign)
            database.execute(
                "INSERT INTO delivery (campaign, reader, fate) SELECT ?, id, 'queued' FROM audience", (campaign,)
            )

    def drop_departed(self, campaign: int, reason: str) -> None:
        """Fail what is queued for readers who left the audience since the claim."""
        with self._database.writing() as database:
            database.execute(
                "UPDATE delivery SET fate = 'failed', reason = ?"
                " WHERE campaign = ? AND fate = 'queued' AND reader NOT IN (SELECT id FROM audience)",
                (reason, campaign),
            )

    def to(self, campaign: int, fate: DeliveryStatus, limit: int = -1) -> list[Reader]:
        """The readers whose letter has this fate, in the order of the list."""
        with self._database.reading() as database:
            rows = database.execute(
                _READER + "JOIN delivery ON delivery.reader = reader.id"
                " WHERE delivery.campaign = ? AND delivery.fate = ? ORDER BY reader.id LIMIT ?",
                (campaign, fate, limit),
            )
            return [_reader(*row) for row in rows]

    def mark(self, campaign: int, verdicts: Iterable[tuple[Reader, DeliveryResult]], at: datetime) -> None:
        """Write down what became of letters, all of them or none."""
        rows = [(v.fate, v.reason, _stamp(at), campaign, reader.id) for reader, v in verdicts]
        with self._database.writing() as database:
            database.executemany(
                "UPDATE delivery SET fate = ?, reason = ?, at = ? WHERE campaign = ? AND reader = ?", rows
            )

    def finish(self, campaign: int) -> None:
        """A campaign of which no letter is left to deliver is sent."""
        with self._database.writing() as database:
            database.execute(
                "UPDATE campaign SET state = 'sent', trouble = '' WHERE id = ?1 AND state = 'sending' AND NOT EXISTS"
                " (SELECT 1 FROM delivery WHERE campaign = ?1 AND fate IN ('queued', 'handing'))",
                (campaign,),
            )

    def set_trouble(self, campaign: int, trouble: str) -> None:
        """Write down why delivery waits."""
        with self._database.writing() as database:
            database.execute("UPDATE campaign SET trouble = ? WHERE id = ?", (trouble, campaign))

    def fates(self, campaign: int) -> dict[DeliveryStatus, int]:
        """How many letters of a send have which fate; fates that none has are left out."""
        with self._database.reading() as database:
            _record(database, campaign)
            rows = database.execute(
                "SELECT fate, count(*) FROM delivery WHERE campaign = ? GROUP BY fate", (campaign,)
            )
            counts = dict(rows.fetchall())
        return {fate: counts[fate] for fate in DeliveryStatus if fate in counts}

    def tested(self, campaign: int, reader: Reader, at: datetime) -> None:
        """Write down that a reviewer was sent the campaign."""
        with self._database.writing() as database:
            database.execute(
                "INSERT INTO test (campaign, reader, at) VALUES (?, ?, ?)", (campaign, reader.id, _stamp(at))
            )

    def letters(self, *, campaign: int | None = None, limit: int) -> list[Posted]:
        """Letters of sends and tests, the latest first, those that wait last."""
        with self._database.reading() as database:
            rows = database.execute(
                _LETTERS + "WHERE ?1 IS NULL OR campaign.id = ?1"
                " ORDER BY letter.at DESC, campaign.id DESC, reader.id LIMIT ?2",
                (campaign, limit),
            ).fetchall()
        return [
            Posted(
                number,
                subject,
                _reader(*reader),
                DeliveryResult(DeliveryStatus(fate), reason),
                at and datetime.fromisoformat(at),
            )
            for number, subject, fate, reason, at, *reader in rows
        ]

    def was_posted(self, campaign: int, reader: Reader) -> bool:
        """Whether a send or a test of the campaign was addressed to the reader."""
        with self._database.reading() as database:
            row = database.execute(
                "SELECT 1 FROM delivery WHERE campaign = ?1 AND reader = ?2"
                " UNION ALL SELECT 1 FROM test WHERE campaign = ?1 AND reader = ?2",
                (campaign, reader.id),
            ).fetchone()
        return row is not None


def unknown_campaign(campaign_id: str) -> ServiceRefused:
    """The service knows no such campaign."""
    message = _("the embedded service has no campaign “{id}”").format(id=campaign_id)
    return ServiceRefused(message, _("run cenum status to list the existing ones"))


def _may_leave(database: sqlite3.Connection, campaign: int) -> None:
    if _record(database, campaign).state is not State.DRAFT:
        message = _("the campaign {id} was already sent").format(id=campaign)
        raise ServiceRefused(message, _("nothing was sent; run cenum status to see its state"))
    if not _count(database):
        message = _("the audience is empty: nobody would receive the campaign {id}").format(id=campaign)
        raise ServiceRefused(message, _("add readers to the file named by service.local.contacts in cenum.toml"))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _count(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM audience").fetchone()[0])


def _record(database: sqlite3.Connection, campaign: int) -> CampaignRecord:
    row = database.execute(_RECORD + "WHERE id = ?", (campaign,)).fetchone()
    if row is None:
        raise unknown_campaign(str(campaign))
    return _as_record(*row)


def _as_record(number: int, name: str, state: str, subject: str, sent_at: str | None, trouble: str) -> CampaignRecord:  # noqa: PLR0913  the columns of _RECORD
    when = datetime.fromisoformat(sent_at) if sent_at else None
    return CampaignRecord(number, name, State(state), subject, when, trouble)


def _reader(number: int, email: str, name: str, token: str, reviewer: int, unsubscribed: int) -> Reader:  # noqa: PLR0913  the columns of _READER
    return Reader(number, Address(name, email), token, bool(reviewer), bool(unsubscribed))


def _parts(content: Content) -> Sequence[str | None]:
    sender = content.sender
    return (
        content.subject,
        content.preheader,
        sender.name,
        sender.email,
        content.reply_to,
        content.html,
        content.text,
    )
