"""Messages as mail programs write them, to be read as letters."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message


def part(kind: str, content: bytes | str, charset: str = "utf-8", **headers: str) -> Message:
    """A part of ``kind``; ``headers`` have underscores for dashes."""
    made = Message()
    made["Content-Type"] = f"{kind}; charset={charset}" if kind.startswith("text/") and charset else kind
    for name, value in headers.items():
        if name == "Content_Type":
            del made["Content-Type"]
        made[name.replace("_", "-")] = value
    if "Content-Transfer-Encoding" not in made:
        made["Content-Transfer-Encoding"] = "8bit"
    raw = content.encode() if isinstance(content, str) else content
    made.set_payload(raw.decode("ascii", "surrogateescape"))
    return made


def several(kind: str, *parts: Message) -> Message:
    """Parts in one; ``kind`` is “mixed”, “alternative”, “related”."""
    made = Message()
    made["Content-Type"] = f'multipart/{kind}; boundary="=_{kind}_{sum(map(len, map(bytes, parts)))}"'
    made.set_payload(list(parts))
    return made


def passed_on(message: bytes) -> Message:
    """A message that is attached to another."""
    made = Message()
    made["Content-Type"] = "message/rfc822"
    made.set_payload([message_from_bytes(message)])
    return made


def mail(body: Message, subject: str = "La lettre", sender: str = "Odile Ferrand <odile@example.org>") -> bytes:
    """The whole message, as a program saves it."""
    for name, value in (("From", sender), ("Subject", subject), ("Date", "Tue, 2 Jun 2026 07:02:31 +0200")):
        body[name] = value
    return bytes(body)
